package store

import "github.com/headwater-okr/headwater/internal/okr"

// A Judgement is what the judge said of a cycle's plan: when, on which day, by which rules, and the report as JSON.
type Judgement struct {
	CycleID string
	Made    okr.Instant
	Day     okr.Date
	Rules   string
	Report  []byte
}

// Judgement reads what was said of a cycle; ok is false where nothing was yet.
func (tx *Tx) Judgement(cycleID string) (j Judgement, ok bool, err error) {
	j.CycleID = cycleID
	err = tx.each(func(scan func(...any) error) error {
		ok = true
		return scan(&j.Made, &j.Day, &j.Rules, &j.Report)
	}, "SELECT made_at, day, rules, report FROM judgement WHERE org_id = $1 AND cycle_id = $2", tx.org, cycleID)
	return j, ok, err
}

// Judgements reads what was said of every cycle, without the reports.
func (tx *Tx) Judgements() (map[string]Judgement, error) {
	out := map[string]Judgement{}
	err := tx.each(func(scan func(...any) error) error {
		var j Judgement
		err := scan(&j.CycleID, &j.Made, &j.Day, &j.Rules)
		out[j.CycleID] = j
		return err
	}, "SELECT cycle_id, made_at, day, rules FROM judgement WHERE org_id = $1", tx.org)
	return out, err
}

// KeepJudgement replaces what was said of a cycle.
func (tx *Tx) KeepJudgement(j Judgement) error {
	_, err := tx.exec(`INSERT INTO judgement (org_id, cycle_id, made_at, day, rules, report) VALUES ($1, $2, $3, $4, $5, $6)
 ON CONFLICT (org_id, cycle_id) DO UPDATE SET made_at = excluded.made_at, day = excluded.day, rules = excluded.rules, report = excluded.report`,
		tx.org, j.CycleID, j.Made, j.Day, j.Rules, string(j.Report))
	return err
}

// ForgetJudgement forgets what was said of a cycle, so that it is read anew at once.
func (tx *Tx) ForgetJudgement(cycleID string) error {
	_, err := tx.exec("DELETE FROM judgement WHERE org_id = $1 AND cycle_id = $2", tx.org, cycleID)
	return err
}

// LastEvent is when something was last done in the organization.
func (tx *Tx) LastEvent() (last okr.Instant, err error) {
	err = tx.each(func(scan func(...any) error) error { return scan(&last) }, "SELECT COALESCE(MAX(recorded_at), 0) FROM event WHERE org_id = $1", tx.org)
	return last, err
}

// Authors reads who wrote or edited each objective of a cycle, or a key result of it, by objective.
func (tx *Tx) Authors(cycleID string) (map[string][]string, error) {
	out := map[string][]string{}
	err := tx.each(func(scan func(...any) error) error {
		var id, who string
		err := scan(&id, &who)
		out[id] = append(out[id], who)
		return err
	}, `SELECT DISTINCT r.objective_id, e.actor_id FROM objective o JOIN event_row r ON r.org_id = o.org_id AND r.objective_id = o.id
 JOIN event e ON e.org_id = r.org_id AND e.id = r.event_id WHERE o.org_id = $1 AND o.cycle_id = $2
 AND e.kind IN ('objective.added', 'objective.edited', 'key_result.added', 'key_result.edited') ORDER BY r.objective_id, e.actor_id`, tx.org, cycleID)
	return out, err
}
