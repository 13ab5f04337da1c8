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

// endsInEd are verbs in their base form that look like participles: "feed", "exceed".
var endsInEd = map[string]bool{"need": true, "feed": true, "seed": true, "speed": true, "exceed": true, "proceed": true, "succeed": true, "embed": true, "heed": true, "bleed": true, "breed": true, "shed": true}

// formOf tells how a word would be written were it a verb: "carries" is third, and so is "ferries".
func formOf(w token) form {
	switch {
	case w.about&pasts != 0 || strings.HasSuffix(w.Text, "ed") && !endsInEd[w.Text]:
		return past
	case strings.HasSuffix(w.Text, "ing") && len(w.Text) > 4 && w.Text != "bring":
		return gerund
	case strings.HasSuffix(w.Text, "s") && !strings.HasSuffix(w.Text, "ss"):
		return third
	}
	return base
}

// isWe answers whether a word is "we", alone or with its verb: we've, we're.
func isWe(w string) bool {
	before, _, _ := strings.Cut(strings.ReplaceAll(w, "’", "'"), "'")
	return before == "we"
}

// imperative answers whether a verb in its base form is an order and not the beginning of a compound: "Support tickets fall", "Lead time < 2 d".
func imperative(words []token, i int) bool {
	w := words[i]
	if i+1 >= len(words) {
		return w.about&nouns == 0
	}
	if w.Text == "top" && (words[i+1].Role == sentence.Counted || words[i+1].Kind == sentence.Numeral) || w.Text == "growth" || w.Text == "own" && i > 0 {
		return false
	}
	if !clausal[w.Text] && predicated(words, i) {
		return false
	}
	n := words[i+1]
	if w.Text == "open" && n.Text == "source" && !(i+2 < len(words) && determiners[words[i+2].Text]) {
		return false
	}
	if w.about&persons != 0 && w.about&either != 0 && formOf(n) == gerund && n.about&nouns != 0 { // "Staff training"
		return false
	}
	if i+2 < len(words) && (formOf(n) == past && n.about&verbs != 0 && words[i+2].Text == "by" || n.about&deeds != 0 && words[i+2].Text == ":") { // "Budget approved by the board", "Archive digitisation: 2,000 photos"
		return false
	}
	if w.Text == "clean" && (n.Text == "audit" || n.Text == "record" || n.Text == "opinion" || n.Text == "report") {
		return false
	}
	switch n.Text {
	case "<", ">", "≤", "≥", "below", "above":
		return w.about&(nouns|either) == 0
	case "is", "are", "has", "have", "can", "will", "was", "were", ":", "-", "–", "of":
		return false
	}
	if n.Kind == sentence.Letters && formOf(n) == third && n.about&(verbs|acts) != 0 && n.about&nouns == 0 && i+2 < len(words) && w.about&(nouns|either) != 0 { // "Search covers all files"
		return false
	}
	if w.about&nouns != 0 || w.Text == "code" || w.Text == "open" { // "Code insights is validated", "Open source projects use it"
		for k := i + 1; k < min(len(words), i+8); k++ {
			if t := words[k].Text; t == "that" || t == "which" || t == "who" || t == "," || t == "how" || t == "to" || t == "so" || t == "if" || t == "where" || t == "what" {
				break
			}
			if x := words[k]; k > i+1 && x.about&acts != 0 && x.about&nouns == 0 && formOf(x) == third && words[k-1].Kind == sentence.Letters && !brk[words[k-1].Text] { // "Interview repo contains …"
				return false
			}
			if t := words[k].Text; t == "is" || t == "are" || t == "has" || t == "have" || t == "was" || t == "were" {
				return false
			}
		}
	}
	if w.about&either != 0 && !clausal[w.Text] && !watches[w.Text] && n.about&metrics != 0 && n.about&^metrics == 0 && (i+2 >= len(words) || words[i+2].Text == "(" || brk[words[i+2].Text] && words[i+2].Text != "to" && words[i+2].Text != "from" && words[i+2].Text != "by") { // "Market share in juices"
		return false
	}
	if n.about&(metrics|artefacts|events) != 0 && n.about&^(metrics|artefacts|events|persons) == 0 && w.about&nouns != 0 {
		// Two nouns: an order only if something follows that an order needs.
		return i+2 < len(words) && (words[i+2].Text == "to" || words[i+2].Text == "for" || words[i+2].Text == "from" && (i+3 >= len(words) || words[i+3].Role != sentence.Counted) || words[i+2].Text == "with" || w.about&makes != 0 && n.about&metrics == 0 && len(words) > i+4)
	}
	return true
}

// headline answers whether words in capitals are the name of a piece of work, whose first one only sounds like an order: "Partner Onboarding Revamp".
func headline(words []token) bool {
	last := len(words) - 1
	if last < 2 || last > 5 || words[0].about&either == 0 || words[0].about&nouns == 0 || words[0].about&makes != 0 {
		return false
	}
	for _, w := range words {
		if w.Kind != sentence.Letters || !w.Upper || brk[w.Text] || determiners[w.Text] {
			return false
		}
	}
	return words[last].about&deeds != 0 || pieces[words[last].Text]
}

// clausal are verbs behind which somebody else may do something: "Help teams deliver", "Verify the backups are complete".
var clausal = map[string]bool{"ensure": true, "assure": true, "verify": true, "confirm": true, "check": true, "know": true, "prove": true, "show": true, "guarantee": true, "see": true, "say": true, "believe": true, "feel": true,
	"find": true, "learn": true, "understand": true, "decide": true, "determine": true, "validate": true, "make": true, "help": true, "let": true, "have": true, "get": true, "keep": true, "watch": true, "hear": true, "demonstrate": true, "enable": true, "allow": true, "report": true, "be": true}

// watches are verbs whose object is a metric more often than they describe one: "Track spend".
var watches = map[string]bool{"track": true, "measure": true, "monitor": true, "review": true, "control": true, "lift": true, "drive": true, "increase": true, "drop": true, "estimate": true, "benchmark": true, "chart": true, "score": true, "log": true, "figure": true, "audit": true,
	"display": true, "design": true, "target": true, "study": true, "survey": true, "research": true, "grant": true, "lower": true, "change": true, "surface": true, "start": true, "build": true, "improve": true, "support": true, "post": true}

// predicated answers whether something is said of a noun phrase that begins at i, so that its first word is no order: "Store managers feel
// supported", "Staff on ward 3 trained", "Fall risk assessed for all patients".
func predicated(words []token, i int) bool {
	doubtful := words[i].about&either != 0
	bare := words[i+1].Kind == sentence.Letters && !determiners[words[i+1].Text] && !words[i+1].Bounds() && words[i+1].Role == sentence.Free
	if brk[words[i+1].Text] && !doubtful {
		return false
	}
	for k := i + 1; k < min(len(words), i+9); k++ {
		x, b := words[k], words[k-1]
		switch x.Text {
		case "that", "which", "who", "how", "what", "where", "when", "if", "to", "so", ",", ";", ":", ".", "(", "as", "by", "why", "whether", "than":
			return false
		}
		if brk[x.Text] && !doubtful {
			return false
		}
		if k == i+1 && formOf(words[i]) == third && formOf(x) == base && (x.about&acts != 0 && x.about&either == 0 || x.about&(verbs|acts) != 0 && hasPhrase(words[k+1:min(len(words), k+3)], "on", "time")) { // "Upgrades take less time", "Shops open on time"
			return true
		}
		if k == i+1 && doubtful && formOf(x) == past && x.about&verbs != 0 && k+1 < len(words) && brk[words[k+1].Text] { // "Talk accepted at a conference"
			return true
		}
		if formOf(x) == third && x.about&(verbs|acts) != 0 && (b.Text == "just" || b.Text == "now" || b.Text == "always" || b.Text == "also" || strings.HasSuffix(b.Text, "ly") && b.Text != "likely" && k > i+1) {
			return true
		}
		if k < i+2 || x.Kind != sentence.Letters || x.Role != sentence.Free || brk[b.Text] || determiners[b.Text] || b.Kind == sentence.Symbol {
			continue
		}
		next := ""
		if k+1 < len(words) {
			next = words[k+1].Text
		}
		plural := formOf(b) == third && (b.about&nouns != 0 || b.about == 0 && doubtful) || b.Text == "staff" || b.Text == "people"
		switch {
		case auxiliaries[x.Text] && b.about&verbs&^gains == 0 || auxiliaries[x.Text] && b.about&nouns != 0:
			return true
		case x.about&acts != 0 && x.about&nouns == 0 && formOf(x) == third && !plural:
			return true
		case x.about&(nouns|either) == 0 && formOf(x) == base && plural && k == i+2 && (x.about&acts != 0 || doubtful && x.about&verbs != 0 && determiners[next]): // "Gift vouchers open the gate"
			return true
		case doubtful && bare && formOf(x) == past && x.about&verbs != 0 && (next == "" || next == "in" || next == "by" || next == "at" || next == "on" || next == "for" || next == "within" || next == "before" || next == "with" || next == "(" || next == "."):
			return true
		}
	}
	return false
}

// determiners stand before a noun: what follows is its phrase.
var determiners = map[string]bool{"the": true, "a": true, "an": true, "our": true, "all": true, "each": true, "every": true, "this": true, "these": true, "their": true, "its": true, "new": true, "one": true, "more": true, "any": true, "your": true, "existing": true}

// auxiliaries are the finite verbs that make a statement wherever they stand: "The last tram is on time".
var auxiliaries = map[string]bool{"is": true, "are": true, "was": true, "were": true, "has": true, "have": true, "can": true, "will": true, "should": true, "must": true, "does": true, "do": true,
	"don't": true, "doesn't": true, "isn't": true, "aren't": true, "haven't": true, "hasn't": true, "won't": true, "can't": true, "gets": true, "get": true, "had": true, "cannot": true, "been": true}

// finite finds the verb of a statement. A participle is only taken for it if no auxiliary follows: "teammates hired in April had …".
func finite(words []token, i int) (int, bool) {
	participle := -1
	heads := false // the subject's first noun is a plural
	single := one(words[i:])
	for k := i; k < len(words); k++ {
		w := words[k]
		plain := strings.ReplaceAll(w.Text, "’", "'")
		if auxiliaries[plain] && (k > 0 || w.Text == "have") {
			return k, true
		}
		switch w.Text {
		case "that", "which", "who", "where", "when", "if", "whether", "how", "what", ";":
			return max(participle, 0), participle >= 0
		}
		if w.Text == "no" && k > i && k+2 < len(words) && words[k+1].Text == "longer" && words[k-1].Kind == sentence.Letters && !brk[words[k-1].Text] { // "Guests no longer queue"
			return k + 2, true
		}
		if k < i+3 && w.Kind == sentence.Letters && w.about&nouns != 0 && formOf(w) == third {
			heads = true
		}
		unknown := w.about&^(either|metrics|artefacts) == 0 && strings.HasSuffix(w.Text, "ed") && len(w.Text) > 4
		if k > i && k < i+6 && doing(words, i, k) {
			return k, true
		}
		if w.Kind != sentence.Letters || w.about&(verbs|acts) == 0 && !unknown || k == i || w.Role != sentence.Free {
			continue
		}
		b := words[k-1]
		if k > i+1 && (strings.HasSuffix(b.Text, "ly") || amid[b.Text]) {
			b = words[k-2]
		}
		if b.Kind == sentence.Numeral && k == i+2 && words[i].Kind == sentence.Letters { // "Line 3 runs"
			b = words[k-2]
		}
		if b.Kind != sentence.Letters && b.Text != ")" && b.Text != "%" || brk[b.Text] || b.Text == "the" || b.Text == "a" || b.Text == "of" || b.Text == "our" {
			continue
		}
		plural := strings.HasSuffix(b.Text, "s") && !strings.HasSuffix(b.Text, "ss") && !strings.HasSuffix(b.Text, "us") || b.about&persons != 0 && b.about&artefacts == 0 || b.Text == "team" || b.Text == "you" || b.Text == "they" || b.Text == "we" || b.Text == "staff" || b.Text == "media" || b.Text == "press" || b.Text == ")" || strings.HasSuffix(b.Text, "men") && b.about&^persons == 0
		if k > i+2 && words[k-2].Text == "and" && b.Upper && words[k-3].Upper { // "Ghent and Graz cover"
			plural = true
		}
		next := token{}
		if k+1 < len(words) {
			next = words[k+1]
		}
		determined := next.Bounds() || next.Text == "what" || next.Text == "how" || next.Text == "why" || next.Text == "whether" || particle(words, k+1) || next.Text == "the" || next.Text == "a" || next.Text == "an" || next.Text == "to" || next.Text == "our" || next.Text == "this" || next.Text == "their" || next.Text == "all" || next.Role == sentence.Counted || next.Text == "its" || next.Text == "every" || next.Text == "each" || plural && formOf(w) == base && asVerb(words, k+1)
		noun := w.about&nouns != 0 || w.about&either != 0 && w.about&verbs == 0
		if sure := words[k-1]; k > i+1 && amid[sure.Text] && sure.Text != "all" && sure.Text != "each" && next.Text != "than" && formOf(w) != past && formOf(w) != gerund { // "Fitters no longer drive back"
			return k, true
		}
		if noun && k == i+1 && (comparative(b.Text) || b.about&vagues != 0) && b.about&nouns == 0 { // "Faster answers from the desk"
			continue
		}
		if noun && (words[i].Text == "all" || words[i].Text == "most") && w.about&uses != 0 && formOf(w) == base && formOf(b) == third && (next.Text == "through" || next.Text == "via" || next.Text == "with" || next.Text == "on" || next.Text == "by") { // "All depots report through it"
			return k, true
		}
		if b.about&persons != 0 && b.about&metrics == 0 && formOf(b) == third && w.about&(uses|acts) != 0 && (formOf(w) == base && k < i+3 || next.Text == "" || brk[next.Text] || strings.HasSuffix(next.Text, "ly")) && !tails[next.Text] { // "Contributors return for a second change"
			noun = false
		}
		switch formOf(w) {
		case past:
			closed := next.Text == "by" || next.Text == "in" || next.Text == "at" || next.Text == "and" || next.Text == "" || next.Text == "to" || next.Text == "for" || next.Text == "every" || next.Text == "on" || next.Text == "across" || next.Text == "," || next.Text == "." || next.Text == "with" || next.Text == "into" || next.Text == "through" || next.Text == "via" || next.Text == "from"
			if participle < 0 && (b.about&nouns != 0 || plural || closed) && (!unknown || closed) {
				participle = k
			}
		case third:
			if strings.HasSuffix(w.Text, "ments") || strings.HasSuffix(w.Text, "tions") { // improvements
				continue
			}
			if w.about&(ups|downs) != 0 && k > i && (next.Text == "" || next.Text == ".") { // "Time to generate reports decreases"
				return k, true
			}
			if noun && !plural && k < i+3 && manner.Base(w.Text).Class&describes != 0 && next.Kind == sentence.Letters && !brk[next.Text] && next.Role == sentence.Free && !auxiliaries[next.Text] && b.about&(metrics|persons) == 0 { // "The API returns data"
				return k, true
			}
			described := k > 1 && formOf(b) == past && (brk[words[k-2].Text] || words[k-2].Text == "of" || words[k-2].Text == "the" || words[k-2].Text == "a")                                                           // "of shared documents"
			if single && plural && k > i+1 && w.about&(ups|downs) != 0 && (next.Text == "" || next.Text == "." || next.Text == "by" || next.Text == "to" || next.Text == "from" || strings.HasSuffix(next.Text, "ly")) { // "Feedback about crashes decreases"
				return k, true
			}
			if single && plural && k > i+1 && !noun && (next.Role == sentence.Counted || next.Bounds()) { // "Changeover between two moulds takes 22 minutes"
				return k, true
			}
			if (!plural || b.about&persons != 0 && formOf(b) != third) && (!noun || determined) && participle < 0 && !described {
				return k, true
			}
		case base:
			if k == i+1 && b.about&persons != 0 && formOf(b) == third && w.about&(uses|acts|gains|makes) != 0 && k > 1 && (words[k-2].Role == sentence.Counted || words[k-2].Kind == sentence.Numeral) { // "12 organizations request access"
				return k, true
			}
			if (plural || heads && w.about&acts != 0) && (!noun || determined) && participle < 0 {
				return k, true
			}
		case gerund:
			if participle < 0 && (b.about&persons != 0 || plural && w.about&(uses|gains) != 0) && k+1 < len(words) && next.about&(artefacts|persons) == 0 {
				participle = k
			}
		}
	}
	return max(participle, 0), participle >= 0
}

// asVerb answers whether the words behind what could be a verb or a noun show that it is a verb: "order online", "cause less outrage", "stop hating", "end on time".
func asVerb(words []token, i int) bool {
	if i >= len(words) {
		return false
	}
	switch words[i].Text {
	case "less", "more", "fewer", "online", "together", "earlier", "sooner", "faster", "themselves", "each", "nothing", "something", "us", "them", "him", "her", "me", "you", "it":
		return true
	case "on":
		return i+1 < len(words) && words[i+1].Text == "time"
	case "with":
		return i+1 < len(words) && (words[i+1].Text == "us" || words[i+1].Text == "them")
	}
	return formOf(words[i]) == gerund && words[i].about&nouns == 0 && i+1 < len(words) && determiners[words[i+1].Text]
}

// tails are words that end a compound whose middle could be a verb: "Members share plan".
var tails = map[string]bool{"plan": true, "list": true}

// doing answers whether a word that no list has says what its subject does: "Each team frobs its backlog", "Everyone at the depot groks the plan".
func doing(words []token, i, k int) bool {
	w, b := words[k], words[k-1]
	if k+1 >= len(words) || w.about != 0 || brk[w.Text] || w.Upper || w.Kind != sentence.Letters || w.Role != sentence.Free || b.Kind != sentence.Letters || brk[b.Text] || determiners[b.Text] || b.about&(states|vagues) != 0 {
		return false
	}
	switch formOf(w) {
	case base: // "Three partner shops grok the plan"
		if formOf(b) != third || b.about&persons == 0 || k > i+3 {
			return false
		}
		return determiners[words[k+1].Text] || words[k+1].Text == "their" || words[k+1].Text == "its"
	case third:
		if formOf(b) != base || b.about&verbs != 0 {
			return false
		}
	default:
		return false
	}
	switch words[i].Text {
	case "each", "every", "everyone", "everybody", "nobody":
	default:
		if i == 0 || !determiners[words[i-1].Text] {
			return false
		}
	}
	switch n := words[k+1].Text; n {
	case "the", "a", "an", "our", "their", "its", "all", "every", "each", "where", "how", "what", "why", "whether", "that", "to", "up":
		return true
	}
	return false
}

// one answers whether a noun phrase with a preposition behind it begins with a single thing: "feedback about crashes".
func one(words []token) bool {
	for i, w := range words {
		if i > 0 && (brk[w.Text] || w.Text == "of" || w.Text == "about") {
			return !plural(words[:i])
		}
	}
	return false
}

// particle answers whether a word belongs to the verb before it: "logs in with a key", "brings in € 90,000".
func particle(words []token, i int) bool {
	if i >= len(words) {
		return false
	}
	switch words[i].Text {
	case "in", "out", "up", "off", "down", "over":
		return i+1 == len(words) || brk[words[i+1].Text] || determiners[words[i+1].Text] || words[i+1].Role == sentence.Counted
	}
	return false
}

// aux is the family of an auxiliary: "has" of "had", "is" of "were".
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

// head is what a noun phrase from i on is about: its last known noun before a preposition, "guide" in "a guide for nurses"; of a share or a quantity, what it is a share of, "nurses" in "80 % of nurses".
func head(words []token, i int) (about uint64, share bool) {
	counted := false
	for k := i; k < min(len(words), i+14); k++ {
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
		case brk[w.Text] && k > i, about != 0 && (w.Text == "about" || w.Text == "over" || w.Text == "into" || w.Text == "across" || w.Text == "including" || w.Text == "towards" || w.Text == "below" || w.Text == "above"):
			return about, share
		}
		switch {
		case w.about&nouns != 0:
			about = w.about
		case w.about == 0 && k > i && w.Kind == sentence.Letters && !w.Upper && w.Role == sentence.Free && words[k-1].about&(metrics|qualities) != 0 && words[k-1].about&(verbs|persons) == 0 && formOf(words[k-1]) == base && (listedAs(strings.TrimSuffix(w.Text, "s"), carriers) || k > i && last(words, k) && !measures[w.Text] && formOf(w) != past && !strings.HasSuffix(w.Text, "ly")): // "a loyalty card", "a competency grid"
			about = artefacts
		case w.about == 0 && k > i && w.Kind == sentence.Letters && (!w.Upper || strings.HasSuffix(w.Text, "s")) && words[k-1].about&persons != 0 && formOf(words[k-1]) == base && !gatherings[w.Text] && !strings.HasSuffix(w.Text, "ly") && !strings.HasSuffix(w.Text, "elf") && !strings.HasSuffix(w.Text, "elves") && w.Role == sentence.Free: // "a contributor ladder"
			about = artefacts
		}
	}
	return about, share
}

// last answers whether a noun phrase ends with the word at k: "map" in "a map for riders".
func last(words []token, k int) bool {
	if k+1 >= len(words) {
		return true
	}
	n := words[k+1]
	return brk[n.Text] && n.Text != "and" && n.Text != "or" || n.Text == "(" || n.Text == "," || n.Text == ":" || n.Text == "." || n.Kind == sentence.Letters && formOf(n) == past && n.about&verbs != 0
}

// measures are words behind a metric that say how it is taken, and name no thing: "waste overall".
var measures = map[string]bool{"overall": true, "total": true, "median": true, "average": true, "mean": true, "year": true, "week": true, "month": true, "day": true, "days": true, "hour": true, "hours": true, "minutes": true, "alone": true, "again": true, "today": true, "too": true, "twice": true, "up": true, "down": true, "level": true, "levels": true, "figures": true, "figure": true, "numbers": true, "index": true, "gap": true, "loss": true, "losses": true, "spend": true, "spending": true, "volume": true, "worldwide": true, "below": true, "above": true, "under": true, "over": true, "nil": true, "none": true}

// amid are words between a subject and its verb: "Riders rarely wait".
var amid = map[string]bool{"longer": true, "finally": true, "actually": true, "rather": true, "hardly": true, "seldom": true, "soon": true, "also": true, "just": true, "always": true, "never": true, "still": true, "now": true, "only": true, "often": true, "rarely": true, "already": true, "all": true, "each": true}

// gatherings are nouns behind which people stay people: the user base.
var gatherings = map[string]bool{"base": true, "group": true, "groups": true, "pool": true, "population": true, "cohort": true, "alone": true, "again": true, "too": true, "together": true, "online": true, "twice": true, "first": true, "only": true, "who": true, "side": true}

// stem is a word without its ending: "visit" of "visited".
func stem(w string) string {
	if s := sentence.Stems(w, "en"); len(s) > 0 {
		return s[0]
	}
	return w
}
