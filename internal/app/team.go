package app

import (
	"context"
	"slices"

	"golang.org/x/text/unicode/norm"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/roster"
)

// An AddTeamInput is a new team.
type AddTeamInput struct {
	ParentID string     `json:"parent_id,omitempty"` // the root unless given
	Name     string     `json:"name"`
	Rhythm   okr.Rhythm `json:"rhythm,omitempty"`
	Weekday  int        `json:"weekday,omitempty"`
	TimeZone string     `json:"time_zone,omitempty"`
}

// AddTeam adds a team under another. It is for owners and ambassadors, like every change to the tree.
func (a *App) AddTeam(ctx context.Context, actor Actor, in AddTeamInput) (okr.Team, error) {
	if err := okr.CanAdmin(actor.Viewer); err != nil {
		return okr.Team{}, err
	}
	return do(ctx, a, actor, "team.added", in, func(t *act) (okr.Team, error) {
		every, parent, err := t.parentTeam(in.ParentID)
		if err != nil {
			return okr.Team{}, err
		}
		team := okr.Team{ParentID: parent.ID, Name: line(in.Name), Rhythm: in.Rhythm, Weekday: in.Weekday, TimeZone: in.TimeZone}
		if err := team.Check(); err != nil {
			return team, err
		}
		taken := map[string]bool{}
		for _, o := range every {
			taken[o.Slug] = true
			if o.ParentID == parent.ID && o.Removed == 0 {
				team.Position = max(team.Position, o.Position+1)
				if okr.NameKey(o.Name) == okr.NameKey(team.Name) {
					return team, okr.Fail(okr.Conflict, "name", "There is a team with this name here already. Choose another.")
				}
			}
		}
		team.ID, team.Slug, team.Version, team.Created = t.newID(), freeSlug(team.Name, taken), 1, t.Now
		return team, add(t, "", team)
	})
}

// parentTeam reads every team, and the one that new teams go under: the root if id is "". A removed one is not found.
func (t *act) parentTeam(id string) (every []okr.Team, parent okr.Team, err error) {
	if every, err = t.Teams(true); err != nil {
		return nil, parent, err
	}
	i := slices.IndexFunc(every, func(o okr.Team) bool {
		return o.Removed == 0 && (o.ID == id || id == "" && o.ParentID == "")
	})
	if i < 0 {
		return nil, parent, okr.Fail(okr.NotFound, "parent_id", "There is no such team. Choose one that is not removed.")
	}
	return every, every[i], nil
}

// An AddTeamsInput is pasted text, as roster.ReadTeams takes it.
type AddTeamsInput struct {
	ParentID string `json:"parent_id,omitempty"` // the root unless given
	Text     string `json:"text"`
}

// AddTeams adds a tree of teams under another. A team that stands there already is used, not doubled, so that the same text can be
// pasted again with more lines. It returns the new ones.
func (a *App) AddTeams(ctx context.Context, actor Actor, in AddTeamsInput) ([]okr.Team, error) {
	if err := okr.CanAdmin(actor.Viewer); err != nil {
		return nil, err
	}
	lines, err := roster.ReadTeams(norm.NFC.String(in.Text))
	if err != nil {
		return nil, err
	}
	return do(ctx, a, actor, "team.added", in, func(t *act) ([]okr.Team, error) {
		every, parent, err := t.parentTeam(in.ParentID)
		if err != nil {
			return nil, err
		}
		return t.addLines(lines, parent.ID, every)
	})
}

// addLines adds the teams of an outline under a team; every is all teams that there are.
func (t *act) addLines(lines []roster.TeamLine, top string, every []okr.Team) ([]okr.Team, error) {
	below := okr.NewTree(every).Below(top)
	taken, next := map[string]bool{}, map[string]int{}
	here, byName := map[string]string{}, map[string]string{} // ids by parent and name, and by name within top
	for _, o := range every {
		taken[o.Slug] = true
		if o.Removed == 0 {
			next[o.ParentID] = max(next[o.ParentID], o.Position+1)
			here[o.ParentID+"\n"+okr.NameKey(o.Name)] = o.ID
			if slices.Contains(below, o.ID) {
				byName[okr.NameKey(o.Name)] = o.ID
			}
		}
	}
	ids := make([]string, len(lines))
	var added []okr.Team
	for i, l := range lines {
		parent := top
		if l.Parent >= 0 {
			parent = ids[l.Parent]
		} else if l.Under != "" {
			if parent = byName[okr.NameKey(l.Under)]; parent == "" {
				return nil, l.Fault("there is no team " + l.Under + " for " + l.Name + " to be under; add a line for it")
			}
		}
		key := parent + "\n" + okr.NameKey(l.Name)
		if ids[i] = here[key]; ids[i] != "" {
			continue
		}
		team := okr.Team{ID: t.newID(), ParentID: parent, Name: l.Name, Slug: freeSlug(l.Name, taken), Position: next[parent], Version: 1, Created: t.Now}
		next[parent]++
		ids[i], here[key] = team.ID, team.ID
		added = append(added, team)
	}
	return added, addAll(t, "", added)
}

// An EditTeamInput changes what is not nil. A new parent moves the team with all that is under it.
type EditTeamInput struct {
	ID       string      `json:"id"`
	Version  int         `json:"version,omitempty"`
	Name     *string     `json:"name,omitempty"`
	ParentID *string     `json:"parent_id,omitempty"`
	Rhythm   *okr.Rhythm `json:"rhythm,omitempty"`
	Weekday  *int        `json:"weekday,omitempty"`
	TimeZone *string     `json:"time_zone,omitempty"`
	Position *int        `json:"position,omitempty"`

	MeetingDay  *int    `json:"meeting_day,omitempty"`  // 0 is no weekly meeting
	MeetingTime *string `json:"meeting_time,omitempty"` // "09:30"
}

// EditTeam changes a team. It is for its leads, owners and ambassadors; moving it is not for its leads.
func (a *App) EditTeam(ctx context.Context, actor Actor, in EditTeamInput) (okr.Team, error) {
	if err := okr.CanEditTeam(actor.Viewer, in.ID); err != nil {
		return okr.Team{}, err
	}
	return a.changeTeam(ctx, actor, "team.edited", in.ID, in.Version, in, func(t *act, team *okr.Team, tree okr.Tree) error {
		setLine(&team.Name, in.Name)
		set(&team.Rhythm, in.Rhythm)
		set(&team.Weekday, in.Weekday)
		set(&team.TimeZone, in.TimeZone)
		set(&team.Position, in.Position)
		set(&team.MeetingDay, in.MeetingDay)
		set(&team.MeetingTime, in.MeetingTime)
		if in.ParentID != nil && *in.ParentID != team.ParentID {
			if err := okr.Join(okr.CanAdmin(actor.Viewer), tree.CanMove(team.ID, *in.ParentID), mustStand(tree, *in.ParentID)); err != nil {
				return err
			}
			team.ParentID = *in.ParentID
			for _, o := range tree.Children(team.ParentID) {
				team.Position = max(team.Position, o.Position+1)
			}
		}
		if before := tree.Team(team.ID); team.ParentID != before.ParentID || okr.NameKey(team.Name) != okr.NameKey(before.Name) {
			if slices.ContainsFunc(tree.Children(team.ParentID), func(o okr.Team) bool { return o.ID != team.ID && okr.NameKey(o.Name) == okr.NameKey(team.Name) }) {
				return okr.Fail(okr.Conflict, "name", "There is a team with this name here already. Choose another.")
			}
		}
		return team.Check()
	})
}

// mustStand refuses a removed team as a parent.
func mustStand(tree okr.Tree, id string) error {
	if tree.Team(id).Removed != 0 {
		return okr.Fail(okr.Invalid, "parent_id", "This team is removed. Restore it first, or choose another.")
	}
	return nil
}

// changeTeam reads a team and the tree that it is in, lets change work on it, and saves it.
func (a *App) changeTeam(ctx context.Context, actor Actor, kind okr.EventKind, id string, version int, in any, change func(*act, *okr.Team, okr.Tree) error) (okr.Team, error) {
	return do(ctx, a, actor, kind, in, func(t *act) (okr.Team, error) {
		every, err := t.Teams(true)
		if err != nil {
			return okr.Team{}, err
		}
		tree := okr.NewTree(every)
		team := tree.Team(id)
		if team.ID == "" {
			return team, okr.Fail(okr.NotFound, "", "There is no such team.")
		}
		if err := stale(version, team.Version, team); err != nil {
			return team, err
		}
		if err := change(t, &team, tree); err != nil {
			return team, err
		}
		return team, save(t, "", &team)
	})
}

// A SetMembershipInput puts a member into a team, changes their role there, or with the role "" takes them out.
type SetMembershipInput struct {
	TeamID   string       `json:"team_id"`
	MemberID string       `json:"member_id"`
	Role     okr.TeamRole `json:"role,omitempty"`
}

// SetMembership changes who is in a team. It is for its leads, owners and ambassadors.
func (a *App) SetMembership(ctx context.Context, actor Actor, in SetMembershipInput) (okr.Member, error) {
	if in.Role != "" && in.Role != okr.TeamLead && in.Role != okr.TeamMember {
		return okr.Member{}, okr.Fail(okr.Invalid, "role", "Choose lead or member.")
	}
	if err := okr.CanEditTeam(actor.Viewer, in.TeamID); err != nil {
		return okr.Member{}, err
	}
	return do(ctx, a, actor, "team.membership", in, func(t *act) (okr.Member, error) {
		if team, err := t.Team(in.TeamID); err != nil {
			return okr.Member{}, err
		} else if team.Removed != 0 {
			return okr.Member{}, okr.Fail(okr.Invalid, "team_id", "This team is removed. Restore it first.")
		}
		m, err := t.Member(in.MemberID)
		if err != nil {
			return m, err
		}
		setTeamRole(&m, in.TeamID, in.Role)
		return m, save(t, "", &m)
	})
}

// setTeamRole gives a member a role in a team; "" takes them out.
func setTeamRole(m *okr.Member, teamID string, role okr.TeamRole) {
	m.Teams = slices.DeleteFunc(slices.Clone(m.Teams), func(s okr.Membership) bool { return s.TeamID == teamID })
	if role != "" {
		m.Teams = append(m.Teams, okr.Membership{TeamID: teamID, Role: role})
	}
}
