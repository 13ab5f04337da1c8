package app

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/roster"
	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/store/storetest"
)

// A world is a database with an organization in it, and a clock that only the test moves. It begins on Monday, 9 November 2026.
type world struct {
	*App
	t     *testing.T
	db    *store.DB
	clock *time.Time
	org   okr.Organization
	root  okr.Team
	cycle okr.Cycle // Q4 2026
	owner Actor
}

const testPassword = "rain on the roof"

// inWorld runs test in a world on each engine.
func inWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) { test(t, newWorld(t, db)) })
}

func newWorld(t *testing.T, db *store.DB) *world {
	t.Helper()
	clock := time.Date(2026, 11, 9, 8, 0, 0, 0, time.UTC)
	w := &world{t: t, db: db, clock: &clock}
	w.App = New(db, func() time.Time { return clock })
	w.found("Fjord Tools", "ines@example.org")
	return w
}

// found makes another organization and stands in it.
func (w *world) found(name, email string) *world {
	w.t.Helper()
	f := must(w.NewOrganization(w.ctx(), SetUpInput{Organization: name, Name: "Ines Owner", Email: email, Password: testPassword,
		Teams: "Product\n  Apps\n  Platform\nSales"}))(w.t)
	w.org, w.cycle = f.Organization, f.Cycle
	w.owner = must(w.ActorOf(w.ctx(), f.Session.Secret, f.Organization.Slug))(w.t)
	w.root = w.team(name)
	return w
}

// elsewhere is the same database and clock in another organization.
func (w *world) elsewhere(name, email string) *world {
	w.t.Helper()
	other := *w
	return other.found(name, email)
}

func (w *world) ctx() context.Context { return w.t.Context() }

// pass moves the clock.
func (w *world) pass(d time.Duration) { *w.clock = w.clock.Add(d) }

// team finds a team by its name.
func (w *world) team(name string) okr.Team {
	w.t.Helper()
	for _, n := range must(w.Teams(w.ctx(), w.owner))(w.t) {
		if n.Name == name {
			return n.Team
		}
	}
	w.t.Fatalf("there is no team %s", name)
	return okr.Team{}
}

// member makes a member with a role, who is in teams: "Apps", or "Apps (lead)".
func (w *world) member(name string, role okr.OrgRole, teams ...string) Actor {
	w.t.Helper()
	line := roster.PersonLine{Email: fmt.Sprintf("%s@%s.example", okr.Slug(name), w.org.Slug), Name: name, Role: role}
	row := ""
	for _, team := range teams {
		row += team + "|"
	}
	list := must(w.Invite(w.ctx(), w.owner, InviteInput{Text: fmt.Sprintf("email,name,role,teams\n%s,%s,%s,%s\n", line.Email, name, role, row)}))(w.t)
	return w.as(list[0].MemberID)
}

// as is the actor that a member is now.
func (w *world) as(memberID string) Actor {
	w.t.Helper()
	actor := Actor{Org: w.org, Via: "page", Session: "test"}
	err := w.db.View(w.ctx(), w.org.ID, func(tx *store.Tx) error {
		v, m, err := viewer(tx, "", memberID)
		if err != nil {
			return err
		}
		c, err := tx.Person(m.PersonID)
		actor.Viewer, actor.Person = v, c.Person
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return actor
}

// must is the value of a call that has to succeed.
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatalf("%v", err)
		}
		return v
	}
}

// refused fails the test unless err is of a kind and at a field.
func refused(t *testing.T, what string, err error, kind okr.ErrorKind, field string) {
	t.Helper()
	var e *okr.Error
	if !errors.As(err, &e) {
		t.Errorf("%s: %v, want %s at %q", what, err, kind, field)
	} else if e.Kind != kind || e.Field != field {
		t.Errorf("%s: %s at %q (%s), want %s at %q", what, e.Kind, e.Field, e.Message, kind, field)
	}
}

// message is what an error says to people; "" for no error and for one that is not safe to show.
func message(err error) string {
	var e *okr.Error
	if errors.As(err, &e) {
		return e.Message
	}
	return ""
}

func ptr[T any](v T) *T { return &v }
