package store

import "github.com/headwater-okr/headwater/internal/okr"

var statusUpdates = table[okr.StatusUpdate]{"status_update", "t", func(u *okr.StatusUpdate) []field {
	return []field{{"id", &u.ID}, {"team_id", &u.TeamID}, {"week", &u.Week}, {"author_id", &u.AuthorID}, {"confidence", asJSON{&u.Sure}}, {"last_week", asJSON{&u.Done}},
		{"next_week", asJSON{&u.Next}}, {"blocked", asJSON{&u.Blocked}}, {"version", &u.Version}, {"created_at", &u.Created}}
}}

// StatusUpdateOf reads what a team said of a week.
func (tx *Tx) StatusUpdateOf(teamID string, week okr.Date) (okr.StatusUpdate, error) {
	return statusUpdates.one(tx, "WHERE t.org_id = $1 AND t.team_id = $2 AND t.week = $3", tx.org, teamID, week)
}

// Worth reads how many found a meeting of a day worth their time, and whether a member has answered.
func (tx *Tx) Worth(teamID string, shape okr.MeetingShape, day okr.Date, memberID string) (w okr.Worth, answered bool, err error) {
	err = tx.each(func(scan func(...any) error) error { return scan(&w.Yes, &w.No, &answered) }, `SELECT m.worth, m.wasted, EXISTS (SELECT 1 FROM meeting_answer x
 WHERE x.org_id = m.org_id AND x.team_id = m.team_id AND x.shape = m.shape AND x.day = m.day AND x.member_id = $5)
 FROM meeting m WHERE m.org_id = $1 AND m.team_id = $2 AND m.shape = $3 AND m.day = $4`, tx.org, teamID, shape, day, memberID)
	return w, answered, err
}

// AddWorth counts an answer, once a member. Who answered what is not kept.
func (tx *Tx) AddWorth(teamID string, shape okr.MeetingShape, day okr.Date, memberID string, worth bool) error {
	n, err := tx.exec(`INSERT INTO meeting_answer (org_id, team_id, shape, day, member_id) VALUES ($1, $2, $3, $4, $5)
 ON CONFLICT (org_id, team_id, shape, day, member_id) DO NOTHING`, tx.org, teamID, shape, day, memberID)
	if err != nil || n == 0 {
		return err
	}
	yes, no := 0, 1
	if worth {
		yes, no = 1, 0
	}
	_, err = tx.exec(`INSERT INTO meeting (org_id, team_id, shape, day, worth, wasted) VALUES ($1, $2, $3, $4, $5, $6)
 ON CONFLICT (org_id, team_id, shape, day) DO UPDATE SET worth = meeting.worth + excluded.worth, wasted = meeting.wasted + excluded.wasted`, tx.org, teamID, shape, day, yes, no)
	return err
}

// KeepMinutes keeps how long a meeting of a day took; of several who ran through it, the longest.
func (tx *Tx) KeepMinutes(teamID string, shape okr.MeetingShape, day okr.Date, minutes int) error {
	_, err := tx.exec(`INSERT INTO meeting (org_id, team_id, shape, day, worth, wasted, minutes) VALUES ($1, $2, $3, $4, 0, 0, $5)
 ON CONFLICT (org_id, team_id, shape, day) DO UPDATE SET minutes = CASE WHEN excluded.minutes > meeting.minutes THEN excluded.minutes ELSE meeting.minutes END`,
		tx.org, teamID, shape, day, minutes)
	return err
}

// MeetingMinutes are, by team, how long its meetings of a shape took since a day that were run through.
func (tx *Tx) MeetingMinutes(shape okr.MeetingShape, since okr.Date) (map[string][]int, error) {
	out := map[string][]int{}
	err := tx.each(func(scan func(...any) error) error {
		var team string
		var minutes int
		err := scan(&team, &minutes)
		out[team] = append(out[team], minutes)
		return err
	}, "SELECT team_id, minutes FROM meeting WHERE org_id = $1 AND shape = $2 AND day >= $3 AND minutes > 0 ORDER BY team_id, day", tx.org, shape, since)
	return out, err
}
