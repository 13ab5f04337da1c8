package judge

import (
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/sentence"
)

// order calls a line that begins with what is to be done, or with what was done: by the first of the groups
// that has a case for it.
func (c *call) order() (kind, reason string) {
	for _, group := range [...]func() (kind, reason string){c.standing, c.serving, c.having, c.joining, c.changing, c.recruiting, c.enabling, c.winning, c.using, c.moving, c.making, c.doing, c.otherwise} {
		if kind, reason = group(); kind != "" {
			return kind, reason
		}
	}
	return Output, "another order"
}

// standing calls where one comes to stand among others or in the end, and what they grant: "Finish in the top 6", "Beat Arsenal", "Retain accreditation".
func (c *call) standing() (kind, reason string) {
	words, p := c.words, c.p
	rest := words[min(p.at+1, len(words)):]
	switch {
	case p.mood == "done" && c.number && named(words) && !c.hiring && hasWord(rest, ":"):
		return c.noun()
	case p.mood != "order":
	case p.verbIs("beat", "overtake", "outrank", "outperform", "outsell", "outpace", "surpass") && !isThing(p.object),
		p.verbIs("finish", "end", "rank", "place", "come", "stay", "remain", "climb") && inPlace(rest):
		return Outcome, "a rank"
	case p.verbIs("break") && len(rest) > 0 && (rest[0].Text == "even" || c.number && hasWord(rest, "record", "records")),
		p.verbIs("finish", "end", "close") && c.number && len(rest) > 2 && rest[0].Role == sentence.Dated && hasWord(rest[:3], "with", "at", "on", "above", "below"),
		p.verbIs("hold", "keep") && len(rest) > 1 && hasWord(rest[1:], "flat", "steady", "stable", "level", "constant"):
		return Outcome, "keeps a metric"
	case p.verbIs("win", "earn") && c.number && !c.hiring, p.verbIs("get", "receive", "collect") && c.number && c.positive,
		p.verbIs("convert") && c.percent,
		p.verbIs("retain", "regain", "keep", "earn", "win", "receive", "pass", "gain", "defend") && granted(rest):
		return Outcome, "wins something"
	case p.verbIs("get", "be") && len(rest) > 1 && (rest[1].Text == "in" || rest[1].Text == "by" || rest[1].Text == "as" || rest[1].Text == "on") && hasWord(rest[:1], "listed", "mentioned", "featured", "cited", "quoted", "named", "recommended", "shortlisted", "nominated", "reviewed", "rated"):
		return Outcome, "others say so"
	}
	return "", ""
}

// serving calls what is done for others within a time, what is carried a step on, and what is done to win a number of them: "Answer letters within 4 hours",
// "Move 12 deals to the next stage", "Hold an open day, get 30 to join us".
func (c *call) serving() (kind, reason string) {
	t, words, p := c.t, c.words, c.p
	rest := words[min(p.at+1, len(words)):]
	switch {
	case p.mood != "order":
	case c.limit && (shortly[t.Unit] || (t.Unit == "d" || t.Unit == "w") && ofEach(rest)) && p.verbIs("answer", "respond", "reply", "handle", "process", "review", "pay", "refund", "serve", "confirm", "acknowledge", "approve", "triage", "settle", "dispatch"):
		return Outcome, "makes it stay within a limit"
	case p.verbIs("move", "advance", "progress", "bring", "push", "take", "carry", "promote") && carriedOn(rest):
		return Outcome, "makes others do"
	case p.verb&(ups|downs|gains) == 0 && len(t.Quantities) == 1 && !c.percent && thenWins(rest):
		return Outcome, "makes a thing and moves a metric"
	}
	return "", ""
}

// shortly are the units of a time in which no piece of work is planned: what is done within it is a service.
var shortly = map[string]bool{"ms": true, "s": true, "min": true, "h": true}

// ofEach answers whether a service is for all or for several, and is no single piece of work: "every letter", "to reviews", but not "the contract".
func ofEach(rest []token) bool {
	for _, w := range rest {
		switch {
		case w.Text == "every", w.Text == "each", w.Text == "all":
			return true
		case w.Role != sentence.Free, w.Text == "within":
			return false
		case w.Kind == sentence.Letters && plural([]token{w}):
			return true
		}
	}
	return false
}

// carriedOn answers whether something that others decide about is brought a step further: "12 open deals to the next stage".
func carriedOn(rest []token) bool {
	for i := 0; i+1 < min(len(rest), 7); i++ {
		if !listedAs(strings.TrimSuffix(rest[i].Text, "s"), carried) {
			continue
		}
		switch rest[i+1].Text {
		case "to", "into", "onto", "on", "past", "through", "forward", "beyond", "from":
			return true
		}
	}
	return false
}

// thenWins answers whether an order goes on with how many are to be won by it: ", get 30 shops to join", "and bring in 30 members".
func thenWins(rest []token) bool {
	for i := 0; i+2 < len(rest); i++ {
		if w := rest[i].Text; (w == "and" || w == "&" || w == ",") && wins(rest[i+1:]) {
			return true
		}
	}
	return false
}

// wins answers whether words begin with a verb of winning and how many: "get 20", "bring in at least 30", "partner with 6".
func wins(words []token) bool {
	for i, w := range words[:min(len(words), 6)] {
		switch {
		case i == 0:
			switch w.Text {
			case "get", "win", "gain", "attract", "bring", "sign", "earn", "partner":
			default:
				return false
			}
		case w.Role == sentence.Counted:
			return true
		case !w.Bounds() && !w.Inner && w.Text != "in" && w.Text != "up" && w.Text != "back" && w.Text != "with":
			return false
		}
	}
	return false
}

// granted answers whether a noun phrase is about what others grant and can take away: "our Michelin star", "the title".
func granted(rest []token) bool {
	for _, w := range rest {
		if brk[w.Text] {
			break
		}
		if listedAs(strings.TrimSuffix(w.Text, "s"), distinction) {
			return true
		}
	}
	return false
}

// inPlace answers whether words say where one stands in an order: "in the top 6", "second or better", "in the first division".
func inPlace(rest []token) bool {
	for i := 0; i < min(len(rest), 4); i++ {
		switch w := rest[i]; {
		case w.Text == "top", w.Text == "promoted", w.Text == "ahead":
			return true
		case w.Text == "first" || w.Text == "second" || w.Text == "third" || w.Text == "last":
			if i+1 == len(rest) || brk[rest[i+1].Text] || rest[i+1].Kind != sentence.Letters {
				return true
			}
			return hasWord(rest[i+1:i+2], "place", "division", "league", "half", "tier", "group")
		case w.Text != "in" && w.Text != "the" && w.Text != "within" && w.Text != "among" && w.Text != "at" && w.Text != "our":
			return false
		}
	}
	return false
}

// having calls an order to have or to be something, and what was had: "Have ten ferries sail on time".
func (c *call) having() (kind, reason string) {
	words, p := c.words, c.p
	if p.word != "have" && p.word != "be" && p.word != "having" {
		return "", ""
	}
	switch {
	case p.word != "be" && (c.counted|p.object)&artefacts != 0 && c.counted&(persons|metrics) == 0 && !c.percent && hasWord(words[p.at+1:], "merged", "published", "shipped", "deployed", "written", "documented", "integrated", "translated"):
		return Output, "to have a thing"
	case c.number && toVerb(words, p.at):
		return Outcome, "to have others act"
	case p.word == "be" && !c.number && hasWord(words[p.at+1:min(len(words), p.at+3)], "present", "visible", "available", "there", "active") && hasWord(words[p.at+1:], "at", "on", "in", "for"):
		return Activity, "an effort"
	case hasAbout(words[p.at:], ups|downs|aims) || hasWord(words, "diverse", "strong", "clear", "quick"):
		return Outcome, "to have it better"
	case p.word == "be" || c.number && !isThing(p.object) || isPeople(p.object) && hasAbout(words[p.at+1:], uses):
		return Outcome, "to have or be"
	case isThing(p.object):
		return Output, "to have a thing"
	}
	return Outcome, "to have a state"
}

// joining calls what brings others or one of our own to us: "Build partnerships with 5 schools", "Create a team of 3 new hires".
func (c *call) joining() (kind, reason string) {
	words, p := c.words, c.p
	switch {
	case p.verbIs("receive") && c.number && !isMeasure(p.object), p.verbIs("collect") && c.counted&(insights|owns|docs) == 0 && c.number && !c.percent && !isThing(p.object) && p.object != 0:
		return Outcome, "wins something"
	case c.number && !c.percent && p.verbIs("build", "establish", "form", "forge", "develop", "create", "cultivate") && befriends(words, p.at+1):
		return Outcome, "wins partners"
	case p.verb&makes != 0 && p.object&hires != 0 && p.object&persons != 0 && hasWord(words, "hire", "hires"):
		return Output, "hires"
	case c.hiring && p.verb&(ups|gains|hires|makes) != 0 && (hasWord(words, "plan", "team") || p.verb&hires != 0) && !hasWord(words, "quality", "speed", "process", "managers", "experience"):
		return Output, "hires"
	}
	return "", ""
}

// changing calls what raises, lowers or keeps something: "Shorten the queue", "Maintain a rating of 4.5".
func (c *call) changing() (kind, reason string) {
	t, words, p := c.t, c.words, c.p
	switch {
	case p.verbIs("ramp", "step", "dial", "crank") && hasWord(words[p.at+1:min(len(words), p.at+2)], "up", "down") && (t.Direction == okr.Increase || t.Direction == okr.Decrease) && !c.hiring:
		return Outcome, "moves a metric"
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
		case !c.number && adjectives[p.word] && p.verb&downs != 0: // fewer forms
			return Outcome, "changes something"
		case !c.number && (adjectives[p.word] && p.object&artefacts != 0 || (p.word == "better" || p.word == "more") && p.object&deeds != 0) && p.object&(metrics|persons|qualities) == 0 && !hasAbout(words, persons|outsiders):
			return Output, "more of a thing"
		case p.verbIs("stabilize", "stabilise") && !isMeasure(p.object):
			return Output, "improves a thing"
		case p.object&docs != 0:
			return Output, "improves a document"
		case p.verbIs("transform") && hasWord(words[p.at:], "to", "into") && !c.number && !isPeople(p.object):
			return Output, "improves a thing"
		case !c.number && p.verbIs("improve", "optimize", "optimise", "strengthen", "enhance") && p.object&(artefacts|docs) != 0 && p.object&(metrics|qualities|persons) == 0 && !hasAbout(words[p.at+1:], qualities|metrics|inner|outsiders): // "Improve the build scripts"
			return Output, "improves a thing"
		case p.verbIs("expand", "scale", "mature") && isThing(p.object):
			return Output, "extends a thing"
		}
		return Outcome, "changes something"
	case p.verb&holds != 0 && (c.number || hasAbout(words[p.at:min(len(words), p.at+7)], metrics)):
		return Outcome, "keeps a metric"
	case p.verb&holds != 0 && staying(words, p.at+1):
		return Outcome, "keeps a metric"
	case p.verb&holds != 0:
		return Activity, "keeps something going"
	}
	return "", ""
}

// staying answers whether it is people who are kept, and nothing is done with them: "all our key accounts", but not "the partners informed".
func staying(words []token, i int) bool {
	first, last := phraseOf(words, i)
	return last >= 0 && formOf(words[first]) != gerund && isPeople(words[last].about) && (last+1 == len(words) || brk[words[last+1].Text] || words[last+1].Kind == sentence.Symbol)
}

// recruiting calls what fills a place: "Recruit two welders", "Onboard 300 growers".
func (c *call) recruiting() (kind, reason string) {
	t, words, p := c.t, c.words, c.p
	switch {
	case p.verbIs("fill") && c.percent && p.object&(events|metrics|deeds) != 0 && !c.hiring: // "Fill 80 % of the evening sessions"
		return Outcome, "moves a metric"
	case p.verb&hires != 0 && (isOutside(p.object) || p.object&metrics != 0 && p.object&persons == 0 && !c.hiring || hasWord(words, "pipeline")):
		return Outcome, "others join"
	case p.verbIs("onboard") && c.number && *numberOf(t) >= 100:
		return Outcome, "others join"
	case p.verb&hires != 0:
		return Output, "hires"
	}
	return "", ""
}

// enabling calls what helps others or works with them: "Allow guests to share a photo", "Ensure that nobody waits", "Work with the growers".
func (c *call) enabling() (kind, reason string) {
	words, p := c.words, c.p
	switch {
	case p.verb&ensures != 0 && (!c.number || c.counted&artefacts != 0) && p.verbIs("allow", "enable", "let") && doesSo(words[p.at+1:]):
		return Output, "people can"
	case p.verb&ensures != 0 && !c.number && madeSo(words[p.at+1:]) && !hasWord(words[p.at+1:min(len(words), p.at+2)], "every", "each", "everyone"):
		return Output, "a thing is made"
	case p.mood == "order" && !c.number && p.verbIs("help", "assist") && !hasAbout(words[p.at+1:], ups|downs|inner) && !(isOutside(p.object) && hasAbout(words[p.at+1:], gains|states)): // but "Help guests to save an hour"
		return Activity, "works with somebody"
	case p.verb&ensures != 0 && (p.verb&makes == 0 || isPeople(p.object) && hasWord(words, "to")):
		return Outcome, "ensures a state"
	case p.verbIs("work") && p.mood == "order" && !c.number, p.verbIs("help", "assist") && hasWord(words, "with") && !hasWord(words, "to"):
		return Activity, "works with somebody"
	case p.verbIs("meet") && (hasWord(words, "with") || p.mood == "order" && !c.number && isPeople(p.object) && !hasAbout(words[p.at+1:], inner|owns)):
		return Activity, "meets somebody"
	}
	return "", ""
}

// winning calls what others have to grant: "Reach second place", "Secure a berth", "Attract 40 growers".
func (c *call) winning() (kind, reason string) {
	words, p := c.words, c.p
	switch {
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
	case p.mood == "order" && !c.number && p.verbIs("get") && !isPeople(p.object) && hasWord(words[p.at+1:], "approved", "signed", "ready", "done", "merged"):
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
	}
	return "", ""
}

// using calls what is used, named, bought or visited: "Cited in two textbooks", "Buy a kiln", "Visit six farms".
func (c *call) using() (kind, reason string) {
	words, p := c.words, c.p
	switch {
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
	}
	return "", ""
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

// made are units of what we make ourselves, whose number says how much was made and not what came of it: 9 guides.
var made = map[string]bool{"courses": true, "tutorials": true, "snapshots": true, "tests": true, "articles": true, "posts": true, "pages": true, "videos": true, "guides": true, "templates": true, "playbooks": true, "integrations": true, "connectors": true, "examples": true, "modules": true, "lessons": true}

// countsMade answers whether one of the numbers counts what we make ourselves: "Grow from 3 to 9 guides".
func countsMade(t sentence.Text) bool {
	return slices.ContainsFunc(t.Quantities, func(q sentence.Quantity) bool { return made[q.Unit] })
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
