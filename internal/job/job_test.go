package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/store/storetest"
)

// A hall is a database on which several programs do jobs, and a clock that only the test moves.
type hall struct {
	t     *testing.T
	app   *app.App
	db    *store.DB
	clock atomic.Int64
	log   strings.Builder
}

func inHall(t *testing.T, test func(h *hall)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := &hall{t: t, db: db}
		h.pass(time.Date(2026, 11, 9, 8, 0, 0, 0, time.UTC).Sub(time.Unix(0, 0)))
		h.app = app.New(db, func() time.Time { return time.Unix(0, h.clock.Load()) })
		test(h)
	})
}

func (h *hall) pass(d time.Duration) { h.clock.Add(int64(d)) }

func (h *hall) program(jobs ...Job) *Runner {
	return New(Options{App: h.app, Log: slog.New(slog.NewTextHandler(&h.log, nil))}, jobs...)
}

// row is what the database knows of a job.
func (h *hall) row(name string) store.Job {
	h.t.Helper()
	list, err := h.app.Jobs(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	for _, j := range list {
		if j.Name == name {
			return j
		}
	}
	h.t.Fatalf("the database does not know the job %s", name)
	return store.Job{}
}

// Of programs that all look at the same time, one does what is due.
func TestOneOfManyDoesIt(t *testing.T) {
	inHall(t, func(h *hall) {
		var done atomic.Int64
		hourly := Job{Name: "hourly", Every: time.Hour, Run: func(context.Context) error { done.Add(1); return nil }}
		programs := []*Runner{h.program(hourly), h.program(hourly), h.program(hourly)}
		for round := range 5 {
			var all sync.WaitGroup
			for _, p := range programs {
				all.Go(func() {
					if err := p.Once(h.t.Context()); err != nil {
						h.t.Error(err)
					}
				})
			}
			all.Wait()
			if n := done.Load(); n != int64(round+1) {
				h.t.Fatalf("after %d hours it was done %d times", round, n)
			}
			h.pass(time.Hour)
		}
	})
}

// What was missed while no program ran is done once, at once, and then at its interval.
func TestCatchesUpAfterAStop(t *testing.T) {
	inHall(t, func(h *hall) {
		done := 0
		hourly := Job{Name: "hourly", Every: time.Hour, Run: func(context.Context) error { done++; return nil }}
		var got []int
		look := func(p *Runner, after time.Duration) {
			h.pass(after)
			if err := p.Once(h.t.Context()); err != nil {
				h.t.Error(err)
			}
			got = append(got, done)
		}
		first := h.program(hourly)
		look(first, 0)
		look(first, 59*time.Minute)
		second := h.program(hourly) // the first has stopped for three days
		look(second, 72*time.Hour)
		look(second, 59*time.Minute)
		look(second, time.Minute)
		if diff := cmp.Diff([]int{1, 1, 2, 2, 3}, got); diff != "" {
			h.t.Error(diff)
		}
	})
}

// A program that was killed at its work keeps the job for the rest of its lease; then another does it.
func TestAnotherTakesOver(t *testing.T) {
	inHall(t, func(h *hall) {
		done := 0
		hourly := Job{Name: "hourly", Every: time.Hour, Run: func(context.Context) error { done++; return nil }}
		if _, got, err := h.app.TakeJob(h.t.Context(), "hourly", "killed", lease); !got || err != nil {
			h.t.Fatal(got, err)
		}
		p := h.program(hourly)
		for _, want := range []int{0, 0, 1} {
			if err := p.Once(h.t.Context()); err != nil || done != want {
				h.t.Errorf("done %d times, %v; want %d", done, err, want)
			}
			h.pass(lease / 2)
		}
		// What the killed one says afterwards changes nothing.
		if err := h.app.LeaveJob(h.t.Context(), store.Job{Name: "hourly", Holder: "killed", Failures: 9}); err != nil {
			h.t.Fatal(err)
		}
		if got := h.row("hourly"); got.Failures != 0 || got.Due <= h.app.Now() {
			h.t.Errorf("the killed one has left %+v", got)
		}
	})
}

// A job that fails is tried again sooner, then ever later; what went wrong is in the database until it goes well.
func TestBacksOff(t *testing.T) {
	inHall(t, func(h *hall) {
		var failing error = errors.New("the lake is frozen")
		p := h.program(Job{Name: "mill", Every: time.Hour, Run: func(context.Context) error { return failing }})
		for n, wait := range []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute} {
			if err := p.Once(h.t.Context()); err == nil || !strings.Contains(err.Error(), "frozen") {
				h.t.Fatal(err)
			}
			got := h.row("mill")
			if got.Failures != n+1 || got.Error != "the lake is frozen" || got.Due.Time().Sub(h.app.Now().Time()) != wait || got.Holder != "" {
				h.t.Errorf("after %d failures: %+v", n+1, got)
			}
			h.pass(wait)
		}
		failing = nil
		if err := p.Once(h.t.Context()); err != nil {
			h.t.Fatal(err)
		}
		if got := h.row("mill"); got.Failures != 0 || got.Error != "" || got.Ended != h.app.Now() {
			h.t.Errorf("after it went well: %+v", got)
		}
		if log := h.log.String(); strings.Count(log, "a job fails") != 1 || strings.Count(log, "goes well again") != 1 {
			h.t.Errorf("the log says:\n%s", log)
		}
	})
}

func TestBackOff(t *testing.T) {
	for _, c := range []struct {
		every    time.Duration
		failures int
		want     time.Duration
	}{
		{time.Second, 1, time.Second}, {time.Second, 4, 8 * time.Second}, {time.Second, 40, time.Minute},
		{5 * time.Minute, 1, 30 * time.Second}, {5 * time.Minute, 9, 5 * time.Minute},
		{24 * time.Hour, 2, time.Minute}, {24 * time.Hour, 99, 15 * time.Minute},
	} {
		if got := backOff(c.every, c.failures); got != c.want {
			t.Errorf("backOff(%s, %d) = %s, want %s", c.every, c.failures, got, c.want)
		}
	}
}

func TestAPanicIsAFailure(t *testing.T) {
	inHall(t, func(h *hall) {
		p := h.program(Job{Name: "mill", Every: time.Hour, Run: func(context.Context) error { panic("no water") }})
		if err := p.Once(h.t.Context()); err == nil || !strings.Contains(err.Error(), "no water") {
			h.t.Error(err)
		}
		if got := h.row("mill"); got.Failures != 1 || !strings.Contains(got.Error, "no water") {
			h.t.Errorf("%+v", got)
		}
	})
}

// A job that another program has taken is told so, and does not write how it went.
func TestLosesItsLease(t *testing.T) {
	inHall(t, func(h *hall) {
		p := h.program(Job{Name: "mill", Every: time.Hour, Run: func(ctx context.Context) error {
			h.pass(lease)
			if _, got, err := h.app.TakeJob(h.t.Context(), "mill", "other", lease); !got || err != nil {
				return fmt.Errorf("the other has it: %v, %w", got, err)
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(10 * time.Second):
				return errors.New("nobody has told it")
			}
		}})
		p.lease = 90 * time.Millisecond
		if err := p.Once(h.t.Context()); !errors.Is(err, errLost) {
			h.t.Error(err)
		}
		if got := h.row("mill"); got.Holder != "other" || got.Failures != 0 {
			h.t.Errorf("%+v", got)
		}
	})
}

// A job that cannot say that it goes on, because the database does not answer, is told so when its lease is over.
func TestCannotKeepItsLease(t *testing.T) {
	inHall(t, func(h *hall) {
		p := h.program(Job{Name: "mill", Every: time.Hour, Run: func(ctx context.Context) error {
			if err := h.db.Close(); err != nil {
				return err
			}
			select {
			case <-ctx.Done():
				return errors.New("it was told too early")
			case <-time.After(100 * time.Millisecond): // some times it could not be said
			}
			h.pass(lease)
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(10 * time.Second):
				return errors.New("nobody has told it")
			}
		}})
		p.lease = 90 * time.Millisecond
		if err := p.Once(h.t.Context()); !errors.Is(err, errLost) || !errors.Is(err, context.Canceled) {
			h.t.Error(err)
		}
	})
}

// A job that is done all the time stays with one program and is not written each time; a program that ends gives it to the next at once.
func TestOftenStaysUntilTheEnd(t *testing.T) {
	inHall(t, func(h *hall) {
		var by [2]atomic.Int64
		often := func(i int) Job {
			return Job{Name: "mill", Every: time.Second, Run: func(context.Context) error { by[i].Add(1); return nil }}
		}
		first, second := h.program(often(0)), h.program(often(1))
		for range 30 {
			for _, p := range []*Runner{first, second} {
				if err := p.Once(h.t.Context()); err != nil {
					h.t.Fatal(err)
				}
			}
			h.pass(time.Second)
		}
		if by[0].Load() != 30 || by[1].Load() != 0 {
			h.t.Errorf("done %d and %d times, want 30 and 0", by[0].Load(), by[1].Load())
		}
		if got := h.row("mill"); got.Started.Time().Sub(h.app.Now().Time()) < -10*time.Second || got.Ended != 0 {
			h.t.Errorf("in the database: %+v", got)
		}
		ctx, cancel := context.WithCancel(h.t.Context())
		cancel()
		first.Run(ctx) // ends at once
		if err := second.Once(h.t.Context()); err != nil || by[1].Load() != 1 {
			h.t.Errorf("the second has done it %d times, %v", by[1].Load(), err)
		}
	})
}

// Run does a job again and again, and is over soon after its context; what it was at is due still.
func TestRunEnds(t *testing.T) {
	inHall(t, func(h *hall) {
		ctx, cancel := context.WithCancel(h.t.Context())
		var each atomic.Int64
		p := h.program(
			Job{Name: "long", Every: time.Hour, Run: func(ctx context.Context) error { cancel(); <-ctx.Done(); return ctx.Err() }},
			Job{Name: "memory", Every: time.Hour, InEach: true, Run: func(context.Context) error { each.Add(1); return nil }},
		)
		p.Run(ctx)
		if got := h.row("long"); got.Holder != "" || got.Failures != 0 || got.Due > h.app.Now() {
			h.t.Errorf("%+v", got)
		}
		list, err := h.app.Jobs(h.t.Context())
		if err != nil || len(list) != 1 {
			h.t.Errorf("the database knows %+v, %v; want the long one only", list, err)
		}
	})
}

// The list holds what the program cannot be without.
func TestAll(t *testing.T) {
	inHall(t, func(h *hall) {
		seen := map[string]bool{}
		for _, j := range All(h.app) {
			if j.Name == "" || j.Every <= 0 || j.Run == nil || seen[j.Name] {
				h.t.Errorf("%+v", j)
			}
			seen[j.Name] = true
		}
		if err := h.program(All(h.app)...).Once(h.t.Context()); err != nil {
			h.t.Error(err)
		}
	})
}

// A job during which the clock was moved was done for an hour that is past, and is done again at once.
func TestClockMovedMeanwhile(t *testing.T) {
	inHall(t, func(h *hall) {
		done, moved := 0, make(chan struct{})
		p := New(Options{App: h.app, Log: slog.New(slog.NewTextHandler(&h.log, nil)), Moved: func() <-chan struct{} { return moved }}, Job{Name: "daily", Every: 24 * time.Hour, Run: func(context.Context) error {
			if done++; done == 1 {
				h.pass(7 * 24 * time.Hour)
				close(moved)
				moved = make(chan struct{})
			}
			return nil
		}})
		for range 3 {
			if err := p.Once(h.t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if done != 2 {
			t.Errorf("done %d times, want twice", done)
		}
	})
}
