package web

import (
	"testing"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/forecast"
	"github.com/headwater-okr/headwater/internal/okr"
)

// The chance of what has no course rests on what people believe, and stands on the page from half of its time on until it is decided.
func TestBelieves(t *testing.T) {
	cycle := okr.Cycle{Start: "2026-10-12", End: "2027-01-10"}
	for _, tt := range []struct {
		name  string
		kind  okr.KeyResultKind
		sure  *int
		value float64
		today okr.Date
		want  bool
	}{
		{"a yes or no, past half", okr.YesNo, new(7), 0, "2026-11-28", true},
		{"a judgement, past half", okr.Judgement, new(7), 1, "2026-11-28", true},
		{"too early", okr.YesNo, new(7), 0, "2026-11-20", false},
		{"nobody has said how sure", okr.YesNo, nil, 0, "2026-11-28", false},
		{"it is done", okr.YesNo, new(9), 1, "2026-11-28", false},
		{"it is over", okr.YesNo, new(7), 0, "2027-01-11", false},
		{"a number has a course", okr.Number, new(7), 3, "2026-11-28", false},
	} {
		k := okr.KeyResult{Kind: tt.kind, Confidence: tt.sure, Value: &tt.value, Trail: []okr.Point{{Date: "2026-10-20", Value: tt.value}}, Baseline: new(0.0), Target: new(9.0), Direction: okr.Increase}
		k.Progress = k.Measure().Value
		f := forecast.Of(k, cycle, tt.today, forecast.Default())
		if got := believes(app.KeyResultView{KeyResult: k, Forecast: &f, From: cycle.Start, Until: cycle.End}, tt.today); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
