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
	chances := 0
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
		s := setting{Setting: okr.Setting{Today: start.Add(rapid.IntRange(0, 100).Draw(r, "today")), Cycle: okr.Cycle{ID: "c", Start: start, End: start.Add(90)},
			Stage: rapid.SampledFrom([]okr.Stage{okr.Active, okr.Active, okr.Draft, okr.Closed}).Draw(r, "stage"), Activated: start, Team: okr.ResolvedTeam{Rhythm: okr.Weekly, Weekday: 1, TimeZone: "UTC"}}, prior: forecast.Default()}
		if forecast.Chance(k, s.Cycle, s.Today, s.prior) != nil {
			chances++
		}
		want := viewKeyResult(okr.Viewer{}, okr.Objective{Stage: s.Stage}, k, 1, s).Health
		if got := keyResultHealth(k, s); got != want {
			r.Fatalf("in a list it is %+v, on its page %+v", got, want)
		}
	})
	if chances == 0 && !testing.Short() { // a short run draws too few to tell
		t.Error("no key result had a chance")
	}
}
