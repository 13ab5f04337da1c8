package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// carryForm asks what of an earlier cycle goes on in the one to come.
func carryForm(r *request) error { return showCarry(r, http.StatusOK, nil) }

func showCarry(r *request, status int, f *form) error {
	v, err := r.around("Carry over", "planning")
	if err != nil {
		return err
	}
	q := app.CarryQuery{CycleID: r.FormValue("into"), FromID: r.FormValue("from"), TeamID: r.FormValue("team"), Objective: r.FormValue("of"), Cursor: r.FormValue("after"), Limit: carryAtOnce}
	c, err := r.s.App.Carriable(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	v.Main, v.Cycle = ui.Link{}, ui.Link{Text: c.Cycle.Name}
	v.Week, v.Weeks = c.Cycle.Week(c.Today)
	return r.show(status, v, carryBody(r, v, c, q, f))
}

// carryAtOnce is how many objectives stand on a page, each with the fields of its key results.
const carryAtOnce = 40

// carryOver writes the drafts of what is ticked.
func carryOver(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.CarryInput{CycleID: r.PostFormValue("into")}
	var faults error
	for _, id := range r.PostForm["objective"] {
		o := app.CarryObjective{ID: id, Title: r.PostFormValue("title-" + id), KeyResults: []app.CarryKeyResult{}}
		for _, kid := range r.PostForm["kr-"+id] {
			k := app.CarryKeyResult{ID: kid, Title: r.PostFormValue("title-" + kid)}
			var e1, e2 error
			k.Baseline, e1 = okr.ParseNumber("baseline", r.PostFormValue("from-"+kid), r.Org.Set.Locale)
			k.Target, e2 = okr.ParseNumber("target", r.PostFormValue("to-"+kid), r.Org.Set.Locale)
			faults = okr.Join(faults, okr.Under("key_results["+kid+"].", okr.Join(e1, e2)))
			o.KeyResults = append(o.KeyResults, k)
		}
		in.Objectives = append(in.Objectives, o)
	}
	if faults != nil {
		return r.refused(faults, showCarry)
	}
	drafts, err := r.s.App.CarryOver(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showCarry)
	}
	if len(drafts) == 1 {
		return r.done("objectives/"+ref(drafts[0].Number), "carried", "")
	}
	return r.done("planning?cycle="+r.PostFormValue("slug"), "carried", "")
}

// isCarried is whether an objective is ticked: as it was typed, else where it was decided that it goes on, or where it alone was asked for.
func isCarried(f *form, q app.CarryQuery, o app.Carriable) bool {
	if f != nil {
		return slices.Contains(f.values["objective"], o.ID)
	}
	return q.Objective != "" || o.GoesOn == nil && (o.Onward == okr.GoOn || o.Onward == okr.Alter)
}

func isKeyResultCarried(f *form, o app.Carriable, k app.CarriableKeyResult) bool {
	if f != nil {
		return slices.Contains(f.values["kr-"+o.ID], k.ID)
	}
	return !k.Reached
}

// isUnfolded is whether the key results of an objective are shown: where one alone was asked for, and where something that was typed is to be mended.
func isUnfolded(f *form, q app.CarryQuery, o app.Carriable) bool {
	if q.Objective != "" {
		return true
	}
	return f != nil && isCarried(f, q, o)
}

// carriedText says how many key results of an objective go on with it.
func carriedText(f *form, o app.Carriable, left []app.CarriableKeyResult) string {
	n := 0
	for _, k := range left {
		if isKeyResultCarried(f, o, k) {
			n++
		}
	}
	switch {
	case len(left) == 0:
		return "No key result is left"
	case n == len(left):
		return "With " + ui.Plural(n, "key result")
	}
	return "With " + strconv.Itoa(n) + " of " + ui.Plural(len(left), "key result")
}

// byTeam are the objectives about which the reader decides, those of a team together, in the order of the page.
func byTeam(c app.CarryView) (out [][]app.Carriable) {
	for _, o := range c.Objectives {
		if !o.May {
			continue
		}
		i := slices.IndexFunc(out, func(of []app.Carriable) bool { return of[0].TeamID == o.TeamID })
		if i < 0 {
			i, out = len(out), append(out, nil)
		}
		out[i] = append(out[i], o)
	}
	return out
}

// leftBehind are the key results of an objective that do not go on yet.
func leftBehind(o app.Carriable) []app.CarriableKeyResult {
	return slices.DeleteFunc(slices.Clone(o.KeyResults), func(k app.CarriableKeyResult) bool { return k.GoesOn })
}

// carryAbout says whose an objective is, how far it came, and what was decided.
func (r *request) carryAbout(c app.CarryView, o app.Carriable) string {
	text := c.Names.Of(o.TeamID)
	switch {
	case o.Grade != nil:
		text += ", " + r.graded(*o.Grade, o.Kind)
	case o.Progress != nil:
		text += ", " + ui.Percent(*o.Progress) + " of the way"
	}
	if d := onwardText(o.Onward); d != "" {
		text += ". " + d
	}
	return text
}

// theirs are the objectives about which others decide.
func theirs(c app.CarryView) []app.Carriable {
	return slices.DeleteFunc(slices.Clone(c.Objectives), func(o app.Carriable) bool { return o.May })
}

// endedText says where a key result stands or ended, and what it is or was to reach.
func endedText(c app.CarryView, k app.CarriableKeyResult) string {
	runs := c.Today <= c.From.End
	text := "No value was ever checked in"
	switch {
	case k.Value != nil && runs:
		text = "Stands at " + k.Format(*k.Value)
	case k.Value != nil:
		text = "Ended at " + k.Format(*k.Value)
	}
	if k.Target != nil && k.Kind == okr.Number {
		if text += "; the target was "; runs {
			text = strings.TrimSuffix(text, "was ") + "is "
		}
		text += k.Format(*k.Target)
	}
	if k.Reached {
		text += ". Reached"
	}
	return text
}

// hasBegin is whether a key result has a number to begin with; a limit has none.
func hasBegin(k app.CarriableKeyResult) bool {
	return k.Kind == okr.Number && k.Direction != okr.KeepAbove && k.Direction != okr.KeepBelow
}

// fromOptions are the cycles that can be carried from.
func fromOptions(c app.CarryView) []ui.Option {
	var out []ui.Option
	for _, x := range c.Earlier {
		out = append(out, ui.Option{Value: x.ID, Text: "From " + x.Name, Chosen: x.ID == c.From.ID})
	}
	return out
}

// before and after are the objectives that one continues, and that continue it.
func before(o app.ObjectiveView) (out []app.Generation) {
	for _, g := range o.Generations {
		if g.ID == o.ID {
			break
		}
		out = append(out, g)
	}
	return out
}

func after(o app.ObjectiveView) []app.Generation {
	i := slices.IndexFunc(o.Generations, func(g app.Generation) bool { return g.ID == o.ID })
	return o.Generations[i+1:]
}

// mayCarry is whether to offer that an objective goes on: it is over or nearly so, goes on nowhere, and was not let go.
func mayCarry(o app.ObjectiveView) bool {
	over := o.Stage == okr.Closed || o.Stage == okr.Active && o.Cycle.StageOn(o.Today) != okr.CycleExecution && o.Today >= o.Cycle.Closing
	return o.May.Edit && o.Removed == 0 && over && o.Note.Onward != okr.LetGo && len(after(o)) == 0
}

// earlierCourse are the values of the key results that one continues, as points and as rows of the table.
func earlierCourse(k app.KeyResultView, names app.Names) (points []okr.Point, rows [][]string) {
	for _, e := range k.Earlier {
		confidence, value := "–", "–"
		if e.Confidence != nil {
			confidence = strconv.Itoa(*e.Confidence)
		}
		if e.Value != nil {
			points = append(points, okr.Point{Date: e.Date, Value: *e.Value})
			value = k.Format(*e.Value)
		}
		from := e.Cycle
		if who := names.Of(e.AuthorID); who != "" {
			from = who + ", " + from
		}
		rows = append(rows, []string{ui.ShortDay(e.Date), value, "–", confidence, from})
	}
	return points, rows
}

// endedAt is the title of a chart that has only the course of the one before.
func endedAt(k app.KeyResultView) string {
	for _, e := range slices.Backward(k.Earlier) {
		if e.Value != nil {
			return "No value yet; in " + e.Cycle + " it came to " + k.Format(*e.Value)
		}
	}
	return "There is no value yet"
}

// goesOn is whether something that a retrospective has looked at was decided to go on.
func goesOn(x app.RetrospectiveView) bool {
	return slices.ContainsFunc(x.Objectives, func(o app.RetroObjective) bool {
		return o.May && (o.Note.Onward == okr.GoOn || o.Note.Onward == okr.Alter)
	})
}

// carryPath is where what a retrospective has looked at is carried over.
func carryPath(x app.RetrospectiveView) string {
	if x.ObjectiveID != "" && len(x.Objectives) > 0 {
		return "planning/carry?of=" + ref(x.Objectives[0].Number)
	}
	return "planning/carry?from=" + x.CycleID + "&team=" + x.TeamID
}

// generationText is how one of those that continue each other stands or ended.
func (r *request) generationText(g app.Generation) string {
	if g.Grade != nil {
		return r.amount(*g.Grade)
	}
	return map[okr.Stage]string{okr.Draft: "draft", okr.InReview: "being read", okr.Active: "live", okr.Closed: "closed"}[g.Stage]
}
