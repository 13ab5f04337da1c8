package web

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// items are the shown map as a nested list.
func (p *mapPage) items() []ui.MapItem {
	marks := p.marksAt()
	at := make([]*ui.MapItem, len(p.shown.Nodes))
	for i := len(at) - 1; i >= 0; i-- { // children before their parents, so that each is whole when it is taken
		n := p.shown.Nodes[i]
		item := ui.MapItem{Text: n.Title, URL: p.open(n), Soft: n.Context || n.Kind == okr.MapGap}
		if n.Kind == okr.MapObjective {
			health := n.Health
			item.Health, item.About = &health, p.about(n)
		}
		if n.Kind == okr.MapGap {
			item.Marks = []string{"gap"}
		}
		for _, m := range marks[n.Key] {
			if m != okr.MarkOrphan {
				item.Marks = append(item.Marks, string(m))
			}
		}
		if n.Hidden > 0 {
			item.More = ui.Link{Text: fmt.Sprintf("Show the %d below it", n.Hidden), URL: p.toggle(n)}
		}
		at[i] = &item
	}
	var roots []ui.MapItem
	under := make([][]ui.MapItem, len(at))
	for i := len(at) - 1; i >= 0; i-- {
		at[i].Under = under[i]
		if up := p.shown.Nodes[i].Parent; up >= 0 {
			under[up] = append([]ui.MapItem{*at[i]}, under[up]...)
		} else {
			roots = append([]ui.MapItem{*at[i]}, roots...)
		}
	}
	return roots
}

// A chapter of the list has a heading of its own.
type chapter struct {
	ID, Title, About string
	Items            []ui.MapItem
}

// chapters cut the list at the strategic choices, which are what one looks for by heading.
func (p *mapPage) chapters() []chapter {
	var out []chapter
	var plain []ui.MapItem
	roots := p.items()
	for _, r := range roots {
		if len(r.Under) > 0 && r.Health == nil {
			list, vision := r.Under, p.shown.Nodes[0].Kind == okr.MapVision && r.Text == p.shown.Nodes[0].Title
			if vision {
				for _, x := range list {
					out = append(out, chapter{ID: fmt.Sprint("part-", len(out)), Title: x.Text, Items: x.Under})
				}
				continue
			}
			out = append(out, chapter{ID: fmt.Sprint("part-", len(out)), Title: r.Text, Items: list})
			continue
		}
		plain = append(plain, r)
	}
	if plain != nil {
		out = append(out, chapter{ID: "part-rest", Title: "Objectives", Items: plain})
	}
	return out
}

// vision is the text of the vision, "" where it is not on the map.
func (p *mapPage) vision() string {
	if len(p.shown.Nodes) > 0 && p.shown.Nodes[0].Kind == okr.MapVision {
		return p.shown.Nodes[0].Title
	}
	return ""
}

// marksShown is how many marks of a kind stand on the page, and marksAtAll how many can be unfolded.
const (
	marksShown = 4
	marksAtAll = 40
)

var markTitles = []struct {
	kind         okr.MarkKind
	title, about string
}{
	{okr.MarkConflict, "Conflicts", "Two that pull one number in opposite directions. Whatever one of them gains the other loses."},
	{okr.MarkGap, "Gaps", "Something that should be carried, and nobody who says that they carry it."},
	{okr.MarkOverlap, "Overlaps", "Two that count the same. One of them is enough, or each says how it differs."},
	{okr.MarkOpportunity, "Chances", "Two teams that work on one number, with nothing that connects them."},
	{okr.MarkOrphan, "Serving nothing yet", "Objectives without anything above them. Some are right as they are; most have only not said it."},
}

// marks are what stands out on the shown part, by kind.
func (p *mapPage) marks() []ui.MapMarks {
	nodes := map[string]okr.MapNode{}
	for _, n := range p.m.Nodes {
		nodes[n.Key] = n
	}
	var out []ui.MapMarks
	for _, t := range markTitles {
		part := ui.MapMarks{ID: "marks-" + string(t.kind), Title: t.title, About: t.about}
		for _, m := range p.m.Marks {
			if m.Kind != t.kind {
				continue
			}
			x := ui.MapMark{Icon: markIcons[m.Kind], Evidence: m.Evidence, Next: m.Next, Key: m.Nodes[0]}
			for _, key := range m.Nodes {
				if n, ok := nodes[key]; ok && (n.Kind != okr.MapGap) {
					x.At = append(x.At, ui.Link{Text: n.Title, URL: p.open(n)})
				}
			}
			switch m.Kind {
			case okr.MarkGap:
				x.Steps = []ui.Link{{Text: "Write an objective for it", URL: p.open(nodes[m.Nodes[0]])}}
			case okr.MarkOrphan:
				x.Steps = []ui.Link{{Text: "Say what it serves", URL: p.r.at("objectives/" + ref(nodes[m.Nodes[0]].Number) + "/edit")}}
			}
			switch {
			case len(part.Shown) < marksShown:
				part.Shown = append(part.Shown, x)
			case len(part.More) < marksAtAll:
				part.More = append(part.More, x)
			default:
				part.Left++
			}
		}
		if len(part.Shown) > 0 {
			out = append(out, part)
		}
	}
	return out
}

// matrix is the departments' table.
func (p *mapPage) matrix() ui.MapMatrix {
	m := p.m.Departments
	out := ui.MapMatrix{}
	most := 1
	for i, row := range m.Cells {
		for k, c := range row {
			if i != k {
				most = max(most, c.Supports+c.Shared+len(c.Contracts))
			}
		}
	}
	for i, d := range m.Departments {
		out.Names = append(out.Names, d.Name)
		out.Does, out.Needs = append(out.Does, fmt.Sprint(m.Supports[i])), append(out.Needs, fmt.Sprint(m.DependsOn[i]))
		var row []ui.MapCell
		for k, c := range m.Cells[i] {
			other := m.Departments[k]
			cell := ui.MapCell{Own: i == k}
			if c.Supports+c.Shared+len(c.Contracts) > 0 {
				var says []string
				if c.Supports > 0 {
					says = append(says, fmt.Sprint(c.Supports))
				}
				if c.Shared > 0 {
					says = append(says, fmt.Sprintf("%d shared", c.Shared))
				}
				if n := len(c.Contracts); n > 0 {
					says = append(says, ui.Plural(n, "contract"))
				}
				cell.Text = strings.Join(says, ", ")
				cell.URL = p.with("view", "departments", "from", d.Slug, "to", other.Slug) + "#behind"
				cell.Label = fmt.Sprintf("%s supports %s: %s", d.Name, other.Name, cell.Text)
				if i == k {
					cell.Label = fmt.Sprintf("Within %s: %s", d.Name, cell.Text)
				} else {
					cell.Weight = 1 + (c.Supports+c.Shared+len(c.Contracts)-1)*3/most
				}
				cell.Current = p.from == d.Slug && p.to == other.Slug
			}
			row = append(row, cell)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// A behind is what one cell of the departments' table counts.
type behind struct {
	Title string
	Rows  [][2]ui.Link // who supports, and what
	Both  []ui.Link    // what both share
	Does  []ui.Link    // what the one has agreed to do for the other
}

// behind is the open cell of the table; nil when none is.
func (p *mapPage) behind() *behind {
	m := p.m.Departments
	titles := map[string]ui.Link{}
	for _, n := range p.m.Nodes {
		titles[n.Key] = ui.Link{Text: n.Title, URL: p.open(n)}
	}
	for i, row := range m.Departments {
		for k, column := range m.Departments {
			if row.Slug != p.from || column.Slug != p.to {
				continue
			}
			c := m.Cells[i][k]
			out := &behind{Title: row.Name + " supports " + column.Name}
			if i == k {
				out.Title = "Within " + row.Name
			}
			for _, e := range c.Edges {
				if titles[e.From].URL != "" && titles[e.To].URL != "" { // a filter may have left one out
					out.Rows = append(out.Rows, [2]ui.Link{titles[e.From], titles[e.To]})
				}
			}
			for _, x := range p.m.Contracts {
				if slices.Contains(c.Contracts, x.ID) {
					out.Does = append(out.Does, ui.Link{Text: x.Text, URL: p.r.at("contracts/" + x.ID), About: x.KeyResult})
				}
			}
			for _, key := range c.Both {
				if titles[key].URL != "" {
					out.Both = append(out.Both, titles[key])
				}
			}
			return out
		}
	}
	return nil
}
