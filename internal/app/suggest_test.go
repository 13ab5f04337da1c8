package app

import (
	"slices"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// For a key result without work and a choice without a result it asks, and offers what is known of the same: a bet of before with how it went, a lesson, an insight, an open
// item. What has work is left alone, and so is what one may not see.
func TestSuggestions(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		apps := w.team("Apps").ID
		served := must(w.AddPillar(ctx, w.owner, PillarInput{Title: "Repair first"}))(t)
		bare := must(w.AddPillar(ctx, w.owner, PillarInput{Title: "Parts that last", Signal: "Two of three parts are used twice."}))(t)
		add := func(o ObjectiveInput) ObjectiveTree {
			o.CycleID, o.TeamIDs = w.cycle.ID, []string{apps}
			made := must(w.AddObjective(ctx, w.owner, o))(t)
			must(w.Transition(ctx, w.owner, TransitionInput{ID: made.ID, To: okr.Active}))(t)
			return made
		}
		days := func(title string) KeyResultInput {
			return KeyResultInput{Title: title, Unit: "d", Direction: okr.Decrease, Baseline: ptr(9.0), Target: ptr(4.0)}
		}
		old := add(ObjectiveInput{Title: "Nobody waits for a repair", KeyResults: []KeyResultInput{days("Days until a repaired saw is back")}})
		bet := must(w.AddRoadmapItem(ctx, w.owner, RoadmapInput{Title: "A night shift for repaired saws", TeamIDs: []string{apps}, Serves: []okr.Serve{{KeyResultID: old.KeyResults[0].ID}}}))(t)
		must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: old.KeyResults[0].ID, Value: ptr(6.0)}))(t)
		must(w.EditRoadmapItem(ctx, w.owner, okr.RoadmapPatch{ID: bet.ID, Status: ptr(okr.WorkDone)}))(t)
		must(w.CloseObjective(ctx, w.owner, CloseInput{ID: old.ID, Grade: ptr(0.6), Note: okr.ClosingNote{What: "Six days.", Why: "Two nights a week.", Learned: "A saw waits for its part, not for a person."}}))(t)
		must(w.AddInsight(ctx, w.owner, InsightInput{PillarID: bare.ID, Seen: okr.SeenOperations, Text: "A repaired saw comes back with the old chain."}))(t)
		tray := must(w.AddBacklogItem(ctx, w.owner, BacklogInput{Title: "Tell people the day on which the repaired saw is back", TeamID: apps}))(t)
		now := add(ObjectiveInput{Title: "Carpenters trust our repairs", Supports: []okr.Support{{Kind: okr.UpPillar, ID: served.ID, Weight: 1}},
			KeyResults: []KeyResultInput{days("Days until a repaired saw is back with its carpenter"), days("Hours until the first answer")}})
		must(w.AddRoadmapItem(ctx, w.owner, RoadmapInput{Title: "A second telephone", TeamIDs: []string{apps}, Serves: []okr.Serve{{KeyResultID: now.KeyResults[1].ID}}}))(t)

		s := must(w.Suggestions(ctx, w.member("Vera", okr.OrgViewer)))(t)
		if len(s.Results) != 1 || s.Results[0].KeyResultID != now.KeyResults[0].ID || len(s.Results[0].Asks) != 2 {
			t.Fatalf("results: %+v", s.Results)
		}
		kinds := map[string]Precedent{}
		for _, p := range s.Results[0].Known {
			kinds[p.Kind] = p
			if len(p.Both) < 2 {
				t.Errorf("%+v has no words in common", p)
			}
		}
		if kinds[KnownBet].ID != bet.ID || strings.ReplaceAll(kinds[KnownBet].Says, "\u00a0", " ") != "“Days until a repaired saw is back” went from 9 days to 6 days." || kinds[KnownLesson].Number != old.Number ||
			kinds[KnownLesson].Says != "A saw waits for its part, not for a person." || kinds[KnownTray].ID != tray.ID {
			t.Errorf("known: %+v", s.Results[0].Known)
		}
		if len(s.Pillars) != 1 || s.Pillars[0].Pillar.ID != bare.ID || !slices.ContainsFunc(s.Pillars[0].Known, func(p Precedent) bool { return p.Kind == KnownInsight }) || len(s.Pillars[0].Asks) != 3 {
			t.Errorf("pillars: %+v", s.Pillars)
		}
	})
}
