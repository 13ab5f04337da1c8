package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// The commands of whoever runs the program: they open the database beside the server.

type backupCmd struct {
	File string `arg:"" help:"Where to write; - is standard output. It must not exist yet."`
}

func (backupCmd) Help() string { return "Example:\n  headwater backup headwater-2026-11-09.jsonl" }

func (c *backupCmd) Run(p *program) (err error) {
	db, err := p.open()
	if err != nil {
		return err
	}
	defer db.Close()
	w := p.stdout
	if c.File != "-" {
		f, fault := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(fault, fs.ErrExist) {
			return okr.Fail(okr.Invalid, "file", c.File+" exists already. Choose another name; a backup never writes over one.")
		}
		if fault != nil {
			return fault
		}
		defer func() {
			if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
				err = errors.Join(err, os.Remove(c.File)) // half a backup is none
			}
		}()
		w = f
	}
	rows, err := db.Backup(p.ctx, w, okr.InstantOf(p.now()))
	if err == nil {
		fmt.Fprintf(p.stderr, "%d rows backed up\n", rows)
	}
	return err
}

type restoreCmd struct {
	File string `arg:"" help:"A file that backup wrote; - is standard input."`
}

func (restoreCmd) Help() string {
	return "Restores into an empty database, of either engine.\n\nExample:\n  HEADWATER_DATABASE=postgres://headwater@db/headwater headwater restore headwater-2026-11-09.jsonl"
}

func (c *restoreCmd) Run(p *program) error {
	r := p.stdin
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return err
		}
		defer f.Close()
		r = f
	}
	return p.migrated(func(db *store.DB, _ *app.App) error {
		rows, err := db.Restore(p.ctx, io.Reader(r))
		if err == nil {
			fmt.Fprintf(p.stdout, "%d rows restored\n", rows)
		}
		return err
	})
}

// migrated opens the database, brings its schema up to date, and calls fn.
func (p *program) migrated(fn func(*store.DB, *app.App) error) error {
	db, err := p.open()
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.Migrate(p.ctx); err != nil {
		return err
	}
	return fn(db, app.New(db, p.now))
}

// A doctorCmd looks for what is wrong with an installation.
type doctorCmd struct{}

func (doctorCmd) Help() string {
	return "Checks that the database can be opened, written and is whole, and that a SQLite file is for nobody else to read.\n\nExample:\n  headwater doctor"
}

func (doctorCmd) Run(p *program) error {
	db, err := p.open()
	if err != nil {
		return fmt.Errorf("the database cannot be opened: %w", err)
	}
	defer db.Close()
	has, wants, err := db.SchemaVersion(p.ctx)
	if err != nil {
		return fmt.Errorf("the schema cannot be read: %w", err)
	}
	fmt.Fprintf(p.stdout, "engine   %s\nschema   version %d of %d\n", db.Engine(), has, wants)
	if has < wants {
		fmt.Fprintln(p.stdout, "         run 'headwater migrate', or start the server, which does")
	}
	if err := db.Check(p.ctx); err != nil {
		return fmt.Errorf("the database is not whole: %w", err)
	}
	fmt.Fprintln(p.stdout, "whole    yes")
	for _, file := range db.Exposed() {
		fmt.Fprintf(p.stdout, "exposed  others on this machine may read %s: run 'chmod 600 %s'\n", file, file)
	}
	started := time.Now()
	if err := db.Ping(p.ctx); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "answers  in %s\n", time.Since(started).Round(10*time.Microsecond))
	return nil
}

// in is the organization that an operator's command works in.
type in struct {
	Org string `required:"" placeholder:"SLUG" help:"The organization: the first part of its URLs."`
}

// A userCmd founds organizations, invites people and lets them in again, with no browser and no mail server.
type userCmd struct {
	Owner  userOwnerCmd  `cmd:"" help:"Make an organization and its owner."`
	Invite userInviteCmd `cmd:"" help:"Make an invitation link."`
	Reset  userResetCmd  `cmd:"" help:"Make a link to choose a new password."`
	List   userListCmd   `cmd:"" help:"List the organization's people."`
}

type userOwnerCmd struct {
	Organization string `required:"" placeholder:"NAME" help:"What the organization is called."`
	Name         string `required:"" placeholder:"NAME" help:"What the owner is called."`
	TimeZone     string `placeholder:"ZONE" help:"Where the organization's days begin, for example Europe/Berlin; UTC unless given."`
	Email        string `arg:"" help:"What the owner signs in with."`
}

func (userOwnerCmd) Help() string {
	return "Does what the first visitor does on the set-up page, with no browser; also for a second organization in one database. " +
		"The password is the first line of standard input. Prints the organization's name in URLs.\n\n" +
		"Example:\n  headwater user owner --organization \"Acme Trams\" --name \"Ines Vogt\" ines@example.org < password"
}

func (c *userOwnerCmd) Run(p *program) error {
	password, err := bufio.NewReader(io.LimitReader(p.stdin, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return p.migrated(func(_ *store.DB, a *app.App) error {
		f, err := a.NewOrganization(p.ctx, app.SetUpInput{Organization: c.Organization, Name: c.Name, Email: c.Email, TimeZone: c.TimeZone,
			Password: strings.TrimRight(password, "\r\n"), Agent: "command line"})
		if err == nil {
			_, err = fmt.Fprintln(p.stdout, f.Organization.Slug)
		}
		return err
	})
}

// links are links for people, whole where it is known how they reach the server.
type links struct {
	URL string `conf:"HEADWATER_PUBLIC_URL" placeholder:"URL" help:"How people reach the server; links then begin with it."`
}

func (l links) to(path string) string { return strings.TrimSuffix(l.URL, "/") + path }

type userInviteCmd struct {
	in
	links
	Email string      `arg:"" help:"Whom to invite."`
	Role  okr.OrgRole `enum:"owner,ambassador,member,viewer" default:"member" help:"As what."`
}

func (userInviteCmd) Help() string {
	return "Example:\n  headwater user invite --org acme --role ambassador selma@example.org"
}

func (c *userInviteCmd) Run(p *program) error {
	return p.operate(c.Org, "", func(a *app.App, actor app.Actor) error {
		list, err := a.Invite(p.ctx, actor, app.InviteInput{Emails: []string{c.Email}, Role: c.Role})
		if err != nil {
			return err
		}
		for _, i := range list {
			if i.Secret == "" {
				fmt.Fprintln(p.stdout, i.Email, "is a member already")
				continue
			}
			fmt.Fprintln(p.stdout, c.to("/link/invite/"+i.Secret))
		}
		return nil
	})
}

type userResetCmd struct {
	in
	links
	Email string `arg:"" help:"Who has forgotten the password."`
}

func (userResetCmd) Help() string {
	return "Example:\n  headwater user reset --org acme ines@example.org"
}

func (c *userResetCmd) Run(p *program) error {
	return p.operate(c.Org, "", func(a *app.App, actor app.Actor) error {
		found, err := a.FindMembers(p.ctx, actor, app.MemberQuery{Text: c.Email, Limit: app.MaxPage})
		if err != nil {
			return err
		}
		for _, m := range found.Members {
			if m.Email != c.Email {
				continue
			}
			link, err := a.ResetLink(p.ctx, actor, m.ID)
			if err == nil {
				fmt.Fprintln(p.stdout, c.to("/link/reset/"+link.Secret))
			}
			return err
		}
		return okr.Fail(okr.NotFound, "email", "Nobody in this organization has this e-mail.")
	})
}

type userListCmd struct{ in }

func (userListCmd) Help() string { return "Example:\n  headwater user list --org acme" }

func (c *userListCmd) Run(p *program) error {
	return p.operate(c.Org, "", func(a *app.App, actor app.Actor) error {
		q := app.MemberQuery{Deactivated: true, Limit: app.MaxPage}
		for {
			list, err := a.FindMembers(p.ctx, actor, q)
			if err != nil {
				return err
			}
			for _, m := range list.Members {
				state := string(m.Role)
				if m.Deactivated != 0 {
					state = "deactivated"
				}
				fmt.Fprintf(p.stdout, "%-12s %s <%s>\n", state, m.Name, m.Email)
			}
			if q.Cursor = list.Next; q.Cursor == "" {
				return nil
			}
		}
	})
}

// A tokenCmd makes a token for somebody, for scripts that have no browser.
type tokenCmd struct {
	in
	Email string `arg:"" help:"Whose token it is."`
	Name  string `default:"command line" help:"What it is for."`
	Scope string `enum:"read,write,admin" default:"write" help:"What it may."`
}

func (tokenCmd) Help() string {
	return "Example:\n  export HEADWATER_TOKEN=$(headwater token --org acme ines@example.org)"
}

func (c *tokenCmd) Run(p *program) error {
	return p.operate(c.Org, c.Email, func(a *app.App, actor app.Actor) error {
		t, err := a.NewToken(p.ctx, actor, app.NewTokenInput{Name: c.Name, Scope: c.Scope})
		if err == nil {
			_, err = fmt.Fprintln(p.stdout, t.Secret)
		}
		return err
	})
}

// operate calls fn as the operator of an organization, or as the member with this e-mail.
func (p *program) operate(org, email string, fn func(*app.App, app.Actor) error) error {
	return p.migrated(func(_ *store.DB, a *app.App) error {
		actor, err := a.Operator(p.ctx, org, email)
		if err != nil {
			return err
		}
		return fn(a, actor)
	})
}
