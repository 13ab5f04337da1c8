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
