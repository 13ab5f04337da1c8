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

// clockJump is more than any reading takes: whoever seems to have read for so long has seen the clock being moved, as an example's can be.
const clockJump = time.Hour

func (a *App) judgePlans(ctx context.Context, orgID string) error {
	if rest, ok := a.resting.Load(orgID); ok && a.now().Before(rest.(time.Time)) {
		return nil
	}
	judged, started := false, a.now()
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
			fresh := j.Rules == judge.Version() && (j.Day == today || c.End < today) && last.Time().Add(settled).Before(j.Made.Time())
			if fresh || c.Closed != 0 && j.Rules == judge.Version() {
				continue
			}
			if err := a.judgeCycle(ctx, tx, org, c, cycles, store.Judgement{CycleID: c.ID, Made: now, Day: today, Rules: judge.Version()}); err != nil {
				return err
			}
			judged = true
		}
		return nil
	})
	ended := a.now()
	if took := ended.Sub(started); judged && took < clockJump {
		a.resting.Store(orgID, ended.Add(restFor*took))
	}
	return err
}

// judgeCycle reads a cycle's plan and keeps what is said of it, a few teams at a time, each in a short transaction, so that nobody waits for the writer. What is said
// again as it was before is not written again. The whole comes last, and is what says that the plan has been read; it is not kept when meanwhile somebody has made
// something private or public.
func (a *App) judgeCycle(ctx context.Context, tx *store.Tx, org okr.Organization, cycle okr.Cycle, cycles []okr.Cycle, head store.Judgement) error {
	before, err := tx.Said(cycle.ID)
	if err != nil {
		return err
	}
	private, err := tx.Hidden(store.Scope{})
	if err != nil {
		return err
	}
	keep := func(parts map[string]Judgement) error {
		var list []store.Judgement
		var hashes []string
		for team, part := range parts {
			j := head
			j.TeamID = team
			if j.Report, err = json.Marshal(keptPlan{part, part.Shared}); err == nil && len(part.course) > 0 {
				j.Course, err = json.Marshal(part.course)
			}
			if err != nil {
				return err
			}
			if hash := fmt.Sprintf("%x", sha256.Sum256(slices.Concat(j.Report, j.Course))); team == "" || before[team] != hash {
				list, hashes = append(list, j), append(hashes, hash)
			}
			delete(before, team)
		}
		if len(list) == 0 {
			return nil
		}
		return a.db.Update(ctx, org.ID, func(tx *store.Tx) error {
			for i, j := range list {
				if j.TeamID == "" {
					if now, err := tx.Hidden(store.Scope{}); err != nil || !maps.Equal(now, private) {
						return err
					}
				}
				if err := tx.KeepJudgement(j, hashes[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	whole, err := a.readPlan(tx, org, cycle, cycles, keep)
	if err != nil {
		return err
	}
	if len(before) > 0 { // teams about which nothing is said any more
		err := a.db.Update(ctx, org.ID, func(tx *store.Tx) error {
			for team := range before {
				if err := tx.ForgetJudgement(cycle.ID, team); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return keep(map[string]Judgement{"": whole})
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
	last, err := a.goals(tx, s, f, c, names)
	if err == nil && last != nil {
		a.addChances(c, org)
	}
	return err
}

// goals reads the objectives that a filter finds into the case, but for dropped ones, and returns the last of them, nil where there is none.
func (a *App) goals(tx *store.Tx, s store.Scope, f store.ObjectiveFilter, c *judge.Case, names map[string]string) (last *okr.Objective, err error) {
	f.Stages = []okr.Stage{okr.Draft, okr.InReview, okr.Active, okr.Closed}
	f.Shown = true
	list, err := tx.Objectives(s, f)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	of, err := keyResultsOf(tx, list)
	if err != nil {
		return nil, err
	}
	putGoals(c, list, of, names)
	return &list[len(list)-1], nil
}

func (a *App) addChances(c *judge.Case, org string) {
	c.Chances = map[string]float64{}
	prior := a.lessons.prior(org)
	for _, g := range c.Goals {
		for _, k := range g.KeyResults {
			if p := forecast.Chance(k, c.Cycle, c.Today, prior); p != nil {
				c.Chances[k.ID] = *p
			}
		}
	}
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
	grades, err := tx.LeastGrades(s)
	if err != nil {
		return err
	}
	c.Before, c.Record = map[string]bool{}, map[string][]float64{}
	for _, x := range cycles { // the latest first
		if start[x.ID] == "" {
			continue
		}
		for team, least := range grades[x.ID] {
			if c.Before[names[team]] = true; least != nil {
				c.Record[team] = append(c.Record[team], *least)
			}
		}
	}
	if before != "" {
		c.Earlier, err = tx.Titles(s, before)
	}
	return err
}

// outsiders says whether somebody outside the leadership is among the members, who may be nobody: the program itself.
func outsiders(tx *store.Tx, root string) (func(members []string) bool, error) {
	members, err := tx.Members(true)
	leads := map[string]bool{"": true}
	for _, m := range members {
		if m.Role == okr.OrgOwner || m.Role == okr.OrgAmbassador || slices.ContainsFunc(m.Teams, func(x okr.Membership) bool { return x.TeamID == root && x.Role == okr.TeamLead }) {
			leads[m.ID] = true
		}
	}
	return func(members []string) bool {
		return slices.ContainsFunc(members, func(id string) bool { return !leads[id] })
	}, err
}
