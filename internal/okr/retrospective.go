package okr

import (
	"slices"
	"strings"
	"time"
)

// A Retrospective is where a team, or those who share an objective, ask at the end of a cycle why it went as it did, before they grade it.
type Retrospective struct {
	ID          string   `json:"id"`
	CycleID     string   `json:"cycle_id"`
	TeamID      string   `json:"team_id,omitempty"`      // whose it is; "" for one about a shared objective
	ObjectiveID string   `json:"objective_id,omitempty"` // that several teams share; "" for one of a team
	Day         Date     `json:"day"`                    // on which it is opened
	Opened      Instant  `json:"opened_at,omitempty"`
	Revealed    Instant  `json:"revealed_at,omitempty"` // since when everybody's whys and grades are shown
	Ended       Instant  `json:"ended_at,omitempty"`
	Skipped     string   `json:"skipped,omitempty"` // the reason why it is not held
	Learned     string   `json:"learned,omitempty"` // the lesson, for the library
	Tags        []string `json:"tags,omitempty"`
	Version     int      `json:"version"`
	Created     Instant  `json:"created_at"`
}

// A RetrospectiveStage is where a retrospective stands.
type RetrospectiveStage string

// The stages: planned → open → revealed → held. It can be skipped with a reason until it is held, and opened again.
const (
	RetroPlanned  RetrospectiveStage = "planned"
	RetroOpen     RetrospectiveStage = "open"
	RetroRevealed RetrospectiveStage = "revealed"
	RetroHeld     RetrospectiveStage = "held"
	RetroSkipped  RetrospectiveStage = "skipped"
)

// RetrospectiveStages are all of them, in order.
var RetrospectiveStages = []RetrospectiveStage{RetroPlanned, RetroOpen, RetroRevealed, RetroHeld, RetroSkipped}

// RetrospectiveMinutes is how long one takes, and ImprovementsKept how many improvements of one are kept in mind: more are advised against. With fewer than
// UnknownFrom people who have said something, showing it would tell who it was.
const (
	UnknownFrom          = 2
	RetrospectiveMinutes = 25
	ImprovementsKept     = 3
)

// Stage is where it stands.
func (r Retrospective) Stage() RetrospectiveStage {
	switch {
	case r.Skipped != "":
		return RetroSkipped
	case r.Ended != 0:
		return RetroHeld
	case r.Revealed != 0:
		return RetroRevealed
	case r.Opened != 0:
		return RetroOpen
	}
	return RetroPlanned
}

// To moves a retrospective on. Skipping asks for a reason, which is shown; what was revealed stays so.
func (r Retrospective) To(stage RetrospectiveStage, reason string, now Instant) (Retrospective, error) {
	reason = strings.TrimSpace(reason)
	was := r.Stage()
	switch {
	case stage == was:
		return r, nil
	case stage == RetroSkipped && reason == "":
		return r, Fail(Invalid, "reason", "Say in a sentence why it is not held. It stands where the retrospective would.")
	case stage == RetroSkipped && was == RetroHeld:
		return r, Fail(Invalid, "to", "It was held already.")
	case stage == RetroSkipped:
		r.Skipped = reason
		return r, nil
	case stage == RetroOpen && (was == RetroPlanned || was == RetroSkipped):
		r.Skipped = ""
		if r.Opened == 0 {
			r.Opened = now
		}
		return r, nil
	case stage == RetroRevealed && was == RetroOpen:
		r.Revealed = now
		return r, nil
	case stage == RetroRevealed && was == RetroHeld: // to add what was forgotten
		r.Ended = 0
		return r, nil
	case stage == RetroHeld && was == RetroRevealed:
		r.Ended = now
		return r, nil
	}
	return r, Fail(Invalid, "to", "A retrospective that is "+string(was)+" cannot become "+string(stage)+".")
}

// Check says what is wrong with the retrospective as a person wrote it.
func (r Retrospective) Check() error {
	var f Faults
	f.add(checkDate("day", r.Day, true))
	f.text("reason", r.Skipped, 0, MaxText)
	f.text("learned", r.Learned, 0, MaxText)
	f.tags("tags", r.Tags)
	return f.err()
}

// RetrospectiveDay is when the retrospectives of a cycle are: the first day of its closing that people work on.
func RetrospectiveDay(c Cycle, h Holidays) Date {
	d := c.Closing
	for d.Time().Weekday() == time.Saturday || d.Time().Weekday() == time.Sunday {
		d = d.Add(1)
	}
	return h.workday(d)
}

// CanTakePart answers nil when v may answer in a retrospective and work on it: the people of its teams, which for a shared objective are those that share it,
// and owners and ambassadors.
func CanTakePart(v Viewer, teams []string) error {
	if v.Role != OrgViewer && v.MemberID != "" && (v.IsAdmin() || slices.ContainsFunc(teams, func(t string) bool { return v.Teams[t] != "" })) {
		return nil
	}
	return Refuse("the people of its teams")
}

// CanLeadRetrospective answers nil when v may reveal a retrospective before all are in, move or skip it: the leads of its teams, owners and ambassadors.
func CanLeadRetrospective(v Viewer, teams []string) error {
	if v.Role != OrgViewer && v.MemberID != "" && (v.IsAdmin() || slices.ContainsFunc(teams, func(t string) bool { return v.Teams[t] == TeamLead })) {
		return nil
	}
	return Refuse("the leads of its teams, owners and ambassadors")
}

// A RetrospectiveAnswer is what somebody says of an objective: why first, then a grade. Whose it is stands nowhere but in the database, and there only until all
// are revealed.
type RetrospectiveAnswer struct {
	ID              string   `json:"id"`
	RetrospectiveID string   `json:"retrospective_id"`
	ObjectiveID     string   `json:"objective_id"`
	MemberID        string   `json:"-"`
	Why             string   `json:"why,omitempty"`
	Grade           *float64 `json:"grade,omitempty"` // 0–1
	Created         Instant  `json:"created_at"`
}

// Check says what is wrong with the answer as a person wrote it.
func (a RetrospectiveAnswer) Check() error {
	var f Faults
	f.text("why", a.Why, 0, MaxText)
	f.grade("grade", a.Grade)
	return f.err()
}

// An Improvement is one thing that a team changes about how it works, decided in a retrospective and asked about in the next one.
type Improvement struct {
	ID              string           `json:"id"`
	RetrospectiveID string           `json:"retrospective_id"`
	TeamID          string           `json:"team_id,omitempty"`      // of the retrospective
	ObjectiveID     string           `json:"objective_id,omitempty"` // likewise
	Text            string           `json:"text"`
	OwnerID         string           `json:"owner_id,omitempty"`
	Due             Date             `json:"due,omitempty"`
	State           ImprovementState `json:"state,omitempty"`
	Reason          string           `json:"reason,omitempty"` // why it was dropped
	Removed         Instant          `json:"removed_at,omitempty"`
	Version         int              `json:"version"`
	Created         Instant          `json:"created_at"`
}

// An ImprovementState is how an improvement stands.
type ImprovementState string

// The states. What was not done is still on, or dropped with a reason.
const (
	ImprovementOn      ImprovementState = ""
	ImprovementDone    ImprovementState = "done"
	ImprovementDropped ImprovementState = "dropped"
)

// Check says what is wrong with the improvement as a person wrote it.
func (i Improvement) Check() error {
	var f Faults
	f.text("text", i.Text, 1, MaxTitle)
	f.id("owner_id", i.OwnerID)
	f.add(checkDate("due", i.Due, false))
	oneOf(&f, "state", i.State, ImprovementOn, ImprovementDone, ImprovementDropped)
	f.text("reason", i.Reason, 0, MaxText)
	if i.State == ImprovementDropped && strings.TrimSpace(i.Reason) == "" {
		f.addf("reason", "Say in a sentence why it is dropped, so that others can learn from it.")
	}
	return f.err()
}
