package okr

import (
	"strconv"
	"time"
)

// A Date is a day without a zone, as ISO text: "2026-11-09". Text order is date order. The zero value is "no date".
type Date string

// An Instant is a moment: milliseconds since 1970 in UTC. The zero value is "never". It is RFC 3339 in JSON.
type Instant int64

// The first and the last day that can be written; dates are kept between them, because text order is date order only there.
const (
	minDate Date = "0001-01-01"
	MaxDate Date = "9999-12-31"
)

// ParseDate reads an ISO date. An empty string is no date.
func ParseDate(field, s string) (Date, error) {
	if s == "" {
		return "", nil
	}
	if Date(s).Time().Year() < 1900 {
		return "", Fail(Invalid, field, "Write the date as year-month-day, for example 2026-11-09.")
	}
	return Date(s), nil
}

// DateOf is the day of t in t's own location; MaxDate for anything later.
func DateOf(t time.Time) Date {
	switch y := t.Year(); {
	case y > 9999:
		return MaxDate
	case y < 1:
		return minDate
	}
	return Date(t.Format(time.DateOnly))
}

// Time is midnight UTC of the day, the zero time if d is no date. It reads the digits itself: a list of thousands asks for many days of each row, and
// time.Parse was a fifth of its time.
func (d Date) Time() time.Time {
	if len(d) != len(time.DateOnly) || d[4] != '-' || d[7] != '-' {
		return time.Time{}
	}
	number := func(from, to int) int {
		n := 0
		for _, c := range []byte(d[from:to]) {
			if c < '0' || c > '9' {
				return -1
			}
			n = 10*n + int(c-'0')
		}
		return n
	}
	year, month, day := number(0, 4), number(5, 7), number(8, 10)
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if year < 0 || t.Year() != year || int(t.Month()) != month || t.Day() != day { // no digits, or a day that no month has
		return time.Time{}
	}
	return t
}

// Words is the day as people read it, "9 November", with the year where it is not that of today; "" for a day that is not said.
func (d Date) Words(today Date) string {
	if d == "" {
		return ""
	}
	t := d.Time()
	if today != "" && t.Year() == today.Time().Year() {
		return t.Format("2 January")
	}
	return t.Format("2 January 2006")
}

// Add returns the day n days later (earlier if n is negative); no date stays no date.
func (d Date) Add(n int) Date {
	if d == "" {
		return ""
	}
	return DateOf(d.Time().AddDate(0, 0, n))
}

// Since is the number of days from e to d, negative if d is earlier.
func (d Date) Since(e Date) int {
	return int((d.Time().Unix() - e.Time().Unix()) / (24 * 60 * 60)) // a time.Duration ends after 292 years
}

// Monday is the first day of d's week.
func (d Date) Monday() Date { return d.Add(-((int(d.Time().Weekday()) + 6) % 7)) }

// InstantOf is t in milliseconds.
func InstantOf(t time.Time) Instant { return Instant(t.UnixMilli()) }

// Time is the instant in UTC; the zero time if it is never.
func (i Instant) Time() time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(i)).UTC()
}

// DateIn is the day that it is in loc at i.
func (i Instant) DateIn(loc *time.Location) Date { return DateOf(i.Time().In(loc)) }

// MarshalJSON writes RFC 3339 with milliseconds, or null for never.
func (i Instant) MarshalJSON() ([]byte, error) {
	if i == 0 {
		return []byte("null"), nil
	}
	return strconv.AppendQuote(nil, i.Time().Format("2006-01-02T15:04:05.000Z")), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (i *Instant) UnmarshalJSON(b []byte) error {
	s := string(b)
	if s == "null" || s == `""` {
		*i = 0
		return nil
	}
	s, err := strconv.Unquote(s)
	if err != nil {
		return Fail(Invalid, "", "Write the instant as RFC 3339, for example 2026-11-09T08:30:00Z.")
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return Fail(Invalid, "", "Write the instant as RFC 3339, for example 2026-11-09T08:30:00Z.")
	}
	*i = InstantOf(t)
	return nil
}
