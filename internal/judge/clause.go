package judge

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

const nouns = metrics | persons | artefacts | events | owns | qualities | deeds | insights

// A form is how a verb is written.
type form uint8

const (
	base form = iota
	third
	past
	gerund
)

func formOf(w token) form {
	switch {
	case w.about&pasts != 0 || strings.HasSuffix(w.Text, "ed"):
		return past
	case strings.HasSuffix(w.Text, "ing") && len(w.Text) > 4 && w.Text != "bring":
		return gerund
	case strings.HasSuffix(w.Text, "s") && !strings.HasSuffix(w.Text, "ss"):
		return third
	}
	return base
}

// clause finds out how the line is built: an order ("Publish the guide"), something done ("Published the guide"), a statement ("Customers use the
// guide", "The guide is published") or no more than a noun ("A guide", "90 % of customers"), and who does what to what in it.
func (f *finder) clause(words []token) {
	i := start(words)
	if i >= len(words) {
		return
	}
	if words[i].Text == "n" || words[i].Role == sentence.Unfilled {
		f.add("opens with a blank")
	}
	w := words[i]
	we := false
	if strings.HasPrefix(w.Text, "we") && len(w.Text) < 6 && (w.Text == "we" || strings.ContainsAny(w.Text, "'’")) {
		we = true
		i++
		for i < len(words) && (words[i].Text == "have" || words[i].Text == "will" || words[i].Text == "are" || words[i].Text == "ve") {
			i++
		}
		if i >= len(words) {
			return
		}
		w = words[i]
	}
	verb := w.about & verbs
	switch {
	case verb != 0 && formOf(w) == gerund:
		f.order(words, i, "an effort", verb)
	case verb != 0 && formOf(w) == past && !f.finite(words, i+1):
		f.order(words, i, "done", verb)
	case verb != 0 && (we || formOf(w) == base && imperative(words, i)):
		f.order(words, i, "an order", verb)
	default:
		f.statement(words, i)
	}
}

// imperative answers whether a verb in its base form is an order and not the beginning of a compound: "Support tickets fall", "Lead time < 2 d".
func imperative(words []token, i int) bool {
	w := words[i]
	if i+1 >= len(words) {
		return w.about&nouns == 0
	}
	n := words[i+1]
	switch n.Text {
	case "is", "are", "has", "have", "can", "will", "was", "were", ":", "-", "–", "of", "<", ">", "≤", "≥":
		return false
	}
	if n.about&(metrics|artefacts|events) != 0 && n.about&^(metrics|artefacts|events|persons) == 0 && w.about&nouns != 0 {
		// Two nouns: an order only if something follows that an order needs.
		return i+2 < len(words) && (words[i+2].Text == "to" || words[i+2].Text == "for" || words[i+2].Text == "from" || words[i+2].Text == "with" || w.about&makes != 0 && n.about&metrics == 0 && len(words) > i+4)
	}
	return true
}

// finite answers whether a finite verb stands behind i, before the first comma.
func (f *finder) finite(words []token, i int) bool {
	_, ok := finite(words, i)
	return ok
}

// finite finds the verb of a statement.
func finite(words []token, i int) (int, bool) {
	for k := i; k < len(words); k++ {
		w := words[k]
		switch w.Text {
		case "is", "are", "was", "were", "has", "have", "can", "will", "should", "must", "does", "do", "don't", "doesn't", "don’t", "doesn’t", "isn't", "aren't", "isn’t", "aren’t", "haven't", "hasn't", "won't", "can't", "can’t", "gets", "get", "had", "cannot", "no-longer", "been":
			if k > 0 || w.Text == "have" {
				return k, true
			}
		case "that", "which", "who", "where", "when", "if", "whether", "how", "what":
			return 0, false
		}
		if w.Kind != sentence.Letters || w.about&verbs == 0 || k == i || w.Role != sentence.Free {
			continue
		}
		b := words[k-1]
		if strings.HasSuffix(b.Text, "ly") && k > i+1 || b.Text == "longer" || b.Text == "also" {
			b = words[k-2]
		}
		if b.Kind != sentence.Letters && b.Text != ")" && b.Text != "%" || brk[b.Text] || b.Text == "the" || b.Text == "a" || b.Text == "of" || b.Text == "our" {
			continue
		}
		plural := strings.HasSuffix(b.Text, "s") || b.about&persons != 0 && b.about&artefacts == 0 || b.Text == "team" || b.Text == "you" || b.Text == "they" || b.Text == "staff" || b.Text == "media" || b.Text == "press" || b.Text == ")"
		next := token{}
		if k+1 < len(words) {
			next = words[k+1]
		}
		switch formOf(w) {
		case past:
			if b.about&nouns != 0 || plural || next.Text == "by" || next.Text == "in" || next.Text == "at" || next.Text == "and" || next.Text == "" || next.Text == "to" {
				return k, true
			}
		case third:
			if !plural && (w.about&(artefacts|metrics|events) == 0 || next.Text == "the" || next.Text == "a" || next.Text == "to" || next.Text == "our") {
				return k, true
			}
		case base:
			if plural && (w.about&(artefacts|metrics|events) == 0 || next.Text == "the" || next.Text == "a" || next.Text == "our" || next.Text == "to") {
				return k, true
			}
		case gerund:
			if (b.about&persons != 0 || plural && w.about&(uses|gains) != 0) && k+1 < len(words) {
				return k, true
			}
		}
	}
	return 0, false
}

// order says what is to be done to what.
func (f *finder) order(words []token, i int, mood string, verb uint64) {
	f.add(mood)
	name := verbName(verb)
	f.add(mood + ": " + name)
	about, share := head(words, i+1)
	f.add(name + " " + kindName(about))
	if share {
		f.add(name + " a share")
	}
	f.addVerb(stem(words[i].Text))
	if verb&ensures != 0 && verb&(makes|does) == 0 || words[i].Text == "enable" || words[i].Text == "help" {
		if k, ok := finite(words, i+2); ok {
			f.predicate(words, i+1, k, "ensured: ")
		} else if about&persons != 0 {
			for k := i + 2; k < min(len(words), i+9); k++ {
				if words[k].Text == "to" {
					f.add("enables people to do it")
				}
			}
		}
	}
	if about&persons != 0 && verb&(makes|gains) != 0 { // "have the press publish"
		for k := i + 2; k+1 < len(words); k++ {
			if words[k].about&persons != 0 && (words[k+1].about&uses != 0 || words[k+1].Text == "to") {
				f.add("has people act")
			}
		}
	}
}

// statement says who does what, or what there is.
func (f *finder) statement(words []token, i int) {
	k, ok := finite(words, i)
	if !ok {
		f.add("a noun")
		about, share := head(words, i)
		what := "a noun: "
		if words[i].Kind == sentence.Numeral || words[i].Role == sentence.Counted || words[i].Role == sentence.Unfilled {
			what = "a number of "
		}
		f.add(what + kindName(about))
		if share {
			f.add("a share of " + kindName(about))
		}
		return
	}
	f.add("a statement")
	f.predicate(words, i, k, "")
}

// predicate says of whom what is said: the subject stands from i to k, the verb at k.
func (f *finder) predicate(words []token, i, k int, prefix string) {
	about, share := head(words[:k], i)
	who := kindName(about)
	if about == 0 && i < k {
		if words[i].Text == "we" || words[i].Text == "our" {
			who = "we"
		} else if words[i].Text == "there" {
			who = "there"
			about, _ = head(words, k+1)
			f.add(prefix + "there is " + kindName(about))
		}
	}
	f.add(prefix + who + " as the subject")
	if share {
		f.add(prefix + "a share of " + who + " as the subject")
	}
	v := words[k]
	does := "is"
	switch v.Text {
	case "is", "are", "was", "were", "has", "have", "gets", "get", "had", "been", "can", "will", "should", "must", "cannot":
		does = aux(v.Text)
		perfect := false
		for n := k + 1; n < min(len(words), k+6); n++ {
			x := words[n]
			if x.Text == "been" || x.Text == "be" || x.Text == "being" {
				does = "is"
				perfect = false
				continue
			}
			if x.Text == "not" || x.Text == "no" || strings.HasSuffix(x.Text, "ly") || x.Text == "all" || x.Text == "to" || x.Text == "at" || x.Text == "least" || x.Text == "now" || x.Text == "each" {
				continue
			}
			if x.about&verbs != 0 && (formOf(x) == past || formOf(x) == gerund || does == "can" || does == "will") {
				if does == "has" {
					perfect = true
				}
				switch {
				case formOf(x) == past && does == "is":
					f.add(prefix + who + " is " + passive(x.about))
					f.add(prefix + "it is " + passive(x.about))
					for m := n + 1; m < min(len(words), n+4); m++ {
						if words[m].Text == "by" && m+1 < len(words) {
							by, _ := head(words, m+1)
							if by&persons != 0 {
								f.add(prefix + "by people")
							}
						}
					}
				case perfect:
					f.add(prefix + who + " has " + passive(x.about))
				default:
					f.add(prefix + who + " " + does + " " + doing(x.about))
					f.add(prefix + "somebody " + does + " " + doing(x.about))
				}
				f.addVerb(stem(x.Text))
				return
			}
			switch {
			case x.Role == sentence.Counted || x.Kind == sentence.Numeral:
				f.add(prefix + who + " is a number")
			case x.about&(states|vagues) != 0:
				f.add(prefix + who + " is in a state")
				f.add(prefix + "it is in a state")
			case x.about&nouns != 0:
				f.add(prefix + who + " " + does + " " + kindName(x.about&nouns))
			default:
				f.add(prefix + who + " " + does)
			}
			return
		}
		f.add(prefix + who + " " + does)
	default:
		switch formOf(v) {
		case past:
			f.add(prefix + who + " is " + passive(v.about))
			f.add(prefix + "it is " + passive(v.about))
		default:
			f.add(prefix + who + " " + doing(v.about))
			f.add(prefix + "somebody " + doing(v.about))
		}
		f.addVerb(stem(v.Text))
	}
}

func aux(w string) string {
	switch w {
	case "is", "are", "was", "were", "been", "isn't", "aren't", "isn’t", "aren’t":
		return "is"
	case "has", "have", "gets", "get", "had":
		return "has"
	case "can", "cannot":
		return "can"
	}
	return "will"
}

func passive(class uint64) string {
	switch {
	case class&hires != 0:
		return "hired"
	case class&(ups|downs|holds) != 0:
		return "changed"
	case class&makes != 0:
		return "made"
	case class&uses != 0:
		return "used"
	case class&learns != 0:
		return "learned"
	case class&gains != 0:
		return "won"
	}
	return "tended"
}

func doing(class uint64) string {
	switch {
	case class&(ups|downs|holds) != 0:
		return "changes"
	case class&uses != 0:
		return "uses"
	case class&learns != 0:
		return "learns"
	case class&gains != 0:
		return "wins"
	case class&makes != 0:
		return "makes"
	case class&hires != 0:
		return "hires"
	}
	return "tends"
}

func verbName(class uint64) string {
	switch {
	case class&hires != 0:
		return "hires"
	case class&(ups|downs|holds) != 0:
		return "changes"
	case class&learns != 0:
		return "learns"
	case class&ensures != 0:
		return "ensures"
	case class&gains != 0 && class&makes == 0:
		return "wins"
	case class&makes != 0:
		return "makes"
	case class&does != 0:
		return "does"
	}
	return "uses"
}

// head is what a noun phrase from i is about: its last known noun before a preposition; of a share or a quantity, what it is a share of.
func head(words []token, i int) (about uint64, share bool) {
	counted := false
	for k := i; k < min(len(words), i+10); k++ {
		w := words[k]
		if k > i && about != 0 && w.about&verbs != 0 && w.about&nouns == 0 && formOf(w) != base && !w.Upper {
			return about, share
		}
		switch {
		case w.Text == "%":
			share = true
			continue
		case w.Role == sentence.Counted || w.Kind == sentence.Numeral || w.Role == sentence.Unfilled || w.about&crisps != 0:
			counted = true
			continue
		case w.Kind == sentence.Symbol:
			if w.Text == "." && about == 0 {
				continue
			}
			if w.Text == "," && about != 0 || w.Text == ";" || w.Text == "." || w.Text == ":" || w.Text == "(" && about != 0 {
				return about, share
			}
			continue
		case w.Text == "of":
			if about == 0 || counted && about&persons == 0 && share {
				continue
			}
			return about, share
		case brk[w.Text] && k > i:
			return about, share
		}
		if w.about&nouns != 0 {
			about = w.about
		}
	}
	return about, share
}

func kindName(about uint64) string {
	switch {
	case about&insights != 0:
		return "what we learn"
	case about&persons != 0 && about&artefacts == 0:
		return "people"
	case about&owns != 0:
		return "our own plan"
	case about&metrics != 0 && about&artefacts == 0:
		return "a metric"
	case about&qualities != 0:
		return "a quality"
	case about&events != 0:
		return "an event"
	case about&artefacts != 0:
		return "a thing we make"
	case about&deeds != 0:
		return "a deed"
	case about&metrics != 0:
		return "a metric"
	}
	return "something"
}

func stem(w string) string {
	if s := sentence.Stems(w, "en"); len(s) > 0 {
		return s[0]
	}
	return w
}
