package judge

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// statement calls a line that says of somebody or something what it does, has or is.
func (c *call) statement() (kind, reason string) {
	t, words, p := c.t, c.words, c.p
	switch {
	case denied(words) && !(p.passive && p.verbIs("renew", "extend", "sign")):
		return Outcome, "what is no longer so"
	case !c.number && !p.passive && !p.we && decides(words[:p.at]) && p.verbIs("approve", "accept", "agree", "ratify", "adopt", "endorse", "grant", "sign", "confirm", "license", "clear", "certify", "pass"):
		return Outcome, "others agree"
	case !c.number && !p.passive && strings.HasPrefix(p.word, "get") && p.verb == 0 && p.object&(artefacts|events|persons|docs) == 0 && (degree(wordAt(words, p.at+1)) || p.after.about&(states|inner|vagues) != 0 || hasWord(words[p.at+1:], "noticed", "settled", "popular", "heard", "answered", "value", "going")):
		return Outcome, "how it is"
	case p.we && p.aux == "can":
		return Outcome, "we can"
	case isPeople(p.subject) && p.aux == "can" && hasWord(words, "understand", "recognize", "easily", "quickly", "without", "find"):
		return Outcome, "people can easily"
	case isPeople(p.subject) && p.aux == "can" && (c.number || inTime(t, words) || sooner(words[p.at:]) || hasPhrase(words, "less", "time")):
		return Outcome, "people can, measured"
	case isPeople(p.subject) && (p.aux == "can" || p.passive && hasPhrase(words, "can", "be") && !c.number):
		return Output, "people can"
	case !c.number && !p.passive && p.aux == "" && p.verb&does == 0 && (isPeople(p.subject) || isMeasure(p.subject)) && len(words) > 3 && words[len(words)-2].Text == "per" && turns[words[len(words)-1].Text]:
		return Outcome, "a metric alone"
	case c.first() == "it" || c.first() == "it's":
		switch {
		case c.limit, duration[t.Unit]:
			return Outcome, "it happens in time"
		case hasWord(words, "possible", "available", "documented", "clear"):
			return Output, "the product can"
		case hasAbout(words[:min(len(words), 5)], states|vagues):
			return Outcome, "a state is reached"
		}
		return Output, "another statement"
	case p.at+1 < len(words) && words[p.at+1].Text == "no" && !c.number:
		return Outcome, "nothing bad"
	case p.aux == "is" && c.number && !p.passive && (betterThan(words[p.at:]) || hasAbout(words[p.at:], downs)):
		return Outcome, "a metric changed"
	case p.aux == "is" && c.number && !p.passive && p.verb == 0 && !isThing(p.object) && p.after.Text != "in" && p.after.Text != "on" && (p.after.Bounds() || p.after.Inner || p.after.Role == sentence.Counted):
		return Outcome, "a measured state"
	case p.aux == "is" && hasWord(words[p.at:], "than") && !hasWord(words, "rather", "other") && !p.passive:
		return Outcome, "compares with something"
	case !p.passive && sooner(words[p.at:]):
		return Outcome, "does it better than before"
	case p.aux == "is" && !p.passive && p.verb == 0 && felt(words, p.at) && !hasPhrase(words[:min(len(words), p.at+3)], "can", "be"):
		return Outcome, "how it is"
	case p.passive && p.verbIs("accept", "recognise", "recognize", "adopt", "endorse", "ratify", "name", "list", "cite", "rate", "rank") && p.at+1 < len(words) && words[p.at+1].Text == "as":
		return Outcome, "others say so"
	case p.passive && !c.number && !isPeople(p.subject) && p.verbIs("generate", "drive") && (isThing(p.object) || p.object == 0) && p.at+1 < len(words) && (words[p.at+1].Text == "from" || words[p.at+1].Text == "in" || words[p.at+1].Text == "with"):
		return Output, "a thing is made"
	case p.passive && p.verbIs("agree", "accept", "grant", "approve", "renew") && isMeasure(p.subject) && !isThing(p.subject):
		return Outcome, "others agree"
	case p.passive && p.aux == "" && !c.number && p.verbIs("accept") && p.at+1 < len(words) && (words[p.at+1].Text == "at" || words[p.at+1].Text == "as" || words[p.at+1].Text == "into" || words[p.at+1].Text == "for"): // "Talk accepted at a conference"
		return Outcome, "others agree"
	case p.passive && (hasWord(words[p.at:], "often", "promptly", "timely", "evenly", "decently") || p.aux == "is" && !c.number && sooner(words[p.at:])):
		return Outcome, "it is done well"
	case p.passive && p.verb&(uses|gains) != 0 && p.verbIs("sign", "certify", "approve", "accept", "pass", "qualify", "submit") && !isPeople(p.subject) && (!c.number || behindPreposition(t, words)):
		return Output, "a thing is made"
	case p.passive && !c.number && !isPeople(p.subject) && p.at+1 < len(words) && (words[p.at+1].Text == "off" || words[p.at+1].Text == "over" || words[p.at+1].Text == "down" || words[p.at+1].Text == "out"):
		return Output, "a thing is made"
	case p.aux == "is" && !p.passive && (hasWord(words[p.at:], "twice") || hasPhrase(words[p.at:], "times", "as")):
		return Outcome, "compares with something"
	case p.aux == "is" && !p.passive && p.after.Text == "available" && (words[0].Text == "all" || words[0].Text == "every"):
		return Outcome, "all of them are there"
	case p.passive && byEveryone(words[p.at:]):
		return Outcome, "others use it"
	case p.passive && p.verbIs("align", "motivate", "inspire", "unite"):
		return Outcome, "people are so"
	case p.passive && !c.number && p.verbIs("book", "sign", "renew", "pay", "take", "honour", "honor", "enforce", "vote", "link", "buy", "order", "co-sign", "countersign", "sell"):
		return Output, "a thing is settled"
	case p.passive && p.verbIs("attend") && p.subject&events != 0 && !byOthers(words[p.at:]):
		return Activity, "goes there"
	case p.passive && !c.number && p.verbIs("adopt", "approve", "endorse", "ratify") && byDeciders(words[p.at:]):
		return Output, "a thing is settled"
	case p.passive && p.aux == "" && !c.percent && !isPeople(p.subject) && p.verbIs("activate", "enforce"), p.passive && p.aux == "" && !c.number && p.verbIs("sign", "adopt", "activate", "enforce", "pass", "nominate", "confirm", "switch") && (isThing(p.subject) || p.subject == 0) && !isMeasure(p.subject) && !byOutsiders(words[p.at:]) && !byEveryone(words[p.at:]):
		return Output, "a thing is settled"
	case p.passive && p.verb&uses != 0 && p.verb&makes == 0 && !hasWord(words, "tracked"), hasWord(words[p.at:], "featured", "adopted", "mentioned", "used", "cited", "referenced") && hasWord(words, "by", "at", "internally", "across", "in"):
		return Outcome, "others use it"
	case p.passive && p.verbIs("keep", "meet", "honour", "honor"):
		return Outcome, "it is kept"
	case p.aux == "" && !p.passive && !c.number && !isPeople(p.subject) && !isMeasure(p.subject) && p.verbIs("land", "ship", "become") && (!p.verbIs("become") || hasWord(words[p.at:], "default", "available", "mandatory")) && !hasAbout(words[p.at:], vagues|cadences) && !inTime(t, words[p.at:]):
		return Output, "a thing is made"
	case p.aux == "" && !p.passive && !isPeople(p.subject) && p.verbIs("go") && p.at+1 < len(words) && (words[p.at+1].Text == "out" || words[p.at+1].Text == "live") && !hasPhrase(words[p.at:], "on", "time"):
		return Output, "a thing is made"
	case p.aux == "" && !p.passive && !c.number && !p.many && madeOf(words[:p.at]) && !hasAbout(words[p.at:], vagues|inner|cadences|states) && !hasWord(words[p.at:], "well", "than", "without", "every", "just") && !p.verbIs("delight", "beat", "win", "save", "attract", "convert", "outperform", "reflect", "survive", "improve", "increase", "decrease", "grow", "help", "become", "stay", "remain", "crash", "fail"):
		return Output, "a thing does something"
	case p.aux == "" && !p.passive && !c.number && p.verbIs("work") && p.at+2 < len(words) && !hasWord(words[p.at:], "every", "all", "only", "any") && hasWord(words[p.at+1:p.at+2], "on", "with", "between", "from", "across"):
		return Output, "a thing does something"
	case p.aux == "" && !p.passive && !c.number && hasWord(words[p.at:], "than") && !hasWord(words, "rather", "other"):
		return Outcome, "compares with something"
	case isPeople(p.subject) && p.aux == "" && !p.passive && inTime(t, words[p.at:]):
		return Outcome, "people do it in time"
	case isPeople(p.subject) && p.aux == "has" && strings.HasPrefix(p.word, "get") && p.verb == 0 && p.object == 0 && !c.number && !hasAbout(words[p.at:], vagues|inner|ups|downs|states):
		return Output, "people have a thing"
	case p.share && inTime(t, words):
		return Outcome, "a share in time"
	case p.share && p.passive && (p.verb&(makes|learns) != 0 || p.verb == 0) && isPeople(p.subject) && !isOutside(p.subject):
		return Output, "a share of our people is trained"
	case p.share && (p.passive || p.aux == "" && formOf(words[p.at]) == past) && p.verb&makes != 0 && !isPeople(p.subject) && (p.subject&(artefacts|owns|deeds|events) != 0 || hasAbout(words[:p.at], owns|deeds)):
		return Output, "a share of our things is made"
	case p.share:
		return Outcome, "a share does it"
	case isPeople(p.subject) && p.aux == "" && !isOutside(p.subject) && p.verbIs("do", "hold", "run", "attend") && p.object&events != 0 && !c.number:
		return Activity, "our people work"
	case p.aux == "" && hasWord(words[p.at:p.at+1], "ran", "held") && hasAbout(words[:p.at], events):
		return Output, "a thing is made"
	case isPeople(p.subject) && p.passive && p.verbIs("elect", "appoint", "nominate", "recruit", "vet"):
		return Output, "hires"
	case isPeople(p.subject) && !p.share && !p.counted && !p.passive && p.aux == "" && everySoOften(words[p.at:]) && (p.verb&(uses|gains|ups|downs) == 0 || p.verbIs("visit", "meet", "walk", "attend")) && !hasAbout(words[p.at:], vagues):
		return Activity, "our people do it again and again"
	case isPeople(p.subject) && p.aux == "" && p.verbIs("get", "receive", "obtain") && (isThing(p.object) || p.object == 0) && !c.number:
		return Output, "people are treated"
	case isPeople(p.subject) && p.passive && !c.number && p.verbIs("tell", "show", "warn", "alert", "remind", "prompt", "ask", "offer", "redirect", "assign"),
		isOutside(p.subject) && !p.share && p.aux == "" && !p.passive && !c.number && p.verbIs("see") && (isThing(p.object) || p.object == 0) && !hasAbout(words[p.at:], vagues|inner|qualities) && !asking[wordAt(words, p.at+1)] && wordAt(words, p.at+1) != "us":
		return Output, "people are treated"
	case isPeople(p.subject) && !p.share && p.passive && !c.percent && p.verbIs("train", "contact", "brief", "name", "appoint", "nominate", "seat", "inform", "notify", "equip", "qualify"):
		return Output, "our people are treated"
	case isPeople(p.subject) && p.passive && p.verbIs("open", "launch", "seal", "load", "deploy", "publish", "release", "draft", "write", "clean", "sync", "trigger", "translate") && !c.percent && !determiners[wordAt(words, p.at+1)]:
		return Output, "a thing is made"
	case isPeople(p.subject) && !isOutside(p.subject) && !p.share && p.aux == "" && !p.passive && c.number && !c.percent && p.verbIs("do", "hold", "give", "run", "take", "shadow", "visit", "listen", "host") && (p.object&(events|deeds) != 0 || everySoOften(words[p.at:])):
		return Activity, "our people do it again and again"
	case isPeople(p.subject) && (p.verbIs("receive") && !c.number || hasWord(words, "notified")):
		return Output, "people are treated"
	case isPeople(p.subject) && p.passive && p.verb&hires != 0 && !isOutside(p.subject) && !c.percent && !c.limit:
		return Output, "hires"
	case p.aux == "is" && hasPhrase(words[p.at:], "in", "place") && !c.number:
		return Output, "a thing is made"
	case isPeople(p.subject) && p.passive && hasWord(words, "tracked", "greeted", "surveyed", "notified", "listed", "reviewed", "invited", "informed"):
		return Output, "people are treated"
	case p.we && p.aux == "has" && p.verb == 0 && !c.number && (isThing(p.object) || p.object&(metrics|qualities|persons|vagues|ups) == 0):
		return Output, "people have a thing"
	case isPeople(p.subject) && p.aux == "has" && p.verb == 0 && !c.number && hasAbout(words[p.at:], vagues|inner):
		return Outcome, "people have it good"
	case isPeople(p.subject) && p.aux == "has" && p.verb == 0 && ((isThing(p.object) || p.object&owns != 0) && !c.number || !c.percent && p.at+1 < len(words) && (words[p.at+1].Text == "a" || words[p.at+1].Text == "an") && p.object&(metrics|qualities|vagues|ups) == 0):
		return Output, "people have a thing"
	case isPeople(p.subject) && p.aux == "has" && p.verb&makes != 0 && p.object&persons == 0 && !isOutside(p.subject) && !p.verbIs("complete", "finish", "accept", "submit", "edit") && !c.number:
		return Output, "our people have made a thing"
	case isPeople(p.subject) && p.aux == "" && !c.number && (hasAbout(words[p.at:], ups|downs|cadences) || hasWord(words[p.at:], "without", "alone", "themselves", "first")):
		return Outcome, "people do it better"
	case isPeople(p.subject) && p.passive && p.verbIs("certify", "train", "brief", "enable", "equip", "coach") && !isOutside(p.subject) && !c.number:
		return Output, "our people are treated"
	case isPeople(p.subject) && p.passive && p.verb&makes != 0 && p.verb&(uses|gains) == 0 && !isOutside(p.subject) && !c.number:
		return Output, "our people are treated"
	case isPeople(p.subject) && p.aux == "" && p.verb&(makes|does) != 0 && p.verb&(uses|gains) == 0 && !isOutside(p.subject) && !c.number:
		return Activity, "our people work"
	case isPeople(p.subject):
		return Outcome, "people do something"
	case c.hiring && hasWord(words, "plan") && !hasWord(words, "managers", "time"):
		return Output, "hiring"
	case p.aux == "" && !p.passive && inTime(t, words[p.at:]) && !hasWord(words[p.at:], "automatically"):
		return Outcome, "it happens in time"
	case c.part && (!p.passive || hasWord(words[p.at:], "cases", "times", "days", "attempts", "tries")):
		return Outcome, "a share in time"
	case c.money && (!p.passive || byOthers(words[p.at:])):
		return Outcome, "something happens"
	case c.percent && p.passive && (p.verb&makes != 0 && p.verb&(ups|uses) == 0 || p.verbIs("hand", "give", "attach", "carry", "submit", "review", "agree")) && !c.limit && !inTime(t, words) && ofShare(words[p.at:]):
		return Output, "our work for a share"
	case c.limit || c.percent:
		return Outcome, "a measured state"
	case p.passive && inTime(t, words) && (hasWord(words[p.at:], "within", "average", "under") || hasPhrase(words[p.at:], "same", "day")):
		return Outcome, "it happens in time"
	case p.passive && isThing(p.subject) && behindPreposition(t, words):
		return Output, "a thing is made"
	case p.aux == "" && !p.passive && p.counted && hasWord(words[:p.at], "outside", "besides", "external", "third-party", "independent"):
		return Outcome, "others do something"
	case p.aux == "" && !p.passive && (!c.number || p.counted && isThing(p.subject) && !p.verbIs("run", "pass", "use", "implement", "adopt", "build", "publish", "post")) && manner.Word(strings.ToLower(p.word)).Class&describes != 0 && !isMeasure(p.subject) && !isPeople(p.subject) && words[len(words)-1].about&vagues == 0:
		return Output, "a thing has a part"
	case p.counted && c.number && !p.passive && p.aux == "" && p.verb&makes != 0 && !isMeasure(p.subject):
		return Outcome, "a number of things do it"
	case c.number && !p.passive && p.aux == "" && !behindPreposition(t, words) && (c.counted&(metrics|persons|outsiders) != 0 && c.counted&artefacts == 0 || p.verbIs("exceed", "reach", "surpass", "top", "hit", "rise", "fall", "drop", "climb", "sink")):
		return Outcome, "something happens"
	case p.passive && p.counted && c.number && *numberOf(t) >= many && p.subject&(docs|owns) == 0:
		return Outcome, "a large number"
	case p.passive && c.number && byOutsiders(words[p.at:]):
		return Outcome, "others do something"
	case p.passive && c.number && p.verb&makes == 0 && byOthers(words[p.at:]):
		return Outcome, "others use it"
	case p.passive && !c.percent && t.Relative == nil && !isMeasure(p.subject) && !isPeople(p.subject) && p.verbIs("expand", "extend", "stabilize", "stabilise", "shorten", "trim", "widen"):
		return Output, "improves a thing"
	case p.passive && p.verb&(ups|downs) != 0:
		return Outcome, "a metric changed"
	case p.passive && !c.number && !p.many && hasPhrase(words, "on", "time") && p.verb&makes != 0:
		return Output, "a thing is made"
	case p.passive && (inTime(t, words) || c.number && usedBy(words)):
		return Outcome, "it happens in time"
	case p.passive && c.number && reaching(words):
		return Outcome, "makes a thing and moves a metric"
	case p.passive && hasWord(words[:min(len(words), 2)], "any", "every", "each") && hasPhrase(words, "can", "be"):
		return Outcome, "all of them can"
	case p.passive && (p.verb&(makes|does|hires|learns) != 0 || p.verb == 0):
		return Output, "a thing is made"
	case p.aux == "" && (p.verb == 0 || p.verb == does) && !p.passive && !p.verbIs("get", "give", "keep", "share", "write", "ship", "exist", "receive", "contain", "consist", "distinguish", "depend", "allow"):
		return Outcome, "it behaves so"
	case p.verb&(ups|downs) != 0, p.verb&(gains|uses|ensures) != 0 && p.verb&makes == 0 && p.aux != "can",
		p.aux == "" && !p.passive && p.many && p.subject == 0 && p.verb&(gains|uses) != 0 && p.verb&ensures == 0:
		return Outcome, "something happens"
	case isMeasure(p.subject) && !isThing(p.subject) && (p.verb&makes == 0 || c.number || p.verb&(uses|gains|ups|downs) != 0):
		return Outcome, "a metric is so"
	case p.aux == "" && !p.passive && !isPeople(p.subject) && hasAbout(words[p.at+1:], vagues|inner):
		return Outcome, "it does it well"
	case p.aux == "is" && (p.after.about&(states|vagues) != 0 && p.after.about&dones == 0 || quality(p.after.Text)) && !hasWord(words, "available", "default", "ready", "public", "visible", "complete"):
		return Outcome, "a state is reached"
	case p.aux == "can" && c.number:
		return Outcome, "the product can, measured"
	case p.aux == "can":
		return Output, "the product can"
	case p.aux == "has" && hasAbout(words[p.at:], ups|downs):
		return Outcome, "it has something better"
	case p.aux == "" && (p.verbIs("work") || p.verbIs("run") || p.verbIs("function") || p.verbIs("perform")):
		return Outcome, "it works"
	case p.aux == "is" && p.verb&uses != 0:
		return Outcome, "others use it"
	case p.aux == "has" && !strings.HasPrefix(p.word, "get") && !(c.number && isPeople(p.subject)) && (wordAt(words, p.at+1) == "a" || wordAt(words, p.at+1) == "an") && p.object&(metrics|qualities|outsiders) == 0 && !c.percent && !c.limit:
		return Output, "a thing has a part"
	case p.aux == "has" && (c.number || p.object&(metrics|qualities) != 0):
		return Outcome, "it has a number of"
	case p.aux == "has":
		return Output, "a thing has a part"
	case p.aux == "is" && !p.passive && inTime(t, words[p.at:]):
		return Outcome, "it happens in time"
	case p.aux == "" && !p.passive && hasAbout(words[:min(p.at, start(words)+1)], crisps) && p.verb&^(does|uses|gains|holds) == 0:
		return Outcome, "it behaves so"
	}
	return Output, "another statement"
}

// wordAt is the word at i, "" where there is none.
func wordAt(words []token, i int) string {
	if i >= len(words) {
		return ""
	}
	return words[i].Text
}

// madeOf answers whether the subject of a statement is a thing that somebody programs: a parser, the signup form.
func madeOf(subject []token) bool {
	if len(subject) == 0 {
		return false
	}
	_, last := phraseOf(subject, start(subject))
	return last >= 0 && listedAs(subject[last].Text, programmed)
}

// denied answers whether a statement says that something is not so, or no longer: "Fitters no longer drive back", "Parcels are not lost".
func denied(words []token) bool {
	for i, w := range words {
		switch plain := strings.ReplaceAll(w.Text, "’", "'"); {
		case w.Text == "longer" && i > 0 && words[i-1].Text == "no", w.Text == "never":
			return i+1 < len(words) && words[i+1].Text != "than"
		case strings.HasSuffix(plain, "n't") && plain != "can't":
			return true
		case w.Text == "not" && i > 1 && (auxiliaries[words[i-1].Text] || strings.HasSuffix(words[i-1].Text, "ly") && auxiliaries[words[i-2].Text]):
			return true
		case w.Text == "not" && i == 0 && len(words) > 2 && (words[1].Text == "a" || words[1].Text == "one"):
			return true
		case w.Text == "that" || w.Text == "which" || w.Text == "who" || w.Text == "(" || w.Text == ",":
			return false
		}
	}
	return false
}

// sooner answers whether something is done in less time, or with less: "cooks finish sooner", "we argue less".
func sooner(words []token) bool {
	for i, w := range words {
		switch w.Text {
		case "that", "which", "who", "to", "so", "(":
			return false
		case "faster", "sooner", "quicker", "earlier", "shorter", "less", "easier", "cheaper", "harder", "fewer", "better":
			return i > 0 && (i+1 >= len(words) || words[i+1].Text != "than")
		}
	}
	return false
}

// felt answers whether an "is" stands before how something is, in a word that names no thing and no deed: "Running a stall is cheap", "is worth the walk".
func felt(words []token, at int) bool {
	for k := at + 1; k < min(len(words), at+5); k++ {
		w := words[k]
		switch {
		case w.Text == "all", w.Text == "now", w.Text == "so", w.Text == "as", strings.HasSuffix(w.Text, "ly"):
			continue
		case w.Text == "out" && k+2 < len(words) && words[k+1].Text == "of" && words[k+2].Text != "beta" && words[k+2].Text != "alpha", w.Text == "worth":
			return true
		}
		if (strings.HasSuffix(w.Text, "able") || strings.HasSuffix(w.Text, "ible")) && !virtues[w.Text] { // configurable, enforceable: what it can do
			return false
		}
		return w.Kind == sentence.Letters && !w.Upper && w.about&(nouns|verbs|dones) == 0 && w.Role == sentence.Free && !brk[w.Text] && !determiners[w.Text] && !placed[w.Text] && formOf(w) == base
	}
	return false
}

// virtues end like what a thing can do, and say how well it does it: a ferry is reliable, a seat only foldable.
var virtues = map[string]bool{"reliable": true, "stable": true, "usable": true, "comfortable": true, "profitable": true, "sustainable": true, "affordable": true, "manageable": true, "scalable": true, "maintainable": true, "knowledgeable": true, "enjoyable": true, "predictable": true, "readable": true, "understandable": true, "approachable": true, "sensible": true, "terrible": true, "viable": true, "capable": true, "accountable": true, "bearable": true, "tolerable": true, "reproducible": true, "flexible": true, "responsible": true}

// placed are words behind an "is" that say where a thing is and not how: "is online".
var placed = map[string]bool{"live": true, "available": true, "ready": true, "public": true, "complete": true, "up": true, "down": true, "out": true, "there": true, "here": true, "open": true, "due": true, "of": true, "able": true, "not": true, "no": true, "also": true, "default": true, "online": true, "done": true, "gone": true, "about": true, "what": true, "over": true, "under": true, "visible": true, "where": true, "only": true}

// byOutsiders answers whether people who are not ours did it: "booked by 30 guests", but not "by our team".
func byOutsiders(words []token) bool {
	for i := 0; i+1 < len(words); i++ {
		if (words[i].Text == "by" || words[i].Text == "from") && words[i].Role == sentence.Free && words[i+1].Role != sentence.Dated {
			about, _ := head(words, i+1)
			return about&outsiders != 0 && about&metrics == 0 && !hasWord(words[i:], "team", "our")
		}
	}
	return false
}

// byEveryone answers whether all or many people do it: "read by all nurses", "by most drivers".
func byEveryone(words []token) bool {
	for i := 0; i+2 < len(words); i++ {
		if words[i].Text == "by" && (words[i+1].about&crisps != 0 || words[i+1].Text == "most" || words[i+1].Text == "many" || words[i+1].Bounds()) && words[i].Role == sentence.Free {
			about, _ := head(words, i+2)
			return about&persons != 0
		}
	}
	return false
}

// decides answers whether the subject of a statement is a body that decides over others: the board, the town council. What an office of one's own signs
// off is a step of the work.
func decides(subject []token) bool {
	for _, w := range subject {
		switch strings.TrimSuffix(w.Text, "s") {
		case "board", "council", "senate", "parliament", "assembly", "committee", "regulator", "authority", "court", "ministry", "trustee", "shareholder", "agency":
			return true
		}
		if brk[w.Text] {
			return false
		}
	}
	return false
}

// byDeciders answers whether those who decide did it: "adopted by the parish council".
func byDeciders(words []token) bool {
	for i := 0; i+1 < len(words); i++ {
		if words[i].Text == "by" && words[i].Role == sentence.Free {
			for _, w := range words[i+1 : min(len(words), i+4)] {
				switch w.Text {
				case "board", "boards", "senate", "council", "management", "managements", "leadership", "committee", "assembly", "executive", "directors", "trustees", "legal", "security", "finance", "parliament", "members'", "steering":
					return true
				}
			}
			return false
		}
	}
	return false
}

// ofShare answers whether what is done is for a share of something: "labelled for 80 % of the shelves".
func ofShare(words []token) bool {
	for i := 0; i+1 < len(words); i++ {
		if w := words[i].Text; (w == "for" || w == "to" || w == "with") && (words[i+1].Role == sentence.Counted || words[i+1].Bounds()) {
			return true
		}
	}
	return false
}
