package app

import (
	"strings"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

func TestSignIn(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		s := must(w.SignIn(ctx, SignInInput{Email: " Ines@Example.ORG ", Password: testPassword, Agent: "Firefox\x00", Remote: "192.0.2.1"}))(t)
		actor := must(w.ActorOf(ctx, s.Secret, w.org.Slug))(t)
		if actor.Viewer.MemberID != w.owner.Viewer.MemberID || !actor.Viewer.Leader || actor.Person.Name != "Ines Owner" || actor.Session != s.ID {
			t.Errorf("the actor is %+v", actor)
		}
		list := must(w.Organizations(ctx, s.Person.ID))(t)
		if len(list) != 1 || list[0].Slug != w.org.Slug || list[0].Role != okr.OrgOwner {
			t.Errorf("organizations = %+v", list)
		}
		for name, in := range map[string]SignInInput{
			"wrong password": {Email: "ines@example.org", Password: "rain on the road"},
			"unknown e-mail": {Email: "nobody@example.org", Password: testPassword},
			"no e-mail":      {Email: "ines", Password: testPassword},
			"nothing":        {},
			"a huge one":     {Email: "ines@example.org", Password: strings.Repeat("x", 1<<20)},
		} {
			_, err := w.SignIn(ctx, in)
			refused(t, name, err, okr.Unauthenticated, "password")
		}
		_, err := w.ActorOf(ctx, s.Secret+"x", w.org.Slug)
		refused(t, "a wrong secret", err, okr.Unauthenticated, "")
		_, err = w.ActorOf(ctx, s.Secret, "nowhere")
		refused(t, "an organization that is not there", err, okr.NotFound, "")
		if err := w.SignOut(ctx, s.Secret); err != nil {
			t.Fatal(err)
		}
		if err := w.SignOut(ctx, s.Secret); err != nil {
			t.Errorf("signing out twice: %v", err)
		}
		_, err = w.ActorOf(ctx, s.Secret, w.org.Slug)
		refused(t, "after signing out", err, okr.Unauthenticated, "")
	})
}

// An actor costs two statements, however many teams they are in.
func TestActorStatements(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		s := must(w.SignIn(w.ctx(), SignInInput{Email: "ines@example.org", Password: testPassword}))(t)
		for _, team := range []string{"Product", "Apps", "Sales"} {
			must(w.SetMembership(w.ctx(), w.owner, SetMembershipInput{w.team(team).ID, w.owner.Viewer.MemberID, okr.TeamMember}))(t)
		}
		ctx, n := store.CountQueries(w.ctx())
		actor := must(w.ActorOf(ctx, s.Secret, w.org.Slug))(t)
		if n.Load() > 2 || len(actor.Viewer.Teams) != 4 {
			t.Errorf("%d statements for an actor in %d teams, want at most 2 and 4 teams", n.Load(), len(actor.Viewer.Teams))
		}
		token := must(w.NewToken(w.ctx(), w.owner, NewTokenInput{Name: "ci"}))(t)
		must(w.ActorOfToken(w.ctx(), token.Secret))(t) // notes its use
		ctx, n = store.CountQueries(w.ctx())
		must(w.ActorOfToken(ctx, token.Secret))(t)
		if n.Load() > 3 {
			t.Errorf("%d statements for a token's actor, want at most 3", n.Load())
		}
	})
}

func TestSessionRolls(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		in := SignInInput{Email: "ines@example.org", Password: testPassword}
		used, idle := must(w.SignIn(ctx, in))(t), must(w.SignIn(ctx, in))(t)
		for range 5 {
			w.pass(20 * 24 * time.Hour)
			must(w.ActorOf(ctx, used.Secret, w.org.Slug))(t)
		}
		_, err := w.ActorOf(ctx, idle.Secret, w.org.Slug)
		refused(t, "an unused session after 100 days", err, okr.Unauthenticated, "")
		w.pass(30*24*time.Hour - time.Millisecond)
		must(w.PersonOf(ctx, used.Secret))(t)
		w.pass(time.Millisecond)
		_, err = w.PersonOf(ctx, used.Secret)
		refused(t, "30 days after the last use", err, okr.Unauthenticated, "")
		if err := w.Tidy(ctx); err != nil {
			t.Fatal(err)
		}
	})
}

func TestSignInThrottle(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		right := SignInInput{Email: "ines@example.org", Password: testPassword, Remote: "192.0.2.1"}
		wrong := right
		wrong.Password = "not the password"
		for range emailLimit - 1 {
			_, err := w.SignIn(ctx, wrong)
			refused(t, "a wrong password", err, okr.Unauthenticated, "password")
		}
		must(w.SignIn(ctx, right))(t) // and the count begins anew
		for range emailLimit {
			_, err := w.SignIn(ctx, wrong)
			refused(t, "a wrong password", err, okr.Unauthenticated, "password")
			w.pass(time.Minute)
		}
		elsewhere := right
		elsewhere.Remote = "198.51.100.7"
		_, err := w.SignIn(ctx, elsewhere)
		refused(t, "the right password, too late and from elsewhere", err, okr.TooMany, "")
		if wait := okr.FaultsOf(err)[0].Wait; wait != attemptWindow-emailLimit*time.Minute {
			t.Errorf("wait %v, want %v", wait, attemptWindow-emailLimit*time.Minute)
		}
		w.pass(okr.FaultsOf(err)[0].Wait)
		must(w.SignIn(ctx, right))(t)

		w.pass(time.Hour)
		spray := SignInInput{Password: testPassword, Remote: "203.0.113.9"}
		w.attempts(spray.Remote, remoteLimit)
		spray.Email = "ines@example.org"
		_, err = w.SignIn(ctx, spray)
		refused(t, "the forty-first from one address", err, okr.TooMany, "")
		spray.Remote = "203.0.113.10"
		must(w.SignIn(ctx, spray))(t)
	})
}

// attempts counts n failures from an address, without the slow hashes.
func (w *world) attempts(remote string, n int) {
	w.t.Helper()
	for range n {
		id := newID()
		err := w.throttled(w.ctx(), id, "sign-in", id+"@example.org", remote, func(*store.Tx) error { return nil })
		if err != nil {
			w.t.Fatal(err)
		}
	}
}

// An unknown e-mail costs a hash like a known one, which is a hundred times all the rest. The fastest of a few in turn are compared, so that
// a machine that is busy for a moment does not matter.
func TestUnknownEmailTakesAsLong(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		nobody() // made once
		known, unknown := time.Hour, time.Hour
		for range 4 {
			for email, best := range map[string]*time.Duration{"ines@example.org": &known, "nobody@example.org": &unknown} {
				start := time.Now()
				_, _ = w.SignIn(w.ctx(), SignInInput{Email: email, Password: "not the password"})
				*best = min(*best, time.Since(start))
			}
		}
		if unknown < known/5 || known < unknown/5 {
			t.Errorf("a known e-mail takes %v, an unknown one %v", known, unknown)
		}
	})
}

func TestSessionsAndPassword(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		in := SignInInput{Email: "ines@example.org", Password: testPassword, Agent: "phone"}
		here, phone := must(w.SignIn(ctx, in))(t), must(w.SignIn(ctx, in))(t)
		actor := must(w.ActorOf(ctx, here.Secret, w.org.Slug))(t)
		list := must(w.Sessions(ctx, actor))(t)
		if len(list) != 3 { // with the one of the set-up
			t.Errorf("%d sessions, want 3", len(list))
		}
		for _, s := range list {
			if s.Current != (s.ID == here.ID) || s.Secret != "" {
				t.Errorf("session %+v", s)
			}
		}
		stranger := w.elsewhere("Harbour Bikes", "omar@example.org")
		refused(t, "another's session", stranger.EndSession(ctx, stranger.owner, phone.ID), okr.NotFound, "")
		if err := w.EndSession(ctx, actor, phone.ID); err != nil {
			t.Fatal(err)
		}
		_, err := w.PersonOf(ctx, phone.Secret)
		refused(t, "an ended session", err, okr.Unauthenticated, "")

		other := must(w.SignIn(ctx, in))(t)
		refused(t, "a wrong password", w.ChangePassword(ctx, actor, ChangePasswordInput{Current: "no", New: "snow on the roof"}), okr.Invalid, "current")
		refused(t, "a short one", w.ChangePassword(ctx, actor, ChangePasswordInput{Current: testPassword, New: "short"}), okr.Invalid, "new")
		if err := w.ChangePassword(ctx, actor, ChangePasswordInput{Current: testPassword, New: "snow on the roof"}); err != nil {
			t.Fatal(err)
		}
		must(w.PersonOf(ctx, here.Secret))(t)
		_, err = w.PersonOf(ctx, other.Secret)
		refused(t, "another device after the change", err, okr.Unauthenticated, "")
		_, err = w.SignIn(ctx, in)
		refused(t, "the old password", err, okr.Unauthenticated, "password")
		in.Password = "snow on the roof"
		must(w.SignIn(ctx, in))(t)

		profile := must(w.EditProfile(ctx, actor, EditProfileInput{Email: "Ines.New@example.org", Password: in.Password}))(t)
		if profile.Email != "ines.new@example.org" {
			t.Errorf("e-mail %q", profile.Email)
		}
		in.Email = profile.Email
		must(w.SignIn(ctx, in))(t)
		_, err = stranger.EditProfile(ctx, stranger.owner, EditProfileInput{Email: in.Email, Password: testPassword})
		refused(t, "somebody else's e-mail", err, okr.Conflict, "email")
		proved := must(w.prove(ctx, in.Email, in.Password, ""))(t)
		actor.Person = profile
		if err := w.ChangePassword(ctx, actor, ChangePasswordInput{Current: in.Password, New: "rain on the roof"}); err != nil {
			t.Fatal(err)
		}
		in.Password = "rain on the roof"
		_, err = w.setEmail(ctx, proved, "again@example.org")
		refused(t, "by a password that was changed meanwhile", err, okr.Conflict, "password")
		must(w.SignIn(ctx, in))(t)
		token := actor
		token.Session, token.Scopes = "", []string{ScopeRead, ScopeWrite, ScopeAdmin}
		refused(t, "a token", w.ChangePassword(ctx, token, ChangePasswordInput{Current: in.Password, New: "hail on the roof"}), okr.Forbidden, "")
	})
}

func TestPasswordHash(t *testing.T) {
	kept := must(hashPassword(t.Context(), "correct horse"))(t)
	again := must(hashPassword(t.Context(), "correct horse"))(t)
	if kept == again || !strings.HasPrefix(kept, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hashes %q and %q", kept, again)
	}
	for password, want := range map[string]bool{"correct horse": true, "correct horsf": false, "": false} {
		if got := must(checkPassword(t.Context(), password, kept))(t); got != want {
			t.Errorf("%q is right: %v", password, got)
		}
	}
	accent := must(hashPassword(t.Context(), "caf\u00e9 au lait"))(t)
	if !must(checkPassword(t.Context(), "cafe\u0301 au lait", accent))(t) {
		t.Error("the same password with the accent typed otherwise is wrong")
	}
	for _, bad := range []string{"", "$argon2i$v=19$m=19456,t=2,p=1$AAAA$AAAA", strings.Replace(kept, "m=19456", "m=99999999", 1), strings.Replace(kept, "t=2", "t=0", 1), kept[:50]} {
		if ok, err := checkPassword(t.Context(), "correct horse", bad); ok || err == nil {
			t.Errorf("%q: %v, %v", bad, ok, err)
		}
	}
}

func TestLease(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		take := func(holder string) bool {
			t.Helper()
			return must(w.Lease(w.ctx(), "roll-ups", holder, time.Minute))(t)
		}
		if !take("a") || take("b") || !take("a") {
			t.Error("the first holder has it, renews it, and nobody else")
		}
		w.pass(time.Minute)
		if !take("b") || take("a") {
			t.Error("after it has ended the next one has it")
		}
	})
}
