// Package source reads work from where it lives: Jira, GitHub, GitLab, Linear and CSV files.
//
// It exists so that nothing else knows how another tool answers. It reads and never writes there. Everything is given in batches, in the words of okr;
// what an item means here is decided above. An error that is an okr.Error can be shown to people, and with Wait says when to come again. It imports
// okr, document for what files hold, and the client that refuses addresses which are nobody's business; it keeps nothing.
package source

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Source is one place in another tool.
type Source interface {
	// Read gives what has changed since the reading that returned cursor, or all of it with whole or the cursor "", to give, in batches. An item may be
	// given twice. It returns the cursor for the next reading, and whether all was given: then whatever was not is gone. After an error the old cursor
	// holds, and what was given is right.
	Read(ctx context.Context, cursor string, whole bool, give func([]okr.OutsideItem) error) (next string, all bool, err error)

	// One reads one item again. What is not there, or not there any more, is given as gone.
	One(ctx context.Context, external string) (okr.OutsideItem, error)

	// Sample reads a first batch: whether token and place are right, and what there is.
	Sample(ctx context.Context) ([]okr.OutsideItem, error)
}

// A Config says which place to read, and how.
type Config struct {
	Mirror okr.Mirror
	Token  string
	Client *http.Client // outgoing.Client, so that no mirror reaches what only this machine reaches
	Now    func() time.Time
	Sleep  func(context.Context, time.Duration) error // nil waits in real time
	Bound  time.Duration                              // of one request; 0 is half a minute
}

// Open returns the source of a mirror. It connects to nothing yet.
func Open(c Config) (Source, error) {
	info := c.Mirror.Kind.Info()
	base, err := url.Parse(strings.TrimRight(cmp.Or(c.Mirror.Base, info.Base), "/"))
	if err != nil || c.Mirror.Kind != okr.MirrorCSV && base.Host == "" {
		return nil, okr.Fail(okr.Invalid, "base_url", "Write a web address that begins with https://.")
	}
	f := &fetcher{name: info.Name, client: c.Client, base: base, now: c.Now, sleep: c.Sleep, token: c.Token, bound: cmp.Or(c.Bound, 30*time.Second)}
	if f.sleep == nil {
		f.sleep = sleep
	}
	place := strings.TrimSpace(c.Mirror.Place)
	switch c.Mirror.Kind {
	case okr.MirrorJira, okr.MirrorJiraServer:
		return newJira(f, c.Mirror.Kind == okr.MirrorJira, c.Mirror.User, place, fieldNames(c.Mirror)), nil
	case okr.MirrorGitHub:
		return newGitHub(f, place)
	case okr.MirrorGitHubProject:
		return newGitHubProject(f, place)
	case okr.MirrorGitLab:
		return newGitLab(f, place)
	case okr.MirrorLinear:
		return newLinear(f, place), nil
	case okr.MirrorCSV:
		return newCSV(f, c.Mirror.Base), nil
	}
	return nil, okr.Fail(okr.Invalid, "kind", "Choose one of the tools in the list.")
}

// fieldNames are the tool's fields that the mirror's rules look at.
func fieldNames(m okr.Mirror) (out []string) {
	for _, r := range m.Rules {
		if r.By == okr.ByField {
			out = append(out, r.Field)
		}
	}
	return out
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// A cursor is where a reading goes on: what changed since, and what a cache would send to learn that nothing did.
type cursor struct {
	Since time.Time `json:"since,omitzero"`
	ETag  string    `json:"etag,omitempty"`
	URL   string    `json:"url,omitempty"` // that the tag is of
}

// cursorOf reads a cursor; one that cannot be read begins anew.
func cursorOf(s string, whole bool) (c cursor) {
	if whole || s == "" || json.Unmarshal([]byte(s), &c) != nil {
		return cursor{}
	}
	return c
}

func (c cursor) String() string {
	b, err := json.Marshal(c)
	if err != nil { // a time beyond the year 9999
		return ""
	}
	return string(b)
}

// seen moves the cursor to the latest change that was read.
func (c *cursor) seen(t time.Time) {
	if t.After(c.Since) {
		c.Since = t
	}
}

// overlap is how far the clock of a tool may be behind ours.
const overlap = 5 * time.Minute

// began takes the cursor back to when the reading began, from wherever the one before had left it. Pages are of different moments: what changed on an
// early one while a later one was read would otherwise lie before the latest change that was seen, and not be asked for again.
func (c *cursor) began(at, before time.Time) {
	if at = at.Add(-overlap); at.Before(before) {
		at = before
	}
	if c.Since.After(at) {
		c.Since = at
	}
}

// gone is an item that is not there.
func gone(external string) okr.OutsideItem { return okr.OutsideItem{External: external, Gone: true} }

// dayOf is the day of a time that may be missing.
func dayOf(t time.Time) okr.Date {
	if t.IsZero() {
		return ""
	}
	return okr.DateOf(t.UTC())
}

// day reads a day that a tool wrote; what is none is "".
func day(s string) okr.Date {
	if len(s) > 10 {
		s = s[:10]
	}
	d, err := okr.ParseDate("", s)
	if err != nil {
		return ""
	}
	return d
}

// put adds a field that has a value.
func put(fields map[string]string, name, value string) {
	if value = strings.TrimSpace(value); value != "" && name != "" {
		fields[name] = value
	}
}

// first stops a reading after its first batch.
type first struct{ items []okr.OutsideItem }

type stop struct{}

func (stop) Error() string { return "enough" }

func (f *first) give(list []okr.OutsideItem) error {
	if f.items = append(f.items, list...); len(f.items) > 0 {
		return stop{}
	}
	return nil
}

// sample is the first batch of what read gives.
func sample(ctx context.Context, s Source) ([]okr.OutsideItem, error) {
	var f first
	_, _, err := s.Read(ctx, "", true, f.give)
	if err == (stop{}) {
		err = nil
	}
	return f.items, err
}
