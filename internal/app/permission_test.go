package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// The roles of the matrix, each with a letter.
var matrixRoles = []struct {
	letter, name string
	role         okr.OrgRole
	teams        []string
}{
	{"O", "owner", okr.OrgOwner, nil},
	{"A", "ambassador", okr.OrgAmbassador, nil},
	{"R", "lead of the root team", okr.OrgMember, []string{"Fjord Tools (lead)"}},
	{"L", "lead of Apps", okr.OrgMember, []string{"Apps (lead)"}},
	{"M", "member of Apps", okr.OrgMember, []string{"Apps"}},
	{"S", "member of Sales", okr.OrgMember, []string{"Sales"}},
	{"V", "viewer", okr.OrgViewer, []string{"Apps"}},
}

// A target is what the actions of the matrix are done to: made anew for each.
type target struct {
	*world
	n    int
	bo   string    // a member
	apps okr.Team  // a team that L leads
	team okr.Team  // a team of its own
	span okr.Cycle // a cycle of its own
}

// matrix says who may do what: the letters of the roles, for actions that the role alone decides.
var matrix = []struct {
	action, may string
	run         func(target, Actor) error
}{
	{"read the organization", "OARLMSV", func(x target, a Actor) error { return second(x.Organization(x.ctx(), a)) }},
	{"read teams", "OARLMSV", func(x target, a Actor) error { return second(x.Teams(x.ctx(), a)) }},
	{"read what a team holds", "OARLMSV", func(x target, a Actor) error { return second(x.TeamHoldings(x.ctx(), a, x.apps.ID)) }},
	{"read members", "OARLMSV", func(x target, a Actor) error {
		return second(x.FindMembers(x.ctx(), a, MemberQuery{Deactivated: true}))
	}},
	{"read cycles", "OARLMSV", func(x target, a Actor) error { return second(x.Cycles(x.ctx(), a)) }},
	{"read the strategy", "OARLMSV", func(x target, a Actor) error { return second(x.Strategy(x.ctx(), a)) }},
	{"read what was removed", "OARLMSV", func(x target, a Actor) error { return second(x.Removed(x.ctx(), a)) }},
	{"propose an objective", "OARLMS", func(x target, a Actor) error {
		return second(x.Propose(x.ctx(), a, ProposalInput{CycleID: x.cycle.ID, TeamID: x.apps.ID, Title: x.name("Proposal"), Why: "We see it every week."}))
	}},
	{"write the brief of a cycle", "OAR", func(x target, a Actor) error {
		return second(x.WriteBrief(x.ctx(), a, BriefInput{CycleID: x.cycle.ID, Text: x.name("Brief")}))
	}},
	{"choose between objectives", "OARLMSV", func(x target, a Actor) error {
		return second(x.Choose(x.ctx(), a, ChooseQuery{CycleID: x.cycle.ID}))
	}},
	{"edit the organization", "OA", func(x target, a Actor) error {
		return second(x.EditOrganization(x.ctx(), a, EditOrganizationInput{FiscalStart: ptr(2)}))
	}},
	{"add a team", "OA", func(x target, a Actor) error {
		return second(x.AddTeam(x.ctx(), a, AddTeamInput{Name: x.name("Team")}))
	}},
	{"paste teams", "OA", func(x target, a Actor) error {
		return second(x.AddTeams(x.ctx(), a, AddTeamsInput{Text: x.name("Pasted")}))
	}},
	{"edit Apps", "OAL", func(x target, a Actor) error {
		return second(x.EditTeam(x.ctx(), a, EditTeamInput{ID: x.apps.ID, Weekday: ptr(3)}))
	}},
	{"edit a team of others", "OA", func(x target, a Actor) error {
		return second(x.EditTeam(x.ctx(), a, EditTeamInput{ID: x.team.ID, Weekday: ptr(3)}))
	}},
	{"move Apps", "OA", func(x target, a Actor) error {
		return second(x.EditTeam(x.ctx(), a, EditTeamInput{ID: x.apps.ID, ParentID: &x.team.ID}))
	}},
	{"put somebody into Apps", "OAL", func(x target, a Actor) error {
		return second(x.SetMembership(x.ctx(), a, SetMembershipInput{x.apps.ID, x.bo, okr.TeamMember}))
	}},
	{"put somebody into a team of others", "OA", func(x target, a Actor) error {
		return second(x.SetMembership(x.ctx(), a, SetMembershipInput{x.team.ID, x.bo, okr.TeamMember}))
	}},
	{"merge teams", "OA", func(x target, a Actor) error {
		return second(x.MergeTeams(x.ctx(), a, MergeTeamsInput{From: x.team.ID, Into: x.apps.ID}))
	}},
	{"remove and restore a team", "OA", func(x target, a Actor) error {
		return errors.Join(second(x.RemoveTeam(x.ctx(), a, ThingInput{ID: x.team.ID})), second(x.RestoreTeam(x.ctx(), a, ThingInput{ID: x.team.ID})))
	}},
	{"add a cycle", "OA", func(x target, a Actor) error {
		return second(x.AddCycle(x.ctx(), a, CycleInput{Name: x.name("Cycle"), Start: "2027-01-01"}))
	}},
	{"edit a cycle", "OA", func(x target, a Actor) error {
		return second(x.EditCycle(x.ctx(), a, EditCycleInput{ID: x.span.ID, Name: ptr(x.name("Edited"))}))
	}},
	{"close and reopen a cycle", "OA", func(x target, a Actor) error {
		return errors.Join(second(x.CloseCycle(x.ctx(), a, ThingInput{ID: x.span.ID})), second(x.ReopenCycle(x.ctx(), a, ThingInput{ID: x.span.ID})))
	}},
	{"remove and restore a cycle", "OA", func(x target, a Actor) error {
		return errors.Join(second(x.RemoveCycle(x.ctx(), a, ThingInput{ID: x.span.ID})), second(x.RestoreCycle(x.ctx(), a, ThingInput{ID: x.span.ID})))
	}},
	{"write the vision", "OAR", func(x target, a Actor) error {
		return second(x.EditVision(x.ctx(), a, okr.VisionPatch{Text: ptr(x.name("Vision"))}))
	}},
	{"start a strategy", "OAR", func(x target, a Actor) error {
		return second(x.StartStrategy(x.ctx(), a, StrategyStart{Pillars: []string{"Pillar"}}))
	}},
	{"add a pillar", "OAR", func(x target, a Actor) error {
		return second(x.AddPillar(x.ctx(), a, PillarInput{Title: "Pillar"}))
	}},
	{"invite", "OA", func(x target, a Actor) error {
		return second(x.Invite(x.ctx(), a, InviteInput{Emails: []string{x.name("i") + "@example.org"}}))
	}},
	{"invite an owner", "O", func(x target, a Actor) error {
		return second(x.Invite(x.ctx(), a, InviteInput{Emails: []string{x.name("o") + "@example.org"}, Role: okr.OrgOwner}))
	}},
	{"read invitations", "OA", func(x target, a Actor) error { return second(x.Invites(x.ctx(), a)) }},
	{"change a role", "OA", func(x target, a Actor) error {
		return second(x.EditMember(x.ctx(), a, EditMemberInput{ID: x.bo, Role: ptr(okr.OrgViewer)}))
	}},
	{"make an owner", "O", func(x target, a Actor) error {
		return second(x.EditMember(x.ctx(), a, EditMemberInput{ID: x.bo, Role: ptr(okr.OrgOwner)}))
	}},
	{"choose one's own preferences", "OARLMSV", func(x target, a Actor) error {
		return second(x.EditMember(x.ctx(), a, EditMemberInput{ID: a.Viewer.MemberID, Preferences: &okr.Preferences{Theme: "dark"}}))
	}},
	{"read what one holds", "OARLMSV", func(x target, a Actor) error { return second(x.Holdings(x.ctx(), a, a.Viewer.MemberID)) }},
	{"read what another holds", "OA", func(x target, a Actor) error { return second(x.Holdings(x.ctx(), a, x.bo)) }},
	{"deactivate, reactivate and erase", "OA", func(x target, a Actor) error {
		return errors.Join(second(x.Deactivate(x.ctx(), a, DeactivateInput{MemberID: x.bo})), second(x.Reactivate(x.ctx(), a, ThingInput{ID: x.bo})),
			second(x.Deactivate(x.ctx(), a, DeactivateInput{MemberID: x.bo})), second(x.ErasePerson(x.ctx(), a, x.bo)))
	}},
	{"make and revoke a token", "OARLMSV", func(x target, a Actor) error {
		k, err := x.NewToken(x.ctx(), a, NewTokenInput{Name: "mine"})
		return errors.Join(err, second(x.RevokeToken(x.ctx(), a, k.ID)))
	}},
	{"make a service token", "OA", func(x target, a Actor) error {
		return second(x.NewToken(x.ctx(), a, NewTokenInput{Name: x.name("service"), Kind: ServiceToken}))
	}},
	{"list one's sessions", "OARLMSV", func(x target, a Actor) error { return second(x.Sessions(x.ctx(), a)) }},
}

// second is the error of a call.
func second[T any](_ T, err error) error { return err }

// name is a name that no other target has.
func (x target) name(s string) string { return fmt.Sprintf("%s-%d", s, x.n) }

func TestPermissions(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		apps := w.team("Apps")
		actors := make([]Actor, len(matrixRoles))
		for i, r := range matrixRoles {
			actors[i] = w.member("The "+r.name, r.role, r.teams...)
		}
		x := target{world: w, apps: apps}
		for _, row := range matrix {
			for i, r := range matrixRoles {
				x.n++
				x.bo = w.member(x.name("Bo"), okr.OrgMember).Viewer.MemberID
				x.team = must(w.AddTeam(w.ctx(), w.owner, AddTeamInput{Name: x.name("Spare")}))(t)
				x.span = must(w.AddCycle(w.ctx(), w.owner, CycleInput{Name: x.name("Span"), Start: "2030-01-01", End: "2030-02-01"}))(t)
				err := row.run(x, actors[i])
				var e *okr.Error
				switch {
				case strings.Contains(row.may, r.letter) && err != nil:
					t.Errorf("the %s should be let to %s: %v", r.name, row.action, err)
				case !strings.Contains(row.may, r.letter) && (!errors.As(err, &e) || e.Kind != okr.Forbidden):
					t.Errorf("the %s should not be let to %s: %v", r.name, row.action, err)
				}
			}
		}
	})
}

// No role sees a private objective for being what it is: what lists a team's or a member's things follows okr.CanSee.
func TestHoldingsFollowVisibility(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx, apps := w.ctx(), w.team("Apps")
		holder := w.member("Holder", okr.OrgMember, "Apps")
		holderID := holder.Viewer.MemberID
		for _, private := range []bool{false, true} {
			must(w.AddObjective(ctx, holder, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{apps.ID}, Title: fmt.Sprint("private: ", private), OwnerID: holderID, Private: private,
				KeyResults: []KeyResultInput{{Title: "From 1 to 9", OwnerID: holderID, Baseline: ptr(1.0), Target: ptr(9.0)}}}))(t)
		}
		for _, r := range matrixRoles {
			actor := w.member("The "+r.name, r.role, r.teams...)
			want := 1
			if slices.ContainsFunc(r.teams, func(s string) bool { return strings.HasPrefix(s, "Apps") }) {
				want = 2
			}
			if got := len(must(w.TeamHoldings(ctx, actor, apps.ID))(t).Objectives); got != want {
				t.Errorf("the %s sees %d objectives of the team, want %d", r.name, got, want)
			}
			h, err := w.Holdings(ctx, actor, holderID)
			if err == nil && (len(h.Objectives) != want || len(h.KeyResults) != want) {
				t.Errorf("the %s sees %d objectives and %d key results of the member, want %d", r.name, len(h.Objectives), len(h.KeyResults), want)
			}
		}
	})
}
