package judge

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
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
	{"task", KeyResult, []string{"yes"}},
	{"measurable", KeyResult, []string{"yes"}},
	{"vague", KeyResult, []string{"yes"}},
	{"compound", KeyResult, []string{"yes"}},
	{"verdict", KeyResult, []string{Good, Fixable, NotAKeyResult}},
	{"objective type", Objective, []string{Aim, Task, Metric, Label}},
	{"objective vague", Objective, []string{"yes"}},
	{"objective verdict", Objective, []string{Good, Fixable, NotAnAim}},
}

// Takes answers whether a feature may decide about the question.
func (q Question) Takes(feature string) bool { return q.Name != "compound" || built(feature) }

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
			w.columns[q.Name] = nil // a question that is new: the fitting command is about to answer it
			for range q.Answers {
				w.columns[q.Name] = append(w.columns[q.Name], math.MaxInt)
			}
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

// blank is the feature of a line whose number is still to be found.
const blank = "a blank to fill"

// Answers are what is decided about a line.
type Answers struct {
	Type                        string
	Measurable, Vague, Compound bool
	Verdict                     string
	Confidence                  float64 // of the verdict, 0 to 1
}

// Answers decides about a line by its features. The type and the verdict are taken together with what they rest on, as the likeliest that do not
// contradict each other: a task is no key result, a key result is only good if it can be measured, and what is vague cannot. A blank is no number, and
// whether somebody else has said yes can be told.
func (w *Weights) Answers(kind Kind, features []string) Answers {
	if kind == Objective {
		return w.objective(features)
	}
	unfilled := slices.Contains(features, blank)
	types, verdicts := w.chances("type", features), w.chances("verdict", features)
	task, measurable, vague := w.chance("task", features), w.chance("measurable", features), w.chance("vague", features)
	switch {
	case unfilled:
		measurable = 0.01
	case slices.Contains(features, consent):
		measurable, vague = max(measurable, 0.95), min(vague, 0.05)
	}
	a := Answers{Measurable: measurable > 0.5, Vague: vague > 0.5 && !(measurable > 0.5), Compound: w.chance("compound", features) > 0.5}
	best := 0.0
	sum := map[string]float64{}
	for t, kind := range Questions[0].Answers {
		isTask := kind == Output || kind == Activity
		side := 1 - task
		if isTask {
			side = task
		}
		for _, end := range [...]struct{ measurable, vague bool }{{true, false}, {false, false}, {false, true}} {
			for v, verdict := range verdictAnswers {
				if isTask != (verdict == NotAKeyResult) || verdict == Good && !end.measurable {
					continue
				}
				p := types[t] * side * verdicts[v] * likely(measurable, end.measurable) * likely(vague, end.vague)
				sum[verdict] += p
				if p > best {
					best, a.Type, a.Verdict = p, kind, verdict
				}
			}
		}
	}
	a.Confidence = sum[a.Verdict] / (sum[Good] + sum[Fixable] + sum[NotAKeyResult])
	return a
}

var verdictAnswers = []string{Good, Fixable, NotAKeyResult}

// objective decides about an objective: only an aim is one, and a vague one is not good.
func (w *Weights) objective(features []string) Answers {
	types, verdicts, vague := w.chances("objective type", features), w.chances("objective verdict", features), w.chance("objective vague", features)
	a := Answers{Vague: vague > 0.5}
	best := 0.0
	sum := map[string]float64{}
	for t, kind := range [...]string{Aim, Task, Metric, Label} {
		for _, isVague := range [...]bool{false, true} {
			for v, verdict := range [...]string{Good, Fixable, NotAnAim} {
				if (kind == Aim) == (verdict == NotAnAim) || verdict == Good && isVague {
					continue
				}
				p := types[t] * verdicts[v] * likely(vague, isVague)
				sum[verdict] += p
				if p > best {
					best, a.Type, a.Verdict = p, kind, verdict
				}
			}
		}
	}
	a.Confidence = sum[a.Verdict] / (sum[Good] + sum[Fixable] + sum[NotAnAim])
	return a
}

func likely(p float64, yes bool) float64 {
	if yes {
		return p
	}
	return 1 - p
}

// chances are the probabilities of the answers to a question, which sum to 1.
func (w *Weights) chances(question string, features []string) []float64 {
	s := w.Score(question, features)
	most, sum := slices.Max(s), 0.0
	for k := range s {
		s[k] = math.Exp(s[k] - most)
		sum += s[k]
	}
	for k := range s {
		s[k] /= sum
	}
	return s
}

// chance is the probability of a yes.
func (w *Weights) chance(question string, features []string) float64 {
	return 1 / (1 + math.Exp(-w.Score(question, features)[0]))
}
