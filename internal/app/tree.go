package app

import (
	"context"
	"encoding/json"
	"io"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A CycleTree is all objectives of a cycle with their key results: what the actor may see of it. Trails are not in it, so that its
// size does not grow with the check-ins.
type CycleTree struct {
	Cycle      okr.Cycle       `json:"cycle"`
	Objectives []ObjectiveTree `json:"objectives"`
}

// treeBatch is how many objectives are in memory at once while a tree is streamed: about 2 MB with their key results.
const treeBatch = 1000

// Tree reads a cycle's whole tree, in order: five statements up to treeBatch objectives.
func (a *App) Tree(ctx context.Context, actor Actor, cycleID string) (CycleTree, error) {
	return view(ctx, a, actor, func(tx *store.Tx) (CycleTree, error) {
		out := CycleTree{Objectives: []ObjectiveTree{}}
		err := eachOfTree(tx, actor.Scope(), cycleID, func(c okr.Cycle) error {
			out.Cycle = c
			return nil
		}, func(o ObjectiveTree) error {
			out.Objectives = append(out.Objectives, o)
			return nil
		})
		return out, err
	})
}

// StreamTree writes what json.Marshal would make of Tree, and holds only a part of it in memory at a time. Nothing is written when
// it cannot be read.
func (a *App) StreamTree(ctx context.Context, actor Actor, cycleID string, w io.Writer) error {
	return spooled(w, func(w io.Writer) error { return a.writeTree(ctx, actor, cycleID, w) })
}

func (a *App) writeTree(ctx context.Context, actor Actor, cycleID string, w io.Writer) error {
	_, err := view(ctx, a, actor, func(tx *store.Tx) (struct{}, error) {
		comma := ""
		err := eachOfTree(tx, actor.Scope(), cycleID, func(c okr.Cycle) error {
			return writeJSON(w, `{"cycle":`, c, `,"objectives":[`)
		}, func(o ObjectiveTree) error {
			err := writeJSON(w, comma, o, "")
			comma = ","
			return err
		})
		if err == nil {
			_, err = io.WriteString(w, "]}")
		}
		return struct{}{}, err
	})
	return err
}

func writeJSON(w io.Writer, before string, v any, after string) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = w.Write(append(append([]byte(before), b...), after...))
	return err
}

// eachOfTree gives begin the cycle and then each its objectives in order, reading them in batches.
func eachOfTree(tx *store.Tx, s store.Scope, cycleID string, begin func(okr.Cycle) error, each func(ObjectiveTree) error) error {
	c, err := tx.Cycle(cycleID)
	if err != nil {
		return err
	}
	if err := begin(c); err != nil {
		return err
	}
	var last *okr.Objective
	for {
		list, of, err := tx.TreeBatch(s, cycleID, last, treeBatch)
		if err != nil {
			return err
		}
		if err := hideIn(tx, s, &[]any{list, of}); err != nil { // here, because a stream is written before its answer is out
			return err
		}
		for i := range list {
			krs := of[list[i].ID]
			if krs == nil {
				krs = []okr.KeyResult{}
			}
			if err := each(ObjectiveTree{list[i], krs}); err != nil {
				return err
			}
		}
		if len(list) < treeBatch {
			return nil
		}
		last = &list[len(list)-1]
	}
}
