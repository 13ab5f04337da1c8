package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/api"
	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/job"
	"github.com/headwater-okr/headwater/internal/live"
	"github.com/headwater-okr/headwater/internal/notify/mail"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/outgoing"
	"github.com/headwater-okr/headwater/internal/receiver"
	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/web"
)

// A serveCmd serves until it is told to stop, then lets open requests end.
type serveCmd struct {
	Addr    string `conf:"HEADWATER_ADDR" default:"localhost:8080" placeholder:"HOST:PORT" help:"Where to listen."`
	URL     string `conf:"HEADWATER_PUBLIC_URL" placeholder:"URL" help:"How people reach it, for links in mails; https switches secure cookies on."`
	Proxies string `conf:"HEADWATER_TRUSTED_PROXIES" name:"trusted-proxies" default:"127.0.0.0/8,::1/128" placeholder:"NETWORKS" help:"Where the proxies before it are: what they say of whom they pass on is believed, and so that sign-ins are counted for each reader and not for all; those of this machine unless given."`
	SMTP    string `conf:"HEADWATER_SMTP_URL" placeholder:"URL" help:"A mail server for invitations and new passwords, smtp://user:password@host:587 or smtps://…; without one their links are shown to whoever makes them."`
	Private string `conf:"HEADWATER_ALLOW_PRIVATE" name:"allow-private" placeholder:"NETWORKS" help:"Private networks and addresses that mirrors may read and channels may post to, for example 10.0.0.0/8; none unless given."`
	Replies string `conf:"HEADWATER_REPLY_TO" name:"reply-to" placeholder:"ADDRESS" help:"The mailbox that answers to mails go to and 'headwater receive' or the listener reads, checkin@replies.example; without one mails cannot be answered."`
	Listen  string `conf:"HEADWATER_SMTP_LISTEN" name:"smtp-listen" placeholder:"HOST:PORT" help:"Where to take answers by SMTP, for example :2525; nowhere unless given."`
	Cert    string `conf:"HEADWATER_SMTP_CERT" name:"smtp-cert" placeholder:"FILE" help:"A certificate for the listener with those that lead to its root, PEM; then it offers STARTTLS."`
	CertKey string `conf:"HEADWATER_SMTP_CERT_KEY" name:"smtp-cert-key" placeholder:"FILE" help:"The key of that certificate, PEM. Both are read anew for each connection, so that they can be renewed."`
	From    string `conf:"HEADWATER_MAIL_FROM" name:"mail-from" placeholder:"ADDRESS" help:"Whom mails are from; headwater@ the host of the public URL unless given."`
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
	keys, err := p.keys()
	if err != nil {
		return err
	}
	return p.serve(c, db, app.New(db, p.now).WithKeys(keys), nil, nil)
}

// open opens the configured database.
func (p *program) open() (*store.DB, error) { return store.Open(p.ctx, p.config.Database) }

// serve runs the server over a migrated database; ready is called with the address once it listens.
func (p *program) serve(c *serveCmd, db *store.DB, a *app.App, demo *example, ready func(addr string)) error {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(50) // what a server holds is small beside what its pages come and go with: collecting sooner halves that for little
	}
	tools, err := newSources(c.Private, p.now)
	if err != nil {
		return err
	}
	sender, err := c.mail(p, demo != nil)
	if err != nil {
		return err
	}
	out, err := newSender(c.Private, p.now, sender)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; choose another address with --addr", c.Addr, err)
	}
	address := c.URL
	if demo != nil {
		address = cmp.Or(address, local(listener.Addr().String()))
	}
	if a, err = a.WithSources(tools).WithSender(out, address).WithReplies(c.Replies); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(p.ctx)
	defer cancel()
	mux := http.NewServeMux()
	mux.Handle("/api/", api.Handler(api.Options{App: a, Version: version, Log: p.log}))
	hub := live.New(ctx, live.Options{Tail: a.Tail, Now: a.Now, Overlap: app.TailOverlap, Log: p.log, Announce: db.Announce})
	go db.Announced(ctx, hub.Heard)
	proxies, err := c.proxies()
	if err != nil {
		return err
	}
	pages := web.Options{App: a, Live: hub, Proxies: proxies, Secure: strings.HasPrefix(c.URL, "https:"), Version: version, Log: p.log, URL: strings.TrimSuffix(c.URL, "/")}
	moved := func() <-chan struct{} { return nil }
	if demo != nil {
		pages.Demo, pages.Move, moved = demo.signIn, demo.clock.Move, demo.clock.Moved
		go demo.clock.Watch(ctx)
	}
	posted := make(chan struct{})
	if sender != nil {
		pages.Mail = func(to, subject, text string) { sender.Send(mail.Message{To: to, Subject: subject, Text: text}) }
		go func() { sender.Run(ctx); close(posted) }()
	} else {
		close(posted)
	}
	mux.Handle("/", web.Handler(pages))
	m := newMetrics(a, hub, db)
	mux.Handle("GET /metrics", m.handler())
	received, err := c.receive(ctx, p, a)
	if err != nil {
		return err
	}
	still, tick := &rest{take: debug.FreeOSMemory}, time.NewTicker(time.Second)
	defer tick.Stop()
	go still.run(ctx, tick.C)
	server := &http.Server{
		Handler:           still.watch(m.watch(mux)),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       60 * time.Second,
		IdleTimeout:       120 * time.Second,
		MaxHeaderBytes:    64 << 10,
		BaseContext:       func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	idle := make(chan struct{})
	go func() {
		job.New(job.Options{App: a, Log: p.log, Done: m.jobDone, Moved: moved}, job.All(a)...).Run(ctx)
		close(idle)
	}()
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
	err = server.Shutdown(ctx)
	for _, ended := range []<-chan struct{}{posted, received, idle} {
		select {
		case <-ended:
		case <-ctx.Done(): // a mail server that does not answer, or a job that does not listen: its lease ends by itself
		}
	}
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// proxies are those whose X-Forwarded-For is believed. Unless told, these are the ones on the same machine, where nobody else connects from. Private
// networks are not among them: where readers sit in one, each of them could write another address for every guess.
func (c *serveCmd) proxies() ([]netip.Prefix, error) {
	list, err := outgoing.Ranges(c.Proxies)
	if err != nil {
		return nil, okr.Fail(okr.Invalid, "HEADWATER_TRUSTED_PROXIES", "Write networks and addresses, for example 10.0.0.0/8, 192.168.1.7.")
	}
	return list, nil
}

// mail is the sender of mails, nil without a mail server. An example's people have no mailboxes: it mails to a catcher on the same machine at most.
func (c *serveCmd) mail(p *program, demo bool) (*mail.Sender, error) {
	public, err := url.Parse(c.URL)
	if c.URL != "" && (err != nil || public.Host == "" || public.Scheme != "http" && public.Scheme != "https") {
		return nil, okr.Fail(okr.Invalid, "HEADWATER_PUBLIC_URL", "Write the address with its scheme, for example https://okr.example.org.")
	}
	if c.SMTP == "" || demo && !onThisMachine(c.SMTP) {
		return nil, nil
	}
	if c.URL == "" { // what a request says of its host may be written by anybody, and must not come into a mail
		return nil, okr.Fail(okr.Invalid, "HEADWATER_PUBLIC_URL", "Mails hold links: say how people reach Headwater, for example https://okr.example.org.")
	}
	sender, err := mail.New(c.SMTP, cmp.Or(c.From, "Headwater <headwater@"+public.Hostname()+">"), p.log)
	if err != nil {
		return nil, okr.Fail(okr.Invalid, "HEADWATER_SMTP_URL", err.Error())
	}
	return sender, nil
}

// receive takes answers to mails by SMTP, if it is told where, until ctx ends. What it returns is closed then.
func (c *serveCmd) receive(ctx context.Context, p *program, a *app.App) (<-chan struct{}, error) {
	ended := make(chan struct{})
	if c.Listen == "" {
		close(ended)
		return ended, nil
	}
	if c.Replies == "" {
		return nil, okr.Fail(okr.Invalid, "HEADWATER_REPLY_TO", "The listener takes answers to mails: say which mailbox they go to, for example checkin@replies.example.")
	}
	secure, err := c.startTLS()
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w; choose another address with --smtp-listen", c.Listen, err)
	}
	_, host, _ := strings.Cut(c.Replies, "@")
	take := func(ctx context.Context, address string, mail []byte) error {
		r, err := a.Receive(ctx, address, mail)
		if err == nil {
			p.log.Info("mail", "what", r.What)
		} else if okr.FaultsOf(err) == nil {
			p.log.Error("mail not taken", "err", err)
		}
		return err
	}
	p.log.Info("taking mail", "smtp", l.Addr().String())
	go func() {
		defer close(ended)
		if err := receiver.Serve(ctx, l, receiver.Options{Host: host, Good: a.TakesMail, Take: take, TLS: secure, Log: p.log}); err != nil {
			p.log.Error("no mail is taken any more", "err", err)
		}
	}()
	return ended, nil
}

// startTLS is how the listener encrypts, nil without a certificate.
func (c *serveCmd) startTLS() (*tls.Config, error) {
	if c.Cert == "" && c.CertKey == "" {
		return nil, nil
	}
	read := func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		cert, err := tls.LoadX509KeyPair(c.Cert, c.CertKey)
		return &cert, err
	}
	if _, err := read(nil); err != nil {
		return nil, okr.Fail(okr.Invalid, "HEADWATER_SMTP_CERT", "The certificate and its key cannot be read: "+err.Error()+".")
	}
	return &tls.Config{GetCertificate: read, MinVersion: tls.VersionTLS12}, nil
}

func onThisMachine(server string) bool {
	u, err := url.Parse(server)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
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
