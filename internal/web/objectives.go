package web

import (
	"net/http"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// objectives is the overview of a cycle: all objectives by team, filters in the URL.
func objectives(r *request) error {
	v, err := r.around("Objectives", "objectives")
	if err != nil {
		return err
	}
	v.Main, v.InBar = r.newObjective("New objective", ""), false
	v.Lesser = []ui.Link{{Text: "What the judge says", URL: r.at("findings?cycle=" + v.cycle.ID + "&team=" + r.FormValue("team"))}}
	if r.Org.Has(okr.PartData) {
		v.Lesser = append(v.Lesser, ui.Link{Text: "Data readiness", URL: r.at("readiness?cycle=" + v.cycle.Slug + "&team=" + r.FormValue("team"))})
	}
	q := app.ObjectiveQuery{CycleID: v.cycle.ID, Text: r.FormValue("q"), Group: app.Grouping(r.FormValue("group")), Sort: app.Ordering(r.FormValue("sort")), Cursor: r.FormValue("after")}
	if q.Group == "" && q.Sort == "" {
		q.Group = app.ByTeam
	}
	if t := r.FormValue("team"); t != "" {
		q.TeamIDs, q.Below = []string{t}, true
	}
	if h := r.FormValue("health"); h != "" {
		q.Health = []okr.Health{okr.Health(h)}
	}
	if s := r.FormValue("stage"); s != "" {
		q.Stages = []okr.Stage{okr.Stage(s)}
	}
	page, err := r.s.App.FindObjectives(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	j, err := r.judged(v, r.FormValue("team"))
	if err != nil {
		return err
	}
	return r.show(http.StatusOK, v, objectivesBody(r, v, page, q, j))
}

// objectiveGroups cuts a page of objectives at its headings.
func objectiveGroups(page app.ObjectivePage) [][]app.ObjectiveRow {
	var out [][]app.ObjectiveRow
	for i, o := range page.Objectives {
		if i == 0 || o.Group != page.Objectives[i-1].Group {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], o)
	}
	return out
}

// groupName is a group's heading.
func groupName(page app.ObjectivePage, key string) string {
	for _, g := range page.Groups {
		if g.Key == key {
			if g.Name != "" {
				return g.Name
			}
			if w, ok := readyNames[okr.ReadyState(key)]; ok {
				return w
			}
			if w := ui.HealthWord(okr.Health(key)); key != "" && (w != "Not started" || key == string(okr.NotStarted)) {
				return w
			}
			if key != "" {
				return ui.Upper(strings.ReplaceAll(key, "_", " "))
			}
		}
	}
	return "Others"
}

// objectiveFilters are the filters of the overview, as the URL has them.
func objectiveFilters(r *request, v *view, q app.ObjectiveQuery) []ui.Field {
	health := []ui.Option{{Text: "Any health"}}
	for _, h := range []okr.Health{okr.InTrouble, okr.Drifting, okr.Silent, okr.OnCourse, okr.NotStarted, okr.HealthDone} {
		health = append(health, ui.Option{Value: string(h), Text: ui.HealthWord(h)})
	}
	groups := []ui.Option{{Value: "team", Text: "By team"}, {Value: "health", Text: "By health"}, {Value: "owner", Text: "By owner"}, {Value: "pillar", Text: "By pillar"}, {Value: "kind", Text: "By kind"}, {Value: "stage", Text: "By stage"}, {Value: "readiness", Text: "By data readiness"}}
	sorts := []ui.Option{{Text: "In our order"}, {Value: "health", Text: "What needs help first"}, {Value: "progress", Text: "Least progress first"}, {Value: "-progress", Text: "Most progress first"}, {Value: "readiness", Text: "Missing data first"}, {Value: "title", Text: "By title"}}
	return []ui.Field{
		{Type: "hidden", Name: "cycle", Value: v.cycle.Slug},
		{Name: "q", Label: "Words in the title", Placeholder: "Find", Value: q.Text},
		r.teamFilter(v, r.FormValue("team")),
		{Type: "select", Name: "health", Label: "Health", Options: chosen(health, r.FormValue("health"))},
		{Type: "select", Name: "group", Label: "Group", Options: chosen(groups, string(q.Group))},
		{Type: "select", Name: "sort", Label: "Sort", Options: chosen(sorts, r.FormValue("sort"))},
	}
}
