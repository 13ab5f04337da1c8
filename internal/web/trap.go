package web

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/chart"
	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// trap is the page that says whether the strategy drives the work, or the backlog writes the strategy.
func trap(r *request) error {
	v, err := r.around("The trap", "trap")
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	t, err := r.s.App.Trap(r.Context(), r.Actor, v.cycle.ID)
	if err != nil {
		return err
	}
	return r.show(http.StatusOK, v, trapBody(r, v, t))
}

// An effect is what a part of the trap is, and what to do about it.
type effect struct{ asks, next string }

var effects = map[string]effect{
	judge.Focus:      {"How much of the plan was on the list anyway?", "Take one key result from the list below, and ask what will be different for somebody once it is done."},
	judge.Alignment:  {"How much of the work serves no result?", "Go through the open items without a result once: which serve one, which keep the lights on, which could be dropped?"},
	judge.Innovation: {"Does the plan try anything new?", "Choose one objective where you would be glad about 70 %, or one where you first have to find something out."},
	judge.Horizon:    {"Does it lead anywhere beyond this cycle?", "For each objective that leads to no choice: which one should be further along at the end of the cycle?"},
}

// trapLead is the finding in a sentence: the whole, and where to look first.
func trapLead(t app.TrapView) string {
	if !t.Known {
		return "Whether your strategy drives the work, or the backlog writes the strategy."
	}
	worst := slices.MaxFunc(t.Parts, func(a, b judge.TrapPart) int { return cmp.Compare(a.Value, b.Value) })
	says := "the backlog writes much of the plan."
	switch {
	case t.Index < 25 && worst.Value < 50:
		return "In " + t.Cycle.Name + " the strategy drives the work."
	case t.Index < 50:
		says = "most follows the strategy, and some runs the other way."
	}
	return "In " + t.Cycle.Name + " " + says + " Look first at " + strings.ToLower(worst.Name) + "."
}

func partText(p judge.TrapPart) string {
	if p.Because != "" {
		return "not read"
	}
	return strconv.Itoa(p.Value)
}

// partOf is a part as it stands in the table of teams: a dash where it was not read.
func partOf(p judge.TrapPart) string {
	if p.Because != "" {
		return "–"
	}
	return strconv.Itoa(p.Value)
}

// trapCourse draws how the index has moved: at the end of each week, and now.
func trapCourse(t app.TrapView) ui.Figure {
	f := ui.Figure{ID: "index-weeks", About: "Trap index of " + t.Cycle.Name + " at the end of each week, 0 to 100; less is better", Columns: []string{"Until", "Index", judge.Focus, judge.Alignment, judge.Innovation, judge.Horizon}}
	var points []okr.Point
	add := func(day okr.Date, name string, index int, known bool, parts []judge.TrapPart) {
		if !known {
			return
		}
		points = append(points, okr.Point{Date: day, Value: float64(index)})
		row := []string{name, strconv.Itoa(index)}
		for _, p := range parts {
			row = append(row, partOf(p))
		}
		f.Rows = append(f.Rows, row)
	}
	for _, p := range t.History {
		add(p.Date, ui.ShortDay(p.Date), p.Index, p.Known, p.Parts)
	}
	if n := len(t.Weeks); n > 0 && t.Weeks[n-1].Date <= t.Cycle.End {
		add(t.Weeks[n-1].Date, "now", t.Index, t.Known, t.Parts)
	}
	if len(points) < 2 {
		return f
	}
	first, last := points[0].Value, points[len(points)-1].Value
	switch {
	case last > first:
		f.Title = fmt.Sprintf("The trap index went from %.0f to %.0f", first, last)
	case last < first:
		f.Title = fmt.Sprintf("The trap index came down from %.0f to %.0f", first, last)
	default:
		f.Title = fmt.Sprintf("The trap index stands at %.0f, as at the start", last)
	}
	f.Label, f.Now = f.Title, strconv.Itoa(int(last))+" now"
	f.Drawing = chart.Draw(chart.Line{Actual: points, Today: points[len(points)-1].Date, Zero: true})
	return f
}

func trapTeams(t app.TrapView) (columns []string, rows [][]string) {
	columns = []string{"Team", "Index", "Four weeks ago"}
	for _, p := range t.Parts {
		columns = append(columns, p.Name)
	}
	for _, x := range t.Teams {
		row := []string{x.Team, "–", "–"}
		if n := len(x.History); n >= 4 && x.History[n-4].Known {
			row[2] = strconv.Itoa(x.History[n-4].Index)
		}
		if x.Known {
			row[1] = strconv.Itoa(x.Index)
		}
		for _, p := range x.Parts {
			row = append(row, partOf(p))
		}
		rows = append(rows, row)
	}
	return columns, rows
}

// shareName says where a part of the backlog leads.
func shareName(s judge.Share) string {
	switch {
	case s.Pillar != "":
		return s.Pillar
	case s.Serves:
		return "Serves a key result, and no choice"
	}
	return "Serves no key result"
}

// shareOf is the part of all shares, in whole per cent.
func shareOf(s judge.Share, all []judge.Share) int {
	sum := 0
	for _, x := range all {
		sum += x.Items
	}
	if sum == 0 {
		return 0
	}
	return (200*s.Items/sum + 1) / 2
}

// trapFigure draws how the share of the backlog without a result has moved.
func trapFigure(t app.TrapView) ui.Figure {
	var points []okr.Point
	var rows [][]string
	for _, w := range t.Weeks {
		if w.Open == 0 {
			continue
		}
		share := float64((200*w.Unaligned/w.Open + 1) / 2)
		points = append(points, okr.Point{Date: w.Date, Value: share})
		rows = append(rows, []string{ui.ShortDay(w.Date), strconv.Itoa(w.Open), strconv.Itoa(w.Unaligned), ui.Percent(share / 100)})
	}
	f := ui.Figure{ID: "aligned", About: "Open backlog items that serve no key result, in per cent, by today’s links", Columns: []string{"Day", "Open", "Without a result", "Share"}, Rows: rows}
	if len(points) < 2 {
		return f
	}
	first, last := points[0].Value, points[len(points)-1].Value
	switch {
	case last > first:
		f.Title = fmt.Sprintf("Work without a result went from %.0f %% to %.0f %%", first, last)
	case last < first:
		f.Title = fmt.Sprintf("Work without a result came down from %.0f %% to %.0f %%", first, last)
	default:
		f.Title = fmt.Sprintf("Work without a result has stayed at %.0f %%", last)
	}
	f.Label, f.Now = f.Title, ui.Percent(last/100)+" now"
	f.Drawing = chart.Draw(chart.Line{Actual: points, Today: points[len(points)-1].Date, Share: true})
	return f
}
