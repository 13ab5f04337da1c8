package okr

import (
	"cmp"
	"slices"
)

// A Tree is the teams of an organization with who is below whom. It is built from any list of teams; removed ones are left out of
// Root, Below and Order but are still found by Team.
type Tree struct {
	teams    []Team
	at       map[string]int // of a team in teams
	children map[string][]Team
	root     string
}

// NewTree arranges teams, siblings in (position, name, id) order.
func NewTree(teams []Team) Tree {
	t := Tree{teams: slices.Clone(teams), at: make(map[string]int, len(teams)), children: map[string][]Team{}}
	slices.SortFunc(t.teams, func(a, b Team) int { // siblings stand together, so that the children of each are a part of the list
		return cmp.Or(cmp.Compare(a.ParentID, b.ParentID), cmp.Compare(min(a.Removed, 1), min(b.Removed, 1)),
			cmp.Compare(a.Position, b.Position), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	from := 0
	for i, team := range t.teams {
		t.at[team.ID] = i
		if i > 0 && t.teams[i-1].ParentID != team.ParentID {
			from = i
		}
		switch {
		case team.Removed != 0:
		case team.ParentID == "":
			t.root = team.ID
		default:
			t.children[team.ParentID] = t.teams[from : i+1 : i+1]
		}
	}
	return t
}

// Root is the company.
func (t Tree) Root() Team { return t.Team(t.root) }

// Team finds a team by id; the zero Team if there is none.
func (t Tree) Team(id string) Team {
	if i, ok := t.at[id]; ok {
		return t.teams[i]
	}
	return Team{}
}

// Children are the teams directly below id.
func (t Tree) Children(id string) []Team { return t.children[id] }

// Below is id and all teams below it.
func (t Tree) Below(id string) []string {
	out, seen := []string{id}, map[string]bool{id: true}
	for i := 0; i < len(out); i++ {
		for _, c := range t.children[out[i]] {
			if !seen[c.ID] {
				seen[c.ID] = true
				out = append(out, c.ID)
			}
		}
	}
	return out
}

// Path is the teams from the root to id.
func (t Tree) Path(id string) []Team {
	var out []Team
	for n := 0; id != "" && n <= len(t.at); n++ {
		i, ok := t.at[id]
		if !ok {
			break
		}
		out = append(out, t.teams[i])
		id = t.teams[i].ParentID
	}
	slices.Reverse(out)
	return out
}

// A Placed is a team with its depth below the root, which has depth 0.
type Placed struct {
	Team
	Depth int `json:"depth"`
}

// Order is every team, each before those below it, with its depth.
func (t Tree) Order() []Placed {
	if t.root == "" {
		return nil
	}
	out := make([]Placed, 0, len(t.teams))
	var walk func(team Team, depth int)
	walk = func(team Team, depth int) {
		out = append(out, Placed{team, depth})
		for _, c := range t.children[team.ID] {
			if depth < len(t.teams) {
				walk(c, depth+1)
			}
		}
	}
	walk(t.Root(), 0)
	return out
}

// CanMove says why a team cannot be put below another: only the root has no parent, and nothing is below itself.
func (t Tree) CanMove(id, parent string) error {
	switch {
	case id == t.root && parent != "":
		return Fail(Invalid, "parent_id", "The company stays at the top of the tree.")
	case id != t.root && parent == "":
		return Fail(Invalid, "parent_id", "Choose the team that it belongs to.")
	case parent != "" && (t.Team(parent).ID == "" || t.Team(parent).Removed != 0):
		return Fail(Invalid, "parent_id", "There is no such team.")
	case parent != "" && slices.Contains(t.Below(id), parent):
		return Fail(Invalid, "parent_id", "A team cannot be below itself. Choose one that is not part of it.")
	}
	return nil
}

// A ResolvedTeam is a team's rhythm with what it inherits filled in.
type ResolvedTeam struct {
	Rhythm   Rhythm
	Weekday  int // 1 Monday … 7 Sunday
	TimeZone string
	Holidays Holidays // of the organization
}

// Interval is the days between two check-ins.
func (r ResolvedTeam) Interval() int {
	if r.Rhythm == Biweekly {
		return 14
	}
	return 7
}

// Resolve fills in what a team inherits from those above it.
func (t Tree) Resolve(id string, set Settings) ResolvedTeam { return set.Resolve(t.Path(id)...) }

// Resolve is what the last team of a line goes by, from the top down: weekly on Mondays in the organization's zone if nobody says otherwise.
func (s Settings) Resolve(line ...Team) ResolvedTeam {
	r := ResolvedTeam{Rhythm: Weekly, Weekday: 1, TimeZone: s.TimeZone, Holidays: s.Holidays}
	for _, team := range line {
		if team.Rhythm != "" {
			r.Rhythm = team.Rhythm
		}
		if team.Weekday != 0 {
			r.Weekday = team.Weekday
		}
		if team.TimeZone != "" {
			r.TimeZone = team.TimeZone
		}
	}
	return r
}
