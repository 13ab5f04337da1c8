package app

import (
	"context"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// Surroundings are what every page has around it: the cycles and the teams to choose from.
type Surroundings struct {
	Today   okr.Date     `json:"today"`
	Current okr.Cycle    `json:"current_cycle"` // the zero Cycle when there is none yet
	Cycles  []okr.Cycle  `json:"cycles"`        // latest first
	Teams   []okr.Placed `json:"teams"`         // in the order of the tree
}

// Around reads a page's surroundings, in two statements.
func (a *App) Around(ctx context.Context, actor Actor) (Surroundings, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Surroundings, error) { return a.around(tx, actor) })
}

func (a *App) around(tx *store.Tx, actor Actor) (Surroundings, error) {
	out := Surroundings{Today: a.Today(actor.Org)}
	var err error
	if out.Cycles, err = tx.Cycles(); err != nil {
		return out, err
	}
	out.Current, _ = okr.CurrentCycle(out.Cycles, out.Today)
	teams, err := tx.Teams(false)
	out.Teams = okr.NewTree(teams).Order()
	return out, err
}
