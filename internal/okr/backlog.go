package okr

import (
	"maps"
	"slices"
	"strings"
)

// A BacklogItem is work that derives from a roadmap item. It usually lives in another tool and is mirrored here, read only. One without a
// roadmap item is unaligned: it stands in a visible tray, and nothing ever makes an objective or key result of it.
type BacklogItem struct {
	ID            string            `json:"id"`
	Title         string            `json:"title"`
	TeamID        string            `json:"team_id"`
	Kind          string            `json:"kind,omitempty"` // as its tool calls it: story, bug, task
	Status        WorkStatus        `json:"status"`
	SourceStatus  string            `json:"source_status,omitempty"` // in its tool's own words
	Labels        []string          `json:"labels,omitempty"`
	Estimate      *float64          `json:"estimate,omitempty"`   // in the unit of its tool, points or days
	ParentKey     string            `json:"parent_key,omitempty"` // its epic or parent there
	Fields        map[string]string `json:"fields,omitempty"`     // what a mirror's rules read: component, milestone, area
	Opened        Date              `json:"opened,omitempty"`     // when it was written down there; "" when nobody knows
	Finished      Date              `json:"finished,omitempty"`
	Due           Date              `json:"due,omitempty"`
	Blocked       string            `json:"blocked,omitempty"`
	RoadmapItemID string            `json:"roadmap_item_id,omitempty"` // that it derives from; "" is unaligned
	ByHand        bool              `json:"by_hand,omitempty"`         // a person said what it derives from, or that it derives from nothing: no rule changes that
	Origin        WorkOrigin        `json:"origin,omitzero"`
	DropReason    string            `json:"drop_reason,omitempty"` // why it was dropped here
	Dropped       Instant           `json:"dropped_at,omitempty"`
	Gone          Instant           `json:"gone_at,omitempty"` // since when its mirror does not have it any more
	Removed       Instant           `json:"removed_at,omitempty"`
	Version       int               `json:"version"`
	Created       Instant           `json:"created_at"` // here

	Locale string `json:"-"` // as a key result's
}

// Live answers whether the item is still to be done or being done.
func (b BacklogItem) Live() bool { return live(b.Status, b.Dropped, b.Gone, b.Removed) }

// State is the status as people see it: dropped here counts over what another tool says.
func (b BacklogItem) State() WorkStatus { return state(b.Status, b.Dropped) }

// Unaligned answers whether the item stands in the tray.
func (b BacklogItem) Unaligned() bool { return b.RoadmapItemID == "" && b.Live() }

// Mirrored answers whether the item is the copy of one in another tool, where its text is kept.
func (b BacklogItem) Mirrored() bool { return b.Origin.MirrorID != "" }

// Check says what is wrong with the backlog item.
func (b BacklogItem) Check() error {
	var f Faults
	f.text("title", b.Title, 1, MaxTitle)
	f.text("kind", b.Kind, 0, 80)
	f.text("source_status", b.SourceStatus, 0, 80)
	f.text("parent_key", b.ParentKey, 0, MaxTitle)
	f.text("blocked", b.Blocked, 0, MaxTitle)
	f.text("drop_reason", b.DropReason, 0, MaxText)
	oneOf(&f, "status", b.Status, WorkStatuses...)
	if b.TeamID == "" {
		f.addf("team_id", "Choose the team.")
	}
	f.id("team_id", b.TeamID)
	f.id("roadmap_item_id", b.RoadmapItemID)
	f.add(checkValue("estimate", b.Estimate))
	f.add(checkDate("opened", b.Opened, false))
	f.add(checkDate("finished", b.Finished, false))
	f.add(checkDate("due", b.Due, false))
	f.count("labels", "labels", len(b.Labels), maxList)
	for _, l := range b.Labels {
		f.text("labels", l, 1, 120)
	}
	f.count("fields", "fields", len(b.Fields), maxList)
	for _, name := range slices.Sorted(maps.Keys(b.Fields)) {
		f.text("fields", name, 1, 80)
		f.text("fields", b.Fields[name], 0, MaxTitle)
	}
	f.origin(b.Origin)
	return f.err()
}

// A MirroredItem is a backlog item as another tool has it now.
type MirroredItem struct {
	External      string            `json:"external_id"`
	Title         string            `json:"title"`
	TeamID        string            `json:"team_id"`
	Kind          string            `json:"kind,omitempty"`
	Status        WorkStatus        `json:"status"`
	SourceStatus  string            `json:"source_status,omitempty"`
	Labels        []string          `json:"labels,omitempty"`
	URL           string            `json:"url,omitempty"`
	Estimate      *float64          `json:"estimate,omitempty"`
	ParentKey     string            `json:"parent_key,omitempty"`
	Fields        map[string]string `json:"fields,omitempty"`
	Opened        Date              `json:"opened,omitempty"`
	Finished      Date              `json:"finished,omitempty"`
	Due           Date              `json:"due,omitempty"`
	Blocked       string            `json:"blocked,omitempty"`
	RoadmapItemID string            `json:"roadmap_item_id,omitempty"` // what the mirror's rule says that it derives from
}

// Onto returns b as the other tool has it now. What people did here stays: a link made by hand, that it was dropped. One that was
// gone is back. The texts are cut to what is kept here, because nobody there can be asked to shorten them.
func (m MirroredItem) Onto(b BacklogItem, mirrorID string) BacklogItem {
	b.Origin = WorkOrigin{MirrorID: mirrorID, External: m.External, URL: webOnly(m.URL)}
	b.Title, b.TeamID, b.Kind, b.Status, b.SourceStatus = cutTo(m.Title, MaxTitle), m.TeamID, cutTo(m.Kind, 80), m.Status, cutTo(m.SourceStatus, 80)
	b.Labels, b.Estimate, b.ParentKey = nil, m.Estimate, cutTo(m.ParentKey, MaxTitle)
	for _, l := range m.Labels {
		if l = cutTo(l, 120); l != "" && !slices.Contains(b.Labels, l) && len(b.Labels) < maxList {
			b.Labels = append(b.Labels, l)
		}
	}
	b.Fields = nil
	for _, name := range slices.Sorted(maps.Keys(m.Fields)) {
		if key := cutTo(name, 80); key != "" && len(b.Fields) < maxList {
			if b.Fields == nil {
				b.Fields = map[string]string{}
			}
			b.Fields[key] = cutTo(m.Fields[name], MaxTitle)
		}
	}
	b.Opened, b.Finished, b.Due, b.Blocked = m.Opened, m.Finished, m.Due, cutTo(m.Blocked, MaxTitle)
	if !b.ByHand {
		b.RoadmapItemID = m.RoadmapItemID
	}
	if b.Status == "" {
		b.Status = WorkOpen
	}
	b.Gone = 0
	return b
}

// A MirroredRoad is a roadmap item as another tool has it now: an epic, an initiative, a project.
type MirroredRoad struct {
	External string     `json:"external_id"`
	Title    string     `json:"title"`
	Why      string     `json:"why,omitempty"`
	TeamID   string     `json:"team_id"`
	Status   WorkStatus `json:"status"`
	URL      string     `json:"url,omitempty"`
	Start    Date       `json:"start,omitempty"`
	End      Date       `json:"end,omitempty"`
}

// Onto returns r as the other tool has it now. What it serves, its horizon, its effort and its teams are decided here and stay.
func (m MirroredRoad) Onto(r RoadmapItem, mirrorID string) RoadmapItem {
	r.Origin = WorkOrigin{MirrorID: mirrorID, External: m.External, URL: webOnly(m.URL)}
	r.Title, r.Why, r.Status, r.Start, r.End = cutTo(m.Title, MaxTitle), cutTo(m.Why, MaxText), m.Status, m.Start, m.End
	if len(r.TeamIDs) == 0 {
		r.TeamIDs = []string{m.TeamID}
	}
	if r.Horizon == "" {
		r.Horizon = HorizonLater
		if m.Status == WorkDoing {
			r.Horizon = HorizonNow
		}
	}
	if r.Status == "" {
		r.Status = WorkOpen
	}
	r.Gone = 0
	return r
}

// cutTo is a text without what cannot be kept, of at most so many characters.
func cutTo(s string, most int) string {
	s = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", ""))
	if r := []rune(s); len(r) > most {
		s = string(r[:most-1]) + "…"
	}
	return s
}

// webOnly is a web address that a page can show, or nothing.
func webOnly(s string) string {
	if checkURL("", s) != nil {
		return ""
	}
	return s
}
