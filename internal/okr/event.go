package okr

import "encoding/json"

// An Event is one act of one actor: a check-in, an edit, an import. It is written in the transaction that
// changes the state, and activity, audit, revisions, live updates and "how did it stand on D" are read from it.
// It names members by id only, so that erasing a person erases the name everywhere.
type Event struct {
	ID       string     `json:"id"`
	Kind     EventKind  `json:"kind"`
	ActorID  string     `json:"actor_id,omitempty"` // a member; "" for the system
	Via      string     `json:"via,omitempty"`      // "page", "api", "cli", "mail", "slack", "job"
	Reason   string     `json:"reason,omitempty"`
	Recorded Instant    `json:"recorded_at"`
	Rows     []EventRow `json:"rows"`
}

// An EventRow is the whole of one thing after the act.
type EventRow struct {
	Thing       Thing           `json:"thing"`
	ID          string          `json:"id"`
	ObjectiveID string          `json:"objective_id,omitempty"` // that it belonged to: visibility and an objective's activity are read by it
	Version     int             `json:"version"`
	After       json.RawMessage `json:"after"` // the thing's JSON
}

// A Thing names a type of thing that has events, comments or search terms.
type Thing string

// The things.
const (
	ThingOrganization        Thing = "organization"
	ThingTeam                Thing = "team"
	ThingMember              Thing = "member"
	ThingVision              Thing = "vision"
	ThingPillar              Thing = "pillar"
	ThingCycle               Thing = "cycle"
	ThingObjective           Thing = "objective"
	ThingKeyResult           Thing = "key_result"
	ThingCheckIn             Thing = "check_in"
	ThingBlocker             Thing = "blocker"
	ThingComment             Thing = "comment"
	ThingKPI                 Thing = "kpi"
	ThingKPIValue            Thing = "kpi_value"
	ThingWin                 Thing = "win"
	ThingCommitment          Thing = "commitment"
	ThingVote                Thing = "vote"
	ThingNudge               Thing = "nudge"
	ThingStatusUpdate        Thing = "status_update"
	ThingToken               Thing = "token"
	ThingRoadmapItem         Thing = "roadmap_item"
	ThingBacklogItem         Thing = "backlog_item"
	ThingMirror              Thing = "mirror"
	ThingRetrospective       Thing = "retrospective"
	ThingRetrospectiveAnswer Thing = "retrospective_answer"
	ThingImprovement         Thing = "improvement"
	ThingInsight             Thing = "insight"
	ThingDecision            Thing = "decision"
	ThingChannel             Thing = "channel"
	ThingReview              Thing = "review"
	ThingProposal            Thing = "proposal"
	ThingContract            Thing = "contract"
)

// An EventKind says what was done, noun and verb: "objective.activated".
type EventKind string

// A Changed says that an event touched a thing: what live updates tell.
type Changed struct {
	EventID     string  `json:"event_id"`
	Recorded    Instant `json:"recorded_at"`
	Thing       Thing   `json:"thing"`
	ID          string  `json:"id"`
	ObjectiveID string  `json:"objective_id,omitempty"` // that the thing belongs to
	Private     bool    `json:"-"`                      // that objective is not seen by everybody
}
