package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/seal"
	"github.com/headwater-okr/headwater/internal/source"
	"github.com/headwater-okr/headwater/internal/store/storetest"
)

// A world is the API over a database with two organizations of the same shape, and a clock that only the test moves.
type world struct {
	t       *testing.T
	app     *app.App
	clock   *time.Time
	handler http.Handler
	mine    things
	theirs  things
}

// things are the ids of one of everything in an organization, and its owner's tokens by scope.
type things struct {
	owner  app.Actor
	ids    map[string]string
	tokens map[string]string
}

func newWorld(t *testing.T, rate int) *world {
	t.Helper()
	clock := time.Date(2026, 11, 9, 8, 0, 0, 0, time.UTC)
	var last atomic.Int64
	a := app.New(storetest.SQLite(t), func() time.Time { return clock }).
		WithIDs(func() string { return fmt.Sprintf("019d6a2e-7400-7000-8000-%012x", last.Add(1)) }) // the same in every run, for the examples
	keys := must(seal.Given(seal.NewKey()))(t)
	a = a.WithKeys(keys).WithSources(tools{})
	w := &world{t: t, app: a, clock: &clock}
	w.handler = Handler(Options{App: a, Version: "1.0.0", Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Rate: rate, Style: "/static/app.css"})
	w.mine = w.furnish("Fjord Tools", "fjord")
	w.theirs = w.furnish("Xylo Works", "xylo")
	return w
}

// furnish makes an organization with one of everything. Everything in it has word in its texts.
func (w *world) furnish(name, word string) things {
	t, a, ctx := w.t, w.app, w.t.Context()
	f := must(a.NewOrganization(ctx, app.SetUpInput{Organization: name, Name: "Ines Holm", Email: "ines@" + word + ".example", Password: "rain on the roof",
		Teams: "Product " + word + "\n  Apps " + word + "\n  Platform " + word + "\nSales " + word + "\nStudio " + word + "\nOld " + word}))(t)
	me := must(a.ActorOf(ctx, f.Session.Secret, f.Organization.Slug))(t)
	ids := map[string]string{"organization": f.Organization.ID, "owner": f.Owner.ID, "cycle": f.Cycle.ID}
	for _, n := range must(a.Teams(ctx, me))(t) {
		key, _, _ := strings.Cut(strings.ToLower(n.Name), " ")
		ids[key] = n.ID
	}
	for _, who := range []string{"ada", "bo", "cleo", "dina"} {
		list := must(a.Invite(ctx, me, app.InviteInput{Text: fmt.Sprintf("email,name\n%s@%s.example,%s %s\n", who, word, strings.ToUpper(who[:1])+who[1:], word),
			Teams: []okr.Membership{{TeamID: ids["apps"], Role: okr.TeamMember}}}))(t)
		ids[who] = list[0].MemberID
		if who == "cleo" {
			must(a.Accept(ctx, app.AcceptInput{Secret: list[0].Secret, Name: "Cleo " + word, Password: "rain on the roof"}))(t)
		}
	}
	must(a.Deactivate(ctx, me, app.DeactivateInput{MemberID: ids["dina"]}))(t)
	must(a.RemoveTeam(ctx, me, app.ThingInput{ID: ids["old"]}))(t)
	must(a.EditVision(ctx, me, okr.VisionPatch{Text: new("Every workshop in the north repairs with " + word)}))(t)
	for _, key := range []string{"pillar", "old_pillar"} {
		ids[key] = must(a.AddPillar(ctx, me, app.PillarInput{Title: "Repair before replace, " + word, Choice: "We serve workshops first."}))(t).ID
	}
	must(a.RemovePillar(ctx, me, app.ThingInput{ID: ids["old_pillar"]}))(t)
	for _, key := range []string{"spare_cycle", "old_cycle", "later_cycle"} {
		ids[key] = must(a.AddCycle(ctx, me, app.CycleInput{Name: key + " " + word, Start: okr.Date(map[string]string{"spare_cycle": "2028-01-01", "old_cycle": "2028-04-01", "later_cycle": "2028-07-01"}[key])}))(t).ID
	}
	must(a.RemoveCycle(ctx, me, app.ThingInput{ID: ids["old_cycle"]}))(t)
	for _, key := range []string{"objective", "second", "draft", "old_objective"} {
		o := must(a.AddObjective(ctx, me, app.ObjectiveInput{CycleID: f.Cycle.ID, TeamIDs: []string{ids["apps"]}, OwnerID: f.Owner.ID,
			Title: "Workshops book their repairs online with " + word, WhyImportant: "They lose a day a week on the phone.",
			Supports: []okr.Support{{Kind: okr.UpPillar, ID: ids["pillar"], Weight: 1}},
			KeyResults: []app.KeyResultInput{
				{Title: "Bookings online from 10 % to 60 %", Unit: "%", Direction: okr.Increase, Baseline: new(10.0), Target: new(60.0), OwnerID: ids["ada"]},
				{Title: "Calls a day from 90 to 40", Unit: "calls", Direction: okr.Decrease, Baseline: new(90.0), Target: new(40.0), OwnerID: f.Owner.ID},
				{Title: "The form is live", Kind: okr.YesNo, OwnerID: f.Owner.ID},
			}}))(t)
		ids[key], ids[key+"_kr"], ids[key+"_kr2"], ids[key+"_kr3"] = o.ID, o.KeyResults[0].ID, o.KeyResults[1].ID, o.KeyResults[2].ID
		if key == "objective" || key == "second" {
			must(a.Transition(ctx, me, app.TransitionInput{ID: o.ID, To: okr.Active}))(t)
		}
	}
	must(a.RemoveObjective(ctx, me, app.RemovalInput{ID: ids["old_objective"]}))(t)
	must(a.RemoveKeyResult(ctx, me, app.RemovalInput{ID: ids["objective_kr3"]}))(t)
	for _, key := range []string{"check_in", "old_check_in"} {
		ids[key] = must(a.CheckIn(ctx, me, app.CheckInInput{KeyResultID: ids["objective_kr"], Value: new(22.0), Confidence: new(6), Note: "The first " + word + " week"}))(t).CheckIn.ID
	}
	must(a.RemoveCheckIn(ctx, me, app.RemovalInput{ID: ids["old_check_in"]}))(t)
	must(a.CheckIn(ctx, me, app.CheckInInput{KeyResultID: ids["second_kr"], Value: new(12.0), AsOf: "2026-10-30"}))(t) // so that its next one is due
	ids["blocker"] = must(a.RaiseBlocker(ctx, me, app.BlockerInput{KeyResultID: ids["objective_kr"], Text: "The calendar of " + word + " is closed to us"}))(t).ID
	for _, key := range []string{"comment", "old_comment"} {
		ids[key] = must(a.AddComment(ctx, me, app.CommentInput{ObjectiveID: ids["objective"], Text: "Shall we ask " + word + " first?"}))(t).ID
	}
	must(a.RemoveComment(ctx, me, app.RemovalInput{ID: ids["old_comment"]}))(t)
	for _, key := range []string{"kpi", "old_kpi"} {
		ids[key] = must(a.AddKPI(ctx, me, app.KPIInput{TeamID: ids["apps"], Name: map[string]string{"kpi": "Repairs a day, ", "old_kpi": "Rides a day, "}[key] + word, Low: new(20.0)}))(t).ID
	}
	must(a.RemoveKPI(ctx, me, app.RemovalInput{ID: ids["old_kpi"]}))(t)
	ids["kpi_value"] = must(a.RecordKPI(ctx, me, app.KPIValueInput{KPIID: ids["kpi"], Value: 310, Date: "2026-11-02"}))(t).ID
	for _, key := range []string{"win", "old_win"} {
		ids[key] = must(a.ShareWin(ctx, me, app.WinInput{Text: "The first workshop booked by itself, " + word, TeamID: ids["apps"], Thanks: []string{ids["ada"]}}))(t).ID
	}
	must(a.RemoveWin(ctx, me, app.RemovalInput{ID: ids["old_win"]}))(t)
	ids["commitment"] = must(a.AddCommitment(ctx, me, app.CommitmentInput{TeamID: ids["apps"], Text: "Ring the three workshops that still phone us, " + word, KeyResultID: ids["objective_kr"], OwnerID: ids["ada"]}))(t).ID
	ids["left_open"] = must(a.AddCommitment(ctx, me, app.CommitmentInput{TeamID: ids["apps"], Week: "2026-11-02", Text: "Print the guide, " + word}))(t).ID
	for team := range me.Viewer.Teams {
		ids["root"] = team
	}
	for _, key := range []string{"read", "asked"} {
		ids[key+"_draft"] = must(a.AddObjective(ctx, me, app.ObjectiveInput{CycleID: f.Cycle.ID, TeamIDs: []string{ids["platform"]}, Title: "Parts arrive by themselves, " + word}))(t).ID
		ids[key+"_review"] = must(a.StartReview(ctx, me, app.ReviewInput{ObjectiveID: ids[key+"_draft"], TeamIDs: []string{ids["root"], ids["apps"]}}))(t).ID
	}
	must(a.AnswerReview(ctx, me, app.AnswerInput{ID: ids["asked_review"], TeamID: ids["root"], Lines: []okr.LineReview{{ID: ids["asked_draft"], Verdict: okr.VerdictQuestion, Text: "Which parts, " + word + "?"}}}))(t)
	ids["road"] = must(a.AddRoadmapItem(ctx, me, app.RoadmapInput{Title: "One form for every repair, " + word, TeamIDs: []string{ids["apps"]}, OwnerID: f.Owner.ID, Serves: []okr.Serve{{KeyResultID: ids["objective_kr"]}}}))(t).ID
	ids["work"] = must(a.AddBacklogItem(ctx, me, app.BacklogInput{Title: "Ask for the bicycle first, " + word, TeamID: ids["apps"]}))(t).ID
	ids["insight"] = must(a.AddInsight(ctx, me, app.InsightInput{PillarID: ids["pillar"], Seen: okr.SeenCustomers, Text: "Two workshops asked after " + word}))(t).ID
	for _, key := range []string{"proposal", "idea", "old_idea"} {
		ids[key] = must(a.Propose(ctx, me, app.ProposalInput{CycleID: f.Cycle.ID, TeamID: ids["apps"], Title: "Workshops find spare parts in " + word, Why: "They ring us for each."}))(t).ID
	}
	must(a.RemoveProposal(ctx, me, app.RemovalInput{ID: ids["old_idea"]}))(t)
	for _, key := range []string{"contract", "old_contract", "deal"} {
		ids[key] = must(a.AskContract(ctx, me, app.ContractInput{KeyResultID: ids["objective_kr"], TeamID: ids["root"], Text: "Ring three workshops a week about " + word}))(t).ID
	}
	must(a.RemoveContract(ctx, me, app.RemovalInput{ID: ids["old_contract"]}))(t)
	must(a.AnswerContract(ctx, me, app.ContractReply{ID: ids["deal"], Answer: okr.ContractAgreed}))(t)
	ids["decision"] = must(a.AddDecision(ctx, me, app.DecisionInput{Question: "Do we open on Sundays in " + word + "?", Decided: "Not yet.", Why: "Nobody asked.", ObjectiveID: ids["objective"]}))(t).ID
	for _, key := range []string{"mirror", "old_mirror"} {
		ids[key] = must(a.AddMirror(ctx, me, app.NewMirrorInput{Kind: okr.MirrorGitHub, Name: "The issues of " + word, Place: "fjord/booking", Token: "github_pat_" + word, TeamID: ids["apps"]}))(t).ID
	}
	must(a.RemoveMirror(ctx, me, app.RemovalInput{ID: ids["old_mirror"]}))(t)
	ids["file_mirror"] = must(a.AddMirror(ctx, me, app.NewMirrorInput{Kind: okr.MirrorCSV, Name: "The board of " + word, TeamID: ids["apps"]}))(t).ID
	ids["channel"] = must(a.AddChannel(ctx, me, app.NewChannelInput{Kind: okr.ChannelSlack, Name: "#apps of " + word, TeamID: ids["apps"], URL: "https://hooks.slack.com/services/" + word}))(t).ID
	ids["webhook"] = must(a.AddChannel(ctx, me, app.NewChannelInput{Kind: okr.ChannelWebhook, Name: "The screen of " + word, URL: "https://screen." + word + ".example/hook"}))(t).ID
	ids["calendar_link"] = must(a.NewCalendarLink(ctx, me, app.CalendarLinkInput{TeamID: ids["product"]}))(t).ID
	if err := a.OpenRetrospectives(ctx); err != nil {
		t.Fatal(err)
	}
	ids["retro"] = must(a.Retrospectives(ctx, me, f.Cycle.ID))(t)[0].ID
	must(a.MoveRetrospective(ctx, me, app.RetrospectiveMove{ID: ids["retro"], To: okr.RetroOpen}))(t)
	ids["improvement"] = must(a.AddImprovement(ctx, me, app.ImprovementInput{RetrospectiveID: ids["retro"], Text: "Ask the hotline on Mondays, " + word}))(t).ID
	imported := must(a.Import(ctx, me, app.ImportInput{Name: "plan.md", Data: []byte("# Objective: Parts arrive in time for " + word + "\n- KR: Late deliveries from 30 to 5\n")}))(t)
	ids["import"] = imported.ID
	out := things{owner: me, ids: ids, tokens: map[string]string{}}
	for _, scope := range []string{app.ScopeRead, app.ScopeWrite, app.ScopeAdmin} {
		token := must(a.NewToken(ctx, me, app.NewTokenInput{Name: "Reports " + word, Scope: scope}))(t)
		out.tokens[scope], ids["token"] = token.Secret, token.ID
	}
	ids["token"] = must(a.NewToken(ctx, me, app.NewTokenInput{Name: "Old reports " + word}))(t).ID
	return out
}

// tools are sources that answer without asking anybody.
type tools struct{}

func (tools) Open(okr.Mirror, string) (app.Source, error) { return booking{}, nil }

func (tools) CSV(r io.Reader, give func([]okr.OutsideItem) error) error { return source.CSV(r, give) }

func (tools) Hook(kind okr.MirrorKind, h map[string][]string, body []byte, secret string) ([]string, bool, error) {
	return source.Hook(kind, h, body, secret, time.Now())
}

// A booking is a source with two items.
type booking struct{}

func (booking) Sample(context.Context) ([]okr.OutsideItem, error) {
	return []okr.OutsideItem{{External: "41", Key: "#41", Title: "The form asks for the bicycle first", Status: okr.WorkDoing, Labels: []string{"form"}}, {External: "42", Key: "#42", Title: "Clean up the stylesheet", Status: okr.WorkOpen, Labels: []string{"chore"}}}, nil
}

func (b booking) Read(ctx context.Context, _ string, _ bool, give func([]okr.OutsideItem) error) (string, bool, error) {
	list, err := b.Sample(ctx)
	return "", true, errors.Join(err, give(list))
}

func (booking) One(_ context.Context, external string) (okr.OutsideItem, error) {
	return okr.OutsideItem{External: external, Gone: true}, nil
}

const unknown = "019d6a2e-7400-7000-8000-ffffffffffff"

// filled puts ids where a text has {names}.
func filled(t *testing.T, text string, ids map[string]string) string {
	t.Helper()
	pairs := make([]string, 0, 2*len(ids))
	for name, id := range ids {
		pairs = append(pairs, "{"+name+"}", id)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// send makes a request; a second passes with each.
func (w *world) send(method, path, token, contentType, text string, header ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	*w.clock = w.clock.Add(time.Second)
	var content io.Reader
	if text != "" {
		content = strings.NewReader(text)
	}
	r := httptest.NewRequestWithContext(w.t.Context(), method, "/api/v1"+path, content)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, r)
	return answer
}

// must is the value of a call that has to succeed.
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatalf("%v", err)
		}
		return v
	}
}
