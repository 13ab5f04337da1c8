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
		{"computed from others is never silent", func() KeyResult {
			k := fresh(47, 7)
			k.Source.Kind, k.CheckedAs = Sum, "2026-10-01"
			return k
		}(), nil, OnCourse},
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

// A check-in day is always on the team's weekday, at least half an interval after the last value and less than two intervals.
func TestNextDue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := setting()
		s.Team.Rhythm = rapid.SampledFrom([]Rhythm{Weekly, Biweekly}).Draw(t, "rhythm")
		s.Team.Weekday = rapid.IntRange(1, 7).Draw(t, "weekday")
		k := KeyResult{Kind: Number, Checks: 1, CheckedAs: s.Cycle.Start.Add(rapid.IntRange(-30, 120).Draw(t, "day"))}
		due := k.NextDue(s)
		gap, interval := due.Since(k.CheckedAs), s.Team.Interval()
		if weekday := (int(due.Time().Weekday())+6)%7 + 1; weekday != s.Team.Weekday {
			t.Fatalf("due on weekday %d, want %d", weekday, s.Team.Weekday)
		}
		if 2*gap < interval || gap >= 2*interval {
			t.Fatalf("due %d days after the last value, with an interval of %d", gap, interval)
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
	if got := ObjectiveHealth(Active, []Judged{{Health: OnCourse, Blocked: true}, {Health: OnCourse}}, half); !got.Blocked || got.Health != OnCourse {
		t.Errorf("blocked is a flag beside the health: %+v", got)
	}
}

func TestPlanLine(t *testing.T) {
	k := KeyResult{Kind: Number, Direction: Increase, Baseline: num(0), Target: num(100), Plan: []Point{{"2026-10-28", 10}}}
	for day, want := range map[Date]float64{"2026-09-01": 0, "2026-09-28": 0, "2026-10-13": 5, "2026-10-28": 10, "2026-11-27": 55, "2026-12-27": 100, "2027-01-01": 100} {
		if got, ok := k.PlannedAt(day, quarter); !ok || got != want {
			t.Errorf("the plan for %s is %v, want %v", day, got, want)
		}
	}
	if _, ok := (KeyResult{Kind: YesNo}).PlannedAt("2026-11-09", quarter); ok {
		t.Error("yes or no has a plan line")
	}
	limit := KeyResult{Kind: Number, Direction: KeepBelow, Baseline: num(9), Target: num(5)}
	if got, _ := limit.PlannedAt("2026-10-01", quarter); got != 5 {
		t.Errorf("the plan of a limit is %v, want the limit", got)
	}
}
