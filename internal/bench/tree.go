package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/judge"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// treeRows compares the tree of 1,000 objectives as JSON with a bare scan of the same rows and json.Marshal of the same value, and lets check-ins grow.
func treeRows(w *world, show func(row)) error {
	cycle, krs, err := w.cycle("tree", "2023-01-01", 1000)
	if err != nil {
		return err
	}
	ctx, statements := store.CountQueries(w.ctx)
	if _, err := w.app.Tree(ctx, w.actor, cycle); err != nil {
		return err
	}
	tree := func() error {
		t, err := w.app.Tree(w.ctx, w.actor, cycle)
		if err == nil {
			_, err = json.Marshal(t)
		}
		return err
	}
	value, err := w.app.Tree(w.ctx, w.actor, cycle)
	if err != nil {
		return err
	}
	scan := func() error {
		err := w.db.View(w.ctx, w.actor.Org.ID, func(tx *store.Tx) error {
			_, _, err := tx.TreeBatch(store.Everything, cycle, nil, len(value.Objectives))
			return err
		})
		if err == nil {
			_, err = json.Marshal(value)
		}
		return err
	}
	ours, bare, err := inTurns(9, tree, scan)
	if err != nil {
		return err
	}
	show(row{"tree of 1,000 + 3,000 as JSON", ms(ours), ms(bare), ratio(ours, bare), "≤ 2.5 ×"})
	show(row{"statements of the tree", fmt.Sprint(statements.Load()), "", "", "≤ 6"})
	for from := 0; from < len(krs); from += 100 {
		err := w.db.Update(w.ctx, w.actor.Org.ID, func(tx *store.Tx) error {
			var list []okr.CheckIn
			for _, k := range krs[from:min(from+100, len(krs))] {
				for n := range 48 {
					list = append(list, okr.CheckIn{ID: fmt.Sprintf("%s-%d", k, n), KeyResultID: k, AsOf: "2023-02-01", Health: okr.OnCourse, Version: 1, Recorded: w.now})
				}
			}
			return store.Insert(tx, list...)
		})
		if err != nil {
			return err
		}
	}
	grown, again, err := inTurns(9, tree, scan)
	if err != nil {
		return err
	}
	// The same scan in the same minute says how much of the difference is the machine's.
	show(row{"the same with 48 more check-ins a key result", ms(grown), ms(again), fmt.Sprintf("%.2f × of %.2f ×", float64(grown)/float64(again)/(float64(ours)/float64(bare)), float64(ours)/float64(bare)), "0.85–1.15 ×"})
	return nil
}

// growthRows lets the tree grow tenfold and a hundredfold, and streams the largest one from the program.
func growthRows(w *world, show func(row)) error {
	sizes := slices.DeleteFunc([]int{1000, *medium, *large}, func(n int) bool { return n == 0 })
	slices.Sort(sizes)
	sizes = slices.Compact(sizes)
	var last time.Duration
	var cycle string
	for i, n := range sizes {
		var err error
		if cycle, _, err = w.cycle(fmt.Sprintf("s%d", n), okr.Date(fmt.Sprintf("200%d-01-01", i+1)), n); err != nil {
			return err
		}
		err = w.db.Update(w.ctx, w.actor.Org.ID, func(tx *store.Tx) error { // no plan that anybody would judge
			return tx.KeepJudgement(store.Judgement{CycleID: cycle, Made: w.now + okr.Instant(time.Hour.Milliseconds()), Day: w.app.Today(w.actor.Org), Rules: judge.Version()}, "")
		})
		if err != nil {
			return err
		}
		took, err := best(max(1, 3-i), func() error { return w.app.StreamTree(w.ctx, w.actor, cycle, io.Discard) })
		if err != nil {
			return err
		}
		r := row{what: fmt.Sprintf("tree of %d objectives, streamed", n), ours: ms(took)}
		if i > 0 {
			r.bare, r.goal = fmt.Sprintf("%s for %d", ms(last), sizes[i-1]), "≤ 1.1"
			r.ratio = fmt.Sprintf("exponent %.2f", math.Log(float64(took)/float64(last))/math.Log(float64(n)/float64(sizes[i-1])))
		}
		show(r)
		last = took
	}
	return w.treePeak(cycle, sizes[len(sizes)-1], show)
}

// treePeak streams a tree from the program by the API, and says what it takes at its peak beyond what was held before.
func (w *world) treePeak(cycle string, objectives int, show func(row)) error {
	token, err := w.app.NewToken(w.ctx, w.actor, app.NewTokenInput{Name: "bench"})
	if err != nil {
		return err
	}
	bin, err := w.program()
	if err != nil {
		return err
	}
	cmd, _, err := start(w.ctx, bin, w.dsn)
	if err != nil {
		return err
	}
	defer end(cmd)
	get := func(path string) (int64, error) {
		req, err := http.NewRequest(http.MethodGet, "http://"+at+"/api/v1/"+path, nil)
		if err != nil {
			return 0, err
		}
		req.Header.Set("Authorization", "Bearer "+token.Secret)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return 0, err
		}
		defer resp.Body.Close()
		n, err := io.Copy(io.Discard, resp.Body)
		if resp.StatusCode != http.StatusOK {
			err = errors.Join(err, fmt.Errorf("%s answered %s", path, resp.Status))
		}
		return n, err
	}
	settle(cmd.Process.Pid)
	if _, err := get("cycles"); err != nil { // what the first request of all makes is not the tree's
		return err
	}
	before, done, peak := held(cmd.Process.Pid, "VmRSS:"), make(chan struct{}), make(chan int)
	go func() {
		most := before
		for {
			select {
			case <-done:
				peak <- most
				return
			case <-time.After(2 * time.Millisecond):
				most = max(most, held(cmd.Process.Pid, "VmRSS:"))
			}
		}
	}()
	n, err := get("cycles/" + cycle + "/tree")
	close(done)
	most := <-peak
	show(row{fmt.Sprintf("memory that a tree of %d objectives adds at its peak", objectives), mB(most - before), mB(int(n/1000)) + " of JSON", "", "≤ 64 MB"})
	return err
}
