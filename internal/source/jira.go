package source

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// jiraOverlap is how far a reading goes back before the last change that was seen: the index that answers lags behind the issues.
const jiraOverlap = 5 * time.Minute

// A jira reads Jira by a JQL query: Cloud by /rest/api/3/search/jql, which pages by a token, Data Center by /rest/api/2/search, which
// pages by number. Issues are known by their id, which stays when they move to another project and get another key.
type jira struct {
	*fetcher
	cloud  bool
	jql    string
	wanted []string          // names of further fields that rules look at
	fields map[string]string // id: name, of the fields beside the usual ones, once known
	keys   map[string]string // key: id, of epics on Data Center, as far as known
}

var reOrder = regexp.MustCompile(`(?is)\border\s+by\b.*$`)

func newJira(f *fetcher, cloud bool, user, jql string, wanted []string) *jira {
	if f.token != "" {
		f.auth = "Bearer " + f.token
		if user != "" {
			f.auth = "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+f.token))
		}
	}
	return &jira{fetcher: f, cloud: cloud, jql: strings.TrimSpace(reOrder.ReplaceAllString(jql, "")), wanted: wanted, keys: map[string]string{}}
}

// The names of the fields that are custom ones in every Jira, and so have another id in each.
var (
	jiraPoints = []string{"story points", "story point estimate"}
	jiraEpic   = "epic link"
	jiraStart  = "start date"
	jiraFlag   = "flagged"
	jiraSprint = "sprint"
)

type jiraIssue struct {
	ID     string                     `json:"id"`
	Key    string                     `json:"key"`
	Fields map[string]json.RawMessage `json:"fields"`
}

// jiraTime reads the time that Jira writes, whose zone has no colon.
func jiraTime(s string) time.Time {
	for _, layout := range []string{"2006-01-02T15:04:05.000-0700", time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}

func (j *jira) Sample(ctx context.Context) ([]okr.OutsideItem, error) { return sample(ctx, j) }

func (j *jira) Read(ctx context.Context, from string, whole bool, give func([]okr.OutsideItem) error) (string, bool, error) {
	c := cursorOf(from, whole)
	all := c.Since.IsZero()
	jql := j.jql
	if !all {
		// In minutes before now: a time would be read in the zone of whoever owns the token.
		ago := int(math.Ceil((j.now().Sub(c.Since) + jiraOverlap).Minutes()))
		jql = fmt.Sprintf(`(%s) AND updated >= "-%dm"`, jql, max(ago, 1))
	}
	if err := j.learnFields(ctx); err != nil {
		return from, false, err
	}
	if err := j.search(ctx, jql+" ORDER BY created ASC", give, &c); err != nil {
		return from, false, err
	}
	return c.String(), all, nil
}

// search gives all issues that a query finds.
func (j *jira) search(ctx context.Context, jql string, give func([]okr.OutsideItem) error, c *cursor) error {
	ask := map[string]any{"jql": jql, "maxResults": 100, "fields": j.ask()}
	path := "/rest/api/2/search"
	if j.cloud {
		path = "/rest/api/3/search/jql"
	}
	for at, page := 0, 0; page < maxPages; page++ {
		var answer struct {
			Issues []jiraIssue `json:"issues"`
			Next   string      `json:"nextPageToken"`
			Total  int         `json:"total"`
		}
		answer.Total = -1
		h, err := j.post(ctx, j.at(path, nil), ask, &answer)
		if err != nil {
			return err
		}
		if answer.Issues == nil || !j.cloud && answer.Total < 0 {
			return j.malformed(errors.New("there is no list of issues"))
		}
		if err := j.learnKeys(ctx, answer.Issues); err != nil {
			return err
		}
		list := make([]okr.OutsideItem, len(answer.Issues))
		for i, issue := range answer.Issues {
			var updated time.Time
			list[i], updated = j.item(issue)
			c.seen(updated)
		}
		if err := give(list); err != nil {
			return err
		}
		at += len(list)
		if j.cloud && answer.Next == "" || !j.cloud && (at >= answer.Total || len(list) == 0) {
			return nil
		}
		if j.cloud {
			ask["nextPageToken"] = answer.Next
		} else {
			ask["startAt"] = at
		}
		if err := j.pause(ctx, h); err != nil {
			return err
		}
	}
	return j.malformed(errors.New("the pages do not end"))
}

func (j *jira) One(ctx context.Context, external string) (okr.OutsideItem, error) {
	if _, err := strconv.ParseUint(external, 10, 64); err != nil {
		return gone(external), nil
	}
	if err := j.learnFields(ctx); err != nil {
		return okr.OutsideItem{}, err
	}
	// By the mirror's own query, so that what has moved out of it is gone. Jira refuses ids that are not there.
	out := gone(external)
	err := j.search(ctx, fmt.Sprintf("(%s) AND id = %s", j.jql, external), func(list []okr.OutsideItem) error {
		for _, it := range list {
			if it.External == external {
				out = it
			}
		}
		return nil
	}, &cursor{})
	var e *okr.Error
	if errors.As(err, &e) && e.Kind == okr.Invalid && e.Field == "place" && strings.Contains(e.Message, external) {
		err = nil
	}
	return out, err
}

// learnFields finds the ids of custom fields by their names.
func (j *jira) learnFields(ctx context.Context) error {
	if j.fields != nil {
		return nil
	}
	var list []struct{ ID, Name string }
	version := "2"
	if j.cloud {
		version = "3"
	}
	if _, err := j.get(ctx, j.at("/rest/api/"+version+"/field", nil), "", &list); err != nil {
		return err
	}
	j.fields = map[string]string{}
	for _, f := range list {
		name := strings.ToLower(f.Name)
		usual := slices.Contains(jiraPoints, name) || slices.Contains([]string{jiraEpic, jiraStart, jiraFlag, jiraSprint}, name)
		if usual || slices.ContainsFunc(j.wanted, func(w string) bool { return strings.EqualFold(w, f.Name) }) {
			j.fields[f.ID] = f.Name
		}
	}
	return nil
}

// ask lists the fields to ask for.
func (j *jira) ask() []string {
	out := strings.Fields("summary description status issuetype labels created updated duedate resolution resolutiondate parent components fixVersions priority project")
	for id := range j.fields {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// learnKeys finds the ids of epics that Data Center names by their keys only.
func (j *jira) learnKeys(ctx context.Context, list []jiraIssue) error {
	for _, i := range list {
		j.keys[i.Key] = i.ID
	}
	var unknown []string
	for _, i := range list {
		if key := text(i.Fields[j.fieldID(jiraEpic)]); key != "" && j.keys[key] == "" && !slices.Contains(unknown, key) {
			unknown = append(unknown, key)
		}
	}
	for some := range slices.Chunk(unknown, 50) {
		for _, key := range some {
			var issue jiraIssue
			_, err := j.get(ctx, j.at("/rest/api/2/issue/"+url.PathEscape(key), url.Values{"fields": {"summary"}}), "", &issue)
			if errors.As(err, new(missing)) {
				j.keys[key] = key // an epic that the token may not see: its key is all that is known
				continue
			}
			if err != nil {
				return err
			}
			j.keys[key] = issue.ID
		}
	}
	return nil
}

func (j *jira) fieldID(name string) string {
	for id, n := range j.fields {
		if strings.EqualFold(n, name) {
			return id
		}
	}
	return ""
}

func (j *jira) item(i jiraIssue) (okr.OutsideItem, time.Time) {
	var status struct {
		Name     string
		Category struct{ Key string } `json:"statusCategory"`
	}
	var kind struct {
		Name  string
		Level int `json:"hierarchyLevel"`
	}
	var parent struct {
		ID, Key string
		Fields  struct{ Summary string }
	}
	var labels []string
	f := i.Fields
	for field, into := range map[string]any{"status": &status, "issuetype": &kind, "parent": &parent, "labels": &labels} {
		_ = json.Unmarshal(f[field], into) // a field that has another shape says nothing
	}
	it := okr.OutsideItem{External: i.ID, Key: i.Key, Title: text(f["summary"]), Text: richText(f["description"]), Kind: kind.Name, Epic: kind.Level > 0 || strings.EqualFold(kind.Name, "epic"),
		State: status.Name, Labels: labels, URL: j.base.String() + "/browse/" + url.PathEscape(i.Key), Parent: parent.ID,
		Opened: dayOf(jiraTime(text(f["created"]))), Finished: dayOf(jiraTime(text(f["resolutiondate"]))), Due: day(text(f["duedate"])), Fields: map[string]string{okr.FieldKey: i.Key}}
	it.Status = jiraStatus(status.Category.Key, text(f["resolution"]))
	put(it.Fields, okr.FieldEpicKey, parent.Key)
	put(it.Fields, okr.FieldEpic, parent.Fields.Summary)
	for id, name := range map[string]string{"components": "component", "fixVersions": "version", "priority": "priority", "project": "project"} {
		put(it.Fields, name, text(f[id]))
	}
	for id, name := range j.fields {
		value := text(f[id])
		switch lower := strings.ToLower(name); {
		case value == "":
		case slices.Contains(jiraPoints, lower):
			if n, err := strconv.ParseFloat(value, 64); err == nil {
				it.Estimate = &n
			}
		case lower == jiraEpic:
			it.Parent = j.keys[value]
			put(it.Fields, okr.FieldEpicKey, value)
		case lower == jiraStart:
			it.Start = day(value)
		case lower == jiraFlag:
			it.Blocked = value
		default:
			put(it.Fields, name, value)
		}
	}
	return it, jiraTime(text(f["updated"]))
}

// jiraStatus is what a category of statuses means. Done with a resolution that says otherwise is dropped.
func jiraStatus(category, resolution string) okr.WorkStatus {
	switch {
	case category == "done" && regexp.MustCompile(`(?i)won.?t|duplicate|cannot reproduce|declined|cancel|obsolete|abandon`).MatchString(resolution):
		return okr.WorkDropped
	case category == "done":
		return okr.WorkDone
	case category == "indeterminate":
		return okr.WorkDoing
	}
	return okr.WorkOpen
}

// text is what a field of any shape says in words: a text, a number, the name or value of an object, or a list of those.
func text(raw json.RawMessage) string {
	var v any
	if len(raw) == 0 || json.Unmarshal(raw, &v) != nil {
		return ""
	}
	return words(v)
}

func words(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case map[string]any:
		for _, key := range []string{"name", "value", "key", "title", "displayName"} {
			if s, ok := v[key].(string); ok {
				return s
			}
		}
	case []any:
		var out []string
		for _, one := range v {
			if s := words(one); s != "" {
				out = append(out, s)
			}
		}
		return strings.Join(out, ", ")
	}
	return ""
}

// richText is the text of a description: plain on Data Center, a tree of nodes on Cloud.
func richText(raw json.RawMessage) string {
	var plain string
	if json.Unmarshal(raw, &plain) == nil {
		return plain
	}
	var b strings.Builder
	var walk func(v any)
	walk = func(v any) {
		node, ok := v.(map[string]any)
		if !ok || b.Len() > okr.MaxText {
			return
		}
		if s, ok := node["text"].(string); ok {
			b.WriteString(s)
		}
		children, _ := node["content"].([]any)
		for _, c := range children {
			walk(c)
		}
		if kind, _ := node["type"].(string); kind == "paragraph" || kind == "heading" || kind == "listItem" || kind == "hardBreak" {
			b.WriteByte('\n')
		}
	}
	var v any
	_ = json.Unmarshal(raw, &v) // what has another shape says nothing
	walk(v)
	return strings.TrimSpace(b.String())
}
