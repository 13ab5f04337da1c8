package judge

import (
	_ "embed"
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

//go:embed words/en.txt
var wordsText string

// The classes of words that tell what a goal is about.
const (
	makes uint64 = 1 << iota
	pasts
	hires
	does
	learns
	insights
	gains
	ensures
	ups
	downs
	holds
	uses
	states
	metrics
	persons
	artefacts
	events
	vagues
	crisps
	dones
	owns
	joints
	purposes
	aims
	outsiders
	docs
	routines
	acts      // a verb, and nothing else, of how people and things behave
	inner     // what only those who feel it know
	cadences  // how often
	qualities // known by its ending alone: reliability, awareness
	deeds     // known by its ending alone: implementation, alignment
)

const verbs = makes | hires | does | learns | gains | ensures | ups | downs | holds | uses

var classNames = strings.Fields("make past hire do learn insight gain ensure up down hold use state metric person artefact event vague crisp done own joint purpose aim outsider docs routine act feel cadence")

var lexicon = sentence.NewLexicon(wordsText, classNames)

// A word of a line, with what it is about.
type token struct {
	sentence.Word
	about uint64
}

// features are what is found in a line, in words that can be shown to whoever wrote it. Each is found once.
func features(l Line, t sentence.Text) []string {
	f := finder{seen: make(map[string]bool, 64), found: make([]string, 0, 48)}
	f.add("always")
	words := tokens(t)
	p := parseOf(words)
	f.shape(l, t, words, p)
	f.slots(t)
	f.joined(t, words, p)
	if l.Kind == Objective {
		kind, reason := coachObjective(t, words, p)
		f.add("reads as " + kind)
		f.add("reads as " + kind + ": " + reason)
		f.finish(Outcome, t, words)
	} else {
		f.call(l, t, words, p)
	}
	f.content(words)
	for _, k := range l.KeyResults {
		f.below(sentence.Take(k, l.Options))
	}
	return f.found
}

// call says what the coach's list calls a key result.
func (f *finder) call(l Line, t sentence.Text, words []token, p parse) {
	kind, reason := coach(l, t, words, p)
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
	f.finish(kind, t, words)
}

// finish says what settles whether the end was reached, or leaves it open, by what kind of key result it is.
func (f *finder) finish(kind string, t sentence.Text, words []token) {
	number := t.Target != nil || t.Relative != nil
	side, crisp := "a result", hasAbout(words, crisps)
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
		case w.Text == "than" && !number, w.Text == "ahead" && next == "of":
			f.add("compares with something known")
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
		switch words[i].Text {
		case "to":
			if words[i+1].about&verbs != 0 && formOf(words[i+1]) == base && words[i].Role == sentence.Free {
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

// certificates are given by others, or not.
var certificates = map[string]bool{"soc2": true, "soc": true, "iso": true, "fedramp": true, "compliance": true, "compliant": true, "certification": true, "certified": true, "accreditation": true, "accredited": true, "gdpr": true, "hipaa": true, "pci": true, "audited": true}

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

func tokens(t sentence.Text) []token {
	out := make([]token, len(t.Words))
	for i := 0; i < len(t.Words); {
		e, n := lexicon.At(t.Words, i)
		for k := range n {
			out[i+k].Word = t.Words[i+k]
		}
		out[i].about = e.Class
		if e.Class&pasts != 0 && e.Unit != "" {
			out[i].about |= lexicon.Word(e.Unit).Class &^ nouns
		}
		if n == 1 && t.Words[i].Kind == sentence.Letters {
			out[i].about |= lexicon.Base(t.Words[i].Text).Class
		}
		if e.Class == 0 && roleName(t.Raw[t.Words[i].Span.From:t.Words[i].Span.To]) {
			out[i].about = persons
		}
		if out[i].about == 0 && t.Words[i].Kind == sentence.Letters {
			out[i].about = byEnding(t.Words[i].Text)
		}
		i += n
	}
	return out
}

// roleName answers whether a word is the short name of a role in the plural: AEs, SDRs, PM's.
func roleName(w string) bool {
	short := strings.TrimSuffix(w, "s")
	if short == w {
		return false
	}
	w = strings.TrimSuffix(strings.TrimSuffix(short, "'"), "’")
	if len(w) < 2 || len(w) > 4 || strings.ToUpper(w) != w {
		return false
	}
	for i := range len(w) {
		if w[i] < 'A' || w[i] > 'Z' {
			return false
		}
	}
	return true
}

// byEnding tells what an unknown noun is by its ending.
func byEnding(w string) uint64 {
	w = strings.TrimSuffix(w, "s")
	switch {
	case len(w) < 6:
	case strings.HasSuffix(w, "ility"), strings.HasSuffix(w, "nes"), strings.HasSuffix(w, "ness"), strings.HasSuffix(w, "ency"), strings.HasSuffix(w, "iance"), strings.HasSuffix(w, "ability"):
		return qualities
	case strings.HasSuffix(w, "ier") && !notComparative[w]:
		return vagues
	case strings.HasSuffix(w, "ation"), strings.HasSuffix(w, "ition"), strings.HasSuffix(w, "ment"), strings.HasSuffix(w, "ction"):
		return deeds
	}
	return 0
}

// notComparative end like a comparative and are none.
var notComparative = map[string]bool{"earlier": true, "carrier": true, "supplier": true, "barrier": true, "premier": true, "identifier": true, "classifier": true, "frontier": true, "multiplier": true, "courier": true, "notifier": true}

// start is the first word that says something: labels, bullets, "we have" and articles are passed over.
func start(words []token) int {
	i := 0
	for k := 0; k < len(words) && words[k].Role == sentence.Dated; k++ { // "By the end of May, …"
		i = k + 1
	}
	for k := 0; k < min(len(words), 6); k++ { // "LEARNING GOAL:", "Slack:"
		if words[k].Text == ":" && k+1 < len(words) {
			i = k + 1
			break
		}
	}
	if i+1 < len(words) && (words[i].Text == "for" || words[i].Text == "across" || words[i].Text == "through" || words[i].Text == "within" || words[i].Text == "once" || words[i].Text == "based") { // "For each team, …"
		for k := i + 2; k < min(len(words)-1, i+12); k++ {
			if words[k].Text == "," {
				i = k + 1
				break
			}
		}
	}
	for i < len(words) {
		w := words[i]
		switch {
		case w.Kind == sentence.Symbol && w.Text != "%":
		case w.Inner, w.Bounds() && i+1 < len(words), strings.HasSuffix(w.Text, "ly") && len(w.Text) > 5 && w.about&^(vagues|routines) == 0, w.Text == "new", w.Text == "final":
		case w.Text == "the", w.Text == "a", w.Text == "an", w.Text == "our", w.Text == "successfully", w.Text == "clearly", w.Text == "fully", w.Text == "effectively", w.Text == "significantly", w.Text == "and", w.Text == "continue" && i+1 < len(words) && words[i+1].Text == "to":
		default:
			return i
		}
		i++
	}
	return 0
}

var brk = map[string]bool{"to": true, "for": true, "in": true, "with": true, "by": true, "from": true, "on": true, "at": true, "that": true, "which": true, "and": true, "so": true, "via": true, "through": true, "as": true, "w": true, "when": true, "where": true, "who": true}

// content says what else occurs.
func (f *finder) content(words []token) {
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
	}
	switch {
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
		switch {
		case w.Kind == sentence.Letters:
			n++
			if w.Text == "and" || w.Text == "&" {
				ands++
				if i+1 < len(words) && words[i+1].about&(makes|does|hires|gains|ups|downs|learns) != 0 {
					f.add("and, then a verb")
				}
			}
			if w.about&(makes|does|hires|ups|downs) != 0 {
				verbs++
			}
		case w.Text == ",":
			commas++
		case w.Text == "(":
			brackets++
		case w.Text == ";":
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

// Guess is what the coach's list alone calls a key result.
func Guess(l Line) (string, string) {
	t := sentence.Take(l.Text, l.Options)
	words := tokens(t)
	if l.Kind == Objective {
		return coachObjective(t, words, parseOf(words))
	}
	return coach(l, t, words, parseOf(words))
}

// Features are what the judge finds in a line, by the names under which they stand in the table of weights.
func Features(l Line) []string { return features(l, sentence.Take(l.Text, l.Options)) }

// joined says whether the line binds two results: verbs with an object each, numbers of two things, or whole sentences.
func (f *finder) joined(t sentence.Text, words []token, p parse) {
	object := false // since the last verb
	for i, w := range words {
		if w.about&nouns != 0 && i > p.at && w.Role == sentence.Free {
			object = true
		}
		joint := w.Text == "and" || w.Text == "&" || w.Text == ";" || w.Text == "," || w.Text == "."
		if !joint || i+1 >= len(words) || i == 0 {
			continue
		}
		k := i + 1
		for k < len(words)-1 && (words[k].Text == "and" || strings.HasSuffix(words[k].Text, "ly") || words[k].Text == "then" || words[k].Text == "also" || words[k].Text == "to") {
			k++
		}
		n := words[k]
		verb := n.about&verbs != 0 && i >= p.at && p.mood != "noun"
		if verb && p.mood == "order" && formOf(n) != base || verb && p.mood == "done" && formOf(n) != past {
			verb = false
		}
		if verb && (n.about&nouns == 0 || k+1 < len(words) && (words[k+1].Text == "the" || words[k+1].Text == "a" || words[k+1].Text == "an" || words[k+1].Kind == sentence.Numeral || words[k+1].Text == "at")) {
			switch {
			case p.mood != "order" && p.mood != "done":
				f.add("two verbs in a statement")
			case !object:
				f.add("two verbs, one object")
			case w.Text == ".":
				f.add("two orders in two sentences")
			default:
				f.add("two verbs, two objects")
				if w.Text == "," {
					f.add("two verbs, two objects, a comma")
				}
			}
			object = false
		}
		if w.Text != "," || words[k-1].Text == "and" {
			if _, ok := finite(words, k); ok && p.mood == "statement" && i > p.at+1 {
				f.add("two statements")
			}
			if i > 0 && words[i-1].about&metrics != 0 && n.about&metrics != 0 {
				f.add("two metrics joined")
			}
		}
	}
	for i := 1; i < len(t.Quantities); i++ {
		a, b := t.Quantities[i-1], t.Quantities[i]
		between := strings.ToLower(t.Raw[a.Span.To:max(b.Span.From, a.Span.To)])
		if strings.Contains(between, " and ") || strings.Contains(between, "; ") || strings.Contains(between, ", ") || strings.Contains(between, " & ") {
			f.add("two numbers joined")
			if a.Unit != b.Unit && t.Baseline == nil {
				f.add("two numbers of two things joined")
			}
		}
	}
}
