package judge

import (
	"slices"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// What was created after a key result is never restated by it, and a day that nobody knows makes it less sure and is said.
func TestEchoes(t *testing.T) {
	echo := func(text string, written okr.Date, items ...Item) *Echo {
		list := Echoes(EchoCase{Planned: "2026-04-01", KeyResults: []Wanted{{ID: "k", Text: text, Written: written}, {ID: "other", Text: "Riders who come back within a month from 40 % to 55 %"}}, Backlog: items})
		if i := slices.IndexFunc(list, func(e Echo) bool { return e.KeyResult == "k" }); i >= 0 {
			return &list[i]
		}
		return nil
	}
	calendar := func(day okr.Date) Item {
		return Item{ID: "w", Key: "SHOP-12", Title: "New repair calendar", Created: day}
	}
	for _, c := range []struct {
		name, text string
		written    okr.Date
		items      []Item
		want       []string
		says       string
	}{
		{"before", "Ship the new repair calendar", "", []Item{calendar("2026-03-02")}, []string{"w"}, "30 days before it was written, on 2 March 2026"},
		{"on the day", "Ship the new repair calendar", "", []Item{calendar("2026-04-01")}, []string{"w"}, "on the day on which it was written"},
		{"after", "Ship the new repair calendar", "", []Item{calendar("2026-04-02")}, nil, ""},
		{"after the cycle began, and before the key result", "Ship the new repair calendar", "2026-04-20", []Item{calendar("2026-04-10")}, []string{"w"}, "10 days before"},
		{"no day", "Ship the new repair calendar", "", []Item{calendar("")}, []string{"w"}, "not known which was there first"},
		{"another form of the words", "Calendars for repairs are shipped", "", []Item{calendar("2026-03-02")}, []string{"w"}, ""},
		{"one letter wrong", "Ship the new repair callendar", "", []Item{calendar("2026-03-02")}, []string{"w"}, ""},
		{"by its key", "Complete SHOP-12", "", []Item{{ID: "w", Key: "SHOP-12", Title: "Couriers choose their slot", Created: "2026-03-02"}}, []string{"w"}, ""},
		{"a longer key", "Complete SHOP-123", "", []Item{{ID: "w", Key: "SHOP-12", Title: "Couriers choose their slot", Created: "2026-03-02"}}, nil, ""},
		{"two items at once", "Ship the repair calendar", "", []Item{{ID: "a", Title: "Repair calendar", Created: "2026-02-01"}, {ID: "b", Title: "Repair calendar, second part", Created: "2026-02-08"}}, []string{"a", "b"}, ""},
		{"its outcome", "Share of repairs done within a day from 40 % to 65 %", "", []Item{calendar("2026-03-02")}, nil, ""},
		{"only a number and one word", "Hire two mechanics", "", []Item{{ID: "w", Title: "A week in Graz for two mechanics from Ghent", Created: "2026-03-02"}}, nil, ""},
		{"only the verb", "Ship the courier handbook", "", []Item{{ID: "w", Title: "Ship new brakes", Created: "2026-03-02"}}, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := echo(c.text, c.written, c.items...)
			if (e != nil) != (c.want != nil) {
				t.Fatalf("echo is %+v, want items %v", e, c.want)
			}
			if e != nil && (!slices.Equal(e.Items, c.want) || !strings.Contains(e.Why, c.says)) {
				t.Errorf("items %v, want %v; why: %s", e.Items, c.want, e.Why)
			}
		})
	}
	dated, undated := echo("Ship the new repair calendar", "", calendar("2026-03-02")), echo("Ship the new repair calendar", "", calendar(""))
	if undated.Score >= dated.Score {
		t.Errorf("without a day the score is %v, with one %v", undated.Score, dated.Score)
	}
	two := Echoes(EchoCase{Planned: "2026-04-01", KeyResults: []Wanted{{ID: "k", Text: "Ship the repair calendar"}, {ID: "l", Text: "Announce the repair calendar"}}, Backlog: []Item{{ID: "w", Title: "Ship and announce the repair calendar", Created: "2026-03-01"}}})
	if len(two) != 2 {
		t.Errorf("one item is restated by %d key results, want 2", len(two))
	}
}

// The trap's parts are what its formula says, and a part that cannot be read says why and does not count.
func TestReadTrap(t *testing.T) {
	value := func(p TrapPart) int {
		if p.Because != "" {
			return -1
		}
		return p.Value
	}
	for _, c := range []struct {
		name  string
		e     Example
		parts [4]int
		index int
	}{
		{"nothing but echoes", flow("", "Ship the new repair calendar", Work{Item: Item{ID: "w", Title: "New repair calendar", Created: "2026-01-12"}}), [4]int{100, 100, 100, -1}, 100},
		{"a task counts half", flow("", "Ship the courier handbook", Work{Item: Item{ID: "w", Title: "New repair calendar", Created: "2026-01-12"}, Serves: []string{"k"}}), [4]int{50, 0, 100, -1}, 50},
		{"a quarter of the work is not aligned", backlog("", 8, 2), [4]int{0, 25, 100, -1}, 42},
		{"one objective of three serves a pillar", pillared("", 3, 1, ""), [4]int{-1, -1, 100, 67}, 84},
		{"one of six tries something new", plan("", 6, 1, func(i int, g *Goal) {
			if g.Kind = okr.Committed; i == 0 {
				g.Kind = okr.Aspirational
			}
		}), [4]int{-1, -1, 50, -1}, 50},
		{"an objective under one that serves a pillar", plan("", 2, 1, func(i int, g *Goal) {
			g.Kind, g.Supports = okr.Learning, []okr.Support{{Kind: okr.UpPillar, ID: "Trust"}}
			if i == 1 {
				g.Supports = []okr.Support{{Kind: okr.UpObjective, ID: "o0"}}
			}
		}), [4]int{-1, -1, 0, -1}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			trap, _, _ := ReadTrap(c.e.Case)
			var got [4]int
			for i, p := range trap.Parts {
				got[i] = value(p)
				if p.Because == "" && p.Says == "" {
					t.Errorf("%s does not explain itself", p.Name)
				}
			}
			if got != c.parts || trap.Index != c.index {
				t.Errorf("parts %v and index %d, want %v and %d", got, trap.Index, c.parts, c.index)
			}
		})
	}
	round := plan("", 2, 1, func(i int, g *Goal) {
		g.Supports = []okr.Support{{Kind: okr.UpObjective, ID: []string{"o1", "o0"}[i]}}
	})
	round.Case.Pillars = []string{}
	if whole, _, _ := ReadTrap(round.Case); whole.Parts[3].Value != 100 {
		t.Errorf("two objectives that support each other lead up: %+v", whole.Parts[3])
	}
}

// A finding that was dismissed is no echo for the index either.
func TestTrapDismissed(t *testing.T) {
	e := flow("", "Ship the new repair calendar", Work{Item: Item{ID: "w", Title: "New repair calendar", Created: "2026-01-12"}})
	e.Case.Dismissed = []Dismissal{{ID: "k", Dismissal: okr.Dismissal{Rule: "flow/backlog-echo", Text: "Ship the new repair calendar"}}}
	whole, _, list := ReadTrap(e.Case)
	if p := whole.Parts[0]; p.Value != 50 || len(list) != 0 {
		t.Errorf("focus is %d, want 50 for the task that it is", p.Value)
	}
}

// Each open item of the backlog is counted once, where it leads; what is done or on the roadmap is not.
func TestShares(t *testing.T) {
	e := pillared("", 2, 1, "")
	e.Case.Goals[0].KeyResults[0].ID, e.Case.Goals[1].KeyResults[0].ID = "up", "flat"
	e.Case.Today = "2026-05-20"
	e.Case.Work = []Work{
		{Item: Item{ID: "a"}, Serves: []string{"flat", "up"}}, {Item: Item{ID: "b"}, Serves: []string{"flat"}}, {Item: Item{ID: "c"}}, {Item: Item{ID: "d"}},
		{Item: Item{ID: "e"}, Done: "2026-05-01"}, {Item: Item{ID: "f", Kind: Bet}}, {Item: Item{ID: "g", Created: "2026-05-21"}},
	}
	want := []Share{{"Trust", true, 1}, {"", true, 1}, {"", false, 2}}
	if got := Shares(e.Case); !slices.Equal(got, want) {
		t.Errorf("shares %v, want %v", got, want)
	}
	if open, none := Unaligned(e.Case.Work, "", []okr.Date{"2026-04-30", "2026-05-21"}); !slices.Equal(open, []int{5, 5}) || !slices.Equal(none, []int{3, 3}) {
		t.Errorf("open %v, unaligned %v", open, none)
	}
}
