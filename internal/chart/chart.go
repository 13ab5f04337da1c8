// Package chart draws: points in, the geometry of SVG out. It is pure, knows nothing of pages, and imports only okr of ours.
//
// Values live in a plot of 0 to 100 in both directions, y downwards, that the page stretches; words stand beside it in per cent.
package chart

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Spark is a sparkline of 96 × 20: the path and the place of its last point. Points stand by their dates; one point, or none, is no path.
func Spark(points []okr.Point) (path, x, y string) {
	if len(points) == 0 {
		return "", "", ""
	}
	lo, hi := bounds(points)
	first, span := points[0].Date, points[len(points)-1].Date.Since(points[0].Date)
	var b strings.Builder
	for i, p := range points {
		px, py := 93.0, 10.0
		if span > 0 {
			px = 2 + 91*float64(p.Date.Since(first))/float64(span)
		}
		if hi > lo {
			py = 17 - 14*(p.Value-lo)/(hi-lo)
		}
		x, y = num(px), num(py)
		if i == 0 {
			b.WriteString("M" + x + " " + y)
		} else {
			b.WriteString(" " + x + " " + y)
		}
	}
	if len(points) > 1 {
		path = b.String()
	}
	return path, x, y
}

func bounds(points []okr.Point) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, p := range points {
		lo, hi = min(lo, p.Value), max(hi, p.Value)
	}
	return lo, hi
}

// num writes a coordinate with one decimal.
func num(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		v = 0
	}
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

// A Line is what a chart of one number over time is drawn from.
type Line struct {
	Actual   []okr.Point
	Earlier  []okr.Point // how the one went that it continues, before its own beginning
	Plan     []okr.Point
	Target   *float64
	Moves    []Move   // where the target was moved, the first one first
	Low      *float64 // a healthy range instead of a target
	High     *float64
	Guess    []Guess  // where it will go
	From, To okr.Date // the width; from the points when empty
	Today    okr.Date
	Zero     bool   // amounts: zero is in the picture
	Share    bool   // per cent of a whole: the picture goes from 0 to 100
	Locale   string // of the numbers beside it
}

func (l Line) number(v float64) string { return okr.FormatNumber(v, l.Locale) }

// A Move is the day on which a target was moved, and where it was before.
type Move struct {
	Date okr.Date
	Was  float64
}

// A Guess is where a number will be on a day: likely between Low and High.
type Guess struct {
	Date           okr.Date
	Low, Mid, High float64
}

// Round leaves a guess as many digits as its width deserves: a tenth of the width's power of ten.
func (g Guess) Round() Guess {
	step := math.Pow(10, math.Floor(math.Log10(g.High-g.Low))-1)
	if !(step > 0) || math.IsInf(step, 0) {
		return g
	}
	for _, v := range []*float64{&g.Low, &g.Mid, &g.High} {
		if r := math.Round(*v/step) * step; !math.IsInf(r, 0) {
			*v = r
		}
	}
	return g
}

// A Drawing is the geometry of a line chart. Coordinates are per cent of the plot.
type Drawing struct {
	Real, Planned, Goal, Grid, Base, TodayLine string // paths in the plot of 100 × 100
	Earlier, BeginLine                         string // how the one before it went, and where its own course begins
	BeginX                                     string
	Healthy                                    string // the band of the healthy range
	Guess, Likely                              string // the path of the guess, and the band around it
	GuessMark                                  *Mark  // what the guess ends at; beside it stands the range
	LikelyText                                 string
	Dot                                        *Mark  // the last actual value
	Marks                                      []Mark // values on the axis
	Days                                       []Mark // days below
	GoalMark, PlanMark                         *Mark
	WasMarks                                   []Mark // where the target was before it was moved
	TodayX                                     string
}

// A Mark is a word at a place.
type Mark struct{ X, Y, Text, Class string }

// Draw lays a line chart out. With no points at all it is empty.
func Draw(l Line) Drawing {
	var d Drawing
	measured := slices.Concat(l.Earlier, l.Actual, l.Plan)
	all := slices.Clone(measured)
	if l.Target == nil {
		l.Moves = nil
	}
	for _, m := range l.Moves {
		all = append(all, okr.Point{Value: m.Was})
	}
	for _, v := range []*float64{l.Target, l.Low, l.High} {
		if v != nil {
			all = append(all, okr.Point{Value: *v})
		}
	}
	if len(all) == 0 {
		return d
	}
	if l.Share {
		all = append(all, okr.Point{Value: 0}, okr.Point{Value: 100})
	}
	from, to := l.From, l.To
	for _, p := range measured {
		if from == "" || p.Date < from {
			from = p.Date
		}
		if p.Date > to {
			to = p.Date
		}
	}
	lo, hi := bounds(all)
	if room := (hi - lo) / 2; len(l.Guess) > 0 { // a wide band does not flatten what was measured: it runs out of the picture
		low, high := lo, hi
		for _, g := range l.Guess {
			low, high = min(low, g.Low), max(high, g.High)
		}
		lo, hi = max(low, lo-room), min(high, hi+room)
	}
	lo, hi, steps := scale(lo, hi, l.Zero)
	x := func(day okr.Date) float64 {
		if span := to.Since(from); span > 0 {
			return min(max(100*float64(day.Since(from))/float64(span), 0), 100)
		}
		return 0
	}
	y := func(v float64) float64 { return 100 - 100*(v-lo)/(hi-lo) }
	path := func(points []okr.Point) string {
		var b strings.Builder
		for i, p := range points {
			if i == 0 {
				b.WriteByte('M')
			} else {
				b.WriteByte(' ')
			}
			b.WriteString(num(x(p.Date)) + " " + num(y(p.Value)))
		}
		return b.String()
	}
	for _, v := range steps {
		line := "M0 " + num(y(v)) + "H100"
		if v == 0 || v == lo {
			d.Base += line
		} else {
			d.Grid += line
		}
		d.Marks = append(d.Marks, Mark{Y: num(y(v)) + "%", Text: l.number(v)})
	}
	if len(l.Earlier) > 0 {
		begin := l.From
		if begin == "" {
			begin = l.Earlier[len(l.Earlier)-1].Date
		}
		d.Earlier, d.BeginX = path(l.Earlier), num(x(begin))+"%"
		d.BeginLine = "M" + num(x(begin)) + " 0V100"
	}
	if len(l.Actual) > 1 {
		d.Real = path(l.Actual)
	}
	if n := len(l.Actual); n > 0 {
		last := l.Actual[n-1]
		d.Dot = &Mark{X: num(x(last.Date)) + "%", Y: num(y(last.Value)) + "%", Text: l.number(last.Value)}
	}
	if len(l.Plan) > 1 {
		d.Planned = path(l.Plan)
		a, b := l.Plan[len(l.Plan)-2], l.Plan[len(l.Plan)-1]
		mx, my := x(a.Date)+0.62*(x(b.Date)-x(a.Date)), y(a.Value)+0.62*(y(b.Value)-y(a.Value))
		d.PlanMark = &Mark{X: num(mx) + "%", Y: num(my) + "%", Text: "Plan"}
	}
	if l.Target != nil {
		d.Goal = "M0 "
		for _, m := range l.Moves {
			d.Goal += num(y(m.Was)) + "H" + num(x(m.Date)) + "V"
			d.WasMarks = append(d.WasMarks, Mark{X: num(x(m.Date)) + "%", Y: num(y(m.Was)) + "%", Text: "was " + l.number(m.Was)})
		}
		d.Goal += num(y(*l.Target)) + "H100"
		d.GoalMark = &Mark{Y: num(y(*l.Target)) + "%", Text: "Target " + l.number(*l.Target)}
	}
	d.guess(l, x, func(v float64) float64 { return min(max(y(v), 0), 100) })
	if l.Low != nil || l.High != nil {
		top, bottom := 0.0, 100.0
		if l.High != nil {
			top = y(*l.High)
		}
		if l.Low != nil {
			bottom = y(*l.Low)
		}
		d.Healthy = fmt.Sprintf("M0 %sH100V%sH0z", num(top), num(bottom))
	}
	if l.Today != "" && l.Today >= from && l.Today <= to {
		d.TodayX = num(x(l.Today)) + "%"
		d.TodayLine = "M" + num(x(l.Today)) + " 0V100"
	}
	mid := from.Add(to.Since(from) / 2)
	d.Days = []Mark{{X: "0%", Text: short(from)}, {X: num(x(mid)) + "%", Text: short(mid), Class: "mid wide"}, {X: "100%", Text: short(to), Class: "last"}}
	if from == to {
		d.Days = d.Days[:1]
	}
	return d
}

// guess draws where the number will go. Its label keeps clear of the target's.
func (d *Drawing) guess(l Line, x func(okr.Date) float64, y func(float64) float64) {
	if len(l.Guess) < 2 {
		return
	}
	var mid, low, high []string
	for _, g := range l.Guess {
		at := num(x(g.Date)) + " "
		mid, high, low = append(mid, at+num(y(g.Mid))), append(high, at+num(y(g.High))), append(low, at+num(y(g.Low)))
	}
	slices.Reverse(low)
	d.Guess = "M" + strings.Join(mid, " ")
	d.Likely = "M" + strings.Join(high, " ") + " L" + strings.Join(low, " ") + "z"
	end := l.Guess[len(l.Guess)-1].Round()
	if d.Dot != nil && y(end.Mid) < y(l.Guess[0].Mid) {
		d.Dot.Class = "last" // its label keeps clear of a guess that rises
	}
	at := min(y(end.Mid), 96)
	if l.Target != nil {
		switch goal := y(*l.Target); {
		case at <= goal && goal-at < labelRoom && goal >= labelRoom+4:
			at = goal - labelRoom
		case math.Abs(at-goal) < labelRoom:
			at = goal + labelRoom + 4 // the range below it, the target above
		}
	}
	d.GuessMark = &Mark{X: "100%", Y: num(at) + "%", Text: "Forecast " + l.number(end.Mid)}
	d.LikelyText = "likely " + l.number(end.Low) + " to " + l.number(end.High)
}

// labelRoom is how far apart the labels at the right must be, in per cent of the height.
const labelRoom = 10

func short(d okr.Date) string { return d.Time().Format("2 Jan") }

// scale widens a range to round steps: 1, 2, 2.5 or 5 times a power of ten, three to six of them.
func scale(lo, hi float64, zero bool) (float64, float64, []float64) {
	if zero || (lo > 0 && lo < 0.45*hi) {
		lo = min(lo, 0)
	}
	if zero || (hi < 0 && hi > 0.45*lo) {
		hi = max(hi, 0)
	}
	if hi == lo {
		lo, hi = lo-math.Max(1, math.Abs(lo)*0.1), hi+math.Max(1, math.Abs(hi)*0.1)
	}
	raw := (hi - lo) / 4
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	step := 10 * power
	for _, m := range []float64{1, 2, 2.5, 5} {
		if m*power >= raw {
			step = m * power
			break
		}
	}
	lo, hi = math.Floor(lo/step+1e-9)*step, math.Ceil(hi/step-1e-9)*step
	var steps []float64
	for v := lo; v <= hi+step/2 && len(steps) < 12; v += step {
		steps = append(steps, math.Round(v/step)*step)
	}
	return lo, hi, steps
}
