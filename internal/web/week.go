package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// week is This week, the home.
func week(r *request) error {
	w, err := r.s.App.Week(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	v := r.view("This week", "week", w.Surroundings)
	switch {
	case w.Queue.Due > 0:
		v.Main.Text = "Start check-in"
	case unvalued(w.Queue) > 0:
		v.Main = ui.Link{Text: "Give the first values", URL: r.at("check-in?all=yes")}
	default: // nothing waits for a word
		v.Main = ui.Link{}
	}
	return r.show(http.StatusOK, v, weekBody(v, w, r))
}

// weekLead says what the week asks for.
func weekLead(w app.Week) string {
	day := w.Today.Time().Format("Monday 2 January")
	switch n := w.Queue.Due; {
	case n == 1:
		return day + ". One check-in is due, about half a minute."
	case n > 1:
		return fmt.Sprintf("%s. %s check-ins are due, about %s.", day, ui.Upper(count(n)), minutes(n))
	case len(w.Queue.Cards) > 0:
		return day + ". Nothing is due; the next check-in is on " + ui.Day(w.Queue.Cards[0].NextDue, w.Today) + "."
	default:
		return day + ". Nothing is due for you."
	}
}

// unvalued is how many of the key results that a person checks in on have never had a value.
func unvalued(q app.CheckInQueue) (n int) {
	for _, c := range q.Cards {
		if c.CheckedAs == "" {
			n++
		}
	}
	return n
}

// unvaluedText asks for the first values.
func unvaluedText(n int) string {
	if n == 1 {
		return "One key result of yours has no value yet. Where does it stand today? From there on its course can be seen."
	}
	return ui.Upper(count(n)) + " key results of yours have no value yet. Where do they stand today? From there on their course can be seen."
}

// count writes small numbers as words.
func count(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
	if n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}

// minutes is how long n check-ins take at half a minute each.
func minutes(n int) string {
	m := (n + 1) / 2
	if m == 1 {
		return "a minute"
	}
	return count(m) + " minutes"
}

// askText says with whom a blocker that has stood for long is worth a word.
func askText(b app.Wanted, names app.Names, reader string) string {
	var list []string
	for _, id := range b.Ask {
		if id != b.OwnerID && id != reader {
			list = append(list, names.Of(id))
		}
	}
	switch {
	case len(list) == 0:
		return ""
	case b.Escalation == okr.WithAbove:
		return "Open for long: a word with " + sentenceList(list) + ", who leads the team above?"
	}
	return "Worth a word with " + sentenceList(list) + "."
}

// line is the key-result line of a view.
func line(k app.KeyResultView, today okr.Date, url string) ui.KR {
	return ui.Line(k.KeyResult, k.Health, today, k.From, k.Until, k.NextDue != "" && k.NextDue < today, url)
}

// objectiveRow is an objective's row with where it leads.
func (r *request) objectiveRow(o app.ObjectiveRow, today okr.Date, base, team string) ui.OB {
	row := ui.OB{ID: o.ID, Title: o.Title, URL: base + "/objectives/" + ref(o.Number), Health: o.Health, Progress: o.Progress, Private: o.Private, Team: team}
	onCourse, planned, known := 0, 0.0, false
	for _, k := range o.KeyResults {
		if k.Health.Health == okr.OnCourse {
			onCourse++
		}
		if p, ok := k.PlannedProgress(today, okr.Cycle{Start: k.From, End: k.Until}); ok {
			planned += k.Share * min(p, 1)
			known = true
		}
		row.KRs = append(row.KRs, line(k, today, base+"/objectives/"+ref(o.Number)+"#kr-"+k.ID))
	}
	if known {
		row.Plan = &planned
	}
	switch {
	case o.Grade != nil:
		row.End = r.graded(*o.Grade, o.Kind)
	case o.Stage == okr.Draft || o.Stage == okr.InReview:
		row.End = strings.ReplaceAll(string(o.Stage), "_", " ")
	case len(o.KeyResults) == 0:
		row.End = "no key results"
	default:
		row.End = fmt.Sprintf("%d of %d on course", onCourse, len(o.KeyResults))
	}
	return row
}

// ref is how people name an objective: O-12.
func ref(number int) string { return "O-" + strconv.Itoa(number) }

// inputValue is a number as it stands in an input field of the organization.
func (r *request) inputValue(v *float64) string {
	if v == nil {
		return ""
	}
	return okr.InputNumber(*v, r.Org.Set.Locale)
}

// weekShows is how many of a kind stand on This week: it is read in minutes, and each list leads to all of it.
const weekShows = 7

// foremost are the first n of a list, or all of it.
func foremost[T any](n int, list []T) []T { return list[:min(n, len(list))] }
