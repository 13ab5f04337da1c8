package judge

import "github.com/headwater-okr/headwater/internal/sentence"

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
	case ranked(words) && !made:
		return Outcome, "a rank"
	case words[start(words)].Text == "ready" && !made:
		return Outcome, "how it is"
	case c.number && p.share && !made && !c.hiring && !hasAbout(words, owns) && !hasWord(words, "plan", "reviews"):
		return Outcome, "a share of people"
	case c.number && betterThan(words[p.at:]) && !made:
		return Outcome, "a metric changed"
	case c.number && c.counted&(outsiders) != 0 && c.counted&artefacts == 0 && !c.hiring:
		return Outcome, "a number of others"
	case p.counted && c.number && toVerb(words, p.at):
		return Outcome, "a number of them act"
	case words[start(words)].Text == "no" || words[0].Text == "no":
		return Outcome, "nothing bad"
	case c.hiring && !c.percent:
		return Output, "hiring"
	case p.share && inTime(t, words):
		return Outcome, "a share in time"
	case p.share && (isPeople(p.subject) || isMeasure(p.subject) && !isThing(p.subject)) && !made:
		return Outcome, "a share of people"
	case c.percent && isMeasure(p.subject) && !isThing(p.subject) && !made && p.subject&owns == 0 && !p.share:
		return Outcome, "a metric with its number"
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
	case isMeasure(p.subject) && !isThing(p.subject) && !made:
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
	case words[start(words)].about&states != 0 && !c.number && !made && plural(words[p.at:]) && p.subject&docs == 0:
		return Outcome, "something good"
	case c.positive || hasWord(words, "happy", "evidence", "quick", "stable", "able"):
		return Outcome, "something good"
	}
	return Output, "a thing alone"
}
