package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A CycleInput says when a cycle is. Empty fields get their usual value: without dates it is the quarter of its name, and without a name the running one; with a
// start alone it is three months; the stages are as okr.NewSpan makes them.
type CycleInput struct {
	Name     string   `json:"name,omitempty"`
	Start    okr.Date `json:"start,omitempty"`
	End      okr.Date `json:"end,omitempty"` // the last day, included
	Execute  okr.Date `json:"execution_start,omitempty"`
	Closing  okr.Date `json:"closing_start,omitempty"`
	ParentID *string  `json:"parent_id,omitempty"` // the longer cycle it lies in; nil for the shortest that fits, "" for none
}

// build makes a cycle of what is given, and finds every fault of it.
func (in CycleInput) build(today okr.Date, fiscalStart int) (okr.Cycle, error) {
	for _, d := range []struct {
		field string
		day   okr.Date
	}{{"start", in.Start}, {"end", in.End}, {"execution_start", in.Execute}, {"closing_start", in.Closing}} {
		if _, err := okr.ParseDate(d.field, string(d.day)); err != nil {
			return okr.Cycle{}, err
		}
	}
	if in.Start == "" && in.End != "" {
		return okr.Cycle{}, okr.Fail(okr.Invalid, "start", "Give the first day too.")
	}
	if in.Start == "" && line(in.Name) != "" {
		q, ok := okr.QuarterNamed(in.Name, fiscalStart)
		if !ok {
			return okr.Cycle{}, okr.Fail(okr.Invalid, "start", "Give the first day. Only the name of a quarter, such as Q1 2027, says by itself when it is.")
		}
		in.Start = q.Start
	}
	quarter := okr.QuarterOf(cmp.Or(in.Start, today), fiscalStart)
	start := cmp.Or(in.Start, quarter.Start)
	c := okr.NewSpan("", start, cmp.Or(in.End, okr.DateOf(start.Time().AddDate(0, 3, -1))))
	c.Execute, c.Closing = cmp.Or(in.Execute, c.Execute), cmp.Or(in.Closing, c.Closing)
	switch {
	case line(in.Name) != "":
		c.Name = line(in.Name)
	case c.Start == quarter.Start && c.End == quarter.End:
		c.Name = quarter.Name
	default:
		c.Name = fmt.Sprintf("%s to %s", c.Start, c.End)
	}
	return c, c.Check(nil)
}

// Cycles lists the cycles, latest first. Those that are removed are in Removed.
func (a *App) Cycles(ctx context.Context, actor Actor) ([]okr.Cycle, error) {
	return view(ctx, a, actor, func(tx *store.Tx) ([]okr.Cycle, error) { return tx.Cycles() })
}

// Cycle finds one cycle, a removed one too.
func (a *App) Cycle(ctx context.Context, actor Actor, id string) (okr.Cycle, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (okr.Cycle, error) { return tx.Cycle(id) })
}

// AddCycle makes a cycle. It is for owners and ambassadors, like every change to cycles.
func (a *App) AddCycle(ctx context.Context, actor Actor, in CycleInput) (okr.Cycle, error) {
	if err := okr.CanAdmin(actor.Viewer); err != nil {
		return okr.Cycle{}, err
	}
	return do(ctx, a, actor, "cycle.added", in, func(t *act) (okr.Cycle, error) {
		c, err := in.build(t.Now.DateIn(actor.Org.Set.Location()), actor.Org.Set.FiscalStart)
		if err != nil {
			return c, err
		}
		every, err := t.AllCycles()
		if err != nil {
			return c, err
		}
		taken := map[string]bool{}
		for _, o := range every {
			taken[o.Slug] = true
			if o.Removed == 0 && okr.NameKey(o.Name) == okr.NameKey(c.Name) {
				return c, okr.Fail(okr.Conflict, "name", fmt.Sprintf("There is a cycle called %s already. Choose another name.", o.Name))
			}
		}
		c.ID, c.Slug, c.Version, c.Created = t.newID(), freeSlug(c.Name, taken), 1, t.Now
		if err := nest(&c, in.ParentID, every); err != nil {
			return c, err
		}
		return c, add(t, "", c)
	})
}

// contains is whether a longer cycle holds all days of a shorter one.
func contains(longer, shorter okr.Cycle) bool {
	return longer.Start <= shorter.Start && longer.End >= shorter.End && longer.End.Since(longer.Start) > shorter.End.Since(shorter.Start)
}

// nest puts a cycle into a longer one: the one that is named, or with nil the shortest that holds it.
func nest(c *okr.Cycle, parentID *string, every []okr.Cycle) error {
	var fits []okr.Cycle
	for _, o := range every {
		if o.Removed == 0 && o.ID != c.ID && contains(o, *c) {
			fits = append(fits, o)
		}
	}
	switch {
	case parentID == nil && len(fits) > 0:
		c.ParentID = slices.MinFunc(fits, func(x, y okr.Cycle) int { return x.End.Since(x.Start) - y.End.Since(y.Start) }).ID
	case parentID == nil || *parentID == "":
		c.ParentID = ""
	case !slices.ContainsFunc(fits, func(o okr.Cycle) bool { return o.ID == *parentID }):
		return okr.Fail(okr.Invalid, "parent_id", "Choose a longer cycle that holds all days of this one.")
	default:
		c.ParentID = *parentID
	}
	return nil
}

// An EditCycleInput changes what is not nil.
type EditCycleInput struct {
	ID       string    `json:"id"`
	Version  int       `json:"version,omitempty"`
	Name     *string   `json:"name,omitempty"`
	Start    *okr.Date `json:"start,omitempty"`
	End      *okr.Date `json:"end,omitempty"`
	Execute  *okr.Date `json:"execution_start,omitempty"`
	Closing  *okr.Date `json:"closing_start,omitempty"`
	ParentID *string   `json:"parent_id,omitempty"`
}

// EditCycle changes a cycle's name, days or place. Stages that would fall out of new days get their usual ones, unless they are given other days than they have.
func (a *App) EditCycle(ctx context.Context, actor Actor, in EditCycleInput) (okr.Cycle, error) {
	return a.changeCycle(ctx, actor, "cycle.edited", in.ID, in.Version, in, func(t *act, c *okr.Cycle) error {
		setLine(&c.Name, in.Name)
		was := *c
		var err error
		for _, d := range []struct {
			field    string
			to, from *okr.Date
		}{{"start", &c.Start, in.Start}, {"end", &c.End, in.End}, {"execution_start", &c.Execute, in.Execute}, {"closing_start", &c.Closing, in.Closing}} {
			if d.from != nil {
				day, fault := okr.ParseDate(d.field, string(*d.from))
				*d.to, err = day, okr.Join(err, fault)
			}
		}
		usual := okr.NewSpan(c.Name, c.Start, c.End)
		if c.Execute == was.Execute && (c.Execute < c.Start || c.Execute > c.End) {
			c.Execute = usual.Execute
		}
		if c.Closing == was.Closing && (c.Closing < c.Execute || c.Closing > c.End) {
			c.Closing = usual.Closing
		}
		if err = okr.Join(err, c.Check(nil)); err != nil {
			return err
		}
		every, err := t.AllCycles()
		if err != nil {
			return err
		}
		for _, o := range every {
			if in.Name != nil && o.ID != c.ID && o.Removed == 0 && okr.NameKey(o.Name) == okr.NameKey(c.Name) {
				return okr.Fail(okr.Conflict, "name", fmt.Sprintf("There is a cycle called %s already. Choose another name.", o.Name))
			}
			if o.ParentID == c.ID && o.Removed == 0 && !contains(*c, o) {
				return okr.Fail(okr.Invalid, "end", fmt.Sprintf("%s lies in this cycle and would stick out. Move it first.", o.Name))
			}
		}
		parent := &c.ParentID
		if in.ParentID != nil {
			parent = in.ParentID
		}
		return nest(c, parent, every)
	})
}

// CloseCycle ends a cycle by hand. Objectives that are open in it stay open and take late values.
func (a *App) CloseCycle(ctx context.Context, actor Actor, in ThingInput) (okr.Cycle, error) {
	return a.changeCycle(ctx, actor, "cycle.closed", in.ID, in.Version, in, func(t *act, c *okr.Cycle) error {
		c.Closed = t.Now
		return nil
	})
}

// ReopenCycle takes CloseCycle back.
func (a *App) ReopenCycle(ctx context.Context, actor Actor, in ThingInput) (okr.Cycle, error) {
	return a.changeCycle(ctx, actor, "cycle.reopened", in.ID, in.Version, in, func(_ *act, c *okr.Cycle) error {
		c.Closed = 0
		return nil
	})
}

// RemoveCycle takes an empty cycle away; RestoreCycle brings it back.
func (a *App) RemoveCycle(ctx context.Context, actor Actor, in ThingInput) (okr.Cycle, error) {
	return a.changeCycle(ctx, actor, "cycle.removed", in.ID, in.Version, in, func(t *act, c *okr.Cycle) error {
		held, err := t.Objectives(store.Everything, store.ObjectiveFilter{Cycle: c.ID, Limit: 1})
		if err != nil {
			return err
		}
		if len(held) > 0 {
			return okr.Fail(okr.Invalid, "", "This cycle holds objectives. Move them to another cycle or remove them first.")
		}
		every, err := t.AllCycles()
		if err != nil {
			return err
		}
		for _, o := range every {
			if o.ParentID == c.ID && o.Removed == 0 {
				return okr.Fail(okr.Invalid, "", fmt.Sprintf("%s lies in this cycle. Move or remove it first.", o.Name))
			}
		}
		c.Removed = t.Now
		return nil
	})
}

// RestoreCycle brings a removed cycle back. If the longer cycle that it lay in is gone, it stands alone.
func (a *App) RestoreCycle(ctx context.Context, actor Actor, in ThingInput) (okr.Cycle, error) {
	return a.changeCycle(ctx, actor, "cycle.restored", in.ID, in.Version, in, func(t *act, c *okr.Cycle) error {
		c.Removed = 0
		if c.ParentID == "" {
			return nil
		}
		every, err := t.AllCycles()
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(every, func(o okr.Cycle) bool { return o.ID == c.ParentID && o.Removed == 0 && contains(o, *c) }) {
			c.ParentID = ""
		}
		return nil
	})
}

// changeCycle reads a cycle, lets change work on it, and saves it.
func (a *App) changeCycle(ctx context.Context, actor Actor, kind okr.EventKind, id string, version int, in any, change func(*act, *okr.Cycle) error) (okr.Cycle, error) {
	if err := okr.CanAdmin(actor.Viewer); err != nil {
		return okr.Cycle{}, err
	}
	return do(ctx, a, actor, kind, in, func(t *act) (okr.Cycle, error) {
		c, err := t.Cycle(id)
		if err != nil {
			return c, err
		}
		if err := stale(version, c.Version, c); err != nil {
			return c, err
		}
		if err := change(t, &c); err != nil {
			return c, err
		}
		return c, save(t, "", &c)
	})
}
