package cli

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"github.com/headwater-okr/headwater/internal/document"
	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
)

// A LintCmd judges OKR documents as a compiler reads code.
type LintCmd struct {
	Files  []string `arg:"" type:"existingfile" help:"Markdown, YAML, CSV or XLSX files."`
	Format string   `enum:"text,json,sarif,github" default:"text" help:"text, json, sarif, or github for annotations."`
	FailOn string   `enum:"never,serious,warning,note" default:"serious" help:"The least severity that fails: never, serious, warning or note."`
	Config string   `type:"existingfile" placeholder:"FILE" help:"Rules, limits and dismissals; .headwater.yaml beside the file unless given."`
}

// Help is the command's example, its configuration and its exit codes.
func (LintCmd) Help() string {
	return `Examples:
  headwater lint okrs.md
  headwater lint --format github --fail-on warning plans/*.yaml

The configuration is YAML:
  off: [kr/no-date]
  limits: {max_objectives: 5, max_key_results: 4}
  dismissed:
    - {rule: kr/task, text: "Launch in Japan", reason: "The launch is the result."}

Exit codes: 0 nothing as severe as --fail-on · 1 findings · 2 a file or the configuration could not be read.`
}

// A lintConfig is what .headwater.yaml says.
type lintConfig struct {
	Off    []string `yaml:"off"`
	Limits struct {
		MinObjectives int `yaml:"min_objectives"`
		MaxObjectives int `yaml:"max_objectives"`
		MinKeyResults int `yaml:"min_key_results"`
		MaxKeyResults int `yaml:"max_key_results"`
	} `yaml:"limits"`
	Locale    string          `yaml:"locale"`
	Dismissed []okr.Dismissal `yaml:"dismissed"`
}

// A linted is one file's report.
type linted struct {
	File string `json:"file"`
	judge.Report
	lines []string
}

// ErrFindings makes the exit code 1; there is nothing more to say, for the findings have been printed.
var ErrFindings = errors.New("there are findings")

// Run judges the files one after the other.
func (c *LintCmd) Run(t *Terminal) error {
	var all []linted
	for _, name := range c.Files {
		l, err := c.lint(t, name)
		if err != nil {
			return err
		}
		all = append(all, l)
	}
	var err error
	switch c.Format {
	case "json":
		err = writeJSON(t, all)
	case "sarif":
		err = writeSARIF(t, all)
	case "github":
		writeGitHub(t, all)
	default:
		writeText(t, all)
	}
	if err != nil {
		return err
	}
	least := map[string]int{"never": 9, "serious": 3, "warning": 2, "note": 1}[c.FailOn]
	for _, l := range all {
		if slices.ContainsFunc(l.Findings, func(f judge.Finding) bool { return f.Severity.Rank() >= least }) {
			return ErrFindings
		}
	}
	return nil
}

func (c *LintCmd) lint(t *Terminal, name string) (linted, error) {
	config, err := c.config(name)
	if err != nil {
		return linted{}, err
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return linted{}, err
	}
	today := okr.DateOf(t.Now())
	d, err := document.Read(filepath.Base(name), bytes.NewReader(b), document.Options{Today: today, Locale: config.Locale})
	if err != nil {
		return linted{}, fmt.Errorf("%s: %w", name, err)
	}
	var dismissed []judge.Dismissal
	for _, d := range config.Dismissed {
		dismissed = append(dismissed, judge.Dismissal{Dismissal: d})
	}
	l := linted{File: shown(name)}
	if utf8.Valid(b) {
		l.lines = strings.Split(string(b), "\n")
	}
	l.Report = judge.Read(judge.Case{
		Today: today, Settings: okr.Settings{Limits: okr.Limits(config.Limits), Locale: config.Locale}, Goals: goals(d.Objectives, "", nil),
		Off: config.Off, Dismissed: dismissed,
	})
	slices.SortStableFunc(l.Findings, func(a, b judge.Finding) int { return cmp.Compare(a.Place.Line, b.Place.Line) })
	return l, nil
}

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

// config reads the file that is named, or the one beside the document if there is one. Dismissals need a reason.
func (c *LintCmd) config(beside string) (lintConfig, error) {
	name := c.Config
	var config lintConfig
	if name == "" {
		name = filepath.Join(filepath.Dir(beside), ".headwater.yaml")
		if _, err := os.Stat(name); err != nil {
			return config, nil
		}
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return config, err
	}
	if err := yaml.UnmarshalWithOptions(b, &config, yaml.Strict()); err != nil {
		return config, okr.Fail(okr.Invalid, "config", fmt.Sprintf("%s: %v", name, err))
	}
	for _, off := range config.Off {
		if !slices.ContainsFunc(judge.Rules, func(r judge.Rule) bool { return r.ID == off }) {
			return config, okr.Fail(okr.Invalid, "off", fmt.Sprintf("%s: there is no rule %q; “headwater rules” lists them.", name, off))
		}
	}
	for _, d := range config.Dismissed {
		if strings.TrimSpace(d.Reason) == "" {
			return config, okr.Fail(okr.Invalid, "dismissed", fmt.Sprintf("%s: the dismissal of %s %q needs a reason.", name, d.Rule, d.Text))
		}
	}
	return config, nil
}

// goals are what the judge reads of a document.
func goals(list []document.Objective, team string, out []judge.Goal) []judge.Goal {
	for _, o := range list {
		g := judge.Goal{Objective: okr.Objective{Title: o.Title, WhyImportant: o.Why, Kind: okr.ObjectiveKind(o.Kind), CycleID: o.Cycle}, Team: cmp.Or(o.Team, team), Line: o.Line}
		for _, k := range o.KeyResults {
			if k.Dropped {
				continue
			}
			g.KeyResults = append(g.KeyResults, okr.KeyResult{Title: k.Title, Unit: k.Unit, Baseline: k.Baseline, Target: k.Target, Due: k.Due})
			g.Lines = append(g.Lines, k.Line)
		}
		if !o.Dropped {
			out = append(out, g)
		}
		out = goals(o.Objectives, g.Team, out)
	}
	return out
}

// column is where the sentence of a finding, or the words that it marks, begin in the line of the file, counted from 1 in characters; and
// how many characters it marks.
func (l linted) column(f judge.Finding) (column, length int) {
	if f.Place.Line < 1 || f.Place.Line > len(l.lines) {
		return 1, 0
	}
	line := l.lines[f.Place.Line-1]
	marked := f.Place.Text
	if s := f.Place.Span; s.To > s.From && s.To <= len(marked) {
		marked = marked[s.From:s.To]
	}
	at := strings.Index(line, marked)
	if at < 0 {
		first, _, _ := strings.Cut(f.Place.Text, " ")
		if at, marked = strings.Index(line, first), first; at < 0 || first == "" {
			return 1, 0
		}
	}
	return utf8.RuneCountInString(line[:at]) + 1, utf8.RuneCountInString(marked)
}

func writeText(t *Terminal, all []linted) {
	count := map[judge.Severity]int{}
	for _, l := range all {
		for _, f := range l.Findings {
			count[f.Severity]++
			col, n := l.column(f)
			fmt.Fprintf(t.Stdout, "%s:%d:%d: %s: %s: %s\n", l.File, max(1, f.Place.Line), col, f.Severity, f.Rule, f.Evidence)
			if n > 0 && f.Place.Line > 0 {
				line := []rune(strings.TrimRight(l.lines[f.Place.Line-1], "\r"))
				from := 0
				if col > 70 {
					from = col - 40
				}
				shown := line[from:min(len(line), from+110)]
				fmt.Fprintf(t.Stdout, "    %s\n    %s%s\n", strings.ReplaceAll(string(shown), "\t", " "), strings.Repeat(" ", col-1-from), strings.Repeat("^", min(n, max(1, len(shown)-(col-1-from)))))
			}
			fmt.Fprintf(t.Stdout, "    %s %s\n", f.Why, f.Fix)
			for _, r := range f.Rewrite {
				fmt.Fprintf(t.Stdout, "    → %s\n", r)
			}
		}
	}
	for _, l := range all {
		fmt.Fprintf(t.Stdout, "%s: %d of 100", l.File, l.Score.Total)
		for _, p := range l.Score.Parts {
			fmt.Fprintf(t.Stdout, " · %s %d", strings.ToLower(p.Name), p.Value)
		}
		fmt.Fprintln(t.Stdout)
	}
	fmt.Fprintf(t.Stdout, "%d serious, %d warnings, %d notes\n", count[judge.Serious], count[judge.Warning], count[judge.Note])
}

func writeGitHub(t *Terminal, all []linted) {
	level := map[judge.Severity]string{judge.Serious: "error", judge.Warning: "warning", judge.Note: "notice"}
	escape := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for _, l := range all {
		for _, f := range l.Findings {
			col, _ := l.column(f)
			fmt.Fprintf(t.Stdout, "::%s file=%s,line=%d,col=%d,title=%s::%s\n", level[f.Severity], property.Replace(l.File), max(1, f.Place.Line), col, property.Replace(f.Rule), escape.Replace(f.Evidence+". "+f.Why+" "+f.Fix))
		}
	}
}

func writeJSON(t *Terminal, v any) error {
	enc := json.NewEncoder(t.Stdout)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// writeSARIF writes the findings in the Static Analysis Results Interchange Format 2.1.0.
func writeSARIF(t *Terminal, all []linted) error {
	type object = map[string]any
	level := map[judge.Severity]string{judge.Serious: "error", judge.Warning: "warning", judge.Note: "note"}
	rules := []object{}
	for _, r := range judge.Rules {
		rules = append(rules, object{"id": r.ID, "shortDescription": object{"text": r.Title}, "fullDescription": object{"text": r.Why}, "defaultConfiguration": object{"level": level[r.Severity]}})
	}
	results := []object{}
	for _, l := range all {
		for _, f := range l.Findings {
			col, n := l.column(f)
			region := object{"startLine": max(1, f.Place.Line), "startColumn": col}
			if n > 0 {
				region["endColumn"] = col + n
			}
			results = append(results, object{
				"ruleId": f.Rule, "level": level[f.Severity], "message": object{"text": f.Evidence + ". " + f.Why + " " + f.Fix},
				"locations": []object{{"physicalLocation": object{"artifactLocation": object{"uri": filepath.ToSlash(l.File)}, "region": region}}},
			})
		}
	}
	enc := json.NewEncoder(t.Stdout)
	enc.SetIndent("", "  ")
	return enc.Encode(object{
		"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
		"runs": []object{{"tool": object{"driver": object{"name": "headwater lint", "rules": rules}}, "results": results}},
	})
}

// A RulesCmd prints the catalogue of the judge's rules.
type RulesCmd struct {
	Rule   string `arg:"" optional:"" help:"Only this rule, such as kr/task."`
	Format string `enum:"text,json" default:"text" help:"text or json."`
}

// Help is the command's example.
func (RulesCmd) Help() string { return "Examples:\n  headwater rules\n  headwater rules kr/task" }

// Run prints the rules with their examples.
func (c *RulesCmd) Run(t *Terminal) error {
	type entry struct {
		ID       string         `json:"id"`
		Severity judge.Severity `json:"severity"`
		Title    string         `json:"title"`
		Why      string         `json:"why"`
		Source   string         `json:"source"`
		Fires    []string       `json:"fires"`
		Silent   []string       `json:"silent"`
	}
	var list []entry
	for _, r := range judge.Rules {
		if c.Rule == "" || c.Rule == r.ID {
			list = append(list, entry{r.ID, r.Severity, r.Title, r.Why, r.Source, []string{r.Fires[0].Text, r.Fires[1].Text}, []string{r.Silent[0].Text, r.Silent[1].Text}})
		}
	}
	if len(list) == 0 {
		return okr.Fail(okr.NotFound, "rule", fmt.Sprintf("There is no rule %q. “headwater rules” lists them.", c.Rule))
	}
	if c.Format == "json" {
		enc := json.NewEncoder(t.Stdout)
		enc.SetIndent("", "  ")
		return enc.Encode(list)
	}
	for _, r := range list {
		fmt.Fprintf(t.Stdout, "%s (%s): %s\n    %s [%s]\n    fires:  %s\n            %s\n    silent: %s\n            %s\n", r.ID, r.Severity, r.Title, r.Why, r.Source, r.Fires[0], r.Fires[1], r.Silent[0], r.Silent[1])
	}
	return nil
}
