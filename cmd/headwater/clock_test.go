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
	beside := newMovingClock(start, now, file) // of another program
	moved := beside.Moved()
	for _, days := range []time.Duration{1, 7} {
		if err := c.Move(days * 24 * time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	beside.look()
	select {
	case <-moved:
	default:
		t.Error("another program does not notice it")
	}
	if got := beside.Now(); !got.Equal(start.AddDate(0, 0, 8)) {
		t.Errorf("in another program it is %s", got)
	}
	if err := beside.Move(time.Hour); err != nil {
		t.Fatal(err)
	}
	if c.look(); !c.Now().Equal(start.AddDate(0, 0, 8).Add(time.Hour + time.Minute)) {
		t.Errorf("moved by both it is %s", c.Now())
	}
	if got := newMovingClock(start, now, file).Now(); !got.Equal(start.AddDate(0, 0, 8).Add(time.Hour)) {
		t.Errorf("kept, it is %s", got)
	}
	stood := start.AddDate(0, 0, 9)
	kept := newMovingClock(start, now, file)
	for _, t := range []time.Time{stood, start} {
		kept.notBefore(t)
	}
	if got := kept.Now(); !got.Equal(stood) {
		t.Errorf("kept after it ran until %s, it is %s", stood, got)
	}
}
