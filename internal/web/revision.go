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
	t.Type = "textarea"
	return f.field(t)
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

// dependents are the objectives, bets and decisions that rest on an objective, and what its readers still ask.
func dependents(r *request, o app.ObjectiveView) (out []ui.Link) {
	for _, e := range o.Supporters {
		out = append(out, ui.Link{Text: e.Title, About: "objective that supports it", URL: r.at("objectives/" + ref(e.Number))})
	}
	seen := map[string]bool{}
	for _, k := range o.KeyResults {
		for _, b := range o.Way.Work[k.ID] {
			if !seen[b.ID] {
				out = append(out, ui.Link{Text: b.Title, About: "bet, " + string(b.Horizon), URL: r.at("roadmap/" + b.ID)})
			}
			seen[b.ID] = true
		}
	}
	for _, c := range o.Contracts {
		if c.Contract.Stage != okr.ContractDeclined {
			out = append(out, ui.Link{Text: c.Text, About: "contract", URL: r.at("contracts/" + c.ID)})
		}
	}
	for _, d := range o.Decisions {
		if d.SupersededBy == "" {
			out = append(out, ui.Link{Text: d.Question, About: "decision", URL: r.at("decisions/" + d.ID)})
		}
	}
	if o.Review != nil && o.Review.Ended != 0 && o.Review.Open() > 0 {
		out = append(out, ui.Link{Text: ui.Plural(o.Review.Open(), "question"), About: "of its readers, not answered yet", URL: r.at("objectives/" + ref(o.Number) + "/review")})
	}
	return out
}

// countingOn is the same for a key result.
func countingOn(r *request, k app.KeyResultForm) (out []ui.Link) {
	for _, x := range []struct {
		list  []app.Choice
		about string
		url   func(app.Choice) string
	}{
		{k.Supporters, "objective that supports it", func(c app.Choice) string { return "objectives/" + ref(c.Number) }},
		{k.Computed, "computed from it", func(c app.Choice) string { return "objectives/" + ref(c.Number) + "#of-" + c.ID }},
		{k.Bets, "bet", func(c app.Choice) string { return "roadmap/" + c.ID }},
		{k.Contracts, "contract", func(c app.Choice) string { return "contracts/" + c.ID }},
		{k.Rulings, "decision", func(c app.Choice) string { return "decisions/" + c.ID }},
	} {
		for _, c := range x.list {
			out = append(out, ui.Link{Text: c.Text, About: x.about, URL: r.at(x.url(c))})
		}
	}
	return out
}
