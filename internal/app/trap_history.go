package app

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A TrapPoint is how the trap stood at the end of a week.
type TrapPoint struct {
	Week  okr.Date         `json:"week"` // its Monday
	Date  okr.Date         `json:"date"` // its Sunday, as it stood at the end of which
	Index int              `json:"index"`
	Known bool             `json:"known"`
	Parts []judge.TrapPart `json:"parts"`
}

// KeepTraps keeps how the trap stood at the end of each week that is over, in every cycle of every organization. A job calls it. It reads the log, so that weeks in which no
// program ran are kept just as they would have been. Private objectives are in no count.
func (a *App) KeepTraps(ctx context.Context) error {
	var ids []string
	err := a.db.View(ctx, "", func(tx *store.Tx) (err error) {
		ids, err = tx.OrganizationIDs()
		return err
	})
	for _, id := range ids {
		for more := true; more && err == nil; {
			more, err = a.keepTrap(ctx, id)
		}
	}
	return err
}

// keepTrap keeps the first week that is not kept yet, and says whether it found one: short transactions, however many weeks there are.
func (a *App) keepTrap(ctx context.Context, orgID string) (found bool, err error) {
	var list []store.TrapWeek
	err = a.db.View(ctx, orgID, func(tx *store.Tx) error {
		org, err := tx.Organization()
		if err != nil || !org.Set.Uses(okr.PartRoadmap) {
			return err
		}
		cycles, err := tx.Cycles()
		if err != nil {
			return err
		}
		kept, err := tx.TrapWeeksKept()
		if err != nil {
			return err
		}
		for _, c := range cycles {
			for week := c.Start.Monday(); week.Add(6) < a.Today(org) && week <= c.End; week = week.Add(7) {
				if kept[c.ID][week] || endOf(week.Add(6), org.Set) < org.Created {
					continue
				}
				list, err = a.trapAt(tx, org, c, week)
				return err
			}
		}
		return nil
	})
	if err != nil || len(list) == 0 {
		return false, err
	}
	return true, a.db.Update(ctx, orgID, func(tx *store.Tx) error { return tx.KeepTrapWeek(list) })
}

// trapAt is how the trap of a cycle stood at the end of a week, of all and of each team with objectives then. Nine statements.
func (a *App) trapAt(tx *store.Tx, org okr.Organization, cycle okr.Cycle, week okr.Date) ([]store.TrapWeek, error) {
	nobody := store.Scope{}
	day := week.Add(6)
	at := endOf(day, org.Set)
	c, names, err := a.caseOf(tx, org, cycle)
	if err != nil {
		return nil, err
	}
	c.Today = day
	_, pillars, err := tx.StrategyAt(at)
	if err != nil {
		return nil, err
	}
	c.Pillars = []string{}
	for _, p := range pillars {
		c.Pillars = append(c.Pillars, p.Title)
		names[p.ID] = p.Title
	}
	objectives, of, err := tx.TreeAt(nobody, cycle.ID, at, nil)
	if err != nil {
		return nil, err
	}
	objectives = slices.DeleteFunc(objectives, func(o okr.Objective) bool { return o.Stage == okr.Dropped })
	putGoals(&c, objectives, of, names)
	roads, backlog, err := tx.WorkAt(at)
	if err != nil {
		return nil, err
	}
	if c.Work, err = a.servingSeen(tx, org, roads, backlog, names); err != nil {
		return nil, err
	}
	var teams []string
	for _, g := range c.Goals {
		if id := lead(g.Objective); !slices.Contains(teams, id) {
			teams = append(teams, id)
		}
	}
	whole, each, _ := judge.ReadTrap(c, teams...)
	out := []store.TrapWeek{}
	for i, t := range append([]judge.Trap{whole}, each...) {
		parts, err := json.Marshal(t.Parts)
		if err != nil {
			return nil, err
		}
		w := store.TrapWeek{CycleID: cycle.ID, Week: week, Index: t.Index, Known: t.Known, Parts: string(parts)}
		if i > 0 {
			w.TeamID = teams[i-1]
		}
		out = append(out, w)
	}
	return out, nil
}

// servingSeen is work as the judge takes it, without the links to key results of private objectives.
func (a *App) servingSeen(tx *store.Tx, org okr.Organization, roads []okr.RoadmapItem, backlog []okr.BacklogItem, names map[string]string) ([]judge.Work, error) {
	var ids []string
	for _, r := range roads {
		for _, s := range r.Serves {
			ids = append(ids, s.KeyResultID)
		}
	}
	hidden, err := tx.Hidden(store.Scope{})
	if err != nil {
		return nil, err
	}
	for i := range roads {
		roads[i].Serves = slices.DeleteFunc(slices.Clone(roads[i].Serves), func(s okr.Serve) bool { return hidden[s.KeyResultID] })
	}
	return workOf(org, roads, backlog, names), nil
}

// addTrapHistory fills in how the trap stood week by week, of all and of each team.
func (v *TrapView) addTrapHistory(tx *store.Tx) error {
	v.History = []TrapPoint{}
	weeks, err := tx.TrapWeeks(v.Cycle.ID)
	if err != nil {
		return err
	}
	for _, w := range weeks {
		p := TrapPoint{Week: w.Week, Date: w.Week.Add(6), Index: w.Index, Known: w.Known}
		if err := json.Unmarshal([]byte(w.Parts), &p.Parts); err != nil {
			return err
		}
		if w.TeamID == "" {
			v.History = append(v.History, p)
			continue
		}
		for i := range v.Teams {
			if v.Teams[i].TeamID == w.TeamID {
				v.Teams[i].History = append(v.Teams[i].History, p)
			}
		}
	}
	return nil
}

// measures are the KPIs by unit and by what they measure.
type measures map[string]map[string]string

func measuresOf(tx *store.Tx) (measures, error) {
	kpis, err := tx.KPIs(nil)
	out := measures{}
	for _, x := range kpis {
		if m := judge.MetricOf(x.Name); m != "" {
			if out[x.Unit] == nil {
				out[x.Unit] = map[string]string{}
			}
			out[x.Unit][m] = x.ID
		}
	}
	return out, err
}

// read gives the judge what a metric's own source says: the values of a KPI that measures the same in the same unit, since before the cycle began.
func (m measures) read(tx *store.Tx, c *judge.Case) error {
	same := map[string]string{} // key result → KPI
	var ids []string
	for _, g := range c.Goals {
		for _, k := range g.KeyResults {
			if of := m[k.Unit]; k.Kind == okr.Number && of != nil {
				if id := of[judge.MetricOf(k.Title)]; id != "" {
					same[k.ID] = id
					ids = append(ids, id)
				}
			}
		}
	}
	c.Readings = map[string][]okr.Point{}
	if len(ids) == 0 {
		return nil
	}
	slices.Sort(ids)
	values, err := tx.ValuesSince(slices.Compact(ids), c.Cycle.Start.Add(-readingsBefore))
	for kr, kpi := range same {
		if len(values[kpi]) > 0 {
			c.Readings[kr] = values[kpi]
		}
	}
	return err
}

// readingsBefore is how many days before a cycle a value still says where its metric stood at the start.
const readingsBefore = 60
