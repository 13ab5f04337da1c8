package app

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Leads are told that their team is asked to read, and once more when four hours of the clock are left and it has not answered.
func TestReviewNotices(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		ann, sal, pia, bo := w.joins("Ann", "Apps"), w.joins("Sal", "Sales (lead)"), w.joins("Pia", "Platform (lead)"), w.joins("Bo", "Sales")
		o := must(w.AddObjective(ctx, ann, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "Hosts answer fast", KeyResults: []KeyResultInput{rising("First answer")}}))(t)
		r := must(w.StartReview(ctx, ann, ReviewInput{ObjectiveID: o.ID, TeamIDs: []string{w.team("Sales").ID, w.team("Platform").ID}}))(t)
		told := func(what string, who Actor, want ...string) {
			t.Helper()
			if err := w.RemindReviews(ctx); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, n := range must(w.Notices(ctx, who))(t).Notices {
				got = append(got, n.Text)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", what, diff)
			}
		}
		asked, last := "Ann Berg asks your team to read “Hosts answer fast” within 24 hours", "Four hours are left to read “Hosts answer fast” for your team"
		told("a lead is asked", sal, asked)
		told("somebody of the team is not", bo)
		told("who asks is not", ann)
		must(w.AnswerReview(ctx, pia, AnswerInput{ID: r.ID, TeamID: w.team("Platform").ID}))(t)
		w.pass(okr.ReviewClock - okr.ReviewLast - time.Minute)
		told("before the last hours", sal, asked)
		w.pass(2 * time.Minute)
		told("in the last hours", sal, last, asked)
		told("and not twice", sal, last, asked)
		told("who has answered is left in peace", pia, asked)
		w.pass(okr.ReviewLast)
		if err := w.EndReviews(ctx); err != nil {
			t.Fatal(err)
		}
		told("it is over", sal)
	})
}
