package web

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/chart"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// objective is an objective's page.
func objective(r *request) error { return showObjective(r, http.StatusOK, nil) }

func showObjective(r *request, status int, f *form) error {
	o, err := r.s.App.Objective(r.Context(), r.Actor, r.PathValue("ref"))
	if err != nil {
		return err
	}
	v, err := r.around(o.Title, "objectives")
	if err != nil {
		return err
	}
	v.Live = liveIDs(o)
	v.Cycle.Text, v.cycle = o.Cycle.Name, o.Cycle
	v.Week, v.Weeks = o.Cycle.Week(o.Today)
	if o.Stage != okr.Active {
		v.Main = ui.Link{} // what a draft needs stands in the page, and what has ended takes no value
	}
	if o.May.Edit {
		v.Lesser = []ui.Link{{Text: "Edit", URL: r.at("objectives/" + ref(o.Number) + "/edit")}}
	}
	near, err := r.lessonsNear(o)
	if err != nil {
		return err
	}
	return r.show(status, v, objectiveBody(r, v, o, near, f))
}

// wayDown is an objective's line from the vision to the work, and the bets on it with the key result that each serves first.
func wayDown(r *request, o app.ObjectiveView) (steps []ui.Step, bets []betBelow) {
	var work app.WorkCount
	seen := map[string]bool{}
	for _, k := range o.KeyResults {
		for _, b := range o.Way.Work[k.ID] {
			if seen[b.ID] {
				continue
			}
			seen[b.ID] = true
			bets = append(bets, betBelow{b, k.Title})
			work.Open, work.Doing, work.Done = work.Open+b.Backlog.Open, work.Doing+b.Backlog.Doing, work.Done+b.Backlog.Done
		}
	}
	steps = traceSteps(r, o.Way.Trace, o.ID)
	if len(bets) == 0 {
		return append(steps, ui.Step{Kind: "Roadmap", Text: "Nothing serves it yet", URL: r.at("roadmap/new")}), nil
	}
	return workSteps(append(steps, ui.Step{Kind: "Roadmap", Text: ui.Plural(len(bets), "bet"), URL: r.at("roadmap?objective=" + ref(o.Number))}), work), bets
}

// A betBelow is a bet with the key result that it serves.
type betBelow struct {
	app.BetBelow
	KeyResult string
}

// liveIDs are what the page shows: a change to any of them refreshes it.
func liveIDs(o app.ObjectiveView) string {
	ids := []string{o.ID}
	for _, k := range o.KeyResults {
		ids = append(ids, k.ID)
	}
	return strings.Join(ids, " ")
}

// figure is the chart of a key result: its values, its plan and what is said beside them, with a table of the same.
func figure(k app.KeyResultView, today okr.Date, c okr.Cycle, names app.Names) ui.Figure {
	var actual []okr.Point
	var rows [][]string
	for _, ci := range k.CheckIns {
		confidence, value := "–", "–"
		if ci.Confidence != nil {
			confidence = fmt.Sprint(*ci.Confidence)
		}
		if ci.Value != nil {
			actual = append(actual, okr.Point{Date: ci.AsOf, Value: *ci.Value})
			value = k.Format(*ci.Value)
		}
		rows = append(rows, []string{ui.ShortDay(ci.AsOf), value, plannedOn(k, ci.AsOf, c), confidence, names.Of(ci.AuthorID)})
	}
	before, told := earlierCourse(k, names)
	rows = append(told, rows...)
	guess := guessed(k)
	if n := len(guess); n > 0 {
		end := guess[n-1].Round()
		likely := fmt.Sprintf("%s, likely %s to %s", k.Format(end.Mid), okr.FormatNumber(end.Low, k.Locale), okr.FormatNumber(end.High, k.Locale))
		rows = append(rows, []string{ui.ShortDay(end.Date), likely, plannedOn(k, end.Date, c), "–", "Forecast"})
	}
	f := ui.Figure{ID: "chart-" + k.ID, Title: finding(k, today, c), About: chartAbout(k), Columns: []string{"Day", "Actual", "Plan", "Confidence", "From"}, Rows: rows}
	l := chart.Line{Actual: actual, Earlier: before, Plan: k.PlanLine, Guess: guess, From: k.From, To: k.Until, Today: today, Locale: k.Locale}
	moved, movedText := targetMoves(k)
	rows = withMoves(rows, k, c)
	if k.Kind == okr.Number {
		l.Target, l.Moves = k.Target, moved
	}
	if k.Kind != okr.YesNo && len(actual)+len(k.PlanLine)+len(before) > 0 { // a yes or no has no course
		f.Begin = c.Name
		f.Drawing = chart.Draw(l)
	}
	if n := len(actual); n > 0 && k.Kind != okr.YesNo {
		f.Now = okr.FormatNumber(actual[n-1].Value, k.Locale) + " now"
	}
	f.Label = strings.TrimSpace(f.Title + ". " + k.Health.Why + " " + movedText)
	if movedText != "" {
		f.About += ". " + movedText
	}
	return f
}

// guessed is where the value will go, as far as the forecast has earned to be shown.
func guessed(k app.KeyResultView) []chart.Guess {
	var out []chart.Guess
	if k.Forecast != nil && k.Forecast.Shown {
		for _, b := range k.Forecast.Band {
			out = append(out, chart.Guess{Date: b.Date, Low: b.Low, Mid: b.Mid, High: b.High})
		}
	}
	return out
}

// plannedOn is what the plan wants on a day, as the table beside a chart has it.
func plannedOn(k app.KeyResultView, day okr.Date, c okr.Cycle) string {
	if p, ok := k.PlannedAt(day, c); ok {
		return okr.FormatNumber(p, k.Locale)
	}
	return "–"
}

// finding is the chart's title: what it shows, as a sentence.
func finding(k app.KeyResultView, today okr.Date, c okr.Cycle) string {
	switch guess := guessed(k); {
	case k.Value == nil && len(k.Earlier) > 0:
		return endedAt(k)
	case k.Value == nil:
		return "There is no value yet"
	case k.Progress != nil && *k.Progress >= 1:
		return ui.Upper(k.Format(*k.Value)) + ": the target is reached"
	case len(guess) > 0 && k.Target != nil:
		end := guess[len(guess)-1].Round()
		return fmt.Sprintf("%s now; going on like this it is %s on %s, and the target is %s", k.Format(*k.Value), okr.FormatNumber(end.Mid, k.Locale), ui.ShortDay(end.Date), okr.FormatNumber(*k.Target, k.Locale))
	case k.PlanToday != nil && k.Kind == okr.Number:
		return fmt.Sprintf("%s now; the plan for today is %s", k.Format(*k.Value), k.FormatComputed(*k.PlanToday))
	case k.Kind == okr.YesNo:
		return "Not yet"
	default:
		return k.Format(*k.Value) + " now"
	}
}

func chartAbout(k app.KeyResultView) string {
	if k.Unit != "" {
		return strings.TrimRight(k.Title, ".") + ", " + okr.UnitWord(k.Unit)
	}
	return k.Title
}

var (
	reMention = regexp.MustCompile(`@\[([^\]]{1,120})\](?:\([^)]*\))?`)
	cleaner   = bluemonday.NewPolicy().AllowElements("p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "code", "pre", "blockquote", "del")
)

func init() {
	cleaner.AllowStandardURLs()
	cleaner.AllowAttrs("href").OnElements("a")
	cleaner.RequireNoFollowOnLinks(true)
}

// prose renders what people write: Markdown without pictures, cleaned, mentions as plain names.
func prose(text string) string {
	var b bytes.Buffer
	if err := goldmark.Convert([]byte(reMention.ReplaceAllString(text, "**@$1**")), &b); err != nil {
		return "<p>" + html.EscapeString(text) + "</p>"
	}
	return cleaner.Sanitize(b.String())
}

// conversation is the comments and the notes of check-ins, by when they were said.
func conversation(r *request, o app.ObjectiveView) []ui.Said {
	type dated struct {
		at okr.Instant
		s  ui.Said
	}
	var list []dated
	titles := map[string]string{}
	zone := r.Org.Set.Location()
	for _, k := range o.KeyResults {
		titles[k.ID] = k.Title
		for _, c := range k.CheckIns {
			if said := saidIn(c); said != "" {
				s := ui.Said{ID: c.ID, Who: o.Names.Of(c.AuthorID), When: "checked in " + ui.Day(c.AsOf, o.Today), About: k.Title, HTML: prose(said)}
				if mayAmend(r, o, c) {
					s.Amend = r.at("check-ins/" + c.ID)
				}
				list = append(list, dated{c.Recorded, s})
			}
		}
	}
	for _, c := range o.Comments {
		s := ui.Said{ID: c.ID, Who: o.Names.Of(c.AuthorID), When: ui.Day(c.Created.DateIn(zone), o.Today), About: titles[c.KeyResultID], HTML: prose(c.Text), Removed: c.Removed != 0}
		if c.AuthorID == r.Viewer.MemberID || r.Viewer.IsAdmin() {
			s.Act = r.at("comments/" + c.ID)
		}
		list = append(list, dated{c.Created, s})
	}
	slices.SortStableFunc(list, func(a, b dated) int { return int(a.at - b.at) })
	out := make([]ui.Said, len(list))
	for i, d := range list {
		out[i] = d.s
	}
	return out
}

// saidIn are the words of a check-in: its note, and what shows that the target is reached.
func saidIn(c okr.CheckIn) string {
	out := strings.TrimSpace(c.Note)
	if c.Evidence != "" {
		out = strings.TrimSpace(out + "\n\n**What shows it:** " + c.Evidence)
	}
	return out
}

// happenings are the last acts on an objective, in words.
func happenings(r *request, o app.ObjectiveView) []ui.Happening {
	var out []ui.Happening
	for _, e := range o.Activity {
		if noun, _, _ := strings.Cut(string(e.Kind), "."); noun == "commitment" || noun == "vote" {
			continue // many, small, and shown where they belong
		}
		who := o.Names.Of(e.ActorID)
		if who == "" {
			who = "Headwater"
		}
		out = append(out, ui.Happening{ID: e.ID, Text: who + " " + app.Deed(e.Kind), When: ui.Day(e.Recorded.DateIn(r.Org.Set.Location()), o.Today), Reason: e.Reason})
	}
	return out
}

func addComment(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	o, err := r.s.App.ObjectiveAlone(r.Context(), r.Actor, r.PathValue("ref"))
	if err != nil {
		return err
	}
	if _, err := r.s.App.AddComment(r.Context(), r.Actor, app.CommentInput{ObjectiveID: o.ID, KeyResultID: r.PostFormValue("key_result"), Text: r.PostFormValue("text")}); err != nil {
		return r.refused(err, showObjective)
	}
	return r.to("objectives/" + ref(o.Number) + "#talk")
}

func removeComment(r *request) error {
	c, err := r.s.App.RemoveComment(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")})
	if err != nil {
		return err
	}
	return r.done("objectives/"+c.ObjectiveID, "removed", "comments/"+c.ID+"/restore")
}

func restoreComment(r *request) error {
	c, err := r.s.App.RestoreComment(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")})
	if err != nil {
		return err
	}
	return r.done("objectives/"+c.ObjectiveID, "restored", "")
}
