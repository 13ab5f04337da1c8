package sentence

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// dates takes every date, so that no number of one is a quantity, and keeps as deadline the first that is introduced as one.
func (t *Text) dates(o Options) {
	for i := 0; i < len(t.Words); i++ {
		d, ok := t.dateAt(i, o)
		if !ok {
			continue
		}
		d.first = i
		introduced, bare := t.introduce(&d)
		if t.fromItsStart(d.last) {
			introduced = true
		}
		if bare && !d.fiscalYear && d.last+1 < len(t.Words) && t.Words[d.last+1].Kind == Letters && !t.beforeNoun(d.last) && t.Words[d.last+1].Class&hint == 0 && t.Words[d.last+1].Class&(due|to|from) == 0 {
			introduced = true // "the Q1 hiring plan"
		}
		for k := d.first; k <= d.last; k++ {
			t.Words[k].Role = Dated
		}
		i = d.last
		if t.When != "" || !introduced && !(bare && d.complete) || t.ofBaseline(d) || t.aside(d) {
			continue
		}
		span := Span{t.Words[d.first].Span.From, t.Words[d.last].Span.To}
		t.When, t.Deadline, t.Spans["deadline"] = t.Raw[span.From:span.To], d.day, span
	}
	t.horizon(o)
}

// ofBaseline answers whether a date says when the baseline was: "from 12 % in 2025 to 18 % in 2026".
func (t *Text) ofBaseline(d date) bool {
	if d.first < 1 || d.last+1 >= len(t.Words) || t.Words[d.last+1].Class&to == 0 || t.Words[d.first].Text != "in" {
		return false
	}
	numbers := 0
	if t.has(from, 0, d.first) {
		numbers++
	}
	for _, w := range t.Words[d.last+1:] {
		if w.Kind == Numeral && w.Role == Free {
			numbers++
		}
	}
	return numbers > 1 && t.counts(d.first) // the target, and a date of its own
}

// introduce takes the words before a date that belong to it ("by the end of"), and tells whether they make it a deadline. bare is a
// date that nothing introduces.
func (t *Text) introduce(d *date) (deadline, bare bool) {
	ended := false
	for d.first > 0 {
		w := t.Words[d.first-1]
		if w.Inner {
			d.first--
			continue
		}
		switch {
		case w.Class&endOf != 0, w.Text == "first" || w.Text == "final":
			ended = true
		case w.Class&this != 0:
			ended = ended || w.Text == "this"
		case w.Class&due != 0:
			d.first--
			switch w.Text {
			case "over":
				return false, false
			case "before", "vor", "antes":
				if !ended && d.months > 0 {
					d.day = dayBefore(d.day, d.months)
				}
			case "for", "on", "to", "at":
				whole := ended || d.complete || strings.HasPrefix(t.Words[d.last].Text, "eo")
				return whole || !d.fiscalYear && d.last == len(t.Words)-1 || t.closes(d.last) && w.Text == "for" && t.counts(d.first) || !d.fiscalYear && t.planned(d.last), false
			case "in", "during", "throughout", "im", "en", "durante":
				return (ended || !d.fiscalYear && !t.attributive(d.first) && !t.beforeNoun(d.last)) && !t.past(d.first), false
			}
			return true, false
		case w.Text == "(":
			closed := d.last+1 < len(t.Words) && t.Words[d.last+1].Text == ")"
			return closed, false
		default:
			return ended && !t.beginning(d.first) && !t.beforeNoun(d.last), true
		}
		d.first--
	}
	return ended && !t.beginning(0) && !t.beforeNoun(d.last), true
}

// closes answers whether nothing of the sentence follows: its end, or a bracket.
func (t *Text) closes(i int) bool {
	if i+1 >= len(t.Words) {
		return true
	}
	switch t.Words[i+1].Text {
	case ".", "(", ";":
		return true
	}
	return false
}

// counts answers whether a number stands before word i: "coverage of 3x for FY22", but "the plan for FY22".
func (t *Text) counts(i int) bool {
	for _, w := range t.Words[:i] {
		if w.Kind == Numeral && w.Role == Free {
			return true
		}
	}
	return false
}

// fromItsStart answers whether a period is named by its start, and then by its end: "from the start of the quarter to the end".
func (t *Text) fromItsStart(i int) bool {
	k := i + 1
	if k >= len(t.Words) || t.Words[k].Text != "to" && t.Words[k].Text != "until" {
		return false
	}
	for k++; k < len(t.Words) && (t.Words[k].Text == "its" || t.Words[k].Text == "the" || t.Words[k].Inner); k++ {
	}
	return k < len(t.Words) && t.Words[k].Text == "end"
}

// beforeNoun answers whether the period describes the noun behind it: "the end of year budget".
func (t *Text) beforeNoun(i int) bool {
	if i+1 >= len(t.Words) || t.Words[i+1].Kind != Letters {
		return false
	}
	w := t.Words[i+1]
	return !t.planned(i) && w.Class&(due|endOf|to|from|by|hint) == 0
}

// planned answers whether the noun behind a period is what is planned for it, and so due in it: "Q1 hiring".
func (t *Text) planned(i int) bool {
	if i+1 >= len(t.Words) {
		return false
	}
	switch t.Words[i+1].Text {
	case "hiring", "renewals", "plan", "headcount", "targets":
		return true
	}
	return false
}

// beginning answers whether the words that introduce a period name its start or its middle, which is no deadline.
func (t *Text) beginning(i int) bool {
	for k := i; k < min(len(t.Words), i+3); k++ {
		switch t.Words[k].Text {
		case "start", "beginning", "early", "mid":
			return true
		}
	}
	return false
}

// past answers whether the date says when the baseline was: "was 11 % in 2025".
func (t *Text) past(i int) bool {
	if i > 0 && t.Words[i-1].Text == "than" { // lower than in 2024
		return true
	}
	for k := i - 1; k >= max(0, i-5); k-- {
		if t.Words[k].Text == "was" || t.Words[k].Text == "were" {
			return true
		}
	}
	return false
}

// attributive answers whether "in Q3" belongs to the participle before it ("hired in April") and not to the sentence.
func (t *Text) attributive(i int) bool {
	if i < 2 {
		return false
	}
	if t.Words[i-1].Text == "close" && t.Words[i-2].Text == "to" { // deals to close in Q4
		return true
	}
	for k := i - 1; k >= max(0, i-7) && t.Words[k].Kind == Letters; k-- {
		switch t.Words[k].Text {
		case "that", "which", "who": // those that moved up during Q4
			if k+1 < i && strings.HasSuffix(t.Words[k+1].Text, "ed") {
				return true
			}
		case "sufficient", "enough", "ready": // ready to build the team in Q3
			if t.Words[k+1].Text == "to" {
				return true
			}
		}
	}
	switch t.Words[i-1].Text {
	case "hired", "done", "applied", "used", "signed", "joined", "created", "started", "closing", "closed":
		return i < len(t.Words)-3 || t.Words[i-1].Text != "started" && t.Words[i-1].Text != "closed"
	}
	return false
}

// horizon reads "within 6 months" and "in the next 90 days" as a deadline where the sentence has a target of its own. What is said of a service or of each
// of many is a condition: "claims settled within 60 days".
func (t *Text) horizon(o Options) {
	if t.When != "" {
		return
	}
	for i := 0; i+2 < len(t.Words); i++ {
		w := t.Words[i]
		if w.Text != "within" && w.Text != "in" || w.Role != Free {
			continue
		}
		k := i + 1
		next := false
		for k < len(t.Words) && (t.Words[k].Text == "the" || t.Words[k].Text == "next") {
			next = next || t.Words[k].Text == "next"
			k++
		}
		one := i == 0 && k < len(t.Words) && t.Words[k].Class&article != 0
		if k+1 >= len(t.Words) || t.Words[k].Kind != Numeral && t.Words[k].Class&number == 0 && !one {
			continue
		}
		n := t.Words[k].value
		if one {
			n = 1
		}
		if t.Words[k].Kind != Numeral && !one {
			n = t.Words[k].Number
		}
		months, days := 0, 0
		switch t.Words[k+1].Unit {
		case "months":
			months = int(n)
		case "quarters":
			months = 3 * int(n)
		case "years":
			months = 12 * int(n)
		case "w":
			days = 7 * int(n)
		case "d":
			days = int(n)
		}
		switch {
		case months > 120 || days > 3660 || months == 0 && days == 0:
			continue
		case next, w.Text == "within" && i == 0 && (months > 0 || days >= longService):
		case w.Text == "within" && t.counted(i) && (months > 0 || days >= longService) && t.closes(k+1):
		case w.Text != "within" || months == 0 || !t.has(from, 0, i):
			continue
		}
		span := Span{w.Span.From, t.Words[k+1].Span.To}
		t.When, t.Spans["deadline"] = t.Raw[span.From:span.To], span
		if o.Today != "" {
			t.Deadline = okr.DateOf(o.Today.Time().AddDate(0, months, days))
		}
		for ; i <= k+1; i++ {
			t.Words[i].Role = Dated
		}
		return
	}
}

// longService is how many days nobody promises for one thing: what is to be done within so many is a goal with a deadline.
const longService = 28

// counted answers whether what is counted or measured stands right before word i, and not what is said of it: "win 12 customers within 90 days", "from 12
// to 8 euros within 90 days", but not "30 claims settled within 60 days" nor "95 % of parcels within 30 days".
func (t *Text) counted(i int) bool {
	for k := i - 1; k >= max(0, i-3); k-- {
		switch w := t.Words[k]; {
		case w.Role == Free && (w.Kind == Numeral || w.Class&number != 0):
			return true
		case w.Kind != Letters && w.Text != "%" && w.Class&money == 0, w.Class&(each|outOf) != 0, k == i-1 && w.Kind == Letters && w.Class&unit == 0 && !plural(w.Text):
			return false
		}
	}
	return false
}
