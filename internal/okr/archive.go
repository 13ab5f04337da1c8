package okr

// An Archive is everything of one organization as a value: what YAML and JSON export carry, with ids, and what
// an import into an empty organization restores. Slices are in id order, so that the same organization always
// gives the same bytes. Passwords, tokens, sessions and leases are not part of it.
type Archive struct {
	Format        int                   `json:"headwater"` // ArchiveFormat
	Organization  Organization          `json:"organization"`
	People        []Person              `json:"people,omitempty"` // the persons of the members
	Members       []Member              `json:"members,omitempty"`
	Teams         []Team                `json:"teams,omitempty"`
	Vision        *Vision               `json:"vision,omitempty"`
	Pillars       []Pillar              `json:"pillars,omitempty"`
	Cycles        []Cycle               `json:"cycles,omitempty"`
	Objectives    []Objective           `json:"objectives,omitempty"`
	KeyResults    []KeyResult           `json:"key_results,omitempty"`
	CheckIns      []CheckIn             `json:"check_ins,omitempty"`
	Blockers      []Blocker             `json:"blockers,omitempty"`
	Comments      []Comment             `json:"comments,omitempty"`
	KPIs          []KPI                 `json:"kpis,omitempty"`
	KPIValues     []KPIValue            `json:"kpi_values,omitempty"`
	Wins          []Win                 `json:"wins,omitempty"`
	Commitments   []Commitment          `json:"commitments,omitempty"`
	Votes         []Vote                `json:"votes,omitempty"`
	Nudges        []Nudge               `json:"nudges,omitempty"`
	Roadmap       []RoadmapItem         `json:"roadmap_items,omitempty"`
	Mirrors       []Mirror              `json:"mirrors,omitempty"`
	Backlog       []BacklogItem         `json:"backlog_items,omitempty"`
	StatusUpdates []StatusUpdate        `json:"status_updates,omitempty"`
	Retros        []Retrospective       `json:"retrospectives,omitempty"`
	RetroAnswers  []RetrospectiveAnswer `json:"retrospective_answers,omitempty"` // of what is revealed, without their authors
	Improvements  []Improvement         `json:"improvements,omitempty"`
	Insights      []Insight             `json:"insights,omitempty"`
	Decisions     []Decision            `json:"decisions,omitempty"`
	Reviews       []Review              `json:"reviews,omitempty"`
	Imports       []Import              `json:"imports,omitempty"`
	Events        []Event               `json:"events,omitempty"`
	Channels      []Channel             `json:"channels,omitempty"`
}

// ArchiveFormat is the version of the archive's shape that this program writes.
const ArchiveFormat = 1

// An Import is one reading of a document: what it was called, who read it in, and what it made.
type Import struct {
	ID       string      `json:"id"`
	MemberID string      `json:"member_id"`
	Source   string      `json:"source"`
	Summary  ImportCount `json:"summary"`
	Undone   Instant     `json:"undone_at,omitempty"`
	Created  Instant     `json:"created_at"`
}

// An ImportCount is what an import made and changed.
type ImportCount struct {
	Objectives int `json:"objectives"`  // new ones
	KeyResults int `json:"key_results"` // new ones
	Items      int `json:"items"`       // new backlog items, of a tracker's export
	Updated    int `json:"updated"`     // of all
}
