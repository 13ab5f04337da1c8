package okr

// A Matrix is how the departments, which are the company and the teams directly below it, support each other: row supports column, so that a
// column is who its department depends on.
type Matrix struct {
	Departments []Team         `json:"departments"` // those that have objectives, in the order of the tree
	Cells       [][]MatrixCell `json:"cells"`       // by row and column
	Supports    []int          `json:"supports"`    // of each row, without its own
	DependsOn   []int          `json:"depends_on"`  // of each column, without its own
}

// A MatrixCell is what one department does for another.
type MatrixCell struct {
	Supports  int       `json:"supports"`            // how many supports lead from the row's objectives to the column's
	Shared    int       `json:"shared,omitempty"`    // objectives that both share
	Contracts []string  `json:"contracts,omitempty"` // what the row has agreed to do for a key result of the column, by id
	Edges     []MapEdge `json:"edges,omitempty"`     // the supports themselves
	Both      []string  `json:"both,omitempty"`      // the objectives that both share, by id
}

// Departments counts the map's supports by department, and the contracts that are agreed. Pillars belong to nobody, and are not counted.
func (m Map) Departments(teams Tree, contracts []Contract) Matrix {
	department := func(team string) string {
		if path := teams.Path(team); len(path) > 1 {
			return path[1].ID
		}
		return teams.Root().ID
	}
	of := map[string][]string{} // objective → its teams' departments, the leading one first
	has := map[string]bool{}
	for _, n := range m.Nodes {
		seen := map[string]bool{}
		for _, t := range n.TeamIDs {
			if d := department(t); !seen[d] {
				seen[d], has[d] = true, true
				of[n.Key] = append(of[n.Key], d)
			}
		}
	}
	out := Matrix{Departments: []Team{}}
	at := map[string]int{}
	for _, t := range append([]Team{teams.Root()}, teams.Children(teams.Root().ID)...) {
		if has[t.ID] {
			at[t.ID] = len(out.Departments)
			out.Departments = append(out.Departments, t)
		}
	}
	n := len(out.Departments)
	out.Cells, out.Supports, out.DependsOn = make([][]MatrixCell, n), make([]int, n), make([]int, n)
	for i := range out.Cells {
		out.Cells[i] = make([]MatrixCell, n)
	}
	for _, e := range m.Edges {
		if len(of[e.From]) == 0 || len(of[e.To]) == 0 {
			continue
		}
		row, rowOK := at[of[e.From][0]]
		column, columnOK := at[of[e.To][0]]
		if !rowOK || !columnOK {
			continue // of a team that was removed with its department
		}
		c := &out.Cells[row][column]
		c.Supports++
		c.Edges = append(c.Edges, e)
		if row != column {
			out.Supports[row]++
			out.DependsOn[column]++
		}
	}
	for _, x := range contracts {
		row, rowOK := at[department(x.TeamID)]
		column, columnOK := at[department(x.AskerID)]
		if x.Stage != ContractAgreed || x.Removed != 0 || !rowOK || !columnOK {
			continue
		}
		c := &out.Cells[row][column]
		if c.Contracts = append(c.Contracts, x.ID); row != column {
			out.Supports[row]++
			out.DependsOn[column]++
		}
	}
	for _, node := range m.Nodes {
		for _, a := range of[node.Key] {
			for _, b := range of[node.Key] {
				row, rowOK := at[a]
				column, columnOK := at[b]
				if a != b && rowOK && columnOK {
					c := &out.Cells[row][column]
					c.Shared++
					c.Both = append(c.Both, node.Key)
				}
			}
		}
	}
	return out
}
