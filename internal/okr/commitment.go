package okr

// A Commitment is what a team will do in a week, tied to a key result or marked as business as usual. One of a week to come is what comes next.
type Commitment struct {
	ID          string          `json:"id"`
	TeamID      string          `json:"team_id"`
	Week        Date            `json:"week"` // its Monday
	Text        string          `json:"text"`
	KeyResultID string          `json:"key_result_id,omitempty"` // what it moves; "" is business as usual
	OwnerID     string          `json:"owner_id,omitempty"`
	State       CommitmentState `json:"state,omitempty"`
	CarriedID   string          `json:"carried_id,omitempty"` // the commitment of an earlier week that goes on in this one
	Removed     Instant         `json:"removed_at,omitempty"`
	Version     int             `json:"version"`
	Created     Instant         `json:"created_at"`
}

// A CommitmentState is how a commitment ended. It asks nobody why.
type CommitmentState string

// The states. Whatever is open at the week's end is carried on or let go.
const (
	CommitmentOpen    CommitmentState = ""
	CommitmentDone    CommitmentState = "done"
	CommitmentCarried CommitmentState = "carried" // it goes on in a later week
	CommitmentLetGo   CommitmentState = "let_go"
)

// GoodCommitments is how many commitments a team remembers from Monday to Friday; more are advised against and never refused.
const GoodCommitments = 5

// Check says what is wrong with the commitment as a person wrote it.
func (c Commitment) Check() error {
	var f Faults
	f.text("text", c.Text, 1, MaxTitle)
	f.id("team_id", c.TeamID)
	if c.TeamID == "" {
		f.addf("team_id", "Choose the team.")
	}
	f.id("key_result_id", c.KeyResultID)
	f.id("owner_id", c.OwnerID)
	oneOf(&f, "state", c.State, CommitmentOpen, CommitmentDone, CommitmentCarried, CommitmentLetGo)
	if err := checkDate("week", c.Week, true); err != nil {
		f.add(err)
	} else if c.Week != c.Week.Monday() {
		f.addf("week", "Name a week by its Monday: %s.", c.Week.Monday())
	}
	return f.err()
}

// CanCommit answers nil when v may write and tick commitments of a team: its people, owners and ambassadors, and whoever it was given to.
func CanCommit(v Viewer, c Commitment) error {
	if v.Role != OrgViewer && v.MemberID != "" && (v.IsAdmin() || v.Teams[c.TeamID] != "" || c.OwnerID == v.MemberID) {
		return nil
	}
	return Refuse("the people of the team")
}

// CommitmentAdvice is a word on how many open and done commitments a team has in a week, "" when they are few enough.
func CommitmentAdvice(n int) string {
	if n <= GoodCommitments {
		return ""
	}
	return "That is more than a team remembers until Friday. Which of these can wait a week?"
}
