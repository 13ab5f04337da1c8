package document

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// An Item is work as a tracker's export has it. Its External names its tool too, so that two tools never mean the same item.
type Item struct {
	okr.OutsideItem
	Line int `json:"line"`
}

// trackers are the headers by which exports of work trackers are told apart from plans, and the links that lead to their issues.
var trackers = []struct {
	name    string
	link    *regexp.Regexp
	headers []string
}{
	{"Jira", regexp.MustCompile(`/browse/[A-Z][A-Z0-9]+-\d+$`),
		[]string{"issuekey", "issueid", "issuetype", "summary", "reporter", "sprint", "storypoints", "customfieldstorypoints", "resolution", "fixversions", "statuscategory", "projectkey"}},
	{"GitHub", regexp.MustCompile(`^https://github\.[^/]+/.+/(issues|pull)/\d+$`),
		[]string{"number", "state", "labels", "assignees", "htmlurl", "url", "milestone", "repository", "closedat", "createdat", "user", "subissuesprogress", "linkedpullrequests"}},
	{"GitLab", regexp.MustCompile(`/-/(issues|work_items|merge_requests)/\d+$`),
		[]string{"issueid", "state", "author", "authorusername", "assigneeusername", "confidential", "locked", "duedate", "createdatutc", "milestone", "labels", "timeestimate", "timespent"}},
	{"Linear", regexp.MustCompile(`^https://linear\.app/.+/issue/`),
		[]string{"estimate", "priority", "projectid", "creator", "assignee", "labels", "cyclenumber", "cyclename", "parentissue", "started", "canceled", "slastatus", "roadmaps", "triaged"}},
}

var reIssueKey = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,9}-\d+$`)

const workIsNot = "Issues are work and no objectives: objectives say what will be different, and work follows from them."

// tracker says of which tool a table looks like an export, and why: at least four of its headers and none that only a plan has, or a column of issue keys or of links
// to issues. The tool is "" where only the keys speak.
func tracker(header []string, rows [][]string) (tool, why string) {
	plan := map[string]bool{"key_result": true, "objective": true, "target": true, "baseline": true, "goal_kind": true}
	seen := map[string]bool{}
	for _, h := range header {
		if plan[fieldOf(h)] {
			return "", ""
		}
		seen[letters(h)] = true
	}
	most := 3
	for _, t := range trackers {
		n := 0
		for _, h := range t.headers {
			if seen[h] {
				n++
			}
		}
		if n > most {
			tool, most = t.name, n
		}
	}
	if tool != "" {
		return tool, fmt.Sprintf("Its columns are those of a %s export. %s", tool, workIsNot)
	}
	keys, links := 0, make([]int, len(trackers))
	for _, r := range rows {
		key := false
		for _, c := range r {
			key = key || reIssueKey.MatchString(c)
			for i, t := range trackers {
				if t.link.MatchString(c) {
					links[i]++
					break
				}
			}
		}
		if key {
			keys++
		}
	}
	for i, t := range trackers {
		if len(rows) > 0 && links[i]*2 > len(rows) {
			return t.name, fmt.Sprintf("Most rows lead to an issue in %s. %s", t.name, workIsNot)
		}
	}
	if len(rows) > 0 && keys*2 > len(rows) {
		return "", "Most rows carry an issue key. " + workIsNot
	}
	return "", ""
}

// work reads the rows of a tracker's export as what they are. A row without a title is listed as unread.
func (d *Draft) work(tool, why string, s sheet, at int) {
	d.Tracker, d.Tool = why, tool
	table, seen := NewWorkTable(s.rows[at]), map[string]bool{}
	for i := at + 1; i < len(s.rows); i++ {
		text := strings.Join(s.rows[i], " | ")
		if strings.Trim(text, " |") == "" {
			continue
		}
		it := table.Item(s.rows[i])
		id := it.External
		if (tool == "GitHub" || tool == "GitLab") && it.URL != "" { // numbers are those of one repository
			id = it.URL
		}
		if id = strings.ToLower(tool) + ":" + id; len(id) > 200 {
			sum := sha256.Sum256([]byte(id))
			id = hex.EncodeToString(sum[:12])
		}
		it.External = id
		switch {
		case it.Title == "":
			d.Unread = append(d.Unread, Unread{Line: s.lines[i], Text: text, Reason: "an item without a title"})
		case seen[id]:
			d.Unread = append(d.Unread, Unread{Line: s.lines[i], Text: text, Reason: "the item stands in a row above"})
		default:
			seen[id] = true
			d.Items = append(d.Items, Item{it, s.lines[i]})
		}
	}
}
