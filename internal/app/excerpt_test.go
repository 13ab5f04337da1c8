package app

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// largeFor makes the world's pages read so few objectives at once, and returns what to call to read all again.
func (w *world) largeFor(atOnce int) (all func()) {
	was := w.App
	few := *w.App
	few.atOnce = atOnce
	w.App = &few
	return func() { w.App = was }
}

// layered writes a pillar, an objective of the company with three key results, one of Product that supports it, one of Apps below that, and one of Platform that
// carries a key result of the company itself; Sales has one that supports nothing.
func (w *world) layered() (pillar okr.Pillar, company, product, apps, platform ObjectiveTree) {
	pillar = must(w.AddPillar(w.ctx(), w.owner, PillarInput{Title: "Repair, not replace"}))(w.t)
	company = w.supporting(w.root.Name, "Company", okr.UpPillar, pillar.ID, rising("By product"), rising("By platform"), rising("By nobody"))
	product = w.supporting("Product", "Product", okr.UpKeyResult, company.KeyResults[0].ID, rising("Of product"))
	apps = w.supporting("Apps", "Apps", okr.UpObjective, product.ID, rising("Of apps"))
	platform = w.supporting("Platform", "Platform", okr.UpKeyResult, company.KeyResults[1].ID, rising("Of platform"))
	w.supporting("Sales", "Sales", "", "", rising("Of sales"))
	return pillar, company, product, apps, platform
}

func TestExcerptOfTheMap(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		_, _, _, apps, _ := w.layered()
		titles := func(v MapView) (asked, context []string) {
			for _, n := range v.Nodes {
				switch {
				case n.Kind == okr.MapObjective && n.Context:
					context = append(context, n.Title)
				case n.Kind == okr.MapObjective, n.Kind == okr.MapGap:
					asked = append(asked, n.Title)
				}
			}
			slices.Sort(asked)
			slices.Sort(context)
			return asked, context
		}
		check := func(what string, q MapQuery, part *Excerpt, asked, context []string) {
			t.Helper()
			v := must(w.Map(ctx, w.owner, q))(t)
			is, about := titles(v)
			if d := cmp.Diff([]any{part, asked, context}, []any{v.Excerpt, is, about}); d != "" {
				t.Errorf("%s: %s", what, d)
			}
			if v.Total != 5 {
				t.Errorf("%s: %d objectives in all", what, v.Total)
			}
		}
		product, inApps := w.team("Product").ID, w.team("Apps").ID
		all := w.largeFor(4)
		company := &Excerpt{TeamID: w.root.ID, Total: 5}
		// Platform stands below Product, and on the map since it directly carries something of the company: so only one key result is a gap.
		want := []string{"Company", "Platform", "Product", "Sales", "Who carries “By nobody”?"}
		check("the company", MapQuery{}, company, want, nil)
		check("the company on a day", MapQuery{Date: "2026-11-08"}, company, nil, nil) // before any was written
		check("a team with all in it", MapQuery{TeamID: product}, &Excerpt{TeamID: product, Whole: true, Total: 5}, []string{"Apps", "Platform", "Product"}, []string{"Company"})
		check("a team at the end of the tree", MapQuery{TeamID: inApps}, &Excerpt{TeamID: inApps, Whole: true, Total: 5}, []string{"Apps"}, []string{"Company", "Product"})
		check("around one", MapQuery{Around: apps.ID}, nil, []string{"Apps", "Company", "Product"}, nil)
		all()
		w.largeFor(2)
		check("a team of which all is too much", MapQuery{TeamID: product}, &Excerpt{TeamID: product, Total: 5}, []string{"Apps", "Product"}, []string{"Company"}) // the first two
		w.pass(48 * time.Hour)
		check("a team yesterday", MapQuery{TeamID: inApps, Date: "2026-11-10"}, &Excerpt{TeamID: inApps, Whole: true, Total: 5}, []string{"Apps"}, []string{"Company", "Product"})
		check("around one yesterday", MapQuery{Around: apps.ID, Date: "2026-11-10"}, nil, []string{"Apps", "Company", "Product"}, nil)
	})
}

// What is told of a bet in a part of a large organization is what is told where the whole is read.
func TestExcerptOfTheRoadmap(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		pillar, company, product, apps, _ := w.layered()
		both := w.road("For both", w.team("Apps"), apps.KeyResults[0], company.KeyResults[2])
		w.road("For product", w.team("Product"), product.KeyResults[0])
		w.road("For sales", w.team("Sales"))
		work := must(w.AddBacklogItem(ctx, w.owner, BacklogInput{Title: "Do it", TeamID: w.team("Apps").ID, RoadmapItemID: both.ID}))(t)
		read := func() map[string]any {
			road := must(w.Roadmap(ctx, w.owner, RoadmapQuery{TeamID: w.team("Apps").ID}))(t)
			for i := range road.Items {
				road.Items[i].Priority.Rank = 0 // among those of the part
			}
			road.Excerpt, road.Names = nil, nil
			item := must(w.RoadmapItem(ctx, w.owner, both.ID))(t)
			return map[string]any{"roadmap": road, "trace of the work": must(w.Trace(ctx, w.owner, TraceQuery{okr.ThingBacklogItem, work.ID}))(t),
				"trace": item.Trace, "serving": item.Serving, "backlog item": must(w.BacklogItem(ctx, w.owner, work.ID))(t)}
		}
		whole := read()
		w.largeFor(4)
		if d := cmp.Diff(whole, read()); d != "" {
			t.Errorf("in a part it is another (-whole +part): %s", d)
		}

		road := must(w.Roadmap(ctx, w.owner, RoadmapQuery{}))(t)
		var items, alone []string
		for _, r := range road.Items {
			items = append(items, r.Title)
		}
		for _, s := range road.Served {
			if leads := s.PillarID == pillar.ID; leads == (s.Title == "Of sales") {
				t.Errorf("%s leads to %q", s.Title, s.PillarID)
			}
			if len(s.Items) == 0 && !s.Carried {
				alone = append(alone, s.Title)
			}
		}
		slices.Sort(items)
		slices.Sort(alone)
		// What Platform carries, or Apps has a bet for, is not alone, though neither is read.
		if d := cmp.Diff([][]string{{"For product", "For sales"}, {"Of sales"}}, [][]string{items, alone}); d != "" || road.Excerpt == nil || road.Excerpt.Whole {
			t.Errorf("the company's part: %+v %s", road.Excerpt, d)
		}
		ctx, n := store.CountQueries(ctx)
		must(w.Roadmap(ctx, w.owner, RoadmapQuery{TeamID: w.team("Apps").ID}))(t)
		if n.Load() > 30 {
			t.Errorf("%d statements for a part", n.Load())
		}
	})
}

func TestExcerptOfAList(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		w.layered()
		w.largeFor(3)
		titles := func(q ObjectiveQuery) (out []string, part *Excerpt) {
			page := must(w.FindObjectives(ctx, w.owner, q))(t)
			for _, o := range page.Objectives {
				out = append(out, o.Title)
			}
			slices.Sort(out)
			if page.Total != len(out) {
				t.Errorf("%+v: %d in all, %d on the page", q, page.Total, len(out))
			}
			return out, page.Excerpt
		}
		product := w.team("Product").ID
		for _, x := range []struct {
			q    ObjectiveQuery
			want []string
			part *Excerpt
		}{
			{ObjectiveQuery{Sort: ByTitle}, []string{"Apps", "Company", "Platform", "Product", "Sales"}, nil}, // nothing is derived
			{ObjectiveQuery{Group: ByHealth}, []string{"Company", "Product", "Sales"}, &Excerpt{TeamID: w.root.ID, Total: 5}},
			{ObjectiveQuery{Sort: ByGaps}, []string{"Company", "Product", "Sales"}, &Excerpt{TeamID: w.root.ID, Total: 5}},
			{ObjectiveQuery{Health: []okr.Health{okr.NotStarted}, TeamIDs: []string{product}, Below: true}, []string{"Apps", "Platform", "Product"}, nil},
			{ObjectiveQuery{Sort: ByUrgency, OwnerID: w.owner.Viewer.MemberID, Text: "app", TeamIDs: []string{product}, Below: true}, []string{"Apps"}, nil},
		} {
			got, part := titles(x.q)
			if d := cmp.Diff([]any{x.want, x.part}, []any{got, part}); d != "" {
				t.Errorf("%+v: %s", x.q, d)
			}
		}
	})
}

// A plan that is too large to be read while somebody waits is read by the job, and whoever asks before is told so.
func TestALargePlanIsReadByTheJob(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		w.layered()
		w.largeFor(4)
		for _, team := range []string{"", w.team("Apps").ID} {
			_, err := w.Judge(ctx, w.owner, JudgeQuery{CycleID: w.cycle.ID, TeamID: team})
			refused(t, "before it was read", err, okr.Unavailable, "")
			must(w.Judge(ctx, w.owner, JudgeQuery{CycleID: w.cycle.ID, TeamID: team, Passing: true}))(t)
		}
		if err := w.JudgePlans(ctx); err != nil {
			t.Fatal(err)
		}
		if j := must(w.Judge(ctx, w.owner, JudgeQuery{CycleID: w.cycle.ID}))(t); j.Objectives != 5 {
			t.Errorf("%d objectives were read", j.Objectives)
		}
	})
}

// Where the work of a part leads is told as it is where the whole is read.
func TestExcerptOfTheWork(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		_, company, _, apps, _ := w.layered()
		inApps := w.team("Apps").ID
		for _, k := range []okr.KeyResult{apps.KeyResults[0], company.KeyResults[1]} {
			bet := w.road("For "+k.Title, w.team("Apps"), k)
			must(w.AddBacklogItem(ctx, w.owner, BacklogInput{Title: "Work on " + bet.Title, TeamID: inApps, RoadmapItemID: bet.ID}))(t)
		}
		must(w.AddBacklogItem(ctx, w.owner, BacklogInput{Title: "Just so", TeamID: inApps}))(t)
		must(w.AddBacklogItem(ctx, w.owner, BacklogInput{Title: "Elsewhere", TeamID: w.team("Sales").ID}))(t)
		w.owner.Org = must(w.Organization(ctx, w.owner))(t) // the roadmap is in use now
		whole, all := must(w.Effort(ctx, w.owner, inApps))(t), must(w.Trap(ctx, w.owner, ""))(t)
		w.largeFor(4)
		part := must(w.Effort(ctx, w.owner, inApps))(t)
		if part.Excerpt == nil || whole.Excerpt != nil || len(whole.Shares) == 0 {
			t.Errorf("the parts are %+v and %+v", part.Excerpt, whole.Excerpt)
		}
		if d := cmp.Diff(whole.Shares, part.Shares); d != "" {
			t.Errorf("where the work of Apps leads (-whole +part): %s", d)
		}
		trap := must(w.Trap(ctx, w.owner, ""))(t)
		if trap.Excerpt == nil || trap.Items != 1 || all.Items != 6 || len(trap.Teams) != 3 || trap.Names.Of(w.root.ID) != w.root.Name {
			t.Errorf("the trap of the company's part: %+v, %d items of %d, %d teams", trap.Excerpt, trap.Items, all.Items, len(trap.Teams))
		}
	})
}
