package store

import (
	"context"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Job is what is known of something that happens by the clock, of all organizations.
type Job struct {
	Name     string
	Due      okr.Instant // when it is to be done next
	Holder   string      // the program that is at it; "" for none
	Until    okr.Instant // how long that program has it unless it says more
	Started  okr.Instant // the last time; 0 for never
	Ended    okr.Instant // without a failure
	Failures int         // in a row, up to now
	Error    string      // of the last failure; "" once it has succeeded
}

const jobColumns = "name, due_at, holder, held_until, started_at, ended_at, failures, error"

// Jobs reads all jobs, by name.
func (db *DB) Jobs(ctx context.Context) (out []Job, err error) {
	err = db.View(ctx, "", func(tx *Tx) error {
		out, err = tx.jobs("ORDER BY name")
		return err
	})
	return out, err
}

// TakeJob gives a job to holder until an instant, if it is due at now and no other has it, or if it is holder's already. It says what is
// known of the job, and whether holder has it. A job that was never done is due. Nothing is written when there is nothing to take.
func (db *DB) TakeJob(ctx context.Context, name, holder string, now, until okr.Instant) (j Job, got bool, err error) {
	free := func(j Job) bool { return j.Holder == holder || j.Due <= now && j.Until <= now }
	err = db.View(ctx, "", func(tx *Tx) error {
		j, err = tx.job(name)
		return err
	})
	if err != nil || !free(j) {
		return j, false, err
	}
	err = db.Update(ctx, "", func(tx *Tx) error {
		if j, err = tx.job(name); err != nil {
			return err
		}
		if got = free(j); !got {
			return nil
		}
		j.Holder, j.Until, j.Started = holder, until, now
		_, err := tx.exec("INSERT INTO job ("+jobColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
 ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until, started_at = excluded.started_at`,
			name, j.Due, j.Holder, j.Until, j.Started, j.Ended, j.Failures, j.Error)
		return err
	})
	return j, got && err == nil, err
}

// HoldJob lets holder keep a job until an instant, and says whether it still has it.
func (db *DB) HoldJob(ctx context.Context, name, holder string, until okr.Instant) (held bool, err error) {
	err = db.Update(ctx, "", func(tx *Tx) error {
		n, err := tx.exec("UPDATE job SET held_until = $3 WHERE name = $1 AND holder = $2", name, holder, until)
		held = n == 1
		return err
	})
	return held, err
}

// LeaveJob gives back a job that j.Holder has, with when it is due next and how it went. What another has taken meanwhile is left alone.
func (db *DB) LeaveJob(ctx context.Context, j Job) error {
	return db.Update(ctx, "", func(tx *Tx) error {
		_, err := tx.exec("UPDATE job SET holder = '', held_until = 0, due_at = $3, ended_at = $4, failures = $5, error = $6 WHERE name = $1 AND holder = $2",
			j.Name, j.Holder, j.Due, j.Ended, j.Failures, j.Error)
		return err
	})
}

// job reads one job; one that was never done is due.
func (tx *Tx) job(name string) (Job, error) {
	list, err := tx.jobs("WHERE name = $1", name)
	if err != nil || len(list) == 0 {
		return Job{Name: name}, err
	}
	return list[0], nil
}

func (tx *Tx) jobs(tail string, args ...any) (out []Job, err error) {
	err = tx.each(func(scan func(...any) error) error {
		var j Job
		err := scan(&j.Name, &j.Due, &j.Holder, &j.Until, &j.Started, &j.Ended, &j.Failures, &j.Error)
		out = append(out, j)
		return err
	}, "SELECT "+jobColumns+" FROM job "+tail, args...)
	return out, err
}
