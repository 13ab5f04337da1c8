package store

import (
	"errors"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Work names key results and is named by none: no function here writes an objective or key result, and none that does reads these tables. A test
// reads the code to see that it stays so.

var roadmapItems = table[okr.RoadmapItem]{"roadmap_item", "t", func(r *okr.RoadmapItem) []field {
	return []field{{"id", &r.ID}, {"title", &r.Title}, {"why", &r.Why}, {"owner_id", &r.OwnerID}, {"decider_id", &r.DeciderID}, {"horizon", &r.Horizon},
		{"start_date", &r.Start}, {"end_date", &r.End}, {"effort", &r.Effort}, {"status", &r.Status}, {"confidence", &r.Confidence},
		{"critical_by", &r.Critical}, {"blocked", &r.Blocked}, {"priority_override", asJSON{&r.Override}}, {"drop_reason", &r.DropReason}, {"dropped_at", &r.Dropped},
		{"position", &r.Position}, {"mirror_id", &r.Origin.MirrorID}, {"external_id", &r.Origin.External}, {"url", &r.Origin.URL}, {"gone_at", &r.Gone},
		{"removed_at", &r.Removed}, {"version", &r.Version}, {"created_at", &r.Created}}
}}

// A RoadmapFilter says which roadmap items to find. Zero fields do not filter; removed ones are left out unless asked for.
type RoadmapFilter struct {
	IDs        []string
	Teams      []string // shared by any of them
	Below      []string // shared by any of them or of the teams in those
	Around     string   // shared by this team or one directly below it
	KeyResults []string // serves any of them, as far as the scope may see that
	Owner      string
	Mirror     string
	External   []string // with Mirror: their ids there
	Live       bool     // still to be done or being done
	Removed    bool     // only removed ones
	Shown      bool     // leaves out what they serve that the scope may not see: for answers, never for what is written back
}

// RoadmapItems finds roadmap items in (position, id) order, with their teams and what they serve: three statements.
func (tx *Tx) RoadmapItems(s Scope, f RoadmapFilter) ([]okr.RoadmapItem, error) {
	w := &where{args: []any{tx.org, s.arg()}}
	w.sql.WriteString("WHERE t.org_id = $1 AND $2 = $2")
	if f.IDs != nil {
		in(w, "t.id IN ?", f.IDs)
	}
	if f.Teams != nil {
		in(w, "EXISTS (SELECT 1 FROM roadmap_team ft WHERE ft.org_id = t.org_id AND ft.roadmap_item_id = t.id AND ft.team_id IN ?)", f.Teams)
	}
	if f.Below != nil {
		w.sql.WriteString(" AND t.id IN (SELECT ft.roadmap_item_id FROM roadmap_team ft WHERE ft.org_id = $1 AND ft.team_id IN " + w.below(f.Below) + ")")
	}
	if f.Around != "" {
		w.sql.WriteString(" AND t.id IN (SELECT ft.roadmap_item_id FROM roadmap_team ft WHERE ft.org_id = $1 AND ft.team_id IN " + w.around(f.Around) + ")")
	}
	if f.KeyResults != nil {
		in(w, `EXISTS (SELECT 1 FROM serve fs JOIN key_result fk ON fk.org_id = fs.org_id AND fk.id = fs.key_result_id
 JOIN objective o ON o.org_id = fk.org_id AND o.id = fk.objective_id WHERE fs.org_id = t.org_id AND fs.roadmap_item_id = t.id AND`+visible+`AND fs.key_result_id IN ?)`, f.KeyResults)
	}
	if f.Owner != "" {
		w.and("(t.owner_id = ? OR t.decider_id = ?)", f.Owner, f.Owner)
	}
	if f.Mirror != "" {
		w.and("t.mirror_id = ?", f.Mirror)
	}
	if f.External != nil {
		in(w, "t.external_id IN ?", f.External)
	}
	if f.Live {
		w.sql.WriteString(liveWork)
	}
	if f.Removed {
		w.sql.WriteString(" AND t.removed_at > 0")
	} else {
		w.sql.WriteString(" AND t.removed_at = 0")
	}
	list, err := roadmapItems.list(tx, w.sql.String()+" ORDER BY t.position, t.id", w.args...)
	if err != nil {
		return nil, err
	}
	if !f.Shown {
		s = Everything
	}
	return list, tx.loadServes(s, list)
}

const liveWork = " AND t.status IN ('open', 'doing') AND t.dropped_at = 0 AND t.gone_at = 0"

// RoadmapItem reads one roadmap item with its teams and all that it serves, a removed one too.
func (tx *Tx) RoadmapItem(id string) (okr.RoadmapItem, error) {
	r, err := roadmapItems.one(tx, "WHERE t.org_id = $1 AND t.id = $2", tx.org, id)
	if err != nil {
		return r, err
	}
	list := []okr.RoadmapItem{r}
	err = tx.loadServes(Everything, list)
	return list[0], err
}

// loadServes fills the teams of list and what it serves: two statements, however long it is.
func (tx *Tx) loadServes(s Scope, list []okr.RoadmapItem) error {
	at := make(map[string]*okr.RoadmapItem, len(list))
	ids := make([]string, len(list))
	for i := range list {
		at[list[i].ID], ids[i] = &list[i], list[i].ID
	}
	for ids := range chunks(ids) {
		w := &where{args: []any{tx.org}}
		in(w, "x.roadmap_item_id IN ?", ids)
		err := tx.each(func(scan func(...any) error) error {
			var id, team string
			err := scan(&id, &team)
			at[id].TeamIDs = append(at[id].TeamIDs, team)
			return err
		}, "SELECT x.roadmap_item_id, x.team_id FROM roadmap_team x WHERE x.org_id = $1"+w.sql.String()+" ORDER BY x.roadmap_item_id, x.n", w.args...)
		if err != nil {
			return err
		}
		w = &where{args: []any{tx.org, s.arg()}}
		in(w, "x.roadmap_item_id IN ?", ids)
		err = tx.each(func(scan func(...any) error) error {
			var id string
			var e okr.Serve
			err := scan(&id, &e.KeyResultID, &e.Effect.Low, &e.Effect.Likely, &e.Effect.High)
			at[id].Serves = append(at[id].Serves, e)
			return err
		}, `SELECT x.roadmap_item_id, x.key_result_id, x.low, x.likely, x.high FROM serve x JOIN key_result k ON k.org_id = x.org_id AND k.id = x.key_result_id
 JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id WHERE x.org_id = $1 AND`+visible+w.sql.String()+" ORDER BY x.roadmap_item_id, x.n", w.args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// A Serving is a roadmap item beside a key result that it serves.
type Serving struct {
	KeyResultID string
	ID, Title   string
	Horizon     okr.Horizon
	Status      okr.WorkStatus
}

// ServingsInto reads the roadmap items that serve any of those key results, as far as the scope may see them, without dropped, gone and removed ones.
func (tx *Tx) ServingsInto(list *[]Serving, s Scope, keyResults []string) Read {
	if len(keyResults) == 0 {
		return Read{}
	}
	w := &where{args: []any{tx.org, s.arg()}}
	in(w, "x.key_result_id IN ?", keyResults)
	return readInto(list, "x.key_result_id, t.id, t.title, t.horizon, t.status", func(v *Serving) []any {
		return []any{&v.KeyResultID, &v.ID, &v.Title, &v.Horizon, &v.Status}
	}, `FROM serve x JOIN roadmap_item t ON t.org_id = x.org_id AND t.id = x.roadmap_item_id
 JOIN key_result k ON k.org_id = x.org_id AND k.id = x.key_result_id JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id
 WHERE x.org_id = $1 AND t.removed_at = 0 AND t.dropped_at = 0 AND t.gone_at = 0 AND t.status <> 'dropped' AND`+visible+w.sql.String(), "t.position, t.id, x.key_result_id", w.args...)
}

func (tx *Tx) insertServes(list []okr.RoadmapItem) error {
	var teamRows, serveRows []any
	for _, r := range list {
		for n, t := range r.TeamIDs {
			teamRows = append(teamRows, tx.org, r.ID, n, t)
		}
		for n, s := range r.Serves {
			serveRows = append(serveRows, tx.org, r.ID, n, s.KeyResultID, s.Effect.Low, s.Effect.Likely, s.Effect.High)
		}
	}
	return errors.Join(tx.insertRows("roadmap_team (org_id, roadmap_item_id, n, team_id)", 4, teamRows),
		tx.insertRows("serve (org_id, roadmap_item_id, n, key_result_id, low, likely, high)", 7, serveRows))
}

// setServes replaces the teams of a roadmap item and what it serves.
func (tx *Tx) setServes(r *okr.RoadmapItem) error {
	for _, table := range []string{"roadmap_team", "serve"} {
		if _, err := tx.exec("DELETE FROM "+table+" WHERE org_id = $1 AND roadmap_item_id = $2", tx.org, r.ID); err != nil {
			return err
		}
	}
	return tx.insertServes([]okr.RoadmapItem{*r})
}

// LastRoadmapPosition is the highest position of a roadmap item, 0 if there is none.
func (tx *Tx) LastRoadmapPosition() (last int, err error) {
	err = tx.each(func(scan func(...any) error) error { return scan(&last) }, "SELECT COALESCE(MAX(position), 0) FROM roadmap_item WHERE org_id = $1", tx.org)
	return last, err
}

// ServedKeyResults reads the objectives that the filter finds with their key results, in four statements; where there is a limit, in some for each thousand: what a
// roadmap can serve.
func (tx *Tx) ServedKeyResults(s Scope, f ObjectiveFilter) ([]okr.Objective, []okr.KeyResult, error) {
	f.Shown = true
	list, err := tx.Objectives(s, f)
	if err != nil {
		return nil, nil, err
	}
	if f.Limit > 0 {
		ids := make([]string, len(list))
		for i, o := range list {
			ids[i] = o.ID
		}
		krs, err := tx.KeyResultsOf(ids, false)
		return list, krs, err
	}
	w := f.where(tx, s)
	krs, err := keyResults.read(tx, "FROM objective o CROSS JOIN key_result k "+w.sql.String()+
		" AND k.removed_at = 0 AND k.org_id = o.org_id AND k.objective_id = o.id ORDER BY k.objective_id, k.position, k.id", w.args...)
	return list, krs, err
}
