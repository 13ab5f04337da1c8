package sentence

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

func TestReadAnswer(t *testing.T) {
	num := func(v float64) *float64 { return &v }
	sure := func(n int) *int { return &n }
	yes, judged := []string{"no", "yes"}, []string{"not at all", "partly", "mostly", "fully"}
	for _, c := range []struct {
		text, locale string
		steps        []string
		want         Answer
	}{
		{"14", "", nil, Answer{Value: num(14)}},
		{"14, confidence 7. The second stand is open again.", "", nil, Answer{num(14), sure(7), "The second stand is open again."}},
		{"14 7/10\nThe second stand is open.\n\nAnd the third.", "", nil, Answer{num(14), sure(7), "The second stand is open.\n\nAnd the third."}},
		{"7/10 14", "", nil, Answer{num(14), sure(7), ""}},
		{"Confidence: 7 of 10\n14 days", "", nil, Answer{num(14), sure(7), ""}},
		{"Confidence 10. We are at 1,250 now", "", nil, Answer{num(1250), sure(10), "now"}},
		{"We are at 14.5 (confidence 0)", "", nil, Answer{num(14.5), sure(0), ""}},
		{"Repairs: 14", "", nil, Answer{Value: num(14)}},
		{"1.250,5", "de", nil, Answer{Value: num(1250.5)}},
		{"€ 3.2M, 8/10", "", nil, Answer{num(3200000), sure(8), ""}},
		{"45 %, confidence 6", "", nil, Answer{num(45), sure(6), ""}},
		{"-3", "", nil, Answer{Value: num(-3)}},
		{"We got 14 repairs done", "", nil, Answer{Value: num(14), Note: "We got 14 repairs done"}},
		{"So far the three teams have come to 14 and now 15", "", nil, Answer{Note: "So far the three teams have come to 14 and now 15"}},
		{"With the help of Sales we are at 14", "", nil, Answer{Value: num(14), Note: "With the help of Sales we are at 14"}},
		{"We still wait for the 3 brake sets.", "", nil, Answer{Note: "We still wait for the 3 brake sets."}},
		{"Confidence 4", "", nil, Answer{Confidence: sure(4)}},
		{"Nothing new.\n\nThe 4 of us shipped 7/10 parts.", "", nil, Answer{Note: "Nothing new.\n\nThe 4 of us shipped 7/10 parts."}},
		{"confidence 17", "", nil, Answer{Value: num(17), Note: "confidence 17"}},
		{"14 on 2026-11-09", "", nil, Answer{Value: num(14), Note: "on 2026-11-09"}},
		{"yes, 9/10. It is signed.", "", yes, Answer{num(1), sure(9), "It is signed."}},
		{"No", "", yes, Answer{Value: num(0)}},
		{"Nothing yet", "", yes, Answer{Note: "Nothing yet"}},
		{"Mostly, but not in Kiel", "", judged, Answer{Value: num(2), Note: "but not in Kiel"}},
		{"2", "", judged, Answer{Value: num(2)}},
		{"", "", yes, Answer{}},
	} {
		if diff := cmp.Diff(c.want, ReadAnswer(c.text, c.locale, c.steps)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
}

// Whatever is written, a confidence is one, the note holds nothing that was not written, and nothing breaks.
func FuzzReadAnswer(f *testing.F) {
	for _, s := range []string{"14, confidence 7. Open again.", "7/10", "1.250,5 € 3/10\n\nNote", "yes 10/10", "-3 %", "confidence 7 of 10 at 1 000", "İ 7/10", "\xff14", "14, see .env", "\xae .\xa4", "se4,.e", "a,,b"} {
		f.Add(s, "de")
	}
	f.Fuzz(func(t *testing.T, text, locale string) {
		a := ReadAnswer(text, locale, []string{"no", "yes"})
		if a.Confidence != nil && (*a.Confidence < 0 || *a.Confidence > 10) {
			t.Errorf("%q: confidence %d", text, *a.Confidence)
		}
		for _, word := range strings.FieldsFunc(a.Note, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",.", r) }) {
			if !strings.Contains(text, word) {
				t.Errorf("%q: the note has %q", text, word)
			}
		}
		if len(a.Note) > len(text) {
			t.Errorf("%q: the note %q is longer", text, a.Note)
		}
	})
}

// Which language a line is in: one with a list, or none, so that it is not read wrongly.
func TestLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"Raise NPS from 32 to 45": "en", "NPS 45": "en", "Open 3 stores in São Paulo": "en", "Façade renovated in 12 houses": "en", "Our résumé screening takes under 2 days": "en",
		"NPS auf 45 erhöhen": "de", "Aumentar el NPS de 32 a 45": "es",
		"Augmenter le NPS de 32 à 45 d’ici juin": "", "Lancer la nouvelle page": "", "Öka NPS från 32 till 45": "", "Zwiększyć NPS z 32 do 45": "", "NPSを32から45に上げる": "", "🚀🚀🚀": "", "": "",
	} {
		if got := Take(text, Options{}).Language; got != want {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
}
