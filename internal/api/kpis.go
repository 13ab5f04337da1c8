package api

import (
	"context"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

func (s *server) registerKPIs() {
	const tag = "KPIs"
	register(s, route(tag, "list-kpis", "GET /kpis", "The KPIs by name, with their last values."),
		func(ctx context.Context, a app.Actor, in *struct {
			Team string `query:"team" maxLength:"64" doc:"A team's id; all teams unless given."`
		}) (*body[app.KPIList], error) {
			var teams []string
			if in.Team != "" {
				teams = []string{in.Team}
			}
			return answer(s.App.KPIs(ctx, a, teams))
		})
	register(s, route(tag, "get-kpi", "GET /kpis/{id}", "One KPI with its values."),
		func(ctx context.Context, a app.Actor, in *ByID) (*body[app.KPIList], error) {
			return answer(s.App.KPI(ctx, a, in.ID))
		})
	register(s, route(tag, "add-kpi", "POST /kpis", "Add a measure of business as usual. It never carries objectives.").created(),
		func(ctx context.Context, a app.Actor, in *given[app.KPIInput]) (*tagged[okr.KPI], error) {
			return versioned(s.App.AddKPI(ctx, a, in.Body))
		})
	register(s, route(tag, "edit-kpi", "PATCH /kpis/{id}", "Change the fields that you name. clear empties low or high."),
		func(ctx context.Context, a app.Actor, in *change[app.KPIPatch]) (*tagged[okr.KPI], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.EditKPI(ctx, a, in.Body))
		})
	register(s, route(tag, "record-kpi", "POST /kpis/{id}/values", "Give a KPI a dated value. The latest day stands; a late value fills the past.").created().without("kpi_id"),
		func(ctx context.Context, a app.Actor, in *to[app.KPIValueInput]) (*body[okr.KPIValue], error) {
			in.Body.KPIID = in.ID
			return answer(s.App.RecordKPI(ctx, a, in.Body))
		})
	register(s, route(tag, "amend-kpi-value", "PATCH /kpi-values/{id}", "Correct a dated value of a KPI. What it said before stays in the log."),
		func(ctx context.Context, a app.Actor, in *change[app.KPIValuePatch]) (*tagged[okr.KPIValue], error) {
			in.Body.ID, in.Body.Version = in.ID, in.or(in.Body.Version)
			return versioned(s.App.AmendKPIValue(ctx, a, in.Body))
		})
	register(s, route(tag, "remove-kpi-value", "DELETE /kpi-values/{id}", "Take a dated value of a KPI back; it can be restored."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.KPIValue], error) {
			return versioned(s.App.RemoveKPIValue(ctx, a, in.input()))
		})
	register(s, route(tag, "restore-kpi-value", "POST /kpi-values/{id}/restore", "Restore a value of a KPI that was taken back."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.KPIValue], error) {
			return versioned(s.App.RestoreKPIValue(ctx, a, in.input()))
		})
	register(s, route(tag, "remove-kpi", "DELETE /kpis/{id}", "Remove a KPI; it can be restored with its values."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.KPI], error) {
			return versioned(s.App.RemoveKPI(ctx, a, in.input()))
		})
	register(s, route(tag, "restore-kpi", "POST /kpis/{id}/restore", "Restore a removed KPI."),
		func(ctx context.Context, a app.Actor, in *removal) (*tagged[okr.KPI], error) {
			return versioned(s.App.RestoreKPI(ctx, a, in.input()))
		})
}
