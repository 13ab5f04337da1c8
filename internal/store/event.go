package store

import (
	"encoding/json"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Record writes an event and its rows: two statements.
func (tx *Tx) Record(e okr.Event, rows []okr.EventRow) error {
	if err := tx.event(e); err != nil {
		return err
	}
	return tx.AppendRows(e.ID, 0, e.Recorded, rows)
}

// OpenEvent begins an event that nobody sees until CompleteEvent: it has not been recorded yet.
func (tx *Tx) OpenEvent(e okr.Event) error {
	e.Recorded = 0
	return tx.event(e)
}

// CompleteEvent records an open event with its last rows; n is how many it has.
func (tx *Tx) CompleteEvent(e okr.Event, n int, rows []okr.EventRow) error {
	_, err := tx.exec("UPDATE event SET kind = $3, actor_id = $4, via = $5, reason = $6, recorded_at = $7 WHERE org_id = $1 AND id = $2",
		tx.org, e.ID, e.Kind, e.ActorID, e.Via, e.Reason, e.Recorded)
	if err != nil {
		return err
	}
	return tx.AppendRows(e.ID, n, e.Recorded, rows)
}

func (tx *Tx) event(e okr.Event) error {
	_, err := tx.exec("INSERT INTO event (org_id, id, kind, actor_id, via, reason, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		tx.org, e.ID, e.Kind, e.ActorID, e.Via, e.Reason, e.Recorded)
	return err
}

// AppendRows writes rows of an event behind the n that it has.
func (tx *Tx) AppendRows(eventID string, n int, at okr.Instant, rows []okr.EventRow) error {
	args := make([]any, 0, 9*len(rows))
	for i, r := range rows {
		args = append(args, tx.org, eventID, n+i, r.Thing, r.ID, r.ObjectiveID, r.Version, at, string(r.After))
	}
	return tx.insertRows("event_row (org_id, event_id, n, thing, thing_id, objective_id, version, recorded_at, after)", 9, args)
}

// Tail reads what changed since an instant, that instant included, in (recorded, event) order and in scope: in one statement what happened
// and, if that is something, in another one what it touched. Events for which seen answers true are left out. A reader asks with an
// overlap of TxTimeout and drops what it has seen, because events are stamped when a transaction begins and seen when it commits.
func (tx *Tx) Tail(s Scope, since okr.Instant, seen func(eventID string) bool) ([]okr.Changed, error) {
	var ids []string
	err := tx.each(func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		if err == nil && !seen(id) {
			ids = append(ids, id)
		}
		return err
	}, "SELECT e.id FROM event e WHERE e.org_id = $1 AND e.recorded_at >= $2 ORDER BY e.recorded_at, e.id", tx.org, since)
	if err != nil {
		return nil, err
	}
	var out []okr.Changed
	for ids := range chunks(ids) {
		w := &where{args: []any{tx.org, s.arg()}}
		in(w, "r.event_id IN ?", ids)
		err := tx.each(func(scan func(...any) error) error {
			var c okr.Changed
			err := scan(&c.EventID, &c.Recorded, &c.Thing, &c.ID, &c.ObjectiveID, &c.Private)
			out = append(out, c)
			return err
		}, `SELECT r.event_id, r.recorded_at, r.thing, r.thing_id, r.objective_id, COALESCE(o.private, FALSE)
 FROM event_row r LEFT JOIN objective o ON o.org_id = r.org_id AND o.id = r.objective_id
 WHERE r.org_id = $1 AND (r.objective_id = '' OR `+visible+`)`+w.sql.String()+" ORDER BY r.recorded_at, r.event_id, r.n", w.args...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Idempotent finds the stored answer to an idempotency key: the hash of the request that it answered, "" if there is none.
func (tx *Tx) Idempotent(actorID, key string) (hash string, response json.RawMessage, err error) {
	err = tx.each(func(scan func(...any) error) error { return scan(&hash, (*[]byte)(&response)) },
		"SELECT request_hash, response FROM idempotency WHERE org_id = $1 AND actor_id = $2 AND key = $3", tx.org, actorID, key)
	return hash, response, err
}

// KeepIdempotent stores the answer to an idempotency key.
func (tx *Tx) KeepIdempotent(actorID, key, hash string, response json.RawMessage, now okr.Instant) error {
	_, err := tx.exec("INSERT INTO idempotency (org_id, actor_id, key, request_hash, response, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
		tx.org, actorID, key, hash, string(response), now)
	return err
}

// Sees answers which of some objectives are in scope, removed ones too.
func (tx *Tx) Sees(s Scope, ids []string) (map[string]bool, error) {
	out := map[string]bool{}
	for ids := range chunks(ids) {
		w := &where{args: []any{tx.org, s.arg()}}
		in(w, "o.id IN ?", ids)
		err := tx.each(func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			out[id] = true
			return err
		}, "SELECT o.id FROM objective o WHERE o.org_id = $1 AND "+visible+w.sql.String(), w.args...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
