package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A ChooseQuery says between which objectives to choose, and what was chosen so far.
type ChooseQuery struct {
	CycleID      string   `json:"cycle_id,omitempty"`      // "" is the current one
	TeamID       string   `json:"team_id,omitempty"`       // that leads them; "" is the company
	ObjectiveIDs []string `json:"objective_ids,omitempty"` // in the order of the first question; none are those of the team that are not ended
	Said         string   `json:"said,omitempty"`          // the answers: 1 where the first of a pair matters more, 2 where the second does
}

// A Choosing is objectives that are being put in order by choices between two at a time. Nothing of it is kept: the query holds all of it.
type Choosing struct {
	Cycle      okr.Cycle       `json:"cycle"`
	TeamID     string          `json:"team_id"`
	Objectives []okr.Objective `json:"objectives"`
	Choices    okr.Choices     `json:"choices"`
	Keep       int             `json:"keep"`           // how many are plenty
	More       int             `json:"more,omitempty"` // further ones, which are not asked about
	May        map[string]bool `json:"may_drop"`       // by objective
	Names      Names           `json:"names"`
}

// Choose asks between which two objectives of a team to choose next, or says their order.
func (a *App) Choose(ctx context.Context, actor Actor, q ChooseQuery) (Choosing, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Choosing, error) {
		out := Choosing{Keep: actor.Org.Set.Limits.MostObjectives(), May: map[string]bool{}}
		cycles, err := tx.Cycles()
		if err != nil {
			return out, err
		}
		out.Cycle, _ = okr.PlannedCycle(cycles, a.Today(actor.Org))
		if i := slices.IndexFunc(cycles, func(c okr.Cycle) bool { return c.ID == q.CycleID }); i >= 0 {
			out.Cycle = cycles[i]
		} else if q.CycleID != "" {
			return out, okr.Fail(okr.NotFound, "", "There is no such cycle.")
		}
		teams, err := a.teamsOf(tx, actor)
		if err != nil {
			return out, err
		}
		team, err := teams.standing(cmp.Or(q.TeamID, teams.tree.Root().ID))
		if err != nil {
			return out, err
		}
		out.TeamID = team.ID
		if err := out.between(tx, actor, q.ObjectiveIDs); err != nil {
			return out, err
		}
		if strings.Trim(q.Said, "12") != "" {
			return out, okr.Fail(okr.Invalid, "said", "Answer with 1 for the first of a pair and 2 for the second.")
		}
		out.Choices = okr.Choose(len(out.Objectives), q.Said)
		for _, o := range out.Objectives {
			out.May[o.ID] = okr.CanEdit(actor.Viewer, o) == nil && slices.Contains(o.Next(), okr.Dropped)
		}
		out.Names, err = tx.Names([]string{out.TeamID})
		return out, err
	})
}

// between reads the objectives: those that are named, in that order, else those that the team leads and has not ended.
func (c *Choosing) between(tx *store.Tx, actor Actor, ids []string) error {
	f := store.ObjectiveFilter{Cycle: c.Cycle.ID, Teams: []string{c.TeamID}, Stages: openStages, Shown: true}
	if len(ids) > 0 {
		f = store.ObjectiveFilter{IDs: ids, Shown: true}
	}
	list, err := tx.Objectives(actor.Scope(), f)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		list = slices.DeleteFunc(list, func(o okr.Objective) bool { return lead(o) != c.TeamID })
		c.More = max(0, len(list)-okr.MaxChoices)
		c.Objectives = list[:len(list)-c.More]
		return nil
	}
	for _, id := range ids {
		i := slices.IndexFunc(list, func(o okr.Objective) bool { return o.ID == id })
		if i < 0 || len(ids) > okr.MaxChoices {
			return okr.Fail(okr.Invalid, "objective_ids", "One of these objectives is not there any more. Begin again.")
		}
		c.Objectives = append(c.Objectives, list[i])
	}
	return nil
}

// A DropInput ends objectives that others come before.
type DropInput struct {
	ObjectiveIDs []string `json:"objective_ids"`
	Reason       string   `json:"reason"`
}

// DropObjectives drops several objectives for one reason, in one act: what follows from choosing between them.
func (a *App) DropObjectives(ctx context.Context, actor Actor, in DropInput) ([]okr.Objective, error) {
	return do(ctx, a, actor, stageEvents[okr.Dropped], in, func(t *act) ([]okr.Objective, error) {
		if n := len(in.ObjectiveIDs); n == 0 || n > okr.MaxChoices {
			return nil, okr.Fail(okr.Invalid, "objective_ids", "Choose what to drop. Keeping all of them is an answer too.")
		}
		t.Reason = strings.TrimSpace(in.Reason)
		var out []okr.Objective
		for _, id := range in.ObjectiveIDs {
			if slices.ContainsFunc(out, func(o okr.Objective) bool { return o.ID == id }) {
				continue
			}
			o, err := t.transition(TransitionInput{ID: id, To: okr.Dropped, Reason: in.Reason})
			if err != nil {
				return nil, err
			}
			out = append(out, o)
		}
		return out, nil
	})
}
