package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/store"
)

// A TeamNode is a team in the order of the tree: after its parent, before its parent's next team.
type TeamNode struct {
	okr.Placed
	Members int        `json:"members"`
	Leads   []Ref      `json:"leads,omitempty"` // members, by name
	Below   int        `json:"-"`               // on a page: how many teams are in it, and in those
	Above   []okr.Team `json:"-"`               // on a page: from the company down
}

// Teams is the tree of teams, flat, in two statements.
func (a *App) Teams(ctx context.Context, actor Actor) ([]TeamNode, error) {
	return view(ctx, a, actor, func(tx *store.Tx) ([]TeamNode, error) {
		all, err := a.teamsOf(tx, actor)
		if err != nil {
			return nil, err
		}
		return staffed(tx, all.order)
	})
}

// A TeamQuery says which teams to find: those with a text in their names, or the one that is opened with the teams right below it.
type TeamQuery struct {
	Text   string // whatever its case
	TeamID string // "" is the company, or the whole tree where it is small
	Cursor string // Next of the page before
	Limit  int    // DefaultPage unless given, at most MaxPage
}

// A TeamPage is a page of teams.
type TeamPage struct {
	Teams []TeamNode // found: by name. Opened: it, and on the pages those right below it in their order. Or the whole tree
	Whole bool       // there are at most MaxChoices, and nothing was asked for
	Found int        // by a text, on all pages
	Total int        // in the organization
	Next  string     // the cursor of the next page, "" on the last
}

// FindTeams finds teams a page at a time, in two statements. A cursor holds however the tree changes between pages: a team that keeps its place is shown once.
func (a *App) FindTeams(ctx context.Context, actor Actor, q TeamQuery) (TeamPage, error) {
	size, err := pageOf(q.Limit, "teams")
	if err != nil {
		return TeamPage{}, err
	}
	var after okr.Placed
	if err := readCursorOf(q.Cursor, &after.Position, &after.Name, &after.ID); err != nil {
		return TeamPage{}, err
	}
	return view(ctx, a, actor, func(tx *store.Tx) (TeamPage, error) {
		all, err := a.teamsOf(tx, actor)
		if err != nil {
			return TeamPage{}, err
		}
		out := TeamPage{Total: len(all.order)}
		var opened, list []okr.Placed
		order := inPlace
		if text := okr.NameKey(q.Text); text != "" {
			list, order = slices.DeleteFunc(slices.Clone(all.order), func(t okr.Placed) bool { return !strings.Contains(okr.NameKey(t.Name), text) }), inAlphabet
			slices.SortFunc(list, order)
			out.Found = len(list)
		} else if out.Whole = q.TeamID == "" && len(all.order) <= MaxChoices; out.Whole {
			opened = all.order
		} else {
			team, err := all.standing(cmp.Or(q.TeamID, all.tree.Root().ID))
			if err != nil {
				return out, err
			}
			depth := len(all.tree.Path(team.ID))
			opened = []okr.Placed{{Team: team, Depth: depth - 1}}
			for _, t := range all.tree.Children(team.ID) {
				list = append(list, okr.Placed{Team: t, Depth: depth})
			}
		}
		if q.Cursor != "" {
			n, found := slices.BinarySearchFunc(list, after, order)
			if found {
				n++
			}
			opened, list = nil, list[n:]
		}
		if len(list) > size {
			list = list[:size]
			last := list[size-1]
			out.Next = cursorOf(last.Position, last.Name, last.ID)
		}
		out.Teams, err = staffed(tx, slices.Concat(opened, list))
		for i, t := range out.Teams {
			path := all.tree.Path(t.ID)
			out.Teams[i].Above, out.Teams[i].Below = path[:len(path)-1], len(all.tree.Below(t.ID))-1
		}
		return out, err
	})
}

// staffed are teams with their leads and how many members they have: one statement.
func staffed(tx *store.Tx, list []okr.Placed) ([]TeamNode, error) {
	var ids []string // of many, all is read
	out, at := make([]TeamNode, len(list)), make(map[string]*TeamNode, len(list))
	for i, t := range list {
		out[i].Placed, at[t.ID] = t, &out[i]
		if len(list) <= MaxChoices {
			ids = append(ids, t.ID)
		}
	}
	var rows []store.Staffed
	if len(list) > 0 {
		if err := tx.Read(tx.StaffedInto(&rows, ids)); err != nil {
			return nil, err
		}
	}
	for _, s := range rows {
		if t := at[s.TeamID]; t != nil {
			if t.Members += s.Members; s.MemberID != "" {
				t.Leads = append(t.Leads, Ref{s.MemberID, s.Name})
			}
		}
	}
	for i := range out {
		slices.SortFunc(out[i].Leads, byName)
	}
	return out, nil
}

// inPlace and inAlphabet are the orders of teams that stand beside each other, and of those that are found.
func inPlace(a, b okr.Placed) int {
	return cmp.Or(cmp.Compare(a.Position, b.Position), strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
}

func inAlphabet(a, b okr.Placed) int {
	return cmp.Or(compareNames(a.Name, b.Name), strings.Compare(a.ID, b.ID))
}
