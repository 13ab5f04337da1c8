package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// A link is shown once; a program reads it without a session, and is told when nothing has changed.
func TestCalendarFeed(t *testing.T) {
	v := signIn(t, "sami@pannier.example")
	page := v.post(at("calendar"), url.Values{"team_id": {""}}).Body.String()
	path := regexp.MustCompile(`/link/calendar/[\w-]+\.ics`).FindString(page)
	if path == "" {
		t.Fatalf("no link is shown:\n%s", page)
	}
	if again := v.get(at("calendar")).Body.String(); strings.Contains(again, path) || !strings.Contains(again, "not read yet") {
		t.Error("it is shown again, or not listed")
	}
	ask := func(path, etag string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("If-None-Match", etag)
		w := httptest.NewRecorder()
		v.handler.ServeHTTP(w, r)
		return w
	}
	got := ask(path, "")
	if got.Code != http.StatusOK || got.Header().Get("Content-Type") != "text/calendar; charset=utf-8" || !strings.HasPrefix(got.Body.String(), "BEGIN:VCALENDAR\r\n") ||
		!strings.Contains(got.Body.String(), "SUMMARY:Check-in: ") || !strings.Contains(got.Body.String(), "/pannier/check-in") {
		t.Fatalf("%d %v\n%s", got.Code, got.Header(), got.Body)
	}
	if again := ask(path, got.Header().Get("ETag")); again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("the same again is answered by %d and %d bytes", again.Code, again.Body.Len())
	}
	if wrong := ask("/link/calendar/nonsense.ics", ""); wrong.Code != http.StatusNotFound {
		t.Errorf("a wrong link is answered by %d", wrong.Code)
	}
	v.post(at("calendar"), url.Values{"team_id": {""}})
	if old := ask(path, ""); old.Code != http.StatusNotFound {
		t.Errorf("the link before the new one is answered by %d", old.Code)
	}
}
