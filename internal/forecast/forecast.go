// Package forecast says how likely a key result is to reach its target, from its check-ins. It exists so that "are we going to make it" has an
// answer that can be checked: every figure comes with its inputs, and a back-test says where it beats what is simpler. It is pure and
// imports only okr of ours.
//
// A measured key result moves beside its plan like Brownian motion with drift. The unit of distance is one way, from the start to the target, that of time
// one plan, from the start to the due date; so a result on plan has drift 0 and a result that stands still has drift −1. Of the position
// r beside the plan, seen at irregular times with steps d over times Δ,
//
//	d ~ Normal(δ·Δ, σ²·Δ),   δ | σ² ~ Normal(m, σ²/κ),   σ² ~ InverseGamma(a, b)
//
// the prior being conjugate, so that all is in closed form (Gelman et al., Bayesian Data Analysis, 3rd ed., sections 3.3 and 14.8; Murphy,
// Conjugate Bayesian analysis of the Gaussian distribution, 2007, section 6, with √Δ as the one regressor):
//
//	κₙ = κ + ΣΔ    mₙ = (κ·m + Σd) ÷ κₙ    aₙ = a + n÷2    bₙ = b + ½(Σd²÷Δ + κ·m² − κₙ·mₙ²)
//	r after a time h ~ Student-t with 2aₙ degrees of freedom, middle r + mₙ·h, width √(bₙ÷aₙ·(h + h²÷κₙ) + τ²·h²)
//
// The target is reached when r on the due date is 0 or more, because the plan ends there. Two things are not by the book. The last step
// teaches the drift, but not the spread σ²: otherwise a jump upwards would widen the spread and could lower the chance, and nobody would believe
// that. And the pace of the rest may differ from that of the past by τ, however even the past was: teams stop, leap and fall
// back, and without τ the forecast is far too sure of itself. A limit (keep above, keep below) is a plan that stays flat; it is kept when the value is inside on the due date, as the grade has it,
// and its way is the usual distance from it. Yes/no, milestones and judgement have no course that could go on; what people
// believe and how often results are reached is all there is.
package forecast

import (
	"math"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Enough is how many values make a course: with fewer the chance says more about the prior than about the result.
const Enough = 3

// A Prior is what is known before the first check-in, and how far each source is trusted. The zero value is not useful; see Default and Fit.
type Prior struct {
	Base   float64 `json:"base_rate"` // the share of key results that reach their target
	Drift  float64 `json:"drift"`     // m: how far beside its plan a result ends, in ways
	Weight float64 `json:"weight"`    // κ: how many plans of watching the prior drift is worth
	Shape  float64 `json:"shape"`     // a
	Rate   float64 `json:"rate"`      // b; b÷a is the usual σ²
	Turn   float64 `json:"turn"`      // τ: how much the pace of the rest differs from that of the past, in ways a plan
	// Believe is the weight of confidence beside the base rate where there is no course, Pool its weight beside the trend where there is
	// one: chances are pooled in log-odds. Pool stays 0 until a back-test has shown that it helps.
	Believe float64 `json:"believe"`
	Pool    float64 `json:"pool"`
	// From is the share of the time to the due date from which on the trend beats the base rate in a back-test, over 1 for never: before
	// it the forecast is not shown.
	From float64 `json:"shown_from"`
	// BelievedFrom is the same of what has no course, of which nothing is known but the base rate and people's confidence.
	BelievedFrom float64 `json:"believed_from"`

	Learned int `json:"learned_from"` // finished key results; 0 is the default
}

// Default is the prior of an organization that has finished nothing yet. As many results are reached as not; the spread is such that a week of
// a quarter is off by a tenth of the way, and the pace between none and twice the plan's in nine cases of ten; and it may turn by as much as the plan's. From is what the
// simulated back-test gives, and a test holds it there.
func Default() Prior {
	return Prior{Base: 0.5, Weight: 0.45, Shape: 2, Rate: 0.26, Turn: 1, Believe: 0.5, From: 0.25, BelievedFrom: 0.5}
}

// sound is the prior within what can be computed with.
func (p Prior) sound() Prior {
	d := Default()
	p.Base = within(p.Base, 0.01, 0.99, d.Base)
	p.Drift = within(p.Drift, -10, 10, d.Drift)
	p.Weight = within(p.Weight, 0.01, 100, d.Weight)
	p.Shape = within(p.Shape, 1, 50, d.Shape)
	p.Rate = within(p.Rate, 1e-4, 1e4, d.Rate)
	p.Turn = within(p.Turn, 0, 10, d.Turn)
	p.Believe = within(p.Believe, 0, 1, d.Believe)
	p.Pool = within(p.Pool, 0, 1, d.Pool)
	p.From = within(p.From, 0, 2, d.From)
	p.BelievedFrom = within(p.BelievedFrom, 0, 2, d.BelievedFrom)
	return p
}

// within is v between two bounds, and other where it is no number.
func within(v, lo, hi, other float64) float64 {
	if math.IsNaN(v) {
		return other
	}
	return min(max(v, lo), hi)
}

// A Result is what can be said of a key result on a day.
type Result struct {
	Chance okr.Explained `json:"chance"`         // of reaching the target by the due date, 0–1; no value without a target or a due date
	Grade  okr.Explained `json:"expected_grade"` // the progress to expect on the due date, 0–1
	Pace   okr.Explained `json:"needed_pace"`    // the change a week that would still do it, in the value's unit
	// Trend is the chance by the course alone, Believed by the people's confidence alone; nil where there is none. They stand side by side;
	// Chance is the trend, unless a back-test has shown that both together are better.
	Trend    *float64 `json:"trend,omitempty"`
	Believed *float64 `json:"believed,omitempty"`
	Band     []Range  `json:"band,omitempty"` // from the last value to the due date; of measured results only
	// Shown answers whether the chance has earned to be shown: there are values enough, or people's confidence in what has no course, and a back-test
	// says that by now it beats the base rate.
	Shown bool `json:"shown"`
}

// A Range is where the value will be on a day: nine times in ten over Low, in the middle at Mid, nine times in ten under High.
type Range struct {
	Date okr.Date `json:"date"`
	Low  float64  `json:"low"`
	Mid  float64  `json:"mid"`
	High float64  `json:"high"`
}

// Of forecasts a key result of a cycle as of a day, from its trail and its confidence. Values of later days are not looked at. Its chance never
// falls when the last value is better, and is 0 or 1 when the value of the due date is there or the due date has passed. All
// figures are finite, whatever comes in.
func Of(k okr.KeyResult, c okr.Cycle, today okr.Date, p Prior) Result {
	f := read(k, c, today, p)
	r := Result{Chance: f.explainChance(), Grade: f.explainGrade(), Pace: f.explainPace(), Trend: f.trend, Believed: f.believed, Shown: f.shown() || f.believable()}
	if f.measured() && !f.over {
		r.Band = f.band()
	}
	return r
}

// Chance is the chance of Of where it is shown of a course, and nil where it is not: for lists, and for okr.Setting.
func Chance(k okr.KeyResult, c okr.Cycle, today okr.Date, p Prior) *float64 {
	if len(k.Trail) < Enough { // it is not shown: most of a list need not be computed
		return nil
	}
	f := read(k, c, today, p)
	if !f.shown() {
		return nil
	}
	return f.chance
}

// A forecast is what Of and Chance have found out.
type forecast struct {
	k        okr.KeyResult
	today    okr.Date
	start    okr.Date
	due      okr.Date
	prior    Prior
	motion   motion // of measured results
	belief   belief
	end      student // beside the plan, on the due date
	over     bool    // nothing can change any more
	trend    *float64
	believed *float64
	chance   *float64
}

func (f *forecast) measured() bool { return len(f.motion.steps) > 0 }

func (f *forecast) shown() bool {
	return f.trend != nil && f.motion.values >= Enough && f.motion.share(f.today) >= f.prior.From
}

// believable answers whether the chance of what has no course, a yes or no, stages or a judgement, has earned to be shown. No health goes by it.
func (f *forecast) believable() bool {
	if f.measured() || f.over || f.believed == nil || f.chance == nil || f.k.Kind == okr.Number || !isDate(f.start) {
		return false
	}
	return float64(f.today.Since(f.start)) >= f.prior.BelievedFrom*float64(f.due.Since(f.start))
}

func read(k okr.KeyResult, c okr.Cycle, today okr.Date, p Prior) *forecast {
	k = finite(k, today)
	f := &forecast{k: k, today: today, start: k.StartDate(c), due: k.DueDate(c), prior: p.sound()}
	if !isDate(f.due) {
		f.due = ""
	}
	if k.Confidence != nil {
		b := ofConfidence(*k.Confidence)
		f.believed = &b
	}
	open := k.Kind == okr.YesNo || k.Kind == okr.Judgement || k.Kind == okr.Milestones && len(k.Stages) > 0
	if f.due == "" || !open && (k.Target == nil || k.Kind == okr.Milestones) {
		return f
	}
	reached := k.Progress != nil && *k.Progress >= 1
	f.over = today > f.due || len(k.Trail) > 0 && k.Trail[len(k.Trail)-1].Date >= f.due || open && reached
	if !open && len(k.Trail) > 0 {
		f.motion = motionOf(k, c)
		f.belief = f.motion.learn(f.prior)
		f.end = f.motion.after(f.belief, f.motion.left())
	}
	chance := f.prior.Base
	switch {
	case f.over:
		chance = 0
		if reached {
			chance = 1
		}
		if f.measured() {
			f.trend = &chance
		}
	case f.measured():
		trend := f.end.past(0)
		f.trend, chance = &trend, trend
		if f.believed != nil {
			chance = pool(trend, *f.believed, f.prior.Pool)
		}
	case f.believed != nil:
		chance = pool(f.prior.Base, *f.believed, f.prior.Believe)
	}
	f.chance = &chance
	return f
}

// finite is the key result as of a day, with nothing in it that cannot be computed with.
func finite(k okr.KeyResult, today okr.Date) okr.KeyResult {
	for _, v := range []**float64{&k.Baseline, &k.Target, &k.Marks.Commit, &k.Marks.Stretch} {
		if *v != nil && !isFinite(**v) {
			*v = nil
		}
	}
	points := func(list []okr.Point, until okr.Date) []okr.Point {
		sound := func(p okr.Point) bool { return isFinite(p.Value) && isDate(p.Date) && p.Date <= until }
		if !slices.ContainsFunc(list, func(p okr.Point) bool { return !sound(p) }) {
			return list
		}
		var out []okr.Point
		for _, p := range list {
			if sound(p) {
				out = append(out, p)
			}
		}
		return out
	}
	k.Plan, k.Trail = points(k.Plan, okr.MaxDate), points(k.Trail, today)
	k.Value = nil
	if n := len(k.Trail); n > 0 {
		k.Value = &k.Trail[n-1].Value
	}
	k.Progress = k.Measure().Value
	return k
}

func isDate(d okr.Date) bool {
	_, err := okr.ParseDate("", string(d))
	return d != "" && err == nil
}

func isFinite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// ofConfidence is a confidence of 0 to 10 as a chance. Neither end is certain: 0 is 1 in 22, 10 is 21 in 22.
func ofConfidence(c int) float64 { return (float64(min(max(c, 0), 10)) + 0.5) / 11 }

// pool mixes two chances in log-odds, the second with a weight of 0 to 1 (Genest and Zidek, Combining probability distributions, 1986).
func pool(p, q, weight float64) float64 {
	if weight == 0 {
		return p
	}
	odds := (1-weight)*logOdds(p) + weight*logOdds(q)
	return 1 / (1 + math.Exp(-odds))
}

func logOdds(p float64) float64 {
	p = min(max(p, 1e-6), 1-1e-6)
	return math.Log(p / (1 - p))
}
