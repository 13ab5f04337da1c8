package app

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A Judgement is what the judge says of a plan, and what it read.
type Judgement struct {
	judge.Report
	Cycle      okr.Cycle           `json:"cycle"`
	Objectives int                 `json:"objectives"`
	KeyResults int                 `json:"key_results"`
	Lines      map[string]Line     `json:"lines"` // the objectives that findings name
	Names      Names               `json:"names"`
	Shared     map[string][]string `json:"-"`                 // the teams of each objective
	Made       okr.Instant         `json:"made_at,omitempty"` // when the plan was last read; 0 is now
}

// A JudgeQuery chooses the plan: a cycle, "" is the one that runs, and a team, "" is all.
type JudgeQuery struct {
	CycleID string `json:"cycle_id,omitempty"`
	TeamID  string `json:"team_id,omitempty"`
}

// Judge is what the judge says of the plan of a cycle, of one team or of all. What everybody may see was read by JudgePlans, and is read here only where it
// has not been yet; to it comes what is said about each private objective that the actor may see, by itself.
func (a *App) Judge(ctx context.Context, actor Actor, q JudgeQuery) (Judgement, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Judgement, error) {
		cycles, err := tx.Cycles()
		if err != nil {
			return Judgement{}, err
		}
		cycle, _ := okr.CurrentCycle(cycles, a.Today(actor.Org))
		if q.CycleID != "" {
			if cycle, err = tx.Cycle(q.CycleID); err != nil {
				return Judgement{}, err
			}
		}
		out, err := a.judged(tx, actor.Org, cycle, cycles)
		if err != nil {
			return out, err
		}
		if err := a.addPrivate(tx, actor, &out); err != nil {
			return out, err
		}
		out.only(q.TeamID)
		maps.DeleteFunc(out.Lines, func(id string, _ Line) bool {
			return !slices.ContainsFunc(out.Findings, func(f judge.Finding) bool {
				return f.Place.Objective == id || f.Beside.Objective == id
			})
		})
		return out, nil
	})
}

// judged is what was said of a cycle's plan, or is said of it now.
func (a *App) judged(tx *store.Tx, org okr.Organization, cycle okr.Cycle, cycles []okr.Cycle) (Judgement, error) {
	have, ok, err := tx.Judgement(cycle.ID)
	if err != nil {
		return Judgement{}, err
	}
	var kept keptPlan
	if !ok || have.Rules != judge.Version || json.Unmarshal(have.Report, &kept) != nil {
		return a.readPlan(tx, org, cycle, cycles)
	}
	out := kept.Plan
	out.Shared, out.Made, out.Cycle = kept.Teams, have.Made, cycle
	return out, nil
}

// A keptPlan is a judgement as it is stored.
type keptPlan struct {
	Plan  Judgement           `json:"plan"`
	Teams map[string][]string `json:"teams"` // of each objective
}

// addPrivate adds what is said about private objectives, each by itself: they stand beside no other, and in no count.
func (a *App) addPrivate(tx *store.Tx, actor Actor, out *Judgement) error {
	theirs := store.ObjectiveFilter{Cycle: out.Cycle.ID, Private: true}
	if some, err := tx.Objectives(actor.Scope(), store.ObjectiveFilter{Cycle: theirs.Cycle, Private: true, Limit: 1}); err != nil || len(some) == 0 {
		return err
	}
	c, names, err := a.caseOf(tx, actor.Org, out.Cycle)
	if err != nil {
		return err
	}
	if err := a.addGoals(tx, actor.Scope(), theirs, &c, names, actor.Org.ID); err != nil {
		return err
	}
	all := c.Goals
	for _, g := range all {
		c.Goals = []judge.Goal{g}
		for _, f := range judge.Read(c).Findings {
			if f.Place.Objective != "" {
				out.Findings = append(out.Findings, f)
			}
		}
		out.note(g)
	}
	slices.SortStableFunc(out.Findings, func(x, y judge.Finding) int { return cmp.Compare(y.Weight, x.Weight) })
	return nil
}

// note names an objective that findings may name.
func (j *Judgement) note(g judge.Goal) {
	j.Lines[g.ID] = Line{g.ID, g.Number, g.Title, lead(g.Objective), g.Stage}
	j.Names[lead(g.Objective)] = Name{Name: g.Team}
	j.Shared[g.ID] = g.TeamIDs
}

// only keeps what is about a team; "" keeps all.
func (j *Judgement) only(team string) {
	if team == "" {
		return
	}
	name := j.Names[team].Name
	j.Findings = slices.DeleteFunc(j.Findings, func(f judge.Finding) bool {
		if f.Place.Objective == "" {
			return name == "" || f.Place.Team != name
		}
		return !slices.Contains(j.Shared[f.Place.Objective], team) && !slices.Contains(j.Shared[f.Beside.Objective], team)
	})
	part := j.Teams[team]
	j.Score, j.Objectives, j.KeyResults = part.Score, part.Objectives, 0
	for _, n := range part.KeyResults {
		j.KeyResults += n
	}
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
	With   string `json:"with,omitempty"` // of a finding about two: the other one; they are not related
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
		d := okr.Dismissal{Rule: in.Rule, Reason: in.Reason, With: in.With, By: actor.Viewer.MemberID, On: a.Today(actor.Org)}
		replace := func(list []okr.Dismissal, text string) []okr.Dismissal {
			d.Text = text
			list = slices.DeleteFunc(slices.Clone(list), func(x okr.Dismissal) bool { return x.Rule == d.Rule && x.With == d.With || x.Text != text })
			return append(list, d)
		}
		t.Reason = in.Reason
		if in.With != "" {
			if seen, err := t.Upstreams(actor.Scope(), []string{in.With}); err != nil || seen[in.With] == "" {
				return d, cmp.Or(err, error(okr.Fail(okr.Invalid, "with", "Name the other objective or key result.")))
			}
		}
		k, o, err := t.editableKeyResult(in.ID)
		var fault *okr.Error
		switch {
		case err == nil:
			k.Dismissed = replace(k.Dismissed, k.Title)
			return d, errors.Join(save(t, o.ID, &k), t.ForgetJudgement(o.CycleID))
		case !errors.As(err, &fault) || fault.Kind != okr.NotFound:
			return d, err
		}
		o, hidden, err := t.editable(in.ID)
		if err != nil {
			return d, err
		}
		o.Dismissed = replace(o.Dismissed, o.Title)
		return d, errors.Join(t.saveObjective(&o, hidden), t.ForgetJudgement(o.CycleID))
	})
}
