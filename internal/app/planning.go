package app

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
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

// restFor is how many times as long as a reading took no plan of the organization is read again: a very large one must not keep a processor busy.
const restFor = 20

func (a *App) judgePlans(ctx context.Context, orgID string) error {
	if rest, ok := a.resting.Load(orgID); ok && a.now().Before(rest.(time.Time)) {
		return nil
	}
	var made []saidOf
	started := a.now()
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
			before, err := tx.Said(c.ID)
			if err != nil {
				return err
			}
			said, err := say(plan, store.Judgement{CycleID: c.ID, Made: now, Day: today, Rules: judge.Version}, before)
			if err != nil {
				return err
			}
			made = append(made, said)
		}
		return nil
	})
	if err != nil || made == nil {
		return err
	}
	ended := a.now()
	a.resting.Store(orgID, ended.Add(restFor*ended.Sub(started)))
	for _, said := range made {
		if err := a.keepSaid(ctx, orgID, said); err != nil {
			return err
		}
	}
	return nil
}

// saidOf is what changes in what is kept of a cycle.
type saidOf struct {
	keep   []store.Judgement // the whole comes last
	hashes []string
	forget []string // teams about which nothing is said any more
}

// say cuts a plan's judgement into the pieces that are kept, and leaves out those about teams of which the same was said before.
func say(plan Judgement, head store.Judgement, before map[string]string) (out saidOf, err error) {
	named := maps.Clone(plan.Names)
	for _, shared := range plan.Shared {
		for _, team := range shared {
			named[team] = Name{}
		}
	}
	delete(named, "")
	teams := slices.Sorted(maps.Keys(named))
	parts := plan.parts(append(teams, "")...)
	add := func(team string) error {
		j := head
		j.TeamID = team
		j.Report, err = json.Marshal(keptPlan{parts[team], parts[team].Shared})
		hash := fmt.Sprintf("%x", sha256.Sum256(j.Report))
		if team == "" || before[team] != hash {
			out.keep, out.hashes = append(out.keep, j), append(out.hashes, hash)
		}
		return err
	}
	for _, team := range teams {
		if err := add(team); err != nil {
			return out, err
		}
	}
	for team := range before {
		if _, still := parts[team]; !still {
			out.forget = append(out.forget, team)
		}
	}
	return out, add("")
}

// saidAtOnce is how many pieces are written in a transaction.
const saidAtOnce = 50

// keepSaid writes in short transactions, so that nobody waits for the writer.
func (a *App) keepSaid(ctx context.Context, orgID string, said saidOf) error {
	for from := 0; from < len(said.keep); from += saidAtOnce {
		err := a.db.Update(ctx, orgID, func(tx *store.Tx) error {
			for i := from; i < min(from+saidAtOnce, len(said.keep)); i++ {
				if err := tx.KeepJudgement(said.keep[i], said.hashes[i]); err != nil {
					return err
				}
			}
			if from > 0 {
				return nil
			}
			for _, team := range said.forget {
				if err := tx.ForgetJudgement(said.keep[0].CycleID, team); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// readPlan reads a cycle's plan as somebody sees it who belongs to no team, with all that its rules need.
func (a *App) readPlan(tx *store.Tx, org okr.Organization, cycle okr.Cycle, cycles []okr.Cycle) (Judgement, error) {
	out := emptyJudgement()
	out.Cycle = cycle
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
	deals, err := tx.Contracts(nobody, store.ContractFilter{Cycle: cycle.ID, Limit: contractsRead})
	if err != nil {
		return out, err
	}
	for _, d := range deals {
		if d.Holds() {
			c.Contracts++
		}
	}
	if err := a.addLife(tx, nobody, org, &c, names, &out); err != nil {
		return out, err
	}
	if c.Work, err = readWork(tx, org, nobody, names); err != nil {
		return out, err
	}
	if err := addReadings(tx, &c); err != nil {
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
	putGoals(c, list, of, names)
	return nil
}

// putGoals adds objectives with their key results to a case.
func putGoals(c *judge.Case, list []okr.Objective, of map[string][]okr.KeyResult, names map[string]string) {
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
		if slices.ContainsFunc(append(authors[g.ID], g.ProposedBy...), func(id string) bool { return !leads[id] }) {
			n++
		}
	}
	c.Outside = &n
	return err
}
