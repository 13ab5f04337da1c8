package judge

import (
	"cmp"
	"slices"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// A Near is a text that is like another one.
type Near struct {
	At      int      // in the list that was compared
	Score   float64  // cosine, above 0 and up to 1
	Words   []string // that both have, the weightiest first, as the other text writes them; none with an Embedder
	Whole   bool     // every word of the text stands in it
	Covered float64  // the share of what the lighter of the two says that stands in both
}

// Nearest finds which of others are like a text, the nearest first. Words count by their stems or, where several mean the same, by their meaning; rarer ones
// count more. With an Embedder the order follows its space, and only what has a word in common is told apart by words.
func Nearest(text string, others []string, e Embedder) []Near {
	stems := make([][]string, 0, len(others)+1)
	first := make([]map[string]string, 0, len(others)+1) // how a text writes a stem
	for _, t := range append(slices.Clip(others), text) {
		list, written := kin(t)
		stems, first = append(stems, list), append(first, written)
	}
	weights := weigh(stems)
	mine := weights[len(others)]
	var spaces [][]float64
	if e != nil {
		spaces = e.Embed(append(slices.Clip(others), text))
	}
	var out []Near
	for i := range others {
		score := 0.0
		for w, v := range mine {
			score += v * weights[i][w]
		}
		l := compare(mine, weights[i])
		if spaces != nil {
			score = cosine(spaces[i], spaces[len(others)])
		}
		if score <= 0 {
			continue
		}
		n := Near{At: i, Score: score, Whole: len(mine) > 0 && len(l.both) == len(mine), Covered: l.covered}
		for _, w := range l.both {
			n.Words = append(n.Words, first[i][w])
		}
		out = append(out, n)
	}
	slices.SortStableFunc(out, func(a, b Near) int { return cmp.Compare(b.Score, a.Score) })
	return out
}

// counting are words of numbers, time and order, and verbs of everything: two texts that share them are about nothing in common.
var counting = stemSet("one two three four five six seven eight nine ten twelve hundred thousand half day week month quarter year time before after first last next again every each still only never always more less most least get give go come make take try begin start want use live need know learn")

func stemSet(words string) map[string]bool {
	out := map[string]bool{}
	for _, s := range sentence.Stems(words, "en") {
		out[s] = true
	}
	return out
}

// kin are the words of a text that are compared, each by its stem or by the group of words that mean the same, and how the text writes it. Words that say
// how often and not about what are none.
func kin(text string) (list []string, written map[string]string) {
	written = map[string]string{}
	for _, t := range terms(text) {
		if counting[t.stem] {
			continue
		}
		list = append(list, t.kin)
		if written[t.kin] == "" {
			written[t.kin] = t.word
		}
	}
	return list, written
}
