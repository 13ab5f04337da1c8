package judge

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/sentence"
)

// purpose is the result behind "to increase", if a metric or a number stands there.
func (k *result) purpose() string {
	words := k.reading.tokens()
	for i := 2; i+3 < len(words); i++ {
		if after := words[i+1].Text; (words[i].Text == "results" || words[i].Text == "resulting") && after == "in" || (words[i].Text == "leads" || words[i].Text == "leading") && after == "to" {
			for _, w := range words[i+2:] {
				if w.Role == sentence.Counted || w.about&metrics != 0 && w.about&artefacts == 0 {
					return k.on(words[i+2].Span.From)
				}
			}
		}
	}
	for i := 2; i+2 < len(words); i++ {
		v := i + 1 // the verb behind "to", which may be read as one with it: "to increase"
		if words[i].Text == "in" && words[v].Text == "order" {
			v += 2
		} else if words[i].Text != "to" && words[i].Text != "that" {
			continue
		}
		if v+1 >= len(words) {
			continue
		}
		if words[i].Text == "that" && strings.HasPrefix(words[v].Text, "prevent") { // "fix a leak that prevents sales"
			continue
		}
		verb := words[v].about
		if verb == 0 {
			verb = lexicon.Word(words[v].Text).Class
		}
		if verb&(ups|downs|gains) == 0 || verb&makes != 0 || formOf(words[v]) == past || !moves(sentenceOf(words[v+1:])) {
			continue
		}
		return k.on(words[v].Span.From)
	}
	for i := 2; i+3 < len(words); i++ { // "…, cutting losses by half", "… so that complaints fall below 3 %"
		switch v := words[i+1]; {
		case words[i].Text == "," && formOf(v) == gerund && v.about&(ups|downs) != 0 && v.about&makes == 0 && hasNumber(sentenceOf(words[i+2:])):
			if verb := unbent(v.Text); verb != "" {
				return capital(verb) + strings.TrimPrefix(k.on(v.Span.From), capital(v.Text))
			}
		case words[i].Text == "so" && hasNumber(sentenceOf(words[i+1:])) && (k.reading.Unit == "%" || hasAbout(words[i+1:], metrics)):
			from := i + 1
			if v.Text == "that" {
				from++
			}
			return k.on(words[from].Span.From)
		}
	}
	return ""
}

// sentenceOf is words up to the end of their sentence.
func sentenceOf(words []token) []token {
	for i, w := range words {
		if (w.Text == "." || w.Text == ";") && i+1 < len(words) && !words[i+1].Glued {
			return words[:i]
		}
	}
	return words
}

// moves answers whether words name a metric or a number.
func moves(words []token) bool {
	return slices.ContainsFunc(words, func(w token) bool { return w.about&metrics != 0 && w.about&artefacts == 0 }) || hasNumber(words)
}

// hasNumber answers whether a number stands among the words.
func hasNumber(words []token) bool {
	return slices.ContainsFunc(words, func(w token) bool { return w.Role == sentence.Counted })
}

// unbent is a verb of change without its "-ing": "cut" of "cutting"; "" is of one that no list has.
func unbent(w string) string {
	stem := strings.TrimSuffix(w, "ing")
	for _, verb := range [...]string{stem, stem + "e", stem[:max(0, len(stem)-1)]} {
		if lexicon.Listed(verb).Class&(ups|downs) != 0 {
			return verb
		}
	}
	return ""
}

// on is the sentence from a place on, with the day by which it is due where that stands before.
func (k *result) on(from int) string {
	to := len(k.reading.text.Raw)
	for _, w := range sentenceOf(k.reading.tokens()[k.at(from):]) {
		to = w.Span.To
	}
	rest := strings.TrimRight(k.reading.text.Raw[from:to], " .")
	if due := k.reading.Spans["deadline"]; due.To > 0 && due.To <= from {
		rest += " " + k.reading.text.Raw[due.From:due.To]
	}
	return capital(rest)
}

// at is the word that begins at a place.
func (k *result) at(from int) int {
	return slices.IndexFunc(k.reading.tokens(), func(w token) bool { return w.Span.From == from })
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// pattern is how the sentence could be written with numbers: what should change, with room for them. Where the verb is another one than of change, or the
// sentence is more than one clause, what is measured has to be found first, and nothing is offered.
func (k *result) pattern() []string {
	words := k.reading.tokens()
	if hasNumber(words) { // what it counts is known
		return nil
	}
	from, to := 0, len(k.reading.text.Raw)
	if i := start(words); i < len(words) && words[i].about&(ups|downs) != 0 {
		if from = words[i].Span.To; words[i].Text == "avoid" || words[i].Text == "prevent" { // what should not be is not counted from … to …
			return nil
		}
		if i+1 < len(words) && (words[i+1].Text == "up" || words[i+1].Text == "down") { // speed up
			from = words[i+1].Span.To
		}
		if last := words[len(words)-1]; last.about&vagues != 0 && strings.HasSuffix(last.Text, "ly") {
			to = last.Span.From
		}
	} else if parseOf(words).mood != "noun" || i < len(words) && words[i].about&(states|vagues) != 0 {
		return nil
	}
	for i, w := range words {
		switch w.Text {
		case ":", ";", ",", "and", "so", "because", "in order":
			if i > 0 {
				return nil
			}
		case "by", "through", "via", "with":
			if i > 0 && w.Span.From > from && i+1 < len(words) && (formOf(words[i+1]) == gerund || w.Text == "through" || w.Text == "via") {
				to = min(to, w.Span.From)
			}
		}
	}
	head := capital(strings.Trim(asides.ReplaceAllString(k.reading.text.Raw[from:max(from, to)], ""), " ."))
	if head == "" || len(head) > 80 {
		return nil
	}
	return []string{head + ": from … to …"}
}

func (k *result) blank() string {
	for _, w := range k.reading.text.Words {
		if w.Role == sentence.Unfilled {
			return "“" + k.reading.text.Raw[w.Span.From:w.Span.To] + "” stands for a number"
		}
	}
	return "a placeholder stands for the number"
}

// split cuts a sentence with two results at the full stop or the word that joins them. Where either part would not stand alone it is not cut.
func (k *result) split() (string, string) {
	words, raw := k.reading.tokens(), k.reading.text.Raw
	if i := k.measures(); i > 0 && hasAbout(words[i:], metrics) {
		return strings.TrimSpace(raw[:words[i].Span.From]), capital(strings.TrimPrefix(strings.Trim(raw[words[i].Span.To:], " ."), "and "))
	}
	at, depth, ands := -1, 0, 0
	for i := 2; i+2 < len(words); i++ {
		switch w, n := words[i], words[i+1]; w.Text {
		case "(", "[":
			depth++
		case ")", "]":
			depth = max(0, depth-1)
		case "-", "–":
			if !w.Glued && !n.Glued {
				return "", ""
			}
		case ".", ";":
			if depth > 0 || n.Glued || reference(words[i+1:]) {
				continue
			}
			if explains(n.Text) || formOf(n) == gerund && !naming[n.Text] {
				return "", ""
			}
			return strings.TrimSpace(raw[:w.Span.From]), capital(strings.TrimRight(strings.TrimSpace(raw[w.Span.To:]), " ."))
		case "and", "&":
			if depth == 0 && (n.about&verbs != 0 && n.about&nouns == 0 || n.Role == sentence.Counted) {
				if ands++; at < 0 {
					at = i
				}
			}
		}
	}
	if at < 0 || ands > 1 || words[at-1].about&verbs != 0 && words[at-1].about&nouns == 0 || words[at-1].Text == "of" || brk[words[at-1].Text] || at > purposeAt(words) {
		return "", ""
	}
	first, second := strings.TrimRight(strings.TrimSpace(raw[:words[at].Span.From]), ","), strings.TrimSpace(strings.TrimRight(raw[words[at].Span.To:], " ."))
	if p := parseOf(words); words[at+1].Role == sentence.Counted && p.mood == "order" && p.at+1 < at && words[p.at+1].Role == sentence.Counted { // "Accept 5 of these and 5 of those"
		v := words[p.at].Span
		second = raw[v.From:v.To] + " " + second
	}
	return first, capital(second)
}

// trim writes a number without needless zeros, with its unit.
func trim(v float64, unit string) string {
	s := strconv.FormatFloat(math.Round(v*1e4)/1e4, 'f', -1, 64)
	switch unit {
	case "":
		return s
	case "%":
		return s + " %"
	}
	return s + " " + unit
}
