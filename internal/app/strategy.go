package app

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A Strategy is the vision and the pillars that are to lead there. Everyone reads it.
type Strategy struct {
	Vision  okr.Vision   `json:"vision"` // without an id while there is none
	Pillars []okr.Pillar `json:"pillars"`
}

// Strategy is the vision and the pillars in their order.
func (a *App) Strategy(ctx context.Context, actor Actor) (Strategy, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Strategy, error) {
		v, err := tx.Vision()
		if err != nil {
			return Strategy{}, err
		}
		p, err := tx.Pillars()
		return Strategy{v, p}, err
	})
}

// EditVision writes the vision, the first one too. It is for the leadership, like every change to the strategy.
func (a *App) EditVision(ctx context.Context, actor Actor, in okr.VisionPatch) (okr.Vision, error) {
	if err := okr.CanLead(actor.Viewer); err != nil {
		return okr.Vision{}, err
	}
	return do(ctx, a, actor, "vision.edited", in, func(t *act) (okr.Vision, error) {
		v, err := t.Vision()
		if err != nil {
			return v, err
		}
		if v, err = in.Apply(v); err != nil {
			return v, err
		}
		setText(&v.Text, &v.Text)
		t.Reason = strings.TrimSpace(in.Reason)
		if err := v.Check(); err != nil {
			return v, err
		}
		if v.ID == "" {
			v.ID, v.Version, v.Created = t.newID(), 1, t.Now
			return v, add(t, "", v)
		}
		return v, save(t, "", &v)
	})
}

// A PillarInput is a new strategic choice.
type PillarInput struct {
	Title    string `json:"title"`
	Choice   string `json:"choice,omitempty"`
	NotDoing string `json:"not_doing,omitempty"`
	Horizon  string `json:"horizon,omitempty"`
	Signal   string `json:"signal,omitempty"`
}

func tidyPillar(p *okr.Pillar) {
	setLine(&p.Title, &p.Title)
	setText(&p.Choice, &p.Choice)
	setText(&p.NotDoing, &p.NotDoing)
	setLine(&p.Horizon, &p.Horizon)
	setText(&p.Signal, &p.Signal)
}

// AddPillar adds a strategic choice behind the others.
func (a *App) AddPillar(ctx context.Context, actor Actor, in PillarInput) (okr.Pillar, error) {
	if err := okr.CanLead(actor.Viewer); err != nil {
		return okr.Pillar{}, err
	}
	return do(ctx, a, actor, "pillar.added", in, func(t *act) (okr.Pillar, error) {
		p := okr.Pillar{ID: t.newID(), Title: in.Title, Choice: in.Choice, NotDoing: in.NotDoing, Horizon: in.Horizon, Signal: in.Signal,
			Version: 1, Created: t.Now}
		tidyPillar(&p)
		if err := p.Check(); err != nil {
			return p, err
		}
		others, err := t.Pillars()
		if err != nil {
			return p, err
		}
		if len(others) > 0 {
			p.Position = others[len(others)-1].Position + 1
		}
		return p, add(t, "", p)
	})
}

// EditPillar changes a pillar.
func (a *App) EditPillar(ctx context.Context, actor Actor, in okr.PillarPatch) (okr.Pillar, error) {
	return a.changePillar(ctx, actor, "pillar.edited", in.ID, 0, in, func(t *act, p *okr.Pillar) error {
		t.Reason = strings.TrimSpace(in.Reason)
		edited, err := in.Apply(*p)
		tidyPillar(&edited)
		*p = edited
		return okr.Join(err, edited.Check())
	})
}

// RemovePillar takes a pillar away. What supports it keeps the edge, which stands again when it is restored.
func (a *App) RemovePillar(ctx context.Context, actor Actor, in ThingInput) (okr.Pillar, error) {
	return a.changePillar(ctx, actor, "pillar.removed", in.ID, in.Version, in, func(t *act, p *okr.Pillar) error {
		p.Removed = t.Now
		return nil
	})
}

// RestorePillar brings a removed pillar back.
func (a *App) RestorePillar(ctx context.Context, actor Actor, in ThingInput) (okr.Pillar, error) {
	return a.changePillar(ctx, actor, "pillar.restored", in.ID, in.Version, in, func(_ *act, p *okr.Pillar) error {
		p.Removed = 0
		return nil
	})
}

func (a *App) changePillar(ctx context.Context, actor Actor, kind okr.EventKind, id string, version int, in any, change func(*act, *okr.Pillar) error) (okr.Pillar, error) {
	if err := okr.CanLead(actor.Viewer); err != nil {
		return okr.Pillar{}, err
	}
	return do(ctx, a, actor, kind, in, func(t *act) (okr.Pillar, error) {
		p, err := t.Pillar(id)
		if err != nil {
			return p, err
		}
		if err := stale(version, p.Version, p); err != nil {
			return p, err
		}
		if err := change(t, &p); err != nil {
			return p, err
		}
		return p, save(t, "", &p)
	})
}

// Removed holds what can be restored, beside objectives and key results.
type Removed struct {
	Teams   []okr.Team   `json:"teams"`
	Cycles  []okr.Cycle  `json:"cycles"`
	Pillars []okr.Pillar `json:"pillars"`
}

// Removed lists the teams, cycles and pillars that were removed.
func (a *App) Removed(ctx context.Context, actor Actor) (Removed, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Removed, error) {
		var out Removed
		teams, err := tx.Teams(true)
		if err != nil {
			return out, err
		}
		cycles, err := tx.AllCycles()
		if err != nil {
			return out, err
		}
		pillars, err := tx.AllPillars()
		for _, t := range teams {
			if t.Removed != 0 {
				out.Teams = append(out.Teams, t)
			}
		}
		for _, c := range cycles {
			if c.Removed != 0 {
				out.Cycles = append(out.Cycles, c)
			}
		}
		for _, p := range pillars {
			if p.Removed != 0 {
				out.Pillars = append(out.Pillars, p)
			}
		}
		return out, err
	})
}

// A VisionVersion is the vision as it was written one day.
type VisionVersion struct {
	okr.Vision
	At      okr.Instant `json:"at"`
	ActorID string      `json:"actor_id,omitempty"`
	Reason  string      `json:"reason,omitempty"`
	Changes []okr.Piece `json:"changes"` // beside the version before, word by word
}

// A VisionHistory is every version of the vision, the latest first.
type VisionHistory struct {
	Versions []VisionVersion `json:"versions"`
	Names    Names           `json:"names"`
}

// visionsRead is how many versions of the vision are kept in view.
const visionsRead = 200

// VisionHistory reads the versions of the vision, each with who wrote it, when and why, in four statements.
func (a *App) VisionHistory(ctx context.Context, actor Actor) (VisionHistory, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (VisionHistory, error) {
		out := VisionHistory{Versions: []VisionVersion{}, Names: Names{}}
		now, err := tx.Vision()
		if err != nil || now.ID == "" {
			return out, err
		}
		acts, err := tx.Activity(actor.Scope(), store.ActivityFilter{ThingID: now.ID, Limit: visionsRead, Rows: 1})
		if err != nil {
			return out, err
		}
		var people []string
		for _, act := range acts {
			for _, r := range act.Rows {
				v := VisionVersion{At: act.Recorded, ActorID: act.ActorID, Reason: act.Reason}
				var before okr.Vision
				if err := json.Unmarshal(r.After, &v.Vision); err != nil {
					return out, err
				}
				if r.Before != nil {
					if err := json.Unmarshal(r.Before, &before); err != nil {
						return out, err
					}
				}
				v.Changes = okr.CompareWords(before.Text, v.Text)
				out.Versions = append(out.Versions, v)
				people = append(people, act.ActorID)
			}
		}
		out.Names, err = tx.Names(people)
		return out, err
	})
}
