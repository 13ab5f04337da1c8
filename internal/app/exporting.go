package app

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"maps"
	"slices"

	"github.com/headwater-okr/headwater/internal/document"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// ExportFormats are what Export writes: json and yaml carry everything, the rest the plan and the last values.
var ExportFormats = []string{"yaml", "json", "csv", "xlsx", "md"}

// Export writes everything that the actor may see, as of one moment. JSON and YAML are an okr.Archive, with ids and the whole
// log, which Restore takes; the tables and the Markdown page are the plan and the last values. Nothing is written
// when it cannot be read.
func (a *App) Export(ctx context.Context, actor Actor, format string, w io.Writer) error {
	if !slices.Contains(ExportFormats, format) {
		return okr.Fail(okr.Invalid, "format", "Choose one of: yaml, json, csv, xlsx, md.")
	}
	return spooled(w, func(w io.Writer) error {
		_, err := view(ctx, a, actor, func(tx *store.Tx) (struct{}, error) {
			if format == "json" || format == "yaml" {
				return struct{}{}, a.archive(tx, actor, document.NewArchiveWriter(w, format))
			}
			plan, err := planOf(tx, actor)
			if err != nil {
				return struct{}{}, err
			}
			return struct{}{}, document.WritePlan(w, format, plan)
		})
		return err
	})
}

// archive writes an archive in the order of the fields of okr.Archive.
func (a *App) archive(tx *store.Tx, actor Actor, w *document.ArchiveWriter) error {
	org, err := tx.Organization()
	if err != nil {
		return err
	}
	if err := cmp.Or(w.Field("headwater", okr.ArchiveFormat), w.Field("good_grades", okr.Good()), w.Field("organization", org)); err != nil {
		return err
	}
	if err := archivePeople(tx, w); err != nil {
		return err
	}
	hidden, err := tx.Hidden(actor.Scope())
	if err != nil {
		return err
	}
	err = tx.Export(actor.Scope(), actor.Viewer.IsAdmin(), func(list string, v any) error {
		switch x := v.(type) {
		case okr.Objective:
			x.Lessons = without(x.Lessons, hidden)
			v = x
		case okr.KeyResult:
			x.Source.Of = without(x.Source.Of, hidden)
			v = x
		case okr.Contract:
			x.Within = shown(x.Within, hidden)
			v = x
		case okr.Proposal:
			x.Adopted = shown(x.Adopted, hidden)
			v = x
		case okr.Event:
			for i := range x.Rows {
				if err := strip(&x.Rows[i], hidden); err != nil {
					return err
				}
			}
		}
		return w.Item(list, v)
	})
	if err != nil {
		return err
	}
	return w.Close()
}

// archivePeople writes people, members, teams and the vision.
func archivePeople(tx *store.Tx, w *document.ArchiveWriter) error {
	people, err := tx.People()
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(people)) {
		if err := w.Item("people", people[id]); err != nil {
			return err
		}
	}
	members, err := tx.Members(true)
	if err != nil {
		return err
	}
	for _, m := range members {
		if err := w.Item("members", m); err != nil {
			return err
		}
	}
	teams, err := tx.Teams(true)
	if err != nil {
		return err
	}
	slices.SortFunc(teams, func(x, y okr.Team) int { return cmp.Compare(x.ID, y.ID) })
	for _, t := range teams {
		if err := w.Item("teams", t); err != nil {
			return err
		}
	}
	v, err := tx.Vision()
	if err != nil || v.ID == "" {
		return err
	}
	return w.Field("vision", v)
}

// without is ids without those that are hidden.
func without(ids []string, hidden map[string]bool) []string {
	if len(hidden) == 0 {
		return ids
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return hidden[id] })
}

// shown is an id unless it is hidden.
func shown(id string, hidden map[string]bool) string {
	if hidden[id] {
		return ""
	}
	return id
}

// strip takes what is hidden out of an after-image: what an objective supports, what a key result is computed from. Others stay to the byte.
func strip(r *okr.EventRow, hidden map[string]bool) error {
	if len(hidden) == 0 || !slices.ContainsFunc(uuidsIn(r.After), func(id string) bool { return hidden[id] }) {
		return nil
	}
	var v any
	switch r.Thing {
	case okr.ThingObjective:
		var o okr.Objective
		if err := json.Unmarshal(r.After, &o); err != nil {
			return err
		}
		o.Supports = slices.DeleteFunc(o.Supports, func(s okr.Support) bool { return hidden[s.ID] })
		o.Lessons = without(o.Lessons, hidden)
		v = o
	case okr.ThingKeyResult:
		var k okr.KeyResult
		if err := json.Unmarshal(r.After, &k); err != nil {
			return err
		}
		k.Source.Of = without(k.Source.Of, hidden)
		v = k
	case okr.ThingContract:
		var c okr.Contract
		if err := json.Unmarshal(r.After, &c); err != nil {
			return err
		}
		c.Within = shown(c.Within, hidden)
		v = c
	case okr.ThingProposal:
		var p okr.Proposal
		if err := json.Unmarshal(r.After, &p); err != nil {
			return err
		}
		p.Adopted = shown(p.Adopted, hidden)
		v = p
	case okr.ThingRoadmapItem:
		var i okr.RoadmapItem
		if err := json.Unmarshal(r.After, &i); err != nil {
			return err
		}
		i.Serves = slices.DeleteFunc(i.Serves, func(s okr.Serve) bool { return hidden[s.KeyResultID] })
		v = i
	default:
		return nil
	}
	b, err := json.Marshal(v)
	r.After = b
	return err
}

// planOf reads what the tables and the Markdown page show: objectives that stand, with their key results.
func planOf(tx *store.Tx, actor Actor) (document.Plan, error) {
	var out document.Plan
	org, err := tx.Organization()
	if err != nil {
		return out, err
	}
	out.Organization, out.Locale = org.Name, org.Set.Locale
	teams, err := tx.Teams(true)
	if err != nil {
		return out, err
	}
	tree := okr.NewTree(teams)
	list, err := tx.Cycles()
	if err != nil {
		return out, err
	}
	members, err := tx.Members(true)
	if err != nil {
		return out, err
	}
	people, err := tx.People()
	if err != nil {
		return out, err
	}
	names := map[string]string{}
	for _, m := range members {
		names[m.ID] = cmp.Or(people[m.PersonID].Email, people[m.PersonID].Name)
	}
	slices.Reverse(list) // the earliest first
	for _, c := range list {
		cycle := document.PlanCycle{Name: c.Name}
		err := eachOfTree(tx, actor.Scope(), c.ID, func(okr.Cycle) error { return nil }, func(o ObjectiveTree) error {
			p := document.PlanObjective{Objective: o.Objective, KeyResults: o.KeyResults}
			for _, id := range o.TeamIDs {
				p.Teams = append(p.Teams, tree.Team(id).Name)
			}
			p.Owner = names[o.OwnerID]
			for _, k := range o.KeyResults {
				p.Owners = append(p.Owners, names[k.OwnerID])
			}
			cycle.Objectives = append(cycle.Objectives, p)
			return nil
		})
		if err != nil {
			return out, err
		}
		if len(cycle.Objectives) > 0 {
			out.Cycles = append(out.Cycles, cycle)
		}
	}
	return out, nil
}
