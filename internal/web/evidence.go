package web

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// askEvidence goes to the one question that a reached target asks; then is where the check-in would have led.
func (r *request) askEvidence(c app.CheckInResult, then string) error {
	q := url.Values{"check_in": {c.CheckIn.ID}, "then": {then}}
	return r.to("key-results/" + c.KeyResult.ID + "/evidence?" + q.Encode())
}

// evidenceForm asks what shows that the target was reached: a link or a sentence.
func evidenceForm(r *request) error { return showEvidence(r, http.StatusOK, nil) }

func showEvidence(r *request, status int, f *form) error {
	q, err := r.s.App.CheckInCard(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	v, err := r.around("What shows it?", "check-in")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	return r.show(status, v, evidenceBody(r, q.Cards[0], r.FormValue("check_in"), r.FormValue("then"), f))
}

// keepEvidence keeps it with the check-in, and goes on where that would have led.
func keepEvidence(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	text := r.PostFormValue("evidence")
	if _, err := r.s.App.AmendCheckIn(r.Context(), r.Actor, app.CheckInPatch{ID: r.PostFormValue("check_in"), Evidence: &text}); err != nil {
		return r.refused(err, showEvidence)
	}
	return r.to(within(r.PostFormValue("then")))
}

// within is a path inside the organization that a form named; anything else leads to This week.
func within(path string) string {
	if path == "" || !local("/"+path) {
		return "week"
	}
	return path
}

// vote takes how sure somebody is of a key result that another one checks in on.
func vote(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.VoteInput{KeyResultID: r.PathValue("id")}
	if n, err := strconv.Atoi(r.PostFormValue("confidence")); err == nil && r.PostFormValue("back") == "" {
		in.Confidence = &n
	}
	if _, err := r.s.App.Vote(r.Context(), r.Actor, in); err != nil {
		return err
	}
	return r.to("objectives/" + ref(r.number("objective")) + "#of-" + in.KeyResultID)
}

// nudge asks whoever checks in how it stands.
func nudge(r *request) error {
	if _, err := r.s.App.Nudge(r.Context(), r.Actor, r.PathValue("id")); err != nil {
		return err
	}
	return r.done("commitments?team="+url.QueryEscape(r.FormValue("team")), "asked", "")
}
