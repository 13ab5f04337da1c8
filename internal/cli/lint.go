package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/headwater-okr/headwater/internal/document"
	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
)

// A LintCmd judges OKR documents as a compiler reads code.
type LintCmd struct {
	Files   []string `arg:"" type:"existingfile" help:"Markdown, YAML, CSV or XLSX files."`
	Format  string   `enum:"text,json,sarif,github" default:"text" help:"text, json, sarif, or github for annotations."`
	FailOn  string   `enum:"never,serious,warning,note" default:"serious" help:"The least severity that fails: never, serious, warning or note."`
	Config  string   `type:"existingfile" placeholder:"FILE" help:"Rules, limits and dismissals; unless given, the nearest .headwater.yaml at or above the file."`
	Partial bool     `help:"The files are some of those that the configuration is for: say nothing of dismissals whose line is in none of them."`
}

// Help is the command's example, its configuration and its exit codes.
func (LintCmd) Help() string {
	return `Examples:
  headwater lint okrs.md
  headwater lint --format github --fail-on warning plans/*.yaml

Each finding is a line FILE:LINE:COLUMN: SEVERITY: RULE: WHAT, the sentence
with a caret under the words, why it matters, and what to do. A line that could have
been meant as part of the plan and was not read is a note, which never fails.

The configuration is YAML; every key may be left out:

  disable: [kr/no-date, "plan/*"]   # rules, families, or "*" for all
  enable: [plan/overlap]            # of those, on again
  levels:                           # teams, people or files, by name
    organization: [Acme, company.md]
    person: [Kim Berg]
  limits:                           # what is usual unless you say otherwise
    organization: {objectives: 3-5, key_results: 2-4}
    team: {objectives: 0-5, key_results: 2-4}
    person: {objectives: 0-5, key_results: 2-4}
  locale: en
  ambition:                         # as in the organization's settings
    phase: moderate                 # or achievable, ambitious
    culture: bet                    # or promise; between them if left out
    teams: [Trams]                  # that stretch already, while moderate
  dismissed:                        # holds until the text changes
    - rule: kr/task
      text: Launch in Japan
      reason: The launch is the result.

Exit codes: 0 nothing as severe as --fail-on · 1 findings · 2 a file or the
configuration could not be read.`
}

// A linted is one file's report.
type linted struct {
	File       string    `json:"file"`
	Objectives int       `json:"objectives"` // how many were found in it
	Findings   []located `json:"findings"`   // in the order of the lines
	judge.Report
	NotRead []document.Unread `json:"not_read,omitempty"` // lines of the file that are none of the plan's, and why
	lines   []string
	titles  []string // of objectives and key results
	config  lintConfig
	met     map[int]bool // the dismissals that met a finding
}

// A located is a finding with its place in the line: the column counts from 1 in characters, and Length is how many are marked, 0 where the sentence does
// not stand in the line as it was read.
type located struct {
	judge.Finding
	Column int `json:"column"`
	Length int `json:"length"`
}

// ErrFindings makes the exit code 1; there is nothing more to say, for the findings have been printed.
var ErrFindings = errors.New("there are findings")

// Run judges the files one after the other. One that cannot be read does not keep the others from being judged.
func (c *LintCmd) Run(t *Terminal) error {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // one short run, which has more use for the time than for the memory
	all, unread := []linted{}, []string{}
	for _, name := range c.Files {
		l, err := c.lint(t, name)
		var fault *okr.Error
		switch {
		case errors.As(err, &fault):
			if says := fault.Error(); !slices.Contains(unread, says) {
				unread = append(unread, says)
			}
		case err != nil:
			return err
		default:
			all = append(all, l)
		}
	}
	if len(all) > 0 || c.Format == "json" || c.Format == "sarif" { // a program reads these: none is a list of none
		if err := writers[c.Format](t, all); err != nil {
			return err
		}
	}
	for _, note := range idle(all, c.Partial || len(unread) > 0) {
		fmt.Fprintln(t.Stderr, note)
	}
	if len(unread) > 0 {
		return okr.Fail(okr.Invalid, "", strings.Join(unread, "\n"))
	}
	least := map[string]int{"never": 9, "serious": 3, "warning": 2, "note": 1}[c.FailOn]
	for _, l := range all {
		if slices.ContainsFunc(l.Findings, func(f located) bool { return f.Severity.Rank() >= least }) {
			return ErrFindings
		}
	}
	return nil
}

func (c *LintCmd) lint(t *Terminal, name string) (linted, error) {
	config, err := c.configOf(name)
	if err != nil {
		return linted{}, err
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return linted{}, okr.Fail(okr.Invalid, "", err.Error())
	}
	today := okr.DateOf(t.Now())
	l := linted{File: shown(name), config: config, met: map[int]bool{}}
	d, err := document.Read(filepath.Base(name), bytes.NewReader(b), document.Options{Today: today, Locale: config.Locale})
	if err != nil {
		var fault *okr.Error
		if errors.As(err, &fault) {
			return l, okr.Fail(okr.Invalid, "", l.File+": "+fault.Message)
		}
		return l, err
	}
	var dismissed []judge.Dismissal
	for _, d := range config.Dismissed {
		dismissed = append(dismissed, judge.Dismissal{Dismissal: d})
	}
	l.lines, l.NotRead = document.Lines(b), d.Unread
	goals := config.goals(d.Objectives, "", name, 0, nil)
	l.Objectives = len(goals)
	for _, g := range goals {
		l.titles = append(l.titles, g.Title)
		for _, k := range g.KeyResults {
			l.titles = append(l.titles, k.Title)
		}
	}
	l.Report = judge.Read(judge.Case{
		Today: today, Settings: okr.Settings{Locale: config.Locale, Ambition: config.ambition(goals)}, Limits: config.limits, Goals: goals,
		Off: config.off, Dismissed: dismissed, Met: l.met,
	})
	l.Findings = make([]located, len(l.Report.Findings))
	for i, f := range l.Report.Findings {
		l.Findings[i].Finding = f
		l.Findings[i].Column, l.Findings[i].Length = l.column(f.Place)
	}
	var sheets []string // in their order
	for _, g := range goals {
		if !slices.Contains(sheets, g.Sheet) {
			sheets = append(sheets, g.Sheet)
		}
	}
	slices.SortStableFunc(l.Findings, func(a, b located) int {
		return cmp.Or(cmp.Compare(slices.Index(sheets, a.Place.Sheet), slices.Index(sheets, b.Place.Sheet)), cmp.Compare(a.Place.Line, b.Place.Line))
	})
	return l, nil
}

// idle says of each dismissal that met no finding what became of its line, at its place in the configuration. It is no finding and fails nothing. A rule
// that is off, or could not be read, says nothing about its dismissals; of some files alone, those of lines that stand in none of them are left out.
func idle(all []linted, partial bool) []string {
	type dismissal struct {
		okr.Dismissal
		met, stands bool
		near        string  // the line that is most like it
		like        float64 // how much
	}
	var places []string
	by := map[string]*dismissal{}
	for _, l := range all {
		for i, d := range l.config.Dismissed {
			if slices.Contains(l.config.off, d.Rule) || slices.ContainsFunc(l.Unread, func(u judge.Unread) bool { return u.Rule == d.Rule }) {
				continue
			}
			at := l.config.places[i]
			x := by[at]
			if x == nil {
				x = &dismissal{Dismissal: d}
				by[at], places = x, append(places, at)
			}
			x.met = x.met || l.met[i]
			if x.stands = x.stands || slices.Contains(l.titles, d.Text); x.met || x.stands {
				continue
			}
			for _, n := range judge.Nearest(d.Text, l.titles, nil) {
				if n.Score > x.like && n.Score >= alikeEnough {
					x.near, x.like = l.titles[n.At], n.Score
				}
			}
		}
	}
	var out []string
	for _, at := range places {
		x := by[at]
		says := "stands in no file that was judged; take the entry out if the line is gone"
		switch {
		case x.met:
			continue
		case x.stands:
			says = "is not found fault with by this rule any more; take the entry out"
		case x.near != "":
			says = fmt.Sprintf("stands in no file that was judged; if the line now reads %q, give that as its text, and else take the entry out", x.near)
		case partial:
			continue
		}
		out = append(out, fmt.Sprintf("%s: note: the dismissal of %s holds for nothing: %q %s", at, x.Rule, x.Text, says))
	}
	return out
}

// alikeEnough is how like a line has to be to one that was dismissed to be taken for it with another text.
const alikeEnough = 0.5

// shown is a file's name from where the command was given, if it lies below: annotations are placed by it.
func shown(name string) string {
	here, err := os.Getwd()
	if err != nil {
		return name
	}
	if rel, err := filepath.Rel(here, name); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return name
}

// goals are what the judge reads of a document.
func (c *lintConfig) goals(list []document.Objective, team, file string, under int, out []judge.Goal) []judge.Goal {
	for _, o := range list {
		team := cmp.Or(o.Team, team)
		g := judge.Goal{Objective: okr.Objective{Title: o.Title, WhyImportant: o.Why, Kind: okr.ObjectiveKind(o.Kind), CycleID: o.Cycle}, Team: team, Sheet: o.Sheet, Line: o.Line, Under: under}
		if g.Level = c.level(o, team, file); g.Level == judge.LevelPerson {
			g.Team = cmp.Or(team, o.Owner)
		}
		for _, k := range o.KeyResults {
			if k.Dropped {
				continue
			}
			g.KeyResults = append(g.KeyResults, okr.KeyResult{Title: k.Title, Unit: k.Unit, Baseline: k.Baseline, Target: k.Target, Due: k.Due})
			g.Lines = append(g.Lines, k.Line)
		}
		below := 0
		if !o.Dropped {
			out = append(out, g)
			below = len(out)
		}
		out = c.goals(o.Objectives, team, file, below, out)
	}
	return out
}

// ambition is what the configuration says of stretch, with the teams as the objectives name them.
func (c *lintConfig) ambition(goals []judge.Goal) okr.Ambition {
	a := okr.Ambition{Phase: c.Ambition.Phase, Culture: c.Ambition.Culture}
	for _, g := range goals {
		if slices.ContainsFunc(c.Ambition.Teams, func(n string) bool { return g.Team != "" && strings.EqualFold(n, g.Team) }) && !slices.Contains(a.TeamIDs, g.Team) {
			a.TeamIDs = append(a.TeamIDs, g.Team)
		}
	}
	return a
}

// column is where a sentence, or the words of it that are marked, begin in the line of the file, and how many characters they take there: with the markup
// that stands between its words.
func (l linted) column(p judge.Place) (column, length int) {
	if p.Line < 1 || p.Line > len(l.lines) || p.Text == "" {
		return 1, 0
	}
	line, marked := l.lines[p.Line-1], p.Marked()
	at, end := strings.Index(line, marked), 0
	if end = at + len(marked); at < 0 {
		words := strings.Fields(marked)
		if at = strings.Index(line, words[0]); at < 0 {
			return 1, 0
		}
		end = at + len(words[0])
		for _, w := range words[1:] {
			if i := strings.Index(line[end:], w); i >= 0 {
				end += i + len(w)
			}
		}
	}
	return utf8.RuneCountInString(line[:at]) + 1, utf8.RuneCountInString(line[at:end])
}
