package judge

import (
	"fmt"
	"math"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Work is an item of the backlog or roadmap with its place in the flow.
type Work struct {
	Item
	TeamID string   `json:"team_id,omitempty"`
	Team   string   `json:"team,omitempty"`   // its name
	Serves []string `json:"serves,omitempty"` // ids of key results, its own or those of the roadmap item that it derives from
	Done   okr.Date `json:"done,omitempty"`   // "" is open
}

// Bet is the kind of the items of the roadmap.
const Bet = "roadmap"

// open answers whether it was there and not yet done on a day.
func (w Work) open(on okr.Date) bool {
	return (w.Created == "" || w.Created <= on) && (w.Done == "" || w.Done > on)
}

// A Trap says how much the work writes the plan instead of the plan the work, in its four effects. Index is the mean of the parts that could
// be read, 0 to 100: at 0 the strategy drives the work, at 100 the backlog writes the strategy. Known is false if the work could not be read, which the first two parts rest on: the plan alone cannot tell.
//
//   - Focus: the share of key results that restate work which was there before them; one that is a task of its own counts half.
//   - Alignment: the share of the open backlog that serves no key result.
//   - Innovation: how far the share of objectives that try something new (aspirational or learning ones, or with a learning key result)
//     stays below a third; from a third on it is 0.
//   - Horizon: the share of objectives from which no way leads up to a pillar of the strategy.
type Trap struct {
	Index int        `json:"index"`
	Known bool       `json:"known"`
	Parts []TrapPart `json:"parts"`
}

// A TrapPart is one effect of the trap.
type TrapPart struct {
	Name    string  `json:"name"`
	Value   int     `json:"value"`            // 0 to 100
	Says    string  `json:"says,omitempty"`   // the counts that it rests on
	Because string  `json:"unread,omitempty"` // why it could not be read
	Count   float64 `json:"count"`            // how many …
	Of      int     `json:"of"`               // … of how many
}

// The effects of the trap, in their order.
const (
	Focus      = "Focus"
	Alignment  = "Alignment"
	Innovation = "Innovation"
	Horizon    = "Horizon"
)

// newEnough is the share of objectives that try something new from which on innovation is not stifled: a portfolio of three horizons
// gives each a third.
const newEnough = 1.0 / 3

// taskCounts is what a key result that is a task, and restates nothing, counts in Focus.
const taskCounts = 0.5

func trapOf(parts ...TrapPart) Trap {
	t := Trap{Parts: parts}
	sum, n := 0, 0
	for _, p := range parts {
		if p.Because == "" {
			sum += p.Value
			n++
		}
	}
	if n > 0 {
		t.Index = int(math.Round(float64(sum) / float64(n)))
	}
	t.Known = slices.ContainsFunc(parts, func(p TrapPart) bool { return p.Because == "" && (p.Name == Focus || p.Name == Alignment) })
	return t
}

func trapPart(name, says string, count float64, of int) TrapPart {
	p := TrapPart{Name: name, Count: count, Of: of, Says: says}
	if of > 0 {
		p.Value = int(math.Round(100 * count / float64(of)))
	}
	return p
}

func unreadPart(name, because string) TrapPart { return TrapPart{Name: name, Because: because} }

// ReadEchoes finds the echoes of a case of which only the texts are known, and its trap: of the four effects, Focus alone can be read.
func ReadEchoes(c EchoCase) ([]Echo, Trap) {
	list := Echoes(c)
	echoes, tasks := 0, 0
	for _, k := range c.KeyResults {
		switch r := ReadLine(Line{Kind: KeyResult, Text: k.Text, Objective: k.Objective}); {
		case slices.ContainsFunc(list, func(e Echo) bool { return e.KeyResult == k.ID }):
			echoes++
		case r.Type == Output || r.Type == Activity:
			tasks++
		}
	}
	return list, trapOf(focus(echoes, tasks, len(c.KeyResults)),
		unreadPart(Alignment, "it is not known which work serves which key result"), unreadPart(Innovation, "the kinds of the objectives are not known"), unreadPart(Horizon, "the strategy is not known"))
}

func focus(echoes, tasks, of int) TrapPart {
	if of == 0 {
		return unreadPart(Focus, "there are no key results yet")
	}
	return trapPart(Focus, fmt.Sprintf("In the backlog before: %d of %s. A task of its own: %d more.", echoes, counted(of, "key result"), tasks), float64(echoes)+taskCounts*float64(tasks), of)
}

// ReadTrap reads the trap of a case as a whole, and of each team by its id. Its echoes are in the order of the key results; those that were
// looked at and accepted are left out.
func ReadTrap(c Case, teams ...string) (Trap, []Trap, []Echo) {
	p, _ := noteAll(c)
	shared, open := map[string][]*noted{}, map[string][]Work{}
	for _, g := range p.goals {
		for _, t := range slices.Compact(slices.Sorted(slices.Values(g.TeamIDs))) {
			shared[t] = append(shared[t], g)
		}
	}
	for _, w := range p.Work {
		open[w.TeamID] = append(open[w.TeamID], w)
	}
	whole := p.trap(p.goals, p.Work)
	var of []Trap
	for _, t := range teams {
		of = append(of, p.trap(shared[t], open[t]))
	}
	var list []Echo
	for _, g := range p.goals {
		for _, k := range g.results {
			if e := p.echo(k.ID); e != nil && c.Work != nil {
				list = append(list, *e)
			}
		}
	}
	return whole, of, list
}

func (p *pass) trap(goals []*noted, work []Work) Trap {
	return trapOf(p.focus(goals), p.alignment(work), innovation(goals), p.horizon(goals))
}

func (p *pass) focus(goals []*noted) TrapPart {
	if p.Work == nil {
		return unreadPart(Focus, "the backlog is not known here")
	}
	echoes, tasks, of := 0, 0, 0
	for _, g := range goals {
		for _, k := range g.results {
			of++
			switch {
			case p.echo(k.ID) != nil:
				echoes++
			case k.reading.Type == Output || k.reading.Type == Activity:
				tasks++
			}
		}
	}
	return focus(echoes, tasks, of)
}

func (p *pass) alignment(work []Work) TrapPart {
	if p.Work == nil {
		return unreadPart(Alignment, "the backlog is not known here")
	}
	open, none := unaligned(work, "", p.Today)
	if open == 0 {
		return unreadPart(Alignment, "nothing is open in the backlog")
	}
	return trapPart(Alignment, fmt.Sprintf("Without a key result: %d of %s in the backlog.", none, counted(open, "open item")), float64(none), open)
}

// unaligned counts the backlog that was open on a day, and how much of it serves no key result by today's links.
func unaligned(work []Work, team string, on okr.Date) (open, none int) {
	for _, w := range work {
		if w.Kind == Bet || team != "" && w.TeamID != team || !w.open(on) {
			continue
		}
		open++
		if len(w.Serves) == 0 {
			none++
		}
	}
	return open, none
}

func innovation(goals []*noted) TrapPart {
	if len(goals) == 0 {
		return unreadPart(Innovation, "there are no objectives yet")
	}
	fresh := 0
	for _, g := range goals {
		if g.Kind == okr.Aspirational || g.Kind == okr.Learning || slices.ContainsFunc(g.results, func(k measure) bool { return k.Learning }) {
			fresh++
		}
	}
	part := trapPart(Innovation, fmt.Sprintf("Trying something new: %d of %s. A third is enough.", fresh, counted(len(goals), "objective")), float64(fresh), len(goals))
	part.Value = int(math.Round(100 * max(0, 1-float64(fresh)/float64(len(goals))/newEnough)))
	return part
}

func (p *pass) horizon(goals []*noted) TrapPart {
	switch {
	case p.Pillars == nil:
		return unreadPart(Horizon, "the strategy is not known here")
	case len(goals) == 0:
		return unreadPart(Horizon, "there are no objectives yet")
	}
	none := 0
	for _, g := range goals {
		if !p.leadsUp(g, nil) {
			none++
		}
	}
	return trapPart(Horizon, fmt.Sprintf("Leading to no pillar of the strategy: %d of %s.", none, counted(len(goals), "objective")), float64(none), len(goals))
}

// leadsUp answers whether a way leads from a goal to a pillar. What it supports outside of this plan is trusted to lead on.
func (p *pass) leadsUp(g *noted, below []*noted) bool {
	if slices.Contains(below, g) {
		return false
	}
	return slices.ContainsFunc(g.Supports, func(s okr.Support) bool {
		if s.Kind == okr.UpPillar {
			return true
		}
		i := p.above(s)
		return i < 0 || p.leadsUp(p.goals[i], append(below, g))
	})
}

// A Share is how much of the open backlog leads to a strategic choice, by its title.
type Share struct {
	Pillar string `json:"pillar,omitempty"` // "" where it serves a key result and no choice, or nothing
	Serves bool   `json:"serves"`           // a key result
	Items  int    `json:"items"`
}

// Shares says where the open backlog leads, in the order of the pillars; then what serves key results that lead to none, then what serves nothing.
// An item that leads to several pillars counts for the first.
func Shares(c Case) []Share { return SharesOn(c, []okr.Date{c.Today})[0] }

// SharesOn are the shares as they were on each day, by today's links.
func SharesOn(c Case, days []okr.Date) [][]Share {
	p, _ := noteAll(c)
	var names []Share
	for _, title := range c.Pillars {
		names = append(names, Share{Pillar: title, Serves: true})
	}
	names = append(names, Share{Serves: true}, Share{})
	first := map[string]int{} // the index of the pillar that each key result leads to
	for _, g := range p.goals {
		at := len(names) - 2
		for i, title := range c.Pillars {
			if p.leadsTo(g, title, nil) {
				at = i
				break
			}
		}
		for _, k := range g.results {
			first[k.ID] = at
		}
	}
	out := make([][]Share, len(days))
	for n := range days {
		out[n] = slices.Clone(names)
	}
	for _, w := range c.Work {
		if w.Kind == Bet {
			continue
		}
		at := len(names) - 1
		for _, id := range w.Serves {
			i, ok := first[id]
			if !ok {
				i = len(names) - 2
			}
			at = min(at, i)
		}
		for n, d := range days {
			if w.open(d) {
				out[n][at].Items++
			}
		}
	}
	return out
}

func (p *pass) leadsTo(g *noted, pillar string, below []*noted) bool {
	if slices.Contains(below, g) {
		return false
	}
	return slices.ContainsFunc(g.Supports, func(s okr.Support) bool {
		if s.Kind == okr.UpPillar {
			return s.ID == pillar
		}
		i := p.above(s)
		return i >= 0 && p.leadsTo(p.goals[i], pillar, append(below, g))
	})
}

// above is the goal that a support leads to, -1 for one outside of this plan.
func (p *pass) above(s okr.Support) int {
	if i, ok := p.index()[s.ID]; ok {
		return i
	}
	return -1
}

// Unaligned is how much of the backlog was open on each day and served no key result by today's links: of a team by its id, or of all.
func Unaligned(work []Work, team string, days []okr.Date) (open, none []int) {
	for _, d := range days {
		o, n := unaligned(work, team, d)
		open, none = append(open, o), append(none, n)
	}
	return open, none
}

func counted(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}
