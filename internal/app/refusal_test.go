package app

import (
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// What could never be seen again where somebody looks for it, or was over before it was written, is refused with its field.
func TestWrittenTooLate(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		o := w.running(w.owner, "One")
		kr := o.KeyResults[0].ID
		_, err := w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: kr, Value: ptr(1.0), AsOf: "1990-01-01"})
		refused(t, "a value of long ago", err, okr.Invalid, "as_of")
		_, err = w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: kr, Value: ptr(1e9), Ask: true})
		refused(t, "a slip", err, okr.Invalid, "sure")
		early := must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: kr, Value: ptr(1.0), AsOf: "2026-09-20"}))(t)
		_, err = w.AmendCheckIn(ctx, w.owner, CheckInPatch{ID: early.CheckIn.ID, AsOf: ptr(okr.Date("2026-01-20"))})
		refused(t, "a value moved to long ago", err, okr.Invalid, "as_of")
		_, err = w.AskContract(ctx, w.owner, ContractInput{KeyResultID: kr, TeamID: w.team("Sales").ID, Text: "Help", Until: "2020-01-01"})
		refused(t, "a contract that is over", err, okr.Invalid, "until")

		b := must(w.RaiseBlocker(ctx, w.owner, BlockerInput{KeyResultID: kr, Text: "A wall"}))(t)
		_, err = w.CloseObjective(ctx, w.owner, CloseInput{ID: o.ID, Grade: ptr(0.65)})
		refused(t, "a grade in hundredths", err, okr.Invalid, "grade")
		closed := must(w.CloseObjective(ctx, w.owner, CloseInput{ID: o.ID, Grade: ptr(0.7)}))(t)
		if closed.KeyResults[0].Blocked != 0 || w.keyResult(kr).Blocked != 0 {
			t.Errorf("%s is still in the way of what is closed", b.Text)
		}

		draft := w.objectiveIn(w.cycle.ID, "A draft")
		must(w.CloseCycle(ctx, w.owner, ThingInput{ID: w.cycle.ID}))(t)
		_, err = w.AddObjective(ctx, w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.root.ID}, Title: "Too late"})
		refused(t, "an objective in a closed cycle", err, okr.Invalid, "cycle_id")
		_, err = w.Transition(ctx, w.owner, TransitionInput{ID: draft.ID, To: okr.Active})
		refused(t, "a draft of a closed cycle", err, okr.Invalid, "cycle_id")

		_, err = w.EditTeam(ctx, w.owner, EditTeamInput{ID: w.team("Apps").ID, Name: ptr("platform")})
		refused(t, "a name that stands beside it", err, okr.Conflict, "name")
		_, err = w.EditTeam(ctx, w.owner, EditTeamInput{ID: w.team("Apps").ID, Name: ptr("Product"), ParentID: &w.root.ID})
		refused(t, "a name that stands where it goes", err, okr.Conflict, "name")
	})
}
