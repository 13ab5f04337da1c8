package web

import (
	"net/http"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// talks is a cycle's communication plan: what is talked about when, with whom and how. The leadership changes it in place.
func talks(r *request) error { return showTalks(r, http.StatusOK, nil) }

func showTalks(r *request, status int, f *form) error {
	v, err := r.around("What is talked about when", "planning")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	return r.show(status, v, talksBody(r, v.cycle, f))
}

func planTalks(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.TalksInput{CycleID: r.PostFormValue("cycle_id"), Version: formNumber(r, "version")}
	f := &form{values: r.PostForm}
	for i, o := range r.PostForm["occasion"] {
		in.Talks = append(in.Talks, okr.Talk{Occasion: okr.Occasion(o), Often: f.nth("often", i), Form: f.nth("form", i), Points: unixLines(f.nth("points", i))})
	}
	c, err := r.s.App.PlanTalks(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showTalks)
	}
	return r.done("planning/talks?cycle="+c.Slug, "saved", "")
}

// occasionText names an occasion and who talks.
func occasionText(o okr.Occasion) (name, with string) {
	name = map[okr.Occasion]string{okr.KickOff: "Kick-off", okr.BetweenTeams: "Between teams", okr.MondayRound: "Monday round", okr.CoachingHour: "One to one", okr.StatusTold: "Status update",
		okr.MonthlyReview: "Monthly review", okr.AllHandsTalk: "All hands", okr.LookingBack: "Retrospective", okr.Farewell: "Closing"}[o]
	with = map[okr.TalkLevel]string{okr.WithEverybody: "everybody", okr.WithLeadership: "the leadership", okr.WithOtherTeams: "other teams", okr.WithTheTeam: "each team", okr.WithOnePerson: "a lead and one person"}[o.Level()]
	return name, with
}
