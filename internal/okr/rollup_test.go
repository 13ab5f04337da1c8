package okr

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestRollUp(t *testing.T) {
	inputs := []KeyResult{{Title: "a", Value: num(4), CheckedAs: "2026-11-09", CheckedAt: 5}, {Title: "b", Value: num(-2), CheckedAs: "2026-11-02", CheckedAt: 9}, {Title: "c"}, {Title: "d", Value: num(99), Removed: 1}}
	for kind, want := range map[SourceKind]float64{Sum: 2, Mean: 1, Min: -2, Last: 4} {
		if e := RollUp(kind, inputs); e.Value == nil || *e.Value != want {
			t.Errorf("%s is %v, want %v", kind, e.Value, want)
		}
	}
	if e := RollUp(Sum, inputs); len(e.Inputs) != 4 || e.Inputs[2].Value != "no value yet" {
		t.Errorf("it rests on %v", e.Inputs)
	}
	if e := RollUp(Sum, inputs[2:]); e.Value != nil || e.Note == "" {
		t.Errorf("the sum of nothing known is %+v", e)
	}
}

func TestRollUpOfLargeValues(t *testing.T) {
	large := []KeyResult{{Value: num(math.MaxFloat64)}, {Value: num(math.MaxFloat64)}}
	for kind, want := range map[SourceKind]float64{Sum: math.MaxFloat64, Mean: math.MaxFloat64} {
		if got := *RollUp(kind, large).Value; got != want {
			t.Errorf("the %s is %v", kind, got)
		}
	}
}

// Every roll-up of finite values is finite, and mean, min and last lie between the smallest and the largest of them.
func TestRollUpStaysInRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(anyNumber(), 1, 6).Draw(t, "values")
		inputs := make([]KeyResult, len(values))
		for i, v := range values {
			inputs[i] = KeyResult{Value: &v, CheckedAt: Instant(i)}
		}
		for _, kind := range []SourceKind{Sum, Mean, Min, Last} {
			v := *RollUp(kind, inputs).Value
			if math.IsInf(v, 0) || math.IsNaN(v) {
				t.Fatalf("the %s of %v is %v", kind, values, v)
			}
			if kind != Sum && (v < slices.Min(values) || v > slices.Max(values)) {
				t.Fatalf("the %s of %v is %v", kind, values, v)
			}
		}
	})
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
