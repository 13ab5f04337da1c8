package store

import (
	"fmt"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
)

// RecentEvents reads, in one statement, the last events that touched an objective that the caller has already found in scope, the latest first, with their rows of it and
// without the after-images; and what was ever edited in its key results, the first one first.
func (tx *Tx) RecentEvents(objectiveID string, limit int) (list []okr.Event, edits []Rewrite, err error) {
	// The instant is joined too, so that the rows of an import of thousands are found by the objective's index; and nothing is sorted by a column alone
	// or merged, or SQLite would go through every event for their order.
	const edit = "e.kind = 'key_result.edited' AND r.thing = 'key_result'"
	err = tx.each(func(scan func(...any) error) error {
		var e okr.Event
		var r okr.EventRow
		var after, before *string
		if err := scan(&e.ID, &e.Kind, &e.ActorID, &e.Via, &e.Reason, &e.Recorded, &r.Thing, &r.ID, &r.Version, &after, &before); err != nil {
			return err
		}
		if after != nil && before != nil {
			edits = append(edits, Rewrite{Kind: e.Kind, Reason: e.Reason, Recorded: e.Recorded, Thing: r.Thing, ID: r.ID, ObjectiveID: objectiveID, Before: []byte(*before), After: []byte(*after)})
		}
		if n := len(list); n == 0 || list[n-1].ID != e.ID {
			list = append(list, e)
		}
		last := &list[len(list)-1]
		last.Rows = append(last.Rows, r)
		return nil
	}, `SELECT e.id, e.kind, e.actor_id, e.via, e.reason, e.recorded_at, r.thing, r.thing_id, r.version, CASE WHEN `+edit+` THEN r.after END, CASE WHEN `+edit+` THEN
  (SELECT p.after FROM event_row p WHERE p.org_id = r.org_id AND p.thing = r.thing AND p.thing_id = r.thing_id AND (p.recorded_at, p.event_id, p.n) < (r.recorded_at, r.event_id, r.n)
   ORDER BY p.recorded_at DESC, p.event_id DESC, p.n DESC LIMIT 1) END
 FROM (SELECT DISTINCT y.event_id, y.recorded_at FROM (SELECT * FROM (SELECT DISTINCT x.event_id, x.recorded_at FROM event_row x WHERE x.org_id = $1 AND x.objective_id = $2 ORDER BY x.recorded_at DESC, x.event_id DESC LIMIT `+fmt.Sprint(limit)+`) a
  UNION ALL SELECT x.event_id, x.recorded_at FROM event_row x JOIN event m ON m.org_id = x.org_id AND m.id = x.event_id
   WHERE x.org_id = $1 AND x.objective_id = $2 AND x.thing = 'key_result' AND m.kind = 'key_result.edited') y) l
 JOIN event e ON e.org_id = $1 AND e.id = l.event_id
 JOIN event_row r ON r.org_id = $1 AND r.event_id = l.event_id AND r.objective_id = $2 AND r.recorded_at = l.recorded_at
 ORDER BY l.recorded_at + 0, l.event_id, r.n`, tx.org, objectiveID)
	slices.Reverse(list)
	return list[:min(len(list), limit)], edits, err
}

// PlanEvents reads, the first one first, the events that could change what people wrote of an objective and its key results, which the
// caller has already found in scope. Check-ins and places in an order are not among them.
func (tx *Tx) PlanEvents(objectiveID string) ([]okr.Event, error) {
	return tx.events(`JOIN event_row r ON r.org_id = e.org_id AND r.event_id = e.id AND r.objective_id = $2
  AND r.thing IN ('objective', 'key_result')`, ` AND e.kind NOT IN ('key_result.checked_in', 'key_result.rolled_up', 'objective.moved', 'key_result.moved')
 AND e.kind NOT LIKE 'check_in.%' AND e.kind NOT LIKE 'blocker.%'`, "r.after", tx.org, objectiveID)
}

// events reads events with some of their rows, in (recorded, event, row) order.
func (tx *Tx) events(join, cond, after string, args ...any) ([]okr.Event, error) {
	var out []okr.Event
	err := tx.each(func(scan func(...any) error) error {
		var e okr.Event
		var r okr.EventRow
		var body string
		if err := scan(&e.ID, &e.Kind, &e.ActorID, &e.Via, &e.Reason, &e.Recorded, &r.Thing, &r.ID, &r.Version, &body); err != nil {
			return err
		}
		if body != "" {
			r.After = []byte(body)
		}
		if n := len(out); n == 0 || out[n-1].ID != e.ID {
			out = append(out, e)
		}
		last := &out[len(out)-1]
		last.Rows = append(last.Rows, r)
		return nil
	}, "SELECT e.id, e.kind, e.actor_id, e.via, e.reason, e.recorded_at, r.thing, r.thing_id, r.version, "+after+
		" FROM event e "+join+" WHERE e.org_id = $1"+cond+" ORDER BY e.recorded_at, e.id, r.n", args...)
	return out, err
}
