package app

import (
	"slices"
	"testing"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
)

// A finding that is dismissed with a reason is gone from the page and the plan, and comes back when the text changes.
func TestDismiss(t *testing.T) {
	inWorld(t, testDismiss)
}

func testDismiss(t *testing.T, w *world) {
	p, ctx := newPrey(w), w.ctx()
	o := must(p.AddObjective(ctx, p.owner, ObjectiveInput{CycleID: p.cycle.ID, TeamIDs: []string{p.team.ID}, Title: "Riders trust our repairs", KeyResults: []KeyResultInput{{Title: "Write 12 blog posts"}, {Title: "NPS of riders from 32 to 45"}}}))(t)
	task := func() bool {
		is := func(f judge.Finding) bool { return f.Rule == "kr/task" && f.Place.KeyResult == o.KeyResults[0].ID }
		page := slices.ContainsFunc(must(p.Objective(ctx, p.owner, o.ID))(t).Findings, is)
		if plan := slices.ContainsFunc(must(p.Judge(ctx, p.owner, JudgeQuery{CycleID: p.cycle.ID}))(t).Findings, is); plan != page {
			t.Errorf("the page says %v and the plan says %v", page, plan)
		}
		return page
	}
	if !task() {
		t.Fatal("a task is not found")
	}
	if _, err := p.Dismiss(ctx, p.owner, DismissInput{ID: o.KeyResults[0].ID, Rule: "kr/task"}); len(okr.FaultsOf(err)) != 1 || okr.FaultsOf(err)[0].Field != "reason" {
		t.Errorf("dismissed without a reason: %v", err)
	}
	if _, err := p.Dismiss(ctx, p.owner, DismissInput{ID: o.KeyResults[0].ID, Rule: "kr/none", Reason: "So."}); err == nil {
		t.Error("dismissed a rule that is none")
	}
	must(p.Dismiss(ctx, p.owner, DismissInput{ID: o.KeyResults[0].ID, Rule: "kr/task", Reason: "The posts are what our partners pay for."}))(t)
	if task() {
		t.Error("it is still found")
	}
	must(p.Dismiss(ctx, p.owner, DismissInput{ID: o.KeyResults[0].ID, Rule: "kr/task", Again: true}))(t)
	if !task() {
		t.Error("what was dismissed is not asked again")
	}
	must(p.Dismiss(ctx, p.owner, DismissInput{ID: o.KeyResults[0].ID, Rule: "kr/task", Reason: "The posts are what our partners pay for."}))(t)
	must(p.EditKeyResult(ctx, p.owner, okr.KeyResultPatch{ID: o.KeyResults[0].ID, Title: ptr("Write 14 blog posts")}))(t)
	if !task() {
		t.Error("the text has changed and it did not come back")
	}
}
