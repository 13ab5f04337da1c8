package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// garden is a world with objectives of all sorts, by title.
func (w *world) garden() map[string]ObjectiveTree {
	w.t.Helper()
	lea, sam := w.member("Lea", okr.OrgMember, "Apps"), w.member("Sam", okr.OrgMember, "Sales")
	winter := must(w.AddPillar(w.ctx(), w.owner, PillarInput{Title: "Ride in winter"}))(w.t)
	cities := must(w.AddPillar(w.ctx(), w.owner, PillarInput{Title: "Cities on their own feet"}))(w.t)
	out := map[string]ObjectiveTree{}
	for _, o := range []struct {
		title  string
		teams  []string
		owner  Actor
		kind   okr.ObjectiveKind
		pillar string
		stage  okr.Stage
		value  float64
	}{
		{"Élan in every ride", []string{"Fjord Tools"}, w.owner, okr.Aspirational, winter.ID, okr.Active, 10},
		{"Apps that start at once", []string{"Apps", "Platform"}, lea, okr.Committed, "", okr.Active, 60},
		{"Brakes that hold", []string{"Platform"}, w.owner, okr.Committed, cities.ID, okr.Draft, 0},
		{"Shops that sell", []string{"Sales"}, sam, okr.Learning, cities.ID, okr.Active, 90},
		{"Maps that help", []string{"Apps"}, lea, okr.Committed, winter.ID, okr.Active, 0},
	} {
		in := ObjectiveInput{CycleID: w.cycle.ID, Title: o.title, Kind: o.kind, OwnerID: o.owner.Viewer.MemberID,
			KeyResults: []KeyResultInput{{Title: o.title + " in figures", Baseline: ptr(0.0), Target: ptr(100.0)}}}
		for _, team := range o.teams {
			in.TeamIDs = append(in.TeamIDs, w.team(team).ID)
		}
		if o.pillar != "" {
			in.Supports = []okr.Support{{Kind: okr.UpPillar, ID: o.pillar, Weight: 1}}
		}
		tree := must(w.AddObjective(w.ctx(), w.owner, in))(w.t)
		if o.stage == okr.Active {
			must(w.Transition(w.ctx(), w.owner, TransitionInput{ID: tree.ID, To: okr.Active}))(w.t)
		}
		if o.value > 0 {
			must(w.CheckIn(w.ctx(), w.owner, CheckInInput{KeyResultID: tree.KeyResults[0].ID, Value: &o.value, Confidence: ptr(int(o.value / 10))}))(w.t)
		}
		out[o.title] = tree
	}
	return out
}

// outline is a page as text: groups with counts, and the first words of titles.
func outline(p ObjectivePage) string {
	var b strings.Builder
	for _, g := range p.Groups {
		fmt.Fprintf(&b, "[%s%s %d] ", g.Name, strings.ReplaceAll(short(g.Key), " ", "?"), g.Count)
	}
	for _, o := range p.Objectives {
		first, _, _ := strings.Cut(o.Title, " ")
		b.WriteString(first + " ")
	}
	return strings.TrimSpace(b.String())
}

// short leaves out ids, which differ from run to run.
func short(key string) string {
	if len(key) == 36 {
		return ""
	}
	return key
}

func TestFindObjectives(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		garden := w.garden()
		lea := garden["Maps that help"].OwnerID
		for _, c := range []struct {
			what string
			q    ObjectiveQuery
			want string
		}{
			{"all", ObjectiveQuery{}, "Élan Apps Brakes Shops Maps"},
			{"one cycle", ObjectiveQuery{CycleID: w.cycle.ID}, "Élan Apps Brakes Shops Maps"},
			{"another cycle", ObjectiveQuery{CycleID: "x"}, ""},
			{"a team, also where it only shares", ObjectiveQuery{TeamIDs: []string{w.team("Platform").ID}}, "Apps Brakes"},
			{"a team without those below", ObjectiveQuery{TeamIDs: []string{w.team("Product").ID}}, ""},
			{"a team with those below", ObjectiveQuery{TeamIDs: []string{w.team("Product").ID}, Below: true}, "Apps Brakes Maps"},
			{"an owner", ObjectiveQuery{OwnerID: lea}, "Apps Maps"},
			{"stages", ObjectiveQuery{Stages: []okr.Stage{okr.Draft, okr.Closed}}, "Brakes"},
			{"kinds", ObjectiveQuery{Kinds: []okr.ObjectiveKind{okr.Learning, okr.Aspirational}}, "Élan Shops"},
			{"an upstream", ObjectiveQuery{Upstream: garden["Maps that help"].Supports[0].ID}, "Élan Maps"},
			{"a word of the title", ObjectiveQuery{Text: "ÉLAN"}, "Élan"},
			{"a number", ObjectiveQuery{Text: "o-3"}, "Brakes"},
			{"health", ObjectiveQuery{Health: []okr.Health{okr.InTrouble}}, "Élan"},
			{"several healths", ObjectiveQuery{Health: []okr.Health{okr.NotStarted, okr.InTrouble, okr.Silent}}, "Élan Brakes Maps"},
			{"removed", ObjectiveQuery{Removed: true}, ""},
			{"by title", ObjectiveQuery{Sort: ByTitle}, "Apps Brakes Maps Shops Élan"},
			{"by title, turned", ObjectiveQuery{Sort: "-title"}, "Élan Shops Maps Brakes Apps"},
			{"by number, turned", ObjectiveQuery{Sort: "-number"}, "Maps Shops Brakes Apps Élan"},
			{"by progress, turned", ObjectiveQuery{Sort: "-progress", Stages: []okr.Stage{okr.Active}, Health: []okr.Health{okr.OnCourse, okr.InTrouble}}, "Shops Apps Élan"},
			{"what needs attention first", ObjectiveQuery{Sort: ByUrgency, Kinds: []okr.ObjectiveKind{okr.Aspirational, okr.Learning}}, "Élan Shops"},
			{"by team", ObjectiveQuery{Group: ByTeam}, "[Fjord Tools 1] [Apps 2] [Platform 1] [Sales 1] Élan Apps Maps Brakes Shops"},
			{"by kind", ObjectiveQuery{Group: ByKind}, "[committed 3] [aspirational 1] [learning 1] Apps Brakes Maps Élan Shops"},
			{"by owner", ObjectiveQuery{Group: ByOwner}, "[Ines Owner 2] [Lea 2] [Sam 1] Élan Brakes Apps Maps Shops"},
			{"by pillar", ObjectiveQuery{Group: ByPillar}, "[Ride in winter 2] [Cities on their own feet 2] [ 1] Élan Maps Brakes Shops Apps"},
			{"by stage", ObjectiveQuery{Group: ByStage}, "[active 4] [draft 1] Élan Apps Shops Maps Brakes"},
		} {
			p, err := w.FindObjectives(w.ctx(), w.owner, c.q)
			if err != nil {
				t.Errorf("%s: %v", c.what, err)
				continue
			}
			if got := outline(p); got != c.want {
				t.Errorf("%s: %s, want %s", c.what, got, c.want)
			}
		}
		for field, q := range map[string]ObjectiveQuery{"group": {Group: "colour"}, "sort": {Sort: "-colour"}, "limit": {Limit: 5000}, "cursor": {Cursor: "?"}} {
			_, err := w.FindObjectives(w.ctx(), w.owner, q)
			refused(t, "a wrong "+field, err, okr.Invalid, field)
		}
		ctx, n := store.CountQueries(w.ctx())
		p := must(w.FindObjectives(ctx, w.owner, ObjectiveQuery{Group: ByPillar, Sort: ByUrgency}))(t)
		if n.Load() > 10 {
			t.Errorf("a page takes %d statements, at most 10 are wanted", n.Load())
		}
		first := p.Objectives[0]
		if p.Names.Of(first.OwnerID) != "Ines Owner" || p.Names.Of(first.TeamIDs[0]) != "Fjord Tools" || len(first.KeyResults) != 1 || first.Health.Health != okr.InTrouble {
			t.Errorf("the first row: %+v, names %v", first, p.Names)
		}
	})
}

// Pages together are the whole list, whatever the order, the group and the size of a page.
func TestPagesAreTheWhole(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.garden()
		rapid.Check(t, func(r *rapid.T) {
			q := ObjectiveQuery{
				Group: rapid.SampledFrom([]Grouping{"", ByTeam, ByKind, ByHealth, ByOwner, ByPillar, ByStage}).Draw(r, "group"),
				Sort:  rapid.SampledFrom([]Ordering{"", "-title", ByTitle, ByNumber, ByProgress, "-progress", ByUrgency, ByAge, "-created"}).Draw(r, "sort"),
			}
			whole, err := w.FindObjectives(w.ctx(), w.owner, q)
			if err != nil {
				r.Fatal(err)
			}
			q.Limit = rapid.IntRange(1, 4).Draw(r, "limit")
			var got []ObjectiveRow
			for {
				p, err := w.FindObjectives(w.ctx(), w.owner, q)
				if err != nil || p.Total != whole.Total || len(p.Objectives) > q.Limit {
					r.Fatalf("page: %d of %d, %v", len(p.Objectives), p.Total, err)
				}
				got = append(got, p.Objectives...)
				if q.Cursor = p.Next; q.Cursor == "" {
					break
				}
			}
			if diff := cmp.Diff(whole.Objectives, got); diff != "" {
				r.Fatalf("pages (-whole +pages):\n%s", diff)
			}
		})
	})
}

func TestTree(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		garden := w.garden()
		ctx, n := store.CountQueries(w.ctx())
		tree := must(w.Tree(ctx, w.owner, w.cycle.ID))(t)
		if n.Load() > 6 {
			t.Errorf("the tree takes %d statements, at most 6 are wanted", n.Load())
		}
		if len(tree.Objectives) != 5 || tree.Objectives[1].KeyResults[0].ID != garden["Apps that start at once"].KeyResults[0].ID ||
			len(tree.Objectives[1].TeamIDs) != 2 || len(tree.Objectives[0].Supports) != 1 {
			t.Errorf("tree: %+v", tree)
		}
		for _, o := range tree.Objectives {
			for _, k := range o.KeyResults {
				if k.Trail != nil {
					t.Errorf("%s has a trail, with which the tree would grow by every check-in", k.Title)
				}
			}
		}
		var b bytes.Buffer
		if err := w.StreamTree(w.ctx(), w.owner, w.cycle.ID, &b); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(must(json.Marshal(tree))(t)), b.String()); diff != "" {
			t.Errorf("streamed (-marshalled +streamed):\n%s", diff)
		}
		b.Reset()
		refused(t, "no cycle", w.StreamTree(w.ctx(), w.owner, "x", &b), okr.NotFound, "")
		if b.Len() != 0 {
			t.Errorf("a tree of no cycle wrote %q", b.String())
		}
	})
}

// A tree of several batches is whole and in order, and has nothing of another cycle.
func TestTreeInBatches(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		other := must(w.AddCycle(w.ctx(), w.owner, CycleInput{Name: "Q1 2027", Start: "2027-01-01", End: "2027-03-31"}))(t)
		var want []string
		var os []okr.Objective
		for i := range 2*treeBatch + 3 {
			o := okr.Objective{ID: newID(), Number: i + 1, CycleID: w.cycle.ID, Title: "o", Kind: okr.Committed, Stage: okr.Draft, TeamIDs: []string{w.root.ID}, Position: i / 7, Version: 1}
			if i%10 == 9 {
				o.CycleID = other.ID
			} else {
				want = append(want, o.ID)
			}
			os = append(os, o)
		}
		for some := range slices.Chunk(os, 200) { // under the race detector, all at once would take longer than a transaction may
			var ks []okr.KeyResult
			for _, o := range some {
				ks = append(ks, okr.KeyResult{ID: newID(), ObjectiveID: o.ID, Title: "k", Kind: okr.YesNo, Version: 1})
			}
			err := w.db.Update(w.ctx(), w.org.ID, func(tx *store.Tx) error {
				if err := store.Insert(tx, some...); err != nil {
					return err
				}
				return store.Insert(tx, ks...)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		var got []string
		for _, o := range must(w.Tree(w.ctx(), w.owner, w.cycle.ID))(t).Objectives {
			got = append(got, o.ID)
			if len(o.KeyResults) != 1 || len(o.TeamIDs) != 1 {
				t.Fatalf("an objective with %d key results and %d teams", len(o.KeyResults), len(o.TeamIDs))
			}
		}
		if !slices.Equal(want, got) {
			t.Errorf("%d objectives, want %d in their order", len(got), len(want))
		}
	})
}

// A value that was mistyped is corrected or taken back, what stands on the KPI follows, and both can be had back.
func TestKPIValueIsPutRight(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea, apps := w.member("Lea", okr.OrgMember, "Apps"), w.team("Apps").ID
		k := must(w.AddKPI(w.ctx(), lea, KPIInput{TeamID: apps, Name: "Crashes a day"}))(t)
		first := must(w.RecordKPI(w.ctx(), lea, KPIValueInput{KPIID: k.ID, Date: "2026-11-02", Value: 4}))(t)
		slip := must(w.RecordKPI(w.ctx(), lea, KPIValueInput{KPIID: k.ID, Value: 1e9}))(t)
		stands := func(what string, value *float64, day okr.Date, values int) {
			t.Helper()
			got := must(w.KPI(w.ctx(), lea, k.ID))(t).KPIs[0]
			if diff := cmp.Diff(value, got.Value); diff != "" || got.ValueDate != day || len(got.Values) != values {
				t.Errorf("%s: %v on %s of %d values", what, got.Value, got.ValueDate, len(got.Values))
			}
		}
		amended := must(w.AmendKPIValue(w.ctx(), lea, KPIValuePatch{ID: slip.ID, Version: 1, Value: ptr(3.0), Note: ptr(" a slip ")}))(t)
		if amended.Version != 2 || amended.Note != "a slip" {
			t.Errorf("corrected: %+v", amended)
		}
		stands("corrected", ptr(3.0), "2026-11-09", 2)
		must(w.AmendKPIValue(w.ctx(), lea, KPIValuePatch{ID: slip.ID, Date: ptr(okr.Date("2026-11-01"))}))(t)
		stands("of another day", ptr(4.0), "2026-11-02", 2)
		must(w.RemoveKPIValue(w.ctx(), lea, RemovalInput{ID: first.ID, Version: 1}))(t)
		stands("taken back", ptr(3.0), "2026-11-01", 1)
		must(w.RemoveKPIValue(w.ctx(), lea, RemovalInput{ID: slip.ID}))(t)
		stands("none left", nil, "", 0)
		must(w.RestoreKPIValue(w.ctx(), lea, RemovalInput{ID: first.ID}))(t)
		stands("brought back", ptr(4.0), "2026-11-02", 1)

		_, err := w.AmendKPIValue(w.ctx(), lea, KPIValuePatch{ID: first.ID, Version: 1, Value: ptr(1.0)})
		refused(t, "a stale version", err, okr.Conflict, "version")
		_, err = w.AmendKPIValue(w.ctx(), lea, KPIValuePatch{ID: first.ID, Date: ptr(okr.Date("2026-11-10"))})
		refused(t, "tomorrow", err, okr.Invalid, "date")
		_, err = w.AmendKPIValue(w.ctx(), lea, KPIValuePatch{ID: slip.ID, Value: ptr(1.0)})
		refused(t, "one that was taken back", err, okr.Invalid, "")
		_, err = w.RemoveKPIValue(w.ctx(), w.member("Sam", okr.OrgMember, "Sales"), RemovalInput{ID: first.ID})
		refused(t, "another team's", err, okr.Forbidden, "")

		_, err = w.AddKPI(w.ctx(), lea, KPIInput{TeamID: apps, Name: " crashes  a Day"})
		refused(t, "a name that the team has", err, okr.Invalid, "name")
		other := must(w.AddKPI(w.ctx(), lea, KPIInput{TeamID: apps, Name: "Falls"}))(t)
		_, err = w.EditKPI(w.ctx(), lea, KPIPatch{ID: other.ID, Name: ptr("Crashes a day")})
		refused(t, "a new name that the team has", err, okr.Invalid, "name")
		must(w.EditKPI(w.ctx(), lea, KPIPatch{ID: k.ID, Name: ptr("Crashes a day"), Unit: ptr("crashes")}))(t)
		must(w.AddKPI(w.ctx(), w.owner, KPIInput{TeamID: w.team("Sales").ID, Name: "Crashes a day"}))(t)
	})
}

func TestKPIs(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		lea := w.member("Lea", okr.OrgMember, "Apps")
		k := must(w.AddKPI(w.ctx(), lea, KPIInput{TeamID: w.team("Apps").ID, Name: "Crashes a day", Low: ptr(0.0), High: ptr(5.0), OwnerID: lea.Viewer.MemberID}))(t)
		record := func(date okr.Date, v float64) error {
			_, err := w.RecordKPI(w.ctx(), lea, KPIValueInput{KPIID: k.ID, Date: date, Value: v})
			return err
		}
		refused(t, "tomorrow", record("2026-11-10", 1), okr.Invalid, "date")
		for _, v := range []struct {
			date  okr.Date
			value float64
		}{{"", 4}, {"2026-11-08", 9}, {"2026-11-01", 2}} {
			if err := record(v.date, v.value); err != nil {
				t.Fatal(err)
			}
		}
		got := must(w.KPIs(w.ctx(), w.owner, nil))(t).KPIs[0]
		if *got.Value != 4 || !*got.Healthy || got.ValueDate != "2026-11-09" {
			t.Errorf("the value of the latest day stands: %+v", got)
		}
		var days []okr.Date
		for _, v := range got.Values {
			days = append(days, v.Date)
		}
		if diff := cmp.Diff([]okr.Date{"2026-11-01", "2026-11-08", "2026-11-09"}, days); diff != "" {
			t.Errorf("values (-want +got):\n%s", diff)
		}
		w.pass(24 * time.Hour)
		if err := record("", 8); err != nil {
			t.Fatal(err)
		}
		one := must(w.KPI(w.ctx(), lea, k.ID))(t)
		if *one.KPIs[0].Healthy || one.Names.Of(lea.Viewer.MemberID) != "Lea" || !one.KPIs[0].May {
			t.Errorf("above its range: %+v", one)
		}
		_, err := w.EditKPI(w.ctx(), lea, KPIPatch{ID: k.ID, Low: ptr(9.0)})
		refused(t, "a range turned round", err, okr.Invalid, "high")
		edited := must(w.EditKPI(w.ctx(), lea, KPIPatch{ID: k.ID, Version: 1, Clear: []string{"high"}, Name: ptr("Crashes")}))(t)
		if edited.High != nil || edited.Name != "Crashes" || edited.Version != 2 || *edited.Value != 8 {
			t.Errorf("edited: %+v", edited)
		}
		_, err = w.EditKPI(w.ctx(), lea, KPIPatch{ID: k.ID, Version: 1, Name: ptr("Falls")})
		refused(t, "a stale version", err, okr.Conflict, "version")
		_, err = w.RecordKPI(w.ctx(), w.member("Sam", okr.OrgMember, "Sales"), KPIValueInput{KPIID: k.ID, Value: 1})
		refused(t, "another team's", err, okr.Forbidden, "")
		must(w.RemoveKPI(w.ctx(), lea, RemovalInput{ID: k.ID}))(t)
		if list := must(w.KPIs(w.ctx(), lea, nil))(t); len(list.KPIs) != 0 {
			t.Errorf("a removed KPI is listed: %+v", list)
		}
		refused(t, "a value of a removed one", record("", 1), okr.Invalid, "")
		if back := must(w.RestoreKPI(w.ctx(), lea, RemovalInput{ID: k.ID}))(t); back.Removed != 0 || *back.Value != 8 {
			t.Errorf("restored: %+v", back)
		}
	})
}
