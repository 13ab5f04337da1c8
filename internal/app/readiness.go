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

// A ReadinessQuery chooses the plan, as a JudgeQuery does, and of it what stands in a state; "" is all that is not ready.
type ReadinessQuery struct {
	CycleID string         `json:"cycle_id,omitempty"`
	TeamID  string         `json:"team_id,omitempty"`
	State   okr.ReadyState `json:"state,omitempty"`
	Cursor  string         `json:"cursor,omitempty"` // Next of the page before
	Limit   int            `json:"limit,omitempty"`  // DefaultPage unless given, at most MaxPage
}

// A ReadinessRow is a key result in the register, with the objective that it belongs to.
type ReadinessRow struct {
	okr.KeyResult
	Ready     okr.Readied `json:"ready"`
	Objective Line        `json:"objective"`
	Tracking  *Line       `json:"tracking,omitempty"` // the objective that was made for measuring it
	May       bool        `json:"may_edit"`
}

// A ReadinessRegister is a page of what is missing in the data of a plan.
type ReadinessRegister struct {
	Cycle okr.Cycle              `json:"cycle"`
	Rows  []ReadinessRow         `json:"key_results"`
	Count map[okr.ReadyState]int `json:"count"`          // of all key results of the plan, ready ones too
	Next  string                 `json:"next,omitempty"` // the cursor of the next page, "" on the last
	Names Names                  `json:"names"`
}

// RegisterStates are the states of what stands in the register, in its order: what nobody has looked at may be most of a plan, and stands at the end.
var RegisterStates = []okr.ReadyState{okr.DataGap, okr.DataLapsed, okr.DataDecided, okr.DataUnasked}

// Readiness is the register of gaps in the data of a cycle's plan, of one team or of all, a page at a time, in seven statements. What is ready is only counted. A cursor holds
// however the register changes between pages: what stays in its place comes once.
func (a *App) Readiness(ctx context.Context, actor Actor, q ReadinessQuery) (ReadinessRegister, error) {
	if q.State != "" && !slices.Contains(RegisterStates, q.State) {
		return ReadinessRegister{}, okr.Fail(okr.Invalid, "state", "Choose one of: gap, lapsed, decided, unasked.")
	}
	size, err := pageOf(q.Limit, "key results")
	if err != nil {
		return ReadinessRegister{}, err
	}
	from := readyPlace{state: RegisterStates[0]}
	if err := from.readCursor(q.Cursor); err != nil {
		return ReadinessRegister{}, err
	}
	return view(ctx, a, actor, func(tx *store.Tx) (ReadinessRegister, error) {
		out := ReadinessRegister{Rows: []ReadinessRow{}, Names: Names{}}
		today := a.Today(actor.Org)
		cycles, err := tx.Cycles()
		if err != nil {
			return out, err
		}
		if out.Cycle, _ = okr.CurrentCycle(cycles, today); q.CycleID != "" {
			i := slices.IndexFunc(cycles, func(c okr.Cycle) bool { return c.ID == q.CycleID })
			if i < 0 {
				return out, okr.Fail(okr.NotFound, "", "There is no such cycle.")
			}
			out.Cycle = cycles[i]
		}
		f := store.ObjectiveFilter{Cycle: out.Cycle.ID, Stages: openStages}
		if q.TeamID != "" {
			f.Teams = []string{q.TeamID}
		}
		var counts []store.PlanCount
		lapsed := 0
		if err := tx.Read(tx.PlanCountsInto(&counts, actor.Scope(), f, 0, 0), tx.LapsedInto(&lapsed, actor.Scope(), f, today)); err != nil {
			return out, err
		}
		out.Count = readyCounts(counts, lapsed)
		list, err := findReady(tx, actor, f, today, out.Count, q.State, from, size+1)
		if err != nil {
			return out, err
		}
		if len(list) > size {
			list = list[:size]
			out.Next = list[size-1].cursor()
		}
		err = out.read(tx, actor, list, today)
		return out, err
	})
}

// A readyPlace is where a key result stands in the register.
type readyPlace struct {
	state okr.ReadyState
	store.ReadyKey
}

func (p *readyPlace) cursor() string {
	return cursorOf(p.state, p.Position, p.ObjectiveID, p.Place, p.ID)
}

func (p *readyPlace) readCursor(cursor string) error {
	err := readCursorOf(cursor, &p.state, &p.Position, &p.ObjectiveID, &p.Place, &p.ID)
	if err == nil && !slices.Contains(RegisterStates, p.state) {
		err = errCursor
	}
	return err
}

// readyCounts is how many key results stand in each state that there is, of what the store has counted.
func readyCounts(counts []store.PlanCount, lapsed int) map[okr.ReadyState]int {
	out := map[okr.ReadyState]int{okr.DataLapsed: lapsed, okr.DataDecided: -lapsed}
	for _, c := range counts {
		out[okr.DataGap] += c.Gaps
		out[okr.DataDecided] += c.Decided
		out[okr.DataUnasked] += c.Unasked
		out[okr.DataReady] += c.Ready
	}
	maps.DeleteFunc(out, func(_ okr.ReadyState, n int) bool { return n == 0 })
	return out
}

// findReady finds the key results of a page of the register, in its order, from a place in it: one statement.
func findReady(tx *store.Tx, actor Actor, f store.ObjectiveFilter, today okr.Date, count map[okr.ReadyState]int, only okr.ReadyState, from readyPlace, limit int) ([]readyPlace, error) {
	lists := make([][]store.ReadyKey, len(RegisterStates))
	var reads []store.Read
	for i, state := range RegisterStates {
		if i < slices.Index(RegisterStates, from.state) || only != "" && state != only || count[state] == 0 {
			continue
		}
		after := store.ReadyKey{}
		if state == from.state {
			after = from.ReadyKey
		}
		reads = append(reads, tx.ReadyKeysInto(&lists[i], actor.Scope(), f, today, state, after, limit))
	}
	err := tx.Read(reads...)
	var out []readyPlace
	for i, list := range lists {
		for _, k := range list[:min(len(list), limit-len(out))] {
			out = append(out, readyPlace{RegisterStates[i], k})
		}
	}
	return out, err
}

// read reads the key results of a page, with their objectives and those that were made for measuring them.
func (r *ReadinessRegister) read(tx *store.Tx, actor Actor, keys []readyPlace, today okr.Date) error {
	if len(keys) == 0 {
		return nil
	}
	var ids, of, teams, drafts []string
	for _, k := range keys {
		ids, of = append(ids, k.ID), append(of, k.ObjectiveID)
	}
	list, err := tx.KeyResults(actor.Scope(), ids)
	if err != nil {
		return err
	}
	var objectives []okr.Objective
	if err := tx.Read(tx.ObjectivesInto(&objectives, actor.Scope(), store.ObjectiveFilter{IDs: of})); err != nil {
		return err
	}
	krs, above := map[string]okr.KeyResult{}, map[string]okr.Objective{}
	for _, k := range list {
		k.Trail = nil // with which the register would grow by every check-in
		krs[k.ID], drafts = k, append(drafts, k.Readiness.Decision.ObjectiveID)
	}
	for _, o := range objectives {
		above[o.ID], teams = o, append(teams, lead(o))
	}
	tracking, err := tx.ObjectiveKeys(actor.Scope(), store.ObjectiveFilter{IDs: drafts})
	if err != nil {
		return err
	}
	for _, id := range ids {
		k := krs[id]
		o := above[k.ObjectiveID]
		row := ReadinessRow{KeyResult: k, Ready: k.Ready(today), Objective: Line{o.ID, o.Number, o.Title, lead(o), o.Stage}, May: okr.CanEdit(actor.Viewer, o) == nil}
		for _, t := range tracking {
			if t.ID == k.Readiness.Decision.ObjectiveID {
				row.Tracking = &Line{t.ID, t.Number, t.Title, t.TeamID, t.Stage}
			}
		}
		r.Rows = append(r.Rows, row)
	}
	r.Names, err = tx.Names(teams)
	return err
}
