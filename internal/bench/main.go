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
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

var (
	checkIns = flag.Int("checkins", 600, "how many check-ins are timed")
	large    = flag.Int("large", 100_000, "objectives of the largest tree; 0 leaves it out")
	medium   = flag.Int("medium", 10_000, "objectives of the organization that the pages are read in")
	document = flag.String("document", os.Getenv("HEADWATER_BENCH_DOCUMENT"), "an OKR `file` whose import is timed; HEADWATER_BENCH_DOCUMENT names it too")
	only     = flag.String("only", "", "measure only what this `pattern` finds in \"engine: name\", for example \"sqlite: (check-in|tree)\"")
	fillIn   = flag.String("fill", "", "only make that organization up, in this new `database`, to look at it")
)

func main() {
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	if *fillIn != "" {
		w, err := newWorld(ctx, *fillIn, "bench")
		if err != nil {
			return err
		}
		fmt.Printf("sign in as %s, %q\n", w.actor.Person.Email, password)
		return errors.Join(w.fill(show), w.db.Close())
	}
	wanted, err := regexp.Compile(*only)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "headwater-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	return bench(ctx, dir, wanted)
}

// A row of the table.
type row struct{ what, ours, bare, ratio, goal string }

// show prints a row as soon as it is measured.
func show(r row) {
	fmt.Println(strings.TrimRight(fmt.Sprintf("%-62s  %-14s  %-18s  %-22s  %s", r.what, r.ours, r.bare, r.ratio, r.goal), " "))
}

// A measure measures one or several rows.
type measure struct {
	name string
	run  func(w *world, show func(row)) error
}

// The measures of each engine, in the order in which they need each other's data. Each can be run without the others.
var measures = []measure{
	{"check-in", checkInRow},
	{"tree", treeRows},
	{"growth", streamRows},
	{"import", importRow},
	{"company", companyRows},
	{"program", programRows},
}

func bench(ctx context.Context, dir string, wanted *regexp.Regexp) error {
	engines := []string{filepath.Join(dir, "bench.db")}
	if dsn := os.Getenv("HEADWATER_TEST_POSTGRES"); dsn != "" {
		engines = append(engines, dsn)
	}
	show(row{"WHAT", "OURS", "BARE LIMIT", "RATIO", "GOAL"})
	started := time.Now()
	for _, dsn := range engines {
		w, err := newWorld(ctx, dsn, "rows")
		if err != nil {
			return err
		}
		w.dir = dir
		for _, m := range measures {
			if !wanted.MatchString(w.db.Engine() + ": " + m.name) {
				continue
			}
			err := m.run(w, func(r row) {
				r.what = w.db.Engine() + ": " + r.what
				show(r)
			})
			if err != nil {
				return errors.Join(fmt.Errorf("%s: %w", m.name, err), w.db.Close())
			}
		}
		if err := w.db.Close(); err != nil {
			return err
		}
	}
	fmt.Printf("measured in %s\n", time.Since(started).Round(time.Second))
	return nil
}

// A world is an organization to measure in.
type world struct {
	ctx   context.Context
	db    *store.DB
	app   *app.App
	actor app.Actor
	team  string
	now   okr.Instant
	dsn   string
	dir   string // for what is built
	full  *world // the organization that is as large as a big company; nil before it is made up
}

const password = "measured, not guessed"

// newWorld sets an organization up in a database.
func newWorld(ctx context.Context, dsn, slug string) (*world, error) {
	db, err := store.Open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	_, err = db.Migrate(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	w, err := in(ctx, db, dsn, slug)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return w, nil
}

func in(ctx context.Context, db *store.DB, dsn, slug string) (*world, error) {
	w := &world{ctx: ctx, db: db, dsn: dsn, app: app.New(db, time.Now), now: okr.InstantOf(time.Now())}
	f, err := w.app.NewOrganization(ctx, app.SetUpInput{Organization: "Bench", Slug: slug, Name: "Kim", Email: "kim@" + slug + ".example", Password: password})
	if err != nil {
		return nil, err
	}
	if w.actor, err = w.app.ActorOf(ctx, f.Session.Secret, slug); err != nil {
		return nil, err
	}
	around, err := w.app.Around(ctx, w.actor)
	if err == nil {
		w.team = around.Teams[0].ID
	}
	return w, err
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

// inTurns is the shortest of several runs of each of two, in turns, so that a noisy minute hits both.
func inTurns(times int, a, b func() error) (shortestA, shortestB time.Duration, err error) {
	shortestA, shortestB = math.MaxInt64, math.MaxInt64
	for range times {
		x, err := best(1, a)
		if err != nil {
			return 0, 0, err
		}
		y, err := best(1, b)
		if err != nil {
			return 0, 0, err
		}
		shortestA, shortestB = min(shortestA, x), min(shortestB, y)
	}
	return shortestA, shortestB, nil
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000) }

func ratio(a, b time.Duration) string { return fmt.Sprintf("%.2f ×", float64(a)/float64(b)) }

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

// streamRows lets the tree grow tenfold and a hundredfold.
func streamRows(w *world, show func(row)) error {
	var last time.Duration
	for i, n := range []int{1000, *medium, *large} {
		if n == 0 {
			continue
		}
		cycle, _, err := w.cycle(fmt.Sprintf("s%d", n), okr.Date(fmt.Sprintf("200%d-01-01", i+1)), n)
		if err != nil {
			return err
		}
		took, err := best(max(1, 3-i), func() error { return w.app.StreamTree(w.ctx, w.actor, cycle, io.Discard) })
		if err != nil {
			return err
		}
		r := row{what: fmt.Sprintf("tree of %d objectives, streamed", n), ours: ms(took)}
		if last > 0 {
			r.bare, r.ratio, r.goal = ms(last)+" a tenth", fmt.Sprintf("exponent %.2f", math.Log10(float64(took)/float64(last))), "≤ 1.1"
		}
		show(r)
		last = took
	}
	return nil
}

// importRow imports a document of 200 objectives and 800 key results, and the one that is named, if one is.
func importRow(w *world, show func(row)) error {
	var b bytes.Buffer
	for i := range 200 {
		fmt.Fprintf(&b, "## Objective: Region %d is well served\n\n", i)
		for j := range 4 {
			fmt.Fprintf(&b, "- KR: Share of people in district %d of %d served within a day from %d %% to %d %%\n", j, i, 20+j, 60+j)
		}
	}
	if _, _, err := w.cycle("import", "2025-01-01", 1); err != nil { // what is imported needs a cycle
		return err
	}
	one := func(name string, data []byte) error {
		started := time.Now()
		r, err := w.app.Import(w.ctx, w.actor, app.ImportInput{Name: name, Data: data})
		show(row{what: fmt.Sprintf("import of %d objectives and %d key results", r.Objectives, r.KeyResults), ours: ms(time.Since(started))})
		return err
	}
	if err := one("bench.md", b.Bytes()); err != nil {
		return err
	}
	if *document == "" {
		show(row{what: "import of a document of yours", ours: "skipped: name one by -document"})
		return nil
	}
	data, err := os.ReadFile(*document)
	if err != nil {
		return err
	}
	return one(filepath.Base(*document), data)
}

// company is the organization of *medium objectives, made up once.
func (w *world) company(show func(row)) (*world, error) {
	if w.full != nil {
		return w.full, nil
	}
	full, err := in(w.ctx, w.db, w.dsn, "bench")
	if err == nil {
		err = full.fill(show)
	}
	w.full = full
	return full, err
}

// fill restores the made-up company in the place of the world's organization, through the door of an export, and has its plans judged.
func (w *world) fill(show func(row)) error {
	archive := company(*medium, w.app.Today(w.actor.Org), w.actor.Person.Email)
	started := time.Now()
	org, err := w.app.Restore(w.ctx, w.actor, archive)
	if err != nil {
		return err
	}
	show(row{what: fmt.Sprintf("restore of %d objectives, %d key results and %d check-ins", len(archive.Objectives), len(archive.KeyResults), len(archive.CheckIns)), ours: ms(time.Since(started))})
	session, err := w.app.SignIn(w.ctx, app.SignInInput{Email: w.actor.Person.Email, Password: password})
	if err != nil {
		return err
	}
	if w.actor, err = w.app.ActorOf(w.ctx, session.Secret, org.Slug); err != nil {
		return err
	}
	started = time.Now()
	err = w.app.JudgePlans(w.ctx)
	show(row{what: "its plans, read by the judge", ours: ms(time.Since(started))})
	return err
}

// companyRows are lists in the large organization.
func companyRows(w *world, show func(row)) error {
	full, err := w.company(show)
	if err != nil {
		return err
	}
	list := func(q app.ObjectiveQuery) (time.Duration, int64, error) {
		ctx, statements := store.CountQueries(full.ctx)
		if _, err := full.app.FindObjectives(ctx, full.actor, q); err != nil {
			return 0, 0, err
		}
		took, err := best(3, func() error { _, err := full.app.FindObjectives(full.ctx, full.actor, q); return err })
		return took, statements.Load(), err
	}
	plain, _, err := list(app.ObjectiveQuery{CycleID: "cycle-1"})
	if err != nil {
		return err
	}
	for _, l := range []struct {
		what string
		q    app.ObjectiveQuery
	}{
		{"list by team", app.ObjectiveQuery{CycleID: "cycle-1", Group: app.ByTeam}},
		{"list by title", app.ObjectiveQuery{CycleID: "cycle-1", Sort: app.ByTitle}},
		{"list of what is in trouble", app.ObjectiveQuery{CycleID: "cycle-1", Health: []okr.Health{okr.InTrouble}}},
		{"list by health", app.ObjectiveQuery{CycleID: "cycle-1", Sort: app.ByUrgency}},
	} {
		took, statements, err := list(l.q)
		if err != nil {
			return err
		}
		show(row{fmt.Sprintf("%s, of %d objectives, in %d statements", l.what, *medium, statements), ms(took), ms(plain) + " in place", ratio(took, plain), ""})
	}
	return nil
}
