package web

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

func closeForm(r *request) error { return showClose(r, http.StatusOK, nil) }

func showClose(r *request, status int, f *form) error {
	o, err := r.s.App.Objective(r.Context(), r.Actor, r.PathValue("ref"))
	if err != nil {
		return err
	}
	if err := okr.CanEdit(r.Viewer, o.Objective); err != nil {
		return err
	}
	v, err := r.around("Close "+o.Title, "objectives")
	if err != nil {
		return err
	}
	v.Main, v.Live = ui.Link{}, ""
	return r.show(status, v, closeBody(r, o, f))
}

func closeObjective(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	o, err := r.s.App.Objective(r.Context(), r.Actor, r.PathValue("ref"))
	if err != nil {
		return err
	}
	in := app.CloseInput{ID: o.ID, Version: formNumber(r, "version"), Grades: map[string]*float64{}, Note: okr.ClosingNote{What: r.PostFormValue("what"), Why: r.PostFormValue("why"), Learned: r.PostFormValue("learned"),
		Tags: okr.ParseTags(r.PostFormValue("tags")), Evidence: r.PostFormValue("evidence"), Onward: okr.Onward(r.PostFormValue("onward"))}}
	in.Grade, err = okr.ParseNumber("grade", r.PostFormValue("grade"), r.Org.Set.Locale)
	for _, k := range o.KeyResults {
		field := "grades." + k.ID
		if _, there := r.PostForm[field]; !there {
			continue
		}
		g, fault := okr.ParseNumber(field, r.PostFormValue(field), r.Org.Set.Locale)
		if in.Grades[k.ID], err = g, okr.Join(err, fault); g != nil && k.Kind == okr.Judgement {
			*in.Grades[k.ID] = *g / okr.Steps
		}
	}
	if err != nil {
		return r.refused(err, showClose)
	}
	if _, err := r.s.App.CloseObjective(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showClose)
	}
	return r.done("objectives/"+ref(o.Number), "closed", "")
}

// gradeField asks for the grade of a key result: in the four steps where it is a judgement, else in tenths, with what its numbers say.
func gradeField(r *request, f *form, k app.KeyResultView) ui.Field {
	out := ui.Field{Name: "grades." + k.ID, Label: k.Title}
	if k.Kind == okr.Judgement {
		was := ""
		switch {
		case k.Grade != nil:
			was = strconv.Itoa(int(math.Round(*k.Grade * okr.Steps)))
		case k.Value != nil:
			was = strconv.Itoa(int(*k.Value))
		}
		out.Type, out.Options = "select", []ui.Option{{Text: "not graded"}}
		for i := range okr.Steps + 1 {
			v := strconv.Itoa(i)
			out.Options = append(out.Options, ui.Option{Value: v, Text: k.Format(float64(i)), Chosen: v == was})
		}
		return f.fieldAt(out, 0, k.Title)
	}
	grade := k.Grade
	if grade == nil && k.Progress != nil {
		g := tenths(min(max(*k.Progress, 0), 1))
		grade = &g
	}
	out.Value, out.Unit = r.inputValue(grade), " "
	if k.Value != nil {
		out.Hint = "It ended at " + k.Format(*k.Value)
		if k.Target != nil && k.Kind == okr.Number {
			out.Hint += "; the target was " + k.Format(*k.Target)
		}
		out.Hint += "."
	}
	return f.fieldAt(out, 0, k.Title)
}

// openBlockers is how many things are in the way of an objective's key results.
func openBlockers(o app.ObjectiveView) (n int) {
	for _, k := range o.KeyResults {
		n += len(k.Blockers)
	}
	return n
}

func tenths(v float64) float64 { return math.Round(v*10) / 10 }

func (r *request) gradeHint(o app.ObjectiveView) string {
	t := "In steps of " + r.amount(0.1) + ". "
	if o.Explained.Value != nil {
		t += "The numbers say " + r.amount(tenths(*o.Explained.Value)) + ". "
	}
	if x := r.expected(o.Kind); x != "" {
		t += ui.Upper(x) + " for an aspirational one. "
	}
	if x := comfortText(o.Comfort); x != "" {
		t += "It " + strings.ToLower(x[:1]) + x[1:] + "."
	}
	return t
}

// onwardOptions are the ways on from an objective.
var onwardOptions = []ui.Option{{Value: string(okr.GoOn), Text: "Continue it"}, {Value: string(okr.Alter), Text: "Change it"}, {Value: string(okr.LetGo), Text: "Let it go"}}

func onwardText(o okr.Onward) string {
	return map[okr.Onward]string{okr.GoOn: "Goes on in the next cycle", okr.Alter: "Goes on, changed", okr.LetGo: "Does not go on"}[o]
}

// isURL is whether a text is one address and nothing else.
func isURL(text string) bool {
	return (strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://")) && !strings.ContainsAny(text, " \n\t")
}
