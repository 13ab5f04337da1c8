package app

import (
	"context"
	"fmt"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// Failures within this window are counted: few for one e-mail, more from one address, behind which an office may be.
const (
	attemptWindow = 15 * time.Minute
	emailLimit    = 8
	remoteLimit   = 40
)

// prove finds the person who signs in with an e-mail and knows the password. The attempt is counted before the slow hash is
// computed, so that guesses at the same time count too, and forgotten when it succeeds.
func (a *App) prove(ctx context.Context, email, password, remote string) (store.Credential, error) {
	var c store.Credential
	login, err := emailOf("email", email)
	if err != nil {
		login = "" // nobody's
	}
	attempt := a.newID()
	err = a.throttled(ctx, attempt, "sign-in", login, remote, func(tx *store.Tx) error {
		var err error
		c, err = tx.PersonByLogin(login)
		if isMissing(err) {
			c, err = store.Credential{}, nil
		}
		return err
	})
	if err != nil {
		return c, err
	}
	kept := c.Hash
	if kept == "" {
		kept = nobody()
	}
	right := false
	if len(password) <= maxPassword {
		if right, err = checkPassword(ctx, password, kept); err != nil {
			return c, err
		}
	}
	if !right || c.Hash == "" {
		return store.Credential{}, okr.Fail(okr.Unauthenticated, "password", "This e-mail and password do not belong together. Check both, or ask for a reset link.")
	}
	return c, a.db.Update(ctx, "", func(tx *store.Tx) error { return tx.ForgetAttempts(attempt, emailSubject("sign-in", login)) })
}

// throttled runs fn in a transaction that counts one attempt for an e-mail and an address, unless there were too many.
func (a *App) throttled(ctx context.Context, attempt, what, email, remote string, fn func(*store.Tx) error) error {
	now := a.Now()
	return a.db.Update(ctx, "", func(tx *store.Tx) error {
		subjects := []string{}
		for _, s := range []struct {
			subject string
			limit   int
			given   bool
		}{{emailSubject(what, email), emailLimit, true}, {hashOf(what + " from " + remote), remoteLimit, remote != ""}} {
			if !s.given {
				continue
			}
			past, err := tx.Attempts(s.subject, after(now, -attemptWindow), s.limit)
			if err != nil {
				return err
			}
			if len(past) == s.limit {
				return tooMany(after(past[s.limit-1], attemptWindow) - now)
			}
			subjects = append(subjects, s.subject)
		}
		if err := tx.NewAttempts(attempt, now, subjects...); err != nil {
			return err
		}
		return fn(tx)
	})
}

// emailSubject is what attempts are counted under: a hash, so that erasing a person leaves no e-mail behind.
func emailSubject(what, email string) string { return hashOf(what + " as " + email) }

func tooMany(left okr.Instant) error {
	wait := max(time.Second, time.Duration(left)*time.Millisecond)
	minutes := int((wait + time.Minute - 1) / time.Minute)
	message := fmt.Sprintf("There were many attempts. Wait %d minutes and try again.", minutes)
	if minutes == 1 {
		message = "There were many attempts. Wait a minute and try again."
	}
	return &okr.Error{Kind: okr.TooMany, Message: message, Wait: wait}
}
