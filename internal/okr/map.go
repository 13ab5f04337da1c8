package okr

import (
	"cmp"
	"fmt"
	"slices"
)

// A Map is how the objectives of a cycle hang together: a tree from the vision down, along the first thing that each objective
// supports, with every other support as an edge beside it, and with what stands out.
type Map struct {
	Nodes []MapNode `json:"nodes"` // each behind the one that it hangs under, siblings in the order of the plan
	Edges []MapEdge `json:"edges"` // every support, the tree's own too
	Marks []Mark    `json:"marks"`
}

// A MapKind is what a node of the map is.
type MapKind string

// The kinds of nodes. Loose gathers the objectives that support nothing yet; a gap stands where nobody supports something that needs it.
const (
	MapVision    MapKind = "vision"
	MapPillar    MapKind = "pillar"
	MapObjective MapKind = "objective"
	MapLoose     MapKind = "loose"
	MapGap       MapKind = "gap"
)

// The levels of the map, from above. An objective of the company stands on LevelCompany, one of a team directly below it a level deeper,
// and none beside or above what it hangs under.
const (
	LevelVision = iota
	LevelStrategy
	LevelCompany
	LevelTeams
)

// A MapNode is one thing on the map.
type MapNode struct {
	Key      string   `json:"key"` // an id, or "vision", "loose", "gap:" and the id of what nobody supports
	Kind     MapKind  `json:"kind"`
	Number   int      `json:"number,omitempty"` // of an objective
	Title    string   `json:"title"`
	Parent   int      `json:"parent"` // the node that it hangs under, by index, smaller than its own; -1 for none
	Level    int      `json:"level"`
	TeamIDs  []string `json:"team_ids,omitempty"`
	Stage    Stage    `json:"stage,omitempty"`
	Health   Judged   `json:"health,omitzero"`
	Progress *float64 `json:"progress,omitempty"`
	Plan     *float64 `json:"plan,omitempty"` // what the plan wants of the progress today, 0–1
	OnCourse int      `json:"on_course,omitempty"`
	Results  int      `json:"key_results,omitempty"`
	Private  bool     `json:"private,omitempty"`
	Context  bool     `json:"context,omitempty"` // not asked for: it is there because something below it is
	Hidden   int      `json:"hidden,omitempty"`  // nodes that are folded away below it
	Children int      `json:"children,omitempty"`

	least int // the level that it has without anything above it
}

// A MapEdge is a support: From hangs below To.
type MapEdge struct {
	From      string  `json:"from"`
	To        string  `json:"to"`
	KeyResult string  `json:"key_result_id,omitempty"` // of To, when it is one of its key results that is supported
	Weight    float64 `json:"weight"`
	Tree      bool    `json:"tree,omitempty"` // the tree is drawn along it
}

// A MarkKind is what stands out on the map.
type MarkKind string

// The marks.
const (
	MarkGap         MarkKind = "gap"         // a pillar or a key result of the company that nobody supports
	MarkOrphan      MarkKind = "orphan"      // an objective that supports nothing
	MarkOverlap     MarkKind = "overlap"     // two that count the same
	MarkConflict    MarkKind = "conflict"    // two that pull one number in opposite directions
	MarkOpportunity MarkKind = "opportunity" // two teams that work on one metric and do not know of each other
)

// A Mark is something that stands out, with what it rests on and one next step.
type Mark struct {
	Kind       MarkKind `json:"kind"`
	Nodes      []string `json:"nodes"` // by key, at least one
	KeyResults []string `json:"key_result_ids,omitempty"`
	Evidence   string   `json:"evidence"`
	Next       string   `json:"next"`
}

// A Strand is an objective as the map takes it: its supports are those that may be seen.
type Strand struct {
	Objective
	KeyResults []KeyResult
	Health     Judged
	Plan       *float64
	OnCourse   int
	Elsewhere  bool // of another cycle: it is shown because something of this one supports it
}

// NewMap arranges the objectives of a cycle, in the order of the plan, below the vision and the pillars. Dropped and removed ones are left out.
// A ring of supports, which an import can bring, is opened where it is first met again.
func NewMap(v Vision, pillars []Pillar, teams Tree, list []Strand) Map {
	m := Map{Nodes: []MapNode{}, Edges: []MapEdge{}, Marks: []Mark{}}
	at := map[string]bool{}
	vision := v.Text != ""
	if vision {
		m.Nodes = append(m.Nodes, MapNode{Key: "vision", Kind: MapVision, Title: v.Text})
	}
	for _, p := range pillars {
		if p.Removed != 0 {
			continue
		}
		at[p.ID] = true
		m.Nodes = append(m.Nodes, MapNode{Key: p.ID, Kind: MapPillar, Title: p.Title, least: LevelStrategy})
		if vision {
			m.Edges = append(m.Edges, MapEdge{From: p.ID, To: "vision", Weight: 1})
		}
	}
	of := map[string]string{} // key result → objective
	shown := make([]Strand, 0, len(list))
	for _, s := range list {
		if s.Stage == Dropped || s.Removed != 0 || at[s.ID] {
			continue
		}
		at[s.ID] = true
		for _, k := range s.KeyResults {
			of[k.ID] = s.ID
		}
		shown = append(shown, s)
	}
	for _, s := range shown {
		depth := 0
		if len(s.TeamIDs) > 0 {
			depth = max(0, len(teams.Path(s.TeamIDs[0]))-1)
		}
		m.Nodes = append(m.Nodes, MapNode{Key: s.ID, Kind: MapObjective, Number: s.Number, Title: s.Title, TeamIDs: s.TeamIDs, Stage: s.Stage, Health: s.Health,
			Progress: s.Progress, Plan: s.Plan, OnCourse: s.OnCourse, Results: len(s.KeyResults), Private: s.Private, Context: s.Elsewhere, least: LevelCompany + depth})
		for _, up := range s.Supports {
			e := MapEdge{From: s.ID, To: up.ID, Weight: up.Weight}
			if up.Kind == UpKeyResult {
				e.To, e.KeyResult = of[up.ID], up.ID
			}
			if at[e.To] && e.To != s.ID {
				m.Edges = append(m.Edges, e)
			}
		}
	}
	m.gaps(pillars, teams, shown)
	m.orphans()
	m.arrange()
	return m
}

// gaps adds a node where a pillar, or a key result of the company, has nobody to carry it. An objective that supports the company's
// objective as a whole may carry any of its key results, so that none of them is called a gap then.
func (m *Map) gaps(pillars []Pillar, teams Tree, list []Strand) {
	if len(list) == 0 {
		return
	}
	served := map[string]bool{}
	below := map[string]int{}
	for _, e := range m.Edges {
		if e.To == "vision" {
			continue
		}
		below[e.To]++
		if e.KeyResult == "" {
			served[e.To] = true
		} else {
			served[e.KeyResult] = true
		}
	}
	add := func(under string, level int, id, title, evidence, next string, keyResults ...string) {
		key := "gap:" + id
		m.Nodes = append(m.Nodes, MapNode{Key: key, Kind: MapGap, Title: title, least: level})
		m.Edges = append(m.Edges, MapEdge{From: key, To: under})
		m.Marks = append(m.Marks, Mark{Kind: MarkGap, Nodes: []string{key, under}, KeyResults: keyResults, Evidence: evidence, Next: next})
	}
	for _, p := range pillars {
		if p.Removed == 0 && !served[p.ID] {
			add(p.ID, LevelCompany, p.ID, "Which objective serves this choice?", fmt.Sprintf("No objective of this cycle supports “%s”.", p.Title),
				"Write an objective for it, or say that it waits.")
		}
	}
	for _, s := range list {
		if s.Elsewhere || s.Stage == Closed || len(s.TeamIDs) == 0 || s.TeamIDs[0] != teams.Root().ID || served[s.ID] || len(teams.Children(teams.Root().ID)) == 0 {
			continue
		}
		if slices.ContainsFunc(s.Supports, func(up Support) bool { return up.Kind != UpPillar }) {
			continue // it carries something of the company's itself
		}
		for _, k := range s.KeyResults {
			if !served[k.ID] {
				others := "Nobody supports its objective either."
				if n := below[s.ID]; n > 0 {
					others = "What supports its objective names other key results."
				}
				add(s.ID, LevelTeams, k.ID, "Who carries “"+k.Title+"”?", fmt.Sprintf("No team's objective supports “%s”. %s", k.Title, others),
					"Ask the team that is nearest to it, or say who of the company carries it.", k.ID)
			}
		}
	}
}

// orphans gathers the objectives that support nothing under a node of their own.
func (m *Map) orphans() {
	up := map[string]bool{}
	for _, e := range m.Edges {
		up[e.From] = true
	}
	var loose []MapEdge
	for _, n := range m.Nodes {
		if n.Kind == MapObjective && !n.Context && !up[n.Key] {
			loose = append(loose, MapEdge{From: n.Key, To: "loose"})
			m.Marks = append(m.Marks, Mark{Kind: MarkOrphan, Nodes: []string{n.Key}, Evidence: "It supports no choice, objective or key result that you can see.",
				Next: "Say what it serves, or let it wait."})
		}
	}
	if loose != nil {
		m.Nodes = append(m.Nodes, MapNode{Key: "loose", Kind: MapLoose, Title: "Supports nothing yet", least: LevelStrategy})
		m.Edges = append(m.Edges, loose...)
	}
}

// arrange hangs every node under the first of its upstreams that is on the map, and puts each behind the one above it. Siblings keep their order.
func (m *Map) arrange() {
	at := m.index()
	n := len(m.Nodes)
	ups := make([][]int, n) // edges, by the node at their lower end
	for i := range m.Edges {
		m.Edges[i].Tree = false
		if from, ok := at[m.Edges[i].From]; ok {
			ups[from] = append(ups[from], i)
		}
	}
	const open, done = 1, 2
	state := make([]int, n)
	parent := make([]int, n)
	var hang func(i int)
	hang = func(i int) { // as deep as the longest line of supports
		state[i], parent[i] = open, -1
		for _, e := range ups[i] {
			to, ok := at[m.Edges[e].To]
			if !ok || state[to] == open {
				continue
			}
			if state[to] == 0 {
				hang(to)
			}
			parent[i], m.Edges[e].Tree = to, true
			break
		}
		state[i] = done
	}
	for i := range m.Nodes {
		if state[i] == 0 {
			hang(i)
		}
	}
	children := make([][]int, n)
	var roots []int
	for i := range m.Nodes {
		if p := parent[i]; p >= 0 {
			children[p] = append(children[p], i)
		} else {
			roots = append(roots, i)
		}
	}
	slices.SortStableFunc(roots, func(a, b int) int { return cmp.Compare(m.Nodes[a].least, m.Nodes[b].least) })
	out := make([]MapNode, 0, n)
	var place func(i, under int)
	place = func(i, under int) {
		node := m.Nodes[i]
		node.Parent, node.Level, node.Children = under, node.least, len(children[i])
		if under >= 0 {
			node.Level = max(node.least, out[under].Level+1)
		}
		out = append(out, node)
		self := len(out) - 1
		for _, c := range children[i] {
			place(c, self)
		}
	}
	for _, i := range roots {
		place(i, -1)
	}
	m.Nodes = out
}

func (m Map) index() map[string]int {
	at := make(map[string]int, len(m.Nodes))
	for i, n := range m.Nodes {
		at[n.Key] = i
	}
	return at
}

// only returns the map with the nodes that keep names, the edges between them, and the marks that touch one of them.
func (m Map) only(keep func(i int) bool) Map {
	out := Map{Nodes: []MapNode{}, Edges: []MapEdge{}, Marks: []Mark{}}
	there := map[string]bool{}
	for i, n := range m.Nodes {
		if keep(i) {
			there[n.Key] = true
			out.Nodes = append(out.Nodes, n)
		}
	}
	for _, e := range m.Edges {
		if there[e.From] && there[e.To] {
			out.Edges = append(out.Edges, e)
		}
	}
	for _, x := range m.Marks {
		if slices.ContainsFunc(x.Nodes, func(key string) bool { return there[key] }) {
			out.Marks = append(out.Marks, x)
		}
	}
	return out
}
