package app

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Whoever had an idea is told what others say of it and what becomes of it, as they chose, and never of what they did themselves.
func TestProposalNotices(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		box, ctx := w.posting(), w.ctx()
		ann, pia, lea := w.joins("Ann", "Apps"), w.joins("Pia", "Platform"), w.joins("Lea", "Sales (lead)")
		propose := func(by Actor, title string) okr.Proposal {
			return must(w.Propose(ctx, by, ProposalInput{CycleID: w.cycle.ID, TeamID: w.team("Sales").ID, Title: title, Why: "Hosts ask for it."}))(t)
		}
		one, two := propose(ann, "Hosts buy without a call"), propose(pia, "A price on every page")
		must(w.CommentProposal(ctx, lea, ProposalCommentInput{ID: one.ID, Text: "Which hosts?"}))(t)
		must(w.CommentProposal(ctx, ann, ProposalCommentInput{ID: one.ID, Text: "All of them."}))(t)
		w.tell()
		if diff := cmp.Diff([]string{"Lea Berg said something about your proposal “Hosts buy without a call”"}, box.mailed("ann@fjord.example")); diff != "" {
			t.Errorf("a comment (-want +got):\n%s", diff)
		}
		if text := box.mails[0].Text; !strings.Contains(text, "  | Which hosts?\n  https://okr.fjord.example/fjord-tools/proposals/"+one.ID+"\n") {
			t.Errorf("the mail says\n%s", text)
		}
		must(w.AnswerProposal(ctx, lea, ProposalReply{ID: two.ID, Answer: okr.ProposalDeclined, Why: "Prices change too often."}))(t)
		must(w.AnswerProposal(ctx, lea, ProposalReply{ID: two.ID}))(t)
		must(w.AnswerProposal(ctx, lea, ProposalReply{ID: two.ID, Answer: okr.ProposalMerged, Into: one.ID}))(t)
		must(w.AnswerProposal(ctx, lea, ProposalReply{ID: one.ID, Answer: okr.ProposalAdopted}))(t)
		texts := func(of Actor) (out []string) {
			for _, n := range must(w.Notices(ctx, of))(t).Notices {
				out = append(out, n.Text+": "+n.Quote)
			}
			return out
		}
		for _, c := range []struct {
			of   Actor
			want []string
		}{
			{lea, nil},
			{ann, []string{"Lea Berg adopted your proposal, which is a draft now: “Hosts buy without a call”: ", "Lea Berg said something about your proposal “Hosts buy without a call”: Which hosts?"}},
			{pia, []string{"Lea Berg adopted your proposal, which is a draft now: “Hosts buy without a call”: ", "Lea Berg declined your proposal “A price on every page”: ",
				"Lea Berg made your proposal part of another one: “A price on every page”: ", "Lea Berg opened your proposal again: “A price on every page”: "}},
		} {
			if diff := cmp.Diff(c.want, texts(c.of)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.of.Person.Name, diff)
			}
		}
		*w.clock = okr.Date("2026-11-09").Time().Add(22 * time.Hour)
		box.mails = nil
		w.tell()
		if len(box.mails) != 0 {
			t.Errorf("mailed in quiet hours: %q", box.mails[0].Subject)
		}
		*w.clock = okr.Date("2026-11-10").Time().Add(9 * time.Hour)
		w.tell()
		if diff := cmp.Diff([]string{"4 things to know at Fjord Tools"}, box.mailed("pia@fjord.example")); diff != "" {
			t.Errorf("after them (-want +got):\n%s", diff)
		}
		must(w.RemoveProposal(ctx, w.owner, RemovalInput{ID: one.ID}))(t)
		if got := texts(ann); got != nil {
			t.Errorf("of what was taken back one is told %q", got)
		}
		other := w.elsewhere("Other", "kim@other.example")
		if got := must(other.Notices(ctx, other.owner))(t).Notices; len(got) != 0 {
			t.Errorf("another organization is told %+v", got)
		}
		pia.Prefer.Notices.None()
		must(w.EditMember(ctx, pia, EditMemberInput{ID: pia.Viewer.MemberID, Preferences: &pia.Prefer}))(t)
		three := propose(pia, "A shop in Rome")
		must(w.CommentProposal(ctx, lea, ProposalCommentInput{ID: three.ID, Text: "Why Rome?"}))(t)
		box.mails = nil
		w.tell()
		if got := box.mailed("pia@fjord.example"); got != nil || len(texts(pia)) == 0 {
			t.Errorf("who wants no mail gets %q", got)
		}
	})
}
