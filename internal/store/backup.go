package store

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// ofNoOrganization are the tables that are read without an organization.
var ofNoOrganization = []string{"organization", "person", "session", "attempt", "lease", "job"}

// backedUp are all tables in an order in which rows can be written again: what others refer to comes first, the other way round than they are emptied.
// A test holds them to the schema.
var backedUp = func() []string {
	tables := slices.Clone(byOrganization)
	slices.Reverse(tables)
	return append(slices.Clone(ofNoOrganization), tables...)
}()

// passing are tables whose rows are of the moment, and are left out of a backup.
var passing = []string{"attempt", "lease"}

// backupFormat is the version of the shape that Backup writes.
const backupFormat = 1

// A backupHead is the first line of a backup.
type backupHead struct {
	Headwater int         `json:"headwater_backup"`
	Schema    int64       `json:"schema"`
	Made      okr.Instant `json:"made_at"`
}

// A backupTable is the line before a table's rows.
type backupTable struct {
	Table   string   `json:"table"`
	Columns []string `json:"columns"`
}

// A backupEnd is the last line of a backup: how many rows there were. A file that was cut off, even between two lines, is known by it.
type backupEnd struct {
	End int `json:"end"`
}

// Backup writes the whole database as lines of JSON: a head, for each table its columns and one line a row, and an end. It is of one moment, while others
// go on writing, and the same on both engines, so that a file made on one can be restored on the other.
func (db *DB) Backup(ctx context.Context, w io.Writer, now okr.Instant) (rows int, err error) {
	has, _, err := db.SchemaVersion(ctx)
	if err != nil {
		return 0, err
	}
	out := bufio.NewWriterSize(w, 1<<16)
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	if err := e.Encode(backupHead{backupFormat, has, now}); err != nil {
		return 0, err
	}
	err = db.View(ctx, "", func(tx *Tx) error {
		for _, t := range backedUp {
			n, err := tx.backupTable(e, t)
			if err != nil {
				return fmt.Errorf("back up %s: %w", t, err)
			}
			rows += n
		}
		return e.Encode(backupEnd{rows})
	})
	return rows, errors.Join(err, out.Flush())
}

func (tx *Tx) backupTable(e *json.Encoder, table string) (n int, err error) {
	if slices.Contains(passing, table) {
		return 0, nil
	}
	rows, err := tx.query("SELECT * FROM " + table + " ORDER BY 1, 2, 3")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	types, err := rows.ColumnTypes()
	if err != nil {
		return 0, err
	}
	if err := e.Encode(backupTable{table, columns}); err != nil {
		return 0, err
	}
	values, to := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		to[i] = &values[i]
	}
	for ; rows.Next(); n++ {
		if err := rows.Scan(to...); err != nil {
			return n, err
		}
		for i, v := range values {
			switch v := v.(type) {
			case []byte:
				values[i] = string(v)
			case int64:
				if strings.HasPrefix(types[i].DatabaseTypeName(), "BOOL") { // SQLite keeps them as numbers
					values[i] = v != 0
				}
			}
		}
		if err := e.Encode(values); err != nil {
			return n, err
		}
	}
	return n, rows.Err()
}

// Restore writes a backup into an empty, migrated database of either engine, in one transaction: all of it or nothing.
func (db *DB) Restore(ctx context.Context, r io.Reader) (rows int, err error) {
	d := json.NewDecoder(bufio.NewReaderSize(r, 1<<16))
	d.UseNumber()
	var head backupHead
	if err := d.Decode(&head); err != nil || head.Headwater == 0 {
		return 0, okr.Fail(okr.Invalid, "file", "This is no backup of Headwater.")
	}
	has, _, err := db.SchemaVersion(ctx)
	if err != nil {
		return 0, err
	}
	if head.Headwater > backupFormat || head.Schema > has {
		return 0, okr.Fail(okr.Invalid, "file", "This backup was made by a newer Headwater. Restore it with that version.")
	}
	defer func() { err = db.dialect.told(err) }()
	t, err := db.write.BeginTx(ctx, nil) // without the usual time limit: a restore may be long, and nothing else writes
	if err != nil {
		return 0, err
	}
	defer t.Rollback() //nolint:errcheck // after Commit it does nothing
	tx := &Tx{ctx: ctx, tx: t, dialect: db.dialect}
	if rows, err = tx.restore(d); err != nil {
		return 0, err
	}
	return rows, t.Commit()
}

func (tx *Tx) restore(d *json.Decoder) (rows int, err error) {
	var n int
	if err := tx.tx.QueryRowContext(tx.ctx, "SELECT COUNT(*) FROM organization").Scan(&n); err != nil {
		return 0, err
	}
	if n > 0 {
		return 0, okr.Fail(okr.Conflict, "", "This database holds an organization already. Restore into an empty one.")
	}
	var at backupLine
	var flat []any
	flush := func() error {
		if len(flat) == 0 {
			return nil
		}
		err := tx.insertRows(at.Table+" ("+strings.Join(at.Columns, ", ")+")", len(at.Columns), flat)
		flat = flat[:0]
		return err
	}
	for {
		var line json.RawMessage
		if err := d.Decode(&line); err != nil {
			return rows, okr.Fail(okr.Invalid, "file", "The backup is cut off or damaged; nothing was restored.")
		}
		if line[0] == '{' {
			if err := flush(); err != nil {
				return rows, err
			}
			if at, err = tableLine(line); err != nil {
				return rows, err
			}
			if at.End == nil {
				continue
			}
			if _, err := d.Token(); *at.End != rows || !errors.Is(err, io.EOF) {
				return rows, okr.Fail(okr.Invalid, "file", "The backup is damaged; nothing was restored.")
			}
			return rows, nil
		}
		values, err := rowLine(line, len(at.Columns))
		if err != nil {
			return rows, err
		}
		flat = append(flat, values...)
		rows++
		if len(flat) >= 2000 {
			if err := flush(); err != nil {
				return rows, err
			}
		}
	}
}

// A backupLine is a line that is no row: a backupTable or the backupEnd.
type backupLine struct {
	backupTable
	End *int `json:"end"`
}

// tableLine reads the line before a table's rows, or the end; only known tables and plain column names come into SQL.
func tableLine(line []byte) (backupLine, error) {
	var t backupLine
	err := json.Unmarshal(line, &t)
	plain := func(c string) bool { return strings.Trim(c, "abcdefghijklmnopqrstuvwxyz_") == "" && c != "" }
	if err == nil && t.End != nil {
		return t, nil
	}
	if err != nil || !slices.Contains(backedUp, t.Table) || len(t.Columns) == 0 || slices.ContainsFunc(t.Columns, func(c string) bool { return !plain(c) }) {
		return t, okr.Fail(okr.Invalid, "file", "The backup holds a table that this version does not know; nothing was restored.")
	}
	return t, nil
}

func rowLine(line []byte, columns int) ([]any, error) {
	d := json.NewDecoder(strings.NewReader(string(line)))
	d.UseNumber()
	var values []any
	if err := d.Decode(&values); err != nil || len(values) != columns || columns == 0 {
		return nil, okr.Fail(okr.Invalid, "file", "The backup is damaged; nothing was restored.")
	}
	for i, v := range values {
		n, ok := v.(json.Number)
		if !ok {
			continue
		}
		if whole, err := n.Int64(); err == nil {
			values[i] = whole
		} else if f, err := n.Float64(); err == nil {
			values[i] = f
		}
	}
	return values, nil
}
