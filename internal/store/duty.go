package store

import "github.com/headwater-okr/headwater/internal/okr"

// A Duty is a key result that somebody checks in on, with what its card shows.
type Duty struct {
	KeyResult okr.KeyResult
	Objective okr.Objective // with the team that leads it only, without supports
	Cycle     okr.Cycle
	Note      string // of the last check-in
	NoteBy    string // its author
	NoteDay   okr.Date
	NudgedBy  string   // who has asked about it last; "" for nobody
	NudgedFor okr.Date // the day on which the check-in was due that was asked about
}

// MaxDuties is how many check-ins of one member are read at most: nobody makes more in a week, and an import can give somebody thousands.
const MaxDuties = 500

// Duties reads, in one statement, the first MaxDuties key results of active objectives whose check-in is a member's, by objective and place: of
// okr.KeyResult.DutyHolder's three cases each by its own index. SQLite would choose others: CROSS JOIN keeps its order, and LENGTH keeps
// it from looking for the many that have no owner of their own. PostgreSQL, before its first statistics, would look for them anew for every
// key result: MATERIALIZED keeps it from that.
func (tx *Tx) Duties(s Scope, memberID string) ([]Duty, error) {
	return tx.duties(`WITH d AS MATERIALIZED (SELECT id FROM key_result WHERE org_id = $1 AND check_in_owner_id = $3
  UNION ALL SELECT id FROM key_result WHERE org_id = $1 AND owner_id = $3 AND LENGTH(check_in_owner_id) = 0
  UNION ALL SELECT y.id FROM objective z CROSS JOIN key_result y WHERE z.org_id = $1 AND z.owner_id = $3
   AND y.org_id = z.org_id AND y.objective_id = z.id AND LENGTH(y.owner_id) = 0 AND LENGTH(y.check_in_owner_id) = 0) `, `d CROSS JOIN key_result k`, ` AND k.id = d.id AND o.stage = 'active' AND o.removed_at = 0 AND k.removed_at = 0 AND k.source_kind = ''
 ORDER BY o.position, o.id, k.position, k.id LIMIT $4`, tx.org, s.arg(), memberID, MaxDuties)
}

// DataDecided reads the key results of a member, and of objectives of theirs, whose data it is decided about until a day, where the objective has not ended.
func (tx *Tx) DataDecided(s Scope, memberID string) ([]Duty, error) {
	return tx.duties(`WITH d AS MATERIALIZED (SELECT id FROM key_result WHERE org_id = $1 AND owner_id = $3
  UNION SELECT y.id FROM objective z CROSS JOIN key_result y WHERE z.org_id = $1 AND z.owner_id = $3
   AND y.org_id = z.org_id AND y.objective_id = z.id) `, `d CROSS JOIN key_result k`, ` AND k.id = d.id AND o.stage NOT IN ('closed', 'dropped') AND o.removed_at = 0 AND k.removed_at = 0 AND k.readiness LIKE '%"until"%'
 ORDER BY o.position, o.id, k.position, k.id LIMIT $4`, tx.org, s.arg(), memberID, MaxDuties)
}

// Duty reads one key result as a duty, whosever it is.
func (tx *Tx) Duty(s Scope, keyResultID string) (Duty, error) {
	list, err := tx.duties("", "key_result k", " AND o.removed_at = 0 AND k.removed_at = 0 AND k.id = $3", tx.org, s.arg(), keyResultID)
	if err != nil || len(list) == 0 {
		if err == nil {
			err = missing("key_result")
		}
		return Duty{}, err
	}
	return list[0], nil
}

func (tx *Tx) duties(with, from, tail string, args ...any) ([]Duty, error) {
	var out []Duty
	err := tx.each(func(scan func(...any) error) error {
		var d Duty
		var team, note, by, day, nudgedBy, nudgedFor *string
		to := append(pointers(keyResults.fields(&d.KeyResult)), pointers(objectives.fields(&d.Objective))...)
		to = append(append(to, pointers(cycles.fields(&d.Cycle))...), &team, &note, &by, &day, &nudgedBy, &nudgedFor)
		if err := scan(to...); err != nil {
			return err
		}
		tx.written(&d.KeyResult)
		if team != nil {
			d.Objective.TeamIDs = []string{*team}
		}
		if note != nil {
			d.Note, d.NoteBy, d.NoteDay = *note, *by, okr.Date(*day)
		}
		if nudgedBy != nil {
			d.NudgedBy, d.NudgedFor = *nudgedBy, okr.Date(*nudgedFor)
		}
		out = append(out, d)
		return nil
	}, with+"SELECT "+keyResults.columns("k.")+", "+objectives.columns("o.")+", "+cycles.columns("c.")+`, ot.team_id, x.note, x.author_id, x.as_of, n.author_id, n.due
 FROM `+from+` JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id
 JOIN cycle c ON c.org_id = o.org_id AND c.id = o.cycle_id
 LEFT JOIN objective_team ot ON ot.org_id = o.org_id AND ot.objective_id = o.id AND ot.n = 0
 LEFT JOIN check_in x ON x.org_id = k.org_id AND x.id = (SELECT y.id FROM check_in y WHERE y.org_id = k.org_id AND y.key_result_id = k.id
  AND y.removed_at = 0 ORDER BY y.as_of DESC, y.recorded_at DESC, y.id DESC LIMIT 1)
 LEFT JOIN nudge n ON n.org_id = k.org_id AND n.key_result_id = k.id
  AND n.due = (SELECT MAX(u.due) FROM nudge u WHERE u.org_id = k.org_id AND u.key_result_id = k.id)
 WHERE k.org_id = $1 AND`+visible+tail, args...)
	return out, err
}
