package api

import (
	"context"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

func (s *server) registerMembers() {
	const tag = "People"
	register(s, route(tag, "list-members", "GET /members", "The organization's people and services by name, a page at a time."),
		func(ctx context.Context, a app.Actor, in *struct {
			Text   string      `query:"q" maxLength:"300" doc:"In the name or the e-mail."`
			Team   string      `query:"team" maxLength:"64" doc:"A team's id."`
			Role   okr.OrgRole `query:"role" enum:"owner,ambassador,member,viewer"`
			All    bool        `query:"all" doc:"Deactivated ones too."`
			Cursor string      `query:"cursor" maxLength:"2000" doc:"next of the page before."`
			Limit  int         `query:"limit" minimum:"1" maximum:"1000" default:"50"`
		}) (*body[app.MemberPage], error) {
			return answer(s.App.FindMembers(ctx, a, app.MemberQuery{Text: in.Text, TeamID: in.Team, Role: in.Role, Deactivated: in.All, Cursor: in.Cursor, Limit: in.Limit}))
		})
	register(s, route(tag, "get-me", "GET /me", "The member that the token acts as."),
		func(ctx context.Context, a app.Actor, _ *none) (*tagged[app.MemberView], error) {
			return versioned(s.App.Member(ctx, a, a.Viewer.MemberID))
		})
	register(s, route(tag, "get-member", "GET /members/{id}", "One member, a deactivated one too."),
		func(ctx context.Context, a app.Actor, in *ByID) (*tagged[app.MemberView], error) {
			return versioned(s.App.Member(ctx, a, in.ID))
		})
	register(s, route(tag, "list-invitations", "GET /invitations", "Who has not accepted yet."),
		func(ctx context.Context, a app.Actor, _ *none) (*body[[]app.Invitation], error) {
			return list(s.App.Invites(ctx, a))
		})
	register(s, route(tag, "invite", "POST /invitations", "Invite people by address, or from pasted text or a table.").
		about("The answer holds each link's secret, this once: a person follows /join/ and the secret. They are members from now on, so that they can be given things to own. The columns of a table are email, name, role and teams."),
		func(ctx context.Context, a app.Actor, in *given[app.InviteInput]) (*body[[]app.Invitation], error) {
			return list(s.App.Invite(ctx, a, in.Body))
		})
	register(s, route(tag, "edit-member", "PATCH /members/{id}", "Change a member's role, or your own name and preferences."),
		func(ctx context.Context, a app.Actor, in *change[app.EditMemberInput]) (*tagged[app.MemberView], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.EditMember(ctx, a, in.Body))
		})
	register(s, route(tag, "member-holdings", "GET /members/{id}/holdings", "What a member owns and somebody else would have to take."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.Holdings], error) {
			return answer(s.App.Holdings(ctx, a, in.ID))
		})
	register(s, route(tag, "deactivate-member", "POST /members/{id}/deactivate", "End a member's access, and hand over everything that they own in the same step.").without("member_id"),
		func(ctx context.Context, a app.Actor, in *change[app.DeactivateInput]) (*tagged[app.MemberView], error) {
			in.Body.MemberID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.Deactivate(ctx, a, in.Body))
		})
	register(s, route(tag, "reactivate-member", "POST /members/{id}/reactivate", "Let a member in again, without what was handed over."),
		func(ctx context.Context, a app.Actor, in *Thing) (*tagged[app.MemberView], error) {
			return versioned(s.App.Reactivate(ctx, a, in.input()))
		})
	register(s, route(tag, "erase-member", "POST /members/{id}/erase", "Replace a deactivated member's name and e-mail everywhere, for good."),
		func(ctx context.Context, a app.Actor, in *ByID) (*tagged[app.MemberView], error) {
			return versioned(s.App.ErasePerson(ctx, a, in.ID))
		})
	register(s, route(tag, "make-reset-link", "POST /members/{id}/reset-link", "Make a link with which a member chooses a new password, to be given to them."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.PasswordLink], error) {
			return answer(s.App.ResetLink(ctx, a, in.ID))
		})
}
