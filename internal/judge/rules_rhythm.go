package judge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Rhythm is what happens around a plan, week by week. Teams are named as goals name them.
type Rhythm struct {
	Wins           int // that were shared in the last three weeks
	Reviews        []okr.Review
	Retrospectives []Retrospective
	Worth          map[string]okr.Worth // whether meetings of the last four weeks were worth it, by team, from enough answers up
	Promises       map[string]float64   // commitments a week over the last four, by team
	Minutes        map[string]float64   // that the rituals take a person in a week, by team
}

// A Retrospective is one with whose it is.
type Retrospective struct {
	okr.Retrospective
	Team string
}

// rhythmRules ask whether the plan is lived: looked at, talked about, learned from, at a price that is worth it.
var rhythmRules = []Rule{
	{
		ID: "rhythm/stale", Severity: Note, Title: "Not looked at for weeks", Source: "G96 G106", Needs: "cycle", Why: "A number that nobody looks at steers nothing, and surprises at the end.",
		Fires:  [2]Example{checked("the last check-in is four weeks old", "2026-01-23"), checked("the last one is of the first week", "2026-01-16")},
		Silent: [2]Example{checked("checked in last week", "2026-02-13"), checked("never checked in, which is another rule", "")},
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			if g.Stage != okr.Active || k.CheckedAs == "" || p.Today > p.Cycle.End || k.Source.Kind != okr.Manual || k.Waits(p.Today) || p.Today.Since(k.CheckedAs) <= fadingDays {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("the last check-in is of %s", dayText(k.CheckedAs)), Fix: "Half a minute is enough: where is it, and how sure are you? If nobody misses it, drop it with the reason."}}
		},
	},
	{
		ID: "rhythm/forgotten", Severity: Warning, Title: "Set and forgotten", Source: "G106", Needs: "cycle", Why: "An objective that nobody has looked at by the middle of its cycle is not pursued, only announced.",
		Fires:  [2]Example{forgotten("half of the cycle is over, and nobody has checked in", "2026-02-25"), forgotten("the last month, and nobody has checked in", "2026-03-10")},
		Silent: [2]Example{forgotten("nobody has checked in, in the second week", "2026-01-25"), checked("one check-in", "2026-01-20")},
		objective: func(p *pass, g *goal) []Finding {
			half := p.Cycle.Start.Add(p.Cycle.End.Since(p.Cycle.Start) / 2)
			begun := g.Activated == 0 || p.Today.Since(g.Activated.DateIn(p.Settings.Location())) > fadingDays
			if g.Stage != okr.Active || len(g.results) == 0 || p.Today < half || p.Today > p.Cycle.End || !begun || slices.ContainsFunc(g.results, func(k *result) bool { return k.CheckedAs != "" }) ||
				!slices.ContainsFunc(g.results, func(k *result) bool { return !k.Waits(p.Today) }) {
				return nil
			}
			return []Finding{{Evidence: "live since " + dayText(begin(p, g)) + ", and no check-in on " + ofIts(len(g.results)), Fix: "Is it still meant? Then agree who looks at it on Mondays. If not, drop it now and say why.", Weight: 6}}
		},
	},
	{
		ID: "rhythm/status-only", Severity: Note, Title: "Numbers, and no word", Source: "G101", Needs: "told", Why: "A check-in is there to make us think. A number alone is a report for somebody else.",
		Fires:  [2]Example{told("8 check-ins, none with a word", 8, 0), told("12 check-ins, one with a word", 12, 1)},
		Silent: [2]Example{told("8 check-ins, 3 with a word", 8, 3), told("4 check-ins, none with a word", 4, 0)},
		objective: func(p *pass, g *goal) []Finding {
			checks, words := 0, 0
			for _, k := range g.results {
				checks, words = checks+p.Told[k.ID].Checks, words+p.Told[k.ID].Words
			}
			if g.Stage != okr.Active || checks < fewChecks || words*wordShare >= checks {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("%d check-ins, %d of them with a word", checks, words), Fix: "Answer one question beside the number: what has changed, or what will you try next?"}}
		},
	},
	{
		ID: "rhythm/late-planning", Severity: Note, Title: "Planned into the cycle", Source: "B21 B24", Needs: "cycle", Why: "What begins in the fifth week has eight left, and its target was made for thirteen.",
		Fires:  [2]Example{activated("three of four went live in February", "2026-02-02", "2026-02-02", "2026-02-09", "2026-01-10"), activated("all went live four weeks in", "2026-01-30", "2026-01-30", "2026-01-30")},
		Silent: [2]Example{activated("all went live in the first two weeks", "2026-01-05", "2026-01-12", "2026-01-14"), activated("one of four was late", "2026-01-05", "2026-01-12", "2026-01-14", "2026-02-10")},
		plan: func(p *pass) []Finding {
			all, late := 0, 0
			for _, g := range p.goals {
				if g.Activated == 0 {
					continue
				}
				if all++; g.Activated.DateIn(p.Settings.Location()).Since(p.Cycle.Execute) > graceDays {
					late++
				}
			}
			if p.Cycle.Execute == "" || all < fewPlanned || 2*late <= all {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("%d of %d objectives went live more than a week after the execution had begun", late, all), Fix: "Begin the next planning two weeks before the cycle ends, with the drafts that are there already."}}
		},
	},
	{
		ID: "rhythm/slow-review", Severity: Note, Title: "Readers run out of time", Source: "F91 F92", Needs: "rhythm", Why: "A draft that nobody reads in a day is not read. The clock is there to find that out, not to replace the reader.",
		Fires:  [2]Example{reviewed("2 of 3 reviews ended by the clock", 2, 1), reviewed("all 4 ended by the clock", 4, 0)},
		Silent: [2]Example{reviewed("1 of 4 ended by the clock", 1, 3), reviewed("2 reviews only", 2, 0)},
		plan: func(p *pass) []Finding {
			all, slow := 0, 0
			for _, r := range p.Rhythm.Reviews {
				if r.End != okr.ReviewAnswered && r.End != okr.ReviewTime {
					continue
				}
				if all++; r.End == okr.ReviewTime && len(r.Waiting()) > 0 {
					slow++
				}
			}
			if all < fewPlanned || 2*slow <= all {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("in %d of %d reviews the clock ended before all teams had answered", slow, all), Fix: "Ask two teams instead of three, or agree on an hour on Tuesdays in which everybody reads."}}
		},
	},
	{
		ID: "rhythm/no-retro", Severity: Warning, Title: "No retrospective", Source: "I114 I119", Needs: "rhythm", Why: "Without it the cycle ends, and its lessons with it.",
		Fires:  [2]Example{lookedBack("skipped", okr.Retrospective{Day: "2026-03-25", Skipped: "No time"}), lookedBack("planned for a day three weeks ago", okr.Retrospective{Day: "2026-03-25"})},
		Silent: [2]Example{lookedBack("held", okr.Retrospective{Day: "2026-03-25", Opened: 1, Revealed: 2, Ended: 3}), lookedBack("open since last week", okr.Retrospective{Day: "2026-04-12", Opened: 1})},
		plan: func(p *pass) (out []Finding) {
			for _, r := range p.Rhythm.Retrospectives {
				f := Finding{Place: Place{Team: r.Team}, Fix: "Twenty-five minutes this week: why did it go as it did, and what do we change? It can still be opened."}
				switch s := r.Stage(); {
				case s == okr.RetroSkipped:
					f.Severity, f.Evidence = Note, "it was not held: "+r.Skipped
				case s != okr.RetroHeld && p.Today.Since(r.Day) > graceDays:
					f.Evidence = fmt.Sprintf("it was to be on %s, and has not ended", dayText(r.Day))
				default:
					continue
				}
				out = append(out, f)
			}
			return out
		},
	},
	{
		ID: "rhythm/no-celebration", Severity: Note, Title: "Nobody has said what went well", Source: "G98 I120", Needs: "rhythm", Why: "People go on with what is seen. Three weeks without a win on the wall are rarely three weeks without a win.",
		Fires:  [2]Example{celebrated("three weeks without a win", "2026-02-20", 0), celebrated("the last month without a win", "2026-03-20", 0)},
		Silent: [2]Example{celebrated("two wins in three weeks", "2026-02-20", 2), celebrated("the first week", "2026-01-18", 0)},
		plan: func(p *pass) []Finding {
			active := slices.ContainsFunc(p.goals, func(g *noted) bool { return g.Stage == okr.Active })
			if p.Rhythm.Wins > 0 || !active || p.Cycle.Execute == "" || p.Today > p.Cycle.End || p.Today.Since(p.Cycle.Execute) < fadingDays {
				return nil
			}
			return []Finding{{Evidence: "no win was shared in three weeks", Fix: "On Friday ask each team for one thing that made somebody’s day easier, and read it aloud."}}
		},
	},
	{
		ID: "rhythm/boring", Severity: Note, Title: "A meeting that is not worth the time", Source: "G105", Needs: "rhythm", Why: "A boring meeting is the first sign: people talk about what goes well, or about tasks.",
		Fires:  [2]Example{worth("4 of 6 say that it was not worth it", 2, 4), worth("half of ten say so", 5, 5)},
		Silent: [2]Example{worth("2 of 6 say so", 4, 2), worth("3 answers are too few to tell", 0, 3)},
		plan: func(p *pass) []Finding {
			return byName(p.Rhythm.Worth, func(w okr.Worth) (string, string) {
				if w.Shown() == nil || w.No < w.Yes {
					return "", ""
				}
				return fmt.Sprintf("%d of %d answers of the last four weeks say that it was not worth the time", w.No, w.Yes+w.No), "Leave out what goes well, begin with what is in the way, and stop when that is decided. Ask again in two weeks."
			})
		},
	},
	{
		ID: "rhythm/in-the-weeds", Severity: Note, Title: "In the weeds", Source: "G105 J131 C41", Needs: "rhythm", Why: "Who promises ten things a week speaks about tasks, and the key results wait.",
		Fires:  [2]Example{promised("11 commitments a week", 11), promised("20 commitments a week", 20)},
		Silent: [2]Example{promised("5 commitments a week", 5), promised("8 commitments a week", 8)},
		plan: func(p *pass) []Finding {
			return byName(p.Rhythm.Promises, func(n float64) (string, string) {
				if n <= manyPromises {
					return "", ""
				}
				return fmt.Sprintf("%.0f commitments a week over the last four weeks", n), "Which three of them move a key result? Promise those; the others live in the backlog."
			})
		},
	},
	{
		ID: "rhythm/heavy", Severity: Note, Title: "The rituals have grown heavy", Source: "K149", Needs: "rhythm", Why: "OKRs are there for the work. When looking after them takes more than an hour a week, people start to fake it.",
		Fires:  [2]Example{heavy("75 minutes a week", 75), heavy("two hours a week", 120)},
		Silent: [2]Example{heavy("25 minutes a week", 25), heavy("an hour a week", 60)},
		plan: func(p *pass) []Finding {
			return byName(p.Rhythm.Minutes, func(n float64) (string, string) {
				if n <= okr.HeavyMinutes {
					return "", ""
				}
				return fmt.Sprintf("about %.0f minutes a week and person; %d are plenty", n, okr.HeavyMinutes), "Which ritual would nobody miss? Check in every two weeks, meet about three topics, or drop a key result."
			})
		},
	},
}

const (
	graceDays    = 7  // for what should be done by a day
	fewChecks    = 5  // check-ins from which on their words are counted
	wordShare    = 10 // one in so many with a word is as good as none
	fewPlanned   = 3  // objectives or reviews from which on a share says something
	manyPromises = 10 // commitments a week: twice what a team keeps
)

// begin is since when a goal is live, as far as that is known.
func begin(p *pass, g *goal) okr.Date {
	if g.Activated == 0 {
		return p.Cycle.Start
	}
	return g.Activated.DateIn(p.Settings.Location())
}

// byName finds something about teams, in the order of their names.
func byName[T any](of map[string]T, says func(T) (evidence, fix string)) []Finding {
	var names []string
	for n := range of {
		names = append(names, n)
	}
	slices.SortFunc(names, strings.Compare)
	var out []Finding
	for _, n := range names {
		if evidence, fix := says(of[n]); evidence != "" {
			out = append(out, Finding{Place: Place{Team: n}, Evidence: evidence, Fix: fix})
		}
	}
	return out
}

func checked(text string, as okr.Date) Example {
	e := live(text)
	e.Case.Goals[0].KeyResults[0].CheckedAs = as
	return e
}

func forgotten(text string, today okr.Date) Example {
	e := live(text)
	e.Case.Today = today
	return e
}

func told(text string, checks, words int) Example {
	e := live(text)
	e.Case.Told = map[string]Told{"k": {Checks: checks, Words: words}}
	return e
}

func activated(text string, days ...okr.Date) Example {
	e := plan(text, len(days), 2, func(i int, g *Goal) {
		g.Stage, g.Activated = okr.Active, okr.InstantOf(days[i].Time())
	})
	e.Case.Today, e.Case.Cycle = "2026-02-20", live("").Case.Cycle
	return e
}

func rhythm(text string, r Rhythm) Example {
	e := live(text)
	e.Case.Rhythm = &r
	return e
}

func reviewed(text string, byTime, answered int) Example {
	var list []okr.Review
	for range byTime {
		list = append(list, okr.Review{End: okr.ReviewTime, Ended: 1, Teams: []okr.TeamReview{{TeamID: "t"}}})
	}
	for range answered {
		list = append(list, okr.Review{End: okr.ReviewAnswered, Ended: 1, Teams: []okr.TeamReview{{TeamID: "t", Answered: 1}}})
	}
	return rhythm(text, Rhythm{Wins: 1, Reviews: list})
}

func lookedBack(text string, r okr.Retrospective) Example {
	e := rhythm(text, Rhythm{Wins: 1, Retrospectives: []Retrospective{{r, "Workshop"}}})
	e.Case.Today = "2026-04-15"
	return e
}

func celebrated(text string, today okr.Date, wins int) Example {
	e := rhythm(text, Rhythm{Wins: wins})
	e.Case.Today = today
	return e
}

func worth(text string, yes, no int) Example {
	return rhythm(text, Rhythm{Wins: 1, Worth: map[string]okr.Worth{"Workshop": {Yes: yes, No: no}}})
}

func promised(text string, n float64) Example {
	return rhythm(text, Rhythm{Wins: 1, Promises: map[string]float64{"Workshop": n}})
}

func heavy(text string, n float64) Example {
	return rhythm(text, Rhythm{Wins: 1, Minutes: map[string]float64{"Workshop": n}})
}

// ofIts is what an objective's key results are called when none of them has something.
func ofIts(keyResults int) string {
	if keyResults == 1 {
		return "its key result"
	}
	return fmt.Sprintf("any of its %d key results", keyResults)
}
