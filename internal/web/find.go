package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// search shows what was found; the palette asks for the same as JSON.
func search(r *request) error {
	v, err := r.around("Search", "")
	if err != nil {
		return err
	}
	v.Shell.Search, v.Live = r.FormValue("q"), ""
	hits, err := r.hits(50)
	if err != nil {
		return err
	}
	return r.show(http.StatusOK, v, searchBody(r, hits, r.FormValue("q")))
}

// A found is a hit as the palette shows it.
type found struct {
	Title string `json:"title"`
	About string `json:"about"`
	URL   string `json:"url"`
}

func searchJSON(r *request) error {
	hits, err := r.hits(12)
	if err != nil {
		return err
	}
	out := make([]found, len(hits))
	for i, h := range hits {
		out[i] = found{h.Title, hitAbout(h), r.hitURL(h)}
	}
	return r.json(http.StatusOK, out)
}

// hits are what a search finds, of what has a page: roadmap and backlog items are read and written by the API.
func (r *request) hits(limit int) ([]app.Hit, error) {
	hits, err := r.s.App.Search(r.Context(), r.Actor, r.FormValue("q"), limit)
	return slices.DeleteFunc(hits, func(h app.Hit) bool { return h.Thing == okr.ThingRoadmapItem || h.Thing == okr.ThingBacklogItem }), err
}

// hitAbout says what a hit is, and of an objective in which cycle and whose: two can have one name.
func hitAbout(h app.Hit) string {
	if h.Number == 0 || h.Cycle == "" {
		return hitKind(h)
	}
	return hitKind(h) + ", " + strings.Trim(h.Cycle+", "+h.Team, ", ")
}

func hitKind(h app.Hit) string {
	word := strings.ReplaceAll(string(h.Thing), "_", " ")
	switch {
	case h.Thing == okr.ThingObjective:
		return ref(h.Number)
	case h.Objective != "":
		return word + " of " + ref(h.Number)
	case h.Thing == okr.ThingMember:
		return "person"
	}
	return word
}

// hitURL is where a hit leads.
func (r *request) hitURL(h app.Hit) string {
	switch h.Thing {
	case okr.ThingKeyResult:
		return r.at("objectives/"+ref(h.Number)) + "#of-" + h.ID
	case okr.ThingTeam:
		return r.at("teams/" + h.Slug)
	case okr.ThingCycle:
		return r.at("objectives?cycle=" + h.Slug)
	case okr.ThingPillar, okr.ThingVision:
		return r.at("strategy")
	case okr.ThingRetrospective:
		return r.at("retrospectives/" + h.ID)
	case okr.ThingWin:
		return r.at("wins")
	case okr.ThingProposal:
		return r.at("proposals/" + h.ID)
	case okr.ThingDecision:
		return r.at("decisions/" + h.ID)
	case okr.ThingKPI:
		return r.at("kpis") + "#" + h.ID
	case okr.ThingMember:
		return r.at("people")
	}
	return r.at("objectives/" + ref(h.Number))
}

// activity is what was done, the latest first; those who run the programme also see what concerns members and tokens.
func activity(r *request) error {
	v, err := r.around("Activity", "activity")
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	q := app.ActivityQuery{Kind: r.FormValue("kind"), TeamID: r.FormValue("team"), Cursor: r.FormValue("after")}
	find := r.s.App.Activity
	if r.FormValue("audit") != "" {
		find = r.s.App.Audit
	}
	page, err := find(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	return r.show(http.StatusOK, v, activityBody(r, v, page))
}

// liveStream streams what changes, for as long as the page is open.
func liveStream(r *request) error {
	return r.s.Live.Serve(r.w, r.Request, r.Org.ID, func(ctx context.Context, ids []string) (map[string]bool, error) {
		return r.s.App.Sees(ctx, r.Actor, ids)
	})
}
