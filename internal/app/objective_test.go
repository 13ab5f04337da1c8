package app

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

func TestAddObjective(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea := w.member("Lea", okr.OrgMember, "Apps")
		pillar := must(w.AddPillar(w.ctx(), w.owner, PillarInput{Title: "Ride in winter"}))(t)
		apps, sales := w.team("Apps"), w.team("Sales")
		in := ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{apps.ID, sales.ID}, Title: "  Riders trust the app ", WhyImportant: "They ride with it.",
			OwnerID: lea.Viewer.MemberID, Supports: []okr.Support{{Kind: okr.UpPillar, ID: pillar.ID}}, Links: []okr.Link{{URL: "https://work.example/12"}},
			KeyResults: []KeyResultInput{
				{Title: "Crash-free rides from 92 to 99 %", Unit: "%", Baseline: ptr(92.0), Target: ptr(99.0)},
				{Title: "Minutes until help comes, from 9 to 4", Unit: "min", Baseline: ptr(9.0), Target: ptr(4.0), Weight: ptr(70.0)},
				{Title: "The winter test is passed", Kind: okr.YesNo},
			}}
		o := must(w.AddObjective(w.ctx(), lea, in))(t)
		if o.Number != 1 || o.Title != "Riders trust the app" || o.Kind != okr.Committed || o.Stage != okr.Draft || o.LineageID != o.ID || o.Supports[0].Weight != 1 {
			t.Errorf("added: %+v", o.Objective)
		}
		var directions []okr.Direction
		for _, k := range o.KeyResults {
			directions = append(directions, k.Direction)
		}
		if diff := cmp.Diff([]okr.Direction{okr.Increase, okr.Decrease, ""}, directions); diff != "" {
			t.Errorf("directions (-want +got):\n%s", diff)
		}
		v := must(w.Objective(w.ctx(), lea, "O-1"))(t)
		if diff := cmp.Diff(o.Objective, v.Objective); diff != "" {
			t.Errorf("read back (-added +read):\n%s", diff)
		}
		if len(v.KeyResults) != 3 || v.KeyResults[1].Share != 0.7 || v.KeyResults[0].Share != 0.15 {
			t.Errorf("key results: %+v", v.KeyResults)
		}
		if second := must(w.AddObjective(w.ctx(), lea, in))(t); second.Number != 2 || second.Position <= o.Position {
			t.Errorf("the second has number %d and position %d", second.Number, second.Position)
		}

		for _, c := range []struct {
			what   string
			actor  Actor
			change func(*ObjectiveInput)
			kind   okr.ErrorKind
			field  string
		}{
			{"no title", lea, func(in *ObjectiveInput) { in.Title = " " }, okr.Invalid, "title"},
			{"no team", w.owner, func(in *ObjectiveInput) { in.TeamIDs = nil }, okr.Invalid, "team_ids"},
			{"a team that is not there", w.owner, func(in *ObjectiveInput) { in.TeamIDs = []string{"x"} }, okr.Invalid, "team_ids"},
			{"no cycle", lea, func(in *ObjectiveInput) { in.CycleID = "" }, okr.Invalid, "cycle_id"},
			{"a cycle that is not there", lea, func(in *ObjectiveInput) { in.CycleID = "x" }, okr.Invalid, "cycle_id"},
			{"an owner who is not there", lea, func(in *ObjectiveInput) { in.OwnerID = "x" }, okr.Invalid, "owner_id"},
			{"an upstream that is not there", lea, func(in *ObjectiveInput) { in.Supports[0].ID = "x" }, okr.Invalid, "supports[0].id"},
			{"an upstream of another kind", lea, func(in *ObjectiveInput) { in.Supports[0].Kind = okr.UpObjective }, okr.Invalid, "supports[0].id"},
			{"a script as a link", lea, func(in *ObjectiveInput) { in.Links[0].URL = "javascript:1" }, okr.Invalid, "links[0].url"},
			{"a key result without a title", lea, func(in *ObjectiveInput) { in.KeyResults[1].Title = "" }, okr.Invalid, "key_results[1].title"},
			{"an owner of a key result who is not there", lea, func(in *ObjectiveInput) { in.KeyResults[2].OwnerID = "x" }, okr.Invalid, "key_results[2].owner_id"},
			{"another team's", lea, func(in *ObjectiveInput) { in.TeamIDs = []string{sales.ID} }, okr.Forbidden, ""},
			{"a viewer", w.member("Vic", okr.OrgViewer, "Apps"), func(*ObjectiveInput) {}, okr.Forbidden, ""},
			{"private for others only", w.owner, func(in *ObjectiveInput) { in.Private = true }, okr.Invalid, "private"},
		} {
			bad := in
			bad.Supports = append([]okr.Support(nil), in.Supports...)
			bad.Links = append([]okr.Link(nil), in.Links...)
			bad.KeyResults = append([]KeyResultInput(nil), in.KeyResults...)
			c.change(&bad)
			_, err := w.AddObjective(w.ctx(), c.actor, bad)
			refused(t, c.what, err, c.kind, c.field)
		}
		// All faults at once.
		_, err := w.AddObjective(w.ctx(), lea, ObjectiveInput{TeamIDs: []string{apps.ID}, Kind: "grand", KeyResults: []KeyResultInput{{}}})
		var got []string
		for _, f := range okr.FaultsOf(err) {
			got = append(got, f.Field)
		}
		if diff := cmp.Diff([]string{"title", "kind", "cycle_id", "key_results[0].title"}, got); diff != "" {
			t.Errorf("fields of the faults (-want +got):\n%s", diff)
		}
	})
}

func TestEditTogether(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea, tom := w.member("Lea", okr.OrgMember, "Apps"), w.member("Tom", okr.OrgMember, "Apps")
		o := w.running(lea, "Crash-free rides")
		// Both have read the same. Lea changes the title, Tom what it rests on, at once: both stay.
		var wait sync.WaitGroup
		errs := make([]error, 2)
		wait.Go(func() {
			_, errs[0] = w.EditObjective(w.ctx(), lea, okr.ObjectivePatch{ID: o.ID, Title: ptr("Riders love the app"), Reason: "clearer", Base: &okr.ObjectivePatch{Title: &o.Title}})
		})
		wait.Go(func() {
			_, errs[1] = w.EditObjective(w.ctx(), tom, okr.ObjectivePatch{ID: o.ID, Evidence: ptr("31 calls"), Base: &okr.ObjectivePatch{Evidence: &o.Evidence}})
		})
		wait.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		v := must(w.Objective(w.ctx(), lea, o.ID))(t)
		if v.Title != "Riders love the app" || v.Evidence != "31 calls" || v.Version != o.Version+2 {
			t.Errorf("after both edits: %q, %q, version %d", v.Title, v.Evidence, v.Version)
		}
		// Tom changes the title that he read before Lea did: a conflict with her text, and nothing is written.
		_, err := w.EditObjective(w.ctx(), tom, okr.ObjectivePatch{ID: o.ID, Title: ptr("Riders need the app"), Base: &okr.ObjectivePatch{Title: &o.Title}})
		refused(t, "the same field", err, okr.Conflict, "title")
		var e *okr.Error
		if errors.As(err, &e); e.Theirs != "Riders love the app" {
			t.Errorf("theirs is %v", e.Theirs)
		}
		_, err = w.EditObjective(w.ctx(), tom, okr.ObjectivePatch{ID: o.ID, Version: 1, Title: ptr("Riders need the app")})
		refused(t, "a stale version", err, okr.Conflict, "version")
		// The same for a key result.
		k := o.KeyResults[0]
		must(w.EditKeyResult(w.ctx(), lea, okr.KeyResultPatch{ID: k.ID, Target: ptr(90.0), Base: &okr.KeyResultPatch{Target: k.Target}}))(t)
		_, err = w.EditKeyResult(w.ctx(), tom, okr.KeyResultPatch{ID: k.ID, Target: ptr(80.0), Base: &okr.KeyResultPatch{Target: k.Target}})
		refused(t, "the same target", err, okr.Conflict, "target")
		// Nothing changed makes no version and no event.
		same := must(w.EditObjective(w.ctx(), lea, okr.ObjectivePatch{ID: o.ID, Title: ptr("Riders love the app")}))(t)
		if same.Version != v.Version {
			t.Errorf("an edit of nothing made version %d of %d", same.Version, v.Version)
		}
	})
}

func TestEditKeyResult(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		o := w.running(w.owner, "Crash-free rides", "Rides shared")
		k := o.KeyResults[0]
		must(w.CheckIn(w.ctx(), w.owner, CheckInInput{KeyResultID: k.ID, Value: ptr(40.0)}))(t)
		got := must(w.EditKeyResult(w.ctx(), w.owner, okr.KeyResultPatch{ID: k.ID, Target: ptr(80.0), Reason: "A tenth of the fleet is out."}))(t)
		if *got.Progress != 0.5 || got.Version != 2 {
			t.Errorf("after a new target: progress %v, version %d", *got.Progress, got.Version)
		}
		if v := must(w.Objective(w.ctx(), w.owner, o.ID))(t); *v.Progress != 0.25 {
			t.Errorf("the objective's progress is %v, want 0.25", *v.Progress)
		}
		must(w.EditKeyResult(w.ctx(), w.owner, okr.KeyResultPatch{ID: k.ID, Clear: []string{"target"}}))(t)
		if v := must(w.Objective(w.ctx(), w.owner, o.ID))(t); v.Progress != nil {
			t.Errorf("without a target the objective's progress is %v", *v.Progress)
		}
		// It moves to another objective and takes its value along.
		must(w.EditKeyResult(w.ctx(), w.owner, okr.KeyResultPatch{ID: k.ID, Target: ptr(80.0)}))(t)
		other := w.running(w.owner, "Rides repeated")
		must(w.EditKeyResult(w.ctx(), w.owner, okr.KeyResultPatch{ID: k.ID, ObjectiveID: &other.ID}))(t)
		from, to := must(w.Objective(w.ctx(), w.owner, o.ID))(t), must(w.Objective(w.ctx(), w.owner, other.ID))(t)
		if from.Progress != nil || len(from.KeyResults) != 1 || *to.Progress != 0.25 || len(to.KeyResults) != 2 || len(to.KeyResults[0].CheckIns)+len(to.KeyResults[1].CheckIns) != 1 {
			t.Errorf("moved: from %v with %d, to %v with %d", show(from.Progress), len(from.KeyResults), show(to.Progress), len(to.KeyResults))
		}
		// Removing one gives its weight to the others, restoring takes it back.
		must(w.RemoveKeyResult(w.ctx(), w.owner, RemovalInput{ID: other.KeyResults[0].ID, Reason: "Nobody counts it."}))(t)
		if v := must(w.Objective(w.ctx(), w.owner, other.ID))(t); *v.Progress != 0.5 || len(v.KeyResults) != 1 {
			t.Errorf("one removed: %v", *v.Progress)
		}
		must(w.RestoreKeyResult(w.ctx(), w.owner, RemovalInput{ID: other.KeyResults[0].ID}))(t)
		if v := must(w.Objective(w.ctx(), w.owner, other.ID))(t); *v.Progress != 0.25 || len(v.KeyResults) != 2 {
			t.Errorf("restored: %v", *v.Progress)
		}
	})
}

func TestStages(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea := w.member("Lea", okr.OrgMember, "Apps")
		o := must(w.AddObjective(w.ctx(), lea, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "Riders trust the app",
			KeyResults: []KeyResultInput{{Title: "Crash-free rides", Target: ptr(99.0)}}}))(t)
		to := func(stage okr.Stage, reason string) error {
			_, err := w.Transition(w.ctx(), lea, TransitionInput{ID: o.ID, To: stage, Reason: reason})
			return err
		}
		refused(t, "to nowhere", to("done", ""), okr.Invalid, "to")
		refused(t, "closed before it is active", to(okr.Closed, ""), okr.Invalid, "stage")
		refused(t, "dropped without a reason", to(okr.Dropped, " "), okr.Invalid, "reason")
		if err := errors.Join(to(okr.InReview, ""), to(okr.Active, "")); err != nil {
			t.Fatal(err)
		}
		if got := must(w.Objective(w.ctx(), lea, o.ID))(t); got.Activated != w.Now() || got.Stage != okr.Active || !got.May.Edit || len(got.May.Next) != 3 {
			t.Errorf("active: %+v, may %+v", got.Objective, got.May)
		}
		kr := o.KeyResults[0].ID
		_, err := w.CloseObjective(w.ctx(), lea, CloseInput{ID: o.ID, Grade: ptr(1.4)})
		refused(t, "a grade above 1", err, okr.Invalid, "grade")
		_, err = w.CloseObjective(w.ctx(), lea, CloseInput{ID: o.ID, Grades: map[string]*float64{"x": ptr(1.0)}})
		refused(t, "a grade of something else", err, okr.Invalid, "grades")
		note := okr.ClosingNote{What: "97 of 100 rides", Why: "The new map came late.", Learned: "Ask the riders first.", Tags: []string{"maps", "riders"}, Evidence: "The crash log", Onward: okr.Alter}
		noteTyped := note
		noteTyped.Tags = []string{"#Riders", " maps", "riders", ""}
		closed := must(w.CloseObjective(w.ctx(), lea, CloseInput{ID: o.ID, Note: noteTyped, Grade: ptr(0.7), Grades: map[string]*float64{kr: ptr(0.8)}}))(t)
		if closed.Stage != okr.Closed || !reflect.DeepEqual(closed.Note, note) || *closed.Grade != 0.7 || *closed.KeyResults[0].Grade != 0.8 || closed.Ended != w.Now() {
			t.Errorf("closed: %+v", closed)
		}
		refused(t, "reopened without a reason", to(okr.Active, ""), okr.Invalid, "reason")
		if err := errors.Join(to(okr.Active, "Closed by mistake."), to(okr.Dropped, "The team is gone.")); err != nil {
			t.Fatal(err)
		}
		if got := must(w.Objective(w.ctx(), lea, o.ID))(t); got.DropReason != "The team is gone." || got.Health.Health != okr.HealthDone {
			t.Errorf("dropped: %+v", got.Objective)
		}
	})
}

func TestRemoveAndRestoreObjective(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea := w.member("Lea", okr.OrgMember, "Apps")
		o := w.running(lea, "Crash-free rides", "Rides shared")
		must(w.RemoveKeyResult(w.ctx(), lea, RemovalInput{ID: o.KeyResults[1].ID}))(t)
		w.pass(time.Minute)
		must(w.RemoveObjective(w.ctx(), lea, RemovalInput{ID: o.ID, Reason: "Written twice."}))(t)
		if p := must(w.FindObjectives(w.ctx(), lea, ObjectiveQuery{CycleID: w.cycle.ID}))(t); p.Total != 0 {
			t.Errorf("%d objectives are left", p.Total)
		}
		_, err := w.CheckIn(w.ctx(), lea, CheckInInput{KeyResultID: o.KeyResults[0].ID, Value: ptr(1.0)})
		refused(t, "a check-in on a removed one", err, okr.NotFound, "")
		_, err = w.EditObjective(w.ctx(), lea, okr.ObjectivePatch{ID: o.ID, Title: ptr("Other")})
		refused(t, "an edit of a removed one", err, okr.NotFound, "")
		_, err = w.Objective(w.ctx(), w.member("Sam", okr.OrgMember, "Sales"), o.ID)
		refused(t, "others see a removed one", err, okr.NotFound, "")
		if p := must(w.FindObjectives(w.ctx(), lea, ObjectiveQuery{Removed: true}))(t); p.Total != 1 {
			t.Errorf("%d removed objectives are listed", p.Total)
		}
		must(w.RestoreObjective(w.ctx(), lea, RemovalInput{ID: o.ID}))(t)
		v := must(w.Objective(w.ctx(), lea, o.ID))(t)
		if len(v.KeyResults) != 1 || v.KeyResults[0].ID != o.KeyResults[0].ID {
			t.Errorf("restored with %d key results; the one that was removed before stays removed", len(v.KeyResults))
		}
	})
}

func TestMove(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		a, b, c := w.running(w.owner, "1", "2", "3"), w.running(w.owner), w.running(w.owner)
		order := func() string {
			var out []string
			for _, o := range must(w.Tree(w.ctx(), w.owner, w.cycle.ID))(t).Objectives {
				out = append(out, map[string]string{a.ID: "a", b.ID: "b", c.ID: "c"}[o.ID])
			}
			return strings.Join(out, "")
		}
		for _, m := range []struct {
			what  string
			in    MoveInput
			after string
		}{
			{"as added", MoveInput{ID: a.ID}, "abc"},
			{"behind the last", MoveInput{ID: a.ID, After: c.ID}, "bca"},
			{"first", MoveInput{ID: c.ID}, "cba"},
			{"between", MoveInput{ID: a.ID, After: c.ID}, "cab"},
		} {
			must(w.MoveObjective(w.ctx(), w.owner, m.in))(t)
			if got := order(); got != m.after {
				t.Errorf("%s: %s, want %s", m.what, got, m.after)
			}
		}
		// Moves into the same gap again and again run out of room, and still work.
		for i := range 40 {
			must(w.MoveObjective(w.ctx(), w.owner, MoveInput{ID: []string{a.ID, b.ID}[i%2], After: c.ID}))(t)
			if got := order(); got != []string{"cab", "cba"}[i%2] {
				t.Fatalf("move %d: %s", i, got)
			}
		}
		_, err := w.MoveObjective(w.ctx(), w.owner, MoveInput{ID: a.ID, After: "x"})
		refused(t, "behind nothing", err, okr.Invalid, "after")
		must(w.MoveKeyResult(w.ctx(), w.owner, MoveInput{ID: a.KeyResults[2].ID}))(t)
		v := must(w.Objective(w.ctx(), w.owner, a.ID))(t)
		if got := v.KeyResults[0].Title + v.KeyResults[1].Title + v.KeyResults[2].Title; got != "312" {
			t.Errorf("key results stand as %s, want 312", got)
		}
	})
}

// What one may not see is not there: not as upstream, not as a supporter, not in a list, not in the tree, and an edit keeps it.
func TestPrivateNeighbours(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea, sam := w.member("Lea", okr.OrgMember, "Apps"), w.member("Sam", okr.OrgMember, "Sales")
		add := func(actor Actor, team, title string, private bool, supports ...okr.Support) ObjectiveTree {
			return must(w.AddObjective(w.ctx(), actor, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team(team).ID}, Title: title, Private: private, Supports: supports,
				KeyResults: []KeyResultInput{{Title: title + " in figures", Target: ptr(10.0)}}}))(t)
		}
		top := add(w.owner, "Fjord Tools", "The company is known", false)
		hidden := add(sam, "Sales", "A xenolith is bought", true, okr.Support{Kind: okr.UpObjective, ID: top.ID})
		middle := add(sam, "Sales", "Shops sell", false, okr.Support{Kind: okr.UpObjective, ID: hidden.ID}, okr.Support{Kind: okr.UpKeyResult, ID: top.KeyResults[0].ID})
		below := add(sam, "Sales", "A xenolith is weighed", true, okr.Support{Kind: okr.UpKeyResult, ID: middle.KeyResults[0].ID})

		seen := must(w.Objective(w.ctx(), sam, middle.ID))(t)
		if len(seen.Upstream) != 2 || len(seen.Supporters) != 1 || len(seen.Line) != 2 || seen.Line[0].ID != top.ID {
			t.Errorf("Sam sees %d up, %d below, line %+v", len(seen.Upstream), len(seen.Supporters), seen.Line)
		}
		for what, v := range map[string]any{
			"objective":       must(w.Objective(w.ctx(), lea, middle.ID))(t),
			"list":            must(w.FindObjectives(w.ctx(), lea, ObjectiveQuery{Group: ByTeam}))(t),
			"list by health":  must(w.FindObjectives(w.ctx(), lea, ObjectiveQuery{Group: ByHealth}))(t),
			"tree":            must(w.Tree(w.ctx(), lea, w.cycle.ID))(t),
			"what is removed": must(w.FindObjectives(w.ctx(), lea, ObjectiveQuery{Removed: true}))(t),
		} {
			text := string(must(json.Marshal(v))(t))
			for _, word := range []string{"xenolith", hidden.ID, below.ID, hidden.KeyResults[0].ID} {
				if strings.Contains(text, word) {
					t.Errorf("the %s shows %s: %s", what, word, text)
				}
			}
		}
		_, err := w.Objective(w.ctx(), lea, hidden.ID)
		refused(t, "the page of a private one", err, okr.NotFound, "")
		_, err = w.AddComment(w.ctx(), lea, CommentInput{ObjectiveID: hidden.ID, Text: "?"})
		refused(t, "a comment on a private one", err, okr.NotFound, "")

		// The owner of the organization may edit it without seeing all that it supports. The hidden support stays, and is not shown.
		edited := must(w.EditObjective(w.ctx(), w.owner, okr.ObjectivePatch{ID: middle.ID, Supports: &[]okr.Support{{Kind: okr.UpObjective, ID: top.ID, Weight: 2}}}))(t)
		moved := must(w.Transition(w.ctx(), w.owner, TransitionInput{ID: middle.ID, To: okr.Active}))(t)
		for _, o := range []okr.Objective{edited, moved} {
			if diff := cmp.Diff([]okr.Support{{Kind: okr.UpObjective, ID: top.ID, Weight: 2}}, o.Supports); diff != "" {
				t.Errorf("shown supports (-want +got):\n%s", diff)
			}
		}
		err = w.db.View(w.ctx(), w.org.ID, func(tx *store.Tx) error {
			o, err := tx.Objective(store.Everything, middle.ID)
			if diff := cmp.Diff([]okr.Support{{Kind: okr.UpObjective, ID: top.ID, Weight: 2}, {Kind: okr.UpObjective, ID: hidden.ID, Weight: 1}}, o.Supports); diff != "" {
				t.Errorf("stored supports (-want +got):\n%s", diff)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		// A ring is refused, also one through what the actor does not see.
		_, err = w.EditObjective(w.ctx(), w.owner, okr.ObjectivePatch{ID: top.ID, Supports: &[]okr.Support{{Kind: okr.UpKeyResult, ID: middle.KeyResults[0].ID, Weight: 1}}})
		refused(t, "a ring", err, okr.Invalid, "supports[0].id")
	})
}

func TestObjectiveStatements(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		top := w.running(w.owner, "Rides")
		var counts []int64
		for _, n := range []int{1, 12} {
			o := w.running(w.owner, strings.Split(strings.Repeat("Rides,", n)+"Rides", ",")...)
			must(w.EditObjective(w.ctx(), w.owner, okr.ObjectivePatch{ID: o.ID, Supports: &[]okr.Support{{Kind: okr.UpObjective, ID: top.ID, Weight: 1}}}))(t)
			for range n {
				for _, k := range o.KeyResults {
					must(w.CheckIn(w.ctx(), w.owner, CheckInInput{KeyResultID: k.ID, Value: ptr(1.0)}))(t)
				}
				must(w.AddComment(w.ctx(), w.owner, CommentInput{ObjectiveID: o.ID, Text: "So it goes"}))(t)
			}
			ctx, count := store.CountQueries(w.ctx())
			must(w.Objective(ctx, w.owner, o.ID))(t)
			counts = append(counts, count.Load())
		}
		if counts[0] != counts[1] || counts[1] > 11 {
			t.Errorf("a small page takes %d statements, a large one %d; the same number up to 11 is wanted", counts[0], counts[1])
		}
	})
}

// What is put behind the last of all places can be edited and moved as anything else.
func TestTheLastPlace(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		a := w.objectiveIn(w.cycle.ID, "A")
		must(w.EditObjective(w.ctx(), w.owner, okr.ObjectivePatch{ID: a.ID, Position: ptr(okr.MaxPosition)}))(t)
		_, err := w.EditObjective(w.ctx(), w.owner, okr.ObjectivePatch{ID: a.ID, Position: ptr(okr.MaxPosition + 1)})
		refused(t, "beyond it", err, okr.Invalid, "position")
		b, c := w.objectiveIn(w.cycle.ID, "B"), w.objectiveIn(w.cycle.ID, "C")
		must(w.EditObjective(w.ctx(), w.owner, okr.ObjectivePatch{ID: b.ID, Title: ptr("B, better")}))(t)
		must(w.MoveObjective(w.ctx(), w.owner, MoveInput{ID: b.ID, After: c.ID}))(t)
		must(w.EditObjective(w.ctx(), w.owner, okr.ObjectivePatch{ID: b.ID, Title: ptr("B")}))(t)
		var got []string
		for _, o := range must(w.FindObjectives(w.ctx(), w.owner, ObjectiveQuery{CycleID: w.cycle.ID}))(t).Objectives {
			got = append(got, o.Title)
		}
		if diff := cmp.Diff([]string{"A", "C", "B"}, got); diff != "" {
			t.Error(diff)
		}
	})
}
