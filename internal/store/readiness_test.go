package store_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/store/storetest"
)

// What is kept beside key results and objectives is brought to an older database as it is written to a new one.
func TestKeptIsFilledIn(t *testing.T) {
	value, half, tomorrow := 3.0, 0.5, okr.Date("2026-11-10")
	answers := map[okr.Aspect]okr.Answer{okr.DataAccess: okr.AnswerYes, okr.DataReliability: okr.AnswerYes, okr.DataOwner: okr.AnswerYes, okr.DataFrequency: okr.AnswerYes, okr.DataHistory: okr.AnswerYes, okr.DataDefinition: okr.AnswerYes}
	decided := func(d okr.DataDecision) okr.KeyResult {
		return okr.KeyResult{Kind: okr.Number, Readiness: okr.Readiness{Answers: map[okr.Aspect]okr.Answer{okr.DataAccess: okr.AnswerNo}, Checked: "2026-11-09", Decision: d}}
	}
	krs := []okr.KeyResult{
		{Kind: okr.Number},
		{Kind: okr.Number, Value: &value, Checks: 3, Progress: &half},
		{Kind: okr.Number, Value: &value, Checks: 2},
		{Kind: okr.Number, Checks: 3},
		{Kind: okr.Number, Removed: 1},
		{Kind: okr.YesNo, Readiness: okr.Readiness{Source: "The \"access\":\"yes\" list", Answers: answers, Checked: "2026-11-09"}},
		{Kind: okr.Number, Readiness: okr.Readiness{Answers: answers, Checked: "2026-11-09"}},
		{Kind: okr.Number, Readiness: okr.Readiness{Answers: answers}},
		decided(okr.DataDecision{}), decided(okr.DataDecision{Choice: okr.DataDelay, Until: tomorrow}), decided(okr.DataDecision{Choice: okr.DataProxy, Proxy: "By hand", Until: tomorrow}), decided(okr.DataDecision{Choice: okr.DataTrack, ObjectiveID: "o"}),
	}
	for i := range krs {
		krs[i].ID, krs[i].ObjectiveID, krs[i].Version = fmt.Sprintf("k%02d", i), fmt.Sprintf("o%d", i%3), 1
	}
	var objectives []okr.Objective
	for i, to := range append(okr.Onwards, "") {
		objectives = append(objectives, okr.Objective{ID: fmt.Sprintf("o%d", i), Number: i + 1, CycleID: "c", Stage: okr.Closed, Note: okr.ClosingNote{What: "\"onward\":\"drop\"", Onward: to}, Version: 1})
	}
	storetest.EachUnmigrated(t, func(t *testing.T, db *store.DB) { // going back leaves traces in a database that others would be given
		ctx := t.Context()
		if _, err := db.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
		for _, org := range []string{"one", "two"} {
			err := db.Update(ctx, org, func(tx *store.Tx) error {
				if err := store.Insert(tx, okr.Cycle{ID: "c", Slug: "c", Version: 1}); err != nil {
					return err
				}
				if err := store.Insert(tx, objectives...); err != nil {
					return err
				}
				return store.Insert(tx, krs...)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		kept := func() (out []string) {
			t.Helper()
			read, _ := db.Pools()
			for _, q := range []string{"SELECT org_id || ' ' || id || ' ' || ready || ' ' || ready_until FROM key_result ORDER BY org_id, id",
				"SELECT org_id || ' ' || id || ' ' || onward || ' ' || data_gaps || ' ' || data_decided || ' ' || data_unasked || ' ' || data_ready FROM objective ORDER BY org_id, id"} {
				rows, err := read.QueryContext(ctx, q)
				if err != nil {
					t.Fatal(err)
				}
				for rows.Next() {
					var line string
					if err := rows.Scan(&line); err != nil {
						t.Fatal(err)
					}
					out = append(out, line)
				}
				if err := rows.Err(); err != nil {
					t.Fatal(err)
				}
			}
			return out
		}
		written := kept()
		if want := "one k10 decided 2026-11-11"; written[10] != want {
			t.Errorf("%q is kept, want %q", written[10], want)
		}
		if err := db.Down(ctx, 185); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(written, kept()); diff != "" {
			t.Errorf("filled in (-written +filled in):\n%s", diff)
		}
	})
}
