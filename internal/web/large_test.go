package web_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/demo"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A page of a company four times as large is no larger, and takes no more statements: what is the whole company's is counted, and what is a team's is on its own page.
func TestLargeOrganization(t *testing.T) {
	file := filepath.Join(t.TempDir(), "large.db")
	if err := copyExample(file); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() }) //nolint:errcheck // the directory goes with it
	grow := largeExample(t, db)
	v := &visitor{t: t, handler: pages(db)}
	v.signIn("selma@pannier.example")

	const most = 250_000 // bytes
	paths := []string{"teams", "teams?q=shop", "teams?team=shop-1", "teams/shop-1", "readiness", "readiness?state=unasked", "readiness?team=shop-1", "planning", "planning?team=pannier", "planning?team=shop-1", "planning/brief?cycle=q1-2027",
		"planning/brief?cycle=q1-2027&team=shop-1", "planning/carry", "planning/carry?from=q4-2026", "planning/choose?cycle=q1-2027"}
	size, statements := map[string]int{}, map[string]int64{}
	read := func(path string) (int, int64) {
		t.Helper()
		v.get(at("%s", path)) // the teams are remembered from here on
		w, n := v.counted(at("%s", path))
		if w.Code != http.StatusOK {
			t.Fatalf("%s answers %d", path, w.Code)
		}
		return w.Body.Len(), n
	}
	grow(400)
	for _, path := range paths {
		size[path], statements[path] = read(path)
	}
	grow(1600)
	for _, path := range paths {
		bytes, n := read(path)
		if bytes > most || bytes > size[path]+size[path]/10 {
			t.Errorf("%s has %d bytes, and %d where the company is four times as large; at most %d are wanted", path, size[path], bytes, most)
		}
		if n != statements[path] {
			t.Errorf("%s takes %d statements, and %d where the company is four times as large", path, statements[path], n)
		}
	}

	// What is not on the page is one step away.
	top := v.get(at("teams")).Body.String()
	if strings.Contains(top, ">Shop 40<") || !strings.Contains(top, "1599 teams in Shop 0") {
		t.Error("the top of the tree has more than its top, or does not lead to the teams in one")
	}
	if body := v.get(at("teams?q=%s", "shop+15")).Body.String(); !strings.Contains(body, "Pannier › Shop 0") {
		t.Error("what is found does not say where it is")
	}
	behind := base64.RawURLEncoding.EncodeToString([]byte(`[9999999,"",""]`))
	if w := v.get(at("teams?after=%s", behind)); w.Code != http.StatusOK {
		t.Errorf("a page behind the last team answers %d", w.Code)
	}
	next := find(t, v.get(at("readiness")).Body.String(), `href="([^"]+)">More key results`)
	if w := v.get(strings.ReplaceAll(next, "&amp;", "&")); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Nobody has looked yet") {
		t.Errorf("the next page of the register answers %d", w.Code)
	}
	brief := v.get(at("planning/brief?cycle=q1-2027&team=shop-1")).Body.String()
	var f filled
	for _, x := range formsOf(brief) {
		if x.values.Get("part") != "" {
			f = x
		}
	}
	i := slices.Index(f.values["team_id"], "team-0000001")
	f.values["expect"][i] = "The new counter."
	if w := v.post(f.action, f.values); w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Location"), "/planning/brief?cycle=q1-2027&team=") {
		t.Fatalf("a part of the brief: %d to %s", w.Code, w.Header().Get("Location"))
	}
	if body := v.get(at("planning")).Body.String(); !strings.Contains(body, "The new counter.") || !strings.Contains(body, "the new brake is your part of it") {
		t.Error("a part of the brief is not there, or took another away")
	}
	if body := v.get(at("planning/brief?cycle=q1-2027")).Body.String(); !strings.Contains(body, "The new counter.") {
		t.Error("of whom something is asked does not stand first")
	}
}

// largeExample grows the example to a number of shops, of which each has three objectives, one before the cycle that is planned and two in it.
func largeExample(t *testing.T, db *store.DB) (grow func(shops int)) {
	t.Helper()
	ctx, have := t.Context(), 0
	var org okr.Organization
	var root string
	cycles := map[string]string{}
	err := db.View(ctx, "", func(tx *store.Tx) (err error) {
		org, err = tx.OrganizationBySlug(demo.Slug)
		return err
	})
	if err == nil {
		err = db.View(ctx, org.ID, func(tx *store.Tx) error {
			teams, err := tx.Teams(false)
			if err != nil {
				return err
			}
			root = okr.NewTree(teams).Root().ID
			list, err := tx.Cycles()
			for _, c := range list {
				cycles[c.Slug] = c.ID
			}
			return err
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	value, progress := 2.0, 0.2
	return func(shops int) {
		t.Helper()
		for ; have < shops; have += 100 {
			err := db.Update(ctx, org.ID, func(tx *store.Tx) error {
				first, err := tx.NextNumbers(300)
				if err != nil {
					return err
				}
				var teams []okr.Team
				var objectives []okr.Objective
				var krs []okr.KeyResult
				for i := have; i < have+100; i++ {
					team := okr.Team{ID: fmt.Sprintf("team-%07d", i), Slug: fmt.Sprintf("shop-%d", i), Name: fmt.Sprintf("Shop %d", i), ParentID: root, Position: 100 + i, Version: 1}
					if i > 0 { // a tree that is eight wide
						team.ParentID = fmt.Sprintf("team-%07d", (i-1)/8)
					}
					teams = append(teams, team)
					for j, cycle := range []string{"q4-2026", "q1-2027", "q1-2027"} {
						o := okr.Objective{ID: fmt.Sprintf("objective-%07d-%d", i, j), Number: first + 3*(i-have) + j, CycleID: cycles[cycle], Title: fmt.Sprintf("Shop %d is glad, %d", i, j), Kind: okr.Committed, Stage: okr.Active,
							Activated: 1, TeamIDs: []string{team.ID}, Position: 100 + i, Progress: &progress, Version: 1}
						if o.LineageID = o.ID; j == 2 {
							o.Stage, o.Activated = okr.Draft, 0
						}
						objectives = append(objectives, o)
						for n := range 2 {
							k := okr.KeyResult{ID: fmt.Sprintf("key-result-%07d-%d-%d", i, j, n), ObjectiveID: o.ID, Title: fmt.Sprintf("Guests of shop %d", i), Kind: okr.Number, Direction: okr.Increase, Position: n, Value: &value, Progress: &progress, Version: 1}
							k.LineageID = k.ID
							krs = append(krs, k)
						}
					}
				}
				if err := store.Insert(tx, teams...); err != nil {
					return err
				}
				if err := store.Insert(tx, objectives...); err != nil {
					return err
				}
				return store.Insert(tx, krs...)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}
