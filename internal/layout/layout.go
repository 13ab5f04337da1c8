// Package layout is the map's geometry: a tree in, boxes and lines out. It is pure, knows nothing of pages, and imports nothing of ours but okr.
//
// The drawing is tidy in the sense of Reingold and Tilford: a node is centred over its children, siblings keep their order, equal subtrees
// look equal, nothing overlaps, and it is as narrow as that allows. Levels are bands of one height. Many leaves side by side would make it
// endlessly wide, so that a run of them stands in a block of rows and columns. The work is linear in the nodes.
package layout

import "math"

// A Node is a box to be placed.
type Node struct {
	Parent int     // the node above it, by index, smaller than its own; -1 for none
	Level  int     // its band, larger than its parent's
	Text   string  // wrapped to the box
	Width  float64 // of the box, at least
	Above  float64 // height within the box above the text
	Below  float64 // and below it
	Span   bool    // as wide as what is below it, where it is alone in its band
}

// Distances, in the units of the drawing (pixels at its natural size).
const (
	Gap      = 12.0 // between two boxes of a band
	Apart    = 24.0 // between subtrees with different parents
	Channel  = 44.0 // between two bands, for the lines
	Gutter   = 18.0 // left of a column in a block, for its line
	Pad      = 12.0 // within a box, left and right
	LineH    = 18.0
	TextSize = 14.0
	MaxLines = 3
	stretch  = 1.8 // how much wider boxes may get to fill the width
	minRun   = 4   // leaves that stand side by side become a block from here on
)

// A Box is a placed node.
type Box struct {
	X, Y, W, H float64
	Lines      []string
	Cut        bool // the text did not fit
	Column     bool // it stands in a block: its line comes from the left
}

// A Band is the stripe of a level.
type Band struct {
	Level int
	Y, H  float64
}

// A Drawing is where everything stands.
type Drawing struct {
	Boxes []Box
	Bands []Band // from above; levels without nodes have none
	W, H  float64
}

// Tidy places nodes. fill is the width that a small tree is stretched to, 0 for none.
func Tidy(nodes []Node, fill float64) Drawing {
	d := place(nodes, 1)
	if d.W > 0 && d.W < fill {
		d = place(nodes, min(fill/d.W, stretch))
		if left := (fill - d.W) / 2; left > 0 {
			for i := range d.Boxes {
				d.Boxes[i].X += left
			}
			d.W = fill
		}
	}
	span(nodes, &d)
	return d
}

// A unit is what is placed as one: a node with what is below it, or a block of leaves.
type unit struct {
	nodes []int // one, or the leaves of a block
	level int
	cols  int
	step  float64 // from one column of a block to the next
	width float64
	x     float64 // of its left edge, against its parent's
	kids  []*unit
	outline
}

// An outline is how far a subtree reaches to both sides at each level, the deepest level first, so that a parent is put on top by appending.
// All of it is moved by shift.
type outline struct {
	low, high []float64
	shift     float64
}

// top puts a level on the outline.
func (o *outline) top(low, high float64) {
	o.low, o.high = append(o.low, low-o.shift), append(o.high, high-o.shift)
}

// room is how far to the right b must stand to be clear of o, whose top level is the same.
func (o *outline) room(b *outline) float64 {
	x := math.Inf(-1)
	for j := 1; j <= min(len(o.high), len(b.low)); j++ {
		gap := Apart
		if j == 1 {
			gap = Gap
		}
		x = max(x, o.high[len(o.high)-j]+o.shift-b.low[len(b.low)-j]-b.shift+gap)
	}
	return x
}

// join adds what stands to the right of o. It takes as long as the shallower of the two is deep, which makes the whole placing linear.
func (o *outline) join(b outline) {
	n := min(len(o.low), len(b.low))
	if len(b.low) > len(o.low) {
		for j := 1; j <= n; j++ {
			b.low[len(b.low)-j] = o.low[len(o.low)-j] + o.shift - b.shift
		}
		*o = b
		return
	}
	for j := 1; j <= n; j++ {
		o.high[len(o.high)-j] = b.high[len(b.high)-j] + b.shift - o.shift
	}
}

type placing struct {
	nodes    []Node
	boxes    []Box
	children [][]int
	row      []int     // of each node within its band
	rows     []int     // of each band
	tall     []float64 // the highest box of each band
}

func place(nodes []Node, wider float64) Drawing {
	d := Drawing{Boxes: make([]Box, len(nodes))}
	if len(nodes) == 0 {
		return d
	}
	p := placing{nodes: nodes, boxes: d.Boxes, children: make([][]int, len(nodes)), row: make([]int, len(nodes))}
	var roots []int
	levels := 0
	for i, n := range nodes {
		w := math.Round(n.Width * wider)
		lines, cut := Wrap(n.Text, w-2*Pad, MaxLines)
		d.Boxes[i] = Box{W: w, H: n.Above + float64(len(lines))*LineH + n.Below, Lines: lines, Cut: cut}
		levels = max(levels, n.Level+1)
		if n.Parent < 0 {
			roots = append(roots, i)
		} else {
			p.children[n.Parent] = append(p.children[n.Parent], i)
		}
	}
	p.rows, p.tall = make([]int, levels), make([]float64, levels)
	all := p.units(roots)
	o := p.line(all, 0)
	left, right := math.Inf(1), math.Inf(-1)
	for i := range o.low {
		left, right = min(left, o.low[i]+o.shift), max(right, o.high[i]+o.shift)
	}
	for _, u := range all {
		p.set(u, -left)
	}
	d.W = right - left
	p.bands(&d)
	return d
}

// units cuts siblings into subtrees and blocks of leaves.
func (p *placing) units(list []int) []*unit {
	var out []*unit
	for i := 0; i < len(list); {
		level, run := p.nodes[list[i]].Level, i
		for run < len(list) && len(p.children[list[run]]) == 0 && p.nodes[list[run]].Level == level {
			run++
		}
		u := &unit{nodes: list[i : i+1], level: level, cols: 1, width: p.boxes[list[i]].W}
		if n := run - i; n >= minRun {
			u.nodes = list[i:run]
			u.cols = max(2, int(math.Ceil(math.Sqrt(float64(n)/2))))
			u.step = Gutter
			for _, k := range u.nodes {
				u.step = max(u.step, p.boxes[k].W+Gutter)
			}
			u.width = float64(u.cols) * u.step
		}
		out = append(out, u)
		i += len(u.nodes)
	}
	return out
}

// shape places what is below a unit and draws its outline, from its own level down.
func (p *placing) shape(u *unit) {
	p.rows[u.level] = max(p.rows[u.level], (len(u.nodes)+u.cols-1)/u.cols)
	for i, n := range u.nodes {
		p.row[n] = i / u.cols
		p.tall[u.level] = max(p.tall[u.level], p.boxes[n].H)
	}
	if u.cols == 1 {
		u.kids = p.units(p.children[u.nodes[0]])
	}
	if len(u.kids) > 0 {
		u.outline = p.line(u.kids, u.level+1)
		left, right := math.Inf(1), math.Inf(-1) // children of several levels may reach past the first and the last
		for _, k := range u.kids {
			left, right = min(left, k.x), max(right, k.x+k.width)
		}
		shift := (u.width - left - right) / 2
		u.shift += shift
		for _, k := range u.kids {
			k.x += shift
		}
	}
	u.top(0, u.width)
}

// line shapes siblings and places each to the right of all before it, the first at 0. Their outline together begins at level. What stands
// deeper keeps room for its line through the levels between.
func (p *placing) line(list []*unit, level int) outline {
	var all outline
	for i, u := range list {
		p.shape(u)
		for l := u.level - 1; l >= level; l-- {
			u.top(u.width/2, u.width/2)
		}
		if i == 0 {
			all = u.outline
			continue
		}
		u.x = all.room(&u.outline)
		u.shift += u.x
		all.join(u.outline)
	}
	return all
}

// set says where everything stands.
func (p *placing) set(u *unit, x float64) {
	x += u.x
	for i, n := range u.nodes {
		b := &p.boxes[n]
		b.X = x
		if u.cols > 1 {
			b.Column = true
			b.X += float64(i%u.cols)*u.step + Gutter
		}
	}
	for _, k := range u.kids {
		p.set(k, x)
	}
}

// bands stacks the levels and gives every box of a band the height of the highest.
func (p *placing) bands(d *Drawing) {
	top := make([]float64, len(p.rows))
	y := 0.0
	for l, rows := range p.rows {
		if rows == 0 {
			continue
		}
		if y > 0 {
			y += Channel
		}
		h := float64(rows)*(p.tall[l]+Gap) - Gap
		top[l] = y
		d.Bands = append(d.Bands, Band{Level: l, Y: y, H: h})
		y += h
	}
	d.H = y
	for i, n := range p.nodes {
		b := &d.Boxes[i]
		b.H = p.tall[n.Level]
		b.Y = top[n.Level] + float64(p.row[i])*(b.H+Gap)
	}
}

// span widens what is alone in its band to what is below it.
func span(nodes []Node, d *Drawing) {
	alone := map[int]int{}
	for _, n := range nodes {
		alone[n.Level]++
	}
	for i, n := range nodes {
		if !n.Span || alone[n.Level] != 1 {
			continue
		}
		b := &d.Boxes[i]
		left, right := b.X, b.X+b.W
		for k := i + 1; k < len(nodes); k++ {
			if nodes[k].Parent == i {
				left, right = min(left, d.Boxes[k].X), max(right, d.Boxes[k].X+d.Boxes[k].W)
			}
		}
		b.X, b.W = left, right-left
		b.Lines, b.Cut = Wrap(n.Text, b.W-2*Pad, MaxLines)
		higher := n.Above + float64(len(b.Lines))*LineH + n.Below - b.H
		b.H += higher
		d.H += higher
		for k := range d.Boxes {
			if d.Boxes[k].Y > b.Y {
				d.Boxes[k].Y += higher
			}
		}
		for k := range d.Bands {
			if d.Bands[k].Level == n.Level {
				d.Bands[k].H += higher
			} else if d.Bands[k].Y > b.Y {
				d.Bands[k].Y += higher
			}
		}
	}
}
