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
}

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
		if t.When != "" || !introduced && !(bare && d.complete) {
			continue
		}
		span := Span{t.Words[d.first].Span.From, t.Words[d.last].Span.To}
		t.When, t.Deadline, t.Spans["deadline"] = t.Raw[span.From:span.To], d.day, span
	}
	t.horizon(o)
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
	switch t.Words[i-1].Text {
	case "hired", "done", "applied", "used", "signed", "joined", "created", "started", "closing", "closed":
		return i < len(t.Words)-3 || t.Words[i-1].Text != "started" && t.Words[i-1].Text != "closed"
	}
	return false
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
		d.day = monthDay(time.Month(int(w.Number)), day, y, o)
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
			d.day = p.end(o)
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
			return date{last: i, day: okr.NewQuarter(v, 4, 0).End, fiscalYear: !(i > 0 && (t.Words[i-1].Text == "in" || t.Words[i-1].Class&endOf != 0))}, true
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

// horizon reads "within 6 months" as a deadline where the sentence has a target of its own: days and hours are conditions.
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
		if k+1 >= len(t.Words) || t.Words[k].Kind != Numeral && t.Words[k].Class&number == 0 {
			continue
		}
		n := t.Words[k].value
		if t.Words[k].Kind != Numeral {
			n = t.Words[k].Number
		}
		months := 0
		switch t.Words[k+1].Unit {
		case "months":
			months = int(n)
		case "quarters":
			months = 3 * int(n)
		case "years":
			months = 12 * int(n)
		}
		if months == 0 || months > 120 || !next && (w.Text != "within" || !t.has(from, 0, i)) {
			continue
		}
		span := Span{w.Span.From, t.Words[k+1].Span.To}
		t.When, t.Spans["deadline"] = t.Raw[span.From:span.To], span
		if o.Today != "" {
			t.Deadline = okr.DateOf(o.Today.Time().AddDate(0, months, 0))
		}
		for ; i <= k+1; i++ {
			t.Words[i].Role = Dated
		}
		return
	}
}

// A calendarPeriod is a quarter (q), a half (h) or a fiscal year (kind 0), without a year where none is written.
type calendarPeriod struct {
	year int
	kind byte
	n    int
}

// periodOf reads Q3, H1, EOQ4, FY21, FY21-Q1, FY20Q4, 2019Q1, 3Q26.
func periodOf(s string) (calendarPeriod, bool) {
	var p calendarPeriod
	if len(s) < 2 || len(s) > 9 {
		return p, false
	}
	digits := func(from int) int {
		n := from
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		return n
	}
	i := 0
	if len(s) > 3 && s[:2] == "cy" || len(s) > 3 && s[:2] == "fy" {
		j := digits(2)
		if j != 4 && j != 6 {
			return p, false
		}
		p.year = atoi(s[2:j])
		if i = j; i == len(s) {
			return p.full(), true
		}
		if s[i] == '-' {
			i++
		}
	} else if len(s) > 2 && s[:2] == "eo" {
		i = 2
	}
	if i+2 != len(s) || s[i] != 'q' && s[i] != 'h' || s[i+1] < '1' || s[i+1] > '4' || s[i] == 'h' && s[i+1] > '2' {
		return p, false
	}
	p.kind, p.n = s[i], int(s[i+1]-'0')
	return p.full(), true
}

func (p calendarPeriod) full() calendarPeriod {
	if p.year > 0 && p.year < 100 {
		p.year += 2000
	}
	return p
}

// end is the last day of the period. Without a year it is the next such day from today; without a day to count from, none.
func (p calendarPeriod) end(o Options) okr.Date {
	q := p.n
	if p.kind == 'h' {
		q *= 2
	}
	if p.kind == 0 {
		q = 4
	}
	if p.year > 0 {
		return okr.NewQuarter(p.year, q, o.Fiscal).End
	}
	if o.Today == "" {
		return ""
	}
	y := fiscalYear(o)
	if d := okr.NewQuarter(y, q, o.Fiscal).End; d >= o.Today {
		return d
	}
	return okr.NewQuarter(y+1, q, o.Fiscal).End
}

func atoi(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// endOfPeriod is the end of the month, quarter, half or year that today lies in; of the quarter it is the end of the cycle, if that is known.
func endOfPeriod(kind byte, o Options) okr.Date {
	switch {
	case kind == 'q' && o.Cycle.End != "":
		return o.Cycle.End
	case o.Today == "":
		return ""
	case kind == 'y':
		return okr.NewQuarter(fiscalYear(o), 4, o.Fiscal).End
	case kind == 'm':
		d := o.Today.Time()
		return okr.DateOf(time.Date(d.Year(), d.Month()+1, 0, 0, 0, 0, 0, time.UTC))
	case kind == 'h':
		if d := okr.NewQuarter(fiscalYear(o), 2, o.Fiscal).End; d >= o.Today {
			return d
		}
		return okr.NewQuarter(fiscalYear(o), 4, o.Fiscal).End
	}
	return okr.QuarterOf(o.Today, o.Fiscal).End
}

// fiscalYear is the fiscal year that today lies in.
func fiscalYear(o Options) int {
	return o.Today.Time().AddDate(0, 1-max(o.Fiscal, 1), 0).Year()
}

// dayOf reads 2026-05-31, 05/31/2026 and 31.05.2026; "" is no day of the calendar.
func dayOf(s string) okr.Date {
	for _, layout := range [...]string{"2006-01-02", "1/2/2006", "2.1.2006", "2/1/2006"} {
		if d, err := time.Parse(layout, s); err == nil {
			return okr.DateOf(d)
		}
	}
	return ""
}

// monthDay is a day of a month, its last one without a day; without a year it is the next such day from today.
func monthDay(month time.Month, day, year int, o Options) okr.Date {
	if year == 0 {
		if o.Today == "" {
			return ""
		}
		t := o.Today.Time()
		year = t.Year()
		if month < t.Month() || month == t.Month() && day > 0 && day < t.Day() {
			year++
		}
	}
	last := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC)
	if day == 0 || day > last.Day() {
		return okr.DateOf(last)
	}
	return okr.DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}
