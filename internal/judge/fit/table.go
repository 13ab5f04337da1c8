package main

import (
	"log"
	"math"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/judge"
)

// columns are the weights of the answers, by question.
type columns map[string][][]float64

func (c columns) weights(names []string) *judge.Weights {
	w, err := judge.ParseWeights(render(names, c))
	if err != nil {
		log.Fatal(err)
	}
	return w
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
