package app

import (
	"cmp"
	"context"
	"slices"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A MapQuery says which map: of a cycle, "" is the one that runs, as it stands now or stood at the end of a day; and which part of it.
type MapQuery struct {
	CycleID  string       `json:"cycle_id,omitempty"`
	Date     okr.Date     `json:"date,omitempty"`
	Around   string       `json:"around,omitempty"`    // two steps up and down from this objective, by id or number; its cycle is the map's
	TeamID   string       `json:"team_id,omitempty"`   // of this team and those below it
	PillarID string       `json:"pillar_id,omitempty"` // what leads up to this pillar
	Health   []okr.Health `json:"health,omitempty"`
	Marked   bool         `json:"marked,omitempty"` // what a mark stands at
}

// aroundSteps is how far the neighbourhood of an objective reaches.
const aroundSteps = 2

// A MapView is a cycle's map with what it needs around it.
type MapView struct {
	okr.Map
	Cycle       okr.Cycle      `json:"cycle"`
	Date        okr.Date       `json:"date,omitempty"` // the day that it shows, "" for now
	Today       okr.Date       `json:"today"`
	Begins      okr.Date       `json:"begins"` // the first day that can be shown
	Focus       string         `json:"focus,omitempty"`
	Total       int            `json:"total"`               // objectives on the whole map
	Excerpt     *Excerpt       `json:"excerpt,omitempty"`   // where the whole is too large to be drawn
	Departments okr.Matrix     `json:"departments"`         // of the whole map; around an objective, and of an excerpt, of what stands there
	Contracts   []ContractView `json:"contracts,omitempty"` // that are agreed between teams; none on an earlier day
	Unread      string         `json:"unread,omitempty"`    // why overlaps and conflicts were not looked for
	Names       Names          `json:"names"`               // of teams
}

// Map is how a cycle's objectives hang together, with what stands out: what the actor may see of it today, also for an earlier day. At most
// twenty statements, however many objectives there are; of an excerpt some for each thousand more.
func (a *App) Map(ctx context.Context, actor Actor, q MapQuery) (MapView, error) {
	if q.Date != "" {
		if err := pastDay("date", q.Date); err != nil {
			return MapView{}, err
		}
	}
	return view(ctx, a, actor, func(tx *store.Tx) (MapView, error) {
		m := mapping{a: a, tx: tx, actor: actor, q: q}
		if err := m.read(); err != nil {
			return m.out, err
		}
		found, err := m.judged()
		if err != nil {
			return m.out, err
		}
		m.draw(found)
		return m.out, nil
	})
}

// A mapping is one reading of a map.
type mapping struct {
	a     *App
	tx    *store.Tx
	actor Actor
	q     MapQuery

	vision  okr.Vision
	pillars []okr.Pillar
	cycles  []okr.Cycle
	tree    okr.Tree
	strands []okr.Strand
	agreed  []okr.Contract
	out     MapView
}

// contracts reads what teams have agreed to do for each other in the cycle, and names their two sides.
func (m *mapping) contracts() error {
	list, err := m.tx.Contracts(m.actor.Scope(), store.ContractFilter{Cycle: m.out.Cycle.ID, Limit: contractsRead})
	list = slices.DeleteFunc(list, func(d store.Deal) bool { return d.Contract.Stage != okr.ContractAgreed })
	if err != nil || len(list) == 0 {
		return err
	}
	for _, d := range list {
		m.agreed = append(m.agreed, d.Contract)
	}
	m.out.Contracts = contractViews(m.actor, list, new([]string))
	return nil
}

func (m *mapping) read() error {
	var err error
	if m.cycles, err = m.tx.Cycles(); err != nil {
		return err
	}
	m.out.Today, m.out.Date = m.a.Today(m.actor.Org), m.q.Date
	id := m.q.CycleID
	if m.q.Around != "" {
		f, err := m.tx.FrameOf(m.actor.Scope(), m.q.Around)
		if err != nil {
			return err
		}
		m.out.Focus, id = f.Objective.ID, f.Objective.CycleID
	}
	if id == "" {
		m.out.Cycle, _ = okr.CurrentCycle(m.cycles, m.out.Today)
	} else if m.out.Cycle, err = m.tx.Cycle(id); err != nil {
		return err
	}
	teams, err := m.a.teamsOf(m.tx, m.actor)
	if err != nil {
		return err
	}
	m.tree = teams.tree
	if m.q.Date != "" && m.q.Date < m.out.Today {
		err = m.readPast()
	} else {
		m.out.Date = ""
		err = cmp.Or(m.readNow(), m.contracts())
	}
	if err != nil {
		return err
	}
	for further := true; further && err == nil; {
		further, err = m.readElsewhere()
		further = further && m.out.Excerpt != nil // up to the strategy
	}
	m.name()
	return err
}

// name says how the teams are called that stand on the map.
func (m *mapping) name() {
	m.out.Names = Names{}
	add := func(ids ...string) {
		for _, id := range ids {
			m.out.Names[id] = nameOf(m.tree.Team(id))
		}
	}
	if m.out.Excerpt != nil {
		add(m.out.Excerpt.TeamID)
	}
	for _, s := range m.strands {
		add(s.TeamIDs...)
	}
	for _, c := range m.agreed {
		add(c.TeamID, c.AskerID)
	}
}

func (m *mapping) readNow() (err error) {
	if m.vision, err = m.tx.Vision(); err != nil {
		return err
	}
	if m.pillars, err = m.tx.Pillars(); err != nil {
		return err
	}
	if m.out.Focus != "" {
		return m.readNear()
	}
	ids, err := m.excerpt()
	if err != nil {
		return err
	}
	if m.out.Excerpt != nil {
		return m.readThose(ids)
	}
	list, of, err := m.tx.WholeTree(m.actor.Scope(), m.out.Cycle.ID)
	if err != nil {
		return err
	}
	m.add(list, of, m.a.Now(), false)
	return nil
}

// excerpt finds what to read where the cycle is too large to be read at once, and nothing otherwise: the objectives of the part that is asked for, and what directly
// supports those of the company, since on that depends what is a gap.
func (m *mapping) excerpt() ([]string, error) {
	f, part, err := m.a.excerptOf(m.tx, m.actor.Scope(), m.tree, store.ObjectiveFilter{Cycle: m.out.Cycle.ID}, m.q.TeamID)
	if err != nil || part == nil {
		return nil, err
	}
	m.out.Excerpt, m.out.Total = part, part.Total
	keys, err := m.tx.ObjectiveKeys(m.actor.Scope(), f)
	if err != nil {
		return nil, err
	}
	ids, company, seen := []string{}, []string{}, map[string]bool{}
	for _, k := range keys {
		if ids, seen[k.ID] = append(ids, k.ID), true; k.TeamID == m.tree.Root().ID {
			company = append(company, k.ID)
		}
	}
	below, _, err := m.tx.Supporting(m.actor.Scope(), company)
	for _, id := range below {
		if !seen[id] && len(ids) < 2*m.a.atOnce {
			ids = append(ids, id)
		}
	}
	return ids, err
}

// readNear reads the neighbourhood that is asked for, and one step more: on that depends what is a gap in it.
func (m *mapping) readNear() (err error) {
	whole := store.ObjectiveFilter{Cycle: m.out.Cycle.ID}
	if m.out.Total, err = m.tx.CountObjectives(m.actor.Scope(), whole); err != nil {
		return err
	}
	ids, err := m.tx.Near(m.actor.Scope(), m.out.Focus, aroundSteps+1)
	if err != nil {
		return err
	}
	return m.readThose(ids)
}

// readThose reads some objectives, as far as they are of the cycle.
func (m *mapping) readThose(ids []string) error {
	list, err := m.tx.Objectives(m.actor.Scope(), store.ObjectiveFilter{Cycle: m.out.Cycle.ID, IDs: ids, Shown: true})
	if err != nil {
		return err
	}
	of, err := keyResultsOf(m.tx, list)
	m.add(list, of, m.a.Now(), false)
	return err
}

func (m *mapping) readPast() (err error) {
	at := endOf(m.q.Date, m.actor.Org.Set)
	if m.vision, m.pillars, err = m.tx.StrategyAt(at); err != nil {
		return err
	}
	parts, err := m.excerpt() // by the teams of today
	if err == nil && m.out.Excerpt != nil && m.out.Focus != "" {
		m.out.Excerpt = nil
		parts, err = m.tx.Near(m.actor.Scope(), m.out.Focus, aroundSteps+1)
	}
	if err != nil {
		return err
	}
	list, of, err := m.tx.TreeAt(m.actor.Scope(), m.out.Cycle.ID, at, parts)
	if err != nil {
		return err
	}
	var ids []string
	for _, o := range list {
		ids = append(ids, supportIDs(o)...)
	}
	seen, err := m.tx.Upstreams(m.actor.Scope(), ids)
	if err != nil {
		return err
	}
	for _, p := range m.pillars { // one that was removed since was there then
		seen[p.ID] = okr.UpPillar
	}
	for i := range list {
		list[i].Supports = slices.DeleteFunc(slices.Clone(list[i].Supports), func(s okr.Support) bool { return seen[s.ID] == "" })
		list[i].Progress = okr.ObjectiveProgress(of[list[i].ID]).Value
	}
	m.add(list, of, at, false)
	return nil
}

// readElsewhere adds what the objectives that were read support and that was not: an objective of the year, say. It answers whether there was any.
func (m *mapping) readElsewhere() (bool, error) {
	known := map[string]bool{}
	for _, p := range m.pillars {
		known[p.ID] = true
	}
	var supports []okr.Support
	for _, s := range m.strands {
		known[s.ID] = true
		supports = append(supports, s.Supports...)
		for _, k := range s.KeyResults {
			known[k.ID] = true
		}
	}
	list, _, err := readAbove(m.tx, m.actor.Scope(), supports, known)
	if err != nil || len(list) == 0 {
		return false, err
	}
	of, err := keyResultsOf(m.tx, list)
	m.add(list, of, m.a.Now(), true)
	return true, err
}

// add says how each objective stands at an instant. Objectives of one team and cycle share most of what that depends on.
func (m *mapping) add(list []okr.Objective, of map[string][]okr.KeyResult, now okr.Instant, elsewhere bool) {
	type key struct{ cycle, team string }
	cycles := map[string]okr.Cycle{m.out.Cycle.ID: m.out.Cycle}
	for _, c := range m.cycles {
		cycles[c.ID] = c
	}
	settings := map[key]setting{}
	prior := m.a.lessons.prior(m.actor.Org.ID)
	for _, o := range list {
		at := key{o.CycleID, lead(o)}
		s, ok := settings[at]
		if !ok {
			s = settingIn(okr.Objective{}, cycles[o.CycleID], m.tree.Resolve(lead(o), m.actor.Org.Set), now, prior)
			settings[at] = s
		}
		s = s.of(o)
		strand := okr.Strand{Objective: o, KeyResults: of[o.ID], Elsewhere: elsewhere}
		weights, healths := okr.Weights(of[o.ID]), make([]okr.Judged, len(of[o.ID]))
		planned, known := 0.0, false
		for i, k := range of[o.ID] {
			if healths[i] = keyResultHealth(k, s); healths[i].Health == okr.OnCourse {
				strand.OnCourse++
			}
			if p, ok := k.PlannedProgress(s.Today, s.Cycle); ok {
				planned, known = planned+weights[i]*min(p, 1), true
			}
		}
		strand.Health = okr.ObjectiveHealth(o.Stage, healths, weights)
		if known {
			strand.Plan = &planned
		}
		m.strands = append(m.strands, strand)
	}
}

// draw makes the map of what was read, and cuts out the part that was asked for. The departments are those of the whole map.
func (m *mapping) draw(found []judge.Finding) {
	whole := okr.NewMap(m.vision, m.pillars, m.tree, m.strands)
	pairs := m.pairs(found)
	whole.Marks = append(whole.Marks, pairs...)
	if m.out.Total == 0 {
		m.out.Total = len(m.strands)
	}
	m.out.Begins = m.begins()
	m.out.Departments = whole.Departments(m.tree, m.agreed)
	if m.q.Around != "" {
		whole = whole.Around(m.out.Focus, aroundSteps)
	}
	if m.q.TeamID+m.q.PillarID != "" || len(m.q.Health) > 0 || m.q.Marked {
		whole = whole.Keep(m.filter(whole))
	}
	m.out.Map = whole
}

// begins is the first day whose map is worth looking at: when the first objective was written, the cycle's first day otherwise.
func (m *mapping) begins() okr.Date {
	first := m.out.Cycle.Start
	for _, s := range m.strands {
		if d := s.Created.DateIn(m.actor.Org.Set.Location()); !s.Elsewhere && (first == "" || d < first) {
			first = d
		}
	}
	return first
}

func (m *mapping) filter(whole okr.Map) func(okr.MapNode) bool {
	teams, under, marked := map[string]bool{}, map[string]bool{}, map[string]bool{}
	if m.q.TeamID != "" {
		for _, id := range m.tree.Below(m.q.TeamID) {
			teams[id] = true
		}
	}
	if m.q.PillarID != "" {
		under = whole.Under(m.q.PillarID)
	}
	for _, x := range whole.Marks {
		for _, key := range x.Nodes {
			marked[key] = true
		}
	}
	return func(n okr.MapNode) bool {
		return (m.q.TeamID == "" || slices.ContainsFunc(n.TeamIDs, func(id string) bool { return teams[id] })) &&
			(m.q.PillarID == "" || under[n.Key]) &&
			(len(m.q.Health) == 0 || n.Kind == okr.MapObjective && slices.Contains(m.q.Health, n.Health.Health)) &&
			(!m.q.Marked || marked[n.Key])
	}
}

// judgedAtOnce is how many objectives a map compares at once: about half a second.
const judgedAtOnce = 1200

// pairRules are the judge's rules about two key results that measure one thing; the others are not read for a map.
var pairRules = []string{"kr/twin", "kr/conflict"}

// pairs are the overlaps, conflicts and opportunities that the judge finds. Two teams that count one thing are an opportunity as long as nothing
// connects them, and an overlap once something does.
func (m *mapping) pairs(found []judge.Finding) []okr.Mark {
	strands, of := map[string]*okr.Strand{}, map[string]string{}
	for i := range m.strands {
		s := &m.strands[i]
		strands[s.ID] = s
		for _, k := range s.KeyResults {
			of[k.ID] = s.ID
		}
	}
	var out []okr.Mark
	for _, f := range found {
		a, b := strands[f.Beside.Objective], strands[f.Place.Objective]
		if a == nil || b == nil || a == b || !slices.Contains(pairRules, f.Rule) || !says(a, f.Beside) || !says(b, f.Place) {
			continue
		}
		mark := okr.Mark{Kind: okr.MarkOverlap, Nodes: []string{a.ID, b.ID}, KeyResults: []string{f.Beside.KeyResult, f.Place.KeyResult}, Evidence: f.Evidence, Next: f.Fix}
		switch {
		case f.Rule == "kr/conflict":
			mark.Kind = okr.MarkConflict
		case !connected(a.Objective, b.Objective, of):
			mark.Kind = okr.MarkOpportunity
			mark.Next = m.out.Names.Of(lead(a.Objective)) + " and " + m.out.Names.Of(lead(b.Objective)) + " work on one number. Bring them together once: what does one of them know that helps the other?"
		}
		out = append(out, mark)
	}
	return out
}

// says answers whether what a finding is about still stands there in those words: the plan may have changed since it was read.
func says(s *okr.Strand, at judge.Place) bool {
	return s.Stage != okr.Dropped && s.Stage != okr.Closed && (at.Text == "" ||
		slices.ContainsFunc(s.KeyResults, func(k okr.KeyResult) bool { return k.ID == at.KeyResult && k.Title == at.Text }))
}

// judged is what was last said of the plan; how it stood on another day, and what nobody has read yet, is read now.
func (m *mapping) judged() ([]judge.Finding, error) {
	if m.out.Date == "" {
		have, _, err := m.tx.Judgement(m.out.Cycle.ID, "")
		if err != nil {
			return nil, err
		}
		if said, stands := keptOf(have); stands {
			for _, rule := range pairRules {
				if said.Counts[rule] > FindingsOfRule {
					m.out.Unread = moreThanShown
				}
			}
			return said.Findings, nil
		}
	}
	return m.compare(), nil
}

const moreThanShown = "There is more that overlaps than a map can show. Choose a team on the page of what the judge says to see all of its part."

// compare reads the objectives of the map beside each other, now.
func (m *mapping) compare() []judge.Finding {
	c := judge.Case{Today: m.out.Today, Settings: m.actor.Org.Set, Cycle: m.out.Cycle}
	for i := range m.strands {
		s := &m.strands[i]
		if s.Elsewhere || s.Stage == okr.Dropped || s.Stage == okr.Closed {
			continue
		}
		if len(c.Goals) == judgedAtOnce {
			m.out.Unread = "There are more objectives than are compared at once. Choose a team on the page of what the judge says to see all of its part."
			break
		}
		c.Goals = append(c.Goals, judge.Goal{Objective: s.Objective, Team: m.out.Names.Of(lead(s.Objective)), KeyResults: s.KeyResults})
		c.Dismissed = append(c.Dismissed, dismissals(s.Objective, s.KeyResults)...)
	}
	for _, r := range judge.Rules {
		if !slices.Contains(pairRules, r.ID) {
			c.Off = append(c.Off, r.ID)
		}
	}
	return judge.Read(c).Findings
}

// connected is whether two objectives know of each other: they share a team, or one supports the other, or both support the same objective. of is
// the objective of each key result.
func connected(a, b okr.Objective, of map[string]string) bool {
	ups := func(o okr.Objective) []string {
		var out []string
		for _, s := range o.Supports {
			if s.Kind != okr.UpPillar {
				out = append(out, cmp.Or(of[s.ID], s.ID))
			}
		}
		return out
	}
	common := func(a, b []string) bool {
		return slices.ContainsFunc(a, func(id string) bool { return slices.Contains(b, id) })
	}
	return common(a.TeamIDs, b.TeamIDs) || common(append(ups(a), a.ID), append(ups(b), b.ID))
}
