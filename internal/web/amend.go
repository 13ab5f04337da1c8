package web

import (
	"net/http"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// amendForm is where a check-in is put right, or taken back. What it said before stays in the log.
func amendForm(r *request) error { return showAmend(r, http.StatusOK, nil) }

func showAmend(r *request, status int, f *form) error {
	ci, err := r.s.App.OneCheckIn(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	q, err := r.s.App.CheckInCard(r.Context(), r.Actor, ci.KeyResultID)
	if err != nil {
		return err
	}
	if ci.AuthorID == "" || ci.AuthorID != r.Viewer.MemberID {
		if _, err := r.s.App.Editable(r.Context(), r.Actor, q.Cards[0].Objective.ID); err != nil {
			return err
		}
	}
	v, err := r.around("Put it right", "objectives")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	card := q.Cards[0]
	card.Value, card.Confidence = ci.Value, ci.Confidence
	return r.show(status, v, amendBody(r, card, ci, f))
}

// amendCheckIn takes what the check-in is to say: what is left empty it says nothing of.
func amendCheckIn(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in, err := checkInInput(r)
	if err != nil {
		return r.refused(err, showAmend)
	}
	p := app.CheckInPatch{ID: r.PathValue("id"), Version: formNumber(r, "version"), Value: in.Value, Confidence: in.Confidence, Note: &in.Note, AsOf: &in.AsOf}
	if in.Confidence == nil {
		p.Clear = append(p.Clear, "confidence")
	}
	if _, asked := r.PostForm["value"]; asked && in.Value == nil {
		p.Clear = append(p.Clear, "value")
	}
	out, err := r.s.App.AmendCheckIn(r.Context(), r.Actor, p)
	if err != nil {
		return r.refused(err, showAmend)
	}
	return r.done("objectives/"+out.KeyResult.ObjectiveID, "saved", "")
}

// amendLast leads to the form of the reader's own check-in, where it is the last one of a key result.
func amendLast(r *request) error {
	q, err := r.s.App.CheckInCard(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	o, err := r.s.App.Objective(r.Context(), r.Actor, q.Cards[0].Objective.ID)
	if err != nil {
		return err
	}
	for _, k := range o.KeyResults {
		if ci, ok := lastCheckIn(r, o, k); ok && k.ID == q.Cards[0].ID {
			return r.to("check-ins/" + ci.ID)
		}
	}
	return r.to("objectives/" + ref(o.Number) + "#kr-" + q.Cards[0].ID)
}

// mayAmend is whether the reader may put a check-in right: its author, and whoever may edit the objective.
func mayAmend(r *request, o app.ObjectiveView, c okr.CheckIn) bool {
	return o.Takes() == nil && o.Removed == 0 && (c.AuthorID != "" && c.AuthorID == r.Viewer.MemberID || o.May.Edit)
}

// lastCheckIn is the latest check-in of a key result if it is the reader's own; those of others are put right where they are read.
func lastCheckIn(r *request, o app.ObjectiveView, k app.KeyResultView) (okr.CheckIn, bool) {
	if n := len(k.CheckIns); n > 0 && k.CheckIns[n-1].AuthorID == r.Viewer.MemberID && mayAmend(r, o, k.CheckIns[n-1]) {
		return k.CheckIns[n-1], true
	}
	return okr.CheckIn{}, false
}
