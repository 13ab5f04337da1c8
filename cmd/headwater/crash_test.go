//go:build crash

package main

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A writer under load is killed with SIGKILL at random moments, again and again; after each the database is opened and compared with what the
// writer had been told. Nothing acknowledged is lost, nothing is half there, the file is whole. HEADWATER_CRASHES says how often, 200 unless given.

const crashWriters = 4

func init() { // a TestMain there is already, and a writer must not come to it
	if dsn := os.Getenv("HEADWATER_CRASH_WRITER"); dsn != "" {
		if err := writeUntilKilled(dsn); err != nil {
			fmt.Fprintln(os.Stderr, "writer:", err)
			os.Exit(1)
		}
	}
}

// crashWorld is the organization that is written to: one objective with a key result for each writer.
func crashWorld(ctx context.Context, a *app.App) (app.Actor, okr.Objective, []okr.KeyResult, error) {
	actor, err := a.Operator(ctx, "crash", "kim@crash.example")
	if err != nil {
		return actor, okr.Objective{}, nil, err
	}
	page, err := a.FindObjectives(ctx, actor, app.ObjectiveQuery{})
	if err != nil || len(page.Objectives) != 1 {
		return actor, okr.Objective{}, nil, fmt.Errorf("%d objectives: %w", len(page.Objectives), err)
	}
	var krs []okr.KeyResult
	for _, k := range page.Objectives[0].KeyResults {
		krs = append(krs, k.KeyResult)
	}
	return actor, page.Objectives[0].Objective, krs, nil
}

func setUpCrash(ctx context.Context, a *app.App) error {
	f, err := a.NewOrganization(ctx, app.SetUpInput{Organization: "Crash", Name: "Kim", Email: "kim@crash.example", Password: "it will be back"})
	if err != nil {
		return err
	}
	actor, err := a.ActorOf(ctx, f.Session.Secret, "crash")
	if err != nil {
		return err
	}
	around, err := a.Around(ctx, actor)
	if err != nil {
		return err
	}
	in := app.ObjectiveInput{CycleID: f.Cycle.ID, TeamIDs: []string{around.Teams[0].ID}, Title: "Nothing is lost"}
	for i := range crashWriters {
		in.KeyResults = append(in.KeyResults, app.KeyResultInput{Title: "Writer " + strconv.Itoa(i), Kind: okr.Number, Direction: okr.Increase, Baseline: new(float64), Target: ptr(1e6)})
	}
	o, err := a.AddObjective(ctx, actor, in)
	if err != nil {
		return err
	}
	_, err = a.Transition(ctx, actor, app.TransitionInput{ID: o.ID, To: okr.Active})
	return err
}

func ptr[T any](v T) *T { return &v }

// writeUntilKilled checks in as fast as it can, and prints the id of every check-in that was acknowledged.
func writeUntilKilled(dsn string) error {
	ctx := context.Background()
	db, err := store.Open(ctx, dsn)
	if err != nil {
		return err
	}
	a := app.New(db, time.Now)
	actor, _, krs, err := crashWorld(ctx, a)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	var out sync.Mutex
	failed := make(chan error)
	for i, k := range krs {
		go func() {
			for n := 1.0; ; n++ {
				r, err := a.CheckIn(ctx, actor, app.CheckInInput{KeyResultID: k.ID, Value: &n, Confidence: ptr(i), Note: "still here", Blocker: blockerNow(int(n))})
				if err != nil {
					failed <- err
					return
				}
				out.Lock()
				fmt.Println(r.CheckIn.ID)
				out.Unlock()
			}
		}()
	}
	return <-failed
}

// blockerNow raises a blocker with every tenth check-in, so that some acts write more rows.
func blockerNow(n int) string {
	if n%10 == 0 {
		return "the road"
	}
	return ""
}

func TestCrash(t *testing.T) {
	times := 200
	if n, err := strconv.Atoi(os.Getenv("HEADWATER_CRASHES")); err == nil {
		times = n
	}
	t.Run("sqlite", func(t *testing.T) { crash(t, filepath.Join(t.TempDir(), "crash.db"), times) })
	t.Run("postgres", func(t *testing.T) {
		server := os.Getenv("HEADWATER_TEST_POSTGRES")
		if server == "" {
			t.Skip("HEADWATER_TEST_POSTGRES names no server")
		}
		crash(t, server, times)
	})
}

func crash(t *testing.T, dsn string, times int) {
	ctx := context.Background()
	db, err := store.Open(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	if err := setUpCrash(ctx, app.New(db, time.Now)); err != nil {
		t.Fatal(err)
	}
	db.Close()
	told := map[string]bool{}
	for n := range times {
		for _, id := range killOne(t, dsn) {
			told[id] = true
		}
		if n%20 == 19 || n == times-1 {
			compare(t, dsn, told)
		}
		if t.Failed() {
			t.Fatalf("after %d crashes", n+1)
		}
	}
	if len(told) < times {
		t.Fatalf("only %d check-ins were acknowledged in %d lives of a writer", len(told), times)
	}
	t.Logf("%d crashes, %d check-ins acknowledged, none lost", times, len(told))
}

// killOne runs a writer, kills it after a moment, and returns what it had been told.
func killOne(t *testing.T, dsn string) (ids []string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), "HEADWATER_CRASH_WRITER="+dsn)
	cmd.Stderr = os.Stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(pipe)
	if !lines.Scan() || lines.Text() != "ready" {
		t.Fatalf("the writer did not begin: %q", lines.Text())
	}
	time.AfterFunc(time.Duration(20+rand.IntN(200))*time.Millisecond, func() { _ = cmd.Process.Kill() })
	for lines.Scan() {
		if len(lines.Text()) == 36 && !strings.Contains(lines.Text(), " ") { // the last line may be cut off
			ids = append(ids, lines.Text())
		}
	}
	_ = cmd.Wait() // killed, as it should be
	return ids
}

// compare holds the database against what writers were told.
func compare(t *testing.T, dsn string, told map[string]bool) {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Check(ctx); err != nil {
		t.Error(err)
	}
	a := app.New(db, time.Now)
	actor, o, _, err := crashWorld(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	// A PostgreSQL server may still be at the commit of a writer that is dead: compared is what stands still while it is read.
	var v app.ObjectiveView
	events := -1
	for events != countCheckIns(t, a, actor) {
		events = countCheckIns(t, a, actor)
		if v, err = a.Objective(ctx, actor, o.ID); err != nil {
			t.Fatal(err)
		}
	}
	found, krs := map[string]bool{}, []okr.KeyResult{}
	for _, k := range v.KeyResults {
		for _, c := range k.CheckIns {
			found[c.ID] = true
		}
		if k.Checks != len(k.CheckIns) {
			t.Errorf("%s knows of %d check-ins and has %d", k.Title, k.Checks, len(k.CheckIns))
		}
		krs = append(krs, k.KeyResult)
	}
	for id := range told {
		if !found[id] {
			t.Errorf("check-in %s was acknowledged and is lost", id)
		}
	}
	if want := okr.ObjectiveProgress(krs).Value; want != nil && (v.Progress == nil || *v.Progress != *want) {
		t.Errorf("the objective's progress is %v, its key results make %v", v.Progress, *want)
	}
	if events != len(found) {
		t.Errorf("%d check-ins have %d events", len(found), events)
	}
}

// countCheckIns is how many the log knows of.
func countCheckIns(t *testing.T, a *app.App, actor app.Actor) (n int) {
	t.Helper()
	for q := (app.ActivityQuery{Kind: "key_result.checked_in", Limit: app.MaxActivity}); ; {
		page, err := a.Activity(t.Context(), actor, q)
		if err != nil {
			t.Fatal(err)
		}
		n += len(page.Activity)
		if q.Cursor = page.Next; q.Cursor == "" {
			return n
		}
	}
}
