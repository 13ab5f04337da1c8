// Package storetest gives tests an empty, migrated database of each engine.
//
// It exists so that no test knows how one is made. SQLite is a file in the test's own directory. PostgreSQL is used
// when HEADWATER_TEST_POSTGRES names a server, as postgres://user@host:port/database: every test then gets a
// database of its own there, dropped when it ends. Migrating takes longer than most tests, so it is done once: a test
// gets a copy. On PostgreSQL what is copied stays on the server, as headwater_template_ and a hash of the migrations.
// Only tests import this package.
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
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
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) {
		server := server(t)
		test(t, open(t, server.database(t, server.template(t))))
	})
}

// EachUnmigrated is Each with databases that have no tables yet.
func EachUnmigrated(t *testing.T, test func(t *testing.T, db *store.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, open(t, filepath.Join(t.TempDir(), "test.db"))) })
	t.Run("postgres", func(t *testing.T) { test(t, open(t, server(t).database(t, "template1"))) })
}

// SQLite returns one empty migrated SQLite database, for tests that are not about the engine.
func SQLite(t testing.TB) *store.DB {
	t.Helper()
	migrated, err := migratedFile()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(file, migrated, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, file)
}

// migratedFile is what an empty migrated SQLite database has in its file.
var migratedFile = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "storetest")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	file := filepath.Join(dir, "test.db")
	if err := migrate(file); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
})

// migrate makes the tables of an empty database and lets go of it.
func migrate(dsn string) error {
	ctx := context.Background()
	db, err := store.Open(ctx, dsn)
	if err != nil {
		return err
	}
	_, err = db.Migrate(ctx)
	return errors.Join(err, db.Close())
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

// A postgresServer is where tests make their databases.
type postgresServer struct {
	address url.URL
	admin   *sql.DB
}

// server is the one that HEADWATER_TEST_POSTGRES names; without one the test is skipped.
func server(t testing.TB) postgresServer {
	t.Helper()
	dsn := os.Getenv("HEADWATER_TEST_POSTGRES")
	if dsn == "" {
		t.Skip("HEADWATER_TEST_POSTGRES names no server; make test starts one")
	}
	address, err := url.Parse(dsn)
	if err != nil {
		t.Fatalf("HEADWATER_TEST_POSTGRES: %v", err)
	}
	admin, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { admin.Close() }) //nolint:errcheck // nothing was left open
	return postgresServer{address: *address, admin: admin}
}

// at is the address of a database on the server.
func (s postgresServer) at(name string) string {
	address := s.address
	address.Path = "/" + name
	return address.String()
}

// database makes one for one test, as a copy of a template, and returns its address.
func (s postgresServer) database(t testing.TB, template string) string {
	t.Helper()
	var b [8]byte
	rand.Read(b[:]) //nolint:errcheck // it never fails
	name := "headwater_test_" + hex.EncodeToString(b[:])
	if _, err := s.admin.Exec("CREATE DATABASE " + name + " TEMPLATE " + template); err != nil {
		t.Fatalf("HEADWATER_TEST_POSTGRES: make a database: %v", err)
	}
	t.Cleanup(func() {
		if _, err := s.admin.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	return s.at(name)
}

var templating sync.Mutex // within this program; among programs an advisory lock of the server

// template is the name of a migrated database to copy. The first test program that needs it makes it.
func (s postgresServer) template(t testing.TB) string {
	t.Helper()
	templating.Lock()
	defer templating.Unlock()
	hash, err := store.MigrationsHash()
	if err != nil {
		t.Fatal(err)
	}
	name := "headwater_template_" + hash
	if err := s.makeTemplate(name); err != nil {
		t.Fatalf("HEADWATER_TEST_POSTGRES: make %s: %v", name, err)
	}
	return name
}

func (s postgresServer) makeTemplate(name string) error {
	ctx := context.Background()
	conn, err := s.admin.Conn(ctx) // the lock belongs to the connection and goes with it
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // what matters was executed
	const lock = 0x68656164
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", lock); err != nil {
		return err
	}
	defer conn.ExecContext(ctx, "SELECT pg_advisory_unlock($1)", lock) //nolint:errcheck // closing lets go of it too
	var there bool
	if err := conn.QueryRowContext(ctx, "SELECT count(*) > 0 FROM pg_database WHERE datname = $1", name).Scan(&there); err != nil || there {
		return err
	}
	making := name + "_in_work" // renamed when it is whole, so that a test that is stopped leaves no half template
	if _, err := conn.ExecContext(ctx, "DROP DATABASE IF EXISTS "+making+" WITH (FORCE)"); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, "CREATE DATABASE "+making); err != nil {
		return err
	}
	if err := migrate(s.at(making)); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "ALTER DATABASE "+making+" RENAME TO "+name)
	return err
}
