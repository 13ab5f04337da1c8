package okr

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFormatValue(t *testing.T) {
	for _, tt := range []struct {
		v            float64
		unit, locale string
		want         string
	}{
		{4.1, "d", "", "4.1 days"}, {1, "d", "", "1 day"}, {-1, "w", "", "−1 week"}, {41, "%", "", "41 %"}, {1250, "customers", "", "1,250 customers"},
		{-20900, "EUR", "", "−€20,900"}, {1250.5, "", "de-DE", "1.250,5"}, {1234567.8, "", "fr", "1 234 568"}, {0.05, "", "", "0.05"},
		{0, "", "", "0"}, {-0.00001, "", "", "−1e−05"}, {300, "ms", "", "300 ms"}, {99.95, "%", "", "99.95 %"}, {1e15, "", "", "1e+15"}, {1.2345e-5, "", "de", "1,234e−05"},
		{1250, "EUR", "de", "1.250 €"}, {-3, "EUR", "fr", "−3 €"}, {1250, "CHF", "", "1,250 CHF"}, {999.99, "", "", "1,000"}, {-0.00004, "h", "", "−4e−05 h"}, {1234567, "", "sv-SE", "1 234 567"},
		{math.Copysign(0, -1), "", "", "0"},
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
		{"1,234,567.89", "en-GB", 1234567.89}, {"1.234.567,89", "de-AT", 1234567.89}, {"1.234", "fr", 1.234}, {"0.125", "de", 0.125}, {"1.2345", "de", 1.2345}, {"1 234 567", "", 1234567},
		{"1\u202f234,5", "fr", 1234.5}, {"12’500.5", "", 12500.5}, {".5", "", 0.5}, {",5", "de", 0.5}, {"+3", "", 3}, {"- 3", "", -3}, {"007", "", 7}, {"1e-3", "", 0.001}, {"-0", "", 0},
	} {
		got, err := ParseNumber("value", tt.text, tt.locale)
		if err != nil || got == nil || *got != tt.want {
			t.Errorf("%q in %q is %v (%v), want %v", tt.text, tt.locale, got, err, tt.want)
		}
	}
	for _, text := range []string{"twelve", "1,25", "1 apple", "NaN", "Inf", "1e308", "0x10", "1_000", "--1", "1.2.3", "1 2", "12 34", "1,2,3", "0,125", "1,0000", "1,250.5,1", "4%2", "5.", ".", "-", "e5", "1e", "1e+-5", "%", "€5", "10k", "١٢", "1,250 %%", strings.Repeat("9", 400), "1\x00"} {
		if got, err := ParseNumber("value", text, ""); err == nil {
			t.Errorf("%q was read as %v", text, *got)
		} else if e := FaultsOf(err)[0]; e.Field != "value" || e.Message == "" {
			t.Errorf("%q is refused with %q at %q", text, e.Message, e.Field)
		}
	}
	for _, text := range []string{"1,25.3", "1.2.3", "1.25,3.1", "1 2", "1.250.1", "1,2,3"} {
		if got, err := ParseNumber("value", text, "de"); err == nil {
			t.Errorf("%q was read as %v in German", text, *got)
		}
	}
	if got, err := ParseNumber("value", "  ", ""); got != nil || err != nil {
		t.Errorf("an empty text is %v, %v", got, err)
	}
}

var locales = []string{"", "en-GB", "de", "fr-FR", "sv", "nl", "ja", "xx"}

// What is written for reading reads back as the same number but for rounding, in every locale.
func TestFormattedNumbersReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.OneOf(rapid.Float64Range(-1e7, 1e7), rapid.Float64Range(-1e15, 1e15), rapid.Float64Range(-1, 1)).Draw(t, "v")
		locale := rapid.SampledFrom(locales).Draw(t, "locale")
		text := FormatNumber(v, locale)
		got, err := ParseNumber("v", text, locale)
		if err != nil || math.Abs(*got-v) > max(math.Abs(v)*0.005, 0.00005) {
			t.Fatalf("%v is written as %q in %q and read as %v, %v", v, text, locale, got, err)
		}
	})
}

// What stands in an input field reads back exactly, whatever the locale.
func FuzzParseNumber(f *testing.F) {
	f.Add("1,250.5", "de")
	f.Add("−4.1 %", "")
	f.Add("1.234", "fr")
	f.Add("1e-7", "nl")
	f.Fuzz(func(t *testing.T, text, locale string) {
		v, err := ParseNumber("v", text, locale)
		if err != nil || v == nil {
			return
		}
		for written, in := range map[string]string{ShortNumber(*v): "", InputNumber(*v, locale): locale} {
			again, err := ParseNumber("v", written, in)
			if err != nil || again == nil || *again != *v {
				t.Errorf("%q was read as %v, written as %s, read again in %q as %v (%v)", text, *v, written, in, again, err)
			}
		}
	})
}

// The words of a key result's kind stand for its values.
func TestFormat(t *testing.T) {
	for _, tt := range []struct {
		k    KeyResult
		v    float64
		want string
	}{
		{KeyResult{Kind: YesNo}, 0, "no"}, {KeyResult{Kind: YesNo}, 1, "yes"}, {KeyResult{Kind: Judgement}, 0, "not at all"}, {KeyResult{Kind: Judgement}, 3, "fully"},
		{KeyResult{Kind: Judgement}, 1e300, "fully"}, {KeyResult{Kind: Judgement}, -4, "not at all"}, {KeyResult{Kind: Milestones, Stages: make([]Milestone, 4)}, 2, "2 of 4"},
		{KeyResult{Kind: Milestones, Stages: make([]Milestone, 4)}, 2.9, "2 of 4"}, {KeyResult{Kind: Number, Unit: "%"}, 12.5, "12.5" + nbsp + "%"},
	} {
		if got := tt.k.Format(tt.v); got != tt.want {
			t.Errorf("%v of %s is %q, want %q", tt.v, tt.k.Kind, got, tt.want)
		}
	}
	for unit, want := range map[string]string{"": "", "d": "days", "EUR": "€", "customers": "customers"} {
		if got := UnitWord(unit); got != want {
			t.Errorf("the word for %q is %q, want %q", unit, got, want)
		}
	}
}

func TestFormatComputed(t *testing.T) {
	at := func(v float64) *float64 { return &v }
	for _, tt := range []struct {
		k    KeyResult
		v    float64
		want string
	}{
		{KeyResult{Kind: Number, Unit: "%", Baseline: at(14), Target: at(6)}, 9.8182, "9.8\u00a0%"},
		{KeyResult{Kind: Number, Unit: "d", Baseline: at(6.4), Target: at(2)}, -0.35813, "−0.36\u00a0days"},
		{KeyResult{Kind: Number, Baseline: at(180), Target: at(60)}, -0.004321, "−0.0043"},
		{KeyResult{Kind: Number, Unit: "EUR", Target: at(1e12)}, 12345678.9, "€12,345,679"},
		{KeyResult{Kind: Number}, 0, "0"},
		{KeyResult{Kind: Number, Target: at(1e-300)}, 1e300, "1e+300"},
	} {
		if got := tt.k.FormatComputed(tt.v); got != tt.want {
			t.Errorf("%v of a key result to %v: %q, want %q", tt.v, tt.k.Target, got, tt.want)
		}
	}
}

func TestFormatSpan(t *testing.T) {
	for _, tt := range []struct {
		from, to     float64
		unit, locale string
		want         string
	}{
		{25, 60, "contracts", "", "25 to 60 contracts"}, {62, 38, "EUR", "", "€62 to €38"}, {62, 38.5, "EUR", "de", "62 to 38,5 €"}, {58, 75, "%", "", "58 to 75 %"}, {1400, 800, "", "", "1,400 to 800"}, {-5, -2, "USD", "", "−$5 to −$2"},
	} {
		got := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(FormatSpan(tt.from, tt.to, tt.unit, tt.locale)) // no-break spaces
		if got != tt.want {
			t.Errorf("%g to %g %s is %q, want %q", tt.from, tt.to, tt.unit, got, tt.want)
		}
	}
}
