package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/store/storetest"
)

// A schema is what a database says of its tables, a line a fact, so that two engines can be compared as text.
type schema []string

func (s schema) table(name string) schema {
	return slices.DeleteFunc(slices.Clone(s), func(line string) bool { return !strings.HasPrefix(line, name+" ") })
}

func (s schema) tables() []string {
	names := map[string]bool{}
	for _, line := range s {
		name, _, _ := strings.Cut(line, " ")
		names[name] = true
	}
	return slices.Sorted(maps.Keys(names))
}

func readSchema(t *testing.T, db *store.DB) schema {
	t.Helper()
	queries := map[string]string{
		"sqlite": `
SELECT m.name || ' column ' || c.cid || ' ' || c.name || ' ' || lower(c.type) || CASE c."notnull" WHEN 1 THEN ' not null' ELSE '' END
 FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'
UNION ALL
SELECT m.name || CASE i.origin WHEN 'pk' THEN ' primary' WHEN 'u' THEN ' unique' ELSE CASE i."unique" WHEN 1 THEN ' unique' ELSE ' index' END END || ' ' ||
  (SELECT group_concat(x.name, ',') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno) x)
 FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'
UNION ALL
SELECT DISTINCT m.name || ' references ' || f."table" || ' ' ||
  (SELECT group_concat(x."from" || '=' || x."to", ',') FROM (SELECT "from", "to" FROM pragma_foreign_key_list(m.name) WHERE id = f.id ORDER BY seq) x)
 FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`,
		"postgres": `
SELECT table_name || ' column ' || ordinal_position - 1 || ' ' || column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END
 FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL
SELECT c.relname || CASE WHEN i.indisprimary THEN ' primary' WHEN i.indisunique THEN ' unique' ELSE ' index' END || ' ' ||
  (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(i.indkey) WITH ORDINALITY k (attnum, n)
   JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum)
 FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace s ON s.oid = c.relnamespace WHERE s.nspname = 'public'
UNION ALL
SELECT c.relname || ' references ' || r.relname || ' ' ||
  (SELECT string_agg(a.attname || '=' || b.attname, ',' ORDER BY k.n) FROM unnest(f.conkey, f.confkey) WITH ORDINALITY k (here, there, n)
   JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.here JOIN pg_attribute b ON b.attrelid = r.oid AND b.attnum = k.there)
 FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class r ON r.oid = f.confrelid
 JOIN pg_namespace s ON s.oid = c.relnamespace WHERE f.contype = 'f' AND s.nspname = 'public'`,
	}
	read, _ := db.Pools()
	rows, err := read.QueryContext(t.Context(), queries[db.Engine()])
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // it was only read
	var out schema
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(line, "goose_") {
			out = append(out, line)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

// Both engines run the same text. This says that they also understood the same: types, nullability, keys, references.
func TestEnginesHaveTheSameSchema(t *testing.T) {
	if os.Getenv("HEADWATER_TEST_POSTGRES") == "" {
		t.Skip("HEADWATER_TEST_POSTGRES names no server; make test starts one")
	}
	got := map[string]schema{}
	storetest.Each(t, func(t *testing.T, db *store.DB) { got[db.Engine()] = readSchema(t, db) })
	if diff := cmp.Diff(got["sqlite"], got["postgres"]); diff != "" {
		t.Errorf("the engines differ (-sqlite +postgres):\n%s", diff)
	}
}

// global are the tables that are read without an organization, each with its reason.
var global = map[string]string{
	"organization": "it is the organization",
	"person":       "a person is in many organizations",
	"session":      "a person signs in once for all of them",
	"link":         "whoever follows an invitation is not in the organization yet",
	"attempt":      "whoever fails to sign in is nobody yet",
	"lease":        "jobs run for the whole program",
	"job":          "jobs run for the whole program",
}

func TestOrganizationLeadsEveryKey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := readSchema(t, db)
		if n := len(s.tables()); n < 30 {
			t.Errorf("only %d tables were found", n)
		}
		for _, name := range s.tables() {
			if global[name] != "" {
				continue
			}
			if !slices.Contains(s.table(name), name+" column 0 org_id text not null") {
				t.Errorf("%s does not begin with org_id", name)
			}
			if !slices.ContainsFunc(s.table(name), func(l string) bool { return strings.HasPrefix(l, name+" primary org_id,") }) {
				t.Errorf("the primary key of %s does not begin with org_id", name)
			}
		}
	})
}

func TestMigrateDownAndUp(t *testing.T) {
	storetest.EachUnmigrated(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		has, wants, err := db.SchemaVersion(ctx)
		if err != nil || has != 0 || wants == 0 {
			t.Fatalf("SchemaVersion of an empty database = %d, %d, %v", has, wants, err)
		}
		steps, err := db.Migrate(ctx)
		if err != nil || steps == 0 {
			t.Fatalf("Migrate = %d, %v", steps, err)
		}
		first := readSchema(t, db)
		if again, err := db.Migrate(ctx); err != nil || again != 0 {
			t.Fatalf("Migrate again = %d, %v; want no steps", again, err)
		}
		if err := db.Down(ctx, 0); err != nil {
			t.Fatal(err)
		}
		if left := readSchema(t, db); len(left) != 0 {
			t.Errorf("left after going down:\n%s", strings.Join(left, "\n"))
		}
		if again, err := db.Migrate(ctx); err != nil || again != steps {
			t.Fatalf("Migrate after going down = %d, %v; want %d steps", again, err, steps)
		}
		if diff := cmp.Diff(first, readSchema(t, db)); diff != "" {
			t.Errorf("down and up changed the schema:\n%s", diff)
		}
	})
}

// The pragmas are in the address, so that no connection of the pool can miss them.
func TestPragmasOnEveryConnection(t *testing.T) {
	db := storetest.SQLite(t)
	read, write := db.Pools()
	want := map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000", "temp_store": "2",
		"cache_size": "-512", "mmap_size": "0",
	}
	for name, pool := range map[string]*sql.DB{"reader": read, "writer": write} {
		size := pool.Stats().MaxOpenConnections
		if size < 1 {
			t.Fatalf("the pool of the %s has no bound", name)
		}
		if name == "writer" && size != 1 {
			t.Errorf("there are %d writers, want one", size)
		}
		for n := range size { // each is held, so that the next is another one
			c, err := pool.Conn(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { c.Close() }) //nolint:errcheck // the pool goes with the test
			queryOnly := map[string]string{"reader": "1", "writer": "0"}[name]
			for pragma, want := range maps.All(want) {
				checkPragma(t, c, fmt.Sprintf("%s %d", name, n), pragma, want)
			}
			checkPragma(t, c, fmt.Sprintf("%s %d", name, n), "query_only", queryOnly)
		}
	}
}

func checkPragma(t *testing.T, c *sql.Conn, name, pragma, want string) {
	t.Helper()
	var got string
	if err := c.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("%s: %s = %s, want %s", name, pragma, got, want)
	}
}

// Programs that start together on a new database migrate it once, and none of them fails.
func TestMigrateTogether(t *testing.T) {
	storetest.EachUnmigrated(t, func(t *testing.T, db *store.DB) {
		steps, faults := make([]int, 4), make([]error, 4)
		var all sync.WaitGroup
		for i := range steps {
			all.Go(func() { steps[i], faults[i] = db.Migrate(t.Context()) })
		}
		all.Wait()
		slices.Sort(steps)
		if err := errors.Join(faults...); err != nil || steps[2] != 0 || steps[3] == 0 {
			t.Errorf("steps of each %v, %v", steps, err)
		}
	})
}
