package okr

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A Cycle is a time box, normally a quarter. It may lie inside a longer one, and two may be live at once
// (one closing, the next in planning).
type Cycle struct {
	ID       string  `json:"id"`
	ParentID string  `json:"parent_id,omitempty"` // the longer cycle it lies in
	Name     string  `json:"name"`
	Slug     string  `json:"slug"`
	Start    Date    `json:"start"`               // first day
	End      Date    `json:"end"`                 // last day, included
	Execute  Date    `json:"execution_start"`     // first day of execution; planning is before it and may begin before Start
	Closing  Date    `json:"closing_start"`       // first day of closing
	Brief    Brief   `json:"brief,omitzero"`      // what is asked of the teams
	Closed   Instant `json:"closed_at,omitempty"` // when it was closed by hand; 0 while it is open
	Removed  Instant `json:"removed_at,omitempty"`
	Version  int     `json:"version"`
	Created  Instant `json:"created_at"`
}

// A CycleStage is where a cycle stands on a day.
type CycleStage string

// The stages of a cycle, in order.
const (
	CyclePlanning  CycleStage = "planning"
	CycleExecution CycleStage = "execution"
	CycleClosing   CycleStage = "closing"
	CycleClosed    CycleStage = "closed"
)

// Planning is the first two weeks of a cycle, closing its last one; what is between is execution, 10 weeks of a quarter (capability G95).
const (
	planningDays = 14
	closingDays  = 7
)

// NewQuarter is the cycle of quarter q (1–4) of the fiscal year that begins in year, with fiscalStart its first month (0 or 1 is January).
func NewQuarter(year, q, fiscalStart int) Cycle {
	first := time.Date(year, time.Month(max(fiscalStart, 1)+3*(q-1)), 1, 0, 0, 0, 0, time.UTC)
	return NewSpan(fmt.Sprintf("Q%d %d", q, year), DateOf(first), DateOf(first.AddDate(0, 3, -1)))
}

// QuarterOf is the quarter that a day lies in, by the fiscal year.
func QuarterOf(d Date, fiscalStart int) Cycle {
	t := d.Time()
	months := t.Year()*12 + int(t.Month()) - max(fiscalStart, 1) // since the fiscal year 0 began
	return NewQuarter(months/12, months%12/3+1, fiscalStart)
}

// QuarterNamed is the quarter that a name means, in either order and whatever stands between: "Q1 2027", "2027-q1". ok is false for any other name.
func QuarterNamed(name string, fiscalStart int) (c Cycle, ok bool) {
	year, q := 0, 0
	for _, part := range strings.FieldsFunc(strings.ToUpper(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		digits, quarter := strings.CutPrefix(part, "Q")
		n, err := strconv.Atoi(digits)
		switch {
		case err == nil && quarter && q == 0 && n >= 1 && n <= 4:
			q = n
		case err == nil && !quarter && year == 0 && len(part) == 4:
			year = n
		default:
			return Cycle{}, false
		}
	}
	if year == 0 || q == 0 {
		return Cycle{}, false
	}
	return NewQuarter(year, q, fiscalStart), true
}

// NewSpan is a cycle of any length with the usual stages in it.
func NewSpan(name string, start, end Date) Cycle {
	days := end.Since(start) + 1
	c := Cycle{Name: name, Slug: Slug(name), Start: start, End: end}
	c.Execute = start.Add(min(planningDays, days/4))
	c.Closing = end.Add(1 - min(closingDays, max(days/6, 1)))
	return c
}

// Takes says whether a value can be of a day: in the cycle or after it, or in the two weeks before, when it may be planned already.
// A value from long before would fill a past that the objective did not have.
func (c Cycle) Takes(field string, day, start Date) error {
	first := c.Start.Add(-planningDays)
	if start != "" && start < first {
		first = start
	}
	if c.Start == "" || day >= first {
		return nil
	}
	return Fail(Invalid, field, fmt.Sprintf("This is long before %s. Use %s or a later day.", c.Name, first.Words(day)))
}

// StageOn is where the cycle stands on a day.
func (c Cycle) StageOn(d Date) CycleStage {
	switch {
	case c.Closed != 0:
		return CycleClosed
	case d < c.Execute:
		return CyclePlanning
	case d < c.Closing:
		return CycleExecution
	default:
		return CycleClosing
	}
}

// Week is the number of the week of the cycle that a day lies in, 1 to of. A cycle has as many weeks as its days make when
// rounded, so that every quarter has 13; they begin on Mondays, the first on the Monday nearest to the first day, and the days that
// are left over belong to the first and the last. Before the cycle n is 0; after it n is of.
func (c Cycle) Week(d Date) (n, of int) {
	of = max(1, (c.End.Since(c.Start)+4)/7) // half a week more than the days, both ends included
	if d < c.Start {
		return 0, of
	}
	first := c.Start.Add(3).Monday()
	return min(max(d.Monday().Since(first)/7+1, 1), of), of
}

// Like answers whether two cycles are about as long: quarters follow each other, also from one year into the next, and a quarter does not follow the year around it.
func (c Cycle) Like(x Cycle) bool {
	long, other := c.End.Since(c.Start), x.End.Since(x.Start)
	return 2*min(long, other) > max(long, other)
}

// PlannedCycle picks the cycle that people plan today: of those as long as the current one the first that is not executed yet, else the current one. ok is
// false when there is none.
func PlannedCycle(cycles []Cycle, today Date) (c Cycle, ok bool) {
	current, ok := CurrentCycle(cycles, today)
	c = current
	for _, x := range cycles {
		if x.Closed == 0 && x.Removed == 0 && today < x.Execute && x.Like(current) && (today >= c.Execute || x.Start < c.Start) {
			c = x
		}
	}
	return c, ok
}

// CurrentCycle picks the cycle that people mean today when they name none: the shortest one that holds the day and is not closed, else
// the next to begin, else the last to end. ok is false when there is none.
func CurrentCycle(cycles []Cycle, today Date) (c Cycle, ok bool) {
	rank := func(c Cycle) (group, order int) {
		switch {
		case c.Start <= today && today <= c.End && c.Closed == 0:
			return 0, c.End.Since(c.Start)
		case c.Start > today:
			return 1, c.Start.Since(today)
		default:
			return 2, today.Since(c.End)
		}
	}
	for _, x := range cycles {
		if x.Removed != 0 {
			continue
		}
		if !ok {
			c, ok = x, true
			continue
		}
		g, o := rank(x)
		bg, bo := rank(c)
		if g < bg || (g == bg && o < bo) {
			c = x
		}
	}
	return c, ok
}

// Check says what is wrong with the cycle as a person wrote it; parent is the longer cycle, nil if none.
func (c Cycle) Check(parent *Cycle) error {
	var f Faults
	f.text("name", c.Name, 1, 80)
	span := Join(checkDate("start", c.Start, true), checkDate("end", c.End, true))
	if span == nil && c.End < c.Start {
		span = Fail(Invalid, "end", fmt.Sprintf("The cycle ends before it starts. Choose a last day on or after %s.", c.Start.Words("")))
	}
	stages := Join(checkDate("execution_start", c.Execute, true), checkDate("closing_start", c.Closing, true))
	f = append(f, FaultsOf(Join(span, stages))...)
	switch {
	case span != nil || stages != nil: // days that make no sense cannot be compared
	case c.Execute < c.Start || c.Execute > c.End:
		f.addf("execution_start", "Execution begins inside the cycle, between %s and %s.", c.Start.Words(c.End), c.End.Words(""))
	case c.Closing < c.Execute || c.Closing > c.End:
		f.addf("closing_start", "Closing begins after execution has begun, between %s and %s.", c.Execute.Words(c.End), c.End.Words(""))
	}
	if parent != nil && (c.Start < parent.Start || c.End > parent.End) {
		f.addf("parent_id", "The cycle must lie inside %s, %s to %s.", parent.Name, parent.Start.Words(parent.End), parent.End.Words(""))
	}
	return f.err()
}
