package app

import (
	"testing"

	"github.com/headwater-okr/headwater/internal/judge"
)

// A part counts all that is said about its team, holds the first of each rule, and says of the course of the objectives that the team leads all that there is.
func TestPartsOfAJudgement(t *testing.T) {
	j := emptyJudgement()
	j.Lines["o"], j.Shared["o"] = Line{ID: "o", TeamID: "lead"}, []string{"lead", "helper"}
	const many = FindingsOfRule + 5
	for _, rule := range []string{"kr/twin", "change/late-target"} {
		for range many {
			j.Findings = append(j.Findings, judge.Finding{Rule: rule, Place: judge.Place{Objective: "o"}})
		}
	}
	parts := j.parts(map[string]judge.Report{"lead": {}, "helper": {}, "other": {}})
	for team, want := range map[string]struct{ counted, held, course int }{"lead": {many, 2 * FindingsOfRule, many}, "helper": {many, 2 * FindingsOfRule, 0}, "other": {}} {
		p := parts[team]
		if p.Counts["kr/twin"] != want.counted || len(p.Findings) != want.held || len(p.course) != want.course {
			t.Errorf("%s: %d counted, %d held, %d of the course; want %+v", team, p.Counts["kr/twin"], len(p.Findings), len(p.course), want)
		}
		for _, f := range p.course {
			if f.Rule != "change/late-target" {
				t.Errorf("%s: %s is of the course", team, f.Rule)
			}
		}
	}
}
