package app

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// planLines are a tree as text: what people wrote and what was measured.
func planLines(list []ObjectiveTree) []string {
	var out []string
	number := func(v *float64) string {
		if v == nil {
			return "?"
		}
		return fmt.Sprintf("%.4g", *v)
	}
	for _, o := range list {
		out = append(out, fmt.Sprintf("%s %s %s by %s %v %v = %s", o.ID, o.Title, o.Stage, o.OwnerID, o.TeamIDs, o.Supports, number(o.Progress)))
		for _, k := range o.KeyResults {
			out = append(out, fmt.Sprintf("  %s %s %s → %s at %s of %s", k.ID, k.Title, number(k.Baseline), number(k.Target), number(k.Value), k.CheckedAs))
		}
	}
	return out
}

func (p Past) plan() []string {
	var list []ObjectiveTree
	for _, o := range p.Objectives {
		t := ObjectiveTree{Objective: o.Objective}
		for _, k := range o.KeyResults {
			t.KeyResults = append(t.KeyResults, k.KeyResult)
		}
		list = append(list, t)
	}
	return planLines(list)
}

// How the tree stood on a day is, whatever was done since, how it stood on that day.
func TestTreeAt(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		r := rand.New(rand.NewPCG(1, 2))
		days := map[okr.Date][]string{}
		var order []okr.Date
		pick := func() (o ObjectiveTree, ok bool) {
			list := must(w.Tree(ctx, w.owner, w.cycle.ID))(t).Objectives
			if len(list) == 0 {
				return o, false
			}
			return list[r.IntN(len(list))], true
		}
		var gone []string
		for day := range 20 {
			for range 4 {
				w.pass(time.Hour)
				o, ok := pick()
				act := r.IntN(9)
				switch {
				case !ok || act == 0:
					w.objective(fmt.Sprintf("Objective %d", r.IntN(1000)), rising("First"), rising("Second"))
				case act == 1:
					must(w.EditObjective(ctx, w.owner, okr.ObjectivePatch{ID: o.ID, Title: ptr(fmt.Sprintf("Renamed %d", r.IntN(1000)))}))(t)
				case act == 2 && o.Stage == okr.Draft:
					must(w.Transition(ctx, w.owner, TransitionInput{ID: o.ID, To: okr.Active}))(t)
				case act == 3:
					must(w.RemoveObjective(ctx, w.owner, RemovalInput{ID: o.ID}))(t)
					gone = append(gone, o.ID)
				case act == 4 && len(gone) > 0:
					must(w.RestoreObjective(ctx, w.owner, RemovalInput{ID: gone[0]}))(t)
					gone = gone[1:]
				case act == 5 && len(o.KeyResults) > 1:
					other, _ := pick()
					must(w.EditKeyResult(ctx, w.owner, okr.KeyResultPatch{ID: o.KeyResults[0].ID, ObjectiveID: &other.ID}))(t)
				case act == 6 && len(o.KeyResults) > 0:
					must(w.RemoveKeyResult(ctx, w.owner, RemovalInput{ID: o.KeyResults[0].ID}))(t)
				case len(o.KeyResults) > 0:
					k := o.KeyResults[r.IntN(len(o.KeyResults))]
					must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: k.ID, Value: ptr(float64(r.IntN(100)))}))(t)
				}
			}
			date := w.Today(w.org)
			days[date], order = planLines(must(w.Tree(ctx, w.owner, w.cycle.ID))(t).Objectives), append(order, date)
			w.pass(20 * time.Hour)
			_ = day
		}
		for _, date := range order {
			past := must(w.TreeAt(ctx, w.owner, w.cycle.ID, date))(t)
			if diff := cmp.Diff(days[date], past.plan()); diff != "" {
				t.Errorf("%s (-as it stood +as the log says):\n%s", date, diff)
			}
			for _, o := range past.Objectives {
				one := must(w.At(ctx, w.owner, o.ID, date))(t)
				if diff := cmp.Diff(Past{Objectives: []ObjectiveRow{o}}.plan(), one.plan()); diff != "" {
					t.Errorf("%s on %s (-in the tree +alone):\n%s", o.Title, date, diff)
				}
			}
		}
		_, err := w.At(ctx, w.owner, days[order[19]][0][:36], "2026-11-08")
		refused(t, "before it was written", err, okr.NotFound, "date")
		_, err = w.TreeAt(ctx, w.owner, w.cycle.ID, "8.11.2026")
		refused(t, "no date", err, okr.Invalid, "date")
		counted, n := store.CountQueries(ctx)
		must(w.TreeAt(counted, w.owner, w.cycle.ID, order[19]))(t)
		if n.Load() > 6 {
			t.Errorf("the tree on a day takes %d statements, want at most 6", n.Load())
		}
	})
}

// The past is seen with today's permissions.
func TestThePastHidesWhatIsPrivate(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		bo, cy := w.member("Bo", okr.OrgMember, "Apps"), w.member("Cy", okr.OrgOwner, "Sales")
		o := w.objective("The zephyr deal", rising("Zephyr signed"))
		open := w.objective("Open to all")
		must(w.EditObjective(ctx, bo, okr.ObjectivePatch{ID: open.ID, Supports: &[]okr.Support{{Kind: okr.UpObjective, ID: o.ID, Weight: 1}}}))(t)
		day := w.Today(w.org)
		if past := must(w.TreeAt(ctx, cy, w.cycle.ID, day))(t); len(past.Objectives) != 2 {
			t.Fatalf("while it was open: %v", past.plan())
		}
		w.pass(24 * time.Hour)
		must(w.EditObjective(ctx, bo, okr.ObjectivePatch{ID: o.ID, Private: ptr(true)}))(t)
		text := string(must(json.Marshal(must(w.TreeAt(ctx, cy, w.cycle.ID, day))(t)))(t))
		if strings.Contains(text, "zephyr") || strings.Contains(text, o.ID) {
			t.Errorf("an owner who may not see it any more sees it on an earlier day: %s", text)
		}
		_, err := w.At(ctx, cy, o.ID, day)
		refused(t, "alone", err, okr.NotFound, "")
		if past := must(w.TreeAt(ctx, bo, w.cycle.ID, day))(t); len(past.Objectives) != 2 {
			t.Errorf("its team: %v", past.plan())
		}
	})
}

func TestCourse(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		o := w.objective("Guests come back", rising("Second visits"))
		kr := o.KeyResults[0].ID
		must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: kr, Value: ptr(10.0)}))(t)
		w.pass(7 * 24 * time.Hour)
		must(w.EditKeyResult(ctx, w.owner, okr.KeyResultPatch{ID: kr, Target: ptr(80.0), Title: ptr("Second visits a month"), Reason: "the season is short"}))(t)
		must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: kr, Value: ptr(30.0), AsOf: "2026-11-15", Confidence: ptr(6), Note: "late"}))(t)
		must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: kr, Value: ptr(40.0)}))(t)
		c := must(w.Course(ctx, w.owner, kr))(t)
		var points []string
		for _, p := range c.Points {
			points = append(points, fmt.Sprintf("%s %g %.3g", p.Date, *p.Value, *p.Progress))
		}
		if diff := cmp.Diff([]string{"2026-11-09 10 0.1", "2026-11-15 30 0.375", "2026-11-16 40 0.5"}, points); diff != "" {
			t.Errorf("points (-want +got):\n%s", diff)
		}
		if len(c.Targets) != 1 || c.Targets[0].Date != "2026-11-16" || c.Targets[0].Why != "the season is short" || len(c.Targets[0].Changes) != 1 ||
			string(c.Targets[0].Changes[0].Old) != "100" || string(c.Targets[0].Changes[0].New) != "80" || c.Names.Of(c.Targets[0].ActorID) != "Ines Owner" {
			t.Errorf("targets %+v", c.Targets)
		}
		if c.Objective.Title != "Guests come back" || c.KeyResult.Share != 1 || *c.KeyResult.Value != 40 {
			t.Errorf("course %+v", c)
		}
	})
}
