package main

import (
	"bufio"
	"encoding/json"
	"hash/fnv"
	"log"
	"maps"
	"os"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"github.com/headwater-okr/headwater/internal/judge"
)

// An item is a labelled line. The part of the id before the first hyphen is its organization.
type item struct {
	ID, Kind, Text, Objective string
	KeyResults                []string `json:"key_results"`
	Labels                    []label

	features []int
	strange  []int   // the features that are left without the words that no other line has; nil for a line of our own
	weight   float64 // in the fit, beside others of its source
	source   source
}

// A label is what a reader calls a line.
type label struct {
	Type, Verdict               string
	Measurable, Vague, Compound bool
}

// A source tells where a line comes from, and what it counts in the fit.
type source int

const (
	seen source = iota // measured; the lists and the cases were written with them in view
	ours               // written by us, plainer than what people write
	more               // of others, read later
)

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
		it := &item{ID: "own-", Kind: string(judge.KeyResult), Text: cells[5], weight: 1, source: ours}
		it.Labels = []label{{Type: cells[0], Measurable: cells[1] == "y", Vague: cells[2] == "y", Compound: cells[3] == "y", Verdict: cells[4]}}
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
	known := func(features []string) (list []int) {
		for _, f := range features {
			if i, ok := at[f]; ok {
				list = append(list, i)
			}
		}
		return list
	}
	lines := map[string]int{} // in how many a word occurs
	for _, it := range items {
		for w := range it.words() {
			lines[w]++
		}
	}
	for _, it := range items {
		it.features = known(it.find())
		if it.source != ours {
			it.strange = known(judge.FeaturesWithout(it.line(), func(w string) bool { return lines[w] == 1 && even(w) }))
		}
	}
	return names
}

func (it *item) words() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(it.Text), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
		out[w] = true
	}
	return out
}

// even answers for half of all words: of the words of a new line that no line before it had, the lists have about every second one.
func even(w string) bool {
	h := fnv.New32a()
	h.Write([]byte(w))
	return h.Sum32()%2 == 0
}

// doubled are the lines for a fit: each of them half as it is read, and half as it would be with words that nobody has thought of.
func doubled(items []*item) []*item {
	var out []*item
	for _, it := range items {
		if it.strange == nil {
			out = append(out, it)
			continue
		}
		plain, strange := *it, *it
		plain.weight, strange.weight = it.weight/2, it.weight/2
		strange.features = it.strange
		out = append(out, &plain, &strange)
	}
	return out
}

func (it *item) line() judge.Line {
	return judge.Line{Kind: judge.Kind(it.Kind), Text: it.Text, Objective: it.Objective, KeyResults: it.KeyResults}
}

func (it *item) find() []string {
	return judge.Features(it.line())
}

func (it *item) organization() string {
	name, _, _ := strings.Cut(it.ID, "-")
	return name
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

// helped are the lines with those of our own.
func helped(items, own []*item) []*item {
	return append(items[:len(items):len(items)], own...)
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

func isTask(kind string) bool { return kind == judge.Output || kind == judge.Activity }

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
