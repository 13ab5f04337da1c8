package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// choose puts the objectives of a team in order by choices between two at a time. Its whole state is in the address.
func choose(r *request) error { return showChoose(r, http.StatusOK, nil) }

func showChoose(r *request, status int, f *form) error {
	v, err := r.planned("What matters most", "planning")
	if err != nil {
		return err
	}
	q := r.URL.Query()
	in := app.ChooseQuery{CycleID: v.cycle.ID, TeamID: q.Get("team"), Said: q.Get("said")}
	for _, t := range v.Surroundings.Teams { // the judge calls teams by their names
		if t.Name == in.TeamID || t.Slug == in.TeamID {
			in.TeamID = t.ID
		}
	}
	if q.Get("of") != "" {
		in.ObjectiveIDs = strings.Split(q.Get("of"), ",")
	}
	c, err := r.s.App.Choose(r.Context(), r.Actor, in)
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	return r.show(status, v, choosingBody(r, v, choosing{c, in.Said}, f))
}

// dropChosen drops what is ticked below the line.
func dropChosen(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	if _, err := r.s.App.DropObjectives(r.Context(), r.Actor, app.DropInput{ObjectiveIDs: r.PostForm["objective_ids"], Reason: r.PostFormValue("reason")}); err != nil {
		return r.refused(err, showChoose)
	}
	return r.done("planning?"+url.Values{"cycle": {r.URL.Query().Get("cycle")}, "team": {r.URL.Query().Get("team")}}.Encode(), "dropped", "")
}

// A choosing is a page of choices with the answers that led to it.
type choosing struct {
	app.Choosing
	said string
}

// at is the page's own address with other answers.
func (c choosing) at(r *request, path, said string) string {
	ids := make([]string, len(c.Objectives))
	for i, o := range c.Objectives {
		ids[i] = o.ID
	}
	q := url.Values{"cycle": {c.Cycle.Slug}, "team": {c.TeamID}}
	if len(ids) > 0 && said != "" {
		q.Set("of", strings.Join(ids, ","))
		q.Set("said", said)
	}
	return r.at(path) + "?" + q.Encode()
}

// side is one of the pair that is asked about.
func (c choosing) side(r *request, i int) ui.Side {
	o := c.Objectives[c.Choices.Next[i]]
	return ui.Side{Text: o.Title, About: o.WhyImportant, URL: c.at(r, "planning/choose", c.said+strconv.Itoa(i+1))}
}

// before takes the last answer back.
func (c choosing) before() string { return c.said[:max(0, len(c.said)-1)] }

// ranked are the objectives in the order that the choices lead to, those that are kept or those below the line.
func (c choosing) ranked(kept bool) (out []okr.Objective) {
	for at, i := range c.Choices.Order {
		if at < c.Keep == kept {
			out = append(out, c.Objectives[i])
		}
	}
	return out
}

func (c choosing) lead() string {
	if c.Choices.Next != nil {
		return "If only one of the two came true by the end of " + c.Cycle.Name + ", which one should it be? Answer quickly: the order comes out by itself."
	}
	return "What " + c.Names.Of(c.TeamID) + " would do first if it could not do all of it. Nothing of this is kept unless you drop something."
}

// left is how far it is: "Choice 3, at most 6 to come".
func (c choosing) left() string {
	text := "Choice " + strconv.Itoa(len(c.said)+1)
	if n := c.Choices.Left - 1; n > 0 {
		return text + ", at most " + strconv.Itoa(n) + " to come"
	}
	return text + ", the last one"
}

// reason is why what is dropped is dropped, to begin with.
func (c choosing) reason() string {
	return "We chose between our objectives for " + c.Cycle.Name + ", and " + ui.Plural(len(c.ranked(true)), "other") + " came before it."
}

// ticked is whether a box is ticked: what stands below the line, else what was sent.
func ticked(f *form, name, value string) bool {
	return f == nil || slices.Contains(f.values[name], value)
}
