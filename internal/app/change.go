package app

import (
	"context"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// TailOverlap is how far behind its instant an event can still appear: whoever follows the log reads that much again, and drops what it
// has seen.
const TailOverlap = store.TxTimeout

// Changes are what the actor may see of what changed since an instant, that instant included, the oldest first.
func (a *App) Changes(ctx context.Context, actor Actor, since okr.Instant) ([]okr.Changed, error) {
	return view(ctx, a, actor, func(tx *store.Tx) ([]okr.Changed, error) {
		return tx.Tail(actor.Scope(), since, func(string) bool { return false })
	})
}

// Tail is what changed in an organization since an instant, whoever may see it, without the events for which seen answers true: for the hub of
// live updates, which reads once for all listeners and asks Sees before it tells of what is private.
func (a *App) Tail(ctx context.Context, orgID string, since okr.Instant, seen func(eventID string) bool) (out []okr.Changed, err error) {
	err = a.db.View(ctx, orgID, func(tx *store.Tx) error {
		out, err = tx.Tail(store.Everything, since, seen)
		return err
	})
	return out, err
}

// Sees answers which of some objectives the actor may see.
func (a *App) Sees(ctx context.Context, actor Actor, objectiveIDs []string) (map[string]bool, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (map[string]bool, error) { return tx.Sees(actor.Scope(), objectiveIDs) })
}
