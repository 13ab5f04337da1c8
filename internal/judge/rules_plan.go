package judge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// plan is an example of n objectives of one team with k key results each.
func plan(text string, n, k int, change func(i int, g *Goal)) Example {
	e := Example{Text: text}
	for i := range n {
		g := Goal{Objective: okr.Objective{ID: fmt.Sprint("o", i), Title: "Riders trust our repairs", TeamIDs: []string{"company"}, CycleID: "c"}, Team: "Pannier"}
		for range k {
			g.KeyResults = append(g.KeyResults, okr.KeyResult{Title: "Share of repairs done within a day from 40 % to 65 %"})
		}
		if change != nil {
			change(i, &g)
		}
		e.Case.Goals = append(e.Case.Goals, g)
	}
	e.Case.Root = "company"
	return e
}

// teams spreads the objectives over teams of their own.
func teams(i int, g *Goal) {
	g.TeamIDs, g.Team = []string{fmt.Sprint("t", i/2)}, fmt.Sprint("Team ", i/2)
}

// A page holds this many lines, and two minutes this many words (C42, C43).
const (
	pageLines  = 45
	lineWords  = 14
	talkWords  = 2 * WordsAMinute
	manyCounts = 0.6 // share of counts that only rise, above which a plan is a scoreboard
)

var planRules = []Rule{
	{
		ID: "plan/too-many-objectives", Severity: Serious, Title: "Too many objectives", Source: "C38", Why: "Whoever has seven priorities has none: attention is the scarce thing.",
		Fires: [2]Example{plan("a company with 7 objectives", 7, 2, nil), plan("a team with 6 objectives", 6, 2, func(_ int, g *Goal) { g.TeamIDs = []string{"t"} })}, Silent: [2]Example{plan("a company with 4 objectives", 4, 2, nil), plan("a team with 3 objectives", 3, 2, teams)},
		plan: func(p *pass) []Finding {
			return p.byTeam(func(team string, company bool, goals []*noted) *Finding {
				most, n := p.limits(goals[0]).MostObjectives(), 0
				for _, g := range goals {
					if g.under == 0 || p.goals[min(g.under, len(p.goals))-1].Team != g.Team {
						n++ // one that stands below another of its team is a part of it
					}
				}
				if n <= most {
					return nil
				}
				f := &Finding{Evidence: fmt.Sprintf("%d objectives; %d are plenty", n, most), Fix: "Which would you drop if one had to go? Drop it now, or move it to the next cycle."}
				if !company {
					f.Severity = Note
				}
				return f
			})
		},
	},
	{
		ID: "plan/too-few", Severity: Note, Title: "Few objectives for a whole company", Source: "C38", Needs: "root", Why: "With one or two, large parts of the company will not find themselves in the plan.",
		Fires: [2]Example{plan("a company with 1 objective", 1, 3, nil), plan("a company with 2 objectives", 2, 3, nil)}, Silent: [2]Example{plan("a company with 3 objectives", 3, 3, nil), plan("teams with one objective each", 2, 3, func(i int, g *Goal) { g.TeamIDs = []string{fmt.Sprint(i)} })},
		plan: func(p *pass) []Finding {
			return p.byTeam(func(team string, company bool, goals []*noted) *Finding {
				l := p.limits(goals[0])
				if len(goals) >= l.MinObjectives {
					return nil
				}
				whose := "for the company"
				if !company {
					whose = "in " + cmp.Or(team, "all")
				}
				return &Finding{Evidence: fmt.Sprintf("%d %s; %d to %d are usual", len(goals), whose, l.MinObjectives, l.MostObjectives()), Fix: "If focus is the point, keep it, and say so. Otherwise ask each department what it misses."}
			})
		},
	},
	{
		ID: "plan/too-many-krs", Severity: Warning, Title: "Too many key results", Source: "C39", Why: "Beyond four, people look at none of them.",
		Fires: [2]Example{plan("7 key results in one objective", 1, 7, nil), plan("5 key results in one objective", 1, 5, nil)}, Silent: [2]Example{plan("4 key results", 1, 4, nil), plan("2 key results", 1, 2, nil)},
		objective: func(p *pass, g *goal) []Finding {
			most := p.limits(g.noted).MaxKeyResults
			if len(g.results) <= most {
				return nil
			}
			f := Finding{Evidence: fmt.Sprintf("%d key results; %d are plenty", len(g.results), most), Fix: "Keep those that would convince you alone. The others may be KPIs, or work."}
			if len(g.results) == most+1 {
				f.Severity = Note
			}
			return []Finding{f}
		},
	},
	{
		ID: "plan/too-few-krs", Severity: Note, Title: "Too few key results", Source: "C40", Why: "One number can be reached in the wrong way; a second keeps it honest.",
		Fires: [2]Example{plan("1 key result", 1, 1, nil), plan("no key result", 1, 0, nil)}, Silent: [2]Example{plan("2 key results", 1, 2, nil), plan("3 key results", 1, 3, nil)},
		objective: func(p *pass, g *goal) []Finding {
			least := p.limits(g.noted).MinKeyResults
			if len(g.results) >= least || g.noted.below > 0 { // what stands below an objective tells how it is reached
				return nil
			}
			if len(g.results) == 0 {
				return []Finding{{Severity: Warning, Evidence: "no key result", Why: "Nobody can tell whether it was reached.", Fix: "What would you see, count or hear if it came true? Write two of those."}}
			}
			return []Finding{{Evidence: fmt.Sprintf("%d key result", len(g.results)), Fix: "What would you look at beside it, so that it is not reached in the wrong way?"}}
		},
	},
	{
		ID: "plan/over-a-page", Severity: Note, Title: "Longer than a page", Source: "C42", Why: "A plan that does not fit on a page is looked up, not known.",
		Fires: [2]Example{plan("10 objectives with 5 key results each", 10, 5, nil), plan("12 objectives with 4 key results each", 12, 4, nil)}, Silent: [2]Example{plan("4 objectives with 3 key results each", 4, 3, nil), plan("5 objectives with 4 key results each", 5, 4, nil)},
		plan: func(p *pass) []Finding {
			return p.byTeam(func(team string, company bool, goals []*noted) *Finding {
				lines := printed(goals)
				if lines <= pageLines {
					return nil
				}
				return &Finding{Evidence: fmt.Sprintf("%d lines; a page holds about %d", lines, pageLines), Fix: "Cut until it can hang on a wall."}
			})
		},
	},
	{
		ID: "plan/over-two-minutes", Severity: Note, Title: "Cannot be read aloud in two minutes", Source: "C43", Why: "What a team cannot say in two minutes it will not repeat on a Monday.",
		Fires: [2]Example{plan("12 objectives", 12, 3, nil), plan("8 objectives with 5 key results", 8, 5, nil)}, Silent: [2]Example{plan("3 objectives with 3 key results", 3, 3, nil), plan("2 objectives", 2, 2, nil)},
		plan: func(p *pass) []Finding {
			return p.byTeam(func(team string, company bool, goals []*noted) *Finding {
				n := spoken(goals)
				if n <= talkWords {
					return nil
				}
				return &Finding{Evidence: fmt.Sprintf("%d words; two minutes are about %d", n, talkWords), Fix: "Shorten the longest sentences first."}
			})
		},
	},
	{
		ID: "plan/uniform", Severity: Note, Title: "Every team has the same counts", Source: "B26", Why: "Teams differ; a form that everybody filled in the same way was filled in for the form.",
		Fires: [2]Example{plan("4 teams with 2 objectives of 3 key results each", 8, 3, teams), plan("5 teams with 2 objectives of 2 key results each", 10, 2, teams)}, Silent: [2]Example{plan("one team", 3, 3, nil), plan("teams with different counts", 8, 3, func(i int, g *Goal) {
			teams(i, g)
			if i == 3 {
				g.KeyResults = g.KeyResults[:2]
			}
		})},
		plan: func(p *pass) []Finding {
			shape := map[string]string{}
			for _, g := range p.goals {
				if g.Team != "" && !g.company {
					shape[g.Team] += fmt.Sprint(len(g.results), " ")
				}
			}
			kinds := map[string]bool{}
			for _, s := range shape {
				kinds[s] = true
			}
			if len(shape) < 4 || len(kinds) != 1 {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("%d teams with exactly the same numbers", len(shape)), Fix: "Tell the teams that the limits are advice: some need one objective, some four."}}
		},
	},
	{
		ID: "plan/silo", Severity: Note, Title: "No objective that teams share", Source: "E83", Why: "What matters most to riders usually needs two teams; a plan without shared objectives leaves it between them.",
		Fires: [2]Example{plan("3 teams that share nothing", 6, 2, teams), plan("4 teams that share nothing", 8, 2, teams)}, Silent: [2]Example{plan("one objective is shared", 6, 2, func(i int, g *Goal) {
			teams(i, g)
			if i == 2 {
				g.TeamIDs = append(g.TeamIDs, "t0")
			}
		}), plan("one objective supports another team's", 6, 2, func(i int, g *Goal) {
			teams(i, g)
			if i == 2 {
				g.Supports = []okr.Support{{Kind: okr.UpObjective, ID: "o0"}}
			}
		})},
		plan: func(p *pass) []Finding {
			if p.Contracts > 0 {
				return nil
			}
			names := map[string]bool{}
			for _, g := range p.goals {
				if g.Team != "" {
					names[g.Team] = true
				}
				if len(g.TeamIDs) > 1 || slices.ContainsFunc(g.Supports, func(s okr.Support) bool { return s.Kind != okr.UpPillar }) {
					return nil
				}
			}
			if len(names) < 3 || !slices.ContainsFunc(p.goals, func(g *noted) bool { return len(g.TeamIDs) > 0 }) {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("%d teams, no shared objective and no link across", len(names)), Fix: "Ask every team which other team it cannot do without, and write one objective together, or agree what each does for the other."}}
		},
	},
	{
		ID: "plan/gap", Severity: Warning, Title: "A strategic choice that nobody serves", Source: "A3 E78", Needs: "pillars", Why: "A choice without an objective will be the same in a year.",
		Fires: [2]Example{strategic(plan("no objective supports the pillar", 3, 2, nil)), strategic(plan("a plan of one objective without a link", 1, 2, nil))}, Silent: [2]Example{{"an organization without pillars", Case{Pillars: []string{}}}, strategic(plan("the pillar is supported", 1, 2, func(_ int, g *Goal) { g.Supports = []okr.Support{{Kind: okr.UpPillar, ID: "Repairs before sales"}} }))},
		plan: func(p *pass) []Finding {
			var out []Finding
			for _, name := range p.Pillars {
				served := false
				for _, g := range p.goals {
					for _, s := range g.Supports {
						served = served || s.Kind == okr.UpPillar && s.ID == name
					}
				}
				if !served && len(p.goals) > 0 {
					out = append(out, Finding{Evidence: "“" + name + "”", Fix: "Give it an objective this cycle, or say that it waits."})
				}
			}
			return out
		},
	},
	{
		ID: "plan/copied", Severity: Warning, Title: "The same plan as last cycle", Source: "C51", Needs: "earlier", Why: "If nothing was learned in a quarter, the quarter was not looked at.",
		Fires: [2]Example{again(3, 3), again(4, 4)}, Silent: [2]Example{again(4, 1), again(3, 0)},
		plan: func(p *pass) []Finding {
			words := func(title string) string { return strings.ToLower(strings.TrimSpace(title)) }
			same, earlier := 0, map[string]bool{}
			for _, title := range p.Earlier {
				earlier[words(title)] = true
			}
			for _, g := range p.goals {
				if earlier[words(g.Title)] {
					same++
				}
			}
			if len(p.goals) < 2 || float64(same) < 0.6*float64(len(p.goals)) {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("%d of %d objectives have the same words", same, len(p.goals)), Fix: "Read last cycle's closing notes first: what would you do differently, knowing that?"}}
		},
	},
	{
		ID: "plan/metric-overload", Severity: Note, Title: "Mostly counts of things", Source: "C67", Why: "Many counts and few rates show how busy we were, not whether it helped.",
		Fires: [2]Example{plan("6 counts", 2, 3, counts), plan("8 counts", 4, 2, counts)}, Silent: [2]Example{plan("rates", 2, 3, nil), plan("a small plan", 1, 2, counts)},
		plan: func(p *pass) []Finding {
			all, made := 0, 0
			for _, g := range p.goals {
				for _, k := range g.results {
					if k.reading.Target != nil || k.reading.Relative != nil {
						all++
						if k.reading.Type == Output {
							made++
						}
					}
				}
			}
			if all < 6 || float64(made) < manyCounts*float64(all) {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("%d of %d numbers count what we make", made, all), Fix: "For each, ask what the count is good for, and measure that."}}
		},
	},
}

// limits are those that count for an objective: its level's own, else the organization's, else what is usual. At least so many objectives are expected
// of the company, and of another level only where limits of its own say so.
func (p *pass) limits(g *noted) okr.Limits {
	level := g.Level
	switch {
	case g.company:
		level = LevelOrganization
	case level == "":
		level = LevelTeam
	}
	own, all := p.Limits[level], p.Settings.Limits
	few := own.MinObjectives
	if g.company {
		few = cmp.Or(few, all.OrUsual().MinObjectives)
	}
	l := okr.Limits{MaxObjectives: cmp.Or(own.MaxObjectives, all.MaxObjectives), MinKeyResults: cmp.Or(own.MinKeyResults, all.MinKeyResults), MaxKeyResults: cmp.Or(own.MaxKeyResults, all.MaxKeyResults)}.OrUsual()
	l.MinObjectives = few
	return l
}

func counts(_ int, g *Goal) {
	for i := range g.KeyResults {
		g.KeyResults[i].Title = "Publish 12 blog posts"
	}
}

// again is a plan of n objectives, of which the first same are last cycle's.
func again(n, same int) Example {
	e := plan(fmt.Sprintf("%d objectives, %d of them as last cycle", n, same), n, 2, func(i int, g *Goal) { g.Title = fmt.Sprint("Riders trust repair ", i) })
	e.Case.Earlier = []string{}
	for i := range same {
		e.Case.Earlier = append(e.Case.Earlier, fmt.Sprint("Riders trust repair ", i))
	}
	return e
}

// byTeam reads the goals of each leading team together, in the order in which the teams occur.
func (p *pass) byTeam(check func(team string, company bool, goals []*noted) *Finding) []Finding {
	var names []string
	of := map[string][]*noted{}
	for _, g := range p.goals {
		if _, ok := of[g.Team]; !ok {
			names = append(names, g.Team)
		}
		of[g.Team] = append(of[g.Team], g)
	}
	var out []Finding
	for _, n := range names {
		if f := check(n, of[n][0].company, of[n]); f != nil {
			f.Place.Team, f.Place.Sheet, f.Place.Line = n, of[n][0].Sheet, of[n][0].Line
			out = append(out, *f)
		}
	}
	return out
}
