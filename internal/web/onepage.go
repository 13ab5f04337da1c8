package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// showOnePage is a team's plan on one page, the company's unless another is named.
func showOnePage(r *request) error {
	v, err := r.around("On one page", "objectives")
	if err != nil {
		return err
	}
	var t okr.Placed
	for _, x := range v.Surroundings.Teams {
		if x.ID == r.FormValue("team") || x.ParentID == "" && t.ID == "" {
			t = x
		}
	}
	v.Main = ui.Link{}
	page, err := r.s.App.FindObjectives(r.Context(), r.Actor, app.ObjectiveQuery{CycleID: v.cycle.ID, TeamIDs: []string{t.ID}, Limit: 200})
	if err != nil {
		return err
	}
	s, err := r.s.App.Strategy(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	rows := slices.DeleteFunc(page.Objectives, func(o app.ObjectiveRow) bool { return o.Stage == okr.Dropped || o.TeamIDs[0] != t.ID })
	return r.show(http.StatusOK, v, onePage(r, v, t, rows, s.Vision.Text))
}

// wording is a key result as it is said: its sentence, and where it goes from where if the sentence does not say so.
func wording(k okr.KeyResult) string {
	if k.Target == nil || strings.ContainsAny(k.Title, "0123456789") {
		return k.Title
	}
	to := k.Format(*k.Target)
	switch {
	case k.Direction == okr.KeepAbove:
		return k.Title + ": at least " + to
	case k.Direction == okr.KeepBelow:
		return k.Title + ": at most " + to
	case k.Baseline != nil:
		return k.Title + ": from " + okr.FormatNumber(*k.Baseline, k.Locale) + " to " + to
	}
	return k.Title + ": " + to
}

// readAloud says how long it takes to say all of it.
func readAloud(rows []app.ObjectiveRow) string {
	words := 0
	for _, o := range rows {
		words += len(strings.Fields(o.Title))
		for _, k := range o.KeyResults {
			words += len(strings.Fields(wording(k.KeyResult)))
		}
	}
	text := "Read aloud in " + aloud(words)
	if words > 2*judge.WordsAMinute {
		return text + ": longer than the two minutes in which a team should say it. Shorten the longest sentences first."
	}
	return text + ": within the two minutes in which a team should say it."
}
