package api

import (
	"context"
	"net/http"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

// register adds every route, a file a noun.
func (s *server) register() {
	s.registerObjectives()
	s.registerCheckIns()
	s.registerOrganization()
	s.registerDocuments()
}

// A body is an answer that is one value.
type body[T any] struct{ Body T }

// A tagged is an answer with the version that it has, for If-Match.
type tagged[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

type refInput struct {
	Ref string `path:"ref" doc:"An objective's id or number: O-12." maxLength:"64" example:"O-12"`
}

type idInput struct {
	ID string `path:"id" maxLength:"64"`
}

type findInput struct {
	Cycle  string `query:"cycle" doc:"A cycle's id." maxLength:"64"`
	Team   string `query:"team" doc:"A team's id; teams below it count too." maxLength:"64"`
	Owner  string `query:"owner" maxLength:"64"`
	Health string `query:"health" enum:"not_started,on_course,drifting,in_trouble,silent,closed" required:"false"`
	Stage  string `query:"stage" enum:"draft,in_review,active,closed,dropped" required:"false"`
	Text   string `query:"q" maxLength:"300"`
	Sort   string `query:"sort" enum:"title,-title,number,-number,progress,-progress,health,-health,created,-created" required:"false"`
	Cursor string `query:"cursor" maxLength:"2000"`
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"50"`
}

type ifMatch struct {
	IfMatch string `header:"If-Match" doc:"The ETag that you read; another version answers 409." maxLength:"40"`
}

func (s *server) registerObjectives() {
	register(s, op{method: http.MethodGet, path: "/objectives", id: "find-objectives", tag: "Objectives", summary: "Find objectives, a page at a time, with their key results."},
		func(ctx context.Context, a app.Actor, in *findInput) (*body[app.ObjectivePage], error) {
			q := app.ObjectiveQuery{CycleID: in.Cycle, OwnerID: in.Owner, Text: in.Text, Sort: app.Ordering(in.Sort), Cursor: in.Cursor, Limit: in.Limit}
			if in.Team != "" {
				q.TeamIDs, q.Below = []string{in.Team}, true
			}
			if in.Health != "" {
				q.Health = []okr.Health{okr.Health(in.Health)}
			}
			if in.Stage != "" {
				q.Stages = []okr.Stage{okr.Stage(in.Stage)}
			}
			page, err := s.App.FindObjectives(ctx, a, q)
			return &body[app.ObjectivePage]{page}, err
		})
	register(s, op{method: http.MethodPost, path: "/objectives", id: "add-objective", tag: "Objectives", status: http.StatusCreated, summary: "Write a draft with its key results."},
		func(ctx context.Context, a app.Actor, in *struct{ Body app.ObjectiveInput }) (*tagged[app.ObjectiveTree], error) {
			o, err := s.App.AddObjective(ctx, a, in.Body)
			return &tagged[app.ObjectiveTree]{etag(o.Version), o}, err
		})
	register(s, op{method: http.MethodGet, path: "/objectives/{ref}", id: "get-objective", tag: "Objectives", summary: "An objective with everything that its page shows."},
		func(ctx context.Context, a app.Actor, in *refInput) (*tagged[app.ObjectiveView], error) {
			o, err := s.App.Objective(ctx, a, in.Ref)
			return &tagged[app.ObjectiveView]{etag(o.Version), o}, err
		})
	register(s, op{method: http.MethodPatch, path: "/objectives/{ref}", id: "edit-objective", tag: "Objectives", summary: "Change fields of an objective; base values make conflicts show per field."},
		func(ctx context.Context, a app.Actor, in *struct {
			refInput
			ifMatch
			Body okr.ObjectivePatch
		}) (*tagged[okr.Objective], error) {
			o, err := s.App.Objective(ctx, a, in.Ref)
			if err != nil {
				return nil, err
			}
			if in.Body.Version, err = matched(in.IfMatch, in.Body.Version); err != nil {
				return nil, err
			}
			in.Body.ID = o.ID
			e, err := s.App.EditObjective(ctx, a, in.Body)
			return &tagged[okr.Objective]{etag(e.Version), e}, err
		})
	register(s, op{method: http.MethodPost, path: "/objectives/{ref}/stage", id: "move-objective-stage", tag: "Objectives", summary: "Move an objective along: draft, in review, active, closed, dropped."},
		func(ctx context.Context, a app.Actor, in *struct {
			refInput
			Body app.TransitionInput
		}) (*tagged[okr.Objective], error) {
			o, err := s.App.Objective(ctx, a, in.Ref)
			if err != nil {
				return nil, err
			}
			in.Body.ID = o.ID
			e, err := s.App.Transition(ctx, a, in.Body)
			return &tagged[okr.Objective]{etag(e.Version), e}, err
		})
	register(s, op{method: http.MethodDelete, path: "/objectives/{ref}", id: "remove-objective", tag: "Objectives", summary: "Remove an objective with its key results; it can be restored."},
		func(ctx context.Context, a app.Actor, in *refInput) (*body[okr.Objective], error) {
			o, err := s.App.Objective(ctx, a, in.Ref)
			if err != nil {
				return nil, err
			}
			r, err := s.App.RemoveObjective(ctx, a, app.RemovalInput{ID: o.ID})
			return &body[okr.Objective]{r}, err
		})
	register(s, op{method: http.MethodPost, path: "/objectives/{ref}/restore", id: "restore-objective", tag: "Objectives", summary: "Restore a removed objective."},
		func(ctx context.Context, a app.Actor, in *refInput) (*body[okr.Objective], error) {
			o, err := s.App.Objective(ctx, a, in.Ref)
			if err != nil {
				return nil, err
			}
			r, err := s.App.RestoreObjective(ctx, a, app.RemovalInput{ID: o.ID})
			return &body[okr.Objective]{r}, err
		})
	register(s, op{method: http.MethodPost, path: "/objectives/{ref}/comments", id: "add-comment", tag: "Objectives", status: http.StatusCreated, summary: "Say something about an objective or one of its key results."},
		func(ctx context.Context, a app.Actor, in *struct {
			refInput
			Body struct {
				KeyResultID string `json:"key_result_id,omitempty"`
				Text        string `json:"text" maxLength:"10000"`
			}
		}) (*body[app.CommentView], error) {
			o, err := s.App.Objective(ctx, a, in.Ref)
			if err != nil {
				return nil, err
			}
			c, err := s.App.AddComment(ctx, a, app.CommentInput{ObjectiveID: o.ID, KeyResultID: in.Body.KeyResultID, Text: in.Body.Text})
			return &body[app.CommentView]{c}, err
		})
	register(s, op{method: http.MethodGet, path: "/objectives/{ref}/revisions", id: "get-revisions", tag: "Objectives", summary: "What was changed while it was active: old, new, why, who."},
		func(ctx context.Context, a app.Actor, in *refInput) (*body[app.RevisionList], error) {
			l, err := s.App.Revisions(ctx, a, in.Ref)
			return &body[app.RevisionList]{l}, err
		})
	register(s, op{method: http.MethodPost, path: "/key-results", id: "add-key-result", tag: "Key results", status: http.StatusCreated, summary: "Add a key result to an objective."},
		func(ctx context.Context, a app.Actor, in *struct{ Body app.KeyResultInput }) (*tagged[okr.KeyResult], error) {
			k, err := s.App.AddKeyResult(ctx, a, in.Body)
			return &tagged[okr.KeyResult]{etag(k.Version), k}, err
		})
	register(s, op{method: http.MethodPatch, path: "/key-results/{id}", id: "edit-key-result", tag: "Key results", summary: "Change fields of a key result."},
		func(ctx context.Context, a app.Actor, in *struct {
			idInput
			ifMatch
			Body okr.KeyResultPatch
		}) (*tagged[okr.KeyResult], error) {
			var err error
			if in.Body.Version, err = matched(in.IfMatch, in.Body.Version); err != nil {
				return nil, err
			}
			in.Body.ID = in.ID
			k, err := s.App.EditKeyResult(ctx, a, in.Body)
			return &tagged[okr.KeyResult]{etag(k.Version), k}, err
		})
	register(s, op{method: http.MethodDelete, path: "/key-results/{id}", id: "remove-key-result", tag: "Key results", summary: "Remove a key result; it can be restored."},
		func(ctx context.Context, a app.Actor, in *idInput) (*body[okr.KeyResult], error) {
			k, err := s.App.RemoveKeyResult(ctx, a, app.RemovalInput{ID: in.ID})
			return &body[okr.KeyResult]{k}, err
		})
	register(s, op{method: http.MethodPost, path: "/key-results/{id}/restore", id: "restore-key-result", tag: "Key results", summary: "Restore a removed key result."},
		func(ctx context.Context, a app.Actor, in *idInput) (*body[okr.KeyResult], error) {
			k, err := s.App.RestoreKeyResult(ctx, a, app.RemovalInput{ID: in.ID})
			return &body[okr.KeyResult]{k}, err
		})
}

// matched is the version that a request asks for, by header or by body.
func matched(header string, inBody int) (int, error) {
	v, err := version(header)
	if v == 0 {
		v = inBody
	}
	return v, err
}
