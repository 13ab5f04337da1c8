package app

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// outline writes a map as an indented list of titles.
func (v MapView) outline() string {
	var b strings.Builder
	depth := make([]int, len(v.Nodes))
	for i, n := range v.Nodes {
		if n.Parent >= 0 {
			depth[i] = depth[n.Parent] + 1
		}
		fmt.Fprintf(&b, "%s%s\n", strings.Repeat("  ", depth[i]), n.Title)
	}
	return b.String()
}

// supporting writes an objective of a team, active, that supports something.
func (w *world) supporting(team, title string, kind okr.UpstreamKind, up string, keyResults ...KeyResultInput) ObjectiveTree {
	w.t.Helper()
	in := ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team(team).ID}, Title: title, OwnerID: w.owner.Viewer.MemberID, KeyResults: keyResults}
	if up != "" {
		in.Supports = []okr.Support{{Kind: kind, ID: up, Weight: 1}}
	}
	return must(w.AddObjective(w.ctx(), w.owner, in))(w.t)
}

func counting(title string, from, to float64) KeyResultInput {
	return KeyResultInput{Title: title, Kind: okr.Number, Direction: okr.Increase, Unit: "%", Baseline: &from, Target: &to}
}

func TestMap(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		must(w.EditVision(ctx, w.owner, okr.VisionPatch{Text: ptr("Nothing is thrown away")}))(t)
		p := must(w.AddPillar(ctx, w.owner, PillarInput{Title: "Workshops first"}))(t)
		idle := must(w.AddPillar(ctx, w.owner, PillarInput{Title: "Spare parts for ever"}))(t)
		company := w.supporting(w.root.Name, "Repair is the first thought", okr.UpPillar, p.ID, counting("Households that repair", 20, 40), counting("Parts in stock", 60, 90))
		apps := w.supporting("Apps", "Booking takes a minute", okr.UpKeyResult, company.KeyResults[0].ID, counting("Share of repairs booked online", 30, 60))
		shops := w.supporting("Sales", "Shops send people to us", okr.UpObjective, apps.ID, counting("Share of repairs booked online", 25, 55))
		w.supporting("Platform", "Nobody waits", "", "")
		v := must(w.Map(ctx, w.owner, MapQuery{}))(t)
		want := `Nothing is thrown away
  Workshops first
    Repair is the first thought
      Booking takes a minute
        Shops send people to us
      Who carries “Parts in stock”?
  Spare parts for ever
    Which objective serves this choice?
Supports nothing yet
  Nobody waits
`
		if diff := cmp.Diff(want, v.outline()); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
		kinds := map[okr.MarkKind]int{}
		for _, m := range v.Marks {
			kinds[m.Kind]++
		}
		if diff := cmp.Diff(map[okr.MarkKind]int{okr.MarkGap: 2, okr.MarkOrphan: 1, okr.MarkOverlap: 1}, kinds); diff != "" {
			t.Errorf("marks -want +got:\n%s", diff)
		}
		part := func(name string, q MapQuery, want string) {
			if diff := cmp.Diff(want, must(w.Map(ctx, w.owner, q))(t).outline()); diff != "" {
				t.Errorf("%s -want +got:\n%s", name, diff)
			}
		}
		part("a team and those below", MapQuery{TeamID: w.team("Product").ID}, "Nothing is thrown away\n  Workshops first\n    Repair is the first thought\n      Booking takes a minute\nSupports nothing yet\n  Nobody waits\n")
		part("a pillar", MapQuery{PillarID: idle.ID}, "Nothing is thrown away\n  Spare parts for ever\n    Which objective serves this choice?\n")
		part("no such health", MapQuery{Health: []okr.Health{okr.InTrouble}}, "")
		part("around one", MapQuery{Around: "O-3"}, "Repair is the first thought\n  Booking takes a minute\n    Shops send people to us\n")
		_, err := w.Map(ctx, w.owner, MapQuery{Date: "yesterday"})
		refused(t, "no date", err, okr.Invalid, "date")
		_, err = w.Map(ctx, w.owner, MapQuery{CycleID: "gone"})
		refused(t, "no cycle", err, okr.NotFound, "")

		// Two days later one pillar is gone, and the second team looks for itself.
		day := w.Today(w.org)
		w.pass(48 * time.Hour)
		must(w.RemovePillar(ctx, w.owner, ThingInput{ID: idle.ID}))(t)
		none := []okr.Support{}
		must(w.EditObjective(ctx, w.owner, okr.ObjectivePatch{ID: shops.ID, Supports: &none}))(t)
		now := must(w.Map(ctx, w.owner, MapQuery{}))(t)
		if strings.Contains(now.outline(), "Spare parts") || now.Nodes[len(now.Nodes)-2].Title != "Shops send people to us" {
			t.Errorf("now:\n%s", now.outline())
		}
		part("as it stood", MapQuery{Date: day}, want)
		opportunity := false
		for _, m := range now.Marks {
			opportunity = opportunity || m.Kind == okr.MarkOpportunity && strings.Contains(m.Next, "Apps and Sales")
		}
		if !opportunity {
			t.Errorf("two teams that nothing connects count one number, and no mark says so: %+v", now.Marks)
		}
	})
}

// What a quarter's objective supports in the year around it is on the quarter's map.
func TestMapReachesIntoTheYear(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		year := must(w.AddCycle(ctx, w.owner, CycleInput{Name: "2026", Start: "2026-01-01", End: "2026-12-31"}))(t)
		above := must(w.AddObjective(ctx, w.owner, ObjectiveInput{CycleID: year.ID, TeamIDs: []string{w.root.ID}, Title: "The year of repair", KeyResults: []KeyResultInput{counting("Households that repair", 20, 40)}}))(t)
		w.supporting("Apps", "Booking takes a minute", okr.UpKeyResult, above.KeyResults[0].ID)
		v := must(w.Map(ctx, w.owner, MapQuery{CycleID: w.cycle.ID}))(t)
		if diff := cmp.Diff("The year of repair\n  Booking takes a minute\n", v.outline()); diff != "" || !v.Nodes[0].Context || len(v.Marks) != 0 {
			t.Errorf("%+v -want +got:\n%s", v.Marks, diff)
		}
	})
}

// A private objective is absent for those who may not see it: from nodes, edges, marks, counts and the departments.
func TestMapHidesWhatIsPrivate(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		cy := w.member("Cy", okr.OrgOwner, "Sales")
		secret := w.supporting("Apps", "The zephyr deal", "", "", counting("Share of zephyr booked online", 1, 5))
		open := w.supporting("Platform", "Open to all", okr.UpKeyResult, secret.KeyResults[0].ID, counting("Share of zephyr booked online", 1, 5))
		must(w.EditObjective(ctx, w.owner, okr.ObjectivePatch{ID: open.ID, Title: ptr("Open to everybody")}))(t)
		must(w.EditKeyResult(ctx, w.owner, okr.KeyResultPatch{ID: open.KeyResults[0].ID, Title: ptr("Share of visits booked online")}))(t)
		must(w.EditObjective(ctx, w.owner, okr.ObjectivePatch{ID: secret.ID, Private: ptr(true)}))(t)
		w.pass(24 * time.Hour)
		must(w.EditObjective(ctx, w.owner, okr.ObjectivePatch{ID: open.ID, Supports: &[]okr.Support{{Kind: okr.UpKeyResult, ID: secret.KeyResults[0].ID, Weight: 1}}}))(t)
		for name, q := range map[string]MapQuery{"now": {}, "the day before": {Date: "2026-11-09"}, "around": {Around: open.ID}, "marked": {Marked: true}} {
			v := must(w.Map(ctx, cy, q))(t)
			text := string(must(json.Marshal(v))(t))
			text = strings.ReplaceAll(text, `"evidence":"“Share of zephyr booked online”`, "") // the open one's own words, on the day before
			if strings.Contains(text, secret.ID) || strings.Contains(text, secret.KeyResults[0].ID) || strings.Contains(text, "The zephyr deal") {
				t.Errorf("%s: an owner who may not see it sees it: %s", name, text)
			}
			if v.Total != 1 || len(v.Edges) != 1 || len(v.Departments.Departments) != 1 {
				t.Errorf("%s: %d objectives, edges %v, departments %v", name, v.Total, v.Edges, v.Departments.Departments)
			}
		}
		if _, err := w.Map(ctx, cy, MapQuery{Around: secret.ID}); err == nil {
			t.Error("around what may not be seen: no error")
		}
		if v := must(w.Map(ctx, w.owner, MapQuery{}))(t); v.Total != 2 {
			t.Errorf("its owner sees %d objectives", v.Total)
		}
	})
}

func TestMapTakesAConstantNumberOfStatements(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		count := func(q MapQuery) int64 {
			ctx, n := store.CountQueries(w.ctx())
			must(w.Map(ctx, w.owner, q))(t)
			return n.Load()
		}
		first := w.supporting(w.root.Name, "First", "", "", rising("One"))
		w.supporting("Apps", "Second", okr.UpKeyResult, first.KeyResults[0].ID)
		few, fewThen := count(MapQuery{}), count(MapQuery{Date: "2026-11-08"})
		for i := range 30 {
			w.supporting("Sales", fmt.Sprint("More ", i), okr.UpObjective, first.ID, rising("Two"), rising("Three"))
		}
		if many, then := count(MapQuery{}), count(MapQuery{Date: "2026-11-08"}); many != few || many > 15 || then < fewThen || then > 15 {
			t.Errorf("%d statements for 2 objectives, %d for 32; in the past %d and %d", few, many, fewThen, then)
		}
	})
}

// The map reads what was last said of the plan; of that, what was said of other words than stand there now is left out until the plan is read again.
func TestMapReadsWhatWasSaid(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		company := w.supporting(w.root.Name, "Repair is the first thought", "", "", counting("Households that repair", 20, 40))
		w.supporting("Apps", "Booking takes a minute", okr.UpKeyResult, company.KeyResults[0].ID, counting("Share of repairs booked online", 30, 60))
		shops := w.supporting("Sales", "Shops send people to us", okr.UpKeyResult, company.KeyResults[0].ID, counting("Share of repairs booked online", 25, 55))
		overlaps := func() (n int) {
			for _, m := range must(w.Map(ctx, w.owner, MapQuery{}))(t).Marks {
				if m.Kind == okr.MarkOverlap {
					n++
				}
			}
			return n
		}
		read := func() {
			w.pass(time.Minute)
			if err := w.JudgePlans(ctx); err != nil {
				t.Fatal(err)
			}
		}
		read()
		if n := overlaps(); n != 1 {
			t.Fatalf("%d overlaps are said, want 1", n)
		}
		must(w.EditKeyResult(ctx, w.owner, okr.KeyResultPatch{ID: shops.KeyResults[0].ID, Title: ptr("Shops that send people to us")}))(t)
		if n := overlaps(); n != 0 {
			t.Errorf("%d overlaps are said of words that are gone", n)
		}
		must(w.EditKeyResult(ctx, w.owner, okr.KeyResultPatch{ID: shops.KeyResults[0].ID, Title: ptr("Share of repairs booked online, by shops")}))(t)
		read()
		before := overlaps()
		must(w.EditKeyResult(ctx, w.owner, okr.KeyResultPatch{ID: shops.KeyResults[0].ID, Title: ptr("Share of repairs booked online")}))(t)
		read()
		if n := overlaps(); n != 1 || before > 1 {
			t.Errorf("%d overlaps are said when it is as it was", n)
		}
	})
}

// The neighbourhood of an objective is read by itself, and is what stands around it on the whole map.
func TestMapAround(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		p := must(w.AddPillar(ctx, w.owner, PillarInput{Title: "Workshops first"}))(t)
		company := w.supporting(w.root.Name, "Repair is the first thought", okr.UpPillar, p.ID, counting("Households that repair", 20, 40), counting("Parts in stock", 60, 90))
		above := []ObjectiveTree{company}
		for i, counted := range []string{"Parcels that arrive whole", "Riders under thirty", "Minutes until somebody answers", "Shops open on Sunday", "Letters of thanks"} { // a line, with a branch by a key result at each step
			last := above[len(above)-1]
			next := w.supporting("Apps", fmt.Sprintf("Step %d is easy", i), okr.UpObjective, last.ID, counting(counted, 30, 60))
			above = append(above, next)
			w.supporting("Sales", fmt.Sprintf("Branch %d is easy", i), okr.UpKeyResult, next.KeyResults[0].ID)
		}
		w.supporting("Platform", "Nobody waits", "", "")
		whole := must(w.Map(ctx, w.owner, MapQuery{}))(t)
		compared := 0
		for _, n := range whole.Nodes {
			if n.Kind != okr.MapObjective {
				continue
			}
			compared++
			want, got := whole.Map.Around(n.Key, aroundSteps), must(w.Map(ctx, w.owner, MapQuery{Around: n.Key}))(t)
			if diff := cmp.Diff(want, got.Map, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(okr.MapNode{})); diff != "" {
				t.Errorf("around %q (-on the whole map +read by itself):\n%s", n.Title, diff)
			}
			if got.Total != 12 {
				t.Errorf("around %q there are %d in all", n.Title, got.Total)
			}
		}
		if compared != 12 {
			t.Errorf("%d objectives were compared", compared)
		}
	})
}
