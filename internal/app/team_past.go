package app

import (
	"context"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A TeamCycle is how a team closed its objectives of a cycle.
type TeamCycle struct {
	Cycle      okr.Cycle `json:"cycle"`
	Objectives []Lesson  `json:"objectives"`
}

// A TeamPast is how a team closed its cycles, the latest first.
type TeamPast struct {
	Cycles []TeamCycle `json:"cycles"`
	Runs   []Run       `json:"runs,omitempty"` // what went on over more than one of them, and may go on still
	Ask    string      `json:"ask,omitempty"`  // a question, when everything was always reached
}

// A Run is an objective that goes on over several cycles, by what it is called now.
type Run struct {
	Title       string       `json:"title"`
	Generations []Generation `json:"generations"` // the first one first
}

// alwaysCycles is how many cycles in a row at 1.0 are worth a question (capability I124).
const alwaysCycles = 3

// TeamPast reads how a team closed its objectives, by cycle.
func (a *App) TeamPast(ctx context.Context, actor Actor, teamID string) (TeamPast, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (TeamPast, error) {
		out := TeamPast{Cycles: []TeamCycle{}}
		if _, err := tx.Team(teamID); err != nil {
			return out, err
		}
		list, err := tx.Objectives(actor.Scope(), store.ObjectiveFilter{Teams: []string{teamID}, Stages: []okr.Stage{okr.Draft, okr.InReview, okr.Active, okr.Closed}, Shown: true})
		if err != nil {
			return out, err
		}
		cycles, err := tx.Cycles()
		if err != nil {
			return out, err
		}
		for _, c := range cycles { // the latest first
			x := TeamCycle{Cycle: c}
			for _, o := range list {
				if o.CycleID == c.ID && o.Stage == okr.Closed {
					x.Objectives = append(x.Objectives, Lesson{Thing: okr.ThingObjective, ID: o.ID, Number: o.Number, Title: o.Title, CycleID: c.ID, Cycle: c.Name, TeamIDs: o.TeamIDs, Kind: o.Kind, Grade: o.Grade, Learned: o.Note.Learned, Tags: o.Note.Tags})
				}
			}
			if len(x.Objectives) > 0 {
				out.Cycles = append(out.Cycles, x)
			}
		}
		out.Ask, out.Runs = askAmbitious(out.Cycles), runs(list, cycles)
		return out, nil
	})
}

// askAmbitious asks a team that has reached all of everything in each of its last cycles.
func askAmbitious(list []TeamCycle) string {
	if len(list) < alwaysCycles {
		return ""
	}
	for _, c := range list[:alwaysCycles] {
		for _, o := range c.Objectives {
			if o.Grade == nil || *o.Grade < 1 {
				return ""
			}
		}
	}
	return "Everything was reached in each of the last three cycles. What would you aim at if missing it were fine?"
}

// runs are the lineages that have gone on, the latest first. Cycles are the latest first.
func runs(list []okr.Objective, cycles []okr.Cycle) []Run {
	of := map[string][]Generation{}
	var order []string
	for _, c := range cycles {
		for _, o := range list {
			if o.CycleID == c.ID {
				if of[o.LineageID] == nil {
					order = append(order, o.LineageID)
				}
				of[o.LineageID] = append(of[o.LineageID], Generation{Line{o.ID, o.Number, o.Title, lead(o), o.Stage}, o.Kind, c.ID, c.Name, o.Grade})
			}
		}
	}
	var out []Run
	for _, id := range order {
		if g := of[id]; len(g) > 1 {
			slices.Reverse(g)
			out = append(out, Run{g[len(g)-1].Title, g})
		}
	}
	return out
}
