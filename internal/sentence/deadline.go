package sentence

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

const months = `jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?`

// by introduces a deadline; its words are part of the span.
const by = `(?:\b(?:by|before|until|till|in|during|due|through|for|bis|im|para)\s+)?(?:the\s+)?(?:(?:end|close|eo)\s*(?:of\s+)?(?:the\s+)?)?`

var (
	reISO      = regexp.MustCompile(`(?i)` + by + `\b(\d{4})-(\d{2})-(\d{2})\b`)
	reMonth    = regexp.MustCompile(`(?i)` + by + `\b(` + months + `)\b\.?(?:\s+(\d{1,2})(?:st|nd|rd|th)?\b)?(?:,?\s+(\d{4})\b)?`)
	reDay      = regexp.MustCompile(`(?i)` + by + `\b(\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(` + months + `)\b\.?(?:,?\s+(\d{4})\b)?`)
	reQuarter  = regexp.MustCompile(`(?i)` + by + `\b(?:(FY)\s?'?(\d{2,4})[\s-]*)?([QH])([1-4])\b(?:[\s-]*(?:of\s+)?(FY)?\s?'?(\d{4}|\d{2})\b)?`)
	reYearQ    = regexp.MustCompile(`(?i)` + by + `\b(\d{4})[\s-]?([QH])([1-4])\b`)
	reYear     = regexp.MustCompile(`(?i)\b(?:by|before|in|during|until|end of|this)\s+(?:the\s+)?(?:end\s+of\s+)?(?:the\s+)?(?:FY\s?)?((?:19|20)\d{2})\b`)
	rePhrase   = regexp.MustCompile(`(?i)\b(?:by|before|in|during|until|within|at)?\s*(?:the\s+)?(?:EOQ|EOY|EOM|end of (?:the |this )?(?:quarter|cycle|year|month|half)|this (?:quarter|cycle|year|month)|year[- ]end)\b`)
	reSlashed  = regexp.MustCompile(`(?i)` + by + `\b(\d{1,2}/\d{1,2}/\d{4})\b`)
	reDateWord = regexp.MustCompile(`(?i)\d{4}|\b[QH][1-4]\b|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|quarter|year|month|cycle|EO[QYM]`)
	reBareYear = regexp.MustCompile(`\b(?:FY ?'?\d{2,4}|(?:19|20)\d{2})\b`)
	introduce  = regexp.MustCompile(`(?i)^(?:by|before|until|till|in|during|due|through|for|bis|im|para|the|end|close|eo)\b`)
)

// deadline reads the date by which it must be done, and blanks it with every other date, so that no number of a date is a quantity.
func (r *Reading) deadline(b []byte, text string, o Options) {
	if !reDateWord.Match(b) {
		return
	}
	take := func(m []int, d okr.Date, sure bool) {
		phrase := strings.TrimSpace(text[m[0]:m[1]])
		if r.When == "" && (sure || introduce.MatchString(phrase)) {
			from := m[0] + len(text[m[0]:m[1]]) - len(strings.TrimLeft(text[m[0]:m[1]], " "))
			r.When, r.Deadline, r.Spans["deadline"] = phrase, d, Span{from, m[1]}
		}
		blank(b, m[0], m[1])
	}
	for _, m := range reISO.FindAllSubmatchIndex(b, -1) {
		s := string(b[m[2]:m[7]])
		if d, err := okr.ParseDate("", s); err == nil {
			take(m, d, true)
		}
	}
	for _, m := range reSlashed.FindAllSubmatchIndex(b, -1) {
		if t, err := time.Parse("1/2/2006", string(b[m[2]:m[3]])); err == nil {
			take(m, okr.DateOf(t), true)
		}
	}
	year := 0
	if o.Today != "" {
		year = o.Today.Time().Year()
	}
	for _, m := range reYearQ.FindAllSubmatchIndex(b, -1) {
		y, _ := strconv.Atoi(string(b[m[2]:m[3]]))
		take(m, period(b[m[4]], b[m[6]], y, o), false)
	}
	for _, m := range reQuarter.FindAllSubmatchIndex(b, -1) {
		y := year
		for _, g := range []int{2, 6} {
			if m[2*g] >= 0 {
				y, _ = strconv.Atoi(string(b[m[2*g]:m[2*g+1]]))
				if y < 100 {
					y += 2000
				}
			}
		}
		if b[m[6]] == 'H' && b[m[8]] > '2' {
			continue
		}
		d := period(b[m[6]], b[m[8]], y, o)
		take(m, d, false)
	}
	for _, m := range reDay.FindAllSubmatchIndex(b, -1) {
		day, _ := strconv.Atoi(string(b[m[2]:m[3]]))
		take(m, monthDay(b[m[4]:m[5]], day, yearOf(b, m, 3), o), true)
	}
	for _, m := range reMonth.FindAllSubmatchIndex(b, -1) {
		day := 0
		if m[4] >= 0 {
			day, _ = strconv.Atoi(string(b[m[4]:m[5]]))
		}
		word := strings.ToLower(string(b[m[2]:m[3]]))
		phrase := strings.TrimSpace(string(b[m[0]:m[1]]))
		if (word == "may" || word == "mar" || word == "dec" || word == "march") && day == 0 && m[6] < 0 && !introduce.MatchString(phrase) {
			continue // "may" is a verb more often than a month
		}
		take(m, monthDay(b[m[2]:m[3]], day, yearOf(b, m, 3), o), false)
	}
	for _, m := range rePhrase.FindAllIndex(b, -1) {
		d := okr.Date("")
		phrase := strings.ToLower(string(b[m[0]:m[1]]))
		switch {
		case strings.Contains(phrase, "year") || strings.Contains(phrase, "eoy"):
			if year > 0 {
				d = okr.NewQuarter(fiscalYear(o), 4, o.Fiscal).End
			}
		case strings.Contains(phrase, "month") || strings.Contains(phrase, "eom"):
			if o.Today != "" {
				t := o.Today.Time()
				d = okr.DateOf(time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, time.UTC))
			}
		case o.Cycle.End != "":
			d = o.Cycle.End
		case o.Today != "":
			d = okr.QuarterOf(o.Today, o.Fiscal).End
		}
		take(m, d, true)
	}
	for _, m := range reYear.FindAllSubmatchIndex(b, -1) {
		y, _ := strconv.Atoi(string(b[m[2]:m[3]]))
		take(m, okr.NewQuarter(y, 4, 0).End, true)
	}
	for _, m := range reBareYear.FindAllIndex(b, -1) {
		if m[0] == 0 || b[m[0]-1] != '$' && b[m[0]-1] != ',' {
			blank(b, m[0], m[1])
		}
	}
}

// fiscalYear is the fiscal year that today lies in.
func fiscalYear(o Options) int {
	t := o.Today.Time().AddDate(0, 1-max(o.Fiscal, 1), 0)
	return t.Year()
}

// period is the last day of a quarter or half; without a year none can be told.
func period(kind, n byte, year int, o Options) okr.Date {
	if year == 0 {
		return ""
	}
	q := int(n - '0')
	if kind == 'H' || kind == 'h' {
		q *= 2
	}
	if q > 4 {
		return ""
	}
	return okr.NewQuarter(year, q, o.Fiscal).End
}

func yearOf(b []byte, m []int, group int) int {
	if m[2*group] < 0 {
		return 0
	}
	y, _ := strconv.Atoi(string(b[m[2*group]:m[2*group+1]]))
	return y
}

// monthDay is a day of a month, its last one without a day; without a year it is the next such day from today.
func monthDay(name []byte, day, year int, o Options) okr.Date {
	month := time.Month(strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(string(name[:3])))/3 + 1)
	if year == 0 {
		if o.Today == "" {
			return ""
		}
		t := o.Today.Time()
		year = t.Year()
		if month < t.Month() || month == t.Month() && day > 0 && day < t.Day() {
			year++
		}
	}
	last := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC)
	if day == 0 || day > last.Day() {
		return okr.DateOf(last)
	}
	return okr.DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}
