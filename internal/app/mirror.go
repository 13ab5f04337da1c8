package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A Source reads work from one place in another tool. internal/source has them, and says what each method promises.
type Source interface {
	Read(ctx context.Context, cursor string, whole bool, give func([]okr.OutsideItem) error) (next string, all bool, err error)
	One(ctx context.Context, external string) (okr.OutsideItem, error)
	Sample(ctx context.Context) ([]okr.OutsideItem, error)
}

// Sources open the places that mirrors copy from, and read what comes from there by itself.
type Sources interface {
	Open(m okr.Mirror, token string) (Source, error)
	CSV(r io.Reader, give func([]okr.OutsideItem) error) error
	// Hook checks a message of a tool, and says which items are to be read again, or that all is.
	Hook(kind okr.MirrorKind, header map[string][]string, body []byte, secret string) (external []string, whole bool, err error)
}

// WithSources returns the same use cases with what mirrors are read by.
func (a *App) WithSources(s Sources) *App {
	b := *a
	b.sources = s
	return &b
}

// The names of a mirror's secrets.
const (
	mirrorToken = "token"
	mirrorHook  = "hook"
)

// A NewMirrorInput is a new mirror. The token is sealed, and never shown again.
type NewMirrorInput struct {
	Kind   okr.MirrorKind   `json:"kind"`
	Name   string           `json:"name"`
	Base   string           `json:"base_url,omitempty"`
	Place  string           `json:"place,omitempty"`
	User   string           `json:"user,omitempty"`
	Token  string           `json:"token,omitempty"`
	TeamID string           `json:"team_id"`
	Epics  bool             `json:"epics,omitempty"`
	Rules  []okr.MirrorRule `json:"rules,omitempty"`
}

// A MirrorPatch changes what is not nil. A new address forgets the token unless one comes with it, so that nobody sends a token where it was not
// meant to go.
type MirrorPatch struct {
	ID      string            `json:"id,omitempty"`
	Version int               `json:"version,omitempty"`
	Name    *string           `json:"name,omitempty"`
	Base    *string           `json:"base_url,omitempty"`
	Place   *string           `json:"place,omitempty"`
	User    *string           `json:"user,omitempty"`
	Token   *string           `json:"token,omitempty"` // "" forgets it
	TeamID  *string           `json:"team_id,omitempty"`
	Epics   *bool             `json:"epics,omitempty"`
	Rules   *[]okr.MirrorRule `json:"rules,omitempty"`
	Paused  *bool             `json:"paused,omitempty"`
}

// A MirrorView is a mirror with what is known of its secrets, which is never the secrets.
type MirrorView struct {
	okr.Mirror
	Token   bool   `json:"has_token"`
	Hint    string `json:"token_hint,omitempty"` // its last characters
	Hook    bool   `json:"has_hook"`             // its tool may send messages
	Waiting bool   `json:"waiting"`              // it is to be read within seconds
	May     bool   `json:"may_edit"`
}

// A MirrorList is mirrors with the names of their teams.
type MirrorList struct {
	Mirrors []MirrorView `json:"mirrors"`
	Roads   []Ref        `json:"roadmap_items,omitempty"` // of one mirror: what its rules can lead to
	Names   Names        `json:"names"`
}

// Mirrors lists the mirrors by name. Everybody sees them: what they copy is everybody's to see.
func (a *App) Mirrors(ctx context.Context, actor Actor) (MirrorList, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (MirrorList, error) {
		list, err := tx.Mirrors(false)
		if err != nil {
			return MirrorList{}, err
		}
		return a.mirrorViews(tx, actor, list)
	})
}

// Mirror is one mirror, a removed one too.
func (a *App) Mirror(ctx context.Context, actor Actor, id string) (MirrorList, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (MirrorList, error) {
		m, err := tx.Mirror(id)
		if err != nil {
			return MirrorList{}, err
		}
		out, err := a.mirrorViews(tx, actor, []okr.Mirror{m})
		if err != nil {
			return out, err
		}
		roads, err := tx.RoadmapItems(actor.Scope(), store.RoadmapFilter{})
		for _, r := range roads {
			if r.Gone == 0 {
				out.Roads = append(out.Roads, Ref{ID: r.ID, Name: r.Title})
			}
		}
		return out, err
	})
}

func (a *App) mirrorViews(tx *store.Tx, actor Actor, list []okr.Mirror) (MirrorList, error) {
	out := MirrorList{Mirrors: make([]MirrorView, len(list))}
	ids, teams := make([]string, len(list)), make([]string, len(list))
	for i, m := range list {
		ids[i], teams[i] = m.ID, m.TeamID
	}
	secrets, err := tx.Secrets(ids...)
	if err != nil {
		return out, err
	}
	for i, m := range list {
		v := MirrorView{Mirror: m, Waiting: m.Runs() && m.State.Next <= a.Now(), May: okr.CanEditTeam(actor.Viewer, m.TeamID) == nil}
		for _, s := range secrets {
			if s.ThingID == m.ID {
				v.Token, v.Hook = v.Token || s.Name == mirrorToken, v.Hook || s.Name == mirrorHook
				if s.Name == mirrorToken {
					v.Hint = s.Hint
				}
			}
		}
		out.Mirrors[i] = v
	}
	out.Names, err = tx.Names(teams)
	return out, err
}

// AddMirror sets a mirror up. It is read within seconds.
func (a *App) AddMirror(ctx context.Context, actor Actor, in NewMirrorInput) (okr.Mirror, error) {
	return do(ctx, a, actor, "mirror.added", in, func(t *act) (okr.Mirror, error) {
		m := in.mirror()
		m.ID, m.Version, m.Created, m.State.Next = t.newID(), 1, t.Now, t.Now
		if err := checkMirror(t.Tx, m, okr.Mirror{}); err != nil {
			return m, err
		}
		if err := okr.CanEditTeam(actor.Viewer, m.TeamID); err != nil {
			return m, err
		}
		if err := add(t, "", m); err != nil || in.Token == "" {
			return m, err
		}
		return m, a.keepSecret(t, m.ID, mirrorToken, strings.TrimSpace(in.Token))
	})
}

func (in NewMirrorInput) mirror() okr.Mirror {
	return okr.Mirror{Kind: in.Kind, Name: line(in.Name), Base: strings.TrimRight(strings.TrimSpace(in.Base), "/"), Place: strings.TrimSpace(in.Place), User: strings.TrimSpace(in.User),
		TeamID: in.TeamID, Epics: in.Epics, Rules: tidyRules(in.Rules)}
}

func tidyRules(list []okr.MirrorRule) []okr.MirrorRule {
	list = slices.Clone(list)
	for i := range list {
		list[i].Field, list[i].Value = line(list[i].Field), line(list[i].Value)
	}
	return list
}

// checkMirror finds the faults of a mirror: its own, a team that is not there, and rules that lead nowhere.
func checkMirror(tx *store.Tx, m, before okr.Mirror) error {
	faults := []error{m.Check()}
	if m.TeamID != before.TeamID && m.TeamID != "" {
		if team, err := tx.Team(m.TeamID); isMissing(err) || err == nil && team.Removed != 0 {
			faults = append(faults, okr.Fail(okr.Invalid, "team_id", "There is no such team. Choose from the list."))
		} else if err != nil {
			return err
		}
	}
	ids := []string{}
	for _, r := range m.Rules {
		if r.RoadmapItemID != "" && !slices.ContainsFunc(before.Rules, func(b okr.MirrorRule) bool { return b.RoadmapItemID == r.RoadmapItemID }) {
			ids = append(ids, r.RoadmapItemID)
		}
	}
	if len(ids) == 0 {
		return okr.Join(faults...)
	}
	there, err := tx.RoadmapItems(store.Everything, store.RoadmapFilter{IDs: ids})
	if err != nil {
		return err
	}
	for i, r := range m.Rules {
		if slices.Contains(ids, r.RoadmapItemID) && !slices.ContainsFunc(there, func(x okr.RoadmapItem) bool { return x.ID == r.RoadmapItemID }) {
			faults = append(faults, okr.Fail(okr.Invalid, fmt.Sprintf("rules[%d].roadmap_item_id", i), "There is no such roadmap item. Choose from the list."))
		}
	}
	return okr.Join(faults...)
}

// EditMirror changes a mirror. Where what it copies or how it is placed has changed, all of it is read again, and what is here already is placed
// anew at once.
func (a *App) EditMirror(ctx context.Context, actor Actor, in MirrorPatch) (okr.Mirror, error) {
	replaced := false
	m, err := do(ctx, a, actor, "mirror.edited", in, func(t *act) (okr.Mirror, error) {
		before, err := t.editableMirror(in.ID, in.Version)
		if err != nil {
			return before, err
		}
		m := before
		setLine(&m.Name, in.Name)
		setLine(&m.Place, in.Place)
		setLine(&m.User, in.User)
		set(&m.TeamID, in.TeamID)
		set(&m.Epics, in.Epics)
		if in.Base != nil {
			m.Base = strings.TrimRight(strings.TrimSpace(*in.Base), "/")
		}
		if in.Rules != nil {
			m.Rules = tidyRules(*in.Rules)
		}
		if in.Paused != nil && *in.Paused != (m.Paused != 0) {
			if m.Paused, m.State.Next = 0, t.Now; *in.Paused {
				m.Paused = t.Now
			}
		}
		if err := checkMirror(t.Tx, m, before); err != nil {
			return before, err
		}
		if err := okr.CanEditTeam(actor.Viewer, m.TeamID); err != nil {
			return before, err
		}
		replaced = m.TeamID != before.TeamID || m.Epics != before.Epics || !reflect.DeepEqual(m.Rules, before.Rules)
		if replaced || m.Base != before.Base || m.Place != before.Place || m.User != before.User || in.Token != nil {
			m.State.Cursor, m.State.Next, m.State.Failures = "", t.Now, 0
		}
		switch {
		case in.Token != nil:
			err = a.keepSecret(t, m.ID, mirrorToken, strings.TrimSpace(*in.Token))
		case m.Base != before.Base:
			err = t.ForgetSecret(m.ID, mirrorToken)
		}
		if err != nil {
			return before, err
		}
		return m, save(t, "", &m)
	})
	if err == nil && replaced {
		err = a.realign(ctx, actor.Org, m)
	}
	return m, err
}

func (t *act) editableMirror(id string, version int) (okr.Mirror, error) {
	m, err := t.Mirror(id)
	if err != nil {
		return m, err
	}
	return m, errors.Join(okr.CanEditTeam(t.Actor.Viewer, m.TeamID), stale(version, m.Version, m))
}

// RemoveMirror takes a mirror away. What it has copied stays as it is, and it can be restored.
func (a *App) RemoveMirror(ctx context.Context, actor Actor, in RemovalInput) (okr.Mirror, error) {
	return a.setMirrorRemoved(ctx, actor, "mirror.removed", in, true)
}

// RestoreMirror brings a removed mirror back. It reads on.
func (a *App) RestoreMirror(ctx context.Context, actor Actor, in RemovalInput) (okr.Mirror, error) {
	return a.setMirrorRemoved(ctx, actor, "mirror.restored", in, false)
}

func (a *App) setMirrorRemoved(ctx context.Context, actor Actor, kind okr.EventKind, in RemovalInput, removed bool) (okr.Mirror, error) {
	return do(ctx, a, actor, kind, in, func(t *act) (okr.Mirror, error) {
		m, err := t.editableMirror(in.ID, in.Version)
		if err != nil || removed == (m.Removed != 0) {
			return m, err
		}
		if m.Removed, m.State.Next = 0, t.Now; removed {
			m.Removed = t.Now
		}
		t.Reason = strings.TrimSpace(in.Reason)
		return m, save(t, "", &m)
	})
}

// A ReadMirrorInput asks for a reading.
type ReadMirrorInput struct {
	ID    string `json:"id,omitempty"`
	Whole bool   `json:"whole,omitempty"` // all of it, so that what is gone is seen
}

// ReadMirror has a mirror read now: within seconds, by whichever program does what happens by the clock.
func (a *App) ReadMirror(ctx context.Context, actor Actor, in ReadMirrorInput) (okr.Mirror, error) {
	return do(ctx, a, actor, "mirror.asked", in, func(t *act) (okr.Mirror, error) {
		m, err := t.editableMirror(in.ID, 0)
		switch {
		case err != nil:
			return m, err
		case m.Removed != 0:
			return m, okr.Fail(okr.Invalid, "", "This mirror is removed. Restore it first.")
		case m.Paused != 0:
			return m, okr.Fail(okr.Invalid, "", "This mirror is paused. Let it go on first.")
		case !m.Runs():
			return m, okr.Fail(okr.Invalid, "", "This file is uploaded. Choose a newer one to bring the mirror up to date.")
		}
		if m.State.Next = t.Now; in.Whole {
			m.State.Cursor = ""
		}
		return m, t.SetMirrorState(m.ID, m.State)
	})
}

// A MirrorHookSecret is how a tool sends messages to a mirror. The secret is shown once.
type MirrorHookSecret struct {
	MirrorID string `json:"mirror_id"`
	Path     string `json:"path"` // below the address of the server
	Secret   string `json:"secret"`
}

// NewMirrorHook makes the secret that a tool signs its messages with, in place of the one before.
func (a *App) NewMirrorHook(ctx context.Context, actor Actor, in ThingInput) (MirrorHookSecret, error) {
	secret, _ := newSecret("")
	actor.Key = "" // the answer holds the secret, so that it cannot be stored and given again
	out, err := do(ctx, a, actor, "mirror.hook", in, func(t *act) (MirrorHookSecret, error) {
		m, err := t.editableMirror(in.ID, in.Version)
		if err != nil {
			return MirrorHookSecret{}, err
		}
		if m.Kind == okr.MirrorCSV {
			return MirrorHookSecret{}, okr.Fail(okr.Invalid, "kind", "A file sends no messages.")
		}
		if err := a.keepSecret(t, m.ID, mirrorHook, secret); err != nil {
			return MirrorHookSecret{}, err
		}
		return MirrorHookSecret{MirrorID: m.ID, Path: "/api/v1/hooks/" + t.Org() + "/" + m.ID}, logThing(t, "", m)
	})
	if err == nil {
		out.Secret = secret
	}
	return out, err
}
