package judge

import (
	"slices"
	"testing"
)

func TestNearest(t *testing.T) {
	others := []string{
		"Repairs stop being a lottery. Parts on the shelf made repairs fast, more hands did not.",
		"Riders get through to us. We counted calls; nobody asked whether the bike rode afterwards.",
		"Spring brings riders who stay. A call in week two is the cheapest thing we do.",
		"Two banks against each other.",
	}
	got := Nearest("Broken bikes are repaired with parts from the shelf", others, nil)
	if len(got) < 2 || got[0].At != 0 || !slices.Contains(got[0].Words, "shelf") || got[0].Covered < sharedPart {
		t.Fatalf("nearest: %+v", got)
	}
	for i := 1; i < len(got); i++ {
		if got[i].Score > got[i-1].Score || got[i].Score <= 0 || got[i].Score > 1 {
			t.Errorf("the order is %+v", got)
		}
	}
	if slices.ContainsFunc(got, func(n Near) bool { return n.At == 3 }) {
		t.Error("what has no word in common is not near")
	}
	if got := Nearest("banks", others, nil); len(got) != 1 || !got[0].Whole {
		t.Errorf("all words of it stand there: %+v", got)
	}
	if got := Nearest("the", others, nil); len(got) != 0 {
		t.Errorf("a word that says nothing finds %+v", got)
	}
	if got := Nearest("x", others, places{{1, 0}, {0.9, 0.1}, {0, 1}, {0, -1}, {1, 0.05}}); len(got) != 3 || got[0].At != 0 || got[1].At != 1 {
		t.Errorf("by places in a space: %+v", got)
	}
}

// places are an Embedder that knows the answer.
type places [][]float64

func (p places) Embed([]string) [][]float64 { return p }
