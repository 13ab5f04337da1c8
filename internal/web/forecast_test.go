package web_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/app"
	"github.com/headwater-okr/headwater/internal/demo"
	"github.com/headwater-okr/headwater/internal/live"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/web"
)

// In an organization whose results were decided by a coin on the last day, however they had gone before, and nothing came of what people were sure of, the forecast does not beat the base rate. Once that is
// learned no page shows it, and health goes by the plan.
func TestAForecastThatIsNotProvedIsNotShown(t *testing.T) {
	ctx := t.Context()
	db, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "coins.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() }) //nolint:errcheck // the directory goes with it
	if _, err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	clock := time.Date(2026, 11, 9, 10, 0, 0, 0, time.UTC)
	a := app.New(db, func() time.Time { return clock })
	f, err := a.NewOrganization(ctx, app.SetUpInput{Organization: "Coins", Name: "Ines", Email: "ines@coins.example", Password: demo.Password, Teams: "Shop"})
	if err != nil {
		t.Fatal(err)
	}
	actor, err := a.ActorOf(ctx, f.Session.Secret, f.Organization.Slug)
	if err != nil {
		t.Fatal(err)
	}
	teams, err := a.Teams(ctx, actor)
	if err != nil {
		t.Fatal(err)
	}
	const measured = 4
	objective := func(title string, due okr.Date) app.ObjectiveTree {
		in := app.ObjectiveInput{CycleID: f.Cycle.ID, TeamIDs: []string{teams[0].ID}, Title: title, OwnerID: actor.Viewer.MemberID}
		for i := range measured {
			from, to := 0.0, 100.0
			in.KeyResults = append(in.KeyResults, app.KeyResultInput{Title: fmt.Sprint("Measure ", i), Baseline: &from, Target: &to, Start: "2026-10-05", Due: due})
		}
		for i := range 3 {
			in.KeyResults = append(in.KeyResults, app.KeyResultInput{Title: fmt.Sprint("Agreed ", i), Kind: okr.YesNo, Start: "2026-10-05", Due: due})
		}
		o, err := a.AddObjective(ctx, actor, in)
		if err == nil {
			_, err = a.Transition(ctx, actor, app.TransitionInput{ID: o.ID, To: okr.Active})
		}
		for i, k := range o.KeyResults {
			if i >= measured {
				no, sure := 0.0, 8
				if err == nil {
					_, err = a.CheckIn(ctx, actor, app.CheckInInput{KeyResultID: k.ID, Value: &no, Confidence: &sure, AsOf: "2026-10-13"})
				}
				continue
			}
			for week, v := range []float64{8, 30, 55, 78} {
				if err == nil {
					_, err = a.CheckIn(ctx, actor, app.CheckInInput{KeyResultID: k.ID, Value: &v, AsOf: okr.Date("2026-10-13").Add(7 * week)})
				}
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	for i := range 12 {
		o := objective(fmt.Sprint("Finished ", i), "2026-11-04")
		for k, kr := range o.KeyResults {
			last := 100.0 * float64((i+k)%2)
			if k >= measured {
				last = 0 // of which all were sure
			}
			if _, err := a.CheckIn(ctx, actor, app.CheckInInput{KeyResultID: kr.ID, Value: &last, AsOf: "2026-11-04"}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := a.CloseObjective(ctx, actor, app.CloseInput{ID: o.ID}); err != nil {
			t.Fatal(err)
		}
	}
	running := objective("Running", "2026-11-20")
	v := &visitor{t: t, handler: web.Handler(web.Options{App: a, Live: live.New(ctx, live.Options{Tail: a.Tail, Now: a.Now, Overlap: app.TailOverlap}), Version: "1.0.0", Log: slog.New(slog.NewTextHandler(io.Discard, nil))})}
	v.signIn("ines@coins.example")
	byChance := func() bool {
		t.Helper()
		o, err := a.Objective(ctx, actor, running.ID)
		if err != nil {
			t.Fatal(err)
		}
		return strings.HasPrefix(o.KeyResults[0].Health.Why, "The chance to arrive")
	}
	shows := func() (forecast, people, health bool) {
		t.Helper()
		answer := v.get(fmt.Sprintf("/coins/objectives/O-%d", running.Number))
		if answer.Code != http.StatusOK {
			t.Fatalf("the page answers %d", answer.Code)
		}
		page := answer.Body.String()
		return strings.Contains(page, "Chance ") || strings.Contains(page, "going on like this") || strings.Contains(page, "a week</"), strings.Contains(page, "people give it"), byChance()
	}
	if forecast, people, health := shows(); !forecast || !people || !health {
		t.Fatalf("before anything is learned: shown %v, of a yes or no %v, health by it %v", forecast, people, health)
	}
	if err := a.Learn(ctx); err != nil {
		t.Fatal(err)
	}
	if forecast, people, health := shows(); forecast || people || health {
		t.Errorf("it does not beat the base rate, and is shown: %v, of a yes or no: %v, health by it: %v", forecast, people, health)
	}
	for _, path := range []string{"/coins/objectives", "/coins/week", "/coins/findings"} {
		if page := v.get(path).Body.String(); strings.Contains(page, "% likely") || strings.Contains(page, "The chance to arrive") {
			t.Errorf("%s speaks of chances", path)
		}
	}
}
