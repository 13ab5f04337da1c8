package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/store/storetest"
)

// Read together, each kind comes as it does by itself: its rows, in its order and within its limit, with every type of column exact, and nothing of another organization.
func TestReadTogether(t *testing.T) {
	type rows struct {
		Teams      []okr.Team
		Cycles     []okr.Cycle
		KeyResults []okr.KeyResult
		CheckIns   []okr.CheckIn
		Wins       []okr.Win
		Blockers   []okr.Blocker
		Judgement  store.Judgement
		Judged     bool
		Unaligned  int
	}
	number, large, sure := 0.1+0.2, -1e300, 7
	fill := func(tx *store.Tx) error {
		err := store.Insert(tx, okr.Cycle{ID: "c", Slug: "c", Start: "2026-01-01", Version: 1}, okr.Cycle{ID: "d", Slug: "d", Start: "2026-04-01", Version: 1})
		if err == nil {
			err = store.Insert(tx, okr.Team{ID: "a", Slug: "a", Position: 2, Version: 1}, okr.Team{ID: "b", Slug: "b", Position: 1, Version: 1, Name: "Team $1 of " + tx.Org()})
		}
		if err == nil {
			err = store.Insert(tx, okr.Objective{ID: "o", Number: 1, CycleID: "c", Stage: okr.Active, TeamIDs: []string{"a"}, Version: 1})
		}
		if err == nil {
			err = store.Insert(tx, okr.KeyResult{ID: "k", ObjectiveID: "o", Learning: true, Position: 1, Baseline: &number, Target: &large, Stages: []okr.Milestone{{Title: "First"}}, Version: 1},
				okr.KeyResult{ID: "l", ObjectiveID: "o", Version: 1})
		}
		if err == nil {
			err = store.Insert(tx, okr.CheckIn{ID: "x", KeyResultID: "k", AsOf: "2026-02-02", Value: &number, Confidence: &sure, Version: 1}, okr.CheckIn{ID: "y", KeyResultID: "k", AsOf: "2026-02-01", Version: 1})
		}
		if err == nil {
			err = store.Insert(tx, okr.Win{ID: "w", TeamID: "a", Date: "2026-02-01", Version: 1}, okr.Win{ID: "v", TeamID: "a", Date: "2026-02-02", Version: 1}, okr.Win{ID: "u", TeamID: "a", Date: "2026-02-03", Version: 1})
		}
		if err == nil {
			err = tx.KeepJudgement(store.Judgement{CycleID: "c", Made: 5, Report: []byte("{}")}, "h")
		}
		return err
	}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, org := range []string{"one", "two"} {
			if err := db.Update(t.Context(), org, fill); err != nil {
				t.Fatal(err)
			}
		}
		var alone, together rows
		reads := func(tx *store.Tx, r *rows) []store.Read {
			return []store.Read{tx.TeamsInto(&r.Teams, false), tx.BlockersInto(&r.Blockers, "o"), tx.CyclesInto(&r.Cycles), tx.KeyResultsInto(&r.KeyResults, []string{"o"}, false), {},
				tx.CheckInsInto(&r.CheckIns, "o"), tx.WinsInto(&r.Wins, "a", "2026-01-01", "2026-12-31", 2), tx.JudgementInto(&r.Judgement, &r.Judged, "c", ""), tx.UnalignedInto(&r.Unaligned)}
		}
		ctx, n := store.CountQueries(t.Context())
		err := db.View(ctx, "one", func(tx *store.Tx) error {
			for _, r := range reads(tx, &alone) {
				if err := tx.Read(r); err != nil {
					return err
				}
			}
			n.Store(0)
			return tx.Read(reads(tx, &together)...)
		})
		if err != nil {
			t.Fatal(err)
		}
		if n.Load() != 1 {
			t.Errorf("together they take %d statements", n.Load())
		}
		if len(alone.Wins) != 2 || len(alone.KeyResults) != 2 || len(alone.CheckIns) != 2 || !alone.Judged || *alone.KeyResults[1].Target != large {
			t.Fatalf("there is not enough to compare: %+v", alone)
		}
		if diff := cmp.Diff(alone, together); diff != "" {
			t.Errorf("(-alone +together)\n%s", diff)
		}
	})
}
