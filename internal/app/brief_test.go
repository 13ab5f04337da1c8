package app

import (
	"fmt"
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

		// Of many teams a part is written at a time: what is asked of the others stays. A fault is of the line that has it.
		wrong := BriefInput{CycleID: w.cycle.ID, Part: true, Teams: []okr.TeamBrief{{TeamID: sales}, {TeamID: apps, By: "soon"}}}
		_, err = w.WriteBrief(ctx, w.owner, wrong)
		refused(t, "a day that is none", err, okr.Invalid, "teams[1].by")
		part := must(w.WriteBrief(ctx, w.owner, BriefInput{CycleID: w.cycle.ID, Text: "Winter first.", Part: true, Teams: []okr.TeamBrief{{TeamID: apps, Scope: okr.ScopeRests}}}))(t)
		if d := cmp.Diff([]okr.TeamBrief{{TeamID: apps, Scope: okr.ScopeRests}, in.Teams[1]}, part.Brief.Teams); d != "" {
			t.Errorf("a part (-want +got):\n%s", d)
		}
		part = must(w.WriteBrief(ctx, w.owner, BriefInput{CycleID: w.cycle.ID, Text: "Winter first.", Part: true, Teams: []okr.TeamBrief{{TeamID: sales}}}))(t)
		if d := cmp.Diff([]okr.TeamBrief{{TeamID: apps, Scope: okr.ScopeRests}}, part.Brief.Teams); d != "" {
			t.Errorf("as is usual (-want +got):\n%s", d)
		}
	})
}

// The planning room says what is asked of the reader's teams first, counts what there is of it, and names the teams that have too much: of a team with those in it, or of all.
func TestPlanCounts(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		ann := w.member("Ann", okr.OrgMember, "Platform")
		for range 6 {
			w.live("Apps", "Hosts answer fast", ObjectiveInput{KeyResults: []KeyResultInput{rising("Answers"), rising("Calls")}})
		}
		five := make([]KeyResultInput, 5)
		for i := range five {
			five[i] = rising("Guests")
		}
		w.live("Fjord Tools", "Guests trust us", ObjectiveInput{KeyResults: five})
		w.draft("Sales", "More hosts")
		shape := func(q PlanQuery) string {
			q.CycleID = w.cycle.ID
			p := must(w.Planning(ctx, ann, q))(t)
			var teams, crowded []string
			for _, x := range p.Teams {
				teams = append(teams, fmt.Sprintf("%s %d/%d %v", p.Names.Of(x.TeamID), x.Leads, x.Shares, x.Mine))
			}
			for _, x := range p.Crowded {
				crowded = append(crowded, p.Names.Of(x.TeamID))
			}
			return fmt.Sprint(teams, p.MoreTeams, " company ", p.Company, " many ", p.Many, " few ", p.Few, " crowded ", crowded, " unowned ", p.Unowned, " unasked ", p.Data[okr.DataUnasked],
				" columns ", p.Columns[0].Total, p.Columns[1].Total, p.Columns[2].Total)
		}
		teams := "[Platform 0/0 true Fjord Tools 1/1 false Product 0/0 false Apps 6/6 false Sales 1/1 false] 0"
		if d := cmp.Diff(teams+" company 1 many 1 few 1 crowded [Apps] unowned 18 unasked 18 columns 1 0 7", shape(PlanQuery{})); d != "" {
			t.Errorf("of all (-want +got):\n%s", d)
		}
		if d := cmp.Diff(teams+" company 0 many 0 few 0 crowded [Apps] unowned 12 unasked 12 columns 0 0 6", shape(PlanQuery{TeamID: w.team("Product").ID})); d != "" {
			t.Errorf("of a team with those in it (-want +got):\n%s", d)
		}
		if d := cmp.Diff(teams+" company 0 many 0 few 1 crowded [] unowned 1 unasked 1 columns 1 0 0", shape(PlanQuery{TeamID: w.team("Sales").ID})); d != "" {
			t.Errorf("of another (-want +got):\n%s", d)
		}
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
