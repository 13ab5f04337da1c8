package api

import (
	"context"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

func (s *server) registerInsights() {
	const tag = "Strategy"
	register(s, route(tag, "get-vision-history", "GET /strategy/vision/history", "Every version of the vision, the latest first: who wrote it, when and why, and what was added and taken away."),
		func(ctx context.Context, a app.Actor, _ *none) (*body[app.VisionHistory], error) {
			return answer(s.App.VisionHistory(ctx, a))
		})
	register(s, route(tag, "list-insights", "GET /insights", "What people have seen close to customers or operations, the latest first, with how many wait for an answer."),
		func(ctx context.Context, a app.Actor, in *struct {
			Pillar string `query:"pillar" maxLength:"64" doc:"A pillar's id; all unless given."`
		}) (*body[app.Insights], error) {
			return answer(s.App.Insights(ctx, a, in.Pillar))
		})
	register(s, route(tag, "add-insight", "POST /insights", "Leave what you have seen on a strategic choice. Everybody who reads it may.").created(),
		func(ctx context.Context, a app.Actor, in *given[app.InsightInput]) (*tagged[okr.Insight], error) {
			return versioned(s.App.AddInsight(ctx, a, in.Body))
		})
	register(s, route(tag, "edit-insight", "PATCH /insights/{id}", "Change the fields that you name, while nobody has answered it."),
		func(ctx context.Context, a app.Actor, in *change[app.InsightPatch]) (*tagged[okr.Insight], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.EditInsight(ctx, a, in.Body))
		})
	register(s, route(tag, "answer-insight", "POST /insights/{id}/answer", "Say what the leadership does with an insight: thanks, taken up, or not now and why. An empty answer takes it back."),
		func(ctx context.Context, a app.Actor, in *change[app.InsightReply]) (*tagged[okr.Insight], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.AnswerInsight(ctx, a, in.Body))
		})
	register(s, route(tag, "remove-insight", "DELETE /insights/{id}", "Take an insight back; it can be restored."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.Insight], error) {
			return versioned(s.App.RemoveInsight(ctx, a, in.input()))
		})
	register(s, route(tag, "restore-insight", "POST /insights/{id}/restore", "Restore a removed insight."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.Insight], error) {
			return versioned(s.App.RestoreInsight(ctx, a, in.input()))
		})
}

func (s *server) registerDecisions() {
	const tag = "Decisions"
	register(s, route(tag, "list-decisions", "GET /decisions", "What was decided, the latest first, with what each rests on."),
		func(ctx context.Context, a app.Actor, in *struct {
			Objective string `query:"objective" maxLength:"64" doc:"That they rest on: an objective's id."`
			Roadmap   string `query:"roadmap_item" maxLength:"64" doc:"What they are about: a roadmap item's id."`
			Text      string `query:"q" maxLength:"200" doc:"Words, or their beginnings, that they have all of."`
			Due       bool   `query:"due" doc:"Only those that are to be looked at again."`
		}) (*body[app.Decisions], error) {
			return answer(s.App.Decisions(ctx, a, app.DecisionQuery{ObjectiveID: in.Objective, RoadmapItemID: in.Roadmap, Text: in.Text, Due: in.Due}))
		})
	register(s, route(tag, "get-decision", "GET /decisions/{id}", "One decision, with what it rests on."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.Decisions], error) {
			return answer(s.App.Decision(ctx, a, in.ID))
		})
	register(s, route(tag, "add-decision", "POST /decisions", "Write a decision down, with the objective or key result that it rests on. It is never changed; a later one names it in supersedes.").created(),
		func(ctx context.Context, a app.Actor, in *given[app.DecisionInput]) (*tagged[okr.Decision], error) {
			return versioned(s.App.AddDecision(ctx, a, in.Body))
		})
	register(s, route("Trace", "get-link-history", "GET /trace/{thing}/{id}/history", "How the links of a backlog item, a roadmap item or an objective to what is above it came about: to what, when, and who said so."),
		func(ctx context.Context, a app.Actor, in *struct {
			Thing okr.Thing `path:"thing" enum:"backlog_item,roadmap_item,objective" doc:"What the id is of."`
			ByID
		}) (*body[app.LinkHistory], error) {
			return answer(s.App.LinkHistory(ctx, a, app.TraceQuery{Thing: in.Thing, ID: in.ID}))
		})
}

func (s *server) registerTrapCheck() {
	const tag = "Judge"
	register(s, route(tag, "get-trap-check", "GET /trap/check", "The self-check of the four causes of the trap: what is asked, and what the answers say, from five people up."),
		func(ctx context.Context, a app.Actor, _ *none) (*body[app.TrapCheck], error) {
			return answer(s.App.TrapCheck(ctx, a))
		})
	register(s, route(tag, "answer-trap-check", "POST /trap/check", "Answer the self-check, once a cycle. Answers are counted without your name and enter no log."),
		func(ctx context.Context, a app.Actor, in *given[app.TrapCheckInput]) (*body[app.TrapCheck], error) {
			return answer(s.App.AnswerTrapCheck(ctx, a, in.Body))
		})
}

func (s *server) registerSuggestions() {
	register(s, route("Roadmap", "list-suggestions", "GET /roadmap/suggestions", "What the roadmap lacks: key results without work and choices without a result, each with questions and what is known here that may help. Nothing in it is made up."),
		func(ctx context.Context, a app.Actor, _ *none) (*body[app.Suggestions], error) {
			return answer(s.App.Suggestions(ctx, a))
		})
}
