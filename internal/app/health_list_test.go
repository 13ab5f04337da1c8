package app

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/headwater-okr/headwater/internal/forecast"
	"github.com/headwater-okr/headwater/internal/okr"
)

// A list says of a key result's health what its own page says, though it computes a chance only where it can matter.
func TestHealthInAList(t *testing.T) {
	const start = okr.Date("2026-10-01")
	settingOn := func(day okr.Date, stage okr.Stage) setting {
		return setting{Setting: okr.Setting{Today: day, Cycle: okr.Cycle{ID: "c", Start: start, End: start.Add(90)}, Stage: stage, Activated: start,
			Team: okr.ResolvedTeam{Rhythm: okr.Weekly, Weekday: 1, TimeZone: "UTC"}}, prior: forecast.Default()}
	}
	same := func(t interface{ Fatalf(string, ...any) }, k okr.KeyResult, s setting) okr.Health {
		want := viewKeyResult(okr.Viewer{}, okr.Objective{Stage: s.Stage}, k, 1, s).Health
		if got := keyResultHealth(k, s); got != want {
			t.Fatalf("in a list it is %+v, on its page %+v", got, want)
		}
		return want.Health
	}
	healths := map[okr.Health]bool{}
	for _, pace := range []float64{0.2, 4, 7, 14} { // with a chance, from hopeless to sure, whatever is drawn below
		from, to, sure := 0.0, 100.0, 7
		k := okr.KeyResult{Kind: okr.Number, Direction: okr.Increase, Baseline: &from, Target: &to, Confidence: &sure, Created: okr.InstantOf(start.Time())}
		day := start.Add(4)
		for i := range 6 {
			k.Trail = append(k.Trail, okr.Point{Date: day, Value: pace * float64(i+1)})
			k.Value, k.CheckedAs, k.Checks = &k.Trail[i].Value, day, i+1
			day = day.Add(7)
		}
		k.Progress = k.Measure().Value
		s := settingOn(start.Add(41), okr.Active)
		if forecast.Chance(k, s.Cycle, s.Today, s.prior) == nil {
			t.Errorf("at %v a week there is no chance", pace)
		}
		healths[same(t, k, s)] = true
	}
	if len(healths) < 3 {
		t.Errorf("the chances make no difference: %v", healths)
	}
	rapid.Check(t, func(r *rapid.T) {
		maybe := func(name string) *float64 {
			if rapid.IntRange(0, 9).Draw(r, name) == 0 {
				return nil
			}
			v := float64(rapid.IntRange(-20, 120).Draw(r, name))
			return &v
		}
		k := okr.KeyResult{Kind: okr.Number, Direction: rapid.SampledFrom([]okr.Direction{okr.Increase, okr.Decrease, okr.KeepAbove}).Draw(r, "direction"),
			Baseline: maybe("baseline"), Target: maybe("target"), Created: okr.InstantOf(start.Time())}
		day := start.Add(rapid.IntRange(0, 20).Draw(r, "first"))
		for range rapid.IntRange(0, 6).Draw(r, "check-ins") {
			k.Trail = append(k.Trail, okr.Point{Date: day, Value: float64(rapid.IntRange(-20, 120).Draw(r, "value"))})
			k.Value, k.CheckedAs, k.Checks = &k.Trail[len(k.Trail)-1].Value, day, len(k.Trail)
			day = day.Add(7)
		}
		if sure := rapid.IntRange(-1, 10).Draw(r, "confidence"); sure >= 0 {
			k.Confidence = &sure
		}
		k.Progress = k.Measure().Value
		same(r, k, settingOn(start.Add(rapid.IntRange(0, 100).Draw(r, "today")), rapid.SampledFrom([]okr.Stage{okr.Active, okr.Active, okr.Draft, okr.Closed}).Draw(r, "stage")))
	})
}
