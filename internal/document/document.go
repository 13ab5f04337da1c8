// Package document reads OKR documents as organizations really write them into a Draft, and writes an organization's archive as files.
//
// It is pure but for io.Reader and io.Writer, and imports okr and sentence of ours. Numbers in prose are read by sentence alone.
// A reader never guesses silently: every line of the source is either part of the draft or listed as unread with its reason.
package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Draft is a plan as a document says it, before anybody has decided where it belongs.
type Draft struct {
	Source     string       `json:"source,omitempty"` // the file's name
	Format     string       `json:"format"`           // "markdown", "csv", "xlsx", "yaml", "json", "viva"
	Objectives []Objective  `json:"objectives"`
	Unread     []Unread     `json:"unread"`
	Tracker    string       `json:"tracker,omitempty"` // why this looks like a tracker's export, whose items are work and no OKRs; "" if it does not
	Tool       string       `json:"tool,omitempty"`    // the tracker, where it is known
	Items      []Item       `json:"items,omitempty"`   // what a tracker's export holds: work, of which nothing here becomes an objective
	Mapping    []Column     `json:"mapping,omitempty"` // of a table: which column became what
	Archive    *okr.Archive `json:"-"`                 // the whole organization, if that is what the file is
}

// An Objective is an objective as read, with what is below it.
type Objective struct {
	Title      string      `json:"title"`
	Team       string      `json:"team,omitempty"`
	Shared     []string    `json:"shared,omitempty"` // further teams
	Cycle      string      `json:"cycle,omitempty"`
	Owner      string      `json:"owner,omitempty"`
	Why        string      `json:"why,omitempty"`
	Kind       string      `json:"kind,omitempty"` // okr's word, "" if not said
	Score      *float64    `json:"score"`          // as published, 0–1
	Status     string      `json:"status,omitempty"`
	Note       string      `json:"note,omitempty"`
	Dropped    bool        `json:"dropped,omitempty"`
	External   string      `json:"external_id,omitempty"`
	Parent     string      `json:"parent,omitempty"` // the external id of one that stands further down
	Line       int         `json:"line"`
	Sheet      string      `json:"sheet,omitempty"` // of a workbook that has several
	KeyResults []KeyResult `json:"key_results"`
	Objectives []Objective `json:"objectives,omitempty"`
}

// A KeyResult is a key result as read.
type KeyResult struct {
	Title     string        `json:"title"`
	Owner     string        `json:"owner,omitempty"`
	Score     *float64      `json:"score"` // as published, 0–1
	Status    string        `json:"status,omitempty"`
	Kind      string        `json:"kind"` // "number" when a target was read, else "yes_no"
	Direction okr.Direction `json:"direction,omitempty"`
	Baseline  *float64      `json:"baseline"`
	Target    *float64      `json:"target"`
	Value     *float64      `json:"value,omitempty"`
	Unit      string        `json:"unit,omitempty"`
	Due       okr.Date      `json:"due,omitempty"`
	Weight    *float64      `json:"weight,omitempty"`
	Done      *bool         `json:"done,omitempty"` // of a checkbox
	Dropped   bool          `json:"dropped,omitempty"`
	Note      string        `json:"note,omitempty"` // the outcome that stands behind it
	External  string        `json:"external_id,omitempty"`
	Line      int           `json:"line"`
	CheckIns  []CheckIn     `json:"check_ins,omitempty"`

	Milestones []string `json:"milestones,omitempty"`
	Learning   bool     `json:"learning,omitempty"` // what is found out is the result
}

// A CheckIn is a check-in as read.
type CheckIn struct {
	Date   okr.Date `json:"date"`
	Value  *float64 `json:"value,omitempty"`
	Note   string   `json:"note,omitempty"`
	Author string   `json:"author,omitempty"`
}

// Unread is a line that became nothing, and why.
type Unread struct {
	Line   int    `json:"line"`
	Sheet  string `json:"sheet,omitempty"` // of a workbook that has several
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

// Why a line of Markdown is none of the plan's.
const (
	whyFrontMatter = "front matter"
	whyCode        = "code"
	whyComment     = "comment"
	whyLink        = "link definition"
	whyRule        = "table rule"
	whyHeader      = "table header"
	whyContents    = "table of contents"
	whyProse       = "prose"
	whyNote        = "a note"
	whyTalk        = "about OKRs, and none itself"
	whyAbove       = "a heading of the objectives below it"
	whyTeam        = "the team of the objectives below it"
	whyCycle       = "the cycle of the objectives below it"
	whyDetail      = "a detail of the key result above"
)

// Beside answers whether the line only stands beside the plan, as prose and headings do. Any other could have been meant as an objective or a key result.
func (u Unread) Beside() bool {
	switch u.Reason {
	case whyFrontMatter, whyCode, whyComment, whyLink, whyRule, whyHeader, whyContents, whyProse, whyNote, whyTalk, whyAbove, whyTeam, whyCycle, whyDetail:
		return true
	}
	return false
}

// A Column is a table's column and the field that it became; "" is none.
type Column struct {
	Header string `json:"header"`
	Field  string `json:"field"`
}

// Options steer a reader. The zero value reads any file up to MaxSize.
type Options struct {
	Mapping map[string]string // header → field, instead of what the header's name suggests
	Today   okr.Date          // to read relative dates; "" reads none
	Cycle   okr.Cycle         // to read "by the end of the quarter"
	Fiscal  int               // month in which the fiscal year begins
	Locale  string
}

// MaxSize is the largest file that is read, in bytes.
const MaxSize = 20 << 20

// Read recognizes a file by its name and its content and reads it. Errors say what is wrong and what would be right.
func Read(name string, r io.Reader, o Options) (*Draft, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return nil, err
	}
	switch {
	case len(b) > MaxSize:
		return nil, okr.Fail(okr.Invalid, "file", fmt.Sprintf("This file is larger than %d MB. Split it, or leave pictures out.", MaxSize>>20))
	case len(bytes.TrimSpace(b)) == 0:
		return nil, okr.Fail(okr.Invalid, "file", "This file is empty.")
	}
	d, err := read(name, b, o)
	if err != nil {
		return nil, err
	}
	d.Source = path.Base(name)
	if d.Objectives == nil {
		d.Objectives = []Objective{}
	}
	if d.Unread == nil {
		d.Unread = []Unread{}
	}
	return d, nil
}

func read(name string, b []byte, o Options) (*Draft, error) {
	ext := strings.ToLower(path.Ext(name))
	zip := bytes.HasPrefix(b, []byte("PK\x03\x04"))
	switch ext {
	case ".xlsx":
		if !zip {
			return nil, okr.Fail(okr.Invalid, "file", "This is no workbook, although its name says so. Save it again as XLSX, or as CSV.")
		}
	case ".xls", ".ods", ".numbers":
		return nil, okr.Fail(okr.Invalid, "file", "Of workbooks Headwater reads XLSX. Save this one as XLSX, or as CSV.")
	case ".doc", ".docx", ".odt", ".rtf", ".pdf", ".ppt", ".pptx", ".odp", ".pages", ".key", ".png", ".jpg", ".jpeg", ".gif", ".html", ".htm":
		return nil, okr.Fail(okr.Invalid, "file", "Headwater reads Markdown, CSV, XLSX, YAML and JSON. Copy the objectives into a Markdown file or a table.")
	}
	if zip {
		if ext == ".zip" || (ext != ".xlsx" && isVivaZip(b)) {
			return readVivaZip(b, o)
		}
		return readXLSX(b, o)
	}
	text, err := decode(b)
	if err != nil {
		return nil, err
	}
	switch ext {
	case ".csv", ".tsv":
		return readCSV(text, o)
	case ".yaml", ".yml":
		return readYAML([]byte(text), o)
	case ".json":
		return readJSON([]byte(text), o)
	case ".md", ".markdown", ".txt":
		return readMarkdown(text, o), nil
	}
	trimmed := strings.TrimSpace(text)
	switch {
	case strings.HasPrefix(trimmed, "{"):
		return readJSON([]byte(text), o)
	case strings.HasPrefix(trimmed, "headwater:") || strings.HasPrefix(trimmed, "objectives:"):
		return readYAML([]byte(text), o)
	case looksLikeCSV(trimmed):
		return readCSV(text, o)
	}
	return readMarkdown(text, o), nil
}

// decode makes UTF-8 text of a file: UTF-16 with a mark, UTF-8 with or without one, else Windows-1252, which spreadsheets still write.
func decode(b []byte) (string, error) {
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}), bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		little := b[0] == 0xFF
		u := make([]uint16, 0, len(b)/2)
		for i := 2; i+1 < len(b); i += 2 {
			if little {
				u = append(u, uint16(b[i])|uint16(b[i+1])<<8)
			} else {
				u = append(u, uint16(b[i+1])|uint16(b[i])<<8)
			}
		}
		return string(utf16.Decode(u)), nil
	case bytes.IndexByte(b, 0) >= 0:
		return "", okr.Fail(okr.Invalid, "file", "This is not a text file. Headwater reads Markdown, CSV, XLSX, YAML and JSON.")
	case utf8.Valid(b):
		return strings.TrimPrefix(string(b), "\ufeff"), nil
	}
	r := make([]rune, len(b))
	for i, c := range b {
		r[i] = rune(c)
		if c >= 0x80 && c < 0xA0 {
			r[i] = windows1252[c-0x80]
		}
	}
	return string(r), nil
}

// Lines are the lines of a text file as Read counts them, nil of a packed one.
func Lines(b []byte) []string {
	if bytes.HasPrefix(b, []byte("PK\x03\x04")) {
		return nil
	}
	text, err := decode(b)
	if err != nil {
		return nil
	}
	return strings.Split(text, "\n")
}

var windows1252 = []rune("€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ")

// WriteDraft writes the draft as JSON: what a dry run prints.
func WriteDraft(w io.Writer, d *Draft) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(d)
}

// Count is how many objectives and key results the draft holds, at any depth.
func (d *Draft) Count() (objectives, keyResults int) {
	d.Each(func(o *Objective, _ *Objective) {
		objectives++
		keyResults += len(o.KeyResults)
	})
	return objectives, keyResults
}

// Each visits every objective, parents first, with its parent (nil at the top).
func (d *Draft) Each(visit func(o, parent *Objective)) {
	var walk func(list []Objective, parent *Objective)
	walk = func(list []Objective, parent *Objective) {
		for i := range list {
			visit(&list[i], parent)
			walk(list[i].Objectives, &list[i])
		}
	}
	walk(d.Objectives, nil)
}
