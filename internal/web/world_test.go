package web_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/demo"
	"github.com/headwater-okr/headwater/internal/live"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/seal"
	"github.com/headwater-okr/headwater/internal/source"
	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/web"
)

// today is a Monday: the example's check-ins of this week are still to come.
const today = okr.Date("2026-11-09")

var dir string // of the example's database

func TestMain(m *testing.M) {
	var err error
	if dir, err = os.MkdirTemp("", "headwater-web"); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(dir) //nolint:errcheck // the system's folder for what is temporary
	os.Exit(code)
}

// example is the example organization behind the pages, the same for all tests: they may add to it.
var example = sync.OnceValues(func() (http.Handler, error) {
	file := filepath.Join(dir, "example.db")
	if err := copyExample(file); err != nil {
		return nil, err
	}
	db, err := store.Open(context.Background(), file)
	if err != nil {
		return nil, err
	}
	return pages(db), nil
})

// seeded is what the file of a database with the example organization has in it. Writing it takes longer than most tests.
var seeded = sync.OnceValues(func() ([]byte, error) {
	file := filepath.Join(dir, "seeded.db")
	db, err := store.Open(context.Background(), file)
	if err != nil {
		return nil, err
	}
	if _, err := db.Migrate(context.Background()); err != nil {
		return nil, err
	}
	if err := seed(db); err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
})

func copyExample(file string) error {
	all, err := seeded()
	if err != nil {
		return err
	}
	return os.WriteFile(file, all, 0o600)
}

// signInAlone is a person of an example organization that no other test sees.
func signInAlone(t *testing.T, email string) *visitor {
	t.Helper()
	v, _ := signInApart(t, email)
	return v
}

// signInApart is signInAlone, and what the clock does in the program when a plan has changed.
func signInApart(t *testing.T, email string) (v *visitor, judge func()) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "example.db")
	if err := copyExample(file); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(context.Background(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() }) //nolint:errcheck // the directory goes with it
	began := time.Now()
	v = &visitor{t: t, handler: pages(db)}
	v.signIn(email)
	return v, func() {
		t.Helper()
		now := func() time.Time { return today.Time().Add(10*time.Hour + time.Since(began)) }
		if err := app.New(db, now).JudgePlans(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// keys seal what the example keeps secret.
var keys = func() *seal.Ring {
	keys, err := seal.Given(seal.NewKey())
	if err != nil {
		panic(err)
	}
	return keys
}()

// seed writes the example organization into a database.
func seed(db *store.DB) error {
	err := demo.Seed(context.Background(), today, func(now func() time.Time, newID func() string) *app.App {
		return app.New(db, now).WithIDs(newID).WithSources(files{}).WithKeys(keys)
	})
	if err != nil {
		return err
	}
	return app.New(db, func() time.Time { return today.Time().Add(10 * time.Hour) }).JudgePlans(context.Background()) // what the clock does in the program
}

// pages are those of a database with the example organization.
func pages(db *store.DB) http.Handler {
	start, began := today.Time().Add(10*time.Hour), time.Now()
	a := app.New(db, func() time.Time { return start.Add(time.Since(began)) }).WithKeys(keys)
	hub := live.New(context.Background(), live.Options{Tail: a.Tail, Now: a.Now, Overlap: app.TailOverlap})
	return web.Handler(web.Options{App: a, Live: hub, Demo: "Sign in.", Version: "1.0.0", Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
}

// files are the sources that the example needs: it reads one file.
type files struct{ app.Sources }

func (files) CSV(r io.Reader, give func([]okr.OutsideItem) error) error { return source.CSV(r, give) }

// A visitor is a browser without script: it keeps its cookie.
type visitor struct {
	t       *testing.T
	handler http.Handler
	cookie  string
}

// signIn is a person of the example, signed in.
func signIn(t *testing.T, email string) *visitor {
	t.Helper()
	handler, err := example()
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{t: t, handler: handler}
	v.signIn(email)
	return v
}

// as is somebody else in the same place.
func (v *visitor) as(email string) *visitor {
	w := &visitor{t: v.t, handler: v.handler}
	w.signIn(email)
	return w
}

func (v *visitor) signIn(email string) {
	v.t.Helper()
	answer := v.post("/sign-in", url.Values{"email": {email}, "password": {demo.Password}})
	if answer.Code != http.StatusSeeOther {
		v.t.Fatalf("%s cannot sign in: %d", email, answer.Code)
	}
	v.cookie, _, _ = strings.Cut(answer.Header().Get("Set-Cookie"), ";")
}

func (v *visitor) get(path string) *httptest.ResponseRecorder {
	return v.send(httptest.NewRequestWithContext(v.t.Context(), "GET", path, nil))
}

// led is get, and where the answer leads to.
func (v *visitor) led(path string) *httptest.ResponseRecorder {
	if w := v.get(path); w.Code != http.StatusSeeOther {
		return w
	} else {
		return v.get(w.Header().Get("Location"))
	}
}

// counted is get, and how many statements it took.
func (v *visitor) counted(path string) (*httptest.ResponseRecorder, int64) {
	ctx, n := store.CountQueries(v.t.Context())
	return v.send(httptest.NewRequestWithContext(ctx, "GET", path, nil)), n.Load()
}

func (v *visitor) post(path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(v.t.Context(), "POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.send(r)
}

func (v *visitor) send(r *http.Request) *httptest.ResponseRecorder {
	if v.cookie != "" {
		r.Header.Set("Cookie", v.cookie)
	}
	w := httptest.NewRecorder()
	v.handler.ServeHTTP(w, r)
	return w
}

// find is the first group of a pattern in a page, which must be there.
func find(t *testing.T, page, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("%s is not on the page", pattern)
	}
	return m[1]
}

// at is a path of the example.
func at(path string, args ...any) string { return "/" + demo.Slug + "/" + fmt.Sprintf(path, args...) }
