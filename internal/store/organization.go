package store

import (
	"crypto/rand"

	"github.com/headwater-okr/headwater/internal/okr"
)

// NewOrganization writes the organization that the transaction is in.
func (tx *Tx) NewOrganization(o okr.Organization) error {
	_, err := tx.exec("INSERT INTO organization (id, slug, name, settings, version, created_at, teams_as) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		o.ID, o.Slug, o.Name, asJSON{&o.Set}, o.Version, o.Created, rand.Text())
	if tx.dialect.taken(err) {
		return okr.Fail(okr.Conflict, "slug", "Another organization here has this address. Choose another.")
	}
	return err
}

// Organization reads the organization that the transaction is in.
func (tx *Tx) Organization() (okr.Organization, error) {
	return organizations.one(tx, "WHERE t.id = $1", tx.org)
}

// OrganizationBySlug finds an organization by the first part of its URLs, from outside any.
func (tx *Tx) OrganizationBySlug(slug string) (okr.Organization, error) {
	return organizations.one(tx, "WHERE t.slug = $1", slug)
}

func (tx *Tx) updateOrganization(o *okr.Organization) error {
	_, err := tx.exec("UPDATE organization SET slug = $2, name = $3, settings = $4, version = $5 WHERE id = $1",
		o.ID, o.Slug, o.Name, asJSON{&o.Set}, o.Version)
	if tx.dialect.taken(err) {
		return okr.Fail(okr.Conflict, "slug", "Another organization here has this address. Choose another.")
	}
	return err
}

// teamsChanged is called with every change to a team.
func (tx *Tx) teamsChanged() error {
	_, err := tx.exec("UPDATE organization SET teams_as = $2 WHERE id = $1", tx.org, rand.Text())
	return err
}

// TeamsAsInto reads what Organization.TeamsAs is now, to be read with the teams.
func (tx *Tx) TeamsAsInto(as *string) Read {
	return Read{"t.teams_as", []any{as}, "FROM organization t WHERE t.id = $1", "", []any{tx.org}, func(*Tx) {}}
}

// Teams reads every team, in (position, id) order; removed ones only if asked for.
func (tx *Tx) Teams(removed bool) (list []okr.Team, err error) {
	err = tx.Read(tx.TeamsInto(&list, removed))
	return list, err
}

// TeamsInto is Teams, to be read with others.
func (tx *Tx) TeamsInto(list *[]okr.Team, removed bool) Read {
	tail := "WHERE t.org_id = $1"
	if !removed {
		tail += " AND t.removed_at = 0"
	}
	return teams.into(list, tail, "t.position, t.id", tx.org)
}

// Team reads one team, a removed one too.
func (tx *Tx) Team(id string) (okr.Team, error) {
	return teams.one(tx, "WHERE t.org_id = $1 AND t.id = $2", tx.org, id)
}

// A Staffed is a team with how many active members it has, or with one of those who lead it.
type Staffed struct {
	TeamID   string
	Members  int
	MemberID string // that leads it
	Name     string
}

// StaffedInto reads how many active members some teams have, and who leads them, each in a row of its own. With nil it is all teams.
func (tx *Tx) StaffedInto(list *[]Staffed, teamIDs []string) Read {
	w := &where{args: []any{tx.org}}
	if teamIDs != nil {
		in(w, "x.team_id IN ?", teamIDs)
	}
	const from = " FROM team_member x JOIN member m ON m.org_id = x.org_id AND m.id = x.member_id"
	const active = " WHERE x.org_id = $1 AND m.deactivated_at = 0"
	return readInto(list, "s.team_id, s.members, s.member_id, s.name", func(s *Staffed) []any {
		return []any{&s.TeamID, &s.Members, &s.MemberID, &s.Name}
	}, "FROM (SELECT x.team_id AS team_id, COUNT(*) AS members, '' AS member_id, '' AS name"+from+active+w.sql.String()+" GROUP BY x.team_id UNION ALL SELECT x.team_id, 0, m.id, p.name"+from+
		" JOIN person p ON p.id = m.person_id"+active+" AND x.role = 'lead'"+w.sql.String()+") s", "", w.args...)
}

// TeamsThere answers which of the ids are teams that are not removed.
func (tx *Tx) TeamsThere(ids []string) (map[string]bool, error) {
	out := map[string]bool{}
	err := tx.eachOf(ids, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		out[id] = true
		return err
	}, "SELECT id FROM team WHERE org_id = $1 AND removed_at = 0 AND id IN ?")
	return out, err
}

// Cycles reads every cycle that is not removed, latest first.
func (tx *Tx) Cycles() (list []okr.Cycle, err error) {
	err = tx.Read(tx.CyclesInto(&list))
	return list, err
}

// CyclesInto is Cycles, to be read with others.
func (tx *Tx) CyclesInto(list *[]okr.Cycle) Read {
	return cycles.into(list, "WHERE t.org_id = $1 AND t.removed_at = 0", "t.start_date DESC, t.end_date, t.id", tx.org)
}

// AllCycles reads every cycle, the removed ones too, latest first.
func (tx *Tx) AllCycles() (list []okr.Cycle, err error) {
	err = tx.Read(tx.AllCyclesInto(&list))
	return list, err
}

// AllCyclesInto is AllCycles, to be read with others.
func (tx *Tx) AllCyclesInto(list *[]okr.Cycle) Read {
	return cycles.into(list, "WHERE t.org_id = $1", "t.start_date DESC, t.end_date, t.id", tx.org)
}

// Cycle reads one cycle, a removed one too.
func (tx *Tx) Cycle(id string) (okr.Cycle, error) {
	return cycles.one(tx, "WHERE t.org_id = $1 AND t.id = $2", tx.org, id)
}

// Vision reads the vision; an organization may have none yet, which is the zero Vision.
func (tx *Tx) Vision() (okr.Vision, error) {
	var list []okr.Vision
	err := tx.Read(tx.VisionInto(&list))
	if err != nil || len(list) == 0 {
		return okr.Vision{}, err
	}
	return list[0], nil
}

// VisionInto is Vision, to be read with others: a list of one or none.
func (tx *Tx) VisionInto(list *[]okr.Vision) Read {
	return visions.into(list, "WHERE t.org_id = $1", "", tx.org)
}

// Pillars reads the pillars that are not removed, in order.
func (tx *Tx) Pillars() (list []okr.Pillar, err error) {
	err = tx.Read(tx.PillarsInto(&list))
	return list, err
}

// PillarsInto is Pillars, to be read with others.
func (tx *Tx) PillarsInto(list *[]okr.Pillar) Read {
	return pillars.into(list, "WHERE t.org_id = $1 AND t.removed_at = 0", "t.position, t.id", tx.org)
}

// AllPillars reads every pillar, the removed ones too, in order.
func (tx *Tx) AllPillars() ([]okr.Pillar, error) {
	return pillars.list(tx, "WHERE t.org_id = $1 ORDER BY t.position, t.id", tx.org)
}

// Pillar reads one pillar, a removed one too.
func (tx *Tx) Pillar(id string) (okr.Pillar, error) {
	return pillars.one(tx, "WHERE t.org_id = $1 AND t.id = $2", tx.org, id)
}
