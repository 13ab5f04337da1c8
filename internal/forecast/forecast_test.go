package forecast

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/headwater-okr/headwater/internal/okr"
)

func num(v float64) *float64 { return &v }

func of(n int) *int { return &n }

var quarter = okr.NewQuarter(2026, 2, 1) // 1 April to 30 June

func trail(values ...float64) []okr.Point { // every second week from the second week on
	var out []okr.Point
	for i, v := range values {
		out = append(out, okr.Point{Date: quarter.Start.Add(14 * (i + 1)), Value: v})
	}
	return out
}

func TestOf(t *testing.T) {
	up := okr.KeyResult{Kind: okr.Number, Direction: okr.Increase, Baseline: num(100), Target: num(220)}
	down := okr.KeyResult{Kind: okr.Number, Direction: okr.Decrease, Baseline: num(9), Target: num(3), Unit: "d"}
	above := okr.KeyResult{Kind: okr.Number, Direction: okr.KeepAbove, Target: num(99), Unit: "%"}
	below := okr.KeyResult{Kind: okr.Number, Direction: okr.KeepBelow, Baseline: num(15), Target: num(20)}
	reach := okr.KeyResult{Kind: okr.Number, Direction: okr.Reach, Baseline: num(80), Target: num(50)}
	late := up
	late.Plan = []okr.Point{{Date: "2026-06-01", Value: 120}} // nearly all of it is planned for June
	done := okr.KeyResult{Kind: okr.YesNo, Trail: trail(1)}
	with := func(k okr.KeyResult, confidence *int, values ...float64) okr.KeyResult {
		k.Confidence, k.Trail = confidence, trail(values...)
		return k
	}
	due, after := quarter.End, quarter.End.Add(1)
	tests := []struct {
		name   string
		k      okr.KeyResult
		today  okr.Date
		lo, hi float64
	}{
		{"nothing yet", up, "2026-04-20", 0.5, 0.5},
		{"ahead, rising", with(up, nil, 125, 150, 178), "2026-05-13", 0.6, 0.9},
		{"as planned, rising", with(up, nil, 118.5, 137, 155.4), "2026-05-13", 0.45, 0.55},
		{"standing still", with(up, nil, 100, 101, 100), "2026-05-13", 0.02, 0.2},
		{"falling back", with(up, nil, 150, 130, 110), "2026-05-13", 0.02, 0.25},
		{"ahead, falling", with(down, nil, 7.5, 6, 4.5), "2026-05-13", 0.65, 0.95},
		{"behind, falling", with(down, nil, 9, 8.9, 8.8), "2026-05-13", 0.02, 0.2},
		{"well inside from below", with(above, nil, 99.6, 99.7, 99.6), "2026-05-13", 0.75, 1},
		{"sliding out below", with(above, nil, 99.6, 99.2, 98.8), "2026-05-13", 0, 0.35},
		{"well inside from above", with(below, nil, 14, 15, 14), "2026-05-13", 0.85, 1},
		{"far outside above", with(below, nil, 25, 29, 31), "2026-05-13", 0, 0.2},
		{"rising towards its limit, with a bad baseline", with(okr.KeyResult{Kind: okr.Number, Direction: okr.KeepBelow, Baseline: num(180), Target: num(60)}, nil, 12, 19, 28), "2026-05-13", 0.5, 0.8},
		{"on the way down to a number", with(reach, nil, 72, 63, 56), "2026-05-13", 0.65, 0.95},
		{"behind a straight line, but as the plan has it", with(late, nil, 104, 109, 113), "2026-05-13", 0.4, 0.6},
		{"ahead, a week before the end", with(up, nil, 125, 150, 165, 190, 205, 226), "2026-06-24", 0.75, 1},
		{"behind, a week before the end", with(up, nil, 110, 125, 135, 150, 165, 172), "2026-06-24", 0, 0.05},
		{"the last value is of the due date, reached", with(up, of(2), 125, 150, 178, 190, 200, 219, 221), due.Add(8), 1, 1},
		{"past the due date, missed", with(up, of(9), 125, 150, 219), after, 0, 0},
		{"past the due date, reached", with(up, of(1), 125, 150, 220), after, 1, 1},
		{"past the due date without a value", up, after, 0, 0},
		{"done", done, "2026-04-20", 1, 1},
		{"done, but not by then", done, "2026-04-10", 0.5, 0.5},
		{"not done, believed", okr.KeyResult{Kind: okr.YesNo, Confidence: of(9)}, "2026-05-13", 0.65, 0.9},
		{"not done, not believed", okr.KeyResult{Kind: okr.YesNo, Confidence: of(1)}, "2026-05-13", 0.1, 0.35},
		{"two of three steps", okr.KeyResult{Kind: okr.Judgement, Trail: trail(2), Confidence: of(5)}, "2026-05-13", 0.4, 0.6},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := Of(tt.k, quarter, tt.today, Default())
			if r.Chance.Value == nil {
				t.Fatalf("there is no chance: %s", r.Chance.Note)
			}
			if p := *r.Chance.Value; p < tt.lo || p > tt.hi {
				t.Errorf("the chance is %.3f, want %v to %v; %+v", p, tt.lo, tt.hi, r.Chance.Inputs)
			}
			if r.Chance.Formula == "" || len(r.Chance.Inputs) == 0 && tt.name != "past the due date without a value" {
				t.Errorf("the chance does not explain itself: %+v", r.Chance)
			}
		})
	}
	for _, k := range []okr.KeyResult{{Kind: okr.Number, Direction: okr.Increase, Trail: trail(1, 2)}, {Kind: okr.Milestones, Trail: trail(0)}} {
		if r := Of(k, quarter, "2026-05-13", Default()); r.Chance.Value != nil || r.Chance.Note == "" {
			t.Errorf("what has no target has the chance %+v", r.Chance)
		}
	}
	if r := Of(up, okr.Cycle{}, "2026-05-13", Default()); r.Chance.Value != nil {
		t.Errorf("what is never due has the chance %v", *r.Chance.Value)
	}
}

// The figures of one case, worked out by hand from the formulas of the package comment.
func TestFormula(t *testing.T) {
	c := okr.Cycle{Start: "2026-01-01", End: "2026-04-11"} // 100 days
	k := okr.KeyResult{Kind: okr.Number, Direction: okr.Increase, Baseline: num(0), Target: num(10),
		Trail: []okr.Point{{Date: "2026-01-21", Value: 3}, {Date: "2026-02-20", Value: 4}}} // days 20 and 50
	p := Prior{Base: 0.5, Drift: 0.1, Weight: 0.5, Shape: 2, Rate: 0.3}
	f := read(k, c, "2026-02-20", p)
	// beside the plan: 0, 0.1, −0.1; κ₂ = 0.5 + 0.5 = 1, m₂ = (0.05 − 0.1) ÷ 1
	// of the first step: κ₁ = 0.7, m₁ = 0.15 ÷ 0.7, b₁ = 0.3 + (0.01 ÷ 0.2 + 0.005 − 0.0225 ÷ 0.7) ÷ 2, a₁ = 2.5
	rate := 0.3 + (0.05+0.005-0.0225/0.7)/2
	want := student{freedom: 5, middle: -0.1 - 0.05*0.5, width: math.Sqrt(rate / 2.5 * (0.5 + 0.25))}
	for _, d := range []float64{f.end.freedom - want.freedom, f.end.middle - want.middle, f.end.width - want.width} {
		if math.Abs(d) > 1e-12 {
			t.Fatalf("the end is %+v, want %+v", f.end, want)
		}
	}
	if want := studentCDF(want.middle/want.width, 5); math.Abs(*f.chance-want) > 1e-12 {
		t.Errorf("the chance is %v, want %v", *f.chance, want)
	}
}

func TestShown(t *testing.T) {
	k := okr.KeyResult{Kind: okr.Number, Direction: okr.Increase, Baseline: num(100), Target: num(220), Trail: trail(125, 150, 178)}
	p := Default()
	for _, tt := range []struct {
		name  string
		today okr.Date
		from  float64
		want  bool
	}{
		{"three values", "2026-05-13", 0.25, true},
		{"two values", "2026-05-12", 0.25, false},
		{"proved for later only", "2026-05-13", 0.75, false},
		{"never proved", "2026-06-30", 2, false},
	} {
		p.From = tt.from
		if got := Of(k, quarter, tt.today, p).Shown; got != tt.want || (Chance(k, quarter, tt.today, p) != nil) != tt.want {
			t.Errorf("%s: shown is %v", tt.name, got)
		}
	}
	if Chance(okr.KeyResult{Kind: okr.YesNo, Confidence: of(9), Trail: trail(0, 0, 0)}, quarter, "2026-06-01", Default()) != nil {
		t.Error("health goes by confidence alone")
	}
}

func TestPace(t *testing.T) {
	k := okr.KeyResult{Kind: okr.Number, Direction: okr.Decrease, Baseline: num(9), Target: num(3), Unit: "d", Trail: trail(8, 7, 6)}
	got := Of(k, quarter, "2026-05-26", Default()).Pace // five weeks before 30 June
	want := okr.Explained{Value: num(-0.6), Formula: "(target − value) ÷ weeks left", Inputs: []okr.Input{{Name: "value", Value: "6\u00a0days"},
		{Name: "target", Value: "3\u00a0days"}, {Name: "days left", Value: "35"}, {Name: "pace so far, a week", Value: "−0.5\u00a0days"}}}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-9 })); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	k.Trail = trail(8, 2.5)
	if got := Of(k, quarter, "2026-05-26", Default()).Pace; got.Value == nil || *got.Value != 0 || got.Note == "" {
		t.Errorf("what is reached needs %+v", got)
	}
}

func TestPooling(t *testing.T) {
	k := okr.KeyResult{Kind: okr.Number, Direction: okr.Increase, Baseline: num(100), Target: num(220), Trail: trail(110, 120, 130), Confidence: of(9)}
	p := Default()
	alone := Of(k, quarter, "2026-05-13", p)
	if *alone.Chance.Value != *alone.Trend || *alone.Believed <= *alone.Trend {
		t.Fatalf("by default the trend counts, and confidence stands beside it: %+v", alone)
	}
	p.Pool = 0.5
	both := Of(k, quarter, "2026-05-13", p)
	if c := *both.Chance.Value; c <= *both.Trend || c >= *both.Believed || *both.Trend != *alone.Trend {
		t.Errorf("pooled it is %v, between %v and %v", c, *both.Trend, *both.Believed)
	}
}

// drawn is any key result with a course, and the day that it is looked at.
func drawn(t *rapid.T, value *rapid.Generator[float64]) (okr.KeyResult, okr.Date) {
	k := okr.KeyResult{
		Kind:      rapid.SampledFrom([]okr.KeyResultKind{okr.Number, okr.Number, okr.Number, okr.YesNo, okr.Judgement, okr.Milestones}).Draw(t, "kind"),
		Direction: rapid.SampledFrom([]okr.Direction{okr.Increase, okr.Decrease, okr.KeepAbove, okr.KeepBelow, okr.Reach}).Draw(t, "direction"),
		Stages:    []okr.Milestone{{Title: "a"}, {Title: "b", Weight: 2}, {Title: "c"}},
	}
	optional := func(name string) *float64 {
		if rapid.IntRange(0, 5).Draw(t, "has "+name) == 0 {
			return nil
		}
		return num(value.Draw(t, name))
	}
	k.Baseline, k.Target, k.Marks.Commit = optional("baseline"), optional("target"), optional("commit")
	if rapid.Bool().Draw(t, "has confidence") {
		k.Confidence = of(rapid.IntRange(0, 10).Draw(t, "confidence"))
	}
	if rapid.Bool().Draw(t, "has a plan") {
		k.Plan = []okr.Point{{Date: quarter.Start.Add(rapid.IntRange(1, 80).Draw(t, "plan day")), Value: value.Draw(t, "plan")}}
	}
	day := quarter.Start.Add(rapid.IntRange(-20, 10).Draw(t, "first day"))
	for range rapid.IntRange(0, okr.TrailLength).Draw(t, "values") {
		k.Trail = append(k.Trail, okr.Point{Date: day, Value: value.Draw(t, "value")})
		day = day.Add(rapid.IntRange(0, 20).Draw(t, "days"))
	}
	return k, day.Add(rapid.IntRange(-10, 20).Draw(t, "today"))
}

func drawnPrior(t *rapid.T) Prior {
	any := rapid.OneOf(rapid.Float64(), rapid.Float64Range(0, 3))
	return Prior{any.Draw(t, "base"), any.Draw(t, "drift"), any.Draw(t, "weight"), any.Draw(t, "shape"), any.Draw(t, "rate"), any.Draw(t, "turn"), any.Draw(t, "believe"),
		any.Draw(t, "pool"), any.Draw(t, "from"), any.Draw(t, "believed from"), 0}
}

var (
	tame = rapid.Float64Range(-1000, 1000)
	wild = rapid.OneOf(tame, rapid.Float64(), rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e308, -1e308, math.MaxFloat64, -math.MaxFloat64,
		math.SmallestNonzeroFloat64, 0, math.Copysign(0, -1)}))
)

// check fails for a result that cannot be: outside its range, not finite, or with a band out of order.
func check(t interface{ Fatalf(string, ...any) }, r Result) {
	for name, v := range map[string]*float64{"chance": r.Chance.Value, "grade": r.Grade.Value, "trend": r.Trend, "believed": r.Believed} {
		if v != nil && !(*v >= 0 && *v <= 1) {
			t.Fatalf("the %s is %v", name, *v)
		}
	}
	if v := r.Pace.Value; v != nil && !isFinite(*v) {
		t.Fatalf("the pace is %v", *v)
	}
	for i, b := range r.Band {
		if !isFinite(b.Low) || !isFinite(b.High) || !(b.Low <= b.Mid && b.Mid <= b.High) {
			t.Fatalf("the band is out of order: %+v", b)
		}
		if i > 0 && b.Date <= r.Band[i-1].Date {
			t.Fatalf("the days of the band are out of order: %+v", r.Band)
		}
	}
	if r.Shown && r.Chance.Value == nil {
		t.Fatalf("nothing is shown")
	}
	if r.Chance.Formula == "" || r.Grade.Formula == "" || r.Pace.Formula == "" {
		t.Fatalf("something does not explain itself: %+v", r)
	}
}

func TestFiniteForAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k, today := drawn(t, wild)
		check(t, Of(k, quarter, today, drawnPrior(t)))
	})
}

// A better last value never lowers the chance or the grade; progress says what is better.
func TestMonotoneInTheLastValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k, today := drawn(t, tame)
		if len(k.Trail) == 0 || k.Target == nil || k.Kind != okr.Number {
			t.Skip("no course")
		}
		today = max(today, k.Trail[len(k.Trail)-1].Date)
		p := drawnPrior(t)
		at := func(v float64) (float64, float64) {
			k.Trail = append([]okr.Point(nil), k.Trail...)
			k.Trail[len(k.Trail)-1].Value = v
			r := Of(k, quarter, today, p)
			return *r.Chance.Value, *r.Grade.Value
		}
		a, b := tame.Draw(t, "one last value"), tame.Draw(t, "another")
		m := motionOf(finite(k, today), quarter)
		if m.sign*(a-b) > 0 {
			a, b = b, a
		}
		worse, lower := at(a)
		better, higher := at(b)
		if worse > better+1e-9 || lower > higher+1e-9 {
			t.Fatalf("%v has a chance of %v and a grade of %v, the better %v has %v and %v", a, worse, lower, b, better, higher)
		}
	})
}

func TestCertainAtTheEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k, _ := drawn(t, tame)
		if k.Target == nil || len(k.Trail) == 0 {
			t.Skip("nothing to reach")
		}
		today := quarter.End
		if rapid.Bool().Draw(t, "a value on the due date") {
			for len(k.Trail) > 0 && k.Trail[len(k.Trail)-1].Date >= quarter.End {
				k.Trail = k.Trail[:len(k.Trail)-1]
			}
			k.Trail = append(k.Trail, okr.Point{Date: quarter.End, Value: tame.Draw(t, "final value")})
		} else {
			today = today.Add(60)
		}
		if n := len(k.Trail); k.Trail[n-1].Date > today {
			t.Skip("later")
		}
		r := Of(k, quarter, today, drawnPrior(t))
		want := 0.0
		if p := k.ProgressOf(k.Trail[len(k.Trail)-1].Value).Value; *p >= 1 {
			want = 1
		}
		if *r.Chance.Value != want {
			t.Fatalf("at the end the chance is %v, want %v", *r.Chance.Value, want)
		}
	})
}

// The chance is that of progress of 1 on the due date: reaching the target means the same in both.
func TestAgreesWithProgress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k, today := drawn(t, tame)
		if len(k.Trail) == 0 || k.Target == nil || k.Kind != okr.Number {
			t.Skip("no course")
		}
		k = finite(k, max(today, k.Trail[len(k.Trail)-1].Date))
		m := motionOf(k, quarter)
		v := tame.Draw(t, "value on the due date")
		if inside, progress := m.beside(v, m.due) >= 0, *k.ProgressOf(v).Value; inside != (progress >= 1) && math.Abs(progress-1) > 1e-9 {
			t.Fatalf("%v is %v ways past the target, and its progress is %v", v, m.beside(v, m.due), progress)
		}
	})
}

// The expected grade is the mean of the progress over the ends, as adding them up one by one has it.
func TestGradeIsTheMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k, today := drawn(t, rapid.Float64Range(-100, 100))
		if len(k.Trail) == 0 || k.Target == nil || k.Kind != okr.Number {
			t.Skip("no course")
		}
		f := read(k, quarter, max(today, k.Trail[len(k.Trail)-1].Date), Default())
		if f.over || f.motion.way < 1e-3 {
			t.Skip("over, or too short for adding up")
		}
		const n = 100
		sum := 0.0
		for i := range n / 2 {
			q := studentQuantile(1-(float64(i)+0.5)/n, f.end.freedom) * f.end.width
			for _, end := range []float64{f.end.middle + q, f.end.middle - q} {
				sum += min(*f.k.ProgressOf(f.motion.value(end, f.due)).Value, 1) / n
			}
		}
		if got := f.grade(); math.Abs(got-sum) > 0.015 {
			t.Fatalf("the grade is %v, one by one it is %v", got, sum)
		}
	})
}

func TestBandNarrowsToTheLastValue(t *testing.T) {
	k := okr.KeyResult{Kind: okr.Number, Direction: okr.Increase, Baseline: num(100), Target: num(220), Trail: trail(125, 150, 178)}
	band := Of(k, quarter, "2026-05-20", Default()).Band
	first, last := band[0], band[len(band)-1]
	if first.Date != "2026-05-13" || first.Low != 178 || first.High != 178 {
		t.Errorf("the band begins at %+v, not at the last value", first)
	}
	if last.Date != quarter.End || last.Low >= last.Mid || last.Mid >= last.High {
		t.Errorf("the band ends at %+v", last)
	}
	for i := 1; i < len(band); i++ {
		if band[i].High-band[i].Low <= band[i-1].High-band[i-1].Low {
			t.Errorf("the band does not widen at %+v", band[i])
		}
	}
	k.Unit, k.Target = "%", num(95)
	k.Baseline, k.Trail = num(50), trail(60, 75, 88)
	for _, b := range Of(k, quarter, "2026-05-20", Default()).Band {
		if b.High > 100 {
			t.Errorf("there are more than 100 per cent: %+v", b)
		}
	}
}

func FuzzOf(f *testing.F) {
	f.Add("increase", "2026-04-01", "2026-06-30", "2026-05-01", 0.0, 10.0, 3.0, 4.0, 5.0, "2026-04-10", "2026-04-20", "2026-04-30", 7)
	f.Add("keep_below", "", "9999-12-31", "0001-01-01", math.Inf(1), 1e308, -1e308, math.NaN(), 0.0, "x", "2026-13-45", "", -5)
	f.Fuzz(func(t *testing.T, direction, start, end, today string, baseline, target, a, b, c float64, d1, d2, d3 string, confidence int) {
		k := okr.KeyResult{Kind: okr.Number, Direction: okr.Direction(direction), Baseline: &baseline, Target: &target, Confidence: &confidence,
			Trail: []okr.Point{{Date: okr.Date(d1), Value: a}, {Date: okr.Date(d2), Value: b}, {Date: okr.Date(d3), Value: c}},
			Plan:  []okr.Point{{Date: okr.Date(d2), Value: c}}}
		for _, kind := range []okr.KeyResultKind{okr.Number, okr.YesNo, okr.Judgement, okr.Milestones} {
			k.Kind = kind
			check(t, Of(k, okr.Cycle{Start: okr.Date(start), End: okr.Date(end)}, okr.Date(today), Default()))
		}
	})
}

func BenchmarkChance(b *testing.B) {
	k := okr.KeyResult{Kind: okr.Number, Direction: okr.Increase, Baseline: num(100), Target: num(220), Trail: trail(125, 150, 178, 180, 190)}
	for b.Loop() {
		Chance(k, quarter, "2026-06-12", Default())
	}
}
