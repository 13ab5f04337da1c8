package sentence

import (
	"strings"
	"sync"
	"sync/atomic"
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
			w = stemOf(w, language)
		}
		out = append(out, w)
	}
	return out
}

// A plan has few words, many times each: their stems are kept, up to keptStems of them, because cutting one takes as long as all the rest.
var (
	stems sync.Map // of a stemKey, a string
	kept  atomic.Int64
)

type stemKey struct{ word, language string }

const keptStems = 1 << 15

func stemOf(word, language string) string {
	key := stemKey{word, language}
	if s, ok := stems.Load(key); ok {
		return s.(string)
	}
	s, err := snowball.Stem(word, language, false)
	if err != nil || s == "" {
		s = word
	}
	if kept.Load() < keptStems {
		kept.Add(1)
		stems.Store(stemKey{strings.Clone(word), language}, s)
	}
	return s
}
