package app

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A Judgement is what the judge says of a plan, and what it read. Of a whole plan it holds the first findings of each rule only, and of a team's all.
type Judgement struct {
	judge.Report
	Counts     map[string]int           `json:"counts"` // of findings, by rule
	Cycle      okr.Cycle                `json:"cycle"`
	Objectives int                      `json:"objectives"`
	KeyResults int                      `json:"key_results"`
	Lines      map[string]Line          `json:"lines"` // the objectives that findings name
	Names      Names                    `json:"names"`
	Shared     map[string][]string      `json:"-"`                 // the teams of each objective
	Rituals    map[string]okr.Explained `json:"rituals,omitempty"` // of a part: what the rituals cost a person of the team in a week, in minutes
	Outlook    Outlook                  `json:"outlook,omitzero"`  // how many key results will arrive, going on like this
	Made       okr.Instant              `json:"made_at,omitempty"` // when the plan was last read; 0 is now
	course     []judge.Finding          // of a part: those about the course of objectives that its team leads
}

// An Outlook is what the forecasts of a plan's key results come to. Those whose forecast has not earned to be shown are not in it.
type Outlook struct {
	KeyResults int     `json:"key_results"` // with a forecast
	Arriving   float64 `json:"arriving"`    // the sum of their chances: how many will arrive on the average
}

func (o *Outlook) add(chance float64) {
	o.KeyResults++
	o.Arriving += chance
}

// A JudgeQuery chooses the plan: a cycle, "" is the one that runs, and a team, "" is all.
type JudgeQuery struct {
	CycleID string `json:"cycle_id,omitempty"`
	TeamID  string `json:"team_id,omitempty"`
	Passing bool   `json:"-"` // only what was read before: for pages on which it stands in passing, and which must not wait for a large plan
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
		out, err := a.judged(tx, actor.Org, cycle, cycles, q)
		if err != nil {
			return out, err
		}
		if err := a.addPrivate(tx, actor, &out, q.TeamID); err != nil {
			return out, err
		}
		return out.tidy(), nil
	})
}

// FindingsOfRule is how many findings of a rule a kept Judgement holds: more than anybody reads, and few enough for a plan of any size. Its counts are of all.
const FindingsOfRule = 60

// judged is what was said of the part of a cycle's plan that a query asks for, or what is said of it now.
func (a *App) judged(tx *store.Tx, org okr.Organization, cycle okr.Cycle, cycles []okr.Cycle, q JudgeQuery) (Judgement, error) {
	have, ok, err := tx.Judgement(cycle.ID, q.TeamID)
	if err != nil {
		return Judgement{}, err
	}
	out, stands := keptOf(have)
	out.Cycle = cycle
	if stands || !ok && q.Passing {
		return out, nil
	}
	switch n, err := tx.CountObjectives(store.Everything, store.ObjectiveFilter{Cycle: cycle.ID}); {
	case err != nil || n > a.atOnce && q.Passing:
		return out, err
	case n > a.atOnce:
		return out, &okr.Error{Kind: okr.Unavailable, Message: "The judge is still reading this plan, which takes some minutes where it is so large. Come back to it then.", Wait: time.Minute}
	}
	whole, err := a.readPlan(tx, org, cycle, cycles, func(parts map[string]Judgement) error {
		if part, ok := parts[q.TeamID]; ok {
			out = part
		}
		return nil
	})
	if q.TeamID == "" {
		out = whole
	}
	return out, err
}

// keptOf is what was said, as it is stored. It does not stand when it was said by other rules or cannot be read, and is empty then; a team about which nothing was
// said has an empty one that stands.
func keptOf(have store.Judgement) (said Judgement, stands bool) {
	kept := keptPlan{Plan: emptyJudgement()}
	if have.Rules != judge.Version() || len(have.Report) > 0 && json.Unmarshal(have.Report, &kept) != nil {
		return emptyJudgement(), false
	}
	kept.Plan.Shared, kept.Plan.Made = kept.Teams, have.Made
	return kept.Plan, true
}

// Asked is how many findings there are.
func (j Judgement) Asked() (n int) {
	for _, c := range j.Counts {
		n += c
	}
	return n
}

func emptyJudgement() Judgement {
	return Judgement{Report: judge.Report{Findings: []judge.Finding{}}, Counts: map[string]int{}, Lines: map[string]Line{}, Names: Names{}, Shared: map[string][]string{}}
}

// A keptPlan is a judgement as it is stored.
type keptPlan struct {
	Plan  Judgement           `json:"plan"`
	Teams map[string][]string `json:"teams"` // of each objective
}

// parts cuts what was said of a plan into what is about each of some teams, of which the reports are given without findings.
func (j Judgement) parts(of map[string]judge.Report) map[string]Judgement {
	out := map[string]Judgement{}
	named := map[string][]string{} // teams by what they are called
	for team, report := range of {
		p := j
		p.Report, p.Counts, p.Names = report, map[string]int{}, Names{team: j.Names[team]}
		p.Objectives, p.KeyResults = report.Teams[team].Objectives, 0
		for _, n := range report.Teams[team].KeyResults {
			p.KeyResults += n
		}
		if p.Rituals = nil; j.Rituals[team].Value != nil {
			p.Rituals = map[string]okr.Explained{team: j.Rituals[team]}
		}
		out[team] = p
		named[j.Names[team].Name] = append(named[j.Names[team].Name], team)
	}
	for _, f := range j.Findings {
		for _, team := range j.about(f, named) {
			if p, wanted := out[team]; wanted {
				if p.Counts[f.Rule]++; p.Counts[f.Rule] <= FindingsOfRule {
					p.Findings = append(p.Findings, f)
				}
				if j.Lines[f.Place.Objective].TeamID == team && ofCourse(f) {
					p.course = append(p.course, f)
				}
				out[team] = p
			}
		}
	}
	for team, p := range out {
		out[team] = p.tidy()
	}
	return out
}

// ofCourse is whether more than the words of an objective is needed to say this of it: the backlog, its changes, its check-ins.
func ofCourse(f judge.Finding) bool {
	family, _, _ := strings.Cut(f.Rule, "/")
	return slices.Contains([]string{"flow", "change", "rhythm"}, family)
}

// about are the teams that a finding is about, by the objectives that it names or else by what the team is called.
func (j Judgement) about(f judge.Finding, named map[string][]string) []string {
	switch a, b := j.Shared[f.Place.Objective], j.Shared[f.Beside.Objective]; {
	case f.Place.Objective == "" && f.Place.Team == "":
		return nil
	case f.Place.Objective == "":
		return named[f.Place.Team]
	case len(b) == 0:
		return a
	default:
		all := slices.Concat(a, b)
		slices.Sort(all)
		return slices.Compact(all)
	}
}

// tidy leaves the lines of objectives that findings name, in the places of their own.
func (j Judgement) tidy() Judgement {
	lines, shared := map[string]Line{}, map[string][]string{}
	for _, f := range j.Findings {
		for _, id := range []string{f.Place.Objective, f.Beside.Objective} {
			if l, ok := j.Lines[id]; ok {
				lines[id], shared[id] = l, j.Shared[id]
			}
		}
	}
	j.Lines, j.Shared = lines, shared
	return j
}

// addPrivate adds what is said about the private objectives of a team, "" is all, each by itself: they stand beside no other, and in no count.
func (a *App) addPrivate(tx *store.Tx, actor Actor, out *Judgement, team string) error {
	theirs := store.ObjectiveFilter{Cycle: out.Cycle.ID, Private: true}
	if team != "" {
		theirs.Teams = []string{team}
	}
	if some, err := tx.Objectives(actor.Scope(), store.ObjectiveFilter{Cycle: theirs.Cycle, Private: true, Teams: theirs.Teams, Limit: 1}); err != nil || len(some) == 0 {
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
				out.Counts[f.Rule]++
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
	With   string `json:"with,omitempty"`  // of a finding about two: the other one; they are not related
	Text   string `json:"text,omitempty"`  // for which it holds; "" is the title as it stands
	Again  bool   `json:"again,omitempty"` // takes it back: the finding is asked again; no reason is needed
}

// Dismiss accepts a finding, with a reason, or takes that back. The finding comes back when the text changes.
func (a *App) Dismiss(ctx context.Context, actor Actor, in DismissInput) (okr.Dismissal, error) {
	in.Reason = strings.TrimSpace(in.Reason)
	if !isRule(in.Rule) {
		return okr.Dismissal{}, okr.Fail(okr.Invalid, "rule", "Name one of the judge's rules, such as kr/task.")
	}
	if in.Reason == "" && !in.Again {
		return okr.Dismissal{}, okr.Fail(okr.Invalid, "reason", "Say in a sentence why this is right as it is.")
	}
	if len(in.Text) > okr.MaxTitle*utf8.UTFMax {
		return okr.Dismissal{}, okr.Fail(okr.Invalid, "text", "Name the sentence for which it holds.")
	}
	if len(in.Reason) > okr.MaxTitle {
		return okr.Dismissal{}, okr.Fail(okr.Invalid, "reason", "Keep the reason to a sentence.")
	}
	what := okr.EventKind("finding.dismissed")
	if in.Again {
		what = "finding.asked_again"
	}
	return do(ctx, a, actor, what, in, func(t *act) (okr.Dismissal, error) {
		d := okr.Dismissal{Rule: in.Rule, Reason: in.Reason, With: in.With, By: actor.Viewer.MemberID, On: a.Today(actor.Org)}
		replace := func(list []okr.Dismissal, title string) []okr.Dismissal {
			d.Text = cmp.Or(strings.TrimSpace(in.Text), title)
			list = slices.DeleteFunc(slices.Clone(list), func(x okr.Dismissal) bool {
				return x.Rule == d.Rule && x.With == d.With && x.Text == d.Text || x.Text != title && x.Text != d.Text
			})
			if in.Again {
				return list
			}
			return append(list, d)
		}
		t.Reason = in.Reason
		if in.With != "" && !in.Again {
			if seen, err := t.Upstreams(actor.Scope(), []string{in.With}); err != nil || seen[in.With] == "" {
				return d, cmp.Or(err, error(okr.Fail(okr.Invalid, "with", "Name the other objective or key result.")))
			}
		}
		k, o, err := t.editableKeyResult(in.ID)
		var fault *okr.Error
		switch {
		case err == nil:
			k.Dismissed = replace(k.Dismissed, k.Title)
			return d, errors.Join(save(t, o.ID, &k), t.ForgetJudgement(o.CycleID, ""))
		case !errors.As(err, &fault) || fault.Kind != okr.NotFound:
			return d, err
		}
		o, hidden, err := t.editable(in.ID)
		if err != nil {
			return d, err
		}
		o.Dismissed = replace(o.Dismissed, o.Title)
		return d, errors.Join(t.saveObjective(&o, hidden), t.ForgetJudgement(o.CycleID, ""))
	})
}
