package store

import (
	"fmt"

	"github.com/headwater-okr/headwater/internal/okr"
)

var backlogItems = table[okr.BacklogItem]{"backlog_item", "t", func(b *okr.BacklogItem) []field {
	return []field{{"id", &b.ID}, {"title", &b.Title}, {"team_id", &b.TeamID}, {"kind", &b.Kind}, {"status", &b.Status}, {"source_status", &b.SourceStatus},
		{"labels", asJSON{&b.Labels}}, {"estimate", &b.Estimate}, {"parent_key", &b.ParentKey}, {"fields", asJSON{&b.Fields}}, {"opened", &b.Opened},
		{"finished", &b.Finished}, {"due", &b.Due}, {"blocked", &b.Blocked}, {"roadmap_item_id", &b.RoadmapItemID}, {"by_hand", &b.ByHand},
		{"drop_reason", &b.DropReason}, {"dropped_at", &b.Dropped}, {"mirror_id", &b.Origin.MirrorID}, {"external_id", &b.Origin.External},
		{"url", &b.Origin.URL}, {"gone_at", &b.Gone}, {"removed_at", &b.Removed}, {"version", &b.Version}, {"created_at", &b.Created}}
}}

// A BacklogFilter says which backlog items to find. Zero fields do not filter; removed ones are left out unless asked for.
type BacklogFilter struct {
	IDs       []string
	Teams     []string
	Below     []string // of any of these teams or of those in them
	Around    string   // of this team or one directly below it
	Roadmap   []string // derive from any of these roadmap items
	Unaligned bool     // derive from none
	Aligned   bool     // derive from any
	Live      bool     // still to be done or being done
	Put       bool     // dropped here, or gone from its mirror: what can be restored
	Mirror    string
	External  []string   // with Mirror: their ids there
	Since     okr.Date   // opened on or after this day
	Words     [][]string // it has at least one of the stems of every word
	Removed   bool       // removed ones too
	After     string     // behind this id
	Limit     int
}

func (f BacklogFilter) where(tx *Tx) *where {
	w := &where{args: []any{tx.org}}
	w.sql.WriteString("WHERE t.org_id = $1")
	if f.IDs != nil {
		in(w, "t.id IN ?", f.IDs)
	}
	if f.Teams != nil {
		in(w, "t.team_id IN ?", f.Teams)
	}
	if f.Below != nil {
		w.sql.WriteString(" AND t.team_id IN " + w.below(f.Below))
	}
	if f.Around != "" {
		w.sql.WriteString(" AND t.team_id IN " + w.around(f.Around))
	}
	if f.Roadmap != nil {
		in(w, "t.roadmap_item_id IN ?", f.Roadmap)
	}
	if f.Unaligned {
		w.sql.WriteString(" AND t.roadmap_item_id = ''")
	}
	if f.Aligned {
		w.sql.WriteString(" AND t.roadmap_item_id <> ''")
	}
	if f.Live {
		w.sql.WriteString(liveWork)
	}
	if f.Put {
		w.sql.WriteString(" AND (t.dropped_at > 0 OR t.gone_at > 0)")
	}
	if f.Mirror != "" {
		w.and("t.mirror_id = ?", f.Mirror)
	}
	if f.External != nil {
		in(w, "t.external_id IN ?", f.External)
	}
	if f.Since != "" {
		w.and("t.opened >= ?", f.Since)
	}
	for _, stems := range f.Words {
		w.and("EXISTS (SELECT 1 FROM term x WHERE x.org_id = t.org_id AND x.thing_id = t.id AND x.thing = ?", okr.ThingBacklogItem)
		in(w, "x.stem IN ?", stems)
		w.sql.WriteString(")")
	}
	if !f.Removed {
		w.sql.WriteString(" AND t.removed_at = 0")
	}
	if f.After != "" {
		w.and("t.id > ?", f.After)
	}
	return w
}

// BacklogItems finds backlog items in id order: the earliest here first. One statement.
func (tx *Tx) BacklogItems(f BacklogFilter) ([]okr.BacklogItem, error) {
	w := f.where(tx)
	w.sql.WriteString(" ORDER BY t.id")
	if f.Limit > 0 {
		fmt.Fprintf(&w.sql, " LIMIT %d", f.Limit)
	}
	return backlogItems.list(tx, w.sql.String(), w.args...)
}

// BacklogItem reads one backlog item, a removed one too.
func (tx *Tx) BacklogItem(id string) (okr.BacklogItem, error) {
	return backlogItems.one(tx, "WHERE t.org_id = $1 AND t.id = $2", tx.org, id)
}

// A BacklogCount is how many backlog items of a team derive from one roadmap item ("" for the tray) and have a status.
type BacklogCount struct {
	TeamID        string
	RoadmapItemID string
	Status        okr.WorkStatus
	Items         int
	Estimate      float64 // of those that have one
}

// UnalignedInto counts the live items that derive from nothing.
func (tx *Tx) UnalignedInto(n *int) Read {
	w := BacklogFilter{Unaligned: true, Live: true}.where(tx)
	return Read{"COUNT(*)", []any{n}, "FROM backlog_item t " + w.sql.String() + " AND t.dropped_at = 0 AND t.gone_at = 0", "", w.args, func(*Tx) {}}
}

// BacklogCounts counts the backlog items that the filter finds: one statement. Dropped and gone ones are not counted.
func (tx *Tx) BacklogCounts(f BacklogFilter) ([]BacklogCount, error) {
	w := f.where(tx)
	var out []BacklogCount
	err := tx.each(func(scan func(...any) error) error {
		var c BacklogCount
		err := scan(&c.TeamID, &c.RoadmapItemID, &c.Status, &c.Items, &c.Estimate)
		out = append(out, c)
		return err
	}, "SELECT t.team_id, t.roadmap_item_id, t.status, COUNT(*), COALESCE(SUM(t.estimate), 0) FROM backlog_item t "+w.sql.String()+
		" AND t.dropped_at = 0 AND t.gone_at = 0 GROUP BY t.team_id, t.roadmap_item_id, t.status ORDER BY t.team_id, t.roadmap_item_id, t.status", w.args...)
	return out, err
}

// MirrorKeys reads the ids that the items of a mirror have there, with the ids here: of those that are not gone.
func (tx *Tx) MirrorKeys(mirrorID string) (backlog, roadmap map[string]string, err error) {
	backlog, roadmap = map[string]string{}, map[string]string{}
	for table, into := range map[string]map[string]string{backlogItems.name: backlog, roadmapItems.name: roadmap} {
		err := tx.each(func(scan func(...any) error) error {
			var external, id string
			err := scan(&external, &id)
			into[external] = id
			return err
		}, "SELECT external_id, id FROM "+table+" WHERE org_id = $1 AND mirror_id = $2 AND gone_at = 0 AND removed_at = 0", tx.org, mirrorID)
		if err != nil {
			return nil, nil, err
		}
	}
	return backlog, roadmap, nil
}
