package cli

import (
	"encoding/json"
	"fmt"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
)

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
		fmt.Fprintf(t.Stdout, "%s (%s): %s\n    %s\n    fires:  %s\n            %s\n    silent: %s\n            %s\n", r.ID, r.Severity, r.Title, r.Why, r.Fires[0], r.Fires[1], r.Silent[0], r.Silent[1])
	}
	return nil
}
