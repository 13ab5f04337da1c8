package store

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Persons, sessions, tokens, links, attempts and leases are read from outside any organization: whoever signs in is in
// none yet. Once one is known, In goes on in it.

// In is the same transaction in organization org.
func (tx *Tx) In(org string) *Tx {
	in := *tx
	in.org = org
	return &in
}

// A Credential is what a person signs in with.
type Credential struct {
	okr.Person
	Login string // the e-mail once they have set a password; until then their id, which signs nobody in
	Hash  string // of the password; "" for none
}

const credentialColumns = "p.id, p.email, p.name, p.version, p.created_at, p.login, p.password_hash"

func (c *Credential) pointers() []any {
	return []any{&c.ID, &c.Email, &c.Name, &c.Version, &c.Created, &c.Login, &c.Hash}
}

func (tx *Tx) credential(tail string, args ...any) (c Credential, err error) {
	err = missing("person")
	scanned := tx.each(func(scan func(...any) error) error {
		err = nil
		return scan(c.pointers()...)
	}, "SELECT "+credentialColumns+" FROM person p "+tail, args...)
	if scanned != nil {
		err = scanned
	}
	return c, err
}

// Person reads a person by id.
func (tx *Tx) Person(id string) (Credential, error) { return tx.credential("WHERE p.id = $1", id) }

// PersonByLogin reads the person who signs in with login.
func (tx *Tx) PersonByLogin(login string) (Credential, error) {
	return tx.credential("WHERE p.login = $1", login)
}

// NewPersons writes persons. They cannot sign in until SetCredential.
func (tx *Tx) NewPersons(list ...okr.Person) error {
	rows := make([]any, 0, 6*len(list))
	for _, p := range list {
		rows = append(rows, p.ID, p.Email, p.ID, p.Name, p.Version, p.Created)
	}
	return tx.insertRows("person (id, email, login, name, version, created_at)", 6, rows)
}

// SetCredential writes the whole of a person.
func (tx *Tx) SetCredential(c Credential) error {
	_, err := tx.exec("UPDATE person SET email = $2, login = $3, name = $4, password_hash = $5, version = $6 WHERE id = $1",
		c.ID, c.Email, c.Login, c.Name, c.Hash, c.Version)
	if tx.dialect.taken(err) {
		return okr.Fail(okr.Conflict, "email", "Somebody else signs in with this e-mail. Give another.")
	}
	return err
}

// RemovePerson deletes a person who is no member any more, with their sessions and links.
func (tx *Tx) RemovePerson(id string) error {
	for _, q := range []string{"DELETE FROM session WHERE person_id = $1", "DELETE FROM link WHERE person_id = $1", "DELETE FROM person WHERE id = $1"} {
		if _, err := tx.exec(q, id); err != nil {
			return err
		}
	}
	return nil
}

// A Belonging is an organization that a person is an active member of.
type Belonging struct {
	Org  okr.Organization
	Role okr.OrgRole
}

// Belongings reads the organizations of a person, by name.
func (tx *Tx) Belongings(personID string) ([]Belonging, error) {
	var out []Belonging
	err := tx.each(func(scan func(...any) error) error {
		var b Belonging
		err := scan(append(pointers(organizations.fields(&b.Org)), &b.Role)...)
		out = append(out, b)
		return err
	}, "SELECT "+organizations.columns("o.")+`, m.role FROM member m JOIN organization o ON o.id = m.org_id
 WHERE m.person_id = $1 AND m.deactivated_at = 0 ORDER BY o.name, o.id`, personID)
	return out, err
}

// OrganizationIDs reads the ids of all organizations in the database.
func (tx *Tx) OrganizationIDs() (out []string, err error) {
	err = tx.each(func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		out = append(out, id)
		return err
	}, "SELECT id FROM organization ORDER BY id")
	return out, err
}

// AnyOrganization answers whether the database holds one.
func (tx *Tx) AnyOrganization() (found bool, err error) {
	err = tx.each(func(scan func(...any) error) error { return scan(&found) }, "SELECT EXISTS (SELECT 1 FROM organization)")
	return found, err
}

// ActiveMember reads, in one statement, the member that is a person ("personID") or has an id ("memberID"), with their teams;
// leads is whether one of these is the root team, led by them. A deactivated member is missing.
func (tx *Tx) ActiveMember(personID, memberID string) (m okr.Member, leadsRoot bool, err error) {
	err = tx.each(func(scan func(...any) error) error {
		var team, role, parent *string
		if err := scan(append(pointers(members.fields(&m)), &team, &role, &parent)...); err != nil || team == nil {
			return err
		}
		m.Teams = append(m.Teams, okr.Membership{TeamID: *team, Role: okr.TeamRole(*role)})
		if parent != nil && *parent == "" && okr.TeamRole(*role) == okr.TeamLead {
			leadsRoot = true
		}
		return nil
	}, "SELECT "+members.columns("m.")+`, tm.team_id, tm.role, t.parent_id FROM member m
 LEFT JOIN team_member tm ON tm.org_id = m.org_id AND tm.member_id = m.id
 LEFT JOIN team t ON t.org_id = tm.org_id AND t.id = tm.team_id
 WHERE m.org_id = $1 AND (m.person_id = $2 OR m.id = $3) AND m.deactivated_at = 0 ORDER BY tm.team_id`, tx.org, personID, memberID)
	if err == nil && m.ID == "" {
		err = missing("organization")
	}
	return m, leadsRoot, err
}

// A Session is a person who has signed in. Its secret is held by the browser; here is its hash.
type Session struct {
	ID, Hash, PersonID, Agent string
	Created, Seen, Expires    okr.Instant
}

const sessionColumns = "s.id, s.hash, s.person_id, s.agent, s.created_at, s.seen_at, s.expires_at"

func (s *Session) pointers() []any {
	return []any{&s.ID, &s.Hash, &s.PersonID, &s.Agent, &s.Created, &s.Seen, &s.Expires}
}

// NewSession writes a session.
func (tx *Tx) NewSession(s Session) error {
	return tx.insertRows("session (id, hash, person_id, agent, created_at, seen_at, expires_at)", 7, s.pointers())
}

// SessionByHash reads a session that has not expired, with its person.
func (tx *Tx) SessionByHash(hash string, now okr.Instant) (s Session, c Credential, err error) {
	err = tx.each(func(scan func(...any) error) error { return scan(append(s.pointers(), c.pointers()...)...) },
		"SELECT "+sessionColumns+", "+credentialColumns+" FROM session s JOIN person p ON p.id = s.person_id WHERE s.hash = $1 AND s.expires_at > $2", hash, now)
	if err == nil && s.ID == "" {
		err = missing("session")
	}
	return s, c, err
}

// SessionIn reads, in one statement, a session that has not expired with its person, and the organization with a slug. Without one of the two
// the session is missing: SessionByHash tells which.
func (tx *Tx) SessionIn(slug, hash string, now okr.Instant) (s Session, c Credential, o okr.Organization, err error) {
	err = tx.each(func(scan func(...any) error) error {
		return scan(slices.Concat(s.pointers(), c.pointers(), pointers(organizations.fields(&o)))...)
	}, "SELECT "+sessionColumns+", "+credentialColumns+", "+organizations.columns("t.")+` FROM session s
 JOIN person p ON p.id = s.person_id JOIN organization t ON t.slug = $3 WHERE s.hash = $1 AND s.expires_at > $2`, hash, now, slug)
	if err == nil && s.ID == "" {
		err = missing("session")
	}
	return s, c, o, err
}

// Sessions reads a person's sessions that have not expired, the last used first.
func (tx *Tx) Sessions(personID string, now okr.Instant) ([]Session, error) {
	var out []Session
	err := tx.each(func(scan func(...any) error) error {
		var s Session
		err := scan(s.pointers()...)
		out = append(out, s)
		return err
	}, "SELECT "+sessionColumns+" FROM session s WHERE s.person_id = $1 AND s.expires_at > $2 ORDER BY s.seen_at DESC, s.id", personID, now)
	return out, err
}

// TouchSession moves on when a session was last used and when it expires.
func (tx *Tx) TouchSession(id string, seen, expires okr.Instant) error {
	_, err := tx.exec("UPDATE session SET seen_at = $2, expires_at = $3 WHERE id = $1", id, seen, expires)
	return err
}

// EndSession deletes one session of a person, and calls a missing one missing.
func (tx *Tx) EndSession(personID, id string) error {
	n, err := tx.exec("DELETE FROM session WHERE person_id = $1 AND id = $2", personID, id)
	if err == nil && n == 0 {
		err = missing("session")
	}
	return err
}

// EndSessions deletes a person's sessions, all but one if it is named.
func (tx *Tx) EndSessions(personID, butID string) error {
	_, err := tx.exec("DELETE FROM session WHERE person_id = $1 AND id <> $2", personID, butID)
	return err
}

// A Link lets whoever holds its secret set a password once: to accept an invitation, or after forgetting the old one.
type Link struct {
	ID, Hash string
	Kind     LinkKind
	OrgID    string // "" for a reset that was asked for by e-mail
	PersonID string
	Created  okr.Instant
	Expires  okr.Instant
}

// A LinkKind says what a link is for.
type LinkKind string

// The kinds of link.
const (
	InviteLink LinkKind = "invite"
	ResetLink  LinkKind = "reset"
)

const linkColumns = "id, hash, kind, org_id, person_id, created_at, expires_at"

func (l *Link) pointers() []any {
	return []any{&l.ID, &l.Hash, &l.Kind, &l.OrgID, &l.PersonID, &l.Created, &l.Expires}
}

// NewLinks writes links, and removes older ones of the same kind and person.
func (tx *Tx) NewLinks(list ...Link) error {
	var rows []any
	for i := range list {
		if err := tx.RemoveLinks(list[i].PersonID, list[i].Kind); err != nil {
			return err
		}
		rows = append(rows, list[i].pointers()...)
	}
	return tx.insertRows("link ("+linkColumns+")", 7, rows)
}

// LinkByHash reads a link that has not expired.
func (tx *Tx) LinkByHash(hash string, kind LinkKind, now okr.Instant) (l Link, err error) {
	err = tx.each(func(scan func(...any) error) error { return scan(l.pointers()...) },
		"SELECT "+linkColumns+" FROM link WHERE hash = $1 AND kind = $2 AND expires_at > $3", hash, kind, now)
	if err == nil && l.ID == "" {
		err = missing("link")
	}
	return l, err
}

// Links reads the organization's links of a kind that have not expired, by person.
func (tx *Tx) Links(kind LinkKind, now okr.Instant) (map[string]Link, error) {
	out := map[string]Link{}
	err := tx.each(func(scan func(...any) error) error {
		var l Link
		err := scan(l.pointers()...)
		out[l.PersonID] = l
		return err
	}, "SELECT "+linkColumns+" FROM link WHERE org_id = $1 AND kind = $2 AND expires_at > $3", tx.org, kind, now)
	return out, err
}

// RemoveLinks deletes a person's links of a kind.
func (tx *Tx) RemoveLinks(personID string, kind LinkKind) error {
	_, err := tx.exec("DELETE FROM link WHERE person_id = $1 AND kind = $2", personID, kind)
	return err
}

// Attempts reads when the last limit attempts of a subject were, later than since, latest first.
func (tx *Tx) Attempts(subject string, since okr.Instant, limit int) ([]okr.Instant, error) {
	var out []okr.Instant
	err := tx.each(func(scan func(...any) error) error {
		var at okr.Instant
		err := scan(&at)
		out = append(out, at)
		return err
	}, "SELECT at FROM attempt WHERE subject = $1 AND at > $2 ORDER BY at DESC LIMIT $3", subject, since, limit)
	return out, err
}

// NewAttempts writes one attempt under several subjects.
func (tx *Tx) NewAttempts(id string, at okr.Instant, subjects ...string) error {
	var rows []any
	for _, s := range subjects {
		rows = append(rows, s, at, id)
	}
	return tx.insertRows("attempt (subject, at, id)", 3, rows)
}

// ForgetAttempts deletes an attempt that was none, and the others of a subject that has now shown who it is.
func (tx *Tx) ForgetAttempts(id, subject string) error {
	_, err := tx.exec("DELETE FROM attempt WHERE id = $1 OR subject = $2", id, subject)
	return err
}

// Lease takes or renews a lease until an instant, and says whether holder has it now. One holder has it at a time.
func (db *DB) Lease(ctx context.Context, name, holder string, now, until okr.Instant) (held bool, err error) {
	err = db.Update(ctx, "", func(tx *Tx) error {
		n, err := tx.exec(`INSERT INTO lease (name, holder, until) VALUES ($1, $2, $3)
 ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
 WHERE lease.holder = excluded.holder OR lease.until <= $4`, name, holder, until, now)
		held = n == 1
		return err
	})
	return held, err
}

// RenewLease makes a lease last until an instant, and says whether holder still has it: also one that has run out, unless another has taken it since.
func (tx *Tx) RenewLease(name, holder string, until okr.Instant) (held bool, err error) {
	n, err := tx.exec("UPDATE lease SET until = $3 WHERE name = $1 AND holder = $2", name, holder, until)
	return n == 1, err
}

// Tidy deletes what has expired: sessions and links at now, attempts and idempotent answers made before an instant, and what was sent
// before another one.
func (db *DB) Tidy(ctx context.Context, now, before, sent okr.Instant) error {
	return db.Update(ctx, "", func(tx *Tx) error {
		for _, q := range []string{"DELETE FROM session WHERE expires_at <= $1", "DELETE FROM link WHERE expires_at <= $1"} {
			if _, err := tx.exec(q, now); err != nil {
				return err
			}
		}
		for _, q := range []string{"DELETE FROM attempt WHERE at < $1", "DELETE FROM idempotency WHERE created_at < $1"} {
			if _, err := tx.exec(q, before); err != nil {
				return err
			}
		}
		for _, q := range []string{"DELETE FROM outbox WHERE state <> '' AND ended_at < $1", "DELETE FROM notice WHERE told_at > 0 AND created_at < $1"} {
			if _, err := tx.exec(q, sent); err != nil {
				return err
			}
		}
		return nil
	})
}

// Elsewhere is whether a person is a member, active or not, of another organization too.
func (tx *Tx) Elsewhere(personID string) (is bool, err error) {
	err = tx.each(func(scan func(...any) error) error { return scan(&is) },
		"SELECT EXISTS (SELECT 1 FROM member WHERE org_id <> $1 AND person_id = $2)", tx.org, personID)
	return is, err
}

// ForgetAnswers deletes the stored answers to idempotency keys, of all members, that hold one of some texts.
func (tx *Tx) ForgetAnswers(texts ...string) error {
	for _, text := range texts {
		if text == "" {
			continue
		}
		quoted, err := json.Marshal(text)
		if err != nil {
			return err
		}
		like := strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(string(quoted[1 : len(quoted)-1]))
		if _, err := tx.exec(`DELETE FROM idempotency WHERE org_id = $1 AND response LIKE $2 ESCAPE '\'`, tx.org, "%"+like+"%"); err != nil {
			return err
		}
	}
	return nil
}
