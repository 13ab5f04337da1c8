package store

import (
	"encoding/json"
	"fmt"

	"github.com/headwater-okr/headwater/internal/okr"
)

// An ActivityFilter says which events to read, the latest first. Zero fields do not filter.
type ActivityFilter struct {
	ObjectiveID string
	TeamID      string // what concerns its objectives, its KPIs or itself
	MemberID    string // who did it
	ThingID     string // what it was done to
	Kind        string // "objective.closed", or all of a noun: "objective"
	Since       okr.Instant
	Before      okr.Instant // with BeforeID: older than that event
	BeforeID    string
	Limit       int
	Audit       bool // members and tokens too
	Rows        int  // of each event, at most; 0 reads none
	Rewritten   bool // only rows of things that were there before
}

// A Logged is an event with some of its rows that are in scope.
type Logged struct {
	okr.Event // without rows
	Rows      []LoggedRow
	Of        int // how many rows in scope it has
}

// A LoggedRow is a row of an event with how its thing stood before, nil if it was new, and the objective that it belongs to.
type LoggedRow struct {
	okr.EventRow
	Before    json.RawMessage
	Number    int    // of the objective
	Objective string // its title, as it is now
}

// shown is the condition on a row r of the log, with its objective as o.
func (f ActivityFilter) shown(w *where) {
	w.sql.WriteString(" AND (r.objective_id = '' OR " + visible + ")")
	if !f.Audit {
		w.sql.WriteString(" AND r.thing NOT IN ('member', 'token')")
	}
	if f.ObjectiveID != "" {
		w.and("r.objective_id = ?", f.ObjectiveID)
	}
	if f.ThingID != "" {
		w.and("r.thing_id = ?", f.ThingID)
	}
	if f.Rewritten {
		w.sql.WriteString(" AND r.version > 1")
	}
}

// Activity reads events of which at least one row is in scope, in two statements.
func (tx *Tx) Activity(s Scope, f ActivityFilter) ([]Logged, error) {
	w := &where{args: []any{tx.org, s.arg(), f.Limit}}
	w.sql.WriteString("SELECT e.id, e.kind, e.actor_id, e.via, e.reason, e.recorded_at FROM ")
	// CROSS JOIN makes SQLite begin with the few events of one objective or team instead of reading the log backwards.
	switch {
	case f.ThingID != "":
		w.sql.WriteString("(SELECT DISTINCT x.event_id FROM event_row x WHERE x.org_id = $1 AND x.thing IN ('roadmap_item', 'backlog_item', 'pillar', 'vision', 'decision', 'insight', 'objective')")
		w.and("x.thing_id = ?", f.ThingID)
		w.sql.WriteString(") d CROSS JOIN event e WHERE e.id = d.event_id AND e.org_id = $1")
	case f.ObjectiveID != "":
		w.sql.WriteString("(SELECT DISTINCT x.event_id FROM event_row x WHERE x.org_id = $1")
		w.and("x.objective_id = ?", f.ObjectiveID)
		w.sql.WriteString(") d CROSS JOIN event e WHERE e.id = d.event_id AND e.org_id = $1")
	case f.TeamID != "":
		w.sql.WriteString("(SELECT x.event_id FROM objective_team y CROSS JOIN event_row x WHERE y.org_id = $1 AND x.org_id = $1 AND x.objective_id = y.objective_id")
		w.and("y.team_id = ?", f.TeamID)
		w.sql.WriteString(" UNION SELECT x.event_id FROM kpi y CROSS JOIN event_row x WHERE y.org_id = $1 AND x.org_id = $1 AND x.thing = 'kpi' AND x.thing_id = y.id")
		w.and("y.team_id = ?", f.TeamID)
		w.sql.WriteString(" UNION SELECT x.event_id FROM event_row x WHERE x.org_id = $1 AND x.thing = 'team'")
		w.and("x.thing_id = ?", f.TeamID)
		w.sql.WriteString(") d CROSS JOIN event e WHERE e.id = d.event_id AND e.org_id = $1")
	default:
		w.sql.WriteString("event e WHERE e.org_id = $1")
	}
	w.sql.WriteString(" AND e.recorded_at > 0")
	if f.MemberID != "" {
		w.and("e.actor_id = ?", f.MemberID)
	}
	if f.Kind != "" {
		w.and("(e.kind = ? OR e.kind LIKE ?)", f.Kind, f.Kind+".%")
	}
	if f.Since != 0 {
		w.and("e.recorded_at >= ?", f.Since)
	}
	if f.BeforeID != "" {
		w.and("(e.recorded_at, e.id) < (?, ?)", f.Before, f.BeforeID)
	}
	w.sql.WriteString(` AND EXISTS (SELECT 1 FROM event_row r LEFT JOIN objective o ON o.org_id = r.org_id AND o.id = r.objective_id
 WHERE r.org_id = e.org_id AND r.event_id = e.id`)
	f.shown(w)
	w.sql.WriteString(") ORDER BY e.recorded_at DESC, e.id DESC LIMIT $3")
	var out []Logged
	err := tx.each(func(scan func(...any) error) error {
		var l Logged
		err := scan(&l.ID, &l.Kind, &l.ActorID, &l.Via, &l.Reason, &l.Recorded)
		out = append(out, l)
		return err
	}, w.sql.String(), w.args...)
	if err != nil || len(out) == 0 || f.Rows == 0 {
		return out, err
	}
	return out, tx.loadRows(s, f, out)
}

// loadRows fills the rows of events. Which ones is decided before the long after-images are touched: an import has thousands.
func (tx *Tx) loadRows(s Scope, f ActivityFilter, list []Logged) error {
	at := make(map[string]*Logged, len(list))
	ids := make([]string, len(list))
	for i := range list {
		at[list[i].ID], ids[i] = &list[i], list[i].ID
	}
	for ids := range chunks(ids) {
		w := &where{args: []any{tx.org, s.arg(), f.Rows}}
		f.shown(w)
		in(w, "r.event_id IN ?", ids)
		err := tx.each(func(scan func(...any) error) error {
			var id, after string
			var before *string
			var r LoggedRow
			var of int
			if err := scan(&id, &r.Thing, &r.ID, &r.Version, &after, &before, &r.ObjectiveID, &r.Number, &r.Objective, &of); err != nil {
				return err
			}
			r.After = json.RawMessage(after)
			if before != nil {
				r.Before = json.RawMessage(*before)
			}
			e := at[id]
			e.Rows, e.Of = append(e.Rows, r), of
			return nil
		}, `SELECT x.event_id, x.thing, x.thing_id, x.version, x.after, (SELECT p.after FROM event_row p WHERE p.org_id = x.org_id AND p.thing = x.thing
   AND p.thing_id = x.thing_id AND (p.recorded_at, p.event_id, p.n) < (x.recorded_at, x.event_id, x.n) ORDER BY p.recorded_at DESC, p.event_id DESC, p.n DESC LIMIT 1),
 x.objective_id, COALESCE(q.number, 0), COALESCE(q.title, ''), q.rows_shown FROM
 (SELECT r.event_id, r.n, o.number, o.title, COUNT(*) OVER (PARTITION BY r.event_id) AS rows_shown, ROW_NUMBER() OVER (PARTITION BY r.event_id ORDER BY r.n) AS nth
  FROM event_row r LEFT JOIN objective o ON o.org_id = r.org_id AND o.id = r.objective_id WHERE r.org_id = $1`+w.sql.String()+`) q
 CROSS JOIN event_row x WHERE x.org_id = $1 AND x.event_id = q.event_id AND x.n = q.n AND q.nth <= $3 ORDER BY x.event_id, x.n`, w.args...)
		if err != nil {
			return fmt.Errorf("read the rows of events: %w", err)
		}
	}
	return nil
}
