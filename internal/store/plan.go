package store

import (
	"encoding/json"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Rewrite is an act that changed what was written of a live objective or of one of its key results: the thing before and after it.
type Rewrite struct {
	Kind        okr.EventKind
	Reason      string
	Recorded    okr.Instant
	Thing       okr.Thing
	ID          string
	ObjectiveID string
	Before      json.RawMessage // nil for what was new
	After       json.RawMessage
}

// Rewrites reads what was changed on live objectives, which the caller has already found in scope, from when each went live until it ended, the first one first.
func (tx *Tx) Rewrites(objectiveIDs []string) ([]Rewrite, error) {
	var out []Rewrite
	err := tx.eachOf(objectiveIDs, func(scan func(...any) error) error {
		var w Rewrite
		var after string
		var before *string
		err := scan(&w.Kind, &w.Reason, &w.Recorded, &w.Thing, &w.ID, &w.ObjectiveID, &after, &before)
		w.After = json.RawMessage(after)
		if before != nil {
			w.Before = json.RawMessage(*before)
		}
		out = append(out, w)
		return err
	}, `SELECT e.kind, e.reason, e.recorded_at, r.thing, r.thing_id, r.objective_id, r.after, (SELECT p.after FROM event_row p WHERE p.org_id = r.org_id AND p.thing = r.thing
  AND p.thing_id = r.thing_id AND (p.recorded_at, p.event_id, p.n) < (r.recorded_at, r.event_id, r.n) ORDER BY p.recorded_at DESC, p.event_id DESC, p.n DESC LIMIT 1)
 FROM objective o CROSS JOIN event_row r JOIN event e ON e.org_id = r.org_id AND e.id = r.event_id
 WHERE o.org_id = $1 AND o.activated_at > 0 AND r.org_id = o.org_id AND r.objective_id = o.id AND r.thing IN ('objective', 'key_result')
 AND r.recorded_at > o.activated_at AND (o.ended_at = 0 OR r.recorded_at < o.ended_at)
 AND e.kind IN ('objective.edited', 'key_result.edited', 'key_result.added', 'key_result.removed')
 AND o.id IN ? ORDER BY r.recorded_at, r.event_id, r.n`)
	return out, err
}

// A Told is what the check-ins of a key result tell together.
type Told struct {
	Checks int
	Words  int  // those with a note, or with what is in the way
	Early  int  // confidences before a day
	Low    *int // the lowest of them
}

// Told sums up the check-ins on the key results of objectives, which the caller has already found in scope; before is the day up to which confidences are early.
func (tx *Tx) Told(objectiveIDs []string, before okr.Date) (map[string]Told, error) {
	out := map[string]Told{}
	err := tx.eachOf(objectiveIDs, func(scan func(...any) error) error {
		var id string
		var t Told
		err := scan(&id, &t.Checks, &t.Words, &t.Early, &t.Low)
		out[id] = t
		return err
	}, `SELECT k.id, COUNT(*), SUM(CASE WHEN t.note <> '' OR t.blocker <> '' THEN 1 ELSE 0 END), COUNT(CASE WHEN t.as_of < $2 THEN t.confidence END), MIN(CASE WHEN t.as_of < $2 THEN t.confidence END)
 FROM key_result k CROSS JOIN check_in t
 WHERE k.org_id = $1 AND k.objective_id IN ? AND k.removed_at = 0 AND t.org_id = k.org_id AND t.key_result_id = k.id AND t.removed_at = 0 GROUP BY k.id`, before)
	return out, err
}

// WorthSince sums up, by team, whether the meetings from a day on were worth the time.
func (tx *Tx) WorthSince(day okr.Date) (map[string]okr.Worth, error) {
	out := map[string]okr.Worth{}
	err := tx.each(func(scan func(...any) error) error {
		var team string
		var w okr.Worth
		err := scan(&team, &w.Yes, &w.No)
		out[team] = w
		return err
	}, "SELECT team_id, SUM(worth), SUM(wasted) FROM meeting WHERE org_id = $1 AND day >= $2 GROUP BY team_id", tx.org, day)
	return out, err
}

// PromisesFrom counts, by team, the commitments of the weeks from one up to another, as far as the scope may see what they serve.
func (tx *Tx) PromisesFrom(s Scope, from, before okr.Date) (map[string]int, error) {
	out := map[string]int{}
	err := tx.each(func(scan func(...any) error) error {
		var team string
		var n int
		err := scan(&team, &n)
		out[team] = n
		return err
	}, "SELECT t.team_id, COUNT(*) FROM commitment t"+ofSeen+" AND t.removed_at = 0 AND t.week >= $3 AND t.week < $4 GROUP BY t.team_id", tx.org, s.arg(), from, before)
	return out, err
}

// TeamSizes counts the active people of each team.
func (tx *Tx) TeamSizes() (map[string]int, error) {
	out := map[string]int{}
	err := tx.each(func(scan func(...any) error) error {
		var team string
		var n int
		err := scan(&team, &n)
		out[team] = n
		return err
	}, `SELECT x.team_id, COUNT(*) FROM team_member x JOIN member m ON m.org_id = x.org_id AND m.id = x.member_id
 WHERE x.org_id = $1 AND m.deactivated_at = 0 AND NOT m.service GROUP BY x.team_id`, tx.org)
	return out, err
}

// A PlanCount is what is counted of the objectives of one stage.
type PlanCount struct {
	Stage      okr.Stage
	Objectives int
	Many, Few  int // with more key results than most, with fewer than least
	Gaps       int // of their key results
	Decided    int // or lapsed
	Unasked    int
	Ready      int
}

func (c *PlanCount) pointers() []any {
	return []any{&c.Stage, &c.Objectives, &c.Many, &c.Few, &c.Gaps, &c.Decided, &c.Unasked, &c.Ready}
}

// PlanCountsInto counts the objectives that a filter finds, by stage.
func (tx *Tx) PlanCountsInto(list *[]PlanCount, s Scope, f ObjectiveFilter, least, most int) Read {
	w := &where{args: []any{tx.org, s.arg(), least, most}}
	f.into(w)
	const krs = "o.data_gaps + o.data_decided + o.data_unasked + o.data_ready"
	return readInto(list, "o.stage, COUNT(*), COUNT(CASE WHEN "+krs+" > $4 THEN 1 END), COUNT(CASE WHEN "+krs+" < $3 THEN 1 END), SUM(o.data_gaps), SUM(o.data_decided), SUM(o.data_unasked), SUM(o.data_ready)",
		(*PlanCount).pointers, "FROM objective o "+w.sql.String()+" GROUP BY o.stage", "", w.args...)
}

// UnownedInto counts the key results of the objectives that a filter finds whose check-in is nobody's, as okr.KeyResult.DutyHolder says. Their owners are looked at together, or
// SQLite would go through all that nobody owns, once an objective.
func (tx *Tx) UnownedInto(n *int, s Scope, f ObjectiveFilter) Read {
	w := f.where(tx, s)
	return Read{"COUNT(*)", []any{n}, "FROM objective o CROSS JOIN key_result k " + w.sql.String() +
		" AND o.owner_id = '' AND k.org_id = o.org_id AND k.objective_id = o.id AND k.removed_at = 0 AND k.check_in_owner_id || k.owner_id = ''", "", w.args, func(*Tx) {}}
}

// A TeamCount is how many objectives of a plan a team shares, and how many of them it leads.
type TeamCount struct {
	TeamID string
	Shares int
	Leads  int
}

func (c *TeamCount) pointers() []any { return []any{&c.TeamID, &c.Shares, &c.Leads} }

// TeamCountsInto counts, for some teams, the objectives that a filter finds. CROSS JOIN makes SQLite begin with the teams.
func (tx *Tx) TeamCountsInto(list *[]TeamCount, s Scope, f ObjectiveFilter, teamIDs []string) Read {
	w := f.where(tx, s)
	in(w, "ct.team_id IN ?", teamIDs)
	return readInto(list, "ct.team_id, COUNT(*), COUNT(CASE ct.n WHEN 0 THEN 1 END)", (*TeamCount).pointers, "FROM objective_team ct CROSS JOIN objective o "+w.sql.String()+
		" AND ct.org_id = $1 AND o.org_id = ct.org_id AND o.id = ct.objective_id GROUP BY ct.team_id", "", w.args...)
}
