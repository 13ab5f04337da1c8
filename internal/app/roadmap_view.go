package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A RoadmapQuery says which part of the roadmap to read.
type RoadmapQuery struct {
	TeamID  string `json:"team_id,omitempty"`  // with the teams below it
	Near    string `json:"near,omitempty"`     // the team whose part is read where the whole is too large, and no team is asked for
	CycleID string `json:"cycle_id,omitempty"` // for capacity; the current one unless given
	Without string `json:"without,omitempty"`  // what if this item is taken out
	All     bool   `json:"all,omitempty"`      // also what is done, dropped or gone
}

// A Roadmap is the items in their order of priority with what stands around them: what the actor may see.
type Roadmap struct {
	Excerpt  *Excerpt         `json:"excerpt,omitempty"` // where the whole is too large: items are ranked among those of that part
	Items    []RoadmapRow     `json:"items"`
	Served   []ServedResult   `json:"served"`   // key results of open objectives, those at risk and without work first
	Loads    []okr.Load       `json:"capacity"` // what the teams have taken on, the most overcommitted first
	Pillars  []okr.Pillar     `json:"pillars"`
	Learned  []okr.Adjustment `json:"learned"`        // what people's changes have taught, and counts in the priorities; empty where that is switched off
	Unserved int              `json:"serves_nothing"` // live items that serve no key result
	Without  *Ref             `json:"without,omitempty"`
	Old      []OldMirror      `json:"old_mirrors"` // whose copies are not as of now
	Cycle    okr.Cycle        `json:"cycle"`
	Names    Names            `json:"names"`
}

// A RoadmapRow is an item with its place and what derives from it.
type RoadmapRow struct {
	okr.RoadmapItem
	Priority okr.Priority `json:"priority"`
	Serving  []ServedIn   `json:"serving"`
	Backlog  WorkCount    `json:"backlog"`
	May      bool         `json:"may_edit"`
}

// A ServedIn is a key result that an item serves, and where it stands.
type ServedIn struct {
	KeyResultID string     `json:"key_result_id"`
	Title       string     `json:"title"`
	ObjectiveID string     `json:"objective_id"`
	Number      int        `json:"number"`
	Objective   string     `json:"objective"`
	PillarID    string     `json:"pillar_id,omitempty"`
	Health      okr.Health `json:"health"`
	Effect      okr.Effect `json:"effect,omitzero"`
}

// A ServedResult is a key result with what the roadmap does for it.
type ServedResult struct {
	ServedIn
	TeamID  string    `json:"team_id"`
	Stage   okr.Stage `json:"stage"` // of its objective
	GapLeft float64   `json:"gap_left"`
	Items   []string  `json:"roadmap_item_ids"`
	Carried bool      `json:"carried"` // by other objectives, or computed from other key results
	Backed  float64   `json:"backed"`  // share of the gap that live items are expected to close
	Without float64   `json:"without"` // the same without the item that is taken out
}

// Wanting answers whether nothing is planned for a key result that needs it: its objective is live, a way is left, no roadmap item serves it and
// no other objective carries it.
func (s ServedResult) Wanting() bool {
	return s.Stage == okr.Active && len(s.Items) == 0 && s.GapLeft > 0 && !s.Carried
}

// A WorkCount counts the backlog items that derive from something.
type WorkCount struct {
	Open  int `json:"open"`
	Doing int `json:"doing"`
	Done  int `json:"done"`
}

// All is how many there are.
func (w WorkCount) All() int { return w.Open + w.Doing + w.Done }

func (w *WorkCount) add(status okr.WorkStatus, n int) {
	switch status {
	case okr.WorkOpen:
		w.Open += n
	case okr.WorkDoing:
		w.Doing += n
	case okr.WorkDone:
		w.Done += n
	}
}

// Roadmap reads the roadmap, in a constant number of statements; of an excerpt in some for each thousand.
func (a *App) Roadmap(ctx context.Context, actor Actor, q RoadmapQuery) (Roadmap, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Roadmap, error) {
		w := roadReading{a: a, tx: tx, actor: actor}
		return w.read(q)
	})
}

// A roadReading is what the pages of roadmap and backlog read together.
type roadReading struct {
	a       *App
	tx      *store.Tx
	actor   Actor
	today   okr.Date
	tree    okr.Tree
	cycles  []okr.Cycle
	served  map[string]ServedResult // by key result
	order   []string                // of served
	krs     map[string]okr.KeyResult
	named   []string
	learned []okr.Adjustment
}

func (w *roadReading) read(q RoadmapQuery) (out Roadmap, err error) {
	if err := w.around(); err != nil {
		return out, err
	}
	out.Cycle, _ = okr.CurrentCycle(w.cycles, w.today)
	for _, c := range w.cycles {
		if c.ID == q.CycleID {
			out.Cycle = c
		}
	}
	if q.TeamID != "" && w.tree.Team(q.TeamID).ID == "" {
		return out, okr.Fail(okr.NotFound, "team", "There is no such team, or you may not see it.")
	}
	f, part, err := w.a.excerptOf(w.tx, w.actor.Scope(), w.tree, store.ObjectiveFilter{Stages: openStages}, cmp.Or(q.TeamID, q.Near))
	if err != nil {
		return out, err
	}
	if out.Excerpt = part; part != nil {
		w.named = append(w.named, part.TeamID)
	}
	list, krs, err := w.tx.ServedKeyResults(w.actor.Scope(), f)
	if err != nil {
		return out, err
	}
	items, err := w.tx.RoadmapItems(w.actor.Scope(), store.RoadmapFilter{Below: f.Below, Around: f.Around, Shown: true})
	if err != nil {
		return out, err
	}
	if part == nil {
		w.whole(list, krs)
	} else {
		items, err = w.withServing(items, krs)
		if err := cmp.Or(err, w.excerpt(list, krs, items)); err != nil {
			return out, err
		}
	}
	if i := slices.IndexFunc(items, func(r okr.RoadmapItem) bool { return r.ID == q.Without }); i >= 0 {
		out.Without = &Ref{ID: items[i].ID, Name: items[i].Title}
	} else if q.Without != "" {
		return out, okr.Fail(okr.NotFound, "without", "There is no such roadmap item, or it is removed.")
	}
	out.Items, err = w.rows(items)
	if err != nil {
		return out, err
	}
	if out.Learned = w.learned; out.Learned == nil {
		out.Learned = []okr.Adjustment{}
	}
	w.back(items, q.Without)
	in := w.within(q.TeamID, part)
	out.Items = slices.DeleteFunc(out.Items, func(r RoadmapRow) bool { return !in(r.TeamIDs...) || !q.All && !r.Live() })
	for i := range out.Items {
		r := &out.Items[i]
		if r.Live() && len(r.Serves) == 0 {
			out.Unserved++
		}
		for _, s := range r.Serving {
			if only := w.served[s.KeyResultID].Items; len(only) == 1 && only[0] == r.ID {
				r.Priority.Lone = append(r.Priority.Lone, s.KeyResultID)
			}
		}
	}
	for _, id := range w.order {
		if s := w.served[id]; in(s.TeamID) {
			out.Served = append(out.Served, s)
		}
	}
	if out.Loads, err = w.loads(items, out.Cycle, in); err != nil {
		return out, err
	}
	if out.Pillars, err = w.tx.Pillars(); err != nil {
		return out, err
	}
	if out.Old, err = oldMirrors(w.tx, w.a.Now()); err != nil {
		return out, err
	}
	out.Names, err = w.tx.Names(w.named)
	return out, err
}

// within answers whether any of some teams is asked for.
func (w *roadReading) within(teamID string, part *Excerpt) func(teams ...string) bool {
	var asked []string
	switch {
	case part != nil && !part.Whole:
		asked = []string{part.TeamID}
		for _, t := range w.tree.Children(part.TeamID) {
			asked = append(asked, t.ID)
		}
	case part != nil:
		asked = w.tree.Below(part.TeamID)
	case teamID != "":
		asked = w.tree.Below(teamID)
	default:
		return func(...string) bool { return true }
	}
	is := map[string]bool{}
	for _, id := range asked {
		is[id] = true
	}
	return func(teams ...string) bool { return slices.ContainsFunc(teams, func(id string) bool { return is[id] }) }
}

// An OldMirror is a mirror that fails or has not been read for long: what it copied is shown as it was then.
type OldMirror struct {
	ID    string      `json:"id"`
	Name  string      `json:"name"`
	Read  okr.Instant `json:"read_at,omitempty"` // when it was last right; 0 is never
	Error string      `json:"error,omitempty"`
}

func oldMirrors(tx *store.Tx, now okr.Instant) ([]OldMirror, error) {
	list, err := tx.Mirrors(false)
	out := []OldMirror{}
	for _, m := range list {
		if m.Broken() || m.Stale(now) {
			out = append(out, OldMirror{m.ID, m.Name, m.State.Read, m.State.Error})
		}
	}
	return out, err
}

func (w *roadReading) around() error {
	w.today = w.a.Today(w.actor.Org)
	teams, err := w.a.teamsOf(w.tx, w.actor)
	if err != nil {
		return err
	}
	w.tree = teams.tree
	w.cycles, err = w.tx.Cycles()
	return err
}

// rows gives items their priorities and counts what derives from them; ranks are among all items, whatever is shown.
func (w *roadReading) rows(items []okr.RoadmapItem) ([]RoadmapRow, error) {
	counts, err := w.tx.BacklogCounts(store.BacklogFilter{Aligned: true})
	if err != nil {
		return nil, err
	}
	of := map[string]*WorkCount{}
	for _, c := range counts {
		if of[c.RoadmapItemID] == nil {
			of[c.RoadmapItemID] = &WorkCount{}
		}
		of[c.RoadmapItemID].add(c.Status, c.Items)
	}
	var list []okr.Priority
	var examples []okr.Example
	traits := map[string][]okr.Trait{}
	at := map[string]RoadmapRow{}
	for _, r := range items {
		row := RoadmapRow{RoadmapItem: r, Serving: []ServedIn{}, May: okr.CanEditRoadmapItem(w.actor.Viewer, r) == nil}
		if c := of[r.ID]; c != nil {
			row.Backlog = *c
		}
		var claims []okr.Claim
		for _, s := range r.Serves {
			if k, open := w.served[s.KeyResultID]; open {
				k.Effect = s.Effect
				row.Serving = append(row.Serving, k.ServedIn)
				claims = append(claims, okr.Claim{KeyResult: w.krs[s.KeyResultID], Effect: s.Effect, AtRisk: atRisk(k.Health)})
			}
		}
		w.named = append(append(w.named, r.TeamIDs...), r.OwnerID, r.DeciderID)
		if r.Override != nil {
			w.named = append(w.named, r.Override.MemberID)
		}
		p := r.Prioritize(claims, w.today)
		if !r.Live() {
			p.Serving = 0
		}
		traits[r.ID] = r.Traits(claims, w.today)
		if r.Override != nil {
			examples = append(examples, okr.Example{Factor: r.Override.Factor, Reason: r.Override.Reason, Traits: traits[r.ID]})
		}
		list = append(list, p)
		at[r.ID] = row
	}
	if !w.actor.Org.Set.Unlearned {
		w.learned = okr.Learn(examples)
	}
	for i, p := range list {
		list[i] = p.Adjusted(at[p.RoadmapItemID].RoadmapItem, traits[p.RoadmapItemID], w.learned)
	}
	out := make([]RoadmapRow, 0, len(items))
	for _, p := range okr.Rank(list) {
		row := at[p.RoadmapItemID]
		row.Priority = p
		out = append(out, row)
	}
	return out, nil
}

// back says what live items are expected to do for each key result, and puts the results that need work first.
func (w *roadReading) back(items []okr.RoadmapItem, without string) {
	for _, b := range okr.Back(items, without) {
		if s, open := w.served[b.KeyResultID]; open {
			s.Backed, s.Without = b.Expected, b.Without
			if s.Items = b.Items; s.Items == nil {
				s.Items = []string{}
			}
			w.served[b.KeyResultID] = s
		}
	}
	need := func(id string) int {
		s := w.served[id]
		switch {
		case s.GapLeft == 0:
			return 4
		case len(s.Items) == 0 && (s.Carried || s.Stage != okr.Active):
			return 3
		case len(s.Items) == 0 && atRisk(s.Health):
			return 0
		case len(s.Items) == 0:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(w.order, func(x, y string) int { return need(x) - need(y) })
}

// loads compares what teams have taken on with how many people they have.
func (w *roadReading) loads(items []okr.RoadmapItem, cycle okr.Cycle, in func(...string) bool) ([]okr.Load, error) {
	people, err := w.tx.TeamSizes()
	if err != nil {
		return nil, err
	}
	until := cycle.End
	if until < w.today {
		until = w.today.Add(90)
	}
	list := okr.Loads(items, people, w.today, until)
	list = slices.DeleteFunc(list, func(l okr.Load) bool { return !in(l.TeamID) })
	if list == nil {
		list = []okr.Load{}
	}
	return list, nil
}

// A RoadmapItemPage is everything of one item.
type RoadmapItemPage struct {
	RoadmapRow
	Backlogged []okr.BacklogItem `json:"backlog_items"` // what derives from it, live ones first
	Trace      Trace             `json:"trace"`
	Loses      []ServedResult    `json:"loses_without"` // what would lose support if it were taken out
	Decisions  []DecisionView    `json:"decisions"`     // about it, the latest first
	Choices    []ServedResult    `json:"-"`             // what it can serve, as Roadmap has it
	Names      Names             `json:"names"`
}

// backlogShown is how many backlog items stand on a roadmap item's page.
const backlogShown = 200

// RoadmapItem is one roadmap item with its priority, what derives from it, and its line up to the vision.
func (a *App) RoadmapItem(ctx context.Context, actor Actor, id string) (RoadmapItemPage, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (RoadmapItemPage, error) {
		out := RoadmapItemPage{Loses: []ServedResult{}}
		one, err := tx.RoadmapItem(id)
		if err != nil {
			return out, err
		}
		w := roadReading{a: a, tx: tx, actor: actor}
		q := RoadmapQuery{All: true, Without: map[bool]string{true: id}[one.Removed == 0]}
		if len(one.TeamIDs) > 0 {
			q.Near = one.TeamIDs[0]
		}
		road, err := w.read(q)
		if err != nil {
			return out, err
		}
		out.RoadmapItem, out.Names, out.Serving, out.Choices = one, road.Names, []ServedIn{}, road.Served
		out.Serves = nil
		for _, r := range road.Items {
			if r.ID == id {
				out.RoadmapRow = r
			}
		}
		for _, s := range road.Served {
			if s.Without < s.Backed {
				out.Loses = append(out.Loses, s)
			}
		}
		if out.Backlogged, err = tx.BacklogItems(store.BacklogFilter{Roadmap: []string{id}, Limit: backlogShown}); err != nil {
			return out, err
		}
		slices.SortStableFunc(out.Backlogged, func(x, y okr.BacklogItem) int { return strings.Compare(liveFirst(x), liveFirst(y)) })
		if out.Backlogged == nil {
			out.Backlogged = []okr.BacklogItem{}
		}
		decided, err := tx.Decisions(actor.Scope(), store.DecisionFilter{RoadmapItemID: id, Limit: decisionsRead})
		if err != nil {
			return out, err
		}
		out.Decisions = decisionViews(decided, a.Today(actor.Org))
		out.Trace, err = w.up(nil, &out.RoadmapItem)
		return out, err
	})
}

func liveFirst(b okr.BacklogItem) string {
	return map[bool]string{true: "0", false: "1"}[b.Live()] + map[okr.WorkStatus]string{okr.WorkDoing: "0", okr.WorkOpen: "1", okr.WorkDone: "2"}[b.State()]
}
