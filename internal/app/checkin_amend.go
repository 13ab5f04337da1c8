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
	Clear      []string  `json:"clear,omitempty"`
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
		s := settingOf(f, actor.Org, t.Now)
		change(t, &c)
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
		out.CheckIn = c
		return out, err
	})
}

// RollUp computes the key results that wait to be computed from others, in every organization, and returns how many there were. A value
// that has changed becomes a check-in without an author on the last day of its sources; what is computed from it waits in turn.
// A job calls it until there are none.
func (a *App) RollUp(ctx context.Context) (n int, err error) {
	var due []store.RollUpDue
	err = a.db.View(ctx, "", func(tx *store.Tx) error {
		due, err = tx.RollUpsDue(100)
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, d := range due {
		actor := Actor{Org: okr.Organization{ID: d.OrgID}, Via: "job"}
		_, err := do(ctx, a, actor, "key_result.rolled_up", nil, func(t *act) (struct{}, error) {
			return struct{}{}, errors.Join(t.RollUpDone(d.KeyResultID), t.rollUp(d.KeyResultID))
		})
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// rollUp computes one key result; one that is gone, closed or no longer computed is left as it is.
func (t *act) rollUp(id string) error {
	list, at, err := t.CheckInSubject(store.Everything, id)
	if isMissing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	k := &list[at]
	f, err := t.FrameOf(store.Everything, k.ObjectiveID)
	if err != nil {
		return err
	}
	if k.Source.Kind == okr.Manual || f.Objective.Takes() != nil {
		return nil
	}
	all, err := t.RollUpSources(k.ObjectiveID)
	if err != nil {
		return err
	}
	sources := all[k.ID]
	value := okr.RollUp(k.Source.Kind, sources).Value
	if value == nil || k.Value != nil && *k.Value == *value {
		return nil
	}
	org, err := t.Organization()
	if err != nil {
		return err
	}
	s := settingOf(f, org, t.Now)
	day := okr.Date("")
	for _, source := range sources {
		day = max(day, source.CheckedAs)
	}
	day = max(day, k.CheckedAs)
	if day == "" {
		day = s.Today
	}
	history, err := t.CheckInsOf([]string{k.ID})
	if err != nil {
		return err
	}
	c := okr.CheckIn{ID: t.newID(), KeyResultID: k.ID, AsOf: day, Value: value, Version: 1, Recorded: t.Now}
	// Several sources are often checked on one day; the day keeps one value.
	if n := len(history); n > 0 && history[n-1].AuthorID == "" && history[n-1].AsOf == day {
		c, history = history[n-1], history[:n-1]
		c.Value, c.Amended = value, t.Now
	}
	snapshot(k, append(history, c))
	c.Progress, c.Health = judged(*k, s, c)
	if c.Amended == 0 {
		err = add(t, k.ObjectiveID, c)
	} else {
		err = save(t, k.ObjectiveID, &c)
	}
	return errors.Join(err, t.keep(k, okr.ObjectiveProgress(list).Value))
}
