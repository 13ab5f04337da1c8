package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

const sheet = `Type,ID,Parent ID,Title,Team,Cycle,Owner,Start value,Target value,Current value,Unit,Score
Objective,a,,Guests come back,Apps,Q3 2026,Bo Berg,,,,,0.6
Key result,a1,a,Second visits,,,bo@example.org,10,90,40,%,0.5
Objective,b,a,Hosts answer fast,Design,,Nobody Known,,,,,
Key result,b1,b,Hours to an answer,,,,48,4,,h,
`

// states are what would become of each line, as text.
func states(lines []ImportLine) []string {
	var out []string
	for _, l := range lines {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%d %s %s %s", l.Line, l.State, l.Title, l.Why)))
	}
	return out
}

// Teams, cycles and people are matched by name; what is chosen for a name or a branch goes before.
func TestImportPlaces(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		bo := w.member("Bo Berg", okr.OrgMember, "Apps")
		past := must(w.AddCycle(ctx, w.owner, CycleInput{Start: "2026-07-01"}))(t)
		in := ImportInput{Name: "plan.csv", Data: []byte(sheet)}
		p := must(w.PreviewImport(ctx, w.owner, in))(t)
		want := []string{"2 new Guests come back", "3 new Second visits", "4 new Hosts answer fast", "5 new Hours to an answer"}
		if diff := cmp.Diff(want, states(p.Lines)); diff != "" {
			t.Errorf("preview (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]TeamMatch{{"Apps", w.team("Apps").ID}, {"Design", ""}}, p.Teams); diff != "" {
			t.Errorf("teams (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]CycleMatch{{"Q3 2026", past.ID}}, p.Cycles); diff != "" {
			t.Errorf("cycles (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"Nobody Known"}, slices.DeleteFunc(p.People, func(s string) bool { return strings.Contains(s, "@") })); diff != "" {
			t.Errorf("people (-want +got):\n%s", diff)
		}
		if l := p.Lines[0]; l.OwnerID != bo.Viewer.MemberID || l.CycleID != past.ID || l.TeamID != w.team("Apps").ID {
			t.Errorf("the first line goes to %+v", l)
		}
		in.Teams, in.Branches = map[string]string{"design": w.team("Sales").ID}, map[int]Branch{4: {CycleID: past.ID}}
		must(w.Import(ctx, w.owner, in))(t)
		list := must(w.Tree(ctx, w.owner, past.ID))(t).Objectives
		if len(list) != 2 {
			t.Fatalf("%d objectives in the past cycle", len(list))
		}
		a, b := list[0], list[1]
		if a.Stage != okr.Closed || *a.Grade != 0.6 || *a.KeyResults[0].Grade != 0.5 || *a.KeyResults[0].Value != 40 || *a.Progress != 0.375 || a.Number != 1 || a.OwnerID != bo.Viewer.MemberID {
			t.Errorf("the first one: %+v", a)
		}
		if b.TeamIDs[0] != w.team("Sales").ID || b.Supports[0].ID != a.ID || b.OwnerID != w.owner.Viewer.MemberID || b.KeyResults[0].Direction != okr.Decrease {
			t.Errorf("the second one: %+v", b)
		}
		if got := w.titles(bo, "hours"); !slices.Equal(got, []string{"key_result Hours to an answer"}) {
			t.Errorf("a search finds %v", got)
		}

		// An old plan goes into the running cycle; a branch can be left out.
		again := ImportInput{Name: "again.csv", Data: []byte(sheet), CycleID: w.cycle.ID, Branches: map[int]Branch{4: {Skip: true}}, Draft: true}
		if p := must(w.PreviewImport(ctx, w.owner, again))(t); p.Lines[2].State != LineSkipped || p.Lines[3].State != LineSkipped {
			t.Errorf("preview %v", states(p.Lines))
		}
		if r := must(w.Import(ctx, w.owner, again))(t); r.Objectives != 1 || r.KeyResults != 1 {
			t.Errorf("the import made %+v", r)
		}
		if list := must(w.Tree(ctx, w.owner, w.cycle.ID))(t).Objectives; len(list) != 1 || list[0].Stage != okr.Draft {
			t.Errorf("in the running cycle: %+v", list)
		}
		for field, in := range map[string]ImportInput{"team_id": {TeamID: "x"}, "teams": {Teams: map[string]string{"Apps": "x"}}, "cycles": {Cycles: map[string]string{"Q3 2026": "x"}},
			"people": {People: map[string]string{"Bo": "x"}}, "branches": {Branches: map[int]Branch{4: {TeamID: "x"}}}} {
			in.Name, in.Data = "plan.csv", []byte(sheet)
			_, err := w.PreviewImport(ctx, w.owner, in)
			refused(t, field, err, okr.Invalid, field)
		}
	})
}

// The same file with other numbers updates; an undo gives back what it changed and removes what it added, but nothing that somebody edited since.
func TestImportUpdatesAndIsUndone(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		in := ImportInput{Name: "plan.csv", Data: []byte(sheet), CycleID: w.cycle.ID}
		must(w.Import(ctx, w.owner, in))(t)
		before := planLines(must(w.Tree(ctx, w.owner, w.cycle.ID))(t).Objectives)
		in.Data = []byte(strings.NewReplacer("10,90,40", "10,95,50", "48,4,", "48,2,", "Hosts answer fast", "Hosts answer at once").Replace(sheet) +
			"Key result,b2,b,Hosts who answer,,,,20,60,,%,\nObjective,c,,Rooms are quiet,Sales,,,,,,,\n")
		p := must(w.PreviewImport(ctx, w.owner, in))(t)
		want := []string{"2 same Guests come back", "3 changed Second visits", "4 changed Hosts answer at once", "5 changed Hours to an answer", "6 new Hosts who answer", "7 new Rooms are quiet"}
		if diff := cmp.Diff(want, states(p.Lines)); diff != "" || p.Updated != 3 || p.Known != 2 {
			t.Errorf("preview, %d changed, %d known (-want +got):\n%s", p.Updated, p.Known, diff)
		}
		second := must(w.Import(ctx, w.owner, in))(t)
		if diff := cmp.Diff(okr.ImportCount{Objectives: 1, KeyResults: 1, Updated: 3}, second.ImportCount); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
		list := must(w.Tree(ctx, w.owner, w.cycle.ID))(t).Objectives
		a, b := list[0], list[1]
		// Its value is the people's from then on: a file that is read again does not check in.
		if k := a.KeyResults[0]; *k.Target != 95 || *k.Value != 40 || len(list) != 3 || b.Title != "Hosts answer at once" || len(b.KeyResults) != 2 {
			t.Errorf("after the second import: %s", strings.Join(planLines(list), "\n"))
		}
		must(w.EditKeyResult(ctx, w.owner, okr.KeyResultPatch{ID: b.KeyResults[0].ID, Target: ptr(3.0)}))(t)
		must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: a.KeyResults[0].ID, Value: ptr(40.0)}))(t)
		must(w.UndoImport(ctx, w.owner, second.ID))(t)
		after := planLines(must(w.Tree(ctx, w.owner, w.cycle.ID))(t).Objectives)
		for i := range before {
			before[i] = strings.ReplaceAll(before[i], "48 → 4", "48 → 3") // edited since
		}
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("after the undo (-before the import +after):\n%s", diff)
		}
		if i := must(w.UndoImport(ctx, w.owner, second.ID))(t); i.Undone == 0 {
			t.Error("the import is not marked as undone")
		}
		// The removed one can be restored, and the file can be imported again.
		page := must(w.FindObjectives(ctx, w.owner, ObjectiveQuery{Removed: true}))(t)
		if page.Total != 1 || page.Objectives[0].Title != "Rooms are quiet" {
			t.Fatalf("removed: %+v", page.Objectives)
		}
		must(w.RestoreObjective(ctx, w.owner, RemovalInput{ID: page.Objectives[0].ID}))(t)
		if r := must(w.Import(ctx, w.owner, in))(t); r.Objectives != 0 || r.Updated == 0 {
			t.Errorf("the third import made %+v", r.ImportCount)
		}
		got := lines(must(w.Activity(ctx, w.owner, ActivityQuery{Kind: "import", Limit: 3}))(t))
		if len(got) != 3 || !strings.HasPrefix(got[1], "Ines Owner undid an import with ") {
			t.Errorf("activity %v", got)
		}
		_, err := w.UndoImport(ctx, w.member("Bo", okr.OrgMember, "Apps"), second.ID)
		refused(t, "somebody else's import", err, okr.Forbidden, "")
	})
}

// What cannot be kept is left out with its reason, and the rest comes in.
func TestImportLeavesOut(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		bo := w.member("Bo", okr.OrgMember, "Apps")
		long := strings.Repeat("very ", 80) + "long"
		in := ImportInput{Name: "plan.csv", Data: []byte("Type,ID,Parent ID,Title,Team,Start value,Target value\nObjective,a,," + long + ",Apps,,\nKey result,a1,a,Fine,,1,2\n" +
			"Key result,a2,a,Too much,,1,99999999999999999999\nObjective,b,,Not mine,Sales,,\nKey result,b1,b,Neither,,1,2\n")}
		r := must(w.Import(ctx, bo, in))(t)
		if r.Objectives != 1 || len(r.Refused) != 3 || r.Refused[0].Line != 4 || r.Refused[1].Why != noRight || r.Refused[2].Why != noRight {
			t.Errorf("the import made %+v and refused %v", r.ImportCount, states(r.Refused))
		}
		o := must(w.Tree(ctx, w.owner, w.cycle.ID))(t).Objectives[0]
		if n := len([]rune(o.Title)); n > okr.MaxTitle || !strings.HasSuffix(o.Title, "…") || o.WhyImportant != long || len(o.KeyResults) != 1 {
			t.Errorf("%d letters: %q, %q, %d key results", n, o.Title, o.WhyImportant, len(o.KeyResults))
		}
		_, err := w.Import(ctx, bo, ImportInput{Name: "other.csv", Data: []byte("Type,Title,Team\nObjective,Not mine,Sales\n")})
		refused(t, "nothing of one's own", err, okr.Forbidden, "")
	})
}

// many is a document with n objectives.
func many(n int) []byte {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "## Objective: Number %d of many\n\n* **KR:** Guests who stay from %d %% to %d %%\n* **KR:** Hosts agree => 40%%\n\n", i, i%50, i%50+20)
	}
	return []byte(b.String())
}

// A large import is written in pieces that nobody sees, and is there at once; one that is interrupted leaves nothing.
func TestLargeImport(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		const n = 3*importPiece + 7
		in := ImportInput{Name: "many.md", Data: many(n)}
		first := w.objective("Before", rising("One"))

		// Stop after the pieces, as a crash would.
		d := must(w.readImport(w.owner, in))(t)
		imp := must(view(ctx, w.App, w.owner, func(tx *store.Tx) (*importer, error) { return w.prepare(tx, w.owner, in, d) }))(t)
		whole, _ := imp.apart()
		held := must(w.importAlone(ctx, w.owner))(t)
		if rows := must(imp.inPieces(ctx, held, whole))(t); rows < 3*n {
			t.Fatalf("%d rows of the log for %d objectives", rows, n)
		}
		held.release(ctx)
		unseen := func() {
			t.Helper()
			day := w.Today(w.org)
			for what, count := range map[string]int{
				"objectives": must(w.FindObjectives(ctx, w.owner, ObjectiveQuery{}))(t).Total - 1,
				"removed":    must(w.FindObjectives(ctx, w.owner, ObjectiveQuery{Removed: true}))(t).Total,
				"hits":       len(must(w.Search(ctx, w.owner, "many", 0))(t)),
				"cards":      len(must(w.CheckInQueue(ctx, w.owner))(t).Cards),
				"acts":       len(must(w.Activity(ctx, w.owner, ActivityQuery{Kind: "import"}))(t).Activity),
				"the past":   len(must(w.TreeAt(ctx, w.owner, w.cycle.ID, day))(t).Objectives) - 1,
				"exported":   strings.Count(w.export(w.owner, "json"), "of many"),
				"changes":    len(must(w.Changes(ctx, w.owner, w.Now()))(t)) - len(must(w.Changes(ctx, w.owner, w.Now()))(t)),
			} {
				if count != 0 {
					t.Errorf("%d %s of an import that is not there yet", count, what)
				}
			}
		}
		unseen()
		rows := len(w.rows())
		if err := w.db.Update(ctx, w.org.ID, func(tx *store.Tx) error { return tx.ForgetPending() }); err != nil {
			t.Fatal(err)
		}
		unseen()
		if left := len(w.rows()); left >= rows-3*n {
			t.Errorf("%d rows are left of %d", left, rows)
		}

		w.owner.Key = "once"
		r := must(w.Import(ctx, w.owner, in))(t)
		if r.Objectives != n || r.KeyResults != 2*n {
			t.Errorf("the import made %+v", r)
		}
		if again := must(w.Import(ctx, w.owner, in))(t); again.ID != r.ID {
			t.Errorf("the same request again is another import: %+v", again)
		}
		w.owner.Key = ""
		tree := must(w.Tree(ctx, w.owner, w.cycle.ID))(t)
		numbers := map[int]bool{}
		for _, o := range tree.Objectives {
			numbers[o.Number] = true
		}
		if len(tree.Objectives) != n+1 || len(numbers) != n+1 {
			t.Errorf("%d objectives with %d numbers", len(tree.Objectives), len(numbers))
		}
		acts := must(w.Activity(ctx, w.owner, ActivityQuery{Kind: "import"}))(t).Activity
		if len(acts) != 1 || len(acts[0].Touched)+acts[0].More < 3*n {
			t.Errorf("%d acts, the first of %d things", len(acts), len(acts[0].Touched)+acts[0].More)
		}
		if past := must(w.TreeAt(ctx, w.owner, w.cycle.ID, w.Today(w.org)))(t); len(past.Objectives) != n+1 {
			t.Errorf("the log knows of %d objectives", len(past.Objectives))
		}
		if again := must(w.Import(ctx, w.owner, in))(t); again.Objectives+again.KeyResults+again.Updated != 0 {
			t.Errorf("the same file again made %+v", again.ImportCount)
		}
		must(w.UndoImport(ctx, w.owner, r.ID))(t)
		if page := must(w.FindObjectives(ctx, w.owner, ObjectiveQuery{}))(t); page.Total != 1 || page.Objectives[0].ID != first.ID {
			t.Errorf("%d objectives are left after the undo", page.Total)
		}
		one := tree.Objectives[5]
		must(w.RestoreObjective(ctx, w.owner, RemovalInput{ID: one.ID}))(t)
		if back := must(w.Objective(ctx, w.owner, one.ID))(t); len(back.KeyResults) != 2 {
			t.Errorf("a restored one has %d key results", len(back.KeyResults))
		}
	})
}

// Two imports at the same moment do not double a file.
func TestOneImportAtATime(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		held := must(w.importAlone(w.ctx(), w.owner))(t)
		_, err := w.Import(w.ctx(), w.owner, ImportInput{Name: "plan.md", Data: []byte(plan)})
		refused(t, "a second one", err, okr.Conflict, "")
		held.release(w.ctx())
		var e *okr.Error
		if _, err := w.Import(w.ctx(), w.owner, ImportInput{Name: "plan.md", Data: []byte(plan)}); errors.As(err, &e) {
			t.Errorf("after the first: %v", err)
		}
	})
}

// Parents may stand further down; two that are each other's parent do not become a ring.
func TestImportFindsParents(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		must(w.Import(w.ctx(), w.owner, ImportInput{Name: "plan.csv", Data: []byte("Type,ID,Parent ID,Title\nObjective,a,c,A\nObjective,b,a,B\nObjective,c,,C\nObjective,d,e,D\nObjective,e,d,E\n")}))(w.t)
		title, up := map[string]string{}, map[string]string{}
		list := must(w.Tree(w.ctx(), w.owner, w.cycle.ID))(t).Objectives
		for _, o := range list {
			title[o.ID] = o.Title
		}
		for _, o := range list {
			for _, s := range o.Supports {
				up[o.Title] = title[s.ID]
			}
		}
		if diff := cmp.Diff(map[string]string{"A": "C", "B": "A", "E": "D"}, up); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
}

// Nothing that a file can hold fails inside: it comes in, or is refused with a reason.
func TestImportTakesAnything(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		odd := []string{"\\u0000", "\\ud800", "\u202e\u2067 rtl", "😀", strings.Repeat("x", 5000), " ", "=1+1", "<script>", "\\n\\n"}
		for i, s := range odd {
			file := fmt.Sprintf(`{"cycle": %[1]q, "objectives": [{"id": "%[2]s", "title": "%[2]s a", "team": "%[2]s", "owner": "%[2]s", "why": "%[2]s", "score": 9e300,
			 "key_results": [{"id": "%[2]s", "title": "%[2]s b", "unit": "%[2]s", "baseline": -1e300, "target": 1e308, "due": "%[2]s", "weight": -4, "score": -1}, "%[2]s c from 1 to 2"]}]}`, "x", s)
			r, err := w.Import(w.ctx(), w.owner, ImportInput{Name: fmt.Sprintf("odd\x00%d.json", i), Data: []byte(file)})
			var e *okr.Error
			if err != nil && !errors.As(err, &e) {
				t.Errorf("%q: %v", s, err)
			}
			if err == nil && r.Objectives+len(r.Refused) == 0 {
				t.Errorf("%q: nothing came of it", s)
			}
		}
	})
}

// A file writes no key result of another objective, whoever knows its id: one that the actor could not change by hand stays as it is.
func TestImportLeavesOthersAlone(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		mia := w.member("Mia", okr.OrgMember, "Apps")
		theirs := must(w.AddObjective(ctx, w.owner, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: []string{w.team("Sales").ID}, Title: "Theirs", KeyResults: []KeyResultInput{rising("Deals")}}))(t)
		k := theirs.KeyResults[0]
		file := "Type,ID,Title,Baseline,Target,Score\nObjective,mine,My objective,,,\nKey Result," + k.ID + ",Mine now,0,1,1\nKey Result,own,My own,0,1,\n"
		in := ImportInput{Name: "x.csv", Data: []byte(file), TeamID: w.team("Apps").ID}
		want := []string{"2 new My objective", "3 refused Mine now " + elsewhere, "4 new My own"}
		if diff := cmp.Diff(want, states(must(w.PreviewImport(ctx, mia, in))(t).Lines)); diff != "" {
			t.Errorf("preview (-want +got):\n%s", diff)
		}
		r := must(w.Import(ctx, mia, in))(t)
		if r.KeyResults != 1 || r.Updated != 0 || len(r.Refused) != 1 {
			t.Errorf("the import made %+v and refused %v", r.ImportCount, states(r.Refused))
		}
		if now := must(w.Objective(ctx, w.owner, theirs.ID))(t).KeyResults; len(now) != 1 || now[0].Title != "Deals" || *now[0].Target != *k.Target || now[0].Grade != nil {
			t.Errorf("theirs is %+v", now)
		}

		// One that has been moved to another objective since is not doubled.
		list := must(w.Tree(ctx, mia, w.cycle.ID))(t).Objectives
		mine := list[slices.IndexFunc(list, func(o ObjectiveTree) bool { return o.Title == "My objective" })]
		other := must(w.AddObjective(ctx, mia, ObjectiveInput{CycleID: w.cycle.ID, TeamIDs: mine.TeamIDs, Title: "Another"}))(t)
		must(w.EditKeyResult(ctx, mia, okr.KeyResultPatch{ID: mine.KeyResults[0].ID, ObjectiveID: &other.ID}))(t)
		if r := must(w.Import(ctx, mia, in))(t); r.Objectives+r.KeyResults+r.Updated != 0 || len(r.Refused) != 2 {
			t.Errorf("the same file again made %+v and refused %v", r.ImportCount, states(r.Refused))
		}
	})
}

// inBetween runs fn once, between the reading of an import's file and its writing.
func (w *world) inBetween(fn func()) {
	calls, plain := 0, w.newID
	w.newID = func() string {
		if calls++; calls == 3 { // the lease, the import, its first new thing
			fn()
		}
		return plain()
	}
	w.t.Cleanup(func() { w.newID = plain })
}

// What people do while a file is written stays: a check-in goes with the new target, and a line is refused whose thing somebody has changed.
func TestImportBesideOthers(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		const head, tail = "Type,ID,Title,Baseline,Target\n", "Objective,c,New\n"
		in := ImportInput{Name: "x.csv", Data: []byte(head + "Objective,a,First\nKey Result,a1,Deals,0,10\nObjective,b,Second\nKey Result,b1,Calls,0,10\n")}
		must(w.Import(ctx, w.owner, in))(t)
		before := must(w.Tree(ctx, w.owner, w.cycle.ID))(t).Objectives
		in.Data = []byte(head + "Objective,a,First one\nKey Result,a1,Deals,0,20\nObjective,b,Second one\nKey Result,b1,Calls,0,20\n" + tail)
		w.inBetween(func() {
			must(w.CheckIn(ctx, w.owner, CheckInInput{KeyResultID: before[0].KeyResults[0].ID, Value: ptr(5.0)}))(t)
			must(w.EditObjective(ctx, w.owner, okr.ObjectivePatch{ID: before[1].ID, Title: ptr("Second, better")}))(t)
			must(w.EditKeyResult(ctx, w.owner, okr.KeyResultPatch{ID: before[1].KeyResults[0].ID, Target: ptr(30.0)}))(t)
		})
		r := must(w.Import(ctx, w.owner, in))(t)
		if diff := cmp.Diff([]string{"4 refused Second one " + overtaken, "5 refused Calls " + overtaken}, states(r.Refused)); diff != "" || r.Updated != 2 || r.Objectives != 1 {
			t.Errorf("the import made %+v (-want +got):\n%s", r.ImportCount, diff)
		}
		after := must(w.Tree(ctx, w.owner, w.cycle.ID))(t).Objectives
		if k := must(w.Objective(ctx, w.owner, after[0].ID))(t).KeyResults[0]; after[0].Title != "First one" || *k.Target != 20 || k.Value == nil || *k.Value != 5 || k.Checks != 1 || len(k.Trail) != 1 || *k.Progress != 0.25 || *after[0].Progress != 0.25 {
			t.Errorf("the first: %+v, its key result %+v", after[0].Objective, k)
		}
		if k := after[1].KeyResults[0]; after[1].Title != "Second, better" || *k.Target != 30 {
			t.Errorf("the second: %+v, its key result %+v", after[1].Objective, k)
		}
	})
}

// A plan that is pasted for another team or another cycle is another plan, however alike its words; in the same place it is the same one.
func TestImportKnowsThePlace(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		next := must(w.AddCycle(ctx, w.owner, CycleInput{Start: "2027-01-01"}))(t)
		apps, sales := w.team("Apps").ID, w.team("Sales").ID
		const text, ids = "# Objective: Delight our customers\n- KR: NPS from 20 to 40\n", "Type,ID,Title,Baseline,Target\nObjective,1,Delight our customers\nKey result,1.1,NPS,20,40\n"
		for _, file := range []ImportInput{{Name: "pasted.md", Data: []byte(text)}, {Name: "okrs.csv", Data: []byte(ids)}} {
			for i, at := range []home{{w.cycle.ID, apps}, {w.cycle.ID, sales}, {next.ID, apps}, {next.ID, sales}} {
				file.CycleID, file.TeamID = at.cycleID, at.teamID
				if r := must(w.Import(ctx, w.owner, file))(t); r.Objectives != 1 || r.KeyResults != 1 || len(r.Refused) != 0 {
					t.Errorf("%s, place %d: the import made %+v, refused %v", file.Name, i, r.ImportCount, states(r.Refused))
				}
				if p := must(w.PreviewImport(ctx, w.owner, file))(t); p.Known != 1 || p.Lines[0].State != LineSame || p.Lines[1].State != LineSame {
					t.Errorf("%s, place %d: again it is %v", file.Name, i, states(p.Lines))
				}
			}
		}
		for _, cycle := range []okr.Cycle{w.cycle, next} {
			for _, o := range must(w.Tree(ctx, w.owner, cycle.ID))(t).Objectives {
				if len(o.KeyResults) != 1 {
					t.Errorf("%s in %s has %d key results", o.Title, cycle.Name, len(o.KeyResults))
				}
			}
		}
	})
}

// An import that takes long keeps its lease by writing; one that has lost it to another writes nothing more.
func TestImportKeepsItsLease(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		ctx := w.ctx()
		held := must(w.importAlone(ctx, w.owner))(t)
		renew := func() error { return w.db.Update(ctx, w.org.ID, held.renew) }
		for range 3 {
			w.pass(importLasts * 3 / 4)
			if err := renew(); err != nil {
				t.Fatal(err)
			}
		}
		_, err := w.importAlone(ctx, w.owner)
		refused(t, "another one beside a long one", err, okr.Conflict, "")
		w.pass(2 * importLasts)
		must(struct{}{}, renew())(t) // nobody wanted it
		w.pass(2 * importLasts)
		must(w.importAlone(ctx, w.owner))(t).release(ctx)
		refused(t, "one that lost its lease", renew(), okr.Conflict, "")

		for _, n := range []int{2, importPiece + 3} {
			w.inBetween(func() {
				w.pass(2 * importLasts)
				must(w.importAlone(ctx, w.owner))(t)
			})
			_, err := w.Import(ctx, w.owner, ImportInput{Name: "many.md", Data: many(n)})
			refused(t, fmt.Sprintf("an import of %d that is overtaken", n), err, okr.Conflict, "")
			w.pass(2 * importLasts)
		}
		if r := must(w.Import(ctx, w.owner, ImportInput{Name: "many.md", Data: many(3)}))(t); r.Objectives != 3 {
			t.Errorf("afterwards the import made %+v", r.ImportCount)
		}
	})
}
