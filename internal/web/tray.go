package web

import (
	"net/http"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// A trayDone is what was just done to items of the tray, with what takes it back.
type trayDone struct {
	text string
	undo []app.Alignment // of aligned items
	put  []string        // dropped items
}

// tray is the work that derives from nothing: visible, countable, and never lost.
func tray(r *request) error { return showTrayDone(r, http.StatusOK, nil, trayDone{}) }

func showTray(r *request, status int, f *form) error {
	return showTrayDone(r, status, f, trayDone{})
}

func showTrayDone(r *request, status int, f *form, done trayDone) error {
	v, err := r.around("Tray", "tray")
	if err != nil {
		return err
	}
	v.Main, v.InBar = ui.Link{}, false
	q := app.BacklogQuery{TeamID: r.FormValue("team"), Show: r.FormValue("show"), Text: r.FormValue("q"), After: r.FormValue("after"), Limit: 200}
	if q.Show == "" {
		q.Show = "unaligned"
	}
	b, err := r.s.App.Backlog(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	return r.show(status, v, trayBody(r, v, b, q, f, done))
}

// doTray does to the ticked items what the button says.
func doTray(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	ids := r.PostForm["item"]
	if len(ids) == 0 {
		return r.refused(okr.Fail(okr.Invalid, "", "Tick the items first."), showTray)
	}
	switch r.PostFormValue("do") {
	case "drop":
		if _, err := r.s.App.DropBacklog(r.Context(), r.Actor, app.BacklogBulk{IDs: ids, Reason: r.PostFormValue("reason")}); err != nil {
			return r.refused(err, showTray)
		}
		return showTrayDone(r, http.StatusOK, nil, trayDone{text: ui.Plural(len(ids), "item") + " dropped, with the reason.", put: ids})
	case "reopen":
		if _, err := r.s.App.ReopenBacklog(r.Context(), r.Actor, app.BacklogBulk{IDs: ids}); err != nil {
			return r.refused(err, showTray)
		}
		return r.done("tray", "reopened", "")
	}
	to := r.PostFormValue("roadmap_item_id")
	if to == "" {
		return r.refused(okr.Fail(okr.Invalid, "roadmap_item_id", "Choose what they follow from."), showTray)
	}
	in := app.AlignInput{}
	for _, id := range ids {
		in.Items = append(in.Items, app.Alignment{ID: id, RoadmapItemID: to})
	}
	out, err := r.s.App.AlignBacklog(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showTray)
	}
	return showTrayDone(r, http.StatusOK, nil, trayDone{text: ui.Plural(len(out.Items), "item") + " aligned.", undo: out.Undo.Items})
}

// undoTray puts items back to where they were.
func undoTray(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	f := &form{values: r.PostForm}
	if ids := r.PostForm["put"]; len(ids) > 0 {
		if _, err := r.s.App.ReopenBacklog(r.Context(), r.Actor, app.BacklogBulk{IDs: ids}); err != nil {
			return err
		}
		return r.done("tray", "undone", "")
	}
	in := app.AlignInput{}
	for i, id := range r.PostForm["item"] {
		in.Items = append(in.Items, app.Alignment{ID: id, RoadmapItemID: f.nth("was", i), ByRule: f.nth("by_rule", i) == "yes"})
	}
	if _, err := r.s.App.AlignBacklog(r.Context(), r.Actor, in); err != nil {
		return err
	}
	return r.done("tray", "undone", "")
}

// backlogItem is one piece of work with its line up to the vision.
func backlogItem(r *request) error { return showBacklogItem(r, http.StatusOK, nil) }

func showBacklogItem(r *request, status int, f *form) error {
	p, err := r.s.App.BacklogItem(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	v, err := r.around(p.Title, "roadmap")
	if err != nil {
		return err
	}
	v.Main, v.InBar, v.Live = ui.Link{}, false, p.ID
	history, err := r.s.App.Activity(r.Context(), r.Actor, app.ActivityQuery{ThingID: p.ID, Limit: 8})
	if err != nil {
		return err
	}
	return r.show(status, v, backlogItemBody(r, v, p, history, f))
}

// addBacklogItem adds work that follows from a bet.
func addBacklogItem(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.BacklogInput{Title: r.PostFormValue("title"), TeamID: r.PostFormValue("team_id"), RoadmapItemID: r.PostFormValue("roadmap_item_id")}
	if _, err := r.s.App.AddBacklogItem(r.Context(), r.Actor, in); err != nil {
		return err
	}
	if in.RoadmapItemID == "" {
		return r.done("tray", "added", "")
	}
	return r.done("roadmap/"+in.RoadmapItemID, "added", "")
}

// editBacklogItem says what one piece of work follows from and how far it is.
func editBacklogItem(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	id := r.PathValue("id")
	if r.PostForm.Has("roadmap_item_id") {
		in := app.AlignInput{Items: []app.Alignment{{ID: id, RoadmapItemID: r.PostFormValue("roadmap_item_id")}}}
		if _, err := r.s.App.AlignBacklog(r.Context(), r.Actor, in); err != nil {
			return r.refused(err, showBacklogItem)
		}
		return r.done("backlog/"+id, "saved", "")
	}
	title, status := r.PostFormValue("title"), okr.WorkStatus(r.PostFormValue("status"))
	if _, err := r.s.App.EditBacklogItem(r.Context(), r.Actor, app.BacklogPatch{ID: id, Version: formNumber(r, "version"), Title: &title, Status: &status}); err != nil {
		return r.refused(err, showBacklogItem)
	}
	return r.done("backlog/"+id, "saved", "")
}

func removeBacklogItem(r *request) error {
	if _, err := r.s.App.RemoveBacklogItem(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")}); err != nil {
		return r.refused(err, showBacklogItem)
	}
	return r.done("roadmap", "removed", "backlog/"+r.PathValue("id")+"/restore")
}

func restoreBacklogItem(r *request) error {
	if _, err := r.s.App.RestoreBacklogItem(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")}); err != nil {
		return err
	}
	return r.done("backlog/"+r.PathValue("id"), "restored", "")
}

func roadChoices(roads []app.Ref, value, none string) []ui.Option {
	out := []ui.Option{{Text: none}}
	for _, x := range roads {
		out = append(out, ui.Option{Value: x.ID, Text: x.Name})
	}
	return chosen(out, value)
}

func trayFilters(r *request, v *view, q app.BacklogQuery) []ui.Field {
	return []ui.Field{
		{Name: "q", Label: "Words", Placeholder: "Find", Value: r.FormValue("q")},
		r.teamFilter(v, q.TeamID),
		{Type: "select", Name: "show", Label: "Show", Options: chosen([]ui.Option{{Value: "unaligned", Text: "Without a purpose"}, {Value: "put", Text: "Dropped, or gone from its tool"}}, q.Show)},
	}
}

// trayLead says how much of the work has no purpose.
func (r *request) trayLead(b app.Backlog) string {
	all := b.Tray + b.Aligned
	switch {
	case all == 0:
		return "Work that follows from nothing on the roadmap waits here, until somebody says what it is for."
	case b.Tray == 0:
		return "All of the open work follows from something on the roadmap."
	}
	return ui.Plural(b.Tray, "open item") + " of " + r.amount(float64(all)) + " follow from nothing on the roadmap. Say what each is for, or let it go."
}
