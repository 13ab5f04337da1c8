package okr

import "strings"

// moves are the transitions that an objective's stage can make, and what each asks for.
var moves = map[Stage]map[Stage]bool{ // true: asks for a reason
	Draft:    {InReview: false, Active: false, Dropped: true},
	InReview: {Draft: false, Active: false, Dropped: true},
	Active:   {Closed: false, Dropped: true, Draft: true},
	Closed:   {Active: true},
	Dropped:  {Draft: true},
}

// Next lists the stages that the objective can go to, in the order of the words.
func (o Objective) Next() []Stage {
	var out []Stage
	for _, s := range []Stage{Draft, InReview, Active, Closed, Dropped} {
		if _, ok := moves[o.Stage][s]; ok {
			out = append(out, s)
		}
	}
	return out
}

// To moves the objective to a stage: draft → in review → active → closed, or dropped with a reason. A draft may go live at once,
// because there is no approval chain; going back asks for a reason.
func (o Objective) To(stage Stage, reason string, now Instant) (Objective, error) {
	needs, ok := moves[o.Stage][stage]
	reason = strings.TrimSpace(reason)
	switch {
	case o.Stage == stage:
		return o, nil
	case !ok:
		return o, Fail(Invalid, "stage", "An objective that is "+words(o.Stage)+" cannot become "+words(stage)+".")
	case needs && reason == "":
		return o, Fail(Invalid, "reason", "Say in a sentence why, so that others can learn from it.")
	}
	o.DropReason, o.Ended = "", 0
	switch stage {
	case Active:
		if o.Activated == 0 {
			o.Activated = now
		}
	case Closed:
		o.Ended = now
	case Dropped:
		o.Ended, o.DropReason = now, reason
	case Draft:
		o.Activated = 0
	}
	o.Stage = stage
	return o, nil
}

// words is a word of the product as people read it.
func words[T ~string](s T) string { return strings.ReplaceAll(string(s), "_", " ") }

// Takes answers whether check-ins are still taken: until the objective is closed or dropped.
func (o Objective) Takes() error {
	switch {
	case o.Removed != 0:
		return Fail(Invalid, "", "The objective was removed. Restore it to check in.")
	case o.Stage == Closed || o.Stage == Dropped:
		return Fail(Invalid, "", "The objective is "+words(o.Stage)+". Reopen it to check in.")
	}
	return nil
}
