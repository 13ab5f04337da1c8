package okr

import (
	"math"
	"strconv"
	"strings"
)

// Explained is a number with where it came from. The function that computes the number makes the explanation, so that the
// two cannot part. Value is nil while the number is not known; Note says why, or what is special.
type Explained struct {
	Value   *float64 `json:"value"`
	Formula string   `json:"formula"`
	Inputs  []Input  `json:"inputs,omitempty"`
	Note    string   `json:"note,omitempty"`
}

// An Input is one figure that a number rests on.
type Input struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// What the marks beside a target are worth, and where progress ends.
const (
	// CommitGrade is the progress at the commit mark: about 0.7 is normal for an ambitious result (capability C58).
	CommitGrade = 0.7
	// StretchGrade is the progress at the stretch mark: as far above 1 as the commit mark is below it.
	StretchGrade = 1.3
	// MaxProgress bounds overshoot, so that a target near its baseline cannot give an absurd figure. An objective counts
	// each key result up to 1.
	MaxProgress = 2.0
	// Steps is the highest of the four steps of a judgement: 0 not at all, 1 partly, 2 mostly, 3 fully.
	Steps = 3
)

// Measure is the progress of the key result at its current value; nil before the first value.
func (k KeyResult) Measure() Explained {
	if k.Value == nil {
		formula, _ := k.formula()
		return Explained{Formula: formula, Note: "There is no value yet."}
	}
	return k.ProgressOf(*k.Value)
}

// ProgressOf is the progress that a value of the key result is worth: 0 at the start, 1 at the target, never under 0 and never
// over MaxProgress. It is finite for finite numbers, never falls while the value goes the key result's way, and is exactly 1 at the
// target. What it is by kind and direction:
//
//   - yes/no: 1 from 1 on, else 0. Judgement: step ÷ 3. Milestones: weight of those reached ÷ weight of all.
//   - increase, decrease, reach: (value − baseline) ÷ (target − baseline), through the commit and stretch marks that lie in order on
//     the way. Where baseline and target say another way than the direction, they win. Without a baseline it counts from
//     0, if 0 lies before the target. Where that leaves no way (baseline and target equal, a rising target at or under 0, a falling
//     one at or over it) it is 1 at or past the target, else 0. To reach a positive target is to rise, to reach 0 or
//     a negative one is to fall.
//   - keep above, keep below: 1 inside the limit; outside it falls in a straight line, to 0 at the baseline, or, where the
//     baseline is no bad value, at a distance of the limit's own size (of 1 where the limit is 0).
func (k KeyResult) ProgressOf(value float64) Explained {
	e := Explained{Inputs: []Input{{"value", k.Format(value)}}}
	e.Formula, e.Note = k.formula()
	if k.isNumber() {
		for _, in := range []struct {
			name  string
			value *float64
		}{{"baseline", k.Baseline}, {"target", k.Target}, {"commit", k.Marks.Commit}, {"stretch", k.Marks.Stretch}} {
			if in.value != nil {
				e.Inputs = append(e.Inputs, Input{in.name, k.Format(*in.value)})
			}
		}
	}
	p, ok := k.progress(value)
	if !ok {
		return e
	}
	note := ""
	switch {
	case p < 0:
		note = "It stands behind where it began, which counts as 0."
	case p > MaxProgress:
		note = "It is more than twice the way; the rest is not counted."
	}
	e.Note = strings.TrimSpace(e.Note + " " + note)
	p = min(max(p, 0), MaxProgress)
	e.Value = &p
	return e
}

func (k KeyResult) isNumber() bool {
	return k.Kind != YesNo && k.Kind != Judgement && k.Kind != Milestones
}

// progress is ProgressOf without bounds and words; ok is false where there is nothing to measure against.
func (k KeyResult) progress(v float64) (p float64, ok bool) {
	reached := func(yes bool) (float64, bool) {
		if yes {
			return 1, true
		}
		return 0, true
	}
	switch {
	case k.Kind == YesNo:
		return reached(v >= 1)
	case k.Kind == Judgement:
		return min(v, Steps) / Steps, true
	case k.Kind == Milestones:
		return k.milestoneShare(v), len(k.Stages) > 0
	case k.Target == nil:
		return 0, false
	}
	t := *k.Target
	if k.isLimit() {
		if k.inside(v) {
			return 1, true
		}
		return 1 - ratio(t, v, t, k.worst()), true
	}
	from, falls, open := k.way()
	if !open {
		return reached(falls && v <= t || !falls && v >= t)
	}
	return curve(v, falls, k.curvePoints(from)), true
}

// way is where the value comes from and whether it should fall. open is false where there is no way between that and the target, so that
// only arriving counts.
func (k KeyResult) way() (from float64, falls, open bool) {
	t := *k.Target
	if b := k.Baseline; b != nil && *b != t {
		return *b, t < *b, true
	}
	falls = k.Direction == Decrease || k.Direction == Reach && t <= 0
	return 0, falls, k.Baseline == nil && (falls && t < 0 || !falls && t > 0)
}

// isLimit answers whether the target is a limit to keep, not a place to arrive at.
func (k KeyResult) isLimit() bool {
	return k.isNumber() && (k.Direction == KeepAbove || k.Direction == KeepBelow)
}

// inside answers whether a value keeps the limit.
func (k KeyResult) inside(v float64) bool {
	return k.Target != nil && (k.Direction == KeepAbove && v >= *k.Target || k.Direction == KeepBelow && v <= *k.Target)
}

// worst is the value outside the limit that is worth 0.
func (k KeyResult) worst() float64 {
	if k.Baseline != nil && !k.inside(*k.Baseline) {
		return *k.Baseline
	}
	span := math.Abs(*k.Target)
	if span == 0 {
		span = 1
	}
	if k.Direction == KeepAbove {
		span = -span
	}
	return min(max(*k.Target+span, -math.MaxFloat64), math.MaxFloat64)
}

// ratio is (a − b) ÷ (c − d) for finite numbers whose differences may not be.
func ratio(a, b, c, d float64) float64 {
	x, y := a-b, c-d
	if math.IsInf(x, 0) || math.IsInf(y, 0) {
		x, y = a/4-b/4, c/4-d/4
	}
	return x / y
}

// milestoneShare is the weight of the first n milestones over the weight of all.
func (k KeyResult) milestoneShare(n float64) float64 {
	heaviest := 1.0
	for _, m := range k.Stages {
		heaviest = max(heaviest, m.Weight)
	}
	var reached, all float64
	for i, m := range k.Stages {
		w := m.Weight
		if w <= 0 {
			w = 1
		}
		w /= heaviest // so that no sum is infinite
		all += w
		if float64(i+1) <= n {
			reached += w
		}
	}
	if all == 0 {
		return 0
	}
	return reached / all
}

// A mark is a value and the progress that it is worth.
type mark struct{ value, worth float64 }

// curvePoints are the start, the marks that lie in order on the way, and the target.
func (k KeyResult) curvePoints(from float64) []mark {
	between := func(v, a, b float64) bool { return a < v && v < b || b < v && v < a }
	points := []mark{{from, 0}}
	if c := k.Marks.Commit; c != nil && between(*c, from, *k.Target) {
		points = append(points, mark{*c, CommitGrade})
	}
	points = append(points, mark{*k.Target, 1})
	if s := k.Marks.Stretch; s != nil && between(*k.Target, from, *s) {
		points = append(points, mark{*s, StretchGrade})
	}
	return points
}

// curve is the piecewise-linear value at v, going on straight beyond both ends.
func curve(v float64, falls bool, points []mark) float64 {
	for i := 1; ; i++ {
		a, b := points[i-1], points[i]
		if v == b.value {
			return b.worth
		}
		past := v > b.value != falls
		if !past || i == len(points)-1 {
			return a.worth + ratio(v, a.value, b.value, a.value)*(b.worth-a.worth)
		}
	}
}

// formula is how progress is computed, in words, and what is special about it.
func (k KeyResult) formula() (formula, note string) {
	const straight = "(value − baseline) ÷ (target − baseline)"
	switch {
	case k.Kind == YesNo:
		return "1 when it is done, else 0", ""
	case k.Kind == Judgement:
		return "step ÷ 3", ""
	case k.Kind == Milestones && len(k.Stages) == 0:
		return "weight of the milestones reached ÷ weight of all", "There are no milestones yet, so nobody can say how far it is."
	case k.Kind == Milestones:
		return "weight of the milestones reached ÷ weight of all", ""
	case k.Target == nil:
		return straight, "There is no target yet, so nobody can say how far it is."
	case k.isLimit():
		return "1 inside the limit; outside a straight line to 0 at " + k.Format(k.worst()), ""
	}
	from, _, open := k.way()
	switch {
	case !open && k.Baseline == nil:
		return "1 at the target, else 0", "Without a baseline there is no way to measure: it counts when the target is reached."
	case !open:
		return "1 at the target, else 0", "Baseline and target are equal: it counts when the target is reached."
	case k.Baseline == nil:
		note = "Without a baseline it counts from 0."
	}
	points := k.curvePoints(from)
	given := 2
	for _, m := range []*float64{k.Marks.Commit, k.Marks.Stretch} {
		if m != nil {
			given++
		}
	}
	if len(points) < given {
		note = strings.TrimSpace(note + " A commit mark between baseline and target counts, and a stretch mark beyond the target; another does not.")
	}
	if len(points) == 2 {
		return straight, note
	}
	formula = "straight lines through"
	for i, m := range points {
		if i > 0 {
			formula += ","
		}
		formula += " " + FormatNumber(m.worth, k.Locale) + " at " + k.Format(m.value)
	}
	return formula, note
}

// Weights is each key result's share of its objective; together they are 1. A set weight is a share of 100; unset ones
// share what the set ones leave of it, evenly. What does not make 100 together is scaled; where all is 0, all are equal.
func Weights(krs []KeyResult) []float64 {
	out := make([]float64, len(krs))
	set, unset := 0.0, 0
	for i, k := range krs {
		if k.Weight == nil {
			unset++
		} else {
			out[i] = min(max(*k.Weight, 0), MaxValue)
			set += out[i]
		}
	}
	total := max(set, 100)
	if unset == 0 {
		total = set
	}
	for i, k := range krs {
		switch {
		case total == 0:
			out[i] = 1 / float64(len(krs))
		case k.Weight == nil:
			out[i] = max(100-set, 0) / float64(unset) / total
		default:
			out[i] /= total
		}
	}
	return out
}

// ObjectiveProgress is the weighted mean of the key results' progress, each counted between 0 and 1, so that one overshoot
// cannot hide another's shortfall. A key result without a value counts as 0; while none has one, the progress
// is unknown. Removed key results do not count. Supporters of the objective are never mixed in.
func ObjectiveProgress(krs []KeyResult) Explained {
	e := Explained{Formula: "sum of weight × progress, each progress between 0 and 1"}
	live := make([]KeyResult, 0, len(krs))
	for _, k := range krs {
		if k.Removed == 0 {
			live = append(live, k)
		}
	}
	sum, known := 0.0, false
	for i, w := range Weights(live) {
		k := live[i]
		text := "no value yet, counts as 0"
		if k.Progress != nil {
			known = true
			p := min(max(*k.Progress, 0), 1)
			sum += w * p
			text = percent(p)
		}
		e.Inputs = append(e.Inputs, Input{k.Title, percent(w) + " × " + text})
	}
	switch {
	case len(live) == 0:
		e.Note = "There is no key result yet."
	case !known:
		e.Note = "No key result has a value yet."
	default:
		sum = min(sum, 1) // the shares add up to 1 only within rounding
		e.Value = &sum
	}
	return e
}

// percent is a share as whole per cent; 100 only when it is all.
func percent(p float64) string {
	n := math.Round(p * 100)
	if p < 1 {
		n = min(n, 99)
	}
	return strconv.FormatFloat(n, 'f', -1, 64) + nbsp + "%"
}
