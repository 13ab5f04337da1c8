package app

import (
	"cmp"
	"context"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A Week is everything of the page This week.
type Week struct {
	Surroundings
	Queue    CheckInQueue        `json:"queue"`               // what I check in on, what is due first
	Company  []ObjectiveRow      `json:"company"`             // the company's live and closed objectives of the current cycle
	Ours     []ObjectiveRow      `json:"our_teams,omitempty"` // those of my teams that are not the company's
	Mine     []Sight             `json:"line_of_sight,omitempty"`
	Vision   string              `json:"vision,omitempty"`
	Help     []Wanted            `json:"help_wanted,omitempty"`    // open blockers in my teams and on my own things, oldest first
	KPIs     []okr.KPI           `json:"kpis,omitempty"`           // of my teams, out of their healthy range
	Mentions []Mention           `json:"mentions,omitempty"`       // of me, the latest first
	Wins     []WinView           `json:"wins,omitempty"`           // since Friday, the latest first
	Team     *TeamWeek           `json:"team_week,omitempty"`      // what my team will do; nil without a team
	Retros   []RetrospectiveLine `json:"retrospectives,omitempty"` // open ones that ask me
	Improve  []okr.Improvement   `json:"improvements,omitempty"`   // mine, due within a week or late
	Empty    bool                `json:"empty"`                    // there is no objective at all yet
	Names    Names               `json:"names"`
	Reviews  []AskedReview       `json:"reviews,omitempty"` // that wait for my teams, the one that ends first first
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

// Week reads This week for the actor, in fourteen statements, four more while there are retrospectives open, and three more where the
// roadmap is in use.
func (a *App) Week(ctx context.Context, actor Actor) (Week, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Week, error) {
		var out Week
		every, err := tx.Teams(true)
		if err != nil {
			return out, err
		}
		tree := okr.NewTree(every)
		out.Today, out.Teams = a.Today(actor.Org), tree.Order()
		if out.Cycles, err = tx.Cycles(); err != nil {
			return out, err
		}
		out.Current, _ = okr.CurrentCycle(out.Cycles, out.Today)
		duties, err := tx.Duties(actor.Scope(), actor.Viewer.MemberID)
		if err != nil {
			return out, err
		}
		w := weekReading{Week: &out, a: a, tx: tx, actor: actor, tree: tree, duties: duties}
		for id := range actor.Viewer.Teams {
			w.teams = append(w.teams, id)
		}
		slices.Sort(w.teams)
		out.Queue, w.named = a.queue(actor, duties, tree)
		sortCards(out.Queue.Cards)
		for _, read := range []func() error{w.objectives, w.blockers, w.sight, w.kpis, w.mentions, w.wins, w.commitments, w.retrospectives, w.reviews} {
			if err := read(); err != nil {
				return out, err
			}
		}
		if actor.Org.Set.Uses(okr.PartRoadmap) {
			if out.Tray, err = tray(tx); err != nil {
				return out, err
			}
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

// reviews reads the drafts that my teams are asked to read: one statement where people plan by them.
func (w *weekReading) reviews() (err error) {
	w.Reviews, err = w.a.asked(w.tx, w.actor)
	for _, r := range w.Reviews {
		w.named = append(w.named, r.AuthorID, r.TeamID)
	}
	return err
}

// objectives reads the company's and my teams' objectives of the current cycle, in two statements.
func (w *weekReading) objectives() error {
	root := w.tree.Root().ID
	if root == "" || w.Current.ID == "" {
		return nil
	}
	list, err := w.tx.TeamObjectives(w.actor.Scope(), w.Current.ID, append([]string{root}, w.teams...), []okr.Stage{okr.Active, okr.Closed}, objectivesShown)
	if err != nil {
		return err
	}
	ids := make([]string, len(list))
	for i, o := range list {
		ids[i] = o.ID
	}
	krs, err := w.tx.KeyResultsOf(ids, false)
	if err != nil {
		return err
	}
	by := map[string][]okr.KeyResult{}
	for _, k := range krs {
		by[k.ObjectiveID] = append(by[k.ObjectiveID], k)
	}
	for _, o := range list {
		row := w.a.objectiveRow(w.actor, o, by[o.ID], w.Current, w.tree)
		if slices.Contains(o.TeamIDs, root) {
			w.Company = append(w.Company, row)
		} else {
			w.Ours = append(w.Ours, row)
		}
		w.named = append(append(w.named, o.OwnerID), o.TeamIDs...)
	}
	return nil
}

// objectiveRow is an objective of a cycle with its key results and how they stand today.
func (a *App) objectiveRow(actor Actor, o okr.Objective, krs []okr.KeyResult, c okr.Cycle, tree okr.Tree) ObjectiveRow {
	row := ObjectiveRow{Objective: o}
	row.KeyResults, row.Health = viewKeyResults(actor.Viewer, o, krs, settingIn(o, c, tree.Resolve(lead(o), actor.Org.Set), a.Now(), a.lessons.prior(actor.Org.ID)))
	return row
}

// wins reads what went well since Friday.
func (w *weekReading) wins() error {
	list, err := w.tx.Wins("", w.Today.LastFriday(), w.Today, winsShown)
	w.Wins = winViews(w.actor, list)
	w.named = append(w.named, namedIn(w.Wins)...)
	return err
}

// commitments reads what my team will do this week: of several teams, the one that stands last in the tree.
func (w *weekReading) commitments() error {
	mine := ""
	for _, t := range w.Teams {
		if _, in := w.actor.Viewer.Teams[t.ID]; in {
			mine = t.ID
		}
	}
	if mine == "" {
		return nil
	}
	team, err := w.a.teamWeek(w.tx, w.actor, mine, w.Today.Monday())
	w.Team = &team
	w.named = append(w.named, mine)
	for _, list := range [][]CommitmentView{team.Now, team.Before} {
		for _, c := range list {
			w.named = append(w.named, c.OwnerID)
		}
	}
	return err
}

// blockers reads what is in the way: of my check-ins, in my teams, what I look after, and what has come up to me from the teams below one that I lead.
func (w *weekReading) blockers() error {
	teams := slices.Clone(w.teams)
	for id, role := range w.actor.Viewer.Teams {
		if role == okr.TeamLead {
			for _, c := range w.tree.Children(id) {
				teams = append(teams, c.ID)
			}
		}
	}
	slices.Sort(teams)
	open, err := w.tx.OpenBlockers(w.actor.Scope(), w.actor.Viewer.MemberID, slices.Compact(teams), dutyIDs(w.duties))
	if err != nil {
		return err
	}
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
	return nil
}

// sight follows what I check in on upstream, to the vision: the titles that the actor may see.
func (w *weekReading) sight() error {
	at := map[string]int{}
	var ids, krs []string
	for _, d := range w.duties {
		i, seen := at[d.Objective.ID]
		if !seen {
			if len(ids) == sightsShown {
				continue
			}
			i = len(ids)
			at[d.Objective.ID] = i
			ids = append(ids, d.Objective.ID)
			w.Mine = append(w.Mine, Sight{Objective: Line{d.Objective.ID, d.Objective.Number, d.Objective.Title, lead(d.Objective), d.Objective.Stage}})
		}
		krs = append(krs, d.KeyResult.ID)
		w.Mine[i].KeyResults = append(w.Mine[i].KeyResults, SightResult{ID: d.KeyResult.ID, Title: d.KeyResult.Title})
	}
	ups, vision, err := w.tx.UpstreamTitles(w.actor.Scope(), ids)
	if err != nil {
		return err
	}
	w.Vision = vision
	var work map[string][]BetBelow
	if w.actor.Org.Set.Uses(okr.PartRoadmap) {
		if work, err = workFor(w.tx, w.actor, krs); err != nil {
			return err
		}
	}
	for i := range w.Mine {
		m := &w.Mine[i]
		m.Upstream = ups[m.Objective.ID]
		for j := range m.KeyResults {
			m.KeyResults[j].Work = work[m.KeyResults[j].ID]
		}
	}
	return nil
}

// kpis reads the KPIs of my teams that have left their healthy range.
func (w *weekReading) kpis() error {
	if len(w.teams) == 0 {
		return nil
	}
	list, err := w.tx.KPIs(w.teams)
	for _, k := range list {
		if ok, _ := k.Healthy(); ok != nil && !*ok {
			w.KPIs = append(w.KPIs, k)
			w.named = append(w.named, k.OwnerID)
		}
	}
	return err
}

// mentions reads where I was mentioned last.
func (w *weekReading) mentions() error {
	list, err := w.tx.MentionsOf(w.actor.Scope(), w.actor.Viewer.MemberID, mentionsShown)
	for _, m := range list {
		w.Mentions = append(w.Mentions, Mention{CommentView: CommentView{m.Comment}, Number: m.Number, Title: m.Title})
		w.named = append(append(w.named, m.AuthorID), m.Mentions...)
	}
	return err
}

// retrospectives reads the open ones that ask me, and the improvements that I look after and that are due soon.
func (w *weekReading) retrospectives() error {
	open, err := w.tx.Retrospectives(w.actor.Scope(), store.RetrospectiveFilter{Open: true})
	if err != nil {
		return err
	}
	lines, about, err := titled(w.tx, w.actor, open)
	if err != nil {
		return err
	}
	for _, l := range lines {
		o := about[l.ObjectiveID]
		concerned := slices.Contains(w.teams, l.TeamID) || o.ID != "" && (o.OwnerID == w.actor.Viewer.MemberID ||
			slices.ContainsFunc(o.TeamIDs, func(t string) bool { return w.actor.Viewer.Teams[t] == okr.TeamLead }) ||
			slices.ContainsFunc(w.duties, func(d store.Duty) bool { return d.Objective.ID == o.ID }))
		if concerned {
			w.Retros = append(w.Retros, l)
		}
	}
	if w.actor.Viewer.MemberID == "" {
		return nil
	}
	list, err := w.tx.Improvements(w.actor.Scope(), store.ImprovementFilter{Owner: w.actor.Viewer.MemberID, On: true})
	for _, i := range list {
		if i.Due != "" && i.Due <= w.Today.Add(7) {
			w.Improve = append(w.Improve, i)
		}
	}
	return err
}
