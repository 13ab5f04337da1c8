package sentence

import "strings"

// A place is what the words around a quantity say of it.
type place struct {
	role   uint64 // from, to, by, outOf, or 0
	bound  uint64 // atLeast, atMost, or 0
	either bool
	limit  bool // a time within which, not a count
	top    bool
	each   bool
	inside bool // between brackets
	named  bool // "target of", "goal:"
	since  int  // the verb of a second result, "and reach 50"; 0 is none
	stands bool // "never below", "always at least": kept as it is
}

func placeOf(words []Word, q Quantity) place {
	p := place{inside: inside(words, q.first)}
	of := 0 // nouns that may stand before an "of": to a rating of 4.6
	for i := q.first - 1; i >= 0 && i >= q.first-7; i-- {
		w := words[i]
		if w.Inner {
			continue
		}
		switch c := w.Class; {
		case w.Role == Dated || w.Role == Counted:
			return p
		case w.Kind == Symbol && (w.Text == "(" || w.Text == ":" || w.Text == "," && p.bound == 0 && p.role == 0 && i == q.first-1):
			if w.Text == "," {
				return p
			}
		case c&top != 0 && i >= q.first-2:
			p.top = true
			return p
		case w.Text == "-" && w.Glued && i == q.first-1:
		case w.Text == "." && w.Glued && i == q.first-1 && i > 0 && abbreviated[words[i-1].Text]:
		case w.Text == "target" || w.Text == "goal":
			p.named = true
			return p
		case c&each != 0 && i == q.first-1:
			for k := i - 1; k >= 0; k-- { // from every 6 weeks to every 2, instead of every 6
				if !words[k].Inner {
					p.role = words[k].Class & (from | to)
					break
				}
			}
			p.each = p.role == 0
			return p
		case c&(atLeast|atMost) != 0 && denied(words, i):
			p.bound, p.stands = c&(atLeast|atMost)^(atLeast|atMost), true
			return p
		case c&atLeast != 0:
			p.bound = atLeast
		case c&atMost != 0:
			p.bound = atMost
			if w.Text == "within" {
				p.limit = true
			}
		case w.Text == "de" && p.bound != 0: // de más de 50.000 €
			return p
		case c&from != 0:
			p.role = from
			return p
		case c&outOf != 0 && w.Text == "out":
			p.role = outOf
			return p
		case c&to != 0 && !(w.Glued && w.Kind == Letters):
			p.role = to
			if c&reach != 0 && i > 0 && words[i-1].Class&also != 0 {
				p.since = i
			}
			return p
		case c&by != 0:
			p.role = by
			return p
		case c&either != 0:
			p.either = true
			return p
		case w.Text == "of" && !(i+1 < q.first && words[i+1].Inner):
			of = 2
		case c&about != 0 || w.Text == "of" || w.Text == "+" || w.Text == "$" || w.Class&money != 0:
		case of > 0 && p.bound == 0 && w.Kind == Letters && c&^(hint|period|naming) == 0 && !plural(w.Text):
			of--
		default:
			return p
		}
	}
	return p
}

// abbreviated are the words of a place that are written short, with a dot.
var abbreviated = map[string]bool{"max": true, "min": true, "mind": true, "vs": true, "approx": true, "ca": true, "máx": true, "mín": true}

// inside answers whether the word at i stands between brackets.
func inside(words []Word, i int) bool {
	for i--; i >= 0; i-- {
		switch words[i].Text {
		case "(":
			return true
		case ")":
			return false
		}
	}
	return false
}

// denied answers whether the bound at word i is denied: "never below", "does not exceed", "keep from falling under", "no customer waits more than".
func denied(words []Word, i int) bool {
	switch words[0].Text {
	case "no", "kein", "keine", "keiner", "ningún", "ninguna":
		return i > 1 && !words[1].Inner
	}
	for k := i - 1; k >= max(0, i-4); k-- {
		switch w := words[k]; {
		case w.Kind != Letters || w.Role == Dated || w.Role == Counted || w.Class&(atLeast|atMost) != 0:
			return false
		case w.Class&never != 0:
			return !(k+1 < len(words) && (words[k+1].Text == "only" || words[k+1].Text == "just" || words[k+1].Text == "nur" || words[k+1].Text == "sólo"))
		case w.Text == "from" && strings.HasSuffix(words[k+1].Text, "ing"):
			return true
		case k < i-1 && w.Class&(rise|fall|keep|hint|about) == 0 && w.Text != "go" && w.Text != "goes" && w.Text != "going" && w.Text != "get":
			return false
		}
	}
	return false
}

// up and down are the words of a bound behind its number: 60 % or more, 40 days or less, 4.6 oder besser.
var up = map[string]bool{"more": true, "higher": true, "above": true, "better": true, "greater": true, "over": true, "up": true, "upwards": true, "beyond": true, "mehr": true, "höher": true, "darüber": true, "besser": true, "más": true, "mejor": true, "superior": true, "mayor": true}
var down = map[string]bool{"less": true, "fewer": true, "below": true, "lower": true, "under": true, "shorter": true, "faster": true, "quicker": true, "sooner": true, "weniger": true, "darunter": true, "niedriger": true, "kürzer": true, "schneller": true, "menos": true, "inferior": true, "menor": true}

// boundAfter reads a bound that stands behind the number: "60 % or more", "40 days (or less)", "4.6 and up", "3 days at most".
func boundAfter(words []Word, q Quantity) uint64 {
	closes := func(i int) bool {
		return i >= len(words) || words[i].Kind != Letters && words[i].Kind != Numeral || words[i].Class&(due|hint|by) != 0
	}
	for i := q.last + 1; i < len(words) && i < q.last+5; i++ {
		w := words[i]
		switch {
		case w.Kind == Numeral || w.Role == Dated:
			return 0
		case w.Class&(atLeast|atMost) != 0 && (w.Text == "max" || w.Text == "min" || w.Text == "at" || strings.HasPrefix(w.Text, "maxim") || strings.HasPrefix(w.Text, "minim") || strings.HasPrefix(w.Text, "máxim") || strings.HasPrefix(w.Text, "mínim") || w.Text == "höchstens" || w.Text == "mindestens" || w.Text == "como"):
			k := i + 1
			for k < len(words) && words[k].Inner {
				k++
			}
			if closes(k) {
				return w.Class & (atLeast | atMost)
			}
		case i+1 == len(words):
		case w.Text == "or" || w.Text == "oder" || w.Text == "o", (w.Text == "and" || w.Text == "und" || w.Text == "y") && closes(i+2):
			switch b := words[i+1].Text; {
			case (b == "better" || b == "besser" || b == "mejor") && duration[q.Unit]: // the better time is the shorter one
				return atMost
			case up[b]:
				return atLeast
			case down[b]:
				return atMost
			}
		}
	}
	return 0
}
