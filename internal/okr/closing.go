package okr

import (
	"slices"
	"strings"
	"unicode"
)

// A ClosingNote is what is left when an objective is closed: why before grade.
type ClosingNote struct {
	What     string   `json:"what,omitempty"`     // what happened
	Why      string   `json:"why,omitempty"`      // why it was hit or missed
	Learned  string   `json:"learned,omitempty"`  // what we learned
	Tags     []string `json:"tags,omitempty"`     // by which it is found again; see TidyTags
	Evidence string   `json:"evidence,omitempty"` // what it rests on: figures, a link
	Onward   Onward   `json:"onward,omitempty"`   // what becomes of it
}

// IsZero answers whether nothing is written down.
func (n ClosingNote) IsZero() bool {
	return n.What == "" && n.Why == "" && n.Learned == "" && len(n.Tags) == 0 && n.Evidence == "" && n.Onward == ""
}

// An Onward is what becomes of an objective in the next cycle.
type Onward string

// What can become of an objective. Dropping one that was reached is as good as continuing one that was not.
const (
	GoOn  Onward = "continue" // as it is
	Alter Onward = "change"   // with another aim or other key results
	LetGo Onward = "drop"
)

// Onwards are all of them, in the order of the question.
var Onwards = []Onward{GoOn, Alter, LetGo}

// How many tags there can be, and how long each.
const (
	maxTags = 10
	maxTag  = 40
)

func (n ClosingNote) check(f *Faults) {
	f.text("closing_note.what", n.What, 0, MaxText)
	f.text("closing_note.why", n.Why, 0, MaxText)
	f.text("closing_note.learned", n.Learned, 0, MaxText)
	f.text("closing_note.evidence", n.Evidence, 0, MaxText)
	f.tags("closing_note.tags", n.Tags)
	oneOf(f, "closing_note.onward", n.Onward, "", GoOn, Alter, LetGo)
}

func (f *Faults) tags(field string, tags []string) {
	f.count(field, "tags", len(tags), maxTags)
	for _, t := range tags {
		f.text(field, t, 1, maxTag)
	}
}

// TidyTags is tags as they are kept: lower case, without # and empty ones, each once, in order.
func TidyTags(tags []string) []string {
	var out []string
	for _, t := range tags {
		if t = strings.Join(strings.Fields(strings.ToLower(strings.TrimLeft(strings.TrimSpace(t), "#"))), " "); t != "" {
			out = append(out, t)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// ParseTags reads tags as a person types them, with commas between them, or as #one #two.
func ParseTags(text string) []string {
	return TidyTags(strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == '#' || r == '\n' || unicode.IsControl(r) }))
}
