package store

import (
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
)

// bareKeyResults are key results without the trail, which grows with the check-ins and which a plan does not need.
var bareKeyResults = table[okr.KeyResult]{keyResults.name, "k", func(k *okr.KeyResult) []field {
	return slices.DeleteFunc(keyResults.fields(k), func(f field) bool { return f.column == "trail" })
}}

// TreeBatch reads, in four statements, the next objectives of a cycle in (position, id) order with their teams and supports, and
// their key results in order, by objective: all that are not removed and that the scope may see, without trails. after is the last
// objective of the batch before, nil for the first.
func (tx *Tx) TreeBatch(s Scope, cycleID string, after *okr.Objective, limit int) ([]okr.Objective, map[string][]okr.KeyResult, error) {
	return tx.stretch(s, ObjectiveFilter{Cycle: cycleID, After: after, Limit: limit}, bareKeyResults)
}

// WholeTree reads all of a cycle at once as TreeBatch does, with the trails, which health depends on: four statements.
func (tx *Tx) WholeTree(s Scope, cycleID string) ([]okr.Objective, map[string][]okr.KeyResult, error) {
	return tx.stretch(s, ObjectiveFilter{Cycle: cycleID}, keyResults)
}

func (tx *Tx) stretch(s Scope, f ObjectiveFilter, keyResults table[okr.KeyResult]) ([]okr.Objective, map[string][]okr.KeyResult, error) {
	list, err := tx.objectivesAlone(s, f)
	if err != nil || len(list) == 0 {
		return nil, nil, err
	}
	at := make(map[string]*okr.Objective, len(list))
	for i := range list {
		at[list[i].ID] = &list[i]
	}
	// What hangs on them is found by the same stretch of the index, which is cheaper than naming each.
	first, last := &list[0], &list[len(list)-1]
	stretch := []any{tx.org, s.arg(), f.Cycle, first.Position, first.ID, last.Position, last.ID}
	err = tx.each(func(scan func(...any) error) error {
		var id, team string
		err := scan(&id, &team)
		at[id].TeamIDs = append(at[id].TeamIDs, team)
		return err
	}, "SELECT x.objective_id, x.team_id "+hanging("objective_team", "x")+" ORDER BY o.position, o.id, x.n", stretch...)
	if err != nil {
		return nil, nil, err
	}
	err = tx.each(func(scan func(...any) error) error {
		var id string
		var s okr.Support
		err := scan(&id, &s.Kind, &s.ID, &s.Weight)
		at[id].Supports = append(at[id].Supports, s)
		return err
	}, "SELECT x.objective_id, x.kind, x.upstream_id, x.weight "+hanging("support", "x")+"AND"+upstreamVisible+"ORDER BY o.position, o.id, x.n", stretch...)
	if err != nil {
		return nil, nil, err
	}
	krs, err := keyResults.read(tx, hanging("key_result", "k")+"AND k.removed_at = 0 ORDER BY o.position, o.id, k.position, k.id", stretch...)
	if err != nil {
		return nil, nil, err
	}
	of := make(map[string][]okr.KeyResult, len(list))
	for len(krs) > 0 {
		n := 1
		for n < len(krs) && krs[n].ObjectiveID == krs[0].ObjectiveID {
			n++
		}
		of[krs[0].ObjectiveID] = krs[:n:n]
		krs = krs[n:]
	}
	return list, of, nil
}

// hanging is FROM and WHERE of a table whose rows hang on the objectives of a stretch. CROSS JOIN makes SQLite go from the objectives to
// the rows; PostgreSQL sees an ordinary join.
func hanging(table, alias string) string {
	return "FROM objective o CROSS JOIN " + table + " " + alias + " WHERE " + alias + ".org_id = o.org_id AND " + alias + ".objective_id = o.id" + `
 AND o.org_id = $1 AND o.cycle_id = $3 AND o.removed_at = 0 AND (o.position, o.id) >= ($4, $5) AND (o.position, o.id) <= ($6, $7) AND` + visible
}
