package source

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A csvSource reads a CSV file at an address. It is always read whole, unless its ETag says that it is as it was.
type csvSource struct {
	*fetcher
	address string
}

func newCSV(f *fetcher, address string) *csvSource {
	f.name = "The address of the file"
	if f.token != "" {
		f.auth = "Bearer " + f.token
	}
	return &csvSource{fetcher: f, address: address}
}

func (s *csvSource) Sample(ctx context.Context) ([]okr.OutsideItem, error) { return sample(ctx, s) }

func (s *csvSource) Read(ctx context.Context, from string, whole bool, give func([]okr.OutsideItem) error) (string, bool, error) {
	if s.address == "" {
		return from, false, okr.Fail(okr.Invalid, "base_url", "This file is uploaded. Choose a newer one to bring the mirror up to date.")
	}
	c := cursorOf(from, whole)
	if c.URL != s.address {
		c = cursor{}
	}
	var b []byte
	h, err := s.get(ctx, s.address, c.ETag, &b)
	if errors.Is(err, errUnchanged) {
		return from, false, nil
	}
	if err != nil {
		return from, false, err
	}
	if err := CSV(bytes.NewReader(b), give); err != nil {
		return from, false, err
	}
	return cursor{URL: s.address, ETag: h.Get("ETag")}.String(), true, nil
}

func (s *csvSource) One(context.Context, string) (okr.OutsideItem, error) {
	return okr.OutsideItem{}, okr.ErrReadAll
}

// csvBatch is how many lines are given at once.
const csvBatch = 500

// columns are the words that stand over a column in the exports of the usual tools. A column with another word becomes a field.
var columns = map[string][]string{
	"id":       {"id", "issue id", "item id", "number", "task id", "work item id", "#"},
	"key":      {"key", "issue key", "identifier", "reference", "ref"},
	"title":    {"title", "summary", "name", "task", "issue", "subject", "item", "task name", "story"},
	"text":     {"description", "details", "body"},
	"kind":     {"type", "kind", "issue type", "tracker", "work item type"},
	"status":   {"status", "state", "column", "stage", "section/column", "list"},
	"labels":   {"labels", "label", "tags", "tag"},
	"url":      {"url", "link", "web url", "permalink"},
	"estimate": {"estimate", "points", "story points", "effort", "size", "weight", "story point estimate"},
	"parent":   {"epic", "parent", "epic link", "parent id", "parent key", "epic name", "project", "parent issue", "initiative"},
	"opened":   {"created", "created at", "opened", "date created", "created date", "open date"},
	"finished": {"finished", "resolved", "closed", "closed at", "completed", "completed at", "done", "resolved date", "date closed", "completion date"},
	"start":    {"start", "start date", "planned start"},
	"due":      {"due", "due date", "deadline", "target date", "planned end"},
	"blocked":  {"blocked", "blocker", "flagged", "blocked by"},
}

// CSV gives the items of a file with a line of headings, in batches. Its separator is a comma, a semicolon or a tab. An item is known by its key or id, and by
// its title where it has neither.
func CSV(r io.Reader, give func([]okr.OutsideItem) error) error {
	b, err := io.ReadAll(io.LimitReader(r, maxBody+1))
	switch {
	case err != nil:
		return err
	case len(b) > maxBody:
		return okr.Fail(okr.Invalid, "file", "This file is larger than 16 MB. Export a part of it.")
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if !utf8.Valid(b) {
		return okr.Fail(okr.Invalid, "file", "This file is not text in UTF-8. Export it as CSV UTF-8.")
	}
	lines := csv.NewReader(bytes.NewReader(b))
	lines.Comma, lines.FieldsPerRecord, lines.LazyQuotes, lines.TrimLeadingSpace = separator(b), -1, true, true
	head, err := lines.Read()
	if err != nil {
		return okr.Fail(okr.Invalid, "file", "This file is empty. It needs a line of headings, and below it a line for each item.")
	}
	head = slices.Clone(head)
	at := place(head)
	if _, ok := at["title"]; !ok {
		return okr.Fail(okr.Invalid, "file", "No column is headed Title, Summary or Name. Name the column that says what each item is.")
	}
	var list []okr.OutsideItem
	seen := map[string]bool{}
	for {
		row, err := lines.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return okr.Fail(okr.Invalid, "file", "Line "+strconv.Itoa(lineOf(err))+" cannot be read: a quotation mark is open there.")
		}
		it := csvItem(head, at, row)
		if it.Title == "" || seen[it.External] {
			continue
		}
		seen[it.External] = true
		if list = append(list, it); len(list) == csvBatch {
			if err := give(list); err != nil {
				return err
			}
			list = nil
		}
	}
	if len(list) == 0 {
		return nil
	}
	return give(list)
}

func lineOf(err error) int {
	var p *csv.ParseError
	if errors.As(err, &p) {
		return p.StartLine
	}
	return 0
}

// separator is what stands most often in the first line.
func separator(b []byte) rune {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	best, most := ',', bytes.Count(line, []byte(","))
	for _, r := range ";\t" {
		if n := bytes.Count(line, []byte(string(r))); n > most {
			best, most = r, n
		}
	}
	return best
}

// place finds the columns by what stands over them: what is named first in columns wins, and each column is used once.
func place(head []string) map[string]int {
	at, used := map[string]int{}, map[int]bool{}
	for _, what := range []string{"key", "id", "title", "text", "kind", "status", "labels", "url", "estimate", "parent", "opened", "finished", "start", "due", "blocked"} {
		for _, word := range columns[what] {
			i := slices.IndexFunc(head, func(h string) bool { return plain(h) == word })
			if i >= 0 && !used[i] {
				at[what], used[i] = i, true
				break
			}
		}
	}
	return at
}

func plain(h string) string {
	return strings.ToLower(strings.TrimSpace(strings.NewReplacer("_", " ", "*", "").Replace(h)))
}

func csvItem(head []string, at map[string]int, row []string) okr.OutsideItem {
	cell := func(what string) string {
		if i, ok := at[what]; ok && i < len(row) {
			return strings.TrimSpace(row[i])
		}
		return ""
	}
	it := okr.OutsideItem{Key: cell("key"), Title: cell("title"), Text: cell("text"), Kind: cell("kind"), State: cell("status"), URL: cell("url"), Parent: cell("parent"), Blocked: cell("blocked"),
		Opened: anyDay(cell("opened")), Finished: anyDay(cell("finished")), Start: anyDay(cell("start")), Due: anyDay(cell("due")), Fields: map[string]string{}}
	if it.External = it.Key; it.External == "" {
		it.External = cell("id")
	}
	if it.External == "" && it.Title != "" {
		sum := sha256.Sum256([]byte(strings.ToLower(it.Title)))
		it.External = hex.EncodeToString(sum[:8])
	}
	it.Epic = regexp.MustCompile(`(?i)^(epic|initiative|feature|theme)$`).MatchString(it.Kind)
	it.Status = statusOf(it.State)
	if it.State == "" && it.Finished != "" {
		it.Status = okr.WorkDone
	}
	if n, err := strconv.ParseFloat(strings.Replace(cell("estimate"), ",", ".", 1), 64); err == nil {
		it.Estimate = &n
	}
	if slices.Contains([]string{"no", "false", "0"}, strings.ToLower(it.Blocked)) {
		it.Blocked = ""
	}
	for _, l := range strings.FieldsFunc(cell("labels"), func(r rune) bool { return r == ',' || r == ';' || r == '|' }) {
		if l = strings.TrimSpace(l); l != "" {
			it.Labels = append(it.Labels, l)
		}
	}
	if u, err := url.Parse(it.URL); err != nil || u.Host == "" {
		it.URL = ""
	}
	put(it.Fields, okr.FieldKey, it.Key)
	put(it.Fields, okr.FieldEpic, it.Parent)
	for i, value := range row {
		known := i >= len(head)
		for _, c := range at {
			known = known || c == i
		}
		if !known {
			put(it.Fields, plain(head[i]), value)
		}
	}
	return it
}

// anyDay reads a day as files write it. One that can be read in two ways, 03/04/2026, is not guessed at.
func anyDay(s string) okr.Date {
	if d := day(s); d != "" {
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

// statusOf is what a word for a status means, in the words that teams give their columns.
func statusOf(word string) okr.WorkStatus {
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
