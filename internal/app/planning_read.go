package app

import (
	"maps"
	"slices"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// pieceOf is how many objectives of a plan are in memory at once with all that is known of them.
const pieceOf = 200

// A planReading is one reading of a cycle's plan, in pieces, as somebody sees it who belongs to no team.
type planReading struct {
	*App
	tx    *store.Tx
	org   okr.Organization
	whole judge.Case        // all that is known but the goals
	names map[string]string // of teams and pillars
	plan  judge.Plan
	out   Judgement
	of    map[string][]string // objectives, by each of their teams
	kpis  measures
	said  []judge.Finding
	about map[string][]int // which of said are about a team
	first map[string][]judge.Finding
}

// readPlan reads a cycle's plan, with all that its rules need. It gives what is said about a few teams at a time to keep, and returns what is said of the whole.
func (a *App) readPlan(tx *store.Tx, org okr.Organization, cycle okr.Cycle, cycles []okr.Cycle, keep func(map[string]Judgement) error) (Judgement, error) {
	r := planReading{App: a, tx: tx, org: org, out: emptyJudgement(), of: map[string][]string{}, about: map[string][]int{}, first: map[string][]judge.Finding{}}
	r.out.Cycle = cycle
	c, names, err := a.caseOf(tx, org, cycle)
	if err != nil {
		return r.out, err
	}
	r.whole, r.names = c, names
	if err := a.addHistory(tx, store.Scope{}, &r.whole, names, cycles); err != nil {
		return r.out, err
	}
	if err := r.note(); err != nil {
		return r.out, err
	}
	if err := r.settle(); err != nil {
		return r.out, err
	}
	teams := slices.Sorted(maps.Keys(r.of))
	for len(teams) > 0 {
		n, objectives := 0, 0
		for n < len(teams) && (n == 0 || objectives+len(r.of[teams[n]]) <= pieceOf) {
			objectives += len(r.of[teams[n]])
			n++
		}
		parts, err := r.read(teams[:n])
		if err == nil {
			err = keep(parts)
		}
		if err != nil {
			return r.out, err
		}
		teams = teams[n:]
	}
	return r.sum(), nil
}

// note reads all goals for what is asked of them together.
func (r *planReading) note() error {
	outside, err := outsiders(r.tx, r.whole.Root)
	if err != nil {
		return err
	}
	written := 0
	rituals, err := r.startRituals()
	if err != nil {
		return err
	}
	f := store.ObjectiveFilter{Cycle: r.whole.Cycle.ID, Limit: pieceOf}
	for {
		c := r.whole
		if f.After, err = r.goals(r.tx, store.Scope{}, f, &c, r.names); err != nil {
			return err
		}
		r.plan.Note(c)
		r.whole.Dismissed = c.Dismissed
		ids := make([]string, len(c.Goals))
		for i, g := range c.Goals {
			ids[i] = g.ID
			r.out.note(g)
			r.out.KeyResults += len(g.KeyResults)
			for _, team := range g.TeamIDs {
				r.of[team] = append(r.of[team], g.ID)
			}
			rituals.add(g)
		}
		r.out.Objectives += len(c.Goals)
		authors, err := r.tx.Authors(ids)
		if err != nil {
			return err
		}
		for _, g := range c.Goals {
			if outside(append(authors[g.ID], g.ProposedBy...)) {
				written++
			}
		}
		if len(c.Goals) < pieceOf {
			break
		}
	}
	r.whole.Outside = &written
	return r.addRhythm(rituals)
}

// settle finds what the rules say of all goals together.
func (r *planReading) settle() error {
	c, nobody := &r.whole, store.Scope{}
	deals, err := r.tx.Contracts(nobody, store.ContractFilter{Cycle: c.Cycle.ID, Limit: contractsRead})
	if err != nil {
		return err
	}
	for _, d := range deals {
		if d.Holds() {
			c.Contracts++
		}
	}
	if c.Work, err = readWork(r.tx, r.org, nobody, r.names, store.ObjectiveFilter{}); err != nil {
		return err
	}
	if r.kpis, err = measuresOf(r.tx); err != nil {
		return err
	}
	if c.Readings = map[string][]okr.Point{}; r.out.Objectives > 0 {
		c.Chances = map[string]float64{}
	}
	if r.lived() {
		c.Changes, c.Told = []judge.Revised{}, map[string]judge.Told{}
	}
	r.said = r.plan.Settle(*c)
	named := map[string][]string{}
	for team := range r.of {
		named[r.names[team]] = append(named[r.names[team]], team)
	}
	for i, f := range r.said {
		for _, team := range r.out.about(f, named) {
			r.about[team] = append(r.about[team], i)
		}
	}
	r.count(r.said)
	return nil
}

// read reads the goals of a few teams with all that is known of them, and returns what is said about each.
func (r *planReading) read(teams []string) (map[string]Judgement, error) {
	var ids []string
	about := map[int]bool{}
	for _, team := range teams {
		ids = append(ids, r.of[team]...)
		for _, i := range r.about[team] {
			about[i] = true
		}
	}
	slices.Sort(ids)
	outlooks := map[string]*Outlook{}
	for _, team := range teams {
		outlooks[team] = &Outlook{}
	}
	var lines []judge.Finding
	for ids := range slices.Chunk(slices.Compact(ids), pieceOf) {
		c := r.whole
		c.Goals, c.Dismissed = nil, nil
		if _, err := r.goals(r.tx, store.Scope{}, store.ObjectiveFilter{IDs: ids}, &c, r.names); err != nil {
			return nil, err
		}
		r.addChances(&c, r.org.ID)
		r.addOutlook(c, outlooks)
		if r.lived() {
			if err := addLife(r.tx, r.org, ids, &c); err != nil {
				return nil, err
			}
		}
		if err := r.kpis.read(r.tx, &c); err != nil {
			return nil, err
		}
		lines = append(lines, r.plan.Read(c)...)
	}
	r.count(slices.DeleteFunc(slices.Clone(lines), func(f judge.Finding) bool { return !slices.Contains(teams, r.out.Lines[f.Place.Objective].TeamID) }))
	j := r.out
	for _, i := range slices.Sorted(maps.Keys(about)) {
		j.Findings = append(j.Findings, r.said[i])
	}
	j.Findings = append(slices.Clip(j.Findings), lines...)
	slices.SortStableFunc(j.Findings, r.plan.Order)
	of := map[string]judge.Report{}
	for _, team := range teams {
		of[team] = r.plan.Part(team)
	}
	parts := j.parts(of)
	for team, part := range parts {
		part.Outlook = *outlooks[team]
		parts[team] = part
	}
	return parts, nil
}

// addOutlook adds the chances of goals to those of their teams, and to the whole with the team that leads.
func (r *planReading) addOutlook(c judge.Case, teams map[string]*Outlook) {
	for _, g := range c.Goals {
		for _, k := range g.KeyResults {
			chance, known := c.Chances[k.ID]
			if !known {
				continue
			}
			for i, team := range g.TeamIDs {
				if o := teams[team]; o != nil {
					o.add(chance)
					if i == 0 {
						r.out.Outlook.add(chance)
					}
				}
			}
		}
	}
}

// count keeps the first findings of each rule, and how many there are.
func (r *planReading) count(list []judge.Finding) {
	grown := map[string]bool{}
	for _, f := range list {
		r.out.Counts[f.Rule]++
		r.first[f.Rule] = append(r.first[f.Rule], f)
		grown[f.Rule] = true
	}
	for rule := range grown {
		slices.SortStableFunc(r.first[rule], r.plan.Order)
		r.first[rule] = slices.Clone(r.first[rule][:min(len(r.first[rule]), FindingsOfRule)])
	}
}

// sum is what is said of the whole.
func (r *planReading) sum() Judgement {
	r.out.Report, r.out.Rituals = r.plan.Report(), nil // each stands with what is said of its team
	for _, rule := range judge.Rules {
		r.out.Findings = append(r.out.Findings, r.first[rule.ID]...)
	}
	slices.SortStableFunc(r.out.Findings, r.plan.Order)
	return r.out.tidy()
}

// lived is whether the cycle has begun.
func (r *planReading) lived() bool {
	return r.whole.Cycle.ID != "" && r.whole.Today >= r.whole.Cycle.Start
}
