package web

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// mapLimit is how many nodes are shown before deeper levels fold by themselves, and how many are drawn as elements rather than by the island.
const mapLimit = 250

// A mapPage is a map with what the address says about how to show it.
type mapPage struct {
	r      *request
	v      *view
	m      app.MapView
	shown  okr.Map // as folded
	view   string  // tree, departments or list
	base   string  // the page's path
	around string  // the title of the objective whose neighbourhood it is, "" for the whole map
	from   string  // of the departments: the cell that is open
	to     string
}

// mapTree is the map of a cycle: tree, departments or list, filters in the URL.
func mapTree(r *request) error {
	p, err := readMap(r, "")
	if err != nil {
		return err
	}
	return r.show(http.StatusOK, p.v, mapBody(p))
}

// mapAround is the neighbourhood of one objective: two steps up and down.
func mapAround(r *request) error {
	p, err := readMap(r, r.PathValue("ref"))
	if err != nil {
		return err
	}
	return r.show(http.StatusOK, p.v, mapBody(p))
}

// mapSVG is the map as a picture that stands by itself.
func mapSVG(r *request) error {
	p, err := readMap(r, r.FormValue("around"))
	if err != nil {
		return err
	}
	r.file(p, ".svg", "image/svg+xml")
	return ui.MapFile(p.picture(), "Map, "+p.m.Cycle.Name).Render(r.Context(), r.w)
}

// mapMermaid is the map as text, for a document or a wiki.
func mapMermaid(r *request) error {
	p, err := readMap(r, r.FormValue("around"))
	if err != nil {
		return err
	}
	r.file(p, ".mmd", "text/plain; charset=utf-8")
	_, err = io.WriteString(r.w, mermaid(p.shown))
	return err
}

// file announces the map as a file.
func (r *request) file(p *mapPage, ext, kind string) {
	h := r.w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", `attachment; filename="`+r.Org.Slug+"-map-"+p.m.Cycle.Slug+ext+`"`)
}

// readMap reads the map that the address asks for.
func readMap(r *request, around string) (*mapPage, error) {
	v, err := r.around("Map", "map")
	if err != nil {
		return nil, err
	}
	q := app.MapQuery{CycleID: v.cycle.ID, Date: okr.Date(r.FormValue("date")), Around: around, TeamID: r.FormValue("team"), PillarID: r.FormValue("pillar"), Marked: r.FormValue("only") == "marks"}
	if h := r.FormValue("health"); h != "" {
		q.Health = []okr.Health{okr.Health(h)}
	}
	if _, err := okr.ParseDate("date", string(q.Date)); err != nil {
		q.Date = "" // half a date in an address is today
	}
	p := &mapPage{r: r, v: v, view: "tree", base: r.URL.Path, from: r.FormValue("from"), to: r.FormValue("to")}
	if p.m, err = r.s.App.Map(r.Context(), r.Actor, q); err != nil {
		return nil, err
	}
	if w := r.FormValue("view"); w == "list" || w == "departments" && around == "" {
		p.view = w
	}
	opened, folded := keys(r.FormValue("open")), keys(r.FormValue("fold"))
	p.shown = p.m.Fold(mapLimit, p.named(opened), p.named(folded))
	if len(p.shown.Nodes) > mapLimit {
		v.Live = "" // to read so much again at each check-in of others would make the map stutter
	}
	v.Main, v.InBar = r.newObjective("New objective", ""), false
	if around != "" {
		i := slices.IndexFunc(p.m.Nodes, func(n okr.MapNode) bool { return n.Key == p.m.Focus })
		if i < 0 {
			return nil, okr.Fail(okr.NotFound, "", "This objective is on no map: it was dropped or removed.")
		}
		p.around, v.Active, v.Title = p.m.Nodes[i].Title, "objectives", "Around “"+p.m.Nodes[i].Title+"”"
		v.cycle, v.Cycle.Text = p.m.Cycle, p.m.Cycle.Name
	}
	return p, nil
}

// keys reads a list of nodes in an address.
func keys(text string) map[string]bool {
	out := map[string]bool{}
	for k := range strings.SplitSeq(text, ",") {
		if k != "" {
			out[k] = true
		}
	}
	return out
}

// named turns the names in an address, O-12 for an objective, into keys of the map.
func (p *mapPage) named(names map[string]bool) map[string]bool {
	out := map[string]bool{}
	for _, n := range p.m.Nodes {
		if names[p.name(n)] {
			out[n.Key] = true
		}
	}
	if names["all"] {
		out["all"] = true
	}
	return out
}

// name is how an address calls a node.
func (p *mapPage) name(n okr.MapNode) string {
	if n.Kind == okr.MapObjective {
		return ref(n.Number)
	}
	return n.Key
}

// with is this page's address with some parameters changed; an empty value takes one off.
func (p *mapPage) with(change ...string) string {
	q := p.r.URL.Query()
	for i := 0; i+1 < len(change); i += 2 {
		if change[i+1] == "" {
			q.Del(change[i])
		} else {
			q.Set(change[i], change[i+1])
		}
	}
	if len(q) == 0 {
		return p.base
	}
	return p.base + "?" + q.Encode()
}

// file is the address of the map as a file, as it is shown.
func (p *mapPage) file(name string) string {
	q := p.r.URL.Query()
	q.Del("view")
	if p.around != "" {
		q.Set("around", p.m.Focus)
	}
	return p.r.at(name) + "?" + q.Encode()
}

// toggle is the address that folds or unfolds a node.
func (p *mapPage) toggle(n okr.MapNode) string {
	q := p.r.URL.Query()
	opened, folded := keys(q.Get("open")), keys(q.Get("fold"))
	if n.Hidden > 0 {
		delete(folded, p.name(n))
		opened[p.name(n)] = true
	} else {
		delete(opened, p.name(n))
		folded[p.name(n)] = true
	}
	list := func(m map[string]bool) string {
		var out []string
		for k := range m {
			out = append(out, k)
		}
		slices.Sort(out)
		return strings.Join(out, ",")
	}
	return p.with("open", list(opened), "fold", list(folded))
}

// open is where a node leads.
func (p *mapPage) open(n okr.MapNode) string {
	switch n.Kind {
	case okr.MapObjective:
		return p.r.at("objectives/" + ref(n.Number))
	case okr.MapLoose:
		return p.toggle(n)
	case okr.MapGap:
		return p.answer(strings.TrimPrefix(n.Key, "gap:"), n)
	}
	return p.r.at("strategy")
}

// answer is the form for an objective that fills a gap.
func (p *mapPage) answer(id string, n okr.MapNode) string {
	kind := okr.UpPillar
	if n.Level != okr.LevelCompany {
		kind = okr.UpKeyResult
	}
	return p.r.at("objectives/new?supports=" + url.QueryEscape(string(kind)+":"+id))
}

// filters are the fields that choose a part of the map.
func (p *mapPage) filters() []ui.Field {
	r := p.r
	pillars := []ui.Option{{Text: "All choices"}}
	for _, n := range p.m.Nodes {
		if n.Kind == okr.MapPillar || n.Key == r.FormValue("pillar") {
			pillars = append(pillars, ui.Option{Value: n.Key, Text: n.Title})
		}
	}
	health := []ui.Option{{Text: "Any health"}}
	for _, h := range []okr.Health{okr.InTrouble, okr.Drifting, okr.Silent, okr.OnCourse, okr.NotStarted, okr.HealthDone} {
		health = append(health, ui.Option{Value: string(h), Text: ui.HealthWord(h)})
	}
	marks := []ui.Option{{Text: "Everything"}, {Value: "marks", Text: "Only what stands out"}}
	list := []ui.Field{
		r.teamFilter(p.v, r.FormValue("team")),
		{Type: "select", Name: "pillar", Label: "Strategic choice", Options: chosen(pillars, r.FormValue("pillar"))},
		{Type: "select", Name: "health", Label: "Health", Options: chosen(health, r.FormValue("health"))},
		{Type: "select", Name: "only", Label: "What to show", Options: chosen(marks, r.FormValue("only"))},
	}
	for _, name := range []string{"cycle", "date", "view", "open"} {
		if value := r.FormValue(name); value != "" {
			list = append(list, ui.Field{Type: "hidden", Name: name, Value: value})
		}
	}
	return list
}

// filtered is whether a part of the map is left out by the address.
func (p *mapPage) filtered() bool {
	for _, name := range []string{"team", "pillar", "health", "only"} {
		if p.r.FormValue(name) != "" {
			return true
		}
	}
	return false
}

// day is the day that the map shows.
func (p *mapPage) day() okr.Date { return cmp.Or(p.m.Date, p.m.Today) }

func folded(m okr.Map) bool {
	return slices.ContainsFunc(m.Nodes, func(n okr.MapNode) bool { return n.Hidden > 0 })
}

// counts are how many marks of each kind there are.
func (p *mapPage) counts() map[okr.MarkKind]int {
	n := map[okr.MarkKind]int{}
	for _, m := range p.m.Marks {
		n[m.Kind]++
	}
	return n
}

// lead says in a sentence what one knows after looking at the map.
func (p *mapPage) lead() string {
	objectives := 0
	for _, n := range p.m.Nodes {
		if n.Kind == okr.MapObjective && !n.Context {
			objectives++
		}
	}
	if p.around != "" {
		return "What “" + p.around + "” serves and what serves it, two steps up and down."
	}
	n := p.counts()
	hang := objectives - n[okr.MarkOrphan]
	text := ui.Upper(number(hang)) + " " + noun(hang, "objective hangs", "objectives hang") + " together."
	if objectives == 0 {
		return "No objective is on this map."
	}
	var open []string
	if g := n[okr.MarkGap]; g > 0 {
		open = append(open, number(g)+" "+noun(g, "place has", "places have")+" nobody to carry "+noun(g, "it", "them"))
	}
	if o := n[okr.MarkOrphan]; o > 0 {
		open = append(open, number(o)+" "+noun(o, "objective serves", "objectives serve")+" nothing yet")
	}
	if c := n[okr.MarkConflict]; c > 0 {
		open = append(open, number(c)+" "+noun(c, "pair pulls", "pairs pull")+" apart")
	}
	if o := n[okr.MarkOverlap]; o > 0 {
		open = append(open, number(o)+" "+noun(o, "pair counts", "pairs count")+" the same thing")
	}
	if o := n[okr.MarkOpportunity]; o > 0 {
		open = append(open, number(o)+" "+noun(o, "pair works", "pairs work")+" on one number and could join forces")
	}
	if len(open) == 0 {
		return text + " Nothing stands out."
	}
	return text + " " + ui.Upper(strings.Join(open, "; ")) + "."
}

func noun(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// number writes small numbers as words, as a sentence has them.
func number(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	if n >= 0 && n < len(words) {
		return words[n]
	}
	return fmt.Sprint(n)
}
