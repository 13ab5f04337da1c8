package sentence

import (
	"strings"
	"unicode"

	"github.com/kljensen/snowball"
)

var languages = map[string]string{"en": "english", "es": "spanish", "fr": "french", "sv": "swedish", "no": "norwegian", "nb": "norwegian", "ru": "russian", "hu": "hungarian"}

// noise are words that say nothing about what a text is about.
var noise = map[string]bool{"the": true, "a": true, "an": true, "of": true, "to": true, "in": true, "for": true, "and": true, "or": true, "on": true, "with": true,
	"is": true, "are": true, "be": true, "by": true, "at": true, "from": true, "that": true, "this": true, "we": true, "our": true, "it": true, "as": true}

// Stems are the words of a text cut to their stems, in order, without the words that say nothing: what the search index and
// similarity compare. A language without a stemmer keeps its words whole.
func Stems(text, locale string) []string {
	lang, _, _ := strings.Cut(strings.ToLower(locale), "-")
	if lang == "" {
		lang = "en"
	}
	language := languages[lang]
	var out []string
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(w) > 60 || lang == "en" && noise[w] {
			continue
		}
		if language != "" {
			if s, err := snowball.Stem(w, language, false); err == nil && s != "" {
				w = s
			}
		}
		out = append(out, w)
	}
	return out
}
