package store

import (
	"context"
	"time"
)

// Announce tells every program on the same database a few words, once and without keeping them. Nothing may depend on it. Only PostgreSQL has
// other programs.
func (db *DB) Announce(ctx context.Context, text string) error {
	if db.dialect.listen == nil {
		return nil
	}
	_, err := db.write.ExecContext(ctx, "SELECT pg_notify($1, $2)", channel, text)
	return db.dialect.told(err)
}

// Announced gives fn what is announced, by this program too, until ctx ends. What is announced while the database is away is lost.
func (db *DB) Announced(ctx context.Context, fn func(text string)) {
	for db.dialect.listen != nil && ctx.Err() == nil {
		_ = db.dialect.listen(ctx, db.read, fn) // the next statement of somebody who needs it tells the trouble
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

// channel is the name under which programs announce.
const channel = "headwater"
