package app

import (
	"fmt"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

const issues = `ID,Team,Title,Description,Status,Estimate,Priority,Project ID,Project,Creator,Assignee,Labels,Cycle Number,Created,Completed,Canceled,Due Date
SAW-1,Saws,Faster hotline,,Todo,3,High,p1,Hotline,kim,lou,"calls, q4",4,2026-10-01T08:00:00Z,,,2026-12-18
SAW-2,Saws,New handle,,In Progress,,Low,,,kim,lou,,,2026-10-02T08:00:00Z,,,
SAW-3,Saws,Old catalogue,,Done,,Low,,,kim,lou,,,2026-09-02T08:00:00Z,2026-10-20T08:00:00Z,,
SAW-4,Saws,,,Todo,,Low,,,kim,lou,,,2026-09-02T08:00:00Z,,,
`

// A tracker's export goes to the tray as what it is: the same file again changes nothing, a newer one updates, what people decided here stays, and one undo takes all of it away.
func TestImportWork(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		apps := w.team("Apps").ID
		in := ImportInput{Name: "linear.csv", Data: []byte(issues), TeamID: apps}
		p := must(w.PreviewImport(w.ctx(), w.owner, in))(t)
		if len(p.Work) != 3 || p.Work[0].State != LineNew || len(p.Draft.Unread) != 1 || p.Objectives != 0 {
			t.Fatalf("the preview shows %+v", p)
		}
		if _, err := w.Import(w.ctx(), w.owner, in); okr.FaultsOf(err) == nil || !strings.Contains(err.Error(), "tray") {
			t.Errorf("without a word about the tray: %v", err)
		}
		in.Tray = true
		keyed := w.owner
		keyed.Key = "once"
		first := must(w.Import(w.ctx(), keyed, in))(t)
		if again := must(w.Import(w.ctx(), keyed, in))(t); again.ID != first.ID {
			t.Error("the same request with its key was done twice")
		}
		if first.Items != 3 || first.Objectives != 0 {
			t.Errorf("the import made %+v", first.ImportCount)
		}
		list := w.backlog(t)
		b := list["SAW-1"]
		if b.Title != "Faster hotline" || b.Opened != "2026-10-01" || b.Due != "2026-12-18" || b.Estimate == nil || *b.Estimate != 3 || len(b.Labels) != 2 || b.SourceStatus != "Todo" || b.ParentKey != "Hotline" || !b.Unaligned() || b.TeamID != apps || b.Mirrored() {
			t.Errorf("the item is %+v", b)
		}
		if list["SAW-3"].Live() || list["SAW-3"].Finished != "2026-10-20" {
			t.Errorf("a finished item is %+v", list["SAW-3"])
		}
		if page := must(w.FindObjectives(w.ctx(), w.owner, ObjectiveQuery{CycleID: w.cycle.ID}))(t); page.Total != 0 {
			t.Errorf("%d objectives came of work", page.Total)
		}
		if again := must(w.Import(w.ctx(), w.owner, in))(t); again.Items+again.Updated != 0 {
			t.Errorf("the same file again made %+v", again.ImportCount)
		}
		other := w.member("Bo", okr.OrgMember)
		if _, err := w.Import(w.ctx(), other, in); err == nil {
			t.Error("somebody outside of the team filled its tray")
		}
		must(w.DropBacklog(w.ctx(), w.owner, BacklogBulk{IDs: []string{list["SAW-2"].ID}, Reason: "The old handle is loved."}))(t)
		in.Data = []byte(strings.ReplaceAll(strings.ReplaceAll(issues, "Faster hotline,,Todo", "Faster hotline,,Done"), "New handle,,In Progress", "New handle,,Todo"))
		second := must(w.Import(w.ctx(), w.owner, in))(t)
		list = w.backlog(t)
		if second.Updated != 2 || list["SAW-1"].Status != okr.WorkDone || list["SAW-2"].Dropped == 0 {
			t.Errorf("a newer file: %+v, %+v", second.ImportCount, list)
		}
		must(w.UndoImport(w.ctx(), w.owner, second.ID))(t)
		if list = w.backlog(t); list["SAW-1"].Status != okr.WorkOpen || list["SAW-2"].Dropped == 0 {
			t.Errorf("after the undo of the second: %+v", list)
		}
		must(w.UndoImport(w.ctx(), w.owner, first.ID))(t)
		if list = w.backlog(t); len(list) != 2 { // those that were changed after the first import stay
			t.Errorf("after the undo of the first: %+v", list)
		}
		if back := must(w.Import(w.ctx(), w.owner, in))(t); back.Updated+back.Items == 0 || len(w.backlog(t)) != 3 {
			t.Errorf("after an undo the file brings back %+v", back.ImportCount)
		}
	})
}

// backlog is the backlog by what its tool calls each item.
func (w *world) backlog(t *testing.T) map[string]okr.BacklogItem {
	t.Helper()
	list := must(view(w.ctx(), w.App, w.owner, func(tx *store.Tx) ([]okr.BacklogItem, error) { return tx.BacklogItems(store.BacklogFilter{}) }))(t)
	out := map[string]okr.BacklogItem{}
	for _, b := range list {
		_, key, _ := strings.Cut(b.Origin.External, ":")
		out[key] = b
	}
	return out
}

// A large export is one act, whole or not at all, and one undo; what an interrupted one left is taken away by the next.
func TestImportMuchWork(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		var file strings.Builder
		file.WriteString(strings.SplitAfter(issues, "\n")[0])
		for i := range 3*workPiece + 7 {
			fmt.Fprintf(&file, "SAW-%d,Saws,Item %d,,Todo,,Low,,,kim,lou,,,2026-10-01T08:00:00Z,,,\n", i, i)
		}
		must(struct{}{}, w.db.Update(w.ctx(), w.owner.Org.ID, func(tx *store.Tx) error {
			return store.Insert(tx, okr.BacklogItem{ID: w.newID(), Title: "Left over", TeamID: w.team("Apps").ID, Status: okr.WorkOpen, Removed: store.Pending, Version: 1})
		}))(t)
		in := ImportInput{Name: "linear.csv", Data: []byte(file.String()), TeamID: w.team("Apps").ID, Tray: true}
		made := must(w.Import(w.ctx(), w.owner, in))(t)
		if n := len(w.backlog(t)); made.Items != 3*workPiece+7 || n != made.Items {
			t.Errorf("%d items, %d are there", made.Items, n)
		}
		acts := must(w.Activity(w.ctx(), w.owner, ActivityQuery{}))(t)
		if len(acts.Activity) == 0 || acts.Activity[0].Kind != "import.done" {
			t.Errorf("the log says %+v", acts)
		}
		must(w.UndoImport(w.ctx(), w.owner, made.ID))(t)
		if n := len(w.backlog(t)); n != 0 {
			t.Errorf("%d items are left", n)
		}
		for i := range maxWork {
			fmt.Fprintf(&file, "LOT-%d,Saws,Item %d,,Todo,,Low,,,kim,lou,,,2026-10-01T08:00:00Z,,,\n", i, i)
		}
		in.Data = []byte(file.String())
		if _, err := w.Import(w.ctx(), w.owner, in); okr.FaultsOf(err) == nil {
			t.Errorf("more than fits: %v", err)
		}
	})
}

// What people decide about an item while a file is written stays.
func TestImportWorkBesideOthers(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		in := ImportInput{Name: "linear.csv", Data: []byte(issues), TeamID: w.team("Apps").ID, Tray: true}
		must(w.Import(w.ctx(), w.owner, in))(t)
		in.Data = []byte(strings.ReplaceAll(issues, "New handle,,In Progress", "Another handle,,Todo") + "SAW-9,Saws,Fresh,,Todo,,Low,,,kim,lou,,,2026-10-01T08:00:00Z,,,\n")
		w.inBetween(func() {
			must(w.DropBacklog(w.ctx(), w.owner, BacklogBulk{IDs: []string{w.backlog(t)["SAW-2"].ID}, Reason: "The old handle is loved."}))(t)
		})
		must(w.Import(w.ctx(), w.owner, in))(t)
		if b := w.backlog(t)["SAW-2"]; b.Dropped == 0 || b.DropReason == "" || b.Title != "Another handle" {
			t.Errorf("the item is %+v", b)
		}
	})
}
