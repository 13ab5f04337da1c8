package web

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// meeting is one topic at a time, the one that needs people most first; then what goes well, wins, and one question.
func meeting(r *request) error {
	v, err := r.around("Meeting", "commitments")
	if err != nil {
		return err
	}
	team := cmp.Or(r.URL.Query().Get("team"), myTeam(r, v))
	m, err := r.s.App.Meeting(r.Context(), r.Actor, team, okr.MeetingShape(cmp.Or(r.URL.Query().Get("shape"), string(okr.TeamWeekly))))
	if err != nil {
		return err
	}
	p := meetingPage{Meeting: m, began: r.began()}
	p.at = min(max(r.number("topic"), 1), len(p.steps()))
	return r.render(http.StatusOK, ui.Stage(p.title(), r.Prefer.Theme, p.health(), meetingBody(r, p)))
}

// rateMeeting takes the answer to whether it was worth one's time.
func rateMeeting(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.WorthInput{TeamID: r.PostFormValue("team"), Shape: okr.MeetingShape(r.PostFormValue("shape")), Worth: r.PostFormValue("worth") == "yes"}
	if _, err := r.s.App.RateMeeting(r.Context(), r.Actor, in); err != nil {
		return err
	}
	if err := r.keepMinutes(); err != nil {
		return err
	}
	return r.to(fmt.Sprintf("meeting?team=%s&shape=%s&topic=%d", in.TeamID, in.Shape, 999))
}

// holdMeeting takes that the last page of a meeting is reached: the island says so.
func holdMeeting(r *request) error {
	if err := r.keepMinutes(); err != nil {
		return err
	}
	r.w.WriteHeader(http.StatusNoContent)
	return nil
}

// began is when the meeting began that a page or form belongs to, in seconds since 1970: its pages hand it on. One that was left open is begun anew.
func (r *request) began() int {
	now, began := int(r.s.App.Now()/1000), r.number("began")
	if began > now || now-began > okr.LongestMeeting*60 {
		return now
	}
	return began
}

// keepMinutes keeps how long a meeting took. One of less than a minute was looked at, and not held; whoever may not say so has only been there.
func (r *request) keepMinutes() error {
	in := app.HeldInput{TeamID: r.FormValue("team"), Shape: okr.MeetingShape(r.FormValue("shape")), Minutes: (int(r.s.App.Now()/1000) - r.began()) / 60}
	if in.Minutes < 1 {
		return nil
	}
	_, err := r.s.App.MeetingHeld(r.Context(), r.Actor, in)
	if e := okr.FaultsOf(err); e != nil && e[0].Kind == okr.Forbidden {
		return nil
	}
	return err
}

// A meetingPage is a meeting at one of its steps, counted from 1.
type meetingPage struct {
	app.Meeting
	at    int
	began int
}

// A step is one page of a meeting: a topic, or one of the pages that end it.
type step struct {
	topic     *app.Topic
	objective *app.MonthTopic
	name      string
	health    okr.Health
}

// stepSince is the page with which a meeting begins that has something to remember.
const stepSince = "Since last time"

// stepSay is the page of the key points that the communication plan of the cycle has for this meeting.
const stepSay = "To say"

// steps are the pages of the meeting in order.
func (p meetingPage) steps() []step {
	var out []step
	if len(p.Points) > 0 {
		out = append(out, step{name: stepSay})
	}
	if len(p.Remembered)+len(p.Promised)+len(p.Improvements) > 0 {
		out = append(out, step{name: stepSince})
	}
	for i := range p.Topics {
		t := &p.Topics[i]
		out = append(out, step{topic: t, name: t.Title, health: t.Health.Health})
	}
	for i := range p.Objectives {
		o := &p.Objectives[i]
		out = append(out, step{objective: o, name: o.Title, health: o.Health.Health})
	}
	if p.Shape == okr.OneToOne {
		return append(out, step{name: "Questions"}, step{name: "Worth it?"})
	}
	if len(p.Well) > 0 || len(p.Topics)+len(p.Objectives) == 0 {
		out = append(out, step{name: "Going well"})
	}
	return append(out, step{name: "Wins"}, step{name: "Worth it?"})
}

func (p meetingPage) step() step { return p.steps()[p.at-1] }

func (p meetingPage) title() string {
	return map[okr.MeetingShape]string{okr.TeamWeekly: "Monday round, ", okr.AllHands: "All hands, ", okr.OneToOne: "One to one, ", okr.Monthly: "Monthly review, "}[p.Shape] + p.Team.Name
}

func (p meetingPage) health() okr.Health { return p.step().health }

// url is a step of the meeting; 0 is none.
func (p meetingPage) url(r *request, at int) string {
	if at < 1 || at > len(p.steps()) {
		return ""
	}
	return r.at("meeting?team=" + p.Team.ID + "&shape=" + string(p.Shape) + "&topic=" + strconv.Itoa(at) + "&began=" + strconv.Itoa(p.began))
}

// held is where to say that the meeting has come to its end.
func (p meetingPage) held(r *request) string {
	return r.at("meeting/held?team=" + p.Team.ID + "&shape=" + string(p.Shape) + "&began=" + strconv.Itoa(p.began))
}

// why says in a sentence why a key result is a topic.
func why(t app.Topic) string {
	switch t.Reason {
	case okr.ConfidenceFell:
		return "Confidence fell by " + strconv.Itoa(t.Fell) + ". What do you know now that you did not know before?"
	case okr.IsBlocked:
		return "Something is in the way. Who in this room can move it?"
	case okr.IsSilent:
		return "Nobody has said for a while how it stands. What keeps us from knowing?"
	case okr.IsInTrouble:
		return "It is in trouble. What would you try, if it were the first day?"
	case okr.HasChanged:
		return "It stands differently than last time. What made the difference?"
	case okr.IsDrifting:
		return "It drifts. What is the smallest thing that would bring it back?"
	}
	return ""
}

// fromTo is the line behind the big number.
func fromTo(t app.Topic) string {
	out := ""
	add := func(word string, v *float64) {
		if v != nil {
			if out != "" {
				out += ", "
			}
			out += word + " " + t.FormatComputed(*v)
		}
	}
	if t.Kind == okr.Number {
		add("from", t.Baseline)
		add("plan", t.PlanToday)
		add("target", t.Target)
	}
	return out
}

// decideQuestion is the question that a decision typed in a meeting answers.
func decideQuestion(title string) string {
	q := "What do we do about “" + title + "”?"
	if len(q) > okr.MaxTitle {
		return title
	}
	return q
}

// monthQuestion is what a monthly review asks of an objective: not how it stands, but whether it is still the right one.
func monthQuestion(o app.MonthTopic) string {
	switch o.Health.Health {
	case okr.Silent, okr.NotStarted:
		return "Nobody has said how it stands. Do we still mean it?"
	case okr.InTrouble:
		return "What would have to be true for it to arrive? If it cannot be, what do we aim at instead?"
	case okr.Drifting:
		return "What have we learned this month about what moves it, and what do we stop?"
	}
	return "It goes well. What made the difference, and who else could use it?"
}

// promiseState is what became of a promise.
func promiseState(c app.CommitmentView) string {
	switch c.State {
	case okr.CommitmentDone:
		return "done"
	case okr.CommitmentCarried:
		return "goes on this week"
	}
	return "open"
}
