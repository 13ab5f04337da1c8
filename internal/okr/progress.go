package okr

import (
	"math"
	"strconv"
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
	// MaxProgress bounds overshoot, so that a target near its baseline cannot give an absurd figure.
	MaxProgress = 2.0
	// Steps is the highest of the four steps of a judgement: 0 not at all, 1 partly, 2 mostly, 3 fully.
	Steps = 3
)

// Measure is the progress of the key result at its current value; nil before the first value.
func (k KeyResult) Measure() Explained {
	if k.Value == nil {
		return Explained{Formula: k.formula(), Note: "There is no value yet."}
	}
	return k.ProgressOf(*k.Value)
}

// ProgressOf is the progress that a value of the key result is worth: 0 at the start, 1 at the target, never under 0 and never
// over MaxProgress. It is finite for finite values, monotone in the value in the key result's direction, and exactly 1 at
// the target. What it is by kind and direction:
//
//   - yes/no: 1 from 1 on, else 0. Judgement: value ÷ 3. Milestones: weight of those reached ÷ weight of all.
//   - increase, decrease, reach: (value − baseline) ÷ (target − baseline), through the commit and stretch marks if there are
//     any. Where baseline and target are equal: 1 at or past the target, else 0. Without a baseline a rising one
//     counts from 0, and a falling one is 1 at or below the target, else 0.
//   - keep above, keep below: 1 while inside the limit; outside it falls in a straight line, to 0 at the baseline, or, where the
//     baseline is no bad value, at a distance of the limit's own size.
func (k KeyResult) ProgressOf(value float64) Explained {
	e := Explained{Formula: k.formula(), Inputs: []Input{{"value", k.Format(value)}}}
	p, note := k.progressOf(value)
	e.Note = note
	if note == noTarget {
		return e
	}
	if k.Kind == Number {
		if k.Baseline != nil {
			e.Inputs = append(e.Inputs, Input{"baseline", k.Format(*k.Baseline)})
		}
		e.Inputs = append(e.Inputs, Input{"target", k.Format(*k.Target)})
		if k.Marks.Commit != nil {
			e.Inputs = append(e.Inputs, Input{"commit", k.Format(*k.Marks.Commit)})
		}
		if k.Marks.Stretch != nil {
			e.Inputs = append(e.Inputs, Input{"stretch", k.Format(*k.Marks.Stretch)})
		}
	}
	p = min(max(p, 0), MaxProgress)
	e.Value = &p
	return e
}

const noTarget = "There is no target yet, so nobody can say how far it is."

func (k KeyResult) progressOf(v float64) (p float64, note string) {
	switch k.Kind {
	case YesNo:
		if v >= 1 {
			return 1, ""
		}
		return 0, ""
	case Judgement:
		return v / Steps, ""
	case Milestones:
		return k.milestoneShare(v), ""
	}
	if k.Target == nil {
		return 0, noTarget
	}
	t := *k.Target
	switch k.Direction {
	case KeepAbove:
		return keep(t-v, t, k.Baseline != nil && *k.Baseline < t, k.Baseline)
	case KeepBelow:
		return keep(v-t, t, k.Baseline != nil && *k.Baseline > t, k.Baseline)
	}
	falling := k.Direction == Decrease
	reached := 0.0
	if (!falling && v >= t) || (falling && v <= t) {
		reached = 1
	}
	b := 0.0
	switch {
	case k.Baseline != nil:
		b = *k.Baseline
	case falling, t <= 0:
		return reached, "Without a baseline there is no way to measure: it counts when the target is reached."
	default:
		note = "Without a baseline it counts from 0."
	}
	if b == t {
		return reached, "Baseline and target are equal: it counts when the target is reached."
	}
	return curve(v, k.curvePoints(b)), note
}

// keep is the progress of a limit that is over by so much (over ≤ 0 is inside).
func keep(over, limit float64, bad bool, baseline *float64) (float64, string) {
	if over <= 0 {
		return 1, ""
	}
	span := math.Abs(limit)
	if bad {
		span = math.Abs(limit - *baseline)
	}
	if span == 0 {
		span = 1
	}
	return 1 - over/span, ""
}

// milestoneShare is the weight of the first n milestones over the weight of all.
func (k KeyResult) milestoneShare(n float64) float64 {
	var reached, all float64
	for i, m := range k.Stages {
		w := m.Weight
		if w <= 0 {
			w = 1
		}
		all += w
		if float64(i) < n {
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

// curvePoints are the baseline, the marks that lie in order on the way, and the target.
func (k KeyResult) curvePoints(baseline float64) []mark {
	t := *k.Target
	between := func(v, a, b float64) bool { return (v-a)*(b-v) > 0 }
	points := []mark{{baseline, 0}}
	if c := k.Marks.Commit; c != nil && between(*c, baseline, t) {
		points = append(points, mark{*c, CommitGrade})
	}
	points = append(points, mark{t, 1})
	if s := k.Marks.Stretch; s != nil && between(t, baseline, *s) {
		points = append(points, mark{*s, StretchGrade})
	}
	return points
}

// curve is the piecewise-linear value at v, going on straight beyond both ends.
func curve(v float64, points []mark) float64 {
	for i := 1; ; i++ {
		a, b := points[i-1], points[i]
		if v == b.value {
			return b.worth
		}
		share := (v - a.value) / (b.value - a.value)
		if share < 1 || i == len(points)-1 {
			return a.worth + share*(b.worth-a.worth)
		}
	}
}

func (k KeyResult) formula() string {
	switch k.Kind {
	case YesNo:
		return "1 when it is done, else 0"
	case Judgement:
		return "step ÷ 3"
	case Milestones:
		return "weight of the milestones reached ÷ weight of all"
	}
	switch k.Direction {
	case KeepAbove, KeepBelow:
		return "1 inside the limit, falling in a straight line outside"
	}
	if k.Marks.Commit != nil || k.Marks.Stretch != nil {
		return "straight lines through baseline 0, commit 0.7, target 1, stretch 1.3"
	}
	return "(value − baseline) ÷ (target − baseline)"
}

// Weights is each key result's share of its objective; together they are 1. A set weight is a share of 100; unset ones
// share what is left, evenly. Weights that are over 100 together, or that leave nothing for unset ones, are scaled.
func Weights(krs []KeyResult) []float64 {
	out := make([]float64, len(krs))
	set, unset := 0.0, 0
	for _, k := range krs {
		if k.Weight == nil {
			unset++
		} else {
			set += max(*k.Weight, 0)
		}
	}
	rest := 0.0
	if unset > 0 {
		rest = max(100-set, 0) / float64(unset)
	}
	total := 0.0
	for i, k := range krs {
		out[i] = rest
		if k.Weight != nil {
			out[i] = max(*k.Weight, 0)
		}
		total += out[i]
	}
	for i := range out {
		if total > 0 {
			out[i] /= total
		} else {
			out[i] = 1 / float64(len(out))
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

// percent is a share as whole per cent.
func percent(p float64) string {
	return strconv.FormatFloat(math.Round(p*100), 'f', -1, 64) + " %"
}

// RollUp is the value of a key result that is computed from others: the sum, mean, minimum or last (checked most recently) of
// the values that are known. It is unknown while none is.
func RollUp(kind SourceKind, inputs []KeyResult) Explained {
	e := Explained{Formula: map[SourceKind]string{Sum: "sum of the values", Mean: "mean of the values", Min: "smallest value", Last: "value checked most recently"}[kind]}
	var v float64
	var last Instant
	n := 0
	for _, k := range inputs {
		if k.Value == nil || k.Removed != 0 {
			e.Inputs = append(e.Inputs, Input{k.Title, "no value yet"})
			continue
		}
		e.Inputs = append(e.Inputs, Input{k.Title, k.Format(*k.Value)})
		switch x := *k.Value; {
		case n == 0:
			v, last = x, k.CheckedAt
		case kind == Sum, kind == Mean:
			v += x
		case kind == Min:
			v = min(v, x)
		case kind == Last && k.CheckedAt >= last:
			v, last = x, k.CheckedAt
		}
		n++
	}
	if n == 0 {
		e.Note = "None of its sources has a value yet."
		return e
	}
	if kind == Mean {
		v /= float64(n)
	}
	e.Value = &v
	return e
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

// Healthy says whether the KPI's latest value is in its healthy range; an open end does not bound. nil means no value yet.
func (k KPI) Healthy() (*bool, Explained) {
	e := Explained{Value: k.Value, Formula: "inside the healthy range"}
	if k.Low != nil {
		e.Inputs = append(e.Inputs, Input{"healthy from", FormatValue(*k.Low, k.Unit, "")})
	}
	if k.High != nil {
		e.Inputs = append(e.Inputs, Input{"healthy up to", FormatValue(*k.High, k.Unit, "")})
	}
	if k.Value == nil {
		e.Note = "There is no value yet."
		return nil, e
	}
	ok := (k.Low == nil || *k.Value >= *k.Low) && (k.High == nil || *k.Value <= *k.High)
	return &ok, e
}
