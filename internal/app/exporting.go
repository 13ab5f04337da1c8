package app

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"maps"
	"reflect"
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
		if e, ok := v.(okr.Event); ok {
			for i := range e.Rows {
				if err := strip(&e.Rows[i], hidden); err != nil {
					return err
				}
			}
		} else if len(hidden) > 0 {
			v = hiding(v, hidden)
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

// hiding is a thing without what is hidden in it.
func hiding(thing any, hidden map[string]bool) any {
	p := reflect.New(reflect.TypeOf(thing))
	p.Elem().Set(reflect.ValueOf(thing))
	hide(p.Interface(), hidden)
	return p.Elem().Interface()
}

// strip takes what is hidden out of an after-image. Others stay to the byte.
func strip(r *okr.EventRow, hidden map[string]bool) error {
	if len(hidden) == 0 || !slices.ContainsFunc(uuidsIn(r.After), func(id string) bool { return hidden[id] }) {
		return nil
	}
	things := map[okr.Thing]any{okr.ThingObjective: &okr.Objective{}, okr.ThingKeyResult: &okr.KeyResult{}, okr.ThingContract: &okr.Contract{}, okr.ThingProposal: &okr.Proposal{}, okr.ThingRoadmapItem: &okr.RoadmapItem{}}
	v := things[r.Thing]
	if v == nil {
		return nil
	}
	if err := json.Unmarshal(r.After, v); err != nil {
		return err
	}
	hide(v, hidden)
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
