package document

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A WorkTable reads the rows of a table of work, by what stands over its columns.
type WorkTable struct {
	head  []string
	at    map[string][]int
	known map[int]bool
}

// workColumns are the words that stand over a column in the exports of the usual tools. A column with another word becomes a field.
var workColumns = map[string][]string{
	"id":       {"id", "issue id", "item id", "number", "task id", "work item id", "#"},
	"key":      {"key", "issue key", "identifier", "reference", "ref"},
	"title":    {"title", "summary", "name", "task", "issue", "subject", "item", "task name", "story"},
	"text":     {"description", "details", "body"},
	"kind":     {"type", "kind", "issue type", "tracker", "work item type"},
	"status":   {"status", "state", "column", "stage", "section/column", "list"},
	"labels":   {"labels", "label", "tags", "tag"},
	"url":      {"url", "link", "web url", "permalink"},
	"estimate": {"estimate", "points", "story points", "effort", "size", "weight", "story point estimate"},
	"parent":   {"epic", "parent", "parent id", "parent key", "epic name", "project", "parent issue", "initiative", "epic title", "milestone"},
	"epic":     {"epic link"},
	"opened":   {"created", "created at", "createdat", "opened", "date created", "created date", "open date"},
	"finished": {"finished", "resolved", "closed", "closed at", "closedat", "completed", "completed at", "done", "resolved date", "date closed", "completion date", "closed date"},
	"start":    {"start", "start date", "planned start"},
	"due":      {"due", "due date", "deadline", "target date", "planned end"},
	"blocked":  {"blocked", "blocker", "flagged", "blocked by"},

	"resolution": {"resolution", "state reason", "statereason"},
}

// NewWorkTable finds the columns: what is named first in workColumns wins, and each column is used once. Labels may stand in several of one heading.
func NewWorkTable(head []string) WorkTable {
	t := WorkTable{head: head, at: map[string][]int{}, known: map[int]bool{}}
	for _, what := range []string{"key", "id", "title", "text", "kind", "status", "labels", "url", "estimate", "parent", "epic", "opened", "finished", "start", "due", "blocked", "resolution"} {
		for _, word := range workColumns[what] {
			for i, h := range head {
				if plainHeader(h) == word && !t.known[i] && (len(t.at[what]) == 0 || what == "labels") {
					t.at[what] = append(t.at[what], i)
				}
			}
			if len(t.at[what]) > 0 {
				for _, i := range t.at[what] {
					t.known[i] = true
				}
				break
			}
		}
	}
	return t
}

// Names answers whether a column says what each item is.
func (t WorkTable) Names() bool { return len(t.at["title"]) > 0 }

var reCustomField = regexp.MustCompile(`^custom field \((.*)\)$`)

// plainHeader is a heading without case and marks, and without what tools write around it: "Custom field (Story Points)", "Created At (UTC)".
func plainHeader(h string) string {
	h = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(strings.NewReplacer("_", " ", "*", "").Replace(h))), " (utc)")
	if m := reCustomField.FindStringSubmatch(h); m != nil {
		return m[1]
	}
	return h
}

var reEpic = regexp.MustCompile(`(?i)^(epic|initiative|feature|theme)$`)

// Item reads a row. An item is known by its key or id, and by its title where it has neither.
func (t WorkTable) Item(row []string) okr.OutsideItem {
	cell := func(what string) string {
		for _, i := range t.at[what] {
			if i < len(row) && strings.TrimSpace(row[i]) != "" {
				return strings.TrimSpace(row[i])
			}
		}
		return ""
	}
	it := okr.OutsideItem{Key: cell("key"), Title: cell("title"), Text: cell("text"), Kind: cell("kind"), State: cell("status"), URL: cell("url"), Parent: cmp.Or(cell("parent"), cell("epic")), Blocked: cell("blocked"),
		Opened: WorkDay(cell("opened")), Finished: WorkDay(cell("finished")), Start: WorkDay(cell("start")), Due: WorkDay(cell("due")), Fields: map[string]string{}}
	if it.External = it.Key; it.External == "" {
		it.External = cell("id")
	}
	if it.External == "" && it.Title != "" {
		sum := sha256.Sum256([]byte(strings.ToLower(it.Title)))
		it.External = hex.EncodeToString(sum[:8])
	}
	it.Epic = reEpic.MatchString(it.Kind)
	switch it.Status = WorkStatus(it.State); {
	case WorkStatus(cell("resolution")) == okr.WorkDropped:
		it.Status = okr.WorkDropped
	case it.State == "" && it.Finished != "":
		it.Status = okr.WorkDone
	}
	if n, err := strconv.ParseFloat(strings.Replace(cell("estimate"), ",", ".", 1), 64); err == nil {
		it.Estimate = &n
	}
	if slices.Contains([]string{"no", "false", "0"}, strings.ToLower(it.Blocked)) {
		it.Blocked = ""
	}
	for _, i := range t.at["labels"] {
		if i >= len(row) {
			continue
		}
		for _, l := range strings.FieldsFunc(row[i], func(r rune) bool { return r == ',' || r == ';' || r == '|' }) {
			if l = strings.TrimSpace(l); l != "" {
				it.Labels = append(it.Labels, l)
			}
		}
	}
	if u, err := url.Parse(it.URL); err != nil || u.Host == "" {
		it.URL = ""
	}
	put := func(name, value string) {
		if value = strings.TrimSpace(value); value != "" && name != "" {
			it.Fields[name] = value
		}
	}
	put(okr.FieldKey, it.Key)
	put(okr.FieldEpic, it.Parent)
	for i, value := range row {
		if i < len(t.head) && !t.known[i] {
			put(plainHeader(t.head[i]), value)
		}
	}
	return it
}

// WorkDay reads a day as files write it. One that can be read in two ways, 03/04/2026, is not guessed at.
func WorkDay(s string) okr.Date {
	iso := s
	if len(iso) > 10 {
		iso = iso[:10]
	}
	if d, err := okr.ParseDate("", iso); err == nil {
		return d
	}
	for _, layout := range []string{"02.01.2006", "2.1.2006", "2006/01/02", "02/Jan/06", "02/Jan/2006", "2 Jan 2006", "Jan 2, 2006", "January 2, 2006"} {
		short := s
		if strings.Count(layout, " ") == 0 {
			short, _, _ = strings.Cut(s, " ")
		}
		if t, err := time.Parse(layout, short); err == nil {
			return okr.DateOf(t)
		}
	}
	first, rest, _ := strings.Cut(s, "/")
	if n, err := strconv.Atoi(first); err == nil && rest != "" {
		layout := "02/01/2006"
		if n <= 12 {
			layout = "01/02/2006"
			if m, _ := strconv.Atoi(rest[:min(2, len(rest))]); m <= 12 {
				return ""
			}
		}
		if t, err := time.Parse(layout, s); err == nil {
			return okr.DateOf(t)
		}
	}
	return ""
}

var (
	reDropped = regexp.MustCompile(`(?i)\b(cancel+ed|dropped|won.?t (do|fix)|duplicate|rejected|abandoned|obsolete|declined|not planned)\b`)
	reDone    = regexp.MustCompile(`(?i)\b(done|closed|resolved|complete|completed|finished|shipped|released|deployed|merged|live)\b`)
	reUndone  = regexp.MustCompile(`(?i)\b(not|un)[ -]?(done|closed|resolved|complete|completed|started)\b`)
	reDoing   = regexp.MustCompile(`(?i)\b(doing|in progress|started|active|in development|development|in review|review|testing|test|in qa|qa|wip|ongoing|building|implementing)\b`)
)

// WorkStatus is what a word for a status means, in the words that teams give their columns.
func WorkStatus(word string) okr.WorkStatus {
	switch {
	case reUndone.MatchString(word):
		return okr.WorkOpen
	case reDropped.MatchString(word):
		return okr.WorkDropped
	case reDone.MatchString(word):
		return okr.WorkDone
	case reDoing.MatchString(word):
		return okr.WorkDoing
	}
	return okr.WorkOpen
}
