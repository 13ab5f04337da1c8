package judge

import (
	"fmt"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// dataRules ask whether the numbers can be had: what nobody can read in week two is decided by opinion in week thirteen.
var dataRules = []Rule{
	{
		ID: "data/not-ready", Severity: Warning, Title: "The number cannot be had yet", Source: "D68 D69 D71", Needs: "data", Why: "A key result whose number arrives too late is steered by nobody.",
		Fires:  [2]Example{data("access is missing since today", gap("2026-01-20")), data("nobody has asked, and the first weeks have gone by", nil)},
		Silent: [2]Example{data("all seven answers are yes", full), data("values come in", func(k *okr.KeyResult) { k.Kind, k.Checks, k.Value = okr.Number, 3, new(44.0) })},
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			switch r := k.Ready(p.Today); {
			case r.State == okr.DataGap && !p.old(k.Readiness.Since):
				return []Finding{{Evidence: strings.Join(r.Words(), ", "), Fix: "Can you close the gap this week? If not, decide: wait, look at something else until a day, or make measuring it an objective."}}
			case r.State == okr.DataUnasked && k.Checks == 0 && p.begun():
				return []Finding{{Severity: Note, Evidence: "nobody has looked whether the number can be had", Fix: "Go through the seven questions; it takes a minute.", Weight: 2}}
			}
			return nil
		},
	},
	{
		ID: "data/no-decision", Severity: Warning, Title: "A gap in the data that nobody decides about", Source: "D70 D71 D73", Needs: "data", Why: "A gap without a decision is a decision to guess.",
		Fires: [2]Example{data("access is missing for three weeks", gap("2026-01-02")), data("the delay is over, and access is still missing", func(k *okr.KeyResult) {
			gap("2026-01-02")(k)
			k.Readiness.Decision = okr.DataDecision{Choice: okr.DataDelay, Until: "2026-01-16"}
		})},
		Silent: [2]Example{data("access is missing since yesterday", gap("2026-01-22")), data("it waits until March", func(k *okr.KeyResult) {
			gap("2026-01-02")(k)
			k.Readiness.Decision = okr.DataDecision{Choice: okr.DataDelay, Until: "2026-03-01"}
		})},
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			f := Finding{Fix: "Choose one: wait until a day, look at something else until a day, or make measuring it an objective.", Weight: 5}
			switch r, d := k.Ready(p.Today), k.Readiness.Decision; {
			case r.State == okr.DataGap && p.old(k.Readiness.Since):
				f.Evidence = fmt.Sprintf("%s, for %d days", strings.Join(r.Words(), ", "), p.Today.Since(k.Readiness.Since))
			case r.State == okr.DataLapsed && d.Choice == okr.DataDelay:
				f.Evidence = fmt.Sprintf("it was to wait until %s; still %s", dayText(d.Until), strings.Join(r.Words(), ", "))
			default:
				return nil
			}
			return []Finding{f}
		},
	},
	{
		ID: "data/proxy-expired", Severity: Warning, Title: "A temporary number that has stayed", Source: "D72 D74", Needs: "data", Why: "What stands in for a number for long becomes the number.",
		Fires: [2]Example{data("the proxy was to end a week ago", proxy("2026-01-16")), data("the proxy ended yesterday", proxy("2026-01-22"))}, Silent: [2]Example{data("the proxy ends in March", proxy("2026-03-01")), data("all seven answers are yes", full)},
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			d := k.Readiness.Decision
			if k.Ready(p.Today).State != okr.DataLapsed || d.Choice != okr.DataProxy {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("“%s” was to do until %s", d.Proxy, dayText(d.Until)), Fix: "Can the real number be had now? If not, give the stand-in a new last day, and say what has to happen before it."}}
		},
	},
	{
		ID: "data/source-silent", Severity: Note, Title: "People check in, and the number does not come", Source: "D70 D74", Needs: "data", Why: "A confidence without a number is a mood.",
		Fires: [2]Example{data("the last value is five weeks old, the last check-in is of today", since(35, 0)), data("the same value, five times over a month", func(k *okr.KeyResult) {
			for i := range 5 {
				k.Trail = append(k.Trail, okr.Point{Date: okr.Date("2026-01-23").Add(7 * (i - 4)), Value: 3})
			}
			k.CheckedAs = "2026-01-23"
		})},
		Silent: [2]Example{data("the last value is of last week", since(7, 0)), data("nobody has checked in for five weeks either", since(35, 35))},
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			n := len(k.Trail)
			if n == 0 || k.CheckedAs == "" || k.Kind != okr.Number && k.Kind != "" || k.Progress != nil && *k.Progress >= 1 {
				return nil
			}
			last := k.Trail[n-1]
			if days := k.CheckedAs.Since(last.Date); days >= silentDays {
				return []Finding{{Evidence: fmt.Sprintf("the last value is %d days older than the last check-in", days), Fix: "Where has the number gone? Ask whoever owns the source, or decide what you look at meanwhile."}}
			}
			same := n - 1
			for same > 0 && k.Trail[same-1].Value == last.Value {
				same--
			}
			if n-same < stuckValues || last.Date.Since(k.Trail[same].Date) < silentDays || isLimit(k) {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("the same value %d times since %s", n-same, dayText(k.Trail[same].Date)), Fix: "Has it really not moved, or has nobody looked? If it moves only once a quarter, choose a number that speaks earlier."}}
		},
	},
}

// When a source counts as silent: no value for four weeks while people check in, or the same one in each of four weeks.
const (
	silentDays  = 28
	stuckValues = 5
	gapDays     = 14 // how long a gap may wait for a decision
)

func isLimit(k *result) bool {
	return k.Direction == okr.KeepAbove || k.Direction == okr.KeepBelow
}

// old answers whether a gap that is known since a day should have been decided about.
func (p *pass) old(since okr.Date) bool { return since != "" && p.Today.Since(since) >= gapDays }

// begun answers whether the cycle's first two weeks, in which there is time to ask, have gone by.
func (p *pass) begun() bool { return p.Cycle.Start != "" && p.Today.Since(p.Cycle.Start) >= gapDays }

// data is a key result of an objective on 23 January, with what is known of its data.
func data(text string, change func(*okr.KeyResult)) Example {
	e := kr("Riders who come back from 40 % to 65 %")
	e.Text = text
	e.Case.Data, e.Case.Today, e.Case.Cycle = true, "2026-01-23", okr.Cycle{Start: "2026-01-01", End: "2026-03-31"}
	if change != nil {
		change(&e.Case.Goals[0].KeyResults[0])
	}
	return e
}

func full(k *okr.KeyResult) {
	k.Kind, k.Readiness = okr.Number, okr.Readiness{Source: "The till", Checked: "2026-01-02", Answers: map[okr.Aspect]okr.Answer{}}
	for _, a := range okr.Aspects {
		k.Readiness.Answers[a.Aspect] = okr.AnswerYes
	}
}

func gap(since okr.Date) func(*okr.KeyResult) {
	return func(k *okr.KeyResult) {
		full(k)
		k.Readiness.Answers[okr.DataAccess], k.Readiness.Since = okr.AnswerNo, since
	}
}

func proxy(until okr.Date) func(*okr.KeyResult) {
	return func(k *okr.KeyResult) {
		gap("2026-01-02")(k)
		k.Readiness.Decision = okr.DataDecision{Choice: okr.DataProxy, Proxy: "Riders that we know by face", Until: until}
	}
}

// since has the last value and the last check-in so many days ago.
func since(value, check int) func(*okr.KeyResult) {
	return func(k *okr.KeyResult) {
		k.Trail, k.CheckedAs = []okr.Point{{Date: okr.Date("2026-01-23").Add(-value), Value: 3}}, okr.Date("2026-01-23").Add(-check)
	}
}
