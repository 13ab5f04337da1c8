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

// An ObjectiveInput is a new objective, a draft, with its key results if it has any yet.
type ObjectiveInput struct {
	CycleID      string            `json:"cycle_id"`
	TeamIDs      []string          `json:"team_ids"` // at least one; the first leads
	Title        string            `json:"title"`
	Kind         okr.ObjectiveKind `json:"kind,omitempty"` // committed unless said
	WhyImportant string            `json:"why_important,omitempty"`
	WhyUrgent    string            `json:"why_urgent,omitempty"`
	Evidence     string            `json:"evidence,omitempty"`
	OwnerID      string            `json:"owner_id,omitempty"`
	DeciderID    string            `json:"decider_id,omitempty"` // who decides, where several teams share it
	Supports     []okr.Support     `json:"supports,omitempty"`
	Links        []okr.Link        `json:"links,omitempty"`
	Private      bool              `json:"private,omitempty"`
	KeyResults   []KeyResultInput  `json:"key_results,omitempty"`
	Dismissed    []okr.Dismissal   `json:"dismissed,omitempty"` // rule, text and reason: findings that are right as long as the title is that text

	proposedBy []string // of a proposal that is adopted
}

// An ObjectiveTree is an objective with its key results, in order.
type ObjectiveTree struct {
	okr.Objective
	KeyResults []okr.KeyResult `json:"key_results"`
}

// AddObjective writes a draft with its key results. The actor belongs to one of its teams or to the leadership.
func (a *App) AddObjective(ctx context.Context, actor Actor, in ObjectiveInput) (ObjectiveTree, error) {
	return do(ctx, a, actor, "objective.added", in, func(t *act) (ObjectiveTree, error) { return t.addObjective(in) })
}

// addObjective writes a draft with its key results.
func (t *act) addObjective(in ObjectiveInput) (ObjectiveTree, error) {
	o := okr.Objective{ID: t.newID(), CycleID: in.CycleID, TeamIDs: in.TeamIDs, Title: in.Title, Kind: in.Kind, Stage: okr.Draft,
		WhyImportant: in.WhyImportant, WhyUrgent: in.WhyUrgent, Evidence: in.Evidence, Supports: in.Supports, Links: in.Links,
		Private: in.Private, Version: 1, Created: t.Now}
	out := ObjectiveTree{Objective: o}
	if err := okr.CanEdit(t.Actor.Viewer, o); err != nil {
		return out, err
	}
	o.OwnerID, o.DeciderID, o.LineageID, o.ProposedBy = in.OwnerID, in.DeciderID, o.ID, in.proposedBy
	if o.Kind == "" {
		o.Kind = okr.Committed
	}
	for i, s := range o.Supports {
		if s.Weight == 0 {
			o.Supports = slices.Clone(o.Supports)
			o.Supports[i].Weight = 1
		}
	}
	tidyObjective(&o)
	o.Dismissed = t.keepAsIs(in.Dismissed, o.Title)
	if err := okr.Join(o.Check(), t.checkKeyResults(in.KeyResults)); err != nil {
		return out, err
	}
	if err := t.checkPlaces(o, okr.Objective{}); err != nil {
		return out, err
	}
	list := make([]okr.KeyResult, len(in.KeyResults))
	for i, kin := range in.KeyResults {
		list[i] = kin.keyResult(t, o.ID)
		list[i].Position = (i + 1) * positionStep
	}
	if err := keepsSight(t.Actor.Viewer, o, list); err != nil {
		return out, err
	}
	var err error
	if o.Number, err = t.NextNumbers(1); err != nil {
		return out, err
	}
	if o.Position, err = t.LastPosition(o.CycleID); err != nil {
		return out, err
	}
	o.Position = behind(o.Position)
	if err := add(t, o.ID, o); err != nil {
		return out, err
	}
	for i := range list {
		if err := t.addKeyResult(&list[i]); err != nil {
			return out, okr.Under(fmt.Sprintf("key_results[%d].", i), err)
		}
	}
	return ObjectiveTree{o, list}, nil
}

// positionStep is the gap between neighbours in an order, so that most moves write one row.
const positionStep = 1024

// behind is the place of what is put behind the last one of an order. At the end of all places it is the same one: ids then tell them apart, and the
// next move makes room.
func behind(last int) int { return min(last+positionStep, okr.MaxPosition) }

// EditObjective changes the fields that the patch names. Where somebody else has changed the same field since the base that the patch
// gives, the error is a Conflict for that field with what stands now; other people's changes to other fields stay. An active
// objective asks for a reason; a change without one is kept, and its revision is marked as unexplained.
func (a *App) EditObjective(ctx context.Context, actor Actor, in okr.ObjectivePatch) (okr.Objective, error) {
	return do(ctx, a, actor, "objective.edited", []any{in.ID, in}, func(t *act) (okr.Objective, error) {
		before, hidden, err := t.editable(in.ID)
		if err != nil {
			return before, err
		}
		after, err := in.Apply(before)
		if err != nil {
			return before, err
		}
		tidyObjective(&after)
		if err := after.Check(); err != nil {
			return before, err
		}
		if err := t.checkPlaces(after, before); err != nil {
			return before, err
		}
		if after.Private {
			list, err := t.KeyResultsOf([]string{after.ID}, false)
			if err != nil {
				return before, err
			}
			if err := keepsSight(actor.Viewer, after, list); err != nil {
				return before, err
			}
		}
		if reflect.DeepEqual(before, after) {
			return before, nil
		}
		t.Reason = strings.TrimSpace(in.Reason)
		return after, errors.Join(t.saveObjective(&after, hidden), t.seenAnew(before, after))
	})
}

// seenAnew makes what was derived from an objective follow whom it is shown to: sums of its key results, and what the judge has said of the plans that it stood in.
func (t *act) seenAnew(before, after okr.Objective) error {
	if before.CycleID != after.CycleID {
		if err := t.ForgetJudgements(before.CycleID); err != nil {
			return err
		}
	}
	if before.Private == after.Private {
		return nil
	}
	list, err := t.KeyResultsOf([]string{after.ID}, false)
	if err != nil {
		return err
	}
	for _, k := range list {
		if err := t.QueueRollUps(k.ID, t.Now); err != nil {
			return err
		}
	}
	return t.ForgetJudgements(after.CycleID)
}

// keepsSight refuses to make an objective private to others only: then there could be nobody who sees it.
func keepsSight(v okr.Viewer, o okr.Objective, list []okr.KeyResult) error {
	var owners []string
	for _, k := range list {
		owners = append(owners, k.OwnerID, k.CheckInOwnerID)
	}
	if okr.CanSee(v, o, owners) {
		return nil
	}
	return okr.Fail(okr.Invalid, "private", "You would not see it any more. Make somebody of its teams do this, or own it yourself.")
}

// editable reads an objective that is not removed and that the actor may change. Its supports of what the actor may not see are hidden:
// saveObjective puts them back behind those that were shown.
func (t *act) editable(id string) (o okr.Objective, hidden []okr.Support, err error) {
	if o, hidden, err = t.objectiveShown(id); err != nil {
		return o, nil, err
	}
	if o.Removed != 0 {
		return o, nil, okr.Fail(okr.NotFound, "", "This objective is removed. Restore it to change it.")
	}
	return o, hidden, okr.CanEdit(t.Actor.Viewer, o)
}

func (t *act) objectiveShown(id string) (o okr.Objective, hidden []okr.Support, err error) {
	if o, err = t.Objective(t.Actor.Scope(), id); err != nil || len(o.Supports) == 0 {
		return o, nil, err
	}
	seen, err := t.Upstreams(t.Actor.Scope(), supportIDs(o))
	var shown []okr.Support
	for _, s := range o.Supports {
		if seen[s.ID] == "" {
			hidden = append(hidden, s)
		} else {
			shown = append(shown, s)
		}
	}
	o.Supports = shown
	return o, hidden, err
}

// saveObjective writes an edited objective with its hidden supports, which stay out of o.
func (t *act) saveObjective(o *okr.Objective, hidden []okr.Support) error {
	shown := o.Supports
	o.Supports = append(slices.Clip(shown), hidden...)
	err := save(t, o.ID, o)
	o.Supports = shown
	return err
}

func tidyObjective(o *okr.Objective) {
	for _, s := range []*string{&o.Title, &o.WhyImportant, &o.WhyUrgent, &o.Evidence, &o.Note.What, &o.Note.Why, &o.Note.Learned, &o.Note.Evidence} {
		*s = strings.TrimSpace(*s)
	}
	for i := range o.Links {
		o.Links[i].URL, o.Links[i].Title = strings.TrimSpace(o.Links[i].URL), strings.TrimSpace(o.Links[i].Title)
	}
	o.Note.Tags = okr.TidyTags(o.Note.Tags)
	if len(o.Supports) == 0 {
		o.Supports = nil
	}
	if len(o.Links) == 0 {
		o.Links = nil
	}
}

// checkPlaces finds what an objective names that is not there: cycle, teams, owner, upstream. What it named before may stay.
func (t *act) checkPlaces(o, before okr.Objective) error {
	var faults []error
	if o.CycleID != before.CycleID {
		if c, err := t.Cycle(o.CycleID); isMissing(err) || err == nil && c.Removed != 0 {
			faults = append(faults, okr.Fail(okr.Invalid, "cycle_id", "There is no such cycle. Choose one of the list."))
		} else if err != nil {
			return err
		} else if c.Closed != 0 {
			faults = append(faults, okr.Fail(okr.Invalid, "cycle_id", c.Name+" is closed. Choose one that is open, or reopen it first."))
		}
	}
	if !slices.Equal(o.TeamIDs, before.TeamIDs) {
		there, err := t.TeamsThere(o.TeamIDs)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(o.TeamIDs, func(id string) bool { return !there[id] && !slices.Contains(before.TeamIDs, id) }) {
			faults = append(faults, okr.Fail(okr.Invalid, "team_ids", "There is no such team. Choose from the list."))
		}
	}
	if o.DeciderID != before.DeciderID {
		faults = append(faults, t.membersExist("decider_id", o.DeciderID))
	}
	if o.OwnerID != before.OwnerID {
		faults = append(faults, t.membersExist("owner_id", o.OwnerID))
	}
	if !slices.Equal(o.Supports, before.Supports) && len(o.Supports) > 0 {
		faults = append(faults, t.checkSupports(o))
	}
	return okr.Join(faults...)
}

// checkSupports refuses upstream things that are not there or that the actor may not see, and rings: what an objective supports
// cannot be supported by it, because work flows one way.
func (t *act) checkSupports(o okr.Objective) error {
	seen, err := t.Upstreams(t.Actor.Scope(), supportIDs(o))
	if err != nil {
		return err
	}
	above, err := t.Ancestors(supportIDs(o))
	if err != nil {
		return err
	}
	for i, s := range o.Supports {
		switch {
		case seen[s.ID] != s.Kind:
			return okr.Under(fmt.Sprintf("supports[%d].", i), okr.Fail(okr.Invalid, "id", "There is no such thing to support. Choose from the list."))
		case above[s.ID][o.ID]:
			return okr.Under(fmt.Sprintf("supports[%d].", i), okr.Fail(okr.Invalid, "id", "This one is supported by the objective already. Choose something that lies above it."))
		}
	}
	return nil
}

func supportIDs(o okr.Objective) []string {
	ids := make([]string, len(o.Supports))
	for i, s := range o.Supports {
		ids[i] = s.ID
	}
	return ids
}
