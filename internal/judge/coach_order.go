package judge

import (
	"slices"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// order calls a line that begins with what is to be done, or with what was done.
func (c *call) order() (kind, reason string) {
	t, words, p := c.t, c.words, c.p
	switch {
	case p.word == "have" || p.word == "be" || p.word == "having":
		switch {
		case p.word != "be" && (c.counted|p.object)&artefacts != 0 && c.counted&(persons|metrics) == 0 && !c.percent && hasWord(words[p.at+1:], "merged", "published", "shipped", "deployed", "written", "documented", "integrated", "translated"):
			return Output, "to have a thing"
		case c.number && toVerb(words, p.at):
			return Outcome, "to have others act"
		case hasAbout(words[p.at:], ups|downs|aims) || hasWord(words, "diverse", "strong", "clear", "quick"):
			return Outcome, "to have it better"
		case p.word == "be" || c.number && !isThing(p.object) || isPeople(p.object) && hasAbout(words[p.at+1:], uses):
			return Outcome, "to have or be"
		case isThing(p.object):
			return Output, "to have a thing"
		}
		return Outcome, "to have a state"
	case p.verbIs("receive") && c.number && !isMeasure(p.object), p.verbIs("collect") && c.counted&(insights|owns|docs) == 0 && c.number && !c.percent && !isThing(p.object) && p.object != 0:
		return Outcome, "wins something"
	case c.number && !c.percent && p.verbIs("build", "establish", "form", "forge", "develop", "create", "cultivate") && befriends(words, p.at+1):
		return Outcome, "wins partners"
	case p.verb&makes != 0 && p.object&hires != 0 && p.object&persons != 0 && hasWord(words, "hire", "hires"):
		return Output, "hires"
	case c.hiring && p.verb&(ups|gains|hires|makes) != 0 && (hasWord(words, "plan", "team") || p.verb&hires != 0) && !hasWord(words, "quality", "speed", "process", "managers", "experience"):
		return Output, "hires"
	case p.verb&(ups|downs) != 0 && p.verb&hires == 0:
		switch {
		case t.Baseline != nil && t.Target != nil && !c.percent && countsMade(t):
			return Output, "improves counted things"
		case p.verbIs("drop", "cut") && !c.number && !isMeasure(p.object) && (isThing(p.object) || hasWord(words, "support", "release")):
			return Output, "does it at a stroke"
		case isMeasure(p.object) || c.percent || t.Relative != nil || t.Baseline != nil && !isThing(p.object):
			return Outcome, "moves a metric"
		case c.counted&(persons|outsiders|metrics) != 0 && c.counted&artefacts == 0:
			return Outcome, "moves a metric"
		case isThing(p.object) && c.number:
			return Output, "improves counted things"
		case !c.number && adjectives[p.word] && p.object&artefacts != 0 && p.object&(metrics|persons|qualities) == 0 && !hasAbout(words, persons|outsiders):
			return Output, "more of a thing"
		case p.verbIs("stabilize", "stabilise") && !isMeasure(p.object):
			return Output, "improves a thing"
		case p.object&docs != 0:
			return Output, "improves a document"
		case p.verbIs("transform") && hasWord(words[p.at:], "to", "into") && !c.number && !isPeople(p.object):
			return Output, "improves a thing"
		case p.verbIs("expand", "scale", "mature") && isThing(p.object):
			return Output, "extends a thing"
		}
		return Outcome, "changes something"
	case p.verb&holds != 0 && (c.number || hasAbout(words[p.at:min(len(words), p.at+7)], metrics)):
		return Outcome, "keeps a metric"
	case p.verb&holds != 0:
		return Activity, "keeps something going"
	case p.verb&hires != 0 && (isOutside(p.object) || p.object&metrics != 0 && p.object&persons == 0 && !c.hiring || hasWord(words, "pipeline")):
		return Outcome, "others join"
	case p.verbIs("onboard") && c.number && *numberOf(t) >= 100:
		return Outcome, "others join"
	case p.verb&hires != 0:
		return Output, "hires"
	case p.verb&ensures != 0 && (!c.number || c.counted&artefacts != 0) && p.verbIs("allow", "enable", "let") && doesSo(words[p.at+1:]):
		return Output, "people can"
	case p.verb&ensures != 0 && !c.number && madeSo(words[p.at+1:]) && !hasWord(words[p.at+1:min(len(words), p.at+2)], "every", "each", "everyone"):
		return Output, "a thing is made"
	case p.mood == "order" && !c.number && p.verbIs("help", "assist") && p.at+1 < len(words) && words[p.at+1].Upper && words[p.at+1].about == 0:
		return Activity, "works with somebody"
	case p.verb&ensures != 0 && (p.verb&makes == 0 || isPeople(p.object) && hasWord(words, "to")):
		return Outcome, "ensures a state"
	case p.verbIs("work") && p.mood == "order" && !c.number, p.verbIs("help", "assist") && hasWord(words, "with") && !hasWord(words, "to"):
		return Activity, "works with somebody"
	case p.verbIs("meet") && hasWord(words, "with"):
		return Activity, "meets somebody"
	case p.verb&gains != 0 && c.number && ranked(words):
		return Outcome, "a rank"
	case p.verbIs("land") && !c.number && !isOutside(p.object) && !isMeasure(p.object):
		return Output, "secures a thing"
	case p.verb&(gains|makes) != 0 && !c.number && p.verbIs("bring", "get", "drive", "push", "take") && isMeasure(p.object) && hasWord(words[p.at:], "down", "up", "under", "below", "above"),
		p.verbIs("bring", "get", "drive", "push") && c.limit && !isPeople(p.object):
		return Outcome, "moves a metric"
	case p.verb&gains != 0 && p.verb&makes == 0 && isThing(p.object) && !c.percent && !c.limit && (p.object&(events|deeds) != 0 || p.verbIs("land", "get", "secure", "convert")) && p.object&outsiders == 0 && c.counted&persons == 0:
		return Output, "secures a thing"
	case !c.number && p.verbIs("drive", "lead", "advance", "generate") && p.object&(metrics|qualities|outsiders|persons) == 0 && hasManner(words[p.at+1:], umbrella):
		return Activity, "drives something wide"
	case p.verb&gains != 0 && p.verb&makes == 0 && hasWord(words, "sign-off", "approval", "decision", "buy-in", "agreement") && !c.number:
		return Output, "secures a decision"
	case p.mood == "order" && !c.number && p.verbIs("contribute"):
		return Activity, "an effort"
	case p.mood == "order" && p.verbIs("show") && hasPhrase(words[p.at:], "show", "up"):
		return Outcome, "a rank"
	case p.mood == "order" && !c.number && p.verbIs("get", "save", "renew") && (p.object&(metrics|qualities|outsiders|persons|events|vagues|states|inner) == 0) && !hasAbout(words[p.at:], ups|downs|vagues|inner|uses|states) && !hasWord(words, "rid", "funding", "recognition", "published", "featured"):
		return Output, "secures a thing"
	case p.verb&gains != 0 && p.verb&makes == 0:
		return Outcome, "wins something"
	case p.verbIs("sign", "close", "agree", "renew") && isThing(p.object) && p.object&outsiders == 0 && !c.number:
		return Output, "secures a thing"
	case p.mood == "done" && p.verbIs("name", "list", "mention", "feature", "cite", "quote", "rank", "shortlist", "nominate", "recognize", "recognise", "invite", "rate", "reference") && p.at+1 < len(words) && (brk[words[p.at+1].Text] || words[p.at+1].Text == "a" || words[p.at+1].Text == "an" || words[p.at+1].Text == "one"):
		return Outcome, "others say so"
	case p.mood == "done" && p.verb&uses != 0 && p.at+1 < len(words) && (words[p.at+1].Text == "in" || words[p.at+1].Text == "by" || words[p.at+1].Text == "among" || words[p.at+1].Text == "as"):
		return Outcome, "others use it"
	case p.mood == "order" && p.verbIs("buy", "order", "vaccinate", "rent", "lease", "pay", "register") && !isMeasure(p.object) && !c.percent && !isPeople(p.subject):
		return Output, "does it at a stroke"
	case p.mood == "order" && p.verbIs("visit", "tour", "attend", "meet", "join") && !c.percent && (!p.verbIs("join") || p.object&events != 0):
		return Activity, "goes there"
	case p.mood == "order" && p.verbIs("nominate", "apply", "enrol", "enroll", "borrow", "teach"):
		return Output, "does it at a stroke"
	case p.mood == "order" && p.verb&uses != 0 && p.verb&(makes|does|gains) == 0 && !c.number && !isPeople(p.object) && !isOutside(p.object) && !isMeasure(p.object) && !p.verbIs("trust", "love", "feel", "know", "believe", "enjoy", "rely"):
		return Output, "does it at a stroke"
	case p.verb&uses != 0 && p.verb&(makes|does) == 0 && !p.verbIs("go", "use", "feature", "query", "search"):
		return Outcome, "somebody uses it"
	case p.verb&makes != 0 && c.number && reaching(words):
		return Outcome, "makes a thing and moves a metric"
	case p.verb&makes != 0 && p.verbIs("publish", "demo", "present", "record", "draft", "produce") && !c.money && !c.percent && !everySoOften(words) && !hasWord(words, "conversion") && !usedBy(words[p.at:]):
		return Output, "makes a thing"
	case p.verb&makes != 0 && c.number && (hasWord(words, "stars", "score", "nps", "csat", "indicated", "measured", "resulting") || hasWord(words, "results") && hasWord(words, "in")) && !p.verbIs("identify", "define", "document"):
		return Outcome, "makes a thing and moves a metric"
	case p.verb&makes != 0 && usedBy(words[p.at:]):
		return Outcome, "makes what others use"
	case p.verb&makes != 0 && c.number && (t.Unit == "ms" || t.Unit == "s" || t.Unit == "min" || t.Unit == "h" || t.Unit == "d" && hasWord(words, "working", "business")) && inTime(t, words):
		return Outcome, "makes it stay within a limit"
	case p.verb&makes != 0 && inTime(t, words) && c.percent:
		return Outcome, "makes it stay within a limit"
	case p.verb&makes != 0 && c.limit && !p.verbIs("launch", "release", "ship", "provide", "publish", "deploy", "host"):
		return Outcome, "makes it stay within a limit"
	case p.verb&makes != 0 && (c.percent && t.Target != nil && *t.Target < 100 && !isThing(p.object) || t.Relative != nil):
		return Outcome, "makes a thing and moves a metric"
	case p.mood == "order" && p.verbIs("fix", "resolve", "solve", "patch", "triage") && p.object&persons == 0 && !inTime(t, words) && hasWord(words, "bug", "bugs", "defects", "vulnerabilities") && (c.number && !c.percent):
		return Output, "does a counted thing"
	case p.mood == "order" && p.verbIs("convert") && c.number && isPeople(c.counted):
		return Outcome, "others join"
	case p.mood == "order" && p.verbIs("remove", "save", "free") && (t.Unit == "h" || t.Unit == "min" || c.blank && hasWord(words, "hours", "minutes", "time")):
		return Outcome, "moves a metric"
	case p.verbIs("simplify", "streamline") && c.number && hasWord(words, "to"):
		return Outcome, "moves a metric"
	case p.verb&makes != 0 && c.number && hasWord(words, "outperforms", "outperform", "beats", "surpasses"):
		return Outcome, "makes a thing and moves a metric"
	case p.verb&makes != 0 && withUsers(words, c.counted):
		return Outcome, "makes what others use"
	case p.verbIs("close") && hasWord(words[p.at+1:], "round", "deal", "deals", "sale", "sales", "contract", "contracts", "customers", "accounts") && !c.percent && !hasWord(words, "blockers", "tickets", "issues"):
		return Outcome, "wins something"
	case p.verb&makes != 0 && isThing(p.object) && behindPreposition(t, words):
		return Output, "makes a thing for a number of them"
	case p.verb&makes != 0 && c.number && (isOutside(p.object) && !isThing(p.object) && !p.verbIs("identify", "find", "select", "build", "highlight", "prioritize", "provide", "update", "define", "document") || !p.verbIs("identify", "find", "select", "build", "highlight", "prioritize", "provide", "update", "define", "document") && !hasWord(words, "out", "opportunity", "visibility") && p.object&metrics != 0 && p.object&^(metrics|vagues|ups|downs) == 0):
		return Outcome, "makes others do"
	case p.verb&makes != 0 && (c.money || c.counted&outsiders != 0 && !p.verbIs("identify", "find", "select", "interview", "highlight", "prioritize", "provide", "write") && c.counted&artefacts == 0 && !c.hiring):
		return Outcome, "makes others act"
	case p.verb&makes != 0 && p.verbIs("make") && c.number == false && betterThan(words[p.at+1:]):
		return Outcome, "makes it better"
	case p.verb&makes != 0 && p.verbIs("make") && !c.number && easyTo(words[p.at+1:]):
		return Outcome, "makes it so"
	case p.verb&makes != 0 && p.word == "make" && !isThing(p.object) && !isMeasure(p.object) && (!c.number || c.percent || c.limit):
		return Outcome, "makes it so"
	case p.we && p.aux == "" && formOf(words[p.at]) == base && p.verb&(makes|does) != 0 && !c.number:
		return Activity, "what we keep doing"
	case p.verb&makes != 0 && c.routine && !c.number && p.object&(events|deeds) != 0:
		return Activity, "a routine"
	case p.mood == "order" && p.verb&(makes|does) != 0 && !c.number && tended(words, p.at+1):
		return Activity, "tends to something without an end"
	case p.mood == "order" && !c.number && adverbOfRoutine(words):
		return Activity, "a routine"
	case p.verb&(makes|does) != 0 && p.mood == "order" && (hasWord(words[p.at+1:], "every", "each") || hasWord(words[p.at+1:], "per") && p.verbIs("host", "hold", "run", "organize", "organise")) && everySoOften(words[p.at+1:]) && !c.percent && !isMeasure(p.object) && !p.verbIs("set", "build", "create", "establish", "automate", "implement"):
		return Activity, "done again and again"
	case p.verb&makes != 0:
		return Output, "makes a thing"
	case p.verb&does != 0 && p.mood == "order" && c.percent && inTime(t, words):
		return Outcome, "a share in time"
	case p.verb&does != 0 && p.mood == "order" && !c.number && quicker(words[p.at+1:]):
		return Outcome, "makes it better"
	case p.mood == "order" && !c.number && p.verb&does != 0 && p.at+2 < len(words) && words[p.at+1].Text == "and" && words[p.at+2].about&does != 0 && words[p.at+2].about&makes == 0:
		return Activity, "an effort"
	case p.mood == "order" && p.verbIs("support", "handle", "withstand", "sustain") && !isPeople(p.object) && hasWord(words[p.at+1:min(len(words), p.at+5)], "large", "big", "large-scale", "huge", "high", "scale"):
		return Outcome, "it bears more"
	case p.verbIs("partner") && c.number && !c.percent && !thenMakes(words[p.at+1:]):
		return Outcome, "wins partners"
	case p.verb&does != 0 && p.verbIs("support") && !isPeople(p.object) && !hasWord(words, "team", "teams", "group", "groups"):
		return Output, "supports a technology"
	case p.mood == "order" && p.verbIs("shadow", "mentor", "review", "read", "participate") && (everySoOften(words) || p.verbIs("shadow", "mentor")):
		return Activity, "an effort"
	case p.verb&does != 0 && c.number && (isThing(p.object) || isOutside(p.object)) && !hasWord(words, "requests"):
		return Output, "does a counted thing"
	case p.verb&does != 0 && p.mood == "order" && thenMakes(words[p.at+1:]):
		return Output, "an effort that ends in a thing"
	case p.verb&does != 0 && hasWord(words, "develop", "document", "select", "launching", "creating", "implement", "plan"):
		return Output, "an effort that ends in a thing"
	case p.verb&does != 0:
		return Activity, "an effort"
	}
	switch {
	case p.verbIs("stop", "cease", "quit") && p.at+1 < len(words) && formOf(words[p.at+1]) == gerund:
		return Outcome, "what is no longer so"
	case hasWord(words[p.at+1:], "less") && !c.number:
		return Outcome, "changes something"
	case p.verbIs("sit", "nag", "examine", "greet", "shadow"):
		return Activity, "an effort"
	}
	if p.verbIs("research") {
		return Activity, "an effort"
	}
	return Output, "another order"
}

// befriends answers whether the noun phrase from i on is about ties with others: "partnerships with 5 schools".
func befriends(words []token, i int) bool {
	_, last := phraseOf(words, i)
	if last < 0 {
		return false
	}
	switch words[last].Text {
	case "relationship", "relationships", "partnership", "partnerships", "alliances", "ties", "connections":
		return true
	}
	return false
}

// made are units of what we make ourselves: their number says how much was made, and not what came of it.
var made = map[string]bool{"courses": true, "tutorials": true, "snapshots": true, "tests": true, "articles": true, "posts": true, "pages": true, "videos": true, "guides": true, "templates": true, "playbooks": true, "integrations": true, "connectors": true, "examples": true, "modules": true, "lessons": true}

func countsMade(t sentence.Text) bool {
	return slices.ContainsFunc(t.Quantities, func(q sentence.Quantity) bool { return made[q.Unit] })
}

// withUsers answers whether what is made is to have its users, counted: "with 25 subscribers".
func withUsers(words []token, counted uint64) bool {
	if counted&outsiders == 0 || counted&(metrics|artefacts) != 0 {
		return false
	}
	for i := 1; i+1 < len(words); i++ {
		if words[i].Text != "with" {
			continue
		}
		for k := i + 1; k < min(len(words), i+4); k++ {
			if words[k].Role == sentence.Counted {
				return true
			}
			if !words[k].Bounds() && !words[k].Inner {
				break
			}
		}
	}
	return false
}

// reaching answers whether what is done is to reach a number: "achieving at least 200 views".
func reaching(words []token) bool {
	for i := 1; i+1 < len(words); i++ {
		if words[i-1].Text == "and" && (words[i].Text == "have" || words[i].Text == "get") && (words[i+1].Role == sentence.Counted || words[i+1].Bounds()) {
			return true
		}
		if (words[i].Text == "achieve" || words[i].Text == "reach" || words[i].Text == "attain") && words[i-1].Text == "and" && words[i+1].Text != "out" || words[i].Text == "with" && gauged(words[i+1:]) {
			return true
		}
		switch words[i].Text {
		case "achieving", "reaching", "generating", "attracting", "attaining", "exceeding", "gets":
			for k := i + 1; k < min(len(words), i+5); k++ {
				if words[k].Role == sentence.Counted {
					return true
				}
			}
		}
	}
	return false
}

// gauged answers whether words name a metric with a bound for it: "an AUC ≥ 0.70".
func gauged(words []token) bool {
	for i := range min(len(words), 6) {
		switch w := words[i]; w.Text {
		case "≥", ">=", ">", "≤", "<", "<=":
			return i > 0 && i+1 < len(words) && words[i+1].Role == sentence.Counted
		case ",", "(", "and":
			return false
		}
	}
	return false
}

// adjectives are words of change that are no verbs: "better signs".
var adjectives = map[string]bool{"better": true, "more": true, "faster": true, "higher": true, "lower": true, "fewer": true, "less": true, "shorter": true}

// doesSo answers whether somebody is given leave to do one plain thing: "guests to share a photo", but not "to grow".
func doesSo(words []token) bool {
	for i := 1; i+1 < len(words); i++ {
		if words[i].Text == "to" {
			return words[i+1].about&(makes|does) != 0 && words[i+1].about&(ups|downs) == 0 && !hasAbout(words, vagues) && (words[i-1].about&persons != 0 || words[i-1].about == 0)
		}
	}
	return false
}

// madeSo answers whether the words say that something is done or has a part: "backups are encrypted", "every page has an owner".
func madeSo(words []token) bool {
	for i := 1; i+1 < len(words); i++ {
		switch w, n := words[i], words[i+1]; w.Text {
		case "is", "are":
			return n.about&makes != 0 && formOf(n) == past && words[i-1].about&persons == 0 && !hasAbout(words, vagues|metrics|qualities)
		case "has", "have":
			return n.Text == "a" || n.Text == "an"
		case "to", "that", "can", "will":
			return false
		}
	}
	return false
}

// easyTo answers whether something is made so that it is easily done: "the ticket machine pleasant to use".
func easyTo(words []token) bool {
	for i := 2; i+1 < len(words); i++ {
		if words[i].Text == "to" && words[i-1].about&nouns == 0 && words[i-1].Kind == sentence.Letters {
			switch words[i+1].Text {
			case "use", "find", "read", "understand", "navigate", "adopt", "learn", "contribute", "work", "install", "buy", "try", "get", "start", "see", "maintain":
				return true
			}
		}
	}
	return false
}

// quicker answers whether an order is about doing it in less time: "answer letters sooner".
func quicker(words []token) bool { return hasWord(words, "faster", "sooner", "quicker", "earlier") }

// adverbOfRoutine answers whether an order says that it goes on and on: "regularly oil the locks", "count the tills daily".
func adverbOfRoutine(words []token) bool {
	for i, w := range words {
		switch w.Text {
		case "regularly", "continuously", "constantly", "routinely":
			return true
		case "weekly", "daily", "monthly", "fortnightly":
			return i+1 == len(words) || words[i+1].Text == "."
		}
	}
	return false
}

// thenMakes answers whether an effort is followed by an order whose end is a thing: "research and build it", "refine the menu and publish it".
func thenMakes(words []token) bool {
	for i := 0; i+1 < len(words); i++ {
		switch w := words[i]; {
		case w.Text == "to", w.Text == "so", w.Text == "that", w.Text == "for" && i > 0, w.Text == "(":
			return false
		case w.Text == "and" || w.Text == "&" || w.Text == "," && i == 0:
			if n := words[i+1]; n.about&makes != 0 && n.about&(does|ensures|nouns) == 0 && n.Text != "provide" && n.Text != "send" && formOf(n) == base {
				return true
			}
		}
	}
	return false
}
