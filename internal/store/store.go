// Package store holds all the SQL: one text that runs on SQLite and on PostgreSQL.
//
// It exists so that nothing else knows there is a database. It imports only okr of ours. Its reads take the viewer,
// and add the one visibility fragment; it decides nothing else about permission. Each method is one statement
// or a constant number of them, whatever the number of rows. What differs between the engines is in dialect.go.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// TxTimeout bounds every transaction that writes, so that a reader of the event tail knows how far commits can lag behind.
const TxTimeout = 5 * time.Second

// A DB is an open database of either engine.
type DB struct {
	read, write *sql.DB // the same pool on PostgreSQL; a pool of readers and one writer on SQLite
	dialect     dialect
	dsn         string

	readKept, writeKept *prepared
	retries             atomic.Int64
}

// Open connects to dsn: a file path for SQLite, or postgres://… for PostgreSQL. It does not migrate.
func Open(ctx context.Context, dsn string) (*DB, error) {
	d, err := dialectOf(dsn)
	if err != nil {
		return nil, err
	}
	db := &DB{dialect: d, dsn: dsn}
	if db.read, db.write, err = d.open(dsn); err != nil {
		return nil, err
	}
	if d.keep {
		db.readKept, db.writeKept = newPrepared(db.read), newPrepared(db.write)
	}
	if err := db.write.PingContext(ctx); err != nil {
		err = errors.Join(fmt.Errorf("open %s: %w", d.shown(dsn), err), d.why(dsn), db.Close())
		if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
			return nil, readOnly.because(err)
		}
		return nil, d.told(err)
	}
	return db, nil
}

// Close closes every connection.
func (db *DB) Close() error {
	err := db.write.Close()
	if db.read != db.write {
		err = errors.Join(err, db.read.Close())
	}
	return err
}

// Ping answers whether the database can be read now.
func (db *DB) Ping(ctx context.Context) error {
	err := db.dialect.probe(ctx, db.read, db.dsn)
	if errors.Is(err, fs.ErrNotExist) { // the open file goes on to work, and all that is written to it ends with the program
		return away.because(err)
	}
	return db.dialect.told(err)
}

// Exposed are the files of a SQLite database that others on this machine may read or write. Where permissions are of another kind, as on
// Windows, none is known.
func (db *DB) Exposed() (files []string) {
	if db.Engine() != sqliteFile.name || runtime.GOOS == "windows" {
		return nil
	}
	for _, end := range []string{"", "-wal", "-shm"} {
		file := strings.TrimPrefix(db.dsn, "sqlite:") + end
		if info, err := os.Stat(file); err == nil && info.Mode().Perm()&0o077 != 0 {
			files = append(files, file)
		}
	}
	return files
}

// Engine is "sqlite" or "postgres".
func (db *DB) Engine() string { return db.dialect.name }

// A Tx is a transaction in one organization. Every statement of its methods has the organization as $1.
type Tx struct {
	ctx     context.Context
	tx      *sql.Tx
	org     string
	locale  string // of the numbers in what it reads
	dialect dialect
	kept    *prepared
	keep    []string // statements to keep when it is over
	failed  error    // of the first statement that failed
}

// Org is the organization that the transaction is in.
func (tx *Tx) Org() string { return tx.org }

// WriteNumbers says in which locale the numbers of what is read from here on are written for people. It is en until said.
func (tx *Tx) WriteNumbers(locale string) { tx.locale = locale }

// Numbers is that locale.
func (tx *Tx) Numbers() string { return tx.locale }

// written gives what was read the transaction's way of writing numbers.
func (tx *Tx) written(v any) {
	switch v := v.(type) {
	case *okr.KeyResult:
		v.Locale = tx.locale
	case *okr.KPI:
		v.Locale = tx.locale
	case *okr.RoadmapItem:
		v.Locale = tx.locale
	case *okr.BacklogItem:
		v.Locale = tx.locale
	}
}

// Update runs fn in a writing transaction of organization org. fn may run again when PostgreSQL asks for it,
// so it must do nothing but use tx and set what it returns anew. No network call and no password hash belongs inside.
func (db *DB) Update(caller context.Context, org string, fn func(*Tx) error) error {
	ctx, cancel := context.WithTimeout(caller, TxTimeout)
	defer cancel()
	const tries = 10
	for n := 1; ; n++ {
		err := db.once(ctx, db.write, db.writeKept, &sql.TxOptions{Isolation: db.dialect.isolation}, org, fn)
		if err == nil || n == tries || !db.dialect.again(err) {
			return db.dialect.late(ctx, caller, err)
		}
		db.retries.Add(1)
		select {
		case <-ctx.Done():
			return db.dialect.late(ctx, caller, err)
		case <-time.After(time.Duration(rand.IntN(1<<n)) * time.Millisecond):
		}
	}
}

// View runs fn in a reading transaction of organization org: everything it reads is of one moment.
func (db *DB) View(ctx context.Context, org string, fn func(*Tx) error) error {
	return db.dialect.told(db.once(ctx, db.read, db.readKept, &sql.TxOptions{Isolation: db.dialect.snapshot, ReadOnly: true}, org, fn))
}

// Analyze is called when much was written at once. Until PostgreSQL has counted it, which it does by itself a minute later, it reads it as if there were next to nothing. Where that
// fails, reading is slow for that minute, and nothing is wrong.
func (db *DB) Analyze(ctx context.Context) {
	if db.dialect.analyze != "" {
		_, _ = db.write.ExecContext(ctx, db.dialect.analyze)
	}
}

// Retries is how often a writing transaction was run again since the database was opened, because another one was in its way.
func (db *DB) Retries() int64 { return db.retries.Load() }

func (db *DB) once(ctx context.Context, pool *sql.DB, kept *prepared, opt *sql.TxOptions, org string, fn func(*Tx) error) error {
	t, err := pool.BeginTx(ctx, opt)
	if err != nil {
		return err
	}
	defer t.Rollback() //nolint:errcheck // after Commit it does nothing; before, the first error matters
	tx := &Tx{ctx: ctx, tx: t, org: org, dialect: db.dialect, kept: kept}
	if err := fn(tx); err != nil {
		return err
	}
	if err := t.Commit(); err != nil {
		return err
	}
	kept.keep(ctx, tx.keep)
	return nil
}

type countKey struct{}

// CountQueries returns a context under which every statement adds one to the counter. Tests hold pages to it.
func CountQueries(ctx context.Context) (context.Context, *atomic.Int64) {
	n := new(atomic.Int64)
	return context.WithValue(ctx, countKey{}, n), n
}

func (tx *Tx) count() {
	if n, ok := tx.ctx.Value(countKey{}).(*atomic.Int64); ok {
		n.Add(1)
	}
}

// because is the error of a statement, or that of the first one where it failed only because of that.
func (tx *Tx) because(err error) error {
	switch {
	case err == nil:
		return nil
	case tx.failed == nil:
		tx.failed = err
	case tx.dialect.follows != nil && tx.dialect.follows(err):
		return tx.failed
	}
	return err
}

func (tx *Tx) exec(query string, args ...any) (int64, error) {
	tx.count()
	var r sql.Result
	var err error
	if stmt := tx.prepared(query); stmt != nil {
		r, err = stmt.ExecContext(tx.ctx, args...)
	} else {
		r, err = tx.tx.ExecContext(tx.ctx, query, args...)
	}
	if err != nil {
		return 0, tx.because(err)
	}
	return r.RowsAffected()
}

func (tx *Tx) query(query string, args ...any) (rows *sql.Rows, err error) {
	tx.count()
	if stmt := tx.prepared(query); stmt != nil {
		rows, err = stmt.QueryContext(tx.ctx, args...)
	} else {
		rows, err = tx.tx.QueryContext(tx.ctx, query, args...)
	}
	return rows, tx.because(err)
}

// each runs query and calls scan for every row; scan gets the row's Scan.
func (tx *Tx) each(scan func(func(...any) error) error, query string, args ...any) error {
	rows, err := tx.query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows.Scan); err != nil {
			return err
		}
	}
	return tx.because(rows.Err())
}

// A where collects conditions and their arguments. It begins with the organization as $1.
type where struct {
	sql  strings.Builder
	args []any
}

// and adds a condition; each ? in it becomes the placeholder of the next argument.
func (w *where) and(cond string, args ...any) {
	w.sql.WriteString(" AND ")
	for _, part := range strings.SplitAfter(cond, "?") {
		if rest, marked := strings.CutSuffix(part, "?"); marked {
			w.args, args = append(w.args, args[0]), args[1:]
			fmt.Fprintf(&w.sql, "%s$%d", rest, len(w.args))
		} else {
			w.sql.WriteString(part)
		}
	}
}

// list adds "(values)".
func (w *where) list(values []string) {
	w.sql.WriteString("(")
	for i, v := range values {
		w.args = append(w.args, v)
		if i > 0 {
			w.sql.WriteString(", ")
		}
		fmt.Fprintf(&w.sql, "$%d", len(w.args))
	}
	w.sql.WriteString(")")
}

// in adds "column IN (values)", with ? in cond for the list. In an empty list there is nothing.
func in[S ~string](w *where, cond string, values []S) {
	if len(values) == 0 {
		w.sql.WriteString(" AND FALSE")
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = string(v)
	}
	w.and(strings.Replace(cond, "?", "("+strings.Repeat("?, ", len(values)-1)+"?)", 1), args...)
}

// below is SQL for some teams and all that are in them, as okr.Tree.Below says.
func (w *where) below(ids []string) string {
	marks := make([]string, len(ids))
	for i, id := range ids {
		w.args = append(w.args, id)
		marks[i] = fmt.Sprintf("$%d", len(w.args))
	}
	return "(WITH RECURSIVE below (id) AS (SELECT bt.id FROM team bt WHERE bt.org_id = $1 AND bt.id IN (" + strings.Join(marks, ", ") +
		") UNION SELECT bt.id FROM below b CROSS JOIN team bt WHERE bt.org_id = $1 AND bt.parent_id = b.id AND bt.removed_at = 0) SELECT id FROM below)"
}

// around is SQL for a team and those directly below it.
func (w *where) around(id string) string {
	w.args = append(w.args, id)
	n := len(w.args)
	return fmt.Sprintf("(SELECT nt.id FROM team nt WHERE nt.org_id = $1 AND (nt.id = $%d OR nt.parent_id = $%d AND nt.removed_at = 0))", n, n)
}

// missing turns "no row" into the error that callers see.
func missing(table string) error {
	return okr.Fail(okr.NotFound, "", "There is no such "+strings.ReplaceAll(table, "_", " ")+", or you may not see it.")
}

// Check asks the engine whether the database file is whole. PostgreSQL checks its own pages, so that there it only reads one row of each table.
func (db *DB) Check(ctx context.Context) error {
	return db.View(ctx, "", func(tx *Tx) error {
		if tx.dialect.name == sqliteFile.name {
			var answer string
			if err := tx.tx.QueryRowContext(ctx, "PRAGMA integrity_check").Scan(&answer); err != nil || answer != "ok" {
				return errors.Join(err, errors.New("integrity check: "+answer))
			}
			return nil
		}
		for _, t := range backedUp {
			if _, err := tx.exec("SELECT 1 FROM " + t + " LIMIT 1"); err != nil {
				return err
			}
		}
		return nil
	})
}
