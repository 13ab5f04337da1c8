package judge

// order calls a line that begins with what is to be done, or with what was done.
func (c *call) order() (kind, reason string) {
	t, words, p := c.t, c.words, c.p
	switch {
	case p.word == "have" || p.word == "be" || p.word == "having":
		switch {
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
	case p.verb&makes != 0 && p.object&hires != 0 && p.object&persons != 0 && hasWord(words, "hire", "hires"):
		return Output, "hires"
	case c.hiring && p.verb&(ups|gains|hires|makes) != 0 && (hasWord(words, "plan", "team") || p.verb&hires != 0) && !hasWord(words, "quality", "speed", "process", "managers", "experience"):
		return Output, "hires"
	case p.verb&(ups|downs) != 0 && p.verb&hires == 0:
		switch {
		case c.verbIs("drop", "cut") && !c.number && !isMeasure(p.object) && (isThing(p.object) || hasWord(words, "support", "release")):
			return Output, "does it at a stroke"
		case isMeasure(p.object) || c.percent || t.Relative != nil || t.Baseline != nil && !isThing(p.object):
			return Outcome, "moves a metric"
		case c.counted&(persons|outsiders|metrics) != 0 && c.counted&artefacts == 0:
			return Outcome, "moves a metric"
		case isThing(p.object) && c.number:
			return Output, "improves counted things"
		case !c.number && adjectives[p.word] && p.object&artefacts != 0 && p.object&(metrics|persons|qualities) == 0 && !hasAbout(words, persons|outsiders):
			return Output, "more of a thing"
		case c.verbIs("stabilize", "stabilise") && !isMeasure(p.object):
			return Output, "improves a thing"
		case p.object&docs != 0:
			return Output, "improves a document"
		case c.verbIs("expand", "scale", "mature") && isThing(p.object):
			return Output, "extends a thing"
		}
		return Outcome, "changes something"
	case p.verb&holds != 0 && (c.number || hasAbout(words[p.at:min(len(words), p.at+7)], metrics)):
		return Outcome, "keeps a metric"
	case p.verb&holds != 0:
		return Activity, "keeps something going"
	case p.verb&hires != 0 && (isOutside(p.object) || p.object&metrics != 0 && p.object&persons == 0 && !c.hiring || hasWord(words, "pipeline")):
		return Outcome, "others join"
	case p.verb&hires != 0:
		return Output, "hires"
	case p.verb&ensures != 0 && !c.number && c.verbIs("allow", "enable", "let") && doesSo(words[p.at+1:]):
		return Output, "people can"
	case p.verb&ensures != 0 && !c.number && madeSo(words[p.at+1:]):
		return Output, "a thing is made"
	case p.verb&ensures != 0 && (p.verb&makes == 0 || isPeople(p.object) && hasWord(words, "to")):
		return Outcome, "ensures a state"
	case c.verbIs("work") && p.mood == "order" && !c.number, c.verbIs("help", "assist") && hasWord(words, "with") && !hasWord(words, "to"):
		return Activity, "works with somebody"
	case c.verbIs("meet") && hasWord(words, "with"):
		return Activity, "meets somebody"
	case p.verb&gains != 0 && c.number && ranked(words):
		return Outcome, "a rank"
	case c.verbIs("land") && !c.number && !isOutside(p.object) && !isMeasure(p.object):
		return Output, "secures a thing"
	case p.verb&(gains|makes) != 0 && !c.number && c.verbIs("bring", "get", "drive", "push", "take") && isMeasure(p.object) && hasWord(words[p.at:], "down", "up", "under", "below", "above"),
		c.verbIs("bring", "get", "drive", "push") && c.limit && !isPeople(p.object):
		return Outcome, "moves a metric"
	case p.verb&gains != 0 && p.verb&makes == 0 && isThing(p.object) && !c.percent && (p.object&(events|deeds) != 0 || c.verbIs("land", "get", "secure", "convert")) && p.object&outsiders == 0 && c.counted&persons == 0:
		return Output, "secures a thing"
	case !c.number && c.verbIs("drive", "lead", "advance", "generate") && p.object&(metrics|qualities|outsiders|persons) == 0 && hasManner(words[p.at+1:], umbrella):
		return Activity, "drives something wide"
	case p.verb&gains != 0 && p.verb&makes == 0 && hasWord(words, "sign-off", "approval", "decision", "buy-in", "agreement"):
		return Output, "secures a decision"
	case p.verb&gains != 0 && p.verb&makes == 0:
		return Outcome, "wins something"
	case c.verbIs("sign", "close", "agree", "renew") && isThing(p.object) && p.object&outsiders == 0 && !c.number:
		return Output, "secures a thing"
	case p.mood == "done" && c.verbIs("name", "list", "mention", "feature", "cite", "quote", "rank", "shortlist", "nominate", "recognize", "recognise", "invite", "rate", "reference") && p.at+1 < len(words) && (brk[words[p.at+1].Text] || words[p.at+1].Text == "a" || words[p.at+1].Text == "an" || words[p.at+1].Text == "one"):
		return Outcome, "others say so"
	case p.mood == "done" && p.verb&uses != 0 && p.at+1 < len(words) && (words[p.at+1].Text == "in" || words[p.at+1].Text == "by" || words[p.at+1].Text == "among" || words[p.at+1].Text == "as"):
		return Outcome, "others use it"
	case p.mood == "order" && c.verbIs("buy", "order", "vaccinate", "rent", "lease", "pay", "register") && !isMeasure(p.object) && !c.percent && !isPeople(p.subject):
		return Output, "does it at a stroke"
	case p.mood == "order" && c.verbIs("visit", "tour", "attend", "meet") && !c.percent:
		return Activity, "goes there"
	case p.mood == "order" && p.verb&uses != 0 && p.verb&(makes|does|gains) == 0 && !c.number && !isPeople(p.object) && !isOutside(p.object) && !isMeasure(p.object) && !c.verbIs("trust", "love", "feel", "know", "believe", "enjoy", "rely"):
		return Output, "does it at a stroke"
	case p.verb&uses != 0 && p.verb&(makes|does) == 0 && !c.verbIs("go", "use", "feature", "query", "search"):
		return Outcome, "somebody uses it"
	case p.verb&makes != 0 && c.number && (hasWord(words, "stars", "score", "nps", "csat", "indicated", "measured", "resulting") || hasWord(words, "results") && hasWord(words, "in")) && !c.verbIs("identify", "define", "document"):
		return Outcome, "makes a thing and moves a metric"
	case p.verb&makes != 0 && usedBy(words[p.at:]):
		return Outcome, "makes what others use"
	case p.verb&makes != 0 && inTime(t, words) && c.percent:
		return Outcome, "makes it stay within a limit"
	case p.verb&makes != 0 && c.limit && !c.verbIs("launch", "release", "ship", "provide", "publish", "deploy", "host"):
		return Outcome, "makes it stay within a limit"
	case p.verb&makes != 0 && (c.percent && t.Target != nil && *t.Target < 100 && !isThing(p.object) || t.Relative != nil):
		return Outcome, "makes a thing and moves a metric"
	case p.verb&makes != 0 && isThing(p.object) && behindPreposition(t, words):
		return Output, "makes a thing for a number of them"
	case p.verb&makes != 0 && c.number && (isOutside(p.object) && !isThing(p.object) && !c.verbIs("identify", "find", "select", "build", "highlight", "prioritize", "provide", "update", "define", "document") || !c.verbIs("identify", "find", "select", "build", "highlight", "prioritize", "provide", "update", "define", "document") && !hasWord(words, "out", "opportunity", "visibility") && p.object&metrics != 0 && p.object&^(metrics|vagues|ups|downs) == 0):
		return Outcome, "makes others do"
	case p.verb&makes != 0 && (c.money || c.counted&outsiders != 0 && !c.verbIs("identify", "find", "select", "interview", "highlight", "prioritize", "provide", "write") && c.counted&artefacts == 0 && !c.hiring):
		return Outcome, "makes others act"
	case p.verb&makes != 0 && c.verbIs("make") && c.number == false && betterThan(words[p.at+1:]):
		return Outcome, "makes it better"
	case p.verb&makes != 0 && c.verbIs("make") && !c.number && easyTo(words[p.at+1:]):
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
	case p.verb&(makes|does) != 0 && p.mood == "order" && (hasWord(words[p.at+1:], "every", "each") || hasWord(words[p.at+1:], "per") && c.verbIs("host", "hold", "run", "organize", "organise")) && everySoOften(words[p.at+1:]) && !c.percent && !isMeasure(p.object) && !c.verbIs("set", "build", "create", "establish", "automate", "implement"):
		return Activity, "done again and again"
	case p.verb&makes != 0:
		return Output, "makes a thing"
	case p.verb&does != 0 && p.mood == "order" && c.percent && inTime(t, words):
		return Outcome, "a share in time"
	case p.verb&does != 0 && p.mood == "order" && !c.number && quicker(words[p.at+1:]):
		return Outcome, "makes it better"
	case p.verb&does != 0 && c.verbIs("support") && !isPeople(p.object) && !hasWord(words, "team", "teams", "group", "groups"):
		return Output, "supports a technology"
	case p.verb&does != 0 && c.number && (isThing(p.object) || isOutside(p.object)) && !hasWord(words, "requests"):
		return Output, "does a counted thing"
	case p.verb&does != 0 && p.mood == "order" && thenMakes(words[p.at+1:]):
		return Output, "an effort that ends in a thing"
	case p.verb&does != 0 && hasWord(words, "develop", "document", "select", "launching", "creating", "implement", "plan"):
		return Output, "an effort that ends in a thing"
	case p.verb&does != 0:
		return Activity, "an effort"
	}
	if c.verbIs("research") {
		return Activity, "an effort"
	}
	return Output, "another order"
}
