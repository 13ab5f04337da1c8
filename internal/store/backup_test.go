package store_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/store/storetest"
)

// Every table is in a backup, but for what is of the moment and what the migrations keep for themselves.
func TestBackupHasEveryTable(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var b bytes.Buffer
		if _, err := db.Backup(context.Background(), &b, 7); err != nil {
			t.Fatal(err)
		}
		left := []string{"attempt", "lease", "goose_db_version"}
		for table := range storetest.Columns(t, db) {
			if in := strings.Contains(b.String(), `{"table":"`+table+`"`); in == slices.Contains(left, table) {
				t.Errorf("%s is in the backup: %v", table, in)
			}
		}
	})
}

// A backup that is restored and backed up again is the same, on each engine and from one to the other.
func TestBackup(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		v := 0.1
		err := db.Update(ctx, "o1", func(tx *store.Tx) error {
			if err := tx.NewOrganization(okr.Organization{ID: "o1", Slug: "acme", Name: "Acme “quoted” \u2028", Version: 1, Created: 1}); err != nil {
				return err
			}
			o := okr.Objective{ID: "a", Number: 1, Title: "Täglich\nneu", Private: true, TeamIDs: []string{"t"}, Supports: []okr.Support{{Kind: okr.UpPillar, ID: "p", Weight: 0.3}}, Version: 1}
			if err := store.Insert(tx, o); err != nil {
				return err
			}
			return store.Insert(tx, okr.KeyResult{ID: "k", ObjectiveID: "a", Baseline: &v, Plan: []okr.Point{{Date: "2026-01-01", Value: 1e15}}, Version: 1, Created: 1<<53 + 1})
		})
		if err != nil {
			t.Fatal(err)
		}
		var first, second bytes.Buffer
		if _, err := db.Backup(ctx, &first, 7); err != nil {
			t.Fatal(err)
		}
		other := storetest.SQLite(t)
		if _, err := other.Restore(ctx, bytes.NewReader(first.Bytes())); err != nil {
			t.Fatal(err)
		}
		if _, err := other.Backup(ctx, &second, 7); err != nil {
			t.Fatal(err)
		}
		if first.String() != second.String() {
			t.Errorf("restored and backed up again:\n%s\nis not\n%s", second.String(), first.String())
		}
		if _, err := other.Restore(ctx, bytes.NewReader(first.Bytes())); err == nil {
			t.Error("a backup was restored over an organization")
		}
		empty := storetest.SQLite(t)
		whole := first.String()
		for where, at := range map[string]int{"inside a row": strings.LastIndex(whole, "[") + 2, "between two rows": strings.LastIndex(whole, "["), "before the end": strings.LastIndex(whole, "{")} {
			if _, err := empty.Restore(ctx, strings.NewReader(whole[:at])); err == nil {
				t.Errorf("a backup that is cut off %s was restored", where)
			}
		}
		if _, err := empty.Restore(ctx, strings.NewReader(whole+"[]")); err == nil {
			t.Error("a backup with more behind its end was restored")
		}
	})
}
