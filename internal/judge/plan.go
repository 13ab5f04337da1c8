package judge

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/sentence"
)

// A Plan is judged a few goals at a time, so that one of any size takes little memory: Note all goals, Settle what the rules say of them together, then
// Read them again, each with all that is known of it. Read, the function, does the same in one piece, and finds the same.
type Plan struct {
	pass
	said []Finding        // by Settle
	on   map[string][]int // which of said are about an objective
}

// Note keeps what the rules about the whole need to know of a case's goals.
func (p *Plan) Note(c Case) {
	p.Case = c
	for i := range c.Goals {
		p.note(p.read(&c.Goals[i]))
	}
}

// Settle applies the rules about the whole, once all goals are noted. The case has everything but goals and what is known of them alone; of that, what is
// not nil counts as known.
func (p *Plan) Settle(c Case) []Finding {
	p.Case = c
	p.said, p.on = p.whole(), map[string][]int{}
	var apart []Finding
	for i, f := range p.said {
		if id := f.Place.Objective; id != "" {
			p.on[id] = append(p.on[id], i)
		} else {
			apart = append(apart, f)
		}
	}
	p.count(apart)
	return slices.Clip(p.said)
}

// Read applies the rules about lines to goals that were noted. The case has all that is known of them. A goal may be read several times, and counts once.
func (p *Plan) Read(c Case) []Finding {
	p.Case = c
	var fresh, again []*goal
	for i := range c.Goals {
		at, ok := p.index()[c.Goals[i].ID]
		if !ok {
			continue
		}
		g := p.read(&c.Goals[i])
		if g.noted = p.goals[at]; g.noted.counted {
			again = append(again, g)
		} else {
			g.noted.counted = true
			fresh = append(fresh, g)
		}
	}
	out := p.lines(fresh)
	list := slices.Clip(out)
	for _, g := range fresh {
		for _, i := range p.on[g.ID] {
			list = append(list, p.said[i])
		}
	}
	p.count(list)
	p.again = true
	out = append(slices.Clip(out), p.lines(again)...)
	p.again = false
	return out
}

// Report is what there is to say beside the findings, once all goals have been read.
func (p *Plan) Report() Report {
	rep := p.report
	rep.Findings, rep.Score = []Finding{}, p.score(p.lost, p.goals)
	for id := range p.led() {
		if rep.Teams == nil {
			rep.Teams = map[string]Reach{}
		}
		rep.Teams[id] = p.reach(id)
	}
	return rep
}

// Part is the report of the goals that a team leads, but for its findings, once they have been read.
func (p *Plan) Part(teamID string) Report {
	rep := Report{Findings: []Finding{}, Unread: p.report.Unread, Teams: map[string]Reach{}}
	if goals := p.led()[teamID]; len(goals) > 0 {
		rep.Teams[teamID] = p.reach(teamID)
		rep.Score, rep.Dismissed = rep.Teams[teamID].Score, p.away[goals[0].Team]
	}
	return rep
}

// Order is which of two findings comes first: the graver, the one further up in a document, the one of the earlier rule, the one about the goal noted earlier.
func (p *Plan) Order(a, b Finding) int {
	if n := cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(ruleAt[a.Rule], ruleAt[b.Rule])); n != 0 || Rules[ruleAt[a.Rule]].plan != nil {
		return n
	}
	return cmp.Compare(p.index()[a.Place.Objective], p.index()[b.Place.Objective])
}

var ruleAt = map[string]int{}

func init() {
	for i, r := range Rules {
		ruleAt[r.ID] = i
	}
}

// A pass is one reading of a plan: every sentence is read once, for all rules.
type pass struct {
	Case
	goals  []*noted
	report Report            // what was dismissed, and what could not be read
	away   map[string]int    // what was dismissed, by the name of the team
	again  bool              // what is read was read before, and is in the counts
	lost   losses            // of the whole
	of     map[string]losses // of each leading team, by id
	leads  map[string][]*noted
	echoes map[string]*Echo // by key result; nil before they are read
	at     map[string]int   // where the goal with an id, or with the key result with an id, is in goals; nil before it is asked for
	works  *working         // nil before it is asked for
	twins  []twin           // key results that measure the same; nil before they are asked for
	days   *undating        // nil before it is asked for
	spoke  *vocabulary      // nil before it is asked for
}

// noted is what is kept of a goal for as long as its plan is judged: what rules ask of all goals at once, and nothing else, because there may be many.
type noted struct {
	ID, Title, Team string
	Kind            okr.ObjectiveKind
	Stage           okr.Stage
	Activated       okr.Instant
	TeamIDs         []string
	Supports        []okr.Support
	Sheet           string
	Line            int
	Level           Level
	number          int // among the goals, counted from 1
	under, below    int // the number of the goal above it in a document, and how many stand below it
	results         []measure
	printed, spoken int // lines on a page, words read aloud
	company         bool
	reasoned        bool // it says why, or has a place to say it
	counted         bool // in the scores
}

// A measure is what is kept of a key result.
type measure struct {
	ID, Title string
	Due       okr.Date
	CheckedAs okr.Date
	Learning  bool
	line      int
	about     string   // what it measures, with the unit; "" says nothing
	text      string   // with its numbers
	written   okr.Date // "" is not known
	reading   brief
}

// brief is what is kept of a reading.
type brief struct {
	Direction        okr.Direction
	Target, Relative *float64
	Unit, When       string
	Type, Language   string
}

// A goal is an objective while its lines are read.
type goal struct {
	*Goal
	reading Reading
	results []*result
	company bool
	noted   *noted
}

type result struct {
	*okr.KeyResult
	line    int
	reading Reading
	text    string // with its numbers
}

// read reads the lines of a goal.
func (p *pass) read(from *Goal) *goal {
	o := sentence.Options{Today: p.Today, Cycle: p.Cycle, Fiscal: p.Settings.FiscalStart, Locale: p.Settings.Locale}
	g := &goal{Goal: from, company: from.Level == LevelOrganization || p.Root != "" && slices.Contains(from.TeamIDs, p.Root)}
	var below []string
	for _, k := range g.KeyResults {
		below = append(below, k.Title)
	}
	g.reading = ReadLine(Line{Kind: Objective, Text: g.Title, KeyResults: below, Options: o})
	for i := range g.KeyResults {
		k := &g.KeyResults[i]
		r := &result{KeyResult: k, text: written(*k)}
		r.reading = ReadLine(Line{Kind: KeyResult, Text: r.text, Objective: g.Title, Options: o})
		if i < len(g.Lines) {
			r.line = g.Lines[i]
		}
		g.results = append(g.results, r)
	}
	return g
}

// note keeps what is needed of a goal.
func (p *pass) note(g *goal) *goal {
	n := &noted{ID: g.ID, Title: g.Title, Team: g.Team, Kind: g.Kind, Stage: g.Stage, Activated: g.Activated, TeamIDs: g.TeamIDs, Supports: g.Supports, Sheet: g.Sheet, Line: g.Line, Level: g.Level, under: g.Under,
		printed: 2 + words(g.Title)/lineWords, spoken: words(g.Title), company: g.company, reasoned: g.WhyImportant != "" || g.ID != "" && g.Stage != ""}
	n.results = make([]measure, len(g.results))
	for i, k := range g.results {
		r := k.reading
		m := measure{ID: k.ID, Title: k.Title, Due: k.Due, CheckedAs: k.CheckedAs, Learning: k.Learning, line: k.line, about: about(r), text: k.text,
			reading: brief{r.Direction, r.Target, r.Relative, r.Unit, r.When, r.Type, r.Language}}
		if k.Created != 0 && k.Origin.ImportID == "" { // an import says when it was brought here, not when it was written
			m.written = k.Created.DateIn(p.Settings.Location())
		}
		n.results[i] = m
		n.printed += 1 + words(k.Title)/lineWords
		n.spoken += words(k.text)
	}
	p.goals, p.at, p.leads, p.twins, p.spoke, p.days = append(p.goals, n), nil, nil, nil, nil, nil
	if n.number = len(p.goals); n.under > 0 && n.under < n.number {
		p.goals[n.under-1].below++
	}
	g.noted = n
	return g
}

// noteAll is a pass over a case whose goals are at hand.
func noteAll(c Case) (*pass, []*goal) {
	p := &pass{Case: c}
	goals := p.readAll(c.Goals)
	for _, g := range goals {
		p.note(g)
	}
	return p, goals
}

// Few goals are read by one goroutine as soon as by several; of more, as many are read at once.
const (
	fewGoals    = 32
	manyReaders = 8
)

// readAll reads the lines of goals, which do not hang on each other, side by side.
func (p *pass) readAll(from []Goal) []*goal {
	goals := make([]*goal, len(from))
	readers := 1
	if len(from) > fewGoals {
		readers = manyReaders
	}
	var next atomic.Int64
	var done sync.WaitGroup
	for range readers {
		done.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(from); i = int(next.Add(1)) - 1 {
				goals[i] = p.read(&from[i])
			}
		})
	}
	done.Wait()
	return goals
}

// whole applies the rules about the whole.
func (p *pass) whole() (out []Finding) {
	p.report.Unread, p.away = nil, map[string]int{}
	for i := range Rules {
		r := &Rules[i]
		if slices.Contains(p.Off, r.ID) {
			continue
		}
		if why := p.lacks(r.Needs); why != "" {
			p.report.Unread = append(p.report.Unread, Unread{r.ID, why})
		} else if r.plan != nil {
			for _, f := range r.plan(p) {
				out = p.say(out, r, f)
			}
		}
	}
	return out
}

// lines applies the rules about lines.
func (p *pass) lines(goals []*goal) (out []Finding) {
	for i := range Rules {
		r := &Rules[i]
		if slices.Contains(p.Off, r.ID) || p.lacks(r.Needs) != "" {
			continue
		}
		for _, g := range goals {
			if r.objective != nil && g.reading.Language != "" {
				for _, f := range r.objective(p, g) {
					f.Place.Objective, f.Place.Text, f.Place.Sheet, f.Place.Line, f.Place.Team = g.ID, g.Title, g.Sheet, g.Line, g.Team
					out = p.say(out, r, f)
				}
			}
			for _, k := range g.results {
				if r.keyResult == nil || k.reading.Language == "" {
					continue
				}
				for _, f := range r.keyResult(p, g, k) {
					if f.Place.Span.To > len(k.Title) {
						f.Place.Span = sentence.Span{}
					}
					f.Place.Objective, f.Place.KeyResult, f.Place.Text, f.Place.Sheet, f.Place.Line, f.Place.Team = g.ID, k.ID, k.Title, g.Sheet, k.line, g.Team
					out = p.say(out, r, f)
				}
			}
		}
	}
	return out
}

// say adds what a rule found, unless it was dismissed.
func (p *pass) say(out []Finding, r *Rule, f Finding) []Finding {
	if f.Rule, f.Severity = r.ID, cmp.Or(f.Severity, r.Severity); f.Why == "" {
		f.Why = r.Why
	}
	if f.Weight == 0 {
		f.Weight = gravity[f.Severity]
	}
	if p.dismissed(f) {
		if !p.again {
			p.report.Dismissed++
			p.away[f.Place.Team]++
		}
		return out
	}
	return append(out, f)
}

// index is where the goal with an id, or with the key result with an id, is among the goals.
func (p *pass) index() map[string]int {
	if p.at == nil {
		p.at = make(map[string]int, 4*len(p.goals))
		for i, g := range slices.Backward(p.goals) { // of two with one id the first stays
			for k := range g.results {
				p.at[g.results[k].ID] = i
			}
			p.at[g.ID] = i
		}
	}
	return p.at
}

// led are the goals that each team leads, by its id.
func (p *pass) led() map[string][]*noted {
	if p.leads == nil {
		p.leads = map[string][]*noted{}
		for _, g := range p.goals {
			if len(g.TeamIDs) > 0 {
				p.leads[g.TeamIDs[0]] = append(p.leads[g.TeamIDs[0]], g)
			}
		}
	}
	return p.leads
}

// losses are what findings take from each part of a score.
type losses map[string]loss

type loss struct {
	sum   float64
	rules []string
}

// count takes findings from the scores of the whole and of the teams that they are about. What is said of one place is counted together: no line loses more than the weight
// of one serious finding.
func (p *pass) count(list []Finding) {
	if p.lost == nil {
		p.lost, p.of = losses{}, map[string]losses{}
	}
	named := map[string][]string{} // teams by what they are called
	for id, goals := range p.led() {
		named[goals[0].Team] = append(named[goals[0].Team], id)
		if p.of[id] == nil {
			p.of[id] = losses{}
		}
	}
	type place struct{ family, where, text string }
	at := map[place]float64{}
	for _, f := range list {
		family, _, _ := strings.Cut(f.Rule, "/")
		where := place{family, f.Place.Team + f.Place.Objective + f.Place.KeyResult + f.Place.Sheet + strconv.Itoa(f.Place.Line), f.Place.Text}
		before := at[where]
		at[where] = min(gravity[Serious], before+f.Weight)
		p.lost.add(family, f.Rule, at[where]-before)
		if f.Place.Team != "" {
			for _, id := range named[f.Place.Team] {
				p.of[id].add(family, f.Rule, at[where]-before)
			}
		}
	}
}

func (l losses) add(family, rule string, weight float64) {
	x := l[family]
	if x.sum += weight; !slices.Contains(x.rules, rule) {
		x.rules = append(x.rules, rule)
	}
	l[family] = x
}
