package store_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/store"
)

// A SQLite database is made for nobody else on the machine to read, and one that was there already is told of.
func TestNobodyElseReadsTheFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("permissions are of another kind")
	}
	file := filepath.Join(t.TempDir(), "acme.db")
	for _, exposed := range []bool{false, true} {
		if exposed {
			if err := os.Chmod(file, 0o644); err != nil { //nolint:gosec // what is told of
				t.Fatal(err)
			}
		}
		db, err := store.Open(t.Context(), "sqlite:"+file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, f := range []string{file, file + "-wal", file + "-shm"} {
			info, err := os.Stat(f)
			if err != nil {
				t.Fatal(err)
			}
			if exposed {
				want = append(want, f)
			} else if info.Mode().Perm() != 0o600 {
				t.Errorf("%s is %v", f, info.Mode())
			}
		}
		if diff := cmp.Diff(want, db.Exposed()); diff != "" {
			t.Error(diff)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
