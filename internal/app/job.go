package app

import (
	"context"
	"time"

	"github.com/headwater-okr/headwater/internal/store"
)

// A Job is what is known of something that happens by the clock: when it is due, which program is at it, and how it went.
type Job = store.Job

// Jobs are what happens by the clock, as far as any program on this database has done it, by name.
func (a *App) Jobs(ctx context.Context) ([]Job, error) { return a.db.Jobs(ctx) }

// TakeJob gives a job to a program for a while, if it is due and no other program is at it, and says whether it got it.
func (a *App) TakeJob(ctx context.Context, name, holder string, d time.Duration) (Job, bool, error) {
	now := a.Now()
	return a.db.TakeJob(ctx, name, holder, now, after(now, d))
}

// HoldJob lets a program keep a job that it has for a while more, and says whether it still has it.
func (a *App) HoldJob(ctx context.Context, name, holder string, d time.Duration) (bool, error) {
	return a.db.HoldJob(ctx, name, holder, after(a.Now(), d))
}

// LeaveJob gives a job back that j.Holder has, with when it is due next and how it went.
func (a *App) LeaveJob(ctx context.Context, j Job) error { return a.db.LeaveJob(ctx, j) }
