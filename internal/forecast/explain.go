package forecast

import (
	"math"
	"strconv"

	"github.com/headwater-okr/headwater/internal/okr"
)

// explainChance says what the chance rests on.
func (f *forecast) explainChance() okr.Explained {
	e := okr.Explained{Value: f.chance}
	add := func(name, value string) { e.Inputs = append(e.Inputs, okr.Input{Name: name, Value: value}) }
	if f.chance == nil {
		e.Formula, e.Note = "chance that the value is at the target on the due date", "It needs a target and a due date."
		return e
	}
	switch {
	case f.over:
		e.Formula = "1 when the target is reached, else 0"
		if f.k.Value != nil {
			add("last value", f.k.Format(*f.k.Value))
		}
		add("due", string(f.due))
		e.Note = "It was due; the last value decides."
		if f.today <= f.due {
			e.Note = "Nothing is left to happen."
		}
		return e
	case f.measured():
		f.explainTrend(&e)
	case f.believed != nil:
		e.Formula = "log-odds of the base rate and of confidence, weighted"
		add("base rate", percent(f.prior.Base))
		add("confidence", strconv.Itoa(*f.k.Confidence)+" of 10, read as "+percent(*f.believed))
		add("weight of confidence", percent(f.prior.Believe))
		e.Note = "There is no course to go on, so it rests on what people believe and on how often results are reached."
	default:
		e.Formula = "base rate"
		add("base rate", percent(f.prior.Base))
		e.Note = "There is no check-in yet: it is how often results are reached."
	}
	return e
}

func (f *forecast) explainTrend(e *okr.Explained) {
	m := &f.motion
	add := func(name, value string) { e.Inputs = append(e.Inputs, okr.Input{Name: name, Value: value}) }
	e.Formula = "T((expected − target) ÷ spread), with T Student's t"
	if m.sign < 0 {
		e.Formula = "T((target − expected) ÷ spread), with T Student's t"
	}
	add("value on "+string(m.last.Date), f.k.Format(m.last.Value))
	add("plan for that day", f.k.Format(m.planned(m.last.Date)))
	add("pace beside the plan, a week", f.k.Format(within(m.sign*f.belief.drift*m.way/m.days*7, -math.MaxFloat64, math.MaxFloat64, 0)))
	add("expected on "+string(f.due), f.k.Format(m.value(f.end.middle, f.due)))
	add("spread", f.k.Format(min(f.end.width*m.way, math.MaxFloat64)))
	add("degrees of freedom", okr.FormatNumber(f.end.freedom, f.k.Locale))
	add("target", f.k.Format(m.target))
	switch {
	case m.values < Enough:
		e.Note = "There are fewer than " + strconv.Itoa(Enough) + " values, so it says little yet."
	case m.share(f.today) < f.prior.From:
		e.Note = "So early the trend has not proved better than the base rate of " + percent(f.prior.Base) + "."
	}
	if f.believed != nil && f.prior.Pool > 0 {
		e.Formula += "; then pooled with confidence in log-odds"
		add("trend alone", percent(*f.trend))
		add("confidence", strconv.Itoa(*f.k.Confidence)+" of 10, read as "+percent(*f.believed))
		add("weight of confidence", percent(f.prior.Pool))
	}
}

// explainGrade is the progress to expect on the due date, counted from 0 to 1. It is the mean over all ends that the course may have; of yes/no, milestones
// and judgement it is the grade of reaching it or of what stands now.
func (f *forecast) explainGrade() okr.Explained {
	e := okr.Explained{Formula: "mean of the progress over all ends that the course may have, each counted from 0 to 1"}
	now := 0.0
	if f.k.Progress != nil {
		now = min(*f.k.Progress, 1)
	}
	if f.chance == nil {
		e.Note = "It needs a target and a due date."
		return e
	}
	var v float64
	switch {
	case f.over:
		v, e.Formula = now, "progress at the last value"
		e.Inputs = []okr.Input{{Name: "progress", Value: percent(now)}}
	case f.measured():
		v = f.grade()
		m := &f.motion
		e.Inputs = []okr.Input{{Name: "expected on " + string(f.due), Value: f.k.Format(m.value(f.end.middle, f.due))},
			{Name: "spread", Value: f.k.Format(min(f.end.width*m.way, math.MaxFloat64))}}
	default:
		v = *f.chance + (1-*f.chance)*now
		e.Formula = "chance + (1 − chance) × progress now"
		e.Inputs = []okr.Input{{Name: "chance", Value: percent(*f.chance)}, {Name: "progress now", Value: percent(now)}}
	}
	e.Value = &v
	return e
}

// grade is the mean of the progress at the end. Progress is made of straight lines between a few values, so that the mean of each is that of what lies
// beyond its two ends.
func (f *forecast) grade() float64 {
	m := &f.motion
	var worst float64
	switch b, line := f.k.Baseline, f.k.PlanLine(m.c); {
	case isLimit(f.k):
		size := math.Abs(m.target) // as okr.ProgressOf has it
		if size == 0 {
			size = 1
		}
		worst = m.target - m.sign*size
		if b != nil && m.sign*(*b-m.target) < 0 {
			worst = *b
		}
	case len(line) < 2 || line[0].Value == m.target: // only arriving counts
		return f.end.past(0)
	default:
		worst = line[0].Value
	}
	knots := []float64{worst, m.target}
	if c := f.k.Marks.Commit; c != nil && m.sign*(*c-worst) > 0 && m.sign*(m.target-*c) > 0 {
		knots = []float64{worst, *c, m.target}
	}
	mean, before := 0.0, 0.0
	for i, v := range knots[1:] {
		a, b := m.beside(knots[i], f.due), m.beside(v, f.due)
		share := (f.end.past(a) + f.end.past(b)) / 2 // of the rise from a to b that is to be expected
		if b-a > 1e-3*f.end.width {                  // else the difference would be rounding
			share = (f.end.beyond(a) - f.end.beyond(b)) / (b - a)
		}
		worth := min(*f.k.ProgressOf(v).Value, 1)
		mean += (worth - before) * share
		before = worth
	}
	return within(mean, 0, 1, 0)
}

// explainPace is the change a week, from today or the last value on, that would still reach the target.
func (f *forecast) explainPace() okr.Explained {
	e := okr.Explained{Formula: "(target − value) ÷ weeks left"}
	k := f.k
	var target float64
	switch {
	case k.Kind == okr.YesNo:
		return okr.Explained{Formula: e.Formula, Note: "What is done or not done has no pace."}
	case k.Kind == okr.Judgement:
		target = okr.Steps
	case k.Kind == okr.Milestones:
		target = float64(len(k.Stages))
	case k.Target != nil:
		target = *k.Target
	}
	if f.chance == nil || k.Value == nil {
		e.Note = "It needs a target, a due date and a value."
		return e
	}
	if k.Progress != nil && *k.Progress >= 1 {
		zero := 0.0
		e.Value, e.Note = &zero, "It is there; nothing more is needed."
		return e
	}
	days := f.due.Since(max(f.today, k.Trail[len(k.Trail)-1].Date))
	e.Inputs = []okr.Input{{Name: "value", Value: k.Format(*k.Value)}, {Name: "target", Value: k.Format(target)}, {Name: "days left", Value: strconv.Itoa(max(days, 0))}}
	if days <= 0 {
		e.Note = "There is no time left."
		return e
	}
	weeks := float64(days) / 7
	pace := within(target/weeks-*k.Value/weeks, -math.MaxFloat64, math.MaxFloat64, 0)
	e.Value = &pace
	if m := &f.motion; f.measured() && m.steps[0].at < m.steps[len(m.steps)-1].at {
		weeks := (m.steps[len(m.steps)-1].at - m.steps[0].at) * m.days / 7
		first := m.value(m.steps[0].beside, m.start.Add(int(math.Round(m.steps[0].at*m.days))))
		e.Inputs = append(e.Inputs, okr.Input{Name: "pace so far, a week", Value: k.Format(within(m.last.Value/weeks-first/weeks, -math.MaxFloat64, math.MaxFloat64, 0))})
	}
	return e
}

// percent is a chance as whole per cent; 0 and 100 only when it is certain.
func percent(p float64) string {
	n := math.Round(p * 100)
	if p > 0 && p < 1 {
		n = min(max(n, 1), 99)
	}
	return strconv.FormatFloat(n, 'f', -1, 64) + "\u00a0%"
}
