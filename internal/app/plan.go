package app

import (
	"cmp"
	"context"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A PlanQuery says whose planning to show: of a cycle, "" is the one that is planned now, and of a team with those below it, "" are all.
type PlanQuery struct {
	CycleID string `json:"cycle_id,omitempty"`
	TeamID  string `json:"team_id,omitempty"`
}

// A Planning is how a cycle's plan comes about: where it stands, what is drafted, who reads it, and what the cycle before has taught.
type Planning struct {
	Cycle   okr.Cycle      `json:"cycle"`
	Today   okr.Date       `json:"today"`
	Steps   []okr.PlanStep `json:"steps"`
	Step    int            `json:"step"`    // an index of Steps, or as many as there are
	Columns []PlanColumn   `json:"columns"` // draft, in review, active
	Asked   []AskedReview  `json:"asked,omitempty"`
	Median  int            `json:"median_minutes"`    // of how long reviews took on their clock; 0 without any
	Read    int            `json:"read"`              // how many reviews that is of
	Before  *okr.Cycle     `json:"before,omitempty"`  // the last cycle before it of which lessons are known
	Lessons []Taught       `json:"lessons,omitempty"` // of that one
	Vision  bool           `json:"vision"`            // there is one, and a choice
	Names   Names          `json:"names"`

	earlier []okr.Cycle // that ended before
}

// A PlanColumn is the objectives of one stage.
type PlanColumn struct {
	Stage okr.Stage `json:"stage"`
	Cards []Card    `json:"cards"` // the first ones
	Total int       `json:"total"`
}

// A Card is an objective on the board.
type Card struct {
	Line
	TeamIDs    []string    `json:"team_ids"`
	KeyResults int         `json:"key_results"`
	Review     *ReviewView `json:"review,omitempty"`
}

// A Taught is what somebody learned from an objective of the cycle before.
type Taught struct {
	Line
	Learned string   `json:"learned"`
	Grade   *float64 `json:"grade,omitempty"`
}

// How much of it stands on the page.
const (
	cardsShown   = 40
	reviewsShown = 200
	lessonsShown = 5
)

// Planning reads how a cycle's plan comes about, in at most twenty-four statements.
func (a *App) Planning(ctx context.Context, actor Actor, q PlanQuery) (Planning, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Planning, error) {
		out := Planning{Today: a.Today(actor.Org)}
		cycles, err := tx.Cycles()
		if err != nil {
			return out, err
		}
		if err := out.choose(cycles, q.CycleID); err != nil {
			return out, err
		}
		every, err := tx.Teams(true)
		if err != nil {
			return out, err
		}
		tree := okr.NewTree(every)
		var teams []string
		if q.TeamID != "" {
			if tree.Team(q.TeamID).ID == "" {
				return out, okr.Fail(okr.NotFound, "", "There is no such team.")
			}
			teams = tree.Below(q.TeamID)
		}
		named := []string{}
		if named, err = out.board(a, tx, actor, teams); err != nil {
			return out, err
		}
		if err := out.lessons(tx, actor, teams); err != nil {
			return out, err
		}
		if out.Asked, err = a.asked(tx, actor); err != nil {
			return out, err
		}
		for _, r := range out.Asked {
			named = append(named, r.AuthorID)
		}
		for _, l := range out.Lessons {
			named = append(named, l.TeamID)
		}
		vision, err := tx.Vision()
		if err != nil {
			return out, err
		}
		pillars, err := tx.Pillars()
		if err != nil {
			return out, err
		}
		out.Vision = vision.Text != "" && slices.ContainsFunc(pillars, func(p okr.Pillar) bool { return p.Removed == 0 })
		out.Names, err = tx.Names(named)
		return out, err
	})
}

// choose finds the cycle that is planned, and the one before it. Without a name it is the next that is not executed yet, else the current one.
func (p *Planning) choose(cycles []okr.Cycle, id string) error {
	p.Cycle, _ = okr.CurrentCycle(cycles, p.Today)
	for _, c := range cycles { // the latest first
		switch {
		case id != "" && c.ID == id:
			p.Cycle = c
		case id == "" && c.Closed == 0 && c.Removed == 0 && p.Today < c.Execute && c.ParentID == p.Cycle.ParentID:
			p.Cycle = c // at last the next one
		}
	}
	if p.Cycle.ID == "" || id != "" && p.Cycle.ID != id {
		return okr.Fail(okr.NotFound, "", "There is no such cycle.")
	}
	p.Steps, p.Step = p.Cycle.PlanSteps(), p.Cycle.PlanStep(p.Today)
	for _, c := range cycles { // of the same length or nearly, the latest first
		if c.End < p.Cycle.Start && c.Removed == 0 && c.ParentID == p.Cycle.ParentID {
			p.earlier = append(p.earlier, c)
		}
	}
	return nil
}

// board reads the cards with their reviews, and how long reviews took: who is named on them.
func (p *Planning) board(a *App, tx *store.Tx, actor Actor, teams []string) (named []string, err error) {
	var objectives []okr.Objective
	for _, stage := range []okr.Stage{okr.Draft, okr.InReview, okr.Active} {
		f := store.ObjectiveFilter{Cycle: p.Cycle.ID, Teams: teams, Stages: []okr.Stage{stage}, Shown: true, Limit: cardsShown}
		c := PlanColumn{Stage: stage, Cards: []Card{}}
		list, err := tx.Objectives(actor.Scope(), f)
		if err != nil {
			return nil, err
		}
		if c.Total = len(list); c.Total == cardsShown {
			if c.Total, err = tx.CountObjectives(actor.Scope(), f); err != nil {
				return nil, err
			}
		}
		for _, o := range list {
			c.Cards = append(c.Cards, Card{Line: Line{o.ID, o.Number, o.Title, lead(o), o.Stage}, TeamIDs: o.TeamIDs})
			named = append(named, o.TeamIDs...)
		}
		objectives = append(objectives, list...)
		p.Columns = append(p.Columns, c)
	}
	ids := make([]string, len(objectives))
	for i, o := range objectives {
		ids[i] = o.ID
	}
	krs, err := tx.KeyResultsOf(ids, false)
	if err != nil {
		return nil, err
	}
	reviews, err := tx.ReviewsOf(actor.Scope(), p.Cycle.ID, reviewsShown)
	if err != nil {
		return nil, err
	}
	latest := map[string]okr.Review{}
	for _, r := range reviews { // those that run come first, then the latest
		if _, have := latest[r.ObjectiveID]; !have {
			latest[r.ObjectiveID] = r
		}
		if r.End == okr.ReviewAnswered || r.End == okr.ReviewTime {
			p.Read++
		}
	}
	p.Median = int(actor.Org.Set.Holidays.MedianClock(reviews, actor.Org.Set.Location()).Minutes())
	for i := range p.Columns {
		for j := range p.Columns[i].Cards {
			c := &p.Columns[i].Cards[j]
			for _, k := range krs {
				if k.ObjectiveID == c.ID {
					c.KeyResults++
				}
			}
			if r, have := latest[c.ID]; have && (r.Ended == 0 || r.Open() > 0) {
				at := slices.IndexFunc(objectives, func(o okr.Objective) bool { return o.ID == c.ID })
				v := a.viewReview(actor, objectives[at], r)
				c.Review = &v
				for _, t := range r.Teams {
					named = append(named, t.TeamID)
				}
			}
		}
	}
	return named, nil
}

// lessons reads what was learned in the cycle before, of the least reached first: there is most to learn from.
func (p *Planning) lessons(tx *store.Tx, actor Actor, teams []string) error {
	for _, c := range p.earlier[:min(len(p.earlier), 2)] { // the last one may not be closed yet
		list, err := tx.Objectives(actor.Scope(), store.ObjectiveFilter{Cycle: c.ID, Teams: teams, Stages: []okr.Stage{okr.Closed}, Shown: true, Limit: cardsShown})
		if err != nil {
			return err
		}
		for _, o := range list {
			if o.Note.Learned != "" {
				p.Lessons = append(p.Lessons, Taught{Line{o.ID, o.Number, o.Title, lead(o), o.Stage}, o.Note.Learned, o.Grade})
			}
		}
		if p.Before = &c; len(p.Lessons) > 0 {
			break
		}
	}
	slices.SortStableFunc(p.Lessons, func(a, b Taught) int { return cmp.Compare(gradeOr(a.Grade, 1), gradeOr(b.Grade, 1)) })
	p.Lessons = p.Lessons[:min(len(p.Lessons), lessonsShown)]
	return nil
}

func gradeOr(g *float64, or float64) float64 {
	if g == nil {
		return or
	}
	return *g
}

// An AskedReview is a review that waits for one of the actor's teams.
type AskedReview struct {
	ReviewView
	Objective Line   `json:"objective"`
	TeamID    string `json:"team_id"` // that is asked
}

// asked are the reviews that wait for the actor's teams, the one that ends first first: one statement.
func (a *App) asked(tx *store.Tx, actor Actor) ([]AskedReview, error) {
	if !actor.Org.Set.Uses(okr.PartPlanning) || actor.Viewer.Role == okr.OrgViewer {
		return nil, nil
	}
	var mine []string
	for id := range actor.Viewer.Teams {
		mine = append(mine, id)
	}
	slices.Sort(mine)
	list, err := tx.ReviewsAsked(actor.Scope(), mine, reviewsShown)
	var out []AskedReview
	for _, r := range list {
		for _, team := range r.Waiting() {
			if _, in := actor.Viewer.Teams[team]; in {
				out = append(out, AskedReview{a.viewReview(actor, okr.Objective{}, r.Review), Line{ID: r.ObjectiveID, Number: r.Number, Title: r.Title, Stage: r.Stage}, team})
			}
		}
	}
	return out, err
}
