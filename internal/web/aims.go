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
	if a.Direction == "" && a.Target == nil && said.Target == nil && said.Relative != nil { // "by 30 %" says the way, though not where it ends
		a.Direction = said.Direction
	}
	if due := said.Deadline; a.Due == "" && c.Start <= due && due <= c.End { // of one outside the cycle the judge speaks
		a.Due = due
	}
	return a
}

// reread is a key result whose sentence was changed: what the sentence had said before follows what it says now, and what a person has written otherwise stays.
// Numbers that it does not say any more stay too; they are in their fields.
func (r *request) reread(k okr.KeyResult, title, objective string, c okr.Cycle) okr.KeyResult {
	was, now := r.complete(aims{}, k.Title, objective, "", c), r.complete(aims{}, title, objective, "", c)
	as := r.way(k, k.Title, objective, c)
	if k.Due == was.Due {
		k.Due = now.Due
	}
	if k.Kind == okr.Number {
		none := k.Baseline == nil && k.Target == nil && k.Unit == ""
		follow := func(to **float64, was, now *float64) {
			if now != nil && (none || sameValue(*to, was)) {
				*to = now
			}
		}
		follow(&k.Baseline, was.Baseline, now.Baseline)
		follow(&k.Target, was.Target, now.Target)
		if now.Unit != "" && (none || k.Unit == was.Unit) {
			k.Unit = now.Unit
		}
		if k.Direction == as {
			k.Direction = r.way(k, title, objective, c)
		}
		k = k.Aim(k.Baseline, k.Target)
	}
	k.Title = title
	return k
}

// way is where the number of a key result goes, as a sentence and its numbers say it.
func (r *request) way(k okr.KeyResult, title, objective string, c okr.Cycle) okr.Direction {
	if said := r.complete(aims{k.Baseline, k.Target, k.Unit, "", k.Due}, title, objective, title, c).Direction; said != "" {
		return said
	}
	k.Direction = okr.Increase
	return k.Aim(k.Baseline, k.Target).Direction
}

func sameValue(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }
