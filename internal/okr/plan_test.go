package okr

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestPlanLine(t *testing.T) {
	rising := KeyResult{Kind: Number, Direction: Increase, Baseline: num(0), Target: num(100)}
	planned := rising
	planned.Plan = []Point{{"2026-09-01", 3}, {"2026-10-28", 10}, {"2026-12-27", 90}, {"2027-03-01", 200}}
	own := rising
	own.Start, own.Due = "2026-10-12", "2026-11-09"
	dates := KeyResult{Kind: Milestones, Stages: []Milestone{{Title: "a", Due: "2026-10-19"}, {Title: "b"}, {Title: "c", Due: "2026-11-30"}, {Title: "d", Due: "2026-11-30"}, {Title: "e"}}}
	from, until := quarter.Start, quarter.End
	for _, tt := range []struct {
		name string
		k    KeyResult
		want []Point
	}{
		{"from baseline to target", rising, []Point{{from, 0}, {until, 100}}},
		{"only what lies between start and due date", planned, []Point{{from, 0}, {"2026-10-28", 10}, {until, 100}}},
		{"its own dates", own, []Point{{"2026-10-12", 0}, {"2026-11-09", 100}}},
		{"due on the day it starts", KeyResult{Kind: Number, Baseline: num(0), Target: num(7), Start: "2026-11-09", Due: "2026-11-09"}, []Point{{"2026-11-09", 7}}},
		{"due before it starts", KeyResult{Kind: Number, Baseline: num(0), Target: num(7), Due: "2026-01-01"}, nil},
		{"falling", KeyResult{Kind: Number, Direction: Decrease, Baseline: num(9), Target: num(2)}, []Point{{from, 9}, {until, 2}}},
		{"a limit is flat", KeyResult{Kind: Number, Direction: KeepBelow, Baseline: num(9), Target: num(5), Plan: []Point{{"2026-10-28", 7}}}, []Point{{from, 5}, {until, 5}}},
		{"without a baseline from 0", KeyResult{Kind: Number, Direction: Reach, Target: num(40)}, []Point{{from, 0}, {until, 40}}},
		{"falling without a baseline", KeyResult{Kind: Number, Direction: Decrease, Target: num(40)}, nil},
		{"without a target", KeyResult{Kind: Number, Baseline: num(1)}, nil},
		{"yes or no", KeyResult{Kind: YesNo}, nil},
		{"judgement", KeyResult{Kind: Judgement}, []Point{{from, 0}, {until, 3}}},
		{"milestones", milestones(0), []Point{{from, 0}, {until, 4}}},
		{"milestones with dates", dates, []Point{{from, 0}, {"2026-10-19", 1}, {"2026-11-30", 4}, {until, 5}}},
		{"no milestones", KeyResult{Kind: Milestones}, nil},
	} {
		if diff := cmp.Diff(tt.want, tt.k.PlanLine(quarter)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	if line := rising.PlanLine(Cycle{}); line != nil {
		t.Errorf("without days there is a line: %v", line)
	}
}

func TestPlannedAt(t *testing.T) {
	k := KeyResult{Kind: Number, Direction: Increase, Baseline: num(0), Target: num(100), Plan: []Point{{"2026-10-28", 10}}}
	for day, want := range map[Date]float64{"2026-09-01": 0, "2026-09-28": 0, "2026-10-13": 5, "2026-10-28": 10, "2026-11-27": 55, "2026-12-27": 100, "2027-01-01": 100} {
		got, ok := k.PlannedAt(day, quarter)
		if !ok || got != want {
			t.Errorf("the plan for %s is %v, want %v", day, got, want)
		}
		if p, ok := k.PlannedProgress(day, quarter); !ok || math.Abs(p-want/100) > 1e-9 {
			t.Errorf("the planned progress for %s is %v, want %v", day, p, want/100)
		}
		if e := k.PlanOn(day, quarter); *e.Value != got || len(e.Inputs) != 2 {
			t.Errorf("the plan for %s explains itself by %+v", day, e)
		}
	}
	if e := k.PlanOn("2026-10-13", quarter); e.Inputs[0] != (Input{"2026-09-28", "0"}) || e.Inputs[1] != (Input{"2026-10-28", "10"}) {
		t.Errorf("it rests on %v", e.Inputs)
	}
	for day, note := range map[Date]string{"2026-09-01": "It has not begun yet.", "2026-11-09": "", "2027-01-01": "It was to be there by now."} {
		if e := k.PlanOn(day, quarter); e.Note != note {
			t.Errorf("on %s it notes %q", day, e.Note)
		}
	}
	day := KeyResult{Kind: Number, Baseline: num(0), Target: num(7), Start: "2026-11-09", Due: "2026-11-09"}
	if e := day.PlanOn("2026-11-09", quarter); *e.Value != 7 || len(e.Inputs) != 1 || e.Formula == "" {
		t.Errorf("the plan of one day is %+v", e)
	}
	if e := (KeyResult{Kind: YesNo}).PlanOn("2026-11-09", quarter); e.Value != nil || e.Note == "" {
		t.Errorf("yes or no has a plan: %+v", e)
	}
	weighted := KeyResult{Kind: Milestones, Stages: []Milestone{{Title: "a", Weight: 1, Due: "2026-10-28"}, {Title: "b", Weight: 3}}}
	for day, want := range map[Date]float64{"2026-09-28": 0, "2026-10-13": 0.125, "2026-10-28": 0.25, "2026-11-27": 0.625, "2026-12-27": 1} {
		if p, ok := weighted.PlannedProgress(day, quarter); !ok || math.Abs(p-want) > 1e-9 {
			t.Errorf("of weighted milestones %v is planned for %s, want %v", p, day, want)
		}
	}
}

// The plan begins at the start, ends at the target, and on the way is finite and never leaves what lies between its corners.
func TestPlanStaysBetweenItsCorners(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := drawKR(t)
		for i := range rapid.IntRange(0, 3).Draw(t, "points") {
			k.Plan = append(k.Plan, Point{quarter.Start.Add(20 * (i + 1)), anyNumber().Draw(t, "point")})
		}
		day := quarter.Start.Add(rapid.IntRange(-10, 110).Draw(t, "day"))
		v, ok := k.PlannedAt(day, quarter)
		line := k.PlanLine(quarter)
		if ok != (line != nil) {
			t.Fatalf("a plan of %v, but %v", line, ok)
		}
		if !ok {
			return
		}
		low, high := math.Inf(1), math.Inf(-1)
		for _, p := range line {
			low, high = min(low, p.Value), max(high, p.Value)
		}
		slack := 1e-9 * max(math.Abs(low/2), math.Abs(high/2), 1e-9)
		if !(v >= low-slack && v <= high+slack) {
			t.Fatalf("the plan for %s is %v, outside of %v to %v", day, v, low, high)
		}
		if end, _ := k.PlannedAt(quarter.End, quarter); end != line[len(line)-1].Value {
			t.Fatalf("the plan ends at %v, want %v", end, line[len(line)-1].Value)
		}
		if p, ok := k.PlannedProgress(day, quarter); !ok || !(p >= 0 && p <= MaxProgress) {
			t.Fatalf("the planned progress is %v, %v", p, ok)
		}
		if p, _ := k.PlannedProgress(quarter.End, quarter); p != 1 {
			t.Fatalf("in the end %v is planned, want 1", p)
		}
	})
}
