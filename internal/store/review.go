package store

import (
	"cmp"
	"fmt"

	"github.com/headwater-okr/headwater/internal/okr"
)

var reviews = table[okr.Review]{"review", "t", func(r *okr.Review) []field {
	return []field{{"id", &r.ID}, {"objective_id", &r.ObjectiveID}, {"author_id", &r.AuthorID}, {"started_at", &r.Started}, {"until_at", &r.Until},
		{"ended_at", &r.Ended}, {"ended_by", &r.End}, {"teams", asJSON{&r.Teams}}, {"version", &r.Version}}
}}

const ofReviewed = "JOIN objective o ON o.org_id = t.org_id AND o.id = t.objective_id WHERE t.org_id = $1 AND" + visible

// Review reads one review of an objective that the scope may see.
func (tx *Tx) Review(s Scope, id string) (okr.Review, error) {
	return reviews.one(tx, ofReviewed+"AND t.id = $3", tx.org, s.arg(), id)
}

// ReviewOf reads the latest review of an objective that the caller has found in scope. Missing is an error.
func (tx *Tx) ReviewOf(objectiveID string) (okr.Review, error) {
	var list []okr.Review
	err := tx.Read(tx.ReviewInto(&list, objectiveID))
	if err != nil || len(list) == 0 {
		return okr.Review{}, cmp.Or(err, missing("review"))
	}
	return list[0], nil
}

// ReviewInto is ReviewOf, to be read with others: a list of one or none.
func (tx *Tx) ReviewInto(list *[]okr.Review, objectiveID string) Read {
	return reviews.into(list, "WHERE t.org_id = $1 AND t.objective_id = $2", "t.started_at DESC, t.id DESC LIMIT 1", tx.org, objectiveID)
}

// ReviewsOf reads the latest reviews of the objectives of a cycle that the scope may see, those that run first: at most limit.
func (tx *Tx) ReviewsOf(s Scope, cycleID string, limit int) (list []okr.Review, err error) {
	err = tx.Read(tx.ReviewsInto(&list, s, cycleID, limit))
	return list, err
}

// ReviewsInto is ReviewsOf, to be read with others.
func (tx *Tx) ReviewsInto(list *[]okr.Review, s Scope, cycleID string, limit int) Read {
	return reviews.into(list, ofReviewed+"AND o.removed_at = 0 AND o.cycle_id = $3", "CASE WHEN t.ended_at = 0 THEN 0 ELSE 1 END, t.started_at DESC, t.id LIMIT $4",
		tx.org, s.arg(), cycleID, limit)
}

// An Asked is a review that waits for teams, with the objective that it is of.
type Asked struct {
	okr.Review
	Number int
	Title  string
	Stage  okr.Stage
}

// ReviewsAskedInto reads the reviews that run and ask one of the teams, the one that ends first first: at most limit. The caller finds out which of them have answered.
func (tx *Tx) ReviewsAskedInto(list *[]Asked, s Scope, teams []string, limit int) Read {
	if len(teams) == 0 {
		return Read{}
	}
	w := &where{args: []any{tx.org, s.arg(), limit}}
	w.sql.WriteString(ofReviewed + "AND o.removed_at = 0 AND t.ended_at = 0 AND (1 = 0")
	for _, id := range teams {
		w.args = append(w.args, id)
		fmt.Fprintf(&w.sql, " OR t.teams LIKE '%%' || $%d || '%%'", len(w.args)) // SQLite would plan the statement anew for each value of a pattern

	}
	return readInto(list, reviews.columns("t.")+", o.number, o.title, o.stage", func(a *Asked) []any {
		return append(pointers(reviews.fields(&a.Review)), &a.Number, &a.Title, &a.Stage)
	}, "FROM review t "+w.sql.String()+")", "t.until_at, t.id LIMIT $3", w.args...)
}

// A ReviewDue is a review whose clock has ended.
type ReviewDue struct{ OrgID, ID string }

// ReviewsEnding reads the running reviews of every organization whose clock ends in a span, and of which nobody was told under a key that begins with
// a word and the review's id.
func (tx *Tx) ReviewsEnding(from, to okr.Instant, word string, limit int) ([]ReviewDue, error) {
	var out []ReviewDue
	err := tx.each(func(scan func(...any) error) error {
		var d ReviewDue
		err := scan(&d.OrgID, &d.ID)
		out = append(out, d)
		return err
	}, `SELECT r.org_id, r.id FROM review r WHERE r.ended_at = 0 AND r.until_at > $1 AND r.until_at <= $2
 AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.org_id = r.org_id AND n.thing_id = r.id AND n.kind = 'review' AND n.key = $3 || r.id) ORDER BY r.until_at, r.org_id, r.id LIMIT $4`, from, to, word, limit)
	return out, err
}

// MembersOf reads who is in one of the teams in a role, "" for any, each once and in id order, without those who have left.
func (tx *Tx) MembersOf(teamIDs []string, role okr.TeamRole) (out []string, err error) {
	w := &where{args: []any{tx.org}}
	w.sql.WriteString("WHERE x.org_id = $1 AND m.deactivated_at = 0")
	in(w, "x.team_id IN ?", teamIDs)
	if role != "" {
		w.and("x.role = ?", role)
	}
	err = tx.each(func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		out = append(out, id)
		return err
	}, "SELECT DISTINCT x.member_id FROM team_member x JOIN member m ON m.org_id = x.org_id AND m.id = x.member_id "+w.sql.String()+" ORDER BY x.member_id", w.args...)
	return out, err
}

// ReviewsDue reads the reviews of every organization whose clock has ended, the longest ago first.
func (tx *Tx) ReviewsDue(now okr.Instant, limit int) ([]ReviewDue, error) {
	var out []ReviewDue
	err := tx.each(func(scan func(...any) error) error {
		var d ReviewDue
		err := scan(&d.OrgID, &d.ID)
		out = append(out, d)
		return err
	}, "SELECT org_id, id FROM review WHERE ended_at = 0 AND until_at <= $1 ORDER BY until_at, org_id, id LIMIT $2", now, limit)
	return out, err
}

// Parents reads the objectives of key results, whoever may see them, by the key results' ids.
func (tx *Tx) Parents(keyResultIDs []string) (map[string]string, error) {
	out := map[string]string{}
	for ids := range chunks(keyResultIDs) {
		w := &where{args: []any{tx.org}}
		w.sql.WriteString("SELECT k.id, k.objective_id FROM key_result k WHERE k.org_id = $1")
		in(w, "k.id IN ?", ids)
		err := tx.each(func(scan func(...any) error) error {
			var id, objective string
			err := scan(&id, &objective)
			out[id] = objective
			return err
		}, w.sql.String(), w.args...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
