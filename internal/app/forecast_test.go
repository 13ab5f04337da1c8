package app

import (
	"strings"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/forecast"
	"github.com/headwater-okr/headwater/internal/okr"
)

// What was closed or is past its due date is a course, with every check-in; what is under way, dropped or hidden from the actor is none.
func TestCourses(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		bo := w.member("Bo", okr.OrgMember, "Sales")
		live := func(title string, private bool, due okr.Date) ObjectiveTree {
			kr := rising("Of " + title)
			kr.Due = due
			o := must(w.AddObjective(ctx, w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: title, Private: private,
				OwnerID: w.owner.Viewer.MemberID, KeyResults: []KeyResultInput{kr}}))(t)
			must(w.Transition(ctx, w.owner, TransitionInput{ID: o.ID, To: okr.Active}))(t)
			must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: o.KeyResults[0].ID, Value: ptr(10.0), AsOf: "2026-11-02", Confidence: ptr(7)}))(t)
			must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: o.KeyResults[0].ID, Value: ptr(20.0)}))(t)
			return o
		}
		closed, secret, dropped := live("Closed", false, ""), live("Secret", true, ""), live("Dropped", false, "")
		live("Due", false, "2026-11-08")
		live("Under way", false, "2026-11-09")
		must(w.CloseObjective(ctx, w.owner, CloseInput{ID: closed.ID}))(t)
		must(w.CloseObjective(ctx, w.owner, CloseInput{ID: secret.ID}))(t)
		must(w.Transition(ctx, w.owner, TransitionInput{ID: dropped.ID, To: okr.Dropped, Reason: "no time"}))(t)
		titles := func(actor Actor) string {
			var out []string
			for _, c := range must(w.Courses(ctx, actor))(t) {
				out = append(out, strings.TrimPrefix(c.KeyResult.Title, "Of "))
				if len(c.CheckIns) != 2 || c.CheckIns[0].AsOf != "2026-11-02" || *c.CheckIns[0].Confidence != 7 || *c.CheckIns[1].Value != 20 || c.Cycle.ID != w.cycle.ID {
					t.Errorf("the course %+v", c)
				}
			}
			return strings.Join(out, " ")
		}
		if got := titles(w.owner); got != "Due Closed Secret" {
			t.Errorf("the owner's courses are %s", got)
		}
		if got := titles(bo); got != "Due Closed" {
			t.Errorf("Bo's courses are %s", got)
		}
		if got := titles(must(w.Operator(ctx, w.org.Slug, ""))(t)); got != "Due Closed" {
			t.Errorf("the operator's courses are %s", got)
		}
	})
}

// From three values on health is the chance to arrive, the same in the list, on the page and on the check-in; before that it is the plan.
func TestHealthIsTheChance(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		o := w.objective("Guests come back", rising("Second visits"))
		must(w.Transition(ctx, w.owner, TransitionInput{ID: o.ID, To: okr.Active}))(t)
		kr := o.KeyResults[0].ID
		var last CheckInResult
		for i, v := range []float64{30, 45, 64, 82} {
			if i > 0 {
				w.pass(7 * 24 * time.Hour)
			}
			last = must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: kr, Value: ptr(v)}))(t)
			k := must(w.Objective(ctx, w.owner, o.ID))(t).KeyResults[0]
			if k.Forecast == nil || k.Forecast.Shown != (i >= forecast.Enough-1) {
				t.Fatalf("after %d values the forecast is %+v", i+1, k.Forecast)
			}
			if by := strings.HasPrefix(k.Health.Why, "The chance to arrive"); by != k.Forecast.Shown {
				t.Errorf("after %d values: %s", i+1, k.Health.Why)
			}
		}
		page := must(w.Objective(ctx, w.owner, o.ID))(t)
		k := page.KeyResults[0]
		if k.Health.Health != okr.OnCourse || last.CheckIn.Health != okr.OnCourse || *k.Forecast.Chance.Value < okr.OnCourseChance || len(k.Forecast.Band) < 2 {
			t.Errorf("well ahead it is %s, its check-in %s, its forecast %+v", k.Health.Health, last.CheckIn.Health, k.Forecast)
		}
		row := must(w.FindObjectives(ctx, w.owner, ObjectiveQuery{}))(t).Objectives[0].KeyResults[0]
		if row.Health != k.Health || row.Forecast != nil {
			t.Errorf("in the list it is %+v with %+v", row.Health, row.Forecast)
		}
		must(w.CloseObjective(ctx, w.owner, CloseInput{ID: o.ID}))(t)
		if k := must(w.Objective(ctx, w.owner, o.ID))(t).KeyResults[0]; k.Forecast != nil {
			t.Errorf("what is closed has the forecast %+v", k.Forecast)
		}
	})
}

// What an organization has finished changes its own forecast, and nobody else's; what is private teaches nothing.
func TestLearn(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		other := w.elsewhere("Another Place", "otto@example.org")
		finish := func(title string, private bool, values ...float64) {
			o := must(w.AddObjective(ctx, w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: title, Private: private,
				OwnerID: w.owner.Viewer.MemberID, KeyResults: []KeyResultInput{rising("One"), rising("Two")}}))(t)
			for _, k := range o.KeyResults {
				for i, v := range values {
					must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: k.ID, Value: ptr(v), AsOf: okr.Date("2026-10-05").Add(7 * i)}))(t)
				}
			}
			must(w.Transition(ctx, w.owner, TransitionInput{ID: o.ID, To: okr.Active}))(t)
			must(w.CloseObjective(ctx, w.owner, CloseInput{ID: o.ID}))(t)
		}
		finish("Missed", false, 5, 7, 9)
		finish("Missed too", false, 5, 5, 5)
		finish("Reached in secret", true, 30, 60, 100)
		base := func(w *world) float64 {
			o := w.objective("New", rising("Nothing yet"))
			must(w.Transition(ctx, w.owner, TransitionInput{ID: o.ID, To: okr.Active}))(t)
			return *must(w.Objective(ctx, w.owner, o.ID))(t).KeyResults[0].Forecast.Chance.Value
		}
		if got := base(w); got != forecast.Default().Base {
			t.Errorf("before it has learned it says %v", got)
		}
		if err := w.Learn(ctx); err != nil {
			t.Fatal(err)
		}
		if got, want := base(w), 5.0/14; got != want { // none of four, and ten that count for the default
			t.Errorf("after four misses it says %v, want %v", got, want)
		}
		if got := base(other); got != forecast.Default().Base {
			t.Errorf("elsewhere it says %v", got)
		}
	})
}
