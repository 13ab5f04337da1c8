package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A RoadmapInput is a new roadmap item.
type RoadmapInput struct {
	Title      string      `json:"title"`
	Why        string      `json:"why,omitempty"`
	TeamIDs    []string    `json:"team_ids"`
	OwnerID    string      `json:"owner_id,omitempty"`
	DeciderID  string      `json:"decider_id,omitempty"`
	Horizon    okr.Horizon `json:"horizon,omitempty"` // later unless given
	Start      okr.Date    `json:"start,omitempty"`
	End        okr.Date    `json:"end,omitempty"`
	Effort     *float64    `json:"effort,omitempty"`
	Confidence *int        `json:"confidence,omitempty"`
	Critical   okr.Date    `json:"critical_by,omitempty"`
	Blocked    string      `json:"blocked,omitempty"`
	Serves     []okr.Serve `json:"serves,omitempty"`
}

// AddRoadmapItem adds a bet to the roadmap, behind the others. One that serves no key result yet is kept, and stands out until it does.
func (a *App) AddRoadmapItem(ctx context.Context, actor Actor, in RoadmapInput) (okr.RoadmapItem, error) {
	return do(ctx, a, actor, "roadmap_item.added", in, func(t *act) (okr.RoadmapItem, error) {
		r := okr.RoadmapItem{ID: t.newID(), Title: in.Title, Why: in.Why, TeamIDs: in.TeamIDs, OwnerID: in.OwnerID, DeciderID: in.DeciderID, Horizon: in.Horizon,
			Start: in.Start, End: in.End, Effort: in.Effort, Status: okr.WorkOpen, Confidence: in.Confidence, Critical: in.Critical, Blocked: in.Blocked, Serves: in.Serves,
			Version: 1, Created: t.Now}
		if r.Horizon == "" {
			r.Horizon = okr.HorizonLater
		}
		if err := t.checkRoadmapItem(&r, okr.RoadmapItem{}); err != nil {
			return r, err
		}
		if err := okr.CanEditRoadmapItem(actor.Viewer, okr.RoadmapItem{TeamIDs: r.TeamIDs}); err != nil {
			return r, err
		}
		last, err := t.LastRoadmapPosition()
		if err != nil {
			return r, err
		}
		r.Position = behind(last)
		return r, errors.Join(add(t, "", r), t.begin(okr.PartRoadmap))
	})
}

// EditRoadmapItem changes the fields that the patch names; see EditObjective for conflicts. What a mirror keeps elsewhere is changed there.
func (a *App) EditRoadmapItem(ctx context.Context, actor Actor, in okr.RoadmapPatch) (okr.RoadmapItem, error) {
	return a.changeRoadmapItem(ctx, actor, "roadmap_item.edited", in.ID, 0, in, func(t *act, r *okr.RoadmapItem) error {
		before := *r
		after, err := in.Apply(before)
		if err != nil {
			return err
		}
		if before.Origin.MirrorID != "" && (after.Title != before.Title || after.Why != before.Why || after.Status != before.Status) {
			return okr.Fail(okr.Invalid, "title", "This is a copy. Change its title, reason and status where it lives; the rest is decided here.")
		}
		t.Reason = strings.TrimSpace(in.Reason)
		*r = after
		return t.checkRoadmapItem(r, before)
	})
}

// changeRoadmapItem runs change on an item that the actor may edit, shown as they see it, and saves it with what they do not see.
func (a *App) changeRoadmapItem(ctx context.Context, actor Actor, kind okr.EventKind, id string, version int, in any, change func(*act, *okr.RoadmapItem) error) (okr.RoadmapItem, error) {
	return do(ctx, a, actor, kind, []any{id, in}, func(t *act) (okr.RoadmapItem, error) {
		r, err := t.RoadmapItem(id)
		if err != nil {
			return r, err
		}
		hidden, err := t.hideServes(&r)
		if err != nil {
			return r, err
		}
		if err := errors.Join(okr.CanEditRoadmapItem(actor.Viewer, r), stale(version, r.Version, r)); err != nil {
			return r, err
		}
		before := r
		if err := change(t, &r); err != nil {
			return before, err
		}
		shown := r.Serves
		r.Serves = append(slices.Clip(shown), hidden...)
		err = save(t, "", &r)
		r.Serves = shown
		return r, err
	})
}

// hideServes takes the key results out of an item that the actor may not see, and returns them.
func (t *act) hideServes(r *okr.RoadmapItem) (hidden []okr.Serve, err error) {
	ids := make([]string, len(r.Serves))
	for i, s := range r.Serves {
		ids[i] = s.KeyResultID
	}
	list, err := t.KeyResults(t.Actor.Scope(), ids)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var shown []okr.Serve
	for _, s := range r.Serves {
		if slices.ContainsFunc(list, func(k okr.KeyResult) bool { return k.ID == s.KeyResultID }) {
			shown = append(shown, s)
		} else {
			hidden = append(hidden, s)
		}
	}
	r.Serves = shown
	return hidden, nil
}

// checkRoadmapItem tidies an item and finds its faults. What it named before may stay.
func (t *act) checkRoadmapItem(r *okr.RoadmapItem, before okr.RoadmapItem) error {
	setLine(&r.Title, &r.Title)
	setText(&r.Why, &r.Why)
	setLine(&r.Blocked, &r.Blocked)
	if len(r.Serves) == 0 {
		r.Serves = nil
	}
	if err := r.Check(); err != nil {
		return err
	}
	faults := []error{t.newTeamsExist("team_ids", r.TeamIDs, before.TeamIDs)}
	if r.OwnerID != before.OwnerID {
		faults = append(faults, t.membersExist("owner_id", r.OwnerID))
	}
	if r.DeciderID != before.DeciderID {
		faults = append(faults, t.membersExist("decider_id", r.DeciderID))
	}
	var asked []string
	for _, s := range r.Serves {
		if !slices.ContainsFunc(before.Serves, func(o okr.Serve) bool { return o.KeyResultID == s.KeyResultID }) {
			asked = append(asked, s.KeyResultID)
		}
	}
	if len(asked) > 0 {
		there, err := t.Upstreams(t.Actor.Scope(), asked)
		if err != nil {
			return err
		}
		for i, s := range r.Serves {
			if slices.Contains(asked, s.KeyResultID) && there[s.KeyResultID] != okr.UpKeyResult {
				faults = append(faults, okr.Fail(okr.Invalid, fmt.Sprintf("serves[%d].key_result_id", i), "There is no such key result. Choose one of the list."))
			}
		}
	}
	return okr.Join(faults...)
}

// newTeamsExist finds a team that is not there; what was named before may stay.
func (t *act) newTeamsExist(field string, ids, before []string) error {
	if slices.Equal(ids, before) {
		return nil
	}
	there, err := t.TeamsThere(ids)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(ids, func(id string) bool { return !there[id] && !slices.Contains(before, id) }) {
		return okr.Fail(okr.Invalid, field, "There is no such team. Choose from the list.")
	}
	return nil
}

// A RoadmapMove puts an item into a horizon, behind another one or first.
type RoadmapMove struct {
	ID      string      `json:"id,omitempty"`
	Horizon okr.Horizon `json:"horizon"`
	After   string      `json:"after,omitempty"` // the item that it then follows; "" puts it first
}

// MoveRoadmapItem puts an item into a horizon at a place.
func (a *App) MoveRoadmapItem(ctx context.Context, actor Actor, in RoadmapMove) (okr.RoadmapItem, error) {
	return a.changeRoadmapItem(ctx, actor, "roadmap_item.moved", in.ID, 0, in, func(t *act, r *okr.RoadmapItem) error {
		all, err := t.RoadmapItems(t.Actor.Scope(), store.RoadmapFilter{})
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(o okr.RoadmapItem) bool { return o.ID == r.ID || o.Horizon != in.Horizon })
		order := make([]placed, len(all))
		for i, o := range all {
			order[i] = placed{o.ID, o.Position}
		}
		moved, err := moveBehind(order, r.ID, in.After)
		if err != nil {
			return err
		}
		r.Horizon = in.Horizon
		for _, p := range moved {
			if p.id == r.ID {
				r.Position = p.position
			} else if err := t.SetPosition(okr.ThingRoadmapItem, p.id, p.position); err != nil {
				return err
			}
		}
		return t.checkRoadmapItem(r, *r)
	})
}

// DropRoadmapItem ends an item that will not be done, with the reason. It can be taken up again, and what derives from it keeps the edge.
func (a *App) DropRoadmapItem(ctx context.Context, actor Actor, in RemovalInput) (okr.RoadmapItem, error) {
	return a.changeRoadmapItem(ctx, actor, "roadmap_item.dropped", in.ID, in.Version, in, func(t *act, r *okr.RoadmapItem) error {
		if t.Reason = strings.TrimSpace(in.Reason); t.Reason == "" {
			return okr.Fail(okr.Invalid, "reason", "Say in a sentence why, so that nobody has to find it out again.")
		}
		r.Dropped, r.DropReason = t.Now, t.Reason
		return r.Check()
	})
}

// ReopenRoadmapItem takes a dropped item up again.
func (a *App) ReopenRoadmapItem(ctx context.Context, actor Actor, in RemovalInput) (okr.RoadmapItem, error) {
	return a.changeRoadmapItem(ctx, actor, "roadmap_item.reopened", in.ID, in.Version, in, func(t *act, r *okr.RoadmapItem) error {
		r.Dropped, r.DropReason = 0, ""
		t.Reason = strings.TrimSpace(in.Reason)
		return nil
	})
}

// RemoveRoadmapItem takes an item away; it can be restored with all that derives from it.
func (a *App) RemoveRoadmapItem(ctx context.Context, actor Actor, in RemovalInput) (okr.RoadmapItem, error) {
	return a.changeRoadmapItem(ctx, actor, "roadmap_item.removed", in.ID, in.Version, in, func(t *act, r *okr.RoadmapItem) error {
		t.Reason = strings.TrimSpace(in.Reason)
		r.Removed = t.Now
		return nil
	})
}

// RestoreRoadmapItem brings a removed item back.
func (a *App) RestoreRoadmapItem(ctx context.Context, actor Actor, in RemovalInput) (okr.RoadmapItem, error) {
	return a.changeRoadmapItem(ctx, actor, "roadmap_item.restored", in.ID, in.Version, in, func(_ *act, r *okr.RoadmapItem) error {
		r.Removed = 0
		return nil
	})
}

// An OverrideInput moves an item in the order, and says why. A factor of 0 takes the override back.
type OverrideInput struct {
	ID     string  `json:"id,omitempty"`
	Factor float64 `json:"factor"`
	Reason string  `json:"reason,omitempty"`
}

// OverridePriority multiplies an item's computed priority by what a person knows better. Both stay visible.
func (a *App) OverridePriority(ctx context.Context, actor Actor, in OverrideInput) (okr.RoadmapItem, error) {
	return a.changeRoadmapItem(ctx, actor, "roadmap_item.prioritized", in.ID, 0, in, func(t *act, r *okr.RoadmapItem) error {
		t.Reason = strings.TrimSpace(in.Reason)
		if r.Override = nil; in.Factor != 0 {
			r.Override = &okr.Override{Factor: in.Factor, Reason: t.Reason, MemberID: t.Actor.Viewer.MemberID, At: t.Now}
		}
		return refield(r.Check(), map[string]string{"override.factor": "factor", "override.reason": "reason"})
	})
}
