package judge

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// toVerb answers whether the line says of somebody that they are to act: "one app to integrate it".
func toVerb(words []token, from int) bool {
	for i := from + 1; i+1 < len(words); i++ {
		if (words[i].Text == "to" || words[i].Text == "which" || words[i].Text == "who" || words[i].Text == "that") && words[i+1].about&(uses|gains|makes) != 0 && words[i-1].about&nouns != 0 {
			return true
		}
	}
	return false
}

// countedIn is what the target counts: the head of the noun phrase behind it.
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

// inTime answers whether something is done within a time, on time or without trouble: a quality of a service, not a piece of work.
func inTime(t sentence.Text, words []token) bool {
	for i := 1; i < len(words); i++ {
		switch w := words[i]; {
		case w.Text == "time" && words[i-1].Text == "on", w.Text == "without" && !hasWord(words[:i], "can"), w.Text == "accurately", w.Text == "correctly", w.Text == "automatically":
			return true
		case (w.Text == "within" || w.Text == "under") && i+2 < len(words) && (words[i+1].Text == "a" || words[i+1].Text == "an" || words[i+1].Text == "one") && spans[words[i+2].Text], (w.Text == "same" || w.Text == "next") && i+1 < len(words) && words[i+1].Text == "day":
			return true
		case (w.Text == "within" || w.Text == "in" || w.Text == "inside") && i+1 < len(words) && words[i+1].Role == sentence.Counted:
			for k := i + 1; k < min(len(words), i+5); k++ {
				switch words[k].Unit {
				case "ms", "s", "min", "h", "d", "w":
					return true
				}
				if strings.HasSuffix(words[k].Text, "days") {
					return true
				}
			}
		}
	}
	return false
}

// spans are the times within which something is done.
var spans = map[string]bool{"second": true, "minute": true, "hour": true, "day": true, "week": true, "night": true, "month": true}

// doesSo answers whether the words give somebody leave to do one plain thing: "users to export their data".
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

// easyTo answers whether something is made so that it is easily done: "the form pleasant to use".
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

// byOthers answers whether "by" or "from" names somebody and not a date.
func byOthers(words []token) bool {
	for i := 0; i+1 < len(words); i++ {
		if (words[i].Text == "by" || words[i].Text == "from") && words[i].Role == sentence.Free && words[i+1].Role == sentence.Free && words[i+1].Text != "end" {
			return true
		}
	}
	return false
}

// byOutsiders answers whether people who are not ours did it: "uploaded by at least 20 creators".
func byOutsiders(words []token) bool {
	for i := 0; i+1 < len(words); i++ {
		if (words[i].Text == "by" || words[i].Text == "from") && words[i].Role == sentence.Free && words[i+1].Role != sentence.Dated {
			about, _ := head(words, i+1)
			return about&outsiders != 0 && about&metrics == 0 && !hasWord(words[i:], "team", "our")
		}
	}
	return false
}

// byEveryone answers whether those by whom something is done are people, all or many of them.
func byEveryone(words []token) bool {
	for i := 0; i+2 < len(words); i++ {
		if words[i].Text == "by" && (words[i+1].about&crisps != 0 || words[i+1].Text == "most" || words[i+1].Text == "many" || words[i+1].Bounds()) && words[i].Role == sentence.Free {
			about, _ := head(words, i+2)
			return about&persons != 0
		}
	}
	return false
}

// ofShare answers whether a deed is for a share of something: "written for 80 % of the roles".
func ofShare(words []token) bool {
	for i := 0; i+1 < len(words); i++ {
		if w := words[i].Text; (w == "for" || w == "to" || w == "with") && (words[i+1].Role == sentence.Counted || words[i+1].Bounds()) {
			return true
		}
	}
	return false
}

// usedBy answers whether the thing that is made is said to be used by others: "that are used weekly", "used by 40 teams".
func usedBy(words []token) bool {
	for i := 1; i < len(words); i++ {
		if w := words[i]; w.about&uses != 0 && w.about&makes == 0 && formOf(w) == past && (words[i-1].Text == "are" || words[i-1].Text == "is" || i+1 < len(words) && words[i+1].Text == "by" && (i+2 >= len(words) || words[i+2].Role != sentence.Dated)) {
			return true
		}
	}
	return false
}

// behindPreposition answers whether the only number is of those whom a thing is for, or of where it is: "to ten customers", "in 3 regions".
func behindPreposition(t sentence.Text, words []token) bool {
	if t.Target == nil || len(t.Quantities) != 1 || t.Unit == "%" {
		return false
	}
	for i := 2; i < len(words); i++ {
		if words[i].Role != sentence.Counted {
			continue
		}
		for k := i - 1; k > 0 && k > i-3; k-- {
			switch words[k].Text {
			case "to", "for", "with", "across", "in", "at", "on", "among", "of":
				return words[k].Text != "of"
			}
			if !words[k].Bounds() && words[k].Text != "top" && words[k].Text != "the" && words[k].Text != "our" {
				return false
			}
		}
		return false
	}
	return false
}

// inquiring answers whether what is held or run is a way to learn from people: "3 usability sessions".
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

// asking are the words that begin a question.
var asking = map[string]bool{"why": true, "what": true, "how": true, "whether": true, "which": true, "who": true, "where": true}

// asks answers whether what an order seeks is the answer to a question: "figure out why they leave".
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

// tells answers whether something shows the answer to a question: "analytics show where learners leave".
func tells(words []token) bool {
	for i := 1; i+1 < len(words); i++ {
		switch words[i].Text {
		case "show", "shows", "reveal", "reveals", "tell", "tells":
			return asking[words[i+1].Text]
		}
	}
	return false
}

// plural answers whether a noun phrase is about several.
func plural(words []token) bool {
	last := token{}
	for _, w := range words {
		if brk[w.Text] || w.Text == "of" {
			break
		}
		if w.Kind == sentence.Letters {
			last = w
		}
	}
	return formOf(last) == third && !strings.HasSuffix(last.Text, "us") && !strings.HasSuffix(last.Text, "is")
}

// ofMany answers whether a number is part of a whole that is counted too: "on 9 of 10 days".
func ofMany(words []token) bool {
	for i := 0; i+2 < len(words); i++ {
		if words[i].Role == sentence.Counted && words[i+1].Text == "of" && (words[i+2].Kind == sentence.Numeral || words[i+2].Role == sentence.Counted) {
			return true
		}
	}
	return false
}

// ranked answers whether a place among others is the end: "second place", "top 3 in search", and not what is for the top five.
func ranked(words []token) bool {
	for i, w := range words {
		switch {
		case w.Text == "ahead":
			return true
		case w.Text == "top", i > 0 && (w.Text == "place" || w.Text == "rank") && ordinals[words[i-1].Text]:
			return true
		case i > 0 && brk[w.Text] && w.Text != "in" && w.Text != "among" && w.Text != "at" && w.Text != "and" && w.Text != "or":
			return false
		}
	}
	return false
}

var ordinals = map[string]bool{"first": true, "second": true, "third": true, "1st": true, "2nd": true, "3rd": true}

// upOrDown answers whether a noun stands before "up" or "down" and the number of its change: "spend per user down 15 %".
func upOrDown(words []token) bool {
	for i := 2; i+1 < len(words); i++ {
		if w := words[i].Text; (w == "up" || w == "down") && words[i+1].Role == sentence.Counted && words[i-1].Kind == sentence.Letters && words[i-1].about&verbs == 0 {
			return true
		}
	}
	return false
}

// denied answers whether a statement says that something is not so, or no longer: "Fitters no longer drive back", "Nobody waits".
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

// sooner answers whether something is done in less time, or with less: "finish sooner", "argue less".
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

// felt answers whether an "is" stands before how something is, in a word that names no thing and no deed: "Running a node is cheap", "is a breeze".
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

// virtues end like what a thing can do, and say how well it does it.
var virtues = map[string]bool{"reliable": true, "stable": true, "usable": true, "comfortable": true, "profitable": true, "sustainable": true, "affordable": true, "manageable": true, "scalable": true, "maintainable": true, "knowledgeable": true, "enjoyable": true, "predictable": true, "readable": true, "understandable": true, "approachable": true, "sensible": true, "terrible": true, "viable": true, "capable": true, "accountable": true, "bearable": true, "tolerable": true, "reproducible": true, "flexible": true, "responsible": true}

// placed are words behind an "is" that say where a thing is and not how.
var placed = map[string]bool{"live": true, "available": true, "ready": true, "public": true, "complete": true, "up": true, "down": true, "out": true, "there": true, "here": true, "open": true, "due": true, "of": true, "able": true, "not": true, "no": true, "also": true, "default": true, "online": true, "done": true, "gone": true, "about": true, "what": true, "over": true, "under": true, "visible": true, "where": true, "only": true}

// everySoOften answers whether something is done again and again: every Thursday, once a month, twice per term.
func everySoOften(words []token) bool {
	for i := range words {
		w := words[i].Text
		switch {
		case words[i].about&cadences != 0 && w != "twice":
			return true
		case (w == "every" || w == "each") && i+1 < len(words) && (turns[words[i+1].Text] || i+2 < len(words) && turns[words[i+2].Text]):
			return true
		case (w == "a" || w == "per") && i > 0 && i+1 < len(words) && turns[words[i+1].Text] && i > 1:
			return true
		}
	}
	return false
}

// turns are times that come again.
var turns = map[string]bool{"day": true, "week": true, "fortnight": true, "month": true, "quarter": true, "term": true, "year": true, "sprint": true, "night": true, "morning": true, "monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true, "weekday": true, "evening": true, "semester": true, "season": true, "release": true}

// byDeciders answers whether those who decide did it: "adopted by the senate", or nobody is named.
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

// tended answers whether what an order is about is only ever tended to: relationships, a conversation, an environment.
func tended(words []token, from int) bool {
	_, last := phraseOf(words, from)
	return last >= 0 && soft[strings.TrimSuffix(words[last].Text, "s")]
}

var soft = map[string]bool{"relationship": true, "conversation": true, "environment": true, "dialogue": true, "tie": true, "rapport": true, "momentum": true, "awareness": true, "atmosphere": true, "goodwill": true, "collaboration": true, "cooperation": true, "interest": true, "exchange": true}

// adverbOfRoutine answers whether an order says that it goes on and on: regularly, week after week.
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

// writesDown answers whether an order goes on with what is to be learned from it: "… and write down where they give up".
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

// notes are verbs of writing down what one saw.
var notes = map[string]bool{"write": true, "note": true, "record": true, "mark": true, "list": true, "log": true, "learn": true, "see": true, "compare": true, "document": true, "tell": true, "map": true, "find": true, "establish": true, "clock": true, "publish": true, "count": true}

// adjectives are words of change that are no verbs: better, more.
var adjectives = map[string]bool{"better": true, "more": true, "faster": true, "higher": true, "lower": true, "fewer": true, "less": true, "shorter": true}

// many is a number of things that nobody makes one by one.
const many = 500

// quicker answers whether an order is about doing it in less time.
func quicker(words []token) bool { return hasWord(words, "faster", "sooner", "quicker", "earlier") }

// numberOf is the target, else the change; nil is none.
func numberOf(t sentence.Text) *float64 {
	if t.Target != nil {
		return t.Target
	}
	return t.Relative
}

// comparative answers whether a word tells of more than before: smoother, closer.
func comparative(w string) bool {
	stem, ok := strings.CutSuffix(w, "er")
	return ok && len(stem) > 3 && !notComparative[w] && lexicon.Word(w).Class&nouns == 0 && (lexicon.Word(stem).Class|lexicon.Word(stem+"e").Class|lexicon.Word(strings.TrimSuffix(stem, "i")+"y").Class)&(vagues|states) != 0
}

// quality answers whether a word is an adjective of how something is, by its ending.
func quality(w string) bool {
	for _, end := range [...]string{"able", "ible", "ful", "ous"} {
		if len(w) > len(end)+3 && strings.HasSuffix(w, end) {
			return w != "available"
		}
	}
	return false
}

// named answers whether a number stands behind what it is a number of: "Bus factor of at least 2", "Donors who give again: 120".
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

// betterThan answers whether a comparative stands among the words: faster, easier.
func betterThan(words []token) bool {
	for _, w := range words {
		if strings.HasSuffix(w.Text, "er") && (w.about&(vagues|ups|downs) != 0 && len(w.Text) > 4 || comparative(w.Text)) {
			return true
		}
	}
	return false
}

// hasManner answers whether a word of a class of manner.txt stands in the line.
func hasManner(words []token, class uint64) bool {
	for _, w := range words {
		if manner.Word(w.Text).Class&class != 0 {
			return true
		}
	}
	return false
}

// thenMakes answers whether the effort is followed by an order whose end is a thing: "research and install it", "refine the vision and publish it".
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
