package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// importPiece is how many new objectives are written in one transaction, with all that is in them: about 30 ms.
const importPiece = 30

// importLasts is how long an import is left alone that writes nothing: its lease is renewed with each piece.
const importLasts = 2 * time.Minute

// An importer turns a placed draft into things, before anything is written.
type importer struct {
	*placing
	a          *App
	actor      Actor
	id         string // of the import, which is also that of its event
	now        okr.Instant
	today      okr.Date
	objectives map[string][]okr.Objective // that are here, by their id at the source
	keyResults map[string][]okr.KeyResult
	homes      map[string]home // of the objectives of those key results
	taken      map[string]bool // ids of the document that something here has already
	ids        map[string]string
	branch     map[string]Branch
	position   map[string]int            // the last one, by cycle
	below      map[*okr.Objective]string // new ones whose parent stands further down, by its id at the source
	fresh      []bundle
	changed    []change
	lines      []ImportLine
	count      okr.ImportCount
	seen       int // objectives of the document that are here already
	nowhere    int // and those whose cycle is not here
}

// A change is what a line says of a thing that is here.
type change struct {
	line int // its index
	said any // an okr.Objective or okr.KeyResult, with the version that it had when the document was read
}

// A bundle is a new objective, or new key results of one that is here, with what is in them.
type bundle struct {
	objective  *okr.Objective
	keyResults []okr.KeyResult
	checkIns   []okr.CheckIn
}

// Import keeps a document: one act, one event, visible as a whole. What an earlier import of the same file made is updated where the document says something
// else, and left alone otherwise. Objectives are live unless they are to be drafts or their cycle is over; those below others support them. A line that cannot be kept is
// left out, and the answer says why. A whole organization is restored instead, where that can be.
func (a *App) Import(ctx context.Context, actor Actor, in ImportInput) (ImportResult, error) {
	d, err := a.readImport(actor, in)
	if err != nil {
		return ImportResult{}, err
	}
	switch {
	case d.Tracker != "" && in.Tray:
		return a.importWork(ctx, actor, in, d)
	case d.Tracker != "":
		return ImportResult{}, okr.Fail(okr.Invalid, "file", d.Tracker+" Its items can go to the tray of a team.")
	case in.Tray:
		return ImportResult{}, okr.Fail(okr.Invalid, "tray", "This file does not look like a tracker's export. A mirror of a CSV file takes any list of work.")
	}
	if out, done, err := a.restoreInstead(ctx, actor, in, d); done || err != nil {
		return out, err
	}
	if len(d.Objectives) == 0 {
		return ImportResult{}, okr.Fail(okr.Invalid, "file", "No objective was found in this file. The preview shows each line and why.")
	}
	held, err := a.importAlone(ctx, actor)
	if err != nil {
		return ImportResult{}, err
	}
	defer held.release(ctx)
	repeated := false
	w, err := view(ctx, a, actor, func(tx *store.Tx) (*importer, error) {
		if actor.Key != "" {
			seen, _, err := tx.Idempotent(actor.Viewer.MemberID, actor.Key)
			if repeated = seen != ""; repeated || err != nil {
				return nil, err
			}
		}
		return a.prepare(tx, actor, in, d)
	})
	if err != nil {
		return ImportResult{}, err
	}
	if !repeated {
		if err := w.refused(); err != nil {
			return ImportResult{}, err
		}
	}
	written := 0
	if !repeated && len(w.fresh) > importPiece {
		whole, added := w.apart()
		if written, err = w.inPieces(ctx, held, whole); err != nil {
			return ImportResult{}, err
		}
		a.db.Analyze(ctx)
		w.fresh = added
	}
	return do(ctx, a, actor, "import.done", in, func(t *act) (ImportResult, error) {
		t.event, t.written = w.id, written
		if err := held.renew(t.Tx); err != nil {
			return ImportResult{}, err
		}
		if written > 0 {
			if err := t.ShowImport(w.id); err != nil {
				return ImportResult{}, err
			}
		}
		if err := w.write(t, w.fresh, 0); err != nil {
			return ImportResult{}, err
		}
		lines, count, err := w.update(t)
		if err != nil {
			return ImportResult{}, err
		}
		out := ImportResult{ID: w.id, ImportCount: count, Refused: linesThatAre(LineRefused, lines)}
		return out, t.AddImport(okr.Import{ID: w.id, MemberID: actor.Viewer.MemberID, Source: w.source, Summary: count, Created: t.Now})
	})
}

// importAlone lets one import at a time into an organization: two of the same file would not know of each other. It also takes away what an
// interrupted one has left, which nobody has seen.
func (a *App) importAlone(ctx context.Context, actor Actor) (*importHold, error) {
	h := &importHold{a, "import:" + actor.Org.ID, a.newID()}
	held, err := a.Lease(ctx, h.name, h.holder, importLasts)
	if err != nil {
		return nil, err
	}
	if !held {
		return nil, okr.Fail(okr.Conflict, "", "Another import is being written. Wait a moment, and import again.")
	}
	err = a.db.Update(ctx, actor.Org.ID, func(tx *store.Tx) error {
		return errors.Join(tx.ForgetPendingWork(), tx.ForgetPending())
	})
	return h, err
}

// An importHold is the lease of the one import that is being written into an organization.
type importHold struct {
	a            *App
	name, holder string
}

// renew holds the lease for longer, in the transaction that writes the next piece: nothing is written by an import in whose place another one has begun.
func (h *importHold) renew(tx *store.Tx) error {
	held, err := tx.RenewLease(h.name, h.holder, after(h.a.Now(), importLasts))
	if err == nil && !held {
		err = okr.Fail(okr.Conflict, "", "This import took long, and another one has begun in its place. Nothing of it was kept: import the file again.")
	}
	return err
}

// release ends the lease. Without it, it would end by itself.
func (h *importHold) release(ctx context.Context) {
	_, _ = h.a.Lease(context.WithoutCancel(ctx), h.name, h.holder, 0)
}

// refused is the fault of an import of which nothing can be kept.
func (w *importer) refused() error {
	list := linesThatAre(LineRefused, w.lines)
	if len(list) < len(w.lines) || len(list) == 0 {
		return nil
	}
	if slices.ContainsFunc(list, func(l ImportLine) bool { return l.Why == noRight }) {
		return okr.Refuse("the people of the teams that the document is for, and the leadership")
	}
	if list[0].Line == 0 {
		return okr.Fail(okr.Invalid, "file", list[0].Why)
	}
	return okr.Fail(okr.Invalid, "file", fmt.Sprintf("Line %d: %s", list[0].Line, list[0].Why))
}

func linesThatAre(state string, lines []ImportLine) (out []ImportLine) {
	for _, l := range lines {
		if l.State == state {
			out = append(out, l)
		}
	}
	return out
}

// apart are the new objectives, and the key results that objectives get which are here: those would be seen at once.
func (w *importer) apart() (whole, added []bundle) {
	for _, b := range w.fresh {
		if b.objective != nil {
			whole = append(whole, b)
		} else {
			added = append(added, b)
		}
	}
	return whole, added
}

// inPieces writes new objectives in short transactions: hidden, under an event that is not there yet. It returns how many rows of the log are written.
func (w *importer) inPieces(ctx context.Context, held *importHold, whole []bundle) (rows int, err error) {
	e := okr.Event{ID: w.id, Kind: "import.done", ActorID: w.actor.Viewer.MemberID, Via: w.actor.Via}
	piece := func(fn func(*act) error) error {
		return w.a.db.Update(ctx, w.actor.Org.ID, func(tx *store.Tx) error {
			if err := held.renew(tx); err != nil {
				return err
			}
			return fn(&act{Tx: tx, Now: w.now, Actor: w.actor, newID: w.a.newID})
		})
	}
	if err := piece(func(t *act) error { return t.OpenEvent(e) }); err != nil {
		return 0, err
	}
	for list := range slices.Chunk(whole, importPiece) {
		n := 0
		err := piece(func(t *act) error {
			if err := w.write(t, list, store.Pending); err != nil {
				return err
			}
			n = len(t.rows)
			return t.AppendRows(w.id, rows, t.Now, t.rows)
		})
		if err != nil {
			return 0, err
		}
		rows += n
	}
	return rows, nil
}

// write inserts new things and logs them as they will be; hidden ones are marked as removed until the import is shown.
func (w *importer) write(t *act, list []bundle, hidden okr.Instant) error {
	n := 0
	for _, b := range list {
		if b.objective != nil {
			n++
		}
	}
	number, err := 0, error(nil)
	if n > 0 {
		if number, err = t.NextNumbers(n); err != nil {
			return err
		}
	}
	var objectives, stored []okr.Objective
	var krs []okr.KeyResult
	var checkIns []okr.CheckIn
	at := map[string]string{}
	for _, b := range list {
		if b.objective != nil {
			o := *b.objective
			o.Number = number
			number++
			objectives = append(objectives, o)
			o.Removed = hidden
			stored = append(stored, o)
		}
		krs, checkIns = append(krs, b.keyResults...), append(checkIns, b.checkIns...)
	}
	for _, k := range krs {
		at[k.ID] = k.ObjectiveID
	}
	if err := errors.Join(store.Insert(t.Tx, stored...), store.Insert(t.Tx, krs...), store.Insert(t.Tx, checkIns...), indexAll(t, objectives), indexAll(t, krs)); err != nil {
		return err
	}
	for _, o := range objectives {
		if err := logThing(t, o.ID, o); err != nil {
			return err
		}
	}
	for _, k := range krs {
		if err := logThing(t, k.ObjectiveID, k); err != nil {
			return err
		}
	}
	for _, c := range checkIns {
		if err := logThing(t, at[c.KeyResultID], c); err != nil {
			return err
		}
	}
	return nil
}

// update gives what is here what the lines say of it, and computes the progress of the objectives that it changes. A line is refused whose thing somebody has changed
// since the document was read; it returns the lines as they came out, and the count.
func (w *importer) update(t *act) ([]ImportLine, okr.ImportCount, error) {
	var of []string
	lines, count := slices.Clone(w.lines), w.count
	for _, c := range w.changed {
		id, err := t.rewrite(c.said)
		switch faults := okr.FaultsOf(err); {
		case faults != nil:
			lines[c.line].State, lines[c.line].Why = LineRefused, err.Error()
			count.Updated--
		case err != nil:
			return nil, count, err
		case id != "":
			of = append(of, id)
		}
	}
	for _, b := range w.fresh {
		if b.objective == nil {
			of = append(of, b.keyResults[0].ObjectiveID)
		}
	}
	slices.Sort(of)
	return lines, count, t.progressOf(of...)
}

// rewrite gives a thing what an import says of it, unless it has another version by now. Check-ins do not make one, and stay. It returns the objective whose
// progress is to be computed, "" for none.
func (t *act) rewrite(said any) (objectiveID string, err error) {
	switch said := said.(type) {
	case okr.Objective:
		now, err := t.Objective(t.Actor.Scope(), said.ID)
		if err != nil {
			return "", err
		}
		if err := okr.CanEdit(t.Actor.Viewer, now); err != nil {
			return "", err
		}
		if now.Version != said.Version {
			return "", okr.Fail(okr.Conflict, "", overtaken)
		}
		takeObjective(&now, said)
		return "", save(t, now.ID, &now)
	case okr.KeyResult:
		now, _, err := t.editableKeyResult(said.ID)
		if err != nil {
			return "", err
		}
		if now.Version != said.Version {
			return "", okr.Fail(okr.Conflict, "", overtaken)
		}
		takeKeyResult(&now, said)
		if err := now.Check(); err != nil {
			return "", err
		}
		return now.ObjectiveID, errors.Join(save(t, now.ObjectiveID, &now), t.QueueRollUps(now.ID, t.Now))
	}
	return "", nil
}
