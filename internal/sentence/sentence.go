// Package sentence reads what a person wrote: direction, baseline, target, relative change, unit and deadline of a key result, each
// with the words that it was read from. No other package reads numbers out of prose.
//
// It is pure and imports okr alone of ours. The grammar is layered, and each layer takes the words that it understood, so that a date
// is never a target and "ISO 27001" never a quantity: dates, placeholders, identifiers, quantities, then the roles of what is left. What
// is not stated is not invented. The words of each language stand in words/, in lists that anybody can read and extend.
package sentence

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Options are what a reading depends on beside the text. The zero value reads English without knowing the day.
type Options struct {
	Today  okr.Date  // resolves "by June" and "in Q3"; "" leaves such phrases as written
	Cycle  okr.Cycle // resolves "by the end of the quarter"
	Fiscal int       // month in which the fiscal year begins, 0 is January
	Locale string    // for 1,000 against 1.000; "" is en
}

// A Span is a part of the text in bytes.
type Span struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// A Reading is what a sentence says. Numbers are nil where none is stated; a placeholder (X, N, TBD) is an unfilled target.
type Reading struct {
	Direction   okr.Direction   `json:"direction,omitempty"`
	Baseline    *float64        `json:"baseline,omitempty"`
	Target      *float64        `json:"target,omitempty"`
	Relative    *float64        `json:"relative,omitempty"` // a change in per cent, or in the unit: "by 20 %", "double" is 100, "by 10 days" is 10
	Unit        string          `json:"unit,omitempty"`
	Deadline    okr.Date        `json:"deadline,omitempty"`
	When        string          `json:"when,omitempty"` // the deadline as written
	Placeholder bool            `json:"placeholder,omitempty"`
	Spans       map[string]Span `json:"spans,omitempty"` // by slot
}

// A Text is a sentence taken apart: its words, what each was taken for, its quantities, and the reading.
type Text struct {
	Reading
	Raw        string
	Language   string // en, de, es; "" is a language that is not read
	Words      []Word
	Quantities []Quantity

	target int // among the quantities; -1 is none
	year   int // of today; 0 is not known
	sign   int // of a relative change that is written with one: -1, 1; 0 is none
	place  place
}

// Read reads a sentence. A text in a language without a word list is not read: its reading is empty.
func Read(text string, o Options) Reading { return Take(text, o).Reading }

// Take takes a sentence apart and reads it.
func Take(text string, o Options) Text {
	t := Text{Raw: text, Words: Words(text, o.Locale), target: -1}
	t.Spans = map[string]Span{}
	t.Language = language(text, t.Words, o.Locale)
	if t.Language == "" {
		return t
	}
	if o.Today != "" {
		t.year = o.Today.Time().Year()
	}
	lex := lexicons[t.Language]()
	for i := 0; i < len(t.Words); {
		e, n := lex.At(t.Words, i)
		t.Words[i].Entry = e
		for k := 1; k < n; k++ {
			t.Words[i+k].Inner = true
		}
		i += n
	}
	t.numerals(o.Locale)
	t.notes()
	t.dates(o)
	t.names()
	t.blanks()
	t.Quantities = quantities(t.Words)
	t.roles()
	return t
}

// numerals reads the numerals again where the line is in another language than its organization: a mark before three digits parts thousands
// if it does so in either, and that is the larger number. "1.200 Kunden" are 1,200 wherever they are written.
func (t *Text) numerals(locale string) {
	if german(locale) == german(t.Language) {
		return
	}
	for i := range t.Words {
		if w := &t.Words[i]; w.Kind == Numeral && w.Role == Free {
			if v, ok := parse(w.Text, t.Language); ok {
				w.value = max(w.value, v)
			}
		}
	}
}

// states are the words by which people note in brackets how far a line has come.
var states = map[string]bool{"done": true, "complete": true, "completed": true, "wip": true, "doing": true, "todo": true, "to-do": true, "started": true, "progress": true, "status": true, "score": true, "scored": true, "grade": true, "achieved": true, "missed": true,
	"blocked": true, "dropped": true, "cancelled": true, "canceled": true, "on": true, "at": true, "track": true, "risk": true, "off": true, "behind": true, "postponed": true, "not": true, "in": true, "partial": true, "partially": true, "final": true}

// notes takes brackets that hold nothing but a state and a share: "[DONE - 100%]", "(in progress, 40 %)". They stand at the beginning or the end.
func (t *Text) notes() {
	w := t.Words
	for from := 0; from < len(w); from++ {
		if w[from].Text != "[" && w[from].Text != "(" {
			continue
		}
		to, says := from+1, false
		open := to+1 < len(w) && (w[to].Text == "wip" || w[to].Text == "done" || w[to].Text == "blocked") && (w[to+1].Text == ":" || w[to+1].Text == ",") // "(WIP: automation is pending)"
		for to < len(w) && to < from+9 && (open && w[to].Text != ")" && w[to].Text != "]" || w[to].Kind == Numeral || states[w[to].Text] || w[to].Text == "%" || w[to].Text == "-" || w[to].Text == "–" || w[to].Text == ":" || w[to].Text == "," || w[to].Text == "/" || w[to].Text == "→") {
			says = says || w[to].Kind == Letters && (len(w[to].Text) > 3 || w[to].Text == "wip")
			to++
		}
		if !says || to >= len(w) || w[to].Text != "]" && w[to].Text != ")" || from > 0 && to < len(w)-1 && w[from-1].Role != Noted {
			continue
		}
		for k := from; k <= to; k++ {
			w[k].Role = Noted
		}
	}
}

// names takes the numbers that name a thing and count nothing: Tier 1, Week-4, #123, 24/7, 5C, 2025.
func (t *Text) names() {
	w := t.Words
	for i := range w {
		if w[i].Kind != Numeral || w[i].Role != Free {
			continue
		}
		before, after := Word{}, Word{}
		if i > 0 {
			before = w[i-1]
		}
		if i+1 < len(w) {
			after = w[i+1]
		}
		known := glued[after.Text] != 0 || after.Class&(unit|scale) != 0
		switch {
		case t.nth(i) && !known && !plural(after.Text), before.Text == "/" && before.Glued && w[i].Glued && i > 1 && w[i-2].Kind == Letters && after.Class&unit != 0,
			before.Class&name != 0 && !before.Inner && !(known && after.Glued) && after.Class&unit == 0, t.oneMore(i) && !known && !plural(after.Text),
			before.Glued && before.Text == "-" && w[i].Glued && i > 1 && w[i-2].Kind == Letters && w[i-2].Class&(unit|money|from|to|top) == 0 && !(glued[w[i-2].Text] != 0 && i > 2 && w[i-3].Kind == Numeral),
			after.Text == "-" && after.Glued && i+2 < len(w) && w[i+2].Kind == Letters && w[i+2].Glued && w[i+2].Unit != "x" && !t.step(i+2) && !(w[i+2].Class&unit != 0 && plural(w[i+2].Text)), // but 45-minutes
			i > 1 && before.Kind == Letters && before.Upper && before.Class&^(name|naming) == 0 && !w[i].Glued && !acronym(t.Raw[before.Span.From:before.Span.To]) && w[i-2].Kind == Letters && after.Text != "%" && after.Class&unit == 0,
			w[i].value >= 2010 && w[i].value < 2040 && len(w[i].Text) == 4 && !known && (before.Class&(money|atLeast|atMost) == 0 || i > 1 && w[i-2].Unit == "%") && !t.countsOn(i),
			w[i].Glued && (before.Text == "#" || before.Text == "&" || before.Text == "!" || before.Text == "@" || before.Text == "." && i > 1 && w[i-2].Kind == Letters),
			after.Kind == Letters && after.Glued && !known, t.hour(i),
			i > 0 && shipping[before.Text] && strings.Contains(w[i].Text, "."),
			w[i].value >= 1900 && w[i].value < 2100 && len(w[i].Text) == 4 && !known && before.Class&(money|atLeast|atMost|from|to) == 0 && (after.Kind != Letters || after.Text == ""):
			w[i].Role = Named
			if after.Kind == Letters && after.Glued {
				w[i+1].Role = Named
			}
		case after.Text == "/" && i+2 < len(w) && w[i+2].Kind == Numeral && w[i+2].Glued && w[i+2].value < w[i].value, // 24/7, 360/180
			after.Text == ":" && after.Glued && i+2 < len(w) && w[i+2].Kind == Numeral && w[i+2].Glued && len(w[i+2].Text) == 2 && w[i].value != 1 && clockUnit(w, i) == "": // 2:10
			w[i].Role, w[i+1].Role, w[i+2].Role = Named, Named, Named
		}
	}
}

// shipping are verbs behind which a number with a dot is that of a version: release 2.0.
var shipping = map[string]bool{"release": true, "publish": true, "ship": true, "launch": true, "deprecate": true}

// hour answers whether the number at word i is an hour of the day: 6 a.m., between 8 and 10 am.
func (t *Text) hour(i int) bool {
	if i+3 < len(t.Words) && t.Words[i+2].Kind == Numeral {
		switch t.Words[i+1].Text {
		case "and", "to", "-", "–":
			i += 2
		}
	}
	if i+1 == len(t.Words) || t.Words[i].value > 12 || t.Words[i+1].Upper { // 2 PM manage products
		return false
	}
	switch t.Words[i+1].Text {
	case "am", "pm", "a.m", "p.m":
		return true
	}
	return false
}

// oneMore answers whether the number at word i stands behind another one that names a thing, joined to it: wards 3 and 4, bays 9–14, version 2.1 to 3.0.
func (t *Text) oneMore(i int) bool {
	if i < 3 || t.Words[i-2].Kind != Numeral || t.Words[i-2].Role != Named || t.Words[i-1].Role != Free || i+1 < len(t.Words) && t.Words[i+1].Class&outOf != 0 {
		return false
	}
	switch t.Words[i-1].Text {
	case "and", "or", "&", ",", "-", "–":
		return true
	case "to", "→", "->":
		return t.Words[i-3].Text == "version" || t.Words[i-3].Text == "release" || t.words("upgrade", "upgraded", "migrate", "migrated")
	}
	return false
}

// step answers whether the unit at word i, glued to its number, tells by how much something changes: a 5-point increase, a 3-day cut in waiting.
func (t *Text) step(i int) bool {
	return t.Words[i].Class&unit != 0 && i+1 < len(t.Words) && changing[t.Words[i+1].Text]
}

// changing are the nouns of a change.
var changing = map[string]bool{"increase": true, "rise": true, "gain": true, "growth": true, "improvement": true, "uplift": true, "lift": true, "jump": true, "decrease": true, "reduction": true, "drop": true, "fall": true, "cut": true, "decline": true}

// nth answers whether the number at word i says which of the days, weeks or months: "day 30 retention", "from week 4 to week 8".
func (t *Text) nth(i int) bool {
	switch {
	case i == 0, t.Words[i].Glued, t.Words[i-1].Role != Free:
		return false
	case i > 1 && t.Words[i-2].Class&(each|this|skip|article) != 0:
		return false
	}
	switch t.Words[i-1].Text {
	case "day", "week", "month", "year":
		return true
	}
	return false
}

// countsOn answers whether a number that could be a year counts: it stands in a pair with one that is no year, or is reached and has its noun behind it.
func (t *Text) countsOn(i int) bool {
	w := t.Words
	year := func(k int) bool { return len(w[k].Text) == 4 && w[k].value >= 1900 && w[k].value < 2100 }
	switch {
	case i == 0:
		return false
	case w[i-1].Class&from != 0 && i+2 < len(w) && w[i+1].Class&to != 0 && w[i+2].Kind == Numeral:
		return !year(i + 2)
	case w[i-1].Class&to != 0 && i > 1 && w[i-2].Kind == Numeral:
		return !year(i - 2)
	}
	return w[i-1].Class&reach != 0 && i+1 < len(w) && plural(w[i+1].Text)
}

// acronym answers whether a word is written in capitals: a metric more often than a product (NPS 40, but Kubernetes 1.31).
func acronym(w string) bool { return len(w) > 1 && strings.ToUpper(w) == w }

// blanks takes the placeholders: a number that somebody still has to find.
func (t *Text) blanks() {
	for i := range t.Words {
		w := &t.Words[i]
		if w.Role != Free || w.Inner || w.Text == "x" && w.Glued && i > 0 && t.Words[i-1].Kind == Numeral { // 2X
			continue
		}
		switch {
		case w.Text == "m" && w.Upper && w.Glued && i > 0 && t.Words[i-1].Class&money != 0, w.Class&blank != 0 && w.Upper && (len(w.Text) > 1 || t.placeholder(i)), blankOf[strings.TrimRight(t.Raw[w.Span.From:w.Span.To], "kmx")] && w.Class == 0, w.Text == "tbd", w.Text == "tba", w.Text == "…" && i > 0 && t.Words[i-1].Class&(to|from) != 0, t.numbered(i), w.Text == "?" && i > 0 && t.Words[i-1].Text == "?" && w.Glued:
			w.Role = Unfilled
			t.Placeholder = true
		}
	}
}

// blankOf are the placeholders that stand before a magnitude: $XXk, Nx.
var blankOf = map[string]bool{"X": true, "XX": true, "XXX": true, "N": true, "Y": true, "YY": true}

// numbered answers whether a placeholder is one of several: "$N1", "≥ N2 users".
func (t *Text) numbered(i int) bool {
	w := t.Words[i]
	if len(w.Text) < 2 || len(w.Text) > 3 || !w.Upper || w.Text[0] != 'n' && w.Text[0] != 'x' || strings.Trim(w.Text[1:], "0123456789") != "" {
		return false
	}
	for i--; i >= 0 && (t.Words[i].Text == "_" || t.Words[i].Text == "~"); i-- {
	}
	return i < 0 || t.Words[i].Class&(money|atLeast|atMost|to|from|by|reach) != 0
}

// placeholder answers whether a single capital letter stands where a number should: before a noun or a unit, behind "to" or a bound.
func (t *Text) placeholder(i int) bool {
	if i+1 < len(t.Words) && t.Words[i+1].Glued && (t.Words[i+1].Text == "&" || t.Words[i+1].Text == "." || t.Words[i+1].Text == "/") {
		return false
	}
	return !(i > 0 && t.Words[i].Glued && t.Words[i-1].Text == "&")
}

func (r *Reading) set(slot string, to **float64, q Quantity, v float64) {
	*to = &v
	r.Spans[slot] = q.Span
}
