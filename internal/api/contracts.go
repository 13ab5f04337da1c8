package api

import (
	"context"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

func (s *server) registerContracts() {
	const tag = "Contracts"
	register(s, route(tag, "list-contracts", "GET /contracts", "What teams ask of each other for a key result, those that wait for an answer first."),
		func(ctx context.Context, a app.Actor, in *struct {
			Cycle     string `query:"cycle" maxLength:"64" doc:"The id of the cycle that the key result is of; any unless given."`
			Team      string `query:"team" maxLength:"64" doc:"The id of a team on either side; any unless given."`
			Objective string `query:"objective" maxLength:"64" doc:"The id of an objective on either side; any unless given."`
		}) (*body[app.Contracts], error) {
			return answer(s.App.Contracts(ctx, a, app.ContractQuery{CycleID: in.Cycle, TeamID: in.Team, ObjectiveID: in.Objective}))
		})
	register(s, route(tag, "get-contract", "GET /contracts/{id}", "One contract."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.Contracts], error) {
			return answer(s.App.Contract(ctx, a, in.ID))
		})
	register(s, route(tag, "ask-contract", "POST /contracts", "Ask another team for support on a key result.").created(),
		func(ctx context.Context, a app.Actor, in *given[app.ContractInput]) (*tagged[okr.Contract], error) {
			return versioned(s.App.AskContract(ctx, a, in.Body))
		})
	register(s, route(tag, "answer-contract", "POST /contracts/{id}/answer", "Agree, offer something else or decline with a reason, for the team whose turn it is."),
		func(ctx context.Context, a app.Actor, in *change[app.ContractReply]) (*tagged[okr.Contract], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.AnswerContract(ctx, a, in.Body))
		})
	register(s, route(tag, "end-contract", "POST /contracts/{id}/outcome", "Say for one of the two teams whether what they agreed to was kept.").about("Without a text it agrees with what the other side said."),
		func(ctx context.Context, a app.Actor, in *change[app.ContractOutcome]) (*tagged[okr.Contract], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.EndContract(ctx, a, in.Body))
		})
	register(s, route(tag, "remove-contract", "DELETE /contracts/{id}", "Withdraw what was asked; it can be brought back."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.Contract], error) {
			return versioned(s.App.RemoveContract(ctx, a, in.input()))
		})
	register(s, route(tag, "restore-contract", "POST /contracts/{id}/restore", "Bring a withdrawn contract back."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.Contract], error) {
			return versioned(s.App.RestoreContract(ctx, a, in.input()))
		})
}
