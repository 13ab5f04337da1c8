package storetest_test

import (
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/store/storetest"
)

// A database is handed out again, and what the last test left in it is gone; two at the same time are two.
func TestEachHasADatabaseToItself(t *testing.T) {
	write := func(t *testing.T, db *store.DB) {
		o := okr.Organization{ID: "a", Slug: "fjord", Name: "Fjord Tools"}
		if err := db.Update(t.Context(), o.ID, func(tx *store.Tx) error { return tx.NewOrganization(o) }); err != nil {
			t.Fatal(err)
		}
	}
	rows := func(t *testing.T, db *store.DB) int { return len(storetest.Rows(t, db)["organization"]) }
	for range 2 {
		storetest.Each(t, func(t *testing.T, db *store.DB) {
			if n := rows(t, db); n != 0 {
				t.Errorf("a test begins with %d rows of another", n)
			}
			write(t, db)
			storetest.Each(t, func(t *testing.T, other *store.DB) {
				if n := rows(t, other); n != 0 {
					t.Errorf("two tests at the same time see %d rows of each other", n)
				}
			})
			if n := rows(t, db); n != 1 {
				t.Errorf("%d rows are left of 1", n)
			}
		})
	}
}
