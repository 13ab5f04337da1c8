package api

import (
	"context"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

func (s *server) registerPlanning() {
	const tag = "Planning"
	register(s, route(tag, "get-planning", "GET /planning", "How a cycle's plan comes about: where it stands, what is drafted, who reads it, and what the cycle before has taught."),
		func(ctx context.Context, a app.Actor, in *struct {
			Cycle string `query:"cycle" maxLength:"64" doc:"A cycle's id; the one that is planned now unless given."`
			Team  string `query:"team" maxLength:"64" doc:"A team's id, for it and those below it; all unless given."`
		}) (*body[app.Planning], error) {
			return answer(s.App.Planning(ctx, a, app.PlanQuery{CycleID: in.Cycle, TeamID: in.Team}))
		})
	register(s, route(tag, "choose-objectives", "GET /planning/choose", "Put the objectives of a team in order by choosing between two at a time: the next pair, or the order with how many are plenty.").
		about("Nothing is kept: give objective_ids and said again with one more answer each time."),
		func(ctx context.Context, a app.Actor, in *struct {
			Cycle string   `query:"cycle" maxLength:"64" doc:"A cycle's id; the current one unless given."`
			Team  string   `query:"team" maxLength:"64" doc:"The id of the team that leads them; the company unless given."`
			IDs   []string `query:"objective_ids" maxItems:"10" doc:"The ids of the objectives, in the order of the first answer; those of the team that have not ended unless given."`
			Said  string   `query:"said" maxLength:"64" doc:"The answers so far, a digit each: 1 where the first of a pair matters more, 2 where the second does."`
		}) (*body[app.Choosing], error) {
			return answer(s.App.Choose(ctx, a, app.ChooseQuery{CycleID: in.Cycle, TeamID: in.Team, ObjectiveIDs: in.IDs, Said: in.Said}))
		})
	register(s, route(tag, "drop-objectives", "POST /planning/choose", "Drop several objectives for one reason, in one act: what follows from choosing between them."),
		func(ctx context.Context, a app.Actor, in *given[app.DropInput]) (*body[[]okr.Objective], error) {
			return list(s.App.DropObjectives(ctx, a, in.Body))
		})
	register(s, route(tag, "list-review-teams", "GET /objectives/{id}/review-teams", "The teams that work most closely with those of an objective, the nearest first, with the reasons: whom to ask to read it."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[[]okr.NearTeam], error) {
			return list(s.App.ReviewTeams(ctx, a, in.ID))
		})
	register(s, route(tag, "start-review", "POST /objectives/{id}/review", "Ask teams to read a draft; without any, the three that work most closely with its own.").without("objective_id").
		about("A clock of 24 hours begins, which stands still on weekends and holidays. The objective goes live when all teams have answered or when the clock ends: nobody approves."),
		func(ctx context.Context, a app.Actor, in *change[app.ReviewInput]) (*body[okr.Review], error) {
			in.Body.ObjectiveID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return answer(s.App.StartReview(ctx, a, in.Body))
		})
	register(s, route(tag, "answer-review", "POST /reviews/{id}/answer", "Say for your team how it finds the lines of a draft: fine, a suggestion or a question. Lines that you do not name are fine.").without("id").
		about("It takes the place of what your team has said before. An open question keeps its line marked and does not stop the objective from going live."),
		func(ctx context.Context, a app.Actor, in *to[app.AnswerInput]) (*body[okr.Review], error) {
			in.Body.ID = in.ID
			return answer(s.App.AnswerReview(ctx, a, in.Body))
		})
	register(s, route(tag, "reply-review", "POST /reviews/{id}/reply", "Answer a question that a team has asked about your draft; it is open no longer.").without("id"),
		func(ctx context.Context, a app.Actor, in *to[app.ReplyInput]) (*body[okr.Review], error) {
			in.Body.ID = in.ID
			return answer(s.App.ReplyReview(ctx, a, in.Body))
		})
	register(s, route(tag, "list-carriable", "GET /planning/carry", "What of an earlier cycle can go on in one, a page at a time: what is not reached, and what was decided to continue, with where its key results would begin. One's own comes first."),
		func(ctx context.Context, a app.Actor, in *struct {
			Cycle     string `query:"cycle" maxLength:"64" doc:"A cycle's id, in which it would go on; the one that is planned now unless given."`
			From      string `query:"from" maxLength:"64" doc:"A cycle's id, out of which; the one before unless given."`
			Team      string `query:"team" maxLength:"64" doc:"A team's id, for it and those below it; all unless given."`
			Objective string `query:"objective" maxLength:"64" doc:"One objective, by its id or number."`
			Cursor    string `query:"cursor" maxLength:"400" doc:"next of the page before."`
			Limit     int    `query:"limit" minimum:"1" maximum:"1000" default:"50"`
		}) (*body[app.CarryView], error) {
			return answer(s.App.Carriable(ctx, a, app.CarryQuery{CycleID: in.Cycle, FromID: in.From, TeamID: in.Team, Objective: in.Objective, Cursor: in.Cursor, Limit: in.Limit}))
		})
	register(s, route(tag, "carry-over", "POST /cycles/{id}/carry", "Let objectives of earlier cycles go on in this one, as drafts that keep their lineage.").without("cycle_id").
		about("A key result begins at the last value unless you say another, and has the target that you give. Done again it makes no second draft, and adds key results that were left behind."),
		func(ctx context.Context, a app.Actor, in *to[app.CarryInput]) (*body[[]app.ObjectiveTree], error) {
			in.Body.CycleID = in.ID
			return list(s.App.CarryOver(ctx, a, in.Body))
		})
}
