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

// A call is what a coach looks at before calling a key result something.
type call struct {
	t     sentence.Text
	words []token
	p     parse

	number, percent, money bool   // a target or a change is stated, in what
	limit                  bool   // it is to stay on one side of the number
	part                   bool   // the number is a part of a whole that is counted too
	counted                uint64 // what the target counts
	blank                  bool   // the number is still to be found
	routine, positive      bool
	hiring                 bool
}

// callOf is what a coach looks at in a line: of "Grow to 40 nurses" that there is a number, and that it counts people.
func callOf(t sentence.Text, words []token, p parse) *call {
	c := &call{t: t, words: words, p: p}
	c.number = t.Target != nil || t.Relative != nil
	c.percent = t.Unit == "%" && c.number
	c.money = c.number && (t.Unit == "USD" || t.Unit == "EUR" || t.Unit == "GBP")
	c.limit = t.Direction == "keep_below" || t.Direction == "keep_above"
	c.part = ofMany(words)
	c.counted = countedIn(t, words)
	c.blank = t.Placeholder && !c.number
	c.routine = hasAbout(words, routines)
	c.positive = hasWord(words, "helpful", "excited", "love", "positive", "good", "great", "satisfied", "happy")
	c.hiring = !duration[t.Unit] && (hasWord(words, "hiring", "hire", "hired", "hires", "headcount", "staffed-to-plan") || p.object&owns != 0 && hasWord(words, "plan") ||
		p.verb&(ups|gains) != 0 && hasWord(words, "team") && hasWord(words, "plan"))
	return c
}

// coach calls a key result what an experienced coach would by how it is built: the first of the cases that fits, and why.
func coach(l Line, t sentence.Text, words []token, p parse) (kind, reason string) {
	if len(words) == 0 {
		return Output, "nothing"
	}
	if strings.HasSuffix(strings.TrimSpace(l.Text), "?") {
		return Activity, "a question"
	}
	c := callOf(t, words, p)
	if kind, reason = c.knowledge(); kind != "" {
		return kind, reason
	}
	if kind, reason = c.anyhow(); kind != "" {
		return kind, reason
	}
	switch p.mood {
	case "order", "done":
		return c.order()
	case "effort":
		return c.effort()
	case "statement":
		return c.statement()
	}
	return c.noun()
}

// first is the word with which the line begins.
func (c *call) first() string { return strings.ReplaceAll(c.words[start(c.words)].Text, "’", "'") }

// isPeople and its neighbours say what a phrase is about, by the classes of its head.
func isPeople(c uint64) bool  { return c&persons != 0 && c&artefacts == 0 }
func isThing(c uint64) bool   { return c&(artefacts|events|deeds) != 0 && c&metrics == 0 }
func isMeasure(c uint64) bool { return c&(metrics|qualities) != 0 }
func isOutside(c uint64) bool { return c&outsiders != 0 }

// anyhow calls what is told by its number, its blank or its first word, however the line is built; "" is none of these.
func (c *call) anyhow() (kind, reason string) {
	t, words, p := c.t, c.words, c.p
	if word := words[start(words)]; t.Target != nil && *t.Target == 0 || word.Text == "zero" || word.Text == "nobody" || word.Text == "none" || word.Text == "no" && p.mood != "order" {
		return Outcome, "none of something"
	}
	if p.passive && hasWord(words, "assessed", "validated", "surveyed", "interviewed", "evaluated", "tested") && p.subject&(persons|artefacts) == 0 && p.verb&makes == 0 {
		return Learning, "something was found out"
	}
	if p.mood == "noun" && hasWord(words[:min(len(words), 4)], "research") && hasWord(words, "report", "paper", "study", "findings", "results") {
		return Learning, "a piece of research"
	}
	if p.mood == "order" && p.verbIs("test") && hasWord(words, "determine", "learn", "whether", "find", "understand") {
		return Learning, "a test of an idea"
	}
	if p.mood == "order" && p.verbIs("test", "pilot", "try") && hasWord(words, "customers", "users", "people", "participants", "hypothesis", "hypotheses", "assumption", "assumptions") {
		return Learning, "a test of an idea"
	}
	if c.blank && c.hiring && !hasAbout(words, inner) && !hasWord(words, "time", "experience", "managers") {
		return Output, "hiring"
	}
	if c.blank && p.mood == "noun" && isThing(p.subject) && p.subject&(metrics|outsiders|persons) == 0 && !c.percent {
		return Output, "a thing with a blank"
	}
	if c.blank && !((p.mood == "order" || p.mood == "done") && p.verb&(makes|hires|does) != 0 && p.verb&gains == 0 && p.word != "add" && !isOutside(p.object) && !isMeasure(p.object)) && !(p.passive && p.verb&makes != 0) {
		return Outcome, "a blank for a number"
	}
	if c.first() == "you" || p.we {
		switch {
		case hasWord(words, "longer", "don't", "don’t", "never", "without"):
			return Outcome, "what is no longer so"
		case p.we && p.aux == "is" && p.verb&(uses|gains) != 0, p.we && hasWord(words[:min(len(words), 4)], "hear", "see", "know", "feel", "get"):
			return Outcome, "we see it"
		}
	}
	if t.Baseline != nil && t.Target != nil && p.verb&hires == 0 && !(p.mood == "order" && countsMade(t)) {
		return Outcome, "a metric from here to there"
	}
	if first := words[start(words)].Text; c.number && (first == "median" || first == "average") || len(words) > 3 && words[1].about&metrics != 0 && words[1].about&artefacts == 0 && words[2].Text == "(" && words[0].about&makes == 0 {
		return Outcome, "a metric with its number"
	}
	if c.number && upOrDown(words) {
		return Outcome, "a metric changed"
	}
	return "", ""
}

// effort calls a line that begins with a verb in -ing.
func (c *call) effort() (kind, reason string) {
	words, p := c.words, c.p
	switch {
	case p.verbIs("convert") && (isOutside(p.object) || isPeople(p.object)):
		return Outcome, "others join"
	case hasAbout(words[p.at:], metrics) && c.number:
		return Outcome, "an effort with a metric"
	case p.we && p.verb&(uses|gains) != 0 || p.verb&(ups|downs|gains) != 0 && isMeasure(p.object):
		return Outcome, "we use it"
	}
	return Activity, "an ongoing effort"
}

// numberOf is the target, and else the change: 40 in "to 40 boats", 5 in "by 5 %"; nil is none.
func numberOf(t sentence.Text) *float64 {
	if t.Target != nil {
		return t.Target
	}
	return t.Relative
}

// many is a number of things that nobody makes one by one: 500 downloads, but not 20.
const many = 500

// countedIn is what the target counts, by the head of the noun phrase behind it: people in "to 40 nurses", and else what its unit means.
func countedIn(t sentence.Text, words []token) uint64 {
	if t.Target == nil && t.Relative == nil {
		return 0
	}
	span, ok := t.Spans["target"]
	if !ok {
		return lexicon.Word(t.Unit).Class
	}
	for i, w := range words {
		if w.Span.From >= span.To {
			if about, _ := head(words, i); about != 0 && !brk[w.Text] && w.Kind == sentence.Letters {
				return about
			}
			break
		}
	}
	return lexicon.Word(t.Unit).Class
}

// ofMany answers whether a number is a part of a whole that is counted too: "on 9 of 10 days".
func ofMany(words []token) bool {
	for i := 0; i+2 < len(words); i++ {
		if words[i].Role == sentence.Counted && words[i+1].Text == "of" && (words[i+2].Kind == sentence.Numeral || words[i+2].Role == sentence.Counted) {
			return true
		}
	}
	return false
}

// upOrDown answers whether a noun stands before "up" or "down" and the number of its change: "waste per meal down 15 %".
func upOrDown(words []token) bool {
	for i := 2; i+1 < len(words); i++ {
		if w := words[i].Text; (w == "up" || w == "down") && words[i+1].Role == sentence.Counted && words[i-1].Kind == sentence.Letters && words[i-1].about&verbs == 0 {
			return true
		}
	}
	return false
}
