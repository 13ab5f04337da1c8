package app

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/headwater-okr/headwater/internal/forecast"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A Past is how something stood at the end of a day, as the log has it.
type Past struct {
	Date       okr.Date       `json:"date"`
	Cycle      okr.Cycle      `json:"cycle"` // as it is now
	Objectives []ObjectiveRow `json:"objectives"`
	Names      Names          `json:"names"`
}

// endOf is the last instant of a day in the organization's zone.
func endOf(d okr.Date, set okr.Settings) okr.Instant {
	t := d.Time()
	return okr.InstantOf(time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, set.Location())) - 1
}

func pastDay(field string, d okr.Date) error {
	if _, err := okr.ParseDate(field, string(d)); err != nil || d == "" {
		return okr.Fail(okr.Invalid, field, "Write the date as year-month-day, for example 2026-11-09.")
	}
	return nil
}

// At is how an objective, by its id or number, stood at the end of a day where the organization is: texts, targets, values, health. Who may see it
// today sees its past; before it was written it is missing. Four statements.
func (a *App) At(ctx context.Context, actor Actor, ref string, date okr.Date) (Past, error) {
	if err := pastDay("date", date); err != nil {
		return Past{}, err
	}
	return view(ctx, a, actor, func(tx *store.Tx) (Past, error) {
		out := Past{Date: date}
		f, err := tx.FrameOf(actor.Scope(), ref)
		if err != nil {
			return out, err
		}
		if f.Objective.Removed != 0 && okr.CanEdit(actor.Viewer, f.Objective) != nil {
			return out, okr.Fail(okr.NotFound, "", "This objective is removed.")
		}
		o, list, err := tx.ObjectiveAt(f.Objective.ID, endOf(date, actor.Org.Set))
		if isMissing(err) {
			return out, okr.Fail(okr.NotFound, "date", "This objective was not written yet on that day.")
		}
		if err != nil {
			return out, err
		}
		if out.Cycle, err = tx.Cycle(o.CycleID); err != nil {
			return out, err
		}
		live := list[:0]
		for _, k := range list {
			if k.Removed == 0 {
				live = append(live, k)
			}
		}
		return out, out.fill(tx, actor, []okr.Objective{o}, map[string][]okr.KeyResult{o.ID: live}, a.lessons.prior(actor.Org.ID))
	})
}

// TreeAt is how all objectives of a cycle stood at the end of a day, seen with today's permissions, in six statements.
func (a *App) TreeAt(ctx context.Context, actor Actor, cycleID string, date okr.Date) (Past, error) {
	if err := pastDay("date", date); err != nil {
		return Past{}, err
	}
	return view(ctx, a, actor, func(tx *store.Tx) (Past, error) {
		out := Past{Date: date}
		var err error
		if out.Cycle, err = tx.Cycle(cycleID); err != nil {
			return out, err
		}
		list, of, err := tx.TreeAt(actor.Scope(), cycleID, endOf(date, actor.Org.Set), nil)
		if err != nil {
			return out, err
		}
		return out, out.fill(tx, actor, list, of, a.lessons.prior(actor.Org.ID))
	})
}

// fill views the objectives as of the day, in three statements. Rhythms, and what the forecast has learned, are those of today: the log of teams would tell the earlier ones, and nobody asks.
func (p *Past) fill(tx *store.Tx, actor Actor, list []okr.Objective, of map[string][]okr.KeyResult, prior forecast.Prior) error {
	teams, err := tx.Teams(true)
	if err != nil {
		return err
	}
	tree := okr.NewTree(teams)
	var people, supports []string
	for _, o := range list {
		supports = append(supports, supportIDs(o)...)
	}
	seen, err := tx.Upstreams(actor.Scope(), supports)
	if err != nil {
		return err
	}
	now := endOf(p.Date, actor.Org.Set)
	p.Objectives = make([]ObjectiveRow, len(list))
	for i, o := range list {
		var shown []okr.Support
		for _, s := range o.Supports {
			if seen[s.ID] != "" {
				shown = append(shown, s)
			}
		}
		o.Supports = shown
		// Check-ins log the key results alone: the objective's progress is computed from them.
		o.Progress = okr.ObjectiveProgress(of[o.ID]).Value
		row := ObjectiveRow{Objective: o}
		row.KeyResults, row.Health = viewKeyResults(actor.Viewer, o, of[o.ID], settingIn(o, p.Cycle, tree.Resolve(lead(o), actor.Org.Set), now, prior))
		p.Objectives[i] = row
		people = append(people, o.OwnerID)
		people = append(people, o.TeamIDs...)
		for _, k := range row.KeyResults {
			people = append(people, k.OwnerID, k.CheckInOwnerID)
		}
	}
	p.Names, err = tx.Names(people)
	return err
}

// A Course is how a key result went: for its chart and for the table beside it.
type Course struct {
	KeyResult KeyResultView  `json:"key_result"`
	Points    []CoursePoint  `json:"points"`            // by the day that the value is of
	Earlier   []EarlierPoint `json:"earlier,omitempty"` // of the key result that it continues, oldest first
	Targets   []TargetChange `json:"targets,omitempty"` // revisions of what it aims at, the first one first
	Objective Line           `json:"objective"`
	Cycle     okr.Cycle      `json:"cycle"`
	Today     okr.Date       `json:"today"`
	Names     Names          `json:"names"`
}

// A CoursePoint is a check-in as a chart needs it.
type CoursePoint struct {
	ID         string      `json:"id"`
	Date       okr.Date    `json:"date"`
	Value      *float64    `json:"value,omitempty"`
	Progress   *float64    `json:"progress,omitempty"` // as computed then
	Confidence *int        `json:"confidence,omitempty"`
	Health     okr.Health  `json:"health"`
	Note       string      `json:"note,omitempty"`
	AuthorID   string      `json:"author_id,omitempty"` // "" for a roll-up
	Recorded   okr.Instant `json:"recorded_at"`
}

// A TargetChange is a revision of a key result's baseline, target, plan or direction.
type TargetChange struct {
	Date     okr.Date     `json:"date"` // when it was made, where the organization is
	Changes  []okr.Change `json:"changes"`
	Why      string       `json:"why,omitempty"`
	ActorID  string       `json:"actor_id,omitempty"`
	Recorded okr.Instant  `json:"recorded_at"`
}

// aims are the fields of a key result that say what it aims at.
var aims = map[string]bool{"baseline": true, "target": true, "plan": true, "direction": true, "marks": true, "due": true, "start": true, "kind": true, "milestones": true}

// Course is how a key result went, in five statements, six where it continues one of an earlier cycle.
func (a *App) Course(ctx context.Context, actor Actor, keyResultID string) (Course, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Course, error) {
		list, at, err := tx.CheckInSubject(actor.Scope(), keyResultID)
		if err != nil {
			return Course{}, err
		}
		k := list[at]
		f, err := tx.FrameOf(actor.Scope(), k.ObjectiveID)
		if err != nil {
			return Course{}, err
		}
		o, s := f.Objective, settingOf(f, actor.Org, a.Now(), a.lessons)
		out := Course{KeyResult: viewKeyResult(actor.Viewer, o, k, okr.Weights(list)[at], s), Cycle: f.Cycle, Today: s.Today,
			Objective: Line{o.ID, o.Number, o.Title, lead(o), o.Stage}, Points: []CoursePoint{}}
		checkIns, err := tx.CheckInsOf([]string{k.ID})
		if err != nil {
			return out, err
		}
		people := []string{k.OwnerID, k.CheckInOwnerID}
		for _, c := range checkIns {
			out.Points = append(out.Points, CoursePoint{ID: c.ID, Date: c.AsOf, Value: c.Value, Progress: c.Progress, Confidence: c.Confidence,
				Health: c.Health, Note: c.Note, AuthorID: c.AuthorID, Recorded: c.Recorded})
			people = append(people, c.AuthorID)
		}
		if f.Goes {
			before, err := earlier(tx, actor, []string{k.LineageID}, f.Cycle)
			if err != nil {
				return out, err
			}
			out.Earlier = before[k.LineageID]
			for _, e := range out.Earlier {
				people = append(people, e.AuthorID)
			}
		}
		events, err := tx.ThingEvents(okr.ThingKeyResult, k.ID)
		if err != nil {
			return out, err
		}
		out.Targets = targets(events, actor.Org.Set.Location())
		for _, c := range out.Targets {
			people = append(people, c.ActorID)
		}
		out.Names, err = tx.Names(people)
		return out, err
	})
}

// targets finds what changed in what a key result aims at.
func targets(events []okr.Event, zone *time.Location) []TargetChange {
	var out []TargetChange
	var before json.RawMessage
	for _, e := range events {
		for _, r := range e.Rows {
			if before != nil && !bytes.Equal(before, r.After) {
				var changes []okr.Change
				for _, c := range okr.Diff(okr.ThingKeyResult, before, r.After) {
					if aims[c.Field] {
						changes = append(changes, c)
					}
				}
				if changes != nil {
					out = append(out, TargetChange{Date: e.Recorded.DateIn(zone), Changes: changes, Why: e.Reason, ActorID: e.ActorID, Recorded: e.Recorded})
				}
			}
			before = r.After
		}
	}
	return out
}
