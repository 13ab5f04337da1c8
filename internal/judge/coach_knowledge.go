package judge

import "strings"

// knowledge calls a line whose end is something that we will know; "" is none.
func (c *call) knowledge() (kind, reason string) {
	words, p := c.words, c.p
	switch {
	case p.mood == "order" && !c.number && p.verb&learns != 0 && thenChanges(words[p.at+1:]):
		return Outcome, "changes something"
	case p.mood != "statement" && p.verbIs("learn", "study", "master") && studies(words[p.at+1:]):
		return Activity, "studies something"
	case p.mood == "order" && p.verbIs("interview") && hasWord(words[p.at+1:min(len(words), p.at+2)], "at", "for"):
		return Activity, "goes there"
	case !c.number && understood(words, p):
		return Learning, "we understand it"
	case (p.mood == "order" || p.mood == "done" || p.we) && p.verbIs("identify", "uncover", "discover", "pinpoint", "diagnose") && findings(words, p.at+1) && !thenActs(words[p.at+1:]):
		return Learning, "finds out what is so"
	case (p.mood == "done" || p.we || p.mood == "order" && hasWord(words, "with", "to", "between", "against", "vs", "versus")) && p.verbIs("compare"), p.we && hasWord(words[:min(len(words), 3)], "compared"):
		return Learning, "compares"
	case p.mood == "order" && p.verbIs("ask", "hear") && asksWhy(words[p.at+1:]):
		return Learning, "asks people"
	case p.mood == "order" && p.verbIs("know", "get") && clears(words[p.at:]):
		return Learning, "we know it"
	case p.mood == "order" && p.verbIs("compare") && (c.number && !c.percent || thenActs(words[p.at+1:])):
		return Learning, "compares"
	case !c.percent && !c.limit && seesWhat(words):
		return Learning, "finds something out"
	case (p.mood == "order" || p.mood == "done") && p.verbIs("test", "trial", "field-test") && c.number && !c.percent && !c.money && !thenMakes(words[p.at+1:]) && !hasWord(words, "cases", "coverage"):
		return Learning, "a test of an idea"
	case !c.percent && hasWord(words, "usability") && hasWord(words, "session", "sessions", "test", "tests", "benchmark", "study") && p.verb&(ups|downs) == 0:
		return Learning, "a test with people"
	case p.mood == "order" && p.verbIs("assess", "evaluate", "test", "check") && suits(words[p.at+1:]):
		return Learning, "finds out whether it fits"
	case p.passive && p.verbIs("test", "validate", "survey", "interview", "pilot", "trial") && hasWord(words[p.at+1:min(len(words), p.at+2)], "with") && p.subject&(docs|events) == 0 && !c.percent:
		return Learning, "a test with people"
	case (p.mood == "order" || p.mood == "done") && p.verbIs("send", "create", "run", "conduct", "write", "design") && p.object&insights != 0 && thenFinds(words[p.at+1:]):
		return Learning, "gathers what we learn"
	case p.mood == "statement" && !c.percent && !c.limit && hasWord(words[max(0, p.at-1):p.at], "experiment", "experiments", "hypothesis", "hypotheses") && !hasAbout(words[p.at:], hires) && (p.verb&(makes|learns) != 0 || p.aux == "has"):
		return Learning, "something was learned"
	case (p.mood == "order" || p.mood == "done" || p.we) && (p.verbIs("have", "get", "gain", "collect", "gather", "record", "note") || p.word == "having") && hasWord(words[p.at+1:min(len(words), p.at+7)], "learnings", "takeaway", "takeaways") || p.word == "have" && hasPhrase(words, "one", "learning"):
		return Learning, "something was learned"
	case (p.mood == "order" || p.mood == "done") && p.verb&learns != 0 && p.verb&makes == 0 && !(p.verbIs("research") && !c.number) && !hasWord(words, "candidates"):
		return Learning, "finds something out"
	case (p.mood == "order" || p.mood == "done" || p.we) && (p.object&insights != 0 || p.mood == "order" && c.number && inquiring(words, p.at)) && !c.positive && !c.routine && p.verbIs("conduct", "do", "run", "pilot", "gather", "collect", "gain", "get", "hold", "complete", "perform", "start", "seek") && !hasWord(words, "interviewer"):
		return Learning, "gathers what we learn"
	case p.mood != "order" && c.number && triedBy(words) && c.counted&(persons|outsiders) != 0:
		return Learning, "a test with people"
	case p.mood != "order" && !c.positive && (p.passive && p.subject&insights != 0 && !p.verbIs("send", "draft", "write", "prepare", "create", "design", "translate", "commission", "publish", "implement", "announce") || p.mood == "noun" && p.subject&insights != 0 && (c.number || hasWord(words, "user", "users", "of", "from"))) && !c.limit:
		return Learning, "something was learned"
	case p.mood == "order" && p.verb&(makes|does) != 0 && asks(words, p.at) && !hasWord(words, "should") && !p.verbIs("formalize", "formalise", "rework", "simplify", "streamline", "rethink", "monitor", "track", "follow", "think", "define", "decide", "document", "share", "explain", "communicate", "work", "publish", "describe", "write", "train", "teach"):
		return Learning, "answers a question"
	case p.mood == "order" && !c.number && p.verbIs("establish", "set", "record", "capture", "take", "determine", "agree") && hasWord(words[p.at:min(len(words), p.at+4)], "baseline", "baselines"):
		return Learning, "finds out where we are"
	case p.mood == "order" && (p.verb&(makes|does|uses) != 0 || p.verb == 0) && writesDown(words[p.at+1:]):
		return Learning, "looks and writes down what it sees"
	case p.mood == "order" && c.number && p.verbIs("watch", "observe", "shadow", "follow") && (c.counted&(persons|outsiders) != 0 || c.counted == 0) && !c.money && !c.percent:
		return Learning, "watches people"
	case p.mood == "order" && p.verbIs("determine", "establish", "check", "test", "verify", "see", "evaluate", "assess") && hasWord(words[p.at+1:], "whether"):
		return Learning, "answers a question"
	case p.mood == "order" && c.number && p.verbIs("talk", "speak", "listen", "watch", "observe") && hasWord(words[p.at:min(len(words), p.at+3)], "to", "with", "at") && (c.counted&outsiders != 0 || c.counted&persons != 0 && hasWord(words, "about", "how", "why")):
		return Learning, "asks people"
	case !p.we && tells(words):
		return Learning, "something is told"
	case p.we && p.verb&uses != 0 && p.verbIs("know", "understand", "learn") && p.at+1 < len(words) && asking[words[p.at+1].Text]:
		return Learning, "we know it"
	case p.mood == "order" && p.verbIs("simulate", "trial", "pilot", "prototype", "compare", "try", "spike") && thenDecides(words[p.at+1:]):
		return Learning, "a test of an idea"
	case p.mood == "order" && p.object&insights != 0 && p.verbIs("identify"):
		return Learning, "finds needs"
	case p.mood == "order" && c.number && p.verbIs("identify") && hasWord(words, "using", "users", "use"):
		return Learning, "finds out who uses it"
	}
	return "", ""
}

// studies answers whether what is learned is a skill of one's own and not something about others: "Rust", but not "why they leave".
func studies(words []token) bool {
	if len(words) == 0 || hasAbout(words, insights|outsiders|metrics) {
		return false
	}
	switch w := words[0].Text; w {
	case "from", "about", "more", "of", "and", "if":
		return false
	default:
		return !asking[w]
	}
}

// understood answers whether it is we who are to understand something: "further understand our users", "understanding of what drives renewals".
func understood(words []token, p parse) bool {
	for i, w := range words {
		if p.mood == "statement" && !p.we && i > 1 {
			return false
		}
		switch {
		case w.Text == "understand" && i > 0 && i < 3 && (words[i-1].Text == "further" || words[i-1].Text == "better" || words[i-1].Text == "to" && p.we):
			return true
		case w.Text == "understanding" && i+1 < len(words):
			n := words[i+1]
			switch {
			case i > 0 && (words[i-1].Text == "further" || words[i-1].Text == "to"):
				return true
			case n.Text == "of" && i+2 < len(words) && asking[words[i+2].Text] && (i == 0 || words[i-1].about&outsiders == 0):
				return true
			}
		}
	}
	return false
}

// findings answers whether the noun phrase from i on is about what one finds out: "the causes of late trams", "pain points of riders".
func findings(words []token, i int) bool {
	_, last := phraseOf(words, i)
	if last < 0 {
		return false
	}
	w := words[last].Text
	if strings.HasSuffix(w, "ies") {
		w = strings.TrimSuffix(w, "ies") + "y"
	}
	w = strings.TrimSuffix(w, "s")
	switch w {
	case "point":
		return words[max(0, last-1)].Text == "pain"
	case "case":
		return words[max(0, last-1)].Text == "edge"
	}
	return listedAs(w, known) || listedAs(strings.TrimSuffix(w, "se")+"s", known)
}

// thenActs answers whether what was found is then dealt with: "… and fix them".
func thenActs(words []token) bool {
	for i := 0; i+1 < len(words); i++ {
		if w, n := words[i], words[i+1]; (w.Text == "and" || w.Text == "&" || w.Text == "," || w.Text == "." || w.Text == ";") && n.about&verbs != 0 && n.about&nouns == 0 && formOf(n) == base && !notes[n.Text] && !prioritizes[n.Text] {
			return true
		}
	}
	return false
}

// thenChanges answers whether what was measured is then to be better or more: "… and improve it".
func thenChanges(words []token) bool {
	for i := 0; i+2 < len(words); i++ {
		if words[i].Text == "and" && words[i+1].about&(ups|downs) != 0 && formOf(words[i+1]) == base && pronoun(words[i+2].Text) {
			return true
		}
	}
	return false
}

// prioritizes are verbs that only go on with what was found: "find the leaks and rank them".
var prioritizes = map[string]bool{"prioritize": true, "prioritise": true, "rank": true, "understand": true, "share": true, "report": true, "describe": true, "match": true}

// thenDecides answers whether what was tried ends in a choice or in a test with others: "… and choose one", "… and evaluate it", "… and test each with 5 cooks".
func thenDecides(words []token) bool {
	for i := 0; i+1 < len(words); i++ {
		switch words[i].Text {
		case "and", ";", "&", ",":
			switch words[i+1].Text {
			case "choose", "decide", "pick", "keep", "recommend", "rank", "evaluate", "compare":
				return true
			case "test":
				return hasWord(words[i+2:], "with", "on", "by")
			}
		}
	}
	return false
}

// thenFinds answers whether an order goes on with what is to be found out: "… and identify the five worst".
func thenFinds(words []token) bool {
	for i := 0; i+1 < len(words); i++ {
		if words[i].Text == "and" || words[i].Text == "to" {
			switch words[i+1].Text {
			case "identify", "understand", "learn", "find", "discover", "analyze", "analyse", "determine", "uncover":
				return true
			}
		}
	}
	return false
}

// suits answers whether it is asked how well something suits: "for fit", "for feasibility".
func suits(words []token) bool {
	for i := 1; i+1 < len(words); i++ {
		if words[i].Text == "for" {
			switch words[i+1].Text {
			case "fit", "feasibility", "viability", "suitability", "desirability", "usability":
				return true
			}
		}
	}
	return false
}

// asksWhy answers whether somebody is asked for a reason or about something: "ask 25 candidates why they left".
func asksWhy(words []token) bool {
	for i, w := range words {
		if i > 0 && (asking[w.Text] || w.Text == "about") || w.Text == "reason" || w.Text == "reasons" || w.Text == "impressions" || w.Text == "opinion" {
			return true
		}
	}
	return false
}

// clears answers whether an order begins like one to find clarity: "know which …", "get a feel for …".
func clears(words []token) bool {
	for i := 1; i < min(len(words), 4); i++ {
		switch w := words[i].Text; {
		case words[0].Text == "know" && (asking[w] || w == "reasons" || w == "causes"), words[0].Text == "get" && (w == "clarity" || w == "feel" || w == "feeling" || w == "sense"):
			return true
		}
	}
	return false
}

// seesWhat answers whether a line says that it is done to find something out: "to see how far it is off", "findings shared", "decide whether it pays".
func seesWhat(words []token) bool {
	for i := 0; i+1 < len(words); i++ {
		w, n := words[i].Text, words[i+1].Text
		switch {
		case w == "to" && n == "see" && i+2 < len(words) && (asking[words[i+2].Text] || words[i+2].Text == "if"), w == "to" && n == "learn" && i > 2:
			return true
		case w == "findings" && (n == "shared" || n == "presented" || n == "posted" || n == "shown" || n == "published" || n == "played"):
			return true
		case w == "what" && n == "we" && i+2 < len(words) && (words[i+2].Text == "learned" || words[i+2].Text == "learnt"):
			return true
		case (w == "decide" || w == "determine" || w == "judge") && n == "whether", w == "decide" && n == "go":
			return true
		}
	}
	return false
}

// asking are the words that begin a question: "why they cancel".
var asking = map[string]bool{"why": true, "what": true, "how": true, "whether": true, "which": true, "who": true, "where": true}

// asks answers whether what an order seeks is the answer to a question: "figure out why they cancel", but not "show how to cancel".
func asks(words []token, at int) bool {
	for i := at + 1; i+1 < min(len(words), at+4); i++ {
		if asking[words[i].Text] {
			return words[i].Text != "where" && words[i].Text != "who" && words[i+1].Text != "to"
		}
		if words[i].about&nouns != 0 {
			return false
		}
	}
	return false
}

// tells answers whether something shows the answer to a question: "the logs show where riders give up".
func tells(words []token) bool {
	for i := 1; i+1 < len(words); i++ {
		switch words[i].Text {
		case "show", "shows", "reveal", "reveals", "tell", "tells":
			return asking[words[i+1].Text]
		}
	}
	return false
}

// inquiring answers whether what is held or run is a way to learn from people: "3 usability sessions", "twelve interviews".
func inquiring(words []token, at int) bool {
	for _, w := range words[at+1 : min(len(words), at+5)] {
		switch w.Text {
		case "usability", "interview", "interviews", "research", "discovery", "playtest", "playtests":
			return true
		}
		if brk[w.Text] {
			return false
		}
	}
	return false
}

// triedBy answers whether something is tried out with people: "tested with 10 drivers".
func triedBy(words []token) bool {
	for i := 1; i+1 < len(words); i++ {
		if w := words[i].Text; (w == "tested" || w == "piloted" || w == "tried" || w == "trialled" || w == "trialed") && (words[i+1].Text == "with" || words[i+1].Text == "by") {
			return true
		}
	}
	return false
}

// writesDown answers whether an order goes on with what is to be learned from it: "ride along and write down where they stop".
func writesDown(words []token) bool {
	for i := 1; i+1 < len(words); i++ {
		if (words[i-1].Text == "and" || words[i-1].Text == "to" || words[i-1].Text == "," || words[i-1].Text == ";") && notes[words[i].Text] && (words[i].Text != "see" || words[i+1].Text == "whether" || words[i+1].Text == "how" || words[i+1].Text == "where") {
			if words[i].Text == "compare" {
				return true
			}
			for k := i + 1; k < min(len(words), i+4); k++ {
				if asking[words[k].Text] {
					return k+1 < len(words) && words[k+1].Text != "to"
				}
			}
		}
	}
	return false
}

// notes are verbs of writing down what one saw: "mark", "clock".
var notes = map[string]bool{"write": true, "note": true, "record": true, "mark": true, "list": true, "log": true, "learn": true, "see": true, "compare": true, "document": true, "tell": true, "map": true, "find": true, "establish": true, "clock": true, "publish": true, "count": true}
