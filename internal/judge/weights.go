package judge

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A Question is one thing that is decided about a line, with its possible answers. A question with one answer is a yes or no.
type Question struct {
	Name    string
	Kind    Kind
	Answers []string
}

// Questions are what the judge decides from features, in the order of the columns of weights.tsv.
var Questions = []Question{
	{"type", KeyResult, []string{Outcome, Output, Activity, Learning}},
	{"measurable", KeyResult, []string{"yes"}},
	{"vague", KeyResult, []string{"yes"}},
	{"compound", KeyResult, []string{"yes"}},
	{"verdict", KeyResult, []string{Good, Fixable, NotAKeyResult}},
	{"objective type", Objective, []string{Aim, Task, Metric, Label}},
	{"objective vague", Objective, []string{"yes"}},
	{"objective verdict", Objective, []string{Good, Fixable, NotAnAim}},
}

// Weights say for each feature how much it speaks for each answer: a score is the sum over the features of a line.
type Weights struct {
	columns map[string][]int // of the answers, by question
	rows    map[string][]float64
}

//go:embed weights.tsv
var weightsText string

var table = mustWeights(weightsText)

func mustWeights(text string) *Weights {
	w, err := ParseWeights(text)
	if err != nil {
		panic(err)
	}
	return w
}

// ParseWeights reads the table that the fitting command writes: a line of columns "question: answer", then a line for each feature. A
// cell left empty is 0.
func ParseWeights(text string) (*Weights, error) {
	w := &Weights{columns: map[string][]int{}, rows: map[string][]float64{}}
	for n, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		cells := strings.Split(line, "\t")
		if n == 0 {
			for c, head := range cells[1:] {
				q, _, ok := strings.Cut(head, ": ")
				if !ok {
					return nil, fmt.Errorf("the weights name a column %q without a question", head)
				}
				w.columns[q] = append(w.columns[q], c)
			}
			continue
		}
		row := make([]float64, len(cells)-1)
		for c, cell := range cells[1:] {
			if cell == "" {
				continue
			}
			v, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				return nil, fmt.Errorf("weight of %q: %w", cells[0], err)
			}
			row[c] = v
		}
		w.rows[cells[0]] = row
	}
	for _, q := range Questions {
		if len(w.columns[q.Name]) != len(q.Answers) {
			w.columns[q.Name] = nil
		}
	}
	return w, nil
}

// Score is the sum of the weights of the features for each answer to a question.
func (w *Weights) Score(question string, features []string) []float64 {
	cols := w.columns[question]
	out := make([]float64, len(cols))
	for _, f := range features {
		row, ok := w.rows[f]
		if !ok {
			continue
		}
		for k, c := range cols {
			if c < len(row) {
				out[k] += row[c]
			}
		}
	}
	return out
}

// best is the answer with the highest score, and how sure it is, from 0 to 1.
func (w *Weights) best(question string, features []string) (string, float64) {
	var answers []string
	for _, q := range Questions {
		if q.Name == question {
			answers = q.Answers
		}
	}
	scores := w.Score(question, features)
	if len(scores) == 0 {
		return answers[0], 0
	}
	best, sum := 0, 0.0
	for k := range scores {
		if scores[k] > scores[best] {
			best = k
		}
	}
	for k := range scores {
		sum += math.Exp(scores[k] - scores[best])
	}
	return answers[best], 1 / sum
}

// yes answers a yes-or-no question.
func (w *Weights) yes(question string, features []string) bool {
	s := w.Score(question, features)
	return len(s) == 1 && s[0] > 0
}
