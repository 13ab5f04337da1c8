package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// checkInRow compares a full check-in with the bare driver writing the same rows with the same durability.
func checkInRow(w *world, show func(row)) error {
	_, krs, err := w.cycle("checkin", "2024-01-01", 20)
	if err != nil {
		return err
	}
	v, n := 41.0, 0
	ctx, statements := store.CountQueries(w.ctx)
	one := func(ctx context.Context) error {
		n++
		v = float64(n % 100)
		_, err := w.app.CheckIn(ctx, w.actor, app.CheckInInput{KeyResultID: krs[n%len(krs)], Value: &v, Note: "It moves."})
		return err
	}
	if err := one(ctx); err != nil {
		return err
	}
	const turns = 4
	each := max(1, *checkIns/turns)
	count := statements.Load() + 2 // BEGIN and COMMIT
	ours, bare := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
	for range turns { // in turns, so that a noisy minute hits both
		a, err := best(1, func() error { return times(each, func() error { return one(w.ctx) }) })
		if err != nil {
			return err
		}
		b, err := w.bareCheckIns(each, krs)
		if err != nil {
			return err
		}
		ours, bare = min(ours, a), min(bare, b)
	}
	per := time.Duration(each)
	show(row{"a full check-in", ms(ours / per), ms(bare / per), fmt.Sprintf("%.2f of its rate", float64(bare)/float64(ours)), "≥ 0.6"})
	show(row{"statements of a check-in", fmt.Sprint(count), "", "", "≤ 10"})
	return nil
}

func times(n int, run func() error) error {
	for range n {
		if err := run(); err != nil {
			return err
		}
	}
	return nil
}

// bareCheckIns writes the rows of n check-ins through the store alone: no reading, judging, JSON or authorization.
func (w *world) bareCheckIns(n int, krs []string) (time.Duration, error) {
	v := 3.0
	after := json.RawMessage(`{"id":"` + strings.Repeat("x", 36) + `","title":"` + strings.Repeat("y", 600) + `"}`)
	k := okr.KeyResult{Value: &v, Progress: &v, CheckedAs: "2024-02-01", Trail: []okr.Point{{Date: "2024-02-01", Value: 3}}}
	stamp := time.Now().UnixNano()
	started := time.Now()
	for i := range n {
		id := fmt.Sprintf("%036d", stamp+int64(i))
		k.ID = krs[i%len(krs)]
		err := w.db.Update(w.ctx, w.actor.Org.ID, func(tx *store.Tx) error {
			if err := store.Insert(tx, okr.CheckIn{ID: id, KeyResultID: k.ID, AsOf: "2024-02-01", Value: &v, Note: "It moves.", Health: okr.OnCourse, Version: 1, Recorded: w.now}); err != nil {
				return err
			}
			if err := tx.SetValue(&k); err != nil {
				return err
			}
			if err := tx.SetProgress(k.ID[:len(k.ID)-2], &v); err != nil {
				return err
			}
			e := okr.Event{ID: id, Kind: "key_result.checked_in", Recorded: w.now}
			return tx.Record(e, []okr.EventRow{{Thing: okr.ThingCheckIn, ID: id, Version: 1, After: after}, {Thing: okr.ThingKeyResult, ID: k.ID, Version: 1, After: after}})
		})
		if err != nil {
			return 0, err
		}
	}
	return time.Since(started), nil
}
