package app

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
)

// raids are the calls across the border, by method. A call that names a thing of theirs must be refused as if it were not there; a call
// that names none must show none.
var raids = map[string][]func(raid) (any, error){
	// organization, teams, cycles, strategy
	"Organization": {func(r raid) (any, error) { return result(r.Organization(r.ctx, r.me)) }},
	"EditOrganization": {func(r raid) (any, error) {
		return result(r.EditOrganization(r.ctx, r.me, EditOrganizationInput{Contact: &r.b.member.Viewer.MemberID}))
	}, func(r raid) (any, error) {
		return result(r.EditOrganization(r.ctx, r.me, EditOrganizationInput{Ambition: &okr.Ambition{TeamIDs: []string{r.b.team.ID}}}))
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
	"Carriable": {
		func(r raid) (any, error) {
			return result(r.Carriable(r.ctx, r.me, CarryQuery{Objective: r.b.objective.ID}))
		},
		func(r raid) (any, error) { return result(r.Carriable(r.ctx, r.me, CarryQuery{CycleID: r.b.cycle.ID})) },
	},
	"CarryOver": {
		func(r raid) (any, error) {
			return result(r.CarryOver(r.ctx, r.me, CarryInput{CycleID: r.b.cycle.ID, Objectives: []CarryObjective{{ID: r.objective("Ours").ID}}}))
		},
		func(r raid) (any, error) {
			return result(r.CarryOver(r.ctx, r.me, CarryInput{CycleID: r.cycle.ID, Objectives: []CarryObjective{{ID: r.b.objective.ID}}}))
		},
	},
	"Strategy": {func(r raid) (any, error) { return result(r.Strategy(r.ctx, r.me)) }},
	"EditVision": {func(r raid) (any, error) {
		return result(r.EditVision(r.ctx, r.me, okr.VisionPatch{Text: ptr("Our own")}))
	}},
	"StartStrategy": {func(r raid) (any, error) {
		return result(r.StartStrategy(r.ctx, r.me, StrategyStart{Pillars: []string{"Ours"}}))
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
	"FindMembers": {func(r raid) (any, error) {
		return result(r.FindMembers(r.ctx, r.me, MemberQuery{TeamID: r.b.team.ID, Deactivated: true}))
	}},
	"TeamMembers":      {func(r raid) (any, error) { return result(r.TeamMembers(r.ctx, r.me, r.b.team.ID)) }},
	"ChoosableMembers": {func(r raid) (any, error) { return result(r.ChoosableMembers(r.ctx, r.me, r.b.member.Viewer.MemberID)) }},
	"SuggestMembers":   {func(r raid) (any, error) { return result(r.SuggestMembers(r.ctx, r.me, r.b.member.Person.Name)) }},
	"ResolveMember": {func(r raid) (any, error) {
		return result(r.ResolveMember(r.ctx, r.me, "owner_id", r.b.member.Person.Email))
	}},
	"SuggestTeams": {func(r raid) (any, error) { return result(r.SuggestTeams(r.ctx, r.me, r.b.team.Name)) }},
	"ResolveTeam":  {func(r raid) (any, error) { return result(r.ResolveTeam(r.ctx, r.me, "team_id", r.b.team.Slug)) }},
	"Member":       {func(r raid) (any, error) { return result(r.Member(r.ctx, r.me, r.b.member.Viewer.MemberID)) }},
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
	"NewToken":      {func(r raid) (any, error) { return result(r.NewToken(r.ctx, r.me, NewTokenInput{Name: "ours"})) }},
	"Tokens":        {func(r raid) (any, error) { return result(r.Tokens(r.ctx, r.me)) }},
	"Notices":       {func(r raid) (any, error) { return result(r.Notices(r.ctx, r.me)) }},
	"CalendarLinks": {func(r raid) (any, error) { return result(r.CalendarLinks(r.ctx, r.me)) }},
	"NewCalendarLink": {func(r raid) (any, error) {
		return result(r.NewCalendarLink(r.ctx, r.me, CalendarLinkInput{TeamID: r.b.team.ID}))
	}},
	"RemoveCalendarLink": {func(r raid) (any, error) { return result(r.RemoveCalendarLink(r.ctx, r.me, r.b.calendar.ID)) }},
	"SlackApp":           {func(r raid) (any, error) { return result(r.SlackApp(r.ctx, r.me)) }},
	"SetSlackApp": {func(r raid) (any, error) {
		return result(r.SetSlackApp(r.ctx, r.me, SlackSecretInput{Secret: "a-signing-secret-of-ours"}))
	}},
	"SlackTie": {func(r raid) (any, error) {
		return result(r.SlackTie(r.ctx, r.me, r.slackToken(r.b.org.ID, okr.Press{Account: "T1/U1", Name: "them"})))
	}},
	"TieSlack": {func(r raid) (any, error) {
		return result(r.TieSlack(r.ctx, r.me, r.slackToken(r.b.org.ID, okr.Press{Account: "T1/U1", Name: "them"})))
	}},
	"UntieSlack": {func(r raid) (any, error) { return nothing(r.UntieSlack(r.ctx, r.me)) }},
	"Channels":   {func(r raid) (any, error) { return result(r.Channels(r.ctx, r.me)) }},
	"Channel":    {func(r raid) (any, error) { return result(r.Channel(r.ctx, r.me, r.b.channel.ID)) }},
	"AddChannel": {func(r raid) (any, error) {
		return result(r.AddChannel(r.ctx, r.me, NewChannelInput{Kind: okr.ChannelMail, Name: "Ours", TeamID: r.b.team.ID, To: []string{"us@example.org"}}))
	}},
	"EditChannel": {func(r raid) (any, error) {
		return result(r.EditChannel(r.ctx, r.me, ChannelPatch{ID: r.b.channel.ID, Name: ptr("Ours")}))
	}},
	"RemoveChannel": {func(r raid) (any, error) {
		return result(r.RemoveChannel(r.ctx, r.me, RemovalInput{ID: r.b.channel.ID}))
	}},
	"RestoreChannel": {func(r raid) (any, error) {
		return result(r.RestoreChannel(r.ctx, r.me, RemovalInput{ID: r.b.channel.ID}))
	}},
	"TestChannel": {func(r raid) (any, error) { return result(r.TestChannel(r.ctx, r.me, r.b.channel.ID)) }},
	"NewChannelSecret": {func(r raid) (any, error) {
		return result(r.NewChannelSecret(r.ctx, r.me, ThingInput{ID: r.b.channel.ID}))
	}},
	"PostStatusUpdate": {func(r raid) (any, error) {
		return result(r.PostStatusUpdate(r.ctx, r.me, PostUpdateInput{TeamID: r.b.team.ID, ChannelID: r.b.channel.ID}))
	}, func(r raid) (any, error) {
		must(r.KeepStatusUpdate(r.ctx, r.me, StatusUpdateInput{TeamID: r.root.ID, Done: []string{"ours"}}))(r.t)
		return result(r.PostStatusUpdate(r.ctx, r.me, PostUpdateInput{TeamID: r.root.ID, ChannelID: r.b.channel.ID}))
	}},
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
	"SayComfort": {func(r raid) (any, error) {
		return result(r.SayComfort(r.ctx, r.me, ComfortInput{ID: r.b.objective.ID, Answer: okr.ComfortEasy}))
	}},
	"SetReadiness": {func(r raid) (any, error) {
		return result(r.SetReadiness(r.ctx, r.me, ReadinessInput{KeyResultID: r.b.objective.KeyResults[0].ID, Source: "Ours"}))
	}},
	"DecideReadiness": {func(r raid) (any, error) {
		return result(r.DecideReadiness(r.ctx, r.me, DataDecisionInput{KeyResultID: r.b.objective.KeyResults[0].ID, Choice: okr.DataTrack}))
	}},
	"Readiness": {
		func(r raid) (any, error) {
			return result(r.Readiness(r.ctx, r.me, ReadinessQuery{CycleID: r.b.cycle.ID}))
		},
		func(r raid) (any, error) {
			return result(r.Readiness(r.ctx, r.me, ReadinessQuery{TeamID: r.b.team.ID}))
		},
	},
	"FindTeams": {
		func(r raid) (any, error) { return result(r.FindTeams(r.ctx, r.me, TeamQuery{TeamID: r.b.team.ID})) },
		func(r raid) (any, error) { return result(r.FindTeams(r.ctx, r.me, TeamQuery{Text: r.b.team.Name})) },
	},
	"Dismiss": {
		func(r raid) (any, error) {
			return result(r.Dismiss(r.ctx, r.me, DismissInput{ID: r.b.objective.ID, Rule: "objective/long", Reason: "Ours"}))
		},
		func(r raid) (any, error) {
			return result(r.Dismiss(r.ctx, r.me, DismissInput{ID: r.b.objective.KeyResults[0].ID, Rule: "kr/task", Reason: "Ours"}))
		},
	},
	"Trap":  {func(r raid) (any, error) { return result(r.Trap(r.ctx, r.me, r.b.cycle.ID)) }},
	"Judge": {func(r raid) (any, error) { return result(r.Judge(r.ctx, r.me, JudgeQuery{CycleID: r.b.cycle.ID})) }},
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
	"Blocker":        {func(r raid) (any, error) { return result(r.Blocker(r.ctx, r.me, r.b.blocker.ID)) }},
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
	"Mentions":   {func(r raid) (any, error) { return result(r.Mentions(r.ctx, r.me, 100)) }},
	"OneCheckIn": {func(r raid) (any, error) { return result(r.OneCheckIn(r.ctx, r.me, r.b.checkIn.ID)) }},
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
	"KeyResultForm": {
		func(r raid) (any, error) {
			return result(r.KeyResultForm(r.ctx, r.me, r.b.objective.KeyResults[0].ID, ""))
		},
		func(r raid) (any, error) { return result(r.KeyResultForm(r.ctx, r.me, "", r.b.objective.ID)) },
	},
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
	"Around": {func(r raid) (any, error) { return result(r.Around(r.ctx, r.me)) }},
	"Week":   {func(r raid) (any, error) { return result(r.Week(r.ctx, r.me)) }},
	"Tree":   {func(r raid) (any, error) { return result(r.Tree(r.ctx, r.me, r.b.cycle.ID)) }},
	"StreamTree": {func(r raid) (any, error) {
		var b strings.Builder
		err := r.StreamTree(r.ctx, r.me, r.b.cycle.ID, &b)
		return b.String(), err
	}},
	"Revisions": {func(r raid) (any, error) { return result(r.Revisions(r.ctx, r.me, r.b.objective.ID)) }},

	"Lessons": {
		func(r raid) (any, error) { return result(r.Lessons(r.ctx, r.me, LessonQuery{})) },
		func(r raid) (any, error) {
			return result(r.Lessons(r.ctx, r.me, LessonQuery{TeamID: r.b.team.ID, CycleID: r.b.cycle.ID, Text: "everywhere"}))
		},
	},
	"TypingContext": {
		func(r raid) (any, error) {
			return result(r.TypingContext(r.ctx, r.me, Typing{Kind: judge.Objective, Text: "XYLO everywhere", CycleID: r.b.cycle.ID}))
		},
		func(r raid) (any, error) {
			return result(r.TypingContext(r.ctx, r.me, Typing{ID: r.b.objective.ID, Kind: judge.Objective, Text: "Xylo everywhere"}))
		},
		func(r raid) (any, error) {
			return result(r.TypingContext(r.ctx, r.me, Typing{ID: r.b.objective.KeyResults[0].ID, Kind: judge.KeyResult, Text: "Xylo"}))
		},
	},
	"LessonsNear": {func(r raid) (any, error) { return result(r.LessonsNear(r.ctx, r.me, "Xylo everywhere from 10 to 90")) }},
	"LessonsFor":  {func(r raid) (any, error) { return result(r.LessonsFor(r.ctx, r.me, r.b.objective.ID)) }},
	"UseLesson": {
		func(r raid) (any, error) {
			return result(r.UseLesson(r.ctx, r.me, LessonInput{ID: r.b.objective.ID, LessonID: r.b.retro.ID}))
		},
		func(r raid) (any, error) {
			return result(r.UseLesson(r.ctx, r.me, LessonInput{ID: r.mine.ID, LessonID: r.b.retro.ID}))
		},
	},
	"TeamPast": {func(r raid) (any, error) { return result(r.TeamPast(r.ctx, r.me, r.b.team.ID)) }},
	"Retrospectives": {
		func(r raid) (any, error) { return result(r.Retrospectives(r.ctx, r.me, r.b.cycle.ID)) },
		func(r raid) (any, error) { return result(r.Retrospectives(r.ctx, r.me, "")) },
	},
	"Retrospective": {func(r raid) (any, error) { return result(r.Retrospective(r.ctx, r.me, r.b.retro.ID)) }},
	"EditRetrospective": {func(r raid) (any, error) {
		return result(r.EditRetrospective(r.ctx, r.me, RetrospectivePatch{ID: r.b.retro.ID, Learned: ptr("Ours")}))
	}},
	"MoveRetrospective": {func(r raid) (any, error) {
		return result(r.MoveRetrospective(r.ctx, r.me, RetrospectiveMove{ID: r.b.retro.ID, To: okr.RetroSkipped, Reason: "Ours"}))
	}},
	"AnswerRetrospective": {func(r raid) (any, error) {
		return result(r.AnswerRetrospective(r.ctx, r.me, RetroAnswerInput{ID: r.b.retro.ID, ObjectiveID: r.b.objective.ID, Why: "Ours"}))
	}},
	"DecideOnward": {func(r raid) (any, error) {
		return result(r.DecideOnward(r.ctx, r.me, OnwardInput{ID: r.b.objective.ID, Onward: okr.LetGo}))
	}},
	"AddImprovement": {
		func(r raid) (any, error) {
			return result(r.AddImprovement(r.ctx, r.me, ImprovementInput{RetrospectiveID: r.b.retro.ID, Text: "Ours"}))
		},
	},
	"EditImprovement": {func(r raid) (any, error) {
		return result(r.EditImprovement(r.ctx, r.me, ImprovementPatch{ID: r.b.improve.ID, Text: ptr("Ours")}))
	}},
	"RemoveImprovement": {func(r raid) (any, error) {
		return result(r.RemoveImprovement(r.ctx, r.me, RemovalInput{ID: r.b.improve.ID}))
	}},
	"RestoreImprovement": {func(r raid) (any, error) {
		return result(r.RestoreImprovement(r.ctx, r.me, RemovalInput{ID: r.b.improve.ID}))
	}},
	"StatusUpdate": {func(r raid) (any, error) { return result(r.StatusUpdate(r.ctx, r.me, r.b.team.ID, "")) }},
	"KeepStatusUpdate": {func(r raid) (any, error) {
		return result(r.KeepStatusUpdate(r.ctx, r.me, StatusUpdateInput{TeamID: r.b.team.ID, Done: []string{"Ours"}}))
	}},
	"Meeting": {func(r raid) (any, error) { return result(r.Meeting(r.ctx, r.me, r.b.team.ID, okr.TeamWeekly)) }},
	"MeetingHeld": {func(r raid) (any, error) {
		return result(r.MeetingHeld(r.ctx, r.me, HeldInput{TeamID: r.b.team.ID, Shape: okr.TeamWeekly, Minutes: 20}))
	}},
	"RateMeeting": {func(r raid) (any, error) {
		return result(r.RateMeeting(r.ctx, r.me, WorthInput{TeamID: r.b.team.ID, Shape: okr.TeamWeekly}))
	}},
	"Vote": {func(r raid) (any, error) {
		return result(r.Vote(r.ctx, r.me, VoteInput{KeyResultID: r.b.objective.KeyResults[0].ID, Confidence: ptr(3)}))
	}},
	"StartReview": {func(r raid) (any, error) {
		return result(r.StartReview(r.ctx, r.me, ReviewInput{ObjectiveID: r.b.objective.ID}))
	}, func(r raid) (any, error) {
		return result(r.StartReview(r.ctx, r.me, ReviewInput{ObjectiveID: r.mine.ID, TeamIDs: []string{r.b.team.ID}}))
	}},
	"ReviewTeams": {func(r raid) (any, error) { return result(r.ReviewTeams(r.ctx, r.me, r.b.objective.ID)) }},
	"AnswerReview": {func(r raid) (any, error) {
		return result(r.AnswerReview(r.ctx, r.me, AnswerInput{ID: r.b.review.ID, TeamID: r.b.root.ID}))
	}},
	"ReplyReview": {func(r raid) (any, error) {
		return result(r.ReplyReview(r.ctx, r.me, ReplyInput{ID: r.b.review.ID, TeamID: r.b.root.ID, LineID: r.b.review.ObjectiveID, Text: "Ours"}))
	}},
	"Choose": {func(r raid) (any, error) { return result(r.Choose(r.ctx, r.me, ChooseQuery{CycleID: r.b.cycle.ID})) },
		func(r raid) (any, error) { return result(r.Choose(r.ctx, r.me, ChooseQuery{TeamID: r.b.team.ID})) },
		func(r raid) (any, error) {
			return result(r.Choose(r.ctx, r.me, ChooseQuery{ObjectiveIDs: []string{r.mine.ID, r.b.objective.ID}}))
		}},
	"DropObjectives": {func(r raid) (any, error) {
		return result(r.DropObjectives(r.ctx, r.me, DropInput{ObjectiveIDs: []string{r.b.objective.ID}, Reason: "Ours first"}))
	}},
	"Contracts": {func(r raid) (any, error) { return result(r.Contracts(r.ctx, r.me, ContractQuery{})) },
		func(r raid) (any, error) {
			return result(r.Contracts(r.ctx, r.me, ContractQuery{CycleID: r.b.cycle.ID}))
		},
		func(r raid) (any, error) {
			return result(r.Contracts(r.ctx, r.me, ContractQuery{TeamID: r.b.team.ID, ObjectiveID: r.b.objective.ID}))
		}},
	"Contract": {func(r raid) (any, error) { return result(r.Contract(r.ctx, r.me, r.b.contract.ID)) }},
	"AskContract": {func(r raid) (any, error) {
		return result(r.AskContract(r.ctx, r.me, ContractInput{KeyResultID: r.b.objective.KeyResults[0].ID, TeamID: r.team("Apps").ID, Text: "Ours"}))
	}, func(r raid) (any, error) {
		return result(r.AskContract(r.ctx, r.me, ContractInput{KeyResultID: r.mine.KeyResults[0].ID, TeamID: r.b.team.ID, Text: "Ours"}))
	}, func(r raid) (any, error) {
		return result(r.AskContract(r.ctx, r.me, ContractInput{KeyResultID: r.mine.KeyResults[0].ID, TeamID: r.team("Apps").ID, AskerID: r.b.team.ID, Text: "Ours"}))
	}},
	"AnswerContract": {func(r raid) (any, error) {
		return result(r.AnswerContract(r.ctx, r.me, ContractReply{ID: r.b.contract.ID, Answer: okr.ContractAgreed}))
	}, func(r raid) (any, error) {
		lea := r.world.member("Lea", okr.OrgMember, "Sales")
		c := must(r.AskContract(r.ctx, r.me, ContractInput{KeyResultID: r.mine.KeyResults[0].ID, TeamID: r.team("Sales").ID, Text: "Ours"}))(r.t)
		return result(r.AnswerContract(r.ctx, lea, ContractReply{ID: c.ID, Answer: okr.ContractAgreed, Within: r.b.objective.ID}))
	}},
	"EndContract": {func(r raid) (any, error) {
		return result(r.EndContract(r.ctx, r.me, ContractOutcome{ID: r.b.contract.ID, Kept: okr.ContractIsKept, Text: "Ours"}))
	}},
	"RemoveContract": {func(r raid) (any, error) {
		return result(r.RemoveContract(r.ctx, r.me, RemovalInput{ID: r.b.contract.ID}))
	}},
	"RestoreContract": {func(r raid) (any, error) {
		return result(r.RestoreContract(r.ctx, r.me, RemovalInput{ID: r.b.withdrawn.ID}))
	}},
	"WriteBrief": {func(r raid) (any, error) {
		return result(r.WriteBrief(r.ctx, r.me, BriefInput{CycleID: r.b.cycle.ID, Text: "Ours"}))
	}, func(r raid) (any, error) {
		return result(r.WriteBrief(r.ctx, r.me, BriefInput{CycleID: r.cycle.ID, Teams: []okr.TeamBrief{{TeamID: r.b.team.ID, Scope: okr.ScopeRests}}}))
	}},
	"PlanTalks": {func(r raid) (any, error) {
		return result(r.PlanTalks(r.ctx, r.me, TalksInput{CycleID: r.b.cycle.ID, Talks: []okr.Talk{{Occasion: okr.KickOff, Often: "Never"}}}))
	}},
	"Proposals": {func(r raid) (any, error) { return result(r.Proposals(r.ctx, r.me, ProposalQuery{})) },
		func(r raid) (any, error) {
			return result(r.Proposals(r.ctx, r.me, ProposalQuery{CycleID: r.b.cycle.ID}))
		},
		func(r raid) (any, error) { return result(r.Proposals(r.ctx, r.me, ProposalQuery{TeamID: r.b.team.ID})) }},
	"Proposal": {func(r raid) (any, error) { return result(r.Proposal(r.ctx, r.me, r.b.proposal.ID)) }},
	"Propose": {func(r raid) (any, error) {
		return result(r.Propose(r.ctx, r.me, ProposalInput{CycleID: r.b.cycle.ID, TeamID: r.root.ID, Title: "Ours", Why: "Ours"}))
	}, func(r raid) (any, error) {
		return result(r.Propose(r.ctx, r.me, ProposalInput{CycleID: r.cycle.ID, TeamID: r.b.team.ID, Title: "Ours", Why: "Ours"}))
	}},
	"EditProposal": {func(r raid) (any, error) {
		return result(r.EditProposal(r.ctx, r.me, ProposalPatch{ID: r.b.proposal.ID, Title: ptr("Ours")}))
	}, func(r raid) (any, error) {
		return result(r.EditProposal(r.ctx, r.me, ProposalPatch{ID: r.ours().ID, TeamID: &r.b.team.ID}))
	}},
	"BackProposal": {func(r raid) (any, error) {
		return result(r.BackProposal(r.ctx, r.me, BackInput{ID: r.b.proposal.ID}))
	}},
	"CommentProposal": {func(r raid) (any, error) {
		return result(r.CommentProposal(r.ctx, r.me, ProposalCommentInput{ID: r.b.proposal.ID, Text: "Ours"}))
	}},
	"AnswerProposal": {func(r raid) (any, error) {
		return result(r.AnswerProposal(r.ctx, r.me, ProposalReply{ID: r.b.proposal.ID, Answer: okr.ProposalAdopted}))
	}, func(r raid) (any, error) {
		return result(r.AnswerProposal(r.ctx, r.me, ProposalReply{ID: r.ours().ID, Answer: okr.ProposalMerged, Into: r.b.proposal.ID}))
	}},
	"RemoveProposal": {func(r raid) (any, error) {
		return result(r.RemoveProposal(r.ctx, r.me, RemovalInput{ID: r.b.proposal.ID}))
	}},
	"RestoreProposal": {func(r raid) (any, error) {
		return result(r.RestoreProposal(r.ctx, r.me, RemovalInput{ID: r.b.proposal.ID}))
	}},
	"Planning": {func(r raid) (any, error) { return result(r.Planning(r.ctx, r.me, PlanQuery{})) },
		func(r raid) (any, error) { return result(r.Planning(r.ctx, r.me, PlanQuery{CycleID: r.b.cycle.ID})) },
		func(r raid) (any, error) { return result(r.Planning(r.ctx, r.me, PlanQuery{TeamID: r.b.team.ID})) }},
	"Nudge": {func(r raid) (any, error) { return result(r.Nudge(r.ctx, r.me, r.b.objective.KeyResults[0].ID)) }},

	// insights, decisions and where links come from
	"VisionHistory": {func(r raid) (any, error) { return result(r.VisionHistory(r.ctx, r.me)) }},
	"Insights": {
		func(r raid) (any, error) { return result(r.Insights(r.ctx, r.me, "")) },
		func(r raid) (any, error) { return result(r.Insights(r.ctx, r.me, r.b.pillar.ID)) },
	},
	"AddInsight": {func(r raid) (any, error) {
		return result(r.AddInsight(r.ctx, r.me, InsightInput{PillarID: r.b.pillar.ID, Seen: okr.SeenCustomers, Text: "Ours"}))
	}},
	"EditInsight": {func(r raid) (any, error) {
		return result(r.EditInsight(r.ctx, r.me, InsightPatch{ID: r.b.insight.ID, Text: ptr("Ours")}))
	}},
	"AnswerInsight": {func(r raid) (any, error) {
		return result(r.AnswerInsight(r.ctx, r.me, InsightReply{ID: r.b.insight.ID, Answer: okr.InsightThanks}))
	}},
	"RemoveInsight": {func(r raid) (any, error) {
		return result(r.RemoveInsight(r.ctx, r.me, RemovalInput{ID: r.b.insight.ID}))
	}},
	"RestoreInsight": {func(r raid) (any, error) {
		return result(r.RestoreInsight(r.ctx, r.me, RemovalInput{ID: r.b.insight.ID}))
	}},
	"Decisions": {
		func(r raid) (any, error) { return result(r.Decisions(r.ctx, r.me, DecisionQuery{})) },
		func(r raid) (any, error) {
			return result(r.Decisions(r.ctx, r.me, DecisionQuery{ObjectiveID: r.b.objective.ID}))
		},
		func(r raid) (any, error) {
			return result(r.Decisions(r.ctx, r.me, DecisionQuery{RoadmapItemID: r.b.road.ID}))
		},
	},
	"Decision": {func(r raid) (any, error) { return result(r.Decision(r.ctx, r.me, r.b.decision.ID)) }},
	"AddDecision": {
		func(r raid) (any, error) {
			return result(r.AddDecision(r.ctx, r.me, DecisionInput{Question: "Ours?", Decided: "Ours", Why: "Ours", ObjectiveID: r.b.objective.ID}))
		},
		func(r raid) (any, error) {
			return result(r.AddDecision(r.ctx, r.me, DecisionInput{Question: "Ours?", Decided: "Ours", Why: "Ours", KeyResultID: r.b.objective.KeyResults[0].ID}))
		},
	},
	"LinkHistory": {
		func(r raid) (any, error) {
			return result(r.LinkHistory(r.ctx, r.me, TraceQuery{Thing: okr.ThingObjective, ID: r.b.objective.ID}))
		},
		func(r raid) (any, error) {
			return result(r.LinkHistory(r.ctx, r.me, TraceQuery{Thing: okr.ThingBacklogItem, ID: r.b.work.ID}))
		},
	},

	"Suggestions": {func(r raid) (any, error) { return result(r.Suggestions(r.ctx, r.me)) }},
	"TrapCheck":   {func(r raid) (any, error) { return result(r.TrapCheck(r.ctx, r.me)) }},
	"AnswerTrapCheck": {func(r raid) (any, error) {
		answers := map[string]okr.TrapReply{}
		for _, c := range okr.TrapCauses {
			for _, x := range c.Asks {
				answers[x.ID] = okr.TrapNo
			}
		}
		return result(r.AnswerTrapCheck(r.ctx, r.me, TrapCheckInput{TeamID: r.b.team.ID, Answers: answers}))
	}},

	// wins and commitments
	"Wins": {
		func(r raid) (any, error) { return result(r.Wins(r.ctx, r.me, WinQuery{})) },
		func(r raid) (any, error) { return result(r.Wins(r.ctx, r.me, WinQuery{TeamID: r.b.team.ID})) },
	},
	"ShareWin": {
		func(r raid) (any, error) {
			return result(r.ShareWin(r.ctx, r.me, WinInput{Text: "Ours", TeamID: r.b.team.ID}))
		},
		func(r raid) (any, error) {
			return result(r.ShareWin(r.ctx, r.me, WinInput{Text: "Ours", Thanks: []string{r.b.member.Viewer.MemberID}}))
		},
	},
	"EditWin": {func(r raid) (any, error) {
		return result(r.EditWin(r.ctx, r.me, WinPatch{ID: r.b.win.ID, Text: ptr("Ours")}))
	}},
	"RemoveWin":   {func(r raid) (any, error) { return result(r.RemoveWin(r.ctx, r.me, RemovalInput{ID: r.b.win.ID})) }},
	"RestoreWin":  {func(r raid) (any, error) { return result(r.RestoreWin(r.ctx, r.me, RemovalInput{ID: r.b.win.ID})) }},
	"Commitments": {func(r raid) (any, error) { return result(r.Commitments(r.ctx, r.me, r.b.team.ID, "")) }},
	"FourSquares": {func(r raid) (any, error) { return result(r.FourSquares(r.ctx, r.me, r.b.team.ID, "")) }},
	"AddCommitment": {
		func(r raid) (any, error) {
			return result(r.AddCommitment(r.ctx, r.me, CommitmentInput{TeamID: r.b.team.ID, Text: "Ours"}))
		},
		func(r raid) (any, error) {
			return result(r.AddCommitment(r.ctx, r.me, CommitmentInput{TeamID: r.root.ID, Text: "Ours", KeyResultID: r.b.objective.KeyResults[0].ID}))
		},
		func(r raid) (any, error) {
			return result(r.AddCommitment(r.ctx, r.me, CommitmentInput{TeamID: r.root.ID, Text: "Ours", OwnerID: r.b.member.Viewer.MemberID}))
		},
	},
	"EditCommitment": {func(r raid) (any, error) {
		return result(r.EditCommitment(r.ctx, r.me, CommitmentPatch{ID: r.b.promise.ID, State: ptr(okr.CommitmentDone)}))
	}},
	"CarryCommitment": {func(r raid) (any, error) {
		return result(r.CarryCommitment(r.ctx, r.me, ThingInput{ID: r.b.promise.ID}))
	}},
	"RemoveCommitment": {func(r raid) (any, error) {
		return result(r.RemoveCommitment(r.ctx, r.me, RemovalInput{ID: r.b.promise.ID}))
	}},
	"RestoreCommitment": {func(r raid) (any, error) {
		return result(r.RestoreCommitment(r.ctx, r.me, RemovalInput{ID: r.b.promise.ID}))
	}},

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
	"KPIValue": {func(r raid) (any, error) {
		v, _, err := r.KPIValue(r.ctx, r.me, r.b.measured.ID)
		return result(v, err)
	}},
	"AmendKPIValue": {func(r raid) (any, error) {
		return result(r.AmendKPIValue(r.ctx, r.me, KPIValuePatch{ID: r.b.measured.ID, Value: ptr(1.0)}))
	}},
	"RemoveKPIValue": {func(r raid) (any, error) {
		return result(r.RemoveKPIValue(r.ctx, r.me, RemovalInput{ID: r.b.measured.ID}))
	}},
	"RestoreKPIValue": {func(r raid) (any, error) {
		return result(r.RestoreKPIValue(r.ctx, r.me, RemovalInput{ID: r.b.measured.ID}))
	}},

	// search
	"Search": {func(r raid) (any, error) { return result(r.Search(r.ctx, r.me, "xylo", 0)) }},

	// activity
	"Activity": {
		func(r raid) (any, error) { return result(r.Activity(r.ctx, r.me, ActivityQuery{})) },
		func(r raid) (any, error) {
			return result(r.Activity(r.ctx, r.me, ActivityQuery{ObjectiveID: r.b.objective.ID}))
		},
		func(r raid) (any, error) { return result(r.Activity(r.ctx, r.me, ActivityQuery{TeamID: r.b.team.ID})) },
	},
	"Audit": {func(r raid) (any, error) {
		return result(r.Audit(r.ctx, r.me, ActivityQuery{MemberID: r.b.member.Viewer.MemberID}))
	}},

	// changes
	"Changes":        {func(r raid) (any, error) { return result(r.Changes(r.ctx, r.me, 1)) }},
	"ObjectiveAlone": {func(r raid) (any, error) { return result(r.ObjectiveAlone(r.ctx, r.me, r.b.objective.ID)) }},
	"Editable":       {func(r raid) (any, error) { return result(r.Editable(r.ctx, r.me, r.b.objective.ID)) }},
	"Sees": {func(r raid) (any, error) {
		seen, err := r.Sees(r.ctx, r.me, []string{r.b.objective.ID})
		return len(seen), err
	}},

	// roadmap, backlog and traces
	"Roadmap": {
		func(r raid) (any, error) { return result(r.Roadmap(r.ctx, r.me, RoadmapQuery{All: true})) },
		func(r raid) (any, error) { return result(r.Roadmap(r.ctx, r.me, RoadmapQuery{TeamID: r.b.team.ID})) },
		func(r raid) (any, error) { return result(r.Roadmap(r.ctx, r.me, RoadmapQuery{Without: r.b.road.ID})) },
	},
	"WorkOrder": {
		func(r raid) (any, error) { return result(r.WorkOrder(r.ctx, r.me, "")) },
		func(r raid) (any, error) { return result(r.WorkOrder(r.ctx, r.me, r.b.team.ID)) },
	},
	"RoadmapItem": {func(r raid) (any, error) { return result(r.RoadmapItem(r.ctx, r.me, r.b.road.ID)) }},
	"AddRoadmapItem": {
		func(r raid) (any, error) {
			return result(r.AddRoadmapItem(r.ctx, r.me, RoadmapInput{Title: "Ours", TeamIDs: []string{r.b.team.ID}}))
		},
		func(r raid) (any, error) {
			return result(r.AddRoadmapItem(r.ctx, r.me, RoadmapInput{Title: "Ours", TeamIDs: []string{r.root.ID}, OwnerID: r.b.member.Viewer.MemberID}))
		},
		func(r raid) (any, error) {
			return result(r.AddRoadmapItem(r.ctx, r.me, RoadmapInput{Title: "Ours", TeamIDs: []string{r.root.ID}, Serves: []okr.Serve{{KeyResultID: r.b.objective.KeyResults[0].ID}}}))
		},
	},
	"EditRoadmapItem": {func(r raid) (any, error) {
		return result(r.EditRoadmapItem(r.ctx, r.me, okr.RoadmapPatch{ID: r.b.road.ID, Title: ptr("Ours")}))
	}},
	"MoveRoadmapItem": {func(r raid) (any, error) {
		return result(r.MoveRoadmapItem(r.ctx, r.me, RoadmapMove{ID: r.b.road.ID, Horizon: okr.HorizonNow}))
	}},
	"OverridePriority": {func(r raid) (any, error) {
		return result(r.OverridePriority(r.ctx, r.me, OverrideInput{ID: r.b.road.ID, Factor: 2, Reason: "ours"}))
	}},
	"DropRoadmapItem": {func(r raid) (any, error) {
		return result(r.DropRoadmapItem(r.ctx, r.me, RemovalInput{ID: r.b.road.ID, Reason: "ours"}))
	}},
	"ReopenRoadmapItem": {func(r raid) (any, error) {
		return result(r.ReopenRoadmapItem(r.ctx, r.me, RemovalInput{ID: r.b.road.ID}))
	}},
	"RemoveRoadmapItem": {func(r raid) (any, error) {
		return result(r.RemoveRoadmapItem(r.ctx, r.me, RemovalInput{ID: r.b.road.ID}))
	}},
	"RestoreRoadmapItem": {func(r raid) (any, error) {
		return result(r.RestoreRoadmapItem(r.ctx, r.me, RemovalInput{ID: r.b.road.ID}))
	}},
	"Backlog": {
		func(r raid) (any, error) { return result(r.Backlog(r.ctx, r.me, BacklogQuery{})) },
		func(r raid) (any, error) { return result(r.Backlog(r.ctx, r.me, BacklogQuery{TeamID: r.b.team.ID})) },
		func(r raid) (any, error) {
			return result(r.Backlog(r.ctx, r.me, BacklogQuery{RoadmapItemID: r.b.road.ID}))
		},
	},
	"BacklogItem": {func(r raid) (any, error) { return result(r.BacklogItem(r.ctx, r.me, r.b.work.ID)) }},
	"AddBacklogItem": {
		func(r raid) (any, error) {
			return result(r.AddBacklogItem(r.ctx, r.me, BacklogInput{Title: "Ours", TeamID: r.b.team.ID}))
		},
		func(r raid) (any, error) {
			return result(r.AddBacklogItem(r.ctx, r.me, BacklogInput{Title: "Ours", TeamID: r.root.ID, RoadmapItemID: r.b.road.ID}))
		},
	},
	"EditBacklogItem": {func(r raid) (any, error) {
		return result(r.EditBacklogItem(r.ctx, r.me, BacklogPatch{ID: r.b.work.ID, Title: ptr("Ours")}))
	}},
	"RemoveBacklogItem": {func(r raid) (any, error) {
		return result(r.RemoveBacklogItem(r.ctx, r.me, RemovalInput{ID: r.b.work.ID}))
	}},
	"RestoreBacklogItem": {func(r raid) (any, error) {
		return result(r.RestoreBacklogItem(r.ctx, r.me, RemovalInput{ID: r.b.work.ID}))
	}},
	"AlignBacklog": {func(r raid) (any, error) {
		return result(r.AlignBacklog(r.ctx, r.me, AlignInput{Items: []Alignment{{ID: r.b.work.ID}}}))
	}},
	"DropBacklog": {func(r raid) (any, error) {
		return result(r.DropBacklog(r.ctx, r.me, BacklogBulk{IDs: []string{r.b.work.ID}, Reason: "ours"}))
	}},
	"ReopenBacklog": {func(r raid) (any, error) {
		return result(r.ReopenBacklog(r.ctx, r.me, BacklogBulk{IDs: []string{r.b.work.ID}}))
	}},
	"Mirrors": {func(r raid) (any, error) { return result(r.Mirrors(r.ctx, r.me)) }},
	"Mirror":  {func(r raid) (any, error) { return result(r.Mirror(r.ctx, r.me, r.b.mirror.ID)) }},
	"AddMirror": {
		func(r raid) (any, error) {
			return result(r.AddMirror(r.ctx, r.me, NewMirrorInput{Kind: okr.MirrorCSV, Name: "Ours", TeamID: r.b.team.ID}))
		},
		func(r raid) (any, error) {
			return result(r.AddMirror(r.ctx, r.me, NewMirrorInput{Kind: okr.MirrorCSV, Name: "Ours", TeamID: r.root.ID, Rules: []okr.MirrorRule{{By: okr.ByLabel, Value: "x", RoadmapItemID: r.b.road.ID}}}))
		},
	},
	"EditMirror": {func(r raid) (any, error) {
		return result(r.EditMirror(r.ctx, r.me, MirrorPatch{ID: r.b.mirror.ID, Name: ptr("Ours")}))
	}},
	"RemoveMirror": {func(r raid) (any, error) { return result(r.RemoveMirror(r.ctx, r.me, RemovalInput{ID: r.b.mirror.ID})) }},
	"RestoreMirror": {func(r raid) (any, error) {
		return result(r.RestoreMirror(r.ctx, r.me, RemovalInput{ID: r.b.mirror.ID}))
	}},
	"ReadMirror": {func(r raid) (any, error) {
		return result(r.ReadMirror(r.ctx, r.me, ReadMirrorInput{ID: r.b.mirror.ID}))
	}},
	"NewMirrorHook": {func(r raid) (any, error) { return result(r.NewMirrorHook(r.ctx, r.me, ThingInput{ID: r.b.mirror.ID})) }},
	"PreviewMirror": {func(r raid) (any, error) {
		return result(r.PreviewMirror(r.ctx, r.me, MirrorPreview{ID: r.b.mirror.ID}))
	}},
	"UploadMirror": {func(r raid) (any, error) {
		return result(r.UploadMirror(r.ctx, r.me, MirrorUpload{ID: r.b.file.ID, CSV: "Title\nOurs\n"}))
	}},
	"TryMirror": {
		func(r raid) (any, error) { return result(r.TryMirror(r.ctx, r.me, MirrorTry{ID: r.b.mirror.ID})) },
		func(r raid) (any, error) {
			return result(r.TryMirror(r.ctx, r.me, MirrorTry{NewMirrorInput: NewMirrorInput{Kind: okr.MirrorGitHub, Name: "Ours", Place: "a/b", TeamID: r.b.team.ID}}))
		},
	},
	"UpdateMirror": {
		func(r raid) (any, error) {
			return result(r.UpdateMirror(r.ctx, r.me, MirrorInput{MirrorID: "ours", Items: []okr.MirroredItem{{External: "1", Title: "Ours", TeamID: r.b.team.ID}}}))
		},
		func(r raid) (any, error) {
			return result(r.UpdateMirror(r.ctx, r.me, MirrorInput{MirrorID: "ours", Items: []okr.MirroredItem{{External: "1", Title: "Ours", TeamID: r.root.ID, RoadmapItemID: r.b.road.ID}}}))
		},
	},
	"Trace": {
		func(r raid) (any, error) {
			return result(r.Trace(r.ctx, r.me, TraceQuery{okr.ThingBacklogItem, r.b.work.ID}))
		},
		func(r raid) (any, error) {
			return result(r.Trace(r.ctx, r.me, TraceQuery{okr.ThingRoadmapItem, r.b.road.ID}))
		},
		func(r raid) (any, error) {
			return result(r.Trace(r.ctx, r.me, TraceQuery{okr.ThingObjective, r.b.objective.ID}))
		},
	},
	"Effort": {
		func(r raid) (any, error) { return result(r.Effort(r.ctx, r.me, "")) },
		func(r raid) (any, error) { return result(r.Effort(r.ctx, r.me, r.b.team.ID)) },
	},
	"Downstream": {
		func(r raid) (any, error) { return result(r.Downstream(r.ctx, r.me, "")) },
		func(r raid) (any, error) { return result(r.Downstream(r.ctx, r.me, r.b.pillar.ID)) },
	},

	// importing
	"PreviewImport": {
		func(r raid) (any, error) {
			return result(r.PreviewImport(r.ctx, r.me, ImportInput{Name: "plan.md", Data: []byte("# O\n- kr"), CycleID: r.b.objective.CycleID}))
		},
		func(r raid) (any, error) {
			return result(r.PreviewImport(r.ctx, r.me, ImportInput{Name: "plan.md", Data: []byte("# O\n- kr"), TeamID: r.b.team.ID}))
		},
	},
	"Import": {
		func(r raid) (any, error) {
			return result(r.Import(r.ctx, r.me, ImportInput{Name: "plan.md", Data: []byte("## Ours\n- kr"), CycleID: r.b.objective.CycleID}))
		},
		func(r raid) (any, error) {
			return result(r.Import(r.ctx, r.me, ImportInput{Name: "plan.md", Data: []byte("## Ours\n- kr"), TeamID: r.b.team.ID}))
		},
	},
	"Imports":    {func(r raid) (any, error) { return result(r.Imports(r.ctx, r.me)) }},
	"UndoImport": {func(r raid) (any, error) { return result(r.UndoImport(r.ctx, r.me, r.b.objective.ID)) }},

	// history
	"At":     {func(r raid) (any, error) { return result(r.At(r.ctx, r.me, r.b.objective.ID, "2026-11-30")) }},
	"TreeAt": {func(r raid) (any, error) { return result(r.TreeAt(r.ctx, r.me, r.b.cycle.ID, "2026-11-30")) }},
	"Map": {
		func(r raid) (any, error) { return result(r.Map(r.ctx, r.me, MapQuery{CycleID: r.b.cycle.ID})) },
		func(r raid) (any, error) { return result(r.Map(r.ctx, r.me, MapQuery{Around: r.b.objective.ID})) },
		func(r raid) (any, error) {
			return result(r.Map(r.ctx, r.me, MapQuery{CycleID: r.b.cycle.ID, Date: "2026-11-08"}))
		},
		func(r raid) (any, error) {
			return result(r.Map(r.ctx, r.me, MapQuery{TeamID: r.b.team.ID, PillarID: r.b.pillar.ID}))
		},
	},
	"Course": {func(r raid) (any, error) { return result(r.Course(r.ctx, r.me, r.b.objective.KeyResults[0].ID)) }},
	"Courses": {
		func(r raid) (any, error) { return result(r.Courses(r.ctx, r.me)) },
	},

	// export
	"Export": {
		func(r raid) (any, error) {
			var b bytes.Buffer
			err := r.Export(r.ctx, r.me, "json", &b)
			return b.String(), err
		},
		func(r raid) (any, error) {
			var b bytes.Buffer
			err := r.Export(r.ctx, r.me, "md", &b)
			return b.String(), err
		},
	},
	"Restore": {func(r raid) (any, error) {
		fresh := r.elsewhere("Fresh", "fresh@example.org")
		_, err := fresh.Restore(r.ctx, fresh.owner, &okr.Archive{Organization: okr.Organization{ID: r.b.org.ID, Slug: "ours", Name: "Ours"}})
		if fault := okr.FaultsOf(err); len(fault) == 1 && fault[0].Kind == okr.Conflict {
			return nil, nil // it is on this server already
		}
		return nil, fmt.Errorf("restored over theirs: %w", err)
	}},
}

// ours is a proposal on this side.
func (r raid) ours() okr.Proposal {
	return must(r.Propose(r.ctx, r.me, ProposalInput{CycleID: r.cycle.ID, TeamID: r.root.ID, Title: "Ours", Why: "Ours"}))(r.t)
}
