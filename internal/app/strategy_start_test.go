package app

import (
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// The starter writes a vision and choices at once or nothing at all, and never over what is there.
func TestStartStrategy(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		for _, c := range []struct {
			name  string
			in    StrategyStart
			field string
		}{
			{"nothing", StrategyStart{Pillars: []string{" ", ""}}, "vision"},
			{"a choice that is too long, behind a good vision", StrategyStart{Vision: "Every tool is repaired once", Pillars: []string{string(make([]byte, okr.MaxTitle+1))}}, "pillars[0]"},
		} {
			_, err := w.StartStrategy(ctx, w.owner, c.in)
			if f := okr.FaultsOf(err); len(f) != 1 || f[0].Field != c.field {
				t.Errorf("%s: %v, want a fault at %s", c.name, err, c.field)
			}
		}
		if s := must(w.Strategy(ctx, w.owner))(t); s.Vision.Text != "" || len(s.Pillars) != 0 {
			t.Fatalf("a refused start left %+v", s)
		}
		must(w.StartStrategy(ctx, w.owner, StrategyStart{Vision: " Every tool is repaired once ", Pillars: []string{"Workshops first", " ", "Parts that last"}}))(t)
		must(w.StartStrategy(ctx, w.owner, StrategyStart{Pillars: []string{"Open manuals"}}))(t)
		s := must(w.Strategy(ctx, w.owner))(t)
		var titles []string
		for i, p := range s.Pillars {
			if titles = append(titles, p.Title); i > 0 && p.Position <= s.Pillars[i-1].Position {
				t.Errorf("%s does not stand behind %s", p.Title, s.Pillars[i-1].Title)
			}
		}
		if s.Vision.Text != "Every tool is repaired once" || len(titles) != 3 || titles[1] != "Parts that last" || titles[2] != "Open manuals" {
			t.Errorf("vision %q, choices %q", s.Vision.Text, titles)
		}
		if _, err := w.StartStrategy(ctx, w.owner, StrategyStart{Vision: "Another one"}); okr.FaultsOf(err) == nil || okr.FaultsOf(err)[0].Kind != okr.Conflict {
			t.Errorf("a second vision: %v, want a conflict", err)
		}
	})
}
