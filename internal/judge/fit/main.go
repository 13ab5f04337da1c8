// Command fit fits the weights of the judge to labelled lines and writes them as one table. It first tells, for every question, how well the
// weights do on organizations that they were not fitted to: those figures are the ones to believe.
//
//	go run ./internal/judge/fit -out internal/judge/weights.tsv -own internal/judge/testdata/lines.tsv -more OTHERS.jsonl LABELS.jsonl
//	go run ./internal/judge/fit -families VECTORS.json > internal/judge/words/families.txt
//	go run ./internal/judge/fit -echo CASES.jsonl
package main

import (
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"sort"

	"github.com/headwater-okr/headwater/internal/judge"
)

func main() {
	log.SetFlags(0)
	out := flag.String("out", "", "file that the table is written to; without it only the figures are printed")
	var o options
	flag.Float64Var(&o.l1, "l1", 0.002, "how strongly weights are drawn to exactly 0")
	flag.Float64Var(&o.l2, "l2", 0.003, "how strongly weights are drawn towards 0")
	least := flag.Int("least", 4, "how many lines have to have a feature")
	orgs := flag.Int("orgs", 3, "in how many organizations a feature has to occur")
	misses := flag.String("misses", "", "a question whose misses on unseen organizations are listed; \"list\" lists those of the coach's list")
	strange := flag.Bool("strange", false, "measure the lines as they would be read if every second word that no other line has were unknown")
	random := flag.Bool("random", false, "leave out every tenth line and not whole organizations")
	own := flag.String("own", "", "a table of lines of our own that help to fit, and are not measured")
	echo := flag.Bool("echo", false, "fit flow/backlog-echo to cases of key results beside a backlog, and print its figures")
	vectors := flag.String("families", "", "a file of word vectors, of which the families of words are printed")
	kept := flag.String("kept", "", "a table that was fitted with all families: only those with a weight are printed")
	others := flag.String("more", "", "labelled lines of others that help to fit, and are not measured")
	test := flag.String("test", "", "labelled lines on which the table is measured, and that it is not fitted to")
	flag.Parse()
	if *vectors != "" {
		families(*vectors, *kept, 20_000, 400)
		return
	}
	if *echo {
		echoes(flag.Args(), *misses != "")
		return
	}
	items := read(flag.Args()...)
	var help []*item
	if *own != "" {
		help = readOwn(*own)
	}
	if *others != "" {
		for _, it := range read(*others) {
			it.source = more
			help = append(help, it)
		}
	}
	names := index(append(items[:len(items):len(items)], help...), *least, *orgs)
	fmt.Printf("%d lines, %d that help, %d features\n\n", len(items), len(help), len(names))
	byList(items, *misses)

	// Every fold has a table of its own, which decides about the lines that it has not seen.
	parts := folds(items, *random)
	tables := make([]columns, len(parts))
	for k, part := range parts {
		tables[k] = columns{}
		for _, q := range judge.Questions {
			tables[k][q.Name] = fit(doubled(of(helped(part.train, help), q)), q, names, o.of(q))
		}
	}
	all := columns{}
	for _, q := range judge.Questions {
		all[q.Name] = fit(doubled(of(helped(items, help), q)), q, names, o.of(q))
	}
	if *strange { // the tables are fitted: from here on lines are only measured
		for _, it := range items {
			it.features = it.strange
		}
	}
	always := sort.SearchStrings(names, "always")
	var measurable []float64
	var cuts float64
	for _, q := range judge.Questions {
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
		decide(tables[k].weights(names), part.test, names, unseen)
	}
	text := render(names, all)
	w, err := judge.ParseWeights(text)
	if err != nil {
		log.Fatal(err)
	}
	decide(w, items, names, fitted)
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
	if *test != "" {
		tested(w, *test)
	}
	if *out != "" {
		if err := os.WriteFile(*out, []byte(text), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
