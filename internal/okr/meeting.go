package okr

import (
	"cmp"
	"slices"
)

// A MeetingShape is which meeting it is.
type MeetingShape string

// The shapes. Each begins with what needs people most, and none is a round of reports.
const (
	TeamWeekly MeetingShape = "weekly"
	AllHands   MeetingShape = "all_hands"
	OneToOne   MeetingShape = "one_to_one"
	Monthly    MeetingShape = "monthly" // objective by objective: would we still choose it?
)

// MeetingShapes are all of them.
var MeetingShapes = []MeetingShape{TeamWeekly, AllHands, OneToOne, Monthly}

// Back is the day from which on a meeting remembers what was decided and promised: that of the last one of its shape, or nearly.
func (s MeetingShape) Back(today Date) Date {
	if s == Monthly {
		return today.Add(-31)
	}
	return today.Monday().Add(-7)
}

// TopicMinutes is how long a topic takes: what is not clear by then needs other people than those in the room.
const TopicMinutes = 5

// A Reason is why a key result is a topic, in the order in which topics come.
type Reason int

// The reasons, the gravest first.
const (
	ConfidenceFell Reason = iota
	IsBlocked
	IsSilent
	IsInTrouble
	HasChanged
	IsDrifting
	NoReason // it goes well, or has not begun: all of these are one page
)

// Topic says why a key result is talked about: what its last check-ins and its health say. fell is by how much its confidence fell between its last
// two check-ins, of those that gave one.
func (k KeyResult) Topic(h Judged, history []CheckIn) (why Reason, fell int) {
	var sure []int
	var healths []Health
	for _, c := range history {
		if c.Confidence != nil {
			sure = append(sure, *c.Confidence)
		}
		if c.Health != "" {
			healths = append(healths, c.Health)
		}
	}
	if n := len(sure); n > 1 {
		fell = max(sure[n-2]-sure[n-1], 0)
	}
	changed := len(healths) > 1 && healths[len(healths)-1] != healths[len(healths)-2] && healths[len(healths)-2] != NotStarted
	switch {
	case h.Health == HealthDone:
		return NoReason, fell
	case fell > 0 && h.Health != Silent:
		return ConfidenceFell, fell
	case h.Blocked:
		return IsBlocked, fell
	case h.Health == Silent:
		return IsSilent, fell
	case h.Health == InTrouble:
		return IsInTrouble, fell
	case changed:
		return HasChanged, fell
	case h.Health == Drifting:
		return IsDrifting, fell
	}
	return NoReason, fell
}

// SortTopics puts what needs people most first: by reason, then by how far confidence fell, then as they were.
func SortTopics[T any](list []T, of func(T) (Reason, int)) {
	slices.SortStableFunc(list, func(a, b T) int {
		ra, fa := of(a)
		rb, fb := of(b)
		return cmp.Or(cmp.Compare(ra, rb), cmp.Compare(fb, fa))
	})
}

// A Worth is how many found a meeting worth their time. It is counted without names.
type Worth struct {
	Yes int `json:"yes"`
	No  int `json:"no"`
}

// LeastAnswers is from how many answers on a count is shown: with fewer, one could guess who said what.
const LeastAnswers = 5

// Shown is the count, nil as long as there are too few answers.
func (w Worth) Shown() *Worth {
	if w.Yes+w.No < LeastAnswers {
		return nil
	}
	return &w
}

// CoachingQuestions are for two people who talk about work, not about its state. None asks for a number: the numbers are known before.
var CoachingQuestions = []string{
	"Which of your key results is most on your mind, and why that one?",
	"What did you try since we last talked, and what did you learn from it?",
	"Where are you stuck, and who could help?",
	"What would you stop doing, if it were up to you?",
	"What should I do differently, so that you get further?",
	"What went well that nobody has thanked you for yet?",
}
