package api

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

// An ETag sent back lets a change through once; the same key does a thing once.
func TestConditionsAndKeys(t *testing.T) {
	w := newWorld(t, 0)
	token, path := w.mine.tokens[app.ScopeWrite], "/objectives/O-1"
	etag := w.send("GET", path, token, "", "").Header().Get("ETag")
	edit := func(title, match string) *httptest.ResponseRecorder {
		return w.send("PATCH", path, token, "application/json", `{"title":"`+title+`","reason":"A test."}`, "If-Match", match)
	}
	if got := edit("First", etag); got.Code != 200 || got.Header().Get("ETag") == etag {
		t.Errorf("with the ETag read: %d %s", got.Code, got.Body)
	}
	got := edit("Second", etag)
	asDocumented(t, "with an old ETag", newDocument(), operations(newDocument())["edit-objective"], got)
	if got.Code != 412 || !strings.Contains(got.Body.String(), `"header.If-Match"`) {
		t.Errorf("with an old ETag: %d %s", got.Code, got.Body)
	}
	if got := edit("Third", "*"); got.Code != 200 {
		t.Errorf("with any: %d", got.Code)
	}
	if got := edit("Fourth", "yesterday's"); got.Code != 422 {
		t.Errorf("with none: %d", got.Code)
	}
	if got := w.send("PATCH", path, token, "application/json", `{"title":"Fifth","base":{"title":"First"}}`); got.Code != 409 || !strings.Contains(got.Body.String(), `"value":"Third"`) {
		t.Errorf("with an old base: %d %s", got.Code, got.Body)
	}

	say := func(key, text string) *httptest.ResponseRecorder {
		return w.send("POST", path+"/comments", token, "application/json", `{"text":"`+text+`"}`, "Idempotency-Key", key)
	}
	one, again := say("k1", "Once"), say("k1", "Once")
	if one.Code != 201 || one.Body.String() != again.Body.String() {
		t.Errorf("the same key: %d %s, then %d %s", one.Code, one.Body, again.Code, again.Body)
	}
	for _, key := range []string{"k1", strings.Repeat("k", 201)} {
		if got := say(key, "Twice"); got.Code != 422 || !strings.Contains(got.Body.String(), `"header.Idempotency-Key"`) {
			t.Errorf("a key that is no good: %d %s", got.Code, got.Body)
		}
	}
}

// A body without a length is bounded while it is read.
func TestUnboundedBody(t *testing.T) {
	w := newWorld(t, 0)
	for path, media := range map[string]string{"/key-results": "application/json", "/imports": "multipart/form-data; boundary=x"} {
		body := "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.md\"\r\n\r\n" + strings.Repeat("a", 64<<20)
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/api/v1"+path, struct{ *strings.Reader }{strings.NewReader(body)})
		r.ContentLength = -1
		r.Header.Set("Authorization", "Bearer "+w.mine.tokens[app.ScopeWrite])
		r.Header.Set("Content-Type", media)
		answer := httptest.NewRecorder()
		w.handler.ServeHTTP(answer, r)
		if answer.Code != 413 {
			t.Errorf("%s answers %d: %.300s", path, answer.Code, answer.Body)
		}
	}
}

// What is no route is answered as a problem too.
func TestNoRoute(t *testing.T) {
	w := newWorld(t, 0)
	for _, tt := range []struct {
		method, path  string
		status        int
		allow, detail string
	}{
		{"GET", "/nothing", 404, "", "There is nothing at this address. /api/docs lists what there is."},
		{"DELETE", "/objectives", 405, "GET, POST", "This address takes GET, POST."},
		{"PUT", "/key-results/x", 405, "PATCH, DELETE", "This address takes PATCH, DELETE."},
	} {
		answer := w.send(tt.method, tt.path, "", "", "")
		var p Problem
		if err := json.Unmarshal(answer.Body.Bytes(), &p); err != nil || answer.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s answers %s", tt.method, tt.path, answer.Body)
		}
		if answer.Code != tt.status || p.Status != tt.status || p.Detail != tt.detail || answer.Header().Get("Allow") != tt.allow {
			t.Errorf("%s %s: %d %q %+v", tt.method, tt.path, answer.Code, answer.Header().Get("Allow"), p)
		}
	}
}

// What goes wrong on our side is logged with its reference and not shown.
func TestInternalFault(t *testing.T) {
	var log strings.Builder
	s := &server{Options: Options{Log: slog.New(slog.NewTextHandler(&log, nil))}}
	p := s.problem("POST", fmt.Errorf("disk of host db7 is gone"))
	_, ref, _ := strings.Cut(p.Detail, "Reference ")
	ref = strings.TrimSuffix(ref, ".")
	if p.Status != 500 || strings.Contains(p.Detail, "db7") || len(ref) != 8 || !strings.Contains(log.String(), ref) || !strings.Contains(log.String(), "db7") {
		t.Errorf("%+v, log %s", p, &log)
	}
}

// An error of any kind has an answer: without a status it would be a panic.
func TestEveryKindOfErrorHasAStatus(t *testing.T) {
	for _, kind := range okr.ErrorKinds {
		if http.StatusText(statuses[kind]) == "" {
			t.Errorf("%s has none", kind)
		}
	}
}
