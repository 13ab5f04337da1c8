package app

import (
	"context"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A Trace is the line between the vision and a piece of work, the vision first. Where a thing leads to several, the line follows the first, and says
// how many more there are.
type Trace struct {
	Steps  []Step `json:"steps"`
	Broken string `json:"broken,omitempty"` // where the line ends before the vision, and what would mend it
}

// A Step is one thing on a trace.
type Step struct {
	Thing  okr.Thing `json:"thing"`
	ID     string    `json:"id,omitempty"`
	Title  string    `json:"title"`
	Number int       `json:"number,omitempty"` // of an objective, or of a key result's
	More   int       `json:"more,omitempty"`   // further things that the one below it leads to
}

// up traces a backlog item, or a roadmap item, up to the vision. Either may be nil.
func (w *roadReading) up(b *okr.BacklogItem, r *okr.RoadmapItem) (Trace, error) {
	var out Trace // the work first, turned round at the end
	done := func(broken string) (Trace, error) {
		slices.Reverse(out.Steps)
		out.Broken = broken
		return out, nil
	}
	if b != nil {
		out.Steps = append(out.Steps, Step{Thing: okr.ThingBacklogItem, ID: b.ID, Title: b.Title})
		if r == nil {
			return done("It derives from nothing on the roadmap. Say what it is for, or let it go.")
		}
	}
	out.Steps = append(out.Steps, Step{Thing: okr.ThingRoadmapItem, ID: r.ID, Title: r.Title})
	var first *ServedResult
	more := -1
	for _, s := range r.Serves {
		if k, open := w.served[s.KeyResultID]; open {
			if more++; first == nil {
				first = &k
			}
		}
	}
	if first == nil {
		return done("It serves no open key result. Which number would move if it worked?")
	}
	out.Steps = append(out.Steps, Step{Thing: okr.ThingKeyResult, ID: first.KeyResultID, Title: first.Title, Number: first.Number, More: more})
	upward, broken, err := traceObjective(w.tx, w.actor.Scope(), first.ObjectiveID, first.Objective, first.Number)
	out.Steps = append(out.Steps, upward...)
	if err != nil {
		return out, err
	}
	return done(broken)
}

// traceObjective is an objective and what is above it, up to the vision, in two statements.
func traceObjective(tx *store.Tx, s store.Scope, id, title string, number int) (steps []Step, broken string, err error) {
	around, err := tx.Neighbours(s, id)
	if err != nil {
		return nil, "", err
	}
	v, err := tx.Vision()
	steps, broken = climb(Step{Thing: okr.ThingObjective, ID: id, Title: title, Number: number}, around, v)
	return steps, broken, err
}

// climb is the line from an objective to the vision through what is around it.
func climb(from Step, around []store.Neighbour, v okr.Vision) (steps []Step, broken string) {
	steps = []Step{from}
	last := from.Thing
	for depth := 1; ; depth++ {
		var next *store.Neighbour
		more := 0
		for i, n := range around {
			switch {
			case !n.Up || n.Depth != depth:
			case next == nil:
				next = &around[i]
			default:
				more++
			}
		}
		if next == nil {
			break
		}
		if last = okr.Thing(next.Kind); next.Kind == okr.UpKeyResult {
			steps = append(steps, Step{Thing: okr.ThingKeyResult, ID: next.ID, Title: next.Title, Number: next.Number, More: more})
			more = 0
		} else {
			steps = append(steps, Step{Thing: last, ID: next.ID, Title: next.Title, Number: next.Number, More: more})
		}
	}
	switch {
	case last != okr.ThingPillar:
		broken = "Nothing of the strategy is above it yet. Which choice does it serve?"
	case v.ID == "":
		broken = "There is no vision yet. Where should all this lead?"
	default:
		steps = append(steps, Step{Thing: okr.ThingVision, ID: v.ID, Title: v.Text})
	}
	return steps, broken
}

// A TraceQuery names one thing whose line is asked for.
type TraceQuery struct {
	Thing okr.Thing `json:"thing"` // backlog_item, roadmap_item or objective
	ID    string    `json:"id"`
}

// Trace is the line from a piece of work, or from an objective, up to the vision.
func (a *App) Trace(ctx context.Context, actor Actor, q TraceQuery) (Trace, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Trace, error) {
		w := roadReading{a: a, tx: tx, actor: actor}
		if q.Thing == okr.ThingObjective {
			o, err := tx.Objective(actor.Scope(), q.ID)
			if err != nil {
				return Trace{}, err
			}
			steps, broken, err := traceObjective(tx, actor.Scope(), o.ID, o.Title, o.Number)
			slices.Reverse(steps)
			return Trace{steps, broken}, err
		}
		if err := w.around(); err != nil {
			return Trace{}, err
		}
		switch q.Thing {
		case okr.ThingBacklogItem:
			b, err := tx.BacklogItem(q.ID)
			if err != nil {
				return Trace{}, err
			}
			return w.upFrom(&b)
		case okr.ThingRoadmapItem:
			r, err := tx.RoadmapItem(q.ID)
			if err != nil {
				return Trace{}, err
			}
			if err := w.serving(r); err != nil {
				return Trace{}, err
			}
			return w.up(nil, &r)
		}
		return Trace{}, okr.Fail(okr.Invalid, "thing", "Ask for a backlog_item, a roadmap_item or an objective.")
	})
}

// An ObjectiveTrace is an objective's line up to the vision, and the work below it.
type ObjectiveTrace struct {
	Trace
	Work map[string][]BetBelow `json:"work"` // by key result
}

// A BetBelow is a roadmap item as it stands below a key result, with what derives from it.
type BetBelow struct {
	ID      string         `json:"id"`
	Title   string         `json:"title"`
	Horizon okr.Horizon    `json:"horizon"`
	Status  okr.WorkStatus `json:"status"`
	Backlog WorkCount      `json:"backlog"`
}

// way reads the line from the vision through an objective to today's work: at most two statements, none where the roadmap is not in use.
func (v *ObjectiveView) way(tx *store.Tx, actor Actor, around []store.Neighbour, visions []okr.Vision) (err error) {
	if !actor.Org.Set.Uses(okr.PartRoadmap) {
		return nil
	}
	var vision okr.Vision
	if len(visions) > 0 {
		vision = visions[0]
	}
	v.Way.Steps, v.Way.Broken = climb(Step{Thing: okr.ThingObjective, ID: v.ID, Title: v.Title, Number: v.Number}, around, vision)
	slices.Reverse(v.Way.Steps)
	ids := make([]string, len(v.KeyResults))
	for i, k := range v.KeyResults {
		ids[i] = k.ID
	}
	v.Way.Work, err = workFor(tx, actor, ids)
	return err
}

// workFor reads the roadmap items that serve key results, done ones too, with what derives from them, by key result: two statements.
func workFor(tx *store.Tx, actor Actor, keyResults []string) (map[string][]BetBelow, error) {
	var list []store.Serving
	if err := tx.Read(tx.ServingsInto(&list, actor.Scope(), keyResults)); err != nil {
		return nil, err
	}
	return countWork(tx, list)
}

// countWork says how far the work is that derives from roadmap items: one statement.
func countWork(tx *store.Tx, list []store.Serving) (map[string][]BetBelow, error) {
	out := map[string][]BetBelow{}
	if len(list) == 0 {
		return out, nil
	}
	ids := make([]string, len(list))
	for i, s := range list {
		ids[i] = s.ID
	}
	counts, err := tx.BacklogCounts(store.BacklogFilter{Roadmap: ids})
	if err != nil {
		return out, err
	}
	of := map[string]WorkCount{}
	for _, c := range counts {
		n := of[c.RoadmapItemID]
		n.add(c.Status, c.Items)
		of[c.RoadmapItemID] = n
	}
	for _, s := range list {
		out[s.KeyResultID] = append(out[s.KeyResultID], BetBelow{s.ID, s.Title, s.Horizon, s.Status, of[s.ID]})
	}
	return out, nil
}

// upFrom traces a backlog item.
func (w *roadReading) upFrom(b *okr.BacklogItem) (Trace, error) {
	if b.RoadmapItemID == "" {
		return w.up(b, nil)
	}
	r, err := w.tx.RoadmapItem(b.RoadmapItemID)
	if isMissing(err) {
		return w.up(b, nil)
	}
	if err == nil {
		err = w.serving(r)
	}
	if err != nil {
		return Trace{}, err
	}
	return w.up(b, &r)
}

// A Downstream is a pillar with all that leads to it, down to today's work.
type Downstream struct {
	Pillar     okr.Pillar            `json:"pillar"`
	Objectives []DownstreamObjective `json:"objectives"`
	Work       WorkCount             `json:"work"` // of backlog items that lead there, each counted once
}

// A DownstreamObjective is an objective on the way down, with its key results.
type DownstreamObjective struct {
	ID         string             `json:"id"`
	Number     int                `json:"number"`
	Title      string             `json:"title"`
	TeamID     string             `json:"team_id"`
	KeyResults []DownstreamResult `json:"key_results"`
}

// A DownstreamResult is a key result with the roadmap items that serve it.
type DownstreamResult struct {
	ServedResult
	Roadmap []RoadmapRow `json:"roadmap"`
}

// A Downstreams is the whole strategy from the pillars down; what leads to none is last, under an empty pillar.
type Downstreams struct {
	Excerpt *Excerpt     `json:"excerpt,omitempty"` // where the whole is too large
	Pillars []Downstream `json:"pillars"`
	Tray    int          `json:"unaligned"` // live backlog items that derive from nothing
	Names   Names        `json:"names"`
}

// Downstream reads from every pillar, or from one, down to today's work.
func (a *App) Downstream(ctx context.Context, actor Actor, pillarID string) (Downstreams, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Downstreams, error) {
		out := Downstreams{Pillars: []Downstream{}}
		w := roadReading{a: a, tx: tx, actor: actor}
		road, err := w.read(RoadmapQuery{})
		if err != nil {
			return out, err
		}
		if err := tx.Read(tx.UnalignedInto(&out.Tray)); err != nil {
			return out, err
		}
		serving := map[string][]RoadmapRow{}
		for _, r := range road.Items {
			for _, s := range r.Serving {
				serving[s.KeyResultID] = append(serving[s.KeyResultID], r)
			}
		}
		for _, p := range append(road.Pillars, okr.Pillar{}) {
			if pillarID != "" && p.ID != pillarID {
				continue
			}
			d := w.below(p, serving)
			if p.ID != "" || len(d.Objectives) > 0 {
				out.Pillars = append(out.Pillars, d)
			}
		}
		if pillarID != "" && len(out.Pillars) == 0 {
			return out, okr.Fail(okr.NotFound, "", "There is no such pillar, or it is removed.")
		}
		out.Names, out.Excerpt = road.Names, road.Excerpt
		return out, nil
	})
}

// below gathers what leads to a pillar.
func (w *roadReading) below(p okr.Pillar, serving map[string][]RoadmapRow) Downstream {
	d := Downstream{Pillar: p, Objectives: []DownstreamObjective{}}
	at, counted := map[string]int{}, map[string]bool{}
	for _, id := range w.order {
		s := w.served[id]
		if s.PillarID != p.ID {
			continue
		}
		i, known := at[s.ObjectiveID]
		if !known {
			i = len(d.Objectives)
			at[s.ObjectiveID] = i
			d.Objectives = append(d.Objectives, DownstreamObjective{ID: s.ObjectiveID, Number: s.Number, Title: s.Objective, TeamID: s.TeamID})
		}
		rows := serving[id]
		if rows == nil {
			rows = []RoadmapRow{}
		}
		d.Objectives[i].KeyResults = append(d.Objectives[i].KeyResults, DownstreamResult{s, rows})
		for _, r := range rows {
			if !counted[r.ID] {
				counted[r.ID] = true
				d.Work.Open += r.Backlog.Open
				d.Work.Doing += r.Backlog.Doing
				d.Work.Done += r.Backlog.Done
			}
		}
	}
	slices.SortStableFunc(d.Objectives, func(x, y DownstreamObjective) int { return x.Number - y.Number })
	return d
}
