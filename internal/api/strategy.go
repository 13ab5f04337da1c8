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
	register(s, route(tag, "start-strategy", "POST /strategy/start", "Write a first vision and the first choices at once; nothing that is there is overwritten."),
		func(ctx context.Context, a app.Actor, in *given[app.StrategyStart]) (*body[app.Strategy], error) {
			return answer(s.App.StartStrategy(ctx, a, in.Body))
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
	register(s, route(tag, "get-map", "GET /map", "How a cycle's objectives hang together, from the vision down, now or at the end of a day: a tree, every support, what stands out, and how departments support each other."),
		func(ctx context.Context, a app.Actor, in *struct {
			Cycle  string       `query:"cycle" maxLength:"64" doc:"A cycle's id; the running one unless given."`
			Date   okr.Date     `query:"date" doc:"How it stood at the end of this day, seen with today's permissions; now unless given."`
			Around string       `query:"around" maxLength:"64" doc:"Two steps up and down from this objective, by id or number: O-12. Its cycle is the map's."`
			Team   string       `query:"team" maxLength:"64" doc:"Of this team and those below it."`
			Pillar string       `query:"pillar" maxLength:"64" doc:"What leads up to this pillar."`
			Health []okr.Health `query:"health" doc:"Of one of these healths."`
			Marked bool         `query:"marked" doc:"Only what a mark stands at: gaps, orphans, overlaps, conflicts, opportunities."`
		}) (*body[app.MapView], error) {
			return answer(s.App.Map(ctx, a, app.MapQuery{CycleID: in.Cycle, Date: in.Date, Around: in.Around, TeamID: in.Team, PillarID: in.Pillar, Health: in.Health, Marked: in.Marked}))
		})
}
