package store

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
)

// ObjectiveAt reads how an objective, which the caller has already found in scope, and its key results stood at an instant: the latest
// after-image of each thing up to then, in one statement. missing when it was not there yet. Key results that belonged to it then are among them, wherever they
// are now; removed ones too.
func (tx *Tx) ObjectiveAt(id string, at okr.Instant) (o okr.Objective, list []okr.KeyResult, err error) {
	err = tx.each(func(scan func(...any) error) error {
		var thing okr.Thing
		var after string
		if err := scan(&thing, &after); err != nil {
			return err
		}
		if thing == okr.ThingObjective {
			return json.Unmarshal([]byte(after), &o)
		}
		var k okr.KeyResult
		err := json.Unmarshal([]byte(after), &k)
		if k.ObjectiveID == id {
			tx.written(&k)
			list = append(list, k)
		}
		return err
	}, `SELECT r.thing, r.after FROM (SELECT x.event_id, x.n, ROW_NUMBER() OVER (PARTITION BY x.thing, x.thing_id ORDER BY x.recorded_at DESC, x.event_id DESC, x.n DESC) AS nth
  FROM event_row x WHERE x.org_id = $1 AND x.recorded_at <= $3 AND (x.thing = 'objective' AND x.thing_id = $2 OR x.thing = 'key_result' AND x.thing_id IN
   (SELECT y.thing_id FROM event_row y WHERE y.org_id = $1 AND y.objective_id = $2 AND y.thing = 'key_result' AND y.recorded_at <= $3))) l
 JOIN event_row r ON r.org_id = $1 AND r.event_id = l.event_id AND r.n = l.n WHERE l.nth = 1`, tx.org, id, at)
	if err == nil && o.ID == "" {
		err = missing("objective")
	}
	inPlace(list)
	return o, list, err
}

func inPlace(list []okr.KeyResult) {
	slices.SortFunc(list, func(a, b okr.KeyResult) int {
		if a.Position != b.Position {
			return a.Position - b.Position
		}
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
}

// TreeAt reads, in two statements, how the objectives of a cycle that are in scope now, and their key results, stood at an instant. What was removed then
// is left out, and so is what is not among the ids, where there are any.
func (tx *Tx) TreeAt(s Scope, cycleID string, at okr.Instant, ids []string) (list []okr.Objective, of map[string][]okr.KeyResult, err error) {
	latest := func(thing, id string) string {
		return "(SELECT r.after FROM event_row r WHERE r.org_id = o.org_id AND r.thing = '" + thing + "' AND r.thing_id = " + id +
			" AND r.recorded_at <= $3 ORDER BY r.recorded_at DESC, r.event_id DESC, r.n DESC LIMIT 1)"
	}
	there := map[string]bool{}
	w := &where{args: []any{tx.org, s.arg(), at, Pending}}
	w.sql.WriteString("SELECT " + latest("objective", "o.id") + " FROM objective o WHERE o.org_id = $1 AND o.created_at <= $3 AND o.removed_at <> $4 AND" + visible)
	if ids != nil {
		in(w, "o.id IN ?", ids)
	}
	err = tx.each(func(scan func(...any) error) error {
		var o okr.Objective
		if err := image(scan, &o); err != nil || o.ID == "" || o.CycleID != cycleID || o.Removed != 0 {
			return err
		}
		there[o.ID] = true
		list = append(list, o)
		return nil
	}, w.sql.String(), w.args...)
	if err != nil {
		return nil, nil, err
	}
	slices.SortFunc(list, func(a, b okr.Objective) int {
		if a.Position != b.Position {
			return a.Position - b.Position
		}
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	of = map[string][]okr.KeyResult{}
	w = &where{args: []any{tx.org, s.arg(), at}}
	w.sql.WriteString("SELECT " + latest("key_result", "k.id") + ` FROM objective o JOIN key_result k ON k.org_id = o.org_id AND k.objective_id = o.id
 WHERE o.org_id = $1 AND k.created_at <= $3 AND` + visible)
	if ids != nil {
		in(w, "o.id IN ?", ids)
	}
	err = tx.each(func(scan func(...any) error) error {
		var k okr.KeyResult
		if err := image(scan, &k); err != nil || !there[k.ObjectiveID] || k.Removed != 0 {
			return err
		}
		tx.written(&k)
		of[k.ObjectiveID] = append(of[k.ObjectiveID], k)
		return nil
	}, w.sql.String(), w.args...)
	for id := range of {
		inPlace(of[id])
	}
	return list, of, err
}

// StrategyAt reads, in one statement, how the vision and the pillars stood at an instant. What was removed then is left out.
func (tx *Tx) StrategyAt(at okr.Instant) (vision okr.Vision, pillars []okr.Pillar, err error) {
	err = tx.each(func(scan func(...any) error) error {
		var thing okr.Thing
		var after string
		if err := scan(&thing, &after); err != nil {
			return err
		}
		if thing == okr.ThingVision {
			return json.Unmarshal([]byte(after), &vision)
		}
		var p okr.Pillar
		err := json.Unmarshal([]byte(after), &p)
		if p.Removed == 0 {
			pillars = append(pillars, p)
		}
		return err
	}, `SELECT r.thing, r.after FROM (SELECT x.event_id, x.n, ROW_NUMBER() OVER (PARTITION BY x.thing, x.thing_id ORDER BY x.recorded_at DESC, x.event_id DESC, x.n DESC) AS nth
  FROM event_row x WHERE x.org_id = $1 AND x.recorded_at <= $2 AND x.thing IN ('vision', 'pillar')) l
 JOIN event_row r ON r.org_id = $1 AND r.event_id = l.event_id AND r.n = l.n WHERE l.nth = 1`, tx.org, at)
	slices.SortFunc(pillars, func(a, b okr.Pillar) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	return vision, pillars, err
}

// image reads a row that is one after-image, or nothing.
func image(scan func(...any) error, into any) error {
	var after *string
	if err := scan(&after); err != nil || after == nil {
		return err
	}
	return json.Unmarshal([]byte(*after), into)
}

// ThingEvents reads, the first one first, the events that touched one thing which the caller has already found in scope, with their rows of it.
func (tx *Tx) ThingEvents(thing okr.Thing, id string) ([]okr.Event, error) {
	return tx.events("JOIN event_row r ON r.org_id = e.org_id AND r.event_id = e.id AND r.thing = $2 AND r.thing_id = $3", "", "r.after", tx.org, thing, id)
}
