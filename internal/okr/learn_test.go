package okr

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestLearn(t *testing.T) {
	up := func(f float64, traits ...Trait) Example { return Example{f, "The season.", traits} }
	for name, tt := range map[string]struct {
		examples []Example
		want     map[Trait]float64
	}{
		"three doubled":            {[]Example{up(2, TraitShared), up(2, TraitShared), up(2, TraitShared)}, map[Trait]float64{TraitShared: 1.15}},
		"two are too few":          {[]Example{up(2, TraitShared), up(2, TraitShared)}, map[Trait]float64{}},
		"they do not agree":        {[]Example{up(2, TraitSmall), up(2, TraitSmall), up(2, TraitSmall), up(0.5, TraitSmall)}, map[Trait]float64{}},
		"three halved":             {[]Example{up(0.5, TraitLarge), up(0.5, TraitLarge), up(0.5, TraitLarge)}, map[Trait]float64{TraitLarge: 0.87}},
		"very much is bounded":     {[]Example{up(10, TraitUnsure), up(10, TraitUnsure), up(10, TraitUnsure)}, map[Trait]float64{TraitUnsure: 1.25}},
		"unchanged says nothing":   {[]Example{up(1, TraitSmall), up(1, TraitSmall), up(1, TraitSmall)}, map[Trait]float64{}},
		"each trait by itself":     {[]Example{up(2, TraitShared, TraitSmall), up(2, TraitShared), up(2, TraitShared)}, map[Trait]float64{TraitShared: 1.15}},
		"one of five against":      {[]Example{up(2, TraitAtRisk), up(2, TraitAtRisk), up(2, TraitAtRisk), up(2, TraitAtRisk), up(0.5, TraitAtRisk)}, map[Trait]float64{TraitAtRisk: 1.09}},
		"nothing has been changed": {nil, map[Trait]float64{}},
	} {
		got := map[Trait]float64{}
		for _, a := range Learn(tt.examples) {
			got[a.Trait] = a.Factor
			if a.From < LearnedLeast || !strings.Contains(a.Name, string(a.Trait)) || !slices.Equal(a.Reasons, []string{"The season."}) {
				t.Errorf("%s: %+v", name, a)
			}
		}
		if len(got) != len(tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
		for trait, f := range tt.want {
			if math.Abs(got[trait]-f) > 1e-9 {
				t.Errorf("%s: %s is %v, want %v", name, trait, got[trait], f)
			}
		}
	}
}

// An adjustment stays within its bounds, turns no order of one item into nothing, and is always named.
func TestLearnedIsBoundedAndNamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var examples []Example
		for range rapid.IntRange(0, 12).Draw(t, "n") {
			examples = append(examples, Example{rapid.Float64Range(0.1, 10).Draw(t, "factor"), "r", rapid.SliceOfDistinct(rapid.SampledFrom(Traits), func(x Trait) Trait { return x }).Draw(t, "traits")})
		}
		learned := Learn(examples)
		for _, a := range learned {
			if a.Factor < 1-LearnedMost || a.Factor > 1+LearnedMost || a.Factor == 1 {
				t.Fatalf("%+v", a)
			}
		}
		p := Priority{Computed: 10, Score: 10}
		got := p.Adjusted(RoadmapItem{}, Traits, learned)
		if len(got.Learned) != len(learned) || len(got.Why.Inputs) != len(learned) || got.Computed != 10 || got.Score <= 0 || len(learned) == 0 && got.Score != 10 {
			t.Fatalf("%+v from %+v", got, learned)
		}
		if own := p.Adjusted(RoadmapItem{Override: &Override{Factor: 2}}, Traits, learned); own.Score != 10 || own.Learned != nil {
			t.Fatalf("what a person said of the item itself does not count alone: %+v", own)
		}
	})
}
