package okr

// An Ambition is how much stretch an organization is ready for (capabilities C60 to C63). The zero value says nothing, and no rule speaks of the phase.
type Ambition struct {
	Phase   StretchPhase `json:"phase,omitempty"`
	TeamIDs []string     `json:"team_ids,omitempty"` // chosen for more, in the moderate phase
	Culture Culture      `json:"culture,omitempty"`
}

// A StretchPhase is a step on the way to ambitious objectives.
type StretchPhase string

// The phases, in order: what can be reached; a stretch in chosen teams; ambitious ones anywhere.
const (
	PhaseAchievable StretchPhase = "achievable"
	PhaseModerate   StretchPhase = "moderate"
	PhaseAmbitious  StretchPhase = "ambitious"
)

// A Culture is how people take a target: as a promise, or as a bet. It differs between companies and countries.
type Culture string

// The cultures; "" is between the two.
const (
	CulturePromise Culture = "promise"
	CultureBet     Culture = "bet"
)

// Most is the share of objectives that may be a stretch in the moderate phase: a third; a quarter where a target is a promise, and half where
// it is a bet.
func (a Ambition) Most() float64 {
	switch a.Culture {
	case CulturePromise:
		return 0.25
	case CultureBet:
		return 0.5
	}
	return 1.0 / 3
}

// AspirationalGrade is the grade that is good for a stretch (C58).
const AspirationalGrade = 0.7

// ExpectedGrade is the grade that is a good result for the kind; ok is false for learning, where what was found out counts.
func (k ObjectiveKind) ExpectedGrade() (grade float64, ok bool) {
	switch k {
	case Learning:
		return 0, false
	case Aspirational:
		return AspirationalGrade, true
	}
	return 1, true
}

// A Comfort is how an objective feels to those who start it. It is asked once and kept, so that the closing can look back at it.
type Comfort struct {
	Answer ComfortAnswer `json:"answer,omitempty"`
	By     string        `json:"by,omitempty"` // a member
	On     Date          `json:"on,omitempty"`
}

// A ComfortAnswer is to "How does it feel?".
type ComfortAnswer string

// The answers; the middle one is what to look for (C57).
const (
	ComfortEasy          ComfortAnswer = "easy"
	ComfortUncomfortable ComfortAnswer = "uncomfortable"
	ComfortDoomed        ComfortAnswer = "doomed"
)
