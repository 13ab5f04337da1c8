package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// chosen marks the option that is chosen.
func chosen(list []ui.Option, value string) []ui.Option {
	out := make([]ui.Option, len(list))
	for i, o := range list {
		o.Chosen = o.Value == value
		out[i] = o
	}
	return out
}

// optionText says what each value of a list is called.
func optionText(list []ui.Option) func(value string) string {
	return func(value string) string {
		for _, o := range list {
			if o.Value == value {
				return o.Text
			}
		}
		return value
	}
}

func cycleOptions(v *view, value string) []ui.Option {
	var out []ui.Option
	for _, c := range v.Surroundings.Cycles {
		out = append(out, ui.Option{Value: c.ID, Text: c.Name + ", " + string(c.StageOn(v.Today))})
	}
	return chosen(out, value)
}

func teamOptions(v *view, value string) []ui.Option {
	called := map[string]int{}
	for _, t := range v.Surroundings.Teams {
		called[okr.NameKey(t.Name)]++
	}
	var out []ui.Option
	for _, t := range v.Surroundings.Teams {
		o := ui.Option{Value: t.ID, Text: t.Name, Depth: t.Depth}
		if called[okr.NameKey(t.Name)] > 1 && t.ParentID != "" { // of two with one name, the team above says which
			o.Text = v.teamName(t.ParentID) + " › " + t.Name
		}
		out = append(out, o)
	}
	return chosen(out, value)
}

// parentOptions are the teams that one can be put under: all but itself and those that are part of it.
func parentOptions(v *view, t okr.Placed) []ui.Option {
	part := map[string]bool{t.ID: true}
	for _, x := range v.Surroundings.Teams { // each stands after its parent
		part[x.ID] = part[x.ID] || part[x.ParentID]
	}
	return slices.DeleteFunc(teamOptions(v, t.ParentID), func(o ui.Option) bool { return part[o.Value] })
}

// parentField makes of a field one that takes the team that another one is put under.
func (r *request) parentField(v *view, x ui.Field, t okr.Placed) ui.Field {
	if len(v.Surroundings.Teams) > app.MaxChoices {
		return r.teamField(v, x, t.ParentID)
	}
	x.Type, x.Options = "select", parentOptions(v, t)
	return x
}

// openCycle is the cycle that the page is about if something new can be written in it, else the current one.
func (v *view) openCycle() string {
	if v.cycle.Closed != 0 {
		return v.Surroundings.Current.ID
	}
	return v.cycle.ID
}

// openCycleOptions are the cycles in which something new can be written: those that are not closed, and the one that is chosen.
func openCycleOptions(v *view, value string) []ui.Option {
	closed := map[string]bool{}
	for _, c := range v.Surroundings.Cycles {
		closed[c.ID] = c.Closed != 0 && c.ID != value
	}
	return slices.DeleteFunc(cycleOptions(v, value), func(o ui.Option) bool { return closed[o.Value] })
}

// myTeam is the team that a person most likely writes for: their own, the company if they have none.
func myTeam(r *request, v *view) string {
	id := ""
	for _, t := range v.Surroundings.Teams {
		if _, mine := r.Viewer.Teams[t.ID]; mine || id == "" {
			id = t.ID
		}
	}
	return id
}

// draftTeams are the teams for which the reader may write an objective.
func draftTeams(r *request, v *view, value string) []ui.Option {
	return slices.DeleteFunc(teamOptions(v, value), func(t ui.Option) bool {
		return okr.CanEdit(r.Viewer, okr.Objective{TeamIDs: []string{t.Value}}) != nil
	})
}

// quickTeams are the teams for which the reader may write an objective; of many, their own, the company and the one that is chosen.
func quickTeams(r *request, v *view, value string) []ui.Option {
	list := draftTeams(r, v, value)
	if len(list) > app.MaxChoices {
		list = slices.DeleteFunc(list, func(t ui.Option) bool {
			_, mine := r.Viewer.Teams[t.Value]
			return !mine && !t.Chosen && t.Value != v.Surroundings.Teams[0].ID
		})
	}
	return list
}

// draftTeam makes of a field one that takes a team for which the reader may write an objective.
func (r *request) draftTeam(v *view, x ui.Field, value string) ui.Field {
	list := draftTeams(r, v, value)
	if len(list) > app.MaxChoices {
		return r.teamField(v, x, value)
	}
	x.Type, x.Options = "select", list
	return x
}

// newObjective leads to the form of a new objective, for those who may write one; where is what the form is told, "" for the cycle that the page is about.
func (r *request) newObjective(text, where string) ui.Link {
	if okr.CanDraft(r.Viewer) != nil {
		return ui.Link{}
	}
	if cycle := r.URL.Query().Get("cycle"); where == "" && cycle != "" {
		where = "?cycle=" + urlQuery(cycle)
	}
	return ui.Link{Text: text, URL: r.at("objectives/new" + where)}
}

// teamName is what a team is called.
func (v *view) teamName(id string) string {
	for _, t := range v.Surroundings.Teams {
		if t.ID == id {
			return t.Name
		}
	}
	return ""
}

// kindHint stands below the kinds, whichever is chosen.
func (r *request) kindHint() string {
	return "It says which grade is good in the end: 1 for a committed one, about " + r.amount(okr.CommitGrade) + " for an aspirational one."
}

func (r *request) kindOptions(value string) []ui.Option {
	return chosen([]ui.Option{{Value: "committed", Text: "Committed: we will reach all of it"}, {Value: "aspirational", Text: "Aspirational: about " + r.amount(okr.CommitGrade) + " is good"},
		{Value: "learning", Text: "Learning: the result is what we find out"}}, value)
}

// choiceOptions are members that a form lets one choose.
func choiceOptions(members []app.Choice, value string) []ui.Option {
	out := []ui.Option{{Text: "Nobody yet"}}
	for _, m := range members {
		out = append(out, ui.Option{Value: m.ID, Text: m.Text})
	}
	return chosen(out, value)
}

func roleOptions(value okr.OrgRole) []ui.Option {
	return chosen([]ui.Option{{Value: "member", Text: "Member"}, {Value: "viewer", Text: "Viewer: reads and comments"},
		{Value: "ambassador", Text: "Ambassador: runs the programme"}, {Value: "owner", Text: "Owner"}}, string(value))
}

func monthOptions(value string) []ui.Option {
	var out []ui.Option
	for m := time.January; m <= time.December; m++ {
		out = append(out, ui.Option{Value: strconv.Itoa(int(m)), Text: m.String()})
	}
	return chosen(out, value)
}

const passwordHint = "At least 10 characters. A short sentence is a good one."

// faultsUnder are the faults of the fields below a prefix, each with its field.
func faultsUnder(f *form, prefix string) []string {
	var out []string
	if f != nil {
		for _, e := range f.faults {
			if name, ok := strings.CutPrefix(e.Field, prefix); ok {
				out = append(out, ui.Upper(strings.ReplaceAll(name, "_", " "))+": "+e.Message)
			}
		}
	}
	return out
}
