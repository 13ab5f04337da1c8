package sentence

import (
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A date is a point or period of the calendar in a text.
type date struct {
	first, last int // words
	day         okr.Date
	fiscalYear  bool // nothing but a year: FY21
	complete    bool // a day of the calendar
	months      int  // how long it lasts, 0 is a day
}

// dateAt reads a date that begins at word i.
func (t *Text) dateAt(i int, o Options) (date, bool) {
	w := t.Words[i]
	at := func(k int) Word {
		if k < len(t.Words) {
			return t.Words[k]
		}
		return Word{}
	}
	year := func(k int) (int, bool) { // a year at word k: 2026, FY21, '26
		switch v := at(k); {
		case v.Kind == Numeral && len(v.Text) == 4 && v.value >= 1900 && v.value < 2200:
			return int(v.value), true
		case v.Kind == Letters:
			if p, ok := periodOf(v.Text); ok && p.kind == 0 {
				return p.year, true
			}
		}
		return 0, false
	}
	switch {
	case w.Kind == Day:
		if d := dayOf(w.Text); d != "" {
			return date{last: i, day: d, complete: true}, true
		}
	case w.Class&feast != 0 && w.Upper && t.introduced(i) && !(i > 1 && t.Words[i-1].Text == "the" && t.Words[i-2].Text == "in"): // in the New Year
		d, y := date{last: i + t.phrase(i) - 1, complete: true}, 0
		if v, ok := year(d.last + 1); ok {
			y, d.last = v, d.last+1
		}
		d.day = feastDay(w.Unit, y, o)
		return d, true
	case w.Kind == Numeral && t.introduced(i) && t.yearAndMonth(i) != "":
		d, _ := time.Parse("2006-01", t.yearAndMonth(i))
		return date{last: i + 2, day: monthDay(d.Month(), 0, d.Year(), o)}, true
	case w.Kind == Numeral && t.introduced(i) && t.shortDay(i) != nil:
		d := t.shortDay(i)
		return date{last: d.last, day: monthDay(d.month, d.day, 0, o), complete: true}, true
	case (w.Text == "kw" && w.Upper || w.Text == "cw" && w.Upper || w.Text == "week" && !t.words("from")) && t.introduced(i) && at(i+1).Kind == Numeral && at(i+1).value >= 1 && at(i+1).value <= 53 && len(at(i+1).Text) <= 2:
		n := int(at(i + 1).value)
		if w.Text == "week" && n <= 13 { // of the quarter, most likely
			return date{last: i + 1}, true
		}
		return date{last: i + 1, day: weekEnd(n, o), complete: true}, true
	case midMonth(w) != 0 && t.introduced(i):
		d, y := date{last: i}, 0
		if v, ok := year(i + 1); ok {
			y, d.last = v, i+1
		}
		d.day = monthDay(midMonth(w), 15, y, o)
		return d, true
	case w.Text == "q" && at(i+1).Text == "-" && at(i+1).Glued && at(i+2).Kind == Numeral && at(i+2).value >= 1 && at(i+2).value <= 4:
		return date{last: i + 2, day: calendarPeriod{kind: 'q', n: int(at(i + 2).value)}.end(o)}, true
	case w.Class&month != 0 && w.Kind == Letters && w.Number > 0 && w.Class&number == 0:
		d := date{last: i, complete: false}
		day, y := 0, 0
		k := i + 1
		if at(k).Text == "." && at(k).Glued {
			k++
		}
		if n := at(k); n.Kind == Numeral && n.value >= 1 && n.value <= 31 && len(n.Text) <= 2 && !(at(k+1).Class&unit != 0) {
			day, d.last, d.complete = int(n.value), k, true
			k++
			if s := at(k); s.Glued && (s.Text == "st" || s.Text == "nd" || s.Text == "rd" || s.Text == "th") {
				d.last = k
				k++
			}
			if at(k).Text == "-" && at(k+1).Kind == Numeral { // June 27-30
				d.last, k = k+1, k+2
			}
		}
		if at(k).Text == "," {
			k++
		}
		if v, ok := year(k); ok {
			y, d.last = v, k
		}
		if day == 0 && y == 0 && (w.Text == "may" || w.Text == "march" || w.Text == "mar" || w.Text == "dec") && !t.introduced(i) {
			return date{}, false
		}
		if day == 0 && i > 0 && t.middle(i-1) {
			day = 15
		}
		if d.day = monthDay(time.Month(int(w.Number)), day, y, o); day == 0 {
			d.months = 1
		}
		return d, true
	case t.ordered(i):
		k := i + 1
		if w.Kind == Numeral { // 1st half
			k++
		}
		p := calendarPeriod{kind: at(k).Unit[0], n: int(max(w.Number, w.value))}
		d := date{last: k}
		if at(k+1).Text == "of" || at(k+1).Text == "de" || at(k+1).Text == "des" {
			k++
		}
		if v, ok := year(k + 1); ok {
			p.year, d.last = v, k+1
		}
		d.day = p.end(o)
		return d, true
	case w.Kind == Numeral && w.value >= 1 && w.value <= 31 && len(w.Text) <= 2: // 31 December 2026, 31. Dezember, 1st of May
		k := i + 1
		if s := at(k); s.Glued && (s.Text == "st" || s.Text == "nd" || s.Text == "rd" || s.Text == "th" || s.Text == ".") {
			k++
		}
		if at(k).Text == "of" || at(k).Text == "de" {
			k++
		}
		if m := at(k); m.Class&month != 0 && m.Number > 0 && !m.Glued && (m.Text != "may" || m.Upper) {
			d, y := date{last: k, complete: true}, 0
			if at(k+1).Text == "," || at(k+1).Text == "de" {
				k++
			}
			if v, ok := year(k + 1); ok {
				y, d.last = v, k+1
			}
			d.day = monthDay(time.Month(int(m.Number)), int(w.value), y, o)
			return d, true
		}
	case (w.Text == "fy" || w.Text == "cy") && (at(i+1).Text == "'" || at(i+1).Text == "’") && at(i+2).Kind == Numeral && at(i+2).Glued:
		return date{last: i + 2, day: calendarPeriod{year: 2000 + int(at(i+2).value)%100}.end(o), fiscalYear: true}, true
	case w.Text == "month" && i > 0 && (t.Words[i-1].Text == "first" || t.Words[i-1].Text == "final") && t.introduced(i-2):
		return date{last: i}, true
	case w.Kind == Letters:
		if p, ok := periodOf(w.Text); ok {
			d := date{last: i}
			if p.kind == 0 {
				d.fiscalYear = true
				if q, ok := periodOf(at(i + 1).Text); ok && q.kind != 0 && q.year == 0 { // FY22 Q1
					p.kind, p.n, d.last, d.fiscalYear = q.kind, q.n, i+1, false
				} else if at(i+1).Text == "-" || at(i+1).Text == "." {
					if q, ok := periodOf(at(i + 2).Text); ok && q.kind != 0 {
						p.kind, p.n, d.last, d.fiscalYear = q.kind, q.n, i+2, false
					}
				}
			} else if p.year == 0 {
				k := i + 1
				if at(k).Text == "of" || at(k).Text == "'" || at(k).Text == "-" {
					k++
				}
				if v, ok := year(k); ok {
					p.year, d.last = v, k
				} else if at(k-1).Text == "'" && at(k).Kind == Numeral && len(at(k).Text) == 2 {
					p.year, d.last = 2000+int(at(k).value), k
				}
			}
			if at(d.last+1).Text == "close" {
				d.last++
			}
			d.day, d.months = p.end(o), p.months()
			return d, true
		}
		if w.Text == "eom" && at(i+1).Text == "close" { // closing the books, every month
			return date{}, false
		}
		if w.Class&period != 0 && w.Unit != "" && !w.Inner && (t.wholePeriod(i) || t.fromItsStart(i)) {
			return date{last: i + t.phrase(i) - 1, day: endOfPeriod(w.Unit[0], o)}, true
		}
	case w.Kind == Numeral:
		if v, ok := year(i); ok && (t.introduced(i) || i > 0 && t.Words[i-1].Class&endOf != 0) && at(i+1).Class&unit == 0 && (at(i+1).Kind != Letters || at(i+1).Text == "" || at(i+1).Class&(due|endOf|to|from|by) != 0 || at(i+1).Text == "and") {
			if q, ok := periodOf(at(i + 1).Text); ok && q.kind != 0 {
				q.year = v
				return date{last: i + 1, day: q.end(o)}, true
			}
			return date{last: i, day: okr.NewQuarter(v, 4, 0).End, months: 12, fiscalYear: !(i > 0 && (t.Words[i-1].Text == "in" || t.Words[i-1].Class&endOf != 0))}, true
		}
		if v, ok := year(i); ok {
			if q, ok := periodOf(at(i + 1).Text); ok && q.kind != 0 {
				q.year = v
				return date{last: i + 1, day: q.end(o)}, true
			}
		}
	}
	return date{}, false
}

// A dayAndMonth is a day that is written without its year.
type dayAndMonth struct {
	last  int // word
	day   int
	month time.Month
}

// shortDay reads a day and a month at word i that stand behind a word of time: "bis 31.12.", "by 12/31", "antes del 31/12"; nil is none. With a
// dot it is read behind German words only ("grow by 15.3"), and with a slash when only one of the two can be the month ("by 1/3").
func (t *Text) shortDay(i int) *dayAndMonth {
	followed := func(k int) Word {
		if k < len(t.Words) {
			return t.Words[k]
		}
		return Word{}
	}
	var d dayAndMonth
	if a, b, ok := strings.Cut(t.Words[i].Text, "."); ok {
		german := false
		switch t.Words[i-1].Text {
		case "bis", "zum", "am", "vor":
			german = true
		}
		d = dayAndMonth{last: i, day: small(a), month: time.Month(small(b))}
		if w := followed(i + 1); w.Text == "." && w.Glued && (german || followed(i+2).Kind == Letters && followed(i+2).Text != "" && !followed(i+2).Upper) {
			d.last++
		} else if !german || t.has(from, 0, i) { // grow by 15.3, von 20.5 bis 15.3
			return nil
		}
	} else if slash, w := followed(i+1), followed(i+2); slash.Text == "/" && slash.Glued && w.Kind == Numeral && w.Glued {
		a, b := small(t.Words[i].Text), small(w.Text)
		if a <= 12 {
			a, b = b, a
		}
		d = dayAndMonth{last: i + 2, day: a, month: time.Month(b)}
		if a <= 12 || t.Words[i-1].Text == "for" { // for 24/7 coverage
			return nil
		}
	}
	if next := followed(d.last + 1); d.day < 1 || d.day > 31 || d.month < 1 || d.month > 12 || next.Class&unit != 0 {
		return nil
	}
	return &d
}

// yearAndMonth reads 2026-02 and 02/2026 at word i as 2026-02; "" is none.
func (t *Text) yearAndMonth(i int) string {
	if i+2 >= len(t.Words) {
		return ""
	}
	a, sign, b := t.Words[i], t.Words[i+1], t.Words[i+2]
	if b.Kind != Numeral || !sign.Glued || !b.Glued || sign.Text != "-" && sign.Text != "/" {
		return ""
	}
	year, month := a.Text, b.Text
	if sign.Text == "/" {
		year, month = month, year
	}
	if n := small(month); len(year) != 4 || year < "1900" || year > "2199" || n < 1 || n > 12 {
		return ""
	}
	return year + "-" + ("0" + month)[len(month)-1:]
}

// small is the value of one or two digits, 0 for anything else.
func small(s string) int {
	if len(s) == 0 || len(s) > 2 || strings.Trim(s, "0123456789") != "" {
		return 0
	}
	return atoi(s)
}

// midMonth is the month of "mid-June", 0 for another word.
func midMonth(w Word) time.Month {
	name, ok := strings.CutPrefix(w.Text, "mid-")
	if !ok {
		return 0
	}
	for m := time.January; m <= time.December; m++ {
		if full := strings.ToLower(m.String()); name == full || name == full[:3] {
			return m
		}
	}
	return 0
}

// ordered answers whether a quarter or half is told by its place in the year, and as a time by which: "by the end of the third quarter".
func (t *Text) ordered(i int) bool {
	w, k := t.Words[i], i+1
	most := w.Number
	if w.Kind == Numeral && k < len(t.Words) && t.Words[k].Class&ordinal != 0 && t.Words[k].Glued { // 1st
		most, k = w.value, k+1
	} else if w.Class&nth == 0 || w.Kind != Letters {
		return false
	}
	if k >= len(t.Words) || t.Words[k].Class&period == 0 || t.Words[k].Unit == "" || most < 1 {
		return false
	}
	if kind := t.Words[k].Unit[0]; kind != 'q' && kind != 'h' || most > 4 || kind == 'h' && most > 2 {
		return false
	}
	if k+1 < len(t.Words) && t.Words[k+1].Kind == Letters && t.beforeNoun(k) && t.Words[k+1].Class&whole == 0 { // first half results
		return false
	}
	for b := i - 1; b >= 0; b-- {
		if v := t.Words[b]; !v.Inner && v.Class&(this|article|about) == 0 {
			return v.Class&(due|endOf) != 0 && v.Class&each == 0
		}
	}
	return false
}

// middle answers whether the word at i, or the phrase that it ends, says the middle of a month.
func (t *Text) middle(i int) bool {
	for ; i >= 0; i-- {
		switch t.Words[i].Text {
		case "mid", "middle", "mitte", "mediados":
			return true
		}
		if !t.Words[i].Inner {
			return false
		}
	}
	return false
}

// introduced answers whether the word before i introduces a date.
func (t *Text) introduced(i int) bool {
	for i--; i >= 0; i-- {
		if w := t.Words[i]; !w.Inner {
			return w.Class&(due|endOf) != 0
		}
	}
	return false
}

// phrase is of how many words the phrase at i consists.
func (t *Text) phrase(i int) int {
	n := 1
	for i+n < len(t.Words) && t.Words[i+n].Inner {
		n++
	}
	return n
}

// wholePeriod answers whether a quarter, month or year stands for its end: "EOQ", "end of the quarter", "this quarter".
func (t *Text) wholePeriod(i int) bool {
	w := t.Words[i]
	if w.Text == "month-end" || w.Text == "quarter-end" { // the month-end close is something else
		return t.introduced(i)
	}
	switch w.Text {
	case "eoq", "eoy", "eom", "eoh", "year-end", "quartalsende", "jahresende", "monatsende":
		return true
	}
	k := i - 1
	for k >= 0 && t.Words[k].Inner {
		k--
	}
	if k < 0 {
		return false
	}
	b := t.Words[k]
	switch {
	case b.Class&endOf != 0:
		return !t.beginning(k)
	case b.Text == "this", b.Text == "diesem", b.Text == "dieses", b.Text == "este":
		return true
	case b.Class&this != 0: // the quarter: only behind "by", "for", "in", or "the end of"
		for k--; k >= 0 && t.Words[k].Inner; k-- {
		}
		return k >= 0 && (t.Words[k].Class&endOf != 0 && !t.beginning(k) || t.Words[k].Text == "by" || (t.Words[k].Text == "for" || t.Words[k].Text == "in") && w.Text == "quarter")
	}
	return false
}
