package app

import (
	"strings"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

func TestTokens(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		bo := w.member("Bo", okr.OrgMember, "Apps")
		read := must(w.NewToken(ctx, bo, NewTokenInput{Name: "dashboard"}))(t)
		if !strings.HasPrefix(read.Secret, "hw_") || len(read.Secret) != 46 || !strings.HasSuffix(read.Secret, read.Hint) || len(read.Hint) != 4 {
			t.Errorf("token %+v", read)
		}
		actor := must(w.ActorOfToken(ctx, read.Secret))(t)
		if actor.Viewer.MemberID != bo.Viewer.MemberID || actor.Org.ID != w.org.ID || actor.Person.Name != "Bo" || actor.Viewer.Teams[w.team("Apps").ID] == "" {
			t.Errorf("actor %+v", actor)
		}
		must(w.Strategy(ctx, actor))(t)
		_, err := w.NewToken(ctx, actor, NewTokenInput{Name: "another", Scope: ScopeAdmin})
		refused(t, "a token that makes one", err, okr.Forbidden, "")

		// The use is known to the minute.
		used := must(w.Tokens(ctx, bo))(t)[0]
		if used.Used != w.Now() || used.Secret != "" {
			t.Errorf("after its use: %+v", used)
		}
		w.pass(59 * time.Second)
		must(w.ActorOfToken(ctx, read.Secret))(t)
		if again := must(w.Tokens(ctx, bo))(t)[0]; again.Used != used.Used {
			t.Error("the second use in a minute was written")
		}

		for what, bad := range map[string]string{"a wrong secret": read.Secret + "x", "no prefix": "secret", "nothing": ""} {
			_, err := w.ActorOfToken(ctx, bad)
			refused(t, what, err, okr.Unauthenticated, "")
		}
		_, err = w.RevokeToken(ctx, w.owner, read.ID)
		refused(t, "somebody else's token", err, okr.NotFound, "")
		must(w.RevokeToken(ctx, bo, read.ID))(t)
		_, err = w.ActorOfToken(ctx, read.Secret)
		refused(t, "a revoked token", err, okr.Unauthenticated, "")

		short := must(w.NewToken(ctx, bo, NewTokenInput{Name: "short", Days: 1}))(t)
		w.pass(24 * time.Hour)
		_, err = w.ActorOfToken(ctx, short.Secret)
		refused(t, "an expired token", err, okr.Unauthenticated, "")

		for field, in := range map[string]NewTokenInput{"name": {}, "scope": {Name: "x", Scope: "root"}, "kind": {Name: "x", Kind: "robot"}, "days": {Name: "x", Days: 1000}} {
			_, err := w.NewToken(ctx, bo, in)
			refused(t, field, err, okr.Invalid, field)
		}
	})
}

// What a token may is the smaller of its scope and its member's role.
func TestTokenScopes(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		for _, tt := range []struct {
			scope               string
			read, write, manage bool
		}{{ScopeRead, true, false, false}, {ScopeWrite, true, true, false}, {ScopeAdmin, true, true, true}} {
			token := must(w.NewToken(ctx, w.owner, NewTokenInput{Name: tt.scope, Scope: tt.scope}))(t)
			actor := must(w.ActorOfToken(ctx, token.Secret))(t)
			_, readErr := w.Cycles(ctx, actor)
			_, writeErr := w.EditVision(ctx, actor, okr.VisionPatch{Text: ptr("Written by " + tt.scope)})
			_, manageErr := w.Invite(ctx, actor, InviteInput{Emails: []string{tt.scope + "@example.org"}})
			for _, c := range []struct {
				what string
				err  error
				ok   bool
			}{{"read", readErr, tt.read}, {"write", writeErr, tt.write}, {"manage", manageErr, tt.manage}} {
				if (c.err == nil) != c.ok {
					t.Errorf("a token with the scope %s may %s: %v", tt.scope, c.what, c.err)
				}
			}
		}
		bo := w.member("Bo", okr.OrgMember)
		token := must(w.NewToken(ctx, bo, NewTokenInput{Name: "all", Scope: ScopeAdmin}))(t)
		_, err := w.Invite(ctx, must(w.ActorOfToken(ctx, token.Secret))(t), InviteInput{Emails: []string{"x@example.org"}})
		refused(t, "a member's token with the scope admin", err, okr.Forbidden, "")
	})
}

func TestServiceTokens(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		second := w.member("Second Owner", okr.OrgOwner)
		bo := w.member("Bo", okr.OrgMember)
		_, err := w.NewToken(ctx, bo, NewTokenInput{Name: "warehouse", Kind: ServiceToken})
		refused(t, "a service made by a member", err, okr.Forbidden, "")
		token := must(w.NewToken(ctx, second, NewTokenInput{Name: "Warehouse", Kind: ServiceToken, Scope: ScopeWrite}))(t)
		must(w.Deactivate(ctx, w.owner, DeactivateInput{MemberID: second.Viewer.MemberID}))(t)
		actor := must(w.ActorOfToken(ctx, token.Secret))(t) // it outlives who made it
		if actor.Viewer.MemberID == second.Viewer.MemberID || actor.Person.Name != "Warehouse" {
			t.Errorf("actor %+v", actor)
		}
		view := must(w.Member(ctx, bo, actor.Viewer.MemberID))(t)
		if !view.Service || view.Name != "Warehouse" || view.Invited {
			t.Errorf("member %+v", view)
		}
		if list := must(w.Tokens(ctx, bo))(t); len(list) != 0 {
			t.Errorf("a member sees services' tokens: %+v", list)
		}
		must(w.RevokeToken(ctx, w.owner, token.ID))(t)
		_, err = w.ActorOfToken(ctx, token.Secret)
		refused(t, "a revoked service", err, okr.Unauthenticated, "")
		if view := must(w.Member(ctx, bo, actor.Viewer.MemberID))(t); view.Deactivated == 0 {
			t.Error("the service's member is still active")
		}
	})
}
