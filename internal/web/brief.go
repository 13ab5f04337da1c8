package web

import (
	"net/http"
	"slices"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// briefForm is where the leadership says what is asked of the teams for a cycle.
func briefForm(r *request) error { return showBrief(r, http.StatusOK, nil) }

func showBrief(r *request, status int, f *form) error {
	if err := okr.CanLead(r.Viewer); err != nil {
		return err
	}
	v, err := r.planned("What is asked of the teams", "planning")
	if err != nil {
		return err
	}
	q := r.teamQuery()
	page, err := r.s.App.FindTeams(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	return r.show(status, v, briefBody(r, v, v.cycle, page, q, f))
}

func writeBrief(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.BriefInput{CycleID: r.PostFormValue("cycle_id"), Version: formNumber(r, "version"), Text: r.PostFormValue("text"), Part: r.PostFormValue("part") != ""}
	at := func(name string, i int) string {
		if list := r.PostForm[name]; i < len(list) {
			return list[i]
		}
		return ""
	}
	for i, id := range r.PostForm["team_id"] {
		in.Teams = append(in.Teams, okr.TeamBrief{TeamID: id, Scope: okr.TeamScope(at("scope", i)), Expect: at("expect", i), By: okr.Date(at("by", i))})
	}
	c, err := r.s.App.WriteBrief(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showBrief)
	}
	if in.Part { // there are more of them
		return r.done("planning/brief?"+r.URL.RawQuery, "saved", "")
	}
	return r.done("planning?cycle="+c.Slug, "saved", "")
}

// askedAtOnce is how many teams of which something is asked stand first where there are too many to show all.
const askedAtOnce = 40

// askedTeams are the teams of a page of the form. Where they are not all, those of which something is asked stand first.
func askedTeams(v *view, c okr.Cycle, page app.TeamPage, q app.TeamQuery) (list []app.TeamNode, more int) {
	if !page.Whole && q == (app.TeamQuery{}) {
		asked := map[string]bool{}
		for _, t := range c.Brief.Teams {
			asked[t.TeamID] = true
		}
		for _, t := range v.Surroundings.Teams {
			if asked[t.ID] {
				list = append(list, app.TeamNode{Placed: t})
			}
		}
		more = max(0, len(list)-askedAtOnce)
		list = list[:len(list)-more]
	}
	for _, t := range page.Teams {
		if !slices.ContainsFunc(list, func(x app.TeamNode) bool { return x.ID == t.ID }) {
			list = append(list, t)
		}
	}
	return list, more
}

// briefRow is what stands of a team.
func briefRow(c okr.Cycle, teamID string) okr.TeamBrief {
	for _, t := range c.Brief.Teams {
		if t.TeamID == teamID {
			return t
		}
	}
	return okr.TeamBrief{TeamID: teamID}
}

func scopeOptions(value okr.TeamScope) []ui.Option {
	return chosen([]ui.Option{{Value: string(okr.ScopeOwn), Text: "Writes its own objectives"}, {Value: string(okr.ScopeShares), Text: "Carries those of others"}, {Value: string(okr.ScopeRests), Text: "Not in this cycle"}}, string(value))
}

// scopeText is how far a team takes part, and by when.
func scopeText(t okr.TeamBrief, today okr.Date) string {
	switch t.Scope {
	case okr.ScopeShares:
		return "carries objectives of others, agreed by " + ui.Day(t.By, today)
	case okr.ScopeRests:
		return "is not in this cycle: it runs the business"
	}
	return "writes its objectives by " + ui.Day(t.By, today)
}

// mineAndOthers are what is asked of the reader's teams, and of the others.
func mineAndOthers(p app.Planning) (mine, others []app.PlanTeam) {
	n := slices.IndexFunc(p.Teams, func(t app.PlanTeam) bool { return !t.Mine })
	if n < 0 {
		n = len(p.Teams)
	}
	return p.Teams[:n], p.Teams[n:]
}

// written is what there is of what was asked of a team.
func written(t app.PlanTeam) string {
	if t.Shares == 0 {
		return "none yet"
	}
	return ui.Plural(t.Shares, "objective")
}
