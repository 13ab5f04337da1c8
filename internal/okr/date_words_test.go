package okr_test

import (
	"regexp"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// What is wrong with a day is said with days as the pages show them.
func TestDaysInMessages(t *testing.T) {
	const today = okr.Date("2026-11-09")
	cycle := okr.Cycle{Name: "Q4", Start: "2026-10-01", End: "2026-12-31", Execute: "2026-10-05", Closing: "2026-12-14"}
	with := func(change func(*okr.Cycle)) error {
		c := cycle
		change(&c)
		return c.Check(nil)
	}
	late := cycle
	late.End = "2027-01-10"
	for _, c := range []struct {
		want string
		err  error
	}{
		{"This day is still to come. Use 9 November or an earlier day.", okr.CheckIn{AsOf: "2026-12-03", Note: "Early"}.Check(okr.KeyResult{}, today)},
		{"This day is still to come. Use 9 November or an earlier day.", okr.KPIValue{Date: "2026-12-03"}.Check(today)},
		{"It is due before it starts. Choose a day on or after 1 October 2026.", okr.KeyResult{Title: "Calm mornings", Kind: okr.YesNo, Start: "2026-10-01", Due: "2026-09-01"}.Check()},
		{"The cycle ends before it starts. Choose a last day on or after 1 October 2026.", with(func(c *okr.Cycle) { c.End = "2026-09-01" })},
		{"Execution begins inside the cycle, between 1 October and 31 December 2026.", with(func(c *okr.Cycle) { c.Execute = "2026-09-01" })},
		{"Closing begins after execution has begun, between 5 October and 31 December 2026.", with(func(c *okr.Cycle) { c.Closing = "2026-10-02" })},
		{"The cycle must lie inside Q4, 1 October to 31 December 2026.", late.Check(&cycle)},
		{"That would be over already. Use 10 November or a later day.", okr.DataDecision{Choice: okr.DataDelay, Until: "2026-11-01"}.Check(today)},
	} {
		found := false
		for _, e := range okr.FaultsOf(c.err) {
			found = found || e.Message == c.want
			if iso := regexp.MustCompile(`\d{4}-\d{2}-\d{2}`).FindString(e.Message); iso != "" {
				t.Errorf("%s is no day in words: %s", iso, e.Message)
			}
		}
		if !found {
			t.Errorf("%q is not said: %v", c.want, c.err)
		}
	}
}
