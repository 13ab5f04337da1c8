package app

import (
	"context"
	"errors"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// RollUp computes the key results that wait to be computed from others, in every organization, and returns how many there were. A value
// that has changed, or that stands on a later day, becomes a check-in without an author on the last day of its sources, so that one
// whose sources are checked in is never silent; what is computed from it waits in turn. Where no source that may be read has a value any
// more, nothing is known from today on.
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
	day := k.CheckedAs
	for _, source := range sources {
		day = max(day, source.CheckedAs)
	}
	if value == nil && k.Value == nil || value != nil && k.Value != nil && *k.Value == *value && day == k.CheckedAs {
		return nil
	}
	org, err := t.Organization()
	if err != nil {
		return err
	}
	s := settingOf(f, org, t.Now, t.lessons)
	if day == "" || value == nil {
		day = s.Today
	}
	history, err := t.CheckInsOf([]string{k.ID})
	if err != nil || value == nil && !computed(history) {
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

// computed is whether the last value of a history was computed: what people said stays until there is something to compute.
func computed(history []okr.CheckIn) bool {
	for _, c := range slices.Backward(history) {
		if c.Value != nil {
			return c.AuthorID == ""
		}
	}
	return false
}
