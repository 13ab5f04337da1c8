package okr

// An Archive is everything of one organization as a value: what YAML and JSON export carry, with ids, and what
// an import into an empty organization restores. Slices are in id order, so that the same organization always
// gives the same bytes. Passwords, tokens, sessions and leases are not part of it.
type Archive struct {
	Format       int          `json:"headwater"` // ArchiveFormat
	Organization Organization `json:"organization"`
	People       []Person     `json:"people,omitempty"` // the persons of the members
	Members      []Member     `json:"members,omitempty"`
	Teams        []Team       `json:"teams,omitempty"`
	Vision       *Vision      `json:"vision,omitempty"`
	Pillars      []Pillar     `json:"pillars,omitempty"`
	Cycles       []Cycle      `json:"cycles,omitempty"`
	Objectives   []Objective  `json:"objectives,omitempty"`
	KeyResults   []KeyResult  `json:"key_results,omitempty"`
	CheckIns     []CheckIn    `json:"check_ins,omitempty"`
	Blockers     []Blocker    `json:"blockers,omitempty"`
	Comments     []Comment    `json:"comments,omitempty"`
	KPIs         []KPI        `json:"kpis,omitempty"`
	KPIValues    []KPIValue   `json:"kpi_values,omitempty"`
	Events       []Event      `json:"events,omitempty"`
}

// ArchiveFormat is the version of the archive's shape that this program writes.
const ArchiveFormat = 1
