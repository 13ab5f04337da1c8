package judge

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/sentence"
)

func kr(text string) Example {
	return Example{text, Case{Goals: []Goal{{Objective: okr.Objective{Title: "Riders trust our repairs"}, KeyResults: []okr.KeyResult{{ID: "k", Title: text}}}}}}
}

func krs(texts ...string) Example {
	e := Example{Text: strings.Join(texts, " · ")}
	for i, t := range texts {
		e.Case.Goals = append(e.Case.Goals, Goal{Objective: okr.Objective{ID: "o" + strconv.Itoa(i), Title: "Riders trust our repairs", TeamIDs: []string{"t" + strconv.Itoa(i)}}, KeyResults: []okr.KeyResult{{ID: "k" + strconv.Itoa(i), Title: t}}})
	}
	return e
}

// number answers whether a key result has a number to reach, in its text or in its fields.
func (k *result) number() bool {
	return k.reading.Target != nil || k.reading.Relative != nil || k.Target != nil || k.Kind == okr.Milestones || k.Kind == okr.Judgement
}

// How likely what a finding says has to be before it is said, chosen on plans of organizations that nothing was fitted to: said more lightly, every
// third to second one is wrong there, and a question that is asked for nothing costs more than one that is not asked.
const (
	certain   = 0.97 // that a line is a task: the gravest thing to say of it
	openEnded = 0.75 // that two people could disagree in the end
	loosely   = 0.9  // that a word leaves the end open
	twofold   = 0.75 // that a line holds two results
)

// task answers whether a line is a task, and whether it says so with its first word: where none names the work, it may also be a state that is worth
// reaching, and it is asked about more lightly or, if it speaks of all of something or moves from a number to a number, not at all.
func (k *result) task() (is, named bool) {
	r := k.reading
	words := r.tokens()
	p := parseOf(words)
	least := certain
	if !k.number() && bareEffort(words) {
		least = Sure
	}
	if r.Verdict != NotAKeyResult || r.Confidence < least || r.Type == Outcome || r.Type == Learning {
		return false, false
	}
	switch p.mood {
	case "order", "done", "effort":
		return !keepsPlan(words), true
	case "noun":
		if (r.Baseline != nil || k.Baseline != nil) && (r.Target != nil || k.Target != nil) {
			return false, false
		}
	default:
		if ofAll(words) {
			return false, false
		}
	}
	return true, false
}

// bareEffort answers whether a line begins with a verb in -ing and only says what it is done to, so that nothing tells when it ends: "Naming of the new
// brand", "Rewriting the lease".
func bareEffort(words []token) bool {
	p := parseOf(words)
	if p.mood != "effort" || p.at+2 >= len(words) {
		return false
	}
	next := words[p.at+1].Text
	return next == "of" || determiners[next]
}

// ofAll answers whether a line speaks of all of something.
func ofAll(words []token) bool {
	return hasWord(words, "all", "every", "each", "everyone", "everybody")
}

// completes answers whether what is to be learned has an end without a count: all of something is looked at, or the value of today is found out.
func (k *result) completes() bool {
	words := k.reading.tokens()
	return ofAll(words) || hasWord(words, "baseline", "baselines")
}

// keepsPlan answers whether a line measures itself by a plan that stands elsewhere: "hire according to plan", "meet the budget".
func keepsPlan(words []token) bool {
	reaching := false
	for i, w := range words {
		switch w.Text {
		case "meet", "met", "hit", "reach", "reached", "exceed", "exceeded", "beat", "accomplish", "accomplished", "achieve", "achieved", "fulfil", "fulfill", "keep", "stay":
			reaching = reaching || i < 3
		case "plan", "target", "targets", "budget", "quota", "forecast", "goal", "goals":
			before := ""
			if i > 0 {
				before = words[i-1].Text
			}
			if before == "to" || before == "per" || before == "above" || before == "of" && i > 1 && words[i-2].Text == "ahead" || reaching && i < 8 {
				return true
			}
		}
	}
	return false
}

func (k *result) isTask() bool {
	is, _ := k.task()
	return is
}

// manyUndated is how many key results a plan may have for each to be told that it has no date.
const manyUndated = 5

var keyResultRules = []Rule{
	{
		ID: "kr/task", Severity: Serious, Title: "A task, not a result", Source: "C47 C41",
		Why:    "It says what we will do; it can be finished without anything being better for anybody.",
		Fires:  [2]Example{kr("Launch the new booking page"), kr("Write a guide for workshop partners")},
		Silent: [2]Example{kr("Share of repairs done within a day from 40 % to 65 %"), kr("Support CSAT above 4.7")},
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			if f, ok := k.behind(); ok {
				return []Finding{f}
			}
			is, named := k.task()
			if !is {
				return nil
			}
			f := Finding{Evidence: k.evidence(), Fix: "What will be different, and for whom, once it is done? Make that the key result; the work itself belongs on the roadmap."}
			switch {
			case k.reading.Type == Activity:
				f.Fix = "What should the effort change, and by how much? The effort itself belongs on the roadmap."
			case k.describes():
				f.Fix = "Who will use it, how many of them, and what will be better for them? Make that the key result; what it can do belongs on the roadmap."
			}
			if !named {
				f.Severity = Warning
			}
			return []Finding{f}
		},
	},
	{
		ID: "kr/unmeasurable", Severity: Warning, Title: "Nobody could tell whether it was reached", Source: "C44 C49",
		Why:    "Two honest people could look at the facts in the end and disagree.",
		Fires:  [2]Example{kr("Improve the experience of our riders"), kr("Increase the number of repairs")},
		Silent: [2]Example{kr("NPS of riders from 32 to 45"), kr("Reduce complaints by 20 %")},
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			if !k.unmeasurable() || k.vague() && !k.changes() {
				return nil
			}
			return []Finding{{Evidence: "no number, and no crisp yes or no", Fix: "Which number would you look at? Write it as: metric, from where it is today, to where it should be.", Rewrite: k.pattern()}}
		},
	},
	{
		ID: "kr/no-target", Severity: Warning, Title: "The number is still open", Source: "C45",
		Why:    "Without a target nobody knows how far to go, and any value will look fine in the end.",
		Fires:  [2]Example{kr("Grow weekly riders by X %"), kr("Reach TBD workshop partners")},
		Silent: [2]Example{kr("Grow weekly riders by 15 %"), kr("Reach 40 workshop partners")},
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			if !k.reading.Placeholder || k.reading.Target != nil || k.Target != nil {
				return nil
			}
			return []Finding{{Evidence: k.blank(), Fix: "Fill in a first honest guess today; you can sharpen it in the first two weeks."}}
		},
	},
	{
		ID: "kr/no-baseline", Severity: Note, Title: "Where are we today?", Source: "C45 D68",
		Why:    "A target without a start says nothing about how hard it is.",
		Fires:  [2]Example{kr("Increase the share of repaired bikes to 80 %"), kr("Reduce complaints by 20 %")},
		Silent: [2]Example{kr("Increase the share of repaired bikes from 22 % to 80 %"), kr("Keep availability above 99.9 %")},
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			d := k.reading.Direction
			if k.reading.Target == nil && k.reading.Relative == nil || k.reading.Baseline != nil || k.Baseline != nil || k.Value != nil || k.reading.Type != Outcome || d != okr.Increase && d != okr.Decrease {
				return nil
			}
			if k.reading.Target == nil && k.against() {
				return nil
			}
			if k.reading.Target == nil {
				return []Finding{{Evidence: "a change, and no value that it is counted from", Fix: "Look up today's value and write “from … to …”: in a few weeks nobody knows what the change is of. If nobody can tell, finding out is the first step."}}
			}
			return []Finding{{Evidence: "a target, and no value to start from", Fix: "Look up today's value and write “from … to " + trim(*k.reading.Target, k.reading.Unit) + "”. If nobody can tell, finding out is the first step."}}
		},
	},
	{
		ID: "kr/no-date", Severity: Note, Title: "No date", Source: "C45", Why: "Without a date it is never late.",
		Fires:  [2]Example{kr("NPS of riders from 32 to 45"), kr("Reduce complaints by 20 %")},
		Silent: [2]Example{kr("NPS of riders from 32 to 45 by June 30"), kr("Reduce complaints by 20 % in Q2")},
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			if k.reading.When != "" || k.Due != "" || p.Cycle.End != "" || g.CycleID != "" {
				return nil
			}
			d := p.undated()
			switch {
			case d.all > manyUndated && (g.noted != d.first || k != g.undated()):
				return nil // said once, at the first of them
			case d.all > manyUndated:
				return []Finding{{Evidence: fmt.Sprintf("neither a cycle nor the text names one, in %d key results", d.count), Fix: "Put the objectives into a cycle, or add the day by which it should be true."}}
			}
			return []Finding{{Evidence: "neither the text nor a cycle names one", Fix: "Add the day by which it should be true, or put the objective into a cycle."}}
		},
	},
	{
		ID: "kr/vague", Severity: Warning, Title: "An open-ended word", Source: "C44", Why: "A word such as “better” has no finish line: whoever reads it will set another one.",
		Fires:  [2]Example{kr("Significantly better onboarding for new riders"), kr("Riders are happier with our service")},
		Silent: [2]Example{kr("New riders finish onboarding in under 4 minutes"), kr("Answer partners within 4 hours in 95 % of cases")},
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			if !k.vague() || k.unmeasurable() && k.changes() { // one question is enough: the metric, where a verb only says which way it should go
				return nil
			}
			w, span := k.open()
			f := Finding{Evidence: "“" + w + "”", Place: Place{Span: span}, Fix: "How would you notice? Name the threshold that “" + w + "” stands for."}
			if about := lexicon.Word(strings.ToLower(w)).Class; about&inner != 0 && about&verbs != 0 { // feel
				f.Fix = "Whom would you ask, and how many of them should say so?"
			}
			return []Finding{f}
		},
	},
	{
		ID: "kr/two-in-one", Severity: Warning, Title: "Two results in one", Source: "C44", Why: "One can be reached without the other; the progress of both together says nothing.",
		Fires:  [2]Example{kr("Raise NPS to 45 and cut complaints by 20 %"), kr("Open 12 workshops in May and cut complaints about waiting by 20 %")},
		Silent: [2]Example{kr("Raise NPS of riders and partners to 45"), kr("Cut complaints by 20 %")},
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			if !k.two() || table.chance("compound", k.reading.has) < twofold && k.measures() == 0 {
				return nil
			}
			f := Finding{Evidence: "two things that could be reached one without the other", Fix: "Make two key results of it, or keep the one that matters more."}
			if a, b := k.split(); a != "" {
				f.Rewrite = []string{a, b}
			}
			return []Finding{f}
		},
	},
	{
		ID: "kr/contradiction", Severity: Serious, Title: "It contradicts itself", Source: "C44", Why: "The words say one way and the numbers the other; somebody will steer by the wrong one.",
		Fires:  [2]Example{kr("Increase weekly riders from 15,000 to 10,000"), kr("Reduce complaints from 12 to 20")},
		Silent: [2]Example{kr("Increase weekly riders from 10,000 to 15,000"), kr("Reduce complaints from 20 to 12")},
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			r := k.reading
			from, to, unit := r.Baseline, r.Target, r.Unit
			if to == nil {
				from, to, unit = k.Baseline, k.Target, k.Unit
			}
			due := cmp.Or(r.Deadline, k.Due)
			switch {
			case from != nil && to != nil && *from == *to && !isLimit(k):
				return []Finding{{Evidence: "from " + trim(*from, unit) + " to " + trim(*to, unit), Why: "Nothing would change: it is reached before it begins.", Fix: "Where should the number be in the end? If it should stay where it is, write “keep it at least at …” or “at most at …”."}}
			case r.Baseline != nil && r.Target != nil && (r.Direction == okr.Increase && *r.Target < *r.Baseline || r.Direction == okr.Decrease && *r.Target > *r.Baseline):
				return []Finding{{Evidence: fmt.Sprintf("%s, but from %s to %s", r.Direction, trim(*r.Baseline, r.Unit), trim(*r.Target, r.Unit)), Fix: "Swap the two numbers, or the verb."}}
			case r.Direction == "" && k.Baseline != nil && k.Target != nil && (k.Direction == okr.Increase && *k.Target < *k.Baseline || k.Direction == okr.Decrease && *k.Target > *k.Baseline):
				return []Finding{{Evidence: fmt.Sprintf("%s, but from %s to %s", k.Direction, trim(*k.Baseline, k.Unit), trim(*k.Target, k.Unit)), Fix: "Swap the two numbers, or turn the direction."}}
			case due != "" && due < p.Cycle.Start:
				return []Finding{{Severity: Warning, Evidence: "due " + string(due) + ", before the cycle begins on " + string(p.Cycle.Start), Why: "It is over before anybody can work on it.", Fix: "Look at the day and its year; what was due before belongs to an earlier cycle."}}
			case p.Cycle.End != "" && r.Deadline > p.Cycle.End:
				return []Finding{{Severity: Warning, Evidence: "due " + string(r.Deadline) + ", after the cycle ends on " + string(p.Cycle.End), Why: "It cannot be judged when the cycle closes.", Fix: "Name the value that should be reached by the end of the cycle."}}
			case r.Target != nil && k.Target != nil && math.Abs(*r.Target-*k.Target) > 1e-9*math.Abs(*k.Target) && r.Unit == k.Unit:
				return []Finding{{Severity: Warning, Evidence: "the text says " + trim(*r.Target, r.Unit) + ", the target is " + trim(*k.Target, k.Unit), Why: "People will steer by the one that they read.", Fix: "Make the two the same."}}
			}
			return nil
		},
	},
	{
		ID: "kr/vanity", Severity: Note, Title: "A count that only ever rises", Source: "C66 C67", Why: "A total grows in good quarters and in bad ones; it cannot tell them apart.",
		Fires:  [2]Example{kr("Reach 100,000 total sign-ups"), kr("500,000 page views")},
		Silent: [2]Example{kr("30 % of sign-ups book a second repair"), kr("10,000 weekly active riders")},
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			word, span := k.vain()
			if strings.HasSuffix(strings.ToLower(word), "stars") && !strings.Contains(strings.ToLower(word), "github") && (k.reading.Target == nil || *k.reading.Target <= 10) { // of a rating
				return nil
			}
			if word == "" || k.reading.Unit == "%" || k.reading.Share() || !k.number() || k.reading.Relative != nil {
				return nil
			}
			return []Finding{{Evidence: "“" + word + "”", Place: Place{Span: span}, Fix: "Take the rate beside it: how many of them come back, pay or finish, in a week or a month?"}}
		},
	},
	{
		ID: "kr/twin", Severity: Note, Title: "The same metric twice", Source: "E79 E82", Why: "Two that move the same number without knowing it will pull at it from two sides.",
		Fires:  [2]Example{krs("Share of repairs done within a day from 40 % to 65 %", "Raise the share of repairs done within a day to 70 %"), krs("Churn of riders from 8 % to 5 %", "Reduce churn of riders to 4 %")},
		Silent: [2]Example{krs("Churn of riders from 8 % to 5 %", "NPS of partners from 20 to 40"), krs("Repairs done within a day to 65 %", "Partners paid within a day to 95 %")},
		plan:   func(p *pass) []Finding { return p.pairs(false) },
	},
	{
		ID: "kr/conflict", Severity: Warning, Title: "Two teams pull one metric in opposite directions", Source: "E79 E82", Why: "Whatever one of them gains the other loses.",
		Fires:  [2]Example{krs("Increase spend on spare parts from 20 to 40 k", "Reduce spend on spare parts from 20 to 10 k"), krs("Raise the number of open workshops to 30", "Reduce the number of open workshops to 12")},
		Silent: [2]Example{krs("Increase spend on spare parts to 40 k", "Reduce complaints about spare parts to 10"), krs("Churn of riders from 8 % to 5 %", "Reduce churn of riders to 4 %")},
		plan:   func(p *pass) []Finding { return p.pairs(true) },
	},
	{
		ID: "kr/false-precision", Severity: Note, Title: "A judgement with decimals", Source: "I122", Why: "What people judge by feeling has four honest steps: not, partly, mostly, fully.",
		Fires: [2]Example{judged("The brand feels like ours: from 0.42 to 0.65"), judged("Partners trust us: 73 %")}, Silent: [2]Example{judged("The brand feels like ours"), kr("NPS from 32.5 to 45.5")},
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			if k.Kind != okr.Judgement || k.reading.Target == nil {
				return nil
			}
			return []Finding{{Evidence: trim(*k.reading.Target, k.reading.Unit), Fix: "Leave the number out and judge it in four steps, or measure something."}}
		},
	},
	{
		ID: "kr/learning-without-number", Severity: Note, Title: "How much will we have learned from?", Source: "C64", Why: "“Research” is finished whenever one stops; a number of interviews or experiments is not.",
		Fires:  [2]Example{kr("Interview riders about why they leave"), kr("Run experiments on the price of a repair")},
		Silent: [2]Example{kr("Interview 20 riders about why they leave"), kr("Run 5 experiments on the price of a repair")},
		keyResult: func(p *pass, g *goal, k *result) []Finding {
			if k.reading.Type != Learning && !k.Learning || k.number() || k.completes() {
				return nil
			}
			if thenActs(k.reading.tokens()) {
				return []Finding{{Evidence: "no count of what is found and dealt with", Fix: "How many of them must be dealt with for it to be done? Write that number."}}
			}
			return []Finding{{Evidence: "no count of interviews, experiments or users", Fix: "How many would convince you? Write that number."}}
		},
	},
}

func judged(text string) Example {
	e := kr(text)
	e.Case.Goals[0].KeyResults[0].Kind = okr.Judgement
	return e
}

// evidence is the part of the sentence that makes it a task.
func (k *result) evidence() string {
	words := k.reading.tokens()
	p := parseOf(words)
	switch {
	case (p.mood == "order" || p.mood == "done" || p.mood == "effort") && p.at < len(words):
		w := words[p.at].Span
		return "begins with “" + k.reading.text.Raw[w.From:w.To] + "”: " + thing[k.reading.Type]
	case k.describes():
		return "what something has or can do, whoever uses it"
	}
	return thing[k.reading.Type]
}

// describes answers whether the line tells what a thing has or can do, and not what people do: "Season passes include a check".
func (k *result) describes() bool {
	words := k.reading.tokens()
	p := parseOf(words)
	switch {
	case p.mood != "statement" || p.passive || p.we || isPeople(p.subject) || k.reading.Type != Output:
		return false
	case p.aux == "":
		made := p.at+1 < len(words) && formOf(words[p.at+1]) == past // "Tour map details sent"
		return !made && (p.verb&ensures != 0 || (manner.Word(p.word).Class|manner.Base(p.word).Class)&describes != 0)
	}
	return p.aux == "can" || p.aux == "has"
}

var thing = map[string]string{Output: "work that we do ourselves", Activity: "an effort without an end"}

// behind finds a result that stands behind the work which should lead to it: "Launch a page to cut complaints from 12 to 3".
func (k *result) behind() (Finding, bool) {
	p := parseOf(k.reading.tokens())
	if p.mood != "order" && p.mood != "done" || p.verb&(makes|does|hires) == 0 && !p.verbIs("buy", "rent", "lease") || p.verb&(ups|downs) != 0 {
		return Finding{}, false
	}
	aim := k.purpose()
	if aim == "" || strings.Contains(strings.ToLower(aim), "complet") { // work that leads to more of it
		return Finding{}, false
	}
	f := Finding{Severity: Warning, Evidence: "work that is meant to lead to a result", Fix: "Is the result what stands behind “to”? Make that the key result, and put the work on the roadmap.", Rewrite: []string{aim}}
	if bare := (&result{KeyResult: k.KeyResult, reading: ReadLine(Line{Kind: KeyResult, Text: aim})}); !hasNumber(bare.reading.tokens()) {
		if f.Rewrite = bare.pattern(); f.Rewrite == nil {
			f.Rewrite = []string{aim + ": from … to …"}
		}
	}
	return f, true
}

// vain is the word that shows a count which only ever rises.
func (k *result) vain() (string, sentence.Span) {
	words := k.reading.text.Words
	total := false
	for _, w := range words {
		switch w.Text {
		case "active", "weekly", "monthly", "daily", "paying", "per", "a", "new", "rate", "retained", "second":
			if w.Text != "a" && w.Text != "new" {
				return "", sentence.Span{}
			}
		case "total", "cumulative", "overall":
			total = true
		}
	}
	for i, w := range words {
		two := w.Text
		if i+1 < len(words) && !words[i+1].Glued {
			two += " " + words[i+1].Text
		}
		switch {
		case two == "page views", two == "sign ups", two == "github stars", two == "social followers":
			return k.reading.text.Raw[w.Span.From:words[i+1].Span.To], sentence.Span{From: w.Span.From, To: words[i+1].Span.To}
		case w.Text == "pageviews", w.Text == "followers", w.Text == "impressions", w.Text == "stars" && !total, w.Text == "downloads",
			total && (w.Text == "sign-ups" || w.Text == "signups" || w.Text == "registrations" || w.Text == "users" || w.Text == "installs"):
			return k.reading.text.Raw[w.Span.From:w.Span.To], w.Span
		}
	}
	return "", sentence.Span{}
}

// An undating is how many key results of a plan name no day, of how many, and the goal of the first.
type undating struct {
	count, all int
	first      *noted
}

func (p *pass) undated() *undating {
	if p.days == nil {
		p.days = &undating{}
		for _, g := range p.goals {
			p.days.all += len(g.results)
			for i := range g.results {
				if k := &g.results[i]; k.reading.When == "" && k.Due == "" {
					if p.days.count++; p.days.first == nil {
						p.days.first = g
					}
				}
			}
		}
	}
	return p.days
}

// undated is the first key result of a goal that names no day.
func (g *goal) undated() *result {
	for _, k := range g.results {
		if k.reading.When == "" && k.Due == "" {
			return k
		}
	}
	return nil
}
