package app

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
)

// The leadership says what is asked of whom by when; what is usual is not kept, and everybody reads it.
func TestBrief(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		ann := w.member("Ann", okr.OrgMember, "Apps (lead)")
		apps, sales := w.team("Apps").ID, w.team("Sales").ID
		in := BriefInput{CycleID: w.cycle.ID, Text: " Winter first. ", Teams: []okr.TeamBrief{{TeamID: apps, Scope: okr.ScopeOwn}, {TeamID: sales, Scope: okr.ScopeShares, Expect: "With Apps.", By: "2026-11-20"}}}
		_, err := w.WriteBrief(ctx, ann, in)
		refused(t, "written by the lead of a team", err, okr.Forbidden, "")
		_, err = w.WriteBrief(ctx, w.owner, BriefInput{CycleID: w.cycle.ID, Teams: []okr.TeamBrief{{TeamID: "elsewhere", Scope: okr.ScopeRests}}})
		refused(t, "of no team", err, okr.Invalid, "teams[0].team_id")
		must(w.WriteBrief(ctx, w.owner, in))(t)
		p := must(w.Planning(ctx, ann, PlanQuery{CycleID: w.cycle.ID}))(t)
		want := okr.Brief{Text: "Winter first.", Teams: in.Teams[1:]}
		if d := cmp.Diff(want, p.Cycle.Brief); d != "" {
			t.Error(d)
		}
		in.Version = w.cycle.Version
		_, err = w.WriteBrief(ctx, w.owner, in)
		refused(t, "over somebody else's", err, okr.Conflict, "version")
	})
}

// The leadership plans what is talked about when: what is usual is not kept, key points come up in the meetings, and the brief leaves the plan alone.
func TestPlanTalks(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		ann := w.member("Ann", okr.OrgMember, "Apps (lead)")
		in := TalksInput{CycleID: w.cycle.ID, Talks: []okr.Talk{
			{Occasion: okr.KickOff, Often: okr.KickOff.Usual().Often, Points: " "},
			{Occasion: okr.MondayRound, Often: "Every two weeks", Points: "Winter first.\n\n Who needs help?"},
		}}
		_, err := w.PlanTalks(ctx, ann, in)
		refused(t, "planned by the lead of a team", err, okr.Forbidden, "")
		_, err = w.PlanTalks(ctx, w.owner, TalksInput{CycleID: w.cycle.ID, Talks: []okr.Talk{{Occasion: "tea"}, {Occasion: okr.KickOff, Often: strings.Repeat("a", okr.MaxTitle+1)}}})
		refused(t, "of no occasion", err, okr.Invalid, "talks[0].occasion")
		must(w.PlanTalks(ctx, w.owner, in))(t)
		must(w.WriteBrief(ctx, w.owner, BriefInput{CycleID: w.cycle.ID, Text: "Winter first."}))(t)
		c := must(w.Cycle(ctx, ann, w.cycle.ID))(t)
		if d := cmp.Diff([]okr.Talk{{Occasion: okr.MondayRound, Often: "Every two weeks", Points: "Winter first.\n\n Who needs help?"}}, c.Brief.Talks); d != "" {
			t.Error(d)
		}
		m := must(w.Meeting(ctx, ann, w.team("Apps").ID, okr.TeamWeekly))(t)
		if d := cmp.Diff([]string{"Winter first.", "Who needs help?"}, m.Points); d != "" {
			t.Error(d)
		}
		if m := must(w.Meeting(ctx, ann, w.team("Apps").ID, okr.AllHands))(t); m.Points != nil {
			t.Errorf("all hands is to say %q", m.Points)
		}
	})
}
