package okr

import "strconv"

// A Ritual is what goes on around a team's key results, from which its cost is estimated: never one person's.
type Ritual struct {
	People   int     // of the team
	CheckIns float64 // that fall due in a week
	Topics   int     // key results that need people now: in trouble, drifting, silent or blocked
	Meets    bool    // it has a weekly meeting
	Held     []int   // how many minutes its weekly meetings of the cycle took that were run through
	Promises float64 // commitments a week
	Reads    int     // drafts of others that it was asked to read in the cycle
	Weeks    int     // of the cycle
}

// How long each takes, in minutes. A check-in is half a minute to type and half a minute to look the number up; a commitment is read, said and ticked; a topic has its timer; the rest of a
// meeting is what goes well, wins and one question. Reading a draft is ten minutes for one person.
const (
	checkInMinutes    = 1.0
	commitmentMinutes = 1.0
	meetingRest       = 10
	readMinutes       = 10.0
)

// LongestMeeting is from how many minutes on a meeting was left open and not held.
const LongestMeeting = 240

// HeavyMinutes is from how many minutes a week and person on the rituals are called heavy: an hour of a week of forty.
const HeavyMinutes = 60

// Minutes is what the rituals cost a person of the team in a week, in minutes: an estimate from what happens, so that the cost stays visible (capability K149). Writing objectives, and the work
// itself, are not in it. Nil without people.
func (r Ritual) Minutes() Explained {
	e := Explained{Formula: "(check-ins due × 1 min + commitments × 1 min + drafts read × 10 min ÷ weeks of the cycle) ÷ people + meeting + retrospective of 25 min ÷ weeks of the cycle",
		Note: "An estimate for anybody in the team, from what falls due. A meeting is what those took that were run through here; before the first, five minutes a topic and ten for the rest. Writing objectives, and the work itself, are not in it."}
	if r.People <= 0 {
		return e
	}
	people, weeks := float64(r.People), float64(max(r.Weeks, 1))
	meeting, from := 0.0, "Meeting"
	switch {
	case len(r.Held) > 0:
		for _, m := range r.Held {
			meeting += float64(m) / float64(len(r.Held))
		}
		from = "Meeting, the mean of " + strconv.Itoa(len(r.Held))
	case r.Meets:
		meeting, from = float64(r.Topics*TopicMinutes+meetingRest), "Meeting, estimated"
	}
	v := (r.CheckIns*checkInMinutes+r.Promises*commitmentMinutes+float64(r.Reads)*readMinutes/weeks)/people + meeting + RetrospectiveMinutes/weeks
	e.Value = &v
	e.Inputs = []Input{{"Check-ins due a week", ShortNumber(r.CheckIns)}, {"Commitments a week", ShortNumber(r.Promises)}, {"Drafts of others in the cycle", ShortNumber(float64(r.Reads))}, {"People", ShortNumber(people)},
		{from, ShortNumber(float64(int(meeting*10+0.5))/10) + " min"}, {"Retrospective, a week", ShortNumber(float64(int(RetrospectiveMinutes/weeks*10+0.5))/10) + " min"}}
	return e
}
