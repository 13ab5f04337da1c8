package okr

import (
	"cmp"
	"slices"
	"sync"
	"time"
	_ "time/tzdata" // the same zones on every machine, whatever is installed
)

// An Organization is the tenant: nothing in it is seen from another.
type Organization struct {
	ID      string   `json:"id"`
	Slug    string   `json:"slug"` // the first part of every URL
	Name    string   `json:"name"`
	Set     Settings `json:"settings"`
	Version int      `json:"version"`
	Created Instant  `json:"created_at"`
	TeamsAs string   `json:"-"` // another one with every change to a team
}

// Settings are an organization's choices. The zero value is a useful organization: weekly check-ins on Mondays, calendar quarters, UTC.
type Settings struct {
	FiscalStart int                `json:"fiscal_start,omitempty"` // month 1–12 in which the fiscal year begins; 0 is January
	TimeZone    string             `json:"time_zone,omitempty"`    // IANA name; "" is UTC
	Locale      string             `json:"locale,omitempty"`       // BCP 47, for the decimal mark and for reading sentences; "" is en
	Contact     string             `json:"contact,omitempty"`      // the ambassador to ask, a member id
	Limits      Limits             `json:"limits,omitzero"`
	Ambition    Ambition           `json:"ambition,omitzero"`
	Parts       map[Part]PartState `json:"parts,omitempty"`

	Holidays      Holidays `json:"holidays,omitempty"`       // no check-in is due on them
	EscalateAfter int      `json:"escalate_after,omitempty"` // days after which a blocker goes one step up; 0 is a week

	Unlearned bool `json:"unlearned,omitempty"` // what people's changes of priorities have in common teaches nothing
}

// Location is the organization's time zone; UTC if it names none.
func (s Settings) Location() *time.Location {
	if s.TimeZone == "" || s.TimeZone == "Local" {
		return time.UTC
	}
	if known, ok := zones.Load(s.TimeZone); ok {
		return known.(*time.Location)
	}
	loc, err := time.LoadLocation(s.TimeZone)
	if err != nil {
		return time.UTC
	}
	zones.Store(s.TimeZone, loc)
	return loc
}

// Uses answers whether a part is in use: on by itself, or since somebody first used it.
func (s Settings) Uses(p Part) bool {
	if state := s.Parts[p]; state != "" {
		return state == PartOn
	}
	return slices.ContainsFunc(Parts, func(i PartInfo) bool { return i.Part == p && i.Default == PartOn })
}

// zones are those in use, by name: time.LoadLocation unpacks one each time, and a list asks once a row.
var zones sync.Map

// Limits advise; they never refuse. Zero fields mean the default (3–5 company objectives, 2–4 key results each).
type Limits struct {
	MinObjectives int `json:"min_objectives,omitempty"`
	MaxObjectives int `json:"max_objectives,omitempty"`
	MinKeyResults int `json:"min_key_results,omitempty"`
	MaxKeyResults int `json:"max_key_results,omitempty"`
}

// OrUsual are the limits with what is usual where none is set.
func (l Limits) OrUsual() Limits {
	return Limits{cmp.Or(l.MinObjectives, 3), cmp.Or(l.MaxObjectives, 5), cmp.Or(l.MinKeyResults, 2), cmp.Or(l.MaxKeyResults, 4)}
}

// MostObjectives is how many objectives are plenty for a team.
func (l Limits) MostObjectives() int { return l.OrUsual().MaxObjectives }

// A Rhythm is how often a team checks in.
type Rhythm string

// The rhythms.
const (
	Weekly   Rhythm = "weekly"
	Biweekly Rhythm = "biweekly"
)

// A Team is a node in the tree whose root is the company. Any depth.
type Team struct {
	ID          string  `json:"id"`
	ParentID    string  `json:"parent_id,omitempty"` // "" only for the root
	Name        string  `json:"name"`
	Slug        string  `json:"slug"`                // unique in the organization, made from the name
	Rhythm      Rhythm  `json:"rhythm,omitempty"`    // "" is the parent's
	Weekday     int     `json:"weekday,omitempty"`   // day of the check-in, 1 Monday … 7 Sunday; 0 is the parent's, Monday at the root
	TimeZone    string  `json:"time_zone,omitempty"` // "" is the parent's, the organization's at the root
	Position    int     `json:"position,omitempty"`
	MeetingDay  int     `json:"meeting_day,omitempty"`  // of the weekly meeting, 1 Monday … 7 Sunday; 0 is none
	MeetingTime string  `json:"meeting_time,omitempty"` // "09:30" where the team is; "" is the whole day
	MergedID    string  `json:"merged_id,omitempty"`    // the team it was merged into; its history stays readable
	Removed     Instant `json:"removed_at,omitempty"`
	Version     int     `json:"version"`
	Created     Instant `json:"created_at"`
}

// A Person is who signs in: one e-mail, one name, a membership in each organization.
// The log never holds a person's name or e-mail, only member ids.
type Person struct {
	ID      string  `json:"id"`
	Email   string  `json:"email"` // lower case
	Name    string  `json:"name"`
	Version int     `json:"version"`
	Created Instant `json:"created_at"`
}

// An OrgRole is what a member may do in the whole organization.
type OrgRole string

// The organization roles, from most to least. An ambassador runs the programme.
const (
	OrgOwner      OrgRole = "owner"
	OrgAmbassador OrgRole = "ambassador"
	OrgMember     OrgRole = "member"
	OrgViewer     OrgRole = "viewer"
)

// OrgRoles are all of them.
var OrgRoles = []OrgRole{OrgOwner, OrgAmbassador, OrgMember, OrgViewer}

// A TeamRole is what a member is in a team.
type TeamRole string

// The team roles.
const (
	TeamLead   TeamRole = "lead"
	TeamMember TeamRole = "member"
)

// A Member is a person in an organization. Name and e-mail are read through the person and are never in the log.
type Member struct {
	ID          string       `json:"id"`
	PersonID    string       `json:"person_id"`
	Role        OrgRole      `json:"role"`
	Teams       []Membership `json:"teams,omitempty"`
	Preferences Preferences  `json:"preferences,omitzero"`
	Service     bool         `json:"service,omitempty"` // a program that acts with a service token, not a person
	Deactivated Instant      `json:"deactivated_at,omitempty"`
	Version     int          `json:"version"`
	Created     Instant      `json:"created_at"`
}

// A Membership is a member's place in one team.
type Membership struct {
	TeamID string   `json:"team_id"`
	Role   TeamRole `json:"role"`
}

// Preferences are a member's own.
type Preferences struct {
	Theme string `json:"theme,omitempty"` // "light", "dark", "" for the system's
	Keys  string `json:"keys,omitempty"`  // "off" switches single-letter keys off

	Notices NoticeChoices `json:"notices,omitzero"`
}

// A Vision is where the organization wants to be. There is one; its versions are in the log.
type Vision struct {
	ID      string  `json:"id"`
	Text    string  `json:"text"`
	Version int     `json:"version"`
	Created Instant `json:"created_at"`
}

// A Pillar is one strategic choice; the pillars together are the strategy.
type Pillar struct {
	ID       string  `json:"id"`
	Title    string  `json:"title"`
	Choice   string  `json:"choice,omitempty"`    // what we choose
	NotDoing string  `json:"not_doing,omitempty"` // what we therefore do not do
	Horizon  string  `json:"horizon,omitempty"`   // until when it holds
	Signal   string  `json:"signal,omitempty"`    // how we would know that it works
	Position int     `json:"position,omitempty"`
	Removed  Instant `json:"removed_at,omitempty"`
	Version  int     `json:"version"`
	Created  Instant `json:"created_at"`
}
