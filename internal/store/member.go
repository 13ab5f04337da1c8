package store

import "github.com/headwater-okr/headwater/internal/okr"

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

// A Choice is something that a form lets one choose.
type Choice struct {
	ID     string
	Number int // of the objective, for a key result
	Text   string
}

// MemberChoicesInto reads the active members with their names.
func (tx *Tx) MemberChoicesInto(list *[]Choice) Read {
	return readInto(list, "m.id, 0, p.name", (*Choice).pointers, "FROM member m JOIN person p ON p.id = m.person_id WHERE m.org_id = $1 AND m.deactivated_at = 0", "m.id", tx.org)
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
