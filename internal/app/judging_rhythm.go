package app

import (
	"encoding/json"
	"slices"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// revisedFields are those of an objective that say what it aims at; aims are those of a key result.
var revisedFields = map[string]bool{"title": true, "kind": true, "removed_at": true}

// addLife adds what was changed since objectives went live, what their check-ins tell, and, as long as the cycle is looked back on, what happens around them: thirteen
// statements. What it says of teams' rituals is kept beside the report.
func (a *App) addLife(tx *store.Tx, s store.Scope, org okr.Organization, c *judge.Case, names map[string]string, out *Judgement) error {
	if c.Cycle.ID == "" || c.Today < c.Cycle.Start {
		return nil
	}
	rewrites, err := tx.Rewrites(s, c.Cycle.ID)
	if err != nil {
		return err
	}
	c.Changes = revised(rewrites, org)
	told, err := tx.Told(s, c.Cycle.ID, c.Cycle.End.Add(-judge.SurpriseDays))
	if err != nil {
		return err
	}
	c.Told = map[string]judge.Told{}
	for id, t := range told {
		c.Told[id] = judge.Told(t)
	}
	if c.Today > c.Cycle.End.Add(retroLate) {
		return nil
	}
	return a.addRhythm(tx, s, org, c, names, out)
}

// How far back the rhythm of a plan is looked at, in days; commitments in whole weeks.
const (
	winsBack  = 21
	worthBack = 28
	weeksBack = 4
)

// reviewsRead is how many reviews of a cycle are looked at.
const reviewsRead = 2000

func (a *App) addRhythm(tx *store.Tx, s store.Scope, org okr.Organization, c *judge.Case, names map[string]string, out *Judgement) error {
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
		for _, g := range c.Goals {
			if g.ID == x.ObjectiveID {
				team = g.Team
			}
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
	rituals, err := a.rituals(tx, org, *c, r.Reviews, promises)
	if err != nil {
		return err
	}
	out.Rituals = map[string]okr.Explained{}
	for id, x := range rituals {
		r.Promises[names[id]] = x.Promises
		if e := x.Minutes(); e.Value != nil && names[id] != "" {
			r.Minutes[names[id]], out.Rituals[id] = *e.Value, e
		}
	}
	c.Rhythm = &r
	return nil
}

// rituals are what goes on around each team that leads a live objective, by its id.
func (a *App) rituals(tx *store.Tx, org okr.Organization, c judge.Case, reviews []okr.Review, promises map[string]int) (map[string]okr.Ritual, error) {
	teams, err := tx.Teams(true)
	if err != nil {
		return nil, err
	}
	sizes, err := tx.TeamSizes()
	if err != nil {
		return nil, err
	}
	tree, now, prior := okr.NewTree(teams), a.Now(), a.lessons.prior(org.ID)
	out := map[string]okr.Ritual{}
	for _, g := range c.Goals {
		if g.Stage != okr.Active || len(g.TeamIDs) == 0 {
			continue
		}
		id := lead(g.Objective)
		x := out[id]
		team := tree.Resolve(id, org.Set)
		in := settingIn(g.Objective, c.Cycle, team, now, prior)
		for _, k := range g.KeyResults {
			if k.Source.Kind == okr.Manual {
				x.CheckIns += 7 / float64(team.Interval())
			}
			if h := objectiveHealth(g.Objective, []okr.KeyResult{k}, in); h.Blocked || slices.Contains([]okr.Health{okr.InTrouble, okr.Drifting, okr.Silent}, h.Health) {
				x.Topics++
			}
		}
		out[id] = x
	}
	_, weeks := c.Cycle.Week(c.Today)
	for id, x := range out {
		x.People, x.Meets, x.Weeks, x.Promises = sizes[id], tree.Team(id).MeetingDay > 0, weeks, float64(promises[id])/weeksBack
		for _, r := range reviews {
			if r.Of(id) != nil {
				x.Reads++
			}
		}
		out[id] = x
	}
	return out, nil
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
