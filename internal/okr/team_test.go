package okr

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestTree(t *testing.T) {
	tree := NewTree([]Team{{ID: "r", Name: "Co"}, {ID: "a", ParentID: "r", Name: "B-team", Rhythm: Biweekly}, {ID: "b", ParentID: "r", Name: "A-team"}, {ID: "c", ParentID: "a", Name: "C", Weekday: 4}, {ID: "x", ParentID: "r", Name: "Gone", Removed: 1}})
	var order string
	for _, p := range tree.Order() {
		order += p.ID
	}
	if order != "rbac" {
		t.Errorf("the order is %s, want rbac", order)
	}
	if got := tree.Resolve("c", Settings{}); got.Rhythm != Biweekly || got.Weekday != 4 || got.Interval() != 14 {
		t.Errorf("c checks in %+v", got)
	}
	for _, tt := range []struct {
		id, parent string
		ok         bool
	}{{"c", "r", true}, {"a", "c", false}, {"a", "a", false}, {"r", "a", false}, {"c", "", false}, {"c", "nope", false}} {
		if err := tree.CanMove(tt.id, tt.parent); (err == nil) != tt.ok {
			t.Errorf("%s below %s: %v", tt.id, tt.parent, err)
		}
	}
	if got := tree.Resolve("b", Settings{TimeZone: "Europe/Brussels"}); !reflect.DeepEqual(got, ResolvedTeam{Weekly, 1, "Europe/Brussels", nil}) || got.Interval() != 7 {
		t.Errorf("b checks in %+v", got)
	}
	if err := tree.CanMove("c", "x"); err == nil {
		t.Error("a team can be put below a removed one")
	}
	if err := tree.CanMove("", "a"); err != nil {
		t.Errorf("a new team below a: %v", err)
	}
	var path string
	for _, team := range tree.Path("c") {
		path += team.ID
	}
	if path != "rac" || tree.Root().ID != "r" || tree.Team("x").Name != "Gone" || len(tree.Children("r")) != 2 || tree.Path("nobody") != nil {
		t.Errorf("the path of c is %s, the root %q", path, tree.Root().ID)
	}
	if empty := NewTree(nil); empty.Order() != nil || empty.CanMove("", "") != nil || empty.CanMove("", "a") == nil {
		t.Error("the first team is the company, and nothing else")
	}
}

// In any tree: every team has one place, parents stand before their teams one level above, what is below a team has it on its path, and a move that
// is allowed leaves all that true.
func TestTreeHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		teams := []Team{{ID: "0"}}
		for i := 1; i < rapid.IntRange(1, 30).Draw(t, "n"); i++ {
			teams = append(teams, Team{ID: fmt.Sprint(i), ParentID: fmt.Sprint(rapid.IntRange(0, i-1).Draw(t, "parent")), Position: rapid.IntRange(0, 2).Draw(t, "position")})
		}
		holds := func() {
			tree := NewTree(teams)
			order, depth := tree.Order(), map[string]int{"": -1}
			if len(order) != len(teams) {
				t.Fatalf("%d teams have %d places", len(teams), len(order))
			}
			for _, p := range order {
				above, placed := depth[p.ParentID]
				if _, twice := depth[p.ID]; twice || !placed || p.Depth != above+1 {
					t.Fatalf("team %s stands at depth %d below %s at %d", p.ID, p.Depth, p.ParentID, above)
				}
				depth[p.ID] = p.Depth
				for _, id := range tree.Below(p.ID) {
					if !slices.ContainsFunc(tree.Path(id), func(team Team) bool { return team.ID == p.ID }) {
						t.Fatalf("%s is below %s, but its path is %v", id, p.ID, tree.Path(id))
					}
				}
			}
		}
		holds()
		i, to := rapid.IntRange(0, len(teams)-1).Draw(t, "moved"), fmt.Sprint(rapid.IntRange(0, len(teams)-1).Draw(t, "to"))
		if NewTree(teams).CanMove(teams[i].ID, to) == nil {
			teams[i].ParentID = to
			holds()
		}
	})
}

// Parents in a circle, which no command can make, end nothing in an endless loop.
func TestTreeOfACircle(t *testing.T) {
	tree := NewTree([]Team{{ID: "r"}, {ID: "a", ParentID: "b"}, {ID: "b", ParentID: "a"}})
	if len(tree.Order()) != 1 || len(tree.Below("a")) != 2 || len(tree.Path("a")) == 0 {
		t.Error("a circle is read wrongly")
	}
}
