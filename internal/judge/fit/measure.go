package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"github.com/headwater-okr/headwater/internal/judge"
)

func decide(w *judge.Weights, items []*item, names []string, into map[*item]judge.Answers) {
	for _, it := range items {
		found := make([]string, len(it.features))
		for k, f := range it.features {
			found[k] = names[f]
		}
		into[it] = w.Answers(judge.Kind(it.Kind), found)
	}
}

// tested prints how a table does on lines that it was not fitted to.
func tested(w *judge.Weights, file string) {
	items := read(file)
	decided := map[*item]judge.Answers{}
	for _, it := range items {
		decided[it] = w.Answers(judge.Kind(it.Kind), it.find())
	}
	fmt.Printf("\n%-20s %10s %10s\n", "question", "tested", "lines")
	for _, q := range judge.Questions {
		if set := of(items, q); len(set) > 0 {
			gold, got := pairs(set, decided, q)
			fmt.Printf("%-20s %10.3f %10d\n", q.Name, agreement(gold, got, q), len(set))
		}
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

// threshold is the chance above which yes is said, so that the answers agree best with the labels of unseen organizations: the mean of what is
// best for 240 samples drawn from the lines with replacement, so that it does not hang on single lines. Of what is rare it is the highest that is nearly as
// good: what is said for nothing costs more than what is missing, and elsewhere it may be rarer still.
func threshold(gold []string, chance []float64, q judge.Question) float64 {
	const samples = 240
	draw := rand.New(rand.NewPCG(1, 2))
	sum, yeses := 0.0, 0
	for _, g := range gold {
		if g == "yes" {
			yeses++
		}
	}
	rare := float64(yeses) < rarely*float64(len(gold))
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
			if a := agreement(labels, got, q); a > best || rare && a > best-nearly {
				best, at = max(best, a), c
			}
		}
		sum += at
	}
	return sum / samples
}

// A yes is rare below this share, and an agreement nearly as good within this much.
const (
	rarely = 0.15
	nearly = 0.015
)

// countsF1 answers whether a question is measured by F1: where yes is rare, or the one thing that is looked for.
func countsF1(q judge.Question) bool {
	return q.Name == "task" || q.Name == "vague" || q.Name == "compound" || q.Name == "objective vague"
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
