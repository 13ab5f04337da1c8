package sentence

import "strings"

// wholes are those of which a share is told: nine in ten.
var wholes = map[float64]bool{2: true, 3: true, 4: true, 5: true, 6: true, 8: true, 10: true, 12: true, 15: true, 20: true, 25: true, 30: true, 40: true, 50: true, 100: true, 200: true, 250: true, 500: true, 1000: true, 10000: true}

// perCent is a share of a whole, to a tenth.
func perCent(n, whole float64) float64 { return float64(int(n/whole*1000+0.5)) / 10 }

// take makes the quantity end with word last.
func (q *Quantity) take(words []Word, last int) {
	q.last = last
	for k := q.first; k <= last; k++ {
		words[k].Role = Counted
	}
	q.Span = Span{words[q.first].Span.From, words[last].Span.To}
}

// outOfWhole is how many make the whole if the words from i on tell it, as "in ten" and "out of 10" do; otherwise 0.
func outOfWhole(words []Word, i int) float64 {
	k := wholeAt(words, i)
	if k == 0 {
		return 0
	}
	if w := words[k]; w.Kind == Letters {
		return w.Number
	}
	return words[k].value
}

// wholeAt is the word that says how many make the whole; 0 is none. "3 in 12 months" and "of 5" tell none.
func wholeAt(words []Word, i int) int {
	if i+1 >= len(words) || words[i].Role != Free || words[i].Text != "in" && words[i].Class&outOf == 0 {
		return 0
	}
	k := i + 1
	for k < len(words) && words[k].Inner {
		k++
	}
	if k == len(words) || words[k].Role != Free {
		return 0
	}
	n := words[k].value
	if words[k].Kind == Letters && words[k].Class&number != 0 {
		n = words[k].Number
	}
	if !wholes[n] || words[i].Text == "of" && n != 10 && n != 100 {
		return 0
	}
	if k+1 < len(words) {
		if w := words[k+1]; w.Class&(unit|scale|money) != 0 || w.Kind == Symbol && w.Glued && !strings.Contains(".,;:)", w.Text) {
			return 0
		}
	}
	return k
}

// share reads the whole of which the number is a part: "4 out of 5 teams", "3 of our top 5". What is told of many, nine in ten customers, is a
// share in per cent; a few things are counted, and a grade is a grade.
func (q *Quantity) share(words []Word) {
	i := q.last + 1
	if i >= len(words) || words[i].Text != "in" && words[i].Text != "of" && words[i].Class&outOf == 0 {
		return
	}
	if k := wholeAt(words, i); k > 0 && q.Unit == "" && q.Value >= 1 && q.Value == float64(int(q.Value)) {
		n := outOfWhole(words, i)
		if always := words[i].Text == "in" || words[k-1].Text == "cada"; q.Value < n && (always || ofMany(words, k+1, n >= 10 && words[i].Text != "of")) {
			q.Value, q.Unit, q.percent, q.shared = perCent(q.Value, n), "%", true, true
			q.Max = q.Value
			q.take(words, k)
			return
		}
	}
	if words[i].Text == "in" {
		return
	}
	for k := i + 1; k < min(len(words), i+5); k++ {
		w := &words[k]
		if w.Class&number != 0 && w.Kind == Letters && w.Number >= q.Value && w.Number > 1 && w.Role == Free { // eight out of ten
			q.Of, w.Role = w.Number, Counted
			return
		}
		if w.Kind == Numeral && w.Role == Free && w.value >= q.Value && !(k+1 < len(words) && words[k+1].Class&unit != 0) {
			q.Of = w.value
			w.Role = Counted
			return
		}
		if w.Kind != Letters || !w.Inner && w.Text != "our" && w.Text != "the" && w.Class&top == 0 {
			return
		}
	}
}

// holdsIn answers whether a count only says what is so in a share behind it: "at least two photos in 80 % of listings".
func (t *Text) holdsIn(i int) bool {
	if i+1 >= len(t.Quantities) {
		return false
	}
	q, share := t.Quantities[i], t.Quantities[i+1]
	if q.percent || q.change || share.Unit != "%" || share.last+1 >= len(t.Words) || t.Words[share.last+1].Class&whole == 0 {
		return false
	}
	k := share.first - 1
	for k > q.last && (t.Words[k].Inner || t.Words[k].Bounds()) {
		k--
	}
	switch t.Words[k].Text {
	case "in", "on", "at":
		return k > q.last && !t.joint(q.last+1, k)
	}
	return false
}

// heldBy answers whether a bound only says what those counted before it have or do: "100 % of fitters take at least 5 days off", "20 members who add at
// least one photo", but not "in 3 towns at least 50 riders".
func (t *Text) heldBy(i int, p place, used []bool) bool {
	if i == 0 || p.bound != atLeast || p.role != 0 || used[i-1] {
		return false
	}
	a, q := t.Quantities[i-1], t.Quantities[i]
	if a.change || a.Unit == "" && t.Words[a.last+1].Text != "with" || a.percent && a.Unit != "%" || q.percent && !calendar[q.Unit] && q.Unit != "d" || placeOf(t.Words, a).top {
		return false
	}
	if a.first > 0 {
		switch t.Words[a.first-1].Text {
		case "in", "at", "on", "across", "for":
			return false
		}
	}
	for _, w := range t.Words[a.last+1 : q.first] {
		if w.Text == "together" {
			return false
		}
	}
	return !t.joint(a.last+1, q.first)
}

// ofMany answers whether the words from i on name many, as customers and orders are; where the whole is round, whatever is not known as few is many.
func ofMany(words []Word, i int, round bool) bool {
	for k := i; k < min(len(words), i+4); k++ {
		w := words[k]
		switch {
		case w.Kind != Letters || w.Role != Free:
			return false
		case w.Class&many != 0:
			return true
		case w.Class&(few|unit) != 0:
			return false
		case w.Text == "of" || w.Text == "our" || w.Text == "the" || w.Class&whole != 0 || w.Inner || w.Class&between != 0:
		case stop[w.Text] || w.Class&(hint|due|from|to|by|rise|fall|keep|atLeast|atMost) != 0:
			return false
		case round && plural(w.Text):
			return true
		}
	}
	return false
}

// part reads a fraction in words: a third of, two thirds of, three quarters, half of our, ein Viertel der, la mitad de. A fraction alone is one
// behind a word that a number stands behind, and a quarter is a time of the year first.
func (q *Quantity) part(words []Word, i int) bool {
	at := func(k int) Word {
		if k >= 0 && k < len(words) {
			return words[k]
		}
		return Word{}
	}
	k, n := i, 1.0
	if w := words[i]; w.Class&number != 0 && w.Class&part == 0 && w.Number < 10 {
		k, n = i+1, w.Number
	} else if w.Class&article != 0 {
		k = i + 1
	}
	w := at(k)
	if w.Class&part == 0 || w.Role != Free || w.Inner || n >= w.Number {
		return false
	}
	half, unit := w.Number == 2, w.Number == float64(int(w.Number))
	if k == i && unit && !half && !strings.Contains(w.Text, "-") { // the third of them
		return false
	}
	before := at(i - 1)
	for b := i - 2; before.Inner && b >= 0; b-- {
		before = words[b]
	}
	last := k
	for at(last + 1).Inner {
		last++
	}
	next := at(last + 1)
	said := before.Class&(by|to|from|atLeast|atMost) != 0
	ends := next.Kind != Letters || next.Text == "" || next.Class&(due|by|hint) != 0
	time := w.Class&period != 0
	switch {
	case before.Class&(ordinal|each) != 0 && !said, time && before.Class&number != 0: // the first half, twice a quarter
		return false
	case next.Class&whole != 0 && next.Text != "":
		if ofTime(words, last+2) {
			return false
		}
	case half && (next.Text == "our" || next.Text == "the" || next.Text == "all" || next.Text == "their" || next.Text == "its" || next.Text == "these"):
		if reduced[at(last+2).Text] || !ofMany(words, last+2, true) {
			return false
		}
	case time || half:
		if more := next.Class&(rise|fall) != 0 && next.Kind == Letters && !half; !more && !(said && ends) || time && !half && !more && before.Class&(by|to|from) == 0 {
			return false
		}
	case !ends && next.Class&(rise|fall|to) == 0: // of a third party
		return false
	}
	q.Value, q.Unit, q.percent, q.spelled = perCent(n, w.Number), "%", true, true
	q.take(words, last)
	return true
}

// ofTime answers whether the words from i on name a time: half of the year, the first half of 2027.
func ofTime(words []Word, i int) bool {
	for _, w := range words[i:min(len(words), i+2)] {
		if w.Role == Dated || w.Class&period != 0 || w.Class&month != 0 && w.Upper || w.Class&unit != 0 && duration[w.Unit] {
			return true
		}
	}
	return false
}

// reduced are the nouns by which "half the" tells a change: half the time, half the number of complaints.
var reduced = map[string]bool{"number": true, "amount": true, "time": true, "cost": true, "costs": true, "rate": true, "size": true, "price": true, "duration": true, "volume": true}

// half reads "half as many" and "half the time", a change by half, down; and "half a million" and "half a day".
func (q *Quantity) half(words []Word, i int) bool {
	w := &words[i]
	if w.Text != "half" && w.Text != "halb" || i+2 >= len(words) {
		return false
	}
	switch a, b := words[i+1].Text, words[i+2]; {
	case a == "as" && b.Kind == Letters, a == "so" && w.Text == "halb", a == "the" && reduced[b.Text]:
		w.Class |= times | fall
		q.Value, q.change, q.Unit = 50, true, "%"
		return true
	case a == "a" && b.Class&scale != 0 && b.Role == Free:
		q.Value, q.spelled = b.Number/2, true
		q.take(words, i+2)
		return true
	case i+3 < len(words) && words[i+3].Kind == Letters && !stop[words[i+3].Text] && words[i+3].Class&(each|hint|due|from|to) == 0: // half a day workshop
	case (a == "a" || a == "an") && b.Class&unit != 0 && duration[b.Unit] && b.Role == Free:
		q.Value, q.spelled = 0.5, true
		q.take(words, i+1)
		return true
	}
	return false
}

// nth reads "every tenth order" and "jede zweite Lieferung" as a share.
func (q *Quantity) nth(words []Word, i int) bool {
	if words[i].Class&each == 0 || i+2 >= len(words) || words[i+1].Class&nth == 0 || words[i+1].Role != Free || words[i+2].Class&many == 0 {
		return false
	}
	q.Value, q.Unit, q.percent, q.spelled = perCent(1, words[i+1].Number), "%", true, true
	q.take(words, i+1)
	return true
}

// article reads "under a day", "within an hour" and "from a week to a day" as 1 of the unit.
func (q *Quantity) article(words []Word, i int) bool {
	if words[i].Class&article == 0 || i == 0 || i+1 >= len(words) {
		return false
	}
	w := words[i+1]
	if w.Kind != Letters || w.Class&unit == 0 || len(w.Text) < 3 || !duration[w.Unit] || w.Unit == "years" || w.Class&part != 0 {
		return false
	}
	k := i - 1
	for k > 0 && words[k].Inner {
		k--
	}
	b := words[k]
	switch {
	case i+2 < len(words) && compared[words[i+2].Text] != 0: // a day sooner
	case b.Role != Free || b.Text == "over" || b.Class&by != 0:
		return false
	case b.Class&(atLeast|atMost) != 0:
		if w.Unit == "months" && (b.Text == "within" || b.Text == "innerhalb" || b.Text == "binnen") { // a deadline
			return false
		}
	case b.Class&from != 0:
		if i+2 >= len(words) || words[i+2].Class&to == 0 {
			return false
		}
	case b.Class&to == 0 || k == 0:
		return false
	}
	q.Value, q.spelled = 1, true
	return true
}

// multiple reads "twice as many", "three times the number of" and "10-fold": the number says how many times as much.
func (q *Quantity) multiple(words []Word) {
	at := func(k int) string {
		if q.last+k < len(words) {
			return words[q.last+k].Text
		}
		return ""
	}
	switch w := words[q.first].Text; {
	case q.Unit == "x":
	case q.first == q.last && (w == "twice" || w == "thrice" || w == "doppelt" || strings.HasSuffix(w, "mal")):
	default:
		return
	}
	switch a, b := at(1), at(2); words[q.last].Text {
	case "fold", "fach", "fache", "fachen":
	default:
		switch {
		case a == "faster" || a == "quicker" || a == "higher" || a == "larger" || a == "bigger" || a == "better":
		case a == "as" && b != "" && b != "of", a == "so", a == "the" && b != "same", q.Value > 1 && (a == "more" && b != "than" || a == "mehr" && b != "als" || a == "más" && b != "de"):
		default:
			return
		}
	}
	q.times, q.Unit, q.percent = true, "x", true
}
