package okr

// A Cycle is a time box, normally a quarter. It may lie inside a longer one, and two may be live at once
// (one closing, the next in planning).
type Cycle struct {
	ID       string  `json:"id"`
	ParentID string  `json:"parent_id,omitempty"` // the longer cycle it lies in
	Name     string  `json:"name"`
	Slug     string  `json:"slug"`
	Start    Date    `json:"start"`               // first day
	End      Date    `json:"end"`                 // last day, included
	Execute  Date    `json:"execution_start"`     // first day of execution; planning is before it and may begin before Start
	Closing  Date    `json:"closing_start"`       // first day of closing
	Closed   Instant `json:"closed_at,omitempty"` // when it was closed by hand; 0 while it is open
	Removed  Instant `json:"removed_at,omitempty"`
	Version  int     `json:"version"`
	Created  Instant `json:"created_at"`
}

// A CycleStage is where a cycle stands on a day.
type CycleStage string

// The stages of a cycle, in order.
const (
	CyclePlanning  CycleStage = "planning"
	CycleExecution CycleStage = "execution"
	CycleClosing   CycleStage = "closing"
	CycleClosed    CycleStage = "closed"
)
