package app

import (
	"math"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// What a plan's forecasts come to counts each key result once in the whole and once in each team that shares it; what has no forecast yet, and what is private,
// is in no count.
func TestOutlook(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx, apps, sales := w.ctx(), w.team("Apps"), w.team("Sales")
		add := func(title string, private bool, values []float64, teams ...string) okr.Objective {
			o := must(w.AddObjective(ctx, w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: teams, Title: title, Private: private, OwnerID: w.owner.Viewer.MemberID, KeyResults: []KeyResultInput{rising("One")}}))(t)
			must(w.Transition(ctx, w.owner, TransitionInput{ID: o.ID, To: okr.Active}))(t)
			for i, v := range values {
				must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: o.KeyResults[0].ID, Value: ptr(v), AsOf: okr.Date("2026-10-13").Add(7 * i)}))(t)
			}
			return o.Objective
		}
		shared := add("Guests come back", false, []float64{10, 25, 38, 50}, apps.ID, sales.ID)
		slow := add("Guests tell others", false, []float64{2, 4, 5, 7}, apps.ID)
		add("Too young", false, []float64{10}, apps.ID)
		add("In secret", true, []float64{10, 25, 38, 50}, apps.ID)
		chance := func(o okr.Objective) float64 {
			f := must(w.Objective(ctx, w.owner, o.ID))(t).KeyResults[0].Forecast
			if f == nil || !f.Shown {
				t.Fatalf("%s has no forecast", o.Title)
			}
			return *f.Chance.Value
		}
		a, b := chance(shared), chance(slow)
		if a <= b {
			t.Errorf("the fast one has a chance of %v, the slow one of %v", a, b)
		}
		check := func(when string) {
			t.Helper()
			for team, want := range map[string]Outlook{"": {2, a + b}, apps.ID: {2, a + b}, sales.ID: {1, a}} {
				got := must(w.Judge(ctx, w.owner, JudgeQuery{CycleID: w.cycle.ID, TeamID: team}))(t).Outlook
				if got.KeyResults != want.KeyResults || math.Abs(got.Arriving-want.Arriving) > 1e-9 {
					t.Errorf("%s, team %q: %+v, want %+v", when, team, got, want)
				}
			}
		}
		check("read now")
		w.pass(time.Minute)
		if err := w.JudgePlans(ctx); err != nil {
			t.Fatal(err)
		}
		check("read before")
	})
}
