package store

import (
	"fmt"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Scope is who reads: a member, who sees what okr.CanSee says, or Everything.
type Scope struct {
	MemberID   string
	everything bool
}

// Everything is the scope of work whose answer no person sees: roll-ups, the search index, uniqueness.
var Everything = Scope{everything: true}

// visible is okr.CanSee in SQL, for the objective aliased o, with the viewing member as $2. Under Everything $2 is '*'. CROSS JOIN makes
// SQLite begin with the member's few teams.
const visible = ` (NOT o.private OR $2 = '*' OR o.owner_id = $2
 OR EXISTS (SELECT 1 FROM team_member vm CROSS JOIN objective_team vt
   WHERE vm.org_id = o.org_id AND vm.member_id = $2 AND vt.org_id = vm.org_id AND vt.team_id = vm.team_id AND vt.objective_id = o.id)
 OR EXISTS (SELECT 1 FROM key_result vk WHERE vk.org_id = o.org_id AND vk.objective_id = o.id AND vk.removed_at = 0
   AND (vk.owner_id = $2 OR vk.check_in_owner_id = $2))) `

// upstreamVisible is whether the support aliased x leads to something that $2 may see.
const upstreamVisible = ` (x.kind = 'pillar' OR EXISTS (SELECT 1 FROM objective o WHERE o.org_id = x.org_id AND o.id = CASE x.kind
  WHEN 'objective' THEN x.upstream_id ELSE (SELECT uk.objective_id FROM key_result uk WHERE uk.org_id = x.org_id AND uk.id = x.upstream_id) END
  AND` + visible + `)) `

// arg is what $2 is for the scope.
func (s Scope) arg() string {
	switch {
	case s.everything:
		return "*"
	case s.MemberID == "":
		return "-" // nobody: an empty id would match things without an owner
	default:
		return s.MemberID
	}
}

// Objective reads one objective with its teams and supports, a removed one too.
func (tx *Tx) Objective(s Scope, id string) (okr.Objective, error) {
	o, err := objectives.one(tx, "WHERE o.org_id = $1 AND"+visible+"AND o.id = $3", tx.org, s.arg(), id)
	if err != nil {
		return o, err
	}
	list := []okr.Objective{o}
	err = tx.loadEdges(Everything, list)
	return list[0], err
}

// An ObjectiveFilter says which objectives to find. Zero fields do not filter; removed ones are left out unless asked for.
type ObjectiveFilter struct {
	IDs      []string
	Cycle    string
	Teams    []string // shared by any of them
	Below    []string // shared by any of them or of the teams in those
	Around   string   // shared by this team or one directly below it
	Owner    string
	Holder   string // owns it or decides in it
	Stages   []okr.Stage
	Kinds    []okr.ObjectiveKind
	Upstream string // supports this pillar, objective or key result
	Lineages []string
	Import   string
	Source   string         // came from this source
	Removed  bool           // only removed ones
	Private  bool           // only private ones
	After    *okr.Objective // after this one in (position, id) order
	Limit    int
	Shown    bool // leaves out supports of what the scope may not see: for answers, never for what is written back
}

// Objectives finds objectives in (position, id) order, with their teams and supports: three statements.
func (tx *Tx) Objectives(s Scope, f ObjectiveFilter) ([]okr.Objective, error) {
	list, err := tx.objectivesAlone(s, f)
	if err != nil {
		return nil, err
	}
	if f.Shown {
		return list, tx.loadEdges(s, list)
	}
	return list, tx.loadEdges(Everything, list)
}

// objectivesAlone are objectives without their teams and supports.
func (tx *Tx) objectivesAlone(s Scope, f ObjectiveFilter) ([]okr.Objective, error) {
	w := f.where(tx, s)
	w.sql.WriteString(" ORDER BY o.position, o.id")
	if f.Limit > 0 {
		fmt.Fprintf(&w.sql, " LIMIT %d", f.Limit)
	}
	return objectives.list(tx, w.sql.String(), w.args...)
}

// ledBy are the teams of the objective o, the leading one first, with spaces between them.
const ledBy = "(SELECT COALESCE(string_agg(at.team_id, ' ' ORDER BY at.n), '') FROM objective_team at WHERE at.org_id = o.org_id AND at.objective_id = o.id)"

// ObjectivesInto reads objectives with their teams and without their supports, in (position, id) order, to be read with others.
func (tx *Tx) ObjectivesInto(list *[]okr.Objective, s Scope, f ObjectiveFilter) Read {
	w, order := f.where(tx, s), "o.position, o.id"
	if f.Limit > 0 {
		order += fmt.Sprintf(" LIMIT %d", f.Limit)
	}
	return readInto(list, objectives.columns("o.")+", "+ledBy, func(o *okr.Objective) []any {
		return append(pointers(objectives.fields(o)), words{&o.TeamIDs})
	}, "FROM objective o "+w.sql.String(), order, w.args...)
}

// A Counted is an objective with how many key results it has.
type Counted struct {
	okr.Objective
	KeyResults int
}

// CountedInto is ObjectivesInto with the numbers of key results.
func (tx *Tx) CountedInto(list *[]Counted, s Scope, f ObjectiveFilter) Read {
	r := tx.ObjectivesInto(new([]okr.Objective), s, f)
	return readInto(list, r.columns+", (SELECT COUNT(*) FROM key_result ck WHERE ck.org_id = o.org_id AND ck.objective_id = o.id AND ck.removed_at = 0)", func(c *Counted) []any {
		return append(pointers(objectives.fields(&c.Objective)), words{&c.TeamIDs}, &c.KeyResults)
	}, r.from, r.order, r.args...)
}

func (f ObjectiveFilter) where(tx *Tx, s Scope) *where {
	w := &where{args: []any{tx.org, s.arg()}}
	f.into(w)
	return w
}

// into adds the condition to a query with the organization as $1 and the scope as $2.
func (f ObjectiveFilter) into(w *where) {
	w.sql.WriteString("WHERE o.org_id = $1 AND" + visible)
	if f.IDs != nil {
		in(w, "o.id IN ?", f.IDs)
	}
	if f.Cycle != "" {
		w.and("o.cycle_id = ?", f.Cycle)
	}
	if f.Teams != nil {
		in(w, "o.id IN (SELECT ft.objective_id FROM objective_team ft WHERE ft.org_id = $1 AND ft.team_id IN ?)", f.Teams) // read once, not once an objective
	}
	if f.Below != nil {
		w.sql.WriteString(" AND o.id IN (SELECT ft.objective_id FROM objective_team ft WHERE ft.org_id = $1 AND ft.team_id IN " + w.below(f.Below) + ")")
	}
	if f.Around != "" {
		w.sql.WriteString(" AND o.id IN (SELECT ft.objective_id FROM objective_team ft WHERE ft.org_id = $1 AND ft.team_id IN " + w.around(f.Around) + ")")
	}
	if f.Owner != "" {
		w.and("o.owner_id = ?", f.Owner)
	}
	if f.Holder != "" {
		w.and("(o.owner_id = ? OR o.decider_id = ?)", f.Holder, f.Holder)
	}
	if f.Stages != nil {
		in(w, "o.stage IN ?", f.Stages)
	}
	if f.Kinds != nil {
		in(w, "o.kind IN ?", f.Kinds)
	}
	if f.Upstream != "" {
		w.and("EXISTS (SELECT 1 FROM support fs WHERE fs.org_id = o.org_id AND fs.objective_id = o.id AND fs.upstream_id = ?)", f.Upstream)
	}
	if f.Lineages != nil {
		in(w, "o.lineage_id IN ?", f.Lineages)
	}
	if f.Import != "" {
		w.and("o.import_id = ?", f.Import)
	}
	if f.Source != "" {
		w.and("o.source = ?", f.Source)
	}
	if f.Private {
		w.sql.WriteString(" AND o.private")
	}
	if f.Removed {
		w.and("o.removed_at > ?", Pending)
	} else {
		w.sql.WriteString(" AND o.removed_at = 0")
	}
	if f.After != nil {
		w.and("(o.position, o.id) > (?, ?)", f.After.Position, f.After.ID)
	}
}

// loadEdges fills the teams and supports of list: two statements, however long it is. Supports of what the scope may not see are left out.
func (tx *Tx) loadEdges(s Scope, list []okr.Objective) error {
	if len(list) == 0 {
		return nil
	}
	at := make(map[string]*okr.Objective, len(list))
	ids := make([]string, len(list))
	for i := range list {
		at[list[i].ID], ids[i] = &list[i], list[i].ID
	}
	for ids := range chunks(ids) {
		w := &where{args: []any{tx.org}}
		in(w, "x.objective_id IN ?", ids)
		err := tx.each(func(scan func(...any) error) error {
			var id, team string
			err := scan(&id, &team)
			at[id].TeamIDs = append(at[id].TeamIDs, team)
			return err
		}, "SELECT x.objective_id, x.team_id FROM objective_team x WHERE x.org_id = $1"+w.sql.String()+" ORDER BY x.objective_id, x.n", w.args...)
		if err != nil {
			return err
		}
		w = &where{args: []any{tx.org, s.arg()}}
		w.sql.WriteString("SELECT x.objective_id, x.kind, x.upstream_id, x.weight FROM support x WHERE x.org_id = $1")
		if s != Everything {
			w.sql.WriteString(" AND" + upstreamVisible)
		} else {
			w.sql.WriteString(" AND $2 = '*'")
		}
		in(w, "x.objective_id IN ?", ids)
		err = tx.each(func(scan func(...any) error) error {
			var id string
			var s okr.Support
			err := scan(&id, &s.Kind, &s.ID, &s.Weight)
			at[id].Supports = append(at[id].Supports, s)
			return err
		}, w.sql.String()+" ORDER BY x.objective_id, x.n", w.args...)
		if err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) insertEdges(list []okr.Objective) error {
	var teamRows, supportRows []any
	for _, o := range list {
		for n, t := range o.TeamIDs {
			teamRows = append(teamRows, tx.org, o.ID, n, t)
		}
		for n, s := range o.Supports {
			supportRows = append(supportRows, tx.org, o.ID, n, s.Kind, s.ID, s.Weight)
		}
	}
	if err := tx.insertRows("objective_team (org_id, objective_id, n, team_id)", 4, teamRows); err != nil {
		return err
	}
	return tx.insertRows("support (org_id, objective_id, n, kind, upstream_id, weight)", 6, supportRows)
}

// setObjectiveEdges replaces an objective's teams and supports.
func (tx *Tx) setObjectiveEdges(o *okr.Objective) error {
	if _, err := tx.exec("DELETE FROM objective_team WHERE org_id = $1 AND objective_id = $2", tx.org, o.ID); err != nil {
		return err
	}
	if _, err := tx.exec("DELETE FROM support WHERE org_id = $1 AND objective_id = $2", tx.org, o.ID); err != nil {
		return err
	}
	return tx.insertEdges([]okr.Objective{*o})
}

// SetProgress keeps what is computed of an objective from its key results, and touches nothing else of it: its version is of what people edit.
func (tx *Tx) SetProgress(objectiveID string, progress *float64) error {
	_, err := tx.exec("UPDATE objective SET progress = $3, "+dataCounted+" WHERE org_id = $1 AND id = $2", tx.org, objectiveID, progress)
	return err
}

// NextNumbers reserves n consecutive objective numbers and returns the first.
func (tx *Tx) NextNumbers(n int) (first int, err error) {
	tx.count()
	err = tx.tx.QueryRowContext(tx.ctx,
		"UPDATE organization SET next_number = next_number + $2 WHERE id = $1 RETURNING next_number - $2", tx.org, n).Scan(&first)
	return first, err
}

// LastPosition is the highest position of an objective in a cycle, 0 if there is none.
func (tx *Tx) LastPosition(cycleID string) (last int, err error) {
	err = tx.each(func(scan func(...any) error) error { return scan(&last) },
		"SELECT COALESCE(MAX(position), 0) FROM objective WHERE org_id = $1 AND cycle_id = $2", tx.org, cycleID)
	return last, err
}

// SetPosition moves an objective, key result or roadmap item in its order, and touches nothing that people edit.
func (tx *Tx) SetPosition(thing okr.Thing, id string, position int) error {
	table := objectives.name
	switch thing {
	case okr.ThingKeyResult:
		table = keyResults.name
	case okr.ThingRoadmapItem:
		table = roadmapItems.name
	}
	_, err := tx.exec("UPDATE "+table+" SET position = $3 WHERE org_id = $1 AND id = $2", tx.org, id, position)
	return err
}
