package okr

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Holiday is a day on which nobody is expected to check in.
type Holiday struct {
	Date Date   `json:"date"`
	Name string `json:"name,omitempty"`
}

// Holidays are an organization's, by date.
type Holidays []Holiday

// Has answers whether a day is one of them.
func (h Holidays) Has(d Date) bool {
	return slices.ContainsFunc(h, func(x Holiday) bool { return x.Date == d })
}

// workday is the day itself, or if it is a holiday the next day that is none and in the working week. A list that leaves no such day within a month is
// not followed.
func (h Holidays) workday(d Date) Date {
	if d == "" || !h.Has(d) {
		return d
	}
	for next := d.Add(1); next.Since(d) <= 31; next = next.Add(1) {
		if w := next.Time().Weekday(); w != time.Saturday && w != time.Sunday && !h.Has(next) {
			return next
		}
	}
	return d
}

// maxHolidays is some years of them.
const maxHolidays = 400

// ParseHolidays reads holidays from lines of a date and a name: "2026-12-25 Christmas Day". Empty lines are skipped.
func ParseHolidays(field, text string) (Holidays, error) {
	var out Holidays
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		day, name, _ := strings.Cut(line, " ")
		d, err := ParseDate(field, day)
		if err != nil || d == "" {
			return nil, Fail(Invalid, field, fmt.Sprintf("Line %d does not begin with a date. Write it as 2026-12-25 Christmas Day.", n+1))
		}
		out = append(out, Holiday{d, strings.TrimSpace(name)})
	}
	return out, nil
}

// String is the text that ParseHolidays reads.
func (h Holidays) String() string {
	var b strings.Builder
	for _, x := range h {
		b.WriteString(strings.TrimSpace(string(x.Date)+" "+x.Name) + "\n")
	}
	return b.String()
}

func (h Holidays) check(f *Faults) {
	f.count("settings.holidays", "holidays", len(h), maxHolidays)
	for i, x := range h {
		f.add(checkDate(fmt.Sprintf("settings.holidays[%d].date", i), x.Date, true))
		f.text(fmt.Sprintf("settings.holidays[%d].name", i), x.Name, 0, 120)
	}
}
