package judge

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// A Reason is one thing that spoke for or against the answer to a question, and how much: the answer's weight less the mean of the others'.
type Reason struct {
	Says   string  `json:"says"`
	Weight float64 `json:"weight"`
}

// Reasons are what decided a question about a line ("type", "verdict", …), the strongest first, at most n. Their sum, with what is left out,
// is the score.
func (r Reading) Reasons(question string, n int) []Reason {
	q := slices.IndexFunc(Questions, func(q Question) bool { return q.Name == question })
	cols := table.columns[question]
	if q < 0 || len(cols) == 0 {
		return nil
	}
	at := max(slices.Index(Questions[q].Answers, r.Verdict), slices.Index(Questions[q].Answers, r.Type), 0)
	var out []Reason
	for _, f := range r.has {
		row := table.rows[f]
		if row == nil {
			continue
		}
		cell := func(c int) float64 {
			if c < len(row) {
				return row[c]
			}
			return 0
		}
		v := cell(cols[at])
		for k, c := range cols {
			if k != at {
				v -= cell(c) / float64(len(cols)-1)
			}
		}
		if math.Abs(v) >= 0.05 {
			out = append(out, Reason{r.naming(f), math.Round(v*100) / 100})
		}
	}
	slices.SortStableFunc(out, func(a, b Reason) int { return cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight)) })
	return out[:min(n, len(out))]
}

// naming puts the word of the line before what is said of its family.
func (r Reading) naming(feature string) string {
	if !OfFamily(feature) {
		return feature
	}
	for _, w := range r.words {
		if k := family(w.Text); k != "" && strings.HasSuffix(feature, "“"+k+"”") {
			return "“" + w.Text + "”: " + feature
		}
	}
	return feature
}
