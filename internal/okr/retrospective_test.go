package okr

import (
	"errors"
	"testing"
)

func TestRetrospectiveStages(t *testing.T) {
	at := map[RetrospectiveStage]Retrospective{RetroPlanned: {}, RetroOpen: {Opened: 1}, RetroRevealed: {Opened: 1, Revealed: 2}, RetroHeld: {Opened: 1, Revealed: 2, Ended: 3}, RetroSkipped: {Opened: 1, Skipped: "rain"}}
	goes := map[RetrospectiveStage]string{ // where each can go to
		RetroPlanned: "open skipped", RetroOpen: "revealed skipped", RetroRevealed: "held skipped", RetroHeld: "revealed", RetroSkipped: "open",
	}
	for from, r := range at {
		if r.Stage() != from {
			t.Errorf("%+v is %s, want %s", r, r.Stage(), from)
		}
		got := ""
		for _, to := range RetrospectiveStages {
			if next, err := r.To(to, "because", 9); err == nil && to != from {
				if next.Stage() != to {
					t.Errorf("%s to %s is %s", from, to, next.Stage())
				}
				if got != "" {
					got += " "
				}
				got += string(to)
			}
		}
		if got != goes[from] {
			t.Errorf("from %s to %q, want %q", from, got, goes[from])
		}
	}
	_, err := Retrospective{Opened: 1}.To(RetroSkipped, "  ", 9)
	var e *Error
	if !errors.As(err, &e) || e.Field != "reason" {
		t.Errorf("skipped without a reason: %v", err)
	}
}

func TestRetrospectiveDay(t *testing.T) {
	for _, x := range []struct {
		closing Date
		free    Holidays
		want    Date
	}{
		{"2026-12-25", Holidays{{Date: "2026-12-25"}, {Date: "2026-12-28"}}, "2026-12-29"},
		{"2026-12-19", nil, "2026-12-21"}, // a Saturday
		{"2026-12-21", nil, "2026-12-21"},
	} {
		if got := RetrospectiveDay(Cycle{Closing: x.closing}, x.free); got != x.want {
			t.Errorf("closing on %s: %s, want %s", x.closing, got, x.want)
		}
	}
}

func TestImprovementCheck(t *testing.T) {
	for want, i := range map[string]Improvement{
		"":       {Text: "Order parts on Thursday", Due: "2026-12-01"},
		"text":   {},
		"due":    {Text: "a", Due: "soon"},
		"state":  {Text: "a", State: "nearly"},
		"reason": {Text: "a", State: ImprovementDropped},
	} {
		got := ""
		for _, f := range FaultsOf(i.Check()) {
			got = f.Field
		}
		if got != want {
			t.Errorf("%+v: fault at %q, want %q", i, got, want)
		}
	}
}
