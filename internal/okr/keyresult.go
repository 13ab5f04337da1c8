package okr

// A KeyResultKind says what a value of the key result is.
type KeyResultKind string

// The kinds of key result. Learning is a mark on any of them, not a kind.
const (
	Number     KeyResultKind = "number"
	YesNo      KeyResultKind = "yes_no"     // value 0 or 1
	Milestones KeyResultKind = "milestones" // value is the number of the last milestone reached, 0 for none
	Judgement  KeyResultKind = "judgement"  // four steps: value 0, 1, 2 or 3
)

// A Direction says which way the metric should go.
type Direction string

// The five directions. Reach is to get to a number from wherever it stands.
const (
	Increase  Direction = "increase"
	Decrease  Direction = "decrease"
	KeepAbove Direction = "keep_above"
	KeepBelow Direction = "keep_below"
	Reach     Direction = "reach"
)

// A KeyResult is how we know that we succeeded. It is always inside one objective.
type KeyResult struct {
	ID             string        `json:"id"`
	ObjectiveID    string        `json:"objective_id"`
	LineageID      string        `json:"lineage_id"`
	Title          string        `json:"title"`
	Kind           KeyResultKind `json:"kind"`
	Learning       bool          `json:"learning,omitempty"`
	Metric         string        `json:"metric,omitempty"` // what is measured, in words
	Unit           string        `json:"unit,omitempty"`   // see Unit: "%", "EUR", "ms", "d", "customers" …
	Direction      Direction     `json:"direction,omitempty"`
	Baseline       *float64      `json:"baseline,omitempty"`
	Target         *float64      `json:"target,omitempty"`
	Plan           []Point       `json:"plan,omitempty"` // intermediate targets, by date
	Marks          Marks         `json:"marks,omitzero"` // optional commit and stretch beside the target
	Stages         []Milestone   `json:"milestones,omitempty"`
	Start          Date          `json:"start,omitempty"`  // "" is the cycle's
	Due            Date          `json:"due,omitempty"`    // "" is the cycle's end
	Weight         *float64      `json:"weight,omitempty"` // share of the objective, 0–100; unset ones share the remainder
	OwnerID        string        `json:"owner_id,omitempty"`
	CheckInOwnerID string        `json:"check_in_owner_id,omitempty"` // "" is the owner
	Source         Source        `json:"source,omitzero"`
	Readiness      Readiness     `json:"readiness,omitzero"` // what is known of its data
	Position       int           `json:"position,omitempty"`
	Dismissed      []Dismissal   `json:"dismissed,omitempty"` // findings that were looked at and accepted

	// What the last check-in left behind, so that no page reads history to show a row.
	Value      *float64 `json:"value,omitempty"`
	Confidence *int     `json:"confidence,omitempty"` // 0–10, believed
	Progress   *float64 `json:"progress,omitempty"`   // computed
	CheckedAs  Date     `json:"checked_as_of,omitempty"`
	CheckedAt  Instant  `json:"checked_at,omitempty"`
	Checks     int      `json:"checks,omitempty"`     // how many check-ins there are
	Trail      []Point  `json:"trail,omitempty"`      // the last values, oldest first, at most TrailLength: for the sparkline
	Blocked    Instant  `json:"blocked_at,omitempty"` // since when; 0 is not blocked

	Grade   *float64 `json:"grade,omitempty"` // judged at closing, 0–1
	Removed Instant  `json:"removed_at,omitempty"`
	Origin  Origin   `json:"origin,omitzero"`
	Version int      `json:"version"`
	Created Instant  `json:"created_at"`

	Locale string `json:"-"` // how its numbers are written for whom it was read; "" is en, which all that is kept and all that programs read is in
}

// TrailLength is how many last values a key result keeps for its sparkline: a quarter of weeks.
const TrailLength = 13

// A Point is a value on a day.
type Point struct {
	Date  Date    `json:"date"`
	Value float64 `json:"value"`
}

// Marks are optional values beside the target that make one piecewise-linear curve: reaching Commit is worth
// CommitGrade, the target 1, Stretch StretchGrade.
type Marks struct {
	Commit  *float64 `json:"commit,omitempty"`
	Stretch *float64 `json:"stretch,omitempty"`
}

// A Milestone is one step of a staged key result. Weights are relative; 0 counts as 1.
type Milestone struct {
	Title  string  `json:"title"`
	Weight float64 `json:"weight,omitempty"`
	Due    Date    `json:"due,omitempty"`
}

// A SourceKind says where a key result's value comes from.
type SourceKind string

// The sources: people, or a roll-up of other key results.
const (
	Manual SourceKind = ""
	Sum    SourceKind = "sum"
	Mean   SourceKind = "mean"
	Min    SourceKind = "min"
	Last   SourceKind = "last" // the value checked in most recently
)

// A Source is where the value comes from, and for roll-ups from which key results.
type Source struct {
	Kind SourceKind `json:"kind,omitempty"`
	Of   []string   `json:"of,omitempty"` // key result ids; acyclic
}
