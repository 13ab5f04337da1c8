package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A Judgement is what the judge says of a plan, and what it read.
type Judgement struct {
	judge.Report
	Cycle      okr.Cycle       `json:"cycle"`
	Objectives int             `json:"objectives"`
	KeyResults int             `json:"key_results"`
	Lines      map[string]Line `json:"lines"` // the objectives that findings name
	Names      Names           `json:"names"`
	Partial    bool            `json:"partial,omitempty"` // there are more objectives than are read at once
}

// A JudgeQuery chooses the plan: a cycle, "" is the one that runs, and a team, "" is all.
type JudgeQuery struct {
	CycleID string `json:"cycle_id,omitempty"`
	TeamID  string `json:"team_id,omitempty"`
}

// judgedAtOnce is how many objectives are judged at once: about half a second.
const judgedAtOnce = 1200

// Judge reads the plan of a cycle as the judge does, of one team or of all: seven statements up to a thousand objectives.
func (a *App) Judge(ctx context.Context, actor Actor, q JudgeQuery) (Judgement, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Judgement, error) {
		out := Judgement{Lines: map[string]Line{}, Names: Names{}}
		around, err := a.around(tx, actor)
		if err != nil {
			return out, err
		}
		if q.CycleID == "" {
			q.CycleID = around.Current.ID
		}
		pillars, err := tx.Pillars()
		if err != nil {
			return out, err
		}
		c := judge.Case{Today: around.Today, Settings: actor.Org.Set, Pillars: []string{}, Data: actor.Org.Has(okr.PartData)}
		title := map[string]string{}
		for _, p := range pillars {
			if p.Removed == 0 {
				c.Pillars = append(c.Pillars, p.Title)
				title[p.ID] = p.Title
			}
		}
		name := map[string]string{}
		for _, t := range around.Teams {
			name[t.ID] = t.Name
			if t.ParentID == "" {
				c.Root = t.ID
			}
		}
		err = eachOfTree(tx, actor.Scope(), q.CycleID, func(cycle okr.Cycle) error {
			out.Cycle, c.Cycle = cycle, cycle
			return nil
		}, func(o ObjectiveTree) error {
			switch {
			case o.Stage == okr.Dropped || o.Removed != 0 || q.TeamID != "" && !slices.Contains(o.TeamIDs, q.TeamID):
				return nil
			case out.Objectives == judgedAtOnce:
				out.Partial = true
				return nil
			}
			out.Objectives++
			out.KeyResults += len(o.KeyResults)
			g := judge.Goal{Objective: o.Objective, Team: name[lead(o.Objective)], KeyResults: o.KeyResults}
			for i, s := range g.Supports { // the plan's gaps are told by the pillars' titles
				if t, ok := title[s.ID]; ok {
					g.Supports = slices.Clone(g.Supports)
					g.Supports[i].ID = t
				}
			}
			c.Goals = append(c.Goals, g)
			c.Dismissed = append(c.Dismissed, dismissals(o.Objective, o.KeyResults)...)
			return nil
		})
		if err != nil {
			return out, err
		}
		if q.TeamID != "" {
			c.Pillars = nil // whether a choice is served is a question to the whole plan
		}
		out.Report = judge.Read(c)
		for _, g := range c.Goals {
			if slices.ContainsFunc(out.Findings, func(f judge.Finding) bool { return f.Place.Objective == g.ID }) {
				out.Lines[g.ID] = Line{g.ID, g.Number, g.Title, lead(g.Objective), g.Stage}
				out.Names[lead(g.Objective)] = Name{Name: g.Team}
			}
		}
		return out, nil
	})
}

// dismissals are those of an objective and its key results, as the judge takes them.
func dismissals(o okr.Objective, list []okr.KeyResult) []judge.Dismissal {
	var out []judge.Dismissal
	for _, d := range o.Dismissed {
		out = append(out, judge.Dismissal{Dismissal: d, ID: o.ID})
	}
	for _, k := range list {
		for _, d := range k.Dismissed {
			out = append(out, judge.Dismissal{Dismissal: d, ID: k.ID})
		}
	}
	return out
}

// judgeOne judges an objective by itself, without the rules that need the whole plan.
func judgeOne(o okr.Objective, list []okr.KeyResult, c okr.Cycle, org okr.Organization, today okr.Date, chances map[string]float64) judge.Report {
	return judge.Read(judge.Case{Today: today, Settings: org.Set, Cycle: c, Goals: []judge.Goal{{Objective: o, KeyResults: list}}, Dismissed: dismissals(o, list), Chances: chances, Data: org.Has(okr.PartData)})
}

// A DismissInput accepts a finding about an objective or a key result as it is worded now.
type DismissInput struct {
	ID     string `json:"id"` // of the objective or key result
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
}

// Dismiss accepts a finding, with a reason. The finding comes back when the text changes.
func (a *App) Dismiss(ctx context.Context, actor Actor, in DismissInput) (okr.Dismissal, error) {
	in.Reason = strings.TrimSpace(in.Reason)
	if !slices.ContainsFunc(judge.Rules, func(r judge.Rule) bool { return r.ID == in.Rule }) {
		return okr.Dismissal{}, okr.Fail(okr.Invalid, "rule", "Name one of the judge's rules, such as kr/task.")
	}
	if in.Reason == "" {
		return okr.Dismissal{}, okr.Fail(okr.Invalid, "reason", "Say in a sentence why this is right as it is.")
	}
	if len(in.Reason) > okr.MaxTitle {
		return okr.Dismissal{}, okr.Fail(okr.Invalid, "reason", "Keep the reason to a sentence.")
	}
	return do(ctx, a, actor, "finding.dismissed", in, func(t *act) (okr.Dismissal, error) {
		d := okr.Dismissal{Rule: in.Rule, Reason: in.Reason, By: actor.Viewer.MemberID, On: a.Today(actor.Org)}
		replace := func(list []okr.Dismissal, text string) []okr.Dismissal {
			d.Text = text
			list = slices.DeleteFunc(slices.Clone(list), func(x okr.Dismissal) bool { return x.Rule == d.Rule || x.Text != text })
			return append(list, d)
		}
		t.Reason = in.Reason
		k, o, err := t.editableKeyResult(in.ID)
		var fault *okr.Error
		switch {
		case err == nil:
			k.Dismissed = replace(k.Dismissed, k.Title)
			return d, save(t, o.ID, &k)
		case !errors.As(err, &fault) || fault.Kind != okr.NotFound:
			return d, err
		}
		o, hidden, err := t.editable(in.ID)
		if err != nil {
			return d, err
		}
		o.Dismissed = replace(o.Dismissed, o.Title)
		return d, t.saveObjective(&o, hidden)
	})
}
