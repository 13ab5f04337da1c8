package app

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store/storetest"
)

// Two organizations in one database never see each other. Every method of App that takes an actor is called by the owner of one
// with the ids of the other; a method that is missing from the table below fails the test, so that none is ever forgotten.

// prey is an organization with one of everything, and the word xylo in every text of it.
type prey struct {
	*world
	team      okr.Team
	member    Actor
	pillar    okr.Pillar
	objective ObjectiveTree
	checkIn   okr.CheckIn
	blocker   okr.Blocker
	comment   CommentView
	kpi       okr.KPI
	token     Token
	spare     okr.Cycle // empty, and removed
	gone      okr.Team  // removed
}

func newPrey(w *world) prey {
	t, ctx := w.t, w.ctx()
	p := prey{world: w.elsewhere("Xylo Works", "xylo@example.org")}
	must(p.EditMember(ctx, p.owner, EditMemberInput{ID: p.owner.Viewer.MemberID, Name: ptr("Xylo Owner")}))(t)
	p.team = must(p.AddTeam(ctx, p.owner, AddTeamInput{Name: "Xylo Team"}))(t)
	p.member = p.world.member("Xylo Member", okr.OrgMember, "Xylo Team (lead)")
	must(p.EditVision(ctx, p.owner, okr.VisionPatch{Text: ptr("A xylo future")}))(t)
	p.pillar = must(p.AddPillar(ctx, p.owner, PillarInput{Title: "Xylo first"}))(t)
	p.objective = must(p.AddObjective(ctx, p.owner, ObjectiveInput{CycleID: p.cycle.ID, TeamIDs: []string{p.team.ID}, Title: "Xylo everywhere", OwnerID: p.owner.Viewer.MemberID,
		Supports:   []okr.Support{{Kind: okr.UpPillar, ID: p.pillar.ID, Weight: 1}},
		KeyResults: []KeyResultInput{{Title: "Xylo from 10 to 90", Kind: okr.Number, Direction: okr.Increase, Baseline: ptr(10.0), Target: ptr(90.0), OwnerID: p.member.Viewer.MemberID}}}))(t)
	must(p.Transition(ctx, p.owner, TransitionInput{ID: p.objective.ID, To: okr.Active}))(t)
	kr := p.objective.KeyResults[0].ID
	p.checkIn = must(p.CheckIn(ctx, p.owner, CheckInInput{KeyResultID: kr, Value: ptr(20.0), Note: "xylo grows"}))(t).CheckIn
	p.blocker = must(p.RaiseBlocker(ctx, p.owner, BlockerInput{KeyResultID: kr, Text: "xylo is short"}))(t)
	p.comment = must(p.AddComment(ctx, p.owner, CommentInput{ObjectiveID: p.objective.ID, Text: "xylo indeed"}))(t)
	p.kpi = must(p.AddKPI(ctx, p.owner, KPIInput{TeamID: p.team.ID, Name: "Xylo a day"}))(t)
	must(p.RecordKPI(ctx, p.owner, KPIValueInput{KPIID: p.kpi.ID, Value: 7, Note: "xylo"}))(t)
	p.token = must(p.NewToken(ctx, p.owner, NewTokenInput{Name: "xylo"}))(t)
	p.spare = must(p.AddCycle(ctx, p.owner, CycleInput{Name: "Xylo spare", Start: "2028-01-01"}))(t)
	must(p.RemoveCycle(ctx, p.owner, ThingInput{ID: p.spare.ID}))(t)
	p.gone = must(p.AddTeam(ctx, p.owner, AddTeamInput{Name: "Xylo gone"}))(t)
	must(p.RemoveTeam(ctx, p.owner, ThingInput{ID: p.gone.ID}))(t)
	return p
}

// A raid is a call from outside: me is the owner of another organization than b's, and mine an objective there.
type raid struct {
	*world
	ctx  context.Context
	me   Actor
	mine ObjectiveTree
	b    prey
}

// result makes the answer of any method an any.
func result[T any](v T, err error) (any, error) { return v, err }

// nothing is the answer of a method that returns only an error.
func nothing(err error) (any, error) { return nil, err }

func TestBorder(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		b := newPrey(w)
		r := raid{world: w, ctx: w.ctx(), me: w.owner, b: b}
		r.mine = must(w.AddObjective(r.ctx, r.me, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.root.ID}, Title: "Ours", OwnerID: r.me.Viewer.MemberID,
			KeyResults: []KeyResultInput{{Title: "From 1 to 9", Kind: okr.Number, Direction: okr.Increase, Baseline: ptr(1.0), Target: ptr(9.0)}}}))(t)
		before := b.rows()
		for _, name := range slices.Sorted(maps.Keys(raids)) {
			for i, run := range raids[name] {
				out, err := run(r)
				var e *okr.Error
				switch {
				case err == nil:
					if text := string(must(json.Marshal(out))(t)); strings.Contains(strings.ToLower(text), "xylo") || strings.Contains(text, b.org.ID) {
						t.Errorf("%s, case %d: shows the other organization: %s", name, i, text)
					}
				case !errors.As(err, &e):
					t.Errorf("%s, case %d: fails with %v", name, i, err)
				case e.Kind != okr.NotFound && e.Kind != okr.Invalid:
					t.Errorf("%s, case %d: %s (%s), want not found", name, i, e.Kind, e.Message)
				case strings.Contains(strings.ToLower(err.Error()), "xylo"):
					t.Errorf("%s, case %d: the error tells of the other organization: %v", name, i, err)
				}
			}
		}
		if after := b.rows(); !slices.Equal(before, after) {
			t.Errorf("the other organization was changed:\nbefore %s\nafter %s", strings.Join(before, "\n"), strings.Join(after, "\n"))
		}
		theirs := map[string]bool{}
		for _, row := range before {
			for _, id := range uuids.FindAllString(row, -1) {
				theirs[id] = true
			}
		}
		for _, row := range w.rows() {
			for _, id := range uuids.FindAllString(row, -1) {
				if theirs[id] && id != w.org.ID {
					t.Errorf("a row here names %s, which is theirs: %s", id, row)
				}
			}
		}
	})
}

// Every method is in the table.
func TestBorderIsWhole(t *testing.T) {
	have := map[string]bool{}
	app, actor, ctx := reflect.TypeFor[*App](), reflect.TypeFor[Actor](), reflect.TypeFor[context.Context]()
	for i := range app.NumMethod() {
		m := app.Method(i)
		if m.Type.NumIn() < 3 || m.Type.In(1) != ctx || m.Type.In(2) != actor {
			continue
		}
		have[m.Name] = true
		if len(raids[m.Name]) == 0 {
			t.Errorf("%s takes an actor, but the table of border_test.go does not try it across the border", m.Name)
		}
	}
	for name := range raids {
		if !have[name] {
			t.Errorf("the table has %s, which is no method that takes an actor", name)
		}
	}
}

var uuids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)

// rows are the rows of the organization in every table, as text.
func (w *world) rows() []string {
	w.t.Helper()
	var out []string
	for name, text := range storetest.Dump(w.t, w.db) {
		for row := range strings.Lines(text) {
			if strings.Contains(row, w.org.ID) {
				out = append(out, name+": "+row)
			}
		}
	}
	slices.Sort(out)
	return out
}

// raids are the calls across the border, by method. A call that names a thing of theirs must be refused as if it were not there; a call
// that names none must show none.
var raids = map[string][]func(raid) (any, error){
	// organization, teams, cycles, strategy
	"Organization": {func(r raid) (any, error) { return result(r.Organization(r.ctx, r.me)) }},
	"EditOrganization": {func(r raid) (any, error) {
		return result(r.EditOrganization(r.ctx, r.me, EditOrganizationInput{Contact: &r.b.member.Viewer.MemberID}))
	}},
	"Teams":   {func(r raid) (any, error) { return result(r.Teams(r.ctx, r.me)) }},
	"Removed": {func(r raid) (any, error) { return result(r.Removed(r.ctx, r.me)) }},
	"AddTeam": {func(r raid) (any, error) {
		return result(r.AddTeam(r.ctx, r.me, AddTeamInput{ParentID: r.b.team.ID, Name: "Ours"}))
	}},
	"AddTeams": {
		func(r raid) (any, error) {
			return result(r.AddTeams(r.ctx, r.me, AddTeamsInput{ParentID: r.b.team.ID, Text: "Ours"}))
		},
	},
	"EditTeam": {
		func(r raid) (any, error) {
			return result(r.EditTeam(r.ctx, r.me, EditTeamInput{ID: r.b.team.ID, Name: ptr("Ours")}))
		},
		func(r raid) (any, error) {
			return result(r.EditTeam(r.ctx, r.me, EditTeamInput{ID: r.team("Apps").ID, ParentID: &r.b.team.ID}))
		},
	},
	"MergeTeams": {
		func(r raid) (any, error) {
			return result(r.MergeTeams(r.ctx, r.me, MergeTeamsInput{From: r.b.team.ID, Into: r.team("Apps").ID}))
		},
		func(r raid) (any, error) {
			return result(r.MergeTeams(r.ctx, r.me, MergeTeamsInput{From: r.team("Apps").ID, Into: r.b.team.ID}))
		},
	},
	"RemoveTeam":   {func(r raid) (any, error) { return result(r.RemoveTeam(r.ctx, r.me, ThingInput{ID: r.b.team.ID})) }},
	"RestoreTeam":  {func(r raid) (any, error) { return result(r.RestoreTeam(r.ctx, r.me, ThingInput{ID: r.b.gone.ID})) }},
	"TeamHoldings": {func(r raid) (any, error) { return result(r.TeamHoldings(r.ctx, r.me, r.b.team.ID)) }},
	"SetMembership": {
		func(r raid) (any, error) {
			return result(r.SetMembership(r.ctx, r.me, SetMembershipInput{r.b.team.ID, r.me.Viewer.MemberID, okr.TeamLead}))
		},
		func(r raid) (any, error) {
			return result(r.SetMembership(r.ctx, r.me, SetMembershipInput{r.root.ID, r.b.member.Viewer.MemberID, okr.TeamLead}))
		},
	},
	"Cycles": {func(r raid) (any, error) { return result(r.Cycles(r.ctx, r.me)) }},
	"Cycle":  {func(r raid) (any, error) { return result(r.Cycle(r.ctx, r.me, r.b.cycle.ID)) }},
	"AddCycle": {func(r raid) (any, error) {
		return result(r.AddCycle(r.ctx, r.me, CycleInput{Name: "Ours", Start: "2026-11-01", End: "2026-11-30", ParentID: &r.b.cycle.ID}))
	}},
	"EditCycle": {func(r raid) (any, error) {
		return result(r.EditCycle(r.ctx, r.me, EditCycleInput{ID: r.b.cycle.ID, Name: ptr("Ours")}))
	}},
	"CloseCycle":   {func(r raid) (any, error) { return result(r.CloseCycle(r.ctx, r.me, ThingInput{ID: r.b.cycle.ID})) }},
	"ReopenCycle":  {func(r raid) (any, error) { return result(r.ReopenCycle(r.ctx, r.me, ThingInput{ID: r.b.cycle.ID})) }},
	"RemoveCycle":  {func(r raid) (any, error) { return result(r.RemoveCycle(r.ctx, r.me, ThingInput{ID: r.b.cycle.ID})) }},
	"RestoreCycle": {func(r raid) (any, error) { return result(r.RestoreCycle(r.ctx, r.me, ThingInput{ID: r.b.spare.ID})) }},
	"Strategy":     {func(r raid) (any, error) { return result(r.Strategy(r.ctx, r.me)) }},
	"EditVision": {func(r raid) (any, error) {
		return result(r.EditVision(r.ctx, r.me, okr.VisionPatch{Text: ptr("Our own")}))
	}},
	"AddPillar": {func(r raid) (any, error) {
		return result(r.AddPillar(r.ctx, r.me, PillarInput{Title: "Ours"}))
	}},
	"EditPillar": {func(r raid) (any, error) {
		return result(r.EditPillar(r.ctx, r.me, okr.PillarPatch{ID: r.b.pillar.ID, Title: ptr("Ours")}))
	}},
	"RemovePillar": {func(r raid) (any, error) { return result(r.RemovePillar(r.ctx, r.me, ThingInput{ID: r.b.pillar.ID})) }},
	"RestorePillar": {func(r raid) (any, error) {
		return result(r.RestorePillar(r.ctx, r.me, ThingInput{ID: r.b.pillar.ID}))
	}},

	// people, sessions, tokens
	"Members": {func(r raid) (any, error) { return result(r.Members(r.ctx, r.me, true)) }},
	"Member":  {func(r raid) (any, error) { return result(r.Member(r.ctx, r.me, r.b.member.Viewer.MemberID)) }},
	"EditMember": {func(r raid) (any, error) {
		return result(r.EditMember(r.ctx, r.me, EditMemberInput{ID: r.b.member.Viewer.MemberID, Role: ptr(okr.OrgViewer)}))
	}},
	"Invites": {func(r raid) (any, error) { return result(r.Invites(r.ctx, r.me)) }},
	"Invite": {func(r raid) (any, error) {
		return result(r.Invite(r.ctx, r.me, InviteInput{Emails: []string{"new@example.org"}, Teams: []okr.Membership{{TeamID: r.b.team.ID}}}))
	}},
	"Holdings": {func(r raid) (any, error) { return result(r.Holdings(r.ctx, r.me, r.b.member.Viewer.MemberID)) }},
	"Deactivate": {
		func(r raid) (any, error) {
			return result(r.Deactivate(r.ctx, r.me, DeactivateInput{MemberID: r.b.member.Viewer.MemberID, HandOverTo: r.me.Viewer.MemberID}))
		},
		func(r raid) (any, error) {
			lea := r.world.member("Lea", okr.OrgMember, "Apps (lead)")
			return result(r.Deactivate(r.ctx, r.me, DeactivateInput{MemberID: lea.Viewer.MemberID, HandOverTo: r.b.member.Viewer.MemberID}))
		},
	},
	"Reactivate": {func(r raid) (any, error) {
		return result(r.Reactivate(r.ctx, r.me, ThingInput{ID: r.b.member.Viewer.MemberID}))
	}},
	"ErasePerson": {func(r raid) (any, error) { return result(r.ErasePerson(r.ctx, r.me, r.b.member.Viewer.MemberID)) }},
	"ResetLink":   {func(r raid) (any, error) { return result(r.ResetLink(r.ctx, r.me, r.b.owner.Viewer.MemberID)) }},
	"Sessions":    {func(r raid) (any, error) { return result(r.Sessions(r.ctx, r.me)) }},
	"EndSession":  {func(r raid) (any, error) { return nothing(r.EndSession(r.ctx, r.me, r.b.owner.Session)) }},
	"ChangePassword": {func(r raid) (any, error) {
		return nothing(r.ChangePassword(r.ctx, r.me, ChangePasswordInput{Current: "not the password", New: "snow on the roof"}))
	}},
	"EditProfile": {func(r raid) (any, error) {
		return result(r.EditProfile(r.ctx, r.me, EditProfileInput{Email: "elsewhere@example.org", Password: "not the password"}))
	}},
	"NewToken":    {func(r raid) (any, error) { return result(r.NewToken(r.ctx, r.me, NewTokenInput{Name: "ours"})) }},
	"Tokens":      {func(r raid) (any, error) { return result(r.Tokens(r.ctx, r.me)) }},
	"RevokeToken": {func(r raid) (any, error) { return result(r.RevokeToken(r.ctx, r.me, r.b.token.ID)) }},

	// objectives and key results
	"Objective": {
		func(r raid) (any, error) { return result(r.Objective(r.ctx, r.me, r.b.objective.ID)) },
	},
	"AddObjective": {
		func(r raid) (any, error) {
			return result(r.AddObjective(r.ctx, r.me, ObjectiveInput{CycleID: r.b.cycle.ID, TeamIDs: []string{r.root.ID}, Title: "Ours"}))
		},
		func(r raid) (any, error) {
			return result(r.AddObjective(r.ctx, r.me, ObjectiveInput{CycleID: r.cycle.ID, TeamIDs: []string{r.b.team.ID}, Title: "Ours"}))
		},
		func(r raid) (any, error) {
			return result(r.AddObjective(r.ctx, r.me, ObjectiveInput{CycleID: r.cycle.ID, TeamIDs: []string{r.root.ID}, Title: "Ours", OwnerID: r.b.member.Viewer.MemberID}))
		},
		func(r raid) (any, error) {
			return result(r.AddObjective(r.ctx, r.me, ObjectiveInput{CycleID: r.cycle.ID, TeamIDs: []string{r.root.ID}, Title: "Ours",
				Supports: []okr.Support{{Kind: okr.UpObjective, ID: r.b.objective.ID, Weight: 1}}}))
		},
		func(r raid) (any, error) {
			return result(r.AddObjective(r.ctx, r.me, ObjectiveInput{CycleID: r.cycle.ID, TeamIDs: []string{r.root.ID}, Title: "Ours",
				KeyResults: []KeyResultInput{{Title: "Ours", OwnerID: r.b.member.Viewer.MemberID}}}))
		},
		func(r raid) (any, error) {
			return result(r.AddObjective(r.ctx, r.me, ObjectiveInput{CycleID: r.cycle.ID, TeamIDs: []string{r.root.ID}, Title: "Ours",
				KeyResults: []KeyResultInput{{Title: "Ours", Source: okr.Source{Kind: okr.Sum, Of: []string{r.b.objective.KeyResults[0].ID}}}}}))
		},
	},
	"EditObjective": {
		func(r raid) (any, error) {
			return result(r.EditObjective(r.ctx, r.me, okr.ObjectivePatch{ID: r.b.objective.ID, Title: ptr("Ours")}))
		},
		func(r raid) (any, error) {
			return result(r.EditObjective(r.ctx, r.me, okr.ObjectivePatch{ID: r.mine.ID, TeamIDs: &[]string{r.b.team.ID}}))
		},
		func(r raid) (any, error) {
			return result(r.EditObjective(r.ctx, r.me, okr.ObjectivePatch{ID: r.mine.ID, CycleID: &r.b.cycle.ID}))
		},
		func(r raid) (any, error) {
			return result(r.EditObjective(r.ctx, r.me, okr.ObjectivePatch{ID: r.mine.ID, OwnerID: &r.b.member.Viewer.MemberID}))
		},
		func(r raid) (any, error) {
			return result(r.EditObjective(r.ctx, r.me, okr.ObjectivePatch{ID: r.mine.ID, Supports: &[]okr.Support{{Kind: okr.UpPillar, ID: r.b.pillar.ID, Weight: 1}}}))
		},
	},
	"Transition": {func(r raid) (any, error) {
		return result(r.Transition(r.ctx, r.me, TransitionInput{ID: r.b.objective.ID, To: okr.Dropped, Reason: "ours"}))
	}},
	"CloseObjective": {
		func(r raid) (any, error) {
			return result(r.CloseObjective(r.ctx, r.me, CloseInput{ID: r.b.objective.ID, Grade: ptr(1.0)}))
		},
	},
	"RemoveObjective": {func(r raid) (any, error) {
		return result(r.RemoveObjective(r.ctx, r.me, RemovalInput{ID: r.b.objective.ID}))
	}},
	"RestoreObjective": {func(r raid) (any, error) {
		return result(r.RestoreObjective(r.ctx, r.me, RemovalInput{ID: r.b.objective.ID}))
	}},
	"MoveObjective": {
		func(r raid) (any, error) {
			return result(r.MoveObjective(r.ctx, r.me, MoveInput{ID: r.b.objective.ID}))
		},
		func(r raid) (any, error) {
			return result(r.MoveObjective(r.ctx, r.me, MoveInput{ID: r.mine.ID, After: r.b.objective.ID}))
		},
	},
	"AddKeyResult": {
		func(r raid) (any, error) {
			return result(r.AddKeyResult(r.ctx, r.me, KeyResultInput{ObjectiveID: r.b.objective.ID, Title: "Ours"}))
		},
		func(r raid) (any, error) {
			return result(r.AddKeyResult(r.ctx, r.me, KeyResultInput{ObjectiveID: r.mine.ID, Title: "Ours", CheckInOwnerID: r.b.member.Viewer.MemberID}))
		},
	},
	"EditKeyResult": {
		func(r raid) (any, error) {
			return result(r.EditKeyResult(r.ctx, r.me, okr.KeyResultPatch{ID: r.b.objective.KeyResults[0].ID, Title: ptr("Ours")}))
		},
		func(r raid) (any, error) {
			return result(r.EditKeyResult(r.ctx, r.me, okr.KeyResultPatch{ID: r.mine.KeyResults[0].ID, OwnerID: &r.b.member.Viewer.MemberID}))
		},
		func(r raid) (any, error) {
			return result(r.EditKeyResult(r.ctx, r.me, okr.KeyResultPatch{ID: r.mine.KeyResults[0].ID, ObjectiveID: &r.b.objective.ID}))
		},
		func(r raid) (any, error) {
			return result(r.EditKeyResult(r.ctx, r.me, okr.KeyResultPatch{ID: r.mine.KeyResults[0].ID, Source: &okr.Source{Kind: okr.Last, Of: []string{r.b.objective.KeyResults[0].ID}}}))
		},
	},
	"RemoveKeyResult": {func(r raid) (any, error) {
		return result(r.RemoveKeyResult(r.ctx, r.me, RemovalInput{ID: r.b.objective.KeyResults[0].ID}))
	}},
	"RestoreKeyResult": {func(r raid) (any, error) {
		return result(r.RestoreKeyResult(r.ctx, r.me, RemovalInput{ID: r.b.objective.KeyResults[0].ID}))
	}},
	"MoveKeyResult": {
		func(r raid) (any, error) {
			return result(r.MoveKeyResult(r.ctx, r.me, MoveInput{ID: r.b.objective.KeyResults[0].ID}))
		},
		func(r raid) (any, error) {
			return result(r.MoveKeyResult(r.ctx, r.me, MoveInput{ID: r.mine.KeyResults[0].ID, After: r.b.objective.KeyResults[0].ID}))
		},
	},

	// check-ins, blockers, comments
	"CheckIn": {func(r raid) (any, error) {
		return result(r.CheckIn(r.ctx, r.me, CheckInInput{KeyResultID: r.b.objective.KeyResults[0].ID, Value: ptr(50.0)}))
	}},
	"CheckIns": {
		func(r raid) (any, error) {
			return result(r.CheckIns(r.ctx, r.me, CheckInsInput{Together: true, Items: []CheckInInput{{KeyResultID: r.b.objective.KeyResults[0].ID, Value: ptr(50.0)}}}))
		},
		func(r raid) (any, error) {
			return result(r.CheckIns(r.ctx, r.me, CheckInsInput{Items: []CheckInInput{{KeyResultID: r.b.objective.KeyResults[0].ID, Value: ptr(50.0)}}}))
		},
	},
	"RaiseBlocker": {
		func(r raid) (any, error) {
			return result(r.RaiseBlocker(r.ctx, r.me, BlockerInput{KeyResultID: r.b.objective.KeyResults[0].ID, Text: "ours"}))
		},
		func(r raid) (any, error) {
			return result(r.RaiseBlocker(r.ctx, r.me, BlockerInput{KeyResultID: r.mine.KeyResults[0].ID, Text: "ours", OwnerID: r.b.member.Viewer.MemberID}))
		},
	},
	"EditBlocker": {func(r raid) (any, error) {
		return result(r.EditBlocker(r.ctx, r.me, BlockerPatch{ID: r.b.blocker.ID, Text: ptr("ours")}))
	}},
	"ResolveBlocker": {func(r raid) (any, error) { return result(r.ResolveBlocker(r.ctx, r.me, r.b.blocker.ID)) }},
	"ReopenBlocker":  {func(r raid) (any, error) { return result(r.ReopenBlocker(r.ctx, r.me, r.b.blocker.ID)) }},
	"AddComment": {
		func(r raid) (any, error) {
			return result(r.AddComment(r.ctx, r.me, CommentInput{ObjectiveID: r.b.objective.ID, Text: "ours"}))
		},
		func(r raid) (any, error) {
			return result(r.AddComment(r.ctx, r.me, CommentInput{KeyResultID: r.b.objective.KeyResults[0].ID, Text: "ours"}))
		},
	},
	"EditComment": {func(r raid) (any, error) {
		return result(r.EditComment(r.ctx, r.me, CommentPatch{ID: r.b.comment.ID, Text: "ours"}))
	}},
	"RemoveComment": {func(r raid) (any, error) {
		return result(r.RemoveComment(r.ctx, r.me, RemovalInput{ID: r.b.comment.ID}))
	}},
	"RestoreComment": {func(r raid) (any, error) {
		return result(r.RestoreComment(r.ctx, r.me, RemovalInput{ID: r.b.comment.ID}))
	}},
	"Mentions": {func(r raid) (any, error) { return result(r.Mentions(r.ctx, r.me, 100)) }},
	"AmendCheckIn": {func(r raid) (any, error) {
		return result(r.AmendCheckIn(r.ctx, r.me, CheckInPatch{ID: r.b.checkIn.ID, Value: ptr(50.0)}))
	}},
	"RemoveCheckIn": {func(r raid) (any, error) {
		return result(r.RemoveCheckIn(r.ctx, r.me, RemovalInput{ID: r.b.checkIn.ID}))
	}},
	"RestoreCheckIn": {func(r raid) (any, error) {
		return result(r.RestoreCheckIn(r.ctx, r.me, RemovalInput{ID: r.b.checkIn.ID}))
	}},
	"CheckInQueue": {func(r raid) (any, error) { return result(r.CheckInQueue(r.ctx, r.me)) }},
	"CheckInCard": {func(r raid) (any, error) {
		return result(r.CheckInCard(r.ctx, r.me, r.b.objective.KeyResults[0].ID))
	}},

	// lists
	"FindObjectives": {
		func(r raid) (any, error) { return result(r.FindObjectives(r.ctx, r.me, ObjectiveQuery{})) },
		func(r raid) (any, error) {
			return result(r.FindObjectives(r.ctx, r.me, ObjectiveQuery{CycleID: r.b.cycle.ID, TeamIDs: []string{r.b.team.ID}, Below: true, Group: ByTeam}))
		},
		func(r raid) (any, error) {
			return result(r.FindObjectives(r.ctx, r.me, ObjectiveQuery{Upstream: r.b.pillar.ID, OwnerID: r.b.owner.Viewer.MemberID, Group: ByPillar}))
		},
	},
	"Tree":       {func(r raid) (any, error) { return result(r.Tree(r.ctx, r.me, r.b.cycle.ID)) }},
	"StreamTree": {func(r raid) (any, error) { return nothing(r.StreamTree(r.ctx, r.me, r.b.cycle.ID, io.Discard)) }},
	"Revisions":  {func(r raid) (any, error) { return result(r.Revisions(r.ctx, r.me, r.b.objective.ID)) }},

	// KPIs
	"KPIs": {
		func(r raid) (any, error) { return result(r.KPIs(r.ctx, r.me, nil)) },
		func(r raid) (any, error) { return result(r.KPIs(r.ctx, r.me, []string{r.b.team.ID})) },
	},
	"KPI": {func(r raid) (any, error) { return result(r.KPI(r.ctx, r.me, r.b.kpi.ID)) }},
	"AddKPI": {
		func(r raid) (any, error) {
			return result(r.AddKPI(r.ctx, r.me, KPIInput{TeamID: r.b.team.ID, Name: "Ours"}))
		},
		func(r raid) (any, error) {
			return result(r.AddKPI(r.ctx, r.me, KPIInput{TeamID: r.root.ID, Name: "Ours", OwnerID: r.b.member.Viewer.MemberID}))
		},
	},
	"EditKPI": {func(r raid) (any, error) {
		return result(r.EditKPI(r.ctx, r.me, KPIPatch{ID: r.b.kpi.ID, Name: ptr("Ours")}))
	}},
	"RemoveKPI":  {func(r raid) (any, error) { return result(r.RemoveKPI(r.ctx, r.me, RemovalInput{ID: r.b.kpi.ID})) }},
	"RestoreKPI": {func(r raid) (any, error) { return result(r.RestoreKPI(r.ctx, r.me, RemovalInput{ID: r.b.kpi.ID})) }},
	"RecordKPI": {func(r raid) (any, error) {
		return result(r.RecordKPI(r.ctx, r.me, KPIValueInput{KPIID: r.b.kpi.ID, Value: 1}))
	}},
}
