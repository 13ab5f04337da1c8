package api

import (
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

// The bucket refills evenly, tells what is left, and says how long to wait.
func TestLimiter(t *testing.T) {
	l, now := newLimiter(60), time.Date(2026, 11, 9, 8, 0, 0, 0, time.UTC)
	got := map[string]string{}
	take := func(token string) error {
		return l.take(token, now, func(name, value string) { got[name] = value })
	}
	for i := range 60 {
		if err := take("a"); err != nil {
			t.Fatalf("request %d: %v", i, err)
		}
	}
	if diff := cmp.Diff(map[string]string{"RateLimit": `"token";r=0;t=60`, "RateLimit-Policy": `"token";q=60;w=60`}, got); diff != "" {
		t.Error(diff)
	}
	now = now.Add(250 * time.Millisecond)
	if err := take("a"); retryAfter(err) != "1" || okr.FaultsOf(err)[0].Wait != 750*time.Millisecond {
		t.Errorf("the 61st request: %v, wait %q", err, retryAfter(err))
	}
	if err := take("b"); err != nil {
		t.Errorf("another token: %v", err)
	}
	now = now.Add(750 * time.Millisecond)
	if err := take("a"); err != nil {
		t.Errorf("after the wait: %v", err)
	}
	now = now.Add(-time.Hour) // a clock that is set back takes nothing away
	if err := take("b"); err != nil {
		t.Errorf("with the clock set back: %v", err)
	}
}

// The memory is bounded, whoever asks.
func TestLimiterIsBounded(t *testing.T) {
	l, now := newLimiter(60), time.Date(2026, 11, 9, 8, 0, 0, 0, time.UTC)
	for i := range 3 * maxBuckets {
		now = now.Add(time.Millisecond)
		_ = l.take(fmt.Sprint(i), now, func(string, string) {})
		if len(l.buckets) > maxBuckets {
			t.Fatalf("after %d tokens there are %d buckets", i+1, len(l.buckets))
		}
	}
	_ = l.take("guess", now, func(string, string) {})
	n := len(l.buckets)
	if l.forget("guess"); len(l.buckets) != n-1 {
		t.Error("a guess is kept")
	}
}

func TestRateLimit(t *testing.T) {
	w := newWorld(t, 6)
	token := w.mine.tokens[app.ScopeRead]
	statuses := map[int]int{}
	var last *httptest.ResponseRecorder
	for range 9 {
		*w.clock = w.clock.Add(-time.Second) // send lets one pass
		last = w.send("GET", "/me", token, "", "")
		statuses[last.Code]++
	}
	if diff := cmp.Diff(map[int]int{200: 6, 429: 3}, statuses); diff != "" {
		t.Error(diff)
	}
	if got := last.Header().Get("Retry-After"); got != "10" {
		t.Errorf("Retry-After is %q", got)
	}
	asDocumented(t, "too many", newDocument(), operations(newDocument())["get-me"], last)
	w.send("GET", "/me", "hw_guess", "", "")
	*w.clock = w.clock.Add(10 * time.Second)
	if got := w.send("GET", "/me", token, "", ""); got.Code != 200 {
		t.Errorf("after the wait: %d", got.Code)
	}
}
