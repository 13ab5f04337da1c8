package app

import (
	"errors"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// running is an active objective of the team Apps with key results that go from 0 to 100, each owned by owner.
func (w *world) running(owner Actor, krs ...string) ObjectiveTree {
	w.t.Helper()
	in := ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Apps").ID}, Title: "Riders trust the app", OwnerID: owner.Viewer.MemberID}
	for _, title := range krs {
		in.KeyResults = append(in.KeyResults, KeyResultInput{Title: title, Unit: "%", Baseline: ptr(0.0), Target: ptr(100.0), OwnerID: owner.Viewer.MemberID})
	}
	o := must(w.AddObjective(w.ctx(), w.owner, in))(w.t)
	o.Objective = must(w.Transition(w.ctx(), w.owner, TransitionInput{ID: o.ID, To: okr.Active}))(w.t)
	return o
}

// keyResult is a key result as it stands in the database.
func (w *world) keyResult(id string) okr.KeyResult {
	w.t.Helper()
	var k okr.KeyResult
	err := w.db.View(w.ctx(), w.org.ID, func(tx *store.Tx) (err error) {
		k, err = tx.KeyResult(store.Everything, id)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return k
}

func TestCheckIn(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea := w.member("Lea", okr.OrgMember, "Apps")
		o := w.running(lea, "Crash-free rides", "Rides rated five stars")
		kr := o.KeyResults[0].ID

		got := must(w.CheckIn(w.ctx(), lea, CheckInInput{KeyResultID: kr, Value: ptr(40.0), Confidence: ptr(7), Note: " The new map helps. "}))(t)
		want := okr.CheckIn{ID: got.CheckIn.ID, KeyResultID: kr, AuthorID: lea.Viewer.MemberID, AsOf: "2026-11-09", Value: ptr(40.0), Confidence: ptr(7),
			Note: "The new map helps.", Progress: ptr(0.4), Health: okr.OnCourse, Version: 1, Recorded: w.Now()}
		if diff := cmp.Diff(want, got.CheckIn); diff != "" {
			t.Errorf("check-in (-want +got):\n%s", diff)
		}
		if p := got.Progress; p == nil || *p != 0.2 {
			t.Errorf("objective progress = %v, want 0.2", show(p))
		}
		k := w.keyResult(kr)
		if diff := cmp.Diff(got.KeyResult, k); diff != "" {
			t.Errorf("stored key result (-answered +stored):\n%s", diff)
		}
		if k.Version != 1 {
			t.Errorf("a check-in made version %d: only edits do", k.Version)
		}

		w.pass(7 * 24 * time.Hour)
		must(w.CheckIn(w.ctx(), lea, CheckInInput{KeyResultID: kr, Value: ptr(50.0)}))(t)
		late := must(w.CheckIn(w.ctx(), lea, CheckInInput{KeyResultID: kr, AsOf: "2026-11-12", Value: ptr(44.0), Confidence: ptr(2)}))(t)
		k = late.KeyResult
		if *k.Value != 50 || *k.Confidence != 2 || k.CheckedAs != "2026-11-16" || k.Checks != 3 || *k.Progress != 0.5 {
			t.Errorf("after a late value: value %v, confidence %v, as of %s, %d checks, progress %v", *k.Value, *k.Confidence, k.CheckedAs, k.Checks, *k.Progress)
		}
		if *late.CheckIn.Progress != 0.44 || late.CheckIn.Health != okr.InTrouble {
			t.Errorf("the late check-in itself: progress %v, health %s", *late.CheckIn.Progress, late.CheckIn.Health)
		}
		trail := []okr.Point{{Date: "2026-11-09", Value: 40}, {Date: "2026-11-12", Value: 44}, {Date: "2026-11-16", Value: 50}}
		if diff := cmp.Diff(trail, k.Trail); diff != "" {
			t.Errorf("trail (-want +got):\n%s", diff)
		}
	})
}

func TestCheckInRefused(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea := w.member("Lea", okr.OrgMember, "Apps")
		stranger := w.member("Sam", okr.OrgMember, "Sales")
		viewer := w.member("Vic", okr.OrgViewer, "Apps")
		o := w.running(lea, "Crash-free rides")
		kr := o.KeyResults[0].ID
		for _, c := range []struct {
			what  string
			actor Actor
			in    CheckInInput
			kind  okr.ErrorKind
			field string
		}{
			{"nothing said", lea, CheckInInput{}, okr.Invalid, "value"},
			{"not a number", lea, CheckInInput{Value: ptr(math.NaN())}, okr.Invalid, "value"},
			{"beyond all bounds", lea, CheckInInput{Value: ptr(math.Inf(1))}, okr.Invalid, "value"},
			{"confidence 11", lea, CheckInInput{Confidence: ptr(11)}, okr.Invalid, "confidence"},
			{"tomorrow", lea, CheckInInput{Value: ptr(1.0), AsOf: "2026-11-10"}, okr.Invalid, "as_of"},
			{"no date", lea, CheckInInput{Value: ptr(1.0), AsOf: "Monday"}, okr.Invalid, "as_of"},
			{"another team", stranger, CheckInInput{Value: ptr(1.0)}, okr.Forbidden, ""},
			{"a viewer", viewer, CheckInInput{Value: ptr(1.0)}, okr.Forbidden, ""},
			{"a blocker for nobody", lea, CheckInInput{Blocker: "No phones", BlockerOwnerID: "x"}, okr.Invalid, "blocker_owner_id"},
			{"a blocker that is not there", lea, CheckInInput{Resolve: []string{"x"}}, okr.Invalid, "resolve"},
			{"another key result", lea, CheckInInput{KeyResultID: "x", Value: ptr(1.0)}, okr.NotFound, ""},
			{"a token that reads", Actor{Org: lea.Org, Viewer: lea.Viewer, Scopes: []string{"read"}}, CheckInInput{Value: ptr(1.0)}, okr.Forbidden, ""},
		} {
			if c.in.KeyResultID == "" {
				c.in.KeyResultID = kr
			}
			_, err := w.CheckIn(w.ctx(), c.actor, c.in)
			refused(t, c.what, err, c.kind, c.field)
		}
		if k := w.keyResult(kr); k.Checks != 0 || k.Blocked != 0 {
			t.Errorf("refused check-ins left %d checks, blocked since %d", k.Checks, k.Blocked)
		}
		// Late values are taken until the objective is closed.
		w.pass(120 * 24 * time.Hour)
		must(w.CheckIn(w.ctx(), lea, CheckInInput{KeyResultID: kr, Value: ptr(70.0), AsOf: "2026-12-30"}))(t)
		must(w.CloseObjective(w.ctx(), lea, CloseInput{ID: o.ID}))(t)
		_, err := w.CheckIn(w.ctx(), lea, CheckInInput{KeyResultID: kr, Value: ptr(71.0)})
		refused(t, "after closing", err, okr.Invalid, "")
	})
}

// A full check-in is at most ten statements, BEGIN and COMMIT among them, whatever there is around it.
func TestCheckInStatements(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea := w.member("Lea", okr.OrgMember, "Apps")
		o := w.running(lea, "Crash-free rides", "Rides rated five stars", "Rides shared", "Rides repeated")
		in := CheckInInput{KeyResultID: o.KeyResults[1].ID, Value: ptr(40.0), Confidence: ptr(7), Note: "The new map helps."}
		for range 3 {
			ctx, n := store.CountQueries(w.ctx())
			must(w.CheckIn(ctx, lea, in))(t)
			const beginAndCommit = 2
			if got := n.Load() + beginAndCommit; got > 10 {
				t.Errorf("a check-in takes %d statements, at most 10 are wanted", got)
			}
			w.pass(24 * time.Hour)
		}
	})
}

func TestCheckInIsOneEvent(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		o := w.running(w.owner, "Crash-free rides")
		k := o.KeyResults[0]
		r := must(w.CheckIn(w.ctx(), w.owner, CheckInInput{KeyResultID: k.ID, Value: ptr(10.0), Blocker: "No test phones"}))(t)
		v := must(w.Objective(w.ctx(), w.owner, o.ID))(t)
		e := v.Activity[0]
		if e.Kind != "key_result.checked_in" || e.ActorID != w.owner.Viewer.MemberID || e.Recorded != w.Now() {
			t.Errorf("event %s by %s at %d", e.Kind, e.ActorID, e.Recorded)
		}
		got := map[okr.Thing]string{}
		for _, row := range e.Rows {
			got[row.Thing] = row.ID
		}
		want := map[okr.Thing]string{okr.ThingCheckIn: r.CheckIn.ID, okr.ThingKeyResult: k.ID, okr.ThingBlocker: r.Blocker.ID}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("rows (-want +got):\n%s", diff)
		}
	})
}

func TestBlockers(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea := w.member("Lea", okr.OrgMember, "Apps")
		o := w.running(lea, "Crash-free rides")
		kr := o.KeyResults[0].ID
		blocked := func(what string, want okr.Instant) {
			t.Helper()
			if got := w.keyResult(kr).Blocked; got != want {
				t.Errorf("%s: blocked since %d, want %d", what, got, want)
			}
		}
		first := *must(w.CheckIn(w.ctx(), lea, CheckInInput{KeyResultID: kr, Blocker: "No test phones"}))(t).Blocker
		if first.OwnerID != lea.Viewer.MemberID {
			t.Errorf("a blocker belongs to %s, want the key result's owner", first.OwnerID)
		}
		blocked("raised", first.Raised)
		w.pass(time.Hour)
		second := must(w.RaiseBlocker(w.ctx(), lea, BlockerInput{KeyResultID: kr, Text: "The office is closed", OwnerID: w.owner.Viewer.MemberID}))(t)
		blocked("raised again", first.Raised)
		must(w.CheckIn(w.ctx(), lea, CheckInInput{KeyResultID: kr, Resolve: []string{first.ID}}))(t)
		blocked("the older is resolved", second.Raised)
		handed := must(w.EditBlocker(w.ctx(), lea, BlockerPatch{ID: second.ID, Version: 1, OwnerID: ptr(lea.Viewer.MemberID)}))(t)
		if handed.OwnerID != lea.Viewer.MemberID || handed.Version != 2 {
			t.Errorf("handed over: %+v", handed)
		}
		_, err := w.EditBlocker(w.ctx(), lea, BlockerPatch{ID: second.ID, Version: 1, Text: ptr("Closed")})
		refused(t, "a stale version", err, okr.Conflict, "version")
		if b := must(w.ResolveBlocker(w.ctx(), lea, second.ID))(t); b.Resolved == 0 || b.Version != 3 {
			t.Errorf("resolved: %+v", b)
		}
		blocked("both are resolved", 0)
		must(w.ReopenBlocker(w.ctx(), lea, second.ID))(t)
		blocked("reopened", second.Raised)
		view := must(w.Objective(w.ctx(), lea, o.ID))(t)
		if list := view.KeyResults[0].Blockers; len(list) != 1 || list[0].ID != second.ID || !view.Health.Blocked {
			t.Errorf("the page shows blockers %v, health %+v", list, view.Health)
		}
	})
}

func TestAmendAndRemoveCheckIn(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea := w.member("Lea", okr.OrgMember, "Apps")
		tom := w.member("Tom", okr.OrgMember, "Sales")
		o := w.running(lea, "Crash-free rides", "Rides rated five stars")
		kr := o.KeyResults[0].ID
		first := must(w.CheckIn(w.ctx(), lea, CheckInInput{KeyResultID: kr, AsOf: "2026-11-02", Value: ptr(20.0), Confidence: ptr(5)}))(t).CheckIn
		last := must(w.CheckIn(w.ctx(), lea, CheckInInput{KeyResultID: kr, Value: ptr(90.0)}))(t).CheckIn

		_, err := w.AmendCheckIn(w.ctx(), tom, CheckInPatch{ID: last.ID, Value: ptr(1.0)})
		refused(t, "somebody else's", err, okr.Forbidden, "")
		_, err = w.AmendCheckIn(w.ctx(), lea, CheckInPatch{ID: last.ID, Version: 7, Value: ptr(1.0)})
		refused(t, "a stale version", err, okr.Conflict, "version")

		r := must(w.AmendCheckIn(w.ctx(), lea, CheckInPatch{ID: last.ID, Value: ptr(9.0), Note: ptr("A digit too many.")}))(t)
		if *r.KeyResult.Value != 9 || *r.Progress != 0.045 || r.CheckIn.Version != 2 || r.CheckIn.Amended != w.Now() || *r.CheckIn.Progress != 0.09 {
			t.Errorf("amended: value %v, objective %v, check-in %+v", *r.KeyResult.Value, *r.Progress, r.CheckIn)
		}
		r = must(w.RemoveCheckIn(w.ctx(), lea, RemovalInput{ID: last.ID}))(t)
		if *r.KeyResult.Value != 20 || r.KeyResult.Checks != 1 || r.KeyResult.CheckedAs != "2026-11-02" || len(r.KeyResult.Trail) != 1 {
			t.Errorf("removed: %+v", r.KeyResult)
		}
		r = must(w.RemoveCheckIn(w.ctx(), lea, RemovalInput{ID: first.ID}))(t)
		if k := r.KeyResult; k.Value != nil || k.Progress != nil || k.Confidence != nil || k.Checks != 0 || r.Progress != nil {
			t.Errorf("all removed: %+v, objective %v", k, show(r.Progress))
		}
		r = must(w.RestoreCheckIn(w.ctx(), lea, RemovalInput{ID: last.ID}))(t)
		if *r.KeyResult.Value != 9 || r.CheckIn.Removed != 0 {
			t.Errorf("restored: %+v", r)
		}
	})
}

// Whatever is checked in, amended and removed, in whatever order of days: the objective's stored progress is okr's of its key results as
// they stand, and each of those is what its whole history gives.
func TestProgressFollowsCheckIns(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		o := w.running(w.owner, "Crash-free rides", "Rides rated five stars", "Rides shared")
		must(w.EditKeyResult(w.ctx(), w.owner, okr.KeyResultPatch{ID: o.KeyResults[1].ID, Weight: ptr(60.0), Direction: ptr(okr.Decrease), Baseline: ptr(50.0), Target: ptr(10.0)}))(t)
		var made []string
		rapid.Check(t, func(r *rapid.T) {
			for range rapid.IntRange(1, 6).Draw(r, "acts") {
				w.pass(time.Second)
				if len(made) > 0 && rapid.IntRange(0, 3).Draw(r, "act") == 0 {
					id := rapid.SampledFrom(made).Draw(r, "check-in")
					var err error
					switch rapid.SampledFrom([]string{"amend", "remove", "restore"}).Draw(r, "how") {
					case "amend":
						_, err = w.AmendCheckIn(w.ctx(), w.owner, CheckInPatch{ID: id, Note: ptr("amended"), Value: ptr(rapid.Float64Range(-50, 200).Draw(r, "value"))})
					case "remove":
						_, err = w.RemoveCheckIn(w.ctx(), w.owner, RemovalInput{ID: id})
					default:
						_, err = w.RestoreCheckIn(w.ctx(), w.owner, RemovalInput{ID: id})
					}
					if err != nil {
						r.Fatal(err)
					}
					continue
				}
				in := CheckInInput{KeyResultID: o.KeyResults[rapid.IntRange(0, 2).Draw(r, "key result")].ID, Note: "so",
					AsOf: okr.Date("2026-11-08").Add(-rapid.IntRange(0, 40).Draw(r, "days ago"))}
				if rapid.Bool().Draw(r, "with a value") {
					in.Value = ptr(rapid.Float64Range(-50, 200).Draw(r, "value"))
				}
				if rapid.Bool().Draw(r, "with a confidence") {
					in.Confidence = ptr(rapid.IntRange(0, 10).Draw(r, "confidence"))
				}
				c, err := w.CheckIn(w.ctx(), w.owner, in)
				if err != nil {
					r.Fatal(err)
				}
				made = append(made, c.CheckIn.ID)
			}
			v, err := w.Objective(w.ctx(), w.owner, o.ID)
			if err != nil {
				r.Fatal(err)
			}
			var list []okr.KeyResult
			for _, k := range v.KeyResults {
				list = append(list, k.KeyResult)
				whole := k.KeyResult
				snapshot(&whole, slices.Clone(k.CheckIns))
				if diff := cmp.Diff(whole, k.KeyResult); diff != "" {
					r.Fatalf("%s is not what its history gives (-history +stored):\n%s", k.Title, diff)
				}
			}
			if want := okr.ObjectiveProgress(list).Value; show(want) != show(v.Progress) {
				r.Fatalf("stored progress %v, want %v", show(v.Progress), show(want))
			}
		})
	})
}

func show(p *float64) any {
	if p == nil {
		return nil
	}
	return *p
}

// Check-ins at once on one objective are all kept, and progress is of all of them.
func TestCheckInsAtOnce(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		o := w.running(w.owner, "Crash-free rides", "Rides rated five stars")
		var wait sync.WaitGroup
		const each = 5
		errs := make(chan error, 2*each)
		for _, k := range o.KeyResults {
			wait.Go(func() {
				for i := range each {
					_, err := w.CheckIn(w.ctx(), w.owner, CheckInInput{KeyResultID: k.ID, Value: ptr(float64(10 * (i + 1)))})
					errs <- err
				}
			})
		}
		wait.Wait()
		close(errs)
		for err := range errs {
			if err != nil {
				t.Error(err)
			}
		}
		v := must(w.Objective(w.ctx(), w.owner, o.ID))(t)
		for _, k := range v.KeyResults {
			if len(k.CheckIns) != each || k.Checks != each || *k.Value != 50 {
				t.Errorf("%s: %d check-ins, %d counted, value %v", k.Title, len(k.CheckIns), k.Checks, *k.Value)
			}
		}
		if *v.Progress != 0.5 {
			t.Errorf("progress %v, want 0.5", *v.Progress)
		}
	})
}

func TestIdempotencyKey(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		o := w.running(w.owner, "Crash-free rides")
		actor := w.owner
		actor.Key = "9f2c"
		in := CheckInInput{KeyResultID: o.KeyResults[0].ID, Value: ptr(10.0)}
		first := must(w.CheckIn(w.ctx(), actor, in))(t)
		again := must(w.CheckIn(w.ctx(), actor, in))(t)
		if diff := cmp.Diff(first, again); diff != "" {
			t.Errorf("the same request answers otherwise (-first +again):\n%s", diff)
		}
		in.Value = ptr(11.0)
		_, err := w.CheckIn(w.ctx(), actor, in)
		refused(t, "another request under the key", err, okr.Invalid, "Idempotency-Key")
		if k := w.keyResult(in.KeyResultID); k.Checks != 1 || *k.Value != 10 {
			t.Errorf("%d check-ins, value %v", k.Checks, *k.Value)
		}
		// An edit of another thing under the same key is another request, though its body is the same.
		other := w.running(w.owner, "Rides shared")
		actor.Key = "77aa"
		must(w.EditObjective(w.ctx(), actor, okr.ObjectivePatch{ID: o.ID, Title: ptr("Same words")}))(t)
		_, err = w.EditObjective(w.ctx(), actor, okr.ObjectivePatch{ID: other.ID, Title: ptr("Same words")})
		refused(t, "another thing under the key", err, okr.Invalid, "Idempotency-Key")
	})
}

func TestManyCheckIns(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		o := w.running(w.owner, "Crash-free rides", "Rides rated five stars")
		items := []CheckInInput{{KeyResultID: o.KeyResults[0].ID, Value: ptr(10.0)}, {KeyResultID: o.KeyResults[1].ID, Confidence: ptr(12)}}
		_, err := w.CheckIns(w.ctx(), w.owner, CheckInsInput{Items: items, Together: true})
		refused(t, "together", err, okr.Invalid, "items[1].confidence")
		if k := w.keyResult(items[0].KeyResultID); k.Checks != 0 {
			t.Errorf("a refused act left %d check-ins", k.Checks)
		}
		out := must(w.CheckIns(w.ctx(), w.owner, CheckInsInput{Items: items}))(t)
		if out[0].Result == nil || out[0].Error != nil {
			t.Errorf("the good one: %+v", out[0])
		}
		refused(t, "the bad one", out[1].Error, okr.Invalid, "items[1].confidence")
		items[1].Confidence = ptr(4)
		out = must(w.CheckIns(w.ctx(), w.owner, CheckInsInput{Items: items, Together: true}))(t)
		if len(out) != 2 || out[1].Result == nil || out[1].Result.KeyResult.Confidence == nil {
			t.Errorf("together: %+v", out)
		}
		v := must(w.Objective(w.ctx(), w.owner, o.ID))(t)
		if n := len(v.Activity[0].Rows); n != 4 {
			t.Errorf("one act of two check-ins has %d rows, want 4", n)
		}
	})
}

func TestRollUp(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		o := w.running(w.owner, "Rides in Ghent", "Rides in Graz")
		ghent, graz := o.KeyResults[0].ID, o.KeyResults[1].ID
		sum := must(w.AddKeyResult(w.ctx(), w.owner, KeyResultInput{ObjectiveID: o.ID, Title: "Rides", Baseline: ptr(0.0), Target: ptr(200.0),
			Source: okr.Source{Kind: okr.Sum, Of: []string{ghent, graz}}}))(t)
		top := must(w.AddKeyResult(w.ctx(), w.owner, KeyResultInput{ObjectiveID: o.ID, Title: "All rides", Baseline: ptr(0.0), Target: ptr(400.0),
			Source: okr.Source{Kind: okr.Mean, Of: []string{sum.ID}}}))(t)
		_, err := w.EditKeyResult(w.ctx(), w.owner, okr.KeyResultPatch{ID: sum.ID, Source: &okr.Source{Kind: okr.Sum, Of: []string{ghent, top.ID}}})
		refused(t, "a ring", err, okr.Invalid, "source.of")
		_, err = w.CheckIn(w.ctx(), w.owner, CheckInInput{KeyResultID: sum.ID, Value: ptr(1.0)})
		refused(t, "a value by hand", err, okr.Invalid, "value")

		settle := func() {
			t.Helper()
			for range 10 {
				n, err := w.RollUp(w.ctx())
				if err != nil {
					t.Fatal(err)
				}
				if n == 0 {
					return
				}
			}
			t.Fatal("roll-ups do not settle")
		}
		settle()
		must(w.CheckIn(w.ctx(), w.owner, CheckInInput{KeyResultID: ghent, Value: ptr(30.0), AsOf: "2026-11-02"}))(t)
		settle()
		must(w.CheckIn(w.ctx(), w.owner, CheckInInput{KeyResultID: ghent, Value: ptr(40.0)}))(t)
		settle()
		must(w.CheckIn(w.ctx(), w.owner, CheckInInput{KeyResultID: graz, Value: ptr(20.0)}))(t)
		settle()
		v := must(w.Objective(w.ctx(), w.owner, o.ID))(t)
		k := v.KeyResults[2]
		trail := []okr.Point{{Date: "2026-11-02", Value: 30}, {Date: "2026-11-09", Value: 60}}
		if diff := cmp.Diff(trail, k.Trail); diff != "" || *k.Progress != 0.3 || k.Checks != 2 {
			t.Errorf("the sum: progress %v, %d checks, trail (-want +got):\n%s", *k.Progress, k.Checks, diff)
		}
		if got := v.KeyResults[3]; *got.Value != 60 {
			t.Errorf("what is computed from the sum is %v, want 60", *got.Value)
		}
		if e := k.RolledUp; e == nil || *e.Value != 60 || len(e.Inputs) != 2 || e.Inputs[0].Name != "Rides in Ghent" {
			t.Errorf("the sum is explained as %+v", e)
		}
		must(w.RemoveKeyResult(w.ctx(), w.owner, RemovalInput{ID: graz}))(t)
		settle()
		if got := w.keyResult(sum.ID); *got.Value != 40 {
			t.Errorf("without Graz the sum is %v, want 40", *got.Value)
		}

		w.pass(7 * 24 * time.Hour)
		must(w.CheckIn(w.ctx(), w.owner, CheckInInput{KeyResultID: ghent, Value: ptr(40.0)}))(t)
		settle()
		if got := w.keyResult(top.ID); got.CheckedAs != "2026-11-16" || *got.Value != 40 {
			t.Errorf("the same value on a later day stands at %s", got.CheckedAs)
		}
		health := func() okr.Health { return must(w.Objective(w.ctx(), w.owner, o.ID))(t).KeyResults[1].Health.Health }
		if got := health(); got == okr.Silent {
			t.Error("a sum is silent although its source was checked in today")
		}
		w.pass(11 * 24 * time.Hour)
		if got := health(); got != okr.Silent {
			t.Errorf("a sum of which the only source is silent is %s", got)
		}
	})
}

// A sum never tells what a private objective holds.
func TestRollUpOfPrivate(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		o := w.running(w.owner, "Rides in Ghent")
		secret := w.running(w.owner, "Rides in secret")
		sum := must(w.AddKeyResult(w.ctx(), w.owner, KeyResultInput{ObjectiveID: o.ID, Title: "Rides", Target: ptr(200.0),
			Source: okr.Source{Kind: okr.Sum, Of: []string{o.KeyResults[0].ID, secret.KeyResults[0].ID}}}))(t)
		must(w.EditObjective(w.ctx(), w.owner, okr.ObjectivePatch{ID: secret.ID, Private: ptr(true)}))(t)
		must(w.CheckIn(w.ctx(), w.owner, CheckInInput{KeyResultID: o.KeyResults[0].ID, Value: ptr(30.0)}))(t)
		must(w.CheckIn(w.ctx(), w.owner, CheckInInput{KeyResultID: secret.KeyResults[0].ID, Value: ptr(5.0)}))(t)
		for {
			if n := must(w.RollUp(w.ctx()))(t); n == 0 {
				break
			}
		}
		if got := w.keyResult(sum.ID); *got.Value != 30 {
			t.Errorf("the sum is %v, want 30 without the private part", *got.Value)
		}
	})
}

func TestCheckInQueue(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea := w.member("Lea", okr.OrgMember, "Apps")
		tom := w.member("Tom", okr.OrgMember, "Apps")
		o := w.running(lea, "Crash-free rides", "Rides rated five stars", "Rides shared", "Rides repeated")
		must(w.EditKeyResult(w.ctx(), lea, okr.KeyResultPatch{ID: o.KeyResults[1].ID, CheckInOwnerID: ptr(tom.Viewer.MemberID)}))(t)
		must(w.EditKeyResult(w.ctx(), lea, okr.KeyResultPatch{ID: o.KeyResults[2].ID, OwnerID: ptr("")}))(t) // the objective's owner has it then
		w.pass(7 * 24 * time.Hour)
		must(w.CheckIn(w.ctx(), lea, CheckInInput{KeyResultID: o.KeyResults[3].ID, Value: ptr(12.0), Note: "Twelve at last"}))(t)
		ctx, n := store.CountQueries(w.ctx())
		q := must(w.CheckInQueue(ctx, lea))(t)
		if n.Load() > 4 {
			t.Errorf("the queue takes %d statements, at most 4 are wanted", n.Load())
		}
		var got []string
		for _, c := range q.Cards {
			got = append(got, c.Title)
		}
		if diff := cmp.Diff([]string{"Crash-free rides", "Rides shared", "Rides repeated"}, got); diff != "" || q.Due != 2 {
			t.Errorf("due %d, cards (-want +got):\n%s", q.Due, diff)
		}
		last := q.Cards[2]
		if last.Due || last.Note != "Twelve at last" || last.NextDue != "2026-11-23" || last.Objective.Number != o.Number || *last.PlanToday <= 0 || !last.May {
			t.Errorf("the last card: %+v", last)
		}
		card := must(w.CheckInCard(w.ctx(), tom, o.KeyResults[0].ID))(t)
		if len(card.Cards) != 1 || card.Cards[0].ID != o.KeyResults[0].ID {
			t.Errorf("one card: %+v", card)
		}
		if _, err := w.CheckInCard(w.ctx(), tom, "x"); !errors.As(err, new(*okr.Error)) {
			t.Errorf("a card of nothing: %v", err)
		}
	})
}
