package web_test

import (
	"cmp"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/demo"
)

// mostStatements is what a page may take, session and surroundings included, however much there is to show. Those that people open all
// day may take less.
const mostStatements = 34

var fewStatements = map[string]int64{"GET /{org}/week": 12, "GET /{org}/objectives/{ref}": 12, "GET /{org}/planning": 13, "GET /{org}/check-in": 8, "GET /{org}/key-results/{id}/edit": 8}

// notPages are the routes that answer with something else, to a link that only Slack shows, or to who has just checked in.
var notPages = []string{"GET /{org}", "GET /{org}/live", "GET /{org}/search.json", "GET /{org}/choices.json", "GET /{org}/map.svg", "GET /{org}/map.mmd", "GET /{org}/export/{file}", "GET /{org}/slack/{token}", "GET /{org}/key-results/{id}/correct"}

// places fill the parameters of the routes with what the example has.
func places(v *visitor) map[string]string {
	t := v.t
	list, one := v.get(at("objectives")).Body.String(), v.get(at("objectives/O-20")).Body.String()
	team := find(t, v.get(at("mirrors")).Body.String(), `(?s)name="team_id".*?<option value="([^"]+)"`)
	v.post(at("mirrors"), url.Values{"kind": {"csv"}, "name": {"A board"}, "team_id": {team}})
	return map[string]string{
		"decisions/{id}":  "decisions/" + find(t, v.get(at("decisions")).Body.String(), `/decisions/([0-9a-f-]{36})"`),
		"mirrors/{id}":    "mirrors/" + find(t, v.get(at("mirrors")).Body.String(), `/mirrors/([0-9a-f-]{36})"`),
		"roadmap/{id}":    "roadmap/" + find(t, v.get(at("roadmap")).Body.String(), `/roadmap/([0-9a-f-]{36})"`),
		"backlog/{id}":    "backlog/" + find(t, v.get(at("tray")).Body.String(), `/backlog/([0-9a-f-]{36})"`),
		"kpi-values/{id}": "kpi-values/" + find(t, v.as("selma@pannier.example").get(at("kpis")).Body.String(), `/kpi-values/([0-9a-f-]{36})"`),
		"{org}":           "pannier", "{ref}": find(t, list, `/objectives/(O-\d+)"`), "{slug}": "workshop",
		"key-results/{id}":    "key-results/" + find(t, one, `id="of-([^"]+)"`),
		"check-ins/{id}":      "check-ins/" + find(t, one, `/check-ins/([0-9a-f-]{36})"`),
		"blockers/{id}":       "blockers/" + find(t, one, `/blockers/([0-9a-f-]{36})"`),
		"retrospectives/{id}": "retrospectives/" + find(t, v.get(at("retrospectives")).Body.String(), `/retrospectives/([0-9a-f-]{36})"`),
		"people/{id}":         "people/" + find(t, v.as("selma@pannier.example").get(at("people")).Body.String(), `/people/([^"/]+)/leave"`),
		"contracts/{id}":      "contracts/" + find(t, v.get(at("map?view=departments&from=workshop&to=care")).Body.String(), `/contracts/([0-9a-f-]{36})"`),
		"proposals/{id}":      "proposals/" + find(t, v.get(at("proposals")).Body.String(), `/proposals/([0-9a-f-]{36})"`),
		"channels/{id}":       "channels/" + find(t, v.get(at("channels")).Body.String(), `/channels/([^"/]+)"`),
	}
}

var (
	routePattern = regexp.MustCompile(`member\("(GET [^"]+)"`)
	inlineStyle  = regexp.MustCompile(`<[^>]* style=|<style`)
	inlineScript = regexp.MustCompile(`<script(?: src="[^"]*")?(?: defer)?>\s*[^<\s]|<[^>]* on[a-z]+="`)
	brokenFormat = regexp.MustCompile(`%!|\bNaN\b|\+Inf|&lt;nil&gt;`)
	heading      = regexp.MustCompile(`<h1[ >]`)
	address      = regexp.MustCompile(`href="(/[^"#]*)`)
)

// Every page of the table answers to somebody who may see it, holds to the policy, and is read in few statements. What it links to is there.
func TestEveryPage(t *testing.T) {
	owner := signIn(t, "selma@pannier.example")
	source, err := os.ReadFile("routes.go")
	if err != nil {
		t.Fatal(err)
	}
	fill, links := places(owner), map[string]string{}
	for _, m := range routePattern.FindAllSubmatch(source, -1) {
		route := string(m[1])
		if slices.Contains(notPages, route) {
			continue
		}
		path := strings.TrimPrefix(route, "GET ")
		for name, value := range fill {
			path = strings.ReplaceAll(path, name, value)
		}
		if strings.Contains(path, "{") {
			t.Errorf("%s: say in places what stands for its parameter", route)
			continue
		}
		answer, n := owner.counted(path)
		if to := answer.Header().Get("Location"); answer.Code == http.StatusSeeOther && to != "" {
			answer, n = owner.counted(to)
		}
		most := cmp.Or(fewStatements[route], mostStatements)
		page := answer.Body.String()
		switch {
		case answer.Code != http.StatusOK:
			t.Errorf("%s answers %d", path, answer.Code)
			continue
		case n > most:
			t.Errorf("%s takes %d statements, at most %d are wanted", path, n, most)
		}
		if len(heading.FindAllString(page, -1)) != 1 {
			t.Errorf("%s has %d headings of the first level, want one", path, len(heading.FindAllString(page, -1)))
		}
		for what, p := range map[string]*regexp.Regexp{"a style of its own": inlineStyle, "a script of its own": inlineScript, "a number that is none": brokenFormat} {
			if found := p.FindString(page); found != "" {
				t.Errorf("%s has %s: %s", path, what, found)
			}
		}
		for _, a := range address.FindAllStringSubmatch(page, -1) {
			links[strings.ReplaceAll(a[1], "&amp;", "&")] = path
		}
	}
	checkLinks(t, owner, links)
}

// checkLinks asks for what pages link to. What only takes forms answers 405, which is there too.
func checkLinks(t *testing.T, v *visitor, links map[string]string) {
	t.Helper()
	seen := map[string]bool{}
	for link, from := range links {
		shape := regexp.MustCompile(`[0-9a-f-]{36}|O-\d+|\?.*`).ReplaceAllString(link, "…") // one of each kind is enough
		if seen[shape] || strings.HasSuffix(link, "/live") || strings.HasPrefix(link, "/static/") || strings.HasPrefix(link, "/api/") {
			continue
		}
		seen[shape] = true
		if code := v.get(link).Code; code >= 400 && code != http.StatusMethodNotAllowed {
			t.Errorf("%s links to %s, which answers %d", from, link, code)
		}
	}
}

// Who is not signed in, or not a member, sees nothing of an organization; a form from another site is refused.
func TestOutside(t *testing.T) {
	v := signIn(t, "ines@pannier.example")
	if got := v.get("/elsewhere/week").Code; got != http.StatusNotFound {
		t.Errorf("an organization that is not there answers %d", got)
	}
	stranger := &visitor{t: t, handler: v.handler}
	if got := stranger.get(at("week")); got.Code != http.StatusSeeOther || !strings.HasPrefix(got.Header().Get("Location"), "/sign-in") {
		t.Errorf("a stranger gets %d to %s", got.Code, got.Header().Get("Location"))
	}
	if to := v.get("/rules").Header().Get("Location"); to != at("rules") {
		t.Errorf("the rules lead a member to %q", to)
	}
	if to := stranger.get("/rules").Header().Get("Location"); !strings.HasPrefix(to, "/sign-in") {
		t.Errorf("the rules lead a stranger to %q", to)
	}
	r, _ := http.NewRequestWithContext(t.Context(), "POST", "http://example.com"+at("objectives"), strings.NewReader("title=x"))
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if got := v.send(r).Code; got != http.StatusForbidden {
		t.Errorf("a form from another site is answered by %d", got)
	}
}

// Signing in leads on to a page of this server and to nothing else, whatever the address of the form says.
func TestSignInLeadsOn(t *testing.T) {
	v := signInAlone(t, "ines@pannier.example")
	for next, want := range map[string]string{
		at("map?cycle=q4-2026"):       at("map?cycle=q4-2026"),
		"//evil.example/x":            at("week"),
		"/\t/evil.example/x":          at("week"), // a browser drops the tab
		"/\n/evil.example/x":          at("week"),
		`/\evil.example/x`:            at("week"), // and takes a backslash for a slash
		"https://evil.example/x":      at("week"),
		"evil.example/x":              at("week"),
		at("../") + "\t/evil.example": at("week"),
	} {
		answer := v.post("/sign-in?next="+url.QueryEscape(next), url.Values{"email": {"ines@pannier.example"}, "password": {demo.Password}})
		if got := answer.Header().Get("Location"); answer.Code != http.StatusSeeOther || got != want {
			t.Errorf("%q leads to %d %q, not to %q", next, answer.Code, got, want)
		}
	}
	kr := find(t, v.led(at("check-in?all=yes")).Body.String(), `name="key_result" value="([^"]+)"`)
	for _, then := range []string{"../\t/evil.example", `../\evil.example`, `objectives/O-1/../../../\evil.example`, "//evil.example"} {
		answer := v.post(at("check-in"), url.Values{"key_result": {kr}, "confidence": {"6"}, "back": {then}})
		if to := answer.Header().Get("Location"); answer.Code != http.StatusSeeOther || !strings.HasPrefix(to, at("")) || strings.Contains(to, "evil") {
			t.Errorf("back to %q leads to %d %q", then, answer.Code, to)
		}
	}
}

// The e-mail is changed with the password, and signs in from then on.
func TestChangeEmail(t *testing.T) {
	v := signInAlone(t, "petra@pannier.example")
	form := url.Values{"email": {"petra.holub@pannier.example"}, "password": {"not the password"}}
	refused := v.post(at("settings/email"), form)
	if body := refused.Body.String(); refused.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "This is not your password.") || !strings.Contains(body, `value="petra.holub@pannier.example"`) {
		t.Errorf("a wrong password is answered by %d", refused.Code)
	}
	form.Set("password", demo.Password)
	taken := v.post(at("settings/email"), url.Values{"email": {"ines@pannier.example"}, "password": {demo.Password}})
	if body := taken.Body.String(); taken.Code != http.StatusConflict || !strings.Contains(body, "E-mail: Somebody else signs in with this e-mail. Give another.</li>") || strings.Contains(body, "It is now") {
		t.Errorf("another's e-mail is answered by %d: %s", taken.Code, faultsOf(body))
	}
	if answer := v.post(at("settings/email"), form); answer.Code != http.StatusSeeOther {
		t.Fatalf("it is answered by %d: %s", answer.Code, answer.Body)
	}
	if !strings.Contains(v.get(at("settings")).Body.String(), "petra.holub@pannier.example") {
		t.Error("the page has the old one")
	}
	v.as("petra.holub@pannier.example")
}

// An objective supports several things with their weights, and a form without script changes them. Refused, it comes back as it was typed.
func TestSupports(t *testing.T) {
	v := signIn(t, "ines@pannier.example")
	page := v.get(at("objectives/O-20/edit")).Body.String()
	chosen := regexp.MustCompile(`<option value="([a-z_]+:[^"]+)" selected`).FindAllStringSubmatch(page, -1)
	if len(chosen) != 2 {
		t.Fatalf("the form shows %d supports, want the two that the example has", len(chosen))
	}
	keyResult := find(t, page, `<option value="(key_result:[^"]+)"`)
	form := url.Values{"reason": {"A test."}, "kind": {"committed"}, "private": {""},
		"cycle_id": {find(t, page, `name="cycle_id"(?s:.*?)<option value="([^"]+)" selected`)}, "owner_id": {find(t, page, `name="owner_id"(?s:.*?)<option value="([^"]+)" selected`)},
		"team_ids":        {find(t, page, `name="team_ids" value="([^"]+)" checked`)},
		"supports":        {chosen[0][1], "", keyResult, ""},
		"support_weights": {"2.5", "7", "", ""},
	}
	if answer := v.post(at("objectives/O-20/edit"), form); answer.Code != http.StatusSeeOther {
		t.Fatalf("saving answers %d: %s", answer.Code, answer.Body)
	}
	page = v.get(at("objectives/O-20/edit")).Body.String()
	rows := regexp.MustCompile(`<option value="((?:pillar|objective|key_result):[^"]+)" selected(?s:.*?)name="support_weights"[^>]* value="([^"]*)"`).FindAllStringSubmatch(page, -1)
	got := map[string]string{}
	for _, r := range rows {
		got[r[1]] = r[2]
	}
	if len(got) != 2 || got[chosen[0][1]] != "2.5" || got[keyResult] != "1" {
		t.Errorf("the form shows %v", got)
	}
	form["support_weights"] = []string{"much", "", "1"}
	answer := v.post(at("objectives/O-20/edit"), form)
	if answer.Code != http.StatusUnprocessableEntity || !strings.Contains(answer.Body.String(), `value="much"`) || !strings.Contains(answer.Body.String(), "Write one number") {
		t.Errorf("a weight that is no number is answered by %d", answer.Code)
	}
}

// The form of a key result keeps what it does not show, and says which line of the plan cannot be read.
func TestKeyResultForm(t *testing.T) {
	v := signIn(t, "selma@pannier.example")
	list := v.get(at("objectives")).Body.String()
	one := v.get(find(t, list, `href="(/pannier/objectives/O-\d+)"[^>]*>A brake that lasts a winter`)).Body.String()
	sections := strings.Split(one, `<section id="of-`)[1:]
	i := slices.IndexFunc(sections, func(s string) bool { return strings.Contains(s, "The new brake is decided") })
	staged, _, _ := strings.Cut(sections[i], `"`)
	path := at("key-results/%s/edit", staged)
	page := v.get(path).Body.String()
	form := url.Values{"title": {"The new brake is decided"}, "kind": {"milestones"}, "reason": {"A test."}, "plan": {"2026-11-30 2\n2026-12-20 = 3"},
		"milestones": {strings.ReplaceAll(find(t, page, `(?s)name="milestones"[^>]*>(.*?)</textarea>`), "&#34;", `"`)}, "commit": {""}, "stretch": {""}, "source": {""}}
	if answer := v.post(path, form); answer.Code != http.StatusSeeOther {
		t.Fatalf("saving answers %d: %s", answer.Code, find(t, answer.Body.String(), `(?s)<main(.*)</main>`))
	}
	if got := find(t, v.get(path).Body.String(), `(?s)name="plan"[^>]*>(.*?)</textarea>`); got != "2026-11-30 2\n2026-12-20 3" {
		t.Errorf("the plan is %q", got)
	}
	form["plan"] = []string{"2026-11-30 2\nsoon"}
	if answer := v.post(path, form); answer.Code != http.StatusUnprocessableEntity || !strings.Contains(answer.Body.String(), "Line 2: write a day and a number") || !strings.Contains(answer.Body.String(), "soon") {
		t.Errorf("a plan that cannot be read is answered by %d", answer.Code)
	}
}

// What a page shows once, as the answer to a form, is not fetched anew when something changes: that would take it away.
func TestWhatIsShownOnceStays(t *testing.T) {
	v := signIn(t, "helena@pannier.example")
	page := v.post(at("people"), url.Values{"people": {"Nadia New <nadia@new.example>"}}).Body.String()
	if !strings.Contains(page, "Each is shown this once") || !strings.Contains(page, `data-live=""`) {
		t.Errorf("the links to hand out go with the next change: %s", find(t, page, `(<main[^>]*>)`))
	}
	if page := v.get(at("people")).Body.String(); !strings.Contains(page, `data-live="*"`) {
		t.Error("the page itself is not live")
	}
}

// Who saves without choosing anybody is told so, and not something about the name of the team.
func TestNobodyIsNoMember(t *testing.T) {
	v := signInAlone(t, "selma@pannier.example")
	for _, f := range formsOf(v.get(at("teams/workshop")).Body.String()) {
		if !f.values.Has("member_id") {
			continue
		}
		w := v.post(f.action, f.values)
		if body := w.Body.String(); w.Code != http.StatusUnprocessableEntity || strings.Count(body, "Choose who it is.") != 2 || strings.Contains(body, "<li>Name") {
			t.Errorf("it is answered by %d: %s", w.Code, faultsOf(body))
		}
	}
}

// A new objective goes into the cycle that the page is about, from which it is begun.
func TestNewObjectiveInTheCycleOfThePage(t *testing.T) {
	v := signIn(t, "selma@pannier.example")
	for _, page := range []string{"objectives", "map", "planning"} {
		form := find(t, v.get(at("%s?cycle=q1-2027", page)).Body.String(), `href="([^"]*/objectives/new[^"]*)"`)
		if chosen := find(t, v.get(form).Body.String(), `<option value="[^"]+" selected[^>]*>([^,<]+), planning`); chosen != "Q1 2027" {
			t.Errorf("from %s it is %s", page, chosen)
		}
	}
}

// The address of a team that was merged leads to the one that has taken over, also where that one was merged later.
func TestMergedTeamLeadsOn(t *testing.T) {
	v := signInAlone(t, "selma@pannier.example")
	for _, merge := range []struct{ team, into, name string }{{"software", "bikes", "Bikes"}, {"bikes", "pannier", "Pannier"}} {
		end := v.get(at("teams/%s/end", merge.team)).Body.String()
		into := find(t, end, `<option value="([^"]+)"[^>]*>[^<]*`+merge.name)
		if w := v.post(at("teams/%s/merge", merge.team), url.Values{"id": {find(t, end, `name="id" value="([^"]+)"`)}, "into": {into}}); w.Code != http.StatusSeeOther {
			t.Fatalf("the merge of %s is answered by %d: %s", merge.team, w.Code, w.Body)
		}
		if to := v.get(at("teams/software")).Header().Get("Location"); to != at("teams/%s", merge.into) {
			t.Errorf("when %s is merged, the address of Software leads to %q", merge.team, to)
		}
	}
	if code := v.get(at("teams/nothing")).Code; code != http.StatusNotFound {
		t.Errorf("an address of no team answers %d", code)
	}
}
