// Package judge reads a plan and says, with evidence, what is likely to go wrong with it and what to do.
//
// It is a pure function, Read, the same for a page, the API, the command line and a file in git. How a single sentence is classified stands
// in line.go and below: features that are found by grammar, and a table of weights that can be read. What is wrong with a plan is decided by
// rules, one family a file, each with its source and with examples that are tests. A rule without the data that it needs says so.
package judge

import (
	"cmp"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/sentence"
)

// A Case is what is known of a plan. Parts that are nil are not known, and the rules that need them say so instead of passing.
type Case struct {
	Today     okr.Date
	Settings  okr.Settings
	Cycle     okr.Cycle // for every goal that names no other
	Goals     []Goal
	Root      string                 // the id of the company's team; "" reads no levels but those of the goals
	Teams     int                    // how many other teams lead objectives, where the goals are not all of the plan; 0 is those of the goals
	Limits    map[Level]okr.Limits   // of a level, where they differ from the settings'
	Earlier   []string               // the objectives of the cycle before, by title
	Pillars   []string               // the strategic choices, by title
	Chances   map[string]float64     // of reaching the target, by key result
	Record    map[string][]float64   // the lowest grade that a team closed with in each cycle, the last one first, by team
	Data      bool                   // whether the key results hold what is known of their data
	Work      []Work                 // the backlog and the roadmap, open and done
	Readings  map[string][]okr.Point // what the metric's own source says, by key result, in the order of days
	Vision    *string                // nil is not known, "" is none
	Before    map[string]bool        // teams that had an objective in an earlier cycle, by name
	Outside   *int                   // how many objectives somebody outside the leadership wrote or edited
	Contracts int                    // what teams do for each other, and have not declined
	Changes   []Revised              // to what live objectives and their key results aim at
	Told      map[string]Told        // what their check-ins tell together, by key result
	Rhythm    *Rhythm                // what happens around the plan, week by week
	Embed     Embedder               // compares sentences by meaning; nil is by their words
	Off       []string               // rules that are switched off
	Dismissed []Dismissal
	Met       map[int]bool // is filled, unless it is nil, with the dismissals that met a finding, by their place in the list
}

// A Goal is an objective with its key results and the lines of the document that they stand in, if they come from one.
type Goal struct {
	okr.Objective
	Team       string // the name of the leading team
	Level      Level  // "" is told by its teams
	Under      int    // which goal of the case it stands below in the document, counted from 1; 0 is none
	KeyResults []okr.KeyResult
	Sheet      string // of a workbook that has several
	Line       int
	Lines      []int // of the key results
}

// A Level says whose objective it is.
type Level string

// The levels.
const (
	LevelOrganization Level = "organization"
	LevelTeam         Level = "team"
	LevelPerson       Level = "person"
)

// A Dismissal is of a rule for a line: by its id, or by its text where lines have none.
type Dismissal struct {
	okr.Dismissal
	ID string // of the objective or key result
}

// A Severity is how grave a finding is.
type Severity string

// The severities.
const (
	Note    Severity = "note"
	Warning Severity = "warning"
	Serious Severity = "serious"
)

// Rank orders severities: 3 is serious.
func (s Severity) Rank() int {
	switch s {
	case Serious:
		return 3
	case Warning:
		return 2
	}
	return 1
}

// A Finding is one thing to look at. It never blocks.
type Finding struct {
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	Place    Place    `json:"place"`
	Beside   Place    `json:"beside,omitzero"`   // the other line, of a finding about two
	Evidence string   `json:"evidence"`          // the words or figures that it rests on
	Why      string   `json:"why"`               // in one sentence
	Fix      string   `json:"fix"`               // one concrete next step
	Rewrite  []string `json:"rewrite,omitempty"` // sentences to take instead
	Weight   float64  `json:"weight"`            // gravity among all findings, 0 to 10
}

// A Place is where a finding belongs. Line counts from 1; 0 is no document.
type Place struct {
	Objective string        `json:"objective,omitempty"`
	KeyResult string        `json:"key_result,omitempty"`
	Text      string        `json:"text,omitempty"`  // the sentence
	Span      sentence.Span `json:"span,omitzero"`   // in it
	Sheet     string        `json:"sheet,omitempty"` // of a workbook that has several
	Line      int           `json:"line,omitempty"`
	Team      string        `json:"team,omitempty"`
}

// Marked are the words of the sentence that the finding is about; all of it where none are.
func (p Place) Marked() string {
	if s := p.Span; s.To > s.From && s.To <= len(p.Text) {
		return p.Text[s.From:s.To]
	}
	return p.Text
}

// An Unread is a rule that could not be applied, and why.
type Unread struct {
	Rule    string `json:"rule"`
	Because string `json:"because"`
}

// A Report is what the judge says of a case, the gravest first.
type Report struct {
	Findings  []Finding `json:"findings"`
	Dismissed int       `json:"dismissed"`
	Unread    []Unread  `json:"unread,omitempty"`
	Score     Score     `json:"score"`
	// Teams is how the part of each leading team stands, by its id.
	Teams map[string]Reach `json:"teams,omitempty"`
}

// A Score is 0 to 100, with its parts. Each part starts at 100 and loses for each line what its findings weigh.
type Score struct {
	Total int    `json:"total"`
	Parts []Part `json:"parts"`
}

// A Part of the score, and the rules that took from it.
type Part struct {
	Name  string   `json:"name"`
	Value int      `json:"value"`
	Rules []string `json:"rules,omitempty"`
}

// A Rule says one thing about plans.
type Rule struct {
	ID       string
	Severity Severity
	Title    string // what it finds, in a few words
	Why      string
	Source   string // the lines of docs/capabilities.md that it serves
	Needs    string // a part of the case without which it cannot be read, one of needs; "" is none
	Fires    [2]Example
	Silent   [2]Example

	keyResult func(*pass, *goal, *result) []Finding
	objective func(*pass, *goal) []Finding
	plan      func(*pass) []Finding
}

// An Example is a case on which a rule fires, or is silent.
type Example struct {
	Text string // the sentence, or the plan in words
	Case Case
}

// Rules are all rules, in the order of the catalogue.
var Rules = slices.Concat(keyResultRules, objectiveRules, planRules, ambitionRules, dataRules, flowRules, similarRules, programmeRules, rhythmRules, changeRules)

// WhileTyping are rules that ask for more than one sentence can say: they rest while it is typed.
var WhileTyping = []string{"plan/too-few-krs", "plan/too-few", "objective/no-why", "objective/no-urgency", "objective/no-evidence", "objective/restated"}

// Read judges a case.
func Read(c Case) Report {
	all, goals := noteAll(c)
	p := Plan{pass: *all}
	findings := append(append([]Finding{}, p.whole()...), p.lines(goals)...)
	slices.SortStableFunc(findings, p.Order)
	p.count(findings)
	rep := p.Report()
	rep.Findings = findings
	return rep
}

// gravity is what a finding of each severity weighs, if it does not say itself.
var gravity = map[Severity]float64{Serious: 9, Warning: 4, Note: 1.5}

// A need is a part of the case without which some rules cannot be read.
type need struct {
	absent func(*pass) bool
	why    string
}

// needs are the parts that a rule can name, and what is said where one is absent.
var needs = map[string]need{
	"earlier":  {func(p *pass) bool { return p.Earlier == nil }, "the cycle before is not known here"},
	"pillars":  {func(p *pass) bool { return p.Pillars == nil }, "the strategy is not known here"},
	"chances":  {func(p *pass) bool { return p.Chances == nil }, "there is no forecast yet"},
	"vision":   {func(p *pass) bool { return p.Vision == nil }, "the vision is not known here"},
	"before":   {func(p *pass) bool { return p.Before == nil }, "earlier cycles are not known here"},
	"authors":  {func(p *pass) bool { return p.Outside == nil }, "it is not known here who wrote what"},
	"data":     {func(p *pass) bool { return !p.Data }, "what is known of the data does not stand here"},
	"cycle":    {func(p *pass) bool { return p.Cycle.End == "" }, "the cycle's dates are not known here"},
	"work":     {func(p *pass) bool { return p.Work == nil }, "the backlog is not known here"},
	"readings": {func(p *pass) bool { return p.Readings == nil }, "no source of numbers is known here"},
	"changes":  {func(p *pass) bool { return p.Changes == nil }, "what was changed is not known here"},
	"told":     {func(p *pass) bool { return p.Told == nil }, "check-ins are not known here"},
	"rhythm":   {func(p *pass) bool { return p.Rhythm == nil }, "what happens around the plan is not known here"},
	"root": {func(p *pass) bool {
		return p.Root == "" && len(p.Limits) == 0 && !slices.ContainsFunc(p.goals, func(g *noted) bool { return g.company })
	}, "it is not known here which team is the company"},
}

// lacks says why a rule cannot be read; part is "" or one of the needs.
func (p *pass) lacks(part string) string {
	if n := needs[part]; part != "" && n.absent(p) {
		return n.why
	}
	return ""
}

func (p *pass) dismissed(f Finding) bool {
	for i, d := range p.Dismissed {
		if d.Rule != f.Rule || d.ID == "" && d.Text == "" {
			continue
		}
		if d.With != "" { // of two, either can say that they are not related
			for _, x := range [][2]Place{{f.Place, f.Beside}, {f.Beside, f.Place}} {
				if d.ID == x[0].id() && d.Text == x[0].Text && (d.With == x[1].id() || d.ID == "" && d.With == x[1].Text) {
					return p.met(i)
				}
			}
			continue
		}
		if (d.ID == "" || d.ID == f.Place.KeyResult || d.ID == f.Place.Objective && f.Place.KeyResult == "") && (d.Text == "" || d.Text == f.Place.Text) {
			return p.met(i)
		}
	}
	return false
}

// met notes that a dismissal has met a finding.
func (p *pass) met(i int) bool {
	if p.Met != nil {
		p.Met[i] = true
	}
	return true
}

// id is that of the key result or objective that a place is.
func (p Place) id() string { return cmp.Or(p.KeyResult, p.Objective) }

// families are the parts of the score, by the beginning of a rule's id.
var families = []struct{ id, name string }{{"kr", "Key results"}, {"objective", "Objectives"}, {"plan", "The plan"}, {"ambition", "Ambition"}, {"data", "Data"}}

// score takes from each part what its findings weigh, spread over its lines: a plan twice as long with the same share of findings has the same
// score. A part is at 0 only if each of its lines is.
func (p *pass) score(lost losses, goals []*noted) Score {
	results := 0
	for _, g := range goals {
		results += len(g.results)
	}
	lines := map[string]int{"objective": len(goals), "plan": 2, "ambition": len(goals), "data": results, "kr": results}
	var s Score
	for _, f := range families {
		if f.id == "data" && !p.Data {
			continue
		}
		x := lost[f.id]
		part := Part{Name: f.name, Rules: slices.SortedFunc(slices.Values(x.rules), func(a, b string) int { return cmp.Compare(ruleAt[a], ruleAt[b]) })}
		part.Value = max(0, int(100-100*x.sum/(gravity[Serious]*float64(max(1, lines[f.id])))+0.5))
		s.Parts = append(s.Parts, part)
		s.Total += part.Value
	}
	s.Total /= len(s.Parts)
	return s
}

// Top are the findings that are shown unasked: the gravest, at most n, and none twice for the same line. A rule has a second place only where no other one asks.
func (r Report) Top(n int) []Finding {
	chosen, count := make([]bool, len(r.Findings)), 0
	places, rules := map[Place]bool{}, map[string]bool{}
	for _, again := range []bool{false, true} {
		for i, f := range r.Findings {
			at := Place{Objective: f.Place.Objective, KeyResult: f.Place.KeyResult}
			if count == n || chosen[i] || places[at] || rules[f.Rule] && !again {
				continue
			}
			chosen[i], places[at], rules[f.Rule] = true, at != (Place{}), true
			count++
		}
	}
	var out []Finding
	for i, f := range r.Findings {
		if chosen[i] {
			out = append(out, f)
		}
	}
	return out
}

// written is a key result as a sentence: its title, and its numbers if they stand in fields and not in the title.
func written(k okr.KeyResult) string {
	if k.Kind != "" && k.Kind != okr.Number || k.Target == nil {
		return k.Title
	}
	if r := sentence.Read(k.Title, sentence.Options{}); r.Target != nil || r.Relative != nil {
		return k.Title
	}
	text := strings.TrimRight(k.Title, " .") + ": "
	switch {
	case k.Direction == okr.KeepBelow:
		return text + "at most " + trim(*k.Target, k.Unit)
	case k.Direction == okr.KeepAbove:
		return text + "at least " + trim(*k.Target, k.Unit)
	case k.Baseline != nil:
		return text + "from " + trim(*k.Baseline, k.Unit) + " to " + trim(*k.Target, k.Unit)
	}
	return text + trim(*k.Target, k.Unit)
}

// about is what a key result measures, with its unit: those that measure the same have the same. "" is of one without a number, or that says too little.
func about(r Reading) string {
	stems := metric(r)
	slices.Sort(stems)
	stems = slices.Compact(stems)
	if len(stems) == 0 || r.Target == nil && (len(stems) < 2 || r.Relative == nil) || len(stems) > 1 && r.Language == "" {
		return ""
	}
	return strings.Join(stems, " ") + " " + r.Unit
}

// metric is what a key result measures, as stems: without numbers, verbs of change and the words of the target.
func metric(r Reading) []string {
	var keep []string
	for _, w := range r.text.Words {
		if w.Role == sentence.Named && w.Kind == sentence.Numeral { // line 2 and line 3, retention on day 7 and on day 30
			keep = append(keep, w.Text)
		}
		if w.Kind == sentence.Letters && w.Role == sentence.Free && !w.Inner && (w.Plain() || w.Text == "late" || w.Text == "early") { // orders that are late and orders that are early are not one number
			keep = append(keep, w.Text)
		}
	}
	return sentence.Stems(strings.Join(keep, " "), cmp.Or(r.Language, "en"))
}
