package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/headwater-okr/headwater/internal/api"
	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/live"
	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/web"
)

// A serveCmd serves until it is told to stop, then lets open requests end.
type serveCmd struct {
	Addr string `conf:"HEADWATER_ADDR" default:"localhost:8080" placeholder:"HOST:PORT" help:"Where to listen."`
	URL  string `conf:"HEADWATER_PUBLIC_URL" placeholder:"URL" help:"How people reach it, for links in mails; https switches secure cookies on."`
}

func (serveCmd) Help() string {
	return "Opens the database, makes it if it is not there, and brings its schema up to date.\n\nExample:\n  headwater serve --database okr.db --addr :8080"
}

func (c *serveCmd) Run(p *program) error {
	db, err := p.open()
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.Migrate(p.ctx); err != nil {
		return err
	}
	return p.serve(c, db, app.New(db, p.now), "", nil)
}

// open opens the configured database.
func (p *program) open() (*store.DB, error) { return store.Open(p.ctx, p.config.Database) }

// serve runs the server over a migrated database; ready is called with the address once it listens.
func (p *program) serve(c *serveCmd, db *store.DB, a *app.App, demo string, ready func(addr string)) error {
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; choose another address with --addr", c.Addr, err)
	}
	ctx, cancel := context.WithCancel(p.ctx)
	defer cancel()
	mux := http.NewServeMux()
	mux.Handle("/api/", api.Handler(api.Options{App: a, Version: version, Log: p.log}))
	hub := live.New(ctx, live.Options{Tail: a.Tail, Now: a.Now, Overlap: app.TailOverlap, Log: p.log})
	mux.Handle("/", web.Handler(web.Options{App: a, Live: hub, Demo: demo, Secure: len(c.URL) > 5 && c.URL[:6] == "https:", Version: version, Log: p.log, URL: c.URL}))
	m := newMetrics(a, hub, db)
	mux.Handle("GET /metrics", m.handler())
	server := &http.Server{
		Handler:           m.watch(mux),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       60 * time.Second,
		IdleTimeout:       120 * time.Second,
		MaxHeaderBytes:    64 << 10,
		BaseContext:       func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	go keep(ctx, a, p.log)
	go learn(ctx, a, p.log)
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	p.log.Info("listening", "addr", listener.Addr().String(), "engine", db.Engine(), "version", version)
	if ready != nil {
		ready(listener.Addr().String())
	}
	select {
	case err := <-done:
		return err
	case <-p.ctx.Done():
	}
	cancel()
	ctx, stop := context.WithTimeout(context.WithoutCancel(p.ctx), 10*time.Second)
	defer stop()
	if err := server.Shutdown(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

type migrateCmd struct{}

func (migrateCmd) Help() string { return "Example:\n  headwater migrate --database okr.db" }

func (migrateCmd) Run(p *program) error {
	db, err := p.open()
	if err != nil {
		return err
	}
	defer db.Close()
	steps, err := db.Migrate(p.ctx)
	if err != nil {
		return err
	}
	has, wants, err := db.SchemaVersion(p.ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "%d steps taken; the schema is at version %d of %d\n", steps, has, wants)
	return err
}
