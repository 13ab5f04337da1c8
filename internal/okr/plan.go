package okr

import "math"

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

// PlanLine is the value that the plan has at its corners: from the start (baseline, or 0 where ProgressOf counts from 0) on the start
// date, through the intermediate targets between, to the target on the due date. The intermediate targets of milestones, unless
// there is a plan, are their own dates. Limits (keep above, keep below) are flat. There is none for yes/no, without a target, or
// without a place to start from.
func (k KeyResult) PlanLine(c Cycle) []Point {
	start, due := k.StartDate(c), k.DueDate(c)
	if start == "" || due == "" || due < start {
		return nil
	}
	var from, to float64
	corners := k.Plan
	switch {
	case k.Kind == YesNo:
		return nil
	case k.Kind == Judgement:
		to = Steps
	case k.Kind == Milestones && len(k.Stages) == 0:
		return nil
	case k.Kind == Milestones:
		to = float64(len(k.Stages))
		if len(corners) == 0 {
			corners = k.milestoneDates()
		}
	case k.Target == nil:
		return nil
	case k.isLimit():
		from, to, corners = *k.Target, *k.Target, nil
	case k.Baseline != nil:
		from, to = *k.Baseline, *k.Target
	default:
		zero, _, open := k.way()
		if !open {
			return nil
		}
		from, to = zero, *k.Target
	}
	if due == start {
		return []Point{{due, to}}
	}
	line := []Point{{start, from}}
	for _, p := range corners {
		if p.Date > line[len(line)-1].Date && p.Date < due {
			line = append(line, p)
		}
	}
	return append(line, Point{due, to})
}

// milestoneDates are the days on which milestones are due, each with how many should be reached then.
func (k KeyResult) milestoneDates() []Point {
	var out []Point
	for i, m := range k.Stages {
		switch n := len(out); {
		case m.Due == "" || n > 0 && m.Due < out[n-1].Date:
		case n > 0 && m.Due == out[n-1].Date:
			out[n-1].Value = float64(i + 1)
		default:
			out = append(out, Point{m.Due, float64(i + 1)})
		}
	}
	return out
}

// PlannedAt is the value that the plan wants on a day, read from the plan line; ok is false where there is none. It is flat before the start and
// after the due date.
func (k KeyResult) PlannedAt(d Date, c Cycle) (value float64, ok bool) {
	_, v, ok := at(k.PlanLine(c), d)
	return v, ok
}

// PlanOn is PlannedAt with where it comes from.
func (k KeyResult) PlanOn(d Date, c Cycle) Explained {
	line := k.PlanLine(c)
	i, v, ok := at(line, d)
	if !ok {
		return Explained{Formula: "straight line from start to target", Note: "There is no plan to read: it needs a start, a target and a due date."}
	}
	e := Explained{Value: &v, Formula: "straight line between the two dates"}
	for _, p := range line[max(i-1, 0) : i+1] {
		e.Inputs = append(e.Inputs, Input{string(p.Date), k.Format(p.Value)})
	}
	switch {
	case len(e.Inputs) == 1:
		e.Formula = "value on that date"
	case d < line[0].Date:
		e.Note = "It has not begun yet."
	case d > line[len(line)-1].Date:
		e.Note = "It was to be there by now."
	}
	return e
}

// PlannedProgress is the progress that the plan wants on a day, between 0 and MaxProgress; between two steps (milestones, judgement) it
// is between the progress of the two.
func (k KeyResult) PlannedProgress(d Date, c Cycle) (progress float64, ok bool) {
	v, ok := k.PlannedAt(d, c)
	if !ok {
		return 0, false
	}
	if k.Kind == Milestones {
		whole := math.Floor(v)
		below, above := k.milestoneShare(whole), k.milestoneShare(whole+1)
		return below + (v-whole)*(above-below), true
	}
	p, ok := k.progress(v)
	return min(max(p, 0), MaxProgress), ok
}

// at reads a line of points at a day, flat before its first and after its last point. i is the end of the piece that the day lies in.
func at(line []Point, d Date) (i int, value float64, ok bool) {
	last := len(line) - 1
	switch {
	case last < 0:
		return 0, 0, false
	case d <= line[0].Date:
		return min(1, last), line[0].Value, true
	case d >= line[last].Date:
		return last, line[last].Value, true
	}
	for i = 1; d > line[i].Date; i++ {
	}
	a, b := line[i-1], line[i]
	share := float64(d.Since(a.Date)) / float64(b.Date.Since(a.Date))
	if way := b.Value - a.Value; !math.IsInf(way, 0) {
		return i, a.Value + share*way, true
	}
	return i, a.Value*(1-share) + b.Value*share, true
}
