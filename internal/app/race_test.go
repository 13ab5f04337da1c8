package app

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/store/storetest"
)

// together runs fn for 0 to n-1 at once and returns their errors.
func together(n int, fn func(i int) error) []error {
	errs := make([]error, n)
	var start, done sync.WaitGroup
	start.Add(1)
	for i := range n {
		done.Go(func() {
			start.Wait()
			errs[i] = fn(i)
		})
	}
	start.Done()
	done.Wait()
	return errs
}

// count is how many of the errors are of a kind; "" counts successes. Any other error fails the test.
func count(t *testing.T, errs []error, kind okr.ErrorKind) (n int) {
	t.Helper()
	for _, err := range errs {
		var e *okr.Error
		switch {
		case err == nil:
			if kind == "" {
				n++
			}
		case !errors.As(err, &e):
			t.Errorf("an error that is not safe to show: %v", err)
		case e.Kind == kind:
			n++
		}
	}
	return n
}

func TestOnlyOneSetsUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a := New(db, func() time.Time { return time.Date(2026, 11, 9, 8, 0, 0, 0, time.UTC) })
		errs := together(4, func(i int) error {
			_, err := a.SetUp(t.Context(), SetUpInput{Organization: fmt.Sprintf("Company %d", i), Name: "Ada", Email: fmt.Sprintf("ada%d@example.org", i), Password: testPassword})
			return err
		})
		if n := count(t, errs, ""); n != 1 || count(t, errs, okr.Forbidden) != 3 {
			t.Errorf("%d of 4 set up: %v", n, errs)
		}
	})
}

// Two owners who demote each other at the same moment leave one.
func TestOneOwnerStays(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		inv := must(w.Invite(w.ctx(), w.owner, InviteInput{Emails: []string{"second@example.org"}, Role: okr.OrgOwner}))(t)[0]
		must(w.Accept(w.ctx(), AcceptInput{Secret: inv.Secret, Name: "Second", Password: testPassword}))(t)
		owners := []Actor{w.owner, w.as(inv.MemberID)}
		errs := together(2, func(i int) error {
			_, err := w.EditMember(w.ctx(), owners[i], EditMemberInput{ID: owners[1-i].Viewer.MemberID, Role: ptr(okr.OrgMember)})
			return err
		})
		if n := count(t, errs, ""); n != 1 {
			t.Errorf("%d of 2 demotions succeeded: %v", n, errs)
		}
	})
}

// Guesses at the same time are counted as well as guesses one after another.
func TestThrottleTogether(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		errs := together(3*emailLimit, func(int) error {
			return w.throttled(w.ctx(), newID(), "sign-in", "ines@example.org", "", func(*store.Tx) error { return nil })
		})
		if n := count(t, errs, ""); n != emailLimit {
			t.Errorf("%d attempts were let through, want %d", n, emailLimit)
		}
	})
}

// An invitation is used once, however often it is sent.
func TestAcceptTogether(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		inv := must(w.Invite(w.ctx(), w.owner, InviteInput{Emails: []string{"bo@example.org"}}))(t)[0]
		errs := together(3, func(i int) error {
			_, err := w.Accept(w.ctx(), AcceptInput{Secret: inv.Secret, Name: "Bo", Password: fmt.Sprintf("password number %d", i)})
			return err
		})
		if n := count(t, errs, ""); n != 1 || count(t, errs, okr.NotFound)+count(t, errs, okr.Invalid) != 2 {
			t.Errorf("%d of 3 accepted: %v", n, errs)
		}
	})
}
