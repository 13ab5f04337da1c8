package judge

import (
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// Whether the end of a key result is open: nothing is measured, or a word stands where a threshold should. kr/unmeasurable and kr/vague ask about it, one of them at a time.

// unmeasurable answers whether nobody could tell in the end whether the line was reached.
func (k *result) unmeasurable() bool {
	r := k.reading
	if r.Type == Learning { // kr/learning-without-number says it better
		return false
	}
	if r.Measurable || 1-table.chance("measurable", r.has) < openEnded && !k.directed() || k.number() || r.Placeholder || k.isTask() {
		return false
	}
	return !slices.Contains(r.has, comparison) && !slices.Contains(r.has, consent) && !k.none() && !k.throughout() && !keepsPlan(r.tokens())
}

// vague answers whether a word leaves the end of the line open.
func (k *result) vague() bool {
	w, _ := k.open()
	return w != "" && k.reading.Vague && table.chance("vague", k.reading.has) >= loosely && !k.number() && !k.reading.Placeholder && !k.isTask() && !k.throughout()
}

// changes answers whether the line begins with what changes a metric, and can be written with its numbers instead: "Improve the speed of repairs", "Fewer
// complaints". What is to be better without a metric is asked about by that word.
func (k *result) changes() bool {
	words := k.reading.tokens()
	i := start(words)
	if i+1 >= len(words) || words[i].about&(ups|downs) == 0 {
		return false
	}
	switch words[i].Text {
	case "fewer", "more", "less":
		if i > 0 && determiners[words[i-1].Text] { // a more diverse team
			return false
		}
	default:
		if adjectives[words[i].Text] && words[i+1].about&metrics == 0 {
			return false
		}
	}
	return len(k.pattern()) > 0
}

// directed answers whether the line only says which way a metric should go: "Reduce the number of complaints".
func (k *result) directed() bool {
	words := k.reading.tokens()
	p := parseOf(words)
	return p.mood == "order" && p.verb&(ups|downs) != 0 && p.verb&makes == 0 && isMeasure(p.object) && !isThing(p.object) && !hasAbout(words, crisps)
}

// against answers whether a change says what it is counted from: "20 % less than last year", "15 % below the 2019 baseline", "5 % month over month".
func (k *result) against() bool {
	words, change := k.reading.tokens(), k.reading.Spans["relative"]
	if hasWord(words, "yoy", "qoq", "mom", "wow", "compared", "versus", "vs") {
		return true
	}
	for i, w := range words[:max(0, len(words)-1)] {
		switch next := words[i+1].Text; w.Text {
		case "below", "above":
			if k.reading.text.Against(i+1) || next == "last" {
				return true
			}
		case "over", "on":
			if next == "last" || i > 0 && turns[next] && words[i-1].Text == next {
				return true
			}
		default:
			if next == "than" && w.Span.From >= change.To && w.Span.From <= change.To+1 {
				return true
			}
		}
	}
	return false
}

// none answers whether the line says that there will be none of something any more, which anybody can tell: "no blockers", "errors are eliminated".
func (k *result) none() bool {
	words := k.reading.tokens()
	for i, w := range words {
		switch w.Text {
		case "no", "zero", "none", "eliminate", "eliminates", "eliminated", "eliminating":
			if i+1 < len(words) && words[i+1].Text != "longer" || w.Text == "eliminated" {
				return true
			}
		}
	}
	return false
}

// throughout answers whether the line says that something is done with all of them, which can be counted: "every invoice is checked and filed".
func (k *result) throughout() bool {
	words := k.reading.tokens()
	p := parseOf(words)
	if first := words[start(words)].Text; !p.passive || p.verb&makes == 0 && p.verb&does == 0 || first != "all" && first != "every" && first != "each" {
		return false
	}
	return !hasAbout(words[:min(len(words), p.at+3)], vagues|inner)
}

// open is the first word without a threshold. What is compared with something that is named has one, "and more" ends a list, and "how
// many" asks.
func (k *result) open() (string, sentence.Span) {
	words := k.reading.tokens()
	if slices.ContainsFunc(words, func(w token) bool { return w.Text == "than" }) {
		return "", sentence.Span{}
	}
	for i, w := range words {
		if i > 0 && (w.Text == "more" && (words[i-1].Text == "and" || words[i-1].Text == "or") || words[i-1].Text == "how") { // how many lose a key
			continue
		}
		if i+1 < len(words) && w.about&vagues != 0 && words[i+1].about&metrics != 0 && strings.HasSuffix(w.Text, "ity") { // "maturity ratings" are the name of something
			continue
		}
		if w.about&vagues != 0 && w.Role == sentence.Free {
			span := w.Span
			if len(w.Text) <= 2 && i+1 < len(words) { // a lot
				span.To = words[i+1].Span.To
			}
			return k.reading.text.Raw[span.From:span.To], span
		}
	}
	return "", sentence.Span{}
}
