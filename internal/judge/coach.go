package judge

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// Guess is what the coach's list alone calls a key result.
func Guess(l Line) (string, string) {
	t := sentence.Take(l.Text, l.Options)
	words := tokens(t)
	if l.Kind == Objective {
		return coachObjective(t, words, parseOf(words))
	}
	return coach(l, t, words, parseOf(words))
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
	part := ofMany(words)
	positive := hasWord(words, "helpful", "excited", "love", "positive", "good", "great", "satisfied", "happy")
	verb := stem(p.word)
	verbIs := func(list ...string) bool {
		for _, v := range list {
			if verb == stem(v) {
				return true
			}
		}
		return false
	}
	// Knowledge.
	switch {
	case (p.mood == "order" || p.mood == "done") && p.verb&learns != 0 && p.verb&makes == 0 && !(verbIs("research") && !number) && !hasWord(words, "candidates"):
		return Learning, "finds something out"
	case (p.mood == "order" || p.mood == "done" || p.we) && (p.object&insights != 0 || p.mood == "order" && number && inquiring(words, p.at)) && !positive && !routine && verbIs("conduct", "do", "run", "pilot", "gather", "collect", "gain", "get", "hold", "complete", "perform", "start", "seek") && !hasWord(words, "interviewer"):
		return Learning, "gathers what we learn"
	case p.mood != "order" && number && triedBy(words) && counted&(persons|outsiders) != 0:
		return Learning, "a test with people"
	case p.mood != "order" && !positive && (p.passive && p.subject&insights != 0 && !verbIs("send", "draft", "write", "prepare", "create", "design", "translate", "commission", "publish", "implement", "announce") || p.mood == "noun" && p.subject&insights != 0 && (number || hasWord(words, "user", "users", "of", "from"))) && !limit:
		return Learning, "something was learned"
	case p.mood == "order" && p.verb&(makes|does) != 0 && asks(words, p.at) && !hasWord(words, "should") && !verbIs("define", "decide", "document", "share", "explain", "communicate", "work", "publish", "describe", "write", "train", "teach"):
		return Learning, "answers a question"
	case p.mood == "order" && !number && verbIs("establish", "set", "record", "capture", "take", "determine", "agree") && hasWord(words[p.at:min(len(words), p.at+4)], "baseline", "baselines"):
		return Learning, "finds out where we are"
	case p.mood == "order" && (p.verb&(makes|does|uses) != 0 || p.verb == 0) && writesDown(words[p.at+1:]):
		return Learning, "looks and writes down what it sees"
	case p.mood == "order" && number && verbIs("watch", "observe", "shadow", "follow") && (counted&(persons|outsiders) != 0 || counted == 0) && !money && !percent:
		return Learning, "watches people"
	case p.mood == "order" && verbIs("determine", "establish", "check", "test", "verify", "see", "evaluate", "assess") && hasWord(words[p.at+1:], "whether"):
		return Learning, "answers a question"
	case p.mood == "order" && number && verbIs("talk", "speak", "listen", "watch", "observe") && hasWord(words[p.at:min(len(words), p.at+3)], "to", "with", "at") && (counted&outsiders != 0 || counted&persons != 0 && hasWord(words, "about", "how", "why")):
		return Learning, "asks people"
	case !p.we && tells(words):
		return Learning, "something is told"
	case p.we && p.verb&uses != 0 && verbIs("know", "understand", "learn") && p.at+1 < len(words) && asking[words[p.at+1].Text]:
		return Learning, "we know it"
	case p.mood == "order" && p.object&insights != 0 && verbIs("identify"):
		return Learning, "finds needs"
	case p.mood == "order" && number && verbIs("identify") && hasWord(words, "using", "users", "use"):
		return Learning, "finds out who uses it"
	}
	if first := words[start(words)]; t.Target != nil && *t.Target == 0 || first.Text == "zero" || first.Text == "nobody" || first.Text == "none" || first.Text == "no" && p.mood != "order" {
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
	if p.mood == "order" && verbIs("test", "pilot", "try") && hasWord(words, "customers", "users", "people", "participants", "hypothesis", "hypotheses", "assumption", "assumptions") {
		return Learning, "a test of an idea"
	}
	hiring := hasWord(words, "hiring", "hire", "hired", "hires", "headcount", "staffed-to-plan") || p.object&owns != 0 && hasWord(words, "plan") ||
		p.verb&(ups|gains) != 0 && hasWord(words, "team") && hasWord(words, "plan")
	hiring = hiring && !duration[t.Unit]
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
	if t.Baseline != nil && t.Target != nil && p.verb&hires == 0 {
		return Outcome, "a metric from here to there"
	}
	if number && upOrDown(words) {
		return Outcome, "a metric changed"
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
			case verbIs("drop", "cut") && !number && !measure(p.object) && (thing(p.object) || hasWord(words, "support", "release")):
				return Output, "does it at a stroke"
			case measure(p.object) || percent || t.Relative != nil || t.Baseline != nil && !thing(p.object):
				return Outcome, "moves a metric"
			case counted&(persons|outsiders|metrics) != 0 && counted&artefacts == 0:
				return Outcome, "moves a metric"
			case thing(p.object) && number:
				return Output, "improves counted things"
			case !number && adjectives[p.word] && p.object&artefacts != 0 && p.object&(metrics|persons|qualities) == 0 && !hasAbout(words, persons|outsiders):
				return Output, "more of a thing"
			case verbIs("stabilize", "stabilise") && !measure(p.object):
				return Output, "improves a thing"
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
		case p.verb&ensures != 0 && !number && verbIs("allow", "enable", "let") && doesSo(words[p.at+1:]):
			return Output, "people can"
		case p.verb&ensures != 0 && !number && madeSo(words[p.at+1:]):
			return Output, "a thing is made"
		case p.verb&ensures != 0 && (p.verb&makes == 0 || people(p.object) && hasWord(words, "to")):
			return Outcome, "ensures a state"
		case verbIs("work") && p.mood == "order" && !number, verbIs("help", "assist") && hasWord(words, "with") && !hasWord(words, "to"):
			return Activity, "works with somebody"
		case verbIs("meet") && hasWord(words, "with"):
			return Activity, "meets somebody"
		case p.verb&gains != 0 && number && ranked(words):
			return Outcome, "a rank"
		case verbIs("land") && !number && !external(p.object) && !measure(p.object):
			return Output, "secures a thing"
		case p.verb&(gains|makes) != 0 && !number && verbIs("bring", "get", "drive", "push", "take") && measure(p.object) && hasWord(words[p.at:], "down", "up", "under", "below", "above"),
			verbIs("bring", "get", "drive", "push") && limit && !people(p.object):
			return Outcome, "moves a metric"
		case p.verb&gains != 0 && p.verb&makes == 0 && thing(p.object) && !percent && (p.object&(events|deeds) != 0 || verbIs("land", "get", "secure", "convert")) && p.object&outsiders == 0 && counted&persons == 0:
			return Output, "secures a thing"
		case !number && verbIs("drive", "lead", "advance", "generate") && p.object&(metrics|qualities|outsiders|persons) == 0 && hasManner(words[p.at+1:], umbrella):
			return Activity, "drives something wide"
		case p.verb&gains != 0 && p.verb&makes == 0 && hasWord(words, "sign-off", "approval", "decision", "buy-in", "agreement"):
			return Output, "secures a decision"
		case p.verb&gains != 0 && p.verb&makes == 0:
			return Outcome, "wins something"
		case verbIs("sign", "close", "agree", "renew") && thing(p.object) && p.object&outsiders == 0 && !number:
			return Output, "secures a thing"
		case p.mood == "done" && verbIs("name", "list", "mention", "feature", "cite", "quote", "rank", "shortlist", "nominate", "recognize", "recognise", "invite", "rate", "reference") && p.at+1 < len(words) && (brk[words[p.at+1].Text] || words[p.at+1].Text == "a" || words[p.at+1].Text == "an" || words[p.at+1].Text == "one"):
			return Outcome, "others say so"
		case p.mood == "done" && p.verb&uses != 0 && p.at+1 < len(words) && (words[p.at+1].Text == "in" || words[p.at+1].Text == "by" || words[p.at+1].Text == "among" || words[p.at+1].Text == "as"):
			return Outcome, "others use it"
		case p.mood == "order" && verbIs("buy", "order", "vaccinate", "rent", "lease", "pay", "register") && !measure(p.object) && !percent && !people(p.subject):
			return Output, "does it at a stroke"
		case p.mood == "order" && verbIs("visit", "tour", "attend", "meet") && !percent:
			return Activity, "goes there"
		case p.mood == "order" && p.verb&uses != 0 && p.verb&(makes|does|gains) == 0 && !number && !people(p.object) && !external(p.object) && !measure(p.object) && !verbIs("trust", "love", "feel", "know", "believe", "enjoy", "rely"):
			return Output, "does it at a stroke"
		case p.verb&uses != 0 && p.verb&(makes|does) == 0 && !verbIs("go", "use", "feature", "query", "search"):
			return Outcome, "somebody uses it"
		case p.verb&makes != 0 && number && (hasWord(words, "stars", "score", "nps", "csat", "indicated", "measured", "resulting") || hasWord(words, "results") && hasWord(words, "in")) && !verbIs("identify", "define", "document"):
			return Outcome, "makes a thing and moves a metric"
		case p.verb&makes != 0 && usedBy(words[p.at:]):
			return Outcome, "makes what others use"
		case p.verb&makes != 0 && inTime(t, words) && percent:
			return Outcome, "makes it stay within a limit"
		case p.verb&makes != 0 && limit && !verbIs("launch", "release", "ship", "provide", "publish", "deploy", "host"):
			return Outcome, "makes it stay within a limit"
		case p.verb&makes != 0 && (percent && t.Target != nil && *t.Target < 100 && !thing(p.object) || t.Relative != nil):
			return Outcome, "makes a thing and moves a metric"
		case p.verb&makes != 0 && thing(p.object) && behindPreposition(t, words):
			return Output, "makes a thing for a number of them"
		case p.verb&makes != 0 && number && (external(p.object) && !thing(p.object) && !verbIs("identify", "find", "select", "build", "highlight", "prioritize", "provide", "update", "define", "document") || !verbIs("identify", "find", "select", "build", "highlight", "prioritize", "provide", "update", "define", "document") && !hasWord(words, "out", "opportunity", "visibility") && p.object&metrics != 0 && p.object&^(metrics|vagues|ups|downs) == 0):
			return Outcome, "makes others do"
		case p.verb&makes != 0 && (money || counted&outsiders != 0 && !verbIs("identify", "find", "select", "interview", "highlight", "prioritize", "provide", "write") && counted&artefacts == 0 && !hiring):
			return Outcome, "makes others act"
		case p.verb&makes != 0 && verbIs("make") && number == false && betterThan(words[p.at+1:]):
			return Outcome, "makes it better"
		case p.verb&makes != 0 && verbIs("make") && !number && easyTo(words[p.at+1:]):
			return Outcome, "makes it so"
		case p.verb&makes != 0 && p.word == "make" && !thing(p.object) && !measure(p.object) && (!number || percent || limit):
			return Outcome, "makes it so"
		case p.we && p.aux == "" && formOf(words[p.at]) == base && p.verb&(makes|does) != 0 && !number:
			return Activity, "what we keep doing"
		case p.verb&makes != 0 && routine && !number && p.object&(events|deeds) != 0:
			return Activity, "a routine"
		case p.mood == "order" && p.verb&(makes|does) != 0 && !number && tended(words, p.at+1):
			return Activity, "tends to something without an end"
		case p.mood == "order" && !number && adverbOfRoutine(words):
			return Activity, "a routine"
		case p.verb&(makes|does) != 0 && p.mood == "order" && (hasWord(words[p.at+1:], "every", "each") || hasWord(words[p.at+1:], "per") && verbIs("host", "hold", "run", "organize", "organise")) && everySoOften(words[p.at+1:]) && !percent && !measure(p.object) && !verbIs("set", "build", "create", "establish", "automate", "implement"):
			return Activity, "done again and again"
		case p.verb&makes != 0:
			return Output, "makes a thing"
		case p.verb&does != 0 && p.mood == "order" && percent && inTime(t, words):
			return Outcome, "a share in time"
		case p.verb&does != 0 && p.mood == "order" && !number && quicker(words[p.at+1:]):
			return Outcome, "makes it better"
		case p.verb&does != 0 && verbIs("support") && !people(p.object) && !hasWord(words, "team", "teams", "group", "groups"):
			return Output, "supports a technology"
		case p.verb&does != 0 && number && (thing(p.object) || external(p.object)) && !hasWord(words, "requests"):
			return Output, "does a counted thing"
		case p.verb&does != 0 && p.mood == "order" && thenMakes(words[p.at+1:]):
			return Output, "an effort that ends in a thing"
		case p.verb&does != 0 && hasWord(words, "develop", "document", "select", "launching", "creating", "implement", "plan"):
			return Output, "an effort that ends in a thing"
		case p.verb&does != 0:
			return Activity, "an effort"
		}
		if verbIs("research") {
			return Activity, "an effort"
		}
		return Output, "another order"
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
		case denied(words) && !(p.passive && verbIs("renew", "extend", "sign")):
			return Outcome, "what is no longer so"
		case p.we && p.aux == "can":
			return Outcome, "we can"
		case people(p.subject) && p.aux == "can" && hasWord(words, "understand", "recognize", "easily", "quickly", "without", "find"):
			return Outcome, "people can easily"
		case people(p.subject) && p.aux == "can" && (number || inTime(t, words)):
			return Outcome, "people can, measured"
		case people(p.subject) && (p.aux == "can" || p.passive && hasPhrase(words, "can", "be") && !number):
			return Output, "people can"
		case first == "it" || first == "it's":
			switch {
			case hasWord(words, "possible", "available", "documented", "clear"):
				return Output, "the product can"
			case hasAbout(words[:min(len(words), 5)], states|vagues):
				return Outcome, "a state is reached"
			}
			return Output, "another statement"
		case p.at+1 < len(words) && words[p.at+1].Text == "no" && !number:
			return Outcome, "nothing bad"
		case p.aux == "is" && number && !p.passive && (betterThan(words[p.at:]) || hasAbout(words[p.at:], downs)):
			return Outcome, "a metric changed"
		case p.aux == "is" && hasWord(words[p.at:], "than") && !hasWord(words, "rather", "other") && !p.passive:
			return Outcome, "compares with something"
		case !p.passive && sooner(words[p.at:]):
			return Outcome, "does it better than before"
		case p.aux == "is" && !p.passive && p.verb == 0 && felt(words, p.at):
			return Outcome, "how it is"
		case p.passive && verbIs("accept", "recognise", "recognize", "adopt", "endorse", "ratify", "name", "list", "cite", "rate", "rank") && p.at+1 < len(words) && words[p.at+1].Text == "as":
			return Outcome, "others say so"
		case p.passive && !number && !people(p.subject) && verbIs("generate", "drive") && (thing(p.object) || p.object == 0) && p.at+1 < len(words) && (words[p.at+1].Text == "from" || words[p.at+1].Text == "in" || words[p.at+1].Text == "with"):
			return Output, "a thing is made"
		case p.passive && verbIs("agree", "accept", "grant", "approve", "renew") && measure(p.subject) && !thing(p.subject):
			return Outcome, "others agree"
		case p.passive && p.verb&(uses|gains) != 0 && verbIs("sign", "certify", "approve", "accept", "pass", "qualify", "submit") && !people(p.subject) && (!number || behindPreposition(t, words)):
			return Output, "a thing is made"
		case p.passive && !number && !people(p.subject) && p.at+1 < len(words) && (words[p.at+1].Text == "off" || words[p.at+1].Text == "over" || words[p.at+1].Text == "down" || words[p.at+1].Text == "out"):
			return Output, "a thing is made"
		case p.aux == "is" && !p.passive && (hasWord(words[p.at:], "twice") || hasPhrase(words[p.at:], "times", "as")):
			return Outcome, "compares with something"
		case p.passive && byEveryone(words[p.at:]):
			return Outcome, "others use it"
		case p.passive && verbIs("align", "motivate", "inspire", "unite"):
			return Outcome, "people are so"
		case p.passive && !number && verbIs("book", "sign", "renew", "pay", "take", "honour", "honor", "enforce", "vote", "link", "buy", "order", "co-sign", "countersign", "sell"):
			return Output, "a thing is settled"
		case p.passive && verbIs("attend") && p.subject&events != 0 && !byOthers(words[p.at:]):
			return Activity, "goes there"
		case p.passive && !number && verbIs("adopt", "approve", "endorse", "ratify") && byDeciders(words[p.at:]):
			return Output, "a thing is settled"
		case p.passive && p.verb&uses != 0 && p.verb&makes == 0 && !hasWord(words, "tracked"), hasWord(words, "featured", "adopted", "mentioned", "used", "cited", "referenced") && hasWord(words, "by", "at", "internally", "across", "in"):
			return Outcome, "others use it"
		case p.passive && verbIs("keep", "meet", "honour", "honor"):
			return Outcome, "it is kept"
		case p.aux == "" && !p.passive && !people(p.subject) && verbIs("go") && p.at+1 < len(words) && (words[p.at+1].Text == "out" || words[p.at+1].Text == "live"):
			return Output, "a thing is made"
		case p.aux == "" && !p.passive && !number && hasWord(words[p.at:], "than") && !hasWord(words, "rather", "other"):
			return Outcome, "compares with something"
		case people(p.subject) && p.aux == "" && !p.passive && inTime(t, words[p.at:]):
			return Outcome, "people do it in time"
		case people(p.subject) && p.aux == "has" && strings.HasPrefix(p.word, "get") && p.verb == 0 && p.object == 0 && !number && !hasAbout(words[p.at:], vagues|inner|ups|downs|states):
			return Output, "people have a thing"
		case p.share && inTime(t, words):
			return Outcome, "a share in time"
		case p.share && p.passive && (p.verb&(makes|learns) != 0 || p.verb == 0) && people(p.subject) && !external(p.subject):
			return Output, "a share of our people is trained"
		case p.share && (p.passive || p.aux == "" && formOf(words[p.at]) == past) && p.verb&makes != 0 && !people(p.subject) && (p.subject&(artefacts|owns|deeds|events) != 0 || hasAbout(words[:p.at], owns|deeds)):
			return Output, "a share of our things is made"
		case p.share:
			return Outcome, "a share does it"
		case people(p.subject) && p.aux == "" && !external(p.subject) && verbIs("do", "hold", "run", "attend") && p.object&events != 0 && !number:
			return Activity, "our people work"
		case p.aux == "" && hasWord(words[p.at:p.at+1], "ran", "held") && hasAbout(words[:p.at], events):
			return Output, "a thing is made"
		case people(p.subject) && p.passive && verbIs("elect", "appoint", "nominate", "recruit", "vet"):
			return Output, "hires"
		case people(p.subject) && !p.share && !p.counted && !p.passive && p.aux == "" && everySoOften(words[p.at:]) && (p.verb&(uses|gains|ups|downs) == 0 || verbIs("visit", "meet", "walk", "attend")) && !hasAbout(words[p.at:], vagues):
			return Activity, "our people do it again and again"
		case people(p.subject) && p.aux == "" && verbIs("get", "receive", "obtain") && (thing(p.object) || p.object == 0) && !number:
			return Output, "people are treated"
		case people(p.subject) && (verbIs("receive") && !number || hasWord(words, "notified")):
			return Output, "people are treated"
		case people(p.subject) && p.passive && p.verb&hires != 0 && !external(p.subject) && !percent && !limit:
			return Output, "hires"
		case p.aux == "is" && hasPhrase(words[p.at:], "in", "place") && !number:
			return Output, "a thing is made"
		case people(p.subject) && p.passive && hasWord(words, "tracked", "greeted", "surveyed", "notified", "listed", "reviewed", "invited", "informed"):
			return Output, "people are treated"
		case p.we && p.aux == "has" && p.verb == 0 && !number && (thing(p.object) || p.object&(metrics|qualities|persons|vagues|ups) == 0):
			return Output, "people have a thing"
		case people(p.subject) && p.aux == "has" && p.verb == 0 && !number && hasAbout(words[p.at:], vagues|inner):
			return Outcome, "people have it good"
		case people(p.subject) && p.aux == "has" && p.verb == 0 && ((thing(p.object) || p.object&owns != 0) && !number || !percent && p.at+1 < len(words) && (words[p.at+1].Text == "a" || words[p.at+1].Text == "an") && p.object&(metrics|qualities|vagues|ups) == 0):
			return Output, "people have a thing"
		case people(p.subject) && p.aux == "has" && p.verb&makes != 0 && p.object&persons == 0 && !external(p.subject) && !verbIs("complete", "finish", "accept", "submit", "edit") && !number:
			return Output, "our people have made a thing"
		case people(p.subject) && p.aux == "" && !number && (hasAbout(words[p.at:], ups|downs|cadences) || hasWord(words[p.at:], "without", "alone", "themselves", "first")):
			return Outcome, "people do it better"
		case people(p.subject) && p.passive && verbIs("certify", "train", "brief", "enable", "equip", "coach") && !external(p.subject) && !number:
			return Output, "our people are treated"
		case people(p.subject) && p.passive && p.verb&makes != 0 && p.verb&(uses|gains) == 0 && !external(p.subject) && !number:
			return Output, "our people are treated"
		case people(p.subject) && p.aux == "" && p.verb&(makes|does) != 0 && p.verb&(uses|gains) == 0 && !external(p.subject) && !number:
			return Activity, "our people work"
		case people(p.subject):
			return Outcome, "people do something"
		case hiring && hasWord(words, "plan") && !hasWord(words, "managers", "time"):
			return Output, "hiring"
		case p.aux == "" && !p.passive && inTime(t, words[p.at:]) && !hasWord(words[p.at:], "automatically"):
			return Outcome, "it happens in time"
		case part && (!p.passive || hasWord(words[p.at:], "cases", "times", "days", "attempts", "tries")):
			return Outcome, "a share in time"
		case money && (!p.passive || byOthers(words[p.at:])):
			return Outcome, "something happens"
		case percent && p.passive && p.verb&makes != 0 && p.verb&(ups|uses) == 0 && !limit && !inTime(t, words) && ofShare(words[p.at:]):
			return Output, "our work for a share"
		case limit || percent:
			return Outcome, "a measured state"
		case p.passive && inTime(t, words) && (hasWord(words[p.at:], "within", "average", "under") || hasPhrase(words[p.at:], "same", "day")):
			return Outcome, "it happens in time"
		case p.passive && thing(p.subject) && behindPreposition(t, words):
			return Output, "a thing is made"
		case p.aux == "" && !p.passive && p.counted && hasWord(words[:p.at], "outside", "besides", "external", "third-party", "independent"):
			return Outcome, "others do something"
		case p.aux == "" && !p.passive && (!number || p.counted && thing(p.subject) && !verbIs("run", "pass", "use", "implement", "adopt", "build", "publish", "post")) && manner.Word(strings.ToLower(p.word)).Class&describes != 0 && !measure(p.subject) && !people(p.subject):
			return Output, "a thing has a part"
		case p.counted && number && !p.passive && p.aux == "" && p.verb&makes != 0 && !measure(p.subject):
			return Outcome, "a number of things do it"
		case number && !p.passive && p.aux == "" && !behindPreposition(t, words) && (counted&(metrics|persons|outsiders) != 0 && counted&artefacts == 0 || verbIs("exceed", "reach", "surpass", "top", "hit", "rise", "fall", "drop", "climb", "sink")):
			return Outcome, "something happens"
		case p.passive && p.counted && number && *numberOf(t) >= many && p.subject&(docs|owns) == 0:
			return Outcome, "a large number"
		case p.passive && number && byOutsiders(words[p.at:]):
			return Outcome, "others do something"
		case p.passive && number && p.verb&makes == 0 && byOthers(words[p.at:]):
			return Outcome, "others use it"
		case p.passive && p.verb&(ups|downs) != 0:
			return Outcome, "a metric changed"
		case p.passive && !number && !p.many && hasPhrase(words, "on", "time") && p.verb&makes != 0:
			return Output, "a thing is made"
		case p.passive && (inTime(t, words) || number && usedBy(words)):
			return Outcome, "it happens in time"
		case p.passive && (p.verb&(makes|does|hires|learns) != 0 || p.verb == 0):
			return Output, "a thing is made"
		case p.aux == "" && (p.verb == 0 || p.verb == does) && !p.passive && !verbIs("get", "give", "keep", "share", "write", "ship", "exist", "receive", "contain", "consist", "distinguish", "depend", "allow"):
			return Outcome, "it behaves so"
		case p.verb&(ups|downs) != 0, p.verb&(gains|uses|ensures) != 0 && p.verb&makes == 0 && p.aux != "can":
			return Outcome, "something happens"
		case measure(p.subject) && !thing(p.subject) && (p.verb&makes == 0 || number || p.verb&(uses|gains|ups|downs) != 0):
			return Outcome, "a metric is so"
		case p.aux == "" && !p.passive && !people(p.subject) && hasAbout(words[p.at+1:], vagues|inner):
			return Outcome, "it does it well"
		case p.aux == "is" && (p.after.about&(states|vagues) != 0 && p.after.about&dones == 0 || quality(p.after.Text)) && !hasWord(words, "available", "default", "ready", "public", "visible", "complete"):
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
	case ranked(words) && !made:
		return Outcome, "a rank"
	case words[start(words)].Text == "ready" && !made:
		return Outcome, "how it is"
	case number && p.share && !made && !hiring && !hasAbout(words, owns) && !hasWord(words, "plan", "reviews"):
		return Outcome, "a share of people"
	case number && betterThan(words[p.at:]) && !made:
		return Outcome, "a metric changed"
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
	case percent && measure(p.subject) && !thing(p.subject) && !made && p.subject&owns == 0 && !p.share:
		return Outcome, "a metric with its number"
	case (percent || t.Relative != nil) && (made || p.subject&(owns|deeds) != 0 || hasWord(words, "plan")):
		return Output, "a share of our plan"
	case percent || t.Relative != nil:
		return Outcome, "a share"
	case p.counted && (external(p.subject) || people(p.subject) || measure(p.subject)) && (!thing(p.subject) || hasAbout(words[p.at:], uses)):
		return Outcome, "a number of people"
	case money && p.counted && !made && !thing(p.subject):
		return Outcome, "an amount of money"
	case p.counted && number && (byOthers(words) || hasWord(words, "mentions", "requests", "downloads", "uploads")):
		return Outcome, "a number of things by others"
	case t.Direction == "keep_below":
		return Outcome, "a limit"
	case p.counted && number && *numberOf(t) >= many && !thing(p.subject):
		return Outcome, "a large number"
	case p.counted && number:
		return Output, "a number of things"
	case number && named(words) && !thing(p.subject) && !hiring && !behindPreposition(t, words):
		return Outcome, "a metric with its number"
	case limit:
		return Outcome, "a limit"
	case measure(p.subject) && !thing(p.subject) && !made:
		return Outcome, "a metric alone"
	case people(p.subject) && number:
		return Outcome, "people, counted"
	case routine && p.subject&(events|deeds|artefacts) != 0, hasWord(words, "planning", "collaboration", "management", "research") && !number:
		return Activity, "a routine alone"
	case money && !made:
		return Outcome, "an amount of money"
	case comparative(words[start(words)].Text) && p.subject&docs == 0:
		return Outcome, "better than before"
	case words[start(words)].about&(ups|downs) != 0 && (!thing(p.subject) || words[start(words)].about&downs != 0):
		return Outcome, "more or less of something"
	case people(p.subject) && p.subject&artefacts == 0 && len(words) <= 5 && !made && plural(words[p.at:]):
		return Outcome, "people alone"
	case words[start(words)].about&states != 0 && !number && !made && plural(words[p.at:]) && p.subject&docs == 0:
		return Outcome, "something good"
	case positive || hasWord(words, "happy", "evidence", "quick", "stable", "able"):
		return Outcome, "something good"
	}
	return Output, "a thing alone"
}
