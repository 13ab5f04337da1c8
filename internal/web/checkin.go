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

// checkInForm asks one question at a time: the card that ?kr= names, else the first that is due.
func checkInForm(r *request) error { return showCheckIn(r, http.StatusOK, nil) }

func showCheckIn(r *request, status int, f *form) error {
	q, err := r.s.App.CheckInQueue(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	id := r.FormValue("kr")
	if f != nil {
		id = f.value("key_result", id)
	}
	at := slices.IndexFunc(q.Cards, func(c app.CheckInCard) bool { return c.ID == id })
	if id != "" && at < 0 { // somebody else's check-in
		one, err := r.s.App.CheckInCard(r.Context(), r.Actor, id)
		if err != nil {
			return err
		}
		if !one.Cards[0].May { // of the teams the card has the first one only
			if _, err := r.s.App.Editable(r.Context(), r.Actor, one.Cards[0].Objective.ID); err != nil {
				return err
			}
		}
		q, at = one, 0
		q.Due = 1
	}
	if r.FormValue("all") != "" {
		q.Due = len(q.Cards)
	}
	done := r.number("done")
	if at < 0 && f != nil { // what was typed belongs to no card
		return okr.Fail(okr.Invalid, "key_result", "Open the key result again, and say there how it stands.")
	}
	if at < 0 && q.Due > 0 { // each card has an address of its own, so that Back finds what was typed into it and not into the next
		return r.to("check-in?done=" + strconv.Itoa(done) + "&kr=" + q.Cards[0].ID + andAll(r))
	}
	v, err := r.around("Check-in", "check-in")
	if err != nil {
		return err
	}
	v.Main, v.Lesser, v.Live = ui.Link{}, []ui.Link{{Text: "Finish later", URL: r.at("week")}}, ""
	if at < 0 {
		v.Lesser = nil // there is nothing to finish
		return r.show(status, v, checkInSummary(r, q, done, v.Today))
	}
	return r.show(status, v, checkInBody(r, q, at, done, f))
}

// checkIn takes a check-in from a card, and goes on to the next one that is due, or back where it came from.
func checkIn(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in, err := checkInInput(r)
	if err != nil {
		return r.refused(err, showCheckIn)
	}
	in.Ask = r.PostFormValue("sure") == ""
	out, err := r.s.App.CheckIn(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showCheckIn)
	}
	then := r.afterCheckIn()
	if out.Asks {
		return r.askEvidence(out, then)
	}
	return r.to(then)
}

// afterCheckIn is where a check-in leads: back where it came from, else to the next one that is due.
func (r *request) afterCheckIn() string {
	if back := r.PostFormValue("back"); back == "week" || strings.HasPrefix(back, "objectives/O-") {
		return back + "?did=checked-in"
	}
	next := "check-in?done=" + strconv.Itoa(r.number("done")+1)
	if id := r.PostFormValue("next"); id != "" {
		next += "&kr=" + id + andAll(r)
	}
	return next
}

// andAll keeps the round through all cards, of one who asked for those that are not due too.
func andAll(r *request) string {
	if r.FormValue("all") == "" {
		return ""
	}
	return "&all=yes"
}

// checkInInput reads the form of a check-in: only what is filled in is said.
func checkInInput(r *request) (app.CheckInInput, error) {
	in := app.CheckInInput{KeyResultID: r.PostFormValue("key_result"), Note: r.PostFormValue("note"), AsOf: okr.Date(r.PostFormValue("as_of")), Resolve: r.PostForm["resolve"]}
	var err error
	if in.Value, err = okr.ParseNumber("value", r.PostFormValue("value"), r.Org.Set.Locale); err != nil {
		return in, err
	}
	if c := r.PostFormValue("confidence"); c != "" {
		n, err := strconv.Atoi(c)
		if err != nil {
			return in, okr.Fail(okr.Invalid, "confidence", "Use a confidence between 0 and 10.")
		}
		in.Confidence = &n
	}
	if r.PostFormValue("help") != "" {
		in.Blocker = strings.TrimSpace(r.PostFormValue("note"))
		if in.Blocker == "" {
			return in, okr.Fail(okr.Invalid, "note", "Say in a sentence what is in the way, so that somebody can help.")
		}
	}
	return in, nil
}

func removeCheckIn(r *request) error {
	c, err := r.s.App.RemoveCheckIn(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")})
	if err != nil {
		return err
	}
	return r.done("objectives/"+c.KeyResult.ObjectiveID, "removed", "check-ins/"+r.PathValue("id")+"/restore")
}

func restoreCheckIn(r *request) error {
	c, err := r.s.App.RestoreCheckIn(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")})
	if err != nil {
		return err
	}
	return r.done("objectives/"+c.KeyResult.ObjectiveID, "restored", "")
}

// planHint is what helps to answer: the plan for today, else the last value.
func planHint(c app.CheckInCard) string {
	var parts []string
	if c.PlanToday != nil {
		parts = append(parts, "Plan for today: "+c.FormatComputed(*c.PlanToday))
	}
	if c.Value != nil && c.Due && c.Overdue > 3 {
		parts = append(parts, "Last: "+c.Format(*c.Value)+" on "+ui.Day(c.CheckedAs, c.Today))
	}
	return strings.Join(parts, ". ")
}

// valueNow is the value of a card, in words where it is no number.
func valueNow(r *request, c app.CheckInCard) string {
	if v := r.inputValue(c.Value); c.Kind == okr.Number || v == "" {
		return v
	}
	return optionText(valueOptions(c, ""))(r.inputValue(c.Value))
}

// valueOptions are the answers of a key result that is no number.
func valueOptions(c app.CheckInCard, chosen string) []ui.Option {
	list := []ui.Option{{Value: "", Text: "Not said"}}
	n := 1
	switch c.Kind {
	case okr.Judgement:
		n = okr.Steps
	case okr.Milestones:
		n = len(c.Stages)
	}
	for i := 0; i <= n; i++ {
		text := ui.Upper(c.Format(float64(i)))
		if c.Kind == okr.Milestones && i > 0 {
			text += ": " + c.Stages[i-1].Title
		}
		list = append(list, ui.Option{Value: strconv.Itoa(i), Text: text})
	}
	for i := range list {
		list[i].Chosen = list[i].Value == chosen
	}
	return list
}

// lastSaid is the sentence above the question: the last value, the plan and the target.
func lastSaid(c app.CheckInCard) string {
	var parts []string
	if c.Value != nil {
		when := "Last"
		if c.CheckedAs != "" {
			when = "On " + ui.Day(c.CheckedAs, c.Today)
		}
		parts = append(parts, when+" "+c.Format(*c.Value))
	}
	if c.PlanToday != nil && c.Kind == okr.Number {
		parts = append(parts, "plan for today "+c.FormatComputed(*c.PlanToday))
	}
	if c.Target != nil {
		parts = append(parts, "target "+c.Format(*c.Target))
	}
	if len(parts) == 0 {
		return "This is the first check-in."
	}
	return ui.Upper(strings.Join(parts, ", ")) + "."
}

// sureOf is the question about confidence, with what and by when.
func sureOf(c app.CheckInCard) string {
	if c.Kind == okr.Number && c.Target != nil {
		return "How sure are you that we reach " + c.Format(*c.Target) + " by " + ui.Day(c.Until, c.Today) + "?"
	}
	return "How sure are you that we get there by " + ui.Day(c.Until, c.Today) + "?"
}
