package web

import (
	"bytes"
	"slices"
	"testing"

	"github.com/headwater-okr/headwater/internal/document"
	"github.com/headwater-okr/headwater/internal/okr"
	"github.com/headwater-okr/headwater/internal/web/ui"
)

// What the preview chose for a column of our own tables is what its form sends: a field that it does not offer would come back as “Not taken”.
func TestOwnColumnsAreOffered(t *testing.T) {
	plan := document.Plan{Organization: "A", Cycles: []document.PlanCycle{{Name: "Q4 2026", Objectives: []document.PlanObjective{{Objective: okr.Objective{ID: "o", Title: "Aim"}}}}}}
	var b bytes.Buffer
	if err := document.WritePlan(&b, "csv", plan); err != nil {
		t.Fatal(err)
	}
	d, err := document.Read("plan.csv", &b, document.Options{})
	if err != nil || len(d.Mapping) < 20 {
		t.Fatalf("%v: %v", d, err)
	}
	for _, c := range d.Mapping {
		if !slices.ContainsFunc(columnOptions, func(o ui.Option) bool { return o.Value == c.Field }) {
			t.Errorf("%s is %q, which is not offered", c.Header, c.Field)
		}
	}
}
