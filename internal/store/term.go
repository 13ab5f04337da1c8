package store

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Terms are the words by which one thing is found, each with how much it counts there. Without words it is not found.
type Terms struct {
	Thing       okr.Thing
	ID          string
	ObjectiveID string // that it belongs to, "" for none: it is found by those who see that
	Counts      map[string]int
}

// SetTerms replaces the terms of things. fresh promises that they have none yet, and saves looking.
func (tx *Tx) SetTerms(fresh bool, list ...Terms) error {
	if !fresh {
		byThing := map[okr.Thing][]string{}
		for _, t := range list {
			byThing[t.Thing] = append(byThing[t.Thing], t.ID)
		}
		for _, thing := range slices.Sorted(maps.Keys(byThing)) {
			for ids := range chunks(byThing[thing]) {
				w := &where{args: []any{tx.org, thing}}
				in(w, "thing_id IN ?", ids)
				if _, err := tx.exec("DELETE FROM term WHERE org_id = $1 AND thing = $2"+w.sql.String(), w.args...); err != nil {
					return err
				}
			}
		}
	}
	var rows []any
	for _, t := range list {
		for _, stem := range slices.Sorted(maps.Keys(t.Counts)) {
			rows = append(rows, tx.org, stem, t.Thing, t.ID, t.ObjectiveID, t.Counts[stem])
		}
	}
	return tx.insertRows("term (org_id, stem, thing, thing_id, objective_id, count)", 6, rows)
}

// StemsFrom reads the stems of the index at and behind a prefix in the order of the engine, at most limit: those that begin with it are among
// the first. A condition on the beginning itself would use no index where texts are not sorted by their bytes, and DISTINCT would go through every thing that has a common word instead of leaping from word to word.
func (tx *Tx) StemsFrom(prefix string, limit int) ([]string, error) {
	var out []string
	err := tx.each(func(scan func(...any) error) error {
		var s string
		err := scan(&s)
		out = append(out, s)
		return err
	}, `WITH RECURSIVE s (stem) AS (SELECT MIN(stem) FROM term WHERE org_id = $1 AND stem >= $2
 UNION ALL SELECT (SELECT MIN(x.stem) FROM term x WHERE x.org_id = $1 AND x.stem > s.stem) FROM s WHERE s.stem IS NOT NULL)
 SELECT stem FROM s WHERE stem IS NOT NULL LIMIT $3`, tx.org, prefix, limit)
	return out, err
}

// A Found is a thing that has words in common with a query.
type Found struct {
	Thing       okr.Thing
	ID          string
	Title       string // its title or name; the text of a comment
	Slug        string // of a team or cycle
	ObjectiveID string
	Number      int    // of that objective
	Objective   string // its title
	Cycle       string // the name of its cycle
	Team        string // the name of the team that leads it
	Stage       okr.Stage
}

// FindTerms reads, in one statement, the things in scope that have at least one of the stems of every word, and the objective with a number (0 for
// none), the best first.
func (tx *Tx) FindTerms(s Scope, words [][]string, number, limit int) ([]Found, error) {
	w := &where{args: []any{tx.org, s.arg(), number, limit, len(words)}}
	var looked []string // what is looked for, each with the place of its word
	for i, stems := range words {
		for _, stem := range stems {
			w.args = append(w.args, stem)
			looked = append(looked, fmt.Sprintf("($%d, %d)", len(w.args), i))
		}
	}
	if len(looked) == 0 {
		return nil, nil
	}
	var out []Found
	err := tx.each(func(scan func(...any) error) error {
		var f Found
		var n int
		err := scan(&f.Thing, &f.ID, &f.Title, &f.Slug, &f.ObjectiveID, &f.Number, &f.Objective, &f.Stage, &f.Cycle, &f.Team, &n)
		out = append(out, f)
		return err
	}, `WITH looked (stem, word) AS (VALUES `+strings.Join(looked, ", ")+`)
SELECT f.thing, f.thing_id, COALESCE(k.title, c.text, p.title, t.name, y.name, i.name, v.text, r.title, b.title, d.question, q.title, e.learned, f.title), COALESCE(t.slug, y.slug, ''), f.objective_id, f.number, f.title, f.stage, COALESCE(g.name, ''), COALESCE(l.name, ''), f.score
 FROM (SELECT h.thing, h.thing_id, h.objective_id, COALESCE(o.number, 0) AS number, COALESCE(o.title, '') AS title, COALESCE(o.stage, '') AS stage, COALESCE(o.cycle_id, '') AS cycle_id, COALESCE(o.created_at, 0) AS created,
   h.score + CASE h.thing WHEN 'objective' THEN 6 WHEN 'team' THEN 6 WHEN 'key_result' THEN 4 WHEN 'comment' THEN 0 ELSE 3 END
    + CASE o.stage WHEN 'active' THEN 3 WHEN 'closed' THEN 0 WHEN 'dropped' THEN 0 ELSE 2 END + CASE o.number WHEN $3 THEN 1000 ELSE 0 END AS score
  FROM (SELECT x.thing, x.thing_id, x.objective_id, SUM(x.count) AS score FROM looked CROSS JOIN term x WHERE x.org_id = $1 AND x.stem = looked.stem
    GROUP BY x.thing, x.thing_id, x.objective_id HAVING COUNT(DISTINCT looked.word) = $5
   UNION ALL SELECT 'objective', n.id, n.id, 0 FROM objective n WHERE n.org_id = $1 AND n.number = $3) h
  LEFT JOIN objective o ON o.org_id = $1 AND o.id = h.objective_id
  WHERE h.objective_id = '' OR (o.removed_at = 0 AND`+visible+`) ORDER BY score DESC, created DESC, h.thing_id LIMIT $4) f
 LEFT JOIN cycle g ON g.org_id = $1 AND g.id = f.cycle_id
 LEFT JOIN objective_team u ON u.org_id = $1 AND u.objective_id = f.objective_id AND u.n = 0
 LEFT JOIN team l ON l.org_id = $1 AND l.id = u.team_id
 LEFT JOIN key_result k ON f.thing = 'key_result' AND k.org_id = $1 AND k.id = f.thing_id
 LEFT JOIN comment c ON f.thing = 'comment' AND c.org_id = $1 AND c.id = f.thing_id
 LEFT JOIN pillar p ON f.thing = 'pillar' AND p.org_id = $1 AND p.id = f.thing_id
 LEFT JOIN team t ON f.thing = 'team' AND t.org_id = $1 AND t.id = f.thing_id
 LEFT JOIN cycle y ON f.thing = 'cycle' AND y.org_id = $1 AND y.id = f.thing_id
 LEFT JOIN kpi i ON f.thing = 'kpi' AND i.org_id = $1 AND i.id = f.thing_id
 LEFT JOIN win v ON f.thing = 'win' AND v.org_id = $1 AND v.id = f.thing_id
 LEFT JOIN roadmap_item r ON f.thing = 'roadmap_item' AND r.org_id = $1 AND r.id = f.thing_id
 LEFT JOIN retrospective e ON f.thing = 'retrospective' AND e.org_id = $1 AND e.id = f.thing_id
 LEFT JOIN backlog_item b ON f.thing = 'backlog_item' AND b.org_id = $1 AND b.id = f.thing_id
 LEFT JOIN proposal q ON f.thing = 'proposal' AND q.org_id = $1 AND q.id = f.thing_id
 LEFT JOIN decision d ON f.thing = 'decision' AND d.org_id = $1 AND d.id = f.thing_id
 ORDER BY f.score DESC, f.created DESC, f.thing_id`, w.args...)
	return out, err
}

// PersonNames reads what the people of the organization are called, by member id; without those who have left and without services.
func (tx *Tx) PersonNames() (map[string]string, error) {
	out := map[string]string{}
	err := tx.each(func(scan func(...any) error) error {
		var id, name string
		err := scan(&id, &name)
		out[id] = name
		return err
	}, "SELECT m.id, p.name FROM member m JOIN person p ON p.id = m.person_id WHERE m.org_id = $1 AND m.deactivated_at = 0 AND NOT m.service", tx.org)
	return out, err
}
