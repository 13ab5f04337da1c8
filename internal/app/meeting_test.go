package app

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store/storetest"
)

// A meeting begins with what is in the way or fell, and has what goes well on one page at its end; a one-to-one has questions and no list.
func TestMeeting(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		team := w.team("Product")
		o := must(w.AddObjective(w.ctx(), w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{team.ID}, Title: "Repairs are quick", OwnerID: w.owner.Viewer.MemberID,
			KeyResults: []KeyResultInput{{Title: "Days until a repair", Baseline: ptr(10.0), Target: ptr(2.0)}, {Title: "Parts at hand", Baseline: ptr(0.0), Target: ptr(10.0)}}}))(t)
		must(w.Transition(w.ctx(), w.owner, TransitionInput{ID: o.ID, To: okr.Active}))(t)
		sure := 9
		must(w.CheckIn(w.ctx(), w.owner, CheckInInput{KeyResultID: o.KeyResults[0].ID, Value: ptr(9.0), Confidence: &sure, Blocker: "No mechanic in May", BlockerOwnerID: w.owner.Viewer.MemberID}))(t)
		must(w.CheckIn(w.ctx(), w.owner, CheckInInput{KeyResultID: o.KeyResults[1].ID, Value: ptr(9.0), Confidence: &sure}))(t)

		m := must(w.Meeting(w.ctx(), w.owner, team.ID, okr.TeamWeekly))(t)
		if len(m.Topics) != 1 || m.Topics[0].ID != o.KeyResults[0].ID || len(m.Topics[0].Blockers) != 1 || len(m.Well) != 1 || m.Well[0].ID != o.KeyResults[1].ID {
			t.Errorf("topics %+v, well %+v", m.Topics, m.Well)
		}
		one := must(w.Meeting(w.ctx(), w.owner, team.ID, okr.OneToOne))(t)
		if len(one.Topics)+len(one.Well) != 0 || len(one.Questions) == 0 {
			t.Errorf("a one-to-one has %d topics and %d questions", len(one.Topics)+len(one.Well), len(one.Questions))
		}
		_, err := w.Meeting(w.ctx(), w.owner, team.ID, "stand-up")
		refused(t, "a shape that there is not", err, okr.Invalid, "shape")
	})
}

// Whether a meeting was worth it is shown from five answers up, counts each person once a day, and stands nowhere with a name.
func TestMeetingWorth(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		team := w.team("Product")
		voters := []Actor{w.owner}
		for _, name := range []string{"ada", "bo", "cleo", "dina"} {
			voters = append(voters, w.member(name, okr.OrgMember))
		}
		for i, v := range voters {
			for range 2 {
				m := must(w.RateMeeting(w.ctx(), v, WorthInput{TeamID: team.ID, Shape: okr.TeamWeekly, Worth: i > 1}))(t)
				if shown := m.Worth != nil; shown != (i == len(voters)-1) || !m.Answered {
					t.Errorf("after %d answers: shown %v, answered %v", i+1, shown, m.Answered)
				}
			}
		}
		if got := must(w.Meeting(w.ctx(), w.owner, team.ID, okr.TeamWeekly))(t).Worth; got == nil || got.Yes != 3 || got.No != 2 {
			t.Errorf("the five answers are %+v", got)
		}
		for table, text := range storetest.Dump(t, w.db) {
			if table == "event" && strings.Contains(text, "meeting.rated") {
				t.Error("an answer is in the log")
			}
		}
	})
}

// An update says what was checked in and promised this week, is kept as it was edited, and never speaks of what is private.
func TestStatusUpdate(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		team := w.team("Product")
		for _, private := range []bool{false, true} {
			title := map[bool]string{false: "Days until a repair", true: "Quince merger"}[private]
			o := must(w.AddObjective(w.ctx(), w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{team.ID}, Title: title + " matter", OwnerID: w.owner.Viewer.MemberID, Private: private,
				KeyResults: []KeyResultInput{{Title: title, Baseline: ptr(10.0), Target: ptr(2.0)}}}))(t)
			must(w.Transition(w.ctx(), w.owner, TransitionInput{ID: o.ID, To: okr.Active}))(t)
			sure := 7
			must(w.CheckIn(w.ctx(), w.owner, CheckInInput{KeyResultID: o.KeyResults[0].ID, Value: ptr(8.0), Confidence: &sure, Note: "Two of ten parts came."}))(t)
		}
		u := must(w.StatusUpdate(w.ctx(), w.owner, team.ID, ""))(t)
		if !u.Composed || !strings.Contains(u.Text, "Days until a repair") || strings.Contains(u.Text+u.Markdown, "Quince") {
			t.Errorf("composed %v:\n%s", u.Composed, u.Text)
		}
		kept := must(w.KeepStatusUpdate(w.ctx(), w.owner, StatusUpdateInput{TeamID: team.ID, Done: []string{" Parts came. ", ""}}))(t)
		if diff := cmp.Diff([]string{"Parts came."}, kept.Done); diff != "" {
			t.Error(diff)
		}
		must(w.KeepStatusUpdate(w.ctx(), w.owner, StatusUpdateInput{TeamID: team.ID, Version: kept.Version, Done: []string{"All parts came."}}))(t)
		_, err := w.KeepStatusUpdate(w.ctx(), w.owner, StatusUpdateInput{TeamID: team.ID, Version: kept.Version, Done: []string{"Lost"}})
		refused(t, "an old version", err, okr.Conflict, "version")
		if u := must(w.StatusUpdate(w.ctx(), w.owner, team.ID, ""))(t); u.Composed || !strings.Contains(u.Text, "All parts came.") {
			t.Errorf("kept: %s", u.Text)
		}
		_, err = w.KeepStatusUpdate(w.ctx(), w.owner, StatusUpdateInput{TeamID: team.ID, Version: kept.Version + 1, Done: []string{strings.Repeat("x", okr.MaxUpdateLine+1)}})
		if err == nil {
			t.Error("a line of more than 280 characters is taken")
		}
	})
}

// What is decided and promised in a meeting stands in it at once, and the next one begins with it; a month later the monthly review does.
func TestMeetingRemembers(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		team := w.team("Product")
		o := must(w.AddObjective(ctx, w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{team.ID}, Title: "Repairs are quick", OwnerID: w.owner.Viewer.MemberID,
			KeyResults: []KeyResultInput{{Title: "Days until a repair", Baseline: ptr(10.0), Target: ptr(2.0)}, {Title: "Parts at hand", Baseline: ptr(0.0), Target: ptr(10.0)}}}))(t)
		must(w.Transition(ctx, w.owner, TransitionInput{ID: o.ID, To: okr.Active}))(t)
		late := o.KeyResults[0]
		must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: late.ID, Value: ptr(9.0), Confidence: ptr(3), Blocker: "No mechanic"}))(t)
		must(w.AddDecision(ctx, w.owner, DecisionInput{Question: "What do we do?", Decided: "We hire one.", Why: "Nobody is left.", ObjectiveID: o.ID, KeyResultID: late.ID}))(t)
		must(w.AddCommitment(ctx, w.owner, CommitmentInput{TeamID: team.ID, Text: "Write the advertisement", KeyResultID: late.ID}))(t)
		done := must(w.AddCommitment(ctx, w.owner, CommitmentInput{TeamID: team.ID, Text: "Ring the agency", KeyResultID: late.ID}))(t)
		must(w.EditCommitment(ctx, w.owner, CommitmentPatch{ID: done.ID, State: ptr(okr.CommitmentDone)}))(t)

		now := must(w.Meeting(ctx, w.owner, team.ID, okr.TeamWeekly))(t)
		if len(now.Topics) != 1 || len(now.Topics[0].Decided) != 1 || len(now.Topics[0].Doing) != 2 || !now.Topics[0].MayDecide || len(now.Remembered)+len(now.Promised) != 0 {
			t.Errorf("in the meeting itself: %+v", now)
		}
		w.pass(7 * 24 * time.Hour)
		next := must(w.Meeting(ctx, w.owner, team.ID, okr.TeamWeekly))(t)
		if len(next.Remembered) != 1 || next.Remembered[0].Decided != "We hire one." || len(next.Promised) != 2 || len(next.Topics[0].Doing) != 1 {
			t.Errorf("a week later: remembered %+v, promised %+v, doing %+v", next.Remembered, next.Promised, next.Topics[0].Doing)
		}
		w.pass(14 * 24 * time.Hour)
		if m := must(w.Meeting(ctx, w.owner, team.ID, okr.TeamWeekly))(t); len(m.Remembered)+len(m.Promised) != 0 {
			t.Errorf("three weeks later it is not of last time any more: %+v %+v", m.Remembered, m.Promised)
		}
		m := must(w.Meeting(ctx, w.owner, team.ID, okr.Monthly))(t)
		if len(m.Topics)+len(m.Well) != 0 || len(m.Objectives) != 1 || len(m.Objectives[0].Decided) != 1 || len(m.Objectives[0].KeyResults) != 2 || len(m.Remembered) != 1 {
			t.Errorf("the monthly review: %+v", m)
		}
		sam := w.member("Sam", okr.OrgMember, "Sales")
		if m := must(w.Meeting(ctx, sam, team.ID, okr.Monthly))(t); m.Objectives[0].MayDecide {
			t.Error("somebody of another team is offered to decide")
		}
	})
}
