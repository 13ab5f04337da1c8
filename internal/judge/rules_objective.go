package judge

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/sentence"
)

func aim(text string, below ...string) Example {
	g := Goal{Objective: okr.Objective{ID: "o", Title: text}}
	for _, b := range below {
		g.KeyResults = append(g.KeyResults, okr.KeyResult{Title: b})
	}
	if len(below) > 0 {
		text += ", measured by “" + strings.Join(below, "” and “") + "”"
	}
	return Example{text, Case{Goals: []Goal{g}}}
}

func with(e Example, text string, change func(*Goal)) Example {
	e.Case.Goals = append([]Goal(nil), e.Case.Goals...)
	change(&e.Case.Goals[0])
	if text != "" {
		e.Text += text
	}
	return e
}

func asItIs(*Goal) {}

var reasons = aim("Riders trust our repairs")

var objectiveRules = []Rule{
	{
		ID: "objective/metric", Severity: Warning, Title: "A key result in disguise", Source: "C50", Why: "A number says how we know; an objective says what for.",
		Fires: [2]Example{aim("Increase repairs to 4,000 a month"), aim("Reach 95 % on-time delivery")}, Silent: [2]Example{reasons, aim("Be the workshop that riders recommend")},
		objective: func(p *pass, g *goal) []Finding {
			r := g.reading
			for _, span := range asides.FindAllStringIndex(g.Title, -1) {
				if at := r.Spans["target"]; at.From >= span[0] && at.To <= span[1] {
					return nil
				}
			}
			if r.Target == nil && r.Relative == nil || r.Type != Metric && r.Unit != "%" && r.Direction == okr.Reach || r.Type == Task && r.Unit != "%" {
				return nil
			}
			if r.Target != nil && *r.Target == 100 && wholly(r.tokens()) || figurative(r.text, r.tokens()) {
				return nil
			}
			return []Finding{{Evidence: "a number to hit", Place: Place{Span: g.reading.Spans["target"]}, Fix: "Move the number into a key result, and say here why it matters: what will be true for whom?"}}
		},
	},
	{
		ID: "objective/task", Severity: Warning, Title: "A task, not an aim", Source: "C50", Why: "It says how. When it is done, nobody asks whether it helped.",
		Fires: [2]Example{aim("Implement the new booking system"), aim("Hire three workshop leads")}, Silent: [2]Example{reasons, aim("Become the easiest place to get a bike repaired")},
		objective: func(p *pass, g *goal) []Finding {
			w := g.reading.tokens()
			if g.reading.Type != Task || g.reading.Verdict != NotAnAim || g.reading.Confidence < certain && !(g.reading.Confidence >= Sure && (builds(w) || bareEffort(w) && !hasAbout(w, vagues|aims|states))) {
				return nil
			}
			if p := parseOf(w); p.mood == "order" && p.verbIs("own", "conquer", "dominate", "fill", "win", "rule", "master", "outgrow") {
				return nil
			}
			if len(w) > 0 && (w[0].Text == "being" || w[0].Text == "becoming") || keepsPlan(w) || bare(w) || wellDone(w) { // what one is, is not done; how well it is done is an aim
				return nil
			}
			return []Finding{{Evidence: "a thing to do", Fix: "What do you hope will be true once it is done? Write that; the task belongs on the roadmap."}}
		},
	},
	{
		ID: "objective/label", Severity: Warning, Title: "A heading, not an aim", Source: "C51", Why: "A topic points nowhere: one cannot be closer to it.",
		Fires: [2]Example{aim("Marketing"), aim("Hiring")}, Silent: [2]Example{reasons, aim("Make hiring feel fair to everyone who applies")},
		objective: func(p *pass, g *goal) []Finding {
			letters, doing := 0, false
			for _, w := range g.reading.tokens() {
				if w.Kind == sentence.Letters {
					letters++
					doing = doing || w.about&(makes|gains|ups|downs|holds|ensures|aims) != 0 && formOf(w) != gerund
				}
			}
			nothing := bare(g.reading.tokens()) && !keepsPlan(g.reading.tokens()) && g.reading.Verdict == NotAnAim && g.reading.Confidence >= Sure && (g.reading.Type == Task || g.reading.Type == Label)
			if speaks(g.reading.tokens()) || figurative(g.reading.text, g.reading.tokens()) {
				return nil
			}
			if !nothing && (g.reading.Type != Label && letters > 2 || g.reading.Type == Task && letters > 1 || doing || letters > 4) {
				return nil
			}
			return []Finding{{Evidence: "a topic without a direction", Fix: "Add the verb: where should it go, and for whom?"}}
		},
	},
	{
		ID: "objective/fluffy", Severity: Note, Title: "Any team could have written it", Source: "C51", Why: "If nobody would ever want the opposite, it does not choose anything.",
		Fires: [2]Example{aim("Improve quality"), aim("Drive operational excellence")}, Silent: [2]Example{reasons, aim("Riders in the suburbs get a same-day repair")},
		objective: func(p *pass, g *goal) []Finding {
			if s := table.Score("objective vague", g.reading.has); len(s) == 0 || s[0] < 1 || g.reading.Type != Aim || words(g.Title) < 2 || verbOf(g.reading.tokens(), "win", "get", "beat", "be") {
				return nil
			}
			return []Finding{{Evidence: "nothing in it says what would be different", Fix: "Who would notice first, and what would they say? Use their words."}}
		},
	},
	{
		ID: "objective/jargon", Severity: Note, Title: "Words that others will not know", Source: "C52", Why: "An objective that another department cannot read cannot be supported by it.",
		Fires: [2]Example{aim("Improve SQL to SAO handover for GTM"), departments("Land the QBR with every account", "Riders trust our repairs")}, Silent: [2]Example{departments("Every rider has an SLA", "The SLA of partners is kept"), aim("Be number one in the USA")},
		objective: func(p *pass, g *goal) []Finding {
			var foreign, short []string
			for _, w := range foreignWords(g.reading, g.Title) {
				if p.usedElsewhere(w, g) || p.speech().spelled[singular(w)] {
					continue
				}
				if foreign = append(foreign, w); strings.ToUpper(w[:2]) == w[:2] {
					short = append(short, w)
				}
			}
			f := Finding{Fix: "Write it so that somebody from another department could repeat it."}
			switch {
			case p.heard(g) && len(foreign) > 0:
				f.Evidence = strings.Join(foreign, ", ") + ", in no line of another team"
				if at := strings.Index(g.Title, foreign[0]); at >= 0 {
					f.Place.Span = sentence.Span{From: at, To: at + len(foreign[0])}
				}
			case len(short) > 1:
				f.Evidence = strings.Join(short, ", ")
			default:
				return nil
			}
			return []Finding{f}
		},
	},
	{
		ID: "objective/no-why", Severity: Note, Title: "Why is it important?", Source: "C53", Why: "People who know why find better ways than those who only know what.",
		Fires: [2]Example{with(reasons, ", without a reason", planned), with(aim("Become the easiest place to get a bike repaired"), ", without a reason", planned)}, Silent: [2]Example{with(reasons, ", with a reason", func(g *Goal) { g.WhyImportant = "A third of them leave after one bad repair." }), with(reasons, ", in a document that gives no reasons", asItIs)},
		objective: func(p *pass, g *goal) []Finding {
			if g.WhyImportant != "" || !p.explained() {
				return nil
			}
			return []Finding{{Evidence: "the reason is empty", Fix: "Write one sentence: what do we lose if we leave it?", Weight: 2}}
		},
	},
	{
		ID: "objective/no-urgency", Severity: Note, Title: "Why now?", Source: "C54", Why: "What could as well be done next year will be.",
		Fires: [2]Example{with(reasons, ", important but not urgent", func(g *Goal) { g.WhyImportant = "They leave." }), with(aim("Become the easiest place to get a bike repaired"), ", important but not urgent", func(g *Goal) { g.WhyImportant = "They leave." })}, Silent: [2]Example{with(reasons, ", urgent", func(g *Goal) { g.WhyImportant, g.WhyUrgent = "They leave.", "The season begins in May." }), with(reasons, ", without a reason: that is asked first", asItIs)},
		objective: func(p *pass, g *goal) []Finding {
			if g.WhyImportant == "" || g.WhyUrgent != "" {
				return nil
			}
			return []Finding{{Evidence: "why it is urgent is empty", Fix: "What gets worse with every month that we wait?", Weight: 2}}
		},
	},
	{
		ID: "objective/no-evidence", Severity: Note, Title: "How do we know?", Source: "C55", Why: "An opinion is a fine beginning; a number or a quotation carries others along.",
		Fires: [2]Example{with(reasons, ", with reasons and no evidence", func(g *Goal) { g.WhyImportant, g.WhyUrgent = "They leave.", "The season begins in May." }), with(aim("Become the easiest place to get a bike repaired"), ", with reasons and no evidence", func(g *Goal) { g.WhyImportant, g.WhyUrgent = "They leave.", "The season begins." })}, Silent: [2]Example{with(reasons, ", with evidence", func(g *Goal) {
			g.WhyImportant, g.WhyUrgent, g.Evidence = "They leave.", "The season begins.", "31 % of riders did not come back in March."
		}), with(reasons, ", without reasons: they are asked first", asItIs)},
		objective: func(p *pass, g *goal) []Finding {
			if g.WhyImportant == "" || g.WhyUrgent == "" || g.Evidence != "" {
				return nil
			}
			return []Finding{{Evidence: "the evidence is empty", Fix: "Add one figure, or one thing that somebody said.", Weight: 1.5}}
		},
	},
	{
		ID: "objective/too-narrow", Severity: Warning, Title: "Too narrow for the company", Source: "C56", Needs: "root", Why: "A company objective that one team can reach alone leaves the others out.",
		Fires: [2]Example{company("The workshop team masters the new lift"), company("The marketing department has a newsletter")}, Silent: [2]Example{company("Riders trust our repairs"), company("Become the easiest place to get a bike repaired")},
		objective: func(p *pass, g *goal) []Finding {
			if !g.company {
				return nil
			}
			words := g.reading.text.Words
			for i, w := range words {
				if i > 0 && (w.Text == "team" || w.Text == "department") && words[i-1].Text != "every" && words[i-1].Text != "our" && words[i-1].Text != "each" && words[i-1].Text != "the" && words[i-1].Text != "one" {
					return []Finding{{Evidence: "“" + g.Title[words[i-1].Span.From:w.Span.To] + "”", Place: Place{Span: sentence.Span{From: words[i-1].Span.From, To: w.Span.To}}, Fix: "Say what it does for the whole company, or give it to that team."}}
				}
			}
			return nil
		},
	},
	{
		ID: "objective/long", Severity: Note, Title: "More than 15 words", Source: "C51", Why: "What cannot be repeated by heart will not be remembered on a Tuesday.",
		Fires: [2]Example{aim("Make sure that every rider who comes to one of our workshops in any of our cities gets a repair that they trust"), aim("Build up, together with all partners and with the help of marketing, a network of workshops in which everybody feels at home")}, Silent: [2]Example{reasons, aim("Become the easiest place to get a bike repaired")},
		objective: func(p *pass, g *goal) []Finding {
			n := len(said(g.Title))
			if n <= 15 {
				return nil
			}
			return []Finding{{Evidence: fmt.Sprintf("%d words", n), Fix: "Keep the part that you would say aloud; the rest is a reason or a key result."}}
		},
	},
	{
		ID: "objective/no-upstream", Severity: Note, Title: "It supports nothing", Source: "A3", Needs: "pillars", Why: "Work flows one way: what serves no strategic choice competes with what does.",
		Fires: [2]Example{strategic(reasons), strategic(aim("Become the easiest place to get a bike repaired"))}, Silent: [2]Example{with(strategic(reasons), ", for a pillar", func(g *Goal) { g.Supports = []okr.Support{{Kind: okr.UpPillar, ID: "p"}} }), with(strategic(aim("Be recommended")), ", for another objective", func(g *Goal) { g.Supports = []okr.Support{{Kind: okr.UpObjective, ID: "x"}} })},
		objective: func(p *pass, g *goal) []Finding {
			if len(g.Supports) > 0 || len(p.Pillars) == 0 {
				return nil
			}
			return []Finding{{Evidence: "no pillar, objective or key result above it", Fix: "Which strategic choice does it serve? If none: is it still the right thing now?"}}
		},
	},
	{
		ID: "objective/restated", Severity: Note, Title: "Its key result says the same again", Source: "C50", Why: "A key result should say how we know, not repeat what we want.",
		Fires: [2]Example{aim("Riders trust our repairs", "Riders trust our repairs more"), aim("Workshops open on time", "All workshops open on time")}, Silent: [2]Example{aim("Riders trust our repairs", "Complaints after a repair from 9 % to 3 %"), aim("Workshops open on time", "Late openings from 12 to 1 a week")},
		objective: func(p *pass, g *goal) []Finding {
			have := sentence.Stems(asides.ReplaceAllString(g.Title, " "), "en")
			for _, k := range g.results {
				own := sentence.Stems(asides.ReplaceAllString(k.Title, " "), "en")
				least := restatedOwn
				if k.number() {
					least = restatedNumber
				}
				if len(have) < 2 || len(own) == 0 || max(shareIn(have, own), shareIn(own, have)) < restated || shareIn(own, have) < least || k.number() && !sameNumber(k.reading, g.reading) {
					continue
				}
				return []Finding{{Evidence: "“" + k.Title + "”", Fix: "What would you measure to know that it is so?"}}
			}
			return nil
		},
	},
}

// How much of a key result stands in its objective before it says the same again: most of the shorter one's words, and half of its own, or nearly all
// where a number is said again too.
const (
	restated       = 0.75
	restatedOwn    = 0.5
	restatedNumber = 0.8
)

// sameNumber answers whether two lines go to one number, or by one.
func sameNumber(a, b Reading) bool {
	same := func(x, y *float64) bool { return x != nil && y != nil && *x == *y }
	return same(a.Target, b.Target) || same(a.Relative, b.Relative)
}

// asides are what one would not say aloud: notes in brackets, and the numbers of issues elsewhere.
var asides = regexp.MustCompile(`\([^)]*\)|\[[^\]]*\]|\S*[#&]\d+\S*|https?://\S+`)

// wholly answers whether "100 %" only says that something is so altogether: "100 % bike-friendly streets".
func wholly(words []token) bool {
	for i := 0; i+1 < len(words); i++ {
		if w := words[i]; w.Text == "%" && strings.Contains(words[i+1].Text, "-") && words[i+1].Kind == sentence.Letters {
			return true
		}
	}
	return false
}

// speaks answers whether a line says something of somebody, or what to do, with a verb of any kind: "Nobody waits", "Turn fans into members",
// "Be profitable", "Bread worth queuing for, without the queue".
func speaks(words []token) bool {
	if len(words) < 2 {
		return false
	}
	p := parseOf(words)
	switch first := words[start(words)].Text; {
	case first == "nobody", first == "everybody", first == "everyone", first == "no" && len(words) > 3, first == "be", first == "\"":
		return true
	case hasWord(words, "without", "worth", "that", "who", "than", "into"):
		return true
	case p.mood == "order" && p.at+1 < len(words):
		return true
	}
	return p.mood == "statement" && len(words) > 3
}

// bare answers whether a line names things and does nothing with them, neither by a verb nor by a piece of work: "Rates for spare parts", and not
// "Audit of spare parts".
func bare(words []token) bool {
	if parseOf(words).mood != "noun" {
		return false
	}
	for _, w := range words {
		if w.about&(dones|events) != 0 || w.about&deeds != 0 && !strings.Contains(w.Text, "-") || w.about&(verbs|acts) != 0 && (w.about&nouns == 0 || formOf(w) == gerund) || w.Role == sentence.Counted || formOf(w) == past || pieces[w.Text] {
			return false
		}
	}
	return true
}

// said are the words of a title that one would say aloud.
func said(title string) []string { return strings.Fields(asides.ReplaceAllString(title, " ")) }

// departments is a plan of five teams; the first sentence is judged.
func departments(first, second string) Example {
	e := apart(first, second)
	e.Text = first
	return e
}

// planned makes it an objective of a plan in Headwater, where there is a place for reasons.
func planned(g *Goal) { g.Stage = okr.Draft }

// explained answers whether reasons are used in this plan at all: a document in git has no place for them.
func (p *pass) explained() bool {
	if len(p.goals) == 0 {
		return false
	}
	for _, g := range p.goals {
		if g.reasoned {
			return true
		}
	}
	return false
}

func company(text string) Example {
	e := aim(text)
	e.Case.Root = "company"
	e.Case.Goals[0].TeamIDs = []string{"company"}
	return e
}

func strategic(e Example) Example {
	e.Case.Pillars = []string{"Repairs before sales"}
	return e
}

// shareIn is the share of a list's words that stand in another one; 0 of none.
func shareIn(a, b []string) float64 {
	n := 0
	for _, w := range a {
		if slices.Contains(b, w) {
			n++
		}
	}
	return float64(n) / float64(max(1, len(a)))
}

// wellDone answers whether two words of quality say how something is to be: "Run a lean, reliable and friendly workshop".
func wellDone(words []token) bool {
	n := 0
	for _, w := range words {
		if w.about&(vagues|states|ups) != 0 && w.about&nouns == 0 && formOf(w) != third {
			n++
		}
	}
	return n > 1
}

// builds answers whether a line is an order to make a thing, and says nothing of how it should be or what it is for: "Implement the booking system".
func builds(words []token) bool {
	p := parseOf(words)
	return (p.mood == "order" || p.mood == "done") && p.verbIs("implement", "build", "develop") && isThing(p.object) && !hasAbout(words, vagues|inner) && purposeAt(words) == len(words)
}

// verbOf answers whether the verb of a line is one of these.
func verbOf(words []token, verbs ...string) bool {
	p := parseOf(words)
	return p.verbIs(verbs...)
}
