package app

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// stored is a key result as it is in the database, for nobody's eyes.
func (w *world) stored(id string) (k okr.KeyResult) {
	w.t.Helper()
	err := w.db.View(w.ctx(), w.org.ID, func(tx *store.Tx) (err error) {
		k, err = tx.KeyResult(store.Everything, id)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return k
}

// Whoever lets one thing go on keeps what others' drafts support that they cannot see.
func TestCarryOverKeepsHiddenSupports(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		apps, sales := w.team("Apps"), w.team("Sales")
		next := w.nextCycle()
		mia, amy := w.member("Mia", okr.OrgMember, "Sales"), w.member("Amy", okr.OrgMember, "Apps", "Sales")
		up := must(w.AddObjective(ctx, mia, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{sales.ID}, Title: "Up"}))(t)
		low := must(w.AddObjective(ctx, amy, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{sales.ID}, Title: "Low", Supports: []okr.Support{{Kind: okr.UpObjective, ID: up.ID}}}))(t)
		for _, id := range []string{up.ID, low.ID} {
			must(w.Transition(ctx, amy, TransitionInput{ID: id, To: okr.Active}))(t)
		}
		secret := must(w.AddObjective(ctx, amy, ObjectiveInput{CycleID: next.ID, TeamIDs: []string{apps.ID}, Title: "Secret", Private: true}))(t)
		draft := must(w.CarryOver(ctx, amy, CarryInput{CycleID: next.ID, Objectives: []CarryObjective{{ID: low.ID}}}))(t)[0]
		must(w.EditObjective(ctx, amy, okr.ObjectivePatch{ID: draft.ID, Supports: &[]okr.Support{{Kind: okr.UpObjective, ID: secret.ID, Weight: 1}}}))(t)

		above := must(w.CarryOver(ctx, mia, CarryInput{CycleID: next.ID, Objectives: []CarryObjective{{ID: up.ID}}}))(t)[0]
		want := []okr.Support{{Kind: okr.UpObjective, ID: secret.ID, Weight: 1}, {Kind: okr.UpObjective, ID: above.ID, Weight: 1}}
		got := must(w.Objective(ctx, amy, draft.ID))(t).Supports
		byID := func(x, y okr.Support) int { return strings.Compare(x.ID, y.ID) }
		slices.SortFunc(want, byID)
		slices.SortFunc(got, byID)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("what the draft supports (-want +got): %s", diff)
		}
	})
}

// What the judge has said of a plan says nothing of an objective that was made private since: not while the plan is read anew, and not when the cycle is closed.
func TestJudgementFollowsPrivacy(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		amy, mia := w.member("Amy", okr.OrgMember, "Apps"), w.member("Mia", okr.OrgMember, "Sales")
		bad := []KeyResultInput{{Title: "Launch the zebra site"}, {Title: "Write 5 zebra posts"}}
		hide := w.live("Apps", "Launch the zebra project", ObjectiveInput{KeyResults: bad})
		move := w.live("Apps", "Riders stay with us", ObjectiveInput{KeyResults: bad[:1]})
		private := must(w.AddObjective(ctx, amy, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "Kept to ourselves", Private: true}))(t)
		next := w.nextCycle()
		again := must(w.AddObjective(ctx, mia, ObjectiveInput{CycleID: next.ID, TeamIDs: []string{w.team("Sales").ID}, Title: "Launch the zebra project"}))(t)
		must(w.EditObjective(ctx, mia, okr.ObjectivePatch{ID: again.ID, Title: ptr("Launch the striped project")}))(t)
		read := func() {
			t.Helper()
			w.pass(24 * time.Hour)
			if err := w.JudgePlans(ctx); err != nil {
				t.Fatal(err)
			}
		}
		told := func() (n int) {
			t.Helper()
			for _, q := range []JudgeQuery{{CycleID: w.cycle.ID}, {CycleID: w.cycle.ID, TeamID: w.team("Apps").ID}, {CycleID: w.cycle.ID, Passing: true}, {CycleID: next.ID}} {
				n += strings.Count(string(must(json.Marshal(must(w.Judge(ctx, mia, q))(t)))(t)), "zebra")
			}
			n += strings.Count(string(must(json.Marshal(must(w.Map(ctx, mia, MapQuery{CycleID: w.cycle.ID}))(t)))(t)), "zebra")
			return n + strings.Count(string(must(json.Marshal(must(w.Planning(ctx, mia, PlanQuery{CycleID: w.cycle.ID}))(t)))(t)), "zebra")
		}
		read()
		if told() == 0 {
			t.Fatal("the judge says nothing of it while it is public")
		}
		must(w.CloseCycle(ctx, w.owner, ThingInput{ID: w.cycle.ID}))(t)
		read()
		must(w.EditObjective(ctx, amy, okr.ObjectivePatch{ID: hide.ID, Private: ptr(true)}))(t)
		must(w.EditKeyResult(ctx, amy, okr.KeyResultPatch{ID: move.KeyResults[0].ID, ObjectiveID: &private.ID}))(t)
		if n := told(); n > 0 {
			t.Errorf("right after it was made private it is told %d times", n)
		}
		read()
		if n := told(); n > 0 {
			t.Errorf("after the plan was read anew it is told %d times", n)
		}
		counted, n := store.CountQueries(ctx)
		must(w.Judge(counted, mia, JudgeQuery{CycleID: w.cycle.ID}))(t)
		if n.Load() > 5 {
			t.Errorf("what was said takes %d statements, want at most 5", n.Load())
		}
		must(w.EditObjective(ctx, amy, okr.ObjectivePatch{ID: hide.ID, Private: ptr(false)}))(t)
		if told() == 0 {
			t.Error("made public again it is in no plan")
		}
	})
}

// A reading of the plan during which something is made private is not kept.
func TestJudgementOfAnotherMoment(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		amy := w.member("Amy", okr.OrgMember, "Apps")
		o := w.live("Apps", "Launch the zebra project", ObjectiveInput{KeyResults: []KeyResultInput{{Title: "Launch the zebra site"}}})
		err := w.db.View(ctx, w.org.ID, func(tx *store.Tx) error {
			cycles, err := tx.Cycles() // the moment that is read
			if err != nil {
				return err
			}
			must(w.EditObjective(ctx, amy, okr.ObjectivePatch{ID: o.ID, Private: ptr(true)}))(t)
			return w.judgeCycle(ctx, tx, w.org, w.cycle, cycles, store.Judgement{CycleID: w.cycle.ID, Made: w.Now(), Day: w.Today(w.org), Rules: "of a test"})
		})
		if err != nil {
			t.Fatal(err)
		}
		err = w.db.View(ctx, w.org.ID, func(tx *store.Tx) error {
			_, kept, err := tx.Judgement(w.cycle.ID, "")
			if kept {
				t.Error("what was read before it was made private is kept")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// An export has one's own votes and nobody else's, neither among the votes nor in the log.
func TestExportOfVotes(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		o := w.live("Apps", "Hosts answer fast", ObjectiveInput{OwnerID: w.owner.Viewer.MemberID, KeyResults: []KeyResultInput{rising("First answer")}})
		amy, vi := w.member("Amy", okr.OrgMember, "Apps"), w.member("Vi", okr.OrgViewer)
		for _, sure := range []int{2, 1} {
			must(w.Vote(ctx, amy, VoteInput{KeyResultID: o.KeyResults[0].ID, Confidence: ptr(sure)}))(t)
		}
		for name, x := range map[string]struct {
			who         Actor
			votes, said int
		}{"who voted": {amy, 1, 2}, "a viewer": {vi, 0, 0}, "an owner": {w.owner, 0, 0}} {
			var a okr.Archive
			if err := json.Unmarshal([]byte(w.export(x.who, "json")), &a); err != nil {
				t.Fatal(err)
			}
			said := 0
			for _, e := range a.Events {
				for _, r := range e.Rows {
					if r.Thing == okr.ThingVote {
						said++
					}
				}
			}
			if len(a.Votes) != x.votes || said != x.said {
				t.Errorf("%s: %d votes and %d rows of the log, want %d and %d", name, len(a.Votes), said, x.votes, x.said)
			}
		}
	})
}

// A sum follows whom its sources are shown to, both ways.
func TestRollUpFollowsPrivacy(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		from := w.live("Apps", "From", ObjectiveInput{OwnerID: w.owner.Viewer.MemberID, KeyResults: []KeyResultInput{rising("A"), rising("B")}})
		a, b := from.KeyResults[0].ID, from.KeyResults[1].ID
		sum := rising("Sum")
		sum.Source = okr.Source{Kind: okr.Sum, Of: []string{a, b}}
		all := w.live("Apps", "To", ObjectiveInput{KeyResults: []KeyResultInput{sum}})
		id := all.KeyResults[0].ID
		over := rising("Over all")
		over.Source = okr.Source{Kind: okr.Sum, Of: []string{id}}
		top := w.live("Apps", "Top", ObjectiveInput{KeyResults: []KeyResultInput{over}}).KeyResults[0].ID
		is := func(when string, want *float64) {
			t.Helper()
			for n := 1; n > 0; {
				n = must(w.RollUp(ctx))(t)
			}
			for _, id := range []string{id, top} {
				if k := w.stored(id); !cmp.Equal(k.Value, want) || (k.Progress == nil) != (want == nil) || (len(k.Trail) == 0) != (want == nil) {
					t.Errorf("%s %s is %v, progress %v, trail %v", when, k.Title, k.Value, k.Progress, k.Trail)
				}
			}
		}
		private := func(yes bool) {
			t.Helper()
			must(w.EditObjective(ctx, w.owner, okr.ObjectivePatch{ID: from.ID, Private: &yes}))(t)
		}
		must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: a, Value: ptr(4.0)}))(t)
		must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: b, Value: ptr(3.0)}))(t)
		is("public", ptr(7.0))
		w.pass(24 * time.Hour)
		private(true)
		is("private", nil)
		must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: id, Note: "We still work on it", AsOf: "2026-11-08"}))(t) // a late one: read from the history
		is("private, after a late word", nil)
		must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: a, Value: ptr(5.0)}))(t)
		is("private, and it goes on", nil)
		private(false)
		is("public again", ptr(8.0))
		private(true)
		is("private again", nil)
		w.pass(24 * time.Hour)
		private(false)
		is("and public", ptr(8.0))
	})
}

// What people said of a key result stays when it is to be computed from what has no value yet.
func TestRollUpKeepsWhatWasSaid(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		o := w.live("Apps", "One", ObjectiveInput{KeyResults: []KeyResultInput{rising("A"), rising("B")}})
		a, b := o.KeyResults[0].ID, o.KeyResults[1].ID
		must(w.CheckIn(w.ctx(), w.owner, CheckInInput{KeyResultID: b, Value: ptr(4.0)}))(t)
		must(w.EditKeyResult(w.ctx(), w.owner, okr.KeyResultPatch{ID: b, Source: &okr.Source{Kind: okr.Sum, Of: []string{a}}}))(t)
		must(w.RollUp(w.ctx()))(t)
		if k := w.stored(b); k.Value == nil || *k.Value != 4 {
			t.Errorf("its value is %v", k.Value)
		}
	})
}

// What a key result is computed from is named to those who see it, in every answer; whoever does not see all of it changes only what they see.
func TestHiddenSources(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		apps, sales := w.team("Apps").ID, w.team("Sales").ID
		amy, mia := w.member("Amy", okr.OrgMember, "Apps", "Sales"), w.member("Mia", okr.OrgMember, "Sales")
		secret := must(w.AddObjective(ctx, amy, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{apps}, Private: true, Title: "Secret", KeyResults: []KeyResultInput{rising("Secret")}}))(t).KeyResults[0].ID
		open := must(w.AddObjective(ctx, amy, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{sales}, Title: "Open", KeyResults: []KeyResultInput{rising("B"), rising("C")}}))(t)
		b, c := open.KeyResults[0].ID, open.KeyResults[1].ID
		sum := rising("Sum")
		sum.Source = okr.Source{Kind: okr.Sum, Of: []string{secret, b}}
		o := must(w.AddObjective(ctx, amy, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{sales}, Title: "To", KeyResults: []KeyResultInput{sum}}))(t)
		must(w.Transition(ctx, amy, TransitionInput{ID: o.ID, To: okr.Active}))(t)
		id := o.KeyResults[0].ID
		stored := func(when string, want ...string) {
			t.Helper()
			if diff := cmp.Diff(want, w.stored(id).Source.Of); diff != "" {
				t.Errorf("%s (-want +got): %s", when, diff)
			}
		}
		if got := must(w.Objective(ctx, amy, o.ID))(t).KeyResults[0].Source.Of; len(got) != 2 {
			t.Errorf("who sees all reads %v", got)
		}
		if got := must(w.Objective(ctx, mia, o.ID))(t).KeyResults[0].Source.Of; !cmp.Equal(got, []string{b}) {
			t.Errorf("who does not reads %v", got)
		}
		var tree strings.Builder
		if err := w.StreamTree(ctx, mia, w.cycle.ID, &tree); err != nil {
			t.Fatal(err)
		}
		k := must(w.EditKeyResult(ctx, mia, okr.KeyResultPatch{ID: id, Title: ptr("The sum")}))(t)
		stored("with another title", secret, b)
		_, stale := w.EditKeyResult(ctx, mia, okr.KeyResultPatch{ID: id, Version: 1, Title: ptr("A sum")})
		for name, answer := range map[string]any{
			"a list": must(w.FindObjectives(ctx, mia, ObjectiveQuery{}))(t), "the tree": must(w.Tree(ctx, mia, w.cycle.ID))(t), "the streamed tree": tree.String(), "the week": must(w.Week(ctx, mia))(t),
			"the form": must(w.KeyResultForm(ctx, mia, id, ""))(t), "the day": must(w.TreeAt(ctx, mia, w.cycle.ID, w.Today(w.org)))(t), "then": must(w.At(ctx, mia, o.ID, w.Today(w.org)))(t),
			"a check-in": must(w.CheckIn(ctx, mia, CheckInInput{KeyResultID: id, Confidence: ptr(4)}))(t), "an edit": k, "what it was": must(w.Revisions(ctx, mia, o.ID))(t),
			"a conflict": okr.FaultsOf(stale), "activity": must(w.Activity(ctx, mia, ActivityQuery{}))(t), "the export": w.export(mia, "json"), "a move": must(w.MoveKeyResult(ctx, mia, MoveInput{ID: id}))(t),
		} {
			if text := string(must(json.Marshal(answer))(t)); strings.Contains(text, secret) {
				t.Errorf("%s names it: %s", name, text)
			}
		}
		must(w.EditKeyResult(ctx, mia, okr.KeyResultPatch{ID: id, Source: &okr.Source{Kind: okr.Sum, Of: []string{b, c}}, Base: &okr.KeyResultPatch{Source: &okr.Source{Kind: okr.Sum, Of: []string{b}}}}))(t)
		stored("with one more", b, c, secret)
		must(w.EditKeyResult(ctx, mia, okr.KeyResultPatch{ID: id, Source: &okr.Source{}}))(t)
		stored("with none")
	})
}
