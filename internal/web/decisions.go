package web

import (
	"net/http"
	"slices"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// decisions lists what was decided, the latest first.
func decisions(r *request) error {
	v, err := r.around("Decisions", "objectives")
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	if okr.CanDraft(r.Viewer) == nil {
		v.Main = ui.Link{Text: "Write down a decision", URL: r.at("decisions/new")}
	}
	list, err := r.s.App.Decisions(r.Context(), r.Actor, app.DecisionQuery{Text: r.FormValue("q"), Due: r.FormValue("due") != ""})
	if err != nil {
		return err
	}
	return r.show(http.StatusOK, v, decisionsBody(r, v, list))
}

// decision is one decision on a page of its own.
func decision(r *request) error {
	v, err := r.around("Decision", "objectives")
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	list, err := r.s.App.Decision(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	return r.show(http.StatusOK, v, decisionBody(r, v, list))
}

func decisionForm(r *request) error { return showDecision(r, http.StatusOK, nil) }

func showDecision(r *request, status int, f *form) error {
	v, err := r.around("Write down a decision", "objectives")
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	d := decisionDraft{form: f, item: r.FormValue("item")}
	if id := r.FormValue("supersedes"); id != "" {
		old, err := r.s.App.Decision(r.Context(), r.Actor, id)
		if err != nil {
			return err
		}
		d.old = &old.Decisions[0]
	}
	number := r.FormValue("objective")
	if number == "" && d.old != nil {
		number = ref(d.old.Number)
	}
	if number != "" {
		if d.on, err = r.s.App.Objective(r.Context(), r.Actor, number); err != nil {
			return err
		}
		if err := okr.CanDecide(r.Viewer, d.on.Objective); err != nil {
			return err
		}
	} else if err := okr.CanDraft(r.Viewer); err != nil {
		return err
	} else if d.choose, err = r.s.App.FindObjectives(r.Context(), r.Actor, app.ObjectiveQuery{CycleID: v.cycle.ID, Limit: 200}); err != nil {
		return err
	}
	d.choose.Objectives = slices.DeleteFunc(d.choose.Objectives, func(o app.ObjectiveRow) bool { return okr.CanDecide(r.Viewer, o.Objective) != nil })
	if d.members, err = r.choosable(f, "decider_id", d.on.DeciderID, d.on.OwnerID, r.Viewer.MemberID); err != nil {
		return err
	}
	return r.show(status, v, decisionFormBody(r, v, d))
}

// A decisionDraft is a decision that is being written down.
type decisionDraft struct {
	*form
	on      app.ObjectiveView // that it rests on, if it is known
	choose  app.ObjectivePage // else from these
	members app.Choosable
	old     *app.DecisionView // whose place it takes
	item    string
}

func addDecision(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	if err := r.means("decider_id"); err != nil {
		return r.refused(err, showDecision)
	}
	get := r.PostFormValue
	in := app.DecisionInput{Question: get("question"), Decided: get("decided"), Why: get("why"), ObjectiveID: get("objective_id"), KeyResultID: get("key_result_id"), RoadmapItemID: get("item"),
		DeciderID: get("decider_id"), On: okr.Date(get("on")), Revisit: okr.Date(get("revisit")), Supersedes: get("supersedes")}
	d, err := r.s.App.AddDecision(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showDecision)
	}
	if get("back") == "meeting" {
		return r.backToWeek(get("team_id"))
	}
	return r.done("decisions/"+d.ID, "added", "")
}

// restsOn are the choices of what a decision rests on: the objective as a whole, or one of its key results.
func (d decisionDraft) restsOn() []ui.Option {
	out := []ui.Option{{Text: "The objective as a whole"}}
	for _, k := range d.on.KeyResults {
		out = append(out, ui.Option{Value: k.ID, Text: k.Title, Chosen: d.value("key_result_id", "") == k.ID})
	}
	return out
}

func (d decisionDraft) objectives() []ui.Option {
	out := []ui.Option{{Text: "Choose the objective"}}
	for _, o := range d.choose.Objectives {
		out = append(out, ui.Option{Value: o.ID, Text: ref(o.Number) + " " + o.Title, Chosen: d.value("objective_id", "") == o.ID})
	}
	return out
}

// decider is who decides unless somebody else is chosen.
func (d decisionDraft) decider(r *request) string {
	if d.fault("decider_id") != "" && d.members.Many {
		return d.value("decider_id", "")
	}
	for _, id := range []string{d.value("decider_id", ""), d.on.DeciderID, d.on.OwnerID} {
		if id != "" && slices.ContainsFunc(d.members.List, func(c app.Choice) bool { return c.ID == id }) {
			return id
		}
	}
	return r.Viewer.MemberID
}
