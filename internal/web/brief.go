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
	v.Main, v.Live = ui.Link{}, ""
	return r.show(status, v, briefBody(r, v, v.cycle, f))
}

func writeBrief(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.BriefInput{CycleID: r.PostFormValue("cycle_id"), Version: formNumber(r, "version"), Text: r.PostFormValue("text")}
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
	return r.done("planning?cycle="+c.Slug, "saved", "")
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

// mineFirst are the teams of a plan: those of the reader, and the others.
func mineFirst(r *request, v *view) (mine, others []okr.Placed) {
	for _, t := range v.Surroundings.Teams {
		if _, in := r.Viewer.Teams[t.ID]; in {
			mine = append(mine, t)
		} else {
			others = append(others, t)
		}
	}
	return mine, others
}

// written is how many objectives of a plan a team shares: what there is of what was asked.
func written(p app.Planning, teamID string) string {
	n := 0
	for _, col := range p.Columns {
		for _, c := range col.Cards {
			if slices.Contains(c.TeamIDs, teamID) {
				n++
			}
		}
	}
	if n == 0 {
		return "none yet"
	}
	return ui.Plural(n, "objective")
}
