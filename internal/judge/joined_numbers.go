package judge

import (
	"strings"
	"unicode"

	"github.com/headwater-okr/headwater/internal/sentence"
)

func hasAny(s string, list ...string) bool {
	for _, l := range list {
		if strings.Contains(s, l) {
			return true
		}
	}
	return false
}

// numbersJoined says how two numbers of the line stand to each other, "" if there are no two: those of two results stand side by side, and not
// in brackets, nor say within what time, nor before the line begins: "For two shops, …".
func (f *finder) numbersJoined(t sentence.Text, words []token) string {
	how, from := "", 0
	if len(words) > 0 {
		from = words[start(words)].Span.From
	}
	say := func(what string) {
		f.add(what)
		if how == "" || how == "a number in an aside" || how == "a number within a time" {
			how = what
		}
	}
	for i := 1; i < len(t.Quantities); i++ {
		a, b := t.Quantities[i-1], t.Quantities[i]
		if a.Span.To <= from {
			continue
		}
		until := max(b.Span.From, a.Span.To)
		between := strings.ToLower(t.Raw[a.Span.To:until])
		if s := strings.TrimSpace(strings.Trim(between, " &,")); s == "and" || s == "" { // wards 3 and 4
			continue
		}
		at := lastJoint(between)
		switch {
		case hasAny(between, " which ", " where ", " that ", "target", "current", "resulting", "leading to"), strings.Contains(between, "(") || strings.Count(t.Raw[:until], "(") > strings.Count(t.Raw[:until], ")"):
			say("a number in an aside")
		case duration[b.Unit] && !duration[a.Unit] && (at < 0 || limited(between[at:])):
			say("a number within a time")
		case at >= 0 && strings.HasSuffix(between[:at], " and ") && thenDo(strings.ToLower(t.Raw[b.Span.To:])):
			say("two counts side by side")
		case at >= 0 && (earlier(between[at:]) || ofSame(strings.ToLower(t.Raw[b.Span.To:]))):
			say("a number in an aside")
		case at >= 0 && deedsOnly(between[at:]):
			say("a number behind a second verb")
		case strings.Contains(between, " without "): // what is not to suffer is no second result
			say("a number in an aside")
		case t.Baseline == nil && hasAny(between, " with ", " while "):
			say("a second number with the first")
		case at >= 0 && a.Unit == b.Unit && a.Unit != "" && sameNoun(t.Raw[a.Span.To:], t.Raw[b.Span.To:]):
			say("two levels of one measure")
		case at >= 0 && !onlySmall(strings.FieldsFunc(between[at:], func(r rune) bool { return !unicode.IsLetter(r) })):
			say("two measures side by side")
		case at >= 0 && a.Unit != b.Unit:
			say("two counts side by side")
		case at >= 0:
			say("two numbers joined")
		}
	}
	return how
}

// earlier answers whether the words before a second number say that it is how it was, or how it is meant: "previously 19", "worth €350k".
func earlier(s string) bool {
	for _, start := range [...]string{"from ", "previously ", "prior ", "not ", "was ", "were ", "today", "last year", "now ", "up from ", "down from ", "worth ", "i.e. ", "median ", "against ", "we had ", "it was ", "n = ", "n=", "instead of "} {
		if strings.HasPrefix(strings.TrimSpace(s)+" ", start) {
			return true
		}
	}
	return false
}

// thenDo answers whether what follows a second number says what some of the first do besides: "… and 20 of them pay", "… and 30 % invite a friend".
func thenDo(s string) bool {
	rest, some := strings.CutPrefix(strings.TrimLeft(s, " %"), "of them ")
	w, _, _ := strings.Cut(rest, " ")
	w = strings.Trim(w, ".,;")
	about := lexicon.Listed(w).Class
	return about&(verbs|acts) != 0 && about&pasts == 0 && (some || about&(nouns|either) == 0) && !brk[w]
}

// ofSame answers whether what follows a second number ties it to the first: each, of them, in a row.
func ofSame(s string) bool {
	s = strings.TrimLeft(s, " %")
	for _, tie := range [...]string{"of them", "each", "in a row", "of cases", "of the time", "of which", "times what", "times as", "pages max", "in the moderated"} {
		if strings.HasPrefix(s, tie) {
			return true
		}
	}
	rest := strings.Fields(s)
	return len(rest) > 1 && (rest[1] == "each" || rest[1] == "each." || rest[1] == "in" && len(rest) > 3 && rest[2] == "a" && rest[3] == "row")
}

// limited answers whether the words before a time say that it is a limit and name no second thing: "Eventbrite at least 2 weeks".
func limited(s string) bool {
	return !hasAny(" "+s, " have ", " has ") && hasAny(" "+s, " at least ", "within ", "in under ", "less than ", "no later than ", "in ", "for ", "over ")
}

// deedsOnly answers whether the words between a joint and the next number are a second verb, and name no second thing: "and merged at least 2".
func deedsOnly(s string) bool {
	verb := false
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		about := lexicon.Word(w).Class | lexicon.Base(w).Class
		switch {
		case small[w] || determiners[w]:
		case about&(verbs|acts|pasts) != 0 && about&nouns == 0 && strings.HasSuffix(w, "ed"):
			verb = true
		default:
			return false
		}
	}
	return verb
}

// sameNoun answers whether the same word follows: a 12 day close, a 10 day close.
func sameNoun(a, b string) bool {
	next := func(s string) string {
		words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) })
		if len(words) == 0 || len(words[0]) < 3 || brk[words[0]] || determiners[words[0]] {
			return ""
		}
		return words[0]
	}
	return next(a) != "" && next(a) == next(b)
}

// lastJoint is where the words begin that follow the last "and", comma or semicolon; -1 is none.
func lastJoint(s string) int {
	at := -1
	for _, joint := range [...]string{" and ", "; ", ", ", " & ", " + ", " as well as "} {
		if i := strings.LastIndex(s, joint); i >= 0 {
			at = max(at, i+len(joint))
		}
	}
	return at
}

// onlySmall answers whether the words name nothing: and at least, of them.
func onlySmall(words []string) bool {
	for _, w := range words {
		if !brk[w] && !determiners[w] && !small[w] {
			return false
		}
	}
	return true
}

// small are words between two numbers that name no second thing.
var small = map[string]bool{"and": true, "of": true, "least": true, "most": true, "than": true, "over": true, "under": true, "below": true, "above": true, "up": true, "only": true, "about": true, "them": true, "plus": true, "then": true, "level": true}
