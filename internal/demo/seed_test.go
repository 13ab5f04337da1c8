package demo_test

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/demo"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/seal"
	"github.com/headwater-okr/headwater/internal/source"
	"github.com/headwater-okr/headwater/internal/store"
)

// The example is the same, to the byte, whenever it is written for the same day.
func TestSeed(t *testing.T) {
	if testing.Short() {
		t.Skip("it writes the example twice")
	}
	e, again := written(t, "2026-11-25"), written(t, "2026-11-25")
	if !bytes.Equal(e.archive, again.archive) {
		t.Errorf("written again, the example is another: %s", difference(e.archive, again.archive))
	}
	if past := len(e.cycles) - 2; past != 3 {
		t.Errorf("there are %d cycles, want three that are past, one that runs and one that is planned", len(e.cycles))
	}
	if e.running.Start.Monday().Add(6*7) != e.today.Monday() || e.running.End != e.running.Start.Add(13*7-1) {
		t.Errorf("on %s the running cycle is from %s to %s: not in week 7 of 13", e.today, e.running.Start, e.running.End)
	}
	if len(e.people) < 38 || len(e.people) > 45 {
		t.Errorf("%d people, want about 40", len(e.people))
	}
}

type example struct {
	today   okr.Date
	archive []byte
	cycles  []okr.Cycle
	running okr.Cycle
	people  []app.MemberView
}

func written(t *testing.T, today okr.Date) example {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, filepath.Join(t.TempDir(), "example.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // the folder goes
	_, err = db.Migrate(ctx)
	check(t, err)
	keys, err := seal.Given(seal.NewKey())
	check(t, err)
	check(t, demo.Seed(ctx, today, func(now func() time.Time, newID func() string) *app.App {
		return app.New(db, now).WithIDs(newID).WithSources(files{}).WithKeys(keys)
	}))
	a := app.New(db, func() time.Time { return today.Time().Add(18 * time.Hour) }).WithKeys(keys)
	session, err := a.SignIn(ctx, app.SignInInput{Email: demo.Email, Password: demo.Password})
	check(t, err)
	actor, err := a.ActorOf(ctx, session.Secret, "pannier")
	check(t, err)
	e := example{today: today}
	e.cycles, err = a.Cycles(ctx, actor)
	check(t, err)
	for _, c := range e.cycles {
		if c.Start <= today && today <= c.End {
			e.running = c
		}
	}
	people, err := a.FindMembers(ctx, actor, app.MemberQuery{Limit: app.MaxPage})
	check(t, err)
	e.people = people.Members
	var b bytes.Buffer
	check(t, a.Export(ctx, actor, "json", &b))
	e.archive = b.Bytes()
	return e
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// difference shows the first place where two texts part.
func difference(a, b []byte) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	from := max(0, i-120)
	return string(a[from:min(len(a), i+80)]) + "\n≠\n" + string(b[from:min(len(b), i+80)])
}

// files are the sources that the example needs: it reads one file.
type files struct{ app.Sources }

func (files) CSV(r io.Reader, give func([]okr.OutsideItem) error) error { return source.CSV(r, give) }
