package api

import (
	"context"
	"net/http"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

// A checkInOutcome is one item of a bulk check-in: the result, or the problem with it.
type checkInOutcome struct {
	Result  *app.CheckInResult `json:"result,omitempty"`
	Problem *Problem           `json:"problem,omitempty" doc:"Why this one was not taken; the others were."`
}

func (s *server) registerCheckIns() {
	const tag = "Check-ins"
	register(s, route(tag, "check-in-queue", "GET /check-ins/queue", "What you check in on, what is due first."),
		func(ctx context.Context, a app.Actor, _ *none) (*body[app.CheckInQueue], error) {
			return answer(s.App.CheckInQueue(ctx, a))
		})
	register(s, route(tag, "check-in-card", "GET /key-results/{id}/check-in", "What a check-in on one key result shows, whosever it is."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.CheckInQueue], error) {
			return answer(s.App.CheckInCard(ctx, a, in.ID))
		})
	register(s, route(tag, "check-in", "POST /check-ins", "Check in on a key result: where it is now, how sure you are, what changed.").created().
		about("One transaction: the value, the key result, its objective's progress and one event. Give at least one of value, confidence, note, blocker and resolve. A late value is taken until the objective is closed."),
		func(ctx context.Context, a app.Actor, in *given[app.CheckInInput]) (*body[app.CheckInResult], error) {
			return answer(s.App.CheckIn(ctx, a, in.Body))
		})
	register(s, route(tag, "check-in-bulk", "POST /check-ins/bulk", "Check in on many key results at once, together or each for itself.").
		about("Together, the first fault refuses all. Otherwise each outcome stands at its item's place."),
		func(ctx context.Context, a app.Actor, in *given[app.CheckInsInput]) (*body[[]checkInOutcome], error) {
			outcomes, err := s.App.CheckIns(ctx, a, in.Body)
			out := make([]checkInOutcome, len(outcomes))
			for i, o := range outcomes {
				out[i].Result = o.Result
				if o.Error != nil {
					out[i].Problem = s.problem(http.MethodPost, o.Error)
				}
			}
			return answer(out, err)
		})
	register(s, route(tag, "get-check-in", "GET /check-ins/{id}", "A check-in as it stands."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[okr.CheckIn], error) {
			return answer(s.App.OneCheckIn(ctx, a, in.ID))
		})
	register(s, route(tag, "amend-check-in", "PATCH /check-ins/{id}", "Correct a check-in; what it said before stays in the log.").
		about("clear empties value or confidence."),
		func(ctx context.Context, a app.Actor, in *change[app.CheckInPatch]) (*body[app.CheckInResult], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return answer(s.App.AmendCheckIn(ctx, a, in.Body))
		})
	register(s, route(tag, "remove-check-in", "DELETE /check-ins/{id}", "Take a check-in back; it can be restored."),
		func(ctx context.Context, a app.Actor, in *removal) (*body[app.CheckInResult], error) {
			return answer(s.App.RemoveCheckIn(ctx, a, in.input()))
		})
	register(s, route(tag, "restore-check-in", "POST /check-ins/{id}/restore", "Restore a removed check-in."),
		func(ctx context.Context, a app.Actor, in *removal) (*body[app.CheckInResult], error) {
			return answer(s.App.RestoreCheckIn(ctx, a, in.input()))
		})
}

func (s *server) registerComments() {
	const tag = "Comments"
	register(s, route(tag, "add-comment", "POST /objectives/{ref}/comments", "Say something about an objective or one of its key results.").created().without("objective_id").
		about("@ and a name, @ and an e-mail address, or @Name(member id) mentions a member."),
		func(ctx context.Context, a app.Actor, in *struct {
			ByRef
			Body app.CommentInput
		}) (*tagged[app.CommentView], error) {
			id, err := s.objective(ctx, a, in.Ref)
			if err != nil {
				return nil, err
			}
			in.Body.ObjectiveID = id
			return versioned(s.App.AddComment(ctx, a, in.Body))
		})
	register(s, route(tag, "edit-comment", "PATCH /comments/{id}", "Change what you have said."),
		func(ctx context.Context, a app.Actor, in *change[app.CommentPatch]) (*tagged[app.CommentView], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.EditComment(ctx, a, in.Body))
		})
	register(s, route(tag, "remove-comment", "DELETE /comments/{id}", "Remove a comment of yours, or as an administrator anybody's; it can be restored."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.Comment], error) {
			return versioned(s.App.RemoveComment(ctx, a, in.input()))
		})
	register(s, route(tag, "restore-comment", "POST /comments/{id}/restore", "Restore a removed comment."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.Comment], error) {
			return versioned(s.App.RestoreComment(ctx, a, in.input()))
		})
	register(s, route(tag, "list-mentions", "GET /mentions", "The latest comments that mention you."),
		func(ctx context.Context, a app.Actor, in *struct {
			Limit int `query:"limit" minimum:"1" maximum:"100" default:"20"`
		}) (*body[[]app.Mention], error) {
			return list(s.App.Mentions(ctx, a, in.Limit))
		})
}
