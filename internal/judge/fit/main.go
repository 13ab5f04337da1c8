// Command fit fits the weights of the judge to labelled lines and writes them as one table. It first tells, for every question, how well the
// weights do on organizations that they were not fitted to: those figures are the ones to believe.
//
//	go run ./internal/judge/fit -out internal/judge/weights.tsv -own internal/judge/testdata/lines.tsv LABELS.jsonl
//	go run ./internal/judge/fit -echo CASES.jsonl
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/judge"
)

// An item is a labelled line. The part of the id before the first hyphen is its organization.
type item struct {
	ID, Kind, Text, Objective string
	KeyResults                []string `json:"key_results"`
	Labels                    []label

	features []int
	weight   float64 // in the fit
}

// A label is what a reader calls a line.
type label struct {
	Type, Verdict               string
	Measurable, Vague, Compound bool
}

// ownWeight is what a line of our own counts beside one of those that are measured: they are plainer than what people write.
const ownWeight = 0.5

// options are how strongly weights are drawn to 0: l1 to exactly 0, l2 towards it.
type options struct{ l1, l2 float64 }

func main() {
	log.SetFlags(0)
	out := flag.String("out", "", "file that the table is written to; without it only the figures are printed")
	var o options
	flag.Float64Var(&o.l1, "l1", 0.002, "how strongly weights are drawn to exactly 0")
	flag.Float64Var(&o.l2, "l2", 0.003, "how strongly weights are drawn towards 0")
	least := flag.Int("least", 4, "how many lines have to have a feature")
	orgs := flag.Int("orgs", 3, "in how many organizations a feature has to occur")
	misses := flag.String("misses", "", "a question whose misses on unseen organizations are listed; \"list\" lists those of the coach's list")
	random := flag.Bool("random", false, "leave out every tenth line and not whole organizations")
	own := flag.String("own", "", "a table of lines of our own that help to fit, and are not measured")
	echo := flag.Bool("echo", false, "fit flow/backlog-echo to cases of key results beside a backlog, and print its figures")
	flag.Parse()
	if *echo {
		echoes(flag.Args(), *misses != "")
		return
	}
	items := read(flag.Args()...)
	var help []*item
	if *own != "" {
		help = readOwn(*own)
	}
	names := index(append(items[:len(items):len(items)], help...), *least, *orgs)
	fmt.Printf("%d lines, %d of our own, %d features\n\n", len(items), len(help), len(names))
	byList(items, *misses)

	// Every fold has a table of its own, which decides about the lines that it has not seen.
	parts := folds(items, *random)
	tables := make([]columns, len(parts))
	for k, part := range parts {
		tables[k] = columns{}
		for _, q := range judge.Questions {
			tables[k][q.Name] = fit(of(helped(part.train, help, q), q), q, len(names), o.of(q))
		}
	}
	all := columns{}
	always := sort.SearchStrings(names, "always")
	var measurable []float64
	var cuts float64
	for _, q := range judge.Questions {
		all[q.Name] = fit(of(helped(items, help, q), q), q, len(names), o.of(q))
		if len(q.Answers) > 1 {
			continue
		}
		var gold []string
		var chance []float64
		for k, part := range parts {
			for _, it := range of(part.test, q) {
				gold, chance = append(gold, answer(it, q)), append(chance, chances(tables[k][q.Name], it.features)[0])
			}
		}
		if q.Name == "measurable" {
			measurable = chance
			cuts = threshold(gold, chance, q)
		}
		if q.Name == "vague" { // what is measurable is never called vague
			for i := range chance {
				if measurable[i] > cuts {
					chance[i] = 0
				}
			}
		}
		cut := threshold(gold, chance, q)
		shift := math.Log(cut / (1 - cut))
		for _, t := range append(tables, all) {
			t[q.Name][0][always] -= shift
		}
	}

	fmt.Printf("%-20s %10s %10s\n", "question", "unseen", "fitted")
	unseen, fitted := map[*item]judge.Answers{}, map[*item]judge.Answers{}
	for k, part := range parts {
		decide(tables[k].weights(names), part.test, unseen)
	}
	text := render(names, all)
	w, err := judge.ParseWeights(text)
	if err != nil {
		log.Fatal(err)
	}
	decide(w, items, fitted)
	for _, q := range judge.Questions {
		set := of(items, q)
		gold, got := pairs(set, unseen, q)
		seenGold, seen := pairs(set, fitted, q)
		fmt.Printf("%-20s %10.3f %10.3f\n", q.Name, agreement(gold, got, q), agreement(seenGold, seen, q))
		for i, it := range set {
			if *misses == q.Name && gold[i] != got[i] {
				fmt.Printf("  %s, not %s: %s\n", gold[i], got[i], it.Text)
			}
		}
	}
	if *out != "" {
		if err := os.WriteFile(*out, []byte(text), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// of are the options for a question. Two results in one are told by few and rare features: fewer weights, and larger ones, agree better there.
func (o options) of(q judge.Question) options {
	if q.Name == "compound" {
		return options{o.l1 * 1.5, o.l2 / 3}
	}
	return o
}

// helped are the lines with those of our own, in which two results in one are too rare to tell of them.
func helped(items, own []*item, q judge.Question) []*item {
	if q.Name == "compound" {
		return items
	}
	return append(items[:len(items):len(items)], own...)
}

// columns are the weights of the answers, by question.
type columns map[string][][]float64

func (c columns) weights(names []string) *judge.Weights {
	w, err := judge.ParseWeights(render(names, c))
	if err != nil {
		log.Fatal(err)
	}
	return w
}

func decide(w *judge.Weights, items []*item, into map[*item]judge.Answers) {
	for _, it := range items {
		into[it] = w.Answers(judge.Kind(it.Kind), it.find())
	}
}

func pairs(items []*item, decided map[*item]judge.Answers, q judge.Question) (gold, got []string) {
	for _, it := range items {
		a := decided[it]
		gold = append(gold, answer(it, q))
		got = append(got, map[string]string{"type": a.Type, "verdict": a.Verdict, "measurable": yes(a.Measurable), "vague": yes(a.Vague), "compound": yes(a.Compound), "task": yes(isTask(a.Type))}[strings.TrimPrefix(q.Name, "objective ")])
	}
	return gold, got
}

func isTask(kind string) bool { return kind == judge.Output || kind == judge.Activity }

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
			it := &item{weight: 1}
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

// readOwn reads key results with their type, measurable, vague, compound and verdict, parted by tabs.
func readOwn(name string) []*item {
	text, err := os.ReadFile(name)
	if err != nil {
		log.Fatal(err)
	}
	var items []*item
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != 6 {
			continue
		}
		it := &item{ID: "own-", Kind: string(judge.KeyResult), Text: cells[5], weight: ownWeight, Labels: make([]label, 1)}
		it.Labels[0] = label{Type: cells[0], Measurable: cells[1] == "y", Vague: cells[2] == "y", Compound: cells[3] == "y", Verdict: cells[4]}
		items = append(items, it)
	}
	return items
}

// index numbers the features that enough lines have, and sets those of each line.
func index(items []*item, least, orgs int) []string {
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
	at := map[string]int{}
	for i, f := range names {
		at[f] = i
	}
	for _, it := range items {
		for _, f := range it.find() {
			if i, ok := at[f]; ok {
				it.features = append(it.features, i)
			}
		}
	}
	return names
}

func (it *item) line() judge.Line {
	return judge.Line{Kind: judge.Kind(it.Kind), Text: it.Text, Objective: it.Objective, KeyResults: it.KeyResults}
}

func (it *item) find() []string {
	return judge.Features(it.line())
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
		a := map[string]string{"type": l.Type, "verdict": l.Verdict, "measurable": yes(l.Measurable), "vague": yes(l.Vague), "compound": yes(l.Compound), "task": yes(isTask(l.Type))}[strings.TrimPrefix(q.Name, "objective ")]
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

// folds leaves one organization out at a time; the small ones go together. At random it leaves out every tenth line.
func folds(items []*item, random bool) []fold {
	count := map[string]int{}
	for _, it := range items {
		count[it.organization()]++
	}
	groups := map[string][]*item{}
	for i, it := range items {
		g := it.organization()
		if count[g] < len(items)/25 {
			g = "others"
		}
		if random {
			g = strconv.Itoa(i % 10)
		}
		groups[g] = append(groups[g], it)
	}
	var out []fold
	for _, g := range slices.Sorted(maps.Keys(groups)) { // in one order, so that the same lines give the same table
		f := fold{test: groups[g]}
		for _, other := range slices.Sorted(maps.Keys(groups)) {
			if other != g {
				f.train = append(f.train, groups[other]...)
			}
		}
		out = append(out, f)
	}
	return out
}

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
	total := 0.0
	for _, it := range items {
		total += it.weight
	}
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
					g[c][f] += d * it.weight
				}
			}
		}
		next := (1 + math.Sqrt(1+4*t*t)) / 2
		for c := range w {
			for f := range w[c] {
				prev[c][f] = w[c][f]
				v := z[c][f] - step*(g[c][f]/total+o.l2*z[c][f])
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

// threshold is the chance above which yes is said, so that the answers agree best with the labels of unseen organizations: the mean of what is
// best for 240 samples drawn from the lines with replacement, so that it does not hang on single lines.
func threshold(gold []string, chance []float64, q judge.Question) float64 {
	const samples = 240
	draw := rand.New(rand.NewPCG(1, 2))
	sum := 0.0
	labels, got := make([]string, len(gold)), make([]string, len(gold))
	chosen := make([]float64, len(gold))
	for range samples {
		for i := range labels {
			k := draw.IntN(len(gold))
			labels[i], chosen[i] = gold[k], chance[k]
		}
		best, at := math.Inf(-1), 0.5
		for c := 0.15; c < 0.7; c += 0.025 {
			for i := range chosen {
				got[i] = yes(chosen[i] > c)
			}
			if a := agreement(labels, got, q); a > best {
				best, at = a, c
			}
		}
		sum += at
	}
	return sum / samples
}

// countsF1 answers whether a question is measured by F1: where yes is rare, or the one thing that is looked for.
func countsF1(q judge.Question) bool {
	return q.Name == "task" || q.Name == "vague" || q.Name == "compound" || q.Name == "objective vague"
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

// agreement is Cohen's kappa, and F1 for the questions in which yes is rare.
func agreement(gold, got []string, q judge.Question) float64 {
	if countsF1(q) {
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

// f1 is the harmonic mean of precision and recall.
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

// render writes the table; a feature without a weight has no line.
func render(names []string, c columns) string {
	var b strings.Builder
	b.WriteString("feature")
	var list [][]float64
	for _, q := range judge.Questions {
		for k, a := range q.Answers {
			b.WriteString("\t" + q.Name + ": " + a)
			list = append(list, c[q.Name][k])
		}
	}
	b.WriteString("\n")
	for f, name := range names {
		var cells []string
		for _, col := range list {
			cell := ""
			if v := math.Round(col[f]*100) / 100; v != 0 {
				cell = strconv.FormatFloat(v, 'f', -1, 64)
			}
			cells = append(cells, cell)
		}
		if row := strings.TrimRight(strings.Join(cells, "\t"), "\t"); row != "" {
			b.WriteString(name + "\t" + row + "\n")
		}
	}
	return b.String()
}

// byList prints how well the coach's list does alone, without weights.
func byList(items []*item, misses string) {
	for _, q := range judge.Questions {
		if !strings.HasSuffix(q.Name, "type") {
			continue
		}
		var gold, got []string
		for _, it := range of(items, q) {
			g, why := judge.Guess(it.line())
			want := answer(it, q)
			gold, got = append(gold, want), append(got, g)
			if g != want && misses == "list" {
				fmt.Printf("  %s, not %s (%s): %s\n", want, g, why, it.Text)
			}
		}
		fmt.Printf("%-20s %10.3f by the coach's list alone\n", q.Name, agreement(gold, got, q))
	}
	fmt.Println()
}
