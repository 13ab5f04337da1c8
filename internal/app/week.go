package app

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A Week is everything of the page This week.
type Week struct {
	Surroundings
	Queue     CheckInQueue        `json:"queue"`               // what I check in on, what is due first
	Company   []ObjectiveRow      `json:"company"`             // the company's live and closed objectives of the current cycle
	Ours      []ObjectiveRow      `json:"our_teams,omitempty"` // those of my teams that are not the company's
	Mine      []Sight             `json:"line_of_sight,omitempty"`
	Vision    string              `json:"vision,omitempty"`
	Help      []Wanted            `json:"help_wanted,omitempty"`    // open blockers in my teams and on my own things, oldest first
	KPIs      []okr.KPI           `json:"kpis,omitempty"`           // of my teams, out of their healthy range
	Mentions  []Mention           `json:"mentions,omitempty"`       // of me, the latest first
	Wins      []WinView           `json:"wins,omitempty"`           // since Friday, the latest first
	Team      *TeamWeek           `json:"team_week,omitempty"`      // what my team will do; nil without a team
	Retros    []RetrospectiveLine `json:"retrospectives,omitempty"` // open ones that ask me
	Improve   []okr.Improvement   `json:"improvements,omitempty"`   // mine, due within a week or late
	Empty     bool                `json:"empty"`                    // there is no objective at all yet
	Names     Names               `json:"names"`
	Contracts []ContractView      `json:"contracts,omitempty"` // that wait for an answer of my teams, or for what came of them
	Reviews   []AskedReview       `json:"reviews,omitempty"`   // that wait for my teams, the one that ends first first
}

// A Sight is my line of sight through one objective: what it supports, and the key results that I check in on with the work that serves them.
type Sight struct {
	Objective  Line          `json:"objective"`
	Upstream   []string      `json:"upstream,omitempty"` // titles, nearest first
	KeyResults []SightResult `json:"key_results,omitempty"`
}

// A SightResult is a key result in my line of sight.
type SightResult struct {
	ID    string     `json:"id"`
	Title string     `json:"title"`
	Work  []BetBelow `json:"work,omitempty"`
}

// A Wanted is a blocker with where it is.
type Wanted struct {
	okr.Blocker
	KeyResult  string         `json:"key_result"`
	Objective  Line           `json:"objective"`
	Escalation okr.Escalation `json:"escalation"`    // how far up it has come by its age: 0 its owner, 1 the lead of the team, 2 the lead above
	Ask        []string       `json:"ask,omitempty"` // the leads whom a word with is worth it
}

// How much of it stands on the page.
const (
	objectivesShown = 60 // the company's first
	helpShown       = 10
	sightsShown     = 50 // objectives of my line of sight
	mentionsShown   = 5
	winsShown       = 6
)

// Week reads This week for the actor, in six statements, and a seventh where the roadmap is in use.
func (a *App) Week(ctx context.Context, actor Actor) (Week, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Week, error) {
		out := Week{Surroundings: Surroundings{Today: a.Today(actor.Org)}}
		w := weekReading{Week: &out, a: a, tx: tx, actor: actor, teams: slices.Sorted(maps.Keys(actor.Viewer.Teams))}
		if err := w.first(); err != nil {
			return out, err
		}
		var err error
		if w.duties, err = tx.Duties(actor.Scope(), actor.Viewer.MemberID); err != nil {
			return out, err
		}
		var named []string
		out.Queue, named = a.queue(actor, w.duties, w.tree)
		w.named = append(w.named, named...)
		sortCards(out.Queue.Cards)
		if err := w.second(); err != nil {
			return out, err
		}
		out.Empty = len(out.Company)+len(out.Ours)+len(out.Queue.Cards) == 0
		out.Names, err = tx.Names(w.named)
		out.Queue.Names = out.Names
		for i := range out.Mentions {
			m := &out.Mentions[i]
			m.Author = out.Names.Of(m.AuthorID)
			m.show(out.Names)
		}
		return out, err
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

// A weekReading fills a Week.
type weekReading struct {
	*Week
	a      *App
	tx     *store.Tx
	actor  Actor
	tree   okr.Tree
	teams  []string // the actor's
	duties []store.Duty
	named  []string // members and teams that the page names
}

// first reads what depends on nothing but who asks.
func (w *weekReading) first() error {
	var ranges []okr.KPI
	var mentions []store.Mentioning
	var wins []okr.Win
	var promises []store.Promise
	var asked []store.Asked
	var deals []store.Deal
	monday := w.Today.Monday()
	reads, teams := w.a.teamsFor(w.tx, w.actor)
	reads = append(reads, w.tx.CyclesInto(&w.Cycles), trayInto(&w.Tray, w.tx, w.actor),
		w.tx.WinsInto(&wins, "", w.Today.LastFriday(), w.Today, winsShown),
		w.tx.CommitmentsInto(&promises, w.actor.Scope(), w.teams, monday, monday.Add(7*comingWeeks)),
		askedInto(&asked, w.tx, w.actor))
	if len(w.teams) > 0 && w.actor.Org.Set.Uses(okr.PartPlanning) {
		reads = append(reads, w.tx.ContractsInto(&deals, w.actor.Scope(), store.ContractFilter{Teams: w.teams, Waits: w.Today, Limit: contractsRead}))
	}
	if len(w.teams) > 0 {
		reads = append(reads, w.tx.KPIsInto(&ranges, w.teams))
	}
	if me := w.actor.Viewer.MemberID; me != "" {
		reads = append(reads, w.tx.MentionsInto(&mentions, w.actor.Scope(), me, mentionsShown),
			w.tx.ImprovementsInto(&w.Improve, w.actor.Scope(), store.ImprovementFilter{Owner: me, On: true}))
	}
	if err := w.tx.Read(reads...); err != nil {
		return err
	}
	known := teams()
	w.tree, w.Teams = known.tree, slices.Clone(known.order)
	w.Current, _ = okr.CurrentCycle(w.Cycles, w.Today)
	w.Wins = winViews(w.actor, wins)
	w.named = append(w.named, namedIn(w.Wins)...)
	w.commitments(monday, promises)
	for _, m := range mentions {
		w.Mentions = append(w.Mentions, Mention{CommentView: CommentView{m.Comment}, Number: m.Number, Title: m.Title})
		w.named = append(append(w.named, m.AuthorID), m.Mentions...)
	}
	for _, k := range ranges { // those that have left their healthy range
		if ok, _ := k.Healthy(); ok != nil && !*ok {
			w.KPIs = append(w.KPIs, k)
			w.named = append(w.named, k.OwnerID)
		}
	}
	deals = slices.DeleteFunc(deals, func(d store.Deal) bool {
		return !slices.ContainsFunc(append(d.Silent(), d.Turn()), func(id string) bool { return slices.Contains(w.teams, id) })
	})
	if len(deals) > 0 {
		w.Contracts = contractViews(w.actor, deals, &w.named)
	}
	for _, r := range w.a.asked(w.actor, asked) {
		w.Reviews = append(w.Reviews, r)
		w.named = append(w.named, r.AuthorID, r.TeamID)
	}
	w.Improve = slices.DeleteFunc(w.Improve, func(i okr.Improvement) bool { return i.Due == "" || i.Due > w.Today.Add(7) })
	return nil
}

// second reads what depends on what I check in on, and on the cycle: the objectives, what is in the way, and what they lead to.
func (w *weekReading) second() error {
	root := w.tree.Root().ID
	var list []okr.Objective
	if root != "" && w.Current.ID != "" {
		var err error
		if list, err = w.tx.TeamObjectives(w.actor.Scope(), w.Current.ID, append([]string{root}, w.teams...), []okr.Stage{okr.Active, okr.Closed}, objectivesShown); err != nil {
			return err
		}
	}
	ids := make([]string, len(list))
	for i, o := range list {
		ids[i] = o.ID
	}
	var krs []okr.KeyResult
	var open []store.OpenBlocker
	var retros []store.OpenRetrospective
	var serving []store.Serving
	teams, led := w.below()
	objectives, mine := w.mine()
	reads := []store.Read{w.tx.KeyResultsInto(&krs, ids, false),
		w.tx.OpenBlockersInto(&open, w.actor.Scope(), w.actor.Viewer.MemberID, teams, dutyIDs(w.duties)),
		w.tx.RetrospectivesAskInto(&retros, w.actor.Scope(), w.actor.Viewer.MemberID, w.teams, led, objectives)}
	if w.actor.Org.Set.Uses(okr.PartRoadmap) {
		reads = append(reads, w.tx.ServingsInto(&serving, w.actor.Scope(), mine))
	}
	if err := w.tx.Read(reads...); err != nil {
		return err
	}
	w.objectives(list, krs)
	w.blockers(teams, open)
	for _, r := range retros {
		w.Retros = append(w.Retros, RetrospectiveLine{r.Retrospective, r.Stage(), r.Title})
	}
	return w.sight(objectives, serving)
}

// objectives shows the company's and my teams' objectives of the current cycle.
func (w *weekReading) objectives(list []okr.Objective, krs []okr.KeyResult) {
	root := w.tree.Root().ID
	by := byObjective(krs)
	for _, o := range list {
		row := w.a.objectiveRow(w.actor, o, by[o.ID], w.Current, w.tree)
		if slices.Contains(o.TeamIDs, root) {
			w.Company = append(w.Company, row)
		} else {
			w.Ours = append(w.Ours, row)
		}
		w.named = append(append(w.named, o.OwnerID), o.TeamIDs...)
	}
}

// objectiveRow is an objective of a cycle with its key results and how they stand today.
func (a *App) objectiveRow(actor Actor, o okr.Objective, krs []okr.KeyResult, c okr.Cycle, tree okr.Tree) ObjectiveRow {
	row := ObjectiveRow{Objective: o}
	row.KeyResults, row.Health = viewKeyResults(actor.Viewer, o, krs, settingIn(o, c, tree.Resolve(lead(o), actor.Org.Set), a.Now(), a.lessons.prior(actor.Org.ID)))
	return row
}

// commitments shows what my team will do this week: of several teams, the one that stands last in the tree.
func (w *weekReading) commitments(monday okr.Date, promises []store.Promise) {
	mine := ""
	for _, t := range w.Teams {
		if _, in := w.actor.Viewer.Teams[t.ID]; in {
			mine = t.ID
		}
	}
	if mine == "" {
		return
	}
	team := sortWeek(w.actor, mine, monday, promises)
	w.Team = &team
	w.named = append(w.named, mine)
	for _, list := range [][]CommitmentView{team.Now, team.Before} {
		for _, c := range list {
			w.named = append(w.named, c.OwnerID)
		}
	}
}

// below are my teams with those directly below one that I lead, and the ones that I lead.
func (w *weekReading) below() (teams, led []string) {
	teams = slices.Clone(w.teams)
	for _, id := range w.teams {
		if w.actor.Viewer.Teams[id] == okr.TeamLead {
			led = append(led, id)
			for _, c := range w.tree.Children(id) {
				teams = append(teams, c.ID)
			}
		}
	}
	slices.Sort(teams)
	return slices.Compact(teams), led
}

// blockers shows what is in the way: of my check-ins, in my teams, what I look after, and what has come up to me from the teams below one that I lead.
func (w *weekReading) blockers(teams []string, open []store.OpenBlocker) {
	var list []okr.Blocker
	for _, b := range open {
		up := b.Escalation(w.Today, w.actor.Org.Set)
		_, mine := w.actor.Viewer.Teams[b.TeamID]
		if below := slices.Contains(teams, b.TeamID) && !mine && b.OwnerID != w.actor.Viewer.MemberID; below && up < okr.WithAbove {
			continue
		}
		list = append(list, b.Blocker)
		w.named = append(w.named, b.OwnerID)
		if len(w.Help) < helpShown {
			h := Wanted{Blocker: b.Blocker, KeyResult: b.KeyResult, Escalation: up, Objective: Line{b.ObjectiveID, b.Number, b.Objective, b.TeamID, okr.Active}}
			switch up {
			case okr.WithLead:
				h.Ask = b.Leads
			case okr.WithAbove:
				h.Ask = b.Above
			}
			w.named = append(w.named, h.Ask...)
			w.Help = append(w.Help, h)
		}
	}
	w.Queue.block(list)
}

// mine begins my line of sight: the objectives that I check in on, and the key results.
func (w *weekReading) mine() (objectives, keyResults []string) {
	at := map[string]int{}
	for _, d := range w.duties {
		i, seen := at[d.Objective.ID]
		if !seen {
			if len(objectives) == sightsShown {
				continue
			}
			i = len(objectives)
			at[d.Objective.ID] = i
			objectives = append(objectives, d.Objective.ID)
			w.Mine = append(w.Mine, Sight{Objective: Line{d.Objective.ID, d.Objective.Number, d.Objective.Title, lead(d.Objective), d.Objective.Stage}})
		}
		keyResults = append(keyResults, d.KeyResult.ID)
		w.Mine[i].KeyResults = append(w.Mine[i].KeyResults, SightResult{ID: d.KeyResult.ID, Title: d.KeyResult.Title})
	}
	return objectives, keyResults
}

// sight follows what I check in on upstream, to the vision, by the titles that I may see, and down to the work.
func (w *weekReading) sight(objectives []string, serving []store.Serving) error {
	ups, vision, err := w.tx.UpstreamTitles(w.actor.Scope(), objectives)
	if err != nil {
		return err
	}
	w.Vision = vision
	work, err := countWork(w.tx, serving)
	for i := range w.Mine {
		m := &w.Mine[i]
		m.Upstream = ups[m.Objective.ID]
		for j := range m.KeyResults {
			m.KeyResults[j].Work = work[m.KeyResults[j].ID]
		}
	}
	return err
}
