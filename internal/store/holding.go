package store

import "github.com/headwater-okr/headwater/internal/okr"

// A Holder says whose things are asked for: a member's, or a team's. Removed takes the removed things too.
type Holder struct {
	MemberID string
	TeamID   string
	Removed  bool
}

// HeldKPIs reads the KPIs that a member owns or that belong to a team, by name.
func (tx *Tx) HeldKPIs(h Holder) ([]okr.KPI, error) {
	w := &where{args: []any{tx.org}}
	w.sql.WriteString("WHERE t.org_id = $1")
	if h.MemberID != "" {
		w.and("t.owner_id = ?", h.MemberID)
	}
	if h.TeamID != "" {
		w.and("t.team_id = ?", h.TeamID)
	}
	if !h.Removed {
		w.sql.WriteString(" AND t.removed_at = 0")
	}
	return kpis.list(tx, w.sql.String()+" ORDER BY t.name, t.id", w.args...)
}

// HeldKeyResults reads the key results that a member owns or checks in, in open objectives that the scope may see.
func (tx *Tx) HeldKeyResults(s Scope, memberID string) ([]okr.KeyResult, error) {
	return keyResults.list(tx, `JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id WHERE k.org_id = $1 AND`+visible+`
 AND (k.owner_id = $3 OR k.check_in_owner_id = $3) AND k.removed_at = 0 AND o.removed_at = 0 AND o.stage IN ('draft', 'in_review', 'active')
 ORDER BY k.objective_id, k.position, k.id`, tx.org, s.arg(), memberID)
}

// HeldBlockers reads the unresolved blockers that a member owns, of objectives that the scope may see, with the objective's id
// by blocker.
func (tx *Tx) HeldBlockers(s Scope, memberID string) ([]okr.Blocker, map[string]string, error) {
	list, err := blockers.list(tx, `JOIN key_result k ON k.org_id = t.org_id AND k.id = t.key_result_id
 JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id WHERE t.org_id = $1 AND`+visible+`
 AND t.owner_id = $3 AND t.resolved_at = 0 ORDER BY t.raised_at, t.id`, tx.org, s.arg(), memberID)
	if err != nil || len(list) == 0 {
		return nil, nil, err
	}
	w := &where{args: []any{tx.org}}
	ids := make([]string, len(list))
	for i, b := range list {
		ids[i] = b.ID
	}
	in(w, "b.id IN ?", ids)
	of := map[string]string{}
	err = tx.each(func(scan func(...any) error) error {
		var id, objective string
		err := scan(&id, &objective)
		of[id] = objective
		return err
	}, "SELECT b.id, k.objective_id FROM blocker b JOIN key_result k ON k.org_id = b.org_id AND k.id = b.key_result_id WHERE b.org_id = $1"+w.sql.String(), w.args...)
	return list, of, err
}
