package app

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/seal"
	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/store/storetest"
)

// A secret is nowhere in the database in the clear, opens only where it belongs, and outlives a change of keys.
func TestSecretsAtRest(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		keys := seal.In(filepath.Join(t.TempDir(), "test.db.key"))
		w.App = w.WithKeys(keys)
		const token = "ghp_xylophone_1234"
		keep := func(secret string) {
			t.Helper()
			_, err := do(w.ctx(), w.App, w.owner, "test.kept", nil, func(a *act) (struct{}, error) {
				return struct{}{}, w.keepSecret(a, "thing", "token", secret)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		stands := func() (list []store.Secret, plain string) {
			t.Helper()
			err := w.db.View(w.ctx(), w.org.ID, func(tx *store.Tx) (err error) {
				if list, err = tx.Secrets("thing"); err == nil {
					plain, err = w.openSecret(tx, list, "thing", "token")
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
			return list, plain
		}
		keep("another one")
		keep(token)
		before, plain := stands()
		if plain != token || len(before) != 1 || before[0].Hint != "1234" {
			t.Errorf("kept %+v, opened %q", before, plain)
		}
		for table, text := range storetest.Dump(t, w.db) {
			if strings.Contains(text, "xylophone") {
				t.Errorf("the secret stands in %s", table)
			}
		}
		var b strings.Builder
		if _, err := w.db.Backup(w.ctx(), &b, w.Now()); err != nil || strings.Contains(b.String(), "xylophone") || !strings.Contains(b.String(), before[0].Box) {
			t.Errorf("the backup: %v, with the secret or without its box", err)
		}
		if err := keys.Rotate(); err != nil {
			t.Fatal(err)
		}
		if done, lost, err := w.Reseal(w.ctx()); done != 1 || lost != 0 || err != nil {
			t.Errorf("Reseal = %d, %d, %v", done, lost, err)
		}
		if err := keys.Forget(); err != nil {
			t.Fatal(err)
		}
		after, plain := stands()
		if plain != token || after[0].KeyID == before[0].KeyID {
			t.Errorf("after the change of keys: %+v, opened %q", after, plain)
		}
		// Put into another's place, it does not open.
		_ = w.db.View(w.ctx(), w.org.ID, func(tx *store.Tx) error {
			after[0].ThingID = "other"
			if plain, err := w.openSecret(tx, after, "other", "token"); err == nil {
				t.Errorf("it opened in another place: %q", plain)
			}
			return nil
		})
		keep("")
		if list, _ := stands(); len(list) != 0 {
			t.Errorf("forgotten, and still there: %+v", list)
		}
		lost := w.WithKeys(seal.In(filepath.Join(t.TempDir(), "other.key")))
		keep(token)
		if done, n, err := lost.Reseal(w.ctx()); done != 0 || n != 1 || err != nil {
			t.Errorf("without the key: %d, %d, %v", done, n, err)
		}
		w.App = New(w.db, w.now)
		_, err := do(w.ctx(), w.App, w.owner, "test.kept", nil, func(a *act) (struct{}, error) { return struct{}{}, w.keepSecret(a, "thing", "token", token) })
		refused(t, "without any key", err, okr.Unavailable, "token")
	})
}
