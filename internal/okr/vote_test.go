package okr

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSpread(t *testing.T) {
	if SpreadOf(nil) != nil {
		t.Error("no votes have no spread")
	}
	got := SpreadOf([]Vote{{Confidence: 3}, {Confidence: 7}, {Confidence: 3}})
	if diff := cmp.Diff(&Spread{Votes: 3, Low: 3, High: 7, Each: [11]int{3: 2, 7: 1}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	five, nine := 5, 9
	for name, c := range map[string]struct {
		s    Spread
		mine *int
		want bool
	}{
		"close together":            {Spread{Low: 5, High: 7}, &five, false},
		"far apart by themselves":   {Spread{Low: 3, High: 7}, nil, true},
		"far from the author":       {Spread{Low: 4, High: 5}, &nine, true},
		"one who agrees, no author": {Spread{Low: 4, High: 4}, nil, false},
	} {
		if got := c.s.Apart(c.mine); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// However many vote, every vote is counted once, and the order says nothing.
func TestSpreadCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []Vote
		for _, c := range rapid.SliceOfN(rapid.IntRange(0, 10), 1, 40).Draw(t, "votes") {
			list = append(list, Vote{Confidence: c})
		}
		s, sum := SpreadOf(list), 0
		for i, n := range s.Each {
			if sum += n; n > 0 && (i < s.Low || i > s.High) {
				t.Fatalf("%d votes at %d outside %d to %d", n, i, s.Low, s.High)
			}
		}
		if sum != len(list) || s.Votes != sum || s.Each[s.Low] == 0 || s.Each[s.High] == 0 {
			t.Fatalf("%+v of %d votes", s, len(list))
		}
	})
}

func TestAsksEvidence(t *testing.T) {
	one, most := 1.0, 0.9
	value := 80.0
	for name, c := range map[string]struct {
		k    KeyResult
		c    CheckIn
		want bool
	}{
		"reached":                 {KeyResult{}, CheckIn{Value: &value, Progress: &one}, true},
		"reached, with evidence":  {KeyResult{}, CheckIn{Value: &value, Progress: &one, Evidence: "a report"}, false},
		"not reached":             {KeyResult{}, CheckIn{Value: &value, Progress: &most}, false},
		"only words":              {KeyResult{}, CheckIn{Progress: &one, Note: "so"}, false},
		"a limit that is kept":    {KeyResult{Kind: Number, Direction: KeepBelow}, CheckIn{Value: &value, Progress: &one}, false},
		"computed from elsewhere": {KeyResult{Source: Source{Kind: Sum}}, CheckIn{Value: &value, Progress: &one}, false},
	} {
		if got := c.k.AsksEvidence(c.c); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestEscalation(t *testing.T) {
	raised := InstantOf(Date("2026-11-02").Time())
	for name, c := range map[string]struct {
		b    Blocker
		day  Date
		set  Settings
		want Escalation
	}{
		"on the day":         {Blocker{Raised: raised}, "2026-11-02", Settings{}, WithOwner},
		"after six days":     {Blocker{Raised: raised}, "2026-11-08", Settings{}, WithOwner},
		"after a week":       {Blocker{Raised: raised}, "2026-11-09", Settings{}, WithLead},
		"after two weeks":    {Blocker{Raised: raised}, "2026-11-16", Settings{}, WithAbove},
		"after months":       {Blocker{Raised: raised}, "2027-03-16", Settings{}, WithAbove},
		"after three of two": {Blocker{Raised: raised}, "2026-11-05", Settings{EscalateAfter: 2}, WithLead},
		"out of the way":     {Blocker{Raised: raised, Resolved: raised + 1}, "2027-01-01", Settings{}, WithOwner},
		"before it was":      {Blocker{Raised: raised}, "2026-10-01", Settings{}, WithOwner},
	} {
		if got := c.b.Escalation(c.day, c.set); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestHolidays(t *testing.T) {
	list, err := ParseHolidays("holidays", "2026-12-25 Christmas Day\n\n 2026-12-26\n2026-12-28  Between the years \n")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Holidays{{"2026-12-25", "Christmas Day"}, {"2026-12-26", ""}, {"2026-12-28", "Between the years"}}, list); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
	if again, err := ParseHolidays("holidays", list.String()); err != nil || !cmp.Equal(again, list) {
		t.Errorf("written and read again: %v %v", again, err)
	}
	if _, err := ParseHolidays("holidays", "Christmas"); fieldsOf(err) != "holidays" {
		t.Errorf("no date: %v", err)
	}
	for day, want := range map[Date]Date{"2026-12-24": "2026-12-24", "2026-12-25": "2026-12-29", "2026-12-28": "2026-12-29", "": ""} {
		if got := list.workday(day); got != want {
			t.Errorf("%s is due on %s, want %s", day, got, want)
		}
	}
	always := Holidays{}
	for d := Date("2026-11-01"); d < "2027-02-01"; d = d.Add(1) {
		always = append(always, Holiday{Date: d})
	}
	if got := always.workday("2026-11-09"); got != "2026-11-09" {
		t.Errorf("a list without a working day is followed to %s", got)
	}
	s := setting()
	s.Team.Holidays = Holidays{{"2026-11-09", "A day off"}}
	k := KeyResult{CheckedAs: "2026-11-02"}
	if got := k.NextDue(s); got != "2026-11-10" || k.IsDue(s) {
		t.Errorf("due on %s", got)
	}
}
