package okr

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawn writes a map as an indented list: kinds that are not objectives with a sign, levels behind.
func drawn(m Map) string {
	var b strings.Builder
	depth := make([]int, len(m.Nodes))
	for i, n := range m.Nodes {
		if n.Parent >= 0 {
			depth[i] = depth[n.Parent] + 1
		}
		fmt.Fprintf(&b, "%s%s %d", strings.Repeat("  ", depth[i]), n.Key, n.Level)
		if n.Context {
			b.WriteString(" context")
		}
		if n.Hidden > 0 {
			fmt.Fprintf(&b, " +%d", n.Hidden)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func strand(id, team string, supports ...string) Strand {
	s := Strand{Objective: Objective{ID: id, Title: id, TeamIDs: []string{team}, Stage: Active}}
	for _, up := range supports {
		kind := UpObjective
		switch up[0] {
		case 'p':
			kind = UpPillar
		case 'k':
			kind = UpKeyResult
		}
		s.Supports = append(s.Supports, Support{Kind: kind, ID: up, Weight: 1})
	}
	return s
}

func (s Strand) with(keyResults ...string) Strand {
	for _, k := range keyResults {
		s.KeyResults = append(s.KeyResults, KeyResult{ID: k, Title: k, ObjectiveID: s.ID})
	}
	return s
}

var mapTeams = NewTree([]Team{{ID: "co", Name: "Company"}, {ID: "a", Name: "A", ParentID: "co", Position: 1}, {ID: "b", Name: "B", ParentID: "co", Position: 2}, {ID: "a1", Name: "A1", ParentID: "a"}})

func exampleMap() Map {
	return NewMap(Vision{Text: "See"}, []Pillar{{ID: "p1", Title: "One"}, {ID: "p2", Title: "Two"}, {ID: "p3", Removed: 1}}, mapTeams, []Strand{
		strand("o1", "co", "p1").with("k1", "k2"),
		strand("o2", "a", "k1"),
		strand("o3", "a1", "o2", "p1"),
		strand("o4", "b", "o2"),
		strand("o5", "b"),
		strand("o6", "a", "p3"), // what it supported was removed
		func() Strand { s := strand("o7", "b", "p1"); s.Stage = Dropped; return s }(),
	})
}

func TestMap(t *testing.T) {
	m := exampleMap()
	want := `vision 0
  p1 1
    o1 2
      o2 3
        o3 4
        o4 4
      gap:k2 3
  p2 1
    gap:p2 2
loose 1
  o5 3
  o6 3
`
	if diff := cmp.Diff(want, drawn(m)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	var marks []string
	for _, x := range m.Marks {
		marks = append(marks, string(x.Kind)+" "+strings.Join(x.Nodes, " ")+": "+x.Evidence)
	}
	wantMarks := []string{
		"gap gap:p2 p2: No objective of this cycle supports “Two”.",
		"gap gap:k2 o1: No team's objective supports “k2”. What supports its objective names other key results.",
		"orphan o5: It supports no choice, objective or key result that you can see.",
		"orphan o6: It supports no choice, objective or key result that you can see.",
	}
	if diff := cmp.Diff(wantMarks, marks); diff != "" {
		t.Errorf("marks -want +got:\n%s", diff)
	}
}

func TestMapParts(t *testing.T) {
	m := exampleMap()
	for _, c := range []struct {
		name string
		got  Map
		want string
	}{
		{"a team's part", m.Keep(func(n MapNode) bool { return slices.Contains(n.TeamIDs, "a1") }), "vision 0 context\n  p1 1 context\n    o1 2 context\n      o2 3 context\n        o3 4\n"},
		{"a gap stays with its pillar", m.Keep(func(n MapNode) bool { return n.Key == "p2" }), "vision 0 context\n  p2 1\n    gap:p2 2\n"},
		{"nothing", m.Keep(func(MapNode) bool { return false }), ""},
		{"one step around", m.Around("o2", 1), "o1 2\n  o2 3\n    o3 4\n    o4 4\n"},
		{"two steps up only", m.Around("o4", 2), "o1 2\n  o2 3\n    o4 4\n"},
		{"another parent, where the first is not there", m.Around("p1", 1), "vision 0\n  p1 1\n    o1 2\n    o3 4\n"},
		{"folded to its limit", m.Fold(7, nil, nil), "vision 0\n  p1 1\n    o1 2 +4\n  p2 1\n    gap:p2 2\nloose 1 +2\n"},
		{"opened by hand", m.Fold(7, map[string]bool{"loose": true}, nil), "vision 0\n  p1 1\n    o1 2 +4\n  p2 1\n    gap:p2 2\nloose 1\n  o5 3\n  o6 3\n"},
		{"folded by hand", m.Fold(100, nil, map[string]bool{"p1": true, "o2": true}), "vision 0\n  p1 1 +5\n  p2 1\n    gap:p2 2\nloose 1\n  o5 3\n  o6 3\n"},
		{"all opened", m.Fold(1, map[string]bool{"all": true}, nil), drawn(m)},
	} {
		if diff := cmp.Diff(c.want, drawn(c.got)); diff != "" {
			t.Errorf("%s -want +got:\n%s", c.name, diff)
		}
	}
	if under := m.Under("p1"); len(under) != 6 || !under["o4"] || under["o5"] {
		t.Errorf("under p1: %v", under)
	}
}

func TestDepartments(t *testing.T) {
	shared := strand("o8", "a", "o4")
	shared.TeamIDs = []string{"a1", "b", "a"}
	m := NewMap(Vision{}, nil, mapTeams, []Strand{strand("o1", "co").with("k1"), strand("o2", "a", "k1"), strand("o3", "a1", "o2", "o1"), strand("o4", "b", "o2", "o3"), shared})
	got := m.Departments(mapTeams, nil)
	var rows []string
	for i, row := range got.Cells {
		line := got.Departments[i].Name + ":"
		for _, c := range row {
			line += fmt.Sprintf(" %d/%d", c.Supports, c.Shared)
		}
		rows = append(rows, fmt.Sprintf("%s → %d, %d ←", line, got.Supports[i], got.DependsOn[i]))
	}
	want := []string{"Company: 0/0 0/0 0/0 → 0, 2 ←", "A: 2/0 1/0 1/1 → 3, 2 ←", "B: 0/0 2/1 0/0 → 2, 1 ←"}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Whatever the supports are, rings too: each objective is on the map once, below what it hangs under, and nothing gets lost.
func TestMapProperties(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(0, 30).Draw(r, "objectives")
		things := []string{"p1", "p2", "gone"}
		for i := range n {
			things = append(things, fmt.Sprint("o", i), fmt.Sprint("k", i))
		}
		var list []Strand
		for i := range n {
			ups := rapid.SliceOfNDistinct(rapid.SampledFrom(things), 0, 3, rapid.ID[string]).Draw(r, "supports")
			list = append(list, strand(fmt.Sprint("o", i), rapid.SampledFrom([]string{"co", "a", "b", "a1", "gone"}).Draw(r, "team"), ups...).with(fmt.Sprint("k", i)))
		}
		m := NewMap(Vision{Text: rapid.SampledFrom([]string{"", "See"}).Draw(r, "vision")}, []Pillar{{ID: "p1"}, {ID: "p2"}}, mapTeams, list)
		check := func(m Map) {
			seen := map[string]bool{}
			hangs := 0
			for i, node := range m.Nodes {
				if seen[node.Key] {
					r.Fatalf("%s is there twice", node.Key)
				}
				seen[node.Key] = true
				if node.Parent >= i || node.Parent >= 0 && m.Nodes[node.Parent].Level >= node.Level {
					r.Fatalf("%s does not hang below its parent:\n%s", node.Key, drawn(m))
				}
				if node.Parent >= 0 {
					hangs++
				}
			}
			tree := 0
			for _, e := range m.Edges {
				if !seen[e.From] || !seen[e.To] {
					r.Fatalf("the edge %v leads off the map", e)
				}
				if e.Tree {
					tree++
				}
			}
			if tree != hangs {
				r.Fatalf("%d edges of the tree for %d that hang", tree, hangs)
			}
		}
		check(m)
		objectives := 0
		for _, node := range m.Nodes {
			if node.Kind == MapObjective {
				objectives++
			}
		}
		if objectives != n {
			r.Fatalf("%d of %d objectives are on the map", objectives, n)
		}
		folded := m.Fold(rapid.IntRange(0, 40).Draw(r, "limit"), nil, map[string]bool{rapid.SampledFrom(things).Draw(r, "folded"): true})
		hidden := 0
		for _, node := range folded.Nodes {
			hidden += node.Hidden
		}
		if len(folded.Nodes)+hidden != len(m.Nodes) {
			r.Fatalf("%d shown and %d folded of %d:\n%s", len(folded.Nodes), hidden, len(m.Nodes), drawn(folded))
		}
		check(folded)
		if n > 0 {
			check(m.Around(fmt.Sprint("o", rapid.IntRange(0, n-1).Draw(r, "around")), 2))
		}
		check(m.Keep(func(node MapNode) bool { return len(node.Key)%2 == 0 }))
	})
}
