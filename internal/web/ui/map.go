package ui

import (
	"strings"

	"github.com/a-h/templ"

	"github.com/headwater-okr/headwater/internal/layout"
	"github.com/headwater-okr/headwater/internal/okr"
)

// A MapDrawing is the map as it is drawn: where everything stands is decided already.
type MapDrawing struct {
	Label string
	W, H  float64
	Bands []MapBand
	Nodes []MapBox
	Flows string // the tree's lines, one path
	Open  string // those to gaps
	Links string // supports beside the tree
	Far   []MapFar
	Data  string // for the island, JSON
	Light bool   // so many nodes that the island draws those in sight, and a browser without script all
}

// MapLabels is the width of the column in which the levels are named.
const MapLabels = 124.0

// A MapBand is a level.
type MapBand struct {
	Name, About string
	Y, H        float64
}

// A MapFar is all nodes of a status in one path: how the map looks from far.
type MapFar struct{ Class, D string }

// A MapBox is a node.
type MapBox struct {
	I         int // in the drawing
	Class     string
	URL       string
	Drawer    bool
	Label     string // everything that it says, in words
	Box       layout.Box
	Shape     string // of its status, "" for none
	About     string // the line above its title
	Title     string // whole, where it is cut
	Top       float64
	Way, Plan *float64 // shares; nil for no bar
	Marks     []string // icons of what stands out
	Fold      Link     // folds and unfolds what is below; URL "" for nothing below
	Folded    bool
}

func (b MapBox) at() string {
	return "translate(" + layout.Num(b.Box.X) + " " + layout.Num(b.Box.Y) + ")"
}

// baseline is where a line of the title stands.
func (b MapBox) baseline(i int) string { return px(b.Top + 14 + float64(i)*layout.LineH) }

func (b MapBox) wide(share float64) string {
	return px(min(max(share, 0), 1) * (b.Box.W - 2*layout.Pad))
}

func (b MapBox) planAt() string {
	return px(layout.Pad + min(max(*b.Plan, 0), 1)*(b.Box.W-2*layout.Pad))
}

// markAt is where the n-th mark from the right stands.
func (b MapBox) markAt(n int) string { return px(b.Box.W - layout.Pad - 16 - float64(n)*20) }

func (b MapBox) foldWidth() float64 { return max(28, layout.Width(b.Fold.Text, 12)+14) }

func px(v float64) string { return layout.Num(v) }

func viewBox(m MapDrawing) string { return "0 0 " + px(m.W) + " " + px(m.H) }

// A MapItem is a node of the map as a line of a list.
type MapItem struct {
	Text, About, URL string
	Health           *okr.Judged // nil for what has none
	Soft             bool        // a gap, or what is there for what is below it
	Marks            []string    // words
	Under            []MapItem
	More             Link // what is folded away below it
}

// A MapMark is something that stands out, with its evidence and what to do.
type MapMark struct {
	Icon, Word, Evidence, Next string
	At                         []Link // where
	Steps                      []Link
	Key                        string // the first node's key, to find it on the map
}

// A MapMarks is the marks of one kind.
type MapMarks struct {
	ID, Title, About string
	Shown, More      []MapMark
	Left             int // more than are listed
}

// A MapMatrix is the departments' table: row supports column.
type MapMatrix struct {
	Names []string
	Rows  [][]MapCell
	Does  []string // each row's sum
	Needs []string // each column's
}

// A MapCell is a count that opens what is behind it.
type MapCell struct {
	Text, URL, Label string
	Own, Current     bool
	Weight           int // how strong, 0 to 4
}

var cellClass = []string{"", "some-1", "some-2", "some-3", "some-4"}

func (c MapCell) class() string {
	class := cellClass[min(max(c.Weight, 0), 4)]
	if c.Own {
		class += " own"
	}
	return strings.TrimSpace(class)
}

var (
	mapHealths = []okr.Health{okr.OnCourse, okr.Drifting, okr.InTrouble, okr.Silent, okr.NotStarted}
	mapSigns   = []Link{{Text: "Gap, nobody supports it", URL: "gap"}, {Text: "Supports nothing yet", URL: "orphan"}, {Text: "Overlap, two count the same", URL: "overlap"},
		{Text: "Conflict, two pull apart", URL: "conflict"}, {Text: "Chance, two could help each other", URL: "opportunity"}}
)

// jsonData is data for an island: it stands in the page and is never run.
func jsonData(data string) templ.Component {
	return templ.Raw(`<script type="application/json">` + strings.ReplaceAll(data, "<", `\u003c`) + `</script>`)
}

// mapStyle is the style of a map that is a file: the light colours as they are, since other programs know no custom properties.
func mapStyle() templ.Component {
	return templ.Raw(`<style>text{font-family:Inter,"Segoe UI",Roboto,system-ui,sans-serif;font-size:14px;fill:#14232B}a{text-decoration:none}` +
		`.paper{fill:#FBFAF7}.map-bands rect,.map-labels rect{fill:#F5F3EE}.map-box{fill:#fff;stroke:#E4E1D9}.map-title,.map-level{font-weight:550}` +
		`.map-about{font-size:12px;fill:#52616A}.map-flow,.map-link{fill:none;stroke:#7C888E;stroke-width:1.25}.map-flow.is-open{stroke-dasharray:2 4}.map-link{stroke-dasharray:5 4;stroke:#0B5F66}` +
		`.map-far{display:none}.is-gap .map-box,.is-loose .map-box{fill:none;stroke:#7C888E;stroke-dasharray:4 4}.is-focus .map-box{stroke:#0B5F66;stroke-width:2}.is-context{opacity:.55}` +
		`symbol,.mark,.map-mark{fill:none;stroke:#52616A;stroke-width:1.5;stroke-linejoin:round}.bar-track{fill:#DFDCD3}.bar-way{fill:#52616A}.bar-plan{fill:#14232B}` +
		`.on-course .mark{fill:#1B6B47;stroke:#1B6B47}.on-course .bar-way{fill:#1B6B47}.drifting .mark{fill:#865500;stroke:#865500}.drifting .bar-way{fill:#865500}` +
		`.in-trouble .mark{fill:#A5301C;stroke:#A5301C}.in-trouble .bar-way{fill:#A5301C}.is-silent .mark{fill:#566169;stroke:#566169}.is-silent .bar-way{fill:#566169}` +
		`.not-started .mark,.closed .mark{fill:#52616A}</style>`)
}
