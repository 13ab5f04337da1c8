package okr

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func num(v float64) *float64 { return &v }

func TestProgressOf(t *testing.T) {
	tests := []struct {
		name  string
		k     KeyResult
		value float64
		want  *float64 // nil: not known
	}{
		{"half way up", KeyResult{Kind: Number, Direction: Increase, Baseline: num(10), Target: num(20)}, 15, num(0.5)},
		{"half way down", KeyResult{Kind: Number, Direction: Decrease, Baseline: num(6), Target: num(2)}, 4, num(0.5)},
		{"worse than the start is no progress", KeyResult{Kind: Number, Direction: Decrease, Baseline: num(6), Target: num(2)}, 9, num(0)},
		{"overshoot counts on", KeyResult{Kind: Number, Direction: Increase, Baseline: num(0), Target: num(10)}, 15, num(1.5)},
		{"overshoot is bounded", KeyResult{Kind: Number, Direction: Increase, Baseline: num(0), Target: num(1e-9)}, 1e9, num(MaxProgress)},
		{"below zero", KeyResult{Kind: Number, Direction: Increase, Baseline: num(-100), Target: num(-50)}, -75, num(0.5)},
		{"across zero", KeyResult{Kind: Number, Direction: Increase, Baseline: num(-10), Target: num(10)}, 0, num(0.5)},
		{"baseline is the target, reached", KeyResult{Kind: Number, Direction: Increase, Baseline: num(5), Target: num(5)}, 5, num(1)},
		{"baseline is the target, not reached", KeyResult{Kind: Number, Direction: Increase, Baseline: num(5), Target: num(5)}, 4.9, num(0)},
		{"falling, baseline is the target, not reached", KeyResult{Kind: Number, Direction: Decrease, Baseline: num(5), Target: num(5)}, 5.1, num(0)},
		{"without a baseline from zero", KeyResult{Kind: Number, Direction: Reach, Target: num(40)}, 10, num(0.25)},
		{"falling without a baseline, above", KeyResult{Kind: Number, Direction: Decrease, Target: num(40)}, 41, num(0)},
		{"falling without a baseline, reached", KeyResult{Kind: Number, Direction: Decrease, Target: num(40)}, 40, num(1)},
		{"without a target", KeyResult{Kind: Number, Direction: Increase, Baseline: num(1)}, 7, nil},
		{"kept above", KeyResult{Kind: Number, Direction: KeepAbove, Target: num(99)}, 99.5, num(1)},
		{"not kept above, to the bad value", KeyResult{Kind: Number, Direction: KeepAbove, Baseline: num(90), Target: num(100)}, 95, num(0.5)},
		{"not kept below, by its own size", KeyResult{Kind: Number, Direction: KeepBelow, Target: num(10)}, 15, num(0.5)},
		{"kept below zero", KeyResult{Kind: Number, Direction: KeepBelow, Target: num(0)}, 0.25, num(0.75)},
		{"yes", KeyResult{Kind: YesNo}, 1, num(1)},
		{"no", KeyResult{Kind: YesNo}, 0, num(0)},
		{"two of three steps", KeyResult{Kind: Judgement}, 2, num(2.0 / 3)},
		{"weighted milestones", KeyResult{Kind: Milestones, Stages: []Milestone{{Title: "a", Weight: 1}, {Title: "b", Weight: 3}}}, 1, num(0.25)},
		{"milestones without weights", KeyResult{Kind: Milestones, Stages: []Milestone{{Title: "a"}, {Title: "b"}}}, 1, num(0.5)},
		{"at the commit mark", KeyResult{Kind: Number, Direction: Increase, Baseline: num(0), Target: num(100), Marks: Marks{Commit: num(50)}}, 50, num(CommitGrade)},
		{"half way to the commit mark", KeyResult{Kind: Number, Direction: Increase, Baseline: num(0), Target: num(100), Marks: Marks{Commit: num(50)}}, 25, num(CommitGrade / 2)},
		{"at the stretch mark", KeyResult{Kind: Number, Direction: Decrease, Baseline: num(10), Target: num(5), Marks: Marks{Stretch: num(4)}}, 4, num(StretchGrade)},
		{"a mark that is out of order does not count", KeyResult{Kind: Number, Direction: Increase, Baseline: num(0), Target: num(100), Marks: Marks{Commit: num(150)}}, 50, num(0.5)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := tt.k.ProgressOf(tt.value)
			switch {
			case (e.Value == nil) != (tt.want == nil):
				t.Fatalf("progress is %v, want %v", e.Value, tt.want)
			case e.Value != nil && math.Abs(*e.Value-*tt.want) > 1e-9:
				t.Errorf("progress is %v, want %v", *e.Value, *tt.want)
			}
			if e.Formula == "" || len(e.Inputs) == 0 {
				t.Error("the number does not explain itself")
			}
		})
	}
}

// drawKR draws a key result of any kind with any real numbers.
func drawKR(t *rapid.T) KeyResult {
	value := rapid.Float64Range(-MaxValue, MaxValue)
	maybe := func(name string) *float64 {
		if rapid.Bool().Draw(t, name+" known") {
			return num(value.Draw(t, name))
		}
		return nil
	}
	k := KeyResult{Title: "k", Kind: rapid.SampledFrom([]KeyResultKind{Number, YesNo, Milestones, Judgement}).Draw(t, "kind"),
		Direction: rapid.SampledFrom([]Direction{Increase, Decrease, KeepAbove, KeepBelow, Reach}).Draw(t, "direction"),
		Baseline:  maybe("baseline"), Target: maybe("target"), Marks: Marks{Commit: maybe("commit"), Stretch: maybe("stretch")}}
	for range rapid.IntRange(0, 4).Draw(t, "milestones") {
		k.Stages = append(k.Stages, Milestone{Title: "m", Weight: rapid.Float64Range(0, 10).Draw(t, "weight")})
	}
	return k
}

// Progress is finite and between 0 and MaxProgress, whatever the numbers.
func TestProgressIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := drawKR(t)
		v := rapid.Float64Range(-MaxValue, MaxValue).Draw(t, "value")
		if p := k.ProgressOf(v).Value; p != nil && !(*p >= 0 && *p <= MaxProgress) {
			t.Fatalf("progress of %v is %v", v, *p)
		}
	})
}

// At the target progress is 1, and it never falls on the way in the key result's direction.
func TestProgressRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := drawKR(t)
		k.Kind = Number
		if k.Target == nil {
			k.Target = num(rapid.Float64Range(-1e6, 1e6).Draw(t, "some target"))
		}
		up := k.Direction == Increase || k.Direction == KeepAbove || k.Direction == Reach
		if k.Baseline != nil && (k.Direction == Increase || k.Direction == Decrease || k.Direction == Reach) && *k.Baseline != *k.Target {
			up = *k.Target > *k.Baseline // the way from baseline to target is the direction
		}
		if p := k.ProgressOf(*k.Target).Value; *p != 1 {
			t.Fatalf("at the target progress is %v", *p)
		}
		a, b := rapid.Float64Range(-MaxValue, MaxValue).Draw(t, "a"), rapid.Float64Range(-MaxValue, MaxValue).Draw(t, "b")
		if (a > b) == up {
			a, b = b, a
		}
		if pa, pb := *k.ProgressOf(a).Value, *k.ProgressOf(b).Value; pa > pb+1e-9 {
			t.Fatalf("from %v to %v progress falls from %v to %v", a, b, pa, pb)
		}
	})
}

func TestWeights(t *testing.T) {
	for name, tt := range map[string]struct {
		set  []*float64
		want []float64
	}{
		"unset ones share evenly":    {[]*float64{nil, nil}, []float64{0.5, 0.5}},
		"unset ones share the rest":  {[]*float64{num(50), nil, nil}, []float64{0.5, 0.25, 0.25}},
		"over 100 is scaled":         {[]*float64{num(100), num(100)}, []float64{0.5, 0.5}},
		"under 100 is scaled":        {[]*float64{num(20), num(20)}, []float64{0.5, 0.5}},
		"nothing left for the unset": {[]*float64{num(100), nil}, []float64{1, 0}},
		"all zero share evenly":      {[]*float64{num(0), num(0)}, []float64{0.5, 0.5}},
	} {
		t.Run(name, func(t *testing.T) {
			krs := make([]KeyResult, len(tt.set))
			for i := range krs {
				krs[i].Weight = tt.set[i]
			}
			for i, w := range Weights(krs) {
				if math.Abs(w-tt.want[i]) > 1e-9 {
					t.Errorf("weight %d is %v, want %v", i, w, tt.want[i])
				}
			}
		})
	}
}

// Weights are never negative and add up to 1.
func TestWeightsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		krs := make([]KeyResult, rapid.IntRange(1, 12).Draw(t, "n"))
		for i := range krs {
			if rapid.Bool().Draw(t, "set") {
				krs[i].Weight = num(rapid.Float64Range(-5, 200).Draw(t, "weight"))
			}
		}
		sum := 0.0
		for _, w := range Weights(krs) {
			if w < 0 {
				t.Fatalf("a weight is %v", w)
			}
			sum += w
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Fatalf("they add up to %v", sum)
		}
	})
}

func TestObjectiveProgress(t *testing.T) {
	krs := []KeyResult{{Title: "a", Progress: num(1.8)}, {Title: "b", Progress: num(0.5)}, {Title: "c"}, {Title: "gone", Progress: num(1), Removed: 1}}
	e := ObjectiveProgress(krs)
	if e.Value == nil || math.Abs(*e.Value-0.5) > 1e-9 {
		t.Errorf("progress is %v, want 0.5: an overshoot counts as 1, an unknown as 0, a removed one not at all", e.Value)
	}
	if len(e.Inputs) != 3 {
		t.Errorf("it explains itself by %d inputs, want 3", len(e.Inputs))
	}
	if e := ObjectiveProgress(krs[2:3]); e.Value != nil || e.Note == "" {
		t.Errorf("with no value at all it is %v", e.Value)
	}
}

func TestRollUp(t *testing.T) {
	inputs := []KeyResult{{Title: "a", Value: num(4), CheckedAt: 9}, {Title: "b", Value: num(-2), CheckedAt: 5}, {Title: "c"}, {Title: "d", Value: num(99), Removed: 1}}
	for kind, want := range map[SourceKind]float64{Sum: 2, Mean: 1, Min: -2, Last: 4} {
		if e := RollUp(kind, inputs); e.Value == nil || *e.Value != want {
			t.Errorf("%s is %v, want %v", kind, e.Value, want)
		}
	}
	if e := RollUp(Sum, inputs[2:]); e.Value != nil {
		t.Errorf("the sum of nothing known is %v", *e.Value)
	}
}

func TestAcyclic(t *testing.T) {
	of := map[string][]string{"a": {"b"}, "b": {"c"}, "c": nil, "x": {"y"}, "y": {"x"}}
	if err := Acyclic("a", func(id string) []string { return of[id] }); err != nil {
		t.Error(err)
	}
	if Acyclic("x", func(id string) []string { return of[id] }) == nil {
		t.Error("x is computed from itself")
	}
}

func TestHealthy(t *testing.T) {
	for name, tt := range map[string]struct {
		k    KPI
		want *bool
	}{
		"inside":     {KPI{Low: num(1), High: num(3), Value: num(3)}, yes()},
		"below":      {KPI{Low: num(1), Value: num(0.9)}, no()},
		"above":      {KPI{High: num(3), Value: num(3.1)}, no()},
		"no value":   {KPI{High: num(3)}, nil},
		"no bound":   {KPI{Value: num(-1)}, yes()},
		"at the low": {KPI{Low: num(1), Value: num(1)}, yes()},
	} {
		got, e := tt.k.Healthy()
		if (got == nil) != (tt.want == nil) || got != nil && *got != *tt.want {
			t.Errorf("%s: %v", name, got)
		}
		if e.Formula == "" {
			t.Errorf("%s does not explain itself", name)
		}
	}
}

func yes() *bool { b := true; return &b }
func no() *bool  { b := false; return &b }
