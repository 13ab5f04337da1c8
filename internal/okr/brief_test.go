package okr

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAsks(t *testing.T) {
	c := NewQuarter(2027, 1, 0)
	draft := c.PlanSteps()[1].Until
	c.Brief.Teams = []TeamBrief{{TeamID: "care", Scope: ScopeShares, Expect: "Carry the winter with Riding.", By: "2027-01-09"}, {TeamID: "growth", Scope: ScopeRests}, {TeamID: "bikes", Expect: "One objective."}}
	for id, want := range map[string]TeamBrief{
		"care":   {TeamID: "care", Scope: ScopeShares, Expect: "Carry the winter with Riding.", By: "2027-01-09"},
		"growth": {TeamID: "growth", Scope: ScopeRests},
		"bikes":  {TeamID: "bikes", Scope: ScopeOwn, Expect: "One objective.", By: draft},
		"other":  {TeamID: "other", Scope: ScopeOwn, By: draft},
	} {
		if d := cmp.Diff(want, c.Asks(id)); d != "" {
			t.Error(id, d)
		}
	}
}

func TestBriefCheck(t *testing.T) {
	for name, b := range map[string]Brief{
		"a team twice":  {Teams: []TeamBrief{{TeamID: "a"}, {TeamID: "a"}}},
		"no part":       {Teams: []TeamBrief{{TeamID: "a", Scope: "half"}}},
		"no date":       {Teams: []TeamBrief{{TeamID: "a", By: "soon"}}},
		"no characters": {Text: "a\x00b"},
	} {
		if b.Check() == nil {
			t.Errorf("%s is let through", name)
		}
	}
	if err := (Brief{Text: "Winter.", Teams: []TeamBrief{{TeamID: "a", Scope: ScopeRests}, {TeamID: "b"}}}).Check(); err != nil {
		t.Error(err)
	}
}
