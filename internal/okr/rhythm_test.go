package okr

import (
	"testing"

	"pgregory.net/rapid"
)

func TestNextDue(t *testing.T) {
	for _, tt := range []struct {
		name   string
		k      KeyResult
		change func(*Setting)
		want   Date
	}{
		{"last Monday, so this Monday", KeyResult{CheckedAs: "2026-11-02"}, nil, "2026-11-09"},
		{"today, so next Monday", KeyResult{CheckedAs: "2026-11-09"}, nil, "2026-11-16"},
		{"on Thursday, so on Monday", KeyResult{CheckedAs: "2026-11-05"}, nil, "2026-11-09"},
		{"on Friday, which was for Monday", KeyResult{CheckedAs: "2026-11-06"}, nil, "2026-11-16"},
		{"a value of three weeks ago", KeyResult{CheckedAs: "2026-10-19"}, nil, "2026-10-26"},
		{"never: a week into the execution", KeyResult{}, nil, "2026-10-19"},
		{"live since Wednesday", KeyResult{}, func(s *Setting) { s.Activated = "2026-11-04" }, "2026-11-09"},
		{"live since Friday", KeyResult{}, func(s *Setting) { s.Activated = "2026-11-06" }, "2026-11-09"},
		{"live since today", KeyResult{}, func(s *Setting) { s.Activated = "2026-11-09" }, "2026-11-16"},
		{"checked in while planning", KeyResult{CheckedAs: "2026-09-29"}, nil, "2026-10-12"},
		{"every two weeks, the weeks counted from the cycle", KeyResult{CheckedAs: "2026-10-26"}, func(s *Setting) { s.Team.Rhythm = Biweekly }, "2026-11-09"},
		{"every two weeks, checked in between", KeyResult{CheckedAs: "2026-11-03"}, func(s *Setting) { s.Team.Rhythm = Biweekly }, "2026-11-23"},
		{"on Fridays", KeyResult{CheckedAs: "2026-11-02"}, func(s *Setting) { s.Team.Weekday = 5 }, "2026-11-06"},
		{"it waits for its data until Wednesday in two weeks", KeyResult{CheckedAs: "2026-11-02", Readiness: waiting("2026-11-25")}, nil, "2026-11-30"},
		{"it waits until a Monday", KeyResult{Readiness: waiting("2026-11-16")}, nil, "2026-11-16"},
		{"it waited until last week", KeyResult{CheckedAs: "2026-10-19", Readiness: waiting("2026-11-04")}, nil, "2026-11-09"},
		{"it waited, and checked in since", KeyResult{CheckedAs: "2026-11-09", Readiness: waiting("2026-11-04")}, nil, "2026-11-16"},
		{"a stand-in does not wait", KeyResult{CheckedAs: "2026-11-02", Readiness: Readiness{Decision: DataDecision{Choice: DataProxy, Until: "2026-12-01"}}}, nil, "2026-11-09"},
		{"a draft", KeyResult{}, func(s *Setting) { s.Stage = Draft }, ""},
		{"closed", KeyResult{CheckedAs: "2026-11-02"}, func(s *Setting) { s.Stage = Closed }, ""},
		{"computed from others", KeyResult{CheckedAs: "2026-11-02", Source: Source{Kind: Mean}}, nil, ""},
		{"a cycle without days", KeyResult{CheckedAs: "2026-11-02"}, func(s *Setting) { s.Cycle = Cycle{} }, "2026-11-09"},
		{"no days at all", KeyResult{}, func(s *Setting) { s.Cycle, s.Activated = Cycle{}, "" }, ""},
	} {
		s := setting()
		if tt.change != nil {
			tt.change(&s)
		}
		if got := tt.k.NextDue(s); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		if due := tt.k.IsDue(s); due != (tt.want != "" && tt.want <= s.Today) {
			t.Errorf("%s: due today: %v", tt.name, due)
		}
	}
}

func waiting(until Date) Readiness {
	return Readiness{Checked: "2026-10-01", Decision: DataDecision{Choice: DataDelay, Until: until}}
}

// A check-in day is on the team's weekday, in the execution or after it, and the first that is at least half an interval after the last value.
func TestNextDueIsTheFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := setting()
		s.Team.Rhythm = rapid.SampledFrom([]Rhythm{Weekly, Biweekly}).Draw(t, "rhythm")
		s.Team.Weekday = rapid.IntRange(1, 7).Draw(t, "weekday")
		k := KeyResult{Kind: Number, Checks: 1, CheckedAs: s.Cycle.Start.Add(rapid.IntRange(-30, 120).Draw(t, "day"))}
		due, interval := k.NextDue(s), s.Team.Interval()
		if weekday := (int(due.Time().Weekday())+6)%7 + 1; weekday != s.Team.Weekday {
			t.Fatalf("due on weekday %d, want %d", weekday, s.Team.Weekday)
		}
		fits := func(d Date) bool { return d >= s.Cycle.Execute && 2*d.Since(k.CheckedAs) >= interval }
		if !fits(due) || fits(due.Add(-interval)) {
			t.Fatalf("due on %s after a value of %s, every %d days", due, k.CheckedAs, interval)
		}
		k.CheckedAs = due
		if next := k.NextDue(s); next != due.Add(interval) {
			t.Fatalf("who checks in on %s is due again on %s", due, next)
		}
	})
}
