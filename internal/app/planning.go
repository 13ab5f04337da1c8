package app

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/headwater-okr/headwater/internal/forecast"
	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// settled is how long after the last change a plan is still read again, so that what was written in the same moment is not missed.
const settled = 2 * time.Second

// JudgePlans reads the plans that have changed, or that are older than today, of every organization, and keeps what the judge says of them. A job calls it. What is
// kept is what everybody may see: private objectives are not in it, in no count and beside no other.
func (a *App) JudgePlans(ctx context.Context) error {
	var ids []string
	err := a.db.View(ctx, "", func(tx *store.Tx) (err error) {
		ids, err = tx.OrganizationIDs()
		return err
	})
	for _, id := range ids {
		if err == nil {
			err = a.judgePlans(ctx, id)
		}
	}
	return err
}

func (a *App) judgePlans(ctx context.Context, orgID string) error {
	var made []store.Judgement
	err := a.db.View(ctx, orgID, func(tx *store.Tx) error {
		now := a.Now()
		last, err := tx.LastEvent()
		if err != nil {
			return err
		}
		have, err := tx.Judgements()
		if err != nil {
			return err
		}
		org, err := tx.Organization()
		if err != nil {
			return err
		}
		cycles, err := tx.Cycles()
		if err != nil {
			return err
		}
		today := a.Today(org)
		for _, c := range cycles {
			j := have[c.ID]
			fresh := j.Rules == judge.Version && (j.Day == today || c.End < today) && last.Time().Add(settled).Before(j.Made.Time())
			if fresh || c.Closed != 0 && j.Rules == judge.Version {
				continue
			}
			plan, err := a.readPlan(tx, org, c, cycles)
			if err != nil {
				return err
			}
			text, err := json.Marshal(keptPlan{plan, plan.Shared})
			if err != nil {
				return err
			}
			made = append(made, store.Judgement{CycleID: c.ID, Made: now, Day: today, Rules: judge.Version, Report: text})
		}
		return nil
	})
	if err != nil || made == nil {
		return err
	}
	return a.db.Update(ctx, orgID, func(tx *store.Tx) error {
		for _, j := range made {
			if err := tx.KeepJudgement(j); err != nil {
				return err
			}
		}
		return nil
	})
}

// readPlan reads a cycle's plan as somebody sees it who belongs to no team, with all that its rules need.
func (a *App) readPlan(tx *store.Tx, org okr.Organization, cycle okr.Cycle, cycles []okr.Cycle) (Judgement, error) {
	out := Judgement{Cycle: cycle, Lines: map[string]Line{}, Names: Names{}, Shared: map[string][]string{}}
	nobody := store.Scope{}
	c, names, err := a.caseOf(tx, org, cycle)
	if err != nil {
		return out, err
	}
	if err := a.addHistory(tx, nobody, &c, names, cycles); err != nil {
		return out, err
	}
	if err := a.addGoals(tx, nobody, store.ObjectiveFilter{Cycle: cycle.ID}, &c, names, org.ID); err != nil {
		return out, err
	}
	if err := addAuthors(tx, &c, cycle.ID); err != nil {
		return out, err
	}
	if c.Work, err = readWork(tx, org, nobody, names); err != nil {
		return out, err
	}
	out.Report = judge.Read(c)
	out.Objectives = len(c.Goals)
	for _, g := range c.Goals {
		out.KeyResults += len(g.KeyResults)
		out.note(g)
	}
	return out, nil
}

// caseOf is a case without objectives: the settings, the strategy, and what teams and pillars are called.
func (a *App) caseOf(tx *store.Tx, org okr.Organization, cycle okr.Cycle) (judge.Case, map[string]string, error) {
	c := judge.Case{Today: a.Today(org), Settings: org.Set, Cycle: cycle, Pillars: []string{}, Data: org.Has(okr.PartData)}
	pillars, err := tx.Pillars()
	if err != nil {
		return c, nil, err
	}
	names := map[string]string{}
	for _, p := range pillars {
		if names[p.ID] = p.Title; p.Removed == 0 {
			c.Pillars = append(c.Pillars, p.Title)
		}
	}
	vision, err := tx.Vision()
	if err != nil {
		return c, nil, err
	}
	c.Vision = &vision.Text
	teams, err := tx.Teams(false)
	for _, t := range teams {
		names[t.ID] = t.Name
		if t.ParentID == "" {
			c.Root = t.ID
		}
	}
	return c, names, err
}

// addGoals reads the objectives that a filter finds into the case, but for dropped ones, with the chances of their key results.
func (a *App) addGoals(tx *store.Tx, s store.Scope, f store.ObjectiveFilter, c *judge.Case, names map[string]string, org string) error {
	f.Stages = []okr.Stage{okr.Draft, okr.InReview, okr.Active, okr.Closed}
	f.Shown = true
	list, err := tx.Objectives(s, f)
	if err != nil || len(list) == 0 {
		return err
	}
	ids := make([]string, len(list))
	for i, o := range list {
		ids[i] = o.ID
	}
	krs, err := tx.KeyResultsOf(ids, false)
	if err != nil {
		return err
	}
	of := map[string][]okr.KeyResult{}
	c.Chances = map[string]float64{}
	prior := a.lessons.prior(org)
	for _, k := range krs {
		of[k.ObjectiveID] = append(of[k.ObjectiveID], k)
		if p := forecast.Chance(k, c.Cycle, c.Today, prior); p != nil {
			c.Chances[k.ID] = *p
		}
	}
	for _, o := range list {
		g := judge.Goal{Objective: o, Team: names[lead(o)], KeyResults: of[o.ID]}
		for i, up := range g.Supports { // the plan's gaps are told by the pillars' titles
			if t, ok := names[up.ID]; ok && up.Kind == okr.UpPillar {
				g.Supports = slices.Clone(g.Supports)
				g.Supports[i].ID = t
			}
		}
		c.Goals = append(c.Goals, g)
		c.Dismissed = append(c.Dismissed, dismissals(o, of[o.ID])...)
	}
	return nil
}

// addHistory adds what earlier cycles tell: which teams had objectives, the cycle before, and how everything was closed.
func (a *App) addHistory(tx *store.Tx, s store.Scope, c *judge.Case, names map[string]string, cycles []okr.Cycle) error {
	start := map[string]okr.Date{}
	before := "" // the last cycle that ended before this one begins
	for _, x := range cycles {
		if x.End < c.Cycle.Start {
			start[x.ID] = x.Start
			if before == "" {
				before = x.ID
			}
		}
	}
	list, err := tx.Objectives(s, store.ObjectiveFilter{Stages: []okr.Stage{okr.Active, okr.Closed}})
	if err != nil {
		return err
	}
	c.Before, c.Record = map[string]bool{}, map[string][]float64{}
	least := map[string]map[string]float64{} // by team and cycle
	for _, o := range list {
		if start[o.CycleID] == "" {
			continue
		}
		c.Before[names[lead(o)]] = true
		if o.CycleID == before {
			c.Earlier = append(c.Earlier, judge.Goal{Objective: o})
		}
		if o.Grade != nil {
			if least[lead(o)] == nil {
				least[lead(o)] = map[string]float64{}
			}
			if g, known := least[lead(o)][o.CycleID]; !known || *o.Grade < g {
				least[lead(o)][o.CycleID] = *o.Grade
			}
		}
	}
	for team, of := range least {
		for _, x := range cycles { // the latest first
			if g, known := of[x.ID]; known {
				c.Record[team] = append(c.Record[team], g)
			}
		}
	}
	return nil
}

// addAuthors counts the objectives in which somebody outside the leadership has written.
func addAuthors(tx *store.Tx, c *judge.Case, cycleID string) error {
	members, err := tx.Members(true)
	if err != nil {
		return err
	}
	leads := map[string]bool{"": true} // nobody: the program itself
	for _, m := range members {
		leads[m.ID] = m.Role == okr.OrgOwner || m.Role == okr.OrgAmbassador ||
			slices.ContainsFunc(m.Teams, func(x okr.Membership) bool { return x.TeamID == c.Root && x.Role == okr.TeamLead })
	}
	authors, err := tx.Authors(cycleID)
	n := 0
	for _, g := range c.Goals {
		if slices.ContainsFunc(authors[g.ID], func(id string) bool { return !leads[id] }) {
			n++
		}
	}
	c.Outside = &n
	return err
}
