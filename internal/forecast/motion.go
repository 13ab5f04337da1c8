package forecast

import (
	"math"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A motion is the course of a measured key result beside its plan, in ways and plans.
type motion struct {
	k          okr.KeyResult
	c          okr.Cycle
	start, due okr.Date
	days       float64 // from start to due
	target     float64
	way        float64 // over 0
	sign       float64 // 1 when more is better, −1 when less is
	steps      []place // in order of time; the first one is the baseline, if there is one
	values     int     // checked in
	last       okr.Point
}

// A place is where the result stood beside its plan.
type place struct{ at, beside float64 }

// farthest bounds distances, so that no square of one is infinite.
const farthest = 1e6

// motionOf reads the trail of a measured key result with a target, a due date and at least one value.
func motionOf(k okr.KeyResult, c okr.Cycle) motion {
	m := motion{k: k, c: c, start: k.StartDate(c), due: k.DueDate(c), target: *k.Target, last: k.Trail[len(k.Trail)-1], values: len(k.Trail)}
	if !isDate(m.start) || m.start > m.due {
		m.start = min(k.Trail[0].Date, m.due)
	}
	m.days = max(float64(m.due.Since(m.start)), 1)

	// What was known before the start stands at the start. The baseline of a limit is a bad value, not where it began.
	var points []okr.Point
	if k.Baseline != nil && !isLimit(k) {
		points = append(points, okr.Point{Date: m.start, Value: *k.Baseline})
	}
	for _, p := range k.Trail {
		p.Date = max(p.Date, m.start)
		for len(points) > 0 && p.Date.Since(points[len(points)-1].Date) <= 0 {
			points = points[:len(points)-1]
		}
		points = append(points, p)
	}
	m.aim(points[:len(points)-1])
	for _, p := range points {
		m.steps = append(m.steps, place{float64(p.Date.Since(m.start)) / m.days, m.beside(p.Value, p.Date)})
	}
	return m
}

func isLimit(k okr.KeyResult) bool {
	return k.Direction == okr.KeepAbove || k.Direction == okr.KeepBelow
}

// aim finds which way is better and how long a way is. Where the plan goes nowhere (a limit, or a result that is to stay where it is) a way is
// the mean distance from the target of all values but the last, which must not change the scale that it is measured by; a tenth of the target where
// there is none, and 1 where even that is 0.
func (m *motion) aim(earlier []okr.Point) {
	if line := m.k.PlanLine(m.c); len(line) > 1 {
		to := line[len(line)-1].Value
		m.sign, m.way = 1, distance(line[0].Value, to)
		if to < line[0].Value {
			m.sign = -1
		}
	}
	if m.way > 0 {
		return
	}
	m.sign = 1
	switch m.k.Direction {
	case okr.Decrease, okr.KeepBelow:
		m.sign = -1
	case okr.Reach: // okr decides which side counts as reached
		below := m.k.ProgressOf(math.Nextafter(m.target, math.Inf(-1))).Value
		if below != nil && *below >= 1 {
			m.sign = -1
		}
	default: // more is better
	}
	for _, p := range earlier {
		m.way += distance(p.Value, m.target) / float64(len(earlier))
	}
	if m.way == 0 {
		m.way = math.Abs(m.target) / 10
	}
	if m.way == 0 {
		m.way = 1
	}
}

// distance is |a − b|, at most the largest number.
func distance(a, b float64) float64 { return min(math.Abs(a-b), math.MaxFloat64) }

// planned is the value that the plan has on a day; the target where there is no plan.
func (m *motion) planned(d okr.Date) float64 {
	if v, ok := m.k.PlannedAt(d, m.c); ok {
		return v
	}
	return m.target
}

// beside is how far a value of a day is beside the plan, in ways; over 0 is better than planned.
func (m *motion) beside(v float64, d okr.Date) float64 {
	plan := m.planned(d)
	way := distance(v, plan) / m.way
	if v < plan {
		way = -way
	}
	return within(m.sign*way, -farthest, farthest, 0)
}

// value is the value of a place beside the plan on a day.
func (m *motion) value(beside float64, d okr.Date) float64 {
	return within(m.planned(d)+m.sign*beside*m.way, -math.MaxFloat64, math.MaxFloat64, m.target)
}

// share is how much of the time to the due date has gone by on a day, from 0 to 1.
func (m *motion) share(d okr.Date) float64 {
	return min(max(float64(d.Since(m.start))/m.days, 0), 1)
}

// left is the time from the last value to the due date.
func (m *motion) left() float64 { return max(1-m.steps[len(m.steps)-1].at, 0) }

// A belief is what the course has taught: the parameters of the normal-inverse-gamma distribution, and how far the pace may turn.
type belief struct{ drift, weight, shape, rate, turn float64 }

// learn is the belief after all the steps: the spread from all but the last one, see the package.
func (m *motion) learn(p Prior) belief {
	b := belief{p.Drift, p.Weight, p.Shape, p.Rate, p.Turn}
	if n := len(m.steps); n > 1 {
		b = sumUp(m.steps[:n-1]).update(p)
		all := sumUp(m.steps).update(p)
		b.drift, b.weight = all.drift, all.weight
	}
	return b
}

// after is where the result will be beside its plan a time after the last value.
func (m *motion) after(b belief, h float64) student {
	r := m.steps[len(m.steps)-1].beside
	return student{freedom: 2 * b.shape, middle: r + b.drift*h, width: math.Sqrt(b.rate/b.shape*(h+h*h/b.weight) + b.turn*b.turn*h*h)}
}

// A sum is all that the steps say about drift and spread.
type sum struct {
	steps                int
	time, moved, squares float64 // ΣΔ, Σd, Σd²÷Δ
}

func sumUp(places []place) (s sum) {
	for i := 1; i < len(places); i++ {
		time, moved := places[i].at-places[i-1].at, places[i].beside-places[i-1].beside
		s.steps++
		s.time += time
		s.moved += moved
		s.squares += moved * moved / time
	}
	return s
}

// update is the prior after the steps.
func (s sum) update(p Prior) belief {
	b := belief{weight: p.Weight + s.time, shape: p.Shape + float64(s.steps)/2, turn: p.Turn}
	b.drift = (p.Weight*p.Drift + s.moved) / b.weight
	b.rate = p.Rate + max(s.squares+p.Weight*p.Drift*p.Drift-b.weight*b.drift*b.drift, 0)/2
	return b
}

// bandSteps is at most how many days the band has; weeks, unless the time is longer than that.
const bandSteps = 60

// band is where the value will be from its last day to the due date.
func (f *forecast) band() []Range {
	m := &f.motion
	days := m.due.Since(max(m.last.Date, m.start))
	step := max(7, (days+bandSteps-1)/bandSteps)
	tail := studentQuantile(0.9, 2*f.belief.shape)
	low, high := m.bounds()
	var out []Range
	for gone := 0; ; gone = min(gone+step, days) {
		day := m.due.Add(gone - days)
		s := m.after(f.belief, float64(gone)/m.days)
		a, b := m.value(s.middle-tail*s.width, day), m.value(s.middle+tail*s.width, day)
		r := Range{Date: day, Low: min(a, b), Mid: m.value(s.middle, day), High: max(a, b)}
		r.Low, r.Mid, r.High = min(max(r.Low, low), high), min(max(r.Mid, low), high), min(max(r.High, low), high)
		out = append(out, r)
		if gone >= days {
			return out
		}
	}
}

// bounds are what the value cannot leave, as far as anyone can tell: 0, if nothing was ever under it, and 100 per cent likewise.
func (m *motion) bounds() (low, high float64) {
	low, high = 0, math.MaxFloat64
	if m.k.Unit == "%" {
		high = 100
	}
	seen := []float64{m.target, m.planned(m.start)}
	for _, p := range m.k.Trail {
		seen = append(seen, p.Value)
	}
	for _, v := range seen {
		if v < 0 {
			low = -math.MaxFloat64
		}
		if v > 100 {
			high = math.MaxFloat64
		}
	}
	return low, high
}
