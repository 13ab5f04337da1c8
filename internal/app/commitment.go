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

// A CommitmentInput is a new commitment.
type CommitmentInput struct {
	TeamID      string   `json:"team_id"`
	Week        okr.Date `json:"week,omitempty"` // its Monday; "" is this week, a later one is what comes next
	Text        string   `json:"text"`
	KeyResultID string   `json:"key_result_id,omitempty"` // what it moves; "" is business as usual
	OwnerID     string   `json:"owner_id,omitempty"`
}

// A CommitmentPatch changes what is not nil.
type CommitmentPatch struct {
	ID          string               `json:"id,omitempty"`
	Version     int                  `json:"version,omitempty"`
	Week        *okr.Date            `json:"week,omitempty"`
	Text        *string              `json:"text,omitempty"`
	KeyResultID *string              `json:"key_result_id,omitempty"`
	OwnerID     *string              `json:"owner_id,omitempty"`
	State       *okr.CommitmentState `json:"state,omitempty"`
}

// A CommitmentView is a commitment with what it serves.
type CommitmentView struct {
	okr.Commitment
	KeyResult string `json:"key_result,omitempty"` // the title of what it moves
	Number    int    `json:"objective_number,omitempty"`
	May       bool   `json:"may_edit"`
}

// A TeamWeek is a team's commitments of one week, those that earlier weeks have left open, and those of the next four weeks.
type TeamWeek struct {
	TeamID string           `json:"team_id"`
	Week   okr.Date         `json:"week"` // its Monday
	Now    []CommitmentView `json:"commitments"`
	Before []CommitmentView `json:"left_open,omitempty"`
	Next   []CommitmentView `json:"coming,omitempty"`
	Advice string           `json:"advice,omitempty"` // a question, when there are too many
	May    bool             `json:"may_commit"`
}

// comingWeeks is how far the four squares look ahead.
const comingWeeks = 4

// AddCommitment says what a team will do in a week.
func (a *App) AddCommitment(ctx context.Context, actor Actor, in CommitmentInput) (okr.Commitment, error) {
	return do(ctx, a, actor, "commitment.added", in, func(t *act) (okr.Commitment, error) {
		c := okr.Commitment{ID: t.newID(), TeamID: in.TeamID, Week: in.Week, Text: in.Text, KeyResultID: in.KeyResultID, OwnerID: in.OwnerID, Version: 1, Created: t.Now}
		if c.Week == "" {
			c.Week = t.Now.DateIn(actor.Org.Set.Location()).Monday()
		}
		objective, err := t.checkCommitment(&c, store.Promise{})
		if err != nil {
			return c, err
		}
		if err := okr.CanCommit(actor.Viewer, okr.Commitment{TeamID: c.TeamID}); err != nil {
			return c, err
		}
		return c, errors.Join(add(t, objective, c), t.begin(okr.PartCommitment))
	})
}

// EditCommitment changes a commitment, ticks it or takes the tick back. Nobody is asked why something was not done.
func (a *App) EditCommitment(ctx context.Context, actor Actor, in CommitmentPatch) (okr.Commitment, error) {
	return a.changeCommitment(ctx, actor, "commitment.edited", in.ID, in.Version, in, func(_ *act, c *okr.Commitment) error {
		set(&c.Week, in.Week)
		set(&c.Text, in.Text)
		set(&c.KeyResultID, in.KeyResultID)
		set(&c.OwnerID, in.OwnerID)
		set(&c.State, in.State)
		return nil
	})
}

// CarryCommitment lets an open commitment of an earlier week go on in this one, as a new commitment that names it.
func (a *App) CarryCommitment(ctx context.Context, actor Actor, in ThingInput) (okr.Commitment, error) {
	return a.changeCommitment(ctx, actor, "commitment.carried", in.ID, in.Version, in, func(t *act, c *okr.Commitment) error {
		week := t.Now.DateIn(actor.Org.Set.Location()).Monday()
		if c.State != okr.CommitmentOpen || c.Week >= week {
			return okr.Fail(okr.Invalid, "", "Only what an earlier week has left open is carried on.")
		}
		next := okr.Commitment{ID: t.newID(), TeamID: c.TeamID, Week: week, Text: c.Text, KeyResultID: c.KeyResultID, OwnerID: c.OwnerID, CarriedID: c.ID, Version: 1, Created: t.Now}
		p, err := t.Commitment(actor.Scope(), c.ID)
		if err != nil {
			return err
		}
		c.State = okr.CommitmentCarried
		return add(t, p.ObjectiveID, next)
	})
}

// RemoveCommitment takes a commitment away; it can be restored.
func (a *App) RemoveCommitment(ctx context.Context, actor Actor, in RemovalInput) (okr.Commitment, error) {
	return a.changeCommitment(ctx, actor, "commitment.removed", in.ID, in.Version, in, func(t *act, c *okr.Commitment) error {
		c.Removed, t.Reason = cmp.Or(c.Removed, t.Now), strings.TrimSpace(in.Reason)
		return nil
	})
}

// RestoreCommitment brings a removed commitment back.
func (a *App) RestoreCommitment(ctx context.Context, actor Actor, in RemovalInput) (okr.Commitment, error) {
	return a.changeCommitment(ctx, actor, "commitment.restored", in.ID, in.Version, in, func(_ *act, c *okr.Commitment) error {
		c.Removed = 0
		return nil
	})
}

func (a *App) changeCommitment(ctx context.Context, actor Actor, kind okr.EventKind, id string, version int, in any, change func(*act, *okr.Commitment) error) (okr.Commitment, error) {
	return do(ctx, a, actor, kind, in, func(t *act) (okr.Commitment, error) {
		before, err := t.Commitment(actor.Scope(), id)
		if err != nil {
			return before.Commitment, err
		}
		if err := errors.Join(okr.CanCommit(actor.Viewer, before.Commitment), stale(version, before.Version, before.Commitment)); err != nil {
			return before.Commitment, err
		}
		c := before.Commitment
		if err := change(t, &c); err != nil {
			return before.Commitment, err
		}
		objective, err := t.checkCommitment(&c, before)
		if err != nil {
			return before.Commitment, err
		}
		return c, save(t, objective, &c)
	})
}

// checkCommitment tidies a commitment, finds its faults, and answers with the objective that it serves.
func (t *act) checkCommitment(c *okr.Commitment, before store.Promise) (objective string, err error) {
	setLine(&c.Text, &c.Text)
	faults := []error{c.Check()}
	if c.TeamID != before.TeamID {
		faults = append(faults, t.teamExists("team_id", c.TeamID))
	}
	if c.OwnerID != before.OwnerID {
		faults = append(faults, t.membersExist("owner_id", c.OwnerID))
	}
	objective = before.ObjectiveID
	switch {
	case c.KeyResultID == "":
		objective = ""
	case c.KeyResultID != before.KeyResultID:
		d, err := t.Duty(t.Actor.Scope(), c.KeyResultID)
		if isMissing(err) {
			faults = append(faults, okr.Fail(okr.Invalid, "key_result_id", "There is no such key result. Choose from the list, or leave it as business as usual."))
		} else if err != nil {
			return "", err
		}
		objective = d.Objective.ID
	}
	return objective, okr.Join(faults...)
}

// Commitments are a team's week, in two statements. week names it by any of its days; "" is this week.
func (a *App) Commitments(ctx context.Context, actor Actor, teamID string, week okr.Date) (TeamWeek, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (TeamWeek, error) {
		if _, err := tx.Team(teamID); err != nil {
			return TeamWeek{}, err
		}
		return a.teamWeek(tx, actor, teamID, cmp.Or(week, a.Today(actor.Org)).Monday())
	})
}

func (a *App) teamWeek(tx *store.Tx, actor Actor, teamID string, week okr.Date) (TeamWeek, error) {
	list, err := tx.Commitments(actor.Scope(), []string{teamID}, week, week.Add(7*comingWeeks))
	return sortWeek(actor, teamID, week, list), err
}

// sortWeek puts the commitments of a team into this week's, what is left open and what comes next.
func sortWeek(actor Actor, teamID string, week okr.Date, list []store.Promise) TeamWeek {
	out := TeamWeek{TeamID: teamID, Week: week, Now: []CommitmentView{}, May: okr.CanCommit(actor.Viewer, okr.Commitment{TeamID: teamID}) == nil}
	for _, p := range list {
		if p.TeamID != teamID {
			continue
		}
		v := CommitmentView{Commitment: p.Commitment, KeyResult: p.KeyResult, Number: p.Number, May: okr.CanCommit(actor.Viewer, p.Commitment) == nil}
		switch {
		case p.Week == week:
			out.Now = append(out.Now, v)
		case p.Week > week:
			out.Next = append(out.Next, v)
		default:
			out.Before = append(out.Before, v)
		}
	}
	out.Advice = okr.CommitmentAdvice(len(slices.DeleteFunc(slices.Clone(out.Now), func(c CommitmentView) bool {
		return c.State == okr.CommitmentCarried || c.State == okr.CommitmentLetGo
	})))
	return out
}
