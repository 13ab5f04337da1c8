package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A CheckInPatch changes what is not nil. Clear empties value or confidence.
type CheckInPatch struct {
	ID         string    `json:"id,omitempty"`
	Version    int       `json:"version,omitempty"`
	AsOf       *okr.Date `json:"as_of,omitempty"`
	Value      *float64  `json:"value,omitempty"`
	Confidence *int      `json:"confidence,omitempty"`
	Note       *string   `json:"note,omitempty"`
	Evidence   *string   `json:"evidence,omitempty"`
	Clear      []string  `json:"clear,omitempty"`
}

// OneCheckIn reads a check-in that was not taken back.
func (a *App) OneCheckIn(ctx context.Context, actor Actor, id string) (okr.CheckIn, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (okr.CheckIn, error) {
		c, err := tx.CheckIn(actor.Scope(), id)
		if err == nil && c.Removed != 0 {
			err = okr.Fail(okr.NotFound, "", "This check-in was taken back.")
		}
		return c, err
	})
}

// AmendCheckIn corrects a check-in. Its earlier texts stay in the log; what stands on the key result and its objective follows. It is
// for its author and for those who may edit the objective.
func (a *App) AmendCheckIn(ctx context.Context, actor Actor, in CheckInPatch) (CheckInResult, error) {
	return a.changeCheckIn(ctx, actor, "check_in.amended", in.ID, in.Version, in, func(t *act, c *okr.CheckIn) {
		set(&c.AsOf, in.AsOf)
		if in.Value != nil || slices.Contains(in.Clear, "value") {
			c.Value = in.Value
		}
		if in.Confidence != nil || slices.Contains(in.Clear, "confidence") {
			c.Confidence = in.Confidence
		}
		if in.Note != nil {
			c.Note = strings.TrimSpace(*in.Note)
		}
		setText(&c.Evidence, in.Evidence)
		c.Amended = t.Now
	})
}

// RemoveCheckIn takes a check-in back; it can be restored.
func (a *App) RemoveCheckIn(ctx context.Context, actor Actor, in RemovalInput) (CheckInResult, error) {
	return a.changeCheckIn(ctx, actor, "check_in.removed", in.ID, in.Version, in, func(t *act, c *okr.CheckIn) {
		c.Removed, t.Reason = t.Now, strings.TrimSpace(in.Reason)
	})
}

// RestoreCheckIn brings a removed check-in back.
func (a *App) RestoreCheckIn(ctx context.Context, actor Actor, in RemovalInput) (CheckInResult, error) {
	return a.changeCheckIn(ctx, actor, "check_in.restored", in.ID, in.Version, in, func(_ *act, c *okr.CheckIn) { c.Removed = 0 })
}

// changeCheckIn changes a check-in and computes anew what stands on its key result and objective.
func (a *App) changeCheckIn(ctx context.Context, actor Actor, kind okr.EventKind, id string, version int, in any, change func(*act, *okr.CheckIn)) (CheckInResult, error) {
	return do(ctx, a, actor, kind, in, func(t *act) (CheckInResult, error) {
		var none CheckInResult
		c, err := t.Tx.CheckIn(actor.Scope(), id)
		if err != nil {
			return none, err
		}
		list, at, err := t.CheckInSubject(actor.Scope(), c.KeyResultID)
		if err != nil {
			return none, err
		}
		k := &list[at]
		f, err := t.FrameOf(actor.Scope(), k.ObjectiveID)
		if err != nil {
			return none, err
		}
		if c.AuthorID != actor.Viewer.MemberID || c.AuthorID == "" {
			if err := okr.CanEdit(actor.Viewer, f.Objective); err != nil {
				return none, err
			}
		}
		if err := errors.Join(f.Objective.Takes(), stale(version, c.Version, c)); err != nil {
			return none, err
		}
		s := settingOf(f, actor.Org, t.Now, t.lessons)
		was := c.AsOf
		change(t, &c)
		if c.AsOf != was {
			if err := tooEarly(c, *k, s.Cycle); err != nil {
				return none, err
			}
		}
		if c.Removed == 0 {
			if err := checkCheckIn(c, *k, s.Today, nil); err != nil {
				return none, err
			}
		}
		history, err := t.CheckInsOf([]string{k.ID})
		if err != nil {
			return none, err
		}
		history = slices.DeleteFunc(history, func(x okr.CheckIn) bool { return x.ID == c.ID })
		if c.Removed == 0 {
			c.Progress, c.Health = judged(until(*k, history, c), s, c)
			history = append(history, c)
		}
		snapshot(k, history)
		out := CheckInResult{KeyResult: *k, Progress: okr.ObjectiveProgress(list).Value}
		err = errors.Join(save(t, k.ObjectiveID, &c), t.keep(k, out.Progress))
		out.CheckIn, out.Asks = c, k.AsksEvidence(c)
		return out, err
	})
}
