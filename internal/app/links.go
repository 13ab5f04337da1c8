package app

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A LinkChange is a link of a thing to what is above it that came or went.
type LinkChange struct {
	At      okr.Instant `json:"at"`
	ActorID string      `json:"actor_id,omitempty"`
	Reason  string      `json:"reason,omitempty"`
	Gone    bool        `json:"gone,omitempty"`
	To      Step        `json:"to"`
	ByRule  bool        `json:"by_rule,omitempty"` // a mirror's rule did it, and no person
}

// A LinkHistory is how the links of one thing to what is above it came about, the latest first.
type LinkHistory struct {
	Of      Step         `json:"of"`
	Changes []LinkChange `json:"changes"`
	Names   Names        `json:"names"`
}

// linkActs is how many of the latest acts on a thing are read.
const linkActs = 500

// LinkHistory says since when an objective, roadmap item or backlog item leads where it leads, and who said so, in six statements. Ends that the actor may not see, or that
// are removed, are not in it.
func (a *App) LinkHistory(ctx context.Context, actor Actor, q TraceQuery) (LinkHistory, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (LinkHistory, error) {
		out := LinkHistory{Changes: []LinkChange{}, Names: Names{}}
		var above func(json.RawMessage) []string
		switch q.Thing {
		case okr.ThingObjective:
			o, err := tx.Objective(actor.Scope(), q.ID)
			if err != nil {
				return out, err
			}
			out.Of = Step{Thing: q.Thing, ID: o.ID, Title: o.Title, Number: o.Number}
			above = func(raw json.RawMessage) (ids []string) {
				var o okr.Objective
				_ = json.Unmarshal(raw, &o) // an after-image that cannot be read has no links
				for _, s := range o.Supports {
					ids = append(ids, s.ID)
				}
				return ids
			}
		case okr.ThingRoadmapItem:
			r, err := tx.RoadmapItem(q.ID)
			if err != nil {
				return out, err
			}
			out.Of = Step{Thing: q.Thing, ID: r.ID, Title: r.Title}
			above = func(raw json.RawMessage) (ids []string) {
				var r okr.RoadmapItem
				_ = json.Unmarshal(raw, &r)
				for _, s := range r.Serves {
					ids = append(ids, s.KeyResultID)
				}
				return ids
			}
		case okr.ThingBacklogItem:
			b, err := tx.BacklogItem(q.ID)
			if err != nil {
				return out, err
			}
			out.Of = Step{Thing: q.Thing, ID: b.ID, Title: b.Title}
			above = func(raw json.RawMessage) []string {
				var b okr.BacklogItem
				_ = json.Unmarshal(raw, &b)
				if b.RoadmapItemID == "" {
					return nil
				}
				return []string{b.RoadmapItemID}
			}
		default:
			return out, okr.Fail(okr.Invalid, "thing", "Ask for a backlog_item, a roadmap_item or an objective.")
		}
		acts, err := tx.Activity(actor.Scope(), store.ActivityFilter{ThingID: q.ID, Limit: linkActs, Rows: 1})
		if err != nil {
			return out, err
		}
		var people, ends []string
		for _, act := range acts {
			for _, r := range act.Rows {
				before, after := above(r.Before), above(r.After)
				add := func(id string, gone bool) {
					out.Changes = append(out.Changes, LinkChange{At: act.Recorded, ActorID: act.ActorID, Reason: act.Reason, Gone: gone, To: Step{ID: id}, ByRule: act.ActorID == ""})
					people, ends = append(people, act.ActorID), append(ends, id)
				}
				for _, id := range after {
					if !slices.Contains(before, id) {
						add(id, false)
					}
				}
				for _, id := range before {
					if !slices.Contains(after, id) {
						add(id, true)
					}
				}
			}
		}
		to, err := tx.Ends(actor.Scope(), ends)
		if err != nil {
			return out, err
		}
		out.Changes = slices.DeleteFunc(out.Changes, func(c LinkChange) bool { return to[c.To.ID].Title == "" })
		for i := range out.Changes {
			e := to[out.Changes[i].To.ID]
			out.Changes[i].To = Step{Thing: e.Thing, ID: e.ID, Title: e.Title, Number: e.Number}
		}
		out.Names, err = tx.Names(people)
		return out, err
	})
}
