package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// One team asks, the other offers something else, they agree, and it stands on both sides, in the table of departments and among whom to ask for a review.
func TestContracts(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		ann, sal, pia := w.member("Ann", okr.OrgMember, "Apps"), w.member("Sal", okr.OrgMember, "Sales"), w.member("Pia", okr.OrgMember, "Platform")
		sales := w.team("Sales").ID
		o := w.draft("Apps", "Hosts answer fast")
		theirs := w.draft("Sales", "Hosts know what they pay")
		in := ContractInput{KeyResultID: o.KeyResults[0].ID, TeamID: sales, Text: "Ring ten hosts a week", Until: "2026-12-01", Gain: "They hear what hosts ask."}
		_, err := w.AskContract(ctx, sal, in)
		refused(t, "asked by another team", err, okr.Forbidden, "")
		_, err = w.AskContract(ctx, ann, ContractInput{KeyResultID: in.KeyResultID, TeamID: w.team("Apps").ID, Text: "T"})
		refused(t, "asked of itself", err, okr.Invalid, "team_id")
		_, err = w.AskContract(ctx, ann, ContractInput{KeyResultID: in.KeyResultID, TeamID: sales})
		refused(t, "asked for nothing", err, okr.Invalid, "text")
		c := must(w.AskContract(ctx, ann, in))(t)

		org := must(w.Organization(ctx, w.owner))(t) // planning has come into use
		ann.Org, sal.Org, pia.Org = org, org, org
		if got := must(w.Week(ctx, sal))(t).Contracts; len(got) != 1 || !got[0].Answers || got[0].KeyResult != o.KeyResults[0].Title {
			t.Errorf("This week of who is asked: %+v", got)
		}
		if got := must(w.Week(ctx, ann))(t).Contracts; len(got) != 0 {
			t.Errorf("This week of who asks: %+v", got)
		}
		reply := ContractReply{ID: c.ID, Answer: okr.ContractCountered, Text: "Ring four hosts a week", Until: "2026-12-15", Why: "There are two of us."}
		_, err = w.AnswerContract(ctx, pia, reply)
		refused(t, "answered by a third team", err, okr.Forbidden, "")
		_, err = w.AnswerContract(ctx, ann, reply)
		refused(t, "answered out of turn", err, okr.Forbidden, "")
		must(w.AnswerContract(ctx, sal, reply))(t)
		if got := must(w.Week(ctx, ann))(t).Contracts; len(got) != 1 || got[0].Was != in.Text {
			t.Errorf("This week of whose turn it is: %+v", got)
		}
		must(w.AnswerContract(ctx, ann, ContractReply{ID: c.ID, Answer: okr.ContractCountered, Text: "Ring six hosts a week"}))(t)
		_, err = w.AnswerContract(ctx, sal, ContractReply{ID: c.ID, Answer: okr.ContractAgreed, Within: o.ID})
		refused(t, "part of an objective of others", err, okr.Invalid, "within")
		c = must(w.AnswerContract(ctx, sal, ContractReply{ID: c.ID, Answer: okr.ContractAgreed, Within: theirs.ID}))(t)
		if c.Stage != okr.ContractAgreed || c.AuthorID != ann.Viewer.MemberID || c.SignerID != sal.Viewer.MemberID || c.Text != "Ring six hosts a week" {
			t.Errorf("agreed: %+v", c)
		}
		for _, at := range []string{o.ID, theirs.ID} {
			if got := must(w.Objective(ctx, pia, at))(t).Contracts; len(got) != 1 || got[0].Part == nil || got[0].Part.ID != theirs.ID || got[0].Answers || got[0].May {
				t.Errorf("on the page of %s: %+v", at, got)
			}
		}
		notices := func(of Actor) (out []string) {
			for _, n := range must(w.Notices(ctx, of))(t).Notices {
				out = append(out, n.Text+": "+n.Quote)
			}
			return out
		}
		if got := notices(ann); len(got) != 2 || got[0] != "Sal agreed to what was asked for “First answer”: Ring six hosts a week" {
			t.Errorf("who asked was told %q", got)
		}
		if got := notices(sal); len(got) != 2 || !strings.HasPrefix(got[0], "Ann asks your team for support with “First answer”") {
			t.Errorf("who was asked was told %q", got)
		}
		p := must(w.Planning(ctx, sal, PlanQuery{CycleID: w.cycle.ID}))(t)
		if len(p.Contracts) != 1 || !slices.Equal(p.Ours, []string{sales}) {
			t.Errorf("planning of the asked team: %+v of %q", p.Contracts, p.Ours)
		}
		if p := must(w.Planning(ctx, pia, PlanQuery{CycleID: w.cycle.ID}))(t); len(p.Contracts) != 0 {
			t.Errorf("planning of a third team: %+v", p.Contracts)
		}
		near := must(w.ReviewTeams(ctx, ann, o.ID))(t)
		if near[0].TeamID != sales || !slices.Contains(near[0].Why, "you ask it for support with this draft") {
			t.Errorf("the nearest is %+v", near[0])
		}
		m := must(w.Map(ctx, pia, MapQuery{}))(t)
		row, column := -1, -1
		for i, d := range m.Departments.Departments {
			if d.Name == "Sales" {
				row = i
			}
			if d.Name == "Product" {
				column = i
			}
		}
		if row < 0 || column < 0 || !slices.Equal(m.Departments.Cells[row][column].Contracts, []string{c.ID}) || m.Departments.Supports[row] != 1 || m.Departments.DependsOn[column] != 1 {
			t.Errorf("the departments: %+v", m.Departments)
		}
		acts := must(w.Activity(ctx, pia, ActivityQuery{Kind: "contract"}))(t).Activity
		if len(acts) != 4 || !strings.Contains(acts[0].What, "agreed") {
			t.Errorf("the log says %+v", acts)
		}

		must(w.EditObjective(ctx, ann, okr.ObjectivePatch{ID: o.ID, Private: ptr(true)}))(t)
		_, err = w.Contract(ctx, sal, c.ID)
		refused(t, "of a private objective", err, okr.NotFound, "")
		if got := must(w.Objective(ctx, sal, theirs.ID))(t).Contracts; len(got) != 0 {
			t.Errorf("the other side still shows what is private: %+v", got)
		}
		_, err = w.AskContract(ctx, ann, in)
		refused(t, "for a private objective", err, okr.Invalid, "key_result_id")
		if got := notices(sal); len(got) != 0 {
			t.Errorf("of what is private one is told %q", got)
		}
		must(w.RemoveContract(ctx, ann, RemovalInput{ID: c.ID}))(t)
		if got := notices(ann); len(got) != 0 {
			t.Errorf("of what is withdrawn one is told %q", got)
		}
		if got := must(w.Objective(ctx, ann, o.ID))(t).Contracts; len(got) != 0 {
			t.Errorf("withdrawn, and still there: %+v", got)
		}
	})
}

// When two teams become one, it answers what the one that ended was asked, and what they asked of each other is withdrawn.
func TestMergedTeamAnswers(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		w.member("Pia", okr.OrgMember, "Platform")
		ann, sal := w.member("Ann", okr.OrgMember, "Apps"), w.member("Sal", okr.OrgMember, "Sales")
		ask := func(of, team string) okr.Contract {
			return must(w.AskContract(ctx, w.owner, ContractInput{KeyResultID: w.draft(of, "Of "+of).KeyResults[0].ID, TeamID: w.team(team).ID, Text: "Help"}))(t)
		}
		asked, between, gone := ask("Sales", "Platform"), ask("Apps", "Platform"), ask("Sales", "Platform")
		must(w.RemoveObjective(ctx, w.owner, RemovalInput{ID: gone.ObjectiveID}))(t)
		p := must(w.Propose(ctx, sal, ProposalInput{CycleID: w.cycle.ID, TeamID: w.team("Platform").ID, Title: "Fewer alarms", Why: "They wake hosts."}))(t)
		apps := w.team("Apps").ID
		must(w.MergeTeams(ctx, w.owner, MergeTeamsInput{From: w.team("Platform").ID, Into: apps}))(t)
		if c := must(w.AnswerContract(ctx, ann, ContractReply{ID: asked.ID, Answer: okr.ContractAgreed}))(t); c.TeamID != apps {
			t.Errorf("it is for %s", c.TeamID)
		}
		if c := must(w.Contract(ctx, w.owner, between.ID))(t).Contracts[0]; c.Removed == 0 {
			t.Error("a team asks itself")
		}
		must(w.RestoreObjective(ctx, w.owner, RemovalInput{ID: gone.ObjectiveID}))(t)
		if c := must(w.Contract(ctx, w.owner, gone.ID))(t).Contracts[0]; c.TeamID != apps {
			t.Errorf("of an objective that was removed it is for %s", c.TeamID)
		}
		must(w.AnswerProposal(ctx, ann, ProposalReply{ID: p.ID, Answer: okr.ProposalAdopted}))(t)
	})
}

// At the end of the cycle both teams are asked what came of what they agreed on: one says so in a sentence, the other puts its name under it or sees it differently.
func TestContractKept(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		ann, sal, pia := w.member("Ann", okr.OrgMember, "Apps"), w.member("Sal", okr.OrgMember, "Sales"), w.member("Pia", okr.OrgMember, "Platform")
		o := w.draft("Apps", "Hosts answer fast")
		c := must(w.AskContract(ctx, ann, ContractInput{KeyResultID: o.KeyResults[0].ID, TeamID: w.team("Sales").ID, Text: "Ring ten hosts a week"}))(t)
		kept := ContractOutcome{ID: c.ID, Kept: okr.ContractIsKept, Text: "Ten a week, and twelve in the last."}
		_, err := w.EndContract(ctx, ann, kept)
		refused(t, "before both agreed", err, okr.Conflict, "")
		must(w.AnswerContract(ctx, sal, ContractReply{ID: c.ID, Answer: okr.ContractAgreed}))(t)
		org := must(w.Organization(ctx, w.owner))(t)
		ann.Org, sal.Org, pia.Org = org, org, org
		asked := func(of Actor) int { return len(must(w.Week(ctx, of))(t).Contracts) }
		if asked(ann)+asked(sal) != 0 {
			t.Error("asked in the middle of the cycle")
		}
		*w.clock = w.cycle.Closing.Time().Add(9 * time.Hour)
		if asked(ann) != 1 || asked(sal) != 1 || asked(pia) != 0 {
			t.Errorf("asked at its end: %d, %d, and a third team %d", asked(ann), asked(sal), asked(pia))
		}
		_, err = w.EndContract(ctx, pia, kept)
		refused(t, "by a third team", err, okr.Forbidden, "")
		_, err = w.EndContract(ctx, sal, ContractOutcome{ID: c.ID, Kept: "perhaps"})
		refused(t, "perhaps", err, okr.Invalid, "kept")
		_, err = w.EndContract(ctx, sal, ContractOutcome{ID: c.ID, Kept: okr.ContractIsKept})
		refused(t, "without a sentence", err, okr.Invalid, "text")
		must(w.EndContract(ctx, sal, kept))(t)
		if asked(ann) != 1 || asked(sal) != 0 {
			t.Errorf("after one has spoken: %d, %d", asked(ann), asked(sal))
		}
		if n := must(w.Notices(ctx, ann))(t).Notices; n[0].Text != "Sal says that what was agreed for “First answer” was kept" || n[0].Quote != kept.Text || n[0].Page != "contracts/"+c.ID || n[1].Quote != c.Text {
			t.Errorf("the other side is told %+v", n)
		}
		c = must(w.EndContract(ctx, ann, ContractOutcome{ID: c.ID, Kept: okr.ContractNotKept, Text: "Six a week."}))(t)
		if c.TeamSaid != "" || c.AskerSaid != ann.Viewer.MemberID {
			t.Errorf("seen differently, with the other's name under it: %+v", c)
		}
		c = must(w.EndContract(ctx, sal, ContractOutcome{ID: c.ID, Kept: okr.ContractNotKept}))(t)
		if c.TeamSaid != sal.Viewer.MemberID || c.AskerSaid != ann.Viewer.MemberID || c.KeptText != "Six a week." || len(c.Silent()) != 0 || asked(ann)+asked(sal) != 0 {
			t.Errorf("both say it: %+v", c)
		}
		if got := must(w.Objective(ctx, pia, o.ID))(t).Contracts; len(got) != 1 || got[0].Kept != okr.ContractNotKept || got[0].KeptText != "Six a week." || got[0].Says {
			t.Errorf("on the objective's page: %+v", got)
		}
		acts := must(w.Activity(ctx, pia, ActivityQuery{Kind: "contract"}))(t).Activity
		if !strings.Contains(acts[0].What, "not kept") || len(acts) != 5 {
			t.Errorf("the log says %+v", acts)
		}
		second := must(w.AskContract(ctx, ann, ContractInput{KeyResultID: o.KeyResults[0].ID, TeamID: w.team("Platform").ID, Text: "A faster line"}))(t)
		must(w.AnswerContract(ctx, pia, ContractReply{ID: second.ID, Answer: okr.ContractAgreed}))(t)
		*w.clock = w.cycle.End.Time().AddDate(0, 0, 40)
		if asked(pia) != 0 {
			t.Error("asked for ever")
		}
	})
}
