package api

import (
	"context"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

func (s *server) registerCycles() {
	const tag = "Cycles"
	register(s, route(tag, "list-cycles", "GET /cycles", "The cycles, the latest first."),
		func(ctx context.Context, a app.Actor, _ *none) (*body[[]okr.Cycle], error) {
			return list(s.App.Cycles(ctx, a))
		})
	register(s, route(tag, "add-cycle", "POST /cycles", "Add a cycle: a quarter, or any span.").created().
		about("Without dates it is the running quarter; with a start alone, three months."),
		func(ctx context.Context, a app.Actor, in *given[app.CycleInput]) (*tagged[okr.Cycle], error) {
			return versioned(s.App.AddCycle(ctx, a, in.Body))
		})
	register(s, route(tag, "get-cycle", "GET /cycles/{id}", "One cycle, a removed one too."),
		func(ctx context.Context, a app.Actor, in *ByID) (*tagged[okr.Cycle], error) {
			return versioned(s.App.Cycle(ctx, a, in.ID))
		})
	register(s, route(tag, "edit-cycle", "PATCH /cycles/{id}", "Change a cycle's name, days, or the longer cycle it lies in."),
		func(ctx context.Context, a app.Actor, in *change[app.EditCycleInput]) (*tagged[okr.Cycle], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.EditCycle(ctx, a, in.Body))
		})
	register(s, route(tag, "write-brief", "PUT /cycles/{id}/brief", "Say what is asked of the teams for a cycle: what it is about, and of each team how far it takes part, what is expected and by when.").without("cycle_id"),
		func(ctx context.Context, a app.Actor, in *change[app.BriefInput]) (*tagged[okr.Cycle], error) {
			in.Body.CycleID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.WriteBrief(ctx, a, in.Body))
		})
	register(s, route(tag, "plan-talks", "PUT /cycles/{id}/talks", "Say what is talked about when in a cycle: how often, in which form, and the key points of each occasion. What is left out is as usual.").without("cycle_id"),
		func(ctx context.Context, a app.Actor, in *change[app.TalksInput]) (*tagged[okr.Cycle], error) {
			in.Body.CycleID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.PlanTalks(ctx, a, in.Body))
		})
	register(s, route(tag, "close-cycle", "POST /cycles/{id}/close", "End a cycle by hand. Objectives that are open in it stay open and take late values."),
		func(ctx context.Context, a app.Actor, in *Thing) (*tagged[okr.Cycle], error) {
			return versioned(s.App.CloseCycle(ctx, a, in.input()))
		})
	register(s, route(tag, "reopen-cycle", "POST /cycles/{id}/reopen", "Take the closing of a cycle back."),
		func(ctx context.Context, a app.Actor, in *Thing) (*tagged[okr.Cycle], error) {
			return versioned(s.App.ReopenCycle(ctx, a, in.input()))
		})
	register(s, route(tag, "remove-cycle", "DELETE /cycles/{id}", "Remove an empty cycle; it can be restored."),
		func(ctx context.Context, a app.Actor, in *Thing) (*tagged[okr.Cycle], error) {
			return versioned(s.App.RemoveCycle(ctx, a, in.input()))
		})
	register(s, route(tag, "restore-cycle", "POST /cycles/{id}/restore", "Restore a removed cycle."),
		func(ctx context.Context, a app.Actor, in *Thing) (*tagged[okr.Cycle], error) {
			return versioned(s.App.RestoreCycle(ctx, a, in.input()))
		})
	tree := route(tag, "get-tree", "GET /cycles/{id}/tree", "All objectives of a cycle with their key results, streamed as one value.")
	tree.stream, tree.of = []string{"application/json"}, reflect.TypeFor[app.CycleTree]()
	register(s, tree, func(ctx context.Context, a app.Actor, in *ByID) (*huma.StreamResponse, error) {
		return s.streamed("application/json", func(huma.Context) {}, func(w *lateWriter) error { return s.App.StreamTree(ctx, a, in.ID, w) }), nil
	})
	register(s, route(tag, "get-cycle-past", "GET /cycles/{id}/past", "How all objectives of a cycle stood at the end of a day."),
		func(ctx context.Context, a app.Actor, in *struct {
			ByID
			OnDay
		}) (*body[app.Past], error) {
			return answer(s.App.TreeAt(ctx, a, in.ID, in.Date))
		})
}
