// Package storetest gives tests an empty, migrated database of each engine.
//
// It exists so that no test knows how one is made. SQLite is a file in the test's own directory. PostgreSQL is used
// when HEADWATER_TEST_POSTGRES names a server, as postgres://user@host:port/database: every test then has a
// database there to itself. Migrating takes longer than most tests, so it is done once: a test gets a copy. On PostgreSQL
// copying takes longer than most tests too, so copies are emptied and used again, by this program and by others at the
// same time. They stay on the server, with what they are copies of: headwater_test_, a hash of the migrations, and a number.
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
		test(t, open(t, server(t).migrated(t)))
	})
}

// EachUnmigrated is Each with databases that have no tables yet.
func EachUnmigrated(t *testing.T, test func(t *testing.T, db *store.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, open(t, filepath.Join(t.TempDir(), "test.db"))) })
	t.Run("postgres", func(t *testing.T) { test(t, open(t, server(t).empty(t))) })
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

// empty makes a database without tables for one test, and returns its address.
func (s postgresServer) empty(t testing.TB) string {
	t.Helper()
	var b [8]byte
	rand.Read(b[:]) //nolint:errcheck // it never fails
	name := "headwater_test_" + hex.EncodeToString(b[:])
	if _, err := s.admin.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatalf("HEADWATER_TEST_POSTGRES: make a database: %v", err)
	}
	t.Cleanup(func() {
		if _, err := s.admin.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	return s.at(name)
}

// migrated is the address of a migrated database without rows that is this test's until it ends.
func (s postgresServer) migrated(t testing.TB) string {
	t.Helper()
	hash, err := store.MigrationsHash()
	if err != nil {
		t.Fatal(err)
	}
	conn, err := s.admin.Conn(context.Background()) // the locks belong to the connection and go with it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() }) //nolint:errcheck // nothing was left open
	name, err := s.take(t, conn, "headwater_test_"+hash)
	if err != nil {
		t.Fatalf("HEADWATER_TEST_POSTGRES: make a database: %v", err)
	}
	return s.at(name)
}

const turn = 0x68656164 // the advisory lock of what is copied; each copy has its number, as a second half

// take is the first copy that no other test has. If there is none, it makes one more.
func (s postgresServer) take(t testing.TB, conn *sql.Conn, name string) (string, error) {
	t.Helper()
	ctx := t.Context()
	for n := 1; ; n++ {
		var mine, there bool
		copied := fmt.Sprintf("%s_%d", name, n)
		err := conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1, $2), (SELECT COUNT(*) > 0 FROM pg_database WHERE datname = $3)", turn, n, copied).Scan(&mine, &there)
		switch {
		case err != nil:
			return "", err
		case !mine:
			continue
		case there:
			if err := s.clear(copied); err == nil {
				return copied, nil
			} else {
				t.Logf("%s is made anew: %v", copied, err)
			}
		}
		return copied, s.copy(conn, name, copied)
	}
}

// clear takes all rows out of a copy, and whoever is still in there. A row at a time is quick, as tests leave few; without the order
// of foreign keys it needs a superuser, as the one of make test is.
func (s postgresServer) clear(name string) error {
	db, err := sql.Open("pgx", s.at(name))
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // what matters was executed
	_, err = db.Exec(`DO $$ DECLARE name text; filled boolean; BEGIN
 PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
 SET LOCAL session_replication_role = replica;
 FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'goose%' LOOP
  EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO filled;
  IF filled THEN EXECUTE format('DELETE FROM %I', name); END IF;
 END LOOP;
END $$`)
	return err
}

// copy makes a copy, in place of one that could not be cleared, and what it is a copy of if that is not there yet.
func (s postgresServer) copy(conn *sql.Conn, name, copied string) error {
	ctx := context.Background()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", turn); err != nil {
		return err
	}
	defer conn.ExecContext(ctx, "SELECT pg_advisory_unlock($1)", turn) //nolint:errcheck // closing lets go of it too
	var there bool
	if err := conn.QueryRowContext(ctx, "SELECT COUNT(*) > 0 FROM pg_database WHERE datname = $1", name).Scan(&there); err != nil {
		return err
	}
	if !there {
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
		if _, err := conn.ExecContext(ctx, "ALTER DATABASE "+making+" RENAME TO "+name); err != nil {
			return err
		}
	}
	if _, err := conn.ExecContext(ctx, "DROP DATABASE IF EXISTS "+copied+" WITH (FORCE)"); err != nil {
		return err
	}
	_, err := conn.ExecContext(ctx, "CREATE DATABASE "+copied+" TEMPLATE "+name)
	return err
}
