package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// An axis is a span of days with the items that lie on it, the earliest first.
type axis struct {
	from, to okr.Date
	today    string // as an SVG length, like every place here
	months   []axisMonth
	rows     []app.RoadmapRow
	undated  []app.RoadmapRow
}

type axisMonth struct{ at, text string }

// axisOf spans the cycle and all items that have days. One with a beginning or an end alone is taken to last four weeks.
func axisOf(items []app.RoadmapRow, c okr.Cycle, today okr.Date) axis {
	x := axis{from: c.Start, to: c.End}
	if x.from == "" {
		x.from, x.to = today.Add(-28), today.Add(90)
	}
	for _, row := range items {
		switch {
		case row.Start == "" && row.End == "":
			x.undated = append(x.undated, row)
			continue
		case row.Start == "":
			row.Start = row.End.Add(-27)
		case row.End == "":
			row.End = row.Start.Add(27)
		}
		x.from, x.to = min(x.from, row.Start), max(x.to, row.End)
		x.rows = append(x.rows, row)
	}
	slices.SortStableFunc(x.rows, func(a, b app.RoadmapRow) int {
		if a.Start != b.Start {
			return strings.Compare(string(a.Start), string(b.Start))
		}
		return strings.Compare(string(a.End), string(b.End))
	})
	x.today = x.place(today)
	first := x.from.Time()
	for m := time.Date(first.Year(), first.Month()+1, 1, 0, 0, 0, 0, time.UTC); okr.DateOf(m) <= x.to; m = m.AddDate(0, 1, 0) {
		name := m.Format("January")
		switch left := float64(x.to.Since(okr.DateOf(m))) / x.days(); { // on a phone the last one would end outside
		case left < 0.07:
			name = ""
		case left < 0.17:
			name = m.Format("Jan")
		}
		x.months = append(x.months, axisMonth{x.place(okr.DateOf(m)), name})
	}
	return x
}

// place is where a day begins.
func (x axis) place(d okr.Date) string { return percentOf(float64(d.Since(x.from)), x.days()) }

// width is how long a span of days is, its last one included.
func (x axis) width(from, to okr.Date) string { return percentOf(float64(to.Since(from)+1), x.days()) }

func (x axis) days() float64 { return float64(max(x.to.Since(x.from)+1, 1)) }

func percentOf(v, of float64) string {
	return strconv.FormatFloat(min(max(v/of, 0), 1)*100, 'f', 2, 64) + "%"
}

// shifts are the days that an item can be given from the time axis: a week earlier or later, and a week more or less.
func shifts(row app.RoadmapRow) []moveTo {
	to := func(start, end okr.Date) string { return string(start) + " " + string(end) }
	out := []moveTo{
		{"A week earlier", "left", to(row.Start.Add(-7), row.End.Add(-7))}, {"A week later", "right", to(row.Start.Add(7), row.End.Add(7))},
		{"A week longer", "up", to(row.Start, row.End.Add(7))},
	}
	if row.End.Since(row.Start) > 7 {
		out = append(out, moveTo{"A week shorter", "down", to(row.Start, row.End.Add(-7))})
	}
	return out
}

// spanText is when an item is meant to be done.
func spanText(row app.RoadmapRow) string {
	return ui.ShortDay(row.Start) + " to " + ui.ShortDay(row.End) + ", " + string(row.Horizon)
}

func spanLabel(row app.RoadmapRow) string {
	out := row.Title + ": " + spanText(row)
	if row.Blocked != "" {
		out += ", waits for something"
	}
	if row.Critical != "" {
		out += ", worth little after " + ui.ShortDay(row.Critical)
	}
	return out
}

// A betShare is how many weeks are bet on a choice of the strategy.
type betShare struct {
	name         string
	weeks, share float64
}

// betsByPillar sums the weeks of what is in now, for the first choice that each item leads to; then what leads to none.
func betsByPillar(p roadPage) []betShare {
	out := make([]betShare, len(p.Pillars)+2)
	for i, x := range p.Pillars {
		out[i].name = x.Title
	}
	out[len(out)-2].name, out[len(out)-1].name = "Serves a key result, and no choice", "Serves no key result"
	sum := 0.0
	for _, row := range p.Items {
		if row.Horizon != okr.HorizonNow {
			continue
		}
		at := len(out) - 1
		for _, s := range row.Serving {
			i := slices.IndexFunc(p.Pillars, func(x okr.Pillar) bool { return x.ID == s.PillarID })
			if i < 0 {
				i = len(out) - 2
			}
			at = min(at, i)
		}
		out[at].weeks += row.Weeks()
		sum += row.Weeks()
	}
	for i := range out {
		if sum > 0 {
			out[i].share = out[i].weeks / sum
		}
	}
	return slices.DeleteFunc(out, func(b betShare) bool { return b.weeks == 0 && b.name != out[0].name })
}

// aligned is how much of the work leads to a choice of the strategy, in whole per cent, and whether there is any work.
func aligned(shares []judge.Share) (percent int, any bool) {
	sum, up := 0, 0
	for _, s := range shares {
		sum += s.Items
		if s.Pillar != "" {
			up += s.Items
		}
	}
	if sum == 0 {
		return 0, false
	}
	return (200*up/sum + 1) / 2, true
}

// sharesTitle is what the shares show, as a sentence.
func sharesTitle(e app.Effort) string {
	now, _ := aligned(e.Shares[len(e.Shares)-1])
	for _, before := range e.Shares[:len(e.Shares)-1] {
		if was, any := aligned(before); any {
			switch {
			case now > was:
				return fmt.Sprintf("%d %% of the work leads to a choice of the strategy, up from %d %%", now, was)
			case now < was:
				return fmt.Sprintf("%d %% of the work leads to a choice of the strategy, down from %d %%", now, was)
			}
			break
		}
	}
	return fmt.Sprintf("%d %% of the work leads to a choice of the strategy", now)
}

// A shareBar is a part of a week's column.
type shareBar struct{ class, x, width, y, height string }

const sharesHeight = 136 // pixels of a full column; below it stand the days

// shareBars are a column a week, from what leads furthest up at the bottom to what leads nowhere at the top.
func shareBars(e app.Effort) []shareBar {
	var out []shareBar
	slot := 100 / float64(len(e.Shares))
	for n, shares := range e.Shares {
		sum, y := 0, float64(sharesHeight)
		for _, s := range shares {
			sum += s.Items
		}
		for i, s := range shares {
			if s.Items == 0 {
				continue
			}
			h := float64(s.Items) / float64(sum) * sharesHeight
			y -= h
			out = append(out, shareBar{shareClass(i, len(shares)), fmt.Sprintf("%.2f%%", slot*float64(n)), fmt.Sprintf("%.2f%%", slot*0.8), fmt.Sprintf("%.1f", y), fmt.Sprintf("%.1f", max(h-1, 0.5))})
		}
	}
	return out
}

// shareClass is the shade of the ith of n shares: the choices from dark to light, what leads nowhere in grey.
func shareClass(i, n int) string {
	if i == n-1 {
		return "none"
	}
	return "a" + strconv.Itoa(min(i, 3))
}

func sharesTable(e app.Effort) (columns []string, rows [][]string) {
	columns = []string{"Day"}
	for _, s := range e.Shares[0] {
		columns = append(columns, shareName(s))
	}
	for n, shares := range e.Shares {
		row := []string{ui.ShortDay(e.Days[n])}
		for _, s := range shares {
			row = append(row, strconv.Itoa(s.Items))
		}
		rows = append(rows, row)
	}
	return columns, rows
}
