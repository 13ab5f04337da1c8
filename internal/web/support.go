package web

import (
	"slices"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// spareSupports is how many empty rows the form has beside those that are filled, so that it also grows without script.
const spareSupports = 2

// A supportRow is one line of what an objective supports, as the form shows it.
type supportRow struct {
	up     []ui.Option
	weight string
}

// supportRows are the rows of the form: as typed, else as the objective stands, and some empty ones.
func supportRows(r *request, f *form, up []ui.Option, edges []app.Edge) []supportRow {
	values, weights := []string{}, []string{}
	for _, e := range edges {
		value := string(e.Kind) + ":" + e.ID
		values, weights = append(values, value), append(weights, okr.InputNumber(e.Weight, r.Org.Set.Locale))
		if !slices.ContainsFunc(up, func(o ui.Option) bool { return o.Value == value }) {
			up = append(up, ui.Option{Value: value, Text: e.Title}) // of another cycle
		}
	}
	if f != nil {
		values, weights = f.values["supports"], f.values["support_weights"]
	}
	var rows []supportRow
	for i, value := range values {
		if value == "" {
			continue
		}
		row := supportRow{up: chosen(up, value)}
		if i < len(weights) {
			row.weight = weights[i]
		}
		rows = append(rows, row)
	}
	for range spareSupports {
		rows = append(rows, supportRow{up: up})
	}
	return rows
}

// supportsTyped are supportLines of what was typed.
func (r *request) supportsTyped() string {
	list, _ := supports(r) // what is no number is said elsewhere
	var edges []app.Edge
	for _, s := range list {
		edges = append(edges, app.Edge{Kind: s.Kind, ID: s.ID, Weight: s.Weight})
	}
	return supportLines(edges)
}

// supportLines are what an objective supports, a line each, as the form sends it and to compare it by.
func supportLines(edges []app.Edge) string {
	var out []string
	for _, e := range edges {
		out = append(out, string(e.Kind)+":"+e.ID+" "+strconv.FormatFloat(e.Weight, 'g', -1, 64))
	}
	return strings.Join(out, "\n")
}

// readSupportLines reads supportLines.
func readSupportLines(text string) []okr.Support {
	out := []okr.Support{}
	for _, line := range lines(text) {
		what, weight, _ := strings.Cut(line, " ")
		kind, id, _ := strings.Cut(what, ":")
		w, _ := strconv.ParseFloat(weight, 64)
		out = append(out, okr.Support{Kind: okr.UpstreamKind(kind), ID: id, Weight: w})
	}
	return out
}

// upstreamText names what an objective supports, a line each.
func upstreamText(edges []app.Edge) string {
	var out []string
	for _, e := range edges {
		out = append(out, e.Title)
	}
	return strings.Join(out, "\n")
}

// supports reads the rows of the form: "pillar:ID" with a weight beside it. A weight left empty is 1, a row without a choice is none.
func supports(r *request) ([]okr.Support, error) {
	out := []okr.Support{}
	for i, value := range r.PostForm["supports"] {
		kind, id, ok := strings.Cut(value, ":")
		if !ok {
			continue
		}
		s := okr.Support{Kind: okr.UpstreamKind(kind), ID: id, Weight: 1}
		if list := r.PostForm["support_weights"]; i < len(list) {
			w, err := okr.ParseNumber("supports["+strconv.Itoa(len(out))+"].weight", list[i], r.Org.Set.Locale)
			if err != nil {
				return nil, err
			}
			if w != nil {
				s.Weight = *w
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// upstream are the things that an objective can support: the pillars, the live objectives and their key results. An objective does not
// support itself.
func (r *request) upstream(v *view, self string) ([]ui.Option, error) {
	s, err := r.s.App.Strategy(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	list := []ui.Option{{Text: "Nothing yet"}}
	for _, p := range s.Pillars {
		list = append(list, ui.Option{Value: "pillar:" + p.ID, Text: "Strategy: " + p.Title})
	}
	page, err := r.s.App.FindObjectives(r.Context(), r.Actor, app.ObjectiveQuery{CycleID: v.cycle.ID, Limit: 200})
	if err != nil {
		return nil, err
	}
	for _, o := range page.Objectives {
		if o.ID == self {
			continue
		}
		list = append(list, ui.Option{Value: "objective:" + o.ID, Text: ref(o.Number) + " " + o.Title})
		for _, k := range o.KeyResults {
			list = append(list, ui.Option{Value: "key_result:" + k.ID, Text: k.Title, Depth: 1})
		}
	}
	return list, nil
}
