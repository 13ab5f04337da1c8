package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// Anyone proposes, others support and comment, two become one, and the draft that comes of it names whose idea it was.
func TestProposals(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		ann, pia, lea := w.member("Ann", okr.OrgMember, "Apps"), w.member("Pia", okr.OrgMember, "Platform"), w.member("Lea", okr.OrgMember, "Sales (lead)")
		reads := w.member("Vic", okr.OrgViewer, "Sales")
		sales := w.team("Sales").ID
		propose := func(by Actor, title string) okr.Proposal {
			return must(w.Propose(ctx, by, ProposalInput{CycleID: w.cycle.ID, TeamID: sales, Title: title, Why: "Hosts ask for it every week."}))(t)
		}
		_, err := w.Propose(ctx, reads, ProposalInput{CycleID: w.cycle.ID, TeamID: sales, Title: "T", Why: "W"})
		refused(t, "a viewer proposes", err, okr.Forbidden, "")
		_, err = w.Propose(ctx, ann, ProposalInput{CycleID: w.cycle.ID, TeamID: sales, Title: "T"})
		refused(t, "without a reason", err, okr.Invalid, "why")
		_, err = w.Propose(ctx, ann, ProposalInput{CycleID: "elsewhere", TeamID: sales, Title: "T", Why: "W"})
		refused(t, "in no cycle", err, okr.Invalid, "cycle_id")
		one, two, three := propose(ann, "Hosts buy without a call"), propose(pia, "A price on every page"), propose(ann, "A shop in Rome")

		one = must(w.BackProposal(ctx, pia, BackInput{ID: one.ID}))(t)
		must(w.CommentProposal(ctx, lea, ProposalCommentInput{ID: one.ID, Text: " Which hosts? "}))(t)
		_, err = w.CommentProposal(ctx, lea, ProposalCommentInput{ID: one.ID, Text: " "})
		refused(t, "an empty comment", err, okr.Invalid, "text")
		_, err = w.EditProposal(ctx, pia, ProposalPatch{ID: one.ID, Title: ptr("Mine")})
		refused(t, "edited by another", err, okr.Forbidden, "")
		_, err = w.AnswerProposal(ctx, ann, ProposalReply{ID: three.ID, Answer: okr.ProposalAdopted})
		refused(t, "adopted for another team", err, okr.Forbidden, "")
		_, err = w.AnswerProposal(ctx, lea, ProposalReply{ID: three.ID, Answer: okr.ProposalDeclined})
		refused(t, "declined without a reason", err, okr.Invalid, "answer_why")
		must(w.AnswerProposal(ctx, lea, ProposalReply{ID: three.ID, Answer: okr.ProposalDeclined, Why: "Nobody of us lives there."}))(t)
		_, err = w.AnswerProposal(ctx, lea, ProposalReply{ID: one.ID, Answer: okr.ProposalMerged, Into: three.ID})
		refused(t, "merged into a declined one", err, okr.Invalid, "into")
		must(w.AnswerProposal(ctx, pia, ProposalReply{ID: two.ID, Answer: okr.ProposalMerged, Into: one.ID}))(t) // her own
		_, err = w.BackProposal(ctx, ann, BackInput{ID: two.ID})
		refused(t, "support for an answered one", err, okr.Conflict, "")

		adopted := must(w.AnswerProposal(ctx, lea, ProposalReply{ID: one.ID, Answer: okr.ProposalAdopted}))(t)
		o := must(w.Objective(ctx, ann, adopted.Adopted))(t)
		if o.Stage != okr.Draft || o.WhyImportant != one.Why || o.OwnerID != lea.Viewer.MemberID || lead(o.Objective) != sales {
			t.Errorf("adopted as %+v", o.Objective)
		}
		if d := cmp.Diff([]string{ann.Viewer.MemberID, pia.Viewer.MemberID}, o.ProposedBy); d != "" {
			t.Error("the credit:", d)
		}
		late := propose(w.member("Tom", okr.OrgMember, "Sales"), "Prices that hosts understand")
		must(w.AnswerProposal(ctx, lea, ProposalReply{ID: late.ID, Answer: okr.ProposalMerged, Into: one.ID}))(t)
		if o = must(w.Objective(ctx, ann, adopted.Adopted))(t); len(o.ProposedBy) != 3 {
			t.Errorf("merged after it was adopted: %q", o.ProposedBy)
		}
		must(w.AnswerProposal(ctx, lea, ProposalReply{ID: three.ID}))(t) // opened again

		list := must(w.Proposals(ctx, reads, ProposalQuery{CycleID: w.cycle.ID}))(t)
		if len(list.Proposals) != 4 || list.Proposals[0].ID != three.ID {
			t.Errorf("%d proposals, the first is %s", len(list.Proposals), list.Proposals[0].Title)
		}
		i := slices.IndexFunc(list.Proposals, func(p ProposalView) bool { return p.ID == one.ID })
		if p := list.Proposals[i]; p.Objective == nil || p.Objective.Number != o.Number || p.Answers || p.Comments[0].Text != "Which hosts?" {
			t.Errorf("as a viewer sees it: %+v", p)
		}
		want := map[string]okr.Voice{"Apps": {People: 1, Spoke: 1, Proposals: 2, Depth: 2}, "Platform": {People: 1, Spoke: 1, Proposals: 1, Depth: 2}, "Sales": {People: 2, Spoke: 2, Proposals: 1, Depth: 1}}
		for _, v := range list.Teams {
			name := list.Names.Of(v.TeamID)
			if v.TeamID = ""; name != w.org.Name && v != want[name] {
				t.Errorf("%s: %+v", name, v)
			}
		}
		acts := must(w.Activity(ctx, ann, ActivityQuery{Kind: "proposal.adopted"}))(t).Activity
		if len(acts) != 1 || !strings.Contains(acts[0].What, "adopted the proposal “Hosts buy without a call”") {
			t.Errorf("the log says %+v", acts)
		}
	})
}

// Pages of proposals together are the whole list, those that wait first, whatever the size of a page.
func TestProposalsByPage(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		ann, pia := w.member("Ann", okr.OrgMember, "Apps"), w.member("Pia", okr.OrgMember, "Apps (lead)")
		var want []string
		for i := range 9 {
			p := must(w.Propose(ctx, ann, ProposalInput{CycleID: w.cycle.ID, TeamID: w.team("Apps").ID, Title: fmt.Sprint("Idea ", i), Why: "They ask for it."}))(t)
			if i%3 == 1 {
				must(w.BackProposal(ctx, pia, BackInput{ID: p.ID}))(t)
			}
			if i%4 == 0 {
				must(w.AnswerProposal(ctx, pia, ProposalReply{ID: p.ID, Answer: okr.ProposalDeclined, Why: "Not now."}))(t)
			}
			w.pass(time.Minute)
		}
		for _, i := range []int{7, 1, 6, 5, 3, 2, 4, 8, 0} { // supported ones first, then the latest; then the answered ones
			want = append(want, fmt.Sprint("Idea ", i))
		}
		for limit := 1; limit <= len(want)+1; limit++ {
			var got []string
			for q := (ProposalQuery{CycleID: w.cycle.ID, Limit: limit}); ; {
				p := must(w.Proposals(ctx, ann, q))(t)
				if len(p.Proposals) > limit || p.Waiting != 6 || p.Answered != 3 {
					t.Fatalf("%d at a limit of %d; %d wait, %d are answered", len(p.Proposals), limit, p.Waiting, p.Answered)
				}
				for _, x := range p.Proposals {
					got = append(got, x.Title)
				}
				if q.Cursor = p.Next; q.Cursor == "" {
					break
				}
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Fatalf("limit %d (-want +got):\n%s", limit, d)
			}
		}
		for _, q := range []ProposalQuery{{Cursor: "~"}, {Cursor: "YSBiIGMgZA"}, {Limit: MaxPage + 1}} {
			if _, err := w.Proposals(ctx, ann, q); okr.FaultsOf(err) == nil {
				t.Errorf("%+v was taken: %v", q, err)
			}
		}
	})
}

// However many teams there are, who takes part is said of a few, in as many statements.
func TestProposalsOfManyTeams(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		ann := w.member("Ann", okr.OrgMember, "Apps")
		must(w.Propose(ctx, ann, ProposalInput{CycleID: w.cycle.ID, TeamID: w.team("Apps").ID, Title: "Hosts answer", Why: "They do not."}))(t)
		count := func() (Proposals, int64) {
			must(w.Around(ctx, ann))(t) // so that the teams are remembered
			ctx, n := store.CountQueries(ctx)
			return must(w.Proposals(ctx, ann, ProposalQuery{CycleID: w.cycle.ID}))(t), n.Load()
		}
		few, before := count()
		var teams, people strings.Builder
		people.WriteString("name,email,teams\n")
		for i := range 2 * voicesShown {
			fmt.Fprintf(&teams, "Team %d\n", i)
			fmt.Fprintf(&people, "P %d,p%d@example.org,Team %d\n", i, i, i)
		}
		must(w.AddTeams(ctx, w.owner, AddTeamsInput{Text: teams.String()}))(t)
		must(w.Invite(ctx, w.owner, InviteInput{Text: people.String()}))(t)
		ann = w.as(ann.Viewer.MemberID)
		many, after := count()
		if after != before || after > 10 {
			t.Errorf("%d statements for few teams, %d for many", before, after)
		}
		if len(many.Teams) != 1 || many.Teams[0].Spoke != 1 || many.MoreTeams != len(few.Teams)-1+2*voicesShown {
			t.Errorf("of many teams: %+v and %d more", many.Teams, many.MoreTeams)
		}
		if few.MoreTeams != 0 || len(many.Levels) != len(few.Levels)+1 || many.Levels[1].People != 2*voicesShown {
			t.Errorf("levels of few %+v and of many %+v", few.Levels, many.Levels)
		}
	})
}

// What a proposal became is not told to those who may not see that.
func TestProposalOfAPrivateObjective(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		ann, sal := w.member("Ann", okr.OrgMember, "Apps"), w.member("Sal", okr.OrgMember, "Sales")
		p := must(w.Propose(ctx, sal, ProposalInput{CycleID: w.cycle.ID, TeamID: w.team("Apps").ID, Title: "Hosts answer", Why: "They do not."}))(t)
		p = must(w.AnswerProposal(ctx, ann, ProposalReply{ID: p.ID, Answer: okr.ProposalAdopted}))(t)
		must(w.EditObjective(ctx, ann, okr.ObjectivePatch{ID: p.Adopted, Title: ptr("A secretxylo"), Private: ptr(true)}))(t)
		if got := must(w.Proposal(ctx, ann, p.ID))(t).Proposals[0]; got.Objective == nil || got.Objective.Title != "A secretxylo" {
			t.Errorf("its team sees %+v", got.Objective)
		}
		if got := must(w.Proposal(ctx, sal, p.ID))(t).Proposals[0]; got.Objective != nil {
			t.Errorf("who proposed it sees %+v", got.Objective)
		}
	})
}
