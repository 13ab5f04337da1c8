package okr

import (
	"math"
	"strings"
	"testing"
)

func TestFormatValue(t *testing.T) {
	for _, tt := range []struct {
		v            float64
		unit, locale string
		want         string
	}{
		{4.1, "d", "", "4.1 days"}, {1, "d", "", "1 day"}, {-1, "w", "", "−1 week"}, {41, "%", "", "41 %"}, {1250, "customers", "", "1,250 customers"},
		{-20900, "EUR", "", "−€20,900"}, {1250.5, "", "de-DE", "1.250,5"}, {1234567.8, "", "fr", "1 234 568"}, {0.05, "", "", "0.05"},
		{0, "", "", "0"}, {-0.00001, "", "", "−1e-05"}, {300, "ms", "", "300 ms"}, {99.95, "%", "", "99.95 %"}, {1e15, "", "", "1e+15"}, {math.Copysign(0, -1), "", "", "0"},
	} {
		got := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(FormatValue(tt.v, tt.unit, tt.locale)) // no-break spaces
		if got != tt.want {
			t.Errorf("%v %s in %q is %q, want %q", tt.v, tt.unit, tt.locale, got, tt.want)
		}
	}
}

func TestParseNumber(t *testing.T) {
	for _, tt := range []struct {
		text, locale string
		want         float64
	}{
		{"4.1", "", 4.1}, {" 1,250 ", "", 1250}, {"1,250.5", "", 1250.5}, {"1.250,5", "de", 1250.5}, {"1.250", "de", 1250}, {"4.1", "de", 4.1}, {"4,1", "de", 4.1},
		{"1 234,5", "fr", 1234.5}, {"−7", "", -7}, {"80 %", "", 80}, {"1e3", "", 1000}, {"12'500", "", 12500}, {"-1,000", "", -1000},
	} {
		got, err := ParseNumber("value", tt.text, tt.locale)
		if err != nil || got == nil || *got != tt.want {
			t.Errorf("%q in %q is %v (%v), want %v", tt.text, tt.locale, got, err, tt.want)
		}
	}
	for _, text := range []string{"twelve", "1,25", "1 apple", "NaN", "Inf", "1e308", "0x10", "1_000", "--1", "1.2.3", strings.Repeat("9", 400), "1\x00"} {
		if got, err := ParseNumber("value", text, ""); err == nil {
			t.Errorf("%q was read as %v", text, *got)
		} else if e := FaultsOf(err)[0]; e.Field != "value" || e.Message == "" {
			t.Errorf("%q is refused with %q at %q", text, e.Message, e.Field)
		}
	}
	if got, err := ParseNumber("value", "  ", ""); got != nil || err != nil {
		t.Errorf("an empty text is %v, %v", got, err)
	}
}

// What ShortNumber writes reads back as the same number.
func FuzzParseNumber(f *testing.F) {
	f.Add("1,250.5", "de")
	f.Add("−4.1 %", "")
	f.Fuzz(func(t *testing.T, text, locale string) {
		v, err := ParseNumber("v", text, locale)
		if err != nil || v == nil {
			return
		}
		again, err := ParseNumber("v", ShortNumber(*v), "")
		if err != nil || *again != *v {
			t.Errorf("%q was read as %v, written as %s, read again as %v (%v)", text, *v, ShortNumber(*v), again, err)
		}
	})
}
