package store

import (
	"fmt"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// An OpenBlocker is an unresolved blocker with where it is.
type OpenBlocker struct {
	okr.Blocker
	KeyResult   string
	ObjectiveID string
	Number      int
	Objective   string
	TeamID      string   // that leads the objective
	Leads       []string // of that team, active members
	Above       []string // the leads of the team above it
}

// maxBlockers is how many open blockers a page reads at most: more are no list any more.
const maxBlockers = 500

// OpenBlockersInto reads unresolved blockers that a member looks after, that are in the way of objectives of the teams, or of the key results: oldest first.
func (tx *Tx) OpenBlockersInto(list *[]OpenBlocker, s Scope, memberID string, teams, keyResults []string) Read {
	w := &where{args: []any{tx.org, s.arg(), memberID, maxBlockers}}
	w.sql.WriteString(` WHERE t.org_id = $1 AND t.resolved_at = 0 AND o.removed_at = 0 AND o.stage = 'active' AND k.removed_at = 0 AND` + visible + "AND (t.owner_id = $3")
	w.or("k.objective_id IN (SELECT bt.objective_id FROM objective_team bt WHERE bt.org_id = $1 AND bt.team_id IN ?)", teams) // read once, and before the objectives are
	w.or("t.key_result_id IN ?", keyResults)
	return readInto(list, blockers.columns("t.")+`, k.title, o.id, o.number, o.title,
 COALESCE((SELECT lt.team_id FROM objective_team lt WHERE lt.org_id = o.org_id AND lt.objective_id = o.id AND lt.n = 0), ''), `+leadsOf("lt.id")+", "+leadsOf("lt.parent_id"), func(b *OpenBlocker) []any {
		return append(pointers(blockers.fields(&b.Blocker)), &b.KeyResult, &b.ObjectiveID, &b.Number, &b.Objective, &b.TeamID, words{&b.Leads}, words{&b.Above})
	}, `FROM blocker t
 JOIN key_result k ON k.org_id = t.org_id AND k.id = t.key_result_id
 JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id`+w.sql.String()+")", "t.raised_at, t.id LIMIT $4", w.args...)
}

// leadsOf are the active members who lead a team, with spaces between them; team is its id, where lt is the team that leads the objective o.
func leadsOf(team string) string {
	return `COALESCE((SELECT string_agg(lm.member_id, ' ' ORDER BY lm.member_id) FROM objective_team lo JOIN team lt ON lt.org_id = lo.org_id AND lt.id = lo.team_id
  JOIN team_member lm ON lm.org_id = lt.org_id AND lm.team_id = ` + team + ` AND lm.role = 'lead' JOIN member la ON la.org_id = lm.org_id AND la.id = lm.member_id AND la.deactivated_at = 0
  WHERE lo.org_id = o.org_id AND lo.objective_id = o.id AND lo.n = 0), '')`
}

// or adds an alternative with a list in the place of the ?; none where the list is empty.
func (w *where) or(cond string, ids []string) {
	if len(ids) == 0 {
		return
	}
	marks := make([]string, len(ids))
	for i, id := range ids {
		w.args = append(w.args, id)
		marks[i] = fmt.Sprintf("$%d", len(w.args))
	}
	w.sql.WriteString(" OR " + strings.Replace(cond, "?", "("+strings.Join(marks, ", ")+")", 1))
}

// TeamObjectives reads, in one statement, the objectives of a cycle that are shared by one of the teams and are in one of the stages, with their teams and without
// their supports: first those of the first team, each in order, at most limit.
func (tx *Tx) TeamObjectives(s Scope, cycleID string, teams []string, stages []okr.Stage, limit int) ([]okr.Objective, error) {
	w := ObjectiveFilter{Cycle: cycleID, Teams: teams, Stages: stages}.where(tx, s)
	w.args = append(w.args, teams[0], limit)
	var out []okr.Objective
	err := tx.each(func(scan func(...any) error) error {
		var o okr.Objective
		err := scan(append(pointers(objectives.fields(&o)), words{&o.TeamIDs})...)
		out = append(out, o)
		return err
	}, "SELECT "+objectives.columns("o.")+", "+ledBy+" FROM objective o "+
		w.sql.String()+fmt.Sprintf(` ORDER BY CASE WHEN EXISTS (SELECT 1 FROM objective_team ft WHERE ft.org_id = o.org_id AND ft.objective_id = o.id AND ft.team_id = $%d) THEN 0 ELSE 1 END,
 o.position, o.id LIMIT $%d`, len(w.args)-1, len(w.args)), w.args...)
	return out, err
}

// UpstreamTitles reads, for each objective, the titles of what it supports and, where that is an objective or a key result, of what that supports in
// turn: nearest first, what the scope may not see left out. With them comes the vision, to which they all lead. CROSS JOIN makes SQLite go up from the
// objectives; it would go through all of them.
func (tx *Tx) UpstreamTitles(s Scope, ids []string) (titles map[string][]string, vision string, err error) {
	out := map[string][]string{}
	w := &where{args: []any{tx.org, s.arg()}}
	in(w, "s.objective_id IN ?", ids)
	err = tx.each(func(scan func(...any) error) error {
		var id, title string
		var depth int
		err := scan(&id, &depth, &title)
		if id == "" {
			vision = title
		} else if list := out[id]; err == nil && (len(list) == 0 || list[len(list)-1] != title) {
			out[id] = append(list, title)
		}
		return err
	}, `WITH RECURSIVE up (start_id, depth, kind, upstream_id) AS (
 SELECT s.objective_id, 1, s.kind, s.upstream_id FROM support s WHERE s.org_id = $1 AND s.n = 0`+w.sql.String()+`
 UNION ALL
 SELECT up.start_id, up.depth + 1, n.kind, n.upstream_id FROM up
 CROSS JOIN support n WHERE n.org_id = $1 AND n.n = 0 AND n.objective_id = CASE WHEN up.kind = 'objective' THEN up.upstream_id
   ELSE (SELECT k.objective_id FROM key_result k WHERE k.org_id = $1 AND k.id = up.upstream_id) END
 AND up.depth < 6 AND up.kind <> 'pillar')
 SELECT up.start_id, up.depth, p.title FROM up CROSS JOIN pillar p WHERE p.org_id = $1 AND p.id = up.upstream_id AND p.removed_at = 0
 UNION ALL
 SELECT up.start_id, up.depth, o.title FROM up CROSS JOIN objective o WHERE o.org_id = $1 AND o.id = up.upstream_id AND o.removed_at = 0 AND`+visible+`
 UNION ALL
 SELECT up.start_id, up.depth, k.title FROM up CROSS JOIN key_result k CROSS JOIN objective o WHERE k.org_id = $1 AND k.id = up.upstream_id AND k.removed_at = 0
 AND o.org_id = k.org_id AND o.id = k.objective_id AND`+visible+`
 UNION ALL
 SELECT '', 0, v.text FROM vision v WHERE v.org_id = $1
 ORDER BY 1, 2, 3`, w.args...)
	return out, vision, err
}
