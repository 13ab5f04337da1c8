// Package okr holds the words of the product as types: organization, team, cycle, objective, key result,
// check-in and the rest, with their arithmetic and their state machines.
//
// It exists so that every rule that can be a function of values is one. It imports the standard library only,
// does no I/O, takes no context and reads no clock: whoever calls passes the date or the instant.
package okr

import "time"

// An ErrorKind says what went wrong, in the terms of a caller. The edges map it to an HTTP status or an exit code.
type ErrorKind string

// The kinds of error that are safe to show. Anything that is not an *Error is internal.
const (
	NotFound        ErrorKind = "not_found" // also for what the actor may not see
	Invalid         ErrorKind = "invalid"
	Forbidden       ErrorKind = "forbidden"
	Conflict        ErrorKind = "conflict"
	Unauthenticated ErrorKind = "unauthenticated"
	TooMany         ErrorKind = "too_many"
	Unavailable     ErrorKind = "unavailable" // no fault of the caller: the installation cannot do it now
)

// ErrorKinds are all of them: each door has a status for each.
var ErrorKinds = []ErrorKind{NotFound, Invalid, Forbidden, Conflict, Unauthenticated, TooMany, Unavailable}

// An Error can be shown to the person who caused it: it names the field and says what would be right.
type Error struct {
	Kind    ErrorKind
	Field   string        // the input's field in snake_case, with a path where it nests: "key_results[2].target"; "" if none
	Message string        // one or two sentences, safe to show
	Theirs  any           // with Conflict: the value that stands now, so that both can be shown side by side
	Wait    time.Duration // with TooMany and Unavailable: how long until it is worth trying again
	Cause   error         // with Unavailable: what the engine said, for the log and never to be shown
}

func (e *Error) Error() string {
	if e.Field != "" {
		return e.Field + ": " + e.Message
	}
	return e.Message
}

// Unwrap is the cause, if there is one.
func (e *Error) Unwrap() error { return e.Cause }

// Fail returns an *Error as an error.
func Fail(kind ErrorKind, field, message string) error {
	return &Error{Kind: kind, Field: field, Message: message}
}

// A Part names a part of the product that an organization can have off, on, or on at first use.
type Part string

// The optional parts. A later capability registers here; navigation and palette read it.
const (
	PartKPI        Part = "kpi"
	PartWin        Part = "win"
	PartCommitment Part = "commitment"
	PartUpdate     Part = "update"
	PartData       Part = "data"
	PartRoadmap    Part = "roadmap"
	PartPlanning   Part = "planning"
	PartProposal   Part = "proposal"
)

// PartInfo says how a part appears before anyone has decided.
type PartInfo struct {
	Part    Part
	Name    string
	About   string
	Default PartState
}

// PartState is how an organization has a part.
type PartState string

// A part that is on at first use appears when the first of its things is made.
const (
	PartOff      PartState = "off"
	PartOn       PartState = "on"
	PartFirstUse PartState = "first_use"
)

// Parts lists every optional part, in the order of the settings page.
var Parts = []PartInfo{
	{PartKPI, "KPIs", "The health of business as usual, beside the objectives and never mixed with them.", PartFirstUse},
	{PartWin, "Wins", "What went well, with thanks. They need no objective.", PartFirstUse},
	{PartUpdate, "Updates", "What each team says of its week, put together from check-ins and commitments, to be passed on.", PartFirstUse},
	{PartCommitment, "Commitments", "What each team will do this week, on one page with its confidence, its KPIs and what comes next.", PartFirstUse},
	{PartData, "Data readiness", "A checklist for the number behind each key result, and a register of what is missing.", PartFirstUse},
	{PartPlanning, "Planning", "How the next cycle’s plan comes about: drafts, the teams that read them within a day, and what goes live.", PartFirstUse},
	{PartProposal, "Proposals", "Objectives that anybody suggests for a team, with support and comments; whoever had the idea stays named.", PartFirstUse},
	{PartRoadmap, "Roadmap and backlog", "The work that serves the key results, where each piece leads, and what leads nowhere.", PartFirstUse},
}

// Has answers whether the organization has a part: all but those that are off.
func (o Organization) Has(p Part) bool { return o.Set.Parts[p] != PartOff }
