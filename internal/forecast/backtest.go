package forecast

import (
	"math"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Shares are when a back-test looks: at a quarter, half and three quarters of the time to the due date.
var Shares = [...]float64{0.25, 0.5, 0.75}

// A Method is a way to come to a chance.
type Method int

// The methods that a back-test compares. A back-test gives the straight line its best: what it says counts as often as it came true before.
const (
	BaseRate   Method = iota // how often results were reached before
	Line                     // does a straight line through start and last value arrive
	Confidence               // what people said; the base rate where they said nothing
	Trend                    // the forecast
	Pooled                   // the forecast pooled with confidence
	Methods                  // how many there are
)

func (m Method) String() string {
	return [...]string{"base", "line", "people", "forecast", "pooled"}[m]
}

// A Table is how good each method was on a group of key results.
type Table struct {
	Name   string              `json:"name"`
	Points [len(Shares)]Scored `json:"points"`
}

// Scored is one look: less is better in both scores (Brier 1950: mean squared error; log-loss: mean −ln of the chance given to what happened, with chances
// kept between 0.001 and 0.999).
type Scored struct {
	Share   float64          `json:"share"`
	Count   int              `json:"count"`
	Reached int              `json:"reached"`
	Brier   [Methods]float64 `json:"brier"`
	LogLoss [Methods]float64 `json:"log_loss"`
}

// A Report is what a back-test has found.
type Report struct {
	Courses  int     `json:"courses"` // of which the end is known
	Measured Table   `json:"measured"`
	Believed Table   `json:"believed"` // yes/no, milestones, judgement: the forecast is base rate and confidence
	Shapes   []Table `json:"shapes,omitempty"`
}

// BackTest forecasts each finished key result with what was known at the time: its check-ins until that day, and a prior fitted to the results that
// were due before it began. Measured results count from the day on which they have Enough values, as that is when a forecast would be shown. It
// cannot know the target of that day if it was revised later: it takes the last one.
func BackTest(courses []Course) Report {
	courses = finished(courses)
	r := Report{Courses: len(courses), Measured: newTable("measured"), Believed: newTable("without a course")}
	known := map[okr.Date]past{}
	for _, c := range courses {
		start := c.KeyResult.StartDate(c.Cycle)
		before, ok := known[start]
		if !ok {
			before = learn(courses, start)
			known[start] = before
		}
		yes, _ := c.reached()
		for i, share := range Shares {
			p, counts := before.judge(c, i, share)
			if !counts {
				continue
			}
			if !c.measured() {
				r.Believed.Points[i].add(p, yes)
				continue
			}
			r.Measured.Points[i].add(p, yes)
			if c.Shape != "" {
				r.shape(c.Shape).Points[i].add(p, yes)
			}
		}
	}
	for _, t := range append([]*Table{&r.Measured, &r.Believed}, pointers(r.Shapes)...) {
		for i := range t.Points {
			t.Points[i].mean()
		}
	}
	return r
}

func newTable(name string) Table {
	t := Table{Name: name}
	for i, s := range Shares {
		t.Points[i].Share = s
	}
	return t
}

func pointers(list []Table) []*Table {
	out := make([]*Table, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}

func (r *Report) shape(name string) *Table {
	i := slices.IndexFunc(r.Shapes, func(t Table) bool { return t.Name == name })
	if i < 0 {
		i = len(r.Shapes)
		r.Shapes = append(r.Shapes, newTable(name))
	}
	return &r.Shapes[i]
}

// A past is what was known when a key result began.
type past struct {
	prior Prior
	line  [len(Shares)][2]float64 // how often it was reached where the line said no, and yes
}

func learn(courses []Course, start okr.Date) past {
	var before []Course
	for _, c := range courses {
		if c.KeyResult.DueDate(c.Cycle) < start {
			before = append(before, c)
		}
	}
	p := past{prior: fit(before)}
	for i, share := range Shares {
		// As if ten had been seen of either, nine of which did as the line said.
		hits, count := [2]float64{1, 9}, [2]float64{10, 10}
		for _, c := range before {
			if said, ok := lineSays(c, share); ok {
				yes, _ := c.reached()
				count[said]++
				if yes {
					hits[said]++
				}
			}
		}
		p.line[i] = [2]float64{hits[0] / count[0], hits[1] / count[1]}
	}
	return p
}

// lineSays answers whether a straight line from the first value through the last arrives: 1 for yes, 0 for no.
func lineSays(c Course, share float64) (said int, ok bool) {
	day := c.day(share)
	k := c.on(day)
	if !c.measured() || len(k.Trail) == 0 {
		return 0, false
	}
	first, last := okr.Point{Date: k.StartDate(c.Cycle), Value: k.Trail[0].Value}, k.Trail[len(k.Trail)-1]
	if k.Baseline != nil && !isLimit(k) {
		first.Value = *k.Baseline
	} else {
		first.Date = k.Trail[0].Date
	}
	end := last.Value
	if gone := last.Date.Since(first.Date); gone > 0 {
		end += (last.Value - first.Value) / float64(gone) * float64(k.DueDate(c.Cycle).Since(last.Date))
	}
	if p := k.ProgressOf(within(end, -math.MaxFloat64, math.MaxFloat64, last.Value)).Value; p != nil && *p >= 1 {
		said = 1
	}
	return said, true
}

// judge is what each method says of a course at a share of its time.
func (p past) judge(c Course, i int, share float64) (out [Methods]float64, counts bool) {
	day := c.day(share)
	k := c.on(day)
	alone := p.prior
	alone.Pool = 0
	trend, both := read(k, c.Cycle, day, alone), read(k, c.Cycle, day, p.prior)
	out[BaseRate], out[Line], out[Confidence] = p.prior.Base, p.prior.Base, p.prior.Base
	if said, ok := lineSays(c, share); ok {
		out[Line] = p.line[i][said]
	}
	if trend.believed != nil {
		out[Confidence] = *trend.believed
	}
	if trend.chance == nil {
		return out, false
	}
	out[Trend], out[Pooled] = *trend.chance, *both.chance
	if c.measured() {
		return out, trend.motion.values >= Enough
	}
	return out, !trend.over // what is decided already needs no forecast
}

// add counts one look; mean ends the counting.
func (s *Scored) add(p [Methods]float64, yes bool) {
	s.Count++
	happened := 0.0
	if yes {
		s.Reached++
		happened = 1
	}
	for m := range p {
		s.Brier[m] += (p[m] - happened) * (p[m] - happened)
		s.LogLoss[m] += logLoss(p[m], yes)
	}
}

func (s *Scored) mean() {
	for m := range s.Brier {
		s.Brier[m] /= max(float64(s.Count), 1)
		s.LogLoss[m] /= max(float64(s.Count), 1)
	}
}

func logLoss(p float64, yes bool) float64 {
	p = min(max(p, 0.001), 0.999)
	if !yes {
		p = 1 - p
	}
	return -math.Log(p)
}

// Beats answers whether one method was better than another by both scores.
func (s Scored) Beats(m, other Method) bool {
	return s.Count > 0 && s.Brier[m] < s.Brier[other] && s.LogLoss[m] < s.LogLoss[other]
}

// enough answers whether the table has results enough to decide something.
func (t Table) enough() bool {
	return slices.ContainsFunc(t.Points[:], func(s Scored) bool { return s.Count >= Proof })
}

// provenFrom is the share of the time from which on the forecast beats the base rate; 2, which is never, where it does not.
func (t Table) provenFrom() float64 {
	from := 2.0
	for _, s := range slices.Backward(t.Points[:]) {
		if !s.Beats(Trend, BaseRate) {
			break
		}
		from = s.Share
	}
	return from
}

// poolHelps answers whether confidence has made the forecast better, all looks together.
func (t Table) poolHelps() bool {
	var all Scored
	for _, s := range t.Points {
		all.Count += s.Count
		for m := range s.Brier {
			all.Brier[m] += s.Brier[m] * float64(s.Count)
			all.LogLoss[m] += s.LogLoss[m] * float64(s.Count)
		}
	}
	return all.Beats(Pooled, Trend)
}

// Verdict says in a sentence whether the forecast has earned to be shown, and from when on.
func (t Table) Verdict() string {
	words := map[float64]string{0.25: "a quarter", 0.5: "half", 0.75: "three quarters"}
	switch from := t.provenFrom(); {
	case !t.enough():
		return "There are too few finished key results to prove anything; the defaults stand."
	case from > 1:
		return "The forecast does not beat the base rate: it is not shown."
	default:
		return "The forecast beats the base rate from " + words[from] + " of the time on: it is shown from there."
	}
}
