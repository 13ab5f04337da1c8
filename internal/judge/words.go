package judge

import (
	_ "embed"
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

//go:embed words/en.txt
var wordsText string

//go:embed words/manner.txt
var mannerText string

// The classes of words that tell what a goal is about.
const (
	makes uint64 = 1 << iota
	pasts
	hires
	does
	learns
	insights
	gains
	ensures
	ups
	downs
	holds
	uses
	states
	metrics
	persons
	artefacts
	events
	vagues
	crisps
	dones
	owns
	joints
	purposes
	aims
	outsiders
	docs
	routines
	acts      // a verb, and nothing else, of how people and things behave
	inner     // what only those who feel it know
	cadences  // how often
	either    // a verb in its base form that is a noun as often: market, staff, fall
	qualities // known by its ending alone: reliability, awareness
	deeds     // known by its ending alone: implementation, alignment
)

const verbs = makes | hires | does | learns | gains | ensures | ups | downs | holds | uses

var classNames = strings.Fields("make past hire do learn insight gain ensure up down hold use state metric person artefact event vague crisp done own joint purpose aim outsider docs routine act feel cadence either")

var lexicon = sentence.NewLexicon(wordsText, classNames)

// The classes of the words that tell how something is said or done.
const (
	umbrella uint64 = 1 << iota
	department
	stroke
	endless
	begun
	sayWhich
	sayEvery
	sayEach
	sayAll
	saySo
	sayBy
	sayIn
	sayOurs
	sayWe
	sayMore
	sayThing
	sayWith
	sayNew
	describes
	loose
	prepares
	follows
	programmed
	carriers
	known
	handed
	distinction
	carried
)

var manner = sentence.NewLexicon(mannerText, strings.Fields("umbrella department stroke endless begin which every each all so by in ours we more thing with new describe loose prepare follow program carrier known hand grant step"))

// A token is a word of a line, with what it is about.
type token struct {
	sentence.Word
	about uint64
}

// tokens are the words of a text with what they are about; what a phrase is about stands at its first word: "double" in "double down".
func tokens(t sentence.Text) []token {
	out := make([]token, len(t.Words))
	for i := 0; i < len(t.Words); {
		if t.Words[i].Role == sentence.Noted { // says nothing of the goal
			out[i].Word = t.Words[i]
			i++
			continue
		}
		e, n := lexicon.At(t.Words, i)
		for k := range n {
			out[i+k].Word = t.Words[i+k]
		}
		out[i].about = e.Class
		if e.Class&pasts != 0 && e.Unit != "" {
			out[i].about |= lexicon.Word(e.Unit).Class &^ nouns
		}
		if n == 1 && t.Words[i].Kind == sentence.Letters {
			out[i].about |= lexicon.Base(t.Words[i].Text).Class
		}
		if e.Class == 0 && roleName(t.Raw[t.Words[i].Span.From:t.Words[i].Span.To]) {
			out[i].about = persons
		}
		if out[i].about == 0 && t.Words[i].Kind == sentence.Letters {
			if out[i].about = onceMore(t.Words[i].Text); out[i].about == 0 {
				out[i].about = byEnding(t.Words[i].Text)
			}
		}
		i += n
	}
	return out
}

// onceMore is what a verb is about that says of another one that it is done once more: "recalibrate", "relaunched", "re-record"; 0 is none.
func onceMore(w string) uint64 {
	rest, ok := strings.CutPrefix(w, "re")
	rest = strings.TrimPrefix(rest, "-")
	if !ok || len(rest) < 4 {
		return 0
	}
	e := lexicon.Word(rest)
	about := e.Class | lexicon.Base(rest).Class
	if e.Class&pasts != 0 && e.Unit != "" {
		about |= lexicon.Word(e.Unit).Class
	}
	if about&makes == 0 {
		return 0
	}
	return about & (makes | pasts)
}

// roleName answers whether a word is the short name of a role in the plural: AEs, SDRs, PM's.
func roleName(w string) bool {
	short := strings.TrimSuffix(w, "s")
	if short == w {
		return false
	}
	w = strings.TrimSuffix(strings.TrimSuffix(short, "'"), "’")
	if len(w) < 2 || len(w) > 3 || strings.ToUpper(w) != w {
		return false
	}
	for i := range len(w) {
		if w[i] < 'A' || w[i] > 'Z' {
			return false
		}
	}
	return true
}

// byEnding tells what an unknown noun is by its ending: "durability" is a quality, "tessellation" a deed.
func byEnding(w string) uint64 {
	w = strings.TrimSuffix(w, "s")
	switch {
	case len(w) < 6:
	case strings.HasSuffix(w, "ility"), strings.HasSuffix(w, "nes"), strings.HasSuffix(w, "ness"), strings.HasSuffix(w, "ency"), strings.HasSuffix(w, "iance"), strings.HasSuffix(w, "ability"):
		return qualities
	case (strings.HasSuffix(w, "able") || strings.HasSuffix(w, "ible")) && len(w) > 7 && !notComparative[w]:
		return states
	case strings.HasSuffix(w, "ier") && !notComparative[w]:
		return vagues
	case strings.HasSuffix(w, "ation"), strings.HasSuffix(w, "ition"), strings.HasSuffix(w, "ment"), strings.HasSuffix(w, "ction"):
		return deeds
	}
	return 0
}

// notComparative end like a comparative, or an adjective, and are none.
var notComparative = map[string]bool{"earlier": true, "timetable": true, "variable": true, "vegetable": true, "deliverable": true, "collectible": true, "carrier": true, "supplier": true, "barrier": true, "premier": true, "identifier": true, "classifier": true, "frontier": true, "multiplier": true, "courier": true, "notifier": true}

// start is the first word that says something: labels, bullets, "we have" and articles are passed over.
func start(words []token) int {
	i := 0
	for i < len(words)-1 && words[i].Role == sentence.Noted {
		i++
	}
	for k := i; k < len(words) && words[k].Role == sentence.Dated; k++ { // "By the end of May, …"
		i = k + 1
	}
	for k := i; k < min(len(words), i+6); k++ { // "LEARNING GOAL:", "Slack:"
		if words[k].Text == "(" || words[k].Text == "[" {
			break
		}
		if words[k].Text == ":" && k+1 < len(words) && !(words[k].Glued && words[k+1].Glued) { // but "Re:start"
			if k == i || k+5 < len(words) || !figures(words[k+1]) { // "Inventory turns: 9" is no label
				i = k + 1
			}
			break
		}
	}
	if i+1 < len(words) && (words[i].Text == "for" || words[i].Text == "across" || words[i].Text == "through" || words[i].Text == "within" || words[i].Text == "once" || words[i].Text == "based") { // "For each team, …"
		for k := i + 2; k < min(len(words)-1, i+12); k++ {
			if words[k].Text == "," {
				i = k + 1
				break
			}
		}
	}
	if i+1 < len(words) && words[i].Text == "based" && words[i+1].Text == "on" {
		i = orderBehind(words, i)
	}
	for i < len(words) {
		w := words[i]
		switch {
		case w.Kind == sentence.Symbol && w.Text != "%":
		case w.Inner, w.Bounds() && i+1 < len(words), strings.HasSuffix(w.Text, "ly") && len(w.Text) > 5 && w.about&^(vagues|routines) == 0, w.Text == "new", w.Text == "final":
		case w.Text == "the", w.Text == "a", w.Text == "an", w.Text == "our", w.Text == "successfully", w.Text == "clearly", w.Text == "fully", w.Text == "effectively", w.Text == "significantly", w.Text == "and", w.Text == "continue" && i+1 < len(words) && words[i+1].Text == "to":
		default:
			return i
		}
		i++
	}
	return 0
}

// orderBehind is the verb of the order behind a "based on" at i that no comma ends: "improve" in "Based on the survey improve the signs"; i where there is none.
func orderBehind(words []token, i int) int {
	doubtful := i
	for k := i + 3; k < min(len(words)-1, i+12); k++ {
		w, b := words[k], words[k-1]
		if w.about&verbs == 0 || formOf(w) != base || brk[b.Text] || determiners[b.Text] {
			continue
		}
		if w.about&(either|nouns) == 0 {
			return k
		}
		if doubtful == i && (words[k+1].about&metrics != 0 || determiners[words[k+1].Text]) {
			doubtful = k
		}
	}
	return doubtful
}

// figures answers whether a word begins a number or its limit: "9", "max".
func figures(w token) bool {
	switch w.Text {
	case "none", "nil", "zero", "not", "max", "min", "below", "under", "above", "over", "≤", "≥", "<", ">":
		return true
	}
	return w.Role == sentence.Counted || w.Role == sentence.Unfilled || w.Kind == sentence.Numeral || w.Bounds()
}

// brk are the words before which a noun phrase ends: "of nurses in Ghent" ends before "in".
var brk = map[string]bool{"to": true, "for": true, "in": true, "with": true, "by": true, "from": true, "on": true, "at": true, "that": true, "which": true, "and": true, "so": true, "via": true, "through": true, "as": true, "or": true, "between": true, "until": true, "during": true, "without": true, "before": true, "after": true, "per": true, "among": true, "behind": true, "outside": true, "inside": true, "around": true, "against": true, "within": true, "w": true, "when": true, "where": true, "who": true}

// hasWord answers whether one of the words stands in the line: "than" in "later than planned".
func hasWord(words []token, list ...string) bool {
	for _, w := range words {
		for _, l := range list {
			if w.Text == l {
				return true
			}
		}
	}
	return false
}

// hasAbout answers whether a word about a class stands in the line: "nurses" about persons.
func hasAbout(words []token, class uint64) bool {
	for _, w := range words {
		if w.about&class != 0 {
			return true
		}
	}
	return false
}

// hasManner answers whether a word of a class of manner.txt stands in the line: "our approach" has an umbrella.
func hasManner(words []token, class uint64) bool {
	for _, w := range words {
		if manner.Word(w.Text).Class&class != 0 {
			return true
		}
	}
	return false
}

// listedAs answers whether a word itself, with its ending, stands in a class of manner.txt: "parser" is programmed, "parsers" are not listed.
func listedAs(w string, class uint64) bool { return manner.Listed(w).Class&class != 0 }

// hasPhrase answers whether the words stand in the line one behind the other: "in place".
func hasPhrase(words []token, list ...string) bool {
	for i := 0; i+len(list) <= len(words); i++ {
		all := true
		for k, w := range list {
			all = all && words[i+k].Text == w
		}
		if all {
			return true
		}
	}
	return false
}

// certificates are words about what others certify: "ISO".
var certificates = map[string]bool{"soc2": true, "soc": true, "iso": true, "fedramp": true, "compliance": true, "compliant": true, "certification": true, "certified": true, "accreditation": true, "accredited": true, "gdpr": true, "hipaa": true, "pci": true, "audited": true}
