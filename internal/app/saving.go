package app

import (
	"errors"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// add inserts a new thing, logs it and makes it be found. objectiveID is the objective that it belongs to, "" if none.
func add[T any](t *act, objectiveID string, v T) error {
	if err := store.Insert(t.Tx, v); err != nil {
		return err
	}
	return errors.Join(logThing(t, objectiveID, v), indexAll(t, []T{v}))
}

// addAll inserts new things and logs them: constant statements, however many they are.
func addAll[T any](t *act, objectiveID string, list []T) error {
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
func save[T any](t *act, objectiveID string, v *T) error {
	okr.Bump(v)
	if err := store.Update(t.Tx, v); err != nil {
		return err
	}
	return errors.Join(logThing(t, objectiveID, *v), reindex(t, *v))
}

// logThing adds v to the event as the whole of a thing.
func logThing(t *act, objectiveID string, v any) error {
	row, err := okr.Image(objectiveID, v)
	t.rows = append(t.rows, row)
	return err
}
