package okr

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func berlin(t interface{ Fatal(...any) }) *time.Location {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestClockEnd(t *testing.T) {
	zone := berlin(t)
	holidays := Holidays{{Date: "2026-12-25", Name: "Christmas Day"}}
	at := func(s string) Instant {
		when, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
		if err != nil {
			t.Fatal(err)
		}
		return InstantOf(when)
	}
	for name, c := range map[string]struct{ start, want string }{
		"over a night":                   {"2026-11-10 15:00", "2026-11-11 15:00"},
		"over a weekend":                 {"2026-11-13 15:00", "2026-11-16 15:00"},
		"begun on a Sunday":              {"2026-11-15 10:00", "2026-11-17 00:00"},
		"over a holiday and a weekend":   {"2026-12-24 15:00", "2026-12-28 15:00"},
		"the weekend when clocks change": {"2026-10-23 15:00", "2026-10-26 15:00"},
	} {
		if got := holidays.ClockEnd(at(c.start), ReviewClock, zone); got != at(c.want) {
			t.Errorf("%s: %s ends at %s, want %s", name, c.start, got.Time().In(zone), c.want)
		}
	}
}

// The clock that was set is the clock that is read, whenever it starts and whatever days it stands still.
func TestClockRuns(t *testing.T) {
	zone := berlin(t)
	rapid.Check(t, func(t *rapid.T) {
		day := rapid.Custom(func(t *rapid.T) Date { return Date("2026-10-01").Add(rapid.IntRange(0, 120).Draw(t, "day")) })
		var h Holidays
		for _, d := range rapid.SliceOfN(day, 0, 10).Draw(t, "holidays") {
			h = append(h, Holiday{Date: d})
		}
		start := InstantOf(time.Date(2026, 10, 1, 0, rapid.IntRange(0, 120*24*60).Draw(t, "minute"), 0, 0, zone))
		d := time.Duration(rapid.IntRange(1, 60).Draw(t, "hours")) * time.Hour
		end := h.ClockEnd(start, d, zone)
		if got := h.ClockBetween(start, end, zone); got != d {
			t.Fatalf("%s after %s is %s, but %s ran", d, start.Time(), end.Time(), got)
		}
		if !h.clockRuns(end.Time().Add(-time.Millisecond), zone) {
			t.Fatalf("the clock ends on a day on which it stands still: %s", end.Time().In(zone))
		}
	})
}

func TestReviewAnswer(t *testing.T) {
	r := Review{ObjectiveID: "o", Teams: []TeamReview{{TeamID: "care"}, {TeamID: "riding"}}}
	if err := r.Answer("cities", "m", nil, 1); err == nil {
		t.Error("a team that is not asked has answered")
	}
	lines := []LineReview{{ID: "o", Verdict: VerdictFine}, {ID: "k", Verdict: VerdictQuestion, Text: "Whose number is it?"}}
	if err := r.Answer("care", "m", lines, 1); err != nil {
		t.Fatal(err)
	}
	if r.Ended != 0 || r.Open() != 1 || len(r.Of("care").Lines) != 1 {
		t.Errorf("after one of two answers: %+v", r)
	}
	if err := r.Answered("care", "k", "Care's, from the call log.", 2); err != nil {
		t.Fatal(err)
	}
	if err := r.Answered("care", "o", "Thanks.", 2); err == nil {
		t.Error("a line without a question was answered")
	}
	if err := r.Answer("care", "n", lines, 3); err != nil { // somebody adds nothing: the reply stays
		t.Fatal(err)
	}
	if r.Open() != 0 || r.Of("care").Lines[0].Reply == "" {
		t.Errorf("the reply is lost: %+v", r.Of("care"))
	}
	if err := r.Answer("riding", "m", nil, 4); err != nil {
		t.Fatal(err)
	}
	if r.Ended != 4 || r.End != ReviewAnswered {
		t.Errorf("all have answered: %+v", r)
	}
	var e *Error
	if err := r.Answer("riding", "m", nil, 5); !errors.As(err, &e) || e.Kind != Invalid {
		t.Errorf("a review that is over was answered: %v", err)
	}
}

func TestMedianClock(t *testing.T) {
	hour := Instant(time.Hour / time.Millisecond)
	monday := InstantOf(time.Date(2026, 11, 9, 8, 0, 0, 0, time.UTC))
	took := func(h Instant, end ReviewEnd) Review {
		return Review{Started: monday, Ended: monday + h*hour, End: end}
	}
	for _, c := range []struct {
		list []Review
		want time.Duration
	}{
		{nil, 0},
		{[]Review{took(3, ReviewWithdrawn), took(5, ReviewLive)}, 0},
		{[]Review{took(3, ReviewAnswered), took(24, ReviewTime), took(8, ReviewAnswered)}, 8 * time.Hour},
		{[]Review{took(3, ReviewAnswered), took(5, ReviewAnswered)}, 4 * time.Hour},
	} {
		if got := (Holidays{}).MedianClock(c.list, time.UTC); got != c.want {
			t.Errorf("%d reviews: %s, want %s", len(c.list), got, c.want)
		}
	}
}

func TestNearTeams(t *testing.T) {
	tree := NewTree([]Team{{ID: "root"}, {ID: "care", ParentID: "root", Position: 1}, {ID: "bikes", ParentID: "root", Position: 2}, {ID: "cities", ParentID: "root", Position: 3},
		{ID: "ghent", ParentID: "cities", Position: 4}, {ID: "gone", ParentID: "root", Removed: 1}})
	list := []Objective{
		{ID: "company", TeamIDs: []string{"root"}},
		{ID: "together", TeamIDs: []string{"care", "bikes"}},
		{ID: "theirs", TeamIDs: []string{"ghent"}, Supports: []Support{{Kind: UpObjective, ID: "cares"}}},
		{ID: "cares", TeamIDs: []string{"care"}},
		{ID: "old", TeamIDs: []string{"care", "gone"}},
	}
	draft := Objective{ID: "draft", TeamIDs: []string{"care"}, Supports: []Support{{Kind: UpKeyResult, ID: "kr"}}}
	var got []string
	for _, n := range NearTeams(draft, list, nil, map[string]string{"kr": "company"}, tree) {
		got = append(got, n.TeamID)
	}
	if diff := cmp.Diff([]string{"root", "bikes", "ghent", "cities"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if all := NearTeams(Objective{TeamIDs: []string{"care"}}, nil, nil, nil, tree); len(all) != 3 {
		t.Errorf("without any work the tree tells: %v", all)
	}
}
