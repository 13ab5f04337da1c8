package judge

import (
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A vector for each text, made by hand: the seam for a semantic model.
type byHand map[string][]float64

func (h byHand) Embed(texts []string) [][]float64 {
	out := make([][]float64, len(texts))
	for i, t := range texts {
		out[i] = h[t]
		if out[i] == nil {
			out[i] = []float64{0, 0, 1}
		}
	}
	return out
}

func TestAlike(t *testing.T) {
	overlaps := func(c Case) (out []Finding) {
		for _, f := range Read(c).Findings {
			if f.Rule == "plan/overlap" {
				out = append(out, f)
			}
		}
		return out
	}
	e := apart("Riders get their broken bike back within a day", "A broken bike is back with its rider within a day")
	found := overlaps(e.Case)
	if len(found) != 1 || found[0].Beside.Objective != "o1" {
		t.Fatalf("found %+v", found)
	}
	for _, w := range []string{"“bike”", "only the first of", "“get”"} {
		if !strings.Contains(found[0].Evidence, w) {
			t.Errorf("the evidence lacks %s: %s", w, found[0].Evidence)
		}
	}

	// Not related is remembered, from either side, until one of the two is written anew.
	for _, d := range []Dismissal{{ID: "o0", Dismissal: okr.Dismissal{Rule: "plan/overlap", With: "o1", Text: e.Case.Goals[0].Title, Reason: "two cities"}}, {ID: "o1", Dismissal: okr.Dismissal{Rule: "plan/overlap", With: "o0", Text: e.Case.Goals[1].Title, Reason: "two cities"}}} {
		c := e.Case
		c.Dismissed = []Dismissal{d}
		if len(overlaps(c)) != 0 {
			t.Errorf("dismissed by %s, and still there", d.ID)
		}
		c.Dismissed[0].Text = "Another sentence"
		if len(overlaps(c)) != 1 {
			t.Errorf("dismissed by %s for another sentence, and gone", d.ID)
		}
	}

	// A word that everybody uses makes nobody alike.
	common := apart("Bikes for families are safe", "Bikes for families are cheap")
	for i := range common.Case.Goals[2:] {
		common.Case.Goals[i+2].Title = "Bikes for families are " + []string{"fast", "light", "quiet", "green"}[i]
	}
	if got := overlaps(common.Case); len(got) != 0 {
		t.Errorf("all are alike, and %d pairs are named", len(got))
	}

	// What supports the other is meant to speak of the same.
	linked := apart("Riders get their broken bike back within a day", "A broken bike is back with its rider within a day")
	linked.Case.Goals[1].Supports = []okr.Support{{Kind: okr.UpObjective, ID: "o0"}}
	if len(overlaps(linked.Case)) != 0 {
		t.Error("one supports the other, and they are called an overlap")
	}

	// With a model that knows what they mean, other words are alike, and what is shared is still asked for in words.
	c := e.Case
	c.Embed = byHand{c.Goals[0].Title: {1, 0, 0}, c.Goals[1].Title: {0.9, 0.1, 0}}
	if len(overlaps(c)) != 1 {
		t.Error("the embedder is not asked")
	}
	c.Embed = byHand{c.Goals[0].Title: {1, 0, 0}, c.Goals[1].Title: {0, 1, 0}}
	if len(overlaps(c)) != 0 {
		t.Error("the embedder says that they are far apart, and they are named")
	}
}

// What comes late and what comes early are two numbers, though all other words are the same.
func TestLateIsNotEarly(t *testing.T) {
	for _, x := range []struct{ a, b, want string }{
		{"Share of bikes that are handed back late from 9 % to 4 %", "Share of bikes that are handed back early from 40 % to 60 %", ""},
		{"Share of bikes that are handed back late from 9 % to 4 %", "Share of bikes that are handed back late from 9 % to 12 %", "kr/conflict"},
	} {
		e := apart("Riders trust our times", "Stations plan their day")
		e.Case.Goals[0].KeyResults = []okr.KeyResult{{ID: "k0", Title: x.a}}
		e.Case.Goals[1].KeyResults = []okr.KeyResult{{ID: "k1", Title: x.b}}
		got := ""
		for _, f := range Read(e.Case).Findings {
			if f.Rule == "kr/conflict" {
				got = f.Rule
			}
		}
		if got != x.want {
			t.Errorf("%q beside %q: %q, want %q", x.a, x.b, got, x.want)
		}
	}
}
