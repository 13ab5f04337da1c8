package web_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Two people write in one field without script: the second is told what the first wrote, and finds what they typed where they typed it.
func TestConflictKeepsWhatWasTyped(t *testing.T) {
	mira := signIn(t, "mira@pannier.example")
	var begin url.Values
	for _, f := range formsOf(mira.get(at("planning")).Body.String()) {
		if f.values.Get("room") != "" {
			begin = f.values
		}
	}
	begin.Set("title", "A spare part is there before it is missed")
	ref := find(t, mira.post(at("objectives"), begin).Header().Get("Location"), `draft=(O-\d+)`)
	mira.post(at("objectives/%s/key-results", ref), url.Values{"room": {"yes"}, "kind": {"number"}, "title": {"Parts that are there"}})
	id := find(t, mira.get(at("objectives/%s", ref)).Body.String(), `/key-results/([^"/]+)/edit`)
	for what, base := range map[string]string{"objectives/" + ref: "A spare part is there before it is missed", "key-results/" + id: "Parts that are there"} {
		field := url.Values{"name": {"title"}, "base": {base}, "value": {"What was written first"}}
		if w := mira.post(at("%s/field", what), field); w.Code != http.StatusSeeOther {
			t.Fatalf("%s: the first gets %d", what, w.Code)
		}
		field.Set("value", "What was written second")
		w := mira.post(at("%s/field", what), field)
		if w.Code != http.StatusConflict {
			t.Errorf("%s: the second gets %d", what, w.Code)
		}
		for _, want := range []string{"It is now: “What was written first”", ">What was written second</textarea>"} {
			if !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s: %s is not on the page", what, want)
			}
		}
	}
}

// Two people have the form of one key result open: the second is told at each field what the first wrote, finds what they typed, and replaces it only then.
func TestConflictOfAWholeKeyResult(t *testing.T) {
	ruben := signIn(t, "ruben@pannier.example")
	page := ruben.get(at("objectives/new")).Body.String()
	cycle, team := find(t, page, `<option value="([^"]+)" selected[^>]*>Q4 2026`), find(t, page, `(?s)name="team_ids".*?<option value="([^"]+)"`)
	made := ruben.post(at("objectives"), url.Values{"title": {"Mornings are calm for who repairs"}, "cycle_id": {cycle}, "team_ids": {team}, "kr_title": {"Calm mornings from 71 % to 90 %"}})
	where, _, _ := strings.Cut(made.Header().Get("Location"), "?")
	edit := find(t, ruben.get(where).Body.String(), `href="([^"]+/key-results/[^"]+/edit)"`)
	seen := url.Values{"version": {find(t, ruben.get(edit).Body.String(), `name="version" value="(\d+)"`)}, "kind": {"number"}, "direction": {"increase"}, "baseline": {"71"}, "unit": {"%"}}
	write := func(title, target, version string) (int, string) {
		seen.Set("title", title)
		seen.Set("target", target)
		seen.Set("version", version)
		w := ruben.post(edit, seen)
		return w.Code, w.Body.String()
	}
	began := seen.Get("version")
	if code, _ := write("Calm mornings from 71 % to 95 %", "95", began); code != http.StatusSeeOther {
		t.Fatalf("the first gets %d", code)
	}
	code, body := write("Mornings without a queue from 71 % to 90 %", "90", began)
	if code != http.StatusConflict {
		t.Errorf("the second gets %d", code)
	}
	for _, want := range []string{"<li>Title: It is now: “Calm mornings from 71 % to 95 %”.</li>", "<li>To: It is now: “95”.</li>", ">Mornings without a queue from 71 % to 90 %</textarea>", "<li>Somebody saved this while"} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is not on the page", want)
		}
	}
	for _, not := range []string{"Version:", "Baseline: It", "Unit: It", "Direction: It", "Kind: It", "Milestones: It", "Source: It"} {
		if strings.Contains(body, not) {
			t.Errorf("%s is on the page", not)
		}
	}
	if code, _ := write("Mornings without a queue from 71 % to 90 %", "90", find(t, body, `name="version" value="(\d+)"`)); code != http.StatusSeeOther {
		t.Errorf("who saves again gets %d", code)
	}
}

// A saved is a form that two people can have open: its route, the field into which both write, and what they choose from where no sentence fits.
type saved struct {
	route, field, choices string
}

// savedTogether are all forms that begin with what stands.
var savedTogether = []saved{
	{route: "POST /{org}/check-ins/{id}", field: "note"},
	{route: "POST /{org}/blockers/{id}", field: "text"},
	{route: "POST /{org}/planning/brief", field: "text"},
	{route: "POST /{org}/planning/brief", field: "expect"},
	{route: "POST /{org}/planning/talks", field: "often"},
	{route: "POST /{org}/planning/talks", field: "points"},
	{route: "POST /{org}/proposals/{id}", field: "why"},
	{route: "POST /{org}/objectives/{ref}/edit", field: "why_urgent"},
	{route: "POST /{org}/objectives/{ref}/edit", field: "kind", choices: "aspirational learning committed"},
	{route: "POST /{org}/objectives/{ref}/close", field: "learned"},
	{route: "POST /{org}/key-results/{id}/edit", field: "title"},
	{route: "POST /{org}/key-results/{id}/readiness", field: "source"},
	{route: "POST /{org}/teams/{slug}/edit", field: "name"},
	{route: "POST /{org}/teams/{slug}/edit", field: "weekday", choices: "2 3 4"},
	{route: "POST /{org}/strategy/vision", field: "text"},
	{route: "POST /{org}/strategy/pillars/{id}", field: "choice"},
	{route: "POST /{org}/roadmap/{id}/edit", field: "why"},
	{route: "POST /{org}/backlog/{id}", field: "title"},
	{route: "POST /{org}/updates", field: "last_week"},
	{route: "POST /{org}/cycles/{id}/edit", field: "name"},
	{route: "POST /{org}/kpis/{id}/edit", field: "name"},
	{route: "POST /{org}/kpi-values/{id}", field: "note"},
	{route: "POST /{org}/settings/organization", field: "organization"},
	{route: "POST /{org}/settings/organization", field: "fiscal_start", choices: "2 3 4"},
	{route: "POST /{org}/channels/{id}", field: "name"},
	{route: "POST /{org}/mirrors/{id}", field: "name"},
}

// Whoever saves what somebody else has saved meanwhile finds what they typed where they typed it, is told there and above what stands now, and replaces it when
// they save again.
func TestConflictOfEveryForm(t *testing.T) {
	v := signInAlone(t, "selma@pannier.example")
	for _, f := range formsOf(v.get(at("proposals/new")).Body.String()) {
		f.values.Set("title", "Nobody waits for a spare part")
		f.values.Set("why", "Three families asked")
		v.post(f.action, f.values)
	}
	team := find(t, v.get(at("objectives/new")).Body.String(), `(?s)name="team_ids".*?<option value="([^"]+)"`)
	work := v.post(at("backlog"), url.Values{"title": {"Count the parts"}, "team_id": {team}, "roadmap_item_id": {find(t, v.get(at("roadmap")).Body.String(), `/roadmap/([0-9a-f-]{36})"`)}})
	item := find(t, v.get(work.Header().Get("Location")).Body.String(), `(?s)/backlog/([0-9a-f-]{36})"[^>]*>Count the parts`)
	byRoute := formsByLinks(t, v, at("backlog/%s", item), at("updates?team=%s", team))
	for _, s := range savedTogether {
		t.Run(strings.TrimPrefix(s.route, "POST /{org}/")+" "+s.field, func(t *testing.T) {
			var page string
			var f filled
			for _, x := range byRoute[s.route] {
				again := v.get(x.page).Body.String()
				for _, y := range formsOf(again) {
					if y.action == x.action && y.values.Has(s.field) && (y.values.Has("version") || y.values.Has("base") || y.values.Has("base-"+s.field)) {
						page, f = x.page, y
					}
				}
			}
			if page == "" {
				t.Fatal("no page has this form")
			}
			first, second := "What was written first", "What was written second"
			if s.choices != "" {
				free := slices.DeleteFunc(strings.Fields(s.choices), func(c string) bool { return c == f.values.Get(s.field) })
				first, second = free[0], free[1]
			}
			write := func(f filled, text string) (int, string) {
				values := url.Values{"reason": {"It reads better"}}
				for name, list := range f.values {
					values[name] = slices.Clone(list)
				}
				values.Del("preview") // a button beside
				values[s.field][0] = text
				w := v.post(f.action, values)
				return w.Code, html.UnescapeString(w.Body.String())
			}
			if code, body := write(f, first); code != http.StatusSeeOther {
				t.Fatalf("the first gets %d: %s", code, faultsOf(body))
			}
			code, body := write(f, second)
			if code != http.StatusConflict {
				t.Fatalf("the second gets %d: %s", code, faultsOf(body))
			}
			if n := strings.Count(body, "It is now: “"); n < 2 || s.choices == "" && strings.Count(body, "It is now: “"+first+"”") < 2 {
				t.Errorf("what stands now is said %d times, and is to be at the top and at the field: %s", n, faultsOf(body))
			}
			for _, y := range formsOf(body) {
				if y.action == f.action && y.values.Has(s.field) {
					if got := y.values[s.field][0]; got != second {
						t.Errorf("the field holds %q", got)
					}
					if code, body := write(y, second); code != http.StatusSeeOther {
						t.Errorf("who saves again gets %d: %s", code, faultsOf(body))
					}
					return
				}
			}
			t.Error("the form is gone")
		})
	}
}

// faultsOf is what a page says of what is wrong.
func faultsOf(page string) string {
	return strings.Join(regexp.MustCompile(`(?s)<li>[^<]*</li>|<p class="error"[^>]*>.*?</p>|<h1>[^<]*</h1>\s*<p>[^<]*`).FindAllString(page, -1), "\n")
}

// answersTogether carry a version too, and give an answer: they replace nothing that somebody wrote.
var answersTogether = []string{"POST /{org}/contracts/{id}/answer", "POST /{org}/contracts/{id}/outcome", "POST /{org}/key-results/{id}/readiness/decision", "POST /{org}/objectives/{ref}/review",
	"POST /{org}/proposals/{id}/answer", "POST /{org}/teams/{slug}/merge", "POST /{org}/strategy/insights/{id}/answer"}

// Every form that carries a version is one of the table.
func TestEveryVersionIsTried(t *testing.T) {
	known := slices.Clone(answersTogether)
	for _, s := range savedTogether {
		known = append(known, s.route)
	}
	for route, list := range formsByLinks(t, signIn(t, "selma@pannier.example")) {
		for _, f := range list {
			if f.values.Has("version") && f.values.Get("version") != "0" && !slices.Contains(known, route) {
				t.Errorf("%s carries a version, and nobody tries what happens when two save it: %s", route, f.page)
			}
		}
	}
}

// The full form of a key result says who else is in a form of its objective, and where it tells the others; coming from a short form, leaving that one
// does not end it.
func TestFullFormSaysWhoElseIsThere(t *testing.T) {
	ines, ruben := signIn(t, "ines@pannier.example"), signIn(t, "ruben@pannier.example")
	where := at("objectives/O-31")
	edit := find(t, ruben.get(where).Body.String(), `href="([^"]+/key-results/[^"]+/edit)"`)
	tells := find(t, ines.get(edit).Body.String(), `<hw-editing action="([^"]+)"`)
	for _, said := range []url.Values{{"page": {"a"}}, {"page": {"b"}}, {"page": {"a"}, "left": {"1"}}} {
		if w := ines.post(tells, said); w.Code != http.StatusNoContent {
			t.Fatalf("%v is answered by %d", said, w.Code)
		}
	}
	for v, want := range map[*visitor]bool{ines: false, ruben: true} {
		if strings.Contains(v.get(edit).Body.String(), "Ines Okafor is editing this too.") != want {
			t.Errorf("%v is not what is said", want)
		}
	}
	ines.post(tells, url.Values{"page": {"b"}, "left": {"1"}})
	if strings.Contains(ruben.get(edit).Body.String(), "is editing this too.") {
		t.Error("who has left is still there")
	}
}

// Who ends a retrospective that somebody else has just ended finds the lesson that they wrote above the page, which has no place for it any more.
func TestConflictKeepsWhatHasNoPlace(t *testing.T) {
	v := signInAlone(t, "selma@pannier.example")
	page := at("retrospectives/%s", find(t, v.get(at("retrospectives")).Body.String(), `/retrospectives/([0-9a-f-]{36})"`))
	for _, move := range []url.Values{{"to": {"open"}}, {"to": {"revealed"}, "known": {"yes"}}} {
		if w := v.post(page+"/stage", move); w.Code != http.StatusSeeOther {
			t.Fatalf("%v is answered by %d", move, w.Code)
		}
	}
	var lesson url.Values
	for _, f := range formsOf(v.get(page + "?step=99").Body.String()) {
		if f.action == page+"/end" {
			lesson = f.values
		}
	}
	for i, want := range []int{http.StatusSeeOther, http.StatusConflict} {
		said := []string{"Order parts before the stand is empty", "Ask who rides & who repairs"}[i]
		lesson.Set("learned", said)
		w := v.post(page+"/end", lesson)
		if w.Code != want {
			t.Errorf("%q is answered by %d", said, w.Code)
		}
		if body := html.UnescapeString(w.Body.String()); want == http.StatusConflict && (!strings.Contains(body, "You wrote: “"+said+"”.") || !strings.Contains(body, "Order parts before the stand is empty")) {
			t.Errorf("the page says %s", faultsOf(body))
		}
	}
}

// formsByLinks are the forms, by their routes, on the pages that links lead to; each knows its page.
func formsByLinks(t *testing.T, v *visitor, from ...string) map[string][]filled {
	t.Helper()
	_, posts := routesByPattern(t)
	out := map[string][]filled{}
	pagesByLinks(v, func(page, body string) {
		for _, f := range formsOf(body) {
			f.page = page
			if route := posts.of(f.action); route != "" {
				out[route] = append(out[route], f)
			}
		}
	}, from...)
	return out
}

// linkedPages are the pages of the example that links lead to, as they are shown to somebody: read once, for every test that only looks at them.
func linkedPages(t *testing.T, email string) map[string]string {
	t.Helper()
	linked.Lock()
	defer linked.Unlock()
	if linked.pages[email] == nil {
		pages := map[string]string{}
		pagesByLinks(signIn(t, email), func(page, body string) { pages[page] = body })
		linked.pages[email] = pages
	}
	return linked.pages[email]
}

var linked = struct {
	sync.Mutex
	pages map[string]map[string]string // by who looks, and by path
}{pages: map[string]map[string]string{}}

// pagesByLinks reads pages that links lead to, some of each kind.
func pagesByLinks(v *visitor, read func(page, body string), from ...string) {
	kind := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|O-\d+|\d+`)
	link := regexp.MustCompile(`href="(/pannier/[^"#]*)`)
	kinds, seen := map[string]int{}, map[string]bool{}
	queue := append(from, at("week"), at("objectives"), at("planning/brief"), at("planning/talks"), at("updates"))
	for len(queue) > 0 {
		page := queue[0]
		queue = queue[1:]
		path, _, _ := strings.Cut(page, "?")
		k := kind.ReplaceAllString(path, "*")
		if seen[page] || kinds[k] >= 4 || strings.Contains(path, ".") || strings.Contains(path, "/export") {
			continue
		}
		seen[page] = true
		kinds[k]++
		body := v.get(page).Body.String()
		read(page, body)
		for _, m := range link.FindAllStringSubmatch(body, -1) {
			queue = append(queue, html.UnescapeString(m[1]))
		}
	}
}
