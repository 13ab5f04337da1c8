package forecast

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
)

func simulated(n int, seed uint64) []Course {
	return Simulate(n, rand.New(rand.NewPCG(seed, 0)).Float64)
}

func TestSimulateIsDeterministic(t *testing.T) {
	if diff := cmp.Diff(BackTest(simulated(200, 3)), BackTest(simulated(200, 3))); diff != "" {
		t.Errorf("the same seed gives two reports\n%s", diff)
	}
	if cmp.Equal(simulated(50, 3), simulated(50, 4)) {
		t.Error("another seed gives the same courses")
	}
	for _, c := range simulated(300, 5) {
		c.KeyResult.Title = "Simulated"
		if err := c.KeyResult.Check(); err != nil {
			t.Fatal(err)
		}
		if _, ok := c.reached(); !ok {
			t.Fatalf("nobody can say how %+v ended", c)
		}
	}
}

// What the default says of when to show the forecast is what the simulation gives.
func TestDefaultIsProved(t *testing.T) {
	for seed := range uint64(4) {
		r := BackTest(simulated(1200, 100+seed))
		if from := r.Measured.provenFrom(); from != Default().From {
			t.Errorf("seed %d: the forecast beats the base rate from %v, the default shows it from %v: %+v", seed, from, Default().From, r.Measured)
		}
		if from := r.Believed.provenFrom(); from > Default().BelievedFrom {
			t.Errorf("seed %d: what people believe beats the base rate from %v, the default shows it from %v: %+v", seed, from, Default().BelievedFrom, r.Believed)
		}
		if !r.Measured.enough() || len(r.Shapes) != len(shapes) {
			t.Errorf("there is too little in the report: %+v", r)
		}
		for _, p := range r.Measured.Points[1:] {
			if p.Brier[Trend] > p.Brier[Line]+0.01 {
				t.Errorf("seed %d: at %v a straight line does better: %.3f, the forecast %.3f", seed, p.Share, p.Brier[Line], p.Brier[Trend])
			}
		}
	}
}

// Where the course says nothing of the end the forecast must not be shown, and where confidence says nothing it must not be pooled.
func TestWhatDoesNotHelpIsNotShown(t *testing.T) {
	dice := rand.New(rand.NewPCG(8, 0))
	var courses []Course
	for _, c := range simulated(600, 8) {
		if !c.measured() || c.KeyResult.Baseline == nil {
			continue
		}
		last := &c.CheckIns[len(c.CheckIns)-1]
		v := *c.KeyResult.Baseline
		if dice.IntN(2) == 0 {
			v = *c.KeyResult.Target
		}
		last.Value = &v
		for i := range c.CheckIns {
			confidence := dice.IntN(11)
			c.CheckIns[i].Confidence = &confidence
		}
		courses = append(courses, c)
	}
	r, p := BackTest(courses), Fit(courses)
	if p.From <= 0.75 || p.Pool != 0 {
		t.Errorf("a forecast of coins is shown from %v and pooled with %v: %+v", p.From, p.Pool, r.Measured)
	}
	if got := r.Measured.Verdict(); got != "The forecast does not beat the base rate: it is not shown." {
		t.Error(got)
	}
	k := courses[0].on(courses[0].day(0.75))
	if Chance(k, courses[0].Cycle, courses[0].day(0.75), p) != nil {
		t.Error("it is shown all the same")
	}
}

// The chance of what has no course rests on what people believe, and is shown from half of its time on until it is decided.
func TestBelievable(t *testing.T) {
	cycle := okr.Cycle{Start: "2026-10-12", End: "2027-01-10"}
	for _, tt := range []struct {
		name  string
		kind  okr.KeyResultKind
		sure  *int
		value float64
		today okr.Date
		want  bool
	}{
		{"a yes or no, past half", okr.YesNo, new(7), 0, "2026-11-28", true},
		{"a judgement, past half", okr.Judgement, new(7), 1, "2026-11-28", true},
		{"too early", okr.YesNo, new(7), 0, "2026-11-20", false},
		{"nobody has said how sure", okr.YesNo, nil, 0, "2026-11-28", false},
		{"it is done", okr.YesNo, new(9), 1, "2026-11-28", false},
		{"it is over", okr.YesNo, new(7), 0, "2027-01-11", false},
		{"a number has a course", okr.Number, new(7), 3, "2026-11-28", false},
	} {
		k := okr.KeyResult{Kind: tt.kind, Confidence: tt.sure, Value: &tt.value, Trail: []okr.Point{{Date: "2026-10-20", Value: tt.value}}, Baseline: new(0.0), Target: new(9.0), Direction: okr.Increase}
		if got := Of(k, cycle, tt.today, Default()).Shown; got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
		never := Default()
		never.BelievedFrom = 2
		if Of(k, cycle, tt.today, never).Shown {
			t.Errorf("%s: it has not proved itself, and is shown", tt.name)
		}
	}
}

// Where people's confidence says nothing of a yes or no, its chance must not be shown either; where it does, it may be from when it has proved itself. What is
// decided proves nothing.
func TestWhatPeopleBelieveHasToBeProved(t *testing.T) {
	dice := rand.New(rand.NewPCG(9, 0))
	var wrong, right []Course
	for _, c := range simulated(600, 9) {
		if c.measured() {
			continue
		}
		yes, _ := c.reached()
		for list, low := range map[*[]Course]bool{&wrong: yes, &right: !yes} {
			x := c
			x.CheckIns = slices.Clone(c.CheckIns)
			for i := range x.CheckIns {
				sure := 7 + dice.IntN(3)
				if low {
					sure = 1 + dice.IntN(3)
				}
				x.CheckIns[i].Confidence = &sure
			}
			*list = append(*list, x)
		}
	}
	if p := Fit(wrong); p.BelievedFrom <= 0.75 {
		t.Errorf("confidence that is wrong is shown from %v", p.BelievedFrom)
	}
	if p := Fit(right); p.BelievedFrom != 0.25 {
		t.Errorf("confidence that is right is shown from %v", p.BelievedFrom)
	}
	done := right[0]
	done.KeyResult.Kind = okr.YesNo
	one := 1.0
	done.CheckIns = []okr.CheckIn{{AsOf: done.Cycle.Start, Value: &one}}
	if r := BackTest([]Course{done}); r.Believed.Points[0].Count != 0 {
		t.Errorf("what is decided on the first day counts: %+v", r.Believed.Points)
	}
}

func TestFit(t *testing.T) {
	if diff := cmp.Diff(Default(), Fit(nil)); diff != "" {
		t.Errorf("from nothing comes (-default +fit)\n%s", diff)
	}
	d := Default()
	few, many := Fit(simulated(4, 1)), Fit(simulated(800, 1))
	if few.Learned != 4 || many.Learned != 800 {
		t.Errorf("learned from %d and %d", few.Learned, many.Learned)
	}
	away := func(p Prior) float64 {
		return math.Abs(p.Base-d.Base) + math.Abs(p.Drift-d.Drift) + math.Abs(math.Log(p.Rate/d.Rate)) + math.Abs(math.Log(p.Weight/d.Weight)) + math.Abs(p.Turn-d.Turn)
	}
	if away(few) > away(many)/2 {
		t.Errorf("four results move the prior nearly as far as eight hundred: %+v and %+v", few, many)
	}
	if few.From != d.From || few.Pool != 0 {
		t.Errorf("four results decide what is shown: %+v", few)
	}
	if many.Pool == 0 {
		t.Errorf("simulated people know something, and are not heard: %+v", many)
	}

	// Only what is reached early: the base rate rises and the drift is ahead of the plan; and the other way round.
	var early, stuck []Course
	for _, c := range simulated(800, 2) {
		switch c.Shape {
		case "sandbagged":
			early = append(early, c)
		case "stalled":
			stuck = append(stuck, c)
		}
	}
	up, down := Fit(early), Fit(stuck)
	if up.Base < 0.85 || down.Base > 0.2 || up.Drift < 0.3 || down.Drift > -0.2 {
		t.Errorf("early ones give %+v, stuck ones %+v", up, down)
	}
}

// The evidence is the chance of the steps: one step has the density of a t, and the chances of all steps add up to 1.
func TestEvidence(t *testing.T) {
	p := Prior{Drift: 0.2, Weight: 0.7, Shape: 2.5, Rate: 0.4}
	const time, step = 0.3, 0.001
	total := 0.0
	for d := -60.0; d < 60; d += step {
		s := sumUp([]place{{0, 0}, {time, d}})
		total += math.Exp(s.evidence(p)) / math.Sqrt(2*math.Pi*time) * step // the rest of the density
	}
	if math.Abs(total-1) > 1e-3 {
		t.Errorf("together they are %v", total)
	}
}

func TestScores(t *testing.T) {
	var s Scored
	s.add([Methods]float64{BaseRate: 0.5, Line: 0.9, Confidence: 1, Trend: 0.8, Pooled: 0.8}, true)
	s.add([Methods]float64{BaseRate: 0.5, Line: 0.9, Confidence: 1, Trend: 0.2, Pooled: 0.2}, false)
	s.mean()
	want := Scored{Count: 2, Reached: 1,
		Brier:   [Methods]float64{0.25, 0.41, 0.5, 0.04, 0.04},
		LogLoss: [Methods]float64{math.Log(2), -math.Log(0.09) / 2, -(math.Log(0.999) + math.Log(0.001)) / 2, -math.Log(0.8), -math.Log(0.8)}}
	if diff := cmp.Diff(want, s, cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-12 })); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if !s.Beats(Trend, BaseRate) || s.Beats(BaseRate, Trend) || s.Beats(Trend, Pooled) {
		t.Error("Beats does not compare")
	}
}

// A prior is fitted to what was due before a result began: what ends later changes nothing for it.
func TestBackTestKnowsOnlyThePast(t *testing.T) {
	all := simulated(240, 6)
	first := all[0].Cycle
	var early []Course
	for _, c := range all {
		if c.Cycle.Start <= first.Start {
			early = append(early, c)
		}
	}
	if len(early) == len(all) || len(early) < 20 {
		t.Fatalf("%d of %d are early", len(early), len(all))
	}
	if got := learn(all, first.Start).prior; got.Learned != 0 {
		t.Errorf("the first quarter knows of %d results", got.Learned)
	}
	if got := learn(all, okr.MaxDate).prior; got.Learned != len(all) {
		t.Errorf("in the end %d of %d are known", got.Learned, len(all))
	}
	next := all[len(early)].Cycle
	if got, want := learn(all, next.Start).prior, learn(early, next.Start).prior; !cmp.Equal(got, want) {
		t.Errorf("the second quarter knows more than the first: %s", cmp.Diff(want, got))
	}
}

func TestCourseOn(t *testing.T) {
	c := Course{KeyResult: okr.KeyResult{Kind: okr.Number, Direction: okr.Increase, Baseline: num(0), Target: num(10)}, Cycle: quarter, CheckIns: []okr.CheckIn{
		{AsOf: "2026-04-10", Value: num(1), Confidence: of(5)}, {AsOf: "2026-04-17", Value: num(9), Removed: 1}, {AsOf: "2026-04-17", Value: num(2)},
		{AsOf: "2026-04-17", Value: num(3)}, {AsOf: "2026-04-24", Confidence: of(2)}, {AsOf: "2026-05-01", Value: num(10), Confidence: of(8)}}}
	k := c.on("2026-04-30")
	if diff := cmp.Diff([]okr.Point{{Date: "2026-04-10", Value: 1}, {Date: "2026-04-17", Value: 3}}, k.Trail); diff != "" || *k.Confidence != 2 || *k.Value != 3 {
		t.Errorf("on 30 April it stands at %v with confidence %d\n%s", *k.Value, *k.Confidence, diff)
	}
	if yes, ok := c.reached(); !yes || !ok {
		t.Error("its end is not known")
	}
	c.CheckIns = nil
	if _, ok := c.reached(); ok {
		t.Error("an end without a value and a grade is known")
	}
	c.KeyResult.Grade = num(0.7)
	if yes, ok := c.reached(); yes || !ok {
		t.Error("the grade does not count")
	}
}
