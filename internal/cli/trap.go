package cli

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
)

// A TrapCmd reads a team's key results beside its backlog and says which of them were in the backlog before.
type TrapCmd struct {
	Format string `enum:"text,json" default:"text" help:"text or json."`
}

// Help is the command's input and example.
func (TrapCmd) Help() string {
	return `Reads one case from standard input and says which key results restate work that was there before them:
  {"id", "team", "cycle", "okr_set": the day on which the key results were written,
   "key_results": [{"id", "text", "objective", "written"}],
   "backlog": [{"id", "key", "title", "created", "kind"}]}
With --format json the answer is {"echo": [{"key_result", "backlog", "score", "why", "words"}], "index": 0 to 100, "parts"}.
An item created after the key result is never an echo; one without a date weighs less.

Example:
  headwater trap < case.json`
}

// A trapped is the answer.
type trapped struct {
	Echo  []judge.Echo     `json:"echo"`
	Index *int             `json:"index"` // null without key results
	Parts []judge.TrapPart `json:"parts"`
}

// maxCase is how much of a case is read: more than any backlog of titles.
const maxCase = 32 << 20

// Run reads the case and answers.
func (c *TrapCmd) Run(t *Terminal) error {
	b, err := io.ReadAll(io.LimitReader(t.Stdin, maxCase))
	if err != nil {
		return err
	}
	var in judge.EchoCase
	if err := json.Unmarshal(b, &in); err != nil {
		return okr.Fail(okr.Invalid, "", fmt.Sprintf("That is no case as described in “headwater trap --help”: %v", err))
	}
	if err := checkDates(in); err != nil {
		return err
	}
	list, trap := judge.ReadEchoes(in)
	if c.Format == "json" {
		out := trapped{Echo: list, Parts: trap.Parts}
		if trap.Known {
			out.Index = &trap.Index
		}
		return writeJSON(t, out)
	}
	return printTrap(t.Stdout, in, list, trap)
}

func checkDates(c judge.EchoCase) error {
	check := func(what string, d okr.Date) error {
		if d == "" {
			return nil
		}
		_, err := okr.ParseDate(what, string(d))
		return err
	}
	if err := check("okr_set", c.Planned); err != nil {
		return err
	}
	for _, k := range c.KeyResults {
		if err := check("written", k.Written); err != nil {
			return err
		}
	}
	for _, b := range c.Backlog {
		if err := check("created", b.Created); err != nil {
			return err
		}
	}
	return nil
}

func printTrap(w io.Writer, c judge.EchoCase, list []judge.Echo, trap judge.Trap) error {
	text := map[string]string{}
	for _, k := range c.KeyResults {
		text[k.ID] = k.Text
	}
	for _, e := range list {
		if _, err := fmt.Fprintf(w, "%3.0f%%  %s\n      %s\n", 100*e.Score, text[e.KeyResult], e.Why); err != nil {
			return err
		}
	}
	if len(list) == 0 {
		fmt.Fprintln(w, "No key result restates work that was there before it.")
	}
	fmt.Fprintln(w)
	for _, p := range trap.Parts {
		var err error
		if p.Because == "" {
			_, err = fmt.Fprintf(w, "%-11s %3d of 100  %s\n", p.Name, p.Value, p.Says)
		} else {
			_, err = fmt.Fprintf(w, "%-11s not read, because %s\n", p.Name, p.Because)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
