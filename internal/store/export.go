package store

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// stream reads the rows of SELECT columns FROM table alias, followed by tail, one at a time.
func (t table[T]) stream(tx *Tx, each func(T) error, tail string, args ...any) error {
	var v T
	to := pointers(t.fields(&v))
	return tx.each(func(scan func(...any) error) error {
		v = *new(T)
		if err := scan(to...); err != nil {
			return err
		}
		return each(v)
	}, "SELECT "+t.columns(t.alias+".")+" FROM "+t.name+" "+t.alias+" "+tail, args...)
}

// exportBatch is how many objectives are in memory at once.
const exportBatch = 1000

// Export gives everything of the organization but itself, its vision, people and teams, one at a time with the name of its list in okr.Archive: in
// the order of the archive's fields, each kind in id order. Removed things are among them, because they can be restored; of what belongs to objectives,
// only what is in scope; of votes only the reader's own, an owner's too, because nobody's vote is shown to anybody else: after a restore the others say anew how
// sure they are; events of tokens only if asked for. One statement a kind, three a thousand objectives.
func (tx *Tx) Export(s Scope, tokens bool, each func(list string, v any) error) error {
	for list, thing := range okr.Lists() {
		err := kinds[thing].export(tx, s, func(v any) error { return each(list, v) })
		if err != nil {
			return err
		}
	}
	err := imports.stream(tx, func(i okr.Import) error { return each("imports", i) }, "WHERE t.org_id = $1 ORDER BY t.id", tx.org)
	if err != nil {
		return err
	}
	return tx.exportEvents(s, tokens, func(e okr.Event) error { return each("events", e) })
}

func (tx *Tx) exportObjectives(s Scope, each func(okr.Objective) error) error {
	for after := ""; ; {
		list, err := objectives.list(tx, "WHERE o.org_id = $1 AND"+visible+"AND o.id > $3 AND o.removed_at <> $5 ORDER BY o.id LIMIT $4", tx.org, s.arg(), after, exportBatch, Pending)
		if err != nil {
			return err
		}
		if err := tx.loadEdges(s, list); err != nil {
			return err
		}
		for _, o := range list {
			if err := each(o); err != nil {
				return err
			}
			after = o.ID
		}
		if len(list) < exportBatch {
			return nil
		}
	}
}

// exportRoadmap gives the roadmap items with what they serve in scope. They are few hundreds, so that they are read at once.
func (tx *Tx) exportRoadmap(s Scope, each func(okr.RoadmapItem) error) error {
	list, err := roadmapItems.list(tx, "WHERE t.org_id = $1 ORDER BY t.id", tx.org)
	if err != nil {
		return err
	}
	if err := tx.loadServes(s, list); err != nil {
		return err
	}
	for _, r := range list {
		if err := each(r); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) exportEvents(s Scope, tokens bool, each func(okr.Event) error) error {
	var e okr.Event
	give := func() error {
		if e.ID == "" {
			return nil
		}
		return each(e)
	}
	err := tx.each(func(scan func(...any) error) error {
		var x okr.Event
		var r okr.EventRow
		var after string
		if err := scan(&x.ID, &x.Kind, &x.ActorID, &x.Via, &x.Reason, &x.Recorded, &r.Thing, &r.ID, &r.ObjectiveID, &r.Version, &after); err != nil {
			return err
		}
		r.After = []byte(after)
		if x.ID != e.ID {
			if err := give(); err != nil {
				return err
			}
			e = x
		}
		e.Rows = append(e.Rows, r)
		return nil
	}, `SELECT e.id, e.kind, e.actor_id, e.via, e.reason, e.recorded_at, r.thing, r.thing_id, r.objective_id, r.version, r.after
 FROM event e JOIN event_row r ON r.org_id = e.org_id AND r.event_id = e.id LEFT JOIN objective o ON o.org_id = r.org_id AND o.id = r.objective_id
 WHERE e.org_id = $1 AND e.recorded_at > 0 AND (r.objective_id = '' OR `+visible+`) AND ($3 OR r.thing <> 'token') AND (r.thing <> 'vote' OR $2 IN ('*', e.actor_id)) ORDER BY e.id, r.n`, tx.org, s.arg(), tokens)
	if err != nil {
		return err
	}
	return give()
}

// Hidden reads the ids of the objectives that are not in scope, and of their key results: what must not be named in what is given out.
func (tx *Tx) Hidden(s Scope) (map[string]bool, error) {
	out := map[string]bool{}
	err := tx.each(func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		out[id] = true
		return err
	}, `SELECT o.id FROM objective o WHERE o.org_id = $1 AND o.private AND NOT `+visible+`
 UNION SELECT k.id FROM objective o CROSS JOIN key_result k WHERE k.org_id = o.org_id AND k.objective_id = o.id AND o.org_id = $1 AND o.private AND NOT `+visible, tx.org, s.arg())
	return out, err
}

// HiddenAmong reads which of some ids are of objectives that are not in scope, or of their key results.
func (tx *Tx) HiddenAmong(s Scope, ids []string) (map[string]bool, error) {
	out := map[string]bool{}
	for ids := range chunks(ids) {
		w := &where{args: []any{tx.org, s.arg()}}
		w.sql.WriteString("SELECT o.id FROM objective o WHERE o.org_id = $1 AND o.private AND NOT " + visible)
		in(w, "o.id IN ?", ids)
		w.sql.WriteString(" UNION ALL SELECT k.id FROM key_result k JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id WHERE k.org_id = $1 AND o.private AND NOT " + visible)
		in(w, "k.id IN ?", ids)
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

// byOrganization are the tables whose rows belong to one organization, in an order in which they can be emptied.
var byOrganization = strings.Fields(`judgement term secret calendar_link slack_account outbox notice morning channel import idempotency event_row event improvement retrospective_answer retrospective meeting_answer meeting status_update review contract proposal mirror_due mirror backlog_item serve roadmap_team roadmap_item nudge vote win commitment kpi_value kpi mention comment blocker check_in roll_up_due key_result_input
 trap_week trap_check trap_answer insight decision key_result support objective_team objective cycle pillar vision team_member team member token link`)

// RemoveOrganization deletes everything of the organization that the transaction is in. Its persons stay.
func (tx *Tx) RemoveOrganization() error {
	for _, table := range byOrganization {
		if _, err := tx.exec("DELETE FROM "+table+" WHERE org_id = $1", tx.org); err != nil {
			return err
		}
	}
	_, err := tx.exec("DELETE FROM organization WHERE id = $1", tx.org)
	return err
}

// OrganizationExists answers whether there is an organization with an id, from outside any.
func (tx *Tx) OrganizationExists(id string) (found bool, err error) {
	err = tx.each(func(scan func(...any) error) error { return scan(&found) }, "SELECT EXISTS (SELECT 1 FROM organization WHERE id = $1)", id)
	return found, err
}

// PersonsThere answers which of some ids are persons, from outside any organization.
func (tx *Tx) PersonsThere(ids []string) (map[string]bool, error) {
	out := map[string]bool{}
	for ids := range chunks(ids) {
		w := &where{}
		in(w, "id IN ?", ids)
		err := tx.each(func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			out[id] = true
			return err
		}, "SELECT id FROM person WHERE TRUE"+w.sql.String(), w.args...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// HandOver gives a person's sessions to another.
func (tx *Tx) HandOver(from, to string) error {
	_, err := tx.exec("UPDATE session SET person_id = $2 WHERE person_id = $1", from, to)
	return err
}

// Restore writes events as they were, with their rows.
func (tx *Tx) Restore(list []okr.Event) error {
	var events, rows []any
	for _, e := range list {
		events = append(events, tx.org, e.ID, e.Kind, e.ActorID, e.Via, e.Reason, e.Recorded)
		for n, r := range e.Rows {
			rows = append(rows, tx.org, e.ID, n, r.Thing, r.ID, r.ObjectiveID, r.Version, e.Recorded, string(r.After))
		}
	}
	if err := tx.insertRows("event (org_id, id, kind, actor_id, via, reason, recorded_at)", 7, events); err != nil {
		return err
	}
	return tx.insertRows("event_row (org_id, event_id, n, thing, thing_id, objective_id, version, recorded_at, after)", 9, rows)
}

// RestoreImports writes imports as they were.
func (tx *Tx) RestoreImports(list []okr.Import) error { return imports.insert(tx, list...) }

// SetNextNumber continues the numbers of objectives behind the highest one.
func (tx *Tx) SetNextNumber() error {
	_, err := tx.exec("UPDATE organization SET next_number = 1 + (SELECT COALESCE(MAX(number), 0) FROM objective WHERE org_id = $1) WHERE id = $1", tx.org)
	return err
}

// IsNew answers whether the organization is as it was set up: without a vision, a pillar, an objective or a KPI, and with one member.
func (tx *Tx) IsNew() (bool, error) {
	used := false
	err := tx.each(func(scan func(...any) error) error { return scan(&used) }, `SELECT EXISTS (SELECT 1 FROM vision WHERE org_id = $1)
 OR EXISTS (SELECT 1 FROM pillar WHERE org_id = $1) OR EXISTS (SELECT 1 FROM objective WHERE org_id = $1) OR EXISTS (SELECT 1 FROM kpi WHERE org_id = $1)
 OR EXISTS (SELECT 1 FROM roadmap_item WHERE org_id = $1) OR EXISTS (SELECT 1 FROM backlog_item WHERE org_id = $1)
 OR (SELECT COUNT(*) FROM member WHERE org_id = $1) > 1`, tx.org)
	return !used, err
}
