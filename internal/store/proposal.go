package store

import (
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
)

var proposals = table[okr.Proposal]{"proposal", "t", func(p *okr.Proposal) []field {
	return []field{{"id", &p.ID}, {"cycle_id", &p.CycleID}, {"team_id", &p.TeamID}, {"author_id", &p.AuthorID}, {"title", &p.Title}, {"why", &p.Why}, {"with_ids", asJSON{&p.With}}, {"backers", asJSON{&p.Backers}},
		{"comments", asJSON{&p.Comments}}, {"answer", &p.Answer}, {"answer_why", &p.AnswerWhy}, {"answered_by", &p.AnsweredBy}, {"answered_at", &p.Answered},
		{"adopted_as", &p.Adopted}, {"merged_into", &p.MergedInto}, {"removed_at", &p.Removed}, {"version", &p.Version}, {"created_at", &p.Created}}
}}

// Proposal reads one proposal, one that was taken back too.
func (tx *Tx) Proposal(id string) (okr.Proposal, error) {
	return proposals.one(tx, "WHERE t.org_id = $1 AND t.id = $2", tx.org, id)
}

// Proposals reads the proposals of a cycle, the latest first. Those that were taken back are not among them.
func (tx *Tx) Proposals(cycleID string) ([]okr.Proposal, error) {
	return proposals.list(tx, "WHERE t.org_id = $1 AND t.cycle_id = $2 AND t.removed_at = 0 ORDER BY t.created_at DESC, t.id DESC", tx.org, cycleID)
}

// Proposers counts, by team, the people who may propose, and reads the teams of those of them who are named or in several teams, by member: three statements, up to a
// thousand who are named.
func (tx *Tx) Proposers(named []string) (sizes map[string]int, of map[string][]string, err error) {
	const may = "FROM team_member x JOIN member m ON m.org_id = x.org_id AND m.id = x.member_id WHERE x.org_id = $1 AND m.deactivated_at = 0 AND NOT m.service AND m.role <> 'viewer'"
	sizes, of = map[string]int{}, map[string][]string{}
	err = tx.each(func(scan func(...any) error) error {
		var team string
		var n int
		err := scan(&team, &n)
		sizes[team] = n
		return err
	}, "SELECT x.team_id, COUNT(*) "+may+" GROUP BY x.team_id", tx.org)
	if err != nil {
		return nil, nil, err
	}
	take := func(scan func(...any) error) error {
		var member, team string
		err := scan(&member, &team)
		if !slices.Contains(of[member], team) {
			of[member] = append(of[member], team)
		}
		return err
	}
	err = tx.each(take, "SELECT x.member_id, x.team_id "+may+` AND EXISTS (SELECT 1 FROM team_member y WHERE y.org_id = x.org_id AND y.member_id = x.member_id AND y.team_id <> x.team_id)
 ORDER BY x.member_id, x.team_id`, tx.org)
	if err != nil {
		return nil, nil, err
	}
	return sizes, of, tx.eachOf(named, take, "SELECT x.member_id, x.team_id "+may+" AND x.member_id IN ? ORDER BY x.member_id, x.team_id")
}

// ProposalsFor reads the proposals for a team, of every cycle, those that were taken back too.
func (tx *Tx) ProposalsFor(teamID string) ([]okr.Proposal, error) {
	return proposals.list(tx, "WHERE t.org_id = $1 AND t.team_id = $2 ORDER BY t.id", tx.org, teamID)
}

// WaitingInto reads the teams of the proposals of a cycle that wait for an answer, each as often as there are, to be read with others.
func (tx *Tx) WaitingInto(teams *[]string, cycleID string) Read {
	return readInto(teams, "t.team_id", func(id *string) []any { return []any{id} }, "FROM proposal t WHERE t.org_id = $1 AND t.cycle_id = $2 AND t.removed_at = 0 AND t.answer = ''", "", tx.org, cycleID)
}
