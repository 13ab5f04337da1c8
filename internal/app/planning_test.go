package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
)

// A job reads a plan after a change and pages read what it kept; what is private is in none of it but for those who may see it.
func TestJudgePlans(t *testing.T) { inWorld(t, testJudgePlans) }

func testJudgePlans(t *testing.T, w *world) {
	ctx := w.ctx()
	public := w.objectiveIn(w.cycle.ID, "Marketing")
	must(w.AddObjective(ctx, w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.root.ID}, Title: "Implement the secretxylo system", OwnerID: w.owner.Viewer.MemberID, Private: true}))(t)
	read := func(actor Actor) Judgement { return must(w.Judge(ctx, actor, JudgeQuery{CycleID: w.cycle.ID}))(t) }
	labels := func(j Judgement) (n int) {
		for _, f := range j.Findings {
			if f.Rule == "objective/label" {
				n++
			}
		}
		return n
	}
	if j := read(w.owner); j.Made != 0 || labels(j) != 1 {
		t.Fatalf("before the job: made at %d, %d labels", j.Made, labels(j))
	}
	run := func() {
		w.pass(3 * time.Second)
		if err := w.JudgePlans(ctx); err != nil {
			t.Fatal(err)
		}
	}
	run()
	kept := read(w.owner)
	if kept.Made == 0 || labels(kept) != 1 || kept.Objectives != 1 {
		t.Fatalf("after the job: made at %d, %d labels of %d objectives", kept.Made, labels(kept), kept.Objectives)
	}
	w.pass(time.Minute)
	run()
	if again := read(w.owner); again.Made != kept.Made {
		t.Error("nothing has changed, and the plan was read again")
	}

	outside := w.member("Sal", okr.OrgMember, "Sales")
	seen := func(j Judgement) bool {
		return slices.ContainsFunc(j.Findings, func(f judge.Finding) bool { return strings.Contains(f.Place.Text+f.Evidence, "secretxylo") })
	}
	if !seen(read(w.owner)) {
		t.Error("its owner does not see what is said about a private objective")
	}
	j := read(outside)
	if seen(j) || len(j.Lines) != 1 || j.Objectives != 1 {
		t.Errorf("somebody outside sees it: %+v", j)
	}

	must(w.EditObjective(ctx, w.owner, okr.ObjectivePatch{ID: public.ID, Title: ptr("Riders trust our repairs")}))(t)
	run()
	if changed := read(w.owner); changed.Made == kept.Made || labels(changed) != 0 {
		t.Errorf("the text has changed: made at %d and then %d, %d labels", kept.Made, changed.Made, labels(changed))
	}

	// A dismissal holds at once, without the job.
	must(w.EditObjective(ctx, w.owner, okr.ObjectivePatch{ID: public.ID, Title: ptr("Hiring")}))(t)
	run()
	must(w.Dismiss(ctx, w.owner, DismissInput{ID: public.ID, Rule: "objective/label", Reason: "Everybody knows."}))(t)
	if labels(read(w.owner)) != 0 {
		t.Error("dismissed, and still there")
	}
	if part := must(w.Judge(ctx, w.owner, JudgeQuery{CycleID: w.cycle.ID, TeamID: w.root.ID}))(t); part.Objectives != 1 || part.Teams[w.root.ID].Words == 0 {
		t.Errorf("the company's part is %+v", part.Teams)
	}
}

// A clock that is moved while a plan is read does not make the judge rest for as long as it was moved.
func TestJudgePlansWhileTheClockIsMoved(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.objectiveIn(w.cycle.ID, "Marketing")
		calls := 0
		w.now = func() time.Time {
			if calls++; calls == 2 {
				w.pass(7 * 24 * time.Hour)
			}
			return *w.clock
		}
		for range 2 {
			w.pass(3 * time.Second)
			if err := w.JudgePlans(w.ctx()); err != nil {
				t.Fatal(err)
			}
		}
		w.pass(24 * time.Hour)
		if err := w.JudgePlans(w.ctx()); err != nil {
			t.Fatal(err)
		}
		if j := must(w.Judge(w.ctx(), w.owner, JudgeQuery{CycleID: w.cycle.ID}))(t); j.Made != w.Now() {
			t.Errorf("judged at %s, and it is %s", j.Made.Time(), w.Now().Time())
		}
	})
}
