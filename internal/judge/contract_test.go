package judge

import "testing"

// Teams that have agreed what they do for each other are no silos, though they share no objective.
func TestContractsAreNoSilo(t *testing.T) {
	e := plan("3 teams that share nothing", 6, 2, teams)
	silo := func() bool {
		for _, f := range Read(e.Case).Findings {
			if f.Rule == "plan/silo" {
				return true
			}
		}
		return false
	}
	if !silo() {
		t.Error("teams that share nothing are no silos")
	}
	if e.Case.Contracts = 1; silo() {
		t.Error("a contract ties them together")
	}
}
