package okr

import (
	"strings"
	"testing"
)

func TestWinCheck(t *testing.T) {
	for name, c := range map[string]struct {
		win Win
		at  string // the fields at fault
	}{
		"a sentence":       {Win{Text: "Fourteen bikes went out on the day."}, ""},
		"with thanks":      {Win{Text: "It works.", TeamID: "t", Thanks: []string{"m", "t"}}, ""},
		"nothing":          {Win{Text: "  "}, "text"},
		"a whole page":     {Win{Text: strings.Repeat("a", MaxWin+1)}, "text"},
		"no id":            {Win{Text: "x", Thanks: []string{strings.Repeat("m", 65)}}, "thanks[0]"},
		"thanks to a city": {Win{Text: "x", Thanks: make([]string, maxList+1)}, "thanks"},
	} {
		if got := fieldsOf(c.win.Check()); got != c.at {
			t.Errorf("%s: faults at %q, want %q", name, got, c.at)
		}
	}
}

func TestLastFriday(t *testing.T) {
	for day, want := range map[Date]Date{"2026-11-05": "2026-10-30", "2026-11-06": "2026-11-06", "2026-11-07": "2026-11-06", "2026-11-09": "2026-11-06", "2026-11-12": "2026-11-06", "2026-11-13": "2026-11-13"} {
		if got := day.LastFriday(); got != want {
			t.Errorf("the last Friday on %s is %s, want %s", day, got, want)
		}
	}
}

func TestCommitmentCheck(t *testing.T) {
	good := Commitment{TeamID: "t", Week: "2026-11-09", Text: "Ring eight families", KeyResultID: "k", State: CommitmentDone}
	for name, c := range map[string]struct {
		change func(*Commitment)
		at     string
	}{
		"good":            {func(*Commitment) {}, ""},
		"as usual":        {func(c *Commitment) { c.KeyResultID = "" }, ""},
		"no team":         {func(c *Commitment) { c.TeamID = "" }, "team_id"},
		"no words":        {func(c *Commitment) { c.Text = "" }, "text"},
		"not by a Monday": {func(c *Commitment) { c.Week = "2026-11-10" }, "week"},
		"no week":         {func(c *Commitment) { c.Week = "" }, "week"},
		"half done":       {func(c *Commitment) { c.State = "half" }, "state"},
	} {
		v := good
		c.change(&v)
		if got := fieldsOf(v.Check()); got != c.at {
			t.Errorf("%s: faults at %q, want %q", name, got, c.at)
		}
	}
	if CommitmentAdvice(GoodCommitments) != "" || CommitmentAdvice(GoodCommitments+1) == "" {
		t.Error("five are few enough, and six are asked about")
	}
}

// fieldsOf are the fields at fault, in order.
func fieldsOf(err error) string {
	var out []string
	for _, f := range FaultsOf(err) {
		out = append(out, f.Field)
	}
	return strings.Join(out, " ")
}

func TestWhoMayCommit(t *testing.T) {
	member := Viewer{MemberID: "m", Role: OrgMember, Teams: map[string]TeamRole{"t": TeamMember}}
	viewer := Viewer{MemberID: "v", Role: OrgViewer, Teams: map[string]TeamRole{"t": TeamMember}}
	for name, c := range map[string]struct {
		may  error
		want bool
	}{
		"their team":            {CanCommit(member, Commitment{TeamID: "t"}), true},
		"another team":          {CanCommit(member, Commitment{TeamID: "u"}), false},
		"given to them":         {CanCommit(member, Commitment{TeamID: "u", OwnerID: "m"}), true},
		"a viewer":              {CanCommit(viewer, Commitment{TeamID: "t"}), false},
		"an ambassador":         {CanCommit(Viewer{MemberID: "a", Role: OrgAmbassador}, Commitment{TeamID: "t"}), true},
		"nobody":                {CanCommit(Viewer{Role: OrgMember}, Commitment{TeamID: "t"}), false},
		"their own win":         {CanChangeWin(member, Win{AuthorID: "m"}), true},
		"somebody's win":        {CanChangeWin(member, Win{AuthorID: "x"}), false},
		"a viewer's own win":    {CanChangeWin(viewer, Win{AuthorID: "v"}), false},
		"an owner and any win":  {CanChangeWin(Viewer{MemberID: "o", Role: OrgOwner}, Win{AuthorID: "x"}), true},
		"nobody and nobody's":   {CanChangeWin(Viewer{Role: OrgMember}, Win{}), false},
		"an operator by itself": {CanChangeWin(Viewer{Role: OrgOwner}, Win{}), false},
	} {
		if (c.may == nil) != c.want {
			t.Errorf("%s: %v", name, c.may)
		}
	}
}
