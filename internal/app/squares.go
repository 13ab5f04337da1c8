package app

import (
	"cmp"
	"context"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// FourSquares is a team's Monday on one page: what it will do, how sure it is of its key results, the health of its business as usual, and what comes in the
// next four weeks.
type FourSquares struct {
	Team       okr.Team       `json:"team"`
	Today      okr.Date       `json:"today"`
	Cycle      okr.Cycle      `json:"cycle"` // the current one; the zero Cycle when there is none
	Week       TeamWeek       `json:"week"`
	Objectives []ObjectiveRow `json:"objectives"` // live ones, with their key results and confidence
	KPIs       []okr.KPI      `json:"kpis"`
	Coming     []Coming       `json:"coming"`  // dated things, the next first
	Waiting    []Waiting      `json:"waiting"` // check-ins that are due, the longest first
	Names      Names          `json:"names"`
}

// A Coming is something with a date in the next weeks.
type Coming struct {
	Date   okr.Date `json:"date"`
	What   string   `json:"what"`             // "Due: Bikes that break again within a month"
	Number int      `json:"number,omitempty"` // of the objective that it belongs to
}

// FourSquares reads a team's Monday, in nine statements. week names another week by any of its days; "" is this week.
func (a *App) FourSquares(ctx context.Context, actor Actor, teamID string, week okr.Date) (FourSquares, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (FourSquares, error) {
		out := FourSquares{Today: a.Today(actor.Org), Objectives: []ObjectiveRow{}, Coming: []Coming{}}
		teams, err := tx.Teams(true)
		if err != nil {
			return out, err
		}
		tree := okr.NewTree(teams)
		if out.Team = tree.Team(teamID); out.Team.ID == "" {
			return out, okr.Fail(okr.NotFound, "", "There is no such team.")
		}
		cycles, err := tx.Cycles()
		if err != nil {
			return out, err
		}
		out.Cycle, _ = okr.CurrentCycle(cycles, out.Today)
		if out.Week, err = a.teamWeek(tx, actor, teamID, cmp.Or(week, out.Today).Monday()); err != nil {
			return out, err
		}
		if out.Objectives, err = a.teamRows(tx, actor, tree, out.Cycle, teamID); err != nil {
			return out, err
		}
		if out.KPIs, err = tx.KPIs([]string{teamID}); err != nil {
			return out, err
		}
		out.Coming = coming(out)
		if out.Waiting, err = waiting(tx, actor, out.Objectives); err != nil {
			return out, err
		}
		var named []string
		for _, w := range out.Waiting {
			named = append(named, w.Duty)
		}
		for _, c := range slices.Concat(out.Week.Now, out.Week.Before, out.Week.Next) {
			named = append(named, c.OwnerID)
		}
		out.Names, err = tx.Names(named)
		return out, err
	})
}

// teamRows reads the live objectives of a team in a cycle, in two statements.
func (a *App) teamRows(tx *store.Tx, actor Actor, tree okr.Tree, c okr.Cycle, teamID string) ([]ObjectiveRow, error) {
	out := []ObjectiveRow{}
	if c.ID == "" {
		return out, nil
	}
	list, err := tx.TeamObjectives(actor.Scope(), c.ID, []string{teamID}, []okr.Stage{okr.Active}, objectivesShown)
	if err != nil {
		return out, err
	}
	by, err := keyResultsOf(tx, list)
	if err != nil {
		return out, err
	}
	for _, o := range list {
		out = append(out, a.objectiveRow(actor, o, by[o.ID], c, tree))
	}
	return out, nil
}

// coming lists what has a date in the four weeks from today on: milestones and due dates that are not the cycle's own end, and the cycle's stages.
func coming(s FourSquares) []Coming {
	out := []Coming{}
	last := s.Today.Add(7 * comingWeeks)
	add := func(day okr.Date, what string, number int) {
		if day > s.Today && day <= last {
			out = append(out, Coming{day, what, number})
		}
	}
	for _, o := range s.Objectives {
		for _, k := range o.KeyResults {
			if k.KeyResult.Due != s.Cycle.End {
				add(k.KeyResult.Due, "Due: "+k.Title, o.Number)
			}
			reached := 0
			if k.Value != nil {
				reached = int(*k.Value)
			}
			for i, m := range k.Stages {
				if i >= reached {
					add(m.Due, m.Title, o.Number)
				}
			}
		}
	}
	add(s.Cycle.Closing, "Closing of "+s.Cycle.Name+" begins", 0)
	add(s.Cycle.End, "Last day of "+s.Cycle.Name, 0)
	slices.SortStableFunc(out, func(a, b Coming) int { return cmp.Compare(a.Date, b.Date) })
	return out
}
