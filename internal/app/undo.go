package app

import (
	"context"
	"encoding/json"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// UndoImport takes away all that an import made and gives what it changed its earlier texts and numbers back, in one act. Each thing can still be restored. What
// somebody has edited since the import changed it is left as it is; values that were checked in since stay in any case. It is for whoever imported, and for owners and
// ambassadors.
func (a *App) UndoImport(ctx context.Context, actor Actor, id string) (Import, error) {
	return do(ctx, a, actor, "import.undone", id, func(t *act) (Import, error) {
		i, err := t.Import(id)
		if err != nil {
			return i, err
		}
		if i.MemberID != actor.Viewer.MemberID && !actor.Viewer.IsAdmin() {
			return i, okr.Refuse("whoever imported it, owners and ambassadors")
		}
		if i.Undone != 0 {
			return i, nil
		}
		for _, undo := range []func(string) error{t.unmake, t.unadd, t.unchange, t.unwork} {
			if err := undo(id); err != nil {
				return i, err
			}
		}
		i.Undone = t.Now
		return i, t.SetUndone(id, t.Now)
	})
}

// unmake removes the objectives of an import, in a constant number of statements, because there may be thousands.
func (t *act) unmake(id string) error {
	list, err := t.Objectives(t.Actor.Scope(), store.ObjectiveFilter{Import: id})
	if err != nil {
		return err
	}
	for _, o := range list {
		o.Removed = t.Now
		o.Version++
		if err := logThing(t, o.ID, o); err != nil {
			return err
		}
	}
	return t.RemoveImported(t.Actor.Scope(), id, t.Now)
}

// unadd removes the key results that an import added to objectives which were here.
func (t *act) unadd(id string) error {
	list, err := t.AddedKeyResults(t.Actor.Scope(), id)
	if err != nil {
		return err
	}
	var of []string
	for _, k := range list {
		k.Removed = t.Now
		if err := save(t, k.ObjectiveID, &k); err != nil {
			return err
		}
		of = append(of, k.ObjectiveID)
	}
	return t.progressOf(of...)
}

// unchange gives what an import changed its earlier after-image back, with what check-ins have left on it since.
func (t *act) unchange(id string) error {
	rows, err := t.Rewritten(t.Actor.Scope(), id)
	if err != nil {
		return err
	}
	var of []string
	for _, r := range rows {
		switch {
		case r.Before == nil:
		case r.Thing == okr.ThingObjective:
			now, err := t.Objective(t.Actor.Scope(), r.ID)
			if err != nil || now.Version != r.Version {
				if err != nil && !isMissing(err) {
					return err
				}
				continue
			}
			var o okr.Objective
			if err := json.Unmarshal(r.Before, &o); err != nil {
				return err
			}
			takeObjective(&now, o)
			if err := save(t, now.ID, &now); err != nil {
				return err
			}
		case r.Thing == okr.ThingKeyResult:
			now, err := t.KeyResult(t.Actor.Scope(), r.ID)
			if err != nil || now.Version != r.Version {
				if err != nil && !isMissing(err) {
					return err
				}
				continue
			}
			var k okr.KeyResult
			if err := json.Unmarshal(r.Before, &k); err != nil {
				return err
			}
			takeKeyResult(&now, k)
			if err := save(t, now.ObjectiveID, &now); err != nil {
				return err
			}
			of = append(of, now.ObjectiveID)
		}
	}
	return t.progressOf(of...)
}
