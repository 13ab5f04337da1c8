package sentence

import "strings"

// A Quantity is a number with its unit, as it stands in a text.
type Quantity struct {
	Value float64
	Max   float64 // the upper end of a range, 3–5; otherwise Value
	Of    float64 // the whole of a share, 4 out of 5; otherwise 0
	Unit  string  // %, pp, USD, ms, … or the noun that is counted; "" is none
	Per   string  // the period of a rate: month in "2 a month"
	Span  Span

	first, last int // words
	spelled     bool
	change      bool // "double", "in half": Value is a change in per cent
	open        bool // "50+"
	shared      bool // "9 in 10": Value is the share in per cent
	times       bool // "twice as many", "10-fold": Value is a multiple
	percent     bool // the unit is a measure of its own and not the noun behind the number
}

// quantities finds the numbers that no earlier layer took, in the order of the text.
func quantities(words []Word) []Quantity {
	var out []Quantity
	for i := 0; i < len(words); i++ {
		w := &words[i]
		if w.Role != Free || w.Inner {
			continue
		}
		if w.Text == "in" && w.Class&times != 0 && i+2 < len(words) && words[i+2].Class&article != 0 { // in half a day
			w.Class, words[i+1].Inner = 0, false
			continue
		}
		if w.Text == "in" && w.Class&times != 0 && i+3 < len(words) && words[i+2].Text == "the" && reduced[words[i+3].Text] { // in half the time
			w.Class |= fall
		}
		q, ok := Quantity{first: i, last: i, Value: w.value}, w.Kind == Numeral
		switch {
		case ok:
			i = q.numeral(words, i)
		case w.Class&times != 0 && w.Number != 0:
			q.Value, q.change, q.Unit, ok = w.Number, true, "%", true
		case w.Kind != Letters:
		case q.part(words, i), q.half(words, i), q.nth(words, i), q.article(words, i):
			ok = true
		case w.Class&number != 0 && counts(words, i):
			q.Value, q.spelled, ok = w.Number, true, true
			i = q.spelledOut(words, i)
		case w.Class&article != 0 && outOfWhole(words, i+1) > 0: // eine von zehn, uno de cada tres
			q.Value, q.spelled, ok = 1, true, true
		}
		if !ok {
			continue
		}
		if q.Max == 0 {
			q.Max = q.Value
		}
		q.Span = Span{words[q.first].Span.From, words[q.last].Span.To}
		for k := q.first; k <= q.last; k++ {
			words[k].Role = Counted
		}
		if !q.change {
			q.unitAfter(words)
			q.share(words)
			q.multiple(words)
		}
		i = max(i, q.last)
		out = append(out, q)
	}
	for i := 1; i < len(out); i++ { // from 7 out of 10 customers to 9 out of 10
		a, b := &out[i-1], &out[i]
		if words[b.first-1].Class&to == 0 || a.shared == b.shared {
			continue
		}
		for _, q := range []*Quantity{a, b} {
			if q.Of > 0 && !q.shared {
				q.Value, q.Of, q.Unit, q.percent = perCent(q.Value, q.Of), 0, "%", true
				q.Max = q.Value
			}
		}
	}
	return out
}

// counts answers whether a number word counts something: "one of", "no one" and "one-off" do not.
func counts(words []Word, i int) bool {
	if words[i].Number != 1 {
		return i == 0 || words[i-1].Text != "the" && words[i-1].Text != "bottom" && words[i-1].Text != "these" && words[i-1].Text != "every"
	}
	if i > 0 && (words[i-1].Inner || words[i-1].Class&(atLeast|atMost) != 0) {
		return true
	}
	if words[i].Text == "once" {
		return false
	}
	if outOfWhole(words, i+1) > 0 { // one in three
		return true
	}
	if i > 2 {
		return false
	}
	if i > 0 && (words[i-1].Text == "no" || words[i-1].Text == "the" || words[i-1].Text == "this" || words[i-1].Text == "any") {
		return false
	}
	return i+1 < len(words) && words[i+1].Kind == Letters && words[i+1].Text != "of" && words[i+1].Text != "or" && words[i+1].Text != "place"
}

// numeral reads what stands around a numeral: sign and currency before it; magnitude, a range, a plus and a unit behind it. It returns the last word.
func (q *Quantity) numeral(words []Word, i int) int {
	if i > 0 && words[i-1].Role == Free {
		b := words[i-1]
		switch {
		case b.Class&money != 0:
			q.Unit, q.percent, q.first = b.Unit, true, i-1
			if i > 1 && b.Glued && !words[i-2].Glued && words[i-2].Role == Free && (words[i-2].Text == "-" || words[i-2].Text == "−" || words[i-2].Text == "–") { // -€1.2m
				q.Value, q.first = -q.Value, i-2
			}
		case (b.Text == "-" || b.Text == "−") && words[i].Glued && (i == 1 || !b.Glued):
			q.Value, q.first = -q.Value, i-1
		}
	}
	next := func(k int) *Word {
		if q.last+k < len(words) && words[q.last+k].Role == Free {
			return &words[q.last+k]
		}
		return &Word{}
	}
	magnitude := 1.0
	take := func() {
		switch n := next(1); {
		case n.Text == "m" && n.Glued && !n.Upper && q.Unit == "" && timed(words):
			q.Unit, q.percent, q.last = "min", true, q.last+1
		case n.Kind == Letters && glued[n.Text] != 0 && (n.Glued || q.percent && n.Upper || next(2).Class&money != 0 && next(2).Glued):
			magnitude, q.last = glued[n.Text], q.last+1
		case n.Class&scale != 0 && n.Class&number == 0 || n.Text == "hundred":
			magnitude, q.last = n.Number, q.last+1
			if dot := next(1); dot.Text == "." && dot.Glued && next(2).Class&money != 0 { // Mio. €
				q.last++
			}
		}
	}
	q.clock(words, i)
	take()
	first := magnitude
	// A range: 3-5, 60~70 %, $10k–$12k.
	k := 1
	if d := next(1).Text; d == "-" || d == "–" || d == "—" || d == "~" {
		if next(2).Class&money != 0 {
			k = 2
		}
		if n := next(k + 1); n.Kind == Numeral && n.value > q.Value && (n.Glued || d != "~") {
			q.Max, q.last = n.value, q.last+k+1
			take()
			if first == 1 {
				first = magnitude
			}
			q.Max *= magnitude
		}
	}
	q.Value *= first
	// A share: 2/3, 7/10.
	if d, n := next(1), next(2); d.Text == "/" && d.Glued && n.Kind == Numeral && n.Glued && n.value >= q.Value && n.value > 0 {
		if q.Of = n.value; n.value <= 10 && q.Value < n.value && q.last+3 < len(words) && words[q.last+3].Text == "of" {
			q.Value, q.Max, q.Of, q.Unit, q.percent = float64(int(q.Value/n.value*1000+0.5))/10, 0, 0, "%", true
		}
		q.last += 2
	}
	// A ratio to one: 1:3.7, 8:1.
	if d, n := next(1), next(2); d.Text == ":" && d.Glued && n.Kind == Numeral && n.Glued && (q.Value == 1 || n.value == 1) {
		if q.Value == 1 {
			q.Value = n.value
		}
		q.Max, q.Unit, q.percent = max(q.Max, q.Value), "ratio", true
		q.last += 2
	}
	if next(1).Text == "+" && next(1).Glued {
		q.open = true
		q.last++
	}
	return q.last
}

// timed answers whether a sentence is about how long something takes: then 45m are minutes.
func timed(words []Word) bool {
	for i, w := range words {
		switch {
		case strings.HasSuffix(w.Text, "time") && w.Text != "sometime" && w.Text != "full-time" && w.Text != "part-time", w.Text == "duration", w.Text == "latency", w.Text == "wait", w.Text == "waiting", w.Text == "mttr", w.Text == "delay",
			i > 0 && words[i-1].Kind == Numeral && duration[w.Unit] && w.Class&unit != 0 && !calendar[w.Unit] && w.Unit != "d" && w.Unit != "w":
			return true
		}
	}
	return false
}

// clock reads a time that is written with a colon: 6:30 min, and of what takes minutes also 6:30 alone.
func (q *Quantity) clock(words []Word, i int) {
	unit := clockUnit(words, i)
	if unit == "" {
		return
	}
	q.Value += words[i+2].value / 60
	q.last += 2
	if q.Unit == "" && (i+3 == len(words) || words[i+3].Unit != unit) {
		q.Unit, q.percent = unit, true
	}
}

// clockUnit is the unit of a time that is written with a colon at word i: the one behind it or behind the other one of its pair, and minutes where the
// sentence is about what takes minutes. "" is a time of the day, a ratio or a score.
func clockUnit(words []Word, i int) string {
	if !clockAt(words, i) || i > 0 && (words[i-1].Text == "at" || words[i-1].Text == "by") {
		return ""
	}
	short, unit := false, ""
	for k := range words {
		w := &words[k]
		switch {
		case ofDay[w.Text]:
			return ""
		case k >= i+3 && unit == "" && words[k-3].Kind == Numeral && clockAt(words, k-3) && (w.Unit == "min" || w.Unit == "h"):
			unit = w.Unit
		case minutely[w.Text]:
			short = true
		}
	}
	if unit == "" && short {
		return "min"
	}
	return unit
}

// clockAt answers whether a number, a colon and two digits below 60 stand at word i without a gap: 6:30. With a one before the colon it is a ratio.
func clockAt(words []Word, i int) bool {
	if i+2 >= len(words) || words[i+1].Text != ":" || !words[i+1].Glued || words[i].value >= 60 || words[i].value == 1 && len(words[i].Text) == 1 && !timed(words) {
		return false
	}
	n := words[i+2]
	return n.Kind == Numeral && n.Glued && len(n.Text) == 2 && n.value < 60
}

// minutely are the words for what takes minutes, and words by which a time with a colon is one of the day.
var (
	minutely = map[string]bool{"call": true, "calls": true, "handling": true, "handle": true, "hold": true, "aht": true, "asa": true, "load": true, "loading": true, "boot": true, "checkout": true, "login": true, "page": true, "queue": true, "pace": true, "lap": true, "laps": true, "mile": true, "km": true, "song": true, "video": true, "anruf": true, "anrufe": true, "llamada": true, "llamadas": true}
	ofDay    = map[string]bool{"am": true, "pm": true, "open": true, "opens": true, "opened": true, "opening": true, "staffed": true, "until": true, "till": true, "between": true, "before": true, "after": true, "uhr": true, "clock": true, "o'clock": true, "hours": true}
)

// glued are magnitudes that are written without a space.
var glued = map[string]float64{"k": 1e3, "m": 1e6, "mm": 1e6, "b": 1e9, "bn": 1e9, "mio": 1e6, "mrd": 1e9, "mn": 1e6}

// spelledOut reads "two hundred" and "five million".
func (q *Quantity) spelledOut(words []Word, i int) int {
	for i+1 < len(words) && words[i+1].Role == Free && words[i+1].Class&scale != 0 && words[i+1].Number > q.Value {
		i++
		q.Value *= words[i].Number
	}
	if i+3 < len(words) && words[i+1].Text == "and" && words[i+2].Text == "a" && words[i+3].Text == "half" { // two and a half days
		i += 3
		q.Value += 0.5
	}
	q.last = i
	return i
}

// stop are words behind a number that are not what it counts.
var stop = map[string]bool{"and": true, "the": true, "for": true, "per": true, "from": true, "with": true, "out": true, "end": true, "more": true, "to": true, "of": true, "in": true,
	"or": true, "within": true, "until": true, "while": true, "this": true, "that": true, "our": true, "before": true, "after": true, "across": true, "by": true, "on": true, "at": true,
	"under": true, "are": true, "was": true, "is": true, "as": true, "a": true, "an": true, "via": true, "up": true, "than": true, "less": true, "have": true, "has": true, "through": true, "who": true, "oder": true, "und": true,
	"average": true, "consecutive": true, "next": true, "back": true}

// unitAfter reads the unit or the noun behind the number, and its rate: "300 ms", "12 new customers a month".
func (q *Quantity) unitAfter(words []Word) {
	i := q.last + 1
	if i < len(words) && words[i].Text == "-" && words[i].Glued && i+1 < len(words) && words[i+1].Glued {
		i++ // 30-day
	}
	if i >= len(words) || words[i].Role != Free {
		return
	}
	w := words[i]
	switch {
	case q.Unit != "":
	case w.Class&unit != 0 && w.Unit != "" && (w.Kind == Symbol || len(w.Text) > 1 || w.Glued || !w.Upper):
		if w.Class&to != 0 && !w.Glued { // Spanish "a", not a unit
			return
		}
		q.Unit, q.percent, q.last = w.Unit, true, i
		if i+1 < len(words) && words[i].Inner {
			q.last = i
		}
	case w.Class&money != 0 && w.Kind == Symbol:
		q.Unit, q.percent, q.last = w.Unit, true, i
	default:
		for k := i; k < len(words) && k < i+4; k++ {
			w := words[k]
			if w.Kind != Letters || w.Role != Free || stop[w.Text] || w.Class&(from|to|by|due|endOf|outOf|each) != 0 || strings.HasSuffix(w.Text, "n") && w.Class&(rise|fall|keep|reach|good) != 0 { // auf 1.200 steigern
				break
			}
			if w.Class&between != 0 && k+1 < len(words) && words[k+1].Kind == Letters {
				continue
			}
			if len(w.Text) > 2 || w.Upper {
				q.Unit = w.Text
				if noun := manyAfter(words, k); noun != "" && q.Value != 1 {
					q.Unit = noun
				}
			}
			break
		}
	}
	for q.last+1 < len(words) && words[q.last+1].Inner {
		q.last++
	}
	for k := q.first; k <= q.last; k++ {
		words[k].Role = Counted
	}
	q.Span = Span{words[q.first].Span.From, words[q.last].Span.To}
	// A second unit tells the currency: 1.8 million dollars.
	if k := q.last + 1; k < len(words) && !q.percent && words[k].Class&unit != 0 && words[k].Unit == "USD" {
		q.Unit, q.percent = "USD", true
	}
	for k := q.last + 1; k < min(len(words), q.last+4); k++ {
		switch w := words[k]; {
		case w.Text == "/" || w.Class&each != 0 || w.Text == "a" && k+1 < len(words) && words[k+1].Class&unit != 0:
			if k+1 < len(words) && words[k+1].Kind == Letters {
				q.Per = strings.TrimSuffix(words[k+1].Text, "s")
			}
			return
		case w.Kind != Letters || stop[w.Text]:
			return
		}
	}
}

// manyAfter is the plural noun that ends what a number counts, where other words describe it: "ten small open source projects". It is "" where the word itself is one, and
// where none follows at once.
func manyAfter(words []Word, i int) string {
	for k := i; k < min(len(words), i+4); k++ {
		w := words[k]
		if w.Kind != Letters || w.Role != Free || stop[w.Text] || w.Class&(from|to|by|due|endOf|outOf|number) != 0 || k > i && w.Class&(rise|fall|unit) != 0 {
			return ""
		}
		if plural(w.Text) {
			if k == i {
				return ""
			}
			return w.Text
		}
	}
	return ""
}

// plural answers whether an English word looks like more than one of a thing.
func plural(word string) bool {
	if len(word) < 4 || !strings.HasSuffix(word, "s") {
		return word == "people" || word == "children"
	}
	return !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us") && !strings.HasSuffix(word, "is") && !strings.HasSuffix(word, "ous")
}

var duration = map[string]bool{"ms": true, "s": true, "min": true, "h": true, "d": true, "w": true, "months": true, "quarters": true, "years": true}

// calendar are the units of time that are not always of one length.
var calendar = map[string]bool{"months": true, "quarters": true, "years": true}

// sizes are the units of time, of data and of mass, each in seconds, bytes or grams; those of the calendar at their mean.
var sizes = []map[string]float64{
	{"ms": 0.001, "s": 1, "min": 60, "h": 3600, "d": 86400, "w": 604800, "months": 2629746, "quarters": 7889238, "years": 31556952},
	{"KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "MiB": 1 << 20, "GiB": 1 << 30},
	{"g": 1, "kg": 1e3, "t": 1e6},
}

// ratio is how many of one unit are one of another, 0 for two that do not measure the same.
func ratio(one, other string) float64 {
	for _, size := range sizes {
		if size[one] > 0 && size[other] > 0 {
			return size[one] / size[other]
		}
	}
	return 0
}
