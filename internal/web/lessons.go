package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// lessons is the library: what earlier cycles have taught, found by words, tag, team and cycle.
func lessons(r *request) error {
	v, err := r.around("Lessons", "objectives")
	if err != nil {
		return err
	}
	q := app.LessonQuery{Text: r.FormValue("q"), Tag: r.FormValue("tag"), TeamID: r.FormValue("team"), CycleID: r.FormValue("of")}
	page, err := r.s.App.Lessons(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	return r.show(http.StatusOK, v, lessonsBody(r, v, page, q))
}

// useLesson takes a lesson for an objective, or lets go of it, and leads to the lesson or back.
func useLesson(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	o, err := r.s.App.ObjectiveAlone(r.Context(), r.Actor, r.PathValue("ref"))
	if err != nil {
		return err
	}
	in := app.LessonInput{ID: o.ID, LessonID: r.PostFormValue("lesson_id"), Off: r.PostFormValue("off") != ""}
	if _, err := r.s.App.UseLesson(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showObjective)
	}
	return r.done("objectives/"+ref(o.Number), "saved", "")
}

// lessonURL is where a lesson stands.
func (r *request) lessonURL(l app.Lesson) string {
	if l.Thing == okr.ThingRetrospective {
		return r.at("retrospectives/" + l.ID)
	}
	return r.at("objectives/"+ref(l.Number)) + "#note"
}

// lessonSentence is the sentence that a lesson is shown by.
func lessonSentence(l app.Lesson) string {
	for _, t := range []string{l.Learned, l.Why, l.What} {
		if t != "" {
			return t
		}
	}
	return l.Title
}

// lessonFrom is "Repairs stop being a lottery, Q3 2026, graded 0.6".
func (r *request) lessonFrom(l app.Lesson) string {
	t := l.Title + ", " + l.Cycle
	if l.Grade != nil {
		t += ", " + r.graded(*l.Grade, l.Kind)
	}
	switch l.Uses {
	case 0:
	case 1:
		t += ", used once"
	default:
		t += ", used " + strconv.Itoa(l.Uses) + " times"
	}
	return t
}

// tagURL is the library with one tag.
func (r *request) tagURL(tag string) string { return r.at("lessons?tag=" + url.QueryEscape(tag)) }

func lessonFilters(v *view, p app.LessonPage, q app.LessonQuery) []ui.Field {
	tags, cycles := []ui.Option{{Text: "All tags"}}, []ui.Option{{Text: "All cycles"}}
	for _, t := range p.Tags {
		tags = append(tags, ui.Option{Value: t.Tag, Text: t.Tag + " (" + strconv.Itoa(t.N) + ")"})
	}
	for _, c := range v.Surroundings.Cycles {
		cycles = append(cycles, ui.Option{Value: c.ID, Text: c.Name})
	}
	teams := []ui.Option{{Text: "All teams"}}
	for _, t := range v.Surroundings.Teams {
		teams = append(teams, ui.Option{Value: t.ID, Text: t.Name, Depth: t.Depth})
	}
	return []ui.Field{{Name: "q", Label: "Search the lessons", Value: q.Text, Placeholder: "spare parts, families in winter"}, {Name: "tag", Label: "Tag", Type: "select", Options: chosen(tags, q.Tag)},
		{Name: "team", Label: "Team", Type: "select", Options: chosen(teams, q.TeamID)}, {Name: "of", Label: "Cycle", Type: "select", Options: chosen(cycles, q.CycleID)}}
}

// lessonsNear are the lessons beside a draft that it may rest on.
func (r *request) lessonsNear(o app.ObjectiveView) ([]app.Lesson, error) {
	if o.Removed != 0 || !o.May.Edit || o.Stage != okr.Draft && o.Stage != okr.InReview {
		return nil, nil
	}
	return r.s.App.LessonsFor(r.Context(), r.Actor, o.ID)
}

// pastGrades are the grades of a team's cycle: "0.6, 0.8 and 1".
func (r *request) pastGrades(c app.TeamCycle) string {
	var out []string
	for _, o := range c.Objectives {
		if o.Grade != nil {
			out = append(out, strings.TrimPrefix(r.graded(*o.Grade, o.Kind), "graded "))
		}
	}
	if out == nil {
		return "no grades"
	}
	return "graded " + strings.Join(out, "; ")
}
