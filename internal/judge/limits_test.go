package judge

import (
	"slices"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Each level has limits of its own; where it has none the organization's count, and then what is usual.
func TestLimitsByLevel(t *testing.T) {
	all := okr.Settings{Limits: okr.Limits{MinObjectives: 2, MaxObjectives: 6, MaxKeyResults: 3}}
	own := map[Level]okr.Limits{LevelPerson: {MaxObjectives: 1, MinKeyResults: 1}, LevelTeam: {MinObjectives: 1}}
	for level, want := range map[Level]okr.Limits{
		LevelOrganization: {MinObjectives: 2, MaxObjectives: 6, MinKeyResults: 2, MaxKeyResults: 3},
		LevelTeam:         {MinObjectives: 1, MaxObjectives: 6, MinKeyResults: 2, MaxKeyResults: 3},
		"":                {MinObjectives: 1, MaxObjectives: 6, MinKeyResults: 2, MaxKeyResults: 3},
		LevelPerson:       {MinObjectives: 0, MaxObjectives: 1, MinKeyResults: 1, MaxKeyResults: 3},
	} {
		p, _ := noteAll(Case{Settings: all, Limits: own, Goals: []Goal{{Level: level}}})
		if got := p.limits(p.goals[0]); got != want {
			t.Errorf("%q has %+v, want %+v", level, got, want)
		}
	}
	usual := okr.Limits{MinObjectives: 3, MaxObjectives: 5, MinKeyResults: 2, MaxKeyResults: 4}
	if p, _ := noteAll(Case{Goals: []Goal{{Level: LevelOrganization}}}); p.limits(p.goals[0]) != usual || usual != (okr.Limits{}).OrUsual() {
		t.Errorf("usual are %+v", p.limits(p.goals[0]))
	}
}

// "Not related" is said of two lines of a document by their texts, in either order, and of no other two.
func TestDismissalOfTwoTexts(t *testing.T) {
	c := krs("Churn of riders from 8 % to 5 %", "Reduce churn of riders to 4 %").Case
	for i := range c.Goals {
		c.Goals[i].ID, c.Goals[i].KeyResults[0].ID = "", ""
	}
	twins := func(d okr.Dismissal) bool {
		c.Dismissed = []Dismissal{{Dismissal: d}}
		return slices.ContainsFunc(Read(c).Findings, func(f Finding) bool { return f.Rule == "kr/twin" })
	}
	a, b := c.Goals[0].KeyResults[0].Title, c.Goals[1].KeyResults[0].Title
	if !twins(okr.Dismissal{}) || twins(okr.Dismissal{Rule: "kr/twin", Text: a, With: b}) || twins(okr.Dismissal{Rule: "kr/twin", Text: b, With: a}) || !twins(okr.Dismissal{Rule: "kr/twin", Text: a, With: "Another"}) {
		t.Error("a dismissal of two texts is not kept to the two")
	}
}
