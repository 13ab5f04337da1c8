package app

import (
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
	Cursor    string `json:"cursor,omitempty"` // Next of the page before
	Limit     int    `json:"limit,omitempty"`  // DefaultPage unless given, at most MaxPage
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
	Next       string      `json:"next,omitempty"` // the cursor of the next page, "" on the last
	Names      Names       `json:"names"`
}

// Carriable finds what of an earlier cycle can go on, a page at a time: what is not reached, and what was decided to continue or to change; what was let go comes last. One's own stands before
// that of others. In at most ten statements. A cursor holds however the list changes between pages: what stays in its place comes once.
func (a *App) Carriable(ctx context.Context, actor Actor, q CarryQuery) (CarryView, error) {
	size, err := pageOf(q.Limit, "objectives")
	if err != nil {
		return CarryView{}, err
	}
	var behind store.CarryKey
	if err := readCursorOf(q.Cursor, &behind.Whose, &behind.Rank, &behind.Position, &behind.ID); err != nil {
		return CarryView{}, err
	}
	return view(ctx, a, actor, func(tx *store.Tx) (CarryView, error) {
		out := CarryView{Today: a.Today(actor.Org), Objectives: []Carriable{}}
		cycles, err := tx.Cycles()
		if err != nil {
			return out, err
		}
		f := store.CarryFilter{Behind: behind}
		f.Limit = size + 1
		if q.Objective != "" {
			frame, err := tx.FrameOf(actor.Scope(), q.Objective)
			if err != nil {
				return out, err
			}
			f.IDs, q.FromID = []string{frame.Objective.ID}, frame.Cycle.ID
		}
		if q.TeamID != "" {
			teams, err := a.teamsOf(tx, actor)
			if err != nil {
				return out, err
			}
			if _, err := teams.standing(q.TeamID); err != nil {
				return out, err
			}
			f.Below = teams.below(q.TeamID)
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
		f.Cycle, f.Into = out.From.ID, out.Cycle.ID
		keys, err := tx.CarryKeys(actor.Scope(), f)
		if err != nil {
			return out, err
		}
		if len(keys) == f.Limit {
			keys = keys[:f.Limit-1]
			last := keys[len(keys)-1]
			out.Next = cursorOf(last.Whose, last.Rank, last.Position, last.ID)
		}
		if out.Objectives, err = carriables(tx, actor, keys, out.Cycle.ID); err != nil {
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

// carriables reads what of some objectives, at most MaxPage, can go on in a cycle: three statements.
func carriables(tx *store.Tx, actor Actor, keys []store.CarryKey, cycleID string) ([]Carriable, error) {
	out := []Carriable{}
	if len(keys) == 0 {
		return out, nil
	}
	var ids []string
	for _, k := range keys {
		ids = append(ids, k.ID)
	}
	var list []okr.Objective
	var krs []okr.KeyResult
	if err := tx.Read(tx.ObjectivesInto(&list, actor.Scope(), store.ObjectiveFilter{IDs: ids}), tx.KeyResultsInto(&krs, ids, false)); err != nil {
		return out, err
	}
	old, of := map[string]okr.Objective{}, map[string][]okr.KeyResult{}
	all := slices.Clone(ids)
	for _, o := range list {
		old[o.ID] = o
	}
	for _, k := range krs {
		of[k.ObjectiveID], all = append(of[k.ObjectiveID], k), append(all, k.ID)
	}
	goesOn, err := tx.Successors(actor.Scope(), cycleID, all)
	if err != nil {
		return out, err
	}
	heirs := []string{}
	for _, id := range ids {
		if heir := goesOn[id]; heir != "" {
			heirs = append(heirs, heir)
		}
	}
	next, err := tx.ObjectiveKeys(actor.Scope(), store.ObjectiveFilter{IDs: heirs})
	if err != nil {
		return out, err
	}
	for _, id := range ids {
		o := old[id]
		c := Carriable{Line: Line{o.ID, o.Number, o.Title, lead(o), o.Stage}, Kind: o.Kind, TeamIDs: o.TeamIDs, OwnerID: o.OwnerID, Progress: o.Progress, Grade: o.Grade, Onward: o.Note.Onward,
			KeyResults: []CarriableKeyResult{}, May: okr.CanEdit(actor.Viewer, o) == nil}
		for _, k := range of[id] {
			c.KeyResults = append(c.KeyResults, CarriableKeyResult{KeyResult: k, Begins: k.Carry().Baseline, Reached: k.Reached(), GoesOn: goesOn[k.ID] != ""})
		}
		for _, n := range next {
			if n.ID == goesOn[id] {
				c.GoesOn = &Line{n.ID, n.Number, n.Title, n.TeamID, n.Stage}
			}
		}
		out = append(out, c)
	}
	return out, nil
}
