package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A ProposalInput is a new proposal.
type ProposalInput struct {
	CycleID string `json:"cycle_id"`
	TeamID  string `json:"team_id"` // whose objective it would be
	Title   string `json:"title"`
	Why     string `json:"why"`
}

// A ProposalPatch changes what is not nil.
type ProposalPatch struct {
	ID      string  `json:"id,omitempty"`
	Version int     `json:"version,omitempty"`
	TeamID  *string `json:"team_id,omitempty"`
	Title   *string `json:"title,omitempty"`
	Why     *string `json:"why,omitempty"`
}

// A BackInput supports a proposal, or with off no longer.
type BackInput struct {
	ID  string `json:"id,omitempty"`
	Off bool   `json:"off,omitempty"`
}

// A ProposalCommentInput is something said about a proposal.
type ProposalCommentInput struct {
	ID   string `json:"id,omitempty"` // of the proposal
	Text string `json:"text"`
}

// A ProposalReply says what becomes of a proposal.
type ProposalReply struct {
	ID      string             `json:"id,omitempty"`
	Version int                `json:"version,omitempty"`
	Answer  okr.ProposalAnswer `json:"answer"`         // "" opens a declined or merged one again
	Into    string             `json:"into,omitempty"` // the proposal that it is merged into
	Why     string             `json:"why,omitempty"`  // asked when it is declined
}

// A ProposalQuery says which proposals to find: of a cycle, "" is the one that is planned now, and for a team, "" are all.
type ProposalQuery struct {
	CycleID string `json:"cycle_id,omitempty"`
	TeamID  string `json:"team_id,omitempty"`
	Cursor  string `json:"cursor,omitempty"` // Next of the page before
	Limit   int    `json:"limit,omitempty"`  // DefaultPage unless given, at most MaxPage
}

// A ProposalView is a proposal with what the actor may do with it.
type ProposalView struct {
	okr.Proposal
	Objective *Line `json:"objective,omitempty"` // that it was adopted as, if the actor may see it
	Backed    bool  `json:"backed"`              // by the actor
	May       bool  `json:"may_edit"`
	Answers   bool  `json:"may_answer"`
}

// Proposals are the proposals of a cycle, and how many people take part in them: counts, and nobody by name.
type Proposals struct {
	Cycle     okr.Cycle      `json:"cycle"`
	Proposals []ProposalView `json:"proposals"`      // those that wait first
	Waiting   int            `json:"waiting"`        // on all pages
	Answered  int            `json:"answered"`       // likewise
	Next      string         `json:"next,omitempty"` // the cursor of the next page, "" on the last
	Teams     []okr.Voice    `json:"teams"`          // who takes part, by team; of the whole cycle. Of many, those from which somebody has spoken
	MoreTeams int            `json:"more_teams"`     // that are not among them
	Levels    []okr.Voice    `json:"levels"`         // and by level
	Names     Names          `json:"names"`
}

const (
	voicesShown   = 60        // teams of which it is said who takes part
	voicesNamed   = 400       // people who support or have said something, beside those who propose
	maxBackers    = 1_000_000 // that a cursor may speak of
	mergesOffered = 300       // other proposals that one may become a part of
)

// Proposals lists the proposals of a cycle, a page at a time, with who takes part in them, in at most ten statements.
func (a *App) Proposals(ctx context.Context, actor Actor, q ProposalQuery) (Proposals, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Proposals, error) {
		out := Proposals{Proposals: []ProposalView{}}
		cycles, err := tx.Cycles()
		if err != nil {
			return out, err
		}
		p := Planning{Today: a.Today(actor.Org)}
		if err := p.choose(cycles, q.CycleID); err != nil {
			return out, err
		}
		out.Cycle = p.Cycle
		teams, err := a.teamsOf(tx, actor)
		if err != nil {
			return out, err
		}
		if q.TeamID != "" {
			if _, err := teams.standing(q.TeamID); err != nil {
				return out, err
			}
		}
		list, err := tx.Proposals(out.Cycle.ID)
		if err != nil {
			return out, err
		}
		sizes, of, err := tx.Proposers(okr.Speakers(list))
		if err != nil {
			return out, err
		}
		out.Teams, out.Levels = okr.Participation(list, sizes, of, teams.tree)
		out.boundVoices()
		if q.TeamID != "" {
			list = slices.DeleteFunc(list, func(p okr.Proposal) bool { return p.TeamID != q.TeamID })
		}
		slices.SortFunc(list, okr.CompareProposals)
		if list, err = out.page(list, q); err != nil {
			return out, err
		}
		return out, out.view(tx, actor, list)
	})
}

// boundVoices leaves of many teams those from which somebody has spoken.
func (p *Proposals) boundVoices() {
	all := len(p.Teams)
	if all > voicesShown {
		p.Teams = slices.DeleteFunc(p.Teams, func(v okr.Voice) bool { return v.Spoke == 0 })
		p.Teams = p.Teams[:min(len(p.Teams), voicesShown)]
	}
	p.MoreTeams = all - len(p.Teams)
}

// page cuts a page out of proposals in their order.
func (p *Proposals) page(list []okr.Proposal, q ProposalQuery) ([]okr.Proposal, error) {
	size, err := pageOf(q.Limit, "proposals")
	if err != nil {
		return nil, err
	}
	for _, x := range list {
		if x.Answer == "" {
			p.Waiting++
		}
	}
	p.Answered = len(list) - p.Waiting
	if q.Cursor != "" {
		var after okr.Proposal
		backers := 0
		if err := readCursorOf(q.Cursor, &after.Answer, &backers, &after.Created, &after.ID); err != nil {
			return nil, err
		}
		if backers < 0 || backers > maxBackers {
			return nil, errCursor
		}
		after.Backers = make([]string, backers)
		n, found := slices.BinarySearchFunc(list, after, okr.CompareProposals)
		if found {
			n++
		}
		list = list[n:]
	}
	if len(list) > size {
		list = list[:size]
		last := list[size-1]
		p.Next = cursorOf(last.Answer, len(last.Backers), last.Created, last.ID)
	}
	return list, nil
}

// Proposal is one proposal, with others of its cycle behind it: which were merged into it, and into which it could be merged.
func (a *App) Proposal(ctx context.Context, actor Actor, id string) (Proposals, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Proposals, error) {
		out := Proposals{Teams: []okr.Voice{}, Levels: []okr.Voice{}}
		p, err := tx.Proposal(id)
		if err != nil {
			return out, err
		}
		if p.Removed != 0 && okr.CanEditProposal(actor.Viewer, p) != nil {
			return out, okr.Fail(okr.NotFound, "", "This proposal was taken back.")
		}
		if out.Cycle, err = tx.Cycle(p.CycleID); err != nil {
			return out, err
		}
		list, err := tx.Proposals(p.CycleID)
		if err != nil {
			return out, err
		}
		shown, other := []okr.Proposal{p}, 0
		slices.SortFunc(list, okr.CompareProposals)
		for _, x := range list {
			switch {
			case x.ID == p.ID:
			case x.MergedInto == p.ID:
				shown = append(shown, x)
			case (x.Answer == "" || x.Answer == okr.ProposalAdopted) && other < mergesOffered:
				shown = append(shown, x)
				other++
			}
		}
		return out, out.view(tx, actor, shown)
	})
}

// view adds what the actor may do, what they became, and the names: two statements.
func (p *Proposals) view(tx *store.Tx, actor Actor, list []okr.Proposal) error {
	var adopted, named, also []string
	for _, x := range list {
		adopted = append(adopted, x.Adopted)
		named = append(append(named, x.TeamID, x.AnsweredBy), x.Credit()...)
		for _, c := range x.Comments {
			also = append(also, c.MemberID)
		}
		also = append(also, x.Backers...)
	}
	named = append(named, also[:min(len(also), voicesNamed)]...)
	for _, v := range p.Teams {
		named = append(named, v.TeamID)
	}
	became, err := tx.Ends(actor.Scope(), slices.DeleteFunc(adopted, func(id string) bool { return id == "" }))
	if err != nil {
		return err
	}
	for _, x := range list {
		v := ProposalView{Proposal: x, Backed: slices.Contains(x.Backers, actor.Viewer.MemberID), May: okr.CanEditProposal(actor.Viewer, x) == nil,
			Answers: okr.CanAnswerProposal(actor.Viewer, x) == nil}
		if e, ok := became[x.Adopted]; ok {
			v.Objective = &Line{ID: e.ID, Number: e.Number, Title: e.Title, TeamID: x.TeamID}
		} else {
			v.Adopted = "" // it is private, or removed
		}
		p.Proposals = append(p.Proposals, v)
	}
	p.Names, err = tx.Names(named)
	return err
}

// Propose suggests an objective for any team, upward or sideways. Everybody can read it.
func (a *App) Propose(ctx context.Context, actor Actor, in ProposalInput) (okr.Proposal, error) {
	return do(ctx, a, actor, "proposal.added", in, func(t *act) (okr.Proposal, error) {
		p := okr.Proposal{ID: t.newID(), CycleID: in.CycleID, TeamID: in.TeamID, AuthorID: actor.Viewer.MemberID, Version: 1, Created: t.Now}
		setText(&p.Title, &in.Title)
		setText(&p.Why, &in.Why)
		if err := okr.Join(okr.CanPropose(actor.Viewer), p.Check()); err != nil {
			return p, err
		}
		if c, err := t.Cycle(p.CycleID); isMissing(err) || err == nil && (c.Removed != 0 || c.Closed != 0) {
			return p, okr.Fail(okr.Invalid, "cycle_id", "Choose a cycle that is not closed.")
		} else if err != nil {
			return p, err
		}
		if err := t.teamExists("team_id", p.TeamID); err != nil {
			return p, err
		}
		return p, errors.Join(add(t, "", p), t.begin(okr.PartProposal))
	})
}

// EditProposal changes a proposal that waits for its answer.
func (a *App) EditProposal(ctx context.Context, actor Actor, in ProposalPatch) (okr.Proposal, error) {
	return a.changeProposal(ctx, actor, "proposal.edited", in.ID, in.Version, in, func(t *act, p *okr.Proposal) error {
		if err := okr.CanEditProposal(actor.Viewer, *p); err != nil {
			return err
		}
		setText(&p.Title, in.Title)
		setText(&p.Why, in.Why)
		if set(&p.TeamID, in.TeamID); in.TeamID != nil {
			return t.teamExists("team_id", p.TeamID)
		}
		return nil
	})
}

// BackProposal supports a proposal, or with off no longer.
func (a *App) BackProposal(ctx context.Context, actor Actor, in BackInput) (okr.Proposal, error) {
	kind := okr.EventKind("proposal.backed")
	if in.Off {
		kind = "proposal.unbacked"
	}
	return a.changeProposal(ctx, actor, kind, in.ID, 0, in, func(_ *act, p *okr.Proposal) error {
		if err := okr.Join(okr.CanPropose(actor.Viewer), waits(*p)); err != nil {
			return err
		}
		p.Back(actor.Viewer.MemberID, !in.Off)
		return nil
	})
}

// CommentProposal says something about a proposal.
func (a *App) CommentProposal(ctx context.Context, actor Actor, in ProposalCommentInput) (okr.Proposal, error) {
	return a.changeProposal(ctx, actor, "proposal.commented", in.ID, 0, in, func(t *act, p *okr.Proposal) error {
		p.Comments = append(slices.Clip(p.Comments), okr.ProposalComment{MemberID: actor.Viewer.MemberID, Text: strings.TrimSpace(in.Text), Said: t.Now})
		return errors.Join(okr.CanPropose(actor.Viewer), t.noticeProposal(*p, "commented", len(p.Comments)-1))
	})
}

// proposalEvents are the kinds of event by what becomes of a proposal.
var proposalEvents = map[okr.ProposalAnswer]okr.EventKind{"": "proposal.reopened", okr.ProposalAdopted: "proposal.adopted", okr.ProposalMerged: "proposal.merged", okr.ProposalDeclined: "proposal.declined"}

// AnswerProposal adopts a proposal, which writes a draft that names whose idea it was, merges it into another one, or declines it with a reason. With no answer it opens
// one again that was declined or merged.
func (a *App) AnswerProposal(ctx context.Context, actor Actor, in ProposalReply) (okr.Proposal, error) {
	kind, ok := proposalEvents[in.Answer]
	if !ok {
		return okr.Proposal{}, okr.Fail(okr.Invalid, "answer", "Choose one of: adopted, merged, declined.")
	}
	return a.changeProposal(ctx, actor, kind, in.ID, in.Version, in, func(t *act, p *okr.Proposal) error {
		mine := in.Answer == okr.ProposalMerged && p.AuthorID == actor.Viewer.MemberID && okr.CanPropose(actor.Viewer) == nil
		if err := okr.CanAnswerProposal(actor.Viewer, *p); err != nil && !mine {
			return err
		}
		if in.Answer == "" {
			if p.Answer == okr.ProposalAdopted {
				return okr.Fail(okr.Invalid, "answer", "It is a draft already. Drop that if it is not to be.")
			}
			p.Answer, p.AnswerWhy, p.AnsweredBy, p.Answered, p.MergedInto = "", "", "", 0, ""
			return t.noticeProposal(*p, "reopened", p.Version)
		}
		if err := waits(*p); err != nil {
			return err
		}
		p.AnswerWhy, p.AnsweredBy, p.Answered = strings.TrimSpace(in.Why), actor.Viewer.MemberID, t.Now
		if err := t.noticeProposal(*p, string(in.Answer), p.Version); err != nil {
			return err
		}
		switch in.Answer {
		case okr.ProposalAdopted:
			p.Answer = in.Answer
			return t.adopt(p)
		case okr.ProposalMerged:
			return t.mergeProposal(p, in.Into)
		}
		p.Answer = in.Answer
		return nil
	})
}

// noticeProposal tells those whose idea a proposal is what happened to it. n tells one time from another.
func (t *act) noticeProposal(p okr.Proposal, what string, n int) error {
	for _, id := range p.Credit() {
		if err := t.notice(id, okr.NoticeProposal, fmt.Sprintf("proposal/%s/%s/%d", what, p.ID, n), p.ID, "", ""); err != nil {
			return err
		}
	}
	return nil
}

// proposalNotice is what happened to a proposal that somebody is told of.
func proposalNotice(n store.Notice) string {
	what, _, _ := strings.Cut(strings.TrimPrefix(n.Key, "proposal/"), "/")
	return what
}

// proposalWords say it.
var proposalWords = map[string]string{"commented": " said something about your proposal ", "reopened": " opened your proposal again: ", "adopted": " adopted your proposal, which is a draft now: ",
	"merged": " made your proposal part of another one: ", "declined": " declined your proposal "}

// proposalQuote is what was said with it: the comment, or why it was answered so.
func proposalQuote(n store.Notice) string {
	if proposalNotice(n) != "commented" {
		return n.Text
	}
	i, err := strconv.Atoi(n.Key[strings.LastIndexByte(n.Key, '/')+1:])
	if err != nil || i < 0 || i >= len(n.Talk) {
		return ""
	}
	return n.Talk[i].Text
}

// adopt writes the draft that a proposal becomes. Its owner is who proposed it, where they are of the team, else who adopts it.
func (t *act) adopt(p *okr.Proposal) error {
	in := ObjectiveInput{CycleID: p.CycleID, TeamIDs: []string{p.TeamID}, Title: p.Title, WhyImportant: p.Why, OwnerID: t.Actor.Viewer.MemberID, proposedBy: p.Credit()}
	author, err := t.Member(p.AuthorID)
	if err != nil && !isMissing(err) {
		return err
	}
	if author.Deactivated == 0 && slices.ContainsFunc(author.Teams, func(m okr.Membership) bool { return m.TeamID == p.TeamID }) {
		in.OwnerID = author.ID
	}
	o, err := t.addObjective(in)
	p.Adopted = o.ID
	return err
}

// mergeProposal makes a proposal part of another, and names whose it was on what came of that.
func (t *act) mergeProposal(p *okr.Proposal, into string) error {
	if into == "" {
		return okr.Fail(okr.Invalid, "into", "Choose the proposal that it becomes part of.")
	}
	other, err := t.Proposal(into)
	if isMissing(err) {
		return okr.Fail(okr.Invalid, "into", "There is no such proposal. Choose one of the list.")
	}
	if err != nil {
		return err
	}
	if err := other.Merge(p); err != nil {
		return err
	}
	if err := save(t, "", &other); err != nil || other.Adopted == "" {
		return err
	}
	o, err := t.Objective(store.Everything, other.Adopted)
	if err != nil {
		return err
	}
	for _, id := range p.Credit() {
		if !slices.Contains(o.ProposedBy, id) {
			o.ProposedBy = append(slices.Clip(o.ProposedBy), id)
		}
	}
	return save(t, o.ID, &o)
}

// waits refuses a proposal that is answered or was taken back.
func waits(p okr.Proposal) error {
	switch {
	case p.Removed != 0:
		return okr.Fail(okr.NotFound, "", "This proposal was taken back.")
	case p.Answer != "":
		return okr.Fail(okr.Conflict, "", "This proposal is answered already. Reload to see how.")
	}
	return nil
}

// RemoveProposal takes a proposal back; it can be restored.
func (a *App) RemoveProposal(ctx context.Context, actor Actor, in RemovalInput) (okr.Proposal, error) {
	return a.changeProposal(ctx, actor, "proposal.removed", in.ID, in.Version, in, func(t *act, p *okr.Proposal) error {
		p.Removed, t.Reason = cmp.Or(p.Removed, t.Now), strings.TrimSpace(in.Reason)
		return okr.CanEditProposal(actor.Viewer, *p)
	})
}

// RestoreProposal brings a proposal back.
func (a *App) RestoreProposal(ctx context.Context, actor Actor, in RemovalInput) (okr.Proposal, error) {
	return a.changeProposal(ctx, actor, "proposal.restored", in.ID, in.Version, in, func(_ *act, p *okr.Proposal) error {
		p.Removed = 0
		return okr.CanEditProposal(actor.Viewer, *p)
	})
}

func (a *App) changeProposal(ctx context.Context, actor Actor, kind okr.EventKind, id string, version int, in any, change func(*act, *okr.Proposal) error) (okr.Proposal, error) {
	return do(ctx, a, actor, kind, in, func(t *act) (okr.Proposal, error) {
		p, err := t.Proposal(id)
		if err != nil {
			return p, err
		}
		if err := stale(version, p.Version, p); err != nil {
			return p, err
		}
		if err := change(t, &p); err != nil {
			return p, err
		}
		if err := p.Check(); err != nil {
			return p, err
		}
		return p, save(t, "", &p)
	})
}
