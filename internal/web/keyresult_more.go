package web

import (
	"slices"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// A line of the plan is "2026-11-30 45": a day, and where the number should stand then.

// planLines are the intermediate targets as they are typed.
func planLines(k okr.KeyResult, locale string) string {
	list := make([]string, len(k.Plan))
	for i, p := range k.Plan {
		list[i] = string(p.Date) + " " + okr.InputNumber(p.Value, locale)
	}
	return strings.Join(list, "\n")
}

// readPlan reads planLines. What is wrong with a line is said with its number.
func readPlan(text, locale string) ([]okr.Point, error) {
	var out []okr.Point
	for i, line := range lines(text) {
		day, number, _ := strings.Cut(line, " ")
		v, err := okr.ParseNumber("plan", strings.TrimLeft(number, " =:"), locale)
		if err != nil || v == nil || okr.Date(day).Time().IsZero() {
			return nil, okr.Fail(okr.Invalid, "plan", "Line "+strconv.Itoa(i+1)+": write a day and a number, for example 2026-11-30 45.")
		}
		out = append(out, okr.Point{Date: okr.Date(day), Value: *v})
	}
	return out, nil
}

// readMilestones reads a title a line. A milestone that was there before keeps its weight and its day.
func readMilestones(text string, before []okr.Milestone) []okr.Milestone {
	out := []okr.Milestone{}
	for _, title := range lines(text) {
		m := okr.Milestone{Title: title}
		if i := slices.IndexFunc(before, func(b okr.Milestone) bool { return b.Title == title }); i >= 0 {
			m = before[i]
		}
		out = append(out, m)
	}
	return out
}

// moreFields reads what stands under "More" in the form of a key result.
func moreFields(r *request, k *okr.KeyResult) error {
	var e1, e2, e3 error
	k.Plan, e1 = readPlan(r.PostFormValue("plan"), r.Org.Set.Locale)
	k.Marks.Commit, e2 = okr.ParseNumber("marks.commit", r.PostFormValue("commit"), r.Org.Set.Locale)
	k.Marks.Stretch, e3 = okr.ParseNumber("marks.stretch", r.PostFormValue("stretch"), r.Org.Set.Locale)
	if k.Source.Kind = okr.SourceKind(r.PostFormValue("source")); k.Source.Kind != okr.Manual {
		k.Source.Of = r.PostForm["source_of"]
	}
	return okr.Join(e1, e2, e3)
}

// hasMore answers whether something stands under "More", so that it is open.
func hasMore(k okr.KeyResult, f *form) bool {
	return f != nil || len(k.Plan) > 0 || k.Marks != (okr.Marks{}) || k.Source.Kind != okr.Manual
}

var sourceKinds = []ui.Option{{Text: "People, at the check-in"}, {Value: "sum", Text: "The sum of others"}, {Value: "mean", Text: "The mean of others"},
	{Value: "min", Text: "The smallest of others"}, {Value: "last", Text: "The latest of others"}}

// sourceOptions are the key results that one may be computed from: those of its cycle, and those that it is computed from already.
func sourceOptions(f app.KeyResultForm) []ui.Option {
	var list []ui.Option
	of := f.KeyResult.Source.Of
	for _, c := range f.Sources {
		list = append(list, ui.Option{Value: c.ID, Text: ref(c.Number) + " " + c.Text, Chosen: slices.Contains(of, c.ID)})
	}
	for _, id := range of {
		if !slices.ContainsFunc(f.Sources, func(c app.Choice) bool { return c.ID == id }) {
			list = append(list, ui.Option{Value: id, Text: "One of another cycle", Chosen: true})
		}
	}
	return list
}
