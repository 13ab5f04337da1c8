package web

import (
	"net/http"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// statusUpdate is what a team says of its week, composed, to be edited and kept.
func statusUpdate(r *request) error { return showStatusUpdate(r, http.StatusOK, nil) }

func showStatusUpdate(r *request, status int, f *form) error {
	v, err := r.around("Update", "commitments")
	if err != nil {
		return err
	}
	team, day := f.value("team_id", r.URL.Query().Get("team")), f.value("week", r.URL.Query().Get("week"))
	if team == "" {
		team = myTeam(r, v)
	}
	week, err := okr.ParseDate("week", day)
	if err != nil {
		return err
	}
	u, err := r.s.App.StatusUpdate(r.Context(), r.Actor, team, week)
	if err != nil {
		return err
	}
	posts, err := r.s.App.Channels(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	v.Title, v.Team, v.Live = "Update of "+u.Team, u.Team, ""
	v.Main = ui.Link{}
	return r.show(status, v, statusUpdateBody(r, v, u, posts, f))
}

// keepStatusUpdate keeps it as it was edited.
func keepStatusUpdate(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.StatusUpdateInput{TeamID: r.PostFormValue("team_id"), Week: okr.Date(r.PostFormValue("week")), Version: formNumber(r, "version"),
		Sure: lines(r.PostFormValue("confidence")), Done: lines(r.PostFormValue("last_week")), Next: lines(r.PostFormValue("next_week")), Blocked: lines(r.PostFormValue("blocked"))}
	if _, err := r.s.App.KeepStatusUpdate(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showStatusUpdate)
	}
	return r.done("updates?team="+in.TeamID+"&week="+string(in.Week), "saved", "")
}

// updateVersion is the version that is edited: no version is one's own where nobody has kept an update yet, so that it is told when somebody does meanwhile.
func updateVersion(u app.StatusUpdateView) int {
	if u.Composed {
		return app.NoneYet
	}
	return u.Version
}

// updateLead says where the words come from.
func updateLead(u app.StatusUpdateView, today okr.Date) string {
	when := strings.ToLower(weekName(u.Week, today)[:1]) + weekName(u.Week, today)[1:]
	if u.Composed {
		return "Put together from " + when + "’s check-ins and commitments. Make it yours, and keep it."
	}
	return "Kept by " + u.Names.Of(u.AuthorID) + " for " + when + "."
}
