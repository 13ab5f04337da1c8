package web

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// mirrors is where work comes from: the copies of outside backlogs, and how their reading goes.
func mirrors(r *request) error { return showMirrors(r, http.StatusOK, nil) }

func showMirrors(r *request, status int, f *form) error { return showMirrorTry(r, status, f, nil) }

func showMirrorTry(r *request, status int, f *form, tried *app.MirrorSample) error {
	v, err := r.around("Where work comes from", "settings")
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	list, err := r.s.App.Mirrors(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.show(status, v, mirrorsBody(r, v, list, f, tried))
}

// addMirror sets a mirror up, or only tries whether it could be read.
func addMirror(r *request) error {
	f, err := r.typed()
	if err != nil {
		return err
	}
	get := r.PostFormValue
	in := app.NewMirrorInput{Kind: okr.MirrorKind(get("kind")), Name: get("name"), Base: get("base_url"), Place: get("place"), User: get("user"), Token: get("token"), TeamID: get("team_id"), Epics: get("epics") != ""}
	if get("try") != "" {
		tried, err := r.s.App.TryMirror(r.Context(), r.Actor, app.MirrorTry{NewMirrorInput: in})
		if err != nil {
			return r.refused(err, showMirrors)
		}
		return showMirrorTry(r, http.StatusOK, f, &tried)
	}
	m, err := r.s.App.AddMirror(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showMirrors)
	}
	return r.done("mirrors/"+m.ID, "mirrored", "")
}

// mirror is one mirror: how it goes, what it copies, and which of it derives from what.
func mirror(r *request) error { return showMirror(r, http.StatusOK, nil) }

func showMirror(r *request, status int, f *form) error {
	return showMirrorSample(r, status, f, nil, app.MirrorHookSecret{})
}

func showMirrorSample(r *request, status int, f *form, sample *app.MirrorSample, hook app.MirrorHookSecret) error {
	v, err := r.around("Mirror", "settings")
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	one, err := r.s.App.Mirror(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	if sample == nil {
		s, err := r.s.App.PreviewMirror(r.Context(), r.Actor, app.MirrorPreview{ID: r.PathValue("id")})
		if err != nil {
			return err
		}
		sample = &s
	}
	return r.show(status, v, mirrorBody(r, v, one, f, *sample, hook))
}

// editMirror saves a mirror, or shows what its rules would make of what it has read.
func editMirror(r *request) error {
	f, err := r.typed()
	if err != nil {
		return err
	}
	get := func(name string) *string { v := r.PostFormValue(name); return &v }
	rules, epics := mirrorRules(r), r.PostFormValue("epics") != ""
	if r.PostFormValue("preview") != "" {
		s, err := r.s.App.PreviewMirror(r.Context(), r.Actor, app.MirrorPreview{ID: r.PathValue("id"), Epics: &epics, Rules: &rules})
		if err != nil {
			return r.refused(err, showMirror)
		}
		return showMirrorSample(r, http.StatusOK, f, &s, app.MirrorHookSecret{})
	}
	in := app.MirrorPatch{ID: r.PathValue("id"), Version: formNumber(r, "version"), Name: get("name"), Base: get("base_url"), Place: get("place"), User: get("user"), TeamID: get("team_id"), Epics: &epics, Rules: &rules}
	if token := r.PostFormValue("token"); token != "" {
		in.Token = &token
	}
	if _, err := r.s.App.EditMirror(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showMirror)
	}
	return r.done("mirrors/"+in.ID, "saved", "")
}

// mirrorRules are the rules of a form; a line without a value is none.
func mirrorRules(r *request) []okr.MirrorRule {
	out := []okr.MirrorRule{}
	at := func(name string, i int) string {
		if list := r.PostForm[name]; i < len(list) {
			return list[i]
		}
		return ""
	}
	for i, value := range r.PostForm["value"] {
		if value == "" {
			continue
		}
		rule := okr.MirrorRule{By: okr.RuleBy(at("by", i)), Field: at("field", i), Value: value, RoadmapItemID: at("to", i)}
		if rule.RoadmapItemID == leaveOut {
			rule.RoadmapItemID, rule.Leave = "", true
		}
		out = append(out, rule)
	}
	return out
}

// leaveOut stands in a choice of roadmap items for what is nobody's work here.
const leaveOut = "-"

func readMirror(r *request) error {
	if _, err := r.s.App.ReadMirror(r.Context(), r.Actor, app.ReadMirrorInput{ID: r.PathValue("id"), Whole: true}); err != nil {
		return r.refused(err, showMirror)
	}
	return r.done("mirrors/"+r.PathValue("id"), "reading", "")
}

func uploadMirror(r *request) error {
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		return unread(err)
	}
	file, _, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) {
		return r.refused(okr.Fail(okr.Invalid, "file", "Choose a CSV file."), showMirror)
	}
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // it was only read
	b, err := io.ReadAll(io.LimitReader(file, 17<<20))
	if err != nil {
		return err
	}
	if _, err := r.s.App.UploadMirror(r.Context(), r.Actor, app.MirrorUpload{ID: r.PathValue("id"), CSV: string(b)}); err != nil {
		return r.refused(err, showMirror)
	}
	return r.done("mirrors/"+r.PathValue("id"), "uploaded", "")
}

// makeMirrorHook makes the secret of a mirror's messages, and shows it this once.
func makeMirrorHook(r *request) error {
	hook, err := r.s.App.NewMirrorHook(r.Context(), r.Actor, app.ThingInput{ID: r.PathValue("id")})
	if err != nil {
		return r.refused(err, showMirror)
	}
	return showMirrorSample(r, http.StatusOK, nil, nil, hook)
}

func pauseMirror(r *request) error {
	paused := r.PostFormValue("paused") != ""
	if _, err := r.s.App.EditMirror(r.Context(), r.Actor, app.MirrorPatch{ID: r.PathValue("id"), Paused: &paused}); err != nil {
		return r.refused(err, showMirror)
	}
	what := "resumed"
	if paused {
		what = "paused"
	}
	return r.done("mirrors/"+r.PathValue("id"), what, "")
}

func removeMirror(r *request) error {
	if _, err := r.s.App.RemoveMirror(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")}); err != nil {
		return err
	}
	return r.done("mirrors", "removed", "mirrors/"+r.PathValue("id")+"/restore")
}

func restoreMirror(r *request) error {
	if _, err := r.s.App.RestoreMirror(r.Context(), r.Actor, app.RemovalInput{ID: r.PathValue("id")}); err != nil {
		return err
	}
	return r.done("mirrors", "restored", "")
}

// mirrorState says in a sentence how the reading of a mirror goes.
func mirrorState(m app.MirrorView, r *request, v *view) string {
	when := func(at okr.Instant) string { return ui.Day(at.DateIn(r.Org.Set.Location()), v.Today) }
	switch {
	case m.Removed != 0:
		return "Removed. What it copied is still here."
	case m.Paused != 0:
		return "Paused since " + when(m.Paused) + "."
	case m.State.Read == 0 && !m.Runs():
		return "Waiting for its first file."
	case m.State.Read == 0 && m.State.Error == "":
		return "Waiting for its first reading."
	case m.State.Read == 0:
		return "Never read yet."
	}
	return "Right as of " + when(m.State.Read) + " at " + m.State.Read.Time().In(r.Org.Set.Location()).Format("15:04") + ", " + ui.Plural(m.State.Items, "item") + "."
}

// mirrorTeams are the teams whose mirrors one may set up.
func mirrorTeams(r *request, v *view, value string) []ui.Option {
	return slices.DeleteFunc(teamOptions(v, value), func(o ui.Option) bool { return okr.CanEditTeam(r.Viewer, o.Value) != nil })
}

func mirrorKindOptions(value string) []ui.Option {
	var out []ui.Option
	for _, k := range okr.MirrorKinds {
		out = append(out, ui.Option{Value: string(k.Kind), Text: k.Name})
	}
	return chosen(out, value)
}

// ruleByNames are what rules look at, as people read it.
var ruleByNames = map[okr.RuleBy]string{okr.ByLabel: "A label", okr.ByEpic: "The epic or parent", okr.ByField: "A field", okr.ByKind: "The kind of item"}

func ruleByOptions(value okr.RuleBy) []ui.Option {
	var out []ui.Option
	for _, by := range okr.RuleBys {
		out = append(out, ui.Option{Value: string(by), Text: ruleByNames[by]})
	}
	return chosen(out, string(value))
}

func roadOptions(roads []app.Ref, rule okr.MirrorRule) []ui.Option {
	out := []ui.Option{{Text: "Choose a roadmap item"}, {Value: leaveOut, Text: "Nothing: leave these out"}}
	for _, x := range roads {
		out = append(out, ui.Option{Value: x.ID, Text: x.Name})
	}
	value := rule.RoadmapItemID
	if rule.Leave {
		value = leaveOut
	}
	return chosen(out, value)
}

// ruleLines are rules as they are read, a line each.
func ruleLines(rules []okr.MirrorRule, roads []app.Ref) string {
	var out []string
	for _, x := range rules {
		to := x.RoadmapItemID
		if x.Leave {
			to = leaveOut
		}
		out = append(out, strings.Join(strings.Fields(ruleByNames[x.By]+" "+x.Field+" is "+x.Value+": "+optionText(roadOptions(roads, x))(to)), " "))
	}
	return strings.Join(out, "\n")
}

// mirrorRows are a mirror's rules, as typed if there is a form, with three free lines.
func mirrorRows(r *request, m app.MirrorView, f *form) []okr.MirrorRule {
	rules := m.Rules
	if f != nil && f.values != nil && f.values["value"] != nil {
		rules = mirrorRules(r)
	}
	return append(append([]okr.MirrorRule{}, rules...), make([]okr.MirrorRule, 3)...)
}

// sampleLine is what was found in a sample, in a sentence.
func sampleLine(s app.MirrorSample) string {
	out := ui.Plural(s.Of, "item") + ": "
	placed := s.Of - s.None - s.Left
	return out + strconv.Itoa(placed) + " with a roadmap item, " + strconv.Itoa(s.None) + " unaligned, " + strconv.Itoa(s.Left) + " left out."
}
