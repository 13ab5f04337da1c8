package app

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// open runs the job, and gives the retrospective of a title.
func (w *world) openRetro(title string) RetrospectiveLine {
	w.t.Helper()
	if err := w.OpenRetrospectives(w.ctx()); err != nil {
		w.t.Fatal(err)
	}
	for _, r := range must(w.Retrospectives(w.ctx(), w.owner, w.cycle.ID))(w.t) {
		if r.Title == title {
			return r
		}
	}
	w.t.Fatalf("there is no retrospective %s", title)
	return RetrospectiveLine{}
}

func TestRetrospectiveOpensOnTime(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea := w.member("Lea", okr.OrgMember, "Apps")
		o := w.running(lea, "Crash-free rides")
		must(w.EditObjective(w.ctx(), w.owner, okr.ObjectivePatch{ID: o.ID, TeamIDs: &[]string{w.team("Apps").ID, w.team("Sales").ID}}))(t)
		team, shared := w.openRetro("Apps"), w.openRetro("Riders trust the app")
		if team.Stage != okr.RetroPlanned || team.Day != okr.RetrospectiveDay(w.cycle, nil) || shared.ObjectiveID != o.ID {
			t.Errorf("planned: %+v and %+v", team, shared)
		}
		if week := must(w.Week(w.ctx(), lea))(t); len(week.Retros) != 0 {
			t.Errorf("before its day, it is on This week: %+v", week.Retros)
		}
		w.pass(time.Duration(w.cycle.Closing.Since("2026-11-09")+4) * 24 * time.Hour)
		if team = w.openRetro("Apps"); team.Stage != okr.RetroOpen {
			t.Errorf("on its day: %s", team.Stage)
		}
		if told := must(w.Notices(w.ctx(), lea))(t).Notices; len(told) != 3 || told[0].Kind != okr.NoticeRetrospective || told[0].Page != "retrospectives/"+team.ID && told[0].Page != "retrospectives/"+shared.ID ||
			!strings.HasPrefix(told[0].Text, "The retrospective of “") {
			t.Errorf("its people are told %+v", told)
		}
		if n := len(must(w.Retrospectives(w.ctx(), w.owner, w.cycle.ID))(t)); n != 2 {
			t.Errorf("after the job ran three times there are %d", n)
		}
		if week := must(w.Week(w.ctx(), lea))(t); len(week.Retros) != 2 {
			t.Errorf("This week of its people has %+v", week.Retros)
		}
		if week := must(w.Week(w.ctx(), w.member("Sam", okr.OrgMember, "Platform")))(t); len(week.Retros) != 0 {
			t.Errorf("This week of others has %+v", week.Retros)
		}
	})
}

// A team that is merged holds no retrospective of its own any more, and says why.
func TestMergedTeamLooksBackWithTheOther(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.running(w.member("Lea", okr.OrgMember, "Apps"), "Crash-free rides")
		r := w.openRetro("Apps")
		must(w.MergeTeams(w.ctx(), w.owner, MergeTeamsInput{From: w.team("Apps").ID, Into: w.team("Platform").ID}))(t)
		if got := must(w.Retrospective(w.ctx(), w.owner, r.ID))(t); got.Stage != okr.RetroSkipped || !strings.Contains(got.Skipped, "part of Platform") {
			t.Errorf("it is %s: %q", got.Stage, got.Skipped)
		}
		if other := w.openRetro("Platform"); other.Stage != okr.RetroPlanned {
			t.Errorf("that of the other team is %s", other.Stage)
		}
	})
}

func TestRetrospectiveHidesUntilAllAreIn(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea, bo, sam := w.member("Lea", okr.OrgMember, "Apps (lead)"), w.member("Bo", okr.OrgMember, "Apps"), w.member("Sam", okr.OrgMember, "Sales")
		o := w.running(lea, "Crash-free rides")
		r := w.openRetro("Apps")
		answer := func(who Actor, why string, grade float64) (RetrospectiveView, error) {
			return w.AnswerRetrospective(w.ctx(), who, RetroAnswerInput{ID: r.ID, ObjectiveID: o.ID, Why: why, Grade: &grade})
		}
		_, err := answer(lea, "early", 1)
		refused(t, "before it is open", err, okr.Invalid, "")
		must(w.MoveRetrospective(w.ctx(), bo, RetrospectiveMove{ID: r.ID, To: okr.RetroOpen}))(t)
		_, err = answer(sam, "I was not there", 1)
		refused(t, "somebody of another team", err, okr.Forbidden, "")
		_, err = answer(lea, "much", 1.2)
		refused(t, "a grade above 1", err, okr.Invalid, "grade")
		must(answer(lea, "The quokka map came late.", 0.5))(t)
		v := must(answer(lea, "The quokka map came two weeks late.", 0.4))(t)
		if v.Stage != okr.RetroOpen || v.Expected != 2 || v.In != 1 || v.Objectives[0].Mine == nil || *v.Objectives[0].Mine.Grade != 0.4 {
			t.Errorf("one of two is in: %+v", v)
		}
		for _, who := range []Actor{bo, w.owner} {
			if v := must(w.Retrospective(w.ctx(), who, r.ID))(t); v.Objectives[0].Mine != nil || len(v.Objectives[0].Whys)+len(v.Objectives[0].Grades) != 0 {
				t.Errorf("others see it before the reveal: %+v", v.Objectives[0])
			}
			var all bytes.Buffer
			if err := w.Export(w.ctx(), who, "json", &all); err != nil || strings.Contains(all.String(), "quokka") {
				t.Errorf("an export has it before the reveal (%v)", err)
			}
			if hits := must(w.Search(w.ctx(), who, "quokka", 0))(t); len(hits) != 0 {
				t.Errorf("a search finds it before the reveal: %v", hits)
			}
		}
		_, err = w.MoveRetrospective(w.ctx(), bo, RetrospectiveMove{ID: r.ID, To: okr.RetroRevealed})
		refused(t, "revealed by somebody who does not lead", err, okr.Forbidden, "")
		_, err = w.MoveRetrospective(w.ctx(), w.owner, RetrospectiveMove{ID: r.ID, To: okr.RetroRevealed})
		refused(t, "revealed when it would tell who it was", err, okr.Invalid, "known")
		v = must(answer(bo, "We began in week five.", 0.7))(t)
		if v.Stage != okr.RetroRevealed || !slices.Equal(v.Objectives[0].Grades, []float64{0.4, 0.7}) || len(v.Objectives[0].Whys) != 2 || v.Objectives[0].Mine != nil {
			t.Errorf("all are in: %+v", v)
		}
		_, err = answer(bo, "One more thing", 0.8)
		refused(t, "an answer after the reveal", err, okr.Invalid, "")
		var all bytes.Buffer
		if err := w.Export(w.ctx(), bo, "json", &all); err != nil || !strings.Contains(all.String(), "quokka") {
			t.Errorf("an export has it not after the reveal (%v)", err)
		}
		for row := range strings.Lines(strings.Join(w.rows(), "\n")) {
			if strings.Contains(row, "quokka") && strings.Contains(row, lea.Viewer.MemberID) {
				t.Errorf("after the reveal, a row still says who it was: %s", row)
			}
		}
	})
}

func TestRetrospectiveEnds(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea, bo := w.member("Lea", okr.OrgMember, "Apps (lead)"), w.member("Bo", okr.OrgMember, "Apps")
		o := w.running(lea, "Crash-free rides")
		r := w.openRetro("Apps")
		move := func(who Actor, to okr.RetrospectiveStage, why string) error {
			_, err := w.MoveRetrospective(w.ctx(), who, RetrospectiveMove{ID: r.ID, To: to, Reason: why})
			return err
		}
		refused(t, "to nowhere", move(lea, "gone", ""), okr.Invalid, "to")
		refused(t, "skipped without a reason", move(lea, okr.RetroSkipped, " "), okr.Invalid, "reason")
		refused(t, "skipped by somebody who does not lead", move(bo, okr.RetroSkipped, "No time"), okr.Forbidden, "")
		if err := move(lea, okr.RetroSkipped, "Half of us are ill"); err != nil {
			t.Fatal(err)
		}
		if got := must(w.Retrospective(w.ctx(), bo, r.ID))(t); got.Skipped != "Half of us are ill" {
			t.Errorf("skipped: %+v", got.Retrospective)
		}
		for _, to := range []okr.RetrospectiveStage{okr.RetroOpen, okr.RetroRevealed} {
			if err := move(lea, to, ""); err != nil {
				t.Fatal(err)
			}
		}
		must(w.DecideOnward(w.ctx(), bo, OnwardInput{ID: o.ID, Onward: okr.Alter}))(t)
		_, err := w.DecideOnward(w.ctx(), bo, OnwardInput{ID: o.ID, Onward: "up"})
		refused(t, "onward to nowhere", err, okr.Invalid, "onward")
		if list := must(w.Revisions(w.ctx(), bo, o.ID))(t); len(list.Revisions) != 0 {
			t.Errorf("saying what becomes of it is a revision: %+v", list.Revisions)
		}
		_, err = w.AddImprovement(w.ctx(), w.member("Sam", okr.OrgMember, "Sales"), ImprovementInput{RetrospectiveID: r.ID, Text: "Not mine"})
		refused(t, "an improvement of somebody else", err, okr.Forbidden, "")
		i := must(w.AddImprovement(w.ctx(), bo, ImprovementInput{RetrospectiveID: r.ID, Text: "Ask three riders each week", OwnerID: bo.Viewer.MemberID, Due: "2026-11-12"}))(t)
		if week := must(w.Week(w.ctx(), bo))(t); len(week.Improve) != 1 {
			t.Errorf("This week has %+v", week.Improve)
		}
		_, err = w.EditImprovement(w.ctx(), bo, ImprovementPatch{ID: i.ID, State: ptr(okr.ImprovementDropped)})
		refused(t, "dropped without a reason", err, okr.Invalid, "reason")
		must(w.EditRetrospective(w.ctx(), bo, RetrospectivePatch{ID: r.ID, Learned: ptr(" Riders first. "), Tags: &[]string{"#Riders"}}))(t)
		if err := move(bo, okr.RetroHeld, ""); err != nil {
			t.Fatal(err)
		}
		v := must(w.Retrospective(w.ctx(), bo, r.ID))(t)
		if v.Stage != okr.RetroHeld || v.Learned != "Riders first." || !slices.Equal(v.Tags, []string{"riders"}) || len(v.Improvements) != 1 || len(v.Asked) != 0 {
			t.Errorf("held: %+v", v)
		}

		// the next cycle asks about it
		next := must(w.AddCycle(w.ctx(), w.owner, CycleInput{Start: "2027-01-01"}))(t)
		must(w.EditObjective(w.ctx(), w.owner, okr.ObjectivePatch{ID: o.ID, CycleID: &next.ID}))(t)
		w.pass(80 * 24 * time.Hour)
		w.cycle = next
		later := w.openRetro("Apps")
		if v := must(w.Retrospective(w.ctx(), bo, later.ID))(t); len(v.Asked) != 1 || v.Asked[0].ID != i.ID || !v.Asked[0].May {
			t.Errorf("the next one asks about %+v", v.Asked)
		}
		must(w.EditImprovement(w.ctx(), bo, ImprovementPatch{ID: i.ID, State: ptr(okr.ImprovementDone)}))(t)
		if v := must(w.Retrospective(w.ctx(), bo, later.ID))(t); len(v.Asked) != 1 || v.Asked[0].State != okr.ImprovementDone {
			t.Errorf("once it is done, the next one shows %+v", v.Asked)
		}
	})
}
