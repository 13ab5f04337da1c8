package app

import (
	"cmp"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// The list is answered, a gap stands in the register until something is decided, and measuring becomes a draft once.
func TestReadiness(t *testing.T) { inWorld(t, testReadiness) }

func testReadiness(t *testing.T, w *world) {
	ctx := w.ctx()
	o := w.objectiveIn(w.cycle.ID, "Riders trust our repairs")
	id := o.KeyResults[0].ID
	register := func() (ReadinessRegister, okr.ReadyState) {
		r := must(w.Readiness(ctx, w.owner, ReadinessQuery{CycleID: w.cycle.ID}))(t)
		for _, row := range r.Rows {
			if row.ID == id {
				return r, row.Ready.State
			}
		}
		return r, okr.DataReady
	}
	if _, s := register(); s != okr.DataUnasked {
		t.Fatalf("at first it is %s", s)
	}
	if _, err := w.SetReadiness(ctx, w.owner, ReadinessInput{KeyResultID: id, Answers: map[okr.Aspect]okr.Answer{"mood": okr.AnswerYes}}); okr.FaultsOf(err) == nil {
		t.Errorf("an unknown question: %v", err)
	}
	yes := map[okr.Aspect]okr.Answer{okr.DataAccess: okr.AnswerNo, okr.DataReliability: okr.AnswerYes, okr.DataFrequency: okr.AnswerYes, okr.DataDefinition: okr.AnswerYes}
	k := must(w.SetReadiness(ctx, w.owner, ReadinessInput{KeyResultID: id, Source: "The till", Answers: yes}))(t)
	if _, s := register(); s != okr.DataGap || k.Readiness.Since != "2026-11-09" {
		t.Errorf("with a gap it is %s since %s", s, k.Readiness.Since)
	}
	rows := must(w.FindObjectives(ctx, w.owner, ObjectiveQuery{CycleID: w.cycle.ID, Group: ByReady, Sort: ByGaps}))(t)
	if rows.Groups[0].Key != string(okr.DataGap) || rows.Objectives[0].ID != o.ID {
		t.Errorf("the list begins with %s: %s", rows.Groups[0].Key, rows.Objectives[0].Title)
	}
	if _, err := w.DecideReadiness(ctx, w.owner, DataDecisionInput{KeyResultID: id, Choice: okr.DataProxy, Proxy: "By hand"}); okr.FaultsOf(err) == nil {
		t.Error("a proxy without an end passes")
	}
	must(w.DecideReadiness(ctx, w.owner, DataDecisionInput{KeyResultID: id, Choice: okr.DataProxy, Proxy: "By hand", Until: "2026-11-20"}))(t)
	if _, s := register(); s != okr.DataDecided {
		t.Errorf("decided, and it is %s", s)
	}
	w.pass(12 * 24 * 3600e9)
	if _, s := register(); s != okr.DataLapsed {
		t.Errorf("the proxy has ended, and it is %s", s)
	}
	first := must(w.DecideReadiness(ctx, w.owner, DataDecisionInput{KeyResultID: id, Choice: okr.DataTrack}))(t).Readiness.Decision
	again := must(w.DecideReadiness(ctx, w.owner, DataDecisionInput{KeyResultID: id, Choice: okr.DataTrack}))(t).Readiness.Decision
	if first.ObjectiveID == "" || again.ObjectiveID != first.ObjectiveID {
		t.Errorf("drafts %q and %q", first.ObjectiveID, again.ObjectiveID)
	}
	draft := must(w.Objective(ctx, w.owner, first.ObjectiveID))(t)
	if draft.Stage != okr.Draft || len(draft.KeyResults) != 2 || draft.Supports[0].ID != id {
		t.Errorf("the draft is %+v", draft.Objective)
	}
	r, _ := register()
	i := slices.IndexFunc(r.Rows, func(x ReadinessRow) bool { return x.ID == id })
	if r.Rows[i].Tracking == nil || r.Rows[i].Tracking.ID != draft.ID {
		t.Errorf("the register does not name the draft: %+v", r.Rows[i])
	}
	yes[okr.DataAccess], yes[okr.DataOwner] = okr.AnswerYes, okr.AnswerYes
	k = must(w.SetReadiness(ctx, w.owner, ReadinessInput{KeyResultID: id, Source: "The till", Answers: yes}))(t)
	if k.Readiness.Since != "" || k.Readiness.Decision.Choice != "" {
		t.Errorf("nothing is missing any more, and there is still %+v", k.Readiness)
	}
	if _, err := w.DecideReadiness(ctx, w.owner, DataDecisionInput{KeyResultID: id, Choice: okr.DataTrack}); okr.FaultsOf(err) == nil {
		t.Error("decided about nothing")
	}
	outside := w.member("Sal", okr.OrgMember, "Sales")
	if _, err := w.SetReadiness(ctx, outside, ReadinessInput{KeyResultID: id}); err == nil {
		t.Error("somebody who may not change it answered")
	}
}

// register is the register as a plan gives it that is read whole: ids in order with their states, and how many there are of each.
func (w *world) register(actor Actor, q ReadinessQuery) (rows []string, count map[okr.ReadyState]int) {
	w.t.Helper()
	type row struct {
		state okr.ReadyState
		id    string
	}
	var list []row
	count = map[okr.ReadyState]int{}
	for _, o := range must(w.Tree(w.ctx(), actor, q.CycleID))(w.t).Objectives {
		if o.Ended != 0 || q.TeamID != "" && !slices.Contains(o.TeamIDs, q.TeamID) {
			continue
		}
		for _, k := range o.KeyResults {
			state := k.Ready(w.Today(w.org)).State
			if count[state]++; state != okr.DataReady && (q.State == "" || q.State == state) {
				list = append(list, row{state, k.ID})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b row) int {
		return cmp.Compare(slices.Index(RegisterStates, a.state), slices.Index(RegisterStates, b.state))
	})
	for _, r := range list {
		rows = append(rows, string(r.state)+" "+r.id)
	}
	return rows, count
}

// Whatever is done to key results and objectives, the register is what the plan says, for everybody, page by page.
func TestRegisterFollows(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		sal := w.member("Sal", okr.OrgMember, "Sales")
		apps, sales := w.team("Apps").ID, w.team("Sales").ID
		same := func(what string) {
			t.Helper()
			for _, actor := range []Actor{w.owner, sal} {
				for _, q := range []ReadinessQuery{{}, {TeamID: apps}, {State: okr.DataUnasked}, {State: okr.DataDecided}} {
					q.CycleID = w.cycle.ID
					want, count := w.register(actor, q)
					for q.Limit = 1; q.Limit <= len(want)+1; q.Limit += 2 {
						var got []string
						for q.Cursor = ""; ; {
							r := must(w.Readiness(ctx, actor, q))(t)
							if diff := gocmp.Diff(count, r.Count); diff != "" || len(r.Rows) > q.Limit {
								t.Fatalf("%s, %+v: %d rows, counted (-plan +register):\n%s", what, q, len(r.Rows), diff)
							}
							for _, row := range r.Rows {
								got = append(got, string(row.Ready.State)+" "+row.ID)
							}
							if q.Cursor = r.Next; q.Cursor == "" {
								break
							}
						}
						if diff := gocmp.Diff(want, got); diff != "" {
							t.Fatalf("%s, %+v (-plan +register):\n%s", what, q, diff)
						}
					}
				}
			}
		}
		same("nothing")
		garden := w.garden()
		same("objectives")
		first := garden["Apps that start at once"]
		extra := must(w.AddKeyResult(ctx, w.owner, KeyResultInput{ObjectiveID: first.ID, Title: "Starts in a second", Baseline: ptr(0.0), Target: ptr(9.0)}))(t)
		same("one more")
		for i := range 3 {
			must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: extra.ID, Value: ptr(float64(i)), Confidence: ptr(5)}))(t)
			same("a check-in")
		}
		no := map[okr.Aspect]okr.Answer{okr.DataAccess: okr.AnswerNo}
		for _, k := range []okr.KeyResult{first.KeyResults[0], garden["Brakes that hold"].KeyResults[0], garden["Maps that help"].KeyResults[0]} {
			must(w.SetReadiness(ctx, w.owner, ReadinessInput{KeyResultID: k.ID, Source: "The till", Answers: no}))(t)
			same("answered")
		}
		must(w.DecideReadiness(ctx, w.owner, DataDecisionInput{KeyResultID: first.KeyResults[0].ID, Choice: okr.DataDelay, Until: "2026-11-12"}))(t)
		must(w.DecideReadiness(ctx, w.owner, DataDecisionInput{KeyResultID: garden["Maps that help"].KeyResults[0].ID, Choice: okr.DataProxy, Proxy: "By hand", Until: "2026-11-12"}))(t)
		same("decided")
		w.pass(3 * 24 * time.Hour)
		same("the day until which one waits")
		w.pass(24 * time.Hour)
		same("the day after the last one of what stands in")
		must(w.EditKeyResult(ctx, w.owner, okr.KeyResultPatch{ID: extra.ID, ObjectiveID: ptr(garden["Shops that sell"].ID)}))(t)
		same("moved to another objective")
		must(w.RemoveKeyResult(ctx, w.owner, RemovalInput{ID: extra.ID}))(t)
		same("removed")
		must(w.RestoreKeyResult(ctx, w.owner, RemovalInput{ID: extra.ID}))(t)
		same("restored")
		must(w.EditObjective(ctx, w.owner, okr.ObjectivePatch{ID: first.ID, Private: ptr(true), OwnerID: &w.owner.Viewer.MemberID}))(t)
		same("private")
		must(w.EditObjective(ctx, w.owner, okr.ObjectivePatch{ID: first.ID, TeamIDs: &[]string{sales}}))(t)
		same("another team's")
		must(w.RemoveObjective(ctx, w.owner, RemovalInput{ID: garden["Brakes that hold"].ID}))(t)
		same("an objective less")
		must(w.Import(ctx, w.owner, ImportInput{Name: "plan.md", Data: []byte("## Objective: Riders are safe\n\n- KR: Falls a week from 9 to 3\n- KR: Helmets worn from 40 % to 90 %\n")}))(t)
		same("imported")
		must(w.Transition(ctx, w.owner, TransitionInput{ID: garden["Maps that help"].ID, To: okr.Dropped, Reason: "Others come first."}))(t)
		same("dropped")
		_, err := w.Readiness(ctx, w.owner, ReadinessQuery{State: okr.DataReady})
		refused(t, "a state that is none", err, okr.Invalid, "state")
		_, err = w.Readiness(ctx, w.owner, ReadinessQuery{Limit: MaxPage + 1})
		refused(t, "too many", err, okr.Invalid, "limit")
		_, err = w.Readiness(ctx, w.owner, ReadinessQuery{Cursor: cursorOf("ready", 1, "a", 1, "b")})
		refused(t, "a cursor of something else", err, okr.Invalid, "cursor")
	})
}

// A page of the register costs the same number of statements whatever stands in it.
func TestRegisterStatements(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		count := func() int64 {
			t.Helper()
			ctx, n := store.CountQueries(w.ctx())
			must(w.Readiness(ctx, w.owner, ReadinessQuery{CycleID: w.cycle.ID, Limit: 200}))(t)
			return n.Load()
		}
		w.objectiveIn(w.cycle.ID, "Riders trust our repairs")
		before := count()
		for range 12 {
			w.running(w.owner, "Rides", "Riders", "Routes")
		}
		if after := count(); after != before || after > 7 {
			t.Errorf("%d statements, then %d; the same number up to 7 is wanted", before, after)
		}
	})
}
