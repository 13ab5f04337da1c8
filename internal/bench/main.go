// Command bench prints one table: our figure, the bare limit measured in the same run, and the ratio. It is no test: it never fails on a figure.
//
// It exists because a figure alone says little on a noisy machine. Each engine gets a database of its own, filled with made-up objectives.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"time"
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
	{"import", importRow},
	{"company", companyRows},
	{"program", programRows},
	{"growth", growthRows}, // last: what it makes is no organization that anybody would have
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
