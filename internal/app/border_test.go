package app

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/seal"
	"github.com/headwater-okr/headwater/internal/store/storetest"
)

// Two organizations in one database never see each other. Every method of App that takes an actor is called by the owner of one
// with the ids of the other; a method that is missing from the table of border_raids_test.go fails the test, so that none is ever forgotten.

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
	measured  okr.KPIValue
	win       okr.Win
	promise   okr.Commitment
	token     Token
	calendar  CalendarLink
	channel   okr.Channel // a webhook
	road      okr.RoadmapItem
	mirror    okr.Mirror // paused, with a token
	file      okr.Mirror // of an uploaded file
	work      okr.BacklogItem
	insight   okr.Insight
	proposal  okr.Proposal
	contract  okr.Contract
	withdrawn okr.Contract
	declined  okr.Proposal
	decision  okr.Decision
	retro     okr.Retrospective
	improve   okr.Improvement
	review    okr.Review
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
	p.measured = must(p.RecordKPI(ctx, p.owner, KPIValueInput{KPIID: p.kpi.ID, Value: 7, Note: "xylo"}))(t)
	p.win = must(p.ShareWin(ctx, p.owner, WinInput{Text: "xylo went well", TeamID: p.team.ID, Thanks: []string{p.member.Viewer.MemberID}}))(t)
	p.promise = must(p.AddCommitment(ctx, p.owner, CommitmentInput{TeamID: p.team.ID, Text: "Ring xylo", KeyResultID: kr, OwnerID: p.member.Viewer.MemberID}))(t)
	keys := must(seal.Given(seal.NewKey()))(t)
	p.App = p.WithSources(testSources{p.now}).WithKeys(keys)
	w.App = p.App
	p.mirror = must(p.AddMirror(ctx, p.owner, NewMirrorInput{Kind: okr.MirrorGitHub, Name: "Xylo issues", Place: "xylo/works", Token: "ghp_xylo_0123456789", TeamID: p.team.ID}))(t)
	p.mirror = must(p.EditMirror(ctx, p.owner, MirrorPatch{ID: p.mirror.ID, Paused: ptr(true)}))(t)
	p.file = must(p.AddMirror(ctx, p.owner, NewMirrorInput{Kind: okr.MirrorCSV, Name: "Xylo file", TeamID: p.team.ID}))(t)
	p.road = must(p.AddRoadmapItem(ctx, p.owner, RoadmapInput{Title: "Xylo by post", Why: "xylo", TeamIDs: []string{p.team.ID}, OwnerID: p.owner.Viewer.MemberID, Serves: []okr.Serve{{KeyResultID: kr}}}))(t)
	p.work = must(p.AddBacklogItem(ctx, p.owner, BacklogInput{Title: "Buy xylo", TeamID: p.team.ID, RoadmapItemID: p.road.ID}))(t)
	p.insight = must(p.AddInsight(ctx, p.owner, InsightInput{PillarID: p.pillar.ID, Seen: okr.SeenCustomers, Text: "They ask for xylo"}))(t)
	must(p.WriteBrief(ctx, p.owner, BriefInput{CycleID: p.cycle.ID, Text: "All for xylo", Teams: []okr.TeamBrief{{TeamID: p.team.ID, Scope: okr.ScopeShares, Expect: "Carry xylo"}}}))(t)
	p.contract = must(p.AskContract(ctx, p.owner, ContractInput{KeyResultID: kr, TeamID: p.root.ID, Text: "Tune the xylo", Gain: "xylo for all"}))(t)
	p.withdrawn = must(p.AskContract(ctx, p.owner, ContractInput{KeyResultID: kr, TeamID: p.root.ID, Text: "Paint the xylo"}))(t)
	p.withdrawn = must(p.RemoveContract(ctx, p.owner, RemovalInput{ID: p.withdrawn.ID}))(t)
	p.proposal = must(p.Propose(ctx, p.member, ProposalInput{CycleID: p.cycle.ID, TeamID: p.team.ID, Title: "Xylo by rail", Why: "xylo is slow"}))(t)
	p.declined = must(p.Propose(ctx, p.owner, ProposalInput{CycleID: p.cycle.ID, TeamID: p.team.ID, Title: "Xylo by mule", Why: "xylo is heavy"}))(t)
	p.declined = must(p.AnswerProposal(ctx, p.owner, ProposalReply{ID: p.declined.ID, Answer: okr.ProposalDeclined, Why: "no xylo"}))(t)
	p.decision = must(p.AddDecision(ctx, p.owner, DecisionInput{Question: "More xylo?", Decided: "Xylo it is.", Why: "xylo", KeyResultID: kr, RoadmapItemID: p.road.ID}))(t)
	if err := p.OpenRetrospectives(ctx); err != nil {
		t.Fatal(err)
	}
	line := must(p.Retrospectives(ctx, p.owner, p.cycle.ID))(t)[0]
	p.retro = must(p.MoveRetrospective(ctx, p.owner, RetrospectiveMove{ID: line.ID, To: okr.RetroOpen}))(t)
	must(p.AnswerRetrospective(ctx, p.owner, RetroAnswerInput{ID: p.retro.ID, ObjectiveID: p.objective.ID, Why: "xylo came late", Grade: ptr(0.4)}))(t)
	p.improve = must(p.AddImprovement(ctx, p.owner, ImprovementInput{RetrospectiveID: p.retro.ID, Text: "Order xylo in spring"}))(t)
	plan := must(p.AddObjective(ctx, p.owner, ObjectiveInput{CycleID: p.cycle.ID, TeamIDs: []string{p.team.ID}, Title: "Xylo by night", OwnerID: p.owner.Viewer.MemberID}))(t)
	p.review = must(p.StartReview(ctx, p.owner, ReviewInput{ObjectiveID: plan.ID, TeamIDs: []string{p.root.ID}}))(t)
	p.review = must(p.AnswerReview(ctx, p.owner, AnswerInput{ID: p.review.ID, TeamID: p.root.ID, Lines: []okr.LineReview{{ID: plan.ID, Verdict: okr.VerdictQuestion, Text: "Whose xylo?"}}}))(t)
	p.token = must(p.NewToken(ctx, p.owner, NewTokenInput{Name: "xylo"}))(t)
	p.channel = must(p.AddChannel(ctx, p.owner, NewChannelInput{Kind: okr.ChannelWebhook, Name: "Xylo screen", TeamID: p.team.ID, URL: "https://xylo.example/hook"}))(t).Channel
	p.calendar = must(p.NewCalendarLink(ctx, p.owner, CalendarLinkInput{TeamID: p.team.ID}))(t)
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
			t.Errorf("%s takes an actor, but the table of border_raids_test.go does not try it across the border", m.Name)
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
