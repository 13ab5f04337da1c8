package api

import (
	"context"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

func (s *server) registerRoadmap() {
	const tag = "Roadmap"
	register(s, route(tag, "list-roadmap", "GET /roadmap", "The roadmap: items in their order of priority, each with the reason for its place, and what the teams have taken on."),
		func(ctx context.Context, a app.Actor, in *struct {
			Team    string `query:"team" maxLength:"64" doc:"A team's id, with the teams below it; all unless given."`
			Cycle   string `query:"cycle" maxLength:"64" doc:"The cycle whose days capacity is counted for; the current one unless given."`
			Without string `query:"without" maxLength:"64" doc:"What if: an item that is taken out."`
			All     bool   `query:"all" doc:"Items that are done, dropped or gone too."`
		}) (*body[app.Roadmap], error) {
			return answer(s.App.Roadmap(ctx, a, app.RoadmapQuery{TeamID: in.Team, CycleID: in.Cycle, Without: in.Without, All: in.All}))
		})
	register(s, route(tag, "get-effort", "GET /effort", "Where the open backlog leads at the end of each of the last thirteen weeks: to which strategic choice, to a key result alone, or nowhere."),
		func(ctx context.Context, a app.Actor, in *struct {
			Team string `query:"team" maxLength:"64" doc:"A team's id, with the teams below it; all unless given."`
		}) (*body[app.Effort], error) {
			return answer(s.App.Effort(ctx, a, in.Team))
		})
	register(s, route(tag, "get-roadmap-item", "GET /roadmap/{id}", "One roadmap item: what it serves, its priority with its reasons, the work that derives from it, and its line up to the vision."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.RoadmapItemPage], error) {
			return answer(s.App.RoadmapItem(ctx, a, in.ID))
		})
	register(s, route(tag, "add-roadmap-item", "POST /roadmap", "Add a bet behind the others. It names the key results that it serves; nothing of them names it.").created(),
		func(ctx context.Context, a app.Actor, in *given[app.RoadmapInput]) (*tagged[okr.RoadmapItem], error) {
			return versioned(s.App.AddRoadmapItem(ctx, a, in.Body))
		})
	register(s, route(tag, "edit-roadmap-item", "PATCH /roadmap/{id}", "Change the fields that you name. clear empties effort or confidence."),
		func(ctx context.Context, a app.Actor, in *change[okr.RoadmapPatch]) (*tagged[okr.RoadmapItem], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.EditRoadmapItem(ctx, a, in.Body))
		})
	register(s, route(tag, "move-roadmap-item", "POST /roadmap/{id}/move", "Put an item into a horizon, behind another one or first."),
		func(ctx context.Context, a app.Actor, in *to[app.RoadmapMove]) (*tagged[okr.RoadmapItem], error) {
			in.Body.ID = in.ID
			return versioned(s.App.MoveRoadmapItem(ctx, a, in.Body))
		})
	register(s, route(tag, "prioritize-roadmap-item", "POST /roadmap/{id}/priority", "Multiply an item's computed priority, with a reason. Both stay visible; a factor of 0 takes it back."),
		func(ctx context.Context, a app.Actor, in *to[app.OverrideInput]) (*tagged[okr.RoadmapItem], error) {
			in.Body.ID = in.ID
			return versioned(s.App.OverridePriority(ctx, a, in.Body))
		})
	register(s, route(tag, "drop-roadmap-item", "POST /roadmap/{id}/drop", "Drop an item, with the reason. It can be taken up again."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.RoadmapItem], error) {
			return versioned(s.App.DropRoadmapItem(ctx, a, in.input()))
		})
	register(s, route(tag, "reopen-roadmap-item", "POST /roadmap/{id}/reopen", "Take a dropped item up again."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.RoadmapItem], error) {
			return versioned(s.App.ReopenRoadmapItem(ctx, a, in.input()))
		})
	register(s, route(tag, "remove-roadmap-item", "DELETE /roadmap/{id}", "Remove an item; it can be restored with all that derives from it."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.RoadmapItem], error) {
			return versioned(s.App.RemoveRoadmapItem(ctx, a, in.input()))
		})
	register(s, route(tag, "restore-roadmap-item", "POST /roadmap/{id}/restore", "Restore a removed item."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.RoadmapItem], error) {
			return versioned(s.App.RestoreRoadmapItem(ctx, a, in.input()))
		})
}

func (s *server) registerBacklog() {
	const tag = "Backlog"
	register(s, route(tag, "list-backlog", "GET /backlog", "Backlog items, the earliest here first, with how many stand in the tray."),
		func(ctx context.Context, a app.Actor, in *struct {
			Team    string `query:"team" maxLength:"64" doc:"A team's id, with the teams below it; all unless given."`
			Roadmap string `query:"roadmap_item" maxLength:"64" doc:"What they derive from."`
			Show    string `query:"show" enum:"unaligned,aligned,put" doc:"unaligned is the tray; put is what was dropped or is gone, and can be taken up again."`
			Text    string `query:"text" maxLength:"1000" doc:"Words of its title, labels or parent, the last one as a beginning."`
			After   string `query:"after" maxLength:"64" doc:"The next of the page before."`
			Limit   int    `query:"limit" minimum:"1" maximum:"500" doc:"100 unless given."`
		}) (*body[app.Backlog], error) {
			return answer(s.App.Backlog(ctx, a, app.BacklogQuery{TeamID: in.Team, RoadmapItemID: in.Roadmap, Show: in.Show, Text: in.Text, After: in.After, Limit: in.Limit}))
		})
	register(s, route(tag, "list-work-order", "GET /work-order", "The open work that derives from bets, in the order of what it is expected to bring, each with its reasons."),
		func(ctx context.Context, a app.Actor, in *struct {
			Team string `query:"team" maxLength:"64" doc:"A team's id, with the teams below it; all unless given."`
		}) (*body[app.WorkOrder], error) {
			return answer(s.App.WorkOrder(ctx, a, in.Team))
		})
	register(s, route(tag, "get-backlog-item", "GET /backlog/{id}", "One backlog item, with its line up to the vision."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.BacklogItemPage], error) {
			return answer(s.App.BacklogItem(ctx, a, in.ID))
		})
	register(s, route(tag, "add-backlog-item", "POST /backlog", "Add work that is kept here. It never becomes an objective or key result.").created(),
		func(ctx context.Context, a app.Actor, in *given[app.BacklogInput]) (*tagged[okr.BacklogItem], error) {
			return versioned(s.App.AddBacklogItem(ctx, a, in.Body))
		})
	register(s, route(tag, "edit-backlog-item", "PATCH /backlog/{id}", "Change the fields that you name. A mirrored item is changed where it lives."),
		func(ctx context.Context, a app.Actor, in *change[app.BacklogPatch]) (*tagged[okr.BacklogItem], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.EditBacklogItem(ctx, a, in.Body))
		})
	register(s, route(tag, "align-backlog", "POST /backlog/align", "Say what backlog items derive from, all of them in one act. undo in the answer is the request that takes it back."),
		func(ctx context.Context, a app.Actor, in *given[app.AlignInput]) (*body[app.AlignResult], error) {
			return answer(s.App.AlignBacklog(ctx, a, in.Body))
		})
	register(s, route(tag, "drop-backlog", "POST /backlog/drop", "Prune: these items will not be done, with the reason. They can be taken up again."),
		func(ctx context.Context, a app.Actor, in *given[app.BacklogBulk]) (*body[[]okr.BacklogItem], error) {
			return answer(s.App.DropBacklog(ctx, a, in.Body))
		})
	register(s, route(tag, "reopen-backlog", "POST /backlog/reopen", "Take dropped items up again."),
		func(ctx context.Context, a app.Actor, in *given[app.BacklogBulk]) (*body[[]okr.BacklogItem], error) {
			return answer(s.App.ReopenBacklog(ctx, a, in.Body))
		})
	register(s, route(tag, "remove-backlog-item", "DELETE /backlog/{id}", "Remove an item that is kept here; it can be restored."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.BacklogItem], error) {
			return versioned(s.App.RemoveBacklogItem(ctx, a, in.input()))
		})
	register(s, route(tag, "restore-backlog-item", "POST /backlog/{id}/restore", "Restore a removed item."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.BacklogItem], error) {
			return versioned(s.App.RestoreBacklogItem(ctx, a, in.input()))
		})
	register(s, route(tag, "update-mirror", "PUT /mirrors/{id}/items", "Bring the items of a mirror to what another tool has now, at most 500 at once. The same request again changes nothing; what vanished is marked gone.").without("mirror_id"),
		func(ctx context.Context, a app.Actor, in *to[app.MirrorInput]) (*body[app.MirrorResult], error) {
			in.Body.MirrorID = in.ID
			return answer(s.App.UpdateMirror(ctx, a, in.Body))
		})
}

func (s *server) registerTraces() {
	const tag = "Trace"
	register(s, route(tag, "trace", "GET /trace/{thing}/{id}", "The line from a backlog item, a roadmap item or an objective up to the vision, the vision first."),
		func(ctx context.Context, a app.Actor, in *struct {
			Thing okr.Thing `path:"thing" enum:"backlog_item,roadmap_item,objective" doc:"What the id is of."`
			ByID
		}) (*body[app.Trace], error) {
			return answer(s.App.Trace(ctx, a, app.TraceQuery{Thing: in.Thing, ID: in.ID}))
		})
	register(s, route(tag, "trace-down", "GET /trace", "From every pillar, or from one, down to today's work."),
		func(ctx context.Context, a app.Actor, in *struct {
			Pillar string `query:"pillar" maxLength:"64" doc:"A pillar's id; all unless given."`
		}) (*body[app.Downstreams], error) {
			return answer(s.App.Downstream(ctx, a, in.Pillar))
		})
}
