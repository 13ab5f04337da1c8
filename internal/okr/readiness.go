package okr

import "slices"

// A Readiness is what is known of the data behind a key result: whether its number can be had, trusted and fetched in time (capabilities D68 to D74).
type Readiness struct {
	Source   string            `json:"source,omitempty"` // where the number comes from, in words
	Answers  map[Aspect]Answer `json:"answers,omitempty"`
	Decision DataDecision      `json:"decision,omitzero"`
	Checked  Date              `json:"checked_on,omitempty"` // when somebody last went through the list
	Since    Date              `json:"gap_since,omitempty"`  // since when there has been a gap; "" is none
}

// An Aspect is one question of the checklist.
type Aspect string

// The aspects, in the order in which they are asked.
const (
	DataSource      Aspect = "source"
	DataAccess      Aspect = "access"
	DataReliability Aspect = "reliability"
	DataOwner       Aspect = "owner"
	DataFrequency   Aspect = "frequency"
	DataHistory     Aspect = "history"
	DataDefinition  Aspect = "definition"
)

// An Answer is to a question of the checklist; "" is not known yet.
type Answer string

// The answers.
const (
	AnswerYes Answer = "yes"
	AnswerNo  Answer = "no"
)

// AspectInfo is a question of the checklist, and what a gap in it is called.
type AspectInfo struct {
	Aspect   Aspect
	Question string
	Gap      string
}

// Aspects are the questions of the checklist. It takes a minute.
var Aspects = []AspectInfo{
	{DataSource, "Where does the number come from?", "no source"},
	{DataAccess, "Can you get at it without asking a favour?", "no access"},
	{DataReliability, "Would you bet on it being right?", "not reliable"},
	{DataOwner, "Is there one person who fetches it?", "nobody fetches it"},
	{DataFrequency, "Is there a new value at least as often as you check in?", "too rare"},
	{DataHistory, "Do you know where it stood before you began?", "no history"},
	{DataDefinition, "Would two people count it the same way?", "not defined"},
}

// A DataChoice is what is decided about a gap.
type DataChoice string

// The choices: wait with the key result, look at something else for a while, or make measuring it an objective.
const (
	DataDelay DataChoice = "delay"
	DataProxy DataChoice = "proxy"
	DataTrack DataChoice = "track"
)

// A DataDecision is what was decided about a gap. A delay and a proxy end on a day, so that neither stays by accident.
type DataDecision struct {
	Choice      DataChoice `json:"choice,omitempty"`
	Until       Date       `json:"until,omitempty"`        // of a delay or a proxy
	Proxy       string     `json:"proxy,omitempty"`        // what is looked at meanwhile
	ObjectiveID string     `json:"objective_id,omitempty"` // the draft that was made for tracking
	By          string     `json:"by,omitempty"`           // a member
	On          Date       `json:"on,omitempty"`
}

// Over is the first day on which the decision does not hold any more: the day until which somebody waits, the day after the last one of what stands in. ""
// is of what has no end.
func (d DataDecision) Over() Date {
	if d.Choice == DataProxy && d.Until != "" {
		return d.Until.Add(1)
	}
	return d.Until
}

// A ReadyState says in a word how the data behind a key result stands.
type ReadyState string

// The states, the one that needs somebody first.
const (
	DataGap     ReadyState = "gap"     // something is missing, and nothing is decided
	DataLapsed  ReadyState = "lapsed"  // what was decided has ended, and the gap is still there
	DataUnasked ReadyState = "unasked" // nobody has gone through the list
	DataDecided ReadyState = "decided" // something is missing, and it is decided what happens meanwhile
	DataReady   ReadyState = "ready"
)

// ReadyStates are the states in the order in which they need somebody.
var ReadyStates = []ReadyState{DataGap, DataLapsed, DataUnasked, DataDecided, DataReady}

// An Asked is a question of the checklist with its answer for a key result.
type Asked struct {
	AspectInfo
	Answer Answer
	Known  string // why it need not be asked; "" where a person answers
}

// A Readied is how the data behind a key result stands: what is answered, and what is missing.
type Readied struct {
	State ReadyState `json:"state"`
	Met   int        `json:"met"`
	Of    int        `json:"of"`
	Gaps  []Aspect   `json:"gaps,omitempty"`
}

// Words are the gaps as people say them.
func (r Readied) Words() []string {
	var out []string
	for _, a := range Aspects {
		if slices.Contains(r.Gaps, a.Aspect) {
			out = append(out, a.Gap)
		}
	}
	return out
}

// provenBy is how many check-ins show by themselves that a number can be had.
const provenBy = 3

func (k KeyResult) proven() bool { return k.Checks >= provenBy && k.Value != nil }

// Checklist is the questions that make sense for the key result, each with its answer. Some answer themselves: a computed one has a source, and
// who has checked in three times can get at them.
func (k KeyResult) Checklist() []Asked {
	var out []Asked
	for _, a := range Aspects {
		q := Asked{AspectInfo: a, Answer: k.Readiness.Answers[a.Aspect]}
		switch a.Aspect {
		case DataSource:
			if q.Answer = ""; k.Readiness.Source != "" {
				q.Answer = AnswerYes
			}
			if k.Source.Kind != Manual {
				q.Known = "It is computed from other key results."
			}
		case DataAccess:
			if k.Source.Kind != Manual {
				q.Known = "It is computed from other key results."
			} else if k.proven() {
				q.Known = "Values have been coming in."
			}
		case DataFrequency:
			if k.Kind != Number {
				continue
			}
			if k.Source.Kind != Manual {
				q.Known = "It is computed whenever they change."
			}
		case DataReliability:
			if k.Kind == YesNo || k.Kind == Milestones {
				continue
			}
		case DataHistory:
			if k.Kind != Number {
				continue
			}
			if k.Baseline != nil {
				q.Known = "There is a baseline."
			}
		case DataOwner:
			if k.CheckInOwnerID != "" || k.OwnerID != "" {
				q.Known = "Whoever checks in."
			}
		}
		if q.Known != "" && q.Answer == "" {
			q.Answer = AnswerYes
		}
		out = append(out, q)
	}
	return out
}

// Ready says how the data behind the key result stands on a day. Nobody has to answer anything while values come in; once the list is begun, what is
// not yes is a gap.
func (k KeyResult) Ready(today Date) Readied {
	r := k.ready()
	if over := k.Readiness.Decision.Over(); r.State == DataDecided && over != "" && over <= today {
		r.State = DataLapsed
	}
	return r
}

// ReadyKept is Ready without a day, as it is kept with the key result, so that many are counted and found without being read: never DataLapsed, but until is
// the first day on which DataDecided is that; "" is never.
func (k KeyResult) ReadyKept() (state ReadyState, until Date) {
	if state = k.ready().State; state == DataDecided {
		until = k.Readiness.Decision.Over()
	}
	return state, until
}

// ready is Ready as long as what was decided has not ended.
func (k KeyResult) ready() Readied {
	var r Readied
	for _, q := range k.Checklist() {
		r.Of++
		if q.Answer == AnswerYes {
			r.Met++
		} else {
			r.Gaps = append(r.Gaps, q.Aspect)
		}
	}
	switch begun := k.Readiness.Checked != ""; {
	case len(r.Gaps) == 0, !begun && k.proven():
		r.State = DataReady
	case !begun:
		r.State = DataUnasked
	case k.Readiness.Decision.Choice == "":
		r.State = DataGap
	default:
		r.State = DataDecided
	}
	return r
}

// Waits answers whether it is decided that the key result waits for its data, on a day: nobody is asked for a value, and nobody misses one.
func (k KeyResult) Waits(today Date) bool { return today < k.waitsUntil() }

// waitsUntil is the day until which the key result waits for its data; "" without such a decision, and when the gap is closed.
func (k KeyResult) waitsUntil() Date {
	d := k.Readiness.Decision
	if d.Choice != DataDelay || len(k.Ready(d.Until).Gaps) == 0 {
		return ""
	}
	return d.Until
}

// ReadyOf is the state of an objective's data: that of the key result that needs somebody most; ready without any.
func ReadyOf(list []KeyResult, today Date) ReadyState {
	least := len(ReadyStates) - 1
	for _, k := range list {
		least = min(least, slices.Index(ReadyStates, k.Ready(today).State))
	}
	return ReadyStates[least]
}

// Check says what is wrong with the answers as a person gave them.
func (r Readiness) Check() error {
	var f Faults
	f.text("source", r.Source, 0, MaxTitle)
	for a, answer := range r.Answers {
		if !slices.ContainsFunc(Aspects, func(i AspectInfo) bool { return i.Aspect == a }) {
			f.addf("answers", "There is no question %q.", string(a))
			continue
		}
		oneOf(&f, "answers."+string(a), answer, "", AnswerYes, AnswerNo)
	}
	return f.err()
}

// Check says what is wrong with the decision as a person made it.
func (d DataDecision) Check(today Date) error {
	var f Faults
	oneOf(&f, "choice", d.Choice, DataDelay, DataProxy, DataTrack)
	f.text("proxy", d.Proxy, 0, MaxTitle)
	if d.Choice == DataProxy && d.Proxy == "" {
		f.addf("proxy", "Say what you look at meanwhile.")
	}
	if d.Choice == DataDelay || d.Choice == DataProxy {
		if err := checkDate("until", d.Until, true); err != nil {
			f.add(err)
		} else if d.Over() <= today {
			f.addf("until", "That would be over already. Use %s or a later day.", today.Add(1+d.Until.Since(d.Over())).Words(today))
		}
	}
	return f.err()
}
