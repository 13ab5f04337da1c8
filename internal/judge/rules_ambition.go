package judge

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// ambitionRules ask whether the plan is honest about what is hard.
var ambitionRules = []Rule{
	{
		ID: "ambition/sandbag", Severity: Note, Title: "Already reached", Source: "I124", Why: "What is nearly sure at the start teaches nothing and moves nobody.",
		Fires: [2]Example{ambition("a chance of 97 % in the first weeks", 0.97, 0.05, nil), always("a team that closed everything at 1.0 three times", 1, 1, 1)}, Silent: [2]Example{ambition("a chance of 60 %", 0.6, 0.05, nil), always("a team that closed at 1.0 twice and at 0.8 before", 1, 1, 0.8)},
		Needs: "chances",
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			c, known := p.Chances[k.ID]
			if !known || c <= sandbag || !p.early() {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("%.0f %% likely, with most of the cycle ahead", 100*c), Fix: "What would make you a little nervous? Take the middle between that and this."}}
		},
		objective: func(p *pass, g *goal) []Finding {
			if g.Comfort.Answer != okr.ComfortEasy || !p.early() {
				return nil
			}
			return []Finding{{Evidence: "those who start it say that it is easy", Fix: "What would make you a little nervous? If nothing should, is it an objective or business as usual?"}}
		},
		plan: func(p *pass) []Finding {
			return p.byTeam(func(team string, _ bool, goals []*noted) *Finding {
				if len(goals[0].TeamIDs) == 0 {
					return nil
				}
				record := p.Record[goals[0].TeamIDs[0]]
				if len(record) < alwaysCycles {
					return nil
				}
				for _, least := range record[:alwaysCycles] {
					if least < 1 {
						return nil
					}
				}
				return &Finding{Severity: Warning, Evidence: fmt.Sprintf("everything was closed at 1.0 in each of the last %d cycles", alwaysCycles), Why: "Who always reaches all of it does not know how far it could have gone.",
					Fix: "Is it ambitious enough? Choose one objective of which 0.7 would make you proud."}
			})
		},
	},
	{
		ID: "ambition/doomed", Severity: Warning, Title: "Hopeless from the start", Source: "C57", Why: "Uncomfortable makes people inventive; hopeless makes them stop looking.",
		Fires: [2]Example{feels("those who start it call it doomed", okr.ComfortDoomed), ambition("a confidence of 1", 0.5, 0.05, func(k *okr.KeyResult) { one := 1; k.Confidence = &one })}, Silent: [2]Example{ambition("a chance of 40 %", 0.4, 0.05, nil), ambition("a chance of 3 % in the last week", 0.03, 0.95, nil)},
		Needs: "chances",
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			c, known := p.Chances[k.ID]
			low := k.Confidence != nil && *k.Confidence <= 2
			if !p.early() || !low && (!known || c >= doomed) {
				return nil
			}
			f := Finding{Evidence: fmt.Sprintf("%.0f %% likely", 100*c), Fix: "Ask those who own it what would make it possible; if nothing would, choose a target that frightens but does not mock."}
			if low {
				f.Evidence = fmt.Sprintf("a confidence of %d of 10", *k.Confidence)
			}
			return []Finding{f}
		},
		objective: func(p *pass, g *goal) []Finding {
			if g.Comfort.Answer != okr.ComfortDoomed || !p.early() {
				return nil
			}
			return []Finding{{Evidence: "those who start it feel that it cannot be done", Fix: "Ask them what would make it possible; if nothing would, choose a target that frightens but does not mock."}}
		},
	},
	{
		ID: "ambition/all-stretch", Severity: Note, Title: "Everything is a stretch", Source: "C60 C61", Why: "If all of it may be missed, nobody can rely on any of it.",
		Fires: [2]Example{plan("4 aspirational objectives", 4, 2, kind(okr.Aspirational)), plan("3 aspirational objectives", 3, 2, kind(okr.Aspirational))}, Silent: [2]Example{plan("a mixture", 3, 2, func(i int, g *Goal) {
			g.Kind = okr.Aspirational
			if i == 0 {
				g.Kind = okr.Committed
			}
		}), plan("committed ones", 3, 2, kind(okr.Committed))},
		plan: func(p *pass) []Finding {
			if a := p.Settings.Ambition; a.Phase == okr.PhaseAmbitious && a.Culture == okr.CultureBet {
				return nil
			}
			return p.allOf(okr.Aspirational, "Mark what others rely on as committed.")
		},
	},
	{
		ID: "ambition/no-stretch", Severity: Note, Title: "Nothing is a stretch", Source: "C60 C62", Why: "A plan of promises alone gets what it promises, and never more.",
		Fires: [2]Example{plan("4 committed objectives", 4, 2, kind(okr.Committed)), plan("3 committed objectives", 3, 2, kind(okr.Committed))}, Silent: [2]Example{plan("2 committed objectives", 2, 2, kind(okr.Committed)), plan("aspirational ones", 3, 2, kind(okr.Aspirational))},
		plan: func(p *pass) []Finding {
			if p.Settings.Ambition.Phase == okr.PhaseAchievable {
				return nil // accomplishment and learning come first
			}
			return p.allOf(okr.Committed, "Choose one where you would be glad about 70 %, and mark it as aspirational.")
		},
	},
	{
		ID: "ambition/phase", Severity: Note, Title: "More stretch than the organization is ready for", Source: "C61 C62 C63", Why: "People who have not yet seen a target reached read a missed one as proof that targets do not matter.",
		Fires: [2]Example{phase("one of three is a stretch, in the phase of achievable objectives", okr.PhaseAchievable, 1), phase("a stretch of a team that was not chosen, in the phase of moderate ones", okr.PhaseModerate, 1)},
		Silent: [2]Example{phase("three of three, in the phase of ambitious ones", okr.PhaseAmbitious, 3), with(phase("a stretch", okr.PhaseModerate, 1), " of a team that was chosen, in the phase of moderate ones", func(g *Goal) {
			g.TeamIDs = []string{"chosen"}
		})},
		plan: func(p *pass) []Finding {
			a := p.Settings.Ambition
			chosen := func(id string) bool { return slices.Contains(a.TeamIDs, id) }
			var stretch, outside []*noted
			for _, g := range p.goals {
				if g.Kind != okr.Aspirational {
					continue
				}
				stretch = append(stretch, g)
				if !slices.ContainsFunc(g.TeamIDs, chosen) && (len(g.TeamIDs) > 0 || !chosen(g.Team)) { // in a document teams have names alone
					outside = append(outside, g)
				}
			}
			most := float64(len(p.goals)) * a.Most()
			switch {
			case a.Phase == okr.PhaseAchievable && len(stretch) == 1:
				return []Finding{{Evidence: "a stretch, and you are in the phase of achievable ones", Place: stretch[0].place(), Fix: "Reach a few things first, and celebrate them. Or say in the settings that the next phase has begun."}}
			case a.Phase == okr.PhaseAchievable && len(stretch) > 0:
				return []Finding{{Evidence: fmt.Sprintf("%d of %d objectives are a stretch, and you are in the phase of achievable ones: %s", len(stretch), len(p.goals), titled(stretch)), Fix: "Reach a few things first, and celebrate them. Or say in the settings that the next phase has begun."}}
			case a.Phase == okr.PhaseModerate && len(outside) > 0:
				var out []Finding
				for _, g := range outside {
					out = append(out, Finding{Evidence: "a stretch, outside the teams that were chosen for it", Place: g.place(), Fix: "Choose the team in the settings, or mark the objective as committed."})
				}
				return out
			case a.Phase == okr.PhaseModerate && len(stretch) > 1 && float64(len(stretch)) > most:
				return []Finding{{Evidence: fmt.Sprintf("%d of %d objectives are a stretch, where at most %.0f %% are usual: %s", len(stretch), len(p.goals), 100*a.Most(), titled(stretch)), Fix: "In this phase a few are enough: which ones would you learn most from?"}}
			}
			return nil
		},
	},
}

// alwaysCycles is in how many cycles a team has to have closed everything at 1.0 before it is asked whether it aims high enough (I124).
const alwaysCycles = 3

// Where a forecast at the start of a cycle says that a target is no target: above, it is nearly reached, below, hardly reachable (I124, C57).
const (
	sandbag = 0.9
	doomed  = 0.1
)

// early answers whether most of the cycle lies ahead: a chance says something of the target only then.
func (p *pass) early() bool {
	if p.Cycle.Start == "" || p.Cycle.End == "" || p.Today == "" {
		return false
	}
	return float64(p.Today.Since(p.Cycle.Start)) < 0.35*float64(p.Cycle.End.Since(p.Cycle.Start))
}

func (p *pass) allOf(k okr.ObjectiveKind, fix string) []Finding {
	n := 0
	for _, g := range p.goals {
		if g.Kind != k {
			return nil
		}
		n++
	}
	if n < 3 {
		return nil
	}
	return []Finding{{Evidence: fmt.Sprintf("all %d objectives are %s", n, k), Fix: fix}}
}

// titled names the first few of some objectives.
func titled(list []*noted) string {
	var titles []string
	for _, g := range list[:min(len(list), 3)] {
		titles = append(titles, g.Title)
	}
	text := join(quote(titles))
	if more := len(list) - len(titles); more > 0 {
		text = fmt.Sprintf("%s and %d more", strings.Join(quote(titles), ", "), more)
	}
	return text
}

func kind(k okr.ObjectiveKind) func(int, *Goal) { return func(_ int, g *Goal) { g.Kind = k } }

func ambition(text string, chance, passed float64, change func(*okr.KeyResult)) Example {
	e := plan(text, 1, 1, nil)
	e.Case.Goals[0].KeyResults[0].ID = "k"
	if change != nil {
		change(&e.Case.Goals[0].KeyResults[0])
	}
	e.Case.Chances = map[string]float64{"k": chance}
	e.Case.Cycle = okr.Cycle{Start: "2026-01-01", End: "2026-03-31"}
	e.Case.Today = e.Case.Cycle.Start.Add(int(math.Round(passed * 89)))
	return e
}

// always is a plan of a team whose lowest grades in the cycles before, the last one first, are known.
func always(text string, least ...float64) Example {
	e := plan(text, 1, 2, func(_ int, g *Goal) { g.TeamIDs = []string{"t"} })
	e.Case.Record, e.Case.Chances = map[string][]float64{"t": least}, map[string]float64{}
	return e
}

func feels(text string, c okr.ComfortAnswer) Example {
	e := ambition(text, 0.5, 0.05, nil)
	e.Case.Goals[0].Comfort.Answer = c
	return e
}

// phase is three objectives, some of them a stretch, in a phase in which one team was chosen for more.
func phase(text string, ph okr.StretchPhase, stretch int) Example {
	e := plan(text, 3, 2, func(i int, g *Goal) {
		g.Kind = okr.Committed
		if i < stretch {
			g.Kind = okr.Aspirational
		}
	})
	e.Case.Settings.Ambition = okr.Ambition{Phase: ph, TeamIDs: []string{"chosen"}}
	return e
}
