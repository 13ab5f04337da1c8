package judge

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// joins answers whether a feature is one of two results side by side: an "and" or a comma alone joins anything.
func joins(feature string) bool {
	return strings.HasPrefix(feature, two) && !strings.Contains(feature, "things") || feature == "a semicolon"
}

// two and single begin what a line is by what it joins.
const (
	two    = "reads as two: "
	single = "reads as one: "
)

// built answers whether a feature is of how the line is built, whatever its words: that alone tells of two results in one.
func built(feature string) bool {
	for _, kind := range [...]string{Outcome, Output, Activity, Learning} {
		if feature == "reads as "+kind {
			return true
		}
	}
	for _, mood := range moods {
		if rest, ok := strings.CutPrefix(feature, mood); ok && !strings.Contains(rest, ",") {
			return true
		}
	}
	for _, start := range [...]string{two, single, "an and", "and, then", "several", "a comma", "a semicolon", "two ", "three ", "a second number", "a number", "always", "brackets", "a result with its purpose", "a task with its purpose"} {
		if strings.HasPrefix(feature, start) {
			return true
		}
	}
	return strings.HasSuffix(feature, "words or more")
}

// joined says whether the line binds two results: verbs with an object each, numbers of two things, or whole sentences; by the first case
// that fits, and by what else there is.
func (f *finder) joined(t sentence.Text, words []token, p parse) {
	numbers := f.numbersJoined(t, words)
	f.add(joining(words, p, numbers))
	inside := 0
	for i, w := range words {
		switch w.Text {
		case "(", "[":
			inside++
		case ")", "]":
			inside = max(0, inside-1)
		case "and", "&":
			if inside > 0 {
				f.add("an and in an aside")
			} else if i >= purposeAt(words) {
				f.add("an and in a purpose")
			}
		}
	}
}

// joining is the first of the cases of two results that fits, or why the line is one.
func joining(words []token, p parse, numbers string) string {
	order := p.mood == "order" || p.mood == "done"
	if numbers == "two measures side by side" {
		return two + "two measures"
	}
	if numbers == "two levels of one measure" {
		return single + numbers
	}
	end, inside, joints, last := purposeAt(words), 0, 0, ""
	object, behind := false, false // since the last verb: what is done to what, and a preposition after that
	verbAt := p.at
	for i, w := range words {
		switch w.Text {
		case "(", "[":
			inside++
		case ")", "]":
			inside = max(0, inside-1)
		}
		if inside > 0 || i+1 >= len(words) || i <= p.at && p.mood == "order" {
			continue
		}
		object = object || i > verbAt && w.Kind == sentence.Numeral
		if i > verbAt && w.Role == sentence.Free {
			object = object || names(w)
			if (brk[w.Text] && w.Text != "and" && w.Text != "or" || w.Text == "of") && ofThing(words, i) {
				behind = true
			}
		}
		n := words[i+1]
		if (w.Text == "." || w.Text == ";") && !n.Glued {
			switch {
			case reference(words[i+1:]):
				continue
			case w.Text == ";" && formOf(n) == gerund && !naming[n.Text]: // "…; helping riders to book"
				return single + "a sentence and what it means"
			case explains(n.Text), n.Text == "the" && i+2 < len(words) && (hasWord(words[:i], words[i+2].Text) || words[i+2].Text == "deliverable" || words[i+2].Text == "result" || words[i+2].Text == "idea"):
				return single + "a sentence and what it means"
			case n.about&verbs != 0 && formOf(n) == base && imperative(words, i+1):
				return two + "an order in each sentence"
			case numbers != "":
				return two + "a number in each sentence"
			}
			if _, ok := finite(words[i+1:], 0); ok {
				return two + "a statement in each sentence"
			}
			return single + "a thing in each sentence"
		}
		joint := w.Text == "and" || w.Text == "&" || w.Text == "," || w.Text == "+" || w.Text == "/" && !w.Glued || hasPhrase(words[i:min(len(words), i+3)], "as", "well", "as")
		if !joint || i == 0 {
			continue
		}
		if i > end {
			last = single + "joined in its purpose"
			continue
		}
		k := i + 1
		if w.Text == "as" {
			k = min(i+3, len(words)-1)
		}
		for k < len(words)-1 && (words[k].Text == "and" || strings.HasSuffix(words[k].Text, "ly") || words[k].Text == "then" || words[k].Text == "also" || words[k].Text == "to" || words[k].Text == "&") {
			k++
		}
		n = words[k]
		joints++
		if explains(n.Text) && (n.about&verbs == 0 || k+1 < len(words) && (words[k+1].Bounds() || words[k+1].Role == sentence.Counted || words[k+1].Text == "under" || words[k+1].Text == "is")) { // "by 70 %, target under 1,000"
			last = single + "a sentence and what it means"
			continue
		}
		if b := words[i-1]; (b.Role == sentence.Counted || b.Role == sentence.Unfilled) && w.Text != "/" && n.Kind == sentence.Letters && n.Role == sentence.Free && bounded(words[k:]) {
			return two + "two measures"
		}
		verb := n.about&verbs != 0 && n.Role == sentence.Free || ordering(words, k)
		if order && adjectives[n.Text] && !adjectives[p.word] && k+1 < len(words) && !determiners[words[k+1].Text] { // "a calmer, more patient desk"
			verb = false
		}
		if n.about&either != 0 && k+1 < len(words) && (words[k+1].Text == "," || words[k+1].Text == "and" || n.about&gains != 0 && words[k+1].Kind == sentence.Letters && !determiners[words[k+1].Text] && words[k+1].Role != sentence.Counted) { // one of a list: "sign-up, trial, upgrade, and renewal"
			verb = false
		}
		plain := n.about&nouns == 0 || k+1 < len(words) && (particle(words, k+1) || words[k+1].Text == "up" || determiners[words[k+1].Text] || words[k+1].Kind == sentence.Numeral || words[k+1].Role == sentence.Counted || words[k+1].Text == "at")
		switch {
		case p.mood != "statement" && joints == 1 && !behind && degree(words[start(words)].Text) && degree(n.Text) && !degree(words[i-1].Text): // "Cheaper freight and fewer lost pallets"
			return two + "two measures"
		case order && verb && plain && (p.mood == "order" && (formOf(n) == base || w.Text == "as" && formOf(n) == gerund) || p.mood == "done" && formOf(n) == past):
			switch {
			case !object, brk[words[i-1].Text] || words[i-1].Text == "of": // "a draft of and comment on the plan"
				last, verbAt = single+"two verbs on one thing", k
				continue
			case takesUp(words, k), numbers == "" && p.verb&(makes|does|hires) != 0 && wins(words[k:]): // "… and publish it", ", get 30 to join us"
				return single + "a verb that goes on with the same"
			case numbers != "":
				return two + "two verbs and two numbers"
			case manner.Word(strings.ToLower(p.word)).Class&prepares != 0 && manner.Word(n.Text).Class&follows != 0:
				last = single + "a step and the next"
				continue
			case w.Text == ",":
				return two + "two verbs and a comma"
			}
			return two + "two verbs, two objects"
		case p.mood == "statement" && p.passive && i > p.at && done(words[k:]):
			if w.Text == "," && doneAgain(words[k:]) {
				return two + "two verbs and a comma"
			}
			return two + "two things done"
		case p.mood == "statement" && i > p.at && w.Text != ",":
			if at, ok := finite(words, k); ok && at > k && (p.passive || formOf(words[at]) != past) {
				return two + "two statements"
			}
			if verb && plain && formOf(n) != gerund {
				last = single + "one subject that does two things"
				continue
			}
		case p.mood == "statement" && i < p.at:
			last = single + "several of whom the same is said"
			continue
		}
		if last != "" && !strings.HasPrefix(last, single) {
			continue
		}
		switch {
		case order && p.verb&hires != 0 && !behind:
			return two + "several people to hire"
		case numbers != "" && numbers != "a number in an aside" && numbers != "a number within a time":
			return beside(numbers)
		case behind && (determiners[n.Text] || n.Role == sentence.Counted || n.Bounds()) && w.Text != ",":
			last = single + "something more behind a preposition"
		case behind && w.Text == ",":
			last = single + "a comma behind a preposition"
		case behind:
			last = single + "joined behind a preposition"
		case w.Text == "," && joints == 1 && strings.ContainsAny(n.Text, "abcdefghijklmnopqrstuvwxyz") && (brk[n.Text] || n.Text == "including" || n.Text == "especially"):
			last = single + "a comma and what is added"
		case order && p.verb&makes != 0 && object && w.Text == ",":
			last = two + "several things to make"
		case order && p.verb&makes != 0 && object:
			last = single + "two things to make"
		case order && p.verb&(ups|downs|gains|holds) != 0 && words[i-1].about&metrics != 0 && n.about&metrics != 0:
			last = two + "two metrics to move"
		case order && p.verb&(ups|downs|gains|holds) != 0 && object:
			last = two + "two things to move"
		case words[i-1].about&metrics != 0 && n.about&metrics != 0:
			last = two + "two metrics"
		case p.mood == "noun" && w.Text != "," && words[i-1].about&nouns != 0:
			last = two + "two things"
		case p.mood == "noun":
			last = two + "things in a list"
		case order && !object:
			last = single + "joined before its object"
		default:
			last = single + "joined otherwise"
		}
	}
	switch {
	case last != "":
		return last
	case numbers != "":
		return beside(numbers)
	}
	return single + "nothing joined"
}

// degree answers whether a word says that there is to be more or less of what stands behind it: "fewer", "calmer".
func degree(w string) bool { return adjectives[w] || comparative(w) }

// names answers whether a word names what is done something to, known or not: "a guide", "3.0", but not "out" in "roll out".
func names(w token) bool {
	switch w.Text {
	case "in", "out", "up", "off", "down", "over", "back", "away", "then", "also":
		return false
	}
	return w.about&nouns != 0 || w.Kind == sentence.Letters && !brk[w.Text] && !determiners[w.Text] && !strings.HasSuffix(w.Text, "ly") && w.about&verbs == 0
}

// reference answers whether words only point at issues elsewhere: "shop/app#12", "#7, #9".
func reference(words []token) bool {
	named := false // the word that began last has its number
	for i, w := range words {
		if i > 0 && !w.Glued && !named {
			return false
		}
		named = named && w.Glued || i > 0 && w.Glued && w.Kind == sentence.Numeral && (words[i-1].Text == "#" || words[i-1].Text == "&")
	}
	return named
}

// beside is the case of two numbers.
func beside(numbers string) string {
	if numbers == "two counts side by side" || numbers == "two numbers joined" {
		return two + numbers
	}
	return single + numbers
}

// ofThing answers whether something other than a number stands behind the preposition at i.
func ofThing(words []token, i int) bool {
	k := i + 1
	for k < len(words)-1 && words[k].Bounds() {
		k++
	}
	return k < len(words) && words[k].Role != sentence.Counted && words[k].Role != sentence.Unfilled && words[k].Role != sentence.Dated
}

// bounded answers whether the words up to the next joint end in a limit or a number: "churn below 3 %", "retention from X to Y".
func bounded(words []token) bool {
	for _, w := range words {
		switch {
		case w.Text == "," || w.Text == ";" || w.Text == "and" || w.Text == "(" || w.Text == "which" || w.Text == "where" || w.Text == "with":
			return false
		case w.Role == sentence.Unfilled, w.Text == "below", w.Text == "above", w.Text == "under", w.Text == "<", w.Text == ">", w.Text == "≥", w.Text == "≤":
			return true
		}
	}
	return false
}

// done answers whether the words up to the next joint say of another thing that it is done: "…, old pages redirected".
func done(words []token) bool {
	named := false
	for i, w := range words {
		switch {
		case named && stands(words[i:]):
			return true
		case w.Text == "," || w.Text == "and" || w.Text == "&" || w.Text == ";" || w.Text == "." || w.Text == "(" || i > 5, brk[w.Text] && w.Text != "on" && w.Text != "for", w.Text == "which":
			return false
		case i > 0 && named && formOf(w) == past && (w.about&(verbs|acts) != 0 || w.about == 0) && w.about&nouns == 0:
			return !hasWord(words[:i], "including", "includes") && w.Text != "included" && w.Text != "needed" && w.Text != "based" && w.Text != "used"
		case w.Kind == sentence.Letters && !determiners[w.Text]:
			named = true
		}
	}
	return false
}

// doneAgain answers whether a third thing is said to be done behind the next joint: "…, council elected, treasury insured".
func doneAgain(words []token) bool {
	for i := 1; i+1 < len(words); i++ {
		if words[i].Text == "," || words[i].Text == "and" || words[i].Text == "&" {
			k := i + 1
			if words[k].Text == "and" && k+1 < len(words) {
				k++
			}
			return done(words[k:])
		}
	}
	return false
}

// stands answers whether words begin with a state that needs no verb: "live", "in place".
func stands(words []token) bool {
	switch words[0].Text {
	case "live", "ready", "online":
		return len(words) == 1 || words[1].Kind != sentence.Letters || brk[words[1].Text]
	case "in":
		return len(words) > 1 && hasWord(words[1:2], "place", "production", "use", "hand")
	}
	return false
}

// takesUp answers whether the verb at k is about what was named before: "create a guide and publish it", "… and publish in the app".
func takesUp(words []token, k int) bool {
	if words[k].about&makes != 0 && k+1 < len(words) && !words[k+1].Bounds() {
		switch words[k+1].Text {
		case "in", "at", "across", "via":
			return true
		}
	}
	for _, w := range words[k+1 : min(len(words), k+5)] {
		switch w.Text {
		case "it", "them", "these", "those", "this", "its", "their", "same":
			return true
		}
	}
	return k+1 == len(words)
}

// explains answers whether a sentence that begins with the word explains the one before.
func explains(w string) bool {
	switch w {
	case "it", "this", "these", "those", "they", "that", "such", "examples", "example", "note", "measured", "e.g", "i.e", "for", "by", "so", "then", "including", "target", "goal", "current", "currently", "baseline", "now", "today", "before":
		return true
	}
	return false
}

// before answers whether a preposition stands among the words.
func before(words []token) bool {
	for _, w := range words {
		if brk[w.Text] || w.Text == "of" {
			return true
		}
	}
	return false
}
