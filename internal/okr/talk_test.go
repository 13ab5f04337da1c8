package okr

import (
	"slices"
	"testing"
)

// A plan has every occasion once and in order, and what is not said is as usual.
func TestPlanOfTalks(t *testing.T) {
	b := Brief{Talks: []Talk{{Occasion: Farewell, Form: "By the river"}, {Occasion: KickOff, Points: "One\n"}}}
	plan := b.Plan()
	if len(plan) != len(Occasions()) {
		t.Fatalf("%d occasions", len(plan))
	}
	for i, p := range plan {
		if p.Occasion != Occasions()[i] || p.Often == "" || p.Form == "" || len(p.Lines()) == 0 || p.Occasion.Level() == "" {
			t.Errorf("%+v", p)
		}
	}
	last := plan[len(plan)-1]
	if last.Form != "By the river" || last.Often != Farewell.Usual().Often || !slices.Equal(plan[0].Lines(), []string{"One"}) {
		t.Errorf("%+v, %+v", plan[0], last)
	}
	for _, shape := range MeetingShapes {
		if (Brief{}).Points(shape) != nil {
			t.Errorf("%s has points that nobody wrote", shape)
		}
	}
	for _, p := range plan {
		if err := (Brief{Talks: []Talk{p}}).Check(); err != nil {
			t.Errorf("%s: %v", p.Occasion, err)
		}
	}
}
