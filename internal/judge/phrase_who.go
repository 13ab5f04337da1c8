package judge

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// What is asked here: who does something, by whom it is used, for whom it is, and whether that is one or several.

// toVerb answers whether those who are named are to act: "one clinic to adopt it", "tutors who use the forum".
func toVerb(words []token, from int) bool {
	for i := from + 1; i+1 < len(words); i++ {
		if (words[i].Text == "to" || words[i].Text == "which" || words[i].Text == "who" || words[i].Text == "that") && words[i+1].about&(uses|gains|makes) != 0 && words[i-1].about&nouns != 0 {
			return true
		}
	}
	return false
}

// byOthers answers whether "by" or "from" names somebody or something and no date: "reviewed by a midwife", but not "by the end of May".
func byOthers(words []token) bool {
	for i := 0; i+1 < len(words); i++ {
		if (words[i].Text == "by" || words[i].Text == "from") && words[i].Role == sentence.Free && words[i+1].Role == sentence.Free && words[i+1].Text != "end" {
			return true
		}
	}
	return false
}

// usedBy answers whether the thing that is made is said to be used by others: "that are trusted", "adopted by 40 bakeries".
func usedBy(words []token) bool {
	for i := 1; i < len(words); i++ {
		if w := words[i]; w.about&uses != 0 && w.about&makes == 0 && formOf(w) == past && (words[i-1].Text == "are" || words[i-1].Text == "is" || i+1 < len(words) && words[i+1].Text == "by" && (i+2 >= len(words) || words[i+2].Role != sentence.Dated)) {
			return true
		}
	}
	return false
}

// behindPreposition answers whether the only number is of those whom a thing is for, or of the places where it is: "to ten growers", "in 3 harbours".
func behindPreposition(t sentence.Text, words []token) bool {
	if t.Target == nil || len(t.Quantities) != 1 || t.Unit == "%" {
		return false
	}
	for i := 2; i < len(words); i++ {
		if words[i].Role != sentence.Counted {
			continue
		}
		for k := i - 1; k > 0 && k > i-4; k-- {
			switch words[k].Text {
			case "to", "for", "with", "across", "in", "at", "on", "among", "of":
				return words[k].Text != "of"
			}
			if !words[k].Bounds() && words[k].Text != "top" && words[k].Text != "the" && words[k].Text != "our" {
				return false
			}
		}
		return false
	}
	return false
}

// plural answers whether a noun phrase is about several: "two ferries to Hull", but not "the ferry of the islands".
func plural(words []token) bool {
	last := token{}
	for _, w := range words {
		if brk[w.Text] || w.Text == "of" {
			break
		}
		if w.Kind == sentence.Letters {
			last = w
		}
	}
	return formOf(last) == third && !strings.HasSuffix(last.Text, "us") && !strings.HasSuffix(last.Text, "is")
}
