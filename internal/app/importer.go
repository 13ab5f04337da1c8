package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/headwater-okr/headwater/internal/document"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// importPiece is how many new objectives are written in one transaction, with all that is in them: about 30 ms.
const importPiece = 30

// An importer turns a placed draft into things, before anything is written.
type importer struct {
	*placing
	a          *App
	actor      Actor
	id         string // of the import, which is also that of its event
	now        okr.Instant
	today      okr.Date
	objectives map[string]okr.Objective // that are here, by their id at the source
	keyResults map[string]okr.KeyResult
	taken      map[string]bool // ids of the document that something here has already
	ids        map[string]string
	branch     map[string]Branch
	position   map[string]int            // the last one, by cycle
	below      map[*okr.Objective]string // new ones whose parent stands further down, by its id at the source
	fresh      []bundle
	changed    []any // an okr.Objective or okr.KeyResult as it is to be
	lines      []ImportLine
	count      okr.ImportCount
}

// A bundle is a new objective, or new key results of one that is here, with what is in them.
type bundle struct {
	objective  *okr.Objective
	keyResults []okr.KeyResult
	checkIns   []okr.CheckIn
}

// Import keeps a document: one act, one event, visible as a whole. What an earlier import of the same file made is updated where the document says something
// else, and left alone otherwise. Objectives are live unless they are to be drafts or their cycle is over; those below others support them. A line that cannot be kept is
// left out, and the answer says why. A whole organization is restored instead, where that can be.
func (a *App) Import(ctx context.Context, actor Actor, in ImportInput) (ImportResult, error) {
	d, err := a.readImport(actor, in)
	if err != nil {
		return ImportResult{}, err
	}
	if d.Tracker != "" {
		return ImportResult{}, okr.Fail(okr.Invalid, "file", d.Tracker)
	}
	if out, done, err := a.restoreInstead(ctx, actor, in, d); done || err != nil {
		return out, err
	}
	if len(d.Objectives) == 0 {
		return ImportResult{}, okr.Fail(okr.Invalid, "file", "No objective was found in this file. The preview shows each line and why.")
	}
	release, err := a.importAlone(ctx, actor)
	if err != nil {
		return ImportResult{}, err
	}
	defer release()
	repeated := false
	w, err := view(ctx, a, actor, func(tx *store.Tx) (*importer, error) {
		if actor.Key != "" {
			seen, _, err := tx.Idempotent(actor.Viewer.MemberID, actor.Key)
			if repeated = seen != ""; repeated || err != nil {
				return nil, err
			}
		}
		return a.prepare(tx, actor, in, d)
	})
	if err != nil {
		return ImportResult{}, err
	}
	if !repeated {
		if err := w.refused(); err != nil {
			return ImportResult{}, err
		}
	}
	written := 0
	if !repeated && len(w.fresh) > importPiece {
		whole, added := w.apart()
		if written, err = w.inPieces(ctx, whole); err != nil {
			return ImportResult{}, err
		}
		w.fresh = added
	}
	return do(ctx, a, actor, "import.done", in, func(t *act) (ImportResult, error) {
		t.event, t.written = w.id, written
		if written > 0 {
			if err := t.ShowImport(w.id); err != nil {
				return ImportResult{}, err
			}
		}
		if err := w.write(t, w.fresh, 0); err != nil {
			return ImportResult{}, err
		}
		if err := w.update(t); err != nil {
			return ImportResult{}, err
		}
		out := ImportResult{ID: w.id, ImportCount: w.count, Refused: w.linesThatAre(LineRefused)}
		return out, t.AddImport(okr.Import{ID: w.id, MemberID: actor.Viewer.MemberID, Source: w.source, Summary: w.count, Created: t.Now})
	})
}

// importAlone lets one import at a time into an organization: two of the same file would not know of each other. It also takes away what an
// interrupted one has left, which nobody has seen.
func (a *App) importAlone(ctx context.Context, actor Actor) (release func(), err error) {
	name, holder := "import:"+actor.Org.ID, a.newID()
	held, err := a.Lease(ctx, name, holder, 2*time.Minute)
	if err != nil {
		return nil, err
	}
	if !held {
		return nil, okr.Fail(okr.Conflict, "", "Another import is being written. Wait a moment, and import again.")
	}
	err = a.db.Update(ctx, actor.Org.ID, func(tx *store.Tx) error { return tx.ForgetPending() })
	return func() {
		// Without this it would end by itself.
		_, _ = a.Lease(context.WithoutCancel(ctx), name, holder, 0)
	}, err
}

// refused is the fault of an import of which nothing can be kept.
func (w *importer) refused() error {
	list := w.linesThatAre(LineRefused)
	if len(list) < len(w.lines) || len(list) == 0 {
		return nil
	}
	if slices.ContainsFunc(list, func(l ImportLine) bool { return l.Why == noRight }) {
		return okr.Refuse("the people of the teams that the document is for, and the leadership")
	}
	return okr.Fail(okr.Invalid, "file", fmt.Sprintf("Line %d: %s", list[0].Line, list[0].Why))
}

func (w *importer) linesThatAre(state string) (out []ImportLine) {
	for _, l := range w.lines {
		if l.State == state {
			out = append(out, l)
		}
	}
	return out
}

// apart are the new objectives, and the key results that objectives get which are here: those would be seen at once.
func (w *importer) apart() (whole, added []bundle) {
	for _, b := range w.fresh {
		if b.objective != nil {
			whole = append(whole, b)
		} else {
			added = append(added, b)
		}
	}
	return whole, added
}

// inPieces writes new objectives in short transactions: hidden, under an event that is not there yet. It returns how many rows of the log are written.
func (w *importer) inPieces(ctx context.Context, whole []bundle) (rows int, err error) {
	e := okr.Event{ID: w.id, Kind: "import.done", ActorID: w.actor.Viewer.MemberID, Via: w.actor.Via}
	piece := func(fn func(*act) error) error {
		return w.a.db.Update(ctx, w.actor.Org.ID, func(tx *store.Tx) error {
			return fn(&act{Tx: tx, Now: w.now, Actor: w.actor, newID: w.a.newID})
		})
	}
	if err := piece(func(t *act) error { return t.OpenEvent(e) }); err != nil {
		return 0, err
	}
	for list := range slices.Chunk(whole, importPiece) {
		n := 0
		err := piece(func(t *act) error {
			if err := w.write(t, list, store.Pending); err != nil {
				return err
			}
			n = len(t.rows)
			return t.AppendRows(w.id, rows, t.Now, t.rows)
		})
		if err != nil {
			return 0, err
		}
		rows += n
	}
	return rows, nil
}

// write inserts new things and logs them as they will be; hidden ones are marked as removed until the import is shown.
func (w *importer) write(t *act, list []bundle, hidden okr.Instant) error {
	n := 0
	for _, b := range list {
		if b.objective != nil {
			n++
		}
	}
	number, err := 0, error(nil)
	if n > 0 {
		if number, err = t.NextNumbers(n); err != nil {
			return err
		}
	}
	var objectives, stored []okr.Objective
	var krs []okr.KeyResult
	var checkIns []okr.CheckIn
	at := map[string]string{}
	for _, b := range list {
		if b.objective != nil {
			o := *b.objective
			o.Number = number
			number++
			objectives = append(objectives, o)
			o.Removed = hidden
			stored = append(stored, o)
		}
		krs, checkIns = append(krs, b.keyResults...), append(checkIns, b.checkIns...)
	}
	for _, k := range krs {
		at[k.ID] = k.ObjectiveID
	}
	if err := errors.Join(store.Insert(t.Tx, stored...), store.Insert(t.Tx, krs...), store.Insert(t.Tx, checkIns...), indexAll(t, objectives), indexAll(t, krs)); err != nil {
		return err
	}
	for _, o := range objectives {
		if err := logThing(t, o.ID, o); err != nil {
			return err
		}
	}
	for _, k := range krs {
		if err := logThing(t, k.ObjectiveID, k); err != nil {
			return err
		}
	}
	for _, c := range checkIns {
		if err := logThing(t, at[c.KeyResultID], c); err != nil {
			return err
		}
	}
	return nil
}

// update saves what is here and changes, and computes the progress of the objectives that it changes.
func (w *importer) update(t *act) error {
	var of []string
	for _, v := range w.changed {
		switch v := v.(type) {
		case okr.Objective:
			if err := save(t, v.ID, &v); err != nil {
				return err
			}
		case okr.KeyResult:
			if err := errors.Join(save(t, v.ObjectiveID, &v), t.QueueRollUps(v.ID, t.Now)); err != nil {
				return err
			}
			of = append(of, v.ObjectiveID)
		}
	}
	for _, b := range w.fresh {
		if b.objective == nil {
			of = append(of, b.keyResults[0].ObjectiveID)
		}
	}
	slices.Sort(of)
	return t.progressOf(of...)
}

const noRight = "You may not write objectives of this team."

// prepare decides what becomes of every line.
func (a *App) prepare(tx *store.Tx, actor Actor, in ImportInput, d *document.Draft) (*importer, error) {
	p, err := a.place(tx, actor, in, d)
	if err != nil {
		return nil, err
	}
	w := &importer{placing: p, a: a, actor: actor, id: a.newID(), now: a.Now(), today: a.Today(actor.Org), ids: map[string]string{}, branch: map[string]Branch{}, position: map[string]int{}, below: map[*okr.Objective]string{}}
	var given []string // ids of this or another Headwater
	w.each(func(x *document.Objective, _, _ string, _ int) {
		for _, id := range append(krIDs(x), x.External) {
			if reUUID.MatchString(id) && len(id) == 36 {
				given = append(given, id)
			}
		}
	})
	if w.objectives, err = tx.ImportedObjectives(actor.Scope(), w.source, given); err != nil {
		return nil, err
	}
	if w.keyResults, err = tx.ImportedKeyResults(actor.Scope(), w.source, given); err != nil {
		return nil, err
	}
	if w.taken, err = tx.Taken(given); err != nil {
		return nil, err
	}
	for id := range w.cycles {
		if w.position[id], err = tx.LastPosition(id); err != nil {
			return nil, err
		}
	}
	w.each(w.objective)
	w.lift()
	return w, nil
}

// lift gives new objectives their parent that stands further down, unless that would make a ring.
func (w *importer) lift() {
	up := map[string]string{}
	for _, b := range w.fresh {
		if b.objective != nil && len(b.objective.Supports) > 0 {
			up[b.objective.ID] = b.objective.Supports[0].ID
		}
	}
	for _, b := range w.fresh {
		id := ""
		if parent, ok := w.below[b.objective]; ok {
			id = w.ids[parent]
		}
		at := id
		for at != "" && at != b.objective.ID {
			at = up[at]
		}
		if id != "" && at == "" {
			up[b.objective.ID] = id
			b.objective.Supports = []okr.Support{{Kind: okr.UpObjective, ID: id, Weight: 1}}
		}
	}
}

func krIDs(x *document.Objective) []string {
	ids := make([]string, len(x.KeyResults))
	for i, k := range x.KeyResults {
		ids[i] = k.External
	}
	return ids
}

// newIDFor keeps an id of an export of Headwater where nothing has it yet, so that the same plan has the same ids everywhere.
func (w *importer) newIDFor(external string) string {
	if len(external) == 36 && reUUID.MatchString(external) && !w.taken[external] {
		w.taken[external] = true
		return external
	}
	return w.a.newID()
}

// objective decides what becomes of an objective of the draft and of its key results.
func (w *importer) objective(x *document.Objective, key, parent string, depth int) {
	branch := w.branch[parent]
	if b, ok := w.in.Branches[x.Line]; ok {
		branch = Branch{TeamID: firstText(b.TeamID, branch.TeamID), CycleID: firstText(b.CycleID, branch.CycleID), Skip: b.Skip || branch.Skip}
	}
	w.branch[key] = branch
	l := ImportLine{Line: x.Line, Thing: okr.ThingObjective, Title: x.Title, Depth: depth}
	o, known := w.objectives[key]
	known = known && o.Removed == 0
	if !known {
		o = w.newObjective(x, key, parent, branch)
	}
	before := o
	w.describe(&o, x)
	l.TeamID, l.CycleID, l.OwnerID = lead(o), o.CycleID, o.OwnerID
	fault := o.Check()
	switch {
	case branch.Skip:
		l.State = LineSkipped
	case okr.CanEdit(w.actor.Viewer, before) != nil:
		l.State, l.Why = LineRefused, noRight
	case fault != nil:
		l.State, l.Why = LineRefused, fault.Error()
	case !known:
		l.State = LineNew
	case changedObjective(before, o):
		l.State, l.ID = LineChanged, o.ID
	default:
		l.State, l.ID = LineSame, o.ID
	}
	w.lines = append(w.lines, l)
	if l.State == LineSkipped || l.State == LineRefused {
		for _, k := range x.KeyResults {
			w.lines = append(w.lines, ImportLine{Line: k.Line, Thing: okr.ThingKeyResult, Title: k.Title, Depth: depth + 1, State: l.State, Why: l.Why})
		}
		return
	}
	w.ids[key] = o.ID
	b := bundle{}
	if l.State == LineNew {
		b.objective = &o
		if x.Parent != "" && len(o.Supports) == 0 {
			w.below[b.objective] = x.Parent
		}
		w.position[o.CycleID] = o.Position
		w.count.Objectives++
	} else if l.State == LineChanged {
		w.changed = append(w.changed, o)
		w.count.Updated++
	}
	used := map[string]int{}
	for i := range x.KeyResults {
		w.keyResult(&b, o, &x.KeyResults[i], key, i, depth+1, used)
	}
	if b.objective != nil {
		o.Progress = okr.ObjectiveProgress(b.keyResults).Value
	}
	if b.objective != nil || len(b.keyResults) > 0 {
		w.fresh = append(w.fresh, b)
	}
}

// newObjective is an objective with its place: live, unless it is to be a draft or its cycle is over.
func (w *importer) newObjective(x *document.Objective, key, parent string, b Branch) okr.Objective {
	c := w.cycleOf(x, b)
	o := okr.Objective{ID: w.newIDFor(x.External), CycleID: c.ID, Kind: okr.Committed, Stage: okr.Active, Activated: w.now, TeamIDs: w.teamsOf(x, b), Position: w.position[c.ID] + positionStep,
		Origin: okr.Origin{Source: w.source, External: key, ImportID: w.id}, Version: 1, Created: w.now}
	o.LineageID = o.ID
	if id := w.ids[parent]; id != "" {
		o.Supports = []okr.Support{{Kind: okr.UpObjective, ID: id, Weight: 1}}
	}
	stage := okr.Active
	switch said := okr.Stage(strings.ReplaceAll(strings.ToLower(x.Status), " ", "_")); {
	case w.in.Draft:
		stage = okr.Draft
	case x.Dropped || said == okr.Dropped:
		stage = okr.Dropped
	case said == okr.Draft || said == okr.InReview || said == okr.Closed:
		stage = said
	case c.End < w.today || c.Closed != 0:
		stage = okr.Closed
	}
	o.Stage = stage
	switch stage {
	case okr.Draft, okr.InReview:
		o.Activated = 0
	case okr.Closed:
		o.Activated, o.Ended = min(okr.InstantOf(c.Start.Time()), w.now), w.now
	case okr.Dropped:
		o.Activated, o.Ended, o.DropReason = min(okr.InstantOf(c.Start.Time()), w.now), w.now, "Dropped in "+w.source+"."
	}
	return o
}

// describe takes what the document says of an objective. What is too long for a title stands whole below it.
func (w *importer) describe(o *okr.Objective, x *document.Objective) {
	title, rest := shortened(x.Title)
	o.Title = title
	if why := strings.TrimSpace(strings.Join(nonEmpty(rest, x.Why), "\n\n")); why != "" {
		o.WhyImportant = cut(why, okr.MaxText)
	}
	if x.Kind != "" {
		o.Kind = okr.ObjectiveKind(x.Kind)
	}
	if id := w.person(x.Owner); id != "" {
		o.OwnerID = id
	}
	if o.OwnerID == "" {
		o.OwnerID = w.actor.Viewer.MemberID
	}
	if x.Score != nil {
		o.Grade = share(x.Score)
	}
}

// keyResult decides what becomes of a key result; a new one arrives with the values that the document gives it.
func (w *importer) keyResult(b *bundle, o okr.Objective, x *document.KeyResult, parent string, n, depth int, used map[string]int) {
	key := externalID(x.External)
	if key == "" {
		key = stableID(parent, "kr "+x.Title)
	}
	if used[key]++; used[key] > 1 {
		key = fmt.Sprintf("%s#%d", key, used[key])
	}
	l := ImportLine{Line: x.Line, Thing: okr.ThingKeyResult, Title: x.Title, Depth: depth}
	k, known := w.keyResults[key]
	known = known && (k.Removed == 0 || x.Dropped)
	if !known {
		k = okr.KeyResult{ID: w.newIDFor(x.External), ObjectiveID: o.ID, Position: (n + 1) * positionStep, Origin: okr.Origin{Source: w.source, External: key, ImportID: w.id}, Version: 1, Created: w.now}
		k.LineageID = k.ID
		if x.Dropped {
			k.Removed = w.now // struck out in the document: it can be restored
		}
	}
	before := k
	long := w.describeKeyResult(&k, o, x)
	l.OwnerID = k.OwnerID
	fault := k.Check()
	switch {
	case fault != nil:
		l.State, l.Why = LineRefused, fault.Error()
	case !known:
		l.State = LineNew
		b.checkIns = append(b.checkIns, w.values(x, &k, long)...)
		b.keyResults = append(b.keyResults, k)
		w.count.KeyResults++
	case changedKeyResult(before, k):
		l.State, l.ID = LineChanged, k.ID
		k.Progress = k.Measure().Value
		w.changed = append(w.changed, k)
		w.count.Updated++
	default:
		l.State, l.ID = LineSame, k.ID
	}
	w.lines = append(w.lines, l)
}

// describeKeyResult takes what the document says of a key result, and returns what was too long for its title.
func (w *importer) describeKeyResult(k *okr.KeyResult, o okr.Objective, x *document.KeyResult) (long string) {
	k.Title, long = shortened(x.Title)
	k.Kind, k.Direction, k.Unit = okr.KeyResultKind(x.Kind), x.Direction, cut(x.Unit, 40)
	k.Baseline, k.Target, k.Due, k.Weight = x.Baseline, x.Target, x.Due, x.Weight
	if k.Kind == okr.Milestones && len(k.Stages) != len(x.Milestones) {
		k.Stages = nil
		for _, m := range x.Milestones {
			k.Stages = append(k.Stages, okr.Milestone{Title: cut(m, okr.MaxTitle)})
		}
	}
	if c := w.cycles[o.CycleID]; k.Due != "" && (k.Due < c.Start || k.Due > c.End) {
		k.Due = "" // an old plan that is placed into another cycle is due with that cycle
	}
	if id := w.person(x.Owner); id != "" {
		k.OwnerID = id
	}
	if x.Score != nil {
		k.Grade = share(x.Score)
	}
	return long
}

// values gives a new key result the values that the document holds, as check-ins in their order, and what else it says as the note of the last one.
func (w *importer) values(x *document.KeyResult, k *okr.KeyResult, long string) []okr.CheckIn {
	day := min(w.today, k.DueDate(w.cycles[w.cycle.ID]))
	history := slices.Clone(x.CheckIns)
	v := x.Value
	if v == nil && x.Done != nil && k.Kind == okr.YesNo && *x.Done {
		v = ptrTo(1.0)
	}
	if note := strings.Join(nonEmpty(long, x.Note), "\n\n"); len(history) == 0 && (v != nil || note != "") {
		history = []document.CheckIn{{Date: day, Value: v, Note: note}}
	}
	slices.SortStableFunc(history, func(a, b document.CheckIn) int { return strings.Compare(string(a.Date), string(b.Date)) })
	var out []okr.CheckIn
	for _, h := range history {
		c := okr.CheckIn{ID: w.a.newID(), KeyResultID: k.ID, AuthorID: w.person(h.Author), AsOf: h.Date, Value: h.Value, Note: cut(strings.TrimSpace(h.Note), okr.MaxText), Version: 1, Recorded: w.now}
		if k.CheckValue("value", c.Value) != nil {
			c.Value = nil
		}
		if c.AuthorID == "" {
			c.AuthorID = w.actor.Viewer.MemberID
		}
		if c.Check(*k, w.today) != nil {
			continue // of a day that is still to come, or empty
		}
		follow(k, c)
		c.Progress, c.Health = k.Progress, okr.NotStarted
		out = append(out, c)
	}
	return out
}

func ptrTo[T any](v T) *T { return &v }

func nonEmpty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(s string) bool { return strings.TrimSpace(s) == "" })
}

// shortened is a text as a title, and the whole of it if that was too long.
func shortened(s string) (title, long string) {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\x00", ""))
	if r := []rune(s); len(r) > okr.MaxTitle {
		at := okr.MaxTitle - 1
		for at > okr.MaxTitle-40 && r[at] != ' ' {
			at--
		}
		return strings.TrimSpace(string(r[:at])) + "…", s
	}
	return s, ""
}

func firstText(a, b string) string {
	if strings.TrimSpace(a) != "" {
		return a
	}
	return b
}

// changedObjective compares what an import says of an objective.
func changedObjective(a, b okr.Objective) bool {
	return a.Title != b.Title || a.WhyImportant != b.WhyImportant || a.Kind != b.Kind || a.OwnerID != b.OwnerID || !sameNumber(a.Grade, b.Grade)
}

func changedKeyResult(a, b okr.KeyResult) bool {
	return a.Title != b.Title || a.Kind != b.Kind || a.Unit != b.Unit || a.Direction != b.Direction || a.Due != b.Due || a.OwnerID != b.OwnerID || len(a.Stages) != len(b.Stages) ||
		!sameNumber(a.Baseline, b.Baseline) || !sameNumber(a.Target, b.Target) || !sameNumber(a.Weight, b.Weight) || !sameNumber(a.Grade, b.Grade)
}

func sameNumber(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }

// share is a published score as a grade.
func share(v *float64) *float64 {
	g := min(max(*v, 0), 1)
	return &g
}
