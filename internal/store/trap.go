package store

import (
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A TrapWeek is how the trap of a cycle stood at the end of a week: of a team, or of all with "".
type TrapWeek struct {
	CycleID string
	Week    okr.Date // its Monday
	TeamID  string
	Index   int
	Known   bool
	Parts   string // JSON
}

// TrapWeeks reads how the trap of a cycle stood week by week, the earliest first.
func (tx *Tx) TrapWeeks(cycleID string) ([]TrapWeek, error) {
	var out []TrapWeek
	err := tx.each(func(scan func(...any) error) error {
		var w TrapWeek
		err := scan(&w.CycleID, &w.Week, &w.TeamID, &w.Index, &w.Known, &w.Parts)
		out = append(out, w)
		return err
	}, "SELECT cycle_id, week, team_id, index_value, known, parts FROM trap_week WHERE org_id = $1 AND cycle_id = $2 ORDER BY week, team_id", tx.org, cycleID)
	return out, err
}

// TrapWeeksKept reads which weeks of which cycles are kept.
func (tx *Tx) TrapWeeksKept() (map[string]map[okr.Date]bool, error) {
	out := map[string]map[okr.Date]bool{}
	err := tx.each(func(scan func(...any) error) error {
		var cycle string
		var week okr.Date
		err := scan(&cycle, &week)
		if out[cycle] == nil {
			out[cycle] = map[okr.Date]bool{}
		}
		out[cycle][week] = true
		return err
	}, "SELECT cycle_id, week FROM trap_week WHERE org_id = $1 AND team_id = ''", tx.org)
	return out, err
}

// KeepTrapWeek keeps how the trap stood at the end of a week. What another program has kept meanwhile stays: it is the same.
func (tx *Tx) KeepTrapWeek(list []TrapWeek) error {
	for _, w := range list {
		_, err := tx.exec(`INSERT INTO trap_week (org_id, cycle_id, week, team_id, index_value, known, parts) VALUES ($1, $2, $3, $4, $5, $6, $7)
 ON CONFLICT (org_id, cycle_id, week, team_id) DO NOTHING`, tx.org, w.CycleID, w.Week, w.TeamID, w.Index, w.Known, w.Parts)
		if err != nil {
			return err
		}
	}
	return nil
}

// WorkAt reads, in two statements, how the roadmap and backlog items that are here now stood at an instant: the latest after-image of each. What was removed then is left
// out.
func (tx *Tx) WorkAt(at okr.Instant) (roads []okr.RoadmapItem, backlog []okr.BacklogItem, err error) {
	latest := func(thing string) string {
		return "SELECT (SELECT r.after FROM event_row r WHERE r.org_id = t.org_id AND r.thing = '" + thing + "' AND r.thing_id = t.id AND r.recorded_at <= $2" +
			" ORDER BY r.recorded_at DESC, r.event_id DESC, r.n DESC LIMIT 1) FROM " + thing + " t WHERE t.org_id = $1 AND t.created_at <= $2 AND t.removed_at <> $3 ORDER BY t.id"
	}
	err = tx.each(func(scan func(...any) error) error {
		var r okr.RoadmapItem
		err := image(scan, &r)
		if err == nil && r.ID != "" && r.Removed == 0 {
			roads = append(roads, r)
		}
		return err
	}, latest("roadmap_item"), tx.org, at, Pending)
	if err != nil {
		return nil, nil, err
	}
	err = tx.each(func(scan func(...any) error) error {
		var b okr.BacklogItem
		err := image(scan, &b)
		if err == nil && b.ID != "" && b.Removed == 0 {
			backlog = append(backlog, b)
		}
		return err
	}, latest("backlog_item"), tx.org, at, Pending)
	return roads, backlog, err
}

// TrapAnswers reads how often each sentence of the self-check was answered in which way in a cycle, by team and sentence, and whether a member has answered.
func (tx *Tx) TrapAnswers(cycleID, memberID string) (counts map[string]map[string]okr.TrapCount, answered bool, err error) {
	counts = map[string]map[string]okr.TrapCount{}
	err = tx.each(func(scan func(...any) error) error {
		var team, question string
		var c okr.TrapCount
		err := scan(&team, &question, &c.No, &c.Partly, &c.Yes, &answered)
		if counts[team] == nil {
			counts[team] = map[string]okr.TrapCount{}
		}
		counts[team][question] = c
		return err
	}, `SELECT t.team_id, t.question, t.no_count, t.partly_count, t.yes_count,
 EXISTS (SELECT 1 FROM trap_answer x WHERE x.org_id = t.org_id AND x.cycle_id = t.cycle_id AND x.member_id = $3)
 FROM trap_check t WHERE t.org_id = $1 AND t.cycle_id = $2`, tx.org, cycleID, memberID)
	return counts, answered, err
}

// AddTrapAnswers counts a member's answers, once a cycle, and says whether they were counted. Who answered what is not kept.
func (tx *Tx) AddTrapAnswers(cycleID, teamID, memberID string, replies map[string]okr.TrapReply) (counted bool, err error) {
	n, err := tx.exec("INSERT INTO trap_answer (org_id, cycle_id, team_id, member_id) VALUES ($1, $2, $3, $4) ON CONFLICT (org_id, cycle_id, member_id) DO NOTHING",
		tx.org, cycleID, teamID, memberID)
	if err != nil || n == 0 {
		return false, err
	}
	for _, c := range okr.TrapCauses {
		for _, a := range c.Asks {
			add := map[okr.TrapReply]int{replies[a.ID]: 1}
			_, err := tx.exec(`INSERT INTO trap_check (org_id, cycle_id, team_id, question, no_count, partly_count, yes_count) VALUES ($1, $2, $3, $4, $5, $6, $7)
 ON CONFLICT (org_id, cycle_id, team_id, question) DO UPDATE SET no_count = trap_check.no_count + excluded.no_count,
 partly_count = trap_check.partly_count + excluded.partly_count, yes_count = trap_check.yes_count + excluded.yes_count`,
				tx.org, cycleID, teamID, a.ID, add[okr.TrapNo], add[okr.TrapPartly], add[okr.TrapYes])
			if err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// ValuesSince reads the dated values of KPIs from a day on, by KPI in the order of days.
func (tx *Tx) ValuesSince(ids []string, from okr.Date) (map[string][]okr.Point, error) {
	out := map[string][]okr.Point{}
	for ids := range slices.Chunk(ids, maxIDs/2) {
		w := &where{args: []any{tx.org, from}}
		w.sql.WriteString("WHERE t.org_id = $1 AND t.day >= $2")
		in(w, "t.kpi_id IN ?", ids)
		list, err := kpiValues.list(tx, w.sql.String()+" ORDER BY t.kpi_id, t.day, t.recorded_at, t.id", w.args...)
		if err != nil {
			return nil, err
		}
		for _, v := range list {
			of := out[v.KPIID]
			if n := len(of); n > 0 && of[n-1].Date == v.Date {
				of[n-1].Value = v.Value // a later one of the same day stands
				continue
			}
			out[v.KPIID] = append(of, okr.Point{Date: v.Date, Value: v.Value})
		}
	}
	return out, nil
}
