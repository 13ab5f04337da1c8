package app

import (
	"context"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A TrapCheckInput is one person's answers about the causes of the trap.
type TrapCheckInput struct {
	TeamID  string                   `json:"team_id"`
	Answers map[string]okr.TrapReply `json:"answers"` // by the id of each sentence
}

// A TrapCheck is the self-check of a cycle: what is asked, and what the answers say, from five on.
type TrapCheck struct {
	Cycle    okr.Cycle         `json:"cycle"`
	Asked    []okr.TrapCause   `json:"asked"`
	Answered bool              `json:"answered"`         // by the actor
	People   int               `json:"people,omitempty"` // who answered; only once there are enough
	Causes   []okr.TrapReading `json:"causes,omitempty"` // of all, from five answers on
	Teams    []TeamCauses      `json:"teams,omitempty"`  // those with five answers or more
	Names    Names             `json:"names"`
}

// TeamCauses are the causes in one team.
type TeamCauses struct {
	TeamID string            `json:"team_id"`
	People int               `json:"people"`
	Causes []okr.TrapReading `json:"causes"`
}

// TrapCheck is the self-check of the running cycle. Answers are counted without names and shown from five people up, of a team and of all: two statements.
func (a *App) TrapCheck(ctx context.Context, actor Actor) (TrapCheck, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (TrapCheck, error) { return a.trapCheck(tx, actor) })
}

func (a *App) trapCheck(tx *store.Tx, actor Actor) (TrapCheck, error) {
	out := TrapCheck{Asked: okr.TrapCauses, Names: Names{}}
	cycles, err := tx.Cycles()
	if err != nil {
		return out, err
	}
	out.Cycle, _ = okr.CurrentCycle(cycles, a.Today(actor.Org))
	counts, answered, err := tx.TrapAnswers(out.Cycle.ID, actor.Viewer.MemberID)
	if err != nil {
		return out, err
	}
	out.Answered = answered
	all, people := map[string]okr.TrapCount{}, 0
	var teams []string
	rest := 0 // answers of teams that are too few to be shown
	for team, of := range counts {
		n := 0
		for id, c := range of {
			n = max(n, c.No+c.Partly+c.Yes)
			sum := all[id]
			all[id] = okr.TrapCount{No: sum.No + c.No, Partly: sum.Partly + c.Partly, Yes: sum.Yes + c.Yes}
		}
		people += n
		if n < okr.LeastAnswers {
			rest += n
			continue
		}
		out.Teams = append(out.Teams, TeamCauses{team, n, okr.ReadTrapCauses(of)})
		teams = append(teams, team)
	}
	// The whole less the teams that are shown is what the others said: it is shown only if those are enough, or none.
	if people >= okr.LeastAnswers && (rest == 0 || rest >= okr.LeastAnswers) {
		out.People, out.Causes = people, okr.ReadTrapCauses(all)
	}
	out.Names, err = tx.Names(teams)
	if err != nil {
		return out, err
	}
	slices.SortFunc(out.Teams, func(x, y TeamCauses) int { return compareNames(out.Names.Of(x.TeamID), out.Names.Of(y.TeamID)) })
	return out, nil
}

// AnswerTrapCheck counts the actor's answers, once a cycle: a second time changes nothing. They enter no log.
func (a *App) AnswerTrapCheck(ctx context.Context, actor Actor, in TrapCheckInput) (TrapCheck, error) {
	actor.Key = "" // what would tell a repeated request from another one would tell the answers
	return do(ctx, a, actor, "trap.checked", in, func(t *act) (TrapCheck, error) {
		if actor.Viewer.MemberID == "" {
			return TrapCheck{}, okr.Refuse("members of the organization")
		}
		if err := okr.Join(okr.CheckTrapReplies(in.Answers), t.teamExists("team_id", in.TeamID)); err != nil {
			return TrapCheck{}, err
		}
		now, err := a.trapCheck(t.Tx, actor)
		if err != nil {
			return now, err
		}
		if now.Cycle.ID == "" {
			return now, okr.Fail(okr.Invalid, "", "There is no cycle yet. Add one first.")
		}
		if _, err := t.AddTrapAnswers(now.Cycle.ID, in.TeamID, actor.Viewer.MemberID, in.Answers); err != nil {
			return now, err
		}
		return a.trapCheck(t.Tx, actor)
	})
}
