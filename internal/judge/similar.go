package judge

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/sentence"
)

// An Embedder places texts in a space in which what means the same is near, one vector a text, all of one length. It is the seam for a semantic
// model; without one, texts are compared by their words.
type Embedder interface {
	Embed(texts []string) [][]float64
}

// A likeness is a pair of texts that may be about the same thing.
type likeness struct {
	a, b    int
	score   float64  // above 0: nearer to each other than both are to what is around them
	both    []string // stems that stand in both, the weightiest first
	onlyA   []string
	onlyB   []string
	covered float64 // share of the lighter text's weight that stands in both
	filled  float64 // share of the heavier one's
}

// neighbours is how many of the nearest texts make a text's neighbourhood.
const neighbours = 5

// commonUses is in how many texts a word may stand and still bring two of them together: one that stands in more tells nothing apart, and its pairs are as many
// as the square of the texts.
const commonUses = 400

// rounding is what two equal sums may differ by.
const rounding = 1e-9

// alike finds pairs of texts that are each other's nearest, by cosine less the mean cosine of both neighbourhoods (cross-domain similarity local
// scaling: Conneau et al., Word translation without parallel data, 2018): so a text full of common words is not near to everything. apart says which
// pairs are of interest. Best first. It holds the cosines of one text at a time, because those of all are as many as the pairs.
func alike(texts [][]string, whole []string, e Embedder, apart func(a, b int) bool) []likeness {
	weights := weigh(texts)
	cosines := cosinesOf(weights, e, whole)
	around := make([]float64, len(texts))
	for i := range texts {
		var nearest [neighbours + 1]float64
		n := 0
		cosines(i, func(j int, s float64) {
			if n == len(nearest) && s <= nearest[n-1] || !apart(i, j) {
				return
			}
			n = min(n+1, len(nearest))
			at := n - 1
			for ; at > 0 && nearest[at-1] < s; at-- {
				nearest[at] = nearest[at-1]
			}
			nearest[at] = s
		})
		if n > 1 { // the nearest is what is being judged, not its surroundings
			for _, s := range nearest[1:n] {
				around[i] += s / float64(n-1)
			}
		}
	}
	best, score := make([]int, len(texts)), make([]float64, len(texts))
	for i := range texts {
		best[i] = -1
		cosines(i, func(j int, s float64) {
			if s = 2*s - around[i] - around[j]; (best[i] < 0 || s > score[i]) && apart(i, j) {
				best[i], score[i] = j, s
			}
		})
	}
	var out []likeness
	for i, j := range best {
		if j > i && best[j] == i && score[i] > rounding {
			l := compare(weights[i], weights[j])
			l.a, l.b, l.score = i, j, score[i]
			out = append(out, l)
		}
	}
	slices.SortStableFunc(out, func(x, y likeness) int { return cmp.Compare(y.score, x.score) })
	return out
}

// weigh gives each stem of each text its weight: rarer ones more, in vectors of length 1.
func weigh(texts [][]string) []map[string]float64 {
	in := map[string]int{}
	for _, t := range texts {
		for _, w := range slices.Compact(slices.Sorted(slices.Values(t))) {
			in[w]++
		}
	}
	out := make([]map[string]float64, len(texts))
	for i, t := range texts {
		out[i] = map[string]float64{}
		square := 0.0
		for _, w := range slices.Compact(slices.Sorted(slices.Values(t))) {
			v := math.Log(1 + float64(len(texts))/float64(in[w]))
			out[i][w] = v
			square += v * v
		}
		for w := range out[i] {
			out[i][w] /= math.Sqrt(square)
		}
	}
	return out
}

// cosinesOf gives a text's cosines above 0 with the others, in their order.
func cosinesOf(weights []map[string]float64, e Embedder, whole []string) func(i int, yield func(j int, cosine float64)) {
	if e != nil {
		v := e.Embed(whole)
		return func(i int, yield func(int, float64)) {
			for j := range v {
				if c := cosine(v[i], v[j]); c > 0 && i != j {
					yield(j, c)
				}
			}
		}
	}
	type use struct {
		text   int
		weight float64
	}
	uses := map[string][]use{}
	stems := make([][]string, len(weights))
	for i, t := range weights {
		stems[i] = slices.Sorted(maps.Keys(t)) // sums of the same numbers in another order are not the same
		for _, w := range stems[i] {
			uses[w] = append(uses[w], use{i, t[w]})
		}
	}
	row := make([]float64, len(weights))
	return func(i int, yield func(int, float64)) {
		var near []int
		for _, w := range stems[i] {
			v := weights[i][w]
			if len(uses[w]) > commonUses {
				continue
			}
			for _, u := range uses[w] {
				if row[u.text] == 0 {
					near = append(near, u.text)
				}
				row[u.text] += v * u.weight
			}
		}
		slices.Sort(near)
		for _, j := range near {
			if i != j {
				yield(j, row[j])
			}
			row[j] = 0
		}
	}
}

func cosine(a, b []float64) float64 {
	var ab, aa, bb float64
	for i := range min(len(a), len(b)) {
		ab, aa, bb = ab+a[i]*b[i], aa+a[i]*a[i], bb+b[i]*b[i]
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}

// compare says which words two texts share, and which they do not.
func compare(a, b map[string]float64) (l likeness) {
	heavy := func(m map[string]float64, keep func(string) bool) []string {
		var list []string
		for w := range m {
			if keep(w) {
				list = append(list, w)
			}
		}
		slices.SortFunc(list, func(x, y string) int { return cmp.Or(cmp.Compare(m[y], m[x]), strings.Compare(x, y)) })
		return list
	}
	l.both = heavy(a, func(w string) bool { return b[w] > 0 })
	l.onlyA = heavy(a, func(w string) bool { return b[w] == 0 })
	l.onlyB = heavy(b, func(w string) bool { return a[w] == 0 })
	sum := func(m map[string]float64, list []string) (s float64) {
		for _, w := range list {
			s += m[w]
		}
		return s
	}
	shareA, shareB := sum(a, l.both)/(sum(a, l.both)+sum(a, l.onlyA)+1e-12), sum(b, l.both)/(sum(b, l.both)+sum(b, l.onlyB)+1e-12)
	l.covered, l.filled = max(shareA, shareB), min(shareA, shareB)
	return l
}

// How much two objectives of different teams must share before anybody is asked about it: two words that not every team
// uses, and a third of what the lighter one says.
const (
	sharedWords = 2
	sharedPart  = 1.0 / 3
	mostPairs   = 5
)

var similarRules = []Rule{
	{
		ID: "plan/overlap", Severity: Note, Title: "Two teams may be after the same thing", Source: "E78 E79 E82", Why: "Who works on the same thing without knowing it does half of it twice.",
		Fires:  [2]Example{apart("Riders get their broken bike back within a day", "A broken bike is back with its rider within a day"), apart("Partners are paid on time, every month", "Every partner is paid on time")},
		Silent: [2]Example{apart("Riders get their broken bike back within a day", "The books are closed by the third"), apart("Riders trust our repairs", "Partners trust our forecasts")},
		plan: func(p *pass) []Finding {
			var texts [][]string
			var whole []string
			for _, g := range p.goals {
				texts, whole = append(texts, sentence.Stems(g.Title, "en")), append(whole, g.Title)
			}
			var out []Finding
			for _, l := range alike(texts, whole, p.Embed, func(a, b int) bool { return p.elsewhere(p.goals[a], p.goals[b]) }) {
				if len(out) == mostPairs || len(ofNotAll(l.both)) < sharedWords || l.covered < sharedPart {
					continue
				}
				a, b := p.goals[l.a], p.goals[l.b]
				out = append(out, Finding{Place: a.place(), Beside: b.place(), Evidence: fmt.Sprintf("%s and %s both speak of %s%s", cmp.Or(a.Team, "one"), cmp.Or(b.Team, "another"), strings.Join(inWords(a.Title, b.Title, l.both, 4), ", "), l.differ(a.Title, b.Title)),
					Fix: "Ask the other team before the week is over: is it one objective to share, or are they two?"})
			}
			return out
		},
	},
}

// ofNotAll are the words that not every team uses.
func ofNotAll(stems []string) []string {
	return slices.DeleteFunc(slices.Clone(stems), func(s string) bool { return everybodys[s] })
}

// everybodys are words of any team.
var everybodys = stemSet("team company business organization people work growth goal result")

// differ says what only one of the two speaks of.
func (l likeness) differ(a, b string) string {
	onlyA, onlyB := inWords(a, a, l.onlyA, 3), inWords(b, b, l.onlyB, 3)
	switch {
	case len(onlyA)+len(onlyB) == 0:
		return ", and of nothing else"
	case len(onlyA) == 0:
		return "; only the second of " + strings.Join(onlyB, ", ")
	case len(onlyB) == 0:
		return "; only the first of " + strings.Join(onlyA, ", ")
	}
	return "; only the first of " + strings.Join(onlyA, ", ") + ", only the second of " + strings.Join(onlyB, ", ")
}

// inWords are the words that stems come from, as the first of two texts writes them.
func inWords(a, b string, stems []string, most int) []string {
	var out []string
	for _, s := range stems {
		for _, w := range append(strings.Fields(a), strings.Fields(b)...) {
			w = strings.Trim(strings.ToLower(w), ".,;:!?()“”\"'")
			if st := sentence.Stems(w, "en"); len(st) > 0 && st[0] == s {
				out = append(out, "“"+w+"”")
				break
			}
		}
		if len(out) == most {
			break
		}
	}
	return out
}

// elsewhere answers whether two objectives are of different teams, and not linked: one above the other is meant to speak of the same.
func (p *pass) elsewhere(a, b *noted) bool {
	if a == b || a.Team == b.Team || slices.ContainsFunc(a.TeamIDs, func(id string) bool { return slices.Contains(b.TeamIDs, id) }) {
		return false
	}
	return !a.supports(b) && !b.supports(a)
}

func (g *noted) supports(up *noted) bool {
	return g.under > 0 && g.under == up.number || slices.ContainsFunc(g.Supports, func(s okr.Support) bool {
		return s.ID == up.ID || slices.ContainsFunc(up.results, func(k measure) bool { return k.ID == s.ID && k.ID != "" })
	})
}

func (g *noted) place() Place {
	return Place{Objective: g.ID, Text: g.Title, Sheet: g.Sheet, Line: g.Line, Team: g.Team}
}

// apart is a plan with two objectives of different teams, among a few others.
func apart(first, second string) Example {
	e := Example{Text: first + " · " + second}
	for i, t := range []string{first, second, "Our people like to come to work", "Suppliers deliver what we ordered", "Guests find the shop by themselves", "Every city is quiet at night"} {
		e.Case.Goals = append(e.Case.Goals, Goal{Objective: okr.Objective{ID: fmt.Sprint("o", i), Title: t, TeamIDs: []string{fmt.Sprint("t", i)}}, Team: fmt.Sprint("Team ", i)})
	}
	return e
}

// MetricOf is what a key result, or the name of a measure such as a KPI's, is about: its words without numbers and without what should become of them. Two that measure the same
// have the same; "" says nothing.
func MetricOf(text string) string {
	list := metric(ReadLine(Line{Kind: KeyResult, Text: text}))
	slices.Sort(list)
	return strings.Join(slices.Compact(list), " ")
}
