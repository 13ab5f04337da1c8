package roster

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headwater-okr/headwater/internal/okr"
)

func TestReadPeople(t *testing.T) {
	member := func(names ...string) (out []PersonTeam) {
		for _, n := range names {
			out = append(out, PersonTeam{n, okr.TeamMember})
		}
		return out
	}
	tests := []struct {
		name, text string
		want       []PersonLine
		fault      string
	}{
		{name: "nothing", text: "\n \n"},
		{name: "addresses", text: "a@example.org, B@Example.org;c@example.org\nCleo Marsh <cleo@example.org>\n", want: []PersonLine{
			{1, "a@example.org", "", "", nil}, {1, "b@example.org", "", "", nil}, {1, "c@example.org", "", "", nil}, {2, "cleo@example.org", "Cleo Marsh", "", nil}}},
		{name: "table", text: "\ufeffName;E-mail;Teams;Role\r\nCleo Marsh;cleo@example.org;Apps | Sales (Lead);Ambassador\r\n;dan@example.org;;\r\n", want: []PersonLine{
			{2, "cleo@example.org", "Cleo Marsh", okr.OrgAmbassador, append(member("Apps"), PersonTeam{"Sales", okr.TeamLead})}, {3, "dan@example.org", "", "", nil}}},
		{name: "table with commas", text: "email,team\na@example.org,\"Apps; Sales\"\n", want: []PersonLine{{2, "a@example.org", "", "", member("Apps", "Sales")}}},
		{name: "twice", text: "a@example.org\nA@example.org", want: []PersonLine{{1, "a@example.org", "", "", nil}}},
		{name: "no address", text: "a@example.org\nsomebody", fault: `Line 2: "somebody" is no e-mail address.`},
		{name: "no address in a table", text: "email\n\nsomebody\n", fault: `Line 3: "somebody" is no e-mail address.`},
		{name: "a role that is none", text: "email,role\na@example.org,boss", fault: "Line 2: write the role as owner, ambassador, member or viewer."},
		{name: "NUL", text: "a\x00b@example.org", fault: `Line 1: "ab@example.org" is no e-mail address.`},
		{name: "too many", text: strings.Repeat("x", 2<<20), fault: "Give at most 1000 people at once."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadPeople(tt.text)
			if diff := cmp.Diff(tt.want, got); diff != "" && len(tt.want)+len(got) > 0 {
				t.Errorf("people (-want +got):\n%s", diff)
			}
			if message(err) != tt.fault {
				t.Errorf("fault = %q, want %q", message(err), tt.fault)
			}
		})
	}
}

func FuzzReadPeople(f *testing.F) {
	f.Add("Cleo Marsh <cleo@example.org>, a@example.org")
	f.Add("name,email,teams\nCleo,cleo@example.org,\"Apps (lead) | Sales\"")
	f.Fuzz(func(t *testing.T, text string) {
		people, err := ReadPeople(text)
		if err != nil && message(err) == "" {
			t.Errorf("an error that is not safe to show: %v", err)
		}
		for _, p := range people {
			if e, err := okr.Email("", p.Email); err != nil || e != p.Email {
				t.Errorf("%q is no e-mail address", p.Email)
			}
		}
	})
}

// message is the part of a fault that is safe to show; "" for any other error and for none.
func message(err error) string {
	if faults := okr.FaultsOf(err); faults != nil {
		return faults[0].Message
	}
	return ""
}
