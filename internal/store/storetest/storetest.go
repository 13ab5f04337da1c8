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
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
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
	addresses.Store(db, dsn)
	t.Cleanup(func() {
		addresses.Delete(db)
		if err := db.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	return db
}

var addresses sync.Map // of the open databases, for Dump

// Dump is everything in a database that this package opened, as text by table: for tests that look for what must not be there.
func Dump(t testing.TB, db *store.DB) map[string]string {
	t.Helper()
	raw, tables := dumped(t, db)
	defer raw.Close() //nolint:errcheck // it was only read
	out := map[string]string{}
	for _, name := range strings.Fields(textOf(t, raw, tables)) {
		out[name] = textOf(t, raw, "SELECT * FROM "+name)
	}
	return out
}

// dumped opens a database once more, past the store, and gives the query for its tables.
func dumped(t testing.TB, db *store.DB) (raw *sql.DB, tables string) {
	t.Helper()
	dsn, ok := addresses.Load(db)
	if !ok {
		t.Fatal("storetest did not open this database")
	}
	driver, tables := "sqlite", "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
	if db.Engine() == "postgres" {
		driver, tables = "pgx", "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
	}
	raw, err := sql.Open(driver, dsn.(string))
	if err != nil {
		t.Fatal(err)
	}
	return raw, tables
}

// Rows is every row of a database that this package opened, by table, as column and text.
func Rows(t testing.TB, db *store.DB) map[string][]map[string]string {
	t.Helper()
	raw, tables := dumped(t, db)
	defer raw.Close() //nolint:errcheck // it was only read
	out := map[string][]map[string]string{}
	for _, name := range strings.Fields(textOf(t, raw, tables)) {
		out[name] = []map[string]string{}
		eachRow(t, raw, "SELECT * FROM "+name, func(columns []string, values []any) {
			row := map[string]string{}
			for i, c := range columns {
				row[c] = fmt.Sprint(values[i])
			}
			out[name] = append(out[name], row)
		})
	}
	return out
}

// Columns are the columns of every table of a database that this package opened.
func Columns(t testing.TB, db *store.DB) map[string][]string {
	t.Helper()
	raw, tables := dumped(t, db)
	defer raw.Close() //nolint:errcheck // it was only read
	out := map[string][]string{}
	for _, name := range strings.Fields(textOf(t, raw, tables)) {
		rows, err := raw.Query("SELECT * FROM " + name + " LIMIT 0")
		if err != nil {
			t.Fatal(err)
		}
		if out[name], err = rows.Columns(); err != nil {
			t.Fatal(err)
		}
		rows.Close() //nolint:errcheck // it was only read
	}
	return out
}

// textOf is the rows of a query, a line each.
func textOf(t testing.TB, raw *sql.DB, query string) string {
	t.Helper()
	var b strings.Builder
	eachRow(t, raw, query, func(_ []string, values []any) { fmt.Fprintln(&b, values...) })
	return b.String()
}

func eachRow(t testing.TB, raw *sql.DB, query string, row func(columns []string, values []any)) {
	t.Helper()
	rows, err := raw.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // it was only read
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	values, pointers := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		pointers[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(pointers...); err != nil {
			t.Fatal(err)
		}
		row(columns, values)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
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
