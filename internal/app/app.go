// Package app holds the use cases, a file a noun: each authorizes, validates, writes state and one event in one
// transaction, and returns a value. Pages, the API and the command line are thin over it.
//
// It imports the pure packages and store. It knows nothing of HTTP, forms or terminals.
package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/seal"
	"github.com/headwater-okr/headwater/internal/store"
)

// An App is the use cases over one database. It is safe for concurrent use.
type App struct {
	db    *store.DB
	now   func() time.Time
	newID func() string

	keys     *seal.Ring    // that secrets are sealed with
	sources  Sources       // that mirrors are read by; nil reads none
	sender   Sender        // of what is in the outbox; nil sends nothing
	address  string        // of the server, for links in what is sent; "" leaves them out
	replies  string        // the mailbox that answers to mails go to; "" takes none
	lessons  *lessons      // what each organization's finished key results have taught the forecast
	checkIns *atomic.Int64 // made since the program began
	teams    *teamMemory
	resting  *sync.Map // until when no plan of an organization is read again, by its id
	atOnce   int       // objectives that a page reads at once
}

// New returns the use cases over db, with now as the only clock.
func New(db *store.DB, now func() time.Time) *App {
	none, _ := seal.Given("") // no key is not a wrong one
	return &App{db: db, now: now, newID: newID, keys: none, lessons: &lessons{}, checkIns: new(atomic.Int64), resting: new(sync.Map), teams: &teamMemory{of: map[string]rememberedTeams{}}, atOnce: readAtOnce}
}

// WithIDs returns the same use cases with another maker of ids: the example organization is the same bytes every time.
func (a *App) WithIDs(newID func() string) *App {
	b := *a
	b.newID = newID
	return &b
}

// CheckInsMade is how many check-ins were made since the program began, in all organizations.
func (a *App) CheckInsMade() int64 { return a.checkIns.Load() }

// Now is the clock's instant.
func (a *App) Now() okr.Instant { return okr.InstantOf(a.now()) }

// Ping answers whether the database can be reached now.
func (a *App) Ping(ctx context.Context) error { return a.db.Ping(ctx) }

// An Actor is who acts: a member of one organization, with what decides what they may see and do. Every use case
// takes one; it is read from a session or a token once a request.
type Actor struct {
	Org     okr.Organization
	Viewer  okr.Viewer
	Person  okr.Person
	Prefer  okr.Preferences
	Session string   // the id of the session that acts; "" for a token
	Scopes  []string // of a token: "read", "write", "admin"; nil for a session, which may everything that its member may
	Via     string   // "page", "api", "cli", "mail", "slack", "calendar", "job": the log says how
	Key     string   // the request's idempotency key; "" for none
}

// Scope is what the actor may see.
func (a Actor) Scope() store.Scope { return store.Scope{MemberID: a.Viewer.MemberID} }

// Numbers is the locale in which numbers are written for the actor: a person reads the organization's, a program the plain one.
func (a Actor) Numbers() string {
	if a.Via == "api" || a.Via == "cli" {
		return ""
	}
	return a.Org.Set.Locale
}

// May answers whether the actor's token allows scope; a session allows all.
func (a Actor) May(scope string) bool {
	if a.Scopes == nil {
		return true
	}
	for _, s := range a.Scopes {
		if s == scope || s == "admin" || (s == "write" && scope == "read") {
			return true
		}
	}
	return false
}

// mayWrite refuses tokens that may only read.
func mayWrite(actor Actor) error {
	if actor.May("write") {
		return nil
	}
	return okr.Fail(okr.Forbidden, "", "This token may only read. Make one with the scope write.")
}

// Today is the date now in the organization's time zone.
func (a *App) Today(org okr.Organization) okr.Date { return a.Now().DateIn(org.Set.Location()) }

// newID makes an id: a UUIDv7, so that ids of one process sort by time. Use cases call a.newID or t.newID.
func newID() string {
	id, err := uuid.NewV7()
	if err != nil {
		panic(err) // the system's randomness has failed
	}
	return id.String()
}

// An act is a transaction that changes state, with its one Now. What is written through it becomes a row of its event,
// so that state and log cannot part.
type act struct {
	*store.Tx
	Now    okr.Instant
	Actor  Actor
	Reason string
	newID  func() string
	rows   []okr.EventRow

	lessons *lessons // nil teaches nothing

	checkIns int // made in it

	event   string // the id of its event
	written int    // rows that pieces before it have written under that event
}

// log adds the whole of a thing after the act to the event.
func (t *act) log(thing okr.Thing, id, objectiveID string, version int, after any) error {
	b, err := json.Marshal(after)
	if err != nil {
		return err
	}
	t.rows = append(t.rows, okr.EventRow{Thing: thing, ID: id, ObjectiveID: objectiveID, Version: version, After: b})
	return nil
}

// do runs a changing use case: it refuses tokens that may only read, answers a repeated idempotency key with the first
// answer, runs fn in one transaction, and writes one event of the given kind with what fn logged. in is the whole input;
// its hash tells a repeated request from another one under the same key.
func do[Out any](ctx context.Context, a *App, actor Actor, kind okr.EventKind, in any, fn func(*act) (Out, error)) (Out, error) {
	var out Out
	if err := mayWrite(actor); err != nil {
		return out, err
	}
	hash := ""
	if actor.Key != "" {
		b, err := json.Marshal(in)
		if err != nil {
			return out, err
		}
		sum := sha256.Sum256(append([]byte(kind+"\n"), b...))
		hash = hex.EncodeToString(sum[:])
	}
	event := a.newID()
	checkIns, teams := 0, false
	err := a.db.Update(ctx, actor.Org.ID, func(tx *store.Tx) error {
		out, checkIns = *new(Out), 0
		tx.WriteNumbers(actor.Numbers())
		t := &act{Tx: tx, Now: a.Now(), Actor: actor, newID: a.newID, event: event, lessons: a.lessons}
		if hash != "" {
			seen, answer, err := tx.Idempotent(actor.Viewer.MemberID, actor.Key)
			if err != nil {
				return err
			}
			if seen == hash {
				return json.Unmarshal(answer, &out)
			}
			if seen != "" {
				return okr.Fail(okr.Invalid, "Idempotency-Key", "This key was used for another request. Use a new key for each request.")
			}
		}
		var err error
		if out, err = fn(t); err != nil {
			return hideInFault(tx, actor.Scope(), err)
		}
		if err := hideIn(tx, actor.Scope(), &out); err != nil {
			return err
		}
		if err := t.noticeChanges(kind); err != nil {
			return err
		}
		checkIns, teams = t.checkIns, slices.ContainsFunc(t.rows, func(r okr.EventRow) bool { return r.Thing == okr.ThingTeam })
		e := okr.Event{ID: t.event, Kind: kind, ActorID: actor.Viewer.MemberID, Via: actor.Via, Reason: t.Reason, Recorded: t.Now}
		switch {
		case t.written > 0:
			err = tx.CompleteEvent(e, t.written, t.rows)
		case len(t.rows) > 0:
			err = tx.Record(e, t.rows)
		}
		if err != nil {
			return err
		}
		if hash == "" {
			return nil
		}
		b, err := json.Marshal(out)
		if err != nil {
			return err
		}
		return tx.KeepIdempotent(actor.Viewer.MemberID, actor.Key, hash, b, t.Now)
	})
	if err == nil {
		a.checkIns.Add(int64(checkIns))
	}
	if teams {
		a.teams.forget(actor.Org.ID) // an actor from before the change sees it too
	}
	return out, err
}

// view runs a reading use case: everything it reads is of one moment.
func view[Out any](ctx context.Context, a *App, actor Actor, fn func(*store.Tx) (Out, error)) (out Out, err error) {
	if !actor.May("read") {
		return out, okr.Fail(okr.Forbidden, "", "This token may not read.")
	}
	err = a.db.View(ctx, actor.Org.ID, func(tx *store.Tx) error {
		tx.WriteNumbers(actor.Numbers())
		if out, err = fn(tx); err != nil {
			return err
		}
		return hideIn(tx, actor.Scope(), &out)
	})
	return out, err
}
