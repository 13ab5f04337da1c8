package app

import (
	"errors"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// add inserts a new thing, logs it and makes it be found. objectiveID is the objective that it belongs to, "" if none.
func add[T store.Thing](t *act, objectiveID string, v T) error {
	if err := store.Insert(t.Tx, v); err != nil {
		return err
	}
	return errors.Join(logThing(t, objectiveID, v), indexAll(t, []T{v}))
}

// addAll inserts new things and logs them: constant statements, however many they are.
func addAll[T store.Thing](t *act, objectiveID string, list []T) error {
	if err := store.Insert(t.Tx, list...); err != nil {
		return err
	}
	for _, v := range list {
		if err := logThing(t, objectiveID, v); err != nil {
			return err
		}
	}
	return indexAll(t, list)
}

// save writes a thing that people edited, read in the same transaction: its version goes up by one, it is logged and found by its
// new words.
func save[T store.Thing](t *act, objectiveID string, v *T) error {
	bump(v)
	if err := store.Update(t.Tx, v); err != nil {
		return err
	}
	return errors.Join(logThing(t, objectiveID, *v), reindex(t, *v))
}

// logThing adds v to the event as the whole of a thing.
func logThing[T store.Thing](t *act, objectiveID string, v T) error {
	switch v := any(v).(type) {
	case okr.Organization:
		return t.log(okr.ThingOrganization, v.ID, "", v.Version, v)
	case okr.Team:
		return t.log(okr.ThingTeam, v.ID, "", v.Version, v)
	case okr.Member:
		return t.log(okr.ThingMember, v.ID, "", v.Version, v)
	case okr.Vision:
		return t.log(okr.ThingVision, v.ID, "", v.Version, v)
	case okr.Pillar:
		return t.log(okr.ThingPillar, v.ID, "", v.Version, v)
	case okr.Cycle:
		return t.log(okr.ThingCycle, v.ID, "", v.Version, v)
	case okr.Objective:
		return t.log(okr.ThingObjective, v.ID, v.ID, v.Version, v)
	case okr.KeyResult:
		return t.log(okr.ThingKeyResult, v.ID, v.ObjectiveID, v.Version, v)
	case okr.CheckIn:
		return t.log(okr.ThingCheckIn, v.ID, objectiveID, v.Version, v)
	case okr.Blocker:
		return t.log(okr.ThingBlocker, v.ID, objectiveID, v.Version, v)
	case okr.Comment:
		return t.log(okr.ThingComment, v.ID, v.ObjectiveID, v.Version, v)
	case okr.KPI:
		return t.log(okr.ThingKPI, v.ID, "", v.Version, v)
	case okr.KPIValue:
		return t.log(okr.ThingKPIValue, v.ID, "", 1, v)
	case okr.Win:
		return t.log(okr.ThingWin, v.ID, "", v.Version, v)
	case okr.Vote:
		return t.log(okr.ThingVote, v.ID, objectiveID, v.Version, v)
	case okr.Review:
		return t.log(okr.ThingReview, v.ID, v.ObjectiveID, v.Version, v)
	case okr.StatusUpdate:
		return t.log(okr.ThingStatusUpdate, v.ID, "", v.Version, v)
	case okr.Nudge:
		return t.log(okr.ThingNudge, v.ID, objectiveID, 1, v)
	case okr.Commitment:
		return t.log(okr.ThingCommitment, v.ID, objectiveID, v.Version, v)
	case okr.RoadmapItem:
		return t.log(okr.ThingRoadmapItem, v.ID, "", v.Version, v)
	case okr.BacklogItem:
		return t.log(okr.ThingBacklogItem, v.ID, "", v.Version, v)
	case okr.Retrospective:
		return t.log(okr.ThingRetrospective, v.ID, v.ObjectiveID, v.Version, v)
	case okr.RetrospectiveAnswer:
		return t.log(okr.ThingRetrospectiveAnswer, v.ID, v.ObjectiveID, 1, v)
	case okr.Improvement:
		return t.log(okr.ThingImprovement, v.ID, v.ObjectiveID, v.Version, v)
	case okr.Mirror:
		return t.log(okr.ThingMirror, v.ID, "", v.Version, v)
	case okr.Insight:
		return t.log(okr.ThingInsight, v.ID, "", v.Version, v)
	case okr.Decision:
		return t.log(okr.ThingDecision, v.ID, v.ObjectiveID, v.Version, v)
	case okr.Channel:
		return t.log(okr.ThingChannel, v.ID, "", v.Version, v)
	}
	return nil
}

func bump(v any) {
	switch v := v.(type) {
	case *okr.Organization:
		v.Version++
	case *okr.Team:
		v.Version++
	case *okr.Member:
		v.Version++
	case *okr.Vision:
		v.Version++
	case *okr.Pillar:
		v.Version++
	case *okr.Cycle:
		v.Version++
	case *okr.Objective:
		v.Version++
	case *okr.KeyResult:
		v.Version++
	case *okr.CheckIn:
		v.Version++
	case *okr.Blocker:
		v.Version++
	case *okr.Comment:
		v.Version++
	case *okr.KPI:
		v.Version++
	case *okr.Win:
		v.Version++
	case *okr.Commitment:
		v.Version++
	case *okr.Vote:
		v.Version++
	case *okr.RoadmapItem:
		v.Version++
	case *okr.BacklogItem:
		v.Version++
	case *okr.Review:
		v.Version++
	case *okr.StatusUpdate:
		v.Version++
	case *okr.Retrospective:
		v.Version++
	case *okr.Improvement:
		v.Version++
	case *okr.Mirror:
		v.Version++
	case *okr.Insight:
		v.Version++
	case *okr.Decision:
		v.Version++
	case *okr.Channel:
		v.Version++
	}
}
