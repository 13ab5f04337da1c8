package judge

import (
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A short name is known where another team uses it in any line, and where the plan spells it out.
func TestKnownShortNames(t *testing.T) {
	for _, x := range []struct {
		text, other, below string // of another team, and a key result below its objective
		want               bool
	}{
		{"Every depot has an RTB", "Riders trust our repairs", "", true},
		{"Every depot has an RTB", "Partners know the RTBs of their depot", "", false},
		{"Every depot has an RTB", "Riders trust our repairs", "Each RTB is checked twice a week", false},
		{"Every depot has a ready-to-ride bike (RRB)", "Riders trust our repairs", "", false},
		{"Every depot has an RTB (return-time board)", "Riders trust our repairs", "", false},
		{"Every depot has an RTB (in Ghent)", "Riders trust our repairs", "", true},
		{"Cut the headcount that a KPI needs", "Riders trust our repairs", "", false},
	} {
		e := departments(x.text, x.other)
		if x.below != "" {
			e.Case.Goals[1].KeyResults = []okr.KeyResult{{ID: "k", Title: x.below}}
		}
		if got := len(found(e.Case, "objective/jargon")) > 0; got != x.want {
			t.Errorf("%q beside %q and %q is jargon: %v", x.text, x.other, x.below, got)
		}
	}
	if got := ForeignWords("Inbound riders and inbound QBRs", ""); len(got) != 3 {
		t.Errorf("foreign are %q", got)
	}
}

// The first letters of the words beside a short name spell it.
func TestSpells(t *testing.T) {
	for _, x := range []struct {
		words, short string
		want         bool
	}{
		{"Ready To Ride", "RTR", true},
		{"our share of the market", "SOM", true},
		{"share of market", "SM", true},
		{"market share", "SM", false},
		{"share", "S", false},
		{"", "SM", false},
	} {
		if got := spells(letterWords(x.words), x.short); got != x.want {
			t.Errorf("%q spells %s: %v", x.words, x.short, got)
		}
	}
}
