package web

import (
	"net/http"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

func newKeyResultForm(r *request) error { return showNewKeyResult(r, http.StatusOK, nil) }

func showNewKeyResult(r *request, status int, f *form) error {
	o, err := r.s.App.Objective(r.Context(), r.Actor, r.PathValue("ref"))
	if err != nil {
		return err
	}
	return showKeyResult(r, status, o, okr.KeyResult{OwnerID: r.Viewer.MemberID, Kind: okr.Number, Direction: okr.Increase}, f)
}

func showKeyResult(r *request, status int, o app.ObjectiveView, k okr.KeyResult, f *form) error {
	v, err := r.around("Key result", "objectives")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	members, err := r.s.App.Members(r.Context(), r.Actor, false)
	if err != nil {
		return err
	}
	sources, err := r.sources(o, k)
	if err != nil {
		return err
	}
	return r.show(status, v, keyResultBody(r, o, k, f, members, sources))
}

func addKeyResult(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	o, err := r.s.App.Objective(r.Context(), r.Actor, r.PathValue("ref"))
	if err != nil {
		return err
	}
	k, err := keyResultFields(r, nil)
	if err != nil {
		return r.refused(err, showNewKeyResult)
	}
	in := app.KeyResultInput{ObjectiveID: o.ID, Title: k.Title, Kind: k.Kind, Learning: k.Learning, Unit: k.Unit, Direction: k.Direction, Baseline: k.Baseline,
		Target: k.Target, Plan: k.Plan, Marks: k.Marks, Source: k.Source, Stages: k.Stages, Due: k.Due, Weight: k.Weight, OwnerID: k.OwnerID, CheckInOwnerID: k.CheckInOwnerID}
	if _, err := r.s.App.AddKeyResult(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showNewKeyResult)
	}
	return r.done("objectives/"+ref(o.Number), "added", "")
}

// keyResultFields reads the form of a key result that had these milestones.
func keyResultFields(r *request, stages []okr.Milestone) (okr.KeyResult, error) {
	k := okr.KeyResult{Title: r.PostFormValue("title"), Kind: okr.KeyResultKind(r.PostFormValue("kind")), Unit: r.PostFormValue("unit"),
		Direction: okr.Direction(r.PostFormValue("direction")), OwnerID: r.PostFormValue("owner_id"), CheckInOwnerID: r.PostFormValue("check_in_owner_id"),
		Due: okr.Date(r.PostFormValue("due")), Learning: r.PostFormValue("learning") != ""}
	var e1, e2, e3 error
	k.Baseline, e1 = okr.ParseNumber("baseline", r.PostFormValue("baseline"), r.Org.Set.Locale)
	k.Target, e2 = okr.ParseNumber("target", r.PostFormValue("target"), r.Org.Set.Locale)
	k.Weight, e3 = okr.ParseNumber("weight", r.PostFormValue("weight"), r.Org.Set.Locale)
	k.Stages = readMilestones(r.PostFormValue("milestones"), stages)
	return k, okr.Join(e1, e2, e3, moreFields(r, &k))
}

func keyResultForm(r *request) error { return showKeyResultForm(r, http.StatusOK, nil) }

func showKeyResultForm(r *request, status int, f *form) error {
	o, k, err := r.keyResult()
	if err != nil {
		return err
	}
	return showKeyResult(r, status, o, k.KeyResult, f)
}

// keyResult reads the key result that the path names, with its objective.
func (r *request) keyResult() (o app.ObjectiveView, k app.KeyResultView, err error) {
	card, err := r.s.App.CheckInCard(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return o, k, err
	}
	o, err = r.s.App.Objective(r.Context(), r.Actor, card.Cards[0].Objective.ID)
	return o, card.Cards[0].KeyResultView, err
}

func editKeyResult(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	o, was, err := r.keyResult()
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
	return r.done("objectives/"+ref(o.Number), "saved", "")
}

func removeKeyResult(r *request) error {
	o, k, err := r.keyResult()
	if err != nil {
		return err
	}
	if _, err := r.s.App.RemoveKeyResult(r.Context(), r.Actor, app.RemovalInput{ID: k.ID}); err != nil {
		return err
	}
	return r.done("objectives/"+ref(o.Number), "removed", "key-results/"+k.ID+"/restore")
}

func restoreKeyResult(r *request) error {
	k, err := r.s.App.RestoreKeyResult(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")})
	if err != nil {
		return err
	}
	return r.done("objectives/"+k.ObjectiveID, "restored", "")
}
