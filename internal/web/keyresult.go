package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

func newKeyResultForm(r *request) error { return showNewKeyResult(r, http.StatusOK, nil) }

func showNewKeyResult(r *request, status int, f *form) error {
	k, err := r.s.App.KeyResultForm(r.Context(), r.Actor, "", r.PathValue("ref"), ownersTyped(r)...)
	if err != nil {
		return err
	}
	k.KeyResult = okr.KeyResult{OwnerID: r.Viewer.MemberID, Kind: okr.Number, Direction: okr.Increase}
	return showKeyResult(r, status, k, f)
}

func showKeyResult(r *request, status int, k app.KeyResultForm, f *form) error {
	if err := okr.CanEdit(r.Viewer, k.Objective); err != nil {
		return err
	}
	v, err := r.around("Key result", "objectives")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	return r.show(status, v, keyResultBody(r, k.Objective, k.Cycle, k.KeyResult, f, k.Members, sourceOptions(k), countingOn(r, k)))
}

func addKeyResult(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	on, err := r.s.App.KeyResultForm(r.Context(), r.Actor, "", r.PathValue("ref"))
	if err != nil {
		return err
	}
	k, err := keyResultFields(r, nil)
	if err != nil {
		return r.refused(err, showNewKeyResult)
	}
	if seen := r.PostFormValue("read"); k.Kind == okr.Number {
		x := aims{k.Baseline, k.Target, k.Unit, k.Direction, k.Due}
		if x.Target == nil && x.Direction == okr.Increase && strings.TrimSpace(seen) != strings.TrimSpace(k.Title) {
			x.Direction = "" // as the form begins
		}
		x = r.complete(x, k.Title, on.Objective.Title, seen, on.Cycle)
		k.Baseline, k.Target, k.Unit, k.Direction, k.Due = x.Baseline, x.Target, x.Unit, x.Direction, x.Due
	}
	in := app.KeyResultInput{ObjectiveID: on.Objective.ID, Title: k.Title, Kind: k.Kind, Learning: k.Learning, Unit: k.Unit, Direction: k.Direction, Baseline: k.Baseline,
		Target: k.Target, Plan: k.Plan, Marks: k.Marks, Source: k.Source, Stages: k.Stages, Due: k.Due, Weight: k.Weight, OwnerID: k.OwnerID, CheckInOwnerID: k.CheckInOwnerID, Reason: r.PostFormValue("reason"), Dismissed: r.keptAsIs()}
	if _, err := r.s.App.AddKeyResult(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showNewKeyResult)
	}
	if r.PostFormValue("room") != "" {
		return r.done("planning?cycle="+on.Objective.CycleID+"&draft="+ref(on.Objective.Number), "added", "")
	}
	return r.done("objectives/"+ref(on.Objective.Number), "added", "")
}

// ownersTyped are the people whom the form of a key result names.
func ownersTyped(r *request) []string {
	return slices.Concat(r.PostForm["owner_id"], r.PostForm["check_in_owner_id"])
}

// keyResultFields reads the form of a key result that had these milestones.
func keyResultFields(r *request, stages []okr.Milestone) (okr.KeyResult, error) {
	e0 := r.means("owner_id", "check_in_owner_id")
	k := okr.KeyResult{Title: r.PostFormValue("title"), Kind: okr.KeyResultKind(r.PostFormValue("kind")), Unit: r.PostFormValue("unit"),
		Direction: okr.Direction(r.PostFormValue("direction")), OwnerID: r.PostFormValue("owner_id"), CheckInOwnerID: r.PostFormValue("check_in_owner_id"),
		Due: okr.Date(r.PostFormValue("due")), Learning: r.PostFormValue("learning") != ""}
	var e1, e2, e3 error
	k.Baseline, e1 = okr.ParseNumber("baseline", r.PostFormValue("baseline"), r.Org.Set.Locale)
	k.Target, e2 = okr.ParseNumber("target", r.PostFormValue("target"), r.Org.Set.Locale)
	k.Weight, e3 = okr.ParseNumber("weight", r.PostFormValue("weight"), r.Org.Set.Locale)
	k.Stages = readMilestones(r.PostFormValue("milestones"), stages)
	return k, okr.Join(e0, e1, e2, e3, moreFields(r, &k))
}

func keyResultForm(r *request) error { return showKeyResultForm(r, http.StatusOK, nil) }

func showKeyResultForm(r *request, status int, f *form) error {
	k, err := r.s.App.KeyResultForm(r.Context(), r.Actor, r.PathValue("id"), "", ownersTyped(r)...)
	if err != nil {
		return err
	}
	return showKeyResult(r, status, k, f)
}

// keyResult reads the key result that the path names.
func (r *request) keyResult() (app.CheckInCard, error) {
	card, err := r.s.App.CheckInCard(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return app.CheckInCard{}, err
	}
	return card.Cards[0], nil
}

func editKeyResult(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	was, err := r.keyResult()
	if err != nil {
		return err
	}
	k, err := keyResultFields(r, was.Stages)
	if err != nil {
		return r.refused(err, showKeyResultForm)
	}
	p := okr.KeyResultPatch{ID: was.ID, Version: formNumber(r, "version"), Title: &k.Title, Kind: &k.Kind, Learning: &k.Learning, Unit: &k.Unit, Direction: &k.Direction,
		Baseline: k.Baseline, Target: k.Target, Weight: k.Weight, Plan: &k.Plan, Marks: &k.Marks, Source: &k.Source, Stages: &k.Stages, Due: &k.Due, OwnerID: &k.OwnerID, CheckInOwnerID: &k.CheckInOwnerID, Reason: r.PostFormValue("reason")}
	for name, v := range map[string]*float64{"baseline": k.Baseline, "target": k.Target, "weight": k.Weight} {
		if v == nil {
			p.Clear = append(p.Clear, name)
		}
	}
	if _, err := r.s.App.EditKeyResult(r.Context(), r.Actor, p); err != nil {
		return r.refused(err, showKeyResultForm)
	}
	return r.done("objectives/"+ref(was.Objective.Number), "saved", "")
}

func removeKeyResult(r *request) error {
	k, err := r.keyResult()
	if err != nil {
		return err
	}
	if _, err := r.s.App.RemoveKeyResult(r.Context(), r.Actor, app.RemovalInput{ID: k.ID, Reason: r.PostFormValue("reason")}); err != nil {
		return err
	}
	return r.done("objectives/"+ref(k.Objective.Number), "removed", "key-results/"+k.ID+"/restore")
}

func restoreKeyResult(r *request) error {
	k, err := r.s.App.RestoreKeyResult(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")})
	if err != nil {
		return err
	}
	return r.done("objectives/"+k.ObjectiveID, "restored", "")
}
