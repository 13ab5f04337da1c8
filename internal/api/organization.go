package api

import (
	"context"
	"net/http"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

func (s *server) registerOrganization() {
	register(s, op{method: http.MethodGet, path: "/organization", id: "get-organization", tag: "Organization", summary: "The organization that the token belongs to, with its settings."},
		func(ctx context.Context, a app.Actor, _ *struct{}) (*tagged[okr.Organization], error) {
			o, err := s.App.Organization(ctx, a)
			return &tagged[okr.Organization]{etag(o.Version), o}, err
		})
	register(s, op{method: http.MethodGet, path: "/week", id: "get-week", tag: "Week", summary: "Everything of This week for the token's member."},
		func(ctx context.Context, a app.Actor, _ *struct{}) (*body[app.Week], error) {
			w, err := s.App.Week(ctx, a)
			return &body[app.Week]{w}, err
		})
	register(s, op{method: http.MethodGet, path: "/teams", id: "list-teams", tag: "Teams", summary: "The tree of teams, each after its parent."},
		func(ctx context.Context, a app.Actor, _ *struct{}) (*body[[]app.TeamNode], error) {
			l, err := s.App.Teams(ctx, a)
			return &body[[]app.TeamNode]{l}, err
		})
	register(s, op{method: http.MethodPost, path: "/teams", id: "add-team", tag: "Teams", status: http.StatusCreated, summary: "Add a team."},
		func(ctx context.Context, a app.Actor, in *struct{ Body app.AddTeamInput }) (*body[okr.Team], error) {
			t, err := s.App.AddTeam(ctx, a, in.Body)
			return &body[okr.Team]{t}, err
		})
	register(s, op{method: http.MethodGet, path: "/members", id: "list-members", tag: "People", summary: "The organization's people."},
		func(ctx context.Context, a app.Actor, in *struct {
			All bool `query:"all" doc:"Deactivated ones too."`
		}) (*body[[]app.MemberView], error) {
			l, err := s.App.Members(ctx, a, in.All)
			return &body[[]app.MemberView]{l}, err
		})
	register(s, op{method: http.MethodGet, path: "/cycles", id: "list-cycles", tag: "Cycles", summary: "The cycles, latest first."},
		func(ctx context.Context, a app.Actor, _ *struct{}) (*body[[]okr.Cycle], error) {
			l, err := s.App.Cycles(ctx, a)
			return &body[[]okr.Cycle]{l}, err
		})
	register(s, op{method: http.MethodPost, path: "/cycles", id: "add-cycle", tag: "Cycles", status: http.StatusCreated, summary: "Add a cycle: a quarter by its name, or any span."},
		func(ctx context.Context, a app.Actor, in *struct{ Body app.CycleInput }) (*body[okr.Cycle], error) {
			c, err := s.App.AddCycle(ctx, a, in.Body)
			return &body[okr.Cycle]{c}, err
		})
	register(s, op{method: http.MethodGet, path: "/cycles/{id}/tree", id: "get-tree", tag: "Cycles", summary: "All objectives of a cycle with their key results, as one value."},
		func(ctx context.Context, a app.Actor, in *idInput) (*body[app.CycleTree], error) {
			t, err := s.App.Tree(ctx, a, in.ID)
			return &body[app.CycleTree]{t}, err
		})
	register(s, op{method: http.MethodGet, path: "/strategy", id: "get-strategy", tag: "Strategy", summary: "The vision and the pillars."},
		func(ctx context.Context, a app.Actor, _ *struct{}) (*body[app.Strategy], error) {
			x, err := s.App.Strategy(ctx, a)
			return &body[app.Strategy]{x}, err
		})
	register(s, op{method: http.MethodGet, path: "/kpis", id: "list-kpis", tag: "KPIs", summary: "The KPIs with their last values."},
		func(ctx context.Context, a app.Actor, in *struct {
			Team string `query:"team" maxLength:"64"`
		}) (*body[app.KPIList], error) {
			var teams []string
			if in.Team != "" {
				teams = []string{in.Team}
			}
			l, err := s.App.KPIs(ctx, a, teams)
			return &body[app.KPIList]{l}, err
		})
	register(s, op{method: http.MethodPost, path: "/kpis/{id}/values", id: "record-kpi", tag: "KPIs", status: http.StatusCreated, summary: "Give a KPI a dated value."},
		func(ctx context.Context, a app.Actor, in *struct {
			idInput
			Body app.KPIValueInput
		}) (*body[okr.KPIValue], error) {
			in.Body.KPIID = in.ID
			v, err := s.App.RecordKPI(ctx, a, in.Body)
			return &body[okr.KPIValue]{v}, err
		})
}
