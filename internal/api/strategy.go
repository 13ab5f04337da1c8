package api

import (
	"context"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

func (s *server) registerStrategy() {
	const tag = "Strategy"
	register(s, route(tag, "get-strategy", "GET /strategy", "The vision, and the pillars that are to lead there."),
		func(ctx context.Context, a app.Actor, _ *none) (*body[app.Strategy], error) {
			return answer(s.App.Strategy(ctx, a))
		})
	register(s, route(tag, "edit-vision", "PATCH /strategy/vision", "Write the vision, the first one too."),
		func(ctx context.Context, a app.Actor, in *struct {
			Conditional
			Body okr.VisionPatch
		}) (*tagged[okr.Vision], error) {
			in.Body.Version = in.or(in.Body.Version)
			return versioned(s.App.EditVision(ctx, a, in.Body))
		})
	register(s, route(tag, "add-pillar", "POST /pillars", "Add a strategic choice behind the others.").created(),
		func(ctx context.Context, a app.Actor, in *given[app.PillarInput]) (*tagged[okr.Pillar], error) {
			return versioned(s.App.AddPillar(ctx, a, in.Body))
		})
	register(s, route(tag, "edit-pillar", "PATCH /pillars/{id}", "Change the fields of a pillar that you name."),
		func(ctx context.Context, a app.Actor, in *change[okr.PillarPatch]) (*tagged[okr.Pillar], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.EditPillar(ctx, a, in.Body))
		})
	register(s, route(tag, "remove-pillar", "DELETE /pillars/{id}", "Remove a pillar. What supports it keeps the edge, for when it is restored."),
		func(ctx context.Context, a app.Actor, in *Thing) (*tagged[okr.Pillar], error) {
			return versioned(s.App.RemovePillar(ctx, a, in.input()))
		})
	register(s, route(tag, "restore-pillar", "POST /pillars/{id}/restore", "Restore a removed pillar."),
		func(ctx context.Context, a app.Actor, in *Thing) (*tagged[okr.Pillar], error) {
			return versioned(s.App.RestorePillar(ctx, a, in.input()))
		})
}
