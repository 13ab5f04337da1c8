package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// roadmapItem is everything of one bet.
func roadmapItem(r *request) error { return showRoadmapItem(r, http.StatusOK, nil) }

func showRoadmapItem(r *request, status int, f *form) error {
	p, err := r.s.App.RoadmapItem(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	v, err := r.around(p.Title, "roadmap")
	if err != nil {
		return err
	}
	v.Main, v.InBar, v.Live = ui.Link{}, false, p.ID
	if p.May && p.Removed == 0 {
		v.Lesser = []ui.Link{{Text: "Edit", URL: r.at("roadmap/" + p.ID + "/edit")}}
	}
	history, err := r.s.App.Activity(r.Context(), r.Actor, app.ActivityQuery{ThingID: p.ID, Limit: 12})
	if err != nil {
		return err
	}
	return r.show(status, v, roadmapItemBody(r, v, p, history, f))
}

// newRoadmapItem asks the questions that make a bet of an idea.
func newRoadmapItem(r *request) error { return showNewRoadmapItem(r, http.StatusOK, nil) }

func showNewRoadmapItem(r *request, status int, f *form) error {
	v, err := r.around("A bet for the roadmap", "roadmap")
	if err != nil {
		return err
	}
	v.Main, v.InBar = ui.Link{}, false
	mine := myTeam(r, v)
	road, err := r.s.App.Roadmap(r.Context(), r.Actor, app.RoadmapQuery{Near: mine})
	if err != nil {
		return err
	}
	row := app.RoadmapRow{RoadmapItem: okr.RoadmapItem{TeamIDs: []string{mine}, Horizon: okr.HorizonNext, OwnerID: r.Viewer.MemberID}}
	if id := r.FormValue("serves"); id != "" && f == nil {
		row.Serves = []okr.Serve{{KeyResultID: id}}
	}
	c, err := r.betChoices(v, f, row.RoadmapItem, road.Served)
	if err != nil {
		return err
	}
	return r.show(status, v, newRoadmapItemBody(r, v, row, c, f))
}

// betChoices are what the form of a bet chooses from: MaxChoices key results, those that it names and those of its teams first.
type betChoices struct {
	served  []app.ServedResult
	members app.Choosable
	teams   []okr.Placed
}

func (r *request) betChoices(v *view, f *form, row okr.RoadmapItem, served []app.ServedResult) (betChoices, error) {
	var named []string // now, or as it was typed
	for _, s := range r.serveRows(row.Serves, f) {
		named = append(named, s.id)
	}
	far := func(s app.ServedResult) int {
		switch {
		case slices.Contains(named, s.KeyResultID):
			return 0
		case slices.Contains(row.TeamIDs, s.TeamID):
			return 1
		}
		return 2
	}
	slices.SortStableFunc(served, func(x, y app.ServedResult) int { return far(x) - far(y) })
	served = served[:min(len(served), app.MaxChoices)]
	members, err := r.choosable(f, "owner_id decider_id", row.OwnerID, row.DeciderID)
	return betChoices{served, members, v.Surroundings.Teams}, err
}

// serveOptions are the key results that a bet can serve, a list of them and the one that is chosen.
func serveOptions(list []app.ServedResult, value string) []ui.Option {
	out := []ui.Option{{Text: "None that I could name yet"}}
	known := value == ""
	for _, s := range list {
		text := ref(s.Number) + " " + s.Title
		switch {
		case s.Wanting():
			text += " (nothing serves it yet)"
		case s.Stage != okr.Active:
			text += " (a draft)"
		}
		out = append(out, ui.Option{Value: s.KeyResultID, Text: text})
		known = known || s.KeyResultID == value
	}
	if !known {
		out = append(out, ui.Option{Value: value, Text: "One that is not in this list"})
	}
	return chosen(out, value)
}

// A serveRow is one line of the question what a bet serves, as it is typed: the effects in per cent.
type serveRow struct{ id, low, likely, high string }

// serveRows are what an item serves, with free lines behind; as typed where there is a form. Those with a key result come first: faults count
// only these.
func (r *request) serveRows(list []okr.Serve, f *form) []serveRow {
	var out []serveRow
	if f != nil && f.values != nil {
		for i := range max(len(f.values["serves"]), 3) {
			out = append(out, serveRow{f.nth("serves", i), f.nth("low", i), f.nth("likely", i), f.nth("high", i)})
		}
		slices.SortStableFunc(out, func(x, y serveRow) int {
			return cmp.Compare(map[bool]int{true: 1}[x.id == ""], map[bool]int{true: 1}[y.id == ""])
		})
		return out
	}
	percent := func(v *float64) string {
		if v == nil {
			return ""
		}
		x := *v * 100
		return r.inputValue(&x)
	}
	for _, s := range list {
		out = append(out, serveRow{s.KeyResultID, percent(s.Effect.Low), percent(s.Effect.Likely), percent(s.Effect.High)})
	}
	for len(out) < 3 || len(list) >= len(out) {
		out = append(out, serveRow{})
	}
	return out
}

// readServes reads the lines of serveRows; one without a key result is none.
func readServes(r *request) ([]okr.Serve, error) {
	out := []okr.Serve{}
	var faults []error
	f := &form{values: r.PostForm}
	for i, id := range r.PostForm["serves"] {
		if id == "" {
			continue
		}
		s := okr.Serve{KeyResultID: id}
		for _, e := range []struct {
			name string
			to   **float64
		}{{"low", &s.Effect.Low}, {"likely", &s.Effect.Likely}, {"high", &s.Effect.High}} {
			v, err := okr.ParseNumber("serves["+strconv.Itoa(len(out))+"].effect."+e.name, f.nth(e.name, i), r.Org.Set.Locale)
			if faults = append(faults, err); v != nil {
				x := *v / 100
				*e.to = &x
			}
		}
		out = append(out, s)
	}
	return out, okr.Join(faults...)
}

// readBet reads the form of a bet.
func readBet(r *request) (app.RoadmapInput, error) {
	e0 := okr.Join(r.means("owner_id", "decider_id"), r.meansTeam("lead_id"), r.meansTeams("team_ids"))
	get := r.PostFormValue
	in := app.RoadmapInput{Title: get("title"), Why: get("why"), TeamIDs: r.PostForm["team_ids"], OwnerID: get("owner_id"), DeciderID: get("decider_id"), Horizon: okr.Horizon(get("horizon")),
		Start: okr.Date(get("start")), End: okr.Date(get("end")), Critical: okr.Date(get("critical_by")), Blocked: get("blocked")}
	if lead := get("lead_id"); lead != "" { // the first one leads
		in.TeamIDs = append([]string{lead}, slices.DeleteFunc(slices.Clone(in.TeamIDs), func(id string) bool { return id == lead })...)
	}
	var e1, e2, e3 error
	in.Serves, e1 = readServes(r)
	in.Effort, e2 = okr.ParseNumber("effort", get("effort"), r.Org.Set.Locale)
	if get("confidence") != "" {
		n, err := strconv.Atoi(get("confidence"))
		if err != nil {
			e3 = okr.Fail(okr.Invalid, "confidence", "Use a confidence between 0 and 10.")
		}
		in.Confidence = &n
	}
	return in, okr.Join(e0, e1, e2, e3)
}

func addRoadmapItem(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in, err := readBet(r)
	if err != nil {
		return r.refused(err, showNewRoadmapItem)
	}
	made, err := r.s.App.AddRoadmapItem(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showNewRoadmapItem)
	}
	return r.done("roadmap/"+made.ID, "added", "")
}

// roadmapForm is the form of one bet.
func roadmapForm(r *request) error { return showRoadmapForm(r, http.StatusOK, nil) }

func showRoadmapForm(r *request, status int, f *form) error {
	p, err := r.s.App.RoadmapItem(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	if !p.May {
		return okr.CanEditRoadmapItem(r.Viewer, p.RoadmapItem)
	}
	v, err := r.around("Edit: "+p.Title, "roadmap")
	if err != nil {
		return err
	}
	v.Main, v.InBar = ui.Link{}, false
	c, err := r.betChoices(v, f, p.RoadmapItem, p.Choices)
	if err != nil {
		return err
	}
	return r.show(status, v, editRoadmapItemBody(r, v, p.RoadmapRow, c, f))
}

func editRoadmapItem(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in, err := readBet(r)
	if err != nil {
		return r.refused(err, showRoadmapForm)
	}
	p := okr.RoadmapPatch{ID: r.PathValue("id"), Version: formNumber(r, "version"), TeamIDs: &in.TeamIDs, OwnerID: &in.OwnerID, DeciderID: &in.DeciderID, Horizon: &in.Horizon, Start: &in.Start, End: &in.End,
		Effort: in.Effort, Confidence: in.Confidence, Critical: &in.Critical, Blocked: &in.Blocked, Serves: &in.Serves, Reason: r.PostFormValue("reason")}
	if r.PostForm.Has("title") { // a copy keeps its own
		status := okr.WorkStatus(r.PostFormValue("status"))
		p.Title, p.Why, p.Status = &in.Title, &in.Why, &status
	} else {
		p.Start, p.End = nil, nil
	}
	if in.Effort == nil {
		p.Clear = append(p.Clear, "effort")
	}
	if in.Confidence == nil {
		p.Clear = append(p.Clear, "confidence")
	}
	if _, err := r.s.App.EditRoadmapItem(r.Context(), r.Actor, p); err != nil {
		return r.refused(err, showRoadmapForm)
	}
	return r.done("roadmap/"+p.ID, "saved", "")
}

func dropRoadmapItem(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.RemovalInput{ID: r.PathValue("id"), Reason: r.PostFormValue("reason")}
	if _, err := r.s.App.DropRoadmapItem(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showRoadmapItem)
	}
	return r.done("roadmap/"+in.ID, "dropped", "")
}

func reopenRoadmapItem(r *request) error {
	if _, err := r.s.App.ReopenRoadmapItem(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")}); err != nil {
		return err
	}
	return r.done("roadmap/"+r.PathValue("id"), "reopened", "")
}

func removeRoadmapItem(r *request) error {
	if _, err := r.s.App.RemoveRoadmapItem(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")}); err != nil {
		return err
	}
	return r.done("roadmap", "removed", "roadmap/"+r.PathValue("id")+"/restore")
}

func restoreRoadmapItem(r *request) error {
	if _, err := r.s.App.RestoreRoadmapItem(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")}); err != nil {
		return err
	}
	return r.done("roadmap/"+r.PathValue("id"), "restored", "")
}

// stepKinds are what the things on a trace are called.
var stepKinds = map[okr.Thing]string{okr.ThingVision: "Vision", okr.ThingPillar: "Choice", okr.ThingObjective: "Objective", okr.ThingKeyResult: "Key result",
	okr.ThingRoadmapItem: "Roadmap", okr.ThingBacklogItem: "Work"}

// traceSteps are the steps of a trace with where each leads; here is the id of the thing that the page is about.
func traceSteps(r *request, t app.Trace, here string) []ui.Step {
	var out []ui.Step
	for _, s := range t.Steps {
		x := ui.Step{Kind: stepKinds[s.Thing], Text: s.Title, More: s.More, Here: s.ID == here}
		switch s.Thing {
		case okr.ThingVision, okr.ThingPillar:
			x.URL = r.at("strategy")
		case okr.ThingObjective:
			x.URL = r.at("objectives/" + ref(s.Number))
		case okr.ThingKeyResult:
			x.URL = r.at("objectives/"+ref(s.Number)) + "#of-" + s.ID
		case okr.ThingRoadmapItem:
			x.URL = r.at("roadmap/" + s.ID)
		case okr.ThingBacklogItem:
			x.URL = r.at("backlog/" + s.ID)
		}
		out = append(out, x)
	}
	return out
}

// workSteps adds the work below a bet to its trace.
func workSteps(steps []ui.Step, w app.WorkCount) []ui.Step {
	if w.All() == 0 {
		return append(steps, ui.Step{Kind: "Work", Text: "Nothing derives from it yet"})
	}
	return append(steps, ui.Step{Kind: "Work", Text: workText(w), URL: "#work", About: doingText(w)})
}

func doingText(w app.WorkCount) string {
	if w.Doing == 0 {
		return ""
	}
	return strconv.Itoa(w.Doing) + " being done"
}

// workWords are the statuses of work as people say them.
var workWords = map[okr.WorkStatus]string{okr.WorkOpen: "not begun", okr.WorkDoing: "being done", okr.WorkDone: "done", okr.WorkDropped: "dropped"}

// workShape is a status of work as one of the shapes.
func workShape(s okr.WorkStatus) okr.Health {
	switch s {
	case okr.WorkDoing:
		return okr.Drifting
	case okr.WorkDone:
		return okr.OnCourse
	case okr.WorkDropped:
		return okr.HealthDone
	}
	return okr.NotStarted
}
