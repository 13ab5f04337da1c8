package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
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
	trouble   func(error) trouble
	follows   func(error) bool                                                  // whether a statement failed only because one before it in the transaction had; nil where that does not happen
	noText    func(error) bool                                                  // whether a value is no text to the engine; nil where every value is
	probe     func(ctx context.Context, db *sql.DB, dsn string) error           // whether the database is there and can be read
	why       func(dsn string) error                                            // what the system says of a database that cannot be opened, where it says more than the driver
	listen    func(ctx context.Context, db *sql.DB, fn func(text string)) error // gives what programs announce until ctx ends or the connection is lost; nil where there are no others
	analyze   string                                                            // makes the engine count what there is; "" where plans do not follow from it
	keep      bool                                                              // whether statements are to be kept prepared; a driver may do it itself
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
	analyze:   "ANALYZE",
	isolation: sql.LevelSerializable,
	snapshot:  sql.LevelRepeatableRead,
	open: func(dsn string) (*sql.DB, *sql.DB, error) {
		config, err := pgx.ParseConfig(dsn)
		if err != nil {
			return nil, nil, err
		}
		if config.ConnectTimeout == 0 {
			config.ConnectTimeout = 5 * time.Second
		}
		db := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
			_, err := conn.Exec(ctx, "SET jit = off") // to compile a statement takes a second; the longest runs for a fraction of one
			return err
		}))
		db.SetMaxOpenConns(max(16, 4*runtime.NumCPU()))
		db.SetMaxIdleConns(16)
		return db, db, nil
	},
	why:   func(string) error { return nil },
	probe: func(ctx context.Context, db *sql.DB, _ string) error { return db.PingContext(ctx) },
	listen: func(ctx context.Context, db *sql.DB, fn func(string)) error {
		conn, err := db.Conn(ctx)
		if err != nil {
			return err
		}
		defer conn.Close()
		return conn.Raw(func(c any) error {
			pg := c.(*stdlib.Conn).Conn()
			_, err := pg.Exec(ctx, "LISTEN "+channel)
			for err == nil {
				var n *pgconn.Notification
				if n, err = pg.WaitForNotification(ctx); err == nil {
					fn(n.Payload)
				}
			}
			return errors.Join(driver.ErrBadConn, err) // one that listens must not go back among the others
		})
	},
	again: func(err error) bool {
		var e *pgconn.PgError
		return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01")
	},
	taken: func(err error) bool {
		var e *pgconn.PgError
		return errors.As(err, &e) && e.Code == "23505"
	},
	follows: func(err error) bool {
		var e *pgconn.PgError
		return errors.As(err, &e) && e.Code == "25P02"
	},
	noText: func(err error) bool {
		var e *pgconn.PgError
		return errors.As(err, &e) && e.Code == "22021"
	},
	trouble: func(err error) trouble {
		var e *pgconn.PgError
		var network net.Error
		switch {
		case errors.As(err, &e):
			switch {
			case e.Code == "53100":
				return full
			case e.Code == "25006": // a standby, or default_transaction_read_only
				return readOnly
			case e.Code == "XX001", e.Code == "XX002":
				return damaged
			case e.Code == "40001", e.Code == "40P01", e.Code == "53300", e.Code == "55P03": // after the last try, or without a connection
				return busy
			case strings.HasPrefix(e.Code, "57P"), strings.HasPrefix(e.Code, "08"):
				return away
			}
			return none
		case errors.As(err, new(*pgconn.ConnectError)), errors.As(err, &network), errors.Is(err, driver.ErrBadConn), errors.Is(err, io.EOF),
			errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), pgconn.SafeToRetry(err):
			return away
		}
		return none
	},
}

// pragmas are set on every pooled SQLite connection by its DSN; a test reads them back.
// synchronous=FULL keeps every acknowledged write through a power cut; NORMAL could lose the last ones.
var pragmas = []string{
	"journal_mode(WAL)",
	"synchronous(FULL)",
	"foreign_keys(ON)",
	"busy_timeout(5000)",
	"temp_store(MEMORY)",
	"cache_size(-512)", // kB in each connection: behind it is what the system keeps of the file, for all of them together
	"mmap_size(0)",
}

var sqliteFile = dialect{
	name:      "sqlite",
	keep:      true,
	isolation: sql.LevelDefault,
	snapshot:  sql.LevelDefault,
	open: func(path string) (*sql.DB, *sql.DB, error) {
		// SQLite would make the file for everybody on the machine to read. Those beside it get its permissions. Where it cannot be made, SQLite says why.
		if f, err := os.OpenFile(strings.TrimPrefix(path, "sqlite:"), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err == nil {
			if err := f.Close(); err != nil {
				return nil, nil, err
			}
		}
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
		readers := max(2, runtime.NumCPU()) // a read keeps a processor busy and waits for nobody who takes the answer: more would only hold memory
		read.SetMaxOpenConns(readers)
		read.SetMaxIdleConns(readers)
		return read, write, nil
	},
	why: func(path string) error { // SQLite writes the file, and others beside it
		path = strings.TrimPrefix(path, "sqlite:")
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err == nil {
			err = f.Close()
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		f, err = os.CreateTemp(filepath.Dir(path), ".headwater-*")
		if err != nil {
			return err
		}
		return errors.Join(f.Close(), os.Remove(f.Name()))
	},
	probe: func(ctx context.Context, db *sql.DB, path string) error {
		if _, err := os.Stat(strings.TrimPrefix(path, "sqlite:")); err != nil {
			return err
		}
		var version int
		return db.QueryRowContext(ctx, "PRAGMA schema_version").Scan(&version)
	},
	again: func(err error) bool {
		var e *sqlite.Error
		return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY
	},
	taken: func(err error) bool {
		var e *sqlite.Error
		return errors.As(err, &e) && (e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
	},
	trouble: func(err error) trouble {
		var e *sqlite.Error
		if !errors.As(err, &e) {
			return none
		}
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_FULL:
			return full
		case sqlite3.SQLITE_READONLY:
			return readOnly
		case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR:
			return away
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
			return damaged
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return busy
		}
		return none
	},
}

// shown is a database's address without its password.
func (d dialect) shown(dsn string) string {
	if u, err := url.Parse(dsn); err == nil && d.name == postgres.name {
		return u.Redacted()
	}
	return dsn
}

func fileDSN(path string, q url.Values) string {
	path = strings.TrimPrefix(path, "sqlite:")
	return fmt.Sprintf("file:%s?%s", (&url.URL{Path: path}).EscapedPath(), q.Encode())
}
