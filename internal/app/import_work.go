package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"reflect"
	"slices"

	"github.com/headwater-okr/headwater/internal/document"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

const (
	maxWork   = 5000 // items of one file
	workPiece = 200  // new items written in one transaction
)

const notYourWork = "You may not change this team's work."

// LineMirrored is what becomes of an item that a mirror keeps already: nothing.
const LineMirrored = "mirrored"

// A WorkLine is what becomes of an item of a tracker's export.
type WorkLine struct {
	document.Item
	State string `json:"state"` // new, changed, same, refused, mirrored
	Why   string `json:"why,omitempty"`
	ID    string `json:"id,omitempty"` // of what is here already
}

// A workImport is a tracker's export beside what is here: what it would add and change.
type workImport struct {
	id      string
	teamID  string
	lines   []WorkLine
	fresh   []okr.BacklogItem
	changed []workChange
}

// A workChange is what a line says of an item that is here.
type workChange struct {
	id   string
	line int // its index
	said okr.MirroredItem
}

// onto is a backlog item with what a file says of it. It is of the team that it is of, and what people decided here stays.
func (c workChange) onto(b okr.BacklogItem) okr.BacklogItem {
	if b.ID != "" {
		c.said.TeamID = b.TeamID
	}
	b = c.said.Onto(b, "")
	b.Removed = 0
	return b
}

// prepareWork decides what becomes of every item of a tracker's export. It goes into the tray; what people decided here stays.
func (a *App) prepareWork(tx *store.Tx, actor Actor, in ImportInput, d *document.Draft) (*workImport, error) {
	if len(d.Items) > maxWork {
		return nil, okr.Fail(okr.Invalid, "file", fmt.Sprintf("This file has %d items. One file brings at most %d: export a part of it, such as the open ones.", len(d.Items), maxWork))
	}
	teams, err := tx.Teams(false)
	if err != nil {
		return nil, err
	}
	tree := okr.NewTree(teams)
	w := &workImport{id: a.newID(), teamID: in.TeamID, lines: []WorkLine{}}
	if w.teamID == "" {
		w.teamID = tree.Root().ID
	}
	if tree.Team(w.teamID).ID == "" {
		return nil, okr.Fail(okr.Invalid, "team_id", "There is no such team. Choose from the list.")
	}
	if err := okr.CanEditBacklogItem(actor.Viewer, okr.BacklogItem{TeamID: w.teamID}); err != nil {
		return nil, err
	}
	var externals, keys []string
	for _, it := range d.Items {
		externals = append(externals, it.External)
		for _, k := range mirrorKeys(it) {
			keys = append(keys, k)
		}
	}
	here, err := tx.KeptWork(externals)
	if err != nil {
		return nil, err
	}
	mirrored, err := tx.MirroredWork(keys)
	if err != nil {
		return nil, err
	}
	now := a.Now()
	for _, it := range d.Items {
		before, known := here[it.External]
		item := okr.MirroredItem{External: it.External, Title: it.Title, TeamID: w.teamID, Kind: it.Kind, Status: it.Status, SourceStatus: it.State, Labels: it.Labels, URL: it.URL, Estimate: it.Estimate,
			ParentKey: it.Parent, Fields: it.Fields, Opened: it.Opened, Finished: it.Finished, Due: it.Due, Blocked: it.Blocked}
		to := workChange{before.ID, len(w.lines), item}
		b := to.onto(before)
		l := WorkLine{Item: it, ID: before.ID}
		fault := b.Check()
		switch {
		case slices.ContainsFunc(mirrorKeys(it), func(k string) bool { return mirrored[k] }):
			l.State, l.Why = LineMirrored, "A mirror keeps it already."
		case known && okr.CanEditBacklogItem(actor.Viewer, before) != nil:
			l.State, l.Why = LineRefused, notYourWork
		case fault != nil:
			l.State, l.Why = LineRefused, fault.Error()
		case !known:
			l.State = LineNew
			b.ID, b.Version, b.Created = a.newID(), 1, now
			w.fresh = append(w.fresh, b)
		case reflect.DeepEqual(before, b):
			l.State = LineSame
		default:
			l.State = LineChanged
			w.changed = append(w.changed, to)
		}
		w.lines = append(w.lines, l)
	}
	return w, nil
}

// mirrorKeys are what a mirror would know an item by: its address, and in Jira its number and key.
func mirrorKeys(it document.Item) (out []string) {
	for _, k := range []string{it.URL, it.Key, it.Fields["issue id"]} {
		if k != "" {
			out = append(out, k)
		}
	}
	return out
}

// importWork keeps a tracker's export as backlog items, in one act: the tray takes them, and nothing becomes an objective. The same file again changes nothing.
func (a *App) importWork(ctx context.Context, actor Actor, in ImportInput, d *document.Draft) (ImportResult, error) {
	if len(d.Items) == 0 {
		return ImportResult{}, okr.Fail(okr.Invalid, "file", "No row of this file has a title. The preview shows each line and why.")
	}
	held, err := a.importAlone(ctx, actor)
	if err != nil {
		return ImportResult{}, err
	}
	defer held.release(ctx)
	repeated := false
	w, err := view(ctx, a, actor, func(tx *store.Tx) (*workImport, error) {
		if actor.Key != "" {
			seen, _, err := tx.Idempotent(actor.Viewer.MemberID, actor.Key)
			if repeated = seen != ""; repeated || err != nil {
				return nil, err
			}
		}
		return a.prepareWork(tx, actor, in, d)
	})
	if err != nil {
		return ImportResult{}, err
	}
	written := 0
	if !repeated && len(w.fresh) > workPiece {
		if written, err = a.workInPieces(ctx, actor, held, w); err != nil {
			return ImportResult{}, err
		}
	}
	return do(ctx, a, actor, "import.done", in, func(t *act) (ImportResult, error) {
		t.event, t.written = w.id, written
		if err := held.renew(t.Tx); err != nil {
			return ImportResult{}, err
		}
		if written > 0 {
			if err := t.ShowWork(); err != nil {
				return ImportResult{}, err
			}
		} else if err := addAll(t, "", w.fresh); err != nil {
			return ImportResult{}, err
		}
		out, lines := ImportResult{ID: w.id, ImportCount: okr.ImportCount{Items: len(w.fresh), Updated: len(w.changed)}}, slices.Clone(w.lines)
		for _, c := range w.changed {
			now, err := t.BacklogItem(c.id)
			if err != nil {
				return ImportResult{}, err
			}
			if okr.CanEditBacklogItem(actor.Viewer, now) != nil {
				lines[c.line].State, lines[c.line].Why = LineRefused, notYourWork
				out.Updated--
				continue
			}
			b := c.onto(now)
			if err := save(t, "", &b); err != nil {
				return ImportResult{}, err
			}
		}
		for _, l := range lines {
			if l.State == LineRefused {
				out.Refused = append(out.Refused, ImportLine{Line: l.Line, Thing: okr.ThingBacklogItem, Title: l.Title, State: l.State, Why: l.Why})
			}
		}
		if len(w.fresh) > 0 {
			if err := t.begin(okr.PartRoadmap); err != nil {
				return out, err
			}
		}
		return out, t.AddImport(okr.Import{ID: w.id, MemberID: actor.Viewer.MemberID, Source: okr.Cut(path.Base(in.Name), 200), Summary: out.ImportCount, Created: t.Now})
	})
}

// workInPieces writes new items in short transactions: hidden, under an event that is not there yet. It returns how many rows of the log are written.
func (a *App) workInPieces(ctx context.Context, actor Actor, held *importHold, w *workImport) (rows int, err error) {
	if err := mayWrite(actor); err != nil {
		return 0, err
	}
	now := a.Now()
	open := true
	for list := range slices.Chunk(w.fresh, workPiece) {
		n := 0
		err := a.db.Update(ctx, actor.Org.ID, func(tx *store.Tx) error {
			if err := held.renew(tx); err != nil {
				return err
			}
			t := &act{Tx: tx, Now: now, Actor: actor, newID: a.newID}
			hidden := slices.Clone(list)
			for i := range hidden {
				hidden[i].Removed = store.Pending
			}
			if open {
				if err := t.OpenEvent(okr.Event{ID: w.id, Kind: "import.done", ActorID: actor.Viewer.MemberID, Via: actor.Via}); err != nil {
					return err
				}
			}
			for _, b := range list {
				if err := logThing(t, "", b); err != nil {
					return err
				}
			}
			n = len(t.rows)
			return errors.Join(store.Insert(tx, hidden...), indexAll(t, list), t.AppendRows(w.id, rows, now, t.rows))
		})
		if err != nil {
			return 0, err
		}
		open = false
		rows += n
	}
	return rows, nil
}

// unwork removes the backlog items that an import made and gives those that it changed their earlier texts back. What somebody has changed since stays.
func (t *act) unwork(id string) error {
	list, err := t.WorkOf(id)
	if err != nil || len(list) == 0 {
		return err
	}
	rows, err := t.Rewritten(t.Actor.Scope(), id)
	if err != nil {
		return err
	}
	earlier := map[string]json.RawMessage{}
	for _, r := range rows {
		if r.Thing == okr.ThingBacklogItem {
			earlier[r.ID] = r.Before
		}
	}
	var made []string
	for _, now := range list {
		if earlier[now.ID] == nil {
			made = append(made, now.ID)
			now.Removed = t.Now
			now.Version++
			if err := logThing(t, "", now); err != nil {
				return err
			}
			continue
		}
		var b okr.BacklogItem
		if err := json.Unmarshal(earlier[now.ID], &b); err != nil {
			return err
		}
		b.Version = now.Version
		if err := save(t, "", &b); err != nil {
			return err
		}
	}
	return t.RemoveWork(made, t.Now)
}
