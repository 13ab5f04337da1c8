package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A WinInput is a new win.
type WinInput struct {
	Text   string   `json:"text"`
	TeamID string   `json:"team_id,omitempty"` // whose win it is; "" is everybody's
	Thanks []string `json:"thanks,omitempty"`  // ids of members and teams
}

// A WinPatch changes what is not nil.
type WinPatch struct {
	ID      string    `json:"id,omitempty"`
	Version int       `json:"version,omitempty"`
	Text    *string   `json:"text,omitempty"`
	TeamID  *string   `json:"team_id,omitempty"`
	Thanks  *[]string `json:"thanks,omitempty"`
}

// A WinView is a win with whether the actor may change it.
type WinView struct {
	okr.Win
	May bool `json:"may_edit"`
}

// A WinWall is wins with the names in them, the latest first.
type WinWall struct {
	From  okr.Date  `json:"from"`
	To    okr.Date  `json:"to"`
	Wins  []WinView `json:"wins"`
	Names Names     `json:"names"`
}

// maxWins is how many wins a wall has at most.
const maxWins = 300

// ShareWin says what went well. Everybody but viewers may, from the first day, and needs no objective for it.
func (a *App) ShareWin(ctx context.Context, actor Actor, in WinInput) (okr.Win, error) {
	return do(ctx, a, actor, "win.shared", in, func(t *act) (okr.Win, error) {
		w := okr.Win{ID: t.newID(), AuthorID: actor.Viewer.MemberID, TeamID: in.TeamID, Text: in.Text, Thanks: in.Thanks,
			Date: t.Now.DateIn(actor.Org.Set.Location()), Version: 1, Created: t.Now}
		if err := okr.Join(okr.CanChangeWin(actor.Viewer, w), t.checkWin(&w, okr.Win{})); err != nil {
			return w, err
		}
		return w, errors.Join(add(t, "", w), t.begin(okr.PartWin))
	})
}

// EditWin changes a win's words and thanks. It is for its author, owners and ambassadors.
func (a *App) EditWin(ctx context.Context, actor Actor, in WinPatch) (okr.Win, error) {
	return a.changeWin(ctx, actor, "win.edited", in.ID, in.Version, in, func(_ *act, w *okr.Win) {
		set(&w.Text, in.Text)
		set(&w.TeamID, in.TeamID)
		set(&w.Thanks, in.Thanks)
	})
}

// RemoveWin takes a win back; it can be restored.
func (a *App) RemoveWin(ctx context.Context, actor Actor, in RemovalInput) (okr.Win, error) {
	return a.changeWin(ctx, actor, "win.removed", in.ID, in.Version, in, func(t *act, w *okr.Win) {
		w.Removed, t.Reason = cmp.Or(w.Removed, t.Now), strings.TrimSpace(in.Reason)
	})
}

// RestoreWin brings a removed win back.
func (a *App) RestoreWin(ctx context.Context, actor Actor, in RemovalInput) (okr.Win, error) {
	return a.changeWin(ctx, actor, "win.restored", in.ID, in.Version, in, func(_ *act, w *okr.Win) { w.Removed = 0 })
}

func (a *App) changeWin(ctx context.Context, actor Actor, kind okr.EventKind, id string, version int, in any, change func(*act, *okr.Win)) (okr.Win, error) {
	return do(ctx, a, actor, kind, in, func(t *act) (okr.Win, error) {
		before, err := t.Win(id)
		if err != nil {
			return before, err
		}
		if err := errors.Join(okr.CanChangeWin(actor.Viewer, before), stale(version, before.Version, before)); err != nil {
			return before, err
		}
		w := before
		change(t, &w)
		if err := t.checkWin(&w, before); err != nil {
			return before, err
		}
		return w, save(t, "", &w)
	})
}

// checkWin tidies a win and finds its faults.
func (t *act) checkWin(w *okr.Win, before okr.Win) error {
	setText(&w.Text, &w.Text)
	faults := []error{w.Check()}
	var known []string
	for _, id := range w.Thanks {
		if id != "" && !slices.Contains(known, id) {
			known = append(known, id)
		}
	}
	w.Thanks = known
	if w.TeamID != before.TeamID {
		faults = append(faults, t.teamExists("team_id", w.TeamID))
	}
	names, err := t.Names(w.Thanks)
	if err != nil {
		return err
	}
	for i, id := range w.Thanks {
		if _, ok := names[id]; !ok {
			faults = append(faults, okr.Fail(okr.Invalid, fmt.Sprintf("thanks[%d]", i), "Thank people and teams of this organization."))
		}
	}
	return okr.Join(faults...)
}

// teamExists is a fault at field unless id is a team that is not removed, or "".
func (t *act) teamExists(field, id string) error {
	if id == "" {
		return nil
	}
	team, err := t.Team(id)
	if isMissing(err) || err == nil && team.Removed != 0 {
		return okr.Fail(okr.Invalid, field, "There is no such team. Choose from the list.")
	}
	return err
}

// A WinQuery says which wins to find; zero fields do not filter.
type WinQuery struct {
	TeamID string   `json:"team_id,omitempty"`
	From   okr.Date `json:"from,omitempty"` // four weeks back unless given
	To     okr.Date `json:"to,omitempty"`   // today unless given
}

// Wins is the wall: what went well, the latest first, in two statements.
func (a *App) Wins(ctx context.Context, actor Actor, q WinQuery) (WinWall, error) {
	today := a.Today(actor.Org)
	q.To = cmp.Or(q.To, today)
	q.From = cmp.Or(q.From, q.To.Monday().Add(-21))
	return view(ctx, a, actor, func(tx *store.Tx) (WinWall, error) {
		list, err := tx.Wins(q.TeamID, q.From, q.To, maxWins)
		if err != nil {
			return WinWall{}, err
		}
		out := WinWall{From: q.From, To: q.To, Wins: winViews(actor, list)}
		out.Names, err = tx.Names(namedIn(out.Wins))
		return out, err
	})
}

func winViews(actor Actor, list []okr.Win) []WinView {
	out := make([]WinView, len(list))
	for i, w := range list {
		out[i] = WinView{w, okr.CanChangeWin(actor.Viewer, w) == nil}
	}
	return out
}

// namedIn lists the members and teams that wins name.
func namedIn(list []WinView) []string {
	var ids []string
	for _, w := range list {
		ids = append(append(ids, w.AuthorID, w.TeamID), w.Thanks...)
	}
	return ids
}
