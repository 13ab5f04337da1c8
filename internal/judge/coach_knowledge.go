package judge

// knowledge calls a line whose end is something that we will know; "" is none.
func (c *call) knowledge() (kind, reason string) {
	words, p := c.words, c.p
	switch {
	case (p.mood == "order" || p.mood == "done") && p.verb&learns != 0 && p.verb&makes == 0 && !(c.verbIs("research") && !c.number) && !hasWord(words, "candidates"):
		return Learning, "finds something out"
	case (p.mood == "order" || p.mood == "done" || p.we) && (p.object&insights != 0 || p.mood == "order" && c.number && inquiring(words, p.at)) && !c.positive && !c.routine && c.verbIs("conduct", "do", "run", "pilot", "gather", "collect", "gain", "get", "hold", "complete", "perform", "start", "seek") && !hasWord(words, "interviewer"):
		return Learning, "gathers what we learn"
	case p.mood != "order" && c.number && triedBy(words) && c.counted&(persons|outsiders) != 0:
		return Learning, "a test with people"
	case p.mood != "order" && !c.positive && (p.passive && p.subject&insights != 0 && !c.verbIs("send", "draft", "write", "prepare", "create", "design", "translate", "commission", "publish", "implement", "announce") || p.mood == "noun" && p.subject&insights != 0 && (c.number || hasWord(words, "user", "users", "of", "from"))) && !c.limit:
		return Learning, "something was learned"
	case p.mood == "order" && p.verb&(makes|does) != 0 && asks(words, p.at) && !hasWord(words, "should") && !c.verbIs("define", "decide", "document", "share", "explain", "communicate", "work", "publish", "describe", "write", "train", "teach"):
		return Learning, "answers a question"
	case p.mood == "order" && !c.number && c.verbIs("establish", "set", "record", "capture", "take", "determine", "agree") && hasWord(words[p.at:min(len(words), p.at+4)], "baseline", "baselines"):
		return Learning, "finds out where we are"
	case p.mood == "order" && (p.verb&(makes|does|uses) != 0 || p.verb == 0) && writesDown(words[p.at+1:]):
		return Learning, "looks and writes down what it sees"
	case p.mood == "order" && c.number && c.verbIs("watch", "observe", "shadow", "follow") && (c.counted&(persons|outsiders) != 0 || c.counted == 0) && !c.money && !c.percent:
		return Learning, "watches people"
	case p.mood == "order" && c.verbIs("determine", "establish", "check", "test", "verify", "see", "evaluate", "assess") && hasWord(words[p.at+1:], "whether"):
		return Learning, "answers a question"
	case p.mood == "order" && c.number && c.verbIs("talk", "speak", "listen", "watch", "observe") && hasWord(words[p.at:min(len(words), p.at+3)], "to", "with", "at") && (c.counted&outsiders != 0 || c.counted&persons != 0 && hasWord(words, "about", "how", "why")):
		return Learning, "asks people"
	case !p.we && tells(words):
		return Learning, "something is told"
	case p.we && p.verb&uses != 0 && c.verbIs("know", "understand", "learn") && p.at+1 < len(words) && asking[words[p.at+1].Text]:
		return Learning, "we know it"
	case p.mood == "order" && p.object&insights != 0 && c.verbIs("identify"):
		return Learning, "finds needs"
	case p.mood == "order" && c.number && c.verbIs("identify") && hasWord(words, "using", "users", "use"):
		return Learning, "finds out who uses it"
	}
	return "", ""
}
