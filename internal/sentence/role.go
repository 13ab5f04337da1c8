package sentence

import (
	"math"
	"slices"
)

// roles decides what each quantity is: baseline, target, relative change, or a condition that only belongs to the metric.
func (t *Text) roles() {
	r, words, list := &t.Reading, t.Words, t.Quantities
	places := make([]place, len(list))
	for i, q := range list {
		places[i] = placeOf(words, q)
		if places[i].bound == 0 {
			if places[i].bound = boundAfter(words, q); places[i].role == from && (places[i].bound != 0 || q.open && len(list) == 1 || t.Language != "en" && len(list) == 1 && !t.Placeholder && !t.has(rise|fall|good, 0, -1)) {
				places[i].role = 0 // NPS von 45, was 4.8+
			}
		}
		if p := &places[i]; p.bound != 0 && t.has(always, 0, -1) {
			p.stands = true
		}
	}
	for i := 0; i+1 < len(list); i++ {
		if p := &places[i]; p.role == 0 && p.bound == 0 && !list[i].change && list[i].Unit == list[i+1].Unit && t.today(list[i], list[i+1]) {
			p.role = from
		}
	}
	for i := 1; i < len(list); i++ {
		if p := &places[i]; t.before(i, p.inside) {
			*p = place{role: from, inside: true}
			if places[i-1].role == from { // del 85 % (hoy 71 %)
				places[i-1].role = 0
			}
		}
	}
	used := make([]bool, len(list))
	target, baseline := -1, -1
	for i, q := range list {
		p := places[i]
		if sign := t.signed(i, places); sign != 0 {
			q.Value = math.Abs(q.Value)
			t.sign, used[i] = sign, true
			t.change(q)
			continue
		}
		switch {
		case q.change:
			if r.Relative == nil && r.Target == nil && t.changes(q) {
				r.set("relative", &r.Relative, q, q.Value)
				used[i] = true
			}
		case p.role == outOf, p.role == from && p.bound == atLeast && i > 0 && i+1 == len(list): // a rating of 4.5 from at least 200 riders
			used[i] = true
		case p.role == from && r.Baseline == nil:
			r.set("baseline", &r.Baseline, q, q.Value)
			used[i], baseline = true, i
		case p.role == by && t.relative(q, i, list):
			used[i] = true
			t.change(q)
		case q.times && p.bound == 0 && r.Relative == nil:
			used[i] = true
			t.change(q)
		case t.directly(q, p, i):
			used[i] = true
			t.change(q)
		}
	}
	// "8 % → 5 %", "62 % to 80 %": two numbers and nothing between them but the arrow.
	for i := 1; i < len(list) && target < 0; i++ {
		a, b := list[i-1], list[i]
		if used[i] || a.change || b.change || t.apart(a.last+1, b.first) > 2 || places[i].role != to || t.which(a.first, false) {
			continue
		}
		if a.Unit == "%" && b.percent && b.Unit != "%" && b.Unit != "pp" && !used[i-1] && r.Relative == nil { // grow 30 % to £13m
			used[i-1] = true
			t.change(a)
			target = i
			break
		}
		if !used[i-1] && r.Baseline == nil && places[i-1].role != to && places[i-1].bound == 0 {
			r.set("baseline", &r.Baseline, a, a.Value)
			used[i-1] = true
			target = i
		} else if used[i-1] && r.Baseline != nil && *r.Baseline == a.Value {
			target = i
		}
	}
	if target < 0 && !t.blankBefore(list, used) && !t.none(list, places) {
		best := math.Inf(-1)
		for i, q := range list {
			if used[i] || q.change {
				continue
			}
			if s := t.weight(i, places[i], used); s > best && s > -4 {
				best, target = s, i
			}
		}
		if r.Relative != nil && best < 2.5 && !(target >= 0 && places[target].role == to && r.Baseline != nil) {
			target = -1 // the change is the target; what else is counted belongs to the metric
		}
	}
	if target >= 0 {
		q := list[target]
		r.set("target", &r.Target, q, q.Value)
		r.Unit = q.Unit
		t.place, t.target = places[target], target
		if baseline >= 0 && ratio(list[baseline].Unit, q.Unit) > 0 { // from 2 weeks to 3 days
			*r.Baseline *= ratio(list[baseline].Unit, q.Unit)
			if calendar[list[baseline].Unit] || calendar[q.Unit] {
				*r.Baseline = math.Round(*r.Baseline*10) / 10
			}
		}
		if baseline >= 0 && q.percent && !list[baseline].percent && list[baseline].Unit != "" {
			t.noBaseline() // "from two partners, reaching 40 %": things are counted, and the target is a share or a sum
		}
	}
	for i, q := range list {
		if target >= 0 && i != target && i != baseline && (places[i].bound != 0 && !used[i]) {
			continue // of a condition: "deals over $50k: from 4 to 9"
		}
		if target >= 0 && q.first > list[target].last && t.joint(list[target].last+1, q.first) {
			continue // the per cent of a second result: "NPS to 45 and complaints by 20 %"
		}
		if places[i].each || i != target && t.during(q) {
			continue // the time of a rate: "readers from 120k to 200k per 30 days"
		}
		if r.Unit == "" || q.percent && r.Target != nil && target >= 0 && !list[target].percent && r.Baseline != nil {
			if q.Unit != "" && (r.Target != nil || r.Relative != nil) && q.percent {
				r.Unit = q.Unit
			}
		}
	}
	if r.Target == nil && r.Relative == nil && r.Baseline != nil && !t.Placeholder && !t.has(rise|fall|good, 0, -1) {
		t.noBaseline()
	}
	t.hires(used)
	t.zero()
	t.direct()
}

// noBaseline takes back what was read behind a "from" that says where something comes from.
func (t *Text) noBaseline() {
	t.Reading.Baseline = nil
	delete(t.Reading.Spans, "baseline")
}

// blankBefore answers whether a placeholder stands before every number that could be the target: then it is the target.
func (t *Text) blankBefore(list []Quantity, used []bool) bool {
	if !t.Placeholder {
		return false
	}
	for i := range t.Words {
		if t.Words[i].Role == Unfilled {
			for k, q := range list {
				if !used[k] && q.last < i {
					return false
				}
			}
			for i > 0 && t.Words[i-1].Text == "?" {
				i--
			}
			return i == 0 || t.Words[i-1].Class&from == 0
		}
	}
	return false
}

// joint answers whether an "and" or a mark that parts results stands among the words.
func (t *Text) joint(from, to int) bool {
	for _, w := range t.Words[from:to] {
		if w.Text == "and" || w.Text == "," || w.Text == ";" || w.Text == "&" {
			return true
		}
	}
	return false
}

// hires adds up the parts of a hiring plan: "Hire engineers: +1 web, +2 core".
func (t *Text) hires(used []bool) {
	if t.target < 0 || len(t.Quantities) < 2 || !t.words("hire", "hiring", "hires") {
		return
	}
	sum := 0.0
	for i, q := range t.Quantities {
		plus := q.first > 0 && t.Words[q.first-1].Text == "+"
		bracket := q.first > 0 && (t.Words[q.first-1].Text == "(" || t.Words[q.first-1].Text == ",") && t.place.inside
		if used[i] || q.percent || !plus && !bracket {
			return
		}
		sum += q.Value
	}
	t.Target = &sum
}

// words answers whether one of the words stands in the text.
func (t *Text) words(list ...string) bool {
	for _, w := range t.Words {
		if slices.Contains(list, w.Text) {
			return true
		}
	}
	return false
}

// weight is how much a quantity looks like the target among the others.
func (t *Text) weight(i int, p place, used []bool) float64 {
	q := t.Quantities[i]
	s := -0.35 * float64(i)
	switch {
	case p.role == to:
		s += 3
		if t.has(rise|fall|good, 0, q.first) {
			s++
		}
	case p.role == by:
		s--
	}
	if t.conditions(i, p) {
		s -= 3
	} else if p.bound != 0 && !p.limit {
		s += 2
	}
	if t.holdsIn(i) {
		s -= 4
	}
	if t.heldBy(i, p, used) {
		s -= 2.5
	}
	if q.Unit == "%" {
		s += 1.5
	}
	if p.either {
		s += 2
	}
	if q.spelled && q.Value == 1 && p.bound == 0 {
		s--
	}
	if p.top {
		s -= 1.5
		if t.words("any", "one") {
			s -= 4
		}
	}
	if p.named {
		s += 5
	}
	if p.each && t.Reading.Baseline == nil || p.inside && !p.named {
		s -= 2.5
	}
	if q.last+2 < len(t.Words) && t.Words[q.last+1].Text == "in" && t.Words[q.last+2].Text == "total" {
		s += 5
	}
	if p.inside && !q.open && q.Unit == "" && q.last+1 < len(t.Words) && t.Words[q.last+1].Text == ")" && q.first > 1 && t.Words[q.first-1].Text == "(" {
		s -= 5 // the number of something beside it: "all episodes (4)"
	}
	switch {
	case q.first < 2:
		s++
	case t.Words[q.first-1].Text == ":": // "Letters older than 5 days: 0"
		if s++; i > 0 {
			s += 2
		}
	}
	if duration[q.Unit] && (p.limit || q.first > 0 && (t.Words[q.first-1].Text == "in" || t.Words[q.first-1].Text == "for" || t.Words[q.first-1].Text == "after" || t.Words[q.first-1].Text == "last" || t.Words[q.first-1].Text == "every" && t.Reading.Baseline == nil)) {
		s -= 2
	}
	if q.first > 0 && t.Words[q.first-1].Class&skip != 0 && duration[q.Unit] {
		s -= 5
	}
	if p.role != to && t.which(q.first, (p.limit || p.bound == atMost) && duration[q.Unit]) {
		s -= 8
	}
	if i > 0 && !used[i-1] && t.meanwhile(t.Quantities[i-1].last, q.first) {
		s -= 2
	}
	if q.last+1 < len(t.Words) && t.Words[q.last+1].Text == "complete" && i > 0 {
		s -= 5
	}
	if q.last+1 < len(t.Words) && t.Words[q.last+1].Glued && t.Words[q.last+1].Text == "-" { // 2-day workshop
		s -= 5
	}
	return s
}

// conditions answers whether a bound only says which of the things are counted that the quantity before it counts: "close 15 deals > €100k".
func (t *Text) conditions(i int, p place) bool {
	if i == 0 || p.bound == 0 {
		return false
	}
	q, a := t.Quantities[i], t.Quantities[i-1]
	if !q.percent && !duration[q.Unit] || a.percent || a.Unit == "" || duration[a.Unit] || a.change {
		return false
	}
	words := 0
	for _, w := range t.Words[a.last+1 : q.first] {
		switch {
		case w.Inner || w.Class&(atLeast|atMost|money) != 0 || w.Text == "of" || w.Text == "worth" || w.Text == "valued" || w.Text == "de":
		case w.Kind != Letters || w.Class&(also|to|by|due) != 0 || w.Text == "has" || w.Text == "have":
			return false
		default:
			words++
		}
	}
	return words < 3
}

// during answers whether a time only says in how long the others are counted: "per 30 days", "in 30 days", "/ 30 days".
func (t *Text) during(q Quantity) bool {
	if q.first == 0 || !duration[q.Unit] {
		return false
	}
	b := t.Words[q.first-1]
	return b.Class&each != 0 || b.Text == "in" || b.Text == "/"
}

// none answers whether the sentence is that something does not happen, and its numbers only say what: "zero accounts with more than 90 days overdue".
func (t *Text) none(list []Quantity, places []place) bool {
	at := 0
	for at < len(t.Words) && t.Words[at].Text != "zero" {
		at++
	}
	if at > 1 || at+1 >= len(t.Words) || t.Words[at+1].Kind != Letters || t.Words[at+1].Class&to != 0 {
		return false
	}
	for i := range list {
		if p := places[i]; p.role != 0 || p.bound == 0 && !p.inside {
			return false
		}
	}
	return true
}

// meanwhile answers whether the words begin what is only kept beside the result: "200 customers while churn stays under 3 %".
func (t *Text) meanwhile(from, to int) bool {
	for _, w := range t.Words[from:to] {
		if w.Text == "while" || w.Text == "whilst" {
			return true
		}
	}
	return false
}

// which answers whether a number only says which ones are counted: "increase the number of members who join at least one event", and of a limit of
// time "the share of letters answered within 2 days".
func (t *Text) which(at int, limit bool) bool {
	for i := range min(at, 3) {
		if t.Words[i].Class&(rise|fall|good) == 0 {
			continue
		}
		share := false
		for k := i + 1; k < at; k++ {
			switch t.Words[k].Text {
			case "number", "share", "proportion", "percentage", "amount":
				share = true
			case "who", "that", "which", "whose":
				return share
			case "to", "by", "from", "and", ",", ";", "so":
				return false
			}
		}
		return share && limit
	}
	return false
}

// has answers whether a word of the class stands between two words; to < 0 is the end of the text.
func (t *Text) has(class uint64, from, to int) bool {
	if to < 0 || to > len(t.Words) {
		to = len(t.Words)
	}
	for i := max(from, 0); i < to; i++ {
		if t.Words[i].Class&class != 0 && t.Words[i].Role != Dated && !t.Words[i].Inner {
			return true
		}
	}
	return false
}

// zero reads "zero incidents" where no number stands.
func (t *Text) zero() {
	r := &t.Reading
	if r.Target != nil || r.Relative != nil {
		return
	}
	for i, w := range t.Words {
		if (w.Text == "zero" || w.Text == "cero" || w.Text == "null") && i+1 < len(t.Words) && !t.Words[i+1].Glued && (i == 0 || t.Words[i-1].Text != "from") {
			r.set("target", &r.Target, Quantity{Span: w.Span}, 0)
			t.place.bound = atMost
			return
		}
	}
}
