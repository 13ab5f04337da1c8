package web

import (
	"net/http"
	"strconv"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// readiness is the register of gaps in the data of a cycle's plan.
func readiness(r *request) error {
	v, err := r.around("Data readiness", "objectives")
	if err != nil {
		return err
	}
	q := app.ReadinessQuery{CycleID: v.cycle.ID, TeamID: r.FormValue("team"), State: okr.ReadyState(r.FormValue("state")), Cursor: r.FormValue("after")}
	reg, err := r.s.App.Readiness(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	return r.show(http.StatusOK, v, registerBody(r, v, reg, q))
}

func dataForm(r *request) error { return showData(r, http.StatusOK, nil) }

// showData is the checklist for one key result, and the decision about what is missing.
func showData(r *request, status int, f *form) error {
	k, err := r.keyResult()
	if err != nil {
		return err
	}
	o, err := r.s.App.Objective(r.Context(), r.Actor, k.Objective.ID)
	if err != nil {
		return err
	}
	v, err := r.around("Can the number be had?", "objectives")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, k.ID
	return r.show(status, v, dataBody(r, o, k.KeyResult, f))
}

// setData keeps the answers. With a gap it goes on to the decision, else back to the objective.
func setData(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.ReadinessInput{KeyResultID: r.PathValue("id"), Version: formNumber(r, "version"), Source: r.PostFormValue("source"), Answers: map[okr.Aspect]okr.Answer{}}
	for _, a := range okr.Aspects {
		if a.Aspect != okr.DataSource {
			in.Answers[a.Aspect] = okr.Answer(r.PostFormValue("answers." + string(a.Aspect)))
		}
	}
	k, err := r.s.App.SetReadiness(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showData)
	}
	if len(k.Ready(r.s.App.Today(r.Org)).Gaps) > 0 {
		return r.done("key-results/"+k.ID+"/readiness#decide", "saved", "")
	}
	return r.done("objectives/"+k.ObjectiveID, "saved", "")
}

// decideData keeps what happens about a gap; a draft for tracking is shown at once.
func decideData(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.DataDecisionInput{KeyResultID: r.PathValue("id"), Version: formNumber(r, "version"), Choice: okr.DataChoice(r.PostFormValue("choice")), Proxy: r.PostFormValue("proxy"),
		Until: okr.Date(r.PostFormValue("until-" + r.PostFormValue("choice")))}
	k, err := r.s.App.DecideReadiness(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showData)
	}
	if id := k.Readiness.Decision.ObjectiveID; id != "" {
		return r.done("objectives/"+id, "tracking", "")
	}
	return r.done("objectives/"+k.ObjectiveID, "decided", "")
}

// readyText says how the data stands: "Data 5 of 7".
func readyText(x okr.Readied) string {
	switch x.State {
	case okr.DataUnasked:
		return "Can the number be had?"
	case okr.DataReady:
		return "Data ready"
	}
	return "Data " + strconv.Itoa(x.Met) + " of " + strconv.Itoa(x.Of)
}

// readyNames are the headings of the register.
var readyNames = map[okr.ReadyState]string{okr.DataGap: "Something is missing, and nothing is decided", okr.DataLapsed: "What was decided has ended", okr.DataUnasked: "Nobody has looked yet",
	okr.DataDecided: "Decided", okr.DataReady: "Ready"}

// decided says in a sentence what was decided about a gap, and whether it still holds.
func decided(k okr.KeyResult, today okr.Date) string {
	if k.Ready(today).State == okr.DataLapsed {
		return standInText(k, today)
	}
	switch d := k.Readiness.Decision; d.Choice {
	case okr.DataDelay:
		return "Waits until " + ui.Day(d.Until, today) + "."
	case okr.DataProxy:
		return "Until " + ui.Day(d.Until, today) + " we look at “" + d.Proxy + "”."
	case okr.DataTrack:
		return "Measuring it is an objective."
	}
	return ""
}

// standInText says in a sentence what was decided about a gap and whether it still holds; "" where nothing is.
func standInText(k okr.KeyResult, today okr.Date) string {
	d := k.Readiness.Decision
	switch k.Ready(today).State {
	case okr.DataLapsed:
		if d.Choice == okr.DataProxy {
			return "“" + d.Proxy + "” was to stand in for this number until " + ui.Day(d.Until, today) + ", and still does."
		}
		return "It was to wait for its data until " + ui.Day(d.Until, today) + ", and something is still missing."
	case okr.DataDecided:
		switch d.Choice {
		case okr.DataDelay:
			return "It waits for its data: nobody is asked for a value before " + ui.Day(d.Until, today) + "."
		case okr.DataProxy:
			return "Until " + ui.Day(d.Until, today) + " “" + d.Proxy + "” stands in for this number."
		case okr.DataTrack:
			return "Measuring it is an objective of its own."
		}
	}
	return ""
}

// answerText is an answer of the checklist in words.
func answerText(q okr.Asked, source string) string {
	switch {
	case q.Aspect == okr.DataSource && source != "":
		return source
	case q.Answer == okr.AnswerYes && q.Known != "":
		return "Yes. " + q.Known
	case q.Answer == okr.AnswerYes:
		return "Yes"
	case q.Answer == okr.AnswerNo:
		return "No"
	}
	return "Not known"
}

// stateOptions are the states of what stands in the register.
func stateOptions(value okr.ReadyState) []ui.Option {
	out := []ui.Option{{Text: "All that is missing"}}
	for _, s := range app.RegisterStates {
		out = append(out, ui.Option{Value: string(s), Text: readyNames[s]})
	}
	return chosen(out, string(value))
}

// registerPart is what stands of a state on a page of the register.
func registerPart(reg app.ReadinessRegister, state okr.ReadyState) (out []app.ReadinessRow) {
	for _, row := range reg.Rows {
		if row.Ready.State == state {
			out = append(out, row)
		}
	}
	return out
}

func registerLead(reg app.ReadinessRegister) string {
	open := reg.Count[okr.DataGap] + reg.Count[okr.DataLapsed]
	all := 0
	for _, n := range reg.Count {
		all += n
	}
	switch {
	case all == 0:
		return "Which numbers of the plan can be had, and what happens about the others."
	case open > 0:
		return ui.Plural(open, "key result") + " of " + strconv.Itoa(all) + " in " + reg.Cycle.Name + " wait for a decision about their data."
	case reg.Count[okr.DataUnasked] > 0:
		return "Nothing is known to be missing in " + reg.Cycle.Name + "; for " + strconv.Itoa(reg.Count[okr.DataUnasked]) + " of " + strconv.Itoa(all) + " nobody has looked."
	}
	return "For each of the " + strconv.Itoa(all) + " key results of " + reg.Cycle.Name + " the number can be had, or it is decided what happens."
}
