package okr

import (
	"cmp"
	"slices"
)

// A Proposal is an objective that somebody suggests for a team, upward or sideways: it is adopted, merged into another one or declined with a reason, and whoever
// had the idea is named on the objective that comes of it (capabilities B17, B18). It is for everybody to read. It is no work: nothing of a roadmap or backlog leads to it.
type Proposal struct {
	ID         string            `json:"id"`
	CycleID    string            `json:"cycle_id"`
	TeamID     string            `json:"team_id"` // whose objective it would be
	AuthorID   string            `json:"author_id"`
	Title      string            `json:"title"`
	Why        string            `json:"why"`
	With       []string          `json:"with,omitempty"`    // members whose proposals were merged into it
	Backers    []string          `json:"backers,omitempty"` // members who support it, in the order in which they did
	Comments   []ProposalComment `json:"comments,omitempty"`
	Answer     ProposalAnswer    `json:"answer,omitempty"` // "" waits for one
	AnswerWhy  string            `json:"answer_why,omitempty"`
	AnsweredBy string            `json:"answered_by,omitempty"`
	Answered   Instant           `json:"answered_at,omitempty"`
	Adopted    string            `json:"adopted_as,omitempty"`  // the objective that came of it
	MergedInto string            `json:"merged_into,omitempty"` // the proposal that it is part of now
	Removed    Instant           `json:"removed_at,omitempty"`  // taken back
	Version    int               `json:"version"`
	Created    Instant           `json:"created_at"`
}

// A ProposalComment is what somebody says about a proposal.
type ProposalComment struct {
	MemberID string  `json:"member_id"`
	Text     string  `json:"text"`
	Said     Instant `json:"said_at"`
}

// A ProposalAnswer is what became of a proposal.
type ProposalAnswer string

// The answers.
const (
	ProposalAdopted  ProposalAnswer = "adopted"
	ProposalMerged   ProposalAnswer = "merged"
	ProposalDeclined ProposalAnswer = "declined"
)

// maxTalk is how much is said about one proposal: beyond it, people should meet.
const maxTalk = 200

// Check says what is wrong with the proposal as people wrote it.
func (p Proposal) Check() error {
	var f Faults
	f.text("title", p.Title, 1, MaxTitle)
	f.text("why", p.Why, 1, MaxText)
	f.id("cycle_id", p.CycleID)
	if p.CycleID == "" {
		f.addf("cycle_id", "Choose the cycle.")
	}
	f.id("team_id", p.TeamID)
	if p.TeamID == "" {
		f.addf("team_id", "Choose the team whose objective it would be.")
	}
	f.count("comments", "comments", len(p.Comments), maxTalk)
	for _, c := range p.Comments {
		f.text("text", c.Text, 1, MaxText)
	}
	if p.Answer != "" {
		oneOf(&f, "answer", p.Answer, ProposalAdopted, ProposalMerged, ProposalDeclined)
	}
	f.text("answer_why", p.AnswerWhy, 0, MaxText)
	if p.Answer == ProposalDeclined && p.AnswerWhy == "" {
		f.addf("answer_why", "Say in a sentence why not: it is what makes people propose again.")
	}
	return f.err()
}

// Back takes the support of a member, or takes it away. Nobody supports their own.
func (p *Proposal) Back(memberID string, on bool) {
	at := slices.Index(p.Backers, memberID)
	switch {
	case on && at < 0 && memberID != p.AuthorID:
		p.Backers = append(slices.Clip(p.Backers), memberID)
	case !on && at >= 0:
		p.Backers = slices.Delete(slices.Clone(p.Backers), at, at+1)
	}
}

// Merge makes q a part of p: whoever supports q supports p, and whoever had the idea is named with it.
func (p *Proposal) Merge(q *Proposal) error {
	switch {
	case p.ID == q.ID || p.CycleID != q.CycleID || p.Removed != 0 || p.Answer == ProposalMerged || p.Answer == ProposalDeclined:
		return Fail(Invalid, "into", "Choose another proposal of this cycle that is not declined.")
	case q.Answer != "":
		return Fail(Conflict, "", "This proposal is answered already. Reload to see how.")
	}
	q.Answer, q.MergedInto = ProposalMerged, p.ID
	for _, id := range append([]string{q.AuthorID}, q.With...) {
		if id != p.AuthorID && !slices.Contains(p.With, id) {
			p.With = append(slices.Clip(p.With), id)
		}
	}
	for _, id := range q.Backers {
		p.Back(id, true)
	}
	return nil
}

// Credit are the members who had the idea, the author first.
func (p Proposal) Credit() []string { return append([]string{p.AuthorID}, p.With...) }

// Spoke answers whether a member has proposed it, supports it or has said something about it.
func (p Proposal) Spoke(memberID string) bool {
	return p.AuthorID == memberID || slices.Contains(p.With, memberID) || slices.Contains(p.Backers, memberID) ||
		slices.ContainsFunc(p.Comments, func(c ProposalComment) bool { return c.MemberID == memberID })
}

// CanPropose answers nil when v may propose, support and comment: everybody but viewers.
func CanPropose(v Viewer) error {
	if v.Role == OrgViewer || v.MemberID == "" {
		return Refuse("members of the organization")
	}
	return nil
}

// CanEditProposal answers nil when v may change a proposal or take it back: whoever wrote it, while it waits for an answer, and owners and ambassadors.
func CanEditProposal(v Viewer, p Proposal) error {
	if v.IsAdmin() || v.Role != OrgViewer && v.MemberID != "" && v.MemberID == p.AuthorID && p.Answer == "" {
		return nil
	}
	return Refuse("whoever proposed it, until it is answered, and for owners and ambassadors")
}

// CanAnswerProposal answers nil when v may adopt, merge or decline a proposal: whoever may write an objective of its team.
func CanAnswerProposal(v Viewer, p Proposal) error {
	return CanEdit(v, Objective{TeamIDs: []string{p.TeamID}})
}

// A Voice is how many people of a team, or of a level of teams, take part in finding a cycle's objectives. It counts people and names none.
type Voice struct {
	TeamID    string `json:"team_id,omitempty"` // "" for a level
	Depth     int    `json:"depth"`             // 0 is the company, 1 its departments
	People    int    `json:"people"`
	Spoke     int    `json:"spoke"`     // of them: proposed, supported or commented
	Proposals int    `json:"proposals"` // that they wrote
}

// Speakers are the members who have proposed, support or have said something about one of the proposals, each once and in order.
func Speakers(list []Proposal) []string {
	var out []string
	for _, p := range list {
		if p.Removed != 0 {
			continue
		}
		out = append(append(out, p.Credit()...), p.Backers...)
		for _, c := range p.Comments {
			out = append(out, c.MemberID)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Participation is who takes part in proposals, by team in the order of the tree and by level. Whoever is in several teams counts in each of them; in a level once.
// sizes is how many people of each team may propose, and of the teams of those of them who have spoken or are in several.
func Participation(list []Proposal, sizes map[string]int, of map[string][]string, tree Tree) (teams, levels []Voice) {
	teams, levels = []Voice{}, []Voice{}
	at := map[string]int{}
	depths := map[string]int{}
	for _, placed := range tree.Order() {
		for placed.Depth >= len(levels) {
			levels = append(levels, Voice{Depth: len(levels)})
		}
		if n := sizes[placed.ID]; n > 0 {
			at[placed.ID], depths[placed.ID] = len(teams), placed.Depth
			teams = append(teams, Voice{TeamID: placed.ID, Depth: placed.Depth, People: n})
			levels[placed.Depth].People += n
		}
	}
	wrote := map[string]int{}
	for _, p := range list {
		if p.Removed == 0 {
			wrote[p.AuthorID]++
		}
	}
	spoke := Speakers(list)
	for member, in := range of {
		_, has := slices.BinarySearch(spoke, member)
		seen := map[int]bool{} // levels
		for _, id := range in {
			i, ok := at[id]
			if !ok {
				continue // the team is removed
			}
			voices := []*Voice{&teams[i]}
			if level := &levels[depths[id]]; seen[depths[id]] {
				level.People--
			} else {
				voices = append(voices, level)
			}
			seen[depths[id]] = true
			for _, v := range voices {
				if v.Proposals += wrote[member]; has {
					v.Spoke++
				}
			}
		}
	}
	return teams, slices.DeleteFunc(levels, func(v Voice) bool { return v.People == 0 })
}

// CompareProposals puts those that wait for an answer first, then those with the most support, then the latest.
func CompareProposals(a, b Proposal) int {
	return cmp.Or(b2i(a.Answer != "")-b2i(b.Answer != ""), len(b.Backers)-len(a.Backers), cmp.Compare(b.Created, a.Created), cmp.Compare(b.ID, a.ID))
}
