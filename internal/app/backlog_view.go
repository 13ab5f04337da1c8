package app

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A BacklogQuery says which backlog items to read.
type BacklogQuery struct {
	TeamID        string `json:"team_id,omitempty"` // with the teams below it
	RoadmapItemID string `json:"roadmap_item_id,omitempty"`
	Show          string `json:"show,omitempty"` // "unaligned", "aligned", "put" (dropped or gone); "" is all that is live
	Text          string `json:"text,omitempty"` // words of its title, label or parent, the last one as a beginning
	After         string `json:"after,omitempty"`
	Limit         int    `json:"limit,omitempty"` // 100 unless given, at most MaxBulk
}

// A Backlog is a page of backlog items, the earliest here first, with how many there are.
type Backlog struct {
	Items   []BacklogRow `json:"items"`
	Next    string       `json:"next,omitempty"` // the after of the next page
	Tray    int          `json:"unaligned"`      // live items that derive from nothing, of the teams asked for
	Aligned int          `json:"aligned"`
	Put     int          `json:"put"`           // dropped or gone, as far as they are on this page
	Roads   []Ref        `json:"roadmap_items"` // live ones, to choose from, in their order
	Old     []OldMirror  `json:"old_mirrors"`   // whose copies are not as of now
	Names   Names        `json:"names"`
}

// A BacklogRow is an item with what it derives from.
type BacklogRow struct {
	okr.BacklogItem
	Roadmap string `json:"roadmap_item,omitempty"` // its title
	May     bool   `json:"may_edit"`
}

// Backlog reads backlog items, in a constant number of statements.
func (a *App) Backlog(ctx context.Context, actor Actor, q BacklogQuery) (Backlog, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (Backlog, error) {
		out := Backlog{Items: []BacklogRow{}, Roads: []Ref{}}
		if q.Limit = cmp.Or(q.Limit, 100); q.Limit < 0 || q.Limit > MaxBulk {
			return out, okr.Fail(okr.Invalid, "limit", "Ask for 1 to "+strconv.Itoa(MaxBulk)+" items.")
		}
		f := store.BacklogFilter{Unaligned: q.Show == "unaligned", Aligned: q.Show == "aligned", Put: q.Show == "put", Live: q.Show != "put", After: q.After, Limit: q.Limit + 1}
		if !slices.Contains([]string{"", "unaligned", "aligned", "put"}, q.Show) {
			return out, okr.Fail(okr.Invalid, "show", "Choose one of: unaligned, aligned, put.")
		}
		teams, err := tx.Teams(true)
		if err != nil {
			return out, err
		}
		if q.TeamID != "" {
			tree := okr.NewTree(teams)
			if tree.Team(q.TeamID).ID == "" {
				return out, okr.Fail(okr.NotFound, "team", "There is no such team, or you may not see it.")
			}
			f.Teams = tree.Below(q.TeamID)
		}
		if q.RoadmapItemID != "" {
			f.Roadmap = []string{q.RoadmapItemID}
		}
		if f.Words, err = stemsIn(tx, actor, q.Text); err != nil {
			return out, err
		}
		list, err := tx.BacklogItems(f)
		if err != nil {
			return out, err
		}
		if len(list) > q.Limit {
			list = list[:q.Limit]
			out.Next = list[q.Limit-1].ID
		}
		counts, err := tx.BacklogCounts(store.BacklogFilter{Teams: f.Teams, Live: true})
		if err != nil {
			return out, err
		}
		for _, c := range counts {
			if c.RoadmapItemID == "" {
				out.Tray += c.Items
			} else {
				out.Aligned += c.Items
			}
		}
		roads, err := tx.RoadmapItems(actor.Scope(), store.RoadmapFilter{Shown: true})
		if err != nil {
			return out, err
		}
		titles, named := map[string]string{}, []string{}
		for _, r := range roads {
			if titles[r.ID] = r.Title; r.Live() {
				out.Roads = append(out.Roads, Ref{ID: r.ID, Name: r.Title})
			}
		}
		for _, b := range list {
			out.Items = append(out.Items, BacklogRow{b, titles[b.RoadmapItemID], okr.CanEditBacklogItem(actor.Viewer, b) == nil})
			named = append(named, b.TeamID)
			if !b.Live() {
				out.Put++
			}
		}
		if out.Old, err = oldMirrors(tx, a.Now()); err != nil {
			return out, err
		}
		out.Names, err = tx.Names(named)
		return out, err
	})
}

// A BacklogItemPage is everything of one backlog item.
type BacklogItemPage struct {
	BacklogRow
	Trace Trace `json:"trace"`
	Roads []Ref `json:"roadmap_items"` // live ones, to choose from
	Names Names `json:"names"`
}

// BacklogItem is one backlog item with its line up to the vision.
func (a *App) BacklogItem(ctx context.Context, actor Actor, id string) (BacklogItemPage, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (BacklogItemPage, error) {
		out := BacklogItemPage{Roads: []Ref{}}
		b, err := tx.BacklogItem(id)
		if err != nil {
			return out, err
		}
		w := roadReading{a: a, tx: tx, actor: actor}
		if err := w.around(); err != nil {
			return out, err
		}
		roads, err := tx.RoadmapItems(actor.Scope(), store.RoadmapFilter{Shown: true})
		if err != nil {
			return out, err
		}
		out.BacklogItem, out.May = b, okr.CanEditBacklogItem(actor.Viewer, b) == nil
		for _, r := range roads {
			if r.ID == b.RoadmapItemID {
				out.Roadmap = r.Title
			}
			if r.Live() {
				out.Roads = append(out.Roads, Ref{ID: r.ID, Name: r.Title})
			}
		}
		if out.Trace, err = w.upFrom(&b); err != nil {
			return out, err
		}
		out.Names, err = tx.Names([]string{b.TeamID})
		return out, err
	})
}
