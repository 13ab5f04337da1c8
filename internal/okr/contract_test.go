package okr

import "testing"

// The turn goes to and fro until one side agrees or declines; who signs is always of the asked team.
func TestContractAnswer(t *testing.T) {
	c := Contract{ID: "c", KeyResultID: "k", AskerID: "a", TeamID: "b", AuthorID: "ann", Text: "Twelve parts", Stage: ContractAsked}
	step := func(a ContractAnswer, by string, stage ContractStage, turn, text, signer string) {
		t.Helper()
		if err := c.Answer(a, by, 7); err != nil {
			t.Fatal(err)
		}
		if c.Stage != stage || c.Turn() != turn || c.Text != text || c.SignerID != signer {
			t.Errorf("%s, turn %q, %q signed by %q", c.Stage, c.Turn(), c.Text, c.SignerID)
		}
	}
	if err := c.Answer(ContractAnswer{Answer: ContractCountered, Text: "Twelve parts"}, "bo", 7); err == nil {
		t.Error("the same words are another offer")
	}
	step(ContractAnswer{Answer: ContractCountered, Text: "Eight parts", Within: "o"}, "bo", ContractCountered, "a", "Eight parts", "bo")
	if c.Was != "Twelve parts" {
		t.Errorf("before it said %q", c.Was)
	}
	step(ContractAnswer{Answer: ContractCountered, Text: "Ten parts"}, "ann", ContractAsked, "b", "Ten parts", "bo")
	step(ContractAnswer{Answer: ContractAgreed}, "bea", ContractAgreed, "", "Ten parts", "bea")
	if c.Was != "" || !c.Holds() {
		t.Errorf("agreed, and still %+v", c)
	}
	if err := c.Answer(ContractAnswer{Answer: ContractAgreed}, "bo", 8); err == nil {
		t.Error("agreed twice")
	}
	declined := Contract{AskerID: "a", TeamID: "b", Stage: ContractAsked}
	if err := declined.Answer(ContractAnswer{Answer: ContractDeclined}, "bo", 7); err == nil {
		t.Error("declined without a reason")
	}
}

// Two names stand under what came of a contract only when both sides say the same.
func TestContractSay(t *testing.T) {
	c := Contract{AskerID: "a", TeamID: "b", Stage: ContractAgreed}
	for _, x := range []struct {
		kept              ContractKept
		text, team, by    string
		wantText, aSays   string
		bSays             string
		silent            int
		refusedForNoWords bool
	}{
		{kept: ContractIsKept, team: "a", by: "ann", silent: 2, refusedForNoWords: true},
		{kept: ContractIsKept, text: "Ten a week", team: "a", by: "ann", wantText: "Ten a week", aSays: "ann", silent: 1},
		{kept: ContractNotKept, text: "Six a week", team: "b", by: "bo", wantText: "Six a week", bSays: "bo", silent: 1},
		{kept: ContractIsKept, team: "a", by: "ann", wantText: "Six a week", bSays: "bo", silent: 1, refusedForNoWords: true},
		{kept: ContractNotKept, text: "Six a week", team: "a", by: "amy", wantText: "Six a week", aSays: "amy", bSays: "bo"},
		{kept: ContractNotKept, text: "Five a week", team: "a", by: "ann", wantText: "Five a week", aSays: "ann", silent: 1},
		{kept: ContractNotKept, team: "b", by: "bea", wantText: "Five a week", aSays: "ann", bSays: "bea"},
	} {
		err := c.Say(x.kept, x.text, x.team, x.by)
		if (err != nil) != x.refusedForNoWords || c.KeptText != x.wantText || c.AskerSaid != x.aSays || c.TeamSaid != x.bSays || len(c.Silent()) != x.silent {
			t.Errorf("%s says %s %q: %v, %+v", x.by, x.kept, x.text, err, c)
		}
	}
	for _, stage := range []ContractStage{ContractAsked, ContractCountered, ContractDeclined} {
		c := Contract{AskerID: "a", TeamID: "b", Stage: stage}
		if err := c.Say(ContractIsKept, "x", "a", "ann"); err == nil || c.Silent() != nil {
			t.Errorf("what is %s was kept", stage)
		}
	}
}

func TestContractOther(t *testing.T) {
	c := Contract{AskerID: "a", TeamID: "b"}
	for _, x := range []struct {
		of   []string
		want string
	}{{[]string{"a"}, "b"}, {[]string{"b", "x"}, "a"}, {[]string{"a", "b"}, ""}, {nil, ""}} {
		if got := c.Other(x.of); got != x.want {
			t.Errorf("beside %q stands %q, want %q", x.of, got, x.want)
		}
	}
}
