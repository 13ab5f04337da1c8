package main

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/demo"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/seal"
	"github.com/headwater-okr/headwater/internal/store"
)

// A demoCmd seeds an example organization and serves it.
type demoCmd struct {
	serveCmd
	Today string `placeholder:"YYYY-MM-DD" help:"The day on which the example stands in week 7 of 13. Today if not given."`
	File  string `default:".cache/demo.db" placeholder:"FILE" help:"Where the example's database is; it is made anew, unless it is on a server. HEADWATER_DATABASE is left alone."`
	Clock string `placeholder:"FILE" help:"Where it stands how far the clock was moved; programs that serve one example share it. FILE.clock beside the database unless given."`
	Keep  bool   `help:"Keep the database of the last time if there is one."`
	Empty bool   `help:"Without Pannier: the first visitor sets up an organization, and its clock can be moved."`
	Seed  bool   `help:"Only seed; do not serve."`
}

func (demoCmd) Help() string { return "Example:\n  headwater demo --addr localhost:9000" }

func (c *demoCmd) Run(p *program) error {
	today, err := okr.ParseDate("today", c.Today)
	if err != nil {
		return err
	}
	if today == "" {
		today = okr.DateOf(p.now())
	}
	if p.config.Database != cmp.Or(p.env["HEADWATER_DATABASE"], "headwater.db") {
		return okr.Fail(okr.Invalid, "database", "The example has a database of its own: name its file or address by --file.")
	}
	onServer := strings.Contains(c.File, "://")
	if onServer && (!c.Keep || c.Clock == "") {
		return okr.Fail(okr.Invalid, "file", "A database on a server is not made anew: add --keep, and name a file for the clock with --clock.")
	}
	c.Clock = cmp.Or(c.Clock, c.File+".clock")
	if !c.Keep {
		for _, f := range []string{c.File, c.File + "-wal", c.File + "-shm", c.File + ".key", c.Clock} {
			if err := os.Remove(f); err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
		}
	}
	keys := keysBeside(c.File)
	if onServer {
		if keys, err = p.keys(); err != nil {
			return err
		}
	} else if err := os.MkdirAll(filepath.Dir(c.File), 0o700); err != nil {
		return err
	}
	db, err := store.Open(p.ctx, c.File)
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.Migrate(p.ctx); err != nil {
		return err
	}
	// The example lives on its own day: the clock goes on from its morning, so that --today gives the same pages on any day.
	clock := newMovingClock(today.Time().Add(10*time.Hour), p.now, c.Clock)
	jobs, err := db.Jobs(p.ctx)
	if err != nil {
		return err
	}
	for _, j := range jobs { // of an example that is kept
		clock.notBefore(max(j.Started, j.Ended).Time())
	}
	a := app.New(db, clock.Now).WithKeys(keys)
	if c.Empty {
		return p.serve(&c.serveCmd, db, a, &example{signIn: "The clock of this organization can be moved in the settings.", clock: clock}, nil)
	}
	if err := c.seed(p, db, a, today, keys); err != nil || c.Seed {
		return err
	}
	signIn := fmt.Sprintf("This is an example. Sign in as %s with the password: %s", demo.Email, demo.Password)
	return p.serve(&c.serveCmd, db, a, &example{signIn: signIn, clock: clock}, func(addr string) {
		fmt.Fprintf(p.stdout, "\nPannier is ready at %s\n\n  e-mail    %s\n  password  %s\n\nEverybody at Pannier has this password; ruben@ leads the company, selma@ runs the programme.\nStop with Ctrl C.\n", local(addr), demo.Email, demo.Password)
	})
}

func (c *demoCmd) seed(p *program, db *store.DB, a *app.App, today okr.Date, keys *seal.Ring) error {
	empty, err := a.Empty(p.ctx)
	if err != nil || !empty {
		return err
	}
	fmt.Fprintln(p.stdout, "Writing a year of Pannier…")
	return demo.Seed(p.ctx, today, func(now func() time.Time, newID func() string) *app.App {
		return app.New(db, now).WithIDs(newID).WithSources(sources{}).WithKeys(keys)
	})
}

// local is the URL at which a browser on this machine finds a listener's address.
func local(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "http://" + addr
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() || ip.IsLoopback() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}
