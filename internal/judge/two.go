package judge

import (
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// two answers whether a line that seems to bind two results shows where they are joined, and whether none of the usual reasons speaks against it: verbs that
// share one object, a second part that goes on about the first one, an explanation, a breakdown.
func (k *result) two() bool {
	words := k.reading.tokens()
	numbers := k.numbersApart(words)
	for i, w := range words {
		if (w.Text == "and" || w.Text == "&") && (goesOn(words[i+1:]) || inQuestion(words[:i])) {
			return false
		}
	}
	if brokenDown(words) {
		return false
	}
	return slices.ContainsFunc(k.reading.has, func(f string) bool { return joins(f) && (numbers || !strings.Contains(f, "number")) })
}

// measures is the word that parts two metrics, each with a number of its own: "NPS 40 and churn under 2 %", "day 1 retention 38 → 45 %, day 7 14 → 20 %";
// 0 is none. That is plain whatever the line is like otherwise.
func (k *result) measures() int {
	words, depth := k.reading.tokens(), 0
	for i := 1; i+2 < len(words); i++ {
		switch w := words[i]; w.Text {
		case "(", "[":
			depth++
		case ")", "]":
			depth = max(0, depth-1)
		case ",", ";", "and", "&":
			left, right := words[:i], words[i+1:]
			if right[0].Text == "and" {
				right = right[1:]
			}
			if depth == 0 && left[i-1].Role == sentence.Counted && (hasAbout(left, metrics) || pairs(left) > 0) && hasOwnNumber(right, pairs(left) > 0) {
				return i
			}
		}
	}
	return 0
}

// hasOwnNumber answers whether words begin with a metric and its number: "churn under 2 %". Beside a number that moves, one that moves says it of anything.
func hasOwnNumber(words []token, moves bool) bool {
	metric := false
	for i, w := range words[:min(len(words), 8)] {
		switch {
		case w.Role == sentence.Counted:
			return i > 0 && (metric || moves && pairs(words[i:]) > 0)
		case explains(w.Text), w.Text == "each", w.Text == "which", w.Text == "previously", w.Text == "was", w.Text == "not", w.Text == "worth", w.Text == "up", w.Text == "down",
			w.Kind == sentence.Symbol && !w.Bounds(), w.Text == "with", w.Text == "while", w.Text == "and", w.Text == "that":
			return false
		case w.about&metrics != 0:
			metric = true
		}
	}
	return false
}

// pairs is how many numbers move to another one: 38 → 45, from 12 to 4.
func pairs(words []token) (n int) {
	for i := 1; i+1 < len(words); i++ {
		if words[i-1].Role == sentence.Counted && (words[i].Text == "to" || words[i].Text == "→" || words[i].Text == "->") && words[i+1].Role == sentence.Counted {
			n++
		}
	}
	return n
}

// brokenDown answers whether something is split into counted parts: "four modules, two for riders and two for partners".
func brokenDown(words []token) bool {
	parts, listed := 0, false
	for i, w := range words {
		if w.Text == ":" {
			parts, listed = 0, true
		}
		if listed && w.Role == sentence.Counted && i+1 < len(words) && words[i+1].Role == sentence.Free { // "Hire mechanics: 2 for brakes, 1 for gears"
			parts++
		}
		if (w.Role == sentence.Counted || w.Kind == sentence.Numeral || w.Text == "one") && i+1 < len(words) && words[i+1].Text == "for" {
			parts++
		}
	}
	return parts > 1
}

// goesOn answers whether what stands behind "and" only goes on about what stands before it: "and convert them", "and make sure it is done", ", and more",
// "and up to 5".
func goesOn(rest []token) bool {
	text := func(i int) string {
		if i < len(rest) {
			return rest[i].Text
		}
		return ""
	}
	switch text(0) {
	case "more", "others", "such", "so", "etc", "beyond":
		return len(rest) <= 3
	case "up":
		return text(1) == "to"
	case "no", "none", "nothing", "nobody": // the same from its other side: "orders come by the app and none by fax"
		return !slices.ContainsFunc(rest, func(w token) bool { return w.Role == sentence.Counted })
	case "make", "making", "makes":
		return text(1) == "sure"
	case "ensure", "ensures", "ensuring":
		return pronoun(text(1)) || text(1) == "that" && pronoun(text(2))
	}
	return len(rest) > 1 && rest[0].about&verbs != 0 && pronoun(text(1))
}

// inQuestion answers whether words end in a question that what is joined to them may go on with: "describe how we book repairs".
func inQuestion(words []token) bool {
	for i := 0; i+1 < len(words); i++ {
		if asking[words[i].Text] && (words[i+1].Text == "we" || words[i+1].Text == "they") {
			return !hasWord(words[i:], ",", ";", ".")
		}
	}
	return false
}

// pronoun answers whether a word only points at what stands before it: "and count them".
func pronoun(w string) bool {
	return w == "it" || w == "they" || w == "them" || w == "these" || w == "those"
}

// numbersApart answers whether two numbers that are joined stand side by side in the sentence itself: neither in an aside nor behind
// "which".
func (k *result) numbersApart(words []token) bool {
	depth, n := 0, 0
	for _, w := range words {
		switch w.Text {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			depth = max(0, depth-1)
		case "which", "depending":
			return n > 1
		}
		if depth > 0 || w.Role != sentence.Counted && w.Kind != sentence.Numeral {
			continue
		}
		n++
	}
	return n > 1 && !strings.HasSuffix(strings.TrimSpace(k.reading.text.Raw), ")") || n > 2
}
