package store

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/headwater-okr/headwater/internal/okr"
)

// Member reads one member with their teams, a deactivated one too.
func (tx *Tx) Member(id string) (okr.Member, error) {
	m, err := members.one(tx, "WHERE t.org_id = $1 AND t.id = $2", tx.org, id)
	if err != nil {
		return m, err
	}
	list := []okr.Member{m}
	err = tx.loadMemberTeams(list)
	return list[0], err
}

// MemberOf finds a person's membership in the organization, a deactivated one too.
func (tx *Tx) MemberOf(personID string) (okr.Member, error) {
	m, err := members.one(tx, "WHERE t.org_id = $1 AND t.person_id = $2", tx.org, personID)
	if err != nil {
		return m, err
	}
	list := []okr.Member{m}
	err = tx.loadMemberTeams(list)
	return list[0], err
}

// Members reads every member with their teams, in id order; deactivated ones only if asked for.
func (tx *Tx) Members(deactivated bool) ([]okr.Member, error) {
	tail := "WHERE t.org_id = $1"
	if !deactivated {
		tail += " AND t.deactivated_at = 0"
	}
	list, err := members.list(tx, tail+" ORDER BY t.id", tx.org)
	if err != nil {
		return nil, err
	}
	return list, tx.loadMemberTeams(list)
}

// A MemberFilter says which members to find. Zero fields do not filter; deactivated ones are left out unless asked for.
type MemberFilter struct {
	IDs         []string
	Emails      []string // whose e-mail is one of these
	Text        string   // in the name or the e-mail; in other letters than ASCII the case counts, so that it is left to the caller
	Team        string
	Role        okr.OrgRole
	Invited     bool // only those who have not accepted yet
	Deactivated bool
}

// invited is whether the person aliased p has not set a password yet. Services are not among them.
const invited = "(p.login = p.id AND p.email <> '')"

func (f MemberFilter) where(tx *Tx) *where {
	w := &where{args: []any{tx.org}}
	w.sql.WriteString("WHERE m.org_id = $1")
	if !f.Deactivated {
		w.sql.WriteString(" AND m.deactivated_at = 0")
	}
	if f.IDs != nil {
		in(w, "m.id IN ?", f.IDs)
	}
	if f.Emails != nil {
		in(w, "p.email IN ?", f.Emails)
	}
	if f.Role != "" {
		w.and("m.role = ?", f.Role)
	}
	if f.Invited {
		w.sql.WriteString(" AND " + invited)
	}
	if f.Team != "" {
		w.and("m.id IN (SELECT ft.member_id FROM team_member ft WHERE ft.org_id = $1 AND ft.team_id = ?)", f.Team)
	}
	if f.Text != "" && isASCII(f.Text) { // the engines do not agree about the case of other letters
		like := "%" + strings.NewReplacer(`!`, `!!`, `%`, `!%`, `_`, `!_`).Replace(strings.ToLower(f.Text)) + "%"
		w.and("(LOWER(p.name) LIKE ? ESCAPE '!' OR LOWER(p.email) LIKE ? ESCAPE '!' OR m.id = ?)", like, like, f.Text)
	}
	return w
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

// A MemberKey is a member as they are found: by name or e-mail.
type MemberKey struct {
	ID, Name, Email  string
	Service, Invited bool
}

// MemberKeys finds members in id order, in one statement. They are put in the order of their names by the caller: the engines do not agree about letters.
func (tx *Tx) MemberKeys(f MemberFilter) ([]MemberKey, error) {
	var out []MemberKey
	w := f.where(tx)
	err := tx.each(func(scan func(...any) error) error {
		var k MemberKey
		err := scan(&k.ID, &k.Name, &k.Email, &k.Service, &k.Invited)
		out = append(out, k)
		return err
	}, "SELECT m.id, p.name, p.email, m.service, "+invited+" FROM member m JOIN person p ON p.id = m.person_id "+w.sql.String()+" ORDER BY m.id", w.args...)
	return out, err
}

// CountMembers counts the members that a filter finds, its text left aside.
func (tx *Tx) CountMembers(f MemberFilter) (n int, err error) {
	f.Text = ""
	w := f.where(tx)
	err = tx.each(func(scan func(...any) error) error { return scan(&n) }, "SELECT COUNT(*) FROM member m "+w.sql.String(), w.args...)
	return n, err
}

// MembersByID reads the members with these ids, deactivated ones too, with their teams and the persons that they are, by id: three statements for each thousand.
func (tx *Tx) MembersByID(ids []string) (map[string]okr.Member, map[string]Credential, error) {
	found, persons := make(map[string]okr.Member, len(ids)), make(map[string]Credential, len(ids))
	for ids := range chunks(ids) {
		w := &where{args: []any{tx.org}}
		in(w, "t.id IN ?", ids)
		list, err := members.list(tx, "WHERE t.org_id = $1"+w.sql.String(), w.args...)
		if err != nil {
			return nil, nil, err
		}
		if err := tx.loadMemberTeams(list); err != nil {
			return nil, nil, err
		}
		for _, m := range list {
			found[m.ID] = m
		}
		w = &where{args: []any{tx.org}}
		in(w, "m.id IN ?", ids)
		err = tx.each(func(scan func(...any) error) error {
			var c Credential
			err := scan(c.pointers()...)
			persons[c.ID] = c
			return err
		}, "SELECT "+credentialColumns+" FROM member m JOIN person p ON p.id = m.person_id WHERE m.org_id = $1"+w.sql.String(), w.args...)
		if err != nil {
			return nil, nil, err
		}
	}
	return found, persons, nil
}

// A Choice is something that a form lets one choose.
type Choice struct {
	ID     string
	Number int // of the objective, for a key result
	Text   string
}

// MaxChoices is among how many members or teams a form lets one choose by a list: among more, one writes who is meant.
const MaxChoices = 300

// MemberChoicesInto reads the active members with their names: one more than MaxChoices where there are more.
func (tx *Tx) MemberChoicesInto(list *[]Choice) Read {
	return readInto(list, "m.id, 0, p.name", (*Choice).pointers, "FROM member m JOIN person p ON p.id = m.person_id WHERE m.org_id = $1 AND m.deactivated_at = 0", "m.id LIMIT $2", tx.org, MaxChoices+1)
}

// maxSources is how many key results a form offers: more are no choice any more.
const maxSources = 600

// SourceChoicesInto reads the key results of a cycle that are numbers, in the order of their objectives.
func (tx *Tx) SourceChoicesInto(list *[]Choice, s Scope, cycleID string) Read {
	return readInto(list, "k.id, o.number, k.title", (*Choice).pointers, `FROM objective o JOIN key_result k ON k.org_id = o.org_id AND k.objective_id = o.id
 WHERE o.org_id = $1 AND o.cycle_id = $3 AND o.removed_at = 0 AND k.removed_at = 0 AND k.kind = 'number' AND`+visible, "o.position, o.id, k.position, k.id LIMIT $4",
		tx.org, s.arg(), cycleID, maxSources)
}

func (c *Choice) pointers() []any { return []any{&c.ID, &c.Number, &c.Text} }

func (tx *Tx) loadMemberTeams(list []okr.Member) error {
	at := make(map[string]*okr.Member, len(list))
	for i := range list {
		at[list[i].ID] = &list[i]
	}
	query, args := "SELECT member_id, team_id, role FROM team_member WHERE org_id = $1", []any{tx.org}
	if len(list) == 1 {
		query, args = query+" AND member_id = $2", append(args, list[0].ID)
	} else if len(list) <= MaxChoices {
		w := &where{args: args}
		in(w, "member_id IN ?", slices.Collect(maps.Keys(at)))
		query, args = query+w.sql.String(), w.args
	}
	return tx.each(func(scan func(...any) error) error {
		var id string
		var m okr.Membership
		if err := scan(&id, &m.TeamID, &m.Role); err != nil {
			return err
		}
		if to := at[id]; to != nil {
			to.Teams = append(to.Teams, m)
		}
		return nil
	}, query+" ORDER BY member_id, team_id", args...)
}

func (tx *Tx) setMemberTeams(m *okr.Member) error {
	if _, err := tx.exec("DELETE FROM team_member WHERE org_id = $1 AND member_id = $2", tx.org, m.ID); err != nil {
		return err
	}
	var rows []any
	for _, t := range m.Teams {
		rows = append(rows, tx.org, t.TeamID, m.ID, t.Role)
	}
	return tx.insertRows("team_member (org_id, team_id, member_id, role)", 4, rows)
}

// People reads the persons of the organization's members, by person id: deactivated members' too.
func (tx *Tx) People() (map[string]okr.Person, error) {
	out := map[string]okr.Person{}
	err := tx.each(func(scan func(...any) error) error {
		var p okr.Person
		err := scan(&p.ID, &p.Email, &p.Name, &p.Version, &p.Created)
		out[p.ID] = p
		return err
	}, `SELECT p.id, p.email, p.name, p.version, p.created_at FROM member m JOIN person p ON p.id = m.person_id WHERE m.org_id = $1`, tx.org)
	return out, err
}

// ActiveMembers answers which of the ids are members that are not deactivated.
func (tx *Tx) ActiveMembers(ids []string) (map[string]bool, error) {
	out := map[string]bool{}
	w := &where{args: []any{tx.org}}
	in(w, "id IN ?", ids)
	err := tx.each(func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		out[id] = true
		return err
	}, "SELECT id FROM member WHERE org_id = $1 AND deactivated_at = 0"+w.sql.String(), w.args...)
	return out, err
}
