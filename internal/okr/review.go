package okr

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// A Review is what teams that work closely with the author's say of a draft within 24 hours. Nobody approves: the objective goes live when all of them have
// answered or when the clock ends, whichever comes first, and an open question keeps its line marked (capabilities F91–F93).
type Review struct {
	ID          string       `json:"id"`
	ObjectiveID string       `json:"objective_id"`
	AuthorID    string       `json:"author_id,omitempty"` // who asked
	Started     Instant      `json:"started_at"`
	Until       Instant      `json:"until"` // when the clock ends
	Ended       Instant      `json:"ended_at,omitempty"`
	End         ReviewEnd    `json:"end,omitempty"`
	Teams       []TeamReview `json:"teams"`
	Version     int          `json:"version"`
}

// A TeamReview is what one team says: one answer, which its people may change as long as the review runs.
type TeamReview struct {
	TeamID   string       `json:"team_id"`
	MemberID string       `json:"member_id,omitempty"` // who answered for it last
	Answered Instant      `json:"answered_at,omitempty"`
	Lines    []LineReview `json:"lines,omitempty"` // what it says of the objective and its key results; a line that is not here is fine
}

// A LineReview is a word on one line of a draft. A question stays open until the author's side has answered it.
type LineReview struct {
	ID      string  `json:"id"` // of the objective or one of its key results
	Verdict Verdict `json:"verdict"`
	Text    string  `json:"text,omitempty"`
	Reply   string  `json:"reply,omitempty"`
	Replied Instant `json:"replied_at,omitempty"`
}

// A Verdict is how a reviewing team finds a line.
type Verdict string

// The verdicts.
const (
	VerdictFine       Verdict = "fine"
	VerdictSuggestion Verdict = "suggestion"
	VerdictQuestion   Verdict = "question"
)

// A ReviewEnd is why a review is over, "" while it runs.
type ReviewEnd string

// The ends.
const (
	ReviewAnswered  ReviewEnd = "answered"  // all teams did, and the objective went live
	ReviewTime      ReviewEnd = "time"      // the clock ended, and the objective went live
	ReviewLive      ReviewEnd = "live"      // somebody started the objective before
	ReviewWithdrawn ReviewEnd = "withdrawn" // it went back to being a draft, or away
)

const (
	// ReviewClock is how long teams have, weekends and holidays not counted.
	ReviewClock = 24 * time.Hour
	// ReviewTeams is how many teams are asked: enough to see what the author cannot, few enough that each answers.
	ReviewTeams = 3
	// ReviewLast is how long before the end those who have not answered are told again.
	ReviewLast = 4 * time.Hour

	maxReviewTeams = 6
)

// Open is how many questions nobody has answered yet.
func (r Review) Open() (n int) {
	for _, t := range r.Teams {
		for _, l := range t.Lines {
			if l.Open() {
				n++
			}
		}
	}
	return n
}

// Open is whether the line waits for an answer.
func (l LineReview) Open() bool { return l.Verdict == VerdictQuestion && l.Replied == 0 }

// Of is what a team says, nil if it is not asked.
func (r *Review) Of(teamID string) *TeamReview {
	i := slices.IndexFunc(r.Teams, func(t TeamReview) bool { return t.TeamID == teamID })
	if i < 0 {
		return nil
	}
	return &r.Teams[i]
}

// Waiting are the teams that have not answered.
func (r Review) Waiting() (out []string) {
	for _, t := range r.Teams {
		if t.Answered == 0 {
			out = append(out, t.TeamID)
		}
	}
	return out
}

// Answer takes what a team says of the lines, in place of what it said before, and ends the review when it was the last. What the author's side has replied
// to a question that is asked again in the same words stays.
func (r *Review) Answer(teamID, memberID string, lines []LineReview, now Instant) error {
	t := r.Of(teamID)
	switch {
	case t == nil:
		return Fail(Invalid, "team_id", "This team is not asked. Leave a comment instead.")
	case r.Ended != 0:
		return Fail(Invalid, "", "This review is over. Leave a comment instead.")
	}
	before := t.Lines
	t.MemberID, t.Answered, t.Lines = memberID, now, nil
	for _, l := range lines {
		l.Reply, l.Replied = "", 0
		if i := slices.IndexFunc(before, func(b LineReview) bool { return b.ID == l.ID && b.Verdict == l.Verdict && b.Text == l.Text }); i >= 0 {
			l = before[i]
		}
		if l.Verdict != VerdictFine || l.Text != "" {
			t.Lines = append(t.Lines, l)
		}
	}
	if len(r.Waiting()) == 0 {
		r.Ended, r.End = now, ReviewAnswered
	}
	return nil
}

// Answered keeps the reply to a question of a team; it closes the question, in a review that is over too.
func (r *Review) Answered(teamID, lineID, reply string, now Instant) error {
	if t := r.Of(teamID); t != nil {
		for i := range t.Lines {
			if l := &t.Lines[i]; l.ID == lineID && l.Verdict == VerdictQuestion {
				l.Reply, l.Replied = reply, now
				return nil
			}
		}
	}
	return Fail(Invalid, "line_id", "There is no such question. Reload to see what they ask now.")
}

// Check says what is wrong with the review as people wrote it.
func (r Review) Check() error {
	var f Faults
	f.id("objective_id", r.ObjectiveID)
	if len(r.Teams) == 0 {
		f.addf("team_ids", "Choose at least one team to read it; three are usual.")
	}
	f.count("team_ids", "teams", len(r.Teams), maxReviewTeams)
	for i, t := range r.Teams {
		f.id("team_ids", t.TeamID)
		if slices.ContainsFunc(r.Teams[:i], func(x TeamReview) bool { return x.TeamID == t.TeamID }) {
			f.addf("team_ids", "Name each team once.")
		}
		f.add(t.Check())
	}
	return f.err()
}

// Check says what is wrong with what a team says.
func (t TeamReview) Check() error {
	var f Faults
	f.count("lines", "lines", len(t.Lines), maxList)
	for n, l := range t.Lines {
		at := fmt.Sprintf("lines[%d].", n)
		f.id(at+"id", l.ID)
		oneOf(&f, at+"verdict", l.Verdict, VerdictFine, VerdictSuggestion, VerdictQuestion)
		least := 0
		if l.Verdict != VerdictFine {
			least = 1
		}
		f.text(at+"text", l.Text, least, MaxText)
		f.text(at+"reply", l.Reply, 0, MaxText)
	}
	return f.err()
}

// CanAnswer answers nil when v may speak for a team in a review: its people.
func CanAnswer(v Viewer, teamID string) error {
	if v.Role != OrgViewer && v.MemberID != "" && v.Teams[teamID] != "" {
		return nil
	}
	return Refuse("the people of the team that is asked")
}

// The clock of a review runs on every day that is no Saturday, no Sunday and no holiday, from midnight to midnight where the organization is: 24 hours that
// begin on a Friday at 15:00 end on Monday at 15:00. A day counts as long as it is, 23 or 25 hours when clocks change.

// ClockEnd is when so much of the clock has run since start.
func (h Holidays) ClockEnd(start Instant, d time.Duration, zone *time.Location) Instant {
	at := start.Time()
	for range 366 { // a list of holidays that leaves no day is not followed for longer than a year
		midnight := dayAfter(at, zone)
		if h.clockRuns(at, zone) {
			if left := midnight.Sub(at); left >= d {
				return InstantOf(at.Add(d))
			} else {
				d -= left
			}
		}
		at = midnight
	}
	return InstantOf(at)
}

// ClockBetween is how much of the clock has run from one instant to another, 0 if that is not later.
func (h Holidays) ClockBetween(from, to Instant, zone *time.Location) (d time.Duration) {
	for at, end := from.Time(), to.Time(); at.Before(end); {
		next := dayAfter(at, zone)
		if next.After(end) {
			next = end
		}
		if h.clockRuns(at, zone) {
			d += next.Sub(at)
		}
		at = next
	}
	return d
}

func (h Holidays) clockRuns(at time.Time, zone *time.Location) bool {
	local := at.In(zone)
	w := local.Weekday()
	return w != time.Saturday && w != time.Sunday && !h.Has(DateOf(local))
}

// dayAfter is the midnight that ends the day.
func dayAfter(at time.Time, zone *time.Location) time.Time {
	y, m, d := at.In(zone).Date()
	next := time.Date(y, m, d+1, 0, 0, 0, 0, zone)
	if !next.After(at) { // a zone that has no such midnight
		next = at.Add(time.Hour)
	}
	return next
}

// MedianClock is the median of how long reviews took that have ended with an answer or with the clock, 0 if there are none.
func (h Holidays) MedianClock(list []Review, zone *time.Location) time.Duration {
	var took []time.Duration
	for _, r := range list {
		if r.End == ReviewAnswered || r.End == ReviewTime {
			took = append(took, h.ClockBetween(r.Started, r.Ended, zone))
		}
	}
	if len(took) == 0 {
		return 0
	}
	slices.Sort(took)
	return (took[(len(took)-1)/2] + took[len(took)/2]) / 2
}

// A NearTeam is a team that works closely with another, and by what one sees it.
type NearTeam struct {
	TeamID string   `json:"team_id"`
	Points int      `json:"points"`
	Why    []string `json:"why"`
}

// What makes teams near, in points. A number has no source but this order: whoever this very draft depends on knows it best, then whoever carries results
// together, then whoever stands beside it in the tree, who fills up what the work does not say.
const (
	nearDraft    = 5 // the draft supports something of theirs
	nearShared   = 3 // they carry an objective together
	nearContract = 3 // one has asked the other for support
	nearSupports = 2 // an objective of one supports the other's
	nearSibling  = 1 // they have the same team above them
	nearAbove    = 1 // one is above the other
)

// NearTeams ranks the teams that work most closely with those of a draft, the nearest first, and fills up to ReviewTeams with others; its own teams are not among
// them. list are the objectives of its
// cycle that everybody sees, contracts what teams ask of each other in it, and parent names the objective of each key result that one of them or the draft supports.
func NearTeams(draft Objective, list []Objective, contracts []Contract, parent map[string]string, tree Tree) []NearTeam {
	own := func(id string) bool { return slices.Contains(draft.TeamIDs, id) }
	byID := map[string][]string{}
	for _, o := range list {
		byID[o.ID] = o.TeamIDs
	}
	carriers := func(up Support) []string { return byID[cmp.Or(parent[up.ID], up.ID)] }
	found := map[string]*NearTeam{}
	note := func(id string, points int, why string) {
		if own(id) || tree.Team(id).ID == "" || tree.Team(id).Removed != 0 {
			return
		}
		t := found[id]
		if t == nil {
			t = &NearTeam{TeamID: id}
			found[id] = t
		}
		if t.Points += points; !slices.Contains(t.Why, why) {
			t.Why = append(t.Why, why)
		}
	}
	for _, up := range draft.Supports {
		for _, id := range carriers(up) {
			note(id, nearDraft, "the draft supports what it carries")
		}
	}
	for _, c := range contracts {
		switch other := c.Other(draft.TeamIDs); {
		case other == "" || !c.Holds():
		case c.ObjectiveID == draft.ID:
			note(other, nearDraft, "you ask it for support with this draft")
		default:
			note(other, nearContract, "you have a contract with it")
		}
	}
	for _, id := range draft.TeamIDs {
		for _, s := range list {
			if s.ID == draft.ID {
				continue
			}
			if slices.Contains(s.TeamIDs, id) {
				for _, other := range s.TeamIDs {
					note(other, nearShared, "you share an objective")
				}
				for _, up := range s.Supports {
					for _, other := range carriers(up) {
						note(other, nearSupports, "you support an objective of theirs")
					}
				}
				continue
			}
			for _, up := range s.Supports {
				if slices.Contains(carriers(up), id) {
					for _, other := range s.TeamIDs {
						note(other, nearSupports, "an objective of theirs supports one of yours")
					}
				}
			}
		}
		t := tree.Team(id)
		for _, other := range tree.Order() {
			switch {
			case other.ID == t.ParentID || other.ParentID == id:
				note(other.ID, nearAbove, "one of you is above the other")
			case other.ParentID == t.ParentID && t.ParentID != "":
				note(other.ID, nearSibling, "you have the same team above you")
			}
		}
	}
	out := make([]NearTeam, 0, len(found))
	for _, t := range found {
		out = append(out, *t)
	}
	slices.SortFunc(out, func(a, b NearTeam) int {
		return cmp.Or(cmp.Compare(b.Points, a.Points), cmp.Compare(tree.Team(a.TeamID).Position, tree.Team(b.TeamID).Position), cmp.Compare(a.TeamID, b.TeamID))
	})
	for _, t := range tree.Order() { // a small company has few ties
		if len(out) < ReviewTeams && found[t.ID] == nil && !own(t.ID) && t.Removed == 0 {
			out = append(out, NearTeam{TeamID: t.ID, Why: []string{"nothing connects you yet, so they see it with fresh eyes"}})
		}
	}
	return out
}
