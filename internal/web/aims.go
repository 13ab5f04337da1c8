package web

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/sentence"
)

// aims is where a key result goes, as the fields beside its sentence say.
type aims struct {
	Baseline, Target *float64
	Unit             string
	Direction        okr.Direction
	Due              okr.Date
}

// reading is how sentences of the organization are read, in a cycle.
func (r *request) reading(c okr.Cycle) sentence.Options {
	return sentence.Options{Today: r.s.App.Today(r.Org), Cycle: c, Fiscal: r.Org.Set.FiscalStart, Locale: r.Org.Set.Locale}
}

// complete takes from a sentence what the fields leave open: its direction and its day, which a short form does not ask for, and its numbers, unless the page has
// filled them in while it was typed. Then seen is that sentence, and a field without a number was emptied on purpose.
func (r *request) complete(a aims, title, objective, seen string, c okr.Cycle) aims {
	title = strings.TrimSpace(title)
	said := judge.ReadLine(judge.Line{Kind: judge.KeyResult, Text: title, Objective: objective, Options: r.reading(okr.Cycle{End: c.End})})
	if said.Target != nil && a.Baseline == nil && a.Target == nil && a.Unit == "" && strings.TrimSpace(seen) != title {
		a.Baseline, a.Target, a.Unit = said.Baseline, said.Target, said.Unit
	}
	same := a.Target != nil && said.Target != nil && *a.Target == *said.Target
	if a.Direction == "" && same && (a.Baseline == nil || said.Direction != okr.Increase && said.Direction != okr.Decrease) { // else the numbers say it
		a.Direction = said.Direction
	}
	if due := said.Deadline; a.Due == "" && c.Start <= due && due <= c.End { // of one outside the cycle the judge speaks
		a.Due = due
	}
	return a
}
