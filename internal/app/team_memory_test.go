package app

import (
	"context"
	"slices"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// What pages remember of the teams is right at once: after a change here, after one in another program, and for an actor from before it.
func TestTeamMemory(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		sees := func(a *App, name string) {
			t.Helper()
			for _, actor := range []Actor{w.owner, must(a.Operator(ctx, w.org.Slug, ""))(t)} {
				around := must(a.Around(ctx, actor))(t)
				week := must(a.Week(ctx, actor))(t)
				for _, teams := range [][]okr.Placed{around.Teams, week.Teams} {
					if !slices.ContainsFunc(teams, func(p okr.Placed) bool { return p.Name == name }) {
						t.Errorf("%q is not among the %d teams", name, len(teams))
					}
				}
			}
		}
		other := New(w.db, w.App.now)
		first := must(w.AddTeam(ctx, w.owner, AddTeamInput{Name: "Night shift", ParentID: w.root.ID}))(t)
		sees(w.App, "Night shift")
		sees(other, "Night shift")
		must(w.AddTeam(ctx, w.owner, AddTeamInput{Name: "Early shift", ParentID: first.ID}))(t)
		sees(w.App, "Early shift")
		fresh := must(other.Operator(ctx, w.org.Slug, ""))(t)
		if teams := must(other.Around(ctx, fresh))(t).Teams; !slices.ContainsFunc(teams, func(p okr.Placed) bool { return p.Name == "Early shift" }) {
			t.Error("another program does not see what was changed here")
		}
		if have := other.teams.of[w.org.ID].as; have != fresh.Org.TeamsAs || have == "" {
			t.Errorf("the teams as %q are remembered, those as %q are there", have, fresh.Org.TeamsAs)
		}
	})
}
