package judge

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// object says how closely the line tells what is made or done: one thing or any number of them, by its name or by a word that covers
// anything, and what is said of it behind.
func (f *finder) object(words []token, p parse) {
	from, what := p.at+1, "its object"
	switch p.mood {
	case "noun":
		from, what = p.at, "the thing"
	case "statement":
		return
	}
	first, last := phraseOf(words, from)
	if last < 0 {
		return
	}
	w := words[last]
	many := formOf(w) == third && !strings.HasSuffix(w.Text, "us") && !strings.HasSuffix(w.Text, "is")
	switch {
	case w.Upper && last > 0:
		f.add(what + " has a name")
	case many && first == from:
		f.add(what + " is any number of things")
	case many:
		f.add(what + " is several things")
	case first == from:
		f.add(what + " is a mass or an idea")
	}
	if last > first+1 {
		f.add(what + " is described by two words")
	} else if last > first {
		f.add(what + " is described by a word")
	}
	if (manner.Word(w.Text).Class|manner.Base(w.Text).Class)&umbrella != 0 {
		f.add(what + " covers anything")
	}
	switch last + 1 {
	case len(words):
		f.add(what + " stands last")
	default:
		switch next := words[last+1].Text; next {
		case "for", "of", "to", "in", "on", "with", "from", "by", "and", "that":
			f.add(what + ", then “" + next + "”")
		}
	}
}

// phraseOf is where the noun phrase from i on begins, without what determines it, and its last word: "loud" and "kilns" in "the loud kilns of Delft"; -1 is none.
func phraseOf(words []token, i int) (first, last int) {
	for i < len(words) && (determiners[words[i].Text] || words[i].Bounds() || words[i].Role == sentence.Counted || words[i].Kind == sentence.Numeral) {
		i++
	}
	first, last = i, -1
	for k := i; k < len(words); k++ {
		w := words[k]
		if w.Kind != sentence.Letters || w.Role == sentence.Dated || brk[w.Text] || w.Text == "of" || w.Text == "is" || w.Text == "are" || k > i && w.about&verbs != 0 && w.about&nouns == 0 && formOf(w) == past {
			break
		}
		last = k
	}
	return first, last
}
