package okr

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// A Change is one field's old and new value, as JSON.
type Change struct {
	Field string          `json:"field"`
	Old   json.RawMessage `json:"old,omitempty"`
	New   json.RawMessage `json:"new,omitempty"`
}

// Label is the field's name as people read it.
func (c Change) Label() string {
	if l, ok := labels[c.Field]; ok {
		return l
	}
	return strings.TrimSuffix(strings.TrimSuffix(strings.ReplaceAll(c.Field, "_", " "), " id"), " at")
}

var labels = map[string]string{
	"why_important": "why it matters", "why_urgent": "why now", "evidence": "what it rests on", "team_ids": "teams", "owner_id": "owner",
	"check_in_owner_id": "who checks in", "cycle_id": "cycle", "supports": "what it supports", "closing_note": "closing note", "parent_id": "parent",
	"due": "due date", "drop_reason": "reason for dropping",
	"merged_id": "merged into", "execution_start": "first day of execution", "closing_start": "first day of closing", "not_doing": "what we do not do", "as_of": "day",
	"marks": "commit and stretch", "readiness": "data readiness", "comfort": "how it felt at the start", "slug": "address",
	"serves": "what it serves", "roadmap_item_id": "what it derives from", "decider_id": "who decides", "gone_at": "gone from its tool", "superseded_by": "what took its place", "critical_by": "last useful day", "by_hand": "decided by hand", "override": "priority",
}

// computed are the fields that no person edits: check-ins, roll-ups and the store keep them.
var computed = []string{"id", "version", "created_at", "recorded_at", "progress", "value", "confidence", "checked_as_of", "checked_at", "checks", "trail",
	"blocked_at", "lessons", "proposed_by", "adopted_as", "merged_into", "within", "lineage_id", "origin", "number", "activated_at", "ended_at", "amended_at", "edited_at", "value_date", "health", "state",
	"answered_at", "answered_by"}

// said are the computed fields that a person did write in a check-in or a dated value of a KPI.
var said = []string{"value", "confidence"}

// Diff lists the fields that people edit in which two after-images of one thing differ, in the order of their names. A nil before is a thing
// that was new: everything it has is a change.
func Diff(thing Thing, before, after json.RawMessage) []Change {
	edited := func(field string) bool {
		return !slices.Contains(computed, field) || (thing == ThingCheckIn || thing == ThingKPIValue) && slices.Contains(said, field)
	}
	old, now := map[string]json.RawMessage{}, map[string]json.RawMessage{}
	_ = json.Unmarshal(before, &old) // an after-image that cannot be read has no fields
	_ = json.Unmarshal(after, &now)
	var out []Change
	for name := range now {
		if _, both := old[name]; !both {
			old[name] = nil
		}
	}
	for name, o := range old {
		if edited(name) && !bytes.Equal(o, now[name]) {
			out = append(out, Change{name, o, now[name]})
		}
	}
	slices.SortFunc(out, func(a, b Change) int { return strings.Compare(a.Field, b.Field) })
	return out
}
