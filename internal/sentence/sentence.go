// Package sentence reads what a person wrote: direction, baseline, target, relative change, unit and deadline of a key result, each
// with the words that it was read from. No other package reads numbers out of prose.
//
// It is pure and imports okr alone of ours. The grammar is layered: each layer blanks what it consumed, so that a date is never
// a target and "ISO 27001" never a quantity. What is not stated is not invented.
package sentence

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Options are what a reading depends on beside the text. The zero value reads English without knowing the day.
type Options struct {
	Today  okr.Date  // resolves "by June" and "in Q3"; "" leaves such phrases as written
	Cycle  okr.Cycle // resolves "by the end of the quarter"
	Fiscal int       // month in which the fiscal year begins, 0 is January
	Locale string    // for 1,000 against 1.000; "" is en
}

// A Span is a part of the text in bytes.
type Span struct{ From, To int }

// A Reading is what a sentence says. Numbers are nil where none is stated; a placeholder (X, N, TBD) is an unfilled target.
type Reading struct {
	Direction   okr.Direction   `json:"direction,omitempty"`
	Baseline    *float64        `json:"baseline,omitempty"`
	Target      *float64        `json:"target,omitempty"`
	Relative    *float64        `json:"relative,omitempty"` // a change in per cent: "by 20 %", "double" is 100
	Unit        string          `json:"unit,omitempty"`
	Deadline    okr.Date        `json:"deadline,omitempty"`
	When        string          `json:"when,omitempty"` // the deadline as written
	Placeholder bool            `json:"placeholder,omitempty"`
	Spans       map[string]Span `json:"spans,omitempty"` // by slot
}

// A quantity is a number with its unit and where it stands.
type quantity struct {
	value    float64
	unit     string
	span     Span
	relative bool // a percentage that a verb of change takes
}

const numeral = `\d{1,3}(?:[,. \x{00a0}\x{202f}'’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?`

var (
	reQuantity = regexp.MustCompile(`(?i)((?:[$€£¥]|\b(?:USD|EUR|GBP|CHF))\s?)?([-−]?(?:` + numeral + `))\s?(?:(k|m|mio|mn|bn|b|million|billion|thousand|tsd)\b|(ms|s|h|min|d|x)\b|\b)\s?(%|percentage points?|percent|per cent|prozent|por ciento|pp\b|[€£$])?`)
	reLabels   = regexp.MustCompile(`(?i)\b(?:ISO|SOC|RFC|IEC|NIST|PCI|CVE|HTTP|IPv|OAuth|ES|SLSA|WCAG|Top|Tier|Level|Phase|Stage|Part|Step|Version|Release|Day|Year|Week|Sprint|Series|Fortune|Gen|Web|C|P|V|L|S|T|O|KR|OKR|#)[ -]?\d[\w.+-]*|\b\d+/7\b|\bn[.]?\s?\d+\b|#\d+|\b[a-zA-Z]+\d[\w-]*\b|\b\d+(?:\.\d+){2,}\b|\b\d+(?:st|nd|rd|th)\b|\b[23]D\b`)
	rePlain    = regexp.MustCompile(`(?i)\b(?:XXX?|YYY?|ZZZ?|TBD|TBA|N\d?|\?{2,}|__+)\b|\?\?+|\b[XYZ]\s?%`)
	reFromTo   = regexp.MustCompile(`(?i)\b(?:from|von|de|currently|now at|up from|down from|baseline(?: of)?)\s*(?:about|around|~)?\s*$`)
	reBefore   = regexp.MustCompile(`(?i)(\b(?:from|von|desde|currently|current(?: is)?|now at|baseline(?: of| is|:)?|up from|down from|was|vs\.?)|\b(?:to|auf|a|reach(?:es|ing)?|of|at|hit|achieve|into|erreichen)|→|->|–>|\b(?:by|um|en)|\b(?:at least|minimum(?: of)?|no less than|more than|over|above|mindestens|über|exceed(?:s|ing)?|al menos)|≥|>=|>|\b(?:under|below|less than|fewer than|no more than|at most|maximum(?: of)?|not more than|within|unter|höchstens|menos de)|≤|<=|<|~|≈|\+)\s*(?:an?\s|the\s|about\s|around\s|approximately\s|~|≈|\$|€|£)*$`)
)

var (
	reNoMeasure = regexp.MustCompile(`(?i)^\d+(?:st|nd|rd|th)$|^\d+/7$|^\d+(?:\.\d+){2,}$|^[23]D$`)
	reVerb      = regexp.MustCompile(`(?i)\b(?:reduc|decreas|lower|cut|shorten|drop|shrink|bring|senk|increas|grow|rais|improv|boost)`)
	reToAfter   = regexp.MustCompile(`(?i)^\s*(?:to|→|->)\s`)
)

var (
	reRise = regexp.MustCompile(`(?i)\b(?:increas|grow|rais|improv|expand|boost|lift|gain|up\b|more\b|ris(?:e|ing)|double|triple|maximi[sz]|accelerat|strengthen|steiger|erhöh|wachs|aumentar|crecer|mejorar|add\b)`)
	reFall = regexp.MustCompile(`(?i)\b(?:reduc|decreas|lower|cut\b|cutting|shorten|drop|minimi[sz]|shrink|halve|less\b|fewer\b|declin|bring down|eliminat|limit\b|senken|verringer|reduzier|reducir|bajar|disminuir|speed up)`)
	reKeep = regexp.MustCompile(`(?i)\b(?:maintain|keep|stay|remain|sustain|hold\b|halten|mantener|continue to)`)
)

// Read reads a sentence.
func Read(text string, o Options) Reading {
	r := Reading{Spans: map[string]Span{}}
	if len(text) > 4000 {
		text = text[:4000]
	}
	masked := []byte(text)
	r.deadline(masked, text, o)
	for _, m := range reLabels.FindAllIndex(masked, -1) {
		if !measure(masked[m[0]:m[1]]) {
			blank(masked, m[0], m[1])
		}
	}
	if rePlain.Match(masked) {
		r.Placeholder = true
	}
	r.roles(masked, quantities(masked, o.Locale))
	r.words(masked)
	return r
}

// measure answers whether what looks like a name is a quantity after all: 10k, 5x, 300ms.
func measure(b []byte) bool {
	return b[0] >= '0' && b[0] <= '9' && !reNoMeasure.Match(b)
}

func blank(b []byte, from, to int) {
	for i := from; i < to; i++ {
		b[i] = ' '
	}
}

// quantities finds numbers with their units, in the order of the text.
func quantities(b []byte, locale string) []quantity {
	var out []quantity
	s := string(b)
	for _, m := range reQuantity.FindAllStringSubmatchIndex(s, -1) {
		group := func(n int) string {
			if m[2*n] < 0 {
				return ""
			}
			return s[m[2*n]:m[2*n+1]]
		}
		v, ok := parse(group(2), locale)
		if !ok || m[4] > 0 && isWord(s[m[4]-1]) {
			continue
		}
		q := quantity{value: v * multiple(group(3)), span: Span{m[0], m[1]}}
		if m[4] > 0 && (s[m[4]] == '-') && s[m[4]-1] != ' ' && s[m[4]-1] != '(' {
			q.value = -q.value // a dash inside "3-5" is no minus
		}
		switch c := strings.ToLower(strings.TrimSpace(group(1))); {
		case c != "":
			q.unit = currency(c)
		}
		if u := group(4); u != "" {
			q.unit = units[strings.ToLower(u)]
		}
		switch u := strings.ToLower(group(5)); {
		case strings.HasPrefix(u, "percentage") || u == "pp":
			q.unit = "pp"
		case u == "€" || u == "$" || u == "£":
			q.unit = currency(u)
		case u != "":
			q.unit = "%"
		}
		if q.unit == "" {
			q.unit = unitAfter(s[m[1]:])
		}
		out = append(out, q)
	}
	return out
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

func currency(c string) string {
	switch strings.TrimSpace(c) {
	case "$", "usd":
		return "USD"
	case "€", "eur":
		return "EUR"
	case "£", "gbp":
		return "GBP"
	case "¥":
		return "JPY"
	}
	return strings.ToUpper(c)
}

func multiple(suffix string) float64 {
	switch strings.ToLower(suffix) {
	case "k", "thousand", "tsd":
		return 1e3
	case "m", "mio", "mn", "million":
		return 1e6
	case "b", "bn", "billion":
		return 1e9
	}
	return 1
}

var reUnitAfter = regexp.MustCompile(`^\s?-?(ms|milliseconds?|seconds?|secs?|s|minutes?|mins?|hours?|hrs?|h|days?|d|weeks?|months?|years?|x|points?|[a-z][\p{L}-]{2,})\b`)

// units are the words of measurement that have a short name of their own.
var units = map[string]string{"ms": "ms", "millisecond": "ms", "milliseconds": "ms", "s": "s", "second": "s", "seconds": "s", "sec": "s", "secs": "s",
	"minute": "min", "minutes": "min", "min": "min", "mins": "min", "h": "h", "hour": "h", "hours": "h", "hr": "h", "hrs": "h", "d": "d", "day": "d",
	"days": "d", "week": "w", "weeks": "w", "x": "x"}

// stop are words behind a number that are no unit.
var stop = map[string]bool{"and": true, "the": true, "for": true, "per": true, "from": true, "with": true, "out": true, "end": true, "new": true, "more": true,
	"or": true, "within": true, "until": true, "while": true, "this": true, "that": true, "our": true, "before": true, "after": true, "across": true, "key": true,
	"major": true, "additional": true, "different": true, "other": true, "top": true, "next": true, "best": true, "under": true, "are": true, "was": true}

func unitAfter(rest string) string {
	m := reUnitAfter.FindStringSubmatch(rest)
	if m == nil {
		return ""
	}
	w := strings.ToLower(m[1])
	if u, ok := units[w]; ok {
		return u
	}
	if stop[w] {
		return ""
	}
	return w
}

// roles decides what each quantity is by the words before it.
func (r *Reading) roles(b []byte, list []quantity) {
	s := string(b)
	var plain []quantity
	for _, q := range list {
		before := s[max(0, q.span.From-40):q.span.From]
		after := s[q.span.To:min(len(s), q.span.To+24)]
		word := ""
		if m := reBefore.FindStringSubmatch(before); m != nil {
			word = strings.ToLower(strings.TrimSpace(m[1]))
		}
		switch word {
		case "from", "von", "desde", "currently", "current", "current is", "now at", "baseline", "baseline of", "baseline is", "baseline:", "up from", "down from", "was", "vs", "vs.":
			if r.Baseline == nil {
				r.set("baseline", &r.Baseline, q)
				continue
			}
		case "by", "um", "en":
			if (q.unit == "%" || q.unit == "pp" || q.unit == "x") && r.Relative == nil && !toFollows(after) {
				r.set("relative", &r.Relative, q)
				if q.unit == "x" {
					v := (q.value - 1) * 100
					r.Relative = &v
				}
				continue
			}
		case "at least", "minimum", "minimum of", "no less than", "more than", "over", "above", "mindestens", "über", "≥", ">=", ">", "al menos":
			if reKeep.MatchString(s) {
				r.Direction = okr.KeepAbove
			}
		case "under", "below", "less than", "fewer than", "no more than", "at most", "maximum", "maximum of", "not more than", "unter", "höchstens", "≤", "<=", "<", "menos de":
			if reKeep.MatchString(s) || !reVerb.MatchString(s) {
				r.Direction = okr.KeepBelow
			}
		}
		if reFromTo.MatchString(before) && r.Baseline == nil {
			r.set("baseline", &r.Baseline, q)
			continue
		}
		plain = append(plain, q)
		if word == "to" || word == "auf" || word == "→" || word == "->" || word == "–>" {
			if r.Target == nil && (r.Baseline != nil || reRise.MatchString(s) || reFall.MatchString(s)) {
				r.set("target", &r.Target, q)
				r.Unit = q.unit
				if n := len(plain); r.Baseline == nil && n > 1 && joins(s[plain[n-2].span.To:q.span.From]) {
					r.set("baseline", &r.Baseline, plain[n-2])
				}
			}
		}
	}
	if r.Target == nil && len(plain) > 0 && r.Relative == nil {
		q := plain[0]
		// "125 to 200" and "125 → 200" without a "from": the first is the baseline.
		if len(plain) > 1 && r.Baseline == nil {
			if joins(s[q.span.To:plain[1].span.From]) {
				r.set("baseline", &r.Baseline, q)
				q = plain[1]
			}
		}
		r.set("target", &r.Target, q)
		r.Unit = q.unit
	}
	for _, q := range list {
		if r.Unit == "" && q.unit != "" && r.Target != nil {
			r.Unit = q.unit
		}
	}
}

// joins answers whether the words between two numbers make the first the start and the second the end: "4h to 1h", "8% => 5%".
func joins(between string) bool {
	switch strings.TrimSpace(strings.ToLower(between)) {
	case "to", "→", "->", "=>", "–>", "auf", "a":
		return true
	}
	return false
}

func toFollows(after string) bool { return reToAfter.MatchString(after) }

func (r *Reading) set(slot string, to **float64, q quantity) {
	v := q.value
	*to = &v
	r.Spans[slot] = q.span
}

// multiples are changes that are written as words, in per cent.
var multiples = []struct {
	word   string
	change float64
}{{"by half", 50}, {"in half", 50}, {"double", 100}, {"triple", 200}, {"quadruple", 300}, {"halve", 50}, {"verdoppeln", 100}, {"halbieren", 50}, {"duplicar", 100}}

// words reads direction from verbs, and the numbers that are written as words.
func (r *Reading) words(b []byte) {
	s := strings.ToLower(string(b))
	if r.Target == nil && r.Relative == nil {
		for _, m := range multiples {
			if i := strings.Index(s, m.word); i >= 0 {
				change := m.change
				r.Relative = &change
				r.Spans["relative"] = Span{i, i + len(m.word)}
				break
			}
		}
		if i := strings.Index(s, "zero "); i >= 0 {
			z := 0.0
			r.Target, r.Direction = &z, okr.KeepBelow
			r.Spans["target"] = Span{i, i + 4}
		}
	}
	if r.Target == nil && r.Relative == nil && !r.Placeholder {
		r.Direction = ""
		return
	}
	if r.Direction != "" {
		return
	}
	rise, fall, keep := reRise.MatchString(s), reFall.MatchString(s), reKeep.MatchString(s)
	switch {
	case r.Baseline != nil && r.Target != nil && *r.Target < *r.Baseline:
		r.Direction = okr.Decrease
	case r.Baseline != nil && r.Target != nil && *r.Target > *r.Baseline:
		r.Direction = okr.Increase
	case keep:
		r.Direction = okr.KeepAbove
	case fall && !rise:
		r.Direction = okr.Decrease
	case rise:
		r.Direction = okr.Increase
	default:
		r.Direction = okr.Reach
	}
}

// parse reads a numeral: grouped thousands and the decimal mark by their shape, and by the locale where the shape leaves it open.
func parse(s, locale string) (float64, bool) {
	s = strings.NewReplacer("−", "-", " ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "").Replace(s)
	comma, dot := strings.Count(s, ","), strings.Count(s, ".")
	german := strings.HasPrefix(locale, "de") || strings.HasPrefix(locale, "es") || strings.HasPrefix(locale, "nl") || strings.HasPrefix(locale, "it")
	switch {
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

// Number reads a cell or a field that holds one number, perhaps with a unit: "1.234,5", "10k", "€ 3 Mio", "70 %".
func Number(text, locale string) (value float64, unit string, ok bool) {
	list := quantities([]byte(text), locale)
	if len(list) != 1 {
		return 0, "", false
	}
	return list[0].value, list[0].unit, true
}

var (
	reShare = regexp.MustCompile(`(?i)^\W*(?:(?:done|complete[d]?|reached|achieved|final|score|grade)\W+){0,2}(\d{1,3}(?:[.,]\d+)?)\s?(%|/\s?(10|100|5|1)(?:\.0)?\b)?`)
)

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
