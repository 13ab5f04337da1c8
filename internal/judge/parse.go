package judge

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// A parse is who does what to what in a line.
type parse struct {
	mood    string // order, done, effort, statement, noun
	at      int    // the verb; of a noun its first word
	verb    uint64
	word    string // the verb as written
	stem    string // the verb without its ending
	subject uint64
	many    bool // the subject is a plural
	share   bool // of the subject: "80 % of …"
	counted bool // the line begins with a number
	object  uint64
	ofShare bool // the object is a share
	we      bool
	aux     string // is, has, can, will
	passive bool
	after   token // what stands behind the verb group
}

// unchanged are verbs whose participle is written like the verb: "The meters are read by riders".
var unchanged = map[string]bool{"read": true, "put": true, "set": true, "cut": true, "hit": true, "split": true, "shut": true, "cast": true, "run": true, "spread": true, "become": true, "come": true}

// parseOf reads who does what to what in the words of a line.
func parseOf(words []token) parse {
	p := clauseOf(words)
	p.stem = stem(p.word)
	return p
}

// verbIs answers whether the verb of the line is one of these, whatever its ending: "visit" is the verb of "We visited ten farms".
func (p *parse) verbIs(list ...string) bool {
	for _, v := range list {
		if p.stem == stem(v) {
			return true
		}
	}
	return false
}

// clauseOf is a parse but for the stem of its verb.
func clauseOf(words []token) parse {
	var p parse
	i := start(words)
	if i >= len(words) {
		p.mood = "noun"
		return p
	}
	w := words[i]
	for k := 0; k <= i; k++ {
		if words[k].Role == sentence.Counted || words[k].Kind == sentence.Numeral || words[k].Role == sentence.Unfilled {
			p.counted = true
		}
	}
	if isWe(w.Text) {
		p.we = true
		if strings.HasSuffix(w.Text, "re") {
			p.aux = "is"
		}
		i++
		for i < len(words) && (words[i].Text == "have" || words[i].Text == "will" || words[i].Text == "are" || words[i].Text == "ve" || words[i].Text == "also") {
			p.aux = aux(words[i].Text)
			i++
		}
		if i >= len(words) {
			p.mood = "noun"
			return p
		}
		w = words[i]
		if w.Text == "can" {
			p.mood, p.aux, p.at = "statement", "can", i
			return p
		}
		if w.Text == "using" { // elsewhere it says by what means
			p.mood, p.at, p.verb, p.word = "effort", i, uses, w.Text
			p.object, p.ofShare = head(words, i+1)
			return p
		}
		if (p.aux == "is" || p.aux == "has") && w.about&verbs == 0 && formOf(w) != past && formOf(w) != gerund { // "we are profitable", "we have a plan"
			p.mood, p.at, p.subject, p.after = "statement", i, persons, w
			p.object, p.ofShare = head(words, i)
			return p
		}
	}
	switch strings.ReplaceAll(w.Text, "’", "'") {
	case "it's", "that's":
		p.mood, p.aux, p.at = "statement", "is", i
		if i+1 < len(words) {
			p.after = words[i+1]
		}
		p.object, p.ofShare = head(words, i+1)
		return p
	case "there's":
		p.mood, p.at, p.counted = "noun", i, true
		p.subject, p.share = head(words, i+1)
		return p
	}
	if headline(words[i:]) {
		p.mood, p.at = "noun", i
		p.subject, p.share = head(words, i)
		return p
	}
	verb := w.about & verbs
	if p.we && p.aux == "has" && verb == 0 && formOf(w) == past {
		verb = makes
	}
	set := func(mood string) parse {
		p.mood, p.at, p.verb, p.word = mood, i, verb, w.Text
		p.object, p.ofShare = head(words, i+1)
		return p
	}
	if w.Text == "test" && tried(words[i+1:]) {
		if verb = learns; !hasNumber(words[i:]) && !asking[words[i+1].Text] && !hasAbout(words[i:], persons) { // a check and no question: "Test the siren"
			verb = makes
		}
		return set("order")
	}
	if verb == 0 && !p.we && ordering(words, i) {
		verb = makes
		return set("order")
	}
	if verb == 0 && !p.we && w.about&acts != 0 && w.about&(either|nouns) == 0 && formOf(w) == base && i+1 < len(words) && !auxiliaries[words[i+1].Text] && imperative(words, i) { // "Withstand a drill"
		return set("order")
	}
	switch {
	case w.Text == "have" || w.Text == "be" || w.Text == "having":
		verb |= gains
		return set("order")
	case verb != 0 && formOf(w) == gerund && !p.we && manner.Word(w.Text).Class&department != 0 && i+1 < len(words) && words[i+1].Role == sentence.Free && words[i+1].Text != "of" && !determiners[words[i+1].Text]:
		// a department before a noun: "Marketing partnerships"
	case formOf(w) == gerund && !p.we && naming[w.Text] && (i+1 >= len(words) || ownName(words[i+1])):
		// the name of a thing or of a field: "Onboarding buddy", "Hiring for the new site"
	case verb != 0 && formOf(w) == gerund && (p.we || i+1 >= len(words) || words[i+1].about&(persons|metrics) == 0 && !compoundNoun(words, i)):
		if _, ok := finite(words, i); !ok || p.we {
			return set("effort")
		}
	case i > 0 && (words[i-1].Text == "a" || words[i-1].Text == "an" || words[i-1].Text == "the"):
		// an article before it: no verb
	case verb != 0 && formOf(w) == past:
		if _, ok := finite(words, i+1); (!ok || p.we && p.aux == "has") && !describing(words, i) {
			return set("done")
		}
	case verb != 0 && (p.we || (formOf(w) == base || formOf(w) == third && w.about&nouns == 0) && imperative(words, i)):
		return set("order")
	}
	k, ok := finite(words, i)
	if !ok {
		k, ok = usedBefore(words, i)
	}
	if !ok {
		p.mood, p.at = "noun", i
		p.subject, p.share = head(words, i)
		return p
	}
	p.mood, p.at = "statement", k
	p.subject, p.share = head(words[:k], i)
	p.many = plural(words[i:k])
	if strings.HasPrefix(words[i].Text, "there") && len(words[i].Text) < 10 && k < i+3 {
		p.mood = "noun"
		p.subject, p.share = head(words, k+1)
		p.counted = true
		return p
	}
	v := words[k]
	p.verb, p.word = v.about&verbs, v.Text
	switch v.Text {
	case "is", "are", "was", "were", "has", "have", "gets", "get", "had", "been", "can", "will", "should", "must", "cannot", "isn't", "aren't", "isn’t", "aren’t", "hasn't", "hasn’t", "haven't", "haven’t":
		p.aux = aux(v.Text)
		p.verb = 0
		for n := k + 1; n < min(len(words), k+7); n++ {
			x := words[n]
			switch {
			case x.Text == "been" || x.Text == "be" || x.Text == "being":
				p.aux = "is"
				continue
			case p.aux == "is" && x.Text == "able" && n+1 < len(words) && words[n+1].Text == "to": // "are able to register"
				p.aux = "can"
				continue
			case x.Text == "not", x.Text == "all", x.Text == "now", x.Text == "each", x.Text == "to", x.Text == "successfully", strings.HasSuffix(x.Text, "ly"), x.Inner, x.Bounds():
				continue
			}
			p.after = x
			if p.aux == "is" && x.Text == "using" { // elsewhere it says by what means
				p.verb, p.word, p.at = uses, x.Text, n
				p.object, p.ofShare = head(words, n+1)
				break
			}
			if p.aux == "is" && x.about&(verbs|states) == 0 && (x.about&^acts == 0 || x.Text == "tested") && strings.HasSuffix(x.Text, "ed") { // greeted, contested
				p.word, p.at, p.passive = x.Text, n, true
				p.object, p.ofShare = head(words, n+1)
				break
			}
			if p.aux == "is" && unchanged[x.Text] && x.about&verbs != 0 { // "are read by"
				p.verb, p.word, p.at, p.passive = x.about&verbs, x.Text, n, true
				p.object, p.ofShare = head(words, n+1)
				break
			}
			if x.about&verbs != 0 && (formOf(x) != base || p.aux == "can" || p.aux == "will") && !(p.aux == "has" && formOf(x) == third) {
				p.verb, p.word, p.at = x.about&verbs, x.Text, n
				p.passive = p.aux == "is" && formOf(x) == past
				p.object, p.ofShare = head(words, n+1)
			} else {
				p.object, p.ofShare = head(words, n)
			}
			break
		}
	default:
		if v.Text == "using" {
			p.verb = uses
		}
		p.passive = formOf(v) == past
		p.object, p.ofShare = head(words, k+1)
	}
	return p
}

// ordering answers whether a word that no list has begins an order all the same: "Abate the noise", "Stabilify all pumps".
func ordering(words []token, i int) bool {
	w := words[i]
	if i+1 >= len(words) || w.about != 0 || w.Kind != sentence.Letters || w.Role != sentence.Free || formOf(w) != base || brk[w.Text] || determiners[w.Text] || auxiliaries[w.Text] || len(w.Text) < 4 {
		return false
	}
	n := words[i+1]
	switch n.Text {
	case "the", "a", "an", "our", "all", "each", "every", "these", "their", "its", "any", "your", "existing":
		return true
	}
	return n.Kind == sentence.Letters && !brk[n.Text] && !auxiliaries[n.Text] && (strings.HasSuffix(w.Text, "ify") || strings.HasSuffix(w.Text, "ize") && w.Text != "prize" && w.Text != "size")
}

// tried answers whether words say what is to be tested, and no kind of test: "three lamps", "whether they pay", but not "coverage".
func tried(words []token) bool {
	return len(words) > 0 && (determiners[words[0].Text] || words[0].Role == sentence.Counted || asking[words[0].Text] || comparative(words[0].Text))
}

// compoundNoun answers whether a gerund only describes the noun behind it: "a training plan", but "training plans" are written by somebody.
func compoundNoun(words []token, i int) bool {
	n := words[i+1]
	return n.Kind == sentence.Letters && n.about&(artefacts|events|owns) != 0 && n.about&verbs&^makes == 0 && formOf(n) != third
}

// describing answers whether a participle only describes the noun behind it, with which the line ends: "Engaged members", "Qualified leads".
func describing(words []token, i int) bool {
	if i+1 >= len(words) || i+4 < len(words) || words[i].about&makes != 0 {
		return false
	}
	for _, w := range words[i+1:] {
		if w.Kind != sentence.Letters || brk[w.Text] || determiners[w.Text] || w.Role != sentence.Free {
			return false
		}
	}
	last := words[len(words)-1]
	return formOf(last) == third && last.about&verbs&^makes == 0 || last.about&(persons|metrics) != 0 && formOf(last) == third
}

// naming are gerunds that name a thing or a field as often as something that goes on: "Pricing for schools".
var naming = map[string]bool{"naming": true, "onboarding": true, "reading": true, "mentoring": true, "landing": true, "wiring": true, "voting": true, "funding": true, "hardening": true, "tagging": true, "hiring": true, "staffing": true, "teaching": true, "debating": true, "cleaning": true,
	"billing": true, "pricing": true, "branding": true, "messaging": true, "benchmarking": true, "planning": true, "lending": true, "housing": true, "routing": true, "indexing": true, "caching": true, "linting": true, "fuzzing": true, "streaming": true, "scoring": true, "slashing": true, "contributing": true, "shipping": true}

// ownName answers whether the word behind such a gerund shows that it is a name: "Pricing for schools", but not "Pricing the seats".
func ownName(n token) bool {
	switch n.Text {
	case "for", "at":
		return true
	}
	return n.Kind == sentence.Letters && n.Text != "of" && !brk[n.Text] && !determiners[n.Text] && n.Role == sentence.Free && formOf(n) != third || n.Kind == sentence.Numeral
}

// usedBefore finds the "using" that tells what people use, and not by what means something is done: "Sales and marketing using one dashboard".
func usedBefore(words []token, i int) (int, bool) {
	for k := i + 1; k < min(len(words)-1, i+8); k++ {
		if words[k].Text != "using" {
			continue
		}
		b := words[k-1]
		return k, b.about&persons != 0 && b.about&artefacts == 0 || manner.Word(b.Text).Class&department != 0
	}
	return 0, false
}
