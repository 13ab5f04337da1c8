package api

import (
	"context"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

type findInput struct {
	Cycle    string `query:"cycle" doc:"A cycle's id." maxLength:"64"`
	Team     string `query:"team" doc:"A team's id; teams below it count too." maxLength:"64"`
	Owner    string `query:"owner" doc:"A member's id." maxLength:"64"`
	Upstream string `query:"supports" doc:"The id of a pillar, objective or key result that they support." maxLength:"64"`
	Health   string `query:"health" enum:"not_started,on_course,drifting,in_trouble,silent,closed"`
	Stage    string `query:"stage" enum:"draft,in_review,active,closed,dropped"`
	Kind     string `query:"kind" enum:"committed,aspirational,learning"`
	Text     string `query:"q" doc:"Words in the title, or a number: O-12." maxLength:"300"`
	Removed  bool   `query:"removed" doc:"Only removed ones."`
	Group    string `query:"group" enum:"team,kind,health,owner,pillar,stage,readiness"`
	Sort     string `query:"sort" enum:"title,-title,number,-number,progress,-progress,health,-health,readiness,-readiness,created,-created" doc:"The order that people put them in, unless given."`
	Cursor   string `query:"cursor" doc:"next of the page before." maxLength:"2000"`
	Limit    int    `query:"limit" minimum:"1" maximum:"1000" default:"50"`
}

func (in findInput) query() app.ObjectiveQuery {
	q := app.ObjectiveQuery{CycleID: in.Cycle, OwnerID: in.Owner, Upstream: in.Upstream, Text: in.Text, Removed: in.Removed,
		Group: app.Grouping(in.Group), Sort: app.Ordering(in.Sort), Cursor: in.Cursor, Limit: in.Limit}
	if in.Team != "" {
		q.TeamIDs, q.Below = []string{in.Team}, true
	}
	if in.Health != "" {
		q.Health = []okr.Health{okr.Health(in.Health)}
	}
	if in.Stage != "" {
		q.Stages = []okr.Stage{okr.Stage(in.Stage)}
	}
	if in.Kind != "" {
		q.Kinds = []okr.ObjectiveKind{okr.ObjectiveKind(in.Kind)}
	}
	return q
}

// refChange is change for an objective, which a path may name by its number.
type refChange[T any] struct {
	ByRef
	Conditional
	Body T
}

type refRemoval struct {
	ByRef
	Conditional
	Reason string `query:"reason" maxLength:"2000" doc:"Why, for the log."`
}

// removal finds the objective that is to go or to come back.
func (s *server) removal(ctx context.Context, a app.Actor, in *refRemoval) (app.RemovalInput, error) {
	id, err := s.objective(ctx, a, in.Ref)
	return app.RemovalInput{ID: id, Version: in.version(), Reason: in.Reason}, err
}

func (s *server) registerObjectives() {
	const tag = "Objectives"
	register(s, route(tag, "find-objectives", "GET /objectives", "Find objectives, a page at a time, with their key results."),
		func(ctx context.Context, a app.Actor, in *findInput) (*body[app.ObjectivePage], error) {
			return answer(s.App.FindObjectives(ctx, a, in.query()))
		})
	register(s, route(tag, "add-objective", "POST /objectives", "Write a draft with its key results.").created(),
		func(ctx context.Context, a app.Actor, in *given[app.ObjectiveInput]) (*tagged[app.ObjectiveTree], error) {
			return versioned(s.App.AddObjective(ctx, a, in.Body))
		})
	register(s, route(tag, "get-objective", "GET /objectives/{ref}", "An objective with everything that its page shows."),
		func(ctx context.Context, a app.Actor, in *ByRef) (*tagged[app.ObjectiveView], error) {
			return versioned(s.App.Objective(ctx, a, in.Ref))
		})
	register(s, route(tag, "edit-objective", "PATCH /objectives/{ref}", "Change the fields that you name.").
		about("Give in base what you saw of the same fields: then somebody else's change of another field stays, and one of the same field is a conflict that shows both texts."),
		func(ctx context.Context, a app.Actor, in *refChange[okr.ObjectivePatch]) (*tagged[okr.Objective], error) {
			id, err := s.objective(ctx, a, in.Ref)
			if err != nil {
				return nil, err
			}
			in.Body.ID, in.Body.Version = id, in.or(in.Body.Version)
			return versioned(s.App.EditObjective(ctx, a, in.Body))
		})
	register(s, route(tag, "move-objective-stage", "POST /objectives/{ref}/stage", "Move an objective along: draft, in review, active, or dropped with a reason."),
		func(ctx context.Context, a app.Actor, in *refChange[app.TransitionInput]) (*tagged[okr.Objective], error) {
			id, err := s.objective(ctx, a, in.Ref)
			if err != nil {
				return nil, err
			}
			in.Body.ID, in.Body.Version = id, in.or(in.Body.Version)
			return versioned(s.App.Transition(ctx, a, in.Body))
		})
	register(s, route(tag, "close-objective", "POST /objectives/{ref}/close", "Close an active objective with its note and grades, or complete those of a closed one."),
		func(ctx context.Context, a app.Actor, in *refChange[app.CloseInput]) (*tagged[app.ObjectiveTree], error) {
			id, err := s.objective(ctx, a, in.Ref)
			if err != nil {
				return nil, err
			}
			in.Body.ID, in.Body.Version = id, in.or(in.Body.Version)
			return versioned(s.App.CloseObjective(ctx, a, in.Body))
		})
	register(s, route(tag, "move-objective", "POST /objectives/{ref}/move", "Put an objective behind another one of its cycle, or first."),
		func(ctx context.Context, a app.Actor, in *struct {
			ByRef
			Body app.MoveInput
		}) (*tagged[okr.Objective], error) {
			id, err := s.objective(ctx, a, in.Ref)
			if err != nil {
				return nil, err
			}
			in.Body.ID = id
			return versioned(s.App.MoveObjective(ctx, a, in.Body))
		})
	register(s, route(tag, "remove-objective", "DELETE /objectives/{ref}", "Remove an objective with its key results; it can be restored."),
		func(ctx context.Context, a app.Actor, in *refRemoval) (*tagged[okr.Objective], error) {
			x, err := s.removal(ctx, a, in)
			if err != nil {
				return nil, err
			}
			return versioned(s.App.RemoveObjective(ctx, a, x))
		})
	register(s, route(tag, "restore-objective", "POST /objectives/{ref}/restore", "Restore a removed objective, with the key results that went with it."),
		func(ctx context.Context, a app.Actor, in *refRemoval) (*tagged[okr.Objective], error) {
			x, err := s.removal(ctx, a, in)
			if err != nil {
				return nil, err
			}
			return versioned(s.App.RestoreObjective(ctx, a, x))
		})
	register(s, route(tag, "say-comfort", "POST /objectives/{ref}/comfort", "Say how an objective feels at its start: easy, uncomfortable or doomed. The first answer is kept."),
		func(ctx context.Context, a app.Actor, in *struct {
			ByRef
			Body app.ComfortInput
		}) (*tagged[okr.Objective], error) {
			id, err := s.objective(ctx, a, in.Ref)
			if err != nil {
				return nil, err
			}
			in.Body.ID = id
			return versioned(s.App.SayComfort(ctx, a, in.Body))
		})
	s.registerObjectiveHistory(tag)
}

// planInput chooses a plan.
type planInput struct {
	Cycle string `query:"cycle" maxLength:"64" doc:"A cycle's id; the running one unless given."`
	Team  string `query:"team" maxLength:"64" doc:"A team's id; all teams unless given."`
}

func (in planInput) query() app.JudgeQuery { return app.JudgeQuery{CycleID: in.Cycle, TeamID: in.Team} }

func (s *server) registerObjectiveHistory(tag string) {
	register(s, route(tag, "get-revisions", "GET /objectives/{ref}/revisions", "What was changed while it was active: old, new, why, who."),
		func(ctx context.Context, a app.Actor, in *ByRef) (*body[app.RevisionList], error) {
			return answer(s.App.Revisions(ctx, a, in.Ref))
		})
	register(s, route(tag, "get-objective-past", "GET /objectives/{ref}/past", "How an objective stood at the end of a day: texts, targets, values, health."),
		func(ctx context.Context, a app.Actor, in *struct {
			ByRef
			OnDay
		}) (*body[app.Past], error) {
			return answer(s.App.At(ctx, a, in.Ref, in.Date))
		})
	register(s, route(tag, "dismiss-finding", "POST /findings/dismiss", "Accept a finding about an objective or key result as it is worded now, with a reason."),
		func(ctx context.Context, a app.Actor, in *given[app.DismissInput]) (*body[okr.Dismissal], error) {
			return answer(s.App.Dismiss(ctx, a, in.Body))
		})
	register(s, route(tag, "get-trap", "GET /trap", "Whether the strategy drives the work of a cycle or the backlog writes the strategy: the index with its four parts, by team, and the key results that were in the backlog before."),
		func(ctx context.Context, a app.Actor, in *struct {
			Cycle string `query:"cycle" maxLength:"64" doc:"A cycle's id; the running one unless given."`
		}) (*body[app.TrapView], error) {
			return answer(s.App.Trap(ctx, a, in.Cycle))
		})
	register(s, route(tag, "judge", "GET /judgement", "What the judge finds in the plan of a cycle, and what it advises."),
		func(ctx context.Context, a app.Actor, in *planInput) (*body[app.Judgement], error) {
			return answer(s.App.Judge(ctx, a, in.query()))
		})
}
