package app

import (
	"context"
	"errors"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

const (
	sessionLife = 30 * 24 * time.Hour // from its last use
	sessionStep = time.Hour           // how exactly its last use is known
)

// A Session is a person who has signed in on one device.
type Session struct {
	ID      string      `json:"id"`
	Secret  string      `json:"-"` // what the cookie holds; only when it is made
	Person  okr.Person  `json:"person"`
	Agent   string      `json:"agent"` // what the browser calls itself
	Created okr.Instant `json:"created_at"`
	Seen    okr.Instant `json:"seen_at"` // the last use, to the hour
	Expires okr.Instant `json:"expires_at"`
	Current bool        `json:"current,omitempty"` // the one that asks
}

// A SignInInput is what a person signs in with, and from where.
type SignInInput struct {
	Email    string `json:"email"`
	Password string `json:"password"`
	Agent    string `json:"-"`
	Remote   string `json:"-"` // the network address, without a port
}

// SignIn starts a session. A wrong e-mail and a wrong password are answered alike and take equally long. After some failures
// for one e-mail or from one address the answer is TooMany with the time to wait.
func (a *App) SignIn(ctx context.Context, in SignInInput) (Session, error) {
	c, err := a.prove(ctx, in.Email, in.Password, in.Remote)
	if err != nil {
		return Session{}, err
	}
	return a.newSession(ctx, c.Person, in.Agent)
}

func (a *App) newSession(ctx context.Context, p okr.Person, agent string) (s Session, err error) {
	err = a.db.Update(ctx, "", func(tx *store.Tx) error {
		s, err = a.startSession(tx, p, agent)
		return err
	})
	return s, err
}

// startSession writes a new session of a person.
func (a *App) startSession(tx *store.Tx, p okr.Person, agent string) (Session, error) {
	secret, hash := newSecret("")
	now := a.Now()
	s := store.Session{ID: a.newID(), Hash: hash, PersonID: p.ID, Agent: okr.Cut(agent, 300), Created: now, Seen: now, Expires: after(now, sessionLife)}
	out := sessionOf(s)
	out.Secret, out.Person, out.Current = secret, p, true
	return out, tx.NewSession(s)
}

func sessionOf(s store.Session) Session {
	return Session{ID: s.ID, Agent: s.Agent, Created: s.Created, Seen: s.Seen, Expires: s.Expires}
}

// SignOut ends the session with this secret. One that is over already is no error.
func (a *App) SignOut(ctx context.Context, secret string) error {
	return a.db.Update(ctx, "", func(tx *store.Tx) error {
		s, _, err := tx.SessionByHash(hashOf(secret), a.Now())
		if isMissing(err) {
			return nil
		}
		if err != nil {
			return err
		}
		return tx.EndSession(s.PersonID, s.ID)
	})
}

// PersonOf finds who holds a session.
func (a *App) PersonOf(ctx context.Context, secret string) (p okr.Person, err error) {
	err = a.db.View(ctx, "", func(tx *store.Tx) error {
		_, c, err := tx.SessionByHash(hashOf(secret), a.Now())
		p = c.Person
		return signedOut(err)
	})
	return p, err
}

// ActorOf is who holds a session, in the organization with this slug: two statements. An organization that they are no
// active member of is NotFound, as if it were not there.
func (a *App) ActorOf(ctx context.Context, secret, slug string) (Actor, error) {
	var actor Actor
	var s store.Session
	now := a.Now()
	err := a.db.View(ctx, "", func(tx *store.Tx) error {
		var c store.Credential
		var err error
		if s, c, actor.Org, err = tx.SessionIn(slug, hashOf(secret), now); isMissing(err) {
			if _, _, err := tx.SessionByHash(hashOf(secret), now); err != nil {
				return signedOut(err)
			}
			return okr.Fail(okr.NotFound, "", "There is no such organization, or you may not see it.")
		} else if err != nil {
			return err
		}
		actor.Person, actor.Session, actor.Via = c.Person, s.ID, "page"
		var m okr.Member
		actor.Viewer, m, err = viewer(tx.In(actor.Org.ID), c.ID, "")
		actor.Prefer = m.Preferences
		return err
	})
	if err == nil && now-s.Seen > okr.Instant(sessionStep.Milliseconds()) {
		// Only a courtesy: reading goes on when the disk is full and this fails.
		_ = a.db.Update(ctx, "", func(tx *store.Tx) error { return tx.TouchSession(s.ID, now, after(now, sessionLife)) })
	}
	return actor, err
}

// viewer reads all that visibility and permission depend on, of the active member that is a person or has an id.
func viewer(tx *store.Tx, personID, memberID string) (okr.Viewer, okr.Member, error) {
	m, leadsRoot, err := tx.ActiveMember(personID, memberID)
	if err != nil {
		return okr.Viewer{}, m, err
	}
	v := okr.Viewer{MemberID: m.ID, Role: m.Role, Teams: make(map[string]okr.TeamRole, len(m.Teams))}
	for _, t := range m.Teams {
		v.Teams[t.TeamID] = t.Role
	}
	v.Leader = leadsRoot || m.Role == okr.OrgOwner || m.Role == okr.OrgAmbassador
	return v, m, nil
}

// An OrganizationChoice is an organization that a person can go to.
type OrganizationChoice struct {
	Slug string      `json:"slug"`
	Name string      `json:"name"`
	Role okr.OrgRole `json:"role"`
}

// Organizations are those that a person is an active member of, by name.
func (a *App) Organizations(ctx context.Context, personID string) (out []OrganizationChoice, err error) {
	err = a.db.View(ctx, "", func(tx *store.Tx) error {
		list, err := tx.Belongings(personID)
		for _, b := range list {
			out = append(out, OrganizationChoice{b.Org.Slug, b.Org.Name, b.Role})
		}
		return err
	})
	return out, err
}

// Sessions lists where the actor's person is signed in, the last used first.
func (a *App) Sessions(ctx context.Context, actor Actor) ([]Session, error) {
	if err := inPerson(actor); err != nil {
		return nil, err
	}
	return view(ctx, a, actor, func(tx *store.Tx) ([]Session, error) {
		list, err := tx.Sessions(actor.Person.ID, a.Now())
		out := make([]Session, len(list))
		for i, s := range list {
			out[i] = sessionOf(s)
			out[i].Person, out[i].Current = actor.Person, s.ID == actor.Session
		}
		return out, err
	})
}

// EndSession signs the actor's person out on one device; with id "" on all others than this.
func (a *App) EndSession(ctx context.Context, actor Actor, id string) error {
	if err := inPerson(actor); err != nil {
		return err
	}
	return a.db.Update(ctx, "", func(tx *store.Tx) error {
		if id == "" {
			return tx.EndSessions(actor.Person.ID, actor.Session)
		}
		return tx.EndSession(actor.Person.ID, id)
	})
}

// A ChangePasswordInput is the old password and the new one.
type ChangePasswordInput struct {
	Current string `json:"current"`
	New     string `json:"new"`
	Remote  string `json:"-"`
}

// ChangePassword sets a new password and signs the person out everywhere else.
func (a *App) ChangePassword(ctx context.Context, actor Actor, in ChangePasswordInput) error {
	if err := inPerson(actor); err != nil {
		return err
	}
	if err := checkNewPassword("new", in.New); err != nil {
		return err
	}
	if _, err := a.prove(ctx, actor.Person.Email, in.Current, in.Remote); err != nil {
		return wrongPassword(err, "current")
	}
	hash, err := hashPassword(ctx, in.New)
	if err != nil {
		return err
	}
	return a.db.Update(ctx, "", func(tx *store.Tx) error {
		c, err := tx.Person(actor.Person.ID)
		if err != nil {
			return err
		}
		c.Hash = hash
		return errors.Join(tx.SetCredential(c), tx.RemoveLinks(c.ID, store.ResetLink), tx.EndSessions(c.ID, actor.Session))
	})
}

// inPerson refuses tokens and the operator where only somebody who has signed in may act.
func inPerson(actor Actor) error {
	if actor.Session == "" {
		return okr.Fail(okr.Forbidden, "", "Sign in to do this: a token may not.")
	}
	return nil
}

// wrongPassword says of somebody who is signed in that the password was wrong, which is no reason to sign in again.
func wrongPassword(err error, field string) error {
	var e *okr.Error
	if errors.As(err, &e) && e.Kind == okr.Unauthenticated {
		return okr.Fail(okr.Invalid, field, "This is not your password. Check it and try again.")
	}
	return err
}

func signedOut(err error) error {
	if isMissing(err) {
		return okr.Fail(okr.Unauthenticated, "", "Sign in to go on.")
	}
	return err
}

func isMissing(err error) bool {
	var e *okr.Error
	return errors.As(err, &e) && e.Kind == okr.NotFound
}

func after(i okr.Instant, d time.Duration) okr.Instant { return i + okr.Instant(d.Milliseconds()) }

// Lease takes or renews a lease for a while, and says whether holder has it now: what runs once, whatever the number of programs.
func (a *App) Lease(ctx context.Context, name, holder string, d time.Duration) (held bool, err error) {
	now := a.Now()
	return a.db.Lease(ctx, name, holder, now, after(now, d))
}

// Tidy forgets what has expired. A job calls it now and then.
func (a *App) Tidy(ctx context.Context) error {
	now := a.Now()
	return a.db.Tidy(ctx, now, after(now, -24*time.Hour), after(now, -sendingsKept))
}
