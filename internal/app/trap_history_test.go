package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
)

const week = 7 * 24 * time.Hour

// The index of each week is kept as it stood at its end, also when the program was not there; what changes later changes nothing of it.
func TestTrapHistory(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		apps := w.team("Apps")
		o := must(w.AddObjective(ctx, w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{apps.ID}, Title: "Workshops trust our calendar",
			KeyResults: []KeyResultInput{{Title: "Ship the new repair calendar"}, {Title: "Repairs within a day from 40 % to 65 %", Baseline: ptr(40.0), Target: ptr(65.0), Unit: "%"}}}))(t)
		item := must(w.AddBacklogItem(ctx, w.owner, BacklogInput{Title: "New repair calendar", TeamID: apps.ID, Opened: "2026-10-01"}))(t)
		w.owner.Org = must(w.Organization(ctx, w.owner))(t)
		w.pass(6*24*time.Hour + 8*time.Hour) // Sunday
		first := must(w.Trap(ctx, w.owner, ""))(t)
		w.pass(3 * 24 * time.Hour)
		must(w.EditKeyResult(ctx, w.owner, okr.KeyResultPatch{ID: o.KeyResults[0].ID, Title: ptr("Calls about opening hours from 90 to 40 a day")}))(t)
		road := must(w.AddRoadmapItem(ctx, w.owner, RoadmapInput{Title: "One calendar", TeamIDs: []string{apps.ID}, Serves: []okr.Serve{{KeyResultID: o.KeyResults[1].ID}}}))(t)
		must(w.AlignBacklog(ctx, w.owner, AlignInput{Items: []Alignment{{ID: item.ID, RoadmapItemID: road.ID}}}))(t)
		second := must(w.Trap(ctx, w.owner, ""))(t)
		if first.Index == second.Index {
			t.Fatalf("both weeks have the index %d", first.Index)
		}
		w.pass(week)
		must(w.RemoveBacklogItem(ctx, w.owner, RemovalInput{ID: item.ID}))(t)
		for range 2 { // again changes nothing
			if err := w.KeepTraps(ctx); err != nil {
				t.Fatal(err)
			}
		}
		got := must(w.Trap(ctx, w.owner, ""))(t)
		var weeks []okr.Date
		var indexes []int
		for _, p := range got.History {
			weeks, indexes = append(weeks, p.Week), append(indexes, p.Index)
		}
		if !slices.Equal(weeks, []okr.Date{"2026-11-09", "2026-11-16"}) || indexes[0] != first.Index || len(got.History[0].Parts) != 4 || got.History[0].Parts[0].Value != first.Parts[0].Value {
			t.Errorf("the weeks %v have the indexes %v, want %d first", weeks, indexes, first.Index)
		}
		// The item that is removed now counts where it stood, which is nowhere to be read from: it is left out.
		if len(got.Teams) != 1 || len(got.Teams[0].History) != 2 {
			t.Errorf("the team has %+v", got.Teams)
		}
	})
}

// The metric's own source is the KPI that measures the same: a key result that moves as tasks get done, while the KPI stands still, is asked about.
func TestMovedByTasks(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		apps := w.team("Apps")
		o := w.objective("Workshops book online", KeyResultInput{Title: "Bookings a day from 40 to 80", Kind: okr.Number, Unit: "bookings", Direction: okr.Increase, Baseline: ptr(40.0), Target: ptr(80.0)})
		kr := o.KeyResults[0].ID
		must(w.Transition(ctx, w.owner, TransitionInput{ID: o.ID, To: okr.Active}))(t)
		kpi := must(w.AddKPI(ctx, w.owner, KPIInput{TeamID: apps.ID, Name: "Bookings a day", Unit: "bookings"}))(t)
		must(w.AddKPI(ctx, w.owner, KPIInput{TeamID: apps.ID, Name: "Calls a day", Unit: "calls"}))(t)
		must(w.RecordKPI(ctx, w.owner, KPIValueInput{KPIID: kpi.ID, Value: 40}))(t)
		road := must(w.AddRoadmapItem(ctx, w.owner, RoadmapInput{Title: "One form", TeamIDs: []string{apps.ID}, Serves: []okr.Serve{{KeyResultID: kr}}}))(t)
		var items []okr.BacklogItem
		for _, title := range []string{"Ask for the bicycle", "Fewer fields", "Send a mail", "Show free hours"} {
			items = append(items, must(w.AddBacklogItem(ctx, w.owner, BacklogInput{Title: title, TeamID: apps.ID, RoadmapItemID: road.ID}))(t))
		}
		must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: kr, Value: ptr(40.0)}))(t)
		for i, b := range items[:3] {
			w.pass(week)
			must(w.EditBacklogItem(ctx, w.owner, BacklogPatch{ID: b.ID, Status: ptr(okr.WorkDone)}))(t)
			must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: kr, Value: ptr(50 + 10*float64(i))}))(t)
		}
		said := func() (out []judge.Finding) {
			w.owner.Org = must(w.Organization(ctx, w.owner))(t)
			w.pass(time.Minute)
			if err := w.JudgePlans(ctx); err != nil {
				t.Fatal(err)
			}
			for _, f := range must(w.Judge(ctx, w.owner, JudgeQuery{}))(t).Findings {
				if f.Rule == "flow/moved-by-tasks" {
					out = append(out, f)
				}
			}
			return out
		}
		must(w.RecordKPI(ctx, w.owner, KPIValueInput{KPIID: kpi.ID, Value: 41}))(t)
		found := said()
		if len(found) != 1 || found[0].Place.KeyResult != kr || !strings.Contains(found[0].Evidence, "3 of 4 items") {
			t.Fatalf("it says %+v", found)
		}
		page := must(w.Objective(ctx, w.owner, o.ID))(t)
		if !slices.ContainsFunc(page.Findings, func(f judge.Finding) bool { return f.Rule == "flow/moved-by-tasks" }) {
			t.Errorf("the objective's page has %+v", page.Findings)
		}
		must(w.RecordKPI(ctx, w.owner, KPIValueInput{KPIID: kpi.ID, Value: 68}))(t)
		if found := said(); len(found) != 0 {
			t.Errorf("when the metric has moved as well: %+v", found)
		}
	})
}

// Answers are counted without names: they are shown from five people up, each answers once a cycle, and no small rest can be told from the whole.
func TestTrapCheck(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		apps, sales := w.team("Apps").ID, w.team("Sales").ID
		all := func(r okr.TrapReply) map[string]okr.TrapReply {
			out := map[string]okr.TrapReply{}
			for _, c := range okr.TrapCauses {
				for _, a := range c.Asks {
					out[a.ID] = r
				}
			}
			return out
		}
		var last Actor
		for _, name := range []string{"A", "B", "C", "D", "E"} {
			last = w.member(name, okr.OrgMember, "Apps")
			if c := must(w.TrapCheck(ctx, last))(t); c.Answered || c.Causes != nil || c.Teams != nil {
				t.Errorf("before %s it shows %+v", name, c)
			}
			must(w.AnswerTrapCheck(ctx, last, TrapCheckInput{TeamID: apps, Answers: all(okr.TrapYes)}))(t)
		}
		c := must(w.AnswerTrapCheck(ctx, last, TrapCheckInput{TeamID: apps, Answers: all(okr.TrapNo)}))(t)
		if !c.Answered || c.People != 5 || len(c.Teams) != 1 || c.Teams[0].Causes[0].Share != 1 || c.Causes[2].Share != 1 {
			t.Errorf("after five: %+v", c)
		}
		must(w.AnswerTrapCheck(ctx, w.member("F", okr.OrgMember, "Sales"), TrapCheckInput{TeamID: sales, Answers: all(okr.TrapNo)}))(t)
		if c := must(w.TrapCheck(ctx, w.owner))(t); c.Causes != nil || len(c.Teams) != 1 || c.Answered {
			t.Errorf("the whole tells what the only one of another team said: %+v", c)
		}
		_, err := w.AnswerTrapCheck(ctx, w.owner, TrapCheckInput{TeamID: apps, Answers: map[string]okr.TrapReply{"vision-heart": okr.TrapNo}})
		if f := okr.FaultsOf(err); len(f) != 7 {
			t.Errorf("half of the answers: %v", err)
		}
		if a := must(w.Activity(ctx, w.owner, ActivityQuery{Kind: "trap"}))(t); len(a.Activity) != 0 {
			t.Errorf("the log has %+v", a.Activity)
		}
	})
}
