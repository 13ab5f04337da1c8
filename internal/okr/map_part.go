package okr

import "slices"

// Keep returns the part of the map that match names, with what it hangs under, which becomes context. A gap stays with what it is a gap of.
func (m Map) Keep(match func(MapNode) bool) Map {
	n := len(m.Nodes)
	asked, keep := make([]bool, n), make([]bool, n)
	for i, node := range m.Nodes {
		asked[i] = match(node) || node.Kind == MapGap && node.Parent >= 0 && asked[node.Parent]
		for at := i; asked[i] && at >= 0 && !keep[at]; at = m.Nodes[at].Parent {
			keep[at] = true
		}
	}
	nodes := slices.Clone(m.Nodes)
	for i := range nodes {
		nodes[i].Context = nodes[i].Context || !asked[i]
	}
	m.Nodes = nodes
	out := m.only(func(i int) bool { return keep[i] })
	out.arrange()
	return out
}

// Under answers which nodes lead up to key, by whatever support, key itself among them.
func (m Map) Under(key string) map[string]bool {
	below := map[string][]string{}
	for _, e := range m.Edges {
		below[e.To] = append(below[e.To], e.From)
	}
	return reach(key, below, len(m.Nodes))
}

// Around returns what stands within steps supports above and below key; key must be on the map.
func (m Map) Around(key string, steps int) Map {
	above, below := map[string][]string{}, map[string][]string{}
	for _, e := range m.Edges {
		above[e.From] = append(above[e.From], e.To)
		below[e.To] = append(below[e.To], e.From)
	}
	near := reach(key, above, steps)
	for k := range reach(key, below, steps) {
		near[k] = true
	}
	out := m.only(func(i int) bool { return near[m.Nodes[i].Key] })
	out.arrange()
	return out
}

// reach is what can be reached from key in at most steps.
func reach(key string, next map[string][]string, steps int) map[string]bool {
	seen := map[string]bool{key: true}
	for ring := []string{key}; len(ring) > 0 && steps > 0; steps-- {
		var further []string
		for _, k := range ring {
			for _, to := range next[k] {
				if !seen[to] {
					seen[to] = true
					further = append(further, to)
				}
			}
		}
		ring = further
	}
	return seen
}

// Fold folds the map until about limit nodes are left: whole levels, from below, never the vision and the strategy. What hangs loose is folded by itself
// when there is much of it. opened and folded, by key, overrule that; "all" opens everything.
func (m Map) Fold(limit int, opened, folded map[string]bool) Map {
	count := map[int]int{}
	loose := m.looseness(limit)
	for i, n := range m.Nodes {
		if !loose[i] {
			count[n.Level]++
		}
	}
	deepest, sum := LevelStrategy, 0
	for level, left := 0, len(count); left > 0; level++ {
		if count[level] > 0 {
			left--
			if sum += count[level]; sum <= limit {
				deepest = max(deepest, level)
			}
		}
	}
	n := len(m.Nodes)
	hidden, shut := make([]bool, n), make([]bool, n)
	for i, node := range m.Nodes {
		if node.Parent >= 0 {
			hidden[i] = hidden[node.Parent] || shut[node.Parent]
		}
		if node.Children == 0 {
			continue
		}
		next := n // the level of the nearest node below it
		for c := i + 1; c < n && m.Nodes[c].Parent >= i; c++ {
			if m.Nodes[c].Parent == i {
				next = min(next, m.Nodes[c].Level)
			}
		}
		shut[i] = next > deepest || node.Kind == MapLoose && i+1 < n && loose[i+1]
		shut[i] = (shut[i] && !opened["all"] && !opened[node.Key]) || folded[node.Key]
	}
	nodes := slices.Clone(m.Nodes)
	for i := n - 1; i >= 0; i-- {
		nodes[i].Hidden = 0
	}
	for i := range nodes {
		if hidden[i] {
			at := nodes[i].Parent
			for hidden[at] {
				at = nodes[at].Parent
			}
			nodes[at].Hidden++
		}
	}
	m.Nodes = nodes
	marks := m.Marks
	out := m.only(func(i int) bool { return !hidden[i] })
	out.arrange()
	for i := range out.Nodes { // a folded one has children all the same
		if out.Nodes[i].Hidden > 0 {
			out.Nodes[i].Children = max(1, out.Nodes[i].Children)
		}
	}
	out.Marks = marks
	return out
}

// looseness is which nodes hang loose, when they are more than a fifth of limit.
func (m Map) looseness(limit int) []bool {
	out := make([]bool, len(m.Nodes))
	n := 0
	for i, node := range m.Nodes {
		if p := node.Parent; p >= 0 && (out[p] || m.Nodes[p].Kind == MapLoose) {
			out[i] = true
			n++
		}
	}
	if n <= limit/5 {
		clear(out)
	}
	return out
}
