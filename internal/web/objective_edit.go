package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/live"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// stageText is "Active since 5 October".
func stageText(o app.ObjectiveView, zone *time.Location) string {
	word := ui.Upper(strings.ReplaceAll(string(o.Stage), "_", " "))
	switch {
	case o.Stage == okr.Active && o.Activated != 0:
		return word + " since " + ui.Day(o.Activated.DateIn(zone), o.Today)
	case o.Ended != 0:
		return word + " on " + ui.Day(o.Ended.DateIn(zone), o.Today)
	}
	return word
}

// asked is what the address says that a new objective is to support: kind:id, as the map's gaps ask for it.
func (r *request) asked() []app.Edge {
	kind, id, ok := strings.Cut(r.URL.Query().Get("supports"), ":")
	if !ok {
		return nil
	}
	return []app.Edge{{Kind: okr.UpstreamKind(kind), ID: id, Weight: 1, Title: "What the map asks for"}}
}

func newObjectiveForm(r *request) error { return showNewObjective(r, http.StatusOK, nil) }

func showNewObjective(r *request, status int, f *form) error {
	if err := okr.CanDraft(r.Viewer); err != nil {
		return err
	}
	v, err := r.around("New objective", "objectives")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	v.Lesser = []ui.Link{{Text: "Import a document", URL: r.at("import")}}
	up, err := r.upstream(v, "")
	if err != nil {
		return err
	}
	var reason string
	if id := r.URL.Query().Get("kpi"); id != "" && f == nil {
		if f, reason, err = r.suggested(v, id); err != nil {
			return err
		}
	}
	return r.show(status, v, newObjectiveBody(r, v, f, reason, supportRows(r, f, up, r.asked())))
}

// suggested is a new objective with a KPI out of its healthy range as its reason. Nothing is invented: neither what will be different nor a number.
func (r *request) suggested(v *view, kpiID string) (*form, string, error) {
	list, err := r.s.App.KPI(r.Context(), r.Actor, kpiID)
	if err != nil {
		return nil, "", err
	}
	k := list.KPIs[0]
	if k.Healthy == nil || *k.Healthy {
		return nil, "", nil
	}
	said := "KPI “" + k.Name + "”: " + k.Format(*k.Value) + " on " + ui.Day(k.ValueDate, v.Today) + rangeText(k.KPI) + "."
	return &form{values: url.Values{"evidence": {said}, "team_ids": {k.TeamID}}}, said, nil
}

// addObjective makes a draft with the key results that were typed beside it.
func addObjective(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	if err := r.meansTeams("team_ids"); err != nil {
		return r.refused(err, showNewObjective)
	}
	in := app.ObjectiveInput{CycleID: r.PostFormValue("cycle_id"), TeamIDs: r.PostForm["team_ids"], Title: r.PostFormValue("title"), Kind: okr.ObjectiveKind(r.PostFormValue("kind")),
		WhyImportant: r.PostFormValue("why_important"), WhyUrgent: r.PostFormValue("why_urgent"), Evidence: r.PostFormValue("evidence"), OwnerID: r.Viewer.MemberID,
		Private: r.PostFormValue("private") != "", Dismissed: r.keptAsIs()}
	var err error
	in.Supports, err = supports(r)
	cycle := okr.Cycle{}
	if list, fault := r.s.App.Cycles(r.Context(), r.Actor); fault != nil {
		return fault
	} else if i := slices.IndexFunc(list, func(c okr.Cycle) bool { return c.ID == in.CycleID }); i >= 0 {
		cycle = list[i]
	}
	for i := range r.PostForm["kr_title"] {
		if strings.TrimSpace(r.PostForm["kr_title"][i]) == "" {
			continue
		}
		k, fault := keyResultRow(r, i, in.Title, cycle)
		err = okr.Join(err, okr.Under("key_results["+strconv.Itoa(len(in.KeyResults))+"].", fault))
		in.KeyResults = append(in.KeyResults, k)
	}
	if err != nil {
		return r.refused(err, showNewObjective)
	}
	o, err := r.s.App.AddObjective(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showNewObjective)
	}
	if r.PostFormValue("room") != "" {
		return r.done("planning?cycle="+in.CycleID+"&draft="+ref(o.Number), "added", "")
	}
	return r.done("objectives/"+ref(o.Number), "added", "")
}

// keyResultRow reads one line of key results of a new objective.
func keyResultRow(r *request, i int, objective string, cycle okr.Cycle) (app.KeyResultInput, error) {
	at := func(name string) string {
		if list := r.PostForm[name]; i < len(list) {
			return list[i]
		}
		return ""
	}
	k := app.KeyResultInput{Title: at("kr_title"), Unit: at("kr_unit"), OwnerID: r.Viewer.MemberID, Dismissed: r.keptAsIs()}
	var err1, err2 error
	k.Baseline, err1 = okr.ParseNumber("baseline", at("kr_from"), r.Org.Set.Locale)
	k.Target, err2 = okr.ParseNumber("target", at("kr_to"), r.Org.Set.Locale)
	x := r.complete(aims{Baseline: k.Baseline, Target: k.Target, Unit: k.Unit}, k.Title, objective, at("kr_read"), cycle)
	k.Baseline, k.Target, k.Unit, k.Direction, k.Due = x.Baseline, x.Target, x.Unit, x.Direction, x.Due
	if k.Target == nil && k.Baseline == nil && k.Direction == "" { // with a way it is a number whose start is not known yet
		k.Kind = okr.YesNo
	}
	return k, okr.Join(err1, err2)
}

func objectiveForm(r *request) error { return showObjectiveForm(r, http.StatusOK, nil) }

func showObjectiveForm(r *request, status int, f *form) error {
	o, err := r.s.App.Objective(r.Context(), r.Actor, r.PathValue("ref"))
	if err != nil {
		return err
	}
	if err := okr.CanEdit(r.Viewer, o.Objective); err != nil {
		return err
	}
	v, err := r.around("Edit "+o.Title, "objectives")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, o.ID
	up, err := r.upstream(v, o.ID)
	if err != nil {
		return err
	}
	members, err := r.choosable(f, "owner_id decider_id", o.OwnerID, o.DeciderID)
	if err != nil {
		return err
	}
	return r.show(status, v, editObjectiveBody(r, v, o, f, supportRows(r, f, up, o.Upstream), members))
}

// sayEditing tells the others that the reader is in a form of the objective, or has left it.
func sayEditing(r *request) error {
	o, err := r.s.App.Editable(r.Context(), r.Actor, r.PathValue("ref"))
	if err != nil {
		return err
	}
	return r.sayEdit(live.Edit{Thing: o.ID, Private: o.Private})
}

// editField takes one text field of an objective as it is left: the island's answer is JSON, a plain form's is the page.
func editField(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	o, err := r.s.App.ObjectiveAlone(r.Context(), r.Actor, r.PathValue("ref"))
	if err != nil {
		return err
	}
	value, base := r.PostFormValue("value"), r.PostFormValue("base")
	p := okr.ObjectivePatch{ID: o.ID, Reason: r.PostFormValue("reason"), Base: &okr.ObjectivePatch{}}
	switch r.PostFormValue("name") {
	case "title":
		p.Title, p.Base.Title = &value, &base
	case "why_important":
		p.WhyImportant, p.Base.WhyImportant = &value, &base
	case "why_urgent":
		p.WhyUrgent, p.Base.WhyUrgent = &value, &base
	case "evidence":
		p.Evidence, p.Base.Evidence = &value, &base
	default:
		return okr.Fail(okr.Invalid, "name", "There is no such field.")
	}
	_, err = r.s.App.EditObjective(r.Context(), r.Actor, p)
	if !strings.Contains(r.Header.Get("Accept"), "application/json") {
		if err != nil {
			return r.refused(err, showObjectiveForm)
		}
		return r.done("objectives/"+ref(o.Number)+"/edit", "saved", "")
	}
	return r.fieldAnswer(err)
}

// fieldText is what stands in a field that saves itself: what was typed, where that was refused.
func (r *request) fieldText(name, value string) string {
	if r.PostFormValue("name") == name && r.PostForm.Has("value") {
		return r.PostFormValue("value")
	}
	return value
}

// fieldAnswer tells the island how saving a field went.
func (r *request) fieldAnswer(err error) error {
	answer, status := map[string]string{"saved": "Saved"}, http.StatusOK
	if faults := okr.FaultsOf(err); faults != nil {
		status = statuses[faults[0].Kind]
		answer = map[string]string{"message": faults[0].Message}
		switch theirs := faults[0].Theirs.(type) {
		case string:
			answer["theirs"] = theirs
		case *float64:
			answer["theirs"] = r.inputValue(theirs)
		}
	} else if err != nil {
		return err
	}
	return r.json(status, answer)
}

func (r *request) json(status int, v any) error {
	r.w.Header().Set("Content-Type", "application/json")
	r.w.Header().Set("Cache-Control", "no-store")
	r.w.WriteHeader(status)
	return json.NewEncoder(r.w).Encode(v)
}

// editObjective takes the choices: kind, cycle, teams, owner, what it supports, private.
func editObjective(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	o, err := r.s.App.ObjectiveAlone(r.Context(), r.Actor, r.PathValue("ref"))
	if err != nil {
		return err
	}
	if err := okr.Join(r.means("owner_id", "decider_id"), r.meansTeams("team_ids")); err != nil {
		return r.refused(err, showObjectiveForm)
	}
	p := okr.ObjectivePatch{ID: o.ID, Reason: r.PostFormValue("reason")}
	r.liveTexts(&p)
	if err := r.liveChoices(&p); err != nil {
		return r.refused(err, showObjectiveForm)
	}
	if _, err := r.s.App.EditObjective(r.Context(), r.Actor, p); err != nil {
		return r.refused(err, showObjectiveForm)
	}
	return r.done("objectives/"+ref(o.Number), "saved", "")
}

// choiceBases are the choices of an objective as they stand when its form is opened.
func choiceBases(o app.ObjectiveView) []ui.Field {
	private := ""
	if o.Private {
		private = "yes"
	}
	return []ui.Field{{Name: "kind", Value: string(o.Kind)}, {Name: "cycle_id", Value: o.CycleID}, {Name: "owner_id", Value: o.OwnerID}, {Name: "decider_id", Value: o.DeciderID},
		{Name: "team_ids", Value: strings.Join(o.TeamIDs, "\n")}, {Name: "private", Value: private}, {Name: "supports", Value: supportLines(o.Upstream)}}
}

// liveChoices takes the choices that a form changes into a patch, each with what it was when the form was opened: what was left alone stays as somebody else
// may have made it meanwhile. A form that does not say what they were sets them.
func (r *request) liveChoices(p *okr.ObjectivePatch) error {
	kind, private := okr.ObjectiveKind(r.PostFormValue("kind")), r.PostFormValue("private") != ""
	teams, was := r.PostForm["team_ids"], lines(r.PostFormValue("base-team_ids"))
	ups, err := supports(r)
	if err != nil {
		return err
	}
	baseKind, basePrivate, baseUps := okr.ObjectiveKind(r.PostFormValue("base-kind")), r.PostFormValue("base-private") != "", readSupportLines(r.PostFormValue("base-supports"))
	known := r.PostForm.Has("base-kind")
	change(known, kind, baseKind, &p.Kind, &p.Base.Kind)
	change(known, private, basePrivate, &p.Private, &p.Base.Private)
	change(known, teams, was, &p.TeamIDs, &p.Base.TeamIDs)
	change(known, ups, baseUps, &p.Supports, &p.Base.Supports)
	for name, to := range map[string][2]**string{"cycle_id": {&p.CycleID, &p.Base.CycleID}, "owner_id": {&p.OwnerID, &p.Base.OwnerID}, "decider_id": {&p.DeciderID, &p.Base.DeciderID}} {
		if r.PostForm.Has(name) {
			change(known, r.PostFormValue(name), r.PostFormValue("base-"+name), to[0], to[1])
		}
	}
	return nil
}

// change takes a choice into a patch; where it is known what it was, only one that is another now.
func change[T any](known bool, now, was T, to, base **T) {
	switch {
	case !known:
		*to = &now
	case !reflect.DeepEqual(now, was):
		*to, *base = &now, &was
	}
}

// moveStage moves an objective along.
func moveStage(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	o, err := r.s.App.ObjectiveAlone(r.Context(), r.Actor, r.PathValue("ref"))
	if err != nil {
		return err
	}
	to := okr.Stage(r.PostFormValue("to"))
	if _, err := r.s.App.Transition(r.Context(), r.Actor, app.TransitionInput{ID: o.ID, To: to, Reason: r.PostFormValue("reason")}); err != nil {
		return r.refused(err, showObjective)
	}
	what := "saved"
	if to == okr.Active {
		what = "activated"
	}
	return r.done("objectives/"+ref(o.Number), what, "")
}

// sayComfort keeps how an objective feels at its start.
func sayComfort(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	o, err := r.s.App.ObjectiveAlone(r.Context(), r.Actor, r.PathValue("ref"))
	if err != nil {
		return err
	}
	if _, err := r.s.App.SayComfort(r.Context(), r.Actor, app.ComfortInput{ID: o.ID, Answer: okr.ComfortAnswer(r.PostFormValue("answer"))}); err != nil {
		return r.refused(err, showObjective)
	}
	return r.done("objectives/"+ref(o.Number), "saved", "")
}

func removeObjective(r *request) error {
	o, err := r.s.App.ObjectiveAlone(r.Context(), r.Actor, r.PathValue("ref"))
	if err != nil {
		return err
	}
	if _, err := r.s.App.RemoveObjective(r.Context(), r.Actor, app.RemovalInput{ID: o.ID, Reason: r.PostFormValue("reason")}); err != nil {
		return err
	}
	return r.done("objectives", "removed", "objectives/"+ref(o.Number)+"/restore")
}

func restoreObjective(r *request) error {
	o, err := r.s.App.ObjectiveAlone(r.Context(), r.Actor, r.PathValue("ref"))
	if err != nil {
		return err
	}
	if _, err := r.s.App.RestoreObjective(r.Context(), r.Actor, app.RemovalInput{ID: o.ID}); err != nil {
		return err
	}
	return r.done("objectives/"+ref(o.Number), "restored", "")
}

// formNumber reads a form value that nobody types, such as a version or a choice of a list, as a whole number, 0 if it is none.
func formNumber(r *request, name string) int {
	n, _ := strconv.Atoi(r.PostFormValue(name))
	return n
}

// wholeNumber reads a whole number that somebody typed, 0 for nothing; a word is refused.
func wholeNumber(r *request, name string) (int, error) {
	text := strings.TrimSpace(r.PostFormValue(name))
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, okr.Fail(okr.Invalid, name, "Write a whole number, for example 7.")
	}
	return n, nil
}

// goesWith says what hangs on an objective that is to be removed.
func goesWith(o app.ObjectiveView) string {
	var hang []string
	for _, part := range []struct {
		n         int
		one, many string
	}{
		{len(o.Supporters), "one objective supports it", "objectives support it"},
		{len(o.Decisions), "one decision rests on it", "decisions rest on it"},
		{len(o.Contracts), "one agreement with another team is part of it", "agreements with other teams are part of it"},
	} {
		switch {
		case part.n == 1:
			hang = append(hang, part.one)
		case part.n > 1:
			hang = append(hang, count(part.n)+" "+part.many)
		}
	}
	says := "Nothing else hangs on it."
	if n := len(o.KeyResults); n == 1 {
		says = "Its key result goes with it."
	} else if n > 1 {
		says = "Its " + count(n) + " key results go with it."
	}
	if len(hang) > 0 {
		says += " " + ui.Upper(strings.Join(hang, ", ")) + "."
	}
	return says + " Activity leads back to it: there it can be restored."
}
