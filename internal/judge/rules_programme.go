package judge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// programmeRules watch how objectives are brought to an organization, and what a plan rests on.
var programmeRules = []Rule{
	{
		ID: "programme/rushed", Severity: Warning, Title: "Many teams begin at once", Source: "B32", Needs: "before", Why: "A team that begins alone, without anybody who has done it, writes a task list and stops in the second month.",
		Fires:  [2]Example{begins("6 teams, all of them new", 6), begins("5 teams, one of which has done a cycle", 5, "Team 0")},
		Silent: [2]Example{begins("3 teams, all of them new", 3), begins("6 teams, of which four have done a cycle", 6, "Team 0", "Team 1", "Team 2", "Team 3")},
		plan: func(p *pass) []Finding {
			var fresh, all []string
			for _, g := range p.goals {
				if g.Team == "" || slices.Contains(all, g.Team) {
					continue
				}
				if all = append(all, g.Team); !p.Before[g.Team] {
					fresh = append(fresh, g.Team)
				}
			}
			if len(all) < rushedTeams || len(fresh) <= len(all)-len(fresh) {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("%d of %d teams write objectives for the first time: %s", len(fresh), len(all), strings.Join(fresh[:min(len(fresh), 4)], ", ")),
				Fix: "Could two or three begin that want to, and the others a cycle later? Give those that begin an hour together first, and somebody to ask."}}
		},
	},
	{
		ID: "programme/fading", Severity: Warning, Title: "Most of the plan is not looked at any more", Source: "B32 G106", Needs: "cycle", Why: "A plan that is silent for three weeks is usually not taken up again.",
		Fires: [2]Example{quiet("nobody has checked in for a month", 30, 30, 30, 30), quiet("one of four was looked at this week", 30, 40, 25, 2)}, Silent: [2]Example{quiet("all were looked at this week", 1, 2, 3, 4), quiet("two of four are silent", 30, 30, 2, 3)},
		plan: func(p *pass) []Finding {
			all, silent := 0, 0
			for _, g := range p.goals {
				if g.Stage != okr.Active {
					continue
				}
				for _, k := range g.results {
					all++
					if k.CheckedAs == "" || p.Today.Since(k.CheckedAs) > fadingDays {
						silent++
					}
				}
			}
			if all < 4 || p.Today.Since(p.Cycle.Start) < fadingDays+7 || p.Today > p.Cycle.End || float64(silent) <= float64(all)/2 {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("%d of %d key results have had no check-in for three weeks", silent, all), Fix: "Ask one team what makes it hard, and drop what nobody misses. Fifteen minutes on a Monday are enough to begin again."}}
		},
	},
	{
		ID: "plan/no-vision", Severity: Warning, Title: "No vision to aim at", Source: "A10", Needs: "vision", Why: "Without it, every objective is as good as any other.",
		Fires: [2]Example{visionary("objectives without a vision", ""), visionary("one objective without a vision", "  ")}, Silent: [2]Example{visionary("a vision", "A family lives well without a car"), {"a vision, and no objective yet", Case{Vision: new("A family lives well without a car")}}},
		plan: func(p *pass) []Finding {
			if strings.TrimSpace(*p.Vision) != "" || len(p.goals) == 0 {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("%d objectives, and no vision", len(p.goals)), Fix: "Write one sentence today, and change it as often as you like: where do you want to be in five years?"}}
		},
	},
	{
		ID: "plan/no-strategy", Severity: Warning, Title: "No strategic choices above the objectives", Source: "A10", Needs: "pillars", Why: "Objectives without a choice above them are chosen by whoever shouts.",
		Fires: [2]Example{chosen("objectives without a choice"), chosen("no choice yet")}, Silent: [2]Example{chosen("one choice", "Repairs before sales"), {"no objective yet", Case{Pillars: []string{}}}},
		plan: func(p *pass) []Finding {
			if len(p.Pillars) > 0 || len(p.goals) == 0 {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("%d objectives, and no strategic choice", len(p.goals)), Fix: "Name two or three choices, each with what you therefore do not do."}}
		},
	},
	{
		ID: "plan/top-down", Severity: Note, Title: "Only the leadership has written in it", Source: "B17 B18", Needs: "authors", Why: "People follow what they have helped to write, and they know what the leadership cannot.",
		Fires: [2]Example{wrote("4 objectives of 2 teams, none by the teams", 4, 0), wrote("6 objectives of 3 teams, none by the teams", 6, 0)}, Silent: [2]Example{wrote("half of them by the teams", 4, 2), wrote("one by a team", 4, 1)},
		plan: func(p *pass) []Finding {
			names := map[string]bool{}
			for _, g := range p.goals {
				names[g.Team] = true
			}
			if *p.Outside > 0 || len(p.goals) < 3 || len(names) < 2 {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("%d objectives of %d teams, all written by the leadership", len(p.goals), len(names)), Fix: "Ask each team for one objective of its own, and for one sentence that it would change."}}
		},
	},
}

// From how many teams on a beginning can be too fast, and for how long a key result is silent before it counts as left.
const (
	rushedTeams = 4
	fadingDays  = 21
)

func begins(text string, n int, before ...string) Example {
	e := plan(text, 2*n, 2, teams)
	e.Case.Before = map[string]bool{}
	for _, b := range before {
		e.Case.Before[b] = true
	}
	return e
}

// quiet is a plan with key results that were last checked in so many days ago.
func quiet(text string, days ...int) Example {
	e := plan(text, len(days), 1, func(i int, g *Goal) {
		g.Stage = okr.Active
		g.KeyResults[0].CheckedAs = okr.Date("2026-02-20").Add(-days[i])
	})
	e.Case.Today, e.Case.Cycle = "2026-02-20", okr.Cycle{Start: "2026-01-01", End: "2026-03-31"}
	return e
}

func visionary(text, vision string) Example {
	e := plan(text, 2, 2, nil)
	e.Case.Vision = &vision
	return e
}

func chosen(text string, pillars ...string) Example {
	e := plan(text, 2, 2, nil)
	e.Case.Pillars = append([]string{}, pillars...)
	return e
}

func wrote(text string, n, outside int) Example {
	e := plan(text, n, 2, teams)
	e.Case.Outside = &outside
	return e
}
