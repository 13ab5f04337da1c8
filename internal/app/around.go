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
	Tray    int          `json:"unaligned"`     // live backlog items that derive from nothing
}

// Around reads a page's surroundings, in two statements, and a third where the roadmap is in use.
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
	if err != nil {
		return out, err
	}
	out.Teams = okr.NewTree(teams).Order()
	if actor.Org.Set.Uses(okr.PartRoadmap) {
		out.Tray, err = tray(tx)
	}
	return out, err
}

// tray counts what stands in the unaligned tray.
func tray(tx *store.Tx) (n int, err error) {
	counts, err := tx.BacklogCounts(store.BacklogFilter{Unaligned: true, Live: true})
	for _, c := range counts {
		n += c.Items
	}
	return n, err
}
