package main

import (
	"context"
	"crypto/rand"
	"log/slog"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
)

// How often what happens by the clock is looked at.
const (
	rollUpEvery = time.Second
	tidyEvery   = time.Hour
	leaseFor    = 30 * time.Second
	learnEvery  = 24 * time.Hour
)

// keep does what happens by the clock until ctx ends: computed key results follow their sources, and what has expired is forgotten. A lease in the
// database makes one of several programs do it; another takes over when that one stops.
func keep(ctx context.Context, a *app.App, log *slog.Logger) {
	holder := rand.Text()
	tick := time.NewTicker(rollUpEvery)
	defer tick.Stop()
	var tidied, renewed time.Time
	held, failing := false, false
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			if now.Sub(renewed) > leaseFor/3 {
				var err error
				if held, err = a.Lease(ctx, "clock", holder, leaseFor); err != nil {
					held = false
				}
				renewed = now
			}
			if !held {
				continue
			}
			err := work(ctx, a, now.Sub(tidied) > tidyEvery)
			if now.Sub(tidied) > tidyEvery {
				tidied = now
			}
			if (err != nil) != failing && ctx.Err() == nil { // said once when it begins, and once when it is over
				failing = err != nil
				log.Warn("work by the clock", "failing", failing, "err", err)
			}
		}
	}
}

func work(ctx context.Context, a *app.App, tidy bool) error {
	for range 20 { // chains of roll-ups, a link at a time
		n, err := a.RollUp(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
	}
	if tidy {
		return a.Tidy(ctx)
	}
	return nil
}

// learn lets the forecast learn from what was finished, at once and then every day. Each program does, because each keeps in memory what it has learned.
func learn(ctx context.Context, a *app.App, log *slog.Logger) {
	tick := time.NewTicker(learnEvery)
	defer tick.Stop()
	for {
		if err := a.Learn(ctx); err != nil && ctx.Err() == nil {
			log.Warn("the forecast goes on with what it had learned", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
