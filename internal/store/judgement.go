package store

import (
	"cmp"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Judgement is what the judge said of a cycle's plan, or of what is about one team in it: when, on which day, by which rules, and the report as JSON.
type Judgement struct {
	CycleID string
	TeamID  string // "" for the whole
	Made    okr.Instant
	Day     okr.Date
	Rules   string
	Report  []byte
	Course  []byte // the findings of it that the page of an objective which the team leads shows, as JSON
}

// Judgement reads what was said of a cycle about a team, "" is the whole. ok is false where nothing was said of the whole yet; a team about which nothing
// is said has no report.
func (tx *Tx) Judgement(cycleID, teamID string) (j Judgement, ok bool, err error) {
	err = tx.Read(tx.JudgementInto(&j, &ok, cycleID, teamID))
	return j, ok, err
}

// JudgementInto is Judgement, to be read with others.
func (tx *Tx) JudgementInto(j *Judgement, ok *bool, cycleID, teamID string) Read {
	*j, *ok = Judgement{CycleID: cycleID, TeamID: teamID}, false
	part := new(Judgement)
	return Read{"team_id, made_at, day, rules, CASE team_id WHEN $3 THEN report ELSE '' END", []any{&part.TeamID, &part.Made, &part.Day, &part.Rules, &part.Report},
		"FROM judgement WHERE org_id = $1 AND cycle_id = $2 AND team_id IN ('', $3)", "", []any{tx.org, cycleID, teamID}, func(*Tx) {
			if part.TeamID == "" {
				*ok, j.Made, j.Day, j.Rules = true, part.Made, part.Day, part.Rules
			}
			if part.TeamID == teamID {
				j.Report = part.Report
			}
			*part = Judgement{}
		}}
}

// CourseInto reads the course of what was said of a cycle about a team, and by which rules the plan was last read. Nothing was said where rules stays "".
func (tx *Tx) CourseInto(course *[]byte, rules *string, cycleID, teamID string) Read {
	*course, *rules = nil, ""
	return Read{"plan.rules, part.course", []any{rules, course}, "FROM judgement part JOIN judgement plan ON plan.org_id = part.org_id AND plan.cycle_id = part.cycle_id AND plan.team_id = '' " +
		"WHERE part.org_id = $1 AND part.cycle_id = $2 AND part.team_id = $3", "", []any{tx.org, cycleID, teamID}, func(*Tx) {}}
}

// Judgements reads when and how the whole of every cycle was judged, without the reports.
func (tx *Tx) Judgements() (map[string]Judgement, error) {
	out := map[string]Judgement{}
	err := tx.each(func(scan func(...any) error) error {
		var j Judgement
		err := scan(&j.CycleID, &j.Made, &j.Day, &j.Rules)
		out[j.CycleID] = j
		return err
	}, "SELECT cycle_id, made_at, day, rules FROM judgement WHERE org_id = $1 AND team_id = ''", tx.org)
	return out, err
}

// Said reads the hashes of what is said of a cycle about each team.
func (tx *Tx) Said(cycleID string) (map[string]string, error) {
	out := map[string]string{}
	err := tx.each(func(scan func(...any) error) error {
		var team, hash string
		err := scan(&team, &hash)
		out[team] = hash
		return err
	}, "SELECT team_id, report_hash FROM judgement WHERE org_id = $1 AND cycle_id = $2 AND team_id <> ''", tx.org, cycleID)
	return out, err
}

// KeepJudgement replaces what was said; hash is the report's.
func (tx *Tx) KeepJudgement(j Judgement, hash string) error {
	_, err := tx.exec(`INSERT INTO judgement (org_id, cycle_id, team_id, made_at, day, rules, report, course, report_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
 ON CONFLICT (org_id, cycle_id, team_id) DO UPDATE SET made_at = excluded.made_at, day = excluded.day, rules = excluded.rules, report = excluded.report, course = excluded.course, report_hash = excluded.report_hash`,
		tx.org, j.CycleID, j.TeamID, j.Made, j.Day, j.Rules, string(j.Report), cmp.Or(string(j.Course), "[]"), hash)
	return err
}

// ForgetJudgement forgets what was said of a cycle about a team. Without the whole, the plan is read anew at once.
func (tx *Tx) ForgetJudgement(cycleID, teamID string) error {
	_, err := tx.exec("DELETE FROM judgement WHERE org_id = $1 AND cycle_id = $2 AND team_id = $3", tx.org, cycleID, teamID)
	return err
}

// ForgetJudgements forgets what was said of a cycle's plan, and of the plans of cycles that begin after it: what was in one is named in the next.
func (tx *Tx) ForgetJudgements(cycleID string) error {
	_, err := tx.exec(`DELETE FROM judgement WHERE org_id = $1 AND team_id = '' AND cycle_id IN
 (SELECT c.id FROM cycle c JOIN cycle b ON b.org_id = c.org_id WHERE c.org_id = $1 AND b.id = $2 AND (c.id = b.id OR c.start_date > b.start_date))`, tx.org, cycleID)
	return err
}

// LastEvent is when something was last done in the organization.
func (tx *Tx) LastEvent() (last okr.Instant, err error) {
	err = tx.each(func(scan func(...any) error) error { return scan(&last) }, "SELECT COALESCE(MAX(recorded_at), 0) FROM event WHERE org_id = $1", tx.org)
	return last, err
}

// Authors reads who wrote or edited each of the objectives, or a key result of it, by objective.
func (tx *Tx) Authors(objectiveIDs []string) (map[string][]string, error) {
	out := map[string][]string{}
	err := tx.eachOf(objectiveIDs, func(scan func(...any) error) error {
		var id, who string
		err := scan(&id, &who)
		out[id] = append(out[id], who)
		return err
	}, `SELECT DISTINCT r.objective_id, e.actor_id FROM event_row r JOIN event e ON e.org_id = r.org_id AND e.id = r.event_id
 WHERE r.org_id = $1 AND r.objective_id IN ? AND e.kind IN ('objective.added', 'objective.edited', 'key_result.added', 'key_result.edited') ORDER BY r.objective_id, e.actor_id`)
	return out, err
}

// LeastGrades reads the lowest grade of the live and closed objectives that each team leads in each cycle, by cycle and team, as far as the scope may see them. It is nil
// where there are objectives and no grade.
func (tx *Tx) LeastGrades(s Scope) (map[string]map[string]*float64, error) {
	out := map[string]map[string]*float64{}
	err := tx.each(func(scan func(...any) error) error {
		var cycle, team string
		var least *float64
		err := scan(&cycle, &team, &least)
		if out[cycle] == nil {
			out[cycle] = map[string]*float64{}
		}
		out[cycle][team] = least
		return err
	}, "SELECT o.cycle_id, t.team_id, MIN(o.grade) FROM objective o JOIN objective_team t ON t.org_id = o.org_id AND t.objective_id = o.id AND t.n = 0 WHERE o.org_id = $1 AND"+visible+
		"AND o.removed_at = 0 AND o.stage IN ('active', 'closed') GROUP BY o.cycle_id, t.team_id", tx.org, s.arg())
	return out, err
}

// Titles reads those, if any, of the live and closed objectives of a cycle that the scope may see.
func (tx *Tx) Titles(s Scope, cycleID string) (out []string, err error) {
	err = tx.each(func(scan func(...any) error) error {
		var title string
		err := scan(&title)
		out = append(out, title)
		return err
	}, "SELECT o.title FROM objective o WHERE o.org_id = $1 AND"+visible+"AND o.cycle_id = $3 AND o.removed_at = 0 AND o.stage IN ('active', 'closed')", tx.org, s.arg(), cycleID)
	return out, err
}
