package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// A view is a page before it is rendered: what is around it, and what each page sets of that.
type view struct {
	ui.Shell
	app.Surroundings
	cycle okr.Cycle // the one that the page is about
}

// around reads what is around a page: the cycle that ?cycle= names, else the current one, and the teams.
func (r *request) around(title, active string) (*view, error) {
	s, err := r.s.App.Around(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	if err := r.teamAsked(s); err != nil {
		return nil, err
	}
	return r.view(title, active, s), nil
}

// view fills a page's shell from surroundings that are read already.
func (r *request) view(title, active string, s app.Surroundings) *view {
	v := &view{Surroundings: s, cycle: s.Current}
	if slug := r.URL.Query().Get("cycle"); slug != "" {
		for _, c := range s.Cycles {
			if c.Slug == slug || c.ID == slug {
				v.cycle = c
			}
		}
	}
	v.Shell = ui.Shell{Title: title, Org: r.Org.Name, Base: "/" + r.Org.Slug, Active: active, Live: "*", Person: r.Person.Name, Rail: r.rail(s),
		Theme: r.Prefer.Theme, Keys: r.Prefer.Keys, Main: ui.Link{Text: "Check in", URL: r.at("check-in")}, InBar: true, Toast: r.toast()}
	if v.cycle.ID != "" {
		v.Cycle = ui.Link{Text: v.cycle.Name}
		v.Week, v.Weeks = v.cycle.Week(s.Today)
	}
	for i, c := range s.Cycles {
		v.Shell.Cycles = append(v.Shell.Cycles, ui.Link{Text: c.Name, About: string(c.StageOn(s.Today)), URL: r.with("cycle", c.Slug), Current: c.ID == v.cycle.ID})
		if c.ID == v.cycle.ID {
			if i > 0 {
				v.Later = r.with("cycle", s.Cycles[i-1].Slug)
			}
			if i+1 < len(s.Cycles) {
				v.Earlier = r.with("cycle", s.Cycles[i+1].Slug)
			}
		}
	}
	few := len(s.Teams) <= menuTeams
	for i, t := range s.Teams {
		_, mine := r.Viewer.Teams[t.ID]
		if i == 0 || mine && v.Team == s.Teams[0].Name { // whoever belongs to none looks at the whole
			v.Team = t.Name
		}
		if i == 0 || mine || few {
			v.Shell.Teams = append(v.Shell.Teams, ui.Link{Text: indent(t.Depth, few) + t.Name, URL: r.at("teams/" + t.Slug), Current: mine && v.Team == t.Name})
		}
	}
	if !few {
		v.Shell.Teams = append(v.Shell.Teams, ui.Link{Text: "All teams", About: strconv.Itoa(len(s.Teams)), URL: r.at("teams")})
	}
	return v
}

// menuTeams is how many teams the menu of the rail has at most: among more it has the company and one's own.
const menuTeams = 60

// indent moves a team to the right of the one above, where the menu has both.
func indent(depth int, all bool) string {
	if !all {
		return ""
	}
	return strings.Repeat("\u2003", depth)
}

// rail lists the places that the organization uses, simple by default.
func (r *request) rail(s app.Surroundings) []ui.Entry {
	list := []ui.Entry{
		{ID: "week", Text: "This week", Icon: "week", URL: r.at("week")},
		{ID: "check-in", Text: "Check in", Icon: "checkin", URL: r.at("check-in"), Thumb: true},
		{ID: "objectives", Text: "Objectives", Icon: "objectives", URL: r.at("objectives")},
		{ID: "map", Text: "Map", Icon: "map", URL: r.at("map"), Wide: true},
		{ID: "strategy", Text: "Strategy", Icon: "strategy", URL: r.at("strategy"), Wide: true},
	}
	if r.Org.Set.Uses(okr.PartPlanning) {
		list = append(list, ui.Entry{ID: "planning", Text: "Planning", Icon: "planning", URL: r.at("planning"), Wide: true})
	}
	if r.Org.Set.Uses(okr.PartProposal) {
		list = append(list, ui.Entry{ID: "proposals", Text: "Proposals", Icon: "proposal", URL: r.at("proposals"), Wide: true})
	}
	if r.Org.Has(okr.PartRoadmap) {
		list = append(list, ui.Entry{ID: "roadmap", Text: "Roadmap", Icon: "road", URL: r.at("roadmap"), Wide: true})
	}
	if r.Org.Set.Uses(okr.PartRoadmap) {
		list = append(list, ui.Entry{ID: "tray", Text: "Tray", Icon: "tray", URL: r.at("tray"), Wide: true, Count: s.Tray},
			ui.Entry{ID: "trap", Text: "The trap", Icon: "trap", URL: r.at("trap"), Wide: true})
	}
	list = append(list, ui.Entry{ID: "people", Text: "People", Icon: "people", URL: r.at("people"), Wide: true})
	if r.Org.Has(okr.PartKPI) {
		list = append(list, ui.Entry{ID: "kpis", Text: "KPIs", Icon: "kpi", URL: r.at("kpis"), Wide: true})
	}
	if r.Org.Set.Uses(okr.PartCommitment) {
		list = append(list, ui.Entry{ID: "commitments", Text: "Monday", Icon: "list", URL: r.at("commitments"), Wide: true})
	}
	if r.Org.Set.Uses(okr.PartWin) {
		list = append(list, ui.Entry{ID: "wins", Text: "Wins", Icon: "win", URL: r.at("wins"), Wide: true})
	}
	return append(list,
		ui.Entry{ID: "activity", Text: "Activity", Icon: "activity", URL: r.at("activity"), Wide: true},
		ui.Entry{ID: "settings", Text: "Settings", Icon: "settings", URL: r.at("settings"), Wide: true},
		ui.Entry{ID: "more", Text: "More", Icon: "more", URL: r.at("more"), Thumb: true})
}

// with is this page's URL with one query parameter changed.
func (r *request) with(name, value string) string {
	q := r.URL.Query()
	q.Set(name, value)
	q.Del("did")
	q.Del("undo")
	return r.URL.Path + "?" + q.Encode()
}

// did are the words that a page says after something was done; only these can be shown, so that a link cannot put words into our mouth.
var did = map[string]string{
	"counted":         "Counted, without your name. Thank you.",
	"held":            "Held. The next one begins with what you change.",
	"dismissed":       "Kept as it is.",
	"asked-again":     "It is asked again.",
	"moved":           "Moved.",
	"dropped":         "Dropped, with the reason.",
	"reopened":        "Taken up again.",
	"ranked":          "Its place is changed, and the reason stands beside it.",
	"proposed":        "Everybody can read it now. Thank you for proposing.",
	"contract":        "Asked. It stands on their This week.",
	"backed":          "You support it.",
	"unbacked":        "You no longer support it.",
	"said":            "Said.",
	"adopted":         "It is a draft now, and says whose idea it was.",
	"merged":          "They are one now.",
	"told":            "It is with the leadership now. Thank you for telling.",
	"answered":        "Answered.",
	"decided":         "Decided.",
	"tracking":        "This draft is written for you: its aim is that the number can be had. Change it as you like.",
	"asked":           "Asked, once.",
	"shared":          "On the wall. Thank you.",
	"checked-in":      "Checked in.",
	"removed":         "Removed.",
	"restored":        "It is back.",
	"saved":           "Saved.",
	"added":           "Added.",
	"there":           "Nothing new: these teams stand there already.",
	"closed":          "Closed. Thank you for the note.",
	"cycle-closed":    "Closed. What is open in it stays open until somebody closes it.",
	"invited":         "Invited.",
	"resolved":        "Out of the way.",
	"mirrored":        "Set up. It is read within seconds.",
	"reading":         "It is read within seconds.",
	"uploaded":        "Brought up to date.",
	"paused":          "Paused.",
	"resumed":         "It reads on.",
	"revoked":         "Revoked.",
	"imported":        "Imported.",
	"imported-partly": "Imported. The preview says which lines were left out, and why.",
	"trayed":          "In the tray. What it serves is yours to say.",
	"undone":          "Undone.",
	"activated":       "It is live.",
	"unlinked":        "Ended. It leads nowhere now.",
	"posted":          "On its way.",
	"on-again":        "It goes on.",
	"review-started":  "Asked. They have 24 hours.",
	"read":            "Thank you for reading it.",
	"carried":         "It goes on. The drafts wait for their targets and their readers.",
	"later":           "It is later now. What is due happens within seconds.",
}

// toast says what was just done, with its undo.
func (r *request) toast() *ui.Toast {
	text := did[r.URL.Query().Get("did")]
	if text == "" {
		return nil
	}
	t := &ui.Toast{Text: text}
	if undo := r.URL.Query().Get("undo"); strings.HasPrefix(undo, "/"+r.Org.Slug+"/") && (strings.HasSuffix(undo, "/restore") || strings.HasSuffix(undo, "/undo")) {
		t.Undo = undo
	}
	return t
}

// done answers a form: back to path, which says what was done; undo is the path that takes it back, "" if none does.
func (r *request) done(path, what, undo string) error {
	q := url.Values{"did": {what}}
	if undo != "" {
		q.Set("undo", r.at(undo))
	}
	path, place, _ := strings.Cut(path, "#")
	if place != "" {
		place = "#" + place
	}
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	return r.to(path + sep + q.Encode() + place)
}

// planned is around for a page of planning: unless the address names another, its cycle is the one that is planned.
func (r *request) planned(title, active string) (*view, error) {
	v, err := r.around(title, active)
	if err == nil && r.URL.Query().Get("cycle") == "" {
		v.cycle, _ = okr.PlannedCycle(v.Surroundings.Cycles, v.Today)
		v.Cycle = ui.Link{Text: v.cycle.Name}
		v.Week, v.Weeks = v.cycle.Week(v.Today)
	}
	return v, err
}

// show renders a page of the organization.
//
// What answers a form is not live: what it shows once, as a link to hand out, and what was typed into it, would go with the next change.
func (r *request) show(status int, v *view, body templ.Component) error {
	if r.Method != http.MethodGet {
		v.Live = ""
	}
	return r.render(status, templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return ui.Page(v.Shell).Render(templ.WithChildren(ctx, body), w)
	}))
}

// bare renders a page outside any organization.
func (r *request) bare(status int, title string, broad bool, body templ.Component) error {
	return r.render(status, templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return ui.Bare(title, broad).Render(templ.WithChildren(ctx, body), w)
	}))
}

// failPage shows an error as a page of its own.
func (r *request) failPage(status int, message string) {
	title := "Not this way"
	switch status {
	case http.StatusServiceUnavailable:
		title = "Not at this moment"
	case http.StatusNotFound:
		title = "Nothing here that you can see"
	case http.StatusForbidden:
		title = "This is for somebody else to do"
	}
	back := r.cameFrom()
	if path, _, _ := strings.Cut(back, "?"); path == r.URL.Path {
		back = ""
	}
	_ = r.bare(status, title, false, failBody(title, message, r.Org.Slug, back)) // the reader may have gone
}

// cameFrom is the page of this organization that led here, without what it said had been done; "" where that is not known.
func (r *request) cameFrom() string {
	at, err := url.Parse(r.Header.Get("Referer"))
	if err != nil || at.Host != r.Host || r.Org.Slug == "" || !strings.HasPrefix(at.Path, r.at("")) {
		return ""
	}
	q := at.Query()
	q.Del("did")
	q.Del("undo")
	if len(q) == 0 {
		return at.EscapedPath()
	}
	return at.EscapedPath() + "?" + q.Encode()
}

// A form is what was typed, with the faults of the answer before.
type form struct {
	values url.Values
	faults okr.Faults
	stands okr.Faults // what the fields say of what stands there now, after a conflict
	lost   []string   // what was typed, and has no place on the page any more
}

// typed reads the form of the request. A form that is too large is an error.
func (r *request) typed() (*form, error) {
	if err := r.ParseForm(); err != nil {
		return nil, unread(err)
	}
	return &form{values: r.PostForm}, nil
}

// unread is why a form could not be read: it is too large, or it is none.
func unread(err error) error {
	if errors.As(err, new(*http.MaxBytesError)) {
		return err
	}
	return okr.Fail(okr.Invalid, "", "The form did not arrive as a form. Go back, load the page again, and send it once more.")
}

// of is the form if it has a field of a name, nil if another form of the page was sent.
func (f *form) of(name string) *form {
	if f == nil || !f.values.Has(name) {
		return nil
	}
	return f
}

// nth is what was typed into the nth field of a name, from 0.
func (f *form) nth(name string, n int) string {
	if f == nil || len(f.values[name]) <= n {
		return ""
	}
	return f.values[name][n]
}

// value is a field as typed, else what it was.
func (f *form) value(name, was string) string {
	if f == nil || f.values == nil {
		return was
	}
	if v, ok := f.values[name]; ok && len(v) > 0 {
		return v[0]
	}
	return was
}

// ticked is whether a tick was set, else whether it was.
func (f *form) ticked(name string, was bool) bool {
	if f == nil || f.values == nil {
		return was
	}
	return f.values.Has(name)
}

// chose is whether a value is among those that were chosen, else whether it was.
func (f *form) chose(name, value string, was bool) bool {
	if f == nil || f.values == nil {
		return was
	}
	return slices.Contains(f.values[name], value)
}

// place is where a value stands among those of a name, from 0; -1 where it does not.
func (f *form) place(name, value string) int {
	if f == nil {
		return -1
	}
	return slices.Index(f.values[name], value)
}

// at is the form if it was sent to the address of a thing, nil if it was that of another one.
func (f *form) at(r *request, id string) *form {
	if f == nil || r.PathValue("id") != id {
		return nil
	}
	return f
}

// fault is what is wrong with a field.
func (f *form) fault(name string) string {
	if f != nil {
		for _, e := range f.faults {
			if e.Field == name {
				return e.Message
			}
		}
	}
	return ""
}

// lines are all faults, for the top of the form; a conflict shows what stands now.
func (f *form) lines() []string {
	if f == nil {
		return nil
	}
	var out []string
	for _, e := range f.faults {
		line := e.Message
		switch s, text := e.Theirs.(string); {
		case e.Kind != okr.Conflict:
		case e.Field == "version":
			line = f.clashText()
		case f.standing(e.Field) != "":
			line += " " + f.standing(e.Field)
		case text:
			line += " It is now: “" + s + "”."
		}
		out = append(out, under(e.Field, line))
		if e.Kind == okr.Conflict && e.Field == "version" {
			for _, s := range f.stands {
				out = append(out, under(s.Field, s.Message))
			}
		}
	}
	return out
}

// refused answers a form that has faults: the page again with what was typed, each fault at its field, status 422 (409 for a conflict).
// Any other error is passed on.
func (r *request) refused(err error, again func(*request, int, *form) error) error {
	faults := okr.FaultsOf(err)
	if faults == nil || faults[0].Kind == okr.NotFound || faults[0].Kind == okr.Forbidden {
		return err
	}
	f := &form{values: r.PostForm, faults: faults}
	if faults[0].Kind == okr.Conflict {
		if err := f.hear(r, again); err != nil {
			return err
		}
	}
	return again(r, statuses[faults[0].Kind], f)
}
