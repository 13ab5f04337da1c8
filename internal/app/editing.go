package app

import (
	"context"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// Editable is an objective, by its id or number and without its supports, that the actor may edit: for telling the others who is editing it.
func (a *App) Editable(ctx context.Context, actor Actor, ref string) (okr.Objective, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (okr.Objective, error) {
		f, err := tx.FrameOf(actor.Scope(), ref)
		if err != nil {
			return okr.Objective{}, err
		}
		if f.Objective.Removed != 0 {
			return okr.Objective{}, okr.Fail(okr.NotFound, "", "This objective is removed.")
		}
		return f.Objective, okr.CanEdit(actor.Viewer, f.Objective)
	})
}
