package app

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// draft is an objective of a team that is not live yet.
func (w *world) draft(team, title string) ObjectiveTree {
	w.t.Helper()
	return must(w.AddObjective(w.ctx(), w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team(team).ID}, Title: title, KeyResults: []KeyResultInput{rising("First answer")}}))(w.t)
}

func (w *world) stage(id string) okr.Stage {
	w.t.Helper()
	return must(w.Objective(w.ctx(), w.owner, id))(w.t).Stage
}

func TestReview(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		ann, sal, pia := w.member("Ann", okr.OrgMember, "Apps"), w.member("Sal", okr.OrgMember, "Sales"), w.member("Pia", okr.OrgMember, "Platform")
		o := w.draft("Apps", "Hosts answer fast")
		near := must(w.ReviewTeams(ctx, ann, o.ID))(t)
		if len(near) != 3 {
			t.Errorf("three other teams are near: %+v", near)
		}
		_, err := w.StartReview(ctx, sal, ReviewInput{ObjectiveID: o.ID})
		refused(t, "asked by another team", err, okr.Forbidden, "")
		_, err = w.StartReview(ctx, ann, ReviewInput{ObjectiveID: o.ID, TeamIDs: []string{w.team("Apps").ID}})
		refused(t, "its own team reads", err, okr.Invalid, "team_ids")
		r := must(w.StartReview(ctx, ann, ReviewInput{ObjectiveID: o.ID, TeamIDs: []string{w.team("Sales").ID, w.team("Platform").ID}}))(t)
		if w.stage(o.ID) != okr.InReview || r.Until.Time().Sub(r.Started.Time()) != okr.ReviewClock {
			t.Errorf("a Monday's review: %+v", r)
		}
		_, err = w.StartReview(ctx, ann, ReviewInput{ObjectiveID: o.ID})
		refused(t, "asked twice", err, okr.Conflict, "")
		sal.Org, pia.Org, ann.Org = must(w.Organization(ctx, w.owner))(t), must(w.Organization(ctx, w.owner))(t), must(w.Organization(ctx, w.owner))(t) // planning has come into use
		if got := must(w.Week(ctx, sal))(t).Reviews; len(got) != 1 || got[0].Objective.ID != o.ID || got[0].TeamID != w.team("Sales").ID {
			t.Errorf("This week of who is asked: %+v", got)
		}
		if got := must(w.Week(ctx, ann))(t).Reviews; len(got) != 0 {
			t.Errorf("This week of who asks: %+v", got)
		}
		kr := o.KeyResults[0].ID
		_, err = w.AnswerReview(ctx, sal, AnswerInput{ID: r.ID, TeamID: w.team("Platform").ID})
		refused(t, "for another team", err, okr.Forbidden, "")
		_, err = w.AnswerReview(ctx, sal, AnswerInput{ID: r.ID, TeamID: w.team("Sales").ID, Lines: []okr.LineReview{{ID: "elsewhere", Verdict: okr.VerdictFine}}})
		refused(t, "a line that is not there", err, okr.Invalid, "lines")
		_, err = w.AnswerReview(ctx, sal, AnswerInput{ID: r.ID, TeamID: w.team("Sales").ID, Lines: []okr.LineReview{{ID: kr, Verdict: okr.VerdictQuestion}}})
		refused(t, "a question without words", err, okr.Invalid, "lines[0].text")
		must(w.AnswerReview(ctx, sal, AnswerInput{ID: r.ID, TeamID: w.team("Sales").ID, Lines: []okr.LineReview{{ID: kr, Verdict: okr.VerdictQuestion, Text: "At night too?"}}}))(t)
		if w.stage(o.ID) != okr.InReview {
			t.Error("one of two has answered, and it is live")
		}
		w.pass(3 * time.Hour)
		r = must(w.AnswerReview(ctx, pia, AnswerInput{ID: r.ID, TeamID: w.team("Platform").ID}))(t)
		if r.End != okr.ReviewAnswered || w.stage(o.ID) != okr.Active {
			t.Errorf("all have answered: %+v, %s", r, w.stage(o.ID))
		}
		page := must(w.Objective(ctx, ann, o.ID))(t)
		if page.Review == nil || page.Review.Open() != 1 || !page.Review.Reply {
			t.Errorf("the open question is marked on the live objective: %+v", page.Review)
		}
		_, err = w.ReplyReview(ctx, sal, ReplyInput{ID: r.ID, TeamID: w.team("Sales").ID, LineID: kr, Text: "We do not know"})
		refused(t, "who asked answers", err, okr.Forbidden, "")
		must(w.ReplyReview(ctx, ann, ReplyInput{ID: r.ID, TeamID: w.team("Sales").ID, LineID: kr, Text: "By day; it says so now."}))(t)
		if page := must(w.Objective(ctx, ann, o.ID))(t); page.Review != nil {
			t.Errorf("nothing is open: %+v", page.Review)
		}
		p := must(w.Planning(ctx, ann, PlanQuery{}))(t)
		if p.Median != 3*60 || p.Read != 1 || p.Columns[2].Total != 1 || p.Columns[2].Cards[0].KeyResults != 1 {
			t.Errorf("planning: %+v", p)
		}
	})
}

func TestReviewClock(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		o := w.draft("Apps", "Hosts answer fast")
		w.pass(4 * 24 * time.Hour) // Friday
		r := must(w.StartReview(ctx, w.owner, ReviewInput{ObjectiveID: o.ID}))(t)
		if got := r.Until.Time().Sub(r.Started.Time()); got != 72*time.Hour || len(r.Teams) != okr.ReviewTeams {
			t.Errorf("a review over a weekend ends after %s, asks %d", got, len(r.Teams))
		}
		w.owner.Org = must(w.Organization(ctx, w.owner))(t)
		w.pass(48 * time.Hour)
		if err := w.EndReviews(ctx); err != nil || w.stage(o.ID) != okr.InReview {
			t.Errorf("on Sunday the clock stands still: %v, %s", err, w.stage(o.ID))
		}
		if left := must(w.Objective(ctx, w.owner, o.ID))(t).Review.Left; left != 8*60 {
			t.Errorf("left on Sunday at eight in the morning: %d minutes", left) // Friday's sixteen hours have run
		}
		w.pass(24 * time.Hour)
		var all sync.WaitGroup
		for range 2 { // two programs at once
			all.Go(func() {
				if err := w.EndReviews(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if w.stage(o.ID) != okr.Active {
			t.Error("the clock has ended, and it is not live")
		}
		n := 0
		for _, a := range must(w.Activity(ctx, w.owner, ActivityQuery{}))(t).Activity {
			if a.Kind == "review.ended" {
				n++
			}
		}
		if n != 1 {
			t.Errorf("it ended %d times", n)
		}
		_, err := w.AnswerReview(ctx, w.member("Pia", okr.OrgMember, "Platform"), AnswerInput{ID: r.ID, TeamID: w.team("Platform").ID})
		refused(t, "too late", err, okr.Invalid, "")
	})
}

func TestReviewIsLeft(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		for _, c := range []struct {
			name  string
			leave func(o okr.Objective) error
			end   okr.ReviewEnd
		}{
			{"started at once", func(o okr.Objective) error {
				_, err := w.Transition(ctx, w.owner, TransitionInput{ID: o.ID, To: okr.Active})
				return err
			}, okr.ReviewLive},
			{"taken back", func(o okr.Objective) error {
				_, err := w.Transition(ctx, w.owner, TransitionInput{ID: o.ID, To: okr.Draft})
				return err
			}, okr.ReviewWithdrawn},
			{"removed", func(o okr.Objective) error {
				_, err := w.RemoveObjective(ctx, w.owner, RemovalInput{ID: o.ID})
				return err
			}, okr.ReviewWithdrawn},
		} {
			o := w.draft("Apps", "Hosts answer fast")
			r := must(w.StartReview(ctx, w.owner, ReviewInput{ObjectiveID: o.ID}))(t)
			if err := c.leave(o.Objective); err != nil {
				t.Fatal(err)
			}
			w.pass(7 * 24 * time.Hour)
			if err := w.EndReviews(ctx); err != nil {
				t.Fatal(err)
			}
			log := must(w.Activity(ctx, w.owner, ActivityQuery{}))(t).Activity
			if slices.ContainsFunc(log, func(a Activity) bool { return a.Kind == "review.ended" }) {
				t.Errorf("%s: the clock of %s ran on", c.name, r.ID)
			}
		}
		o := w.draft("Apps", "Only ours")
		must(w.EditObjective(ctx, w.owner, okr.ObjectivePatch{ID: o.ID, Private: ptr(true), OwnerID: &w.owner.Viewer.MemberID}))(t)
		_, err := w.StartReview(ctx, w.owner, ReviewInput{ObjectiveID: o.ID})
		refused(t, "a private one", err, okr.Invalid, "")
	})
}
