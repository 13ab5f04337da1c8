package okr

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParticipation(t *testing.T) {
	tree := NewTree([]Team{{ID: "root", Name: "All"}, {ID: "a", ParentID: "root", Name: "A"}, {ID: "b", ParentID: "root", Name: "B"}, {ID: "empty", ParentID: "a", Name: "E"}})
	sizes := map[string]int{"root": 1, "a": 2, "b": 3, "gone": 4}
	of := map[string][]string{"lea": {"root"}, "ann": {"a", "b"}, "bo": {"a"}, "cy": {"b"}, "dee": {"b", "gone"}} // without who left, and who only reads
	list := []Proposal{
		{AuthorID: "ann", Backers: []string{"bo"}},
		{AuthorID: "ann", Comments: []ProposalComment{{MemberID: "lea"}}},
		{AuthorID: "cy", Removed: 1},
		{AuthorID: "left", Backers: []string{"reads"}},
	}
	teams, levels := Participation(list, sizes, of, tree)
	wantTeams := []Voice{{TeamID: "root", People: 1, Spoke: 1}, {TeamID: "a", Depth: 1, People: 2, Spoke: 2, Proposals: 2}, {TeamID: "b", Depth: 1, People: 3, Spoke: 1, Proposals: 2}}
	wantLevels := []Voice{{People: 1, Spoke: 1}, {Depth: 1, People: 4, Spoke: 2, Proposals: 2}}
	if d := cmp.Diff(wantTeams, teams); d != "" {
		t.Error("teams:", d)
	}
	if d := cmp.Diff(wantLevels, levels); d != "" {
		t.Error("levels:", d)
	}
}

func TestBackers(t *testing.T) {
	p := Proposal{AuthorID: "ann"}
	for _, by := range []string{"bo", "ann", "cy", "bo"} {
		p.Back(by, true)
	}
	p.Back("bo", false)
	p.Back("nobody", false)
	if d := cmp.Diff([]string{"cy"}, p.Backers); d != "" {
		t.Error(d)
	}
}

func TestCompareProposals(t *testing.T) {
	list := []Proposal{{ID: "declined", Answer: ProposalDeclined, Backers: []string{"a", "b"}}, {ID: "old", Created: 1}, {ID: "backed", Backers: []string{"a"}}, {ID: "new", Created: 2}}
	slices.SortFunc(list, CompareProposals)
	var got []string
	for _, p := range list {
		got = append(got, p.ID)
	}
	if d := cmp.Diff([]string{"backed", "new", "old", "declined"}, got); d != "" {
		t.Error(d)
	}
}
