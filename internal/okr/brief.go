package okr

import (
	"fmt"
	"slices"
)

// A Brief is what the leadership asks of the teams for a cycle: what it is about, and of each team how far it takes part, what is expected and by when
// (capabilities B19, B20). Without one every team writes objectives of its own until the drafts are due.
type Brief struct {
	Text  string      `json:"text,omitempty"`
	Teams []TeamBrief `json:"teams,omitempty"` // those of which something is said
	Talks []Talk      `json:"talks,omitempty"` // the occasions of which something is said
}

// A TeamBrief is what is asked of one team.
type TeamBrief struct {
	TeamID string    `json:"team_id"`
	Scope  TeamScope `json:"scope,omitempty"`  // "" writes its own
	Expect string    `json:"expect,omitempty"` // in a sentence
	By     Date      `json:"by,omitempty"`     // "" is the day on which the drafts are due
}

// A TeamScope is how far a team takes part in a cycle.
type TeamScope string

// The scopes.
const (
	ScopeOwn    TeamScope = "own"    // writes its own objectives
	ScopeShares TeamScope = "shares" // carries those of others, and writes none
	ScopeRests  TeamScope = "rests"  // not in this cycle: it runs the business, with its KPIs
)

// TeamScopes lists them in order.
var TeamScopes = []TeamScope{ScopeOwn, ScopeShares, ScopeRests}

// Said answers whether the brief says what it is about or asks anything.
func (b Brief) Said() bool { return b.Text != "" || len(b.Teams) > 0 }

// Asks is what a cycle asks of a team: what its brief says, filled up with what is usual.
func (c Cycle) Asks(teamID string) TeamBrief {
	out := TeamBrief{TeamID: teamID}
	if i := slices.IndexFunc(c.Brief.Teams, func(t TeamBrief) bool { return t.TeamID == teamID }); i >= 0 {
		out = c.Brief.Teams[i]
	}
	if out.Scope == "" {
		out.Scope = ScopeOwn
	}
	if out.By == "" && out.Scope != ScopeRests {
		out.By = c.PlanSteps()[1].Until
	}
	return out
}

// Check says what is wrong with the brief as people wrote it.
func (b Brief) Check() error {
	var f Faults
	f.text("text", b.Text, 0, MaxText)
	for i, t := range b.Teams {
		at := fmt.Sprintf("teams[%d].", i)
		f.id(at+"team_id", t.TeamID)
		if slices.ContainsFunc(b.Teams[:i], func(x TeamBrief) bool { return x.TeamID == t.TeamID }) {
			f.addf(at+"team_id", "Name each team once.")
		}
		oneOf(&f, at+"scope", t.Scope, append([]TeamScope{""}, TeamScopes...)...)
		f.text(at+"expect", t.Expect, 0, MaxTitle)
		f.add(checkDate(at+"by", t.By, false))
	}
	checkTalks(&f, b.Talks)
	return f.err()
}
