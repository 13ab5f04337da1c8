package web

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// roadmap is the bets and what they serve: as columns, on a time axis, by priority, or where the effort goes.
func roadmap(r *request) error {
	v, err := r.around("Roadmap", "roadmap")
	if err != nil {
		return err
	}
	v.Main, v.InBar = ui.Link{}, false
	if r.Viewer.Role != okr.OrgViewer {
		v.Main = ui.Link{Text: "Add to the roadmap", URL: r.at("roadmap/new")}
	}
	road, err := r.s.App.Roadmap(r.Context(), r.Actor, app.RoadmapQuery{TeamID: r.FormValue("team"), CycleID: v.cycle.ID, Without: r.FormValue("without")})
	if err != nil {
		return err
	}
	p := roadPage{Roadmap: road, view: r.FormValue("view"), group: r.FormValue("group"), sort: r.FormValue("sort")}
	switch p.view {
	case "work":
		if p.work, err = r.s.App.WorkOrder(r.Context(), r.Actor, r.FormValue("team")); err != nil {
			return err
		}
	case "effort":
		if p.effort, err = r.s.App.Effort(r.Context(), r.Actor, r.FormValue("team")); err != nil {
			return err
		}
	}
	p.all = len(p.Items)
	p.Items = slices.DeleteFunc(p.Items, func(row app.RoadmapRow) bool { return !p.keeps(r, row) })
	return r.show(http.StatusOK, v, roadmapBody(r, v, p))
}

// A roadPage is the roadmap with how it is looked at.
type roadPage struct {
	app.Roadmap
	view, group, sort string
	all               int // items before the filters
	effort            app.Effort
	work              app.WorkOrder
}

// keeps answers whether an item passes the filters of the URL.
func (p roadPage) keeps(r *request, row app.RoadmapRow) bool {
	if q := strings.ToLower(r.FormValue("q")); q != "" && !strings.Contains(strings.ToLower(row.Title), q) {
		return false
	}
	if pillar := r.FormValue("pillar"); pillar != "" && !slices.ContainsFunc(row.Serving, func(s app.ServedIn) bool { return s.PillarID == pillar }) {
		return false
	}
	if o := r.FormValue("objective"); o != "" && !slices.ContainsFunc(row.Serving, func(s app.ServedIn) bool { return ref(s.Number) == o }) {
		return false
	}
	switch r.FormValue("only") {
	case "nothing":
		return len(row.Serving) == 0
	case "blocked":
		return row.Blocked != ""
	case "critical":
		return row.Priority.Critical
	case "shared":
		return len(row.TeamIDs) > 1
	case "mine":
		return row.OwnerID == r.Viewer.MemberID || row.DeciderID == r.Viewer.MemberID
	}
	return true
}

// A roadGroup is items that belong together, and where that leads.
type roadGroup struct {
	key, name, url string
	order          int
	items          []app.RoadmapRow
}

// groups cuts the items as the URL says: one nameless group unless asked for. What serves nothing is the last one.
func (p roadPage) groups(r *request) []roadGroup {
	var out []roadGroup
	for _, row := range p.Items {
		g := p.groupOf(r, row)
		i := slices.IndexFunc(out, func(o roadGroup) bool { return o.key == g.key })
		if i < 0 {
			i = len(out)
			out = append(out, g)
		}
		out[i].items = append(out[i].items, row)
	}
	slices.SortStableFunc(out, func(a, b roadGroup) int { return cmp.Or(a.order-b.order, cmp.Compare(a.name, b.name)) })
	return out
}

// lastGroup is the place of what leads nowhere.
const lastGroup = 1 << 30

func (p roadPage) groupOf(r *request, row app.RoadmapRow) roadGroup {
	none := roadGroup{key: "none", name: "Serves no key result", order: lastGroup}
	switch {
	case p.group == "team":
		id := first(row.TeamIDs)
		return roadGroup{key: id, name: p.Names.Of(id), url: r.at("teams/" + p.Names[id].Slug)}
	case p.group != "pillar" && p.group != "objective":
		return roadGroup{}
	case len(row.Serving) == 0:
		return none
	case p.group == "objective":
		s := row.Serving[0]
		return roadGroup{key: s.ObjectiveID, name: s.Objective, order: s.Number, url: r.at("objectives/" + ref(s.Number))}
	}
	id := row.Serving[0].PillarID
	i := slices.IndexFunc(p.Pillars, func(x okr.Pillar) bool { return x.ID == id })
	if i < 0 {
		return roadGroup{key: "no-pillar", name: "Leads to no choice of the strategy", order: lastGroup - 1}
	}
	return roadGroup{key: id, name: p.Pillars[i].Title, order: i + 1, url: r.at("strategy")}
}

// column are the items of a horizon: in the order that people gave them, or by priority.
func (p roadPage) column(items []app.RoadmapRow, h okr.Horizon) []app.RoadmapRow {
	var out []app.RoadmapRow
	for _, row := range items {
		if row.Horizon == h {
			out = append(out, row)
		}
	}
	if p.sort != "priority" {
		slices.SortStableFunc(out, func(a, b app.RoadmapRow) int { return cmp.Or(a.Position-b.Position, strings.Compare(a.ID, b.ID)) })
	}
	return out
}

// A moveTo is a place that an item can be moved to in one step.
type moveTo struct{ text, key, value string }

// moves are where the nth of a column can go: the other columns, and one place up or down.
func moves(list []app.RoadmapRow, n int) []moveTo {
	h := list[n].Horizon
	at := slices.Index(okr.Horizons, h)
	var out []moveTo
	for i, to := range okr.Horizons {
		if i != at {
			key := ""
			switch i - at {
			case -1:
				key = "left"
			case 1:
				key = "right"
			}
			out = append(out, moveTo{"To " + string(to), key, string(to)})
		}
	}
	if n > 0 {
		after := ""
		if n > 1 {
			after = list[n-2].ID
		}
		out = append(out, moveTo{"Up", "up", string(h) + " " + after})
	}
	if n+1 < len(list) {
		out = append(out, moveTo{"Down", "down", string(h) + " " + list[n+1].ID})
	}
	return out
}

// roadTabs are the ways to look at the roadmap.
func roadTabs(r *request, p roadPage) []ui.Link {
	var out []ui.Link
	for _, t := range [][2]string{{"", "Now, next, later"}, {"time", "On a time axis"}, {"rank", "By priority"}, {"work", "The next work"}, {"effort", "Where the effort goes"}} {
		q := r.URL.Query()
		for _, name := range []string{"did", "undo", "without", "view"} {
			q.Del(name)
		}
		if t[0] != "" {
			q.Set("view", t[0])
		}
		u := r.URL.Path
		if len(q) > 0 {
			u += "?" + q.Encode()
		}
		out = append(out, ui.Link{Text: t[1], URL: u, Current: p.view == t[0]})
	}
	return out
}

func roadFilters(r *request, v *view, p roadPage) []ui.Field {
	out := []ui.Field{{Type: "hidden", Name: "view", Value: p.view}, r.teamFilter(v, r.FormValue("team"))}
	if p.view == "effort" || p.view == "work" {
		return out
	}
	pillars := []ui.Option{{Text: "Any choice of the strategy"}}
	for _, x := range p.Pillars {
		pillars = append(pillars, ui.Option{Value: x.ID, Text: x.Title})
	}
	only := []ui.Option{{Text: "Everything"}, {Value: "nothing", Text: "Serves no key result"}, {Value: "blocked", Text: "Waits for something"}, {Value: "critical", Text: "Time-critical"}, {Value: "shared", Text: "Shared by teams"}, {Value: "mine", Text: "Mine"}}
	out = append(out, ui.Field{Type: "select", Name: "pillar", Label: "Choice of the strategy", Options: chosen(pillars, r.FormValue("pillar"))},
		ui.Field{Type: "select", Name: "only", Label: "Only", Options: chosen(only, r.FormValue("only"))},
		ui.Field{Name: "q", Label: "Words in the title", Placeholder: "Find", Value: r.FormValue("q")})
	if p.view == "" {
		out = append(out, ui.Field{Type: "select", Name: "group", Label: "Group", Options: chosen([]ui.Option{{Text: "In three columns"}, {Value: "pillar", Text: "By choice of the strategy"}, {Value: "objective", Text: "By objective"}, {Value: "team", Text: "By team"}}, p.group)},
			ui.Field{Type: "select", Name: "sort", Label: "Sort", Options: chosen([]ui.Option{{Text: "In our order"}, {Value: "priority", Text: "By priority"}}, p.sort)})
	}
	return out
}

// roadLead says how the roadmap stands, in a sentence.
func roadLead(p roadPage) string {
	if p.all == 0 {
		return "The bets that serve your key results, and the work that follows from them."
	}
	lead := ui.Plural(p.all, "bet") + "."
	switch {
	case p.Unserved == 1:
		lead += " One of them serves no key result."
	case p.Unserved > 1:
		lead += " " + ui.Upper(count(p.Unserved)) + " of them serve no key result."
	default:
		lead += " Each serves a key result."
	}
	for _, l := range p.Loads {
		if l.Over {
			return lead + " " + p.Names.Of(l.TeamID) + " has taken on more than it has time for."
		}
	}
	return lead
}

// workText is "4 of 7 done".
func workText(w app.WorkCount) string {
	if w.All() == 0 {
		return "no work yet"
	}
	return fmt.Sprintf("%d of %d done", w.Done, w.All())
}

// weeksText is an effort.
func (r *request) weeksText(w *float64) string {
	if w == nil {
		return "effort not said"
	}
	if *w == 1 {
		return "1 week"
	}
	return okr.InputNumber(*w, r.Numbers()) + " weeks"
}

// effectText is how much of a gap is expected to close.
func effectText(e okr.Effect) string {
	x := e.Expected()
	if x == nil {
		return "effect not said"
	}
	text := "closes about " + ui.Percent(*x) + " of the gap"
	if e.Low != nil && e.High != nil {
		text += fmt.Sprintf(" (%.0f to %s)", *e.Low*100, ui.Percent(*e.High))
	}
	return text
}

// placeText is a rank in words.
func placeText(p okr.Priority) string {
	if p.Rank == 0 {
		return "no place"
	}
	return "place " + strconv.Itoa(p.Rank)
}

// ranked cuts the items by what is to be known first: those whose time runs out, those in their order, those that wait, those that serve nothing.
func ranked[T any](items []T, at func(T) (place int, blocked, critical bool)) (critical, order, waiting, nothing []T) {
	for _, row := range items {
		switch place, blocked, soon := at(row); {
		case blocked:
			waiting = append(waiting, row)
		case place == 0:
			nothing = append(nothing, row)
		case soon:
			critical = append(critical, row)
		default:
			order = append(order, row)
		}
	}
	return critical, order, waiting, nothing
}

// loses are the key results that lose support without the item that is taken out.
func loses(list []app.ServedResult) []app.ServedResult {
	var out []app.ServedResult
	for _, s := range list {
		if s.Without < s.Backed {
			out = append(out, s)
		}
	}
	return out
}

// unbacked are the key results of live objectives with a way left that nothing on the roadmap serves and no other objective carries.
func unbacked(list []app.ServedResult) []app.ServedResult {
	var out []app.ServedResult
	for _, s := range list {
		if s.Wanting() {
			out = append(out, s)
		}
	}
	return out
}

// loadText is what a team has taken on.
func (r *request) loadText(l okr.Load) string {
	return okr.InputNumber(l.Took, r.Numbers()) + " of " + okr.InputNumber(l.Has, r.Numbers()) + " weeks"
}

// loadShare is how full a team is; 1 is all that it has.
func loadShare(l okr.Load) float64 {
	if l.Has == 0 {
		return 1
	}
	return l.Took / l.Has
}

// oldText says what is wrong with a mirror's copies.
func oldText(r *request, m app.OldMirror, today okr.Date) string {
	at := m.Read.DateIn(r.Org.Set.Location())
	switch {
	case m.Read == 0:
		return m.Name + " could not be read yet. " + m.Error
	case m.Error != "":
		return m.Name + " is shown as of " + ui.Day(at, today) + ": its last reading failed. " + m.Error
	}
	return m.Name + " is shown as of " + ui.Day(at, today) + "."
}

// moveRoadmapItem puts an item into a column, or one place up or down.
func moveRoadmapItem(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	h, after, _ := strings.Cut(r.PostFormValue("to"), " ")
	in := app.RoadmapMove{ID: r.PathValue("id"), Horizon: okr.Horizon(h), After: after}
	if !strings.Contains(r.PostFormValue("to"), " ") {
		from, _ := url.ParseQuery(r.PostFormValue("back")) // what cannot be read names no team
		last, err := r.lastOf(in.Horizon, in.ID, from.Get("team"))
		if err != nil {
			return err
		}
		in.After = last
	}
	if _, err := r.s.App.MoveRoadmapItem(r.Context(), r.Actor, in); err != nil {
		return err
	}
	return r.backToRoadmap("moved")
}

// setRoadmapDays gives an item the days between which it is meant to be done: "2026-10-19 2026-12-20".
func setRoadmapDays(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	from, to, _ := strings.Cut(r.PostFormValue("to"), " ")
	start, end := okr.Date(from), okr.Date(to)
	if _, err := r.s.App.EditRoadmapItem(r.Context(), r.Actor, okr.RoadmapPatch{ID: r.PathValue("id"), Start: &start, End: &end}); err != nil {
		return err
	}
	return r.backToRoadmap("moved")
}

// lastOf is the last item of a column beside one, "" if it is empty; of the part that is looked at where the whole is too large.
func (r *request) lastOf(h okr.Horizon, beside, team string) (string, error) {
	road, err := r.s.App.Roadmap(r.Context(), r.Actor, app.RoadmapQuery{Near: team})
	if err != nil {
		return "", err
	}
	last := ""
	for _, row := range (roadPage{}).column(road.Items, h) {
		if row.ID != beside {
			last = row.ID
		}
	}
	return last, nil
}

// backToRoadmap leads back to the roadmap as it was looked at, or to the item's page.
func (r *request) backToRoadmap(what string) error {
	if r.PostFormValue("back") == "item" {
		return r.done("roadmap/"+r.PathValue("id"), what, "")
	}
	q, _ := url.ParseQuery(r.PostFormValue("back")) // what cannot be read is left out
	for _, name := range []string{"did", "undo", "without"} {
		q.Del(name)
	}
	path := "roadmap"
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	return r.done(path, what, "")
}

// prioritize changes an item's place, with the reason.
func prioritize(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	factor, err := okr.ParseNumber("factor", r.PostFormValue("factor"), "")
	if err != nil {
		return err
	}
	in := app.OverrideInput{ID: r.PathValue("id"), Reason: r.PostFormValue("reason")}
	if factor != nil {
		in.Factor = *factor
	}
	if _, err := r.s.App.OverridePriority(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showRoadmapItem)
	}
	return r.backToRoadmap("ranked")
}

// factorOptions are how much more or less an item counts.
func factorOptions(o *okr.Override) []ui.Option {
	out := []ui.Option{{Value: "2", Text: "Count it twice"}, {Value: "1.5", Text: "Count it half again as much"}, {Value: "0.5", Text: "Count it half"}, {Value: "0.2", Text: "Count it a fifth"}}
	value := "2"
	if o != nil {
		value = okr.ShortNumber(o.Factor)
		out = append(out, ui.Option{Value: "0", Text: "As computed: take it back"})
		if !slices.ContainsFunc(out, func(x ui.Option) bool { return x.Value == value }) {
			out = append(out, ui.Option{Value: value, Text: "Count it × " + value})
		}
	}
	return chosen(out, value)
}
