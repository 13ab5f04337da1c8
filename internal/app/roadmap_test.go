package app

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// road is a roadmap item of a team that serves key results.
func (w *world) road(title string, team okr.Team, serves ...okr.KeyResult) okr.RoadmapItem {
	w.t.Helper()
	in := RoadmapInput{Title: title, TeamIDs: []string{team.ID}, Horizon: okr.HorizonNow}
	for _, k := range serves {
		in.Serves = append(in.Serves, okr.Serve{KeyResultID: k.ID, Effect: okr.Effect{Likely: ptr(0.5)}})
	}
	return must(w.AddRoadmapItem(w.ctx(), w.owner, in))(w.t)
}

// An item that serves a private key result never reveals it: in no list, page, trace, search, activity or export; and whoever cannot see the edge
// cannot lose it either.
func TestRoadmapKeepsPrivateResultsPrivate(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx, apps, sales := w.ctx(), w.team("Apps"), w.team("Sales")
		insider, outsider := w.member("In", okr.OrgMember, "Apps"), w.member("Out", okr.OrgMember, "Sales")
		o := must(w.AddObjective(ctx, insider, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{apps.ID}, Title: "Zorblax quietly", Private: true, OwnerID: insider.Viewer.MemberID,
			KeyResults: []KeyResultInput{rising("Zorblax from 1 to 9")}}))(t)
		open := w.objectiveIn(w.cycle.ID, "Open")
		r := must(w.AddRoadmapItem(ctx, insider, RoadmapInput{Title: "A shared bet", TeamIDs: []string{apps.ID, sales.ID},
			Serves: []okr.Serve{{KeyResultID: o.KeyResults[0].ID, Effect: okr.Effect{Likely: ptr(0.9)}}}}))(t)
		b := must(w.AddBacklogItem(ctx, insider, BacklogInput{Title: "Do it", TeamID: apps.ID, RoadmapItemID: r.ID}))(t)
		edited := must(w.EditRoadmapItem(ctx, outsider, okr.RoadmapPatch{ID: r.ID, Serves: &[]okr.Serve{{KeyResultID: open.KeyResults[0].ID}}}))(t)
		for what, v := range map[string]any{
			"edit": edited, "roadmap": must(w.Roadmap(ctx, outsider, RoadmapQuery{}))(t), "item": must(w.RoadmapItem(ctx, outsider, r.ID))(t),
			"backlog item": must(w.BacklogItem(ctx, outsider, b.ID))(t), "trace": must(w.Trace(ctx, outsider, TraceQuery{okr.ThingBacklogItem, b.ID}))(t),
			"downstream": must(w.Downstream(ctx, outsider, ""))(t), "activity": must(w.Activity(ctx, outsider, ActivityQuery{ThingID: r.ID}))(t),
			"export": w.export(outsider, "json"), "search": must(w.Search(ctx, outsider, "zorblax", 0))(t),
		} {
			text := strings.ToLower(string(must(json.Marshal(v))(t)))
			for _, word := range []string{"zorblax", o.ID, o.KeyResults[0].ID} {
				if strings.Contains(text, word) {
					t.Errorf("%s tells of %s: %s", what, word, text)
				}
			}
		}
		var served []string
		for _, s := range must(w.RoadmapItem(ctx, insider, r.ID))(t).Serves {
			served = append(served, s.KeyResultID)
		}
		if want := []string{open.KeyResults[0].ID, o.KeyResults[0].ID}; !slices.Equal(served, want) {
			t.Errorf("it serves %v, want the new one and the hidden one %v", served, want)
		}
	})
}

func TestRoadmapOrderExplainsItself(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx, apps := w.ctx(), w.team("Apps")
		o := w.objectiveIn(w.cycle.ID, "Open")
		big, none := w.road("Big", apps, o.KeyResults[0]), w.road("For nothing", apps)
		small := w.road("Small", apps, o.KeyResults[0])
		must(w.EditRoadmapItem(ctx, w.owner, okr.RoadmapPatch{ID: small.ID, Effort: ptr(20.0)}))(t)
		order := func() (out []string) {
			for _, r := range must(w.Roadmap(ctx, w.owner, RoadmapQuery{}))(t).Items {
				out = append(out, fmt.Sprint(r.Title, r.Priority.Rank))
			}
			return out
		}
		if diff := cmp.Diff([]string{"Big1", "Small2", "For nothing0"}, order()); diff != "" {
			t.Error(diff)
		}
		_, err := w.OverridePriority(ctx, w.owner, OverrideInput{ID: small.ID, Factor: 10})
		refused(t, "without a reason", err, okr.Invalid, "reason")
		must(w.OverridePriority(ctx, w.owner, OverrideInput{ID: small.ID, Factor: 10, Reason: "The fair is in March."}))(t)
		if diff := cmp.Diff([]string{"Small1", "Big2", "For nothing0"}, order()); diff != "" {
			t.Error(diff)
		}
		page := must(w.RoadmapItem(ctx, w.owner, small.ID))(t)
		if why := fmt.Sprint(page.Priority.Why); !strings.Contains(why, "The fair is in March.") || page.Priority.Score <= page.Priority.Computed {
			t.Errorf("the override is hidden: %s", why)
		}
		what := must(w.Roadmap(ctx, w.owner, RoadmapQuery{Without: big.ID}))(t)
		if s := what.Served[slices.IndexFunc(what.Served, func(s ServedResult) bool { return s.KeyResultID == o.KeyResults[0].ID })]; s.Without >= s.Backed || len(s.Items) != 1 {
			t.Errorf("taking it out loses nothing: %+v", s)
		}
		if what.Unserved != 1 {
			t.Errorf("%d items serve nothing, want %s", what.Unserved, none.Title)
		}
		must(w.MoveRoadmapItem(ctx, w.owner, RoadmapMove{ID: none.ID, Horizon: okr.HorizonLater}))(t)
		must(w.DropRoadmapItem(ctx, w.owner, RemovalInput{ID: none.ID, Reason: "It serves nothing."}))(t)
		if n := len(must(w.Roadmap(ctx, w.owner, RoadmapQuery{}))(t).Items); n != 2 {
			t.Errorf("%d items after dropping one", n)
		}
		must(w.ReopenRoadmapItem(ctx, w.owner, RemovalInput{ID: none.ID}))(t)
	})
}

// However often items of a column are put behind each other, each stands where it was put.
func TestRoadmapMoves(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		var ids []string
		for _, title := range []string{"A", "B", "C"} {
			ids = append(ids, must(w.AddRoadmapItem(w.ctx(), w.owner, RoadmapInput{Title: title, TeamIDs: []string{w.root.ID}, Horizon: okr.HorizonNow}))(t).ID)
		}
		for i := range 15 { // each halves the gap behind A
			moved := must(w.MoveRoadmapItem(w.ctx(), w.owner, RoadmapMove{ID: ids[2-i%2], Horizon: okr.HorizonNow, After: ids[0]}))(t)
			want := []string{"A", moved.Title, map[string]string{"B": "C", "C": "B"}[moved.Title]}
			var got []string
			if err := w.db.View(w.ctx(), w.org.ID, func(tx *store.Tx) error {
				list, err := tx.RoadmapItems(store.Everything, store.RoadmapFilter{})
				for _, x := range list {
					got = append(got, x.Title)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("move %d: %s", i+1, diff)
			}
		}
		_, err := w.MoveRoadmapItem(w.ctx(), w.owner, RoadmapMove{ID: ids[0], Horizon: okr.HorizonNext, After: ids[1]})
		refused(t, "behind an item of another column", err, okr.Invalid, "after")
	})
}

// The tray loses nothing: items are aligned and pruned in bulk and by undo come back as they were.
func TestTray(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx, apps := w.ctx(), w.team("Apps")
		r := w.road("One form", apps, w.objectiveIn(w.cycle.ID, "Open").KeyResults[0])
		var ids []string
		for i := range 5 {
			ids = append(ids, must(w.AddBacklogItem(ctx, w.owner, BacklogInput{Title: fmt.Sprint("Work ", i), TeamID: apps.ID}))(t).ID)
		}
		counted := func(tray, aligned int) {
			t.Helper()
			b := must(w.Backlog(ctx, w.owner, BacklogQuery{}))(t)
			if b.Tray != tray || b.Aligned != aligned {
				t.Errorf("%d in the tray and %d aligned, want %d and %d", b.Tray, b.Aligned, tray, aligned)
			}
		}
		counted(5, 0)
		for text, want := range map[string]int{"work 3": 1, "WOR": 5, "work 7": 0, "form": 0, "": 5} {
			if n := len(must(w.Backlog(ctx, w.owner, BacklogQuery{Text: text, Show: "unaligned"}))(t).Items); n != want {
				t.Errorf("“%s” finds %d items, want %d", text, n, want)
			}
		}
		in := AlignInput{}
		for _, id := range ids[:3] {
			in.Items = append(in.Items, Alignment{ID: id, RoadmapItemID: r.ID})
		}
		out := must(w.AlignBacklog(ctx, w.owner, in))(t)
		counted(2, 3)
		if again := must(w.AlignBacklog(ctx, w.owner, in))(t); len(again.Undo.Items) != 0 {
			t.Error("the same again is a change")
		}
		must(w.AlignBacklog(ctx, w.owner, out.Undo))(t)
		counted(5, 0)
		_, err := w.AlignBacklog(ctx, w.owner, AlignInput{Items: []Alignment{{ID: ids[0], RoadmapItemID: r.ID}, {ID: "nothing", RoadmapItemID: r.ID}}})
		refused(t, "one that is not there", err, okr.NotFound, "items[1]")
		counted(5, 0)
		_, err = w.DropBacklog(ctx, w.owner, BacklogBulk{IDs: ids[:2]})
		refused(t, "without a reason", err, okr.Invalid, "reason")
		must(w.DropBacklog(ctx, w.owner, BacklogBulk{IDs: ids[:2], Reason: "Nobody waits for it."}))(t)
		counted(3, 0)
		if put := must(w.Backlog(ctx, w.owner, BacklogQuery{Show: "put"}))(t); len(put.Items) != 2 || put.Items[0].DropReason != "Nobody waits for it." {
			t.Errorf("pruned ones are lost: %+v", put.Items)
		}
		must(w.ReopenBacklog(ctx, w.owner, BacklogBulk{IDs: ids[:2]}))(t)
		counted(5, 0)
		_, err = w.AlignBacklog(ctx, w.member("Stranger", okr.OrgMember, "Sales"), in)
		refused(t, "a stranger", err, okr.Forbidden, "")
		if h := must(w.Activity(ctx, w.owner, ActivityQuery{ThingID: ids[0]}))(t).Activity; len(h) != 5 || h[4].Kind != "backlog_item.added" {
			t.Errorf("its edges have no history: %+v", h)
		}
	})
}

func TestMirrorIsIdempotentAndKeepsHands(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx, apps := w.ctx(), w.team("Apps")
		r := w.road("One form", apps)
		item := func(id, title string) okr.MirroredItem {
			return okr.MirroredItem{External: id, Title: title, TeamID: apps.ID, Status: okr.WorkOpen, Opened: "2026-10-01"}
		}
		send := func(in MirrorInput, want MirrorResult) {
			t.Helper()
			in.MirrorID = "m"
			if diff := cmp.Diff(want, must(w.Mirrored(ctx, w.org, in))(t)); diff != "" {
				t.Error(diff)
			}
		}
		both := MirrorInput{Items: []okr.MirroredItem{item("1", "One"), item("2", "Two")}, Roadmap: []okr.MirroredRoad{{External: "E", Title: "Epic", TeamID: apps.ID, Status: okr.WorkDoing}}, Whole: true}
		send(both, MirrorResult{Added: 3})
		send(both, MirrorResult{Same: 3})
		one := must(w.Backlog(ctx, w.owner, BacklogQuery{}))(t).Items[0]
		must(w.AlignBacklog(ctx, w.owner, AlignInput{Items: []Alignment{{ID: one.ID, RoadmapItemID: r.ID}}}))(t)
		send(both, MirrorResult{Same: 3})
		send(MirrorInput{Items: []okr.MirroredItem{item("2", "Two, again")}, Whole: true}, MirrorResult{Changed: 1, Gone: 2})
		if got := must(w.BacklogItem(ctx, w.owner, one.ID))(t); got.Gone == 0 || got.RoadmapItemID != r.ID {
			t.Errorf("gone, but not so: %+v", got.BacklogItem)
		}
		send(MirrorInput{Items: []okr.MirroredItem{item("1", "One")}}, MirrorResult{Changed: 1, Back: 1})
		if got := must(w.BacklogItem(ctx, w.owner, one.ID))(t); got.Gone != 0 || got.RoadmapItemID != r.ID {
			t.Errorf("back, but not as it was: %+v", got.BacklogItem)
		}
		send(MirrorInput{Gone: []string{"1"}}, MirrorResult{Gone: 1})
		_, err := w.EditBacklogItem(ctx, w.owner, BacklogPatch{ID: one.ID, Title: ptr("Mine")})
		refused(t, "edit a copy", err, okr.Invalid, "title")
		_, err = w.UpdateMirror(ctx, w.member("Bo", okr.OrgMember, "Apps"), both)
		refused(t, "a member", err, okr.Forbidden, "")
	})
}

// What a person removed here stays removed when its tool gives it again, follows it meanwhile, and can be restored.
func TestMirrorKeepsWhatWasRemoved(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx, apps := w.ctx(), w.team("Apps")
		epic := func(title string) MirrorInput {
			return MirrorInput{MirrorID: "m", Roadmap: []okr.MirroredRoad{{External: "E", Title: title, TeamID: apps.ID, Status: okr.WorkDoing}}, Whole: true}
		}
		must(w.Mirrored(ctx, w.org, epic("Epic")))(t)
		made := must(w.Roadmap(ctx, w.owner, RoadmapQuery{}))(t).Items[0]
		must(w.RemoveRoadmapItem(ctx, w.owner, RemovalInput{ID: made.ID}))(t)
		if got := must(w.Mirrored(ctx, w.org, epic("Epic")))(t); got != (MirrorResult{Same: 1}) {
			t.Errorf("the same again is %+v", got)
		}
		if got := must(w.Mirrored(ctx, w.org, epic("Epic, renamed")))(t); got != (MirrorResult{Changed: 1}) {
			t.Errorf("renamed there is %+v", got)
		}
		if list := must(w.Roadmap(ctx, w.owner, RoadmapQuery{All: true}))(t).Items; len(list) != 0 {
			t.Errorf("removed, and back as %+v", list)
		}
		must(w.RestoreRoadmapItem(ctx, w.owner, RemovalInput{ID: made.ID}))(t)
		if list := must(w.Roadmap(ctx, w.owner, RoadmapQuery{}))(t).Items; len(list) != 1 || list[0].Title != "Epic, renamed" {
			t.Errorf("restored as %+v", list)
		}
	})
}

// An objective's page leads down to the bets on it; where the work leads is counted by the choice of the strategy, week by week; copies that are old are said.
func TestWayAndEffort(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx, apps := w.ctx(), w.team("Apps")
		p := must(w.AddPillar(ctx, w.owner, PillarInput{Title: "Repair first"}))(t)
		o := must(w.AddObjective(ctx, w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{apps.ID}, Title: "Top", Supports: []okr.Support{{Kind: okr.UpPillar, ID: p.ID, Weight: 1}}, KeyResults: []KeyResultInput{rising("High")}}))(t)
		must(w.Transition(ctx, w.owner, TransitionInput{ID: o.ID, To: okr.Active}))(t)
		r := w.road("Road", apps, o.KeyResults[0])
		dropped := w.road("Dropped", apps, o.KeyResults[0])
		must(w.DropRoadmapItem(ctx, w.owner, RemovalInput{ID: dropped.ID, Reason: "no"}))(t)
		must(w.AddBacklogItem(ctx, w.owner, BacklogInput{Title: "Work", TeamID: apps.ID, RoadmapItemID: r.ID}))(t)
		must(w.AddBacklogItem(ctx, w.owner, BacklogInput{Title: "Loose", TeamID: w.root.ID}))(t)
		w.org = must(w.Organization(ctx, w.owner))(t)
		w.owner.Org = w.org
		view := must(w.Objective(ctx, w.owner, o.ID))(t)
		if below := view.Way.Work[o.KeyResults[0].ID]; len(below) != 1 || below[0].ID != r.ID || below[0].Backlog.Open != 1 || len(view.Way.Steps) == 0 {
			t.Errorf("below the objective stands %+v", view.Way)
		}
		last := func(team string) string {
			e := must(w.Effort(ctx, w.owner, team))(t)
			if len(e.Shares) != trapWeeks {
				t.Fatalf("%d weeks, want %d", len(e.Shares), trapWeeks)
			}
			return fmt.Sprint(e.Shares[trapWeeks-1])
		}
		if got, want := last(""), "[{Repair first true 1} { true 0} { false 1}]"; got != want {
			t.Errorf("all of the work leads to %s, want %s", got, want)
		}
		if got, want := last(apps.ID), "[{Repair first true 1} { true 0} { false 0}]"; got != want {
			t.Errorf("the work of a team leads to %s, want %s", got, want)
		}
		_, err := w.Effort(ctx, w.owner, "nothing")
		refused(t, "a team that is not there", err, okr.NotFound, "team")
		if s := must(w.Around(ctx, w.owner))(t); s.Tray != 1 {
			t.Errorf("%d wait in the tray, want 1", s.Tray)
		}
	})
}

func TestTrace(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx, apps := w.ctx(), w.team("Apps")
		must(w.EditVision(ctx, w.owner, okr.VisionPatch{Text: ptr("Nothing is thrown away")}))(t)
		p := must(w.AddPillar(ctx, w.owner, PillarInput{Title: "Repair first"}))(t)
		top := must(w.AddObjective(ctx, w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.root.ID}, Title: "Top", Supports: []okr.Support{{Kind: okr.UpPillar, ID: p.ID, Weight: 1}}, KeyResults: []KeyResultInput{rising("High")}}))(t)
		low := must(w.AddObjective(ctx, w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{apps.ID}, Title: "Low", Supports: []okr.Support{{Kind: okr.UpKeyResult, ID: top.KeyResults[0].ID, Weight: 1}}, KeyResults: []KeyResultInput{rising("Deep")}}))(t)
		r := w.road("Road", apps, low.KeyResults[0])
		b := must(w.AddBacklogItem(ctx, w.owner, BacklogInput{Title: "Work", TeamID: apps.ID, RoadmapItemID: r.ID}))(t)
		titles := func(q TraceQuery) string {
			tr := must(w.Trace(ctx, w.owner, q))(t)
			var out []string
			for _, s := range tr.Steps {
				out = append(out, s.Title)
			}
			return strings.Join(out, " > ") + tr.Broken
		}
		if got, want := titles(TraceQuery{okr.ThingBacklogItem, b.ID}), "Nothing is thrown away > Repair first > Top > High > Low > Deep > Road > Work"; got != want && got != strings.Replace(want, " > Top > High", " > High", 1) {
			t.Errorf("traced %s", got)
		}
		loose := must(w.AddBacklogItem(ctx, w.owner, BacklogInput{Title: "Loose", TeamID: apps.ID}))(t)
		if got := titles(TraceQuery{okr.ThingBacklogItem, loose.ID}); !strings.HasPrefix(got, "LooseIt derives from nothing") {
			t.Errorf("traced %s", got)
		}
		down := must(w.Downstream(ctx, w.owner, p.ID))(t)
		if len(down.Pillars) != 1 || len(down.Pillars[0].Objectives) != 2 || down.Pillars[0].Work.Open != 1 || down.Tray != 1 {
			t.Errorf("downstream %+v", down)
		}
	})
}

// Open work is ordered by its bet's priority, for all or for a team with those below it; what is done or serves nothing has no place.
func TestWorkOrder(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx, apps, product := w.ctx(), w.team("Apps"), w.team("Product")
		big, small := 1.0, 20.0
		kr := w.objectiveIn(w.cycle.ID, "Open").KeyResults[0]
		quick := w.road("Quick", product, kr)
		slow := w.road("Slow", product, kr)
		must(w.EditRoadmapItem(ctx, w.owner, okr.RoadmapPatch{ID: quick.ID, Effort: &big}))(t)
		must(w.EditRoadmapItem(ctx, w.owner, okr.RoadmapPatch{ID: slow.ID, Effort: &small}))(t)
		for _, x := range []struct{ title, team, road string }{{"Of the slow one", apps.ID, slow.ID}, {"Of the quick one", product.ID, quick.ID}, {"Of none", product.ID, ""}} {
			must(w.AddBacklogItem(ctx, w.owner, BacklogInput{Title: x.title, TeamID: x.team, RoadmapItemID: x.road}))(t)
		}
		order := func(team string) (out []string) {
			for _, row := range must(w.WorkOrder(ctx, w.owner, team))(t).Items {
				out = append(out, fmt.Sprint(row.Priority.Rank, " ", row.Title, " for ", row.Roadmap))
			}
			return out
		}
		if diff := cmp.Diff([]string{"1 Of the quick one for Quick", "2 Of the slow one for Slow"}, order("")); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"1 Of the slow one for Slow"}, order(apps.ID)); diff != "" {
			t.Error(diff)
		}
	})
}
