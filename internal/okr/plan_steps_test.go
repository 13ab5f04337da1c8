package okr

import (
	"testing"

	"pgregory.net/rapid"
)

// The steps follow each other, end with the first day of execution, and every day has its step.
func TestPlanSteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := Date("2026-01-01").Add(rapid.IntRange(0, 900).Draw(t, "start"))
		c := NewSpan("A cycle", start, start.Add(rapid.IntRange(1, 400).Draw(t, "days")))
		steps := c.PlanSteps()
		if last := steps[len(steps)-1].Until; last != c.Execute {
			t.Fatalf("published on %s, executed from %s", last, c.Execute)
		}
		for i := 1; i < len(steps); i++ {
			if steps[i].Until < steps[i-1].Until {
				t.Fatalf("%s ends before %s: %v", steps[i].Name, steps[i-1].Name, steps)
			}
		}
		day := start.Add(rapid.IntRange(-30, 60).Draw(t, "day"))
		if at := c.PlanStep(day); at < len(steps) && day > steps[at].Until || at > 0 && day <= steps[at-1].Until {
			t.Fatalf("%s is in step %d of %v", day, at, steps)
		}
	})
	q := NewQuarter(2027, 1, 1)
	if got := q.PlanSteps(); got[0].Until != "2026-12-31" || got[1].Until != "2027-01-07" || got[2].Until != "2027-01-14" || got[3].Until != "2027-01-15" {
		t.Errorf("the first quarter of 2027: %v", got)
	}
}
