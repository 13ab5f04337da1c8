package api

import (
	"context"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

func (s *server) registerRetrospectives() {
	const tag = "Retrospectives"
	register(s, route(tag, "list-retrospectives", "GET /retrospectives", "The retrospectives of a cycle, or of all: one for each team, and one for each objective that several teams share."),
		func(ctx context.Context, a app.Actor, in *struct {
			Cycle string `query:"cycle" maxLength:"64" doc:"A cycle's id; all cycles unless given."`
		}) (*body[[]app.RetrospectiveLine], error) {
			return list(s.App.Retrospectives(ctx, a, in.Cycle))
		})
	register(s, route(tag, "get-retrospective", "GET /retrospectives/{id}", "A retrospective with its objectives, what it asks about, and what it has decided. What others say is in it once it is revealed, without their names."),
		func(ctx context.Context, a app.Actor, in *ByID) (*tagged[app.RetrospectiveView], error) {
			return versioned(s.App.Retrospective(ctx, a, in.ID))
		})
	register(s, route(tag, "edit-retrospective", "PATCH /retrospectives/{id}", "Move a retrospective to another day, or write its lesson."),
		func(ctx context.Context, a app.Actor, in *change[app.RetrospectivePatch]) (*tagged[okr.Retrospective], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.EditRetrospective(ctx, a, in.Body))
		})
	register(s, route(tag, "move-retrospective", "POST /retrospectives/{id}/stage", "Open, reveal, end or skip a retrospective. Skipping asks for a reason, which is shown."),
		func(ctx context.Context, a app.Actor, in *change[app.RetrospectiveMove]) (*tagged[okr.Retrospective], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.MoveRetrospective(ctx, a, in.Body))
		})
	register(s, route(tag, "answer-retrospective", "PUT /retrospectives/{id}/answer", "Say why an objective went as it did, then give a grade. It is hidden until all are in, and has no name after that.").without("id"),
		func(ctx context.Context, a app.Actor, in *to[app.RetroAnswerInput]) (*tagged[app.RetrospectiveView], error) {
			in.Body.ID = in.ID
			return versioned(s.App.AnswerRetrospective(ctx, a, in.Body))
		})
	register(s, route("Objectives", "decide-onward", "POST /objectives/{ref}/onward", "Say whether an objective continues, changes or is let go when the cycle ends."),
		func(ctx context.Context, a app.Actor, in *refChange[app.OnwardInput]) (*tagged[okr.Objective], error) {
			id, err := s.objective(ctx, a, in.Ref)
			if err != nil {
				return nil, err
			}
			in.Body.ID, in.Body.Version = id, in.or(in.Body.Version)
			return versioned(s.App.DecideOnward(ctx, a, in.Body))
		})
	register(s, route("Lessons", "list-lessons", "GET /lessons", "What earlier cycles have taught, from closing notes and retrospectives: what has every word first, then what is about the same.").
		about("Without a text the latest come first, at most 60."),
		func(ctx context.Context, a app.Actor, in *struct {
			Text  string `query:"q" maxLength:"1000" doc:"Words to look for; similar ones are found too."`
			Tag   string `query:"tag" maxLength:"40"`
			Team  string `query:"team" maxLength:"64" doc:"A team's id."`
			Cycle string `query:"cycle" maxLength:"64" doc:"A cycle's id."`
		}) (*body[app.LessonPage], error) {
			return answer(s.App.Lessons(ctx, a, app.LessonQuery{Text: in.Text, Tag: in.Tag, TeamID: in.Team, CycleID: in.Cycle}))
		})
	register(s, route("Lessons", "lessons-near", "GET /lessons/near", "The lessons that a sentence which is being written may rest on, the nearest first, at most three."),
		func(ctx context.Context, a app.Actor, in *struct {
			Text string `query:"text" required:"true" minLength:"1" maxLength:"2000"`
		}) (*body[[]app.Lesson], error) {
			return list(s.App.LessonsNear(ctx, a, in.Text))
		})
	register(s, route("Lessons", "lessons-for", "GET /objectives/{ref}/lessons", "The lessons near an objective that it does not rest on yet, at most three."),
		func(ctx context.Context, a app.Actor, in *ByRef) (*body[[]app.Lesson], error) {
			return list(s.App.LessonsFor(ctx, a, in.Ref))
		})
	register(s, route("Lessons", "use-lesson", "POST /objectives/{ref}/lessons", "Say that an objective rests on a lesson of an earlier one, or with off that it does not."),
		func(ctx context.Context, a app.Actor, in *refChange[app.LessonInput]) (*tagged[okr.Objective], error) {
			id, err := s.objective(ctx, a, in.Ref)
			if err != nil {
				return nil, err
			}
			in.Body.ID, in.Body.Version = id, in.or(in.Body.Version)
			return versioned(s.App.UseLesson(ctx, a, in.Body))
		})
	register(s, route("Lessons", "get-team-past", "GET /teams/{id}/past", "How a team closed its objectives, by cycle, with a question when everything was always reached."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.TeamPast], error) {
			return answer(s.App.TeamPast(ctx, a, in.ID))
		})
	register(s, route(tag, "add-improvement", "POST /improvements", "Decide to change one thing about how the team works.").created(),
		func(ctx context.Context, a app.Actor, in *given[app.ImprovementInput]) (*tagged[okr.Improvement], error) {
			return versioned(s.App.AddImprovement(ctx, a, in.Body))
		})
	register(s, route(tag, "edit-improvement", "PATCH /improvements/{id}", "Change the fields that you name, or say how it stands: done, or dropped with a reason."),
		func(ctx context.Context, a app.Actor, in *change[app.ImprovementPatch]) (*tagged[okr.Improvement], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.EditImprovement(ctx, a, in.Body))
		})
	register(s, route(tag, "remove-improvement", "DELETE /improvements/{id}", "Remove an improvement; it can be restored."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.Improvement], error) {
			return versioned(s.App.RemoveImprovement(ctx, a, in.input()))
		})
	register(s, route(tag, "restore-improvement", "POST /improvements/{id}/restore", "Restore a removed improvement."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.Improvement], error) {
			return versioned(s.App.RestoreImprovement(ctx, a, in.input()))
		})
}
