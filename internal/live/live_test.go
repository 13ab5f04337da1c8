package live

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A book is a log that a test writes.
type book struct {
	mu    sync.Mutex
	rows  []okr.Changed
	reads int
	fault error
}

func (b *book) write(rows ...okr.Changed) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rows = append(b.rows, rows...)
}

func (b *book) tail(_ context.Context, org string, since okr.Instant, seen func(string) bool) ([]okr.Changed, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.reads++
	if b.fault != nil {
		return nil, b.fault
	}
	var out []okr.Changed
	for _, r := range b.rows {
		if org == "acme" && r.Recorded >= since && !seen(r.EventID) {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(x, y okr.Changed) int { return int(x.Recorded - y.Recorded) })
	return out, nil
}

func now() okr.Instant { return okr.InstantOf(time.Now()) }

func changed(event, id string) okr.Changed {
	return okr.Changed{EventID: event, Recorded: now(), Thing: okr.ThingKeyResult, ID: id, ObjectiveID: "o-" + id}
}

// A browser is what a stream writes to.
type browser struct {
	header http.Header
	mu     sync.Mutex
	text   strings.Builder
	gone   bool
}

func (b *browser) Header() http.Header { return b.header }
func (b *browser) WriteHeader(int)     {}
func (b *browser) Flush()              {}
func (b *browser) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.gone {
		return 0, errors.New("gone")
	}
	return b.text.Write(p)
}

// heard are the data of the messages so far.
func (b *browser) heard() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []string
	for line := range strings.Lines(b.text.String()) {
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			out = append(out, strings.TrimSpace(data))
		}
	}
	return out
}

// open opens a stream; stop ends it and waits for it.
func open(t *testing.T, h *Hub, org, last string, sees ...string) (b *browser, stop func() error) {
	ctx, cancel := context.WithCancel(t.Context())
	r := httptest.NewRequestWithContext(ctx, "GET", "/live", nil)
	r.Header.Set("Last-Event-ID", last)
	b = &browser{header: http.Header{}}
	done := make(chan error, 1)
	go func() {
		done <- h.Serve(b, r, org, func(_ context.Context, ids []string) (map[string]bool, error) {
			out := map[string]bool{}
			for _, id := range ids {
				out[id] = slices.Contains(sees, id)
			}
			return out, nil
		})
	}()
	synctest.Wait()
	return b, func() error { cancel(); return <-done }
}

func hub(t *testing.T, b *book) (*Hub, context.CancelFunc) {
	ctx, cancel := context.WithCancel(t.Context())
	return New(ctx, Options{Tail: b.tail, Now: now, Overlap: 5 * time.Second}), cancel
}

// pass lets time pass.
func pass(d time.Duration) { time.Sleep(d); synctest.Wait() }

func TestEachChangeIsToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &book{}
		h, end := hub(t, log)
		defer end()
		log.write(changed("e0", "long ago"))
		pass(time.Minute)
		one, stopOne := open(t, h, "acme", "")
		two, stopTwo := open(t, h, "acme", "")
		other, stopOther := open(t, h, "zenith", "")

		log.write(changed("e1", "a"), changed("e1", "b"))
		late := changed("e2", "late")
		pass(400 * time.Millisecond)
		want := []string{`["a","o-a","b","o-b"]`}
		if diff := cmp.Diff(want, one.heard()); diff != "" {
			t.Errorf("within a second (-want +got):\n%s", diff)
		}
		pass(4 * time.Second)
		log.write(late) // it was stamped before, and committed only now
		pass(time.Second)
		log.write(changed("e3", "c"))
		pass(20 * time.Second)
		want = append(want, `["late","o-late"]`, `["c","o-c"]`)
		for _, b := range []*browser{one, two} {
			if diff := cmp.Diff(want, b.heard()); diff != "" {
				t.Errorf("in the end (-want +got):\n%s", diff)
			}
		}
		if got := other.heard(); got != nil {
			t.Errorf("another organization heard %v", got)
		}
		if got := one.header.Get("Content-Type"); got != "text/event-stream" {
			t.Errorf("content type %q", got)
		}
		for _, stop := range []func() error{stopOne, stopTwo, stopOther} {
			if err := stop(); err != nil {
				t.Error(err)
			}
		}
		synctest.Wait()
		reads := log.reads
		pass(time.Minute)
		if log.reads != reads || len(h.orgs) != 0 {
			t.Errorf("nobody listens, and the log is read: %d times", log.reads-reads)
		}
	})
}

func TestPrivateIsToldToThoseWhoSeeIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &book{}
		h, end := hub(t, log)
		defer end()
		insider, stopInsider := open(t, h, "acme", "", "o-secret")
		outsider, stopOutsider := open(t, h, "acme", "")
		secret := changed("e1", "secret")
		secret.Private = true
		log.write(secret)
		pass(time.Second)
		secret = changed("e2", "secret")
		secret.Private = true
		log.write(secret, changed("e2", "open"))
		pass(time.Second)
		if diff := cmp.Diff([]string{`["secret","o-secret"]`, `["secret","o-secret","open","o-open"]`}, insider.heard()); diff != "" {
			t.Errorf("insider (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{`["open","o-open"]`}, outsider.heard()); diff != "" {
			t.Errorf("outsider (-want +got):\n%s", diff)
		}
		for _, stop := range []func() error{stopInsider, stopOutsider} {
			if err := stop(); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestResume(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &book{}
		h, end := hub(t, log)
		defer end()
		log.write(changed("e1", "a"))
		last := strconv.FormatInt(int64(now()), 10)
		pass(time.Minute)
		log.write(changed("e2", "b"))
		pass(time.Minute)
		log.write(changed("e3", "c"))
		for _, tt := range []struct {
			what, last string
			want       []string
		}{
			{"a new page hears what happened while it loaded", "", []string{`["c","o-c"]`}},
			{"one that comes back hears what it missed", last, []string{`["a","o-a","b","o-b","c","o-c"]`}},
			{"one that was long away hears that all may be new", strconv.FormatInt(int64(now())-3_600_000, 10), []string{`["*"]`}},
			{"one that says nonsense is new", "nonsense", []string{`["c","o-c"]`}},
		} {
			b, stop := open(t, h, "acme", tt.last)
			if diff := cmp.Diff(tt.want, b.heard()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.what, diff)
			}
			if err := stop(); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestManyChangesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &book{}
		h, end := hub(t, log)
		defer end()
		b, stop := open(t, h, "acme", "")
		var many []okr.Changed
		for i := range 4000 {
			many = append(many, changed("import", strconv.Itoa(i)))
		}
		log.write(many...)
		pass(time.Second)
		log.write(changed("e2", "a"))
		pass(time.Second)
		if diff := cmp.Diff([]string{`["*"]`, `["a","o-a"]`}, b.heard()); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestFaultsPass(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &book{}
		h, end := hub(t, log)
		defer end()
		b, stop := open(t, h, "acme", "")
		log.mu.Lock()
		log.fault = errors.New("the database is away")
		log.mu.Unlock()
		pass(time.Minute)
		log.write(changed("e1", "a"))
		pass(30 * time.Second) // longer than the overlap
		log.mu.Lock()
		log.fault = nil
		log.mu.Unlock()
		pass(10 * time.Second)
		if diff := cmp.Diff([]string{`["a","o-a"]`}, b.heard()); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
		b.mu.Lock()
		beats := strings.Count(b.text.String(), ": \n\n")
		b.gone = true
		b.mu.Unlock()
		if beats < 4 {
			t.Errorf("%d signs of life in 100 s, want one each 20 s", beats)
		}
		pass(30 * time.Second) // the next sign of life finds it gone
		if len(h.orgs) != 0 {
			t.Error("a browser that is gone still listens")
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

// Streams end with the program, and after a while by themselves, so that who listens is asked again.
func TestStreamsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, end := hub(t, &book{})
		_, _ = open(t, h, "acme", "")
		pass(maxAge + time.Second)
		if len(h.orgs) != 0 {
			t.Error("a stream lasts for ever")
		}
		_, _ = open(t, h, "acme", "")
		end()
		synctest.Wait()
		if len(h.orgs) != 0 {
			t.Error("a stream outlives the program")
		}
	})
}
