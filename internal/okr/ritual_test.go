package okr

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestRitualMinutes(t *testing.T) {
	for name, x := range map[string]struct {
		r    Ritual
		want float64
	}{
		"check-ins and promises are shared": {Ritual{People: 4, CheckIns: 6, Promises: 2, Weeks: 25}, 2 + 1},
		"everybody sits in the meeting":     {Ritual{People: 4, Topics: 3, Meets: true, Weeks: 25}, 25 + 1},
		"what was measured counts":          {Ritual{People: 4, Topics: 9, Meets: true, Held: []int{20, 31, 24}, Weeks: 25}, 25 + 1},
		"also without a day for it":         {Ritual{People: 4, Held: []int{30}, Weeks: 25}, 30 + 1},
		"without a meeting no topics":       {Ritual{People: 4, Topics: 3, Weeks: 25}, 1},
		"a draft is read by one":            {Ritual{People: 2, Reads: 5, Weeks: 25}, 1 + 1},
	} {
		if got := x.r.Minutes().Value; got == nil || math.Abs(*got-x.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", name, got, x.want)
		}
	}
	if e := (Ritual{CheckIns: 4}).Minutes(); e.Value != nil || e.Formula == "" {
		t.Errorf("without people it is %+v", e)
	}
}

// More of anything never costs less, and more people never cost each of them more.
func TestRitualGrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Ritual{People: rapid.IntRange(1, 50).Draw(t, "people"), CheckIns: float64(rapid.IntRange(0, 40).Draw(t, "check-ins")), Topics: rapid.IntRange(0, 20).Draw(t, "topics"), Meets: rapid.Bool().Draw(t, "meets"),
			Promises: float64(rapid.IntRange(0, 20).Draw(t, "promises")), Reads: rapid.IntRange(0, 20).Draw(t, "reads"), Weeks: rapid.IntRange(1, 26).Draw(t, "weeks")}
		was := *r.Minutes().Value
		for name, more := range map[string]func(*Ritual){"check-ins": func(r *Ritual) { r.CheckIns++ }, "topics": func(r *Ritual) { r.Topics++ }, "promises": func(r *Ritual) { r.Promises++ }, "reads": func(r *Ritual) { r.Reads++ }} {
			x := r
			if more(&x); *x.Minutes().Value < was {
				t.Fatalf("one of %s more costs less", name)
			}
		}
		if r.People++; *r.Minutes().Value > was+1e-9 {
			t.Fatal("with one more person each has more to do")
		}
	})
}
