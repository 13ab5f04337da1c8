package cli

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/headwater-okr/headwater/internal/document"
	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
)

// configName is the file that lint looks for beside a document and in the directories above it.
const configName = ".headwater.yaml"

// A lintConfig is what .headwater.yaml says.
type lintConfig struct {
	Enable    []string                    `yaml:"enable"`
	Disable   []string                    `yaml:"disable"`
	Levels    map[judge.Level][]string    `yaml:"levels"` // names of teams, people or files
	Limits    map[judge.Level]levelLimits `yaml:"limits"`
	Locale    string                      `yaml:"locale"`
	Ambition  lintAmbition                `yaml:"ambition"`
	Dismissed []okr.Dismissal             `yaml:"dismissed"`
	off       []string                    // the rules that are switched off in the end
	places    []string                    // of the dismissals: FILE:LINE:COLUMN
	limits    map[judge.Level]okr.Limits
}

type levelLimits struct {
	Objectives string `yaml:"objectives"`
	KeyResults string `yaml:"key_results"`
}

// A lintAmbition is how much stretch the organization is ready for, as in its settings.
type lintAmbition struct {
	Phase   okr.StretchPhase `yaml:"phase"`
	Culture okr.Culture      `yaml:"culture"`
	Teams   []string         `yaml:"teams"` // names of those that stretch already
}

var levels = []judge.Level{judge.LevelOrganization, judge.LevelTeam, judge.LevelPerson}

// configOf reads the configuration that is named, or the nearest one at or above the document, up to the top of its repository.
func (c *LintCmd) configOf(document string) (lintConfig, error) {
	if c.Config != "" {
		return readConfig(shown(c.Config))
	}
	dir, err := filepath.Abs(filepath.Dir(document))
	if err != nil {
		return lintConfig{}, err
	}
	for {
		if name := filepath.Join(dir, configName); exists(name) {
			return readConfig(shown(name))
		}
		up := filepath.Dir(dir)
		if up == dir || exists(filepath.Join(dir, ".git")) {
			return lintConfig{}, nil
		}
		dir = up
	}
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// readConfig reads a configuration and says everything that is wrong with it, each with its line and column.
func readConfig(name string) (lintConfig, error) {
	var c lintConfig
	b, err := os.ReadFile(name)
	if err != nil {
		return c, okr.Fail(okr.Invalid, "", err.Error())
	}
	file, err := document.ParseYAML(b)
	if err == nil {
		err = yaml.UnmarshalWithOptions(b, &c, yaml.Strict())
	}
	if err != nil {
		return c, configFault(name, file, err)
	}
	w := configWalk{name: name, file: file}
	c.check(&w)
	if len(w.faults) > 0 {
		return c, okr.Fail(okr.Invalid, "", strings.Join(w.faults, "\n"))
	}
	return c, nil
}

// configFault is what the parser says, in the form in which faults of documents are said.
func configFault(name string, file *ast.File, err error) error {
	var fault yaml.Error
	if !errors.As(err, &fault) || fault.GetToken() == nil {
		return okr.Fail(okr.Invalid, "", fmt.Sprintf("%s: %v", name, err))
	}
	at, says := fault.GetToken().Position, fault.GetMessage()
	var unknown *yaml.UnknownFieldError
	if errors.As(err, &unknown) {
		says = "there is no key " + strings.TrimPrefix(says, "unknown field ") + "; “headwater lint --help” lists them"
	}
	var kind *yaml.TypeError
	var node *yaml.UnexpectedNodeTypeError
	if key := keyAt(file, at); key != "" && (errors.As(err, &kind) || errors.As(err, &node)) {
		first, _, _ := strings.Cut(key, ".")
		first, _, _ = strings.Cut(first, "[")
		says = key + ": " + cmp.Or(wanted[first], says)
	}
	return okr.Fail(okr.Invalid, "", fmt.Sprintf("%s:%d:%d: %s", name, at.Line, at.Column, says))
}

// wanted is what a value looks like, by its first key.
var wanted = map[string]string{
	"disable":   "write a list of rules such as [kr/no-date, \"plan/*\"]",
	"enable":    "write a list of rules such as [kr/no-date, \"plan/*\"]",
	"levels":    "write lists of names by level, such as {organization: [Acme], person: [Kim Berg]}",
	"limits":    "write ranges by level, such as {team: {objectives: 0-5, key_results: 2-4}}",
	"locale":    "write a language such as en or de-AT",
	"ambition":  "write what is so of phase, culture and teams, such as {phase: moderate, culture: bet, teams: [Trams]}",
	"dismissed": "write a list of entries with rule, text and reason",
}

// keyAt is the key whose value begins at a place, such as limits.team; "" if there is none.
func keyAt(file *ast.File, at *token.Position) string {
	var w nodeAt
	if w.at = at; file != nil {
		for _, d := range file.Docs {
			ast.Walk(&w, d.Body)
		}
	}
	return strings.TrimPrefix(w.path, "$.")
}

// A nodeAt is the path of the outermost value that begins at a place.
type nodeAt struct {
	at   *token.Position
	path string
}

func (w *nodeAt) Visit(n ast.Node) ast.Visitor {
	if _, pair := n.(*ast.MappingValueNode); w.path == "" && !pair && n.GetToken() != nil {
		if p := n.GetToken().Position; p.Line == w.at.Line && p.Column == w.at.Column && n.GetPath() != "$" {
			w.path = n.GetPath()
		}
	}
	return w
}

// A configWalk collects faults with their places.
type configWalk struct {
	name   string
	file   *ast.File
	faults []string
}

// fault notes what is wrong with the value at a path such as $.limits.team.
func (w *configWalk) fault(path, says string) {
	w.faults = append(w.faults, fmt.Sprintf("%s: %s: %s", w.place(path), strings.TrimPrefix(path, "$."), says))
}

// place is where the value at a path stands, as FILE:LINE:COLUMN.
func (w *configWalk) place(path string) string {
	line, column := 1, 1
	if p, err := yaml.PathString(path); err == nil {
		if n, err := p.FilterFile(w.file); err == nil && n.GetToken() != nil {
			line, column = n.GetToken().Position.Line, n.GetToken().Position.Column
			if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
				line, column = m.Values[0].Key.GetToken().Position.Line, m.Values[0].Key.GetToken().Position.Column
			}
		}
	}
	return fmt.Sprintf("%s:%d:%d", w.name, line, column)
}

// check says what is wrong with a configuration that could be read, and works out which rules are off and which limits count.
func (c *lintConfig) check(w *configWalk) {
	on := map[string]bool{}
	for _, list := range []struct {
		key     string
		entries []string
		on      bool
	}{{"disable", c.Disable, false}, {"enable", c.Enable, true}} {
		for i, entry := range list.entries {
			ids := rulesLike(entry)
			if len(ids) == 0 {
				says := fmt.Sprintf("there is no rule %q; “headwater rules” lists them", entry)
				if near := nearestRule(entry); near != "" {
					says = fmt.Sprintf("there is no rule %q; did you mean %s?", entry, near)
				}
				w.fault(fmt.Sprintf("$.%s[%d]", list.key, i), says)
			}
			for _, id := range ids {
				on[id] = list.on
			}
		}
	}
	for _, r := range judge.Rules {
		if state, said := on[r.ID]; said && !state {
			c.off = append(c.off, r.ID)
		}
	}
	known := func(path string, l judge.Level) {
		if !slices.Contains(levels, l) {
			w.fault(path, fmt.Sprintf("there is no level %q; use organization, team or person", l))
		}
	}
	for _, l := range sorted(c.Levels) {
		known("$.levels."+string(l), l)
	}
	c.limits = map[judge.Level]okr.Limits{}
	for _, l := range sorted(c.Limits) {
		known("$.limits."+string(l), l)
		var out okr.Limits
		for _, x := range []struct {
			key, text   string
			least, most *int
		}{{"objectives", c.Limits[l].Objectives, &out.MinObjectives, &out.MaxObjectives}, {"key_results", c.Limits[l].KeyResults, &out.MinKeyResults, &out.MaxKeyResults}} {
			if x.text == "" {
				continue
			}
			var ok bool
			if *x.least, *x.most, ok = readRange(x.text); !ok {
				w.fault("$.limits."+string(l)+"."+x.key, fmt.Sprintf("write how many are right as a range such as 3-5, not %q", x.text))
			}
		}
		c.limits[l] = out
	}
	if c.Locale != "" && !localeForm.MatchString(c.Locale) {
		w.fault("$.locale", fmt.Sprintf("%s, not %q", wanted["locale"], c.Locale))
	}
	if a := c.Ambition; !slices.Contains([]okr.StretchPhase{"", okr.PhaseAchievable, okr.PhaseModerate, okr.PhaseAmbitious}, a.Phase) {
		w.fault("$.ambition.phase", fmt.Sprintf("write achievable, moderate or ambitious, not %q", a.Phase))
	}
	if a := c.Ambition; !slices.Contains([]okr.Culture{"", okr.CulturePromise, okr.CultureBet}, a.Culture) {
		w.fault("$.ambition.culture", fmt.Sprintf("write promise or bet, not %q; leave it out for something between", a.Culture))
	}
	for i, d := range c.Dismissed {
		at := fmt.Sprintf("$.dismissed[%d]", i)
		c.places = append(c.places, w.place(at))
		switch {
		case d.Rule == "":
			w.fault(at, "name the rule, such as kr/task")
		case len(rulesLike(d.Rule)) != 1 || strings.HasSuffix(d.Rule, "*"):
			w.fault(at+".rule", fmt.Sprintf("there is no rule %q; “headwater rules” lists them", d.Rule))
		}
		if strings.TrimSpace(d.Text) == "" {
			w.fault(at, "give the text that is right as it stands; to switch a rule off for everything, name it under disable")
		}
		if strings.TrimSpace(d.Reason) == "" {
			w.fault(at, fmt.Sprintf("the dismissal of %s %q needs a reason", d.Rule, d.Text))
		}
	}
}

func sorted[V any](m map[judge.Level]V) []judge.Level {
	var out []judge.Level
	for l := range m {
		out = append(out, l)
	}
	slices.Sort(out)
	return out
}

// rulesLike are the ids of the rules that an entry names: one, the family kr/*, or * for all.
func rulesLike(entry string) []string {
	var out []string
	for _, r := range judge.Rules {
		if entry == r.ID || strings.HasSuffix(entry, "*") && strings.HasPrefix(r.ID, strings.TrimSuffix(entry, "*")) {
			out = append(out, r.ID)
		}
	}
	return out
}

// nearestRule is the rule whose id differs least from what was written, if it differs little.
func nearestRule(written string) string {
	best, at := "", 4
	for _, r := range judge.Rules {
		if d := edits(written, r.ID); d < at {
			best, at = r.ID, d
		}
	}
	return best
}

// edits is how many letters have to be added, dropped or changed to make one word of another (Levenshtein, 1966).
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j]+1, before+1)
		}
	}
	return row[len(b)]
}

var localeForm = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

var rangeForm = regexp.MustCompile(`^(\d{1,3})\s*[-–]\s*(\d{1,3})$`)

// readRange reads "3-5".
func readRange(s string) (least, most int, ok bool) {
	m := rangeForm.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return 0, 0, false
	}
	least, _ = strconv.Atoi(m[1])
	most, _ = strconv.Atoi(m[2])
	return least, most, most > 0 && least <= most
}

// level is whose an objective is: that of its team's name, its owner's, or the file's; a person's where it has an owner and no team.
func (c *lintConfig) level(o document.Objective, team, file string) judge.Level {
	for _, name := range []string{team, o.Owner, filepath.Base(file)} {
		for _, l := range levels {
			if name != "" && slices.ContainsFunc(c.Levels[l], func(n string) bool { return strings.EqualFold(n, name) }) {
				return l
			}
		}
	}
	switch {
	case team == "" && o.Owner != "":
		return judge.LevelPerson
	case len(c.Levels) > 0:
		return judge.LevelTeam
	}
	return ""
}
