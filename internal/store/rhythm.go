package store

import "github.com/headwater-okr/headwater/internal/okr"

// Wins reads the wins of the days from and to, of all teams unless one is named: the latest day first, at most limit.
func (tx *Tx) Wins(teamID string, from, to okr.Date, limit int) (list []okr.Win, err error) {
	err = tx.Read(tx.WinsInto(&list, teamID, from, to, limit))
	return list, err
}

// WinsInto is Wins, to be read with others.
func (tx *Tx) WinsInto(list *[]okr.Win, teamID string, from, to okr.Date, limit int) Read {
	w := &where{args: []any{tx.org, from, to, limit}}
	w.sql.WriteString("WHERE t.org_id = $1 AND t.removed_at = 0 AND t.day >= $2 AND t.day <= $3")
	if teamID != "" {
		w.and("t.team_id = ?", teamID)
	}
	return wins.into(list, w.sql.String(), "t.day DESC, t.created_at DESC, t.id DESC LIMIT $4", w.args...)
}

// Win reads one win, a removed one too.
func (tx *Tx) Win(id string) (okr.Win, error) {
	return wins.one(tx, "WHERE t.org_id = $1 AND t.id = $2", tx.org, id)
}

// VotesInto reads the votes on the key results of an objective, as VotesOf does.
func (tx *Tx) VotesInto(list *[]okr.Vote, objectiveID string) Read {
	return votes.into(list, "WHERE t.org_id = $1 AND"+underObjective, "t.key_result_id, t.id", tx.org, objectiveID)
}

// VotesOf reads the votes on key results that the caller has already found in scope.
func (tx *Tx) VotesOf(keyResultIDs []string) ([]okr.Vote, error) {
	var out []okr.Vote
	for ids := range chunks(keyResultIDs) {
		w := &where{args: []any{tx.org}}
		w.sql.WriteString("WHERE t.org_id = $1")
		in(w, "t.key_result_id IN ?", ids)
		list, err := votes.list(tx, w.sql.String()+" ORDER BY t.key_result_id, t.id", w.args...)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// NudgesOf reads the latest nudge of each of the key results, which the caller has already found in scope.
func (tx *Tx) NudgesOf(keyResultIDs []string) (map[string]okr.Nudge, error) {
	out := map[string]okr.Nudge{}
	for ids := range chunks(keyResultIDs) {
		w := &where{args: []any{tx.org}}
		w.sql.WriteString("WHERE t.org_id = $1")
		in(w, "t.key_result_id IN ?", ids)
		list, err := nudges.list(tx, w.sql.String()+" ORDER BY t.key_result_id, t.due", w.args...)
		if err != nil {
			return nil, err
		}
		for _, n := range list {
			out[n.KeyResultID] = n
		}
	}
	return out, nil
}

// ofSeen joins a commitment with the objective that it serves; the scope sees it when there is none or when it sees that one.
const ofSeen = ` LEFT JOIN key_result k ON k.org_id = t.org_id AND k.id = t.key_result_id
 LEFT JOIN objective o ON o.org_id = k.org_id AND o.id = k.objective_id WHERE t.org_id = $1 AND (t.key_result_id = '' OR` + visible + `)`

// A Promise is a commitment with what it serves.
type Promise struct {
	okr.Commitment
	KeyResult   string // its title, "" for business as usual
	ObjectiveID string
	Number      int // of the objective
}

// Commitments reads the commitments of teams in the weeks from and to, and those of earlier weeks that are still open: by team, week and when
// they were made.
func (tx *Tx) Commitments(s Scope, teams []string, from, to okr.Date) (list []Promise, err error) {
	err = tx.Read(tx.CommitmentsInto(&list, s, teams, from, to))
	return list, err
}

// CommitmentsInto is Commitments, to be read with others.
func (tx *Tx) CommitmentsInto(list *[]Promise, s Scope, teams []string, from, to okr.Date) Read {
	if len(teams) == 0 {
		return Read{}
	}
	w := &where{args: []any{tx.org, s.arg(), from, to}}
	in(w, "t.team_id IN ?", teams)
	return promisesInto(list, ofSeen+` AND t.removed_at = 0 AND t.week <= $4 AND (t.week >= $3 OR t.state = '')`+w.sql.String(), "t.team_id, t.week, t.created_at, t.id", w.args...)
}

// Commitment reads one commitment, a removed one too.
func (tx *Tx) Commitment(s Scope, id string) (Promise, error) {
	var list []Promise
	err := tx.Read(promisesInto(&list, ofSeen+" AND t.id = $3", "", tx.org, s.arg(), id))
	if err == nil && len(list) == 0 {
		err = missing("commitment")
	}
	if err != nil {
		return Promise{}, err
	}
	return list[0], nil
}

func promisesInto(list *[]Promise, tail, order string, args ...any) Read {
	return readInto(list, commitments.columns("t.")+", COALESCE(k.title, ''), COALESCE(o.id, ''), COALESCE(o.number, 0)", func(p *Promise) []any {
		return append(pointers(commitments.fields(&p.Commitment)), &p.KeyResult, &p.ObjectiveID, &p.Number)
	}, "FROM commitment t"+tail, order, args...)
}
