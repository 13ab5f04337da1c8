package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"slices"

	"github.com/headwater-okr/headwater/internal/judge"
)

// echoL2 draws the weights towards 0: the cases are few.
const echoL2 = 0.002

// A labelledCase is one team's key results beside its backlog, with those that restate earlier items. Of a borderline one nothing is said.
type labelledCase struct {
	judge.EchoCase
	Echo       []labelledEcho `json:"echo"`
	Borderline []labelledEcho `json:"borderline"`
}

type labelledEcho struct {
	KeyResult string   `json:"key_result"`
	Backlog   []string `json:"backlog"`
}

// An echoRow is a key result with its likeness to each item that was there before it.
type echoRow struct {
	text string
	like []judge.Likeness
	is   bool
}

// nearest is the item with the highest chance.
func (r echoRow) nearest(w judge.EchoWeights) (chance float64, at int) {
	for i, l := range r.like {
		if p := w.Chance(l); p > chance {
			chance, at = p, i
		}
	}
	return chance, at
}

// echoes fits the weights of flow/backlog-echo, and tells first how well they do on cases that neither they nor the threshold have seen.
func echoes(names []string, misses bool) {
	var cases [][]echoRow
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			log.Fatal(err)
		}
		sc := bufio.NewScanner(f)
		sc.Buffer(nil, 1<<20)
		for sc.Scan() {
			var c labelledCase
			if err := json.Unmarshal(sc.Bytes(), &c); err != nil {
				log.Fatalf("%s: %v", name, err)
			}
			cases = append(cases, c.rows())
		}
		f.Close()
	}
	var unseen, seen tally
	w := fitEcho(cases)
	at := echoThreshold(cases, w)
	for i, c := range cases {
		others := slices.Delete(slices.Clone(cases), i, i+1)
		ow := fitEcho(others)
		unseen.add(c, ow, echoThreshold(others, ow), misses)
		seen.add(c, w, at, false)
	}
	fmt.Printf("%d cases\nunseen case  %v\nfitted       %v\nweights      %.2f, from %.3f on\n", len(cases), unseen, seen, w, at)
}

func (c labelledCase) rows() []echoRow {
	var out []echoRow
	of := func(list []labelledEcho, id string) bool {
		return slices.ContainsFunc(list, func(e labelledEcho) bool { return e.KeyResult == id })
	}
	for i, list := range judge.Likenesses(c.EchoCase) {
		k := c.KeyResults[i]
		r := echoRow{text: k.Text, is: of(c.Echo, k.ID)}
		if !r.is && of(c.Borderline, k.ID) {
			continue
		}
		for _, l := range list {
			if l != nil {
				r.like = append(r.like, *l)
			}
		}
		out = append(out, r)
	}
	return out
}

// A tally counts right and wrong answers.
type tally struct{ hit, wrong, missed, good float64 }

func (t *tally) add(rows []echoRow, w judge.EchoWeights, from float64, misses bool) {
	for _, r := range rows {
		p, _ := r.nearest(w)
		if misses && (p >= from) != r.is {
			fmt.Printf("  echo is %v, chance %.2f: %s\n", r.is, p, r.text)
		}
		switch {
		case r.is && p >= from:
			t.hit++
		case r.is:
			t.missed++
		case p >= from:
			t.wrong++
		}
		if !r.is {
			t.good++
		}
	}
}

func (t tally) f1() float64 { return 2 * t.hit / max(1, 2*t.hit+t.wrong+t.missed) }

func (t tally) String() string {
	return fmt.Sprintf("F1 %.3f, precision %.2f, recall %.2f, %v false in %v good key results", t.f1(), t.hit/max(1, t.hit+t.wrong), t.hit/max(1, t.hit+t.missed), t.wrong, t.good)
}

// echoThreshold is the chance from which on an echo is called one, in the middle of where the cases have it best.
func echoThreshold(cases [][]echoRow, w judge.EchoWeights) float64 {
	best, from, to := -1.0, 0.5, 0.5
	for c := 0.2; c < 0.8; c += 0.02 {
		var t tally
		for _, rows := range cases {
			t.add(rows, w, c, false)
		}
		switch f := t.f1(); {
		case f > best:
			best, from, to = f, c, c
		case f == best:
			to = c
		}
	}
	return (from + to) / 2
}

// fitEcho alternates: which item is nearest by the weights, then the weights by the nearest items, by gradient descent on the logistic loss.
func fitEcho(cases [][]echoRow) judge.EchoWeights {
	w := judge.EchoWeights{-4, 4, 4, 2}
	for range 12 {
		var xs []judge.EchoWeights
		var want []float64
		var near []judge.Likeness
		for _, rows := range cases {
			for _, r := range rows {
				if len(r.like) == 0 {
					continue
				}
				_, at := r.nearest(w)
				l := r.like[at]
				y := 0.0
				if r.is {
					y = 1
				}
				xs, want, near = append(xs, judge.EchoWeights{1, l.Cover, l.Shared, l.Task}), append(want, y), append(near, l)
			}
		}
		for range 3000 {
			var g judge.EchoWeights
			for i, x := range xs {
				d := w.Chance(near[i]) - want[i]
				for k := range x {
					g[k] += d * x[k] / float64(len(xs))
				}
			}
			for k := range w {
				if k > 0 {
					g[k] += echoL2 * w[k]
				}
				w[k] -= 2 * g[k]
			}
		}
	}
	return w
}
