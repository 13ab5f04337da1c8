package okr

import "math/bits"

// Choices are a list put in order by choices between two at a time, as far as the choices go (capability C40). Whoever chooses is asked for what matters more, which
// people answer well, and never for a number, which they do not.
type Choices struct {
	Order []int   `json:"order"`          // the places of the list, what matters most first; as long as there is a next pair, of those that are placed
	Next  *[2]int `json:"next,omitempty"` // between which two of them to choose now; nil when every one is placed
	Left  int     `json:"left"`           // how many choices are still to come, at the most
}

// MaxChoices is how many things are put in order at once: 25 choices at the most, which is as long as people choose with care. Six need eleven, five need eight.
const MaxChoices = 10

// Choose puts n things in order. Each is placed among those before it by halving them (binary insertion: Knuth, The Art of Computer Programming 3, 5.3.1), so that
// answers which agree with an order lead to exactly that order; no pair is asked twice, so answers cannot go in a circle. said are the answers so far: 1 where the first of
// a pair matters more, 2 where the second does. Answers beyond the last pair are not read.
func Choose(n int, said string) Choices {
	r := Choices{Order: []int{}}
	for i := range n {
		low, high := 0, len(r.Order)
		for low < high {
			middle := (low + high) / 2
			if said == "" {
				r.Next = &[2]int{i, r.Order[middle]}
				r.Left = bits.Len(uint(high - low))
				for later := i + 1; later < n; later++ {
					r.Left += bits.Len(uint(later))
				}
				return r
			}
			if said[0] == '1' {
				high = middle
			} else {
				low = middle + 1
			}
			said = said[1:]
		}
		r.Order = append(r.Order[:low], append([]int{i}, r.Order[low:]...)...)
	}
	return r
}
