package sentence

import (
	"math"
)

// changes answers whether "double" is said of a metric: it is the verb of the sentence, or stands behind it.
func (t *Text) changes(q Quantity) bool {
	return q.last+1 < len(t.Words) && t.Words[q.last+1].Text != "-" || q.first > 0
}

// relative answers whether "by Q" is a change: percentages are, and any number behind a verb of change.
func (t *Text) relative(q Quantity, i int, list []Quantity) bool {
	if t.Reading.Relative != nil {
		return false
	}
	until := q.first
	if t.Language == "de" { // the verb stands behind: um 300.000 € senken
		until = -1
	}
	return q.Unit == "%" && t.has(rise|fall|good, 0, -1) || q.Unit == "pp" || q.Unit == "x" || t.has(rise|fall|good, 0, until)
}

// signed reads the sign or the word of direction that stands before a change: -1, 1, and 0 where the quantity is none. "CO2 -12 %", "costs down €300k",
// "up 4pp to 91 %", "+1,800 to 5,000". A count or a score with a plus may as well be a value: "NPS +12".
func (t *Text) signed(i int, places []place) int {
	q := t.Quantities[i]
	if p := places[i]; t.Reading.Relative != nil || p.role != 0 || p.bound != 0 || q.change || q.first == 0 && q.Value >= 0 {
		return 0
	}
	ends := i+1 < len(t.Quantities) && places[i+1].role == to && t.apart(q.last+1, t.Quantities[i+1].first) <= 2
	share := q.Unit == "%" || q.Unit == "pp"
	if q.Value < 0 {
		if share && !ends && q.first > 0 || ends && duration[q.Unit] && t.Quantities[i+1].Value > 0 {
			return -1
		}
		return 0
	}
	switch b := t.Words[q.first-1]; {
	case b.Text == "+" && t.Words[q.first].Glued && (share || ends):
		return 1
	case q.first < 2 || b.Text != "up" && b.Text != "down" || !ends && !share && !q.percent:
	case b.Text == "down":
		return -1
	case t.Words[q.first-2].Kind == Letters && q.first > 2 || plural(t.Words[q.first-2].Text) || ends: // sales up €2m; but follow up 5 leads
		return 1
	}
	return 0
}

// apart is how many words stand from one word to another, without what is put in brackets.
func (t *Text) apart(from, to int) int {
	n, inside := 0, false
	for _, w := range t.Words[min(from, to):to] {
		switch {
		case w.Text == "(":
			inside = true
		case w.Text == ")":
			inside = false
		case !inside:
			n++
		}
	}
	return n
}

// versus answers whether the words from i on name what a change is counted from: "below 2019 levels", "lower than in 2024".
func (t *Text) versus(i int) uint64 {
	if i+1 >= len(t.Words) {
		return 0
	}
	next := t.Words[i+1]
	if next.Text != "than" && next.Role != Named && next.Role != Dated && next.Class&skip == 0 && !t.Words[i].Inner && !next.Inner && !t.Against(i+1) {
		return 0
	}
	switch t.Words[i].Text {
	case "below", "under", "lower", "less", "fewer":
		return fall
	case "above", "over", "higher", "more":
		return rise
	}
	return 0
}

// Against answers whether the words from i on name a mark that is measured against: "the 2023 baseline", "industry average".
func (t *Text) Against(i int) bool {
	for k := i; k < min(len(t.Words), i+4); k++ {
		switch w := t.Words[k]; {
		case w.Kind == Symbol || w.Role == Counted || w.Class&(to|due|by) != 0:
			return false
		case marks[w.Text]:
			return true
		}
	}
	return false
}

// marks are the nouns of what one measures oneself against.
var marks = map[string]bool{"baseline": true, "average": true, "benchmark": true, "budget": true, "plan": true, "level": true, "levels": true, "norm": true, "forecast": true, "market": true}

// compared are the words behind a number that tell how much more or less of the metric it is: "5 minutes faster".
var compared = map[string]uint64{"faster": fall, "quicker": fall, "sooner": fall, "shorter": fall, "earlier": fall, "cheaper": fall, "less": fall, "longer": rise, "more": rise,
	"schneller": fall, "kürzer": fall, "früher": fall, "weniger": fall, "länger": rise, "mehr": rise, "menos": fall, "más": rise}

// directly answers whether a verb or noun of change takes the number itself: "grow subscribers 25 % QoQ", "3x the number of", "a 20 % increase in",
// "5 minutes faster".
func (t *Text) directly(q Quantity, p place, i int) bool {
	inUnit := duration[q.Unit] || q.Unit == "points" || q.Unit == "pp"
	if t.Reading.Relative != nil || p.role != 0 || p.bound != 0 && !p.limit || q.Unit != "%" && q.Unit != "x" && !inUnit {
		return false
	}
	if q.last+1 < len(t.Words) && compared[t.Words[q.last+1].Text] != 0 && (duration[q.Unit] || q.Unit == "%" && compared[t.Words[q.last+1].Text] == fall) {
		return true
	}
	if q.Unit == "%" && t.versus(q.last+1) != 0 || q.last+1 < len(t.Words) && changing[t.Words[q.last+1].Text] {
		return true
	}
	if duration[q.Unit] {
		return false
	}
	next := func(k int) Word {
		if q.last+k < len(t.Words) {
			return t.Words[q.last+k]
		}
		return Word{}
	}
	if n := next(1); n.Class&(rise|fall|good) != 0 && n.Role == Free && n.Text != "up" && (n.Text != "more" || q.Unit == "%" && next(2).Kind == Letters && next(2).Class&(hint|to) == 0 && next(2).Text != "") || n.Text == "reduction" || n.Text == "improvement" || n.Text == "uplift" || n.Text == "growth" && q.Unit == "%" {
		return true
	}
	switch next(1).Text {
	case "yoy", "qoq", "mom", "wow":
		return true
	case "year", "quarter", "month", "week":
		if next(2).Text == "over" || next(2).Text == "on" {
			return true
		}
	}
	if q.Unit == "x" && next(1).Text == "the" {
		return true
	}
	// The verb stands before it with nothing but its metric between, and no second number makes a pair of it.
	if i+1 < len(t.Quantities) && t.Quantities[i+1].first-q.last <= 3 {
		return false
	}
	for k := q.first - 1; k >= max(0, q.first-2); k-- {
		w := t.Words[k]
		if w.Class&(rise|fall|good) != 0 && w.Kind == Letters {
			return true
		}
		if w.Kind != Letters {
			return false
		}
	}
	return false
}

func (t *Text) change(q Quantity) {
	v, unit := q.Value, q.Unit
	t.Reading.set("relative", &t.Reading.Relative, q, v)
	if q.Unit == "x" {
		if v, unit = (v-1)*100, "%"; t.falls() && q.Value > 1 { // a tenth is left
			v = 100 - perCent(1, q.Value)
		}
		*t.Reading.Relative = v
	}
	if t.Reading.Unit == "" {
		t.Reading.Unit = unit
	}
}

// falls answers whether a relative change goes down: the nearest word of change before or behind it does.
func (t *Text) falls() bool {
	span, found := t.Reading.Spans["relative"]
	if !found {
		return false
	}
	if t.sign != 0 {
		return t.sign < 0
	}
	best, down := math.MaxInt, false
	for i, w := range t.Words {
		if w.Span.From > span.To && t.joint(i, i+1) { // of another result: "cut costs by 10 % and raise sales"
			break
		}
		c := w.Class
		if w.Text == "reduction" {
			c |= fall
		} else if w.Span.From == span.To || w.Span.From == span.To+1 {
			c |= compared[w.Text] | t.versus(i)
		}
		if c&(rise|fall) == 0 || w.Kind != Letters || w.Role == Dated {
			continue
		}
		d := span.From - w.Span.From
		if d < 0 {
			d = -d
		}
		if w.Class&times != 0 && w.Span == span { // halve, double
			d = 0
			if c&fall == 0 && c&rise == 0 {
				continue
			}
		}
		if d < best {
			best, down = d, c&fall != 0
		}
	}
	return down
}
