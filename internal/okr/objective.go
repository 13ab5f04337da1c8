package okr

// An ObjectiveKind says how its grade is to be read: a committed one is expected at 1.0, an aspirational one near 0.7, a learning one by what was learned.
type ObjectiveKind string

// The kinds of objective.
const (
	Committed    ObjectiveKind = "committed"
	Aspirational ObjectiveKind = "aspirational"
	Learning     ObjectiveKind = "learning"
)

// A Stage is where an objective stands.
type Stage string

// The stages of an objective: draft → in review → active → closed, or dropped with a reason.
const (
	Draft    Stage = "draft"
	InReview Stage = "in_review"
	Active   Stage = "active"
	Closed   Stage = "closed"
	Dropped  Stage = "dropped"
)

// An Objective says what and why, never how. Its teams share it; the first leads.
type Objective struct {
	ID           string        `json:"id"`
	Number       int           `json:"number"`     // short number for people, unique in the organization: O-12
	LineageID    string        `json:"lineage_id"` // the same across cycles when it is carried over
	CycleID      string        `json:"cycle_id"`
	Title        string        `json:"title"`
	Kind         ObjectiveKind `json:"kind"`
	Stage        Stage         `json:"stage"`
	WhyImportant string        `json:"why_important,omitempty"`
	WhyUrgent    string        `json:"why_urgent,omitempty"`
	Evidence     string        `json:"evidence,omitempty"`
	OwnerID      string        `json:"owner_id,omitempty"`   // a member
	DeciderID    string        `json:"decider_id,omitempty"` // the member who decides, where several teams share it
	TeamIDs      []string      `json:"team_ids"`             // at least one; the first leads
	Supports     []Support     `json:"supports,omitempty"`
	Links        []Link        `json:"links,omitempty"` // to work in other tools: linked, not embedded (C48)
	Private      bool          `json:"private,omitempty"`
	Comfort      Comfort       `json:"comfort,omitzero"` // how it felt at the start
	Position     int           `json:"position,omitempty"`
	Progress     *float64      `json:"progress,omitempty"` // computed from the key results, 0–1 and beyond; nil while nothing is known
	Grade        *float64      `json:"grade,omitempty"`    // judged at closing, 0–1
	DropReason   string        `json:"drop_reason,omitempty"`
	Note         ClosingNote   `json:"closing_note,omitzero"`
	Lessons      []string      `json:"lessons,omitempty"`     // that it rests on: ids of closed objectives and of retrospectives
	ProposedBy   []string      `json:"proposed_by,omitempty"` // members whose proposals it came of
	Dismissed    []Dismissal   `json:"dismissed,omitempty"`   // findings that were looked at and accepted
	Activated    Instant       `json:"activated_at,omitempty"`
	Ended        Instant       `json:"ended_at,omitempty"` // closed or dropped
	Removed      Instant       `json:"removed_at,omitempty"`
	Origin       Origin        `json:"origin,omitzero"`
	Version      int           `json:"version"`
	Created      Instant       `json:"created_at"`
}

// An UpstreamKind is what an objective can support.
type UpstreamKind string

// What can be upstream of an objective. Never roadmap or backlog: work flows one way.
const (
	UpPillar    UpstreamKind = "pillar"
	UpObjective UpstreamKind = "objective"
	UpKeyResult UpstreamKind = "key_result"
)

// A Support is an edge upstream, with a weight (relative; 1 unless said).
type Support struct {
	Kind   UpstreamKind `json:"kind"`
	ID     string       `json:"id"`
	Weight float64      `json:"weight"`
}

// A Link points at work in another tool.
type Link struct {
	URL   string `json:"url"`
	Title string `json:"title,omitempty"`
}

// An Origin says where an imported thing came from, so that importing again updates instead of doubling.
type Origin struct {
	Source   string `json:"source,omitempty"`    // the name of the file or system
	External string `json:"external,omitempty"`  // its id there
	ImportID string `json:"import_id,omitempty"` // the import that made it
}
