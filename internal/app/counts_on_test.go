package app

import (
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Where a live key result is changed, its form says what counts on it, as far as one may see it.
func TestWhatCountsOnAKeyResult(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		sam := w.member("Sam", okr.OrgMember, "Sales")
		k := w.running(w.owner, "Riders").KeyResults[0]
		for _, private := range []bool{false, true} {
			must(w.AddObjective(ctx, w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Platform").ID}, Title: "It serves them", OwnerID: w.owner.Viewer.MemberID, Private: private,
				Supports: []okr.Support{{Kind: okr.UpKeyResult, ID: k.ID}}, KeyResults: []KeyResultInput{{Title: "A sum", Source: okr.Source{Kind: okr.Sum, Of: []string{k.ID}}}}}))(t)
		}
		must(w.AddRoadmapItem(ctx, w.owner, RoadmapInput{Title: "One form", TeamIDs: []string{w.team("Apps").ID}, Serves: []okr.Serve{{KeyResultID: k.ID}}}))(t)
		old := must(w.AddDecision(ctx, w.owner, DecisionInput{Question: "Sundays?", Decided: "No.", Why: "Nobody asked.", KeyResultID: k.ID}))(t)
		must(w.AddDecision(ctx, w.owner, DecisionInput{Question: "Sundays after all?", Decided: "Yes.", Why: "Now they ask.", KeyResultID: k.ID, Supersedes: old.ID}))(t)
		f := must(w.KeyResultForm(ctx, sam, k.ID, ""))(t)
		if len(f.Supporters) != 1 || len(f.Computed) != 1 || len(f.Bets) != 1 || len(f.Rulings) != 1 || f.Rulings[0].Text != "Sundays after all?" {
			t.Errorf("it is counted on by %+v, %+v, %+v, %+v", f.Supporters, f.Computed, f.Bets, f.Rulings)
		}
		if f := must(w.KeyResultForm(ctx, w.owner, k.ID, ""))(t); len(f.Supporters) != 2 || len(f.Computed) != 2 {
			t.Errorf("to its owner: %+v, %+v", f.Supporters, f.Computed)
		}
	})
}
