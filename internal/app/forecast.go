package app

import (
	"context"
	"math"
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
			list, err = courses(tx, store.Scope{}, a.Today(org), learnFrom) // nothing private: everybody sees the base rate
			return err
		})
		if err != nil {
			return err
		}
		learned[id] = forecast.Fit(list)
	}
	a.lessons.mu.Lock()
	defer a.lessons.mu.Unlock()
	a.lessons.of = learned
	return nil
}

// Courses are the finished key results that the actor may see, each with all its check-ins: those of closed objectives, and of active
// ones when they were due before today; those that were due first come first. Dropped objectives are no courses; nobody tried to the end.
func (a *App) Courses(ctx context.Context, actor Actor) ([]forecast.Course, error) {
	return view(ctx, a, actor, func(tx *store.Tx) ([]forecast.Course, error) {
		return courses(tx, actor.Scope(), a.Today(actor.Org), math.MaxInt)
	})
}

// courses reads finished key results, at most so many: those that were due last, by the day on which they were due. It reads a piece of a cycle at a time, because what runs may be much more
// than what has finished.
func courses(tx *store.Tx, scope store.Scope, today okr.Date, most int) ([]forecast.Course, error) {
	cycles, err := tx.Cycles()
	if err != nil {
		return nil, err
	}
	var out []forecast.Course
	for _, c := range cycles {
		f := store.ObjectiveFilter{Cycle: c.ID, Stages: []okr.Stage{okr.Active, okr.Closed}, Limit: pieceOf}
		for {
			list, err := tx.Objectives(scope, f)
			if err != nil {
				return nil, err
			}
			stage, ids := map[string]okr.Stage{}, make([]string, len(list))
			for i, o := range list {
				stage[o.ID], ids[i] = o.Stage, o.ID
			}
			krs, err := tx.KeyResultsOf(ids, false)
			if err != nil {
				return nil, err
			}
			for _, k := range krs {
				if stage[k.ObjectiveID] == okr.Closed || k.DueDate(c) < today {
					out = append(out, forecast.Course{KeyResult: k, Cycle: c})
				}
			}
			slices.SortStableFunc(out, func(x, y forecast.Course) int {
				return strings.Compare(string(x.KeyResult.DueDate(x.Cycle)), string(y.KeyResult.DueDate(y.Cycle)))
			})
			if len(out) > most {
				out = slices.Clone(out[len(out)-most:])
			}
			if len(list) < pieceOf {
				break
			}
			f.After = &list[len(list)-1]
		}
	}
	at, ids := map[string]int{}, make([]string, len(out))
	for i, c := range out {
		at[c.KeyResult.ID], ids[i] = i, c.KeyResult.ID
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
