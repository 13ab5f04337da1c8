package judge

import (
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/sentence"
)

// moving calls what makes a thing, or puts it right, by what comes of it: "Deploy a map and reach 400 readers", "Fix 12 bugs"; of what is published
// without that, the thing is all: "Publish a guide".
func (c *call) moving() (kind, reason string) {
	t, words, p := c.t, c.words, c.p
	switch {
	case p.mood == "order" && c.money && p.verbIs("distribute", "disburse", "allocate", "grant", "award", "invest", "spend", "donate") && !reaching(words):
		return Output, "makes a thing"
	case p.verb&makes != 0 && c.number && reaching(words):
		return Outcome, "makes a thing and moves a metric"
	case p.mood == "order" && c.number && !c.percent && !c.money && p.verbIs("replace", "reword", "elect", "consolidate", "print", "label", "relabel", "close", "assign", "hang", "archive", "delete", "rename", "repair") && !hasWord(words, "deal", "deals", "sale", "sales", "contract", "contracts", "round", "customers", "accounts", "gap") && t.Direction == okr.Reach && !(p.verbIs("close") && c.counted&outsiders != 0) && !inTime(t, words) && !usedBy(words[p.at:]):
		return Output, "does a counted thing"
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
	}
	return "", ""
}

// making calls what makes a thing, once or again and again: "Make the ticket machine pleasant to use", "Write a guide", "Host a supper every week".
func (c *call) making() (kind, reason string) {
	words, p := c.words, c.p
	switch {
	case p.verb&makes != 0 && p.verbIs("make") && !c.number && betterThan(words[p.at+1:]):
		return Outcome, "makes it better"
	case p.verb&makes != 0 && p.verbIs("make") && !c.number && easyTo(words[p.at+1:]):
		return Outcome, "makes it so"
	case p.verb&makes != 0 && p.verbIs("make") && !c.number && notTo(words[p.at+1:]):
		return Outcome, "what is no longer so"
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
	}
	return "", ""
}

// doing calls an effort, with or without an end: "Support large crowds", "Mentor two apprentices", "Explore the islands".
func (c *call) doing() (kind, reason string) {
	t, words, p := c.t, c.words, c.p
	switch {
	case p.verb&does != 0 && p.mood == "order" && c.percent && inTime(t, words):
		return Outcome, "a share in time"
	case p.verb&does != 0 && p.mood == "order" && (quicker(words[p.at+1:]) || hasPhrase(words[p.at+1:], "as", "fast") || hasPhrase(words[p.at+1:], "half", "the", "time")):
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
	return "", ""
}

// otherwise calls what is told by none of the kinds of verbs: "Stop printing tickets", "Greet the guests".
func (c *call) otherwise() (kind, reason string) {
	words, p := c.words, c.p
	switch {
	case p.verbIs("stop", "cease", "quit") && p.at+1 < len(words) && formOf(words[p.at+1]) == gerund:
		return Outcome, "what is no longer so"
	case hasWord(words[p.at+1:], "less") && !c.number:
		return Outcome, "changes something"
	case p.verbIs("sit", "nag", "examine", "greet", "shadow"):
		return Activity, "an effort"
	case p.verbIs("research"):
		return Activity, "an effort"
	}
	return "", ""
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

// notTo answers whether something is made so that it no longer does what it did: "the till not freeze".
func notTo(words []token) bool {
	for i := 1; i+1 < len(words); i++ {
		if words[i].Text == "not" {
			return words[i-1].Kind == sentence.Letters && formOf(words[i+1]) == base && !determiners[words[i+1].Text]
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
