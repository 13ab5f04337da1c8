package layout

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// draw makes any forest whose nodes stand below their parents.
func draw(r *rapid.T) []Node {
	n := rapid.IntRange(0, 60).Draw(r, "nodes")
	nodes := make([]Node, n)
	for i := range nodes {
		parent := -1
		level := rapid.IntRange(0, 2).Draw(r, "level")
		if i > 0 && rapid.IntRange(0, 9).Draw(r, "hangs") > 0 {
			parent = rapid.IntRange(max(0, i-8), i-1).Draw(r, "parent")
			level = nodes[parent].Level + rapid.SampledFrom([]int{1, 1, 1, 2}).Draw(r, "down")
		}
		nodes[i] = Node{Parent: parent, Level: level, Text: rapid.StringMatching(`([a-zA-Z]{1,12} ){0,9}[a-z]{1,30}`).Draw(r, "text"),
			Width: float64(rapid.IntRange(90, 300).Draw(r, "width")), Above: 28, Below: 20}
	}
	return nodes
}

const hair = 1e-6

func TestTidyProperties(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		nodes := draw(r)
		fill := rapid.SampledFrom([]float64{0, 1000}).Draw(r, "fill")
		d := Tidy(nodes, fill)
		again := Tidy(slices.Clone(nodes), fill)
		if fmt.Sprint(d) != fmt.Sprint(again) {
			r.Fatal("the same tree is drawn in two ways")
		}
		byBand := map[int][]int{}
		children := map[int][]int{}
		for i, b := range d.Boxes {
			n := nodes[i]
			byBand[n.Level] = append(byBand[n.Level], i)
			if n.Parent >= 0 {
				children[n.Parent] = append(children[n.Parent], i)
				if p := d.Boxes[n.Parent]; p.Y+p.H > b.Y-Channel+hair {
					r.Fatalf("%d does not stand a channel below its parent", i)
				}
			}
			if b.X < -hair || b.X+b.W > d.W+hair || b.Y < 0 || b.Y+b.H > d.H+hair {
				r.Fatalf("%d stands outside the drawing: %+v of %g × %g", i, b, d.W, d.H)
			}
			band := d.Bands[slices.IndexFunc(d.Bands, func(x Band) bool { return x.Level == n.Level })]
			if b.Y < band.Y-hair || b.Y+b.H > band.Y+band.H+hair {
				r.Fatalf("%d stands outside its band", i)
			}
		}
		for level, list := range byBand { // no two overlap
			slices.SortFunc(list, func(a, b int) int { return cmp.Compare(d.Boxes[a].X, d.Boxes[b].X) })
			for at, a := range list {
				for _, b := range list[at+1:] {
					x, y := d.Boxes[a], d.Boxes[b]
					if y.X >= x.X+x.W+Gap-hair {
						continue
					}
					if x.Y < y.Y+y.H+Gap-hair && y.Y < x.Y+x.H+Gap-hair {
						r.Fatalf("%d and %d of level %d are nearer than the gap: %+v %+v", a, b, level, x, y)
					}
				}
			}
		}
		for p, list := range children {
			left, right := math.Inf(1), math.Inf(-1)
			for _, c := range list {
				b := d.Boxes[c]
				lead := 0.0
				if b.Column {
					lead = Gutter
				}
				left, right = min(left, b.X-lead), max(right, b.X+b.W)
			}
			// A last column may be narrower than the block's widest box.
			slack := hair
			if slices.ContainsFunc(list, func(c int) bool { return d.Boxes[c].Column }) {
				slack = 300
			}
			if middle := d.Boxes[p].X + d.Boxes[p].W/2; math.Abs(middle-(left+right)/2) > slack {
				r.Fatalf("%d stands at %g, the middle of its children is %g", p, middle, (left+right)/2)
			}
			for i := 1; i < len(list); i++ { // siblings keep their order, as one reads
				a, b := d.Boxes[list[i-1]], d.Boxes[list[i]]
				if a.Column && b.Column && nodes[list[i-1]].Level == nodes[list[i]].Level {
					if b.Y < a.Y || b.Y == a.Y && b.X < a.X+a.W {
						r.Fatalf("the siblings %d and %d of a block are out of order", list[i-1], list[i])
					}
				} else if b.X+b.W/2 < a.X+a.W/2 && !a.Column {
					r.Fatalf("the siblings %d and %d are out of order", list[i-1], list[i])
				}
			}
		}
	})
}

func TestEqualBlocksAreCentred(t *testing.T) {
	nodes := []Node{{Parent: -1, Width: 200, Text: "top"}}
	for range 6 {
		nodes = append(nodes, Node{Parent: 0, Level: 1, Width: 160, Text: "leaf", Above: 20})
	}
	d := Tidy(nodes, 0)
	if got, want := d.Boxes[0].X+100, (d.Boxes[1].X-Gutter+d.Boxes[2].X+160)/2; got != want {
		t.Errorf("the top is at %g, the middle of its block at %g", got, want)
	}
	if d.Boxes[3].Y <= d.Boxes[1].Y || d.Boxes[3].X != d.Boxes[1].X || d.Boxes[2].X <= d.Boxes[1].X {
		t.Errorf("six leaves do not stand in two columns: %+v", d.Boxes)
	}
	if got, want := d.Flow(0, 1), "M178 18V40H9V81H18"; got != want {
		t.Errorf("the line into the block is %s, want %s", got, want)
	}
}

func TestFill(t *testing.T) {
	nodes := []Node{{Parent: -1, Width: 300, Text: "one", Span: true}, {Parent: 0, Level: 1, Width: 200, Text: "two"}, {Parent: 0, Level: 1, Width: 200, Text: "three"}}
	d := Tidy(nodes, 700)
	if d.W != 700 || d.Boxes[1].W != 340 || d.Boxes[0].X != d.Boxes[1].X || d.Boxes[0].W != 692 {
		t.Errorf("stretched to %g, the boxes to %+v", d.W, d.Boxes)
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		want  string
		cut   bool
	}{
		{"", 100, "", false},
		{"A broken bike never costs a family its week", 140, "A broken bike never|costs a family its|week", false},
		{"A broken bike never costs a family its week, whatever the weather", 140, "A broken bike never|costs a family its|week, whatever th…", true},
		{"Donaudampfschifffahrtsgesellschaft", 100, "Donaudampfs|chifffahrtsges|ellschaft", false},
		{"氷の川を渡る", 45, "氷の川|を渡る", false},
		{"x", 1, "x", false},
	} {
		lines, cut := Wrap(c.text, c.width, MaxLines)
		if got := strings.Join(lines, "|"); got != c.want || cut != c.cut {
			t.Errorf("%q in %g: %s, cut %t; want %s, cut %t", c.text, c.width, got, cut, c.want, c.cut)
		}
	}
}

// company is n objectives as companies have them: a vision, 4 pillars, 5 company objectives each, and teams below.
func company(n int) []Node {
	random := rand.New(rand.NewPCG(1, 2))
	nodes := []Node{{Parent: -1, Width: 300, Text: "A family lives well without a car"}}
	for len(nodes) < n {
		parent := random.IntN(len(nodes)/7 + 1)
		nodes = append(nodes, Node{Parent: parent, Level: nodes[parent].Level + 1, Width: 168, Above: 28, Below: 20, Text: "A broken bike never costs a family its whole week"})
	}
	return nodes
}

// The time is linear in the nodes: eight times as many take eight times as long, give or take the machine's noise.
func TestLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	per := func(n int) float64 {
		nodes, best := company(n), math.Inf(1)
		for range 7 {
			began := time.Now()
			Tidy(nodes, 0)
			best = min(best, float64(time.Since(began).Nanoseconds())/float64(n))
		}
		return best
	}
	if small, large := per(2000), per(16000); large > 3*small {
		t.Errorf("%g ns a node with 2,000 nodes, %g with 16,000", small, large)
	}
}

func BenchmarkTidy(b *testing.B) {
	for _, n := range []int{2000, 10000} {
		nodes := company(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Tidy(nodes, 1008)
			}
		})
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("A broken bike", 60.0)
	f.Add("\xff\xfe", 1.0)
	f.Fuzz(func(t *testing.T, text string, width float64) {
		lines, cut := Wrap(text, width, MaxLines)
		if len(lines) == 0 || len(lines) > MaxLines {
			t.Fatalf("%d lines", len(lines))
		}
		if !cut && strings.Join(strings.Fields(text), "") != strings.ReplaceAll(strings.Join(lines, ""), " ", "") {
			t.Fatalf("%q became %q", text, lines)
		}
	})
}
