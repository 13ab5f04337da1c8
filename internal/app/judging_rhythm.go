package app

import (
	"encoding/json"
	"slices"

	"github.com/headwater-okr/headwater/internal/forecast"
	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// revisedFields are those of an objective that say what it aims at; aims are those of a key result.
var revisedFields = map[string]bool{"title": true, "kind": true, "removed_at": true}

// addLife adds what was changed since objectives went live, and what their check-ins tell: two statements.
func addLife(tx *store.Tx, org okr.Organization, ids []string, c *judge.Case) error {
	rewrites, err := tx.Rewrites(ids)
	if err != nil {
		return err
	}
	c.Changes = revised(rewrites, org)
	told, err := tx.Told(ids, c.Cycle.End.Add(-judge.SurpriseDays))
	c.Told = map[string]judge.Told{}
	for id, t := range told {
		c.Told[id] = judge.Told(t)
	}
	return err
}

// How far back the rhythm of a plan is looked at, in days; commitments in whole weeks.
const (
	winsBack  = 21
	worthBack = 28
	weeksBack = 4
)

// reviewsRead is how many reviews of a cycle are looked at.
const reviewsRead = 2000

// addRhythm adds what happens around the objectives, as long as the cycle is looked back on. What it says of teams' rituals is kept beside the report.
func (p *planReading) addRhythm(rituals *ritualsOf) error {
	if !p.lived() || p.whole.Today > p.whole.Cycle.End.Add(retroLate) {
		return nil
	}
	tx, s, c, names := p.tx, store.Scope{}, &p.whole, p.names
	r := judge.Rhythm{Worth: map[string]okr.Worth{}, Promises: map[string]float64{}, Minutes: map[string]float64{}}
	wins, err := tx.Wins("", c.Today.Add(-winsBack), c.Today, 1)
	if err != nil {
		return err
	}
	r.Wins = len(wins)
	if r.Reviews, err = tx.ReviewsOf(s, c.Cycle.ID, reviewsRead); err != nil {
		return err
	}
	retros, err := tx.Retrospectives(s, store.RetrospectiveFilter{Cycles: []string{c.Cycle.ID}})
	if err != nil {
		return err
	}
	for _, x := range retros {
		team := names[x.TeamID]
		if o, ok := p.out.Lines[x.ObjectiveID]; ok {
			team = names[o.TeamID]
		}
		r.Retrospectives = append(r.Retrospectives, judge.Retrospective{Retrospective: x, Team: team})
	}
	worth, err := tx.WorthSince(c.Today.Add(-worthBack))
	if err != nil {
		return err
	}
	for id, w := range worth {
		if w.Shown() != nil { // with fewer answers one could guess who said what
			r.Worth[names[id]] = w
		}
	}
	monday := c.Today.Monday()
	promises, err := tx.PromisesFrom(s, monday.Add(-7*weeksBack), monday)
	if err != nil {
		return err
	}
	of, err := rituals.sum(r.Reviews, promises)
	if err != nil {
		return err
	}
	p.out.Rituals = map[string]okr.Explained{}
	for id, x := range of {
		r.Promises[names[id]] = x.Promises
		if e := x.Minutes(); e.Value != nil && names[id] != "" {
			r.Minutes[names[id]], p.out.Rituals[id] = *e.Value, e
		}
	}
	c.Rhythm = &r
	return nil
}

// ritualsOf are what goes on around each team that leads a live objective, by its id.
type ritualsOf struct {
	*planReading
	teams map[string]okr.Ritual
	tree  okr.Tree
	now   okr.Instant
	prior forecast.Prior
}

func (p *planReading) startRituals() (*ritualsOf, error) {
	teams, err := p.tx.Teams(true)
	return &ritualsOf{p, map[string]okr.Ritual{}, okr.NewTree(teams), p.Now(), p.lessons.prior(p.org.ID)}, err
}

func (r *ritualsOf) add(g judge.Goal) {
	if g.Stage != okr.Active || len(g.TeamIDs) == 0 {
		return
	}
	id := lead(g.Objective)
	team := r.tree.Resolve(id, r.org.Set)
	in := settingIn(g.Objective, r.whole.Cycle, team, r.now, r.prior)
	x := r.teams[id]
	for _, k := range g.KeyResults {
		if k.Source.Kind == okr.Manual {
			x.CheckIns += 7 / float64(team.Interval())
		}
		if h := objectiveHealth(g.Objective, []okr.KeyResult{k}, in); h.Blocked || slices.Contains([]okr.Health{okr.InTrouble, okr.Drifting, okr.Silent}, h.Health) {
			x.Topics++
		}
	}
	r.teams[id] = x
}

func (r *ritualsOf) sum(reviews []okr.Review, promises map[string]int) (map[string]okr.Ritual, error) {
	sizes, err := r.tx.TeamSizes()
	if err != nil {
		return nil, err
	}
	held, err := r.tx.MeetingMinutes(okr.TeamWeekly, r.whole.Cycle.Start)
	_, weeks := r.whole.Cycle.Week(r.whole.Today)
	for id, x := range r.teams {
		x.People, x.Meets, x.Held, x.Weeks, x.Promises = sizes[id], r.tree.Team(id).MeetingDay > 0, held[id], weeks, float64(promises[id])/weeksBack
		for _, v := range reviews {
			if v.Of(id) != nil {
				x.Reads++
			}
		}
		r.teams[id] = x
	}
	return r.teams, err
}

// revised are the rewrites that changed what something aims at.
func revised(list []store.Rewrite, org okr.Organization) []judge.Revised {
	out := []judge.Revised{}
	for _, w := range list {
		r := judge.Revised{Objective: w.ObjectiveID, On: w.Recorded.DateIn(org.Set.Location()), Reason: w.Reason}
		var before, after okr.KeyResult
		if w.Thing == okr.ThingKeyResult {
			r.KeyResult = w.ID
			_ = json.Unmarshal(w.Before, &before) // what cannot be read has no numbers
			_ = json.Unmarshal(w.After, &after)
			r.Unit, r.Value = after.Unit, after.Value
		}
		switch {
		case w.Before == nil:
			r.What = []string{"a key result was added"}
		default:
			for _, c := range okr.Diff(w.Thing, w.Before, w.After) {
				switch {
				case c.Field == "removed_at":
					r.What = append(r.What, "key results")
				case revisedFields[c.Field] || w.Thing == okr.ThingKeyResult && aims[c.Field]:
					r.What = append(r.What, c.Label())
				}
				if w.Thing == okr.ThingKeyResult && c.Field == "target" {
					r.From, r.To = before.Target, after.Target
				}
			}
		}
		if r.What != nil {
			out = append(out, r)
		}
	}
	return out
}
