package roster

import (
	"fmt"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A TeamLine is one team read from a pasted outline.
type TeamLine struct {
	Line   int    `json:"line"` // in the text, from 1
	Name   string `json:"name"`
	Depth  int    `json:"depth"`           // 0 is directly under the team that the outline is added to
	Parent int    `json:"parent"`          // index among the lines, always smaller than its own; -1 for none
	Under  string `json:"under,omitempty"` // the parent's name, when it is not among the lines
}

// Fault is what is wrong with the line, said as ReadTeams says it; what is without a full stop.
func (l TeamLine) Fault(what string) error { return fault("teams", l.Line, what) }

const (
	maxTeams     = 2000 // in one text
	maxTeamDepth = 20
)

// ReadTeams reads teams from pasted text: one a line, indented by spaces or tabs under the team it belongs to, with or without
// bullets; or a table with the columns team and parent, separated by commas, semicolons or tabs. Parents come before their
// teams in the answer.
func ReadTeams(text string) ([]TeamLine, error) {
	text = unify(text)
	if len(text) > maxBytes || strings.Count(text, "\n") > 2*maxTeams {
		return nil, okr.Fail(okr.Invalid, "teams", fmt.Sprintf("Paste at most %d teams at once.", maxTeams))
	}
	read := readOutline
	if comma, ok := teamHeader(text); ok {
		read = func(s string) ([]TeamLine, error) { return readTeamTable(s, comma) }
	}
	lines, err := read(text)
	if err != nil {
		return nil, err
	}
	if len(lines) > maxTeams {
		return nil, okr.Fail(okr.Invalid, "teams", fmt.Sprintf("Paste at most %d teams at once.", maxTeams))
	}
	seen := map[string]int{}
	for i, l := range lines {
		if l.Depth > maxTeamDepth {
			return nil, fault("teams", l.Line, fmt.Sprintf("this is more than %d levels deep", maxTeamDepth))
		}
		key := fmt.Sprintf("%d\n%s\n%s", l.Parent, okr.NameKey(l.Under), okr.NameKey(l.Name))
		if first, twice := seen[key]; twice {
			return nil, fault("teams", l.Line, fmt.Sprintf("%s stands here twice, first on line %d", l.Name, lines[first].Line))
		}
		seen[key] = i
	}
	return lines, nil
}

// readOutline reads indentation as depth: a line belongs to the nearest line above it that is indented less.
func readOutline(text string) ([]TeamLine, error) {
	var out []TeamLine
	type open struct{ indent, index int }
	var above []open
	for n, raw := range strings.Split(text, "\n") {
		indent, rest := 0, raw
		for rest != "" && (rest[0] == ' ' || rest[0] == '\t') {
			if rest[0] == '\t' {
				indent += 4 - indent%4
			} else {
				indent++
			}
			rest = rest[1:]
		}
		rest = unbullet(rest)
		if rest == "" {
			continue
		}
		name := okr.OneLine(rest)
		if (okr.Team{Name: name}).Check() != nil {
			return nil, fault("teams", n+1, "write a name of at most 80 characters")
		}
		for len(above) > 0 && above[len(above)-1].indent >= indent {
			above = above[:len(above)-1]
		}
		parent := -1
		if len(above) > 0 {
			parent = above[len(above)-1].index
		}
		out = append(out, TeamLine{Line: n + 1, Name: name, Depth: len(above), Parent: parent})
		above = append(above, open{indent, len(out) - 1})
	}
	return out, nil
}

// unbullet takes the mark of a list from the front of a line.
func unbullet(s string) string {
	s = strings.TrimSpace(s)
	for _, mark := range []string{"-", "*", "•", "+", "–"} {
		if rest, ok := strings.CutPrefix(s, mark); ok && (rest == "" || rest[0] == ' ' || rest[0] == '\t') {
			return strings.TrimSpace(rest)
		}
	}
	return s
}

var teamWords = map[string][]string{
	"team":   {"team", "name", "team name", "unit", "department"},
	"parent": {"parent", "parent team", "belongs to", "under", "reports to"},
}

// teamHeader says whether text begins with the header of a table of teams, and what separates its cells.
func teamHeader(text string) (rune, bool) {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\n "), "\n")
	for _, comma := range []rune{'\t', ';', ','} {
		cells := strings.Split(first, string(comma))
		if len(cells) > 1 && column(cells, teamWords["team"]) >= 0 && column(cells, teamWords["parent"]) >= 0 {
			return comma, true
		}
	}
	return 0, false
}

func readTeamTable(text string, comma rune) ([]TeamLine, error) {
	header, rows, at, err := table("teams", text, comma)
	if err != nil {
		return nil, err
	}
	team, parent := column(header, teamWords["team"]), column(header, teamWords["parent"])
	byName := map[string]int{}
	names := make([]string, len(rows))
	under := map[string][]int{} // rows by their parent's folded name, "" at the top
	for i, row := range rows {
		names[i] = okr.OneLine(cell(row, team))
		if (okr.Team{Name: names[i]}).Check() != nil {
			return nil, fault("teams", at[i], "write the team's name, of at most 80 characters")
		}
		if _, twice := byName[okr.NameKey(names[i])]; twice {
			return nil, fault("teams", at[i], names[i]+" stands here twice; in a table each name is one team")
		}
		byName[okr.NameKey(names[i])] = i
		key := okr.NameKey(cell(row, parent))
		under[key] = append(under[key], i)
	}
	var out []TeamLine
	var place func(i, parentIndex, depth int, above string)
	place = func(i, parentIndex, depth int, above string) {
		out = append(out, TeamLine{Line: at[i], Name: names[i], Depth: depth, Parent: parentIndex, Under: above})
		self := len(out) - 1
		for _, child := range under[okr.NameKey(names[i])] {
			place(child, self, depth+1, "")
		}
	}
	for i, row := range rows {
		above := cell(row, parent)
		if _, here := byName[okr.NameKey(above)]; !here || above == "" {
			place(i, -1, 0, above)
		}
	}
	if len(out) != len(rows) { // what is left hangs under itself
		placed := map[int]bool{}
		for _, l := range out {
			placed[l.Line] = true
		}
		for i := range rows {
			if !placed[at[i]] {
				return nil, fault("teams", at[i], names[i]+" is, by its parents, under itself")
			}
		}
	}
	return out, nil
}
