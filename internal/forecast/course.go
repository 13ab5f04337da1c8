package forecast

import (
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Course is a finished key result with how it went: what priors are fitted to, and what a back-test looks back on.
type Course struct {
	KeyResult okr.KeyResult
	Cycle     okr.Cycle
	CheckIns  []okr.CheckIn // by day
	Shape     string        // of a simulated one
}

// on is the key result as it stood at the end of a day, by the days that the values are of.
func (c Course) on(day okr.Date) okr.KeyResult {
	k := c.KeyResult
	k.Trail, k.Confidence = nil, nil
	for _, in := range c.CheckIns {
		if in.AsOf > day || in.Removed != 0 {
			continue
		}
		if in.Confidence != nil {
			k.Confidence = in.Confidence
		}
		if in.Value != nil {
			if n := len(k.Trail); n > 0 && k.Trail[n-1].Date >= in.AsOf {
				k.Trail = k.Trail[:n-1]
			}
			k.Trail = append(k.Trail, okr.Point{Date: in.AsOf, Value: *in.Value})
		}
	}
	k.Trail = slices.Clone(k.Trail[max(0, len(k.Trail)-okr.TrailLength):])
	return finite(k, day)
}

// reached answers whether the target was reached in the end: by the last value, and by the grade where there never was one. ok is false where
// nobody can say.
func (c Course) reached() (yes, ok bool) {
	k := c.on(okr.MaxDate)
	switch {
	case k.DueDate(c.Cycle) == "":
		return false, false
	case k.Progress != nil:
		return *k.Progress >= 1, true
	case k.Value == nil && k.Grade != nil:
		return *k.Grade >= 1, true
	}
	return false, false
}

// day is the day on which a share of the time to the due date has gone by.
func (c Course) day(share float64) okr.Date {
	start, due := c.KeyResult.StartDate(c.Cycle), c.KeyResult.DueDate(c.Cycle)
	return start.Add(int(share * float64(due.Since(start))))
}

// measured answers whether the key result has a course that could go on.
func (c Course) measured() bool {
	k := c.KeyResult
	return k.Target != nil && k.Kind != okr.YesNo && k.Kind != okr.Judgement && k.Kind != okr.Milestones
}

// finished are the courses of which the end is known.
func finished(courses []Course) []Course {
	var out []Course
	for _, c := range courses {
		if _, ok := c.reached(); ok {
			out = append(out, c)
		}
	}
	return out
}
