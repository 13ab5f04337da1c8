package app

import (
	"strings"
	"testing"

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
