package store

import (
	"strconv"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Frame is what key results of one objective are judged against: the objective, its cycle, and what the team that leads
// it has chosen or inherits.
type Frame struct {
	Objective okr.Objective // without its supports
	Cycle     okr.Cycle
	Rhythm    okr.Rhythm // "" if no team of the line has chosen one
	Weekday   int        // 0 likewise
	TimeZone  string     // "" likewise
	Goes      bool       // it goes on in another cycle, or from one
	Reviewed  bool       // other teams read it, or have
}

// FrameOf reads, in one statement, the frame of an objective by its id or by the number that people use, "12" or "O-12"; a removed
// one too.
func (tx *Tx) FrameOf(s Scope, ref string) (Frame, error) {
	id, arg := "$3", any(ref)
	if number, ok := objectiveNumber(ref); ok {
		id, arg = "(SELECT id FROM objective WHERE org_id = $1 AND number = $3)", number
	}
	var f Frame
	found := false
	err := tx.each(func(scan func(...any) error) error {
		found = true
		var teamIDs string
		to := append(pointers(objectives.fields(&f.Objective)), pointers(cycles.fields(&f.Cycle))...)
		if err := scan(append(to, &teamIDs, &f.Rhythm, &f.Weekday, &f.TimeZone, &f.Reviewed, &f.Goes)...); err != nil {
			return err
		}
		f.Objective.TeamIDs = strings.Fields(teamIDs)
		return nil
	}, `WITH RECURSIVE line (parent_id, rhythm, weekday, time_zone, depth) AS (
  SELECT t.parent_id, t.rhythm, t.weekday, t.time_zone, 0 FROM objective_team ot
   JOIN team t ON t.org_id = ot.org_id AND t.id = ot.team_id WHERE ot.org_id = $1 AND ot.objective_id = `+id+` AND ot.n = 0
  UNION ALL
  SELECT p.parent_id, p.rhythm, p.weekday, p.time_zone, depth + 1 FROM line
   JOIN team p ON p.org_id = $1 AND p.id = line.parent_id WHERE depth < 100)
SELECT `+objectives.columns("o.")+", "+cycles.columns("c.")+`,
 (SELECT COALESCE(string_agg(team_id, ' ' ORDER BY n), '') FROM objective_team ot WHERE ot.org_id = o.org_id AND ot.objective_id = o.id),
 COALESCE((SELECT rhythm FROM line WHERE rhythm <> '' ORDER BY depth LIMIT 1), ''),
 COALESCE((SELECT weekday FROM line WHERE weekday <> 0 ORDER BY depth LIMIT 1), 0),
 COALESCE((SELECT time_zone FROM line WHERE time_zone <> '' ORDER BY depth LIMIT 1), ''),
 EXISTS (SELECT 1 FROM review r WHERE r.org_id = o.org_id AND r.objective_id = o.id),
 EXISTS (SELECT 1 FROM objective n WHERE n.org_id = o.org_id AND n.lineage_id = o.lineage_id AND n.id <> o.id AND n.removed_at = 0)
 FROM objective o JOIN cycle c ON c.org_id = o.org_id AND c.id = o.cycle_id WHERE o.org_id = $1 AND`+visible+"AND o.id = "+id,
		tx.org, s.arg(), arg)
	if err == nil && !found {
		err = missing("objective")
	}
	return f, err
}

// objectiveNumber reads "12" or "O-12".
func objectiveNumber(ref string) (int, bool) {
	digits := ref
	if len(ref) > 2 && (ref[0] == 'O' || ref[0] == 'o') && ref[1] == '-' {
		digits = ref[2:]
	}
	n, err := strconv.ParseInt(digits, 10, 32)
	return int(n), err == nil && n > 0
}

// CheckIn reads one check-in of an objective that the scope may see.
func (tx *Tx) CheckIn(s Scope, id string) (okr.CheckIn, error) {
	return checkIns.one(tx, `JOIN key_result k ON k.org_id = t.org_id AND k.id = t.key_result_id
 JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id
 WHERE t.org_id = $1 AND`+visible+`AND t.id = $3`, tx.org, s.arg(), id)
}

// underObjective is whether the row aliased t is of a key result of objective $2 that is there.
const underObjective = " t.key_result_id IN (SELECT k.id FROM key_result k WHERE k.org_id = $1 AND k.objective_id = $2)"

// CheckInsInto reads the check-ins of the key results of an objective, as CheckInsOf does.
func (tx *Tx) CheckInsInto(list *[]okr.CheckIn, objectiveID string) Read {
	return checkIns.into(list, "WHERE t.org_id = $1 AND t.removed_at = 0 AND"+underObjective, "t.key_result_id, t.as_of, t.recorded_at, t.id", tx.org, objectiveID)
}

// BlockersInto reads the unresolved blockers of the key results of an objective, as BlockersOf does.
func (tx *Tx) BlockersInto(list *[]okr.Blocker, objectiveID string) Read {
	return blockers.into(list, "WHERE t.org_id = $1 AND t.resolved_at = 0 AND"+underObjective, "t.raised_at, t.id", tx.org, objectiveID)
}

// CheckInsOf reads the check-ins of key results that the caller has already found in scope, oldest value first.
func (tx *Tx) CheckInsOf(keyResultIDs []string) ([]okr.CheckIn, error) {
	var out []okr.CheckIn
	for ids := range chunks(keyResultIDs) {
		w := &where{args: []any{tx.org}}
		w.sql.WriteString("WHERE t.org_id = $1 AND t.removed_at = 0")
		in(w, "t.key_result_id IN ?", ids)
		list, err := checkIns.list(tx, w.sql.String()+" ORDER BY t.key_result_id, t.as_of, t.recorded_at, t.id", w.args...)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// BlockersOf reads the unresolved blockers of key results that the caller has already found in scope, oldest first.
func (tx *Tx) BlockersOf(keyResultIDs []string) ([]okr.Blocker, error) {
	var out []okr.Blocker
	for ids := range chunks(keyResultIDs) {
		w := &where{args: []any{tx.org}}
		w.sql.WriteString("WHERE t.org_id = $1 AND t.resolved_at = 0")
		in(w, "t.key_result_id IN ?", ids)
		list, err := blockers.list(tx, w.sql.String()+" ORDER BY t.raised_at, t.id", w.args...)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// Blocker reads one blocker of an objective that the scope may see.
func (tx *Tx) Blocker(s Scope, id string) (okr.Blocker, error) {
	return blockers.one(tx, `JOIN key_result k ON k.org_id = t.org_id AND k.id = t.key_result_id
 JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id
 WHERE t.org_id = $1 AND`+visible+`AND t.id = $3`, tx.org, s.arg(), id)
}
