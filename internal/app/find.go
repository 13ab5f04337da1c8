package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A Grouping puts objectives under headings, and an Ordering sorts them there.
type (
	Grouping string
	Ordering string
)

// The groupings. Objectives that several teams share stand under the team that leads.
const (
	ByTeam   Grouping = "team"
	ByKind   Grouping = "kind"
	ByHealth Grouping = "health"
	ByOwner  Grouping = "owner"
	ByPillar Grouping = "pillar"
	ByStage  Grouping = "stage"
	ByReady  Grouping = "readiness" // of the data
)

// The orderings; "" is the order that people put them in. A "-" before one turns it round.
const (
	ByPosition Ordering = ""
	ByTitle    Ordering = "title"
	ByNumber   Ordering = "number"
	ByProgress Ordering = "progress"
	ByUrgency  Ordering = "health" // what needs attention first
	ByAge      Ordering = "created"
	ByGaps     Ordering = "readiness" // what needs a decision about its data first
)

// An ObjectiveQuery says which objectives to find; zero fields do not filter.
type ObjectiveQuery struct {
	CycleID  string              `json:"cycle_id,omitempty"`
	TeamIDs  []string            `json:"team_ids,omitempty"` // shared by any of them
	Below    bool                `json:"below,omitempty"`    // or of the teams below them
	OwnerID  string              `json:"owner_id,omitempty"`
	Upstream string              `json:"upstream,omitempty"` // supports this pillar, objective or key result
	Stages   []okr.Stage         `json:"stages,omitempty"`
	Kinds    []okr.ObjectiveKind `json:"kinds,omitempty"`
	Health   []okr.Health        `json:"health,omitempty"`
	Text     string              `json:"text,omitempty"`    // in the title, or a number: O-12
	Removed  bool                `json:"removed,omitempty"` // only removed ones
	Group    Grouping            `json:"group,omitempty"`
	Sort     Ordering            `json:"sort,omitempty"`
	Cursor   string              `json:"cursor,omitempty"` // Next of the page before
	Limit    int                 `json:"limit,omitempty"`  // DefaultPage unless given, at most MaxPage
}

// How many objectives stand on a page.
const (
	DefaultPage = 50
	MaxPage     = 1000
)

// An ObjectiveRow is an objective as a line of a list, with its key results folded in it.
type ObjectiveRow struct {
	okr.Objective
	Health     okr.Judged      `json:"health"`
	KeyResults []KeyResultView `json:"key_results"`
	Group      string          `json:"group,omitempty"` // the key of its group
}

// A Group is a heading of a grouped list.
type Group struct {
	Key   string `json:"key"`   // a team's, member's or pillar's id, a word, or "" for none
	Name  string `json:"name"`  // of the team, member or pillar; "" for a word
	Count int    `json:"count"` // of objectives under it on all pages
}

// An ObjectivePage is a page of a list of objectives.
type ObjectivePage struct {
	Objectives []ObjectiveRow `json:"objectives"`
	Groups     []Group        `json:"groups,omitempty"`  // of all pages, in order
	Total      int            `json:"total"`             // on all pages
	Excerpt    *Excerpt       `json:"excerpt,omitempty"` // where there are too many to say of each how it stands, and health or readiness is asked for
	Next       string         `json:"next,omitempty"`    // the cursor of the next page, "" on the last
	Names      Names          `json:"names"`
}

// FindObjectives lists objectives by page, in at most twelve statements. Filters, counts and groups are of what the actor may see.
// A cursor holds however the list changes between pages: nothing that stays in its place is shown twice or left out.
func (a *App) FindObjectives(ctx context.Context, actor Actor, q ObjectiveQuery) (ObjectivePage, error) {
	f := &finding{a: a, actor: actor, q: q}
	if err := f.check(); err != nil {
		return ObjectivePage{}, err
	}
	return view(ctx, a, actor, f.page)
}

// A finding is one search for objectives.
type finding struct {
	a     *App
	actor Actor
	q     ObjectiveQuery
	desc  bool

	tree    okr.Tree
	cycles  map[string]okr.Cycle
	pillars map[string]okr.Pillar
	names   Names
	rank    map[string]string // of group keys
	setting map[[2]string]setting
	krs     map[string][]okr.KeyResult
	keys    []foundKey
	filter  store.ObjectiveFilter
	after   *okr.Objective // where a page in place begins
	total   int
	part    *Excerpt
}

func (f *finding) check() error {
	q := &f.q
	sort, desc := strings.CutPrefix(string(q.Sort), "-")
	q.Sort, f.desc = Ordering(sort), desc
	var faults []error
	if !slices.Contains([]Grouping{"", ByTeam, ByKind, ByHealth, ByOwner, ByPillar, ByStage, ByReady}, q.Group) {
		faults = append(faults, okr.Fail(okr.Invalid, "group", "Choose one of: team, kind, health, owner, pillar, stage, readiness."))
	}
	if !slices.Contains([]Ordering{ByPosition, ByTitle, ByNumber, ByProgress, ByUrgency, ByAge, ByGaps}, q.Sort) {
		faults = append(faults, okr.Fail(okr.Invalid, "sort", "Choose one of: title, number, progress, health, readiness, created; with - before it the other way round."))
	}
	if q.Limit < 0 || q.Limit > MaxPage {
		faults = append(faults, okr.Fail(okr.Invalid, "limit", fmt.Sprintf("Ask for 1 to %d objectives at once.", MaxPage)))
	}
	q.Limit = cmp.Or(q.Limit, DefaultPage)
	return okr.Join(faults...)
}

func (f *finding) page(tx *store.Tx) (ObjectivePage, error) {
	var out ObjectivePage
	after, further, err := readCursor(f.q.Cursor)
	if err != nil {
		return out, err
	}
	if further && f.inPlace() {
		f.after = &okr.Objective{ID: after.ID, Position: after.position()}
	}
	if err := f.read(tx); err != nil {
		return out, err
	}
	slices.SortFunc(f.keys, f.compare)
	out.Total = f.total
	for _, k := range f.keys {
		if n := len(out.Groups); f.q.Group != "" && (n == 0 || out.Groups[n-1].Key != k.group) {
			out.Groups = append(out.Groups, Group{Key: k.group, Name: f.groupName(k.group)})
		}
		if f.q.Group != "" {
			out.Groups[len(out.Groups)-1].Count++
		}
	}
	if further {
		f.keys = f.keys[f.behind(after):]
	}
	if len(f.keys) > f.q.Limit {
		f.keys = f.keys[:f.q.Limit]
		out.Next = writeCursor(f.keys[len(f.keys)-1])
	}
	out.Objectives, err = f.rows(tx)
	out.Names = f.names
	if out.Excerpt = f.part; f.part != nil {
		out.Names[f.part.TeamID] = nameOf(f.tree.Team(f.part.TeamID))
	}
	return out, err
}

// inPlace is whether the list stands as people put it, with nothing that the store cannot filter by: then the store can page it, which
// matters from thousands of objectives on.
func (f *finding) inPlace() bool {
	return f.q.Group == "" && f.q.Sort == ByPosition && !f.desc && len(f.q.Health) == 0 && strings.TrimSpace(f.q.Text) == ""
}

// read reads the keys of all that the filter finds, or of a page behind the cursor, and what their order needs.
func (f *finding) read(tx *store.Tx) error {
	teams, err := f.a.teamsOf(tx, f.actor)
	if err != nil {
		return err
	}
	f.tree = teams.tree
	filter := store.ObjectiveFilter{Cycle: f.q.CycleID, Owner: f.q.OwnerID, Stages: f.q.Stages, Kinds: f.q.Kinds, Upstream: f.q.Upstream, Removed: f.q.Removed}
	switch {
	case len(f.q.TeamIDs) == 0, f.q.Below && slices.Contains(f.q.TeamIDs, f.tree.Root().ID): // all
	case f.q.Below:
		filter.Below = f.q.TeamIDs
	default:
		filter.Teams = f.q.TeamIDs
	}
	if f.standing() && filter.Teams == nil && len(filter.Below) < 2 {
		if filter, f.part, err = f.a.excerptOf(tx, f.actor.Scope(), f.tree, filter, strings.Join(filter.Below, "")); err != nil {
			return err
		}
	}
	f.filter = filter
	if f.inPlace() {
		if f.total, err = tx.CountObjectives(f.actor.Scope(), filter); err != nil {
			return err
		}
		filter.After, filter.Limit = f.after, f.q.Limit+1
	}
	keys, err := tx.ObjectiveKeys(f.actor.Scope(), filter)
	if err != nil {
		return err
	}
	cycles, err := tx.Cycles()
	if err != nil {
		return err
	}
	f.cycles = make(map[string]okr.Cycle, len(cycles))
	for _, c := range cycles {
		f.cycles[c.ID] = c
	}
	f.setting = map[[2]string]setting{}
	text := strings.ToLower(strings.TrimSpace(f.q.Text))
	for _, k := range keys {
		if text == "" || strings.Contains(strings.ToLower(k.Title), text) || text == fmt.Sprint(k.Number) || text == fmt.Sprintf("o-%d", k.Number) {
			f.keys = append(f.keys, foundKey{ObjectiveKey: k})
		}
	}
	if !f.inPlace() {
		f.total = len(f.keys)
	}
	if f.standing() {
		if err := f.readHealth(tx); err != nil {
			return err
		}
	}
	if err := f.readGroups(tx); err != nil {
		return err
	}
	for i := range f.keys {
		f.keys[i].place(f)
	}
	return nil
}

// standing is whether the query is about how objectives stand, which is derived of each.
func (f *finding) standing() bool {
	return len(f.q.Health) > 0 || f.q.Group == ByHealth || f.q.Sort == ByUrgency || f.q.Group == ByReady || f.q.Sort == ByGaps
}

// readHealth derives the health and the readiness of everything found, and keeps what the query asks for. For health alone only the key results of
// active objectives are read: the stage says how the others stand.
func (f *finding) readHealth(tx *store.Tx) error {
	at := make(map[string]*foundKey, len(f.keys))
	for i := range f.keys {
		k := &f.keys[i]
		k.at, k.ready = okr.ObjectiveHealth(k.Stage, nil, nil).Health, okr.ReadyOf(nil, f.a.Today(f.actor.Org))
		at[k.ID] = k
	}
	filter := f.filter
	readiness := f.q.Group == ByReady || f.q.Sort == ByGaps
	if !readiness {
		if len(filter.Stages) > 0 && !slices.Contains(filter.Stages, okr.Active) {
			filter.Stages = []okr.Stage{}
		} else {
			filter.Stages = []okr.Stage{okr.Active}
		}
	}
	err := tx.Standings(f.actor.Scope(), filter, func(id string, list []okr.KeyResult) {
		if k := at[id]; k != nil { // a text in the query may have left it out
			o := okr.Objective{ID: id, Stage: k.Stage, Activated: k.Active, TeamIDs: []string{k.TeamID}, CycleID: k.CycleID}
			s := f.settingOf(o)
			k.at = objectiveHealth(o, list, s).Health
			if readiness {
				k.ready = okr.ReadyOf(list, s.Today)
			}
		}
	})
	if err != nil {
		return err
	}
	kept := f.keys[:0]
	for _, k := range f.keys {
		if len(f.q.Health) == 0 || slices.Contains(f.q.Health, k.at) {
			kept = append(kept, k)
		}
	}
	f.keys, f.total = kept, len(kept)
	return nil
}

// readKeyResults reads the key results of the page.
func (f *finding) readKeyResults(tx *store.Tx) error {
	ids := make([]string, len(f.keys))
	for i, k := range f.keys {
		ids[i] = k.ID
	}
	list, err := tx.KeyResultsOf(ids, f.q.Removed)
	f.krs = map[string][]okr.KeyResult{}
	for _, k := range list {
		f.krs[k.ObjectiveID] = append(f.krs[k.ObjectiveID], k)
	}
	return err
}

// settingOf is what the health of an objective depends on; objectives of one team and cycle share most of it.
func (f *finding) settingOf(o okr.Objective) setting {
	key := [2]string{o.CycleID, lead(o)}
	s, ok := f.setting[key]
	if !ok {
		s = settingIn(okr.Objective{}, f.cycles[o.CycleID], f.tree.Resolve(lead(o), f.actor.Org.Set), f.a.Now(), f.a.lessons.prior(f.actor.Org.ID))
		f.setting[key] = s
	}
	return s.of(o)
}

// nameOf is what a team is called.
func nameOf(t okr.Team) Name { return Name{Name: t.Name, Slug: t.Slug} }

// lead is the team that leads an objective.
func lead(o okr.Objective) string {
	if len(o.TeamIDs) == 0 {
		return ""
	}
	return o.TeamIDs[0]
}

// rows reads the objectives of the page with their key results and the names in them.
func (f *finding) rows(tx *store.Tx) ([]ObjectiveRow, error) {
	out := make([]ObjectiveRow, 0, len(f.keys))
	if len(f.keys) == 0 {
		f.names = Names{}
		return out, nil
	}
	ids := make([]string, len(f.keys))
	for i, k := range f.keys {
		ids[i] = k.ID
	}
	list, err := tx.Objectives(f.actor.Scope(), store.ObjectiveFilter{IDs: ids, Removed: f.q.Removed, Shown: true})
	if err != nil {
		return nil, err
	}
	if err := f.readKeyResults(tx); err != nil {
		return nil, err
	}
	at := make(map[string]okr.Objective, len(list))
	for _, o := range list {
		at[o.ID] = o
	}
	var members []string
	for _, k := range f.keys {
		row := ObjectiveRow{Objective: at[k.ID], Group: k.group}
		row.KeyResults, row.Health = viewKeyResults(f.actor.Viewer, row.Objective, f.krs[k.ID], f.settingOf(row.Objective))
		out = append(out, row)
		members = append(members, row.OwnerID)
		for _, kr := range row.KeyResults {
			members = append(members, kr.OwnerID, kr.CheckInOwnerID)
		}
	}
	if f.names, err = tx.Names(members); err != nil {
		return nil, err
	}
	for _, row := range out {
		for _, id := range row.TeamIDs {
			f.names[id] = nameOf(f.tree.Team(id))
		}
	}
	return out, nil
}
