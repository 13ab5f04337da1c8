package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A BlockerInput is what stands in the way of a key result.
type BlockerInput struct {
	KeyResultID string `json:"key_result_id"`
	Text        string `json:"text"`
	OwnerID     string `json:"owner_id,omitempty"` // who looks after it; "" is the key result's owner
}

// RaiseBlocker says that something is in the way. Everybody who sees the key result and may write may say so.
func (a *App) RaiseBlocker(ctx context.Context, actor Actor, in BlockerInput) (okr.Blocker, error) {
	return do(ctx, a, actor, "blocker.raised", in, func(t *act) (okr.Blocker, error) {
		k, err := t.liveKeyResult(in.KeyResultID)
		if err != nil {
			return okr.Blocker{}, err
		}
		b, err := t.raise(&k, in.Text, in.OwnerID)
		if err != nil {
			return b, err
		}
		return b, t.keepBlocked(&k)
	})
}

// A BlockerView is a blocker with what it stands in the way of.
type BlockerView struct {
	okr.Blocker
	Title     string `json:"title"` // of the key result
	Objective Line   `json:"objective"`
	May       bool   `json:"-"` // the actor may change it
}

// Blocker reads a blocker of a key result that the actor sees.
func (a *App) Blocker(ctx context.Context, actor Actor, id string) (BlockerView, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (out BlockerView, err error) {
		if out.Blocker, err = tx.Blocker(actor.Scope(), id); err != nil {
			return out, err
		}
		d, err := tx.Duty(actor.Scope(), out.KeyResultID)
		o := d.Objective
		out.Title, out.Objective = d.KeyResult.Title, Line{o.ID, o.Number, o.Title, lead(o), o.Stage}
		out.May = okr.CanCheckIn(actor.Viewer, o, d.KeyResult) == nil
		return out, err
	})
}

// A BlockerPatch changes what is not nil.
type BlockerPatch struct {
	ID      string  `json:"id,omitempty"`
	Version int     `json:"version,omitempty"`
	Text    *string `json:"text,omitempty"`
	OwnerID *string `json:"owner_id,omitempty"` // hands it to somebody else
}

// EditBlocker changes the words of a blocker or hands it to somebody else.
func (a *App) EditBlocker(ctx context.Context, actor Actor, in BlockerPatch) (okr.Blocker, error) {
	return do(ctx, a, actor, "blocker.edited", in, func(t *act) (okr.Blocker, error) {
		b, k, err := t.blocker(in.ID, in.Version)
		if err != nil {
			return b, err
		}
		if in.Text != nil {
			b.Text = strings.TrimSpace(*in.Text)
		}
		set(&b.OwnerID, in.OwnerID)
		if err := errors.Join(b.Check(), t.membersExist("owner_id", b.OwnerID)); err != nil {
			return b, err
		}
		if in.OwnerID != nil {
			if err := t.notice(b.OwnerID, okr.NoticeBlocker, "blocker/"+b.ID+"/"+b.OwnerID, b.ID, k.ObjectiveID, k.ID); err != nil {
				return b, err
			}
		}
		return b, save(t, k.ObjectiveID, &b)
	})
}

// ResolveBlocker says that a blocker is out of the way; one that is already is left as it is.
func (a *App) ResolveBlocker(ctx context.Context, actor Actor, id string) (okr.Blocker, error) {
	return do(ctx, a, actor, "blocker.resolved", id, func(t *act) (okr.Blocker, error) {
		b, k, err := t.blocker(id, 0)
		if err != nil || b.Resolved != 0 {
			return b, err
		}
		open, err := t.BlockersOf([]string{k.ID})
		if err != nil {
			return b, err
		}
		if err := t.resolve(&k, open, []string{id}); err != nil {
			return b, err
		}
		b.Resolved, b.Version = t.Now, b.Version+1
		return b, t.keepBlocked(&k)
	})
}

// ReopenBlocker takes a resolution back.
func (a *App) ReopenBlocker(ctx context.Context, actor Actor, id string) (okr.Blocker, error) {
	return do(ctx, a, actor, "blocker.reopened", id, func(t *act) (okr.Blocker, error) {
		b, k, err := t.blocker(id, 0)
		if err != nil || b.Resolved == 0 {
			return b, err
		}
		b.Resolved = 0
		if err := save(t, k.ObjectiveID, &b); err != nil {
			return b, err
		}
		if k.Blocked == 0 || b.Raised < k.Blocked {
			k.Blocked = b.Raised
		}
		return b, t.keepBlocked(&k)
	})
}

// blocker reads a blocker with its key result, and refuses who may not write there.
func (t *act) blocker(id string, version int) (okr.Blocker, okr.KeyResult, error) {
	b, err := t.Blocker(t.Actor.Scope(), id)
	if err != nil {
		return b, okr.KeyResult{}, err
	}
	k, err := t.liveKeyResult(b.KeyResultID)
	if err != nil {
		return b, k, err
	}
	return b, k, stale(version, b.Version, b)
}

// block does to the blockers of a key result what a check-in asks for, and keeps the raised one in out.
func (t *act) block(k *okr.KeyResult, c okr.CheckIn, in CheckInInput, out *CheckInResult) error {
	if len(in.Resolve) > 0 {
		open, err := t.BlockersOf([]string{k.ID})
		if err != nil {
			return err
		}
		if err := t.resolve(k, open, in.Resolve); err != nil {
			return err
		}
	}
	if c.Blocker == "" {
		return nil
	}
	b, err := t.raise(k, c.Blocker, in.BlockerOwnerID)
	out.Blocker = &b
	return err
}

// raise adds a blocker to a key result, whose flag the caller writes.
func (t *act) raise(k *okr.KeyResult, text, ownerID string) (okr.Blocker, error) {
	b := okr.Blocker{ID: t.newID(), KeyResultID: k.ID, Text: strings.TrimSpace(text), OwnerID: cmp.Or(ownerID, k.OwnerID), Raised: t.Now, Version: 1}
	if err := b.Check(); err != nil {
		return b, err
	}
	if ownerID != "" {
		if err := t.membersExist("blocker_owner_id", ownerID); err != nil {
			return b, err
		}
	}
	if k.Blocked == 0 {
		k.Blocked = t.Now
	}
	return b, errors.Join(add(t, k.ObjectiveID, b), t.notice(b.OwnerID, okr.NoticeBlocker, "blocker/"+b.ID+"/"+b.OwnerID, b.ID, k.ObjectiveID, k.ID))
}

// resolve ends some of the open blockers of a key result, and sets its flag to the oldest that stays.
func (t *act) resolve(k *okr.KeyResult, open []okr.Blocker, ids []string) error {
	for _, id := range ids {
		if !slices.ContainsFunc(open, func(b okr.Blocker) bool { return b.ID == id }) {
			return okr.Fail(okr.Invalid, "resolve", "This blocker is no open one of the key result. Reload to see which are.")
		}
	}
	k.Blocked = 0
	for _, b := range open {
		if !slices.Contains(ids, b.ID) {
			if k.Blocked == 0 {
				k.Blocked = b.Raised
			}
			continue
		}
		b.Resolved = t.Now
		if err := save(t, k.ObjectiveID, &b); err != nil {
			return err
		}
	}
	return nil
}

// keepBlocked writes the flag of a key result.
func (t *act) keepBlocked(k *okr.KeyResult) error {
	return errors.Join(t.SetValue(k), logThing(t, k.ObjectiveID, *k))
}
