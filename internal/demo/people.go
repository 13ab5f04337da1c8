package demo

import (
	"fmt"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
)

// email is a person's address: the first name.
func email(name string) string {
	first, _, _ := strings.Cut(strings.ToLower(name), " ")
	return okr.Slug(first) + "@pannier.example"
}

// people founds the organization, and lets everybody in.
func (s *seeder) people() error {
	s.at(s.cycleStart(3).Add(-21), checkHour)
	var tree strings.Builder
	for _, t := range s.c.Teams {
		tree.WriteString(t.Name + "\n")
	}
	first := s.c.Leads[0]
	span := okr.NewSpan(quarterName(s.cycleStart(3)), s.cycleStart(3), s.cycleStart(2).Add(-1))
	f, err := s.app.SetUp(s.ctx, app.SetUpInput{Organization: "Pannier", Slug: Slug, TimeZone: "Europe/Brussels", Name: first, Email: email(first), Password: Password, Teams: tree.String(),
		Cycle: app.CycleInput{Name: span.Name, Start: span.Start, End: span.End}})
	if err != nil {
		return fmt.Errorf("found the example: %w", err)
	}
	if s.owner, err = s.app.ActorOf(s.ctx, f.Session.Secret, Slug); err != nil {
		return err
	}
	s.owner.Via = "page"
	s.actors[first], s.member[first] = s.owner, s.owner.Viewer.MemberID
	if err := s.teams(); err != nil {
		return err
	}
	for _, t := range s.c.Teams {
		for i, name := range t.People {
			if err := s.join(name, t.Name, i == 0); err != nil {
				return err
			}
		}
	}
	if err := s.join(s.c.Leads[1], "Company", true); err != nil {
		return err
	}
	if err := s.join(s.c.Viewer, "", false); err != nil {
		return err
	}
	return s.roles()
}

// teams finds the teams that were founded, and gives some of them their rhythm and the hour of their Monday.
func (s *seeder) teams() error {
	list, err := s.app.Teams(s.ctx, s.owner)
	if err != nil {
		return err
	}
	for _, t := range list {
		s.team[t.Name] = t.ID
		if t.ParentID == "" {
			s.team["Company"] = t.ID
		}
	}
	for _, t := range s.c.Teams {
		if t.Rhythm == "" && t.Meets == "" {
			continue
		}
		monday := 1
		if _, err := s.app.EditTeam(s.ctx, s.owner, app.EditTeamInput{ID: s.team[t.Name], Rhythm: &t.Rhythm, MeetingDay: &monday, MeetingTime: &t.Meets}); err != nil {
			return err
		}
	}
	return nil
}

// join invites a person and accepts for them.
func (s *seeder) join(name, team string, leads bool) error {
	if s.member[name] != "" {
		return nil
	}
	s.now = s.now.Add(3 * time.Minute)
	in := app.InviteInput{Emails: []string{email(name)}}
	if name == s.c.Viewer {
		in.Role = okr.OrgViewer
	}
	if team != "" {
		role := okr.TeamMember
		if leads {
			role = okr.TeamLead
		}
		in.Teams = []okr.Membership{{TeamID: s.team[team], Role: role}}
	}
	list, err := s.app.Invite(s.ctx, s.owner, in)
	if err != nil {
		return fmt.Errorf("invite %s: %w", name, err)
	}
	j, err := s.app.Accept(s.ctx, app.AcceptInput{Secret: list[0].Secret, Name: name, Password: Password, Remote: email(name)})
	if err != nil {
		return fmt.Errorf("%s accepts: %w", name, err)
	}
	a, err := s.app.ActorOf(s.ctx, j.Session.Secret, Slug)
	if err != nil {
		return err
	}
	a.Via = "page"
	s.actors[name], s.member[name] = a, a.Viewer.MemberID
	return s.app.SignOut(s.ctx, j.Session.Secret)
}

// roles names the ambassador, and whom to ask.
func (s *seeder) roles() error {
	role := okr.OrgAmbassador
	id := s.member[s.c.Ambassador]
	if _, err := s.app.EditMember(s.ctx, s.owner, app.EditMemberInput{ID: id, Role: &role}); err != nil {
		return err
	}
	_, err := s.app.EditOrganization(s.ctx, s.owner, app.EditOrganizationInput{Contact: &id,
		Ambition: &okr.Ambition{Phase: okr.PhaseModerate, TeamIDs: []string{s.team["Company"], s.team["Riding"], s.team["Bikes"]}}})
	if err != nil {
		return err
	}
	return s.holidays()
}
