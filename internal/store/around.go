package store

import (
	"fmt"
	"maps"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Neighbour is something that an objective supports, or that supports it, with what a line about it shows.
type Neighbour struct {
	Up          bool // upstream; otherwise a supporter
	Kind        okr.UpstreamKind
	ID          string
	From        string  // up: the objective at the lower end of the edge. Supporter: the objective or key result that it supports
	Weight      float64 // of the edge
	N           int     // the edge's place among those of its lower end
	Depth       int     // 1 is direct
	Title       string
	Number      int    // of an objective, or of a key result's
	ObjectiveID string // likewise; "" for a pillar
	TeamID      string // that leads the objective
	OwnerID     string
	Stage       okr.Stage
	Progress    *float64
}

// Neighbours reads, in one statement, what an objective supports, on from there the line of first supports up to the
// pillar, and what supports it or one of its key results. What the scope may not see is not there, and no line goes on beyond it.
func (tx *Tx) Neighbours(s Scope, objectiveID string) ([]Neighbour, error) {
	const lead = "(SELECT lt.team_id FROM objective_team lt WHERE lt.org_id = o.org_id AND lt.objective_id = o.id AND lt.n = 0)"
	var out []Neighbour
	err := tx.each(func(scan func(...any) error) error {
		var n Neighbour
		var team *string
		err := scan(&n.Up, &n.Kind, &n.ID, &n.From, &n.Weight, &n.N, &n.Depth, &n.Title, &n.Number, &n.ObjectiveID, &team, &n.OwnerID, &n.Stage, &n.Progress)
		if team != nil {
			n.TeamID = *team
		}
		out = append(out, n)
		return err
	}, `WITH RECURSIVE up (kind, id, from_id, weight, n, depth) AS (
  SELECT s.kind, s.upstream_id, s.objective_id, s.weight, s.n, 1 FROM support s WHERE s.org_id = $1 AND s.objective_id = $3
  UNION ALL
  SELECT s.kind, s.upstream_id, s.objective_id, s.weight, s.n, up.depth + 1
   FROM up LEFT JOIN key_result k ON k.org_id = $1 AND k.id = up.id AND k.removed_at = 0
   JOIN objective o ON o.org_id = $1 AND o.id = COALESCE(k.objective_id, up.id) AND o.removed_at = 0
   JOIN support s ON s.org_id = $1 AND s.objective_id = o.id AND s.n = 0
   WHERE up.depth < 8 AND`+visible+`)
SELECT TRUE, up.kind, up.id, up.from_id, up.weight, up.n, up.depth, p.title, 0, '', CAST(NULL AS TEXT), '', '', CAST(NULL AS DOUBLE PRECISION)
 FROM up JOIN pillar p ON p.org_id = $1 AND p.id = up.id WHERE up.kind = 'pillar' AND p.removed_at = 0
UNION ALL
SELECT TRUE, up.kind, up.id, up.from_id, up.weight, up.n, up.depth, COALESCE(k.title, o.title), o.number, o.id, `+lead+`,
 COALESCE(k.owner_id, o.owner_id), o.stage, CASE WHEN k.id IS NULL THEN o.progress ELSE k.progress END
 FROM up LEFT JOIN key_result k ON k.org_id = $1 AND k.id = up.id AND k.removed_at = 0
 JOIN objective o ON o.org_id = $1 AND o.id = COALESCE(k.objective_id, up.id) AND o.removed_at = 0 WHERE`+visible+`
UNION ALL
SELECT FALSE, 'objective', o.id, s.upstream_id, s.weight, s.n, 1, o.title, o.number, o.id, `+lead+`, o.owner_id, o.stage, o.progress
 FROM support s JOIN objective o ON o.org_id = s.org_id AND o.id = s.objective_id AND o.removed_at = 0
 WHERE s.org_id = $1 AND s.upstream_id IN (SELECT CAST($3 AS TEXT) UNION ALL
  SELECT k.id FROM key_result k WHERE k.org_id = $1 AND k.objective_id = $3 AND k.removed_at = 0) AND`+visible, tx.org, s.arg(), objectiveID)
	slices.SortStableFunc(out, func(a, b Neighbour) int {
		switch {
		case a.Up != b.Up:
			return map[bool]int{true: -1, false: 1}[a.Up]
		case a.Depth != b.Depth:
			return a.Depth - b.Depth
		case a.Up:
			return a.N - b.N
		}
		return a.Number - b.Number
	})
	return out, err
}

// Near finds the objectives within some supports above and within some below one, itself included, as far as the scope may see them: one statement for
// each step. What one may not see, or was removed, leads no further.
func (tx *Tx) Near(s Scope, objectiveID string, steps int) ([]string, error) {
	seen := map[bool]map[string]bool{true: {objectiveID: true}, false: {objectiveID: true}} // above, and below
	edge := map[bool][]string{true: {objectiveID}, false: {objectiveID}}
	for range steps {
		w := &where{args: []any{tx.org, s.arg()}}
		w.sql.WriteString("SELECT TRUE, id FROM (")
		w.above(edge[true])
		w.sql.WriteString(") above UNION SELECT FALSE, id FROM (")
		w.supporting("o.id", edge[false], nil)
		w.sql.WriteString(") below")
		edge = map[bool][]string{}
		err := tx.each(func(scan func(...any) error) error {
			var up bool
			var id string
			err := scan(&up, &id)
			if !seen[up][id] {
				seen[up][id] = true
				edge[up] = append(edge[up], id)
			}
			return err
		}, w.sql.String(), w.args...)
		if err != nil {
			return nil, err
		}
	}
	maps.Copy(seen[true], seen[false])
	return slices.Sorted(maps.Keys(seen[true])), nil
}

// Supporting finds the objectives, of those stages or of all, that directly support any of those or one of their key results, as far as the scope may see them,
// and which of those and of their key results are supported: one statement for each thousand.
func (tx *Tx) Supporting(s Scope, objectiveIDs []string, stages ...okr.Stage) (objectives []string, supported map[string]bool, err error) {
	found, supported := map[string]bool{}, map[string]bool{}
	for ids := range chunks(objectiveIDs) {
		w := &where{args: []any{tx.org, s.arg()}}
		w.supporting("o.id, s.upstream_id", ids, stages)
		err := tx.each(func(scan func(...any) error) error {
			var id, upstream string
			err := scan(&id, &upstream)
			found[id], supported[upstream] = true, true
			return err
		}, w.sql.String(), w.args...)
		if err != nil {
			return nil, nil, err
		}
	}
	return slices.Sorted(maps.Keys(found)), supported, nil
}

// seenObjective is the objective o, as far as $2 may see it, with its id to follow. CROSS JOIN before it makes SQLite begin with the few that are known.
const seenObjective = " AND o.org_id = $1 AND o.removed_at = 0 AND" + visible + "AND o.id = "

// above adds a query for the objectives that any of those supports, itself or by a key result.
func (w *where) above(objectiveIDs []string) {
	w.sql.WriteString("SELECT o.id FROM support s CROSS JOIN objective o WHERE s.org_id = $1" + seenObjective + "s.upstream_id")
	in(w, "s.objective_id IN ?", objectiveIDs)
	w.sql.WriteString(" UNION SELECT o.id FROM support s CROSS JOIN key_result k CROSS JOIN objective o WHERE s.org_id = $1 AND k.org_id = $1 AND k.id = s.upstream_id AND k.removed_at = 0" + seenObjective + "k.objective_id")
	in(w, "s.objective_id IN ?", objectiveIDs)
}

// supporting adds a query for the objectives o that support any of those or one of their key results, by the support s.
func (w *where) supporting(columns string, objectiveIDs []string, stages []okr.Stage) {
	ofStages := func() {
		if len(stages) > 0 {
			in(w, "o.stage IN ?", stages)
		}
	}
	w.sql.WriteString("SELECT " + columns + " FROM support s CROSS JOIN objective o WHERE s.org_id = $1" + seenObjective + "s.objective_id")
	in(w, "s.upstream_id IN ?", objectiveIDs)
	ofStages()
	w.sql.WriteString(" UNION SELECT " + columns + " FROM key_result k CROSS JOIN support s CROSS JOIN objective o WHERE k.org_id = $1 AND k.removed_at = 0 AND s.org_id = $1 AND s.upstream_id = k.id" + seenObjective + "s.objective_id")
	in(w, "k.objective_id IN ?", objectiveIDs)
	ofStages()
}

// A Name is what a team or member is called; a team also has the slug of its page.
type Name struct {
	Name string `json:"name"`
	Slug string `json:"slug,omitempty"`
}

// Names reads, in one statement, what teams and members are called, by id; deactivated and removed ones too.
func (tx *Tx) Names(ids []string) (map[string]Name, error) {
	out := map[string]Name{}
	ids = slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(ids))), func(id string) bool { return id == "" })
	if len(ids) == 0 {
		return out, nil
	}
	for ids := range slices.Chunk(ids, maxIDs/2) {
		w := &where{args: []any{tx.org}}
		w.sql.WriteString("SELECT t.id, t.name, t.slug FROM team t WHERE t.org_id = $1")
		in(w, "t.id IN ?", ids)
		w.sql.WriteString(" UNION ALL SELECT m.id, p.name, '' FROM member m JOIN person p ON p.id = m.person_id WHERE m.org_id = $1")
		in(w, "m.id IN ?", ids)
		err := tx.each(func(scan func(...any) error) error {
			var id string
			var n Name
			err := scan(&id, &n.Name, &n.Slug)
			out[id] = n
			return err
		}, w.sql.String(), w.args...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// An ObjectiveKey is as much of an objective as sorting, grouping and counting need.
type ObjectiveKey struct {
	ID       string
	Number   int
	Title    string
	CycleID  string
	Position int
	Kind     okr.ObjectiveKind
	Stage    okr.Stage
	OwnerID  string
	Progress *float64
	TeamID   string      // that leads it
	PillarID string      // the first that it supports directly, "" for none
	Active   okr.Instant // since when it is active
	Created  okr.Instant
}

// CountObjectives is how many objectives the filter finds.
func (tx *Tx) CountObjectives(s Scope, f ObjectiveFilter) (n int, err error) {
	err = tx.Read(tx.CountInto(&n, s, f))
	return n, err
}

// CountInto is CountObjectives, to be read with others.
func (tx *Tx) CountInto(n *int, s Scope, f ObjectiveFilter) Read {
	w := f.where(tx, s)
	return Read{"COUNT(*)", []any{n}, "FROM objective o " + w.sql.String(), "", w.args, func(*Tx) {}}
}

// ObjectiveKeys reads, in one statement, the keys of every objective that the filter finds, in (position, id) order.
func (tx *Tx) ObjectiveKeys(s Scope, f ObjectiveFilter) ([]ObjectiveKey, error) {
	w := f.where(tx, s)
	limit := ""
	if f.Limit > 0 {
		limit = fmt.Sprintf(" LIMIT %d", f.Limit)
	}
	var out []ObjectiveKey
	err := tx.each(func(scan func(...any) error) error {
		var k ObjectiveKey
		err := scan(&k.ID, &k.Number, &k.Title, &k.CycleID, &k.Position, &k.Kind, &k.Stage, &k.OwnerID, &k.Progress, &k.Active, &k.Created, &k.TeamID, &k.PillarID)
		out = append(out, k)
		return err
	}, `SELECT o.id, o.number, o.title, o.cycle_id, o.position, o.kind, o.stage, o.owner_id, o.progress, o.activated_at, o.created_at,
 COALESCE((SELECT lt.team_id FROM objective_team lt WHERE lt.org_id = o.org_id AND lt.objective_id = o.id AND lt.n = 0), ''),
 COALESCE((SELECT ls.upstream_id FROM support ls WHERE ls.org_id = o.org_id AND ls.objective_id = o.id AND ls.kind = 'pillar' ORDER BY ls.n LIMIT 1), '')
 FROM objective o `+w.sql.String()+" ORDER BY o.position, o.id"+limit, w.args...)
	return out, err
}

// Upstreams answers, in one statement, which of the ids are a pillar, an objective or a key result that the scope may see and that
// is not removed, and which of them it is.
func (tx *Tx) Upstreams(s Scope, ids []string) (map[string]okr.UpstreamKind, error) {
	out := map[string]okr.UpstreamKind{}
	if len(ids) == 0 {
		return out, nil
	}
	w := &where{args: []any{tx.org, s.arg()}}
	w.sql.WriteString("SELECT 'pillar', p.id FROM pillar p WHERE p.org_id = $1 AND p.removed_at = 0")
	in(w, "p.id IN ?", ids)
	w.sql.WriteString(" UNION ALL SELECT 'objective', o.id FROM objective o WHERE o.org_id = $1 AND o.removed_at = 0 AND" + visible)
	in(w, "o.id IN ?", ids)
	w.sql.WriteString(` UNION ALL SELECT 'key_result', k.id FROM key_result k JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id
 WHERE k.org_id = $1 AND k.removed_at = 0 AND o.removed_at = 0 AND` + visible)
	in(w, "k.id IN ?", ids)
	err := tx.each(func(scan func(...any) error) error {
		var kind okr.UpstreamKind
		var id string
		err := scan(&kind, &id)
		out[id] = kind
		return err
	}, w.sql.String(), w.args...)
	return out, err
}

// Ancestors reads, in one statement, the objectives at and above each of the ids, which are of objectives or key results: what a
// ring would have to go through. It looks at everything, whoever asks.
func (tx *Tx) Ancestors(ids []string) (map[string]map[string]bool, error) {
	out := map[string]map[string]bool{}
	if len(ids) == 0 {
		return out, nil
	}
	w := &where{args: []any{tx.org}}
	w.sql.WriteString("WITH RECURSIVE up (root, id) AS (SELECT k.id, k.objective_id FROM key_result k WHERE k.org_id = $1")
	in(w, "k.id IN ?", ids)
	w.sql.WriteString(" UNION SELECT o.id, o.id FROM objective o WHERE o.org_id = $1")
	in(w, "o.id IN ?", ids)
	w.sql.WriteString(` UNION SELECT up.root, COALESCE(k.objective_id, s.upstream_id) FROM up JOIN support s ON s.org_id = $1 AND s.objective_id = up.id
 LEFT JOIN key_result k ON k.org_id = $1 AND k.id = s.upstream_id) SELECT root, id FROM up`)
	err := tx.each(func(scan func(...any) error) error {
		var root, id string
		err := scan(&root, &id)
		if out[root] == nil {
			out[root] = map[string]bool{}
		}
		out[root][id] = true
		return err
	}, w.sql.String(), w.args...)
	return out, err
}
