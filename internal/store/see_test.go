package store_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
	"github.com/headwater-okr/headwater/internal/store/storetest"
)

// A land is a random organization: who is in which team, and objectives of all sorts of privacy.
type land struct {
	org        string
	viewers    []okr.Viewer
	objectives []okr.Objective
	keyResults []okr.KeyResult
}

func drawLand(r *rapid.T, n int) land {
	l := land{org: fmt.Sprintf("org%d", n)}
	id := func(kind string, i int) string { return fmt.Sprintf("%s%d", kind, i) }
	members, teams := []string{""}, []string{}
	for i := range rapid.IntRange(1, 4).Draw(r, "members") {
		members = append(members, id("m", i))
		l.viewers = append(l.viewers, okr.Viewer{MemberID: id("m", i), Teams: map[string]okr.TeamRole{}})
	}
	for i := range rapid.IntRange(1, 3).Draw(r, "teams") {
		teams = append(teams, id("t", i))
		for j := range l.viewers {
			if rapid.Bool().Draw(r, "belongs") {
				l.viewers[j].Teams[id("t", i)] = okr.TeamMember
			}
		}
	}
	member := rapid.SampledFrom(members)
	for i := range rapid.IntRange(1, 5).Draw(r, "objectives") {
		o := okr.Objective{ID: id("o", i), Number: i + 1, CycleID: "c", Stage: okr.Active, Private: rapid.Bool().Draw(r, "private"), OwnerID: member.Draw(r, "owner"), Version: 1}
		o.TeamIDs = rapid.SliceOfNDistinct(rapid.SampledFrom(teams), 0, len(teams), rapid.ID[string]).Draw(r, "its teams")
		for j := range i {
			if rapid.Bool().Draw(r, "supports") {
				up := okr.Support{Kind: okr.UpObjective, ID: id("o", j), Weight: 1}
				if rapid.Bool().Draw(r, "a key result") {
					up = okr.Support{Kind: okr.UpKeyResult, ID: id("k", j), Weight: 1}
				}
				o.Supports = append(o.Supports, up)
			}
		}
		l.objectives = append(l.objectives, o)
		k := okr.KeyResult{ID: id("k", i), ObjectiveID: o.ID, OwnerID: member.Draw(r, "key result's owner"), CheckInOwnerID: member.Draw(r, "who checks in"), Version: 1}
		if rapid.IntRange(0, 3).Draw(r, "removed") == 0 {
			k.Removed = 1
		}
		l.keyResults = append(l.keyResults, k)
	}
	l.viewers = append(l.viewers, okr.Viewer{}) // nobody
	return l
}

func (l land) write(tx *store.Tx) error {
	var members []okr.Member
	if err := tx.NewPersons(okr.Person{ID: l.org, Email: l.org + "@example.org", Version: 1}); err != nil {
		return err
	}
	for i, v := range l.viewers {
		if v.MemberID == "" {
			continue
		}
		m := okr.Member{ID: v.MemberID, PersonID: fmt.Sprintf("%s-%d", l.org, i), Role: okr.OrgMember, Version: 1}
		if err := tx.NewPersons(okr.Person{ID: m.PersonID, Email: m.PersonID + "@example.org", Version: 1}); err != nil {
			return err
		}
		for t, role := range v.Teams {
			m.Teams = append(m.Teams, okr.Membership{TeamID: t, Role: role})
		}
		members = append(members, m)
	}
	if err := store.Insert(tx, members...); err != nil {
		return err
	}
	if err := store.Insert(tx, okr.Cycle{ID: "c", Slug: "c", Version: 1}); err != nil {
		return err
	}
	if err := store.Insert(tx, l.objectives...); err != nil {
		return err
	}
	return store.Insert(tx, l.keyResults...)
}

// seen is what okr.CanSee lets a viewer see: objectives, and key results that are not removed.
func (l land) seen(v okr.Viewer) (objectives, keyResults []string) {
	for _, o := range l.objectives {
		var owners, own []string
		for _, k := range l.keyResults {
			if k.ObjectiveID == o.ID && k.Removed == 0 {
				owners, own = append(owners, k.OwnerID, k.CheckInOwnerID), append(own, k.ID)
			}
		}
		if okr.CanSee(v, o, owners) {
			objectives, keyResults = append(objectives, o.ID), append(keyResults, own...)
		}
	}
	return objectives, keyResults
}

// The visibility fragment says the same as okr.CanSee, in every read that has it.
func TestVisibility(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		n := 0
		rapid.Check(t, func(r *rapid.T) {
			n++
			l := drawLand(r, n)
			if err := db.Update(t.Context(), l.org, l.write); err != nil {
				r.Fatal(err)
			}
			for _, v := range l.viewers {
				s := store.Scope{MemberID: v.MemberID}
				objectives, keyResults := l.seen(v)
				same := func(what string, want, got []string) {
					slices.Sort(got)
					if diff := cmp.Diff(want, got); diff != "" {
						r.Fatalf("%s for %q (-okr.CanSee +store):\n%s", what, v.MemberID, diff)
					}
				}
				err := db.View(t.Context(), l.org, func(tx *store.Tx) error {
					list, err := tx.Objectives(s, store.ObjectiveFilter{Cycle: "c", Shown: true})
					if err != nil {
						return err
					}
					same("Objectives", objectives, ids(list, func(o okr.Objective) string { return o.ID }))
					for _, o := range list {
						for _, up := range o.Supports {
							if up.Kind == okr.UpObjective && !slices.Contains(objectives, up.ID) {
								r.Fatalf("%q sees that %s supports %s", v.MemberID, o.ID, up.ID)
							}
						}
					}
					keys, err := tx.ObjectiveKeys(s, store.ObjectiveFilter{})
					if err != nil {
						return err
					}
					same("ObjectiveKeys", objectives, ids(keys, func(k store.ObjectiveKey) string { return k.ID }))
					var krs []okr.KeyResult
					err = tx.Standings(s, store.ObjectiveFilter{}, func(_ string, of []okr.KeyResult) { krs = append(krs, of...) })
					if err != nil {
						return err
					}
					same("Standings", keyResults, ids(krs, func(k okr.KeyResult) string { return k.ID }))
					batch, of, err := tx.TreeBatch(s, "c", nil, 100)
					if err != nil {
						return err
					}
					same("TreeBatch", objectives, ids(batch, func(o okr.Objective) string { return o.ID }))
					var below []string
					for _, krs := range of {
						below = append(below, ids(krs, func(k okr.KeyResult) string { return k.ID })...)
					}
					same("TreeBatch, key results", keyResults, below)
					var all, there []string
					for i := range l.objectives {
						all = append(all, l.objectives[i].ID, l.keyResults[i].ID)
					}
					kinds, err := tx.Upstreams(s, all)
					if err != nil {
						return err
					}
					for id := range kinds {
						there = append(there, id)
					}
					same("Upstreams", slices.Sorted(slices.Values(append(slices.Clone(keyResults), objectives...))), there)
					for _, o := range l.objectives {
						_, err := tx.FrameOf(s, o.ID)
						if can := slices.Contains(objectives, o.ID); can != (err == nil) {
							r.Fatalf("FrameOf %s for %q: %v", o.ID, v.MemberID, err)
						}
						around, err := tx.Neighbours(s, o.ID)
						if err != nil {
							return err
						}
						for _, e := range around {
							if !slices.Contains(objectives, e.ObjectiveID) {
								r.Fatalf("%q sees %s beside %s", v.MemberID, e.ObjectiveID, o.ID)
							}
						}
					}
					return nil
				})
				if err != nil {
					r.Fatal(err)
				}
			}
		})
	})
}

func ids[T any](list []T, id func(T) string) []string {
	var out []string
	for _, v := range list {
		out = append(out, id(v))
	}
	return out
}
