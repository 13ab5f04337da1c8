package app

import (
	"context"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
)

// What happens to a plan over its weeks is read from the log, the check-ins and the meetings, and becomes findings.
func TestRhythmAndChangeAreJudged(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		apps := w.team("Apps")
		must(w.EditTeam(ctx, w.owner, EditTeamInput{ID: apps.ID, MeetingDay: ptr(1), MeetingTime: ptr("09:30")}))(t)
		o := w.running(w.owner, "Riders who stay", "Riders who come back")
		stay := o.KeyResults[0]
		secret := w.running(w.owner, "The secret")
		must(w.EditObjective(ctx, w.owner, okr.ObjectivePatch{ID: secret.ID, Private: ptr(true)}))(t)
		for i := range 6 {
			w.pass(time.Hour)
			must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: stay.ID, Value: ptr(40.0 + float64(i)), Confidence: ptr(8)}))(t)
		}
		move := func(target float64, reason string) {
			w.pass(24 * time.Hour)
			must(w.EditKeyResult(ctx, w.owner, okr.KeyResultPatch{ID: stay.ID, Target: &target, Reason: reason}))(t)
			must(w.EditKeyResult(ctx, w.owner, okr.KeyResultPatch{ID: secret.KeyResults[0].ID, Target: &target}))(t)
		}
		move(90, "The second city came later")
		move(80, "")
		w.pass(35 * 24 * time.Hour) // to the middle of December
		move(50, "We are nearly there")
		people := []Actor{w.owner}
		for _, name := range []string{"Lea", "Sam", "Kim", "Ada"} {
			people = append(people, w.member(name, okr.OrgMember, "Apps"))
		}
		for i, p := range people {
			must(w.MeetingHeld(ctx, p, HeldInput{TeamID: apps.ID, Shape: okr.TeamWeekly, Minutes: 20 + i}))(t)
			must(w.RateMeeting(ctx, p, WorthInput{TeamID: apps.ID, Shape: okr.TeamWeekly, Worth: i == 0}))(t)
		}

		outsider := w.member("Max", okr.OrgMember, "Sales")
		found := func() map[string]judge.Finding {
			if err := w.JudgePlans(context.Background()); err != nil {
				t.Fatal(err)
			}
			out := map[string]judge.Finding{}
			for _, f := range must(w.Judge(ctx, outsider, JudgeQuery{CycleID: w.cycle.ID, TeamID: apps.ID}))(t).Findings {
				if f.Place.Objective == secret.ID {
					t.Errorf("a private objective is told of: %+v", f)
				}
				out[f.Rule] = f
			}
			return out
		}
		got := found()
		for rule, place := range map[string]judge.Place{
			"change/churn": {Objective: o.ID}, "change/silent": {Objective: o.ID}, "change/late-target": {Objective: o.ID, KeyResult: stay.ID},
			"rhythm/stale": {Objective: o.ID, KeyResult: stay.ID}, "rhythm/status-only": {Objective: o.ID}, "rhythm/boring": {Team: "Apps"},
		} {
			f, ok := got[rule]
			if !ok {
				t.Errorf("%s is not found", rule)
			} else if f.Place.Objective != place.Objective || f.Place.KeyResult != place.KeyResult || place.Team != "" && f.Place.Team != place.Team {
				t.Errorf("%s stands at %+v, want %+v", rule, f.Place, place)
			}
		}
		if e := got["change/late-target"].Evidence; e != "the target went from 80 % to 50 % on 17 December, and the value was 45 %" {
			t.Errorf("the evidence is %q", e)
		}

		// The cost of it stands beside the findings, and the moves on the objective's page.
		part := must(w.Judge(ctx, w.owner, JudgeQuery{CycleID: w.cycle.ID, TeamID: apps.ID}))(t)
		e := part.Rituals[apps.ID]
		if e.Value == nil || *e.Value < 20 || *e.Value > 40 || len(e.Inputs) != 6 || e.Inputs[4] != (okr.Input{Name: "Meeting, the mean of 1", Value: "24 min"}) {
			t.Errorf("the rituals take %+v", e)
		}
		v := must(w.Objective(ctx, w.owner, o.ID))(t)
		if m := v.KeyResults[0].Moves; len(m) != 3 || *m[0].From != 100 || *m[0].To != 90 || m[0].Why == "" || m[1].Why != "" || *m[2].To != 50 {
			t.Errorf("the moves are %+v", m)
		}
		if v.KeyResults[1].Moves != nil {
			t.Errorf("the other one was not moved: %+v", v.KeyResults[1].Moves)
		}

		// Closed without a word, the objective is asked about again.
		must(w.CloseObjective(ctx, w.owner, CloseInput{ID: o.ID, Note: okr.ClosingNote{}}))(t)
		w.pass(5 * time.Second)
		if got := found(); got["close/no-note"].Place.Objective != o.ID {
			t.Errorf("closed without a note: %+v", got["close/no-note"])
		}
	})
}
