package web

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/live"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// An openDraft is the draft that a reader of the planning room writes at.
type openDraft struct {
	app.ObjectiveView
	Near []app.Lesson // that resemble it
}

// openDraft is the draft that the address names, nil without one: what has gone live, or is another's, is not written at here.
func (r *request) openDraft(cycleID string) (*openDraft, error) {
	name := r.URL.Query().Get("draft")
	if name == "" {
		return nil, nil
	}
	o, err := r.s.App.Objective(r.Context(), r.Actor, name)
	var fault *okr.Error
	switch {
	case errors.As(err, &fault) && fault.Kind == okr.NotFound:
		return nil, nil // somebody has removed it meanwhile
	case err != nil:
		return nil, err
	case o.CycleID != cycleID || o.Removed != 0 || !o.May.Edit || o.Stage != okr.Draft && o.Stage != okr.InReview:
		return nil, nil
	}
	near, err := r.lessonsNear(o)
	return &openDraft{o, near}, err
}

// roomPath is the planning room with a draft open in it, none for 0.
func roomPath(p app.Planning, team string, number int) string {
	q := url.Values{"cycle": {p.Cycle.Slug}}
	if team != "" {
		q.Set("team", team)
	}
	if number == 0 {
		return "planning?" + q.Encode()
	}
	q.Set("draft", ref(number))
	return "planning?" + q.Encode() + "#draft"
}

// sayHere tells the others that the reader is in the planning room of a cycle, or has left it.
func sayHere(r *request) error {
	c, err := r.s.App.Cycle(r.Context(), r.Actor, r.FormValue("cycle_id"))
	if err != nil {
		return err
	}
	return r.sayEdit(live.Edit{Thing: c.ID})
}

// sayEdit tells the others where the reader is, or is no more.
func (r *request) sayEdit(e live.Edit) error {
	e.Org, e.Editor, e.Left = r.Org.ID, live.Editor{ID: r.Viewer.MemberID, Name: r.Person.Name}, r.FormValue("left") != ""
	if e.Page = r.FormValue("page"); len(e.Page) > 40 {
		e.Page = ""
	}
	r.s.Live.Edits(e)
	r.w.WriteHeader(http.StatusNoContent)
	return nil
}

// who says which others are somewhere, "" for nobody: "Ines is editing this too."
func (r *request) who(thing, does string) string {
	if r.s.Live == nil {
		return ""
	}
	var names []string
	for _, e := range r.s.Live.Editors(r.Org.ID, thing, r.Viewer.MemberID) {
		names = append(names, e.Name)
	}
	switch n := len(names); n {
	case 0:
		return ""
	case 1:
		return names[0] + " is " + does + "."
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1] + " are " + does + "."
	}
}

// editKeyResultField takes one field of a key result as it is left: the island's answer is JSON, a plain form's is the page.
func editKeyResultField(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	k, err := r.keyResult()
	if err != nil {
		return err
	}
	p, err := r.keyResultField(k.KeyResult)
	if err == nil && p.Title != nil {
		err = r.titleSays(k.KeyResult, &p)
	}
	if err == nil {
		_, err = r.s.App.EditKeyResult(r.Context(), r.Actor, p)
	}
	if strings.Contains(r.Header.Get("Accept"), "application/json") {
		return r.fieldAnswer(err)
	}
	if err != nil {
		r.PostForm.Set(r.PostFormValue("name"), r.PostFormValue("value")) // the form has a field of that name, which keeps what was typed
		return r.refused(err, showKeyResultForm)
	}
	return r.done(cmp.Or(r.PostFormValue("back"), "key-results/"+k.ID+"/edit"), "saved", "")
}

// keyResultField is the change of one field, with the value that the person saw. Where a number goes follows from the two.
func (r *request) keyResultField(k okr.KeyResult) (okr.KeyResultPatch, error) {
	name, value, base := r.PostFormValue("name"), r.PostFormValue("value"), r.PostFormValue("base")
	p := okr.KeyResultPatch{ID: k.ID, Reason: r.PostFormValue("reason"), Base: &okr.KeyResultPatch{}}
	switch name {
	case "title":
		p.Title, p.Base.Title = &value, &base
	case "unit":
		p.Unit, p.Base.Unit = &value, &base
	case "baseline", "target":
		to, e1 := okr.ParseNumber("value", value, r.Org.Set.Locale)
		was, e2 := okr.ParseNumber("base", base, r.Org.Set.Locale)
		if err := okr.Join(e1, e2); err != nil {
			return p, err
		}
		if to == nil {
			p.Clear = []string{name}
		}
		if was == nil {
			p.Base.Clear = []string{name}
		}
		aimed := k
		if name == "baseline" {
			p.Baseline, p.Base.Baseline, aimed = to, was, k.Aim(to, k.Target)
		} else {
			p.Target, p.Base.Target, aimed = to, was, k.Aim(k.Baseline, to)
		}
		if aimed.Direction != k.Direction {
			p.Direction = &aimed.Direction
		}
	default:
		return p, okr.Fail(okr.Invalid, "name", "There is no such field.")
	}
	return p, nil
}

// titleSays adds to a change of a key result's sentence what follows from it.
func (r *request) titleSays(k okr.KeyResult, p *okr.KeyResultPatch) error {
	on, err := r.s.App.KeyResultForm(r.Context(), r.Actor, k.ID, "")
	if err != nil {
		return err
	}
	x := r.reread(k, strings.TrimSpace(*p.Title), on.Objective.Title, on.Cycle)
	number := func(name string, was, is *float64, value, base **float64) {
		if sameValue(was, is) {
			return
		}
		if *value, *base = is, was; was == nil {
			p.Base.Clear = append(p.Base.Clear, name)
		}
	}
	number("baseline", k.Baseline, x.Baseline, &p.Baseline, &p.Base.Baseline)
	number("target", k.Target, x.Target, &p.Target, &p.Base.Target)
	if x.Unit != k.Unit {
		p.Unit, p.Base.Unit = &x.Unit, &k.Unit
	}
	if x.Direction != k.Direction {
		p.Direction, p.Base.Direction = &x.Direction, &k.Direction
	}
	if x.Due != k.Due {
		p.Due, p.Base.Due = &x.Due, &k.Due
	}
	return nil
}

// measuredBy says how a key result is told that is no number.
func measuredBy(k okr.KeyResult) string {
	switch k.Kind {
	case okr.YesNo:
		return "A clear yes or no."
	case okr.Milestones:
		return ui.Plural(len(k.Stages), "milestone") + "."
	}
	return "Told by judgement, in four steps."
}

// A check is something that a plan needs before it starts: it is there, or what is missing and where it is mended.
type check struct {
	Done bool
	Text string
	Act  ui.Link
}

// planChecks are what the plan needs before it starts.
func (r *request) planChecks(p app.Planning) []check {
	total, ready := 0, p.Data[okr.DataReady]+p.Data[okr.DataDecided]
	for _, n := range p.Data {
		total += n
	}
	out := []check{{p.Vision, "Vision and strategy are written", ui.Link{}}}
	if !p.Vision {
		out[0] = check{false, "There is no vision or no choice yet.", ui.Link{Text: "Two minutes are enough to begin", URL: r.at("strategy")}}
	}
	if total == 0 {
		return append(out, check{false, "No key result is written yet.", ui.Link{}})
	}
	owners := check{true, "Somebody checks in on each key result", ui.Link{}}
	if p.Unowned > 0 {
		owners = check{false, ui.Plural(p.Unowned, "key result") + " without anybody who checks in", ui.Link{}}
	}
	out = append(out, owners)
	if !r.Org.Has(okr.PartData) {
		return out
	}
	data := check{true, "Every number can be had, or it is decided what happens meanwhile", ui.Link{}}
	if ready < total {
		data = check{false, "Can the numbers be had? It is not settled for " + strconv.Itoa(total-ready) + " of " + ui.Plural(total, "key result") + ".", ui.Link{Text: "Data readiness", URL: r.at("readiness?cycle=" + p.Cycle.Slug)}}
	}
	return append(out, data)
}

// isReady counts the checks that are done.
func isReady(list []check) (n int) {
	for _, c := range list {
		if c.Done {
			n++
		}
	}
	return n
}
