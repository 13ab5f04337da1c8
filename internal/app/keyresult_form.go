package app

import (
	"context"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A KeyResultForm is what a key result is written on: the objective, who may look after it, and what it may be computed from.
type KeyResultForm struct {
	Objective okr.Objective // without what it supports
	Cycle     okr.Cycle
	KeyResult okr.KeyResult // the zero one for a new one
	Members   Choosable     // who may look after it
	Sources   []Choice      // numbers of the same cycle

	// What counts on one that is live.
	Supporters, Computed, Bets, Rulings, Contracts []Choice
}

// A Choice is something that a form lets one choose.
type Choice = store.Choice

// KeyResultForm is the form of a key result by its id, or of a new one of an objective by its id or number: three statements, and one more where there are too many people to choose from. chosen are further members to be named.
func (a *App) KeyResultForm(ctx context.Context, actor Actor, keyResultID, objective string, chosen ...string) (KeyResultForm, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (KeyResultForm, error) {
		var out KeyResultForm
		if keyResultID != "" {
			d, err := tx.Duty(actor.Scope(), keyResultID)
			if err != nil {
				return out, err
			}
			out.KeyResult, objective = d.KeyResult, d.Objective.ID
		}
		f, err := tx.FrameOf(actor.Scope(), objective)
		if err != nil {
			return out, err
		}
		out.Objective, out.Cycle = f.Objective, f.Cycle
		reads := []store.Read{tx.MemberChoicesInto(&out.Members.List), tx.SourceChoicesInto(&out.Sources, actor.Scope(), f.Cycle.ID)}
		if keyResultID != "" && f.Objective.Stage == okr.Active {
			reads = append(reads, tx.SupportersInto(&out.Supporters, actor.Scope(), keyResultID), tx.ComputedInto(&out.Computed, actor.Scope(), keyResultID),
				tx.BetsInto(&out.Bets, keyResultID), tx.RulingsInto(&out.Rulings, keyResultID), tx.SupportAskedInto(&out.Contracts, keyResultID))
		}
		if err := tx.Read(reads...); err != nil {
			return out, err
		}
		err = out.Members.bound(tx, append(chosen, out.KeyResult.OwnerID, out.KeyResult.CheckInOwnerID)...)
		out.Sources = slices.DeleteFunc(out.Sources, func(c Choice) bool { return c.ID == keyResultID })
		return out, err
	})
}
