package judge

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
)

// When work counts as drifting away from the plan, and progress as counted in tasks.
const (
	unalignedLeast = 5    // open items, below which a share says little
	unalignedShare = 0.5  // of the open work without a key result
	unalignedTrend = 28   // days back that the trend looks
	movedLeast     = 0.2  // progress, below which nothing has moved yet
	movedNear      = 0.1  // how near progress stays to the share of items that are done
	stillShare     = 0.05 // of the way from the baseline to the target, within which a source stands still
)

// flowRules look for the trap: a plan that the backlog has written.
var flowRules = []Rule{
	{
		ID: "flow/backlog-echo", Severity: Warning, Title: "It was in the backlog before", Source: "A6 A7 C48", Needs: "work", Why: "A key result that restates planned work makes the plan follow the backlog: the work gets done, and nobody asks what it was good for.",
		Fires: [2]Example{
			flow("“Ship the new repair calendar”, in the backlog since January", "Ship the new repair calendar", Work{Item: Item{ID: "w", Title: "New repair calendar", Created: "2026-01-12"}}),
			flow("“Migrate invoices to the new ledger”, two months after the item", "Migrate invoices to the new ledger", Work{Item: Item{ID: "w", Title: "Ledger: migrate invoices", Created: "2026-02-01"}}),
		},
		Silent: [2]Example{
			flow("the same, with the item created later", "Ship the new repair calendar", Work{Item: Item{ID: "w", Title: "New repair calendar", Created: "2026-05-12"}}),
			flow("an outcome that an older item serves", "Share of repairs done within a day from 40 % to 65 %", Work{Item: Item{ID: "w", Title: "New repair calendar", Created: "2026-01-12"}}),
		},
		keyResult: func(p *pass, _ *goal, k *result) []Finding {
			e := p.echo(k.ID)
			if e == nil {
				return nil
			}
			f := Finding{Evidence: e.Why, Fix: "What will be different for somebody once it is done? Make that the key result, and let the item serve it.", Weight: 3 + 4*e.Score}
			if e.Score < 0.6 {
				f.Severity = Note
			}
			return []Finding{f}
		},
	},
	{
		ID: "flow/moved-by-tasks", Severity: Serious, Title: "Moved by tasks, not by the metric", Source: "A7 A8", Needs: "readings", Why: "Progress that follows finished tasks measures how busy we were. The metric is there to say whether it helped.",
		Fires:  [2]Example{moved("progress follows four finished items while the source stays at 40", 40, 40, 40), moved("while the source moves from 40 to 41 of 80", 40, 40, 41)},
		Silent: [2]Example{moved("the source moves along", 40, 60, 80), moved("the source has one value only", 40)},
		keyResult: func(p *pass, _ *goal, k *result) []Finding {
			return p.movedByTasks(k)
		},
	},
	{
		ID: "flow/unaligned-work", Severity: Warning, Title: "Much work without a purpose above it", Source: "A7 A11 A14", Needs: "work", Why: "Work that serves no key result is done anyway, and takes the time of what does.",
		Fires:  [2]Example{backlog("6 open items, 4 of them without a key result", 6, 4), backlog("10 open items, none with a key result", 10, 10)},
		Silent: [2]Example{backlog("10 open items, 3 of them without a key result", 10, 3), backlog("2 open items", 2, 2)},
		plan:   unalignedWork,
	},
	{
		ID: "flow/roadmap-without-result", Severity: Warning, Title: "A bet without a result", Source: "A4 A6", Needs: "work", Why: "A roadmap item is a bet on a result. Without one, nobody can say whether it paid off.",
		Fires: [2]Example{
			flow("a roadmap item that serves nothing", "", Work{Item: Item{ID: "w", Title: "Courier app", Kind: "roadmap"}}),
			flow("one of two", "", Work{Item: Item{ID: "w", Title: "Courier app", Kind: "roadmap"}}, Work{Item: Item{ID: "v", Title: "Day slots", Kind: "roadmap"}, Serves: []string{"k"}}),
		},
		Silent: [2]Example{
			flow("a roadmap item that serves a key result", "", Work{Item: Item{ID: "w", Title: "Courier app", Kind: "roadmap"}, Serves: []string{"k"}}),
			flow("one that is done", "", Work{Item: Item{ID: "w", Title: "Courier app", Kind: "roadmap"}, Done: "2026-03-01"}),
		},
		plan: roadmapWithoutResult,
	},
	{
		ID: "flow/result-without-work", Severity: Note, Title: "Nobody works on it", Source: "A4 A5", Needs: "work", Why: "A key result that no work serves is a wish, unless others carry it.",
		Fires: [2]Example{
			flow("others have work, this one has none", "", Work{Item: Item{ID: "w", Title: "Courier app"}, Serves: []string{"other"}}),
			flow("all work serves another", "", Work{Item: Item{ID: "w", Title: "Courier app"}, Serves: []string{"other"}}, Work{Item: Item{ID: "v", Title: "Day slots"}}),
		},
		Silent: [2]Example{
			flow("it has work", "", Work{Item: Item{ID: "w", Title: "Courier app"}, Serves: []string{"k"}}),
			flow("no work is linked to anything yet", "", Work{Item: Item{ID: "w", Title: "Courier app"}}),
		},
		keyResult: resultWithoutWork,
	},
	{
		ID: "flow/short-term", Severity: Warning, Title: "Nothing beyond this cycle", Source: "A8", Needs: "pillars", Why: "When everything ends with the cycle and leads to no strategic choice, the next cycle starts where this one did.",
		Fires:  [2]Example{pillared("2 objectives that lead to no pillar", 2, 0, ""), pillared("3 of them", 3, 0, "")},
		Silent: [2]Example{pillared("one of 3 serves a pillar", 3, 1, ""), pillared("one is due after the cycle", 2, 0, "2026-09-30")},
		plan:   shortTerm,
	},
}

// echo is what a key result restates, or nil; findings that were dismissed stay out of it.
func (p *pass) echo(id string) *Echo {
	if p.echoes == nil {
		c := EchoCase{Planned: p.Cycle.Start}
		for _, g := range p.goals {
			for _, k := range g.results {
				c.KeyResults = append(c.KeyResults, Wanted{ID: k.ID, Text: k.text, Objective: g.Title, Written: k.written})
			}
		}
		for _, w := range p.Work {
			c.Backlog = append(c.Backlog, w.Item)
		}
		p.echoes = map[string]*Echo{}
		for _, e := range Echoes(c) {
			p.echoes[e.KeyResult] = &e
		}
	}
	e := p.echoes[id]
	if e == nil || p.accepted(id) {
		return nil
	}
	return e
}

// accepted answers whether a key result was looked at and is meant to restate its item, as it is worded now.
func (p *pass) accepted(id string) bool {
	at, ok := p.index()[id]
	if !ok {
		return false
	}
	g := p.goals[at]
	i := slices.IndexFunc(g.results, func(k measure) bool { return k.ID == id })
	return i >= 0 && p.dismissed(Finding{Rule: "flow/backlog-echo", Place: Place{Objective: g.ID, KeyResult: id, Text: g.results[i].Title}})
}

// movedByTasks compares three lines: the progress that was checked in, the share of items done, and what the metric's own source said.
func (p *pass) movedByTasks(k *result) []Finding {
	source := p.Readings[k.ID]
	if len(source) < 2 || len(k.Trail) < 2 || k.Baseline == nil || k.Target == nil || *k.Baseline == *k.Target {
		return nil
	}
	first, last := k.Trail[0].Date, k.Trail[len(k.Trail)-1].Date
	at := func(d okr.Date) (float64, bool) {
		v, ok := 0.0, false
		for _, r := range source {
			if r.Date <= d {
				v, ok = r.Value, true
			}
		}
		return v, ok
	}
	from, known := at(first)
	to, _ := at(last)
	if !known || source[len(source)-1].Date <= first || math.Abs(to-from) > stillShare*math.Abs(*k.Target-*k.Baseline) {
		return nil
	}
	serves := func(w Work) bool { return slices.Contains(w.Serves, k.ID) }
	derived := slices.ContainsFunc(p.Work, func(w Work) bool { return serves(w) && w.Kind != Bet }) // then a bet is what they add up to, and no item of its own
	done := func(d okr.Date) (n, of int) {
		for _, w := range p.Work {
			if serves(w) && (w.Kind != Bet || !derived) {
				of++
				if w.Done != "" && w.Done <= d {
					n++
				}
			}
		}
		return n, of
	}
	off, steps := 0.0, 0
	for _, point := range k.Trail {
		progress := k.ProgressOf(point.Value).Value
		n, of := done(point.Date)
		if progress == nil || of == 0 {
			return nil
		}
		off += math.Abs(*progress - float64(n)/float64(of))
		steps++
	}
	began, ended := k.ProgressOf(k.Trail[0].Value).Value, k.ProgressOf(k.Trail[len(k.Trail)-1].Value).Value
	if off/float64(steps) > movedNear || *ended-*began < movedLeast {
		return nil
	}
	n, of := done(last)
	return []Finding{{
		Evidence: fmt.Sprintf("from %s to %s the progress went from %.0f %% to %.0f %%, as %d of %d items got done; the source said %s and then %s", dayText(first), dayText(last), 100**began, 100**ended, n, of, trim(from, k.Unit), trim(to, k.Unit)),
		Fix:      "Check in what the source says, and ask which of the finished items was meant to move it.",
	}}
}

func unalignedWork(p *pass) []Finding {
	var out []Finding
	for _, t := range p.workTeams() {
		open, none := unaligned(p.Work, t.TeamID, p.Today)
		if open < unalignedLeast || float64(none) < unalignedShare*float64(open) {
			continue
		}
		f := Finding{Place: Place{Team: t.Team}, Evidence: fmt.Sprintf("%d of %d open items serve no key result", none, open), Fix: "Go through them once: which serve a result, which keep the lights on, and which could be dropped today?"}
		if was, wasNone := unaligned(p.Work, t.TeamID, p.Today.Add(-unalignedTrend)); was > 0 {
			f.Evidence += fmt.Sprintf("; four weeks ago it was %d of %d", wasNone, was)
		}
		out = append(out, f)
	}
	return out
}

// workTeams are the teams that have work, one item of each, in their order.
func (p *pass) workTeams() []Work {
	var out []Work
	for _, w := range p.Work {
		if !slices.ContainsFunc(out, func(o Work) bool { return o.TeamID == w.TeamID }) {
			out = append(out, w)
		}
	}
	return out
}

func roadmapWithoutResult(p *pass) []Finding {
	var out []Finding
	for _, t := range p.workTeams() {
		var titles []string
		for _, w := range p.Work {
			if w.TeamID == t.TeamID && w.Kind == Bet && w.Done == "" && len(w.Serves) == 0 {
				titles = append(titles, w.Title)
			}
		}
		if len(titles) > 0 {
			f := Finding{Place: Place{Team: t.Team}, Evidence: join(quote(titles[:min(len(titles), 3)])), Fix: "Which key result would move if it works? Link it, or take it off the roadmap."}
			if len(titles) > 3 {
				f.Evidence += fmt.Sprintf(" and %d more", len(titles)-3)
			}
			out = append(out, f)
		}
	}
	return out
}

func resultWithoutWork(p *pass, g *goal, k *result) []Finding {
	w := p.working()
	carried := k.Source.Kind != okr.Manual || w.supported[k.ID] || w.supported[g.ID]
	if len(w.served) == 0 || w.served[k.ID] || carried || k.Progress != nil && *k.Progress >= 1 {
		return nil
	}
	return []Finding{{Evidence: "no item on the roadmap or in the backlog serves it, and no other objective supports it", Fix: "What is the first thing that would move it, and who begins?"}}
}

// working is what work serves, and what other goals support, by id.
type working struct{ served, supported map[string]bool }

func (p *pass) working() *working {
	if p.works == nil {
		p.works = &working{map[string]bool{}, map[string]bool{}}
		for _, w := range p.Work {
			for _, id := range w.Serves {
				p.works.served[id] = true
			}
		}
		for _, g := range p.goals {
			for _, s := range g.Supports {
				p.works.supported[s.ID] = true
			}
		}
	}
	return p.works
}

func shortTerm(p *pass) []Finding {
	return p.byTeam(func(_ string, _ bool, goals []*noted) *Finding {
		if len(goals) < 2 {
			return nil
		}
		for _, g := range goals {
			if p.leadsUp(g, nil) || slices.ContainsFunc(g.results, func(k measure) bool { return p.Cycle.End != "" && k.Due > p.Cycle.End }) {
				return nil
			}
		}
		return &Finding{Evidence: fmt.Sprintf("%s, all due within %s, and none leads to a pillar", counted(len(goals), "objective"), cmp.Or(p.Cycle.Name, "the cycle")), Fix: "Which strategic choice should be visibly further along at the end of the cycle? Let one objective support it."}
	})
}

// flow is an example of one key result k and the work around it, of a cycle that begins in April.
func flow(text, title string, work ...Work) Example {
	e := plan(text, 1, 1, nil)
	k := &e.Case.Goals[0].KeyResults[0]
	k.ID, k.Title = "k", cmp.Or(title, k.Title)
	e.Case.Work = work
	e.Case.Cycle = okr.Cycle{Start: "2026-04-01", End: "2026-06-30"}
	e.Case.Today = "2026-05-20"
	return e
}

// backlog is an example of n open items, of which none serve no key result.
func backlog(text string, n, none int) Example {
	e := flow(text, "")
	for i := range n {
		w := Work{Item: Item{ID: fmt.Sprint("w", i), Title: fmt.Sprint("Item ", i), Created: "2026-01-10"}, TeamID: "t", Team: "Team"}
		if i >= none {
			w.Serves = []string{"k"}
		}
		e.Case.Work = append(e.Case.Work, w)
	}
	return e
}

// moved is an example of a key result from 40 to 80 whose check-ins follow four finished items, with what its source said.
func moved(text string, source ...float64) Example {
	e := flow(text, "Bookings a day from 40 to 80")
	from, to := 40.0, 80.0
	k := &e.Case.Goals[0].KeyResults[0]
	k.Kind, k.Direction, k.Baseline, k.Target = okr.Number, okr.Increase, &from, &to
	e.Case.Readings = map[string][]okr.Point{}
	for i := range 4 {
		day := okr.Date("2026-04-05").Add(7 * i)
		k.Trail = append(k.Trail, okr.Point{Date: day, Value: 40 + 10*float64(i)})
		e.Case.Work = append(e.Case.Work, Work{Item: Item{ID: fmt.Sprint("w", i), Title: fmt.Sprint("Step ", i)}, Serves: []string{"k"}, Done: day.Add(5)})
	}
	for i, v := range source {
		e.Case.Readings["k"] = append(e.Case.Readings["k"], okr.Point{Date: okr.Date("2026-04-02").Add(10 * i), Value: v})
	}
	return e
}

// pillared is an example of n objectives of a team, of which with support a pillar.
func pillared(text string, n, with int, due okr.Date) Example {
	e := plan(text, n, 2, func(i int, g *Goal) {
		if i < with {
			g.Supports = []okr.Support{{Kind: okr.UpPillar, ID: "Trust"}}
		}
		g.KeyResults[0].Due = due
	})
	e.Case.Pillars = []string{"Trust"}
	e.Case.Cycle = okr.Cycle{Start: "2026-04-01", End: "2026-06-30"}
	return e
}
