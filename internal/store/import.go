package store

import (
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
)

var imports = table[okr.Import]{"import", "t", func(i *okr.Import) []field {
	return []field{{"id", &i.ID}, {"member_id", &i.MemberID}, {"source", &i.Source}, {"summary", asJSON{&i.Summary}}, {"undone_at", &i.Undone}, {"created_at", &i.Created}}
}}

// AddImport writes an import.
func (tx *Tx) AddImport(i okr.Import) error { return imports.insert(tx, i) }

// Import reads one import.
func (tx *Tx) Import(id string) (okr.Import, error) {
	return imports.one(tx, "WHERE t.org_id = $1 AND t.id = $2", tx.org, id)
}

// Imports reads the imports, the latest first.
func (tx *Tx) Imports(limit int) ([]okr.Import, error) {
	return imports.list(tx, "WHERE t.org_id = $1 ORDER BY t.created_at DESC, t.id DESC LIMIT $2", tx.org, limit)
}

// SetUndone marks an import as undone.
func (tx *Tx) SetUndone(id string, at okr.Instant) error {
	_, err := tx.exec("UPDATE import SET undone_at = $3 WHERE org_id = $1 AND id = $2", tx.org, id, at)
	return err
}

// Pending is the instant at which objectives are removed that an import has written and not shown yet: one that no clock gives.
const Pending okr.Instant = 1

// ImportedObjectives reads the objectives that came from a source, by their id there, and those that have one of some ids, by it; several can have the same id at a
// source, in other places here. Removed ones are left out.
func (tx *Tx) ImportedObjectives(s Scope, source string, ids []string) (map[string][]okr.Objective, error) {
	list, err := objectives.list(tx, "WHERE o.org_id = $1 AND"+visible+"AND o.source = $3 AND o.removed_at = 0 ORDER BY o.id", tx.org, s.arg(), source)
	if err != nil {
		return nil, err
	}
	keys := map[string][]string{} // by id here
	for _, o := range list {
		keys[o.ID] = []string{o.Origin.External}
	}
	for ids := range chunks(ids) {
		w := &where{args: []any{tx.org, s.arg()}}
		w.sql.WriteString("WHERE o.org_id = $1 AND" + visible + "AND o.removed_at = 0")
		in(w, "o.id IN ?", ids)
		more, err := objectives.list(tx, w.sql.String(), w.args...)
		if err != nil {
			return nil, err
		}
		for _, o := range more {
			if keys[o.ID] == nil {
				list = append(list, o)
			}
			if !slices.Contains(keys[o.ID], o.ID) {
				keys[o.ID] = append(keys[o.ID], o.ID)
			}
		}
	}
	if err := tx.loadEdges(Everything, list); err != nil { // of each once
		return nil, err
	}
	out := make(map[string][]okr.Objective, len(list))
	for _, o := range list {
		for _, key := range keys[o.ID] {
			out[key] = append(out[key], o)
		}
	}
	return out, nil
}

// ImportedKeyResults reads key results likewise; removed ones too, behind those that stand.
func (tx *Tx) ImportedKeyResults(s Scope, source string, ids []string) (map[string][]okr.KeyResult, error) {
	const from = "JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id WHERE k.org_id = $1 AND" + visible + "AND o.removed_at = 0"
	list, err := keyResults.list(tx, from+" AND k.source = $3 ORDER BY k.removed_at, k.id", tx.org, s.arg(), source)
	if err != nil {
		return nil, err
	}
	out := make(map[string][]okr.KeyResult, len(list))
	for _, k := range list {
		out[k.Origin.External] = append(out[k.Origin.External], k)
	}
	for ids := range chunks(ids) {
		w := &where{args: []any{tx.org, s.arg()}}
		w.sql.WriteString(from)
		in(w, "k.id IN ?", ids)
		more, err := keyResults.list(tx, w.sql.String(), w.args...)
		if err != nil {
			return nil, err
		}
		for _, k := range more {
			out[k.ID] = append(out[k.ID], k)
		}
	}
	return out, nil
}

// Taken answers which of some ids an objective or key result has, whoever may see it.
func (tx *Tx) Taken(ids []string) (map[string]bool, error) {
	out := map[string]bool{}
	for ids := range chunks(ids) {
		w := &where{args: []any{tx.org}}
		w.sql.WriteString("SELECT id FROM objective WHERE org_id = $1")
		in(w, "id IN ?", ids)
		w.sql.WriteString(" UNION SELECT id FROM key_result WHERE org_id = $1")
		in(w, "id IN ?", ids)
		err := tx.each(func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			out[id] = true
			return err
		}, w.sql.String(), w.args...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ShowImport shows the objectives that an import has written pending: one statement.
func (tx *Tx) ShowImport(id string) error {
	_, err := tx.exec("UPDATE objective SET removed_at = 0 WHERE org_id = $1 AND import_id = $2 AND removed_at = $3", tx.org, id, Pending)
	return err
}

// ForgetPending deletes what an interrupted import has left, which nobody has seen. The caller knows that no import is being written.
func (tx *Tx) ForgetPending() error {
	const pending = "(SELECT o.id FROM objective o WHERE o.org_id = $1 AND o.removed_at = $2)"
	const keyResult = "(SELECT k.id FROM key_result k WHERE k.org_id = $1 AND k.objective_id IN " + pending + ")"
	left := 0
	err := tx.each(func(scan func(...any) error) error { return scan(&left) }, "SELECT COUNT(*) FROM event WHERE org_id = $1 AND recorded_at = 0", tx.org)
	if err != nil || left == 0 {
		return err
	}
	for _, q := range []string{"DELETE FROM term WHERE org_id = $1 AND objective_id IN " + pending, "DELETE FROM check_in WHERE org_id = $1 AND key_result_id IN " + keyResult,
		"DELETE FROM key_result WHERE org_id = $1 AND objective_id IN " + pending, "DELETE FROM objective_team WHERE org_id = $1 AND objective_id IN " + pending,
		"DELETE FROM support WHERE org_id = $1 AND objective_id IN " + pending, "DELETE FROM objective WHERE org_id = $1 AND removed_at = $2"} {
		if _, err := tx.exec(q, tx.org, Pending); err != nil {
			return err
		}
	}
	for _, q := range []string{"DELETE FROM event_row WHERE org_id = $1 AND event_id IN (SELECT id FROM event WHERE org_id = $1 AND recorded_at = 0)",
		"DELETE FROM event WHERE org_id = $1 AND recorded_at = 0"} {
		if _, err := tx.exec(q, tx.org); err != nil {
			return err
		}
	}
	return nil
}

// AddedKeyResults reads the key results that an import added to objectives which it did not make, and that are not removed.
func (tx *Tx) AddedKeyResults(s Scope, id string) ([]okr.KeyResult, error) {
	return keyResults.list(tx, "JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id WHERE k.org_id = $1 AND"+visible+
		"AND k.import_id = $3 AND o.import_id <> $3 AND k.removed_at = 0 ORDER BY k.id", tx.org, s.arg(), id)
}

// RemoveImported marks the objectives that an import made and that the caller has found in scope as removed, each with its next version: one statement. Their key
// results go with them.
func (tx *Tx) RemoveImported(s Scope, id string, at okr.Instant) error {
	_, err := tx.exec("UPDATE objective AS o SET removed_at = $4, version = version + 1 WHERE o.org_id = $1 AND o.import_id = $3 AND o.removed_at = 0 AND"+visible,
		tx.org, s.arg(), id, at)
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO roll_up_due (org_id, key_result_id, due_at) SELECT i.org_id, i.key_result_id, $3 FROM key_result k
 JOIN key_result_input i ON i.org_id = k.org_id AND i.input_id = k.id WHERE k.org_id = $1 AND k.import_id = $2 ON CONFLICT (org_id, key_result_id) DO NOTHING`, tx.org, id, at)
	return err
}

// Rewritten reads what an event changed, of what is in scope: each thing that was there before, with its earlier after-image.
func (tx *Tx) Rewritten(s Scope, eventID string) ([]LoggedRow, error) {
	list := []Logged{{Event: okr.Event{ID: eventID}}}
	err := tx.loadRows(s, ActivityFilter{Rows: 100_000, Rewritten: true}, list)
	return list[0].Rows, err
}
