package judge

import "strings"

// What is asked here: how something is, by itself or beside others, and whether it is of a kind that is never finished.

// quality answers whether a word says by its ending how something is: "graceful", "portable", but not "available".
func quality(w string) bool {
	for _, end := range [...]string{"able", "ible", "ful", "ous"} {
		if len(w) > len(end)+3 && strings.HasSuffix(w, end) {
			return w != "available"
		}
	}
	return false
}

// comparative answers whether a word tells of more than before: "smoother", "calmer", but not "carrier".
func comparative(w string) bool {
	stem, ok := strings.CutSuffix(w, "er")
	return ok && len(stem) > 3 && !notComparative[w] && lexicon.Word(w).Class&nouns == 0 && (lexicon.Word(stem).Class|lexicon.Word(stem+"e").Class|lexicon.Word(strings.TrimSuffix(stem, "i")+"y").Class)&(vagues|states) != 0
}

// betterThan answers whether a comparative stands among the words: "a faster queue", "easier to park".
func betterThan(words []token) bool {
	for _, w := range words {
		if strings.HasSuffix(w.Text, "er") && (w.about&(vagues|ups|downs) != 0 && len(w.Text) > 4 || comparative(w.Text)) {
			return true
		}
	}
	return false
}

// ranked answers whether a place among others is the end: "second place", "top 3 in search", but not "a course for the top five".
func ranked(words []token) bool {
	for i, w := range words {
		switch {
		case w.Text == "ahead":
			return true
		case w.Text == "top", i > 0 && (w.Text == "place" || w.Text == "rank") && ordinals[words[i-1].Text]:
			return true
		case i > 0 && brk[w.Text] && w.Text != "in" && w.Text != "among" && w.Text != "at" && w.Text != "and" && w.Text != "or":
			return false
		}
	}
	return false
}

// ordinals are the places at the front: "first place".
var ordinals = map[string]bool{"first": true, "second": true, "third": true, "1st": true, "2nd": true, "3rd": true}

// tended answers whether what an order is about is only ever tended to: "nurture ties with the growers", "a dialogue".
func tended(words []token, from int) bool {
	_, last := phraseOf(words, from)
	return last >= 0 && soft[strings.TrimSuffix(words[last].Text, "s")]
}

// soft are the things that are never finished: a dialogue, goodwill.
var soft = map[string]bool{"relationship": true, "conversation": true, "environment": true, "dialogue": true, "tie": true, "rapport": true, "momentum": true, "awareness": true, "atmosphere": true, "goodwill": true, "collaboration": true, "cooperation": true, "interest": true, "exchange": true}
