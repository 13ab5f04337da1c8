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

// A RetrospectivePatch changes what is not nil.
type RetrospectivePatch struct {
	ID      string    `json:"id,omitempty"`
	Version int       `json:"version,omitempty"`
	Day     *okr.Date `json:"day,omitempty"`     // on which it is opened; for those who lead it
	Learned *string   `json:"learned,omitempty"` // the lesson
	Tags    *[]string `json:"tags,omitempty"`
}

// EditRetrospective moves a retrospective to another day, or writes its lesson.
func (a *App) EditRetrospective(ctx context.Context, actor Actor, in RetrospectivePatch) (okr.Retrospective, error) {
	return a.changeRetrospective(ctx, actor, "retrospective.edited", in.ID, in.Version, in, func(t *act, r *okr.Retrospective, teams []string) error {
		if in.Day != nil {
			if err := okr.CanLeadRetrospective(actor.Viewer, teams); err != nil {
				return err
			}
			r.Day = *in.Day
		}
		setText(&r.Learned, in.Learned)
		if in.Tags != nil {
			r.Tags = okr.TidyTags(*in.Tags)
		}
		return nil
	})
}

// A RetrospectiveMove takes a retrospective to another stage.
type RetrospectiveMove struct {
	ID      string                 `json:"id,omitempty"`
	To      okr.RetrospectiveStage `json:"to"`
	Reason  string                 `json:"reason,omitempty"`  // why it is skipped; it is shown
	Learned *string                `json:"learned,omitempty"` // what is passed on, if it changes with the move
	Tags    *[]string              `json:"tags,omitempty"`
	Known   bool                   `json:"known,omitempty"` // the only one who has said something agrees that everybody will know who it was
	Version int                    `json:"version,omitempty"`
}

// MoveRetrospective opens, reveals, ends or skips a retrospective. Before all are in only those who lead it reveal it, and only they skip it.
func (a *App) MoveRetrospective(ctx context.Context, actor Actor, in RetrospectiveMove) (okr.Retrospective, error) {
	if !slices.Contains(okr.RetrospectiveStages, in.To) || in.To == okr.RetroPlanned {
		return okr.Retrospective{}, okr.Fail(okr.Invalid, "to", "Choose one of: open, revealed, held, skipped.")
	}
	return a.changeRetrospective(ctx, actor, okr.EventKind("retrospective."+string(in.To)), in.ID, in.Version, in, func(t *act, r *okr.Retrospective, teams []string) error {
		if in.To == okr.RetroRevealed || in.To == okr.RetroSkipped {
			if err := okr.CanLeadRetrospective(actor.Viewer, teams); err != nil {
				return err
			}
		}
		if in.To == okr.RetroRevealed && r.Stage() == okr.RetroOpen && !in.Known {
			if err := t.unknown(r.ID); err != nil {
				return err
			}
		}
		setText(&r.Learned, in.Learned)
		if in.Tags != nil {
			r.Tags = okr.TidyTags(*in.Tags)
		}
		t.Reason = strings.TrimSpace(in.Reason)
		return t.moveRetrospective(r, in.To, in.Reason)
	})
}

// unknown answers nil when showing what was said does not tell who said it.
func (t *act) unknown(retrospectiveID string) error {
	answers, err := t.AnswersIn(store.Everything, retrospectiveID)
	who := map[string]bool{}
	for _, x := range answers {
		who[x.MemberID] = true
	}
	if err == nil && len(who) > 0 && len(who) < okr.UnknownFrom {
		err = okr.Fail(okr.Invalid, "known", "Only one has said something, so everybody would know who it was. Wait for another, or ask them whether they mind.")
	}
	return err
}

// moveRetrospective takes a retrospective to a stage. With the reveal its answers lose their authors and their order, and enter the log.
func (t *act) moveRetrospective(r *okr.Retrospective, to okr.RetrospectiveStage, reason string) error {
	was := r.Stage()
	next, err := r.To(to, reason, t.Now)
	if err != nil {
		return err
	}
	*r = next
	if to == okr.RetroOpen {
		return t.noticeRetrospective(*r)
	}
	if to != okr.RetroRevealed || was != okr.RetroOpen {
		return nil
	}
	answers, err := t.AnswersIn(store.Everything, r.ID)
	if err != nil {
		return err
	}
	if err := t.RemoveAnswers(r.ID, "", ""); err != nil {
		return err
	}
	order := map[string]string{}
	for _, x := range answers {
		order[x.ID] = t.newID()[24:] // the random part
	}
	slices.SortFunc(answers, func(x, y okr.RetrospectiveAnswer) int { return cmp.Compare(order[x.ID], order[y.ID]) })
	for _, x := range answers {
		x.ID, x.MemberID, x.Created = t.newID(), "", t.Now
		if err := add(t, x.ObjectiveID, x); err != nil {
			return err
		}
	}
	return nil
}

func (a *App) changeRetrospective(ctx context.Context, actor Actor, kind okr.EventKind, id string, version int, in any, change func(*act, *okr.Retrospective, []string) error) (okr.Retrospective, error) {
	return do(ctx, a, actor, kind, in, func(t *act) (okr.Retrospective, error) {
		r, err := t.Retrospective(actor.Scope(), id)
		if err != nil {
			return r, err
		}
		_, teams, err := looksAt(t.Tx, actor.Scope(), r)
		if err != nil {
			return r, err
		}
		if err := errors.Join(okr.CanTakePart(actor.Viewer, teams), stale(version, r.Version, r)); err != nil {
			return r, err
		}
		after := r
		if err := change(t, &after, teams); err != nil {
			return r, err
		}
		if err := after.Check(); err != nil {
			return r, err
		}
		return after, save(t, r.ObjectiveID, &after)
	})
}

// A RetroAnswerInput is what the actor says of an objective: why, then a grade.
type RetroAnswerInput struct {
	ID          string   `json:"id,omitempty"` // of the retrospective
	ObjectiveID string   `json:"objective_id"`
	Why         string   `json:"why,omitempty"`
	Grade       *float64 `json:"grade,omitempty"`
}

// AnswerRetrospective keeps what the actor says of an objective, in the place of what they said before. Until it is revealed it enters no log and nobody else reads it;
// when all are in it is revealed by itself.
func (a *App) AnswerRetrospective(ctx context.Context, actor Actor, in RetroAnswerInput) (RetrospectiveView, error) {
	actor.Key = "" // what is stored for a repeated request would tell who said what
	whole, err := do(ctx, a, actor, "retrospective.answered", nil, func(t *act) (bool, error) {
		r, err := t.Retrospective(actor.Scope(), in.ID)
		if err != nil {
			return false, err
		}
		list, teams, err := looksAt(t.Tx, actor.Scope(), r)
		if err != nil {
			return false, err
		}
		if err := okr.CanTakePart(actor.Viewer, teams); err != nil {
			return false, err
		}
		switch {
		case !slices.ContainsFunc(list, func(o okr.Objective) bool { return o.ID == in.ObjectiveID }):
			return false, okr.Fail(okr.Invalid, "objective_id", "This retrospective does not look at that objective.")
		case r.Stage() == okr.RetroPlanned || r.Stage() == okr.RetroSkipped:
			return false, okr.Fail(okr.Invalid, "", "It is not open. Open it first.")
		case r.Stage() != okr.RetroOpen:
			return false, okr.Fail(okr.Invalid, "", "All answers are shown already. Say it aloud, and add it to the closing note.")
		}
		x := okr.RetrospectiveAnswer{ID: t.newID(), RetrospectiveID: r.ID, ObjectiveID: in.ObjectiveID, MemberID: actor.Viewer.MemberID, Grade: in.Grade, Created: t.Now}
		if setText(&x.Why, &in.Why); x.Why == "" && x.Grade == nil {
			return false, okr.Fail(okr.Invalid, "why", "Say in a sentence why it went as it did, or give a grade.")
		}
		if err := x.Check(); err != nil {
			return false, err
		}
		if err := errors.Join(t.RemoveAnswers(r.ID, x.ObjectiveID, x.MemberID), store.Insert(t.Tx, x)); err != nil {
			return false, err
		}
		expected, in, err := counted(t.Tx, r, list, teams)
		return expected > 0 && in >= expected, err
	})
	if err == nil && whole {
		err = a.reveal(ctx, actor, in.ID)
	}
	if err != nil {
		return RetrospectiveView{}, err
	}
	return a.Retrospective(ctx, actor, in.ID)
}

// reveal shows everybody's answers, because all are in: nobody in particular does so.
func (a *App) reveal(ctx context.Context, actor Actor, id string) error {
	_, err := do(ctx, a, Actor{Org: actor.Org, Via: actor.Via}, "retrospective.revealed", nil, func(t *act) (struct{}, error) {
		r, err := t.Retrospective(store.Everything, id)
		if err != nil || r.Stage() != okr.RetroOpen {
			return struct{}{}, err
		}
		return struct{}{}, errors.Join(t.moveRetrospective(&r, okr.RetroRevealed, ""), save(t, r.ObjectiveID, &r))
	})
	return err
}

// An OnwardInput says what becomes of an objective.
type OnwardInput struct {
	ID      string     `json:"id,omitempty"`
	Onward  okr.Onward `json:"onward"`
	Version int        `json:"version,omitempty"`
}

// DecideOnward says whether an objective continues, changes or is let go. It is part of its closing note, and no change to the objective.
func (a *App) DecideOnward(ctx context.Context, actor Actor, in OnwardInput) (okr.Objective, error) {
	return do(ctx, a, actor, onwardEvent, in, func(t *act) (okr.Objective, error) {
		o, hidden, err := t.editable(in.ID)
		if err != nil {
			return o, err
		}
		if err := stale(in.Version, o.Version, o); err != nil {
			return o, err
		}
		if !slices.Contains(okr.Onwards, in.Onward) {
			return o, okr.Fail(okr.Invalid, "onward", "Choose one of: continue, change, drop.")
		}
		if o.Note.Onward == in.Onward {
			return o, nil
		}
		o.Note.Onward = in.Onward
		return o, t.saveObjective(&o, hidden)
	})
}

const onwardEvent okr.EventKind = "objective.onward"
