package judge

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Revised is a change to what a live objective or key result aims at.
type Revised struct {
	Objective string
	KeyResult string // "" is the objective itself
	On        okr.Date
	What      []string // the fields, as people read them
	From, To  *float64 // of the target, where it was moved
	Value     *float64 // where the number stood then
	Unit      string
	Reason    string
}

// A Told is what the check-ins of a key result tell together.
type Told struct {
	Checks int  // how many there are
	Words  int  // how many of them say something
	Early  int  // how many confidences there were before the cycle's last fortnight
	Low    *int // the lowest of those
}

// changeRules ask about what was changed after people had begun to count on it, and how it ended.
var changeRules = []Rule{
	{
		ID: "change/churn", Severity: Warning, Title: "It changes often", Source: "G107 G109", Needs: "changes", Why: "Objectives are stable and tactics are free. What is rewritten every few weeks was not thought through, or is not meant.",
		Fires:  [2]Example{changed("three changes in six weeks", on("2026-01-20"), on("2026-02-03"), on("2026-02-17")), changed("four changes", on("2026-01-20"), on("2026-01-27"), on("2026-02-03"), on("2026-02-10"))},
		Silent: [2]Example{changed("two changes", on("2026-01-20"), on("2026-02-17")), changed("three changes on one day are one", on("2026-02-03"), on("2026-02-03"), on("2026-02-03"))},
		objective: func(p *pass, g *goal) []Finding {
			var days []string
			for _, r := range p.revisions(g) {
				if day := dayText(r.On); !slices.Contains(days, day) {
					days = append(days, day)
				}
			}
			if len(days) < churnDays {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("changed %d times: %s", len(days), strings.Join(days, ", ")), Fix: "What keeps changing, the world or our mind? Say what stays until the end of the cycle, and change how you get there instead.", Weight: 5}}
		},
	},
	{
		ID: "change/silent", Severity: Note, Title: "Changed without a reason", Source: "G108 J133", Needs: "changes", Why: "Whoever counted on it cannot tell whether it was learned or wished.",
		Fires:  [2]Example{changed("a target moved without a word", quietly(on("2026-02-03"))), changed("one of two changes has no reason", on("2026-01-20"), quietly(on("2026-02-03")))},
		Silent: [2]Example{changed("a target moved with a reason", on("2026-02-03")), changed("nothing changed")},
		objective: func(p *pass, g *goal) []Finding {
			var silent []Revised
			for _, r := range p.revisions(g) {
				if r.Reason == "" {
					silent = append(silent, r)
				}
			}
			if len(silent) == 0 {
				return nil
			}
			last := silent[len(silent)-1]
			f := Finding{Evidence: fmt.Sprintf("%s changed on %s, and nobody said why", strings.Join(last.What, " and "), dayText(last.On)), Fix: "Write the sentence down now, as a comment: what do you know that you did not know when it began?"}
			if n := len(silent); n > 1 {
				f.Evidence = fmt.Sprintf("%d changes without a reason, the last one on %s: %s", n, dayText(last.On), strings.Join(last.What, " and "))
			}
			return []Finding{f}
		},
	},
	{
		ID: "change/late-target", Severity: Warning, Title: "The target came to meet the value", Source: "G109 I123", Needs: "changes", Why: "A missed target teaches something; a moved one says that it was reached.",
		Fires:  [2]Example{changed("from 65 to 50 with 48 reached, in the last week", movedTo("2026-03-26", 65, 50, 48)), changed("from 20 to 30 with 31 left, two weeks before the end", movedTo("2026-03-17", 20, 30, 31))},
		Silent: [2]Example{changed("the same move in February", movedTo("2026-02-03", 65, 50, 48)), changed("a target that was raised at the end", movedTo("2026-03-26", 65, 70, 48))},
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			var late *Revised
			for _, r := range p.revisions(g) {
				if r.KeyResult == k.ID && r.From != nil && r.To != nil && r.Value != nil && p.Cycle.End != "" && p.Cycle.End.Since(r.On) < lateDays && math.Abs(*r.To-*r.Value) < math.Abs(*r.From-*r.Value) {
					late = &r
				}
			}
			if late == nil {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("the target went from %s to %s on %s, and the value was %s", trim(*late.From, late.Unit), trim(*late.To, late.Unit), dayText(late.On), trim(*late.Value, late.Unit)),
				Fix: "Put the target back and close it as missed: 0.7 with a good why is worth more than 1.0 without one.", Weight: 6}}
		},
	},
	{
		ID: "close/no-note", Severity: Warning, Title: "Ended without a note", Source: "I115 I116", Needs: "cycle", Why: "What nobody writes down is learned again, at the same price.",
		Fires: [2]Example{ended("closed, and nothing is written", "2026-04-02", func(g *Goal) {}), ended("still open three weeks after the cycle", "2026-04-21", func(g *Goal) { g.Stage = okr.Active })},
		Silent: [2]Example{ended("closed with a note", "2026-04-02", func(g *Goal) { g.Note = okr.ClosingNote{Why: "Parts were on the shelf"} }), ended("still open in the week after the cycle", "2026-04-05", func(g *Goal) {
			g.Stage = okr.Active
		})},
		objective: func(p *pass, g *goal) []Finding {
			switch {
			case g.Stage == okr.Closed && g.Note.IsZero():
				return []Finding{{Evidence: "it is closed, and no word says why it went as it did", Fix: "Two sentences are enough: why was it hit or missed, and what would you tell whoever tries it next?"}}
			case g.Stage == okr.Active && p.Today.Since(p.Cycle.End) > noteDays:
				return []Finding{{Evidence: fmt.Sprintf("the cycle ended on %s, and it is still open", dayText(p.Cycle.End)), Fix: "Close it with its note, and carry over what goes on."}}
			}
			return nil
		},
	},
	{
		ID: "close/no-why", Severity: Note, Title: "A grade without a why", Source: "I121 I122", Why: "The grade is forgotten in a month. The why is what the next team needs.",
		Fires:  [2]Example{ended("graded 0.4, and it says only what happened", "2026-04-02", func(g *Goal) { g.Grade, g.Note = new(0.4), okr.ClosingNote{What: "We did not get there"} }), ended("graded 1, and it says only what was learned", "2026-04-02", func(g *Goal) { g.Grade, g.Note = new(1.0), okr.ClosingNote{Learned: "It works"} })},
		Silent: [2]Example{ended("graded 0.4 with its why", "2026-04-02", func(g *Goal) { g.Grade, g.Note = new(0.4), okr.ClosingNote{Why: "The supplier was late"} }), ended("not graded", "2026-04-02", func(g *Goal) { g.Note = okr.ClosingNote{What: "We stopped"} })},
		objective: func(p *pass, g *goal) []Finding {
			if g.Stage != okr.Closed || g.Grade == nil || strings.TrimSpace(g.Note.Why) != "" || g.Note.IsZero() {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("graded %.1f, without a why", *g.Grade), Fix: "Was it skill, luck or something in the way? One sentence for those who come after you."}}
		},
	},
	{
		ID: "close/green-until-red", Severity: Warning, Title: "Fine until the last fortnight", Source: "G106 J130", Needs: "told", Why: "A surprise at the end means that it was not safe, or not usual, to say it earlier.",
		Fires:  [2]Example{surprised("a confidence of 8 until the last fortnight, then 2", 8, new(2), nil), surprised("a confidence of 7 all the way, and a third was reached", 7, new(7), new(0.33))},
		Silent: [2]Example{surprised("a confidence that was 4 in February", 4, new(2), nil), surprised("a confidence of 8, and all was reached", 8, new(9), new(1.0))},
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			told := p.Told[k.ID]
			if told.Low == nil || *told.Low < sureAll || told.Early < sureTimes || p.Cycle.End == "" || p.Today < p.Cycle.End.Add(-SurpriseDays) {
				return nil
			}
			end := ""
			switch {
			case k.Confidence != nil && *k.Confidence <= okr.TroubleConfidence:
				end = fmt.Sprintf("then %d", *k.Confidence)
			case g.Stage == okr.Closed && k.Progress != nil && *k.Progress < halfWay:
				end = fmt.Sprintf("and %.0f %% of the way was gone at the end", 100**k.Progress)
			default:
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("a confidence of %d or more until two weeks before the end, %s", *told.Low, end), Fix: "What did you know in the middle, and what would have made it easy to say? Ask that in the retrospective.", Weight: 5}}
		},
	},
}

// When a change counts as late, how many are many, and what a surprise at the end is.
const (
	churnDays = 3   // days on which what it aims at was changed
	lateDays  = 21  // before the end: half of what is left is closing
	noteDays  = 14  // after the end of the cycle
	sureAll   = 7   // the lowest confidence of somebody who sees no trouble
	sureTimes = 3   // check-ins that said so
	halfWay   = 0.5 // of the way: less than that was visible before
)

// SurpriseDays is how many days before the end of a cycle bad news is a surprise.
const SurpriseDays = 14

// revisions are the changes to what an objective and its key results aim at, the first one first.
func (p *pass) revisions(g *goal) []Revised {
	var out []Revised
	for _, r := range p.Changes {
		if r.Objective == g.ID {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b Revised) int { return strings.Compare(string(a.On), string(b.On)) })
	return out
}

func dayText(d okr.Date) string { return d.Time().Format("2 January") }

// live is a case with one live objective in February, in a cycle from January to March.
func live(text string) Example {
	e := kr("Riders who come back from 40 % to 65 %")
	e.Text = text
	g := &e.Case.Goals[0]
	g.ID, g.Stage, g.Team, g.TeamIDs = "o", okr.Active, "Workshop", []string{"t"}
	e.Case.Today, e.Case.Cycle = "2026-02-20", okr.Cycle{Start: "2026-01-01", Execute: "2026-01-15", Closing: "2026-03-25", End: "2026-03-31"}
	return e
}

func changed(text string, list ...Revised) Example {
	e := live(text)
	e.Case.Today, e.Case.Changes = "2026-03-30", append([]Revised{}, list...)
	return e
}

func on(day okr.Date) Revised {
	return Revised{Objective: "o", KeyResult: "k", On: day, What: []string{"target"}, Unit: "%", Reason: "The second city came later"}
}

func quietly(r Revised) Revised {
	r.Reason = ""
	return r
}

func movedTo(day okr.Date, from, to, value float64) Revised {
	r := on(day)
	r.From, r.To, r.Value = &from, &to, &value
	return r
}

// ended is an objective that was closed, on a day after the cycle.
func ended(text string, today okr.Date, change func(*Goal)) Example {
	e := live(text)
	e.Case.Today, e.Case.Goals[0].Stage = today, okr.Closed
	change(&e.Case.Goals[0])
	return e
}

// surprised is a key result at the end of its cycle, with the lowest confidence before the last fortnight and the last one.
func surprised(text string, low int, last *int, progress *float64) Example {
	e := ended(text, "2026-04-02", func(g *Goal) { g.KeyResults[0].Confidence, g.KeyResults[0].Progress = last, progress })
	e.Case.Told = map[string]Told{"k": {Checks: 9, Words: 5, Low: &low, Early: 8}}
	return e
}
