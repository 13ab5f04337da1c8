package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
)

// How an objective feels is asked once and kept; the judge reads it while most of the cycle lies ahead.
func TestSayComfort(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		o := w.objectiveIn(w.cycle.ID, "Riders trust our repairs")
		if _, err := w.SayComfort(ctx, w.owner, ComfortInput{ID: o.ID, Answer: "fine"}); okr.FaultsOf(err) == nil {
			t.Errorf("an unknown answer: %v", err)
		}
		must(w.SayComfort(ctx, w.owner, ComfortInput{ID: o.ID, Answer: okr.ComfortEasy}))(t)
		must(w.SayComfort(ctx, w.owner, ComfortInput{ID: o.ID, Answer: okr.ComfortEasy}))(t)
		if _, err := w.SayComfort(ctx, w.owner, ComfortInput{ID: o.ID, Answer: okr.ComfortDoomed}); okr.FaultsOf(err) == nil || okr.FaultsOf(err)[0].Kind != okr.Conflict {
			t.Errorf("changed its mind: %v", err)
		}
		got := must(w.Objective(ctx, w.owner, o.ID))(t)
		if got.Comfort.Answer != okr.ComfortEasy || got.Comfort.On != "2026-11-09" || got.Version != o.Version+1 {
			t.Errorf("kept %+v in version %d", got.Comfort, got.Version)
		}
		next := must(w.AddCycle(ctx, w.owner, CycleInput{Name: "Next", Start: "2027-04-01"}))(t)
		for answer, rule := range map[okr.ComfortAnswer]string{okr.ComfortEasy: "ambition/sandbag", okr.ComfortDoomed: "ambition/doomed", okr.ComfortUncomfortable: ""} {
			o := w.objectiveIn(next.ID, "Riders recommend us "+string(answer))
			must(w.SayComfort(ctx, w.owner, ComfortInput{ID: o.ID, Answer: answer}))(t)
			asked := ""
			for _, f := range must(w.Objective(ctx, w.owner, o.ID))(t).Findings {
				if strings.HasPrefix(f.Rule, "ambition/") {
					asked += f.Rule
				}
			}
			if asked != rule {
				t.Errorf("beside the answer %q its page asks %q, want %q", answer, asked, rule)
			}
		}
	})
}

// The settings name teams that there are, and the judge says when more is a stretch than the phase allows.
func TestAmbitionPhase(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		must(w.AddObjective(ctx, w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.root.ID}, Title: "Riders trust our repairs", Kind: okr.Aspirational}))(t)
		if _, err := w.EditOrganization(ctx, w.owner, EditOrganizationInput{Ambition: &okr.Ambition{TeamIDs: []string{"nobody"}}}); okr.FaultsOf(err) == nil {
			t.Error("a team that is none passes")
		}
		speaks := func(a okr.Ambition) bool {
			w.org = must(w.EditOrganization(ctx, w.owner, EditOrganizationInput{Ambition: &a}))(t)
			w.owner = w.as(w.owner.Viewer.MemberID)
			w.pass(time.Second)
			j := must(w.Judge(ctx, w.owner, JudgeQuery{CycleID: w.cycle.ID}))(t)
			return slices.ContainsFunc(j.Findings, func(f judge.Finding) bool { return f.Rule == "ambition/phase" })
		}
		if speaks(okr.Ambition{}) || !speaks(okr.Ambition{Phase: okr.PhaseAchievable}) || !speaks(okr.Ambition{Phase: okr.PhaseModerate}) || speaks(okr.Ambition{Phase: okr.PhaseAmbitious}) ||
			speaks(okr.Ambition{Phase: okr.PhaseModerate, TeamIDs: []string{w.root.ID}}) {
			t.Error("the phase is read wrongly")
		}
	})
}
