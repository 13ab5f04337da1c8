package okr

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestQuarter(t *testing.T) {
	for _, tt := range []struct {
		year, q, fiscal int
		start, end      Date
	}{
		{2026, 4, 0, "2026-10-01", "2026-12-31"}, {2026, 1, 1, "2026-01-01", "2026-03-31"}, {2027, 1, 2, "2027-02-01", "2027-04-30"}, {2026, 4, 10, "2027-07-01", "2027-09-30"},
	} {
		c := NewQuarter(tt.year, tt.q, tt.fiscal)
		if c.Start != tt.start || c.End != tt.end {
			t.Errorf("Q%d %d from month %d is %s to %s", tt.q, tt.year, tt.fiscal, c.Start, c.End)
		}
		if err := c.Check(nil); err != nil {
			t.Errorf("Q%d %d: %v", tt.q, tt.year, err)
		}
		if back := QuarterOf(tt.start.Add(40), tt.fiscal); back.Name != c.Name {
			t.Errorf("a day in %s lies in %s", c.Name, back.Name)
		}
	}
}

func TestQuarterNamed(t *testing.T) {
	for name, want := range map[string]Date{"Q1 2027": "2027-01-01", " q4 2026 ": "2026-10-01", "2027-Q2": "2027-04-01", "Q3/2026": "2026-07-01",
		"": "", "Q5 2027": "", "Q1": "", "2027": "", "Spring 2027": "", "Q1 Q2 2027": "", "Q1 2027 2028": "", "Q1 27": "", "Q1 2027 push": "", "Q+1 2027": ""} {
		if c, ok := QuarterNamed(name, 1); c.Start != want || ok != (want != "") {
			t.Errorf("%q is %s, %t", name, c.Start, ok)
		}
	}
	if c, _ := QuarterNamed("Q1 2027", 4); c.Start != "2027-04-01" {
		t.Errorf("where the fiscal year begins in April, Q1 2027 begins on %s", c.Start)
	}
}

// Any span of days makes a cycle whose stages lie in order inside it, and every day of it has a week.
func TestSpan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := DateOf(time.Date(2020, 1, rapid.IntRange(1, 4000).Draw(t, "start"), 0, 0, 0, 0, time.UTC))
		days := rapid.IntRange(0, 400).Draw(t, "days")
		c := NewSpan("A span", start, start.Add(days))
		if err := c.Check(nil); err != nil {
			t.Fatal(err)
		}
		d := start.Add(rapid.IntRange(0, days).Draw(t, "day"))
		n, of := c.Week(d)
		if n < 1 || n > of {
			t.Fatalf("%s is in week %d of %d of %s to %s", d, n, of, c.Start, c.End)
		}
		if next, _ := c.Week(d.Add(1)); next < n || next > n+1 {
			t.Fatalf("%s is in week %d, the day after in week %d", d, n, next)
		}
		if c.StageOn(start) == CycleClosing && days > 6 || c.StageOn(c.End) != CycleClosing {
			t.Fatalf("%s to %s begins in %s and ends in %s", c.Start, c.End, c.StageOn(start), c.StageOn(c.End))
		}
	})
}

func TestWeekOf(t *testing.T) {
	for day, want := range map[Date]int{"2026-09-27": 0, "2026-09-28": 1, "2026-10-04": 1, "2026-11-09": 7, "2026-12-27": 13, "2027-01-10": 13} {
		if n, of := quarter.Week(day); n != want || of != 13 {
			t.Errorf("%s is in week %d of %d, want %d of 13", day, n, of, want)
		}
	}
}

// Whatever the year, the quarter and the fiscal year: a quarter has 13 weeks, every day of it is found to lie in it, the next begins where
// it ends, planning takes two weeks, and execution ten, but for
// the two days that a quarter with a February lacks.
func TestEveryQuarter(t *testing.T) {
	for fiscal := range 13 {
		for year := 2023; year < 2030; year++ {
			for q := 1; q <= 4; q++ {
				c := NewQuarter(year, q, fiscal)
				for d := c.Start; d <= c.End; d = d.Add(1) {
					if got := QuarterOf(d, fiscal); !reflect.DeepEqual(got, c) {
						t.Fatalf("%s lies in %s (%s to %s), want %s, with the fiscal year from month %d", d, got.Name, got.Start, got.End, c.Name, fiscal)
					}
				}
				next := NewQuarter(year, q+1, fiscal)
				if q == 4 {
					next = NewQuarter(year+1, 1, fiscal)
				}
				if next.Start != c.End.Add(1) {
					t.Fatalf("after %s, which ends on %s, %s begins on %s", c.Name, c.End, next.Name, next.Start)
				}
				if _, of := c.Week(c.Start); of != 13 {
					t.Fatalf("%s has %d weeks", c.Name, of)
				}
				if plan, run := c.Execute.Since(c.Start), c.Closing.Since(c.Execute); plan != 14 || run < 10*7-2 || run > 12*7 {
					t.Fatalf("%s is planned for %d days and runs for %d", c.Name, plan, run)
				}
			}
		}
	}
}

func TestCycleCheck(t *testing.T) {
	year := NewSpan("2026", "2026-01-01", "2026-12-31")
	for name, tt := range map[string]struct {
		change func(*Cycle)
		parent *Cycle
		fields []string
	}{
		"a quarter in its year":          {func(*Cycle) {}, &year, nil},
		"a day":                          {func(c *Cycle) { *c = NewSpan("A day", "2026-01-01", "2026-01-01") }, nil, nil},
		"no name":                        {func(c *Cycle) { c.Name = " " }, nil, []string{"name"}},
		"no days":                        {func(c *Cycle) { c.Start, c.End, c.Execute, c.Closing = "", "", "", "" }, nil, []string{"start", "end", "execution_start", "closing_start"}},
		"days that there are not":        {func(c *Cycle) { c.Execute = "2026-10-1x" }, nil, []string{"execution_start"}},
		"execution before it starts":     {func(c *Cycle) { c.Execute = "2026-09-30" }, nil, []string{"execution_start"}},
		"closing before execution":       {func(c *Cycle) { c.Closing = "2026-10-02" }, nil, []string{"closing_start"}},
		"closing after it ends":          {func(c *Cycle) { c.Closing = "2027-01-01" }, nil, []string{"closing_start"}},
		"sticking out of the longer one": {func(c *Cycle) { *c = NewQuarter(2027, 1, 0) }, &year, []string{"parent_id"}},
	} {
		c := NewQuarter(2026, 4, 0)
		tt.change(&c)
		var got []string
		for _, f := range FaultsOf(c.Check(tt.parent)) {
			got = append(got, f.Field)
		}
		if diff := cmp.Diff(tt.fields, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestCurrentCycle(t *testing.T) {
	year := NewSpan("2026", "2026-01-01", "2026-12-31")
	year.ID = "year"
	q3, q4, q1 := NewQuarter(2026, 3, 0), NewQuarter(2026, 4, 0), NewQuarter(2027, 1, 0)
	list := []Cycle{q1, q4, q3, year}
	for day, want := range map[Date]string{"2026-11-09": "Q4 2026", "2026-08-01": "Q3 2026", "2026-03-01": "2026", "2025-06-01": "2026", "2027-09-01": "Q1 2027"} {
		if c, ok := CurrentCycle(list, day); !ok || c.Name != want {
			t.Errorf("on %s it is %s, want %s", day, c.Name, want)
		}
	}
	closed, gone := q4, q4
	closed.Closed, gone.Removed = 1, 1
	if c, _ := CurrentCycle([]Cycle{q3, closed, q1}, "2026-12-20"); c.Name != "Q1 2027" {
		t.Errorf("when a cycle is closed early it is %s, want the next", c.Name)
	}
	if c, _ := CurrentCycle([]Cycle{gone, q3}, "2026-12-20"); c.Name != "Q3 2026" {
		t.Errorf("when a cycle is removed it is %s", c.Name)
	}
	if closed.StageOn("2026-11-09") != CycleClosed {
		t.Error("a closed cycle is not closed")
	}
	if _, ok := CurrentCycle(nil, "2026-01-01"); ok {
		t.Error("there is a current cycle among none")
	}
}

func TestPlannedCycle(t *testing.T) {
	year, next := NewSpan("2026", "2026-01-01", "2026-12-31"), NewSpan("2027", "2027-01-01", "2027-12-31")
	q3, q4, q1, q2 := NewQuarter(2026, 3, 0), NewQuarter(2026, 4, 0), NewQuarter(2027, 1, 0), NewQuarter(2027, 2, 0)
	q3.ParentID, q4.ParentID, q1.ParentID, q2.ParentID = "2026", "2026", "2027", "2027"
	for day, want := range map[Date]string{"2026-09-20": "Q4 2026", "2026-10-05": "Q4 2026", "2026-11-09": "Q1 2027", "2027-01-04": "Q1 2027", "2027-02-01": "Q2 2027", "2027-05-01": "Q2 2027"} {
		for _, list := range [][]Cycle{{q2, q1, q4, q3, year, next}, {year, next, q3, q4, q1, q2}} {
			if c, ok := PlannedCycle(list, day); !ok || c.Name != want {
				t.Errorf("on %s it is %s, want %s", day, c.Name, want)
			}
		}
	}
	if c, _ := PlannedCycle([]Cycle{q4, year, next}, "2026-11-09"); c.Name != "Q4 2026" {
		t.Errorf("with no other quarter it is %s", c.Name)
	}
	if _, ok := PlannedCycle(nil, "2026-01-01"); ok {
		t.Error("a cycle is planned among none")
	}
}

func TestStages(t *testing.T) {
	for day, want := range map[Date]CycleStage{"2026-09-01": CyclePlanning, "2026-10-11": CyclePlanning, "2026-10-12": CycleExecution, "2026-12-20": CycleExecution, "2026-12-21": CycleClosing, "2027-02-01": CycleClosing} {
		if got := quarter.StageOn(day); got != want {
			t.Errorf("on %s it is %s, want %s", day, got, want)
		}
	}
}
