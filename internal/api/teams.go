package api

import (
	"context"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

// ByMembership is the team and the member that a path names.
type ByMembership struct {
	ByID
	Member string `path:"member" maxLength:"64" doc:"A member's id."`
}

func (s *server) registerTeams() {
	const tag = "Teams"
	register(s, route(tag, "list-teams", "GET /teams", "The tree of teams, each after its parent."),
		func(ctx context.Context, a app.Actor, _ *none) (*body[[]app.TeamNode], error) {
			return list(s.App.Teams(ctx, a))
		})
	register(s, route(tag, "add-team", "POST /teams", "Add a team under another, or under the company.").created(),
		func(ctx context.Context, a app.Actor, in *given[app.AddTeamInput]) (*tagged[okr.Team], error) {
			return versioned(s.App.AddTeam(ctx, a, in.Body))
		})
	register(s, route(tag, "add-teams", "POST /teams/outline", "Add a tree of teams from an indented outline or a table.").
		about("One team a line, indented under the team it belongs to; or a table with the columns team and parent. Teams that are there already are used. The answer is the new ones."),
		func(ctx context.Context, a app.Actor, in *given[app.AddTeamsInput]) (*body[[]okr.Team], error) {
			return list(s.App.AddTeams(ctx, a, in.Body))
		})
	register(s, route(tag, "edit-team", "PATCH /teams/{id}", "Change a team; with a new parent it moves with all that is under it."),
		func(ctx context.Context, a app.Actor, in *change[app.EditTeamInput]) (*tagged[okr.Team], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.EditTeam(ctx, a, in.Body))
		})
	register(s, route(tag, "team-holdings", "GET /teams/{id}/holdings", "What a team owns, before it is merged or removed."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.TeamHoldings], error) {
			return answer(s.App.TeamHoldings(ctx, a, in.ID))
		})
	register(s, route(tag, "merge-team", "POST /teams/{id}/merge", "End a team: what it owns, its members and the teams under it go over to another.").without("from"),
		func(ctx context.Context, a app.Actor, in *change[app.MergeTeamsInput]) (*tagged[okr.Team], error) {
			in.Body.From, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.MergeTeams(ctx, a, in.Body))
		})
	register(s, route(tag, "remove-team", "DELETE /teams/{id}", "Remove a team that has none under it; its objectives stay under its name."),
		func(ctx context.Context, a app.Actor, in *Thing) (*tagged[okr.Team], error) {
			return versioned(s.App.RemoveTeam(ctx, a, in.input()))
		})
	register(s, route(tag, "restore-team", "POST /teams/{id}/restore", "Restore a removed team; one that was merged comes back without what it gave away."),
		func(ctx context.Context, a app.Actor, in *Thing) (*tagged[okr.Team], error) {
			return versioned(s.App.RestoreTeam(ctx, a, in.input()))
		})
	register(s, route(tag, "set-membership", "PUT /teams/{id}/members/{member}", "Put a member into a team, or change their role there.").without("team_id", "member_id"),
		func(ctx context.Context, a app.Actor, in *struct {
			ByMembership
			Body struct {
				Role okr.TeamRole `json:"role" enum:"lead,member"`
			}
		}) (*tagged[okr.Member], error) {
			return versioned(s.App.SetMembership(ctx, a, app.SetMembershipInput{TeamID: in.ID, MemberID: in.Member, Role: in.Body.Role}))
		})
	register(s, route(tag, "end-membership", "DELETE /teams/{id}/members/{member}", "Take a member out of a team."),
		func(ctx context.Context, a app.Actor, in *ByMembership) (*tagged[okr.Member], error) {
			return versioned(s.App.SetMembership(ctx, a, app.SetMembershipInput{TeamID: in.ID, MemberID: in.Member}))
		})
}
