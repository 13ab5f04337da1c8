package web

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/chart"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// targetMoves are where the target of a key result was moved, for its chart and in words.
func targetMoves(k app.KeyResultView) (moves []chart.Move, text string) {
	var said []string
	for _, m := range k.Moves {
		if m.From != nil {
			moves = append(moves, chart.Move{Date: m.Date, Was: *m.From})
		}
		said = append(said, moveText(k, m))
	}
	if said == nil {
		return nil, ""
	}
	return moves, "The target moved " + strings.Join(said, ", then ") + "."
}

// moveText is "from 60 % to 45 % on 3 November".
func moveText(k app.KeyResultView, m app.TargetMove) string {
	from, to := "nothing", "nothing"
	if m.From != nil {
		from = k.Format(*m.From)
	}
	if m.To != nil {
		to = k.Format(*m.To)
	}
	return "from " + from + " to " + to + " on " + ui.ShortDay(m.Date)
}

// withMoves puts the moves of the target among the rows of the table beside a chart, with why.
func withMoves(rows [][]string, k app.KeyResultView, c okr.Cycle) [][]string {
	for _, m := range k.Moves {
		why := m.Why
		if why == "" {
			why = "no reason given"
		}
		rows = append(rows, []string{ui.ShortDay(m.Date), "target moved " + moveText(k, m), plannedOn(k, m.Date, c), "–", why})
	}
	return rows
}

// liveTexts are the texts of a live objective: they are saved together, with one reason, and not one by one.
func liveTexts(o app.ObjectiveView) []ui.Field {
	return []ui.Field{{Name: "title", Label: "The objective", Value: o.Title, Required: true, Max: okr.MaxTitle}, {Name: "why_important", Label: "Why does it matter?", Value: o.WhyImportant},
		{Name: "why_urgent", Label: "Why now?", Value: o.WhyUrgent}, {Name: "evidence", Label: "What does it rest on?", Value: o.Evidence}}
}

func liveText(t ui.Field, f *form) ui.Field {
	t.Type, t.Value, t.Error = "textarea", f.value(t.Name, t.Value), f.fault(t.Name)
	return t
}

// liveTexts takes the texts that a form gives into a patch, each with what it was when the form was opened.
func (r *request) liveTexts(p *okr.ObjectivePatch) {
	p.Base = &okr.ObjectivePatch{}
	for name, to := range map[string][2]**string{"title": {&p.Title, &p.Base.Title}, "why_important": {&p.WhyImportant, &p.Base.WhyImportant},
		"why_urgent": {&p.WhyUrgent, &p.Base.WhyUrgent}, "evidence": {&p.Evidence, &p.Base.Evidence}} {
		value, given := r.PostForm[name]
		now, base := unixLines(strings.Join(value, "")), unixLines(r.PostFormValue("base-"+name))
		if given && now != base {
			*to[0], *to[1] = &now, &base
		}
	}
}

// unixLines is a text as it is kept: browsers send lines with two characters at their end.
func unixLines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }
