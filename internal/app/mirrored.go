package app

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A MirrorInput is what a mirror has seen of another tool: items as they are there now. Gone names what was deleted or moved away. Whole says that Items, Roadmap and
// Present together are all there is: whatever else the mirror had is gone.
type MirrorInput struct {
	MirrorID string             `json:"mirror_id,omitempty"`
	Items    []okr.MirroredItem `json:"items,omitempty"`
	Roadmap  []okr.MirroredRoad `json:"roadmap,omitempty"`
	Gone     []string           `json:"gone,omitempty"`
	Present  []string           `json:"present,omitempty"` // ids of further items that are there still
	Whole    bool               `json:"whole,omitempty"`
}

// A MirrorResult counts what an update did to roadmap and backlog items.
type MirrorResult struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
	Gone    int `json:"gone"`
	Back    int `json:"back"` // of Changed: were gone
}

// UpdateMirror brings roadmap and backlog items to what another tool has now, at most MaxBulk at a time: found by mirror and id there, so that the same input again
// changes nothing. What vanished is marked gone and comes back by itself. Links made by hand, overrides and what was dropped here stay. Nothing in
// it can touch an objective or key result. It is for owners and ambassadors; a mirror's own looks go through Mirrored.
func (a *App) UpdateMirror(ctx context.Context, actor Actor, in MirrorInput) (MirrorResult, error) {
	if err := mayAdminister(actor); err != nil {
		return MirrorResult{}, err
	}
	return a.mirrored(ctx, actor, in)
}

// Mirrored is UpdateMirror for the job that looks at a mirror.
func (a *App) Mirrored(ctx context.Context, org okr.Organization, in MirrorInput) (MirrorResult, error) {
	return a.mirrored(ctx, Actor{Org: org, Via: "job"}, in)
}

func (a *App) mirrored(ctx context.Context, actor Actor, in MirrorInput) (MirrorResult, error) {
	return do(ctx, a, actor, "backlog_item.mirrored", in, func(t *act) (MirrorResult, error) {
		var out MirrorResult
		if in.MirrorID == "" || len(in.MirrorID) > 64 {
			return out, okr.Fail(okr.Invalid, "mirror_id", "Name the mirror that has seen this.")
		}
		if n := len(in.Items) + len(in.Roadmap); n > MaxBulk {
			return out, okr.Fail(okr.Invalid, "items", fmt.Sprintf("Send at most %d items at once.", MaxBulk))
		}
		teams, err := t.Teams(false)
		if err != nil {
			return out, err
		}
		known := func(field, id string) error {
			if slices.ContainsFunc(teams, func(x okr.Team) bool { return x.ID == id }) {
				return nil
			}
			return okr.Fail(okr.Invalid, field, "There is no such team. Say in the mirror's settings whose work this is.")
		}
		if err := t.mirrorRoadmap(in, known, &out); err != nil {
			return out, err
		}
		if err := t.mirrorItems(in, known, &out); err != nil {
			return out, err
		}
		if out.Added > 0 {
			if err := t.begin(okr.PartRoadmap); err != nil {
				return out, err
			}
		}
		return out, t.mirrorGone(in, &out)
	})
}

func (t *act) mirrorItems(in MirrorInput, known func(field, id string) error, out *MirrorResult) error {
	externals, roads := make([]string, len(in.Items)), map[string]bool{}
	for i, m := range in.Items {
		externals[i] = m.External
		if m.RoadmapItemID != "" {
			roads[m.RoadmapItemID] = true
		}
	}
	if err := t.roadmapItemsExist("items", slices.Sorted(maps.Keys(roads))...); err != nil {
		return err
	}
	list, err := t.BacklogItems(store.BacklogFilter{Mirror: in.MirrorID, External: externals, Removed: true})
	if err != nil {
		return err
	}
	there := map[string]okr.BacklogItem{}
	for _, b := range list {
		there[b.Origin.External] = b
	}
	var fresh []okr.BacklogItem
	seen := map[string]bool{}
	for i, m := range in.Items {
		field := fmt.Sprintf("items[%d].", i)
		if seen[m.External] {
			return okr.Fail(okr.Invalid, field+"external_id", "Send each item once.")
		}
		seen[m.External] = true
		before, old := there[m.External]
		now := m.Onto(before, in.MirrorID)
		if err := okr.Join(okr.Under(field, now.Check()), known(field+"team_id", now.TeamID)); err != nil {
			return err
		}
		switch {
		case !old:
			now.ID, now.Version, now.Created = t.newID(), 1, t.Now
			fresh = append(fresh, now)
			out.Added++
		case reflect.DeepEqual(before, now):
			out.Same++
		default:
			out.Changed++
			if before.Gone != 0 {
				out.Back++
			}
			if err := save(t, "", &now); err != nil {
				return err
			}
		}
	}
	return addAll(t, "", fresh)
}

func (t *act) mirrorRoadmap(in MirrorInput, known func(field, id string) error, out *MirrorResult) error {
	if len(in.Roadmap) == 0 {
		return nil
	}
	externals := make([]string, len(in.Roadmap))
	for i, m := range in.Roadmap {
		externals[i] = m.External
	}
	last, err := t.LastRoadmapPosition()
	if err != nil {
		return err
	}
	there := map[string]okr.RoadmapItem{}
	for _, removed := range []bool{false, true} { // what was removed here stays so, however often its tool gives it
		list, err := t.RoadmapItems(store.Everything, store.RoadmapFilter{Mirror: in.MirrorID, External: externals, Removed: removed})
		if err != nil {
			return err
		}
		for _, r := range list {
			there[r.Origin.External] = r
		}
	}
	var fresh []okr.RoadmapItem
	seen := map[string]bool{}
	for i, m := range in.Roadmap {
		field := fmt.Sprintf("roadmap[%d].", i)
		if seen[m.External] {
			return okr.Fail(okr.Invalid, field+"external_id", "Send each item once.")
		}
		seen[m.External] = true
		before, old := there[m.External]
		now := m.Onto(before, in.MirrorID)
		if err := okr.Join(okr.Under(field, now.Check()), known(field+"team_id", now.TeamIDs[0])); err != nil {
			return err
		}
		switch {
		case !old:
			last = behind(last)
			now.ID, now.Version, now.Created, now.Position = t.newID(), 1, t.Now, last
			fresh = append(fresh, now)
			out.Added++
		case reflect.DeepEqual(before, now):
			out.Same++
		default:
			out.Changed++
			if before.Gone != 0 {
				out.Back++
			}
			if err := save(t, "", &now); err != nil {
				return err
			}
		}
	}
	return addAll(t, "", fresh)
}

// mirrorGone marks what the mirror does not have any more.
func (t *act) mirrorGone(in MirrorInput, out *MirrorResult) error {
	if !in.Whole && len(in.Gone) == 0 {
		return nil
	}
	backlog, roadmap, err := t.MirrorKeys(in.MirrorID)
	if err != nil {
		return err
	}
	gone := map[string]bool{}
	for _, id := range in.Gone {
		gone[id] = true
	}
	if in.Whole {
		here := map[string]bool{}
		for _, id := range in.Present {
			here[id] = true
		}
		for _, m := range in.Items {
			here[m.External] = true
		}
		for _, m := range in.Roadmap {
			here[m.External] = true
		}
		for _, of := range []map[string]string{backlog, roadmap} {
			for external := range of {
				if !here[external] {
					gone[external] = true
				}
			}
		}
	}
	for _, external := range slices.Sorted(maps.Keys(gone)) {
		if id := backlog[external]; id != "" {
			b, err := t.BacklogItem(id)
			if err != nil {
				return err
			}
			b.Gone = t.Now
			if err := save(t, "", &b); err != nil {
				return err
			}
			out.Gone++
		}
		if id := roadmap[external]; id != "" {
			r, err := t.RoadmapItem(id)
			if err != nil {
				return err
			}
			r.Gone = t.Now
			if err := save(t, "", &r); err != nil {
				return err
			}
			out.Gone++
		}
	}
	return nil
}
