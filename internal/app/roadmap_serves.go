package app

import (
	"cmp"
	"maps"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// What a roadmap can serve: open key results with how they stand, of all objectives or of an excerpt with what reaches over its border.

// withServing adds to items, in their order, those of other teams that serve key results: what is planned for these.
func (w *roadReading) withServing(items []okr.RoadmapItem, krs []okr.KeyResult) ([]okr.RoadmapItem, error) {
	known, more := map[string]bool{}, []string{}
	for _, r := range items {
		known[r.ID] = true
	}
	for some := range slices.Chunk(krs, MaxPage) {
		ids := make([]string, len(some))
		for i, k := range some {
			ids[i] = k.ID
		}
		var list []store.Serving
		if err := w.tx.Read(w.tx.ServingsInto(&list, w.actor.Scope(), ids)); err != nil {
			return nil, err
		}
		for _, s := range list {
			if !known[s.ID] {
				known[s.ID] = true
				more = append(more, s.ID)
			}
		}
	}
	for ids := range slices.Chunk(more, MaxPage) {
		list, err := w.tx.RoadmapItems(w.actor.Scope(), store.RoadmapFilter{IDs: ids, Shown: true})
		if err != nil {
			return nil, err
		}
		items = append(items, list...)
	}
	slices.SortFunc(items, func(x, y okr.RoadmapItem) int {
		return cmp.Or(cmp.Compare(x.Position, y.Position), cmp.Compare(x.ID, y.ID))
	})
	return items, nil
}

// serving reads the open key results that roadmap items serve, and what stands above them.
func (w *roadReading) serving(items ...okr.RoadmapItem) error { return w.excerpt(nil, nil, items) }

// excerpt takes objectives with their key results, adds those that items serve elsewhere, and reads what is not among them: what stands above, and who carries them.
func (w *roadReading) excerpt(list []okr.Objective, krs []okr.KeyResult, items []okr.RoadmapItem) error {
	known := map[string]bool{}
	for _, k := range krs {
		known[k.ID] = true
	}
	var serves []okr.Support
	for _, r := range items {
		for _, s := range r.Serves {
			serves = append(serves, okr.Support{Kind: okr.UpKeyResult, ID: s.KeyResultID})
		}
	}
	more, _, err := readAbove(w.tx, w.actor.Scope(), serves, known)
	if err != nil {
		return err
	}
	more = slices.DeleteFunc(more, func(o okr.Objective) bool { return !slices.Contains(openStages, o.Stage) })
	of, err := keyResultsOf(w.tx, more)
	if err != nil {
		return err
	}
	list = append(list, more...)
	ids := make([]string, len(list))
	for i, o := range list {
		ids[i] = o.ID
		krs = append(krs, of[o.ID]...)
	}
	_, carried, err := w.tx.Supporting(w.actor.Scope(), ids, openStages...)
	if err != nil {
		return err
	}
	objective := map[string]string{}
	for _, k := range krs {
		known[k.ID], objective[k.ID] = true, k.ObjectiveID
	}
	above := slices.Clone(list)
	for step := list; len(step) > 0; above = append(above, step...) {
		var supports []okr.Support
		for _, o := range step {
			known[o.ID] = true
			supports = append(supports, o.Supports...)
		}
		var theirs map[string]string
		if step, theirs, err = readAbove(w.tx, w.actor.Scope(), supports, known); err != nil {
			return err
		}
		maps.Copy(objective, theirs)
	}
	w.results(list, krs, pillarsAbove(above, objective), carried)
	return nil
}

// whole takes all objectives with their key results.
func (w *roadReading) whole(list []okr.Objective, krs []okr.KeyResult) {
	objective, carried := map[string]string{}, map[string]bool{}
	for _, k := range krs {
		objective[k.ID] = k.ObjectiveID
	}
	for _, o := range list {
		for _, s := range o.Supports {
			carried[s.ID] = true
		}
	}
	w.results(list, krs, pillarsAbove(list, objective), carried)
}

// results says of key results how they stand; pillars are the first above each objective, and carried are the key results and objectives that others support.
func (w *roadReading) results(list []okr.Objective, krs []okr.KeyResult, pillars map[string]string, carried map[string]bool) {
	f := finding{a: w.a, actor: w.actor, tree: w.tree, cycles: map[string]okr.Cycle{}, setting: map[[2]string]setting{}}
	for _, c := range w.cycles {
		f.cycles[c.ID] = c
	}
	of := byObjective(krs)
	w.served, w.krs = map[string]ServedResult{}, map[string]okr.KeyResult{}
	for _, o := range list {
		views, _ := viewKeyResults(w.actor.Viewer, o, of[o.ID], f.settingOf(o))
		w.named = append(w.named, lead(o))
		for i, k := range of[o.ID] {
			w.krs[k.ID] = k
			w.served[k.ID] = ServedResult{ServedIn: ServedIn{KeyResultID: k.ID, Title: k.Title, ObjectiveID: o.ID, Number: o.Number, Objective: o.Title, PillarID: pillars[o.ID],
				Health: views[i].Health.Health}, TeamID: lead(o), Stage: o.Stage, GapLeft: k.GapLeft(), Items: []string{}, Carried: carried[k.ID] || carried[o.ID] || k.Source.Kind != okr.Manual}
			w.order = append(w.order, k.ID)
		}
	}
}

// pillarsAbove finds, for each objective, the first pillar on its line of supports; of says of which objective a key result is.
func pillarsAbove(list []okr.Objective, of map[string]string) map[string]string {
	at := map[string]okr.Objective{}
	for _, o := range list {
		at[o.ID] = o
	}
	out := map[string]string{}
	var find func(id string, depth int) string
	find = func(id string, depth int) string {
		if p, known := out[id]; known || depth > 8 {
			return p
		}
		for _, s := range at[id].Supports {
			p := s.ID
			switch s.Kind {
			case okr.UpObjective:
				p = find(s.ID, depth+1)
			case okr.UpKeyResult:
				p = find(of[s.ID], depth+1)
			}
			if p != "" {
				return p
			}
		}
		return ""
	}
	for _, o := range list {
		out[o.ID] = find(o.ID, 0)
	}
	return out
}

// atRisk is whether help is worth more there.
func atRisk(h okr.Health) bool { return h == okr.Drifting || h == okr.InTrouble || h == okr.Silent }
