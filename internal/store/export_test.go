package store

import (
	"context"
	"database/sql"
)

// Pools are the database's connections, so that tests can look at each.
func (db *DB) Pools() (read, write *sql.DB) { return db.read, db.write }

// Down takes the schema back to a version, 0 is nothing.
func (db *DB) Down(ctx context.Context, version int64) error {
	p, err := db.provider()
	if err != nil {
		return err
	}
	_, err = p.DownTo(ctx, version)
	return err
}
