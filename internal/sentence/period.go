package sentence

import (
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

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

// months is how long the period lasts.
func (p calendarPeriod) months() int {
	switch p.kind {
	case 'q':
		return 3
	case 'h':
		return 6
	}
	return 12
}

// dayBefore is the last day before a period of so many months that ends with the last day of one.
func dayBefore(end okr.Date, months int) okr.Date {
	if end == "" {
		return ""
	}
	d := end.Time()
	return okr.DateOf(time.Date(d.Year(), d.Month()+1-time.Month(months), 0, 0, 0, 0, 0, time.UTC))
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

// weekEnd is the Sunday of a week of the year as ISO 8601 counts them: the next one from today.
func weekEnd(n int, o Options) okr.Date {
	if o.Today == "" {
		return ""
	}
	for year := o.Today.Time().Year(); ; year++ {
		first := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC) // the first week has the fourth of January in it
		monday := first.AddDate(0, 0, -(int(first.Weekday())+6)%7)
		if d := okr.DateOf(monday.AddDate(0, 0, 7*n-1)); d >= o.Today {
			return d
		}
	}
}

// feastDay is the day with a name, in a year or, without one, the next time it comes from today.
func feastDay(name string, year int, o Options) okr.Date {
	if year == 0 {
		if o.Today == "" {
			return ""
		}
		if year = o.Today.Time().Year(); okr.DateOf(feastIn(name, year)) < o.Today {
			year++
		}
	}
	return okr.DateOf(feastIn(name, year))
}

// feastIn is when a day with a name falls in a year.
func feastIn(name string, year int) time.Time {
	day := func(month time.Month, day int) time.Time {
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	}
	switch first := day(time.November, 1); name {
	case "easter":
		return easter(year)
	case "pentecost":
		return easter(year).AddDate(0, 0, 49)
	case "thanksgiving", "friday", "monday": // the fourth Thursday of November, and the days behind it
		fourth := 22 + (11-int(first.Weekday()))%7
		return day(time.November, fourth+map[string]int{"friday": 1, "monday": 4}[name])
	}
	m, d, _ := strings.Cut(name, "-")
	return day(time.Month(atoi(m)), atoi(d))
}

// easter is Easter Sunday of a year of the Gregorian calendar (Meeus, Jones and Butcher).
func easter(y int) time.Time {
	a, b, c := y%19, y/100, y%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	n := h + l - 7*((a+11*h+22*l)/451) + 114
	return time.Date(y, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}
