package judge

import (
	"cmp"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// A Known is something that is known of a metric: a bet of before, a lesson, an insight. Text is all by which it is compared.
type Known struct {
	ID   string
	Text string
}

// A Kin is something known that may be about the same metric as a key result, with the words that both have.
type Kin struct {
	ID    string   `json:"id"`
	Score float64  `json:"score"` // 0 to 1: the share of the key result's words, by how rare they are, that it has too
	Both  []string `json:"both"`  // in quotes, as the key result writes them
}

// Kindred finds, for each wanted text, what is known of the same metric, the nearest first and at most so many: two words in common at least, which are two fifths of what
// is wanted or more. Words that stand everywhere count little.
func Kindred(wanted []string, known []Known, most int) [][]Kin {
	texts := make([][]string, 0, len(wanted)+len(known))
	for _, w := range wanted {
		texts = append(texts, topic(w))
	}
	for _, k := range known {
		texts = append(texts, sentence.Stems(k.Text, "en"))
	}
	weights := weigh(texts)
	out := make([][]Kin, len(wanted))
	for i, w := range wanted {
		for j, k := range known {
			if common := func() (n int) {
				for s := range weights[i] {
					if weights[len(wanted)+j][s] > 0 {
						n++
					}
				}
				return n
			}(); common < sharedWords {
				continue // most have nothing in common
			}
			l := compare(weights[i], weights[len(wanted)+j])
			all, both := 0.0, 0.0
			for _, v := range weights[i] {
				all += v
			}
			for _, s := range l.both {
				both += weights[i][s]
			}
			if score := both / all; score >= kindredPart {
				out[i] = append(out[i], Kin{k.ID, score, inWords(w, w, l.both, 4)})
			}
		}
		slices.SortStableFunc(out[i], func(x, y Kin) int { return cmp.Or(cmp.Compare(y.Score, x.Score), strings.Compare(x.ID, y.ID)) })
		out[i] = out[i][:min(len(out[i]), most)]
	}
	return out
}

// topic is what a key result is about; all its words where that says nothing.
func topic(text string) []string {
	m := metric(ReadLine(Line{Kind: KeyResult, Text: text}))
	if len(m) == 0 {
		m = sentence.Stems(text, "en")
	}
	return slices.DeleteFunc(m, func(s string) bool { return slices.Contains(pronouns, s) })
}

// kindredPart is the share of a key result's words that something known has to have too, before it is offered.
const kindredPart = 0.4

// pronouns are stems that stand for something else, and say nothing of it.
var pronouns = []string{"it", "its", "our", "us", "we", "they", "them", "their", "who", "whom", "whose", "you", "your", "itself"}
