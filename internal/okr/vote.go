package okr

import "slices"

// A Vote is how sure somebody else than the author of the check-ins is of a key result. Each member has one standing vote.
type Vote struct {
	ID          string  `json:"id"`
	KeyResultID string  `json:"key_result_id"`
	MemberID    string  `json:"member_id"`
	Confidence  int     `json:"confidence"` // 0–10
	Removed     Instant `json:"removed_at,omitempty"`
	Version     int     `json:"version"`
	Recorded    Instant `json:"recorded_at"`
}

// Check says what is wrong with the vote as a person gave it.
func (v Vote) Check() error {
	var f Faults
	if v.Confidence < 0 || v.Confidence > 10 {
		f.addf("confidence", "Use a confidence between 0 and 10.")
	}
	return f.err()
}

// A Spread is what others believe, without who believes what: how many votes there are for each confidence, 0 to 10. It is never averaged, and the
// confidence of the check-in stays what its author gave.
type Spread struct {
	Votes int     `json:"votes"`
	Low   int     `json:"low"`
	High  int     `json:"high"`
	Each  [11]int `json:"each"`
}

// SpreadOf counts votes; nil when there are none.
func SpreadOf(votes []Vote) *Spread {
	if len(votes) == 0 {
		return nil
	}
	out := Spread{Votes: len(votes), Low: 10}
	for _, v := range votes {
		c := min(max(v.Confidence, 0), 10)
		out.Each[c]++
		out.Low, out.High = min(out.Low, c), max(out.High, c)
	}
	return &out
}

// WideSpread is how far apart votes and confidence may lie before it is worth a talk.
const WideSpread = 4

// Apart answers whether what others believe lies so far apart, or so far from the author's confidence, that people see different things.
func (s Spread) Apart(confidence *int) bool {
	low, high := s.Low, s.High
	if confidence != nil {
		low, high = min(low, *confidence), max(high, *confidence)
	}
	return high-low >= WideSpread
}

// A Nudge is a lead's one question about a check-in that is due: how does it stand?
type Nudge struct {
	ID          string  `json:"id"`
	KeyResultID string  `json:"key_result_id"`
	AuthorID    string  `json:"author_id"`
	Due         Date    `json:"due"` // the day on which the check-in was due
	Created     Instant `json:"created_at"`
}

// CanNudge answers nil when v may ask about a late check-in of an objective: the leads of its teams, owners and ambassadors.
func CanNudge(v Viewer, o Objective) error {
	lead := func(t string) bool { return v.Teams[t] == TeamLead }
	if v.Role != OrgViewer && v.MemberID != "" && (v.IsAdmin() || slices.ContainsFunc(o.TeamIDs, lead)) {
		return nil
	}
	return Refuse("the leads of its teams")
}

// AsksEvidence answers whether a check-in claims that the target is reached and does not say what shows it. A limit that is kept claims nothing yet.
func (k KeyResult) AsksEvidence(c CheckIn) bool {
	return c.Value != nil && c.Progress != nil && *c.Progress >= 1 && c.Evidence == "" && !k.isLimit() && k.Source.Kind == Manual
}

// An Escalation is who should know of a blocker by its age.
type Escalation int

// The steps, in order. Each comes after as many days as the one before.
const (
	WithOwner Escalation = iota // whoever looks after it
	WithLead                    // and the lead of the team
	WithAbove                   // and the lead of the team above
)

// usualEscalation is the days after which a blocker is worth a word with the lead, unless an organization says otherwise.
const usualEscalation = 7

// EscalateDays is after how many days a blocker goes one step up.
func (s Settings) EscalateDays() int {
	if s.EscalateAfter > 0 {
		return s.EscalateAfter
	}
	return usualEscalation
}

// Escalation is how far up a blocker has come on a day.
func (b Blocker) Escalation(today Date, s Settings) Escalation {
	if b.Resolved != 0 {
		return WithOwner
	}
	return Escalation(min(max(today.Since(b.Raised.DateIn(s.Location()))/s.EscalateDays(), 0), int(WithAbove)))
}
