package app

import (
	"github.com/headwater-okr/headwater/internal/okr"
)

// membersExist refuses ids that are not active members; empty ones are no choice and pass.
func (t *act) membersExist(field string, ids ...string) error {
	asked := make([]string, 0, len(ids))
	for _, id := range ids {
		if id != "" {
			asked = append(asked, id)
		}
	}
	if len(asked) == 0 {
		return nil
	}
	there, err := t.ActiveMembers(asked)
	if err != nil {
		return err
	}
	for _, id := range asked {
		if !there[id] {
			return okr.Fail(okr.Invalid, field, "Choose a member of the organization who is active.")
		}
	}
	return nil
}

// liveKeyResult reads a key result that the actor may see and check in on, of an objective that takes check-ins.
func (t *act) liveKeyResult(id string) (okr.KeyResult, error) {
	list, at, err := t.CheckInSubject(t.Actor.Scope(), id)
	if err != nil {
		return okr.KeyResult{}, err
	}
	k := list[at]
	f, err := t.FrameOf(k.ObjectiveID)
	if err != nil {
		return k, err
	}
	if err := okr.CanCheckIn(t.Actor.Viewer, f.Objective, k); err != nil {
		return k, err
	}
	return k, f.Objective.Takes()
}
