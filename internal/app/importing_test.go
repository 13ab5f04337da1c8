package app

import (
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

const plan = `# Tool plans, Q4

## Objective: Carpenters choose us for the second saw
* **KR:** Share of customers who buy again from 22 % to 35 %
* **KR:** Warranty calls below 40 a month => 70%
  * **Objective: Repairs feel like a favour**
    * **KR:** Days in repair from 9 to 4
    * **KR:** Every region has a named repairer
`

// A published document becomes live objectives in one act; the same file again changes nothing; a changed one updates; one undo takes it away.
func TestImport(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		in := ImportInput{Name: "plans/plan.md", Data: []byte(plan), TeamID: w.team("Apps").ID}
		p := must(w.PreviewImport(w.ctx(), w.owner, in))(t)
		if p.Objectives != 2 || p.KeyResults != 4 || p.Known != 0 {
			t.Fatalf("the preview shows %d objectives, %d key results, %d known", p.Objectives, p.KeyResults, p.Known)
		}
		first := must(w.Import(w.ctx(), w.owner, in))(t)
		if first.Objectives != 2 || first.KeyResults != 4 || first.Updated != 0 {
			t.Errorf("the import made %+v", first.ImportCount)
		}
		page := must(w.FindObjectives(w.ctx(), w.owner, ObjectiveQuery{CycleID: w.cycle.ID}))(t)
		parent, child := page.Objectives[0], page.Objectives[1]
		if len(child.Supports) != 1 || child.Supports[0].ID != parent.ID || parent.Stage != okr.Active {
			t.Errorf("the nested objective supports %v; the parent is %s", child.Supports, parent.Stage)
		}
		if k := child.KeyResults[1]; k.Kind != okr.YesNo {
			t.Errorf("a key result without a number arrived as %s", k.Kind)
		}
		again := must(w.Import(w.ctx(), w.owner, in))(t)
		if again.Objectives+again.KeyResults+again.Updated != 0 {
			t.Errorf("the same file again made %+v", again.ImportCount)
		}
		in.Data = []byte(strings.ReplaceAll(plan, "to 35 %", "to 40 %"))
		changed := must(w.Import(w.ctx(), w.owner, in))(t)
		if changed.KeyResults != 1 { // its words are its name at the source, so that other words are another key result
			t.Errorf("a changed file made %+v", changed.ImportCount)
		}
		must(w.UndoImport(w.ctx(), w.owner, first.ID))(t)
		if left := must(w.FindObjectives(w.ctx(), w.owner, ObjectiveQuery{CycleID: w.cycle.ID}))(t); left.Total != 0 {
			t.Errorf("%d objectives are left after the undo", left.Total)
		}
	})
}

// What may not be imported is refused with the reason, and leaves nothing.
func TestImportRefuses(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		viewer := w.member("Vera", okr.OrgViewer)
		for name, c := range map[string]struct {
			actor Actor
			in    ImportInput
			want  okr.ErrorKind
		}{
			"by a viewer":      {viewer, ImportInput{Name: "plan.md", Data: []byte(plan)}, okr.Forbidden},
			"an empty file":    {w.owner, ImportInput{Name: "plan.md"}, okr.Invalid},
			"a tracker's":      {w.owner, ImportInput{Name: "issues.csv", Data: []byte("Issue key,Summary,Issue Type,Reporter,Sprint\nAB-1,Fix it,Bug,Ines,4\n")}, okr.Invalid},
			"no objective":     {w.owner, ImportInput{Name: "letter.md", Data: []byte("Dear all,\n\nthe summer was good.\n")}, okr.Invalid},
			"an unknown cycle": {w.owner, ImportInput{Name: "plan.md", Data: []byte(plan), CycleID: "none"}, okr.NotFound},
		} {
			_, err := w.Import(w.ctx(), c.actor, c.in)
			if f := okr.FaultsOf(err); len(f) == 0 || f[0].Kind != c.want {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
		}
		if page := must(w.FindObjectives(w.ctx(), w.owner, ObjectiveQuery{CycleID: w.cycle.ID}))(t); page.Total != 0 {
			t.Errorf("%d objectives came in", page.Total)
		}
	})
}
