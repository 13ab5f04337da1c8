package okr

import (
	"fmt"
	"math"
)

// Health is one word for how a key result or an objective stands.
type Health string

// The healths. Blocked is a flag beside them.
const (
	NotStarted Health = "not_started"
	OnCourse   Health = "on_course"
	Drifting   Health = "drifting"
	InTrouble  Health = "in_trouble"
	Silent     Health = "silent"
	HealthDone Health = "closed"
)

// The thresholds of health, in one place, each with its reason.
const (
	// OnCourseChance is the chance to arrive from which a key result is on course: better than a coin, with some room.
	OnCourseChance = 0.6
	// TroubleChance is the chance under which it is in trouble: two of three such results miss.
	TroubleChance = 0.3
	// TroubleConfidence is the confidence at which people say themselves that it will not work.
	TroubleConfidence = 3
	// SureConfidence is the confidence from which a result without a course (yes/no, judgement) is believed.
	SureConfidence = 6
	// OnCourseShare is the share of the planned progress that still counts as the plan: a week's noise is about a tenth.
	OnCourseShare = 0.9
	// OnCourseSlack is how far behind the plan one may always be: early in the cycle a tenth of little is nothing.
	OnCourseSlack = 0.05
	// TroubleShare is the share of the planned progress under which catching up would need twice the pace.
	TroubleShare = 0.5
	// SilentIntervals is how many intervals a check-in may be overdue before silence is all that can be said.
	SilentIntervals = 0.5
)

// A Setting is what health depends on beside the key result itself.
type Setting struct {
	Today       Date
	Cycle       Cycle
	Team        ResolvedTeam // the leading team's rhythm
	Stage       Stage        // of the objective
	Activated   Date         // when the objective went live; "" if it has not
	Probability *float64     // the forecast's chance to arrive; nil without enough history
}

// A Judged is a health with its reason in one sentence.
type Judged struct {
	Health  Health `json:"health"`
	Why     string `json:"why"`
	Blocked bool   `json:"blocked,omitempty"`
}

// Health derives how a key result stands, in this order: closed; not started, while its objective is not active; silent, when a
// check-in is overdue by more than half an interval, whatever the number says (silence is never green); not started, before the
// first check-in; in trouble at a confidence of 3 and less; reached or not, after the due date; the forecast's chance to arrive, if
// there is one; reached; else the plan line. Blocked is a flag and changes nothing.
func (k KeyResult) Health(s Setting) Judged {
	h, why := k.health(s)
	return Judged{Health: h, Why: why, Blocked: k.Blocked != 0}
}

func (k KeyResult) health(s Setting) (Health, string) {
	switch s.Stage {
	case Closed, Dropped:
		return HealthDone, "The objective is " + words(s.Stage) + "."
	case Draft, InReview:
		return NotStarted, "The objective is not active yet."
	}
	if why := k.silence(s); why != "" {
		return Silent, why
	}
	if k.Checks == 0 && k.Value == nil {
		return NotStarted, "There is no check-in yet."
	}
	if k.Confidence != nil && *k.Confidence <= TroubleConfidence {
		return InTrouble, fmt.Sprintf("Confidence is %d of 10.", *k.Confidence)
	}
	reached := k.Progress != nil && *k.Progress >= 1
	due := k.DueDate(s.Cycle)
	switch {
	case due != "" && s.Today > due && !reached:
		return InTrouble, "It was due on " + string(due) + " and the target is not reached."
	case s.Probability != nil && (due == "" || s.Today <= due):
		why := "The chance to arrive is " + percent(*s.Probability) + "."
		switch p := *s.Probability; {
		case p >= OnCourseChance:
			return OnCourse, why
		case p < TroubleChance:
			return InTrouble, why
		default:
			return Drifting, why
		}
	case reached && k.isLimit():
		return OnCourse, "It is inside its limit."
	case reached:
		return OnCourse, "The target is reached."
	}
	return k.byPlan(s)
}

// silence says how long nothing was heard, when that is too long; "" when it is not. What is computed from other key results
// is silent when all of those are: its last value is of the day of their last check-in.
func (k KeyResult) silence(s Setting) string {
	interval := float64(s.Team.Interval())
	if k.Source.Kind != Manual {
		if age := s.Today.Since(k.CheckedAs); k.CheckedAs != "" && float64(age) > (1+SilentIntervals)*interval {
			return fmt.Sprintf("Nobody has checked in for %d days on what it is computed from.", age)
		}
		return ""
	}
	due := k.NextDue(s)
	if late := s.Today.Since(due); due != "" && float64(late) > SilentIntervals*interval {
		return fmt.Sprintf("The check-in is %d days overdue.", late)
	}
	return ""
}

// byPlan compares progress with the plan line; where there is none it can only ask what people believe. Of steps (milestones,
// judgement) the plan asks for whole ones. Outside a limit nothing is on course, however little it is.
func (k KeyResult) byPlan(s Setting) (Health, string) {
	planned, ok := k.PlannedProgress(s.Today, s.Cycle)
	if k.Progress == nil || !ok {
		missing := "there is no plan to compare with."
		if k.Progress == nil {
			missing = "there is no value to compare with the plan."
		}
		switch {
		case k.Confidence == nil:
			return Drifting, "There is no confidence, and " + missing
		case *k.Confidence >= SureConfidence:
			return OnCourse, fmt.Sprintf("Confidence is %d of 10; %s", *k.Confidence, missing)
		default:
			return Drifting, fmt.Sprintf("Confidence is %d of 10; %s", *k.Confidence, missing)
		}
	}
	progress := *k.Progress
	if k.Kind == Milestones || k.Kind == Judgement {
		v, _ := k.PlannedAt(s.Today, s.Cycle)
		planned, _ = k.progress(math.Floor(v + 1e-9)) // a line through whole steps may miss one by rounding
	}
	why := percent(progress) + " of the way; the plan for today is " + percent(planned) + "."
	behind := planned - progress
	switch {
	case k.isLimit() && progress >= TroubleShare:
		return Drifting, "It is outside its limit."
	case k.isLimit():
		return InTrouble, "It is far outside its limit."
	case behind <= max((1-OnCourseShare)*planned, OnCourseSlack):
		return OnCourse, why
	case progress < TroubleShare*planned:
		return InTrouble, why
	default:
		return Drifting, why
	}
}

// ObjectiveHealth sums up the healths of an objective's key results, in the order given, with their weights (Weights, as many): closed;
// not started while all are; silent when more than half the weight is; in trouble when half the weight is; on course when
// at least half the weight is and none is in trouble or silent; else drifting. So neither silence nor trouble is hidden by its neighbours.
func ObjectiveHealth(stage Stage, healths []Judged, weights []float64) Judged {
	out := Judged{}
	for _, h := range healths {
		out.Blocked = out.Blocked || h.Blocked
	}
	switch {
	case stage == Closed || stage == Dropped:
		out.Health, out.Why = HealthDone, "It is "+words(stage)+"."
		return out
	case stage != Active:
		out.Health, out.Why = NotStarted, "It is not active yet."
		return out
	case len(healths) == 0:
		out.Health, out.Why = NotStarted, "There is no key result yet."
		return out
	}
	share, count := map[Health]float64{}, map[Health]int{}
	for i, h := range healths {
		share[h.Health] += weights[i]
		count[h.Health]++
	}
	const rounding = 1e-9 // shares add up only so far
	switch {
	case count[NotStarted] == len(healths):
		out.Health = NotStarted
	case share[Silent] > 0.5+rounding:
		out.Health = Silent
	case share[InTrouble] >= 0.5-rounding:
		out.Health = InTrouble
	case share[OnCourse] >= 0.5-rounding && count[InTrouble] == 0 && count[Silent] == 0:
		out.Health = OnCourse
	default:
		out.Health = Drifting
	}
	out.Why = fmt.Sprintf("%d of %d on course", count[OnCourse], len(healths))
	for _, h := range []Health{Drifting, InTrouble, Silent, NotStarted} {
		if count[h] > 0 {
			out.Why += fmt.Sprintf(", %d %s", count[h], words(h))
		}
	}
	out.Why += "."
	return out
}
