package app

import (
	"context"

	"github.com/headwater-okr/headwater/internal/forecast"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// Courses are the finished key results that the actor may see, each with all its check-ins: those of closed objectives, and of active
// ones when they were due before today. Dropped objectives are no courses; nobody tried to the end.
func (a *App) Courses(ctx context.Context, actor Actor) ([]forecast.Course, error) {
	return view(ctx, a, actor, func(tx *store.Tx) ([]forecast.Course, error) {
		cycles, err := tx.Cycles()
		if err != nil {
			return nil, err
		}
		cycle := map[string]okr.Cycle{}
		for _, c := range cycles {
			cycle[c.ID] = c
		}
		list, err := tx.Objectives(actor.Scope(), store.ObjectiveFilter{Stages: []okr.Stage{okr.Active, okr.Closed}})
		if err != nil {
			return nil, err
		}
		objective, ids := map[string]okr.Objective{}, make([]string, len(list))
		for i, o := range list {
			objective[o.ID], ids[i] = o, o.ID
		}
		krs, err := tx.KeyResultsOf(ids, false)
		if err != nil {
			return nil, err
		}
		today := a.Today(actor.Org)
		var out []forecast.Course
		at := map[string]int{}
		ids = ids[:0]
		for _, k := range krs {
			o := objective[k.ObjectiveID]
			if c := cycle[o.CycleID]; o.Stage == okr.Closed || k.DueDate(c) < today {
				at[k.ID] = len(out)
				out, ids = append(out, forecast.Course{KeyResult: k, Cycle: c}), append(ids, k.ID)
			}
		}
		checkIns, err := tx.CheckInsOf(ids)
		for _, c := range checkIns {
			course := &out[at[c.KeyResultID]]
			course.CheckIns = append(course.CheckIns, c)
		}
		return out, err
	})
}

// forecast fills in how likely the key result of an active objective is to arrive.
func (k *KeyResultView) forecast(s okr.Setting) {
	if s.Stage == okr.Active {
		r := forecast.Of(k.KeyResult, s.Cycle, s.Today, forecast.Default())
		k.Forecast = &r
	}
}
