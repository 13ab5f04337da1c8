package judge

import (
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// coachObjective calls an objective what an experienced coach would by how it is built: the first of the cases that fits, and why.
func coachObjective(t sentence.Text, words []token, p parse) (kind, reason string) {
	if len(words) == 0 {
		return Label, "nothing"
	}
	number := (t.Target != nil || t.Relative != nil) && !figurative(t, words)
	after, end := min(p.at+1, len(words)), purposeAt(words)
	rest := words[after:max(after, end)] // what is done to what, without what for
	open := hasAbout(rest, vagues|aims|states)
	thing := p.object&(artefacts|events|deeds|docs) != 0
	group := hasWord(rest, "team", "teams", "culture", "company", "organization", "organisation", "foundation", "engine", "community", "product", "pipeline", "network", "brand", "infrastructure", "mindset", "position", "reputation", "environment", "experience", "experiences")
	switch p.mood {
	case "order", "done", "effort":
		switch {
		case p.verb&hires != 0, p.verbIs("source") && number:
			return Task, "hires"
		case number && p.verb&(ups|downs|holds|gains) != 0 && p.verb&makes == 0, number && p.verbIs("drive", "achieve", "spend", "score", "deliver") && !thing:
			return Metric, "moves a number"
		case t.Placeholder && p.verb&makes == 0:
			return Metric, "moves a number"
		case p.verbIs("become", "be", "have", "love"), p.word == "being":
			return Aim, "to be or have something"
		case p.verbIs("establish", "position", "recognise", "recognize") && hasWord(rest, "as"):
			return Aim, "makes it so"
		case p.verbIs("cultivate", "champion", "nurture", "educate", "foster", "embrace", "sharpen", "innovate", "manage", "mobilize", "mobilise", "offer", "celebrate", "honor", "honour", "excel", "thrive", "reclaim") && !number, p.verb&(makes|does) != 0 && tended(words, after):
			return Aim, "tends to something"
		case p.verbIs("make") && p.object&artefacts != 0 && after < len(words) && (words[after].Text == "a" || words[after].Text == "an") && !hasAbout(rest, states) && !group:
			return Task, "makes a thing"
		case p.verbIs("make", "get", "keep", "turn") && !(number && thing):
			return Aim, "makes it so"
		case p.verb&(ups|downs) != 0 && !(p.verb&makes != 0 && thing && !open):
			return Aim, "changes something"
		case p.verbIs("ramp", "step", "dial", "speed") && after < len(words) && words[after].Text == "up" && !thing:
			return Aim, "changes something"
		case p.verb&ensures != 0:
			return Aim, "ensures a state"
		case p.verb&learns != 0:
			return Aim, "finds something out"
		case p.verb&makes != 0 && p.verbIs("build", "deliver", "develop", "create", "provide", "make") && delivered(words, after):
			return Task, "makes a thing"
		case p.verb&(makes|does) != 0 && p.verbIs("bring", "solve", "promote", "communicate", "support", "inspire", "engage", "lead", "nail", "lay", "resolve", "surface", "remove", "drive", "build", "provide", "deliver", "simplify", "align", "streamline", "unlock", "empower", "dogfood", "secure", "evangelize", "help", "use", "mature") && (open || group || !thing):
			return Aim, "works towards a state"
		case p.verb&makes != 0 && open && group:
			return Aim, "makes something great"
		case p.verb&makes != 0 && number:
			return Task, "makes counted things"
		case p.verb&(makes|does) != 0 && hasAbout(words[max(after, end):], ups|downs) && !p.verbIs("complete", "deliver", "finish", "launch", "ship", "release"):
			return Aim, "makes a thing for a change"
		case p.verb&makes != 0:
			return Task, "makes a thing"
		case p.verb&holds != 0:
			return Aim, "keeps it so"
		case p.verb&(gains|uses) != 0:
			return Aim, "wins something"
		case p.verb&does != 0 && p.verbIs("invest", "partner", "dogfood", "care", "engage", "work", "refine", "consider", "analyze", "analyse", "collaborate", "immerse", "strive", "focus", "maintain"):
			return Aim, "works on something wide"
		case p.verb&does != 0:
			return Task, "an effort"
		}
		return Task, "another order"
	case "statement":
		switch {
		case number && !hasAbout(words, vagues|states):
			return Metric, "a number is reached"
		case inTime(t, words):
			return Aim, "it happens in time"
		case p.passive && p.verb&makes != 0 && p.verb&uses == 0 && !open:
			return Task, "a thing is made"
		}
		return Aim, "a state"
	}
	switch {
	case figurative(t, words):
		return Aim, "something good"
	case number:
		return Metric, "a number alone"
	case hasAbout(words, events) || hasPiece(words):
		return Task, "a piece of work"
	case hasAbout(words, vagues|aims|ups|downs|qualities|states):
		return Aim, "something good"
	}
	return Label, "a thing alone"
}

// figurative answers whether the number of an aim is a manner of speaking: "One source of truth", "Zero waste", "Number 1 in Belgium", "10x better support".
func figurative(t sentence.Text, words []token) bool {
	switch {
	case t.Target != nil:
		span := t.Spans["target"]
		word := strings.ToLower(t.Raw[span.From:min(span.To, len(t.Raw))])
		return strings.HasPrefix(word, "one") && !slices.ContainsFunc(words, token.Bounds) || word == "zero" || *t.Target == 1 && strings.HasSuffix(strings.ToLower(t.Raw[:span.From]), "number ")
	case t.Relative != nil && t.Baseline == nil:
		for i, w := range words {
			if w.Text == "x" && w.Role == sentence.Counted && (!hasAbout(words, metrics) || i+1 < len(words) && words[i+1].about&vagues != 0) {
				return true
			}
		}
	}
	return false
}

// delivered answers whether what an order is about is a thing that is handed over once, however good it is to be: "a data-driven action plan".
func delivered(words []token, from int) bool {
	_, last := phraseOf(words, from)
	return last >= 0 && listedAs(words[last].Text, handed)
}

// pieces are nouns that are a piece of work: "Audit of the kilns".
var pieces = map[string]bool{"release": true, "analysis": true, "assessment": true, "launch": true, "refactor": true, "migration": true, "rollout": true, "audit": true, "revamp": true, "overhaul": true, "automation": true}

// hasPiece answers whether one of them stands in the line: "Kiln audit".
func hasPiece(words []token) bool {
	return slices.ContainsFunc(words, func(w token) bool { return pieces[w.Text] })
}
