package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// calendarPage is where one gets a private link for a calendar program, of what is one's own and of teams.
func calendarPage(r *request) error {
	return showCalendar(r, http.StatusOK, nil, app.CalendarLink{})
}

func showCalendar(r *request, status int, f *form, fresh app.CalendarLink) error {
	v, err := r.around("In your calendar", "settings")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	links, err := r.s.App.CalendarLinks(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.show(status, v, calendarBody(r, v, f, fresh, links))
}

// makeCalendarLink makes a link, and shows it this once.
func makeCalendarLink(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	if err := r.meansTeam("team_id"); err != nil {
		return r.refused(err, func(r *request, status int, f *form) error { return showCalendar(r, status, f, app.CalendarLink{}) })
	}
	l, err := r.s.App.NewCalendarLink(r.Context(), r.Actor, app.CalendarLinkInput{TeamID: r.PostFormValue("team_id")})
	if err != nil {
		return r.refused(err, func(r *request, status int, f *form) error { return showCalendar(r, status, f, app.CalendarLink{}) })
	}
	return showCalendar(r, http.StatusOK, nil, l)
}

func removeCalendarLink(r *request) error {
	if _, err := r.s.App.RemoveCalendarLink(r.Context(), r.Actor, r.PathValue("id")); err != nil {
		return err
	}
	return r.done("calendar", "unlinked", "")
}

// calendarFeed is what a private link leads to. Calendar programs ask every hour or so: one that has the same already is told so.
func calendarFeed(r *request) error {
	secret, ics := strings.CutSuffix(r.PathValue("file"), ".ics")
	if !ics {
		return okr.Fail(okr.NotFound, "", "There is no such calendar.")
	}
	feed, slug, err := r.s.App.Calendar(r.Context(), secret)
	if err != nil {
		return err
	}
	text := feed.Text(r.origin() + "/" + slug)
	sum := sha256.Sum256(text)
	etag, h := `"`+hex.EncodeToString(sum[:16])+`"`, r.w.Header()
	h.Set("ETag", etag)
	h.Set("Cache-Control", "private, max-age=900")
	if slices.Contains(strings.Split(strings.ReplaceAll(r.Header.Get("If-None-Match"), " ", ""), ","), etag) {
		r.w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Content-Disposition", `inline; filename="headwater.ics"`)
	_, err = r.w.Write(text)
	return err
}

// calendarTeams are one's teams, and those that one has a link of.
func calendarTeams(r *request, v *view, links []app.CalendarLink) (out []okr.Placed) {
	for _, t := range v.Surroundings.Teams {
		_, mine := r.Viewer.Teams[t.ID]
		if mine || slices.ContainsFunc(links, func(l app.CalendarLink) bool { return l.TeamID == t.ID }) {
			out = append(out, t)
		}
	}
	return out
}

// linkOf is a link of a team, or of one's own with "".
func linkOf(links []app.CalendarLink, team string) (app.CalendarLink, bool) {
	for _, l := range links {
		if l.TeamID == team {
			return l, true
		}
	}
	return app.CalendarLink{}, false
}

// calendarLinkState says of a link when it was made and read.
func calendarLinkState(l app.CalendarLink, r *request, v *view) string {
	when := func(at okr.Instant) string { return ui.Day(at.DateIn(r.Org.Set.Location()), v.Today) }
	if l.Read == 0 {
		return "Link made " + when(l.Created) + ", not read yet."
	}
	return "Link made " + when(l.Created) + ", last read " + when(l.Read) + "."
}
