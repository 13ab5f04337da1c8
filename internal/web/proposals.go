package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// proposals lists what people propose for a cycle, and how many take part.
func proposals(r *request) error {
	v, err := r.around("Proposals", "proposals")
	if err != nil {
		return err
	}
	q := app.ProposalQuery{TeamID: r.FormValue("team"), Cursor: r.FormValue("after")}
	if r.FormValue("cycle") != "" {
		q.CycleID = v.cycle.ID
	}
	list, err := r.s.App.Proposals(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	v.Cycle, v.Main = ui.Link{Text: list.Cycle.Name}, ui.Link{}
	v.Week, v.Weeks = list.Cycle.Week(v.Today)
	if okr.CanPropose(r.Viewer) == nil {
		v.InBar = false
		v.Main = ui.Link{Text: "Propose an objective", URL: r.at("proposals/new?cycle=" + list.Cycle.Slug + "&team=" + q.TeamID)}
	}
	return r.show(http.StatusOK, v, proposalsBody(r, v, list, q.TeamID))
}

func proposalForm(r *request) error { return showProposalForm(r, http.StatusOK, nil) }

func showProposalForm(r *request, status int, f *form) error {
	if err := okr.CanPropose(r.Viewer); err != nil {
		return err
	}
	v, err := r.planned("Propose an objective", "proposals")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	team := r.FormValue("team")
	if team == "" && len(v.Surroundings.Teams) > 0 {
		team = v.Surroundings.Teams[0].ID
	}
	return r.show(status, v, proposalFormBody(r, v, team, f))
}

func propose(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	if err := r.meansTeam("team_id"); err != nil {
		return r.refused(err, showProposalForm)
	}
	in := app.ProposalInput{CycleID: r.PostFormValue("cycle_id"), TeamID: r.PostFormValue("team_id"), Title: r.PostFormValue("title"), Why: r.PostFormValue("why")}
	p, err := r.s.App.Propose(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showProposalForm)
	}
	return r.done("proposals/"+p.ID, "proposed", "proposals/"+p.ID+"/remove")
}

// proposal is one proposal with what is said about it, and the answers to it.
func proposal(r *request) error { return showProposal(r, http.StatusOK, nil) }

func showProposal(r *request, status int, f *form) error {
	v, err := r.around("Proposal", "proposals")
	if err != nil {
		return err
	}
	list, err := r.s.App.Proposal(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	v.Title, v.Main, v.Cycle = list.Proposals[0].Title, ui.Link{}, ui.Link{Text: list.Cycle.Name}
	v.Week, v.Weeks = list.Cycle.Week(v.Today)
	return r.show(status, v, proposalBody(r, v, list, f))
}

func editProposal(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	if err := r.meansTeam("team_id"); err != nil {
		return r.refused(err, showProposal)
	}
	get := func(name string) *string { x := r.PostFormValue(name); return &x }
	in := app.ProposalPatch{ID: r.PathValue("id"), Version: formNumber(r, "version"), Title: get("title"), Why: get("why"), TeamID: get("team_id")}
	if _, err := r.s.App.EditProposal(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showProposal)
	}
	return r.done("proposals/"+in.ID, "saved", "")
}

func backProposal(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.BackInput{ID: r.PathValue("id"), Off: r.PostFormValue("off") != ""}
	if _, err := r.s.App.BackProposal(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showProposal)
	}
	did := "backed"
	if in.Off {
		did = "unbacked"
	}
	return r.done("proposals/"+in.ID, did, "")
}

func commentProposal(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.ProposalCommentInput{ID: r.PathValue("id"), Text: r.PostFormValue("text")}
	if _, err := r.s.App.CommentProposal(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showProposal)
	}
	return r.done("proposals/"+in.ID, "said", "")
}

// answerProposal adopts, merges or declines, and leads to the draft that came of it.
func answerProposal(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.ProposalReply{ID: r.PathValue("id"), Version: formNumber(r, "version"), Answer: okr.ProposalAnswer(r.PostFormValue("answer")), Into: r.PostFormValue("into"), Why: r.PostFormValue("why")}
	p, err := r.s.App.AnswerProposal(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showProposal)
	}
	switch p.Answer {
	case okr.ProposalAdopted:
		o, err := r.s.App.ObjectiveAlone(r.Context(), r.Actor, p.Adopted)
		if err != nil {
			return err
		}
		return r.done("objectives/"+ref(o.Number), "adopted", "")
	case okr.ProposalMerged:
		return r.done("proposals/"+p.MergedInto, "merged", "")
	}
	return r.done("proposals/"+p.ID, "answered", "")
}

func removeProposal(r *request) error {
	if _, err := r.s.App.RemoveProposal(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")}); err != nil {
		return err
	}
	return r.done("proposals", "removed", "proposals/"+r.PathValue("id")+"/restore")
}

func restoreProposal(r *request) error {
	if _, err := r.s.App.RestoreProposal(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")}); err != nil {
		return err
	}
	return r.done("proposals/"+r.PathValue("id"), "restored", "")
}

// namesText is "Jo Dierckx and Noor Haddad".
func namesText(ids []string, names app.Names) string {
	var list []string
	for _, id := range ids {
		if name := names.Of(id); name != "" {
			list = append(list, name)
		}
	}
	if n := len(list); n > 1 {
		return strings.Join(list[:n-1], ", ") + " and " + list[n-1]
	}
	return strings.Join(list, "")
}

// byText says whose idea a proposal is, and for whom.
func byText(p app.ProposalView, names app.Names) string {
	return namesText(p.Credit(), names) + ", for " + names.Of(p.TeamID)
}

// talkText is how much others have to do with a proposal.
func talkText(p app.ProposalView) string {
	var parts []string
	if n := len(p.Backers); n == 1 {
		parts = append(parts, "1 supports it")
	} else if n > 1 {
		parts = append(parts, strconv.Itoa(n)+" support it")
	}
	if n := len(p.Comments); n > 0 {
		parts = append(parts, ui.Plural(n, "comment"))
	}
	return strings.Join(parts, ", ")
}

// becameText is what became of a proposal.
func becameText(p app.ProposalView) string {
	switch p.Answer {
	case okr.ProposalAdopted:
		return "adopted"
	case okr.ProposalMerged:
		return "part of another"
	case okr.ProposalDeclined:
		return "declined"
	}
	return ""
}

// split puts those that wait apart from those that are answered.
func split(list []app.ProposalView) (waiting, answered []app.ProposalView) {
	for _, p := range list {
		if p.Answer == "" {
			waiting = append(waiting, p)
		} else {
			answered = append(answered, p)
		}
	}
	return waiting, answered
}

// backersShown is how many of those who support a proposal stand on its page.
const backersShown = 100

// otherProposals are those that a proposal may become a part of.
func otherProposals(list app.Proposals, chosen string) []ui.Option {
	out := []ui.Option{{Text: "Choose the other one"}}
	for _, p := range list.Proposals[1:] {
		if p.Answer == "" || p.Answer == okr.ProposalAdopted {
			out = append(out, ui.Option{Value: p.ID, Text: p.Title, Chosen: p.ID == chosen})
		}
	}
	return out
}

// partsOf are the proposals that became a part of the first.
func partsOf(list app.Proposals) (out []app.ProposalView) {
	for _, p := range list.Proposals[1:] {
		if p.MergedInto == list.Proposals[0].ID {
			out = append(out, p)
		}
	}
	return out
}

// talkOf is what is said about a proposal.
func talkOf(r *request, v *view, p app.ProposalView, names app.Names) []ui.Said {
	var out []ui.Said
	for i, c := range p.Comments {
		out = append(out, ui.Said{ID: strconv.Itoa(i), Who: names.Of(c.MemberID), When: ui.Day(c.Said.DateIn(r.Org.Set.Location()), v.Today), HTML: prose(c.Text)})
	}
	return out
}

// levelName is what the teams of a depth are called.
func levelName(depth int) string {
	switch depth {
	case 0:
		return "People of the company’s own team"
	case 1:
		return "Of departments"
	}
	return "Of teams, level " + strconv.Itoa(depth+1)
}

// voiceText is "3 of 6 people, 2 proposals".
func voiceText(v okr.Voice) string {
	text := strconv.Itoa(v.Spoke) + " of " + strconv.Itoa(v.People)
	if v.Proposals > 0 {
		text += ", " + ui.Plural(v.Proposals, "proposal")
	}
	return text
}

// moreVoicesText says that the list of teams leaves many out, and which.
func moreVoicesText(p app.Proposals) string {
	if len(p.Teams) == 0 {
		return "Nobody has spoken yet in the " + strconv.Itoa(p.MoreTeams) + " teams that could."
	}
	return "These are teams from which somebody has spoken. There are " + strconv.Itoa(p.MoreTeams) + " more."
}

// proposedText leads from planning to the proposals.
func proposedText(waiting int) string {
	if waiting == 0 {
		return "Propose something"
	}
	if waiting == 1 {
		return "One proposal waits"
	}
	return strconv.Itoa(waiting) + " proposals wait"
}
