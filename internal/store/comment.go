package store

import "github.com/headwater-okr/headwater/internal/okr"

// CommentsInto reads an objective's comments, which the caller has already found in scope, oldest first; removed ones too.
func (tx *Tx) CommentsInto(list *[]okr.Comment, objectiveID string) Read {
	return comments.into(list, "WHERE t.org_id = $1 AND t.objective_id = $2", "t.created_at, t.id", tx.org, objectiveID)
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

// Comment reads one comment of an objective that the scope may see, a removed one too.
func (tx *Tx) Comment(s Scope, id string) (okr.Comment, error) {
	return comments.one(tx, "JOIN objective o ON o.org_id = t.org_id AND o.id = t.objective_id WHERE t.org_id = $1 AND"+visible+"AND t.id = $3",
		tx.org, s.arg(), id)
}

// A Mentioning is a comment with the objective that it stands under.
type Mentioning struct {
	okr.Comment
	Number int
	Title  string
}

// MentionsOf reads the latest comments that mention a member, newest first.
func (tx *Tx) MentionsOf(s Scope, memberID string, limit int) (list []Mentioning, err error) {
	err = tx.Read(tx.MentionsInto(&list, s, memberID, limit))
	return list, err
}

// MentionsInto is MentionsOf, to be read with others.
func (tx *Tx) MentionsInto(list *[]Mentioning, s Scope, memberID string, limit int) Read {
	return readInto(list, comments.columns("t.")+", o.number, o.title", func(m *Mentioning) []any {
		return append(pointers(comments.fields(&m.Comment)), &m.Number, &m.Title)
	}, `FROM mention x JOIN comment t ON t.org_id = x.org_id AND t.id = x.comment_id
 JOIN objective o ON o.org_id = t.org_id AND o.id = t.objective_id
 WHERE x.org_id = $1 AND x.member_id = $3 AND t.removed_at = 0 AND o.removed_at = 0 AND`+visible,
		"t.created_at DESC, t.id DESC LIMIT $4", tx.org, s.arg(), memberID, limit)
}

// A Mentionable is a member who can be mentioned.
type Mentionable struct {
	ID    string
	Email string
	Name  string
}

// Mentionables reads the active members with what people call them.
func (tx *Tx) Mentionables() ([]Mentionable, error) {
	var out []Mentionable
	err := tx.each(func(scan func(...any) error) error {
		var m Mentionable
		err := scan(&m.ID, &m.Email, &m.Name)
		out = append(out, m)
		return err
	}, "SELECT m.id, p.email, p.name FROM member m JOIN person p ON p.id = m.person_id WHERE m.org_id = $1 AND m.deactivated_at = 0 ORDER BY m.id", tx.org)
	return out, err
}
