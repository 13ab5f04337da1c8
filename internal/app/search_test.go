package app

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// objective is a new objective of Apps by the owner of the world.
func (w *world) objective(title string, krs ...KeyResultInput) ObjectiveTree {
	w.t.Helper()
	return must(w.AddObjective(w.ctx(), w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: title,
		OwnerID: w.owner.Viewer.MemberID, KeyResults: krs}))(w.t)
}

// rising is a key result that goes from 0 to 100.
func rising(title string) KeyResultInput {
	return KeyResultInput{Title: title, Kind: okr.Number, Direction: okr.Increase, Baseline: ptr(0.0), Target: ptr(100.0)}
}

func (w *world) titles(actor Actor, query string) []string {
	w.t.Helper()
	var out []string
	for _, h := range must(w.Search(w.ctx(), actor, query, 0))(w.t) {
		out = append(out, string(h.Thing)+" "+h.Title)
	}
	return out
}

func TestSearch(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		bo := w.member("Bo Ångström", okr.OrgMember, "Apps")
		first := w.objective("New customers stay", rising("Activation of trial accounts"))
		second := w.objective("Shops reorder by themselves")
		must(w.AddComment(ctx, w.owner, CommentInput{ObjectiveID: second.ID, Text: "The customers told us so in every interview."}))(t)
		must(w.AddPillar(ctx, w.owner, PillarInput{Title: "Keep whom we win", Choice: "Service before reach"}))(t)
		must(w.AddKPI(ctx, w.owner, KPIInput{TeamID: w.root.ID, Name: "Reorder rate"}))(t)

		for _, tt := range []struct {
			query string
			want  []string
		}{
			{"customer", []string{"objective New customers stay", "comment The customers told us so in every interview."}},
			{"custo", []string{"objective New customers stay", "comment The customers told us so in every interview."}},
			{"customers sta", []string{"objective New customers stay"}},
			{"customer customers", []string{"objective New customers stay", "comment The customers told us so in every interview."}},
			{"shops by the", []string{"objective Shops reorder by themselves"}},
			{"shops by", []string{"objective Shops reorder by themselves"}},
			{"activati", []string{"key_result Activation of trial accounts"}},
			{"the trial acc", []string{"key_result Activation of trial accounts"}},
			{"reach", []string{"pillar Keep whom we win"}},
			{"reorder", []string{"objective Shops reorder by themselves", "kpi Reorder rate"}},
			{"pla", []string{"team Platform"}},
			{"Q4", []string{"cycle Q4 2026"}},
			{"ång", []string{"member Bo Ångström"}},
			{"bo å", []string{"member Bo Ångström"}},
			{"O-2", []string{"objective Shops reorder by themselves"}},
			{"1", []string{"objective New customers stay"}},
			{"O-99", nil},
			{"nothing like it", nil},
			{"  ", nil},
			{"%", nil},
		} {
			if diff := cmp.Diff(tt.want, w.titles(w.owner, tt.query)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", tt.query, diff)
			}
		}

		must(w.EditObjective(ctx, w.owner, okr.ObjectivePatch{ID: first.ID, Title: ptr("Guests come back")}))(t)
		if got := w.titles(w.owner, "new customers"); got != nil {
			t.Errorf("the old title is still found: %v", got)
		}
		if got := w.titles(bo, "guest"); !slices.Equal(got, []string{"objective Guests come back"}) {
			t.Errorf("the new title: %v", got)
		}
		must(w.RemoveObjective(ctx, w.owner, RemovalInput{ID: first.ID}))(t)
		if got := append(w.titles(w.owner, "guest"), w.titles(w.owner, "trial")...); len(got) != 0 {
			t.Errorf("what was removed is found: %v", got)
		}
		must(w.RestoreObjective(ctx, w.owner, RemovalInput{ID: first.ID}))(t)
		if got := append(w.titles(w.owner, "guest"), w.titles(w.owner, "trial")...); len(got) != 2 {
			t.Errorf("what was restored is not found: %v", got)
		}
		counted, n := store.CountQueries(ctx)
		must(w.Search(counted, w.owner, "customers are s", 0))(t)
		if n.Load() > 3 {
			t.Errorf("a search takes %d statements, want at most 3", n.Load())
		}
		_, err := w.Search(ctx, w.owner, "x", MaxHits+1)
		refused(t, "too many hits", err, okr.Invalid, "limit")
	})
}

func TestSearchHidesWhatIsPrivate(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		bo, cy := w.member("Bo", okr.OrgMember, "Apps"), w.member("Cy", okr.OrgOwner, "Sales")
		o := must(w.AddObjective(ctx, bo, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "The zephyr deal", Private: true,
			KeyResults: []KeyResultInput{rising("Zephyr signed")}}))(t)
		must(w.AddComment(ctx, bo, CommentInput{ObjectiveID: o.ID, Text: "zephyr asks for a year"}))(t)
		if got := w.titles(bo, "zephyr"); len(got) != 3 {
			t.Errorf("its team finds %v", got)
		}
		for _, query := range []string{"zephyr", "ze", "O-1", "deal"} {
			if got := w.titles(cy, query); len(got) != 0 {
				t.Errorf("an owner who may not see it finds %v by %q", got, query)
			}
		}
	})
}
