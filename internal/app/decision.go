package app

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A DecisionInput is a decision to write down.
type DecisionInput struct {
	Question      string   `json:"question"`
	Decided       string   `json:"decided"`
	Why           string   `json:"why"`
	ObjectiveID   string   `json:"objective_id,omitempty"`    // that it rests on; the key result's unless given
	KeyResultID   string   `json:"key_result_id,omitempty"`   // that it rests on
	RoadmapItemID string   `json:"roadmap_item_id,omitempty"` // what it is about
	DeciderID     string   `json:"decider_id,omitempty"`      // you unless given
	On            okr.Date `json:"on,omitempty"`              // today unless given
	Revisit       okr.Date `json:"revisit,omitempty"`
	Supersedes    string   `json:"supersedes,omitempty"` // the decision whose place it takes
}

// A DecisionQuery says which decisions to list.
type DecisionQuery struct {
	ObjectiveID   string `json:"objective_id,omitempty"`
	RoadmapItemID string `json:"roadmap_item_id,omitempty"`
	Text          string `json:"text,omitempty"` // words that it has all of
	Due           bool   `json:"due,omitempty"`  // only those to be looked at again
}

// A DecisionView is a decision with what it rests on.
type DecisionView struct {
	okr.Decision
	Number      int    `json:"objective_number"`
	Objective   string `json:"objective"` // its title
	KeyResult   string `json:"key_result,omitempty"`
	RoadmapItem string `json:"roadmap_item,omitempty"`
	Supersedes  string `json:"supersedes,omitempty"` // the decision whose place it took
	IsDue       bool   `json:"is_due"`               // to be looked at again
}

// Decisions are decisions, the latest first.
type Decisions struct {
	Decisions []DecisionView `json:"decisions"`
	Names     Names          `json:"names"`
}

// decisionsRead is how many decisions a list looks through, the latest.
const decisionsRead = 2000

// Decisions lists the decisions that rest on what the actor may see, in two statements.
func (a *App) Decisions(ctx context.Context, actor Actor, q DecisionQuery) (Decisions, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Decisions, error) {
		list, err := tx.Decisions(actor.Scope(), store.DecisionFilter{ObjectiveID: q.ObjectiveID, RoadmapItemID: q.RoadmapItemID, Limit: decisionsRead})
		if err != nil {
			return Decisions{}, err
		}
		out := Decisions{Decisions: []DecisionView{}}
		typed := words(q.Text)
		var people []string
		for _, d := range decisionViews(list, a.Today(actor.Org)) {
			if q.Due && !d.IsDue || !isNamed(strings.Join([]string{"O-" + strconv.Itoa(d.Number), d.Question, d.Decided, d.Why, d.Objective, d.KeyResult, d.RoadmapItem}, " "), typed) {
				continue
			}
			out.Decisions = append(out.Decisions, d)
			people = append(people, d.DeciderID)
		}
		out.Names, err = tx.Names(people)
		return out, err
	})
}

// Decision is one decision.
func (a *App) Decision(ctx context.Context, actor Actor, id string) (Decisions, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Decisions, error) {
		list, err := tx.Decisions(actor.Scope(), store.DecisionFilter{ID: id})
		if err == nil && len(list) == 0 {
			err = okr.Fail(okr.NotFound, "", "There is no such decision.")
		}
		if err != nil {
			return Decisions{}, err
		}
		of, err := tx.Decisions(actor.Scope(), store.DecisionFilter{ObjectiveID: list[0].ObjectiveID})
		if err != nil {
			return Decisions{}, err
		}
		out := Decisions{}
		for _, d := range decisionViews(of, a.Today(actor.Org)) {
			if d.ID == id {
				out.Decisions = append(out.Decisions, d)
			}
		}
		out.Names, err = tx.Names([]string{list[0].DeciderID})
		return out, err
	})
}

func decisionViews(list []store.Ruling, today okr.Date) []DecisionView {
	out := []DecisionView{}
	before := map[string]string{}
	for _, d := range list {
		if d.SupersededBy != "" {
			before[d.SupersededBy] = d.ID
		}
	}
	for _, d := range list {
		out = append(out, DecisionView{d.Decision, d.Number, d.Objective, d.KeyResult, d.RoadmapItem, before[d.ID], d.Due(today)})
	}
	return out
}

// AddDecision writes a decision down. It is never changed afterwards; one that takes its place names it in Supersedes.
func (a *App) AddDecision(ctx context.Context, actor Actor, in DecisionInput) (okr.Decision, error) {
	return do(ctx, a, actor, "decision.added", in, func(t *act) (okr.Decision, error) {
		d := okr.Decision{ID: t.newID(), Question: in.Question, Decided: in.Decided, Why: in.Why, ObjectiveID: in.ObjectiveID, KeyResultID: in.KeyResultID, RoadmapItemID: in.RoadmapItemID,
			DeciderID: cmp.Or(in.DeciderID, actor.Viewer.MemberID), On: cmp.Or(in.On, t.Now.DateIn(actor.Org.Set.Location())), Revisit: in.Revisit, Version: 1, Created: t.Now}
		setLine(&d.Question, &d.Question)
		setText(&d.Decided, &d.Decided)
		setText(&d.Why, &d.Why)
		if d.KeyResultID != "" {
			on, err := t.Duty(actor.Scope(), d.KeyResultID)
			if isMissing(err) || err == nil && d.ObjectiveID != "" && d.ObjectiveID != on.Objective.ID {
				return d, okr.Fail(okr.Invalid, "key_result_id", "There is no such key result in this objective. Choose from the list.")
			}
			if err != nil {
				return d, err
			}
			d.ObjectiveID = on.Objective.ID
		}
		if err := d.Check(); err != nil {
			return d, err
		}
		o, err := t.Objective(actor.Scope(), d.ObjectiveID)
		if isMissing(err) || err == nil && o.Removed != 0 {
			return d, okr.Fail(okr.Invalid, "objective_id", "There is no such objective. Choose from the list.")
		}
		if err != nil {
			return d, err
		}
		faults := []error{t.membersExist("decider_id", d.DeciderID)}
		if d.RoadmapItemID != "" {
			faults = append(faults, t.roadmapItemsExist("roadmap_item_id", d.RoadmapItemID))
		}
		if err := errors.Join(okr.CanDecide(actor.Viewer, o), okr.Join(faults...)); err != nil {
			return d, err
		}
		if err := add(t, d.ObjectiveID, d); err != nil {
			return d, err
		}
		return d, t.supersede(in.Supersedes, d)
	})
}

// supersede lets a decision take the place of an earlier one, "" is none.
func (t *act) supersede(id string, by okr.Decision) error {
	if id == "" {
		return nil
	}
	list, err := t.Decisions(t.Actor.Scope(), store.DecisionFilter{ID: id})
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return okr.Fail(okr.Invalid, "supersedes", "There is no such decision.")
	}
	old := list[0].Decision
	if old.SupersededBy != "" {
		return okr.Fail(okr.Conflict, "supersedes", "Another decision has taken its place already. Read that one first.")
	}
	old.SupersededBy = by.ID
	return save(t, old.ObjectiveID, &old)
}
