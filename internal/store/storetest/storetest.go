// Package storetest gives tests an empty, migrated database of each engine.
//
// It exists so that no test knows how one is made. SQLite is a file in the test's own directory. PostgreSQL is used
// when HEADWATER_TEST_POSTGRES names a server, as postgres://user@host:port/database: every test then gets a
// database of its own there, dropped when it ends. Only tests import this package.
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"github.com/headwater-okr/headwater/internal/store"
)

// Each runs test once an engine, as a subtest named after it, with an empty migrated database that is closed and
// removed when the subtest ends.
func Each(t *testing.T, test func(t *testing.T, db *store.DB)) {
	t.Helper()
	EachUnmigrated(t, func(t *testing.T, db *store.DB) {
		if _, err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		test(t, db)
	})
}

// EachUnmigrated is Each with databases that have no tables yet.
func EachUnmigrated(t *testing.T, test func(t *testing.T, db *store.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, open(t, filepath.Join(t.TempDir(), "test.db"))) })
	t.Run("postgres", func(t *testing.T) { test(t, open(t, postgres(t))) })
}

// SQLite returns one empty migrated SQLite database, for tests that are not about the engine.
func SQLite(t testing.TB) *store.DB {
	t.Helper()
	db := open(t, filepath.Join(t.TempDir(), "test.db"))
	if _, err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return db
}

func open(t testing.TB, dsn string) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	return db
}

// postgres makes a database for one test and returns its address.
func postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv("HEADWATER_TEST_POSTGRES")
	if server == "" {
		t.Skip("HEADWATER_TEST_POSTGRES names no server; make test starts one")
	}
	address, err := url.Parse(server)
	if err != nil {
		t.Fatalf("HEADWATER_TEST_POSTGRES: %v", err)
	}
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	var b [8]byte
	rand.Read(b[:]) //nolint:errcheck // it never fails
	name := "headwater_test_" + hex.EncodeToString(b[:])
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatalf("HEADWATER_TEST_POSTGRES: make a database: %v", err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
		admin.Close() //nolint:errcheck // nothing was left open
	})
	address.Path = "/" + name
	return address.String()
}
