package app

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// texts are the words of commitments with their states.
func texts(list []CommitmentView) []string {
	var out []string
	for _, c := range list {
		out = append(out, strings.TrimSpace(c.Text+" "+string(c.State)))
	}
	return out
}

func TestCommitments(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		apps := w.team("Apps").ID
		bo := w.member("Bo", okr.OrgMember, "Apps")
		o := w.live("Apps", "Hosts answer fast", ObjectiveInput{KeyResults: []KeyResultInput{rising("First answer")}})
		kr := o.KeyResults[0].ID
		first := must(w.AddCommitment(ctx, bo, CommitmentInput{TeamID: apps, Text: " Ring  two hosts ", KeyResultID: kr, OwnerID: bo.Viewer.MemberID}))(t)
		if first.Text != "Ring two hosts" || first.Week != "2026-11-09" {
			t.Errorf("the first: %+v", first)
		}
		if set := must(w.Organization(ctx, bo))(t).Set; !set.Uses(okr.PartCommitment) || set.Uses(okr.PartWin) {
			t.Errorf("the first use switches commitments on, and nothing else: %v", set.Parts)
		}
		for _, text := range []string{"Two", "Three", "Four", "Five"} {
			must(w.AddCommitment(ctx, bo, CommitmentInput{TeamID: apps, Text: text}))(t)
		}
		if got := must(w.Commitments(ctx, bo, apps, ""))(t); got.Advice != "" || len(got.Now) != 5 || got.Now[0].KeyResult != "First answer" || got.Now[0].Number != o.Number {
			t.Errorf("five: %+v", got)
		}
		six := must(w.AddCommitment(ctx, bo, CommitmentInput{TeamID: apps, Text: "Six"}))(t) // advised against, never refused
		if got := must(w.Commitments(ctx, bo, apps, "2026-11-12"))(t); got.Advice == "" || len(got.Now) != 6 {
			t.Errorf("six: %+v", got)
		}
		must(w.RemoveCommitment(ctx, bo, RemovalInput{ID: six.ID}))(t)
		must(w.EditCommitment(ctx, bo, CommitmentPatch{ID: first.ID, State: ptr(okr.CommitmentDone)}))(t)
		must(w.AddCommitment(ctx, bo, CommitmentInput{TeamID: apps, Week: "2026-11-23", Text: "The fair"}))(t)

		w.pass(7 * 24 * time.Hour)
		got := must(w.Commitments(ctx, bo, apps, ""))(t)
		if diff := cmp.Diff([]string{"Two", "Three", "Four", "Five"}, texts(got.Before)); diff != "" || len(got.Now) != 0 || len(got.Next) != 1 {
			t.Errorf("a week later: %+v\n%s", got, diff)
		}
		must(w.CarryCommitment(ctx, bo, ThingInput{ID: got.Before[0].ID}))(t)
		_, err := w.CarryCommitment(ctx, bo, ThingInput{ID: got.Before[0].ID})
		refused(t, "carrying twice", err, okr.Invalid, "")
		must(w.EditCommitment(ctx, bo, CommitmentPatch{ID: got.Before[1].ID, State: ptr(okr.CommitmentLetGo)}))(t)
		got = must(w.Commitments(ctx, bo, apps, ""))(t)
		if diff := cmp.Diff([]string{"Two"}, texts(got.Now)); diff != "" || got.Now[0].CarriedID == "" || len(got.Before) != 2 {
			t.Errorf("carried on: %+v\n%s", got, diff)
		}
		if back := must(w.Commitments(ctx, bo, apps, "2026-11-09"))(t); len(back.Now) != 5 || back.Now[0].State != okr.CommitmentDone {
			t.Errorf("last week as it ended: %v", texts(back.Now))
		}
		_, err = w.AddCommitment(ctx, w.member("Sal", okr.OrgMember, "Sales"), CommitmentInput{TeamID: apps, Text: "Not theirs"})
		refused(t, "for another team", err, okr.Forbidden, "")
		_, err = w.EditCommitment(ctx, bo, CommitmentPatch{ID: first.ID, Version: 1, Text: ptr("x")})
		refused(t, "an old version", err, okr.Conflict, "version")
	})
}

func TestFourSquares(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		apps := w.team("Apps").ID
		steps := KeyResultInput{Title: "The way", Kind: okr.Milestones, Stages: []okr.Milestone{{Title: "A pilot runs", Due: "2026-11-20"}, {Title: "All have it", Due: "2027-01-20"}}}
		due := rising("Early")
		due.Due = "2026-11-27"
		w.live("Apps", "Hosts answer fast", ObjectiveInput{KeyResults: []KeyResultInput{due, steps}})
		must(w.AddKPI(ctx, w.owner, KPIInput{TeamID: apps, Name: "Crashes"}))(t)
		must(w.AddCommitment(ctx, w.owner, CommitmentInput{TeamID: apps, Text: "Ring"}))(t)
		counted, n := store.CountQueries(ctx)
		s := must(w.FourSquares(counted, w.owner, apps, ""))(t)
		if n.Load() > 9 {
			t.Errorf("%d statements, want at most 9", n.Load())
		}
		if len(s.Objectives) != 1 || len(s.KPIs) != 1 || len(s.Week.Now) != 1 {
			t.Errorf("%+v", s)
		}
		want := []Coming{{"2026-11-20", "A pilot runs", 1}, {"2026-11-27", "Due: Early", 1}}
		if diff := cmp.Diff(want, s.Coming); diff != "" {
			t.Errorf("what comes (-want +got):\n%s", diff)
		}
	})
}

// A commitment to a key result of a private objective is seen by nobody who does not see that.
func TestCommitmentsHideWhatIsPrivate(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		bo, cy := w.member("Bo", okr.OrgMember, "Apps"), w.member("Cy", okr.OrgOwner, "Sales")
		secret := must(w.AddObjective(ctx, bo, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "The zephyr deal", Private: true, KeyResults: []KeyResultInput{rising("Zephyr signed")}}))(t)
		must(w.Transition(ctx, bo, TransitionInput{ID: secret.ID, To: okr.Active}))(t)
		c := must(w.AddCommitment(ctx, bo, CommitmentInput{TeamID: w.team("Apps").ID, Text: "Call zephyr", KeyResultID: secret.KeyResults[0].ID}))(t)
		must(w.AddCommitment(ctx, bo, CommitmentInput{TeamID: w.team("Apps").ID, Text: "Open"}))(t)
		seen := func(actor Actor) string {
			a := must(json.Marshal(must(w.FourSquares(ctx, actor, w.team("Apps").ID, ""))(t)))(t)
			b := must(json.Marshal(must(w.Activity(ctx, actor, ActivityQuery{}))(t)))(t)
			return strings.ToLower(string(a) + string(b) + w.export(actor, "json"))
		}
		if text := seen(cy); strings.Contains(text, "zephyr") || strings.Contains(text, c.ID) || !strings.Contains(text, `"open"`) {
			t.Errorf("an owner sees what is private, or misses what is not: %s", text)
		}
		if text := seen(bo); !strings.Contains(text, "call zephyr") {
			t.Error("its team does not see it")
		}
		_, err := w.EditCommitment(ctx, cy, CommitmentPatch{ID: c.ID, Text: ptr("x")})
		refused(t, "an owner edits it", err, okr.NotFound, "")
		_, err = w.AddCommitment(ctx, cy, CommitmentInput{TeamID: w.team("Sales").ID, Text: "x", KeyResultID: secret.KeyResults[0].ID})
		refused(t, "an owner ties one to it", err, okr.Invalid, "key_result_id")
	})
}

func TestWins(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		bo, vi := w.member("Bo", okr.OrgMember, "Apps"), w.member("Vi", okr.OrgViewer)
		first := must(w.ShareWin(ctx, bo, WinInput{Text: " The first host wrote \r\n back ", TeamID: w.team("Apps").ID, Thanks: []string{w.owner.Viewer.MemberID, w.team("Sales").ID, w.team("Sales").ID}}))(t)
		if first.Text != "The first host wrote \n back" || len(first.Thanks) != 2 || first.Date != "2026-11-09" {
			t.Errorf("the first: %+v", first)
		}
		week := must(w.Week(ctx, vi))(t)
		if len(week.Wins) != 1 || week.Wins[0].May || week.Names.Of(week.Wins[0].Thanks[0]) != "Ines Owner" || !week.Empty || week.Team != nil {
			t.Errorf("a viewer's week before there is an objective: %+v", week)
		}
		_, err := w.ShareWin(ctx, vi, WinInput{Text: "x"})
		refused(t, "by a viewer", err, okr.Forbidden, "")
		_, err = w.ShareWin(ctx, bo, WinInput{Text: "x", Thanks: []string{"nobody"}})
		refused(t, "thanks to nobody", err, okr.Invalid, "thanks[0]")
		w.pass(4 * 24 * time.Hour) // it is Friday
		second := must(w.ShareWin(ctx, w.owner, WinInput{Text: "Second"}))(t)
		if week = must(w.Week(ctx, bo))(t); len(week.Wins) != 1 || week.Wins[0].ID != second.ID {
			t.Errorf("on Friday the fresh ones are today's: %+v", week.Wins)
		}
		if wall := must(w.Wins(ctx, bo, WinQuery{}))(t); len(wall.Wins) != 2 || wall.Wins[0].ID != second.ID || wall.Wins[0].May || !wall.Wins[1].May {
			t.Errorf("the wall: %+v", wall)
		}
		if hits := must(w.Search(ctx, bo, "host wrote", 5))(t); len(hits) != 1 || !strings.HasPrefix(hits[0].Title, "The first host") {
			t.Errorf("searched: %+v", hits)
		}
		_, err = w.EditWin(ctx, bo, WinPatch{ID: second.ID, Text: ptr("x")})
		refused(t, "somebody else's", err, okr.Forbidden, "")
		must(w.RemoveWin(ctx, bo, RemovalInput{ID: first.ID}))(t)
		if wall := must(w.Wins(ctx, bo, WinQuery{TeamID: w.team("Apps").ID}))(t); len(wall.Wins) != 0 {
			t.Errorf("after taking it back: %+v", wall)
		}
		must(w.RestoreWin(ctx, bo, RemovalInput{ID: first.ID}))(t)
	})
}
