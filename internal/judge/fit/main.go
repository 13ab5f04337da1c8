// Command fit fits the weights of the judge to labelled lines and writes them as one table. It first tells, for every question, how well the
// weights do on organizations that they were not fitted to: those figures are the ones to believe.
//
//	go run ./internal/judge/fit -out internal/judge/weights.tsv LABELS.jsonl
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"sort"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/judge"
)

var orgs int

// An item is a labelled line. The part of the id before the first hyphen is its organization.
type item struct {
	ID, Kind, Text, Objective string
	KeyResults                []string `json:"key_results"`
	Labels                    []struct {
		Type, Verdict               string
		Measurable, Vague, Compound bool
	}

	features []int
}

func main() {
	log.SetFlags(0)
	out := flag.String("out", "", "file that the table is written to; without it only the figures are printed")
	l1 := flag.Float64("l1", 0.0012, "how strongly weights are drawn to exactly 0")
	l2 := flag.Float64("l2", 0.003, "how strongly weights are drawn towards 0")
	least := flag.Int("least", 4, "how many lines have to have a feature")
	flag.IntVar(&orgs, "orgs", 3, "in how many organizations a feature has to occur")
	check := flag.String("check", "", "labelled lines that are only scored, never fitted to")
	misses := flag.String("misses", "", "a question whose misses on unseen organizations are listed")
	flag.Parse()
	items := read(flag.Args()...)
	names := index(items, *least)
	fmt.Printf("%d lines, %d features\n\n%-20s %10s %10s\n", len(items), len(names), "question", "unseen org", "fitted")
	var columns [][]float64
	var heads []string
	guesses(items, *misses)
	checked := read(strings.Fields(*check)...)
	apply(checked, names)
	guesses(checked, *misses)
	for _, q := range judge.Questions {
		set := of(items, q)
		if len(set) == 0 {
			continue
		}
		o := options{*l1, *l2}
		var gold, got []string
		var chance []float64
		var order []*item
		for _, fold := range folds(set) {
			w := fit(fold.train, q, len(names), o)
			for _, it := range fold.test {
				gold, got, order = append(gold, answer(it, q)), append(got, decide(w, it, q)), append(order, it)
				chance = append(chance, chances(w, it.features)[0])
			}
		}
		w := fit(set, q, len(names), o)
		if len(q.Answers) == 1 {
			cut := threshold(gold, chance, q)
			for i := range got {
				got[i] = yes(chance[i] > cut)
			}
			w[0][sort.SearchStrings(names, "always")] -= math.Log(cut / (1 - cut))
		}
		for i, it := range order {
			if gold[i] != got[i] && *misses == q.Name {
				fmt.Printf("  %s, not %s: %s\n", gold[i], got[i], it.Text)
			}
		}
		var seen, seenGot []string
		for _, it := range set {
			g, p := answer(it, q), decide(w, it, q)
			seen, seenGot = append(seen, g), append(seenGot, p)
			if g != p && *misses == "fitted "+q.Name {
				fmt.Printf("  %s, not %s: %s\n", g, p, it.Text)
				fmt.Printf("      %s\n", strings.Join(it.find(), " | "))
			}
		}
		line := fmt.Sprintf("%-20s %10.3f %10.3f", q.Name, agreement(gold, got, q), agreement(seen, seenGot, q))
		if other := of(checked, q); len(other) > 0 {
			var g, p []string
			for _, it := range other {
				want, is := answer(it, q), decide(w, it, q)
				g, p = append(g, want), append(p, is)
				if want != is && *misses == "check "+q.Name {
					fmt.Printf("  %s, not %s: %s\n", want, is, it.Text)
				}
			}
			line += fmt.Sprintf(" %10.3f", agreement(g, p, q))
		}
		if q.Name == "type" {
			line += fmt.Sprintf("  (task or result: F1 %.3f)", f1(tasks(gold), tasks(got)))
		}
		fmt.Println(line)
		columns = append(columns, w...)
		for _, a := range q.Answers {
			heads = append(heads, q.Name+": "+a)
		}
	}
	if *out != "" {
		if err := os.WriteFile(*out, []byte(render(names, heads, columns)), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

func read(files ...string) []*item {
	var items []*item
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			log.Fatal(err)
		}
		sc := bufio.NewScanner(f)
		sc.Buffer(nil, 1<<20)
		for sc.Scan() {
			it := &item{}
			if err := json.Unmarshal(sc.Bytes(), it); err != nil {
				log.Fatalf("%s: %v", name, err)
			}
			if len(it.Labels) > 0 {
				items = append(items, it)
			}
		}
		f.Close()
	}
	return items
}

// index numbers the features that enough lines have, and sets those of each line.
func index(items []*item, least int) []string {
	count := map[string]int{}
	in := map[string]map[string]bool{}
	for _, it := range items {
		for _, f := range it.find() {
			count[f]++
			if in[f] == nil {
				in[f] = map[string]bool{}
			}
			in[f][it.organization()] = true
		}
	}
	var names []string
	for f, n := range count {
		if n >= least && len(in[f]) >= orgs {
			names = append(names, f)
		}
	}
	sort.Strings(names)
	apply(items, names)
	return names
}

func apply(items []*item, names []string) {
	at := map[string]int{}
	for i, f := range names {
		at[f] = i
	}
	for _, it := range items {
		it.features = it.features[:0]
		for _, f := range it.find() {
			if i, ok := at[f]; ok {
				it.features = append(it.features, i)
			}
		}
	}
}

func (it *item) find() []string {
	return judge.Features(judge.Line{Kind: judge.Kind(it.Kind), Text: it.Text, Objective: it.Objective, KeyResults: it.KeyResults})
}

func of(items []*item, q judge.Question) []*item {
	var out []*item
	for _, it := range items {
		if it.Kind == string(q.Kind) {
			out = append(out, it)
		}
	}
	return out
}

// answer is what most of the readings say.
func answer(it *item, q judge.Question) string {
	votes := map[string]int{}
	best := ""
	for _, l := range it.Labels {
		a := map[string]string{"type": l.Type, "verdict": l.Verdict, "measurable": yes(l.Measurable), "vague": yes(l.Vague), "compound": yes(l.Compound)}[strings.TrimPrefix(q.Name, "objective ")]
		if votes[a]++; votes[a] > votes[best] || best == "" {
			best = a
		}
	}
	return best
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func (it *item) organization() string {
	name, _, _ := strings.Cut(it.ID, "-")
	return name
}

type fold struct{ train, test []*item }

// folds leaves one organization out at a time; the small ones go together.
func folds(items []*item) []fold {
	count := map[string]int{}
	for _, it := range items {
		count[it.organization()]++
	}
	group := func(it *item) string {
		if o := it.organization(); count[o] >= len(items)/25 {
			return o
		}
		return "others"
	}
	parts := map[string]*fold{}
	var names []string
	for _, it := range items {
		if g := group(it); parts[g] == nil {
			parts[g] = &fold{}
			names = append(names, g)
		}
	}
	sort.Strings(names)
	var out []fold
	for _, n := range names {
		for _, it := range items {
			if group(it) == n {
				parts[n].test = append(parts[n].test, it)
			} else {
				parts[n].train = append(parts[n].train, it)
			}
		}
		out = append(out, *parts[n])
	}
	return out
}

type options struct{ l1, l2 float64 }

// fit finds the weights by accelerated proximal gradient descent on the logistic loss (Beck and Teboulle 2009): one column an answer, with
// the softmax between them, or one for yes or no. The feature "always" carries the base rate and is not drawn to 0.
func fit(items []*item, q judge.Question, n int, o options) [][]float64 {
	k := len(q.Answers)
	zero := func() [][]float64 {
		m := make([][]float64, k)
		for c := range m {
			m[c] = make([]float64, n)
		}
		return m
	}
	w, z, prev := zero(), zero(), zero()
	step, t := 0.12, 1.0
	for range 600 {
		g := zero()
		for _, it := range items {
			p := chances(z, it.features)
			want := answer(it, q)
			for c, a := range q.Answers {
				d := p[c]
				if want == a {
					d--
				}
				for _, f := range it.features {
					g[c][f] += d
				}
			}
		}
		next := (1 + math.Sqrt(1+4*t*t)) / 2
		for c := range w {
			for f := range w[c] {
				prev[c][f] = w[c][f]
				v := z[c][f] - step*(g[c][f]/float64(len(items))+o.l2*z[c][f])
				switch cut := step * o.l1; {
				case v > cut:
					v -= cut
				case v < -cut:
					v += cut
				default:
					v = 0
				}
				w[c][f] = v
				z[c][f] = v + (t-1)/next*(v-prev[c][f])
			}
		}
		t = next
	}
	return w
}

// threshold is the chance above which yes is said, so that the answers agree best with the labels of unseen organizations.
func threshold(gold []string, chance []float64, q judge.Question) float64 {
	best, at := math.Inf(-1), 0.5
	for c := 0.15; c < 0.7; c += 0.025 {
		got := make([]string, len(chance))
		for i := range chance {
			got[i] = yes(chance[i] > c)
		}
		if a := agreement(gold, got, q); a > best {
			best, at = a, c
		}
	}
	return at
}

// chances are the probabilities of the answers.
func chances(w [][]float64, features []int) []float64 {
	s := make([]float64, len(w))
	for c := range w {
		for _, f := range features {
			s[c] += w[c][f]
		}
	}
	if len(s) == 1 {
		s[0] = 1 / (1 + math.Exp(-s[0]))
		return s
	}
	most, sum := s[0], 0.0
	for _, v := range s {
		most = max(most, v)
	}
	for c := range s {
		s[c] = math.Exp(s[c] - most)
		sum += s[c]
	}
	for c := range s {
		s[c] /= sum
	}
	return s
}

func decide(w [][]float64, it *item, q judge.Question) string {
	p := chances(w, it.features)
	if len(p) == 1 {
		return yes(p[0] > 0.5)
	}
	best := 0
	for c := range p {
		if p[c] > p[best] {
			best = c
		}
	}
	return q.Answers[best]
}

// agreement is Cohen's kappa, and F1 for the questions in which yes is rare.
func agreement(gold, got []string, q judge.Question) float64 {
	if q.Name == "vague" || q.Name == "compound" || q.Name == "objective vague" {
		return f1(gold, got)
	}
	n := float64(len(gold))
	same := 0.0
	a, b := map[string]float64{}, map[string]float64{}
	for i := range gold {
		if gold[i] == got[i] {
			same++
		}
		a[gold[i]]++
		b[got[i]]++
	}
	chance := 0.0
	for v := range a {
		chance += a[v] * b[v] / n / n
	}
	return (same/n - chance) / (1 - chance)
}

func f1(gold, got []string) float64 {
	var tp, fp, fn float64
	for i := range gold {
		switch g, p := gold[i] == "yes", got[i] == "yes"; {
		case g && p:
			tp++
		case p:
			fp++
		case g:
			fn++
		}
	}
	return 2 * tp / max(2*tp+fp+fn, 1)
}

func tasks(types []string) []string {
	out := make([]string, len(types))
	for i, t := range types {
		out[i] = yes(t == judge.Output || t == judge.Activity)
	}
	return out
}

// render writes the table; a feature without a weight has no line.
func render(names, heads []string, columns [][]float64) string {
	var b strings.Builder
	b.WriteString("feature\t" + strings.Join(heads, "\t") + "\n")
	for f, name := range names {
		var cells []string
		any := false
		for _, col := range columns {
			if v := math.Round(col[f]*100) / 100; v != 0 {
				cells = append(cells, strconv.FormatFloat(v, 'f', -1, 64))
				any = true
			} else {
				cells = append(cells, "")
			}
		}
		if any {
			b.WriteString(name + "\t" + strings.TrimRight(strings.Join(cells, "\t"), "\t") + "\n")
		}
	}
	return b.String()
}

// guesses prints how well the coach's list does alone, and each of its cases.
func guesses(items []*item, misses string) {
	var gold, got []string
	right, all := map[string]int{}, map[string]int{}
	q := judge.Questions[0]
	for _, it := range of(items, q) {
		g, why := judge.Guess(judge.Line{Kind: judge.KeyResult, Text: it.Text, Objective: it.Objective})
		want := answer(it, q)
		gold, got = append(gold, want), append(got, g)
		all[g+": "+why]++
		if g == want {
			right[g+": "+why]++
		} else if misses == "guess" || misses == "guess "+why {
			fmt.Printf("  %s, not %s (%s): %s\n", want, g, why, it.Text)
		}
	}
	fmt.Printf("the list alone: kappa %.3f, task or result F1 %.3f\n", agreement(gold, got, q), f1(tasks(gold), tasks(got)))
	if misses == "guesses" {
		var names []string
		for n := range all {
			names = append(names, n)
		}
		sort.Strings(names)
		for _, n := range names {
			fmt.Printf("  %4d of %4d %s\n", right[n], all[n], n)
		}
	}
}
