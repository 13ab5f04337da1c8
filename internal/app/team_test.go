package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// tree is the teams as text, a line a team.
func (w *world) tree() []string {
	w.t.Helper()
	var out []string
	for _, n := range must(w.Teams(w.ctx(), w.owner))(w.t) {
		out = append(out, "        "[:2*n.Depth]+n.Name)
	}
	return out
}

func TestTeamTree(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		check := func(what string, want ...string) {
			t.Helper()
			if diff := cmp.Diff(want, w.tree()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", what, diff)
			}
		}
		check("at first", "Fjord Tools", "  Product", "    Apps", "    Platform", "  Sales")
		legal := must(w.AddTeam(ctx, w.owner, AddTeamInput{Name: " Legal ", Rhythm: okr.Biweekly, Weekday: 5}))(t)
		if legal.ParentID != w.root.ID || legal.Slug != "legal" || legal.Position != 2 {
			t.Errorf("legal %+v", legal)
		}
		added := must(w.AddTeams(ctx, w.owner, AddTeamsInput{Text: "Product\n  Apps\n    Mobile\nOperations"}))(t)
		if len(added) != 2 {
			t.Errorf("%d teams were added, want 2", len(added))
		}
		check("after pasting", "Fjord Tools", "  Product", "    Apps", "      Mobile", "    Platform", "  Sales", "  Legal", "  Operations")
		must(w.AddTeams(ctx, w.owner, AddTeamsInput{Text: "team,parent\nField,Sales\n"}))(t)
		_, err := w.AddTeams(ctx, w.owner, AddTeamsInput{Text: "team,parent\nField,Nowhere\n"})
		refused(t, "a table with a parent that is not there", err, okr.Invalid, "teams")
		must(w.EditTeam(ctx, w.owner, EditTeamInput{ID: w.team("Apps").ID, ParentID: ptr(w.team("Sales").ID), Name: ptr("Applications")}))(t)
		check("after moving", "Fjord Tools", "  Product", "    Platform", "  Sales", "    Field", "    Applications", "      Mobile", "  Legal", "  Operations")

		apps := w.team("Applications")
		for what, in := range map[string]EditTeamInput{
			"under itself":           {ID: apps.ID, ParentID: &apps.ID},
			"under its own":          {ID: apps.ID, ParentID: ptr(w.team("Mobile").ID)},
			"the root":               {ID: w.root.ID, ParentID: &apps.ID},
			"a second root":          {ID: apps.ID, ParentID: ptr("")},
			"under what is not here": {ID: apps.ID, ParentID: ptr("no")},
		} {
			_, err := w.EditTeam(ctx, w.owner, in)
			refused(t, what, err, okr.Invalid, "parent_id")
		}
		_, err = w.EditTeam(ctx, w.owner, EditTeamInput{ID: apps.ID, Version: 1, Name: ptr("Apps")})
		refused(t, "an old version", err, okr.Conflict, "version")
		_, err = w.AddTeam(ctx, w.owner, AddTeamInput{Name: "LEGAL"})
		refused(t, "the same name", err, okr.Conflict, "name")
		_, err = w.AddTeam(ctx, w.owner, AddTeamInput{Name: "", Weekday: 9, TimeZone: "Mars", Rhythm: "daily"})
		if n := len(okr.FaultsOf(err)); n != 4 {
			t.Errorf("%d faults, want 4: %v", n, err)
		}

		_, err = w.RemoveTeam(ctx, w.owner, ThingInput{ID: apps.ID})
		refused(t, "removing a team with teams under it", err, okr.Invalid, "")
		_, err = w.RemoveTeam(ctx, w.owner, ThingInput{ID: w.root.ID})
		refused(t, "removing the root", err, okr.Invalid, "")
		mobile := w.team("Mobile")
		must(w.RemoveTeam(ctx, w.owner, ThingInput{ID: mobile.ID}))(t)
		must(w.RemoveTeam(ctx, w.owner, ThingInput{ID: apps.ID}))(t)
		_, err = w.RestoreTeam(ctx, w.owner, ThingInput{ID: mobile.ID})
		refused(t, "restoring under a removed team", err, okr.Invalid, "")
		must(w.RestoreTeam(ctx, w.owner, ThingInput{ID: apps.ID}))(t)
		must(w.RestoreTeam(ctx, w.owner, ThingInput{ID: mobile.ID}))(t)
		check("after restoring", "Fjord Tools", "  Product", "    Platform", "  Sales", "    Field", "    Applications", "      Mobile", "  Legal", "  Operations")
	})
}

// Some systems write a letter and its mark as two characters; what looks equal in pasted lists of teams and people is equal.
func TestPastedTeamsAndPeopleLookEqual(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		teams := must(w.AddTeams(ctx, w.owner, AddTeamsInput{Text: "team,parent\nCafe\u0301,\nBar,Cafe\u0301\n"}))(t)
		if len(teams) != 2 || teams[0].Name != "Caf\u00e9" || teams[1].ParentID != teams[0].ID {
			t.Fatalf("teams %+v", teams)
		}
		people := must(w.Invite(ctx, w.owner, InviteInput{Emails: []string{"=?utf-8?q?Rene=CC=81?= <rene@example.org>"}, Text: "email,name,team\nzoe@example.org,Zoe\u0308,Cafe\u0301\n"}))(t)
		if people[0].Name != "Ren\u00e9" || people[1].Name != "Zo\u00eb" || len(people[1].Teams) != 1 || people[1].Teams[0].TeamID != teams[0].ID {
			t.Errorf("people %+v", people)
		}
	})
}

// Teams costs the same number of statements for any number of teams and members.
func TestTeamsStatements(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		count := func() int64 {
			w.owner.Org = must(w.Organization(w.ctx(), w.owner))(t)
			must(w.Teams(w.ctx(), w.owner))(t) // the teams are remembered from here on
			ctx, n := store.CountQueries(w.ctx())
			must(w.Teams(ctx, w.owner))(t)
			must(w.FindTeams(ctx, w.owner, TeamQuery{Text: "a"}))(t)
			must(w.FindMembers(ctx, w.owner, MemberQuery{Deactivated: true}))(t)
			return n.Load()
		}
		before := count()
		w.member("Bo", okr.OrgMember, "Apps (lead)", "Sales")
		w.member("Cleo", okr.OrgMember, "Apps")
		must(w.AddTeams(w.ctx(), w.owner, AddTeamsInput{Text: "One\nTwo\n Three\n  Four"}))(t)
		if after := count(); after != before || after > 6 {
			t.Errorf("%d statements, then %d", before, after)
		}
		for _, n := range must(w.Teams(w.ctx(), w.owner))(t) {
			if n.Name == "Apps" && (n.Members != 2 || len(n.Leads) != 1 || n.Leads[0].Name != "Bo") {
				t.Errorf("Apps has %d members, led by %v", n.Members, n.Leads)
			}
		}
	})
}

// Of many teams a page has the one that is opened with those right below it, or those that are found by name; of few it has all.
func TestFindTeams(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		bo := w.member("Bo", okr.OrgMember, "Apps (lead)", "Sales")
		few := must(w.FindTeams(ctx, w.owner, TeamQuery{}))(t)
		if all := must(w.Teams(ctx, w.owner))(t); !few.Whole || few.Total != 5 || len(few.Teams) != len(all) || few.Teams[2].Leads[0].ID != bo.Viewer.MemberID || few.Teams[1].Below != 2 {
			t.Errorf("few: %+v", few)
		}
		var text strings.Builder
		for i := range MaxChoices {
			fmt.Fprintf(&text, "Shop %03d\n", i)
		}
		must(w.AddTeams(ctx, w.owner, AddTeamsInput{ParentID: w.team("Sales").ID, Text: text.String()}))(t)
		names := func(p TeamPage) (out []string) {
			for _, x := range p.Teams {
				out = append(out, x.Name)
			}
			return out
		}
		top := must(w.FindTeams(ctx, w.owner, TeamQuery{}))(t)
		if diff := cmp.Diff([]string{"Fjord Tools", "Product", "Sales"}, names(top)); diff != "" || top.Whole || top.Total != MaxChoices+5 || top.Teams[2].Below != MaxChoices || top.Next != "" {
			t.Errorf("the top: %d teams, next %q (-want +got):\n%s", top.Total, top.Next, diff)
		}
		for what, q := range map[string]TeamQuery{"opened": {TeamID: w.team("Sales").ID}, "found": {Text: " SHOP "}} {
			var got []string
			for q.Limit = 7; ; {
				p := must(w.FindTeams(ctx, w.owner, q))(t)
				got = append(got, names(p)...)
				if len(p.Teams) > q.Limit+1 || q.Text != "" && p.Found != MaxChoices {
					t.Fatalf("%s: %d on a page of %d", what, len(p.Teams), p.Found)
				}
				for _, x := range p.Teams {
					if x.Above[len(x.Above)-1].ID != x.ParentID {
						t.Fatalf("%s: %s stands below %+v", what, x.Name, x.Above)
					}
				}
				if q.Cursor = p.Next; q.Cursor == "" {
					break
				}
			}
			var want []string
			if q.TeamID != "" {
				want = []string{"Sales"}
			}
			if diff := cmp.Diff(append(want, strings.Split(strings.TrimSpace(text.String()), "\n")...), got); diff != "" {
				t.Errorf("%s, page by page (-want +got):\n%s", what, diff)
			}
		}
		if p := must(w.FindTeams(ctx, w.owner, TeamQuery{TeamID: w.team("Sales").ID}))(t); p.Teams[0].Members != 1 || p.Teams[1].Members != 0 || p.Teams[0].Leads != nil {
			t.Errorf("who is in them: %+v", p.Teams[:2])
		}
		for what, q := range map[string]TeamQuery{"limit": {Limit: MaxPage + 1}, "cursor": {Cursor: "~"}} {
			_, err := w.FindTeams(ctx, w.owner, q)
			refused(t, what, err, okr.Invalid, what)
		}
		_, err := w.FindTeams(ctx, w.owner, TeamQuery{TeamID: "none"})
		refused(t, "no team", err, okr.NotFound, "")
	})
}

func TestMembership(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		lead, bo := w.member("Lea", okr.OrgMember, "Apps (lead)"), w.member("Bo", okr.OrgMember)
		apps, sales := w.team("Apps"), w.team("Sales")
		m := must(w.SetMembership(ctx, lead, SetMembershipInput{apps.ID, bo.Viewer.MemberID, okr.TeamMember}))(t)
		if teamRole(m, apps.ID) != okr.TeamMember {
			t.Errorf("teams %+v", m.Teams)
		}
		must(w.SetMembership(ctx, lead, SetMembershipInput{apps.ID, bo.Viewer.MemberID, okr.TeamLead}))(t)
		_, err := w.SetMembership(ctx, lead, SetMembershipInput{sales.ID, lead.Viewer.MemberID, okr.TeamMember})
		refused(t, "a lead of another team", err, okr.Forbidden, "")
		_, err = w.SetMembership(ctx, w.owner, SetMembershipInput{apps.ID, bo.Viewer.MemberID, "boss"})
		refused(t, "a role that is none", err, okr.Invalid, "role")
		m = must(w.SetMembership(ctx, lead, SetMembershipInput{apps.ID, bo.Viewer.MemberID, ""}))(t)
		if len(m.Teams) != 0 {
			t.Errorf("teams %+v, want none", m.Teams)
		}
		// The leads of the root team are of the leadership.
		must(w.SetMembership(ctx, w.owner, SetMembershipInput{w.root.ID, bo.Viewer.MemberID, okr.TeamLead}))(t)
		if !w.as(bo.Viewer.MemberID).Viewer.Leader {
			t.Error("a lead of the root team is no leader")
		}
	})
}

func TestMergeTeams(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		bo, cleo := w.member("Bo", okr.OrgMember, "Apps (lead)", "Platform"), w.member("Cleo", okr.OrgMember, "Apps")
		mobile := must(w.AddTeam(ctx, w.owner, AddTeamInput{Name: "Mobile", ParentID: w.team("Apps").ID}))(t)
		apps, platform := w.team("Apps"), w.team("Platform")
		add := func(title string, private bool, teams ...string) okr.Objective {
			return must(w.AddObjective(ctx, cleo, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: teams, Title: title, Private: private}))(t).Objective
		}
		alone := add("Releases without fear", false, apps.ID)
		shared := add("One sign-in everywhere", false, platform.ID, apps.ID)
		hidden := add("A quiet reorganization", true, apps.ID)
		gone := add("Put aside", false, apps.ID)
		must(w.RemoveObjective(ctx, cleo, RemovalInput{ID: gone.ID}))(t)
		kpi := must(w.AddKPI(ctx, w.owner, KPIInput{TeamID: apps.ID, Name: "Crashes a day"}))(t)
		if h := must(w.TeamHoldings(ctx, w.owner, apps.ID))(t); len(h.Objectives) != 2 || len(h.Members) != 2 || len(h.Teams) != 1 || len(h.KPIs) != 1 {
			t.Errorf("before: %+v; want two objectives (a third is private), two members, one team, one KPI", h)
		}
		for what, in := range map[string]MergeTeamsInput{
			"into itself": {From: apps.ID, Into: apps.ID}, "into its own": {From: apps.ID, Into: mobile.ID}, "into nothing": {From: apps.ID, Into: "no"},
		} {
			_, err := w.MergeTeams(ctx, w.owner, in)
			refused(t, what, err, okr.Invalid, "into")
		}
		_, err := w.MergeTeams(ctx, w.owner, MergeTeamsInput{From: w.root.ID, Into: apps.ID})
		refused(t, "the root", err, okr.Invalid, "from")
		merged := must(w.MergeTeams(ctx, w.owner, MergeTeamsInput{From: apps.ID, Into: platform.ID, Version: 1}))(t)
		if merged.MergedID != platform.ID || merged.Removed == 0 {
			t.Errorf("the ended team is %+v", merged)
		}
		if h := must(w.TeamHoldings(ctx, w.owner, platform.ID))(t); len(h.KPIs) != 1 || h.KPIs[0].ID != kpi.ID {
			t.Errorf("the KPIs after merging are %+v", h.KPIs)
		}
		w.inStore(func(tx *store.Tx) error {
			for _, o := range []okr.Objective{alone, shared, hidden, gone} {
				now, err := tx.Objective(store.Everything, o.ID)
				if err != nil {
					return err
				}
				if !slices.Equal(now.TeamIDs, []string{platform.ID}) || now.Version <= o.Version {
					t.Errorf("%s belongs to %v at version %d", now.Title, now.TeamIDs, now.Version)
				}
			}
			for _, k := range []struct {
				member Actor
				role   okr.TeamRole
			}{{bo, okr.TeamLead}, {cleo, okr.TeamMember}} {
				m, err := tx.Member(k.member.Viewer.MemberID)
				if err != nil {
					return err
				}
				if len(m.Teams) != 1 || teamRole(m, platform.ID) != k.role {
					t.Errorf("%s is in %+v, want %s of Platform", k.member.Person.Name, m.Teams, k.role)
				}
			}
			return nil
		})
		if diff := cmp.Diff([]string{"Fjord Tools", "  Product", "    Platform", "      Mobile", "  Sales"}, w.tree()); diff != "" {
			t.Errorf("tree (-want +got):\n%s", diff)
		}
		back := must(w.RestoreTeam(ctx, w.owner, ThingInput{ID: apps.ID}))(t)
		if h := must(w.TeamHoldings(ctx, w.owner, apps.ID))(t); back.MergedID != "" || len(h.Objectives)+len(h.Members) != 0 {
			t.Errorf("restored %+v with %+v", back, h)
		}
	})
}

// inStore reads what no use case shows.
func (w *world) inStore(fn func(*store.Tx) error) {
	w.t.Helper()
	if err := w.db.View(w.ctx(), w.org.ID, fn); err != nil {
		w.t.Fatal(err)
	}
}
