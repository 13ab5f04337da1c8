package store

import "github.com/headwater-okr/headwater/internal/okr"

// A CalendarLink is a private link by which a calendar program reads what a member sees. Here is its hash.
type CalendarLink struct {
	ID, MemberID string
	TeamID       string // "" for all that is the member's
	Hash         string
	Created      okr.Instant
	Read         okr.Instant // the last time, to the hour
}

const calendarLinkColumns = "id, member_id, team_id, hash, created_at, read_at"

func (l *CalendarLink) pointers() []any {
	return []any{&l.ID, &l.MemberID, &l.TeamID, &l.Hash, &l.Created, &l.Read}
}

// SetCalendarLink keeps a member's link of a team, or of all that is theirs, in place of the one before.
func (tx *Tx) SetCalendarLink(l CalendarLink) error {
	_, err := tx.exec("INSERT INTO calendar_link (org_id, "+calendarLinkColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)
 ON CONFLICT (org_id, member_id, team_id) DO UPDATE SET id = excluded.id, hash = excluded.hash, created_at = excluded.created_at, read_at = 0`,
		tx.org, l.ID, l.MemberID, l.TeamID, l.Hash, l.Created, l.Read)
	return err
}

// CalendarLinks reads a member's links.
func (tx *Tx) CalendarLinks(memberID string) ([]CalendarLink, error) {
	out := []CalendarLink{}
	err := tx.each(func(scan func(...any) error) error {
		var l CalendarLink
		err := scan(l.pointers()...)
		out = append(out, l)
		return err
	}, "SELECT "+calendarLinkColumns+" FROM calendar_link WHERE org_id = $1 AND member_id = $2 ORDER BY team_id", tx.org, memberID)
	return out, err
}

// CalendarLinkByHash reads a link with its organization's id, from outside any organization.
func (tx *Tx) CalendarLinkByHash(hash string) (l CalendarLink, orgID string, err error) {
	err = tx.each(func(scan func(...any) error) error { return scan(append(l.pointers(), &orgID)...) },
		"SELECT "+calendarLinkColumns+", org_id FROM calendar_link WHERE hash = $1", hash)
	if err == nil && l.ID == "" {
		err = missing("calendar_link")
	}
	return l, orgID, err
}

// TouchCalendarLink notes when a link was last read.
func (tx *Tx) TouchCalendarLink(id string, now okr.Instant) error {
	_, err := tx.exec("UPDATE calendar_link SET read_at = $3 WHERE org_id = $1 AND id = $2", tx.org, id, now)
	return err
}

// RemoveCalendarLinks ends a member's links: one of them, or with id "" all.
func (tx *Tx) RemoveCalendarLinks(memberID, id string) error {
	_, err := tx.exec("DELETE FROM calendar_link WHERE org_id = $1 AND member_id = $2 AND ($3 = '' OR id = $3)", tx.org, memberID, id)
	return err
}
