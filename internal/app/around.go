package app

import (
	"context"
	"slices"

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

// Around reads a page's surroundings, in one statement.
func (a *App) Around(ctx context.Context, actor Actor) (Surroundings, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Surroundings, error) { return a.around(tx, actor) })
}

func (a *App) around(tx *store.Tx, actor Actor) (Surroundings, error) {
	out := Surroundings{Today: a.Today(actor.Org)}
	reads, teams := a.teamsFor(tx, actor)
	if err := tx.Read(append(reads, tx.CyclesInto(&out.Cycles), trayInto(&out.Tray, tx, actor))...); err != nil {
		return out, err
	}
	out.Current, _ = okr.CurrentCycle(out.Cycles, out.Today)
	out.Teams = slices.Clone(teams().order)
	return out, nil
}

// trayInto counts what stands in the unaligned tray, where there is one.
func trayInto(n *int, tx *store.Tx, actor Actor) store.Read {
	if !actor.Org.Set.Uses(okr.PartRoadmap) {
		return store.Read{}
	}
	return tx.UnalignedInto(n)
}
