package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A TransitionInput moves an objective to another stage.
type TransitionInput struct {
	ID      string    `json:"id,omitempty"`
	To      okr.Stage `json:"to"`
	Reason  string    `json:"reason,omitempty"` // asked when it is dropped or goes back
	Version int       `json:"version,omitempty"`
}

// stageEvents are the kinds of event by the stage that an objective has come to.
var stageEvents = map[okr.Stage]okr.EventKind{okr.Draft: "objective.drafted", okr.InReview: "objective.sent_to_review",
	okr.Active: "objective.activated", okr.Closed: "objective.closed", okr.Dropped: "objective.dropped"}

// Transition moves an objective along its stages; okr.Objective.To says which moves there are and which ask for a reason.
func (a *App) Transition(ctx context.Context, actor Actor, in TransitionInput) (okr.Objective, error) {
	kind, ok := stageEvents[in.To]
	if !ok {
		return okr.Objective{}, okr.Fail(okr.Invalid, "to", "Choose one of: draft, in review, active, closed, dropped.")
	}
	return do(ctx, a, actor, kind, in, func(t *act) (okr.Objective, error) { return t.transition(in) })
}

func (t *act) transition(in TransitionInput) (okr.Objective, error) {
	before, hidden, err := t.editable(in.ID)
	if err != nil {
		return before, err
	}
	if err := stale(in.Version, before.Version, before); err != nil {
		return before, err
	}
	o, err := before.To(in.To, in.Reason, t.Now)
	if err != nil || o.Stage == before.Stage {
		return o, err
	}
	if o.Stage == okr.Active && (before.Stage == okr.Draft || before.Stage == okr.InReview) {
		if c, err := t.Cycle(o.CycleID); err != nil {
			return o, err
		} else if c.Closed != 0 {
			return o, okr.Fail(okr.Invalid, "cycle_id", c.Name+" is closed. Move the objective to one that is open, or reopen the cycle first.")
		}
	}
	t.Reason = strings.TrimSpace(in.Reason)
	return o, errors.Join(t.saveObjective(&o, hidden), t.endReview(before, o))
}

// A CloseInput is what is left when an objective is closed: why it was hit or missed before how it is graded.
type CloseInput struct {
	ID      string              `json:"id,omitempty"`
	Note    okr.ClosingNote     `json:"closing_note"`
	Grade   *float64            `json:"grade,omitempty"`  // 0–1, in tenths
	Grades  map[string]*float64 `json:"grades,omitempty"` // of its key results, by id
	Version int                 `json:"version,omitempty"`
}

// CloseObjective ends an active objective with its note and grades, or completes the note and grades of a closed one.
func (a *App) CloseObjective(ctx context.Context, actor Actor, in CloseInput) (ObjectiveTree, error) {
	return do(ctx, a, actor, stageEvents[okr.Closed], in, func(t *act) (ObjectiveTree, error) {
		o, hidden, err := t.editable(in.ID)
		out := ObjectiveTree{Objective: o}
		if err != nil {
			return out, err
		}
		if err := stale(in.Version, o.Version, o); err != nil {
			return out, err
		}
		if o, err = o.To(okr.Closed, "", t.Now); err != nil {
			return out, err
		}
		if err := newGrade("grade", in.Grade, o.Grade, false); err != nil {
			return out, err
		}
		o.Note, o.Grade = in.Note, in.Grade
		tidyObjective(&o)
		if err := o.Check(); err != nil {
			return out, err
		}
		if out.KeyResults, err = t.KeyResultsOf([]string{o.ID}, false); err != nil {
			return out, err
		}
		for id := range in.Grades {
			if !slices.ContainsFunc(out.KeyResults, func(k okr.KeyResult) bool { return k.ID == id }) {
				return out, okr.Fail(okr.Invalid, "grades", "One of these key results is not the objective's. Reload and grade again.")
			}
		}
		for i := range out.KeyResults {
			k := &out.KeyResults[i]
			wasBlocked := k.Blocked != 0
			if wasBlocked {
				if err := t.settle(k); err != nil {
					return out, err
				}
			}
			grade, ok := in.Grades[k.ID]
			if !ok && wasBlocked {
				if err := t.keepBlocked(k); err != nil {
					return out, err
				}
			}
			if !ok {
				continue
			}
			if err := newGrade("grades."+k.ID, grade, k.Grade, k.Kind == okr.Judgement); err != nil {
				return out, err
			}
			k.Grade = grade
			if err := k.Check(); err != nil {
				return out, okr.Under("grades."+k.ID+".", err)
			}
			if err := save(t, o.ID, k); err != nil {
				return out, err
			}
		}
		out.Objective = o
		return out, t.saveObjective(&out.Objective, hidden)
	})
}

// settle ends every open blocker of a key result: with the objective, nothing is in its way any more.
func (t *act) settle(k *okr.KeyResult) error {
	open, err := t.BlockersOf([]string{k.ID})
	if err != nil {
		return err
	}
	ids := make([]string, len(open))
	for i, b := range open {
		ids[i] = b.ID
	}
	return t.resolve(k, open, ids)
}

// newGrade refuses a grade that a person gives more finely than it is meant. One that stood there stays, however it came.
func newGrade(field string, g, before *float64, judged bool) error {
	if g == nil || before != nil && *before == *g {
		return nil
	}
	return okr.CheckGradeStep(field, *g, judged)
}

// A RemovalInput takes a thing away, or brings it back.
type RemovalInput struct {
	ID      string `json:"id,omitempty"`
	Reason  string `json:"reason,omitempty"`
	Version int    `json:"version,omitempty"`
}

// RemoveObjective takes an objective away with its key results. Both can be restored, and their history stays.
func (a *App) RemoveObjective(ctx context.Context, actor Actor, in RemovalInput) (okr.Objective, error) {
	return do(ctx, a, actor, "objective.removed", in, func(t *act) (okr.Objective, error) {
		o, hidden, err := t.editable(in.ID)
		if err != nil {
			return o, err
		}
		if err := stale(in.Version, o.Version, o); err != nil {
			return o, err
		}
		before := o
		o.Removed, t.Reason = t.Now, strings.TrimSpace(in.Reason)
		list, err := t.KeyResultsOf([]string{o.ID}, false)
		if err != nil {
			return o, err
		}
		for i := range list {
			list[i].Removed = t.Now
			if err := errors.Join(save(t, o.ID, &list[i]), t.QueueRollUps(list[i].ID, t.Now)); err != nil {
				return o, err
			}
		}
		return o, errors.Join(t.saveObjective(&o, hidden), t.endReview(before, o))
	})
}

// RestoreObjective brings a removed objective back, with the key results that went away with it.
func (a *App) RestoreObjective(ctx context.Context, actor Actor, in RemovalInput) (okr.Objective, error) {
	return do(ctx, a, actor, "objective.restored", in, func(t *act) (okr.Objective, error) {
		o, hidden, err := t.objectiveShown(in.ID)
		if err != nil {
			return o, err
		}
		if err := errors.Join(okr.CanEdit(actor.Viewer, o), stale(in.Version, o.Version, o)); err != nil || o.Removed == 0 {
			return o, err
		}
		list, err := t.KeyResultsOf([]string{o.ID}, true)
		if err != nil {
			return o, err
		}
		for i := range list {
			if list[i].Removed != o.Removed {
				continue
			}
			list[i].Removed = 0
			if err := errors.Join(save(t, o.ID, &list[i]), t.QueueRollUps(list[i].ID, t.Now)); err != nil {
				return o, err
			}
		}
		o.Removed, t.Reason = 0, strings.TrimSpace(in.Reason)
		return o, t.saveObjective(&o, hidden)
	})
}

// A MoveInput puts a thing behind another one of its order.
type MoveInput struct {
	ID    string `json:"id,omitempty"`
	After string `json:"after,omitempty"` // "" puts it first
}

// MoveObjective changes the place of an objective among those of its cycle.
func (a *App) MoveObjective(ctx context.Context, actor Actor, in MoveInput) (okr.Objective, error) {
	return do(ctx, a, actor, "objective.moved", in, func(t *act) (okr.Objective, error) {
		o, hidden, err := t.editable(in.ID)
		if err != nil {
			return o, err
		}
		keys, err := t.ObjectiveKeys(store.Everything, store.ObjectiveFilter{Cycle: o.CycleID})
		if err != nil {
			return o, err
		}
		order := make([]placed, len(keys))
		for i, k := range keys {
			order[i] = placed{k.ID, k.Position}
		}
		moved, err := moveBehind(order, in.ID, in.After)
		if err != nil {
			return o, err
		}
		for _, p := range moved {
			if err := t.SetPosition(okr.ThingObjective, p.id, p.position); err != nil {
				return o, err
			}
			if p.id == o.ID {
				o.Position = p.position
			}
		}
		whole := o
		whole.Supports = append(slices.Clip(o.Supports), hidden...)
		return o, logThing(t, o.ID, whole)
	})
}

// placed is a thing's place in an order.
type placed struct {
	id       string
	position int
}

// moveBehind finds which positions change when one of an order is put behind another: its own, where there is a gap, else all.
func moveBehind(order []placed, id, after string) ([]placed, error) {
	rest := slices.DeleteFunc(slices.Clone(order), func(p placed) bool { return p.id == id })
	at := 0
	if after != "" {
		at = 1 + slices.IndexFunc(rest, func(p placed) bool { return p.id == after })
		if at == 0 {
			return nil, okr.Fail(okr.Invalid, "after", "Choose one of the same list.")
		}
	}
	low, high := 0, 0
	if at > 0 {
		low = rest[at-1].position
	}
	if high = min(low+2*positionStep, okr.MaxPosition); at < len(rest) {
		high = rest[at].position
	}
	if at == 0 && len(rest) > 0 {
		low = max(high-2*positionStep, -okr.MaxPosition)
	}
	if high-low > 1 {
		return []placed{{id, low + (high-low)/2}}, nil
	}
	out := slices.Insert(rest, at, placed{id, 0})
	for i := range out {
		out[i].position = (i + 1) * positionStep
	}
	return out, nil
}
