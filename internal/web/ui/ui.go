// Package ui holds the components that pages are composed of, each in all its states on /design. A page composes and never
// styles: a new component joins /design first.
//
// Components take plain view structs and okr's words, never app's. It imports okr and chart of ours.
package ui

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/a-h/templ"

	"github.com/headwater-okr/headwater/internal/chart"
	"github.com/headwater-okr/headwater/internal/okr"
)

// A Link is a word that goes somewhere.
type Link struct {
	Text    string
	About   string // softer, behind it
	URL     string
	Current bool
}

// A Shell is what every page of an organization has around it.
type Shell struct {
	Title   string // of the window
	Org     string
	Base    string // "/acme"
	Active  string // which entry of the rail: "week", "objectives", "kpis", …
	Cycle   Link   // the chosen cycle; Text "" when there is none
	Week    int    // n of Weeks
	Weeks   int
	Cycles  []Link
	Teams   []Link
	Team    string // the chosen team's name
	Main    Link   // the page's one main action; URL "" for none
	InBar   bool   // the main action is in the phone's bottom bar already
	Lesser  []Link // lesser actions in the top bar
	Rail    []Entry
	Theme   string
	Keys    string // "off" switches single-letter keys off
	Live    string // ids that the page shows, for hw-live; "*" for everything
	Toast   *Toast
	Person  string
	Earlier string // URL of this page in the cycle before, "" if none
	Later   string
	Search  string
}

// An Entry is a place in the rail.
type Entry struct {
	ID, Text, Icon, URL string
	Wide                bool // not on a phone
	Thumb               bool // only on a phone
	Count               int  // of what waits there; 0 shows nothing
}

// A Toast says what was just done, with an undo where there is one.
type Toast struct {
	Text string
	Undo string // URL to POST to
}

// A status is how a health looks: its word, its class and its shape.
type status struct{ Word, Class, Shape string }

var statuses = map[okr.Health]status{
	okr.NotStarted: {"Not started", "not-started", "s-not-started"},
	okr.OnCourse:   {"On course", "on-course", "s-on-course"},
	okr.Drifting:   {"Drifting", "drifting", "s-drifting"},
	okr.InTrouble:  {"In trouble", "in-trouble", "s-in-trouble"},
	okr.Silent:     {"Silent", "is-silent", "s-is-silent"},
	okr.HealthDone: {"Closed", "closed", "s-closed"},
}

func statusOf(h okr.Health) status {
	if s, ok := statuses[h]; ok {
		return s
	}
	return statuses[okr.NotStarted]
}

// StatusClass and StatusShape are how a health looks, for things that are judged by another word.
func StatusClass(h okr.Health) string { return statusOf(h).Class }

// StatusShape is the id of the shape.
func StatusShape(h okr.Health) string { return statusOf(h).Shape }

// HealthWord is the word for a health.
func HealthWord(h okr.Health) string { return statusOf(h).Word }

// A KR is a key-result line, the signature element.
type KR struct {
	ID         string
	Title      string
	URL        string // "" inside a summary, where the title is plain text
	Health     okr.Judged
	Trail      []okr.Point
	From       string
	Now        string // "" for no value yet
	To         string
	Way        float64  // the way from start to target, 0 to 1
	Plan       *float64 // where the plan wants us today
	Confidence *int
	Age        string // "7 d"
	When       okr.Date
	Old        bool // the check-in is late
	Selected   bool
	Computed   bool // from other key results
}

// Line makes the key-result line of k as it stands today. It runs from one day until another; late is whether its check-in is.
func Line(k okr.KeyResult, h okr.Judged, today, from, until okr.Date, late bool, url string) KR {
	l := KR{ID: k.ID, Title: k.Title, URL: url, Health: h, Trail: k.Trail, Confidence: k.Confidence, When: k.CheckedAs,
		Old: late, Computed: k.Source.Kind != okr.Manual}
	number := func(v float64) string { return okr.FormatNumber(v, k.Locale) }
	switch {
	case k.Kind == okr.YesNo:
		l.From, l.To = "no", "yes"
	case k.Kind == okr.Judgement:
		l.From, l.To = "not at all", "fully"
	case k.Kind == okr.Milestones:
		l.From, l.To = "0", strconv.Itoa(len(k.Stages))
	default:
		if k.Baseline != nil {
			l.From = number(*k.Baseline)
		}
		if k.Target != nil {
			l.To = number(*k.Target)
			switch k.Direction {
			case okr.KeepAbove:
				l.To = "≥ " + l.To
			case okr.KeepBelow:
				l.To = "≤ " + l.To
			}
		}
	}
	if k.Value != nil {
		l.Now = k.Format(*k.Value)
	}
	if k.Progress != nil {
		l.Way = min(max(*k.Progress, 0), 1)
	}
	if p, ok := k.PlannedProgress(today, okr.Cycle{Start: from, End: until}); ok {
		p = min(max(p, 0), 1)
		l.Plan = &p
	}
	if k.CheckedAs != "" {
		l.Age = Age(today.Since(k.CheckedAs))
	}
	return l
}

// WayText says the bar in words.
func (k KR) WayText() string {
	if k.Now == "" {
		return "No value yet"
	}
	t := Percent(k.Way) + " of the way"
	if k.Plan != nil {
		t += ", plan " + Percent(*k.Plan)
	}
	return t
}

// Age is a number of days as a short age: today, 1 d, 7 d, 5 w.
func Age(days int) string {
	switch {
	case days <= 0:
		return "today"
	case days < 70:
		return strconv.Itoa(days) + " d"
	default:
		return strconv.Itoa(days/7) + " w"
	}
}

// Percent is a share as whole per cent with its no-break space.
func Percent(p float64) string { return strconv.Itoa(int(math.Round(p*100))) + " %" }

// percentAttr is a share as an SVG length.
func percentAttr(p float64) string {
	return strconv.FormatFloat(math.Round(min(max(p, 0), 1)*1000)/10, 'f', -1, 64) + "%"
}

// spark is a sparkline's path and its last point.
func spark(trail []okr.Point) (path string, x, y string) { return chart.Spark(trail) }

// Initials are up to two letters of a name.
func Initials(name string) string {
	var out []rune
	for _, w := range strings.Fields(name) {
		r := []rune(w)
		if unicode.IsLetter(r[0]) || unicode.IsDigit(r[0]) {
			out = append(out, unicode.ToUpper(r[0]))
		}
	}
	if len(out) > 2 {
		out = []rune{out[0], out[len(out)-1]}
	}
	return string(out)
}

// TeamMark is the two letters of a team.
func TeamMark(name string) string {
	if f := strings.Fields(name); len(f) > 1 {
		return Initials(name)
	}
	r := []rune(strings.ToUpper(name))
	if len(r) > 2 {
		r = r[:2]
	}
	return string(r)
}

// Day is a date as "9 November", with the year where it is not this one's.
func Day(d, today okr.Date) string { return d.Words(today) }

// ShortDay is a date as "9 Nov".
func ShortDay(d okr.Date) string {
	if d == "" {
		return ""
	}
	return d.Time().Format("2 Jan")
}

// irregular are the plurals that are not made with an s.
var irregular = map[string]string{"person": "people", "branch": "branches"}

// Plural is "1 check-in", "4 check-ins".
func Plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	many, ok := irregular[one]
	if !ok {
		many = one + "s"
	}
	return strconv.Itoa(n) + " " + many
}

// Upper makes the first letter a capital.
func Upper(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

// sentence ends a text with a full stop, unless it has an end.
func sentence(s string) string {
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "…") {
		return Upper(s)
	}
	return Upper(s) + "."
}

func itoa(n int) string { return strconv.Itoa(n) }

func segment(i int) string { return strconv.Itoa(i * 6) }

func at(base, path string) string { return base + "/" + path }

// weekText is "week 7 of 13".
func (s Shell) weekText() string {
	if s.Week == 0 {
		return "not begun"
	}
	return fmt.Sprintf("week %d of %d", s.Week, s.Weeks)
}

// A Field is a form field with its label, hint and fault.
type Field struct {
	Name, Label, Hint, Value, Error string
	As                              string // the id where a name stands twice in a form; "" is the name
	Type                            string // of the input; "" is text, "textarea", "select", "pick"
	Placeholder                     string
	Options                         []Option
	From                            string // of "pick": where suggestions for what is typed come from
	Required, Auto                  bool   // autofocus
	Rows                            int    // of a textarea
	Unit                            string // behind the input
	Complete                        string // autocomplete token
	Max                             int
	Lang                            string
}

// An Option is a choice of a select.
type Option struct {
	Value, Text string
	Chosen      bool
	Depth       int
}

// Label is the option's text, moved in by its depth.
func (o Option) Label() string { return strings.Repeat("  ", o.Depth) + o.Text }

// ID is the element id of the field.
func (f Field) ID() string {
	return "f-" + strings.NewReplacer("[", "-", "]", "", ".", "-", "_", "-").Replace(cmp.Or(f.As, f.Name))
}

// written is what stands in the field of a "pick": the name of what is chosen, or what was typed.
func (f Field) written() string {
	for _, o := range f.Options {
		if o.Chosen && o.Value != "" {
			return o.Text
		}
	}
	return f.Value
}

func (f Field) described() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID()+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.ID()+"-error")
	}
	return strings.Join(ids, " ")
}

func (f Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// state is the attributes that depend on the field's state.
func (f Field) state() templ.Attributes {
	a := templ.Attributes{}
	if f.Error != "" {
		a["aria-invalid"] = "true"
	}
	if f.Required {
		a["required"] = true
	}
	if f.Auto {
		a["autofocus"] = true
	}
	if f.Max > 0 {
		a["maxlength"] = strconv.Itoa(f.Max)
	}
	return a
}
