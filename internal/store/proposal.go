package store

import "github.com/headwater-okr/headwater/internal/okr"

var proposals = table[okr.Proposal]{"proposal", "t", func(p *okr.Proposal) []field {
	return []field{{"id", &p.ID}, {"cycle_id", &p.CycleID}, {"team_id", &p.TeamID}, {"author_id", &p.AuthorID}, {"title", &p.Title}, {"why", &p.Why}, {"with_ids", asJSON{&p.With}}, {"backers", asJSON{&p.Backers}},
		{"comments", asJSON{&p.Comments}}, {"answer", &p.Answer}, {"answer_why", &p.AnswerWhy}, {"answered_by", &p.AnsweredBy}, {"answered_at", &p.Answered},
		{"adopted_as", &p.Adopted}, {"merged_into", &p.MergedInto}, {"removed_at", &p.Removed}, {"version", &p.Version}, {"created_at", &p.Created}}
}}

// Proposal reads one proposal, one that was taken back too.
func (tx *Tx) Proposal(id string) (okr.Proposal, error) {
	return proposals.one(tx, "WHERE t.org_id = $1 AND t.id = $2", tx.org, id)
}

// Proposals reads the proposals of a cycle, the latest first: at most limit. Those that were taken back are not among them.
func (tx *Tx) Proposals(cycleID string, limit int) ([]okr.Proposal, error) {
	return proposals.list(tx, "WHERE t.org_id = $1 AND t.cycle_id = $2 AND t.removed_at = 0 ORDER BY t.created_at DESC, t.id DESC LIMIT $3", tx.org, cycleID, limit)
}

// ProposalsFor reads the proposals for a team, of every cycle, those that were taken back too.
func (tx *Tx) ProposalsFor(teamID string) ([]okr.Proposal, error) {
	return proposals.list(tx, "WHERE t.org_id = $1 AND t.team_id = $2 ORDER BY t.id", tx.org, teamID)
}

// WaitingInto reads the teams of the proposals of a cycle that wait for an answer, each as often as there are, to be read with others.
func (tx *Tx) WaitingInto(teams *[]string, cycleID string) Read {
	return readInto(teams, "t.team_id", func(id *string) []any { return []any{id} }, "FROM proposal t WHERE t.org_id = $1 AND t.cycle_id = $2 AND t.removed_at = 0 AND t.answer = ''", "", tx.org, cycleID)
}
