package document

import (
	"strings"
	"testing"
)

func TestTeamOf(t *testing.T) {
	for text, want := range map[string]string{
		"Marketing": "Marketing", "Sales & Marketing": "Sales & Marketing", "Engineering OKRs Q3 2026": "Engineering", "Workshop operations team": "Workshop operations team",
		"OKRs of the Data Guild, Q3": "Data Guild", "Equipo de ventas": "Equipo de ventas", "Vertrieb": "Vertrieb", "People Ops": "People Ops",
		"OKRs 2026 Q3": "", "Key concepts": "", "Riders trust our repairs": "", "Growth in the suburbs": "", "Objectives and key results": "", "Build a team that lasts for ten years": "", "Team": "",
	} {
		if got := teamOf(text); got != want {
			t.Errorf("%q names the team %q, want %q", text, got, want)
		}
	}
}

// A heading above objectives that names a team gives them to it; what an objective says itself, and what stands below another objective, is not touched.
func TestHeadingsAreTeams(t *testing.T) {
	const text = `# OKRs Q3 2026

## Marketing

### Objective: Riders in the suburbs know us
- KR: Share of suburb riders who name us from 12 % to 30 %

### Objective: Partners recommend us
- KR: NPS of partners from 20 to 40

## Workshops

### Objective: A repair is done the same day
- KR: Share of repairs done within a day from 40 % to 65 %

## Finance team

1. **Invoices leave the house on time**
   - KR: Invoices sent within two days from 60 % to 95 %
`
	d, err := Read("plan.md", strings.NewReader(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range d.Objectives {
		got = append(got, o.Team)
	}
	if want := "Marketing|Marketing||Finance team"; strings.Join(got, "|") != want {
		t.Errorf("the teams are %q, want %q", strings.Join(got, "|"), want)
	}
}
