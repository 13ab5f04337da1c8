package web

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/layout"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// How wide the boxes of each kind are before they are stretched, and the width that a small map fills.
const (
	mapFill      = 1120 - ui.MapLabels
	visionWidth  = 320
	pillarWidth  = 184
	companyWidth = 192
	teamWidth    = 148
)

// drawing says where everything on the shown map stands and how it looks.
func (p *mapPage) drawing() ui.MapDrawing {
	nodes := make([]layout.Node, len(p.shown.Nodes))
	for i, n := range p.shown.Nodes {
		l := layout.Node{Parent: n.Parent, Level: n.Level, Text: n.Title, Width: teamWidth, Above: 30, Below: 16}
		switch n.Kind {
		case okr.MapVision:
			l.Width, l.Above, l.Below, l.Span = visionWidth, 10, 14, true
		case okr.MapPillar:
			l.Width, l.Above, l.Below = pillarWidth, 10, 16
		case okr.MapObjective:
			l.Below = 28
			if n.Level == okr.LevelCompany {
				l.Width = companyWidth
			}
		case okr.MapGap:
			if n.Level == okr.LevelCompany {
				l.Width = companyWidth
			}
		}
		nodes[i] = l
	}
	d := layout.Tidy(nodes, mapFill)
	for i := range d.Boxes {
		d.Boxes[i].X += ui.MapLabels
		d.Boxes[i].Y += layout.Pad
	}
	for i := range d.Bands {
		d.Bands[i].Y += layout.Pad
	}
	out := ui.MapDrawing{Label: "Map of " + ui.Plural(p.objectives(), "objective") + ", from the vision down", W: d.W + ui.MapLabels + layout.Pad, H: d.H + 3*layout.Pad, Light: len(nodes) > mapLimit}
	p.lines(&out, d)
	marks := p.marksAt()
	index := make([]any, len(nodes))
	for i, n := range p.shown.Nodes {
		b := p.box(n, d.Boxes[i], marks[n.Key])
		b.I, b.Top = i, nodes[i].Above
		out.Nodes = append(out.Nodes, b)
		x := d.Boxes[i]
		flow := ""
		if out.Light && n.Parent >= 0 {
			flow = d.Flow(n.Parent, i)
		}
		index[i] = []any{x.X, x.Y, x.W, x.H, n.Parent, n.Title, n.Key, flow}
	}
	for _, class := range []string{"", "not-started", "on-course", "drifting", "in-trouble", "is-silent", "closed"} {
		far := ui.MapFar{Class: class, D: d.Rects(func(i int) bool {
			return strings.Fields(out.Nodes[i].Class + " .")[0] == class || class == "" && out.Nodes[i].Shape == ""
		})}
		if far.D != "" {
			out.Far = append(out.Far, far)
		}
	}
	data, err := json.Marshal(map[string]any{"nodes": index, "labels": ui.MapLabels, "focus": p.m.Focus})
	if err != nil {
		panic(err) // numbers and texts
	}
	out.Data = string(data)
	return out
}

func (p *mapPage) objectives() int {
	n := 0
	for _, x := range p.shown.Nodes {
		if x.Kind == okr.MapObjective {
			n++
		}
	}
	return n
}

// lines draws the bands, the lines of the tree and the supports beside it.
func (p *mapPage) lines(out *ui.MapDrawing, d layout.Drawing) {
	names := p.levels()
	for _, b := range d.Bands {
		of := 0
		for _, n := range p.shown.Nodes {
			if n.Level == b.Level && n.Kind != okr.MapGap && n.Kind != okr.MapLoose {
				of++
			}
		}
		about := number(of) + " " + noun(of, "objective", "objectives")
		switch b.Level {
		case okr.LevelVision:
			about = ""
		case okr.LevelStrategy:
			about = number(of) + " " + noun(of, "choice", "choices")
		}
		out.Bands = append(out.Bands, ui.MapBand{Name: names[b.Level], About: about, Y: b.Y - layout.Pad, H: b.H + 2*layout.Pad})
	}
	var flows, open, links strings.Builder
	at := map[string]int{}
	for i, n := range p.shown.Nodes {
		at[n.Key] = i
		if n.Parent < 0 {
			continue
		}
		if n.Kind == okr.MapGap || p.shown.Nodes[n.Parent].Kind == okr.MapLoose {
			open.WriteString(d.Flow(n.Parent, i))
		} else {
			flows.WriteString(d.Flow(n.Parent, i))
		}
	}
	for _, e := range p.shown.Edges {
		from, ok := at[e.From]
		to, there := at[e.To]
		if !e.Tree && ok && there && e.To != "vision" {
			links.WriteString(d.Link(from, to))
		}
	}
	out.Flows, out.Open, out.Links = flows.String(), open.String(), links.String()
}

// levels are the names of the bands. Where teams have teams below them, the upper ones are departments.
func (p *mapPage) levels() map[int]string {
	names := map[int]string{okr.LevelVision: "Vision", okr.LevelStrategy: "Strategy", okr.LevelCompany: "Company", okr.LevelTeams: "Teams"}
	last := okr.LevelTeams
	if slices.ContainsFunc(p.v.Surroundings.Teams, func(t okr.Placed) bool { return t.Depth > 1 }) {
		names[okr.LevelTeams], names[okr.LevelTeams+1] = "Departments", "Teams"
		last++
	}
	for _, n := range p.shown.Nodes {
		if n.Level > last {
			names[n.Level] = "Further teams"
		}
	}
	return names
}

var markIcons = map[okr.MarkKind]string{okr.MarkGap: "gap", okr.MarkOrphan: "orphan", okr.MarkOverlap: "overlap", okr.MarkConflict: "conflict", okr.MarkOpportunity: "opportunity"}

// marksAt are the kinds of marks at each node; a gap's is its own box.
func (p *mapPage) marksAt() map[string][]okr.MarkKind {
	out := map[string][]okr.MarkKind{}
	for _, m := range p.m.Marks {
		for _, key := range m.Nodes {
			if m.Kind != okr.MarkGap && !slices.Contains(out[key], m.Kind) {
				out[key] = append(out[key], m.Kind)
			}
		}
	}
	return out
}

var mapShapes = map[okr.Health]string{okr.NotStarted: "s-not-started", okr.OnCourse: "s-on-course", okr.Drifting: "s-drifting", okr.InTrouble: "s-in-trouble", okr.Silent: "s-is-silent", okr.HealthDone: "s-closed"}

// box is how a node looks and what it says.
func (p *mapPage) box(n okr.MapNode, at layout.Box, marks []okr.MarkKind) ui.MapBox {
	b := ui.MapBox{Box: at, URL: p.open(n), Title: n.Title, Class: "is-" + string(n.Kind)}
	says := []string{n.Title}
	switch n.Kind {
	case okr.MapObjective:
		b.Drawer, b.Shape = true, mapShapes[n.Health.Health]
		b.Class = strings.ReplaceAll(strings.TrimPrefix(b.Shape, "s-"), "_", "-") + " is-objective"
		b.About = p.about(n)
		room := at.W - 34 - layout.Pad - 20*float64(len(marks))
		if layout.Width(b.About, 12) > room {
			b.About = p.shorter(n, room)
		}
		says = []string{n.Title, ui.HealthWord(n.Health.Health), wayText(n)}
		zero := 0.0
		if b.Way = n.Progress; b.Way == nil {
			b.Way = &zero
		}
		b.Plan = n.Plan
	case okr.MapGap:
		b.Shape, b.About = "gap", "Gap"
	case okr.MapLoose:
		b.Shape, b.About = "orphan", ui.Plural(n.Children, "objective")
		if n.Hidden > 0 {
			b.About = ui.Plural(n.Hidden, "objective")
		}
	}
	for _, m := range marks {
		b.Marks = append(b.Marks, markIcons[m])
		says = append(says, string(m))
	}
	if n.Context {
		b.Class += " is-context"
	}
	if n.Key == p.m.Focus {
		b.Class += " is-focus"
	}
	if n.Children > 0 && n.Kind != okr.MapVision {
		b.Fold, b.Folded = ui.Link{Text: "–", About: "Fold what is below " + n.Title, URL: p.toggle(n)}, n.Hidden > 0
		if b.Folded {
			b.Fold.Text, b.Fold.About = fmt.Sprint("+", n.Hidden), fmt.Sprintf("Show the %d below %s", n.Hidden, n.Title)
		}
	}
	b.Label = strings.Join(says, ". ")
	if b.About != "" { // what is read begins with what is seen (WCAG 2.5.3)
		b.Label = b.About + ": " + b.Label
	}
	return b
}

// about is the line above an objective's title.
func (p *mapPage) about(n okr.MapNode) string {
	if n.Level == okr.LevelCompany && n.Results > 0 {
		return fmt.Sprintf("%d of %d on course", n.OnCourse, n.Results)
	}
	var names []string
	for _, id := range n.TeamIDs {
		names = append(names, p.m.Names.Of(id))
	}
	return strings.Join(names, ", ")
}

// shorter is the line above a title where its teams do not all fit: the leading one, and how many more.
func (p *mapPage) shorter(n okr.MapNode, room float64) string {
	if len(n.TeamIDs) < 2 {
		return layout.Fit(p.about(n), room, 12)
	}
	more := fmt.Sprintf(" +%d", len(n.TeamIDs)-1)
	return layout.Fit(p.m.Names.Of(n.TeamIDs[0]), room-layout.Width(more, 12), 12) + more
}

func wayText(n okr.MapNode) string {
	return ui.OB{Progress: n.Progress, Plan: n.Plan}.WayText()
}

// picture is the drawing for a file: everything is in it, and nothing folds.
func (p *mapPage) picture() ui.MapDrawing {
	d := p.drawing()
	d.Light = false
	for i := range d.Nodes {
		d.Nodes[i].Fold = ui.Link{}
	}
	return d
}

// mermaid is the map as a flowchart in text, for a document or a wiki.
func mermaid(m okr.Map) string {
	var b strings.Builder
	b.WriteString("flowchart TD\n")
	at := map[string]int{}
	quote := strings.NewReplacer(`"`, "#quot;", "#", "#35;", "\n", " ", "[", "#91;", "]", "#93;", "<", "#lt;", ">", "#gt;", "`", "#96;")
	for i, n := range m.Nodes {
		at[n.Key] = i
		text := n.Title
		if n.Kind == okr.MapObjective {
			text = ref(n.Number) + " " + text
		}
		if n.Hidden > 0 {
			text += fmt.Sprintf(" (+%d)", n.Hidden)
		}
		fmt.Fprintf(&b, "  n%d[\"%s\"]", i, quote.Replace(text))
		if n.Kind == okr.MapObjective {
			fmt.Fprintf(&b, ":::%s", n.Health.Health)
		} else if n.Kind == okr.MapGap {
			b.WriteString(":::gap")
		}
		b.WriteByte('\n')
	}
	for _, e := range m.Edges {
		from, ok := at[e.From]
		to, there := at[e.To]
		if !ok || !there {
			continue
		}
		arrow := "-->"
		if !e.Tree || m.Nodes[from].Kind == okr.MapGap {
			arrow = "-.->"
		}
		fmt.Fprintf(&b, "  n%d %s n%d\n", to, arrow, from)
	}
	b.WriteString("  classDef on_course stroke:#1B6B47\n  classDef drifting stroke:#865500\n  classDef in_trouble stroke:#A5301C\n  classDef silent stroke:#566169\n  classDef gap stroke-dasharray: 4 4\n")
	return b.String()
}
