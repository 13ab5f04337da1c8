package app

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// What a team goes by is the same whether the store climbs the line of teams or okr.Tree does, in any tree.
func TestSettingsAgree(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		n := 0
		rapid.Check(t, func(r *rapid.T) {
			n++
			org := okr.Organization{ID: fmt.Sprintf("org%d", n), Set: okr.Settings{TimeZone: rapid.SampledFrom([]string{"", "Europe/Oslo", "Asia/Tokyo"}).Draw(r, "the organization's zone")}}
			var teams []okr.Team
			var list []okr.Objective
			for i := range rapid.IntRange(1, 8).Draw(r, "teams") {
				x := okr.Team{ID: fmt.Sprintf("t%d", i), Name: "T", Slug: fmt.Sprintf("t%d", i), Version: 1,
					Rhythm:   rapid.SampledFrom([]okr.Rhythm{"", "", okr.Weekly, okr.Biweekly}).Draw(r, "rhythm"),
					Weekday:  rapid.SampledFrom([]int{0, 0, 1, 5}).Draw(r, "weekday"),
					TimeZone: rapid.SampledFrom([]string{"", "", "America/New_York", "Pacific/Auckland"}).Draw(r, "zone")}
				if i > 0 {
					x.ParentID = fmt.Sprintf("t%d", rapid.IntRange(0, i-1).Draw(r, "above"))
					x.Removed = rapid.SampledFrom([]okr.Instant{0, 0, 0, 5}).Draw(r, "removed")
				}
				teams = append(teams, x)
				list = append(list, okr.Objective{ID: fmt.Sprintf("o%d", i), Number: i + 1, CycleID: "c", Stage: okr.Active, TeamIDs: []string{x.ID, "t0"}[:1+i%2], Version: 1,
					Activated: okr.Instant(rapid.Int64Range(0, 2*24*3600*1000).Draw(r, "activated"))})
			}
			now := okr.Instant(rapid.Int64Range(0, 3*24*3600*1000).Draw(r, "now"))
			err := w.db.Update(w.ctx(), org.ID, func(tx *store.Tx) error {
				if err := store.Insert(tx, teams...); err != nil {
					return err
				}
				if err := store.Insert(tx, okr.Cycle{ID: "c", Slug: "c", Version: 1}); err != nil {
					return err
				}
				return store.Insert(tx, list...)
			})
			if err != nil {
				r.Fatal(err)
			}
			err = w.db.View(w.ctx(), org.ID, func(tx *store.Tx) error {
				read, err := tx.Teams(true)
				if err != nil {
					return err
				}
				tree := okr.NewTree(read)
				for _, o := range list {
					f, err := tx.FrameOf(store.Everything, o.ID)
					if err != nil {
						return err
					}
					one := settingOf(f, org, now, w.lessons)
					other := settingIn(o, f.Cycle, tree.Resolve(lead(o), org.Set), now, w.lessons.prior(org.ID))
					if diff := cmp.Diff(one.Setting, other.Setting, cmpopts.EquateEmpty()); diff != "" {
						r.Fatalf("of %s (-store +okr.Tree):\n%s", o.ID, diff)
					}
				}
				return nil
			})
			if err != nil {
				r.Fatal(err)
			}
		})
	})
}

// Around midnight a list, the map and the page say the same of an objective: its days are the team's.
func TestMidnight(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		must(w.EditTeam(ctx, w.owner, EditTeamInput{ID: w.team("Apps").ID, TimeZone: ptr("Pacific/Auckland"), Weekday: ptr(2)}))(t)
		*w.clock = okr.Date("2026-11-09").Time().Add(14 * time.Hour) // Tuesday there, Monday here
		o := w.live("Apps", "Hosts answer fast", ObjectiveInput{KeyResults: []KeyResultInput{rising("First answer")}})
		for _, hours := range []int{0, 24 * 6, 24*6 + 20, 24 * 7, 24 * 8} {
			*w.clock = okr.Date("2026-11-09").Time().Add(time.Duration(14+hours) * time.Hour)
			page := must(w.Objective(ctx, w.owner, o.ID))(t)
			row := must(w.FindObjectives(ctx, w.owner, ObjectiveQuery{}))(t).Objectives[0]
			if k, l := page.KeyResults[0], row.KeyResults[0]; k.NextDue != l.NextDue || k.Due != l.Due || page.Health.Health != row.Health.Health {
				t.Errorf("after %d hours the page says due %s (%v), %s, and the list %s (%v), %s", hours, k.NextDue, k.Due, page.Health.Health, l.NextDue, l.Due, row.Health.Health)
			}
			for _, x := range must(w.Map(ctx, w.owner, MapQuery{}))(t).Nodes {
				if x.Key == o.ID && x.Health.Health != page.Health.Health {
					t.Errorf("after %d hours the page says %s, and the map %s", hours, page.Health.Health, x.Health.Health)
				}
			}
		}
	})
}
