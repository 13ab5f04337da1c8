package app

import (
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// What people's changes of priorities have in common counts for other items like them, is named where it counts, and can be switched off.
func TestLearnedPriorities(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		o := w.objective("Workshops book online", rising("Bookings"))
		must(w.Transition(ctx, w.owner, TransitionInput{ID: o.ID, To: okr.Active}))(t)
		add := func(title string, teams ...string) okr.RoadmapItem {
			var ids []string
			for _, name := range teams {
				ids = append(ids, w.team(name).ID)
			}
			return must(w.AddRoadmapItem(ctx, w.owner, RoadmapInput{Title: title, TeamIDs: ids, Effort: ptr(4.0), Serves: []okr.Serve{{KeyResultID: o.KeyResults[0].ID}}}))(t)
		}
		alone, shared := add("One form", "Apps"), add("One calendar", "Apps", "Sales")
		for _, title := range []string{"One list", "One mail", "One price"} {
			r := add(title, "Apps", "Sales")
			must(w.OverridePriority(ctx, w.owner, OverrideInput{ID: r.ID, Factor: 2, Reason: "Two teams wait for it."}))(t)
		}
		of := func() map[string]RoadmapRow {
			out := map[string]RoadmapRow{}
			for _, r := range must(w.Roadmap(ctx, w.owner, RoadmapQuery{}))(t).Items {
				out[r.ID] = r
			}
			return out
		}
		got := of()
		if p := got[shared.ID].Priority; len(p.Learned) != 1 || !strings.Contains(p.Learned[0], "+15 %") || p.Score <= p.Computed || !strings.Contains(p.Why.Formula, "taught") {
			t.Errorf("an item like those: %+v", p)
		}
		if p := got[alone.ID].Priority; p.Learned != nil || p.Score != p.Computed {
			t.Errorf("another item: %+v", p)
		}
		must(w.EditOrganization(ctx, w.owner, EditOrganizationInput{Unlearned: ptr(true)}))(t)
		w.owner.Org = must(w.Organization(ctx, w.owner))(t)
		if p := of()[shared.ID].Priority; p.Learned != nil || p.Score != p.Computed {
			t.Errorf("switched off: %+v", p)
		}
	})
}
