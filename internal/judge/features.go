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
	qualities // known by its ending alone: reliability, awareness
	deeds     // known by its ending alone: implementation, alignment
)

const verbs = makes | hires | does | learns | gains | ensures | ups | downs | holds | uses

var classNames = strings.Fields("make past hire do learn insight gain ensure up down hold use state metric person artefact event vague crisp done own joint purpose aim outsider docs routine")

var lexicon = sentence.NewLexicon(wordsText, classNames)

// kindsOf are what classes are called in the names of features.
var kindsOf = []struct {
	class uint64
	name  string
}{
	{makes, "making"}, {hires, "hiring"}, {does, "doing"}, {learns, "learning"}, {insights, "what we learn"}, {gains, "winning"}, {ensures, "ensuring"}, {ups, "raising"}, {downs, "lowering"}, {holds, "keeping"},
	{uses, "using"}, {metrics, "a metric"}, {persons, "people"}, {artefacts, "a thing we make"}, {events, "an event"}, {owns, "our own plan"}, {aims, "an aim"},
	{qualities, "a quality"}, {deeds, "a deed"},
}

// A word of a line, with what it is about.
type token struct {
	sentence.Word
	about uint64
}

// features are what is found in a line, in words that can be shown to whoever wrote it. Each is found once.
func features(l Line, t sentence.Text) []string {
	f := finder{seen: map[string]bool{}, words: l.Kind == Objective}
	f.add("always")
	words := tokens(t)
	f.shape(l, t, words)
	f.slots(t)
	f.lead(words, "")
	f.clause(words)
	f.joined(t, words)
	kind, reason := coach(l, t, words)
	f.add("reads as: " + reason)
	f.add("reads as " + kind)
	number := "no number"
	switch {
	case t.Placeholder:
		number = "a blank"
	case t.Target != nil || t.Relative != nil:
		number = "a number"
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
	f.content(words)
	if l.Objective != "" {
		o := tokens(sentence.Take(l.Objective, l.Options))
		f.context(o)
	}
	for _, k := range l.KeyResults {
		f.below(sentence.Take(k, l.Options))
	}
	return f.found
}

type finder struct {
	words bool // single words are features too
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
	for i < len(words) {
		w := words[i]
		switch {
		case w.Kind == sentence.Symbol && w.Text != "%":
		case w.Inner, w.Bounds() && i+1 < len(words), strings.HasSuffix(w.Text, "ly") && len(w.Text) > 5 && w.about == 0, w.Text == "new", w.Text == "final":
		case w.Text == "the", w.Text == "a", w.Text == "an", w.Text == "our", w.Text == "successfully", w.Text == "clearly", w.Text == "fully", w.Text == "effectively", w.Text == "significantly", w.Text == "and", w.Text == "continue" && i+1 < len(words) && words[i+1].Text == "to":
		default:
			return i
		}
		i++
	}
	return 0
}

// lead says how the line begins.
func (f *finder) lead(words []token, prefix string) {
	if len(words) == 0 {
		return
	}
	i := start(words)
	w := words[i]
	first := w.Text
	if first == "we" || first == "we've" || first == "we’ve" || first == "we're" || first == "we’re" || first == "i" || first == "i've" {
		f.add(prefix + "begins with we")
		for i++; i < len(words) && (words[i].Text == "have" || words[i].Text == "are" || words[i].Text == "will" || words[i].Text == "can" || words[i].Text == "ve"); i++ {
			if words[i].Text == "can" {
				f.add(prefix + "we can")
			}
		}
		if i >= len(words) {
			return
		}
		w = words[i]
	}
	switch {
	case w.Kind == sentence.Numeral || w.Role == sentence.Counted:
		f.add(prefix + "begins with a number")
		f.object(words, i, prefix+"counts ")
	case w.Role == sentence.Unfilled:
		f.add(prefix + "begins with a blank")
		f.object(words, i, prefix+"counts ")
	case w.about&crisps != 0:
		f.add(prefix + "begins with all or none")
		f.object(words, i, prefix+"all ")
	}
	known := false
	for _, k := range kindsOf {
		if w.about&k.class != 0 {
			f.add(prefix + "begins with " + k.name)
			known = true
		}
	}
	past := strings.HasSuffix(w.Text, "ed") || strings.HasSuffix(w.Text, "en")
	switch {
	case strings.HasSuffix(w.Text, "ing") && len(w.Text) > 5:
		f.add(prefix + "begins with a gerund")
	case past && known:
		f.add(prefix + "begins with a participle")
	case !known && w.Kind == sentence.Letters:
		f.add(prefix + "begins with another word")
		if w.Upper && len(w.Text) > 1 && strings.ToUpper(w.Text) == w.Text {
			f.add(prefix + "begins with a name")
		}
	}
	if verb := w.about & verbs; verb != 0 && prefix != "" {
		f.object(words, i, prefix+verbName(verb)+" ")
	}
	// A compound that begins like a verb: "Support CSAT", "Release frequency".
	if i+1 < len(words) && w.about&(makes|does) != 0 && words[i+1].about&metrics != 0 && words[i+1].about&(artefacts|persons) == 0 {
		f.add(prefix + "a metric directly behind the first word")
	}
}

// object says what kind of thing the words behind i are about: the last known noun before the next preposition or verb.
func (f *finder) object(words []token, i int, prefix string) {
	found := uint64(0)
	for k := i + 1; k < min(len(words), i+8); k++ {
		w := words[k]
		if w.Kind == sentence.Symbol && w.Text != "+" && w.Text != "$" && w.Text != "%" && w.Text != "-" || brk[w.Text] && k > i+1 {
			break
		}
		if c := w.about & nouns; c != 0 {
			found = c
		}
		if w.Text == "%" {
			f.add(prefix + "a share")
		}
	}
	switch {
	case found == 0:
		f.add(prefix + "something else")
	default:
		for _, k := range kindsOf {
			if found&k.class != 0 {
				f.add(prefix + k.name)
			}
		}
	}
}

var brk = map[string]bool{"to": true, "for": true, "in": true, "with": true, "by": true, "from": true, "on": true, "at": true, "that": true, "which": true, "and": true, "so": true, "via": true, "through": true, "as": true, "w": true, "when": true, "where": true, "who": true}

// content says what else occurs.
func (f *finder) content(words []token) {
	vague := 0
	for i, w := range words {
		for _, k := range kindsOf {
			if w.about&k.class != 0 {
				f.add("speaks of " + k.name)
			}
		}
		if w.about&vagues != 0 {
			vague++
		}
		if w.about&purposes != 0 && i > 0 {
			f.add("says what for")
		}
		if w.about&dones != 0 {
			f.add("says done")
		}
		if f.words && w.Kind == sentence.Letters && len(w.Text) > 2 && w.Role == sentence.Free {
			for _, s := range sentence.Stems(w.Text, "en") {
				if f.words {
					f.add("word " + s)
				}
			}
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
func (f *finder) shape(l Line, t sentence.Text, words []token) {
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
	p := parseOf(words)
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
			about := lexicon.Word(t.Unit).Class
			for _, k := range kindsOf {
				if about&k.class != 0 {
					f.add("a target that counts " + k.name)
				}
			}
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
	if t.Placeholder {
		f.add("a blank to fill")
	}
	if len(t.Quantities) > 1 {
		f.add("several numbers")
	}
	if t.Target == nil && t.Relative == nil && !t.Placeholder {
		f.add("no number")
	}
}

var duration = map[string]bool{"ms": true, "s": true, "min": true, "h": true, "d": true, "w": true, "months": true, "quarters": true, "years": true}

// context says what the objective above speaks of.
func (f *finder) context(words []token) {
	f.lead(words, "objective ")
}

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
	return coach(l, t, tokens(t))
}

// Features are what the judge finds in a line, by the names under which they stand in the table of weights.
func Features(l Line) []string { return features(l, sentence.Take(l.Text, l.Options)) }

func (f *finder) addVerb(s string) {
	if f.words {
		f.add("verb " + s)
	}
}

// joined says whether the line binds two results: verbs with an object each, numbers of two things, or whole sentences.
func (f *finder) joined(t sentence.Text, words []token) {
	p := parseOf(words)
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
