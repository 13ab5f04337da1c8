package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Width is about how wide a text is when it is set in Inter at a size: within a few per cent for Latin letters, on the safe side for others.
func Width(text string, size float64) float64 {
	w := 0.0
	for _, r := range text {
		w += advance(r)
	}
	return w * size
}

// advance is a character's width in em, of Inter at weight 550, by the sort of its shape.
func advance(r rune) float64 {
	switch {
	case r == ' ' || r == '\u00a0':
		return 0.28
	case strings.ContainsRune("iljI.,:;'|!’‘·", r):
		return 0.29
	case strings.ContainsRune("ftr()[]{}/\\-“”\"", r):
		return 0.40
	case strings.ContainsRune("mMwW%@—…", r):
		return 0.88
	case r >= '0' && r <= '9':
		return 0.63
	case r >= 0x1100: // East Asian letters and pictures take a whole square
		return 1
	case unicode.IsUpper(r):
		return 0.70
	case unicode.Is(unicode.Mn, r):
		return 0
	}
	return 0.59
}

// Wrap breaks a text into at most most lines of a width. A word that is too long is broken; what does not fit is cut with an ellipsis, and cut
// says so.
func Wrap(text string, width float64, most int) (lines []string, cut bool) {
	words := strings.Fields(text)
	line := ""
	for i := 0; i < len(words); i++ {
		word := words[i]
		with := word
		if line != "" {
			with = line + " " + word
		}
		if Width(with, TextSize) <= width {
			line = with
			continue
		}
		if line == "" { // the word alone is too long
			head := fitting(word, width)
			words[i] = word[len(head):]
			line = head
		}
		if len(lines)+1 == most {
			return append(lines, ellipsis(line, width)), true
		}
		lines, line = append(lines, line), ""
		i--
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines, false
}

// fitting is the longest beginning of a word that fits, one letter at least.
func fitting(word string, width float64) string {
	w, n := 0.0, 0
	for i, r := range word {
		if w += advance(r) * TextSize; w > width && i > 0 {
			break
		}
		n = i + utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size := utf8.DecodeRuneInString(word[i:])
			n = i + size
		}
	}
	return word[:n]
}

func ellipsis(line string, width float64) string { return cutTo(line+"…", width, TextSize) }

// Fit cuts a line to a width at a size, with an ellipsis where something is missing.
func Fit(text string, width, size float64) string {
	if Width(text, size) <= width {
		return text
	}
	return cutTo(text+"…", width, size)
}

// cutTo takes letters from before the ellipsis at the end until the rest fits.
func cutTo(text string, width, size float64) string {
	line := strings.TrimSuffix(text, "…")
	for line != "" && Width(line+"…", size) > width {
		_, n := utf8.DecodeLastRuneInString(line)
		line = line[:len(line)-n]
	}
	return strings.TrimRight(line, " ,") + "…"
}
