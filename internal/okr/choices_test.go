package okr

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whoever has an order in mind and answers by it gets exactly that order, in no more choices than were announced, and never one too many.
func TestChooseFindsTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, MaxChoices).Draw(t, "n")
		want := rapid.Permutation(numbers(n)).Draw(t, "order")
		said := ""
		most := Choose(n, "").Left
		for {
			r := Choose(n, said)
			if r.Next == nil {
				if !slices.Equal(r.Order, want) {
					t.Fatalf("%v, want %v", r.Order, want)
				}
				break
			}
			if len(said)+r.Left > most {
				t.Fatalf("%d said and %d to come, %d were announced", len(said), r.Left, most)
			}
			if slices.Index(want, r.Next[0]) < slices.Index(want, r.Next[1]) {
				said += "1"
			} else {
				said += "2"
			}
		}
		if len(said) > most {
			t.Fatalf("%d choices, %d were announced", len(said), most)
		}
	})
}

// Whatever is answered, every pair is asked at most once, each thing is placed once, and it ends.
func TestChooseEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, MaxChoices).Draw(t, "n")
		answers := rapid.StringMatching(`[12]{30}`).Draw(t, "answers")
		asked := map[[2]int]bool{}
		for i := range len(answers) + 1 {
			r := Choose(n, answers[:i])
			if r.Next == nil {
				sorted := slices.Sorted(slices.Values(r.Order))
				if !slices.Equal(sorted, numbers(n)) {
					t.Fatalf("%v are not %d things", r.Order, n)
				}
				return
			}
			pair := [2]int{min(r.Next[0], r.Next[1]), max(r.Next[0], r.Next[1])}
			if asked[pair] || pair[0] == pair[1] {
				t.Fatalf("%v is asked again", pair)
			}
			asked[pair] = true
		}
		t.Fatal("30 answers, and still no order")
	})
}

func TestChooseTakes(t *testing.T) {
	for n, most := range map[int]int{0: 0, 1: 0, 2: 1, 3: 3, 4: 5, 5: 8, 6: 11, 7: 14, MaxChoices: 25} {
		if got := Choose(n, "").Left; got != most {
			t.Errorf("%d things take %d choices, want %d", n, got, most)
		}
	}
}

func numbers(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
