package api

import (
	"context"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

type activityInput struct {
	Objective string    `query:"objective" maxLength:"64" doc:"An objective's id."`
	Team      string    `query:"team" maxLength:"64" doc:"A team's id: what concerns it, its objectives or its KPIs."`
	Member    string    `query:"member" maxLength:"64" doc:"The id of who did it."`
	Kind      string    `query:"kind" maxLength:"64" doc:"objective.closed, or all of a noun: objective."`
	Since     time.Time `query:"since" doc:"From this instant on."`
	Cursor    string    `query:"cursor" maxLength:"200" doc:"next of the page before."`
	Limit     int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (in activityInput) query() app.ActivityQuery {
	q := app.ActivityQuery{ObjectiveID: in.Objective, TeamID: in.Team, MemberID: in.Member, Kind: in.Kind, Cursor: in.Cursor, Limit: in.Limit}
	if !in.Since.IsZero() {
		q.Since = okr.InstantOf(in.Since)
	}
	return q
}

func (s *server) registerActivity() {
	const tag = "Activity"
	register(s, route(tag, "activity", "GET /activity", "What was done, by whom and why, the latest first."),
		func(ctx context.Context, a app.Actor, in *activityInput) (*body[app.ActivityPage], error) {
			return answer(s.App.Activity(ctx, a, in.query()))
		})
	register(s, route(tag, "audit", "GET /audit", "Activity with what concerns members and tokens, for administrators."),
		func(ctx context.Context, a app.Actor, in *activityInput) (*body[app.ActivityPage], error) {
			return answer(s.App.Audit(ctx, a, in.query()))
		})
	register(s, route(tag, "changes", "GET /changes", "Which things changed since an instant, that instant included, the oldest first."),
		func(ctx context.Context, a app.Actor, in *struct {
			Since time.Time `query:"since" required:"true"`
		}) (*body[[]okr.Changed], error) {
			return list(s.App.Changes(ctx, a, okr.InstantOf(in.Since)))
		})
	register(s, route("Search", "search", "GET /search", "Find objectives, key results, comments, teams and people by words, the last one as a beginning."),
		func(ctx context.Context, a app.Actor, in *struct {
			Query string `query:"q" maxLength:"300"`
			Limit int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
		}) (*body[[]app.Hit], error) {
			return list(s.App.Search(ctx, a, in.Query, in.Limit))
		})
}
