package judge

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/headwater-okr/headwater/internal/okr"
)

func found(c Case, rule string) (out []Finding) {
	for _, f := range Read(c).Findings {
		if f.Rule == rule {
			out = append(out, f)
		}
	}
	return out
}

// Two that measure nearly the same are asked about with the words that they share and those that tell them apart; two that only sound alike are not.
func TestTwins(t *testing.T) {
	others := []string{"Riders with a second repair from 410 to 600", "Spare parts on the shelf from 61 % to 95 %", "Mails answered by noon from 30 % to 80 %"}
	for _, x := range []struct {
		a, b string
		says []string // nil is silence
	}{
		{"Share of repairs done within a day from 40 % to 65 %", "Raise the share of repairs finished within a day to 70 %", []string{"“repairs”", "in %", "only the first of “done”", "only the second of “finished”"}},
		{"Invoices from workshops paid late from 30 to 5", "Cut late invoices from workshops to 8", []string{"“invoices”", "“workshops”"}},
		{"Late deliveries in Ghent from 14 to 6 a day", "Late deliveries in Ghent from 14 to 8 a day", []string{"and of nothing else"}},
		{"Repairs done within a day to 65 %", "Partners paid within a day to 95 %", nil},
		{"Share of repairs done within a day from 40 % to 65 %", "Repairs done within a day from 40 to 65", nil}, // another unit
		{"Churn of riders from 8 % to 5 %", "Satisfaction of riders with the app from 60 % to 80 %", nil},
	} {
		c := krs(append([]string{x.a, x.b}, others...)...).Case
		list := found(c, "kr/twin")
		if len(list) != min(1, len(x.says)) {
			t.Errorf("%q and %q: %+v", x.a, x.b, list)
			continue
		}
		for _, w := range x.says {
			if !strings.Contains(list[0].Evidence, w) {
				t.Errorf("%q and %q: the evidence lacks %s: %s", x.a, x.b, w, list[0].Evidence)
			}
		}
	}

	// One that hangs below the other is meant to resemble it, and "not related" is remembered.
	near := krs(append([]string{"Invoices from workshops paid late from 30 to 5", "Cut late invoices from workshops to 8"}, others...)...).Case
	near.Goals[1].Supports = []okr.Support{{Kind: okr.UpKeyResult, ID: "k0"}}
	if len(found(near, "kr/twin")) != 0 {
		t.Error("one supports the other, and they are called twins")
	}
	c := krs("Late trams from 14 to 6 a day", "Reduce late trams to 5 a day").Case
	if list := found(c, "kr/twin"); len(list) != 1 || list[0].Beside.KeyResult != "k0" {
		t.Fatalf("twins: %+v", list)
	}
	c.Dismissed = []Dismissal{{ID: "k0", Dismissal: okr.Dismissal{Rule: "kr/twin", With: "k1", Text: c.Goals[0].KeyResults[0].Title, Reason: "two depots"}}}
	if len(found(c, "kr/twin")) != 0 {
		t.Error("they are not related, and named again")
	}
}

// Within one objective the very same number is asked about once; lines, levels and days are numbers of their own, and two limits keep one number between them.
func TestTwinsOfOneObjective(t *testing.T) {
	for _, x := range []struct {
		a, b string
		want bool
	}{
		{"Churn of riders from 8 % to 5 %", "Reduce churn of riders to 4 %", true},
		{"500 bookings by March", "900 bookings by June", true},
		{"Churn of riders from 8 % to 5 %", "Churn of partners from 8 % to 5 %", false},
		{"Stops of line 2 from 9 to 3 a week", "Stops of line 3 from 9 to 3 a week", false},
		{"Day 7 retention from 20 % to 30 %", "Day 30 retention from 10 % to 15 %", false},
		{"Crashes on iOS from 9 to 2", "Crashes on Android from 9 to 2", false},
		{"Keep spare parts above 40", "Keep spare parts below 90", false},
	} {
		c := aim("Riders trust our repairs", x.a, x.b).Case
		for _, rule := range []string{"kr/twin", "kr/conflict"} {
			if got := len(found(c, rule)) > 0; got != (x.want && rule == "kr/twin") {
				t.Errorf("%s on %q and %q is %v", rule, x.a, x.b, got)
			}
		}
	}
}

// A plan of any size is compared in a moment, and asks about the best pairs only.
func TestManyTwins(t *testing.T) {
	var texts []string
	things := strings.Fields("repairs bookings invoices returns deliveries batteries helmets trailers rentals warranties")
	for i := range 4000 {
		texts = append(texts, fmt.Sprintf("Share of %s in place %d done within a day from 40 %% to 65 %%", things[i%10], i/10))
	}
	c := krs(texts...).Case
	begin := time.Now()
	p, _ := noteAll(c)
	list := p.findTwins()
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
	if resembling := len(list); resembling > len(texts) {
		t.Errorf("%d pairs", resembling)
	}
}
