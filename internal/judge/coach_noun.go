package judge

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// noun calls a line without a verb.
func (c *call) noun() (kind, reason string) {
	t, words, p := c.t, c.words, c.p
	made := false
	for i, w := range words {
		if i > p.at && w.Kind == sentence.Letters && formOf(w) == past && len(w.Text) > 4 && (w.about&makes != 0 && w.about&uses == 0 || w.about == 0 && i > 0 && words[i-1].about&nouns != 0) {
			made = true
		}
	}
	switch {
	case hasWord(words[:min(len(words), 6)], "increase", "decrease", "improvement", "reduction", "rise", "drop", "uplift") && byPoints(words):
		return Outcome, "a metric changed"
	case strings.HasSuffix(words[start(words)].Text, "-free"), len(words) > 1 && strings.HasSuffix(words[1].Text, "-free"):
		return Outcome, "none of something"
	case p.counted && c.number && hasWord(words, "signed", "won") && hasWord(words, "contracts", "contract", "deals", "agreements", "customers", "partners"):
		return Outcome, "wins something"
	case (t.Unit == "h" || t.Unit == "min") && p.counted && !c.limit && spentOn(words):
		return Activity, "time that is spent"
	case !made && c.number && (hasPhrase(words, "in", "use", "by") || usedBy(words)):
		return Outcome, "others use it"
	case !made && hasPhrase(words[:min(len(words), 4)], "use", "of") && words[0].Text != "use" && !c.limit:
		return Outcome, "others use it"
	case measured(words) && (!made && !isThing(p.subject) || words[0].Text == "median" || words[0].Text == "average"):
		return Outcome, "a metric alone"
	case c.number && !c.percent && befriends(words, start(words)):
		return Outcome, "wins partners"
	case hasWord(words[start(words):min(len(words), start(words)+2)], "first") && isOutside(p.subject) && !isThing(p.subject) && !made:
		return Outcome, "others join"
	case c.number && !p.counted && !made && !isThing(p.subject) && !c.hiring && levelled(words, p.at):
		return Outcome, "a metric with its number"
	case c.number && quick[t.Unit] && inTime(t, words) && !made && p.subject&docs == 0:
		return Outcome, "it happens in time"
	case hasWord(words, "none", "nil", "never") || hasPhrase(words, "a", "single") && hasWord(words, "not"):
		return Outcome, "none of something"
	case c.number && !p.counted && gaugedAnywhere(words) && (!isThing(p.subject) || !c.hiring && !made && !hasWord(words, "with", ",", ":")):
		return Outcome, "a limit"
	case !c.number && !p.counted && !made && fromOutside(words) && p.subject&(insights|docs) == 0:
		return Outcome, "others give it"
	case ranked(words) && !made:
		return Outcome, "a rank"
	case !c.number && !made && hasWord(words, "opinion", "verdict", "ruling") && hasWord(words, "audit", "auditor", "auditors", "clean", "unqualified", "positive", "favourable", "favorable", "court"), hasPhrase(words, "clean", "audit"):
		return Outcome, "others say so"
	case words[start(words)].Text == "ready" && !made:
		return Outcome, "how it is"
	case c.number && p.share && !made && !c.hiring && !hasAbout(words, owns) && !hasWord(words, "plan", "reviews"):
		return Outcome, "a share of people"
	case c.number && betterThan(words[p.at:]) && !made:
		return Outcome, "a metric changed"
	case c.number && !p.counted && isThing(p.subject) && behindPreposition(t, words) && hasAbout(words[:min(len(words), 4)], events|artefacts) && !hasWord(words, "with", "w"):
		return Output, "a thing for a number of them"
	case c.number && !p.counted && !c.percent && !c.limit && p.subject&artefacts != 0 && p.subject&(metrics|persons) == 0 && (behindPreposition(t, words) || hasWord(words, "with")) && !hasAbout(words, uses|insights) && !hasWord(words, "test", "tests", "pilot", "trial"):
		return Output, "a thing for a number of them"
	case !p.counted && words[start(words)].about&(cadences|routines) != 0 && p.subject&events != 0 && hasWord(words, "with"):
		return Activity, "a routine alone"
	case c.number && c.counted&(outsiders) != 0 && c.counted&artefacts == 0 && !c.hiring:
		return Outcome, "a number of others"
	case p.counted && c.number && (toVerb(words, p.at) || actors(words, p.at)):
		return Outcome, "a number of them act"
	case words[start(words)].Text == "no" || words[0].Text == "no":
		return Outcome, "nothing bad"
	case c.hiring && !c.percent:
		return Output, "hiring"
	case !c.percent && !c.limit && (hasPhrase(words, "in", "place") || hasPhrase(words, "up", "and", "running")) && !isPeople(p.subject):
		return Output, "a thing is made"
	case !c.number && !made && bettered(words, start(words)):
		return Output, "improves a thing"
	case p.share && inTime(t, words):
		return Outcome, "a share in time"
	case p.share && (isPeople(p.subject) || isMeasure(p.subject) && !isThing(p.subject)) && !made:
		return Outcome, "a share of people"
	case c.percent && isMeasure(p.subject) && !isThing(p.subject) && !made && p.subject&owns == 0 && !p.share:
		return Outcome, "a metric with its number"
	case c.percent && c.limit:
		return Outcome, "a limit"
	case (c.percent || t.Relative != nil) && (made || p.subject&(owns|deeds) != 0 || hasWord(words, "plan")):
		return Output, "a share of our plan"
	case c.percent || t.Relative != nil:
		return Outcome, "a share"
	case p.counted && (isOutside(p.subject) || isPeople(p.subject) || isMeasure(p.subject)) && (!isThing(p.subject) || hasAbout(words[p.at:], uses)):
		return Outcome, "a number of people"
	case c.money && p.counted && !made && !isThing(p.subject):
		return Outcome, "an amount of money"
	case p.counted && c.number && (byOthers(words) || hasWord(words, "mentions", "requests", "downloads", "uploads")):
		return Outcome, "a number of things by others"
	case t.Direction == "keep_below":
		return Outcome, "a limit"
	case p.counted && c.number && *numberOf(t) >= many && !isThing(p.subject):
		return Outcome, "a large number"
	case p.counted && c.number:
		return Output, "a number of things"
	case c.number && named(words) && !isThing(p.subject) && !c.hiring && !behindPreposition(t, words):
		return Outcome, "a metric with its number"
	case c.limit:
		return Outcome, "a limit"
	case isMeasure(p.subject) && !isThing(p.subject) && !made && !(!c.number && ofMetric(words, p.at)):
		return Outcome, "a metric alone"
	case isPeople(p.subject) && c.number:
		return Outcome, "people, counted"
	case c.routine && p.subject&(events|deeds|artefacts) != 0, hasWord(words, "planning", "collaboration", "management", "research") && !c.number:
		return Activity, "a routine alone"
	case c.money && !made:
		return Outcome, "an amount of money"
	case comparative(words[start(words)].Text) && p.subject&docs == 0:
		return Outcome, "better than before"
	case words[start(words)].about&(ups|downs) != 0 && (!isThing(p.subject) || words[start(words)].about&downs != 0):
		return Outcome, "more or less of something"
	case isPeople(p.subject) && p.subject&artefacts == 0 && len(words) <= 5 && !made && plural(words[p.at:]):
		return Outcome, "people alone"
	case words[start(words)].about&(states|vagues) != 0 && !c.number && isThing(p.subject) && !plural(words[p.at:]) && len(words) < 5 && !hasAbout(words, inner):
		return Output, "a thing alone"
	case words[start(words)].about&states != 0 && !c.number && !made && plural(words[p.at:]) && p.subject&docs == 0:
		return Outcome, "something good"
	case c.positive || hasWord(words, "happy", "evidence", "quick", "stable", "able"):
		return Outcome, "something good"
	}
	return Output, "a thing alone"
}

// bettered answers whether a noun phrase is about the bettering of a thing: "Website improvements", but not "improvements in response time".
func bettered(words []token, i int) bool {
	first, last := phraseOf(words, i)
	if last <= first {
		return false
	}
	switch words[last].Text {
	case "improvements", "optimizations", "optimisations", "enhancements", "upgrades", "fixes", "tweaks":
		return words[last-1].about&(metrics|qualities|persons) == 0 || words[last-1].about&(artefacts|docs) != 0
	}
	return false
}

// actors answers whether those who are counted do something, in a verb that is a noun as often: "12 labs run our suite", "30 guests try a stall".
func actors(words []token, at int) bool {
	several := false // those who are counted are named
	for k := at + 1; k+1 < min(len(words), at+9); k++ {
		b, w, n := words[k-1], words[k], words[k+1]
		if b.Kind == sentence.Letters && b.Role == sentence.Free && b.about&(artefacts|metrics|events) == 0 && (formOf(b) == third && (b.about == 0 || b.about&nouns != 0) || b.about&persons != 0) {
			several = true
		}
		switch {
		case brk[w.Text] && w.Text != "in" && w.Text != "outside" && w.Text != "from":
			return false
		case !several || w.about&(verbs|acts|either) == 0 || formOf(w) != base || brk[b.Text] || determiners[b.Text]:
		case determiners[n.Text], n.Text == "onto", n.Text == "into", n.Text == "their", particle(words, k+1), n.Text == "on" && k+2 < len(words), w.about&nouns == 0 && n.Kind == sentence.Letters && !brk[n.Text]:
			return true
		}
	}
	return false
}

// byPoints answers whether a line begins with how much something changes: "A 5-point increase", "10% reduction in".
func byPoints(words []token) bool {
	for _, w := range words[:min(len(words), 3)] {
		if w.Kind == sentence.Numeral {
			return true
		}
	}
	return false
}

// spentOn answers whether a time is what goes into something: "4 hours of writing", "1 h studying".
func spentOn(words []token) bool {
	for i := 1; i < min(len(words), 5); i++ {
		if words[i-1].Role != sentence.Counted {
			continue
		}
		switch w := words[i]; {
		case w.Role == sentence.Counted:
		case w.Text == "of", w.Text == "in", w.Text == "on":
			return i+1 < len(words) && words[i+1].Role == sentence.Free
		default:
			return formOf(w) == gerund
		}
	}
	return false
}

// measured answers whether a line begins as a metric does: "% of …", "Monthly average …".
func measured(words []token) bool {
	for i := 0; i < min(len(words), 3); i++ {
		switch words[i].Text {
		case "average", "median", "percentage":
			return true
		case "%":
			return i == 0
		}
	}
	return false
}

// ofMetric answers whether a metric only describes the thing that a phrase is about: "Low latency input mode".
func ofMetric(words []token, i int) bool {
	first, last := phraseOf(words, i)
	if last <= first {
		return false
	}
	switch words[last].Text {
	case "mode", "cleanup", "handling", "setup", "flow", "pipeline", "refactor", "rework", "tracking", "reporting", "instrumentation", "migration", "rewrite", "integration", "complete", "operational", "register", "registry", "harness", "story", "tree", "view", "calendar", "tracker", "scorecard", "guidelines", "guideline", "naming", "set-up", "walkthrough", "offer", "refresh", "rebrand", "relaunch", "redesign", "hotline", "helpline", "desk", "board", "wall", "map", "log", "sheet", "plan", "drill", "alarm", "alarms", "alerts", "scoring", "triage":
		return true
	}
	return false
}

// quick are the units of a time within which a service is done: 2 d. What takes weeks is a piece of work with a date.
var quick = map[string]bool{"ms": true, "s": true, "min": true, "h": true, "d": true}

// gaugedAnywhere answers whether a bound in a symbol stands behind what a line begins with: "Apdex of exports ≥ 0.995".
func gaugedAnywhere(words []token) bool {
	for i := 1; i+1 < len(words); i++ {
		switch words[i].Text {
		case "≥", ">=", ">", "≤", "<", "<=":
			return words[i+1].Role == sentence.Counted
		}
	}
	return false
}

// levelled answers whether the number of a line stands last, behind what it is the level of: "Idle current under 35 microamps", "Score of the choir at 84".
func levelled(words []token, at int) bool {
	for i := at + 1; i+1 < len(words); i++ {
		switch words[i].Text {
		case "at", "under", "below", "above", "over":
		case "down", "up":
			if words[i+1].Text != "to" {
				continue
			}
			i++
		default:
			continue
		}
		k := i + 1
		for k < len(words) && (words[k].Bounds() || words[k].Inner) {
			k++
		}
		return k < len(words) && words[k].Role == sentence.Counted && k+3 > len(words)
	}
	return false
}

// fromOutside answers whether something comes from people who are not ours: "a term sheet from a lead investor".
func fromOutside(words []token) bool {
	for i := 1; i+1 < len(words); i++ {
		if words[i].Text == "from" && words[i].Role == sentence.Free {
			about, _ := head(words, i+1)
			return about&outsiders != 0 && about&(metrics|artefacts) == 0
		}
	}
	return false
}

// named answers whether a number stands behind what it is a number of: "Share of late trams ≤ 4", "Guests who come again: 120".
func named(words []token) bool {
	for i := 1; i+1 < len(words); i++ {
		switch words[i].Text {
		case "of", ":", "≥", ">", "<", "≤", "=", ">=", "<=":
		default:
			continue
		}
		k := i + 1
		for k < len(words)-1 && (words[k].Bounds() || words[k].Inner || words[k].Kind == sentence.Symbol) {
			k++
		}
		if words[k].Role == sentence.Counted {
			return true
		}
	}
	return false
}
