package web_test

import (
	"flag"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/store/storetest"
)

// badValues are what somebody, or a program, types into a field that expects something else.
var badValues = map[string]string{
	"nothing":        "",
	"huge":           strings.Repeat("long ", 20_000),
	"a NUL":          "a\x00b",
	"no UTF-8":       "a\xff\xfeb",
	"right to left":  "\u202Eمرحبا بالعالم\u202C",
	"emoji":          "🚲🏔️👩🏽‍🔧",
	"the largest":    "1e308",
	"no number":      "NaN",
	"year 9999":      "9999-12-31",
	"negative":       "-7",
	"a tag":          "<script>alert(1)</script>",
	"another's id":   "0198c0de-0000-7000-8000-000000000000",
	"a long integer": "99999999999999999999",
}

// A filled is a form as a page holds it, with what a reader would send who changed nothing.
type filled struct {
	action string
	page   string // it stands on, where that is known
	values url.Values
	fields []string // those that can be typed into or chosen, each once
}

var (
	postForm  = regexp.MustCompile(`(?s)<form[^>]*method="post"[^>]*>.*?</form>`)
	formAt    = regexp.MustCompile(`action="([^"]+)"`)
	formField = regexp.MustCompile(`(?s)<(input|textarea|select|button)\b([^>]*)>`)
	attribute = regexp.MustCompile(`([a-z-]+)(?:="([^"]*)")?`)
	ofThing   = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)
	options   = regexp.MustCompile(`<option value="([^"]*)"( selected)?`)
)

// formsOf are the forms on a page that change something.
func formsOf(page string) (out []filled) {
	for _, text := range postForm.FindAllString(page, -1) {
		at := formAt.FindStringSubmatch(text)
		if at == nil {
			continue
		}
		alike := map[string]bool{} // fields that a form has for each of many things: one of them is enough
		f := filled{action: html.UnescapeString(at[1]), values: url.Values{}}
		for _, m := range formField.FindAllStringSubmatchIndex(text, -1) {
			tag, rest := text[m[2]:m[3]], text[m[1]:]
			has := map[string]string{}
			for _, a := range attribute.FindAllStringSubmatch(text[m[4]:m[5]], -1) {
				has[a[1]] = html.UnescapeString(a[2])
			}
			_, ticked := has["checked"]
			value := has["value"]
			switch {
			case has["name"] == "" || has["type"] == "file":
				continue
			case tag == "textarea":
				value, _, _ = strings.Cut(rest, "</textarea>")
				value = html.UnescapeString(value)
			case tag == "select":
				inside, _, _ := strings.Cut(rest, "</select>")
				for i, o := range options.FindAllStringSubmatch(inside, -1) {
					if i == 0 || o[2] != "" {
						value = html.UnescapeString(o[1])
					}
				}
			}
			if kind := ofThing.ReplaceAllString(has["name"], ""); !alike[kind] {
				alike[kind] = true
				f.fields = append(f.fields, has["name"])
			}
			if boxed := has["type"] == "checkbox" || has["type"] == "radio"; !boxed || ticked {
				f.values.Add(has["name"], value)
			}
		}
		out = append(out, f)
	}
	return out
}

// unseenForms are sent by islands, or stand on a page in a state that the example is not in: each with its fields.
var unseenForms = map[string]string{
	"POST /{org}/judge":                               "text kind end objective baseline target unit direction of cycle team",
	"POST /{org}/objectives/{ref}/editing":            "left page",
	"POST /{org}/planning/here":                       "cycle_id left page",
	"POST /{org}/key-results/{id}/field":              "name value base",
	"POST /{org}/objectives/{ref}/comfort":            "answer",
	"POST /{org}/objectives/{ref}/field":              "name value base",
	"POST /{org}/findings/dismiss":                    "id rule reason with text",
	"POST /{org}/key-results/{id}/nudge":              "team",
	"POST /{org}/check-ins/{id}":                      "value confidence note as_of version",
	"POST /{org}/kpi-values/{id}":                     "value date note version",
	"POST /{org}/blockers/{id}":                       "text owner_id version",
	"POST /{org}/key-results/{id}/vote":               "confidence back",
	"POST /{org}/key-results/{id}/evidence":           "evidence check_in then",
	"POST /{org}/key-results/{id}/readiness":          "source",
	"POST /{org}/key-results/{id}/readiness/decision": "choice proxy",
	"POST /{org}/people/{id}/reset":                   "",
	"POST /{org}/people/{id}/return":                  "",
	"POST /{org}/strategy/start":                      "vision pillars",
	"POST /{org}/cycles/{id}/reopen":                  "",
	"POST /{org}/cycles/{id}/close":                   "",
	"POST /{org}/slack":                               "",
	"POST /{org}/channels/slack":                      "signing_secret off",
	"POST /{org}/slack/{token}":                       "",
	"POST /{org}/contracts/{id}/outcome":              "version kept text",
	"POST /{org}/meeting":                             "team shape worth began",
	"POST /{org}/meeting/held":                        "team shape began",
	"POST /{org}/roadmap/{id}/reopen":                 "",
	"POST /{org}/roadmap/{id}/days":                   "to back",
	"POST /{org}/planning/choose":                     "objective_ids reason",
	"POST /{org}/check-in":                            "key_result done next value confidence note resolve blocker as_of help",
	"POST /{org}/clock":                               "by",
	"POST /{org}/roadmap/learned":                     "on",
	"POST /{org}/tray/undo":                           "put item was by_rule",
	"POST /{org}/retrospectives/{id}/answer":          "grade objective_id why",
	"POST /{org}/retrospectives/{id}/onward":          "objective_id to reason",
	"POST /{org}/retrospectives/{id}/improvements":    "text owner_id due",
	"POST /{org}/retrospectives/{id}/end":             "learned tags",
	"POST /{org}/improvements/{id}":                   "state text due",
	"POST /{org}/commitments/{id}/tick":               "state",
	"POST /{org}/import":                              "name text cycle_id team_id held draft",
	"POST /{org}/import/{id}/undo":                    "",
	"POST /{org}/settings/sessions/end":               "",
	"POST /{org}/settings/tokens/{id}/revoke":         "",
	"POST /{org}/mirrors/{id}/read":                   "",
	"POST /{org}/mirrors/{id}/file":                   "file",
	"POST /{org}/mirrors/{id}/hook":                   "",
	"POST /{org}/mirrors/{id}/pause":                  "",
	"POST /{org}/contracts/{id}/answer":               "answer text until why within version",
	"POST /{org}/proposals/{id}/support":              "off",
	"POST /{org}/objectives/{ref}/review":             "id team_id",
	"POST /{org}/objectives/{ref}/review/answer":      "id team_id line",
	"POST /{org}/objectives/{ref}/review/reply":       "id line_id team_id text",
	"POST /{org}/updates/post":                        "channel_id team_id week",
	"POST /{org}/channels/{id}/test":                  "",
	"POST /{org}/channels/{id}/secret":                "",
	"POST /{org}/channels/{id}/pause":                 "",
	"POST /{org}/blockers/{id}/resolve":               "back",
}

var everyValue = flag.Bool("every-value", false, "give each field each of the bad values: some ten thousand requests")

// Whatever is typed into a form, the answer says what is wrong with it, nothing is half written, and nothing breaks. Unless all of it is asked
// for, as make fuzz does, a form gets every fourth of the values, and a part of its fields alone.
func TestBadInput(t *testing.T) {
	if testing.Short() {
		t.Skip("some thousand requests")
	}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		t.Parallel()
		testBadInput(t, db)
	})
}

func testBadInput(t *testing.T, db *store.DB) {
	if err := seed(db); err != nil {
		t.Fatal(err)
	}
	const email = "selma@pannier.example"
	v := &visitor{t: t, handler: pages(db)}
	v.signIn(email)
	forms := everyForm(t, v)
	said := regexp.MustCompile(`class="[^"]*\b(error|faults?|fault-list|empty|clash|notice)\b|role="alert"|"message"|<h1>Not this way</h1>\s*<p>[^<]{20}`)
	send := func(route, what string, r *http.Request) {
		before := lastEvent(t, db)
		answer := v.send(r)
		body := answer.Body.String()
		switch code := answer.Code; {
		case code >= 500:
			t.Errorf("%s with %s is answered by %d", route, what, code)
		case code == http.StatusUnprocessableEntity && !said.MatchString(body):
			t.Errorf("%s with %s is refused, and nothing says why", route, what)
		case code >= 400 && lastEvent(t, db) != before:
			t.Errorf("%s with %s is refused by %d, and something was written", route, what, code)
		case code == http.StatusSeeOther && strings.HasPrefix(answer.Header().Get("Location"), "/sign-in"):
			v.signIn(email)
		}
		if strings.Contains(body, "<script>alert") {
			t.Errorf("%s with %s gives the tag back as one", route, what)
		}
	}
	post := func(f filled, body string) *http.Request {
		r := httptest.NewRequestWithContext(t.Context(), "POST", f.action, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return r
	}
	for r, route := range slices.Sorted(maps.Keys(forms)) {
		f := forms[route]
		send(route, "a body that is none", post(f, "a=%zz&%"))
		for n, what := range slices.Sorted(maps.Keys(badValues)) {
			if !*everyValue && (r+n)%4 != 0 {
				continue
			}
			all := url.Values{}
			for k, field := range f.fields {
				all.Set(field, badValues[what])
				if !*everyValue && (n+k)%4 != 0 {
					continue
				}
				one := maps.Clone(f.values)
				if one == nil {
					one = url.Values{}
				}
				one[field] = []string{badValues[what]}
				send(route, fmt.Sprintf("%s in %s", what, field), post(f, one.Encode()))
			}
			send(route, what+" in every field", post(f, all.Encode()))
		}
	}
	if code := v.get(at("week")).Code; code != http.StatusOK {
		t.Errorf("after all that This week answers %d", code)
	}
}

// TestEveryFormIsKnown: what TestBadInput tries is every route that takes a form.
func TestEveryFormIsKnown(t *testing.T) {
	handler, err := example()
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{t: t, handler: handler}
	v.signIn("selma@pannier.example")
	if n := len(everyForm(t, v)); n < 100 {
		t.Errorf("only %d forms were found", n)
	}
}

// everyForm is, by its route, the form with the most fields that a page shows, or what unseenForms says of it.
func everyForm(t *testing.T, v *visitor) map[string]filled {
	t.Helper()
	forms := map[string]filled{}
	routes, patterns := routesByPattern(t)
	collect := func(page string) {
		for _, f := range formsOf(page) {
			if route := patterns.of(f.action); route != "" && len(f.fields) > len(forms[route].fields) {
				forms[route] = f
			}
		}
	}
	fill := places(v)
	for _, route := range routes["GET"] {
		path := strings.TrimPrefix(route, "GET ")
		for name, value := range fill {
			path = strings.ReplaceAll(path, name, value)
		}
		if !strings.Contains(path, "{") && !slices.Contains(notPages, route) {
			collect(v.get(path).Body.String())
		}
	}
	for _, route := range routes["POST"] {
		if _, ok := forms[route]; ok {
			continue
		}
		fields, ok := unseenForms[route]
		if !ok {
			if !strings.HasSuffix(route, "/remove") && !strings.HasSuffix(route, "/restore") {
				t.Errorf("%s stands on no page: say its fields in unseenForms", route)
			}
			fields = "version"
		}
		path := strings.TrimPrefix(route, "POST ")
		for name, value := range fill {
			path = strings.ReplaceAll(path, name, value)
		}
		forms[route] = filled{action: strings.ReplaceAll(path, "{id}", badValues["another's id"]), fields: strings.Fields(fields), values: url.Values{}}
	}
	return forms
}

func lastEvent(t *testing.T, db *store.DB) (last okr.Instant) {
	t.Helper()
	err := db.View(t.Context(), "", func(tx *store.Tx) error {
		ids, err := tx.OrganizationIDs()
		if err != nil {
			return err
		}
		for _, id := range ids {
			at, err := tx.In(id).LastEvent()
			if err != nil {
				return err
			}
			last = max(last, at)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return last
}

// A table is the routes that take forms, each with what its addresses look like.
type table map[string]*regexp.Regexp

func (p table) of(action string) string {
	path, _, _ := strings.Cut(action, "?")
	for route, shape := range p {
		if shape.MatchString(path) {
			return route
		}
	}
	return ""
}

// routesByPattern reads the table of routes of members.
func routesByPattern(t *testing.T) (byMethod map[string][]string, posts table) {
	t.Helper()
	source, err := os.ReadFile("routes.go")
	if err != nil {
		t.Fatal(err)
	}
	byMethod, posts = map[string][]string{}, table{}
	for _, m := range regexp.MustCompile(`member\("((GET|POST) ([^"]+))"`).FindAllStringSubmatch(string(source), -1) {
		byMethod[m[2]] = append(byMethod[m[2]], m[1])
		if m[2] == "POST" {
			shape := regexp.MustCompile(`\\\{[a-z]+\\\}`).ReplaceAllString(regexp.QuoteMeta(m[3]), `[^/]+`)
			posts[m[1]] = regexp.MustCompile("^" + shape + "$")
		}
	}
	return byMethod, posts
}
