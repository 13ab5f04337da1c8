package okr

import (
	"reflect"
	"slices"
	"strings"
)

// An ObjectivePatch changes what is not nil. Base holds, for the same fields, the values that the person saw: where the stored
// value is neither that nor the new one, somebody else changed it meanwhile, and the field is a conflict that shows
// both texts. Without Base a field is simply set. Version, if not 0, must be the stored one. Clear empties nullable fields by name.
type ObjectivePatch struct {
	ID           string          `json:"-"`
	Version      int             `json:"version,omitempty"`
	Title        *string         `json:"title,omitempty"`
	Kind         *ObjectiveKind  `json:"kind,omitempty"`
	CycleID      *string         `json:"cycle_id,omitempty"`
	WhyImportant *string         `json:"why_important,omitempty"`
	WhyUrgent    *string         `json:"why_urgent,omitempty"`
	Evidence     *string         `json:"evidence,omitempty"`
	OwnerID      *string         `json:"owner_id,omitempty"`
	DeciderID    *string         `json:"decider_id,omitempty"`
	TeamIDs      *[]string       `json:"team_ids,omitempty"`
	Supports     *[]Support      `json:"supports,omitempty"`
	Links        *[]Link         `json:"links,omitempty"`
	Private      *bool           `json:"private,omitempty"`
	Position     *int            `json:"position,omitempty"`
	Note         *ClosingNote    `json:"closing_note,omitempty"`
	Reason       string          `json:"reason,omitempty"` // why, for the log; asked when the objective is active
	Base         *ObjectivePatch `json:"base,omitempty"`
}

// Apply returns o with the patch applied, or every conflict.
func (p ObjectivePatch) Apply(o Objective) (Objective, error) {
	base := p.Base
	if base == nil {
		base = &ObjectivePatch{}
	}
	f := merging{theirs: o, version: p.Version, stored: o.Version}
	set(&f, "title", &o.Title, p.Title, base.Title)
	set(&f, "kind", &o.Kind, p.Kind, base.Kind)
	set(&f, "cycle_id", &o.CycleID, p.CycleID, base.CycleID)
	set(&f, "why_important", &o.WhyImportant, p.WhyImportant, base.WhyImportant)
	set(&f, "why_urgent", &o.WhyUrgent, p.WhyUrgent, base.WhyUrgent)
	set(&f, "evidence", &o.Evidence, p.Evidence, base.Evidence)
	set(&f, "owner_id", &o.OwnerID, p.OwnerID, base.OwnerID)
	set(&f, "decider_id", &o.DeciderID, p.DeciderID, base.DeciderID)
	set(&f, "team_ids", &o.TeamIDs, p.TeamIDs, base.TeamIDs)
	set(&f, "supports", &o.Supports, p.Supports, base.Supports)
	set(&f, "links", &o.Links, p.Links, base.Links)
	set(&f, "private", &o.Private, p.Private, base.Private)
	set(&f, "position", &o.Position, p.Position, base.Position)
	set(&f, "closing_note", &o.Note, p.Note, base.Note)
	return o, f.err()
}

// A KeyResultPatch changes what is not nil; see ObjectivePatch.
type KeyResultPatch struct {
	ID             string          `json:"-"`
	Version        int             `json:"version,omitempty"`
	ObjectiveID    *string         `json:"objective_id,omitempty"`
	Title          *string         `json:"title,omitempty"`
	Kind           *KeyResultKind  `json:"kind,omitempty"`
	Learning       *bool           `json:"learning,omitempty"`
	Metric         *string         `json:"metric,omitempty"`
	Unit           *string         `json:"unit,omitempty"`
	Direction      *Direction      `json:"direction,omitempty"`
	Baseline       *float64        `json:"baseline,omitempty"`
	Target         *float64        `json:"target,omitempty"`
	Plan           *[]Point        `json:"plan,omitempty"`
	Marks          *Marks          `json:"marks,omitempty"`
	Stages         *[]Milestone    `json:"milestones,omitempty"`
	Start          *Date           `json:"start,omitempty"`
	Due            *Date           `json:"due,omitempty"`
	Weight         *float64        `json:"weight,omitempty"`
	OwnerID        *string         `json:"owner_id,omitempty"`
	CheckInOwnerID *string         `json:"check_in_owner_id,omitempty"`
	Source         *Source         `json:"source,omitempty"`
	Position       *int            `json:"position,omitempty"`
	Clear          []string        `json:"clear,omitempty"` // of baseline, target, weight
	Reason         string          `json:"reason,omitempty"`
	Base           *KeyResultPatch `json:"base,omitempty"`
}

// Apply returns k with the patch applied, or every conflict.
func (p KeyResultPatch) Apply(k KeyResult) (KeyResult, error) {
	base := p.Base
	if base == nil {
		base = &KeyResultPatch{}
	}
	f := merging{theirs: k, version: p.Version, stored: k.Version}
	set(&f, "objective_id", &k.ObjectiveID, p.ObjectiveID, base.ObjectiveID)
	set(&f, "title", &k.Title, p.Title, base.Title)
	set(&f, "kind", &k.Kind, p.Kind, base.Kind)
	set(&f, "learning", &k.Learning, p.Learning, base.Learning)
	set(&f, "metric", &k.Metric, p.Metric, base.Metric)
	set(&f, "unit", &k.Unit, p.Unit, base.Unit)
	set(&f, "direction", &k.Direction, p.Direction, base.Direction)
	setNumber(&f, "baseline", &k.Baseline, p.Baseline, base.Baseline, p.Clear, base.Clear)
	setNumber(&f, "target", &k.Target, p.Target, base.Target, p.Clear, base.Clear)
	setNumber(&f, "weight", &k.Weight, p.Weight, base.Weight, p.Clear, base.Clear)
	set(&f, "plan", &k.Plan, p.Plan, base.Plan)
	set(&f, "marks", &k.Marks, p.Marks, base.Marks)
	set(&f, "milestones", &k.Stages, p.Stages, base.Stages)
	set(&f, "start", &k.Start, p.Start, base.Start)
	set(&f, "due", &k.Due, p.Due, base.Due)
	set(&f, "owner_id", &k.OwnerID, p.OwnerID, base.OwnerID)
	set(&f, "check_in_owner_id", &k.CheckInOwnerID, p.CheckInOwnerID, base.CheckInOwnerID)
	set(&f, "source", &k.Source, p.Source, base.Source)
	set(&f, "position", &k.Position, p.Position, base.Position)
	return k, f.err()
}

// merging collects the conflicts of a patch.
type merging struct {
	Faults
	theirs          any
	version, stored int
}

func (m *merging) err() error {
	if m.version != 0 && m.version != m.stored {
		m.Faults = append(Faults{{Kind: Conflict, Field: "version", Message: "Somebody changed this since you read it. Read it again and repeat your change.", Theirs: m.theirs}}, m.Faults...)
	}
	return m.Faults.err()
}

// set changes one field, unless somebody else changed it since the person saw base.
func set[T any](m *merging, field string, to *T, value, base *T) {
	if value == nil {
		return
	}
	if base != nil && !same(*to, *base) && !same(*to, *value) {
		m.conflict(field, *to)
		return
	}
	*to = *value
}

// setNumber is set for a number that can be empty: named in clear it becomes empty, named in the base's clear it was empty.
func setNumber(m *merging, field string, to **float64, value, base *float64, clear, baseClear []string) {
	empty := slices.Contains(clear, field)
	if value == nil && !empty {
		return
	}
	if empty {
		value = nil
	}
	if (base != nil || slices.Contains(baseClear, field)) && !same(*to, base) && !same(*to, value) {
		m.conflict(field, *to)
		return
	}
	*to = value
}

func (m *merging) conflict(field string, theirs any) {
	m.Faults = append(m.Faults, &Error{Kind: Conflict, Field: field, Theirs: theirs,
		Message: "Somebody changed this while you were writing. Both texts are kept; choose one, or join them."})
}

// same compares values; a text is the same when only white space at its ends differs, and an empty list is no list.
func same(a, b any) bool {
	if s, ok := a.(string); ok {
		return strings.TrimSpace(s) == strings.TrimSpace(b.(string))
	}
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	if va.Kind() == reflect.Slice && va.Len() == 0 && vb.Len() == 0 {
		return true
	}
	return reflect.DeepEqual(a, b)
}
