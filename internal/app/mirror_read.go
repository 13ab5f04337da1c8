package app

import (
	"context"
	"crypto/rand"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// How mirrors are read.
const (
	mirrorsAtOnce = 4                // by one program
	mirrorBound   = 10 * time.Minute // of one reading
	mirrorLease   = 2 * time.Minute  // renewed with each batch
	mirrorSingly  = 20               // more items than this that wait are read with all that has changed
)

// A reading is one reading of one mirror.
type reading struct {
	a      *App
	actor  Actor
	m      okr.Mirror
	token  string
	waited map[string]okr.Instant // items that its tool has said have changed
	holder string
	seen   map[string]place  // what was given, by its id there, and what it is here
	roads  map[string]string // the roadmap items of this mirror, by their id there
	begun  int               // how many roads there were
}

// ReadMirrors reads the mirrors that are due, in every organization, and returns what is wrong with this installation; what is wrong with a mirror
// stands on the mirror. A job calls it. No transaction is open while a tool is asked, and a mirror is read by one program at a time.
func (a *App) ReadMirrors(ctx context.Context) error {
	if a.sources == nil {
		return nil
	}
	var due []store.MirrorRef
	err := a.db.View(ctx, "", func(tx *store.Tx) (err error) {
		due, err = tx.MirrorsDue(a.Now(), 100)
		return err
	})
	if err != nil {
		return err
	}
	var all sync.WaitGroup
	slots, errs := make(chan struct{}, mirrorsAtOnce), make([]error, len(due))
	for i, ref := range due {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			errs[i] = a.readMirror(ctx, ref)
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// readMirror reads one mirror under a lease, and keeps how that went.
func (a *App) readMirror(caller context.Context, ref store.MirrorRef) error {
	holder := rand.Text()
	held, err := a.Lease(caller, "mirror "+ref.ID, holder, mirrorLease)
	if err != nil || !held {
		return err
	}
	defer func() { _, _ = a.Lease(context.WithoutCancel(caller), "mirror "+ref.ID, holder, 0) }() // it ends by itself else
	ctx, cancel := context.WithTimeout(caller, mirrorBound)
	defer cancel()
	r := &reading{a: a, actor: Actor{Org: okr.Organization{ID: ref.OrgID}, Via: "job"}, holder: holder, seen: map[string]place{}}
	fault := r.begin(ctx, ref.ID)
	if errors.Is(fault, errNotDue) {
		return nil
	}
	next, all, rest := r.m.State.Cursor, false, error(nil)
	if fault == nil {
		next, all, fault = r.read(ctx)
	}
	if caller.Err() != nil {
		return caller.Err() // the program ends; the next one reads it again
	}
	if errors.Is(fault, context.DeadlineExceeded) {
		fault = okr.Fail(okr.Unavailable, "", "Reading took more than ten minutes, and was stopped. Reading goes on by itself; a narrower place is read faster.")
	}
	if fault != nil && okr.FaultsOf(fault) == nil {
		rest = fault
		fault = okr.Fail(okr.Unavailable, "", "Something went wrong here, and not there. Whoever runs the server finds it in the log.")
	}
	return errors.Join(rest, r.end(caller, next, all, fault))
}

var errNotDue = errors.New("another program has read it meanwhile")

// begin reads what is needed to read a mirror. A fault is one of the mirror, such as a token that cannot be opened.
func (r *reading) begin(ctx context.Context, id string) error {
	return r.a.db.View(ctx, r.actor.Org.ID, func(tx *store.Tx) (err error) {
		if r.m, err = tx.Mirror(id); err != nil {
			return err
		}
		if r.waited, err = tx.MirrorQueue(id); err != nil {
			return err
		}
		if !r.m.Runs() || r.m.State.Next > r.a.Now() && len(r.waited) == 0 {
			return errNotDue
		}
		if _, r.roads, err = tx.MirrorKeys(id); err != nil {
			return err
		}
		r.begun = len(r.roads)
		if r.m.Rules, err = soundRules(tx, r.m.Rules); err != nil {
			return err
		}
		secrets, err := tx.Secrets(id)
		if err != nil {
			return err
		}
		r.token, err = r.a.openSecret(tx, secrets, id, mirrorToken)
		return err
	})
}

// read asks the tool: for the items that wait if those are few, else for what has changed, and now and then for everything.
func (r *reading) read(ctx context.Context) (next string, all bool, err error) {
	s, now := r.m.State, r.a.Now()
	source, err := r.a.sources.Open(r.m, r.token)
	if err != nil {
		return s.Cursor, false, err
	}
	_, everything := r.waited[""]
	if s.Next > now && len(r.waited) <= mirrorSingly && !everything {
		if err := r.one(ctx, source); !errors.Is(err, okr.ErrReadAll) {
			return s.Cursor, false, err
		}
	}
	whole := s.Cursor == "" || s.Whole == 0 || now-s.Whole >= okr.MirrorWhole
	if next, all, err = source.Read(ctx, s.Cursor, whole, func(list []okr.OutsideItem) error { return r.keep(ctx, list) }); err != nil {
		return s.Cursor, false, err
	}
	if all {
		err = r.a.goneBut(ctx, r.actor, r.m.ID, r.seen)
	}
	if err == nil && len(r.roads) > r.begun { // an item may come before its epic
		err = r.a.realign(ctx, r.actor.Org, r.m)
	}
	return next, all, err
}

// one reads the items that wait, one by one.
func (r *reading) one(ctx context.Context, source Source) error {
	for _, external := range slices.Sorted(maps.Keys(r.waited)) {
		it, err := source.One(ctx, external)
		if err != nil {
			return err
		}
		if err := r.keep(ctx, []okr.OutsideItem{it}); err != nil {
			return err
		}
	}
	return nil
}

// keep writes a batch, while the lease holds.
func (r *reading) keep(ctx context.Context, list []okr.OutsideItem) error {
	held, err := r.a.Lease(ctx, "mirror "+r.m.ID, r.holder, mirrorLease)
	if err != nil {
		return err
	}
	if !held {
		return okr.Fail(okr.Unavailable, "", "Another program reads this mirror now.")
	}
	for _, it := range list {
		r.seen[it.External] = placeOf(r.m, it)
	}
	r.roads, err = r.a.keepOutside(ctx, r.actor, r.m, list, r.roads)
	return err
}

// end keeps how the reading went. Where the mirror was edited meanwhile, it is read anew.
func (r *reading) end(ctx context.Context, cursor string, all bool, fault error) error {
	return r.a.db.Update(ctx, r.actor.Org.ID, func(tx *store.Tx) error {
		m, err := tx.Mirror(r.m.ID)
		if isMissing(err) {
			return nil // removed with its organization
		}
		if err != nil {
			return err
		}
		backlog, roads, err := tx.MirrorKeys(m.ID)
		if err != nil {
			return err
		}
		text, wait := "", okr.Instant(0)
		for _, e := range okr.FaultsOf(fault) {
			text, wait = e.Message, max(wait, okr.Instant(e.Wait.Milliseconds()))
		}
		s := m.State.After(r.a.Now(), cursor, all, len(backlog)+len(roads), text, wait)
		if m.Version != r.m.Version {
			s.Cursor, s.Next = "", r.a.Now()
		}
		if fault == nil {
			err = tx.MirrorRead(m.ID, r.waited)
		}
		return errors.Join(err, tx.SetMirrorState(m.ID, s))
	})
}

// MirrorMessage takes what a tool has sent to a mirror by itself. Its signature says who it is; what it says is not believed, but looked up.
func (a *App) MirrorMessage(ctx context.Context, orgID, mirrorID string, header map[string][]string, body []byte) error {
	unknown := okr.Fail(okr.NotFound, "", "There is no such mirror.")
	if a.sources == nil {
		return unknown
	}
	var m okr.Mirror
	var secret string
	err := a.db.View(ctx, orgID, func(tx *store.Tx) (err error) {
		if m, err = tx.Mirror(mirrorID); err != nil {
			return unknown
		}
		list, err := tx.Secrets(mirrorID)
		if err == nil {
			secret, err = a.openSecret(tx, list, mirrorID, mirrorHook)
		}
		return err
	})
	if err == nil && secret == "" {
		err = unknown // it takes none, which is nobody's business
	}
	if err != nil {
		return err
	}
	external, whole, err := a.sources.Hook(m.Kind, header, body, secret)
	if err != nil || len(external) == 0 && !whole || m.Removed != 0 || m.Paused != 0 {
		return err
	}
	if whole {
		external = []string{""}
	}
	return a.db.Update(ctx, orgID, func(tx *store.Tx) error { return tx.QueueMirror(mirrorID, a.Now(), external...) })
}
