package store

import "github.com/headwater-okr/headwater/internal/okr"

// CommentsOf reads an objective's comments, which the caller has already found in scope, oldest first; removed ones too.
func (tx *Tx) CommentsOf(objectiveID string) ([]okr.Comment, error) {
	return comments.list(tx, "WHERE t.org_id = $1 AND t.objective_id = $2 ORDER BY t.created_at, t.id", tx.org, objectiveID)
}

func (tx *Tx) setMentions(c *okr.Comment) error {
	if c.Version > 1 {
		if _, err := tx.exec("DELETE FROM mention WHERE org_id = $1 AND comment_id = $2", tx.org, c.ID); err != nil {
			return err
		}
	}
	var rows []any
	for _, id := range c.Mentions {
		rows = append(rows, tx.org, id, c.ID)
	}
	return tx.insertRows("mention (org_id, member_id, comment_id)", 3, rows)
}
