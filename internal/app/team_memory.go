package app

import (
	"sync"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// teamMemory remembers the teams of the organizations that were looked at last, because every page needs them and they change rarely. What is remembered holds for as long
// as Organization.TeamsAs, which is read with whoever asks, is the same: so it is right at once, in every program beside this one too.
type teamMemory struct {
	mu sync.Mutex
	of map[string]rememberedTeams // by organization
}

type rememberedTeams struct {
	as    string
	tree  okr.Tree
	order []okr.Placed // not to be changed
}

// standing is a team that is not removed.
func (r rememberedTeams) standing(id string) (okr.Team, error) {
	t := r.tree.Team(id)
	if t.ID == "" || t.Removed != 0 {
		return okr.Team{}, okr.Fail(okr.NotFound, "", "There is no such team.")
	}
	return t, nil
}

// below is a store's filter for a team and those in it: nil is all, and so is the company.
func (r rememberedTeams) below(teamID string) []string {
	if teamID == "" || teamID == r.tree.Root().ID {
		return nil
	}
	return []string{teamID}
}

// remembersOrganizations is of how many organizations teams are remembered; a thousand teams take half a megabyte.
const remembersOrganizations = 20

// teamsFor returns the reads that a page needs for its teams, none where they are remembered, and what gives the teams once those are done.
func (a *App) teamsFor(tx *store.Tx, actor Actor) (reads []store.Read, teams func() rememberedTeams) {
	m, org := a.teams, actor.Org.ID
	m.mu.Lock()
	have, ok := m.of[org]
	m.mu.Unlock()
	if ok && have.as == actor.Org.TeamsAs {
		return nil, func() rememberedTeams { return have }
	}
	var list []okr.Team
	as := new(string)
	return []store.Read{tx.TeamsInto(&list, true), tx.TeamsAsInto(as)}, func() rememberedTeams {
		tree := okr.NewTree(list)
		read := rememberedTeams{*as, tree, tree.Order()}
		m.mu.Lock()
		defer m.mu.Unlock()
		if len(m.of) >= remembersOrganizations {
			clear(m.of)
		}
		m.of[org] = read
		return read
	}
}

// teamsOf are the teams, in one statement or none.
func (a *App) teamsOf(tx *store.Tx, actor Actor) (rememberedTeams, error) {
	reads, teams := a.teamsFor(tx, actor)
	if err := tx.Read(reads...); err != nil {
		return rememberedTeams{}, err
	}
	return teams(), nil
}

func (m *teamMemory) forget(orgID string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.of, orgID)
}
