package judge

import (
	"container/list"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
)

// examples is a plan of all that the rules' examples hold, with ids of their own, so that every rule about lines has something to say.
func examples() Case {
	c := Case{Today: "2026-02-20", Cycle: okr.Cycle{ID: "c", Start: "2026-01-01", End: "2026-03-31", Execute: "2026-01-08"}, Root: "company", Data: true,
		Pillars: []string{"Repairs before sales"}, Chances: map[string]float64{}, Told: map[string]Told{}, Changes: []Revised{}, Readings: map[string][]okr.Point{}, Before: map[string]bool{}}
	n := 0
	for _, r := range Rules {
		for _, e := range slices.Concat(r.Fires[:], r.Silent[:]) {
			for i, g := range e.Case.Goals {
				n++
				old := g.ID
				g.ID = fmt.Sprintf("o%d", n)
				g.KeyResults = slices.Clone(g.KeyResults)
				for k := range g.KeyResults {
					before := g.KeyResults[k].ID
					id := fmt.Sprintf("%s-%d", g.ID, k)
					if x, ok := e.Case.Chances[before]; ok {
						c.Chances[id] = x
					}
					if x, ok := e.Case.Told[before]; ok {
						c.Told[id] = x
					}
					g.KeyResults[k].ID = id
				}
				for _, x := range e.Case.Changes {
					if x.Objective == old && i == 0 {
						x.Objective, x.KeyResult = g.ID, ""
						c.Changes = append(c.Changes, x)
					}
				}
				if len(g.TeamIDs) == 0 {
					g.TeamIDs, g.Team = []string{fmt.Sprint("team", n%7)}, fmt.Sprint("Team ", n%7)
				}
				c.Goals = append(c.Goals, g)
			}
		}
	}
	for _, rule := range []string{"objective/label", "kr/vague", "kr/twin"} {
		fs := Read(c).Findings
		at := fs[slices.IndexFunc(fs, func(f Finding) bool { return f.Rule == rule })].Place
		c.Dismissed = append(c.Dismissed, Dismissal{okr.Dismissal{Rule: rule}, at.id()})
	}
	return c
}

// A plan that is read in pieces, in whatever order, is judged as one that is read at once.
func TestPieces(t *testing.T) {
	c := examples()
	want := Read(c)
	if len(want.Findings) < 500 || want.Dismissed != len(c.Dismissed) {
		t.Fatalf("the examples have %d findings, %d dismissed", len(want.Findings), want.Dismissed)
	}
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 1))
		var p Plan
		pieces := func(goals []Goal, do func(Case)) {
			for len(goals) > 0 {
				n := min(1+r.IntN(60), len(goals))
				piece := c
				piece.Goals, goals = goals[:n], goals[n:]
				piece.Dismissed = slices.DeleteFunc(slices.Clone(c.Dismissed), func(d Dismissal) bool {
					return !slices.ContainsFunc(piece.Goals, func(g Goal) bool { return d.ID == g.ID || d.ID == g.ID+"-0" })
				})
				do(piece)
			}
		}
		pieces(c.Goals, p.Note)
		whole := c
		whole.Goals = nil
		got, mixed := p.Settle(whole), slices.Clone(c.Goals)
		r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		pieces(mixed, func(piece Case) { got = append(got, p.Read(piece)...) })
		slices.SortStableFunc(got, p.Order)
		rep := p.Report()
		rep.Findings = got
		if d := cmp.Diff(want, rep); d != "" {
			t.Fatalf("at once, and in pieces: %s", d)
		}
		for _, id := range slices.Sorted(maps.Keys(want.Teams)) {
			if d := cmp.Diff(want.Teams[id], p.Part(id).Teams[id]); d != "" {
				t.Fatalf("%s: %s", id, d)
			}
		}
	}
}

// What is read again is what was read, and no more is remembered than there is room for.
func TestLately(t *testing.T) {
	m := memory{most: 2, at: map[lineHash]*list.Element{}}
	lines := []Line{{Kind: KeyResult, Text: "NPS of riders from 32 to 45"}, {Kind: Objective, Text: "NPS of riders from 32 to 45"}, {Kind: KeyResult, Text: "NPS of riders from 32 to 45", Objective: "Riders trust our repairs"}}
	for range 2 {
		for _, l := range lines {
			if got, want := m.read(l), readLine(l); got.Verdict != want.Verdict || got.Confidence != want.Confidence || !slices.Equal(got.has, want.has) {
				t.Errorf("%q as a %s: %s, want %s", l.Text, l.Kind, got.Verdict, want.Verdict)
			}
		}
	}
	if len(m.at) != 2 || m.order.Len() != 2 {
		t.Errorf("%d and %d are remembered, want 2", len(m.at), m.order.Len())
	}
}
