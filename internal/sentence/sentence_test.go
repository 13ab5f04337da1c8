package sentence

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/headwater-okr/headwater/internal/okr"
)

func num(v float64) *float64 { return &v }

func same(a, b *float64) bool { return a == b || a != nil && b != nil && math.Abs(*a-*b) < 1e-9 }

func TestRead(t *testing.T) {
	o := Options{Today: "2026-11-09", Cycle: okr.Cycle{ID: "c", Start: "2026-10-01", End: "2026-12-31"}}
	for _, tt := range []struct {
		text             string
		direction        okr.Direction
		baseline, target *float64
		relative         *float64
		unit             string
		deadline         okr.Date
	}{
		{"Raise the share of repaired saws from 22 % to 80 %", okr.Increase, num(22), num(80), nil, "%", ""},
		{"Cut days in the workshop from 6.4 to 2 by December 15", okr.Decrease, num(6.4), num(2), nil, "", "2026-12-15"},
		{"Repairs done within a day: 40% → 65%", okr.Increase, num(40), num(65), nil, "%", ""},
		{"Grow sales from $120k to $1.5M by 2027-03-31", okr.Increase, num(120000), num(1500000), nil, "USD", "2027-03-31"},
		{"1,000 carpenters use the app by the end of Q1 2027", okr.Reach, nil, num(1000), nil, "carpenters", "2027-03-31"},
		{"Reduce complaints by 20 %", okr.Decrease, nil, nil, num(20), "", ""},
		{"Double the number of repairs", okr.Increase, nil, nil, num(100), "", ""},
		{"Keep availability above 99.9 %", okr.KeepAbove, nil, num(99.9), nil, "%", ""},
		{"Maintain waste under 5%", okr.KeepBelow, nil, num(5), nil, "%", ""},
		{"Pass the ISO 27001 audit", "", nil, nil, nil, "", ""},
		{"Ship version 2.0.1 to all regions", "", nil, nil, nil, "", ""},
		{"Write 12 stories", okr.Reach, nil, num(12), nil, "stories", ""},
		{"Reach X % of regions", "", nil, nil, nil, "", ""},
		{"Answer in under 300 ms", okr.KeepBelow, nil, num(300), nil, "ms", ""},
		{"Find out why carpenters leave", "", nil, nil, nil, "", ""},
		{"Answer letters for ten small open source projects", okr.Reach, nil, num(10), nil, "projects", ""},
		{"Hold 12 customer interviews", okr.Reach, nil, num(12), nil, "interviews", ""},
		{"Win letters from at least two partners, reaching 40 % of the budget", okr.Reach, nil, num(40), nil, "%", ""},
		{"Raise NPS from 32 to 45 and cut complaints by 20 %", okr.Increase, num(32), num(45), num(20), "-", ""},
		{"Grow the number of riders who book at least two tours a year", "", nil, nil, nil, "", ""},
		{"Raise the share of riders that book at least two tours to 30 %", okr.Increase, nil, num(30), nil, "%", ""},
		{"Cut the number of bikes that wait more than 5 days by 30 %", okr.Decrease, nil, nil, num(30), "%", ""},
		{"Keep the share of late returns at .05 or below", okr.KeepBelow, nil, num(0.05), nil, "", ""},
		{"NPS of 45 by end of quarter", okr.Reach, nil, num(45), nil, "", "2026-12-31"},
		{"Open five workshops by Christmas", okr.Reach, nil, num(5), nil, "workshops", "2026-12-25"},
		{"500 bookings by Easter", okr.Reach, nil, num(500), nil, "bookings", "2027-03-28"},
		{"500 bookings by Easter 2030", okr.Reach, nil, num(500), nil, "bookings", "2030-04-21"},
		{"200 repairs by Black Friday", okr.Reach, nil, num(200), nil, "repairs", "2026-11-27"},
		{"90 % of saws sharp before New Year's Eve", okr.Reach, nil, num(90), nil, "%", "2026-12-31"},
		{"Bis Pfingsten 200 Kunden gewinnen", okr.Reach, nil, num(200), nil, "kunden", "2027-05-16"},
		{"Abrir 3 talleres antes de Navidad", okr.Reach, nil, num(3), nil, "talleres", "2026-12-25"},
		{"Sell 500 saws in the New Year", okr.Reach, nil, num(500), nil, "saws", ""},
		{"Christmas sales up 20 %", okr.Increase, nil, nil, num(20), "%", ""},
		{"Win 12 workshops within 90 days", okr.Reach, nil, num(12), nil, "workshops", "2027-02-07"},
		{"Cut the price of a repair from 12 to 8 € within 90 days", okr.Decrease, num(12), num(8), nil, "EUR", "2027-02-07"},
		{"In the next 12 weeks, 40 carpenters use the app", okr.Reach, nil, num(40), nil, "carpenters", "2027-02-01"},
		{"95 % of repairs paid within 60 days", okr.Reach, nil, num(95), nil, "%", ""},
		{"30 repairs paid within 60 days", okr.Reach, nil, num(30), nil, "repairs", ""},
		{"Apprentices are productive within 90 days", okr.KeepBelow, nil, num(90), nil, "d", ""},
		{"Readers of the guide from 30k to 50k per 30 days", okr.Increase, num(30000), num(50000), nil, "-", ""},
		{"Orders from 120 to 200 in 14 days", okr.Increase, num(120), num(200), nil, "-", ""},
		{"50k readers / 30 days", okr.Reach, nil, num(50000), nil, "readers", ""},
		{"Get 40 back", okr.Reach, nil, num(40), nil, "-", ""},
		{"Upgrade Postgres 14 to 16", "", nil, nil, nil, "", ""},
		{"Publish 2.0 of the manual, 100 readers", okr.Reach, nil, num(100), nil, "readers", ""},
		{"Move all saws from version 2.1 to 3.0", "", nil, nil, nil, "", ""},
		{"Sharpen 20 saws within 3 days", okr.Reach, nil, num(20), nil, "saws", ""},
	} {
		r := Read(tt.text, o)
		if r.Direction != tt.direction || !same(r.Baseline, tt.baseline) || !same(r.Target, tt.target) || !same(r.Relative, tt.relative) || r.Deadline != tt.deadline {
			t.Errorf("%q: direction %q, baseline %v, target %v, relative %v, deadline %q", tt.text, r.Direction, show(r.Baseline), show(r.Target), show(r.Relative), r.Deadline)
		}
		if want := strings.TrimPrefix(tt.unit, "-"); tt.unit != "" && r.Unit != want { // "-" is none
			t.Errorf("%q: unit %q, want %q", tt.text, r.Unit, tt.unit)
		}
	}
}

func show(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}

func TestScore(t *testing.T) {
	for text, want := range map[string]*float64{
		"81 %": num(0.81), "100%": num(1), "0.7": num(0.7), "7/10": num(0.7), "(0.3)": num(0.3), "DONE 100%": num(1), "1": num(1), "0": num(0), "70% of it, the rest in spring": num(0.7),
		"done": nil, "we sold 40": nil, "": nil, "2 of 3 regions": nil, "12": nil, "WIP": nil,
	} {
		got, ok := Score(text)
		if ok != (want != nil) || ok && math.Abs(got-*want) > 1e-9 {
			t.Errorf("%q scores %v, %v", text, got, ok)
		}
	}
}

func TestNumber(t *testing.T) {
	for _, tt := range []struct {
		text, locale string
		want         float64
		unit         string
	}{
		{"1,234.5", "", 1234.5, ""}, {"1.234,5", "de", 1234.5, ""}, {"1.234", "de", 1234, ""}, {"10k", "", 10000, ""}, {"€ 3 Mio", "", 3e6, "EUR"}, {"70 %", "", 70, "%"}, {"$2.5M", "", 2.5e6, "USD"}, {"12 days", "", 12, "d"}, {"-4", "", -4, ""},
	} {
		v, unit, ok := Number(tt.text, tt.locale)
		if !ok || v != tt.want || unit != tt.unit {
			t.Errorf("%q is %v %q %v, want %v %q", tt.text, v, unit, ok, tt.want, tt.unit)
		}
	}
	for _, text := range []string{"", "none", "3 to 5"} {
		if v, _, ok := Number(text, ""); ok {
			t.Errorf("%q was read as %v", text, v)
		}
	}
}

func TestStems(t *testing.T) {
	got := Stems("Repairs of the broken bikes", "en")
	want := []string{"repair", "broken", "bike"}
	if len(got) != len(want) || got[0] != want[0] || got[2] != want[2] {
		t.Errorf("stems are %q", got)
	}
}

// A capital letter that stands for a number is a blank, and the name of a thing is none.
func TestPlaceholder(t *testing.T) {
	for text, want := range map[string]bool{"Reach X % of regions": true, "Raise the average order to $XXk": true, "Coverage of Nx": true, "Grow to N carpenters": true, "Build with NX": false, "Repair 12 saws": false} {
		if got := Read(text, Options{}).Placeholder; got != want {
			t.Errorf("%q has a placeholder: %v", text, got)
		}
	}
}

// Whatever is written, numbers are finite and spans lie inside the text.
func FuzzRead(f *testing.F) {
	f.Add("Raise it from 22 % to 80 % by the end of Q2", "en")
	f.Add("≥ 1e308 % → −0.0 €", "de")
	f.Fuzz(func(t *testing.T, text, locale string) {
		r := Read(text, Options{Today: "2026-11-09", Locale: locale})
		for slot, v := range map[string]*float64{"baseline": r.Baseline, "target": r.Target, "relative": r.Relative} {
			if v != nil && (math.IsNaN(*v) || math.IsInf(*v, 0)) {
				t.Errorf("%s of %q is %v", slot, text, *v)
			}
		}
		for slot, s := range r.Spans {
			if s.From < 0 || s.To > len(text) || s.From > s.To {
				t.Errorf("%s of %q stands at %v", slot, text, s)
			}
		}
		Score(text)
		Number(text, locale)
	})
}

// No sentence is read twice as it was: nothing can be remembered of it. One core reads at least 20,000 a second.
func BenchmarkRead(b *testing.B) {
	shapes := []string{
		"Cut days until a broken bike rides again from 6.%d to 2 by the end of the quarter", "Raise the share of repaired saws from 22.%d %% to 80 %%", "Keep availability above 99.%d %%",
		"Launch booking %d in all regions by March 2027", "Hold %d interviews with carpenters who left, and write down why", "Complaints about dirt: %d → 40",
		"Reduce the time in which a letter is answered by %d %%", "NPS von 32 auf %d bis Ende des Quartals steigern", "Our %d partners love working with us",
		"Win letters from at least two partners and %d banks, reaching 40 %% of the budget for the workshop that we want to build in spring",
	}
	texts := make([]string, 0, 5000)
	for i := range cap(texts) {
		texts = append(texts, fmt.Sprintf(shapes[i%len(shapes)], i))
	}
	at := 0
	for b.Loop() {
		Read(texts[at], Options{Today: "2026-11-09"})
		at = (at + 1) % len(texts)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "sentences/s")
}
