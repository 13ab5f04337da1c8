package main

import (
	"path/filepath"
	"testing"
	"time"
)

// The example's clock goes on with the real one, jumps ahead when it is moved, and stays there when it is kept.
func TestMovingClock(t *testing.T) {
	real := time.Date(2031, 3, 4, 5, 6, 7, 0, time.UTC)
	start, file := time.Date(2026, 11, 9, 10, 0, 0, 0, time.UTC), filepath.Join(t.TempDir(), "demo.db.clock")
	now := func() time.Time { return real }
	c := newMovingClock(start, now, file)
	real = real.Add(time.Minute)
	if got := c.Now(); !got.Equal(start.Add(time.Minute)) {
		t.Errorf("it is %s", got)
	}
	for _, days := range []int{1, 7} {
		if err := c.Move(days); err != nil {
			t.Fatal(err)
		}
	}
	if got := c.Now(); !got.Equal(start.AddDate(0, 0, 8).Add(time.Minute)) {
		t.Errorf("moved by eight days it is %s", got)
	}
	if got := newMovingClock(start, now, file).Now(); !got.Equal(start.AddDate(0, 0, 8)) {
		t.Errorf("kept, it is %s", got)
	}
}
