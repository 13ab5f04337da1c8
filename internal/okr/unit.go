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

// Format writes a value of the key result as people read it, in the writing of its Locale.
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
		return FormatNumber(math.Floor(v), k.Locale) + " of " + strconv.Itoa(len(k.Stages))
	}
	return FormatValue(v, k.Unit, k.Locale)
}

// ValueWords are the words for the values 0, 1, 2… of a key result that is no number, as Format writes them; nil for a number.
func (k KeyResult) ValueWords() (out []string) {
	last := map[KeyResultKind]int{YesNo: 1, Judgement: Steps}[k.Kind]
	for v := 0; last > 0 && v <= last; v++ {
		out = append(out, k.Format(float64(v)))
	}
	return out
}

// FormatComputed writes a value that was computed, such as the plan for today or a pace: rounded to one decimal more than people write
// for this key result, but to no less than two significant digits.
func (k KeyResult) FormatComputed(v float64) string {
	most := 0
	for _, written := range []*float64{k.Baseline, k.Target, k.Value} {
		if written != nil {
			_, part, _ := strings.Cut(ShortNumber(*written), ".")
			most = max(most, len(part))
		}
	}
	power := math.Pow(10, float64(max(most+1, 1-exponent10(v))))
	if rounded := math.Round(v*power) / power; !math.IsNaN(rounded) && !math.IsInf(rounded, 0) {
		v = rounded
	}
	return k.Format(v)
}

// exponent10 is the power of ten of a number's first digit: 2 for 123, −1 for 0.35; 0 for 0.
func exponent10(v float64) int {
	if v == 0 {
		return 0
	}
	return int(math.Floor(math.Log10(math.Abs(v))))
}

// FormatValue writes a number with its unit for a locale ("" is en): 1,250 customers · 41 % · €1,250 · 4.1 days, and 1.250 € where the
// decimal mark is a comma. The number is rounded as FormatNumber does.
func FormatValue(v float64, unit, locale string) string {
	n := FormatNumber(v, locale)
	if sign, ok := currencies[unit]; ok {
		if decimal, _ := marks(locale); decimal == "," {
			return n + nbsp + sign
		}
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

// FormatSpan writes two values with their unit, once where it stands behind the number: "25 to 60 contracts", "€25 to €60".
func FormatSpan(from, to float64, unit, locale string) string {
	begin, end := FormatValue(from, unit, locale), FormatValue(to, unit, locale)
	if strings.HasPrefix(end, FormatNumber(to, locale)) {
		begin = FormatNumber(from, locale)
	}
	return begin + " to " + end
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

// FormatNumber writes a number for reading: grouped thousands, the locale's decimal mark, a real minus, and no more decimals than
// its size deserves (four under 1, two under 100, one under 100,000). InputNumber and ShortNumber keep all of it.
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
	decimal, group := marks(locale)
	if a >= 1e15 || (a > 0 && a < 1e-4) {
		return strings.NewReplacer("-", "−", ".", decimal).Replace(strconv.FormatFloat(v, 'g', 4, 64))
	}
	s := strconv.FormatFloat(a, 'f', digits, 64)
	whole, part, _ := strings.Cut(s, ".")
	part = strings.TrimRight(part, "0")
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

// ShortNumber writes a number in the shortest text that reads back as the same number, for files and messages.
func ShortNumber(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// InputNumber is ShortNumber as it stands in an input field: with the locale's decimal mark, so that ParseNumber with the same locale reads
// the same number.
func InputNumber(v float64, locale string) string {
	decimal, _ := marks(locale)
	return strings.Replace(ShortNumber(v), ".", decimal, 1)
}

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

// ParseNumber reads the text of an input field that holds one number and no more than a per cent sign beside it, in the
// locale's writing or in the plain one ("1234.5"). Thousands are grouped by the locale's mark, spaces or apostrophes, and only in
// threes: what could be read in two ways ("1,25" where the comma groups) is refused. Reading prose is for package sentence.
// An empty text is no number.
func ParseNumber(field, text, locale string) (*float64, error) {
	s := strings.TrimSpace(text)
	if s == "" {
		return nil, nil
	}
	s, ok := plain(s, locale)
	v, err := strconv.ParseFloat(s, 64)
	if !ok || err != nil && !math.IsInf(v, 0) {
		return nil, Fail(Invalid, field, "Write one number, for example "+FormatNumber(1250.5, locale)+".")
	}
	if err := checkValue(field, &v); err != nil {
		return nil, err
	}
	return &v, nil
}

// plain writes the number that a text holds as digits with a point; ok is false when it holds anything else.
func plain(s, locale string) (number string, ok bool) {
	s = strings.ReplaceAll(strings.TrimSpace(strings.TrimSuffix(s, "%")), "−", "-")
	sign := ""
	if rest, negative := strings.CutPrefix(s, "-"); negative {
		sign, s = "-", strings.TrimSpace(rest)
	} else {
		s = strings.TrimPrefix(s, "+")
	}
	exponent := ""
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		s, exponent = s[:i], s[i+1:]
		if !digits(strings.TrimLeft(exponent, "+-")) || len(exponent) > 4 {
			return "", false
		}
		exponent = "e" + exponent
	}
	decimal, group := marks(locale)
	if decimal == "," && !strings.Contains(s, ",") && strings.Count(s, ".") == 1 && !(group == "." && grouped(s, ".")) {
		decimal = "." // the plain writing
	}
	whole, part, hasPart := strings.Cut(s, decimal)
	for _, mark := range []string{group, " ", nbsp, "\u202f", "\u2009", "'", "’"} {
		if strings.Contains(whole, mark) {
			if !grouped(whole, mark) {
				return "", false
			}
			whole = strings.ReplaceAll(whole, mark, "")
		}
	}
	if whole != "" && !digits(whole) || hasPart && !digits(part) || whole+part == "" {
		return "", false
	}
	return sign + whole + "." + part + exponent, true
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// grouped answers whether mark stands as a thousands mark in whole: one to three digits before the first, not beginning with 0, and three
// behind each.
func grouped(whole, mark string) bool {
	parts := strings.Split(whole, mark)
	for i, p := range parts {
		if !digits(p) || i == 0 && (len(p) > 3 || p[0] == '0') || i > 0 && len(p) != 3 {
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
