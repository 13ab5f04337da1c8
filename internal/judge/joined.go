package judge

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// joins answers whether a feature is one of two results side by side: an "and" or a comma alone joins anything.
func joins(feature string) bool {
	switch feature {
	case "two verbs, two objects", "two verbs in a statement", "two statements", "two orders in two sentences", "two metrics joined", "two numbers joined", "a semicolon", "several sentences":
		return true
	}
	return false
}

// joined says whether the line binds two results: verbs with an object each, numbers of two things, or whole sentences.
func (f *finder) joined(t sentence.Text, words []token, p parse) {
	object := false // since the last verb
	end, inside := purposeAt(words), 0
	for i, w := range words {
		switch w.Text {
		case "(", "[":
			inside++
		case ")", "]":
			inside = max(0, inside-1)
		}
		if w.about&nouns != 0 && i > p.at && w.Role == sentence.Free {
			object = true
		}
		joint := w.Text == "and" || w.Text == "&" || w.Text == ";" || w.Text == "," || w.Text == "."
		if !joint || i+1 >= len(words) || i == 0 {
			continue
		}
		if inside > 0 || i > end && w.Text != "." && w.Text != ";" { // what is explained, and what it is for
			if w.about&joints != 0 || w.Text == "and" {
				f.add("an and in an aside")
			}
			continue
		}
		if p.verb&hires != 0 && (p.mood == "order" || p.mood == "done") && i > p.at+1 && w.Text != "." {
			f.add("several people to hire")
		}
		k := i + 1
		for k < len(words)-1 && (words[k].Text == "and" || strings.HasSuffix(words[k].Text, "ly") || words[k].Text == "then" || words[k].Text == "also" || words[k].Text == "to") {
			k++
		}
		n := words[k]
		verb := n.about&verbs != 0 && i >= p.at && p.mood != "noun"
		if verb && p.mood == "order" && formOf(n) != base || verb && p.mood == "done" && formOf(n) != past {
			verb = false
		}
		if verb && (n.about&nouns == 0 || k+1 < len(words) && (words[k+1].Text == "the" || words[k+1].Text == "a" || words[k+1].Text == "an" || words[k+1].Kind == sentence.Numeral || words[k+1].Text == "at")) {
			switch {
			case p.mood != "order" && p.mood != "done":
				f.add("two verbs in a statement")
			case !object:
				f.add("two verbs, one object")
			case w.Text == ".":
				f.add("two orders in two sentences")
			default:
				f.add("two verbs, two objects")
				if w.Text == "," {
					f.add("two verbs, two objects, a comma")
				}
			}
			object = false
		}
		if w.Text != "," || words[k-1].Text == "and" {
			if _, ok := finite(words, k); ok && p.mood == "statement" && i > p.at+1 {
				f.add("two statements")
			}
			if i > 0 && words[i-1].about&metrics != 0 && n.about&metrics != 0 {
				f.add("two metrics joined")
			}
		}
	}
	for i := 1; i < len(t.Quantities); i++ {
		a, b := t.Quantities[i-1], t.Quantities[i]
		between := strings.ToLower(t.Raw[a.Span.To:max(b.Span.From, a.Span.To)])
		if strings.TrimSpace(strings.Trim(between, " &,")) == "and" || strings.TrimSpace(between) == "&" { // wards 3 and 4
			continue
		}
		if strings.Contains(between, " and ") || strings.Contains(between, "; ") || strings.Contains(between, ", ") || strings.Contains(between, " & ") {
			f.add("two numbers joined")
			if a.Unit != b.Unit && t.Baseline == nil {
				f.add("two numbers of two things joined")
			}
		}
	}
}
