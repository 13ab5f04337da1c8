package app

import (
	"cmp"
	"context"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A CarryQuery says what could go on: into a cycle, "" is the one that is planned now; out of one, "" is the last before it that has something; of a team with
// those below it, or one objective by its id or number.
type CarryQuery struct {
	CycleID   string `json:"cycle_id,omitempty"`
	FromID    string `json:"from,omitempty"`
	TeamID    string `json:"team_id,omitempty"`
	Objective string `json:"objective,omitempty"`
}

// A Carriable is an objective of an earlier cycle that can go on, with what its key results would begin with.
type Carriable struct {
	Line
	Kind       okr.ObjectiveKind    `json:"kind"`
	TeamIDs    []string             `json:"team_ids"`
	OwnerID    string               `json:"owner_id,omitempty"`
	Progress   *float64             `json:"progress,omitempty"`
	Grade      *float64             `json:"grade,omitempty"`
	Onward     okr.Onward           `json:"onward,omitempty"` // what was decided about it
	KeyResults []CarriableKeyResult `json:"key_results"`
	GoesOn     *Line                `json:"goes_on,omitempty"` // the objective in the cycle to come that continues it already
	May        bool                 `json:"may_carry"`
}

// A CarriableKeyResult is a key result with where the one that continues it would begin.
type CarriableKeyResult struct {
	okr.KeyResult
	Begins  *float64 `json:"begins,omitempty"` // its baseline: the last value
	Reached bool     `json:"reached"`
	GoesOn  bool     `json:"goes_on,omitempty"` // already
}

// A CarryView is what can go on in a cycle.
type CarryView struct {
	Cycle      okr.Cycle   `json:"cycle"` // in which it would go on
	From       okr.Cycle   `json:"from"`
	Earlier    []okr.Cycle `json:"-"` // that it could come from, the latest first
	Today      okr.Date    `json:"today"`
	Objectives []Carriable `json:"objectives"`
	Names      Names       `json:"names"`
}

// Carriable finds what of an earlier cycle can go on: what is not reached, and what was decided to continue or to change; what was let go comes last. In at most ten statements.
func (a *App) Carriable(ctx context.Context, actor Actor, q CarryQuery) (CarryView, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (CarryView, error) {
		out := CarryView{Today: a.Today(actor.Org), Objectives: []Carriable{}}
		cycles, err := tx.Cycles()
		if err != nil {
			return out, err
		}
		f := store.ObjectiveFilter{}
		if q.Objective != "" {
			frame, err := tx.FrameOf(actor.Scope(), q.Objective)
			if err != nil {
				return out, err
			}
			f.IDs, q.FromID = []string{frame.Objective.ID}, frame.Cycle.ID
		}
		if q.TeamID != "" {
			teams, err := tx.Teams(true)
			if err != nil {
				return out, err
			}
			f.Teams = okr.NewTree(teams).Below(q.TeamID)
		}
		p := Planning{Today: out.Today}
		if err := p.choose(cycles, q.CycleID); err != nil {
			return out, err
		}
		out.Cycle, out.Earlier = p.Cycle, p.earlier
		if i := slices.IndexFunc(cycles, func(c okr.Cycle) bool { return c.ID == q.FromID }); i >= 0 {
			out.From = cycles[i]
		} else if len(p.earlier) > 0 {
			out.From = p.earlier[0]
		}
		if out.From.ID == "" || canFollow(out.Cycle, out.From) != nil {
			return out, nil
		}
		f.Cycle = out.From.ID
		if out.Objectives, err = carriables(tx, actor, f, out.Cycle.ID); err != nil {
			return out, err
		}
		var named []string
		for _, o := range out.Objectives {
			named = append(append(named, o.OwnerID), o.TeamIDs...)
		}
		out.Names, err = tx.Names(named)
		return out, err
	})
}

// carriables reads what of the objectives that a filter finds can go on in a cycle: four statements.
func carriables(tx *store.Tx, actor Actor, f store.ObjectiveFilter, cycleID string) ([]Carriable, error) {
	out := []Carriable{}
	f.Stages = []okr.Stage{okr.Active, okr.Closed}
	var list []okr.Objective
	err := tx.Read(tx.ObjectivesInto(&list, actor.Scope(), f))
	if err != nil || len(list) == 0 {
		return out, err
	}
	var ids, lineages []string
	for _, o := range list {
		ids, lineages = append(ids, o.ID), append(lineages, o.LineageID)
	}
	krs, err := tx.KeyResultsOf(ids, false)
	if err != nil {
		return out, err
	}
	for _, k := range krs {
		ids = append(ids, k.ID)
	}
	goesOn, err := tx.Successors(actor.Scope(), cycleID, ids)
	if err != nil {
		return out, err
	}
	next, err := tx.ObjectiveKeys(actor.Scope(), store.ObjectiveFilter{Cycle: cycleID, Lineages: lineages})
	if err != nil {
		return out, err
	}
	for _, o := range list {
		c := Carriable{Line: Line{o.ID, o.Number, o.Title, lead(o), o.Stage}, Kind: o.Kind, TeamIDs: o.TeamIDs, OwnerID: o.OwnerID, Progress: o.Progress, Grade: o.Grade, Onward: o.Note.Onward,
			KeyResults: []CarriableKeyResult{}, May: okr.CanEdit(actor.Viewer, o) == nil}
		open := false
		for _, k := range krs {
			if k.ObjectiveID == o.ID {
				x := CarriableKeyResult{KeyResult: k, Begins: k.Carry().Baseline, Reached: k.Reached(), GoesOn: goesOn[k.ID] != ""}
				c.KeyResults, open = append(c.KeyResults, x), open || !x.Reached
			}
		}
		for _, n := range next {
			if n.ID == goesOn[o.ID] {
				c.GoesOn = &Line{n.ID, n.Number, n.Title, n.TeamID, n.Stage}
			}
		}
		if open || len(c.KeyResults) == 0 || c.Onward != "" || c.GoesOn != nil || f.IDs != nil {
			out = append(out, c)
		}
	}
	order := []okr.Onward{okr.GoOn, okr.Alter, "", okr.LetGo}
	slices.SortStableFunc(out, func(x, y Carriable) int {
		return cmp.Compare(slices.Index(order, x.Onward), slices.Index(order, y.Onward))
	})
	return out, nil
}
