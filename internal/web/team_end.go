package web

import (
	"net/http"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// endTeamForm shows what a team holds, before it is merged into another or removed.
func endTeamForm(r *request) error { return showEndTeam(r, http.StatusOK, nil) }

func showEndTeam(r *request, status int, f *form) error {
	if err := okr.CanAdmin(r.Viewer); err != nil {
		return err
	}
	v, err := r.around("End a team", "people")
	if err != nil {
		return err
	}
	t, err := v.teamAt(r.PathValue("slug"))
	if err != nil {
		return err
	}
	h, err := r.s.App.TeamHoldings(r.Context(), r.Actor, t.ID)
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	return r.show(status, v, endTeamBody(r, v, t, h, f))
}

// teamAt finds a team that is not removed by the last part of its address.
func (v *view) teamAt(slug string) (okr.Placed, error) {
	for _, t := range v.Surroundings.Teams {
		if t.Slug == slug {
			return t, nil
		}
	}
	return okr.Placed{}, okr.Fail(okr.NotFound, "", "There is no such team.")
}

func mergeTeam(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	if _, err := r.s.App.MergeTeams(r.Context(), r.Actor, app.MergeTeamsInput{From: r.PostFormValue("id"), Into: r.PostFormValue("into"), Version: formNumber(r, "version")}); err != nil {
		return r.refused(err, showEndTeam)
	}
	return r.done("teams", "merged", "")
}

func removeTeam(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	t, err := r.s.App.RemoveTeam(r.Context(), r.Actor, app.ThingInput{ID: r.PostFormValue("id"), Version: formNumber(r, "version")})
	if err != nil {
		return r.refused(err, showEndTeam)
	}
	return r.done("teams", "removed", "teams/"+t.ID+"/restore")
}

// restoreTeam brings a team back that was removed: it is named by its id, because its place is gone.
func restoreTeam(r *request) error {
	t, err := r.s.App.RestoreTeam(r.Context(), r.Actor, app.ThingInput{ID: r.PathValue("slug")})
	if err != nil {
		return err
	}
	return r.done("teams/"+t.Slug, "restored", "")
}

func nothingHeld(h app.TeamHoldings) bool {
	return len(h.Teams)+len(h.Members)+len(h.Objectives)+len(h.KPIs)+len(h.Roadmap) == 0
}
