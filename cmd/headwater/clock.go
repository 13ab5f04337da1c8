package main

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// An example is what is told of the example organization, and done with it alone.
type example struct {
	signIn string
	move   func(days int) error
}

// A movingClock is the example's clock. It goes on as fast as the real one, and days ahead when it is told to: how a quarter is seen in an afternoon. How
// far it was moved stays in a file, so that an example that is kept does not go back in time.
type movingClock struct {
	start, real time.Time
	now         func() time.Time
	days        atomic.Int64
	file        string
}

func newMovingClock(start time.Time, now func() time.Time, file string) *movingClock {
	c := &movingClock{start: start, real: now(), now: now, file: file}
	if b, err := os.ReadFile(file); err == nil {
		if n, err := strconv.Atoi(strings.TrimSpace(string(b))); err == nil {
			c.days.Store(int64(n))
		}
	}
	return c
}

func (c *movingClock) Now() time.Time {
	return c.start.AddDate(0, 0, int(c.days.Load())).Add(c.now().Sub(c.real))
}

// Move puts the clock some days ahead.
func (c *movingClock) Move(days int) error {
	return os.WriteFile(c.file, []byte(strconv.FormatInt(c.days.Add(int64(days)), 10)+"\n"), 0o600)
}
