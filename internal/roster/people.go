package roster

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A PersonLine is one person read from pasted text or a table.
type PersonLine struct {
	Line  int          `json:"line"` // in the text, from 1
	Email string       `json:"email"`
	Name  string       `json:"name,omitempty"`
	Role  okr.OrgRole  `json:"role,omitempty"`
	Teams []PersonTeam `json:"teams,omitempty"`
}

// Fault is what is wrong with the line, said as ReadPeople says it; what is without a full stop.
func (p PersonLine) Fault(what string) error { return fault("people", p.Line, what) }

// A PersonTeam is a team as people name it.
type PersonTeam struct {
	Name string       `json:"name"`
	Role okr.TeamRole `json:"role"`
}

const maxPeople = 1000 // in one text

var personWords = map[string][]string{
	"email": {"email", "e-mail", "mail", "email address", "e-mail address"},
	"name":  {"name", "full name", "display name", "person"},
	"role":  {"role", "organization role"},
	"teams": {"teams", "team", "department"},
}

// ReadPeople reads people from pasted text: addresses separated by lines, commas or semicolons, each alone or as
// Name <address>; or a table with a column email and, as it likes, name, role and teams. Several teams are separated by | or ;
// and a lead is marked behind the team's name: Apps (lead).
func ReadPeople(text string) ([]PersonLine, error) {
	text = unify(text)
	if len(text) > maxBytes {
		return nil, okr.Fail(okr.Invalid, "people", fmt.Sprintf("Give at most %d people at once.", maxPeople))
	}
	read := readAddresses
	if comma, ok := personHeader(text); ok {
		read = func(s string) ([]PersonLine, error) { return readPersonTable(s, comma) }
	}
	out, err := read(text)
	if err != nil {
		return nil, err
	}
	if len(out) > maxPeople {
		return nil, okr.Fail(okr.Invalid, "people", fmt.Sprintf("Give at most %d people at once.", maxPeople))
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(out, func(p PersonLine) bool {
		twice := seen[p.Email]
		seen[p.Email] = true
		return twice
	}), nil
}

func personHeader(text string) (rune, bool) {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\n "), "\n")
	if strings.Contains(first, "@") {
		return 0, false
	}
	for _, comma := range []rune{'\t', ';', ','} {
		if column(strings.Split(first, string(comma)), personWords["email"]) >= 0 {
			return comma, true
		}
	}
	return 0, false
}

func readAddresses(text string) ([]PersonLine, error) {
	var out []PersonLine
	for n, row := range strings.Split(text, "\n") {
		for piece := range strings.FieldsFuncSeq(row, func(r rune) bool { return r == ',' || r == ';' }) {
			if piece = strings.TrimSpace(piece); piece == "" {
				continue
			}
			p := PersonLine{Line: n + 1}
			address := piece
			if at, err := mail.ParseAddress(piece); err == nil {
				p.Name, address = at.Name, at.Address
			}
			var err error
			if p.Email, err = okr.Email("people", address); err != nil {
				return nil, fault("people", n+1, fmt.Sprintf("%q is no e-mail address", okr.Cut(piece, 60)))
			}
			if p.Name = okr.OneLine(p.Name); p.Name != "" && okr.CheckPersonName("people", p.Name) != nil {
				return nil, fault("people", n+1, "write a name of at most 120 characters")
			}
			out = append(out, p)
		}
	}
	return out, nil
}

func readPersonTable(text string, comma rune) ([]PersonLine, error) {
	header, rows, at, err := table("people", text, comma)
	if err != nil {
		return nil, err
	}
	email, name := column(header, personWords["email"]), column(header, personWords["name"])
	role, teams := column(header, personWords["role"]), column(header, personWords["teams"])
	var out []PersonLine
	for i, row := range rows {
		p := PersonLine{Line: at[i], Role: okr.OrgRole(okr.NameKey(cell(row, role)))}
		if p.Email, err = okr.Email("people", cell(row, email)); err != nil {
			return nil, fault("people", at[i], fmt.Sprintf("%q is no e-mail address", okr.Cut(cell(row, email), 60)))
		}
		if p.Name = okr.OneLine(cell(row, name)); p.Name != "" && okr.CheckPersonName("people", p.Name) != nil {
			return nil, fault("people", at[i], "write a name of at most 120 characters")
		}
		if p.Role != "" && !slices.Contains(okr.OrgRoles, p.Role) {
			return nil, fault("people", at[i], "write the role as owner, ambassador, member or viewer")
		}
		for s := range strings.FieldsFuncSeq(cell(row, teams), func(r rune) bool { return r == '|' || r == ';' }) {
			team := PersonTeam{Name: strings.TrimSpace(s), Role: okr.TeamMember}
			if rest, lead := strings.CutSuffix(strings.ToLower(team.Name), "(lead)"); lead {
				team.Name, team.Role = strings.TrimSpace(team.Name[:len(rest)]), okr.TeamLead
			}
			if team.Name != "" {
				p.Teams = append(p.Teams, team)
			}
		}
		out = append(out, p)
	}
	return out, nil
}
