package okr

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Talk is what a cycle's communication plan says of one occasion: how often, in which form, and the key points (capabilities E87, E88).
// What is empty is as usual.
type Talk struct {
	Occasion Occasion `json:"occasion"`
	Often    string   `json:"often,omitempty"`  // in words
	Form     string   `json:"form,omitempty"`   // in words
	Points   string   `json:"points,omitempty"` // what to say in this cycle, a line each
}

// An Occasion is when a cycle is talked about.
type Occasion string

// The occasions, in the order of a cycle.
const (
	KickOff       Occasion = "kick_off"
	BetweenTeams  Occasion = "between_teams"
	MondayRound   Occasion = "monday_round"
	CoachingHour  Occasion = "coaching"
	StatusTold    Occasion = "status"
	MonthlyReview Occasion = "monthly_review"
	AllHandsTalk  Occasion = "all_hands"
	LookingBack   Occasion = "retrospective"
	Farewell      Occasion = "closing"
)

// A TalkLevel is who talks at an occasion.
type TalkLevel string

// The levels, from all to one.
const (
	WithEverybody  TalkLevel = "everybody"
	WithLeadership TalkLevel = "leadership"
	WithOtherTeams TalkLevel = "other_teams"
	WithTheTeam    TalkLevel = "team"
	WithOnePerson  TalkLevel = "person"
)

// usualTalks is the plan of a cycle in which nothing else is said.
var usualTalks = []struct {
	Talk
	level TalkLevel
	shape MeetingShape // the meeting that is held here, "" none
}{
	{Talk{KickOff, "Once, on the first day of planning", "All together, half an hour", "Where we are, what this cycle is about, what can wait."}, WithEverybody, ""},
	{Talk{BetweenTeams, "Once or twice in the first two weeks", "Two teams at a table: contracts, and drafts read", "What do you need from us? What will you not do?"}, WithOtherTeams, ""},
	{Talk{MondayRound, "Weekly", "A meeting in the order of attention, five minutes a topic", "What needs us this week, and who does it?"}, WithTheTeam, TeamWeekly},
	{Talk{CoachingHour, "Every two weeks", "One to one, one or two questions", "What is in your way? What did you learn?"}, WithOnePerson, OneToOne},
	{Talk{StatusTold, "On Fridays", "Written from the week’s check-ins, to the team’s channel", "How sure we are, what moved, what blocks us."}, WithOtherTeams, ""},
	{Talk{MonthlyReview, "Monthly", "A meeting, objective by objective", "Would we still choose it?"}, WithLeadership, Monthly},
	{Talk{AllHandsTalk, "In the middle of the cycle", "All together, a quarter of an hour", "Where help is needed, and what went well."}, WithEverybody, AllHands},
	{Talk{LookingBack, "Once, in the last weeks", "A retrospective of 25 minutes, why before the grade", "What made the difference? What do we change?"}, WithTheTeam, ""},
	{Talk{Farewell, "Once, after the retrospectives", "All together, half an hour", "What we learned, what goes on, whom we thank."}, WithEverybody, ""},
}

// Occasions lists them in order.
func Occasions() []Occasion {
	out := make([]Occasion, len(usualTalks))
	for i, u := range usualTalks {
		out[i] = u.Occasion
	}
	return out
}

// Level is who talks at an occasion.
func (o Occasion) Level() TalkLevel {
	for _, u := range usualTalks {
		if u.Occasion == o {
			return u.level
		}
	}
	return ""
}

// Usual is what an occasion is like when nothing else is planned.
func (o Occasion) Usual() Talk {
	for _, u := range usualTalks {
		if u.Occasion == o {
			return u.Talk
		}
	}
	return Talk{Occasion: o}
}

// Talk is what the brief says of an occasion, which may be nothing.
func (b Brief) Talk(o Occasion) Talk {
	if i := slices.IndexFunc(b.Talks, func(t Talk) bool { return t.Occasion == o }); i >= 0 {
		return b.Talks[i]
	}
	return Talk{Occasion: o}
}

// Plan is what is planned of every occasion, in order: what the brief says, filled up with what is usual.
func (b Brief) Plan() []Talk {
	out := make([]Talk, len(usualTalks))
	for i, u := range usualTalks {
		said := b.Talk(u.Occasion)
		out[i] = Talk{u.Occasion, cmp.Or(said.Often, u.Often), cmp.Or(said.Form, u.Form), cmp.Or(said.Points, u.Points)}
	}
	return out
}

// Points are the key points that the brief gives a meeting, a string each; none when it says nothing of its own.
func (b Brief) Points(shape MeetingShape) []string {
	for _, u := range usualTalks {
		if u.shape == shape && shape != "" {
			return b.Talk(u.Occasion).Lines()
		}
	}
	return nil
}

// Lines are the key points, without what is empty.
func (t Talk) Lines() []string {
	var out []string
	for line := range strings.Lines(t.Points) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// checkTalks says what is wrong with a communication plan as people wrote it.
func checkTalks(f *Faults, talks []Talk) {
	for i, t := range talks {
		at := fmt.Sprintf("talks[%d].", i)
		oneOf(f, at+"occasion", t.Occasion, Occasions()...)
		if slices.ContainsFunc(talks[:i], func(x Talk) bool { return x.Occasion == t.Occasion }) {
			f.addf(at+"occasion", "Name each occasion once.")
		}
		f.text(at+"often", t.Often, 0, MaxTitle)
		f.text(at+"form", t.Form, 0, MaxTitle)
		f.text(at+"points", t.Points, 0, MaxText)
	}
}
