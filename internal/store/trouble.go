package store

import (
	"context"
	"errors"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A trouble is why an engine cannot work, though nothing is wrong with what it was asked.
type trouble int

const (
	none trouble = iota
	full
	readOnly
	away
	damaged
	busy
)

// troubles is what people read, and how long it is until it is worth trying again. After a full or read-only disk it is certain that
// nothing was written; a connection that is lost while it commits may have written, so that nothing is said about it.
var troubles = map[trouble]struct {
	message string
	wait    time.Duration
}{
	full:     {"The disk of the database is full. This was not saved; what was saved before is safe. Try again once there is room.", time.Minute},
	readOnly: {"The database can only be read at the moment. This was not saved; what was saved before is safe. Try again once it can be written.", time.Minute},
	away:     {"The database cannot be reached at the moment. What was saved before is safe. Try again in a minute.", 10 * time.Second},
	damaged:  {"The database is damaged, or is none. “headwater doctor” says more, and “headwater restore” brings back a backup.", time.Minute},
	busy:     {"Too much is being written at this moment. Try again in a few seconds.", 3 * time.Second},
}

// told turns trouble of the engine into an error that can be shown, with what the engine said as its cause. Any other error stays as it is.
func (d dialect) told(err error) error {
	var known *okr.Error
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) { // whoever asked has gone: drivers make trouble of that
		return err
	}
	if d.noText != nil && d.noText(err) {
		return okr.Fail(okr.Invalid, "", "There is a character in it that is no text, a NUL for example. Take it out, and send it again.")
	}
	if t := d.trouble(err); t != none {
		return t.because(err)
	}
	return err
}

func (t trouble) because(err error) error {
	return &okr.Error{Kind: okr.Unavailable, Message: troubles[t].message, Wait: troubles[t].wait, Cause: err}
}

// late is told for a transaction with a time limit of its own: when that has passed and the caller still waits, the engine was too busy.
func (d dialect) late(limited, caller context.Context, err error) error {
	if err != nil && errors.Is(limited.Err(), context.DeadlineExceeded) && caller.Err() == nil {
		return busy.because(err)
	}
	return d.told(err)
}
