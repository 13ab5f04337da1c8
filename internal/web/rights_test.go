package web_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Whoever is shown a form may send it: nobody types what is refused because of who they are.
func TestWhoIsShownAFormMaySendIt(t *testing.T) {
	owner := signInAlone(t, "selma@pannier.example")
	pages := slices.Sorted(maps.Keys(linkedPages(t, "selma@pannier.example"))) // this example is a copy of that
	fill := places(owner)
	routes, posts := routesByPattern(t)
	for _, route := range routes["GET"] {
		path := strings.TrimPrefix(route, "GET ")
		for name, value := range fill {
			path = strings.ReplaceAll(path, name, value)
		}
		if !strings.Contains(path, "{") && !slices.Contains(notPages, route) {
			pages = append(pages, path)
		}
	}
	for _, person := range []struct {
		who string
		v   *visitor
	}{{"a member of a team", owner.as("noor@pannier.example")}, {"a viewer", owner.as("walter@pannier.example")}} {
		who, v := person.who, person.v
		shown, refused := map[string]int{}, map[string]bool{}
		for _, page := range pages {
			w := v.get(page)
			if w.Code == http.StatusForbidden {
				refused[page] = true
			}
			for _, f := range formsOf(w.Body.String()) {
				route := posts.of(f.action)
				if shown[route]++; route == "" || shown[route] > 6 {
					continue
				}
				filled := url.Values{}
				for name, list := range f.values {
					filled[name] = slices.Clone(list)
					if list[0] == "" {
						filled[name][0] = "Something new"
					}
				}
				if v.post(f.action, f.values).Code == http.StatusForbidden || v.post(f.action, filled).Code == http.StatusForbidden {
					t.Errorf("%s is shown the form of %s on %s, and is refused when they send it", who, route, page)
				}
			}
		}
		if len(shown) < 15 || len(refused) < 15 {
			t.Errorf("%s is shown %d forms and refused %d pages", who, len(shown), len(refused))
		}
	}
}

// Who may not is led back to where they came from, and not only to the start.
func TestARefusalLeadsBack(t *testing.T) {
	v := signIn(t, "walter@pannier.example")
	r := httptest.NewRequestWithContext(t.Context(), "GET", at("objectives/O-20/edit"), nil)
	for from, back := range map[string]string{
		"http://" + r.Host + at("objectives/O-20?did=saved&x=1"): at("objectives/O-20?x=1"),
		"http://elsewhere.example" + at("objectives/O-20"):       "",
		"http://" + r.Host + at("objectives/O-20/edit"):          "",
		"": "",
	} {
		r.Header.Set("Referer", from)
		w := v.send(r)
		if link := `<a class="button" href="` + back + `">Go back</a>`; w.Code != http.StatusForbidden || strings.Contains(w.Body.String(), ">Go back</a>") != (back != "") || back != "" && !strings.Contains(w.Body.String(), link) {
			t.Errorf("from %q a %d leads back by %s, want %q", from, w.Code, regexp.MustCompile(`<a class="button"[^<]*</a>`).FindString(w.Body.String()), back)
		}
	}
}
