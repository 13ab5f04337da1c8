package web

import (
	"net/http"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// blockerForm is where what stands in the way is put in other words, or handed to somebody else to look after.
func blockerForm(r *request) error { return showBlocker(r, http.StatusOK, nil) }

func showBlocker(r *request, status int, f *form) error {
	b, err := r.s.App.Blocker(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	if !b.May {
		return okr.Refuse("who checks in on it and the people of its teams")
	}
	members, err := r.choosable(f, "owner_id", b.OwnerID)
	if err != nil {
		return err
	}
	v, err := r.around("In the way", "objectives")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	return r.show(status, v, blockerBody(r, b, members, f))
}

func editBlocker(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	if err := r.means("owner_id"); err != nil {
		return r.refused(err, showBlocker)
	}
	text, owner := r.PostFormValue("text"), r.PostFormValue("owner_id")
	if _, err := r.s.App.EditBlocker(r.Context(), r.Actor, app.BlockerPatch{ID: r.PathValue("id"), Version: formNumber(r, "version"), Text: &text, OwnerID: &owner}); err != nil {
		return r.refused(err, showBlocker)
	}
	b, err := r.s.App.Blocker(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	return r.done("objectives/"+ref(b.Objective.Number)+"#of-"+b.KeyResultID, "saved", "")
}

func resolveBlocker(r *request) error {
	b, err := r.s.App.ResolveBlocker(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	back := r.PostFormValue("back")
	if !strings.HasPrefix(back, "objectives/O-") {
		back = "week"
	}
	_ = b
	return r.done(back, "resolved", "")
}
