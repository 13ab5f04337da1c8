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

// A BacklogInput is a new backlog item that is kept here.
type BacklogInput struct {
	Title         string   `json:"title"`
	TeamID        string   `json:"team_id"`
	Kind          string   `json:"kind,omitempty"`
	Labels        []string `json:"labels,omitempty"`
	Estimate      *float64 `json:"estimate,omitempty"`
	URL           string   `json:"url,omitempty"`
	Opened        okr.Date `json:"opened,omitempty"` // today unless given
	Due           okr.Date `json:"due,omitempty"`
	RoadmapItemID string   `json:"roadmap_item_id,omitempty"` // that it derives from; "" leaves it in the tray
}

// A BacklogPatch changes what is not nil. Of a mirrored item only what is decided here can be changed: blocked.
type BacklogPatch struct {
	ID       string          `json:"id,omitempty"`
	Version  int             `json:"version,omitempty"`
	Title    *string         `json:"title,omitempty"`
	TeamID   *string         `json:"team_id,omitempty"`
	Kind     *string         `json:"kind,omitempty"`
	Status   *okr.WorkStatus `json:"status,omitempty"`
	Labels   *[]string       `json:"labels,omitempty"`
	Estimate *float64        `json:"estimate,omitempty"`
	Due      *okr.Date       `json:"due,omitempty"`
	Blocked  *string         `json:"blocked,omitempty"`
}

// AddBacklogItem adds work that is kept here. It never becomes an objective or key result.
func (a *App) AddBacklogItem(ctx context.Context, actor Actor, in BacklogInput) (okr.BacklogItem, error) {
	return do(ctx, a, actor, "backlog_item.added", in, func(t *act) (okr.BacklogItem, error) {
		b := okr.BacklogItem{ID: t.newID(), Title: in.Title, TeamID: in.TeamID, Kind: in.Kind, Status: okr.WorkOpen, Labels: in.Labels, Estimate: in.Estimate,
			Opened: cmp.Or(in.Opened, t.Now.DateIn(actor.Org.Set.Location())), Due: in.Due, RoadmapItemID: in.RoadmapItemID, ByHand: in.RoadmapItemID != "",
			Origin: okr.WorkOrigin{URL: strings.TrimSpace(in.URL)}, Version: 1, Created: t.Now}
		if err := t.checkBacklogItem(&b, okr.BacklogItem{}); err != nil {
			return b, refield(err, map[string]string{"origin.url": "url"})
		}
		if err := okr.CanEditBacklogItem(actor.Viewer, b); err != nil {
			return b, err
		}
		return b, errors.Join(add(t, "", b), t.begin(okr.PartRoadmap))
	})
}

// EditBacklogItem changes an item that is kept here.
func (a *App) EditBacklogItem(ctx context.Context, actor Actor, in BacklogPatch) (okr.BacklogItem, error) {
	return a.changeBacklogItem(ctx, actor, "backlog_item.edited", in.ID, in.Version, in, func(t *act, b *okr.BacklogItem) error {
		before := *b
		if b.Mirrored() && (in.Title != nil || in.TeamID != nil || in.Kind != nil || in.Status != nil || in.Labels != nil || in.Estimate != nil || in.Due != nil) {
			return okr.Fail(okr.Invalid, "title", "This is a copy. Change it where it lives; the link above leads there.")
		}
		set(&b.Title, in.Title)
		set(&b.TeamID, in.TeamID)
		set(&b.Kind, in.Kind)
		set(&b.Labels, in.Labels)
		set(&b.Due, in.Due)
		set(&b.Blocked, in.Blocked)
		if in.Estimate != nil {
			b.Estimate = in.Estimate
		}
		if in.Status != nil && *in.Status != b.Status {
			if b.Status, b.Finished = *in.Status, ""; b.Status == okr.WorkDone {
				b.Finished = t.Now.DateIn(t.Actor.Org.Set.Location())
			}
		}
		return t.checkBacklogItem(b, before)
	})
}

func (a *App) changeBacklogItem(ctx context.Context, actor Actor, kind okr.EventKind, id string, version int, in any, change func(*act, *okr.BacklogItem) error) (okr.BacklogItem, error) {
	return do(ctx, a, actor, kind, []any{id, in}, func(t *act) (okr.BacklogItem, error) {
		b, err := t.BacklogItem(id)
		if err != nil {
			return b, err
		}
		if err := errors.Join(okr.CanEditBacklogItem(actor.Viewer, b), stale(version, b.Version, b)); err != nil {
			return b, err
		}
		before := b
		if err := change(t, &b); err != nil {
			return before, err
		}
		return b, save(t, "", &b)
	})
}

func (t *act) checkBacklogItem(b *okr.BacklogItem, before okr.BacklogItem) error {
	setLine(&b.Title, &b.Title)
	setLine(&b.Kind, &b.Kind)
	setLine(&b.Blocked, &b.Blocked)
	if err := b.Check(); err != nil {
		return err
	}
	faults := []error{t.newTeamsExist("team_id", []string{b.TeamID}, []string{before.TeamID})}
	if b.RoadmapItemID != before.RoadmapItemID && b.RoadmapItemID != "" {
		faults = append(faults, t.roadmapItemsExist("roadmap_item_id", b.RoadmapItemID))
	}
	return okr.Join(faults...)
}

func (t *act) roadmapItemsExist(field string, ids ...string) error {
	there, err := t.RoadmapItems(t.Actor.Scope(), store.RoadmapFilter{IDs: ids})
	if err != nil {
		return err
	}
	for _, id := range ids {
		if id != "" && !slices.ContainsFunc(there, func(r okr.RoadmapItem) bool { return r.ID == id }) {
			return okr.Fail(okr.Invalid, field, "There is no such roadmap item. Choose one of the list.")
		}
	}
	return nil
}

// RemoveBacklogItem takes an item away; it can be restored.
func (a *App) RemoveBacklogItem(ctx context.Context, actor Actor, in RemovalInput) (okr.BacklogItem, error) {
	return a.changeBacklogItem(ctx, actor, "backlog_item.removed", in.ID, in.Version, in, func(t *act, b *okr.BacklogItem) error {
		if b.Mirrored() {
			return okr.Fail(okr.Invalid, "", "This is a copy, which would come back with the next look. Drop it with a reason instead.")
		}
		t.Reason = strings.TrimSpace(in.Reason)
		b.Removed = t.Now
		return nil
	})
}

// RestoreBacklogItem brings a removed item back.
func (a *App) RestoreBacklogItem(ctx context.Context, actor Actor, in RemovalInput) (okr.BacklogItem, error) {
	return a.changeBacklogItem(ctx, actor, "backlog_item.restored", in.ID, in.Version, in, func(_ *act, b *okr.BacklogItem) error {
		b.Removed = 0
		return nil
	})
}

// MaxBulk is how many backlog items one act changes at most.
const MaxBulk = 500

// An Alignment says what a backlog item derives from; "" puts it into the tray. ByRule lets its mirror's rule decide again.
type Alignment struct {
	ID            string `json:"id"`
	RoadmapItemID string `json:"roadmap_item_id"`
	ByRule        bool   `json:"by_rule,omitempty"`
}

// An AlignInput aligns items in one act.
type AlignInput struct {
	Items []Alignment `json:"items"`
}

// An AlignResult is the items as they are now, and what aligns them as they were: the same call with it is the undo.
type AlignResult struct {
	Items []okr.BacklogItem `json:"items"`
	Undo  AlignInput        `json:"undo"`
}

// AlignBacklog says what backlog items derive from, all of them or none.
func (a *App) AlignBacklog(ctx context.Context, actor Actor, in AlignInput) (AlignResult, error) {
	return do(ctx, a, actor, "backlog_item.aligned", in, func(t *act) (AlignResult, error) {
		out := AlignResult{Undo: AlignInput{Items: []Alignment{}}}
		ids, to, roads := make([]string, len(in.Items)), map[string]Alignment{}, []string{}
		for i, x := range in.Items {
			ids[i], to[x.ID] = x.ID, x
			if x.RoadmapItemID != "" && !slices.Contains(roads, x.RoadmapItemID) {
				roads = append(roads, x.RoadmapItemID)
			}
		}
		if err := t.roadmapItemsExist("items", roads...); err != nil {
			return out, err
		}
		var err error
		out.Items, err = t.changeBacklog(ids, func(b *okr.BacklogItem) error {
			x := to[b.ID]
			if b.RoadmapItemID == x.RoadmapItemID && b.ByHand == !x.ByRule {
				return nil
			}
			out.Undo.Items = append(out.Undo.Items, Alignment{ID: b.ID, RoadmapItemID: b.RoadmapItemID, ByRule: !b.ByHand})
			b.RoadmapItemID, b.ByHand = x.RoadmapItemID, !x.ByRule
			return nil
		})
		return out, err
	})
}

// changeBacklog changes items that the actor may edit, all or none, and saves those that are others then.
func (t *act) changeBacklog(ids []string, change func(*okr.BacklogItem) error) ([]okr.BacklogItem, error) {
	if len(ids) == 0 || len(ids) > MaxBulk {
		return nil, okr.Fail(okr.Invalid, "items", fmt.Sprintf("Choose 1 to %d items.", MaxBulk))
	}
	list, err := t.BacklogItems(store.BacklogFilter{IDs: ids})
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		if !slices.ContainsFunc(list, func(b okr.BacklogItem) bool { return b.ID == id }) {
			return nil, okr.Fail(okr.NotFound, fmt.Sprintf("items[%d]", i), "There is no such backlog item, or it is removed.")
		}
	}
	for i := range list {
		b := &list[i]
		if err := okr.CanEditBacklogItem(t.Actor.Viewer, *b); err != nil {
			return nil, err
		}
		was := fmt.Sprint(b.RoadmapItemID, b.ByHand, b.Dropped, b.DropReason, b.Gone)
		if err := change(b); err != nil {
			return nil, err
		}
		if was == fmt.Sprint(b.RoadmapItemID, b.ByHand, b.Dropped, b.DropReason, b.Gone) {
			continue
		}
		if err := save(t, "", b); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// A BacklogBulk names backlog items, and the reason of what is done to them.
type BacklogBulk struct {
	IDs    []string `json:"ids"`
	Reason string   `json:"reason,omitempty"`
}

// DropBacklog prunes: the items will not be done, with the reason. They leave the tray and every count, stay findable, and can be taken up again. A mirror
// does not bring them back.
func (a *App) DropBacklog(ctx context.Context, actor Actor, in BacklogBulk) ([]okr.BacklogItem, error) {
	return do(ctx, a, actor, "backlog_item.dropped", in, func(t *act) ([]okr.BacklogItem, error) {
		if t.Reason = strings.TrimSpace(in.Reason); t.Reason == "" || len(t.Reason) > okr.MaxText {
			return nil, okr.Fail(okr.Invalid, "reason", "Say in a sentence why, so that nobody has to find it out again.")
		}
		return t.changeBacklog(in.IDs, func(b *okr.BacklogItem) error {
			if b.Dropped == 0 {
				b.Dropped, b.DropReason = t.Now, t.Reason
			}
			return nil
		})
	})
}

// ReopenBacklog takes dropped items up again, also those that are gone from their mirror; the next look there decides whether they stay.
func (a *App) ReopenBacklog(ctx context.Context, actor Actor, in BacklogBulk) ([]okr.BacklogItem, error) {
	return do(ctx, a, actor, "backlog_item.reopened", in, func(t *act) ([]okr.BacklogItem, error) {
		t.Reason = strings.TrimSpace(in.Reason)
		return t.changeBacklog(in.IDs, func(b *okr.BacklogItem) error {
			b.Dropped, b.DropReason, b.Gone = 0, "", 0
			return nil
		})
	})
}
