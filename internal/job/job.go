// Package job does what happens by the clock: once, however many programs run on one database, and again after a stop.
//
// A job is a use case called by the clock. jobs.go is the whole list; whoever needs something done now and then adds a line there. This package
// may import app; nothing imports it but the command that wires the parts.
package job

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

// A Job is something that happens by the clock.
//
// It may be done twice: a program can stop between doing it and saying so. So Run finds what is due in the database and marks it as done in the
// transaction that does it, and doing it again finds nothing. In the same way a job that must happen at an hour of somebody's day runs every few
// minutes, and asks whose hour has come.
type Job struct {
	Name  string        // in the log, the metrics and the database: "mirrors". It stays when the program changes
	Every time.Duration // how long after it was done it is due again; what was missed while no program ran is done once, at once
	Run   func(context.Context) error

	// InEach program: what it makes is kept in memory. It is done at the start too, and the database knows nothing of it.
	InEach bool
}

// How jobs are shared between programs.
const (
	lease    = 30 * time.Second // how long a program that says nothing more keeps a job; it says more each third of it
	longWait = 15 * time.Second // at most until a program looks again whether a job has been left
	lastWord = 2 * time.Second  // for giving jobs back when the program ends
)

// Options say what a Runner works with.
type Options struct {
	App  *app.App // its clock is the only one that decides what is due
	Log  *slog.Logger
	Done func(name string, took time.Duration, err error) // is told of every run; nil for nobody
	// Moved is closed when the app's clock jumps, as an example's does: what is due is then looked at again at once. nil never jumps.
	Moved func() <-chan struct{}
}

// A Runner does jobs. Several may run on one database, in one program or in many.
type Runner struct {
	o      Options
	holder string
	lease  time.Duration
	jobs   []*state
}

// A state is a job with what this program knows of it.
type state struct {
	Job
	row     app.Job
	until   okr.Instant // how long this program has it
	due     okr.Instant // in memory, for jobs that the database is not asked about each time
	failing bool        // as the log has it
}

// New returns a runner of jobs.
func New(o Options, jobs ...Job) *Runner {
	if o.Moved == nil {
		o.Moved = func() <-chan struct{} { return nil }
	}
	r := &Runner{o: o, holder: rand.Text(), lease: lease}
	for _, j := range jobs {
		r.jobs = append(r.jobs, &state{Job: j})
	}
	return r
}

// Run does the jobs when they are due until ctx ends; what runs then is told so by its context, and all is given back.
func (r *Runner) Run(ctx context.Context) {
	var all sync.WaitGroup
	for _, s := range r.jobs {
		all.Go(func() {
			for ctx.Err() == nil {
				moved := r.o.Moved()
				wait, _ := r.turn(ctx, s)
				select {
				case <-ctx.Done():
				case <-moved:
				case <-time.After(wait):
				}
			}
			r.leave(ctx, s)
		})
	}
	all.Wait()
}

// Once does every job that is due now, one after the other, and returns what went wrong.
func (r *Runner) Once(ctx context.Context) error {
	var faults []error
	for _, s := range r.jobs {
		if _, err := r.turn(ctx, s); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", s.Name, err))
		}
	}
	return errors.Join(faults...)
}

// turn does a job if it is due and this program's to do, and says how long to wait before the next turn.
func (r *Runner) turn(ctx context.Context, s *state) (wait time.Duration, err error) {
	moved := r.o.Moved()
	now := r.o.App.Now()
	if s.due > now {
		return min(s.due.Time().Sub(now.Time()), longWait), nil
	}
	if !s.InEach && s.until.Time().Sub(now.Time()) < r.lease*2/3 {
		row, got, err := r.o.App.TakeJob(ctx, s.Name, r.holder, r.lease)
		s.row, s.until = row, 0
		if err != nil {
			r.say(ctx, s, err)
			return longWait / 3, err
		}
		if !got {
			return max(min(max(row.Due, row.Until).Time().Sub(now.Time()), longWait), time.Second), nil
		}
		s.until = okr.InstantOf(now.Time().Add(r.lease))
	}
	started := time.Now()
	err = r.run(ctx, s)
	if ctx.Err() != nil {
		return 0, ctx.Err() // the program ends; leave gives it back as it was
	}
	if r.o.Done != nil {
		r.o.Done(s.Name, time.Since(started), err)
	}
	r.say(ctx, s, err)
	every := s.Every
	select {
	case <-moved:
		every = 0 // it was done for an hour that is past
	default:
	}
	return r.next(ctx, s, err, every)
}

// next says when a job that was done is due again, in the database too. A job that is due more often than leases end stays with this program,
// which writes nothing as long as it goes well.
func (r *Runner) next(ctx context.Context, s *state, failed error, wait time.Duration) (time.Duration, error) {
	now, before := r.o.App.Now(), s.row.Failures
	if s.row.Failures, s.row.Error = 0, ""; failed != nil {
		s.row.Failures, s.row.Error = before+1, shown(failed)
		wait = backOff(s.Every, s.row.Failures)
	} else {
		s.row.Ended = now
	}
	s.due = okr.InstantOf(now.Time().Add(wait))
	if s.row.Due = s.due; s.InEach || s.Every < r.lease && failed == nil && before == 0 {
		return min(wait, longWait), failed
	}
	s.until = 0
	return min(wait, longWait), errors.Join(failed, r.o.App.LeaveJob(ctx, s.row))
}

// leave gives back a job that this program has, for others to do at once.
func (r *Runner) leave(ctx context.Context, s *state) {
	if s.until == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWord)
	defer cancel()
	s.until = 0
	_ = r.o.App.LeaveJob(ctx, s.row) // the lease ends by itself
}

var errLost = errors.New("another program may have taken this job, because this one did not answer for too long")

// run does a job, and keeps it while that takes.
func (r *Runner) run(caller context.Context, s *state) (err error) {
	ctx, cancel := context.WithCancelCause(caller)
	var keeping sync.WaitGroup
	if !s.InEach {
		keeping.Go(func() {
			tick := time.NewTicker(r.lease / 3)
			defer tick.Stop()
			for {
				select {
				case <-ctx.Done():
					return
				case <-tick.C:
				}
				held, err := r.o.App.HoldJob(ctx, s.Name, r.holder, r.lease)
				switch now := r.o.App.Now(); {
				case held:
					s.until = okr.InstantOf(now.Time().Add(r.lease))
				case err == nil:
					cancel(errLost)
				case now >= s.until: // nobody was told that it goes on
					cancel(errors.Join(errLost, err))
				}
			}
		})
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
		if cause := context.Cause(ctx); cause != nil && caller.Err() == nil {
			err = errors.Join(cause, err)
		}
		cancel(nil)
		keeping.Wait()
	}()
	return s.Run(ctx)
}

// say logs when a job begins to fail, and when it is over: not each time in between.
func (r *Runner) say(ctx context.Context, s *state, err error) {
	if ctx.Err() != nil || (err != nil) == s.failing {
		return
	}
	if s.failing = err != nil; s.failing {
		r.o.Log.Warn("a job fails", "job", s.Name, "err", err)
	} else {
		r.o.Log.Info("a job goes well again", "job", s.Name)
	}
}

// backOff is how long to wait after so many failures in a row: half a minute first, or less for a job that runs more often, twice as long each
// time, and no longer than a minute, or a quarter of an hour for a job that runs as seldom.
func backOff(every time.Duration, failures int) time.Duration {
	most := min(max(every, time.Minute), 15*time.Minute)
	wait := min(every, 30*time.Second)
	for ; failures > 1 && wait < most; failures-- {
		wait *= 2
	}
	return min(wait, most)
}

// shown is as much of an error as is kept in the database.
func shown(err error) string {
	text := []rune(err.Error())
	return string(text[:min(len(text), 500)])
}
