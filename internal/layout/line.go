package layout

import (
	"math"
	"strconv"
	"strings"
)

// Flow is the path of the line from a node down to one of its children, for the d attribute: out of the middle of its lower edge and
// into the child's upper edge, or, in a block, along the column and in from the left.
func (d Drawing) Flow(parent, child int) string {
	a, b := d.Boxes[parent], d.Boxes[child]
	x, y := a.X+a.W/2, a.Y+a.H
	into := b.X + b.W/2
	if b.Column {
		into = b.X - Gutter/2
	}
	bend := d.ceiling(b.Y) - Channel/2
	if bend < y {
		bend = y
	}
	p := pen{}
	p.move(x, y)
	if x != into {
		p.vertical(bend)
		p.horizontal(into)
	}
	if b.Column {
		p.vertical(b.Y + b.H/2)
		p.horizontal(b.X)
	} else {
		p.vertical(b.Y)
	}
	return p.String()
}

// ceiling is where the band begins that y lies in.
func (d Drawing) ceiling(y float64) float64 {
	at := 0.0
	for _, b := range d.Bands {
		if b.Y <= y {
			at = b.Y
		}
	}
	return at
}

// Link is the path of a support beside the tree: a curve from the upper edge of what supports to the lower edge of what is supported, or to its
// side where it does not stand above.
func (d Drawing) Link(from, to int) string {
	a, b := d.Boxes[from], d.Boxes[to]
	p := pen{}
	if b.Y+b.H <= a.Y {
		x1, y1, x2, y2 := a.X+a.W*0.75, a.Y, b.X+b.W*0.75, b.Y+b.H
		reach := math.Max(Channel/2, (y1-y2)/2)
		p.move(x1, y1)
		p.curve(x1, y1-reach, x2, y2+reach, x2, y2)
		return p.String()
	}
	x1, x2 := a.X+a.W*0.75, b.X+b.W*0.75
	floor := math.Max(a.Y+a.H, b.Y+b.H) + Channel/2
	p.move(x1, a.Y+a.H)
	p.curve(x1, floor, x2, floor, x2, b.Y+b.H)
	return p.String()
}

// Rects is one path with all the boxes that the filter lets through: how the drawing looks from far.
func (d Drawing) Rects(filter func(i int) bool) string {
	p := pen{}
	for i, b := range d.Boxes {
		if filter(i) {
			p.move(b.X, b.Y)
			p.horizontal(b.X + b.W)
			p.vertical(b.Y + b.H)
			p.horizontal(b.X)
			p.WriteByte('Z')
		}
	}
	return p.String()
}

type pen struct{ strings.Builder }

func (p *pen) move(x, y float64)    { p.WriteString("M" + Num(x) + " " + Num(y)) }
func (p *pen) vertical(y float64)   { p.WriteString("V" + Num(y)) }
func (p *pen) horizontal(x float64) { p.WriteString("H" + Num(x)) }
func (p *pen) curve(v ...float64) {
	p.WriteByte('C')
	for i, x := range v {
		if i > 0 {
			p.WriteByte(' ')
		}
		p.WriteString(Num(x))
	}
}

// Num writes a coordinate with at most one decimal.
func Num(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }
