package web

import (
	"net/http"
	"slices"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// wins is the wall: what went well, week by week, to be read aloud.
func wins(r *request) error { return showWins(r, http.StatusOK, nil) }

func showWins(r *request, status int, f *form) error {
	v, err := r.around("Wins", "wins")
	if err != nil {
		return err
	}
	q := app.WinQuery{TeamID: r.URL.Query().Get("team")}
	if q.To, err = okr.ParseDate("to", r.URL.Query().Get("to")); err != nil {
		return err
	}
	wall, err := r.s.App.Wins(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	members, err := r.choosable(f, "thanks")
	if err != nil {
		return err
	}
	v.Main = ui.Link{} // sharing one is
	return r.show(status, v, winsBody(r, v, wall, members, f))
}

// shareWin takes a win from the wall or from This week.
func shareWin(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	if err := r.meansAny("thanks"); err != nil {
		return r.refused(err, showWins)
	}
	if err := r.meansTeam("team_id"); err != nil {
		return r.refused(err, showWins)
	}
	in := app.WinInput{Text: r.PostFormValue("text"), TeamID: r.PostFormValue("team_id"), Thanks: slices.DeleteFunc(r.PostForm["thanks"], func(id string) bool { return id == "" })}
	if _, err := r.s.App.ShareWin(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showWins)
	}
	back := "wins"
	if r.PostFormValue("back") == "week" {
		back = "week"
	}
	return r.done(back, "shared", "")
}

func removeWin(r *request) error {
	if _, err := r.s.App.RemoveWin(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")}); err != nil {
		return err
	}
	return r.done("wins", "removed", "wins/"+r.PathValue("id")+"/restore")
}

func restoreWin(r *request) error {
	if _, err := r.s.App.RestoreWin(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")}); err != nil {
		return err
	}
	return r.done("wins", "restored", "")
}

// winWeeks cuts a wall at its weeks.
func winWeeks(list []app.WinView) [][]app.WinView {
	var out [][]app.WinView
	for i, w := range list {
		if i == 0 || w.Date.Monday() != list[i-1].Date.Monday() {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], w)
	}
	return out
}

// weekName is what a week is called on a page of today.
func weekName(monday, today okr.Date) string {
	switch {
	case monday == today.Monday():
		return "This week"
	case monday == today.Monday().Add(-7):
		return "Last week"
	}
	return ui.Day(monday, today) + " to " + ui.Day(monday.Add(6), today)
}

// thanksField takes whom one thanks: a team or a person.
func (r *request) thanksField(v *view, x ui.Field, members app.Choosable, value string) ui.Field {
	out := []ui.Option{{Text: "Nobody in particular"}}
	for i, t := range v.Surroundings.Teams {
		if i > 0 {
			out = append(out, ui.Option{Value: t.ID, Text: t.Name})
		}
	}
	for _, m := range members.List {
		if m.ID != r.Viewer.MemberID {
			out = append(out, ui.Option{Value: m.ID, Text: m.Text})
		}
	}
	x.Type, x.Options = "select", chosen(out, value)
	if members.Many || len(v.Surroundings.Teams) > app.MaxChoices {
		x.Type, x.Value, x.From, x.Placeholder = "pick", value, r.at("choices.json?of=both"), "A person or a team"
		x.Options = slices.DeleteFunc(x.Options, func(o ui.Option) bool { return !o.Chosen })
	}
	return x
}

// thanked are the names of whom a win thanks, as a sentence says them.
func thanked(w app.WinView, names app.Names) string {
	var list []string
	for _, id := range w.Thanks {
		list = append(list, names.Of(id))
	}
	return sentenceList(list)
}

// sentenceList joins words as a sentence does: "a, b and c".
func sentenceList(list []string) string {
	switch n := len(list); n {
	case 0:
		return ""
	case 1:
		return list[0]
	default:
		out := list[0]
		for _, s := range list[1 : n-1] {
			out += ", " + s
		}
		return out + " and " + list[n-1]
	}
}

// winsLead says how many there are, as one would before reading them aloud.
func winsLead(wall app.WinWall, today okr.Date) string {
	fresh := 0
	for _, w := range wall.Wins {
		if w.Date >= today.LastFriday() {
			fresh++
		}
	}
	switch {
	case fresh == 1:
		return "One since Friday. Read it aloud."
	case fresh > 1:
		return ui.Upper(count(fresh)) + " since Friday. Read them aloud."
	}
	return "What went well, large or small. Fridays are for reading them aloud."
}
