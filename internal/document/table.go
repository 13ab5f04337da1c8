package document

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/sentence"
)

// Limits of tables, so that a small file cannot become a large plan by accident or by malice.
const (
	maxRows    = 100_000
	maxColumns = 500
	maxCell    = 20_000
)

func looksLikeCSV(text string) bool {
	first, rest, more := strings.Cut(text, "\n")
	if !more {
		return false
	}
	d := delimiter(first)
	return strings.Count(first, string(d)) >= 2 && strings.Count(rest, string(d)) >= 2 && !strings.HasPrefix(first, "#") && known(strings.Split(first, string(d))) >= 2
}

// delimiter is what most separates the first line.
func delimiter(line string) rune {
	best, most := ',', 0
	for _, d := range []rune{',', ';', '\t', '|'} {
		if n := strings.Count(line, string(d)); n > most {
			best, most = d, n
		}
	}
	return best
}

// readCSV reads comma, semicolon or tab separated values.
func readCSV(text string, o Options) (*Draft, error) {
	first, _, _ := strings.Cut(text, "\n")
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = delimiter(first), -1, true
	var t sheet
	for {
		from := r.InputOffset()
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var fault *csv.ParseError
		if errors.As(err, &fault) {
			return nil, okr.Fail(okr.Invalid, "file", fmt.Sprintf("Line %d cannot be read as a table row: %s. Check its quotation marks.", fault.StartLine, fault.Err))
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		if at := unclosed(rec, text[from:r.InputOffset()], r.Comma); at >= 0 {
			line, _ := r.FieldPos(at)
			return nil, okr.Fail(okr.Invalid, "file", fmt.Sprintf("Line %d, column %d: a quotation mark opens a cell here and is not closed. Close it, or write it twice if it belongs to the text.", line, at+1))
		}
		if err := t.add(line, rec); err != nil {
			return nil, err
		}
	}
	d := &Draft{Format: "csv"}
	return d, readSheets(d, []sheet{t}, o)
}

// unclosed is the cell of a record that a quotation mark opens and none closes, -1 if there is none: such a cell swallows the rows below it.
func unclosed(record []string, raw string, comma rune) int {
	at := slices.IndexFunc(record, func(cell string) bool { return strings.Contains(cell, "\n") })
	if at < 0 && strings.Count(raw, `"`)%2 == 1 {
		if s := strings.TrimSpace(raw); s[0] == '"' || strings.Contains(s, string(comma)+`"`) {
			at = len(record) - 1 // in the last row there is nothing to swallow but its own cells
		}
	}
	if at < 0 {
		return -1
	}
	strict := csv.NewReader(strings.NewReader(raw))
	strict.Comma, strict.FieldsPerRecord = comma, -1
	if _, err := strict.Read(); err == nil {
		return -1
	}
	return at
}

// A sheet is a table with the source line of each row.
type sheet struct {
	name  string
	rows  [][]string
	lines []int
}

func (t *sheet) add(line int, cells []string) error {
	if len(t.rows) >= maxRows || len(cells) > maxColumns {
		return okr.Fail(okr.Invalid, "file", fmt.Sprintf("Line %d: a table has at most %d rows and %d columns.", line, maxRows, maxColumns))
	}
	for i, c := range cells {
		if len(c) > maxCell {
			return okr.Fail(okr.Invalid, "file", fmt.Sprintf("Line %d, column %d: a cell has at most %d characters.", line, i+1, maxCell))
		}
		cells[i] = unguard(strings.TrimSpace(strings.ToValidUTF8(c, "")))
	}
	t.rows, t.lines = append(t.rows, cells), append(t.lines, line)
	return nil
}

// known counts the headers that mean something.
func known(cells []string) int {
	n := 0
	for _, c := range cells {
		if fieldOf(c) != "" {
			n++
		}
	}
	return n
}

// readSheets reads tables into the draft.
func readSheets(d *Draft, sheets []sheet, o Options) error {
	found := false
	for _, s := range sheets {
		unread := len(d.Unread)
		at := -1
		for i := 0; i < len(s.rows) && i < 15; i++ {
			if n := known(s.rows[i]); n >= 2 || n == 1 && len(s.rows[i]) == 1 {
				at = i
				break
			}
		}
		if at < 0 && len(o.Mapping) > 0 && len(s.rows) > 0 {
			at = 0
		}
		if at < 0 {
			for i, r := range s.rows {
				if text := strings.Join(r, " | "); strings.Trim(text, " |") != "" {
					d.Unread = append(d.Unread, Unread{Line: s.lines[i], Text: text, Reason: "no row above names the columns"})
				}
			}
			d.nameSheet(s.name, unread)
			continue
		}
		found = true
		if tool, why := tracker(s.rows[at], s.rows[at+1:]); why != "" && len(o.Mapping) == 0 {
			d.work(tool, why, s, at)
			d.nameSheet(s.name, unread)
			continue
		}
		t := tableReader{draft: d, o: o, sheet: s, byID: map[string][]int{}, byTitle: map[string][]int{}, byOrder: map[string][]int{}}
		t.header(s.rows[at])
		for i := at + 1; i < len(s.rows); i++ {
			t.row(s.lines[i], s.rows[i])
		}
		t.attach()
		d.nameSheet(s.name, unread)
	}
	if !found && d.Tracker == "" {
		return okr.Fail(okr.Invalid, "file", "No row names the columns. Give the first row headers such as Objective, Key result, Start, Target, Current, Owner.")
	}
	return nil
}

// nameSheet says of the lines that were not read, from one on, which sheet they are in.
func (d *Draft) nameSheet(name string, from int) {
	for i := from; i < len(d.Unread); i++ {
		d.Unread[i].Sheet = name
	}
}

// A tableReader reads one table. Objectives are found again by their id, their place in a dotted order, or their title.
type tableReader struct {
	draft   *Draft
	o       Options
	sheet   sheet
	column  map[string][]int
	last    []int // path of the objective that rows without one belong to
	byID    map[string][]int
	byTitle map[string][]int
	byOrder map[string][]int
	loose   []loose
}

// loose are key results and objectives whose parent may stand further down.
type loose struct {
	parent string
	line   int
	text   string
	kr     KeyResult
}

func (t *tableReader) header(cells []string) {
	t.column = map[string][]int{}
	goal := goalColumn(cells, t.sheet.rows)
	for i, h := range cells {
		f := fieldOf(h)
		if i == goal {
			f = "target"
		}
		if m, ok := t.o.Mapping[h]; ok {
			f = m
		}
		if f == "baseline" && letters(h) == "start" || f == "start" && t.column["start"] != nil {
			f = "baseline"
		}
		if strings.TrimSpace(h) != "" {
			t.draft.Mapping = append(t.draft.Mapping, Column{h, f})
		}
		if f != "" {
			t.column[f] = append(t.column[f], i)
		}
	}
	if _, both := t.column["baseline"]; !both && t.column["start"] != nil && t.column["target"] != nil && looksNumeric(t.sheet.rows, t.column["start"][0]) {
		t.column["baseline"] = t.column["start"]
		delete(t.column, "start")
		for i := range t.draft.Mapping {
			if t.draft.Mapping[i].Field == "start" {
				t.draft.Mapping[i].Field = "baseline"
			}
		}
	}
}

// looksNumeric answers whether a column "Start" holds numbers rather than dates.
func looksNumeric(rows [][]string, c int) bool {
	numbers, dates := 0, 0
	for _, r := range rows {
		if c >= len(r) || r[c] == "" {
			continue
		}
		if _, ok := dateOf(r[c]); ok {
			dates++
		} else if _, _, ok := sentence.Number(r[c], ""); ok {
			numbers++
		}
	}
	return numbers > dates
}

// cell is the first filled cell of a field.
func (t *tableReader) cell(cells []string, field string) string {
	for _, c := range t.column[field] {
		if c < len(cells) && cells[c] != "" {
			return cells[c]
		}
	}
	return ""
}

var reAligned = regexp.MustCompile(`^(.*?)\s*\(weight:\s*[\d.]+%?,\s*Id:\s*(\S+?)\)\s*$`)

func (t *tableReader) row(line int, cells []string) {
	if strings.Trim(strings.Join(cells, ""), " ") == "" {
		return
	}
	kind := letters(t.cell(cells, "type"))
	title, objective, kr := t.cell(cells, "title"), t.cell(cells, "objective"), t.cell(cells, "key_result")
	parent := t.cell(cells, "parent")
	if m := reAligned.FindStringSubmatch(strings.Split(parent, "\n")[0]); m != nil {
		parent = m[2]
	}
	if t.column["objective"] == nil && t.column["key_result"] != nil && kind == "" {
		objective, title = title, ""
	}
	isKR := strings.Contains(kind, "keyresult") || kind == "kr" || strings.Contains(kind, "schlüsselergebnis")
	switch {
	case kr != "" || isKR || objective != "" && title != "" && kind == "":
		if objective != "" {
			t.objective(line, objective, cells, "", true)
		}
		if kr == "" {
			kr = title
		}
		t.keyResult(line, kr, parent, cells)
	case strings.Contains(kind, "deliverable") || strings.Contains(kind, "initiative") || strings.Contains(kind, "project") || kind == "task":
		t.draft.Unread = append(t.draft.Unread, Unread{Line: line, Text: title, Reason: "a " + kind + " is work and no key result"})
	case title != "" || objective != "":
		if objective == "" {
			objective = title
		}
		t.objective(line, objective, cells, parent, false)
	case t.metricOnly(cells):
		t.keyResult(line, t.cell(cells, "metric"), parent, cells)
	default:
		t.draft.Unread = append(t.draft.Unread, Unread{Line: line, Text: strings.Join(cells, " | "), Reason: "it names neither an objective nor a key result"})
	}
}

func (t *tableReader) metricOnly(cells []string) bool {
	return t.cell(cells, "metric") != "" && t.cell(cells, "target") != "" && t.last != nil
}

// objective adds an objective, or finds the one that the rows before were about.
func (t *tableReader) objective(line int, title string, cells []string, parent string, repeated bool) {
	id := t.cell(cells, "id")
	if path, ok := t.byTitle[title]; ok && (repeated || id == "") {
		t.last = path
		return
	}
	o := Objective{Title: title, Line: line, Sheet: t.sheet.name, Team: firstOf(t.cell(cells, "team"), t.sheet.name), Cycle: t.cell(cells, "cycle"), Note: "", KeyResults: []KeyResult{}}
	if !repeated {
		o.Owner, o.Status, o.Why, o.External = t.cell(cells, "owner"), t.cell(cells, "status"), t.cell(cells, "description"), id
		if stage := t.cell(cells, "stage"); stage != "" {
			o.Status = stage
		}
		if _, rest, more := strings.Cut(t.cell(cells, "team"), ";"); more {
			o.Shared = pieces(rest)
		}
		o.Score = scoreCell(t.cell(cells, "score"))
		o.Kind = goalKind(t.cell(cells, "goal_kind"))
	}
	order := t.cell(cells, "order")
	list, path := &t.draft.Objectives, []int(nil)
	up, ok := t.byID[parent]
	if i := strings.LastIndexByte(order, '.'); !ok && i > 0 {
		up, ok = t.byOrder[order[:i]]
	}
	if !ok && parent != "" {
		up, ok = t.byTitle[parent]
	}
	if ok {
		list, path = &t.draft.at(up).Objectives, up
	} else {
		o.Parent = parent
	}
	*list = append(*list, o)
	path = append(append([]int(nil), path...), len(*list)-1)
	t.last, t.byTitle[title] = path, path
	if id != "" && !repeated {
		t.byID[id] = path
	}
	if order != "" {
		t.byOrder[order] = path
	}
}

// goalKind is the kind of objective that a cell names, "" if none.
func goalKind(cell string) string {
	for _, k := range []okr.ObjectiveKind{okr.Aspirational, okr.Committed, okr.Learning} {
		if strings.Contains(strings.ToLower(cell), string(k)) {
			return string(k)
		}
	}
	return ""
}

// pieces are what a cell lists between semicolons.
func pieces(cell string) []string {
	var out []string
	for p := range strings.SplitSeq(cell, ";") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// at finds an objective of the draft by its path.
func (d *Draft) at(path []int) *Objective {
	list := &d.Objectives
	var o *Objective
	for _, i := range path {
		o = &(*list)[i]
		list = &o.Objectives
	}
	return o
}

func firstOf(cell, other string) string {
	if cell == "" {
		return other
	}
	first, _, _ := strings.Cut(strings.Split(cell, "\n")[0], ";")
	return strings.TrimSpace(first)
}

func scoreCell(s string) *float64 {
	if v, ok := sentence.Score(s); ok {
		return &v
	}
	return nil
}

func (t *tableReader) keyResult(line int, title, parent string, cells []string) {
	k := KeyResult{Title: trimTitle(title), Line: line, Owner: t.cell(cells, "owner"), Status: t.cell(cells, "status"), Unit: t.cell(cells, "unit"),
		Note: t.cell(cells, "description"), External: t.cell(cells, "id"), Score: scoreCell(t.cell(cells, "score"))}
	k.Baseline = numberOf(t.cell(cells, "baseline"), &k.Unit, t.o.Locale)
	k.Target = numberOf(t.cell(cells, "target"), &k.Unit, t.o.Locale)
	k.Value = numberOf(t.cell(cells, "value"), &k.Unit, t.o.Locale)
	if k.Weight = numberOf(t.cell(cells, "weight"), new(string), ""); k.Weight != nil && (*k.Weight < 0 || *k.Weight > 100) {
		k.Weight = nil
	}
	k.Due, _ = dateOf(t.cell(cells, "due"))
	for _, c := range cells {
		if ci, ok := checkInCell(c); ok {
			k.CheckIns = append(k.CheckIns, ci)
		}
	}
	if !k.told(func(field string) string { return t.cell(cells, field) }) {
		k.readSlots(t.o)
	}
	path := t.last
	order := t.cell(cells, "order")
	if p, ok := t.byID[parent]; ok {
		path = p
	} else if p, ok := t.byTitle[parent]; ok {
		path = p
	} else if i := strings.LastIndexByte(order, '.'); i > 0 && t.byOrder[order[:i]] != nil {
		path = t.byOrder[order[:i]]
	} else if parent != "" {
		t.loose = append(t.loose, loose{parent, line, title, k})
		return
	}
	if path == nil {
		t.draft.Unread = append(t.draft.Unread, Unread{Line: line, Text: title, Reason: "a key result with no objective above it"})
		return
	}
	t.draft.at(path).take(k)
}

// take adds a key result to its objective. Of a learning objective none says by itself that it is one.
func (o *Objective) take(k KeyResult) {
	k.Learning = k.Learning && o.Kind != string(okr.Learning)
	o.KeyResults = append(o.KeyResults, k)
}

// told takes what our own tables say in columns that others do not have. With a kind all is said, and nothing is to be read from the title.
func (k *KeyResult) told(cell func(field string) string) (all bool) {
	if day, ok := dateOf(cell("as_of")); ok && k.Value != nil && k.CheckIns == nil {
		k.CheckIns = []CheckIn{{Date: day, Value: k.Value}}
	}
	k.Learning = cell("good_score") == whatWasLearned
	switch kind := okr.KeyResultKind(cell("measured")); kind {
	case okr.Number, okr.YesNo, okr.Milestones, okr.Judgement:
		k.Kind, k.Direction, k.Milestones = string(kind), okr.Direction(cell("direction")), pieces(cell("milestones"))
		return true
	}
	return false
}

// attach finds the parents that stood further down; what has none is listed as unread, never guessed.
func (t *tableReader) attach() {
	for _, l := range t.loose {
		path, ok := t.byID[l.parent]
		if !ok {
			path, ok = t.byTitle[l.parent]
		}
		if !ok {
			t.draft.Unread = append(t.draft.Unread, Unread{Line: l.line, Text: l.text, Reason: "its objective “" + l.parent + "” is not in the file"})
			continue
		}
		t.draft.at(path).take(l.kr)
	}
}

var reCheckIn = regexp.MustCompile(`^Checkin Date:\s*([^;]+);\s*(?:User:\s*([^;]*);)?\s*(?:Note:\s*(.*?);)?\s*(?:Metric Name:.*?;)?\s*(?:Status:\s*[^;]*;)?\s*(?:Current Value:\s*([^;]*);)?`)

// checkInCell reads a cell in which Viva Goals wrote one check-in.
func checkInCell(s string) (CheckIn, bool) {
	m := reCheckIn.FindStringSubmatch(s)
	if m == nil {
		return CheckIn{}, false
	}
	d, ok := dateOf(m[1])
	if !ok {
		return CheckIn{}, false
	}
	c := CheckIn{Date: d, Author: strings.TrimSpace(m[2]), Note: strings.TrimSpace(m[3])}
	var unit string
	c.Value = numberOf(m[4], &unit, "")
	return c, true
}
