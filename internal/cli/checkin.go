package cli

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"text/tabwriter"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

// A CheckInCmd checks in on one key result; without one it lists what is due.
type CheckInCmd struct {
	Server
	KeyResult  string `arg:"" optional:"" help:"A key result's id, or the beginning of its title among yours."`
	Value      string `arg:"" optional:"" help:"Where it is now."`
	Confidence int    `short:"c" default:"-1" placeholder:"0-10" help:"How sure you are that it is reached."`
	Note       string `short:"n" placeholder:"TEXT" help:"What changed, or what is in the way."`
	AsOf       string `placeholder:"YYYY-MM-DD" help:"The day that the value is of."`
	Blocked    string `placeholder:"TEXT" help:"What blocks it; asks for help."`
}

// Help is the command's example.
func (CheckInCmd) Help() string {
	return "Examples:\n  headwater checkin\n  headwater checkin 'Days until' 4.1 -c 5 -n 'The second stand is open again.'"
}

// Run checks in, or lists what is due.
func (c *CheckInCmd) Run(t *Terminal) error {
	var q app.CheckInQueue
	if err := c.call(t.Context, http.MethodGet, "/check-ins/queue", nil, nil, &q); err != nil {
		return err
	}
	if c.KeyResult == "" {
		return listQueue(t, q)
	}
	id, err := c.find(q)
	if err != nil {
		return err
	}
	in := app.CheckInInput{KeyResultID: id, Note: c.Note, Blocker: c.Blocked, AsOf: okr.Date(c.AsOf)}
	if in.Value, err = okr.ParseNumber("value", c.Value, ""); err != nil {
		return err
	}
	if c.Confidence >= 0 {
		in.Confidence = &c.Confidence
	}
	var r app.CheckInResult
	if err := c.call(t.Context, http.MethodPost, "/check-ins", nil, in, &r); err != nil {
		return err
	}
	text := "checked in"
	if r.KeyResult.Value != nil {
		text = r.KeyResult.Format(*r.KeyResult.Value)
	}
	_, err = fmt.Fprintf(t.Stdout, "%s: %s\n", r.KeyResult.Title, text)
	return err
}

// find is the key result that the argument names: by id, or by the beginning of a title that only one of mine has.
func (c *CheckInCmd) find(q app.CheckInQueue) (string, error) {
	var found []app.CheckInCard
	for _, k := range q.Cards {
		if k.ID == c.KeyResult {
			return k.ID, nil
		}
		if strings.HasPrefix(strings.ToLower(k.Title), strings.ToLower(c.KeyResult)) {
			found = append(found, k)
		}
	}
	switch len(found) {
	case 0:
		return c.KeyResult, nil // perhaps somebody else's; the server knows
	case 1:
		return found[0].ID, nil
	}
	return "", okr.Fail(okr.Invalid, "key-result", "Several of your key results begin so: "+found[0].Title+"; "+found[1].Title+". Write more of it, or use the id.")
}

// listQueue prints what is due, then the rest.
func listQueue(t *Terminal, q app.CheckInQueue) error {
	w := tabwriter.NewWriter(t.Stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "DUE\tNOW\tTARGET\tKEY RESULT\tID")
	for i, k := range q.Cards {
		due, now, target := string(k.NextDue), "–", "–"
		if i < q.Due {
			due = "now"
		}
		if k.Value != nil {
			now = k.Format(*k.Value)
		}
		if k.Target != nil {
			target = k.Format(*k.Target)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", due, now, target, k.Title, k.ID)
	}
	return w.Flush()
}

// A ListCmd lists objectives.
type ListCmd struct {
	Server
	Cycle  string `placeholder:"NAME" help:"A cycle by name; the current one unless given."`
	Health string `placeholder:"WORD" help:"Only those that are so: not_started, on_course, drifting, in_trouble, silent or closed."`
	JSON   bool   `help:"Print JSON."`
}

// Help is the command's example.
func (ListCmd) Help() string {
	return "Examples:\n  headwater list\n  headwater list --health in_trouble --json"
}

// Run prints the objectives of a cycle.
func (c *ListCmd) Run(t *Terminal) error {
	id, err := c.cycle(t)
	if err != nil {
		return err
	}
	query := url.Values{"cycle": {id}, "limit": {"200"}}
	if c.Health != "" {
		query.Set("health", c.Health)
	}
	for {
		var page app.ObjectivePage
		if err := c.call(t.Context, http.MethodGet, "/objectives", query, nil, &page); err != nil {
			return err
		}
		if err := printPage(t, page, c.JSON); err != nil || page.Next == "" {
			return err
		}
		query.Set("cursor", page.Next)
	}
}

// cycle is the id of the cycle by name, the current one without a name.
func (c *ListCmd) cycle(t *Terminal) (string, error) {
	var list []okr.Cycle
	if err := c.call(t.Context, http.MethodGet, "/cycles", nil, nil, &list); err != nil {
		return "", err
	}
	if c.Cycle == "" {
		now, ok := okr.CurrentCycle(list, okr.DateOf(t.Now()))
		if !ok {
			return "", okr.Fail(okr.NotFound, "", "There is no cycle yet.")
		}
		return now.ID, nil
	}
	for _, x := range list {
		if strings.EqualFold(x.Name, c.Cycle) || x.Slug == c.Cycle || x.ID == c.Cycle {
			return x.ID, nil
		}
	}
	return "", okr.Fail(okr.NotFound, "cycle", "There is no cycle of this name.")
}
