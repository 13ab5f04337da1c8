package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Kind is what a word is made of.
type Kind uint8

// The kinds of words.
const (
	Letters Kind = iota
	Numeral
	Symbol
	Day // 2026-05-31, 05/31/2026
)

// A Word is a word, a numeral or a sign of a text.
type Word struct {
	Text  string // in lower case
	Span  Span
	Kind  Kind
	Glued bool // nothing stands between it and the word before
	Upper bool // it begins with a capital letter
	Role  Role // what a layer of the grammar took it for
	Inner bool // a further word of a phrase whose meaning stands at its first one
	Entry      // what it does for the slots

	value float64
}

// Bounds answers whether the word only qualifies the number behind it: at least, under, about.
func (w Word) Bounds() bool {
	return w.Class&(atLeast|atMost) != 0 || w.Class&about != 0 && len(w.Text) > 2 && w.Text != "the"
}

// Moves answers whether the word only says where the number goes: raise, cut, better, keep, under.
func (w Word) Moves() bool { return w.Class&(good|rise|fall|keep|reach|atLeast|atMost) != 0 }

// Plain answers whether the word only names something and does nothing for the slots.
func (w Word) Plain() bool { return w.Class&^(naming|name) == 0 }

// naming are the classes of words that only matter beside a number: a third, customers, new.
const naming = part | nth | many | few | never | always | article | whole | ordinal | also | between

// A Role is what a word was taken for.
type Role uint8

// The roles of words. Each layer takes words that no layer before it took.
const (
	Free     Role = iota
	Dated         // part of a date or period
	Named         // an identifier that counts nothing: ISO 27001, P95, Tier 1
	Counted       // part of a quantity
	Unfilled      // a placeholder: X, N, TBD
	Noted         // how far the work has come, in brackets: [DONE - 100%]
)

var arrows = []string{"-->", "==>", "->", "=>", "–>", ">=", "<=", "→", "≥", "≤", "⇒", "➔", "➜", "⟶"}

// maxText is how much of a text is read, in bytes; no sentence is longer.
const maxText = 4000

// Words takes a text apart. Hyphens, dots and slashes inside a word of letters belong to it (sign-ups, read.me); numerals keep their separators.
func Words(text, locale string) []Word {
	if len(text) > maxText {
		text = text[:maxText]
		for !utf8.ValidString(text) && len(text) > maxText-4 {
			text = text[:len(text)-1]
		}
	}
	lower := strings.ToLower(text)
	if len(lower) != len(text) { // a letter whose small form has another length: spans would not fit
		lower = strings.Map(func(r rune) rune {
			if l := unicode.ToLower(r); utf8.RuneLen(l) == utf8.RuneLen(r) {
				return l
			}
			return r
		}, text)
		if len(lower) != len(text) {
			lower = text
		}
	}
	out := make([]Word, 0, len(text)/5+4)
	end := -1
	put := func(from, to int, k Kind) *Word {
		out = append(out, Word{Text: lower[from:to], Span: Span{from, to}, Kind: k, Glued: from == end && from > 0})
		end = to
		return &out[len(out)-1]
	}
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		case c >= '0' && c <= '9':
			if n := dayLength(text[i:]); n > 0 {
				put(i, i+n, Day)
				i += n
				break
			}
			n, v, ok := numeral(text[i:], locale)
			w := put(i, i+n, Numeral)
			w.value = v
			if !ok {
				w.Role = Named
			}
			i += n
		case c == '.' && i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '9' && (i == 0 || text[i-1] == ' ' || text[i-1] == '('): // .65
			n, v, ok := numeral("0"+text[i:], locale)
			if w := put(i, i+n-1, Numeral); ok {
				w.value = v
			} else {
				w.Role = Named
			}
			i += n - 1
		case isLetter(text, i):
			n := letters(text[i:])
			r, _ := utf8.DecodeRuneInString(text[i:])
			put(i, i+n, Letters).Upper = unicode.IsUpper(r)
			i += n
		default:
			n := 0
			for _, a := range arrows {
				if strings.HasPrefix(text[i:], a) {
					n = len(a)
					break
				}
			}
			if n == 0 {
				r, size := utf8.DecodeRuneInString(text[i:])
				n = size
				if unicode.IsSpace(r) {
					i += n
					break
				}
			}
			put(i, i+n, Symbol)
			i += n
		}
	}
	return out
}

func isLetter(s string, i int) bool {
	if c := s[i]; c < utf8.RuneSelf {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(r)
}

// letters is the length of the word that s begins with: letters and digits, and between letters hyphens, dots, apostrophes and plus signs.
func letters(s string) int {
	i := 0
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsLetter(r) || r >= '0' && r <= '9' || r == '_' || unicode.Is(unicode.Mn, r):
			i += n
		case (r == '-' || r == '.' || r == '\'' || r == '’' || r == '/' || r == '{' || r == '}') && i+n < len(s) && isLetter(s, i+n) && (r != '/' || short(s[:i])):
			i += n
		default:
			return i
		}
	}
	return i
}

// short answers whether a word before a slash is part of a name (DAU/MAU, CI/CD) and not an alternative.
func short(w string) bool { return len(w) <= 4 && strings.ToUpper(w) == w }

// dayLength is the length of a date that s begins with, as 2026-05-31, 05/31/2026 or 31.05.2026.
func dayLength(s string) int {
	for _, p := range [...]string{"####-##-##", "##/##/####", "#/##/####", "##/#/####", "#/#/####", "##.##.####", "#.##.####", "#.#.####", "##.#.####"} {
		if len(s) < len(p) || len(s) > len(p) && (s[len(p)] >= '0' && s[len(p)] <= '9') {
			continue
		}
		match := true
		for i := range len(p) {
			if p[i] == '#' && (s[i] < '0' || s[i] > '9') || p[i] != '#' && s[i] != p[i] {
				match = false
				break
			}
		}
		if match {
			return len(p)
		}
	}
	return 0
}

// numeral is the length and value of the numeral that s begins with: digits in groups of three, and a fraction. It is none, but a name,
// if it has several dots (2.0.1) or is no number.
func numeral(s, locale string) (length int, value float64, ok bool) {
	digits := func(i int) int {
		n := i
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		return n
	}
	i := digits(0)
	if i <= 3 {
		for {
			sep := 0
			for _, p := range [...]string{",", ".", " ", "\u00a0", "\u202f", "'", "’"} {
				if strings.HasPrefix(s[i:], p) {
					sep = len(p)
					break
				}
			}
			if sep == 0 || digits(i+sep) != i+sep+3 {
				break
			}
			i += sep + 3
		}
	}
	if i+1 < len(s) && (s[i] == '.' || s[i] == ',') && digits(i+1) > i+1 {
		i = digits(i + 1)
		for i+1 < len(s) && s[i] == '.' && digits(i+1) > i+1 { // a version
			i = digits(i + 1)
			ok = true
		}
		if ok {
			return i, 0, false
		}
	}
	value, ok = parse(s[:i], locale)
	return i, value, ok
}
