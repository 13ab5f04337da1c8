package store

import (
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
)

// KeyResult reads one key result whose objective the scope may see, a removed one too.
func (tx *Tx) KeyResult(s Scope, id string) (okr.KeyResult, error) {
	return keyResults.one(tx, "JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id WHERE k.org_id = $1 AND"+visible+
		"AND k.id = $3", tx.org, s.arg(), id)
}

// KeyResultsInto reads the key results of a few objectives, as KeyResultsOf does.
func (tx *Tx) KeyResultsInto(list *[]okr.KeyResult, objectiveIDs []string, removed bool) Read {
	if len(objectiveIDs) == 0 {
		return Read{}
	}
	w := &where{args: []any{tx.org}}
	w.sql.WriteString("WHERE k.org_id = $1")
	in(w, "k.objective_id IN ?", objectiveIDs)
	if !removed {
		w.sql.WriteString(" AND k.removed_at = 0")
	}
	return keyResults.into(list, w.sql.String(), "k.objective_id, k.position, k.id", w.args...)
}

// KeyResultsOf reads the key results of objectives that the caller has already found in scope, in (objective, position, id)
// order; removed ones only if asked for.
func (tx *Tx) KeyResultsOf(objectiveIDs []string, removed bool) ([]okr.KeyResult, error) {
	var out []okr.KeyResult
	for ids := range chunks(objectiveIDs) {
		var list []okr.KeyResult
		if err := tx.Read(tx.KeyResultsInto(&list, ids, removed)); err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// Standings reads, in one statement, the key results of all objectives that the filter finds, and gives each objective's together to fn,
// with what their health and readiness follow from and without their texts. Nothing is kept, so that it may be an organization of any size.
func (tx *Tx) Standings(s Scope, f ObjectiveFilter, fn func(objectiveID string, list []okr.KeyResult)) error {
	w := f.where(tx, s)
	if !f.Removed {
		w.sql.WriteString(" AND k.removed_at = 0")
	}
	var of []okr.KeyResult // one objective
	var k okr.KeyResult
	to := pointers(standings.fields(&k))
	err := tx.each(func(scan func(...any) error) error {
		k = okr.KeyResult{}
		if err := scan(to...); err != nil {
			return err
		}
		tx.written(&k)
		if len(of) > 0 && of[0].ObjectiveID != k.ObjectiveID {
			fn(of[0].ObjectiveID, of)
			of = of[:0]
		}
		of = append(of, k)
		return nil
	}, "SELECT "+standings.columns("k.")+" FROM objective o CROSS JOIN key_result k "+w.sql.String()+
		" AND k.org_id = o.org_id AND k.objective_id = o.id ORDER BY o.id", w.args...)
	if err == nil && len(of) > 0 {
		fn(of[0].ObjectiveID, of)
	}
	return err
}

// KeyResults reads key results by id, of objectives that the scope may see, in id order.
func (tx *Tx) KeyResults(s Scope, ids []string) ([]okr.KeyResult, error) {
	w := &where{args: []any{tx.org, s.arg()}}
	w.sql.WriteString("JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id WHERE k.org_id = $1 AND" + visible)
	in(w, "k.id IN ?", ids)
	return keyResults.list(tx, w.sql.String()+" ORDER BY k.id", w.args...)
}

// setInputs replaces the roll-up edges of a key result. Most have none, so that an insert costs nothing here.
func (tx *Tx) setInputs(k *okr.KeyResult) error {
	if k.Version > 1 {
		if _, err := tx.exec("DELETE FROM key_result_input WHERE org_id = $1 AND key_result_id = $2", tx.org, k.ID); err != nil {
			return err
		}
	}
	var rows []any
	for _, id := range k.Source.Of {
		rows = append(rows, tx.org, id, k.ID)
	}
	return tx.insertRows("key_result_input (org_id, input_id, key_result_id)", 3, rows)
}

// SetValue keeps what a check-in left on a key result, and touches nothing that people edit.
func (tx *Tx) SetValue(k *okr.KeyResult) error {
	_, err := tx.exec(`UPDATE key_result SET value = $3, confidence = $4, progress = $5, checked_as_of = $6, checked_at = $7,
 checks = $8, trail = $9, blocked_at = $10, ready = $11, ready_until = $12 WHERE org_id = $1 AND id = $2`,
		tx.org, k.ID, k.Value, k.Confidence, k.Progress, k.CheckedAs, k.CheckedAt, k.Checks, asJSON{&k.Trail}, k.Blocked, readyOf(k).ptr, readyUntilOf(k).ptr)
	return err
}

// CheckInSubject reads, in one statement, all key results of the objective that id belongs to, in order, and where in the list
// id is: what a check-in needs. A removed one, or one of a removed objective, is not there.
func (tx *Tx) CheckInSubject(s Scope, id string) (list []okr.KeyResult, at int, err error) {
	list, err = keyResults.list(tx, `JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id
 WHERE k.org_id = $1 AND`+visible+`AND k.removed_at = 0 AND o.removed_at = 0
 AND k.objective_id = (SELECT objective_id FROM key_result WHERE org_id = $1 AND id = $3)
 ORDER BY k.position, k.id`, tx.org, s.arg(), id)
	at = slices.IndexFunc(list, func(k okr.KeyResult) bool { return k.ID == id })
	if err == nil && at < 0 {
		err = missing("key_result")
	}
	return list, at, err
}

// QueueRollUps marks the key results that are computed from id as due, for the job that computes them.
func (tx *Tx) QueueRollUps(id string, now okr.Instant) error {
	_, err := tx.exec(`INSERT INTO roll_up_due (org_id, key_result_id, due_at)
 SELECT org_id, key_result_id, $3 FROM key_result_input WHERE org_id = $1 AND input_id = $2
 ON CONFLICT (org_id, key_result_id) DO NOTHING`, tx.org, id, now)
	return err
}

// QueueRollUp marks one computed key result as due.
func (tx *Tx) QueueRollUp(id string, now okr.Instant) error {
	_, err := tx.exec("INSERT INTO roll_up_due (org_id, key_result_id, due_at) VALUES ($1, $2, $3) ON CONFLICT (org_id, key_result_id) DO NOTHING",
		tx.org, id, now)
	return err
}

// RollUpInputs reads what every computed key result is computed from.
func (tx *Tx) RollUpInputs() (map[string][]string, error) {
	out := map[string][]string{}
	err := tx.each(func(scan func(...any) error) error {
		var id, input string
		err := scan(&id, &input)
		out[id] = append(out[id], input)
		return err
	}, "SELECT key_result_id, input_id FROM key_result_input WHERE org_id = $1 ORDER BY key_result_id, input_id", tx.org)
	return out, err
}

// A RollUpDue is a computed key result that waits to be computed.
type RollUpDue struct {
	OrgID       string
	KeyResultID string
}

// RollUpsDue reads which computed key results wait, in every organization, the longest waiting first.
func (tx *Tx) RollUpsDue(limit int) ([]RollUpDue, error) {
	var out []RollUpDue
	err := tx.each(func(scan func(...any) error) error {
		var d RollUpDue
		err := scan(&d.OrgID, &d.KeyResultID)
		out = append(out, d)
		return err
	}, "SELECT org_id, key_result_id FROM roll_up_due ORDER BY due_at, org_id, key_result_id LIMIT $1", limit)
	return out, err
}

// RollUpDone takes a computed key result from those that wait.
func (tx *Tx) RollUpDone(id string) error {
	_, err := tx.exec("DELETE FROM roll_up_due WHERE org_id = $1 AND key_result_id = $2", tx.org, id)
	return err
}

// RollUpSources reads what the computed key results of an objective are computed from, by their ids. Sources in another objective that is
// private or removed are left out: a sum must not tell what its readers may not see.
func (tx *Tx) RollUpSources(objectiveID string) (map[string][]okr.KeyResult, error) {
	out := map[string][]okr.KeyResult{}
	err := tx.each(func(scan func(...any) error) error {
		var of string
		var k okr.KeyResult
		err := scan(append([]any{&of}, pointers(keyResults.fields(&k))...)...)
		tx.written(&k)
		out[of] = append(out[of], k)
		return err
	}, "SELECT c.id, "+keyResults.columns("k.")+` FROM key_result c JOIN key_result_input i ON i.org_id = c.org_id AND i.key_result_id = c.id
 JOIN key_result k ON k.org_id = i.org_id AND k.id = i.input_id JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id
 WHERE c.org_id = $1 AND c.objective_id = $2 AND o.removed_at = 0 AND k.removed_at = 0 AND (o.id = $2 OR NOT o.private) ORDER BY c.id, k.id`,
		tx.org, objectiveID)
	return out, err
}
