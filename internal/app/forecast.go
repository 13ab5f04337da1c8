package app

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/headwater-okr/headwater/internal/forecast"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// lessons are the priors that finished key results have taught, by organization. They are kept in memory, because they follow from what is in the
// database, and change slowly.
type lessons struct {
	mu sync.RWMutex
	of map[string]forecast.Prior
}

// prior is what an organization has taught; the default before Learn.
func (l *lessons) prior(orgID string) forecast.Prior {
	if l != nil {
		l.mu.RLock()
		defer l.mu.RUnlock()
		if p, ok := l.of[orgID]; ok {
			return p
		}
	}
	return forecast.Default()
}

// learnFrom is how many finished key results a prior is fitted to: the latest ones.
const learnFrom = 2000

// Learn fits the forecast of every organization to what it has finished. A job calls it at the start and once a day; each program learns for itself.
func (a *App) Learn(ctx context.Context) error {
	var ids []string
	err := a.db.View(ctx, "", func(tx *store.Tx) (err error) {
		ids, err = tx.OrganizationIDs()
		return err
	})
	if err != nil {
		return err
	}
	learned := map[string]forecast.Prior{}
	for _, id := range ids {
		var list []forecast.Course
		err := a.db.View(ctx, id, func(tx *store.Tx) (err error) {
			org, err := tx.Organization()
			if err != nil {
				return err
			}
			list, err = courses(tx, store.Scope{}, a.Today(org)) // nothing private: everybody sees the base rate
			return err
		})
		if err != nil {
			return err
		}
		slices.SortStableFunc(list, func(x, y forecast.Course) int {
			return strings.Compare(string(x.KeyResult.DueDate(x.Cycle)), string(y.KeyResult.DueDate(y.Cycle)))
		})
		learned[id] = forecast.Fit(list[max(0, len(list)-learnFrom):])
	}
	a.lessons.mu.Lock()
	defer a.lessons.mu.Unlock()
	a.lessons.of = learned
	return nil
}

// Courses are the finished key results that the actor may see, each with all its check-ins: those of closed objectives, and of active
// ones when they were due before today. Dropped objectives are no courses; nobody tried to the end.
func (a *App) Courses(ctx context.Context, actor Actor) ([]forecast.Course, error) {
	return view(ctx, a, actor, func(tx *store.Tx) ([]forecast.Course, error) {
		return courses(tx, actor.Scope(), a.Today(actor.Org))
	})
}

func courses(tx *store.Tx, scope store.Scope, today okr.Date) ([]forecast.Course, error) {
	cycles, err := tx.Cycles()
	if err != nil {
		return nil, err
	}
	cycle := map[string]okr.Cycle{}
	for _, c := range cycles {
		cycle[c.ID] = c
	}
	list, err := tx.Objectives(scope, store.ObjectiveFilter{Stages: []okr.Stage{okr.Active, okr.Closed}})
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
}

// forecast fills in how likely the key result of an active objective is to arrive.
func (k *KeyResultView) forecast(s setting) {
	if s.Stage == okr.Active {
		r := forecast.Of(k.KeyResult, s.Cycle, s.Today, s.prior)
		k.Forecast = &r
	}
}
