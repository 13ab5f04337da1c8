package sentence

import (
	"regexp"
	"strconv"
	"strings"
)

// An Answer is what somebody wrote of where a key result stands, in a line of a mail or of a chat.
type Answer struct {
	Value      *float64
	Confidence *int // 0–10
	Note       string
}

var (
	reSure  = regexp.MustCompile(`(?i)\b(?:confidence|confident|conf|sure|zuversicht|zuversichtlich|sicher|confiance|confianza)\b[ \t]*(?:level|is|of|at|ist|bei|est|es|now|jetzt)?[ \t]*[:=]?[ \t]*(\d{1,2})(?:[ \t]*(?:/|of|von|out of|sur|de)[ \t]*10)?`)
	reOfTen = regexp.MustCompile(`(\d{1,2})[ \t]?/[ \t]?10`)
	reWords = regexp.MustCompile(`\pL+`)
)

// leads are the words that may stand before a value without saying anything.
var leads = map[string]bool{"now": true, "at": true, "we": true, "are": true, "is": true, "it": true, "its": true, "s": true, "currently": true, "today": true, "still": true, "about": true, "value": true, "stands": true, "up": true, "down": true, "to": true,
	"jetzt": true, "bei": true, "wir": true, "sind": true, "aktuell": true, "heute": true, "stand": true, "maintenant": true, "nous": true, "sommes": true, "à": true, "ahora": true, "estamos": true, "en": true}

// atWords stand right before a value, however much is said before them.
var atWords = map[string]bool{"at": true, "now": true, "bei": true, "jetzt": true, "à": true, "en": true}

// maxLead is how many words may stand before a value. A number further on is part of what somebody tells: "we still wait for the 3 stands".
const maxLead = 3

// ReadAnswer reads an answer as people write one: “confidence 7” or “7/10” is how sure they are, the first number in the first lines where the thing
// stands, and the rest is the note. steps are the words for the values 0, 1, 2… of what is no number: no, yes. A sentence that holds the number
// stays whole in the note.
func ReadAnswer(text, locale string, steps []string) Answer {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	var out Answer
	first, _, _ := strings.Cut(text, "\n\n")
	if from, to, n := confidence(text, len(first)); n >= 0 {
		out.Confidence = &n
		text = text[:from] + strings.Repeat(" ", to-from) + text[to:]
		first = text[:len(first)]
	}
	from, to := 0, 0 // what is cut from the note
	if v, end, ok := step(first, steps); ok {
		out.Value, to = &v, end
	} else if q, ok := firstQuantity(first, locale); ok {
		v := q.Value
		before := reWords.FindAllString(strings.ToLower(first[:q.Span.From]), -1)
		said := len(before)
		for _, w := range before {
			if leads[w] {
				said--
			}
		}
		named := strings.ContainsAny(strings.TrimRight(first[:q.Span.From], " €$£"), ":=") // Repairs: 14
		switch {
		case said == 0 || said <= maxLead && named:
			out.Value, to = &v, q.Span.To
			if rest := strings.TrimLeft(first[to:], " "); q.Unit != "" && len(rest) >= len(q.Unit) && strings.EqualFold(rest[:len(q.Unit)], q.Unit) {
				to = len(first) - len(rest) + len(q.Unit)
			}
		case len(before) <= maxLead, atWords[before[len(before)-1]]:
			out.Value = &v
		}
	}
	out.Note = tidy(text[:from] + text[to:])
	return out
}

// confidence finds how sure somebody is, from 0 to 10, and where that stands; -1 if nowhere. A bare 7/10 counts in the first bytes alone.
func confidence(text string, first int) (from, to, n int) {
	for _, try := range []struct {
		re *regexp.Regexp
		in string
	}{{reSure, text}, {reOfTen, text[:first]}} {
		for _, m := range try.re.FindAllStringSubmatchIndex(try.in, -1) {
			n, _ := strconv.Atoi(try.in[m[2]:m[3]])
			before, after := byte(' '), byte(' ')
			if m[0] > 0 {
				before = try.in[m[0]-1]
			}
			if m[1] < len(try.in) {
				after = try.in[m[1]]
			}
			more := after == '.' || after == ','
			if more && m[1]+1 < len(try.in) {
				after = try.in[m[1]+1]
			}
			if n > 10 || digit(before) || before == '/' || before == '.' || before == ',' || digit(after) || after == '/' || after == '%' {
				continue // 17/10, 7/10/2026, confidence 7.5
			}
			return m[0], m[1], n
		}
	}
	return 0, 0, -1
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// step finds the word for a value at the beginning of a text, and where it ends.
func step(text string, steps []string) (v float64, end int, ok bool) {
	lower := strings.ToLower(text)
	for i, word := range steps {
		word = strings.ToLower(word)
		if len(word) <= end || !strings.HasPrefix(lower, word) || len(lower) != len(text) {
			continue
		}
		if rest := lower[len(word):]; rest == "" || !isLetter(rest, 0) && !digit(rest[0]) {
			v, end, ok = float64(i), len(word), true
		}
	}
	return v, end, ok
}

// firstQuantity is the first number of a text that is written in digits, and is no date.
func firstQuantity(text, locale string) (Quantity, bool) {
	for _, q := range quantities(withUnits(Words(text, locale))) {
		if q.spelled || q.change {
			continue
		}
		if q.Span.From > 0 && text[q.Span.From-1] == '-' && (q.Span.From == 1 || text[q.Span.From-2] == ' ' || text[q.Span.From-2] == '\n') && q.Value > 0 {
			q.Value, q.Span.From = -q.Value, q.Span.From-1
		}
		return q, true
	}
	return Quantity{}, false
}

var (
	reSpaces = regexp.MustCompile(`[ \t]+`)
	reDangle = regexp.MustCompile(`(?m)[ ,;:–(]+$`)
	reCommas = regexp.MustCompile(` *,(?: *,)+`)
	reHead   = regexp.MustCompile(`^[ ,.;:–)-]+`)
	reStop   = regexp.MustCompile(` \.(\s|$)`) // and not of “.env”
	reLines  = regexp.MustCompile(`\n{3,}`)
)

// tidy closes the gaps that were cut into a text.
func tidy(text string) string {
	text = reSpaces.ReplaceAllString(text, " ")
	text = strings.ReplaceAll(reStop.ReplaceAllString(text, ".$1"), " \n", "\n")
	text = strings.ReplaceAll(reHead.ReplaceAllString(reCommas.ReplaceAllString(strings.TrimSpace(text), ","), ""), ",.", ".")
	text = strings.TrimSpace(reLines.ReplaceAllString(reDangle.ReplaceAllString(text, ""), "\n\n"))
	if !strings.ContainsFunc(text, func(r rune) bool { return r > ' ' && !strings.ContainsRune(",.;:–-/()%", r) }) {
		return ""
	}
	return text
}
