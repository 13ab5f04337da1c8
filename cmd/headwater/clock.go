package main

import (
	"context"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// An example is what is told of the example organization, and done with it alone.
type example struct {
	signIn string
	clock  *movingClock
}

// A movingClock is the example's clock. It goes on as fast as the real one, and ahead when it is told to: how a quarter is seen in an afternoon. How far it
// was moved stays in a file, so that an example that is kept does not go back in time, and programs that serve the same example have one time.
type movingClock struct {
	start, real time.Time
	now         func() time.Time
	file        string

	mu    sync.Mutex
	ahead time.Duration
	moved chan struct{} // closed with the next move
}

// lookAtClock is how often a program looks whether another one has moved the clock.
const lookAtClock = 50 * time.Millisecond

func newMovingClock(start time.Time, now func() time.Time, file string) *movingClock {
	c := &movingClock{start: start, real: now(), now: now, file: file, moved: make(chan struct{})}
	c.look()
	return c
}

func (c *movingClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.start.Add(c.ahead).Add(c.now().Sub(c.real))
}

// notBefore puts the clock to a time if it stands before it: what ran until then is due again only after it.
func (c *movingClock) notBefore(t time.Time) {
	behind := t.Sub(c.Now())
	c.mu.Lock()
	defer c.mu.Unlock()
	if behind > 0 {
		c.start = c.start.Add(behind)
	}
}

// Moved is closed when the clock is moved the next time: what falls due then is done at once.
func (c *movingClock) Moved() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.moved
}

// Move puts the clock ahead.
func (c *movingClock) Move(by time.Duration) error {
	c.look()
	c.mu.Lock()
	ahead := c.ahead + by
	c.mu.Unlock()
	if err := os.WriteFile(c.file+".new", []byte(ahead.String()+"\n"), 0o600); err != nil {
		return err
	}
	if err := os.Rename(c.file+".new", c.file); err != nil {
		return err
	}
	c.look()
	return nil
}

// Watch follows what other programs do with the clock, until ctx ends.
func (c *movingClock) Watch(ctx context.Context) {
	tick := time.NewTicker(lookAtClock)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			c.look()
		}
	}
}

// look reads how far the clock was moved; it never goes back.
func (c *movingClock) look() {
	b, err := os.ReadFile(c.file)
	if err != nil {
		return // nobody has moved it
	}
	text := strings.TrimSpace(string(b))
	ahead, err := time.ParseDuration(text)
	if days, fault := strconv.Atoi(text); err != nil && fault == nil { // as it was written before it could be moved by hours
		ahead = time.Duration(days) * 24 * time.Hour
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if ahead > c.ahead {
		c.ahead = ahead
		close(c.moved)
		c.moved = make(chan struct{})
	}
}
