package okr

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// OneLine is a text as one line, with one space between its words and none around it.
func OneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) && r != 0 }), " ")
}

// NameKey is what two names have in common that people take for one: case and space around them make no other.
func NameKey(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// Cut is the first n bytes of s at most, never half a character, without what is no text.
func Cut(s string, n int) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "")
	if len(s) <= n {
		return s
	}
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
