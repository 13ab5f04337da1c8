package app

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A KeyResultInput is a new key result.
type KeyResultInput struct {
	ObjectiveID    string            `json:"objective_id,omitempty"` // not needed inside a new objective
	Title          string            `json:"title"`
	Kind           okr.KeyResultKind `json:"kind,omitempty"` // a number unless said
	Learning       bool              `json:"learning,omitempty"`
	Metric         string            `json:"metric,omitempty"`
	Unit           string            `json:"unit,omitempty"`
	Direction      okr.Direction     `json:"direction,omitempty"` // unless said, what baseline and target imply
	Baseline       *float64          `json:"baseline,omitempty"`
	Target         *float64          `json:"target,omitempty"`
	Plan           []okr.Point       `json:"plan,omitempty"`
	Marks          okr.Marks         `json:"marks,omitzero"`
	Stages         []okr.Milestone   `json:"milestones,omitempty"`
	Start          okr.Date          `json:"start,omitempty"`
	Due            okr.Date          `json:"due,omitempty"`
	Weight         *float64          `json:"weight,omitempty"`
	OwnerID        string            `json:"owner_id,omitempty"`
	CheckInOwnerID string            `json:"check_in_owner_id,omitempty"`
	Source         okr.Source        `json:"source,omitzero"`
	Dismissed      []okr.Dismissal   `json:"dismissed,omitempty"` // rule, text and reason: findings that are right as long as the title is that text
	Reason         string            `json:"reason,omitempty"`    // why it is added, to an objective that is live
}

// keyResult is the input as a key result of an objective.
func (in KeyResultInput) keyResult(t *act, objectiveID string) okr.KeyResult {
	k := okr.KeyResult{ID: t.newID(), ObjectiveID: objectiveID, Title: in.Title, Kind: in.Kind, Learning: in.Learning, Metric: in.Metric,
		Unit: in.Unit, Direction: in.Direction, Baseline: in.Baseline, Target: in.Target, Plan: in.Plan, Marks: in.Marks, Stages: in.Stages,
		Start: in.Start, Due: in.Due, Weight: in.Weight, OwnerID: in.OwnerID, CheckInOwnerID: in.CheckInOwnerID, Source: in.Source,
		Version: 1, Created: t.Now}
	k.LineageID = k.ID
	tidyKeyResult(&k)
	k.Dismissed = t.keepAsIs(in.Dismissed, k.Title)
	return k
}

func tidyKeyResult(k *okr.KeyResult) {
	for _, s := range []*string{&k.Title, &k.Metric, &k.Unit} {
		*s = strings.TrimSpace(*s)
	}
	if k.Kind == "" {
		k.Kind = okr.Number
	}
	if k.Kind == okr.Number && k.Direction == "" {
		k.Direction = okr.Increase
		if k.Baseline != nil && k.Target != nil && *k.Target < *k.Baseline {
			k.Direction = okr.Decrease
		}
	}
	if len(k.Plan) == 0 {
		k.Plan = nil
	}
	if len(k.Stages) == 0 {
		k.Stages = nil
	}
	if k.Source.Kind == okr.Manual || len(k.Source.Of) == 0 {
		k.Source.Of = nil
	}
}

// checkKeyResults finds every fault of the key results of a new objective.
func (t *act) checkKeyResults(list []KeyResultInput) error {
	faults := make([]error, len(list))
	for i, in := range list {
		faults[i] = okr.Under(fmt.Sprintf("key_results[%d].", i), in.keyResult(t, "").Check())
	}
	return okr.Join(faults...)
}

// AddKeyResult adds a key result behind the others of its objective.
func (a *App) AddKeyResult(ctx context.Context, actor Actor, in KeyResultInput) (okr.KeyResult, error) {
	return do(ctx, a, actor, "key_result.added", in, func(t *act) (okr.KeyResult, error) {
		o, _, err := t.editable(in.ObjectiveID)
		if err != nil {
			return okr.KeyResult{}, err
		}
		others, err := t.KeyResultsOf([]string{o.ID}, false)
		if err != nil {
			return okr.KeyResult{}, err
		}
		k := in.keyResult(t, o.ID)
		for _, other := range others {
			k.Position = max(k.Position, other.Position)
		}
		k.Position = behind(k.Position)
		if err := k.Check(); err != nil {
			return k, err
		}
		t.Reason = strings.TrimSpace(in.Reason)
		if err := t.addKeyResult(&k); err != nil {
			return k, err
		}
		return k, t.SetProgress(o.ID, okr.ObjectiveProgress(append(others, k)).Value)
	})
}

// addKeyResult writes a checked key result.
func (t *act) addKeyResult(k *okr.KeyResult) error {
	if err := t.checkPeopleAndSource(*k, okr.KeyResult{}); err != nil {
		return err
	}
	if err := add(t, k.ObjectiveID, *k); err != nil {
		return err
	}
	if k.Source.Kind != okr.Manual {
		return t.QueueRollUp(k.ID, t.Now)
	}
	return nil
}

// EditKeyResult changes the fields that the patch names, with conflicts by field as EditObjective has them. Progress is computed anew
// from the value that stands. With another objective's id it moves there, and takes its history along.
func (a *App) EditKeyResult(ctx context.Context, actor Actor, in okr.KeyResultPatch) (okr.KeyResult, error) {
	return do(ctx, a, actor, "key_result.edited", []any{in.ID, in}, func(t *act) (okr.KeyResult, error) {
		before, from, err := t.standingKeyResult(in.ID)
		if err != nil {
			return before, err
		}
		seen := before
		if err := hideIn(t.Tx, actor.Scope(), &seen); err != nil {
			return before, err
		}
		k, err := in.Apply(seen)
		if err != nil {
			return before, err
		}
		k.Readiness, k.Dismissed = before.Readiness, before.Dismissed
		switch {
		case reflect.DeepEqual(k.Source, seen.Source):
			k.Source = before.Source
		case k.Source.Kind != okr.Manual: // what the actor could not see stays behind what they chose
			k.Source.Of = append(slices.Clip(k.Source.Of), without(before.Source.Of, func(id string) bool { return slices.Contains(seen.Source.Of, id) })...)
		}
		tidyKeyResult(&k)
		if err := k.Check(); err != nil {
			return before, err
		}
		if err := t.checkPeopleAndSource(k, before); err != nil {
			return before, err
		}
		k.Progress = k.Measure().Value
		if reflect.DeepEqual(before, k) {
			return k, nil
		}
		t.Reason = strings.TrimSpace(in.Reason)
		moved := k.ObjectiveID != before.ObjectiveID
		if moved {
			to, _, err := t.editable(k.ObjectiveID)
			if err != nil {
				return before, okr.Under("objective_id", err)
			}
			if from.Private != to.Private {
				if err := errors.Join(t.ForgetJudgements(from.CycleID), t.ForgetJudgements(to.CycleID)); err != nil {
					return before, err
				}
			}
		}
		if err := errors.Join(save(t, k.ObjectiveID, &k), t.QueueRollUps(k.ID, t.Now)); err != nil {
			return before, err
		}
		if k.Source.Kind != okr.Manual && (moved || !reflect.DeepEqual(k.Source, before.Source)) {
			if err := t.QueueRollUp(k.ID, t.Now); err != nil {
				return before, err
			}
		}
		return k, t.progressOf(before.ObjectiveID, k.ObjectiveID)
	})
}

// editableKeyResult reads a key result, a removed one too, of an objective that stands and that the actor may change.
func (t *act) editableKeyResult(id string) (okr.KeyResult, okr.Objective, error) {
	k, err := t.KeyResult(t.Actor.Scope(), id)
	if err != nil {
		return k, okr.Objective{}, err
	}
	o, _, err := t.editable(k.ObjectiveID)
	return k, o, err
}

// standingKeyResult is editableKeyResult of one that is not removed.
func (t *act) standingKeyResult(id string) (okr.KeyResult, okr.Objective, error) {
	k, o, err := t.editableKeyResult(id)
	if err == nil && k.Removed != 0 {
		err = okr.Fail(okr.NotFound, "", "This key result is removed. Restore it to change it.")
	}
	return k, o, err
}

// progressOf computes the progress of objectives anew from their key results as they stand.
func (t *act) progressOf(objectiveIDs ...string) error {
	objectiveIDs = slices.Compact(objectiveIDs)
	list, err := t.KeyResultsOf(objectiveIDs, false)
	if err != nil {
		return err
	}
	for _, id := range objectiveIDs {
		var own []okr.KeyResult
		for _, k := range list {
			if k.ObjectiveID == id {
				own = append(own, k)
			}
		}
		if err := t.SetProgress(id, okr.ObjectiveProgress(own).Value); err != nil {
			return err
		}
	}
	return nil
}

// RemoveKeyResult takes a key result away; it can be restored, and its history stays.
func (a *App) RemoveKeyResult(ctx context.Context, actor Actor, in RemovalInput) (okr.KeyResult, error) {
	return a.setKeyResultRemoved(ctx, actor, "key_result.removed", in, true)
}

// RestoreKeyResult brings a removed key result back.
func (a *App) RestoreKeyResult(ctx context.Context, actor Actor, in RemovalInput) (okr.KeyResult, error) {
	return a.setKeyResultRemoved(ctx, actor, "key_result.restored", in, false)
}

func (a *App) setKeyResultRemoved(ctx context.Context, actor Actor, kind okr.EventKind, in RemovalInput, removed bool) (okr.KeyResult, error) {
	return do(ctx, a, actor, kind, in, func(t *act) (okr.KeyResult, error) {
		k, _, err := t.editableKeyResult(in.ID)
		if err != nil {
			return k, err
		}
		if err := stale(in.Version, k.Version, k); err != nil || removed == (k.Removed != 0) {
			return k, err
		}
		if k.Removed = 0; removed {
			k.Removed = t.Now
		}
		t.Reason = strings.TrimSpace(in.Reason)
		return k, errors.Join(save(t, k.ObjectiveID, &k), t.QueueRollUps(k.ID, t.Now), t.progressOf(k.ObjectiveID))
	})
}

// MoveKeyResult changes the place of a key result among those of its objective.
func (a *App) MoveKeyResult(ctx context.Context, actor Actor, in MoveInput) (okr.KeyResult, error) {
	return do(ctx, a, actor, "key_result.moved", in, func(t *act) (okr.KeyResult, error) {
		k, o, err := t.editableKeyResult(in.ID)
		if err != nil {
			return k, err
		}
		list, err := t.KeyResultsOf([]string{o.ID}, false)
		if err != nil {
			return k, err
		}
		order := make([]placed, len(list))
		for i, other := range list {
			order[i] = placed{other.ID, other.Position}
		}
		moved, err := moveBehind(order, in.ID, in.After)
		if err != nil {
			return k, err
		}
		for _, p := range moved {
			if err := t.SetPosition(okr.ThingKeyResult, p.id, p.position); err != nil {
				return k, err
			}
			if p.id == k.ID {
				k.Position = p.position
			}
		}
		return k, logThing(t, o.ID, k)
	})
}

// checkPeopleAndSource finds what a key result names that is not there: owners, and the key results that it is computed from. What
// it named before may stay.
func (t *act) checkPeopleAndSource(k, before okr.KeyResult) error {
	var faults []error
	if k.OwnerID != before.OwnerID {
		faults = append(faults, t.membersExist("owner_id", k.OwnerID))
	}
	if k.CheckInOwnerID != before.CheckInOwnerID {
		faults = append(faults, t.membersExist("check_in_owner_id", k.CheckInOwnerID))
	}
	if len(k.Source.Of) > 0 && !slices.Equal(k.Source.Of, before.Source.Of) {
		seen, err := t.Upstreams(t.Actor.Scope(), k.Source.Of)
		if err != nil {
			return err
		}
		for i, id := range k.Source.Of {
			if seen[id] != okr.UpKeyResult && !slices.Contains(before.Source.Of, id) || slices.Contains(k.Source.Of[:i], id) {
				faults = append(faults, okr.Fail(okr.Invalid, "source.of", "Choose key results of the list, each once."))
				break
			}
		}
		inputs, err := t.RollUpInputs()
		if err != nil {
			return err
		}
		inputs[k.ID] = k.Source.Of
		faults = append(faults, okr.Acyclic(k.ID, func(id string) []string { return inputs[id] }))
	}
	return okr.Join(faults...)
}

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
	f, err := t.FrameOf(t.Actor.Scope(), k.ObjectiveID)
	if err != nil {
		return k, err
	}
	if err := okr.CanCheckIn(t.Actor.Viewer, f.Objective, k); err != nil {
		return k, err
	}
	return k, f.Objective.Takes()
}
