package store

import (
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A Token is a secret that a program holds to act for a member. Here is its hash.
type Token struct {
	ID, Hash, Kind, Name, Hint, MemberID string
	Scopes                               []string
	Created, Used, Expires, Revoked      okr.Instant
}

// words stores a list of words as one text.
type words struct{ list *[]string }

func (w words) Scan(src any) error {
	var s string
	switch v := src.(type) {
	case string:
		s = v
	case []byte:
		s = string(v)
	}
	*w.list = strings.Fields(s)
	return nil
}

const tokenColumns = "id, hash, kind, name, hint, member_id, scopes, created_at, used_at, expires_at, revoked_at"

func (t *Token) pointers() []any {
	return []any{&t.ID, &t.Hash, &t.Kind, &t.Name, &t.Hint, &t.MemberID, words{&t.Scopes}, &t.Created, &t.Used, &t.Expires, &t.Revoked}
}

// NewToken writes a token.
func (tx *Tx) NewToken(t Token) error {
	return tx.insertRows("token (org_id, "+tokenColumns+")", 12, []any{tx.org, t.ID, t.Hash, t.Kind, t.Name, t.Hint, t.MemberID,
		strings.Join(t.Scopes, " "), t.Created, t.Used, t.Expires, t.Revoked})
}

// TokenByHash reads a token that is neither revoked nor expired, with its organization's id and its member's person, from outside
// any organization.
func (tx *Tx) TokenByHash(hash string, now okr.Instant) (t Token, orgID string, p okr.Person, err error) {
	err = tx.each(func(scan func(...any) error) error {
		return scan(append(t.pointers(), &orgID, &p.ID, &p.Email, &p.Name, &p.Version, &p.Created)...)
	}, `SELECT t.id, t.hash, t.kind, t.name, t.hint, t.member_id, t.scopes, t.created_at, t.used_at, t.expires_at, t.revoked_at, t.org_id,
 p.id, p.email, p.name, p.version, p.created_at
 FROM token t JOIN member m ON m.org_id = t.org_id AND m.id = t.member_id JOIN person p ON p.id = m.person_id
 WHERE t.hash = $1 AND t.revoked_at = 0 AND t.expires_at > $2`, hash, now)
	if err == nil && t.ID == "" {
		err = missing("token")
	}
	return t, orgID, p, err
}

// Tokens reads the organization's tokens, revoked and expired ones too, latest first; only one member's if memberID is given.
func (tx *Tx) Tokens(memberID string) ([]Token, error) {
	var out []Token
	err := tx.each(func(scan func(...any) error) error {
		var t Token
		err := scan(t.pointers()...)
		out = append(out, t)
		return err
	}, "SELECT "+tokenColumns+" FROM token WHERE org_id = $1 AND ($2 = '' OR member_id = $2) ORDER BY created_at DESC, id DESC", tx.org, memberID)
	return out, err
}

// RevokeToken marks a token as revoked.
func (tx *Tx) RevokeToken(id string, now okr.Instant) error {
	_, err := tx.exec("UPDATE token SET revoked_at = $3 WHERE org_id = $1 AND id = $2", tx.org, id, now)
	return err
}

// TouchToken notes when a token was last used.
func (tx *Tx) TouchToken(id string, now okr.Instant) error {
	_, err := tx.exec("UPDATE token SET used_at = $3 WHERE org_id = $1 AND id = $2", tx.org, id, now)
	return err
}

// RevokeTokensOf marks every token of a member as revoked.
func (tx *Tx) RevokeTokensOf(memberID string, now okr.Instant) error {
	_, err := tx.exec("UPDATE token SET revoked_at = $3 WHERE org_id = $1 AND member_id = $2 AND revoked_at = 0", tx.org, memberID, now)
	return err
}
