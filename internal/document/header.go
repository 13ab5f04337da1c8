package document

import (
	_ "embed"
	"strings"
	"unicode"
)

//go:embed headers.txt
var headersText string

// headers maps the letters of a header to its field.
var headers = func() map[string]string {
	m := map[string]string{}
	for _, line := range strings.Split(headersText, "\n") {
		field, words, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Split(words, ",") {
			if k := letters(w); m[k] == "" {
				m[k] = field
			}
		}
	}
	return m
}()

// letters is a header without case, spaces and marks.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '%' {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// fieldOf is the field that a header means, "" if none.
func fieldOf(header string) string { return headers[letters(header)] }
