package app

import (
	"context"
	"errors"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

const resetLife = 24 * time.Hour

// A PasswordLink lets a person choose a new password, once.
type PasswordLink struct {
	Email   string      `json:"email"`
	Name    string      `json:"name"`
	Secret  string      `json:"secret"` // the link's secret, this once
	Expires okr.Instant `json:"expires_at"`
}

// ResetLink makes a link for a member who has forgotten the password, to be given to them: it works without a mail server. It is for
// owners and ambassadors; only owners make one for an owner. For somebody who belongs to another organization too, which such
// a link would open as well, only the operator makes one.
func (a *App) ResetLink(ctx context.Context, actor Actor, memberID string) (PasswordLink, error) {
	if err := mayAdminister(actor); err != nil {
		return PasswordLink{}, err
	}
	actor.Key = "" // the answer holds a secret, so that it cannot be stored and given again
	return do(ctx, a, actor, "member.reset_link", nil, func(t *act) (PasswordLink, error) {
		m, err := memberView(t.Tx, memberID)
		if err != nil {
			return PasswordLink{}, err
		}
		elsewhere, err := t.Elsewhere(m.PersonID)
		if err != nil {
			return PasswordLink{}, err
		}
		switch {
		case m.Service || m.Email == "" || m.Deactivated != 0:
			return PasswordLink{}, okr.Fail(okr.Invalid, "", "Only somebody who is active here has a password.")
		case m.Invited:
			return PasswordLink{}, okr.Fail(okr.Invalid, "", "They have not accepted their invitation yet. Invite them again instead.")
		case elsewhere && actor.Viewer.MemberID != "":
			return PasswordLink{}, okr.Fail(okr.Forbidden, "", "They belong to another organization too. They can ask for a link by e-mail, or the operator can make one.")
		}
		if err := t.mayGrant(m.Role); err != nil {
			return PasswordLink{}, err
		}
		out, err := newReset(t.Tx, m.PersonID, t.Org(), t.Now, t.newID())
		out.Email, out.Name = m.Email, m.Name
		if err != nil {
			return PasswordLink{}, err
		}
		// The member's row tells the log for whom it was.
		return out, logThing(t, "", m.Member)
	})
}

func newReset(tx *store.Tx, personID, org string, now okr.Instant, id string) (PasswordLink, error) {
	secret, hash := newSecret("")
	l := store.Link{ID: id, Hash: hash, Kind: store.ResetLink, OrgID: org, PersonID: personID, Created: now, Expires: after(now, resetLife)}
	return PasswordLink{Secret: secret, Expires: l.Expires}, tx.NewLinks(l)
}

// RequestReset makes a link for whoever signs in with an e-mail, to be mailed there and shown to nobody else. ok is false when nobody
// does; whoever asked must not learn which. Requests are throttled like attempts to sign in.
func (a *App) RequestReset(ctx context.Context, email, remote string) (link PasswordLink, ok bool, err error) {
	login, err := emailOf("email", email)
	if err != nil {
		return link, false, err
	}
	err = a.throttled(ctx, a.newID(), "reset", login, remote, func(tx *store.Tx) error {
		ok = false
		c, err := tx.PersonByLogin(login)
		if isMissing(err) {
			return nil
		}
		if err != nil {
			return err
		}
		link, err = newReset(tx, c.ID, "", a.Now(), a.newID())
		link.Email, link.Name, ok = c.Email, c.Name, true
		return err
	})
	return link, ok && err == nil, err
}

// ResetPerson finds whose password a link resets.
func (a *App) ResetPerson(ctx context.Context, secret string) (p okr.Person, err error) {
	err = a.db.View(ctx, "", func(tx *store.Tx) error {
		c, err := a.openReset(tx, secret)
		p = c.Person
		return err
	})
	return p, err
}

func (a *App) openReset(tx *store.Tx, secret string) (store.Credential, error) {
	l, err := tx.LinkByHash(hashOf(secret), store.ResetLink, a.Now())
	if isMissing(err) {
		return store.Credential{}, okr.Fail(okr.NotFound, "", "This link is over: it was used, replaced or has expired. Ask for a new one.")
	}
	if err != nil {
		return store.Credential{}, err
	}
	return tx.Person(l.PersonID)
}

// Reset sets the password that a link allows to choose, uses the link up, and signs the person out everywhere.
func (a *App) Reset(ctx context.Context, secret, password string) error {
	if _, err := a.ResetPerson(ctx, secret); err != nil {
		return err
	}
	if err := checkNewPassword("password", password); err != nil {
		return err
	}
	hash, err := hashPassword(ctx, password)
	if err != nil {
		return err
	}
	return a.db.Update(ctx, "", func(tx *store.Tx) error {
		c, err := a.openReset(tx, secret)
		if err != nil {
			return err
		}
		c.Hash = hash
		return errors.Join(tx.SetCredential(c), tx.RemoveLinks(c.ID, store.ResetLink), tx.EndSessions(c.ID, ""),
			tx.ForgetAttempts("", emailSubject("sign-in", c.Login)))
	})
}
