// Package judge reads a plan and says, with evidence, what is likely to go wrong with it and what to do.
//
// It is a pure function, Read, the same for a page, the API, the command line and a file in git. How a single sentence is classified stands
// in line.go and below: features that are found by grammar, and a table of weights that can be read. What is wrong with a plan is decided by
// rules, one family a file, each with its source and with examples that are tests. A rule without the data that it needs says so.
package judge

import (
	"cmp"
	"slices"
	"strconv"
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
	Limits    map[Level]okr.Limits   // of a level, where they differ from the settings'
	Earlier   []Goal                 // the cycle before
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
}

// A Goal is an objective with its key results and the lines of the document that they stand in, if they come from one.
type Goal struct {
	okr.Objective
	Team       string // the name of the leading team
	Level      Level  // "" is told by its teams
	KeyResults []okr.KeyResult
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
	Text      string        `json:"text,omitempty"` // the sentence
	Span      sentence.Span `json:"span,omitzero"`  // in it
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
	Source   string // the capabilities that it serves
	Needs    string // a part of the case without which it cannot be read: earlier, before, pillars, vision, authors, chances, data, cycle, root, work, readings, changes, told, rhythm; "" is none
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

// A pass is one reading of a case: every sentence is read once, for all rules.
type pass struct {
	Case
	goals  []*goal
	all    []*result        // of the goals, once they have been asked for
	echoes map[string]*Echo // by key result; nil before they are read
	at     map[string]int   // where the goal with an id, or with the key result with an id, is in goals; nil before it is asked for
}

type goal struct {
	*Goal
	reading Reading
	results []*result
	company bool
}

type result struct {
	*okr.KeyResult
	line    int
	reading Reading
	stems   []string
}

func newPass(c Case) *pass {
	p := &pass{Case: c}
	o := sentence.Options{Today: c.Today, Cycle: c.Cycle, Fiscal: c.Settings.FiscalStart, Locale: c.Settings.Locale}
	for i := range c.Goals {
		g := &goal{Goal: &c.Goals[i]}
		var below []string
		for _, k := range g.KeyResults {
			below = append(below, k.Title)
		}
		g.reading = ReadLine(Line{Kind: Objective, Text: g.Title, KeyResults: below, Options: o})
		g.company = g.Level == LevelOrganization || c.Root != "" && slices.Contains(g.TeamIDs, c.Root)
		for k := range g.KeyResults {
			kr := &g.KeyResults[k]
			r := &result{KeyResult: kr, reading: ReadLine(Line{Kind: KeyResult, Text: written(*kr), Objective: g.Title, Options: o})}
			if k < len(g.Lines) {
				r.line = g.Lines[k]
			}
			r.stems = metric(r.reading)
			g.results = append(g.results, r)
		}
		p.goals = append(p.goals, g)
	}
	return p
}

// Read judges a case.
func Read(c Case) Report {
	p := newPass(c)
	rep := Report{Findings: []Finding{}}
	for i := range Rules {
		r := &Rules[i]
		if slices.Contains(c.Off, r.ID) {
			continue
		}
		if why := p.lacks(r.Needs); why != "" {
			rep.Unread = append(rep.Unread, Unread{r.ID, why})
			continue
		}
		for _, f := range p.apply(r) {
			if f.Rule, f.Severity = r.ID, cmp.Or(f.Severity, r.Severity); f.Why == "" {
				f.Why = r.Why
			}
			if f.Weight == 0 {
				f.Weight = gravity[f.Severity]
			}
			if p.dismissed(f) {
				rep.Dismissed++
				continue
			}
			rep.Findings = append(rep.Findings, f)
		}
	}
	slices.SortStableFunc(rep.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Place.Line, b.Place.Line))
	})
	rep.Score = p.score(rep.Findings)
	rep.Teams = p.reach(rep.Findings)
	return rep
}

// results are the key results of the case.
func (p *pass) results() []*result {
	if p.all == nil {
		for _, g := range p.goals {
			p.all = append(p.all, g.results...)
		}
	}
	return p.all
}

// gravity is what a finding of each severity weighs, if it does not say itself.
var gravity = map[Severity]float64{Serious: 9, Warning: 4, Note: 1.5}

func (p *pass) apply(r *Rule) []Finding {
	var out []Finding
	if r.plan != nil {
		out = r.plan(p)
	}
	for _, g := range p.goals {
		if r.objective != nil && g.reading.Language != "" {
			for _, f := range r.objective(p, g) {
				f.Place.Objective, f.Place.Text, f.Place.Line, f.Place.Team = g.ID, g.Title, g.Line, g.Team
				out = append(out, f)
			}
		}
		if r.keyResult == nil {
			continue
		}
		for _, k := range g.results {
			if k.reading.Language == "" {
				continue
			}
			for _, f := range r.keyResult(p, g, k) {
				if f.Place.Span.To > len(k.Title) {
					f.Place.Span = sentence.Span{}
				}
				f.Place.Objective, f.Place.KeyResult, f.Place.Text, f.Place.Line, f.Place.Team = g.ID, k.ID, k.Title, k.line, g.Team
				out = append(out, f)
			}
		}
	}
	return out
}

// lacks says why a rule cannot be read.
func (p *pass) lacks(part string) string {
	switch {
	case part == "earlier" && p.Earlier == nil:
		return "the cycle before is not known here"
	case part == "pillars" && p.Pillars == nil:
		return "the strategy is not known here"
	case part == "chances" && p.Chances == nil:
		return "there is no forecast yet"
	case part == "vision" && p.Vision == nil:
		return "the vision is not known here"
	case part == "before" && p.Before == nil:
		return "earlier cycles are not known here"
	case part == "authors" && p.Outside == nil:
		return "it is not known here who wrote what"
	case part == "data" && !p.Data:
		return "what is known of the data does not stand here"
	case part == "cycle" && p.Cycle.End == "":
		return "the cycle's dates are not known here"
	case part == "work" && p.Work == nil:
		return "the backlog is not known here"
	case part == "readings" && p.Readings == nil:
		return "no source of numbers is known here"
	case part == "changes" && p.Changes == nil:
		return "what was changed is not known here"
	case part == "told" && p.Told == nil:
		return "check-ins are not known here"
	case part == "rhythm" && p.Rhythm == nil:
		return "what happens around the plan is not known here"
	case part == "root" && p.Root == "" && len(p.Limits) == 0 && !slices.ContainsFunc(p.goals, func(g *goal) bool { return g.company }):
		return "it is not known here which team is the company"
	}
	return ""
}

func (p *pass) dismissed(f Finding) bool {
	for _, d := range p.Dismissed {
		if d.Rule != f.Rule || d.ID == "" && d.Text == "" {
			continue
		}
		if d.With != "" { // of two, either can say that they are not related
			for _, x := range [][2]Place{{f.Place, f.Beside}, {f.Beside, f.Place}} {
				if d.ID == x[0].id() && d.Text == x[0].Text && (d.With == x[1].id() || d.ID == "" && d.With == x[1].Text) {
					return true
				}
			}
			continue
		}
		if (d.ID == "" || d.ID == f.Place.KeyResult || d.ID == f.Place.Objective && f.Place.KeyResult == "") && (d.Text == "" || d.Text == f.Place.Text) {
			return true
		}
	}
	return false
}

// id is that of the key result or objective that a place is.
func (p Place) id() string { return cmp.Or(p.KeyResult, p.Objective) }

// families are the parts of the score, by the beginning of a rule's id.
var families = []struct{ prefix, name string }{{"kr/", "Key results"}, {"objective/", "Objectives"}, {"plan/", "The plan"}, {"ambition/", "Ambition"}, {"data/", "Data"}}

// score takes from each part what its findings weigh, spread over its lines: a plan twice as long with the same share of findings has the same
// score. No line loses more than the weight of one serious finding, so that a part is at 0 only if each of its lines is.
func (p *pass) score(list []Finding) Score {
	lines := map[string]int{"objective/": len(p.goals), "plan/": 2, "ambition/": max(1, len(p.goals))}
	for _, g := range p.goals {
		lines["data/"] += len(g.results)
		lines["kr/"] += len(g.results)
	}
	var s Score
	for _, f := range families {
		if f.prefix == "data/" && !p.Data {
			continue
		}
		at := map[[2]string]float64{}
		part := Part{Name: f.name}
		for _, x := range list {
			if strings.HasPrefix(x.Rule, f.prefix) {
				place := [2]string{x.Place.Team + x.Place.Objective + x.Place.KeyResult + strconv.Itoa(x.Place.Line), x.Place.Text}
				at[place] = min(gravity[Serious], at[place]+x.Weight)
				if !slices.Contains(part.Rules, x.Rule) {
					part.Rules = append(part.Rules, x.Rule)
				}
			}
		}
		lost := 0.0
		for _, w := range at {
			lost += w
		}
		part.Value = max(0, int(100-100*lost/(gravity[Serious]*float64(max(1, lines[f.prefix])))+0.5))
		s.Parts = append(s.Parts, part)
		s.Total += part.Value
	}
	s.Total /= len(s.Parts)
	return s
}

// Top are the findings that are shown unasked: the gravest, at most n, and none twice for the same line.
func (r Report) Top(n int) []Finding {
	var out []Finding
	seen := map[Place]bool{}
	for _, f := range r.Findings {
		at := Place{Objective: f.Place.Objective, KeyResult: f.Place.KeyResult}
		if len(out) == n {
			break
		}
		if at != (Place{}) && seen[at] {
			continue
		}
		seen[at] = true
		out = append(out, f)
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

// metric is what a key result measures, as stems: without numbers, verbs of change and the words of the target.
func metric(r Reading) []string {
	var keep []string
	for _, w := range r.text.Words {
		if w.Kind == sentence.Letters && w.Role == sentence.Free && !w.Inner && w.Class == 0 {
			keep = append(keep, w.Text)
		}
	}
	return sentence.Stems(strings.Join(keep, " "), cmp.Or(r.Language, "en"))
}
