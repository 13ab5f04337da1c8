package sentence

// now are the words that say of a number that it stands there today.
var now = map[string]bool{"current": true, "currently": true, "today": true, "now": true, "presently": true, "heute": true, "aktuell": true, "derzeit": true, "hoy": true, "actual": true, "actualmente": true}

// today answers whether a number says where the metric stands, beside the next one where it should be: "0.4 % today, 0.1 % by March".
func (t *Text) today(q, next Quantity) bool {
	parted := false
	for _, w := range t.Words[q.last+1 : next.first] {
		if w.Text == "and" || w.Text == "und" || w.Text == "y" {
			return false
		}
		parted = parted || w.Text == "," || w.Text == ";" || w.Text == "(" || w.Text == ")"
	}
	if !parted {
		return false
	}
	if now[t.Words[q.last+1].Text] {
		return true
	}
	for i := q.first - 1; i >= 0 && t.Words[i].Kind != Symbol && t.Words[i].Kind != Numeral; i-- {
		if now[t.Words[i].Text] {
			return true
		}
	}
	return false
}

// earlier are the words by which a number in brackets is told to be of a time before.
var earlier = map[string]bool{"last": true, "previous": true, "prior": true, "past": true, "ly": true, "py": true, "start": true, "started": true, "starting": true, "baseline": true, "was": true, "were": true, "before": true,
	"vorjahr": true, "letztes": true, "letzten": true, "bisher": true, "anterior": true, "pasado": true, "antes": true}

// before answers whether a number in brackets says where the metric stood, behind the one where it should be: "95 % (2023: 81 %)", "4.6 (last year 4.4)".
// Nothing else may stand in the brackets.
func (t *Text) before(i int, inside bool) bool {
	q, past := t.Quantities[i], false
	if !inside || t.Quantities[i-1].Unit != q.Unit && q.percent {
		return false
	}
	open := q.first
	for open > 0 && t.Words[open].Text != "(" {
		open--
	}
	if t.Quantities[i-1].last > open {
		return false
	}
	for k := open + 1; k < len(t.Words) && t.Words[k].Text != ")"; k++ {
		w := t.Words[k]
		switch {
		case k >= q.first && k <= q.last, w.Inner:
		case earlier[w.Text] || now[w.Text]:
			past = true
		case w.Role == Dated || w.Role == Named && w.value >= 1900 && w.value < 2100:
			if t.year > 0 && (w.value >= float64(t.year) || yearOf(w.Text) >= t.year) {
				return false
			}
			past = true
		case w.Kind == Symbol || w.Class&period != 0 || w.Unit != "" || w.Text == "season" || w.Text == "year" || w.Text == "jahr" || w.Text == "año" || w.Text == "we" || w.Text == "have" || w.Text == "had" || w.Text == "are" || w.Text == "at" || w.Text == "is" || w.Text == "in" || w.Text == "it" || w.Text == "the" || w.Text == "im":
		default:
			return false
		}
	}
	return past
}

// yearOf is the year of FY25 and FY25-Q3; 0 is none.
func yearOf(word string) int {
	p, _ := periodOf(word)
	return p.year
}

// aside answers whether a date belongs to a number in brackets that stands behind another: "90 % (82 % in Q3)". It is no deadline.
func (t *Text) aside(d date) bool {
	open := d.first
	for ; open >= 0 && t.Words[open].Text != "("; open-- {
		if w := t.Words[open]; w.Text == ")" || w.Text == "by" || w.Text == "until" || w.Text == "bis" || w.Text == "hasta" {
			return false
		}
	}
	if open < 0 || !t.counts(open) {
		return false
	}
	for k := open + 1; k < len(t.Words) && t.Words[k].Text != ")"; k++ {
		if w := t.Words[k]; w.Kind == Numeral && w.Role == Free && (k < d.first || k > d.last) {
			return true
		}
	}
	return false
}
