package sentence

import (
	"embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// A Lexicon says what words do. It is read from a text of lines "class: word word=value two_words stem*", in which # begins a comment.
// Words stand in their base form; of an English one the endings are taken off before it is looked up.
type Lexicon struct {
	words    map[string]Entry
	phrases  map[string][]phrase // by the first word, the longest first
	prefixes map[string]Entry    // by the letters before the *
	shortest int                 // of the prefixes, in bytes; 0 is none
}

// An Entry is what a word means: its classes as bits in the order in which they were named, and the values behind "=".
type Entry struct {
	Class  uint64
	Number float64
	Unit   string
}

type phrase struct {
	rest  []string
	entry Entry
}

// NewLexicon reads a lexicon. A class that is not named in classes, at most 64 of them, panics: the lists are part of the program.
func NewLexicon(text string, classes []string) *Lexicon {
	bits := map[string]uint64{}
	for i, c := range classes {
		bits[c] = 1 << i
	}
	l := &Lexicon{words: map[string]Entry{}, phrases: map[string][]phrase{}, prefixes: map[string]Entry{}}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, list, _ := strings.Cut(line, ":")
		bit, known := bits[name]
		if !known {
			panic(fmt.Sprintf("the word list has no class %q", name))
		}
		for _, w := range strings.Fields(list) {
			l.add(w, bit)
		}
	}
	return l
}

func (l *Lexicon) add(w string, bit uint64) {
	e := Entry{Class: bit}
	if key, value, ok := strings.Cut(w, "="); ok && key != "" && value != "" && !strings.HasPrefix(value, ">") {
		w = key
		if n, err := strconv.ParseFloat(value, 64); err == nil {
			e.Number = n
		} else {
			e.Unit = value
		}
	}
	merge := func(o Entry) Entry {
		e.Class |= o.Class
		if e.Number == 0 {
			e.Number = o.Number
		}
		if e.Unit == "" {
			e.Unit = o.Unit
		}
		return e
	}
	switch parts := strings.Split(w, "_"); {
	case strings.HasSuffix(w, "*"):
		key := strings.TrimSuffix(w, "*")
		l.prefixes[key] = merge(l.prefixes[key])
		if l.shortest == 0 || len(key) < l.shortest {
			l.shortest = len(key)
		}
	case len(parts) > 1:
		list := l.phrases[parts[0]]
		for i, p := range list {
			if strings.Join(p.rest, "_") == strings.Join(parts[1:], "_") {
				list[i].entry = merge(p.entry)
				return
			}
		}
		at := 0
		for at < len(list) && len(list[at].rest) >= len(parts)-1 {
			at++
		}
		list = append(list, phrase{})
		copy(list[at+1:], list[at:])
		list[at] = phrase{parts[1:], e}
		l.phrases[parts[0]] = list
	default:
		l.words[w] = merge(l.words[w])
	}
}

// Word is what a word means, in lower case; an English ending is taken off if the word itself is not listed.
func (l *Lexicon) Word(w string) Entry {
	if e, ok := l.words[w]; ok {
		return e
	}
	if l.shortest > 0 {
		for n := min(len(w), 16); n >= l.shortest; n-- {
			if e, ok := l.prefixes[w[:n]]; ok {
				return e
			}
		}
	}
	return l.Base(w)
}

// Listed is what a word means as it stands in the lexicon: no ending is taken off.
func (l *Lexicon) Listed(w string) Entry { return l.words[w] }

// Base is what an English word means without its ending, whether or not the word itself is listed.
func (l *Lexicon) Base(w string) Entry {
	for _, base := range [...]struct{ cut, put string }{{"s", ""}, {"es", ""}, {"ies", "y"}, {"ed", ""}, {"ed", "e"}, {"ied", "y"}, {"ing", ""}, {"ing", "e"}} {
		if len(w) > len(base.cut)+2 && strings.HasSuffix(w, base.cut) {
			stem := w[:len(w)-len(base.cut)]
			if e, ok := l.words[stem+base.put]; ok {
				return e
			}
			if n := len(stem); base.put == "" && n > 3 && stem[n-1] == stem[n-2] { // planned, cutting
				if e, ok := l.words[stem[:n-1]]; ok {
					return e
				}
			}
		}
	}
	return Entry{}
}

// At is what the words from i on mean together, and how many words that is: a phrase goes before a word.
func (l *Lexicon) At(words []Word, i int) (Entry, int) {
	for _, p := range l.phrases[words[i].Text] {
		if i+len(p.rest) >= len(words) {
			continue
		}
		match := true
		for k, r := range p.rest {
			if words[i+1+k].Text != r {
				match = false
				break
			}
		}
		if match {
			return p.entry, 1 + len(p.rest)
		}
	}
	return l.Word(words[i].Text), 1
}

// The classes of the words that carry the slots.
const (
	hint uint64 = 1 << iota
	rise
	fall
	keep
	reach
	from
	to
	by
	atLeast
	atMost
	about
	either
	outOf
	each
	top
	number
	times
	scale
	unit
	money
	name
	skip
	month
	due
	endOf
	period
	this
	blank
	good
	part
	nth
	many
	few
	never
	always
	article
	whole
	ordinal
	also
	between
	feast
)

var slotClasses = strings.Fields("hint rise fall keep reach from to by atleast atmost about either outof each top number times scale unit money name skip month due endof period this blank good part nth many few never always article whole ordinal also between feast")

//go:embed words
var wordFiles embed.FS

var lexicons = map[string]func() *Lexicon{"en": load("en"), "de": load("de"), "es": load("es"), "other": load("other")}

func load(language string) func() *Lexicon {
	return sync.OnceValue(func() *Lexicon {
		text, err := wordFiles.ReadFile("words/" + language + ".txt")
		if err != nil {
			panic(err)
		}
		return NewLexicon(string(text), slotClasses)
	})
}

// strange are letters that no word of English, German or Spanish has.
const strange = "àâãåæąçćčďèêëęěğìîïıłńňòôõøőřśşšťùûůűýźżžœ"

// language tells in which of the languages with a word list a text is written, by its small words; "" is none of them. Where no word
// tells, it is that of the locale.
func language(raw string, words []Word, locale string) string {
	home, _, _ := strings.Cut(strings.ToLower(locale), "-")
	if home == "" {
		home = "en"
	}
	hits := map[string]int{}
	letters, foreign := 0, 0
	for i, w := range words {
		if w.Kind != Letters {
			continue
		}
		for _, r := range w.Text {
			switch {
			case r > 0x24f: // beyond the Latin letters
				foreign++
				fallthrough
			case unicode.IsLetter(r):
				letters++
			}
		}
		if acronym(raw[w.Span.From:w.Span.To]) { // an EM is no Portuguese word
			continue
		}
		if strings.ContainsAny(w.Text, strange) && (!w.Upper || i == 0) { // and no name, as that of a city
			hits["other"]++
		}
		for lang, lex := range lexicons {
			if e, ok := lex().words[w.Text]; ok && e.Class&hint != 0 {
				hits[lang]++
			}
		}
		if lang := only(w.Text); lang != "" {
			hits[lang]++
		}
	}
	if letters == 0 || foreign*2 > letters { // nothing that could be read, or in another script
		return ""
	}
	best, most := home, hits[home]
	for _, lang := range []string{"en", "de", "es", "other"} {
		if hits[lang] > most {
			best, most = lang, hits[lang]
		}
	}
	if best == "other" {
		return ""
	}
	if lexicons[best] == nil {
		return ""
	}
	return best
}

// telling are the classes of words that tell a language where one language alone has them: steigern, Prozent, mindestens.
const telling = rise | fall | good | keep | reach | atLeast | atMost | unit | month | number

// spanish are the endings of Spanish words that begin as English ones may.
var spanish = regexp.MustCompile(`(ar|ir|ción|ado|ada|ando|o|a)$`)

// only is the language that alone knows a word as one that tells; "" is none or several. A word that is listed goes before one that a beginning or an
// ending fits.
func only(word string) string {
	if len(word) < 4 {
		return ""
	}
	for tier, known := range [...]func(*Lexicon) Entry{func(l *Lexicon) Entry { return l.words[word] }, func(l *Lexicon) Entry { return l.Word(word) }} {
		found := ""
		for _, lang := range [...]string{"en", "de", "es"} {
			if known(lexicons[lang]()).Class&telling == 0 || tier == 1 && lang == "es" && !spanish.MatchString(word) { // incremental
				continue
			}
			if found != "" {
				return ""
			}
			found = lang
		}
		if found != "" {
			return found
		}
	}
	return ""
}
