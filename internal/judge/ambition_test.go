package judge

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
)

// What is said of a stretch says which objectives it is about: the plan's are named, those of other teams are each a finding at its place, and by the culture
// more or fewer are usual. One stretch alone is never too many.
func TestAmbitionNamesWhatItIsAbout(t *testing.T) {
	type said struct{ Evidence, Objective string }
	const all = "“The first” and “The second”"
	for _, tt := range []struct {
		name    string
		set     okr.Ambition
		of      int // objectives, of which the first two, or the only one, are a stretch
		stretch int
		want    []said
	}{
		{"achievable", okr.Ambition{Phase: okr.PhaseAchievable}, 4, 2, []said{{"2 of 4 objectives are a stretch, and you are in the phase of achievable ones: " + all, ""}}},
		{"achievable, one alone", okr.Ambition{Phase: okr.PhaseAchievable}, 3, 1, []said{{"a stretch, and you are in the phase of achievable ones", "1"}}},
		{"moderate, of no chosen team", okr.Ambition{Phase: okr.PhaseModerate}, 4, 2, []said{{"a stretch, outside the teams that were chosen for it", "1"}, {"a stretch, outside the teams that were chosen for it", "2"}}},
		{"moderate, of a chosen team", okr.Ambition{Phase: okr.PhaseModerate, TeamIDs: []string{"t"}}, 4, 2, []said{{"2 of 4 objectives are a stretch, where at most 33 % are usual: " + all, ""}}},
		{"moderate, a promise", okr.Ambition{Phase: okr.PhaseModerate, TeamIDs: []string{"t"}, Culture: okr.CulturePromise}, 6, 2, []said{{"2 of 6 objectives are a stretch, where at most 25 % are usual: " + all, ""}}},
		{"moderate, a third", okr.Ambition{Phase: okr.PhaseModerate, TeamIDs: []string{"t"}}, 6, 2, nil},
		{"moderate, a bet", okr.Ambition{Phase: okr.PhaseModerate, TeamIDs: []string{"t"}, Culture: okr.CultureBet}, 4, 2, nil},
		{"moderate, the only one of two", okr.Ambition{Phase: okr.PhaseModerate, TeamIDs: []string{"t"}}, 2, 1, nil},
		{"ambitious", okr.Ambition{Phase: okr.PhaseAmbitious}, 4, 2, nil},
		{"not said", okr.Ambition{}, 4, 2, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := plan("", tt.of, 2, func(i int, g *Goal) {
				g.ID, g.TeamIDs, g.Kind = []string{"1", "2", "3", "4", "5", "6"}[i], []string{"t"}, okr.Committed
				g.Title = []string{"The first", "The second", "The third", "The fourth", "The fifth", "The sixth"}[i]
				if i < tt.stretch {
					g.Kind = okr.Aspirational
				}
			})
			e.Case.Settings.Ambition = tt.set
			var got []said
			for _, f := range Read(e.Case).Findings {
				if f.Rule == "ambition/phase" {
					got = append(got, said{f.Evidence, f.Place.Objective})
				}
			}
			slices.SortStableFunc(got, func(a, b said) int { return strings.Compare(a.Objective, b.Objective) })
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
