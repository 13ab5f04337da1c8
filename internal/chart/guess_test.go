package chart

import (
	"math"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

func TestGuess(t *testing.T) {
	target := 10.0
	l := Line{Actual: []okr.Point{{Date: "2026-04-01", Value: 0}, {Date: "2026-05-01", Value: 4}}, Target: &target, From: "2026-04-01", To: "2026-06-30"}
	if d := Draw(l); d.Guess != "" || d.Likely != "" || d.GuessMark != nil {
		t.Errorf("without a guess there is %q and %q", d.Guess, d.Likely)
	}
	l.Guess = []Guess{{"2026-05-01", 4, 4, 4}, {"2026-05-31", 5, 7, 9}, {"2026-06-30", 6, 10, 14}}
	d := Draw(l)
	if strings.Count(d.Guess, " ") != 5 || !strings.HasPrefix(d.Guess, "M33.3 ") || !strings.HasSuffix(d.Likely, "z") || strings.Count(d.Likely, " ") != 11 {
		t.Errorf("the guess is %q, the band %q", d.Guess, d.Likely)
	}
	if d.GuessMark.Text != "Forecast 10" || d.LikelyText != "likely 6 to 14" || d.GuessMark.Y == d.GoalMark.Y {
		t.Errorf("the labels are %+v and %+v, %q", d.GuessMark, d.GoalMark, d.LikelyText)
	}
	l.Guess[2].High, l.Guess[2].Low = 1e6, -1e6
	for _, m := range Draw(l).Marks {
		if m.Text == "1,000,000" {
			t.Error("a wide band flattens what was measured")
		}
	}
	if wide := Draw(l).Likely; !strings.Contains(wide, "100 0 ") || !strings.Contains(wide, "100 100 ") {
		t.Errorf("a wide band leaves the picture: %q", wide)
	}
}

func TestGuessRound(t *testing.T) {
	for _, tt := range []struct{ in, want Guess }{
		{Guess{Low: 7.468, Mid: 10.163, High: 12.859}, Guess{Low: 7.5, Mid: 10.2, High: 12.9}},
		{Guess{Low: 5.71, Mid: 45.03, High: 84.34}, Guess{Low: 6, Mid: 45, High: 84}},
		{Guess{Low: 4, Mid: 4, High: 4}, Guess{Low: 4, Mid: 4, High: 4}},
		{Guess{Low: -math.MaxFloat64, Mid: 1, High: math.MaxFloat64}, Guess{Low: -math.MaxFloat64, Mid: 1, High: math.MaxFloat64}},
	} {
		got := tt.in.Round()
		if math.Abs(got.Low-tt.want.Low)+math.Abs(got.Mid-tt.want.Mid)+math.Abs(got.High-tt.want.High) > 1e-9 {
			t.Errorf("%+v becomes %+v, want %+v", tt.in, got, tt.want)
		}
	}
}
