package okr

import (
	"testing"

	"pgregory.net/rapid"
)

var quarter = Cycle{ID: "c", Start: "2026-09-28", End: "2026-12-27", Execute: "2026-10-12", Closing: "2026-12-21"}

// setting is a Monday in the middle of the quarter, for a team that checks in on Mondays.
func setting() Setting {
	return Setting{Today: "2026-11-09", Cycle: quarter, Team: ResolvedTeam{Rhythm: Weekly, Weekday: 1}, Stage: Active, Activated: "2026-09-29"}
}

// fresh is a key result on its way from 0 to 100, checked in last Monday.
func fresh(value float64, confidence int) KeyResult {
	k := KeyResult{Kind: Number, Direction: Increase, Baseline: num(0), Target: num(100), Value: num(value), Confidence: &confidence, Checks: 6, CheckedAs: "2026-11-02"}
	k.Progress = k.Measure().Value
	return k
}

func TestHealth(t *testing.T) {
	tests := []struct {
		name string
		k    KeyResult
		s    func(*Setting)
		want Health
	}{
		{"at the plan", fresh(47, 7), nil, OnCourse},
		{"a little behind", fresh(40, 7), nil, Drifting},
		{"far behind", fresh(10, 7), nil, InTrouble},
		{"at the plan, but nobody believes it", fresh(47, 3), nil, InTrouble},
		{"reached, with little confidence in its lasting", fresh(100, 4), nil, OnCourse},
		{"the forecast wins over the plan", fresh(10, 7), func(s *Setting) { s.Probability = num(0.8) }, OnCourse},
		{"the forecast is between", fresh(47, 7), func(s *Setting) { s.Probability = num(0.4) }, Drifting},
		{"the forecast is low", fresh(47, 7), func(s *Setting) { s.Probability = num(0.2) }, InTrouble},
		{"silent, whatever the number says", func() KeyResult { k := fresh(100, 10); k.CheckedAs = "2026-10-19"; return k }(), nil, Silent},
		{"silent before the forecast", func() KeyResult { k := fresh(90, 10); k.CheckedAs = "2026-10-19"; return k }(), func(s *Setting) { s.Probability = num(0.99) }, Silent},
		{"late by three days is not silent yet", fresh(47, 7), func(s *Setting) { s.Today = "2026-11-12" }, OnCourse},
		{"late by four days is", fresh(47, 7), func(s *Setting) { s.Today = "2026-11-13" }, Silent},
		{"every two weeks: late by seven days is not silent yet", fresh(60, 7), func(s *Setting) {
			s.Team.Rhythm, s.Today = Biweekly, "2026-11-16"
		}, OnCourse},
		{"never checked in, and long due", KeyResult{Kind: Number, Target: num(1)}, nil, Silent},
		{"just begun", KeyResult{Kind: Number, Target: num(1)}, func(s *Setting) { s.Activated = "2026-11-08" }, NotStarted},
		{"a draft", fresh(10, 2), func(s *Setting) { s.Stage = Draft }, NotStarted},
		{"closed", fresh(10, 2), func(s *Setting) { s.Stage = Closed }, HealthDone},
		{"computed from others, one of which was checked in lately", func() KeyResult {
			k := fresh(47, 7)
			k.Source.Kind, k.CheckedAs = Sum, "2026-10-30"
			return k
		}(), nil, OnCourse},
		{"computed from others that are all silent", func() KeyResult {
			k := fresh(47, 7)
			k.Source.Kind, k.CheckedAs = Sum, "2026-10-29"
			return k
		}(), nil, Silent},
		{"computed from others that have no value", KeyResult{Kind: Number, Target: num(1), Source: Source{Kind: Sum}}, nil, NotStarted},
		{"before the execution nothing is late", KeyResult{Kind: Number, Target: num(1)}, func(s *Setting) { s.Today = "2026-10-11" }, NotStarted},
		{"dropped", fresh(10, 2), func(s *Setting) { s.Stage = Dropped }, HealthDone},
		{"in review", fresh(10, 2), func(s *Setting) { s.Stage = InReview }, NotStarted},
		{"a chance of exactly 0.6", fresh(10, 7), func(s *Setting) { s.Probability = num(OnCourseChance) }, OnCourse},
		{"a chance of exactly 0.3", fresh(47, 7), func(s *Setting) { s.Probability = num(TroubleChance) }, Drifting},
		{"no confidence against a good chance", fresh(47, 2), func(s *Setting) { s.Probability = num(0.9) }, InTrouble},
		{"reached, but likely to be lost again", fresh(100, 7), func(s *Setting) { s.Probability = num(0.1) }, InTrouble},
		{"reached in time, whatever was likely", func() KeyResult { k := fresh(100, 7); k.Due = "2026-11-08"; return k }(), func(s *Setting) { s.Probability = num(0.1) }, OnCourse},
		{"on the due date there is still today", func() KeyResult { k := fresh(95, 7); k.Due = "2026-11-09"; return k }(), nil, OnCourse},
		{"inside its limit", limit(99.9, 99.5), nil, OnCourse},
		{"a little outside its limit", limit(99.4, 99.5), nil, Drifting},
		{"far outside its limit", limit(40, 99.5), nil, InTrouble},
		{"outside its limit, the chance says it returns", limit(99.4, 99.5), func(s *Setting) { s.Probability = num(0.7) }, OnCourse},
		{"the first of four milestones is not due yet", milestones(0), func(s *Setting) { s.Today = "2026-10-19" }, OnCourse},
		{"one of four milestones when two are due", milestones(1), func(s *Setting) { s.Today = "2026-11-13"; s.Team.Weekday = 5 }, Drifting},
		{"none of four milestones when two are due", milestones(0), func(s *Setting) { s.Today = "2026-11-13"; s.Team.Weekday = 5 }, InTrouble},
		{"no step reached before one is due", KeyResult{Kind: Judgement, Value: num(0), Progress: num(0), Confidence: intp(7), Checks: 1, CheckedAs: "2026-10-19"}, func(s *Setting) { s.Today = "2026-10-20" }, OnCourse},
		{"a target but no value, believed", KeyResult{Kind: Number, Target: num(1), Confidence: intp(8), Checks: 1, CheckedAs: "2026-11-02"}, nil, OnCourse},
		{"nothing to go by", KeyResult{Kind: YesNo, Value: num(0), Progress: num(0), Checks: 1, CheckedAs: "2026-11-02"}, nil, Drifting},
		{"past its due date and not reached", func() KeyResult { k := fresh(99, 9); k.Due = "2026-11-01"; return k }(), nil, InTrouble},
		{"yes or no goes by confidence", KeyResult{Kind: YesNo, Value: num(0), Progress: num(0), Confidence: intp(8), Checks: 1, CheckedAs: "2026-11-02"}, nil, OnCourse},
		{"yes or no, unsure", KeyResult{Kind: YesNo, Value: num(0), Progress: num(0), Confidence: intp(5), Checks: 1, CheckedAs: "2026-11-02"}, nil, Drifting},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := setting()
			if tt.s != nil {
				tt.s(&s)
			}
			got := tt.k.Health(s)
			if got.Health != tt.want {
				t.Errorf("it is %s (%s), want %s", got.Health, got.Why, tt.want)
			}
			if got.Why == "" {
				t.Error("it gives no reason")
			}
		})
	}
}

// limit is a value to be kept above least, checked in last Monday.
func limit(value, least float64) KeyResult {
	k := KeyResult{Kind: Number, Direction: KeepAbove, Target: &least, Value: &value, Confidence: intp(7), Checks: 6, CheckedAs: "2026-11-02"}
	k.Progress = k.Measure().Value
	return k
}

// milestones is four of them, n reached, checked in on any day.
func milestones(n float64) KeyResult {
	k := KeyResult{Kind: Milestones, Stages: []Milestone{{Title: "a"}, {Title: "b"}, {Title: "c"}, {Title: "d"}}, Value: &n, Confidence: intp(7), Checks: 1, CheckedAs: "2026-11-13"}
	k.Progress = k.Measure().Value
	return k
}

// Blocked is a flag beside the health, and no reason for any.
func TestBlockedIsAFlag(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := fresh(rapid.Float64Range(0, 120).Draw(t, "value"), rapid.IntRange(0, 10).Draw(t, "confidence"))
		free := k.Health(setting())
		k.Blocked = 1
		if stuck := k.Health(setting()); stuck.Health != free.Health || !stuck.Blocked || free.Blocked {
			t.Fatalf("blocked it is %+v, free %+v", stuck, free)
		}
	})
}

func intp(n int) *int { return &n }

// Silence is never green: with a check-in overdue by more than half an interval, no value, confidence or forecast makes it on course.
func TestSilenceIsNeverGreen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := drawKR(t)
		k.Value, k.Progress = num(rapid.Float64Range(-1e6, 1e6).Draw(t, "value")), num(rapid.Float64Range(0, 2).Draw(t, "progress"))
		k.Confidence, k.Checks = intp(rapid.IntRange(0, 10).Draw(t, "confidence")), 5
		s := setting()
		s.Team.Rhythm = rapid.SampledFrom([]Rhythm{Weekly, Biweekly}).Draw(t, "rhythm")
		s.Team.Weekday = rapid.IntRange(1, 7).Draw(t, "weekday")
		s.Probability = num(rapid.Float64Range(0, 1).Draw(t, "probability"))
		k.CheckedAs = s.Today.Add(-rapid.IntRange(2*s.Team.Interval()+7, 60).Draw(t, "days ago"))
		if got := k.Health(s).Health; got != Silent {
			t.Fatalf("checked in %d days ago it is %s", s.Today.Since(k.CheckedAs), got)
		}
	})
}

func TestObjectiveHealth(t *testing.T) {
	half := []float64{0.5, 0.5}
	for name, tt := range map[string]struct {
		stage   Stage
		healths []Health
		weights []float64
		want    Health
	}{
		"both on course":                   {Active, []Health{OnCourse, OnCourse}, half, OnCourse},
		"one in trouble is no green":       {Active, []Health{OnCourse, InTrouble}, []float64{0.9, 0.1}, Drifting},
		"half in trouble":                  {Active, []Health{OnCourse, InTrouble}, half, InTrouble},
		"most silent":                      {Active, []Health{OnCourse, Silent}, []float64{0.3, 0.7}, Silent},
		"silence is not carried by others": {Active, []Health{OnCourse, Silent}, []float64{0.4, 0.6}, Silent},
		"one silent is no green":           {Active, []Health{OnCourse, Silent}, []float64{0.9, 0.1}, Drifting},
		"half silent":                      {Active, []Health{OnCourse, Silent}, half, Drifting},
		"half drifting":                    {Active, []Health{OnCourse, Drifting}, half, OnCourse},
		"most drifting":                    {Active, []Health{OnCourse, Drifting}, []float64{0.4, 0.6}, Drifting},
		"one begun":                        {Active, []Health{NotStarted, Drifting}, half, Drifting},
		"dropped":                          {Dropped, []Health{OnCourse, OnCourse}, half, HealthDone},
		"nothing begun":                    {Active, []Health{NotStarted, NotStarted}, half, NotStarted},
		"no key result":                    {Active, nil, nil, NotStarted},
		"a draft":                          {Draft, []Health{OnCourse, OnCourse}, half, NotStarted},
		"closed":                           {Closed, []Health{InTrouble, InTrouble}, half, HealthDone},
	} {
		judged := make([]Judged, len(tt.healths))
		for i, h := range tt.healths {
			judged[i].Health = h
		}
		if got := ObjectiveHealth(tt.stage, judged, tt.weights); got.Health != tt.want {
			t.Errorf("%s: %s, want %s", name, got.Health, tt.want)
		}
	}
	third := []Judged{{Health: OnCourse}, {Health: InTrouble}, {Health: Silent}}
	if got, want := ObjectiveHealth(Active, third, []float64{0.4, 0.3, 0.3}).Why, "1 of 3 on course, 1 in trouble, 1 silent."; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
	if got := ObjectiveHealth(Active, []Judged{{Health: OnCourse, Blocked: true}, {Health: OnCourse}}, half); !got.Blocked || got.Health != OnCourse {
		t.Errorf("blocked is a flag beside the health: %+v", got)
	}
}

// An objective is on course only when no key result is in trouble or silent, whatever the weights.
func TestObjectiveIsNotGreenByItsNeighbours(t *testing.T) {
	all := []Health{NotStarted, OnCourse, Drifting, InTrouble, Silent, HealthDone}
	rapid.Check(t, func(t *rapid.T) {
		krs := make([]KeyResult, rapid.IntRange(1, 6).Draw(t, "n"))
		healths := make([]Judged, len(krs))
		bad := false
		for i := range krs {
			krs[i].Weight = num(rapid.Float64Range(0, 100).Draw(t, "weight"))
			healths[i].Health = rapid.SampledFrom(all).Draw(t, "health")
			bad = bad || healths[i].Health == InTrouble || healths[i].Health == Silent
		}
		got := ObjectiveHealth(Active, healths, Weights(krs))
		if bad && got.Health == OnCourse || got.Why == "" {
			t.Fatalf("it is %+v", got)
		}
	})
}
