package okr

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCarryKeyResult(t *testing.T) {
	v := func(x float64) *float64 { return &x }
	three := []Milestone{{Title: "One"}, {Title: "Two"}, {Title: "Three"}}
	for name, x := range map[string]struct{ old, want KeyResult }{
		"a number begins where it ended": {
			KeyResult{ID: "1", LineageID: "0", ObjectiveID: "o", Title: "Riders who stay", Kind: Number, Direction: Increase, Unit: "%", Baseline: v(40), Target: v(60), Value: v(52), Progress: v(0.6), Confidence: new(int), Grade: v(0.6),
				Plan: []Point{{"2026-11-01", 50}}, Due: "2026-12-01", Dismissed: []Dismissal{{Rule: "kr/vague"}}, OwnerID: "m", Weight: v(50), Readiness: Readiness{Source: "The till"}},
			KeyResult{LineageID: "0", Title: "Riders who stay", Kind: Number, Direction: Increase, Unit: "%", Baseline: v(52), OwnerID: "m", Weight: v(50), Readiness: Readiness{Source: "The till"}}},
		"without a value it begins where it began": {
			KeyResult{Kind: Number, Direction: Decrease, Baseline: v(9), Target: v(4)}, KeyResult{Kind: Number, Direction: Decrease, Baseline: v(9)}},
		"a limit has no beginning": {
			KeyResult{Kind: Number, Direction: KeepBelow, Target: v(4), Value: v(3)}, KeyResult{Kind: Number, Direction: KeepBelow}},
		"milestones that are reached stay behind": {
			KeyResult{Kind: Milestones, Stages: three, Value: v(2), Progress: v(0.66)}, KeyResult{Kind: Milestones, Stages: three[2:]}},
		"all milestones reached begin again": {
			KeyResult{Kind: Milestones, Stages: three, Value: v(3), Progress: v(1)}, KeyResult{Kind: Milestones, Stages: three}},
		"a yes or no": {KeyResult{Kind: YesNo, Value: v(0)}, KeyResult{Kind: YesNo}},
	} {
		if diff := cmp.Diff(x.want, x.old.Carry()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestAim(t *testing.T) {
	v := func(x float64) *float64 { return &x }
	for _, x := range []struct {
		was      Direction
		from, to *float64
		want     Direction
	}{{Increase, v(5), v(3), Decrease}, {Decrease, v(3), v(5), Increase}, {Decrease, v(3), nil, Decrease}, {KeepBelow, v(3), v(5), KeepBelow}, {Reach, v(3), v(1), Reach}, {Increase, v(3), v(3), Increase}} {
		k := KeyResult{Kind: Number, Direction: x.was}.Aim(x.from, x.to)
		if k.Direction != x.want || k.Baseline != x.from || k.Target != x.to {
			t.Errorf("%s from %v to %v is %+v", x.was, x.from, x.to, k)
		}
	}
}

func TestCarryObjective(t *testing.T) {
	old := Objective{ID: "1", Number: 4, LineageID: "0", CycleID: "q1", Title: "Riders stay", Kind: Aspirational, Stage: Closed, WhyImportant: "a", WhyUrgent: "b", Evidence: "c", OwnerID: "m", DeciderID: "d",
		TeamIDs: []string{"t"}, Supports: []Support{{UpPillar, "p", 1}}, Private: true, Comfort: Comfort{Answer: "uncomfortable"}, Progress: new(float64), Grade: new(float64), DropReason: "x",
		Note: ClosingNote{Learned: "l"}, Lessons: []string{"z"}, Dismissed: []Dismissal{{Rule: "r"}}, Activated: 1, Ended: 2, Version: 7, Created: 1, Position: 9}
	want := Objective{LineageID: "0", CycleID: "q2", Title: "Riders stay", Kind: Aspirational, Stage: Draft, WhyImportant: "a", WhyUrgent: "b", Evidence: "c", OwnerID: "m", DeciderID: "d",
		TeamIDs: []string{"t"}, Supports: []Support{{UpPillar, "p", 1}}, Private: true}
	if diff := cmp.Diff(want, old.Carry("q2")); diff != "" {
		t.Error(diff)
	}
}
