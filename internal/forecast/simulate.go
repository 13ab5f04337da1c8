package forecast

import (
	"math"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
)

// shapes are how simulated key results go: the share of the way at the share t of the time, 1 being the target, given a pace of about 1, a turning
// point of about a half, and a leap of about 1. Of twelve, so many go like this: most go on as they began, one in three turns.
var shapes = []struct {
	name string
	of12 int
	at   func(t, pace, turn, leap float64) float64
	blur float64 // of each value
}{
	{"steady", 4, func(t, pace, _, _ float64) float64 { return pace * t }, 0.02},
	{"stalled", 2, func(t, pace, turn, _ float64) float64 { return pace * min(t, turn) }, 0.02},
	{"late jump", 1, func(t, _, turn, leap float64) float64 {
		if t > 0.6+0.7*turn/2 {
			return 0.2*t + 0.85*leap
		}
		return 0.2 * t
	}, 0.02},
	{"falling back", 1, func(t, pace, turn, leap float64) float64 {
		return pace*1.6*min(t, turn) - 0.8*leap*max(t-turn, 0)
	}, 0.03},
	{"noisy", 2, func(t, pace, _, _ float64) float64 { return pace * t }, 0.12},
	{"sandbagged", 2, func(t, pace, _, _ float64) float64 { return 2 * pace * t }, 0.03},
}

// Simulate makes n finished key results of six shapes (steady, stalled, late jump, falling back, noisy, sandbagged), of all directions, some yes/no,
// some with intermediate targets, checked in weekly or biweekly with gaps, over eight quarters. People's confidence is hopeful
// and blurred at the beginning, and knows more towards the end than the values do. That is put in, so simulated courses prove nothing about
// confidence. uniform throws the dice: numbers from 0 to 1; the same numbers make the same courses.
func Simulate(n int, uniform func() float64) []Course {
	normal := func(mean, deviation float64) float64 { // Box and Muller
		return mean + deviation*math.Sqrt(-2*math.Log(1-uniform()))*math.Cos(2*math.Pi*uniform())
	}
	var mix []int
	for i, s := range shapes {
		mix = append(mix, slices.Repeat([]int{i}, s.of12)...)
	}
	out := make([]Course, n)
	for i := range out {
		shape := shapes[mix[i%len(mix)]]
		c := Course{Shape: shape.name, Cycle: okr.NewQuarter(2024+i*8/n/4, i*8/n%4+1, 1)}
		k, valueAt := simulatedResult(i/len(mix), c.Cycle, uniform)
		pace, turn, leap := normal(1, 0.25), 0.25+0.5*uniform(), normal(1, 0.3)
		walk, hope := 0.0, normal(0.8, 1)
		interval := 7
		if uniform() < 0.2 {
			interval = 14
		}
		days := c.Cycle.End.Since(c.Cycle.Start)
		ends := shape.at(1, pace, turn, leap) - 1
		for day := interval - 2; ; day += interval {
			day = min(day, days)
			t := float64(day) / float64(days)
			walk += normal(0, 0.1*math.Sqrt(float64(interval)/float64(days)))
			blur := normal(0, shape.blur)
			said := normal(hope*(1-t)+6*t*min(max(ends, -0.4), 0.4), 0.5)
			if day < days && uniform() < 0.12 {
				continue // nobody checked in
			}
			confidence := int(math.Round(10 / (1 + math.Exp(-said))))
			in := okr.CheckIn{AsOf: c.Cycle.Start.Add(day), Confidence: &confidence}
			gone := t
			if len(k.Plan) > 0 {
				gone = t * (0.2 + 0.8*t) // later, as planned
			}
			v := valueAt(shape.at(gone, pace, turn, leap)+walk+blur, t)
			in.Value = &v
			c.CheckIns = append(c.CheckIns, in)
			if day == days {
				break
			}
		}
		c.KeyResult = k
		out[i] = c
	}
	return out
}

// simulatedResult is the nth key result, and the value that stands for a share x of its way at a share t of its time.
func simulatedResult(n int, c okr.Cycle, uniform func() float64) (okr.KeyResult, func(x, t float64) float64) {
	size := math.Exp(6*uniform() - 2)
	if n%7 == 6 {
		return okr.KeyResult{Kind: okr.YesNo}, func(x, t float64) float64 {
			if x >= 1 && t == 1 { // seen when it is done
				return 1
			}
			return 0
		}
	}
	if n%7 == 5 {
		direction, limit, margin := okr.KeepAbove, 99.0, 0.5
		if uniform() < 0.5 {
			direction, limit, margin = okr.KeepBelow, 20*size, -5*size
		}
		return okr.KeyResult{Kind: okr.Number, Direction: direction, Target: &limit}, func(x, t float64) float64 {
			return limit + margin*(0.2+x-t) // inside while it goes as planned
		}
	}
	aims := []struct {
		direction okr.Direction
		from, to  float64
		late      bool // most of it is planned for the end
	}{{okr.Increase, 100, 220, false}, {okr.Increase, 0, 40, true}, {okr.Decrease, 9, 3, false}, {okr.Decrease, 60, 45, true}, {okr.Reach, 80, 50, false}}
	a := aims[n%7]
	from, to := a.from*size, a.to*size
	k := okr.KeyResult{Kind: okr.Number, Direction: a.direction, Baseline: &from, Target: &to}
	if a.late {
		days := c.End.Since(c.Start)
		for _, t := range []float64{1. / 3, 2. / 3} {
			k.Plan = append(k.Plan, okr.Point{Date: c.Start.Add(int(t * float64(days))), Value: from + t*(0.2+0.8*t)*(to-from)})
		}
	}
	return k, func(x, _ float64) float64 { return from + x*(to-from) }
}
