package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// teams is the tree of teams; of a large one, the part that is opened or what is found by name.
func teams(r *request) error { return showTeams(r, http.StatusOK, nil) }

func showTeams(r *request, status int, f *form) error {
	v, err := r.around("Teams", "people")
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	q := r.teamQuery()
	page, err := r.s.App.FindTeams(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	return r.show(status, v, teamsBody(r, v, page, q, f))
}

// teamQuery says which teams to show, as the URL has it, and not what was posted.
func (r *request) teamQuery() app.TeamQuery {
	get := r.URL.Query().Get
	return app.TeamQuery{Text: get("q"), TeamID: get("team"), Cursor: get("after")}
}

// openTeam is where a page shows another part of the tree.
func (r *request) openTeam(path, id string) string {
	q := url.Values{"team": {id}}
	if cycle := r.URL.Query().Get("cycle"); cycle != "" {
		q.Set("cycle", cycle)
	}
	return r.at(path) + "?" + q.Encode()
}

func addTeams(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	if err := r.meansTeam("parent_id"); err != nil {
		return r.refused(err, showTeams)
	}
	added, err := r.s.App.AddTeams(r.Context(), r.Actor, app.AddTeamsInput{ParentID: r.PostFormValue("parent_id"), Text: r.PostFormValue("text")})
	if err != nil {
		return r.refused(err, showTeams)
	}
	if len(added) == 0 {
		return r.done("teams", "there", "")
	}
	return r.done("teams", "added", "")
}

// team is a team's page: its objectives, its people without any scores, its rhythm.
func team(r *request) error { return showTeam(r, http.StatusOK, nil) }

func showTeam(r *request, status int, f *form) error {
	v, err := r.around("Team", "people")
	if err != nil {
		return err
	}
	var t okr.Placed
	for _, x := range v.Surroundings.Teams {
		if x.Slug == r.PathValue("slug") {
			t = x
		}
	}
	if t.ID == "" {
		return r.endedTeam(v)
	}
	v.Title, v.Team = t.Name, t.Name
	page, err := r.s.App.FindObjectives(r.Context(), r.Actor, app.ObjectiveQuery{CycleID: v.cycle.ID, TeamIDs: []string{t.ID}, Limit: 200})
	if err != nil {
		return err
	}
	mine, err := r.s.App.TeamMembers(r.Context(), r.Actor, t.ID)
	if err != nil {
		return err
	}
	var all app.Choosable
	if okr.CanEditTeam(r.Viewer, t.ID) == nil {
		if all, err = r.choosable(f, "member_id"); err != nil {
			return err
		}
	}
	kpis, err := r.s.App.KPIs(r.Context(), r.Actor, []string{t.ID})
	if err != nil {
		return err
	}
	j, err := r.judged(v, t.ID)
	if err != nil {
		return err
	}
	v.Lesser = []ui.Link{{Text: "On one page", URL: r.at("one-page?cycle=" + v.cycle.Slug + "&team=" + t.ID)}}
	past, err := r.s.App.TeamPast(r.Context(), r.Actor, t.ID)
	if err != nil {
		return err
	}
	return r.show(status, v, teamBody(r, v, t, page, j, past, mine, all, kpis, f))
}

// endedTeam leads from the address of a team that was merged to the one that has taken over.
func (r *request) endedTeam(v *view) error {
	gone, err := r.s.App.Removed(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	into, id := map[string]string{}, ""
	for _, old := range gone.Teams {
		if into[old.ID] = old.MergedID; old.Slug == r.PathValue("slug") {
			id = old.MergedID
		}
	}
	for range gone.Teams { // that team may have been merged too
		for _, t := range v.Surroundings.Teams {
			if t.ID == id {
				return r.to("teams/" + t.Slug)
			}
		}
		id = into[id]
	}
	return okr.Fail(okr.NotFound, "", "There is no such team.")
}

// editTeam takes the team's settings, and a change of who is in it.
func editTeam(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	id := r.PostFormValue("id")
	if err := r.meansTeam("parent_id"); err != nil {
		return r.refused(err, showTeam)
	}
	if r.PostForm.Has("member_id") {
		err := r.means("member_id")
		m := r.PostFormValue("member_id")
		if err == nil && m == "" {
			err = okr.Fail(okr.Invalid, "member_id", "Choose who it is.")
		}
		if err != nil {
			return r.refused(err, showTeam)
		}
		in := app.SetMembershipInput{TeamID: id, MemberID: m, Role: okr.TeamRole(r.PostFormValue("role"))}
		if _, err := r.s.App.SetMembership(r.Context(), r.Actor, in); err != nil {
			return r.refused(err, showTeam)
		}
		return r.done("teams/"+r.PathValue("slug"), "saved", "")
	}
	name, rhythm, weekday, zone := r.PostFormValue("name"), okr.Rhythm(r.PostFormValue("rhythm")), formNumber(r, "weekday"), strings.TrimSpace(r.PostFormValue("time_zone"))
	meets, at := formNumber(r, "meeting_day"), strings.TrimSpace(r.PostFormValue("meeting_time"))
	in := app.EditTeamInput{ID: id, Version: formNumber(r, "version"), Name: &name, Rhythm: &rhythm, Weekday: &weekday, TimeZone: &zone, MeetingDay: &meets, MeetingTime: &at}
	if parent := r.PostFormValue("parent_id"); parent != "" {
		in.ParentID = &parent
	}
	t, err := r.s.App.EditTeam(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showTeam)
	}
	return r.done("teams/"+t.Slug, "saved", "")
}

// people lists the organization's people, and invites more.
func people(r *request) error { return showPeople(r, http.StatusOK, nil) }

func showPeople(r *request, status int, f *form) error { return showInvited(r, status, f, nil, nil) }

func showInvited(r *request, status int, f *form, invited []app.Invitation, link *app.PasswordLink) error {
	v, err := r.around("People", "people")
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	get := r.URL.Query().Get // and not what was posted: a role and a team are fields of the invitation too
	q := app.MemberQuery{Text: get("q"), TeamID: get("team"), Role: okr.OrgRole(get("role")), Deactivated: get("all") != "", Cursor: get("after")}
	page, err := r.s.App.FindMembers(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	return r.show(status, v, peopleBody(r, v, page, q, f, invited, link))
}

// invite makes links, mails them where there is a mail server, and shows them this once.
func invite(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	in := app.InviteInput{Text: r.PostFormValue("people"), Role: okr.OrgRole(r.PostFormValue("role"))}
	if err := r.meansTeam("team_id"); err != nil {
		return r.refused(err, showPeople)
	}
	if t := r.PostFormValue("team_id"); t != "" {
		in.Teams = []okr.Membership{{TeamID: t, Role: okr.TeamMember}}
	}
	list, err := r.s.App.Invite(r.Context(), r.Actor, in)
	if err != nil {
		return r.refused(err, showPeople)
	}
	r.mailInvitations(list)
	return showInvited(r, http.StatusOK, nil, list, nil)
}

func setRole(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	role := okr.OrgRole(r.PostFormValue("role"))
	if _, err := r.s.App.EditMember(r.Context(), r.Actor, app.EditMemberInput{ID: r.PathValue("id"), Role: &role}); err != nil {
		return r.refused(err, showPeople)
	}
	return r.done("people", "saved", "")
}

// resetLink makes a link to choose a new password, mails it where there is a mail server, and shows it this once.
func resetLink(r *request) error {
	link, err := r.s.App.ResetLink(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return r.refused(err, showPeople)
	}
	r.mailReset(link)
	return showInvited(r, http.StatusOK, nil, nil, &link)
}

func leaveForm(r *request) error { return showLeave(r, http.StatusOK, nil) }

func showLeave(r *request, status int, f *form) error {
	v, err := r.around("Deactivate", "people")
	if err != nil {
		return err
	}
	v.Main = ui.Link{}
	m, err := r.s.App.Member(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	holds, err := r.s.App.Holdings(r.Context(), r.Actor, m.ID)
	if err != nil {
		return err
	}
	members, err := r.choosable(f, "hand_over_to")
	if err != nil {
		return err
	}
	members.List = slices.DeleteFunc(members.List, func(c app.Choice) bool { return c.ID == m.ID })
	return r.show(status, v, leaveBody(r, m, holds, members, f))
}

func leave(r *request) error {
	if _, err := r.typed(); err != nil {
		return err
	}
	if err := r.means("hand_over_to"); err != nil {
		return r.refused(err, showLeave)
	}
	in := app.DeactivateInput{MemberID: r.PathValue("id"), HandOverTo: r.PostFormValue("hand_over_to")}
	if _, err := r.s.App.Deactivate(r.Context(), r.Actor, in); err != nil {
		return r.refused(err, showLeave)
	}
	return r.done("people?all=yes", "saved", "")
}

func comeBack(r *request) error {
	if _, err := r.s.App.Reactivate(r.Context(), r.Actor, app.ThingInput{ID: r.PathValue("id")}); err != nil {
		return err
	}
	return r.done("people", "restored", "")
}
