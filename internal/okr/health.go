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

// Health derives how a key result stands, in this order: closed; not started; silent (a check-in overdue by more than half an
// interval, whatever the number says: silence is never green); a confidence of 3 and less; the forecast's chance to arrive, if
// there is one; else the plan line. Blocked is a flag and changes nothing.
func (k KeyResult) Health(s Setting) Judged {
	h, why := k.health(s)
	return Judged{Health: h, Why: why, Blocked: k.Blocked != 0}
}

func (k KeyResult) health(s Setting) (Health, string) {
	switch s.Stage {
	case Closed, Dropped:
		return HealthDone, "The objective is " + string(s.Stage) + "."
	case Draft, InReview:
		return NotStarted, "The objective is not active yet."
	}
	if k.Source.Kind == Manual {
		due := k.NextDue(s)
		if late := s.Today.Since(due); due != "" && float64(late) > SilentIntervals*float64(s.Team.Interval()) {
			return Silent, fmt.Sprintf("The check-in is %d days overdue.", late)
		}
	}
	if k.Checks == 0 && k.Value == nil {
		return NotStarted, "There is no check-in yet."
	}
	if k.Confidence != nil && *k.Confidence <= TroubleConfidence {
		return InTrouble, fmt.Sprintf("Confidence is %d of 10.", *k.Confidence)
	}
	progress := k.Progress
	if progress != nil && *progress >= 1 {
		return OnCourse, "The target is reached."
	}
	if due := k.DueDate(s.Cycle); due != "" && s.Today > due {
		return InTrouble, "It was due on " + string(due) + " and the target is not reached."
	}
	if s.Probability != nil {
		switch p := *s.Probability; {
		case p >= OnCourseChance:
			return OnCourse, "The chance to arrive is " + percent(p) + "."
		case p < TroubleChance:
			return InTrouble, "The chance to arrive is " + percent(p) + "."
		default:
			return Drifting, "The chance to arrive is " + percent(p) + "."
		}
	}
	return k.byPlan(progress, s)
}

// byPlan compares progress with the plan line; where there is none it can only ask what people believe.
func (k KeyResult) byPlan(progress *float64, s Setting) (Health, string) {
	planned, ok := k.PlannedProgress(s.Today, s.Cycle)
	if progress == nil || !ok {
		switch {
		case k.Confidence == nil:
			return Drifting, "There is neither a plan to compare with nor a confidence."
		case *k.Confidence >= SureConfidence:
			return OnCourse, fmt.Sprintf("Confidence is %d of 10; there is no plan to compare with.", *k.Confidence)
		default:
			return Drifting, fmt.Sprintf("Confidence is %d of 10; there is no plan to compare with.", *k.Confidence)
		}
	}
	why := percent(*progress) + " of the way; the plan for today is " + percent(planned) + "."
	behind := planned - *progress
	switch {
	case behind <= max((1-OnCourseShare)*planned, OnCourseSlack):
		return OnCourse, why
	case *progress < TroubleShare*planned:
		return InTrouble, why
	default:
		return Drifting, why
	}
}

// ObjectiveHealth sums up the healths of an objective's key results, in the order given, with their weights (Weights): closed;
// not started while all are; silent when more than half the weight is; in trouble when half the weight is; on course when
// at least half the weight is and none is in trouble; else drifting. So silence never turns green by its neighbours.
func ObjectiveHealth(stage Stage, healths []Judged, weights []float64) Judged {
	out := Judged{}
	for _, h := range healths {
		out.Blocked = out.Blocked || h.Blocked
	}
	switch {
	case stage == Closed || stage == Dropped:
		out.Health, out.Why = HealthDone, "It is "+string(stage)+"."
		return out
	case stage != Active:
		out.Health, out.Why = NotStarted, "It is not active yet."
		return out
	}
	share, count := map[Health]float64{}, map[Health]int{}
	for i, h := range healths {
		share[h.Health] += weights[i]
		count[h.Health]++
	}
	half := 0.5 - 1e-9
	switch {
	case count[NotStarted] == len(healths):
		out.Health = NotStarted
	case share[Silent] > 0.5+1e-9:
		out.Health = Silent
	case share[InTrouble] >= half:
		out.Health = InTrouble
	case share[OnCourse] >= half && count[InTrouble] == 0:
		out.Health = OnCourse
	default:
		out.Health = Drifting
	}
	out.Why = fmt.Sprintf("%d of %d key results are on course.", count[OnCourse], len(healths))
	if len(healths) == 0 {
		out.Why = "There is no key result yet."
	}
	return out
}

// DueDate is when the key result is due: its own date, else the cycle's last day.
func (k KeyResult) DueDate(c Cycle) Date {
	if k.Due != "" {
		return k.Due
	}
	return c.End
}

// StartDate is when its plan begins: its own date, else the cycle's first day.
func (k KeyResult) StartDate(c Cycle) Date {
	if k.Start != "" {
		return k.Start
	}
	return c.Start
}

// PlanLine is the value that the plan has at its corners: from the baseline on the start date through the intermediate targets to
// the target on the due date. Limits (keep above, keep below) are flat. Yes/no has none, and neither has a number without a target or
// without a place to start from.
func (k KeyResult) PlanLine(c Cycle) []Point {
	start, due := k.StartDate(c), k.DueDate(c)
	if start == "" || due == "" || due < start {
		return nil
	}
	var from, to float64
	switch {
	case k.Kind == YesNo:
		return nil
	case k.Kind == Judgement:
		to = Steps
	case k.Kind == Milestones:
		to = float64(len(k.Stages))
	case k.Target == nil:
		return nil
	case k.Direction == KeepAbove || k.Direction == KeepBelow:
		return []Point{{start, *k.Target}, {due, *k.Target}}
	case k.Baseline != nil:
		from, to = *k.Baseline, *k.Target
	case k.Direction != Decrease && *k.Target > 0:
		to = *k.Target
	default:
		return nil
	}
	line := []Point{{start, from}}
	for _, p := range k.Plan {
		if p.Date > line[len(line)-1].Date && p.Date < due {
			line = append(line, p)
		}
	}
	if due == start {
		return []Point{{due, to}}
	}
	return append(line, Point{due, to})
}

// PlannedAt is the value that the plan wants on a day; ok is false where there is no plan line.
func (k KeyResult) PlannedAt(d Date, c Cycle) (value float64, ok bool) {
	return at(k.PlanLine(c), d)
}

// PlannedProgress is the progress that the plan wants on a day.
func (k KeyResult) PlannedProgress(d Date, c Cycle) (progress float64, ok bool) {
	v, ok := k.PlannedAt(d, c)
	if !ok {
		return 0, false
	}
	switch {
	case k.Kind == Judgement:
		return v / Steps, true
	case k.Kind == Milestones:
		whole := math.Floor(v)
		below, above := k.milestoneShare(whole), k.milestoneShare(whole+1)
		return below + (v-whole)*(above-below), true
	}
	p := k.ProgressOf(v).Value
	if p == nil {
		return 0, false
	}
	return *p, true
}

// at reads a line of points at a day, flat before its first and after its last point.
func at(line []Point, d Date) (float64, bool) {
	if len(line) == 0 {
		return 0, false
	}
	if d <= line[0].Date {
		return line[0].Value, true
	}
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		if d <= b.Date {
			share := float64(d.Since(a.Date)) / float64(b.Date.Since(a.Date))
			return a.Value + share*(b.Value-a.Value), true
		}
	}
	return line[len(line)-1].Value, true
}

// NextDue is the day on which the next check-in is expected: the first check-in day of the team that is at least half an interval after
// the last value, or, before any, at least half an interval after the objective went live or the cycle began, whichever is later. "" when
// none is expected: the objective is not active, or the value comes from other key results.
func (k KeyResult) NextDue(s Setting) Date {
	if s.Stage != Active || k.Source.Kind != Manual {
		return ""
	}
	from := max(s.Cycle.Start, s.Activated)
	if k.CheckedAs != "" {
		from = k.CheckedAs
	}
	if from == "" {
		return ""
	}
	interval := s.Team.Interval()
	earliest := from.Add((interval + 1) / 2)
	anchor := s.Cycle.Start.Monday().Add(s.Team.Weekday - 1) // a check-in day; the others are whole intervals away
	if anchor == "" {
		anchor = from.Monday().Add(s.Team.Weekday - 1)
	}
	days := earliest.Since(anchor)
	n := days / interval
	if days > n*interval {
		n++
	}
	return anchor.Add(n * interval)
}

// IsDue answers whether a check-in is expected today or was before.
func (k KeyResult) IsDue(s Setting) bool {
	due := k.NextDue(s)
	return due != "" && due <= s.Today
}
