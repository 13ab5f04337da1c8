package app

import (
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// The trap is read from what stands in the organization: which key results the backlog had before, and where the work leads. Finished
// work and what one may not see stay out.
func TestTrap(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		if got := must(w.Trap(ctx, w.owner, ""))(t); got.Parts[0].Because == "" || got.Items != 0 {
			t.Errorf("without a backlog: %+v", got.Trap)
		}
		apps := w.team("Apps")
		pillar := must(w.AddPillar(ctx, w.owner, PillarInput{Title: "Repair first"}))(t)
		o := must(w.AddObjective(ctx, w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{apps.ID}, Title: "Workshops trust our calendar", OwnerID: w.owner.Viewer.MemberID,
			Supports:   []okr.Support{{Kind: okr.UpPillar, ID: pillar.ID, Weight: 1}},
			KeyResults: []KeyResultInput{{Title: "Ship the new repair calendar"}, {Title: "Repairs within a day from 40 % to 65 %", Baseline: ptr(40.0), Target: ptr(65.0), Unit: "%"}}}))(t)
		bet := must(w.AddRoadmapItem(ctx, w.owner, RoadmapInput{Title: "Workshops see each other", TeamIDs: []string{apps.ID}, Serves: []okr.Serve{{KeyResultID: o.KeyResults[1].ID}}}))(t)
		item := func(title, road string, opened okr.Date) okr.BacklogItem {
			return must(w.AddBacklogItem(ctx, w.owner, BacklogInput{Title: title, TeamID: apps.ID, Opened: opened, RoadmapItemID: road}))(t)
		}
		before := item("New repair calendar", "", "2026-10-01")
		item("Show free hours", bet.ID, "2026-10-02")
		done := item("Print the prices", "", "2026-10-03")
		must(w.EditBacklogItem(ctx, w.owner, BacklogPatch{ID: done.ID, Status: ptr(okr.WorkDone)}))(t)

		w.owner.Org = must(w.Organization(ctx, w.owner))(t) // the part is in use since its first item
		got := must(w.Trap(ctx, w.owner, ""))(t)
		if len(got.Echoes) != 1 || got.Echoes[0].KeyResult != o.KeyResults[0].ID || got.Echoes[0].Item.ID != before.ID || got.Echoes[0].Objective.Number != o.Number {
			t.Fatalf("echoes: %+v", got.Echoes)
		}
		if got.Parts[0].Value != 50 || got.Parts[1].Value != 50 || got.Parts[3].Value != 0 || len(got.Teams) != 1 || got.Teams[0].Index != got.Index {
			t.Errorf("trap: %+v, teams: %+v", got.Trap, got.Teams)
		}
		if s := got.Shares; len(s) != 3 || s[0].Items != 1 || s[1].Items != 0 || s[2].Items != 1 {
			t.Errorf("shares: %+v", s)
		}
		if last := got.Weeks[len(got.Weeks)-1]; last.Open != 2 || last.Unaligned != 1 || last.Date != "2026-11-09" {
			t.Errorf("weeks: %+v", got.Weeks)
		}
		must(w.Dismiss(ctx, w.owner, DismissInput{ID: o.KeyResults[0].ID, Rule: "flow/backlog-echo", Reason: "The calendar is promised by contract."}))(t)
		if got := must(w.Trap(ctx, w.owner, ""))(t); len(got.Echoes) != 0 {
			t.Errorf("what is accepted is still an echo: %+v", got.Echoes)
		}
	})
}
