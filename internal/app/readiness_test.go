package app

import (
	"slices"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// The list is answered, a gap stands in the register until something is decided, and measuring becomes a draft once.
func TestReadiness(t *testing.T) { inWorld(t, testReadiness) }

func testReadiness(t *testing.T, w *world) {
	ctx := w.ctx()
	o := w.objectiveIn(w.cycle.ID, "Riders trust our repairs")
	id := o.KeyResults[0].ID
	register := func() (ReadinessRegister, okr.ReadyState) {
		r := must(w.Readiness(ctx, w.owner, JudgeQuery{CycleID: w.cycle.ID}))(t)
		for _, row := range r.Rows {
			if row.ID == id {
				return r, row.Ready.State
			}
		}
		return r, okr.DataReady
	}
	if _, s := register(); s != okr.DataUnasked {
		t.Fatalf("at first it is %s", s)
	}
	if _, err := w.SetReadiness(ctx, w.owner, ReadinessInput{KeyResultID: id, Answers: map[okr.Aspect]okr.Answer{"mood": okr.AnswerYes}}); okr.FaultsOf(err) == nil {
		t.Errorf("an unknown question: %v", err)
	}
	yes := map[okr.Aspect]okr.Answer{okr.DataAccess: okr.AnswerNo, okr.DataReliability: okr.AnswerYes, okr.DataFrequency: okr.AnswerYes, okr.DataDefinition: okr.AnswerYes}
	k := must(w.SetReadiness(ctx, w.owner, ReadinessInput{KeyResultID: id, Source: "The till", Answers: yes}))(t)
	if _, s := register(); s != okr.DataGap || k.Readiness.Since != "2026-11-09" {
		t.Errorf("with a gap it is %s since %s", s, k.Readiness.Since)
	}
	rows := must(w.FindObjectives(ctx, w.owner, ObjectiveQuery{CycleID: w.cycle.ID, Group: ByReady, Sort: ByGaps}))(t)
	if rows.Groups[0].Key != string(okr.DataGap) || rows.Objectives[0].ID != o.ID {
		t.Errorf("the list begins with %s: %s", rows.Groups[0].Key, rows.Objectives[0].Title)
	}
	if _, err := w.DecideReadiness(ctx, w.owner, DataDecisionInput{KeyResultID: id, Choice: okr.DataProxy, Proxy: "By hand"}); okr.FaultsOf(err) == nil {
		t.Error("a proxy without an end passes")
	}
	must(w.DecideReadiness(ctx, w.owner, DataDecisionInput{KeyResultID: id, Choice: okr.DataProxy, Proxy: "By hand", Until: "2026-11-20"}))(t)
	if _, s := register(); s != okr.DataDecided {
		t.Errorf("decided, and it is %s", s)
	}
	w.pass(12 * 24 * 3600e9)
	if _, s := register(); s != okr.DataLapsed {
		t.Errorf("the proxy has ended, and it is %s", s)
	}
	first := must(w.DecideReadiness(ctx, w.owner, DataDecisionInput{KeyResultID: id, Choice: okr.DataTrack}))(t).Readiness.Decision
	again := must(w.DecideReadiness(ctx, w.owner, DataDecisionInput{KeyResultID: id, Choice: okr.DataTrack}))(t).Readiness.Decision
	if first.ObjectiveID == "" || again.ObjectiveID != first.ObjectiveID {
		t.Errorf("drafts %q and %q", first.ObjectiveID, again.ObjectiveID)
	}
	draft := must(w.Objective(ctx, w.owner, first.ObjectiveID))(t)
	if draft.Stage != okr.Draft || len(draft.KeyResults) != 2 || draft.Supports[0].ID != id {
		t.Errorf("the draft is %+v", draft.Objective)
	}
	r, _ := register()
	i := slices.IndexFunc(r.Rows, func(x ReadinessRow) bool { return x.ID == id })
	if r.Rows[i].Tracking == nil || r.Rows[i].Tracking.ID != draft.ID {
		t.Errorf("the register does not name the draft: %+v", r.Rows[i])
	}
	yes[okr.DataAccess], yes[okr.DataOwner] = okr.AnswerYes, okr.AnswerYes
	k = must(w.SetReadiness(ctx, w.owner, ReadinessInput{KeyResultID: id, Source: "The till", Answers: yes}))(t)
	if k.Readiness.Since != "" || k.Readiness.Decision.Choice != "" {
		t.Errorf("nothing is missing any more, and there is still %+v", k.Readiness)
	}
	if _, err := w.DecideReadiness(ctx, w.owner, DataDecisionInput{KeyResultID: id, Choice: okr.DataTrack}); okr.FaultsOf(err) == nil {
		t.Error("decided about nothing")
	}
	outside := w.member("Sal", okr.OrgMember, "Sales")
	if _, err := w.SetReadiness(ctx, outside, ReadinessInput{KeyResultID: id}); err == nil {
		t.Error("somebody who may not change it answered")
	}
}
