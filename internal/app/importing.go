package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/headwater-okr/headwater/internal/document"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// An ImportInput is a document and where it belongs. Everything goes into one cycle; a branch goes to the team that its name is mapped to,
// else to the team that is called so, else to the chosen one.
type ImportInput struct {
	Name    string            `json:"name"` // of the file: importing the same name again updates instead of doubling
	Data    []byte            `json:"data"`
	Mapping map[string]string `json:"mapping,omitempty"`  // header → field, instead of what the header suggests
	CycleID string            `json:"cycle_id,omitempty"` // the current one unless given
	TeamID  string            `json:"team_id,omitempty"`  // the company unless given
	Teams   map[string]string `json:"teams,omitempty"`    // the document's team → a team's id
	Draft   bool              `json:"draft,omitempty"`    // as drafts, not live
}

// An ImportPreview is what was understood, before anything is kept.
type ImportPreview struct {
	Draft      *document.Draft `json:"draft"`
	Objectives int             `json:"objectives"`
	KeyResults int             `json:"key_results"`
	Known      int             `json:"known"`            // of them, how many an earlier import of this file made
	Teams      []TeamMatch     `json:"teams,omitempty"`  // the document's teams, in its order
	People     []string        `json:"people,omitempty"` // owners whom nobody here is called
	CycleID    string          `json:"cycle_id"`
	TeamID     string          `json:"team_id"`
}

// A TeamMatch is a team as the document names it, and the team that it goes to.
type TeamMatch struct {
	Name   string `json:"name"`
	TeamID string `json:"team_id,omitempty"` // "" for the chosen one
}

// An ImportResult is what an import made and changed.
type ImportResult struct {
	ID string `json:"id"`
	okr.ImportCount
}

// An Import is one import as the list shows it.
type Import = okr.Import

// placing is a draft with everything that decides where its lines go.
type placing struct {
	in     ImportInput
	draft  *document.Draft
	cycle  okr.Cycle
	tree   okr.Tree
	teams  map[string]string // by the document's name, lower case
	people map[string]string // member ids by lower-case name and e-mail
	source string
}

// readImport reads the document, outside any transaction.
func (a *App) readImport(actor Actor, in ImportInput) (*document.Draft, error) {
	q := okr.QuarterOf(a.Today(actor.Org), actor.Org.Set.FiscalStart)
	return document.Read(path.Base(in.Name), bytes.NewReader(in.Data), document.Options{Mapping: in.Mapping, Today: a.Today(actor.Org), Cycle: q, Fiscal: actor.Org.Set.FiscalStart, Locale: actor.Org.Set.Locale})
}

// PreviewImport shows what a document would bring, line by line, and keeps nothing.
func (a *App) PreviewImport(ctx context.Context, actor Actor, in ImportInput) (ImportPreview, error) {
	d, err := a.readImport(actor, in)
	if err != nil {
		return ImportPreview{}, err
	}
	return view(ctx, a, actor, func(tx *store.Tx) (ImportPreview, error) {
		p, err := a.place(tx, actor, in, d)
		if err != nil {
			return ImportPreview{}, err
		}
		out := ImportPreview{Draft: d, CycleID: p.cycle.ID, TeamID: p.in.TeamID}
		out.Objectives, out.KeyResults = d.Count()
		known, err := tx.ImportedObjectives(actor.Scope(), p.source)
		if err != nil {
			return out, err
		}
		seen, strangers := map[string]bool{}, map[string]bool{}
		p.each(func(x *document.Objective, key string, _ string) {
			if o, ok := known[key]; ok && o.Removed == 0 {
				out.Known++
			}
			if x.Team != "" && !seen[x.Team] {
				seen[x.Team] = true
				out.Teams = append(out.Teams, TeamMatch{x.Team, p.teams[strings.ToLower(x.Team)]})
			}
			owners := []string{x.Owner}
			for _, k := range x.KeyResults {
				owners = append(owners, k.Owner)
			}
			for _, n := range owners {
				if n != "" && p.people[strings.ToLower(n)] == "" && !strangers[n] {
					strangers[n] = true
					out.People = append(out.People, n)
				}
			}
		})
		return out, nil
	})
}

// place reads what an import's lines are placed by.
func (a *App) place(tx *store.Tx, actor Actor, in ImportInput, d *document.Draft) (*placing, error) {
	s, err := a.around(tx, actor)
	if err != nil {
		return nil, err
	}
	p := &placing{in: in, draft: d, cycle: s.Current, teams: map[string]string{}, people: map[string]string{}, source: cut(path.Base(in.Name), 200)}
	if in.CycleID != "" {
		if p.cycle, err = tx.Cycle(in.CycleID); err != nil {
			return nil, err
		}
	}
	if p.cycle.ID == "" {
		return nil, okr.Fail(okr.Invalid, "cycle_id", "There is no cycle yet. Add one first.")
	}
	teams := make([]okr.Team, len(s.Teams))
	for i, t := range s.Teams {
		teams[i] = t.Team
		p.teams[strings.ToLower(t.Name)] = t.ID
	}
	p.tree = okr.NewTree(teams)
	if p.in.TeamID == "" {
		p.in.TeamID = p.tree.Root().ID
	} else if p.tree.Team(p.in.TeamID).ID == "" {
		return nil, okr.Fail(okr.Invalid, "team_id", "There is no such team. Choose from the list.")
	}
	for name, id := range in.Teams {
		if id != "" && p.tree.Team(id).ID == "" {
			return nil, okr.Fail(okr.Invalid, "teams", "There is no such team. Choose from the list.")
		}
		p.teams[strings.ToLower(name)] = id
	}
	members, err := tx.Members(false)
	if err != nil {
		return nil, err
	}
	people, err := tx.People()
	for _, m := range members {
		person := people[m.PersonID]
		p.people[strings.ToLower(person.Name)], p.people[strings.ToLower(person.Email)] = m.ID, m.ID
	}
	return p, err
}

// each visits the draft's objectives, parents first, with the id that each has at its source and its parent's.
func (p *placing) each(visit func(x *document.Objective, key, parent string)) {
	keys := map[*document.Objective]string{}
	used := map[string]int{}
	p.draft.Each(func(x, parent *document.Objective) {
		key := x.External
		if key == "" {
			key = stableID(keys[parent], x.Title)
		}
		if used[key]++; used[key] > 1 {
			key = fmt.Sprintf("%s#%d", key, used[key])
		}
		keys[x] = key
		visit(x, key, keys[parent])
	})
}

// stableID is the id of a line that has none: it stays the same while the titles on the way to it do.
func stableID(parent, title string) string {
	sum := sha256.Sum256([]byte(parent + "\n" + strings.Join(strings.Fields(strings.ToLower(title)), " ")))
	return hex.EncodeToString(sum[:12])
}

// team is where an objective goes.
func (p *placing) team(x *document.Objective) string {
	if id := p.teams[strings.ToLower(x.Team)]; id != "" {
		return id
	}
	return p.in.TeamID
}

// Import keeps a document: one act, one event. What an earlier import of the same file made is updated where the document says something else, and left
// alone otherwise. Objectives are live unless they are to be drafts; those below others support them.
func (a *App) Import(ctx context.Context, actor Actor, in ImportInput) (ImportResult, error) {
	d, err := a.readImport(actor, in)
	if err != nil {
		return ImportResult{}, err
	}
	if d.Tracker != "" {
		return ImportResult{}, okr.Fail(okr.Invalid, "file", d.Tracker)
	}
	if len(d.Objectives) == 0 {
		return ImportResult{}, okr.Fail(okr.Invalid, "file", "No objective was found in this file. The preview shows each line and why.")
	}
	return do(ctx, a, actor, "import.done", in, func(t *act) (ImportResult, error) {
		p, err := a.place(t.Tx, actor, in, d)
		if err != nil {
			return ImportResult{}, err
		}
		w := &importer{act: t, placing: p, id: t.newID(), objectiveID: map[string]string{}}
		if err := w.run(); err != nil {
			return ImportResult{}, err
		}
		out := ImportResult{ID: w.id, ImportCount: w.count}
		return out, t.AddImport(okr.Import{ID: w.id, MemberID: actor.Viewer.MemberID, Source: p.source, Summary: w.count, Created: t.Now})
	})
}

// An importer writes a placed draft in one act.
type importer struct {
	*act
	*placing
	id          string
	objectives  map[string]okr.Objective // made before, by their id at the source
	keyResults  map[string]okr.KeyResult
	objectiveID map[string]string // of every objective of the draft, by its id at the source
	newO        []okr.Objective
	newK        []okr.KeyResult
	newC        []okr.CheckIn
	position    int
	today       okr.Date
	count       okr.ImportCount
	err         error
}

func (w *importer) run() error {
	var err error
	if w.objectives, err = w.ImportedObjectives(w.Actor.Scope(), w.source); err != nil {
		return err
	}
	if w.keyResults, err = w.ImportedKeyResults(w.Actor.Scope(), w.source); err != nil {
		return err
	}
	if w.position, err = w.LastPosition(w.cycle.ID); err != nil {
		return err
	}
	w.today = w.Now.DateIn(w.Actor.Org.Set.Location())
	w.each(func(x *document.Objective, key, parent string) {
		if w.err == nil {
			w.err = w.objective(x, key, parent)
		}
	})
	if w.err != nil {
		return w.err
	}
	if len(w.newO) > 0 {
		first, err := w.NextNumbers(len(w.newO))
		if err != nil {
			return err
		}
		for i := range w.newO {
			w.newO[i].Number = first + i
		}
	}
	w.progress()
	w.count.Objectives, w.count.KeyResults = len(w.newO), len(w.newK)
	return errors.Join(addAll(w.act, "", w.newO), addAll(w.act, "", w.newK), w.addCheckIns())
}

// progress computes the new objectives' progress from their key results.
func (w *importer) progress() {
	of := map[string][]okr.KeyResult{}
	for _, k := range w.newK {
		of[k.ObjectiveID] = append(of[k.ObjectiveID], k)
	}
	for i, o := range w.newO {
		w.newO[i].Progress = okr.ObjectiveProgress(of[o.ID]).Value
	}
}

func (w *importer) addCheckIns() error {
	if err := store.Insert(w.Tx, w.newC...); err != nil {
		return err
	}
	at := map[string]string{}
	for _, k := range w.newK {
		at[k.ID] = k.ObjectiveID
	}
	for _, c := range w.newC {
		if err := logThing(w.act, at[c.KeyResultID], c); err != nil {
			return err
		}
	}
	return nil
}

// objective makes or updates one objective of the draft with its key results.
func (w *importer) objective(x *document.Objective, key, parent string) error {
	o, known := w.objectives[key]
	if !known || o.Removed != 0 {
		w.position += positionStep
		o = okr.Objective{ID: w.newID(), CycleID: w.cycle.ID, Kind: okr.Committed, Stage: okr.Active, Activated: w.Now, TeamIDs: []string{w.team(x)}, Position: w.position,
			Origin: okr.Origin{Source: w.source, External: key, ImportID: w.id}, Version: 1, Created: w.Now}
		if w.in.Draft {
			o.Stage, o.Activated = okr.Draft, 0
		}
		if id := w.objectiveID[parent]; id != "" {
			o.Supports = []okr.Support{{Kind: okr.UpObjective, ID: id, Weight: 1}}
		}
		o.LineageID, known = o.ID, false
	}
	w.objectiveID[key] = o.ID
	before := o
	o.Title, o.WhyImportant = cut(x.Title, okr.MaxTitle), cut(firstText(x.Why, o.WhyImportant), okr.MaxText)
	if x.Kind != "" {
		o.Kind = okr.ObjectiveKind(x.Kind)
	}
	if id := w.people[strings.ToLower(x.Owner)]; id != "" {
		o.OwnerID = id
	}
	if o.OwnerID == "" {
		o.OwnerID = w.Actor.Viewer.MemberID
	}
	if x.Score != nil {
		o.Grade = share(x.Score)
	}
	if err := okr.Join(okr.CanEdit(w.Actor.Viewer, o), okr.Under(fmt.Sprintf("line %d: ", x.Line), o.Check())); err != nil {
		return err
	}
	switch {
	case !known:
		w.newO = append(w.newO, o)
	case changed(before, o):
		w.count.Updated++
		if err := save(w.act, o.ID, &o); err != nil {
			return err
		}
	}
	used := map[string]int{}
	for i := range x.KeyResults {
		if err := w.keyResult(&x.KeyResults[i], o, key, i, used); err != nil {
			return err
		}
	}
	return nil
}

func firstText(a, b string) string {
	if strings.TrimSpace(a) != "" {
		return a
	}
	return b
}

// changed compares what an import says of an objective or key result.
func changed(a, b any) bool {
	switch a := a.(type) {
	case okr.Objective:
		b := b.(okr.Objective)
		return a.Title != b.Title || a.WhyImportant != b.WhyImportant || a.Kind != b.Kind || a.OwnerID != b.OwnerID || !sameNumber(a.Grade, b.Grade)
	case okr.KeyResult:
		b := b.(okr.KeyResult)
		return a.Title != b.Title || a.Kind != b.Kind || a.Unit != b.Unit || a.Direction != b.Direction || a.Due != b.Due || a.OwnerID != b.OwnerID ||
			!sameNumber(a.Baseline, b.Baseline) || !sameNumber(a.Target, b.Target) || !sameNumber(a.Weight, b.Weight) || !sameNumber(a.Grade, b.Grade)
	}
	return true
}

func sameNumber(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }

// share is a published score as a grade.
func share(v *float64) *float64 {
	if v == nil {
		return nil
	}
	g := min(max(*v, 0), 1)
	return &g
}

// keyResult makes or updates one key result; a new one arrives with the value that the document gives it.
func (w *importer) keyResult(x *document.KeyResult, o okr.Objective, parent string, n int, used map[string]int) error {
	key := x.External
	if key == "" {
		key = stableID(parent, "kr "+x.Title)
	}
	if used[key]++; used[key] > 1 {
		key = fmt.Sprintf("%s#%d", key, used[key])
	}
	k, known := w.keyResults[key]
	if !known || k.Removed != 0 {
		k = okr.KeyResult{ID: w.newID(), ObjectiveID: o.ID, Position: (n + 1) * positionStep, Origin: okr.Origin{Source: w.source, External: key, ImportID: w.id}, Version: 1, Created: w.Now}
		k.LineageID, known = k.ID, false
	}
	before := k
	k.Title, k.Kind, k.Direction, k.Unit = cut(x.Title, okr.MaxTitle), okr.KeyResultKind(x.Kind), x.Direction, cut(x.Unit, 40)
	k.Baseline, k.Target, k.Due, k.Weight = x.Baseline, x.Target, x.Due, x.Weight
	if k.Due != "" && (k.Due < w.cycle.Start || k.Due > w.cycle.End) {
		k.Due = "" // an old plan that is placed into another cycle is due with that cycle
	}
	if id := w.people[strings.ToLower(x.Owner)]; id != "" {
		k.OwnerID = id
	}
	if x.Score != nil {
		k.Grade = share(x.Score)
	}
	if err := okr.Under(fmt.Sprintf("line %d: ", x.Line), k.Check()); err != nil {
		return err
	}
	switch {
	case !known:
		w.value(x, &k)
		w.newK = append(w.newK, k)
	case changed(before, k):
		w.count.Updated++
		return save(w.act, o.ID, &k)
	}
	return nil
}

// value gives a new key result the values that the document holds, as check-ins.
func (w *importer) value(x *document.KeyResult, k *okr.KeyResult) {
	history := x.CheckIns
	v := x.Value
	if v == nil && x.Done != nil && k.Kind == okr.YesNo && *x.Done {
		one := 1.0
		v = &one
	}
	if v != nil && len(history) == 0 {
		history = []document.CheckIn{{Date: w.today, Value: v, Note: x.Note}}
	}
	for _, h := range history {
		if h.Date > w.today || k.CheckValue("value", h.Value) != nil {
			continue
		}
		c := okr.CheckIn{ID: w.newID(), KeyResultID: k.ID, AuthorID: w.people[strings.ToLower(h.Author)], AsOf: h.Date, Value: h.Value, Note: cut(h.Note, okr.MaxText), Version: 1, Recorded: w.Now}
		if c.AsOf >= k.CheckedAs {
			follow(k, c)
			c.Progress = k.Progress
		}
		c.Health = okr.NotStarted
		w.newC = append(w.newC, c)
	}
}

// Imports lists the imports, the latest first.
func (a *App) Imports(ctx context.Context, actor Actor) ([]Import, error) {
	return view(ctx, a, actor, func(tx *store.Tx) ([]Import, error) { return tx.Imports(50) })
}

// UndoImport takes away all that an import made, in one act; each thing of it can still be restored. What it updated stays updated.
func (a *App) UndoImport(ctx context.Context, actor Actor, id string) (Import, error) {
	return do(ctx, a, actor, "import.undone", id, func(t *act) (Import, error) {
		i, err := t.Import(id)
		if err != nil {
			return i, err
		}
		if i.MemberID != actor.Viewer.MemberID && !actor.Viewer.IsAdmin() {
			return i, okr.Refuse("whoever imported it, owners and ambassadors")
		}
		if i.Undone != 0 {
			return i, nil
		}
		list, err := t.Objectives(actor.Scope(), store.ObjectiveFilter{Import: id})
		if err != nil {
			return i, err
		}
		for _, o := range list {
			o.Removed = t.Now
			if err := save(t, o.ID, &o); err != nil {
				return i, err
			}
		}
		krs, err := t.KeyResultsOfImport(actor.Scope(), id)
		if err != nil {
			return i, err
		}
		for _, k := range krs {
			k.Removed = t.Now
			if err := save(t, k.ObjectiveID, &k); err != nil {
				return i, err
			}
		}
		i.Undone = t.Now
		return i, t.SetUndone(id, t.Now)
	})
}
