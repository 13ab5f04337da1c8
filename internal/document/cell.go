package document

import (
	"regexp"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

var dateLayouts = []string{time.DateOnly, "2006/01/02", "01/02/2006", "1/2/2006", "02.01.2006", "2.1.2006", "2 Jan 2006", "2 January 2006", "Jan 2, 2006", "January 2, 2006",
	"Jan 2 2006", time.RFC3339, "2006-01-02 15:04:05", "2006-01-02T15:04:05", "01/02/2006 15:04:05", "1/2/2006 3:04:05 PM", "Mon Jan 2 2006", "01-02-06"}

// dateOf reads a cell that holds a date, in the ways that spreadsheets write it. A zone behind it is dropped: a due date has none.
func dateOf(s string) (okr.Date, bool) {
	s = strings.TrimSuffix(strings.TrimSpace(s), " UTC")
	if s == "" || len(s) > 40 {
		return "", false
	}
	for _, l := range dateLayouts {
		if t, err := time.Parse(l, s); err == nil && t.Year() >= 1900 && t.Year() <= 9999 {
			return okr.DateOf(t), true
		}
	}
	return "", false
}

var reNumberOnly = regexp.MustCompile(`^[-+]?\d[\d.,]*$`)

// guard keeps a spreadsheet from running a cell as a formula: what begins like one gets an apostrophe in front. Plain numbers stay.
func guard(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r'", rune(s[0])) && !reNumberOnly.MatchString(s) {
		return "'" + s
	}
	return s
}

// unguard takes off what guard put on.
func unguard(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune("=+-@\t\r'", rune(s[1])) {
		return s[1:]
	}
	return s
}
