package okr

import (
	"math"
	"strings"
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
		{"below zero by a limit's own size", KeyResult{Kind: Number, Direction: KeepAbove, Target: num(-10)}, -15, num(0.5)},
		{"a baseline inside the limit is no bad value", KeyResult{Kind: Number, Direction: KeepBelow, Baseline: num(5), Target: num(10)}, 15, num(0.5)},
		{"to a negative target from zero", KeyResult{Kind: Number, Direction: Reach, Target: num(-8)}, -2, num(0.25)},
		{"to zero from above, not there", KeyResult{Kind: Number, Direction: Reach, Target: num(0)}, 5, num(0)},
		{"to zero from above, there", KeyResult{Kind: Number, Direction: Reach, Target: num(0)}, 0, num(1)},
		{"to a number from above", KeyResult{Kind: Number, Direction: Reach, Baseline: num(90), Target: num(50)}, 70, num(0.5)},
		{"holding a number", KeyResult{Kind: Number, Direction: Reach, Baseline: num(40), Target: num(40)}, 41, num(1)},
		{"holding zero", KeyResult{Kind: Number, Direction: Reach, Baseline: num(0), Target: num(0)}, 3, num(0)},
		{"the way wins over the direction", KeyResult{Kind: Number, Direction: Increase, Baseline: num(10), Target: num(5)}, 7.5, num(0.5)},
		{"between commit and target", KeyResult{Kind: Number, Direction: Increase, Baseline: num(0), Target: num(100), Marks: Marks{Commit: num(50)}}, 75, num(0.85)},
		{"beyond the stretch mark", KeyResult{Kind: Number, Direction: Increase, Baseline: num(0), Target: num(100), Marks: Marks{Stretch: num(130)}}, 160, num(1.6)},
		{"just before a target far from its baseline, with stretch just after", KeyResult{Kind: Number, Direction: Increase, Baseline: num(-1e15), Target: num(1), Marks: Marks{Stretch: num(1 + 1e-10)}}, 0.999, num(1)},
		{"as wide as numbers go", KeyResult{Kind: Number, Direction: Increase, Baseline: num(-math.MaxFloat64), Target: num(math.MaxFloat64)}, 0, num(0.5)},
		{"more than done", KeyResult{Kind: YesNo}, 2, num(1)},
		{"no milestones", KeyResult{Kind: Milestones}, 0, nil},
		{"half a milestone is none", KeyResult{Kind: Milestones, Stages: []Milestone{{Title: "a"}, {Title: "b"}}}, 1.5, num(0.5)},
		{"heavy milestones", KeyResult{Kind: Milestones, Stages: []Milestone{{Title: "a", Weight: math.MaxFloat64}, {Title: "b", Weight: math.MaxFloat64}}}, 1, num(0.5)},
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

// The explanation says what was counted and why the number is special.
func TestProgressExplains(t *testing.T) {
	up := KeyResult{Kind: Number, Direction: Increase, Baseline: num(10), Target: num(20), Unit: "%"}
	marked := up
	marked.Marks = Marks{Commit: num(15), Stretch: num(25)}
	wrong := up
	wrong.Marks = Marks{Commit: num(30)}
	open := up
	open.Baseline = nil
	flat := up
	flat.Baseline = num(20)
	for _, tt := range []struct {
		name          string
		e             Explained
		formula, note string
		inputs        int
	}{
		{"plain", up.ProgressOf(12), "(value − baseline) ÷ (target − baseline)", "", 3},
		{"behind the start", up.ProgressOf(8), "(value − baseline)", "behind where it began", 3},
		{"far beyond", up.ProgressOf(80), "(value − baseline)", "more than twice the way", 3},
		{"marks", marked.ProgressOf(12), "0 at 10 %, 0.7 at 15 %, 1 at 20 %, 1.3 at 25 %", "", 5},
		{"a mark that does not count", wrong.ProgressOf(12), "(value − baseline)", "another does not", 4},
		{"no baseline", open.ProgressOf(12), "(value − baseline)", "counts from 0", 2},
		{"no way", flat.ProgressOf(12), "1 at the target, else 0", "equal", 3},
		{"a limit", KeyResult{Kind: Number, Direction: KeepBelow, Target: num(4), Unit: "%"}.ProgressOf(3), "to 0 at 8 %", "", 2},
		{"no value", up.Measure(), "(value − baseline)", "no value yet", 0},
		{"no target", KeyResult{Kind: Number}.ProgressOf(3), "(value − baseline)", "no target yet", 1},
	} {
		plain := strings.ReplaceAll(tt.e.Formula, nbsp, " ")
		if !strings.Contains(plain, tt.formula) || !strings.Contains(tt.e.Note, tt.note) || tt.note == "" && tt.e.Note != "" || len(tt.e.Inputs) != tt.inputs {
			t.Errorf("%s: %+v", tt.name, tt.e)
		}
	}
}

// anyNumber draws any finite number, the awkward ones often.
func anyNumber() *rapid.Generator[float64] {
	return rapid.OneOf(rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1, -1, 100, MaxValue, -MaxValue, math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64, 1 - 1e-16}),
		rapid.Float64Range(-1000, 1000), rapid.Float64())
}

// drawKR draws a key result of any kind with any finite numbers.
func drawKR(t *rapid.T) KeyResult {
	maybe := func(name string) *float64 {
		if rapid.Bool().Draw(t, name+" known") {
			return num(anyNumber().Draw(t, name))
		}
		return nil
	}
	k := KeyResult{Title: "k", Kind: rapid.SampledFrom([]KeyResultKind{Number, YesNo, Milestones, Judgement}).Draw(t, "kind"),
		Direction: rapid.SampledFrom([]Direction{Increase, Decrease, KeepAbove, KeepBelow, Reach}).Draw(t, "direction"),
		Baseline:  maybe("baseline"), Target: maybe("target"), Marks: Marks{Commit: maybe("commit"), Stretch: maybe("stretch")}}
	for range rapid.IntRange(0, 4).Draw(t, "milestones") {
		k.Stages = append(k.Stages, Milestone{Title: "m", Weight: anyNumber().Draw(t, "weight")})
	}
	return k
}

// Progress is finite and between 0 and MaxProgress whatever the numbers, and always says how it came about.
func TestProgressIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := drawKR(t)
		v := anyNumber().Draw(t, "value")
		e := k.ProgressOf(v)
		if p := e.Value; p != nil && !(*p >= 0 && *p <= MaxProgress) {
			t.Fatalf("progress of %v is %v", v, *p)
		}
		if e.Formula == "" || len(e.Inputs) == 0 || e.Value == nil && e.Note == "" {
			t.Fatalf("progress does not explain itself: %+v", e)
		}
	})
}

// rises answers whether more is better, read from the documentation of ProgressOf and not from its code.
func rises(k KeyResult) bool {
	if k.Kind != Number || k.Direction == KeepAbove {
		return true
	}
	if k.Direction == KeepBelow {
		return false
	}
	if k.Baseline != nil && *k.Baseline != *k.Target {
		return *k.Target > *k.Baseline
	}
	return k.Direction == Increase || k.Direction == Reach && *k.Target > 0
}

// Progress is 1 at the target, and never falls while the value goes the key result's way.
func TestProgressRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := drawKR(t)
		if k.Target == nil {
			k.Target = num(anyNumber().Draw(t, "some target"))
		}
		at := *k.Target
		switch k.Kind {
		case YesNo:
			at = 1
		case Judgement:
			at = Steps
		case Milestones:
			k.Stages = append(k.Stages, Milestone{Title: "the last"})
			at = float64(len(k.Stages))
		}
		if p := k.ProgressOf(at).Value; *p != 1 {
			t.Fatalf("at the target progress is %v", *p)
		}
		a, b := anyNumber().Draw(t, "a"), anyNumber().Draw(t, "b")
		if a > b == rises(k) {
			a, b = b, a
		}
		if pa, pb := *k.ProgressOf(a).Value, *k.ProgressOf(b).Value; pa > pb {
			t.Fatalf("from %v to %v progress falls from %v to %v", a, b, pa, pb)
		}
	})
}

// With a real way between baseline and target, progress is 0 at the baseline, half of it half way, and the same whatever the unit.
func TestProgressIsAStraightLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, to := rapid.Float64Range(-1e6, 1e6).Draw(t, "from"), rapid.Float64Range(-1e6, 1e6).Draw(t, "to")
		if math.Abs(to-from) < 1e-3 {
			t.Skip("no way to go")
		}
		way := func(scale float64) KeyResult {
			return KeyResult{Kind: Number, Direction: Reach, Baseline: num(from * scale), Target: num(to * scale)}
		}
		share := rapid.Float64Range(0, 1).Draw(t, "share")
		p := *way(1).ProgressOf(from + share*(to-from)).Value
		if math.Abs(p-share) > 1e-6 {
			t.Fatalf("%v of the way is %v", share, p)
		}
		if q := *way(1000).ProgressOf(1000 * (from + share*(to-from))).Value; math.Abs(p-q) > 1e-6 {
			t.Fatalf("in another unit %v becomes %v", p, q)
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
				krs[i].Weight = num(rapid.OneOf(rapid.Float64Range(-5, 200), anyNumber()).Draw(t, "weight"))
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

// An objective's progress lies between 0 and 1, and never falls when one of its key results gets further.
func TestObjectiveProgressRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		krs := make([]KeyResult, rapid.IntRange(1, 6).Draw(t, "n"))
		for i := range krs {
			if rapid.Bool().Draw(t, "weighted") {
				krs[i].Weight = num(rapid.Float64Range(0, 100).Draw(t, "weight"))
			}
			if rapid.Bool().Draw(t, "known") {
				krs[i].Progress = num(rapid.Float64Range(0, MaxProgress).Draw(t, "progress"))
			}
		}
		before := ObjectiveProgress(krs).Value
		i := rapid.IntRange(0, len(krs)-1).Draw(t, "i")
		further := 0.0
		if krs[i].Progress != nil {
			further = *krs[i].Progress
		}
		krs[i].Progress = num(further + rapid.Float64Range(0, 1).Draw(t, "step"))
		after := ObjectiveProgress(krs)
		if *after.Value < 0 || *after.Value > 1 || len(after.Inputs) != len(krs) {
			t.Fatalf("progress is %+v", after)
		}
		if before != nil && *after.Value < *before-1e-12 {
			t.Fatalf("it falls from %v to %v", *before, *after.Value)
		}
	})
}

func TestPercent(t *testing.T) {
	for share, want := range map[float64]string{0: "0", 0.004: "0", 0.005: "1", 0.52: "52", 0.996: "99", 1: "100", 1.3: "130", 2: "200"} {
		if got := percent(share); got != want+nbsp+"%" {
			t.Errorf("%v is %q, want %s", share, got, want)
		}
	}
}
