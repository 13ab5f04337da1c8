package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The reference has every route and type, links that arrive, no script, and a policy that would not run one.
func TestReference(t *testing.T) {
	w := newWorld(t, 0)
	get := func(path string) *httptest.ResponseRecorder {
		answer := httptest.NewRecorder()
		w.handler.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
		return answer
	}
	if got := get("/api/"); got.Code != http.StatusFound || got.Header().Get("Location") != "/api/docs" {
		t.Errorf("/api/ answers %d", got.Code)
	}
	page := get("/api/docs")
	text := page.Body.String()
	if page.Code != 200 || !strings.Contains(page.Header().Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("the page answers %d with %v", page.Code, page.Header())
	}
	if own := regexp.MustCompile(`(?i)(<script|<style| style=| on[a-z]+=|https?://).{0,60}`).FindString(text); own != "" {
		t.Errorf("the page has a script, a style or an address of its own: %s", own)
	}
	d := newDocument()
	for id := range operations(d) {
		if !strings.Contains(text, `<article id="`+id+`">`) {
			t.Errorf("%s is not on the page", id)
		}
	}
	for name := range d.Components.Schemas.Map() {
		if !strings.Contains(text, `<article id="type-`+name+`">`) {
			t.Errorf("the type %s is not on the page", name)
		}
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(text, -1) {
		if ids[m[1]] {
			t.Errorf("#%s is there twice", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(` href="([^"]+)"`).FindAllStringSubmatch(text, -1) {
		name, local := strings.CutPrefix(m[1], "#")
		if local && !ids[name] {
			t.Errorf("#%s leads nowhere", name)
		}
		if !local && !slices.Contains([]string{"/", "/static/app.css"}, m[1]) && get(m[1]).Code != 200 {
			t.Errorf("%s leads nowhere", m[1])
		}
	}
	var document map[string]any
	if err := json.Unmarshal(get("/api/openapi.json").Body.Bytes(), &document); err != nil || document["openapi"] != "3.1.0" {
		t.Errorf("the document: %v, OpenAPI %v", err, document["openapi"])
	}
}
