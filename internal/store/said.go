package store

import "github.com/headwater-okr/headwater/internal/okr"

// A Said is an objective's title, and the team that leads it.
type Said struct {
	ID, Title, TeamID string
}

// SaidWith reads the objectives of a cycle in scope that are led by other teams than one and have one of some stems among their words, at most limit, and
// counts how many other teams lead objectives of the cycle.
func (tx *Tx) SaidWith(s Scope, cycleID, but string, stems []string, limit int) (list []Said, teams int, err error) {
	w := &where{args: []any{tx.org, s.arg(), cycleID, but, limit}}
	in(w, "x.stem IN ?", stems)
	err = tx.each(func(scan func(...any) error) error {
		var o Said
		err := scan(&o.ID, &o.Title, &o.TeamID)
		list = append(list, o)
		return err
	}, `SELECT o.id, o.title, t.team_id FROM (SELECT DISTINCT x.thing_id FROM term x WHERE x.org_id = $1 AND x.thing = '`+string(okr.ThingObjective)+`'`+w.sql.String()+`) h
 JOIN objective o ON o.org_id = $1 AND o.id = h.thing_id JOIN objective_team t ON t.org_id = o.org_id AND t.objective_id = o.id AND t.n = 0
 WHERE o.cycle_id = $3 AND t.team_id <> $4 AND o.removed_at = 0 AND`+visible+` ORDER BY o.id LIMIT $5`, w.args...)
	if err != nil {
		return nil, 0, err
	}
	err = tx.each(func(scan func(...any) error) error { return scan(&teams) },
		`SELECT COUNT(DISTINCT t.team_id) FROM objective o JOIN objective_team t ON t.org_id = o.org_id AND t.objective_id = o.id AND t.n = 0
 WHERE o.org_id = $1 AND o.cycle_id = $3 AND t.team_id <> $4 AND o.removed_at = 0 AND`+visible, tx.org, s.arg(), cycleID, but)
	return list, teams, err
}

// A Likely is a key result that has words in common with a sentence, and its objective.
type Likely struct {
	okr.KeyResult
	Number    int // of the objective
	Objective string
	TeamID    string
	Stage     okr.Stage
}

// LikelyTwins reads the key results of a cycle in scope, of other objectives than one, that have at least two of some stems among their words, those with most of
// them first, at most limit.
func (tx *Tx) LikelyTwins(s Scope, cycleID, but string, stems []string, limit int) ([]Likely, error) {
	w := &where{args: []any{tx.org, s.arg(), cycleID, but, limit}}
	in(w, "x.stem IN ?", stems)
	var out []Likely
	err := tx.each(func(scan func(...any) error) error {
		var k Likely
		err := scan(&k.ID, &k.Title, &k.Unit, &k.Direction, &k.Baseline, &k.Target, &k.ObjectiveID, &k.Number, &k.Objective, &k.Stage, &k.TeamID)
		out = append(out, k)
		return err
	}, `SELECT k.id, k.title, k.unit, k.direction, k.baseline, k.target, o.id, o.number, o.title, o.stage, t.team_id
 FROM (SELECT x.thing_id, COUNT(*) n FROM term x WHERE x.org_id = $1 AND x.thing = '`+string(okr.ThingKeyResult)+`'`+w.sql.String()+` GROUP BY x.thing_id HAVING COUNT(*) >= 2) h
 JOIN key_result k ON k.org_id = $1 AND k.id = h.thing_id JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id
 JOIN objective_team t ON t.org_id = o.org_id AND t.objective_id = o.id AND t.n = 0
 WHERE o.cycle_id = $3 AND o.id <> $4 AND k.removed_at = 0 AND o.removed_at = 0 AND o.stage <> 'dropped' AND`+visible+` ORDER BY h.n DESC, k.id LIMIT $5`, w.args...)
	return out, err
}
