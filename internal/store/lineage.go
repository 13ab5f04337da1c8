package store

import (
	"fmt"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Kin is an objective with the cycle that it is in, as a line about what goes on across cycles shows it.
type Kin struct {
	ID      string
	Number  int
	Title   string
	Stage   okr.Stage
	Kind    okr.ObjectiveKind
	Grade   *float64
	CycleID string
	Cycle   string // its name
	Start   okr.Date
}

// Kin reads, in one statement, the objectives of a lineage that the scope may see, by their cycles, the first one first. Dropped drafts are not among them.
func (tx *Tx) Kin(s Scope, lineageID string) ([]Kin, error) {
	var out []Kin
	err := tx.each(func(scan func(...any) error) error {
		var k Kin
		err := scan(&k.ID, &k.Number, &k.Title, &k.Stage, &k.Kind, &k.Grade, &k.CycleID, &k.Cycle, &k.Start)
		out = append(out, k)
		return err
	}, `SELECT o.id, o.number, o.title, o.stage, o.kind, o.grade, c.id, c.name, c.start_date FROM objective o JOIN cycle c ON c.org_id = o.org_id AND c.id = o.cycle_id
 WHERE o.org_id = $1 AND`+visible+`AND o.lineage_id = $3 AND o.removed_at = 0 AND NOT (o.stage = 'dropped' AND o.activated_at = 0) ORDER BY c.start_date, o.number`, tx.org, s.arg(), lineageID)
	return out, err
}

// An EarlierCheckIn is a check-in on a key result that another one continues.
type EarlierCheckIn struct {
	LineageID  string
	Cycle      string // the name of the one that it was made in
	AsOf       okr.Date
	Value      *float64
	Confidence *int
	AuthorID   string
}

// EarlierCheckIns reads, in one statement, what was checked in on the key results of some lineages in cycles that began before a day, as far as the scope may see them,
// oldest value first.
func (tx *Tx) EarlierCheckIns(s Scope, lineages []string, before okr.Date) ([]EarlierCheckIn, error) {
	w := &where{args: []any{tx.org, s.arg(), before}}
	in(w, "k.lineage_id IN ?", lineages)
	var out []EarlierCheckIn
	err := tx.each(func(scan func(...any) error) error {
		var c EarlierCheckIn
		err := scan(&c.LineageID, &c.Cycle, &c.AsOf, &c.Value, &c.Confidence, &c.AuthorID)
		out = append(out, c)
		return err
	}, `SELECT k.lineage_id, c.name, t.as_of, t.value, t.confidence, t.author_id FROM key_result k
 JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id JOIN cycle c ON c.org_id = o.org_id AND c.id = o.cycle_id
 JOIN check_in t ON t.org_id = k.org_id AND t.key_result_id = k.id
 WHERE k.org_id = $1 AND`+visible+`AND c.start_date < $3 AND k.removed_at = 0 AND o.removed_at = 0 AND t.removed_at = 0`+w.sql.String()+`
 ORDER BY k.lineage_id, t.as_of, t.recorded_at, t.id`, w.args...)
	return out, err
}

// Successors finds, in one statement, which objective or key result of a cycle continues which of some others, by their ids, as far as the scope may see them. CROSS JOIN makes
// SQLite begin with those.
func (tx *Tx) Successors(s Scope, cycleID string, ids []string) (map[string]string, error) {
	out := map[string]string{}
	if len(ids) == 0 {
		return out, nil
	}
	w := &where{args: []any{tx.org, s.arg(), cycleID}}
	const stands = " AND o.cycle_id = $3 AND o.removed_at = 0 AND o.stage <> 'dropped' AND"
	w.sql.WriteString("SELECT x.id, o.id FROM objective x CROSS JOIN objective o WHERE x.org_id = $1 AND o.org_id = x.org_id AND o.lineage_id = x.lineage_id AND o.id <> x.id" + stands + visible)
	in(w, "x.id IN ?", ids)
	w.sql.WriteString(` UNION ALL SELECT x.id, k.id FROM key_result x CROSS JOIN key_result k CROSS JOIN objective o WHERE x.org_id = $1
 AND k.org_id = x.org_id AND k.lineage_id = x.lineage_id AND k.id <> x.id AND k.removed_at = 0 AND o.org_id = k.org_id AND o.id = k.objective_id` + stands + visible)
	in(w, "x.id IN ?", ids)
	err := tx.each(func(scan func(...any) error) error {
		var from, to string
		err := scan(&from, &to)
		out[from] = to
		return err
	}, w.sql.String(), w.args...)
	return out, err
}

// A CarryKey is where an objective stands among those that can go on: one's own first, there what it was decided to go on with, and there in the order of the plan.
type CarryKey struct {
	Whose    int // 0 is one's own, 1 that of others
	Rank     int // of what was decided: to go on, to change, nothing, to let it go
	Position int
	ID       string
}

// A CarryFilter says which objectives can go on in a cycle. Those of which nothing is left are not among them, unless they are named.
type CarryFilter struct {
	ObjectiveFilter
	Into    string   // the cycle
	Onwards bool     // but for those that it was decided to let go
	Behind  CarryKey // the zero key is before the first
}

// CarryKeys finds, in one statement, objectives that can go on in a cycle: what is not reached, what something was decided about, and what goes on there.
func (tx *Tx) CarryKeys(s Scope, f CarryFilter) ([]CarryKey, error) {
	w := &where{args: []any{tx.org, s.arg(), f.Into}}
	limit := f.Limit
	f.Limit = 0
	f.into(w)
	w.sql.WriteString(" AND o.stage IN ('active', 'closed')")
	const keyResult = "EXISTS (SELECT 1 FROM key_result ck WHERE ck.org_id = o.org_id AND ck.objective_id = o.id AND ck.removed_at = 0"
	if f.IDs == nil {
		w.sql.WriteString(" AND (o.onward <> '' OR " + keyResult + " AND (ck.progress IS NULL OR ck.progress < 1)) OR NOT " + keyResult + ") OR o.lineage_id IN (SELECT o.lineage_id FROM objective o" +
			" WHERE o.org_id = $1 AND o.cycle_id = $3 AND o.removed_at = 0 AND o.stage <> 'dropped' AND" + visible + "))")
	} else {
		w.sql.WriteString(" AND $3 <> ''")
	}
	if f.Onwards {
		w.sql.WriteString(" AND o.onward <> 'drop'")
	}
	const others = "CASE WHEN o.owner_id = $2 OR EXISTS (SELECT 1 FROM team_member mm CROSS JOIN objective_team mt WHERE mm.org_id = o.org_id AND mm.member_id = $2 AND mt.org_id = mm.org_id" +
		" AND mt.team_id = mm.team_id AND mt.objective_id = o.id) THEN 0 ELSE 1 END"
	const rank = "CASE o.onward WHEN 'continue' THEN 0 WHEN 'change' THEN 1 WHEN 'drop' THEN 3 ELSE 2 END"
	if f.Behind.ID != "" {
		w.and("("+others+", "+rank+", o.position, o.id) > (?, ?, ?, ?)", f.Behind.Whose, f.Behind.Rank, f.Behind.Position, f.Behind.ID)
	}
	var out []CarryKey
	err := tx.each(func(scan func(...any) error) error {
		var k CarryKey
		err := scan(&k.Whose, &k.Rank, &k.Position, &k.ID)
		out = append(out, k)
		return err
	}, fmt.Sprintf("SELECT "+others+", "+rank+", o.position, o.id FROM objective o %s ORDER BY 1, 2, 3, 4 LIMIT %d", w.sql.String(), limit), w.args...)
	return out, err
}

// A Relink is what a draft of a cycle would support if what its forerunner supported went on there, too.
type Relink struct {
	ObjectiveID string // the draft
	Kind        okr.UpstreamKind
	UpstreamID  string // what the forerunner supports
	Weight      float64
}

// Relinks finds, in one statement, the drafts of a cycle that continue what supported some objectives and key results, as far as the scope may see them.
func (tx *Tx) Relinks(s Scope, cycleID string, upstream []string) ([]Relink, error) {
	if len(upstream) == 0 {
		return nil, nil
	}
	w := &where{args: []any{tx.org, s.arg(), cycleID}}
	in(w, "s.upstream_id IN ?", upstream)
	var out []Relink
	err := tx.each(func(scan func(...any) error) error {
		var r Relink
		err := scan(&r.ObjectiveID, &r.Kind, &r.UpstreamID, &r.Weight)
		out = append(out, r)
		return err
	}, `SELECT o.id, s.kind, s.upstream_id, s.weight FROM support s JOIN objective x ON x.org_id = s.org_id AND x.id = s.objective_id
 JOIN objective o ON o.org_id = x.org_id AND o.lineage_id = x.lineage_id AND o.id <> x.id
 WHERE s.org_id = $1 AND`+visible+`AND o.cycle_id = $3 AND o.removed_at = 0 AND o.stage IN ('draft', 'in_review')`+w.sql.String()+` ORDER BY o.id, s.n`, w.args...)
	return out, err
}
