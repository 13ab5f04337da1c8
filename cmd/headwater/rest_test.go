package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// Between requests the program rests once, when two ticks have passed without one.
func TestRest(t *testing.T) {
	taken := make(chan struct{}, 9)
	r := &rest{take: func() { taken <- struct{}{} }}
	ask := r.watch(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	ctx, stop := context.WithCancel(t.Context())
	ticks, ended := make(chan time.Time), make(chan struct{})
	go func() { r.run(ctx, ticks); close(ended) }()
	for i, step := range []struct {
		asks, ticks, rests int
	}{
		{0, 5, 0},                       // nobody has asked
		{3, 1, 0}, {1, 2, 0}, {0, 1, 1}, // not while they ask
		{0, 5, 0}, // not twice
		{1, 3, 1},
	} {
		for range step.asks {
			ask.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
		}
		for range step.ticks {
			ticks <- time.Now()
		}
		stopped := time.After(20 * time.Millisecond)
		got := 0
	count:
		for {
			select {
			case <-taken:
				got++
			case <-stopped:
				break count
			}
		}
		if got != step.rests {
			t.Errorf("step %d: %d rests, want %d", i, got, step.rests)
		}
	}
	stop()
	<-ended
}
