package main

import (
	"fmt"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/seal"
	"github.com/headwater-okr/headwater/internal/store"
)

// A keyCmd looks after the key that secrets of other tools are sealed with.
type keyCmd struct {
	New    keyNewCmd    `cmd:"" help:"Print a new key, for HEADWATER_KEY."`
	Rotate keyRotateCmd `cmd:"" help:"Seal every secret with a new key."`
}

type keyNewCmd struct{}

func (keyNewCmd) Help() string {
	return "Tokens of other tools are kept sealed with a key that is never in the database or its backup. Beside a SQLite file the key is made when it is first needed, " +
		"in a file of the same name with .key behind it. For PostgreSQL, or to keep it elsewhere, set HEADWATER_KEY. Keep a copy away from the backups.\n\nExample:\n  export HEADWATER_KEY=$(headwater key new)"
}

func (keyNewCmd) Run(p *program) error {
	_, err := fmt.Fprintln(p.stdout, seal.NewKey())
	return err
}

type keyRotateCmd struct{}

func (keyRotateCmd) Help() string {
	return "Beside a SQLite file it makes a new key, seals every secret with it and forgets the old one; a server that runs meanwhile goes on. With HEADWATER_KEY, first put the new key before the " +
		"old one, separated by a comma, and start the servers again; then rotate; then take the old key away.\n\nExample:\n  headwater key rotate"
}

func (keyRotateCmd) Run(p *program) error {
	keys, err := p.keys()
	if err != nil {
		return err
	}
	return p.migrated(func(_ *store.DB, a *app.App) error {
		if err := keys.Rotate(); err != nil {
			return err
		}
		done, lost, err := a.WithKeys(keys).Reseal(p.ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "%d secrets sealed with the new key\n", done)
		if lost > 0 {
			return okr.Fail(okr.Conflict, "", fmt.Sprintf("%d secrets could not be opened, because their key is missing. They are as they were, and the old keys are kept. Put their tokens in again.", lost))
		}
		return keys.Forget()
	})
}

// keys are the keys that are configured: those in HEADWATER_KEY, else those in the file beside a SQLite database.
func (p *program) keys() (*seal.Ring, error) {
	if p.config.Key != "" {
		keys, err := seal.Given(p.config.Key)
		if err != nil {
			return nil, okr.Fail(okr.Invalid, "HEADWATER_KEY", "This is no key. Print one with 'headwater key new'.")
		}
		return keys, nil
	}
	return keysBeside(p.config.Database), nil
}

// keysBeside are the keys in the file beside a database; a database on a server has none.
func keysBeside(database string) *seal.Ring {
	if strings.Contains(database, "://") {
		none, _ := seal.Given("") // no key is not a wrong one
		return none
	}
	return seal.In(strings.TrimPrefix(database, "sqlite:") + ".key")
}
