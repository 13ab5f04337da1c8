package api

import (
	"context"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

func (s *server) registerKeyResults() {
	const tag = "Key results"
	register(s, route(tag, "add-key-result", "POST /key-results", "Add a key result to an objective.").created(),
		func(ctx context.Context, a app.Actor, in *given[app.KeyResultInput]) (*tagged[okr.KeyResult], error) {
			return versioned(s.App.AddKeyResult(ctx, a, in.Body))
		})
	register(s, route(tag, "edit-key-result", "PATCH /key-results/{id}", "Change the fields that you name; with another objective's id it moves there.").
		about("base works as for an objective. clear empties baseline, target or weight."),
		func(ctx context.Context, a app.Actor, in *change[okr.KeyResultPatch]) (*tagged[okr.KeyResult], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.EditKeyResult(ctx, a, in.Body))
		})
	register(s, route(tag, "move-key-result", "POST /key-results/{id}/move", "Put a key result behind another one of its objective, or first."),
		func(ctx context.Context, a app.Actor, in *to[app.MoveInput]) (*tagged[okr.KeyResult], error) {
			in.Body.ID = in.ID
			return versioned(s.App.MoveKeyResult(ctx, a, in.Body))
		})
	register(s, route(tag, "remove-key-result", "DELETE /key-results/{id}", "Remove a key result; it can be restored."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.KeyResult], error) {
			return versioned(s.App.RemoveKeyResult(ctx, a, in.input()))
		})
	register(s, route(tag, "restore-key-result", "POST /key-results/{id}/restore", "Restore a removed key result."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.KeyResult], error) {
			return versioned(s.App.RestoreKeyResult(ctx, a, in.input()))
		})
	register(s, route(tag, "get-course", "GET /key-results/{id}/course", "How a key result went: its values, plan, targets and what they were before."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.Course], error) {
			return answer(s.App.Course(ctx, a, in.ID))
		})
	s.registerReadiness()
	s.registerBlockers()
}

func (s *server) registerReadiness() {
	const tag = "Data readiness"
	register(s, route(tag, "get-readiness", "GET /readiness", "What is missing in the data of a cycle's plan, a page at a time: what needs a decision first, what nobody has looked at last."),
		func(ctx context.Context, a app.Actor, in *struct {
			Cycle  string `query:"cycle" maxLength:"64" doc:"A cycle's id; the running one unless given."`
			Team   string `query:"team" maxLength:"64" doc:"A team's id; all teams unless given."`
			State  string `query:"state" enum:"gap,lapsed,decided,unasked" doc:"Only what stands like that; all that is not ready unless given."`
			Cursor string `query:"cursor" maxLength:"400" doc:"next of the page before."`
			Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"50"`
		}) (*body[app.ReadinessRegister], error) {
			return answer(s.App.Readiness(ctx, a, app.ReadinessQuery{CycleID: in.Cycle, TeamID: in.Team, State: okr.ReadyState(in.State), Cursor: in.Cursor, Limit: in.Limit}))
		})
	register(s, route(tag, "set-readiness", "PUT /key-results/{id}/readiness", "Answer the checklist for the data of a key result.").
		about("Questions that are left out are not known yet. Answers that were given before and are not repeated are gone."),
		func(ctx context.Context, a app.Actor, in *change[app.ReadinessInput]) (*tagged[okr.KeyResult], error) {
			in.Body.KeyResultID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.SetReadiness(ctx, a, in.Body))
		})
	register(s, route(tag, "decide-readiness", "POST /key-results/{id}/readiness/decision", "Decide what happens about a gap: delay, proxy or track.").
		about("delay and proxy end on the day that until names. track makes a draft of an objective whose aim is to measure it."),
		func(ctx context.Context, a app.Actor, in *change[app.DataDecisionInput]) (*tagged[okr.KeyResult], error) {
			in.Body.KeyResultID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.DecideReadiness(ctx, a, in.Body))
		})
}

func (s *server) registerBlockers() {
	const tag = "Blockers"
	register(s, route(tag, "raise-blocker", "POST /blockers", "Say what is in the way of a key result, and who looks after it.").created(),
		func(ctx context.Context, a app.Actor, in *given[app.BlockerInput]) (*tagged[okr.Blocker], error) {
			return versioned(s.App.RaiseBlocker(ctx, a, in.Body))
		})
	register(s, route(tag, "get-blocker", "GET /blockers/{id}", "What is in the way of a key result, with who looks after it."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.BlockerView], error) {
			return answer(s.App.Blocker(ctx, a, in.ID))
		})
	register(s, route(tag, "edit-blocker", "PATCH /blockers/{id}", "Change the words of a blocker, or hand it to somebody else."),
		func(ctx context.Context, a app.Actor, in *change[app.BlockerPatch]) (*tagged[okr.Blocker], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.EditBlocker(ctx, a, in.Body))
		})
	register(s, route(tag, "resolve-blocker", "POST /blockers/{id}/resolve", "Say that a blocker is out of the way."),
		func(ctx context.Context, a app.Actor, in *ByID) (*tagged[okr.Blocker], error) {
			return versioned(s.App.ResolveBlocker(ctx, a, in.ID))
		})
	register(s, route(tag, "reopen-blocker", "POST /blockers/{id}/reopen", "Say that a blocker is in the way again."),
		func(ctx context.Context, a app.Actor, in *ByID) (*tagged[okr.Blocker], error) {
			return versioned(s.App.ReopenBlocker(ctx, a, in.ID))
		})
}
