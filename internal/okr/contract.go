package okr

import "slices"

// A Contract is what one team asks of another for a key result, and what came of the talk about it: small, in words that both have agreed to, with a name of each side
// on it (capabilities E86–E88). Until then it is the other side's turn to answer.
type Contract struct {
	ID          string        `json:"id"`
	ObjectiveID string        `json:"objective_id"`  // of the key result
	KeyResultID string        `json:"key_result_id"` // that it is for
	AskerID     string        `json:"from_team_id"`  // the team that asks
	TeamID      string        `json:"team_id"`       // the team that is asked
	AuthorID    string        `json:"author_id"`     // who asked
	Text        string        `json:"text"`          // what the asked team does, as it stands now
	Was         string        `json:"was,omitempty"` // what it said before, while the two negotiate
	Until       Date          `json:"until,omitempty"`
	Gain        string        `json:"gain,omitempty"` // what the asked team has of it too
	Stage       ContractStage `json:"stage"`
	Why         string        `json:"why,omitempty"`    // of the last answer
	Within      string        `json:"within,omitempty"` // the objective of the asked team that it is part of
	SignerID    string        `json:"signer_id,omitempty"`
	Answered    Instant       `json:"answered_at,omitempty"`
	Kept        ContractKept  `json:"kept,omitempty"`         // "" until somebody says
	KeptText    string        `json:"kept_text,omitempty"`    // what came of it, in a sentence
	AskerSaid   string        `json:"from_said_by,omitempty"` // the member who says so for the team that asked
	TeamSaid    string        `json:"team_said_by,omitempty"` // and for the asked team; "" until that side has
	Removed     Instant       `json:"removed_at,omitempty"`   // withdrawn
	Version     int           `json:"version"`
	Created     Instant       `json:"created_at"`
}

// A ContractStage is how far a contract is.
type ContractStage string

// The stages: it is the asked team's turn, the asking one's, or nobody's.
const (
	ContractAsked     ContractStage = "asked"
	ContractCountered ContractStage = "countered" // the asked team would do something else
	ContractAgreed    ContractStage = "agreed"
	ContractDeclined  ContractStage = "declined"
)

// ContractKept is what came of a contract in the end.
type ContractKept string

// What comes of a contract.
const (
	ContractIsKept  ContractKept = "kept"
	ContractNotKept ContractKept = "not_kept"
)

// Turn is the team that has to answer, "" when nobody has.
func (c Contract) Turn() string {
	switch c.Stage {
	case ContractAsked:
		return c.TeamID
	case ContractCountered:
		return c.AskerID
	}
	return ""
}

// A ContractAnswer is what the team whose turn it is makes of a contract.
type ContractAnswer struct {
	Answer ContractStage // agreed, countered with another text, or declined with a reason
	Text   string
	Until  Date
	Why    string
	Within string
}

// Answer takes an answer by a member of the team whose turn it is. An answer of other words gives the turn to the other team.
func (c *Contract) Answer(a ContractAnswer, memberID string, now Instant) error {
	turn := c.Turn()
	if turn == "" || c.Removed != 0 {
		return Fail(Conflict, "", "Nothing waits for an answer here any more. Reload to see how it stands.")
	}
	c.Why, c.Answered = a.Why, now
	if turn == c.TeamID {
		c.SignerID, c.Within = memberID, a.Within
	}
	switch a.Answer {
	case ContractAgreed:
		c.Stage, c.Was = ContractAgreed, ""
	case ContractDeclined:
		if c.Stage, c.Was = ContractDeclined, ""; a.Why == "" {
			return Fail(Invalid, "why", "Say in a sentence why not, so that they can plan without you.")
		}
	case ContractCountered:
		if a.Text == c.Text && a.Until == c.Until {
			return Fail(Invalid, "text", "Write what you would do instead, or agree.")
		}
		c.Was, c.Text, c.Until = c.Text, a.Text, a.Until
		if c.Stage = ContractCountered; turn == c.AskerID {
			c.Stage = ContractAsked
		}
	default:
		return Fail(Invalid, "answer", "Choose one of: agreed, countered, declined.")
	}
	return nil
}

// Silent are the teams that have not said yet what came of what both agreed to: none before that, and none once both have said the same.
func (c Contract) Silent() (teams []string) {
	if c.Stage != ContractAgreed || c.Removed != 0 {
		return nil
	}
	if c.AskerSaid == "" {
		teams = append(teams, c.AskerID)
	}
	if c.TeamSaid == "" {
		teams = append(teams, c.TeamID)
	}
	return teams
}

// Say takes what came of a contract, by a member of one of its teams. Who says the same as the other side, in its words or without any, puts a second name under
// it; who says something else waits for the other side's name again.
func (c *Contract) Say(kept ContractKept, text, teamID, memberID string) error {
	if c.Stage != ContractAgreed || c.Removed != 0 {
		return Fail(Conflict, "", "Only what both have agreed to can be kept. Reload to see how it stands.")
	}
	mine, theirs := &c.TeamSaid, &c.AskerSaid
	if teamID == c.AskerID {
		mine, theirs = theirs, mine
	}
	if same := kept == c.Kept && (text == "" || text == c.KeptText); !same {
		if text == "" {
			return Fail(Invalid, "text", "Say in a sentence what came of it.")
		}
		c.Kept, c.KeptText, *theirs = kept, text, ""
	}
	*mine = memberID
	return nil
}

// Check says what is wrong with the contract as people wrote it.
func (c Contract) Check() error {
	var f Faults
	f.id("key_result_id", c.KeyResultID)
	f.id("team_id", c.TeamID)
	switch c.TeamID {
	case "":
		f.addf("team_id", "Choose the team that you ask.")
	case c.AskerID:
		f.addf("team_id", "Choose another team than the one that asks.")
	}
	f.text("text", c.Text, 1, MaxText)
	f.text("gain", c.Gain, 0, MaxText)
	f.text("why", c.Why, 0, MaxText)
	f.add(checkDate("until", c.Until, false))
	f.id("within", c.Within)
	oneOf(&f, "stage", c.Stage, ContractAsked, ContractCountered, ContractAgreed, ContractDeclined)
	oneOf(&f, "kept", c.Kept, "", ContractIsKept, ContractNotKept)
	f.text("text", c.KeptText, 0, MaxText)
	return f.err()
}

// Holds answers whether the contract ties two teams together: it is not declined and not withdrawn.
func (c Contract) Holds() bool { return c.Removed == 0 && c.Stage != ContractDeclined }

// Other is the team on the other side of one of the given teams, "" if neither or both sides are among them.
func (c Contract) Other(teamIDs []string) string {
	switch asks, asked := slices.Contains(teamIDs, c.AskerID), slices.Contains(teamIDs, c.TeamID); {
	case asks && !asked:
		return c.TeamID
	case asked && !asks:
		return c.AskerID
	}
	return ""
}
