package app

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A ReadinessInput is the checklist for a key result as somebody has gone through it. It replaces what was answered before.
type ReadinessInput struct {
	KeyResultID string                    `json:"key_result_id,omitempty"`
	Version     int                       `json:"version,omitempty"`
	Source      string                    `json:"source,omitempty"`
	Answers     map[okr.Aspect]okr.Answer `json:"answers,omitempty"`
}

// SetReadiness keeps the answers of the checklist. What was decided about a gap stays as long as there is one.
func (a *App) SetReadiness(ctx context.Context, actor Actor, in ReadinessInput) (okr.KeyResult, error) {
	return do(ctx, a, actor, "key_result.readiness_checked", in, func(t *act) (okr.KeyResult, error) {
		k, _, err := t.standingKeyResult(in.KeyResultID)
		if err != nil {
			return k, err
		}
		if err := stale(in.Version, k.Version, k); err != nil {
			return k, err
		}
		today := a.Today(actor.Org)
		r := k.Readiness
		r.Source, r.Answers, r.Checked = line(in.Source), maps.Clone(in.Answers), today
		maps.DeleteFunc(r.Answers, func(_ okr.Aspect, answer okr.Answer) bool { return answer == "" })
		if err := r.Check(); err != nil {
			return k, err
		}
		k.Readiness = r
		if len(k.Ready(today).Gaps) == 0 {
			k.Readiness.Since, k.Readiness.Decision = "", okr.DataDecision{}
		} else {
			k.Readiness.Since = cmp.Or(k.Readiness.Since, today)
		}
		return k, save(t, k.ObjectiveID, &k)
	})
}

// A DataDecisionInput says what happens about a gap: wait until a day, look at something else until a day, or make measuring it an objective.
type DataDecisionInput struct {
	KeyResultID string         `json:"key_result_id,omitempty"`
	Version     int            `json:"version,omitempty"`
	Choice      okr.DataChoice `json:"choice"`
	Until       okr.Date       `json:"until,omitempty"`
	Proxy       string         `json:"proxy,omitempty"`
}

// DecideReadiness keeps the decision about a gap in the data of a key result. To track it makes a draft of an objective for the same team and
// cycle, which supports the key result; asked again, it keeps the draft that there is.
func (a *App) DecideReadiness(ctx context.Context, actor Actor, in DataDecisionInput) (okr.KeyResult, error) {
	return do(ctx, a, actor, "key_result.readiness_decided", in, func(t *act) (okr.KeyResult, error) {
		k, _, err := t.standingKeyResult(in.KeyResultID)
		if err != nil {
			return k, err
		}
		if err := stale(in.Version, k.Version, k); err != nil {
			return k, err
		}
		today := a.Today(actor.Org)
		d := okr.DataDecision{Choice: in.Choice, Until: in.Until, Proxy: line(in.Proxy), By: actor.Viewer.MemberID, On: today}
		if d.Choice == okr.DataTrack {
			d.Until, d.Proxy = "", ""
		}
		if err := d.Check(today); err != nil {
			return k, err
		}
		if len(k.Ready(today).Gaps) == 0 {
			return k, okr.Fail(okr.Invalid, "choice", "Nothing is missing here, so there is nothing to decide.")
		}
		if d.Choice == okr.DataTrack {
			if d.ObjectiveID, err = t.tracking(k); err != nil {
				return k, err
			}
		}
		k.Readiness.Decision = d
		k.Readiness.Checked, k.Readiness.Since = cmp.Or(k.Readiness.Checked, today), cmp.Or(k.Readiness.Since, today)
		return k, save(t, k.ObjectiveID, &k)
	})
}

// tracking is the id of the draft whose aim is that the key result can be measured: the one that there is, or a new one.
func (t *act) tracking(k okr.KeyResult) (string, error) {
	if id := k.Readiness.Decision.ObjectiveID; id != "" {
		o, err := t.Objective(t.Actor.Scope(), id)
		if err == nil && o.Removed == 0 {
			return id, nil
		}
		if err != nil && !isMissing(err) {
			return "", err
		}
	}
	o, _, err := t.editable(k.ObjectiveID)
	if err != nil {
		return "", err
	}
	made, err := t.addObjective(ObjectiveInput{CycleID: o.CycleID, TeamIDs: o.TeamIDs, OwnerID: cmp.Or(k.OwnerID, t.Actor.Viewer.MemberID), Private: o.Private,
		Title:        clipped("We can see how we stand: "+measured(k.Title), okr.MaxTitle),
		WhyImportant: "Without this number nobody can tell whether “" + o.Title + "” happens.",
		Supports:     []okr.Support{{Kind: okr.UpKeyResult, ID: k.ID, Weight: 1}},
		KeyResults: []KeyResultInput{
			{Title: "Weeks in a row with a value that two people count the same way", Unit: "weeks", Direction: okr.Increase, Baseline: new(0.0), Target: new(4.0), OwnerID: k.OwnerID},
			{Title: "People who count it by themselves and get the same number", Unit: "people", Direction: okr.Increase, Baseline: new(1.0), Target: new(3.0), OwnerID: k.OwnerID},
		}})
	return made.ID, err
}

// measured is what a key result measures, without the numbers at its end: "NPS of riders from 32 to 45" is about the NPS of riders.
func measured(title string) string {
	end := len(title)
	for slot, span := range judge.ReadLine(judge.Line{Kind: judge.KeyResult, Text: title}).Spans {
		if slot == "baseline" || slot == "target" || slot == "deadline" {
			end = min(end, span.From)
		}
	}
	words := strings.Fields(title[:end])
	for len(words) > 0 && slices.Contains([]string{"from", "to", "by", "at", "least", "most", "under", "over", "above", "below", "of", "is", "within", "in", "than", "less", "more", "fewer"}, strings.Trim(strings.ToLower(words[len(words)-1]), ":,→")) {
		words = words[:len(words)-1]
	}
	if len(words) < 2 && end < len(title) { // the number stands first
		return title
	}
	return strings.TrimRight(strings.Join(words, " "), ":,")
}

// clipped is text with at most so many letters, ending with … where some are left out.
func clipped(text string, most int) string {
	r := []rune(text)
	if len(r) <= most {
		return text
	}
	return string(r[:most-1]) + "…"
}

// A ReadinessRow is a key result in the register, with the objective that it belongs to.
type ReadinessRow struct {
	okr.KeyResult
	Ready     okr.Readied `json:"ready"`
	Objective Line        `json:"objective"`
	Tracking  *Line       `json:"tracking,omitempty"` // the objective that was made for measuring it
	May       bool        `json:"may_edit"`
}

// A ReadinessRegister lists what is missing in the data of a plan, what needs somebody first.
type ReadinessRegister struct {
	Cycle okr.Cycle              `json:"cycle"`
	Rows  []ReadinessRow         `json:"key_results"`
	Count map[okr.ReadyState]int `json:"count"` // of all key results of the plan, ready ones too
	Names Names                  `json:"names"`
}

// Readiness is the register of gaps in the data of a cycle's plan, of one team or of all, in seven statements. What is ready is only counted.
func (a *App) Readiness(ctx context.Context, actor Actor, q JudgeQuery) (ReadinessRegister, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (ReadinessRegister, error) {
		out := ReadinessRegister{Rows: []ReadinessRow{}, Count: map[okr.ReadyState]int{}, Names: Names{}}
		around, err := a.around(tx, actor)
		if err != nil {
			return out, err
		}
		for _, t := range around.Teams {
			out.Names[t.ID] = Name{Name: t.Name, Slug: t.Slug}
		}
		lines := map[string]Line{}
		err = eachOfTree(tx, actor.Scope(), cmp.Or(q.CycleID, around.Current.ID), func(c okr.Cycle) error {
			out.Cycle = c
			return nil
		}, func(o ObjectiveTree) error {
			lines[o.ID] = Line{o.ID, o.Number, o.Title, lead(o.Objective), o.Stage}
			if o.Removed != 0 || o.Ended != 0 || q.TeamID != "" && !slices.Contains(o.TeamIDs, q.TeamID) {
				return nil
			}
			for _, k := range o.KeyResults {
				ready := k.Ready(around.Today)
				if out.Count[ready.State]++; ready.State != okr.DataReady {
					out.Rows = append(out.Rows, ReadinessRow{KeyResult: k, Ready: ready, Objective: lines[o.ID], May: okr.CanEdit(actor.Viewer, o.Objective) == nil})
				}
			}
			return nil
		})
		for i := range out.Rows {
			if l, known := lines[out.Rows[i].Readiness.Decision.ObjectiveID]; known {
				out.Rows[i].Tracking = &l
			}
		}
		slices.SortStableFunc(out.Rows, func(x, y ReadinessRow) int {
			return cmp.Compare(slices.Index(okr.ReadyStates, x.Ready.State), slices.Index(okr.ReadyStates, y.Ready.State))
		})
		return out, err
	})
}
