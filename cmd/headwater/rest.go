package main

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"
)

// A rest is taken when nobody has asked for anything for two ticks: what the last requests came and went with is then given back to the system,
// which on a small machine has other uses for it. The runtime by itself does so over minutes.
type rest struct {
	asked atomic.Int64
	take  func() // debug.FreeOSMemory
}

// watch counts the requests that next answers.
func (r *rest) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		defer r.asked.Add(1)
		next.ServeHTTP(w, req)
	})
}

// run rests once after each time that somebody has asked, until ctx ends.
func (r *rest) run(ctx context.Context, ticks <-chan time.Time) {
	var rested, before int64
	for quiet := 0; ; {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		now := r.asked.Load()
		if quiet++; now != before {
			quiet = 0
		}
		if before = now; quiet >= 2 && now != rested {
			r.take()
			rested = now
		}
	}
}
