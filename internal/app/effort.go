package app

import (
	"context"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// An Effort says where the open backlog leads, week by week: to which strategic choice, to a key result alone, or nowhere.
type Effort struct {
	Cycle   okr.Cycle       `json:"cycle"`
	Excerpt *Excerpt        `json:"excerpt,omitempty"` // where the whole is too large
	Days    []okr.Date      `json:"days"`              // the ends of the last weeks, the earliest first
	Shares  [][]judge.Share `json:"shares"`            // on each of those days, by today's links; nil while there is no work
}

// Effort reads the shares of a team and the teams below it, "" is all, over the last quarter.
func (a *App) Effort(ctx context.Context, actor Actor, teamID string) (Effort, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Effort, error) {
		out := Effort{Days: []okr.Date{}}
		cycles, err := tx.Cycles()
		if err != nil {
			return out, err
		}
		today := a.Today(actor.Org)
		out.Cycle, _ = okr.CurrentCycle(cycles, today)
		c, names, err := a.caseOf(tx, actor.Org, out.Cycle)
		if err != nil {
			return out, err
		}
		teams, err := a.teamsOf(tx, actor)
		if err != nil {
			return out, err
		}
		if teamID != "" && teams.tree.Team(teamID).ID == "" {
			return out, okr.Fail(okr.NotFound, "team", "There is no such team, or you may not see it.")
		}
		if out.Excerpt, err = a.addPlan(tx, actor, &c, names, teamID); err != nil {
			return out, err
		}
		if out.Excerpt != nil {
			if err := addAbove(tx, actor.Scope(), &c, names); err != nil {
				return out, err
			}
		}
		if teamID != "" {
			c.Work = workIn(c.Work, teams.tree.Below(teamID))
		}
		for i := range trapWeeks {
			out.Days = append(out.Days, today.Add(-7*(trapWeeks-1-i)))
		}
		if len(c.Work) > 0 {
			out.Shares = judge.SharesOn(c, out.Days)
		}
		return out, nil
	})
}

// workIn keeps the work of some teams.
func workIn(work []judge.Work, teams []string) []judge.Work {
	var out []judge.Work
	for _, w := range work {
		for _, id := range teams {
			if w.TeamID == id {
				out = append(out, w)
			}
		}
	}
	return out
}
