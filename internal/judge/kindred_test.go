package judge

import (
	"slices"
	"testing"
)

func TestKindred(t *testing.T) {
	known := []Known{
		{"stand", "A second stand in Utrecht. Days until a broken bike rides again"},
		{"handbook", "Write the handbook for the first week. Riders content with the first answer"},
		{"loan", "Loan bikes in every city. Families lent a bike on the same day"},
		{"parts", "The list of parts lives at the stand. A broken bike waits two days for its part"},
		{"cash", "Cash for months ahead"},
	}
	got := Kindred([]string{"Days until a broken bike rides again from 6.4 to 2", "Cost of a new contract from 96 to 60 EUR", "Families who are lent a bike on the same day from 22 % to 80 %"}, known, 2)
	ids := func(list []Kin) (out []string) {
		for _, k := range list {
			if out = append(out, k.ID); k.Score <= 0 || k.Score > 1 || len(k.Both) < 2 {
				t.Errorf("%+v", k)
			}
		}
		return out
	}
	if want := []string{"stand", "parts"}; !slices.Equal(ids(got[0]), want) {
		t.Errorf("of the broken bike: %v, want %v", ids(got[0]), want)
	}
	if len(got[1]) != 0 {
		t.Errorf("of the contract: %v", ids(got[1]))
	}
	if len(got[2]) == 0 || got[2][0].ID != "loan" {
		t.Errorf("of the loan: %v", ids(got[2]))
	}
	if got := Kindred(nil, known, 2); len(got) != 0 {
		t.Error("something for nothing")
	}
}
