package store

import "github.com/headwater-okr/headwater/internal/okr"

// A Secret is a sealed secret of a thing. Nothing but its hint is ever shown.
type Secret struct {
	ThingID string
	Name    string // "token"
	KeyID   string
	Box     string
	Hint    string // the last characters, to tell it from others
	Created okr.Instant
}

// SetSecret keeps a secret of a thing in place of the one that it had under this name.
func (tx *Tx) SetSecret(s Secret) error {
	_, err := tx.exec(`INSERT INTO secret (org_id, thing_id, name, key_id, box, hint, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
 ON CONFLICT (org_id, thing_id, name) DO UPDATE SET key_id = excluded.key_id, box = excluded.box, hint = excluded.hint, created_at = excluded.created_at`,
		tx.org, s.ThingID, s.Name, s.KeyID, s.Box, s.Hint, s.Created)
	return err
}

// Secrets reads the secrets of things, by name.
func (tx *Tx) Secrets(thingIDs ...string) (out []Secret, err error) {
	for ids := range chunks(thingIDs) {
		w := &where{args: []any{tx.org}}
		in(w, "thing_id IN ?", ids)
		err := tx.each(func(scan func(...any) error) error {
			var s Secret
			err := scan(&s.ThingID, &s.Name, &s.KeyID, &s.Box, &s.Hint, &s.Created)
			out = append(out, s)
			return err
		}, "SELECT thing_id, name, key_id, box, hint, created_at FROM secret WHERE org_id = $1"+w.sql.String()+" ORDER BY thing_id, name", w.args...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ForgetSecret deletes a secret of a thing.
func (tx *Tx) ForgetSecret(thingID, name string) error {
	_, err := tx.exec("DELETE FROM secret WHERE org_id = $1 AND thing_id = $2 AND name = $3", tx.org, thingID, name)
	return err
}

// A SealedBy is a secret with its organization.
type SealedBy struct {
	OrgID string
	Secret
}

// SealedByOthers reads the secrets of all organizations that are sealed with another key than this.
func (tx *Tx) SealedByOthers(keyID string) (out []SealedBy, err error) {
	err = tx.each(func(scan func(...any) error) error {
		var s SealedBy
		err := scan(&s.OrgID, &s.ThingID, &s.Name, &s.KeyID, &s.Box, &s.Hint, &s.Created)
		out = append(out, s)
		return err
	}, "SELECT org_id, thing_id, name, key_id, box, hint, created_at FROM secret WHERE key_id <> $1 ORDER BY org_id, thing_id, name", keyID)
	return out, err
}

// Reseal replaces the box of a secret, unless it has been replaced meanwhile.
func (tx *Tx) Reseal(old, sealed Secret) error {
	_, err := tx.exec("UPDATE secret SET key_id = $4, box = $5 WHERE org_id = $1 AND thing_id = $2 AND name = $3 AND box = $6",
		tx.org, old.ThingID, old.Name, sealed.KeyID, sealed.Box, old.Box)
	return err
}
