package app

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// An ImprovementInput is a new improvement, decided in a retrospective.
type ImprovementInput struct {
	RetrospectiveID string   `json:"retrospective_id"`
	Text            string   `json:"text"`
	OwnerID         string   `json:"owner_id,omitempty"`
	Due             okr.Date `json:"due,omitempty"`
}

// An ImprovementPatch changes what is not nil.
type ImprovementPatch struct {
	ID      string                `json:"id,omitempty"`
	Version int                   `json:"version,omitempty"`
	Text    *string               `json:"text,omitempty"`
	OwnerID *string               `json:"owner_id,omitempty"`
	Due     *okr.Date             `json:"due,omitempty"`
	State   *okr.ImprovementState `json:"state,omitempty"`
	Reason  *string               `json:"reason,omitempty"` // why it is dropped
}

// AddImprovement decides to change one thing.
func (a *App) AddImprovement(ctx context.Context, actor Actor, in ImprovementInput) (okr.Improvement, error) {
	return do(ctx, a, actor, "improvement.added", in, func(t *act) (okr.Improvement, error) {
		i := okr.Improvement{ID: t.newID(), RetrospectiveID: in.RetrospectiveID, OwnerID: in.OwnerID, Due: in.Due, Version: 1, Created: t.Now}
		setLine(&i.Text, &in.Text)
		r, err := t.Retrospective(actor.Scope(), in.RetrospectiveID)
		if isMissing(err) {
			return i, okr.Fail(okr.Invalid, "retrospective_id", "There is no such retrospective.")
		} else if err != nil {
			return i, err
		}
		i.TeamID, i.ObjectiveID = r.TeamID, r.ObjectiveID
		_, teams, err := looksAt(t.Tx, actor.Scope(), r)
		if err != nil {
			return i, err
		}
		if err := okr.CanTakePart(actor.Viewer, teams); err != nil {
			return i, err
		}
		if err := okr.Join(i.Check(), notPast("due", i.Due, "", t.Now.DateIn(actor.Org.Set.Location())), t.membersExist("owner_id", i.OwnerID)); err != nil {
			return i, err
		}
		return i, add(t, i.ObjectiveID, i)
	})
}

// EditImprovement changes an improvement, or says how it stands. Dropping one asks why.
func (a *App) EditImprovement(ctx context.Context, actor Actor, in ImprovementPatch) (okr.Improvement, error) {
	return a.changeImprovement(ctx, actor, "improvement.edited", in.ID, in.Version, in, func(t *act, i *okr.Improvement) error {
		before := i.OwnerID
		setLine(&i.Text, in.Text)
		set(&i.OwnerID, in.OwnerID)
		set(&i.Due, in.Due)
		set(&i.State, in.State)
		setText(&i.Reason, in.Reason)
		if i.State != okr.ImprovementDropped {
			i.Reason = ""
		}
		if i.OwnerID != before {
			return okr.Join(i.Check(), t.membersExist("owner_id", i.OwnerID))
		}
		return i.Check()
	})
}

// RemoveImprovement takes an improvement away; it can be restored.
func (a *App) RemoveImprovement(ctx context.Context, actor Actor, in RemovalInput) (okr.Improvement, error) {
	return a.changeImprovement(ctx, actor, "improvement.removed", in.ID, in.Version, in, func(t *act, i *okr.Improvement) error {
		i.Removed, t.Reason = cmp.Or(i.Removed, t.Now), strings.TrimSpace(in.Reason)
		return nil
	})
}

// RestoreImprovement brings a removed improvement back.
func (a *App) RestoreImprovement(ctx context.Context, actor Actor, in RemovalInput) (okr.Improvement, error) {
	return a.changeImprovement(ctx, actor, "improvement.restored", in.ID, in.Version, in, func(_ *act, i *okr.Improvement) error {
		i.Removed = 0
		return nil
	})
}

// changeImprovement is for the people of its retrospective and for whoever looks after it.
func (a *App) changeImprovement(ctx context.Context, actor Actor, kind okr.EventKind, id string, version int, in any, change func(*act, *okr.Improvement) error) (okr.Improvement, error) {
	return do(ctx, a, actor, kind, in, func(t *act) (okr.Improvement, error) {
		before, err := t.Improvement(actor.Scope(), id)
		if err != nil {
			return before, err
		}
		if before.OwnerID != actor.Viewer.MemberID || actor.Viewer.Role == okr.OrgViewer {
			r, err := t.Retrospective(actor.Scope(), before.RetrospectiveID)
			if err != nil {
				return before, err
			}
			_, teams, err := looksAt(t.Tx, actor.Scope(), r)
			if err := errors.Join(err, okr.CanTakePart(actor.Viewer, teams)); err != nil {
				return before, err
			}
		}
		if err := stale(version, before.Version, before); err != nil {
			return before, err
		}
		i := before
		if err := change(t, &i); err != nil {
			return before, err
		}
		return i, save(t, i.ObjectiveID, &i)
	})
}
