package app

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// canFollow answers nil when what belongs to one cycle can go on in another.
func canFollow(into, from okr.Cycle) error {
	switch {
	case into.Closed != 0:
		return okr.Fail(okr.Invalid, "cycle_id", into.Name+" is closed. Choose one that is still to come.")
	case into.Start <= from.Start:
		return okr.Fail(okr.Invalid, "cycle_id", "Choose a cycle that begins after "+from.Name+".")
	}
	return nil
}

// A CarryInput says what goes on in a cycle.
type CarryInput struct {
	CycleID    string           `json:"cycle_id,omitempty"` // in which it goes on
	Objectives []CarryObjective `json:"objectives"`
}

// A CarryObjective is an objective that goes on.
type CarryObjective struct {
	ID         string           `json:"id"`
	Title      string           `json:"title,omitempty"`       // "" is as it was
	KeyResults []CarryKeyResult `json:"key_results,omitempty"` // those that go on; nil are those that are not reached
}

// A CarryKeyResult is a key result that goes on.
type CarryKeyResult struct {
	ID       string   `json:"id"`
	Title    string   `json:"title,omitempty"`    // "" is as it was
	Baseline *float64 `json:"baseline,omitempty"` // where it begins; the last value unless said
	Target   *float64 `json:"target,omitempty"`   // where it goes now; without one it is asked for in the draft
}

// carriedAtOnce is how many objectives go on in one act.
const carriedAtOnce = 100

// CarryOver writes the drafts with which objectives of earlier cycles go on. They keep their lineage, so that courses and histories run on; what they support is what
// continues it in the new cycle. Done again it makes no second one, and adds key results that were not carried before.
func (a *App) CarryOver(ctx context.Context, actor Actor, in CarryInput) ([]ObjectiveTree, error) {
	return do(ctx, a, actor, "objective.carried", in, func(t *act) ([]ObjectiveTree, error) {
		if n := len(in.Objectives); n == 0 || n > carriedAtOnce {
			return nil, okr.Fail(okr.Invalid, "objectives", fmt.Sprintf("Choose at least one objective, and at most %d at once.", carriedAtOnce))
		}
		c := carrying{act: t, heirs: map[string]string{}}
		if err := c.read(in); err != nil {
			return nil, err
		}
		for i, x := range in.Objectives {
			if err := c.objective(x); err != nil {
				return nil, okr.Under(fmt.Sprintf("objectives[%d].", i), err)
			}
		}
		return c.write()
	})
}

// A carrying is one act of carrying over.
type carrying struct {
	*act
	into   okr.Cycle
	cycles []okr.Cycle
	old    map[string]okr.Objective
	of     map[string][]okr.KeyResult // key results of the old ones, by objective
	heirs  map[string]string          // what continues an objective or key result in the cycle, by the id of the old one
	active map[string]bool            // members

	made []string // the old ones that this act continues

	out     []string // ids of the objectives that continue those of the input, in its order
	drafts  []okr.Objective
	results []okr.KeyResult
}

// read reads what is to go on, and what goes on already: a constant number of statements.
func (c *carrying) read(in CarryInput) (err error) {
	if c.cycles, err = c.Cycles(); err != nil {
		return err
	}
	i := slices.IndexFunc(c.cycles, func(x okr.Cycle) bool { return x.ID == in.CycleID })
	if i < 0 {
		return okr.Fail(okr.NotFound, "", "There is no such cycle. Choose one of the list.")
	}
	c.into = c.cycles[i]
	ids := make([]string, len(in.Objectives))
	for i, x := range in.Objectives {
		ids[i] = x.ID
	}
	list, err := c.Objectives(c.Actor.Scope(), store.ObjectiveFilter{IDs: ids, Shown: true})
	if err != nil {
		return err
	}
	krs, err := c.KeyResultsOf(ids, false)
	if err != nil {
		return err
	}
	c.old, c.of = map[string]okr.Objective{}, map[string][]okr.KeyResult{}
	var above, people []string
	for _, o := range list {
		c.old[o.ID] = o
		above, people = append(above, supportIDs(o)...), append(people, o.OwnerID, o.DeciderID)
	}
	for _, k := range krs {
		c.of[k.ObjectiveID] = append(c.of[k.ObjectiveID], k)
		ids, above, people = append(ids, k.ID), append(above, k.Source.Of...), append(people, k.OwnerID, k.CheckInOwnerID)
	}
	seen, err := c.Successors(c.Actor.Scope(), c.into.ID, above) // before the others: these may be named, those only not doubled
	if err != nil {
		return err
	}
	if c.heirs, err = c.Successors(store.Everything, c.into.ID, ids); err != nil {
		return err
	}
	for id, heir := range seen {
		c.heirs[id] = heir
	}
	c.active, err = c.ActiveMembers(slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(people))), func(id string) bool { return id == "" }))
	return err
}

// objective makes the draft of one that goes on, or finds the one that there is.
func (c *carrying) objective(in CarryObjective) error {
	o, ok := c.old[in.ID]
	if !ok {
		return okr.Fail(okr.NotFound, "id", "There is no such objective.")
	}
	if err := okr.CanEdit(c.Actor.Viewer, o); err != nil {
		return err
	}
	if o.Stage != okr.Active && o.Stage != okr.Closed {
		return okr.Fail(okr.Invalid, "id", "What was never live does not go on. Give the draft another cycle instead.")
	}
	for _, x := range c.cycles {
		if x.ID == o.CycleID {
			if err := canFollow(c.into, x); err != nil {
				return err
			}
		}
	}
	id := c.heirs[o.ID]
	stands := id != "" && !slices.ContainsFunc(c.drafts, func(d okr.Objective) bool { return d.ID == id })
	if id == "" {
		d := o.Carry(c.into.ID)
		d.ID, d.Version, d.Created = c.newID(), 1, c.Now
		if title := strings.TrimSpace(in.Title); title != "" {
			d.Title = title
		}
		d.OwnerID, d.DeciderID = c.still(d.OwnerID), c.still(d.DeciderID)
		if err := d.Check(); err != nil {
			return err
		}
		c.drafts, id = append(c.drafts, d), d.ID
		c.heirs[o.ID], c.made = id, append(c.made, o.ID)
	}
	c.out = append(c.out, id)
	chosen := in.KeyResults
	if chosen == nil {
		for _, k := range c.of[o.ID] {
			if !k.Reached() {
				chosen = append(chosen, CarryKeyResult{ID: k.ID})
			}
		}
	}
	for j, x := range chosen {
		i := slices.IndexFunc(c.of[o.ID], func(k okr.KeyResult) bool { return k.ID == x.ID })
		if i < 0 {
			return okr.Fail(okr.Invalid, fmt.Sprintf("key_results[%d].id", j), "This key result is not the objective's.")
		}
		if c.heirs[x.ID] != "" {
			continue
		}
		old := c.of[o.ID][i]
		k := old.Carry()
		if x.Baseline == nil {
			x.Baseline = k.Baseline
		}
		k = k.Aim(x.Baseline, x.Target)
		k.ID, k.ObjectiveID, k.Position, k.Version, k.Created = c.newID(), id, old.Position, 1, c.Now
		k.Title = cmp.Or(strings.TrimSpace(x.Title), k.Title)
		k.OwnerID, k.CheckInOwnerID = c.still(k.OwnerID), c.still(k.CheckInOwnerID)
		if err := k.Check(); err != nil {
			return okr.Under(fmt.Sprintf("key_results[%d].", j), err)
		}
		if stands { // somebody may have given it to others since
			if _, _, err := c.editable(id); err != nil {
				return err
			}
			stands = false
		}
		c.heirs[x.ID], c.made = k.ID, append(c.made, x.ID)
		c.results = append(c.results, k)
	}
	return nil
}

// still is a member as long as they are active.
func (c *carrying) still(memberID string) string {
	if c.active[memberID] {
		return memberID
	}
	return ""
}

// write writes the drafts and key results with what they support and are computed from in the new cycle.
func (c *carrying) write() ([]ObjectiveTree, error) {
	for i := range c.drafts {
		d := &c.drafts[i]
		var up []okr.Support
		for _, s := range d.Supports {
			if s.Kind != okr.UpPillar {
				s.ID = c.heirs[s.ID]
			}
			if s.ID != "" {
				up = append(up, s)
			}
		}
		d.Supports = up
	}
	for i := range c.results {
		k := &c.results[i]
		of := make([]string, len(k.Source.Of))
		for j, id := range k.Source.Of {
			of[j] = c.heirs[id]
		}
		if k.Source.Of = of; len(of) == 0 || slices.Contains(of, "") {
			k.Source = okr.Source{} // until all that it is computed from goes on too, people say where it is
		}
	}
	if n := len(c.drafts); n > 0 {
		number, err := c.NextNumbers(n)
		if err != nil {
			return nil, err
		}
		last, err := c.LastPosition(c.into.ID)
		if err != nil {
			return nil, err
		}
		for i := range c.drafts {
			last = behind(last)
			c.drafts[i].Number, c.drafts[i].Position = number+i, last
		}
		if err := addAll(c.act, "", c.drafts); err != nil {
			return nil, err
		}
	}
	if len(c.results) > 0 {
		if err := addAll(c.act, "", c.results); err != nil {
			return nil, err
		}
		for _, k := range c.results {
			if k.Source.Kind != okr.Manual {
				if err := c.QueueRollUp(k.ID, c.Now); err != nil {
					return nil, err
				}
			}
		}
	}
	if err := c.relink(); err != nil {
		return nil, err
	}
	return c.trees()
}

// relink lets drafts that were carried over before what they support did go on to support it. What is live already keeps its links: changing it asks why.
func (c *carrying) relink() error {
	links, err := c.Relinks(c.Actor.Scope(), c.into.ID, c.made)
	if err != nil || len(links) == 0 {
		return err
	}
	of := map[string][]okr.Support{}
	for _, l := range links {
		of[l.ObjectiveID] = append(of[l.ObjectiveID], okr.Support{Kind: l.Kind, ID: c.heirs[l.UpstreamID], Weight: l.Weight})
	}
	list, err := c.Objectives(c.Actor.Scope(), store.ObjectiveFilter{IDs: slices.Sorted(maps.Keys(of))})
	for i := range list {
		o := &list[i]
		if okr.CanEdit(c.Actor.Viewer, *o) != nil {
			continue
		}
		before := len(o.Supports)
		for _, s := range of[o.ID] {
			if !slices.ContainsFunc(o.Supports, func(x okr.Support) bool { return x.ID == s.ID }) {
				o.Supports = append(o.Supports, s)
			}
		}
		if len(o.Supports) > before && err == nil {
			err = save(c.act, o.ID, o)
		}
	}
	return err
}

// trees are the objectives that continue those of the input, as they stand now.
func (c *carrying) trees() ([]ObjectiveTree, error) {
	list, err := c.Objectives(c.Actor.Scope(), store.ObjectiveFilter{IDs: c.out, Shown: true})
	if err != nil {
		return nil, err
	}
	krs, err := c.KeyResultsOf(c.out, false)
	if err != nil {
		return nil, err
	}
	out := make([]ObjectiveTree, 0, len(c.out))
	for _, id := range c.out {
		i := slices.IndexFunc(list, func(o okr.Objective) bool { return o.ID == id })
		if i < 0 {
			return nil, okr.Fail(okr.Invalid, "objectives", "One of these goes on in "+c.into.Name+" already, where not everybody may see it.")
		}
		tree := ObjectiveTree{Objective: list[i], KeyResults: []okr.KeyResult{}}
		for _, k := range krs {
			if k.ObjectiveID == id {
				tree.KeyResults = append(tree.KeyResults, k)
			}
		}
		out = append(out, tree)
	}
	return out, c.progressOf(c.out...)
}
