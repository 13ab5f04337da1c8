package store

import "github.com/headwater-okr/headwater/internal/okr"

// KeptWork reads the backlog items that files brought, by their id there; removed ones too, pending ones not.
func (tx *Tx) KeptWork(externals []string) (map[string]okr.BacklogItem, error) {
	out := map[string]okr.BacklogItem{}
	for ids := range chunks(externals) {
		w := &where{args: []any{tx.org, Pending}}
		w.sql.WriteString("WHERE t.org_id = $1 AND t.mirror_id = '' AND t.removed_at <> $2")
		in(w, "t.external_id IN ?", ids)
		list, err := backlogItems.list(tx, w.sql.String()+" ORDER BY t.id", w.args...)
		if err != nil {
			return nil, err
		}
		for _, b := range list {
			if old, twice := out[b.Origin.External]; !twice || old.Removed != 0 {
				out[b.Origin.External] = b
			}
		}
	}
	return out, nil
}

// MirroredWork answers which of some addresses, and of some ids in other tools, a mirror's backlog item has.
func (tx *Tx) MirroredWork(keys []string) (map[string]bool, error) {
	out := map[string]bool{}
	for ids := range chunks(keys) {
		w := &where{args: []any{tx.org}}
		w.sql.WriteString("SELECT t.external_id, t.url FROM backlog_item t WHERE t.org_id = $1 AND t.mirror_id <> '' AND t.gone_at = 0 AND t.removed_at = 0")
		in(w, "t.external_id IN ?", ids)
		sql := w.sql.String()
		w = &where{args: w.args}
		w.sql.WriteString(sql + " UNION SELECT t.external_id, t.url FROM backlog_item t WHERE t.org_id = $1 AND t.mirror_id <> '' AND t.gone_at = 0 AND t.removed_at = 0")
		in(w, "t.url IN ?", ids)
		err := tx.each(func(scan func(...any) error) error {
			var external, url string
			err := scan(&external, &url)
			out[external], out[url] = true, true
			return err
		}, w.sql.String(), w.args...)
		if err != nil {
			return nil, err
		}
	}
	delete(out, "")
	return out, nil
}

// ShowWork shows the backlog items that an import has written pending: one statement. The caller knows that no other import is being written.
func (tx *Tx) ShowWork() error {
	_, err := tx.exec("UPDATE backlog_item SET removed_at = 0 WHERE org_id = $1 AND removed_at = $2", tx.org, Pending)
	return err
}

// ForgetPendingWork deletes the backlog items that an interrupted import has left, which nobody has seen. The caller knows that no import is being written.
func (tx *Tx) ForgetPendingWork() error {
	if _, err := tx.exec("DELETE FROM term WHERE org_id = $1 AND thing = $2 AND thing_id IN (SELECT b.id FROM backlog_item b WHERE b.org_id = $1 AND b.removed_at = $3)",
		tx.org, okr.ThingBacklogItem, Pending); err != nil {
		return err
	}
	_, err := tx.exec("DELETE FROM backlog_item WHERE org_id = $1 AND removed_at = $2", tx.org, Pending)
	return err
}

// WorkOf reads the backlog items that an event has touched and nobody has changed since, as they are now.
func (tx *Tx) WorkOf(eventID string) ([]okr.BacklogItem, error) {
	return backlogItems.list(tx, `JOIN event_row r ON r.org_id = t.org_id AND r.thing = 'backlog_item' AND r.thing_id = t.id AND r.version = t.version
 WHERE t.org_id = $1 AND r.event_id = $2 AND t.removed_at = 0 ORDER BY r.n`, tx.org, eventID)
}

// RemoveWork marks backlog items as removed, each with its next version.
func (tx *Tx) RemoveWork(ids []string, at okr.Instant) error {
	for ids := range chunks(ids) {
		w := &where{args: []any{tx.org, at}}
		w.sql.WriteString("UPDATE backlog_item AS t SET removed_at = $2, version = version + 1 WHERE t.org_id = $1")
		in(w, "t.id IN ?", ids)
		if _, err := tx.exec(w.sql.String(), w.args...); err != nil {
			return err
		}
	}
	return nil
}
