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

// retrospectives are those of a cycle: when they are, how they stand, and why one was not held.
func retrospectives(r *request) error {
	v, err := r.around("Retrospectives", "objectives")
	if err != nil {
		return err
	}
	list, err := r.s.App.Retrospectives(r.Context(), r.Actor, v.cycle.ID)
	if err != nil {
		return err
	}
	return r.show(http.StatusOK, v, retrospectivesBody(r, v, list))
}

// retrospective is one step at a time while it goes on, and a page to read before and after that.
func retrospective(r *request) error { return showRetrospective(r, http.StatusOK, nil) }

func showRetrospective(r *request, status int, f *form) error {
	x, err := r.s.App.Retrospective(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	v, err := r.around("Retrospective, "+x.Title, "objectives")
	if err != nil {
		return err
	}
	if x.Stage != okr.RetroOpen && x.Stage != okr.RetroRevealed || !x.TakesPart {
		v.Main = ui.Link{}
		return r.show(status, v, retrospectiveBody(r, x, f))
	}
	p := retroPage{RetrospectiveView: x}
	p.at = min(max(r.number("step"), 1), len(p.steps()))
	if n := formNumber(r, "step"); n > 0 {
		p.at = min(n, len(p.steps()))
	}
	if p.step().name == stepImprove {
		if p.members, err = r.choosable(f, "owner_id", r.Viewer.MemberID); err != nil {
			return err
		}
	}
	return r.render(status, ui.Stage(v.Title, r.Prefer.Theme, okr.NotStarted, retroStage(r, p, f)))
}

// A retroPage is a retrospective at one of its steps, counted from 1.
type retroPage struct {
	app.RetrospectiveView
	at      int
	members app.Choosable // whom an improvement can be given to
}

// A retroStep is one page of a retrospective: an objective, or what comes before and after them.
type retroStep struct {
	objective *app.RetroObjective
	name      string
}

const (
	stepBefore  = "Last time"
	stepSaid    = "What we said"
	stepOnward  = "What goes on"
	stepImprove = "Improvements"
	stepLesson  = "The lesson"
)

// steps are the pages in order: why before the grade, all grades at once, and then what follows from them.
func (p retroPage) steps() []retroStep {
	var out []retroStep
	if len(p.Asked) > 0 {
		out = append(out, retroStep{name: stepBefore})
	}
	for i := range p.Objectives {
		out = append(out, retroStep{&p.Objectives[i], p.Objectives[i].Title})
	}
	return append(out, retroStep{name: stepSaid}, retroStep{name: stepOnward}, retroStep{name: stepImprove}, retroStep{name: stepLesson})
}

func (p retroPage) step() retroStep { return p.steps()[p.at-1] }

// url is a step of the retrospective; "" for one that there is not.
func (p retroPage) url(r *request, at int) string {
	if at < 1 || at > len(p.steps()) {
		return ""
	}
	return r.at("retrospectives/" + p.ID + "?step=" + strconv.Itoa(at))
}

// live is what the step waits for: the reveal.
func (p retroPage) live() string {
	if p.Stage == okr.RetroOpen && p.step().name == stepSaid {
		return p.ID
	}
	return ""
}

// backToRetro answers a form of a step: to the step that it names.
func backToRetro(r *request, step int) error {
	return r.to("retrospectives/" + r.PathValue("id") + "?step=" + strconv.Itoa(step))
}

// answerRetrospective keeps why and a grade, and goes on to the next step.
func answerRetrospective(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	grade, err := okr.ParseNumber("grade", r.PostFormValue("grade"), "en")
	if err != nil {
		return r.refused(err, showRetrospective)
	}
	in := app.RetroAnswerInput{ID: r.PathValue("id"), ObjectiveID: r.PostFormValue("objective_id"), Why: r.PostFormValue("why"), Grade: grade}
	x, err := r.s.App.AnswerRetrospective(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showRetrospective)
	}
	if p := (retroPage{RetrospectiveView: x}); x.Stage == okr.RetroRevealed { // all are in
		return backToRetro(r, 1+slices.IndexFunc(p.steps(), func(s retroStep) bool { return s.name == stepSaid }))
	}
	return backToRetro(r, formNumber(r, "step")+1)
}

// moveRetrospective opens, reveals, ends or skips it.
func moveRetrospective(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.RetrospectiveMove{ID: r.PathValue("id"), To: okr.RetrospectiveStage(r.PostFormValue("to")), Reason: r.PostFormValue("reason"), Known: r.PostFormValue("known") != ""}
	if _, err := r.s.App.MoveRetrospective(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showRetrospective)
	}
	if in.To == okr.RetroRevealed {
		return backToRetro(r, formNumber(r, "step"))
	}
	return r.to("retrospectives/" + in.ID)
}

// editRetrospective moves it to another day.
func editRetrospective(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	day, err := okr.ParseDate("day", r.PostFormValue("day"))
	if err == nil {
		_, err = r.s.App.EditRetrospective(r.Context(), r.Actor, app.RetrospectivePatch{ID: r.PathValue("id"), Day: &day})
	}
	if err != nil {
		return r.refused(err, showRetrospective)
	}
	return r.done("retrospectives/"+r.PathValue("id"), "saved", "")
}

// decideOnward keeps what becomes of each objective that the form names.
func decideOnward(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	x, err := r.s.App.Retrospective(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	for _, o := range x.Objectives {
		to := okr.Onward(r.PostFormValue("onward-" + o.ID))
		if to == "" || to == o.Note.Onward {
			continue
		}
		if _, err := r.s.App.DecideOnward(r.Context(), r.Actor, app.OnwardInput{ID: o.ID, Onward: to}); err != nil {
			return r.refused(err, showRetrospective)
		}
	}
	return backToRetro(r, formNumber(r, "step")+1)
}

// addImprovement takes one improvement, and stays for the next.
func addImprovement(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	due, err := okr.ParseDate("due", r.PostFormValue("due"))
	if err = okr.Join(err, r.means("owner_id")); err == nil {
		_, err = r.s.App.AddImprovement(r.Context(), r.Actor, app.ImprovementInput{RetrospectiveID: r.PathValue("id"), Text: r.PostFormValue("text"), OwnerID: r.PostFormValue("owner_id"), Due: due})
	}
	if err != nil {
		return r.refused(err, showRetrospective)
	}
	return backToRetro(r, formNumber(r, "step"))
}

// editImprovement says how an improvement stands: done, still on, or dropped with a reason. The form names where it stands.
func editImprovement(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	state, reason := okr.ImprovementState(r.PostFormValue("state")), r.PostFormValue("reason")
	if state == "on" {
		state = okr.ImprovementOn
	}
	if _, err := r.s.App.EditImprovement(r.Context(), r.Actor, app.ImprovementPatch{ID: r.PathValue("id"), State: &state, Reason: &reason}); err != nil {
		return err
	}
	return r.to(within(r.PostFormValue("back")))
}

func removeImprovement(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	i, err := r.s.App.RemoveImprovement(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")})
	if err != nil {
		return err
	}
	if back := r.PostFormValue("back"); back != "" {
		return r.to(within(back))
	}
	return r.done("retrospectives/"+i.RetrospectiveID, "removed", "improvements/"+i.ID+"/restore")
}

func restoreImprovement(r *request) error {
	i, err := r.s.App.RestoreImprovement(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")})
	if err != nil {
		return err
	}
	return r.done("retrospectives/"+i.RetrospectiveID, "restored", "")
}

// endRetrospective keeps the lesson and ends it.
func endRetrospective(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	id, learned, tags := r.PathValue("id"), r.PostFormValue("learned"), okr.ParseTags(r.PostFormValue("tags"))
	if strings.TrimSpace(learned) == "" && r.PostFormValue("without") == "" {
		return r.refused(okr.Fail(okr.Invalid, "learned", "It would end without a lesson. Write one sentence for the next team, or end it without."), showRetrospective)
	}
	if _, err := r.s.App.MoveRetrospective(r.Context(), r.Actor, app.RetrospectiveMove{ID: id, To: okr.RetroHeld, Learned: &learned, Tags: &tags, Version: formNumber(r, "version")}); err != nil {
		return r.refused(err, showRetrospective)
	}
	return r.done("retrospectives/"+id, "held", "")
}

// gradeOptions are the grades that one can give: the four steps where every key result is a judgement, else tenths.
func (r *request) gradeOptions(o app.RetroObjective) []ui.Option {
	judged := len(o.KeyResults) > 0
	for _, k := range o.KeyResults {
		judged = judged && k.Kind == okr.Judgement
	}
	var out []ui.Option
	if judged {
		for i := range okr.Steps + 1 {
			out = append(out, ui.Option{Value: strconv.FormatFloat(float64(i)/okr.Steps, 'f', 2, 64), Text: okr.KeyResult{Kind: okr.Judgement}.Format(float64(i))})
		}
		return out
	}
	for i := range 11 {
		out = append(out, ui.Option{Value: strconv.FormatFloat(float64(i)/10, 'f', 1, 64), Text: r.amount(float64(i) / 10)})
	}
	return out
}

// mine is what the actor has said of an objective: why, and the value of the grade's option.
func (r *request) mine(o app.RetroObjective) (why, grade string) {
	if o.Mine == nil {
		return "", ""
	}
	if o.Mine.Grade != nil {
		for _, x := range r.gradeOptions(o) {
			if v, _ := strconv.ParseFloat(x.Value, 64); v-*o.Mine.Grade < 0.01 && *o.Mine.Grade-v < 0.01 {
				grade = x.Value
			}
		}
	}
	return o.Mine.Why, grade
}

// gradesText is "0.4, 0.6 and 0.7", in order.
func (r *request) gradesText(list []float64) string {
	var out []string
	for _, g := range list {
		out = append(out, r.amount(tenths(g)))
	}
	return sentenceList(out)
}

// apartText says what grades that lie apart ask for.
func apartText(list []float64) string {
	if len(list) > 1 && list[len(list)-1]-list[0] >= 0.4 {
		return "They lie far apart. What do some of us know that the others do not?"
	}
	return ""
}

// retroState is where a retrospective stands, in words.
func retroState(l app.RetrospectiveLine, today okr.Date) string {
	switch l.Stage {
	case okr.RetroPlanned:
		return "on " + ui.Day(l.Day, today)
	case okr.RetroOpen:
		return "open since " + ui.Day(l.Day, today)
	case okr.RetroRevealed:
		return "under way"
	case okr.RetroHeld:
		return "held"
	}
	return "not held"
}

// improvementState is how an improvement stands, in words.
func improvementState(i app.ImprovementView, today okr.Date) string {
	switch {
	case i.State == okr.ImprovementDone:
		return "done"
	case i.State == okr.ImprovementDropped:
		return "dropped: " + i.Reason
	case i.Due == "":
		return "still on"
	case i.Due < today:
		return "still on, was due " + ui.Day(i.Due, today)
	}
	return "by " + ui.Day(i.Due, today)
}

func improvementText(i app.ImprovementView, names app.Names, today okr.Date) string {
	if who := names.Of(i.OwnerID); who != "" {
		return who + ", " + improvementState(i, today)
	}
	return ui.Upper(improvementState(i, today))
}

// outcomeText is what was said of how far an objective came, and what becomes of it.
func (r *request) outcomeText(o app.RetroObjective) string {
	t := ""
	if len(o.Grades) > 0 {
		t = "Graded " + r.gradesText(o.Grades) + ". "
	}
	if o.Note.Onward != "" {
		t += onwardText(o.Note.Onward) + "."
	}
	return t
}

// retroAbout is what a list says of a retrospective beside its title.
func retroAbout(l app.RetrospectiveLine) string {
	switch {
	case l.Skipped != "":
		return l.Skipped
	case l.Learned != "":
		return l.Learned
	case l.ObjectiveID != "":
		return "Shared by several teams"
	}
	return ""
}
