package okr

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var stages = []Stage{Draft, InReview, Active, Closed, Dropped}

// Every stage to every other: "-" is refused, "w" asks why, "y" just goes.
func TestTo(t *testing.T) {
	table := map[Stage]string{
		//         draft, in review, active, closed, dropped
		Draft:    "yyy-w",
		InReview: "yyy-w",
		Active:   "w-yyw",
		Closed:   "--wy-",
		Dropped:  "w---y",
	}
	for _, from := range stages {
		for i, to := range stages {
			want := table[from][i]
			o := Objective{Stage: from, Activated: 3, Ended: 5, DropReason: "before"}
			plain, err := o.To(to, "  ", 7)
			if (err == nil) != (want == 'y') {
				t.Errorf("%s to %s without a reason: %v", from, to, err)
			}
			reasoned, errWhy := o.To(to, " the market is gone ", 7)
			if (errWhy == nil) != (want != '-') {
				t.Errorf("%s to %s with a reason: %v", from, to, errWhy)
			}
			for _, err := range []error{err, errWhy} {
				if err != nil && FaultsOf(err)[0].Kind != Invalid {
					t.Errorf("%s to %s is refused by %v", from, to, err)
				}
			}
			if err != nil && !cmp.Equal(plain, o) {
				t.Errorf("%s to %s is refused and yet changed: %+v", from, to, plain)
			}
			if want == 'w' && FaultsOf(err)[0].Field != "reason" {
				t.Errorf("%s to %s asks for %q", from, to, FaultsOf(err)[0].Field)
			}
			if errWhy == nil && reasoned.Stage != to {
				t.Errorf("%s to %s ends at %s", from, to, reasoned.Stage)
			}
			if next := slices.Contains(o.Next(), to); next != (want != '-' && from != to) {
				t.Errorf("%s lists %s: %v", from, to, next)
			}
		}
	}
}

// What a move leaves behind.
func TestToKeepsTimes(t *testing.T) {
	for _, tt := range []struct {
		name     string
		o        Objective
		to       Stage
		want     Objective
		accepted bool // check-ins, after it
	}{
		{"going live", Objective{Stage: Draft}, Active, Objective{Stage: Active, Activated: 7}, true},
		{"closing", Objective{Stage: Active, Activated: 3}, Closed, Objective{Stage: Closed, Activated: 3, Ended: 7}, false},
		{"reopening", Objective{Stage: Closed, Activated: 3, Ended: 5}, Active, Objective{Stage: Active, Activated: 3}, true},
		{"dropping", Objective{Stage: Active, Activated: 3}, Dropped, Objective{Stage: Dropped, Activated: 3, Ended: 7, DropReason: "no budget"}, false},
		{"taking up again", Objective{Stage: Dropped, Activated: 3, Ended: 5, DropReason: "no budget"}, Draft, Objective{Stage: Draft}, true},
		{"back to draft", Objective{Stage: Active, Activated: 3}, Draft, Objective{Stage: Draft}, true},
	} {
		got, err := tt.o.To(tt.to, "no budget", 7)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if err := got.Takes(); (err == nil) != tt.accepted {
			t.Errorf("%s: check-ins: %v", tt.name, err)
		}
	}
	if (Objective{Stage: Active, Removed: 1}).Takes() == nil {
		t.Error("a removed objective takes check-ins")
	}
}
