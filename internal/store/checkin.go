package store

import "github.com/headwater-okr/headwater/internal/okr"

// CheckIn reads one check-in of an objective that the scope may see.
func (tx *Tx) CheckIn(s Scope, id string) (okr.CheckIn, error) {
	return checkIns.one(tx, `JOIN key_result k ON k.org_id = t.org_id AND k.id = t.key_result_id
 JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id
 WHERE t.org_id = $1 AND`+visible+`AND t.id = $3`, tx.org, s.arg(), id)
}

// CheckInsOf reads the check-ins of key results that the caller has already found in scope, oldest value first.
func (tx *Tx) CheckInsOf(keyResultIDs []string) ([]okr.CheckIn, error) {
	var out []okr.CheckIn
	for ids := range chunks(keyResultIDs) {
		w := &where{args: []any{tx.org}}
		w.sql.WriteString("WHERE t.org_id = $1 AND t.removed_at = 0")
		in(w, "t.key_result_id IN ?", ids)
		list, err := checkIns.list(tx, w.sql.String()+" ORDER BY t.key_result_id, t.as_of, t.recorded_at, t.id", w.args...)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// BlockersOf reads the unresolved blockers of key results that the caller has already found in scope, oldest first.
func (tx *Tx) BlockersOf(keyResultIDs []string) ([]okr.Blocker, error) {
	var out []okr.Blocker
	for ids := range chunks(keyResultIDs) {
		w := &where{args: []any{tx.org}}
		w.sql.WriteString("WHERE t.org_id = $1 AND t.resolved_at = 0")
		in(w, "t.key_result_id IN ?", ids)
		list, err := blockers.list(tx, w.sql.String()+" ORDER BY t.raised_at, t.id", w.args...)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}
