package web

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/sentence"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// findingsShown is how many findings of a rule stand on a page; the others can be unfolded.
const findingsShown = 3

// findings is the page of what the judge says about a cycle's plan.
func findings(r *request) error {
	v, err := r.around("What the judge says", "objectives")
	if err != nil {
		return err
	}
	team := r.FormValue("team")
	v.Lesser = []ui.Link{{Text: "On one page", URL: r.at("one-page?cycle=" + v.cycle.Slug + "&team=" + team)}}
	j, err := r.s.App.Judge(r.Context(), r.Actor, app.JudgeQuery{CycleID: v.cycle.ID, TeamID: team})
	if err != nil {
		return err
	}
	return r.show(http.StatusOK, v, findingsBody(r, v, j, team))
}

// rules is the catalogue of the judge's rules.
func rules(r *request) error {
	v, err := r.around("What the judge looks for", "more")
	if err != nil {
		return err
	}
	return r.show(http.StatusOK, v, rulesBody(r))
}

func findingsLead(j app.Judgement) string {
	switch n := j.Asked(); {
	case n == 1:
		return "One question about the plan of " + j.Cycle.Name + ". It advises; nothing is blocked."
	case n > 0:
		return "Questions about the plan of " + j.Cycle.Name + ", the gravest first. They advise; nothing is blocked."
	}
	return "What a good coach would ask about the plan of " + j.Cycle.Name + "."
}

type ruled struct {
	rule string
	list []judge.Finding
}

// byRule puts the findings of a rule together, in the order of the first of each.
func byRule(list []judge.Finding) []ruled {
	var out []ruled
	for _, f := range list {
		i := slices.IndexFunc(out, func(r ruled) bool { return r.rule == f.Rule })
		if i < 0 {
			out = append(out, ruled{rule: f.Rule})
			i = len(out) - 1
		}
		out[i].list = append(out[i].list, f)
	}
	return out
}

func ruleTitle(id string) string {
	for _, r := range judge.Rules {
		if r.ID == id {
			return r.Title
		}
	}
	return id
}

// findings are findings as components show them, below the question that they answer in common. With lines they link to the objective or the
// team that they belong to.
func (r *request) findings(list []judge.Finding, lines map[string]app.Line, teams []okr.Placed, cycle, question string) []ui.Finding {
	var out []ui.Finding
	for _, f := range list {
		u := ui.Finding{Grave: string(f.Severity), Ask: f.Fix, Says: f.Evidence, Why: f.Why, Rewrite: f.Rewrite, Rule: ui.Link{Text: f.Rule, URL: r.at("rules") + "#" + f.Rule}}
		if u.ID = cmp.Or(f.Place.KeyResult, f.Place.Objective); u.ID != "" {
			// Of the whole plan only the team that leads is known here; others keep it where the objective stands.
			if l, known := lines[f.Place.Objective]; !known || okr.CanEdit(r.Viewer, okr.Objective{TeamIDs: []string{l.TeamID}}) == nil {
				u.Dismiss = r.at("findings/dismiss")
			}
		}
		if b := f.Beside; b.Objective != "" {
			u.With, u.Keep = cmp.Or(b.KeyResult, b.Objective), "They are not related"
			if l, known := lines[b.Objective]; known {
				u.Beside = ui.Link{Text: b.Text, URL: r.at("objectives/" + ref(l.Number))}
			}
		}
		if strings.HasPrefix(f.Rule, "flow/") {
			u.Act = ui.Link{Text: "See where the work leads", URL: r.at("trap")}
		}
		if f.Rule == "plan/too-many-objectives" && lines != nil {
			u.Act = ui.Link{Text: "Choose between two at a time", URL: r.at("planning/choose?" + url.Values{"cycle": {r.FormValue("cycle")}, "team": {f.Place.Team}}.Encode())}
		}
		if f.Rule == "flow/result-without-work" {
			u.Act = ui.Link{Text: "See what might move it", URL: r.at("roadmap/suggest") + "#of-" + f.Place.KeyResult}
		}
		if strings.HasPrefix(f.Rule, "data/") {
			u.Act = ui.Link{Text: "Look at its data", URL: r.at("key-results/" + f.Place.KeyResult + "/readiness")}
		}
		l, known := lines[f.Place.Objective]
		switch {
		case known:
			u.Place = ui.Link{Text: cmp.Or(f.Place.Text, l.Title), URL: r.at("objectives/" + ref(l.Number))}
			if f.Place.KeyResult != "" {
				u.Place.URL += "#of-" + f.Place.KeyResult
			}
		case lines != nil && f.Place.Team != "":
			if i := slices.IndexFunc(teams, func(t okr.Placed) bool { return t.Name == f.Place.Team }); i >= 0 {
				u.Place = ui.Link{Text: f.Place.Team, URL: r.at("teams/" + teams[i].Slug)}
			} else {
				u.Says = f.Place.Team + ": " + f.Evidence
			}
		case cycle != "":
			u.Place = r.wholePlan(f.Rule, cycle)
		case lines == nil && f.Place.KeyResult != "":
			u.Place = ui.Link{Text: f.Place.Text, URL: "#of-" + f.Place.KeyResult}
		}
		if question != "" { // stands above the list, with its reason
			if u.Why, u.Rule.URL = "", ""; u.Ask == question && u.Place.URL != "" {
				u.Ask = ""
			}
		}
		out = append(out, u)
	}
	return out
}

// wholePlan is where one sees what a finding about no line and no team rests on.
func (r *request) wholePlan(rule, cycle string) ui.Link {
	switch rule {
	case "plan/over-a-page", "plan/over-two-minutes":
		return ui.Link{Text: "On one page", URL: r.at("one-page?cycle=" + cycle)}
	case "plan/no-vision", "plan/no-strategy", "plan/gap":
		return ui.Link{Text: "The strategy", URL: r.at("strategy")}
	}
	group := ""
	if strings.HasPrefix(rule, "ambition/") {
		group = "&group=" + string(app.ByKind)
	}
	return ui.Link{Text: "The whole plan", URL: r.at("objectives?cycle=" + cycle + group)}
}

// dismiss keeps a sentence as it is, with the reason.
func dismiss(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	_, err := r.s.App.Dismiss(r.Context(), r.Actor, app.DismissInput{ID: r.PostFormValue("id"), Rule: r.PostFormValue("rule"), Reason: r.PostFormValue("reason"), With: r.PostFormValue("with"), Text: r.PostFormValue("text"), Again: r.PostFormValue("again") != ""})
	if err != nil {
		return err
	}
	if strings.Contains(r.Header.Get("Accept"), "application/json") { // beside a sentence that is being typed
		return r.json(http.StatusOK, struct{}{})
	}
	back := "findings"
	if from := r.cameFrom(); from != "" { // where the question stood
		back = strings.TrimPrefix(from, r.at(""))
	}
	if r.PostFormValue("again") != "" {
		return r.done(back, "asked-again", "")
	}
	return r.done(back, "dismissed", "")
}

// A kept is a finding that somebody keeps as it is, and the line that it is about.
type kept struct {
	okr.Dismissal
	ID    string
	Title string // of the key result; "" of the objective itself
}

// keptOf are the findings about an objective and its key results that are kept as they are: those whose line still reads as it did.
func keptOf(o app.ObjectiveView) (out []kept) {
	for _, d := range o.Dismissed {
		if d.Text == o.Title {
			out = append(out, kept{d, o.ID, ""})
		}
	}
	for _, k := range o.KeyResults {
		for _, d := range k.Dismissed {
			if d.Text == k.Title {
				out = append(out, kept{d, k.ID, k.Title})
			}
		}
	}
	return out
}

// A read is what the judge makes of a sentence that is being typed.
type read struct {
	HTML  string            `json:"html"`
	Slots map[string]string `json:"slots"` // as they would be typed
	Words map[string]string `json:"words"` // of those that a short form has no field for
	Marks []mark            `json:"marks"` // in the text, in UTF-16 units
}

type mark struct {
	From int    `json:"from"`
	To   int    `json:"to"`
	Kind string `json:"kind"` // slot, or doubt
}

// readSentence judges one sentence of a form: what it says, and what a coach would ask.
func readSentence(r *request) error {
	text, kind := r.PostFormValue("text"), judge.Kind(r.PostFormValue("kind"))
	if len(text) > 2000 {
		text = text[:2000]
	}
	text = strings.TrimRight(strings.ToValidUTF8(text, ""), " \n")
	today := r.s.App.Today(r.Org)
	cycle := okr.Cycle{}
	if end, err := okr.ParseDate("end", r.PostFormValue("end")); err == nil {
		cycle.End = end
	}
	o := r.reading(cycle)
	out := read{Slots: map[string]string{}, Words: map[string]string{}, Marks: []mark{}}
	if len(strings.Fields(text)) < 2 {
		return r.json(http.StatusOK, out)
	}
	c := judge.Case{Today: today, Settings: r.Org.Set, Cycle: okr.Cycle{End: cmp.Or(cycle.End, "9999-12-31")}, Off: judge.WhileTyping}
	g := judge.Goal{Objective: okr.Objective{Title: text}}
	reading := judge.ReadLine(judge.Line{Kind: kind, Text: text, Objective: r.PostFormValue("objective"), Options: o})
	if kind == judge.KeyResult {
		g = judge.Goal{Objective: okr.Objective{Title: r.PostFormValue("objective")}, KeyResults: []okr.KeyResult{r.measured(text)}}
		out.fill(reading, r.Org.Set.Locale)
		out.say(reading, today, cycle.End)
	}
	id, in := r.PostFormValue("of"), r.PostFormValue("cycle")
	if kind == judge.KeyResult && reading.Target == nil { // a measure that is not written to its end has no twins
		in = ""
	}
	beside, err := r.s.App.TypingContext(r.Context(), r.Actor, app.Typing{ID: id, Kind: kind, Text: text, CycleID: in, TeamID: r.PostFormValue("team"), Under: r.PostFormValue("under")})
	if err != nil {
		return err
	}
	g.Team = r.PostFormValue("team")
	c.Goals, c.Teams, c.Dismissed = append(beside.Others, g), beside.Teams, beside.Dismissed // of two that are alike the later one is asked about
	var list []ui.Finding
	for _, f := range judge.Read(c).Findings {
		mine := f.Place.KeyResult == "this"
		if kind == judge.Objective {
			mine = f.Place.KeyResult == "" && f.Place.Objective == "" && f.Place.Text == text
		}
		if !mine || len(list) == 3 || !beside.Tells(f) {
			continue
		}
		if f.Place.Span.To > f.Place.Span.From && f.Place.Span.To <= len(text) { // beyond it stand the numbers of the fields
			out.Marks = append(out.Marks, markOf(text, f.Place.Span, "doubt"))
		}
		f.Place = judge.Place{}
		list = append(list, r.findings([]judge.Finding{f}, beside.Lines, nil, "", "")...)
		list[len(list)-1].Kept = f.Beside.Objective == "" // that two are not related is said when both are there
	}
	slices.SortFunc(out.Marks, func(a, b mark) int { return cmp.Compare(a.From, b.From) })
	var b bytes.Buffer
	if len(list) > 0 {
		if err := ui.Findings(list, true).Render(r.Context(), &b); err != nil {
			return err
		}
	}
	if kind == judge.Objective {
		near, err := r.s.App.LessonsNear(r.Context(), r.Actor, text)
		if err != nil {
			return err
		}
		if len(near) > 0 {
			if err := typedLessons(r, near).Render(r.Context(), &b); err != nil {
				return err
			}
		}
	}
	out.HTML = b.String()
	return r.json(http.StatusOK, out)
}

// keptAsIs are the findings that were dismissed while a form was filled in, each with its sentence and its reason.
func (r *request) keptAsIs() []okr.Dismissal {
	var out []okr.Dismissal
	rules, texts, reasons := r.PostForm["kept_rule"], r.PostForm["kept_text"], r.PostForm["kept_reason"]
	for i := range min(len(rules), len(texts), len(reasons)) {
		out = append(out, okr.Dismissal{Rule: rules[i], Text: strings.TrimSpace(texts[i]), Reason: reasons[i]})
	}
	return out
}

// measured is the key result that a form holds while it is typed: its sentence, and the numbers of the fields beside it. A number that is
// not finished yet is none.
func (r *request) measured(text string) okr.KeyResult {
	k := okr.KeyResult{ID: "this", Title: text, Unit: r.PostFormValue("unit"), Direction: okr.Direction(r.PostFormValue("direction"))}
	k.Baseline, _ = okr.ParseNumber("baseline", r.PostFormValue("baseline"), r.Org.Set.Locale)
	k.Target, _ = okr.ParseNumber("target", r.PostFormValue("target"), r.Org.Set.Locale)
	return k
}

// fill takes over the slots of a reading, as they would be typed into their fields.
func (out *read) fill(r judge.Reading, locale string) {
	number := func(slot string, v *float64) {
		if v != nil {
			out.Slots[slot] = okr.FormatNumber(*v, locale)
		}
	}
	number("baseline", r.Baseline)
	number("target", r.Target)
	if r.Unit != "" && r.Target != nil {
		out.Slots["unit"] = r.Unit
	}
	if r.Direction != "" && (r.Target != nil || r.Relative != nil) { // "by 30 %" says the way, though not where it ends
		out.Slots["direction"] = string(r.Direction)
	}
	if r.Deadline != "" {
		out.Slots["due"] = string(r.Deadline)
	}
	for _, s := range r.Spans {
		out.Marks = append(out.Marks, markOf(r.Text(), s, "slot"))
	}
}

// say puts into words what a short form takes from the sentence without a field for it.
func (out *read) say(r judge.Reading, today, end okr.Date) {
	if i := slices.IndexFunc(directions, func(o ui.Option) bool { return o.Value == string(r.Direction) }); i >= 0 && (r.Target != nil || r.Relative != nil) {
		out.Words["direction"] = "it should " + strings.ToLower(directions[i].Text[:1]) + directions[i].Text[1:]
	}
	if r.Deadline != "" && (end == "" || r.Deadline <= end) {
		out.Words["due"] = "due on " + ui.Day(r.Deadline, today)
	}
}

func markOf(text string, s sentence.Span, kind string) mark {
	from := len(utf16.Encode([]rune(text[:s.From])))
	return mark{from, from + len(utf16.Encode([]rune(text[s.From:s.To]))), kind}
}

// judged is what the judge has said of the page's cycle, of one team or of all; nothing without a cycle, or before it was read.
func (r *request) judged(v *view, team string) (app.Judgement, error) {
	if v.cycle.ID == "" {
		return app.Judgement{}, nil
	}
	return r.s.App.Judge(r.Context(), r.Actor, app.JudgeQuery{CycleID: v.cycle.ID, TeamID: team, Passing: true})
}

// unasked are the gravest findings about a plan, as they stand on a page that was not opened for them: each with its question, and where it is.
func (r *request) unasked(v *view, j app.Judgement) []ui.Finding {
	return r.findings(judge.Report{Findings: j.Findings}.Top(findingsShown), j.Lines, v.Surroundings.Teams, v.cycle.Slug, "")
}

// scored explains a score by its parts.
func scored(s judge.Score) okr.Explained {
	v := float64(s.Total)
	e := okr.Explained{Value: &v, Formula: "mean of the parts; each begins at 100, and a line takes from it what is found about it, at most its own share"}
	for _, p := range s.Parts {
		e.Inputs = append(e.Inputs, okr.Input{Name: p.Name, Value: strconv.Itoa(p.Value)})
	}
	return e
}

// rewritten is an explanation that was kept with plain numbers, with those of its inputs as the organization's people write them.
func (r *request) rewritten(e okr.Explained) okr.Explained {
	e.Inputs = slices.Clone(e.Inputs)
	for i, in := range e.Inputs {
		number, unit, _ := strings.Cut(in.Value, " ")
		if v, err := strconv.ParseFloat(number, 64); err == nil {
			e.Inputs[i].Value = strings.TrimSpace(okr.InputNumber(v, r.Numbers()) + " " + unit)
		}
	}
	return e
}

// outlookText is how many key results will arrive; "" where none has a forecast that is shown, and when it is over.
func outlookText(v *view, j app.Judgement) string {
	o := j.Outlook
	if o.KeyResults == 0 || v.Today > j.Cycle.End {
		return ""
	}
	return fmt.Sprintf("About %.0f of %s will arrive", o.Arriving, ui.Plural(o.KeyResults, "key result"))
}

// outlook explains it.
func outlook(j app.Judgement) okr.Explained {
	v := j.Outlook.Arriving
	return okr.Explained{Value: &v, Formula: "sum of the chances to arrive, going on like this",
		Inputs: []okr.Input{{Name: "With a chance", Value: strconv.Itoa(j.Outlook.KeyResults)}, {Name: "Without one yet", Value: strconv.Itoa(max(0, j.KeyResults-j.Outlook.KeyResults))}},
		Note:   "Each chance stands with its key result. Those with fewer than three values, or without a number, have none."}
}

// counted says how many objectives and key results a part of a plan has, against what is usual.
func counted(x judge.Reach, company bool, l okr.Limits) string {
	least, most := 0, 0
	for i, n := range x.KeyResults {
		if least = min(least, n); i == 0 {
			least = n
		}
		most = max(most, n)
	}
	l = l.OrUsual()
	text := ui.Plural(x.Objectives, "objective")
	switch {
	case company:
		text += fmt.Sprintf(" (%d to %d are usual)", l.MinObjectives, l.MaxObjectives)
	case x.Objectives > l.MaxObjectives:
		text += fmt.Sprintf(" (up to %d are usual)", l.MaxObjectives)
	}
	each := strconv.Itoa(least)
	if most > least {
		each += " to " + strconv.Itoa(most)
	}
	text += ", " + each + " key results each"
	if company || len(x.KeyResults) > 0 && (least < l.MinKeyResults || most > l.MaxKeyResults) {
		text += fmt.Sprintf(" (%d to %d are usual)", l.MinKeyResults, l.MaxKeyResults)
	}
	return text
}

// aloud is a time as people say it: "1 min 40 s".
func aloud(words int) string {
	s := words * 60 / judge.WordsAMinute
	if s < 60 {
		return strconv.Itoa(s) + " s"
	}
	return fmt.Sprintf("%d min %02d s", s/60, s%60)
}

// ritualText is an estimate of minutes, which is no more exact than five of them.
func ritualText(minutes float64) string {
	if n := int(minutes/5+0.5) * 5; n >= 5 {
		return "About " + strconv.Itoa(n) + " minutes"
	}
	return "Under five minutes"
}

func ritualAsk(minutes float64) string {
	if minutes > okr.HeavyMinutes {
		return ". Which of it would nobody miss?"
	}
	return "."
}
