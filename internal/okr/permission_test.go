package okr

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The whole matrix: who may do what. A column is an action, a row a viewer; "x" may.
func TestPermissions(t *testing.T) {
	open := Objective{ID: "o", TeamIDs: []string{"apps", "sales"}, OwnerID: "owner"}
	kr := KeyResult{ID: "k", OwnerID: "kr owner", CheckInOwnerID: "checker"}
	kpi := KPI{TeamID: "apps", OwnerID: "kpi owner"}
	in := func(team string, role TeamRole) map[string]TeamRole { return map[string]TeamRole{team: role} }
	may := func(err error) string {
		if err == nil {
			return "x"
		}
		if f := FaultsOf(err); len(f) != 1 || f[0].Kind != Forbidden || !strings.HasPrefix(f[0].Message, "This is for ") {
			t.Errorf("a refusal is %v", err)
		}
		return "-"
	}
	const head = "own admin lead team edit checkin comment kpi"
	for _, tt := range []struct {
		name string
		v    Viewer
		want string
	}{
		{"owner of the organization", Viewer{MemberID: "1", Role: OrgOwner, Leader: true}, "x x x x x x x x"},
		{"ambassador", Viewer{MemberID: "1", Role: OrgAmbassador, Leader: true}, "- x x x x x x x"},
		{"lead of the company", Viewer{MemberID: "1", Role: OrgMember, Leader: true, Teams: in("root", TeamLead)}, "- - x - x x x -"},
		{"lead of Apps", Viewer{MemberID: "1", Role: OrgMember, Teams: in("apps", TeamLead)}, "- - - x x x x x"},
		{"member of Apps", Viewer{MemberID: "1", Role: OrgMember, Teams: in("apps", TeamMember)}, "- - - - x x x x"},
		{"member of Sales, which shares it", Viewer{MemberID: "1", Role: OrgMember, Teams: in("sales", TeamMember)}, "- - - - x x x -"},
		{"lead of Legal", Viewer{MemberID: "1", Role: OrgMember, Teams: in("legal", TeamLead)}, "- - - - - - x -"},
		{"owner of the objective", Viewer{MemberID: "owner", Role: OrgMember}, "- - - - x x x -"},
		{"owner of the key result", Viewer{MemberID: "kr owner", Role: OrgMember}, "- - - - - x x -"},
		{"who checks in", Viewer{MemberID: "checker", Role: OrgMember}, "- - - - - x x -"},
		{"owner of the KPI", Viewer{MemberID: "kpi owner", Role: OrgMember}, "- - - - - - x x"},
		{"a viewer", Viewer{MemberID: "1", Role: OrgViewer}, "- - - - - - x -"},
		{"a viewer in everything", Viewer{MemberID: "owner", Role: OrgViewer, Leader: true, Teams: in("apps", TeamLead)}, "- - - - - - x -"},
		{"a viewer who checks in", Viewer{MemberID: "checker", Role: OrgViewer}, "- - - - - - x -"},
		{"nobody", Viewer{}, "- - - - - - - -"},
		{"nobody, where nobody owns", Viewer{Role: OrgMember}, "- - - - - - - -"},
	} {
		o, k, p := open, kr, kpi
		if strings.HasSuffix(tt.name, "nobody owns") {
			o.OwnerID, k.OwnerID, k.CheckInOwnerID, p.OwnerID = "", "", "", ""
		}
		got := strings.Join([]string{may(CanOwn(tt.v)), may(CanAdmin(tt.v)), may(CanLead(tt.v)), may(CanEditTeam(tt.v, "apps")), may(CanEdit(tt.v, o)),
			may(CanCheckIn(tt.v, o, k)), may(CanComment(tt.v)), may(CanEditKPI(tt.v, p))}, " ")
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s\n%s", tt.name, head, diff)
		}
		if tt.v.IsAdmin() != (CanAdmin(tt.v) == nil) {
			t.Errorf("%s: IsAdmin says another thing than CanAdmin", tt.name)
		}
	}
}

func TestCanSee(t *testing.T) {
	secret := Objective{Private: true, OwnerID: "owner", TeamIDs: []string{"apps"}}
	holders := []string{"kr owner", "", "checker"}
	for name, tt := range map[string]struct {
		v    Viewer
		want bool
	}{
		"its team":               {Viewer{MemberID: "1", Role: OrgViewer, Teams: map[string]TeamRole{"apps": TeamMember}}, true},
		"its owner":              {Viewer{MemberID: "owner"}, true},
		"a key result's owner":   {Viewer{MemberID: "kr owner"}, true},
		"who checks in":          {Viewer{MemberID: "checker"}, true},
		"owner of everything":    {Viewer{MemberID: "1", Role: OrgOwner, Leader: true}, false},
		"another team":           {Viewer{MemberID: "1", Teams: map[string]TeamRole{"sales": TeamLead}}, false},
		"nobody":                 {Viewer{}, false},
		"nobody, with a role":    {Viewer{Role: OrgOwner, Leader: true}, false},
		"nobody, with its teams": {Viewer{Teams: map[string]TeamRole{"apps": TeamLead}}, false},
	} {
		if got := CanSee(tt.v, secret, holders); got != tt.want {
			t.Errorf("%s sees it: %v", name, got)
		}
		if !CanSee(tt.v, Objective{}, nil) {
			t.Errorf("%s does not see what is open", name)
		}
	}
}

func TestDutyHolder(t *testing.T) {
	o := Objective{OwnerID: "owner"}
	for want, k := range map[string]KeyResult{"checker": {OwnerID: "kr owner", CheckInOwnerID: "checker"}, "kr owner": {OwnerID: "kr owner"}, "owner": {}} {
		if got := k.DutyHolder(o); got != want {
			t.Errorf("it is the check-in of %s, want %s", got, want)
		}
	}
}
