package app

import (
	"slices"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Choices put a team's objectives in order, and what is below the line is dropped in one act, by whom may edit it alone.
func TestChooseAndDrop(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		ann, sal := w.member("Ann", okr.OrgMember, "Apps"), w.member("Sal", okr.OrgMember, "Sales")
		titles := []string{"Hosts answer", "Guests return", "Bills are right", "Nights are quiet", "Maps load", "Teams rest"}
		for _, title := range titles {
			w.draft("Apps", title)
		}
		w.draft("Platform", "Not ours to choose")
		hidden := must(w.AddObjective(ctx, ann, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "A secret", Private: true}))(t)
		q := ChooseQuery{CycleID: w.cycle.ID, TeamID: w.team("Apps").ID}
		if c := must(w.Choose(ctx, ann, q))(t); len(c.Objectives) != 7 || c.Keep != 5 {
			t.Errorf("its own team chooses between %d and keeps %d", len(c.Objectives), c.Keep)
		}
		c := must(w.Choose(ctx, sal, q))(t)
		if len(c.Objectives) != 6 || c.Choices.Left != 11 || c.May[c.Objectives[0].ID] {
			t.Fatalf("another team sees %d, %d choices, may %v", len(c.Objectives), c.Choices.Left, c.May)
		}
		for _, o := range c.Objectives {
			q.ObjectiveIDs = append(q.ObjectiveIDs, o.ID)
		}
		want := []string{"Teams rest", "Bills are right", "Hosts answer", "Maps load", "Nights are quiet", "Guests return"}
		for c.Choices.Next != nil {
			first, second := c.Objectives[c.Choices.Next[0]].Title, c.Objectives[c.Choices.Next[1]].Title
			if slices.Index(want, first) < slices.Index(want, second) {
				q.Said += "1"
			} else {
				q.Said += "2"
			}
			c = must(w.Choose(ctx, sal, q))(t)
		}
		var got []string
		for _, i := range c.Choices.Order {
			got = append(got, c.Objectives[i].Title)
		}
		if !slices.Equal(got, want) {
			t.Errorf("the order is %q", got)
		}
		last := c.Objectives[c.Choices.Order[5]]
		_, err := w.DropObjectives(ctx, sal, DropInput{ObjectiveIDs: []string{last.ID}, Reason: "Five are plenty."})
		refused(t, "another team drops", err, okr.Forbidden, "")
		_, err = w.DropObjectives(ctx, ann, DropInput{ObjectiveIDs: []string{last.ID}})
		refused(t, "dropped without a reason", err, okr.Invalid, "reason")
		_, err = w.DropObjectives(ctx, sal, DropInput{ObjectiveIDs: []string{hidden.ID}, Reason: "Five are plenty."})
		refused(t, "dropped unseen", err, okr.NotFound, "")
		_, err = w.DropObjectives(ctx, ann, DropInput{Reason: "Five are plenty."})
		refused(t, "nothing dropped", err, okr.Invalid, "objective_ids")
		must(w.DropObjectives(ctx, ann, DropInput{ObjectiveIDs: []string{last.ID, hidden.ID, last.ID}, Reason: "Five are plenty."}))(t)
		if o := must(w.Objective(ctx, sal, last.ID))(t); o.Stage != okr.Dropped || o.DropReason != "Five are plenty." {
			t.Errorf("it is %s because %q", o.Stage, o.DropReason)
		}
		acts := must(w.Activity(ctx, ann, ActivityQuery{Kind: "objective.dropped"}))(t).Activity
		if len(acts) != 1 || len(acts[0].Touched) != 2 {
			t.Errorf("the log has %+v", acts)
		}
		q.ObjectiveIDs[0] = hidden.ID
		_, err = w.Choose(ctx, sal, q)
		refused(t, "chosen unseen", err, okr.Invalid, "objective_ids")
		q.Said = "13"
		_, err = w.Choose(ctx, ann, q)
		refused(t, "no answer", err, okr.Invalid, "said")
	})
}
