package judge

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// Features are what the judge finds in a line, by the names under which they stand in the table of weights.
func Features(l Line) []string { return FeaturesWithout(l, nil) }

// FeaturesWithout are what the judge would find in a line if no list had the words for which strange answers true. The weights are fitted to such
// readings too, so that they hold for words that nobody has thought of.
func FeaturesWithout(l Line, strange func(word string) bool) []string {
	t := sentence.Take(l.Text, l.Options)
	words := tokens(t)
	if strange != nil {
		for i, w := range words {
			if w.Kind == sentence.Letters && strange(w.Text) {
				words[i].about = byEnding(w.Text)
			}
		}
	}
	return features(l, t, words)
}

type finder struct {
	seen  map[string]bool
	found []string
}

func (f *finder) add(name string) {
	if !f.seen[name] {
		f.seen[name] = true
		f.found = append(f.found, name)
	}
}

// features are what is found in a line, in words that can be shown to whoever wrote it. Each is found once.
func features(l Line, t sentence.Text, words []token) []string {
	f := finder{seen: make(map[string]bool, 64), found: make([]string, 0, 48)}
	f.add("always")
	p := parseOf(words)
	f.shape(l, t, words, p)
	f.slots(t)
	if l.Kind == Objective {
		kind, reason := coachObjective(t, words, p)
		f.add("reads as " + kind)
		f.add("reads as " + kind + ": " + reason)
		f.finish(Outcome, false, t, words)
	} else {
		f.joined(t, words, p)
		f.call(l, t, words, p)
	}
	f.content(words, p, l.Kind == KeyResult && (t.Target != nil || t.Relative != nil))
	for _, k := range l.KeyResults {
		f.below(sentence.Take(k, l.Options))
	}
	return f.found
}

// call says what the coach's list calls a key result.
func (f *finder) call(l Line, t sentence.Text, words []token, p parse) {
	kind, reason := coach(l, t, words, p)
	f.parsed(p)
	f.object(words, p)
	f.families(words, p)
	f.add("reads as: " + reason)
	f.add("reads as " + kind)
	number := "no number"
	switch {
	case t.Target != nil || t.Relative != nil:
		number = "a number"
	case t.Placeholder:
		number = "a blank"
	}
	f.add("reads as " + kind + " with " + number)
	if t.Target == nil && t.Relative == nil {
		if hasAbout(words, crisps) {
			f.add("reads as " + kind + ", all or none")
		}
		if hasAbout(words, vagues) {
			f.add("reads as " + kind + ", without a threshold")
		} else {
			f.add("reads as " + kind + ", plainly")
		}
	}
	yes := t.Target == nil && t.Relative == nil && (reason == "others agree" || reason == "others say so" || reason == "wins something" && granted(words[p.at+1:]))
	if yes {
		f.add(consent)
	}
	f.finish(kind, yes, t, words)
}

// finish says what settles whether the end was reached, or leaves it open, by what kind of key result it is; crisp is what is known to settle it.
func (f *finder) finish(kind string, crisp bool, t sentence.Text, words []token) {
	number := t.Target != nil || t.Relative != nil
	side := "a result"
	crisp = crisp || hasAbout(words, crisps)
	if kind == Output || kind == Activity {
		side = "a task"
	}
	for i, w := range words {
		next := ""
		if i+1 < len(words) {
			next = words[i+1].Text
		}
		switch {
		case w.about&cadences != 0:
			f.add("says how often")
		case w.Text == "than" && !number, w.Text == "ahead" && next == "of", !number && i > 0 && (w.Text == "below" || w.Text == "above") && t.Against(i+1):
			f.add(comparison)
			crisp = true
		case !number && agreed[w.Text]:
			f.add(consent)
			crisp = true
		case !number && i > 0 && parts[w.Text] && (next == "of" || next == "fewer" || next == "less" || next == "more"):
			f.add("a part of the whole")
			crisp = true
		case !number && spans[w.Text] && i > 1 && (words[i-1].Text == "a" || words[i-1].Text == "an" || words[i-1].Text == "one" || words[i-1].Text == "same" || words[i-1].Text == "next") && within[words[i-2].Text]:
			f.add("within a time that is named")
			crisp = true
		case certificates[w.Text] && !number:
			f.add("a certificate")
			crisp = true
		case i > 0 && words[i-1].about&verbs != 0 && (w.Text == "this" || w.Text == "these" || w.Text == "those" || w.Text == "them" || w.Text == "it"):
			f.add("points at something outside the line")
		case w.Text == "etc" || w.Text == "including" && next == "" || w.Text == "e.g" || w.Text == "eg":
			f.add("an open list")
		case w.Text == "for" && next == "all", w.Text == "for" && next == "each", w.Text == "for" && next == "every":
			f.add("for all of them")
		}
		if w.about&inner != 0 && !number {
			f.add(side + " that people feel")
		}
	}
	end := purposeAt(words)
	if !number && hasAbout(words[:end], vagues) {
		f.add(side + " without a threshold")
	}
	if !number && hasAbout(words[end:], vagues) {
		f.add(side + " for something without a threshold")
	}
	if end < len(words) {
		f.add(side + " with its purpose")
	}
	if !number && crisp {
		f.add(side + ", all or none")
	}
}

// purposeAt is where the words begin that say what something is for: "to …", "so that …", "which …"; behind the last word if there are none.
func purposeAt(words []token) int {
	for i := 2; i+1 < len(words); i++ {
		if words[i].about&purposes != 0 && words[i].Role == sentence.Free { // "to increase", read as one
			return i
		}
		switch words[i].Text {
		case "to":
			if words[i+1].about&(verbs|acts) != 0 && formOf(words[i+1]) == base && words[i].Role == sentence.Free {
				return i
			}
		case "so", "which", "that", "enabling", "allowing", "resulting", "ensuring":
			return i
		case "for":
			if strings.HasSuffix(words[i+1].Text, "ing") || words[i+1].about&vagues != 0 {
				return i
			}
		}
	}
	return len(words)
}

// content says what else occurs.
func (f *finder) content(words []token, p parse, number bool) {
	vague := 0
	for i, w := range words {
		if w.about&vagues != 0 {
			vague++
		}
		if w.about&purposes != 0 && i > 0 {
			f.add("says what for")
		}
		if w.about&dones != 0 {
			f.add("says done")
		}
		how := manner.Word(w.Text).Class
		if i > 0 && w.Role == sentence.Free {
			for k := range sayings {
				if how&(sayWhich<<k) != 0 {
					f.add(sayings[k])
				}
			}
		}
		if how&loose != 0 {
			f.add("tells loosely which ones")
		}
		if how&umbrella != 0 {
			f.add("a word that covers anything")
		}
		if how&department != 0 {
			f.add("names a department")
		}
	}
	if p.mood == "statement" && !p.passive && !number && p.aux == "" {
		if manner.Base(p.word).Class&stroke != 0 {
			f.add("it happens at a stroke")
		}
		switch {
		case hasAbout(words[:p.at], crisps):
			f.add("said of all of them")
		case p.many && !determiners[words[start(words)].Text]:
			f.add("said of them in general")
		case determiners[words[start(words)].Text] || words[0].Text == "the":
			f.add("said of one")
		}
	}
	if p.mood == "order" || p.mood == "done" || p.passive {
		switch how := manner.Word(p.word).Class; {
		case how&stroke != 0:
			f.add("its verb is done at a stroke")
		case how&endless != 0:
			f.add("its verb could go on")
		case how&begun != 0:
			f.add("its verb only begins")
		}
	}
	switch {
	case vague > 0 && number:
		f.add("a loose word beside a number")
	case vague > 1:
		f.add("several words without a threshold")
		fallthrough
	case vague > 0:
		f.add("a word without a threshold")
	}
}

// shape says how the line is built.
func (f *finder) shape(l Line, t sentence.Text, words []token, p parse) {
	n, commas, ands, brackets, sentences := 0, 0, 0, 0, 0
	verbs := 0
	for i, w := range words {
		if w.Text == "and" || w.Text == "&" || w.Text == "+" && i > 0 && i+1 < len(words) && words[i-1].Kind == sentence.Letters && !w.Glued && !words[i+1].Glued {
			ands++
			if i+1 < len(words) && words[i+1].about&(makes|does|hires|gains|ups|downs|learns) != 0 {
				f.add("and, then a verb")
			}
		}
		switch {
		case w.Kind == sentence.Letters:
			n++
			if w.about&(makes|does|hires|ups|downs) != 0 {
				verbs++
			}
		case w.Text == ",":
			commas++
		case w.Text == "(":
			brackets++
		case w.Text == ";" && (i+1 == len(words) || !words[i+1].Glued):
			f.add("a semicolon")
		case (w.Text == "." || w.Text == "?" || w.Text == "!") && i+1 < len(words) && !words[i+1].Glued:
			sentences++
		}
		if w.Text == "?" {
			f.add("a question")
		}
	}
	particular := false
	for i, w := range words {
		raw := t.Raw[w.Span.From:w.Span.To]
		if i > 0 && w.Kind == sentence.Letters && w.Role != sentence.Unfilled && (w.Upper && words[i-1].Text != "." && words[i-1].Text != ":" || strings.ContainsAny(raw, "0123456789.") || strings.Count(raw, "-") > 1) {
			particular = true
		}
	}
	if particular {
		f.add("names something particular")
	} else {
		f.add("names nothing particular")
	}
	if n <= 4 && t.Target == nil && t.Relative == nil {
		f.add("few words, " + p.mood)
		if !particular {
			f.add("few words and nothing particular, " + p.mood)
		}
	}
	if (p.mood == "order" || p.mood == "done") && p.at+1 < len(words) {
		switch words[p.at+1].Text {
		case "a", "an", "one":
			f.add("its object is one thing")
		case "the", "our", "all", "this", "these", "each", "every":
			f.add("its object is known")
		default:
			if words[p.at+1].Role != sentence.Counted {
				f.add("its object is bare")
			}
		}
	}
	for _, at := range []int{3, 5, 8, 12, 18, 26} {
		if n >= at {
			f.add(atLeastWords[at])
		}
	}
	if commas > 0 {
		f.add("a comma")
	}
	if commas > 1 {
		f.add("several commas")
	}
	if ands > 0 {
		f.add("an and")
	}
	if ands > 1 {
		f.add("several ands")
	}
	if verbs > 2 {
		f.add("three verbs or more")
	}
	if brackets > 0 {
		f.add("brackets")
	}
	if sentences > 0 {
		f.add("several sentences")
	}
	if strings.HasSuffix(strings.TrimSpace(l.Text), ".") {
		f.add("ends with a full stop")
	}
}

var atLeastWords = map[int]string{3: "3 words or more", 5: "5 words or more", 8: "8 words or more", 12: "12 words or more", 18: "18 words or more", 26: "26 words or more"}

// slots says what the sentence reader found.
func (f *finder) slots(t sentence.Text) {
	if t.Target != nil {
		f.add("a target")
		f.add("a target, " + string(t.Direction))
		switch *t.Target {
		case 1:
			f.add("a target of one")
		case 100:
			if t.Unit == "%" {
				f.add("a target of 100 %")
			}
		}
		switch {
		case t.Unit == "%":
			f.add("a target in per cent")
		case t.Unit == "USD" || t.Unit == "EUR" || t.Unit == "GBP":
			f.add("a target in money")
		case duration[t.Unit]:
			f.add("a target in time")
		case t.Unit == "x" || t.Unit == "ratio" || t.Unit == "points" || t.Unit == "pp":
			f.add("a target in points")
		case t.Unit == "":
			f.add("a target without a unit")
		default:
			f.add("a target that counts")
		}
	}
	if t.Relative != nil {
		f.add("a change")
	}
	if (t.Relative != nil || t.Target != nil) && !t.Placeholder {
		f.add("a number")
	}
	if t.Baseline != nil {
		f.add("a baseline")
	}
	if t.When != "" {
		f.add("a date")
	}
	switch {
	case t.Placeholder && t.Target == nil && t.Relative == nil:
		f.add("a blank to fill")
	case t.Placeholder:
		f.add("a blank beside a number")
	}
	if len(t.Quantities) > 1 {
		f.add("several numbers")
	}
	if t.Target == nil && t.Relative == nil && !t.Placeholder {
		f.add("no number")
	}
}

var duration = map[string]bool{"ms": true, "s": true, "min": true, "h": true, "d": true, "w": true, "months": true, "quarters": true, "years": true}

// below says what the key results under an objective are like.
func (f *finder) below(t sentence.Text) {
	words := tokens(t)
	if len(words) == 0 {
		return
	}
	if t.Target != nil || t.Relative != nil {
		f.add("a key result with a number")
	}
	if t.Unit == "%" {
		f.add("a key result in per cent")
	}
	if w := words[start(words)]; w.about&makes != 0 {
		f.add("a key result that makes something")
	}
}

// comparison is the feature of a line that measures against something known: "ahead of plan", "more than last year".
const comparison = "compares with something known"

// consent is the feature of a line that is reached once somebody else agrees: "Rent agreed", "Budget approved".
const consent = "others said yes"

// parts are fractions, within what stands before a time.
var (
	parts  = map[string]bool{"half": true, "third": true, "thirds": true, "quarter": true, "quarters": true, "fifth": true, "tenth": true, "majority": true}
	within = map[string]bool{"under": true, "within": true, "than": true, "in": true, "on": true, "the": true}
)

// agreed are participles of what somebody else has to consent to.
var agreed = map[string]bool{"agreed": true, "approved": true, "accepted": true, "granted": true}

// moods are how a line is built, in words.
var moods = map[string]string{"order": "an order", "done": "what was done", "effort": "an effort", "statement": "a statement", "noun": "a noun"}

// A class is what a word is about, in words.
type class struct {
	bit  uint64
	says string
}

var nounClasses = [...]class{{persons, "people"}, {artefacts, "a thing"}, {events, "an event"}, {metrics, "a metric"}, {qualities, "a quality"}, {deeds, "a deed"}, {insights, "an insight"}, {outsiders, "others"}}

var verbClasses = [...]class{{makes, "makes"}, {hires, "hires"}, {does, "does"}, {learns, "learns"}, {gains, "gains"}, {ensures, "ensures"}, {ups, "raises"}, {downs, "lowers"}, {holds, "holds"}, {uses, "uses"}}

// parsed says who does what to what, by the classes of the words.
func (f *finder) parsed(p parse) {
	mood := moods[p.mood]
	switch {
	case p.passive:
		f.add(mood + " in the passive")
	case p.aux != "":
		f.add(mood + " with " + p.aux)
	default:
		f.add(mood)
	}
	side := func(name string, about uint64, classes []class) {
		known := false
		for _, c := range classes {
			if about&c.bit != 0 {
				known = true
				f.add(mood + ", " + name + c.says)
			}
		}
		if !known {
			f.add(mood + ", " + name + "unknown")
		}
	}
	if p.mood == "statement" || p.mood == "noun" {
		side("of ", p.subject, nounClasses[:])
	}
	if p.mood != "noun" {
		side("about ", p.object, nounClasses[:])
		side("its verb ", p.verb, verbClasses[:])
	}
}

// sayings are what the small words say, in the order of their classes.
var sayings = [...]string{"says which one", "says every", "says each", "says all", "says that it is so", "says by what", "says where or when", "says ours", "says we", "says more", "says a thing", "says with what", "says new"}
