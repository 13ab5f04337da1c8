package okr

import (
	"math"
	"strconv"
	"strings"
)

const nbsp = "\u00a0"

// durations are the units of time, in words that follow the number.
var durations = map[string]string{"ms": "ms", "s": "s", "min": "min", "h": "h", "d": "days", "w": "weeks"}

// currencies are the codes that are written as a sign before the number.
var currencies = map[string]string{"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹"}

// Format writes a value of the key result as people read it.
func (k KeyResult) Format(v float64) string {
	switch k.Kind {
	case YesNo:
		if v >= 1 {
			return "yes"
		}
		return "no"
	case Judgement:
		return [...]string{"not at all", "partly", "mostly", "fully"}[int(min(max(math.Round(v), 0), Steps))]
	case Milestones:
		return strconv.Itoa(int(v)) + " of " + strconv.Itoa(len(k.Stages))
	}
	return FormatValue(v, k.Unit, "")
}

// FormatValue writes a number with its unit for a locale ("" is en): 1,250 customers · 41 % · €1,250 · 4.1 days. The number is rounded
// to at most four significant decimals for reading; ShortNumber keeps all of it.
func FormatValue(v float64, unit, locale string) string {
	n := FormatNumber(v, locale)
	if sign, ok := currencies[unit]; ok {
		if rest, negative := strings.CutPrefix(n, "−"); negative {
			return "−" + sign + rest
		}
		return sign + n
	}
	if word, ok := durations[unit]; ok {
		if unit == "d" && math.Abs(v) == 1 {
			word = "day"
		} else if unit == "w" && math.Abs(v) == 1 {
			word = "week"
		}
		return n + nbsp + word
	}
	if unit == "" {
		return n
	}
	return n + nbsp + unit
}

// UnitWord is the unit as it stands behind an input field: "days" for "d", "€" for "EUR", the unit itself for the rest.
func UnitWord(unit string) string {
	if w, ok := durations[unit]; ok {
		return w
	}
	if s, ok := currencies[unit]; ok {
		return s
	}
	return unit
}

// FormatNumber writes a number for reading: grouped thousands, the locale's decimal mark, a real minus.
func FormatNumber(v float64, locale string) string {
	a := math.Abs(v)
	digits := 4
	switch {
	case a >= 100_000:
		digits = 0
	case a >= 100:
		digits = 1
	case a >= 1:
		digits = 2
	}
	if a >= 1e15 || (a > 0 && a < 1e-4) {
		return strings.Replace(strconv.FormatFloat(v, 'g', 4, 64), "-", "−", 1)
	}
	s := strconv.FormatFloat(a, 'f', digits, 64)
	whole, part, _ := strings.Cut(s, ".")
	part = strings.TrimRight(part, "0")
	decimal, group := marks(locale)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + group + whole[i:]
	}
	if part != "" {
		whole += decimal + part
	}
	if v < 0 && strings.Trim(whole, "0.,") != "" {
		return "−" + whole
	}
	return whole
}

// ShortNumber writes a number in the shortest text that reads back as the same number, for input fields and files.
func ShortNumber(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// marks are the decimal mark and the thousands mark of a locale.
func marks(locale string) (decimal, group string) {
	switch lang, _, _ := strings.Cut(strings.ToLower(locale), "-"); lang {
	case "de", "es", "it", "nl", "pt", "da", "tr", "id":
		return ",", "."
	case "fr", "sv", "nb", "no", "fi", "cs", "pl", "ru", "uk":
		return ",", "\u202f"
	default:
		return ".", ","
	}
}

// MaxValue bounds every value that people enter: beyond it shortest text and arithmetic stop being exact.
const MaxValue = 1e15

// ParseNumber reads the text of an input field that holds one number, in the locale's writing or in the plain one ("1234.5").
// An empty text is no number.
func ParseNumber(field, text, locale string) (*float64, error) {
	s := strings.TrimSpace(text)
	if s == "" {
		return nil, nil
	}
	decimal, group := marks(locale)
	s = strings.NewReplacer("−", "-", nbsp, "", "\u202f", "", " ", "", "'", "", "%", "").Replace(s)
	if group != "\u202f" && strings.Contains(s, group) && (decimal == "." || grouped(s, group)) {
		if !grouped(s, group) {
			return nil, notOne(field, locale)
		}
		s = strings.ReplaceAll(s, group, "")
	}
	s = strings.Replace(s, decimal, ".", 1)
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || strings.ContainsAny(s, "xXpPnN_") {
		return nil, notOne(field, locale)
	}
	return &v, checkValue(field, &v)
}

func notOne(field, locale string) error {
	return Fail(Invalid, field, "Write one number, for example "+FormatNumber(1250.5, locale)+".")
}

// grouped answers whether mark stands as a thousands mark: three digits behind each, one to three before the first.
func grouped(s, mark string) bool {
	s, _, _ = strings.Cut(strings.TrimLeft(s, "+-"), map[string]string{",": ".", ".": ","}[mark])
	parts := strings.Split(s, mark)
	for i, p := range parts {
		if i == 0 && (len(p) == 0 || len(p) > 3) || i > 0 && len(p) != 3 {
			return false
		}
	}
	return len(parts) > 1
}

// checkValue refuses what is not a finite number of sensible size.
func checkValue(field string, v *float64) error {
	if v != nil && (math.IsNaN(*v) || math.IsInf(*v, 0) || math.Abs(*v) > MaxValue) {
		return Fail(Invalid, field, "Use a number between −1,000,000,000,000,000 and 1,000,000,000,000,000.")
	}
	return nil
}
