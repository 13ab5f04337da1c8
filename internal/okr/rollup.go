package okr

import (
	"math"
	"slices"
)

// RollUp is the value of a key result that is computed from others: the sum, mean, minimum or last (checked most recently) of
// the values that are known, whatever their units. It is unknown while none is, and finite for finite values.
func RollUp(kind SourceKind, inputs []KeyResult) Explained {
	e := Explained{Formula: map[SourceKind]string{Sum: "sum of the values", Mean: "mean of the values", Min: "smallest value", Last: "value checked most recently"}[kind]}
	var known []float64
	var latest KeyResult
	for _, k := range inputs {
		if k.Value == nil || k.Removed != 0 {
			e.Inputs = append(e.Inputs, Input{k.Title, "no value yet"})
			continue
		}
		e.Inputs = append(e.Inputs, Input{k.Title, k.Format(*k.Value)})
		known = append(known, *k.Value)
		if latest.Value == nil || k.CheckedAs > latest.CheckedAs || k.CheckedAs == latest.CheckedAs && k.CheckedAt >= latest.CheckedAt {
			latest = k
		}
	}
	if len(known) == 0 {
		e.Note = "None of its sources has a value yet."
		return e
	}
	var v float64
	switch kind {
	case Sum:
		v = total(known, 1)
	case Mean:
		v = min(max(total(known, float64(len(known))), slices.Min(known)), slices.Max(known)) // rounding must not leave the range
	case Min:
		v = slices.Min(known)
	case Last:
		v = *latest.Value
	}
	e.Value = &v
	return e
}

// total is the sum of the values divided by n; a sum that is too large for a number stays at the largest one.
func total(values []float64, n float64) float64 {
	sum, parts := 0.0, 0.0
	for _, v := range values {
		sum += v
		parts += v / n
	}
	if math.IsInf(sum, 0) {
		return min(max(parts, -math.MaxFloat64), math.MaxFloat64)
	}
	return sum / n
}

// Acyclic refuses a roll-up of which one of the sources is, directly or through others, computed from the key result itself.
// of gives the sources of a key result.
func Acyclic(id string, of func(id string) []string) error {
	seen := map[string]bool{}
	var walk func(string) bool
	walk = func(at string) bool {
		for _, next := range of(at) {
			if next == id {
				return false
			}
			if !seen[next] {
				seen[next] = true
				if !walk(next) {
					return false
				}
			}
		}
		return true
	}
	if !walk(id) {
		return Fail(Invalid, "source.of", "A key result cannot be computed from itself, not even through others. Take one of them out.")
	}
	return nil
}
