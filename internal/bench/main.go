// Command bench prints one table: our figure, the bare limit measured in the same run, and the ratio. It is no test: it never fails on a figure.
//
// It exists because a figure alone says little on a noisy machine. Each engine gets a database of its own, filled with made-up objectives.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

var (
	checkIns = flag.Int("checkins", 1000, "how many check-ins are timed")
	large    = flag.Int("large", 100_000, "objectives of the largest tree; 0 leaves it out")
	medium   = flag.Int("medium", 10_000, "objectives of the organization that the pages are read in")
	fillIn   = flag.String("fill", "", "only make that organization up, in this new `database`, to look at it")
)

func main() {
	flag.Parse()
	if *fillIn != "" {
		if err := fill(context.Background(), *fillIn); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	dir, err := os.MkdirTemp("", "headwater-bench")
	if err == nil {
		err = bench(context.Background(), dir)
		os.RemoveAll(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// A row of the table.
type row struct{ what, ours, bare, ratio, goal string }

func bench(ctx context.Context, dir string) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "WHAT\tOURS\tBARE LIMIT\tRATIO\tGOAL")
	print := func(rows []row, err error) error {
		for _, r := range rows {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", r.what, r.ours, r.bare, r.ratio, r.goal)
		}
		w.Flush()
		return err
	}
	engines := []string{filepath.Join(dir, "bench.db")}
	if dsn := os.Getenv("HEADWATER_TEST_POSTGRES"); dsn != "" {
		engines = append(engines, dsn)
	}
	for _, dsn := range engines {
		if err := print(onEngine(ctx, dsn)); err != nil {
			return err
		}
	}
	return print(program(ctx, dir, engines[0]))
}

// A world is an organization to measure in.
type world struct {
	ctx   context.Context
	db    *store.DB
	app   *app.App
	actor app.Actor
	team  string
	now   okr.Instant
}

const password = "measured, not guessed"

// newWorld sets an organization up in a new database.
func newWorld(ctx context.Context, dsn string) (*world, error) {
	db, err := store.Open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	if _, err := db.Migrate(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	w := &world{ctx: ctx, db: db, app: app.New(db, time.Now), now: okr.InstantOf(time.Now())}
	f, err := w.app.NewOrganization(ctx, app.SetUpInput{Organization: "Bench", Slug: "bench", Name: "Kim", Email: "kim@bench.example", Password: password})
	if err == nil {
		w.actor, err = w.app.ActorOf(ctx, f.Session.Secret, "bench")
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	around, err := w.app.Around(ctx, w.actor)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	w.team = around.Teams[0].ID
	return w, nil
}

func onEngine(ctx context.Context, dsn string) ([]row, error) {
	w, err := newWorld(ctx, dsn)
	if err != nil {
		return nil, err
	}
	defer w.db.Close()
	db := w.db
	var rows []row
	for _, measure := range []func(*world) ([]row, error){checkInRow, treeRows, streamRows, importRow} {
		r, err := measure(w)
		if err != nil {
			return rows, err
		}
		for i := range r {
			r[i].what = db.Engine() + ": " + r[i].what
		}
		rows = append(rows, r...)
	}
	return rows, nil
}

// cycle adds a cycle with n objectives of three key results each.
func (w *world) cycle(name string, start okr.Date, n int) (cycle string, krs []string, err error) {
	c, err := w.app.AddCycle(w.ctx, w.actor, app.CycleInput{Name: name, Start: start, End: start.Add(90)})
	if err != nil {
		return "", nil, err
	}
	target, value, progress, confidence := 100.0, 40.0, 0.4, 6
	for from := 0; from < n; from += 500 {
		var os []okr.Objective
		var ks []okr.KeyResult
		for i := from; i < min(from+500, n); i++ {
			o := okr.Objective{ID: fmt.Sprintf("%s-%07d", c.ID[:8]+name, i), CycleID: c.ID, Title: fmt.Sprintf("What will be different for the people of region %d", i), Kind: okr.Committed,
				Stage: okr.Active, Activated: w.now, OwnerID: w.actor.Viewer.MemberID, TeamIDs: []string{w.team}, Position: i + 1, Progress: &progress, WhyImportant: "Because somebody waits for it.", Version: 1, Created: w.now}
			o.LineageID = o.ID
			os = append(os, o)
			for j := range 3 {
				k := okr.KeyResult{ID: fmt.Sprintf("%s-%d", o.ID, j), ObjectiveID: o.ID, Title: "Share of people who find it within a day", Kind: okr.Number, Direction: okr.Increase, Baseline: new(float64),
					Target: &target, Unit: "%", Position: j, Value: &value, Progress: &progress, Confidence: &confidence, CheckedAs: start.Add(28), Checks: 4, Trail: []okr.Point{{Date: start.Add(7), Value: 10}, {Date: start.Add(14), Value: 22}, {Date: start.Add(21), Value: 31}, {Date: start.Add(28), Value: 40}}, Version: 1, Created: w.now}
				k.LineageID = k.ID
				ks = append(ks, k)
				krs = append(krs, k.ID)
			}
		}
		err := w.db.Update(w.ctx, w.actor.Org.ID, func(tx *store.Tx) error {
			first, err := tx.NextNumbers(len(os))
			if err != nil {
				return err
			}
			for i := range os {
				os[i].Number = first + i
			}
			if err := store.Insert(tx, os...); err != nil {
				return err
			}
			return store.Insert(tx, ks...)
		})
		if err != nil {
			return "", nil, err
		}
	}
	return c.ID, krs, nil
}

// best is the shortest of several runs, which noise can only lengthen.
func best(times int, run func() error) (time.Duration, error) {
	shortest := time.Duration(math.MaxInt64)
	for range times {
		started := time.Now()
		if err := run(); err != nil {
			return 0, err
		}
		shortest = min(shortest, time.Since(started))
	}
	return shortest, nil
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000) }

func ratio(a, b time.Duration) string { return fmt.Sprintf("%.2f ×", float64(a)/float64(b)) }

// checkInRow compares a full check-in with the bare driver writing the same rows with the same durability.
func checkInRow(w *world) ([]row, error) {
	_, krs, err := w.cycle("checkin", "2024-01-01", 20)
	if err != nil {
		return nil, err
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
		return nil, err
	}
	count := statements.Load() + 2 // BEGIN and COMMIT
	ours, bare := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
	for range 3 { // in turns, so that a noisy minute hits both
		a, err := best(1, func() error { return times(*checkIns/3, func() error { return one(w.ctx) }) })
		if err != nil {
			return nil, err
		}
		b, err := w.bareCheckIns(*checkIns/3, krs)
		if err != nil {
			return nil, err
		}
		ours, bare = min(ours, a), min(bare, b)
	}
	per := time.Duration(*checkIns / 3)
	return []row{{"a full check-in", ms(ours / per), ms(bare / per), fmt.Sprintf("%.2f of its rate", float64(bare)/float64(ours)), "≥ 0.6"},
		{"statements of a check-in", fmt.Sprint(count), "", "", "≤ 10"}}, nil
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

// treeRows compares the tree of 1,000 objectives as JSON with a bare scan of the same rows and json.Marshal of the same value, and lets check-ins grow.
func treeRows(w *world) ([]row, error) {
	cycle, krs, err := w.cycle("tree", "2023-01-01", 1000)
	if err != nil {
		return nil, err
	}
	ctx, statements := store.CountQueries(w.ctx)
	if _, err := w.app.Tree(ctx, w.actor, cycle); err != nil {
		return nil, err
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
		return nil, err
	}
	ids := make([]string, len(value.Objectives))
	for i, o := range value.Objectives {
		ids[i] = o.ID
	}
	ours, err := best(7, tree)
	if err != nil {
		return nil, err
	}
	bare, err := best(7, func() error {
		err := w.db.View(w.ctx, w.actor.Org.ID, func(tx *store.Tx) error {
			if _, err := tx.Objectives(store.Everything, store.ObjectiveFilter{Cycle: cycle}); err != nil {
				return err
			}
			_, err := tx.KeyResultsOf(ids, false)
			return err
		})
		if err == nil {
			_, err = json.Marshal(value)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	rows := []row{{"tree of 1,000 + 3,000 as JSON", ms(ours), ms(bare), ratio(ours, bare), "≤ 2.5 ×"}, {"statements of the tree", fmt.Sprint(statements.Load()), "", "", "≤ 6"}}
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
			return rows, err
		}
	}
	grown, err := best(7, tree)
	return append(rows, row{"the same with 48 more check-ins a key result", ms(grown), ms(ours), ratio(grown, ours), "0.85–1.15 ×"}), err
}

// streamRows lets the tree grow tenfold and a hundredfold.
func streamRows(w *world) (rows []row, err error) {
	var last time.Duration
	for i, n := range []int{1000, *medium, *large} {
		if n == 0 {
			continue
		}
		cycle, _, err := w.cycle(fmt.Sprintf("s%d", n), okr.Date(fmt.Sprintf("200%d-01-01", i+1)), n)
		if err != nil {
			return rows, err
		}
		took, err := best(max(1, 3-i), func() error { return w.app.StreamTree(w.ctx, w.actor, cycle, io.Discard) })
		if err != nil {
			return rows, err
		}
		r := row{what: fmt.Sprintf("tree of %d objectives, streamed", n), ours: ms(took)}
		if last > 0 {
			r.bare, r.ratio, r.goal = ms(last)+" a tenth", fmt.Sprintf("exponent %.2f", math.Log10(float64(took)/float64(last))), "≤ 1.1"
		}
		rows = append(rows, r)
		last = took
	}
	return rows, nil
}

// importRow imports a document of 200 objectives and 800 key results.
func importRow(w *world) ([]row, error) {
	var b bytes.Buffer
	for i := range 200 {
		fmt.Fprintf(&b, "## Objective: Region %d is well served\n\n", i)
		for j := range 4 {
			fmt.Fprintf(&b, "- KR: Share of people in district %d of %d served within a day from %d %% to %d %%\n", j, i, 20+j, 60+j)
		}
	}
	started := time.Now()
	r, err := w.app.Import(w.ctx, w.actor, app.ImportInput{Name: "bench.md", Data: b.Bytes()})
	return []row{{fmt.Sprintf("import of %d objectives and %d key results", r.Objectives, r.KeyResults), ms(time.Since(started)), "", "", ""}}, err
}

// fill makes an organization of *medium objectives up in a new database, through the door of a restored export.
func fill(ctx context.Context, dsn string) error {
	w, err := newWorld(ctx, dsn)
	if err != nil {
		return err
	}
	defer w.db.Close()
	in := company(*medium, w.app.Today(w.actor.Org), w.actor.Person.Email)
	started := time.Now()
	if _, err := w.app.Restore(ctx, w.actor, in); err != nil {
		return err
	}
	fmt.Printf("%d objectives, %d key results, %d check-ins in %s; sign in as %s, %q\n", len(in.Objectives), len(in.KeyResults), len(in.CheckIns), time.Since(started).Round(time.Millisecond), w.actor.Person.Email, password)
	return nil
}
