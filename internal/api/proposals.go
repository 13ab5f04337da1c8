package api

import (
	"context"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

func (s *server) registerProposals() {
	const tag = "Proposals"
	register(s, route(tag, "list-proposals", "GET /proposals", "Objectives that people propose for a cycle, those that wait for an answer first, and how many people take part, by team and by level. Nobody is ranked."),
		func(ctx context.Context, a app.Actor, in *struct {
			Cycle  string `query:"cycle" maxLength:"64" doc:"A cycle's id; the one that is planned now unless given."`
			Team   string `query:"team" maxLength:"64" doc:"The id of the team whose objectives they would be; all unless given."`
			Cursor string `query:"cursor" maxLength:"400" doc:"next of the page before."`
			Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"50"`
		}) (*body[app.Proposals], error) {
			return answer(s.App.Proposals(ctx, a, app.ProposalQuery{CycleID: in.Cycle, TeamID: in.Team, Cursor: in.Cursor, Limit: in.Limit}))
		})
	register(s, route(tag, "get-proposal", "GET /proposals/{id}", "A proposal, with the others of its cycle behind it."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.Proposals], error) {
			return answer(s.App.Proposal(ctx, a, in.ID))
		})
	register(s, route(tag, "propose", "POST /proposals", "Propose an objective for any team, with the reason.").created(),
		func(ctx context.Context, a app.Actor, in *given[app.ProposalInput]) (*tagged[okr.Proposal], error) {
			return versioned(s.App.Propose(ctx, a, in.Body))
		})
	register(s, route(tag, "edit-proposal", "PATCH /proposals/{id}", "Change a proposal that waits for its answer."),
		func(ctx context.Context, a app.Actor, in *change[app.ProposalPatch]) (*tagged[okr.Proposal], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.EditProposal(ctx, a, in.Body))
		})
	register(s, route(tag, "back-proposal", "POST /proposals/{id}/support", "Support a proposal, or with off no longer.").without("id"),
		func(ctx context.Context, a app.Actor, in *to[app.BackInput]) (*tagged[okr.Proposal], error) {
			in.Body.ID = in.ID
			return versioned(s.App.BackProposal(ctx, a, in.Body))
		})
	register(s, route(tag, "comment-proposal", "POST /proposals/{id}/comments", "Say something about a proposal.").without("id"),
		func(ctx context.Context, a app.Actor, in *to[app.ProposalCommentInput]) (*tagged[okr.Proposal], error) {
			in.Body.ID = in.ID
			return versioned(s.App.CommentProposal(ctx, a, in.Body))
		})
	register(s, route(tag, "answer-proposal", "POST /proposals/{id}/answer", "Adopt a proposal as a draft that names whose idea it was, merge it into another one, or decline it with a reason."),
		func(ctx context.Context, a app.Actor, in *change[app.ProposalReply]) (*tagged[okr.Proposal], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.AnswerProposal(ctx, a, in.Body))
		})
	register(s, route(tag, "remove-proposal", "DELETE /proposals/{id}", "Take a proposal back; it can be restored."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.Proposal], error) {
			return versioned(s.App.RemoveProposal(ctx, a, in.input()))
		})
	register(s, route(tag, "restore-proposal", "POST /proposals/{id}/restore", "Bring a proposal back."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.Proposal], error) {
			return versioned(s.App.RestoreProposal(ctx, a, in.input()))
		})
}
