package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/forecast"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A CheckInInput is one check-in as a person gives it. At least one of value, confidence, note, blocker and resolve is given.
type CheckInInput struct {
	KeyResultID    string   `json:"key_result_id"`
	AsOf           okr.Date `json:"as_of,omitempty"` // the day the value is of; "" is today where the team is
	Value          *float64 `json:"value,omitempty"`
	Confidence     *int     `json:"confidence,omitempty"` // 0–10
	Note           string   `json:"note,omitempty"`
	Evidence       string   `json:"evidence,omitempty"`         // what shows that the target is reached: a link or a sentence
	Blocker        string   `json:"blocker,omitempty"`          // what is in the way: raises a blocker
	BlockerOwnerID string   `json:"blocker_owner_id,omitempty"` // who looks after it; "" is the key result's owner
	Resolve        []string `json:"resolve,omitempty"`          // blockers that are out of the way

	Ask bool `json:"-"` // refuse a value that looks like a slip at the field sure, so that a person is asked once
}

// A CheckInResult is what a check-in left behind.
type CheckInResult struct {
	CheckIn   okr.CheckIn   `json:"check_in"`
	KeyResult okr.KeyResult `json:"key_result"`
	Progress  *float64      `json:"objective_progress,omitempty"`
	Blocker   *okr.Blocker  `json:"blocker,omitempty"`
	Asks      bool          `json:"asks_evidence,omitempty"` // the target is reached, and nothing says what shows it
}

// CheckIn records a value, its author's confidence and what changed or blocks: one transaction of at most ten statements that
// touches the key result and its objective, never anything above. The latest as_of wins, so that a late value fills the
// past and leaves the present. It is accepted until the objective is closed.
func (a *App) CheckIn(ctx context.Context, actor Actor, in CheckInInput) (CheckInResult, error) {
	return do(ctx, a, actor, "key_result.checked_in", in, func(t *act) (CheckInResult, error) { return t.checkIn(in) })
}

// A CheckInsInput is many check-ins at once.
type CheckInsInput struct {
	Items    []CheckInInput `json:"items"`
	Together bool           `json:"together,omitempty"` // all or none, as one act; otherwise each stands for itself
}

// MaxCheckIns is how many check-ins one call takes.
const MaxCheckIns = 200

// A CheckInOutcome is a result, or why there is none.
type CheckInOutcome struct {
	Result *CheckInResult `json:"result,omitempty"`
	Error  error          `json:"-"` // safe to show
}

// CheckIns records many check-ins. Together, the first fault refuses all of them and is returned as the error, with its place
// as the field: "items[2].value". Otherwise each outcome stands at its item's place, and the error is of the whole call only.
func (a *App) CheckIns(ctx context.Context, actor Actor, in CheckInsInput) ([]CheckInOutcome, error) {
	if len(in.Items) == 0 || len(in.Items) > MaxCheckIns {
		return nil, okr.Fail(okr.Invalid, "items", fmt.Sprintf("Send between 1 and %d check-ins.", MaxCheckIns))
	}
	if in.Together {
		return do(ctx, a, actor, "key_result.checked_in", in, func(t *act) ([]CheckInOutcome, error) {
			out := make([]CheckInOutcome, len(in.Items))
			for i, item := range in.Items {
				r, err := t.checkIn(item)
				if err != nil {
					return nil, okr.Under(fmt.Sprintf("items[%d].", i), err)
				}
				out[i].Result = &r
			}
			return out, nil
		})
	}
	out := make([]CheckInOutcome, len(in.Items))
	for i, item := range in.Items {
		one := actor
		if actor.Key != "" {
			one.Key = actor.Key + "/" + strconv.Itoa(i)
		}
		r, err := a.CheckIn(ctx, one, item)
		var known *okr.Error
		switch {
		case err == nil:
			out[i].Result = &r
		case errors.As(err, &known):
			out[i].Error = okr.Under(fmt.Sprintf("items[%d].", i), err)
		default:
			return nil, err
		}
	}
	return out, nil
}

// checkIn is one check-in inside an act.
func (t *act) checkIn(in CheckInInput) (CheckInResult, error) {
	var none CheckInResult
	list, at, err := t.CheckInSubject(t.Actor.Scope(), in.KeyResultID)
	if err != nil {
		return none, err
	}
	k := &list[at]
	f, err := t.FrameOf(t.Actor.Scope(), k.ObjectiveID)
	if err != nil {
		return none, err
	}
	if err := okr.CanCheckIn(t.Actor.Viewer, f.Objective, *k); err != nil {
		return none, err
	}
	if err := f.Objective.Takes(); err != nil {
		return none, err
	}
	s := settingOf(f, t.Actor.Org, t.Now, t.lessons)
	c := okr.CheckIn{ID: t.newID(), KeyResultID: k.ID, AuthorID: t.Actor.Viewer.MemberID, AsOf: cmp.Or(in.AsOf, s.Today), Value: in.Value,
		Confidence: in.Confidence, Note: strings.TrimSpace(in.Note), Evidence: strings.TrimSpace(in.Evidence), Blocker: strings.TrimSpace(in.Blocker), Version: 1, Recorded: t.Now}
	if err := okr.Join(checkCheckIn(c, *k, s.Today, in.Resolve), tooEarly(c, *k, s.Cycle)); err != nil {
		return none, err
	}
	if in.Ask && k.IsFarOff(c.Value) {
		return none, okr.Fail(okr.Invalid, "sure", fmt.Sprintf("%s is far from where it has been and from the target. Is that right?", k.Format(*c.Value)))
	}
	if c.AsOf < k.CheckedAs { // a late value: what stands now is then read from the history, which is rare
		history, err := t.CheckInsOf([]string{k.ID})
		if err != nil {
			return none, err
		}
		c.Progress, c.Health = judged(until(*k, history, c), s, c)
		snapshot(k, append(history, c))
	} else {
		follow(k, c)
		c.Progress, c.Health = judged(*k, s, c)
	}
	out := CheckInResult{}
	if err := t.block(k, c, in, &out); err != nil {
		return none, err
	}
	out.CheckIn, out.KeyResult, out.Progress = c, *k, okr.ObjectiveProgress(list).Value
	out.Asks = k.AsksEvidence(c)
	t.checkIns++
	err = errors.Join(add(t, k.ObjectiveID, c), t.keep(k, out.Progress))
	return out, err
}

// checkCheckIn finds the faults of a check-in. One that only resolves blockers says enough.
func checkCheckIn(c okr.CheckIn, k okr.KeyResult, today okr.Date, resolve []string) error {
	if k.Source.Kind != okr.Manual && c.Value != nil {
		return okr.Fail(okr.Invalid, "value", "This value is computed from other key results. Leave it empty, and say how sure you are or what changed.")
	}
	if len(resolve) > 0 && c.Note == "" {
		c.Note = "resolved"
	}
	return c.Check(k, today)
}

// tooEarly refuses a check-in of a day on which its objective could not have been.
func tooEarly(c okr.CheckIn, k okr.KeyResult, cycle okr.Cycle) error {
	if _, err := okr.ParseDate("as_of", string(c.AsOf)); err != nil {
		return nil // what Check refuses
	}
	return cycle.Takes("as_of", c.AsOf, k.Start)
}

// keep writes what stands on a key result and on its objective, logs the key result, and queues what is computed from it.
func (t *act) keep(k *okr.KeyResult, progress *float64) error {
	return errors.Join(t.SetValue(k), t.SetProgress(k.ObjectiveID, progress), t.QueueRollUps(k.ID, t.Now), logThing(t, k.ObjectiveID, *k))
}

// A setting is what health depends on beside the key result itself, with what the forecast knows before the first check-in.
type setting struct {
	okr.Setting
	prior forecast.Prior
}

// settingOf is what health depends on, from what the store knows of an objective.
func settingOf(f store.Frame, org okr.Organization, now okr.Instant, l *lessons) setting {
	team := org.Set.Resolve(okr.Team{Rhythm: f.Rhythm, Weekday: f.Weekday, TimeZone: f.TimeZone})
	return settingIn(f.Objective, f.Cycle, team, now, l.prior(org.ID))
}

func settingIn(o okr.Objective, c okr.Cycle, team okr.ResolvedTeam, now okr.Instant, prior forecast.Prior) setting {
	s := setting{okr.Setting{Cycle: c, Team: team}, prior}
	s.Today = now.DateIn(s.zone())
	return s.of(o)
}

// of is the setting of another objective of the same team and cycle.
func (s setting) of(o okr.Objective) setting {
	s.Stage, s.Activated = o.Stage, ""
	if o.Activated != 0 {
		s.Activated = o.Activated.DateIn(s.zone())
	}
	return s
}

// zone is the team's time zone, in which its days begin.
func (s setting) zone() *time.Location { return okr.Settings{TimeZone: s.Team.TimeZone}.Location() }

// judged is the progress and health that a check-in meant on its own day.
func judged(k okr.KeyResult, s setting, c okr.CheckIn) (*float64, okr.Health) {
	s.Today = c.AsOf
	s.Probability = forecast.Chance(k, s.Cycle, s.Today, s.prior)
	return k.Progress, k.Health(s.Setting).Health
}

// follow moves what stands on a key result to a check-in that is not before the last one.
func follow(k *okr.KeyResult, c okr.CheckIn) {
	if c.Value != nil {
		k.Value = c.Value
		k.Trail = slices.Clone(k.Trail)
		if n := len(k.Trail); n > 0 && k.Trail[n-1].Date >= c.AsOf {
			k.Trail = k.Trail[:n-1]
		}
		k.Trail = append(k.Trail, okr.Point{Date: c.AsOf, Value: *c.Value})
		k.Trail = k.Trail[max(0, len(k.Trail)-okr.TrailLength):]
	} else if c.Ends() {
		k.Value, k.Trail = nil, nil
	}
	if c.Confidence != nil {
		k.Confidence = c.Confidence
	}
	k.CheckedAs, k.CheckedAt = c.AsOf, c.Recorded
	k.Checks++
	k.Progress = k.Measure().Value
}

// snapshot computes what stands on a key result from all its check-ins: the same as following them in order of their days.
func snapshot(k *okr.KeyResult, history []okr.CheckIn) {
	slices.SortFunc(history, inOrder)
	k.Value, k.Confidence, k.CheckedAs, k.CheckedAt, k.Checks, k.Trail = nil, nil, "", 0, 0, nil
	for _, c := range history {
		follow(k, c)
	}
	k.Progress = k.Measure().Value
}

// until is the key result as it stood right after a check-in that history does not have.
func until(k okr.KeyResult, history []okr.CheckIn, c okr.CheckIn) okr.KeyResult {
	before := slices.DeleteFunc(slices.Clone(history), func(x okr.CheckIn) bool { return inOrder(x, c) > 0 })
	snapshot(&k, append(before, c))
	return k
}

// inOrder compares check-ins by their days, and on one day by when they were made.
func inOrder(a, b okr.CheckIn) int {
	return cmp.Or(cmp.Compare(a.AsOf, b.AsOf), cmp.Compare(a.Recorded, b.Recorded), cmp.Compare(a.ID, b.ID))
}
