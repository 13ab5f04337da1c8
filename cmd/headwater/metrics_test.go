package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func (s *served) metrics() string {
	s.t.Helper()
	status, body, h := s.ask(http.MethodGet, "/metrics", nil)
	if status != http.StatusOK || !strings.HasPrefix(h.Get("Content-Type"), "text/plain; version=0.0.4") {
		s.t.Fatalf("/metrics has status %d and type %s", status, h.Get("Content-Type"))
	}
	return body
}

func TestMetrics(t *testing.T) {
	s := serve(t, filepath.Join(t.TempDir(), "acme.db"))
	for range 2 { // the second is told what the first was told, and makes no check-in
		s.ask(http.MethodPost, "/api/v1/check-ins", map[string]any{"key_result_id": s.keyResult, "value": 2}, "Idempotency-Key", "once")
	}
	s.ask(http.MethodGet, "/acme/week", nil)            // without a session it leads to sign-in
	s.ask(http.MethodGet, "/kim@acme.example/a/b", nil) // is no page
	s.ask(http.MethodPost, "/api/v1/check-ins", map[string]any{"key_result_id": s.keyResult})
	got := s.metrics()
	for _, line := range []string{
		"headwater_check_ins_total 2",
		"headwater_live_streams 0",
		"headwater_database_retries_total 0",
		`headwater_build_info{engine="sqlite",version="dev"} 1`,
		`headwater_http_requests_total{route="POST /api/v1/check-ins",status="2xx"} 3`,
		`headwater_http_requests_total{route="POST /api/v1/check-ins",status="4xx"} 1`,
		`headwater_http_requests_total{route="GET /{org}/week",status="3xx"} 1`,
		`headwater_http_request_duration_seconds_count{route="POST /api/v1/check-ins"} 4`,
	} {
		if !strings.Contains(got, "\n"+line+"\n") {
			t.Errorf("there is no line %s in\n%s", line, got)
		}
	}
	for _, name := range []string{"go_memstats_heap_alloc_bytes", "go_goroutines", "process_start_time_seconds"} {
		if !strings.Contains(got, "\n"+name+" ") {
			t.Errorf("there is no %s", name)
		}
	}
	for _, secret := range []string{"acme", "Acme", "Kim", "kim", "Riders", s.keyResult, s.token} {
		if strings.Contains(got, secret) {
			t.Errorf("%q is in the metrics, and is none of Prometheus's business", secret)
		}
	}
	line := regexp.MustCompile(`^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-z_]+="(?:[^"\\\n]|\\.)*"(?:,[a-z_]+="(?:[^"\\\n]|\\.)*")*\})? (\S+)$`)
	for l := range strings.Lines(got) {
		if l = strings.TrimSuffix(l, "\n"); !strings.HasPrefix(l, "#") && !line.MatchString(l) {
			t.Errorf("not in the text format: %q", l)
		}
	}
}

func TestMetricsCountLiveStreams(t *testing.T) {
	s := serve(t, filepath.Join(t.TempDir(), "acme.db"))
	form := url.Values{"email": {ownerEmail}, "password": {ownerPassword}}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.PostForm(s.url+"/sign-in", form)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/acme/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range resp.Cookies() {
		req.AddCookie(c)
	}
	stream, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	if stream.StatusCode != http.StatusOK {
		t.Fatalf("the stream has status %d", stream.StatusCode)
	}
	streams := func(n int) func() bool {
		return func() bool { return strings.Contains(s.metrics(), fmt.Sprintf("\nheadwater_live_streams %d\n", n)) }
	}
	eventually(t, "the stream is counted", streams(1))
	leave()
	eventually(t, "the stream is not counted any more", streams(0))
	eventually(t, "the stream was a request", func() bool { // which is counted once it is answered, a moment after the stream has left
		return strings.Contains(s.metrics(), `headwater_http_requests_total{route="GET /{org}/live",status="2xx"} 1`)
	})
	if got := s.metrics(); strings.Contains(got, `headwater_http_request_duration_seconds_count{route="GET /{org}/live"}`) {
		t.Errorf("a live stream has a duration:\n%s", got)
	}
}
