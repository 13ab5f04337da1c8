package app

import (
	"slices"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Everybody who reads the strategy may say what they see; the leadership answers; what is answered stays as it was said.
func TestInsights(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		p := must(w.AddPillar(ctx, w.owner, PillarInput{Title: "Repair first"}))(t)
		viewer := w.member("Vera", okr.OrgViewer)
		bo := w.member("Bo", okr.OrgMember)
		i := must(w.AddInsight(ctx, viewer, InsightInput{PillarID: p.ID, Seen: okr.SeenCustomers, Text: " Two asked for a second key. ", URL: "https://example.org/call"}))(t)
		if i.Text != "Two asked for a second key." || i.AuthorID != viewer.Viewer.MemberID {
			t.Errorf("it is kept as %+v", i)
		}
		list := must(w.Insights(ctx, bo, ""))(t)
		if len(list.Insights) != 1 || list.Waiting[p.ID] != 1 || list.Insights[0].May || list.Insights[0].Answer || list.Names.Of(viewer.Viewer.MemberID) != "Vera" {
			t.Errorf("another member sees %+v", list)
		}
		_, err := w.EditInsight(ctx, bo, InsightPatch{ID: i.ID, Text: ptr("Ours")})
		refused(t, "edited by another", err, okr.Forbidden, "")
		_, err = w.AnswerInsight(ctx, bo, InsightReply{ID: i.ID, Answer: okr.InsightThanks})
		refused(t, "answered by a member", err, okr.Forbidden, "")
		_, err = w.AnswerInsight(ctx, w.owner, InsightReply{ID: i.ID, Answer: okr.InsightNotNow})
		refused(t, "not now without a word", err, okr.Invalid, "why")
		must(w.EditInsight(ctx, viewer, InsightPatch{ID: i.ID, Text: ptr("Three asked for a second key.")}))(t)
		answered := must(w.AnswerInsight(ctx, w.owner, InsightReply{ID: i.ID, Answer: okr.InsightTakenUp, Why: "With the next lock."}))(t)
		if answered.AnsweredBy != w.owner.Viewer.MemberID || answered.Answered == 0 {
			t.Errorf("the answer is %+v", answered)
		}
		_, err = w.EditInsight(ctx, viewer, InsightPatch{ID: i.ID, Text: ptr("It was four.")})
		refused(t, "changed after the answer", err, okr.Forbidden, "")
		if list := must(w.Insights(ctx, bo, p.ID))(t); list.Waiting[p.ID] != 0 {
			t.Errorf("%d wait", list.Waiting[p.ID])
		}
		if back := must(w.AnswerInsight(ctx, w.owner, InsightReply{ID: i.ID}))(t); back.Why != "" || back.Answered != 0 {
			t.Errorf("taken back it is %+v", back)
		}
		must(w.RemoveInsight(ctx, viewer, RemovalInput{ID: i.ID}))(t)
		if list := must(w.Insights(ctx, bo, ""))(t); len(list.Insights) != 0 {
			t.Error("a removed one is shown")
		}
		must(w.RestoreInsight(ctx, viewer, RemovalInput{ID: i.ID}))(t)
		must(w.RemovePillar(ctx, w.owner, ThingInput{ID: p.ID}))(t)
		_, err = w.AddInsight(ctx, bo, InsightInput{PillarID: p.ID, Seen: okr.SeenOperations, Text: "Late."})
		refused(t, "on a choice that is gone", err, okr.Invalid, "pillar_id")
	})
}

// A decision rests on an objective, is written by whoever may, never changed, and superseded once.
func TestDecisions(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		bo, cy := w.member("Bo", okr.OrgMember, "Apps"), w.member("Cy", okr.OrgMember)
		o := w.objective("Workshops book online", rising("Bookings"))
		kr := o.KeyResults[0].ID
		_, err := w.AddDecision(ctx, w.owner, DecisionInput{Question: "Why?", Decided: "So.", Why: "Because."})
		refused(t, "resting on nothing", err, okr.Invalid, "objective_id")
		_, err = w.AddDecision(ctx, cy, DecisionInput{Question: "Why?", Decided: "So.", Why: "Because.", ObjectiveID: o.ID})
		refused(t, "by somebody outside", err, okr.Forbidden, "")
		must(w.EditObjective(ctx, w.owner, okr.ObjectivePatch{ID: o.ID, DeciderID: &cy.Viewer.MemberID}))(t)
		first := must(w.AddDecision(ctx, cy, DecisionInput{Question: "Do we open on Sundays?", Decided: "No.", Why: "Nobody came.", KeyResultID: kr, Revisit: "2026-11-20"}))(t)
		if first.ObjectiveID != o.ID || first.DeciderID != cy.Viewer.MemberID || first.On == "" {
			t.Errorf("the decider's is %+v", first)
		}
		second := must(w.AddDecision(ctx, bo, DecisionInput{Question: "Do we open on Sundays?", Decided: "Yes.", Why: "They ask now.", ObjectiveID: o.ID, Supersedes: first.ID}))(t)
		_, err = w.AddDecision(ctx, bo, DecisionInput{Question: "Again?", Decided: "No.", Why: "Hm.", ObjectiveID: o.ID, Supersedes: first.ID})
		refused(t, "superseding twice", err, okr.Conflict, "supersedes")
		list := must(w.Decisions(ctx, cy, DecisionQuery{ObjectiveID: o.ID}))(t)
		if len(list.Decisions) != 2 || list.Decisions[0].ID != second.ID || list.Decisions[0].Supersedes != first.ID || list.Decisions[1].SupersededBy != second.ID || list.Decisions[1].KeyResult != "Bookings" {
			t.Errorf("the list is %+v", list)
		}
		if found := must(w.Decisions(ctx, cy, DecisionQuery{Text: "nobody sund"}))(t); len(found.Decisions) != 1 || found.Decisions[0].ID != first.ID {
			t.Errorf("by words: %+v", found)
		}
		if hits := must(w.Search(ctx, cy, "sundays", 0))(t); len(hits) != 2 || hits[0].Thing != okr.ThingDecision {
			t.Errorf("the search finds %+v", hits)
		}
		if view := must(w.Objective(ctx, cy, o.ID))(t); len(view.Decisions) != 2 || view.Names.Of(bo.Viewer.MemberID) != "Bo" {
			t.Errorf("the objective's page has %+v", view.Decisions)
		}
		private := must(w.EditObjective(ctx, bo, okr.ObjectivePatch{ID: o.ID, Private: ptr(true)}))(t)
		outside := w.member("Di", okr.OrgOwner)
		if list := must(w.Decisions(ctx, outside, DecisionQuery{}))(t); len(list.Decisions) != 0 || !private.Private {
			t.Errorf("of a private objective, an owner outside reads %+v", list)
		}
		if hits := must(w.Search(ctx, outside, "sundays", 0))(t); len(hits) != 0 {
			t.Errorf("and finds %+v", hits)
		}
		_, err = w.Decision(ctx, outside, first.ID)
		refused(t, "read by its id", err, okr.NotFound, "")
	})
}

// The vision's versions are kept with who, when and why, and what came and went.
func TestVisionHistory(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		if h := must(w.VisionHistory(ctx, w.owner))(t); len(h.Versions) != 0 {
			t.Errorf("before the first: %+v", h)
		}
		for _, v := range []okr.VisionPatch{{Text: ptr("Nothing is thrown away")}, {Text: ptr("Nothing that can be mended is thrown away"), Reason: "Worn out is worn out."}} {
			w.pass(1)
			must(w.EditVision(ctx, w.owner, v))(t)
		}
		h := must(w.VisionHistory(ctx, w.member("Vera", okr.OrgViewer)))(t)
		if len(h.Versions) != 2 || h.Versions[0].Version != 2 || h.Versions[0].Reason != "Worn out is worn out." || h.Versions[0].ActorID != w.owner.Viewer.MemberID {
			t.Fatalf("the history is %+v", h)
		}
		if !slices.Contains(h.Versions[0].Changes, okr.Piece{Text: "that can be mended", Is: okr.PieceAdded}) {
			t.Errorf("the changes are %+v", h.Versions[0].Changes)
		}
	})
}

// Each link of an objective, a bet and a piece of work says when it came and went, and who said so; what the reader may not see is not named.
func TestLinkHistory(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		p := must(w.AddPillar(ctx, w.owner, PillarInput{Title: "Repair first"}))(t)
		bo := w.member("Bo", okr.OrgMember, "Apps")
		secret := must(w.AddObjective(ctx, bo, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "Zephyr", Private: true}))(t)
		o := w.objective("Workshops book online", rising("Bookings"))
		must(w.EditObjective(ctx, w.owner, okr.ObjectivePatch{ID: o.ID, Supports: &[]okr.Support{{Kind: okr.UpPillar, ID: p.ID, Weight: 1}}, Reason: "It is why we do it."}))(t)
		must(w.EditObjective(ctx, bo, okr.ObjectivePatch{ID: o.ID, Supports: &[]okr.Support{{Kind: okr.UpObjective, ID: secret.ID, Weight: 1}}}))(t)
		h := must(w.LinkHistory(ctx, w.owner, TraceQuery{Thing: okr.ThingObjective, ID: o.ID}))(t)
		if len(h.Changes) != 2 || !h.Changes[0].Gone || h.Changes[1].Gone || h.Changes[1].To.Title != "Repair first" || h.Changes[1].Reason != "It is why we do it." || h.Changes[1].ActorID != w.owner.Viewer.MemberID {
			t.Errorf("an owner outside reads %+v", h.Changes)
		}
		road := must(w.AddRoadmapItem(ctx, w.owner, RoadmapInput{Title: "One form", TeamIDs: []string{w.team("Apps").ID}, Serves: []okr.Serve{{KeyResultID: o.KeyResults[0].ID}}}))(t)
		work := must(w.AddBacklogItem(ctx, w.owner, BacklogInput{Title: "Ask first", TeamID: w.team("Apps").ID}))(t)
		must(w.AlignBacklog(ctx, w.owner, AlignInput{Items: []Alignment{{ID: work.ID, RoadmapItemID: road.ID}}}))(t)
		for thing, id := range map[okr.Thing]string{okr.ThingRoadmapItem: road.ID, okr.ThingBacklogItem: work.ID} {
			h := must(w.LinkHistory(ctx, w.owner, TraceQuery{Thing: thing, ID: id}))(t)
			if len(h.Changes) != 1 || h.Changes[0].To.Title == "" || h.Changes[0].Gone {
				t.Errorf("%s: %+v", thing, h.Changes)
			}
		}
		_, err := w.LinkHistory(ctx, w.owner, TraceQuery{Thing: okr.ThingWin, ID: o.ID})
		refused(t, "of a win", err, okr.Invalid, "thing")
	})
}
