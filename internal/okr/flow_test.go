package okr

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestCompareWords(t *testing.T) {
	for name, tt := range map[string]struct {
		old, now string
		want     []Piece
	}{
		"one word":  {"A family lives well without a car", "Every family lives well without owning a car", []Piece{{"A", PieceGone}, {"Every", PieceAdded}, {"family lives well without", PieceSame}, {"owning", PieceAdded}, {"a car", PieceSame}}},
		"the same":  {"As it is", "As  it is", []Piece{{"As it is", PieceSame}}},
		"the first": {"", "A car less", []Piece{{"A car less", PieceAdded}}},
		"nothing":   {"", "", nil},
	} {
		if diff := cmp.Diff(tt.want, CompareWords(tt.old, tt.now)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// Without what came, the earlier text can be read; without what went, the later one.
func TestCompareWordsKeepsBoth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"we", "mend", "bikes", "and", "cars", "well"})
		old, now := strings.Join(rapid.SliceOf(word).Draw(t, "old"), " "), strings.Join(rapid.SliceOf(word).Draw(t, "now"), " ")
		var a, b []string
		for _, p := range CompareWords(old, now) {
			if p.Is != PieceAdded {
				a = append(a, p.Text)
			}
			if p.Is != PieceGone {
				b = append(b, p.Text)
			}
		}
		if strings.Join(a, " ") != old || strings.Join(b, " ") != now {
			t.Fatalf("%q and %q became %v", old, now, CompareWords(old, now))
		}
	})
}

func TestInsightCheck(t *testing.T) {
	good := Insight{PillarID: "019d6a2e-7400-7000-8000-000000000001", AuthorID: "m", Seen: SeenCustomers, Text: "Three families asked for a trailer."}
	for name, tt := range map[string]struct {
		change func(*Insight)
		field  string
	}{
		"good": {func(*Insight) {}, ""}, "no choice": {func(i *Insight) { i.PillarID = "" }, "pillar_id"}, "nowhere": {func(i *Insight) { i.Seen = "moon" }, "seen"},
		"nothing": {func(i *Insight) { i.Text = "" }, "text"}, "no address": {func(i *Insight) { i.URL = "javascript:alert(1)" }, "url"},
		"not now without a word": {func(i *Insight) { i.Answer = InsightNotNow }, "why"}, "an unknown answer": {func(i *Insight) { i.Answer = "maybe" }, "answer"},
		"thanks": {func(i *Insight) { i.Answer = InsightThanks }, ""},
	} {
		i := good
		tt.change(&i)
		if got := faultField(i.Check()); got != tt.field {
			t.Errorf("%s: the fault is at %q, want %q", name, got, tt.field)
		}
	}
}

func TestDecisionCheck(t *testing.T) {
	good := Decision{Question: "Do we open on Sundays?", Decided: "No.", Why: "Nobody came.", ObjectiveID: "019d6a2e-7400-7000-8000-000000000001", DeciderID: "019d6a2e-7400-7000-8000-000000000002", On: "2026-11-02", Revisit: "2026-12-01"}
	for name, tt := range map[string]struct {
		change func(*Decision)
		field  string
	}{
		"good": {func(*Decision) {}, ""}, "rests on nothing": {func(d *Decision) { d.ObjectiveID = "" }, "objective_id"}, "by nobody": {func(d *Decision) { d.DeciderID = "" }, "decider_id"},
		"no reason": {func(d *Decision) { d.Why = "" }, "why"}, "again on the same day": {func(d *Decision) { d.Revisit = d.On }, "revisit"}, "on no day": {func(d *Decision) { d.On = "" }, "on"},
	} {
		d := good
		tt.change(&d)
		if got := faultField(d.Check()); got != tt.field {
			t.Errorf("%s: the fault is at %q, want %q", name, got, tt.field)
		}
	}
	if good.Due("2026-11-30") || !good.Due("2026-12-01") {
		t.Error("it is due on the day")
	}
	good.SupersededBy = "x"
	if good.Due("2026-12-01") {
		t.Error("what another decision took the place of is due")
	}
}

func faultField(err error) string {
	for _, f := range FaultsOf(err) {
		return f.Field
	}
	return ""
}
