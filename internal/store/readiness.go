package store

import (
	"fmt"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
)

// What okr says of the data behind a key result is kept with it, but for the day, and counted with its objective: a plan of any size is counted by its objectives,
// and of its key results only those are read that a page shows.

// readyOf and readyUntilOf are the columns of a key result that keep it.
func readyOf(k *okr.KeyResult) field {
	return field{"ready", derived(func() string { state, _ := k.ReadyKept(); return string(state) })}
}

func readyUntilOf(k *okr.KeyResult) field {
	return field{"ready_until", derived(func() string { _, until := k.ReadyKept(); return string(until) })}
}

// dataCounted is the part of an UPDATE that counts the key results of an objective.
const dataCounted = `(data_gaps, data_decided, data_unasked, data_ready) = (SELECT COUNT(CASE k.ready WHEN 'gap' THEN 1 END), COUNT(CASE k.ready WHEN 'decided' THEN 1 END),
  COUNT(CASE k.ready WHEN 'unasked' THEN 1 END), COUNT(CASE k.ready WHEN 'ready' THEN 1 END)
  FROM key_result k WHERE k.org_id = objective.org_id AND k.objective_id = objective.id AND k.removed_at = 0)`

// countData counts the key results of the objectives that some of them are in. Where one has left an objective, SetProgress counts that one's.
func (tx *Tx) countData(list []okr.KeyResult) error {
	var ids []string
	for _, k := range list {
		ids = append(ids, k.ObjectiveID)
	}
	slices.Sort(ids)
	for ids := range chunks(slices.Compact(ids)) {
		w := &where{args: []any{tx.org}}
		in(w, "id IN ?", ids)
		if _, err := tx.exec("UPDATE objective SET "+dataCounted+" WHERE org_id = $1"+w.sql.String(), w.args...); err != nil {
			return err
		}
	}
	return nil
}

// stands says in SQL in which state a key result k is on the day $3, and has says it of an objective o that it may have one.
var (
	stands = map[okr.ReadyState]string{okr.DataGap: "k.ready = 'gap'", okr.DataLapsed: "k.ready = 'decided' AND k.ready_until <> '' AND k.ready_until <= $3",
		okr.DataDecided: "k.ready = 'decided' AND (k.ready_until = '' OR k.ready_until > $3)", okr.DataUnasked: "k.ready = 'unasked'"}
	has = map[okr.ReadyState]string{okr.DataGap: "o.data_gaps > 0", okr.DataLapsed: "o.data_decided > 0", okr.DataDecided: "o.data_decided > 0", okr.DataUnasked: "o.data_unasked > 0"}
)

// inState are the key results in a state on a day of the objectives that a filter finds, with the day as $3. CROSS JOIN makes SQLite begin with the objectives.
func (f ObjectiveFilter) inState(tx *Tx, s Scope, today okr.Date, state okr.ReadyState) *where {
	w := &where{args: []any{tx.org, s.arg(), today}}
	w.sql.WriteString("FROM objective o CROSS JOIN key_result k ")
	f.into(w)
	w.sql.WriteString(" AND $3 <> '' AND " + has[state] + " AND k.org_id = o.org_id AND k.objective_id = o.id AND k.removed_at = 0 AND " + stands[state])
	return w
}

// LapsedInto counts the key results of the objectives that a filter finds for which what was decided has ended on a day.
func (tx *Tx) LapsedInto(n *int, s Scope, f ObjectiveFilter, today okr.Date) Read {
	w := f.inState(tx, s, today, okr.DataLapsed)
	return Read{"COUNT(*)", []any{n}, w.sql.String(), "", w.args, func(*Tx) {}}
}

// A ReadyKey is where a key result stands among those in its state: in the order of the plan.
type ReadyKey struct {
	Position    int // of the objective
	ObjectiveID string
	Place       int // of the key result in it
	ID          string
}

func (k *ReadyKey) pointers() []any { return []any{&k.Position, &k.ObjectiveID, &k.Place, &k.ID} }

// ReadyKeysInto reads the key results in a state on a day of the objectives that a filter finds: at most limit, and those after a key unless it is the zero one.
func (tx *Tx) ReadyKeysInto(list *[]ReadyKey, s Scope, f ObjectiveFilter, today okr.Date, state okr.ReadyState, after ReadyKey, limit int) Read {
	w := f.inState(tx, s, today, state)
	if after.ID != "" {
		w.and("(o.position, o.id) >= (?, ?)", after.Position, after.ObjectiveID) // which finds the place in the index
		w.and("(o.position, o.id, k.position, k.id) > (?, ?, ?, ?)", after.Position, after.ObjectiveID, after.Place, after.ID)
	}
	return readInto(list, "o.position, o.id, k.position, k.id", (*ReadyKey).pointers, w.sql.String(), fmt.Sprintf("o.position, o.id, k.position, k.id LIMIT %d", limit), w.args...)
}
