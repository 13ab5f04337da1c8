package roster

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadTeams(t *testing.T) {
	tests := []struct {
		name, text string
		want       []TeamLine
		fault      string
	}{
		{name: "nothing", text: "  \n\n"},
		{name: "flat", text: "Product\nSales\r\n", want: []TeamLine{{1, "Product", 0, -1, ""}, {2, "Sales", 0, -1, ""}}},
		{name: "indented", text: "Product\n  Apps\n    Mobile\n  Platform\nSales", want: []TeamLine{
			{1, "Product", 0, -1, ""}, {2, "Apps", 1, 0, ""}, {3, "Mobile", 2, 1, ""}, {4, "Platform", 1, 0, ""}, {5, "Sales", 0, -1, ""}}},
		{name: "bullets and tabs", text: "- Product\n\t* Apps\n\t• Web\n\n+ Go-to-market", want: []TeamLine{
			{1, "Product", 0, -1, ""}, {2, "Apps", 1, 0, ""}, {3, "Web", 1, 0, ""}, {5, "Go-to-market", 0, -1, ""}}},
		{name: "indented from the first line", text: "    A\n      B\n  C", want: []TeamLine{{1, "A", 0, -1, ""}, {2, "B", 1, 0, ""}, {3, "C", 0, -1, ""}}},
		{name: "table, child before parent", text: "Team;Parent\nMobile;Product\nProduct;\n\nSupport;Operations\n", want: []TeamLine{
			{3, "Product", 0, -1, ""}, {2, "Mobile", 1, 0, ""}, {5, "Support", 0, -1, "Operations"}}},
		{name: "table with commas and quotes", text: "parent,name\n,\"Food, drink\"\n\"food, drink\",Wine\n", want: []TeamLine{
			{2, "Food, drink", 0, -1, ""}, {3, "Wine", 1, 0, ""}}},
		{name: "a comma is no table", text: "Food, drink\nTeam, parent company", want: []TeamLine{{1, "Food, drink", 0, -1, ""}, {2, "Team, parent company", 0, -1, ""}}},
		{name: "twice", text: "A\n B\n b", fault: "Line 3: b stands here twice, first on line 2."},
		{name: "the same name elsewhere", text: "A\n X\nB\n X", want: []TeamLine{{1, "A", 0, -1, ""}, {2, "X", 1, 0, ""}, {3, "B", 0, -1, ""}, {4, "X", 1, 2, ""}}},
		{name: "under itself", text: "team,parent\nA,B\nB,A\nC,", fault: "Line 2: A is, by its parents, under itself."},
		{name: "its own parent", text: "team,parent\nA,A", fault: "Line 2: A is, by its parents, under itself."},
		{name: "open quote", text: "team,parent\n\"A,\n", fault: "Line 2: the quotes do not match."},
		{name: "too long", text: "A\n" + strings.Repeat("x", 81), fault: "Line 2: write a name of at most 80 characters."},
		{name: "NUL", text: "A\x00", fault: "Line 1: write a name of at most 80 characters."},
		{name: "too deep", text: stairs(22), fault: "Line 22: this is more than 20 levels deep."},
		{name: "too many", text: strings.Repeat("A\n", 5000), fault: "Paste at most 2000 teams at once."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadTeams(tt.text)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("teams (-want +got):\n%s", diff)
			}
			if message(err) != tt.fault {
				t.Errorf("fault = %q, want %q", message(err), tt.fault)
			}
		})
	}
}

func stairs(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "A\n")
	}
	return b.String()
}

func FuzzReadTeams(f *testing.F) {
	f.Add("Product\n  Apps\n\tWeb\n- Sales")
	f.Add("team,parent\nA,\nB,A\n")
	f.Add("Team;Parent\n\"A;B\";C\n")
	f.Fuzz(func(t *testing.T, text string) {
		lines, err := ReadTeams(text)
		if err != nil {
			if message(err) == "" {
				t.Errorf("an error that is not safe to show: %v", err)
			}
			return
		}
		for i, l := range lines {
			if l.Parent >= i || l.Parent < -1 || l.Name == "" {
				t.Errorf("line %d: %+v comes before its parent or has no name", i, l)
			}
			if depth := 0; l.Parent >= 0 {
				depth = lines[l.Parent].Depth + 1
				if l.Depth != depth {
					t.Errorf("line %d: depth %d under a parent of depth %d", i, l.Depth, depth-1)
				}
			}
		}
	})
}
