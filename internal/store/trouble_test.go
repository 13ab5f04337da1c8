package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A database that may not grow is what a full disk is to SQLite. cmd/headwater tries a real one where it may mount it.
func TestAFullDiskSaysSoAndLosesNothing(t *testing.T) {
	ctx := t.Context()
	db, err := Open(ctx, filepath.Join(t.TempDir(), "full.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	var pages int
	if err := db.write.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limit := func(n int) {
		t.Helper()
		var now int
		if err := db.write.QueryRow(fmt.Sprintf("PRAGMA max_page_count = %d", n)).Scan(&now); err != nil || now != n {
			t.Fatalf("the limit is %d: %v", now, err)
		}
	}
	acknowledged := 0
	write := func() error {
		id := fmt.Sprintf("0198c0de-0000-7000-8000-%012d", acknowledged)
		err := db.Update(ctx, "", func(tx *Tx) error {
			return tx.NewPersons(okr.Person{ID: id, Name: strings.Repeat("Kim ", 200), Email: id + "@acme.example", Version: 1, Created: 1})
		})
		if err == nil {
			acknowledged++
		}
		return err
	}
	limit(pages + 20)
	for err = write(); err == nil && acknowledged < 10_000; err = write() {
		continue
	}
	var known *okr.Error
	if !errors.As(err, &known) || known.Kind != okr.Unavailable || known.Message != troubles[full].message || known.Cause == nil || known.Wait == 0 {
		t.Fatalf("after %d rows: %v", acknowledged, err)
	}
	if acknowledged == 0 {
		t.Fatal("nothing was written before, so that nothing was tried")
	}
	limit(pages + 1000)
	if err := write(); err != nil {
		t.Errorf("once there is room: %v", err)
	}
	var rows int
	if err := db.read.QueryRow("SELECT COUNT(*) FROM person").Scan(&rows); err != nil || rows != acknowledged {
		t.Errorf("%d rows were acknowledged; there are %d: %v", acknowledged, rows, err)
	}
	if err := db.Check(ctx); err != nil {
		t.Error(err)
	}
}

func TestTroubleOfPostgreSQL(t *testing.T) {
	for _, c := range []struct {
		what string
		err  error
		want trouble
	}{
		{"no room", &pgconn.PgError{Code: "53100"}, full},
		{"a standby", &pgconn.PgError{Code: "25006"}, readOnly},
		{"shut down while it worked", &pgconn.PgError{Code: "57P01"}, away},
		{"starting", &pgconn.PgError{Code: "57P03"}, away},
		{"the connection was lost", fmt.Errorf("read: %w", io.ErrUnexpectedEOF), away},
		{"no connection", driver.ErrBadConn, away},
		{"too many connections", &pgconn.PgError{Code: "53300"}, busy},
		{"in the way of another, ten times", &pgconn.PgError{Code: "40001"}, busy},
		{"a damaged page", &pgconn.PgError{Code: "XX001"}, damaged},
		{"a wrong statement", &pgconn.PgError{Code: "42601"}, none},
		{"anything else", errors.New("anything else"), none},
	} {
		got := postgres.told(fmt.Errorf("update: %w", c.err))
		var known *okr.Error
		switch is := errors.As(got, &known); {
		case is != (c.want != none), is && (known.Kind != okr.Unavailable || known.Message != troubles[c.want].message || !errors.Is(got, c.err)):
			t.Errorf("%s: %v", c.what, got)
		}
	}
	for _, err := range []error{nil, context.Canceled, okr.Fail(okr.Invalid, "title", "Write something here.")} {
		if got := postgres.told(err); got != err {
			t.Errorf("%v becomes %v", err, got)
		}
	}
}

func TestATransactionThatTakesTooLong(t *testing.T) {
	var known *okr.Error
	passed, stop := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer stop()
	late := fmt.Errorf("commit: %w", context.DeadlineExceeded)
	for _, err := range []error{late, sql.ErrTxDone} { // that is all the next statement says
		if got := sqliteFile.late(passed, t.Context(), err); !errors.As(got, &known) || known.Message != troubles[busy].message || !errors.Is(got, err) {
			t.Errorf("by its own limit: %v", got)
		}
	}
	if got := sqliteFile.late(passed, t.Context(), nil); got != nil {
		t.Errorf("what went well at the last moment: %v", got)
	}
	if got := sqliteFile.late(t.Context(), t.Context(), sql.ErrTxDone); got != sql.ErrTxDone {
		t.Errorf("within its limit: %v", got)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if got := sqliteFile.late(passed, gone, late); got != late {
		t.Errorf("when nobody waits for it: %v", got)
	}
}
