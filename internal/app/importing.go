package app

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/document"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// An ImportInput is a document and where it belongs. What is chosen for a branch goes before what is chosen for a name, and that before what is
// chosen for everything.
type ImportInput struct {
	Name     string            `json:"name"` // of the file: importing the same name again updates instead of doubling
	Data     []byte            `json:"data"`
	Mapping  map[string]string `json:"mapping,omitempty"`  // header → field, instead of what the header suggests
	CycleID  string            `json:"cycle_id,omitempty"` // for everything; "" is the cycle that the document names, else the current one
	TeamID   string            `json:"team_id,omitempty"`  // for what names no team that is here; the company unless given
	Teams    map[string]string `json:"teams,omitempty"`    // the document's team → a team's id
	Cycles   map[string]string `json:"cycles,omitempty"`   // the document's cycle → a cycle's id
	People   map[string]string `json:"people,omitempty"`   // the document's owner → a member's id
	Branches map[int]Branch    `json:"branches,omitempty"` // by the line of an objective: it and all below it
	Draft    bool              `json:"draft,omitempty"`    // as drafts, not live
	Tray     bool              `json:"tray,omitempty"`     // the file is a tracker's export: keep its items in the tray of the team, where they stay what they are
}

// A Branch is what is chosen for an objective and all below it.
type Branch struct {
	TeamID  string `json:"team_id,omitempty"`
	CycleID string `json:"cycle_id,omitempty"`
	Skip    bool   `json:"skip,omitempty"` // leave it out
}

// An ImportPreview is what was understood, before anything is kept.
type ImportPreview struct {
	Draft      *document.Draft `json:"draft"`
	Lines      []ImportLine    `json:"lines"` // the draft's objectives and key results in its order, with what would become of each
	Objectives int             `json:"objectives"`
	KeyResults int             `json:"key_results"`
	Known      int             `json:"known"`            // objectives that an earlier import of this file made in the same place
	Updated    int             `json:"updated"`          // objectives and key results that would change
	Teams      []TeamMatch     `json:"teams,omitempty"`  // the document's teams, in its order
	Cycles     []CycleMatch    `json:"cycles,omitempty"` // likewise
	People     []string        `json:"people,omitempty"` // owners whom nobody here is called, or several
	CycleID    string          `json:"cycle_id"`         // where everything else goes
	TeamID     string          `json:"team_id"`
	Work       []WorkLine      `json:"work,omitempty"`       // of a tracker's export: its items, with what would become of each in the tray
	Restores   string          `json:"restores,omitempty"`   // the name of the organization in the file, if it would take the place of this one, which is new
	NoRestore  string          `json:"no_restore,omitempty"` // of a whole organization otherwise: why not, what does not come along, and how it is restored
	Nowhere    int             `json:"nowhere,omitempty"`    // objectives of a whole organization that are left out, because their cycle is not here
}

// A TeamMatch is a team as the document names it, and the team that it goes to.
type TeamMatch struct {
	Name   string `json:"name"`
	TeamID string `json:"team_id,omitempty"` // "" for the chosen one
}

// A CycleMatch is a cycle as the document names it, and the cycle that it goes to.
type CycleMatch struct {
	Name    string `json:"name"`
	CycleID string `json:"cycle_id,omitempty"` // "" for the chosen one
}

// What becomes of a line of a document.
const (
	LineNew     = "new"
	LineChanged = "changed"
	LineSame    = "same"
	LineSkipped = "skipped" // as was chosen
	LineRefused = "refused" // Why says why
)

// An ImportLine is what becomes of an objective or key result of a document.
type ImportLine struct {
	Line    int       `json:"line"`
	Thing   okr.Thing `json:"thing"`
	Title   string    `json:"title"`
	Depth   int       `json:"depth"` // of an objective, 0 at the top
	State   string    `json:"state"`
	Why     string    `json:"why,omitempty"`
	ID      string    `json:"id,omitempty"` // of what is here already
	TeamID  string    `json:"team_id,omitempty"`
	CycleID string    `json:"cycle_id,omitempty"`
	OwnerID string    `json:"owner_id,omitempty"`
}

// An ImportResult is what an import made and changed.
type ImportResult struct {
	ID string `json:"id"`
	okr.ImportCount
	Refused  []ImportLine `json:"refused,omitempty"`  // lines that could not be kept, each with the reason
	Restored string       `json:"restored,omitempty"` // the address of the organization that took the place of the actor's, because the file held a whole one
}

// An Import is one import as the list shows it.
type Import = okr.Import

// readImport reads the document, outside any transaction.
func (a *App) readImport(actor Actor, in ImportInput) (*document.Draft, error) {
	set := actor.Org.Set
	return document.Read(path.Base(in.Name), bytes.NewReader(in.Data), document.Options{Mapping: in.Mapping, Today: a.Today(actor.Org),
		Cycle: okr.QuarterOf(a.Today(actor.Org), set.FiscalStart), Fiscal: set.FiscalStart, Locale: set.Locale})
}

// PreviewImport shows what a document would bring, line by line, and keeps nothing.
func (a *App) PreviewImport(ctx context.Context, actor Actor, in ImportInput) (ImportPreview, error) {
	d, err := a.readImport(actor, in)
	if err != nil {
		return ImportPreview{}, err
	}
	return view(ctx, a, actor, func(tx *store.Tx) (ImportPreview, error) {
		if d.Tracker != "" {
			w, err := a.prepareWork(tx, actor, in, d)
			if err != nil {
				return ImportPreview{}, err
			}
			return ImportPreview{Draft: d, Lines: []ImportLine{}, Work: w.lines, Updated: len(w.changed), TeamID: w.teamID}, nil
		}
		w, err := a.prepare(tx, actor, in, d)
		if err != nil {
			return ImportPreview{}, err
		}
		out := ImportPreview{Draft: d, Lines: w.lines, Known: w.seen, Updated: w.count.Updated, CycleID: w.cycle.ID, TeamID: w.in.TeamID}
		out.Objectives, out.KeyResults = d.Count()
		whole, err := restores(tx, actor, d)
		if err != nil {
			return out, err
		}
		if whole {
			out.Restores = d.Archive.Organization.Name
		} else if out.NoRestore, err = noRestore(tx, actor, d); err != nil {
			return out, err
		}
		if !whole {
			out.Nowhere = w.nowhere
		}
		teams, cycles, strangers := map[string]bool{"": true}, map[string]bool{"": true}, map[string]bool{"": true}
		w.each(func(x *document.Objective, _, _ string, _ int) {
			if !teams[x.Team] {
				teams[x.Team] = true
				out.Teams = append(out.Teams, TeamMatch{x.Team, w.teams[okr.NameKey(x.Team)]})
			}
			if !cycles[x.Cycle] {
				cycles[x.Cycle] = true
				out.Cycles = append(out.Cycles, CycleMatch{x.Cycle, w.cycleNames[okr.NameKey(x.Cycle)]})
			}
			owners := []string{x.Owner}
			for _, k := range x.KeyResults {
				owners = append(owners, k.Owner)
			}
			for _, n := range owners {
				if !strangers[n] && w.person(n) == "" {
					strangers[n] = true
					out.People = append(out.People, n)
				}
			}
		})
		return out, nil
	})
}

// placing is a draft with everything that decides where its lines go.
type placing struct {
	in         ImportInput
	draft      *document.Draft
	cycle      okr.Cycle // for everything else
	cycles     map[string]okr.Cycle
	cycleNames map[string]string // ids by the document's name, folded
	tree       okr.Tree
	teams      map[string]string // likewise
	people     map[string]string // member ids by name and e-mail, folded; "" for a name that several have
	source     string
}

// place reads what an import's lines are placed by.
func (a *App) place(tx *store.Tx, actor Actor, in ImportInput, d *document.Draft) (*placing, error) {
	s, err := a.around(tx, actor)
	if err != nil {
		return nil, err
	}
	p := &placing{in: in, draft: d, cycle: s.Current, cycles: map[string]okr.Cycle{}, cycleNames: map[string]string{}, teams: map[string]string{}, people: map[string]string{},
		source: okr.Cut(path.Base(in.Name), 200)}
	for _, c := range s.Cycles {
		p.cycles[c.ID] = c
		p.cycleNames[okr.NameKey(c.Name)] = c.ID
	}
	teams := make([]okr.Team, len(s.Teams))
	for i, t := range s.Teams {
		teams[i] = t.Team
		p.teams[okr.NameKey(t.Name)] = t.ID
	}
	p.tree = okr.NewTree(teams)
	p.in.TeamID = cmp.Or(in.TeamID, p.tree.Root().ID)
	if in.CycleID != "" {
		p.cycle = p.cycles[in.CycleID]
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	members, err := tx.MemberKeys(store.MemberFilter{})
	for _, m := range members {
		for _, name := range []string{okr.NameKey(m.Name), okr.NameKey(m.Email)} {
			if _, twice := p.people[name]; twice {
				p.people[name] = "" // several have this name
			} else {
				p.people[name] = m.ID
			}
		}
	}
	for name, id := range in.People {
		if id != "" && !slices.ContainsFunc(members, func(m store.MemberKey) bool { return m.ID == id }) {
			return nil, okr.Fail(okr.Invalid, "people", "Choose members of the organization who are active.")
		}
		p.people[okr.NameKey(name)] = id
	}
	return p, err
}

// check finds what the input names that is not here, and takes its choices of names.
func (p *placing) check() error {
	if p.cycle.ID == "" && p.in.CycleID != "" {
		return okr.Fail(okr.NotFound, "cycle_id", "There is no such cycle. Choose from the list.")
	}
	if p.cycle.ID == "" {
		return okr.Fail(okr.Invalid, "cycle_id", "There is no cycle yet. Add one first.")
	}
	team := func(field, id string) error {
		if id != "" && p.tree.Team(id).ID == "" {
			return okr.Fail(okr.Invalid, field, "There is no such team. Choose from the list.")
		}
		return nil
	}
	cycle := func(field, id string) error {
		if id != "" && p.cycles[id].ID == "" {
			return okr.Fail(okr.Invalid, field, "There is no such cycle. Choose from the list.")
		}
		return nil
	}
	err := team("team_id", p.in.TeamID)
	for name, id := range p.in.Teams {
		err = cmp.Or(err, team("teams", id))
		p.teams[okr.NameKey(name)] = id
	}
	for name, id := range p.in.Cycles {
		err = cmp.Or(err, cycle("cycles", id))
		p.cycleNames[okr.NameKey(name)] = id
	}
	for _, b := range p.in.Branches {
		err = cmp.Or(err, team("branches", b.TeamID), cycle("branches", b.CycleID))
	}
	return err
}

// each visits the draft's objectives, parents first, with the id that each has at its source, its parent's, and its depth.
func (p *placing) each(visit func(x *document.Objective, key, parent string, depth int)) {
	keys, depths := map[*document.Objective]string{}, map[*document.Objective]int{nil: -1}
	used := map[string]int{}
	p.draft.Each(func(x, parent *document.Objective) {
		key := externalID(x.External)
		if key == "" {
			key = stableID(keys[parent], x.Title)
		}
		if used[key]++; used[key] > 1 {
			key = fmt.Sprintf("%s#%d", key, used[key])
		}
		keys[x], depths[x] = key, depths[parent]+1
		visit(x, key, keys[parent], depths[x])
	})
}

// externalID is an id of the source as it is kept.
func externalID(s string) string { return okr.Cut(strings.TrimSpace(s), 200) }

// stableID is the id of a line that has none: it stays the same while the titles on the way to it do.
func stableID(parent, title string) string {
	sum := sha256.Sum256([]byte(parent + "\n" + strings.Join(strings.Fields(strings.ToLower(title)), " ")))
	return hex.EncodeToString(sum[:12])
}

// teamsOf are the teams of an objective: what is chosen for its branch, what the document names, what is chosen for everything.
func (p *placing) teamsOf(x *document.Objective, b Branch) []string {
	if b.TeamID != "" {
		return []string{b.TeamID}
	}
	var out []string
	for _, name := range append([]string{x.Team}, x.Shared...) {
		if id := p.teams[okr.NameKey(name)]; id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	if out == nil {
		out = []string{p.in.TeamID}
	}
	return out
}

// cycleOf is the cycle of an objective, likewise.
func (p *placing) cycleOf(x *document.Objective, b Branch) okr.Cycle {
	id := b.CycleID
	if _, chosen := p.in.Cycles[x.Cycle]; id == "" && (chosen || p.in.CycleID == "" || p.draft.Archive != nil) {
		id = p.cycleNames[okr.NameKey(x.Cycle)]
	}
	if c, ok := p.cycles[id]; ok {
		return c
	}
	return p.cycle
}

// homeless answers whether an objective of a whole organization is of a cycle that is not here: five years of plans do not go into one quarter.
func (p *placing) homeless(x *document.Objective, b Branch) bool {
	return p.draft.Archive != nil && b.CycleID == "" && x.Cycle != "" && p.cycleNames[okr.NameKey(x.Cycle)] == ""
}

// person is the first of the names that is one member's.
func (p *placing) person(names string) string {
	if id := p.people[okr.NameKey(names)]; id != "" {
		return id
	}
	for n := range strings.FieldsFuncSeq(names, func(r rune) bool { return r == ',' || r == ';' || r == '\n' || r == '/' }) {
		if id := p.people[okr.NameKey(n)]; id != "" {
			return id
		}
	}
	return ""
}

// Imports lists the imports, the latest first.
func (a *App) Imports(ctx context.Context, actor Actor) ([]Import, error) {
	return view(ctx, a, actor, func(tx *store.Tx) ([]Import, error) { return tx.Imports(50) })
}
