package store

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the schema to this program's version and says how many steps it took.
func (db *DB) Migrate(ctx context.Context) (steps int, err error) {
	p, err := db.provider()
	if err != nil {
		return 0, err
	}
	done, err := p.Up(ctx)
	if err != nil {
		return len(done), db.dialect.told(fmt.Errorf("migrate the database: %w", err))
	}
	return len(done), nil
}

// SchemaVersion says which version the database has, and which this program wants.
func (db *DB) SchemaVersion(ctx context.Context) (has, wants int64, err error) {
	p, err := db.provider()
	if err != nil {
		return 0, 0, err
	}
	has, wants, err = p.GetVersions(ctx)
	return has, wants, db.dialect.told(err)
}

func (db *DB) provider() (*goose.Provider, error) {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	steps := goose.WithGoMigrations(answeredReady)
	if db.dialect.name != postgres.name {
		return goose.NewProvider(goose.DialectSQLite3, db.write, dir, steps) // one connection writes, and holds the others off
	}
	turn, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 600)) // of a second each: replicas that start together wait for the first
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db.write, dir, steps, goose.WithSessionLocker(turn))
}

// MigrationsHash is the same for two programs that migrate to the same tables by the same steps: 16 hexadecimal digits.
func MigrationsHash() (string, error) {
	hash := sha256.New()
	err := fs.WalkDir(migrations, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := migrations.ReadFile(path)
		fmt.Fprintf(hash, "%s %d\n%s", path, len(text), text)
		return err
	})
	return hex.EncodeToString(hash.Sum(nil)[:8]), err
}
