package document

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each sentence of a plan in YAML has the line in which it stands, in every form in which it can be written.
func TestYAMLLines(t *testing.T) {
	const text = `# a comment
cycle: Q4 2026
objectives:
  - team: Workshop
    title: Families trust us

    key_results:
      - Repairs that come back from 14 % to 5 %
      - unit: "%"
        title: &shown "Shops that show the promise"
      - {title: Calls about a repair from 40 to 10}
    objectives:
      - title: >-
          Every repair is seen
          by a second pair of eyes
        key_results: [Checked repairs from 20 % to 95 %, *shown]
  - {title: Winter is a season, key_results: []}
`
	d, err := Read("okrs.yaml", strings.NewReader(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	d.Each(func(o, _ *Objective) {
		got = append(got, fmt.Sprint(o.Line, " ", o.Title))
		for _, k := range o.KeyResults {
			got = append(got, fmt.Sprint(k.Line, " ", k.Title))
		}
	})
	want := []string{
		"5 Families trust us", "8 Repairs that come back from 14 % to 5 %", "10 Shops that show the promise", "11 Calls about a repair from 40 to 10",
		"13 Every repair is seen by a second pair of eyes", "16 Checked repairs from 20 % to 95 %", "16 Shops that show the promise", "17 Winter is a season",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
