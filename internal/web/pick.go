package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// Where there are few people or teams one is chosen from a list; where there are many one writes who is meant, and may be helped by suggestions. What is written
// is made the id of whom it means before anything else reads the form, so that both ways are the same from there on.

// choosable are the members whom a form lets one choose. Those who are chosen are known by their names: the ids, and what was typed into the fields.
func (r *request) choosable(f *form, fields string, ids ...string) (app.Choosable, error) {
	for name := range strings.FieldsSeq(fields) {
		if f != nil {
			ids = append(ids, f.values[name]...)
		}
	}
	return r.s.App.ChoosableMembers(r.Context(), r.Actor, ids...)
}

// personField makes of a field one that takes a person; value is who stands there, or what was typed.
func (r *request) personField(x ui.Field, c app.Choosable, value string) ui.Field {
	x.Type, x.Options = "select", choiceOptions(c.List, value)
	if c.Many {
		x.Type, x.Value, x.From, x.Placeholder = "pick", value, r.at("choices.json?of=people"), "Name or e-mail"
	}
	return x
}

// means makes what was typed into fields the id of the member whom it means.
func (r *request) means(fields ...string) error {
	return r.meant(func(name, text string) (string, error) {
		return r.s.App.ResolveMember(r.Context(), r.Actor, name, text)
	}, fields)
}

// meansTeam is means for teams.
func (r *request) meansTeam(fields ...string) error {
	return r.meant(func(name, text string) (string, error) { return r.s.App.ResolveTeam(r.Context(), r.Actor, name, text) }, fields)
}

// meansAny is means for fields that take a person or a team.
func (r *request) meansAny(fields ...string) error {
	return r.meant(func(name, text string) (string, error) {
		id, err := r.s.App.ResolveMember(r.Context(), r.Actor, name, text)
		if okr.FaultsOf(err) != nil {
			if team, fault := r.s.App.ResolveTeam(r.Context(), r.Actor, name, text); fault == nil {
				return team, nil
			}
		}
		return id, err
	}, fields)
}

// meansTeams is meansTeam for a field of several teams; empty ones are none.
func (r *request) meansTeams(name string) error {
	if err := r.meansTeam(name); err != nil {
		return err
	}
	if list, ok := r.PostForm[name]; ok {
		var out []string
		for _, id := range list {
			if id != "" && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
		r.PostForm[name] = out
	}
	return nil
}

func (r *request) meant(resolve func(name, text string) (string, error), fields []string) error {
	var faults []error
	for _, name := range fields {
		for i, text := range r.PostForm[name] {
			id, err := resolve(name, text)
			if err != nil {
				faults = append(faults, err)
				continue
			}
			r.PostForm[name][i] = id
		}
	}
	return okr.Join(faults...)
}

// teamField makes of a field one that takes a team; value is the one that stands there, or what was typed. first are choices before the teams.
func (r *request) teamField(v *view, x ui.Field, value string, first ...ui.Option) ui.Field {
	if len(v.Surroundings.Teams) <= app.MaxChoices {
		x.Type, x.Options = "select", chosen(append(first, teamOptions(v, "")...), value)
		return x
	}
	x.Type, x.Value, x.From, x.Placeholder = "pick", value, r.at("choices.json?of=teams"), "Name of a team"
	if len(first) > 0 {
		x.Placeholder = first[0].Text
	}
	for _, t := range v.Surroundings.Teams {
		if t.ID == value {
			x.Options = []ui.Option{{Value: t.ID, Text: app.TeamText(t.Team), Chosen: true}}
		}
	}
	return x
}

// teamFilter is the filter by team, as the URL has it.
func (r *request) teamFilter(v *view, id string) ui.Field {
	return r.teamField(v, ui.Field{Name: "team", Label: "Team"}, id, ui.Option{Text: "All teams"})
}

// teamAsked makes the team in the address its id, where somebody wrote its name.
func (r *request) teamAsked(s app.Surroundings) error {
	q := r.URL.Query()
	text := q.Get("team")
	if text == "" || len(s.Teams) <= app.MaxChoices {
		return nil
	}
	id, err := s.ResolveTeam("team", text)
	if err != nil || id == text {
		return err
	}
	q.Set("team", id)
	r.URL.RawQuery = q.Encode()
	if r.Form != nil {
		r.Form.Set("team", id)
	}
	return nil
}

// choicesJSON suggests people, teams or both for what is typed, as the forms understand them.
func choicesJSON(r *request) error {
	of, text := r.FormValue("of"), r.FormValue("q")
	out := []string{}
	if of != "teams" {
		list, err := r.s.App.SuggestMembers(r.Context(), r.Actor, text)
		if err != nil {
			return err
		}
		for _, c := range list {
			out = append(out, c.Text)
		}
	}
	if of != "people" {
		list, err := r.s.App.SuggestTeams(r.Context(), r.Actor, text)
		if err != nil {
			return err
		}
		for _, c := range list {
			out = append(out, c.Text)
		}
	}
	return r.json(http.StatusOK, out)
}
