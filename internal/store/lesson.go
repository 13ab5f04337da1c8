package store

import "github.com/headwater-okr/headwater/internal/okr"

// maxLessons is how many closing notes are read at once, the latest of them.
const maxLessons = 2000

// ClosingNotesInto reads the objectives that have ended with a note, without their supports, those that ended last first. With ids only those of them, with cycles only theirs.
func (tx *Tx) ClosingNotesInto(list *[]okr.Objective, s Scope, ids, cycleIDs []string) Read {
	w := &where{args: []any{tx.org, s.arg(), maxLessons}}
	w.sql.WriteString("WHERE o.org_id = $1 AND" + visible + "AND o.removed_at = 0 AND o.ended_at > 0 AND o.closing_note <> ''")
	if ids != nil {
		in(w, "o.id IN ?", ids)
	}
	if cycleIDs != nil {
		in(w, "o.cycle_id IN ?", cycleIDs)
	}
	return readInto(list, objectives.columns("o.")+", "+ledBy, func(o *okr.Objective) []any {
		return append(pointers(objectives.fields(o)), words{&o.TeamIDs})
	}, "FROM objective o "+w.sql.String(), "o.ended_at DESC, o.id LIMIT $3", w.args...)
}

// A Learned is a retrospective with what it is about.
type Learned struct {
	okr.Retrospective
	Title   string   // of the objective, or the name of the team
	Teams   []string // of the objective
	Private bool     // the objective is
}

// LearnedInto reads retrospectives that were held and taught something. With ids only those of them, with cycles only theirs.
func (tx *Tx) LearnedInto(list *[]Learned, s Scope, ids, cycleIDs []string) Read {
	r := tx.RetrospectivesInto(new([]okr.Retrospective), s, RetrospectiveFilter{IDs: ids, Cycles: cycleIDs})
	return readInto(list, r.columns+", COALESCE(o.title, (SELECT m.name FROM team m WHERE m.org_id = t.org_id AND m.id = t.team_id), ''), "+ledBy+", COALESCE(o.private, FALSE)", func(l *Learned) []any {
		return append(pointers(retrospectives.fields(&l.Retrospective)), &l.Title, words{&l.Teams}, &l.Private)
	}, r.from+" AND t.learned <> '' AND t.skipped = ''", r.order, r.args...)
}

// LessonUsesInto counts, by lesson, how many objectives in scope rest on it.
func (tx *Tx) LessonUsesInto(uses map[string]int, s Scope) Read {
	ids := new([]string)
	return Read{"o.lessons", []any{asJSON{ids}}, "FROM objective o WHERE o.org_id = $1 AND" + visible + "AND o.removed_at = 0 AND o.lessons <> ''", "", []any{tx.org, s.arg()}, func(*Tx) {
		for _, id := range *ids {
			uses[id]++
		}
		*ids = nil
	}}
}

// LessonsWith reads which objectives that have ended with a note, and which retrospectives, have one of some stems: those with most of them first, at most limit.
func (tx *Tx) LessonsWith(s Scope, stems []string, limit int) (objectiveIDs, retrospectiveIDs []string, err error) {
	if len(stems) == 0 {
		return nil, nil, nil
	}
	w := &where{args: []any{tx.org, s.arg(), limit}}
	in(w, "x.stem IN ?", stems)
	err = tx.each(func(scan func(...any) error) error {
		var thing okr.Thing
		var id string
		err := scan(&thing, &id)
		if thing == okr.ThingObjective {
			objectiveIDs = append(objectiveIDs, id)
		} else {
			retrospectiveIDs = append(retrospectiveIDs, id)
		}
		return err
	}, `SELECT h.thing, h.thing_id FROM (SELECT x.thing, x.thing_id, x.objective_id, COUNT(*) AS n FROM term x
  WHERE x.org_id = $1 AND x.thing IN ('objective', 'retrospective')`+w.sql.String()+` GROUP BY x.thing, x.thing_id, x.objective_id) h
 LEFT JOIN objective o ON o.org_id = $1 AND o.id = h.objective_id
 WHERE (h.objective_id = '' OR (o.removed_at = 0 AND`+visible+`)) AND (h.thing = 'retrospective' OR (o.ended_at > 0 AND o.closing_note <> ''))
 ORDER BY h.n DESC, h.thing_id DESC LIMIT $3`, w.args...)
	return objectiveIDs, retrospectiveIDs, err
}

// A LessonLine is as much of a lesson as a line about it shows.
type LessonLine struct {
	Thing   okr.Thing
	ID      string
	Number  int    // of an objective
	Title   string // of the objective or of the team
	Cycle   string
	Kind    okr.ObjectiveKind // of an objective
	Grade   *float64
	Note    okr.ClosingNote // of an objective
	Learned string          // in a retrospective
}

// LessonsInto reads some lessons that the scope sees.
func (tx *Tx) LessonsInto(list *[]LessonLine, s Scope, ids []string) Read {
	if len(ids) == 0 {
		return Read{}
	}
	w := &where{args: []any{tx.org, s.arg()}}
	in(w, "id IN ?", ids)
	return readInto(list, "x.*", func(l *LessonLine) []any {
		return []any{&l.Thing, &l.ID, &l.Number, &l.Title, &l.Cycle, &l.Kind, &l.Grade, asJSON{&l.Note}, &l.Learned}
	}, `FROM (SELECT 'objective' AS thing, o.id AS id, o.number AS number, o.title AS title, c.name AS cycle, o.kind AS kind, o.grade AS grade, o.closing_note AS note, '' AS learned
  FROM objective o JOIN cycle c ON c.org_id = o.org_id AND c.id = o.cycle_id WHERE o.org_id = $1 AND o.removed_at = 0 AND o.ended_at > 0 AND`+visible+`
 UNION ALL SELECT 'retrospective', t.id, 0, COALESCE(o.title, m.name, ''), c.name, '', CAST(NULL AS DOUBLE PRECISION), '', t.learned
  FROM retrospective t JOIN cycle c ON c.org_id = t.org_id AND c.id = t.cycle_id LEFT JOIN team m ON m.org_id = t.org_id AND m.id = t.team_id
  LEFT JOIN objective o ON o.org_id = t.org_id AND o.id = t.objective_id WHERE t.org_id = $1 AND (t.objective_id = '' OR`+visible+`)) x WHERE TRUE`+w.sql.String(), "x.id", w.args...)
}
