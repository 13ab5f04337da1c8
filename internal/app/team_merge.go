package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// TeamHoldings is what a team owns, for whoever is about to merge or remove it: what the actor sees of it.
type TeamHoldings struct {
	Teams      []Ref `json:"teams"`      // directly under it
	Members    []Ref `json:"members"`    // active ones
	Objectives []Ref `json:"objectives"` // not removed, of any cycle
	KPIs       []Ref `json:"kpis"`
	Roadmap    []Ref `json:"roadmap_items"`
}

// TeamHoldings lists what a team owns.
func (a *App) TeamHoldings(ctx context.Context, actor Actor, teamID string) (TeamHoldings, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (TeamHoldings, error) {
		out := TeamHoldings{[]Ref{}, []Ref{}, []Ref{}, []Ref{}, []Ref{}}
		if _, err := tx.Team(teamID); err != nil {
			return out, err
		}
		teams, err := a.teamsOf(tx, actor)
		if err != nil {
			return out, err
		}
		for _, o := range teams.tree.Children(teamID) {
			out.Teams = append(out.Teams, Ref{o.ID, o.Name})
		}
		members, err := findMembers(tx, store.MemberFilter{Team: teamID})
		if err != nil {
			return out, err
		}
		for _, m := range members {
			out.Members = append(out.Members, Ref{m.ID, m.Name})
		}
		objectives, err := tx.Objectives(actor.Scope(), store.ObjectiveFilter{Teams: []string{teamID}})
		if err != nil {
			return out, err
		}
		for _, o := range objectives {
			out.Objectives = append(out.Objectives, Ref{o.ID, o.Title})
		}
		kpis, err := tx.HeldKPIs(store.Holder{TeamID: teamID})
		for _, k := range kpis {
			out.KPIs = append(out.KPIs, Ref{k.ID, k.Name})
		}
		if err != nil {
			return out, err
		}
		roads, err := tx.RoadmapItems(actor.Scope(), store.RoadmapFilter{Teams: []string{teamID}, Shown: true})
		for _, r := range roads {
			out.Roadmap = append(out.Roadmap, Ref{r.ID, r.Title})
		}
		return out, err
	})
}

// A MergeTeamsInput names the team that ends and the team that takes over.
type MergeTeamsInput struct {
	From    string `json:"from"`
	Into    string `json:"into"`
	Version int    `json:"version,omitempty"` // of the team that ends
}

// MergeTeams ends a team: its objectives and contracts, removed ones too, its members, KPIs and the teams under it go over to another. The ended
// team stays readable and says where it went; the log keeps who owned what before. It is for owners and ambassadors.
func (a *App) MergeTeams(ctx context.Context, actor Actor, in MergeTeamsInput) (okr.Team, error) {
	if err := okr.CanAdmin(actor.Viewer); err != nil {
		return okr.Team{}, err
	}
	return a.changeTeam(ctx, actor, "team.merged", in.From, in.Version, in, func(t *act, from *okr.Team, tree okr.Tree) error {
		into := tree.Team(in.Into)
		switch {
		case from.ParentID == "":
			return okr.Fail(okr.Invalid, "from", "The first team stands for the whole organization. Merge others into it instead.")
		case from.Removed != 0:
			return okr.Fail(okr.Invalid, "from", "This team is removed. Restore it first.")
		case into.ID == "" || into.Removed != 0:
			return okr.Fail(okr.Invalid, "into", "There is no such team. Choose one that is not removed.")
		case slices.Contains(tree.Below(from.ID), into.ID):
			return okr.Fail(okr.Invalid, "into", fmt.Sprintf("%s is part of %s. Merge it into %s instead, or move it out first.", into.Name, from.Name, from.Name))
		}
		for _, o := range tree.Children(from.ID) {
			o.ParentID = into.ID
			if err := save(t, "", &o); err != nil {
				return err
			}
		}
		if err := errors.Join(t.moveWork(from.ID, into.ID), t.skipRetrospectives(*from, into)); err != nil {
			return err
		}
		from.MergedID, from.Removed = into.ID, t.Now
		return nil
	})
}

// moveWork gives the objectives, KPIs and members of one team to another.
func (t *act) moveWork(from, into string) error {
	var objectives []okr.Objective
	for _, removed := range []bool{false, true} {
		list, err := t.Objectives(store.Everything, store.ObjectiveFilter{Teams: []string{from}, Removed: removed})
		if err != nil {
			return err
		}
		objectives = append(objectives, list...)
	}
	for _, o := range objectives {
		o.TeamIDs = replaced(o.TeamIDs, from, into)
		if err := save(t, "", &o); err != nil {
			return err
		}
	}
	kpis, err := t.HeldKPIs(store.Holder{TeamID: from, Removed: true})
	if err != nil {
		return err
	}
	for _, k := range kpis {
		k.TeamID = into
		if err := save(t, "", &k); err != nil {
			return err
		}
	}
	if err := errors.Join(t.moveRoadmap(from, into), t.moveTalks(from, into)); err != nil {
		return err
	}
	keys, err := t.MemberKeys(store.MemberFilter{Team: from, Deactivated: true})
	if err != nil {
		return err
	}
	members, _, err := t.MembersByID(keyIDs(keys))
	if err != nil {
		return err
	}
	for _, k := range keys {
		m := members[k.ID]
		was, is := teamRole(m, from), teamRole(m, into)
		if is == okr.TeamLead {
			was = is
		}
		setTeamRole(&m, from, "")
		setTeamRole(&m, into, was)
		if err := save(t, "", &m); err != nil {
			return err
		}
	}
	return nil
}

// skipRetrospectives says of the retrospectives that a team has planned why it does not hold them: those of the team that takes over look at its objectives.
func (t *act) skipRetrospectives(from, into okr.Team) error {
	list, err := t.Retrospectives(store.Everything, store.RetrospectiveFilter{Team: from.ID})
	if err != nil {
		return err
	}
	for _, r := range list {
		if r.Stage() != okr.RetroPlanned {
			continue
		}
		r.Skipped = fmt.Sprintf("%s has become part of %s, which looks back for both.", from.Name, into.Name)
		if err := save(t, "", &r); err != nil {
			return err
		}
	}
	return nil
}

// moveRoadmap gives the roadmap and backlog items of one team to another, removed ones too.
func (t *act) moveRoadmap(from, into string) error {
	for _, removed := range []bool{false, true} {
		list, err := t.RoadmapItems(store.Everything, store.RoadmapFilter{Teams: []string{from}, Removed: removed})
		if err != nil {
			return err
		}
		for _, r := range list {
			r.TeamIDs = replaced(r.TeamIDs, from, into)
			if err := save(t, "", &r); err != nil {
				return err
			}
		}
	}
	list, err := t.BacklogItems(store.BacklogFilter{Teams: []string{from}, Removed: true})
	if err != nil {
		return err
	}
	for _, b := range list {
		b.TeamID = into
		if err := save(t, "", &b); err != nil {
			return err
		}
	}
	return nil
}

// moveTalks gives what is proposed for a team, and what it has asked or is asked for, to another. What the two asked of each other is withdrawn.
func (t *act) moveTalks(from, into string) error {
	proposals, err := t.ProposalsFor(from)
	if err != nil {
		return err
	}
	for _, p := range proposals {
		p.TeamID = into
		if err := save(t, "", &p); err != nil {
			return err
		}
	}
	contracts, err := t.ContractsOf(from)
	if err != nil {
		return err
	}
	for _, c := range contracts {
		for _, side := range []*string{&c.AskerID, &c.TeamID} {
			if *side == from {
				*side = into
			}
		}
		if c.AskerID == c.TeamID && c.Removed == 0 {
			c.Removed = t.Now
		}
		if err := save(t, "", &c); err != nil {
			return err
		}
	}
	return nil
}

// replaced is ids with one id in the place of another, once.
func replaced(ids []string, old, id string) []string {
	var out []string
	for _, x := range ids {
		if x == old {
			x = id
		}
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

func teamRole(m okr.Member, teamID string) okr.TeamRole {
	for _, s := range m.Teams {
		if s.TeamID == teamID {
			return s.Role
		}
	}
	return ""
}

// RemoveTeam takes a team away that has none under it. Its objectives stay, under its name; TeamHoldings lists them before. It is for
// the leadership.
func (a *App) RemoveTeam(ctx context.Context, actor Actor, in ThingInput) (okr.Team, error) {
	if err := okr.CanAdmin(actor.Viewer); err != nil {
		return okr.Team{}, err
	}
	return a.changeTeam(ctx, actor, "team.removed", in.ID, in.Version, in, func(t *act, team *okr.Team, tree okr.Tree) error {
		if team.ParentID == "" {
			return okr.Fail(okr.Invalid, "", "The first team stands for the whole organization and stays.")
		}
		if below := tree.Children(team.ID); len(below) > 0 {
			return okr.Fail(okr.Invalid, "", fmt.Sprintf("%s is part of this team. Move or remove it first.", below[0].Name))
		}
		team.Removed = t.Now
		return nil
	})
}

// RestoreTeam brings a removed team back. One that was merged comes back without what it gave away. It is for owners and ambassadors.
func (a *App) RestoreTeam(ctx context.Context, actor Actor, in ThingInput) (okr.Team, error) {
	if err := okr.CanAdmin(actor.Viewer); err != nil {
		return okr.Team{}, err
	}
	return a.changeTeam(ctx, actor, "team.restored", in.ID, in.Version, in, func(_ *act, team *okr.Team, tree okr.Tree) error {
		if parent := tree.Team(team.ParentID); parent.Removed != 0 {
			return okr.Fail(okr.Invalid, "", fmt.Sprintf("It was part of %s, which is removed too. Restore that first.", parent.Name))
		}
		team.Removed, team.MergedID = 0, ""
		return nil
	})
}
