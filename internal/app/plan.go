package app

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/headwater-okr/headwater/internal/judge"
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
	Lessons []Lesson       `json:"lessons,omitempty"` // of that one, of the least reached first
	Open    []Carriable    `json:"open,omitempty"`    // the first of what the cycle before has left unfinished
	OpenOf  string         `json:"open_of,omitempty"` // the name of that one
	Vision  bool           `json:"vision"`            // there is one, and a choice

	Findings []judge.Finding        `json:"findings"`       // of the judge about the plan as it was last read, the gravest first
	Said     int                    `json:"findings_total"` // how many there are
	Lines    map[string]Line        `json:"lines"`          // the objectives that findings name
	Data     map[okr.ReadyState]int `json:"data"`           // key results of the plan by whether their number can be had
	Unowned  int                    `json:"unowned"`        // of those, whose check-in is nobody's

	Company int `json:"company_objectives"` // of the plan, that the company shares
	Many    int `json:"many_key_results"`   // objectives with more key results than are usual
	Few     int `json:"few_key_results"`    // and with fewer

	Crowded   []PlanTeam `json:"crowded,omitempty"`    // of the teams below, those of the plan that lead more objectives than are plenty
	Teams     []PlanTeam `json:"teams"`                // what is asked of whom: of the actor's teams first
	MoreTeams int        `json:"more_teams,omitempty"` // how many further teams there are

	Proposals int            `json:"proposals"`           // that wait for an answer
	Contracts []ContractView `json:"contracts,omitempty"` // that the teams which are shown ask of others, or others of them; without any, those of the actor
	Ours      []string       `json:"-"`                   // those teams

	Names Names `json:"names"`

	earlier []okr.Cycle     // that ended before
	below   []string        // the team that was asked for, as a store's filter
	part    map[string]bool // it and those below it; nil is all
}

// isOf is whether a team is one of those that the plan is shown for.
func (p *Planning) isOf(teamID string) bool { return p.part == nil || p.part[teamID] }

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
	May        bool        `json:"may_edit"`
}

// How much of it stands on the page.
const (
	cardsShown   = 40
	reviewsShown = 200
	lessonsShown = 5
	openShown    = 6
	// What is shown unasked of what the judge says.
	findingsShown = 3
)

// Planning reads how a cycle's plan comes about, in ten statements.
func (a *App) Planning(ctx context.Context, actor Actor, q PlanQuery) (Planning, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Planning, error) {
		out := Planning{Today: a.Today(actor.Org)}
		var cycles []okr.Cycle
		var asked []store.Asked
		var visions []okr.Vision
		var pillars []okr.Pillar
		reads, every := a.teamsFor(tx, actor)
		if err := tx.Read(append(reads, tx.CyclesInto(&cycles), askedInto(&asked, tx, actor), tx.VisionInto(&visions), tx.PillarsInto(&pillars))...); err != nil {
			return out, err
		}
		if err := out.choose(cycles, q.CycleID); err != nil {
			return out, err
		}
		all := every()
		out.Ours = slices.Sorted(maps.Keys(actor.Viewer.Teams))
		if q.TeamID != "" {
			if _, err := all.standing(q.TeamID); err != nil {
				return out, err
			}
			out.Ours, out.below, out.part = all.tree.Below(q.TeamID), all.below(q.TeamID), map[string]bool{}
			for _, id := range out.Ours {
				out.part[id] = true
			}
		}
		named, err := out.board(a, tx, actor, all, q.TeamID)
		if err != nil {
			return out, err
		}
		if err := out.lessons(tx, actor); err != nil {
			return out, err
		}
		if err := out.open(tx, actor); err != nil {
			return out, err
		}
		out.Asked = a.asked(actor, asked)
		for _, r := range out.Asked {
			named = append(named, r.AuthorID)
		}
		for _, l := range out.Lessons {
			named = append(named, l.TeamIDs...)
		}
		for _, o := range out.Open {
			named = append(named, o.TeamID)
		}
		out.Vision = len(visions) > 0 && visions[0].Text != "" && len(pillars) > 0
		out.Names, err = tx.Names(named)
		return out, err
	})
}

// choose finds the cycle that is planned, unless another is named, and those before it.
func (p *Planning) choose(cycles []okr.Cycle, id string) error {
	p.Cycle, _ = okr.PlannedCycle(cycles, p.Today)
	if i := slices.IndexFunc(cycles, func(c okr.Cycle) bool { return c.ID == id }); i >= 0 {
		p.Cycle = cycles[i]
	}
	if p.Cycle.ID == "" || id != "" && p.Cycle.ID != id {
		return okr.Fail(okr.NotFound, "", "There is no such cycle.")
	}
	p.Steps, p.Step = p.Cycle.PlanSteps(), p.Cycle.PlanStep(p.Today)
	for _, c := range cycles { // the latest first
		if c.End < p.Cycle.Start && c.Removed == 0 && c.Like(p.Cycle) {
			p.earlier = append(p.earlier, c)
		}
	}
	return nil
}

// board reads the cards with their reviews, how long reviews took, what is asked of others and what is proposed, and counts the rest: who is named on them.
func (p *Planning) board(a *App, tx *store.Tx, actor Actor, all rememberedTeams, teamID string) (named []string, err error) {
	stages := openStages
	filter := func(i int) store.ObjectiveFilter {
		return store.ObjectiveFilter{Cycle: p.Cycle.ID, Below: p.below, Stages: stages[i : i+1], Limit: cardsShown}
	}
	columns := make([][]store.Counted, len(stages))
	var reviews []okr.Review
	var waiting []string
	var deals []store.Deal
	var said store.Judgement
	var judged bool
	reads := []store.Read{tx.JudgementInto(&said, &judged, p.Cycle.ID, teamID), tx.ReviewsInto(&reviews, actor.Scope(), p.Cycle.ID, reviewsShown), tx.WaitingInto(&waiting, p.Cycle.ID)}
	for i := range stages {
		reads = append(reads, tx.CountedInto(&columns[i], actor.Scope(), filter(i)))
	}
	if f := (store.ContractFilter{Cycle: p.Cycle.ID, Limit: contractsRead}); len(p.Ours) > 0 {
		if f.Teams = p.Ours; teamID != "" {
			f.Teams, f.Below = nil, []string{teamID}
		}
		reads = append(reads, tx.ContractsInto(&deals, actor.Scope(), f))
	}
	if err := tx.Read(reads...); err != nil {
		return nil, err
	}
	plan, _ := keptOf(said)
	p.judged(plan)
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
	p.Columns = make([]PlanColumn, len(stages))
	more, counted := p.count(tx, actor, all, teamID)
	for i, list := range columns {
		col := &p.Columns[i]
		*col = PlanColumn{Stage: stages[i], Cards: []Card{}}
		for _, o := range list {
			c := Card{Line: Line{o.ID, o.Number, o.Title, lead(o.Objective), o.Stage}, TeamIDs: o.TeamIDs, KeyResults: o.KeyResults, May: okr.CanEdit(actor.Viewer, o.Objective) == nil}
			named = append(named, o.TeamIDs...)
			if r, have := latest[o.ID]; have && (r.Ended == 0 || r.Open() > 0) {
				v := a.viewReview(actor, o.Objective, r)
				c.Review = &v
				for _, t := range r.Teams {
					named = append(named, t.TeamID)
				}
			}
			col.Cards = append(col.Cards, c)
		}
	}
	for _, id := range waiting {
		if p.isOf(id) {
			p.Proposals++
		}
	}
	p.Contracts = contractViews(actor, deals, &named)
	if err := tx.Read(more...); err != nil {
		return nil, err
	}
	return append(named, counted()...), nil
}

// judged takes what the judge says of the plan, but for what stands beside the limits.
func (p *Planning) judged(said Judgement) {
	p.Said, p.Lines = said.Asked(), said.Lines
	findings := slices.DeleteFunc(said.Findings, func(f judge.Finding) bool { return f.Rule == "plan/too-many-objectives" })
	p.Findings = findings[:min(len(findings), findingsShown)]
}

// lessons reads what was learned in the last cycle before of which anything is known, of the least reached first: there is most to learn from.
func (p *Planning) lessons(tx *store.Tx, actor Actor) error {
	last := p.earlier[:min(len(p.earlier), 2)] // the last one may not be closed yet
	if len(last) == 0 {
		return nil
	}
	ids := make([]string, len(last))
	for i, c := range last {
		ids[i] = c.ID
	}
	list, err := lessonsOf(tx, actor, lessonChoice{cycles: ids})
	if err != nil {
		return err
	}
	for _, c := range last {
		for _, l := range list {
			if l.CycleID == c.ID && l.Learned != "" && (p.part == nil || slices.ContainsFunc(l.TeamIDs, p.isOf)) {
				p.Lessons = append(p.Lessons, l)
			}
		}
		if p.Before = &c; len(p.Lessons) > 0 {
			break
		}
	}
	slices.SortStableFunc(p.Lessons, func(a, b Lesson) int { return cmp.Compare(gradeOr(a.Grade, 1), gradeOr(b.Grade, 1)) })
	p.Lessons = p.Lessons[:min(len(p.Lessons), lessonsShown)]
	return nil
}

// open reads the first of what the cycle before has left unfinished, but for what was let go.
func (p *Planning) open(tx *store.Tx, actor Actor) (err error) {
	if len(p.earlier) == 0 {
		return nil
	}
	p.OpenOf = p.earlier[0].Name
	keys, err := tx.CarryKeys(actor.Scope(), store.CarryFilter{ObjectiveFilter: store.ObjectiveFilter{Cycle: p.earlier[0].ID, Below: p.below, Limit: openShown}, Into: p.Cycle.ID, Onwards: true})
	if err == nil {
		p.Open, err = carriables(tx, actor, keys, p.Cycle.ID)
	}
	return err
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

// askedInto reads the reviews that run and ask the actor's teams, the one that ends first first.
func askedInto(list *[]store.Asked, tx *store.Tx, actor Actor) store.Read {
	if !actor.Org.Set.Uses(okr.PartPlanning) || actor.Viewer.Role == okr.OrgViewer {
		return store.Read{}
	}
	return tx.ReviewsAskedInto(list, actor.Scope(), slices.Sorted(maps.Keys(actor.Viewer.Teams)), reviewsShown)
}

// asked are those of the reviews that still wait for one of the actor's teams.
func (a *App) asked(actor Actor, list []store.Asked) (out []AskedReview) {
	for _, r := range list {
		for _, team := range r.Waiting() {
			if _, in := actor.Viewer.Teams[team]; in {
				out = append(out, AskedReview{a.viewReview(actor, okr.Objective{}, r.Review), Line{ID: r.ObjectiveID, Number: r.Number, Title: r.Title, Stage: r.Stage}, team})
			}
		}
	}
	return out
}
