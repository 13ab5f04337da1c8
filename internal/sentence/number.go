package sentence

import (
	"regexp"
	"strconv"
	"strings"
)

// parse reads a numeral: grouped thousands and the decimal mark by their shape, and by the locale where the shape leaves it open.
func parse(s, locale string) (float64, bool) {
	if strings.ContainsAny(s, " '’\u00a0\u202f−") {
		s = strings.NewReplacer("−", "-", " ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "").Replace(s)
	}
	comma, dot := strings.Count(s, ","), strings.Count(s, ".")
	german := german(locale)
	switch {
	case comma+dot == 1 && len(s) > 2 && s[0] == '0' && (s[1] == ',' || s[1] == '.'): // no thousands begin with 0
		s = strings.ReplaceAll(s, ",", ".")
	case comma > 0 && dot > 0:
		if strings.LastIndex(s, ",") > strings.LastIndex(s, ".") {
			s = strings.ReplaceAll(strings.ReplaceAll(s, ".", ""), ",", ".")
		} else {
			s = strings.ReplaceAll(s, ",", "")
		}
	case comma == 1 && (len(s)-strings.Index(s, ",") != 4 || german):
		s = strings.ReplaceAll(s, ",", ".")
	case comma > 0:
		s = strings.ReplaceAll(s, ",", "")
	case dot > 1 || dot == 1 && german && len(s)-strings.Index(s, ".") == 4:
		s = strings.ReplaceAll(s, ".", "")
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil
}

// german answers whether numbers are written in the German manner in a locale: 1.234,5.
func german(locale string) bool {
	return strings.HasPrefix(locale, "de") || strings.HasPrefix(locale, "es") || strings.HasPrefix(locale, "nl") || strings.HasPrefix(locale, "it")
}

// Number reads a cell or a field that holds one number, perhaps with a unit: "1.234,5", "10k", "€ 3 Mio", "70 %".
func Number(text, locale string) (value float64, unit string, ok bool) {
	list := quantities(withUnits(Words(text, locale)))
	if len(list) != 1 {
		return 0, "", false
	}
	return list[0].Value, list[0].Unit, true
}

// withUnits looks up what the words of a field mean, whichever of the languages they are of.
func withUnits(words []Word) []Word {
	lex := lexicons["en"]()
	for i := range words {
		words[i].Entry, _ = lex.At(words, i)
		if e := lexicons["de"]().words[words[i].Text]; words[i].Class == 0 {
			words[i].Entry = e // Mio, Prozent, Tage
		}
	}
	return words
}

var reShare = regexp.MustCompile(`(?i)^\W*(?:(?:done|complete[d]?|reached|achieved|final|score|grade)\W+){0,2}(\d{1,3}(?:[.,]\d+)?)\s?(%|/\s?(10|100|5|1)(?:\.0)?\b)?`)

// Score reads a published score at the beginning of a text, as a share of 1: "81 %", "0.7", "7/10", "DONE 100%", "(0.3)".
func Score(text string) (float64, bool) {
	m := reShare.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	v, ok := parse(m[1], "")
	if !ok {
		return 0, false
	}
	switch {
	case m[2] == "%":
		v /= 100
	case m[3] != "":
		of, _ := strconv.ParseFloat(m[3], 64)
		v /= of
	case strings.ContainsAny(m[1], ".,") && v <= 1, m[1] == "0", m[1] == "1":
		// 0.7 is a share already; so are a bare 0 and 1, if nothing follows that they could count.
		if rest := strings.TrimSpace(text[len(m[0]):]); rest != "" && !strings.ContainsAny(m[1], ".,") {
			return 0, false
		}
	default:
		return 0, false
	}
	return v, v >= 0 && v <= 1.5
}
