package app

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// nextCycle adds the quarter after the world's.
func (w *world) nextCycle() okr.Cycle {
	w.t.Helper()
	return must(w.AddCycle(w.ctx(), w.owner, CycleInput{Start: "2027-01-01"}))(w.t)
}

// counted is how many objectives and key results a cycle has.
func (w *world) counted(cycleID string) (objectives, keyResults int) {
	w.t.Helper()
	for _, o := range must(w.FindObjectives(w.ctx(), w.owner, ObjectiveQuery{CycleID: cycleID, Limit: 200}))(w.t).Objectives {
		objectives++
		keyResults += len(o.KeyResults)
	}
	return objectives, keyResults
}

func TestCarryOver(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		lea := w.member("Lea", okr.OrgMember, "Apps")
		pillar := must(w.AddPillar(ctx, w.owner, PillarInput{Title: "Riders first", Choice: "Riders before dealers"}))(t)
		company := w.running(w.owner, "Riders in all")
		old := must(w.AddObjective(ctx, w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "Riders stay with us", OwnerID: lea.Viewer.MemberID, WhyImportant: "They tell others",
			Supports:   []okr.Support{{Kind: okr.UpPillar, ID: pillar.ID}, {Kind: okr.UpObjective, ID: company.ID}},
			KeyResults: []KeyResultInput{{Title: "Riders after a year", Unit: "%", Baseline: ptr(40.0), Target: ptr(60.0), OwnerID: lea.Viewer.MemberID}, {Title: "Calls answered", Unit: "%", Baseline: ptr(70.0), Target: ptr(80.0)}}}))(t)
		must(w.Transition(ctx, w.owner, TransitionInput{ID: old.ID, To: okr.Active}))(t)
		stay, calls := old.KeyResults[0], old.KeyResults[1]
		for i, v := range []float64{45, 52} {
			must(w.CheckIn(ctx, lea, CheckInInput{KeyResultID: stay.ID, Value: &v, Confidence: ptr(6 + i), AsOf: okr.Date("2026-11-01").Add(i * 7)}))(t)
		}
		must(w.CheckIn(ctx, lea, CheckInInput{KeyResultID: calls.ID, Value: ptr(82.0)}))(t)
		next := w.nextCycle()

		choice := must(w.Carriable(ctx, lea, CarryQuery{CycleID: next.ID}))(t)
		if len(choice.Objectives) != 2 || choice.From.ID != w.cycle.ID || !choice.Objectives[1].May {
			t.Fatalf("to choose from: %+v", choice)
		}
		if krs := choice.Objectives[1].KeyResults; *krs[0].Begins != 52 || krs[0].Reached || !krs[1].Reached {
			t.Errorf("they would begin at %+v", krs)
		}

		in := CarryInput{CycleID: next.ID, Objectives: []CarryObjective{{ID: old.ID, Title: "Riders stay a second year", KeyResults: []CarryKeyResult{{ID: stay.ID, Target: ptr(65.0)}}}}}
		d := must(w.CarryOver(ctx, lea, in))(t)[0]
		k := d.KeyResults[0]
		if d.Stage != okr.Draft || d.LineageID != old.ID || d.CycleID != next.ID || d.Number == old.Number || d.Title != "Riders stay a second year" || d.WhyImportant == "" || d.OwnerID != lea.Viewer.MemberID {
			t.Errorf("the draft is %+v", d.Objective)
		}
		if diff := cmp.Diff([]okr.Support{{Kind: okr.UpPillar, ID: pillar.ID, Weight: 1}}, d.Supports); diff != "" {
			t.Errorf("it supports what stays, and not what has ended: %s", diff)
		}
		if len(d.KeyResults) != 1 || k.LineageID != stay.ID || *k.Baseline != 52 || *k.Target != 65 || k.Value != nil || k.Checks != 0 {
			t.Errorf("its key results are %+v", d.KeyResults)
		}

		// Done again nothing is doubled, and what was left behind is added.
		again := must(w.CarryOver(ctx, lea, in))(t)[0]
		if again.ID != d.ID || len(again.KeyResults) != 1 {
			t.Errorf("carried twice: %+v", again)
		}
		in.Objectives[0].KeyResults = append(in.Objectives[0].KeyResults, CarryKeyResult{ID: calls.ID, Baseline: ptr(80.0), Target: ptr(90.0)})
		if again = must(w.CarryOver(ctx, lea, in))(t)[0]; again.ID != d.ID || len(again.KeyResults) != 2 || *again.KeyResults[1].Baseline != 80 {
			t.Errorf("with one more key result: %+v", again)
		}
		if o, k := w.counted(next.ID); o != 1 || k != 2 {
			t.Errorf("the cycle has %d objectives and %d key results", o, k)
		}
		// The one above it goes on later, and one that serves both finds it there.
		up := must(w.CarryOver(ctx, w.owner, CarryInput{CycleID: next.ID, Objectives: []CarryObjective{{ID: company.ID}}}))(t)[0]
		if v := must(w.Objective(ctx, lea, d.ID))(t); !cmp.Equal(v.Supports, []okr.Support{{Kind: okr.UpPillar, ID: pillar.ID, Weight: 1}, {Kind: okr.UpObjective, ID: up.ID, Weight: 1}}) {
			t.Errorf("what went on before its parent supports %+v", v.Supports)
		}
		second := must(w.AddObjective(ctx, w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Sales").ID}, Title: "Dealers know us", Supports: []okr.Support{{Kind: okr.UpObjective, ID: company.ID}},
			KeyResults: []KeyResultInput{{Title: "Riders in all, by sum", Source: okr.Source{Kind: okr.Sum, Of: []string{stay.ID, calls.ID}}}}}))(t)
		must(w.Transition(ctx, w.owner, TransitionInput{ID: second.ID, To: okr.Active}))(t)
		s := must(w.CarryOver(ctx, w.owner, CarryInput{CycleID: next.ID, Objectives: []CarryObjective{{ID: second.ID}}}))(t)[0]
		if len(s.Supports) != 1 || s.Supports[0].ID != up.ID || len(s.KeyResults) != 1 || !cmp.Equal(s.KeyResults[0].Source.Of, []string{again.KeyResults[0].ID, again.KeyResults[1].ID}) {
			t.Errorf("above it is %+v, its sum is of %+v", s.Supports, s.KeyResults)
		}

		// Its page and its course go on from the ones before, and the old page leads on.
		v := must(w.Objective(ctx, lea, d.ID))(t)
		if len(v.Generations) != 2 || v.Generations[0].ID != old.ID || v.Generations[1].ID != d.ID || len(v.KeyResults[0].Earlier) != 2 || *v.KeyResults[0].Earlier[1].Value != 52 || v.KeyResults[0].Earlier[0].Cycle != w.cycle.Name {
			t.Errorf("the new page: %+v, earlier %+v", v.Generations, v.KeyResults[0].Earlier)
		}
		if p := must(w.TeamPast(ctx, lea, w.team("Apps").ID))(t); len(p.Runs) != 2 || len(p.Runs[0].Generations)+len(p.Runs[1].Generations) != 4 || p.Runs[0].Generations[1].CycleID != next.ID {
			t.Errorf("the team's history: %+v", p.Runs)
		}
		if v := must(w.Objective(ctx, lea, old.ID))(t); len(v.Generations) != 2 || v.KeyResults[0].Earlier != nil {
			t.Errorf("the old page: %+v", v.Generations)
		}
		if c := must(w.Course(ctx, lea, k.ID))(t); len(c.Points) != 0 || len(c.Earlier) != 2 {
			t.Errorf("the course: %+v", c)
		}
		if choice := must(w.Carriable(ctx, lea, CarryQuery{Objective: "O-2"}))(t); len(choice.Objectives) != 1 || choice.Objectives[0].GoesOn == nil || choice.Objectives[0].GoesOn.ID != d.ID || !choice.Objectives[0].KeyResults[0].GoesOn {
			t.Errorf("once it goes on: %+v", choice)
		}
	})
}

func TestCarryOverRefuses(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		lea := w.member("Lea", okr.OrgMember, "Sales")
		old := w.running(w.owner, "Riders")
		draft := w.objective("A draft", rising("Bookings"))
		next := w.nextCycle()
		one := func(id string, krs ...CarryKeyResult) []CarryObjective {
			return []CarryObjective{{ID: id, KeyResults: krs}}
		}
		for name, x := range map[string]struct {
			who   Actor
			in    CarryInput
			kind  okr.ErrorKind
			field string
		}{
			"nothing":                {w.owner, CarryInput{CycleID: next.ID}, okr.Invalid, "objectives"},
			"no cycle":               {w.owner, CarryInput{CycleID: "none", Objectives: one(old.ID)}, okr.NotFound, ""},
			"its own cycle":          {w.owner, CarryInput{CycleID: w.cycle.ID, Objectives: one(old.ID)}, okr.Invalid, "objectives[0].cycle_id"},
			"a draft":                {w.owner, CarryInput{CycleID: next.ID, Objectives: one(draft.ID)}, okr.Invalid, "objectives[0].id"},
			"no objective":           {w.owner, CarryInput{CycleID: next.ID, Objectives: one("none")}, okr.NotFound, "objectives[0].id"},
			"others' key result":     {w.owner, CarryInput{CycleID: next.ID, Objectives: one(old.ID, CarryKeyResult{ID: draft.KeyResults[0].ID})}, okr.Invalid, "objectives[0].key_results[0].id"},
			"others' objective":      {lea, CarryInput{CycleID: next.ID, Objectives: one(old.ID)}, okr.Forbidden, "objectives[0]."},
			"a target that is none":  {w.owner, CarryInput{CycleID: next.ID, Objectives: one(old.ID, CarryKeyResult{ID: old.KeyResults[0].ID, Target: ptr(1e300)})}, okr.Invalid, "objectives[0].key_results[0].target"},
			"a cycle that is closed": {w.owner, CarryInput{CycleID: must(w.CloseCycle(ctx, w.owner, ThingInput{ID: must(w.AddCycle(ctx, w.owner, CycleInput{Start: "2027-04-01"}))(t).ID}))(t).ID, Objectives: one(old.ID)}, okr.Invalid, "objectives[0].cycle_id"},
		} {
			_, err := w.CarryOver(ctx, x.who, x.in)
			refused(t, name, err, x.kind, x.field)
		}
		if o, _ := w.counted(next.ID); o != 0 {
			t.Errorf("refused, and %d are there", o)
		}
		// A draft that was taken away or dropped does not stand in the way of another one.
		first := must(w.CarryOver(ctx, w.owner, CarryInput{CycleID: next.ID, Objectives: one(old.ID)}))(t)[0]
		must(w.RemoveObjective(ctx, w.owner, RemovalInput{ID: first.ID}))(t)
		if second := must(w.CarryOver(ctx, w.owner, CarryInput{CycleID: next.ID, Objectives: one(old.ID)}))(t)[0]; second.ID == first.ID || len(second.KeyResults) != 1 {
			t.Errorf("after it was taken away: %+v", second)
		}
	})
}

// Carrying many over costs as many statements as carrying few, but for inserts in pieces.
func TestCarryOverStatements(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		next := w.nextCycle()
		var counts []int64
		for _, n := range []int{1, 12} {
			in := CarryInput{CycleID: next.ID}
			for range n {
				in.Objectives = append(in.Objectives, CarryObjective{ID: w.running(w.owner, "Rides", "Riders").ID})
			}
			ctx, count := store.CountQueries(w.ctx())
			must(w.CarryOver(ctx, w.owner, in))(t)
			counts = append(counts, count.Load())
		}
		if counts[1] > counts[0]+15 { // SetProgress is one an objective
			t.Errorf("one takes %d statements, twelve take %d", counts[0], counts[1])
		}
	})
}

// What can go on comes a page at a time, one's own first, then what it was decided to go on with; a page costs the same number of statements whatever is on it.
func TestCarriablePages(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		sal := w.member("Sal", okr.OrgMember, "Sales")
		next := w.nextCycle()
		var list []string
		for i := range 6 {
			team := "Apps"
			if i%2 == 1 {
				team = "Sales"
			}
			list = append(list, w.live(team, fmt.Sprintf("Objective %d", i), ObjectiveInput{KeyResults: []KeyResultInput{{Title: "Rides", Baseline: ptr(0.0), Target: ptr(10.0)}}}).ID)
		}
		reached := must(w.Objective(ctx, w.owner, list[0]))(t).KeyResults[0]
		must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: reached.ID, Value: ptr(10.0), Confidence: ptr(10)}))(t)
		must(w.DecideOnward(ctx, w.owner, OnwardInput{ID: list[1], Onward: okr.LetGo}))(t)
		must(w.DecideOnward(ctx, w.owner, OnwardInput{ID: list[4], Onward: okr.GoOn}))(t)
		pages := func(actor Actor, limit int) (got []string) {
			t.Helper()
			for q := (CarryQuery{CycleID: next.ID, FromID: w.cycle.ID, Limit: limit}); ; {
				c := must(w.Carriable(ctx, actor, q))(t)
				if len(c.Objectives) > limit {
					t.Fatalf("%d on a page of %d", len(c.Objectives), limit)
				}
				for _, o := range c.Objectives {
					got = append(got, o.ID)
				}
				if q.Cursor = c.Next; q.Cursor == "" {
					return got
				}
			}
		}
		for limit := 1; limit <= 6; limit++ {
			if diff := cmp.Diff([]string{list[4], list[2], list[3], list[5], list[1]}, pages(w.owner, limit)); diff != "" {
				t.Errorf("pages of %d (-want +got):\n%s", limit, diff)
			}
			if diff := cmp.Diff([]string{list[3], list[5], list[1], list[4], list[2]}, pages(sal, limit)); diff != "" {
				t.Errorf("pages of %d of somebody in Sales (-want +got):\n%s", limit, diff)
			}
		}
		// What was reached and goes on all the same is there, and says so; the planning room shows the first ones, without what was let go.
		must(w.CarryOver(ctx, w.owner, CarryInput{CycleID: next.ID, Objectives: []CarryObjective{{ID: list[0]}}}))(t)
		c := must(w.Carriable(ctx, w.owner, CarryQuery{CycleID: next.ID, FromID: w.cycle.ID}))(t)
		i := slices.IndexFunc(c.Objectives, func(o Carriable) bool { return o.ID == list[0] })
		if i < 0 || c.Objectives[i].GoesOn == nil || !c.Objectives[i].KeyResults[0].Reached {
			t.Errorf("what goes on already: %+v", c.Objectives)
		}
		var open []string
		for _, o := range must(w.Planning(ctx, w.owner, PlanQuery{CycleID: next.ID}))(t).Open {
			open = append(open, o.ID)
		}
		if diff := cmp.Diff([]string{list[4], list[0], list[2], list[3], list[5]}, open); diff != "" {
			t.Errorf("left unfinished (-want +got):\n%s", diff)
		}
		count := func() int64 {
			counted, n := store.CountQueries(ctx)
			must(w.Carriable(counted, w.owner, CarryQuery{CycleID: next.ID, FromID: w.cycle.ID, TeamID: w.team("Sales").ID}))(t)
			return n.Load()
		}
		before := count()
		for i := range 20 {
			w.live("Sales", fmt.Sprintf("More %d", i), ObjectiveInput{})
		}
		if after := count(); after != before || after > 10 {
			t.Errorf("%d statements, then %d; the same number up to 10 is wanted", before, after)
		}
		_, err := w.Carriable(ctx, w.owner, CarryQuery{Cursor: "~"})
		refused(t, "a cursor that is none", err, okr.Invalid, "cursor")
	})
}
