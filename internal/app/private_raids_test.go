package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/seal"
)

// Inside an organization, what belongs to a private objective is as absent as another organization is. Everything is made while it is public, by people of Apps, with the
// word zebra in every text; then it is made private, and everybody else asks for everything.

// A lair is an organization with one of everything hanging on objectives that only Apps sees, and what of others hangs together with those.
type lair struct {
	prey
	amy    Actor
	near   ObjectiveTree // everybody sees it: it supports a private one, is computed from it, and rests on what was learned in another
	closed ObjectiveTree // private
	plan   ObjectiveTree // private, and in review
	ids    []string      // of what nobody else may be told of
}

func newLair(w *world, reader Actor) lair {
	t, ctx := w.t, w.ctx()
	keys := must(seal.Given(seal.NewKey()))(t)
	w.App = w.WithSources(testSources{w.now}).WithKeys(keys)
	l := lair{prey: prey{world: w}, amy: w.member("Amy", okr.OrgMember, "Apps (lead)")}
	amy, me := l.amy, l.amy.Viewer.MemberID
	must(w.EditOrganization(ctx, w.owner, EditOrganizationInput{Parts: map[okr.Part]okr.PartState{okr.PartKPI: okr.PartOn, okr.PartRoadmap: okr.PartOn, okr.PartData: okr.PartOn}}))(t)
	l.team, l.member = w.team("Apps"), amy
	l.pillar = must(w.AddPillar(ctx, w.owner, PillarInput{Title: "Riders first"}))(t)
	add := func(title string, in ObjectiveInput) ObjectiveTree {
		t.Helper()
		in.CycleID, in.TeamIDs, in.Title, in.OwnerID = w.cycle.ID, []string{l.team.ID}, title, me
		for i := range in.KeyResults {
			in.KeyResults[i].OwnerID = me
		}
		return must(w.AddObjective(ctx, amy, in))(t)
	}
	l.objective = add("Zebra everywhere", ObjectiveInput{WhyImportant: "zebra", Supports: []okr.Support{{Kind: okr.UpPillar, ID: l.pillar.ID}}, KeyResults: []KeyResultInput{rising("Zebra share"), {Title: "Launch the zebra site"}}})
	kr := l.objective.KeyResults[0].ID
	sum := rising("All of it")
	sum.Source = okr.Source{Kind: okr.Sum, Of: []string{kr}}
	l.near = add("Riders stay", ObjectiveInput{Supports: []okr.Support{{Kind: okr.UpKeyResult, ID: kr}}, KeyResults: []KeyResultInput{sum, rising("Calls")}})
	below := add("Riders call", ObjectiveInput{Supports: []okr.Support{{Kind: okr.UpObjective, ID: l.objective.ID}}})
	l.closed = add("Zebra in spring", ObjectiveInput{KeyResults: []KeyResultInput{rising("Zebra sold")}})
	for _, id := range []string{l.objective.ID, l.near.ID, l.closed.ID, below.ID} {
		must(w.Transition(ctx, amy, TransitionInput{ID: id, To: okr.Active}))(t)
	}
	must(w.CloseObjective(ctx, amy, CloseInput{ID: l.closed.ID, Grade: ptr(0.4), Note: okr.ClosingNote{What: "zebra was late", Learned: "zebra needs a spring"}}))(t)
	must(w.UseLesson(ctx, amy, LessonInput{ID: l.near.ID, LessonID: l.closed.ID}))(t)
	l.checkIn = must(w.CheckIn(ctx, amy, CheckInInput{KeyResultID: kr, Value: ptr(20.0), Confidence: ptr(6), Note: "zebra grows"}))(t).CheckIn
	must(w.RollUp(ctx))(t)
	must(w.Vote(ctx, w.owner, VoteInput{KeyResultID: kr, Confidence: ptr(2)}))(t)
	l.blocker = must(w.RaiseBlocker(ctx, amy, BlockerInput{KeyResultID: kr, Text: "zebra is short", OwnerID: reader.Viewer.MemberID}))(t)
	l.comment = must(w.AddComment(ctx, amy, CommentInput{ObjectiveID: l.objective.ID, Text: "@" + reader.Person.Email + " zebra indeed"}))(t)
	l.kpi = must(w.AddKPI(ctx, w.owner, KPIInput{TeamID: l.team.ID, Name: "Calls a day"}))(t)
	l.win = must(w.ShareWin(ctx, amy, WinInput{Text: "it went well", TeamID: l.team.ID}))(t)
	l.promise = must(w.AddCommitment(ctx, amy, CommitmentInput{TeamID: l.team.ID, Text: "Ring the zebra", KeyResultID: kr, OwnerID: me}))(t)
	l.mirror = must(w.AddMirror(ctx, w.owner, NewMirrorInput{Kind: okr.MirrorGitHub, Name: "Issues", Place: "apps/works", Token: "ghp_0123456789", TeamID: l.team.ID}))(t)
	l.mirror = must(w.EditMirror(ctx, w.owner, MirrorPatch{ID: l.mirror.ID, Paused: ptr(true)}))(t)
	l.file = must(w.AddMirror(ctx, w.owner, NewMirrorInput{Kind: okr.MirrorCSV, Name: "File", TeamID: l.team.ID}))(t)
	l.road = must(w.AddRoadmapItem(ctx, amy, RoadmapInput{Title: "By post", TeamIDs: []string{l.team.ID}, OwnerID: me, Serves: []okr.Serve{{KeyResultID: kr}, {KeyResultID: l.near.KeyResults[1].ID}}}))(t)
	l.work = must(w.AddBacklogItem(ctx, amy, BacklogInput{Title: "Buy stamps", TeamID: l.team.ID, RoadmapItemID: l.road.ID}))(t)
	l.insight = must(w.AddInsight(ctx, w.owner, InsightInput{PillarID: l.pillar.ID, Seen: okr.SeenCustomers, Text: "They ask for more"}))(t)
	ask := func(text string) okr.Contract {
		return must(w.AskContract(ctx, amy, ContractInput{KeyResultID: kr, TeamID: w.team("Sales").ID, Text: text, Gain: "zebra for all"}))(t)
	}
	l.contract, l.withdrawn = ask("Tune the zebra"), ask("Paint the zebra")
	l.withdrawn = must(w.RemoveContract(ctx, amy, RemovalInput{ID: l.withdrawn.ID}))(t)
	l.proposal = must(w.Propose(ctx, amy, ProposalInput{CycleID: w.cycle.ID, TeamID: l.team.ID, Title: "By rail", Why: "it is slow"}))(t)
	l.declined = must(w.Propose(ctx, amy, ProposalInput{CycleID: w.cycle.ID, TeamID: l.team.ID, Title: "By mule", Why: "it is heavy"}))(t)
	l.declined = must(w.AnswerProposal(ctx, w.owner, ProposalReply{ID: l.declined.ID, Answer: okr.ProposalDeclined, Why: "no"}))(t)
	l.decision = must(w.AddDecision(ctx, amy, DecisionInput{Question: "More zebra?", Decided: "Zebra it is.", Why: "zebra", KeyResultID: kr, RoadmapItemID: l.road.ID}))(t)
	if err := w.OpenRetrospectives(ctx); err != nil {
		t.Fatal(err)
	}
	for _, line := range must(w.Retrospectives(ctx, amy, w.cycle.ID))(t) {
		if line.TeamID == l.team.ID {
			l.retro = must(w.MoveRetrospective(ctx, amy, RetrospectiveMove{ID: line.ID, To: okr.RetroOpen}))(t)
		}
	}
	must(w.AnswerRetrospective(ctx, amy, RetroAnswerInput{ID: l.retro.ID, ObjectiveID: l.objective.ID, Why: "zebra came late", Grade: ptr(0.4)}))(t)
	l.improve = must(w.AddImprovement(ctx, amy, ImprovementInput{RetrospectiveID: l.retro.ID, Text: "Order in spring"}))(t)
	l.plan = add("Zebra by night", ObjectiveInput{KeyResults: []KeyResultInput{rising("Zebra at night")}})
	l.review = must(w.StartReview(ctx, amy, ReviewInput{ObjectiveID: l.plan.ID, TeamIDs: []string{w.team("Sales").ID}}))(t)
	l.token = must(w.NewToken(ctx, amy, NewTokenInput{Name: "amy"}))(t)
	l.channel = must(w.AddChannel(ctx, w.owner, NewChannelInput{Kind: okr.ChannelWebhook, Name: "Screen", TeamID: l.team.ID, URL: "https://screen.example/hook"}))(t).Channel
	l.calendar = must(w.NewCalendarLink(ctx, amy, CalendarLinkInput{TeamID: l.team.ID}))(t)
	l.spare = must(w.AddCycle(ctx, w.owner, CycleInput{Name: "Spare", Start: "2028-01-01"}))(t)
	must(w.RemoveCycle(ctx, w.owner, ThingInput{ID: l.spare.ID}))(t)
	l.gone = must(w.AddTeam(ctx, w.owner, AddTeamInput{Name: "Gone"}))(t)
	must(w.RemoveTeam(ctx, w.owner, ThingInput{ID: l.gone.ID}))(t)
	w.pass(time.Hour)
	if err := w.JudgePlans(ctx); err != nil {
		t.Fatal(err)
	}
	for _, o := range []ObjectiveTree{l.objective, l.closed, l.plan} {
		must(w.EditObjective(ctx, amy, okr.ObjectivePatch{ID: o.ID, Private: ptr(true)}))(t)
		l.ids = append(l.ids, o.ID)
		for _, k := range o.KeyResults {
			l.ids = append(l.ids, k.ID)
		}
	}
	l.ids = append(l.ids, l.checkIn.ID, l.blocker.ID, l.comment.ID, l.promise.ID, l.contract.ID, l.withdrawn.ID, l.decision.ID, l.review.ID)
	must(w.RollUp(ctx))(t)
	if err := w.JudgePlans(ctx); err != nil {
		t.Fatal(err)
	}
	return l
}

// changing are the methods that change something: an owner may, and would tidy away what there is to find.
var changing = regexp.MustCompile(`^(Add|Edit|Remove[A-Z]|Restore|Merge|Set|Deactivate|Reactivate|Erase|ResetLink|End|Change|New|Tie|Untie|Test|Post|Revoke|Transition|Say|Decide[A-Z]|Dismiss|Close|Move|CheckIns?$|Raise|Resolve|Reopen|Amend|Use|Answer|Keep|Rate|Vote|Start|Reply|Drop|Ask|Write|PlanTalks|Propose$|Back[A-Z]|CommentP|Nudge|Share|CarryC|Record|Override|Align|ReadMirror|Upload|Update|UndoImport|Import$|Invite$|MeetingHeld)`)

// nearby are the calls that ask for what everybody sees and that hangs together with what is private.
var nearby = map[string]func(lair, Actor) (any, error){
	"the objective beside it": func(l lair, a Actor) (any, error) { return result(l.Objective(l.ctx(), a, l.near.ID)) },
	"its trace": func(l lair, a Actor) (any, error) {
		return result(l.Trace(l.ctx(), a, TraceQuery{okr.ThingObjective, l.near.ID}))
	},
	"its links": func(l lair, a Actor) (any, error) {
		return result(l.LinkHistory(l.ctx(), a, TraceQuery{Thing: okr.ThingObjective, ID: l.near.ID}))
	},
	"its revisions": func(l lair, a Actor) (any, error) { return result(l.Revisions(l.ctx(), a, l.near.ID)) },
	"how it stood":  func(l lair, a Actor) (any, error) { return result(l.At(l.ctx(), a, l.near.ID, l.Today(l.org))) },
	"its lessons":   func(l lair, a Actor) (any, error) { return result(l.LessonsFor(l.ctx(), a, l.near.ID)) },
	"its activity": func(l lair, a Actor) (any, error) {
		return result(l.Activity(l.ctx(), a, ActivityQuery{ObjectiveID: l.near.ID}))
	},
	"itself":     func(l lair, a Actor) (any, error) { return result(l.ObjectiveAlone(l.ctx(), a, l.near.ID)) },
	"its editor": func(l lair, a Actor) (any, error) { return result(l.Editable(l.ctx(), a, l.near.ID)) },
	"its course": func(l lair, a Actor) (any, error) { return result(l.Course(l.ctx(), a, l.near.KeyResults[0].ID)) },
	"its card":   func(l lair, a Actor) (any, error) { return result(l.CheckInCard(l.ctx(), a, l.near.KeyResults[0].ID)) },
	"its form": func(l lair, a Actor) (any, error) {
		return result(l.KeyResultForm(l.ctx(), a, l.near.KeyResults[0].ID, ""))
	},
	"its map":       func(l lair, a Actor) (any, error) { return result(l.Map(l.ctx(), a, MapQuery{Around: l.near.ID})) },
	"the map now":   func(l lair, a Actor) (any, error) { return result(l.Map(l.ctx(), a, MapQuery{CycleID: l.cycle.ID})) },
	"the tree then": func(l lair, a Actor) (any, error) { return result(l.TreeAt(l.ctx(), a, l.cycle.ID, l.Today(l.org))) },
	"its siblings": func(l lair, a Actor) (any, error) {
		return result(l.FindObjectives(l.ctx(), a, ObjectiveQuery{Upstream: l.objective.ID}))
	},
	"served by": func(l lair, a Actor) (any, error) {
		return result(l.Roadmap(l.ctx(), a, RoadmapQuery{TeamID: l.team.ID}))
	},
	"search": func(l lair, a Actor) (any, error) { return result(l.Search(l.ctx(), a, "zebr", 0)) },
	"by number": func(l lair, a Actor) (any, error) {
		return result(l.Objective(l.ctx(), a, fmt.Sprintf("O-%d", l.objective.Number)))
	},
	"lessons": func(l lair, a Actor) (any, error) { return result(l.Lessons(l.ctx(), a, LessonQuery{Text: "zebra"})) },
	"lessons near": func(l lair, a Actor) (any, error) {
		return result(l.LessonsNear(l.ctx(), a, "Zebra everywhere in spring"))
	},
	"while one types": func(l lair, a Actor) (any, error) {
		return result(l.TypingContext(l.ctx(), a, Typing{ID: l.near.ID, Kind: "objective", Text: "Zebra everywhere", CycleID: l.cycle.ID}))
	},
	"what to carry": func(l lair, a Actor) (any, error) {
		return result(l.Carriable(l.ctx(), a, CarryQuery{CycleID: l.cycle.ID}))
	},
	"by team": func(l lair, a Actor) (any, error) {
		return result(l.Judge(l.ctx(), a, JudgeQuery{CycleID: l.cycle.ID, TeamID: l.team.ID}))
	},
	"planning of a team": func(l lair, a Actor) (any, error) {
		return result(l.Planning(l.ctx(), a, PlanQuery{CycleID: l.cycle.ID, TeamID: l.team.ID}))
	},
	"the calendar": func(l lair, a Actor) (any, error) {
		link := must(l.NewCalendarLink(l.ctx(), a, CalendarLinkInput{TeamID: l.team.ID}))(l.t)
		return strings.Join(l.calendarOf(link), "\n"), nil
	},
	"the export as YAML": func(l lair, a Actor) (any, error) {
		var b bytes.Buffer
		err := l.Export(l.ctx(), a, "yaml", &b)
		return b.String(), err
	},
	"the export as CSV": func(l lair, a Actor) (any, error) {
		var b bytes.Buffer
		err := l.Export(l.ctx(), a, "csv", &b)
		return b.String(), err
	},
}

func TestPrivateBorder(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		mia := w.member("Mia", okr.OrgMember, "Sales (lead)", "Platform")
		l := newLair(w, mia)
		l.t = t
		tells := func(what string, out any, err error) {
			t.Helper()
			var e *okr.Error
			if err != nil && !errors.As(err, &e) && okr.FaultsOf(err) == nil {
				t.Errorf("%s fails with %v", what, err)
			}
			text := ""
			if err == nil {
				text = string(must(json.Marshal(out))(t))
			}
			for _, f := range okr.FaultsOf(err) {
				text += f.Error() + string(must(json.Marshal(f.Theirs))(t))
			}
			for _, secret := range append([]string{"zebra"}, l.ids...) {
				if i := strings.Index(strings.ToLower(text), secret); i >= 0 {
					t.Errorf("%s tells of %s: …%s…", what, secret, text[max(0, i-150):min(len(text), i+150)])
					break
				}
			}
		}
		r := raid{world: w, ctx: w.ctx(), b: l.prey}
		r.mine = must(w.AddObjective(r.ctx, mia, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Platform").ID}, Title: "Ours", OwnerID: mia.Viewer.MemberID, KeyResults: []KeyResultInput{rising("From here to there")}}))(t)
		if out := must(l.Objective(r.ctx, l.amy, l.near.ID))(t); len(out.Upstream) != 1 || len(out.KeyResults[0].Source.Of) != 1 || len(out.Lessons) != 1 {
			t.Errorf("who sees all is shown %+v", out)
		}
		told := 0
		for _, call := range nearby {
			if out, err := call(l, l.amy); err == nil && strings.Contains(strings.ToLower(string(must(json.Marshal(out))(t))), "zebra") {
				told++
			}
		}
		if told < len(nearby)/2 {
			t.Errorf("who sees all is told of it by %d of %d calls", told, len(nearby))
		}
		for _, who := range []Actor{w.owner, mia} {
			for _, name := range slices.Sorted(maps.Keys(nearby)) {
				out, err := nearby[name](l, who)
				tells(fmt.Sprintf("%s, to %s", name, who.Viewer.Role), out, err)
			}
			r.me = who
			for _, name := range slices.Sorted(maps.Keys(raids)) {
				if name == "PostStatusUpdate" || who.Viewer.Role == okr.OrgOwner && changing.MatchString(name) {
					continue
				}
				for i, run := range raids[name] {
					out, err := run(r)
					tells(fmt.Sprintf("%s, case %d, to %s", name, i, who.Viewer.Role), out, err)
				}
			}
		}
	})
}
