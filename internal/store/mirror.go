package store

import "github.com/headwater-okr/headwater/internal/okr"

var mirrors = table[okr.Mirror]{"mirror", "t", func(m *okr.Mirror) []field {
	return []field{{"id", &m.ID}, {"kind", &m.Kind}, {"name", &m.Name}, {"base_url", &m.Base}, {"place", &m.Place}, {"user_name", &m.User}, {"team_id", &m.TeamID},
		{"epics", &m.Epics}, {"rules", asJSON{&m.Rules}}, {"paused_at", &m.Paused}, {"read_at", &m.State.Read}, {"whole_at", &m.State.Whole}, {"next_at", &m.State.Next},
		{"place_cursor", &m.State.Cursor}, {"failures", &m.State.Failures}, {"error", &m.State.Error}, {"failing_since", &m.State.Since}, {"items", &m.State.Items},
		{"removed_at", &m.Removed}, {"version", &m.Version}, {"created_at", &m.Created}}
}}

// Mirrors reads the mirrors, by name; the removed ones only if asked for, and then alone.
func (tx *Tx) Mirrors(removed bool) ([]okr.Mirror, error) {
	which := "= 0"
	if removed {
		which = "> 0"
	}
	return mirrors.list(tx, "WHERE t.org_id = $1 AND t.removed_at "+which+" ORDER BY t.name, t.id", tx.org)
}

// Mirror reads one mirror, a removed one too.
func (tx *Tx) Mirror(id string) (okr.Mirror, error) {
	return mirrors.one(tx, "WHERE t.org_id = $1 AND t.id = $2", tx.org, id)
}

// SetMirrorState keeps how the reading of a mirror goes, and touches nothing that people edit.
func (tx *Tx) SetMirrorState(id string, s okr.MirrorState) error {
	_, err := tx.exec(`UPDATE mirror SET read_at = $3, whole_at = $4, next_at = $5, place_cursor = $6, failures = $7, error = $8, failing_since = $9, items = $10
 WHERE org_id = $1 AND id = $2`, tx.org, id, s.Read, s.Whole, s.Next, s.Cursor, s.Failures, s.Error, s.Since, s.Items)
	return err
}

// A MirrorRef is a mirror somewhere.
type MirrorRef struct{ OrgID, ID string }

// MirrorsDue reads which mirrors are to be read at now, in every organization, those that wait longest first: by their time, or because their tool
// has said that something changed.
func (tx *Tx) MirrorsDue(now okr.Instant, limit int) (out []MirrorRef, err error) {
	err = tx.each(func(scan func(...any) error) error {
		var m MirrorRef
		err := scan(&m.OrgID, &m.ID)
		out = append(out, m)
		return err
	}, `SELECT t.org_id, t.id FROM mirror t WHERE t.removed_at = 0 AND t.paused_at = 0 AND NOT (t.kind = 'csv' AND t.base_url = '')
 AND (t.next_at <= $1 OR t.failures = 0 AND EXISTS (SELECT 1 FROM mirror_due d WHERE d.org_id = t.org_id AND d.mirror_id = t.id)) ORDER BY t.next_at, t.org_id, t.id LIMIT $2`, now, limit)
	return out, err
}

// QueueMirror notes that items of a mirror are to be read again; "" is all of them. An item that waits already keeps its place.
func (tx *Tx) QueueMirror(mirrorID string, now okr.Instant, external ...string) error {
	for _, id := range external {
		if _, err := tx.exec("INSERT INTO mirror_due (org_id, mirror_id, external_id, due_at) VALUES ($1, $2, $3, $4) ON CONFLICT (org_id, mirror_id, external_id) DO UPDATE SET due_at = excluded.due_at",
			tx.org, mirrorID, id, now); err != nil {
			return err
		}
	}
	return nil
}

// MirrorQueue reads which items of a mirror wait, with since when.
func (tx *Tx) MirrorQueue(mirrorID string) (out map[string]okr.Instant, err error) {
	out = map[string]okr.Instant{}
	err = tx.each(func(scan func(...any) error) error {
		var id string
		var at okr.Instant
		err := scan(&id, &at)
		out[id] = at
		return err
	}, "SELECT external_id, due_at FROM mirror_due WHERE org_id = $1 AND mirror_id = $2", tx.org, mirrorID)
	return out, err
}

// MirrorRead takes items out of the queue that waited since then or before: what was queued again while they were read stays.
func (tx *Tx) MirrorRead(mirrorID string, waited map[string]okr.Instant) error {
	for id, at := range waited {
		if _, err := tx.exec("DELETE FROM mirror_due WHERE org_id = $1 AND mirror_id = $2 AND external_id = $3 AND due_at <= $4", tx.org, mirrorID, id, at); err != nil {
			return err
		}
	}
	return nil
}
