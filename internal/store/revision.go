package store

import (
	"fmt"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
)

// RecentEvents reads the last events that touched an objective that the caller has already found in scope, the latest first, with
// their rows of it, without the after-images.
func (tx *Tx) RecentEvents(objectiveID string, limit int) ([]okr.Event, error) {
	// The instant is joined too, so that the rows of an import of thousands are found by the objective's index.
	list, err := tx.events(`JOIN (SELECT DISTINCT x.event_id, x.recorded_at FROM event_row x WHERE x.org_id = $1 AND x.objective_id = $2
  ORDER BY x.recorded_at DESC, x.event_id DESC LIMIT `+fmt.Sprint(limit)+`) l ON l.event_id = e.id
 JOIN event_row r ON r.org_id = e.org_id AND r.event_id = e.id AND r.objective_id = $2 AND r.recorded_at = l.recorded_at`, "", "''", tx.org, objectiveID)
	slices.Reverse(list)
	return list, err
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
