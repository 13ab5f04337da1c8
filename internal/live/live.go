// Package live tells browsers what changed: "objective X changed", never what stands in it.
//
// It exists so that a page can show what somebody else did within a second. It imports only okr of ours: how the log is read and who may see what
// are functions that it is given. It reads the log's tail once for all listeners of an organization, every Interval while there are
// any. Ids made in Go are not in the order of commits, so that it reads with an overlap and drops what it has seen.
package live

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Options are what a hub needs. Tail, Now and Overlap are required.
type Options struct {
	// Tail reads what changed in an organization since an instant, that instant included, without the events for which seen answers true.
	Tail func(ctx context.Context, orgID string, since okr.Instant, seen func(eventID string) bool) ([]okr.Changed, error)
	Now  func() okr.Instant // the clock that stamps events
	// Overlap is how long after its instant an event can appear.
	Overlap time.Duration
	Every   time.Duration // between two reads; 300 ms unless given
	Beat    time.Duration // between two signs of life to a browser; 20 s unless given
	Log     *slog.Logger
	// Announce tells the hubs of other programs on the same database, which take it by Heard; nil when there are none.
	Announce func(ctx context.Context, text string) error
}

// What a listener is told at most at once; beyond, it is told that anything may have changed.
const (
	maxPending = 500
	// Anything, in the place of ids, says that anything may have changed.
	Anything = "*"
	// A listener that comes back after longer than this is told that, too.
	maxResume = 10 * time.Minute
	// What happened between a page and its stream is read again.
	gap = 2 * time.Second
	// A stream ends after this, and the browser asks again: so that whoever has signed out or left hears no more.
	maxAge = 10 * time.Minute
	// A browser that takes longer to accept a message is gone.
	writeTimeout = 10 * time.Second
)

// A Hub tells listeners what changes. It is safe for concurrent use.
type Hub struct {
	Options
	ctx    context.Context
	name   string // no other hub's
	mu     sync.Mutex
	orgs   map[string]*feed
	edited map[string]map[string]*edited // by organization and thing
}

// New returns a hub that works until ctx ends.
func New(ctx context.Context, o Options) *Hub {
	if o.Every == 0 {
		o.Every = 300 * time.Millisecond
	}
	if o.Beat == 0 {
		o.Beat = 20 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Hub{Options: o, ctx: ctx, name: rand.Text(), orgs: map[string]*feed{}, edited: map[string]map[string]*edited{}}
}

// A feed is the listeners of one organization, for whom one goroutine reads.
type feed struct {
	listeners map[*listener]bool
	stop      context.CancelFunc
	ready     chan struct{} // closed once the log has been read: what comes later is told
}

// A listener is one stream. What waits for it is bounded: a slow one learns less, and holds nobody up.
type listener struct {
	mu      sync.Mutex
	pending []okr.Changed
	lost    bool            // more happened than pending may hold
	edited  map[string]bool // things of which it is to be told who is editing them, and whether they are private
	wake    chan struct{}   // holds one
}

func (l *listener) tell(list []okr.Changed) {
	l.mu.Lock()
	if l.lost || len(l.pending)+len(list) > maxPending {
		// The newest is kept, to know from where to resume.
		l.pending, l.lost = slices.Clone(list[len(list)-1:]), true
	} else {
		l.pending = append(l.pending, list...)
	}
	l.mu.Unlock()
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

func (l *listener) take() (list []okr.Changed, lost bool, edited map[string]bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	list, lost, edited = l.pending, l.lost, l.edited
	l.pending, l.lost, l.edited = nil, false, nil
	return list, lost, edited
}

// listen adds a listener to an organization; the first one starts the reading, the last one to leave ends it.
func (h *Hub) listen(org string) (l *listener, ready <-chan struct{}, leave func()) {
	l = &listener{wake: make(chan struct{}, 1)}
	h.mu.Lock()
	defer h.mu.Unlock()
	f := h.orgs[org]
	if f == nil {
		ctx, stop := context.WithCancel(h.ctx)
		f = &feed{listeners: map[*listener]bool{}, stop: stop, ready: make(chan struct{})}
		h.orgs[org] = f
		go h.read(ctx, org, f)
	}
	f.listeners[l] = true
	if n := len(h.edited[org]); n > 0 { // what has begun since the page was read
		l.edited = make(map[string]bool, n)
		for thing, x := range h.edited[org] {
			l.edited[thing] = x.private
		}
		l.wake <- struct{}{}
	}
	return l, f.ready, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(f.listeners, l)
		if len(f.listeners) == 0 {
			f.stop()
			delete(h.orgs, org)
		}
	}
}

// Streams is how many browsers listen now.
func (h *Hub) Streams() (n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, f := range h.orgs {
		n += len(f.listeners)
	}
	return n
}

// read follows the log of an organization until its last listener has left.
func (h *Hub) read(ctx context.Context, org string, f *feed) {
	seen := map[string]okr.Instant{}
	known := func(id string) bool { _, ok := seen[id]; return ok }
	good := h.Now() // when the log was last read
	wait, first := time.Duration(0), true
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		now := h.Now()
		since := good - okr.Instant(h.Overlap.Milliseconds())
		list, err := h.Tail(ctx, org, since, known)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			h.Log.Warn("live updates wait for the database", "error", err)
			wait = min(max(2*wait, h.Every), 5*time.Second)
		default:
			wait, good = h.Every, now
			for id, at := range seen {
				if at < since {
					delete(seen, id)
				}
			}
			for _, c := range list {
				seen[c.EventID] = c.Recorded
			}
			if first { // what it finds is from before anybody listened
				first = false
				close(f.ready)
			} else if len(list) > 0 {
				h.spread(f, list)
			}
		}
		timer.Reset(wait)
	}
}

func (h *Hub) spread(f *feed, list []okr.Changed) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range f.listeners {
		l.tell(list)
	}
}

// Sees answers which of some objectives a listener may see.
type Sees func(ctx context.Context, objectiveIDs []string) (map[string]bool, error)

// Serve streams to a browser what changes in an organization, until either side ends it, as server-sent events of the kind "changed" whose data is a
// list of ids of things and of their objectives, and of the kind "editing": an objective's id, and who is editing it. What is private is told to those who may see it when it is told. A browser that comes back gets
// what it missed.
func (h *Hub) Serve(w http.ResponseWriter, r *http.Request, org string, sees Sees) error {
	out := &stream{w: w, rc: http.NewResponseController(w), sees: sees, ctx: r.Context()}
	_ = out.rc.SetReadDeadline(time.Time{}) // the server's is for requests that end; not every writer knows of deadlines
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	l, ready, leave := h.listen(org)
	defer leave()
	if err := out.write("retry: 2000\n\n"); err != nil {
		return nil // the browser is gone, which is no fault
	}
	select {
	case <-ready:
	case <-r.Context().Done():
		return nil
	case <-h.ctx.Done():
		return nil
	}
	if err := h.resume(out, org, r.Header.Get("Last-Event-ID")); err != nil {
		return err
	}
	beat, age := time.NewTicker(h.Beat), time.NewTimer(maxAge)
	defer beat.Stop()
	defer age.Stop()
	for {
		var err error
		select {
		case <-r.Context().Done():
			return nil
		case <-h.ctx.Done():
			return nil
		case <-age.C:
			return nil
		case <-beat.C:
			err = out.write(": \n\n")
		case <-l.wake:
			list, lost, edited := l.take()
			if err = out.tell(list, lost); err == nil {
				err = out.edits(h, org, edited)
			}
		}
		if err != nil {
			if out.gone {
				return nil
			}
			return err
		}
	}
}

// resume tells what happened since the last message that the browser has, or since just before it asked.
func (h *Hub) resume(out *stream, org, last string) error {
	now := h.Now()
	since := now - okr.Instant(gap.Milliseconds())
	if at, err := strconv.ParseInt(last, 10, 64); err == nil {
		since = okr.Instant(at) - okr.Instant(h.Overlap.Milliseconds())
		if now-since > okr.Instant(maxResume.Milliseconds()) {
			return out.tell([]okr.Changed{{Recorded: now}}, true)
		}
	}
	list, err := h.Tail(out.ctx, org, since, func(string) bool { return false })
	if err != nil || len(list) == 0 {
		return err
	}
	return out.tell(list, len(list) > maxPending)
}

// A stream is the way to one browser.
type stream struct {
	ctx  context.Context
	w    http.ResponseWriter
	rc   *http.ResponseController
	sees Sees
	gone bool // the browser does not listen any more
}

// tell sends the ids in list that the listener may see; with lost, that anything may have changed.
func (s *stream) tell(list []okr.Changed, lost bool) error {
	if len(list) == 0 {
		return nil
	}
	ids := []string{Anything}
	if !lost {
		var private []string
		for _, c := range list {
			if c.Private && !slices.Contains(private, c.ObjectiveID) {
				private = append(private, c.ObjectiveID)
			}
		}
		seen := map[string]bool{}
		if len(private) > 0 {
			var err error
			if seen, err = s.sees(s.ctx, private); err != nil {
				return err
			}
		}
		ids = idsOf(list, seen)
	}
	if len(ids) == 0 {
		return nil
	}
	var last okr.Instant
	for _, c := range list {
		last = max(last, c.Recorded)
	}
	data, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	return s.write(fmt.Sprintf("id: %d\nevent: changed\ndata: %s\n\n", last, data))
}

// idsOf are the ids in list, each once; of what is private only what is seen.
func idsOf(list []okr.Changed, seen map[string]bool) []string {
	var ids []string
	have := map[string]bool{"": true}
	for _, c := range list {
		if c.Private && !seen[c.ObjectiveID] {
			continue
		}
		for _, id := range []string{c.ID, c.ObjectiveID} {
			if !have[id] {
				have[id] = true
				ids = append(ids, id)
			}
		}
	}
	return ids
}

func (s *stream) write(text string) error {
	_ = s.rc.SetWriteDeadline(time.Now().Add(writeTimeout)) // of the connection, so that it is of the real clock
	_, err := s.w.Write([]byte(text))
	if err == nil {
		err = s.rc.Flush()
	}
	s.gone = err != nil
	return err
}
