package judge

import (
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// How much two key results must share before anybody is asked whether they measure the same: two words, and most of what each of them says.
const (
	twinPart  = 0.55 // of the lighter
	twinWhole = 0.5  // of the heavier
	mostTwins = 20   // of those that only resemble each other
)

// A twin is two key results that measure the same, or seem to, and by which words.
type twin struct {
	a, b half
	like likeness
}

type half struct {
	g *noted
	k *measure
}

// pairs finds key results with the same metric and unit, that go the same way, or opposite ways. Those whose metrics have the same words come first; those
// whose metrics resemble each other, and no other as much, follow. Within one objective only the very same metric is asked about, and not what keeps it
// between two limits.
func (p *pass) pairs(opposite bool) []Finding {
	if p.twins == nil {
		p.twins = append([]twin{}, p.findTwins()...)
	}
	var out []Finding
	for _, t := range p.twins {
		a, b := t.a.k, t.b.k
		if against := way(a.reading.Direction)*way(b.reading.Direction) < 0; against != opposite {
			continue
		}
		within := t.a.g == t.b.g
		if opposite && within {
			continue
		}
		if opposite && len(t.like.onlyA) > 0 && len(t.like.onlyB) > 0 { // each names what the other does not: two numbers, which may well go two ways
			continue
		}
		f := Finding{Place: t.b.place(), Beside: t.a.place(), Fix: "Talk to each other: share one key result, or say in each how it differs."}
		f.Evidence = "both measure " + strings.Join(inWords(a.text, b.text, t.like.both, 4), ", ")
		if u := a.reading.Unit; u != "" {
			f.Evidence += " in " + u
		}
		f.Evidence += t.like.differ(a.text, b.text)
		if within {
			f.Why, f.Fix = "Of two targets for one number nobody knows which one counts.", "Keep the one that you would steer by, or say in each how it differs. A value on the way there is a planned step of the same key result."
		}
		if opposite {
			f.Fix = "Settle together which way the number should go, and who owns it."
		}
		out = append(out, f)
	}
	return out
}

func (p *pass) findTwins() []twin {
	var all []half
	same := map[string][]int{} // by what they measure
	var metrics []string       // in the order of the first of each
	for _, g := range p.goals {
		for i := range g.results {
			if k := &g.results[i]; k.about != "" {
				if same[k.about] == nil {
					metrics = append(metrics, k.about)
				}
				same[k.about] = append(same[k.about], len(all))
				all = append(all, half{g, k})
			}
		}
	}
	// One that hangs below another is meant to move it, and so to resemble it; that both count the very same is said all the same.
	apart := func(a, b half) bool { return a.g != b.g && !a.g.supports(b.g) && !b.g.supports(a.g) }
	var out []twin
	texts, whole := make([][]string, len(metrics)), make([]string, len(metrics))
	for i, m := range metrics {
		list := same[m]
		first := all[list[0]]
		texts[i], whole[i] = strings.Fields(strings.TrimSuffix(m, " "+first.k.reading.Unit)), first.k.text
		weights := weigh([][]string{texts[i]})[0]
		for _, at := range list[1:] {
			out = append(out, twin{first, all[at], compare(weights, weights)})
		}
	}
	slices.SortStableFunc(out, func(x, y twin) int { return strings.Compare(x.b.k.Title, y.b.k.Title) })
	of := func(i int) half { return all[same[metrics[i]][0]] }
	resembling := 0
	for _, l := range alike(texts, whole, p.Embed, func(a, b int) bool { return of(a).k.reading.Unit == of(b).k.reading.Unit && apart(of(a), of(b)) }) {
		if resembling < mostTwins && len(l.both) >= sharedWords && l.covered >= twinPart && l.filled >= twinWhole {
			out = append(out, twin{of(l.a), of(l.b), l})
			resembling++
		}
	}
	return out
}

func (x half) place() Place {
	return Place{Objective: x.g.ID, KeyResult: x.k.ID, Text: x.k.Title, Sheet: x.g.Sheet, Line: x.k.line, Team: x.g.Team}
}

func way(d okr.Direction) int {
	switch d {
	case okr.Decrease, okr.KeepBelow:
		return -1
	case okr.Increase, okr.KeepAbove, okr.Reach:
		return 1
	}
	return 0
}
