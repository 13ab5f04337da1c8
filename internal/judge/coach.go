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
	subject uint64
	share   bool // of the subject: "80 % of …"
	counted bool // the line begins with a number
	object  uint64
	ofShare bool // the object is a share
	we      bool
	aux     string // is, has, can, will
	passive bool
	after   token // what stands behind the verb group
}

func parseOf(words []token) parse {
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
	switch {
	case w.Text == "have" || w.Text == "be" || w.Text == "having":
		verb |= gains
		return set("order")
	case verb != 0 && formOf(w) == gerund && (p.we || i+1 >= len(words) || words[i+1].about&(persons|metrics) == 0):
		if _, ok := finite(words, i); !ok || p.we {
			return set("effort")
		}
	case i > 0 && (words[i-1].Text == "a" || words[i-1].Text == "an" || words[i-1].Text == "the"):
		// an article before it: no verb
	case verb != 0 && formOf(w) == past:
		if _, ok := finite(words, i+1); !ok || p.we && p.aux == "has" {
			return set("done")
		}
	case verb != 0 && (p.we || (formOf(w) == base || formOf(w) == third && w.about&nouns == 0) && imperative(words, i)):
		return set("order")
	}
	k, ok := finite(words, i)
	if !ok {
		p.mood, p.at = "noun", i
		p.subject, p.share = head(words, i)
		return p
	}
	p.mood, p.at = "statement", k
	p.subject, p.share = head(words[:k], i)
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
			case x.Text == "not", x.Text == "all", x.Text == "now", x.Text == "each", x.Text == "to", x.Text == "successfully", strings.HasSuffix(x.Text, "ly"), x.Inner, x.Bounds():
				continue
			}
			p.after = x
			if p.aux == "is" && x.about&(verbs|states) == 0 && x.about&^acts == 0 && strings.HasSuffix(x.Text, "ed") { // greeted, contested
				p.word, p.at, p.passive = x.Text, n, true
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
		p.passive = formOf(v) == past
		p.object, p.ofShare = head(words, k+1)
	}
	return p
}

// toVerb answers whether the line says of somebody that they are to act: "one app to integrate it".
func toVerb(words []token, from int) bool {
	for i := from + 1; i+1 < len(words); i++ {
		if (words[i].Text == "to" || words[i].Text == "which" || words[i].Text == "who" || words[i].Text == "that") && words[i+1].about&(uses|gains|makes) != 0 && words[i-1].about&nouns != 0 {
			return true
		}
	}
	return false
}

// has answers whether one of the words stands in the line.
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

func hasAbout(words []token, class uint64) bool {
	for _, w := range words {
		if w.about&class != 0 {
			return true
		}
	}
	return false
}

// countedIn is what the target counts: the head of the noun phrase behind it.
func countedIn(t sentence.Text, words []token) uint64 {
	if t.Target == nil && t.Relative == nil {
		return 0
	}
	span, ok := t.Spans["target"]
	if !ok {
		return lexicon.Word(t.Unit).Class
	}
	for i, w := range words {
		if w.Span.From >= span.To {
			if about, _ := head(words, i); about != 0 && !brk[w.Text] && w.Kind == sentence.Letters {
				return about
			}
			break
		}
	}
	return lexicon.Word(t.Unit).Class
}

// inTime answers whether something is done within a time, on time or without trouble: a quality of a service, not a piece of work.
func inTime(t sentence.Text, words []token) bool {
	for i := 1; i < len(words); i++ {
		switch w := words[i]; {
		case w.Text == "time" && words[i-1].Text == "on", w.Text == "without" && !hasWord(words[:i], "can"), w.Text == "accurately", w.Text == "correctly", w.Text == "automatically":
			return true
		case (w.Text == "within" || w.Text == "in") && i+1 < len(words) && words[i+1].Role == sentence.Counted:
			for k := i + 1; k < min(len(words), i+5); k++ {
				switch words[k].Unit {
				case "ms", "s", "min", "h", "d", "w":
					return true
				}
				if strings.HasSuffix(words[k].Text, "days") {
					return true
				}
			}
		}
	}
	return false
}

// byOthers answers whether "by" or "from" names somebody and not a date.
func byOthers(words []token) bool {
	for i := 0; i+1 < len(words); i++ {
		if (words[i].Text == "by" || words[i].Text == "from") && words[i].Role == sentence.Free && words[i+1].Role == sentence.Free && words[i+1].Text != "end" {
			return true
		}
	}
	return false
}

// ofShare answers whether a deed is for a share of something: "written for 80 % of the roles".
func ofShare(words []token) bool {
	for i := 0; i+1 < len(words); i++ {
		if w := words[i].Text; (w == "for" || w == "to" || w == "with") && (words[i+1].Role == sentence.Counted || words[i+1].Bounds()) {
			return true
		}
	}
	return false
}

// usedBy answers whether the thing that is made is said to be used by others: "that are used weekly", "used by 40 teams".
func usedBy(words []token) bool {
	for i := 1; i < len(words); i++ {
		if w := words[i]; w.about&uses != 0 && w.about&makes == 0 && formOf(w) == past && (words[i-1].Text == "are" || words[i-1].Text == "is" || i+1 < len(words) && words[i+1].Text == "by" && (i+2 >= len(words) || words[i+2].Role != sentence.Dated)) {
			return true
		}
	}
	return false
}

// coach calls a key result what an experienced coach would by how it is built: the first of the cases that fits, and why.
func coach(l Line, t sentence.Text, words []token, p parse) (kind, reason string) {
	if len(words) == 0 {
		return Output, "nothing"
	}
	number := t.Target != nil || t.Relative != nil
	percent := t.Unit == "%" && number
	people := func(c uint64) bool { return c&persons != 0 && c&(artefacts) == 0 }
	thing := func(c uint64) bool { return c&(artefacts|events|deeds) != 0 && c&metrics == 0 }
	measure := func(c uint64) bool { return c&(metrics|qualities) != 0 }
	if strings.HasSuffix(strings.TrimSpace(l.Text), "?") {
		return Activity, "a question"
	}
	external := func(c uint64) bool { return c&outsiders != 0 }
	routine := hasAbout(words, routines)
	counted := countedIn(t, words)
	money := number && (t.Unit == "USD" || t.Unit == "EUR" || t.Unit == "GBP")
	limit := t.Direction == "keep_below" || t.Direction == "keep_above"
	positive := hasWord(words, "helpful", "excited", "love", "positive", "good", "great", "satisfied", "happy")
	verbIs := func(list ...string) bool {
		for _, v := range list {
			if stem(p.word) == stem(v) {
				return true
			}
		}
		return false
	}
	// Knowledge.
	switch {
	case (p.mood == "order" || p.mood == "done") && p.verb&learns != 0 && p.verb&makes == 0 && !(verbIs("research") && !number) && !hasWord(words, "candidates"):
		return Learning, "finds something out"
	case (p.mood == "order" || p.mood == "done" || p.we) && p.object&insights != 0 && !positive && !routine && verbIs("conduct", "do", "run", "gather", "collect", "gain", "get", "hold", "complete", "perform", "start", "seek") && !hasWord(words, "interviewer"):
		return Learning, "gathers what we learn"
	case p.mood != "order" && !positive && (p.passive && p.subject&insights != 0 || p.mood == "noun" && p.subject&insights != 0 && (number || hasWord(words, "user", "users", "of", "from"))) && !limit:
		return Learning, "something was learned"
	case p.mood == "order" && p.object&insights != 0 && verbIs("identify"):
		return Learning, "finds needs"
	case p.mood == "order" && number && verbIs("identify") && hasWord(words, "using", "users", "use"):
		return Learning, "finds out who uses it"
	}
	if t.Target != nil && *t.Target == 0 {
		return Outcome, "none of something"
	}
	if p.passive && hasWord(words, "assessed", "validated", "surveyed", "interviewed", "evaluated", "tested") && p.subject&(persons|artefacts) == 0 && p.verb&makes == 0 {
		return Learning, "something was found out"
	}
	if p.mood == "noun" && hasWord(words[:min(len(words), 4)], "research") && hasWord(words, "report", "paper", "study", "findings", "results") {
		return Learning, "a piece of research"
	}
	if p.mood == "order" && verbIs("test") && hasWord(words, "determine", "learn", "whether", "find", "understand") {
		return Learning, "a test of an idea"
	}
	hiring := hasWord(words, "hiring", "hire", "hired", "hires", "headcount", "staffed-to-plan") || p.object&owns != 0 && hasWord(words, "plan") ||
		p.verb&(ups|gains) != 0 && hasWord(words, "team") && hasWord(words, "plan")
	blank := t.Placeholder && !number
	if blank && hiring && !hasAbout(words, inner) && !hasWord(words, "time", "experience", "managers") {
		return Output, "hiring"
	}
	if blank && p.mood == "noun" && thing(p.subject) && p.subject&(metrics|outsiders|persons) == 0 && !percent {
		return Output, "a thing with a blank"
	}
	if blank && !((p.mood == "order" || p.mood == "done") && p.verb&(makes|hires|does) != 0 && p.verb&gains == 0 && p.word != "add" && !external(p.object) && !measure(p.object)) && !(p.passive && p.verb&makes != 0) {
		return Outcome, "a blank for a number"
	}
	first := strings.ReplaceAll(words[start(words)].Text, "’", "'")
	if first == "you" || p.we {
		switch {
		case hasWord(words, "longer", "don't", "don’t", "never", "without"):
			return Outcome, "what is no longer so"
		case p.we && p.aux == "is" && p.verb&(uses|gains) != 0, p.we && hasWord(words[:min(len(words), 4)], "hear", "see", "know", "feel", "get"):
			return Outcome, "we see it"
		}
	}
	if t.Baseline != nil && t.Target != nil && (p.mood == "statement" || p.mood == "noun") {
		return Outcome, "a metric from here to there"
	}
	switch p.mood {
	case "order", "done":
		switch {
		case p.word == "have" || p.word == "be" || p.word == "having":
			switch {
			case number && toVerb(words, p.at):
				return Outcome, "to have others act"
			case hasAbout(words[p.at:], ups|downs|aims) || hasWord(words, "diverse", "strong", "clear", "quick"):
				return Outcome, "to have it better"
			case p.word == "be" || number && !thing(p.object) || people(p.object) && hasAbout(words[p.at+1:], uses):
				return Outcome, "to have or be"
			case thing(p.object):
				return Output, "to have a thing"
			}
			return Outcome, "to have a state"
		case p.verb&makes != 0 && p.object&hires != 0 && p.object&persons != 0 && hasWord(words, "hire", "hires"):
			return Output, "hires"
		case hiring && p.verb&(ups|gains|hires|makes) != 0 && (hasWord(words, "plan", "team") || p.verb&hires != 0) && !hasWord(words, "quality", "speed", "process", "managers", "experience"):
			return Output, "hires"
		case p.verb&(ups|downs) != 0 && p.verb&hires == 0:
			switch {
			case measure(p.object) || percent || t.Relative != nil || t.Baseline != nil && !thing(p.object):
				return Outcome, "moves a metric"
			case thing(p.object) && number:
				return Output, "improves counted things"
			case p.object&docs != 0:
				return Output, "improves a document"
			case verbIs("expand", "scale", "mature") && thing(p.object):
				return Output, "extends a thing"
			}
			return Outcome, "changes something"
		case p.verb&holds != 0 && (number || hasAbout(words[p.at:min(len(words), p.at+7)], metrics)):
			return Outcome, "keeps a metric"
		case p.verb&holds != 0:
			return Activity, "keeps something going"
		case p.verb&hires != 0 && (external(p.object) || p.object&metrics != 0 && p.object&persons == 0 && !hiring || hasWord(words, "pipeline")):
			return Outcome, "others join"
		case p.verb&hires != 0:
			return Output, "hires"
		case p.verb&ensures != 0 && (p.verb&makes == 0 || people(p.object) && hasWord(words, "to")):
			return Outcome, "ensures a state"
		case verbIs("meet") && hasWord(words, "with"):
			return Activity, "meets somebody"
		case p.verb&gains != 0 && p.verb&makes == 0 && thing(p.object) && !percent && (p.object&(events|deeds) != 0 || verbIs("land", "get", "secure", "convert")) && p.object&outsiders == 0:
			return Output, "secures a thing"
		case p.verb&gains != 0 && p.verb&makes == 0 && hasWord(words, "sign-off", "approval", "decision", "buy-in", "agreement"):
			return Output, "secures a decision"
		case p.verb&gains != 0 && p.verb&makes == 0:
			return Outcome, "wins something"
		case p.verb&uses != 0 && p.verb&(makes|does) == 0 && !verbIs("go", "use", "feature", "query", "search"):
			return Outcome, "somebody uses it"
		case p.verb&makes != 0 && number && (hasWord(words, "stars", "score", "nps", "csat", "indicated", "measured", "resulting") || hasWord(words, "results") && hasWord(words, "in")) && !verbIs("identify", "define", "document"):
			return Outcome, "makes a thing and moves a metric"
		case p.verb&makes != 0 && usedBy(words[p.at:]):
			return Outcome, "makes what others use"
		case p.verb&makes != 0 && inTime(t, words) && percent:
			return Outcome, "makes it stay within a limit"
		case p.verb&makes != 0 && limit:
			return Outcome, "makes it stay within a limit"
		case p.verb&makes != 0 && (percent && t.Target != nil && *t.Target < 100 && !thing(p.object) || t.Relative != nil):
			return Outcome, "makes a thing and moves a metric"
		case p.verb&makes != 0 && number && (external(p.object) && !thing(p.object) && !verbIs("identify", "find", "select", "build", "highlight", "prioritize", "provide", "update", "define", "document") || !verbIs("identify", "find", "select", "build", "highlight", "prioritize", "provide", "update", "define", "document") && !hasWord(words, "out", "opportunity", "visibility") && p.object&metrics != 0 && p.object&^(metrics|vagues|ups|downs) == 0):
			return Outcome, "makes others do"
		case p.verb&makes != 0 && (money || counted&outsiders != 0 && !verbIs("identify", "find", "select", "interview", "highlight", "prioritize", "provide", "write") && counted&artefacts == 0 && !hiring):
			return Outcome, "makes others act"
		case p.verb&makes != 0 && p.word == "make" && !thing(p.object) && !measure(p.object):
			return Outcome, "makes it so"
		case p.we && p.aux == "" && formOf(words[p.at]) == base && p.verb&(makes|does) != 0 && !number:
			return Activity, "what we keep doing"
		case p.verb&makes != 0 && routine && !number && p.object&(events|deeds) != 0:
			return Activity, "a routine"
		case p.verb&makes != 0:
			return Output, "makes a thing"
		case p.verb&does != 0 && verbIs("support") && !people(p.object) && !hasWord(words, "team", "teams", "group", "groups"):
			return Output, "supports a technology"
		case p.verb&does != 0 && number && (thing(p.object) || external(p.object)) && !hasWord(words, "requests"):
			return Output, "does a counted thing"
		case p.verb&does != 0 && hasWord(words, "develop", "document", "select", "launching", "creating", "implement", "plan"):
			return Output, "an effort that ends in a thing"
		case p.verb&does != 0:
			return Activity, "an effort"
		}
		return Activity, "another order"
	case "effort":
		switch {
		case hasAbout(words[p.at:], metrics) && number:
			return Outcome, "an effort with a metric"
		case p.we && p.verb&(uses|gains) != 0 || p.verb&(ups|downs|gains) != 0 && measure(p.object):
			return Outcome, "we use it"
		}
		return Activity, "an ongoing effort"
	case "statement":
		switch {
		case p.we && p.aux == "can":
			return Outcome, "we can"
		case people(p.subject) && p.aux == "can" && hasWord(words, "understand", "recognize", "easily", "quickly", "without", "find"):
			return Outcome, "people can easily"
		case people(p.subject) && p.aux == "can":
			return Output, "people can"
		case p.passive && p.verb&uses != 0 && p.verb&makes == 0 && !hasWord(words, "tracked"), hasWord(words, "featured", "adopted", "mentioned", "used", "cited", "referenced") && hasWord(words, "by", "at", "internally", "across", "in"):
			return Outcome, "others use it"
		case p.share && inTime(t, words):
			return Outcome, "a share in time"
		case p.share && p.passive && (p.verb&(makes|learns) != 0 || p.verb == 0) && people(p.subject) && !external(p.subject):
			return Output, "a share of our people is trained"
		case p.share && (p.passive || p.aux == "") && p.verb&makes != 0 && !people(p.subject):
			return Output, "a share of our things is made"
		case p.share:
			return Outcome, "a share does it"
		case people(p.subject) && (verbIs("receive") && !number || hasWord(words, "notified")):
			return Output, "people are treated"
		case people(p.subject) && p.passive && hasWord(words, "tracked", "greeted", "surveyed", "notified", "listed", "reviewed", "invited", "informed"):
			return Output, "people are treated"
		case people(p.subject) && p.aux == "has" && p.verb == 0 && !number && hasAbout(words[p.at:], vagues|inner):
			return Outcome, "people have it good"
		case people(p.subject) && p.aux == "has" && p.verb == 0 && thing(p.object) && !number:
			return Output, "people have a thing"
		case people(p.subject) && p.aux == "has" && p.verb&makes != 0 && p.object&persons == 0 && !external(p.subject) && !verbIs("complete", "finish", "accept", "submit", "edit") && !number:
			return Output, "our people have made a thing"
		case people(p.subject) && p.aux == "" && p.verb&makes != 0 && p.verb&uses == 0 && !external(p.subject) && !number:
			return Activity, "our people work"
		case people(p.subject):
			return Outcome, "people do something"
		case hiring && hasWord(words, "plan") && !hasWord(words, "managers", "time"):
			return Output, "hiring"
		case percent && p.passive && p.verb&makes != 0 && p.verb&(ups|uses) == 0 && !limit && !inTime(t, words) && ofShare(words[p.at:]):
			return Output, "our work for a share"
		case limit || percent:
			return Outcome, "a measured state"
		case p.passive && p.verb&(ups|downs) != 0:
			return Outcome, "a metric changed"
		case p.passive && (inTime(t, words) || number && usedBy(words)):
			return Outcome, "it happens in time"
		case p.passive && (p.verb&(makes|does|hires|learns) != 0 || p.verb == 0):
			return Output, "a thing is made"
		case p.aux == "" && (p.verb == 0 || p.verb == does) && !p.passive && !verbIs("get", "give", "keep", "share", "write", "ship", "exist", "receive", "contain", "consist", "distinguish", "depend", "allow"):
			return Outcome, "it behaves so"
		case p.verb&(ups|downs) != 0, p.verb&(gains|uses|ensures) != 0 && p.verb&makes == 0 && p.aux != "can":
			return Outcome, "something happens"
		case measure(p.subject) && !thing(p.subject):
			return Outcome, "a metric is so"
		case p.aux == "is" && p.after.about&(states|vagues) != 0 && p.after.about&dones == 0 && !hasWord(words, "available", "default", "ready", "public", "visible", "complete"):
			return Outcome, "a state is reached"
		case p.aux == "can" && number:
			return Outcome, "the product can, measured"
		case p.aux == "can":
			return Output, "the product can"
		case p.aux == "has" && hasAbout(words[p.at:], ups|downs):
			return Outcome, "it has something better"
		case p.aux == "" && (verbIs("work") || verbIs("run") || verbIs("function") || verbIs("perform")):
			return Outcome, "it works"
		case p.aux == "is" && p.verb&uses != 0:
			return Outcome, "others use it"
		case p.aux == "has" && (number || p.object&(metrics|qualities) != 0):
			return Outcome, "it has a number of"
		case p.aux == "has":
			return Output, "a thing has a part"
		}
		return Output, "another statement"
	}
	made := false
	for i, w := range words {
		if i > p.at && w.Kind == sentence.Letters && formOf(w) == past && len(w.Text) > 4 && (w.about&makes != 0 && w.about&uses == 0 || w.about == 0 && i > 0 && words[i-1].about&nouns != 0) {
			made = true
		}
	}
	switch {
	case hasWord(words, "ahead", "top") && !made:
		return Outcome, "a rank"
	case number && counted&(outsiders) != 0 && counted&artefacts == 0 && !hiring:
		return Outcome, "a number of others"
	case p.counted && number && toVerb(words, p.at):
		return Outcome, "a number of them act"
	case words[start(words)].Text == "no" || words[0].Text == "no":
		return Outcome, "nothing bad"
	case hiring && !percent:
		return Output, "hiring"
	case p.share && inTime(t, words):
		return Outcome, "a share in time"
	case p.share && (people(p.subject) || measure(p.subject) && !thing(p.subject)) && !made:
		return Outcome, "a share of people"
	case (percent || t.Relative != nil) && (made || p.subject&(owns|deeds) != 0 || hasWord(words, "plan")):
		return Output, "a share of our plan"
	case percent || t.Relative != nil:
		return Outcome, "a share"
	case p.counted && (external(p.subject) || people(p.subject) || measure(p.subject)) && (!thing(p.subject) || hasAbout(words[p.at:], uses)):
		return Outcome, "a number of people"
	case p.counted && number && (byOthers(words) || hasWord(words, "mentions", "requests", "downloads", "uploads")):
		return Outcome, "a number of things by others"
	case p.counted && number:
		return Output, "a number of things"
	case limit:
		return Outcome, "a limit"
	case measure(p.subject) && !thing(p.subject) && !made:
		return Outcome, "a metric alone"
	case people(p.subject) && number:
		return Outcome, "people, counted"
	case routine && p.subject&(events|deeds|artefacts) != 0, hasWord(words, "planning", "collaboration", "management", "research") && !number:
		return Activity, "a routine alone"
	case positive || hasWord(words, "happy", "evidence", "quick", "stable", "able"):
		return Outcome, "something good"
	}
	return Output, "a thing alone"
}
