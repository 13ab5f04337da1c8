package store

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// A dialect is all that differs between the engines.
type dialect struct {
	name      string
	isolation sql.IsolationLevel // of writing transactions
	snapshot  sql.IsolationLevel // of reading ones
	open      func(dsn string) (read, write *sql.DB, err error)
	again     func(error) bool // whether the transaction should be run again
	taken     func(error) bool // whether a unique key was violated
	keep      bool             // whether statements are to be kept prepared; a driver may do it itself
}

func dialectOf(dsn string) (dialect, error) {
	switch {
	case dsn == "":
		return dialect{}, errors.New("the database is not named: give a file path, or postgres://user@host/name")
	case strings.HasPrefix(dsn, "postgres://"), strings.HasPrefix(dsn, "postgresql://"):
		return postgres, nil
	default:
		return sqliteFile, nil
	}
}

var postgres = dialect{
	name:      "postgres",
	isolation: sql.LevelSerializable,
	snapshot:  sql.LevelRepeatableRead,
	open: func(dsn string) (*sql.DB, *sql.DB, error) {
		db, err := sql.Open("pgx", dsn)
		if err != nil {
			return nil, nil, err
		}
		db.SetMaxOpenConns(max(16, 4*runtime.NumCPU()))
		db.SetMaxIdleConns(16)
		return db, db, nil
	},
	again: func(err error) bool {
		var e *pgconn.PgError
		return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01")
	},
	taken: func(err error) bool {
		var e *pgconn.PgError
		return errors.As(err, &e) && e.Code == "23505"
	},
}

// Pragmas are set on every pooled SQLite connection by its DSN; a test reads them back.
// synchronous=FULL keeps every acknowledged write through a power cut; NORMAL could lose the last ones.
var pragmas = []string{
	"journal_mode(WAL)",
	"synchronous(FULL)",
	"foreign_keys(ON)",
	"busy_timeout(5000)",
	"temp_store(MEMORY)",
	"cache_size(-8000)",
	"mmap_size(0)",
}

var sqliteFile = dialect{
	name:      "sqlite",
	keep:      true,
	isolation: sql.LevelDefault,
	snapshot:  sql.LevelDefault,
	open: func(path string) (*sql.DB, *sql.DB, error) {
		q := url.Values{"_pragma": pragmas, "_txlock": {"immediate"}}
		write, err := sql.Open("sqlite", fileDSN(path, q))
		if err != nil {
			return nil, nil, err
		}
		write.SetMaxOpenConns(1)
		q = url.Values{"_pragma": append([]string{"query_only(ON)"}, pragmas...), "_txlock": {"deferred"}}
		read, err := sql.Open("sqlite", fileDSN(path, q))
		if err != nil {
			return nil, nil, errors.Join(err, write.Close())
		}
		read.SetMaxOpenConns(max(4, runtime.NumCPU()))
		read.SetMaxIdleConns(max(4, runtime.NumCPU()))
		return read, write, nil
	},
	again: func(err error) bool {
		var e *sqlite.Error
		return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY
	},
	taken: func(err error) bool {
		var e *sqlite.Error
		return errors.As(err, &e) && (e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
	},
}

func fileDSN(path string, q url.Values) string {
	path = strings.TrimPrefix(path, "sqlite:")
	return fmt.Sprintf("file:%s?%s", (&url.URL{Path: path}).EscapedPath(), q.Encode())
}
