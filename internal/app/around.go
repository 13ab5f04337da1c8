package app

import (
	"cmp"
	"context"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// Surroundings are what every page has around it: the cycles and the teams to choose from.
type Surroundings struct {
	Today   okr.Date     `json:"today"`
	Current okr.Cycle    `json:"current_cycle"` // the zero Cycle when there is none yet
	Cycles  []okr.Cycle  `json:"cycles"`        // latest first
	Teams   []okr.Placed `json:"teams"`         // in the order of the tree
}

// Around reads a page's surroundings, in two statements.
func (a *App) Around(ctx context.Context, actor Actor) (Surroundings, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Surroundings, error) { return a.around(tx, actor) })
}

func (a *App) around(tx *store.Tx, actor Actor) (Surroundings, error) {
	out := Surroundings{Today: a.Today(actor.Org)}
	var err error
	if out.Cycles, err = tx.Cycles(); err != nil {
		return out, err
	}
	out.Current, _ = okr.CurrentCycle(out.Cycles, out.Today)
	teams, err := tx.Teams(false)
	out.Teams = okr.NewTree(teams).Order()
	return out, err
}

// A Week is everything of the page This week.
type Week struct {
	Surroundings
	Queue   CheckInQueue   `json:"queue"`   // what I check in on, what is due first
	Company []ObjectiveRow `json:"company"` // the company's active objectives of the current cycle
	Mine    []Sight        `json:"line_of_sight,omitempty"`
	Vision  string         `json:"vision,omitempty"`
	Help    []Wanted       `json:"help_wanted,omitempty"` // open blockers in my teams and on my own things, oldest first
	KPIs    []okr.KPI      `json:"kpis,omitempty"`        // of my teams, out of their healthy range
	Empty   bool           `json:"empty"`                 // there is no objective at all yet
	Names   Names          `json:"names"`
}

// A Sight is one step of my line of sight: an objective that I check in on, and what it supports.
type Sight struct {
	Objective Line     `json:"objective"`
	Upstream  []string `json:"upstream,omitempty"` // titles, nearest first
}

// A Wanted is a blocker with where it is.
type Wanted struct {
	okr.Blocker
	KeyResult string `json:"key_result"`
	Objective Line   `json:"objective"`
}

// Week reads This week for the actor, in a constant number of statements.
func (a *App) Week(ctx context.Context, actor Actor) (Week, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Week, error) {
		var out Week
		duties, err := tx.Duties(actor.Scope(), actor.Viewer.MemberID)
		if err != nil {
			return out, err
		}
		if out.Queue, err = a.cards(tx, actor, duties); err != nil {
			return out, err
		}
		sortCards(out.Queue.Cards)
		if out.Surroundings, err = a.around(tx, actor); err != nil {
			return out, err
		}
		if err := out.company(tx, actor, a.Now()); err != nil {
			return out, err
		}
		if err := out.sight(tx, actor, duties); err != nil {
			return out, err
		}
		return out, out.around(tx, actor)
	})
}

// sortCards puts what is due first, the longest overdue at the top, then the rest by its next day.
func sortCards(cards []CheckInCard) {
	slices.SortStableFunc(cards, func(a, b CheckInCard) int {
		if a.Due != b.Due {
			if a.Due {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.NextDue, b.NextDue)
	})
}

// company fills the company's objectives of the current cycle.
func (w *Week) company(tx *store.Tx, actor Actor, now okr.Instant) error {
	if len(w.Teams) == 0 || w.Current.ID == "" {
		w.Empty = true
		return nil
	}
	root := w.Teams[0].ID
	list, err := tx.Objectives(actor.Scope(), store.ObjectiveFilter{Cycle: w.Current.ID, Teams: []string{root}, Stages: []okr.Stage{okr.Active, okr.Closed}})
	if err != nil {
		return err
	}
	w.Empty = len(list) == 0 && len(w.Queue.Cards) == 0
	ids := make([]string, len(list))
	for i, o := range list {
		ids[i] = o.ID
	}
	krs, err := tx.KeyResultsOf(ids, false)
	if err != nil {
		return err
	}
	by := map[string][]okr.KeyResult{}
	for _, k := range krs {
		by[k.ObjectiveID] = append(by[k.ObjectiveID], k)
	}
	teams := make([]okr.Team, len(w.Teams))
	for i, t := range w.Teams {
		teams[i] = t.Team
	}
	team := okr.NewTree(teams).Resolve(root, actor.Org.Set)
	for _, o := range list {
		row := ObjectiveRow{Objective: o}
		row.KeyResults, row.Health = viewKeyResults(actor.Viewer, o, by[o.ID], settingIn(o, w.Current, team, now))
		w.Company = append(w.Company, row)
	}
	return nil
}

// sight follows what I check in on upstream: the titles that the actor may see.
func (w *Week) sight(tx *store.Tx, actor Actor, duties []store.Duty) error {
	vision, err := tx.Vision()
	if err != nil {
		return err
	}
	w.Vision = vision.Text
	seen := map[string]bool{}
	var ids []string
	for _, d := range duties {
		if !seen[d.Objective.ID] {
			seen[d.Objective.ID] = true
			ids = append(ids, d.Objective.ID)
			w.Mine = append(w.Mine, Sight{Objective: Line{d.Objective.ID, d.Objective.Number, d.Objective.Title, lead(d.Objective), d.Objective.Stage}})
		}
	}
	ups, err := tx.UpstreamTitles(actor.Scope(), ids)
	for i := range w.Mine {
		w.Mine[i].Upstream = ups[w.Mine[i].Objective.ID]
	}
	return err
}

// around fills what is around me: blockers, KPIs and names.
func (w *Week) around(tx *store.Tx, actor Actor) error {
	teams := make([]string, 0, len(actor.Viewer.Teams))
	for id := range actor.Viewer.Teams {
		teams = append(teams, id)
	}
	slices.Sort(teams)
	open, err := tx.OpenBlockers(actor.Scope(), actor.Viewer.MemberID, teams, 10)
	if err != nil {
		return err
	}
	people := []string{}
	for _, b := range open {
		w.Help = append(w.Help, Wanted{Blocker: b.Blocker, KeyResult: b.KeyResult, Objective: Line{ID: b.ObjectiveID, Number: b.Number, Title: b.Objective}})
		people = append(people, b.OwnerID)
	}
	var kpis []okr.KPI
	if len(teams) > 0 { // without a team there are none of mine
		if kpis, err = tx.KPIs(teams); err != nil {
			return err
		}
	}
	for _, k := range kpis {
		if ok, _ := k.Healthy(); ok != nil && !*ok {
			w.KPIs = append(w.KPIs, k)
		}
	}
	for _, r := range w.Company {
		people = append(people, r.OwnerID)
	}
	w.Names, err = tx.Names(people)
	return err
}
