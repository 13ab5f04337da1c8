package okr

// An Archive is everything of one organization as a value: what YAML and JSON export carry, with ids, and what
// an import into an empty organization restores. Slices are in id order, so that the same organization always
// gives the same bytes. Passwords, tokens, sessions and leases are not part of it.
//
// It is also the list of what is kept: the tag thing says what a field holds. Export, restore, the log and the checks follow from it, so that a new
// kind of thing is a field here and a line in the store.
type Archive struct {
	Format        int                   `json:"headwater"`             // ArchiveFormat
	GoodGrades    GoodGrades            `json:"good_grades,omitempty"` // what a grade is to be held against, by the objective's kind: for readers, and not read back
	Organization  Organization          `json:"organization" thing:"organization"`
	People        []Person              `json:"people,omitempty" thing:"person"` // the persons of the members
	Members       []Member              `json:"members,omitempty" thing:"member"`
	Teams         []Team                `json:"teams,omitempty" thing:"team"`
	Vision        *Vision               `json:"vision,omitempty" thing:"vision"`
	Pillars       []Pillar              `json:"pillars,omitempty" thing:"pillar"`
	Cycles        []Cycle               `json:"cycles,omitempty" thing:"cycle"`
	Objectives    []Objective           `json:"objectives,omitempty" thing:"objective"`
	KeyResults    []KeyResult           `json:"key_results,omitempty" thing:"key_result"`
	CheckIns      []CheckIn             `json:"check_ins,omitempty" thing:"check_in"`
	Blockers      []Blocker             `json:"blockers,omitempty" thing:"blocker"`
	Comments      []Comment             `json:"comments,omitempty" thing:"comment"`
	KPIs          []KPI                 `json:"kpis,omitempty" thing:"kpi"`
	KPIValues     []KPIValue            `json:"kpi_values,omitempty" thing:"kpi_value"`
	Wins          []Win                 `json:"wins,omitempty" thing:"win"`
	Commitments   []Commitment          `json:"commitments,omitempty" thing:"commitment"`
	Votes         []Vote                `json:"votes,omitempty" thing:"vote"` // of the one who exported: nobody's vote is shown to anybody else
	Nudges        []Nudge               `json:"nudges,omitempty" thing:"nudge"`
	Roadmap       []RoadmapItem         `json:"roadmap_items,omitempty" thing:"roadmap_item"`
	Mirrors       []Mirror              `json:"mirrors,omitempty" thing:"mirror"`
	Backlog       []BacklogItem         `json:"backlog_items,omitempty" thing:"backlog_item"`
	StatusUpdates []StatusUpdate        `json:"status_updates,omitempty" thing:"status_update"`
	Retros        []Retrospective       `json:"retrospectives,omitempty" thing:"retrospective"`
	RetroAnswers  []RetrospectiveAnswer `json:"retrospective_answers,omitempty" thing:"retrospective_answer"` // of what is revealed, without their authors
	Improvements  []Improvement         `json:"improvements,omitempty" thing:"improvement"`
	Insights      []Insight             `json:"insights,omitempty" thing:"insight"`
	Decisions     []Decision            `json:"decisions,omitempty" thing:"decision"`
	Reviews       []Review              `json:"reviews,omitempty" thing:"review"`
	Proposals     []Proposal            `json:"proposals,omitempty" thing:"proposal"`
	Contracts     []Contract            `json:"contracts,omitempty" thing:"contract"`
	Imports       []Import              `json:"imports,omitempty"`
	Events        []Event               `json:"events,omitempty"`
	Channels      []Channel             `json:"channels,omitempty" thing:"channel"`
}

// GoodGrades are the grades that are a good result, by kind; nil is of learning, where what was found out counts.
type GoodGrades map[ObjectiveKind]*float64

// Good are the grades that are a good result.
func Good() GoodGrades {
	out := GoodGrades{}
	for _, k := range []ObjectiveKind{Committed, Aspirational, Learning} {
		out[k] = nil
		if g, ok := k.ExpectedGrade(); ok {
			out[k] = &g
		}
	}
	return out
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
