package app

import (
	"slices"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

func TestChanges(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		bo, cy := w.member("Bo", okr.OrgMember, "Apps"), w.member("Cy", okr.OrgOwner, "Sales")
		w.pass(1)
		since := w.Now() + 1
		w.pass(1e6)
		open := w.objective("Open to all")
		secret := must(w.AddObjective(ctx, bo, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "The deal", Private: true,
			KeyResults: []KeyResultInput{rising("Signed")}}))(t)
		ids := func(list []okr.Changed) []string {
			var out []string
			for _, c := range list {
				if c.Private != (c.ObjectiveID == secret.ID) {
					t.Errorf("%s is private: %v", c.ID, c.Private)
				}
				out = append(out, c.ID)
			}
			slices.Sort(out)
			return out
		}
		all := []string{open.ID, secret.ID, secret.KeyResults[0].ID}
		slices.Sort(all)
		if got := ids(must(w.Changes(ctx, bo, since))(t)); !slices.Equal(got, all) {
			t.Errorf("its team sees %v, want %v", got, all)
		}
		if got := ids(must(w.Changes(ctx, cy, since))(t)); !slices.Equal(got, []string{open.ID}) {
			t.Errorf("others see %v", got)
		}
		first := ""
		tail := must(w.Tail(ctx, w.org.ID, since, func(id string) bool { first = id; return false }))(t)
		if got := ids(tail); !slices.Equal(got, all) {
			t.Errorf("the tail has %v", got)
		}
		rest := must(w.Tail(ctx, w.org.ID, since, func(id string) bool { return id == first }))(t)
		if len(rest) == 0 || len(rest) >= len(tail) {
			t.Errorf("without one event the tail has %d of %d rows", len(rest), len(tail))
		}
		for _, tt := range []struct {
			who  Actor
			want bool
		}{{bo, true}, {cy, false}} {
			if seen := must(w.Sees(ctx, tt.who, []string{open.ID, secret.ID}))(t); seen[secret.ID] != tt.want || !seen[open.ID] {
				t.Errorf("sees %v", seen)
			}
		}
	})
}
