package app

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/document"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

const (
	noRight   = "You may not write objectives of this team."
	elsewhere = "This key result is below another objective here, and stays as it is. To add another one, give the line an id of its own."
	overtaken = "Somebody has changed it here meanwhile. Import the file again to see what it is now."
)

// prepare decides what becomes of every line.
func (a *App) prepare(tx *store.Tx, actor Actor, in ImportInput, d *document.Draft) (*importer, error) {
	p, err := a.place(tx, actor, in, d)
	if err != nil {
		return nil, err
	}
	w := &importer{placing: p, a: a, actor: actor, id: a.newID(), now: a.Now(), today: a.Today(actor.Org), ids: map[string]string{}, branch: map[string]Branch{}, position: map[string]int{}, below: map[*okr.Objective]string{}, homes: map[string]home{}}
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
	if err := w.placed(tx); err != nil {
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

// placed reads where the objectives are that have the key results of which lines could speak.
func (w *importer) placed(tx *store.Tx) error {
	of := map[string]bool{}
	for _, list := range w.keyResults {
		for _, k := range list {
			of[k.ObjectiveID] = true
		}
	}
	if len(of) == 0 {
		return nil
	}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(of)), 500) {
		list, err := tx.ObjectiveKeys(w.actor.Scope(), store.ObjectiveFilter{IDs: ids})
		if err != nil {
			return err
		}
		for _, o := range list {
			w.homes[o.ID] = home{o.CycleID, o.TeamID}
		}
	}
	return nil
}

// A home is where an objective is: an id at a source says nothing beyond it, because a pasted plan or the file of the next quarter has the same ones again.
type home struct{ cycleID, teamID string }

// known is the objective that a line of the document is, if it is here: one with its id at the source in the cycle that the line goes to, and led by the same team. One of
// which the document gives the id that it has here may have moved to another team since.
func (w *importer) known(x *document.Objective, key string, b Branch) (okr.Objective, bool) {
	to := home{w.cycleOf(x, b).ID, w.teamsOf(x, b)[0]}
	for _, o := range w.objectives[key] {
		if o.CycleID == to.cycleID && (o.ID == key || lead(o) == to.teamID) {
			return o, true
		}
	}
	return okr.Objective{}, false
}

// knownKeyResult is the key result below o that a line is, if it is here. Without one, away says that another objective in the same place has it: it has moved there, or
// the line means somebody else's.
func (w *importer) knownKeyResult(x *document.KeyResult, key string, o okr.Objective) (k okr.KeyResult, known, away bool) {
	for _, k := range w.keyResults[key] {
		at := w.homes[k.ObjectiveID]
		switch {
		case k.Removed != 0 && !x.Dropped:
		case k.ObjectiveID == o.ID:
			return k, true, false
		case at.cycleID == o.CycleID && (k.ID == key || at.teamID == lead(o)):
			away = true
		}
	}
	return okr.KeyResult{}, false, away
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
	o, known := w.known(x, key, branch)
	if known {
		w.seen++
	} else {
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
	case !known && w.homeless(x, branch):
		w.nowhere++
		l.State, l.Why = LineRefused, "There is no cycle "+x.Cycle+" here. Add it, and import the file again."
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
		w.changed = append(w.changed, change{len(w.lines) - 1, o})
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
	o := okr.Objective{ID: w.newIDFor(x.External), CycleID: c.ID, Kind: okr.Committed, Stage: okr.Active, Activated: w.now, TeamIDs: w.teamsOf(x, b), Position: behind(w.position[c.ID]),
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
		o.WhyImportant = okr.Cut(why, okr.MaxText)
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
	k, known, away := w.knownKeyResult(x, key, o)
	if away {
		l.State, l.Why = LineRefused, elsewhere
		w.lines = append(w.lines, l)
		return
	}
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
		w.changed = append(w.changed, change{len(w.lines), k})
		w.count.Updated++
	default:
		l.State, l.ID = LineSame, k.ID
	}
	w.lines = append(w.lines, l)
}

// describeKeyResult takes what the document says of a key result, and returns what was too long for its title.
func (w *importer) describeKeyResult(k *okr.KeyResult, o okr.Objective, x *document.KeyResult) (long string) {
	k.Title, long = shortened(x.Title)
	k.Kind, k.Direction, k.Unit = okr.KeyResultKind(x.Kind), x.Direction, okr.Cut(x.Unit, 40)
	k.Learning = k.Learning || x.Learning
	k.Baseline, k.Target, k.Due, k.Weight = x.Baseline, x.Target, x.Due, x.Weight
	if k.Kind == okr.Milestones && len(k.Stages) != len(x.Milestones) {
		k.Stages = nil
		for _, m := range x.Milestones {
			k.Stages = append(k.Stages, okr.Milestone{Title: okr.Cut(m, okr.MaxTitle)})
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
		c := okr.CheckIn{ID: w.a.newID(), KeyResultID: k.ID, AuthorID: w.person(h.Author), AsOf: h.Date, Value: h.Value, Note: okr.Cut(strings.TrimSpace(h.Note), okr.MaxText), Version: 1, Recorded: w.now}
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

// takeObjective gives an objective what an import says of one, and leaves everything else as it is.
func takeObjective(o *okr.Objective, said okr.Objective) {
	o.Title, o.WhyImportant, o.Kind, o.OwnerID, o.Grade = said.Title, said.WhyImportant, said.Kind, said.OwnerID, said.Grade
}

func changedKeyResult(a, b okr.KeyResult) bool {
	return a.Title != b.Title || a.Kind != b.Kind || a.Unit != b.Unit || a.Direction != b.Direction || a.Learning != b.Learning || a.Due != b.Due || a.OwnerID != b.OwnerID || len(a.Stages) != len(b.Stages) ||
		!sameNumber(a.Baseline, b.Baseline) || !sameNumber(a.Target, b.Target) || !sameNumber(a.Weight, b.Weight) || !sameNumber(a.Grade, b.Grade)
}

// takeKeyResult does so for a key result; its progress follows.
func takeKeyResult(k *okr.KeyResult, said okr.KeyResult) {
	k.Title, k.Kind, k.Unit, k.Direction, k.Learning, k.Due, k.OwnerID, k.Stages = said.Title, said.Kind, said.Unit, said.Direction, said.Learning, said.Due, said.OwnerID, said.Stages
	k.Baseline, k.Target, k.Weight, k.Grade = said.Baseline, said.Target, said.Weight, said.Grade
	k.Progress = k.Measure().Value
}

func sameNumber(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }

// share is a published score as a grade.
func share(v *float64) *float64 {
	g := min(max(*v, 0), 1)
	return &g
}
