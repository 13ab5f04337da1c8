package chart

import (
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

// A share that stays where it is stands in a picture from 0 to 100, and not in one of a few per cent around it.
func TestShare(t *testing.T) {
	for _, v := range []float64{0, 37, 100} {
		d := Draw(Line{Actual: []okr.Point{{Date: "2026-11-02", Value: v}, {Date: "2026-11-09", Value: v}}, Share: true})
		if first, last := d.Marks[0].Text, d.Marks[len(d.Marks)-1].Text; first != "0" || last != "100" {
			t.Errorf("at %v the axis goes from %s to %s", v, first, last)
		}
	}
}
